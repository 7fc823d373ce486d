//! Calls of the system that are rarely needed: special files, copying between descriptors, priorities, processors, limits, locks of
//! files. Knows numbers and bytes only.

use std::ffi::CStr;
use std::io::{Error, Result};

/// What a call gave, or the error that it left.
fn checked(result: i64) -> Result<i64> {
    if result < 0 { Err(Error::last_os_error()) } else { Ok(result) }
}

pub(crate) fn mknod(path: &CStr, mode: u32, device: u64) -> Result<()> {
    // SAFETY: the path ends with a zero byte.
    checked(unsafe { libc::mknod(path.as_ptr(), mode, device) }.into()).map(drop)
}

/// Copies between descriptors in the kernel, from `offset` on or from where the input is.
pub(crate) fn sendfile(output: i32, input: i32, offset: Option<i64>, count: usize) -> Result<usize> {
    let mut place = offset.unwrap_or(0);
    let place = if offset.is_some() { &raw mut place } else { std::ptr::null_mut() };
    // SAFETY: the place is a number of ours or null.
    checked(unsafe { libc::sendfile(output, input, place, count) } as i64).map(|copied| copied as usize)
}

/// `copy_file_range(2)`, and `splice(2)` if that is asked for.
pub(crate) fn copy_range(input: i32, output: i32, count: usize, from: Option<i64>, to: Option<i64>, splice: Option<u32>) -> Result<usize> {
    let (mut from_place, mut to_place) = (from.unwrap_or(0), to.unwrap_or(0));
    let from = if from.is_some() { &raw mut from_place } else { std::ptr::null_mut() };
    let to = if to.is_some() { &raw mut to_place } else { std::ptr::null_mut() };
    // SAFETY: the places are numbers of ours or null.
    let copied = unsafe {
        match splice {
            Some(flags) => libc::splice(input, from, output, to, count, flags),
            None => libc::copy_file_range(input, from, output, to, count, 0),
        }
    };
    checked(copied as i64).map(|copied| copied as usize)
}

pub(crate) fn groups() -> Result<Vec<u32>> {
    // SAFETY: asked for their number first, then given a place for as many.
    unsafe {
        let count = checked(libc::getgroups(0, std::ptr::null_mut()).into())?;
        let mut groups = vec![0; count as usize];
        let count = checked(libc::getgroups(count as i32, groups.as_mut_ptr()).into())?;
        groups.truncate(count as usize);
        Ok(groups)
    }
}

pub(crate) fn page_size() -> i64 {
    // SAFETY: takes and gives a number.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) }
}

fn clear_errno() {
    // SAFETY: the address of this thread's errno is always good.
    unsafe { *libc::__errno_location() = 0 };
}

/// What may be -1 without being an error.
fn any_number(result: i32) -> Result<i32> {
    match Error::last_os_error() {
        error if result == -1 && error.raw_os_error() != Some(0) => Err(error),
        _ => Ok(result),
    }
}

pub(crate) fn nice(more: i32) -> Result<i32> {
    clear_errno();
    // SAFETY: takes and gives a number.
    any_number(unsafe { libc::nice(more) })
}

pub(crate) fn priority(which: i32, who: u32) -> Result<i32> {
    clear_errno();
    // SAFETY: takes and gives numbers.
    any_number(unsafe { libc::getpriority(which as _, who) })
}

pub(crate) fn set_priority(which: i32, who: u32, priority: i32) -> Result<()> {
    // SAFETY: takes numbers.
    checked(unsafe { libc::setpriority(which as _, who, priority) }.into()).map(drop)
}

/// The processors that a process may run on.
pub(crate) fn affinity(pid: i32) -> Result<Vec<usize>> {
    // SAFETY: all-zero is a valid set; the system fills in the set it is given.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        checked(libc::sched_getaffinity(pid, size_of::<libc::cpu_set_t>(), &raw mut set).into())?;
        Ok((0..8 * size_of::<libc::cpu_set_t>()).filter(|cpu| libc::CPU_ISSET(*cpu, &set)).collect())
    }
}

pub(crate) fn set_affinity(pid: i32, cpus: &[usize]) -> Result<()> {
    // SAFETY: all-zero is a valid set; numbers beyond it are left out.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        for cpu in cpus.iter().filter(|cpu| **cpu < 8 * size_of::<libc::cpu_set_t>()) {
            libc::CPU_SET(*cpu, &mut set);
        }
        checked(libc::sched_setaffinity(pid, size_of::<libc::cpu_set_t>(), &raw const set).into()).map(drop)
    }
}

pub(crate) fn random(place: &mut [u8], flags: u32) -> Result<usize> {
    // SAFETY: the place has as many bytes as said.
    checked(unsafe { libc::getrandom(place.as_mut_ptr().cast(), place.len(), flags) } as i64).map(|count| count as usize)
}

