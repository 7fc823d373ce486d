//! The `set` and `frozenset` objects: one layout, usable by several strands at once. Operations on whole sets are in `set_ops`,
//! methods in `set_methods`, the hash table in `set_table`.
//!
//! LOCAL: only the owner strand touches it. SHARED: writers hold the version lock; lookups write nothing. User code (`__eq__`,
//! `__hash__`) never runs under the lock, see `table::without_user_code`.

use super::compare;
use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::set_table::{Free, LEAST_SIZE, Probe, Quick, SetTable};
use super::table::without_user_code;
use super::ty::Type;
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicI64, AtomicPtr, AtomicUsize, Ordering::*};

pub(crate) use super::set_methods::{FROZENSET, SET};

#[repr(C)]
pub(crate) struct Set {
    head: Header,
    /// Null stands for an empty table of the least size.
    table: AtomicPtr<SetTable>,
    used: AtomicUsize,
    /// Places used, those of removed keys included.
    fill: AtomicUsize,
    /// Where `pop` looks next.
    finger: AtomicUsize,
    /// A frozenset's hash once it was asked for, else -1.
    hash: AtomicI64,
}

object!(Set, Set, SET);

impl Layout for Set {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(table) = self.table() {
            table.each(visit);
        }
    }
    fn clear(&self) {
        self.remove_all();
    }
}

impl Drop for Set {
    fn drop(&mut self) {
        if let Some(table) = NonNull::new(*self.table.get_mut()) {
            // SAFETY: the set is dead; readers in flight look only at words that stay until the grace period ends.
            unsafe { SetTable::release(table, self.head.is_local(), true) };
        }
    }
}

/// A key with its hash.
pub(crate) type Hashed = (i64, Value);

/// Memory did not suffice.
#[derive(Debug)]
pub(crate) struct NoMemory;

impl Set {
    pub(crate) fn new() -> Ref<Set> {
        Set::of_class(&SET)
    }

    /// An empty set of type `class` (set, frozenset or a subclass).
    pub(crate) fn of_class(class: &Type) -> Ref<Set> {
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(Set {
            head: Header::new(Kind::Set as u8, class.header(), flags),
            table: AtomicPtr::default(),
            used: AtomicUsize::new(0),
            fill: AtomicUsize::new(0),
            finger: AtomicUsize::new(0),
            hash: AtomicI64::new(-1),
        })
    }

    /// A set of the values, added in order, as `{a, b, c}` makes it.
    pub(crate) fn from_values(cx: &Cx, values: impl IntoIterator<Item = Value>) -> R<Ref<Set>> {
        let set = Set::new();
        for value in values {
            set.add(cx, value)?;
        }
        Ok(set)
    }

    /// A set of constants, in the order in which CPython shows `{1, 2, 3}`: there the compiler makes a frozenset of three or more
    /// constants, whose keys are added at run time.
    pub(crate) fn of_constants(cx: &Cx, values: impl IntoIterator<Item = Value>) -> R<Ref<Set>> {
        let constants = Set::from_values(cx, values)?;
        if constants.len() < 3 {
            return Ok(constants);
        }
        let set = Set::new();
        set.merge(cx, &constants)?;
        Ok(set)
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.used.load(Relaxed)
    }

    pub(crate) fn is_frozen(&self) -> bool {
        // SAFETY: every object's type pointer is a live Type.
        unsafe { &*self.head.ty().cast::<Type>() }.is_subtype(&FROZENSET)
    }

    /// Only safe to look into while LOCAL or locked, or by the relaxed reads of `SetTable` under a version check.
    #[inline(always)]
    pub(super) fn table(&self) -> Option<&SetTable> {
        // SAFETY: tables are freed when replaced by the owner strand (LOCAL) or after a grace period (SHARED).
        unsafe { self.table.load(Relaxed).as_ref() }
    }

    /// The table of a SHARED set, to look into without the lock. Acquire pairs with the Release of who put it there: its size is seen.
    fn table_unlocked(&self) -> Option<&SetTable> {
        // SAFETY: as for `table`.
        unsafe { self.table.load(Acquire).as_ref() }
    }

    fn mask(&self) -> usize {
        self.table().map_or(LEAST_SIZE - 1, SetTable::mask)
    }

    /// The cached hash of a frozenset.
    pub(crate) fn cached_hash(&self) -> Option<i64> {
        Some(self.hash.load(Relaxed)).filter(|hash| *hash != -1)
    }

