//! The table of weak references: which references look at an object, and taking a reference on it if it still lives.
//!
//! An object with weak references has an entry in a shard chosen by its address; the shard's mutex protects the entry and, for as long
//! as the entry is there, the object's memory: a dying object takes its entry out (`take`, `cut`) before its memory is given back. So
//! under the mutex an address in an entry can be looked at, and `Header::try_inc` says whether the object still lives. The same holds
//! for the reference objects, which take themselves out when they die. No user code runs under a mutex.
//!
//! An object dies in the strand that lets go of it last, and its callbacks are called there. So that any strand may do so, **a
//! reference with a callback is SHARED if its object is**: `watch` publishes it if the object is SHARED by then, and who publishes an
//! object publishes `callers` with it, before any other strand can see the object. While the object is LOCAL, so are they all, to the
//! same strand. Immortal objects never die, and references without a callback are not called: both stay as they are.
//!
//! Nothing can come between the death and the callbacks: `take` looks under the mutex, where alone a weak reference can give the object
//! to somebody, that nobody has it.

use super::value::Value;
use crate::memory::Header;
use crate::memory::header::flag;
use crate::sched::strand::StrandId;
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::*};

/// What a reference object holds instead of the object: its address, 0 once it is dead.
pub(crate) struct Target {
    address: AtomicUsize,
    shard: usize,
}

/// A reference object that looks at some object.
struct Watcher {
    target: Arc<Target>,
    /// The reference object; not counted.
    reference: NonNull<Header>,
    /// The strand that made it. While it is LOCAL only that strand may count it.
    strand: StrandId,
    role: Role,
}

/// What a reference object is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// Of the type itself, without a callback: can be given out again.
    Plain,
    /// Has a callback.
    Caller,
    Other,
}

// SAFETY: the pointer is only followed under the shard's mutex, while the reference object has not yet taken itself out.
unsafe impl Send for Watcher {}

const SHARDS: usize = 64;

type Shard = Mutex<HashMap<usize, Vec<Watcher>>>;

static TABLE: std::sync::LazyLock<[Shard; SHARDS]> = std::sync::LazyLock::new(|| std::array::from_fn(|_| Shard::default()));

fn shard_of(address: usize) -> usize {
    // Blocks are at least 16 bytes apart.
    (address >> 5 ^ address >> 11) % SHARDS
}

impl Target {
    /// A target for a reference object that is about to be made. None for what is not on the heap.
    pub(crate) fn of(object: &Value) -> Option<Arc<Target>> {
        let address = object.header()?.as_ptr().as_ptr().addr();
        Some(Arc::new(Target { address: AtomicUsize::new(address), shard: shard_of(address) }))
    }

    /// The object, if it lives.
    pub(crate) fn get(&self) -> Option<Value> {
        let shard = TABLE[self.shard].lock();
        let address = self.address.load(Acquire);
        let watchers = shard.get(&address)?;
        debug_assert!(!watchers.is_empty(), "an entry without watchers is taken out");
        let object = NonNull::new(std::ptr::with_exposed_provenance_mut::<Header>(address))?;
        // SAFETY: the entry is there, so the object's memory is (see above); `try_inc` gives the reference that the value takes.
        unsafe { if object.as_ref().try_inc() { Some(Value::from_owned(object)) } else { None } }
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.address.load(Acquire) == 0
    }
}

/// Enters a reference object, made around `target`, for `object`, which the caller holds.
pub(crate) fn watch(object: &Value, target: &Arc<Target>, reference: &Value, strand: StrandId, role: Role) {
    let (Some(header), Some(own)) = (object.header(), reference.header()) else {
        return;
    };
    if role == Role::Caller && !header.is_local() && !header.is_immortal() {
        reference.publish();
    }
    let address = header.as_ptr().as_ptr().expose_provenance();
    let mut shard = TABLE[target.shard].lock();
    header.set(flag::HAS_WEAKREFS);
    shard.entry(address).or_default().push(Watcher { target: target.clone(), reference: own.as_ptr(), strand, role });
}

/// Takes a dying reference object out.
pub(crate) fn unwatch(target: &Arc<Target>) {
    let mut shard = TABLE[target.shard].lock();
    let address = target.address.load(Acquire);
    if let Some(watchers) = shard.get_mut(&address) {
        watchers.retain(|watcher| !Arc::ptr_eq(&watcher.target, target));
        if watchers.is_empty() {
            shard.remove(&address);
        }
    }
}

