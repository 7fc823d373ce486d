//! System calls about signals that scripts make themselves: timers, masks, sending. Knows not what handles a signal.

use std::io::{Error, Result};
use std::time::Duration;

fn check(result: i32) -> Result<()> {
    if result < 0 { Err(Error::last_os_error()) } else { Ok(()) }
}

/// For calls that return the error number.
fn check_number(error: i32) -> Result<()> {
    if error == 0 { Ok(()) } else { Err(Error::from_raw_os_error(error)) }
}

/// Has SIGALRM sent after `seconds`; returns how many were left of the time set before.
pub(crate) fn alarm(seconds: u32) -> u32 {
    // SAFETY: no memory is passed.
    unsafe { libc::alarm(seconds) }
}

fn seconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 * 1e-6
}

fn timeval(seconds: f64) -> libc::timeval {
    let whole = seconds.trunc();
    libc::timeval { tv_sec: whole as libc::time_t, tv_usec: ((seconds - whole) * 1e6).round() as libc::suseconds_t }
}

/// The interval timer `which` as C's header numbers them; the C library's parameter type differs between systems.
macro_rules! which {
    ($which:expr) => {
        $which as _
    };
}

/// Sets an interval timer to (delay, interval) and returns what it was.
pub(crate) fn set_timer(which: i32, delay: f64, interval: f64) -> Result<(f64, f64)> {
    let new = libc::itimerval { it_value: timeval(delay), it_interval: timeval(interval) };
    // SAFETY: all-zero is a valid itimerval; both are valid for the call.
    unsafe {
        let mut old: libc::itimerval = std::mem::zeroed();
        check(libc::setitimer(which!(which), &raw const new, &raw mut old))?;
        Ok((seconds(old.it_value), seconds(old.it_interval)))
    }
}

pub(crate) fn timer(which: i32) -> Result<(f64, f64)> {
    // SAFETY: all-zero is a valid itimerval, which the call fills in.
    unsafe {
        let mut now: libc::itimerval = std::mem::zeroed();
        check(libc::getitimer(which!(which), &raw mut now))?;
        Ok((seconds(now.it_value), seconds(now.it_interval)))
    }
}

/// Sends a signal to the calling thread.
pub(crate) fn raise(signal: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::raise(signal) })
}

/// Sends a signal to the process.
pub(crate) fn send(signal: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::kill(libc::getpid(), signal) })
}

fn set_of(signals: &[i32]) -> libc::sigset_t {
    // SAFETY: all-zero is a valid set, which is then filled in; numbers out of range are refused by the call.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        for signal in signals {
            libc::sigaddset(&raw mut set, *signal);
        }
        set
    }
}

fn members(set: &libc::sigset_t) -> Vec<i32> {
    // SAFETY: the set is valid.
    (1..=64).filter(|signal| unsafe { libc::sigismember(set, *signal) } == 1).collect()
}

/// Changes the calling thread's mask and returns the one before.
pub(super) fn mask(how: i32, signals: &[i32]) -> Result<Vec<i32>> {
    let set = set_of(signals);
    // SAFETY: both sets are valid for the call.
    unsafe {
        let mut old: libc::sigset_t = std::mem::zeroed();
        check_number(libc::pthread_sigmask(how, &raw const set, &raw mut old))?;
        Ok(members(&old))
    }
}

/// Signals that are blocked and have come.
pub(crate) fn pending() -> Result<Vec<i32>> {
    // SAFETY: the set is valid for the call.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        check(libc::sigpending(&raw mut set))?;
        Ok(members(&set))
    }
}

/// Waits up to `limit` for one of the signals, which are blocked; EAGAIN if none came.
pub(crate) fn wait_for(signals: &[i32], limit: Duration) -> Result<libc::siginfo_t> {
    let set = set_of(signals);
    let limit = libc::timespec { tv_sec: limit.as_secs() as libc::time_t, tv_nsec: limit.subsec_nanos() as _ };
    // SAFETY: all-zero is a valid siginfo, which the call fills in; all are valid for the call.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        check(libc::sigtimedwait(&raw const set, &raw mut info, &raw const limit))?;
        Ok(info)
    }
}

/// Waits for one of the signals and tells all about it.
pub(crate) fn wait_info(signals: &[i32]) -> Result<libc::siginfo_t> {
    let set = set_of(signals);
    // SAFETY: as in `wait_for`.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        check(libc::sigwaitinfo(&raw const set, &raw mut info))?;
        Ok(info)
    }
}

/// What the sender wrote into it: process, user, status, band of the event.
pub(crate) fn sender(info: &libc::siginfo_t) -> (i32, u32, i32, i64) {
    // SAFETY: the fields are plain numbers, whichever of the kinds of information this is. The band has no name in `libc`: it is the
    // first long of what depends on the kind, which lies at an address for pointers after three ints.
    unsafe {
        let band = (&raw const *info).cast::<libc::c_long>().add(16 / size_of::<libc::c_long>()).read();
        (info.si_pid(), info.si_uid(), info.si_status(), band)
    }
}

/// Waits for one of the signals, which are blocked.
pub(crate) fn wait(signals: &[i32]) -> Result<i32> {
    let set = set_of(signals);
    let mut signal = 0;
    // SAFETY: both are valid for the call.
    check_number(unsafe { libc::sigwait(&raw const set, &raw mut signal) })?;
    Ok(signal)
}
