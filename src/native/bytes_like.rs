//! Bytes in and out of native functions: bytes-like arguments, bytes results. Knows nothing of what they mean.

use crate::object::cx::Cx;
use crate::object::protocol::type_name;
use crate::object::value::{R, Value};

/// A bytes object.
pub(crate) fn make_bytes(_bytes: &[u8]) -> Value {
    Value::NONE
}

/// The contents of a bytes-like object. Errors: TypeError.
pub(crate) fn bytes_like(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    Err(cx.type_error(format!("a bytes-like object is required, not '{}'", type_name(value))))
}

/// Copies `bytes` to the start of a writable buffer. Errors: TypeError. Returns how many fitted.
pub(crate) fn fill_buffer(cx: &Cx, target: &Value, _bytes: &[u8]) -> R<usize> {
    Err(cx.type_error(format!("a read-write bytes-like object is required, not '{}'", type_name(target))))
}
