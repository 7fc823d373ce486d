//! The `dict` object: insertion-ordered, usable by several strands at once. Methods are in `dict_methods`; the hash table in `table`.
//!
//! LOCAL: only the owner strand touches it. SHARED: writers hold the version lock; lookups write nothing but the count of what they
//! return. User code (`__eq__`, `__hash__`) never runs under the lock: the lookup stops at a key it cannot compare alone, compares
//! it outside, and starts again knowing the answer.

use super::compare;
use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::slot::Slot;
use super::str::{Name, Str};
use super::table::{ABSENT, Probe, Table, UNKNOWN, without_user_code};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};

#[repr(C)]
pub(crate) struct Dict {
    head: Header,
    /// Null while nothing was stored yet.
    table: AtomicPtr<Table>,
    live: AtomicUsize,
    /// Names the present set of keys and their entry numbers for inline caches; 0 until a cache asks. Set back to 0 when a key
    /// comes, goes or moves.
    keys_version: AtomicU32,
    pad: u32,
}

object!(Dict, Dict, super::ty::DICT);

static NEXT_VERSION: AtomicU32 = AtomicU32::new(1);
/// Versions from here on are not handed out: strands that count past it at the same time stay below [`NO_VERSION`].
const LAST_VERSION: u32 = u32::MAX - (1 << 20);
/// A key set name that no dict has.
pub(crate) const NO_VERSION: u32 = u32::MAX;

impl Layout for Dict {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(table) = self.table() {
            table.each(|key, value| {
                visit(key);
                visit(value);
            });
        }
    }
    fn clear(&self) {
        Dict::clear(self);
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        if let Some(table) = std::ptr::NonNull::new(*self.table.get_mut()) {
            // Readers in flight that did not count the dict (`Slot::glance`) must notice that its slots are emptied.
            let _writing = self.head.lock_if_shared();
            // SAFETY: the dict is dead; readers in flight look only at words that stay until the grace period ends.
            unsafe { Table::release(table, self.head.is_local(), true) };
        }
    }
}

/// What to do with a key that is there already.
enum Store {
    Replace,
    Keep,
}

impl Dict {
    pub(crate) fn new() -> Ref<Dict> {
        Dict::of_class(&super::ty::DICT)
    }

    /// An empty dict of type `class` (dict or a subclass).
    pub(crate) fn of_class(class: &super::ty::Type) -> Ref<Dict> {
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(Dict {
            head: Header::new(Kind::Dict as u8, class.header(), flags),
            table: AtomicPtr::default(),
            live: AtomicUsize::new(0),
            keys_version: AtomicU32::new(0),
            pad: 0,
        })
    }

    #[inline(always)]
    pub(crate) fn is_local(&self) -> bool {
        self.head.is_local()
    }

    pub(crate) fn len(&self) -> usize {
        self.live.load(Relaxed)
    }

    /// The table. Only safe to look into while LOCAL or locked, or by the relaxed reads of `Table` under a version check.
    #[inline(always)]
    pub(super) fn table(&self) -> Option<&Table> {
        // SAFETY: tables are freed when replaced by the owner strand (LOCAL) or after a grace period (SHARED).
        unsafe { self.table.load(Relaxed).as_ref() }
    }

    /// The table of a SHARED dict, to look into without the lock. Acquire pairs with the Release of who put it there: its sizes are seen.
    #[inline(always)]
    fn table_unlocked(&self) -> Option<&Table> {
        // SAFETY: as for `table`.
        unsafe { self.table.load(Acquire).as_ref() }
    }

    /// Looks up without user code: `Ask` when a key would need it.
    #[inline(always)]
    fn probe_value(&self, hash: i64, key: &Value, unequal: &[Value]) -> (Probe, Option<Value>) {
        if self.head.is_local() {
            let Some(table) = self.table() else {
                return (Probe::Absent, None);
            };
            let probe = table.probe(hash, key, unequal);
            let value = match probe {
                // SAFETY: LOCAL.
                Probe::Found(entry) => Some(unsafe { table.value(entry) }.load()),
                _ => None,
            };
            return (probe, value);
        }
        self.probe_shared(hash, key, unequal)
    }

