//! A board of calls in memory that a program shares with its workers: the program posts calls, whichever worker is free claims the next
//! one and leaves the answer in its place. Knows not what calls say, nor how sleepers are woken.
//!
//! A slot holds a call. Its state word names the stage, the call's number and the worker, and every step is one store or one
//! compare-exchange of that word, so a worker killed at any point leaves the board whole and the program knows what it held:
//! - FREE -> READY: the program; the call is written before (Release);
//! - READY -> CLAIMED: one worker, by compare-exchange (Acquire): the only way to get a call, so nobody makes it twice;
//! - READY -> FREE: the program, by compare-exchange: it takes back a call that nobody has begun;
//! - CLAIMED -> DONE: the worker; the answer is written before (Release);
//! - DONE -> FREE, CLAIMED -> FREE: the program, once it has the answer, or the worker is dead.
//!
//! Calls are claimed in the order of their numbers. `queue[number % slots]` says which slot a number has; `head` is a lower bound of
//! the numbers not yet claimed and only grows: whoever finds the call at `head` taken moves it on, so a worker that dies between its
//! claim and that step holds up nobody. A number is posted only while fewer than `slots` lie between it and `head`, so an entry of the
//! queue is not overwritten before it has been passed; a worker that reads an old `head` sees by the number that the entry is a later one.
//!
//! Slots that are done hang on a list to which workers push and which the program takes as a whole, so there is no ABA. Who dies
//! between storing DONE and pushing is found by `held_by`.
//!
//! Nobody sleeps through a call: a worker sets its bit in `sleepers` and then looks for calls; the program moves `tail` and then looks
//! for sleepers; all SeqCst, so one of them sees the other. The other way round `asleep` and `done` are the same. Who takes a bit away
//! owes the wake-up. A worker that dies may have been given a wake-up that it did not use: the program gives it to another then.
//!
//! Rejected: a queue for each worker. A call behind a long one must be taken back while others are idle, and that costs more than the
//! shared `head`, on which workers meet once a call.

use super::sync::{AtomicU64, Ordering};

/// Words that all sides see, all zero at first.
pub(crate) trait Words {
    fn word(&self, index: usize) -> &AtomicU64;
}

/// Slots of a board, and words of each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) slots: usize,
    pub(crate) slot_words: usize,
}

impl Shape {
    pub(crate) const fn words(self) -> usize {
        QUEUE + self.slots + self.slots * self.slot_words
    }

    /// Bytes of a call or an answer.
    pub(crate) const fn room(self) -> usize {
        (self.slot_words - CONTENT) * 8
    }
}

/// So many workers at most.
pub(crate) const WORKERS: usize = 1024;

// Words of the board, those that different sides write on cache lines of their own.
const HEAD: usize = 0;
const TAIL: usize = 8;
const DONE: usize = 16;
const ASLEEP: usize = 24;
const SLEEPERS: usize = 32;
const QUEUE: usize = SLEEPERS + WORKERS / 64;

// Words of a slot.
const STATE: usize = 0;
const LINK: usize = 1;
const KEY: usize = 2;
const LENGTH: usize = 3;
const CONTENT: usize = 4;

/// In the place of a length: the call is not on the board.
const ELSEWHERE: u64 = u64::MAX;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Free = 0,
    Ready = 1,
    Claimed = 2,
    Done = 3,
}

fn state(stage: Stage, number: u64, worker: usize) -> u64 {
    number << 24 | (worker as u64) << 8 | stage as u64
}

/// How a call that was taken from a dead worker stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    /// The worker died in the middle of it.
    Unfinished,
    Answered,
}

pub(crate) struct Board<W> {
    words: W,
    shape: Shape,
}

/// For both sides.
impl<W: Words> Board<W> {
    /// `words` has `shape.words()` of them.
    pub(crate) fn new(words: W, shape: Shape) -> Board<W> {
        Board { words, shape }
    }

    fn slot(&self, slot: usize, word: usize) -> &AtomicU64 {
        debug_assert!(slot < self.shape.slots && word < self.shape.slot_words);
        self.words.word(QUEUE + self.shape.slots + slot * self.shape.slot_words + word)
    }

