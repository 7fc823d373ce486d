//! The event of script: a flag that strands wait for. Knows not what it announces.

use super::park::{WaitError, WaitKind, WaitReason, Waiter, WakeReason, park};
use super::strand::Strand;
use super::sync::{AtomicBool, Mutex, Ordering};
use std::time::Instant;

#[derive(Default)]
pub(crate) struct Event {
    is_set: AtomicBool,
    queue: Mutex<Vec<Waiter>>,
}

impl Event {
    pub(crate) const fn new() -> Event {
        Event { is_set: AtomicBool::new(false), queue: Mutex::new(Vec::new()) }
    }

    pub(crate) fn is_set(&self) -> bool {
        self.is_set.load(Ordering::Acquire)
    }

    pub(crate) fn set(&self) {
        let woken = {
            let mut queue = self.queue.lock();
            self.is_set.store(true, Ordering::Release);
            std::mem::take(&mut *queue)
        };
        for waiter in woken {
            waiter.wake();
        }
    }

    pub(crate) fn clear(&self) {
        let _queue = self.queue.lock();
        self.is_set.store(false, Ordering::Release);
    }

    /// Returns once the event has been set, even if it is cleared again before the strand runs.
    pub(crate) fn wait(&self, me: &Strand, deadline: Option<Instant>) -> Result<(), WaitError> {
        if self.is_set() {
            return Ok(());
        }
        let waiter = Waiter::new(me);
        {
            // `set` stores under this lock, so it either finds the waiter or is seen here.
            let mut queue = self.queue.lock();
            if self.is_set() {
                return Ok(());
            }
            queue.push(waiter.clone());
        }
        match park(me, &waiter, WaitReason::on(WaitKind::Event, self), deadline) {
            WakeReason::Woken | WakeReason::Granted => Ok(()),
            gave_up => {
                self.queue.lock().retain(|other| !other.is_same(&waiter));
                gave_up.into_result()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::{Config, Runtime};
    use std::time::Duration;

    #[test]
    fn wakes_all_and_can_be_cleared() {
        let runtime = Runtime::new(Config::default());
        let event = Event::new();
        let _outside = runtime.outside_waker();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| event.wait(&runtime.enter("waiter"), None).expect("set"));
            }
            std::thread::sleep(Duration::from_millis(5));
            event.set();
        });
        let me = runtime.enter("main");
        assert_eq!((event.is_set(), event.wait(&me, None)), (true, Ok(())));
        event.clear();
        assert_eq!(event.wait(&me, deadline_after(Duration::from_millis(2))), Err(WaitError::TimedOut));
        assert!(event.queue.lock().is_empty());
    }
}
