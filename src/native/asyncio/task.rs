//! Tasks: a coroutine that the loop resumes, step by step. The coroutine is resumed directly, no call of script lies between.

use super::event_loop::{self, Entry};
use super::future::{self, Callback, Core, Outcome};
use super::{debug, errors, gather, running};
use crate::exec::generators;
use crate::memory::header::flag;
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::{Exception, KEYBOARD_INTERRUPT, STOP_ITERATION};
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::generator::Generator;
use crate::object::guarded::Guarded;
use crate::object::native::GetSet;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

pub(super) struct TaskState {
    /// Unset before `__init__`.
    pub(super) coroutine: Value,
    /// See `contextvars`; Unset while the task runs.
    pub(super) variables: Value,
    /// The future that the task waits for, or Unset.
    pub(super) waits_for: Value,
    /// Names the task until it is given a name.
    pub(super) number: u32,
    pub(super) cancel_requests: u32,
    /// Its place in the loop's list of tasks.
    place: u32,
    pub(super) must_cancel: bool,
    pub(super) logs_destroy_pending: bool,
}

pub(super) struct TaskBody {
    pub(super) core: Guarded<Core>,
    pub(super) task: Guarded<TaskState>,
}

impl Payload for TaskBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.core.inspect(|core| core.visit(visit));
        self.task.inspect(|task| {
            [&task.coroutine, &task.variables, &task.waits_for].into_iter().for_each(visit);
        });
    }
}

const NO_PLACE: u32 = u32::MAX;

/// A task that `init` has still to be called for.
pub(super) fn allocate(class: &Type) -> Value {
    let task = TaskState {
        coroutine: Value::UNSET,
        variables: Value::UNSET,
        waits_for: Value::UNSET,
        number: 0,
        cancel_requests: 0,
        place: NO_PLACE,
        must_cancel: false,
        logs_destroy_pending: true,
    };
    Native::make(class, TaskBody { core: Guarded::new(Core::new(Value::UNSET)), task: Guarded::new(task) })
}

/// How a task is to be made.
pub(super) struct Options {
    pub(super) event_loop: Value,
    /// None: a number.
    pub(super) name: Value,
    /// None: a copy of what is in force.
    pub(super) context: Value,
    pub(super) is_eager: bool,
}

static NEXT_NUMBER: AtomicU32 = AtomicU32::new(1);

/// Makes the task run `coroutine`, beginning with the loop's next turn. Errors: RuntimeError if the loop is closed.
pub(super) fn init(cx: &Cx, task: &Value, coroutine: Value, options: Options) -> R<()> {
    let Some(body) = Native::<TaskBody>::of(task) else { return Err(cx.type_error("a Task is needed")) };
    let variables = if options.context.is_none() { contextvars::copy_current(cx) } else { options.context };
    let number = if options.name.is_none() { NEXT_NUMBER.fetch_add(1, Relaxed) } else { 0 };
    let event_loop = options.event_loop;
    for value in [&coroutine, &variables, &event_loop] {
        publish_into(task, value);
    }
    if let Some(header) = task.header() {
        header.set(flag::HAS_FINALIZER);
    }
    let before = body.core.with(task, |core| std::mem::replace(&mut core.event_loop, event_loop.clone()));
    let old = body.task.with(task, |state| {
        state.number = number;
        (std::mem::replace(&mut state.coroutine, coroutine), std::mem::replace(&mut state.variables, variables))
    });
    drop((before, old));
    if debug::is_on(&event_loop) {
        debug::note_source(task);
    }
    if !options.name.is_none() {
        future::set_name(task, options.name);
    }
    if options.is_eager && event_loop::running(cx).is_some_and(|running| running.is(&event_loop)) {
        return run_eagerly(cx, task, body, &event_loop);
    }
    let place = event_loop::register(&event_loop, task);
    body.task.with(task, |state| state.place = place);
    if let Err(raised) = event_loop::push(cx, &event_loop, Entry { what: task.clone(), with: Value::UNSET }) {
        // It never was one: nobody needs to hear of it.
        body.task.with(task, |state| state.logs_destroy_pending = false);
        leave_list(task, body, &event_loop);
        return Err(raised);
    }
    Ok(())
}

