//! The event loop: a FIFO of what is to run, timers, and turns. One turn runs what was ready when it began; what that makes ready
//! runs in the next one. Order is CPython's, because programs print in it. Knows no Python-level API of loops (`loop_type`).

use super::descriptors::{self, Descriptors};
use super::mailbox::Mailbox;
use super::timers::{Timer, Timers};
use super::{debug, future, gather, handle, task, ticket, transport};
use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::str::Name;
use crate::object::value::{R, Value};
use crate::sched::park::{WaitError, WaitKind, WaitReason, Waiter, park};
use crate::sched::reactor::Reactor;
use crate::sched::trace;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Something to run. What it is depends on `what`:
/// a task, with nothing (go on), a future that is done (wake up) or an exception (raise it there);
/// a handle; a sleeper's future, whose time has come; a gathering, with the child that is done; a transport, with what to do.
pub(super) struct Entry {
    pub(super) what: Value,
    pub(super) with: Value,
}

/// Timers that nobody wants any more are swept out when there are more of them than this, and than half of all.
const MANY_STALE: usize = 100;
/// A timer this close is due.
const CLOCK_RESOLUTION: f64 = 1e-9;
/// No wait is longer: a day.
const LONGEST_WAIT: f64 = 86400.0;

pub(super) struct State {
    pub(super) ready: VecDeque<Entry>,
    pub(super) timers: Timers,
    /// Timers in the heap that were cancelled.
    pub(super) stale: usize,
    pub(super) is_stopping: bool,
    pub(super) is_closed: bool,
    /// The strand that runs the loop.
    pub(super) runner: Option<u64>,
    /// The task that runs, or Unset.
    pub(super) current: Value,
    /// What a program has put in the reactor's place; None: nothing.
    pub(super) selector: Value,
    /// Makes tasks from coroutines; None: nobody but us.
    pub(super) task_factory: Value,
    /// Tasks that are not done; free places are Unset.
    tasks: Vec<Value>,
    free: Vec<u32>,
    /// Calls that wait for their arguments from other threads, see `ticket`.
    pub(super) tickets: Vec<(i64, Value)>,
    pub(super) next_ticket: i64,
    pub(super) descriptors: Descriptors,
}

/// What a class of loops does its own way.
#[derive(Clone, Copy, Default)]
pub(super) struct Own {
    /// `call_soon`
    pub(super) soon: bool,
    /// `create_task`
    pub(super) tasks: bool,
    /// `time`, `call_later` or `call_at`
    pub(super) clock: bool,
    /// `_run_once`
    pub(super) turn: bool,
}

pub(crate) struct LoopBody {
    pub(super) state: Guarded<State>,
    pub(super) mailbox: Arc<Mailbox>,
    pub(super) own: Own,
    /// `State::selector` is asked instead of the reactor.
    pub(super) has_selector: AtomicBool,
    pub(super) is_debug: AtomicBool,
    /// Signals may bring something: waiting for ever is no deadlock.
    pub(super) has_outside: AtomicBool,
}

impl Payload for LoopBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.inspect(|state| {
            for entry in &state.ready {
                visit(&entry.what);
                visit(&entry.with);
            }
            state.timers.iter().for_each(|timer| visit(&timer.what));
            state.tasks.iter().for_each(&mut *visit);
            state.tickets.iter().for_each(|(_, call)| visit(call));
            visit(&state.current);
            visit(&state.selector);
            visit(&state.task_factory);
            state.descriptors.visit(visit);
        });
        self.mailbox.for_each(|entry| {
            visit(&entry.what);
            visit(&entry.with);
        });
    }
}

impl LoopBody {
    pub(super) fn new(own: Own) -> LoopBody {
        LoopBody {
            state: Guarded::new(State {
                ready: VecDeque::new(),
                timers: Timers::default(),
                stale: 0,
                is_stopping: false,
                is_closed: false,
                runner: None,
                current: Value::UNSET,
                selector: Value::NONE,
                task_factory: Value::NONE,
                tasks: Vec::new(),
                free: Vec::new(),
                tickets: Vec::new(),
                next_ticket: 0,
                descriptors: Descriptors::default(),
            }),
            mailbox: Arc::new(Mailbox::default()),
            own,
            has_selector: AtomicBool::new(false),
            is_debug: AtomicBool::new(false),
            has_outside: AtomicBool::new(false),
        }
    }
}

