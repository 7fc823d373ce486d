//! Debug mode of loops: where things were made is noted, calls are checked, and callbacks that take long are reported.

use super::event_loop::{self, Entry, LoopBody};
use super::{future, handle, running};
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::number;
use crate::object::payload::{Native, publish_into};
use crate::object::protocol;
use crate::object::str::Name;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use std::sync::LazyLock;
use std::sync::atomic::Ordering::Relaxed;

/// Whether the loop is one of ours in debug mode.
#[inline]
pub(super) fn is_on(event_loop: &Value) -> bool {
    event_loop::body(event_loop).is_some_and(|body| body.is_debug.load(Relaxed))
}

/// The stack of the script that runs now; None if it cannot be told.
#[cold]
pub(super) fn stack() -> Value {
    static EXTRACT: LazyLock<Name> = LazyLock::new(|| Name::new("_present_stack"));
    let told = Cx::with_current(|cx| {
        let result = event_loop::python(cx, "asyncio.format_helpers", &EXTRACT).and_then(|extract| call::call_pos(cx, &extract, &[]));
        result.unwrap_or_else(|raised| {
            drop(cx.take(raised));
            Value::NONE
        })
    });
    told.unwrap_or(Value::NONE)
}

/// Notes where a future or task was made.
#[cold]
pub(super) fn note_source(made: &Value) {
    let stack = stack();
    publish_into(made, &stack);
    if let Some(core) = future::core(made) {
        let old = core.with(made, |core| std::mem::replace(&mut core.cold().source_traceback, stack));
        drop(old);
    }
}

/// What debug mode looks at before a loop takes a callback.
pub(super) fn check(cx: &Cx, event_loop: &Value, body: &LoopBody, callback: &Value, method: &str) -> R<()> {
    if !body.is_debug.load(Relaxed) {
        return Ok(());
    }
    if method != "call_soon_threadsafe" {
        let runner = body.state.with(event_loop, |state| state.runner);
        if runner.is_some_and(|runner| runner != cx.strand.id().raw()) {
            return Err(cx.runtime_error("Non-thread-safe operation invoked on an event loop other than the current one"));
        }
    }
    static IS_FUNCTION: LazyLock<Name> = LazyLock::new(|| Name::new("iscoroutinefunction"));
    let is_function = event_loop::python(cx, "asyncio.coroutines", &IS_FUNCTION)?;
    let is_function = call::call_pos(cx, &is_function, std::slice::from_ref(callback))?;
    if protocol::truth(cx, &is_function)? || running::is_coroutine(cx, callback)? {
        return Err(cx.type_error(format!("coroutines cannot be used with {method}()")));
    }
    if type_of(callback).slots().call.is_none() {
        let shown = protocol::repr(cx, callback)?;
        return Err(cx.type_error(format!("a callable object was expected by {method}(), got {}", shown.to_str_lossy())));
    }
    Ok(())
}

/// Runs an entry and reports if that takes long. Reports of errors tell meanwhile which handle runs.
#[cold]
pub(super) fn run_timed(cx: &Cx, event_loop: &Value, entry: Entry) -> R<()> {
    static CURRENT: LazyLock<Name> = LazyLock::new(|| Name::new("_current_handle"));
    static LIMIT: LazyLock<Name> = LazyLock::new(|| Name::new("slow_callback_duration"));
    static REPORT: LazyLock<Name> = LazyLock::new(|| Name::new("_report_slow"));
    let what = entry.what.clone();
    let is_handle = Native::<handle::HandleBody>::of(&what).is_some();
    if is_handle {
        attr::setattr(cx, event_loop, *CURRENT, what.clone())?;
    }
    let began = event_loop::now();
    event_loop::run_entry(cx, entry)?;
    let took = event_loop::now() - began;
    if is_handle {
        attr::setattr(cx, event_loop, *CURRENT, Value::NONE)?;
    }
    let limit = attr::getattr(cx, event_loop, *LIMIT)?;
    if took >= number::to_float(cx, &limit)? {
        call::call_method(cx, event_loop, *REPORT, &[what, Value::float(took)])?;
    }
    Ok(())
}
