//! The one way to wait: a `Waiter` that others wake, and `park`, which sleeps until then. Knows not what is waited for.
//!
//! Protocol. A waiter's state leaves WAITING exactly once, by compare-exchange: whoever makes that step (a waker, a deadline, an
//! interrupt, the deadlock check) has decided the outcome, and only then unparks the OS thread. A primitive that takes a waiter
//! out of its queue and fails to claim it goes on to the next one, so a wake-up is never spent on somebody who has given up; a
//! strand whose deadline passes and who fails to claim its own waiter has been woken and must use what it was woken for.
//! Hence a wake-up can be neither lost nor given twice.
//!
//! Claiming (Release) pairs with reading the outcome (Acquire): what the waker did before is seen by the woken.
//!
//! Rejected: one reusable waiter per strand with turn numbers. It saves an allocation on a path that sleeps anyway, and breaks when
//! a condition's lock is a script's own object, whose `release` may wait while the condition's waiter is already queued.

use super::graph;
use super::reactor::Reactor;
use super::strand::{Strand, StrandId, poll};
use super::sync::{Arc, AtomicU32, AtomicU64, Ordering, Thread, heed_signals, park_os_thread, this_os_thread, wait_briefly};
use super::trace;
use std::ptr::NonNull;
use std::time::{Duration, Instant};

/// How long a wait without a deadline stands before its strand looks for a deadlock.
pub(crate) const DEADLOCK_AFTER: Duration = Duration::from_millis(50);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(crate) enum WakeReason {
    /// Look again: what was waited for may be there.
    Woken = 1,
    /// What was waited for has been handed over.
    Granted = 2,
    TimedOut = 3,
    /// One of the poll bits that end this wait is set.
    Interrupted = 4,
    /// The wait could never have ended; `Strand::take_deadlock` says why.
    Deadlock = 5,
}

/// Why a primitive gave up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WaitError {
    TimedOut,
    Interrupted,
    Deadlock,
}

impl WakeReason {
    /// Granted and woken are told apart only by the primitives that grant.
    pub(crate) fn into_result(self) -> Result<(), WaitError> {
        match self {
            WakeReason::Woken | WakeReason::Granted => Ok(()),
            WakeReason::TimedOut => Err(WaitError::TimedOut),
            WakeReason::Interrupted => Err(WaitError::Interrupted),
            WakeReason::Deadlock => Err(WaitError::Deadlock),
        }
    }
}

/// What a strand waits for, as reports name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WaitKind {
    Lock,
    RLock,
    Condition,
    Semaphore,
    Barrier,
    Queue,
    Join,
    Future,
    Event,
    Sleep,
    Io,
    /// A worker without a job: it waits for nobody, and nobody waits for it.
    Idle,
}

impl WaitKind {
    /// The world outside can end such a wait, so it is never part of a deadlock.
    fn is_external(self) -> bool {
        matches!(self, WaitKind::Sleep | WaitKind::Io)
    }
}

/// Who must act for the wait to end.
#[derive(Clone, Copy)]
pub(crate) enum Owner<'a> {
    Unknown,
    Strand(StrandId),
    /// A lock's word (see `lock`), read when a report is made: the owner changes while we wait.
    Word(&'a AtomicU64),
}

/// Why a strand waits; kept in its record for reports and the wait-for graph.
#[derive(Clone, Copy)]
pub(crate) struct WaitReason<'a> {
    pub(crate) kind: WaitKind,
    /// Identifies the thing waited for (its address, or 0).
    pub(crate) resource: usize,
    pub(crate) owner: Owner<'a>,
    /// Poll bits that end the wait.
    pub(crate) wakes_on: u32,
}

impl<'a> WaitReason<'a> {
    pub(crate) fn new(kind: WaitKind, resource: usize) -> WaitReason<'a> {
        WaitReason { kind, resource, owner: Owner::Unknown, wakes_on: poll::WAKING }
    }

    /// The reason for waiting on `thing`, identified by its address.
    pub(crate) fn on<T>(kind: WaitKind, thing: &T) -> WaitReason<'a> {
        WaitReason::new(kind, std::ptr::from_ref(thing).addr())
    }

    pub(crate) fn owned_by(self, owner: Owner<'a>) -> WaitReason<'a> {
        WaitReason { owner, ..self }
    }

    /// For waits that must succeed, such as taking a condition's lock back: only cancellation ends them.
    pub(crate) fn uninterruptible(self) -> WaitReason<'a> {
        WaitReason { wakes_on: poll::CANCEL, ..self }
    }
}

/// A one-shot token of one wait, made by the strand that is going to wait and left where its waker will find it.
#[derive(Clone)]
pub(crate) struct Waiter(Arc<WaiterState>);

struct WaiterState {
    state: AtomicU32,
    strand: StrandId,
    since: Instant,
    place: Place,
    /// Some while a trace is written.
    mark: Option<Box<trace::Mark>>,
}

