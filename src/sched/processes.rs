//! Processes, their groups and sessions by number. A number is 0 where the system tells of one outside of this process's namespace.

use std::io::{Error, Result};

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(Error::last_os_error()) } else { Ok(result) }
}

/// The group of a process; 0 stands for this one.
pub(crate) fn group(pid: i32) -> Result<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::getpgid(pid) })
}

/// Puts a process (0 stands for this one) into a group (0 stands for one of its own).
pub(crate) fn set_group(pid: i32, group: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::setpgid(pid, group) }).map(drop)
}

/// The session of a process; 0 stands for this one.
pub(crate) fn session(pid: i32) -> Result<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::getsid(pid) })
}

/// Begins a session of this process's own.
pub(crate) fn new_session() -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::setsid() }).map(drop)
}

/// The group in the foreground of a terminal.
pub(crate) fn foreground(terminal: i32) -> Result<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::tcgetpgrp(terminal) })
}

pub(crate) fn set_foreground(terminal: i32, group: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::tcsetpgrp(terminal, group) }).map(drop)
}

/// Sends a signal to a process, or to a group as `kill(2)` says; signal 0 asks whether that could be done.
pub(crate) fn send_signal(pid: i32, signal: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::kill(pid, signal) }).map(drop)
}

/// The process whose child this one is; 0 if that is not in its namespace. For handlers, too.
pub(super) fn parent() -> i32 {
    // SAFETY: no memory is passed.
    unsafe { libc::getppid() }
}

/// The signal is sent when the thread ends that this process is the child of, which may be several in turn. Not inherited by children.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn ask_for_signal_at_end_of_parent(signal: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, signal as libc::c_ulong) }).map(drop)
}

/// Ends this process. Nothing that the C library or others have to do at the end is done.
pub(crate) fn exit_at_once(status: i32) -> ! {
    // SAFETY: no memory is passed.
    unsafe { libc::_exit(status) }
}

/// The number and wait status of a child that `pid` and `options` select as `waitpid(2)` says; zeros if there is none yet and the
/// options say not to wait.
pub(crate) fn wait(pid: i32, options: i32) -> Result<(i32, i32)> {
    let mut status = 0;
    // SAFETY: the status is valid for writes.
    check(unsafe { libc::waitpid(pid, &raw mut status, options) }).map(|pid| (pid, status))
}
