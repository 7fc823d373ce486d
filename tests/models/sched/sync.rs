//! What `src/sched/sync.rs` is in the program, for the model checker: every lock, atomic and wait is a point at which it may let another
//! thread go on. Time does not pass: what depends on it is drawn by lot.

pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};
pub(crate) use shuttle::thread::{Builder, Thread};
pub(crate) use std::sync::{Arc, OnceLock, Weak};

use shuttle::rand::{Rng, thread_rng};
use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

#[path = "deque.rs"]
pub(crate) mod deque;

/// With parking_lot's interface.
#[derive(Default)]
pub(crate) struct Mutex<T>(shuttle::sync::Mutex<T>);

/// Empty while a condition variable has the lock.
pub(crate) struct MutexGuard<'a, T>(Option<shuttle::sync::MutexGuard<'a, T>>);

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Mutex<T> {
        Mutex(shuttle::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard(Some(self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)))
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().expect("held")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_deref_mut().expect("held")
    }
}

pub(crate) struct Condvar(shuttle::sync::Condvar);

pub(crate) struct TimedOut(bool);

impl TimedOut {
    pub(crate) fn timed_out(&self) -> bool {
        self.0
    }
}

impl Condvar {
    pub(crate) const fn new() -> Condvar {
        Condvar(shuttle::sync::Condvar::new())
    }

    pub(crate) fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        let inner = guard.0.take().expect("held");
        guard.0 = Some(self.0.wait(inner).unwrap_or_else(std::sync::PoisonError::into_inner));
    }

    pub(crate) fn wait_until<T>(&self, guard: &mut MutexGuard<'_, T>, _: Instant) -> TimedOut {
        self.wait(guard);
        TimedOut(false)
    }

    pub(crate) fn wait_for<T>(&self, guard: &mut MutexGuard<'_, T>, _: Duration) -> TimedOut {
        self.wait(guard);
        TimedOut(false)
    }

    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
    }
}

pub(crate) fn this_os_thread() -> Thread {
    shuttle::thread::current()
}

pub(crate) fn heed_signals() {}

/// Signals are not modelled: no thread has a mask.
#[derive(Clone, Copy)]
pub(crate) struct Mask;

impl Mask {
    pub(crate) fn to_inherit() -> Option<Mask> {
        None
    }

    pub(crate) fn first() -> Option<Mask> {
        None
    }

    pub(crate) fn apply(&self) {}
}

pub(crate) fn rest_from_signals() -> bool {
    false
}

pub(crate) fn take_no_signals() {}

/// A deadline that is not yet over never is: whoever is not woken sleeps for ever, which the checker reports.
pub(crate) fn park_os_thread(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) if deadline <= Instant::now() => shuttle::thread::yield_now(),
        _ => shuttle::thread::park(),
    }
}

pub(crate) fn has_lasted(_since: Instant, _duration: Duration) -> bool {
    thread_rng().gen_bool(0.5)
}

pub(crate) fn wait_briefly(mut is_done: impl FnMut() -> bool) -> bool {
    is_done()
}

pub(crate) fn is_multicore() -> bool {
    false
}
