//! What futures and tasks have in common: a result to come, and what happens once it is there. Knows neither type's methods.

use super::debug;
use super::errors::{CANCELLED_ERROR, cancelled, invalid_state};
use super::event_loop::{self, Entry};
use super::gather::GatherBody;
use super::task::TaskBody;
use crate::memory::header::flag;
use crate::object::cx::Cx;
use crate::object::exception::{self, Exception, STOP_ITERATION};
use crate::object::guarded::Guarded;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::str::Str;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Value};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Status {
    Pending,
    Cancelled,
    Finished,
}

/// What is to be called when the future is done: a script's callable in its context, or an object of ours (see `Entry`), whose context
/// is Unset.
#[derive(Clone)]
pub(super) struct Callback {
    pub(super) what: Value,
    pub(super) context: Value,
}

#[derive(Default)]
pub(super) enum Callbacks {
    #[default]
    None,
    One(Callback),
    Many(Vec<Callback>),
}

impl Callbacks {
    fn push(&mut self, callback: Callback) {
        *self = match std::mem::take(self) {
            Callbacks::None => Callbacks::One(callback),
            Callbacks::One(first) => Callbacks::Many(vec![first, callback]),
            Callbacks::Many(mut all) => {
                all.push(callback);
                Callbacks::Many(all)
            }
        };
    }

    pub(super) fn as_slice(&self) -> &[Callback] {
        match self {
            Callbacks::None => &[],
            Callbacks::One(one) => std::slice::from_ref(one),
            Callbacks::Many(all) => all,
        }
    }
}

/// What few futures need.
pub(super) struct Cold {
    /// Traceback of the exception as it was when it was set.
    traceback: Value,
    cancel_message: Value,
    /// The CancelledError that ended a task.
    cancelled_with: Value,
    pub(super) source_traceback: Value,
    /// The name that a task was given; Unset: none.
    name: Value,
}

pub(super) struct Core {
    pub(super) status: Status,
    /// Somebody yields the future to its task just now.
    pub(super) is_blocking: bool,
    /// The exception was not looked at yet: the future complains when it dies.
    pub(super) logs_traceback: bool,
    failed: bool,
    /// Unset before `__init__`.
    pub(super) event_loop: Value,
    /// Result or exception, Unset while pending.
    result: Value,
    pub(super) callbacks: Callbacks,
    cold: Option<Box<Cold>>,
}

impl Core {
    pub(super) fn new(event_loop: Value) -> Core {
        Core {
            status: Status::Pending,
            is_blocking: false,
            logs_traceback: false,
            failed: false,
            event_loop,
            result: Value::UNSET,
            callbacks: Callbacks::None,
            cold: None,
        }
    }

    pub(super) fn cold(&mut self) -> &mut Cold {
        self.cold.get_or_insert_with(|| {
            Box::new(Cold {
                traceback: Value::NONE,
                cancel_message: Value::NONE,
                cancelled_with: Value::UNSET,
                source_traceback: Value::NONE,
                name: Value::UNSET,
            })
        })
    }

    pub(super) fn source_traceback(&self) -> Option<Value> {
        self.cold.as_ref().map(|cold| cold.source_traceback.clone())
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.event_loop);
        visit(&self.result);
        for callback in self.callbacks.as_slice() {
            visit(&callback.what);
            visit(&callback.context);
        }
        if let Some(cold) = &self.cold {
            [&cold.traceback, &cold.cancel_message, &cold.cancelled_with, &cold.source_traceback, &cold.name].into_iter().for_each(visit);
        }
    }
}

/// A future that is no task.
pub(super) struct FutureBody {
    pub(super) core: Guarded<Core>,
}

impl Payload for FutureBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.core.inspect(|core| core.visit(visit));
    }
}

pub(super) fn new(class: &Type, event_loop: Value) -> Value {
    let is_debug = debug::is_on(&event_loop);
    let made = Native::make(class, FutureBody { core: Guarded::new(Core::new(event_loop)) });
    if is_debug {
        debug::note_source(&made);
    }
    made
}

/// The common part of a future or task.
#[inline(always)]
pub(super) fn core(value: &Value) -> Option<&Guarded<Core>> {
    if let Some(task) = Native::<TaskBody>::of(value) {
        return Some(&task.core);
    }
    match Native::<FutureBody>::of(value) {
        Some(future) => Some(&future.core),
        None => Native::<GatherBody>::of(value).map(|gather| &gather.core),
    }
}

/// [`core`] of something that scripts pass.
pub(super) fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Guarded<Core>> {
    core(value).ok_or_else(|| cx.type_error(format!("a Future is needed, not '{}'", type_of(value).message_name())))
}

