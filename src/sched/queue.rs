//! A queue between strands: any number put, any number get, first in first out, with an optional bound. Knows not what it carries;
//! values never die under its lock.
//!
//! Whoever comes takes what is there, so a running consumer does not wait for a sleeping one to wake. A sleeper that has waited
//! longer than `HAND_OFF_AFTER` is woken with a reservation: bargers leave one item (or one free place) for it.
//!
//! While a woken sleeper is on its way the next `PASSED_OVER` occasions wake nobody else: a burst of puts would wake all getters for what
//! the first may take alone. Whoever has been woken comes back under the lock, takes what there is and, if something is left and others sleep, wakes
//! the next; so as long as there are items no getter sleeps but behind one that is on its way. For putters and places it is the same.

use super::lock::HAND_OFF_AFTER;
use super::park::{WaitError, WaitKind, WaitReason, Waiter, WakeReason, park};
use super::strand::Strand;
use super::sync::{Mutex, has_lasted};
use super::trace;
use std::collections::VecDeque;
use std::time::Instant;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum GetError {
    /// Nothing there (or nothing that is not reserved).
    Empty,
    ShutDown,
    Gave(WaitError),
}

/// Comes with the value that was not put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PutError {
    Full,
    ShutDown,
    Gave(WaitError),
}

/// `task_done` was called more often than values were put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TooManyDone;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shutdown {
    /// What is in the queue can still be got.
    Gently,
    /// The queue is emptied and its values count as done.
    Immediately,
}

pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
}

struct State<T> {
    items: VecDeque<T>,
    /// 0: no bound.
    max_size: usize,
    getters: Sleepers,
    putters: Sleepers,
    joiners: Vec<Waiter>,
    unfinished: usize,
    is_shut_down: bool,
}

/// A sleeper that takes longer to come than so many puts (or gets) is not waited for: another is woken beside it.
const PASSED_OVER: u32 = 16;

/// Strands that sleep for one side of the queue.
#[derive(Default)]
struct Sleepers {
    queue: VecDeque<Waiter>,
    /// Items or places that belong to sleepers on their way.
    reserved: usize,
    /// Sleepers that were woken and have not come back yet, and how often nobody was woken since for their sake.
    on_way: usize,
    passed_over: u32,
}

impl Sleepers {
    /// Decides for the first sleeper that still waits, unless one is on its way; the caller unparks it.
    fn wake_one(&mut self) -> Option<Waiter> {
        if self.queue.is_empty() {
            return None;
        }
        if self.on_way > 0 && self.passed_over < PASSED_OVER {
            self.passed_over += 1;
            return None;
        }
        while let Some(waiter) = self.queue.pop_front() {
            let is_old = has_lasted(waiter.waiting_since(), HAND_OFF_AFTER);
            if waiter.claim(if is_old { WakeReason::Granted } else { WakeReason::Woken }) {
                self.reserved += usize::from(is_old);
                self.on_way += 1;
                self.passed_over = 0;
                return Some(waiter);
            }
        }
        None
    }

    /// A sleeper that was woken is back under the lock.
    fn has_come(&mut self, is_granted: bool) {
        // After a shutdown there are some that were not counted.
        self.on_way = self.on_way.saturating_sub(1);
        self.reserved = self.reserved.saturating_sub(usize::from(is_granted));
    }
}

impl<T> State<T> {
    /// After a shutdown reservations no longer hold: nobody sleeps then, and who finds nothing is told so.
    fn can_get(&self) -> bool {
        self.items.len() > if self.is_shut_down { 0 } else { self.getters.reserved }
    }

    fn can_put(&self) -> bool {
        self.max_size == 0 || self.items.len() + self.putters.reserved < self.max_size
    }

    /// Also says whom to unpark.
    fn pop(&mut self) -> Option<(T, Option<Waiter>)> {
        let item = self.items.pop_front()?;
        Some((item, self.putters.wake_one()))
    }

    fn push(&mut self, item: T) -> Option<Waiter> {
        self.items.push_back(item);
        self.unfinished += 1;
        self.getters.wake_one()
    }
}

impl<T> Queue<T> {
    /// `max_size` 0 means no bound.
    pub(crate) fn new(max_size: usize) -> Queue<T> {
        Queue {
            state: Mutex::new(State {
                items: VecDeque::new(),
                max_size,
                getters: Sleepers::default(),
                putters: Sleepers::default(),
                joiners: Vec::new(),
                unfinished: 0,
                is_shut_down: false,
            }),
        }
    }

