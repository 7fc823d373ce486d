//! The barrier of script: strands wait until enough of them have come. Knows not what they do next.

use super::park::{WaitError, WaitKind, WaitReason, Waiter, WakeReason, park};
use super::strand::Strand;
use super::sync::{Arc, AtomicBool, Mutex, Ordering};
use std::time::Instant;

/// What a strand that has come is to do.
pub(crate) enum Arrival {
    /// All have come and passed; the strand was the `index`th, counted from zero.
    Passed { index: usize },
    /// The last to come: it runs the barrier's action, then lets the others pass.
    Last { index: usize, turn: Turn },
}

/// Why a strand did not pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BarrierError {
    Broken,
    /// This strand gave up, which has broken the barrier for all.
    Gave(WaitError),
}

/// The strands that wait for the last one's action; they fail if this is dropped without `open`.
pub(crate) struct Turn {
    waiting: Vec<Waiter>,
    is_broken: Arc<AtomicBool>,
}

impl Turn {
    pub(crate) fn open(mut self) {
        self.let_go();
    }

    fn let_go(&mut self) {
        for waiter in self.waiting.drain(..) {
            waiter.wake();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.waiting.is_empty() {
            self.is_broken.store(true, Ordering::Release);
            self.let_go();
        }
    }
}

pub(crate) struct Barrier {
    parties: usize,
    state: Mutex<State>,
}

struct State {
    is_broken: bool,
    filling: Turn,
}

impl Barrier {
    /// `parties` is at least one.
    pub(crate) fn new(parties: usize) -> Barrier {
        Barrier { parties, state: Mutex::new(State { is_broken: false, filling: empty_turn() }) }
    }

    pub(crate) fn parties(&self) -> usize {
        self.parties
    }

    /// How many strands wait for the others now.
    pub(crate) fn waiting_count(&self) -> usize {
        self.state.lock().filling.waiting.len()
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.state.lock().is_broken
    }

    pub(crate) fn wait(&self, me: &Strand, deadline: Option<Instant>) -> Result<Arrival, BarrierError> {
        let waiter = Waiter::new(me);
        let (index, is_turn_broken) = {
            let mut state = self.state.lock();
            if state.is_broken {
                return Err(BarrierError::Broken);
            }
            let index = state.filling.waiting.len();
            if index + 1 >= self.parties {
                let turn = std::mem::replace(&mut state.filling, empty_turn());
                return Ok(Arrival::Last { index, turn });
            }
            state.filling.waiting.push(waiter.clone());
            (index, state.filling.is_broken.clone())
        };
        match park(me, &waiter, WaitReason::on(WaitKind::Barrier, self), deadline) {
            WakeReason::Woken | WakeReason::Granted if is_turn_broken.load(Ordering::Acquire) => Err(BarrierError::Broken),
            WakeReason::Woken | WakeReason::Granted => Ok(Arrival::Passed { index }),
            gave_up => {
                self.abort();
                Err(gave_up.into_result().map_or_else(BarrierError::Gave, |()| BarrierError::Broken))
            }
        }
    }

    /// Breaks the barrier: who waits and who comes fails, until `reset`.
    pub(crate) fn abort(&self) {
        self.fail_waiting(true);
    }

    /// Who waits fails; the barrier is as new.
    pub(crate) fn reset(&self) {
        self.fail_waiting(false);
    }

    fn fail_waiting(&self, is_broken: bool) {
        let failed = {
            let mut state = self.state.lock();
            state.is_broken = is_broken;
            std::mem::replace(&mut state.filling, empty_turn())
        };
        drop(failed);
    }
}

fn empty_turn() -> Turn {
    Turn { waiting: Vec::new(), is_broken: Arc::new(AtomicBool::new(false)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::sync::AtomicU32;
    use std::time::Duration;

    #[test]
    fn turns_do_not_mix() {
        let runtime = Runtime::new(Config::default());
        let _outside = runtime.outside_waker();
        let barrier = Barrier::new(3);
        let arrived = AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let me = runtime.enter("party");
                    for turn in 1..=200 {
                        arrived.fetch_add(1, Ordering::SeqCst);
                        if let Arrival::Last { turn, .. } = barrier.wait(&me, None).expect("whole") {
                            turn.open();
                        }
                        assert!(arrived.load(Ordering::SeqCst) >= turn * 3);
                    }
                });
            }
        });
        let me = runtime.enter("main");
        let soon = deadline_after(Duration::from_millis(2));
        assert!(matches!(barrier.wait(&me, soon), Err(BarrierError::Gave(WaitError::TimedOut))));
        assert!(barrier.is_broken() && matches!(barrier.wait(&me, None), Err(BarrierError::Broken)));
        barrier.reset();
        assert!(!barrier.is_broken() && barrier.waiting_count() == 0);
    }
}
