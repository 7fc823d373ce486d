//! Instance attributes: shapes (hidden classes) and the block that holds the values. Knows names and slots, not classes.
//!
//! A shape maps attribute names to slot indices; instances that got the same attributes in the same order share one. Shapes are
//! immutable and live as long as their class: inline caches compare ids, which never come back. An instance whose `__dict__` was asked for, or that lost an attribute, turns
//! to *dict mode*: shape [`DICT_MODE`], a real dict in slot 0.
//!
//! Sharing: a block belongs to its object. LOCAL: the owner strand only. SHARED: changed under the object's version lock, read
//! inside `Header::read`; a replaced value buffer is freed after a grace period.

use super::interned::ByAddress;
use super::slot::Slot;
use super::str::Name;
use super::value::{Ref, Value};
use crate::memory::{Header, grace};
use parking_lot::Mutex;
use std::alloc::Layout as Block;
use std::ptr::NonNull;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::*};

/// Shape id of instances whose attributes live in a dict in slot 0.
pub(crate) const DICT_MODE: u32 = 1;
/// Shape id of objects that got no attributes yet and whose class gave no root.
pub(crate) const NO_SHAPE: u32 = 0;
/// Slots of a block in dict mode.
const DICT: u32 = 0;
const MEMBERS: u32 = 1;
/// More attributes than this and the instance goes to dict mode.
const MAX_SLOTS: usize = 64;
/// More different attributes than this to follow a shape, and instances go to dict mode: their names are data.
const MAX_NEXT: usize = 128;

/// An immutable map from names to slots.
pub(crate) struct Shape {
    pub(crate) id: u32,
    pub(crate) names: Box<[Name]>,
    /// Only for shapes with more names than a scan is good for.
    index: Option<ByAddress<Name, u32>>,
    /// Shapes with one more name. The mutex protects the map; shapes themselves never change.
    next: Mutex<ByAddress<Name, &'static Shape>>,
    /// The first of these, often the only one: found without the mutex.
    first_next: OnceLock<&'static Shape>,
}

/// All shapes by id, in segments that are never moved, each twice as long as the one before: finding one writes nothing, however many
/// strands look.
static SEGMENTS: [AtomicPtr<AtomicPtr<Shape>>; SEGMENT_COUNT] = [const { AtomicPtr::new(std::ptr::null_mut()) }; SEGMENT_COUNT];
/// Ids given so far; held while a shape is entered.
static NEXT_ID: Mutex<u32> = Mutex::new(DICT_MODE + 1);

const SEGMENT_COUNT: usize = 27;
const FIRST_SEGMENT: u32 = 64;

/// Number of the segment that has shape `id`, its length, and the place in it.
#[inline(always)]
fn segment_of(id: u32) -> (usize, usize, usize) {
    let at = u64::from(id) + u64::from(FIRST_SEGMENT);
    let segment = at.ilog2() - FIRST_SEGMENT.ilog2();
    let len = 1u64 << (segment + FIRST_SEGMENT.ilog2());
    (segment as usize, len as usize, (at - len) as usize)
}

