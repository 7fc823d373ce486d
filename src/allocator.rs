//! The binary's memory allocator: mimalloc, entered by its shortest way, and before it a few free blocks of each small size that a
//! thread keeps for itself. Knows sizes only.

use libmimalloc_sys as mi;
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;

pub(crate) struct Mimalloc;

/// Sizes are rounded up to multiples of this.
const STEP: usize = 16;
/// Largest size of which threads keep blocks.
const MOST: usize = 512;
/// Bytes of each size that a thread keeps at most.
const KEPT: usize = 8192;

/// Blocks up to this size are cleared here: mimalloc does it by an instruction that takes its time to start.
const SHORT: usize = 2048;

/// A block that nobody uses. The others of its size follow.
struct Free {
    next: *mut Free,
}

/// The free blocks of one size, last in, first out: a page of mimalloc's of which all blocks but one are in use costs much each time that
/// one is taken and given back.
struct Blocks {
    first: Cell<*mut Free>,
    /// How many more may be kept. 0 until the thread has registered.
    room: Cell<usize>,
}

/// Not dropped: `give_back` empties it when the thread ends, and nothing is kept from then on.
struct Kept {
    sizes: [Blocks; MOST / STEP],
    is_registered: Cell<bool>,
}

thread_local! {
    static KEPT_BLOCKS: Kept = const {
        Kept {
            sizes: [const { Blocks { first: Cell::new(std::ptr::null_mut()), room: Cell::new(0) } }; MOST / STEP],
            is_registered: Cell::new(false),
        }
    };
}

/// Whether threads keep blocks of this layout.
#[inline(always)]
fn is_kept(layout: Layout) -> bool {
    layout.size() <= MOST && layout.align() <= STEP
}

#[inline(always)]
fn rounded(size: usize) -> usize {
    size.next_multiple_of(STEP)
}

/// Takes a block of a layout that is kept.
#[inline(always)]
fn take(size: usize) -> *mut u8 {
    let size = rounded(size);
    KEPT_BLOCKS.with(|kept| {
        let blocks = &kept.sizes[size / STEP - 1];
        let first = blocks.first.get();
        if first.is_null() {
            // SAFETY: any size may be asked for.
            return unsafe { mi::mi_malloc(size).cast() };
        }
        // SAFETY: listed blocks are this thread's own.
        blocks.first.set(unsafe { (*first).next });
        blocks.room.set(blocks.room.get() + 1);
        first.cast()
    })
}

/// Gives back a block of a layout that is kept.
///
/// # Safety
/// The block was made for this size, and nobody uses it any more.
#[inline(always)]
unsafe fn put(start: *mut u8, size: usize) {
    KEPT_BLOCKS.with(|kept| {
        let blocks = &kept.sizes[rounded(size) / STEP - 1];
        let room = blocks.room.get();
        if room == 0 {
            // SAFETY: passed on from the caller.
            return unsafe { put_elsewhere(kept, start) };
        }
        let block = start.cast::<Free>();
        // SAFETY: blocks have at least 16 bytes and that alignment.
        unsafe { block.write(Free { next: blocks.first.get() }) };
        blocks.first.set(block);
        blocks.room.set(room - 1);
    });
}

/// The thread keeps enough of the size, or none at all yet.
#[cold]
#[inline(never)]
unsafe fn put_elsewhere(kept: &Kept, start: *mut u8) {
    if !kept.is_registered.replace(true) && register() {
        for (index, blocks) in kept.sizes.iter().enumerate() {
            blocks.room.set(KEPT / ((index + 1) * STEP));
        }
    }
    // SAFETY: passed on from the caller.
    unsafe { mi::mi_free(start.cast()) };
}

/// Sees to it that the thread's blocks are given back when it ends; false if that cannot be.
#[cfg(unix)]
fn register() -> bool {
    use std::sync::atomic::{AtomicUsize, Ordering::*};
    /// The key plus one; 0 while there is none.
    static KEY: AtomicUsize = AtomicUsize::new(0);
    let mut known = KEY.load(Acquire);
    // SAFETY: keys are made by the system and never deleted; the value must not be null for the function to be called.
    unsafe {
        if known == 0 {
            let mut fresh = 0;
            if libc::pthread_key_create(&mut fresh, Some(give_back)) != 0 {
                return false;
            }
            known = match KEY.compare_exchange(0, fresh as usize + 1, AcqRel, Acquire) {
                Ok(_) => fresh as usize + 1,
                Err(other) => {
                    libc::pthread_key_delete(fresh);
                    other
                }
            };
        }
        libc::pthread_setspecific((known - 1) as libc::pthread_key_t, std::ptr::without_provenance(1)) == 0
    }
}

#[cfg(not(unix))]
fn register() -> bool {
    false
}

/// Called by the system when a thread ends.
#[cfg(unix)]
unsafe extern "C" fn give_back(_: *mut libc::c_void) {
    KEPT_BLOCKS.with(|kept| {
        for blocks in &kept.sizes {
            blocks.room.set(0);
            let mut next = blocks.first.replace(std::ptr::null_mut());
            while !next.is_null() {
                // SAFETY: listed blocks are this thread's own.
                unsafe {
                    let block = next;
                    next = (*block).next;
                    mi::mi_free(block.cast());
                }
            }
        }
    });
}

/// Whether every block of that size has that alignment anyway: then the functions that look at alignment, which cost twice as much,
/// are not needed.
#[inline(always)]
fn is_natural(size: usize, align: usize) -> bool {
    align <= 8 || (align <= 16 && size >= 16)
}

// SAFETY: mimalloc's blocks are as large as asked for, and have a multiple of 16 bytes if at least 16 are asked for; blocks of 16 bytes and
// more are aligned to 16 bytes, smaller ones to 8. Kept blocks were made with a rounded size.
unsafe impl GlobalAlloc for Mimalloc {
    #[inline(always)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if is_kept(layout) {
            return take(layout.size());
        }
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
                let start = self.alloc(layout);
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
    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        // SAFETY: passed on from the caller.
        unsafe {
            if is_kept(layout) {
                put(start, layout.size());
            } else {
                mi::mi_free(start.cast());
            }
        }
    }

    #[inline(always)]
    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Rounded, as blocks are that may be kept.
        let size = rounded(size);
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