/// A future whose `__init__` has run. Errors: RuntimeError.
pub(super) fn ready<'a>(cx: &Cx, value: &'a Value) -> R<&'a Guarded<Core>> {
    let core = this(cx, value)?;
    if core.with(value, |core| core.event_loop.is_unset()) {
        return Err(cx.runtime_error("Future object is not initialized."));
    }
    Ok(core)
}

pub(super) fn status(value: &Value) -> Status {
    core(value).map_or(Status::Finished, |core| core.with(value, |core| core.status))
}

#[inline]
pub(super) fn is_done(value: &Value) -> bool {
    status(value) != Status::Pending
}

pub(super) fn event_loop(value: &Value) -> Value {
    core(value).map_or(Value::UNSET, |core| core.with(value, |core| core.event_loop.clone()))
}

/// Ends a pending future and has its callbacks called soon.
fn finish(cx: &Cx, future: &Value, change: impl FnOnce(&mut Core)) -> R<()> {
    let Some(core) = core(future) else { return Ok(()) };
    let (callbacks, event_loop) = core.with(future, |core| {
        change(core);
        (std::mem::take(&mut core.callbacks), core.event_loop.clone())
    });
    match callbacks {
        Callbacks::None => Ok(()),
        Callbacks::One(callback) => soon(cx, &event_loop, callback, future),
        Callbacks::Many(all) => all.into_iter().try_for_each(|callback| soon(cx, &event_loop, callback, future)),
    }
}

/// Has a callback of a done future called in the loop's next turn.
#[inline]
fn soon(cx: &Cx, event_loop: &Value, callback: Callback, future: &Value) -> R<()> {
    if callback.context.is_unset() {
        event_loop::push(cx, event_loop, Entry { what: callback.what, with: future.clone() })
    } else {
        event_loop::call_soon(cx, event_loop, callback.what, std::slice::from_ref(future), callback.context)
    }
}

/// Calls `what` soon if the future is done, otherwise once it is.
pub(super) fn add_callback(cx: &Cx, future: &Value, callback: Callback) -> R<()> {
    let Some(core) = core(future) else { return Ok(()) };
    publish_into(future, &callback.what);
    publish_into(future, &callback.context);
    let mut callback = Some(callback);
    let done_in = core.with(future, |core| {
        if core.status == Status::Pending
            && let Some(callback) = callback.take()
        {
            core.callbacks.push(callback);
            return None;
        }
        Some(core.event_loop.clone())
    });
    match (done_in, callback) {
        (Some(event_loop), Some(callback)) => soon(cx, &event_loop, callback, future),
        _ => Ok(()),
    }
}

/// Errors: InvalidStateError if the future is done.
pub(super) fn set_result(cx: &Cx, future: &Value, result: Value) -> R<()> {
    if is_done(future) {
        return Err(invalid_state(cx, "invalid state"));
    }
    publish_into(future, &result);
    finish(cx, future, |core| {
        core.result = result;
        core.status = Status::Finished;
    })
}

/// Errors: InvalidStateError if the future is done, TypeError for StopIteration and what is no exception.
pub(super) fn set_exception(cx: &Cx, future: &Value, given: &Value) -> R<()> {
    if is_done(future) {
        return Err(invalid_state(cx, "invalid state"));
    }
    let mut exception = match given.get::<Type>() {
        Some(class) if class.is_subtype(&exception::BASE_EXCEPTION) => crate::object::call::call_pos(cx, given, &[])?,
        _ => given.clone(),
    };
    if exception.get::<Exception>().is_none() {
        return Err(cx.type_error("invalid exception object"));
    }
    if type_of(&exception).is_subtype(&STOP_ITERATION) {
        let text = "StopIteration interacts badly with generators and cannot be raised into a Future";
        let message = crate::object::str::Str::from_str(text).into_value();
        let replaced = exception::make(&exception::RUNTIME_ERROR, vec![message]);
        if let Some(new) = replaced.get::<Exception>() {
            new.set_cause(exception.clone());
            new.set_context(exception.clone());
        }
        exception = replaced;
    }
    publish_into(future, &exception);
    let traceback = exception.get::<Exception>().map_or(Value::NONE, Exception::traceback);
    if let Some(header) = future.header() {
        header.set(flag::HAS_FINALIZER);
    }
    finish(cx, future, |core| {
        if !traceback.is_none() {
            core.cold().traceback = traceback;
        }
        core.result = exception;
        core.failed = true;
        core.logs_traceback = true;
        core.status = Status::Finished;
    })
}

