//! The object header: count word, kind, flags, type pointer, version lock. Knows nothing of what follows it.

use super::credits;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, AtomicU16, AtomicU32, Ordering::*, fence};

/// Count words at or above this are SHARED (or IMMORTAL).
pub(crate) const SHARED: u32 = 1 << 30;
/// Count words at or above this are IMMORTAL.
pub(crate) const IMMORTAL: u32 = 1 << 31;

/// A LOCAL count that has come this far (with as many references, which take 16 GiB) stays there: the object is never freed.
const STUCK: u32 = SHARED - 1;

/// `gc_index` of an object that no collector list holds.
pub(crate) const UNTRACKED: u32 = u32::MAX;

/// Header flags.
pub(crate) mod flag {
    /// The object's type is counted by the object and released with it.
    pub(crate) const COUNTS_TYPE: u16 = 1;
    /// An `Attrs` block precedes the header (an instance of a subclass of a builtin type).
    pub(crate) const HAS_ATTRS: u16 = 2;
    /// At least one weak reference to the object exists: the weak table must be told when it dies.
    pub(crate) const HAS_WEAKREFS: u16 = 4;
    /// `__del__` has run (or been started) for this object.
    pub(crate) const FINALIZED: u16 = 8;
    /// The object becomes IMMORTAL rather than SHARED when published (functions and classes made at module or class level).
    pub(crate) const PINNED: u16 = 16;
    /// An interned string: equal interned strings are the same object.
    pub(crate) const INTERNED: u16 = 32;
    /// The object's type defines `__del__`.
    pub(crate) const HAS_FINALIZER: u16 = 64;
    /// The object leads to others without counting them: who shares it shares those (see `kinds::weak_targets`).
    pub(crate) const WEAK: u16 = 4096;
    /// May be in use without being counted for that: the strand that owns the object is asked before it dies and before it becomes
    /// SHARED, where it loses the flag. IMMORTAL objects may have it.
    pub(crate) const UNCOUNTED: u16 = 128;
    /// Free for the object's own kind.
    pub(crate) const KIND_A: u16 = 256;
}

/// What every heap object starts with. 24 bytes.
#[repr(C)]
pub(crate) struct Header {
    /// Count and state, see [`SHARED`] and [`IMMORTAL`].
    rc: AtomicU32,
    /// Index in the collector list that holds the object (the owner strand's while LOCAL, the shared one afterwards), or
    /// [`UNTRACKED`]. Written by the owner strand or under the shared list's lock.
    pub(crate) gc_index: AtomicU32,
    /// The type object. Changed only by assignment to `__class__`.
    ty: AtomicPtr<Header>,
    kind: u8,
    pad: u8,
    flags: AtomicU16,
    /// Version lock of SHARED containers: odd while a writer is inside. See [`Header::lock`] and [`Header::read`].
    version: AtomicU32,
}

const _: () = assert!(size_of::<Header>() == 24);

impl Header {
    /// A header for a fresh LOCAL object with one reference.
    pub(crate) const fn new(kind: u8, ty: *const Header, flags: u16) -> Self {
        Header {
            rc: AtomicU32::new(1),
            gc_index: AtomicU32::new(UNTRACKED),
            ty: AtomicPtr::new(ty.cast_mut()),
            kind,
            pad: 0,
            flags: AtomicU16::new(flags),
            version: AtomicU32::new(0),
        }
    }

    /// A header for a static object.
    pub(crate) const fn immortal(kind: u8, ty: *const Header) -> Self {
        let mut header = Header::new(kind, ty, 0);
        header.rc = AtomicU32::new(IMMORTAL);
        header
    }

    #[inline(always)]
    pub(crate) fn kind(&self) -> u8 {
        self.kind
    }

    /// Acquire pairs with [`Header::swap_ty`]: who finds a class that another strand has just assigned finds it complete.
    #[inline(always)]
    pub(crate) fn ty(&self) -> *const Header {
        self.ty.load(Acquire)
    }

    /// Replaces the type pointer and gives the old one, with the count that the object held on it.
    pub(crate) fn swap_ty(&self, ty: *const Header) -> *const Header {
        self.ty.swap(ty.cast_mut(), AcqRel)
    }

    #[inline(always)]
    pub(crate) fn has(&self, flag: u16) -> bool {
        self.flags.load(Relaxed) & flag != 0
    }

    /// Sets a flag. Atomic only for SHARED objects.
    pub(crate) fn set(&self, flag: u16) {
        if self.is_local() {
            self.flags.store(self.flags.load(Relaxed) | flag, Relaxed);
        } else {
            self.flags.fetch_or(flag, AcqRel);
        }
    }

    /// Takes a flag away. Atomic only for SHARED objects.
    pub(crate) fn clear(&self, flag: u16) {
        if self.is_local() {
            self.flags.store(self.flags.load(Relaxed) & !flag, Relaxed);
        } else {
            self.flags.fetch_and(!flag, AcqRel);
        }
    }

