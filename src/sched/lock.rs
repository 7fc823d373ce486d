//! The lock of script: any strand may release it, waits have time limits and can be interrupted. Knows not what it guards.
//!
//! One word holds everything a strand without competition needs: acquire and release are one compare-exchange each.
//!   bit 0 LOCKED | bit 1 WAITERS (the queue is not empty) | bit 2 FOREIGN (once released by a strand that did not own it) | owner's id
//! While LOCKED and WAITERS are both set, the word is changed only under the queue's lock; that makes the slow paths simple.
//!
//! Fairness: a released lock is free to whoever comes first, so a strand that takes it again at once need not wait for a sleeper
//! to wake up; but a release that finds the first waiter older than `HAND_OFF_AFTER` gives the lock to it. A waiter that loses
//! the race goes back to the front with its age, so each waiter gets the lock after at most about that time plus one turn per waiter before it.

use super::park::{Owner, WaitError, WaitKind, WaitReason, Waiter, WakeReason, park};
use super::strand::{Strand, StrandId};
use super::sync::{AtomicU64, Mutex, Ordering, has_lasted, is_multicore};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

const LOCKED: u64 = 1;
const WAITERS: u64 = 2;
const FOREIGN: u64 = 4;
const OWNER_SHIFT: u32 = 3;

pub(crate) const HAND_OFF_AFTER: Duration = Duration::from_millis(1);

/// How often a strand looks at a taken lock before it goes to sleep: well under the price of sleeping.
const SPINS: u32 = 40;

/// The lock was not locked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotLocked;

#[derive(Default)]
pub(crate) struct Lock {
    word: AtomicU64,
    queue: Mutex<VecDeque<Waiter>>,
}

/// Whom the graph may take for the owner.
pub(super) fn believed_owner(word: u64) -> Option<StrandId> {
    if word & FOREIGN != 0 { None } else { StrandId::from_raw(word >> OWNER_SHIFT) }
}

fn owned_by(strand: StrandId) -> u64 {
    strand.raw() << OWNER_SHIFT | LOCKED
}

impl Lock {
    pub(crate) const fn new() -> Lock {
        Lock { word: AtomicU64::new(0), queue: Mutex::new(VecDeque::new()) }
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.word.load(Ordering::Relaxed) & LOCKED != 0
    }

    /// The strand that took the lock.
    pub(crate) fn owner(&self) -> Option<StrandId> {
        StrandId::from_raw(self.word.load(Ordering::Relaxed) >> OWNER_SHIFT)
    }

    #[inline]
    pub(crate) fn try_acquire(&self, me: &Strand) -> bool {
        let mut word = self.word.load(Ordering::Relaxed);
        while word & LOCKED == 0 {
            match self.word.compare_exchange_weak(word, word | owned_by(me.id()), Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(now) => word = now,
            }
        }
        false
    }

    /// Waits until `deadline`, or as long as it takes.
    #[inline]
    pub(crate) fn acquire(&self, me: &Strand, deadline: Option<Instant>) -> Result<(), WaitError> {
        if self.try_acquire(me) {
            return Ok(());
        }
        self.acquire_contended(me, deadline, WaitReason::on(WaitKind::Lock, self))
    }

    /// Only cancellation and deadlock can make it fail.
    pub(crate) fn acquire_uninterruptible(&self, me: &Strand) -> Result<(), WaitError> {
        if self.try_acquire(me) {
            return Ok(());
        }
        self.acquire_contended(me, None, WaitReason::on(WaitKind::Lock, self).uninterruptible())
    }

    #[cold]
    pub(super) fn acquire_contended(&self, me: &Strand, deadline: Option<Instant>, reason: WaitReason<'_>) -> Result<(), WaitError> {
        if self.spin(me) {
            return Ok(());
        }
        let reason = reason.owned_by(Owner::Word(&self.word));
        let mut waiter = Waiter::new(me);
        let mut is_first_try = true;
        while self.enqueue_unless_free(me, &waiter, is_first_try) {
            match park(me, &waiter, reason, deadline) {
                WakeReason::Granted => return Ok(()),
                WakeReason::Woken => {}
                gave_up => {
                    self.forget(&waiter);
                    return gave_up.into_result();
                }
            }
            if self.try_acquire(me) {
                return Ok(());
            }
            waiter = Waiter::since(me, waiter.waiting_since());
            is_first_try = false;
        }
        Ok(())
    }

