//! The hash table of dicts: an index of entry numbers and entries in insertion order, in one block. Knows plain equality only.
//!
//! Sizes are fixed when a table is made, so whoever holds its pointer can bound every access. All words are relaxed atomics; who may
//! read or write when is the dict's business.

use super::compare::{self, Plain, plain_equal};
use super::cx::Cx;
use super::slot::Slot;
use super::str::Str;
use super::tuple::Tuple;
use super::value::{R, Value};
use crate::memory::{Header, grace};
use std::alloc::Layout as Block;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicUsize, Ordering::Relaxed};

#[repr(C)]
pub(crate) struct Table {
    /// Size of the index minus one; the size is a power of two.
    mask: usize,
    /// Entries there is room for.
    room: usize,
    /// Entries in use, emptied ones before the last included.
    filled: AtomicUsize,
    /// Insertions so far: each took an empty place of the index, of which a third must stay empty so that walks end.
    spent: AtomicUsize,
    /// No entry before this one is in use: dicts used as queues find their first entry at once.
    start: AtomicUsize,
    /// Where the entries begin, in bytes from the table's start.
    entries: usize,
}

#[repr(C)]
struct Entry {
    hash: AtomicI64,
    key: Slot,
    value: Slot,
}

/// Result of a lookup without user code.
pub(crate) enum Probe {
    Found(usize),
    Absent,
    /// Whether this key equals the sought one, only user code can say.
    Ask(Value),
}

/// What [`Table::find`] answers if it is not an entry's number: the key is not there.
pub(super) const ABSENT: usize = usize::MAX;
/// As [`ABSENT`]: user code would have to say, or the answer is not known for another reason.
pub(super) const UNKNOWN: usize = usize::MAX - 1;

const EMPTY: u32 = 0;
const DELETED: u32 = u32::MAX;

/// Runs `step` until no key needs user code to be compared: it gets the keys known to differ and answers `Err(key)` to ask about
/// one more. An equal key is answered by putting it in `key`'s place: identical objects need no comparison.
pub(super) fn without_user_code<T>(cx: &Cx, key: &Value, mut step: impl FnMut(&Value, &[Value]) -> Result<T, Value>) -> R<T> {
    let mut unequal: Vec<Value> = Vec::new();
    let mut sought = key.clone();
    loop {
        match step(&sought, &unequal) {
            Ok(done) => return Ok(done),
            Err(candidate) => {
                if compare::equal(cx, &candidate, key)? {
                    sought = candidate;
                    unequal.clear();
                } else {
                    unequal.push(candidate);
                }
            }
        }
    }
}

/// [`plain_equal`] that looks into tuples too. The candidate is protected: its table is LOCAL or locked.
#[inline(always)]
pub(super) fn plain_equal_nested(candidate: &Value, key: &Value) -> Plain {
    match plain_equal(candidate, key) {
        Plain::Ask => plain_equal_tuples(candidate, key, 4),
        known => known,
    }
}

/// [`plain_equal_nested`] with what is frequent first, and the rest apart.
#[inline(always)]
pub(super) fn same_key(candidate: &Value, key: &Value) -> Plain {
    if candidate.is(key) {
        return Plain::Equal;
    }
    match (candidate.get_exact::<Str>(), key.get_exact::<Str>()) {
        (Some(x), Some(y)) if x.bytes() == y.bytes() => Plain::Equal,
        (Some(_), Some(_)) => Plain::Different,
        _ => same_other_key(candidate, key),
    }
}

#[inline(never)]
fn same_other_key(candidate: &Value, key: &Value) -> Plain {
    plain_equal_nested(candidate, key)
}

fn plain_equal_tuples(a: &Value, b: &Value, depth: u32) -> Plain {
    let (Some(x), Some(y), 1..) = (a.get_exact::<Tuple>(), b.get_exact::<Tuple>(), depth) else {
        return Plain::Ask;
    };
    for (x, y) in x.items().iter().zip(y.items()) {
        let items = match plain_equal(x, y) {
            Plain::Ask => plain_equal_tuples(x, y, depth - 1),
            known => known,
        };
        if !matches!(items, Plain::Equal) {
            return items;
        }
    }
    if x.len() == y.len() { Plain::Equal } else { Plain::Different }
}

