//! The wait-for graph: finds strands that wait for each other in a circle, and runtimes in which everybody waits. Makes no texts.
//!
//! No thread watches. A deadlock begins with its last event, and whoever causes that looks for it: a strand that has waited
//! `DEADLOCK_AFTER` without an end in sight looks once; the end of a strand, a timer or a host waker looks at once. Whatever
//! changes the graph otherwise (a hand-off, a wake-up) leaves a strand running, which is then the last to park.
//!
//! Argument that a report is true. Strands are looked at one by one while others run, so one scan proves nothing; but if two
//! scans, one after the other, find the same strands in the same parks (numbered by `park_count`) and none of their waiters claimed,
//! then each of them waited during the whole time between the scans, all of them at once. Nobody among them could wake another
//! then. If they form a circle of ownership, or are all there is and no source of progress was counted in between, nobody else could.
//!
//! A plain lock may be released by a strand that did not take it, so its owner is a guess. It is not believed when the lock has
//! been released so before, nor when it is the waiting strand itself (a lock used as a signal).

use super::lock;
use super::park::{DEADLOCK_AFTER, Owner, ParkRecord, WaitKind, Waiter, WakeReason};
use super::runtime::{Runtime, World};
use super::strand::{Role, Strand, StrandId};
use super::sync::{Arc, Ordering};
use std::time::Instant;

/// One strand of a deadlock.
#[derive(Clone, Debug)]
pub(crate) struct Stuck {
    pub(crate) strand: Arc<Strand>,
    pub(crate) kind: WaitKind,
    /// The strand it waits for, if that is known.
    pub(crate) owner: Option<StrandId>,
    pub(crate) since: Instant,
    sequence: u64,
    is_wakeable: bool,
}

/// Left with the strand that is woken with `Deadlock`: those who wait for each other in a circle, each for the next and the last for the
/// first, or else all there are.
#[derive(Clone, Debug)]
pub(crate) struct DeadlockReport {
    pub(crate) strands: Vec<Stuck>,
}

impl DeadlockReport {
    /// Whether the strands wait for each other only; else nothing is left in the program that could go on.
    pub(crate) fn is_circle(&self) -> bool {
        self.strands.iter().all(|stuck| stuck.owner.is_some())
    }
}

/// What a strand is doing, for reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Activity {
    Running,
    /// In a blocking call.
    Blocking,
    Parked {
        kind: WaitKind,
        resource: usize,
        owner: Option<StrandId>,
        since: Instant,
    },
}

impl Strand {
    pub(crate) fn activity(&self) -> Activity {
        if let Some(record) = self.parked.lock().as_ref() {
            let owner = owner_of(self.id(), record);
            return Activity::Parked { kind: record.kind, resource: record.resource, owner, since: record.since };
        }
        match self.blocking.load(Ordering::Relaxed) {
            0 => Activity::Running,
            _ => Activity::Blocking,
        }
    }
}

/// The strand that a waiting one waits for.
fn owner_of(waiting: StrandId, record: &ParkRecord) -> Option<StrandId> {
    match record.owner() {
        Owner::Unknown => None,
        Owner::Strand(id) => Some(id),
        Owner::Word(word) => lock::believed_owner(word.load(Ordering::SeqCst)).filter(|owner| *owner != waiting),
    }
}

/// The strand's wait, if nothing has ended it yet and nothing outside will.
fn stuck(strand: &Arc<Strand>) -> Option<Stuck> {
    let parked = strand.parked.lock();
    let record = parked.as_ref().filter(|record| record.is_permanent)?;
    if strand.pending(record.wakes_on) != 0 {
        // A signal has come, and whoever wakes the strand for it is on the way.
        return None;
    }
    if record.waiter.as_ref().is_some_and(|waiter| waiter.outcome().is_some()) {
        return None;
    }
    Some(Stuck {
        strand: strand.clone(),
        kind: record.kind,
        owner: owner_of(strand.id(), record),
        since: record.since,
        sequence: record.sequence,
        is_wakeable: record.waiter.is_some(),
    })
}

fn is_same_wait(a: &[Stuck], b: &[Stuck]) -> bool {
    let key = |stuck: &Stuck| (stuck.strand.id(), stuck.sequence, stuck.owner);
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| key(a) == key(b))
}

/// The circle that the waits starting with `from` lead into, beginning with its oldest strand; `look` knows each strand's wait.
fn trace_cycle(from: StrandId, look: impl Fn(StrandId) -> Option<Stuck>) -> Option<Vec<Stuck>> {
    let mut path: Vec<Stuck> = Vec::new();
    let mut next = from;
    loop {
        if let Some(start) = path.iter().position(|stuck| stuck.strand.id() == next) {
            let mut cycle = path.split_off(start);
            let oldest = (0..cycle.len()).min_by_key(|index| cycle[*index].strand.id()).unwrap_or(0);
            cycle.rotate_left(oldest);
            return Some(cycle);
        }
        let stuck = look(next)?;
        next = stuck.owner?;
        path.push(stuck);
    }
}

