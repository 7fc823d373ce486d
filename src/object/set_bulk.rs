//! Operations on whole sets that other strands see as one step. What takes part is locked together, two sets in the order of their
//! addresses, for as long as no user code has to be asked; from the first key on of which only user code can tell whether it equals
//! another, they go on key by key.

use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::iter;
use super::range::Range;
use super::set::{Hashed, NoMemory, Set, any_set};
use super::set_table::{Probe, Quick, SetTable};
use super::ty::type_of;
use super::value::{Object, R, V, Value};
use crate::memory::Header;
use crate::memory::header::Writing;

/// What is done with each key of the other operand.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Change {
    Add,
    Remove,
    /// Removes it if it is there, else adds it.
    Toggle,
}

/// The other operand.
pub(super) enum Keys<'a> {
    Of(&'a Set),
    Listed(Listed),
}

/// Keys of another container, at one moment.
pub(super) struct Listed {
    keys: Vec<Hashed>,
    /// Whether room is made for all of them first, as CPython does for dicts.
    presize: bool,
    /// What was raised instead of the next one's hash.
    failed: Option<Value>,
}

/// A key of which only user code can tell whether it equals another.
struct Asked;

/// Why the next key was not dealt with.
enum Stop {
    Asked,
    NoMemory,
}

impl From<Asked> for Stop {
    fn from(_: Asked) -> Stop {
        Stop::Asked
    }
}

impl<'a> Keys<'a> {
    /// The keys of a builtin container. None for everything else, and for containers that are not seen by others while `set` is not
    /// either: those may be walked. Errors: whatever iterating raises.
    pub(super) fn known(cx: &Cx, set: &Set, other: &'a Value) -> R<Option<Keys<'a>>> {
        if let Some(other) = any_set(other) {
            return Ok(Some(Keys::Of(other)));
        }
        if let Some(dict) = other.get_exact::<Dict>() {
            let keys = dict.snapshot_hashed().into_iter().map(|(hash, key, _)| (hash, key)).collect();
            return Ok(Some(Keys::Listed(Listed { keys, presize: true, failed: None })));
        }
        let is_container = !type_of(other).is_heap() && type_of(other).slots().next.is_none() && !is_long_range(other);
        let are_seen = set.is_shared() || other.header().is_some_and(|other| !other.is_local());
        if is_container && are_seen { Ok(Some(Keys::Listed(Listed::of(cx, iter::collect(cx, other)?)))) } else { Ok(None) }
    }

    fn is_shared(&self) -> bool {
        match self {
            Keys::Of(set) => set.is_shared(),
            Keys::Listed(_) => false,
        }
    }

    fn publish(&self) {
        match self {
            // A SHARED set's keys are.
            Keys::Of(set) if set.is_shared() => {}
            Keys::Of(set) => set.table().into_iter().for_each(|table| table.each(Value::publish)),
            Keys::Listed(listed) => listed.keys.iter().for_each(|(_, key)| key.publish()),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Keys::Of(set) => set.len(),
            Keys::Listed(listed) => listed.keys.len(),
        }
    }

    /// Locks these and a set.
    fn lock_with<'b>(&'b self, set: &'b Set) -> [Option<Writing<'b>>; 2] {
        match self {
            Keys::Of(other) => Header::lock_two(set.header(), other.header()),
            Keys::Listed(_) => [set.header().lock_if_shared(), None],
        }
    }

    /// Shows each key with its hash until `f`, which runs no user code, stops at one. Err: its place, and why. LOCAL or locked.
    fn each<E>(&self, mut f: impl FnMut(i64, &Value) -> Result<(), E>) -> Result<(), (usize, E)> {
        match self {
            Keys::Of(set) => {
                let Some(table) = set.table() else { return Ok(()) };
                let mut from = 0;
                while let Some(place) = table.next_place(from) {
                    // SAFETY: LOCAL or locked; nothing runs while borrowed.
                    let (hash, key) = unsafe { table.borrow(place) };
                    f(hash, key).map_err(|stop| (place, stop))?;
                    from = place + 1;
                }
                Ok(())
            }
            Keys::Listed(listed) => {
                let mut keys = listed.keys.iter().enumerate();
                keys.try_for_each(|(place, (hash, key))| f(*hash, key).map_err(|stop| (place, stop)))
            }
        }
    }

    /// Calls `f` with each key and its hash from a place on, as they are at that moment, until it answers false.
    pub(super) fn each_from(&self, cx: &Cx, from: usize, mut f: impl FnMut(i64, Value) -> R<bool>) -> R<()> {
        let mut from = from;
        loop {
            let next = match self {
                Keys::Of(set) => set.key_from(from),
                Keys::Listed(listed) => listed.keys.get(from).map(|(hash, key)| (from, *hash, key.clone())),
            };
            let Some((place, hash, key)) = next else { return Ok(()) };
            if !f(hash, key)? {
                return Ok(());
            }
            from = place + 1;
            if from & 0xfff == 0 {
                cx.safepoint()?;
            }
        }
    }