impl Table {
    fn block(mask: usize, room: usize) -> Option<Block> {
        let index = (mask + 1).checked_mul(4)?.checked_next_multiple_of(8)?;
        let size = size_of::<Table>().checked_add(index)?.checked_add(room.checked_mul(size_of::<Entry>())?)?;
        Block::from_size_align(size, 8).ok()
    }

    /// An empty table for at least `room` entries.
    pub(crate) fn with_room(room: usize) -> Option<NonNull<Table>> {
        let size = (room.checked_mul(3)? / 2 + 1).checked_next_power_of_two()?.max(8);
        let room = size * 2 / 3;
        if room >= DELETED as usize - 1 {
            return None;
        }
        let block = Table::block(size - 1, room).filter(|block| super::room::is_plausible(block.size()))?;
        // SAFETY: zeroed memory is an empty index and unset slots (tag 0 is `Unset`).
        unsafe {
            let table = NonNull::new(std::alloc::alloc_zeroed(block))?.cast::<Table>();
            let [filled, spent, start] = [const { AtomicUsize::new(0) }; 3];
            table.write(Table { mask: size - 1, room, filled, spent, start, entries: Table::entries_at(size - 1) });
            Some(table)
        }
    }

    /// Frees an unlinked table: at once if the owner is LOCAL, else after a grace period. Drops its entries if asked.
    ///
    /// # Safety
    /// The table is unlinked and released once; its entries were moved out unless `drop_entries`.
    pub(crate) unsafe fn release(table: NonNull<Table>, local: bool, drop_entries: bool) {
        // SAFETY: passed on from the caller.
        unsafe {
            let this = table.as_ref();
            if drop_entries && local {
                // Nobody looks at the words any more.
                for entry in 0..this.filled() {
                    std::ptr::drop_in_place(std::ptr::from_ref(this.key(entry)).cast_mut().cast::<Value>());
                    std::ptr::drop_in_place(std::ptr::from_ref(this.value(entry)).cast_mut().cast::<Value>());
                }
            } else if drop_entries {
                for entry in 0..this.filled() {
                    drop(this.key(entry).take());
                    drop(this.value(entry).take());
                }
            }
            let block = Table::block(this.mask, this.room).expect("the table exists, so its size fits");
            if local { std::alloc::dealloc(table.as_ptr().cast(), block) } else { grace::retire_buffer(table.cast(), block) }
        }
    }

    #[inline(always)]
    fn index(&self, place: usize) -> &AtomicU32 {
        debug_assert!(place <= self.mask);
        // SAFETY: callers mask `place`.
        unsafe { &*std::ptr::from_ref(self).add(1).cast::<AtomicU32>().add(place) }
    }

    #[inline(always)]
    fn entry(&self, entry: usize) -> &Entry {
        debug_assert!(entry < self.room);
        // SAFETY: callers stay below `room`: entry numbers come from this table's index.
        unsafe { &*std::ptr::from_ref(self).cast::<u8>().add(self.entries).cast::<Entry>().add(entry) }
    }

    /// Where the entries of a table with this mask begin: after the header and the index.
    fn entries_at(mask: usize) -> usize {
        size_of::<Table>() + ((mask + 1) * 4).next_multiple_of(8)
    }

    /// # Safety
    /// `entry` came from this table, under the version it is used with.
    #[inline(always)]
    pub(crate) unsafe fn key(&self, entry: usize) -> &Slot {
        &self.entry(entry).key
    }

    /// # Safety
    /// As for [`Table::key`].
    #[inline(always)]
    pub(crate) unsafe fn value(&self, entry: usize) -> &Slot {
        &self.entry(entry).value
    }

    #[inline(always)]
    pub(crate) fn filled(&self) -> usize {
        self.filled.load(Relaxed)
    }

    /// Whether `more` entries can be added.
    #[inline(always)]
    pub(crate) fn has_room(&self, more: usize) -> bool {
        more <= self.room - self.spent.load(Relaxed)
    }

