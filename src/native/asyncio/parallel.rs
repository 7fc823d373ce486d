//! Parallel tasks: coroutines that are resumed by any worker, several at once. `spawn(coro)` makes one; it can be awaited by other parallel
//! tasks and by tasks of event loops, and joined by threads.
//!
//! A task is in one phase at a time, changed under its lock: queued (one job for it is in the pool), running, waiting (who wakes it makes
//! it queued), or done. A wake-up names the wait it is for, so one that comes late, after the task was cancelled out of that wait,
//! wakes nobody.

use super::event_loop::{self, Entry};
use super::listed::Place;
use super::workers::{self, Job, Workers};
use super::{errors, future, picture, running, task, ticket};
use crate::exec::generators::{self, step_result, thrown};
use crate::exec::strands;
use crate::memory::header::flag;
use crate::native::construct::{bind, signature};
use crate::native::contextvars;
use crate::native::thread::priority;
use crate::object::args::Args;
use crate::object::call;
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::TIMEOUT_ERROR;
use crate::object::guarded::Guarded;
use crate::object::interp::Interp;
use crate::object::iter;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::stacks;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::event::Event;
use crate::sched::park::deadline_after;
use crate::sched::priority::Priority;
use crate::sched::report::TaskPicture;
use crate::sched::timer::TimerId;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Queued,
    Running,
    Waiting,
    Done,
}

/// Who wants to know of a task's end.
enum Watcher {
    /// A parallel task, in its wait of this number.
    Task(Value, u64),
    /// A callable for a loop's thread.
    Ticket(Value),
}

struct State {
    coroutine: Value,
    variables: Value,
    phase: Phase,
    /// Numbers the waits.
    wait: u64,
    /// A CancelledError on its way.
    cancelled: Option<Value>,
    outcome: Option<Result<Value, Value>>,
    was_noticed: bool,
    watchers: Vec<Watcher>,
    /// What ends the sleep it is in.
    timer: Option<TimerId>,
}

struct ParallelBody {
    name: Value,
    number: u64,
    place: Place,
    priority: Priority,
    state: Mutex<State>,
    done: Event,
}

impl Payload for ParallelBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        let state = self.state.lock();
        visit(&self.name);
        visit(&state.coroutine);
        visit(&state.variables);
        state.cancelled.iter().for_each(&mut *visit);
        if let Some(Ok(value) | Err(value)) = &state.outcome {
            visit(value);
        }
        for watcher in &state.watchers {
            match watcher {
                Watcher::Task(value, _) | Watcher::Ticket(value) => visit(value),
            }
        }
    }
}

fn body<'a>(cx: &Cx, value: &'a Value) -> R<&'a ParallelBody> {
    Native::<ParallelBody>::of(value)
        .ok_or_else(|| cx.type_error(format!("a parallel task is needed, not '{}'", type_of(value).message_name())))
}

// ---- making ----

static SPAWN: NativeDef = signature("spawn(coro, /, *, name=None, priority='normal')");

pub(super) fn spawn(cx: &Cx, args: Args<'_>) -> R {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let a = bind(cx, &SPAWN, args)?;
    running::check_coroutine(cx, &a[0])?;
    let priority = priority::of(cx, &a[2])?;
    let number = NUMBER.fetch_add(1, Relaxed);
    let name = match a[1].is_none() {
        true => Str::from_str(&format!("spawn-{number}")).into_value(),
        false => protocol::str(cx, &a[1])?.into_value(),
    };
    workers::prepare(cx);
    let state = State {
        coroutine: a[0].clone(),
        variables: contextvars::copy_current(cx),
        phase: Phase::Queued,
        wait: 0,
        cancelled: None,
        outcome: None,
        was_noticed: false,
        watchers: Vec::new(),
        timer: None,
    };
    PARALLEL.make_ready();
    PARALLEL_ITER.make_ready();
    let made = Native::make(
        &PARALLEL,
        ParallelBody { name, number, place: Place::of(number), priority, state: Mutex::new(state), done: Event::new() },
    );
    made.publish();
    let workers = Workers::of(&cx.interp);
    let place = &body(cx, &made)?.place;
    workers.listed.enter(place, made.clone());
    cx.settle();
    if let Err(error) = workers.push_first(&cx.interp, Job(made.clone()), priority) {
        drop(workers.listed.leave(place));
        return Err(strands::cannot_start(cx, &error));
    }
    Ok(made)
}

