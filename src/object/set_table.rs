//! The hash table of sets: open addressing, keys in the places themselves. Iterating shows the places in order, and printed order is
//! something programs see, so sizes, probing and the treatment of removed keys are those of CPython 3.13's setobject.c.
//!
//! All words are relaxed atomics; who may read or write when is the set's business.

use super::compare::{Plain, plain_equal};
use super::slot::Slot;
use super::table::{plain_equal_nested, same_key};
use super::value::Value;
use crate::memory::{Header, grace};
use std::alloc::Layout as Block;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// Neighbouring places looked at before jumping.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
/// Least number of places.
pub(super) const LEAST_SIZE: usize = 8;
/// In `hash`, of a place whose key was removed: no key has this hash. A place never used has hash 0 and no key.
const REMOVED: i64 = -1;

/// Followed by `mask + 1` places. The size never changes, so whoever holds a table's pointer can bound every access.
#[repr(C)]
pub(super) struct SetTable {
    mask: usize,
    places: [Place; 0],
}

#[repr(C)]
struct Place {
    hash: AtomicI64,
    key: Slot,
}

/// Result of a lookup without user code.
pub(super) enum Probe {
    Found(usize),
    /// Not there; it would go to this place, which is free.
    Absent(Free),
    /// Whether this key equals the sought one, only user code can say.
    Ask(Value),
}

/// Result of [`SetTable::find`].
pub(super) enum Quick {
    Found(usize),
    /// Not there; it would go to this place, which was never used.
    Absent(usize),
    /// Not there; where it would go is another question.
    AbsentAfterGap,
    /// User code would have to say, or it is not known for another reason.
    Unknown,
}

/// A place for a new key.
#[derive(Clone, Copy)]
pub(super) enum Free {
    NeverUsed(usize),
    /// A key was removed from it.
    Again(usize),
}

impl Free {
    pub(super) fn number(self) -> usize {
        match self {
            Free::NeverUsed(number) | Free::Again(number) => number,
        }
    }
}

/// The places to look at for a hash.
struct Walk {
    mask: usize,
    perturb: usize,
    base: usize,
    offset: usize,
    linear: usize,
}

impl Walk {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Walk {
        let base = hash as usize & mask;
        Walk { mask, perturb: hash as usize, base, offset: 0, linear: Walk::linear(base, mask) }
    }

    #[inline(always)]
    fn linear(base: usize, mask: usize) -> usize {
        if base + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }
    }

    #[inline(always)]
    fn next(&mut self) -> usize {
        if self.offset > self.linear {
            self.perturb >>= PERTURB_SHIFT;
            self.base = self.base.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb) & self.mask;
            self.offset = 0;
            self.linear = Walk::linear(self.base, self.mask);
        }
        let place = self.base + self.offset;
        self.offset += 1;
        place
    }
}

impl SetTable {
    fn block(mask: usize) -> Option<Block> {
        let size = size_of::<SetTable>().checked_add(mask.checked_add(1)?.checked_mul(size_of::<Place>())?)?;
        Block::from_size_align(size, 8).ok().filter(|block| super::room::is_plausible(block.size()))
    }

    /// An empty table; `size` is a power of two.
    pub(super) fn with_size(size: usize) -> Option<NonNull<SetTable>> {
        let block = SetTable::block(size - 1)?;
        // SAFETY: zeroed memory is places never used (tag 0 is `Unset`).
        unsafe {
            let table = NonNull::new(std::alloc::alloc_zeroed(block))?.cast::<SetTable>();
            table.write(SetTable { mask: size - 1, places: [] });
            Some(table)
        }
    }

