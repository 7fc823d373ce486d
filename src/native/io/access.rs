//! How the files see other objects: bytes-like arguments, results, sizes. Knows no files.

use crate::object::attr;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exceptions::OS_ERROR;
use crate::object::number;
use crate::object::protocol::type_name;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Raised, Value};

/// The contents of a bytes-like object. Errors: TypeError.
pub(crate) fn bytes_like(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    crate::object::buffer::bytes_like(cx, value).map(std::borrow::Cow::into_owned)
}

pub(crate) use crate::object::bytes::make as make_bytes;

/// `io.UnsupportedOperation`.
pub(crate) static UNSUPPORTED: Type = {
    static DEF: TypeDef = TypeDef {
        name: "UnsupportedOperation",
        module: "io",
        base: Some(&OS_ERROR),
        extra_bases: &[&crate::object::exception::VALUE_ERROR],
        kind: crate::object::kinds::Kind::Exception,
        subclassable: true,
        ..TypeDef::EMPTY
    };
    Type::from_def(&DEF)
};

#[cold]
pub(super) fn unsupported(cx: &Cx, message: &str) -> Raised {
    UNSUPPORTED.make_ready();
    cx.error(&UNSUPPORTED, message)
}

#[cold]
pub(super) fn closed_error(cx: &Cx) -> Raised {
    cx.value_error("I/O operation on closed file.")
}

#[cold]
pub(super) fn uninitialized(cx: &Cx) -> Raised {
    cx.value_error("I/O operation on uninitialized object")
}

/// A size argument: None and negative numbers mean "all".
pub(super) fn size_arg(cx: &Cx, value: &Value) -> R<Option<usize>> {
    if value.is_none() || value.is_unset() {
        return Ok(None);
    }
    if value.as_int().is_none() && crate::object::ty::type_of(value).slots().index.is_none() {
        return Err(cx.type_error(format!("argument should be integer or None, not '{}'", type_name(value))));
    }
    let int = number::index(cx, value)?;
    match int.as_int() {
        Some(int) => Ok(usize::try_from(int).ok()),
        None => Err(cx.overflow_error("cannot fit 'int' into an index-sized integer")),
    }
}

/// An offset argument.
pub(super) fn offset_arg(cx: &Cx, value: &Value) -> R<i64> {
    match number::index(cx, value)?.as_int() {
        Some(int) => Ok(int),
        None => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}

/// An offset that a file object of the script's gave.
pub(super) fn offset_result(cx: &Cx, value: &Value) -> R<i64> {
    offset_arg(cx, value)
}

/// `object.name(*args)` as a truth value.
pub(super) fn ask(cx: &Cx, object: &Value, name: &str) -> R<bool> {
    let answer = call_method(cx, object, Name::new(name), &[])?;
    crate::object::protocol::truth(cx, &answer)
}

/// Text of a str argument, or of its default.
pub(super) fn text_arg(value: &Value) -> Option<String> {
    value.get::<Str>().map(|text| text.to_str_lossy().into_owned())
}

/// How many bytes `readinto` may fill in. Errors: TypeError.
pub(super) fn writable_len(cx: &Cx, value: &Value, function: &str) -> R<usize> {
    crate::object::buffer::writable_len(value)
        .ok_or_else(|| cx.type_error(format!("{function}() argument must be read-write bytes-like object, not {}", type_name(value))))
}

// ---- pickling of files in memory ----

/// The attributes of a file object, or None.
pub(super) fn attributes(cx: &Cx, file: &Value) -> R {
    let found = attr::lookup_optional(cx, file, Name::new("__dict__"))?;
    match found.as_ref().and_then(|found| found.get::<Dict>()) {
        Some(dict) if dict.len() > 0 => Ok(dict.copy().into_value()),
        _ => Ok(Value::NONE),
    }
}

/// Sets the attributes of a state, whose item `which` they are. Errors: TypeError.
pub(super) fn set_attributes(cx: &Cx, file: &Value, attributes: &Value, which: &str) -> R {
    if attributes.is_none() {
        return Ok(Value::NONE);
    }
    if attributes.get::<Dict>().is_none() {
        return Err(cx.type_error(format!("{which} item of state should be a dict, got a {}", type_name(attributes))));
    }
    let own = attr::getattr(cx, file, Name::new("__dict__"))?;
    call_method(cx, &own, Name::new("update"), std::slice::from_ref(attributes))
}

/// The place in a state. Errors: ValueError.
pub(super) fn position(cx: &Cx, value: &Value) -> R<usize> {
    usize::try_from(offset_arg(cx, value)?).map_err(|_| cx.value_error("position value cannot be negative"))
}