    /// Only while nobody sleeps for the lock: the sleepers were here before.
    fn spin(&self, me: &Strand) -> bool {
        if !is_multicore() {
            return false;
        }
        for _ in 0..SPINS {
            let word = self.word.load(Ordering::Relaxed);
            if word & LOCKED == 0 && self.try_acquire(me) {
                return true;
            }
            if word & WAITERS != 0 {
                return false;
            }
            std::hint::spin_loop();
        }
        false
    }

    /// False if the lock was taken instead.
    fn enqueue_unless_free(&self, me: &Strand, waiter: &Waiter, at_back: bool) -> bool {
        let mut queue = self.queue.lock();
        let mut word = self.word.load(Ordering::Relaxed);
        loop {
            let (next, order) = match word & LOCKED {
                0 => (word | owned_by(me.id()), Ordering::Acquire),
                _ => (word | WAITERS, Ordering::Relaxed),
            };
            match self.word.compare_exchange_weak(word, next, order, Ordering::Relaxed) {
                Ok(_) if word & LOCKED == 0 => return false,
                Ok(_) => break,
                Err(now) => word = now,
            }
        }
        if at_back {
            queue.push_back(waiter.clone());
        } else {
            queue.push_front(waiter.clone());
        }
        true
    }

    fn forget(&self, waiter: &Waiter) {
        let mut queue = self.queue.lock();
        queue.retain(|other| !other.is_same(waiter));
        if queue.is_empty() {
            self.word.fetch_and(!WAITERS, Ordering::Relaxed);
        }
    }

    #[inline]
    pub(crate) fn release(&self, me: &Strand) -> Result<(), NotLocked> {
        let mut word = self.word.load(Ordering::Relaxed);
        loop {
            if word & LOCKED == 0 {
                return Err(NotLocked);
            }
            let foreign = self.foreign_bit(word, me);
            if word & WAITERS != 0 {
                if let Some(outcome) = self.release_contended(me) {
                    return outcome;
                }
                word = self.word.load(Ordering::Relaxed);
                continue;
            }
            match self.word.compare_exchange_weak(word, foreign, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return Ok(()),
                Err(now) => word = now,
            }
        }
    }

    fn foreign_bit(&self, word: u64, me: &Strand) -> u64 {
        if word >> OWNER_SHIFT == me.id().raw() { word & FOREIGN } else { FOREIGN }
    }