impl Shape {
    fn make(names: Box<[Name]>) -> &'static Shape {
        let mut next = NEXT_ID.lock();
        let id = *next;
        *next = id.checked_add(1).expect("memory ends before the ids of shapes do");
        let index = (names.len() > 8).then(|| names.iter().enumerate().map(|(i, n)| (*n, i as u32)).collect());
        let shape: &'static Shape = Box::leak(Box::new(Shape { id, names, index, next: Mutex::default(), first_next: OnceLock::new() }));
        let (segment, len, place) = segment_of(id);
        let mut places = SEGMENTS[segment].load(Relaxed);
        if places.is_null() {
            let fresh: Vec<AtomicPtr<Shape>> = (0..len).map(|_| AtomicPtr::default()).collect();
            places = Box::leak(fresh.into_boxed_slice()).as_mut_ptr();
            // Release: who finds the segment finds it filled with nothing.
            SEGMENTS[segment].store(places, Release);
        }
        // SAFETY: `place` is within the segment, which is never freed. Release: who finds the shape finds its contents.
        unsafe { (*places.add(place)).store(std::ptr::from_ref(shape).cast_mut(), Release) };
        shape
    }

    /// A fresh shape without names: the root of a class's shapes, so that a shape tells the class.
    pub(crate) fn root() -> &'static Shape {
        Shape::make(Box::new([]))
    }

    /// Takes the shapes that began with root `id` out of the table, for their class has died, and with it the last block that has one.
    /// Whoever read an id without holding the block's object may still be looking until a grace period is over.
    #[expect(clippy::vec_box, reason = "somebody may be looking at them where they lie")]
    pub(crate) fn take_all(id: u32) -> Vec<Box<Shape>> {
        let mut ids = vec![id];
        let mut taken = Vec::new();
        while let Some(id) = ids.pop() {
            let (segment, _, place) = segment_of(id);
            let places = SEGMENTS[segment].load(Acquire);
            if places.is_null() {
                continue;
            }
            // SAFETY: `place` is within the segment; the shape came from a box and is taken once.
            let shape = unsafe {
                let shape = (*places.add(place)).swap(std::ptr::null_mut(), AcqRel);
                if shape.is_null() {
                    continue;
                }
                Box::from_raw(shape)
            };
            ids.extend(shape.next.lock().values().map(|next| next.id));
            taken.push(shape);
        }
        taken
    }

    /// The shape of this id, until the calling strand's next safepoint, or as long as the caller holds an object with it.
    #[inline]
    pub(crate) fn by_id(id: u32) -> Option<&'static Shape> {
        let (segment, _, place) = segment_of(id);
        let places = SEGMENTS.get(segment)?.load(Acquire);
        if places.is_null() {
            return None;
        }
        // SAFETY: `place` is within the segment, which is never freed; a shape that is taken out is freed after a grace period.
        unsafe { (*places.add(place)).load(Acquire).as_ref() }
    }

    pub(crate) fn slot_of(&self, name: Name) -> Option<u32> {
        match &self.index {
            Some(index) => index.get(&name).copied(),
            None => self.names.iter().position(|n| *n == name).map(|i| i as u32),
        }
    }

    /// The shape with `name` added. None: too many names follow this shape already.
    fn with(&self, name: Name) -> Option<&'static Shape> {
        if let Some(first) = self.first_next.get()
            && first.names.last() == Some(&name)
        {
            return Some(first);
        }
        let mut next = self.next.lock();
        if next.len() >= MAX_NEXT && !next.contains_key(&name) {
            return None;
        }
        let found = *next.entry(name).or_insert_with(|| {
            let mut names = self.names.to_vec();
            names.push(name);
            Shape::make(names.into())
        });
        self.first_next.get_or_init(|| found);
        Some(found)
    }
}

/// The attribute block of an object.
#[repr(C)]
pub(crate) struct Attrs {
    shape: AtomicU32,
    /// Slots that `values` has room for; bit 31: the buffer is inline in the object, not to be freed.
    room: AtomicU32,
    values: AtomicPtr<Slot>,
}

const INLINE: u32 = 1 << 31;

/// What looking for an attribute in the block gave.
pub(crate) enum Found {
    /// In a slot.
    Slot(u32, Value),
    /// Attributes are in this dict: look there.
    Dict(Value),
    Missing,
}

/// Why a value was not stored; here it is.
pub(crate) enum Refused {
    /// The block is in dict mode, or should be.
    Dict(Value),
    /// The name has one.
    There(Value),
}

impl Attrs {
    pub(crate) const fn empty() -> Attrs {
        Attrs { shape: AtomicU32::new(NO_SHAPE), room: AtomicU32::new(0), values: AtomicPtr::new(std::ptr::null_mut()) }
    }

