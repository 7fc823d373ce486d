//! The `list` object: a growable sequence that several strands may use at once. Methods are in `list_methods`.
//!
//! LOCAL: only the owner strand touches it. SHARED: writers hold the version lock; `get` and `len` write nothing; a replaced buffer
//! is freed after a grace period. No user code ever runs under the lock: items leave as owned values and are dropped outside.

use super::kinds::{Kind, Layout, alloc, object};
use super::protocol;
use super::slice::{self, Bounds};
use super::slot::Slot;
use super::value::{Object, Ref, Value};
use crate::memory::header::flag;
use crate::memory::{Header, grace};
use std::alloc::Layout as Block;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::*};

#[repr(C)]
pub(crate) struct List {
    head: Header,
    len: AtomicUsize,
    /// Slots from the first item to the end of the buffer.
    cap: AtomicUsize,
    pub(super) items: AtomicPtr<Slot>,
    /// Free slots of the buffer before the first item: what is taken out near the front leaves them, so that a list used as a queue
    /// moves few items. 0 in an empty list.
    gap: AtomicUsize,
}

object!(List, List, super::ty::LIST);

/// Most items of a list: a block must fit in half of the address space.
const MAX_LEN: usize = isize::MAX as usize / size_of::<Slot>();

impl Layout for List {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: visiting happens on the owner strand or with all others stopped.
        unsafe { self.slice() }.iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.take_all());
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let (items, len) = (*self.items.get_mut(), *self.len.get_mut());
        // SAFETY: the list is dead; of a SHARED one readers in flight look only at words that stay until the grace period ends, and
        // find nothing there.
        unsafe {
            if self.head.is_local() {
                std::ptr::drop_in_place(std::ptr::slice_from_raw_parts_mut(items.cast::<Value>(), len));
            } else {
                // Readers in flight that did not count the list (`Slot::glance`) must notice that its slots are emptied.
                let _writing = self.head.lock();
                (0..len).for_each(|index| drop((*items.add(index)).take()));
            }
            self.buffer().release(&self.head);
        }
    }
}

/// Memory for the growth of a list did not suffice.
#[derive(Debug)]
pub(crate) struct NoMemory;

/// All slots of a list.
struct Buffer {
    start: *mut Slot,
    slots: usize,
}

impl Buffer {
    /// # Safety
    /// It was made by `grow` or a vector, and the caller has unlinked it.
    unsafe fn release(self, owner: &Header) {
        if self.slots == 0 {
            return;
        }
        // SAFETY: passed on from the caller.
        unsafe {
            let block = Block::array::<Slot>(self.slots).expect("the buffer exists, so its size fits");
            let start = NonNull::new_unchecked(self.start.cast::<u8>());
            if owner.is_local() { std::alloc::dealloc(start.as_ptr(), block) } else { grace::retire_buffer(start, block) }
        }
    }
}

impl List {
    pub(crate) fn new(items: Vec<Value>) -> Ref<List> {
        List::of_class(&super::ty::LIST, items)
    }

    /// A list of type `class` (list or a subclass).
    pub(crate) fn of_class(class: &super::ty::Type, items: Vec<Value>) -> Ref<List> {
        // Value and Slot have the same layout (asserted in `slot`), so the vector's buffer becomes the list's.
        let mut items = ManuallyDrop::new(items);
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(List {
            head: Header::new(Kind::List as u8, class.header(), flags),
            len: AtomicUsize::new(items.len()),
            cap: AtomicUsize::new(items.capacity()),
            items: AtomicPtr::new(items.as_mut_ptr().cast()),
            gap: AtomicUsize::new(0),
        })
    }

    fn buffer(&self) -> Buffer {
        let gap = self.gap.load(Relaxed);
        // SAFETY: the buffer has as many slots before the first item.
        let start = unsafe { self.items.load(Relaxed).sub(gap) };
        Buffer { start, slots: gap + self.cap.load(Relaxed) }
    }

