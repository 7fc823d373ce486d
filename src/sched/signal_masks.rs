//! Which OS threads the system may deliver signals to, once a script changes the mask of one. Knows not what signals do.
//!
//! A thread starts with the mask of the one that starts it, and a signal that a program has blocked stays pending only if no thread of
//! the process takes it. So threads that run nothing for the moment, and those that never run script, take none. As long as no script has
//! changed a mask all threads have the same, and nothing of this is done.

use super::signal_calls;
use std::sync::OnceLock;

/// The mask that all threads had before a script changed one.
static FIRST: OnceLock<Mask> = OnceLock::new();

/// Signals that a thread does not take.
#[derive(Clone, Copy)]
pub(crate) struct Mask(libc::sigset_t);

impl Mask {
    fn read() -> Mask {
        // SAFETY: all-zero is a valid set; without a new one the call only fills it in, and cannot fail.
        unsafe {
            let mut set: libc::sigset_t = std::mem::zeroed();
            libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &raw mut set);
            Mask(set)
        }
    }

    /// The calling thread's, for a thread that it starts. None: all have the same.
    pub(crate) fn to_inherit() -> Option<Mask> {
        FIRST.get().map(|_| Mask::read())
    }

    /// What a thread has that got none from its starter.
    pub(crate) fn first() -> Option<Mask> {
        FIRST.get().copied()
    }

    /// Puts it in force for the calling thread.
    pub(crate) fn apply(&self) {
        // SAFETY: the set is valid, and only this thread's mask changes.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, std::ptr::null_mut()) };
    }
}

/// The calling thread takes no signals from here on.
pub(crate) fn take_no_signals() {
    // SAFETY: the set is filled before it is used, and only this thread's mask changes.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_BLOCK, &raw const all, std::ptr::null_mut());
    }
}

/// Whether a script has changed one.
pub(crate) fn are_used() -> bool {
    FIRST.get().is_some()
}

/// The calling thread takes no signals while it has nothing to do, if masks are in use. True: they are.
pub(crate) fn rest_from_signals() -> bool {
    if are_used() {
        take_no_signals();
    }
    are_used()
}

/// Changes the calling thread's mask for a script and returns the one before. Idle threads are to be told, see `Runtime::heed_masks`.
pub(crate) fn change(how: i32, signals: &[i32]) -> std::io::Result<Vec<i32>> {
    FIRST.get_or_init(Mask::read);
    signal_calls::mask(how, signals)
}
