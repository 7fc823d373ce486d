//! Builtin functions that make text: repr, ascii, format. (`print` and `input` are with the files.)

use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::protocol::{self, type_name};
use crate::object::str::Str;
use crate::object::value::{R, Ref, Value};

fn repr(cx: &Cx, a: &[Value]) -> R {
    protocol::repr(cx, &a[0]).map(Ref::into_value)
}

fn ascii(cx: &Cx, a: &[Value]) -> R {
    let text = protocol::repr(cx, &a[0])?;
    if text.is_ascii() {
        return Ok(text.into_value());
    }
    Ok(Str::from_wtf8(&crate::text::repr::escape_non_ascii(text.bytes())).into_value())
}

fn format(cx: &Cx, a: &[Value]) -> R {
    let Some(spec) = a[1].get_ref::<Str>() else {
        return Err(cx.type_error(format!("format() argument 2 must be str, not {}", type_name(&a[1]))));
    };
    protocol::format(cx, &a[0], &spec).map(Ref::into_value)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("repr(obj, /)", repr).doc("Return the canonical string representation of the object."),
    NativeDef::new("ascii(obj, /)", ascii).doc("Return an ASCII-only representation of an object."),
    NativeDef::new("format(value, format_spec='', /)", format).doc("Return type(value).__format__(value, format_spec)"),
];
