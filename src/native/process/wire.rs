//! Packets and waiting for descriptors, as scripts call them. Knows no objects but bytes and numbers.

use crate::native::thread::timeout;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::os_error::{io_error, os_error};
use crate::object::park;
use crate::object::protocol;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::packets;
use crate::sched::park::WakeReason;
use crate::sched::poll::{Interest, look_once, poll};
use std::io::ErrorKind;
use std::time::Instant;

pub(crate) fn fd_arg(cx: &Cx, value: &Value) -> R<i32> {
    i32::try_from(protocol::index(cx, value)?).map_err(|_| cx.overflow_error("Python int too large to convert to C int"))
}

pub(super) fn fd_args(cx: &Cx, value: &Value) -> R<Vec<i32>> {
    iter::collect(cx, value)?.iter().map(|fd| fd_arg(cx, fd)).collect()
}

/// Waits until one of the descriptors has something; false when the time is up. Errors: OSError, what an interrupt raises.
pub(crate) fn wait_for(cx: &Cx, interests: &mut [Interest], deadline: Option<Instant>) -> R<bool> {
    match look_once(interests) {
        Ok(false) => sleep_for(cx, interests, deadline),
        Ok(true) => Ok(true),
        Err(error) if error.kind() == ErrorKind::Interrupted => sleep_for(cx, interests, deadline),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

/// As `wait_for`, for who has just looked.
pub(crate) fn sleep_for(cx: &Cx, interests: &mut [Interest], deadline: Option<Instant>) -> R<bool> {
    loop {
        match poll(&cx.strand, interests, deadline) {
            Ok(WakeReason::Woken | WakeReason::Granted) => return Ok(true),
            Ok(WakeReason::TimedOut) => return Ok(false),
            Ok(ended) => {
                if let Err(error) = ended.into_result() {
                    park::interrupted(cx, error)?;
                }
            }
            Err(error) => return Err(io_error(cx, &error, None)),
        }
    }
}

/// `poll([(fd, events)], timeout)`: the descriptors that have something, with what it is.
fn poll_function(cx: &Cx, a: &[Value]) -> R {
    let mut interests = Vec::new();
    for pair in iter::collect(cx, &a[0])? {
        let Some([fd, events]) = pair.get::<Tuple>().map(Tuple::items) else { return Err(cx.type_error("expected pairs")) };
        interests.push(Interest::new(fd_arg(cx, fd)?, protocol::index(cx, events)? as i16));
    }
    let deadline = timeout::optional(cx, &a[1])?;
    wait_for(cx, &mut interests, deadline)?;
    let found = interests
        .iter()
        .filter(|interest| interest.found != 0)
        .map(|interest| Tuple::new(vec![Value::int(i64::from(interest.fd)), Value::int(i64::from(interest.found as u16))]).into_value());
    Ok(List::new(found.collect()).into_value())
}

fn pair(cx: &Cx, _: &[Value]) -> R {
    let (one, other) = packets::pair().map_err(|error| io_error(cx, &error, None))?;
    Ok(Tuple::new(vec![Value::int(i64::from(one)), Value::int(i64::from(other))]).into_value())
}

/// Sends a packet, waiting for room if it shall; false if there is none. Errors: OSError, what an interrupt raises.
pub(super) fn send_packet(cx: &Cx, fd: i32, data: &[u8], fds: &[i32], block: bool) -> R<bool> {
    send_headed(cx, fd, (&[], data), fds, block)
}

/// As `send_packet`, with a head before the data.
pub(super) fn send_headed(cx: &Cx, fd: i32, (head, data): (&[u8], &[u8]), fds: &[i32], block: bool) -> R<bool> {
    loop {
        match packets::send_headed(fd, head, data, fds) {
            Ok(()) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if !block {
                    return Ok(false);
                }
                wait_for(cx, &mut [Interest::new(fd, libc::POLLOUT)], None)?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => cx.safepoint()?,
            Err(error) => return Err(io_error(cx, &error, None)),
        }
    }
}

/// `send(fd, data, fds, block)`: False if there is no room and the call shall not wait.
fn send(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_arg(cx, &a[0])?;
    let data = buffer::bytes_like(cx, &a[1])?;
    let fds = fd_args(cx, &a[2])?;
    let block = protocol::truth(cx, &a[3])?;
    send_packet(cx, fd, &data, &fds, block).map(Value::bool)
}

/// (data, fds), as scripts get them.
pub(super) fn packet(cx: &Cx, data: &[u8], fds: Vec<i32>) -> R {
    let fds = fds.into_iter().map(|fd| Value::int(i64::from(fd))).collect();
    Ok(Tuple::new(vec![bytes::make(cx, data)?, List::new(fds).into_value()]).into_value())
}

/// `receive(fd, block, timeout)`: (data, fds); None if there is nothing in time. Errors: EOFError at the end.
fn receive(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_arg(cx, &a[0])?;
    let block = protocol::truth(cx, &a[1])?;
    let deadline = timeout::optional(cx, &a[2])?;
    match receive_packet(cx, fd, block, deadline, packets::receive)? {
        Some((data, fds)) => packet(cx, &data, fds),
        None => Ok(Value::NONE),
    }
}

type Packet = (Vec<u8>, Vec<i32>);

/// What `take` takes from the line; None if there is nothing in time. Errors: EOFError at the end.
pub(super) fn receive_packet(
    cx: &Cx,
    fd: i32,
    block: bool,
    deadline: Option<Instant>,
    take: impl Fn(i32) -> std::io::Result<Option<Packet>>,
) -> R<Option<Packet>> {
    loop {
        match take(fd) {
            Ok(Some(packet)) => return Ok(Some(packet)),
            Ok(None) => return Err(cx.raise(crate::object::exception::make(&crate::object::exception::EOF_ERROR, Vec::new()))),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if !block || !wait_for(cx, &mut [Interest::new(fd, libc::POLLIN)], deadline)? {
                    return Ok(None);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => cx.safepoint()?,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                return Err(cx.raise(crate::object::exception::make(&crate::object::exception::EOF_ERROR, Vec::new())));
            }
            Err(error) => return Err(io_error(cx, &error, None)),
        }
    }
}

/// A pipe of tokens: one byte each. Both ends do not block.
fn tokens(cx: &Cx, a: &[Value]) -> R {
    let count = protocol::index(cx, &a[0])?;
    if !(0..=65536).contains(&count) {
        return Err(os_error(cx, libc::EINVAL, None));
    }
    let failed = |error: std::io::Error| io_error(cx, &error, None);
    let (reading, writing) = crate::sched::fd::pipe().map_err(failed)?;
    for end in [reading, writing] {
        crate::sched::fd::set_blocking(end, false).map_err(failed)?;
    }
    if count > 0 {
        crate::sched::fd::write(writing, &vec![b'x'; count as usize]).map_err(failed)?;
    }
    Ok(Tuple::new(vec![Value::int(i64::from(reading)), Value::int(i64::from(writing))]).into_value())
}

/// `take(fd, block, timeout)`: takes a token; False if there is none in time.
fn take(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_arg(cx, &a[0])?;
    let block = protocol::truth(cx, &a[1])?;
    let deadline = if block { timeout::optional(cx, &a[2])? } else { None };
    let mut byte = [0];
    loop {
        match crate::sched::fd::read(fd, &mut byte) {
            Ok(1) => return Ok(Value::TRUE),
            Ok(_) => return Err(os_error(cx, libc::EPIPE, None)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if !block || !wait_for(cx, &mut [Interest::new(fd, libc::POLLIN)], deadline)? {
                    return Ok(Value::FALSE);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => cx.safepoint()?,
            Err(error) => return Err(io_error(cx, &error, None)),
        }
    }
}

/// `give(fd)`: puts a token back.
fn give(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_arg(cx, &a[0])?;
    match crate::sched::fd::write(fd, b"x") {
        Ok(_) => Ok(Value::NONE),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

/// `count(fd)`: how many bytes wait in a pipe.
fn count(cx: &Cx, a: &[Value]) -> R {
    crate::sched::fd::readable_bytes(fd_arg(cx, &a[0])?).map(|count| Value::int(count as i64)).map_err(|error| io_error(cx, &error, None))
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("poll(interests, timeout=None, /)", poll_function),
    NativeDef::new("pair()", pair),
    NativeDef::new("send(fd, data, fds=(), block=True, /)", send),
    NativeDef::new("receive(fd, block=True, timeout=None, /)", receive),
    NativeDef::new("tokens(count, /)", tokens),
    NativeDef::new("take(fd, block=True, timeout=None, /)", take),
    NativeDef::new("give(fd, /)", give),
    NativeDef::new("count(fd, /)", count),
];