/// The strands that wait for each other in a circle into which `strand` waits; each for the next.
pub(crate) fn find_cycle(runtime: &Runtime, strand: StrandId) -> Option<Vec<Stuck>> {
    let world = runtime.lock_world();
    let look = |id| world.strands.get(&id).and_then(stuck);
    let first = trace_cycle(strand, look)?;
    let second = trace_cycle(strand, look)?;
    is_same_wait(&first, &second).then_some(second)
}

fn scan_everybody(world: &World) -> Option<Vec<Stuck>> {
    // A strand that lent its OS thread to one that has just ended is about to go on.
    let is_over = |stuck: &Stuck| !stuck.is_wakeable && stuck.owner.is_none_or(|owner| !world.strands.contains_key(&owner));
    let all: Option<Vec<Stuck>> = world.strands.values().map(|strand| stuck(strand).filter(|stuck| !is_over(stuck))).collect();
    // Workers without a job are no part of it.
    all.map(|all| all.into_iter().filter(|stuck| stuck.kind != WaitKind::Idle).collect())
}

/// All strands, if all of them wait and nothing can wake one.
pub(crate) fn all_parked(runtime: &Runtime) -> Option<Vec<Stuck>> {
    if runtime.has_sources() {
        return None;
    }
    let world = runtime.lock_world();
    let first = scan_everybody(&world)?;
    if runtime.has_sources() {
        return None;
    }
    let second = scan_everybody(&world)?;
    (!second.is_empty() && is_same_wait(&first, &second)).then_some(second)
}

/// Called by a strand that has waited for a while.
#[cold]
pub(super) fn look_for_deadlock(strand: &Strand) {
    let runtime = strand.runtime();
    if let Some(cycle) = find_cycle(runtime, strand.id()) {
        let has_stood = |stuck: &Stuck| stuck.since.elapsed() >= DEADLOCK_AFTER;
        // The youngest looks when its time has come, if it is not yet the time.
        if cycle.iter().all(has_stood) {
            tell(cycle, |cycle| youngest(cycle.iter()));
        }
        return;
    }
    look_at_everybody(runtime);
}

/// Called by the last source of progress as it ends, too.
#[cold]
pub(super) fn look_at_everybody(runtime: &Runtime) {
    // Read before the scan: of two strands that look at once, the later then chooses as the earlier did, or finds it awake.
    let host = *runtime.host.lock();
    let Some(strands) = all_parked(runtime) else { return };
    if let Some(cycle) = cycle_among(&strands) {
        tell(cycle, |cycle| youngest(cycle.iter()));
        return;
    }
    let now = Instant::now();
    let is_hosts = host.to_tell(&strands).is_some();
    let is_told = tell(strands, |strands| host.to_tell(strands).or_else(|| loosest(strands)));
    if is_told && is_hosts {
        runtime.host.lock().told = Some(now);
    }
}

/// What decides whether the host's strand (the main one) is told of a deadlock of all.
#[derive(Clone, Copy, Default)]
pub(super) struct HostState {
    /// When it was told last.
    told: Option<Instant>,
    /// It has nothing left to do but to wait for the others.
    pub(super) is_ending: bool,
}

impl HostState {
    /// The host's strand is told first. When it waits again while the others wait as they did, their turn has come: it may be waiting
    /// for their ends.
    fn to_tell(self, strands: &[Stuck]) -> Option<&Stuck> {
        let host = strands.iter().find(|stuck| stuck.is_wakeable && stuck.strand.role() == Role::Host)?;
        let is_news = |told| strands.iter().any(|stuck| stuck.strand.id() != host.strand.id() && stuck.since > told);
        let is_its_turn = strands.len() == 1 || !self.is_ending && self.told.is_none_or(is_news);
        is_its_turn.then_some(host)
    }
}

/// The circle in which some of these wait for each other.
fn cycle_among(strands: &[Stuck]) -> Option<Vec<Stuck>> {
    strands.iter().find_map(|stuck| trace_cycle(stuck.strand.id(), |id| strands.iter().find(|stuck| stuck.strand.id() == id).cloned()))
}

/// Of all, those go first that wait for no strand in particular: their ends may free the rest.
fn loosest(strands: &[Stuck]) -> Option<&Stuck> {
    youngest(strands.iter().filter(|stuck| stuck.owner.is_none())).or_else(|| youngest(strands.iter()))
}

/// The strand that began to wait last: the others may go on once it has let go of what it holds, and if not, its end or its next wait
/// leads back here.
fn youngest<'a>(strands: impl Iterator<Item = &'a Stuck>) -> Option<&'a Stuck> {
    strands.filter(|stuck| stuck.is_wakeable).max_by_key(|stuck| stuck.since)
}

/// Wakes the victim among the strands with a report of all of them; says whether nobody else did.
fn tell(strands: Vec<Stuck>, victim: impl FnOnce(&[Stuck]) -> Option<&Stuck>) -> bool {
    let Some(Stuck { strand, sequence, .. }) = victim(&strands).cloned() else { return false };
    let waiter = claim_for_deadlock(&strand, sequence, DeadlockReport { strands });
    if let Some(waiter) = &waiter {
        waiter.unpark();
    }
    waiter.is_some()
}

