//! Positional calls. Arguments are evaluated on the native stack and move from there to where the callee wants them.
//! A method call makes no bound method: its cache (`object::method_cache`) names the function.

use super::At;
use super::functions::{Pending, call_function, enter, standing};
use crate::object::actuals::{Actuals, Given, InPlace, Passed, Thisless, WithSelf, pass, pass_padded};
use crate::object::args::{Args, Param};
use crate::object::attr;
use crate::object::attrs::{Attrs, DICT_MODE};
use crate::object::call;
use crate::object::class::construct_plainly;
use crate::object::cx::Cx;
use crate::object::function::Function;
use crate::object::instance::{Instance, attrs_of};
use crate::object::method_cache::MethodCache;
use crate::object::native::{NativeCall, NativeFunction, Ready};
use crate::object::stack::Fp;
use crate::object::str::{Name, known_name};
use crate::object::ty::{OBJECT, Type, type_flag, type_of};
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::Expr;
use crate::tree::nodes::*;
use crate::tree::operand::Operand;
use std::borrow::Borrow;

impl Arg {
    #[inline(always)]
    pub(super) fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let value = match self {
            Arg::Local(local) => {
                local.get(cx, fp)?;
                fp.local(local.slot)
            }
            Arg::Const(value) => value,
            Arg::Dyn(expr) => return expr.eval(cx, fp),
        };
        Ok(value.clone())
    }

    /// [`Arg::eval`] for builtin functions.
    #[inline(always)]
    fn pass(&self, cx: &Cx, fp: Fp) -> R<Passed<'_>> {
        match self {
            Arg::Local(local) => {
                local.get(cx, fp)?;
                Ok(Passed::Lent(fp.local(local.slot)))
            }
            Arg::Const(value) => Ok(Passed::Lent(value)),
            Arg::Dyn(expr) => expr.eval(cx, fp).map(Passed::Own),
        }
    }

    /// [`Expr::quick`].
    #[inline(always)]
    fn quick(&self, cx: &Cx, fp: Fp) -> Option<Value> {
        let value = match self {
            Arg::Local(local) => fp.local(local.slot),
            Arg::Const(value) => value,
            Arg::Dyn(expr) => return expr.quick(cx, fp),
        };
        if value.is_unset() { None } else { Some(value.clone()) }
    }
}

/// Evaluates arguments in order.
#[inline(always)]
fn actuals<const N: usize>(cx: &Cx, fp: Fp, args: &[Arg; N]) -> R<Given<N>> {
    Given::evaluate(|index| args[index].eval(cx, fp))
}

/// Pushes arguments onto a pending frame.
#[inline]
pub(super) fn push_args(cx: &Cx, fp: Fp, frame: &Pending<'_>, args: &[Arg]) -> R<()> {
    for arg in args {
        frame.push(arg.eval(cx, fp)?);
    }
    Ok(())
}

/// Calls `function` with the pushed arguments.
#[inline]
pub(super) fn invoke(cx: &Cx, function: &Value, frame: Pending<'_>) -> R {
    match function.get::<Function>() {
        Some(function) => frame.run(function),
        None => invoke_native(cx, function, frame.args()),
    }
}

/// Calls what is not a function of the language with positional arguments.
#[inline]
fn invoke_native(cx: &Cx, function: &Value, args: &[Value]) -> R {
    if let Some(native) = function.get::<NativeFunction>()
        && native.is_plain()
    {
        cx.safepoint()?;
        return call_native(cx, native, args);
    }
    cx.safepoint()?;
    call::call(cx, function, Args::positional(args))
}

/// Calls a native function whose object, if it wants one, is the first argument.
#[inline(always)]
fn call_native(cx: &Cx, native: &NativeFunction, args: &[Value]) -> R {
    if let NativeCall::Bound(run) = native.def.call
        && native.signature().fast_range().is_some_and(|(_, most)| most == args.len())
    {
        return run(cx, args);
    }
    native.call_with(cx, Args::positional(args))
}

/// Calls what is no function: a class, a builtin, a bound method, an object.
#[inline(never)]
fn call_other<const N: usize>(cx: &Cx, fp: Fp, callee: &Value, args: &[Arg; N], span: Span) -> R {
    if let Some(class) = callee.get::<Type>()
        && is_plainly_called(class)
    {
        let this = Instance::new(class).into_value();
        let rest = actuals(cx, fp, args)?;
        fp.stand_at(span);
        return construct(cx, class, this, rest).at(cx, span);
    }
    let call = |args: &[Value]| {
        fp.stand_at(span);
        cx.safepoint()?;
        let args = Args::positional(args);
        construct_plainly(cx, callee, args).unwrap_or_else(|| call::call(cx, callee, args)).at(cx, span)
    };
    pass::<N>(None, |index| args[index].pass(cx, fp), call)
}