    /// A block whose first `room` slots are inline at `values`.
    pub(crate) fn inline(shape: u32, room: u32, values: *mut Slot) -> Attrs {
        Attrs { shape: AtomicU32::new(shape), room: AtomicU32::new(room | INLINE), values: AtomicPtr::new(values) }
    }

    #[inline(always)]
    pub(crate) fn shape(&self) -> u32 {
        self.shape.load(Relaxed)
    }

    fn room(&self) -> usize {
        (self.room.load(Relaxed) & !INLINE) as usize
    }

    /// # Safety
    /// `index` is below the number of names of the current shape, and the object is LOCAL or locked.
    #[inline(always)]
    unsafe fn slot(&self, index: usize) -> &Slot {
        // SAFETY: passed on from the caller; `values` has room for the shape's names.
        unsafe { &*self.values.load(Relaxed).add(index) }
    }

    /// The value in slot `index` of a LOCAL object whose shape has that slot; None if it is unset.
    #[inline(always)]
    pub(crate) fn get_local(&self, index: u32) -> Option<Value> {
        // SAFETY: the caller compared the shape and the owner's state just now.
        let slot = unsafe { self.slot(index as usize).borrow() };
        if slot.is_unset() { None } else { Some(slot.clone()) }
    }

    /// Shows the value in slot `index` of a LOCAL object whose shape has that slot to `look`, which runs no code of scripts; Unset if
    /// there is none.
    #[inline(always)]
    pub(crate) fn peek_local<T>(&self, index: u32, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        // SAFETY: the caller compared the shape and the owner's state just now; nobody stores while `look` runs.
        look(unsafe { self.slot(index as usize).borrow() })
    }

    /// Replaces the value in slot `index` of a LOCAL object whose shape has that slot.
    #[inline(always)]
    pub(crate) fn set_local(&self, index: u32, value: Value) {
        // SAFETY: the caller compared the shape and the owner's state just now.
        drop(unsafe { self.slot(index as usize) }.swap(value));
    }

    /// Replaces the value in slot `index` of a LOCAL object whose shape has that slot by what `update`, which runs no code of scripts,
    /// makes of it; false if it makes nothing.
    #[inline(always)]
    pub(crate) fn update_local(&self, index: u32, update: impl FnOnce(&Value) -> Option<Value>) -> bool {
        // SAFETY: the caller compared the shape and the owner's state just now.
        unsafe { self.slot(index as usize) }.update_local(update)
    }

    /// The value in slot `index` if the block has shape `shape`: the inline caches' way. One try-increment at most.
    #[inline(always)]
    pub(crate) fn get_cached(&self, owner: &Header, shape: u32, index: u32) -> Option<Value> {
        if self.shape() != shape {
            return None;
        }
        if owner.is_local() {
            // SAFETY: the shape has the slot; LOCAL.
            return Some(unsafe { self.slot(index as usize) }.load());
        }
        self.get_cached_shared(owner, shape, index)
    }

    #[inline(never)]
    fn get_cached_shared(&self, owner: &Header, shape: u32, index: u32) -> Option<Value> {
        owner.read(|version| {
            let now = self.shape.load(Relaxed);
            let values = self.values.load(Relaxed);
            if !owner.still(version) {
                return None;
            }
            if now != shape {
                return Some(None);
            }
            // SAFETY: shape and buffer were read at one version, so the buffer has the slot; buffers are freed after a grace period.
            Some(Some(unsafe { (*values.add(index as usize)).load_shared(owner, version)? }))
        })
    }