    /// Sets a flag and says whether this call was the one that set it.
    pub(crate) fn set_once(&self, flag: u16) -> bool {
        self.flags.fetch_or(flag, AcqRel) & flag == 0
    }

    #[inline(always)]
    pub(crate) fn is_local(&self) -> bool {
        self.rc.load(Relaxed) < SHARED
    }

    #[inline(always)]
    pub(crate) fn is_immortal(&self) -> bool {
        self.rc.load(Relaxed) >= IMMORTAL
    }

    /// Number of references; meaningless for IMMORTAL objects.
    pub(crate) fn count(&self) -> u32 {
        self.rc.load(Relaxed) & (SHARED - 1)
    }

    /// Whether the caller's reference is the only one and no other strand can make another.
    #[inline(always)]
    pub(crate) fn is_unique_local(&self) -> bool {
        self.rc.load(Relaxed) == 1
    }

    #[inline(always)]
    pub(crate) fn inc(&self) {
        let rc = self.rc.load(Relaxed);
        if rc < STUCK {
            // Only the owner strand touches a LOCAL count.
            self.rc.store(rc + 1, Relaxed);
        } else if rc < IMMORTAL && rc != STUCK {
            self.inc_shared();
        }
    }

    #[cold]
    #[inline(never)]
    fn inc_shared(&self) {
        if !credits::take(self) {
            count_rmw();
            self.rc.fetch_add(1, Relaxed);
            credits::watch(self);
        }
    }

    /// [`Header::inc`] of an object seen without holding it; false if it is SHARED and dying. A LOCAL one is alive: its owner asks.
    #[inline(always)]
    pub(crate) fn inc_alive(&self) -> bool {
        let rc = self.rc.load(Relaxed);
        if rc < STUCK {
            self.rc.store(rc + 1, Relaxed);
            return true;
        }
        rc >= IMMORTAL || self.try_inc()
    }

    /// Takes one reference away; true when it was the last and the object must be released.
    #[inline(always)]
    pub(crate) fn dec(&self) -> bool {
        let rc = self.rc.load(Relaxed);
        if rc < STUCK {
            self.rc.store(rc - 1, Relaxed);
            rc == 1
        } else if rc < IMMORTAL && rc != STUCK {
            self.dec_shared()
        } else {
            false
        }
    }

    #[cold]
    #[inline(never)]
    fn dec_shared(&self) -> bool {
        credits::give_back(self)
    }

    /// Takes references to a SHARED object away; true when they were the last and the object must be released.
    pub(super) fn dec_many(&self, references: u32) -> bool {
        count_rmw();
        // Release pairs with the Acquire of the strand that frees: all uses happen before the free. Not a fence: sanitizers know none.
        if self.rc.fetch_sub(references, Release) == SHARED + references {
            self.rc.load(Acquire);
            true
        } else {
            false
        }
    }

    /// [`Header::dec_many`] if there are more references; false if these were the last, and nothing was done.
    pub(super) fn dec_if_more(&self, references: u32) -> bool {
        let mut rc = self.rc.load(Relaxed);
        loop {
            if rc >= IMMORTAL {
                return true;
            }
            if rc <= SHARED + references {
                return false;
            }
            count_rmw();
            match self.rc.compare_exchange_weak(rc, rc - references, Release, Relaxed) {
                Ok(_) => return true,
                Err(now) => rc = now,
            }
        }
    }

    /// Takes the last references to a SHARED object away; false, and nothing done, if there are others.
    pub(super) fn end(&self, references: u32) -> bool {
        count_rmw();
        self.rc.compare_exchange(SHARED + references, SHARED, AcqRel, Relaxed).is_ok()
    }

    /// Takes a reference unless the object is already dying. Callers hold memory alive by a grace period, see `grace`.
    #[inline]
    pub(crate) fn try_inc(&self) -> bool {
        let mut rc = self.rc.load(Relaxed);
        loop {
            if rc >= IMMORTAL {
                return true;
            }
            if rc & (SHARED - 1) == 0 {
                return false;
            }
            if rc < SHARED {
                self.inc();
                return true;
            }
            if credits::take(self) {
                return true;
            }
            count_rmw();
            match self.rc.compare_exchange_weak(rc, rc + 1, Acquire, Relaxed) {
                Ok(_) => {
                    credits::watch(self);
                    return true;
                }
                Err(now) => rc = now,
            }
        }
    }

    /// Gives a dying object (count zero) its reference back: its finalizer is about to see it.
    pub(crate) fn revive(&self) {
        self.rc.fetch_add(1, Relaxed);
    }

    /// LOCAL to SHARED (or IMMORTAL for pinned objects). Only the owner strand may call this; see `publish`.
    pub(crate) fn mark_shared(&self) {
        let rc = self.rc.load(Relaxed);
        if rc < SHARED {
            self.rc.store(if self.has(flag::PINNED) { IMMORTAL } else { rc | SHARED }, Relaxed);
        }
    }