    #[inline(never)]
    fn probe_shared(&self, hash: i64, key: &Value, unequal: &[Value]) -> (Probe, Option<Value>) {
        self.head.read(|version| {
            let Some(table) = self.table_unlocked() else {
                return Some((Probe::Absent, None));
            };
            let probe = table.probe_shared(hash, key, unequal, &self.head, version)?;
            let value = match probe {
                // SAFETY: entry numbers found under this version are in bounds of this table.
                Probe::Found(entry) => Some(unsafe { table.value(entry) }.load_shared(&self.head, version)?),
                _ => None,
            };
            Some((probe, value))
        })
    }

    /// The value stored under `key`. Errors: unhashable key, whatever `__hash__` and `__eq__` raise.
    #[inline]
    pub(crate) fn get(&self, cx: &Cx, key: &Value) -> R<Option<Value>> {
        let hash = compare::hash(cx, key)?;
        self.get_hashed(cx, hash, key)
    }

    pub(crate) fn get_hashed(&self, cx: &Cx, hash: i64, key: &Value) -> R<Option<Value>> {
        match self.quick_find(hash, key) {
            ABSENT => Ok(None),
            UNKNOWN => self.get_slow(cx, hash, key),
            // SAFETY: LOCAL, and the entry was just found.
            entry => Ok(self.table().map(|table| unsafe { table.value(entry) }.load())),
        }
    }

    /// Replaces the value under a str or int in a LOCAL dict by what `update` makes of it; false if there is none, or `update` makes nothing.
    #[inline]
    pub(crate) fn update_local(&self, key: &Value, update: impl FnOnce(&Value) -> Option<Value>) -> bool {
        let hash = match (key.get_exact::<Str>(), key.as_int()) {
            (Some(text), _) => text.hash(),
            (None, Some(int)) => crate::text::hash::hash_int(int),
            (None, None) => return false,
        };
        match self.quick_find(hash, key) {
            ABSENT | UNKNOWN => false,
            // SAFETY: LOCAL, and the entry was just found.
            entry => self.table().is_some_and(|table| unsafe { table.value(entry) }.update_local(update)),
        }
    }

    /// Whether there is a value under `key`. Errors: as for `get`.
    #[inline]
    pub(crate) fn contains(&self, cx: &Cx, key: &Value) -> R<bool> {
        let hash = compare::hash(cx, key)?;
        self.contains_hashed(cx, hash, key)
    }

    fn contains_hashed(&self, cx: &Cx, hash: i64, key: &Value) -> R<bool> {
        match self.quick_find(hash, key) {
            ABSENT => Ok(false),
            UNKNOWN => Ok(self.get_slow(cx, hash, key)?.is_some()),
            _ => Ok(true),
        }
    }

    /// The entry's number if the dict is LOCAL, `ABSENT`, or `UNKNOWN`.
    #[inline(always)]
    fn quick_find(&self, hash: i64, key: &Value) -> usize {
        if !self.head.is_local() {
            return UNKNOWN;
        }
        match self.table() {
            Some(table) => table.find(hash, key),
            None => ABSENT,
        }
    }

    #[inline(never)]
    fn get_slow(&self, cx: &Cx, hash: i64, key: &Value) -> R<Option<Value>> {
        match self.probe_value(hash, key, &[]) {
            (Probe::Ask(_), _) => without_user_code(cx, key, |key, unequal| match self.probe_value(hash, key, unequal) {
                (Probe::Ask(candidate), _) => Err(candidate),
                (_, value) => Ok(value),
            }),
            (_, value) => Ok(value),
        }
    }

    /// The value stored under an interned name. Keys with their own `__eq__` are passed over.
    #[inline]
    pub(crate) fn get_name(&self, name: Name) -> Option<Value> {
        let key = std::mem::ManuallyDrop::new(name.value());
        self.get_plain(name.hash(), &key)
    }