    /// Moves slots within the buffer. The list is LOCAL or locked.
    ///
    /// # Safety
    /// Both ranges are within the buffer.
    #[inline(always)]
    unsafe fn shift(&self, from: *const Slot, to: *mut Slot, count: usize) {
        // SAFETY: passed on from the caller. Of a SHARED list readers look at the slots meanwhile.
        unsafe { if self.head.is_local() { std::ptr::copy(from, to, count) } else { Slot::shift(from, to, count) } }
    }

    /// Makes the first slot of the buffer the place of the first item. The list is LOCAL or locked.
    fn close_gap(&self) {
        let Buffer { start, slots } = self.buffer();
        // SAFETY: every slot moves once, within the buffer.
        unsafe { self.shift(self.items.load(Relaxed), start, self.len()) };
        self.items.store(start, Relaxed);
        self.cap.store(slots, Relaxed);
        self.gap.store(0, Relaxed);
    }

    /// Moves the first `front` items by `by` slots towards the end, over slots that are free by now: these are before the first item
    /// then. The list is LOCAL or locked; its length is the caller's business.
    fn widen_gap(&self, front: usize, by: usize) {
        // SAFETY: the moved range ends where the slots that are free end.
        unsafe {
            let items = self.items.load(Relaxed);
            self.shift(items, items.add(by), front);
            self.items.store(items.add(by), Relaxed);
        }
        self.gap.store(self.gap.load(Relaxed) + by, Relaxed);
        self.cap.store(self.cap.load(Relaxed) - by, Relaxed);
    }

    /// Takes note of a new length after items were taken out. The list is LOCAL or locked.
    fn shrunk(&self, len: usize) {
        self.len.store(len, Relaxed);
        if len == 0 && self.gap.load(Relaxed) > 0 {
            self.close_gap();
        }
    }

    /// The items in place.
    ///
    /// # Safety
    /// The list is LOCAL or locked, and nothing changes it while the borrow lives (in particular: no user code runs).
    #[inline(always)]
    pub(crate) unsafe fn slice(&self) -> &[Value] {
        // SAFETY: `len` initialised slots; same layout as values.
        unsafe {
            let len = self.len.load(Relaxed);
            if len == 0 { &[] } else { std::slice::from_raw_parts(self.items.load(Relaxed).cast::<Value>(), len) }
        }
    }

    /// # Safety
    /// `index` is below the capacity, and the list is LOCAL or locked.
    #[inline(always)]
    pub(super) unsafe fn slot(&self, index: usize) -> &Slot {
        // SAFETY: passed on from the caller.
        unsafe { &*self.items.load(Relaxed).add(index) }
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len.load(Relaxed)
    }

    /// The slot at a subscript (negative ones count from the end) of a LOCAL list; None if it is out of range, or the list SHARED.
    #[inline(always)]
    fn local_slot(&self, index: i64) -> Option<&Slot> {
        if !self.head.is_local() {
            return None;
        }
        let len = self.len();
        let index = if index < 0 { index.wrapping_add(len as i64) } else { index } as usize;
        // SAFETY: LOCAL; in bounds.
        if index < len { Some(unsafe { self.slot(index) }) } else { None }
    }

    /// Item at a subscript of a LOCAL list.
    #[inline(always)]
    pub(crate) fn local_item(&self, index: i64) -> Option<Value> {
        self.local_slot(index).map(Slot::load)
    }

    /// Replaces the item at a subscript of a LOCAL list, or gives the value back.
    #[inline(always)]
    pub(crate) fn set_local_item(&self, index: i64, value: Value) -> Result<(), Value> {
        match self.local_slot(index) {
            Some(slot) => {
                drop(slot.swap(value));
                Ok(())
            }
            None => Err(value),
        }
    }

    /// Replaces the item at a subscript of a LOCAL list by what `update` makes of it; false if there is none, or `update` makes nothing.
    #[inline(always)]
    pub(crate) fn update_local(&self, index: i64, update: impl FnOnce(&Value) -> Option<Value>) -> bool {
        let Some(slot) = self.local_slot(index) else { return false };
        slot.update_local(update)
    }

    /// Item `index`, which counts from the start.
    #[inline(always)]
    pub(crate) fn get(&self, index: usize) -> Option<Value> {
        if self.head.is_local() {
            // SAFETY: LOCAL; in bounds.
            return if index < self.len() { Some(unsafe { self.slot(index) }.load()) } else { None };
        }
        self.get_shared(|_| Some(index))
    }