    /// Replaces slot `index` if the block has shape `shape`. Returns the value back if not.
    #[inline(always)]
    pub(crate) fn set_cached(&self, owner: &Header, shape: u32, index: u32, value: Value) -> Result<(), Value> {
        if self.shape() != shape {
            return Err(value);
        }
        if owner.is_local() {
            // SAFETY: the shape has the slot; LOCAL.
            drop(unsafe { self.slot(index as usize) }.swap(value));
            return Ok(());
        }
        value.publish();
        let writing = owner.lock();
        if self.shape() != shape {
            return Err(value);
        }
        // SAFETY: the shape has the slot; locked.
        let old = unsafe { self.slot(index as usize) }.swap(value);
        drop(writing);
        drop(old);
        Ok(())
    }

    /// Adds slot `index` going from shape `old` to shape `new`, if the block has shape `old` and room. The constructor's way.
    #[inline(always)]
    pub(crate) fn add_cached(&self, owner: &Header, old: u32, new: u32, index: u32, value: Value) -> Result<(), Value> {
        if self.shape() != old || !owner.is_local() || index as usize >= self.room() {
            return Err(value);
        }
        // SAFETY: there is room; slots past the shape's names are unset; LOCAL.
        drop(unsafe { self.slot(index as usize) }.swap(value));
        self.shape.store(new, Relaxed);
        Ok(())
    }

    /// Replaces slot `index` by `new` if it still holds exactly `old`: how augmented assignment loses no update.
    pub(crate) fn replace_if(&self, owner: &Header, name: Name, old: &Value, new: Value) -> Result<(), Value> {
        new_if_shared(owner, &new);
        let writing = owner.lock_if_shared();
        let Some(slot) = Shape::by_id(self.shape()).and_then(|shape| shape.slot_of(name)) else {
            return Err(new);
        };
        // SAFETY: the shape has the slot; LOCAL or locked.
        let slot = unsafe { self.slot(slot as usize) };
        if !slot.holds(old) {
            return Err(new);
        }
        let before = slot.swap(new);
        drop(writing);
        drop(before);
        Ok(())
    }

    /// Looks a name up.
    pub(crate) fn get(&self, owner: &Header, name: Name) -> Found {
        loop {
            let id = self.shape();
            match id {
                NO_SHAPE => return Found::Missing,
                DICT_MODE => match self.get_cached(owner, DICT_MODE, DICT) {
                    Some(dict) => return Found::Dict(dict),
                    None => continue,
                },
                _ => {
                    let Some(slot) = Shape::by_id(id).and_then(|shape| shape.slot_of(name)) else {
                        return Found::Missing;
                    };
                    match self.get_cached(owner, id, slot) {
                        Some(value) => return Found::Slot(slot, value),
                        // Another strand changed the shape meanwhile.
                        None => continue,
                    }
                }
            }
        }
    }

    /// Looks a member of `__slots__` up; Found::Dict has the members' dict.
    pub(crate) fn get_member(&self, owner: &Header, name: Name) -> Found {
        match self.get(owner, name) {
            // A block never leaves dict mode.
            Found::Dict(_) => match self.get_cached(owner, DICT_MODE, MEMBERS) {
                Some(members) if !members.is_unset() => Found::Dict(members),
                _ => Found::Missing,
            },
            found => found,
        }
    }

    /// The members' dict of a block in dict mode, made if there is none yet.
    pub(crate) fn members(&self, owner: &Header) -> Value {
        let fresh = super::dict::Dict::new().into_value();
        new_if_shared(owner, &fresh);
        let writing = owner.lock_if_shared();
        // SAFETY: blocks in dict mode have the slot; LOCAL or locked.
        let slot = unsafe { self.slot(MEMBERS as usize) };
        let present = slot.load();
        if !present.is_unset() {
            return present;
        }
        drop(slot.swap(fresh.clone()));
        drop(writing);
        fresh
    }

    /// Sets a name. Err gives the value back: the block is in dict mode, or has no room for one name more and should be.
    /// `root` is the shape to start from when the block has none.
    pub(crate) fn set(&self, owner: &Header, root: u32, name: Name, value: Value) -> Result<(), Value> {
        self.store(owner, root, name, value, false).map_err(|refused| match refused {
            Refused::Dict(value) | Refused::There(value) => value,
        })
    }

