//! The call protocol of functions written in the language: frames on the value stack, binding of arguments, tracebacks.
//!
//! A caller skips the room of a frame's head, pushes the arguments and calls [`call_on_stack`]: the arguments become the first
//! locals of the callee where they lie. The callee's frame is dropped before the call returns.

#![allow(unsafe_code)] // Frames are windows of the value stack; everything else in `exec` is safe code.

use super::binding::{bind, is_generator_expression, wrap_cells};
use crate::object::actuals::{Actuals, Copied, WithRest};
use crate::object::args::Args;
use crate::object::cell::Cell;
use crate::object::code::{Code, NOT_SIMPLE, code_flag};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{Exception, RECURSION_ERROR};
use crate::object::feeding::Folding;
use crate::object::function::{FUNCTION, Function, SLOTS};
use crate::object::generator::Generator;
use crate::object::slots::Slots;
use crate::object::stack::{Fp, FrameHead, FrameKind, HEAD_SLOTS};
use crate::object::str::{Name, Str};
use crate::object::traceback::Traceback;
use crate::object::tuple::Tuple;
use crate::object::value::{Object, R, Raised, Ref, Value};
use crate::tree::operand::Operand;
use std::ptr::NonNull;

/// Fills the `call` slot of functions. Once per process.
pub(crate) fn install() {
    super::generators::install();
    FUNCTION.set_slots(Slots { call: Some(call), getattr: FUNCTION.slots().getattr, setattr: FUNCTION.slots().setattr, ..merge(SLOTS) });
}

fn merge(mut slots: Slots) -> Slots {
    slots.inherit(crate::object::ty::OBJECT.slots());
    slots
}

/// A place on the value stack where a call's frame begins: room for the head, then the arguments.
pub(crate) struct Pending<'a> {
    cx: &'a Cx,
    start: NonNull<Value>,
}