    /// For the trace.
    #[inline(always)]
    fn note_length(&self, length: usize) {
        if trace::is_on() {
            trace::count("queue", std::ptr::from_ref(self).addr(), length);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.state.lock().items.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        let state = self.state.lock();
        state.max_size != 0 && state.items.len() >= state.max_size
    }

    pub(crate) fn is_shut_down(&self) -> bool {
        self.state.lock().is_shut_down
    }

    /// Runs `look` on each item, oldest first, under the queue's lock: for the collector, never for script.
    pub(crate) fn for_each(&self, look: impl FnMut(&T)) {
        self.state.lock().items.iter().for_each(look);
    }

    /// Empties the queue without counting its values as done; for the collector.
    pub(crate) fn take_all(&self) -> VecDeque<T> {
        std::mem::take(&mut self.state.lock().items)
    }

    pub(crate) fn try_get(&self) -> Result<T, GetError> {
        let mut state = self.state.lock();
        if !state.can_get() {
            return Err(if state.is_shut_down && state.items.is_empty() { GetError::ShutDown } else { GetError::Empty });
        }
        let (item, putter) = state.pop().ok_or(GetError::Empty)?;
        let length = state.items.len();
        drop(state);
        self.note_length(length);
        if let Some(putter) = putter {
            putter.unpark();
        }
        Ok(item)
    }

    pub(crate) fn get(&self, me: &Strand, deadline: Option<Instant>) -> Result<T, GetError> {
        match self.try_get() {
            Err(GetError::Empty) => self.get_waiting(me, deadline),
            outcome => outcome,
        }
    }

    #[cold]
    fn get_waiting(&self, me: &Strand, deadline: Option<Instant>) -> Result<T, GetError> {
        let mut waiter = Waiter::new(me);
        let mut is_first_try = true;
        let mut is_granted = false;
        loop {
            {
                let mut state = self.state.lock();
                if !is_first_try {
                    state.getters.has_come(is_granted);
                }
                if (is_granted || state.can_get())
                    && let Some((item, putter)) = state.pop()
                {
                    let next = if !is_first_try && state.can_get() { state.getters.wake_one() } else { None };
                    let length = state.items.len();
                    drop(state);
                    self.note_length(length);
                    [putter, next].iter().flatten().for_each(Waiter::unpark);
                    return Ok(item);
                }
                if state.is_shut_down && state.items.is_empty() {
                    return Err(GetError::ShutDown);
                }
                enqueue(&mut state.getters.queue, &waiter, is_first_try);
            }
            match park(me, &waiter, WaitReason::on(WaitKind::Queue, self), deadline) {
                outcome @ (WakeReason::Granted | WakeReason::Woken) => is_granted = outcome == WakeReason::Granted,
                gave_up => {
                    self.state.lock().getters.queue.retain(|other| !other.is_same(&waiter));
                    return Err(gave_up.into_result().map_or_else(GetError::Gave, |()| GetError::Empty));
                }
            }
            waiter = Waiter::since(me, waiter.waiting_since());
            is_first_try = false;
        }
    }

    pub(crate) fn try_put(&self, item: T) -> Result<(), (PutError, T)> {
        let mut state = self.state.lock();
        if state.is_shut_down {
            return Err((PutError::ShutDown, item));
        }
        if !state.can_put() {
            return Err((PutError::Full, item));
        }
        let getter = state.push(item);
        let length = state.items.len();
        drop(state);
        self.note_length(length);
        if let Some(getter) = getter {
            getter.unpark();
        }
        Ok(())
    }

    /// Puts many values at once, whatever the bound; gives them back after a shutdown.
    pub(crate) fn put_all(&self, items: Vec<T>) -> Result<(), Vec<T>> {
        let mut state = self.state.lock();
        if state.is_shut_down {
            return Err(items);
        }
        let getters: Vec<Waiter> = items.into_iter().filter_map(|item| state.push(item)).collect();
        let length = state.items.len();
        drop(state);
        self.note_length(length);
        getters.iter().for_each(Waiter::unpark);
        Ok(())
    }

    pub(crate) fn put(&self, me: &Strand, item: T, deadline: Option<Instant>) -> Result<(), (PutError, T)> {
        match self.try_put(item) {
            Err((PutError::Full, item)) => self.put_waiting(me, item, deadline),
            outcome => outcome,
        }
    }

    #[cold]
    fn put_waiting(&self, me: &Strand, item: T, deadline: Option<Instant>) -> Result<(), (PutError, T)> {
        let mut waiter = Waiter::new(me);
        let mut is_first_try = true;
        let mut is_granted = false;
        loop {
            {
                let mut state = self.state.lock();
                if !is_first_try {
                    state.putters.has_come(is_granted);
                }
                if state.is_shut_down {
                    return Err((PutError::ShutDown, item));
                }
                if is_granted || state.can_put() {
                    let getter = state.push(item);
                    let next = if !is_first_try && state.can_put() { state.putters.wake_one() } else { None };
                    let length = state.items.len();
                    drop(state);
                    self.note_length(length);
                    [getter, next].iter().flatten().for_each(Waiter::unpark);
                    return Ok(());
                }
                enqueue(&mut state.putters.queue, &waiter, is_first_try);
            }
            match park(me, &waiter, WaitReason::on(WaitKind::Queue, self), deadline) {
                outcome @ (WakeReason::Granted | WakeReason::Woken) => is_granted = outcome == WakeReason::Granted,
                gave_up => {
                    self.state.lock().putters.queue.retain(|other| !other.is_same(&waiter));
                    return Err((gave_up.into_result().map_or_else(PutError::Gave, |()| PutError::Full), item));
                }
            }
            waiter = Waiter::since(me, waiter.waiting_since());
            is_first_try = false;
        }
    }

    /// Values put that no `task_done` has answered.
    pub(crate) fn unfinished(&self) -> usize {
        self.state.lock().unfinished
    }

    pub(crate) fn task_done(&self) -> Result<(), TooManyDone> {
        let mut state = self.state.lock();
        state.unfinished = state.unfinished.checked_sub(1).ok_or(TooManyDone)?;
        let joiners = if state.unfinished == 0 { std::mem::take(&mut state.joiners) } else { Vec::new() };
        drop(state);
        wake_all(joiners);
        Ok(())
    }

    /// Waits until every value put has been answered by `task_done`.
    pub(crate) fn join(&self, me: &Strand, deadline: Option<Instant>) -> Result<(), WaitError> {
        loop {
            let waiter = {
                let mut state = self.state.lock();
                if state.unfinished == 0 {
                    return Ok(());
                }
                let waiter = Waiter::new(me);
                state.joiners.push(waiter.clone());
                waiter
            };
            match park(me, &waiter, WaitReason::on(WaitKind::Queue, self), deadline) {
                WakeReason::Woken | WakeReason::Granted => {}
                gave_up => {
                    self.state.lock().joiners.retain(|other| !other.is_same(&waiter));
                    return gave_up.into_result();
                }
            }
        }
    }

    /// No more puts; gets end when the queue is empty. Returns the values that were thrown out, for the caller to drop.
    pub(crate) fn shut_down(&self, how: Shutdown) -> VecDeque<T> {
        let mut state = self.state.lock();
        state.is_shut_down = true;
        let mut woken: Vec<Waiter> = state.putters.queue.drain(..).collect();
        let mut thrown_out = VecDeque::new();
        if how == Shutdown::Immediately {
            thrown_out = std::mem::take(&mut state.items);
            state.unfinished = state.unfinished.saturating_sub(thrown_out.len());
            let joiners = std::mem::take(&mut state.joiners);
            woken.extend(joiners);
        }
        // Getters that find no item see the shutdown; the items left over are for those that come first.
        woken.extend(state.getters.queue.drain(..));
        drop(state);
        wake_all(woken);
        thrown_out
    }

    /// Ends the queue as by a shutdown, for somebody who goes on with what it held: all at one moment.
    pub(crate) fn retire(&self) -> Retired<T> {
        let mut state = self.state.lock();
        let was_shut_down = std::mem::replace(&mut state.is_shut_down, true);
        let (items, unfinished) = (std::mem::take(&mut state.items), std::mem::take(&mut state.unfinished));
        let mut woken: Vec<Waiter> = state.putters.queue.drain(..).collect();
        woken.extend(state.getters.queue.drain(..));
        let joiners = std::mem::take(&mut state.joiners);
        woken.extend(joiners);
        drop(state);
        wake_all(woken);
        Retired { items, unfinished, was_shut_down }
    }
}

/// What a queue held when it was retired.
pub(crate) struct Retired<T> {
    pub(crate) items: VecDeque<T>,
    pub(crate) unfinished: usize,
    pub(crate) was_shut_down: bool,
}

fn enqueue(queue: &mut VecDeque<Waiter>, waiter: &Waiter, at_back: bool) {
    if at_back {
        queue.push_back(waiter.clone());
    } else {
        queue.push_front(waiter.clone());
    }
}

fn wake_all(waiters: Vec<Waiter>) {
    for waiter in waiters {
        waiter.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::sync::{AtomicU64, Ordering};
    use std::time::Duration;

    #[test]
    fn bounds_counts_and_shutdown() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let queue = Queue::new(2);
        let soon = || deadline_after(Duration::from_millis(2));
        assert_eq!(queue.try_get(), Err(GetError::Empty));
        assert_eq!(queue.get(&me, soon()), Err(GetError::Gave(WaitError::TimedOut)));
        assert_eq!((queue.try_put(1), queue.try_put(2), queue.is_full()), (Ok(()), Ok(()), true));
        assert_eq!(queue.try_put(3), Err((PutError::Full, 3)));
        assert_eq!(queue.put(&me, 3, soon()), Err((PutError::Gave(WaitError::TimedOut), 3)));
        assert_eq!((queue.get(&me, None), queue.task_done(), queue.unfinished()), (Ok(1), Ok(()), 1));
        assert_eq!(queue.join(&me, soon()), Err(WaitError::TimedOut));
        assert!(queue.shut_down(Shutdown::Gently).is_empty());
        assert_eq!(queue.try_put(4), Err((PutError::ShutDown, 4)));
        assert_eq!((queue.try_get(), queue.try_get()), (Ok(2), Err(GetError::ShutDown)));
        assert_eq!((queue.task_done(), queue.task_done(), queue.join(&me, None)), (Ok(()), Err(TooManyDone), Ok(())));
    }

    #[test]
    fn shutdown_wakes_everybody() {
        let runtime = Runtime::new(Config::default());
        let _outside = runtime.outside_waker();
        let (empty, full) = (Queue::<u32>::new(0), Queue::new(1));
        full.try_put(1).expect("room");
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| assert_eq!(empty.get(&runtime.enter("getter"), None), Err(GetError::ShutDown)));
                scope.spawn(|| assert_eq!(full.put(&runtime.enter("putter"), 2, None), Err((PutError::ShutDown, 2))));
            }
            scope.spawn(|| assert_eq!(full.join(&runtime.enter("joiner"), None), Ok(())));
            std::thread::sleep(Duration::from_millis(5));
            empty.shut_down(Shutdown::Immediately);
            assert_eq!(full.shut_down(Shutdown::Immediately), [1]);
        });
    }

    #[test]
    fn every_item_arrives_once() {
        let runtime = Runtime::new(Config::default());
        let _outside = runtime.outside_waker();
        for max_size in [0, 1, 7] {
            let queue = Queue::new(max_size);
            let sum = AtomicU64::new(0);
            std::thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        let me = runtime.enter("getter");
                        loop {
                            // Every other get has a short time limit.
                            match queue.get(&me, deadline_after(Duration::from_micros(30))).or_else(|_| queue.get(&me, None)) {
                                Ok(item) => {
                                    sum.fetch_add(item, Ordering::Relaxed);
                                    queue.task_done().expect("one per item");
                                }
                                Err(error) => break assert_eq!(error, GetError::ShutDown),
                            }
                        }
                    });
                    scope.spawn(|| {
                        let me = runtime.enter("putter");
                        for item in 1..=1000 {
                            let mut item = item;
                            while let Err((error, back)) = queue.put(&me, item, deadline_after(Duration::from_micros(30))) {
                                assert_eq!(error, PutError::Gave(WaitError::TimedOut));
                                item = back;
                            }
                        }
                    });
                }
                let me = runtime.enter("main");
                while sum.load(Ordering::Relaxed) < 3 * 500_500 {
                    std::thread::sleep(Duration::from_millis(1));
                }
                queue.join(&me, None).expect("all done");
                queue.shut_down(Shutdown::Gently);
            });
            assert_eq!((sum.into_inner(), queue.len()), (3 * 500_500, 0));
        }
    }
}
