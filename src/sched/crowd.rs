//! Those who wait for a condition between processes, and a lock around what they agree on, in memory that they share. Knows not how they
//! sleep. Processes that are killed count no longer: their places are free, and a lock that one held is taken over.
//!
//! A place is one word: the tag of its process, whose low two bits are free, with a state in them. A waiter enters under the lock of
//! the condition and is the only one that takes its place back; who notifies makes WAITING places NOTIFIED, by compare-exchange, and so
//! does a waiter whose time is up make its own free: either it was notified or it was not.

use super::board::Words;
use super::sync::Ordering::SeqCst;

pub(crate) const PLACES: usize = 4096;
const HEAD: usize = 8;
const PLACE_WORDS: usize = 2;
/// Bytes that a crowd needs, all zero at first.
pub(crate) const SIZE: usize = (HEAD + PLACES * PLACE_WORDS) * 8;

/// Words of the head: the holder of the lock, those who wait for it, places ever used, tickets given.
const LOCK: usize = 0;
const FOR_LOCK: usize = 1;
const USED: usize = 2;
const TICKETS: usize = 3;

/// States of a place.
const WAITING: u64 = 1;
const NOTIFIED: u64 = 2;
const STATE: u64 = 3;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Locked {
    No,
    Yes,
    /// Its holder is gone; what it protects may be half done.
    TakenOver,
}

/// `me` is the tag of this process, `is_gone` tells of another one's tag that the process is over.
pub(crate) struct Crowd<W: Words> {
    words: W,
    me: u64,
    is_gone: fn(u64) -> bool,
}

impl<W: Words> Crowd<W> {
    pub(crate) fn new(words: W, me: u64, is_gone: fn(u64) -> bool) -> Crowd<W> {
        Crowd { words, me: me & !STATE, is_gone }
    }

    fn place(&self, place: usize) -> &super::sync::AtomicU64 {
        self.words.word(HEAD + place * PLACE_WORDS)
    }

    fn ticket(&self, place: usize) -> &super::sync::AtomicU64 {
        self.words.word(HEAD + place * PLACE_WORDS + 1)
    }

    fn is_left(&self, tag: u64) -> bool {
        let tag = tag & !STATE;
        tag != self.me && (self.is_gone)(tag)
    }

    fn places(&self) -> std::ops::Range<usize> {
        0..(self.words.word(USED).load(SeqCst) as usize).min(PLACES)
    }

    /// Takes a place; None if there is none. Of those who enter under one lock the earlier ones are notified first.
    pub(crate) fn enter(&self) -> Option<usize> {
        let claim = |place: usize, before: u64| self.place(place).compare_exchange(before, self.me, SeqCst, SeqCst).is_ok();
        let free = (0..PLACES).find(|place| claim(*place, 0));
        let place = free.or_else(|| {
            (0..PLACES).find(|place| {
                let before = self.place(*place).load(SeqCst);
                self.is_left(before) && claim(*place, before)
            })
        })?;
        self.ticket(place).store(self.words.word(TICKETS).fetch_add(1, SeqCst), SeqCst);
        self.place(place).store(self.me | WAITING, SeqCst);
        self.words.word(USED).fetch_max(place as u64 + 1, SeqCst);
        Some(place)
    }

    pub(crate) fn is_notified(&self, place: usize) -> bool {
        self.place(place).load(SeqCst) == self.me | NOTIFIED
    }

    /// Gives a place of this process back; whether it was notified.
    pub(crate) fn leave(&self, place: usize) -> bool {
        self.place(place).swap(0, SeqCst) == self.me | NOTIFIED
    }

    /// Places whose processes live, in the order in which they were taken, with what is in them.
    fn living(&self) -> Vec<(usize, u64)> {
        let all = self.places().map(|place| (place, self.place(place).load(SeqCst)));
        let mut living: Vec<_> = all.filter(|(_, word)| word & STATE != 0 && !self.is_left(*word)).collect();
        living.sort_by_key(|(place, _)| self.ticket(*place).load(SeqCst));
        living
    }

    /// How many wait that have not been notified.
    pub(crate) fn waiting(&self) -> usize {
        self.living().iter().filter(|(_, word)| word & STATE == WAITING).count()
    }