#[inline(always)]
pub(super) fn body(event_loop: &Value) -> Option<&LoopBody> {
    Native::<LoopBody>::of(event_loop)
}

pub(super) fn this<'a>(cx: &Cx, event_loop: &'a Value) -> R<&'a LoopBody> {
    body(event_loop).ok_or_else(|| cx.type_error("an event loop is needed"))
}

#[cold]
pub(super) fn closed(cx: &Cx) -> crate::object::value::Raised {
    cx.runtime_error("Event loop is closed")
}

/// The loop's time: that of its class, or the monotonic clock's. Errors: what the class's method raises.
pub(super) fn time(cx: &Cx, event_loop: &Value, body: &LoopBody) -> R<f64> {
    if !body.own.clock {
        return Ok(now());
    }
    let time = call::call_method(cx, event_loop, Name::new("time"), &[])?;
    crate::object::number::to_float(cx, &time)
}

/// Seconds of the monotonic clock.
pub(super) fn now() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

// ---- what gets in ----

/// Has an entry run in the next turn. Errors: RuntimeError if the loop is closed.
#[inline]
pub(super) fn push(cx: &Cx, event_loop: &Value, entry: Entry) -> R<()> {
    match body(event_loop) {
        Some(body) if !body.own.soon => push_into(cx, event_loop, body, entry),
        _ => push_foreign(cx, event_loop, entry),
    }
}

#[inline]
pub(super) fn push_into(cx: &Cx, event_loop: &Value, body: &LoopBody, entry: Entry) -> R<()> {
    let is_local = event_loop.header().is_some_and(crate::memory::Header::is_local);
    if !is_local {
        entry.what.publish();
        entry.with.publish();
    }
    let mut entry = Some(entry);
    let is_closed = body.state.with(event_loop, |state| {
        if !state.is_closed
            && let Some(entry) = entry.take()
        {
            state.ready.push_back(entry);
        }
        state.is_closed
    });
    if is_closed {
        return Err(closed(cx));
    }
    if !is_local {
        // Some other strand may run the loop and be asleep.
        body.mailbox.nudge();
    }
    Ok(())
}

/// For loops that do it their own way: the entry as a callable.
#[cold]
fn push_foreign(cx: &Cx, event_loop: &Value, entry: Entry) -> R<()> {
    let variables = task::variables_of(&entry.what);
    let callable = task::callable(entry);
    let names = [Name::new("context")];
    let values = [callable, crate::native::contextvars::materialize(variables)];
    let method = crate::object::attr::getattr(cx, event_loop, Name::new("call_soon"))?;
    call::call(cx, &method, Args { values: &values, names: &names })?;
    Ok(())
}

/// `loop.call_soon(callback, *args, context=context)` for callbacks of futures.
pub(super) fn call_soon(cx: &Cx, event_loop: &Value, callback: Value, args: &[Value], context: Value) -> R<()> {
    match body(event_loop) {
        Some(body) if !body.own.soon => {
            let args = crate::object::tuple::Tuple::from_slice(args).into_value();
            let handle = handle::make(event_loop.clone(), callback, args, context);
            push_into(cx, event_loop, body, Entry { what: handle, with: Value::UNSET })
        }
        _ => {
            let mut values = vec![callback];
            values.extend_from_slice(args);
            values.push(crate::native::contextvars::materialize(context));
            let names = [Name::new("context")];
            let method = crate::object::attr::getattr(cx, event_loop, Name::new("call_soon"))?;
            call::call(cx, &method, Args { values: &values, names: &names }).map(drop)
        }
    }
}

pub(super) fn add_timer(event_loop: &Value, body: &LoopBody, when: f64, what: Value) {
    publish_into(event_loop, &what);
    body.state.with(event_loop, |state| state.timers.push(Timer { when, what }));
}

/// A timer in the heap is not wanted any more.
pub(super) fn timer_cancelled(event_loop: &Value) {
    if let Some(body) = body(event_loop) {
        body.state.with(event_loop, |state| state.stale += 1);
    }
}

// ---- tasks ----

/// Notes a task that is not done; returns its place.
#[inline]
pub(super) fn register(event_loop: &Value, task: &Value) -> u32 {
    let Some(body) = body(event_loop) else { return u32::MAX };
    publish_into(event_loop, task);
    let task = task.clone();
    body.state.with(event_loop, |state| match state.free.pop() {
        Some(place) => {
            state.tasks[place as usize] = task;
            place
        }
        None => {
            state.tasks.push(task);
            (state.tasks.len() - 1) as u32
        }
    })
}

