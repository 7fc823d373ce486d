//! Signals of memory faults (SIGSEGV, SIGBUS) that somebody sends. The runtime of Rust has handlers for them, which tell an overflow of the
//! stack and else let the faulty instruction be run again; where there is none, because `kill` sent the signal, the process would go on.

use std::sync::atomic::{AtomicUsize, Ordering};

const FAULTS: [libc::c_int; 2] = [libc::SIGSEGV, libc::SIGBUS];

/// The handlers that were there, as addresses; written once, before ours are installed.
static BEFORE: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

/// From now on such a signal ends the process if it was sent; for the others everything stays as it was. Meant to be called once per process.
pub(crate) fn end_when_sent() {
    for (signal, before) in FAULTS.iter().zip(&BEFORE) {
        // SAFETY: an all-zero `sigaction` is valid and is filled in by the call; `on_fault` does only what a handler may.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            let is_known = libc::sigaction(*signal, std::ptr::null(), &raw mut action) == 0;
            if !is_known || action.sa_flags & libc::SA_SIGINFO == 0 || [libc::SIG_DFL, libc::SIG_IGN].contains(&action.sa_sigaction) {
                continue;
            }
            // Release: the handler reads it, maybe in another thread.
            before.store(action.sa_sigaction, Ordering::Release);
            action.sa_sigaction = on_fault as *const () as usize;
            libc::sigaction(*signal, &raw const action, std::ptr::null_mut());
        }
    }
}

/// Whether a handler is the one of this file, which does what the system would do.
pub(super) fn is_ours(handler: libc::sighandler_t) -> bool {
    handler == on_fault as *const () as libc::sighandler_t
}

extern "C" fn on_fault(signal: libc::c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: the system gives a valid `info` to handlers with SA_SIGINFO; codes up to zero are those of signals that were sent. An
    // all-zero action is the default one. `sigaction` and `raise` may be called in handlers.
    unsafe {
        if (*info).si_code <= 0 {
            let default: libc::sigaction = std::mem::zeroed();
            libc::sigaction(signal, &raw const default, std::ptr::null_mut());
            // It is blocked until the handler returns, and comes then.
            libc::raise(signal);
            return;
        }
    }
    let before = FAULTS.iter().zip(&BEFORE).find(|(fault, _)| **fault == signal);
    let before = before.map_or(0, |(_, before)| before.load(Ordering::Acquire));
    if before != 0 {
        // SAFETY: the address was that of a handler with SA_SIGINFO, which has this type, and handlers stay where they are.
        let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = unsafe { std::mem::transmute(before) };
        handler(signal, info, context);
    }
}
