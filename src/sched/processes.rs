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

/// Bits of a tag that tell when its process began; the lowest two are free.
const BEGIN: u64 = (1 << 40) - 4;

/// What tells a process from all others that are or were: its number, and when it began. 0: it is not there.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn tag_of(pid: u32) -> u64 {
    let Ok(text) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return 0 };
    // The name, in parentheses, may contain any characters; the twentieth field after it is the time.
    let begin = text.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(19)?.parse::<u64>().ok());
    u64::from(pid) << 40 | begin.unwrap_or(0) << 2 & BEGIN
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn tag_of(pid: u32) -> u64 {
    u64::from(pid) << 40
}

/// The tag of this process: never 0, nor any number below 2 to the 40th.
pub(crate) fn own_tag() -> u64 {
    let pid = std::process::id();
    match tag_of(pid) {
        0 => u64::from(pid) << 40,
        tag => tag,
    }
}

/// Whether the process with that tag is over, reaped or not.
pub(crate) fn is_gone(tag: u64) -> bool {
    let pid = (tag >> 40) as u32;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if super::packets::has_ended(pid.cast_signed()) {
        return true;
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    if send_signal(pid.cast_signed(), 0).is_err_and(|error| error.raw_os_error() == Some(libc::ESRCH)) {
        return true;
    }
    // The number may be another one's by now. Where times are not told, they are 0.
    let now = tag_of(pid);
    tag & BEGIN != 0 && now & BEGIN != 0 && now != tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_the_living_from_the_dead() {
        assert!(!is_gone(own_tag()));
        let mut child = std::process::Command::new("sleep").arg("60").spawn().expect("a child");
        let tag = tag_of(child.id());
        assert!(!is_gone(tag));
        child.kill().expect("running");
        let ended = (0..500).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            is_gone(tag)
        });
        assert!(ended);
        child.wait().expect("over");
        assert!(is_gone(tag));
    }
}