/// Whether calling the class is making a plain instance and initialising it.
#[inline(always)]
pub(super) fn is_plainly_called(class: &Type) -> bool {
    class.flags() & (type_flag::PLAIN_CALL | type_flag::ABSTRACT) == type_flag::PLAIN_CALL
}

/// Initialises a plain instance and gives it back.
#[inline]
fn construct<const N: usize>(cx: &Cx, class: &Type, instance: Value, args: Given<N>) -> R {
    let Some(init) = class.lookup(cx, known_name!("__init__")) else {
        args.discard();
        return Ok(instance);
    };
    let result = match init.get::<Function>() {
        Some(function) => call_function(cx, function, WithSelf::new(instance.clone(), args))?,
        None => args.with(|args| init_by_other(cx, &instance, args))?,
    };
    initialised(cx, instance, &result)
}

/// The instance, if its `__init__` gave None.
#[inline(always)]
pub(super) fn initialised(cx: &Cx, instance: Value, result: &Value) -> R {
    if result.is_none() { Ok(instance) } else { Err(not_none(cx, result)) }
}

#[cold]
#[inline(never)]
fn init_by_other(cx: &Cx, instance: &Value, args: &[Value]) -> R {
    let bound = attr::getattr(cx, instance, known_name!("__init__"))?;
    call::call(cx, &bound, Args::positional(args))
}

#[cold]
#[inline(never)]
fn not_none(cx: &Cx, result: &Value) -> crate::object::value::Raised {
    cx.type_error(format!("__init__() should return None, not '{}'", type_of(result).message_name()))
}

impl<F: Operand, const N: usize> Expr for Call<F, N> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if self.quick.is_left() { self.quickly(cx, fp) } else { self.usual(cx, fp) }
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl<F: Operand, const N: usize> Call<F, N> {
    /// Looks for the arguments first: then nothing runs between the look at the callee and its frame, and it need not be held.
    #[inline(never)]
    fn quickly(&self, cx: &Cx, fp: Fp) -> R {
        if let Some(args) = InPlace::<N>::find(&cx.stack, |index| self.args[index].quick(cx, fp)) {
            if let Some(function) = standing(&self.function, cx, fp)
                && let code = &*function.code
                && args.fit(code)
            {
                fp.stand_at(self.span);
                return enter(cx, function, code, args).at(cx, self.span);
            }
            args.discard();
        }
        self.quick.fail();
        self.usual(cx, fp)
    }

    #[inline(never)]
    fn usual(&self, cx: &Cx, fp: Fp) -> R {
        // Held while the call runs, unless it is a local of this frame: the name may be bound to something else meanwhile.
        let callee = self.function.get(cx, fp).at(cx, self.span)?;
        self.call(cx, fp, callee.borrow())
    }

    #[inline(always)]
    pub(super) fn call(&self, cx: &Cx, fp: Fp, callee: &Value) -> R {
        if let Some(function) = callee.get::<Function>() {
            let args = actuals(cx, fp, &self.args)?;
            fp.stand_at(self.span);
            return call_function(cx, function, args).at(cx, self.span);
        }
        if let Some(native) = callee.get::<NativeFunction>() {
            if let Some(run) = native.exact(N) {
                let call = |args: &[Value]| {
                    fp.stand_at(self.span);
                    run(cx, args).at(cx, self.span)
                };
                return pass::<N>(None, |index| self.args[index].pass(cx, fp), call);
            }
            if native.is_plain() {
                return call_plain(cx, fp, native, &self.args, self.span);
            }
        }
        call_other(cx, fp, callee, &self.args, self.span)
    }
}