#[inline]
pub(super) fn unregister(event_loop: &Value, place: u32) {
    let Some(body) = body(event_loop) else { return };
    let task = body.state.with(event_loop, |state| {
        let task = state.tasks.get_mut(place as usize).map(|task| std::mem::replace(task, Value::UNSET));
        if task.is_some() {
            state.free.push(place);
            if state.free.len() == state.tasks.len() && state.tasks.len() > 1024 {
                // A burst is over: give the memory back.
                state.free = Vec::new();
                state.tasks = Vec::new();
            }
        }
        task
    });
    drop(task);
}

/// The tasks of the loop that are not done.
pub(super) fn tasks(event_loop: &Value) -> Vec<Value> {
    body(event_loop).map_or_else(Vec::new, |body| {
        body.state.with(event_loop, |state| state.tasks.iter().filter(|task| !task.is_unset()).cloned().collect())
    })
}

/// Makes a task the one that runs and returns the one before, Unset if none.
#[inline(always)]
pub(super) fn swap_current(event_loop: &Value, task: Value) -> Value {
    match body(event_loop) {
        Some(body) => body.state.with(event_loop, |state| std::mem::replace(&mut state.current, task)),
        None => task::swap_foreign_current(event_loop, task),
    }
}

pub(super) fn current(event_loop: &Value) -> Value {
    match body(event_loop) {
        Some(body) => body.state.with(event_loop, |state| state.current.clone()),
        None => task::foreign_current(event_loop),
    }
}

// ---- turns ----

/// Runs turns until the loop is told to stop.
pub(super) fn run(cx: &Cx, event_loop: &Value, body: &LoopBody) -> R<()> {
    loop {
        if body.own.turn {
            call::call_method(cx, event_loop, Name::new("_run_once"), &[])?;
        } else {
            run_once(cx, event_loop, body)?;
        }
        if body.state.with(event_loop, |state| state.is_stopping) {
            return Ok(());
        }
    }
}

/// One turn: waits until something is ready, then runs it.
pub(super) fn run_once(cx: &Cx, event_loop: &Value, body: &LoopBody) -> R<()> {
    drop_stale(event_loop, body);
    let (is_busy, next, reactor) = body.state.with(event_loop, |state| {
        let is_busy = !state.ready.is_empty() || state.is_stopping;
        (is_busy, state.timers.first().map(|timer| timer.when), state.descriptors.active())
    });
    if body.has_selector.load(Relaxed) {
        ask_selector(cx, event_loop, body, is_busy, next)?;
    } else if !is_busy && !body.mailbox.has_mail() {
        wait(cx, event_loop, body, next, reactor.as_ref())?;
    } else if let Some(reactor) = &reactor {
        reactor.look();
    }
    if let Some(reactor) = reactor {
        descriptors::collect(event_loop, body, &reactor);
    }
    if body.mailbox.has_mail() {
        for letter in body.mailbox.take() {
            let entry = ticket::redeem(event_loop, body, letter);
            body.state.with(event_loop, |state| state.ready.extend(entry));
        }
    }
    if next.is_some() {
        ready_timers(cx, event_loop, body)?;
    }
    let count = body.state.with(event_loop, |state| state.ready.len());
    let is_traced = trace::is_on();
    if is_traced {
        trace::count("ready of loop", std::ptr::from_ref(body).addr(), count);
    }
    for _ in 0..count {
        let Some(entry) = body.state.with(event_loop, |state| state.ready.pop_front()) else { break };
        if is_traced {
            run_traced(cx, event_loop, body, entry)?;
        } else if body.is_debug.load(Relaxed) {
            debug::run_timed(cx, event_loop, entry)?;
        } else {
            run_entry(cx, entry)?;
        }
        cx.safepoint()?;
    }
    Ok(())
}

/// Runs an entry and writes it down.
#[cold]
fn run_traced(cx: &Cx, event_loop: &Value, body: &LoopBody, entry: Entry) -> R<()> {
    match super::picture::name_of_entry(&entry.what) {
        Some(name) => trace::step_begins(&cx.strand, &name),
        None => trace::step_begins(&cx.strand, "callback"),
    }
    let result = match body.is_debug.load(Relaxed) {
        true => debug::run_timed(cx, event_loop, entry),
        false => run_entry(cx, entry),
    };
    trace::step_ends(&cx.strand);
    result
}

