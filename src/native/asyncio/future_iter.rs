//! What awaiting a future gives: yields the future to the task once, then its result.

use super::future;
use crate::exec::generators::{step_result, thrown};
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::iter;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

/// The future; Unset once it is over.
struct FutureIter(Guarded<Value>);

impl Payload for FutureIter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|future| visit(future));
    }
}

/// The `iter` and `awaiter` slot of futures.
pub(super) fn make(cx: &Cx, future: &Value) -> R {
    future::ready(cx, future)?;
    Ok(Native::make(&FUTURE_ITER, FutureIter(Guarded::new(future.clone()))))
}

/// Shows the future to `look`, which only reads and counts no reference. None: it is no such thing, or over.
pub(super) fn look_at_future<T>(value: &Value, look: impl FnOnce(&Value) -> T) -> Option<T> {
    let body = Native::<FutureIter>::of(value)?;
    body.0.with(value, |future| if future.is_unset() { None } else { Some(look(future)) })
}

fn send(cx: &Cx, value: &Value, _: Value) -> R<Step> {
    let Some(body) = Native::<FutureIter>::of(value) else { return Err(cx.type_error("a FutureIter is needed")) };
    let future = body.0.with(value, |future| future.clone());
    let Some(core) = future::core(&future) else { return Ok(Step::Return(Value::NONE)) };
    if future::is_done(&future) {
        let kept = body.0.with(value, |future| std::mem::replace(future, Value::UNSET));
        drop(kept);
        return future::result(cx, &future).map(Step::Return);
    }
    if core.with(&future, |core| std::mem::replace(&mut core.is_blocking, true)) {
        return Err(cx.runtime_error("await wasn't used with future"));
    }
    Ok(Step::Yield(future))
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

fn take(value: &Value) {
    if let Some(body) = Native::<FutureIter>::of(value) {
        let future = body.0.with(value, |future| std::mem::replace(future, Value::UNSET));
        drop(future);
    }
}

static DEF: TypeDef = TypeDef {
    name: "FutureIter",
    module: "_asyncio",
    slots: Slots { iter: Some(iter::itself), next: Some(next), send: Some(send), ..Slots::NONE },
    methods: &[
        NativeDef::new("send(self, value, /)", |cx, a| {
            let step = send(cx, &a[0], a[1].clone())?;
            step_result(cx, step)
        }),
        NativeDef::new("throw(self, type, value=?, traceback=?, /)", |cx, a| {
            crate::exec::generators::warn_of_three(cx, &a[2], &a[3], "throw")?;
            let exception = thrown(cx, &a[1], &a[2], &a[3])?;
            take(&a[0]);
            let raised = cx.raise(exception);
            let _ = cx.take_note();
            Err(raised)
        }),
        NativeDef::new("close(self, /)", |_, a| {
            take(&a[0]);
            Ok(Value::NONE)
        }),
    ],
    ..TypeDef::EMPTY
};
pub(super) static FUTURE_ITER: Type = Type::from_def(&DEF);
