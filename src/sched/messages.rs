//! `sendmsg` and `recvmsg`: data of several pieces, with control messages (descriptors, for one) beside it. Knows not what they mean.

use socket2::{SockAddr, SockAddrStorage};
use std::io::{Error, ErrorKind, IoSlice, IoSliceMut, Result};

/// A control message: level, type, data.
pub(crate) type Control = (i32, i32, Vec<u8>);

/// What has come: how many bytes, control messages, flags, and whose it is.
pub(crate) struct Received {
    pub count: usize,
    pub controls: Vec<Control>,
    pub flags: i32,
    pub address: SockAddr,
}

/// More than this a system does not take.
const MOST_CONTROL: usize = 1 << 20;

fn check_size(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| Error::last_os_error())
}

/// Bytes that a control message of so much data takes: without what aligns the next one, and with it. None if no message is that long.
pub(crate) fn control_sizes(data: usize) -> Option<(usize, usize)> {
    let data = u32::try_from(data).ok().filter(|data| *data < i32::MAX as u32 - 64)?;
    // SAFETY: they compute only.
    unsafe { Some((libc::CMSG_LEN(data) as usize, libc::CMSG_SPACE(data) as usize)) }
}

/// Room for control messages, aligned as their headers need.
fn control_room(bytes: usize) -> Result<Vec<u64>> {
    if bytes > MOST_CONTROL {
        return Err(Error::from_raw_os_error(libc::EMSGSIZE));
    }
    Ok(vec![0; bytes.div_ceil(size_of::<u64>())])
}

/// Sends what there is room for, without waiting and without SIGPIPE.
pub(crate) fn send(fd: i32, parts: &[IoSlice<'_>], controls: &[Control], flags: i32, to: Option<&SockAddr>) -> Result<usize> {
    let mut size = 0usize;
    for (.., data) in controls {
        let (_, space) = control_sizes(data.len()).ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
        size = size.saturating_add(space);
    }
    let mut room = control_room(size)?;
    // SAFETY: all-zero is a valid msghdr; the parts (which have the layout of iovec), the address and the control buffer outlive the call
    // and are only read; each header and its data are written within the buffer, whose size is the sum of the spaces they take.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = parts.as_ptr().cast_mut().cast();
        message.msg_iovlen = parts.len() as _;
        if let Some(to) = to {
            message.msg_name = to.as_ptr().cast_mut().cast();
            message.msg_namelen = to.len();
        }
        if size > 0 {
            message.msg_control = room.as_mut_ptr().cast();
            message.msg_controllen = size as _;
            let mut header = libc::CMSG_FIRSTHDR(&raw const message);
            for (level, kind, data) in controls {
                if header.is_null() {
                    return Err(ErrorKind::InvalidInput.into());
                }
                (*header).cmsg_level = *level;
                (*header).cmsg_type = *kind;
                (*header).cmsg_len = libc::CMSG_LEN(data.len() as u32) as _;
                std::ptr::copy_nonoverlapping(data.as_ptr(), libc::CMSG_DATA(header), data.len());
                header = libc::CMSG_NXTHDR(&raw const message, header);
            }
        }
        check_size(libc::sendmsg(fd, &raw const message, flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL))
    }
}

/// Receives what is there, without waiting, with up to `control` bytes of control messages. Descriptors among them are
/// inherited by children unless `flags` says otherwise, as CPython's.
pub(crate) fn receive(fd: i32, into: &mut [IoSliceMut<'_>], control: usize, flags: i32) -> Result<Received> {
    let mut room = control_room(control)?;
    let mut storage = SockAddrStorage::zeroed();
    let most = storage.size_of();
    // SAFETY: all-zero is a valid msghdr; the parts (which have the layout of iovec), the storage and the control buffer outlive the call,
    // which writes at most as much as they hold and says how much; headers are walked within what was written, and a header's data is
    // cut where the buffer ends.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = into.as_mut_ptr().cast();
        message.msg_iovlen = into.len() as _;
        message.msg_name = std::ptr::from_mut(storage.view_as::<libc::sockaddr_storage>()).cast();
        message.msg_namelen = most;
        if control > 0 {
            message.msg_control = room.as_mut_ptr().cast();
            message.msg_controllen = control as _;
        }
        let count = check_size(libc::recvmsg(fd, &raw mut message, flags | libc::MSG_DONTWAIT))?;
        let mut controls = Vec::new();
        let end = message.msg_control.addr() + message.msg_controllen as usize;
        let mut header = if control > 0 { libc::CMSG_FIRSTHDR(&raw const message) } else { std::ptr::null_mut() };
        while !header.is_null() {
            let data = libc::CMSG_DATA(header);
            let stop = (header.addr() + (*header).cmsg_len as usize).min(end);
            let data = std::slice::from_raw_parts(data, stop.saturating_sub(data.addr()));
            controls.push(((*header).cmsg_level, (*header).cmsg_type, data.to_vec()));
            header = libc::CMSG_NXTHDR(&raw const message, header);
        }
        let address = SockAddr::new(storage, message.msg_namelen.min(most));
        Ok(Received { count, controls, flags: message.msg_flags & !CLOEXEC, address })
    }
}

/// The flag that asked for descriptors that are not inherited comes back with the others.
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
const CLOEXEC: i32 = libc::MSG_CMSG_CLOEXEC;
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
const CLOEXEC: i32 = 0;

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;

    #[test]
    fn data_comes_with_descriptors() {
        let (here, there) = UnixStream::pair().expect("a pair");
        let fd = here.as_raw_fd();
        let controls = [(libc::SOL_SOCKET, libc::SCM_RIGHTS, fd.to_ne_bytes().to_vec())];
        let parts = [IoSlice::new(b"ab"), IoSlice::new(b"cde")];
        assert_eq!(send(fd, &parts, &controls, 0, None).expect("room"), 5);
        let (mut first, mut second) = ([0; 3], [0; 9]);
        let mut places = [IoSliceMut::new(&mut first), IoSliceMut::new(&mut second)];
        let (_, space) = control_sizes(4).expect("small");
        let got = receive(there.as_raw_fd(), &mut places, space, 0).expect("a message");
        assert_eq!((got.count, &first, &second[..2]), (5, b"abc", &b"de"[..]));
        let [(level, kind, data)] = &got.controls[..] else { panic!("one message") };
        assert_eq!((*level, *kind, data.len(), got.flags), (libc::SOL_SOCKET, libc::SCM_RIGHTS, 4, 0));
        let copy = i32::from_ne_bytes(data[..].try_into().expect("four bytes"));
        assert!(copy != fd && super::super::fd::close(copy).is_ok());
        let empty = receive(there.as_raw_fd(), &mut places_of(&mut [0; 1]), 0, 0);
        assert_eq!(empty.err().map(|error| error.kind()), Some(ErrorKind::WouldBlock));
    }

    fn places_of(bytes: &mut [u8]) -> [IoSliceMut<'_>; 1] {
        [IoSliceMut::new(bytes)]
    }
}
