//! The table of object kinds and the release of dead objects. Knows how to find children, not what they are.

use super::grace;
use super::header::{Header, UNTRACKED, flag};
use super::local;
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, Ordering::*};

/// Called with each object that the visited object refers to (once per counted reference).
pub(crate) type Visit<'a> = &'a mut dyn FnMut(NonNull<Header>);

/// What the memory layer must know of a kind of object.
#[derive(Clone, Copy)]
pub(crate) struct KindOps {
    /// Visits every counted reference the object holds, except the one to its type.
    pub(crate) traverse: unsafe fn(NonNull<Header>, Visit<'_>),
    /// Drops what the object refers to. The header and memory stay.
    pub(crate) drop_body: unsafe fn(NonNull<Header>),
    /// Gives the memory back. Called after `drop_body`, at once for LOCAL objects, after a grace period for SHARED ones.
    pub(crate) free: unsafe fn(NonNull<Header>),
    /// `drop_body` and `free` at once, for LOCAL objects without `flag::HAS_ATTRS`.
    pub(crate) destroy: unsafe fn(NonNull<Header>),
    /// Objects of this kind refer to no others.
    pub(crate) is_leaf: bool,
    /// Drops references that may be part of a cycle and leaves the object valid and empty.
    pub(crate) clear: unsafe fn(NonNull<Header>),
}

/// What the object layer does when an object with a finalizer or weak references dies. Returns false if it was revived.
type FinalizeHook = unsafe fn(NonNull<Header>) -> bool;

/// Whether a LOCAL object with `flag::UNCOUNTED`, whose count has come to zero or which is about to become SHARED, is in use. If so it was
/// given a reference.
type KeepHook = unsafe fn(NonNull<Header>) -> bool;

/// Shows the live objects that one with `flag::WEAK` or `flag::HAS_WEAKREFS` leads to, each with a reference taken.
type WeakHook = unsafe fn(NonNull<Header>, Visit<'_>);

/// Makes the weak references to garbage dead. What it returns tells those who want to know, and may run user code.
type CutHook = unsafe fn(&[NonNull<Header>]) -> Option<Box<dyn FnOnce()>>;

struct Registry {
    kinds: &'static [KindOps],
    finalize: FinalizeHook,
    keep: KeepHook,
    weak_targets: WeakHook,
    cut: CutHook,
}

static REGISTRY: AtomicPtr<Registry> = AtomicPtr::new(std::ptr::null_mut());

/// Installs the object layer's table. Called once, before the first object is made.
pub(crate) fn install(kinds: &'static [KindOps], finalize: FinalizeHook, keep: KeepHook, weak_targets: WeakHook, cut: CutHook) {
    let registry = Box::into_raw(Box::new(Registry { kinds, finalize, keep, weak_targets, cut }));
    if REGISTRY.compare_exchange(std::ptr::null_mut(), registry, AcqRel, Relaxed).is_err() {
        // SAFETY: not linked, so ours.
        drop(unsafe { Box::from_raw(registry) });
    }
}

#[inline(always)]
fn registry() -> &'static Registry {
    let registry = REGISTRY.load(Acquire);
    debug_assert!(!registry.is_null(), "object kinds are installed before the first object is made");
    // SAFETY: set before the first object is made, and never replaced; only who holds an object asks.
    unsafe { &*registry }
}

#[inline(always)]
pub(crate) fn ops(kind: u8) -> &'static KindOps {
    let kinds = registry().kinds;
    debug_assert!((kind as usize) < kinds.len(), "kinds are rows of the table");
    // SAFETY: kind bytes come from headers, whose kinds are rows of the table.
    unsafe { kinds.get_unchecked(kind as usize) }
}

/// Makes the weak references to garbage dead. What it returns is to be called where user code may run.
///
/// # Safety
/// The objects are alive, and their last use is the caller's: no other strand runs, or they are the calling strand's own.
pub(super) unsafe fn cut(garbage: &[NonNull<Header>]) -> Option<Box<dyn FnOnce()>> {
    // SAFETY: passed on from the caller.
    unsafe { (registry().cut)(garbage) }
}

/// Shows what an object with `flag::WEAK` or `flag::HAS_WEAKREFS` leads to; the caller gets a reference to each.
///
/// # Safety
/// `object` is alive and the calling strand's own.
pub(crate) unsafe fn weak_targets(object: NonNull<Header>, show: Visit<'_>) {
    // SAFETY: passed on from the caller.
    unsafe { (registry().weak_targets)(object, show) }
}