/// Where the waiting strand sleeps.
enum Place {
    Thread(Thread),
    Reactor(Arc<Reactor>),
    /// In the system's `poll`, which also watches this pipe.
    #[cfg(unix)]
    Poll(Arc<super::poll::WakePipe>),
}

const WAITING: u32 = 0;

impl Waiter {
    /// To be called by the strand that will wait, on the OS thread on which it will.
    pub(crate) fn new(strand: &Strand) -> Waiter {
        Waiter::since(strand, Instant::now())
    }

    /// A waiter that continues a wait begun at `since`: lost races do not make a strand younger.
    pub(crate) fn since(strand: &Strand, since: Instant) -> Waiter {
        Waiter::new_at(strand, since, Place::Thread(this_os_thread()))
    }

    /// A waiter that sleeps in a reactor: readiness of a descriptor ends the wait as well.
    pub(crate) fn at(strand: &Strand, reactor: Arc<Reactor>) -> Waiter {
        Waiter::new_at(strand, Instant::now(), Place::Reactor(reactor))
    }

    /// A waiter that is woken through `pipe`.
    #[cfg(unix)]
    pub(super) fn polling(strand: &Strand, pipe: Arc<super::poll::WakePipe>) -> Waiter {
        Waiter::new_at(strand, Instant::now(), Place::Poll(pipe))
    }

    fn new_at(strand: &Strand, since: Instant, place: Place) -> Waiter {
        let mark = trace::mark(strand);
        Waiter(Arc::new(WaiterState { state: AtomicU32::new(WAITING), strand: strand.id(), since, place, mark }))
    }

    /// Sleeps until it is unparked or `until`; may return for no reason.
    fn sleep(&self, until: Option<Instant>) {
        heed_signals();
        match &self.0.place {
            Place::Thread(_) => park_os_thread(until),
            Place::Reactor(reactor) => {
                if reactor.sleep(until) {
                    self.give_up(WakeReason::Woken);
                }
            }
            #[cfg(unix)]
            Place::Poll(_) => unreachable!("who polls does not park"),
        }
    }

    pub(crate) fn strand(&self) -> StrandId {
        self.0.strand
    }

    pub(crate) fn waiting_since(&self) -> Instant {
        self.0.since
    }

    /// Decides the outcome; false if it was decided already. The claimer then calls `unpark`, best after dropping its locks.
    pub(crate) fn claim(&self, reason: WakeReason) -> bool {
        match &self.0.mark {
            None => self.decide(reason),
            Some(mark) => trace::claiming(mark, || self.decide(reason)),
        }
    }

    /// As `claim`, by the waiting strand itself.
    pub(super) fn give_up(&self, reason: WakeReason) {
        if self.decide(reason)
            && let Some(mark) = &self.0.mark
        {
            mark.was_given_up();
        }
    }

