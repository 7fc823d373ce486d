//! Timers: actions that run at an instant, on one thread per runtime that exists while there are timers. Strands that sleep need none.

use super::runtime::Runtime;
use super::sync::{Arc, Builder, Condvar, Mutex, Weak, heed_signals, take_no_signals};
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How long the thread stays when there is nothing to wait for.
const KEEP: Duration = Duration::from_secs(2);
const STACK_SIZE: usize = 256 << 10;

/// Short, does not wait, touches no object: it wakes somebody or sets a poll bit.
pub(crate) type Action = Box<dyn FnOnce() + Send>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct TimerId(Instant, u64);

/// What a pending timer means for strands that wait without end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// The action may wake one of them.
    Progress,
    /// It only ends or watches (a time limit): they may be in a deadlock all the same.
    Watch,
}

pub(crate) struct Timers {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    pending: BTreeMap<TimerId, Pending>,
    next: u64,
    has_thread: bool,
    is_closed: bool,
}

struct Pending {
    action: Action,
    purpose: Purpose,
}

impl Timers {
    pub(super) fn new() -> Timers {
        Timers { shared: Arc::new(Shared { state: Mutex::default(), changed: Condvar::new() }) }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.shared.state.lock().pending.len()
    }

    /// Fails if the thread cannot be made.
    pub(crate) fn schedule(&self, runtime: &Arc<Runtime>, at: Instant, purpose: Purpose, action: Action) -> io::Result<TimerId> {
        let mut state = self.shared.state.lock();
        if !state.has_thread && !state.is_closed {
            let (shared, runtime) = (self.shared.clone(), Arc::downgrade(runtime));
            heed_signals();
            Builder::new().name("pyc-timers".into()).stack_size(STACK_SIZE).spawn(move || {
                take_no_signals();
                shared.run(&runtime)
            })?;
            state.has_thread = true;
        }
        let id = TimerId(at, state.next);
        state.next += 1;
        let is_first = state.pending.keys().next().is_none_or(|first| id < *first);
        if purpose == Purpose::Progress {
            runtime.progress_gained();
        }
        state.pending.insert(id, Pending { action, purpose });
        drop(state);
        if is_first {
            self.shared.changed.notify_one();
        }
        Ok(id)
    }

    /// False if the action has run or is running.
    pub(crate) fn cancel(&self, runtime: &Runtime, id: TimerId) -> bool {
        let cancelled = self.shared.state.lock().pending.remove(&id);
        let is_cancelled = cancelled.is_some();
        if let Some(pending) = cancelled {
            pending.end(runtime);
        }
        is_cancelled
    }

    /// Cancels all; nothing runs from now on.
    pub(super) fn clear(&self, runtime: &Runtime) {
        for pending in self.take_all().into_values() {
            pending.end(runtime);
        }
    }

    /// At the end of the runtime, when nobody is left to wait.
    pub(super) fn close(&self) {
        drop(self.take_all());
    }

    fn take_all(&self) -> BTreeMap<TimerId, Pending> {
        let mut state = self.shared.state.lock();
        state.is_closed = true;
        self.shared.changed.notify_one();
        std::mem::take(&mut state.pending)
    }
}

impl Pending {
    fn end(self, runtime: &Runtime) {
        drop(self.action);
        if self.purpose == Purpose::Progress {
            runtime.source_ended();
        }
    }
}

impl Shared {
    fn run(&self, runtime: &Weak<Runtime>) {
        while let Some(pending) = self.next_due() {
            // A panic of one action must not silence the others.
            let _caught = catch_unwind(AssertUnwindSafe(pending.action));
            if pending.purpose == Purpose::Progress
                && let Some(runtime) = runtime.upgrade()
            {
                runtime.source_ended();
            }
        }
    }

    /// Waits for the next action; `None` ends the thread.
    fn next_due(&self) -> Option<Pending> {
        let mut state = self.state.lock();
        let mut is_kept = false;
        loop {
            let first = state.pending.keys().next().copied();
            match first {
                _ if state.is_closed => break,
                Some(id) if id.0 <= Instant::now() => return state.pending.remove(&id),
                Some(id) => {
                    self.changed.wait_until(&mut state, id.0);
                }
                None if is_kept => break,
                None => is_kept = self.changed.wait_for(&mut state, KEEP).timed_out(),
            }
        }
        state.has_thread = false;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::event::Event;
    use crate::sched::runtime::Config;
    use crate::sched::sync::{AtomicUsize, Ordering};

    #[test]
    fn run_in_order_and_can_be_cancelled() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let order = Arc::new(Mutex::new(Vec::new()));
        let done = Arc::new(Event::new());
        let start = Instant::now();
        let schedule = |millis: u64| {
            let (order, done) = (order.clone(), done.clone());
            let action = Box::new(move || {
                order.lock().push(millis);
                if millis == 30 {
                    done.set();
                }
            });
            let at = start + Duration::from_millis(millis);
            runtime.timers().schedule(&runtime, at, Purpose::Progress, action).expect("a thread")
        };
        let (_last, cancelled, _first) = (schedule(30), schedule(20), schedule(10));
        assert!(runtime.timers().cancel(&runtime, cancelled) && !runtime.timers().cancel(&runtime, cancelled));
        done.wait(&me, None).expect("the timer sets it, so it is no deadlock");
        assert_eq!(*order.lock(), [10, 30]);
    }

    #[test]
    fn many_at_once() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let (count, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(Event::new()));
        for index in 0..10_000u64 {
            let (count, done) = (count.clone(), done.clone());
            let action = Box::new(move || {
                if count.fetch_add(1, Ordering::Relaxed) + 1 == 10_000 {
                    done.set();
                }
            });
            let at = Instant::now() + Duration::from_micros(index * 7919 % 100_000);
            runtime.timers().schedule(&runtime, at, Purpose::Progress, action).expect("a thread");
        }
        done.wait(&me, None).expect("all run");
        assert_eq!(runtime.timers().len(), 0);
    }
}