    /// The value of an int or text key, if it is found without asking other keys' code.
    pub(crate) fn get_by_plain(&self, key: &Value) -> Option<Value> {
        let hash = match key.get_exact::<Str>() {
            Some(text) => text.hash(),
            None => crate::text::hash::hash_int(key.as_int()?),
        };
        match self.quick_find(hash, key) {
            ABSENT => None,
            UNKNOWN => match self.probe_value(hash, key, &[]) {
                (Probe::Found(_), value) => value,
                _ => None,
            },
            // SAFETY: LOCAL, and the entry was just found.
            entry => self.table().map(|table| unsafe { table.value(entry) }.load()),
        }
    }

    fn get_plain(&self, hash: i64, key: &Value) -> Option<Value> {
        let mut unequal = Vec::new();
        loop {
            match self.probe_value(hash, key, &unequal) {
                (Probe::Ask(candidate), _) => unequal.push(candidate),
                (_, value) => return value,
            }
        }
    }

    /// Stores. Errors: unhashable key, whatever `__hash__` and `__eq__` raise, MemoryError.
    #[inline]
    pub(crate) fn set(&self, cx: &Cx, key: Value, value: Value) -> R<()> {
        let hash = compare::hash(cx, &key)?;
        self.set_hashed(cx, hash, key, value)
    }

    pub(crate) fn set_hashed(&self, cx: &Cx, hash: i64, key: Value, value: Value) -> R<()> {
        match self.quick_find(hash, &key) {
            ABSENT => return self.insert_local(cx, hash, key, value),
            UNKNOWN => {}
            entry => {
                // SAFETY: LOCAL, and the entry was just found.
                drop(self.table().map(|table| unsafe { table.value(entry) }.swap(value)));
                return Ok(());
            }
        }
        self.store(cx, hash, key, value, Store::Replace).map(drop)
    }

    /// The stored value, or `value` after storing it (`dict.setdefault`): one step.
    pub(crate) fn set_default(&self, cx: &Cx, key: Value, value: Value) -> R<Value> {
        let hash = compare::hash(cx, &key)?;
        match self.quick_find(hash, &key) {
            ABSENT => {
                self.insert_local(cx, hash, key, value.clone())?;
                return Ok(value);
            }
            UNKNOWN => {}
            entry => {
                if let Some(table) = self.table() {
                    // SAFETY: LOCAL, and the entry was just found.
                    return Ok(unsafe { table.value(entry) }.load());
                }
            }
        }
        Ok(self.store(cx, hash, key, value.clone(), Store::Keep)?.unwrap_or(value))
    }

    /// Stores under a key that is not there; false if it is.
    pub(crate) fn insert_absent(&self, cx: &Cx, key: Value, value: Value) -> R<bool> {
        let hash = compare::hash(cx, &key)?;
        Ok(self.store(cx, hash, key, value, Store::Keep)?.is_none())
    }

    /// Stores under the lock; returns the value that was there.
    #[inline(never)]
    fn store(&self, cx: &Cx, hash: i64, key: Value, value: Value, how: Store) -> R<Option<Value>> {
        let mut pending = Some((key.clone(), value));
        let old = without_user_code(cx, &key, |sought, unequal| {
            // At each turn: user code may have handed the dict to another strand meanwhile.
            if let (Some((key, value)), false) = (&pending, self.head.is_local()) {
                key.publish();
                value.publish();
            }
            let _writing = self.head.lock_if_shared();
            let probe = self.table().map_or(Probe::Absent, |table| table.probe(hash, sought, unequal));
            match (probe, self.table()) {
                (Probe::Ask(candidate), _) => Err(candidate),
                (Probe::Found(entry), Some(table)) => {
                    // SAFETY: LOCAL or locked.
                    let slot = unsafe { table.value(entry) };
                    Ok(Ok(Some(match how {
                        Store::Keep => slot.load(),
                        Store::Replace => slot.swap(pending.take().map_or(Value::NONE, |(_, value)| value)),
                    })))
                }
                _ => {
                    if self.make_room(1).is_err() {
                        return Ok(Err(()));
                    }
                    if let (Some((key, value)), Some(table)) = (pending.take(), self.table()) {
                        self.insert_new(table, hash, key, value);
                    }
                    Ok(Ok(None))
                }
            }
        })?;
        old.map_err(|()| cx.memory_error())
    }