    /// Sets a name that has no value, see [`Attrs::set`].
    pub(crate) fn add(&self, owner: &Header, root: u32, name: Name, value: Value) -> Result<(), Refused> {
        self.store(owner, root, name, value, true)
    }

    #[inline(always)]
    fn store(&self, owner: &Header, root: u32, name: Name, value: Value, only_new: bool) -> Result<(), Refused> {
        new_if_shared(owner, &value);
        let writing = owner.lock_if_shared();
        let mut id = self.shape();
        if id == NO_SHAPE {
            id = root;
        }
        if id == DICT_MODE {
            return Err(Refused::Dict(value));
        }
        let shape = Shape::by_id(id).expect("the shape of a block exists");
        let old = match shape.slot_of(name) {
            // SAFETY: the shape has the slot; LOCAL or locked.
            Some(slot) if only_new && !unsafe { self.slot(slot as usize).borrow() }.is_unset() => return Err(Refused::There(value)),
            // SAFETY: as above.
            Some(slot) => unsafe { self.slot(slot as usize) }.swap(value),
            None => {
                let slot = shape.names.len();
                let next = if slot < MAX_SLOTS { shape.with(name) } else { None };
                let Some(next) = next else { return Err(Refused::Dict(value)) };
                if slot >= self.room() {
                    self.grow(owner, (slot + 1).next_power_of_two().max(4));
                }
                // SAFETY: there is room now.
                let old = unsafe { self.slot(slot) }.swap(value);
                self.shape.store(next.id, Relaxed);
                old
            }
        };
        drop(writing);
        drop(old);
        Ok(())
    }

    /// Moves the values to a buffer with `room` slots. The object is LOCAL or locked.
    fn grow(&self, owner: &Header, room: usize) {
        let block = Block::array::<Slot>(room).expect("attribute buffers are small");
        // SAFETY: fresh memory is filled before it is linked; the old buffer is released after a grace period if others may see it.
        unsafe {
            let Some(fresh) = NonNull::new(std::alloc::alloc(block)) else { std::alloc::handle_alloc_error(block) };
            let fresh = fresh.cast::<Slot>().as_ptr();
            let (old, old_room) = (self.values.load(Relaxed), self.room());
            if old_room > 0 {
                std::ptr::copy_nonoverlapping(old, fresh, old_room);
            }
            for index in old_room..room {
                fresh.add(index).write(Slot::unset());
            }
            let was_inline = self.room.load(Relaxed) & INLINE != 0;
            self.values.store(fresh, Relaxed);
            self.room.store(room as u32, Relaxed);
            if !was_inline && old_room > 0 {
                release_buffer(owner, old, old_room);
            } else {
                // The inline slots gave their references away; they stay readable for readers in flight.
            }
        }
    }

    /// Turns to dict mode (if not there yet) and returns the dict. `is_member` tells names of `__slots__`; it runs no script.
    pub(crate) fn to_dict(&self, owner: &Header, is_member: impl Fn(Name) -> bool) -> Value {
        loop {
            let id = self.shape();
            if id == DICT_MODE {
                match self.get_cached(owner, DICT_MODE, DICT) {
                    Some(dict) => return dict,
                    None => continue,
                }
            }
            // Asked before the lock is taken: it looks into classes.
            let names: &[Name] = Shape::by_id(id).map_or(&[], |shape| &shape.names);
            let members: Vec<bool> = names.iter().map(|name| is_member(*name)).collect();
            if let Some(dict) = self.turn_to_dict(owner, id, names, &members) {
                return dict;
            }
        }
    }