/// The first step at once, inside of the task that runs now.
fn run_eagerly(cx: &Cx, task: &Value, body: &TaskBody, event_loop: &Value) -> R<()> {
    let place = event_loop::register(event_loop, task);
    body.task.with(task, |state| state.place = place);
    let outer = event_loop::swap_current(event_loop, Value::UNSET);
    let result = step(cx, task, body, None);
    drop(event_loop::swap_current(event_loop, outer));
    if future::is_done(task) {
        // As in CPython, a task that ended at once has no coroutine.
        let coroutine = body.task.with(task, |state| std::mem::replace(&mut state.coroutine, Value::NONE));
        drop(coroutine);
    }
    result
}

/// Takes a task that is done off the loop's list.
fn leave_list(task: &Value, body: &TaskBody, event_loop: &Value) {
    let place = body.task.with(task, |state| std::mem::replace(&mut state.place, NO_PLACE));
    if place != NO_PLACE {
        event_loop::unregister(event_loop, place);
    }
}

/// Runs an entry of the loop's queue, see `Entry`.
#[inline]
pub(super) fn resume(cx: &Cx, task: &Value, body: &TaskBody, with: &Value) -> R<()> {
    if with.is_unset() {
        return step(cx, task, body, None);
    }
    if with.get::<Exception>().is_some() {
        return step(cx, task, body, Some(with.clone()));
    }
    match future::outcome(with) {
        Outcome::Exception(exception) => step(cx, task, body, Some(exception)),
        _ => step(cx, task, body, None),
    }
}

/// Resumes the coroutine and sees to what it gives.
#[inline]
pub(super) fn step(cx: &Cx, task: &Value, body: &TaskBody, mut thrown: Option<Value>) -> R<()> {
    let (is_pending, event_loop) = body.core.with(task, |core| (core.status == future::Status::Pending, core.event_loop.clone()));
    if !is_pending {
        let shown = protocol::repr(cx, task)?;
        return Err(errors::invalid_state(cx, &format!("_step(): already done: {}", shown.to_str_lossy())));
    }
    let (coroutine, variables, waited_for, must_cancel) = body.task.with(task, |state| {
        (
            state.coroutine.clone(),
            std::mem::replace(&mut state.variables, Value::UNSET),
            std::mem::replace(&mut state.waits_for, Value::UNSET),
            std::mem::take(&mut state.must_cancel),
        )
    });
    drop(waited_for);
    if must_cancel && !thrown.as_ref().is_some_and(future::is_cancelled_error) {
        thrown = Some(future::make_cancelled(task));
    }
    let outer = event_loop::swap_current(&event_loop, task.clone());
    if !outer.is_unset() {
        return Err(cannot_enter(cx, task, &event_loop, outer));
    }
    let before = contextvars::enter(cx, variables)?;
    let result = match thrown {
        None => send(cx, &coroutine),
        Some(exception) => throw(cx, &coroutine, exception),
    };
    let done = after(cx, task, body, &event_loop, result);
    let variables = contextvars::leave(cx, before);
    publish_into(task, &variables);
    body.task.with(task, |state| state.variables = variables);
    drop(event_loop::swap_current(&event_loop, outer));
    done
}

#[cold]
fn cannot_enter(cx: &Cx, task: &Value, event_loop: &Value, outer: Value) -> crate::object::value::Raised {
    let texts = (protocol::repr(cx, task), protocol::repr(cx, &outer));
    drop(event_loop::swap_current(event_loop, outer));
    match texts {
        (Ok(task), Ok(outer)) => cx.runtime_error(format!(
            "Cannot enter into task {} while another task {} is being executed.",
            task.to_str_lossy(),
            outer.to_str_lossy()
        )),
        (Err(raised), _) | (_, Err(raised)) => raised,
    }
}

#[inline(always)]
fn send(cx: &Cx, coroutine: &Value) -> R<Step> {
    if coroutine.get::<Generator>().is_some() || type_of(coroutine).slots().send.is_some() {
        return generators::send(cx, coroutine, Value::NONE);
    }
    let result = call::call_method(cx, coroutine, Name::new("send"), &[Value::NONE]);
    stepped(cx, result)
}

#[cold]
fn throw(cx: &Cx, coroutine: &Value, exception: Value) -> R<Step> {
    if coroutine.get::<Generator>().is_some() {
        return generators::throw(cx, coroutine, exception);
    }
    let result = call::call_method(cx, coroutine, Name::new("throw"), &[exception]);
    stepped(cx, result)
}