    /// Frees an unlinked table: at once if the owner is LOCAL, else after a grace period. Drops its keys if asked.
    ///
    /// # Safety
    /// The table is unlinked and released once; its keys were moved out unless `drop_keys`.
    pub(super) unsafe fn release(table: NonNull<SetTable>, local: bool, drop_keys: bool) {
        // SAFETY: passed on from the caller.
        unsafe {
            let this = table.as_ref();
            if drop_keys && local {
                // Nobody looks at the words any more.
                for number in 0..=this.mask {
                    std::ptr::drop_in_place((&raw const this.place(number).key).cast_mut().cast::<Value>());
                }
            } else if drop_keys {
                (0..=this.mask).for_each(|place| drop(this.place(place).key.take()));
            }
            let Some(block) = SetTable::block(this.mask) else { return };
            if local { std::alloc::dealloc(table.as_ptr().cast(), block) } else { grace::retire_buffer(table.cast(), block) }
        }
    }

    pub(super) fn mask(&self) -> usize {
        self.mask
    }

    #[inline(always)]
    fn place(&self, place: usize) -> &Place {
        debug_assert!(place <= self.mask);
        // SAFETY: callers stay within the mask.
        unsafe { &*self.places.as_ptr().add(place) }
    }

    /// The place of a key in a LOCAL or locked table, or what was found in its stead.
    #[inline(always)]
    pub(super) fn find(&self, hash: i64, key: &Value) -> Quick {
        let mut perturb = hash as usize;
        let mut base = hash as usize & self.mask;
        let mut saw_gap = false;
        loop {
            let end = base + Walk::linear(base, self.mask);
            let mut number = base;
            while number <= end {
                let place = self.place(number);
                let found = place.hash.load(Relaxed);
                if found == hash && !place.key.is_unset() {
                    // SAFETY: LOCAL or locked; nothing runs while borrowed.
                    match same_key(unsafe { place.key.borrow() }, key) {
                        Plain::Equal => return Quick::Found(number),
                        Plain::Different => {}
                        Plain::Ask => return Quick::Unknown,
                    }
                } else if found == 0 && place.key.is_unset() {
                    return if saw_gap { Quick::AbsentAfterGap } else { Quick::Absent(number) };
                } else if found == REMOVED {
                    saw_gap = true;
                }
                number += 1;
            }
            perturb >>= PERTURB_SHIFT;
            base = base.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & self.mask;
        }
    }

    /// Looks up in a LOCAL or locked table. Keys in `unequal` are known to differ.
    #[inline(always)]
    pub(super) fn probe(&self, hash: i64, key: &Value, unequal: &[Value]) -> Probe {
        let mut walk = Walk::new(hash, self.mask);
        // Of the gaps passed, the last one is filled.
        let mut gap = None;
        loop {
            let number = walk.next();
            let place = self.place(number);
            let found = place.hash.load(Relaxed);
            if found == hash && !place.key.is_unset() {
                // SAFETY: LOCAL or locked; nothing runs while borrowed.
                let candidate = unsafe { place.key.borrow() };
                match plain_equal_nested(candidate, key) {
                    Plain::Equal => return Probe::Found(number),
                    Plain::Different => {}
                    Plain::Ask if unequal.iter().any(|known| known.is(candidate)) => {}
                    Plain::Ask => return Probe::Ask(candidate.clone()),
                }
            } else if found == 0 && place.key.is_unset() {
                return Probe::Absent(gap.unwrap_or(Free::NeverUsed(number)));
            } else if found == REMOVED {
                gap = Some(Free::Again(number));
            }
        }
    }