impl<L: Operand> Expr for CallPeek<L> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        match self.quick(cx, fp) {
            Some(value) => Ok(value),
            None => self.call(cx, fp),
        }
    }

    #[inline(always)]
    fn quick(&self, cx: &Cx, fp: Fp) -> Option<Value> {
        let peek = self.function.glance_builtin(cx, fp, |value| value.get::<NativeFunction>()?.def.peek)?;
        self.arg.quick(cx, fp, peek)
    }

    fn is_quick(&self) -> bool {
        true
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl<L: Operand> CallPeek<L> {
    /// Calls what the name stands for.
    #[inline(never)]
    fn call(&self, cx: &Cx, fp: Fp) -> R {
        let callee = self.function.load(cx, fp).at(cx, self.span)?;
        let arg = self.arg.get(cx, fp).at(cx, self.span)?;
        fp.stand_at(self.span);
        if let Some(native) = callee.get::<NativeFunction>()
            && let Some(run) = native.exact(1)
        {
            return run(cx, std::slice::from_ref(arg.borrow())).at(cx, self.span);
        }
        cx.safepoint().at(cx, self.span)?;
        call::call_pos(cx, &callee, std::slice::from_ref(arg.borrow())).at(cx, self.span)
    }
}

/// Calls a builtin function whose parameters the arguments have to be bound to.
#[inline(never)]
fn call_plain<const N: usize>(cx: &Cx, fp: Fp, native: &NativeFunction, args: &[Arg; N], span: Span) -> R {
    let call = |args: &[Value]| {
        fp.stand_at(span);
        native.call_with(cx, Args::positional(args)).at(cx, span)
    };
    pass::<N>(None, |index| args[index].pass(cx, fp), call)
}

impl Expr for CallMany {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let callee = self.function.eval(cx, fp)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.stand_at(self.span);
        invoke(cx, &callee, frame).at(cx, self.span)
    }

    fn span(&self) -> Span {
        self.span
    }
}

/// Looks up what a call of `object.name` may use directly: a function or builtin method of its class that no attribute of the object
/// hides. None: the general way. Calls have `count` positional values, the object among them.
#[inline(never)]
pub(super) fn find_method(cx: &Cx, object: &Value, name: Name, cache: &MethodCache, count: usize) -> R<Option<Value>> {
    let ty = type_of(object);
    if !ty.has(type_flag::PLAIN_GETATTR) {
        // With `__getattr__` only what is missing goes to the hook, if objects are looked at as usual: not as modules or classes are.
        let name = known_name!("__getattribute__");
        let found = if ty.has(type_flag::HAS_GETATTR) { ty.lookup(cx, name).zip(OBJECT.lookup(cx, name)) } else { None };
        if found.is_none_or(|(found, usual)| !found.is(&usual)) {
            return Ok(None);
        }
    }
    let version = ty.version();
    let Some(function) = ty.lookup(cx, name) else { return Ok(None) };
    if !(function.get::<Function>().is_some() || attr::is_plain_method(&function)) {
        return Ok(None);
    }
    let attrs = object.header().and_then(attrs_of);
    // Read before the look at the attributes: the shape says which there were.
    let shape = attrs.map_or(0, Attrs::shape);
    if attrs.is_some() && attr::own_attribute(cx, object, name)?.is_some() {
        return Ok(None);
    }
    if shape != DICT_MODE && ty.version() == version {
        cache.put(shape, version, &function, count);
    }
    Ok(Some(function))
}

/// Calls a class's function as a method of the object that was pushed first.
#[inline(always)]
pub(super) fn invoke_method(cx: &Cx, function: &Value, frame: Pending<'_>) -> R {
    if let Some(function) = function.get::<Function>() {
        return frame.run(function);
    }
    method_by_native(cx, function, frame.args())
}

/// Calls a class's builtin function as a method of the first argument.
#[inline(always)]
fn method_by_native(cx: &Cx, function: &Value, args: &[Value]) -> R {
    match function.get::<NativeFunction>() {
        Some(native) => call_native(cx, native, args),
        None => call::call(cx, function, Args::positional(args)),
    }
}