/// The result of a method of a coroutine that is none of ours: StopIteration is its end.
fn stepped(cx: &Cx, result: R) -> R<Step> {
    match result {
        Ok(value) => Ok(Step::Yield(value)),
        Err(raised) if cx.pending_is(&STOP_ITERATION) => {
            let stop = cx.take(raised);
            let args = stop.get::<Exception>().map(Exception::args);
            Ok(Step::Return(args.as_ref().and_then(|args| args.get::<Tuple>()?.get(0).cloned()).unwrap_or(Value::NONE)))
        }
        Err(raised) => Err(raised),
    }
}

/// What comes of a step.
#[inline(always)]
fn after(cx: &Cx, task: &Value, body: &TaskBody, event_loop: &Value, result: R<Step>) -> R<()> {
    match result {
        Ok(Step::Yield(value)) if value.is_none() => event_loop::push(cx, event_loop, Entry { what: task.clone(), with: Value::UNSET }),
        Ok(Step::Yield(value)) => wait_for(cx, task, body, event_loop, value),
        Ok(Step::Return(value)) => {
            leave_list(task, body, event_loop);
            if let Some(header) = task.header() {
                header.clear(flag::HAS_FINALIZER);
            }
            if body.task.with(task, |state| std::mem::take(&mut state.must_cancel)) {
                let message = future::cancel_message(task);
                return future::cancel(cx, task, &message, None).map(drop);
            }
            future::set_result(cx, task, value)
        }
        Err(raised) => {
            let exception = cx.take(raised);
            leave_list(task, body, event_loop);
            failed(cx, task, exception)
        }
    }
}

#[cold]
fn failed(cx: &Cx, task: &Value, exception: Value) -> R<()> {
    if future::is_cancelled_error(&exception) {
        if let Some(header) = task.header() {
            header.clear(flag::HAS_FINALIZER);
        }
        return future::cancel(cx, task, &Value::NONE, Some(exception)).map(drop);
    }
    future::set_exception(cx, task, &exception)?;
    let ends_the_loop = [&KEYBOARD_INTERRUPT, &SYSTEM_EXIT].into_iter().any(|class| type_of(&exception).is_subtype(class));
    if ends_the_loop { Err(cx.reraise(exception)) } else { Ok(()) }
}

/// Whether a future of ours has callbacks added as ours have: a class may do that its own way.
#[inline]
fn calls_back_as_ours(cx: &Cx, future: &Value) -> bool {
    let class = type_of(future);
    let is_plain = [&super::future_type::FUTURE, &super::task_type::TASK, &gather::OUTER].into_iter().any(|own| std::ptr::eq(class, own));
    is_plain || {
        let name = Name::new("add_done_callback");
        let ours = super::future_type::FUTURE.lookup(cx, name);
        class.lookup(cx, name).zip(ours).is_some_and(|(found, ours)| found.is(&ours))
    }
}

/// The coroutine yielded something: a future that it waits for, or a mistake.
fn wait_for(cx: &Cx, task: &Value, body: &TaskBody, event_loop: &Value, value: Value) -> R<()> {
    let Some(core) = future::core(&value).filter(|_| calls_back_as_ours(cx, &value)) else {
        return wait_for_foreign(cx, task, body, event_loop, value);
    };
    let (was_blocking, same_loop) =
        core.with(&value, |core| (std::mem::replace(&mut core.is_blocking, false), core.event_loop.is(event_loop)));
    if !same_loop {
        return throw_soon(cx, task, event_loop, &value, |task, value| {
            format!("Task {task} got Future {value} attached to a different loop")
        });
    }
    if !was_blocking {
        let text = |task: &str, value: &str| format!("yield was used instead of yield from in task {task} with {value}");
        return throw_soon(cx, task, event_loop, &value, text);
    }
    if value.is(task) {
        return throw_soon(cx, task, event_loop, &value, |task, _| format!("Task cannot await on itself: {task}"));
    }
    future::add_callback(cx, &value, Callback { what: task.clone(), context: Value::UNSET })?;
    suspended(cx, task, body, value)
}

