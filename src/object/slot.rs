//! A place that holds a value inside an object, readable by other strands. Knows nothing of the objects around it.

use super::value::{Tag, Value};
use crate::memory::Header;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering::Relaxed};

/// Two relaxed atomic words holding a [`Value`]. While its object is LOCAL only the owner strand touches it. Once SHARED, writers
/// hold the object's version lock and readers use [`Slot::load_shared`] inside `Header::read`.
#[repr(C)]
pub(crate) struct Slot {
    tag: AtomicU64,
    bits: AtomicPtr<()>,
}

const _: () = assert!(size_of::<Slot>() == size_of::<Value>());

impl Slot {
    #[inline(always)]
    pub(crate) fn new(value: Value) -> Slot {
        let (tag, bits) = value.into_raw();
        Slot { tag: AtomicU64::new(tag as u64), bits: AtomicPtr::new(bits) }
    }

    pub(crate) const fn unset() -> Slot {
        Slot { tag: AtomicU64::new(Tag::Unset as u64), bits: AtomicPtr::new(std::ptr::null_mut()) }
    }

    /// Borrows the value in place. Sound only while no other strand can write the slot: its object is LOCAL, immutable (tuples),
    /// or locked by the caller, and the borrow ends before the slot is written.
    ///
    /// # Safety
    /// See above.
    #[inline(always)]
    pub(crate) unsafe fn borrow(&self) -> &Value {
        // SAFETY: same size and layout (tag word, payload word); the tag word was stored from a valid `Tag`.
        unsafe { &*std::ptr::from_ref(self).cast::<Value>() }
    }

    /// Takes a reference to the value of a slot that cannot change under the caller (LOCAL, immutable or locked object).
    #[inline(always)]
    pub(crate) fn load(&self) -> Value {
        // SAFETY: the caller's object is LOCAL, immutable or locked, as documented.
        unsafe { self.borrow() }.clone()
    }

    /// One try at reading a slot of a SHARED object that others may be writing: None if the words may be torn or the object is
    /// dying. To be called inside `Header::read`, which re-checks the version; a reference taken for a torn pair is impossible
    /// because the payload word of an object is only trusted when the tag says so and the version did not move before the count
    /// is taken (`stable`).
    #[inline]
    pub(crate) fn load_shared(&self, owner: &Header, version: u32) -> Option<Value> {
        let tag = self.tag.load(Relaxed);
        let bits = self.bits.load(Relaxed);
        if !owner.still(version) {
            return None;
        }
        // SAFETY: the version did not move, so both words were stored together by `store`; the memory of an object that was
        // linked here since our last safepoint is not freed before our next one, so its header can be read.
        unsafe {
            let seen = ManuallyDrop::new(Value::from_raw(tag_of(tag), bits));
            match seen.header() {
                Some(header) if !header.try_inc() => None,
                _ => Some(ManuallyDrop::into_inner(seen)),
            }
        }
    }

    /// Looks at the value of a slot of a SHARED object without counting it, so without writing anything. None: somebody wrote to the
    /// owner meanwhile, or `look` gave None. The slot held its reference all the time, since the owner's version stood still: what
    /// `look` saw was alive. `look` runs no code of scripts, passes no safepoint, and its result is worth nothing before this returns.
    #[inline(always)]
    pub(crate) fn glance<T>(&self, owner: &Header, version: u32, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let words = self.peek();
        if version & 1 != 0 || !owner.still(version) {
            return None;
        }
        // SAFETY: stored together (see above); memory of what was linked here since our last safepoint stays until our next one.
        let seen = unsafe { words.assume_value() };
        let result = look(&seen);
        if owner.still(version) { result } else { None }
    }

    /// Replaces the value and returns the old one, which the caller drops outside the lock.
    #[inline(always)]
    pub(crate) fn swap(&self, value: Value) -> Value {
        let (tag, bits) = value.into_raw();
        // SAFETY: the words were stored from a value; only one writer at a time.
        let old = unsafe { Value::from_raw(tag_of(self.tag.load(Relaxed)), self.bits.load(Relaxed)) };
        self.tag.store(tag as u64, Relaxed);
        self.bits.store(bits, Relaxed);
        old
    }

    /// Replaces the value by what `update`, which runs no code of scripts, makes of it; false if it makes nothing. Same conditions as
    /// [`Slot::swap`].
    #[inline(always)]
    pub(crate) fn update_local(&self, update: impl FnOnce(&Value) -> Option<Value>) -> bool {
        // SAFETY: one writer at a time, which is the caller.
        match update(unsafe { self.borrow() }) {
            Some(value) => {
                drop(self.swap(value));
                true
            }
            None => false,
        }
    }

    /// Fills a slot that is unset. Same conditions as [`Slot::swap`].
    #[inline(always)]
    pub(crate) fn set_unset(&self, value: Value) {
        debug_assert!(self.is_unset(), "the slot is free");
        let (tag, bits) = value.into_raw();
        self.tag.store(tag as u64, Relaxed);
        self.bits.store(bits, Relaxed);
    }

