//! The re-entrant lock of script: taken again by its owner, released by its owner only. Knows not what it guards.

use super::condition::Guard;
use super::lock::Lock;
use super::park::{WaitError, WaitKind, WaitReason};
use super::strand::{Strand, StrandId};
use super::sync::{AtomicU64, Ordering};
use std::time::Instant;

/// The strand does not own the lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotOwned;

#[derive(Default)]
pub(crate) struct RLock {
    lock: Lock,
    /// Written by the owner only.
    count: AtomicU64,
}

impl RLock {
    pub(crate) const fn new() -> RLock {
        RLock { lock: Lock::new(), count: AtomicU64::new(0) }
    }

    pub(crate) fn owner(&self) -> Option<StrandId> {
        self.lock.owner()
    }

    /// How often the owner has taken it.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.lock.is_locked()
    }

    #[inline]
    pub(crate) fn is_owned(&self, me: &Strand) -> bool {
        self.lock.owner() == Some(me.id())
    }

    #[inline]
    pub(crate) fn try_acquire(&self, me: &Strand) -> bool {
        if self.is_owned(me) {
            self.count.store(self.count() + 1, Ordering::Relaxed);
            return true;
        }
        let is_taken = self.lock.try_acquire(me);
        if is_taken {
            self.count.store(1, Ordering::Relaxed);
        }
        is_taken
    }

    #[inline]
    pub(crate) fn acquire(&self, me: &Strand, deadline: Option<Instant>) -> Result<(), WaitError> {
        if self.try_acquire(me) {
            return Ok(());
        }
        self.lock.acquire_contended(me, deadline, WaitReason::on(WaitKind::RLock, self))?;
        self.count.store(1, Ordering::Relaxed);
        Ok(())
    }

    #[inline]
    pub(crate) fn release(&self, me: &Strand) -> Result<(), NotOwned> {
        if !self.is_owned(me) {
            return Err(NotOwned);
        }
        let count = self.count();
        self.count.store(count - 1, Ordering::Relaxed);
        if count == 1 {
            return self.lock.release(me).map_err(|_| NotOwned);
        }
        Ok(())
    }
}

impl Guard for RLock {
    fn release_save(&self, me: &Strand) -> Result<u64, NotOwned> {
        if !self.is_owned(me) {
            return Err(NotOwned);
        }
        let count = self.count.swap(0, Ordering::Relaxed);
        self.lock.release(me).map_err(|_| NotOwned)?;
        Ok(count)
    }

    fn acquire_restore(&self, me: &Strand, saved: u64) -> Result<(), WaitError> {
        if !self.lock.try_acquire(me) {
            self.lock.acquire_contended(me, None, WaitReason::on(WaitKind::RLock, self).uninterruptible())?;
        }
        self.count.store(saved, Ordering::Relaxed);
        Ok(())
    }

    fn is_held(&self, me: &Strand) -> bool {
        self.is_owned(me)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::{Config, Runtime};
    use std::time::Duration;

    #[test]
    fn counts_and_belongs_to_one_strand() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let lock = RLock::new();
        assert_eq!(lock.release(&me), Err(NotOwned));
        assert_eq!((lock.acquire(&me, None), lock.acquire(&me, None)), (Ok(()), Ok(())));
        assert_eq!(lock.count(), 2);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let other = runtime.enter("other");
                assert_eq!(lock.release(&other), Err(NotOwned));
                assert_eq!(lock.acquire(&other, deadline_after(Duration::from_millis(5))), Err(WaitError::TimedOut));
            });
        });
        let saved = lock.release_save(&me).expect("owned");
        assert!(saved == 2 && !lock.is_locked());
        lock.acquire_restore(&me, saved).expect("free");
        assert_eq!((lock.release(&me), lock.release(&me), lock.release(&me)), (Ok(()), Ok(()), Err(NotOwned)));
    }
}