    /// Adds an entry for a key that is not there to a LOCAL dict. Errors: MemoryError.
    #[inline(always)]
    fn insert_local(&self, cx: &Cx, hash: i64, key: Value, value: Value) -> R<()> {
        if !self.table().is_some_and(|table| table.has_room(1)) && self.make_room(1).is_err() {
            return Err(cx.memory_error());
        }
        if let Some(table) = self.table() {
            self.insert_new(table, hash, key, value);
        }
        Ok(())
    }

    /// Adds an entry for a key that is not there, in a table with room. LOCAL or locked.
    #[inline(always)]
    pub(super) fn insert_new(&self, table: &Table, hash: i64, key: Value, value: Value) {
        table.insert_new(hash, key, value);
        self.live.store(self.len() + 1, Relaxed);
        self.keys_changed();
    }

    #[inline(always)]
    fn keys_changed(&self) {
        self.keys_version.store(0, Relaxed);
    }

    /// Stores under an interned name, without user code. The caller's value is published if needed.
    pub(crate) fn set_name(&self, name: Name, value: Value) {
        self.set_plain(name.hash(), name.value(), value);
    }

    /// Stores under a key that compares without user code.
    pub(crate) fn set_plain(&self, hash: i64, key: Value, value: Value) {
        super::attrs::new_if_shared(&self.head, &value);
        super::attrs::new_if_shared(&self.head, &key);
        let mut unequal = Vec::new();
        let writing = self.head.lock_if_shared();
        let old = loop {
            let probe = self.table().map_or(Probe::Absent, |table| table.probe(hash, &key, &unequal));
            match (probe, self.table()) {
                (Probe::Ask(candidate), _) => unequal.push(candidate),
                // SAFETY: LOCAL or locked.
                (Probe::Found(entry), Some(table)) => {
                    break unsafe { table.value(entry) }.swap(value);
                }
                _ => {
                    if self.make_room(1).is_ok()
                        && let Some(table) = self.table()
                    {
                        self.insert_new(table, hash, key, value);
                    }
                    break Value::UNSET;
                }
            }
        };
        drop(writing);
        drop(old);
    }

    /// Makes sure that `more` entries fit. The dict is LOCAL or locked.
    pub(super) fn make_room(&self, more: usize) -> Result<(), ()> {
        if self.table().is_some_and(|table| table.has_room(more)) {
            return Ok(());
        }
        let fresh = Table::with_room((self.len() * 2).max(self.len() + more).max(5)).ok_or(())?;
        self.move_to(fresh);
        Ok(())
    }

    /// Moves all entries to the end of a fresh table, which has room for them and becomes the dict's. The dict is LOCAL or locked.
    fn move_to(&self, fresh: NonNull<Table>) {
        if let Some(old) = NonNull::new(self.table.load(Relaxed)) {
            // SAFETY: LOCAL or locked; the entries move, then the old table is released without dropping them.
            unsafe {
                fresh.as_ref().move_from(old.as_ref());
                self.table.store(fresh.as_ptr(), Release);
                Table::release(old, self.head.is_local(), false);
            }
        } else {
            self.table.store(fresh.as_ptr(), Release);
        }
        self.keys_changed();
    }

