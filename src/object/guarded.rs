//! State inside of a native object: touched by its strand without locks while the object is LOCAL, by one strand at a time once it
//! is SHARED. Knows nothing of what the state is.

use super::value::Value;
use crate::memory::Header;
use crate::memory::header::Writing;
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering::*};

/// The state is reached by closures that run no script: they move values in and out, and what they take out is dropped by the
/// caller afterwards. A closure that came back to the same state would find it busy and panic: a bug, shown by any test.
pub(crate) struct Guarded<T> {
    busy: AtomicBool,
    state: UnsafeCell<T>,
}

// SAFETY: see `with`: one closure at a time.
unsafe impl<T: Send> Sync for Guarded<T> {}

struct Busy<'a>(&'a AtomicBool);

impl<'a> Busy<'a> {
    #[inline(always)]
    fn begin(busy: &'a AtomicBool) -> Busy<'a> {
        assert!(!busy.load(Relaxed), "guarded state is not entered twice");
        busy.store(true, Relaxed);
        Busy(busy)
    }
}

impl Drop for Busy<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.store(false, Relaxed);
    }
}

impl<T> Guarded<T> {
    pub(crate) const fn new(state: T) -> Guarded<T> {
        Guarded { busy: AtomicBool::new(false), state: UnsafeCell::new(state) }
    }

    /// Runs `f` on the state of `owner`, the object this is part of.
    #[inline(always)]
    pub(crate) fn with<R>(&self, owner: &Value, f: impl FnOnce(&mut T) -> R) -> R {
        f(&mut self.lock(owner))
    }

    /// The state of `owner` until the guard goes; what was said of closures holds for what is done meanwhile.
    #[inline(always)]
    pub(crate) fn lock<'a>(&'a self, owner: &'a Value) -> Entered<'a, T> {
        let writing = owner.header().and_then(Header::lock_if_shared);
        Entered { state: &self.state, _busy: Busy::begin(&self.busy), _writing: writing }
    }

    /// Takes the state apart: for `Payload::clear` only, which the collector calls for garbage, where nobody else comes.
    pub(crate) fn clear<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        let _busy = Busy::begin(&self.busy);
        // SAFETY: as said above, and not from inside of `with`.
        f(unsafe { &mut *self.state.get() })
    }

    /// Shows the state to a collector or to `publish`: for `Payload::traverse` only, which runs on the owner's strand or while the
    /// others stand still.
    pub(crate) fn inspect(&self, f: impl FnOnce(&T)) {
        let _busy = Busy::begin(&self.busy);
        // SAFETY: as said above, and not from inside of `with`.
        f(unsafe { &*self.state.get() });
    }

    /// The state, of an object that is being made or is dead.
    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.state.get_mut()
    }
}

/// See [`Guarded::lock`].
pub(crate) struct Entered<'a, T> {
    state: &'a UnsafeCell<T>,
    // In this order: the lock is given up last.
    _busy: Busy<'a>,
    _writing: Option<Writing<'a>>,
}

impl<T> Deref for Entered<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: a LOCAL owner is its strand's alone and a SHARED one is locked while this lives; `busy` keeps the strand itself from a second
        // reference.
        unsafe { &*self.state.get() }
    }
}

impl<T> DerefMut for Entered<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: a LOCAL owner is its strand's alone and a SHARED one is locked while this lives; `busy` keeps the strand itself from a second
        // reference.
        unsafe { &mut *self.state.get() }
    }
}
