//! The binary's memory allocator: mimalloc, entered by its shortest way. Knows sizes only.

use libmimalloc_sys as mi;
use std::alloc::{GlobalAlloc, Layout};

pub(crate) struct Mimalloc;

/// Whether every block of that size has that alignment anyway: then the functions that look at alignment, which cost twice as much,
/// are not needed.
#[inline(always)]
fn is_natural(size: usize, align: usize) -> bool {
    align <= 8 || (align <= 16 && size >= 16)
}

/// Blocks up to this size are cleared here: mimalloc does it by an instruction that takes its time to start.
const SHORT: usize = 2048;

// SAFETY: mimalloc's blocks are as large as asked for; blocks of 16 bytes and more are aligned to 16 bytes, smaller ones to 8.
unsafe impl GlobalAlloc for Mimalloc {
    #[inline(always)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: passed on from the caller.
        unsafe {
            if is_natural(layout.size(), layout.align()) {
                mi::mi_malloc(layout.size()).cast()
            } else {
                mi::mi_malloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline(always)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: passed on from the caller.
        unsafe {
            if layout.size() <= SHORT && is_natural(layout.size(), layout.align()) {
                let start = mi::mi_malloc(layout.size()).cast::<u8>();
                if !start.is_null() {
                    start.write_bytes(0, layout.size());
                }
                start
            } else if is_natural(layout.size(), layout.align()) {
                mi::mi_zalloc(layout.size()).cast()
            } else {
                mi::mi_zalloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline(always)]
    unsafe fn dealloc(&self, start: *mut u8, _: Layout) {
        // SAFETY: passed on from the caller.
        unsafe { mi::mi_free(start.cast()) }
    }

    #[inline(always)]
    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: passed on from the caller.
        unsafe {
            if is_natural(size, layout.align()) {
                mi::mi_realloc(start.cast(), size).cast()
            } else {
                mi::mi_realloc_aligned(start.cast(), size, layout.align()).cast()
            }
        }
    }
}

/// Memory at the beginning of the allocator's region that small programs make do with, and the value stack of the main strand, of which
/// they use little: it stays of small pages, because a huge page is resident as a whole.
#[cfg(target_os = "linux")]
const SMALL_PAGES: usize = 96 << 20;
/// How much after that may be of huge pages: programs with much memory spend less time in page faults.
#[cfg(target_os = "linux")]
const HUGE_PAGES: usize = 768 << 20;
/// The allocator puts its region (1 GiB at a time) below this address if it can, the system all that it places itself above.
#[cfg(target_os = "linux")]
const SYSTEM: usize = 1 << 45;

/// Asks for huge pages where a program that needs much memory will get it.
pub(crate) fn use_huge_pages() {
    #[cfg(target_os = "linux")]
    {
        let first = Box::new(0u64);
        let start = (std::ptr::from_ref(&*first).addr() + SMALL_PAGES).next_multiple_of(2 << 20);
        if start < SYSTEM {
            // SAFETY: advice changes no contents, wherever it is given.
            unsafe { libc::madvise(std::ptr::without_provenance_mut(start), HUGE_PAGES, libc::MADV_HUGEPAGE) };
        }
    }
}