    pub(crate) fn cache_hash(&self, hash: i64) {
        self.hash.store(hash, Relaxed);
    }

    /// Whether `key` is a member. Errors: unhashable key, whatever `__hash__` and `__eq__` raise.
    #[inline]
    pub(crate) fn contains(&self, cx: &Cx, key: &Value) -> R<bool> {
        let hash = compare::hash(cx, key)?;
        self.contains_hashed(cx, hash, key)
    }

    pub(crate) fn contains_hashed(&self, cx: &Cx, hash: i64, key: &Value) -> R<bool> {
        match self.quick_find(hash, key).0 {
            Quick::Found(_) => return Ok(true),
            Quick::Absent(_) | Quick::AbsentAfterGap => return Ok(false),
            Quick::Unknown => {}
        }
        match self.probe(hash, key, &[]) {
            Probe::Found(_) => Ok(true),
            Probe::Absent(_) => Ok(false),
            Probe::Ask(_) => without_user_code(cx, key, |key, unequal| match self.probe(hash, key, unequal) {
                Probe::Found(_) => Ok(true),
                Probe::Absent(_) => Ok(false),
                Probe::Ask(candidate) => Err(candidate),
            }),
        }
    }

    /// Looks up if the set is LOCAL and no user code is needed; with the table in which that was.
    #[inline(always)]
    fn quick_find(&self, hash: i64, key: &Value) -> (Quick, Option<&SetTable>) {
        if !self.head.is_local() {
            return (Quick::Unknown, None);
        }
        match self.table() {
            Some(table) => (table.find(hash, key), Some(table)),
            None => (Quick::AbsentAfterGap, None),
        }
    }

    fn probe(&self, hash: i64, key: &Value, unequal: &[Value]) -> Probe {
        if self.head.is_local() {
            return self.table().map_or(Probe::Absent(Free::NeverUsed(0)), |table| table.probe(hash, key, unequal));
        }
        self.head.read(|version| match self.table_unlocked() {
            Some(table) => table.probe_shared(hash, key, unequal, &self.head, version),
            None => Some(Probe::Absent(Free::NeverUsed(0))),
        })
    }

    /// Adds a key; false if an equal one is there. Errors: as for `contains`, MemoryError.
    pub(crate) fn add(&self, cx: &Cx, key: Value) -> R<bool> {
        let hash = compare::hash(cx, &key)?;
        self.add_hashed(cx, hash, key)
    }

    pub(crate) fn add_hashed(&self, cx: &Cx, hash: i64, key: Value) -> R<bool> {
        if self.head.is_local() && self.table().is_none() && self.ensure_place().is_err() {
            return Err(cx.memory_error());
        }
        match self.quick_find(hash, &key) {
            (Quick::Found(_), _) => return Ok(false),
            (Quick::Absent(number), Some(table)) if (self.fill.load(Relaxed) + 1) * 5 < table.mask() * 3 => {
                table.fill(number, hash, key);
                self.used.store(self.len() + 1, Relaxed);
                self.fill.store(self.fill.load(Relaxed) + 1, Relaxed);
                return Ok(true);
            }
            _ => {}
        }
        self.add_slow(cx, hash, key)
    }

    #[inline(never)]
    fn add_slow(&self, cx: &Cx, hash: i64, key: Value) -> R<bool> {
        let mut pending = Some(key.clone());
        let added = without_user_code(cx, &key, |sought, unequal| {
            // At each turn: user code may have handed the set to another strand meanwhile.
            if !self.head.is_local() {
                key.publish();
            }
            let _writing = self.head.lock_if_shared();
            self.place_key(hash, sought, unequal, || pending.take())
        })?;
        added.map_err(|_| cx.memory_error())
    }

    /// Puts what `key` gives in, unless a key equal to `sought` is there: then false. `Err` is a key of which only user code can say
    /// whether it is equal. LOCAL or locked.
    pub(super) fn place_key(
        &self,
        hash: i64,
        sought: &Value,
        unequal: &[Value],
        key: impl FnOnce() -> Option<Value>,
    ) -> Result<Result<bool, NoMemory>, Value> {
        if self.ensure_place().is_err() {
            return Ok(Err(NoMemory));
        }
        let Some(table) = self.table() else { return Ok(Err(NoMemory)) };
        match table.probe(hash, sought, unequal) {
            Probe::Ask(candidate) => Err(candidate),
            Probe::Found(_) => Ok(Ok(false)),
            Probe::Absent(free) => {
                let Some(key) = key() else { return Ok(Ok(false)) };
                table.fill(free.number(), hash, key);
                self.used.store(self.len() + 1, Relaxed);
                if matches!(free, Free::Again(_)) {
                    return Ok(Ok(true));
                }
                self.fill.store(self.fill.load(Relaxed) + 1, Relaxed);
                Ok(self.grow_if_full().map(|()| true))
            }
        }
    }

