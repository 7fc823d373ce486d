//! Writing down what strands do, for a viewer of traces: who runs and who waits for what, who wakes whom, how long queues are, which
//! tasks take their steps. Knows strands and waits; the layer above tells the names of tasks.
//!
//! Each strand has a lane: slices of running and of waiting, one after the other. Where it runs tasks (a loop, a worker of the pool)
//! it has a second one for their steps, since a step may contain waits and a run may contain steps. An arrow goes from whoever claims a
//! waiter to the strand that wakes up.
//!
//! While no trace is written this costs one relaxed load where a strand parks, wakes another or makes a blocking call, and at the
//! operations of queues. While one is, each strand writes to a buffer of its own, under a lock that nobody else wants before the trace ends; full
//! buffers go to the file (`file`), so memory is bounded.
//!
//! Order. A waker writes its end of an arrow before it claims the waiter (and takes it back if the claim fails), the woken strand writes
//! the other end after it has seen the claim; so a trace in which an arrow ends has its beginning too, whenever the trace ends.

mod event;
mod file;

use super::lock;
use super::park::{Owner, WaitReason};
use super::runtime::Runtime;
use super::strand::{Strand, StrandId};
use super::sync::{Arc, AtomicBool, AtomicU64, AtomicUsize, Mutex, Ordering};
use event::{Event, Track, What};
use file::TraceFile;
use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::time::Instant;

/// Traces that are being written in this process.
static ON: AtomicUsize = AtomicUsize::new(0);

/// Events that one lane keeps before they go to the file, and how many if there are many lanes.
const KEPT: usize = 1024;
const KEPT_IN_A_CROWD: usize = 64;
const CROWD: usize = 64;

/// Whether anybody wants to know.
#[inline(always)]
pub(crate) fn is_on() -> bool {
    ON.load(Ordering::Relaxed) != 0
}

/// A trace that is being written.
pub(super) struct Tracer {
    start: Instant,
    file: Mutex<Option<TraceFile>>,
    /// All lanes that may have something.
    lanes: Mutex<Vec<Arc<Lane>>>,
    /// For wakers that are no strands: timers, signals, threads of the host.
    outside: Arc<Lane>,
}

/// What one strand has done.
pub(super) struct Lane {
    strand: Option<Arc<Strand>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    events: Vec<Event>,
    running_since: Option<u64>,
    /// Waits and calls that have begun, one inside of the other.
    open: Vec<(u64, What)>,
    /// Steps that have begun.
    steps: Vec<(u64, What)>,
    /// Which of its tracks the file knows the name of.
    is_named: [bool; 2],
    is_over: bool,
}

/// What a waiter carries while a trace is written: where an arrow to it would end.
pub(super) struct Mark {
    tracer: Arc<Tracer>,
    flow: u64,
    /// The waiting strand decided itself, so no arrow ends there. Written and read by that strand.
    is_given_up: AtomicBool,
}

impl Mark {
    pub(super) fn was_given_up(&self) {
        self.is_given_up.store(true, Ordering::Relaxed);
    }
}

thread_local! {
    /// The lane of the strand that the OS thread runs, and its trace. Looked at for moments in which nothing parks.
    static HERE: RefCell<Option<(Arc<Tracer>, Arc<Lane>)>> = const { RefCell::new(None) };
}

impl Tracer {
    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn most_kept(&self) -> usize {
        if self.lanes.lock().len() > CROWD { KEPT_IN_A_CROWD } else { KEPT }
    }

    fn add(&self, lane: &Lane, event: Event) {
        let mut state = lane.state.lock();
        if state.is_over {
            return;
        }
        state.events.push(event);
        if state.events.len() >= KEPT_IN_A_CROWD && state.events.len() >= self.most_kept() {
            self.flush(lane, &mut state);
        }
    }

    /// Writes the lane's events to the file. Its lock is taken while that of the lane is held, never the other way round.
    fn flush(&self, lane: &Lane, state: &mut State) {
        let mut text = String::new();
        let named = &mut state.is_named;
        for event in &state.events {
            let is_named = &mut named[event.track as usize];
            if !std::mem::replace(is_named, true) {
                event::write_name(&mut text, lane.id(), event.track, &lane.name());
            }
            event::write(&mut text, lane.id(), event);
        }
        state.events.clear();
        if let Some(file) = &mut *self.file.lock() {
            file.append(&text);
        }
    }