// ---- running ----

/// Key of the parallel task that the strand runs.
static CURRENT: u8 = 0;

fn current_key() -> usize {
    std::ptr::from_ref(&CURRENT).addr()
}

/// The parallel task that runs here.
pub(super) fn current(cx: &Cx) -> Option<Value> {
    cx.local(current_key()).filter(|task| !task.is_none())
}

/// One step of a task. Some: it only gave way and is to be resumed again.
pub(super) fn run(cx: &Cx, workers: &Workers, job: Job) -> Option<Job> {
    let task = job.0;
    let body = Native::<ParallelBody>::of(&task)?;
    let (coroutine, variables, exception) = {
        let mut state = body.state.lock();
        if state.phase != Phase::Queued {
            return None;
        }
        state.phase = Phase::Running;
        (state.coroutine.clone(), std::mem::replace(&mut state.variables, Value::UNSET), state.cancelled.take())
    };
    cx.set_local(current_key(), task.clone());
    let result = match contextvars::enter(cx, variables) {
        Err(raised) => Err(raised),
        Ok(before) => {
            let result = match exception {
                None => generators::send(cx, &coroutine, Value::NONE),
                Some(exception) => generators::throw(cx, &coroutine, exception),
            };
            let variables = contextvars::leave(cx, before);
            variables.publish();
            body.state.lock().variables = variables;
            result
        }
    };
    cx.set_local(current_key(), Value::NONE);
    match result {
        Ok(Step::Yield(value)) if value.is_none() => {
            body.state.lock().phase = Phase::Queued;
            Some(Job(task))
        }
        Ok(Step::Yield(value)) => wait_for(cx, &task, body, value),
        Ok(Step::Return(value)) => {
            finish(cx, workers, &task, body, Ok(value));
            None
        }
        Err(raised) => {
            let exception = cx.take(raised);
            finish(cx, workers, &task, body, Err(exception));
            None
        }
    }
}