impl<'a> Pending<'a> {
    /// Opens a frame with room for `args` arguments. Err: RecursionError.
    #[inline(always)]
    pub(crate) fn open(cx: &'a Cx, args: usize) -> R<Pending<'a>> {
        if !cx.stack.has_room(HEAD_SLOTS + args + 1) {
            return Err(stack_overflow(cx));
        }
        let start = cx.stack.top();
        // SAFETY: there is room; the head is written before anyone reads it.
        unsafe { cx.stack.skip(HEAD_SLOTS) };
        Ok(Pending { cx, start })
    }

    /// Pushes an argument. The number given to `open` must not be exceeded.
    #[inline(always)]
    pub(crate) fn push(&self, value: Value) {
        // SAFETY: `open` made room for as many arguments as the node has.
        unsafe { self.cx.stack.push(value) };
    }

    /// Pushes values. Err: RecursionError.
    pub(crate) fn push_all(&self, values: &[Value]) -> R<()> {
        if !self.cx.stack.has_room(values.len() + 1) {
            return Err(stack_overflow(self.cx));
        }
        values.iter().for_each(|value| self.push(value.clone()));
        Ok(())
    }

    /// Drops the arguments from `count` on.
    #[inline]
    fn truncate(&self, count: usize) {
        assert!(count <= self.args().len(), "arguments are only taken away");
        // SAFETY: they were pushed.
        unsafe { self.cx.stack.drop_to(self.first().add(count)) };
    }

    #[inline(always)]
    fn first(&self) -> NonNull<Value> {
        // SAFETY: the head's room was skipped by `open`.
        unsafe { self.start.add(HEAD_SLOTS) }
    }

    /// The arguments pushed so far.
    #[inline(always)]
    pub(crate) fn args(&self) -> &[Value] {
        let first = self.first();
        // SAFETY: everything from `first` to the top was pushed and not popped.
        unsafe { std::slice::from_raw_parts(first.as_ptr(), self.cx.stack.top().offset_from(first) as usize) }
    }

    /// Runs a function with the pushed arguments, all positional.
    #[inline]
    pub(crate) fn run(self, function: &Function) -> R {
        let count = self.args().len();
        let code = &*function.code;
        if code.simple_args as usize == count {
            // SAFETY: the frame lies on top of the stack: head room, then exactly the parameters.
            return unsafe { run_frame(self.cx, code, function, self.first(), count) };
        }
        self.run_bound(function, &[])
    }

    /// Binds the arguments (the last ones by name) and runs.
    #[inline(never)]
    pub(crate) fn run_bound(self, function: &Function, names: &[Name]) -> R {
        let cx = self.cx;
        if function.code.is_outline {
            function.code.complete();
            return if names.is_empty() { self.run(function) } else { self.run_bound(function, names) };
        }
        let code = &*function.code;
        if code.simple_args != NOT_SIMPLE && names.is_empty() && self.fill_defaults(function) {
            // SAFETY: as in `run`.
            return unsafe { run_frame(cx, code, function, self.first(), code.info.arg_count as usize) };
        }
        if !code.has(code_flag::RESUMABLE) && self.gather(function, names) {
            // SAFETY: as in `run`: one value for each parameter.
            return unsafe { run_frame(cx, code, function, self.first(), self.args().len()) };
        }
        if code.has(code_flag::RESUMABLE) && names.is_empty() && code.info.cells.is_empty() {
            let given = self.args().len();
            let is_whole = given == code.info.arg_count as usize && given == code.param_count();
            if is_whole || is_generator_expression(code) {
                return Ok(super::generators::make_generator(function, self.args().iter().cloned()));
            }
        }
        let mut locals = Vec::with_capacity(code.param_count());
        bind(cx, function, Args { values: self.args(), names }, &mut locals)?;
        if code.has(code_flag::RESUMABLE) {
            wrap_cells(code, &mut locals);
            return Ok(super::generators::make_generator(function, locals.into_iter()));
        }
        let count = locals.len();
        // SAFETY: the arguments are replaced by the bound parameters; `has_room` is checked for them.
        unsafe {
            cx.stack.drop_to(self.first());
            if !cx.stack.has_room(count + 1) {
                return Err(stack_overflow(cx));
            }
            for local in locals {
                cx.stack.push(local);
            }
            run_frame(cx, code, function, self.first(), count)
        }
    }

    /// Binds where they lie the arguments of a function that has `*args` or `**kwargs`, no keyword-only parameters, and gets nothing by
    /// name that it has a parameter for. False, and nothing done, if the general way is needed.
    fn gather(&self, function: &Function, names: &[Name]) -> bool {
        let code = &*function.code;
        let info = &code.info;
        let (has_rest, has_named) = (code.has(code_flag::VARARGS), code.has(code_flag::VARKEYWORDS));
        if info.kwonly_count != 0 || !(has_rest || has_named) {
            return false;
        }
        let wanted = info.arg_count as usize;
        let given = self.args().len() - names.len();
        let parameters = info.varnames.get(..wanted).unwrap_or_default();
        let is_named = !names.is_empty() && (!has_named || names.iter().any(|name| parameters.contains(name)));
        let defaults = function.defaults();
        let defaults = defaults.get::<Tuple>().map_or(&[][..], Tuple::items);
        let missing = wanted.saturating_sub(given);
        if is_named || given > wanted && !has_rest || missing > defaults.len() || !self.cx.stack.has_room(missing + 3) {
            return false;
        }
        let named = has_named.then(|| {
            let dict = Dict::new();
            for (name, value) in names.iter().zip(&self.args()[given..]) {
                dict.set_name(*name, value.clone());
            }
            dict
        });
        self.truncate(given);
        let rest = has_rest.then(|| match self.args().get(wanted..) {
            None | Some([]) => crate::object::tuple::empty(),
            Some(rest) => Tuple::from_slice(rest).into_value(),
        });
        self.truncate(given.min(wanted));
        defaults[defaults.len() - missing..].iter().for_each(|value| self.push(value.clone()));
        if let Some(rest) = rest {
            self.push(rest);
        }
        if let Some(named) = named {
            self.push(named.into_value());
        }
        true
    }

    /// Pushes defaults for missing trailing parameters of a simple function; false if the general way is needed.
    #[inline]
    fn fill_defaults(&self, function: &Function) -> bool {
        let given = self.args().len();
        let wanted = function.code.simple_args as usize;
        if given > wanted {
            return false;
        }
        let defaults = function.defaults();
        let Some(defaults) = defaults.get::<Tuple>() else { return false };
        let missing = wanted - given;
        if missing > defaults.len() || !self.cx.stack.has_room(missing + 1) {
            return false;
        }
        for value in &defaults.items()[defaults.len() - missing..] {
            self.push(value.clone());
        }
        true
    }
}

impl Drop for Pending<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: everything above the first argument was pushed by us (a frame that ran dropped its locals already).
        unsafe {
            if self.cx.stack.top() > self.first() {
                self.cx.stack.drop_to(self.first());
            }
            self.cx.stack.set_top(self.start);
        }
    }
}