impl Watcher {
    /// A counted reference on the reference object, if it lives and may be counted by this strand.
    fn reference(&self, strand: StrandId) -> Option<Value> {
        // SAFETY: called under the shard's mutex, with the watcher still entered (see above).
        let is_others = unsafe { self.reference.as_ref() }.is_local() && self.strand != strand;
        if is_others { None } else { self.count() }
    }

    /// The reference object, if it has a callback and lives. For the strand in which the object dies, or that owns it.
    fn caller(&self) -> Option<Value> {
        if self.role == Role::Caller { self.count() } else { None }
    }

    /// A counted reference on the reference object, which is SHARED or the strand's own, if it lives.
    fn count(&self) -> Option<Value> {
        // SAFETY: called under the shard's mutex, with the watcher still entered (see above).
        unsafe { if self.reference.as_ref().try_inc() { Some(Value::from_owned(self.reference)) } else { None } }
    }
}

fn address_of(object: &Header) -> usize {
    object.as_ptr().as_ptr().addr()
}

/// The reference objects that look at `object`, in the order they were made; `plain_only`: the one that can be given out again.
pub(crate) fn references(object: &Value, strand: StrandId, plain_only: bool) -> Vec<Value> {
    let Some(address) = object.header().map(address_of) else {
        return Vec::new();
    };
    let shard = TABLE[shard_of(address)].lock();
    let watchers = shard.get(&address).map(Vec::as_slice).unwrap_or_default();
    watchers.iter().filter(|watcher| watcher.role == Role::Plain || !plain_only).filter_map(|watcher| watcher.reference(strand)).collect()
}

/// The reference objects with callbacks that look at an object of this strand, which is becoming SHARED.
pub(crate) fn callers(object: &Value) -> Vec<Value> {
    let Some(address) = object.header().map(address_of) else {
        return Vec::new();
    };
    TABLE[shard_of(address)].lock().get(&address).into_iter().flatten().filter_map(Watcher::caller).collect()
}

pub(crate) fn count(object: &Value) -> usize {
    let Some(address) = object.header().map(address_of) else {
        return 0;
    };
    TABLE[shard_of(address)].lock().get(&address).map_or(0, Vec::len)
}

/// Takes the entry of a dying object out, on which the caller has the last reference: its weak references are dead from now on. Returns
/// those with callbacks, the youngest first, as they are called. Where somebody got the object meanwhile nothing is done: it lives.
pub(crate) fn take(object: &Value) -> Vec<Value> {
    let Some(header) = object.header() else {
        return Vec::new();
    };
    let mut shard = TABLE[shard_of(address_of(header))].lock();
    if header.count() != 1 {
        return Vec::new();
    }
    take_entry(&mut shard, header).iter().rev().filter_map(Watcher::caller).collect()
}

/// Takes the entries of garbage out, to which only its weak references lead, before anybody can use those. Returns those with callbacks that
/// are no garbage themselves.
///
/// # Safety
/// The objects are alive, no other strand runs, or they are the calling strand's own.
pub(crate) unsafe fn cut(garbage: &[NonNull<Header>]) -> Vec<Value> {
    // SAFETY: passed on from the caller.
    let headers = || garbage.iter().map(|object| unsafe { object.as_ref() });
    if !headers().any(|header| header.has(flag::HAS_WEAKREFS)) {
        return Vec::new();
    }
    let doomed: HashSet<NonNull<Header>> = garbage.iter().copied().collect();
    let mut callers = Vec::new();
    for header in headers().filter(|header| header.has(flag::HAS_WEAKREFS)) {
        let mut shard = TABLE[shard_of(address_of(header))].lock();
        let watchers = take_entry(&mut shard, header);
        callers.extend(watchers.iter().rev().filter(|watcher| !doomed.contains(&watcher.reference)).filter_map(Watcher::caller));
    }
    callers
}

/// To be used under the same lock: the reference objects may be gone afterwards.
fn take_entry(shard: &mut HashMap<usize, Vec<Watcher>>, header: &Header) -> Vec<Watcher> {
    header.clear(flag::HAS_WEAKREFS);
    let watchers = shard.remove(&address_of(header)).unwrap_or_default();
    for watcher in &watchers {
        watcher.target.address.store(0, Release);
    }
    watchers
}