/// The coroutine yielded what it waits for: seconds, or another parallel task.
fn wait_for(cx: &Cx, task: &Value, body: &ParallelBody, value: Value) -> Option<Job> {
    let wait = {
        let mut state = body.state.lock();
        if state.cancelled.is_some() {
            state.phase = Phase::Queued;
            return Some(Job(task.clone()));
        }
        state.phase = Phase::Waiting;
        state.wait += 1;
        state.wait
    };
    if let Some(seconds) = value.as_float() {
        let at = deadline_after(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
        let at = at.unwrap_or_else(|| Instant::now() + Duration::from_secs(1 << 30));
        let timer = workers::push_at(&cx.interp, at, task.clone(), wait)?;
        let is_over = {
            let mut state = body.state.lock();
            let is_over = state.phase != Phase::Waiting || state.wait != wait;
            if !is_over {
                state.timer = Some(timer);
            }
            is_over
        };
        if is_over {
            // Woken meanwhile: a timer that nobody waits for would pass for a sign of life.
            cx.interp.runtime.timers().cancel(&cx.interp.runtime, timer);
        }
        return None;
    }
    match Native::<ParallelBody>::of(&value) {
        Some(other) => {
            watch(cx, other, Watcher::Task(task.clone(), wait));
            None
        }
        None => {
            let name = type_of(&value).message_name();
            let text = format!("a parallel task can await coroutines, parallel tasks and sleep(), not '{name}' objects of an event loop");
            let raised = cx.runtime_error(text);
            let exception = cx.take(raised);
            exception.publish();
            let mut state = body.state.lock();
            state.cancelled = Some(exception);
            state.phase = Phase::Queued;
            Some(Job(task.clone()))
        }
    }
}

/// Tells a watcher when the task is done, at once if it is.
fn watch(cx: &Cx, body: &ParallelBody, watcher: Watcher) {
    let mut watcher = Some(watcher);
    {
        let mut state = body.state.lock();
        if state.phase != Phase::Done {
            state.watchers.extend(watcher.take());
        }
    }
    if let Some(watcher) = watcher {
        tell(cx, watcher);
    }
}

fn tell(cx: &Cx, watcher: Watcher) {
    match watcher {
        Watcher::Task(task, wait) => wake(&cx.interp, task, Some(wait)),
        Watcher::Ticket(ticket) => {
            if let Err(raised) = call::call_pos(cx, &ticket, &[]) {
                drop(cx.take(raised));
            }
        }
    }
}

/// Ends the wait of a task; `wait` names it (None: whichever it is in).
fn wake(interp: &Arc<Interp>, task: Value, wait: Option<u64>) {
    let due = Native::<ParallelBody>::of(&task).and_then(|body| {
        let mut state = body.state.lock();
        let is_due = state.phase == Phase::Waiting && wait.is_none_or(|wait| wait == state.wait);
        if is_due {
            state.phase = Phase::Queued;
        }
        is_due.then(|| state.timer.take())
    });
    let Some(timer) = due else { return };
    let priority = priority(&task);
    if let (Some(timer), None) = (timer, wait) {
        // It was woken out of its sleep.
        interp.runtime.timers().cancel(&interp.runtime, timer);
    }
    Workers::of(interp).push(interp, Job(task), priority);
}

/// The time of a sleeping task has come. On the thread of timers: no script runs, nothing is dropped for the last time.
pub(super) fn wake_sleeper(interp: &Arc<Interp>, task: Value, wait: u64) {
    wake(interp, task, Some(wait));
}

fn finish(cx: &Cx, workers: &Workers, task: &Value, body: &ParallelBody, outcome: Result<Value, Value>) {
    match &outcome {
        Ok(value) => value.publish(),
        Err(exception) => {
            exception.publish();
            if let Some(header) = task.header() {
                header.set(flag::HAS_FINALIZER);
            }
        }
    }
    cx.settle();
    let watchers = {
        let mut state = body.state.lock();
        state.outcome = Some(outcome);
        state.phase = Phase::Done;
        std::mem::take(&mut state.watchers)
    };
    body.done.set();
    drop(workers.listed.leave(&body.place));
    for watcher in watchers {
        tell(cx, watcher);
    }
}

// ---- reports ----

fn name_text(body: &ParallelBody) -> String {
    body.name.get::<Str>().map_or_else(String::new, |name| name.to_str_lossy().into_owned())
}

/// Normal, if it is no task.
pub(super) fn priority(task: &Value) -> Priority {
    Native::<ParallelBody>::of(task).map_or(Priority::Normal, |body| body.priority)
}

/// In the order in which tasks were made.
pub(super) fn number(task: &Value) -> u64 {
    Native::<ParallelBody>::of(task).map_or(0, |body| body.number)
}

pub(super) fn shown_name(task: &Value) -> String {
    Native::<ParallelBody>::of(task).map_or_else(String::new, name_text)
}

/// The name of the parallel task that `awaited` waits for.
pub(super) fn awaited_name(awaited: &Value) -> Option<String> {
    let task = &Native::<ParallelIter>::of(awaited)?.task;
    Native::<ParallelBody>::of(task).map(name_text)
}

/// A task as reports show it; None: it is done.
pub(super) fn picture(task: &Value) -> Option<TaskPicture> {
    let body = Native::<ParallelBody>::of(task)?;
    // While the state is locked no worker resumes the task.
    let state = body.state.lock();
    let mut awaited = None;
    let stack = stacks::suspended(&state.coroutine, |innermost| awaited = Some(picture::text_of(innermost)));
    let text = match (state.phase, awaited) {
        (Phase::Done, _) => return None,
        (Phase::Queued, _) => "ready".to_string(),
        (Phase::Running, _) => TaskPicture::RUNNING.to_string(),
        (Phase::Waiting, Some(awaited)) => format!("waits for {awaited}"),
        (Phase::Waiting, None) => "waits".to_string(),
    };
    Some(TaskPicture { name: name_text(body), state: text, stack })
}

// ---- results ----

fn outcome(body: &ParallelBody) -> Option<Result<Value, Value>> {
    let mut state = body.state.lock();
    state.was_noticed |= state.outcome.is_some();
    state.outcome.clone()
}

fn give(cx: &Cx, outcome: Result<Value, Value>) -> R {
    cx.settle();
    outcome.map_err(|exception| {
        let raised = cx.raise(exception);
        let _ = cx.take_note();
        raised
    })
}

fn join(cx: &Cx, a: &[Value]) -> R {
    let body = body(cx, &a[0])?;
    let deadline = match a[1].is_none() {
        true => None,
        false => {
            let seconds = crate::object::number::to_float(cx, &a[1])?;
            deadline_after(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX))
        }
    };
    if current(cx).is_some_and(|current| current.is(&a[0])) {
        return Err(cx.runtime_error("cannot join current task"));
    }
    let waited = park::wait(cx, deadline, |deadline| body.done.wait(&cx.strand, deadline))?;
    match outcome(body) {
        Some(outcome) => give(cx, outcome),
        None if waited == Waited::TimedOut => Err(cx.error(&TIMEOUT_ERROR, "the task is not done yet")),
        None => Err(cx.runtime_error("the task is not done")),
    }
}

