//! What the number types share when they turn into text or bytes and back: arguments that are text or bytes, format
//! specifications, long decimal texts. Knows objects, not their arithmetic.

use super::buffer::view;
use super::bytearray::ByteArray;
use super::bytes::Bytes;
use super::cx::Cx;
use super::str::Str;
use super::ty::type_of;
use super::value::{R, Ref, Value};
use crate::text::format_spec::{ErrorKind, FormatError};

/// `repr(value)` for a message.
pub(super) fn quoted(cx: &Cx, value: &Value) -> R<String> {
    Ok(super::protocol::repr(cx, value)?.to_str_lossy().into_owned())
}

/// Whether a value is a `bytes` or a `bytearray`.
pub(super) fn is_bytes(value: &Value) -> bool {
    value.get::<Bytes>().is_some() || value.get::<ByteArray>().is_some()
}

fn byte_items(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    let mut bytes = Vec::new();
    super::iter::each(cx, value, |item| {
        let item = super::number::index(cx, &item)?;
        match item.as_int().and_then(|item| u8::try_from(item).ok()) {
            Some(byte) => bytes.push(byte),
            None => return Err(cx.value_error("bytes must be in range(0, 256)")),
        }
        Ok(true)
    })?;
    Ok(bytes)
}

/// What `bytes(value)` contains, for a value that is neither text nor a number. Errors: TypeError, ValueError.
pub(crate) fn bytes_of_any(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    if let Some(bytes) = view(value) {
        return Ok(bytes.into_owned());
    }
    let slots = type_of(value).slots();
    if value.get::<Str>().is_some() || (slots.iter.is_none() && slots.getitem.is_none()) {
        return Err(cx.type_error(format!("cannot convert '{}' object to bytes", type_of(value).message_name())));
    }
    byte_items(cx, value)
}

/// The argument of `__format__`. Errors: TypeError.
pub(super) fn spec_argument(cx: &Cx, spec: &Value) -> R<Ref<Str>> {
    spec.get_ref::<Str>().ok_or_else(|| cx.type_error(format!("__format__() argument must be str, not {}", type_of(spec).message_name())))
}

/// Raises what went wrong with a format.
pub(crate) fn formatted<T>(cx: &Cx, result: Result<T, FormatError>) -> R<T> {
    result.map_err(|error| match error.kind {
        ErrorKind::Value => cx.value_error(error.message),
        ErrorKind::Overflow => cx.overflow_error(error.message),
        ErrorKind::Memory => cx.memory_error(),
    })
}
