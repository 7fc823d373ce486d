//! The type `socket`: a descriptor with its kind and its time limit. Its waits are those of `process::wire::wait_for`: interrupts and
//! the deadlock check see them.

use super::address::{self, small};
use super::messages;
use crate::native::construct;
use crate::native::process::wire::wait_for;
use crate::native::thread::timeout;
use crate::object::args::Args;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exception::{Exception, TIMEOUT_ERROR};
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::number;
use crate::object::os_error::{io_error, os_error};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::sequence;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use crate::sched::poll::Interest;
use crate::sched::{fd, sockets};
use std::io::ErrorKind;
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering::*};
use std::time::{Duration, Instant};

/// The limit that stands for "wait for ever".
const FOREVER: i64 = -1;

/// Filled in by `__init__`.
pub(super) struct Socket {
    /// -1: closed.
    fd: AtomicI32,
    pub(super) family: AtomicI32,
    kind: AtomicI32,
    protocol: AtomicI32,
    /// Nanoseconds, or `FOREVER`.
    limit: AtomicI64,
}

impl Payload for Socket {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Drop for Socket {
    fn drop(&mut self) {
        let fd = self.fd.swap(-1, AcqRel);
        if fd >= 0 {
            let _closed = fd::close(fd);
        }
    }
}

/// The limit that new sockets get.
pub(super) struct DefaultLimit(pub(super) AtomicI64);

impl Default for DefaultLimit {
    fn default() -> DefaultLimit {
        DefaultLimit(AtomicI64::new(FOREVER))
    }
}

#[cold]
pub(super) fn failed(cx: &Cx, error: &std::io::Error) -> Raised {
    io_error(cx, error, None)
}

pub(super) fn socket<'a>(cx: &Cx, value: &'a Value) -> R<&'a Socket> {
    Native::<Socket>::of(value).ok_or_else(|| cx.type_error(format!("expected a socket, not '{}'", type_of(value).message_name())))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    let zero = || AtomicI32::new(0);
    let body = Socket { fd: AtomicI32::new(-1), family: zero(), kind: zero(), protocol: zero(), limit: AtomicI64::new(FOREVER) };
    Ok(Native::make(class, body))
}

/// Tells who wants to know that a socket was left open. It is closed when its memory goes.
fn finalize(cx: &Cx, this: &Value) {
    let is_open = Native::<Socket>::of(this).is_some_and(|body| body.fd.load(Acquire) >= 0);
    if is_open && crate::native::io::hears_of_unclosed(cx) {
        crate::native::io::warn_of_unclosed(cx, this, "");
    }
}

static INIT: NativeDef = construct::signature("socket(family=-1, type=-1, proto=-1, fileno=None)");

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let a = construct::bind(cx, &INIT, args)?;
    let body = socket(cx, this)?;
    let (mut family, mut kind, mut protocol) = (small(cx, &a[0])?, small(cx, &a[1])?, small(cx, &a[2])?);
    let fd = if a[3].is_none() {
        family = if family == -1 { libc::AF_INET } else { family };
        kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
        protocol = if protocol == -1 { 0 } else { protocol };
        sockets::socket(family, kind, protocol).map_err(|error| failed(cx, &error))?
    } else {
        if number::index(cx, &a[3])?.as_int().is_some_and(|fd| fd < 0) {
            return Err(cx.value_error("negative file descriptor"));
        }
        let fd = small(cx, &a[3])?;
        // Also says so if this is no socket.
        let address = sockets::own_address(fd).map_err(|error| failed(cx, &error))?;
        family = if family == -1 { i32::from(address.family()) } else { family };
        if kind == -1 {
            kind = sockets::int_option(fd, libc::SOL_SOCKET, libc::SO_TYPE).map_err(|error| failed(cx, &error))?;
        }
        if protocol == -1 {
            #[cfg(target_os = "linux")]
            let known = sockets::int_option(fd, libc::SOL_SOCKET, libc::SO_PROTOCOL);
            #[cfg(not(target_os = "linux"))]
            let known = Ok(0);
            protocol = known.map_err(|error| failed(cx, &error))?;
        }
        fd
    };
    #[cfg(target_os = "linux")]
    let kind = kind & !(libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK);
    body.family.store(family, Relaxed);
    body.kind.store(kind, Relaxed);
    body.protocol.store(protocol, Relaxed);
    body.limit.store(cx.interp.extension::<DefaultLimit>().0.load(Relaxed), Relaxed);
    let before = body.fd.swap(fd, AcqRel);
    if before >= 0 {
        let _closed = fd::close(before);
    }
    if body.limit.load(Relaxed) != FOREVER {
        fd::set_blocking(fd, false).map_err(|error| failed(cx, &error))?;
    }
    Ok(())
}

