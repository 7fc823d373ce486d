//! Coroutines of ours that wait for something: `Queue.get()`, `Event.wait()`, `Lock.acquire()` and the like. What is waited for is said
//! by a table of three functions; here are the stages of a coroutine, its methods and its warnings.

use super::future;
use crate::exec::generators::{step_result, thrown};
use crate::memory::header::flag;
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::RUNTIME_WARNING;
use crate::object::guarded::Guarded;
use crate::object::iter;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Raised, Value};

/// What came of trying.
pub(super) enum Tried {
    Done(Value),
    /// To be tried again when this future is done.
    Wait(Value),
}

/// What a coroutine of ours does; `what` and `with` are what it was made with.
pub(super) struct Ops {
    /// As `__qualname__` shows it.
    pub(super) name: &'static str,
    pub(super) start: fn(&Cx, what: &Value, with: &Value) -> R<Tried>,
    /// The future it waited for is done and was not cancelled.
    pub(super) woken: fn(&Cx, what: &Value, with: &Value, future: &Value) -> R<Tried>,
    /// An exception ends the wait.
    pub(super) given_up: fn(&Cx, what: &Value, future: &Value) -> R<()>,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Created,
    Waiting,
    Over,
}

struct State {
    what: Value,
    with: Value,
    future: Value,
    stage: Stage,
}

struct Waiting {
    ops: &'static Ops,
    state: Guarded<State>,
}

impl Payload for Waiting {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.inspect(|state| [&state.what, &state.with, &state.future].into_iter().for_each(visit));
    }
}

/// A coroutine that has not started.
pub(super) fn make(ops: &'static Ops, what: &Value, with: Value) -> Value {
    let state = State { what: what.clone(), with, future: Value::UNSET, stage: Stage::Created };
    let made = Native::make(&WAITING, Waiting { ops, state: Guarded::new(state) });
    if let Some(header) = made.header() {
        header.set(flag::HAS_FINALIZER);
    }
    made
}

pub(super) fn is_one(value: &Value) -> bool {
    Native::<Waiting>::of(value).is_some()
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Waiting> {
    Native::<Waiting>::of(value).ok_or_else(|| cx.type_error("a coroutine is needed"))
}

/// What the coroutine does, if it is one of these.
pub(super) fn name_of(value: &Value) -> Option<&'static str> {
    Native::<Waiting>::of(value).map(|waiting| waiting.ops.name)
}

fn started(value: &Value) {
    if let Some(header) = value.header() {
        header.clear(flag::HAS_FINALIZER);
    }
}

fn send(cx: &Cx, value: &Value, _: Value) -> R<Step> {
    let body = this(cx, value)?;
    let (stage, what, with, future) = body.state.with(value, |state| {
        let stage = state.stage;
        // Whoever comes back while this runs finds it over.
        state.stage = Stage::Over;
        (stage, state.what.clone(), state.with.clone(), std::mem::replace(&mut state.future, Value::UNSET))
    });
    let tried = match stage {
        Stage::Over => return Err(cx.runtime_error("cannot reuse already awaited coroutine")),
        Stage::Created => {
            started(value);
            (body.ops.start)(cx, &what, &with)?
        }
        Stage::Waiting if !future::is_done(&future) => return Err(cx.runtime_error("await wasn't used with future")),
        Stage::Waiting => match future::result(cx, &future) {
            Ok(_) => (body.ops.woken)(cx, &what, &with, &future)?,
            Err(raised) => return Err(give_up(cx, body, &what, &future, raised)),
        },
    };
    match tried {
        Tried::Done(result) => Ok(Step::Return(result)),
        Tried::Wait(future) => {
            if let Some(core) = future::core(&future) {
                core.with(&future, |core| core.is_blocking = true);
            }
            publish_into(value, &future);
            let kept = future.clone();
            body.state.with(value, |state| {
                state.future = kept;
                state.stage = Stage::Waiting;
            });
            Ok(Step::Yield(future))
        }
    }
}