/// The task waits for `value` now; if its cancellation was asked for meanwhile, that goes on to what it waits for.
fn suspended(cx: &Cx, task: &Value, body: &TaskBody, value: Value) -> R<()> {
    publish_into(task, &value);
    let waits_for = value.clone();
    let must_cancel = body.task.with(task, |state| {
        // Taken out before the step, so nothing is dropped here.
        state.waits_for = waits_for;
        state.must_cancel
    });
    if must_cancel {
        let message = future::cancel_message(task);
        if cancel_any(cx, &value, &message)? {
            body.task.with(task, |state| state.must_cancel = false);
        }
    }
    Ok(())
}

static FUTURE_BLOCKING: LazyLock<Name> = LazyLock::new(|| Name::new("_asyncio_future_blocking"));

fn wait_for_foreign(cx: &Cx, task: &Value, body: &TaskBody, event_loop: &Value, value: Value) -> R<()> {
    let blocking = attr::lookup_optional(cx, &value, *FUTURE_BLOCKING)?;
    let Some(blocking) = blocking.filter(|found| !found.is_none()) else {
        if value.get::<Generator>().is_some() {
            let text = |task: &str, value: &str| format!("yield was used instead of yield from for generator in task {task} with {value}");
            return throw_soon(cx, task, event_loop, &value, text);
        }
        return throw_soon(cx, task, event_loop, &value, |_, value| format!("Task got bad yield: {value}"));
    };
    let its_loop = match attr::lookup_optional(cx, &value, Name::new("get_loop"))? {
        Some(get_loop) => call::call_pos(cx, &get_loop, &[])?,
        None => attr::getattr(cx, &value, Name::new("_loop"))?,
    };
    if !its_loop.is(event_loop) {
        return throw_soon(cx, task, event_loop, &value, |task, value| {
            format!("Task {task} got Future {value} attached to a different loop")
        });
    }
    if !protocol::truth(cx, &blocking)? {
        let text = |task: &str, value: &str| format!("yield was used instead of yield from in task {task} with {value}");
        return throw_soon(cx, task, event_loop, &value, text);
    }
    attr::setattr(cx, &value, *FUTURE_BLOCKING, Value::FALSE)?;
    let wakeup = callable(Entry { what: task.clone(), with: Value::NONE });
    let add = attr::getattr(cx, &value, Name::new("add_done_callback"))?;
    // The task puts its own variables in force.
    let context = contextvars::materialize(Value::UNSET);
    call::call(cx, &add, Args { values: &[wakeup, context], names: &[Name::new("context")] })?;
    suspended(cx, task, body, value)
}

/// Raises a RuntimeError in the task with its next step.
#[cold]
fn throw_soon(cx: &Cx, task: &Value, event_loop: &Value, value: &Value, text: impl FnOnce(&str, &str) -> String) -> R<()> {
    let (shown_task, shown) = (protocol::repr(cx, task)?, protocol::repr(cx, value)?);
    let message = crate::object::str::Str::from_str(&text(&shown_task.to_str_lossy(), &shown.to_str_lossy())).into_value();
    let exception = crate::object::exception::make(&crate::object::exception::RUNTIME_ERROR, vec![message]);
    event_loop::push(cx, event_loop, Entry { what: task.clone(), with: exception })
}

/// `task.cancel(message)`.
pub(super) fn cancel(cx: &Cx, task: &Value, body: &TaskBody, message: &Value) -> R<bool> {
    body.core.with(task, |core| core.logs_traceback = false);
    if future::is_done(task) {
        return Ok(false);
    }
    let waits_for = body.task.with(task, |state| {
        state.cancel_requests += 1;
        state.waits_for.clone()
    });
    if !waits_for.is_unset() && cancel_any(cx, &waits_for, message)? {
        return Ok(true);
    }
    body.task.with(task, |state| state.must_cancel = true);
    future::set_cancel_message(task, message.clone());
    Ok(true)
}

/// `future.cancel(msg=message)` of anything that a task can wait for. Tasks that wait for each other in a circle would be cancelled for
/// ever. Errors: RecursionError.
pub(super) fn cancel_any(cx: &Cx, future: &Value, message: &Value) -> R<bool> {
    cx.recursing("", || cancel_one(cx, future, message))
}