#[inline]
pub(super) fn run_entry(cx: &Cx, entry: Entry) -> R<()> {
    let Entry { what, with } = &entry;
    if let Some(body) = Native::<task::TaskBody>::of(what) {
        task::resume(cx, what, body, with)
    } else if let Some(body) = Native::<handle::HandleBody>::of(what) {
        handle::run(cx, what, body)
    } else if let Some(body) = Native::<gather::GatherBody>::of(what) {
        gather::child_done(cx, what, body, with)
    } else if let Some(body) = Native::<transport::TransportBody>::of(what) {
        transport::run(cx, what, body, with)
    } else if future::is_done(what) {
        Ok(())
    } else {
        future::set_result(cx, what, Value::NONE)
    }
}

fn is_stale(timer: &Timer) -> bool {
    match Native::<handle::HandleBody>::of(&timer.what) {
        Some(body) => body.0.with(&timer.what, |handle| handle.is_cancelled),
        None => future::is_done(&timer.what),
    }
}

/// Takes cancelled timers off the head of the heap, or all of them if they have become many.
fn drop_stale(event_loop: &Value, body: &LoopBody) {
    let (count, stale) = body.state.with(event_loop, |state| (state.timers.len(), state.stale));
    if count == 0 {
        return;
    }
    if stale > MANY_STALE && stale * 2 > count {
        // Handles are looked at outside of the lock; the loop is not run by two strands.
        let timers = body.state.with(event_loop, |state| {
            state.stale = 0;
            std::mem::take(&mut state.timers)
        });
        let mut timers = timers;
        let lost = timers.sweep(|timer| !is_stale(timer));
        lost.iter().for_each(|timer| handle::unschedule(&timer.what));
        let added = body.state.with(event_loop, |state| std::mem::replace(&mut state.timers, timers));
        drop((lost, added));
        return;
    }
    while let Some(first) = body.state.with(event_loop, |state| state.timers.first().map(|timer| timer.what.clone())) {
        if !is_stale(&Timer { when: 0.0, what: first }) {
            return;
        }
        let lost = body.state.with(event_loop, |state| {
            state.stale = state.stale.saturating_sub(1);
            state.timers.pop()
        });
        if let Some(timer) = lost {
            handle::unschedule(&timer.what);
        }
    }
}

/// Moves timers whose time has come to what is ready.
fn ready_timers(cx: &Cx, event_loop: &Value, body: &LoopBody) -> R<()> {
    let end = time(cx, event_loop, body)? + CLOCK_RESOLUTION;
    while let Some(timer) = body.state.with(event_loop, |state| {
        let is_due = state.timers.first().is_some_and(|timer| timer.when < end);
        if is_due { state.timers.pop() } else { None }
    }) {
        handle::unschedule(&timer.what);
        let entry = Entry { what: timer.what, with: Value::UNSET };
        body.state.with(event_loop, |state| state.ready.push_back(entry));
    }
    Ok(())
}

/// Has the program's own selector wait, and deals with what it found as the class does.
#[cold]
fn ask_selector(cx: &Cx, event_loop: &Value, body: &LoopBody, is_busy: bool, next: Option<f64>) -> R<()> {
    let timeout = match next {
        _ if is_busy || body.mailbox.has_mail() => Value::int(0),
        None => Value::NONE,
        Some(when) => Value::float((when - time(cx, event_loop, body)?).clamp(0.0, LONGEST_WAIT)),
    };
    let selector = body.state.with(event_loop, |state| state.selector.clone());
    let found = call::call_method(cx, &selector, Name::new("select"), &[timeout])?;
    call::call_method(cx, event_loop, Name::new("_process_events"), &[found]).map(drop)
}