/// Holds the record's lock from the look at the waiter to the claim, so that of two strands that found the same deadlock only one
/// leaves a report. The report is there before the strand can be awake to look for it.
fn claim_for_deadlock(strand: &Strand, sequence: u64, report: DeadlockReport) -> Option<Waiter> {
    let parked = strand.parked.lock();
    let waiter = parked.as_ref().filter(|record| record.sequence == sequence)?.waiter.clone()?;
    if waiter.outcome().is_some() {
        return None;
    }
    *strand.deadlock.lock() = Some(report);
    if waiter.claim(WakeReason::Deadlock) {
        return Some(waiter);
    }
    strand.take_deadlock();
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::event::Event;
    use crate::sched::lock::Lock;
    use crate::sched::park::{WaitError, sleep};
    use crate::sched::queue::{GetError, Queue};
    use crate::sched::runtime::Config;
    use crate::sched::sync::AtomicUsize;
    use crate::sched::thread::{ThreadOptions, spawn_thread};
    use std::time::Duration;

    /// Each of `count` strands takes a lock and then wants the next one's.
    fn check_circle(count: usize, is_busy_beside: bool) {
        let runtime = Runtime::new(Config::default());
        let _outside = is_busy_beside.then(|| runtime.outside_waker());
        let locks: Vec<Lock> = (0..count).map(|_| Lock::new()).collect();
        let together = std::sync::Barrier::new(count);
        let victims = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for index in 0..count {
                let (runtime, locks, together, victims) = (&runtime, &locks, &together, &victims);
                scope.spawn(move || {
                    let me = runtime.enter("philosopher");
                    locks[index].acquire(&me, None).expect("free");
                    together.wait();
                    match locks[(index + 1) % count].acquire(&me, None) {
                        Ok(()) => locks[(index + 1) % count].release(&me).expect("held"),
                        Err(error) => {
                            assert_eq!(error, WaitError::Deadlock);
                            let report = me.take_deadlock().expect("it comes with the error");
                            assert_eq!(report.strands.len(), count);
                            for (index, stuck) in report.strands.iter().enumerate() {
                                let next = &report.strands[(index + 1) % count];
                                assert_eq!((stuck.kind, stuck.owner), (WaitKind::Lock, Some(next.strand.id())));
                            }
                            victims.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    locks[index].release(&me).expect("held");
                });
            }
        });
        assert_eq!(victims.into_inner(), 1);
    }

    #[test]
    fn circles_of_two_and_three() {
        check_circle(2, false);
        check_circle(3, true);
    }

    #[test]
    fn a_lock_taken_twice() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let lock = Lock::new();
        lock.acquire(&me, None).expect("free");
        assert_eq!(lock.acquire(&me, None), Err(WaitError::Deadlock));
        assert_eq!(me.take_deadlock().map(|report| report.strands.len()), Some(1));
    }

    #[test]
    fn everybody_waits() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let queue = Arc::new(Queue::<u32>::new(0));
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let queue = queue.clone();
                let body = move |me: &Arc<Strand>| assert_eq!(queue.get(me, None), Err(GetError::Gave(WaitError::Deadlock)));
                spawn_thread(&runtime, ThreadOptions::default(), body).expect("room")
            })
            .collect();
        // The host's strand is told first. Its joins end then because the queue's waiters are woken, one after the other.
        assert_eq!(threads[0].join(&me, None), Err(WaitError::Deadlock));
        let report = me.take_deadlock().expect("it comes with the error");
        assert_eq!(report.strands.len(), 4);
        threads.iter().for_each(|thread| assert_eq!(thread.join(&me, None), Ok(())));
        assert!(threads.iter().all(|thread| thread.exit().is_some_and(|exit| exit.panic.is_none())));
    }

    #[test]
    fn a_runtime_that_ends_tells_the_others() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        runtime.begin_to_end();
        let event = Arc::new(Event::new());
        let body = move |me: &Arc<Strand>| assert_eq!(event.wait(me, None), Err(WaitError::Deadlock));
        let thread = spawn_thread(&runtime, ThreadOptions::default(), body).expect("room");
        assert_eq!(runtime.join_threads(&me), Ok(()));
        assert!(thread.exit().is_some_and(|exit| exit.panic.is_none()));
    }

    #[test]
    fn waits_that_end_are_none() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let event = Arc::new(Event::new());
        let setter = event.clone();
        let body = move |me: &Arc<Strand>| {
            let deadline = Instant::now() + Duration::from_millis(150);
            sleep(me, Some(deadline)).expect("undisturbed");
            setter.set();
        };
        spawn_thread(&runtime, ThreadOptions::default(), body).expect("room");
        assert_eq!(event.wait(&me, None), Ok(()));
        // A host that may still wake us, until it goes.
        let outside = runtime.outside_waker();
        event.clear();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(120));
                assert!(matches!(me.activity(), Activity::Parked { kind: WaitKind::Event, .. }));
                drop(outside);
            });
            assert_eq!(event.wait(&me, None), Err(WaitError::Deadlock));
        });
    }
}