fn cancel_one(cx: &Cx, future: &Value, message: &Value) -> R<bool> {
    let class = type_of(future);
    if std::ptr::eq(class, &super::future_type::FUTURE) {
        return future::cancel(cx, future, message, None);
    }
    if std::ptr::eq(class, &super::task_type::TASK)
        && let Some(body) = Native::<TaskBody>::of(future)
    {
        return cancel(cx, future, body, message);
    }
    if std::ptr::eq(class, &gather::OUTER) {
        return gather::cancel(cx, future, message);
    }
    let method = attr::getattr(cx, future, Name::new("cancel"))?;
    let answer = call::call(cx, &method, Args { values: std::slice::from_ref(message), names: &[Name::new("msg")] })?;
    protocol::truth(cx, &answer)
}

/// The variables of a task, for a loop that wants a context object; Unset for others.
pub(super) fn variables_of(what: &Value) -> Value {
    match Native::<TaskBody>::of(what) {
        Some(body) => {
            let variables = body.task.with(what, |state| state.variables.clone());
            // The task puts its own in force: what it is called in must be another.
            if contextvars::is_context(&variables) { Value::UNSET } else { variables }
        }
        None => Value::UNSET,
    }
}

// ---- loops that are not ours ----

/// An entry as something that scripts can call.
struct Callable(Entry);

impl Payload for Callable {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.0.what);
        visit(&self.0.with);
    }
}

/// `with` None: the callable gets the future as its argument.
pub(super) fn callable(entry: Entry) -> Value {
    STEP.make_ready();
    Native::make(&STEP, Callable(entry))
}

fn call_step(cx: &Cx, this: &Value, args: Args<'_>) -> R {
    let Some(Callable(entry)) = Native::<Callable>::of(this) else { return Ok(Value::NONE) };
    let given = args.pos().first().cloned();
    let with = if entry.with.is_none() { given.unwrap_or(Value::UNSET) } else { entry.with.clone() };
    if future::core(&with).is_none() && !with.is_unset() && with.get::<Exception>().is_none() {
        // A future of another kind: what it holds decides.
        let thrown = match call::call_method(cx, &with, Name::new("result"), &[]) {
            Ok(_) => Value::UNSET,
            Err(raised) => cx.take(raised),
        };
        event_loop::run_entry(cx, Entry { what: entry.what.clone(), with: thrown })?;
        return Ok(Value::NONE);
    }
    event_loop::run_entry(cx, Entry { what: entry.what.clone(), with })?;
    Ok(Value::NONE)
}

fn step_self(cx: &Cx, this: &Value) -> R {
    let Some(Callable(entry)) = Native::<Callable>::of(this) else { return Ok(Value::NONE) };
    let _ = cx;
    Ok(entry.what.clone())
}

static STEP_DEF: TypeDef = TypeDef {
    name: "TaskStepMethWrapper",
    slots: Slots { call: Some(call_step), ..Slots::NONE },
    getset: &[
        GetSet { name: "__self__", get: step_self, set: None },
        GetSet { name: "__qualname__", get: |_, _| Ok(Name::new("Task.task_wakeup").value()), set: None },
    ],
    ..TypeDef::EMPTY
};
static STEP: Type = Type::from_def(&STEP_DEF);

/// Key of the strand's pair (loop, task) for a loop that is not ours.
static FOREIGN: u8 = 0;

fn foreign_key() -> usize {
    std::ptr::from_ref(&FOREIGN).addr()
}

pub(super) fn foreign_current(event_loop: &Value) -> Value {
    let pair = Cx::with_current(|cx| cx.local(foreign_key())).flatten();
    match pair.as_ref().and_then(|pair| pair.get::<Tuple>()).map(Tuple::items) {
        Some([its_loop, task]) if its_loop.is(event_loop) => task.clone(),
        _ => Value::UNSET,
    }
}

pub(super) fn swap_foreign_current(event_loop: &Value, task: Value) -> Value {
    let before = foreign_current(event_loop);
    Cx::with_current(|cx| match task.is_unset() {
        true => drop(cx.remove_local(foreign_key())),
        false => cx.set_local(foreign_key(), Tuple::new(vec![event_loop.clone(), task]).into_value()),
    });
    before
}

/// Makes a task of the plain class on a loop of ours.
pub(super) fn spawn(cx: &Cx, coroutine: Value, event_loop: Value) -> R {
    running::check_coroutine(cx, &coroutine)?;
    let task = allocate(&super::task_type::TASK);
    init(cx, &task, coroutine, Options { event_loop, name: Value::NONE, context: Value::NONE, is_eager: false })?;
    Ok(task)
}
