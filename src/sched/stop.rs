//! Stopping the world: one strand gets every other strand of its runtime to stand still, for the collector. Knows not what for.
//!
//! Each strand has a status: ATTACHED (it may touch objects), DETACHED (it promises not to: parked, or in a blocking call) or
//! SUSPENDED (detached, and may not attach). Who may change it:
//! - ATTACHED -> DETACHED and DETACHED -> ATTACHED: the strand itself, the latter by compare-exchange;
//! - DETACHED -> SUSPENDED: the stopper, or the strand itself, with the world locked while a stop is in force;
//! - SUSPENDED -> DETACHED: the stopper, with the world locked, when it lets the world go on;
//! - there and back without letting go of the world's lock, while no stop is in force: whoever looks at the strand (`look_at_detached`).
//!
//! Argument that `stop_others` returns only when nobody else is attached. The stopper, with the world locked, enters itself as
//! stopper and for each other strand (a) sets its STOP bit, (b) tries DETACHED -> SUSPENDED; strands where (b) fails are attached
//! and counted as missing. A strand that goes detached (1) stores DETACHED, (2) reads its poll word, all four SeqCst. If (b) of
//! the stopper came before (1), then (a) came before (2), so the strand sees STOP, locks the world, suspends itself and counts one
//! missing less; if (b) came after (1), it succeeded and the strand was never counted. A strand that runs on sees STOP at its next
//! safepoint and does the same. A suspended strand cannot attach: its compare-exchange fails and it waits for the stopper.
//! A strand registered meanwhile is born suspended, since registering takes the world's lock; a strand that ends waits before
//! it unregisters, so the set of strands is constant during a stop.
//!
//! Happens-before: what a strand did before it stopped is seen by the stopper through (1)/(b) or the world's lock; what the
//! stopper did is seen by the strand through SUSPENDED -> DETACHED (Release) and the attach (Acquire).
//!
//! Rejected: a read-write lock around script execution. A reader's lock word is shared by all strands and costs each attach
//! and detach a contended write; here both touch only the strand's own words.

use super::runtime::{Runtime, World};
use super::strand::{Strand, poll};
#[cfg(test)]
use super::sync::Arc;
use super::sync::{AtomicU32, MutexGuard, Ordering};

const ATTACHED: u32 = 0;
const DETACHED: u32 = 1;
const SUSPENDED: u32 = 2;

pub(super) struct Status(AtomicU32);

impl Status {
    pub(super) fn detached() -> Status {
        Status(AtomicU32::new(DETACHED))
    }

    fn change(&self, from: u32, to: u32) -> bool {
        self.0.compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}

/// What a stop in force needs to know; part of the world.
#[derive(Default)]
pub(super) struct Stop {
    stopper: Option<super::strand::StrandId>,
    /// How many `StopGuard`s the stopper holds.
    depth: usize,
    /// Strands that have not stopped yet.
    missing: usize,
}

impl Strand {
    /// Whether the strand may touch objects. Exact when asked by the strand itself.
    pub(crate) fn is_attached(&self) -> bool {
        self.status.0.load(Ordering::SeqCst) == ATTACHED
    }

    /// Promises to touch no object until `attach`. Only for the strand itself, while attached.
    pub(crate) fn detach(&self) {
        debug_assert!(self.is_attached(), "detached twice");
        self.status.0.store(DETACHED, Ordering::SeqCst);
        if self.pending(poll::STOP) != 0 {
            let mut world = self.runtime().lock_world();
            self.runtime().suspend(self, &mut world);
        }
    }

    /// Takes the promise of `detach` back, waiting for the end of a stop. Only for the strand itself, while detached.
    pub(crate) fn attach(&self) {
        while !self.status.change(DETACHED, ATTACHED) {
            let runtime = self.runtime();
            let mut world = runtime.lock_world();
            while self.status.0.load(Ordering::SeqCst) == SUSPENDED {
                runtime.resumed.wait(&mut world);
            }
        }
    }