/// Gives a reference to an object with `flag::UNCOUNTED` that is in use. False: it is not.
///
/// # Safety
/// `object` is LOCAL and the calling strand's own.
pub(super) unsafe fn keep(object: NonNull<Header>) -> bool {
    // SAFETY: passed on from the caller.
    unsafe { (registry().keep)(object) }
}

/// Runs finalizer and weak reference callbacks (of garbage only the finalizer) of a dead object; false if it lives on.
///
/// # Safety
/// `object` is a live object that nobody else will release.
pub(crate) unsafe fn finalize(object: NonNull<Header>) -> bool {
    // SAFETY: passed on from the caller.
    unsafe { (registry().finalize)(object) }
}

/// Nested releases before the rest waits in a list: bounds native stack however deep the structure.
const MAX_NESTED: u32 = 40;

struct Releasing {
    /// Releases under way, each inside the one before.
    nested: Cell<u32>,
    /// Whether anything waits in `WAITING`.
    waits: Cell<bool>,
}

thread_local! {
    static RELEASING: Releasing = const { Releasing { nested: Cell::new(0), waits: Cell::new(false) } };
    static WAITING: RefCell<Vec<NonNull<Header>>> = const { RefCell::new(Vec::new()) };
}

/// Releases an object whose last reference is gone. Deep structures are released iteratively.
///
/// # Safety
/// [`Header::dec`] returned true for `object` and nobody else releases it.
#[cold]
#[inline(never)]
pub(crate) unsafe fn release(object: NonNull<Header>) {
    // SAFETY: passed on from the caller; what is LOCAL and has nothing special about it is dropped and freed on the spot.
    unsafe {
        let header = object.as_ref();
        let ops = ops(header.kind());
        let special = flag::HAS_FINALIZER | flag::HAS_WEAKREFS | flag::HAS_ATTRS;
        if header.is_local() && !header.has(special | flag::COUNTS_TYPE) && ops.is_leaf {
            return (ops.destroy)(object);
        }
        RELEASING.with(|releasing| {
            let nested = releasing.nested.get();
            if nested >= MAX_NESTED {
                releasing.waits.set(true);
                WAITING.with(|waiting| waiting.borrow_mut().push(object));
                return;
            }
            releasing.nested.set(nested + 1);
            // Anew: a reference that the closure brought along would have to live as long as the closure runs.
            let header = object.as_ref();
            if header.is_local() && !header.has(special) {
                release_plain(object, ops);
            } else {
                release_special(object, ops);
            }
            if nested == 0 && releasing.waits.get() {
                release_waiting(releasing);
            }
            releasing.nested.set(nested);
        });
    }
}

#[cold]
unsafe fn release_waiting(releasing: &Releasing) {
    while let Some(next) = WAITING.with(|waiting| waiting.borrow_mut().pop()) {
        // SAFETY: the list owns the last reference of what it holds.
        unsafe { release_special(next, ops(next.as_ref().kind())) };
    }
    releasing.waits.set(false);
}

/// Releases a LOCAL object without finalizer, weak references or attributes before its header.
#[inline(always)]
unsafe fn release_plain(object: NonNull<Header>, ops: &KindOps) {
    // SAFETY: the caller owns the dead object; its memory is valid until `destroy`.
    unsafe {
        let header = object.as_ref();
        if header.gc_index.load(Relaxed) != UNTRACKED {
            local::untrack_local(object);
        }
        let counted_type = header.has(flag::COUNTS_TYPE).then(|| header.ty());
        (ops.destroy)(object);
        if let Some(ty) = counted_type.and_then(|ty| NonNull::new(ty.cast_mut()))
            && ty.as_ref().dec()
        {
            release(ty);
        }
    }
}

#[inline(never)]
unsafe fn release_special(object: NonNull<Header>, ops: &KindOps) {
    // SAFETY: the caller owns the dead object; its memory is valid until `free` below.
    unsafe {
        let header = object.as_ref();
        if header.has(flag::UNCOUNTED) && header.is_local() && keep(object) {
            return;
        }
        if header.has(flag::HAS_FINALIZER | flag::HAS_WEAKREFS) && !finalize(object) {
            return;
        }
        if header.gc_index.load(Relaxed) != UNTRACKED {
            local::untrack(object);
        }
        (ops.drop_body)(object);
        let counted_type = header.has(flag::COUNTS_TYPE).then(|| header.ty());
        if header.is_local() {
            (ops.free)(object);
        } else {
            grace::retire_object(object, ops.free);
        }
        if let Some(ty) = counted_type.and_then(|ty| NonNull::new(ty.cast_mut()))
            && ty.as_ref().dec()
        {
            release(ty);
        }
    }
}
