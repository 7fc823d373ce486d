//! Packets between processes: whole messages with descriptors beside them, over a pair of local sockets. Knows not what they say.
//!
//! A packet arrives whole or not at all, so a process killed at any point leaves no half of one behind, and several processes may read
//! or write the same end. What is too long for a packet goes through an anonymous file whose descriptor is sent instead.

use std::io::{Error, ErrorKind, Result};

/// Bytes up to this length are sent as they are.
const LONGEST: usize = 96 * 1024;
/// Descriptors that go with one packet.
pub(crate) const MOST_FDS: usize = 64;

const INSIDE: u8 = 0;
const IN_FILE: u8 = 1;

fn check(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| Error::last_os_error())
}

#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
const KIND: i32 = libc::SOCK_SEQPACKET;
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
const KIND: i32 = libc::SOCK_DGRAM;

/// Two connected ends that do not block and are not inherited.
pub(crate) fn pair() -> Result<(i32, i32)> {
    let mut ends = [0; 2];
    // Not inherited from the beginning: a process started meanwhile by another thread would keep the line open.
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
    let kind = KIND | libc::SOCK_CLOEXEC;
    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
    let kind = KIND;
    // SAFETY: the array has room for the two descriptors.
    check(unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, ends.as_mut_ptr()) } as isize)?;
    for end in ends {
        super::fd::set_inheritable(end, false)?;
        super::fd::set_blocking(end, false)?;
    }
    Ok((ends[0], ends[1]))
}

/// An anonymous file.
pub(crate) fn anonymous_file() -> Result<i32> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    // SAFETY: the name ends with a zero byte.
    return check(unsafe { libc::memfd_create(c"pyc".as_ptr(), libc::MFD_CLOEXEC) } as isize).map(|fd| fd as i32);
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        use std::os::fd::IntoRawFd;
        let path = std::env::temp_dir().join(format!("pyc-{}-{:p}", std::process::id(), &LONGEST));
        let file = std::fs::OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        std::fs::remove_file(&path)?;
        Ok(file.into_raw_fd())
    }
}

/// Closes the descriptor when dropped.
struct Closing(i32);

impl Drop for Closing {
    fn drop(&mut self) {
        let _already_closed = super::fd::close(self.0);
    }
}

/// Sends a packet. Errors: `WouldBlock` while there is no room.
pub(crate) fn send(fd: i32, bytes: &[u8], fds: &[i32]) -> Result<()> {
    send_headed(fd, &[], bytes, fds)
}

/// As `send`, with a head that stands before the bytes in what arrives.
pub(crate) fn send_headed(fd: i32, head: &[u8], bytes: &[u8], fds: &[i32]) -> Result<()> {
    if head.len() + bytes.len() <= LONGEST {
        return send_raw(fd, INSIDE, head, bytes, fds);
    }
    let file = Closing(anonymous_file()?);
    for mut rest in [head, bytes] {
        while !rest.is_empty() {
            let count = super::fd::write(file.0, rest)?;
            rest = &rest[count..];
        }
    }
    let mut all = vec![file.0];
    all.extend_from_slice(fds);
    send_raw(fd, IN_FILE, &[], &((head.len() + bytes.len()) as u64).to_le_bytes(), &all)
}

fn send_raw(fd: i32, kind: u8, head: &[u8], bytes: &[u8], fds: &[i32]) -> Result<()> {
    if fds.len() > MOST_FDS {
        return Err(ErrorKind::InvalidInput.into());
    }
    let kind = [kind];
    let mut parts = [
        libc::iovec { iov_base: kind.as_ptr().cast_mut().cast(), iov_len: 1 },
        libc::iovec { iov_base: head.as_ptr().cast_mut().cast(), iov_len: head.len() },
        libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() },
    ];
    // Room for the header and the descriptors, aligned as the header needs.
    let mut control = [0u64; 64];
    // SAFETY: all-zero is a valid msghdr; the parts and the control buffer outlive the call; the buffer holds MOST_FDS descriptors, whose
    // header and data are written inside of it.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = parts.as_mut_ptr();
        message.msg_iovlen = 3;
        if !fds.is_empty() {
            let size = size_of_val(fds) as u32;
            message.msg_control = control.as_mut_ptr().cast();
            message.msg_controllen = libc::CMSG_SPACE(size) as _;
            let header = libc::CMSG_FIRSTHDR(&raw const message);
            (*header).cmsg_level = libc::SOL_SOCKET;
            (*header).cmsg_type = libc::SCM_RIGHTS;
            (*header).cmsg_len = libc::CMSG_LEN(size) as _;
            std::ptr::copy_nonoverlapping(fds.as_ptr().cast::<u8>(), libc::CMSG_DATA(header), size_of_val(fds));
        }
        check(libc::sendmsg(fd, &raw const message, libc::MSG_NOSIGNAL)).map(drop)
    }
}

