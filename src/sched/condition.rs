//! The condition variable of script, over any lock that can be given up and taken back. Knows not the condition.

use super::lock::Lock;
use super::park::{WaitError, WaitKind, WaitReason, Waiter, WakeReason, park};
use super::rlock::NotOwned;
use super::strand::Strand;
use super::sync::Mutex;
use std::collections::VecDeque;
use std::time::Instant;

/// A lock a strand can give up entirely for the time it waits.
pub(crate) trait Guard {
    /// What `acquire_restore` needs to bring back the state as it was.
    fn release_save(&self, me: &Strand) -> Result<u64, NotOwned>;
    /// Not interruptible: the waiter's code relies on holding the lock.
    fn acquire_restore(&self, me: &Strand, saved: u64) -> Result<(), WaitError>;
    fn is_held(&self, me: &Strand) -> bool;
}

impl Guard for Lock {
    fn release_save(&self, me: &Strand) -> Result<u64, NotOwned> {
        self.release(me).map(|()| 0).map_err(|_| NotOwned)
    }

    fn acquire_restore(&self, me: &Strand, _saved: u64) -> Result<(), WaitError> {
        self.acquire_uninterruptible(me)
    }

    /// As in CPython, a plain lock counts as held whoever took it.
    fn is_held(&self, _me: &Strand) -> bool {
        self.is_locked()
    }
}

/// Why a wait on a condition gave up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ConditionError {
    /// The lock was not held, nothing has happened.
    NotOwned,
    /// The lock is held again.
    Gave(WaitError),
    /// The lock could not be taken back.
    Lost(WaitError),
}

#[derive(Default)]
pub(crate) struct Condition {
    queue: Mutex<VecDeque<Waiter>>,
}

impl Condition {
    pub(crate) const fn new() -> Condition {
        Condition { queue: Mutex::new(VecDeque::new()) }
    }

    /// Gives `guard` up, waits to be notified, takes it back.
    pub(crate) fn wait(&self, me: &Strand, guard: &dyn Guard, deadline: Option<Instant>) -> Result<(), ConditionError> {
        if !guard.is_held(me) {
            return Err(ConditionError::NotOwned);
        }
        let waiter = self.enroll(me);
        let saved = match guard.release_save(me) {
            Ok(saved) => saved,
            Err(NotOwned) => {
                self.withdraw(&waiter);
                return Err(ConditionError::NotOwned);
            }
        };
        let outcome = self.wait_enrolled(me, &waiter, deadline);
        guard.acquire_restore(me, saved).map_err(ConditionError::Lost)?;
        outcome.map_err(ConditionError::Gave)
    }

    /// For a lock that only the layer above can release: enroll, release it, `wait_enrolled`, take it back.
    pub(crate) fn enroll(&self, me: &Strand) -> Waiter {
        let waiter = Waiter::new(me);
        self.queue.lock().push_back(waiter.clone());
        waiter
    }

    pub(crate) fn wait_enrolled(&self, me: &Strand, waiter: &Waiter, deadline: Option<Instant>) -> Result<(), WaitError> {
        let outcome = park(me, waiter, WaitReason::on(WaitKind::Condition, self), deadline).into_result();
        if outcome.is_err() {
            self.withdraw(waiter);
        }
        outcome
    }

    /// Takes an enrolled waiter out that will not wait. A notification it may have had passes to the next.
    pub(crate) fn withdraw(&self, waiter: &Waiter) {
        self.queue.lock().retain(|other| !other.is_same(waiter));
        if !waiter.claim(WakeReason::TimedOut) && waiter.outcome() == Some(WakeReason::Woken) {
            self.notify(1);
        }
    }

    /// Wakes up to `count` of the strands that have waited longest; says how many.
    pub(crate) fn notify(&self, count: usize) -> usize {
        let mut woken = Vec::new();
        {
            let mut queue = self.queue.lock();
            while woken.len() < count
                && let Some(waiter) = queue.pop_front()
            {
                if waiter.claim(WakeReason::Woken) {
                    woken.push(waiter);
                }
            }
        }
        woken.iter().for_each(Waiter::unpark);
        woken.len()
    }

    pub(crate) fn waiter_count(&self) -> usize {
        self.queue.lock().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::deadline_after;
    use crate::sched::rlock::RLock;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::sync::{AtomicU32, Ordering};
    use std::time::Duration;

    #[test]
    fn needs_the_lock_and_gives_it_back() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let (lock, condition) = (RLock::new(), Condition::new());
        assert_eq!(condition.wait(&me, &lock, None), Err(ConditionError::NotOwned));
        lock.acquire(&me, None).expect("free");
        lock.acquire(&me, None).expect("ours");
        let soon = deadline_after(Duration::from_millis(3));
        assert_eq!(condition.wait(&me, &lock, soon), Err(ConditionError::Gave(WaitError::TimedOut)));
        assert!(lock.count() == 2 && condition.waiter_count() == 0);
    }

    #[test]
    fn a_bounded_buffer_loses_nothing() {
        let runtime = Runtime::new(Config::default());
        let _outside = runtime.outside_waker();
        let lock = Lock::new();
        let (not_empty, not_full) = (Condition::new(), Condition::new());
        let fill = AtomicU32::new(0);
        let consumed = AtomicU32::new(0);
        let each = 2000;
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let me = runtime.enter("producer");
                    for _ in 0..each {
                        lock.acquire(&me, None).expect("it comes");
                        while fill.load(Ordering::Relaxed) == 3 {
                            not_full.wait(&me, &lock, None).expect("notified");
                        }
                        fill.fetch_add(1, Ordering::Relaxed);
                        not_empty.notify(1);
                        lock.release(&me).expect("held");
                    }
                });
                scope.spawn(|| {
                    let me = runtime.enter("consumer");
                    for _ in 0..each {
                        lock.acquire(&me, None).expect("it comes");
                        while fill.load(Ordering::Relaxed) == 0 {
                            not_empty.wait(&me, &lock, None).expect("notified");
                        }
                        fill.fetch_sub(1, Ordering::Relaxed);
                        consumed.fetch_add(1, Ordering::Relaxed);
                        not_full.notify(1);
                        lock.release(&me).expect("held");
                    }
                });
            }
        });
        assert_eq!(consumed.into_inner(), 2 * each);
    }
}
