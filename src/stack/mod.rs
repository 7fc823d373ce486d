//! The native stack: how much of it is left, and further segments of it. Knows bytes only.
//!
//! What a thread has is found out once. The C library reads and parses the process's memory map for the main thread and makes a heap of
//! the calling thread's own for any other (pthread_getattr_np(3)); that costs more than starting the thread, so the main thread's bounds
//! are worked out from what the kernel says, and threads that we start are told theirs.

use std::cell::Cell;

/// What a new thread's stack holds before it runs anything of ours, at most: the thread's own record and variables lie there too.
const TAKEN_BY_START: usize = 64 << 10;

thread_local! {
    /// The lowest address that the present segment may use; 0 if it is not known yet.
    static LOWEST: Cell<usize> = const { Cell::new(0) };
}

fn here() -> usize {
    let here = 0u8;
    std::ptr::from_ref(&here).addr()
}

/// How many bytes are left on the calling thread's stack, about.
pub(crate) fn remaining() -> usize {
    let lowest = match LOWEST.get() {
        0 => find_lowest(),
        lowest => lowest,
    };
    here().saturating_sub(lowest)
}

/// Tells how large the calling thread's stack is; to be said first of all.
pub(crate) fn begin_thread(size: usize) {
    LOWEST.set(here().saturating_sub(size.saturating_sub(TAKEN_BY_START)).max(1));
}

#[cold]
fn find_lowest() -> usize {
    let lowest = lowest_of_main_thread().unwrap_or_else(|| here().saturating_sub(stacker::remaining_stack().unwrap_or(0))).max(1);
    LOWEST.set(lowest);
    lowest
}

/// The main thread's stack grows down from the program's arguments to the limit of its size (execve(2), getrlimit(2)). None: this is
/// another thread, or it is not so here.
#[cfg(target_os = "linux")]
fn lowest_of_main_thread() -> Option<usize> {
    use rustix::process::{Resource, getpid, getrlimit};
    /// More is not counted on where there is no limit.
    const MOST: u64 = 64 << 20;
    if rustix::thread::gettid() != getpid() {
        return None;
    }
    // SAFETY: asks for a number. The kernel puts the program's name at the stack's very beginning.
    let name = usize::try_from(unsafe { libc::getauxval(libc::AT_EXECFN) }).ok().filter(|address| *address != 0)?;
    let highest = name.next_multiple_of(4096);
    let size = usize::try_from(getrlimit(Resource::Stack).current.unwrap_or(MOST).min(MOST)).ok()?;
    let lowest = highest.checked_sub(size)?;
    (lowest..highest).contains(&here()).then_some(lowest)
}

#[cfg(not(target_os = "linux"))]
fn lowest_of_main_thread() -> Option<usize> {
    None
}

/// Runs `f` with at least `room` bytes of stack: on a fresh segment of `segment` bytes if fewer are left.
#[inline(always)]
pub(crate) fn with_room<T>(room: usize, segment: usize, f: impl FnOnce() -> T) -> T {
    if remaining() >= room { f() } else { on_segment(segment, f) }
}

/// Runs `f` on a fresh segment of so many bytes.
#[cold]
#[inline(never)]
pub(crate) fn on_segment<T>(size: usize, f: impl FnOnce() -> T) -> T {
    /// Puts the bounds of the segment before back, however `f` ends.
    struct Return(usize);
    impl Drop for Return {
        fn drop(&mut self) {
            LOWEST.set(self.0);
        }
    }
    let _return = Return(LOWEST.get());
    stacker::grow(size, || {
        LOWEST.set(here().saturating_sub(stacker::remaining_stack().unwrap_or(0)).max(1));
        f()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_knows_what_it_has() {
        let size = 1 << 20;
        std::thread::Builder::new()
            .stack_size(size)
            .spawn(move || {
                let asked = remaining();
                LOWEST.set(0);
                begin_thread(size);
                let told = remaining();
                assert!(told <= asked, "{told} of {asked}");
                // The C library may have given it a larger one that was left over.
                assert!((size - 2 * TAKEN_BY_START..size).contains(&told), "{told}");
            })
            .expect("there is room for a thread")
            .join()
            .expect("it does not panic");
    }

    #[test]
    fn segments_have_bounds_of_their_own() {
        let before = remaining();
        let (inside, deeper) = on_segment(1 << 20, || (remaining(), with_room(4 << 20, 8 << 20, remaining)));
        assert!((900 << 10..=1 << 20).contains(&inside), "{inside}");
        assert!((7 << 20..=8 << 20).contains(&deeper), "{deeper}");
        assert!(remaining().abs_diff(before) < 4096);
        let _caught = std::panic::catch_unwind(|| on_segment(1 << 20, || panic!("on purpose")));
        assert!(remaining().abs_diff(before) < 4096);
    }
}
