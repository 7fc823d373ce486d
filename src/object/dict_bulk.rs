//! Operations on whole dicts that other strands see as one step, and walking a dict that may change under the walker.

use super::compare::{self, Plain, plain_equal};
use super::cx::Cx;
use super::dict::Dict;
use super::table::Probe;
use super::value::{Object, R, Value};
use crate::memory::Header;

/// An entry with the hash of its key.
pub(crate) type Hashed = (i64, Value, Value);

impl Dict {
    /// How many entries there are when nobody is in the middle of changing that.
    pub(crate) fn settled_len(&self) -> usize {
        self.header().settled(|| self.len())
    }

    /// All entries at one moment, with the keys' hashes.
    pub(crate) fn snapshot_hashed(&self) -> Vec<Hashed> {
        let _writing = self.header().lock_if_shared();
        let mut all = Vec::with_capacity(self.len());
        let Some(table) = self.table() else { return all };
        let mut next = 0;
        while let Some(entry) = table.next_entry(next) {
            // SAFETY: LOCAL or locked; in bounds.
            all.push(unsafe { (table.hash(entry), table.key(entry).load(), table.value(entry).load()) });
            next = entry + 1;
        }
        all
    }

    /// The entry at or after number `from` with its key's hash.
    pub(crate) fn hashed_from(&self, from: usize) -> Option<(usize, Hashed)> {
        let _writing = self.header().lock_if_shared();
        let table = self.table()?;
        let entry = table.next_entry(from)?;
        // SAFETY: LOCAL or locked; in bounds.
        Some((entry, unsafe { (table.hash(entry), table.key(entry).load(), table.value(entry).load()) }))
    }

    /// The key at or after entry `from`, and the entry's number.
    #[inline]
    pub(crate) fn key_from(&self, from: usize) -> Option<(usize, Value)> {
        if !self.header().is_local() {
            return self.entry_from(from).map(|(entry, key, _)| (entry, key));
        }
        let table = self.table()?;
        let entry = table.next_entry(from)?;
        // SAFETY: LOCAL; in bounds.
        Some((entry, unsafe { table.key(entry) }.load()))
    }

    /// The value at or after entry `from`, and the entry's number.
    #[inline]
    pub(crate) fn value_from(&self, from: usize) -> Option<(usize, Value)> {
        if !self.header().is_local() {
            return self.entry_from(from).map(|(entry, _, value)| (entry, value));
        }
        let table = self.table()?;
        let entry = table.next_entry(from)?;
        // SAFETY: LOCAL; in bounds.
        Some((entry, unsafe { table.value(entry) }.load()))
    }

    /// If strands may change one of them meanwhile: the values of equal keys, as both dicts are at one moment, except those that are equal
    /// plainly. `Some(None)`: the dicts differ. None if this did not suffice, because only user code can compare two keys.
    pub(super) fn pair_up(x: &Dict, y: &Dict) -> Option<Option<Vec<(Value, Value)>>> {
        if x.header().is_local() && y.header().is_local() {
            return None;
        }
        let _both = Header::lock_two(x.header(), y.header());
        if x.len() != y.len() {
            return Some(None);
        }
        let mut open = Vec::new();
        let (Some(mine), Some(theirs)) = (x.table(), y.table()) else { return Some(Some(open)) };
        let mut next = 0;
        while let Some(entry) = mine.next_entry(next) {
            // SAFETY: LOCAL or locked; in bounds; nothing runs while borrowed.
            let (hash, key, value) = unsafe { (mine.hash(entry), mine.key(entry).borrow(), mine.value(entry).borrow()) };
            let found = match theirs.probe(hash, key, &[]) {
                // SAFETY: as above.
                Probe::Found(entry) => unsafe { theirs.value(entry).borrow() },
                Probe::Absent => return Some(None),
                Probe::Ask(_) => return None,
            };
            match plain_equal(value, found) {
                Plain::Equal => {}
                Plain::Different => return Some(None),
                Plain::Ask => open.push((value.clone(), found.clone())),
            }
            next = entry + 1;
        }
        Some(Some(open))
    }

    /// Stores all `entries`, whose keys differ from each other. If the dict is SHARED, others see all of them or none.
    pub(crate) fn update_with(&self, cx: &Cx, entries: Vec<Hashed>) -> R<()> {
        if self.header().is_local() || entries.len() < 2 {
            for (hash, key, value) in entries {
                self.set_hashed(cx, hash, key, value)?;
            }
            return Ok(());
        }
        for (_, key, value) in &entries {
            key.publish();
            value.publish();
        }
        self.update_shared(cx, entries)
    }

    /// Finds out first, with user code running outside the lock, how every new key compares to the keys that are there; when
    /// nothing is open any more, stores everything under one lock.
    fn update_shared(&self, cx: &Cx, entries: Vec<Hashed>) -> R<()> {
        // Per entry: the equal key of this dict if one was found, and keys known to differ.
        let mut known: Vec<(Value, Vec<Value>)> = entries.iter().map(|(_, key, _)| (key.clone(), Vec::new())).collect();
        loop {
            let writing = self.header().lock_if_shared();
            let open = self.table().and_then(|table| {
                let mut asked = entries.iter().zip(&known).enumerate();
                asked.find_map(|(index, ((hash, ..), (sought, unequal)))| match table.probe(*hash, sought, unequal) {
                    Probe::Ask(candidate) => Some((index, candidate)),
                    _ => None,
                })
            });
            let Some((index, candidate)) = open else {
                let old = self.store_all(entries, &known);
                drop(writing);
                // What was replaced is dropped here, outside the lock.
                return old.map(drop).map_err(|()| cx.memory_error());
            };
            drop(writing);
            if compare::equal(cx, &candidate, &entries[index].1)? {
                known[index] = (candidate, Vec::new());
            } else {
                known[index].1.push(candidate);
            }
        }
    }

    /// Stores all entries; the dict is locked, and a key that cannot be compared now is one of the new ones, hence different.
    fn store_all(&self, entries: Vec<Hashed>, known: &[(Value, Vec<Value>)]) -> Result<Vec<Value>, ()> {
        let mut old = Vec::new();
        old.try_reserve(entries.len()).map_err(drop)?;
        self.make_room(entries.len())?;
        let Some(table) = self.table() else { return Err(()) };
        for ((hash, key, value), (sought, unequal)) in entries.into_iter().zip(known) {
            let mut others = Vec::new();
            let found = loop {
                let probe = match others.as_slice() {
                    [] => table.probe(hash, sought, unequal),
                    _ => table.probe(hash, sought, &others),
                };
                match probe {
                    Probe::Ask(candidate) if others.is_empty() => others = unequal.iter().cloned().chain([candidate]).collect(),
                    Probe::Ask(candidate) => others.push(candidate),
                    Probe::Found(entry) => break Some(entry),
                    Probe::Absent => break None,
                }
            };
            match found {
                // SAFETY: locked; the entry was just found.
                Some(entry) => old.push(unsafe { table.value(entry) }.swap(value)),
                None => self.insert_new(table, hash, key, value),
            }
        }
        Ok(old)
    }
}