/// The end of a wait that begins now.
fn deadline(this: &Socket) -> Option<Instant> {
    match this.limit.load(Relaxed) {
        FOREVER => None,
        nanos => Instant::now().checked_add(Duration::from_nanos(nanos.unsigned_abs())),
    }
}

/// Runs a call that does not wait until it has succeeded, waiting for `events` between the tries. Errors: TimeoutError; what the call
/// says, BlockingIOError if the socket is not to wait.
pub(super) fn until_done<T>(cx: &Cx, this: &Socket, events: i16, mut call: impl FnMut(i32) -> std::io::Result<T>) -> R<T> {
    let end = deadline(this);
    loop {
        let fd = this.fd.load(Acquire);
        if fd < 0 {
            // Closed, perhaps while this strand waited: waiting for no descriptor would never end.
            return Err(failed(cx, &std::io::Error::from_raw_os_error(libc::EBADF)));
        }
        match call(fd) {
            Ok(done) => return Ok(done),
            Err(error) if error.kind() == ErrorKind::Interrupted => cx.safepoint()?,
            Err(error) if error.kind() == ErrorKind::WouldBlock && this.limit.load(Relaxed) != 0 => {
                if !wait_for(cx, &mut [Interest::new(fd, events)], end)? {
                    return Err(timed_out(cx));
                }
            }
            Err(error) => return Err(failed(cx, &error)),
        }
    }
}

#[cold]
fn timed_out(cx: &Cx) -> Raised {
    let made = Exception::new(&TIMEOUT_ERROR, vec![Str::from_str("timed out").into_value()]);
    // No number goes with it.
    made.set_fields(vec![Value::UNSET; 5]);
    cx.raise(made.into_value())
}

fn accept(cx: &Cx, a: &[Value]) -> R {
    let this = socket(cx, &a[0])?;
    let (connection, address) = until_done(cx, this, libc::POLLIN, |fd| {
        if this.limit.load(Relaxed) == FOREVER {
            // The descriptor waits by itself, which no interrupt would end: it is asked only when somebody is there.
            if !crate::sched::poll::look_once(&mut [Interest::new(fd, libc::POLLIN)])? {
                return Err(ErrorKind::WouldBlock.into());
            }
        }
        sockets::accept(fd)
    })?;
    let address = address::make(cx, &address)?;
    Ok(Tuple::new(vec![Value::int(i64::from(connection)), address]).into_value())
}

fn bind(cx: &Cx, a: &[Value]) -> R {
    let this = socket(cx, &a[0])?;
    let address = address::parse(cx, this.family.load(Relaxed), &a[1], "bind")?;
    sockets::bind(this.fd.load(Acquire), &address).map_err(|error| failed(cx, &error))?;
    Ok(Value::NONE)
}

/// Connects; the error number, 0 for success. Errors: TimeoutError, what an interrupt raises.
fn connect_number(cx: &Cx, this: &Socket, address: &socket2::SockAddr) -> R<i32> {
    let fd = this.fd.load(Acquire);
    let waits = this.limit.load(Relaxed) != 0;
    let end = deadline(this);
    let was_blocking = fd::is_blocking(fd).unwrap_or(false);
    if was_blocking && waits {
        fd::set_blocking(fd, false).map_err(|error| failed(cx, &error))?;
    }
    let result = match sockets::connect(fd, address) {
        Ok(()) => Ok(0),
        Err(error) => match error.raw_os_error().unwrap_or(libc::EIO) {
            libc::EINPROGRESS | libc::EINTR | libc::EAGAIN if waits => match wait_for(cx, &mut [Interest::new(fd, libc::POLLOUT)], end) {
                Ok(true) => sockets::pending_error(fd).map_err(|error| failed(cx, &error)),
                Ok(false) => Err(timed_out(cx)),
                Err(raised) => Err(raised),
            },
            number => Ok(number),
        },
    };
    if was_blocking && waits {
        let _closed_meanwhile = fd::set_blocking(fd, true);
    }
    result
}

fn connect(cx: &Cx, a: &[Value]) -> R {
    let this = socket(cx, &a[0])?;
    let address = address::parse(cx, this.family.load(Relaxed), &a[1], "connect")?;
    match connect_number(cx, this, &address)? {
        0 => Ok(Value::NONE),
        number => Err(os_error(cx, number, None)),
    }
}