fn cancel(cx: &Cx, a: &[Value]) -> R {
    cancel_task(cx, &a[0], &a[1]).map(Value::bool)
}

fn cancel_task(cx: &Cx, task: &Value, message: &Value) -> R<bool> {
    let body = body(cx, task)?;
    let exception = errors::cancelled(message);
    exception.publish();
    let (is_late, old) = {
        let mut state = body.state.lock();
        match state.phase {
            Phase::Done => (true, None),
            _ => (false, state.cancelled.replace(exception)),
        }
    };
    drop(old);
    if !is_late {
        wake(&cx.interp, task.clone(), None);
    }
    Ok(!is_late)
}

fn exception(cx: &Cx, a: &[Value]) -> R {
    match outcome(body(cx, &a[0])?) {
        None => Err(errors::invalid_state(cx, "Exception is not set.")),
        Some(Ok(_)) => Ok(Value::NONE),
        Some(Err(exception)) if future::is_cancelled_error(&exception) => Err(cx.raise(exception)),
        Some(Err(exception)) => Ok(exception),
    }
}

fn result(cx: &Cx, a: &[Value]) -> R {
    match outcome(body(cx, &a[0])?) {
        None => Err(errors::invalid_state(cx, "Result is not set.")),
        Some(outcome) => give(cx, outcome),
    }
}

fn is_done(body: &ParallelBody) -> bool {
    body.state.lock().phase == Phase::Done
}

fn is_cancelled(body: &ParallelBody) -> bool {
    matches!(&body.state.lock().outcome, Some(Err(exception)) if future::is_cancelled_error(exception))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let body = body(cx, value)?;
    let phase = format!("{:?}", body.state.lock().phase).to_lowercase();
    let name = protocol::repr(cx, &body.name)?;
    Ok(Str::from_str(&format!("<parallel task {} {phase}>", name.to_str_lossy())).into_value())
}

/// An exception that nobody looked at is reported.
fn finalize(cx: &Cx, value: &Value) {
    let Some(body) = Native::<ParallelBody>::of(value) else { return };
    let unseen = match &*body.state.lock() {
        State { outcome: Some(Err(exception)), was_noticed: false, .. } => Some(exception.clone()),
        _ => None,
    };
    if let Some(exception) = unseen.filter(|exception| !future::is_cancelled_error(exception)) {
        (cx.interp.hooks().unraisable)(cx, "Exception of a parallel task was never retrieved", value, &exception);
    }
}

