//! System calls on sockets given as descriptor numbers. Knows no waiting: what would wait says `WouldBlock`.

use socket2::{SockAddr, SockAddrStorage};
use std::io::{Error, Result};

/// Bytes that `getsockopt` may give.
const MOST_OPTION: usize = 1024;

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(Error::last_os_error()) } else { Ok(result) }
}

fn check_size(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| Error::last_os_error())
}

/// A socket that child processes do not inherit.
pub(crate) fn socket(family: i32, kind: i32, protocol: i32) -> Result<i32> {
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
    // SAFETY: no memory is passed.
    return check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) });
    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
    {
        // SAFETY: no memory is passed.
        let fd = check(unsafe { libc::socket(family, kind, protocol) })?;
        super::fd::set_inheritable(fd, false)?;
        Ok(fd)
    }
}

pub(crate) fn pair(family: i32, kind: i32, protocol: i32) -> Result<(i32, i32)> {
    let mut ends = [0; 2];
    // SAFETY: the array has room for the two descriptors.
    check(unsafe { libc::socketpair(family, kind, protocol, ends.as_mut_ptr()) })?;
    for end in ends {
        super::fd::set_inheritable(end, false)?;
    }
    Ok((ends[0], ends[1]))
}

pub(crate) fn bind(fd: i32, address: &SockAddr) -> Result<()> {
    // SAFETY: the address is valid for its length.
    check(unsafe { libc::bind(fd, address.as_ptr().cast(), address.len()) }).map(drop)
}

pub(crate) fn connect(fd: i32, address: &SockAddr) -> Result<()> {
    // SAFETY: the address is valid for its length.
    check(unsafe { libc::connect(fd, address.as_ptr().cast(), address.len()) }).map(drop)
}

pub(crate) fn listen(fd: i32, backlog: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::listen(fd, backlog) }).map(drop)
}

pub(crate) fn shutdown(fd: i32, how: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::shutdown(fd, how) }).map(drop)
}

/// An address that a call fills in, and the call's result.
fn with_address<T>(call: impl FnOnce(*mut libc::sockaddr, *mut libc::socklen_t) -> Result<T>) -> Result<(T, SockAddr)> {
    let mut storage = SockAddrStorage::zeroed();
    let mut len = storage.size_of();
    // SAFETY: the view covers the storage, which is large enough for every address and outlives the call.
    let place: *mut libc::sockaddr = unsafe { std::ptr::from_mut(storage.view_as::<libc::sockaddr_storage>()).cast() };
    let result = call(place, &raw mut len)?;
    let len = len.min(storage.size_of());
    // SAFETY: the system filled in `len` bytes of an address.
    Ok((result, unsafe { SockAddr::new(storage, len) }))
}

/// A connection and who made it.
pub(crate) fn accept(fd: i32) -> Result<(i32, SockAddr)> {
    // SAFETY: the place is valid for the length it comes with.
    let (connection, address) = with_address(|place, len| check(unsafe { libc::accept(fd, place, len) }))?;
    super::fd::set_inheritable(connection, false)?;
    Ok((connection, address))
}

pub(crate) fn own_address(fd: i32) -> Result<SockAddr> {
    // SAFETY: as for `accept`.
    with_address(|place, len| check(unsafe { libc::getsockname(fd, place, len) })).map(|(_, address)| address)
}

pub(crate) fn peer_address(fd: i32) -> Result<SockAddr> {
    // SAFETY: as for `accept`.
    with_address(|place, len| check(unsafe { libc::getpeername(fd, place, len) })).map(|(_, address)| address)
}

/// Receives what is there, without waiting.
pub(crate) fn receive(fd: i32, into: &mut [u8], flags: i32) -> Result<usize> {
    // SAFETY: the slice is valid for writes of its length.
    check_size(unsafe { libc::recv(fd, into.as_mut_ptr().cast(), into.len(), flags | libc::MSG_DONTWAIT) })
}

/// As [`receive`], with the sender's address.
pub(crate) fn receive_from(fd: i32, into: &mut [u8], flags: i32) -> Result<(usize, SockAddr)> {
    with_address(|place, len| {
        // SAFETY: the slice is valid for writes of its length, the place for the length it comes with.
        check_size(unsafe { libc::recvfrom(fd, into.as_mut_ptr().cast(), into.len(), flags | libc::MSG_DONTWAIT, place, len) })
    })
}

/// Sends what there is room for, without waiting and without SIGPIPE.
pub(crate) fn send(fd: i32, bytes: &[u8], flags: i32) -> Result<usize> {
    // SAFETY: the slice is valid for reads of its length.
    check_size(unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL) })
}

pub(crate) fn send_to(fd: i32, bytes: &[u8], flags: i32, to: &SockAddr) -> Result<usize> {
    let flags = flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    // SAFETY: the slice and the address are valid for reads of their lengths.
    check_size(unsafe { libc::sendto(fd, bytes.as_ptr().cast(), bytes.len(), flags, to.as_ptr().cast(), to.len()) })
}

pub(crate) fn option(fd: i32, level: i32, name: i32, size: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; size.min(MOST_OPTION)];
    let mut len = bytes.len() as libc::socklen_t;
    // SAFETY: the buffer is valid for writes of its length.
    check(unsafe { libc::getsockopt(fd, level, name, bytes.as_mut_ptr().cast(), &raw mut len) })?;
    bytes.truncate(len as usize);
    Ok(bytes)
}

pub(crate) fn set_option(fd: i32, level: i32, name: i32, bytes: &[u8]) -> Result<()> {
    // SAFETY: the slice is valid for reads of its length.
    check(unsafe { libc::setsockopt(fd, level, name, bytes.as_ptr().cast(), bytes.len() as libc::socklen_t) }).map(drop)
}

/// The error that waits on a socket, 0 for none.
pub(crate) fn pending_error(fd: i32) -> Result<i32> {
    let bytes = option(fd, libc::SOL_SOCKET, libc::SO_ERROR, 4)?;
    Ok(bytes.try_into().map_or(0, i32::from_ne_bytes))
}

pub(crate) fn int_option(fd: i32, level: i32, name: i32) -> Result<i32> {
    Ok(option(fd, level, name, 4)?.try_into().map_or(0, i32::from_ne_bytes))
}