impl<L: Operand, const N: usize> Expr for CallMethod<L, N> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        self.call(cx, fp, object)
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl<L: Operand, const N: usize> CallMethod<L, N> {
    #[inline(always)]
    pub(super) fn call(&self, cx: &Cx, fp: Fp, object: L::Out<'_>) -> R {
        let Some(entry) = self.caches.method.entry(object.borrow()) else { return self.general(cx, fp, object) };
        match entry.ready() {
            Ready::No => {}
            Ready::Exact(run) => {
                let run = *run;
                let call = |args: &[Value]| {
                    fp.stand_at(self.span);
                    run(cx, args).at(cx, self.span)
                };
                return pass::<N>(Some(object.borrow()), |index| self.args[index].pass(cx, fp), call);
            }
            Ready::Padded(run, defaults) => return self.builtin(cx, fp, object, defaults, |args| run(cx, args)),
            Ready::Raw(run) => return self.builtin(cx, fp, object, &[], |args| run(cx, Args::positional(args))),
        }
        if self.quick.is_left()
            && let Some(function) = entry.standing()
        {
            // Nothing runs between the look at the function and its frame.
            if let Some(args) = Thisless::<N>::find(&cx.stack, |index| self.args[index].quick(cx, fp)) {
                fp.stand_at(self.span);
                return call_function(cx, function, args.with_this(L::own(object))).at(cx, self.span);
            }
            self.quick.fail();
        }
        // The function is held during the call unless immortal: the class may lose the method while it runs.
        let Some(callee) = entry.function() else { return self.general(cx, fp, object) };
        if let Some(function) = callee.get::<Function>() {
            let this = L::own(object);
            let args = WithSelf::new(this, actuals(cx, fp, &self.args)?);
            fp.stand_at(self.span);
            return call_function(cx, function, args).at(cx, self.span);
        }
        let call = |args: &[Value]| {
            fp.stand_at(self.span);
            method_by_native(cx, &callee, args).at(cx, self.span)
        };
        pass::<N>(Some(object.borrow()), |index| self.args[index].pass(cx, fp), call)
    }

    /// Calls a builtin method that takes something else than just the values there are: defaults after them, or arguments as passed.
    #[inline(never)]
    fn builtin(&self, cx: &Cx, fp: Fp, object: L::Out<'_>, defaults: &'static [Param], run: impl FnOnce(&[Value]) -> R) -> R {
        let call = |args: &[Value]| {
            fp.stand_at(self.span);
            run(args).at(cx, self.span)
        };
        pass_padded::<N>(object.borrow(), |index| self.args[index].pass(cx, fp), defaults, call)
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, object: L::Out<'_>) -> R {
        let object: &Value = object.borrow();
        if let Some(callee) = self.caches.member.load(object, self.name) {
            if let Some(native) = callee.get::<NativeFunction>()
                && native.is_plain()
            {
                return call_plain(cx, fp, native, &self.args, self.span);
            }
            let Some(function) = callee.get::<Function>() else {
                return call_other(cx, fp, &callee, &self.args, self.span);
            };
            let args = actuals(cx, fp, &self.args)?;
            fp.stand_at(self.span);
            return call_function(cx, function, args).at(cx, self.span);
        }
        cx.safepoint()?;
        let place = self.span.until(self.name_end);
        if let Some(function) = find_method(cx, object, self.name, &self.caches.method, N + 1).at(cx, place)? {
            let frame = Pending::open(cx, N + 1)?;
            frame.push(object.clone());
            push_args(cx, fp, &frame, &self.args)?;
            fp.stand_at(self.span);
            return invoke_method(cx, &function, frame).at(cx, self.span);
        }
        let function = attr::getattr(cx, object, self.name).at(cx, place)?;
        let frame = Pending::open(cx, N)?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.stand_at(self.span);
        invoke(cx, &function, frame).at(cx, self.span)
    }
}

impl Expr for CallMethodMany {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.eval(cx, fp).at(cx, self.span)?;
        let place = self.span.until(self.name_end);
        let found = match self.caches.method.find(&object) {
            Some(function) => Some(function),
            None => find_method(cx, &object, self.name, &self.caches.method, self.args.len() + 1).at(cx, place)?,
        };
        let callee = match found {
            Some(_) => None,
            None => Some(attr::getattr(cx, &object, self.name).at(cx, place)?),
        };
        let frame = Pending::open(cx, self.args.len() + 1)?;
        if found.is_some() {
            frame.push(object);
        }
        push_args(cx, fp, &frame, &self.args)?;
        fp.stand_at(self.span);
        let result = match (&found, &callee) {
            (Some(function), _) => invoke_method(cx, function, frame),
            (None, Some(callee)) => invoke(cx, callee, frame),
            (None, None) => Ok(Value::NONE),
        };
        result.at(cx, self.span)
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Expr for Intrinsic {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let mut values = Vec::with_capacity(self.operands.len());
        for operand in &self.operands {
            values.push(operand.eval(cx, fp)?);
        }
        (self.run)(cx, &values).at(cx, self.span)
    }
}