    /// Raises what came after the last key.
    pub(super) fn end(self, cx: &Cx) -> R<()> {
        match self {
            Keys::Listed(Listed { failed: Some(exception), .. }) => Err(cx.reraise(exception)),
            _ => Ok(()),
        }
    }

    /// Whether these are not all keys there are.
    fn is_cut(&self) -> bool {
        matches!(self, Keys::Listed(Listed { failed: Some(_), .. }))
    }
}

impl Listed {
    fn of(cx: &Cx, items: Vec<Value>) -> Listed {
        let mut listed = Listed { keys: Vec::with_capacity(items.len()), presize: false, failed: None };
        for item in items {
            match compare::hash(cx, &item) {
                Ok(hash) => listed.keys.push((hash, item)),
                Err(raised) => {
                    listed.failed = Some(cx.take(raised));
                    break;
                }
            }
        }
        listed
    }
}

/// Whether this is a range whose items had better not all be made at once: looking for them may end soon.
fn is_long_range(value: &Value) -> bool {
    const LONG: i64 = 1 << 20;
    value.get_exact::<Range>().is_some_and(|range| !matches!(range.length().unpack(), V::Int(len) if len < LONG))
}

/// Whether a table has a key, if that can be told without user code. LOCAL or locked.
fn has(table: Option<&SetTable>, hash: i64, key: &Value) -> Result<bool, Asked> {
    let Some(table) = table else { return Ok(false) };
    match table.find(hash, key) {
        Quick::Found(_) => Ok(true),
        Quick::Absent(_) | Quick::AbsentAfterGap => Ok(false),
        Quick::Unknown => match table.probe(hash, key, &[]) {
            Probe::Found(_) => Ok(true),
            Probe::Absent(_) => Ok(false),
            Probe::Ask(_) => Err(Asked),
        },
    }
}

/// If strands may change one of them meanwhile: shows each key of `walked` and whether `within` has it, both as they are at one moment,
/// if `fits` says yes of their lengths, until `f`, which runs no user code, says no. Whether all said yes; None if this did not suffice:
/// then `f` may have seen some keys.
pub(super) fn compare_shared(
    walked: &Keys<'_>,
    within: &Set,
    fits: impl FnOnce(usize, usize) -> bool,
    mut f: impl FnMut(i64, &Value, bool) -> bool,
) -> Option<bool> {
    if !within.is_shared() && !walked.is_shared() {
        return None;
    }
    let _both = walked.lock_with(within);
    if !fits(walked.len(), within.len()) {
        return Some(false);
    }
    let end = walked.each(|hash, key| {
        let found = has(within.table(), hash, key).map_err(Some)?;
        if f(hash, key, found) { Ok(()) } else { Err(None) }
    });
    match end {
        Ok(()) => Some(true),
        Err((_, None)) => Some(false),
        Err((_, Some(Asked))) => None,
    }
}

/// [`compare_shared`] for the keys of `walked` that `within` has, or has not.
pub(super) fn select_shared(walked: &Keys<'_>, within: &Set, wanted: bool) -> Option<Vec<Hashed>> {
    let mut selected = Vec::new();
    compare_shared(
        walked,
        within,
        |_, _| true,
        |hash, key, found| {
            if found == wanted {
                selected.push((hash, key.clone()));
            }
            true
        },
    )?;
    Some(selected)
}

impl Set {
    /// Whether other strands may see it.
    pub(super) fn is_shared(&self) -> bool {
        !self.header().is_local()
    }

    /// How many keys there are when nobody is in the middle of changing that.
    pub(super) fn settled_len(&self) -> usize {
        self.header().settled(|| self.len())
    }

    /// All keys with their hashes at one moment.
    pub(super) fn hashed(&self) -> Vec<Hashed> {
        let _writing = self.header().lock_if_shared();
        let mut keys = Vec::with_capacity(self.len());
        let Ok(()) = Keys::Of(self).each(|hash, key| {
            keys.push((hash, key.clone()));
            Ok::<(), std::convert::Infallible>(())
        });
        keys
    }

    /// Adds all keys of another set. Errors: as for `add`.
    pub(crate) fn merge(&self, cx: &Cx, other: &Set) -> R<()> {
        self.change(cx, Keys::Of(other), Change::Add)
    }

    /// Changes this set by all keys of another container. Errors: whatever `__eq__` raises, MemoryError; what [`Listed::failed`] says.
    pub(super) fn change(&self, cx: &Cx, keys: Keys<'_>, change: Change) -> R<()> {
        if self.is_shared() {
            keys.publish();
        }
        // What goes is dropped outside the locks.
        let mut gone = Vec::new();
        let left = self.change_at_once(&keys, change, &mut gone);
        drop(gone);
        if let Some(from) = left.map_err(|NoMemory| cx.memory_error())? {
            keys.each_from(cx, from, |hash, key| self.change_one(cx, hash, key, change).map(|()| true))?;
        }
        keys.end(cx)
    }