    /// Makes a key the last, or the first; false if it is not there. One step for other strands.
    pub(crate) fn move_to_end(&self, cx: &Cx, key: &Value, to_last: bool) -> R<bool> {
        let hash = compare::hash(cx, key)?;
        without_user_code(cx, key, |sought, unequal| {
            let _writing = self.head.lock_if_shared();
            let is_there = match self.table().map_or(Probe::Absent, |table| table.probe(hash, sought, unequal)) {
                Probe::Ask(candidate) => return Err(candidate),
                Probe::Found(_) => true,
                Probe::Absent => false,
            };
            if !is_there || to_last && self.make_room(1).is_err() {
                return Ok(is_there.then_some(false));
            }
            // Entries have other numbers now.
            let Some((table, Probe::Found(entry))) = self.table().map(|table| (table, table.probe(hash, sought, unequal))) else {
                return Ok(Some(false));
            };
            let mut place = table;
            let fresh = if to_last { None } else { Table::with_room((self.len() * 2).max(5)) };
            if let Some(fresh) = &fresh {
                // SAFETY: nobody else knows it.
                place = unsafe { fresh.as_ref() };
            } else if !to_last {
                return Ok(Some(false));
            }
            let (key, value) = table.remove(hash, entry);
            place.insert_new(hash, key, value);
            match fresh {
                Some(fresh) => self.move_to(fresh),
                None => self.keys_changed(),
            }
            Ok(Some(true))
        })?
        .map_or(Ok(false), |done| if done { Ok(true) } else { Err(cx.memory_error()) })
    }

    /// Takes a key out: (key, value) if it was there.
    pub(crate) fn remove(&self, cx: &Cx, key: &Value) -> R<Option<(Value, Value)>> {
        let hash = compare::hash(cx, key)?;
        match self.quick_find(hash, key) {
            UNKNOWN => {}
            ABSENT => return Ok(None),
            entry => return Ok(self.table().map(|table| self.take_entry(table, hash, entry))),
        }
        self.remove_where(cx, hash, key, |_| true)
    }

    /// Takes a key out if its value still is `old`.
    pub(crate) fn remove_if(&self, cx: &Cx, key: &Value, old: &Value) -> R<Option<(Value, Value)>> {
        self.remove_where(cx, compare::hash(cx, key)?, key, |value| value.holds(old))
    }

    fn remove_where(&self, cx: &Cx, hash: i64, key: &Value, is_it: impl Fn(&Slot) -> bool) -> R<Option<(Value, Value)>> {
        without_user_code(cx, key, |sought, unequal| {
            let _writing = self.head.lock_if_shared();
            let Some(table) = self.table() else {
                return Ok(None);
            };
            match table.probe(hash, sought, unequal) {
                Probe::Ask(candidate) => Err(candidate),
                // SAFETY: LOCAL or locked.
                Probe::Found(entry) if is_it(unsafe { table.value(entry) }) => Ok(Some(self.take_entry(table, hash, entry))),
                _ => Ok(None),
            }
        })
    }

    pub(crate) fn remove_name(&self, name: Name) -> Option<Value> {
        let _writing = self.head.lock_if_shared();
        let table = self.table()?;
        let mut unequal = Vec::new();
        loop {
            match table.probe(name.hash(), &name.value(), &unequal) {
                Probe::Ask(candidate) => unequal.push(candidate),
                Probe::Absent => return None,
                Probe::Found(entry) => return Some(self.take_entry(table, name.hash(), entry).1),
            }
        }
    }

    /// Empties entry `entry`. LOCAL or locked; the caller drops what it gets outside.
    fn take_entry(&self, table: &Table, hash: i64, entry: usize) -> (Value, Value) {
        let taken = table.remove(hash, entry);
        self.live.store(self.len() - 1, Relaxed);
        self.keys_changed();
        taken
    }

    /// Takes the last entry (`popitem`).
    pub(crate) fn pop_last(&self) -> Option<(Value, Value)> {
        let _writing = self.head.lock_if_shared();
        let table = self.table()?;
        let (entry, hash) = table.last()?;
        let taken = self.take_entry(table, hash, entry);
        // As in CPython only `popitem` gives entry numbers back.
        table.trim(entry);
        Some(taken)
    }

    /// Takes the first entry.
    pub(crate) fn pop_first(&self) -> Option<(Value, Value)> {
        let _writing = self.head.lock_if_shared();
        let table = self.table()?;
        let (entry, hash) = table.first()?;
        Some(self.take_entry(table, hash, entry))
    }