    /// Ends what has begun, as far as it has come, and writes everything.
    fn end_lane(&self, lane: &Lane) {
        let now = self.now();
        let mut state = lane.state.lock();
        if state.is_over {
            return;
        }
        while let Some((since, what)) = state.open.pop() {
            state.events.push(Event::slice(Track::Strand, since, now, what));
        }
        while let Some((since, what)) = state.steps.pop() {
            state.events.push(Event::slice(Track::Tasks, since, now, what));
        }
        if let Some(since) = state.running_since.take() {
            state.events.push(Event::slice(Track::Strand, since, now, What::Running));
        }
        self.flush(lane, &mut state);
        state.is_over = true;
    }
}

impl Lane {
    fn new(strand: Option<Arc<Strand>>) -> Arc<Lane> {
        Arc::new(Lane { strand, state: Mutex::default() })
    }

    fn id(&self) -> u64 {
        self.strand.as_ref().map_or(0, |strand| strand.id().raw())
    }

    fn name(&self) -> Arc<str> {
        self.strand.as_ref().map_or_else(|| Arc::from("timers and signals"), |strand| strand.name())
    }
}

// ---- a trace begins and ends ----

/// Begins to write what the strands of `runtime` do to a file. `me`: the calling thread's strand, if it has one. Errors: the file cannot
/// be made; a trace is being written already.
pub(crate) fn start(runtime: &Runtime, path: &Path, me: Option<&Strand>) -> io::Result<()> {
    let mut place = runtime.tracer.lock();
    if place.is_some() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "a trace is being written already"));
    }
    let file = Mutex::new(Some(TraceFile::create(path)?));
    *place = Some(Arc::new(Tracer { start: Instant::now(), file, lanes: Mutex::default(), outside: Lane::new(None) }));
    ON.fetch_add(1, Ordering::Relaxed);
    drop(place);
    // Strands that do not wait are seen from here on, others from the end of their wait.
    if let Some(me) = me {
        drop(set_here(lane_of(me)));
    }
    Ok(())
}

/// Ends the trace, if one is being written. Errors: of writing, now or before.
pub(crate) fn stop(runtime: &Runtime) -> io::Result<()> {
    let Some(tracer) = runtime.tracer.lock().take() else { return Ok(()) };
    ON.fetch_sub(1, Ordering::Relaxed);
    let lanes = std::mem::take(&mut *tracer.lanes.lock());
    lanes.iter().chain([&tracer.outside]).for_each(|lane| tracer.end_lane(lane));
    let file = tracer.file.lock().take();
    file.map_or(Ok(()), TraceFile::finish)
}

/// The strand's lane in the trace of its runtime, if one is being written.
#[cold]
#[inline(never)]
fn lane_of(strand: &Strand) -> Option<(Arc<Tracer>, Arc<Lane>)> {
    let tracer = strand.runtime().tracer.lock().clone()?;
    let mut known = strand.lane.lock();
    let lane = match &*known {
        Some((weak, lane)) if std::ptr::eq(weak.as_ptr(), Arc::as_ptr(&tracer)) => lane.clone(),
        _ => {
            let lane = Lane::new(strand.runtime().strand(strand.id()));
            lane.state.lock().running_since = Some(tracer.now());
            *known = Some((Arc::downgrade(&tracer), lane.clone()));
            tracer.lanes.lock().push(lane.clone());
            lane
        }
    };
    Some((tracer, lane))
}

fn set_here(here: Option<(Arc<Tracer>, Arc<Lane>)>) -> Option<(Arc<Tracer>, Arc<Lane>)> {
    HERE.with(|place| std::mem::replace(&mut *place.borrow_mut(), here))
}

// ---- what strands do ----

/// The strand begins to run on this OS thread; the guard's end is its end here.
pub(super) struct Begun(Option<(Arc<Tracer>, Arc<Lane>)>);

pub(super) fn begin(strand: &Strand) -> Begun {
    Begun(if is_on() { set_here(lane_of(strand)) } else { None })
}

impl Begun {
    /// The strand is over.
    pub(super) fn end(self, strand: &Strand) {
        let is_known = is_on() || strand.lane.lock().is_some();
        if let Some((tracer, lane)) = if is_known { lane_of(strand) } else { None } {
            tracer.end_lane(&lane);
            tracer.lanes.lock().retain(|other| !Arc::ptr_eq(other, &lane));
        }
        if is_known || self.0.is_some() {
            strand.lane.lock().take();
            drop(set_here(self.0));
        }
    }
}

/// A wait of the strand begins.
#[inline]
pub(super) fn wait_begins(strand: &Strand, reason: &WaitReason<'_>) {
    if is_on() {
        let owner = match reason.owner {
            Owner::Unknown => None,
            Owner::Strand(id) => Some(id),
            Owner::Word(word) => lock::believed_owner(word.load(Ordering::Relaxed)),
        };
        opens(strand, What::Wait { kind: reason.kind, resource: reason.resource, owner: owner.map_or(0, StrandId::raw) });
    }
}

