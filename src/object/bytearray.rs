//! The `bytearray` object: bytes that change in place. LOCAL: only the owner strand touches it. SHARED: every access holds the
//! version lock. No user code ever runs inside an access. Methods shared with `bytes` are in `byte_methods`, its own in
//! `bytearray_methods`.

use super::kinds::{Kind, Layout, alloc, object};
use super::ty::Type;
use super::value::{Object, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

pub(crate) use super::bytearray_methods::BYTEARRAY;

#[repr(C)]
pub(crate) struct ByteArray {
    head: Header,
    bytes: UnsafeCell<Vec<u8>>,
    /// Views of the bytes that are alive: while there are some the length stays. Changed inside accesses.
    exports: AtomicUsize,
}

object!(ByteArray, ByteArray, BYTEARRAY);

impl Layout for ByteArray {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl ByteArray {
    pub(crate) fn new(bytes: Vec<u8>) -> Ref<ByteArray> {
        ByteArray::of_class(&BYTEARRAY, bytes)
    }

    /// A bytearray of type `class` (bytearray or a subclass).
    pub(crate) fn of_class(class: &Type, bytes: Vec<u8>) -> Ref<ByteArray> {
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(ByteArray {
            head: Header::new(Kind::ByteArray as u8, class.header(), flags),
            bytes: UnsafeCell::new(bytes),
            exports: AtomicUsize::new(0),
        })
    }

    /// Runs `f` on the bytes, whose length stays. `f` runs no user code and does not touch this object otherwise.
    #[inline(always)]
    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut [u8]) -> T) -> T {
        let _writing = self.head.lock_if_shared();
        // SAFETY: LOCAL or locked, and `f` cannot reach the bytes otherwise.
        f(unsafe { &mut *self.bytes.get() })
    }

    /// Runs `f` on the bytes, whose length may change; None if there are views of them and it would have changed. `f` as for
    /// [`ByteArray::with`]; it returns false to leave the bytes as they are.
    pub(crate) fn resize<T>(&self, f: impl FnOnce(&mut Vec<u8>) -> T) -> Option<T> {
        let _writing = self.head.lock_if_shared();
        if self.exports.load(Relaxed) > 0 {
            return None;
        }
        // SAFETY: as for `with`.
        Some(f(unsafe { &mut *self.bytes.get() }))
    }

    /// Counts a view and tells the length.
    pub(super) fn export(&self) -> usize {
        self.with(|bytes| {
            self.exports.fetch_add(1, Relaxed);
            bytes.len()
        })
    }

    /// Takes a view back.
    pub(super) fn release(&self) {
        self.with(|_| self.exports.fetch_sub(1, Relaxed));
    }

    pub(super) fn has_exports(&self) -> bool {
        self.exports.load(Relaxed) > 0
    }
}
