//! Who has put what on a line between processes and who has got it, in memory that they share: the places of a bounded queue, and the
//! items that are not done yet. A process may be killed at any point of it, and nobody waits for the dead.
//!
//! Each copy of a queue has a slot: `put`, the items it has announced; `sent`, those of them that are on the line; `got`, those that
//! somebody has taken from there. An item is announced before it is sent and carries its slot and its number (from 1 on, without a
//! gap). All numbers only grow, so recording one twice does no harm. `put - got` are on the way and take places, all `put` less `done`
//! are unfinished. `reading` counts the threads of the slot's owner that may have taken an item and not recorded it yet.
//!
//! What the dead leave is settled when the line is empty: see [`Ledger::settle`]. A lock stands only around looking for a place and taking
//! it; its word names the process that holds it, and whoever finds that one gone takes the lock over: taking a place is one store, so
//! there is nothing to repair.
//!
//! All steps are sequentially consistent: a process writes its own words and then looks at those of others, here and there.

use super::board::Words;
use super::sync::Ordering::SeqCst;

/// Slots, of which only those in use take memory. A copy of a queue that finds none gets an error.
const SLOTS: usize = 4096;
const SLOT_WORDS: usize = 8;
/// Those taken before it is asked which owners are gone.
const EASY: usize = 32;
const HEAD: usize = 8;
/// Bytes that a ledger needs, all zero at first.
pub(crate) const SIZE: usize = (HEAD + SLOTS * SLOT_WORDS) * 8;

/// Words of the head: the process that looks for a place, the items done, slots ever used, those who wait for a place, for the end.
const LOCK: usize = 0;
const DONE: usize = 1;
const USED: usize = 2;
const FOR_PLACES: usize = 3;
const FOR_END: usize = 4;

/// Words of a slot.
const OWNER: usize = 0;
const PUT: usize = 1;
const SENT: usize = 2;
const GOT: usize = 3;
const READING: usize = 4;

/// The owner of a slot that was given back. No process has this tag.
const NOBODY: u64 = 1;

/// Looks at the lock before its holder is looked at.
const TRIES: usize = 200;

/// An item's slot and number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Item {
    slot: u32,
    number: u64,
}

/// Bytes that go before an item on the line.
pub(crate) const HEADER: usize = 12;

impl Item {
    pub(crate) fn header(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..4].copy_from_slice(&self.slot.to_le_bytes());
        bytes[4..].copy_from_slice(&self.number.to_le_bytes());
        bytes
    }

    /// None: no ledger has written that.
    pub(crate) fn read(packet: &[u8]) -> Option<Item> {
        let slot = u32::from_le_bytes(packet.get(..4)?.try_into().ok()?);
        let number = u64::from_le_bytes(packet.get(4..HEADER)?.try_into().ok()?);
        ((slot as usize) < SLOTS).then_some(Item { slot, number })
    }

    pub(crate) fn number(self) -> u64 {
        self.number
    }
}

/// What asking for a place gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Announced {
    Item(Item),
    /// All places are taken.
    Full,
    /// Another process has been looking for a place for long; to be asked again later.
    Busy,
}

/// Those who wait, by whom they are counted.
#[derive(Clone, Copy)]
pub(crate) enum Waiting {
    ForPlaces = FOR_PLACES as isize,
    ForEnd = FOR_END as isize,
}

/// One copy's view. `me` is the tag of this process, `is_gone` tells of another one's tag that the process is over.
pub(crate) struct Ledger<W: Words> {
    words: W,
    slot: usize,
    me: u64,
    is_gone: fn(u64) -> bool,
}

