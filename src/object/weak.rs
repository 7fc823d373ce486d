//! The table of weak references: which references look at an object, and taking a reference on it if it still lives.
//!
//! An object with weak references has an entry in a shard chosen by its address; the shard's mutex protects the entry and, for as long
//! as the entry is there, the object's memory: a dying object takes its entry out (`take`, through `Interp`'s hook) before its memory is
//! given back. So under the mutex an address in an entry can be looked at, and `Header::try_inc` says whether the object still lives.
//! The same holds for the reference objects, which take themselves out when they die. No user code runs under a mutex.

use super::value::Value;
use crate::memory::Header;
use crate::memory::header::flag;
use crate::sched::strand::StrandId;
use parking_lot::Mutex;
use std::collections::HashMap;
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
    is_plain: bool,
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

/// Enters a reference object, made around `target`, for `object`. `is_plain`: of the type itself, without a callback, so that it can
/// be given out again.
pub(crate) fn watch(object: &Value, target: &Arc<Target>, reference: &Value, strand: StrandId, is_plain: bool) {
    let (Some(header), Some(reference)) = (object.header(), reference.header()) else {
        return;
    };
    let address = header.as_ptr().as_ptr().expose_provenance();
    let mut shard = TABLE[target.shard].lock();
    header.set(flag::HAS_WEAKREFS);
    shard.entry(address).or_default().push(Watcher { target: target.clone(), reference: reference.as_ptr(), strand, is_plain });
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
        unsafe {
            let header = self.reference.as_ref();
            if header.is_local() && self.strand != strand {
                return None;
            }
            if header.try_inc() { Some(Value::from_owned(self.reference)) } else { None }
        }
    }
}

/// The reference objects that look at `object`, in the order they were made; `plain_only`: the one that can be given out again.
pub(crate) fn references(object: &Value, strand: StrandId, plain_only: bool) -> Vec<Value> {
    let Some(address) = object.header().map(|header| header.as_ptr().as_ptr().addr()) else {
        return Vec::new();
    };
    let shard = TABLE[shard_of(address)].lock();
    let watchers = shard.get(&address).map(Vec::as_slice).unwrap_or_default();
    watchers.iter().filter(|watcher| watcher.is_plain || !plain_only).filter_map(|watcher| watcher.reference(strand)).collect()
}

pub(crate) fn count(object: &Value) -> usize {
    let Some(address) = object.header().map(|header| header.as_ptr().as_ptr().addr()) else {
        return 0;
    };
    TABLE[shard_of(address)].lock().get(&address).map_or(0, Vec::len)
}

/// Takes the entry of a dying object out: its references are dead from now on. Returns the reference objects that live, the youngest
/// first, as callbacks are called. Those that are another strand's own stay silent: nobody else may touch them.
pub(crate) fn take(object: &Value, strand: StrandId) -> Vec<Value> {
    let Some(address) = object.header().map(|header| header.as_ptr().as_ptr().addr()) else {
        return Vec::new();
    };
    let mut shard = TABLE[shard_of(address)].lock();
    let watchers = shard.remove(&address).unwrap_or_default();
    for watcher in &watchers {
        watcher.target.address.store(0, Release);
    }
    watchers.iter().rev().filter_map(|watcher| watcher.reference(strand)).collect()
}

/// [`take`] without anybody to call.
pub(crate) fn forget(object: &Value) {
    let Some(address) = object.header().map(|header| header.as_ptr().as_ptr().addr()) else {
        return;
    };
    let watchers = TABLE[shard_of(address)].lock().remove(&address).unwrap_or_default();
    for watcher in watchers {
        watcher.target.address.store(0, Release);
    }
}
