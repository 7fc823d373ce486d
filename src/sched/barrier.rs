//! The barrier of script: strands wait until enough of them have come. Knows not what they do next.
//!
//! All who came for one turn have its `Turn`, which ends once, under its mutex: open or broken. The barrier's mutex says which turn is
//! filling. Who gives up looks there: while its own turn is filling it may break it, or leave; once the last has come there is nothing to
//! give up, and it waits for what becomes of the turn, like the others. So all who came for a turn and stay pass, or none does. The
//! barrier's mutex is taken before a turn's.

use super::park::{WaitError, WaitKind, WaitReason, Waiter, park};
use super::strand::Strand;
use super::sync::{Arc, Mutex};
use std::time::Instant;

/// What a strand that has come is to do. Counted from zero, it came as number `index`.
pub(crate) enum Arrival<'a> {
    /// To wait for the others.
    Early { index: usize, place: Place<'a> },
    /// The last to come: it runs the barrier's action, then lets the others pass.
    Last { index: usize, opening: Opening },
}

/// The barrier is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Broken;

/// Why a strand did not pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BarrierError {
    Broken,
    /// This strand gave up. An interrupted one may wait again, or drop its place; otherwise that has broken the barrier for all whom it
    /// waited for.
    Gave(WaitError),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Broken,
}

#[derive(Default)]
struct Turn(Mutex<TurnState>);

#[derive(Default)]
struct TurnState {
    waiting: Vec<Waiter>,
    end: Option<End>,
}

impl Turn {
    /// The first end counts.
    fn settle(&self, end: End) {
        let woken = {
            let mut state = self.0.lock();
            state.end.get_or_insert(end);
            std::mem::take(&mut state.waiting)
        };
        for waiter in woken {
            waiter.wake();
        }
    }
}

/// The last one's right to let the others pass; they fail if this is dropped without `open`.
pub(crate) struct Opening(Arc<Turn>);

impl Opening {
    pub(crate) fn open(self) {
        self.0.settle(End::Open);
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.0.settle(End::Broken);
    }
}

/// The place of a strand that waits; who drops it before the last has come has not come.
pub(crate) struct Place<'a> {
    barrier: &'a Barrier,
    turn: Arc<Turn>,
    waiter: Waiter,
}

impl Place<'_> {
    pub(crate) fn wait(&mut self, me: &Strand, deadline: Option<Instant>) -> Result<(), BarrierError> {
        loop {
            match self.stand(me) {
                Some(End::Open) => return Ok(()),
                Some(End::Broken) => return Err(BarrierError::Broken),
                None => {}
            }
            // Once all have come only the action is waited for, which has no time limit.
            let deadline = deadline.filter(|_| self.barrier.is_filling(&self.turn));
            let outcome = park(me, &self.waiter, WaitReason::on(WaitKind::Barrier, self.barrier), deadline);
            let Err(error) = outcome.into_result() else { continue };
            let has_broken = error != WaitError::Interrupted && self.barrier.break_turn(&self.turn);
            if has_broken || error != WaitError::TimedOut {
                return Err(BarrierError::Gave(error));
            }
        }
    }

    /// How the turn has ended; if it has not, the strand stands there with a waiter that has no outcome yet.
    fn stand(&mut self, me: &Strand) -> Option<End> {
        let mut state = self.turn.0.lock();
        if state.end.is_none() && self.waiter.outcome().is_some() {
            let fresh = Waiter::since(me, self.waiter.waiting_since());
            if let Some(own) = state.waiting.iter_mut().find(|waiter| waiter.is_same(&self.waiter)) {
                *own = fresh.clone();
            }
            self.waiter = fresh;
        }
        state.end
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let state = self.barrier.state.lock();
        if Arc::ptr_eq(&state.filling, &self.turn) {
            self.turn.0.lock().waiting.retain(|waiter| !waiter.is_same(&self.waiter));
        }
    }
}

pub(crate) struct Barrier {
    parties: usize,
    state: Mutex<State>,
}

struct State {
    is_broken: bool,
    filling: Arc<Turn>,
}

impl Barrier {
    /// `parties` is at least one.
    pub(crate) fn new(parties: usize) -> Barrier {
        Barrier { parties, state: Mutex::new(State { is_broken: false, filling: Arc::default() }) }
    }

    pub(crate) fn parties(&self) -> usize {
        self.parties
    }

    /// How many strands wait for the others now.
    pub(crate) fn waiting_count(&self) -> usize {
        self.state.lock().filling.0.lock().waiting.len()
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.state.lock().is_broken
    }

    pub(crate) fn arrive(&self, me: &Strand) -> Result<Arrival<'_>, Broken> {
        let waiter = Waiter::new(me);
        let mut state = self.state.lock();
        if state.is_broken {
            return Err(Broken);
        }
        let turn = state.filling.clone();
        let mut filling = turn.0.lock();
        let index = filling.waiting.len();
        if index + 1 >= self.parties {
            drop(filling);
            state.filling = Arc::default();
            return Ok(Arrival::Last { index, opening: Opening(turn) });
        }
        filling.waiting.push(waiter.clone());
        drop(filling);
        Ok(Arrival::Early { index, place: Place { barrier: self, turn, waiter } })
    }

    fn is_filling(&self, turn: &Arc<Turn>) -> bool {
        Arc::ptr_eq(&self.state.lock().filling, turn)
    }

    /// Breaks the barrier if this is the turn that fills.
    fn break_turn(&self, turn: &Arc<Turn>) -> bool {
        {
            let mut state = self.state.lock();
            if !Arc::ptr_eq(&state.filling, turn) {
                return false;
            }
            state.is_broken = true;
            state.filling = Arc::default();
        }
        turn.settle(End::Broken);
        true
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
            std::mem::take(&mut state.filling)
        };
        failed.settle(End::Broken);
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
                        match barrier.arrive(&me).expect("whole") {
                            Arrival::Last { opening, .. } => opening.open(),
                            Arrival::Early { mut place, .. } => place.wait(&me, None).expect("whole"),
                        }
                        assert!(arrived.load(Ordering::SeqCst) >= turn * 3);
                    }
                });
            }
        });
        let me = runtime.enter("main");
        let soon = deadline_after(Duration::from_millis(2));
        let Ok(Arrival::Early { mut place, .. }) = barrier.arrive(&me) else { panic!("the first of three") };
        assert_eq!(place.wait(&me, soon), Err(BarrierError::Gave(WaitError::TimedOut)));
        assert!(barrier.is_broken() && barrier.arrive(&me).is_err());
        barrier.reset();
        assert!(!barrier.is_broken() && barrier.waiting_count() == 0);
        let Ok(Arrival::Early { place, .. }) = barrier.arrive(&me) else { panic!("the first of three") };
        assert_eq!(barrier.waiting_count(), 1);
        drop(place);
        assert!(!barrier.is_broken() && barrier.waiting_count() == 0);
    }
}