impl<W: Words> Ledger<W> {
    /// Takes a slot; None if all are in use.
    pub(crate) fn new(words: W, me: u64, is_gone: fn(u64) -> bool) -> Option<Ledger<W>> {
        let mut ledger = Ledger { words, slot: 0, me, is_gone };
        let is_nobodys = |slot: &usize| matches!(ledger.read(*slot, OWNER), 0 | NOBODY);
        // Asking whether owners live takes long: first without.
        let easy = (0..EASY).find(|slot| is_nobodys(slot) && ledger.claim(*slot));
        ledger.slot = easy.or_else(|| (0..SLOTS).find(|slot| ledger.claim(*slot)))?;
        ledger.words.word(USED).fetch_max(ledger.slot as u64 + 1, SeqCst);
        Some(ledger)
    }

    fn word(&self, slot: usize, word: usize) -> &super::sync::AtomicU64 {
        self.words.word(HEAD + slot * SLOT_WORDS + word)
    }

    fn read(&self, slot: usize, word: usize) -> u64 {
        self.word(slot, word).load(SeqCst)
    }

    fn is_left(&self, owner: u64) -> bool {
        owner == NOBODY || owner != self.me && (self.is_gone)(owner)
    }

    /// A slot of which nothing is on the way is used again. Its numbers go on.
    fn claim(&self, slot: usize) -> bool {
        let owner = self.read(slot, OWNER);
        let is_free = owner == 0 || self.read(slot, PUT) == self.read(slot, GOT) && self.is_left(owner);
        let is_mine = is_free && self.word(slot, OWNER).compare_exchange(owner, self.me, SeqCst, SeqCst).is_ok();
        if is_mine {
            self.word(slot, READING).store(0, SeqCst);
        }
        is_mine
    }

    fn slots(&self) -> std::ops::Range<usize> {
        0..(self.words.word(USED).load(SeqCst) as usize).min(SLOTS)
    }

    /// Items on the way. `got` is read first, so that none counts as less than nothing; numbers that move meanwhile make it more than it
    /// is by now, never more than it was.
    pub(crate) fn on_the_way(&self) -> u64 {
        self.slots().map(|slot| (self.read(slot, GOT), self.read(slot, PUT))).map(|(got, put)| put.saturating_sub(got)).sum()
    }

    fn announced(&self) -> u64 {
        self.slots().map(|slot| self.read(slot, PUT)).sum()
    }

    /// Whether all that was announced is done. What is done is read first: if as much has been announced by now, no more was then.
    pub(crate) fn is_all_done(&self) -> bool {
        let done = self.words.word(DONE).load(SeqCst);
        self.announced() <= done
    }

    /// Announces an item, which its caller sends then, one after the other. `limit`: the places that there are.
    pub(crate) fn announce(&self, limit: Option<u64>) -> Announced {
        let Some(limit) = limit else { return Announced::Item(self.next_item()) };
        if !self.lock() {
            return Announced::Busy;
        }
        let announced = if self.on_the_way() < limit { Announced::Item(self.next_item()) } else { Announced::Full };
        self.words.word(LOCK).store(0, SeqCst);
        announced
    }

    fn next_item(&self) -> Item {
        self.item(self.word(self.slot, PUT).fetch_add(1, SeqCst) + 1)
    }

    /// The item of that number that was announced here.
    pub(crate) fn item(&self, number: u64) -> Item {
        Item { slot: self.slot as u32, number }
    }

    fn lock(&self) -> bool {
        let lock = self.words.word(LOCK);
        for _ in 0..TRIES {
            match lock.compare_exchange(0, self.me, SeqCst, SeqCst) {
                Ok(_) => return true,
                Err(_) => std::thread::yield_now(),
            }
        }
        let holder = lock.load(SeqCst);
        holder != 0 && self.is_left(holder) && lock.compare_exchange(holder, self.me, SeqCst, SeqCst).is_ok()
    }

    /// The item announced last will not be sent.
    pub(crate) fn withdraw(&self) {
        self.word(self.slot, PUT).fetch_sub(1, SeqCst);
    }

    /// The item of this number, announced here, is on the line, and all before.
    pub(crate) fn sent(&self, number: u64) {
        self.word(self.slot, SENT).fetch_max(number, SeqCst);
    }