    /// Places to look at for a hash: the low bits first, then all bits get a say (after CPython's dictobject.c).
    #[inline(always)]
    fn places(&self, hash: i64) -> impl FnMut() -> usize {
        let mask = self.mask;
        let mut perturb = hash as u64;
        let mut place = hash as usize & mask;
        let mut first = true;
        move || {
            if first {
                first = false;
            } else {
                perturb >>= 5;
                place = place.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
            }
            place
        }
    }

    /// The number of the entry of a key in a LOCAL or locked table, [`ABSENT`] or [`UNKNOWN`].
    #[inline(always)]
    pub(super) fn find(&self, hash: i64, key: &Value) -> usize {
        let mask = self.mask;
        let mut place = hash as usize & mask;
        let mut perturb = hash as u64;
        loop {
            match self.index(place).load(Relaxed) {
                EMPTY => return ABSENT,
                DELETED => {}
                number => {
                    let number = number as usize - 1;
                    let entry = self.entry(number);
                    if entry.hash.load(Relaxed) == hash {
                        // SAFETY: LOCAL or locked; nothing runs while borrowed.
                        match same_key(unsafe { entry.key.borrow() }, key) {
                            Plain::Equal => return number,
                            Plain::Different => {}
                            Plain::Ask => return UNKNOWN,
                        }
                    }
                }
            }
            perturb >>= 5;
            place = place.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
        }
    }

    /// Looks up in a LOCAL or locked table. Keys in `unequal` are known to differ.
    #[inline(always)]
    pub(crate) fn probe(&self, hash: i64, key: &Value, unequal: &[Value]) -> Probe {
        let mut places = self.places(hash);
        loop {
            match self.index(places()).load(Relaxed) {
                EMPTY => return Probe::Absent,
                DELETED => {}
                number => {
                    let number = number as usize - 1;
                    let entry = self.entry(number);
                    if entry.hash.load(Relaxed) != hash {
                        continue;
                    }
                    // SAFETY: LOCAL or locked; nothing runs while borrowed.
                    let candidate = unsafe { entry.key.borrow() };
                    match plain_equal_nested(candidate, key) {
                        Plain::Equal => return Probe::Found(number),
                        Plain::Different => {}
                        Plain::Ask if unequal.iter().any(|known| known.is(candidate)) => {}
                        Plain::Ask => return Probe::Ask(candidate.clone()),
                    }
                }
            }
        }
    }

    /// Looks up in a SHARED table without the lock; None if the version moved.
    pub(crate) fn probe_shared(&self, hash: i64, key: &Value, unequal: &[Value], owner: &Header, version: u32) -> Option<Probe> {
        let mut places = self.places(hash);
        // A torn index could send the walk round for ever: every place at most a few times.
        for _ in 0..self.mask.saturating_mul(4) + 64 {
            match self.index(places()).load(Relaxed) {
                EMPTY => return Some(Probe::Absent),
                DELETED => {}
                number => {
                    let number = number as usize - 1;
                    if number >= self.room {
                        return None;
                    }
                    let entry = self.entry(number);
                    if entry.hash.load(Relaxed) != hash {
                        continue;
                    }
                    let words = entry.key.peek();
                    if !owner.still(version) {
                        return None;
                    }
                    // SAFETY: the version stood still, so the words are a value stored there; the object's memory is not freed before
                    // our next safepoint, and what `plain_equal` looks at (immutable text and numbers) does not change. Not dropped.
                    let candidate = unsafe { words.assume_value() };
                    match plain_equal(&candidate, key) {
                        Plain::Equal => return Some(Probe::Found(number)),
                        Plain::Different => {}
                        Plain::Ask if unequal.iter().any(|known| known.is(&candidate)) => {}
                        Plain::Ask => {
                            return Some(Probe::Ask(entry.key.load_shared(owner, version)?));
                        }
                    }
                }
            }
        }
        None
    }

    /// Adds an entry for a key that is not there. The table is LOCAL or locked and has room.
    #[inline(always)]
    pub(crate) fn insert_new(&self, hash: i64, key: Value, value: Value) {
        let number = self.filled();
        let entry = self.entry(number);
        entry.hash.store(hash, Relaxed);
        // Entries not in use yet are unset.
        entry.key.set_unset(key);
        entry.value.set_unset(value);
        self.link(hash, number);
        self.filled.store(number + 1, Relaxed);
        if number < self.start.load(Relaxed) {
            self.start.store(number, Relaxed);
        }
        self.spent.store(self.spent.load(Relaxed) + 1, Relaxed);
    }