    /// Fills a place of a buffer that holds no value: one that was never used, or whose value was read out of it. LOCAL or locked owner.
    ///
    /// # Safety
    /// The place is within a buffer.
    #[inline(always)]
    pub(crate) unsafe fn fill(place: *mut Slot, value: Value) {
        let (tag, bits) = value.into_raw();
        // SAFETY: passed on from the caller.
        unsafe { Slot::put_words(place, Words(tag as u64, bits)) };
    }

    /// Moves `count` slots of a locked SHARED owner to a place that may overlap theirs: word by word, since readers may be at them.
    ///
    /// # Safety
    /// Both ranges are within buffers.
    pub(crate) unsafe fn shift(from: *const Slot, to: *mut Slot, count: usize) {
        // SAFETY: passed on from the caller.
        let one = |index| unsafe { Slot::put_words(to.add(index), (*from.add(index)).peek()) };
        if to.cast_const() <= from { (0..count).for_each(one) } else { (0..count).rev().for_each(one) }
    }

    /// Exchanges the values of two slots. Same conditions as [`Slot::swap`].
    #[inline(always)]
    pub(crate) fn exchange(a: &Slot, b: &Slot) {
        let (of_a, of_b) = (a.peek(), b.peek());
        for (slot, words) in [(a, of_b), (b, of_a)] {
            slot.tag.store(words.0, Relaxed);
            slot.bits.store(words.1, Relaxed);
        }
    }

    #[inline(always)]
    unsafe fn put_words(place: *mut Slot, words: Words) {
        // SAFETY: passed on from the caller; the words may hold nothing yet.
        unsafe {
            AtomicU64::from_ptr((&raw mut (*place).tag).cast()).store(words.0, Relaxed);
            AtomicPtr::from_ptr((&raw mut (*place).bits).cast()).store(words.1, Relaxed);
        }
    }

    /// The value of a slot of `owner`, whatever its state.
    #[inline(always)]
    pub(crate) fn get(&self, owner: &Header) -> Value {
        if owner.is_local() { self.load() } else { owner.read(|version| self.load_shared(owner, version)) }
    }

    /// Replaces the value of a slot of `owner`, whatever its state, and returns the old one.
    #[inline(always)]
    pub(crate) fn put(&self, owner: &Header, value: Value) -> Value {
        if owner.is_local() {
            return self.swap(value);
        }
        value.publish();
        let _writing = owner.lock();
        self.swap(value)
    }

    /// Replaces the value by `new` if it still is `old`.
    pub(crate) fn put_if(&self, owner: &Header, old: &Value, new: Value) -> Result<Value, Value> {
        super::attrs::new_if_shared(owner, &new);
        let _writing = owner.lock_if_shared();
        if self.holds(old) { Ok(self.swap(new)) } else { Err(new) }
    }

    /// Takes the value out, leaving the slot unset.
    #[inline(always)]
    pub(crate) fn take(&self) -> Value {
        self.swap(Value::UNSET)
    }

    /// Whether nothing is stored. A relaxed look at the tag word alone.
    #[inline(always)]
    pub(crate) fn is_unset(&self) -> bool {
        self.tag.load(Relaxed) == Tag::Unset as u64
    }

    /// The two words as they are; nothing is claimed about them yet.
    #[inline(always)]
    pub(crate) fn peek(&self) -> Words {
        Words(self.tag.load(Relaxed), self.bits.load(Relaxed))
    }

    /// The value of a slot that was read out of its place and will not be dropped there.
    pub(crate) fn take_owned(self) -> Value {
        self.take()
    }

    /// Whether the slot holds exactly this immediate or object. Same conditions as [`Slot::load`].
    pub(crate) fn holds(&self, value: &Value) -> bool {
        // SAFETY: as for `load`.
        unsafe { self.borrow() }.is(value)
    }
}

/// Two words read from a slot without protection.
pub(crate) struct Words(u64, *mut ());

impl Words {
    /// The value the words are, borrowed from the slot: it is not counted and must not be kept.
    ///
    /// # Safety
    /// The words were stored together, and the object's memory stays until the borrow ends.
    #[inline(always)]
    pub(crate) unsafe fn assume_value(self) -> ManuallyDrop<Value> {
        // SAFETY: passed on from the caller.
        ManuallyDrop::new(unsafe { Value::from_raw(tag_of(self.0), self.1) })
    }
}

#[inline(always)]
unsafe fn tag_of(word: u64) -> Tag {
    // SAFETY: slots only ever hold words stored from a `Tag`.
    unsafe { std::mem::transmute(word) }
}

impl Drop for Slot {
    #[inline(always)]
    fn drop(&mut self) {
        drop(self.take());
    }
}
