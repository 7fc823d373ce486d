//! The semaphore of script, with or without an upper bound. Knows not what it counts.
//!
//! Permits go to waiters in order: a release with waiters hands the permit over, so the count is zero while anybody waits.

use super::park::{WaitError, WaitKind, WaitReason, Waiter, WakeReason, park};
use super::strand::Strand;
use super::sync::Mutex;
use std::collections::VecDeque;
use std::time::Instant;

/// The release would exceed the bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TooMany;

pub(crate) struct Semaphore {
    bound: Option<u64>,
    state: Mutex<State>,
}

struct State {
    permits: u64,
    queue: VecDeque<Waiter>,
}

impl Semaphore {
    pub(crate) const fn new(permits: u64) -> Semaphore {
        Semaphore { bound: None, state: Mutex::new(State { permits, queue: VecDeque::new() }) }
    }

    /// Never holds more permits than at first.
    pub(crate) const fn bounded(permits: u64) -> Semaphore {
        Semaphore { bound: Some(permits), state: Mutex::new(State { permits, queue: VecDeque::new() }) }
    }

    pub(crate) fn permits(&self) -> u64 {
        self.state.lock().permits
    }

    pub(crate) fn try_acquire(&self) -> bool {
        let mut state = self.state.lock();
        let is_free = state.permits > 0;
        state.permits -= u64::from(is_free);
        is_free
    }

    pub(crate) fn acquire(&self, me: &Strand, deadline: Option<Instant>) -> Result<(), WaitError> {
        if self.try_acquire() {
            return Ok(());
        }
        let waiter = Waiter::new(me);
        {
            let mut state = self.state.lock();
            if state.permits > 0 {
                state.permits -= 1;
                return Ok(());
            }
            state.queue.push_back(waiter.clone());
        }
        match park(me, &waiter, WaitReason::on(WaitKind::Semaphore, self), deadline) {
            WakeReason::Granted | WakeReason::Woken => Ok(()),
            gave_up => {
                self.state.lock().queue.retain(|other| !other.is_same(&waiter));
                gave_up.into_result()
            }
        }
    }

    pub(crate) fn release(&self, count: u64) -> Result<(), TooMany> {
        let mut granted = Vec::new();
        {
            let mut state = self.state.lock();
            let total = state.permits.checked_add(count).ok_or(TooMany)?;
            if self.bound.is_some_and(|bound| total > bound) {
                return Err(TooMany);
            }
            let mut left = count;
            while left > 0
                && let Some(waiter) = state.queue.pop_front()
            {
                if waiter.claim(WakeReason::Granted) {
                    granted.push(waiter);
                    left -= 1;
                }
            }
            state.permits += left;
        }
        granted.iter().for_each(Waiter::unpark);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::sync::{AtomicU32, Ordering};
    use std::time::Duration;

    #[test]
    fn admits_as_many_as_permits() {
        let runtime = Runtime::new(Config::default());
        let _outside = runtime.outside_waker();
        let semaphore = Semaphore::bounded(3);
        let inside = AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let me = runtime.enter("worker");
                    for turn in 0..500 {
                        let deadline = (turn % 7 == 0).then(|| Instant::now() + Duration::from_micros(20));
                        if semaphore.acquire(&me, deadline).is_ok() {
                            assert!(inside.fetch_add(1, Ordering::SeqCst) < 3);
                            std::thread::yield_now();
                            inside.fetch_sub(1, Ordering::SeqCst);
                            semaphore.release(1).expect("taken before");
                        }
                    }
                });
            }
        });
        assert_eq!((semaphore.permits(), semaphore.release(1)), (3, Err(TooMany)));
        let me = runtime.enter("main");
        (0..3).for_each(|_| assert!(semaphore.try_acquire()));
        assert_eq!(semaphore.acquire(&me, deadline_after(Duration::from_millis(2))), Err(WaitError::TimedOut));
    }
}