/// Calls a function with positional arguments: the way of calls that have as many as the function has parameters is inline.
#[inline(always)]
pub(crate) fn call_function<A: Actuals>(cx: &Cx, function: &Function, args: A) -> R {
    let code = &*function.code;
    if args.fit(code) { enter(cx, function, code, args) } else { call_bound(cx, function, args) }
}

/// The function that an operand stands for, if it can be called without being counted: see `object::running`. It is there until code of
/// scripts runs, and then as long as a frame is its call.
#[inline(always)]
pub(super) fn standing<'a, F: Operand>(callee: &'a F, cx: &Cx, fp: Fp) -> Option<&'a Function> {
    let look = |value: &Value| value.get::<Function>().filter(|function| function.runs_uncounted()).map(NonNull::from);
    // SAFETY: see above.
    callee.quick(cx, fp, look).map(|function| unsafe { function.as_ref() })
}

/// Runs a function with a value for each of its parameters.
#[inline(always)]
pub(super) fn enter<A: Actuals>(cx: &Cx, function: &Function, code: &Code, args: A) -> R {
    let count = args.count();
    let start = args.frame(&cx.stack);
    let Some(end) = cx.stack.frame_end(start, code.frame_bytes) else {
        args.discard();
        return Err(stack_overflow(cx));
    };
    if let Err(raised) = cx.enter_call() {
        args.discard();
        return Err(raised);
    }
    let previous = cx.frame();
    let head = head_of_call(code, function, previous);
    // SAFETY: there is room for the head and all locals; arguments come first and the others are set to Unset.
    let fp = unsafe {
        let first = start.add(HEAD_SLOTS);
        start.cast::<FrameHead>().write(head);
        args.move_to(first);
        let mut place = first.add(count);
        while place < end {
            place.write(Value::UNSET);
            place = place.add(1);
        }
        cx.stack.set_top(end);
        Fp::new(first)
    };
    if code.has_cells {
        make_cells(code, fp);
    }
    cx.set_frame(Some(fp));
    let result = if cx.is_clear() { code.body.run(cx, fp) } else { run_unclear(cx, code, fp) };
    if result.is_err() {
        add_traceback(cx, fp);
    }
    cx.set_frame(previous);
    cx.leave_call();
    // SAFETY: the frame's locals are initialised and dropped once; the top moves afterwards: drops may run code that pushes.
    unsafe {
        let mut local = end;
        while local > fp.start() {
            local = local.sub(1);
            // Immediates need no drop.
            if local.as_ref().header().is_some() {
                local.drop_in_place();
            }
        }
        cx.stack.set_top(start);
    }
    result
}