static DEF: TypeDef = TypeDef {
    name: "ParallelTask",
    doc: "A coroutine that runs in parallel with others, as spawn() makes it.",
    slots: Slots { repr: Some(repr), awaiter: Some(make_iter), finalize: Some(finalize), ..Slots::NONE },
    methods: &[
        NativeDef::new("join(self, timeout=None)", join).doc("Wait for the end of the task and give its result."),
        NativeDef::new("result(self)", result),
        NativeDef::new("exception(self)", exception),
        NativeDef::new("cancel(self, msg=None)", cancel),
        NativeDef::new("done(self)", |cx, a| Ok(Value::bool(is_done(body(cx, &a[0])?)))),
        NativeDef::new("cancelled(self)", |cx, a| Ok(Value::bool(is_cancelled(body(cx, &a[0])?)))),
        NativeDef::new("get_name(self)", |cx, a| Ok(body(cx, &a[0])?.name.clone())),
        NativeDef::new("get_coro(self)", |cx, a| Ok(body(cx, &a[0])?.state.lock().coroutine.clone())),
    ],
    getset: &[
        GetSet { name: "name", get: |cx, t| Ok(body(cx, t)?.name.clone()), set: None },
        GetSet { name: "priority", get: |cx, t| Ok(Str::from_str(body(cx, t)?.priority.name()).into_value()), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static PARALLEL: Type = Type::from_def(&DEF);

// ---- awaiting ----

/// What awaiting a parallel task gives. `future`: that of a loop's task which awaits it; Unset: it does not wait yet.
struct ParallelIter {
    task: Value,
    future: Guarded<Value>,
}

impl Payload for ParallelIter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.task);
        self.future.inspect(|future| visit(future));
    }
}

fn make_iter(_: &Cx, task: &Value) -> R {
    Ok(Native::make(&PARALLEL_ITER, ParallelIter { task: task.clone(), future: Guarded::new(Value::UNSET) }))
}

fn send(cx: &Cx, value: &Value, _: Value) -> R<Step> {
    let Some(this) = Native::<ParallelIter>::of(value) else { return Err(cx.type_error("an awaited task is needed")) };
    let body = body(cx, &this.task)?;
    let waited = this.future.with(value, |future| std::mem::replace(future, Value::UNSET));
    if !waited.is_unset() {
        // Raises if the wait was cancelled.
        future::result(cx, &waited)?;
    }
    if let Some(outcome) = outcome(body) {
        return give(cx, outcome).map(Step::Return);
    }
    let Some(its_loop) = event_loop::running(cx) else {
        return match current(cx) {
            Some(current) if current.is(&this.task) => Err(cx.runtime_error("Task cannot await on itself")),
            Some(_) => Ok(Step::Yield(this.task.clone())),
            None => Err(cx.runtime_error("no running event loop")),
        };
    };
    let waiter = future::new(&super::future_type::FUTURE, its_loop.clone());
    let ends = task::callable(Entry { what: waiter.clone(), with: Value::UNSET });
    let ticket = ticket::make(cx, &[its_loop, ends])?;
    ticket.publish();
    watch(cx, body, Watcher::Ticket(ticket));
    if let Some(core) = future::core(&waiter) {
        core.with(&waiter, |core| core.is_blocking = true);
    }
    crate::object::payload::publish_into(value, &waiter);
    let kept = waiter.clone();
    this.future.with(value, |future| *future = kept);
    Ok(Step::Yield(waiter))
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

/// Whoever awaits a task and is cancelled cancels it.
fn throw(cx: &Cx, a: &[Value]) -> R {
    let exception = thrown(cx, &a[1], &a[2], &a[3])?;
    if future::is_cancelled_error(&exception)
        && let Some(this) = Native::<ParallelIter>::of(&a[0])
    {
        cancel_task(cx, &this.task, &Value::NONE)?;
    }
    let raised = cx.raise(exception);
    let _ = cx.take_note();
    Err(raised)
}

static ITER_DEF: TypeDef = TypeDef {
    name: "ParallelTaskIter",
    slots: Slots { iter: Some(iter::itself), next: Some(next), send: Some(send), ..Slots::NONE },
    methods: &[
        NativeDef::new("send(self, value, /)", |cx, a| {
            let step = send(cx, &a[0], a[1].clone())?;
            step_result(cx, step)
        }),
        NativeDef::new("throw(self, type, value=?, traceback=?, /)", throw),
        NativeDef::new("close(self, /)", |_, _| Ok(Value::NONE)),
    ],
    ..TypeDef::EMPTY
};
static PARALLEL_ITER: Type = Type::from_def(&ITER_DEF);
