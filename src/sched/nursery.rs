//! Processes born from one that is ready for them: a copy of it costs a fraction of a start. Knows not what they will do.
//!
//! The process that is copied has one thread, so the copy lacks nothing, and the copy becomes a child of its parent: the process that
//! asked waits for it like for any child. The C library keeps the number of a thread where the system stores it on request; it is
//! told the copy's number there, as its own `fork` does. Where this cannot be had, [`bear`] fails and processes are started as usual.

use super::packets;
use std::io::{Error, ErrorKind, Result};
use std::time::{Duration, Instant};

/// Copies this process. None in the copy, its number in the original.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn bear() -> Result<Option<u32>> {
    const PR_GET_TID_ADDRESS: i32 = 40;
    /// `struct clone_args` of `clone3`, up to what its first version has.
    #[repr(C)]
    #[derive(Default)]
    struct CloneArgs {
        flags: u64,
        pidfd: u64,
        child_tid: u64,
        parent_tid: u64,
        exit_signal: u64,
        stack: u64,
        stack_size: u64,
        tls: u64,
    }
    let mut number: *mut libc::pid_t = std::ptr::null_mut();
    // SAFETY: the system stores a pointer into `number`; it is checked to be where this thread's own number is kept.
    unsafe {
        if libc::prctl(PR_GET_TID_ADDRESS, &raw mut number) != 0 || number.is_null() || *number != libc::getpid() {
            return Err(ErrorKind::Unsupported.into());
        }
    }
    let flags = libc::CLONE_PARENT | libc::CLONE_CHILD_SETTID | libc::CLONE_CHILD_CLEARTID;
    let arguments = CloneArgs { flags: flags as u64, child_tid: number.expose_provenance() as u64, ..CloneArgs::default() };
    // SAFETY: without CLONE_VM the copy has memory and stack of its own; the arguments outlive the call.
    match unsafe { libc::syscall(libc::SYS_clone3, &raw const arguments, size_of::<CloneArgs>()) } {
        0 => Ok(None),
        pid if pid > 0 => Ok(Some(pid as u32)),
        _ => Err(Error::last_os_error()),
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn bear() -> Result<Option<u32>> {
    Err(ErrorKind::Unsupported.into())
}

/// Whether this process has a single thread.
fn is_alone() -> bool {
    std::fs::read_dir("/proc/self/task").is_ok_and(|threads| threads.count() == 1)
}

/// The line to who wants children, in the process that is copied.
const LINE: i32 = 0;

/// The first packet on the line of this process; None if it has ended.
pub(crate) fn introduction() -> Option<Vec<u8>> {
    receive_request().ok().flatten().map(|(bytes, _)| bytes)
}

/// The next packet on the line, as soon as there is one; None at the end.
fn receive_request() -> Result<Option<(Vec<u8>, Vec<i32>)>> {
    loop {
        match packets::receive(LINE) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => wait_readable(LINE, None),
            outcome => return outcome,
        }
    }
}

/// Serves births until the line ends (false), or until this is the process that was born (true): its line is descriptor 0 then.
pub(crate) fn serve() -> bool {
    if !is_alone() {
        return false;
    }
    let mask = hold_signals();
    // Children bring descriptors of their own; ours would keep a pipe to somebody open.
    if let Ok(nowhere) = std::fs::OpenOptions::new().read(true).write(true).open("/dev/null") {
        use std::os::fd::AsRawFd;
        for standard in [1, 2] {
            let _stays = super::fd::dup2(nowhere.as_raw_fd(), standard, true);
        }
    }
    loop {
        let Ok(Some((_, fds))) = receive_request() else { return false };
        let born = bear();
        if matches!(born, Ok(None)) {
            for (standard, fd) in fds.iter().enumerate() {
                let _stays = super::fd::dup2(*fd, standard as i32, true);
            }
        }
        for fd in fds {
            let _closed = super::fd::close(fd);
        }
        match born {
            Ok(None) => {
                // SAFETY: the mask is the one that was in force before.
                unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const mask, std::ptr::null_mut()) };
                return true;
            }
            born => {
                let pid = born.ok().flatten().unwrap_or(0);
                if packets::send(LINE, &pid.to_le_bytes(), &[]).is_err() {
                    return false;
                }
            }
        }
    }
}

/// Asks the process behind `line` for a child with these descriptors as its first. Its number; Errors: whatever kept it from coming.
pub(crate) fn request(line: i32, fds: &[i32]) -> Result<u32> {
    const PATIENCE: Duration = Duration::from_secs(5);
    packets::send(line, b"", fds)?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match packets::receive(line) {
            Ok(Some((answer, _))) => {
                let pid = answer.try_into().map_or(0, u32::from_le_bytes);
                return if pid == 0 { Err(ErrorKind::Unsupported.into()) } else { Ok(pid) };
            }
            Ok(None) => return Err(ErrorKind::UnexpectedEof.into()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(ErrorKind::TimedOut.into());
                }
                wait_readable(line, Some(left));
            }
            Err(error) => return Err(error),
        }
    }
}

/// May return for no reason.
fn wait_readable(fd: i32, limit: Option<Duration>) {
    let mut interest = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    let limit = limit.map_or(-1, |limit| limit.as_millis().min(60_000) as i32 + 1);
    // SAFETY: one valid structure.
    unsafe { libc::poll(&raw mut interest, 1, limit) };
}

/// What the terminal sends to all processes of the program is the program's business. Returns the mask to go back to.
fn hold_signals() -> libc::sigset_t {
    // SAFETY: the sets are filled before they are used; there is one thread.
    unsafe {
        let (mut held, mut before): (libc::sigset_t, libc::sigset_t) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigemptyset(&raw mut held);
        for signal in [libc::SIGINT, libc::SIGQUIT, libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU] {
            libc::sigaddset(&raw mut held, signal);
        }
        libc::pthread_sigmask(libc::SIG_BLOCK, &raw const held, &raw mut before);
        before
    }
}