fn connect_ex(cx: &Cx, a: &[Value]) -> R {
    let this = socket(cx, &a[0])?;
    let address = address::parse(cx, this.family.load(Relaxed), &a[1], "connect_ex")?;
    match connect_number(cx, this, &address) {
        Ok(number) => Ok(Value::int(i64::from(number))),
        Err(raised) if cx.pending_is(&TIMEOUT_ERROR) => {
            drop(cx.take(raised));
            Ok(Value::int(i64::from(libc::EAGAIN)))
        }
        Err(raised) => Err(raised),
    }
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let fd = socket(cx, &a[0])?.fd.swap(-1, AcqRel);
    if fd >= 0
        && let Err(error) = fd::close(fd)
        && error.raw_os_error() != Some(libc::ECONNRESET)
    {
        return Err(failed(cx, &error));
    }
    Ok(Value::NONE)
}

fn size_arg(cx: &Cx, value: &Value, function: &str) -> R<usize> {
    usize::try_from(sequence::size_argument(cx, value)?).map_err(|_| cx.value_error(format!("negative buffersize in {function}")))
}

fn room(cx: &Cx, size: usize) -> R<Vec<u8>> {
    let mut buffer = crate::object::room::vec(cx, size)?;
    buffer.resize(size, 0);
    Ok(buffer)
}

pub(super) fn flags(cx: &Cx, value: &Value) -> R<i32> {
    small(cx, value)
}

fn recv(cx: &Cx, a: &[Value]) -> R {
    let (this, size, flags) = (socket(cx, &a[0])?, size_arg(cx, &a[1], "recv")?, flags(cx, &a[2])?);
    let mut buffer = room(cx, size)?;
    let count = until_done(cx, this, libc::POLLIN, |fd| sockets::receive(fd, &mut buffer, flags))?;
    bytes::make(cx, &buffer[..count])
}

fn recvfrom(cx: &Cx, a: &[Value]) -> R {
    let (this, size, flags) = (socket(cx, &a[0])?, size_arg(cx, &a[1], "recvfrom")?, flags(cx, &a[2])?);
    let mut buffer = room(cx, size)?;
    let (count, address) = until_done(cx, this, libc::POLLIN, |fd| sockets::receive_from(fd, &mut buffer, flags))?;
    Ok(Tuple::new(vec![bytes::make(cx, &buffer[..count])?, address::make(cx, &address)?]).into_value())
}

/// How much of a writable buffer is to be filled.
fn wanted(cx: &Cx, buffer: &Value, given: &Value, function: &str) -> R<usize> {
    let len = buffer::with_buffer(cx, buffer, <[u8]>::len)?;
    let size = sequence::size_argument(cx, given)?;
    match usize::try_from(size) {
        Err(_) => Err(cx.value_error(format!("negative buffersize in {function}"))),
        Ok(0) => Ok(len),
        Ok(size) if size > len => Err(cx.value_error("buffer too small for requested bytes")),
        Ok(size) => Ok(size),
    }
}

fn recv_into(cx: &Cx, a: &[Value]) -> R {
    let (this, size, flags) = (socket(cx, &a[0])?, wanted(cx, &a[1], &a[2], "recv_into")?, flags(cx, &a[3])?);
    let mut buffer = room(cx, size)?;
    let count = until_done(cx, this, libc::POLLIN, |fd| sockets::receive(fd, &mut buffer, flags))?;
    buffer::write_into(cx, &a[1], &buffer[..count]).map(int::from_usize)
}

fn recvfrom_into(cx: &Cx, a: &[Value]) -> R {
    let (this, size, flags) = (socket(cx, &a[0])?, wanted(cx, &a[1], &a[2], "recvfrom_into")?, flags(cx, &a[3])?);
    let mut buffer = room(cx, size)?;
    let (count, address) = until_done(cx, this, libc::POLLIN, |fd| sockets::receive_from(fd, &mut buffer, flags))?;
    let count = buffer::write_into(cx, &a[1], &buffer[..count])?;
    Ok(Tuple::new(vec![int::from_usize(count), address::make(cx, &address)?]).into_value())
}

fn send(cx: &Cx, a: &[Value]) -> R {
    let (this, data, flags) = (socket(cx, &a[0])?, buffer::bytes_like(cx, &a[1])?, flags(cx, &a[2])?);
    until_done(cx, this, libc::POLLOUT, |fd| sockets::send(fd, &data, flags)).map(int::from_usize)
}

