//! Calls on file descriptors given as numbers, as scripts name them. Knows no waiting: callers wrap what may block in `blocking`.
//!
//! A number that names no open descriptor gives EBADF, never undefined behaviour: no memory is involved but the slices passed.

use std::ffi::CStr;
use std::io::{Error, Result};
use std::sync::atomic::{AtomicU8, Ordering};

/// What the system reports about a file.
pub(crate) type Stat = libc::stat;

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(Error::last_os_error()) } else { Ok(result) }
}

fn check_size(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| Error::last_os_error())
}

pub(crate) fn read(fd: i32, into: &mut [u8]) -> Result<usize> {
    // SAFETY: the slice is valid for writes of its length.
    check_size(unsafe { libc::read(fd, into.as_mut_ptr().cast(), into.len()) })
}

pub(crate) fn write(fd: i32, bytes: &[u8]) -> Result<usize> {
    // SAFETY: the slice is valid for reads of its length.
    check_size(unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) })
}

pub(crate) fn pread(fd: i32, into: &mut [u8], offset: i64) -> Result<usize> {
    // SAFETY: the slice is valid for writes of its length.
    check_size(unsafe { libc::pread(fd, into.as_mut_ptr().cast(), into.len(), offset) })
}

pub(crate) fn pwrite(fd: i32, bytes: &[u8], offset: i64) -> Result<usize> {
    // SAFETY: the slice is valid for reads of its length.
    check_size(unsafe { libc::pwrite(fd, bytes.as_ptr().cast(), bytes.len(), offset) })
}

pub(crate) fn seek(fd: i32, offset: i64, whence: i32) -> Result<i64> {
    // SAFETY: no memory is passed.
    let place = unsafe { libc::lseek(fd, offset, whence) };
    if place < 0 { Err(Error::last_os_error()) } else { Ok(place) }
}

pub(crate) fn truncate(fd: i32, len: i64) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::ftruncate(fd, len) }).map(drop)
}

/// Opens a file, not inherited by child processes.
pub(crate) fn open(path: &CStr, flags: i32, mode: u32) -> Result<i32> {
    // SAFETY: the path ends with a zero byte.
    check(unsafe { libc::open(path.as_ptr(), flags | libc::O_CLOEXEC, mode as libc::c_uint) })
}

pub(crate) fn close(fd: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::close(fd) }).map(drop)
}

/// Takes over a descriptor that nobody else closes: it is closed when the result is dropped.
pub(crate) fn own(fd: i32) -> std::os::fd::OwnedFd {
    // SAFETY: passed on from the caller; a number that is closed elsewhere would give EBADF, no undefined behaviour of memory.
    unsafe { std::os::fd::FromRawFd::from_raw_fd(fd) }
}

/// A copy of the descriptor, not inherited by child processes.
pub(crate) fn dup(fd: i32) -> Result<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
}

pub(crate) fn dup2(fd: i32, to: i32, inheritable: bool) -> Result<i32> {
    if fd == to || inheritable {
        // SAFETY: no memory is passed.
        return check(unsafe { libc::dup2(fd, to) });
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
    // SAFETY: no memory is passed.
    return check(unsafe { libc::dup3(fd, to, libc::O_CLOEXEC) });
    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
    {
        // SAFETY: no memory is passed.
        let copy = check(unsafe { libc::dup2(fd, to) })?;
        set_inheritable(copy, false)?;
        Ok(copy)
    }
}

/// Reading and writing end of a pipe, not inherited by child processes.
pub(crate) fn pipe() -> Result<(i32, i32)> {
    let mut ends = [0; 2];
    // SAFETY: the array has room for the two descriptors.
    check(unsafe { libc::pipe(ends.as_mut_ptr()) })?;
    for end in ends {
        set_inheritable(end, false)?;
    }
    Ok((ends[0], ends[1]))
}

pub(crate) fn is_terminal(fd: i32) -> bool {
    // SAFETY: no memory is passed.
    unsafe { libc::isatty(fd) == 1 }
}

/// Columns and lines of the terminal.
pub(crate) fn terminal_size(fd: i32) -> Result<(u16, u16)> {
    // SAFETY: all-zero is a valid winsize.
    let mut size: libc::winsize = unsafe { std::mem::zeroed() };
    // SAFETY: TIOCGWINSZ fills in one winsize.
    check(unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &raw mut size) })?;
    Ok((size.ws_col, size.ws_row))
}

/// What a call that answers in a plain struct of C filled in.
///
/// # Safety
/// All-zero is a valid `T`.
unsafe fn filled<T>(call: impl FnOnce(*mut T) -> i32) -> Result<T> {
    // SAFETY: by the caller's promise.
    let mut found: T = unsafe { std::mem::zeroed() };
    check(call(&raw mut found))?;
    Ok(found)
}

