//! Stream sockets by descriptor, none of which ever waits. Knows addresses, not what is sent.

use socket2::{Domain, SockAddr, SockRef, Socket, Type};
use std::io::{self, Error, ErrorKind};
use std::net::SocketAddr;
use std::os::fd::{BorrowedFd, IntoRawFd};
use std::path::{Path, PathBuf};

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Address {
    Ip(SocketAddr),
    /// None: a socket without a name.
    Unix(Option<PathBuf>),
}

impl Address {
    fn domain(&self) -> Domain {
        match self {
            Address::Ip(SocketAddr::V4(_)) => Domain::IPV4,
            Address::Ip(SocketAddr::V6(_)) => Domain::IPV6,
            Address::Unix(_) => Domain::UNIX,
        }
    }

    fn to_system(&self) -> io::Result<SockAddr> {
        match self {
            Address::Ip(address) => Ok(SockAddr::from(*address)),
            Address::Unix(path) => SockAddr::unix(path.as_deref().unwrap_or(Path::new(""))),
        }
    }

    fn of(address: &SockAddr) -> Address {
        match address.as_socket() {
            Some(address) => Address::Ip(address),
            None => Address::Unix(address.as_pathname().map(Path::to_path_buf)),
        }
    }
}

/// Runs `f` on the socket behind a number.
fn with<T>(fd: i32, f: impl FnOnce(SockRef<'_>) -> io::Result<T>) -> io::Result<T> {
    if fd < 0 {
        return Err(Error::from_raw_os_error(libc::EBADF));
    }
    // SAFETY: the number is only passed to the system, which says so if it names no open socket.
    let borrowed = unsafe { BorrowedFd::borrow_raw(fd) };
    f(SockRef::from(&borrowed))
}

fn open(address: &Address) -> io::Result<Socket> {
    let socket = Socket::new(address.domain(), Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Begins to connect. The flag: it is done already; else the socket can be written once it is, and `take_error` says how it went.
pub(crate) fn connect(address: &Address, from: Option<&Address>) -> io::Result<(i32, bool)> {
    let socket = open(address)?;
    if let Some(from) = from {
        socket.bind(&from.to_system()?)?;
    }
    match socket.connect(&address.to_system()?) {
        Ok(()) => Ok((socket.into_raw_fd(), true)),
        Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok((socket.into_raw_fd(), false)),
        Err(error) => Err(error),
    }
}

pub(crate) fn take_error(fd: i32) -> io::Result<()> {
    match with(fd, |socket| socket.take_error())? {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// How an address is listened at.
#[derive(Clone, Copy, Default)]
pub(crate) struct ListenOptions {
    pub(crate) backlog: i32,
    pub(crate) reuse_address: bool,
    pub(crate) reuse_port: bool,
}

pub(crate) fn listen(address: &Address, options: ListenOptions) -> io::Result<i32> {
    let socket = open(address)?;
    if options.reuse_address {
        socket.set_reuse_address(true)?;
    }
    #[cfg(unix)]
    if options.reuse_port {
        socket.set_reuse_port(true)?;
    }
    if address.domain() == Domain::IPV6 {
        // As CPython's servers: the same port of both families is bound one by one.
        socket.set_only_v6(true)?;
    }
    socket.bind(&address.to_system()?)?;
    socket.listen(options.backlog)?;
    Ok(socket.into_raw_fd())
}

/// The next connection, None if nobody waits for one.
pub(crate) fn accept(fd: i32) -> io::Result<Option<(i32, Address)>> {
    match with(fd, |socket| socket.accept()) {
        Ok((socket, address)) => {
            socket.set_nonblocking(true)?;
            Ok(Some((socket.into_raw_fd(), Address::of(&address))))
        }
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted | ErrorKind::ConnectionAborted) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn local_address(fd: i32) -> io::Result<Address> {
    with(fd, |socket| socket.local_addr()).map(|address| Address::of(&address))
}

pub(crate) fn peer_address(fd: i32) -> io::Result<Address> {
    with(fd, |socket| socket.peer_addr()).map(|address| Address::of(&address))
}

/// Small packets are sent at once; sockets that are not TCP know nothing of it.
pub(crate) fn set_no_delay(fd: i32) {
    let _ = with(fd, |socket| socket.set_tcp_nodelay(true));
}

pub(crate) fn shut_down_writing(fd: i32) -> io::Result<()> {
    with(fd, |socket| socket.shutdown(std::net::Shutdown::Write))
}

/// Sends what fits; a connection that is gone is an error, never a signal.
pub(crate) fn send(fd: i32, bytes: &[u8]) -> io::Result<usize> {
    loop {
        match with(fd, |socket| socket.send_with_flags(bytes, libc::MSG_NOSIGNAL)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Two sockets connected with each other.
pub(crate) fn pair() -> io::Result<(i32, i32)> {
    let (a, b) = Socket::pair(Domain::UNIX, Type::STREAM, None)?;
    a.set_nonblocking(true)?;
    b.set_nonblocking(true)?;
    Ok((a.into_raw_fd(), b.into_raw_fd()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::fd;

    #[test]
    fn connects_accepts_and_carries_bytes() {
        let any = Address::Ip("127.0.0.1:0".parse().expect("an address"));
        let options = ListenOptions { backlog: 5, reuse_address: true, reuse_port: false };
        let server = listen(&any, options).expect("a free port");
        assert_eq!(accept(server).expect("listening"), None);
        let address = local_address(server).expect("bound");
        let (client, _) = connect(&address, None).expect("somebody listens");
        let (peer, from) = loop {
            if let Some(found) = accept(server).expect("listening") {
                break found;
            }
        };
        take_error(client).expect("connected");
        assert_eq!(from, local_address(client).expect("bound"));
        assert_eq!(peer_address(client).expect("connected"), address);
        assert_eq!(send(client, b"hello").expect("room"), 5);
        let mut buffer = [0; 8];
        let count = loop {
            match fd::read(peer, &mut buffer) {
                Ok(count) => break count,
                Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            }
        };
        assert_eq!(&buffer[..count], b"hello");
        shut_down_writing(peer).expect("connected");
        for fd in [server, client, peer] {
            fd::close(fd).expect("open");
        }
        assert!(send(-1, b"x").is_err());
    }
}