/// Undoes the wait; the exception goes on.
fn give_up(cx: &Cx, body: &Waiting, what: &Value, future: &Value, raised: Raised) -> Raised {
    let exception = cx.take(raised);
    match (body.ops.given_up)(cx, what, future) {
        Ok(()) => cx.reraise(exception),
        Err(raised) => raised,
    }
}

/// Ends the coroutine from outside; what it waited for, if it did.
fn stop(value: &Value, body: &Waiting) -> Option<(Value, Value)> {
    started(value);
    let (stage, what, with, future) = body.state.with(value, |state| {
        let stage = std::mem::replace(&mut state.stage, Stage::Over);
        let take = |place: &mut Value| std::mem::replace(place, Value::NONE);
        (stage, state.what.clone(), take(&mut state.with), std::mem::replace(&mut state.future, Value::UNSET))
    });
    drop(with);
    (stage == Stage::Waiting).then_some((what, future))
}

fn throw(cx: &Cx, a: &[Value]) -> R {
    let exception = thrown(cx, &a[1], &a[2], &a[3])?;
    let body = this(cx, &a[0])?;
    let waited = stop(&a[0], body);
    let raised = cx.raise(exception);
    let _ = cx.take_note();
    Err(match waited {
        Some((what, future)) => give_up(cx, body, &what, &future, raised),
        None => raised,
    })
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    if let Some((what, future)) = stop(&a[0], body) {
        (body.ops.given_up)(cx, &what, &future)?;
    }
    Ok(Value::NONE)
}

fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    match send(cx, value, Value::NONE)? {
        Step::Yield(item) => Ok(Some(item)),
        Step::Return(result) => {
            cx.set_return(result);
            Ok(None)
        }
    }
}

fn repr(cx: &Cx, value: &Value) -> R {
    let name = this(cx, value)?.ops.name;
    Ok(Str::from_str(&format!("<coroutine object {name} at {:#x}>", value.identity())).into_value())
}

fn finalize(cx: &Cx, value: &Value) {
    if let Some(body) = Native::<Waiting>::of(value) {
        cx.warn_in_finalizer(&RUNTIME_WARNING, &format!("coroutine '{}' was never awaited", body.ops.name), value);
    }
}

fn qualname(cx: &Cx, value: &Value) -> R {
    Ok(Name::new(this(cx, value)?.ops.name).value())
}

fn name(cx: &Cx, value: &Value) -> R {
    Ok(Name::new(this(cx, value)?.ops.name.rsplit('.').next().unwrap_or_default()).value())
}

fn awaited(cx: &Cx, value: &Value) -> R {
    let future = this(cx, value)?.state.with(value, |state| state.future.clone());
    Ok(if future.is_unset() { Value::NONE } else { future })
}

static GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: name, set: None },
    GetSet { name: "__qualname__", get: qualname, set: None },
    GetSet { name: "cr_running", get: |_, _| Ok(Value::FALSE), set: None },
    GetSet { name: "cr_await", get: awaited, set: None },
    GetSet { name: "cr_frame", get: |_, _| Ok(Value::NONE), set: None },
    GetSet { name: "cr_code", get: |_, _| Ok(Value::NONE), set: None },
    GetSet { name: "cr_origin", get: |_, _| Ok(Value::NONE), set: None },
];

static DEF: TypeDef = TypeDef {
    name: "coroutine",
    slots: Slots {
        repr: Some(repr),
        iter: Some(iter::itself),
        awaiter: Some(iter::itself),
        next: Some(next),
        send: Some(send),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: &[
        NativeDef::new("send(self, value, /)", |cx, a| {
            let step = send(cx, &a[0], a[1].clone())?;
            step_result(cx, step)
        }),
        NativeDef::new("throw(self, type, value=?, traceback=?, /)", throw),
        NativeDef::new("close(self, /)", close),
    ],
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static WAITING: Type = Type::from_def(&DEF);