/// The head of a frame that is a call of `function`, whose code `code` is.
#[inline(always)]
fn head_of_call(code: &Code, function: &Function, previous: Option<Fp>) -> FrameHead {
    FrameHead {
        code,
        globals: &raw const *function.globals,
        closure: function.cells,
        context: std::ptr::from_ref(function).cast(),
        previous,
        kind: FrameKind::Call,
        position: std::cell::Cell::new(0),
    }
}

/// [`call_function`] for the other functions.
#[inline(never)]
fn call_bound<A: Actuals>(cx: &Cx, function: &Function, args: A) -> R {
    if let Some(missing) = (function.code.simple_args as usize).checked_sub(args.count())
        && function.code.simple_args != NOT_SIMPLE
    {
        let defaults = function.defaults();
        let defaults = defaults.get::<Tuple>().map_or(&[][..], Tuple::items);
        if let Some(first) = defaults.len().checked_sub(missing) {
            return enter(cx, function, &function.code, WithRest { args, rest: &defaults[first..] });
        }
    }
    let frame = match Pending::open(cx, args.count()) {
        Ok(frame) => frame,
        Err(raised) => {
            args.discard();
            return Err(raised);
        }
    };
    // SAFETY: `open` made room for as many.
    unsafe {
        let count = args.count();
        args.move_to(frame.first());
        cx.stack.skip(count);
    }
    frame.run_bound(function, &[])
}

/// Puts captured locals into cells when a frame starts.
#[inline(never)]
fn make_cells(code: &Code, fp: Fp) {
    for slot in &code.info.cells {
        let value = fp.swap(*slot, Value::UNSET);
        fp.set(*slot, Cell::new(value).into_value());
    }
}

/// Runs a frame's code when something is up: the safepoint has work, or the native stack is short.
#[cold]
#[inline(never)]
fn run_unclear(cx: &Cx, code: &Code, fp: Fp) -> R {
    cx.clear()?;
    if cx.has_native_stack() { code.body.run(cx, fp) } else { cx.on_fresh_stack(|| code.body.run(cx, fp)) }
}

#[cold]
fn stack_overflow(cx: &Cx) -> Raised {
    cx.error(&RECURSION_ERROR, "maximum recursion depth exceeded")
}

/// Runs code whose first `count` locals lie at `first`, on top of the stack, with room for a head before them.
///
/// # Safety
/// See above; the code's other parameters do not exist (all are given).
#[inline(always)]
unsafe fn run_frame(cx: &Cx, code: &Code, function: &Function, first: NonNull<Value>, count: usize) -> R {
    // SAFETY: passed on from the caller.
    unsafe { run_head(cx, code, head_of_call(code, function, cx.frame()), first, count) }
}

#[inline(never)]
unsafe fn run_head(cx: &Cx, code: &Code, head: FrameHead, first: NonNull<Value>, count: usize) -> R {
    let size = code.info.frame_size as usize;
    if !cx.stack.has_room(size - count + 1) {
        return Err(stack_overflow(cx));
    }
    cx.enter_call()?;
    let previous = head.previous;
    // SAFETY: the head's room lies before `first`; there is room for all locals, and those not given are set to Unset.
    let fp = unsafe {
        first.cast::<FrameHead>().sub(1).write(head);
        for _ in count..size {
            cx.stack.push(Value::UNSET);
        }
        Fp::new(first)
    };
    if code.has_cells {
        make_cells(code, fp);
    }
    cx.set_frame(Some(fp));
    let result = if cx.is_clear() { code.body.run(cx, fp) } else { run_unclear(cx, code, fp) };
    if result.is_err() {
        add_traceback(cx, fp);
    }
    cx.set_frame(previous);
    cx.leave_call();
    // SAFETY: the frame's locals are the topmost values.
    unsafe { cx.stack.drop_to(first) };
    result
}

