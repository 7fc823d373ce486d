//! `sendmsg`, `recvmsg` and `recvmsg_into`: several buffers at once, and control messages beside the data.

use super::address::{self, small};
use super::object::{flags, socket, until_done};
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::room;
use crate::object::sequence;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::messages::{self, Control, Received};
use std::io::{IoSlice, IoSliceMut};
use std::sync::atomic::Ordering::Relaxed;

/// `(level, type, data)`, as a script gives it.
fn control(cx: &Cx, value: &Value) -> R<Control> {
    let parts = iter::collect(cx, value)?;
    let [level, kind, data] = &parts[..] else {
        let count = parts.len();
        return Err(cx.type_error(format!("[sendmsg() ancillary data items]() argument must be sequence of length 3, not {count}")));
    };
    Ok((small(cx, level)?, small(cx, kind)?, buffer::bytes_like(cx, data)?.into_owned()))
}

pub(super) fn sendmsg(cx: &Cx, a: &[Value]) -> R {
    let this = socket(cx, &a[0])?;
    let pieces = iter::collect(cx, &a[1])?;
    let pieces = pieces.iter().map(|piece| buffer::bytes_like(cx, piece)).collect::<R<Vec<_>>>()?;
    let parts: Vec<IoSlice<'_>> = pieces.iter().map(|piece| IoSlice::new(piece)).collect();
    let controls = if a[2].is_unset() { Vec::new() } else { iter::collect(cx, &a[2])? };
    let controls = controls.iter().map(|item| control(cx, item)).collect::<R<Vec<_>>>()?;
    let flags = flags(cx, &a[3])?;
    let to = if a[4].is_none() { None } else { Some(address::parse(cx, this.family.load(Relaxed), &a[4], "sendmsg")?) };
    until_done(cx, this, libc::POLLOUT, |fd| messages::send(fd, &parts, &controls, flags, to.as_ref())).map(int::from_usize)
}

fn size_arg(cx: &Cx, value: &Value) -> R<usize> {
    let size = usize::try_from(sequence::size_argument(cx, value)?);
    size.map_err(|_| cx.value_error("negative buffer size in recvmsg()"))
}

/// How many bytes of control messages are wanted.
fn control_arg(cx: &Cx, value: &Value) -> R<usize> {
    let size = sequence::size_argument(cx, value)?;
    usize::try_from(size)
        .ok()
        .filter(|size| *size <= i32::MAX as usize)
        .ok_or_else(|| cx.value_error("invalid ancillary data buffer length"))
}

/// `(data, control messages, flags, address)`.
fn shown(cx: &Cx, data: Value, received: Received) -> R {
    let controls = received.controls.into_iter().map(|(level, kind, data)| {
        Ok(Tuple::new(vec![Value::int(level.into()), Value::int(kind.into()), bytes::make(cx, &data)?]).into_value())
    });
    let controls = List::new(controls.collect::<R<Vec<Value>>>()?).into_value();
    let address = if received.address.len() == 0 { Value::NONE } else { address::make(cx, &received.address)? };
    Ok(Tuple::new(vec![data, controls, Value::int(received.flags.into()), address]).into_value())
}

pub(super) fn recvmsg(cx: &Cx, a: &[Value]) -> R {
    let (this, size) = (socket(cx, &a[0])?, size_arg(cx, &a[1])?);
    let (control, flags) = (control_arg(cx, &a[2])?, flags(cx, &a[3])?);
    let mut place = room::vec(cx, size)?;
    place.resize(size, 0);
    let received = until_done(cx, this, libc::POLLIN, |fd| messages::receive(fd, &mut [IoSliceMut::new(&mut place)], control, flags))?;
    shown(cx, bytes::make(cx, &place[..received.count])?, received)
}

pub(super) fn recvmsg_into(cx: &Cx, a: &[Value]) -> R {
    let this = socket(cx, &a[0])?;
    let buffers = iter::collect(cx, &a[1])?;
    let (control, flags) = (control_arg(cx, &a[2])?, flags(cx, &a[3])?);
    let mut places = Vec::new();
    for each in &buffers {
        let size = buffer::with_buffer(cx, each, <[u8]>::len)?;
        let mut place = room::vec(cx, size)?;
        place.resize(size, 0u8);
        places.push(place);
    }
    let received = until_done(cx, this, libc::POLLIN, |fd| {
        let mut parts: Vec<IoSliceMut<'_>> = places.iter_mut().map(|place| IoSliceMut::new(place)).collect();
        messages::receive(fd, &mut parts, control, flags)
    })?;
    let mut left = received.count;
    for (each, place) in buffers.iter().zip(&places) {
        let here = left.min(place.len());
        buffer::write_into(cx, each, &place[..here])?;
        left -= here;
    }
    let count = int::from_usize(received.count);
    shown(cx, count, received)
}

/// `CMSG_LEN(length)` and `CMSG_SPACE(length)`.
fn control_size<const SPACE: bool>(cx: &Cx, a: &[Value]) -> R {
    let name = if SPACE { "CMSG_SPACE" } else { "CMSG_LEN" };
    let sizes = usize::try_from(sequence::size_argument(cx, &a[0])?).ok().and_then(messages::control_sizes);
    let (len, space) = sizes.ok_or_else(|| cx.overflow_error(format!("{name}() argument out of range")))?;
    Ok(int::from_usize(if SPACE { space } else { len }))
}

pub(super) static FUNCTIONS: &[NativeDef] =
    &[NativeDef::new("CMSG_LEN(length, /)", control_size::<false>), NativeDef::new("CMSG_SPACE(length, /)", control_size::<true>)];