    /// The words around the slot's state order this.
    fn write(&self, slot: usize, bytes: &[u8]) {
        for (index, chunk) in bytes.chunks(8).enumerate() {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.slot(slot, CONTENT + index).store(u64::from_le_bytes(word), Ordering::Relaxed);
        }
        self.slot(slot, LENGTH).store(bytes.len() as u64, Ordering::Relaxed);
    }

    /// The call or the answer in a slot; None if it is not on the board.
    pub(crate) fn content(&self, slot: usize) -> Option<Vec<u8>> {
        let length = self.slot(slot, LENGTH).load(Ordering::Relaxed);
        if length == ELSEWHERE {
            return None;
        }
        let length = (length as usize).min(self.shape.room());
        let mut bytes = Vec::with_capacity(length + 7);
        for index in 0..length.div_ceil(8) {
            bytes.extend_from_slice(&self.slot(slot, CONTENT + index).load(Ordering::Relaxed).to_le_bytes());
        }
        bytes.truncate(length);
        Some(bytes)
    }
}

/// For the program. Whoever calls these holds a lock of the program's around all of them but `fall_asleep` and `get_up`.
impl<W: Words> Board<W> {
    /// Puts call `number` into a free slot; numbers are given in order. False if the board is full. `content` None: it is elsewhere.
    pub(crate) fn post(&self, slot: usize, number: u64, key: u64, content: Option<&[u8]>) -> bool {
        let is_full = || number - self.words.word(HEAD).load(Ordering::Acquire) >= self.shape.slots as u64;
        if is_full() {
            self.pass_taken();
            if is_full() {
                return false;
            }
        }
        match content {
            Some(bytes) => self.write(slot, bytes),
            None => self.slot(slot, LENGTH).store(ELSEWHERE, Ordering::Relaxed),
        }
        self.slot(slot, KEY).store(key, Ordering::Relaxed);
        self.slot(slot, STATE).store(state(Stage::Ready, number, 0), Ordering::Release);
        self.words.word(QUEUE + number as usize % self.shape.slots).store(number << 16 | slot as u64, Ordering::Release);
        self.words.word(TAIL).store(number + 1, Ordering::SeqCst);
        true
    }

    /// Moves `head` past what has been claimed by workers that died before they could.
    fn pass_taken(&self) {
        let head = self.words.word(HEAD);
        loop {
            let number = head.load(Ordering::Acquire);
            if number >= self.words.word(TAIL).load(Ordering::SeqCst) {
                return;
            }
            let slot = self.words.word(QUEUE + number as usize % self.shape.slots).load(Ordering::Acquire) as usize & 0xffff;
            if self.slot(slot, STATE).load(Ordering::Acquire) == state(Stage::Ready, number, 0) {
                return;
            }
            let _moved_by_another = head.compare_exchange(number, number + 1, Ordering::AcqRel, Ordering::Acquire);
        }
    }

    /// Takes a sleeping worker off the list: the caller wakes it.
    pub(crate) fn take_sleeper(&self) -> Option<usize> {
        for group in 0..WORKERS / 64 {
            let word = self.words.word(SLEEPERS + group);
            let mut bits = word.load(Ordering::SeqCst);
            while bits != 0 {
                let bit = bits & bits.wrapping_neg();
                if word.fetch_and(!bit, Ordering::SeqCst) & bit != 0 {
                    return Some(group * 64 + bit.trailing_zeros() as usize);
                }
                bits &= !bit;
            }
        }
        None
    }

    /// Slots that have become done, oldest first.
    pub(crate) fn take_done(&self, found: &mut Vec<usize>) {
        if !self.has_done() {
            return;
        }
        let mut next = self.words.word(DONE).swap(0, Ordering::SeqCst);
        let start = found.len();
        // Slots on the list are ours alone until they are freed.
        while next != 0 {
            let slot = next as usize - 1;
            found.push(slot);
            next = self.slot(slot, LINK).load(Ordering::Relaxed);
        }
        found[start..].reverse();
    }

