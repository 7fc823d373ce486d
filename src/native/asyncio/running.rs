//! Which loop runs here, which task it runs, and making futures out of what can be awaited.

use super::event_loop;
use super::{future, gather, task};
use crate::exec::generators::COROUTINE;
use crate::native::importer;
use crate::object::attr;
use crate::object::call;
use crate::object::code::code_flag;
use crate::object::cx::Cx;
use crate::object::generator::Generator;
use crate::object::isinstance;
use crate::object::payload::Native;
use crate::object::protocol;
use crate::object::str::Name;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use std::sync::LazyLock;

/// The running loop, or the one that the strand was given (`asyncio.get_event_loop()`).
pub(super) fn get_event_loop(cx: &Cx) -> R {
    if let Some(running) = event_loop::running(cx) {
        return Ok(running);
    }
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_get_policy_loop"));
    let get = event_loop::python(cx, "asyncio.events", &NAME)?;
    call::call_pos(cx, &get, &[])
}

/// Coroutines of scripts and of this folder.
#[inline]
pub(super) fn is_own_coroutine(value: &Value) -> bool {
    std::ptr::eq(type_of(value), &COROUTINE) || Native::<super::sleep::SleepBody>::of(value).is_some() || super::waiting::is_one(value)
}

/// What can be made a task: coroutines of ours and whatever is registered as a coroutine.
pub(super) fn is_coroutine(cx: &Cx, value: &Value) -> R<bool> {
    if is_own_coroutine(value) {
        return Ok(true);
    }
    if value.get::<Generator>().is_some_and(|generator| generator.code.has(code_flag::ITERABLE_COROUTINE)) {
        return Ok(true);
    }
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("Coroutine"));
    let module = importer::import_full(cx, "_collections_abc")?;
    isinstance::is_instance(cx, value, &attr::getattr(cx, &module, *NAME)?)
}

pub(super) fn check_coroutine(cx: &Cx, value: &Value) -> R<()> {
    if is_coroutine(cx, value)? {
        return Ok(());
    }
    let shown = protocol::repr(cx, value)?;
    Err(cx.type_error(format!("a coroutine was expected, got {}", shown.to_str_lossy())))
}

/// `loop.create_task(coroutine)`.
pub(super) fn create_task(cx: &Cx, coroutine: &Value, its_loop: &Value) -> R {
    if let Some(body) = event_loop::body(its_loop)
        && !body.own.tasks
        && body.state.with(its_loop, |state| state.task_factory.is_none() && !state.is_closed)
    {
        return task::spawn(cx, coroutine.clone(), its_loop.clone());
    }
    call::call_method(cx, its_loop, Name::new("create_task"), std::slice::from_ref(coroutine))
}

/// `ensure_future(value, loop=its_loop)`; None: the loop that runs.
pub(super) fn ensure_future(cx: &Cx, value: &Value, its_loop: &Value) -> R {
    if gather::is_future(cx, value)? {
        if !its_loop.is_none() {
            let own = match future::core(value) {
                Some(_) => future::event_loop(value),
                None => call::call_method(cx, value, Name::new("get_loop"), &[])?,
            };
            if !own.is(its_loop) {
                return Err(cx.value_error("The future belongs to a different loop than the one specified as the loop argument"));
            }
        }
        return Ok(value.clone());
    }
    let mut coroutine = value.clone();
    if !is_coroutine(cx, value)? {
        if type_of(value).slots().awaiter.is_none() {
            return Err(cx.type_error("An asyncio.Future, a coroutine or an awaitable is required"));
        }
        static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_wrap_awaitable"));
        let wrap = event_loop::python(cx, "asyncio.tasks", &NAME)?;
        coroutine = call::call_pos(cx, &wrap, std::slice::from_ref(value))?;
    }
    let made = match its_loop.is_none() {
        true => match get_event_loop(cx) {
            Ok(its_loop) => create_task(cx, &coroutine, &its_loop),
            Err(raised) => Err(raised),
        },
        false => create_task(cx, &coroutine, its_loop),
    };
    if made.is_err() && !coroutine.is(value) {
        // The wrapper is ours: nobody else can close it.
        let pending = cx.suspend_pending();
        let closed = call::call_method(cx, &coroutine, Name::new("close"), &[]);
        drop(closed.map_err(|raised| cx.take(raised)));
        cx.resume_pending(pending);
    }
    made
}

/// `current_task(loop)`.
pub(super) fn current_task(cx: &Cx, its_loop: &Value) -> R {
    let its_loop = if its_loop.is_none() { event_loop::get_running(cx)? } else { its_loop.clone() };
    let current = event_loop::current(&its_loop);
    Ok(if current.is_unset() { Value::NONE } else { current })
}