pub(crate) fn memory_file(name: &CStr, flags: u32) -> Result<i32> {
    // SAFETY: the name ends with a zero byte.
    checked(unsafe { libc::memfd_create(name.as_ptr(), flags) }.into()).map(|fd| fd as i32)
}

pub(crate) fn event(start: u32, flags: i32) -> Result<i32> {
    // SAFETY: takes and gives numbers.
    checked(unsafe { libc::eventfd(start, flags) }.into()).map(|fd| fd as i32)
}

/// The soft and the hard limit of a resource.
pub(crate) fn limits(resource: i32) -> Result<(u64, u64)> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the system fills in the struct it is given.
    checked(unsafe { libc::getrlimit(resource as _, &raw mut limit) }.into())?;
    Ok((limit.rlim_cur, limit.rlim_max))
}

pub(crate) fn set_limits(resource: i32, (soft, hard): (u64, u64)) -> Result<()> {
    let limit = libc::rlimit { rlim_cur: soft, rlim_max: hard };
    // SAFETY: reads the struct it is given.
    checked(unsafe { libc::setrlimit(resource as _, &raw const limit) }.into()).map(drop)
}

/// What a process used: seconds in user and system mode, then the counts in the order of `struct rusage`.
#[derive(Debug)]
pub(crate) struct Usage {
    pub(crate) times: [f64; 2],
    pub(crate) counts: [i64; 14],
}

fn usage_of(raw: &libc::rusage) -> Usage {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    Usage {
        times: [seconds(raw.ru_utime), seconds(raw.ru_stime)],
        counts: [
            raw.ru_maxrss,
            raw.ru_ixrss,
            raw.ru_idrss,
            raw.ru_isrss,
            raw.ru_minflt,
            raw.ru_majflt,
            raw.ru_nswap,
            raw.ru_inblock,
            raw.ru_oublock,
            raw.ru_msgsnd,
            raw.ru_msgrcv,
            raw.ru_nsignals,
            raw.ru_nvcsw,
            raw.ru_nivcsw,
        ],
    }
}

pub(crate) fn usage(who: i32) -> Result<Usage> {
    // SAFETY: all-zero is a valid struct, which the system fills in.
    unsafe {
        let mut raw: libc::rusage = std::mem::zeroed();
        checked(libc::getrusage(who, &raw mut raw).into())?;
        Ok(usage_of(&raw))
    }
}

/// `wait4(2)`: pid, status and what the process used.
pub(crate) fn wait4(pid: i32, options: i32) -> Result<(i32, i32, Usage)> {
    // SAFETY: all-zero is a valid struct, which the system fills in.
    unsafe {
        let (mut raw, mut status): (libc::rusage, i32) = (std::mem::zeroed(), 0);
        let pid = checked(libc::wait4(pid, &raw mut status, options, &raw mut raw).into())?;
        Ok((pid as i32, status, usage_of(&raw)))
    }
}

pub(crate) fn control(fd: i32, command: i32, number: i32) -> Result<i32> {
    if [libc::F_GETLK, libc::F_SETLK, libc::F_SETLKW].contains(&command) {
        return Err(Error::from_raw_os_error(libc::EINVAL));
    }
    // SAFETY: the commands that take a pointer are refused above, or take a number of any value for a bad address.
    checked(unsafe { libc::fcntl(fd, command, number) }.into()).map(|result| result as i32)
}

pub(crate) fn lock_file(fd: i32, operation: i32) -> Result<()> {
    // SAFETY: takes numbers.
    checked(unsafe { libc::flock(fd, operation) }.into()).map(drop)
}

/// Locks a part of a file, as `fcntl` does. `kind` is F_RDLCK, F_WRLCK or F_UNLCK.
pub(crate) fn lock_part(fd: i32, kind: i32, wait: bool, (start, len, whence): (i64, i64, i32)) -> Result<()> {
    // SAFETY: all-zero is a valid struct, which the system reads.
    unsafe {
        let mut lock: libc::flock = std::mem::zeroed();
        lock.l_type = kind as _;
        lock.l_start = start;
        lock.l_len = len;
        lock.l_whence = whence as _;
        checked(libc::fcntl(fd, if wait { libc::F_SETLKW } else { libc::F_SETLK }, &raw const lock).into()).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_process() {
        assert!(usage(libc::RUSAGE_SELF).is_ok_and(|usage| usage.times[0] >= 0.0 && usage.counts[0] > 0));
        assert!(affinity(0).is_ok_and(|cpus| !cpus.is_empty()));
        assert!(limits(libc::RLIMIT_NOFILE as i32).is_ok_and(|(soft, hard)| soft <= hard));
        assert!(priority(libc::PRIO_PROCESS as i32, 0).is_ok());
        assert_eq!(control(-1, libc::F_GETFD, 0).map_err(|error| error.raw_os_error()), Err(Some(libc::EBADF)));
    }
}