    /// Replaces the value under `key` by `new` if it still is `old`: how augmented assignment loses no update.
    pub(crate) fn replace_if(&self, cx: &Cx, key: &Value, old: &Value, new: Value) -> R<Result<(), Value>> {
        let hash = compare::hash(cx, key)?;
        let mut new = Some(new);
        let before = without_user_code(cx, key, |sought, unequal| {
            new.iter().for_each(|new| super::attrs::new_if_shared(&self.head, new));
            let _writing = self.head.lock_if_shared();
            let Some(table) = self.table() else {
                return Ok(None);
            };
            match table.probe(hash, sought, unequal) {
                Probe::Ask(candidate) => Err(candidate),
                // SAFETY: LOCAL or locked.
                Probe::Found(entry) if unsafe { table.value(entry) }.holds(old) => {
                    // SAFETY: as above.
                    Ok(new.take().map(|new| unsafe { table.value(entry) }.swap(new)))
                }
                _ => Ok(None),
            }
        })?;
        drop(before);
        Ok(match new {
            None => Ok(()),
            Some(new) => Err(new),
        })
    }

    /// Empties the dict.
    pub(crate) fn clear(&self) {
        let writing = self.head.lock_if_shared();
        let old = self.table.swap(std::ptr::null_mut(), Relaxed);
        self.live.store(0, Relaxed);
        self.keys_changed();
        drop(writing);
        if let Some(old) = std::ptr::NonNull::new(old) {
            // SAFETY: unlinked under the lock; its entries are dropped here, outside.
            unsafe { Table::release(old, self.head.is_local(), true) };
        }
    }

    /// The entry at or after number `from`: (its number, key, value). Iteration order is insertion order.
    #[inline]
    pub(crate) fn entry_from(&self, from: usize) -> Option<(usize, Value, Value)> {
        if self.head.is_local() {
            let table = self.table()?;
            let entry = table.next_entry(from)?;
            // SAFETY: LOCAL; in bounds.
            return Some(unsafe { (entry, table.key(entry).load(), table.value(entry).load()) });
        }
        self.head.read(|version| {
            let Some(table) = self.table_unlocked() else {
                return Some(None);
            };
            let next = table.next_entry(from);
            if !self.head.still(version) {
                return None;
            }
            let Some(entry) = next else { return Some(None) };
            // SAFETY: in bounds under this version.
            unsafe {
                let key = table.key(entry).load_shared(&self.head, version)?;
                Some(Some((entry, key, table.value(entry).load_shared(&self.head, version)?)))
            }
        })
    }

    /// The entry at or before number `from`, for reversed iteration.
    pub(crate) fn entry_back_from(&self, from: usize) -> Option<(usize, Value, Value)> {
        let _writing = self.head.lock_if_shared();
        let table = self.table()?;
        let entry = table.previous_entry(from)?;
        // SAFETY: LOCAL or locked; in bounds.
        Some(unsafe { (entry, table.key(entry).load(), table.value(entry).load()) })
    }

    /// Number of entries ever used in the present table: where reversed iteration starts.
    pub(crate) fn filled(&self) -> usize {
        let _writing = self.head.lock_if_shared();
        self.table().map_or(0, Table::filled)
    }

    /// All entries at one moment.
    pub(crate) fn snapshot(&self) -> Vec<(Value, Value)> {
        let _writing = self.head.lock_if_shared();
        let mut all = Vec::with_capacity(self.len());
        if let Some(table) = self.table() {
            table.each(|key, value| all.push((key.clone(), value.clone())));
        }
        all
    }

    /// All keys at one moment.
    pub(crate) fn keys(&self) -> Vec<Value> {
        self.snapshot().into_iter().map(|(key, _)| key).collect()
    }

    /// A copy made at one moment, of exact type dict. None when memory does not suffice.
    pub(crate) fn try_copy(&self) -> Option<Ref<Dict>> {
        let copy = Dict::new();
        let _writing = self.head.lock_if_shared();
        if let Some(table) = self.table() {
            let fresh = Table::with_room(self.len().max(5))?;
            // SAFETY: the copy is ours alone; the source is LOCAL or locked.
            unsafe { fresh.as_ref().copy_from(table) };
            copy.table.store(fresh.as_ptr(), Relaxed);
            copy.live.store(self.len(), Relaxed);
        }
        drop(_writing);
        Some(copy)
    }