    #[inline(always)]
    fn link(&self, hash: i64, number: usize) {
        let mask = self.mask;
        let mut place = hash as usize & mask;
        let mut perturb = hash as u64;
        while !matches!(self.index(place).load(Relaxed), EMPTY | DELETED) {
            perturb >>= 5;
            place = place.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
        }
        self.index(place).store(number as u32 + 1, Relaxed);
    }

    /// Empties an entry. The table is LOCAL or locked.
    pub(crate) fn remove(&self, hash: i64, number: usize) -> (Value, Value) {
        let mut places = self.places(hash);
        loop {
            let place = self.index(places());
            match place.load(Relaxed) {
                found if found == number as u32 + 1 => {
                    place.store(DELETED, Relaxed);
                    break;
                }
                EMPTY => break,
                _ => {}
            }
        }
        let entry = self.entry(number);
        let taken = (entry.key.take(), entry.value.take());
        if number == self.start.load(Relaxed) {
            self.start.store(number + 1, Relaxed);
        }
        taken
    }

    /// Forgets emptied entries from `number` on: their numbers are given again.
    pub(crate) fn trim(&self, number: usize) {
        self.filled.store(number, Relaxed);
    }

    /// Number of the first used entry from `from` on.
    #[inline(always)]
    pub(crate) fn next_entry(&self, from: usize) -> Option<usize> {
        let end = self.filled().min(self.room);
        let mut number = from.max(self.start.load(Relaxed));
        while number < end {
            if !self.entry(number).key.is_unset() {
                return Some(number);
            }
            number += 1;
        }
        None
    }

    /// Number of the last used entry up to `from`.
    pub(crate) fn previous_entry(&self, from: usize) -> Option<usize> {
        let end = self.filled().min(from.saturating_add(1));
        (0..end).rev().find(|number| !self.entry(*number).key.is_unset())
    }

    pub(crate) fn last(&self) -> Option<(usize, i64)> {
        let number = self.previous_entry(usize::MAX)?;
        Some((number, self.entry(number).hash.load(Relaxed)))
    }

    pub(crate) fn first(&self) -> Option<(usize, i64)> {
        let number = self.next_entry(0)?;
        Some((number, self.entry(number).hash.load(Relaxed)))
    }

    /// The hash of an entry's key.
    pub(crate) fn hash(&self, entry: usize) -> i64 {
        self.entry(entry).hash.load(Relaxed)
    }

    /// Shows every entry. The table is LOCAL or locked and `f` runs no user code.
    pub(crate) fn each(&self, mut f: impl FnMut(&Value, &Value)) {
        for number in 0..self.filled() {
            let entry = self.entry(number);
            if !entry.key.is_unset() {
                // SAFETY: LOCAL or locked.
                unsafe { f(entry.key.borrow(), entry.value.borrow()) };
            }
        }
    }

    /// Moves all entries of `old` here, closing gaps.
    ///
    /// # Safety
    /// Both are LOCAL or locked, `old` is released without dropping entries; `old`'s words stay readable.
    pub(crate) unsafe fn move_from(&self, old: &Table) {
        // SAFETY: passed on from the caller; the references are owned by the new entries from here on.
        unsafe { self.fill_from(old, |slot| std::ptr::read(slot).take_owned()) };
    }

    /// Copies all entries of `from` here.
    ///
    /// # Safety
    /// `from` is LOCAL or locked.
    pub(crate) unsafe fn copy_from(&self, from: &Table) {
        // SAFETY: passed on from the caller.
        unsafe { self.fill_from(from, Slot::load) };
    }

    unsafe fn fill_from(&self, from: &Table, take: impl Fn(&Slot) -> Value) {
        for number in 0..from.filled() {
            let entry = from.entry(number);
            if !entry.key.is_unset() {
                self.insert_new(entry.hash.load(Relaxed), take(&entry.key), take(&entry.value));
            }
        }
    }
}
