//! The table of object kinds and the release of dead objects. Knows how to find children, not what they are.

use super::grace;
use super::header::{Header, UNTRACKED, flag};
use super::local;
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::sync::OnceLock;

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
    /// Objects of this kind refer to no others.
    pub(crate) is_leaf: bool,
    /// Drops references that may be part of a cycle and leaves the object valid and empty.
    pub(crate) clear: unsafe fn(NonNull<Header>),
}

/// What the object layer does when an object with a finalizer or weak references dies. Returns false if it was revived.
type FinalizeHook = unsafe fn(NonNull<Header>) -> bool;

/// The object that one with `flag::WEAK` leads to, with a reference taken; None if it is dead.
type WeakHook = unsafe fn(NonNull<Header>) -> Option<NonNull<Header>>;

struct Registry {
    kinds: &'static [KindOps],
    finalize: FinalizeHook,
    weak_target: WeakHook,
}

static REGISTRY: OnceLock<Registry> = OnceLock::new();

/// Installs the object layer's table. Called once, before the first object is made.
pub(crate) fn install(kinds: &'static [KindOps], finalize: FinalizeHook, weak_target: WeakHook) {
    let _ = REGISTRY.set(Registry { kinds, finalize, weak_target });
}

fn registry() -> &'static Registry {
    REGISTRY.get().expect("object kinds are installed before the first object is made")
}

pub(crate) fn ops(kind: u8) -> &'static KindOps {
    &registry().kinds[kind as usize]
}

/// What an object with `flag::WEAK` leads to; the caller gets a reference.
///
/// # Safety
/// `object` is alive and the calling strand's own.
pub(crate) unsafe fn weak_target(object: NonNull<Header>) -> Option<NonNull<Header>> {
    // SAFETY: passed on from the caller.
    unsafe { (registry().weak_target)(object) }
}

/// Runs finalizer and weak reference callbacks of a dead object; false if it lives on.
///
/// # Safety
/// `object` is a live object that nobody else will release.
pub(crate) unsafe fn finalize(object: NonNull<Header>) -> bool {
    // SAFETY: passed on from the caller.
    unsafe { (registry().finalize)(object) }
}

/// Nested releases before the rest waits in a list: bounds native stack however deep the structure.
const MAX_NESTED: u32 = 40;

thread_local! {
    static NESTED: Cell<u32> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<NonNull<Header>>> = const { RefCell::new(Vec::new()) };
}

/// Releases an object whose last reference is gone. Deep structures are released iteratively.
///
/// # Safety
/// [`Header::dec`] returned true for `object` and nobody else releases it.
#[cold]
#[inline(never)]
pub(crate) unsafe fn release(object: NonNull<Header>) {
    // SAFETY: passed on from the caller; a leaf without anything special about it is dropped and freed on the spot.
    unsafe {
        let header = object.as_ref();
        let special = flag::HAS_FINALIZER | flag::HAS_WEAKREFS | flag::HAS_ATTRS | flag::COUNTS_TYPE;
        let ops = ops(header.kind());
        if ops.is_leaf && header.is_local() && !header.has(special) {
            (ops.drop_body)(object);
            (ops.free)(object);
            return;
        }
    }
    let nested = NESTED.with(|n| n.get());
    if nested >= MAX_NESTED {
        WAITING.with(|w| w.borrow_mut().push(object));
        return;
    }
    NESTED.with(|n| n.set(nested + 1));
    // SAFETY: passed on from the caller.
    unsafe { release_now(object) };
    if nested == 0 {
        while let Some(next) = WAITING.with(|w| w.borrow_mut().pop()) {
            // SAFETY: the list owns the last reference of what it holds.
            unsafe { release_now(next) };
        }
    }
    NESTED.with(|n| n.set(nested));
}

unsafe fn release_now(object: NonNull<Header>) {
    // SAFETY: the caller owns the dead object; its memory is valid until `free` below.
    unsafe {
        let header = object.as_ref();
        if header.has(flag::HAS_FINALIZER | flag::HAS_WEAKREFS) && !finalize(object) {
            return;
        }
        if header.gc_index.load(std::sync::atomic::Ordering::Relaxed) != UNTRACKED {
            local::untrack(object);
        }
        let ops = ops(header.kind());
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