    /// `None` if the waiters have gone meanwhile.
    #[cold]
    fn release_contended(&self, me: &Strand) -> Option<Result<(), NotLocked>> {
        let mut queue = self.queue.lock();
        let word = self.word.load(Ordering::Relaxed);
        if word & LOCKED == 0 {
            return Some(Err(NotLocked));
        }
        if word & WAITERS == 0 {
            return None;
        }
        let foreign = self.foreign_bit(word, me);
        while let Some(waiter) = queue.pop_front() {
            let is_claimed = if has_lasted(waiter.waiting_since(), HAND_OFF_AFTER) {
                // The word first: once claimed, the new owner may look at it. WAITERS stays set so that its release comes here.
                self.word.store(owned_by(waiter.strand()) | WAITERS | foreign, Ordering::Release);
                waiter.claim(WakeReason::Granted)
            } else {
                let is_claimed = waiter.claim(WakeReason::Woken);
                if is_claimed {
                    self.word.store(if queue.is_empty() { foreign } else { foreign | WAITERS }, Ordering::Release);
                }
                is_claimed
            };
            if is_claimed {
                if queue.is_empty() {
                    self.word.fetch_and(!WAITERS, Ordering::Relaxed);
                }
                drop(queue);
                waiter.unpark();
                return Some(Ok(()));
            }
        }
        self.word.store(foreign, Ordering::Release);
        Some(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::strand::poll;
    use crate::sched::sync::{Arc, AtomicU32};

    #[test]
    fn states() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let lock = Lock::new();
        assert_eq!(lock.release(&me), Err(NotLocked));
        assert!(lock.try_acquire(&me) && !lock.try_acquire(&me) && lock.is_locked());
        assert_eq!(lock.owner(), Some(me.id()));
        assert_eq!(lock.acquire(&me, deadline_after(Duration::from_millis(5))), Err(WaitError::TimedOut));
        assert_eq!(lock.release(&me), Ok(()));
        assert!(!lock.is_locked() && lock.owner().is_none());
        me.request(poll::INTERRUPT);
        assert_eq!(lock.acquire(&me, None), Ok(()));
        assert_eq!(lock.acquire(&me, None), Err(WaitError::Interrupted));
    }

    #[test]
    fn excludes_with_time_limits_and_interrupts() {
        let runtime = Runtime::new(Config::default());
        let lock = Lock::new();
        let counter = AtomicU64::new(0);
        let inside = AtomicU32::new(0);
        let strands = Mutex::new(Vec::<Arc<Strand>>::new());
        let done = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4u32)
                .map(|seed| {
                    let (runtime, lock, counter, inside, strands) = (&runtime, &lock, &counter, &inside, &strands);
                    scope.spawn(move || {
                        let me = runtime.enter("worker");
                        strands.lock().push(me.clone());
                        let mut random = seed + 1;
                        let mut done = 0;
                        while done < 3000 {
                            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                            let deadline = (random >> 30 == 0).then(|| Instant::now() + Duration::from_micros(50));
                            match lock.acquire(&me, deadline) {
                                Ok(()) => {
                                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                                    let value = counter.load(Ordering::Relaxed);
                                    if random >> 20 & 63 == 0 {
                                        std::thread::yield_now();
                                    }
                                    counter.store(value + 1, Ordering::Relaxed);
                                    inside.fetch_sub(1, Ordering::SeqCst);
                                    lock.release(&me).expect("we hold it");
                                    done += 1;
                                }
                                Err(WaitError::Interrupted) => drop(me.take(poll::INTERRUPT)),
                                Err(error) => assert_eq!(error, WaitError::TimedOut),
                            }
                        }
                        done
                    })
                })
                .collect();
            for _ in 0..100 {
                std::thread::sleep(Duration::from_micros(200));
                strands.lock().iter().for_each(|strand| strand.interrupt(poll::INTERRUPT));
            }
            workers.into_iter().map(|worker| worker.join().expect("no panic")).sum::<u64>()
        });
        assert_eq!(counter.load(Ordering::Relaxed), done);
        assert!(!lock.is_locked() && lock.queue.lock().is_empty());
    }

    #[test]
    fn nobody_starves_beside_a_greedy_strand() {
        let runtime = Runtime::new(Config::default());
        let lock = Lock::new();
        let is_over = crate::sched::sync::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let me = runtime.enter("greedy");
                while !is_over.load(Ordering::Relaxed) {
                    lock.acquire(&me, None).expect("it comes");
                    let start = Instant::now();
                    while start.elapsed() < Duration::from_micros(100) {
                        std::hint::spin_loop();
                    }
                    lock.release(&me).expect("we hold it");
                }
            });
            let me = runtime.enter("modest");
            for _ in 0..20 {
                let start = Instant::now();
                lock.acquire(&me, None).expect("it comes");
                assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
                lock.release(&me).expect("we hold it");
            }
            is_over.store(true, Ordering::Relaxed);
        });
    }

    #[test]
    fn released_by_another_strand() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let lock = Lock::new();
        let _outside = runtime.outside_waker();
        lock.acquire(&me, None).expect("free");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let other = runtime.enter("other");
                std::thread::sleep(Duration::from_millis(120));
                lock.release(&other).expect("locked");
            });
            // Longer than a deadlock may stand: a lock used as a signal is none.
            assert_eq!(lock.acquire(&me, None), Ok(()));
        });
    }
}