    /// The object becomes IMMORTAL: when it is published, or now if it was. Counting strands may be at it: they only ever move the low
    /// bits, and a count that has the bit already is not brought to an end.
    pub(crate) fn pin(&self) {
        self.set(flag::PINNED);
        if !self.is_local() {
            self.rc.fetch_or(IMMORTAL, Relaxed);
        }
    }

    /// Makes the object immortal. Only for LOCAL objects or under a stop.
    pub(crate) fn mark_immortal(&self) {
        self.rc.store(IMMORTAL, Relaxed);
    }

    /// Whether the version is still `version`: what was loaded since then belongs together.
    #[inline(always)]
    pub(crate) fn still(&self, version: u32) -> bool {
        fence(Acquire);
        self.version.load(Relaxed) == version
    }

    #[inline(always)]
    pub(crate) fn version(&self) -> u32 {
        self.version.load(Acquire)
    }

    /// Enters a write section of a SHARED object: the version becomes odd. Never held across user code or a park.
    pub(crate) fn lock(&self) -> Writing<'_> {
        let mut spins = 0u32;
        loop {
            let version = self.version.load(Relaxed);
            if version & 1 == 0 {
                count_rmw();
                if self.version.compare_exchange_weak(version, version | 1, Acquire, Relaxed).is_ok() {
                    // The odd version must be visible before any store of the write section.
                    fence(Release);
                    return Writing { header: self };
                }
            }
            spins += 1;
            match spins {
                0..64 => std::hint::spin_loop(),
                64..512 => std::thread::yield_now(),
                _ => std::thread::sleep(std::time::Duration::from_micros(50)),
            }
        }
    }

    /// [`Header::lock`] when the object is SHARED, nothing when it is LOCAL.
    #[inline(always)]
    pub(crate) fn lock_if_shared(&self) -> Option<Writing<'_>> {
        if self.is_local() { None } else { Some(self.lock()) }
    }

    /// [`Header::lock_if_shared`] of two objects, in the order of their addresses: so those who lock two never wait for each other.
    pub(crate) fn lock_two<'a>(a: &'a Header, b: &'a Header) -> [Option<Writing<'a>>; 2] {
        if std::ptr::eq(a, b) {
            return [a.lock_if_shared(), None];
        }
        let [first, second] = if std::ptr::from_ref(a) < std::ptr::from_ref(b) { [a, b] } else { [b, a] };
        [first.lock_if_shared(), second.lock_if_shared()]
    }

    /// Runs `read` on a SHARED object without writing to it, until it saw one version from start to end; after three tries
    /// under the lock. `read` gets the version, must use relaxed atomic loads only and tolerate torn states. It returns what it saw; a reference
    /// it hands out must have been taken with [`Header::try_inc`] (see `Slot::load_shared`).
    #[inline]
    pub(crate) fn read<T>(&self, mut read: impl FnMut(u32) -> Option<T>) -> T {
        for _ in 0..3 {
            let before = self.version.load(Acquire);
            if before & 1 == 0
                && let Some(seen) = read(before)
            {
                // Pairs with the writer's fences: all loads of `read` come before this re-check.
                fence(Acquire);
                if self.version.load(Relaxed) == before {
                    return seen;
                }
            }
            std::hint::spin_loop();
        }
        loop {
            let _writing = self.lock();
            if let Some(seen) = read(self.version()) {
                return seen;
            }
        }
    }

    /// What `load` gives when nobody is in the middle of changing the object. `load` is as for [`Header::read`].
    pub(crate) fn settled<T>(&self, load: impl Fn() -> T) -> T {
        if self.is_local() { load() } else { self.read(|_| Some(load())) }
    }

    #[inline(always)]
    pub(crate) fn as_ptr(&self) -> NonNull<Header> {
        NonNull::from(self)
    }
}

/// Proof of being inside the write section of a SHARED object.
pub(crate) struct Writing<'a> {
    header: &'a Header,
}

impl Drop for Writing<'_> {
    #[inline]
    fn drop(&mut self) {
        // Release: the section's stores come before the even version that readers check for.
        self.header.version.store(self.header.version.load(Relaxed).wrapping_add(1), Release);
    }
}

#[cfg(debug_assertions)]
thread_local! {
    /// Atomic read-modify-writes on SHARED objects by this OS thread; tests assert that steady state needs none.
    static RMW: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

#[inline(always)]
fn count_rmw() {
    #[cfg(debug_assertions)]
    RMW.with(|n| n.set(n.get() + 1));
}

/// Atomic read-modify-writes on SHARED objects by the calling OS thread so far (0 in builds without debug assertions).
pub(crate) fn rmw_count() -> u64 {
    #[cfg(debug_assertions)]
    return RMW.with(|n| n.get());
    #[cfg(not(debug_assertions))]
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_count_never_runs_into_the_next_state() {
        let header = Header::new(0, std::ptr::null(), 0);
        header.rc.store(STUCK - 1, Relaxed);
        (0..3).for_each(|_| header.inc());
        assert!(header.is_local() && header.inc_alive() && header.try_inc());
        assert!((0..9).all(|_| !header.dec()));
        assert!(header.is_local() && header.count() == STUCK);
    }
}
