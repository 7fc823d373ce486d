//! A cell that is filled once and waited for: the core of futures and joins. Knows not what it holds.

use super::park::{WaitError, WaitReason, Waiter, WakeReason, park};
use super::strand::Strand;
use super::sync::{Mutex, OnceLock};
use std::time::Instant;

pub(crate) struct OneShot<T> {
    value: OnceLock<T>,
    queue: Mutex<Vec<Waiter>>,
}

impl<T> Default for OneShot<T> {
    fn default() -> OneShot<T> {
        OneShot::new()
    }
}

impl<T> OneShot<T> {
    pub(crate) const fn new() -> OneShot<T> {
        OneShot { value: OnceLock::new(), queue: Mutex::new(Vec::new()) }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.value.get()
    }

    pub(crate) fn is_set(&self) -> bool {
        self.value.get().is_some()
    }

    /// Fills the cell and wakes who waits; gives `value` back if it was filled before.
    pub(crate) fn set(&self, value: T) -> Result<(), T> {
        self.value.set(value)?;
        for waiter in std::mem::take(&mut *self.queue.lock()) {
            waiter.wake();
        }
        Ok(())
    }

    /// Has `waiter` woken when the cell is filled; false if it is already. One waiter may be left with several cells.
    pub(crate) fn add_waiter(&self, waiter: &Waiter) -> bool {
        // The value is set before the queue is emptied under its lock: either `set` finds the waiter or we find the value.
        let mut queue = self.queue.lock();
        let is_open = !self.is_set();
        if is_open {
            queue.push(waiter.clone());
        }
        is_open
    }

    pub(crate) fn remove_waiter(&self, waiter: &Waiter) {
        self.queue.lock().retain(|other| !other.is_same(waiter));
    }

    pub(crate) fn wait(&self, me: &Strand, reason: WaitReason<'_>, deadline: Option<Instant>) -> Result<&T, WaitError> {
        loop {
            if let Some(value) = self.get() {
                return Ok(value);
            }
            let waiter = Waiter::new(me);
            if !self.add_waiter(&waiter) {
                continue;
            }
            match park(me, &waiter, reason, deadline) {
                WakeReason::Woken | WakeReason::Granted => {}
                gave_up => {
                    self.remove_waiter(&waiter);
                    gave_up.into_result()?;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::WaitKind;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::sync::Arc;

    #[test]
    fn filled_once_and_seen_by_all() {
        let runtime = Runtime::new(Config::default());
        let _outside = runtime.outside_waker();
        for round in 0..200 {
            let cell = Arc::new(OneShot::new());
            std::thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        let me = runtime.enter("waiter");
                        assert_eq!(cell.wait(&me, WaitReason::new(WaitKind::Future, 0), None), Ok(&round));
                    });
                }
                assert_eq!(cell.set(round), Ok(()));
            });
            assert_eq!(cell.set(7), Err(7));
        }
    }
}