    /// Turns a block of shape `id` to dict mode, some of whose names are members. None: another strand has changed the shape.
    fn turn_to_dict(&self, owner: &Header, id: u32, names: &[Name], is_member: &[bool]) -> Option<Value> {
        let dict = super::dict::Dict::new();
        let members = is_member.contains(&true).then(super::dict::Dict::new);
        new_if_shared(owner, dict.as_value());
        if let Some(members) = &members {
            new_if_shared(owner, members.as_value());
        }
        let writing = owner.lock_if_shared();
        if self.shape() != id {
            return None;
        }
        // SAFETY: LOCAL or locked throughout; the shape has slots for its names, and there is room for those of dict mode.
        unsafe {
            for (index, name) in names.iter().enumerate() {
                let value = self.slot(index).load();
                if value.is_unset() {
                    continue;
                }
                match &members {
                    Some(members) if is_member[index] => members.set_name(*name, value),
                    _ => dict.set_name(*name, value),
                }
            }
            if self.room() <= MEMBERS as usize {
                self.grow(owner, MEMBERS as usize + 1);
            }
            let mut old: Vec<Value> = (2..names.len()).map(|index| self.slot(index).take()).collect();
            old.push(self.slot(DICT as usize).swap(dict.as_value().clone()));
            old.push(self.slot(MEMBERS as usize).swap(members.map_or(Value::UNSET, Ref::into_value)));
            self.shape.store(DICT_MODE, Relaxed);
            drop(writing);
            drop(old);
        }
        Some(dict.into_value())
    }

    /// Replaces the dict (assignment to `__dict__`).
    pub(crate) fn set_dict(&self, owner: &Header, dict: Value, is_member: impl Fn(Name) -> bool) {
        self.to_dict(owner, is_member);
        // A block never leaves dict mode.
        let _ = self.set_cached(owner, DICT_MODE, DICT, dict);
    }

    pub(crate) fn traverse(&self, owner: &Header, visit: &mut dyn FnMut(&Value)) {
        let _ = owner;
        for index in 0..self.used() {
            // SAFETY: visiting happens on the owner strand or with all others stopped.
            unsafe { visit(self.slot(index).borrow()) };
        }
    }

    fn used(&self) -> usize {
        match self.shape() {
            NO_SHAPE => 0,
            DICT_MODE => MEMBERS as usize + 1,
            id => Shape::by_id(id).map_or(0, |shape| shape.names.len()),
        }
    }

    pub(crate) fn clear(&self, owner: &Header) {
        let old: Vec<Value> = {
            let _writing = owner.lock_if_shared();
            // SAFETY: LOCAL or locked.
            (0..self.used()).map(|index| unsafe { self.slot(index) }.take()).collect()
        };
        drop(old);
    }

    /// Drops the values of a dead object and its buffer.
    ///
    /// # Safety
    /// The object is dead and this is called once.
    pub(crate) unsafe fn drop_values(&self, owner: &Header) {
        // Readers in flight that did not count the object (`Slot::glance`) must notice that its slots are emptied.
        let _writing = owner.lock_if_shared();
        // SAFETY: nobody else refers to the object; readers in flight only look at words that stay in place.
        unsafe {
            for index in 0..self.room() {
                drop(self.slot(index).take());
            }
            if self.room.load(Relaxed) & INLINE == 0 && self.room() > 0 {
                release_buffer(owner, self.values.load(Relaxed), self.room());
            }
        }
    }
}

unsafe fn release_buffer(owner: &Header, values: *mut Slot, room: usize) {
    // SAFETY: buffers are made by `grow` with this layout and unlinked by the caller.
    unsafe {
        let block = Block::array::<Slot>(room).expect("attribute buffers are small");
        let start = NonNull::new_unchecked(values.cast::<u8>());
        if owner.is_local() {
            std::alloc::dealloc(start.as_ptr(), block);
        } else {
            grace::retire_buffer(start, block);
        }
    }
}

/// Publishes what is about to be stored into a SHARED object.
#[inline(always)]
pub(crate) fn new_if_shared(owner: &Header, value: &Value) {
    if !owner.is_local() {
        value.publish();
    }
}