fn sendall(cx: &Cx, a: &[Value]) -> R {
    let (this, data, flags) = (socket(cx, &a[0])?, buffer::bytes_like(cx, &a[1])?, flags(cx, &a[2])?);
    let end = deadline(this);
    let mut rest: &[u8] = &data;
    loop {
        let fd = this.fd.load(Acquire);
        match sockets::send(fd, rest, flags) {
            Ok(count) => rest = &rest[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock && this.limit.load(Relaxed) != 0 => {
                if !wait_for(cx, &mut [Interest::new(fd, libc::POLLOUT)], end)? {
                    return Err(timed_out(cx));
                }
            }
            Err(error) => return Err(failed(cx, &error)),
        }
        if rest.is_empty() {
            return Ok(Value::NONE);
        }
        cx.safepoint()?;
    }
}

/// `sendto(data[, flags], address)`.
fn sendto(cx: &Cx, raw: Args<'_>) -> R {
    let (this, data, flag_arg, address) = match raw.pos() {
        [this, data, address] => (this, data, Value::int(0), address),
        [this, data, flags, address] => (this, data, flags.clone(), address),
        given => {
            let count = given.len().saturating_sub(1);
            return Err(cx.type_error(format!("sendto() takes 2 or 3 arguments ({count} given)")));
        }
    };
    let (this, data, flags) = (socket(cx, this)?, buffer::bytes_like(cx, data)?, flags(cx, &flag_arg)?);
    let address = address::parse(cx, this.family.load(Relaxed), address, "sendto")?;
    until_done(cx, this, libc::POLLOUT, |fd| sockets::send_to(fd, &data, flags, &address)).map(int::from_usize)
}

fn listen(cx: &Cx, a: &[Value]) -> R {
    let backlog = if a[1].is_unset() { 128 } else { small(cx, &a[1])?.max(0) };
    sockets::listen(socket(cx, &a[0])?.fd.load(Acquire), backlog).map_err(|error| failed(cx, &error))?;
    Ok(Value::NONE)
}

fn getsockopt(cx: &Cx, a: &[Value]) -> R {
    let (this, level, name) = (socket(cx, &a[0])?, small(cx, &a[1])?, small(cx, &a[2])?);
    let fd = this.fd.load(Acquire);
    let size = if a[3].is_unset() { 0 } else { small(cx, &a[3])? };
    if size == 0 {
        return sockets::int_option(fd, level, name).map(|option| Value::int(i64::from(option))).map_err(|error| failed(cx, &error));
    }
    if !(0..=1024).contains(&size) {
        return Err(cx.error(&crate::object::exceptions::OS_ERROR, "getsockopt buflen out of range"));
    }
    let option = sockets::option(fd, level, name, size as usize).map_err(|error| failed(cx, &error))?;
    bytes::make(cx, &option)
}

fn setsockopt(cx: &Cx, a: &[Value]) -> R {
    let (this, level, name) = (socket(cx, &a[0])?, small(cx, &a[1])?, small(cx, &a[2])?);
    let option = match (a[3].is_none(), a[4].is_unset()) {
        (true, false) => vec![0; size_arg(cx, &a[4], "setsockopt")?.min(1024)],
        _ if buffer::is_bytes_like(&a[3]) => buffer::bytes_like(cx, &a[3])?.into_owned(),
        _ => small(cx, &a[3])?.to_ne_bytes().to_vec(),
    };
    sockets::set_option(this.fd.load(Acquire), level, name, &option).map_err(|error| failed(cx, &error))?;
    Ok(Value::NONE)
}

/// A limit argument in nanoseconds.
pub(super) fn limit(cx: &Cx, value: &Value) -> R<i64> {
    if value.is_none() {
        return Ok(FOREVER);
    }
    let nanos = timeout::nanoseconds(cx, value)?;
    if nanos < 0 {
        return Err(cx.value_error("Timeout value out of range"));
    }
    Ok(nanos)
}

pub(super) fn shown_limit(nanos: i64) -> Value {
    if nanos == FOREVER { Value::NONE } else { Value::float(nanos as f64 / 1e9) }
}

fn set_limit(cx: &Cx, this: &Socket, nanos: i64) -> R {
    this.limit.store(nanos, Relaxed);
    fd::set_blocking(this.fd.load(Acquire), nanos == FOREVER).map_err(|error| failed(cx, &error))?;
    Ok(Value::NONE)
}

fn shutdown(cx: &Cx, a: &[Value]) -> R {
    sockets::shutdown(socket(cx, &a[0])?.fd.load(Acquire), small(cx, &a[1])?).map_err(|error| failed(cx, &error))?;
    Ok(Value::NONE)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let this = socket(cx, value)?;
    let text = format!(
        "<socket object, fd={}, family={}, type={}, proto={}>",
        this.fd.load(Acquire),
        this.family.load(Relaxed),
        this.kind.load(Relaxed),
        this.protocol.load(Relaxed)
    );
    Ok(Str::from_str(&text).into_value())
}

const METHODS: &[NativeDef] = &[
    NativeDef::new("_accept(self, /)", accept),
    NativeDef::new("bind(self, address, /)", bind),
    NativeDef::new("connect(self, address, /)", connect),
    NativeDef::new("connect_ex(self, address, /)", connect_ex),
    NativeDef::new("close(self, /)", close),
    NativeDef::new("detach(self, /)", |cx, a| Ok(Value::int(i64::from(socket(cx, &a[0])?.fd.swap(-1, AcqRel))))),
    NativeDef::new("fileno(self, /)", |cx, a| Ok(Value::int(i64::from(socket(cx, &a[0])?.fd.load(Acquire))))),
    NativeDef::new("recv(self, bufsize, flags=0, /)", recv),
    NativeDef::new("recvfrom(self, bufsize, flags=0, /)", recvfrom),
    NativeDef::new("recv_into(self, buffer, nbytes=0, flags=0)", recv_into),
    NativeDef::new("recvfrom_into(self, buffer, nbytes=0, flags=0)", recvfrom_into),
    NativeDef::new("send(self, data, flags=0, /)", send),
    NativeDef::new("sendall(self, data, flags=0, /)", sendall),
    NativeDef::raw("sendto(self, data, flags_or_address, address=?, /)", sendto),
    NativeDef::new("sendmsg(self, buffers, ancdata=?, flags=0, address=None, /)", messages::sendmsg),
    NativeDef::new("recvmsg(self, bufsize, ancbufsize=0, flags=0, /)", messages::recvmsg),
    NativeDef::new("recvmsg_into(self, buffers, ancbufsize=0, flags=0, /)", messages::recvmsg_into),
    NativeDef::new("listen(self, backlog=?, /)", listen),
    NativeDef::new("getsockopt(self, level, option, buffersize=?, /)", getsockopt),
    NativeDef::new("setsockopt(self, level, option, value, optlen=?, /)", setsockopt),
    NativeDef::new("settimeout(self, timeout, /)", |cx, a| {
        let nanos = limit(cx, &a[1])?;
        set_limit(cx, socket(cx, &a[0])?, nanos)
    }),
    NativeDef::new("gettimeout(self, /)", |cx, a| Ok(shown_limit(socket(cx, &a[0])?.limit.load(Relaxed)))),
    NativeDef::new("setblocking(self, flag, /)", |cx, a| {
        let nanos = if protocol::truth(cx, &a[1])? { FOREVER } else { 0 };
        set_limit(cx, socket(cx, &a[0])?, nanos)
    }),
    NativeDef::new("getblocking(self, /)", |cx, a| Ok(Value::bool(socket(cx, &a[0])?.limit.load(Relaxed) != 0))),
    NativeDef::new("getsockname(self, /)", |cx, a| {
        let found = sockets::own_address(socket(cx, &a[0])?.fd.load(Acquire)).map_err(|error| failed(cx, &error))?;
        address::make(cx, &found)
    }),
    NativeDef::new("getpeername(self, /)", |cx, a| {
        let found = sockets::peer_address(socket(cx, &a[0])?.fd.load(Acquire)).map_err(|error| failed(cx, &error))?;
        address::make(cx, &found)
    }),
    NativeDef::new("shutdown(self, how, /)", shutdown),
];

const GETSET: &[GetSet] = &[
    GetSet { name: "family", get: |cx, this| Ok(Value::int(i64::from(socket(cx, this)?.family.load(Relaxed)))), set: None },
    GetSet { name: "type", get: |cx, this| Ok(Value::int(i64::from(socket(cx, this)?.kind.load(Relaxed)))), set: None },
    GetSet { name: "proto", get: |cx, this| Ok(Value::int(i64::from(socket(cx, this)?.protocol.load(Relaxed)))), set: None },
    GetSet { name: "timeout", get: |cx, this| Ok(shown_limit(socket(cx, this)?.limit.load(Relaxed))), set: None },
];

static DEF: TypeDef = TypeDef {
    name: "socket",
    module: "_socket",
    doc: "An end of a connection, or a place where connections come in.",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), finalize: Some(finalize), ..Slots::NONE },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static SOCKET: Type = Type::from_def(&DEF);