/// `fstat`.
pub(crate) fn stat(fd: i32) -> Result<Stat> {
    // SAFETY: fstat fills in one stat.
    unsafe { filled(|found| libc::fstat(fd, found)) }
}

/// `fstatvfs`.
pub(crate) fn statvfs(fd: i32) -> Result<libc::statvfs> {
    // SAFETY: fstatvfs fills in one statvfs.
    unsafe { filled(|found| libc::fstatvfs(fd, found)) }
}

/// `statvfs`.
pub(crate) fn statvfs_path(path: &CStr) -> Result<libc::statvfs> {
    // SAFETY: the path ends with a zero byte; statvfs fills in one statvfs.
    unsafe { filled(|found| libc::statvfs(path.as_ptr(), found)) }
}

/// `fstatat` relative to `dir` (or the working directory).
pub(crate) fn stat_path(dir: Option<i32>, path: &CStr, follow_links: bool) -> Result<Stat> {
    let flags = if follow_links { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: the path ends with a zero byte; fstatat fills in one stat.
    unsafe { filled(|found| libc::fstatat(dir.unwrap_or(libc::AT_FDCWD), path.as_ptr(), found, flags)) }
}

/// How many bytes wait to be read.
pub(crate) fn readable_bytes(fd: i32) -> Result<i32> {
    let mut count = 0;
    // SAFETY: FIONREAD fills in one int.
    check(unsafe { libc::ioctl(fd, libc::FIONREAD, &raw mut count) })?;
    Ok(count)
}

pub(crate) fn sync(fd: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::fsync(fd) }).map(drop)
}

/// Standard descriptors that were closed when the process began: bit 0 is standard input.
static CLOSED_AT_START: AtomicU8 = AtomicU8::new(0);

/// Opens the null device where a standard descriptor is closed: what is opened next must not be taken for it, by us or by children.
pub(crate) fn fill_standard() {
    for number in 0..=2 {
        // SAFETY: no memory is passed but a text that ends with NUL. Lower descriptors are open, so that it is this one that is opened.
        unsafe {
            if libc::fcntl(number, libc::F_GETFD) == -1 && libc::open(c"/dev/null".as_ptr(), libc::O_RDWR) == number {
                CLOSED_AT_START.fetch_or(1 << number, Ordering::Relaxed);
            }
        }
    }
}

/// Whether the descriptor can be a standard stream: it is open, and not by `fill_standard` only.
pub(crate) fn is_standard(fd: i32) -> bool {
    CLOSED_AT_START.load(Ordering::Relaxed) & 1 << fd == 0 && stat(fd).is_ok()
}

pub(crate) fn is_inheritable(fd: i32) -> Result<bool> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::fcntl(fd, libc::F_GETFD) }).map(|flags| flags & libc::FD_CLOEXEC == 0)
}

/// Whether a program started now would get descriptors besides the standard ones. True if that cannot be told.
pub(crate) fn any_inheritable() -> bool {
    let Ok(listed) = std::fs::read_dir("/proc/self/fd") else { return true };
    let numbers = listed.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    // One that is listed and closed meanwhile (that of the list itself) is not inherited.
    numbers.into_iter().any(|fd| fd > 2 && is_inheritable(fd).unwrap_or(false))
}

pub(crate) fn set_inheritable(fd: i32, on: bool) -> Result<()> {
    // SAFETY: no memory is passed.
    unsafe {
        let flags = check(libc::fcntl(fd, libc::F_GETFD))?;
        let flags = if on { flags & !libc::FD_CLOEXEC } else { flags | libc::FD_CLOEXEC };
        check(libc::fcntl(fd, libc::F_SETFD, flags)).map(drop)
    }
}

pub(crate) fn is_blocking(fd: i32) -> Result<bool> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::fcntl(fd, libc::F_GETFL) }).map(|flags| flags & libc::O_NONBLOCK == 0)
}

pub(crate) fn set_blocking(fd: i32, on: bool) -> Result<()> {
    // SAFETY: no memory is passed.
    unsafe {
        let flags = check(libc::fcntl(fd, libc::F_GETFL))?;
        let flags = if on { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
        check(libc::fcntl(fd, libc::F_SETFL, flags)).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_carry_bytes_and_closed_numbers_are_errors() {
        let (reader, writer) = pipe().expect("a pipe");
        assert_eq!(write(writer, b"abc").expect("room"), 3);
        let mut buffer = [0; 8];
        assert_eq!(read(reader, &mut buffer).expect("data"), 3);
        close(writer).expect("open");
        assert_eq!(read(reader, &mut buffer).expect("the end"), 0);
        assert!(seek(reader, 0, 0).is_err() && !is_terminal(reader));
        close(reader).expect("open");
        assert_eq!(read(-1, &mut buffer).expect_err("closed").raw_os_error(), Some(libc::EBADF));
    }
}
