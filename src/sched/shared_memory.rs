//! Memory that several processes share: a mapped file. Knows not what it holds. Reads and writes race with those of other processes,
//! so bytes go in and out one atomic at a time or under locks of the caller's; no reference to the memory leaves this file.

use super::board::Words;
use std::io::{Error, Result};
use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering};

pub(crate) struct Mapping {
    start: *mut u8,
    len: usize,
}

// SAFETY: the memory is only touched through atomics.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps the first `len` bytes of a file, which has them.
    pub(crate) fn of_file(fd: i32, len: usize) -> Result<Mapping> {
        // SAFETY: a fresh mapping is asked for; the result is checked.
        let start = unsafe { libc::mmap(std::ptr::null_mut(), len.max(1), libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED, fd, 0) };
        if start == libc::MAP_FAILED { Err(Error::last_os_error()) } else { Ok(Mapping { start: start.cast(), len }) }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn byte(&self, at: usize) -> &AtomicU8 {
        assert!(at < self.len, "callers check bounds");
        // SAFETY: inside the mapping, which lives as long as `self`.
        unsafe { AtomicU8::from_ptr(self.start.add(at)) }
    }

    /// Copies out; false if it is not all inside.
    pub(crate) fn read(&self, at: usize, into: &mut [u8]) -> bool {
        if at.checked_add(into.len()).is_none_or(|end| end > self.len) {
            return false;
        }
        for (index, byte) in into.iter_mut().enumerate() {
            *byte = self.byte(at + index).load(Ordering::Relaxed);
        }
        true
    }

    /// Copies in; false if it does not fit.
    pub(crate) fn write(&self, at: usize, bytes: &[u8]) -> bool {
        if at.checked_add(bytes.len()).is_none_or(|end| end > self.len) {
            return false;
        }
        for (index, byte) in bytes.iter().enumerate() {
            self.byte(at + index).store(*byte, Ordering::Relaxed);
        }
        true
    }

    /// Adds to the number at `at`, a multiple of eight, and returns what it was; None if it is not inside.
    pub(crate) fn add(&self, at: usize, more: i64) -> Option<i64> {
        if !at.is_multiple_of(8) || at.checked_add(8).is_none_or(|end| end > self.len) {
            return None;
        }
        // SAFETY: inside the mapping and aligned, since mappings begin at page borders.
        Some(unsafe { AtomicI64::from_ptr(self.start.add(at).cast()) }.fetch_add(more, Ordering::AcqRel))
    }
}

impl Words for Mapping {
    fn word(&self, index: usize) -> &AtomicU64 {
        assert!(index < self.len / 8, "callers check bounds");
        // SAFETY: inside the mapping, which lives as long as `self`, and aligned, since mappings begin at page borders.
        unsafe { AtomicU64::from_ptr(self.start.cast::<u64>().add(index)) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours and nobody refers to it any more.
        unsafe { libc::munmap(self.start.cast(), self.len.max(1)) };
    }
}
