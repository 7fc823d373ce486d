//! Bytes-like objects: reading the bytes of `bytes`, `bytearray`, `memoryview` and `array` objects, for all that take any of them.

use super::array::Array;
use super::bytearray::ByteArray;
use super::bytes::Bytes;
use super::cx::Cx;
use super::memoryview::MemoryView;
use super::payload::Native;
use super::ty::type_of;
use super::value::{R, Raised, Value};
use std::borrow::Cow;

/// What holds the bytes of an object: itself, or the `bytearray` behind an array.
pub(super) fn underlying(value: &Value) -> &Value {
    Array::of(value).map_or(value, |array| array.storage.as_value())
}

/// The bytes of a bytes-like object: borrowed from `bytes`, which never change, copied from others. None if it is none.
#[inline]
pub(crate) fn view(value: &Value) -> Option<Cow<'_, [u8]>> {
    if let Some(bytes) = value.get::<Bytes>() {
        return Some(Cow::Borrowed(bytes.bytes()));
    }
    if let Some(array) = underlying(value).get::<ByteArray>() {
        return Some(Cow::Owned(array.with(|bytes| bytes.to_vec())));
    }
    Native::<MemoryView>::of(value).and_then(MemoryView::to_vec).map(Cow::Owned)
}

/// [`view`] of what is `bytes` or `bytearray`.
pub(crate) fn bytes_or_bytearray(value: &Value) -> Option<Cow<'_, [u8]>> {
    if Native::<MemoryView>::of(value).is_some() || Array::of(value).is_some() { None } else { view(value) }
}

pub(crate) fn is_bytes_like(value: &Value) -> bool {
    value.get::<Bytes>().is_some() || underlying(value).get::<ByteArray>().is_some() || Native::<MemoryView>::of(value).is_some()
}

/// [`view`] of bytes that lie one after the other. Errors: TypeError if the value is not bytes-like, ValueError if it is a released
/// view, BufferError if the view leaves something out.
pub(crate) fn bytes_like<'a>(cx: &Cx, value: &'a Value) -> R<Cow<'a, [u8]>> {
    if Native::<MemoryView>::of(value).is_some_and(|view| !view.is_contiguous()) {
        return Err(cx.error(&super::exception::BUFFER_ERROR, "memoryview: underlying buffer is not C-contiguous"));
    }
    view(value).ok_or_else(|| not_bytes_like(cx, value))
}

/// Runs `f` on the bytes in place. `f` runs no user code and does not touch the object otherwise. Errors: as [`bytes_like`].
pub(crate) fn with_buffer<T>(cx: &Cx, value: &Value, f: impl FnOnce(&[u8]) -> T) -> R<T> {
    if let Some(bytes) = value.get::<Bytes>() {
        return Ok(f(bytes.bytes()));
    }
    if let Some(array) = underlying(value).get::<ByteArray>() {
        return Ok(array.with(|bytes| f(bytes)));
    }
    bytes_like(cx, value).map(|bytes| f(&bytes))
}

/// The number of bytes of a writable bytes-like object; None if it is none.
pub(crate) fn writable_len(value: &Value) -> Option<usize> {
    match underlying(value).get::<ByteArray>() {
        Some(array) => Some(array.with(|bytes| bytes.len())),
        None => Native::<MemoryView>::of(value).and_then(MemoryView::writable_len),
    }
}

/// Copies `data` to the start of a writable bytes-like object and tells how much fitted (`readinto`). Errors: TypeError.
pub(crate) fn write_into(cx: &Cx, value: &Value, data: &[u8]) -> R<usize> {
    write_at(cx, value, 0, data)
}

/// [`write_into`] from byte `offset` on.
pub(crate) fn write_at(cx: &Cx, value: &Value, offset: usize, data: &[u8]) -> R<usize> {
    if let Some(array) = underlying(value).get::<ByteArray>() {
        return Ok(array.with(|bytes| bytes.get_mut(offset..).map_or(0, |bytes| copy_start(bytes, data))));
    }
    if let Some(view) = Native::<MemoryView>::of(value)
        && let Some(done) = view.write_at(offset, data)
    {
        return Ok(done);
    }
    Err(cx.type_error(format!("a read-write bytes-like object is required, not '{}'", type_of(value).message_name())))
}

pub(super) fn copy_start(place: &mut [u8], data: &[u8]) -> usize {
    let len = place.len().min(data.len());
    place[..len].copy_from_slice(&data[..len]);
    len
}

#[cold]
fn not_bytes_like(cx: &Cx, value: &Value) -> Raised {
    if Native::<MemoryView>::of(value).is_some() {
        return super::memoryview::released(cx);
    }
    cx.type_error(format!("a bytes-like object is required, not '{}'", type_of(value).message_name()))
}

/// A value from 0 to 255. Errors: TypeError, ValueError naming `what`, "byte" or "bytes".
pub(crate) fn byte(cx: &Cx, value: &Value, what: &str) -> R<u8> {
    let int = match value.as_int() {
        Some(int) => Some(int),
        None => super::number::index(cx, value)?.as_int(),
    };
    int.and_then(|int| u8::try_from(int).ok()).ok_or_else(|| cx.value_error(format!("{what} must be in range(0, 256)")))
}