    fn decide(&self, reason: WakeReason) -> bool {
        self.0.state.compare_exchange(WAITING, reason as u32, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    pub(crate) fn unpark(&self) {
        match &self.0.place {
            Place::Thread(thread) => thread.unpark(),
            Place::Reactor(reactor) => reactor.notify(),
            #[cfg(unix)]
            Place::Poll(pipe) => pipe.wake(),
        }
    }

    /// Claims and unparks; false if the wait was over already.
    pub(crate) fn wake(&self) -> bool {
        let claimed = self.claim(WakeReason::Woken);
        if claimed {
            self.unpark();
        }
        claimed
    }

    /// `None` while nobody has decided.
    pub(crate) fn outcome(&self) -> Option<WakeReason> {
        match self.0.state.load(Ordering::Acquire) {
            WAITING => None,
            state if state == WakeReason::Woken as u32 => Some(WakeReason::Woken),
            state if state == WakeReason::Granted as u32 => Some(WakeReason::Granted),
            state if state == WakeReason::TimedOut as u32 => Some(WakeReason::TimedOut),
            state if state == WakeReason::Interrupted as u32 => Some(WakeReason::Interrupted),
            _ => Some(WakeReason::Deadlock),
        }
    }

    /// For the trace: the strand has seen the outcome.
    pub(super) fn note_waking(&self, strand: &Strand) {
        if let Some(mark) = &self.0.mark {
            trace::woken(strand, mark);
        }
    }

    pub(crate) fn is_same(&self, other: &Waiter) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What a waiting strand shows to others.
pub(super) struct ParkRecord {
    pub(super) sequence: u64,
    /// None for a strand that has lent its OS thread to the thread it joins: nothing can wake it.
    pub(super) waiter: Option<Waiter>,
    pub(super) kind: WaitKind,
    pub(super) resource: usize,
    pub(super) since: Instant,
    pub(super) wakes_on: u32,
    /// Neither a deadline nor the world outside ends the wait.
    pub(super) is_permanent: bool,
    owner: OwnerPointer,
}

enum OwnerPointer {
    Unknown,
    Strand(StrandId),
    Word(NonNull<AtomicU64>),
}

// SAFETY: the pointer is only read through `ParkRecord::owner_word` under the lock around the record; the record is removed under
// that lock before the borrow it was made from ends (`Posted::drop`).
unsafe impl Send for OwnerPointer {}

impl ParkRecord {
    /// The lock word to ask, or the strand itself.
    pub(super) fn owner(&self) -> Owner<'_> {
        match &self.owner {
            OwnerPointer::Unknown => Owner::Unknown,
            OwnerPointer::Strand(id) => Owner::Strand(*id),
            // SAFETY: the record exists, so the borrow it was made from is alive (see `Posted`), and it cannot go away while `self`
            // is borrowed because that takes the lock around the record.
            OwnerPointer::Word(word) => Owner::Word(unsafe { word.as_ref() }),
        }
    }
}

/// A record posted on a strand for as long as this lives; must not outlive the reason it was made from, hence private.
pub(super) struct Posted<'a> {
    strand: &'a Strand,
    is_permanent: bool,
}

impl<'a> Posted<'a> {
    pub(super) fn new(strand: &'a Strand, waiter: Option<Waiter>, reason: &'a WaitReason<'a>, is_permanent: bool) -> Posted<'a> {
        let owner = match reason.owner {
            Owner::Unknown => OwnerPointer::Unknown,
            Owner::Strand(id) => OwnerPointer::Strand(id),
            Owner::Word(word) => OwnerPointer::Word(NonNull::from(word)),
        };
        let record = ParkRecord {
            sequence: strand.park_count.fetch_add(1, Ordering::Relaxed),
            waiter,
            kind: reason.kind,
            resource: reason.resource,
            since: Instant::now(),
            wakes_on: reason.wakes_on,
            is_permanent,
            owner,
        };
        *strand.parked.lock() = Some(record);
        if is_permanent {
            strand.runtime().progress_lost();
        }
        trace::wait_begins(strand, reason);
        Posted { strand, is_permanent }
    }
}

impl Drop for Posted<'_> {
    fn drop(&mut self) {
        trace::ends(self.strand);
        if self.is_permanent {
            self.strand.runtime().progress_gained();
        }
        *self.strand.parked.lock() = None;
    }
}

/// Waits until `waiter` is claimed, `deadline` passes, a poll bit of the reason is set, or the wait proves to be part of a deadlock.
/// The strand is detached meanwhile: stops and grace periods do not wait for it, and it returns only when no stop is in force.
pub(crate) fn park(strand: &Strand, waiter: &Waiter, reason: WaitReason<'_>, deadline: Option<Instant>) -> WakeReason {
    if let Some(outcome) = waiter.outcome() {
        return outcome;
    }
    let was_attached = strand.is_attached();
    if was_attached {
        strand.before_park();
        strand.detach();
    }
    let outcome = wait(strand, waiter, &reason, deadline);
    if was_attached {
        strand.attach();
        strand.after_park();
    }
    outcome
}

/// Runs `f` while stops and grace periods do not wait for the strand.
#[cfg(unix)]
pub(super) fn detached<T>(strand: &Strand, f: impl FnOnce() -> T) -> T {
    let was_attached = strand.is_attached();
    if was_attached {
        strand.before_park();
        strand.detach();
    }
    let result = f();
    if was_attached {
        strand.attach();
        strand.after_park();
    }
    result
}

fn wait(strand: &Strand, waiter: &Waiter, reason: &WaitReason<'_>, deadline: Option<Instant>) -> WakeReason {
    let is_permanent = deadline.is_none() && !reason.kind.is_external();
    let _posted = Posted::new(strand, Some(waiter.clone()), reason, is_permanent);
    if strand.pending(reason.wakes_on) != 0 {
        waiter.give_up(WakeReason::Interrupted);
    }
    if !reason.kind.is_external() {
        wait_briefly(|| waiter.outcome().is_some());
    }
    // The last strand to join a deadlock is the one that looks for it, so one look per wait is enough (see `graph`).
    let mut look_at = is_permanent.then(|| Instant::now() + DEADLOCK_AFTER);
    loop {
        if let Some(outcome) = waiter.outcome() {
            waiter.note_waking(strand);
            return outcome;
        }
        waiter.sleep(look_at.or(deadline));
        if waiter.outcome().is_none() && (look_at.is_some() || deadline.is_some()) {
            let now = Instant::now();
            if look_at.is_some_and(|at| at <= now) {
                look_at = None;
                graph::look_for_deadlock(strand);
            }
            if deadline.is_some_and(|at| at <= now) {
                waiter.give_up(WakeReason::TimedOut);
            }
        }
    }
}

/// Sleeps until `deadline`; without one until interrupted.
pub(crate) fn sleep(strand: &Strand, deadline: Option<Instant>) -> Result<(), WaitError> {
    let waiter = Waiter::new(strand);
    match park(strand, &waiter, WaitReason::new(WaitKind::Sleep, 0), deadline).into_result() {
        Err(WaitError::TimedOut) => Ok(()),
        outcome => outcome,
    }
}

/// The instant `timeout` from now; `None` (wait for ever) if it lies beyond what the clock can name.
pub(crate) fn deadline_after(timeout: Duration) -> Option<Instant> {
    Instant::now().checked_add(timeout)
}