    /// Runs `take`, which may take an item from the line and then calls [`got`](Self::got) before it returns.
    pub(crate) fn reading<T>(&self, take: impl FnOnce() -> T) -> T {
        let reading = self.word(self.slot, READING);
        reading.fetch_add(1, SeqCst);
        let taken = take();
        reading.fetch_sub(1, SeqCst);
        taken
    }

    pub(crate) fn got(&self, item: Item) {
        self.word(item.slot as usize, GOT).fetch_max(item.number, SeqCst);
    }

    /// An item is done; false if there is none that is not.
    pub(crate) fn finish(&self) -> bool {
        let done = self.words.word(DONE);
        done.fetch_update(SeqCst, SeqCst, |done| (done < self.announced()).then_some(done + 1)).is_ok()
    }

    /// How many wait. Who is killed while it does stays counted, which makes others wake too many.
    pub(crate) fn waiting(&self, waiting: Waiting) -> u64 {
        self.words.word(waiting as usize).load(SeqCst)
    }

    /// Begins a wait, to be followed by a look at what is waited for.
    pub(crate) fn begin_wait(&self, waiting: Waiting) {
        self.words.word(waiting as usize).fetch_add(1, SeqCst);
    }

    pub(crate) fn end_wait(&self, waiting: Waiting) {
        self.words.word(waiting as usize).fetch_sub(1, SeqCst);
    }

    /// Takes back what processes that are gone have announced and not sent, or taken and not recorded. Looks only while nothing is on the
    /// line, as `is_empty` tells: while something is, places that the dead hold stay taken.
    ///
    /// What was `sent` before the line was seen empty has been taken from it; so has all that a process sent which was gone before. Whoever
    /// took it said `reading` before. If nobody alive says so now, who took it has recorded it or is gone with it: all of it is got. A live
    /// owner of more than that is yet to send it; what a dead one announced beyond will not come.
    pub(crate) fn settle(&self, is_empty: impl Fn() -> bool) {
        if !is_empty() {
            return;
        }
        let mut seen = Vec::new();
        for slot in self.slots() {
            let put = self.read(slot, PUT);
            if put > self.read(slot, GOT) {
                let is_left = self.is_left(self.read(slot, OWNER));
                seen.push((slot, put, is_left, self.read(slot, SENT)));
            }
        }
        let is_being_read = |slot| self.read(slot, READING) != 0 && !self.is_left(self.read(slot, OWNER));
        if seen.is_empty() || !is_empty() || self.slots().any(is_being_read) {
            return;
        }
        for (slot, put, is_left, sent) in seen {
            let got = self.word(slot, GOT).fetch_max(sent, SeqCst).max(sent);
            if is_left && got < put {
                // Fails if another has settled it; the slot is not used again before somebody has.
                let _ = self.word(slot, PUT).compare_exchange(put, got, SeqCst, SeqCst);
            }
        }
    }
}