    /// Gives the place of the first key that is left.
    fn change_at_once(&self, keys: &Keys<'_>, change: Change, gone: &mut Vec<Value>) -> Result<Option<usize>, NoMemory> {
        if keys.len() == 0 {
            return Ok(None);
        }
        let _both = keys.lock_with(self);
        if change == Change::Add {
            match keys {
                Keys::Of(other) => {
                    self.make_room(other.len())?;
                    self.ensure_place()?;
                    if self.take_after(other) {
                        return Ok(None);
                    }
                }
                Keys::Listed(listed) if listed.presize => self.make_room(listed.keys.len())?,
                Keys::Listed(_) => {}
            }
        }
        // Nobody looks on: key by key, and interrupts are noticed.
        if !self.is_shared() && !keys.is_shared() {
            return Ok(Some(0));
        }
        match keys.each(|hash, key| self.change_plainly(hash, key, change, gone)) {
            Ok(()) => Ok(None),
            Err((place, Stop::Asked)) => Ok(Some(place)),
            Err((_, Stop::NoMemory)) => Err(NoMemory),
        }
    }

    fn change_plainly(&self, hash: i64, key: &Value, change: Change, gone: &mut Vec<Value>) -> Result<(), Stop> {
        if change != Change::Add {
            let taken = self.take_key(hash, key, &[]).map_err(|_| Stop::Asked)?;
            if taken.is_some() || change == Change::Remove {
                gone.extend(taken);
                return Ok(());
            }
        }
        self.place_plainly(hash, key)
    }

    fn place_plainly(&self, hash: i64, key: &Value) -> Result<(), Stop> {
        let placed = self.place_key(hash, key, &[], || Some(key.clone())).map_err(|_| Stop::Asked)?;
        placed.map(drop).map_err(|NoMemory| Stop::NoMemory)
    }

    fn change_one(&self, cx: &Cx, hash: i64, key: Value, change: Change) -> R<()> {
        let is_done = match change {
            Change::Add => false,
            Change::Remove => {
                drop(self.remove_hashed(cx, hash, &key)?);
                true
            }
            Change::Toggle => self.remove_hashed(cx, hash, &key)?.is_some(),
        };
        if is_done { Ok(()) } else { self.add_hashed(cx, hash, key).map(drop) }
    }

    /// If other strands may see it: removes its keys that `other`, much larger, has, both being locked. False if this did not suffice.
    pub(super) fn remove_found(&self, other: &Set) -> bool {
        if !self.is_shared() && !other.is_shared() {
            return false;
        }
        let mut gone = Vec::new();
        let both = Header::lock_two(self.header(), other.header());
        let Some(table) = self.table() else { return true };
        let mut from = 0;
        let mut is_known = true;
        while let Some(place) = table.next_place(from) {
            // SAFETY: LOCAL or locked; nothing runs while borrowed.
            let (hash, key) = unsafe { table.borrow(place) };
            match has(other.table(), hash, key) {
                Ok(true) => gone.push(self.remove_at(table, place)),
                Ok(false) => {}
                Err(Asked) => {
                    is_known = false;
                    break;
                }
            }
            from = place + 1;
        }
        drop(both);
        is_known
    }

    /// If other strands may see it: keeps what `keys` has too, in a table made as that of a new set. False if this did not suffice and nothing
    /// was done: user code must be asked, or the keys end with an error before all of this set were found.
    pub(super) fn keep_found(&self, keys: &Keys<'_>) -> Result<bool, NoMemory> {
        if !self.is_shared() {
            return Ok(false);
        }
        keys.publish();
        let kept = Set::new();
        let both = keys.lock_with(self);
        let found = self.place_found(keys, &kept);
        let is_whole = !keys.is_cut() || kept.len() >= self.len();
        let is_kept = found.is_ok() && is_whole;
        if is_kept {
            // So that the old table, which readers may still look at, goes after a grace period.
            kept.value().publish();
            self.exchange(&kept);
        }
        drop(both);
        if matches!(found, Err(Stop::NoMemory)) { Err(NoMemory) } else { Ok(is_kept) }
    }

    /// Puts into `kept`, which is empty, the keys that both this set and `keys` have. Both are locked.
    fn place_found(&self, keys: &Keys<'_>, kept: &Set) -> Result<(), Stop> {
        let (walked, within) = match keys {
            Keys::Of(other) if std::ptr::eq(*other, self) => {
                kept.make_room(self.len()).and_then(|()| kept.ensure_place()).map_err(|NoMemory| Stop::NoMemory)?;
                // As a copy is made.
                kept.take_after(self);
                return Ok(());
            }
            Keys::Of(other) if other.len() > self.len() => (&Keys::Of(self), *other),
            _ => (keys, self),
        };
        let placed = walked.each(|hash, key| if has(within.table(), hash, key)? { kept.place_plainly(hash, key) } else { Ok(()) });
        placed.map_err(|(_, stop)| stop)
    }

    /// Takes over the table of `other`, which nobody else knows and which is left with the old one.
    pub(crate) fn replace_by(&self, other: &Set) {
        if self.is_shared() {
            // Its keys, and itself so that the old table goes after a grace period.
            other.value().publish();
        }
        let _writing = self.header().lock_if_shared();
        self.exchange(other);
    }
}
