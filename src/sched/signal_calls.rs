//! System calls about signals that scripts make themselves: timers, masks, sending. Knows not what handles a signal.

use std::io::{Error, Result};

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
    check_number(unsafe { libc::raise(signal) })
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

/// Waits for one of the signals, which are blocked.
pub(crate) fn wait(signals: &[i32]) -> Result<i32> {
    let set = set_of(signals);
    let mut signal = 0;
    // SAFETY: both are valid for the call.
    check_number(unsafe { libc::sigwait(&raw const set, &raw mut signal) })?;
    Ok(signal)
}