    /// Whether somebody is notified and has not left yet.
    pub(crate) fn is_any_notified(&self) -> bool {
        self.living().iter().any(|(_, word)| word & STATE == NOTIFIED)
    }

    /// Notifies at most `most`; how many it were.
    pub(crate) fn notify(&self, most: usize) -> usize {
        let waiting = self.living().into_iter().filter(|(_, word)| word & STATE == WAITING);
        let notify =
            |(place, word): &(usize, u64)| self.place(*place).compare_exchange(*word, *word & !STATE | NOTIFIED, SeqCst, SeqCst).is_ok();
        waiting.filter(notify).take(most).count()
    }

    /// Tries to take the lock.
    pub(crate) fn try_lock(&self) -> Locked {
        match self.words.word(LOCK).compare_exchange(0, self.me, SeqCst, SeqCst) {
            Ok(_) => Locked::Yes,
            Err(_) => Locked::No,
        }
    }

    /// As `try_lock`, also from who is gone.
    pub(crate) fn try_take_over(&self) -> Locked {
        let lock = self.words.word(LOCK);
        let holder = lock.load(SeqCst);
        if holder == 0 {
            return self.try_lock();
        }
        let is_mine = self.is_left(holder) && lock.compare_exchange(holder, self.me, SeqCst, SeqCst).is_ok();
        if is_mine { Locked::TakenOver } else { Locked::No }
    }

    /// Gives the lock back; whether somebody waits for it. Who is killed while it does stays counted, which makes others wake too many.
    pub(crate) fn unlock(&self) -> bool {
        self.words.word(LOCK).store(0, SeqCst);
        self.words.word(FOR_LOCK).load(SeqCst) > 0
    }

    /// Begins a wait for the lock, to be followed by a try.
    pub(crate) fn begin_wait(&self) {
        self.words.word(FOR_LOCK).fetch_add(1, SeqCst);
    }

    pub(crate) fn end_wait(&self) {
        self.words.word(FOR_LOCK).fetch_sub(1, SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::packets::anonymous_file;
    use crate::sched::shared_memory::Mapping;

    /// Of the tags 4, 8, 12 ... those that are multiples of 8 are over.
    fn is_over(tag: u64) -> bool {
        tag.is_multiple_of(8)
    }

    fn crowds(tags: &[u64]) -> Vec<Crowd<Mapping>> {
        let fd = anonymous_file().expect("a file");
        crate::sched::fd::truncate(fd, SIZE as i64).expect("room");
        let crowds = tags.iter().map(|tag| Crowd::new(Mapping::of_file(fd, SIZE).expect("memory"), *tag, is_over)).collect();
        crate::sched::fd::close(fd).expect("open");
        crowds
    }

    #[test]
    fn the_living_are_notified_in_their_order() {
        let all = crowds(&[4, 8, 12]);
        let [first, dead, second] = [0, 1, 2].map(|index| all[index].enter().expect("a place"));
        assert_eq!((all[0].waiting(), all[0].notify(1)), (2, 1));
        assert!(all[0].is_notified(first) && !all[2].is_notified(second) && all[2].is_any_notified());
        assert!(all[0].leave(first) && !all[0].is_any_notified());
        assert_eq!((all[0].notify(9), all[2].is_notified(second), all[0].notify(9)), (1, true, 0));
        assert!(all[2].leave(second));
        assert_eq!((all[1].is_notified(dead), all[0].waiting()), (false, 0));
        // Who leaves without a notification takes none with it.
        let late = all[2].enter().expect("a place");
        assert!(!all[2].leave(late));
        assert_eq!(all[0].notify(1), 0);
    }

    #[test]
    fn the_lock_is_taken_over_from_the_dead_only() {
        let all = crowds(&[4, 8, 12]);
        assert_eq!(all[0].try_lock(), Locked::Yes);
        assert_eq!((all[2].try_lock(), all[2].try_take_over()), (Locked::No, Locked::No));
        all[2].begin_wait();
        assert!(all[0].unlock());
        all[2].end_wait();
        assert_eq!(all[1].try_lock(), Locked::Yes);
        assert_eq!((all[2].try_lock(), all[2].try_take_over()), (Locked::No, Locked::TakenOver));
        assert!(!all[2].unlock());
        assert_eq!(all[0].try_take_over(), Locked::Yes);
    }
}