    pub(crate) fn has_done(&self) -> bool {
        self.words.word(DONE).load(Ordering::SeqCst) != 0
    }

    /// After the answer has been read, or once nobody will give one.
    pub(crate) fn free(&self, slot: usize) {
        self.slot(slot, STATE).store(state(Stage::Free, 0, 0), Ordering::Relaxed);
    }

    /// Takes a call back that no worker has claimed; the slot is free then.
    pub(crate) fn take_back(&self, slot: usize) -> bool {
        let word = self.slot(slot, STATE);
        let current = word.load(Ordering::Acquire);
        current & 0xff == Stage::Ready as u64
            && word.compare_exchange(current, state(Stage::Free, 0, 0), Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// What `worker` has in the slot. Once it is dead, and what is done has been taken, what is answered is on no list.
    pub(crate) fn held_by(&self, slot: usize, worker: usize) -> Option<Held> {
        let current = self.slot(slot, STATE).load(Ordering::Acquire);
        let number = current >> 24;
        if current == state(Stage::Claimed, number, worker) {
            Some(Held::Unfinished)
        } else if current == state(Stage::Done, number, worker) {
            Some(Held::Answered)
        } else {
            None
        }
    }

    /// A worker is gone: it is no sleeper any more.
    pub(crate) fn strike_out(&self, worker: usize) {
        self.get_up_worker(worker);
    }

    /// From now on who answers wakes the program; false if there is an answer already.
    pub(crate) fn fall_asleep(&self) -> bool {
        self.words.word(ASLEEP).store(1, Ordering::SeqCst);
        if self.has_done() {
            self.get_up();
            return false;
        }
        true
    }

    pub(crate) fn get_up(&self) {
        self.words.word(ASLEEP).store(0, Ordering::SeqCst);
    }
}

/// For workers.
impl<W: Words> Board<W> {
    pub(crate) fn has_calls(&self) -> bool {
        self.words.word(HEAD).load(Ordering::SeqCst) < self.words.word(TAIL).load(Ordering::SeqCst)
    }

    /// The slot of the oldest call that nobody has; it is `worker`'s now.
    pub(crate) fn claim(&self, worker: usize) -> Option<usize> {
        let head = self.words.word(HEAD);
        loop {
            let number = head.load(Ordering::Acquire);
            if number >= self.words.word(TAIL).load(Ordering::SeqCst) {
                return None;
            }
            let entry = self.words.word(QUEUE + number as usize % self.shape.slots).load(Ordering::Acquire);
            if entry >> 16 != number {
                // Others have moved `head` on since, and the entry is that of a later call.
                continue;
            }
            let slot = entry as usize & 0xffff;
            let ready = state(Stage::Ready, number, 0);
            let claimed = state(Stage::Claimed, number, worker);
            let is_ours = self.slot(slot, STATE).compare_exchange(ready, claimed, Ordering::AcqRel, Ordering::Acquire).is_ok();
            let _moved_by_another = head.compare_exchange(number, number + 1, Ordering::AcqRel, Ordering::Acquire);
            if is_ours {
                return Some(slot);
            }
        }
    }

    /// Which function is called.
    pub(crate) fn key(&self, slot: usize) -> u64 {
        self.slot(slot, KEY).load(Ordering::Relaxed)
    }

    /// Leaves the answer to a call that `worker` has claimed. True: the program sleeps, and the caller is the one to wake it.
    pub(crate) fn answer(&self, slot: usize, worker: usize, bytes: &[u8]) -> bool {
        self.write(slot, bytes);
        let number = self.slot(slot, STATE).load(Ordering::Relaxed) >> 24;
        self.slot(slot, STATE).store(state(Stage::Done, number, worker), Ordering::Release);
        let done = self.words.word(DONE);
        let mut first = done.load(Ordering::Relaxed);
        loop {
            self.slot(slot, LINK).store(first, Ordering::Relaxed);
            match done.compare_exchange(first, slot as u64 + 1, Ordering::SeqCst, Ordering::Relaxed) {
                Ok(_) => break,
                Err(other) => first = other,
            }
        }
        let asleep = self.words.word(ASLEEP);
        asleep.load(Ordering::SeqCst) != 0 && asleep.swap(0, Ordering::SeqCst) != 0
    }

    /// From now on who posts wakes the worker; false if there is a call already.
    pub(crate) fn fall_asleep_worker(&self, worker: usize) -> bool {
        self.words.word(SLEEPERS + worker / 64).fetch_or(1 << (worker % 64), Ordering::SeqCst);
        if self.has_calls() {
            self.get_up_worker(worker);
            return false;
        }
        true
    }

    pub(crate) fn get_up_worker(&self, worker: usize) {
        self.words.word(SLEEPERS + worker / 64).fetch_and(!(1 << (worker % 64)), Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::sync::AtomicUsize;

    const SHAPE: Shape = Shape { slots: 4, slot_words: 8 };

    struct Heap(Vec<AtomicU64>);

    impl Words for Heap {
        fn word(&self, index: usize) -> &AtomicU64 {
            &self.0[index]
        }
    }

    fn board() -> Board<Heap> {
        Board::new(Heap((0..SHAPE.words()).map(|_| AtomicU64::new(0)).collect()), SHAPE)
    }

    #[test]
    fn a_call_goes_from_stage_to_stage() {
        let board = board();
        assert!(board.claim(5).is_none() && board.fall_asleep_worker(5));
        assert!(board.post(2, 0, 77, Some(b"what is asked")) && board.post(0, 1, 78, None));
        assert_eq!((board.take_sleeper(), board.take_sleeper()), (Some(5), None));
        assert_eq!((board.claim(5), board.key(2), board.content(2)), (Some(2), 77, Some(b"what is asked".to_vec())));
        assert_eq!((board.held_by(2, 5), board.held_by(2, 4)), (Some(Held::Unfinished), None));
        assert!(!board.take_back(2) && board.fall_asleep());
        assert!(board.answer(2, 5, b"nine") && !board.fall_asleep());
        assert_eq!(board.held_by(2, 5), Some(Held::Answered));
        let mut done = Vec::new();
        board.take_done(&mut done);
        assert_eq!((done, board.content(2)), (vec![2], Some(b"nine".to_vec())));
        board.free(2);
        assert!(board.take_back(0) && !board.take_back(0));
        assert_eq!((board.content(0), board.claim(5)), (None, None));
        assert!((2..6).all(|number| board.post(number as usize % 4, number, 0, None)));
        assert!(!board.post(2, 6, 0, None), "four calls wait");
    }

    /// Workers that are killed between a claim and the answer are stood in for by threads that let go of what they hold.
    #[test]
    fn every_call_is_answered_once() {
        const CALLS: u64 = 20_000;
        let board = board();
        let (made, is_over) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for worker in 0..3 {
                let (board, made, is_over) = (&board, &made, &is_over);
                scope.spawn(move || {
                    while is_over.load(Ordering::Acquire) == 0 {
                        let Some(slot) = board.claim(worker) else {
                            std::thread::yield_now();
                            continue;
                        };
                        let call = board.content(slot).expect("it is on the board");
                        made.fetch_add(1, Ordering::Relaxed);
                        board.answer(slot, worker, &call);
                    }
                });
            }
            let mut free: Vec<usize> = (0..SHAPE.slots).collect();
            let (mut number, mut sum, mut answers, mut done) = (0, 0, 0, Vec::new());
            while answers < CALLS {
                while number < CALLS
                    && let Some(slot) = free.pop()
                {
                    if !board.post(slot, number, 0, Some(&number.to_le_bytes())) {
                        free.push(slot);
                        break;
                    }
                    number += 1;
                }
                board.take_done(&mut done);
                for slot in done.drain(..) {
                    let bytes = board.content(slot).expect("it is on the board");
                    sum += u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
                    board.free(slot);
                    free.push(slot);
                    answers += 1;
                }
            }
            is_over.store(1, Ordering::Release);
            assert_eq!((sum, made.load(Ordering::Relaxed) as u64), (CALLS * (CALLS - 1) / 2, CALLS));
        });
    }
}