    /// A strand begins suspended if it is registered during a stop.
    pub(super) fn begin_in(&self, world: &World) {
        if world.stop.stopper.is_some() {
            self.request(poll::STOP);
            self.status.change(DETACHED, SUSPENDED);
        }
    }
}

/// What a safepoint does when the poll word is not zero: stands still during a stop, and returns the bits that remain for the caller to
/// handle (and to clear with `Strand::take`). That the strand was asked to report to the grace periods is known by then.
#[cold]
pub(crate) fn safepoint_slow(strand: &Strand) -> u32 {
    strand.take(poll::RECLAIM);
    if strand.pending(poll::STOP) != 0 {
        strand.detach();
        strand.attach();
    }
    strand.pending(!(poll::STOP | poll::RECLAIM))
}

/// Every other strand stands still while this lives.
pub(crate) struct StopGuard<'a> {
    stopper: &'a Strand,
}

impl StopGuard<'_> {
    /// All strands of the runtime, the stopper included.
    #[cfg(test)]
    pub(crate) fn strands(&self) -> Vec<Arc<Strand>> {
        self.stopper.runtime().strands()
    }
}

impl Drop for StopGuard<'_> {
    fn drop(&mut self) {
        self.stopper.runtime().resume_others();
    }
}

impl Runtime {
    /// Returns when every other strand is suspended. `me` is attached; if another strand is stopping the world, `me` stands still
    /// for it first, so this is a safepoint. Calls nest.
    pub(crate) fn stop_others<'a>(&self, me: &'a Strand) -> StopGuard<'a> {
        debug_assert!(me.is_attached(), "a stopper is attached");
        let mut world = self.lock_world();
        while world.stop.stopper.is_some_and(|stopper| stopper != me.id()) {
            drop(world);
            me.detach();
            me.attach();
            world = self.lock_world();
        }
        world.stop.depth += 1;
        if world.stop.depth == 1 {
            world.stop.stopper = Some(me.id());
            let mut missing = 0;
            for other in world.strands.values().filter(|other| other.id() != me.id()) {
                other.request(poll::STOP);
                if !other.status.change(DETACHED, SUSPENDED) {
                    missing += 1;
                }
            }
            world.stop.missing = missing;
            while world.stop.missing > 0 {
                self.stopped.wait(&mut world);
            }
        }
        StopGuard { stopper: me }
    }

    /// For a strand that has just stored DETACHED and seen STOP.
    fn suspend(&self, strand: &Strand, world: &mut World) {
        let is_other = world.stop.stopper.is_some_and(|stopper| stopper != strand.id());
        if is_other && strand.status.change(DETACHED, SUSPENDED) {
            world.stop.missing -= 1;
            if world.stop.missing == 0 {
                self.stopped.notify_one();
            }
        }
    }

    fn resume_others(&self) {
        let mut world = self.lock_world();
        world.stop.depth -= 1;
        if world.stop.depth > 0 {
            return;
        }
        let stopper = world.stop.stopper.take();
        for other in world.strands.values().filter(|other| Some(other.id()) != stopper) {
            other.take(poll::STOP);
            other.status.change(SUSPENDED, DETACHED);
        }
        drop(world);
        self.resumed.notify_all();
    }

    /// Runs `look` while `strand` is held detached: what it left behind does not change meanwhile. None if it is attached, or while a
    /// stop is in force (the stopper may be at work on the same things). `look` takes none of our locks and does not take long.
    ///
    /// The strand is SUSPENDED only while the world is locked here, so if it wants to attach it waits for that lock and finds itself
    /// DETACHED again; and no stop begins before `look` is done.
    pub(super) fn look_at_detached<R>(&self, strand: &Strand, look: impl FnOnce() -> R) -> Option<R> {
        struct Held<'a>(&'a Strand);
        impl Drop for Held<'_> {
            fn drop(&mut self) {
                self.0.status.change(SUSPENDED, DETACHED);
            }
        }
        let world = self.lock_world();
        if world.stop.stopper.is_some() || !strand.status.change(DETACHED, SUSPENDED) {
            return None;
        }
        let _held = Held(strand);
        Some(look())
    }

    /// Waits until no stop is in force; the world cannot be stopped while the guard is held.
    pub(super) fn lock_unstopped_world(&self) -> MutexGuard<'_, World> {
        let mut world = self.lock_world();
        while world.stop.stopper.is_some() {
            self.resumed.wait(&mut world);
        }
        world
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::blocking::blocking;
    use crate::sched::event::Event;
    use crate::sched::lock::Lock;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::Config;
    use crate::sched::sync::{AtomicBool, AtomicU64};
    use std::time::Duration;

    fn poll_at_safepoint(me: &Strand) {
        if me.is_polled() {
            safepoint_slow(me);
        }
    }

    /// Some strands run, some park and some block, some come and go, while two others stop the world over and over.
    #[test]
    fn nobody_touches_anything_during_a_stop() {
        let runtime = Runtime::new(Config::default());
        let (lock, is_over) = (Lock::new(), AtomicBool::new(false));
        // What only attached strands write and a stopper finds constant.
        let objects = AtomicU64::new(0);
        let touch = || objects.store(objects.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
        let stops = AtomicU64::new(0);
        std::thread::scope(|scope| {
            let work = |step: fn(&Strand, &Lock)| {
                let (runtime, lock, is_over, touch) = (&runtime, &lock, &is_over, &touch);
                scope.spawn(move || {
                    while !is_over.load(Ordering::Relaxed) {
                        let me = runtime.enter("worker");
                        for _ in 0..50 {
                            touch();
                            step(&me, lock);
                            poll_at_safepoint(&me);
                        }
                    }
                });
            };
            work(|_, _| std::hint::spin_loop());
            work(|me, _| blocking(me, || std::thread::sleep(Duration::from_micros(20))));
            for _ in 0..2 {
                work(|me, lock| {
                    lock.acquire(me, None).expect("it comes");
                    std::thread::yield_now();
                    lock.release(me).expect("held");
                });
            }
            for _ in 0..2 {
                let (runtime, is_over, objects, stops, touch) = (&runtime, &is_over, &objects, &stops, &touch);
                scope.spawn(move || {
                    let me = runtime.enter("collector");
                    for _ in 0..150 {
                        let guard = runtime.stop_others(&me);
                        let nested = runtime.stop_others(&me);
                        let before = objects.load(Ordering::Relaxed);
                        assert!(guard.strands().iter().all(|other| other.id() == me.id() || !other.is_attached()));
                        std::thread::yield_now();
                        drop(nested);
                        std::hint::spin_loop();
                        assert_eq!(objects.load(Ordering::Relaxed), before);
                        stops.fetch_add(1, Ordering::Relaxed);
                        drop(guard);
                        touch();
                        poll_at_safepoint(&me);
                    }
                    if stops.load(Ordering::Relaxed) == 300 {
                        is_over.store(true, Ordering::Relaxed);
                    }
                });
            }
        });
        assert!(stops.into_inner() == 300 && runtime.strands().is_empty());
    }

    #[test]
    fn a_parked_strand_wakes_after_the_stop() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let (event, has_passed) = (Event::new(), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let other = runtime.enter("other");
                event.wait(&other, None).expect("set");
                has_passed.store(true, Ordering::SeqCst);
            });
            std::thread::sleep(Duration::from_millis(5));
            let guard = runtime.stop_others(&me);
            event.set();
            std::thread::sleep(Duration::from_millis(10));
            assert!(!has_passed.load(Ordering::SeqCst));
            drop(guard);
        });
        assert!(has_passed.into_inner());
        assert_eq!(event.wait(&me, deadline_after(Duration::ZERO)), Ok(()));
    }
}