    /// The item at a position, which counts from the end if it is negative.
    #[inline(always)]
    pub(crate) fn get_at(&self, position: i64) -> Option<Value> {
        match usize::try_from(position) {
            Ok(index) => self.get(index),
            Err(_) if self.head.is_local() => self.get(protocol::position(position, self.len())?),
            Err(_) => self.get_shared(|len| protocol::position(position, len)),
        }
    }

    /// The item at the index that `place` says for the length at that moment.
    #[inline(never)]
    fn get_shared(&self, place: impl Fn(usize) -> Option<usize>) -> Option<Value> {
        self.read_shared(|len, items, version| match place(len).filter(|index| *index < len) {
            // SAFETY: in bounds of that buffer, which is not freed before our next safepoint.
            Some(index) => Some(Some(unsafe { (*items.add(index)).load_shared(&self.head, version)? })),
            None => Some(None),
        })
    }

    /// [`Header::read`] of length and buffer of a SHARED list.
    pub(super) fn read_shared<T>(&self, mut read: impl FnMut(usize, *mut Slot, u32) -> Option<T>) -> T {
        self.head.read(|version| {
            let len = self.len.load(Relaxed);
            let items = self.items.load(Relaxed);
            // They belong together only if the version stood still between the loads.
            if self.head.still(version) { read(len, items, version) } else { None }
        })
    }

    /// Runs `change` in a write section.
    #[inline(always)]
    pub(super) fn write<T>(&self, change: impl FnOnce() -> T) -> T {
        let _writing = self.head.lock_if_shared();
        change()
    }

    /// Replaces the item at a position as for [`List::get_at`]; gives the value back if there is none.
    #[inline]
    pub(crate) fn set_at(&self, position: i64, value: Value) -> Result<(), Value> {
        if !self.head.is_local() {
            value.publish();
        }
        let writing = self.head.lock_if_shared();
        let Some(index) = protocol::position(position, self.len()) else { return Err(value) };
        // SAFETY: LOCAL or locked, in bounds.
        let old = unsafe { self.slot(index) }.swap(value);
        drop(writing);
        drop(old);
        Ok(())
    }

    /// Replaces the item at a position as for [`List::get_at`] by `new` if it still is `old`: how augmented assignment loses no update.
    pub(crate) fn replace_if(&self, position: i64, old: &Value, new: Value) -> Result<(), Value> {
        if !self.head.is_local() {
            new.publish();
        }
        let writing = self.head.lock_if_shared();
        // SAFETY: LOCAL or locked, in bounds.
        let slot = protocol::position(position, self.len()).map(|index| unsafe { self.slot(index) });
        let Some(slot) = slot.filter(|slot| slot.holds(old)) else { return Err(new) };
        let before = slot.swap(new);
        drop(writing);
        drop(before);
        Ok(())
    }

    /// Makes room for `more` items, as a hint.
    pub(super) fn reserve(&self, more: usize) -> Result<(), NoMemory> {
        self.write(|| self.grow(more))
    }

    /// Makes room for `more` items. The list is LOCAL or locked.
    fn grow(&self, more: usize) -> Result<(), NoMemory> {
        let (len, cap) = (self.len(), self.cap.load(Relaxed));
        let needed = len.checked_add(more).filter(|n| *n <= MAX_LEN).ok_or(NoMemory)?;
        if needed <= cap {
            return Ok(());
        }
        let gap = self.gap.load(Relaxed);
        // A gap of half the items pays for moving them.
        if gap > len / 2 && needed <= cap + gap {
            self.close_gap();
            return Ok(());
        }
        let fresh_cap = if more == 1 { needed + needed / 2 + 3 } else { needed + needed / 8 }.min(MAX_LEN);
        let block = Block::array::<Slot>(fresh_cap).map_err(|_| NoMemory)?;
        let old = self.items.load(Relaxed);
        let is_moved_by_system = self.head.is_local() && cap > 0 && gap == 0;
        // SAFETY: the old buffer was made with capacity `cap`; LOCAL lists are nobody else's, SHARED ones keep it for a grace period.
        unsafe {
            let fresh = if is_moved_by_system {
                std::alloc::realloc(old.cast(), Block::array::<Slot>(cap).map_err(|_| NoMemory)?, block.size())
            } else {
                std::alloc::alloc(block)
            };
            let fresh = NonNull::new(fresh.cast::<Slot>()).ok_or(NoMemory)?.as_ptr();
            if !is_moved_by_system {
                std::ptr::copy_nonoverlapping(old, fresh, len);
                self.buffer().release(&self.head);
            }
            self.items.store(fresh, Relaxed);
            self.cap.store(fresh_cap, Relaxed);
            self.gap.store(0, Relaxed);
        }
        Ok(())
    }

