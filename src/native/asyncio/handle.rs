//! Handles: a call that the loop is going to make, at once or at a time.

use super::{debug, event_loop};
use crate::native::construct::{bind, signature};
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::KEYBOARD_INTERRUPT;
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::guarded::Guarded;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::{CmpOp, Slots};
use crate::object::str::{Name, Str};
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use std::sync::LazyLock;

pub(super) struct HandleState {
    /// None once cancelled.
    callback: Value,
    /// A tuple; None once cancelled.
    args: Value,
    context: Value,
    event_loop: Value,
    /// NaN: no timer.
    when: f64,
    /// Where it was made, in debug mode; else None.
    source: Value,
    pub(super) is_cancelled: bool,
    /// The timer is in the loop's heap.
    is_scheduled: bool,
}

pub(super) struct HandleBody(pub(super) Guarded<HandleState>);

impl Payload for HandleBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0
            .inspect(|state| [&state.callback, &state.args, &state.context, &state.event_loop, &state.source].into_iter().for_each(visit));
    }
}

fn of_class(class: &Type, event_loop: Value, callback: Value, args: Value, context: Value, when: f64) -> Value {
    let source = if debug::is_on(&event_loop) { debug::stack() } else { Value::NONE };
    let state = HandleState { callback, args, context, event_loop, when, source, is_cancelled: false, is_scheduled: false };
    Native::make(class, HandleBody(Guarded::new(state)))
}

pub(super) fn make(event_loop: Value, callback: Value, args: Value, context: Value) -> Value {
    of_class(&HANDLE, event_loop, callback, args, context, f64::NAN)
}

/// A timer, marked as being in the heap.
pub(super) fn make_timer(event_loop: Value, callback: Value, args: Value, context: Value, when: f64) -> Value {
    let timer = of_class(&TIMER_HANDLE, event_loop, callback, args, context, when);
    if let Some(body) = Native::<HandleBody>::of(&timer) {
        body.0.with(&timer, |state| state.is_scheduled = true);
    }
    timer
}

/// The timer has left the heap.
pub(super) fn unschedule(timer: &Value) {
    if let Some(body) = Native::<HandleBody>::of(timer) {
        body.0.with(timer, |state| state.is_scheduled = false);
    }
}

/// Completes a call that waited for its arguments.
pub(super) fn set_args(handle: &Value, args: Value) {
    if let Some(body) = Native::<HandleBody>::of(handle) {
        let old = body.0.with(handle, |state| std::mem::replace(&mut state.args, args));
        drop(old);
    }
}

/// Makes the call. What it raises is reported to the loop, unless it is to end the program.
pub(super) fn run(cx: &Cx, handle: &Value, body: &HandleBody) -> R<()> {
    let (is_cancelled, callback, args, context) =
        body.0.with(handle, |state| (state.is_cancelled, state.callback.clone(), state.args.clone(), state.context.clone()));
    if is_cancelled {
        return Ok(());
    }
    let items = args.get::<Tuple>().map(Tuple::items).unwrap_or_default();
    let result = match contextvars::enter(cx, context) {
        Err(raised) => Err(raised),
        Ok(before) => {
            let result = call::call_pos(cx, &callback, items);
            let variables = contextvars::leave(cx, before);
            crate::object::payload::publish_into(handle, &variables);
            let old = body.0.with(handle, |state| std::mem::replace(&mut state.context, variables));
            drop(old);
            result
        }
    };
    match result {
        Ok(_) => Ok(()),
        Err(raised) if cx.pending_is(&KEYBOARD_INTERRUPT) || cx.pending_is(&SYSTEM_EXIT) => Err(raised),
        Err(raised) => {
            let exception = cx.take(raised);
            failed(cx, handle, &callback, &args, exception)
        }
    }
}

#[cold]
fn failed(cx: &Cx, handle: &Value, callback: &Value, args: &Value, exception: Value) -> R<()> {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_format_callback_source"));
    let format = event_loop::python(cx, "asyncio.format_helpers", &NAME)?;
    let is_debug = debug::is_on(&body(cx, handle)?.0.with(handle, |state| state.event_loop.clone()));
    let shown = call::call_pos(cx, &format, &[callback.clone(), args.clone(), Value::bool(is_debug)])?;
    let shown = shown.get::<Str>().map(|text| text.to_str_lossy().into_owned()).unwrap_or_default();
    let message = Str::from_str(&format!("Exception in callback {shown}")).into_value();
    let (event_loop, source) = body(cx, handle)?.0.with(handle, |state| (state.event_loop.clone(), state.source.clone()));
    let mut context = vec![("message", message), ("exception", exception), ("handle", handle.clone())];
    if !source.is_none() {
        context.push(("source_traceback", source));
    }
    event_loop::report(cx, &event_loop, &context)
}

fn body<'a>(cx: &Cx, handle: &'a Value) -> R<&'a HandleBody> {
    Native::<HandleBody>::of(handle).ok_or_else(|| cx.type_error(format!("a Handle is needed, not '{}'", type_of(handle).message_name())))
}

fn cancel(cx: &Cx, a: &[Value]) -> R {
    body(cx, &a[0])?;
    cancel_quietly(&a[0]);
    Ok(Value::NONE)
}