    /// [`Dict::try_copy`] for dicts of the interpreter's own, which are small.
    pub(crate) fn copy(&self) -> Ref<Dict> {
        self.try_copy().unwrap_or_else(Dict::new)
    }

    /// For inline caches: names the present key set (asking for a name if it has none) and the entry of a name in it.
    pub(crate) fn cache_entry(&self, name: Name) -> (u32, Option<u32>) {
        let _writing = self.head.lock_if_shared();
        let mut version = self.keys_version.load(Relaxed);
        if version == 0 {
            version = NEXT_VERSION.fetch_add(1, Relaxed);
            if version >= LAST_VERSION {
                // Names are used up: from now on nothing is cached, rather than a name used twice.
                NEXT_VERSION.store(LAST_VERSION, Relaxed);
                return (NO_VERSION, None);
            }
            self.keys_version.store(version, Relaxed);
        }
        let entry = self.table().and_then(|table| match table.probe(name.hash(), &name.value(), &[]) {
            Probe::Found(entry) => Some(entry as u32),
            _ => None,
        });
        (version, entry)
    }

    /// Present name of the key set, 0 if no cache asked since it last changed.
    #[inline(always)]
    pub(crate) fn keys_version(&self) -> u32 {
        self.keys_version.load(Relaxed)
    }

    /// The value of entry `entry` if the key set is still the one named `version`.
    #[inline(always)]
    pub(crate) fn get_cached(&self, version: u32, entry: u32) -> Option<Value> {
        if self.keys_version() != version {
            return None;
        }
        if self.head.is_local() {
            // SAFETY: LOCAL; the version proves that table and entry exist.
            return Some(unsafe { (*self.table.load(Relaxed)).value(entry as usize) }.load());
        }
        self.get_cached_shared(version, entry)
    }

    /// Looks at the value of entry `entry` without counting it, if the key set is still the one named `keys_version`. `look` runs no code
    /// of scripts; see [`Slot::glance`] for a SHARED dict.
    #[inline(always)]
    pub(crate) fn glance_cached<T>(&self, keys_version: u32, entry: u32, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        if self.head.is_local() {
            if self.keys_version() != keys_version {
                return None;
            }
            // SAFETY: LOCAL, and nothing stores to the dict while `look` looks; the version proves that table and entry exist.
            return look(unsafe { (*self.table.load(Relaxed)).value(entry as usize).borrow() });
        }
        let version = self.head.version();
        let table = self.table.load(Relaxed);
        if self.keys_version() != keys_version || !self.head.still(version) {
            return None;
        }
        // SAFETY: table and key set name belong together, so the entry exists; tables are freed after a grace period.
        unsafe { (*table).value(entry as usize) }.glance(&self.head, version, look)
    }

    #[inline(never)]
    fn get_cached_shared(&self, keys_version: u32, entry: u32) -> Option<Value> {
        self.head.read(|version| {
            let table = self.table.load(Relaxed);
            let now = self.keys_version();
            if !self.head.still(version) {
                return None;
            }
            if now != keys_version {
                return Some(None);
            }
            // SAFETY: table and key set name belong together, so the entry exists; tables are freed after a grace period.
            Some(Some(unsafe { (*table).value(entry as usize).load_shared(&self.head, version)? }))
        })
    }

    /// Replaces the value of entry `entry` if the key set is still the one named `version`.
    #[inline(always)]
    pub(crate) fn set_cached(&self, version: u32, entry: u32, value: Value) -> Result<(), Value> {
        super::attrs::new_if_shared(&self.head, &value);
        let writing = self.head.lock_if_shared();
        if self.keys_version() != version {
            return Err(value);
        }
        let Some(table) = self.table() else {
            return Err(value);
        };
        // SAFETY: LOCAL or locked; the version proves that the entry exists.
        let old = unsafe { table.value(entry as usize) }.swap(value);
        drop(writing);
        drop(old);
        Ok(())
    }
}