    /// Appends.
    #[inline(always)]
    pub(crate) fn push(&self, value: Value) -> Result<(), NoMemory> {
        let len = self.len();
        if self.head.is_local() && len < self.cap.load(Relaxed) {
            // SAFETY: there is room; LOCAL.
            unsafe { self.items.load(Relaxed).add(len).write(Slot::new(value)) };
            self.len.store(len + 1, Relaxed);
            return Ok(());
        }
        self.push_general(value)
    }

    #[inline(never)]
    fn push_general(&self, value: Value) -> Result<(), NoMemory> {
        if !self.head.is_local() {
            value.publish();
        }
        let _writing = self.head.lock_if_shared();
        self.append(value)
    }

    /// Appends to a list that is LOCAL or locked.
    pub(super) fn append(&self, value: Value) -> Result<(), NoMemory> {
        let len = self.len();
        if len == self.cap.load(Relaxed) {
            self.grow(1)?;
        }
        // SAFETY: there is room; LOCAL or locked.
        unsafe { Slot::fill(self.items.load(Relaxed).add(len), value) };
        self.len.store(len + 1, Relaxed);
        Ok(())
    }

    /// Takes the last item.
    pub(crate) fn pop(&self) -> Option<Value> {
        self.write(|| self.take_last())
    }

    /// Takes the last item of a list that is LOCAL or locked.
    #[inline(always)]
    pub(super) fn take_last(&self) -> Option<Value> {
        let len = self.len().checked_sub(1)?;
        // SAFETY: in bounds; LOCAL or locked. The reference moves out; the slot counts as free.
        let last = unsafe { std::ptr::read(self.items.load(Relaxed).add(len)) }.take();
        self.shrunk(len);
        Some(last)
    }

    /// Replaces `start..end` (clamped to the length) by `new`, in one step for all readers, and returns what was there.
    pub(crate) fn splice(&self, start: usize, end: usize, new: Vec<Value>) -> Result<Vec<Value>, NoMemory> {
        self.splice_by(|_| (start, end), new)
    }

    /// [`List::splice`] of a place that depends on the length at that moment.
    pub(crate) fn splice_by(&self, place: impl FnOnce(usize) -> (usize, usize), new: Vec<Value>) -> Result<Vec<Value>, NoMemory> {
        if !self.head.is_local() {
            new.iter().for_each(Value::publish);
        }
        self.write(|| {
            let len = self.len();
            let (start, end) = place(len);
            let start = start.min(len);
            let end = end.clamp(start, len);
            if new.len() > end - start {
                self.grow(new.len() - (end - start))?;
            }
            let mut old = Vec::new();
            old.try_reserve_exact(end - start).map_err(|_| NoMemory)?;
            // SAFETY: LOCAL or locked; the moved range stays within the capacity made above; every slot is owned exactly once.
            unsafe {
                let items = self.items.load(Relaxed);
                old.extend((start..end).map(|index| std::ptr::read(items.add(index)).take_owned()));
                let new_len = len - (end - start) + new.len();
                if new_len < len && start < len - end {
                    self.widen_gap(start, len - new_len);
                } else if new_len != len {
                    self.shift(items.add(end), items.add(start + new.len()), len - end);
                }
                let items = self.items.load(Relaxed);
                for (offset, value) in new.into_iter().enumerate() {
                    Slot::fill(items.add(start + offset), value);
                }
                self.shrunk(new_len);
                Ok(old)
            }
        })
    }