    /// Makes sure that there is a table with an unused place even after a growth that failed. LOCAL or locked.
    pub(super) fn ensure_place(&self) -> Result<(), NoMemory> {
        match self.table() {
            Some(table) if self.fill.load(Relaxed) < table.mask() => Ok(()),
            _ => self.resize(self.growth()),
        }
    }

    /// The size asked for when a table is full.
    fn growth(&self) -> usize {
        let used = self.len();
        if used > 50_000 { used * 2 } else { used * 4 }
    }

    fn grow_if_full(&self) -> Result<(), NoMemory> {
        if self.fill.load(Relaxed) * 5 < self.mask() * 3 { Ok(()) } else { self.resize(self.growth()) }
    }

    /// Moves the keys to a table of more than `wanted` places, leaving gaps behind. LOCAL or locked.
    fn resize(&self, wanted: usize) -> Result<(), NoMemory> {
        let size = wanted.checked_add(1).and_then(usize::checked_next_power_of_two).ok_or(NoMemory)?.max(LEAST_SIZE);
        let old = NonNull::new(self.table.load(Relaxed));
        let has_gaps = self.fill.load(Relaxed) != self.len();
        if size == LEAST_SIZE && old.is_some() && self.mask() == LEAST_SIZE - 1 && !has_gaps {
            return Ok(());
        }
        let fresh = SetTable::with_size(size).ok_or(NoMemory)?;
        if let Some(old) = old {
            // SAFETY: LOCAL or locked; the keys move, then the old table is released without dropping them.
            unsafe {
                fresh.as_ref().move_from(old.as_ref());
                self.table.store(fresh.as_ptr(), Release);
                SetTable::release(old, self.head.is_local(), false);
            }
        } else {
            self.table.store(fresh.as_ptr(), Release);
        }
        self.fill.store(self.len(), Relaxed);
        Ok(())
    }

    /// Makes room for `more` keys in one go, as CPython does before it adds a whole set or dict. LOCAL or locked.
    pub(super) fn make_room(&self, more: usize) -> Result<(), NoMemory> {
        if (self.fill.load(Relaxed) + more) * 5 >= self.mask() * 3 { self.resize((self.len() + more) * 2) } else { Ok(()) }
    }

    /// If more than a quarter of the places are gaps, makes a table without. Errors: MemoryError.
    pub(crate) fn close_gaps(&self, cx: &Cx) -> R<()> {
        let _writing = self.head.lock_if_shared();
        if self.fill.load(Relaxed) - self.len() <= self.mask() / 4 {
            return Ok(());
        }
        self.resize(self.growth()).map_err(|_| cx.memory_error())
    }

    /// All keys at one moment.
    pub(crate) fn snapshot(&self) -> Vec<Value> {
        let _writing = self.head.lock_if_shared();
        let mut keys = Vec::with_capacity(self.len());
        if let Some(table) = self.table() {
            table.each(|key| keys.push(key.clone()));
        }
        keys
    }

    /// The key at or after place `from`, with its hash and place.
    #[inline]
    pub(crate) fn key_from(&self, from: usize) -> Option<(usize, i64, Value)> {
        if self.head.is_local() {
            let table = self.table()?;
            let place = table.next_place(from)?;
            // SAFETY: LOCAL.
            let (hash, key) = unsafe { table.load(place) };
            return Some((place, hash, key));
        }
        let _writing = self.head.lock();
        let table = self.table()?;
        let place = table.next_place(from)?;
        // SAFETY: locked.
        let (hash, key) = unsafe { table.load(place) };
        Some((place, hash, key))
    }

    /// The key at or after place `from` without writing to a SHARED set, for iterators.
    #[inline]
    pub(crate) fn walk_from(&self, from: usize) -> Option<(usize, Value)> {
        if self.head.is_local() {
            return self.key_from(from).map(|(place, _, key)| (place, key));
        }
        self.head.read(|version| {
            let Some(table) = self.table_unlocked() else {
                return Some(None);
            };
            let next = table.next_place(from);
            if !self.head.still(version) {
                return None;
            }
            let Some(place) = next else { return Some(None) };
            Some(Some((place, table.load_shared(place, &self.head, version)?)))
        })
    }

