//! Methods and constructor of `float`. Knows numbers and number text.

use super::args::Args;
use super::buffer::view;
use super::cx::Cx;
use super::float::{Float, float_value, truncated};
use super::int::from_big;
use super::native::{GetSet, NativeDef};
use super::number_text::{self, quoted};
use super::str::Str;
use super::ty::{FLOAT, Type, type_of};
use super::value::{R, V, Value};
use crate::text::float_exact::{decompose, float_hex, round_to_digits};
use crate::text::float_parse::{HexError, parse_float, parse_hex};
use crate::text::format_apply::format_float_value;
use crate::text::format_spec::{Align, FormatSpec};
use dashu_int::IBig;

pub(crate) fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let exact = std::ptr::eq(class, &FLOAT);
    let args = super::sequence::for_new(class, args);
    if !args.names.is_empty() {
        return Err(cx.type_error("float() takes no keyword arguments"));
    }
    let float = match args.pos() {
        [] => 0.0,
        [value] => convert(cx, value)?,
        more => return Err(cx.type_error(format!("float expected at most 1 argument, got {}", more.len()))),
    };
    Ok(if exact { Value::float(float) } else { Float::of_class(class, float) })
}

/// `float(value)`. Errors: TypeError, ValueError, OverflowError.
fn convert(cx: &Cx, value: &Value) -> R<f64> {
    match value.unpack() {
        V::Float(float) => return Ok(float),
        V::Int(int) => return Ok(int as f64),
        _ => {}
    }
    if let Some(text) = value.get_exact::<Str>() {
        return from_text(cx, text.bytes(), value);
    }
    if let Some(float) = super::number::by_float_method(cx, value)? {
        return Ok(float);
    }
    if type_of(value).slots().index.is_some() {
        return super::number::to_float(cx, value);
    }
    if let Some(text) = value.get::<Str>() {
        return from_text(cx, text.bytes(), value);
    }
    if let Some(bytes) = view(value) {
        // Text of bytes is not Unicode: what is not ASCII is no digit.
        let text = if bytes.is_ascii() { &bytes[..] } else { b"?" };
        return from_text(cx, text, value);
    }
    Err(cx.type_error(format!("float() argument must be a string or a real number, not '{}'", type_of(value).message_name())))
}

fn from_text(cx: &Cx, text: &[u8], value: &Value) -> R<f64> {
    match parse_float(text) {
        Some(float) => Ok(float),
        None => {
            let shown = quoted(cx, value)?;
            Err(cx.value_error(format!("could not convert string to float: {shown}")))
        }
    }
}

fn this(value: &Value) -> f64 {
    float_value(value).unwrap_or(0.0)
}

fn from_hex(cx: &Cx, a: &[Value]) -> R {
    let Some(text) = a[1].get::<Str>() else {
        return Err(cx.type_error("bad argument type for built-in operation"));
    };
    let float = parse_hex(text.bytes()).map_err(|error| match error {
        HexError::Invalid => cx.value_error(error.message()),
        HexError::TooLarge => cx.overflow_error(error.message()),
    })?;
    match a[0].get::<Type>() {
        Some(class) if !std::ptr::eq(class, &FLOAT) => super::call::call_pos(cx, &a[0], &[Value::float(float)]),
        _ => Ok(Value::float(float)),
    }
}

/// Numerator and denominator of a float, the latter a power of two.
fn as_integer_ratio(cx: &Cx, a: &[Value]) -> R {
    let float = this(&a[0]);
    let Some((mantissa, exponent)) = decompose(float) else {
        return Err(if float.is_nan() {
            cx.value_error("cannot convert NaN to integer ratio")
        } else {
            cx.overflow_error("cannot convert Infinity to integer ratio")
        });
    };
    let size = exponent.unsigned_abs() as usize;
    let (numerator, denominator) = if exponent >= 0 {
        (from_big(IBig::from(mantissa) << size), Value::int(1))
    } else {
        (Value::int(mantissa), from_big(IBig::ONE << size))
    };
    Ok(super::tuple::Tuple::new(vec![numerator, denominator]).into_value())
}

fn round(cx: &Cx, a: &[Value]) -> R {
    let float = this(&a[0]);
    if a[1].is_unset() || a[1].is_none() {
        return truncated(cx, crate::text::float_exact::round_to_integral(float));
    }
    let digits = super::number::index(cx, &a[1])?;
    let digits = digits.as_int().unwrap_or(if super::int_ops::is_negative(&digits) { i64::MIN } else { i64::MAX });
    round_to_digits(float, digits).map(Value::float).ok_or_else(|| cx.overflow_error("rounded value too large to represent"))
}

fn format(cx: &Cx, a: &[Value]) -> R {
    let spec = number_text::spec_argument(cx, &a[1])?;
    if spec.bytes().is_empty() {
        return super::protocol::str(cx, &a[0]).map(Value::from);
    }
    let name = type_of(&a[0]).name();
    let parsed = number_text::formatted(cx, FormatSpec::parse(spec.bytes(), Align::Right, &name))?;
    let text = number_text::formatted(cx, format_float_value(this(&a[0]), &parsed, &name))?;
    Ok(Str::from_wtf8(&text).into_value())
}

fn get_format(cx: &Cx, a: &[Value]) -> R {
    let Some(name) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("__getformat__() argument must be str, not {}", type_of(&a[1]).message_name())));
    };
    match name.bytes() {
        b"double" | b"float" if cfg!(target_endian = "little") => Ok(Str::from_str("IEEE, little-endian").into_value()),
        b"double" | b"float" => Ok(Str::from_str("IEEE, big-endian").into_value()),
        _ => Err(cx.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}

pub(crate) static METHODS: &[NativeDef] = &[
    NativeDef::new("classmethod fromhex(cls, string, /)", from_hex),
    NativeDef::new("hex(self, /)", |_, a| Ok(Str::from_str(&float_hex(this(&a[0]))).into_value())),
    NativeDef::new("is_integer(self, /)", |_, a| {
        let float = this(&a[0]);
        Ok(Value::bool(float.is_finite() && float.trunc() == float))
    }),
    NativeDef::new("as_integer_ratio(self, /)", as_integer_ratio),
    NativeDef::new("conjugate(self, /)", |_, a| Ok(Value::float(this(&a[0])))),
    NativeDef::new("__round__(self, ndigits=?, /)", round),
    NativeDef::new("__trunc__(self, /)", |cx, a| truncated(cx, this(&a[0]))),
    NativeDef::new("__floor__(self, /)", |cx, a| truncated(cx, this(&a[0]).floor())),
    NativeDef::new("__ceil__(self, /)", |cx, a| truncated(cx, this(&a[0]).ceil())),
    NativeDef::new("__format__(self, format_spec, /)", format),
    NativeDef::new("classmethod __getformat__(cls, typestr, /)", get_format),
    NativeDef::new("__getnewargs__(self, /)", |_, a| Ok(super::tuple::Tuple::new(vec![Value::float(this(&a[0]))]).into_value())),
    NativeDef::new("__sizeof__(self, /)", |_, _| Ok(Value::int(24))),
];

pub(crate) static GETSET: &[GetSet] = &[
    GetSet { name: "real", get: |_, value| Ok(Value::float(this(value))), set: None },
    GetSet { name: "imag", get: |_, _| Ok(Value::float(0.0)), set: None },
];
