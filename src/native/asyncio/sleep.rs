//! `sleep`: a coroutine of ours, so that waiting costs no frame. It gives way once, or waits for a future that a timer ends.

use super::event_loop;
use super::future;
use crate::exec::generators::{step_result, thrown};
use crate::memory::header::flag;
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::RUNTIME_WARNING;
use crate::object::guarded::Guarded;
use crate::object::iter;
use crate::object::native::{GetSet, NativeDef};
use crate::object::number;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Created,
    Waiting,
    Over,
}

struct State {
    seconds: f64,
    result: Value,
    /// The future that the timer ends; Unset before and if there is none.
    future: Value,
    /// The timer, in a loop that has timers of its own; else Unset.
    timer: Value,
    stage: Stage,
}

pub(super) struct SleepBody(Guarded<State>);

impl Payload for SleepBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|state| {
            visit(&state.result);
            visit(&state.future);
            visit(&state.timer);
        });
    }
}

/// `sleep(delay, result=None)`.
pub(super) fn sleep(cx: &Cx, delay: &Value, result: &Value) -> R {
    let seconds = match delay.as_int() {
        Some(seconds) => seconds as f64,
        None => number::to_float(cx, delay)?,
    };
    let state = State { seconds, result: result.clone(), future: Value::UNSET, timer: Value::UNSET, stage: Stage::Created };
    let made = Native::make(&SLEEP, SleepBody(Guarded::new(state)));
    if let Some(header) = made.header() {
        header.set(flag::HAS_FINALIZER);
    }
    Ok(made)
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a SleepBody> {
    Native::<SleepBody>::of(value).ok_or_else(|| cx.type_error("a coroutine is needed"))
}

fn begin(value: &Value) {
    if let Some(header) = value.header() {
        header.clear(flag::HAS_FINALIZER);
    }
}

fn send(cx: &Cx, value: &Value, _: Value) -> R<Step> {
    let body = this(cx, value)?;
    let (stage, seconds) = body.0.with(value, |state| (state.stage, state.seconds));
    match stage {
        Stage::Over => Err(cx.runtime_error("cannot reuse already awaited coroutine")),
        Stage::Created => {
            begin(value);
            if seconds.is_nan() {
                body.0.with(value, |state| state.stage = Stage::Over);
                return Err(cx.value_error("Invalid delay: NaN (not a number)"));
            }
            if seconds <= 0.0 {
                body.0.with(value, |state| state.stage = Stage::Waiting);
                return Ok(Step::Yield(Value::NONE));
            }
            if event_loop::running(cx).is_none() && super::parallel::current(cx).is_some() {
                // No loop here: the pool's timers.
                body.0.with(value, |state| state.stage = Stage::Waiting);
                return Ok(Step::Yield(Value::float(seconds)));
            }
            let future = start(cx, value, body, seconds)?;
            Ok(Step::Yield(future))
        }
        Stage::Waiting => {
            let (future, result, timer) = body.0.with(value, |state| {
                state.stage = Stage::Over;
                let future = std::mem::replace(&mut state.future, Value::UNSET);
                (future, std::mem::replace(&mut state.result, Value::NONE), std::mem::replace(&mut state.timer, Value::UNSET))
            });
            cancel_timer(cx, timer)?;
            if !future.is_unset() {
                if !future::is_done(&future) {
                    return Err(cx.runtime_error("await wasn't used with future"));
                }
                future::result(cx, &future)?;
            }
            Ok(Step::Return(result))
        }
    }
}

/// Sets the timer and makes the future that it ends.
fn start(cx: &Cx, value: &Value, body: &SleepBody, seconds: f64) -> R {
    let its_loop = match event_loop::get_running(cx) {
        Ok(its_loop) => its_loop,
        Err(raised) => {
            body.0.with(value, |state| state.stage = Stage::Over);
            return Err(raised);
        }
    };
    let future = future::new(&super::future_type::FUTURE, its_loop.clone());
    match event_loop::body(&its_loop) {
        Some(loop_body) if !loop_body.own.clock => event_loop::add_timer(&its_loop, loop_body, event_loop::now() + seconds, future.clone()),
        _ => {
            // A loop with timers of its own.
            let callback = super::task::callable(event_loop::Entry { what: future.clone(), with: Value::UNSET });
            let timer = crate::object::call::call_method(cx, &its_loop, Name::new("call_later"), &[Value::float(seconds), callback])?;
            publish_into(value, &timer);
            body.0.with(value, |state| state.timer = timer);
        }
    }
    if let Some(core) = future::core(&future) {
        core.with(&future, |core| core.is_blocking = true);
    }
    publish_into(value, &future);
    let kept = future.clone();
    body.0.with(value, |state| {
        state.future = kept;
        state.stage = Stage::Waiting;
    });
    Ok(future)
}

/// The sleeper is not waited for any more.
fn over(cx: &Cx, value: &Value, body: &SleepBody) -> R<()> {
    begin(value);
    let (future, result, timer) = body.0.with(value, |state| {
        state.stage = Stage::Over;
        let future = std::mem::replace(&mut state.future, Value::UNSET);
        (future, std::mem::replace(&mut state.result, Value::NONE), std::mem::replace(&mut state.timer, Value::UNSET))
    });
    drop(result);
    if !timer.is_unset() {
        return cancel_timer(cx, timer);
    }
    if !future.is_unset() {
        abandon(&future);
    }
    Ok(())
}

/// A timer of a loop that has timers of its own is wanted by nobody.
fn cancel_timer(cx: &Cx, timer: Value) -> R<()> {
    if timer.is_unset() {
        return Ok(());
    }
    crate::object::call::call_method(cx, &timer, Name::new("cancel"), &[]).map(drop)
}

/// The timer's future is wanted by nobody: its place in the heap is to be used by others.
fn abandon(future: &Value) {
    if let Some(core) = future::core(future) {
        let (is_scheduled, its_loop) = core.with(future, |core| {
            // Done by its timer, it has left the heap.
            let is_scheduled = core.status != future::Status::Finished;
            if is_scheduled {
                core.status = future::Status::Cancelled;
            }
            (is_scheduled, core.event_loop.clone())
        });
        if is_scheduled {
            event_loop::timer_cancelled(&its_loop);
        }
    }
}

fn throw(cx: &Cx, a: &[Value]) -> R {
    let exception = thrown(cx, &a[1], &a[2], &a[3])?;
    over(cx, &a[0], this(cx, &a[0])?)?;
    let raised = cx.raise(exception);
    let _ = cx.take_note();
    Err(raised)
}

fn close(cx: &Cx, a: &[Value]) -> R {
    over(cx, &a[0], this(cx, &a[0])?)?;
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

fn repr(_: &Cx, value: &Value) -> R {
    Ok(Str::from_str(&format!("<coroutine object sleep at {:#x}>", value.identity())).into_value())
}

fn finalize(cx: &Cx, value: &Value) {
    cx.warn_in_finalizer(&RUNTIME_WARNING, "coroutine 'sleep' was never awaited", value);
}

fn text(text: &'static str) -> R {
    Ok(Name::new(text).value())
}

fn is_running(_: &Cx, _: &Value) -> R {
    Ok(Value::FALSE)
}

static GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: |_, _| text("sleep"), set: None },
    GetSet { name: "__qualname__", get: |_, _| text("sleep"), set: None },
    GetSet { name: "cr_running", get: is_running, set: None },
    GetSet { name: "cr_await", get: awaited, set: None },
    GetSet { name: "cr_frame", get: |_, _| Ok(Value::NONE), set: None },
    GetSet { name: "cr_code", get: |_, _| Ok(Value::NONE), set: None },
    GetSet { name: "cr_origin", get: |_, _| Ok(Value::NONE), set: None },
];

fn awaited(cx: &Cx, value: &Value) -> R {
    let future = this(cx, value)?.0.with(value, |state| state.future.clone());
    Ok(if future.is_unset() { Value::NONE } else { future })
}

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
pub(super) static SLEEP: Type = Type::from_def(&DEF);