    /// Takes a key out. Errors: as for `contains`.
    #[cfg(test)]
    pub(crate) fn remove(&self, cx: &Cx, key: &Value) -> R<Option<Value>> {
        let hash = compare::hash(cx, key)?;
        self.remove_hashed(cx, hash, key)
    }

    pub(crate) fn remove_hashed(&self, cx: &Cx, hash: i64, key: &Value) -> R<Option<Value>> {
        match self.quick_find(hash, key) {
            (Quick::Found(place), Some(table)) => return Ok(Some(self.remove_at(table, place))),
            (Quick::Absent(_) | Quick::AbsentAfterGap, _) => return Ok(None),
            _ => {}
        }
        without_user_code(cx, key, |sought, unequal| {
            let _writing = self.head.lock_if_shared();
            self.take_key(hash, sought, unequal)
        })
    }

    /// Takes the key equal to `sought` out. `Err` is as for [`Set::place_key`]. LOCAL or locked.
    pub(super) fn take_key(&self, hash: i64, sought: &Value, unequal: &[Value]) -> Result<Option<Value>, Value> {
        let Some(table) = self.table() else {
            return Ok(None);
        };
        match table.probe(hash, sought, unequal) {
            Probe::Ask(candidate) => Err(candidate),
            Probe::Absent(_) => Ok(None),
            Probe::Found(place) => Ok(Some(self.remove_at(table, place))),
        }
    }

    /// Takes any key: the next one from where the last `pop` ended.
    pub(crate) fn pop(&self) -> Option<Value> {
        let _writing = self.head.lock_if_shared();
        let table = self.table().filter(|_| self.len() > 0)?;
        let place = table.next_place(self.finger.load(Relaxed) & table.mask()).or_else(|| table.next_place(0))?;
        self.finger.store(place + 1, Relaxed);
        Some(self.remove_at(table, place))
    }

    /// Empties the set.
    pub(crate) fn remove_all(&self) {
        let writing = self.head.lock_if_shared();
        let old = self.table.swap(std::ptr::null_mut(), Relaxed);
        self.used.store(0, Relaxed);
        self.fill.store(0, Relaxed);
        drop(writing);
        if let Some(old) = NonNull::new(old) {
            // SAFETY: unlinked under the lock; its keys are dropped here, outside.
            unsafe { SetTable::release(old, self.head.is_local(), true) };
        }
    }

    /// Takes the key at a place of the table out. LOCAL or locked.
    pub(super) fn remove_at(&self, table: &SetTable, place: usize) -> Value {
        self.used.store(self.len() - 1, Relaxed);
        table.remove(place)
    }

    /// Exchanges tables with `other`, which nobody else knows. LOCAL or locked; keys of `other` are published if this set is SHARED.
    pub(super) fn exchange(&self, other: &Set) {
        let swap = |mine: &AtomicUsize, theirs: &AtomicUsize| {
            let old = mine.load(Relaxed);
            mine.store(theirs.load(Relaxed), Relaxed);
            theirs.store(old, Relaxed);
        };
        let old = self.table.swap(other.table.load(Relaxed), Relaxed);
        other.table.store(old, Relaxed);
        swap(&self.used, &other.used);
        swap(&self.fill, &other.fill);
    }

    /// Makes the keys of `other` those of this empty set, all at once, in places like theirs if the tables are alike. Both are LOCAL or
    /// locked, there is room, and keys of `other` are published if this set is SHARED. False if this set is not empty.
    pub(super) fn take_after(&self, other: &Set) -> bool {
        let (Some(table), Some(model), 0) = (self.table(), other.table(), self.fill.load(Relaxed)) else { return false };
        self.used.store(other.len(), Relaxed);
        self.fill.store(other.len(), Relaxed);
        let are_alike = table.mask() == model.mask() && other.fill.load(Relaxed) == other.len();
        let mut from = 0;
        while let Some(place) = model.next_place(from) {
            // SAFETY: LOCAL or locked.
            let (hash, key) = unsafe { model.load(place) };
            if are_alike {
                table.fill(place, hash, key)
            } else {
                table.insert_clean(hash, key)
            }
            from = place + 1;
        }
        true
    }
}

/// A reference to a set or frozenset, instances of subclasses included.
pub(crate) fn any_set(value: &Value) -> Option<&Set> {
    value.get::<Set>()
}