/// Runs the block of a generator expression for a builtin that takes its items. `outer` is the frame it is written in, `given` what its
/// first loop is over.
pub(super) fn run_folded(cx: &Cx, code: &Code, outer: Fp, cells: &[Value], given: Value, folding: &Folding<'_>) -> R {
    let frame = Pending::open(cx, 1)?;
    frame.push(given);
    let head = FrameHead {
        code,
        globals: outer.globals(),
        closure: cells.as_ptr(),
        context: std::ptr::from_ref(folding).cast(),
        previous: cx.frame(),
        kind: FrameKind::Folding,
        position: std::cell::Cell::new(0),
    };
    // SAFETY: a frame with one argument on top of the stack; the caller holds the code, the globals, the cells and the folding.
    unsafe { run_head(cx, code, head, frame.first(), 1) }
}

/// Runs module or class code, or code given to `exec`: names live in `globals`, or in `names` first if given.
pub(crate) fn run_code(cx: &Cx, code: &Ref<Code>, globals: &Ref<Dict>, names: Option<&Value>, closure: &Value) -> R {
    if code.has(code_flag::RESUMABLE) {
        return Ok(suspended(code, globals, names, closure));
    }
    let frame = Pending::open(cx, 0)?;
    let head = FrameHead {
        code: &raw const **code,
        globals: &raw const **globals,
        closure: closure.get::<Tuple>().map_or(std::ptr::null(), |cells| cells.items().as_ptr()),
        context: names.map_or(std::ptr::null(), |names| std::ptr::from_ref(names).cast()),
        previous: cx.frame(),
        kind: FrameKind::Block,
        position: std::cell::Cell::new(0),
    };
    // SAFETY: a frame without arguments on top of the stack; code, globals, names and closure are held by the caller.
    unsafe { run_head(cx, code, head, frame.first(), 0) }
}

/// The generator or coroutine that running its code gives.
#[cold]
fn suspended(code: &Ref<Code>, globals: &Ref<Dict>, names: Option<&Value>, closure: &Value) -> Value {
    let function = Function::new(code.clone(), globals.clone(), Value::NONE, Value::NONE, closure.clone());
    let mut locals = Vec::new();
    wrap_cells(code, &mut locals);
    let made = super::generators::make_generator(&function, locals.into_iter());
    if let (Some(names), Some(generator)) = (names, made.get::<Generator>()) {
        generator.set_namespace(names.clone());
    }
    made
}

/// Adds an entry for the frame to the pending exception's traceback, unless it was raised again without a new place.
#[cold]
#[inline(never)]
pub(crate) fn add_traceback(cx: &Cx, fp: Fp) {
    let Some(span) = cx.take_note() else { return };
    let pending = cx.suspend_pending();
    if let Some(exception) = &pending.exception {
        add_entry(exception, fp, span);
    }
    cx.resume_pending(pending);
}

/// Adds an entry for the frame to an exception's traceback.
pub(crate) fn add_entry(exception: &Value, fp: Fp, span: crate::source::Span) {
    if let Some(exception) = exception.get::<Exception>() {
        let code = fp.code().value().get_ref::<Code>().expect("a frame's code is code");
        let globals = fp.globals().value().get_ref::<Dict>().expect("globals are a dict");
        let entry = Traceback::new(code, globals, span, exception.traceback());
        exception.set_traceback(entry.into_value());
    }
}

/// The `call` slot of functions.
fn call(cx: &Cx, callee: &Value, args: Args<'_>) -> R {
    let Some(function) = callee.get::<Function>() else { return Err(cx.type_error("not a function")) };
    if args.names.is_empty() {
        return call_function(cx, function, Copied(args.values));
    }
    let frame = Pending::open(cx, args.values.len())?;
    frame.push_all(args.values)?;
    frame.run_bound(function, args.names)
}

/// The text of a str value, for messages.
pub(crate) fn text_of(value: &Value) -> String {
    value.get::<Str>().map_or_else(String::new, |text| text.to_str_lossy().into_owned())
}