/// Receives a packet and the descriptors that came with it, which are not inherited; None at the end.
/// Errors: `WouldBlock` while there is none.
pub(crate) fn receive(fd: i32) -> Result<Option<(Vec<u8>, Vec<i32>)>> {
    thread_local! {
        /// Where packets arrive. Used within this function only, which does not wait.
        static ARRIVED: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    ARRIVED.with_borrow_mut(|buffer| {
        buffer.resize(LONGEST, 0);
        receive_into(fd, buffer)
    })
}

fn receive_into(fd: i32, buffer: &mut [u8]) -> Result<Option<(Vec<u8>, Vec<i32>)>> {
    let mut kind = [0];
    let mut control = [0u64; 64];
    let mut parts = [
        libc::iovec { iov_base: kind.as_mut_ptr().cast(), iov_len: 1 },
        libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() },
    ];
    let mut fds = Vec::new();
    // SAFETY: as in `send_raw`; the system writes at most as much as the buffers hold, and says how much.
    let len = unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = parts.as_mut_ptr();
        message.msg_iovlen = 2;
        message.msg_control = control.as_mut_ptr().cast();
        message.msg_controllen = size_of_val(&control) as _;
        #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
        let flags = libc::MSG_CMSG_CLOEXEC;
        #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
        let flags = 0;
        let len = check(libc::recvmsg(fd, &raw mut message, flags))?;
        let mut header = libc::CMSG_FIRSTHDR(&raw const message);
        while !header.is_null() {
            if (*header).cmsg_level == libc::SOL_SOCKET && (*header).cmsg_type == libc::SCM_RIGHTS {
                let data = libc::CMSG_DATA(header);
                let size = (*header).cmsg_len as usize - (data.addr() - header.addr());
                for index in 0..size / 4 {
                    fds.push(data.cast::<i32>().add(index).read_unaligned());
                }
            }
            header = libc::CMSG_NXTHDR(&raw const message, header);
        }
        len
    };
    if len == 0 {
        return Ok(None);
    }
    let [kind] = kind;
    let mut bytes = buffer[..len - 1].to_vec();
    if kind == IN_FILE && !fds.is_empty() {
        let file = Closing(fds.remove(0));
        let len = bytes.try_into().map(u64::from_le_bytes).map_err(|_| Error::from(ErrorKind::InvalidData))?;
        let len = usize::try_from(len).map_err(|_| Error::from(ErrorKind::InvalidData))?;
        bytes = Vec::new();
        bytes.try_reserve_exact(len).map_err(|_| Error::from(ErrorKind::OutOfMemory))?;
        bytes.resize(len, 0);
        let mut at = 0;
        while at < len {
            match super::fd::pread(file.0, &mut bytes[at..], at as i64)? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                count => at += count,
            }
        }
    }
    Ok(Some((bytes, fds)))
}

/// A descriptor that becomes readable when the child process `pid` ends.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn end_of_process(pid: u32) -> Result<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::syscall(libc::SYS_pidfd_open, pid as libc::pid_t, 0) } as isize).map(|fd| fd as i32)
}

/// Whether a process is over, reaped or not. False where the system does not tell.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn has_ended(pid: i32) -> bool {
    match end_of_process(pid.unsigned_abs()) {
        Ok(end) => {
            let end = Closing(end);
            let mut interest = libc::pollfd { fd: end.0, events: libc::POLLIN, revents: 0 };
            // SAFETY: one valid structure.
            unsafe { libc::poll(&raw mut interest, 1, 0) == 1 }
        }
        Err(error) => error.raw_os_error() == Some(libc::ESRCH),
    }
}

/// The process that made the pair of which `fd` is an end; None if it is not in this one's namespace.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn maker_of_pair(fd: i32) -> Option<i32> {
    let mut maker = libc::ucred { pid: 0, uid: 0, gid: 0 };
    let mut len = size_of::<libc::ucred>() as libc::socklen_t;
    // SAFETY: the structure has room for as much as `len` says.
    let asked = unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, libc::SO_PEERCRED, (&raw mut maker).cast(), &raw mut len) };
    (asked == 0 && maker.pid > 0).then_some(maker.pid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::fd;

    #[test]
    fn packets_keep_their_bounds_and_carry_descriptors() {
        let (here, there) = pair().expect("sockets");
        let (reading, writing) = fd::pipe().expect("a pipe");
        send(here, b"", &[]).expect("room");
        send(here, b"abc", &[writing]).expect("room");
        let long = vec![7; 1 << 20];
        send(here, &long, &[]).expect("room");
        assert_eq!(receive(there).expect("a packet"), Some((Vec::new(), Vec::new())));
        let (bytes, fds) = receive(there).expect("a packet").expect("not the end");
        assert_eq!((bytes.as_slice(), fds.len()), (&b"abc"[..], 1));
        fd::write(fds[0], b"x").expect("room");
        assert_eq!(fd::read(reading, &mut [0; 4]).expect("data"), 1);
        assert_eq!(receive(there).expect("a packet"), Some((long, Vec::new())));
        assert_eq!(receive(there).expect_err("nothing").kind(), ErrorKind::WouldBlock);
        fd::close(here).expect("open");
        assert_eq!(receive(there).expect("the end"), None);
        assert!(send(there, b"x", &[]).is_err());
    }
    #[test]
    #[cfg(target_os = "linux")]
    fn the_maker_of_a_pair_is_known_and_so_is_its_end() {
        let (here, there) = pair().expect("sockets");
        assert_eq!(maker_of_pair(here), Some(std::process::id() as i32));
        assert!(!has_ended(std::process::id() as i32));
        let mut child = std::process::Command::new("true").spawn().expect("a child");
        let end = end_of_process(child.id()).expect("a descriptor");
        let mut interest = libc::pollfd { fd: end, events: libc::POLLIN, revents: 0 };
        // SAFETY: one valid structure.
        unsafe { libc::poll(&raw mut interest, 1, -1) };
        assert!(has_ended(child.id() as i32));
        child.wait().expect("over");
        assert!(has_ended(child.id() as i32));
        for fd in [here, there, end] {
            fd::close(fd).expect("open");
        }
        assert_eq!(maker_of_pair(here), None);
    }
}