    /// The items a slice selects, at one moment.
    pub(crate) fn get_slice(&self, bounds: Bounds) -> Result<Vec<Value>, NoMemory> {
        self.with(|items| {
            let (start, _, step, count) = bounds.fit(items.len());
            let mut found = Vec::new();
            found.try_reserve_exact(count).map_err(|_| NoMemory)?;
            if step == 1 {
                found.extend_from_slice(&items[start as usize..start as usize + count]);
            } else {
                found.extend(slice::indexes(start, step, count).map(|index| items[index].clone()));
            }
            Ok(found)
        })
    }

    /// Replaces the items that a slice with a step selects by as many others, in one step for all readers. Returns what the caller
    /// drops: the old items. Err: how many items would be needed; the new ones come back.
    pub(crate) fn set_strided(&self, bounds: Bounds, mut new: Vec<Value>) -> Result<Vec<Value>, (usize, Vec<Value>)> {
        if !self.head.is_local() {
            new.iter().for_each(Value::publish);
        }
        self.write(|| {
            let (start, _, step, count) = bounds.fit(self.len());
            if count != new.len() {
                return Err((count, new));
            }
            for (value, index) in new.iter_mut().zip(slice::indexes(start, step, count)) {
                // SAFETY: LOCAL or locked; indexes of a fitted slice are in bounds.
                *value = unsafe { self.slot(index) }.swap(std::mem::replace(value, Value::UNSET));
            }
            Ok(new)
        })
    }

    /// Takes the items that a slice selects out, in one step for all readers.
    pub(crate) fn remove_slice(&self, bounds: Bounds) -> Result<Vec<Value>, NoMemory> {
        self.write(|| {
            let len = self.len();
            let (mut start, _, mut step, count) = bounds.fit(len);
            if count == 0 {
                return Ok(Vec::new());
            }
            if step < 0 {
                start += (count as i64 - 1) * step;
                step = -step;
            }
            let mut old = Vec::new();
            old.try_reserve_exact(count).map_err(|_| NoMemory)?;
            // SAFETY: LOCAL or locked; indexes are in bounds; every slot is moved once, out or towards the start.
            unsafe {
                let items = self.items.load(Relaxed);
                let (first, step) = (start as usize, step as usize);
                for n in 0..count {
                    let index = first + n * step;
                    old.push(std::ptr::read(items.add(index)).take_owned());
                    let kept = if n + 1 < count { step - 1 } else { len - index - 1 };
                    self.shift(items.add(index + 1), items.add(index - n), kept);
                }
                self.shrunk(len - count);
            }
            Ok(old)
        })
    }

    /// The items in place, if the list is LOCAL.
    ///
    /// # Safety
    /// Nothing changes the list while the borrow lives (in particular: no user code runs).
    #[inline(always)]
    pub(super) unsafe fn local_slice(&self) -> Option<&[Value]> {
        // SAFETY: LOCAL; the rest is passed on from the caller.
        if self.head.is_local() { Some(unsafe { self.slice() }) } else { None }
    }

    /// Inserts an item at a place that depends on the length at that moment.
    pub(super) fn insert_by(&self, place: impl FnOnce(usize) -> usize, value: Value) -> Result<(), NoMemory> {
        if !self.head.is_local() {
            value.publish();
        }
        self.write(|| self.place(place(self.len()), value))
    }

    /// Puts a value before the item at an index, or at the end. LOCAL or locked.
    pub(super) fn place(&self, index: usize, value: Value) -> Result<(), NoMemory> {
        let len = self.len();
        let index = index.min(len);
        let gap = self.gap.load(Relaxed);
        let is_at_front = gap > 0 && index < len - index;
        if !is_at_front {
            self.grow(1)?;
        }
        // SAFETY: LOCAL or locked, there is room before the first item or after the last; every slot is owned exactly once.
        unsafe {
            let mut items = self.items.load(Relaxed);
            if is_at_front {
                self.shift(items, items.sub(1), index);
                items = items.sub(1);
                self.items.store(items, Relaxed);
                self.gap.store(gap - 1, Relaxed);
                self.cap.store(self.cap.load(Relaxed) + 1, Relaxed);
            } else {
                self.shift(items.add(index), items.add(index + 1), len - index);
            }
            Slot::fill(items.add(index), value);
        }
        self.len.store(len + 1, Relaxed);
        Ok(())
    }