/// Cancels the future itself; false if it is done. `with`: the exception that ended the task, if one did.
pub(super) fn cancel(cx: &Cx, future: &Value, message: &Value, with: Option<Value>) -> R<bool> {
    let Some(core) = core(future) else { return Ok(false) };
    core.with(future, |core| core.logs_traceback = false);
    if is_done(future) {
        return Ok(false);
    }
    if let Some(with) = &with {
        publish_into(future, with);
    }
    set_cancel_message(future, message.clone());
    finish(cx, future, |core| {
        if let Some(with) = with {
            // Nothing was there before: a future ends once.
            core.cold().cancelled_with = with;
        }
        core.status = Status::Cancelled;
    })?;
    Ok(true)
}

pub(super) fn cancel_message(future: &Value) -> Value {
    core(future)
        .map_or(Value::NONE, |core| core.with(future, |core| core.cold.as_ref().map_or(Value::NONE, |cold| cold.cancel_message.clone())))
}

pub(super) fn set_cancel_message(future: &Value, message: Value) {
    publish_into(future, &message);
    let Some(core) = core(future) else { return };
    let old = core.with(future, |core| match &mut core.cold {
        None if message.is_none() => message,
        _ => std::mem::replace(&mut core.cold().cancel_message, message),
    });
    drop(old);
}

/// The name that a task was given.
pub(super) fn name(task: &Value) -> Option<Value> {
    let name = core(task)?.with(task, |core| core.cold.as_ref().map(|cold| cold.name.clone()))?;
    (!name.is_unset()).then_some(name)
}

/// As text, for reports: counts no reference.
pub(super) fn shown_name(task: &Value) -> Option<String> {
    let text = |name: &Value| name.get::<Str>().map(|name| name.to_str_lossy().into_owned());
    core(task)?.with(task, |core| core.cold.as_ref().and_then(|cold| text(&cold.name)))
}

pub(super) fn set_name(task: &Value, name: Value) {
    publish_into(task, &name);
    let Some(core) = core(task) else { return };
    let old = core.with(task, |core| std::mem::replace(&mut core.cold().name, name));
    drop(old);
}

/// The CancelledError that a cancelled future raises: the one that ended it, once, then new ones.
pub(super) fn make_cancelled(future: &Value) -> Value {
    let Some(core) = core(future) else { return cancelled(&Value::NONE) };
    let (with, message) = core.with(future, |core| match &mut core.cold {
        None => (Value::UNSET, Value::NONE),
        Some(cold) => (std::mem::replace(&mut cold.cancelled_with, Value::UNSET), cold.cancel_message.clone()),
    });
    if with.is_unset() { cancelled(&message) } else { with }
}

/// How a future ended.
pub(super) enum Outcome {
    Pending,
    Result(Value),
    /// Also CancelledError.
    Exception(Value),
}

/// Looks at the outcome, which counts as having noticed an exception.
pub(super) fn outcome(future: &Value) -> Outcome {
    let Some(core) = core(future) else { return Outcome::Pending };
    let (status, failed, result) = core.with(future, |core| {
        core.logs_traceback = false;
        (core.status, core.failed, core.result.clone())
    });
    match status {
        Status::Pending => Outcome::Pending,
        Status::Cancelled => Outcome::Exception(make_cancelled(future)),
        Status::Finished if failed => {
            let traceback = core.with(future, |core| match &mut core.cold {
                Some(cold) => std::mem::replace(&mut cold.traceback, Value::NONE),
                None => Value::NONE,
            });
            if let Some(exception) = result.get::<Exception>() {
                exception.set_traceback(traceback);
            }
            Outcome::Exception(result)
        }
        Status::Finished => Outcome::Result(result),
    }
}

/// `future.result()`.
pub(super) fn result(cx: &Cx, future: &Value) -> R {
    match outcome(future) {
        Outcome::Pending => Err(invalid_state(cx, "Result is not set.")),
        Outcome::Result(value) => Ok(value),
        Outcome::Exception(exception) => {
            let raised = cx.raise(exception);
            let _ = cx.take_note();
            Err(raised)
        }
    }
}

/// `future.exception()`.
pub(super) fn exception(cx: &Cx, future: &Value) -> R {
    let core = ready(cx, future)?;
    let (status, failed) = core.with(future, |core| (core.status, core.failed));
    match status {
        Status::Pending => Err(invalid_state(cx, "Exception is not set.")),
        Status::Cancelled => Err(cx.raise(make_cancelled(future))),
        Status::Finished => Ok(core.with(future, |core| {
            core.logs_traceback = false;
            if failed { core.result.clone() } else { Value::NONE }
        })),
    }
}

/// What the future holds without looking at it: (failed, result or exception).
pub(super) fn peek(future: &Value) -> (bool, Value) {
    core(future).map_or((false, Value::NONE), |core| core.with(future, |core| (core.failed, core.result.clone())))
}

/// Whether an exception says that something was cancelled.
pub(super) fn is_cancelled_error(exception: &Value) -> bool {
    type_of(exception).is_subtype(&CANCELLED_ERROR)
}
