//! Grace periods: tells the memory layer when no strand can still hold what it read before something was unlinked (QSBR,
//! quiescent-state-based reclamation). Knows not what is freed.
//!
//! Contract of the reader: a reference read without a lock and without counting it is not kept across a safepoint's slow path, a
//! park or a detach. Contract of the memory layer: unlink; `epoch = Runtime::advance_epoch()`; free when
//! `Runtime::oldest_seen() >= epoch`. Nobody waits: it looks again later, and may ask for progress.
//!
//! Argument. Let U be the unlinking, A the advance to `e` after it, and S a strand. Each S publishes in `seen` the epoch it read at
//! its last quiescent state Q, or OFFLINE (above all epochs) while detached.
//! - S online with `seen >= e`: at Q it read `e` or a later value. `advance` is a read-modify-write with Release, so the read
//!   (Acquire) at Q synchronises with A: what S reads after Q cannot be the unlinked reference, and what it read before Q
//!   it no longer uses. `seen` is stored with Release and scanned with Acquire: the uses happen before the freeing.
//! - S seen OFFLINE: when S goes online it stores `seen`, then a SeqCst fence, then reads objects; the scanner has unlinked, then
//!   a SeqCst fence, then reads `seen`. If the scanner missed the store, its fence precedes that of S, so S reads the unlinked
//!   state. Going offline is a Release store: earlier uses happen before the freeing.
//! - S not registered when scanned: it registers under the world's lock after the scan, and so after U.
//! - S unregistered: it went offline before, and the world's lock orders that before the scan.
//!
//! An epoch read too early is only conservative. A strand that runs long without safepoint delays freeing, never safety.

use super::runtime::Runtime;
use super::strand::{Strand, poll};
use super::sync::{Ordering, fence};

/// Larger than any epoch.
pub(super) const OFFLINE: u64 = u64::MAX;

impl Strand {
    /// The strand holds no uncounted reference now. Only for the strand itself, while attached.
    pub(crate) fn pass_quiescent_state(&self) {
        let epoch = self.runtime().epoch.load(Ordering::Acquire);
        self.seen.store(epoch, Ordering::Release);
    }

    pub(super) fn go_offline(&self) {
        self.seen.store(OFFLINE, Ordering::Release);
    }

    pub(super) fn go_online(&self) {
        let epoch = self.runtime().epoch.load(Ordering::Acquire);
        self.seen.store(epoch, Ordering::Relaxed);
        fence(Ordering::SeqCst);
    }
}

impl Runtime {
    pub(crate) fn current_epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Begins a new epoch and returns it: what was unlinked before may be freed once `oldest_seen` has reached it.
    pub(crate) fn advance_epoch(&self) -> u64 {
        self.epoch.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// The oldest epoch an attached strand may still be in; `u64::MAX` when none is attached. The strand that asks counts as well:
    /// it passes a quiescent state first if it wants what it has just unlinked.
    pub(crate) fn oldest_seen(&self) -> u64 {
        fence(Ordering::SeqCst);
        let world = self.lock_world();
        world.strands.values().map(|strand| strand.seen.load(Ordering::Acquire)).min().unwrap_or(OFFLINE)
    }

    /// Asks every strand that has not reached `epoch` to pass a safepoint.
    pub(crate) fn ask_for_epoch(&self, epoch: u64) {
        let world = self.lock_world();
        for strand in world.strands.values().filter(|strand| strand.seen.load(Ordering::Acquire) < epoch) {
            strand.request(poll::RECLAIM);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::blocking::blocking;
    use crate::sched::runtime::Config;
    use crate::sched::stop::safepoint_slow;
    use crate::sched::sync::{AtomicBool, AtomicU64, AtomicUsize};
    use std::time::{Duration, Instant};

    #[test]
    fn waits_for_attached_strands_only() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let epoch = runtime.advance_epoch();
        assert!(runtime.oldest_seen() < epoch);
        assert_eq!(blocking(&me, || runtime.oldest_seen()), OFFLINE);
        assert_eq!(runtime.oldest_seen(), epoch);
        let next = runtime.advance_epoch();
        runtime.ask_for_epoch(next);
        assert!(me.is_polled() && safepoint_slow(&me) == 0 && !me.is_polled());
        assert!(runtime.oldest_seen() == next && runtime.current_epoch() == next);
    }

    /// Readers use a slot of `cells` they found in `current`; the writer replaces the slot and poisons it after a grace period.
    #[test]
    fn nothing_is_freed_under_a_reader() {
        const POISON: u64 = u64::MAX;
        let runtime = Runtime::new(Config::default());
        let cells: Vec<AtomicU64> = (0..64).map(AtomicU64::new).collect();
        let (current, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let me = runtime.enter("reader");
                    let mut turn = 0u32;
                    while !is_over.load(Ordering::Relaxed) {
                        let index = current.load(Ordering::Acquire);
                        for _ in 0..10 {
                            assert_ne!(cells[index].load(Ordering::Relaxed), POISON);
                        }
                        turn += 1;
                        if turn.is_multiple_of(64) {
                            blocking(&me, std::thread::yield_now);
                        } else if me.is_polled() {
                            safepoint_slow(&me);
                        }
                    }
                });
            }
            let me = runtime.enter("writer");
            let start = Instant::now();
            let mut index = 0;
            while start.elapsed() < Duration::from_millis(300) {
                let next = (index + 1) % cells.len();
                cells[next].store(next as u64, Ordering::Relaxed);
                current.store(next, Ordering::Release);
                let epoch = runtime.advance_epoch();
                runtime.ask_for_epoch(epoch);
                while runtime.oldest_seen() < epoch {
                    blocking(&me, std::thread::yield_now);
                }
                cells[index].store(POISON, Ordering::Relaxed);
                index = next;
            }
            is_over.store(true, Ordering::Relaxed);
        });
    }
}