    /// Appends all of `new` in one step for all readers.
    pub(crate) fn extend(&self, new: Vec<Value>) -> Result<(), NoMemory> {
        if self.head.is_local() && self.is_untouched() && new.capacity() > 0 {
            // The vector's buffer becomes the list's, as in `of_class`.
            let mut new = ManuallyDrop::new(new);
            self.items.store(new.as_mut_ptr().cast(), Relaxed);
            self.cap.store(new.capacity(), Relaxed);
            self.len.store(new.len(), Relaxed);
            return Ok(());
        }
        if !self.head.is_local() {
            new.iter().for_each(Value::publish);
        }
        let mut new = new;
        self.write(|| self.put_behind(&mut new))
    }

    /// Puts values behind the items; leaves them where they are if there is no memory. LOCAL, or locked and the values are published.
    pub(super) fn put_behind(&self, new: &mut Vec<Value>) -> Result<(), NoMemory> {
        self.grow(new.len())?;
        let (items, len) = (self.items.load(Relaxed), self.len());
        let count = new.len();
        // SAFETY: there is room. In a LOCAL list values move bit by bit to slots, which have their layout, and the vector forgets them;
        // readers of a SHARED one that saw it when it was longer may still look at those slots.
        unsafe {
            if self.head.is_local() {
                std::ptr::copy_nonoverlapping(new.as_ptr().cast::<Slot>(), items.add(len), count);
                new.set_len(0);
            } else {
                new.drain(..).enumerate().for_each(|(index, value)| Slot::fill(items.add(len + index), value));
            }
        }
        self.len.store(len + count, Relaxed);
        Ok(())
    }

    /// Takes the item at a position as for [`List::get_at`] out.
    pub(crate) fn remove_at(&self, position: i64) -> Option<Value> {
        self.write(|| Some(self.take(protocol::position(position, self.len())?)))
    }

    /// Takes item `index`, which is there, out. LOCAL or locked.
    pub(super) fn take(&self, index: usize) -> Value {
        let len = self.len();
        // SAFETY: in bounds; LOCAL or locked; the reference moves out.
        unsafe {
            let items = self.items.load(Relaxed);
            let old = std::ptr::read(items.add(index)).take_owned();
            let after = len - index - 1;
            if index < after {
                self.widen_gap(index, 1);
            } else {
                self.shift(items.add(index + 1), items.add(index), after);
            }
            self.shrunk(len - 1);
            old
        }
    }

    /// Takes everything out, leaving the list empty and without a buffer.
    pub(crate) fn take_all(&self) -> Vec<Value> {
        self.write(|| {
            if self.head.is_local() && self.gap.load(Relaxed) > 0 {
                self.close_gap();
            }
            let (items, len) = (self.items.load(Relaxed), self.len());
            let buffer = self.buffer();
            if buffer.slots == 0 {
                return Vec::new();
            }
            self.len.store(0, Relaxed);
            self.cap.store(0, Relaxed);
            self.gap.store(0, Relaxed);
            self.items.store(NonNull::<Slot>::dangling().as_ptr(), Relaxed);
            // SAFETY: LOCAL or locked. A LOCAL buffer becomes the vector's (same layout and allocator, see `of_class`); a SHARED one
            // may still be looked at: its items are moved out and it is freed after a grace period.
            unsafe {
                if self.head.is_local() {
                    return Vec::from_raw_parts(items.cast::<Value>(), len, buffer.slots);
                }
                let taken = (0..len).map(|index| std::ptr::read(items.add(index)).take_owned()).collect();
                buffer.release(&self.head);
                taken
            }
        })
    }

    /// Whether nothing was ever put in since [`List::take_all`].
    pub(crate) fn is_untouched(&self) -> bool {
        self.cap.load(Relaxed) == 0 && self.len() == 0
    }

    /// Puts a vector in the place of all items and returns the old ones.
    pub(crate) fn replace_all(&self, new: Vec<Value>) -> Result<Vec<Value>, NoMemory> {
        self.splice(0, usize::MAX, new)
    }
}