/// A call of the operating system begins.
#[inline]
pub(super) fn call_begins(strand: &Strand) {
    if is_on() {
        opens(strand, What::Call);
    }
}

#[cold]
#[inline(never)]
fn opens(strand: &Strand, what: What) {
    let Some((tracer, lane)) = lane_of(strand) else { return };
    let now = tracer.now();
    let ran = {
        let mut state = lane.state.lock();
        state.open.push((now, what));
        state.running_since.take()
    };
    if let Some(since) = ran {
        tracer.add(&lane, Event::slice(Track::Strand, since, now, What::Running));
    }
    drop(set_here(Some((tracer, lane))));
}

/// What began last is over.
#[inline]
pub(super) fn ends(strand: &Strand) {
    if is_on() {
        closes(strand);
    }
}

#[cold]
#[inline(never)]
fn closes(strand: &Strand) {
    let Some((tracer, lane)) = lane_of(strand) else { return };
    let now = tracer.now();
    let opened = {
        let mut state = lane.state.lock();
        let opened = state.open.pop();
        if state.open.is_empty() {
            state.running_since = Some(now);
        }
        opened
    };
    // None: it began before the trace did.
    if let Some((since, what)) = opened {
        tracer.add(&lane, Event::slice(Track::Strand, since, now, what));
    }
}

// ---- arrows ----

/// For a new waiter of `strand`.
#[inline]
pub(super) fn mark(strand: &Strand) -> Option<Box<Mark>> {
    if is_on() { new_mark(strand) } else { None }
}

#[cold]
#[inline(never)]
fn new_mark(strand: &Strand) -> Option<Box<Mark>> {
    static FLOW: AtomicU64 = AtomicU64::new(1);
    let tracer = strand.runtime().tracer.lock().clone()?;
    Some(Box::new(Mark { tracer, flow: FLOW.fetch_add(1, Ordering::Relaxed), is_given_up: AtomicBool::new(false) }))
}

/// Claims a marked waiter for another strand than the calling one: `claim` says whether it succeeded.
#[cold]
#[inline(never)]
pub(super) fn claiming(mark: &Mark, claim: impl FnOnce() -> bool) -> bool {
    let tracer = &mark.tracer;
    let here = HERE.with(|place| place.borrow().as_ref().filter(|(own, _)| Arc::ptr_eq(own, tracer)).map(|(_, lane)| lane.clone()));
    let lane = here.unwrap_or_else(|| tracer.outside.clone());
    tracer.add(&lane, Event::instant(tracer.now(), What::Wakes(mark.flow)));
    let is_ours = claim();
    if !is_ours {
        let mut state = lane.state.lock();
        if state.events.last().is_some_and(|last| matches!(last.what, What::Wakes(flow) if flow == mark.flow)) {
            state.events.pop();
        }
    }
    is_ours
}

/// The strand finds that another one has claimed its waiter.
#[cold]
#[inline(never)]
pub(super) fn woken(strand: &Strand, mark: &Mark) {
    if mark.is_given_up.load(Ordering::Relaxed) {
        return;
    }
    if let Some((tracer, lane)) = lane_of(strand).filter(|(tracer, _)| Arc::ptr_eq(tracer, &mark.tracer)) {
        tracer.add(&lane, Event::instant(tracer.now(), What::Woken(mark.flow)));
    }
}

// ---- counters and steps ----

/// How many things lie in a queue now. `resource` tells queues of one kind apart (0: there is one).
#[cold]
#[inline(never)]
pub(crate) fn count(what: &'static str, resource: usize, length: usize) {
    let here = HERE.with(|place| place.borrow().clone());
    if let Some((tracer, lane)) = here {
        tracer.add(&lane, Event::instant(tracer.now(), What::Count { what, resource, length }));
    }
}

/// A step of a task begins on the strand, if a trace is written.
#[cold]
#[inline(never)]
pub(crate) fn step_begins(strand: &Strand, name: &str) {
    if let Some((tracer, lane)) = lane_of(strand) {
        lane.state.lock().steps.push((tracer.now(), What::Step(name.into())));
    }
}

#[cold]
#[inline(never)]
pub(crate) fn step_ends(strand: &Strand) {
    let Some((tracer, lane)) = lane_of(strand) else { return };
    let begun = lane.state.lock().steps.pop();
    if let Some((since, what)) = begun {
        tracer.add(&lane, Event::slice(Track::Tasks, since, tracer.now(), what));
    }
}