    /// Looks up in a SHARED table without the lock; None if the version moved.
    pub(super) fn probe_shared(&self, hash: i64, key: &Value, unequal: &[Value], owner: &Header, version: u32) -> Option<Probe> {
        let mut walk = Walk::new(hash, self.mask);
        // A torn table could send the walk round for ever: every place a few times at most.
        for _ in 0..self.mask.saturating_mul(8) + 128 {
            let number = walk.next();
            let place = self.place(number);
            let found = place.hash.load(Relaxed);
            if found == hash && !place.key.is_unset() {
                let words = place.key.peek();
                if !owner.still(version) {
                    return None;
                }
                // SAFETY: the version stood still, so the words are a value stored there; the object's memory is not freed before our
                // next safepoint, and what `plain_equal` looks at (immutable text and numbers) does not change. Not dropped.
                let candidate = unsafe { words.assume_value() };
                match plain_equal(&candidate, key) {
                    Plain::Equal => return Some(Probe::Found(number)),
                    Plain::Different => {}
                    Plain::Ask if unequal.iter().any(|known| known.is(&candidate)) => {}
                    Plain::Ask => return Some(Probe::Ask(place.key.load_shared(owner, version)?)),
                }
            } else if found == 0 && place.key.is_unset() {
                return Some(Probe::Absent(Free::NeverUsed(number)));
            }
        }
        None
    }

    /// Fills a place that was never used. LOCAL or locked.
    #[inline(always)]
    pub(super) fn fill(&self, number: usize, hash: i64, key: Value) {
        let place = self.place(number);
        place.hash.store(hash, Relaxed);
        place.key.set_unset(key);
    }

    /// Puts a key that is not there into a table without removed keys. LOCAL or locked.
    pub(super) fn insert_clean(&self, hash: i64, key: Value) {
        let mut walk = Walk::new(hash, self.mask);
        loop {
            let number = walk.next();
            if self.place(number).key.is_unset() {
                return self.fill(number, hash, key);
            }
        }
    }

    /// Takes the key of a place out. LOCAL or locked.
    pub(super) fn remove(&self, number: usize) -> Value {
        let place = self.place(number);
        place.hash.store(REMOVED, Relaxed);
        place.key.take()
    }

    /// Number of the first place with a key from `from` on.
    #[inline(always)]
    pub(super) fn next_place(&self, from: usize) -> Option<usize> {
        let mut number = from;
        while number <= self.mask {
            if !self.place(number).key.is_unset() {
                return Some(number);
            }
            number += 1;
        }
        None
    }

    /// Hash and key of a place with a key.
    ///
    /// # Safety
    /// LOCAL or locked.
    #[inline(always)]
    pub(super) unsafe fn load(&self, number: usize) -> (i64, Value) {
        let place = self.place(number);
        (place.hash.load(Relaxed), place.key.load())
    }

    /// [`SetTable::load`] without counting.
    ///
    /// # Safety
    /// LOCAL or locked, and not changed while borrowed.
    #[inline(always)]
    pub(super) unsafe fn borrow(&self, number: usize) -> (i64, &Value) {
        let place = self.place(number);
        // SAFETY: passed on from the caller.
        (place.hash.load(Relaxed), unsafe { place.key.borrow() })
    }

    /// The key of a place of a SHARED table, read without the lock; None if the version moved.
    pub(super) fn load_shared(&self, number: usize, owner: &Header, version: u32) -> Option<Value> {
        self.place(number).key.load_shared(owner, version)
    }

    /// Shows every key. The table is LOCAL or locked and `f` runs no user code.
    pub(super) fn each(&self, mut f: impl FnMut(&Value)) {
        let mut from = 0;
        while let Some(number) = self.next_place(from) {
            // SAFETY: LOCAL or locked.
            f(unsafe { self.place(number).key.borrow() });
            from = number + 1;
        }
    }

    /// Moves all keys of `old` here, in the order of their places.
    ///
    /// # Safety
    /// Both are LOCAL or locked, `old` is released without dropping its keys; its words stay readable.
    pub(super) unsafe fn move_from(&self, old: &SetTable) {
        let mut from = 0;
        while let Some(number) = old.next_place(from) {
            let place = old.place(number);
            // SAFETY: passed on from the caller; the reference is owned by the new place from here on.
            let key = unsafe { std::ptr::read(&raw const place.key).take_owned() };
            self.insert_clean(place.hash.load(Relaxed), key);
            from = number + 1;
        }
    }
}