pub(super) fn cancel_quietly(handle: &Value) {
    let Some(body) = Native::<HandleBody>::of(handle) else { return };
    let (dropped, event_loop) = body.0.with(handle, |state| {
        if state.is_cancelled {
            return (None, None);
        }
        state.is_cancelled = true;
        if debug::is_on(&state.event_loop) {
            // It is still to be shown.
            return (None, state.is_scheduled.then(|| state.event_loop.clone()));
        }
        let dropped = (std::mem::replace(&mut state.callback, Value::NONE), std::mem::replace(&mut state.args, Value::NONE));
        (Some(dropped), state.is_scheduled.then(|| state.event_loop.clone()))
    });
    drop(dropped);
    if let Some(event_loop) = event_loop {
        event_loop::timer_cancelled(&event_loop);
    }
}

fn get_context(cx: &Cx, a: &[Value]) -> R {
    let handle = &a[0];
    let context = contextvars::materialize(body(cx, handle)?.0.with(handle, |state| state.context.clone()));
    crate::object::payload::publish_into(handle, &context);
    let kept = context.clone();
    let old = body(cx, handle)?.0.with(handle, |state| std::mem::replace(&mut state.context, kept));
    drop(old);
    Ok(context)
}

fn repr(cx: &Cx, handle: &Value) -> R {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_handle_repr"));
    let format = event_loop::python(cx, "asyncio.format_helpers", &NAME)?;
    call::call_pos(cx, &format, std::slice::from_ref(handle))
}

static NEW: NativeDef = signature("Handle(callback, args, loop, context=None)");

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &NEW, args)?;
    let args = tuple_of(cx, &a[1])?;
    let context = if a[3].is_none() { contextvars::copy_current(cx) } else { a[3].clone() };
    Ok(of_class(class, a[2].clone(), a[0].clone(), args, context, f64::NAN))
}

fn tuple_of(cx: &Cx, args: &Value) -> R {
    if args.get::<Tuple>().is_some() {
        return Ok(args.clone());
    }
    let items = crate::object::iter::collect(cx, args)?;
    Ok(if items.is_empty() { tuple::empty() } else { Tuple::new(items).into_value() })
}

static NEW_TIMER: NativeDef = signature("TimerHandle(when, callback, args, loop, context=None)");

fn new_timer(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &NEW_TIMER, args)?;
    let when = crate::object::number::to_float(cx, &a[0])?;
    let args = tuple_of(cx, &a[2])?;
    let context = if a[4].is_none() { contextvars::copy_current(cx) } else { a[4].clone() };
    Ok(of_class(class, a[3].clone(), a[1].clone(), args, context, when))
}

fn when(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::float(body(cx, &a[0])?.0.with(&a[0], |state| state.when)))
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let Some(other) = Native::<HandleBody>::of(b).filter(|_| type_of(b).is_subtype(&TIMER_HANDLE)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let own = |handle: &Value, body: &HandleBody| {
        body.0.with(handle, |state| (state.when, state.callback.clone(), state.args.clone(), state.is_cancelled))
    };
    let (x, y) = (own(a, body(cx, a)?), own(b, other));
    let equal = x.0 == y.0 && x.3 == y.3 && x.1.is(&y.1) && crate::object::compare::equal(cx, &x.2, &y.2)?;
    Ok(Value::bool(match op {
        CmpOp::Eq => equal,
        CmpOp::Ne => !equal,
        CmpOp::Lt => x.0 < y.0,
        CmpOp::Gt => x.0 > y.0,
        CmpOp::Le => x.0 < y.0 || equal,
        CmpOp::Ge => x.0 > y.0 || equal,
    }))
}

fn hash(cx: &Cx, handle: &Value) -> R<i64> {
    crate::object::compare::hash(cx, &when(cx, std::slice::from_ref(handle))?)
}

macro_rules! part {
    ($name:literal, $field:ident) => {
        GetSet { name: $name, get: |cx, h| Ok(body(cx, h)?.0.with(h, |state| state.$field.clone())), set: None }
    };
}

static GETSET: &[GetSet] = &[
    part!("_callback", callback),
    part!("_args", args),
    part!("_loop", event_loop),
    GetSet { name: "_context", get: |cx, h| get_context(cx, std::slice::from_ref(h)), set: None },
    GetSet { name: "_cancelled", get: |cx, h| Ok(Value::bool(body(cx, h)?.0.with(h, |state| state.is_cancelled))), set: None },
    part!("_source_traceback", source),
];

static DEF: TypeDef = TypeDef {
    name: "Handle",
    module: "asyncio.events",
    doc: "Object returned by callback registration methods.",
    subclassable: true,
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("cancel(self)", cancel),
        NativeDef::new("cancelled(self)", |cx, a| Ok(Value::bool(body(cx, &a[0])?.0.with(&a[0], |state| state.is_cancelled)))),
        NativeDef::new("get_context(self)", get_context),
        NativeDef::new("_run(self)", |cx, a| run(cx, &a[0], body(cx, &a[0])?).map(|()| Value::NONE)),
    ],
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static HANDLE: Type = Type::from_def(&DEF);

static TIMER_DEF: TypeDef = TypeDef {
    name: "TimerHandle",
    module: "asyncio.events",
    doc: "Object returned by timed callback registration methods.",
    base: Some(&HANDLE),
    subclassable: true,
    slots: Slots { new: Some(new_timer), repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::NONE },
    methods: &[NativeDef::new("when(self)", when)],
    getset: &[GetSet { name: "_when", get: |cx, h| when(cx, std::slice::from_ref(h)), set: None }],
    ..TypeDef::EMPTY
};
pub(super) static TIMER_HANDLE: Type = Type::from_def(&TIMER_DEF);