impl<W: Words> Drop for Ledger<W> {
    fn drop(&mut self) {
        self.word(self.slot, OWNER).store(NOBODY, SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::packets::anonymous_file;
    use crate::sched::shared_memory::Mapping;

    /// Processes with odd tags are over.
    fn is_odd(tag: u64) -> bool {
        tag % 2 == 1
    }

    struct Memory(i32);

    impl Memory {
        fn new() -> Memory {
            let fd = anonymous_file().expect("a file");
            crate::sched::fd::truncate(fd, SIZE as i64).expect("room");
            Memory(fd)
        }

        fn ledger(&self, tag: u64) -> Ledger<Mapping> {
            Ledger::new(Mapping::of_file(self.0, SIZE).expect("memory"), tag, is_odd).expect("a slot")
        }
    }

    impl Drop for Memory {
        fn drop(&mut self) {
            let _open = crate::sched::fd::close(self.0);
        }
    }

    fn item(ledger: &Ledger<Mapping>, limit: u64) -> Option<Item> {
        match ledger.announce(Some(limit)) {
            Announced::Item(item) => Some(item),
            _ => None,
        }
    }

    #[test]
    fn places_are_taken_and_given_back() {
        let memory = Memory::new();
        let (writer, reader) = (memory.ledger(10), memory.ledger(12));
        let first = item(&writer, 2).expect("room");
        writer.sent(first.number());
        let second = item(&reader, 2).expect("room");
        reader.sent(second.number());
        assert_eq!((writer.announce(Some(2)), reader.on_the_way()), (Announced::Full, 2));
        assert_eq!(Item::read(&first.header()), Some(first));
        reader.reading(|| reader.got(first));
        assert!(item(&writer, 2).is_some());
        writer.withdraw();
        assert!(reader.finish() && reader.finish() && !reader.finish() && writer.is_all_done());
    }

    #[test]
    fn what_the_dead_announced_or_took_is_settled_when_the_line_is_empty() {
        let memory = Memory::new();
        let (alive, dead_writer) = (memory.ledger(10), memory.ledger(11));
        let sent = item(&alive, 3).expect("room");
        alive.sent(sent.number());
        item(&dead_writer, 3).expect("room");
        let dead_reader = memory.ledger(13);
        dead_writer.words.word(HEAD + dead_reader.slot * SLOT_WORDS + READING).fetch_add(1, SeqCst);
        let buffered = item(&alive, 3).expect("room");
        assert_eq!(alive.announce(Some(3)), Announced::Full);
        alive.settle(|| false);
        assert_eq!(alive.on_the_way(), 3);
        // The dead reader has taken what was sent; what is buffered is yet to come.
        alive.settle(|| true);
        assert_eq!(alive.on_the_way(), 1);
        alive.got(buffered);
        assert!(alive.finish() && !alive.is_all_done() && alive.finish() && alive.is_all_done());
        // Slots of the dead are used again, and their numbers go on.
        let others: Vec<_> = (0..EASY).map(|_| memory.ledger(14)).collect();
        let next = others.iter().find(|other| other.slot == dead_writer.slot).expect("a slot of the dead");
        assert_eq!(item(next, 3).expect("room").number(), 1);
    }

    #[test]
    fn a_live_reader_puts_settling_off() {
        let memory = Memory::new();
        let (writer, reader) = (memory.ledger(10), memory.ledger(12));
        let sent = item(&writer, 1).expect("room");
        writer.sent(sent.number());
        reader.reading(|| {
            writer.settle(|| true);
            assert_eq!(writer.on_the_way(), 1);
            reader.got(sent);
        });
        assert_eq!(writer.on_the_way(), 0);
    }

    #[test]
    fn the_lock_of_a_dead_process_is_taken_over_and_that_of_a_live_one_is_not() {
        let memory = Memory::new();
        let ledger = memory.ledger(10);
        ledger.words.word(LOCK).store(12, SeqCst);
        assert_eq!(ledger.announce(Some(1)), Announced::Busy);
        ledger.words.word(LOCK).store(13, SeqCst);
        assert!(item(&ledger, 1).is_some());
        assert_eq!(ledger.words.word(LOCK).load(SeqCst), 0);
    }

    #[test]
    fn threads_never_exceed_the_places() {
        let memory = Memory::new();
        std::thread::scope(|scope| {
            for tag in [10, 12, 14] {
                let memory = &memory;
                scope.spawn(move || {
                    let ledger = memory.ledger(tag);
                    for _ in 0..2000 {
                        if let Some(item) = item(&ledger, 2) {
                            ledger.sent(item.number());
                            assert!(ledger.on_the_way() <= 2);
                            ledger.reading(|| ledger.got(item));
                        }
                    }
                });
            }
        });
        assert_eq!(memory.ledger(10).on_the_way(), 0);
    }
}