/// Sleeps until something is there to do: a letter, or time for the next timer.
fn wait(cx: &Cx, event_loop: &Value, body: &LoopBody, next: Option<f64>, reactor: Option<&Arc<Reactor>>) -> R<()> {
    // Rounded up to milliseconds, as the system's pollers do: timers close together come due in one turn.
    let deadline = match next {
        None => None,
        Some(when) => {
            let seconds = (when - now()).clamp(0.0, LONGEST_WAIT);
            if seconds <= 0.0 {
                reactor.map(|reactor| reactor.look());
                return Ok(());
            }
            Some(Instant::now() + Duration::from_secs_f64((seconds * 1e3).ceil() * 1e-3))
        }
    };
    let has_tasks = body.state.with(event_loop, |state| state.tasks.len() > state.free.len());
    let is_open = reactor.is_some() || body.has_outside.load(Relaxed) || !has_tasks;
    let reason = WaitReason::on(if is_open { WaitKind::Io } else { WaitKind::Event }, body);
    let waiter = match reactor {
        Some(reactor) => Waiter::at(&cx.strand, reactor.clone()),
        None => Waiter::new(&cx.strand),
    };
    if !body.mailbox.wait_with(waiter.clone()) {
        return Ok(());
    }
    let outcome = park(&cx.strand, &waiter, reason, deadline).into_result();
    body.mailbox.forget_waiter();
    match outcome {
        Ok(()) | Err(WaitError::TimedOut) => Ok(()),
        Err(error) => crate::object::park::interrupted(cx, error).map_err(|raised| match error {
            WaitError::Deadlock => name_tasks(cx, event_loop, raised),
            _ => raised,
        }),
    }
}

/// Most tasks that a report shows.
const TASKS_SHOWN: usize = 20;

/// Adds to a DeadlockError what each task waits for.
#[cold]
fn name_tasks(cx: &Cx, event_loop: &Value, raised: crate::object::value::Raised) -> crate::object::value::Raised {
    let exception = cx.take(raised);
    let all = tasks(event_loop);
    for task in all.iter().take(TASKS_SHOWN) {
        let shown = match crate::object::protocol::repr(cx, task) {
            Ok(shown) => shown.into_value(),
            Err(raised) => {
                drop(cx.take(raised));
                continue;
            }
        };
        if let Err(raised) = call::call_method(cx, &exception, Name::new("add_note"), &[shown]) {
            drop(cx.take(raised));
        }
    }
    if all.len() > TASKS_SHOWN {
        let more = crate::object::str::Str::from_str(&format!("... and {} more tasks", all.len() - TASKS_SHOWN)).into_value();
        if let Err(raised) = call::call_method(cx, &exception, Name::new("add_note"), &[more]) {
            drop(cx.take(raised));
        }
    }
    cx.reraise(exception)
}

/// `loop.call_exception_handler(context)`, the context given as pairs.
pub(super) fn report(cx: &Cx, event_loop: &Value, context: &[(&str, Value)]) -> R<()> {
    let dict = crate::object::dict::Dict::new();
    for (key, value) in context {
        dict.set_name(Name::new(key), value.clone());
    }
    call::call_method(cx, event_loop, Name::new("call_exception_handler"), &[dict.into_value()])?;
    Ok(())
}

/// The key of the strand's running loop.
static RUNNING: u8 = 0;

fn running_key() -> usize {
    std::ptr::from_ref(&RUNNING).addr()
}

/// The loop that runs on this strand; None if none does.
#[inline]
pub(super) fn running(cx: &Cx) -> Option<Value> {
    cx.local(running_key()).filter(|found| !found.is_none())
}

/// Shows the tasks of the loop that runs on the strand to `look`, and whether each is the one that runs. For reports: `look` only
/// reads, and counts no references.
pub(super) fn look_at_tasks(cx: &Cx, mut look: impl FnMut(&Value, bool)) {
    cx.with_local(running_key(), |event_loop| {
        let Some(body) = body(event_loop) else { return };
        body.state.with(event_loop, |state| {
            let tasks = state.tasks.iter().filter(|task| !task.is_unset());
            tasks.for_each(|task| look(task, task.is(&state.current)));
        });
    });
}

pub(super) fn set_running(cx: &Cx, event_loop: Value) {
    cx.set_local(running_key(), event_loop);
}

/// Errors: RuntimeError.
pub(super) fn get_running(cx: &Cx) -> R {
    running(cx).ok_or_else(|| cx.runtime_error("no running event loop"))
}

/// A function of the Python half.
pub(super) fn python(cx: &Cx, module: &str, name: &'static LazyLock<Name>) -> R {
    let module = crate::native::importer::import_full(cx, module)?;
    crate::object::attr::getattr(cx, &module, **name)
}
