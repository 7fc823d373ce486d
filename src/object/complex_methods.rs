//! Methods and constructor of `complex`. Knows numbers and number text.

use super::args::Args;
use super::complex::{COMPLEX, Complex, Parts, parts_of};
use super::cx::Cx;
use super::float::float_value;
use super::native::{GetSet, NativeDef};
use super::number_text;
use super::str::{Name, Str};
use super::ty::{Type, type_of};
use super::value::{R, Value};
use crate::text::format_apply::format_complex;
use crate::text::format_spec::{Align, FormatSpec};

static NEW: NativeDef = NativeDef::new("complex(real=?, imag=?)", |_, _| Ok(Value::NONE));

pub(crate) fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let exact = std::ptr::eq(class, &COMPLEX);
    let mut bound = Vec::with_capacity(2);
    NEW.signature().bind(cx, args, false, &mut bound)?;
    let (real, imag) = (&bound[0], &bound[1]);
    if exact && imag.is_unset() && real.get_exact::<Complex>().is_some() {
        return Ok(real.clone());
    }
    if let Some(text) = real.get::<Str>() {
        if !imag.is_unset() {
            return Err(cx.type_error("complex() can't take second arg if first is a string"));
        }
        return match crate::text::float_parse::parse_complex(text.bytes()) {
            Some((re, im)) => Ok(Complex::of_class(class, Parts { re, im })),
            None => Err(cx.value_error("complex() arg is a malformed string")),
        };
    }
    if imag.get::<Str>().is_some() {
        return Err(cx.type_error("complex() second arg can't be a string"));
    }
    combine(cx, real, imag).map(|parts| Complex::of_class(class, parts))
}

/// `real + imag * 1j`, either of which may be complex.
fn combine(cx: &Cx, real: &Value, imag: &Value) -> R<Parts> {
    let converted = if real.is_unset() { None } else { special_complex(cx, real)? };
    let real = converted.as_ref().unwrap_or(real);
    if !real.is_unset() && !is_number(real) {
        let name = type_of(real).message_name();
        return Err(cx.type_error(format!("complex() first argument must be a string or a number, not '{name}'")));
    }
    if !imag.is_unset() && !is_number(imag) {
        return Err(cx.type_error(format!("complex() second argument must be a number, not '{}'", type_of(imag).message_name())));
    }
    let parts = |value: &Value| match value.get::<Complex>() {
        Some(complex) => Ok((complex.parts(), true)),
        None if value.is_unset() => Ok((Parts { re: 0.0, im: 0.0 }, false)),
        None => super::number::to_float(cx, value).map(|re| (Parts { re, im: 0.0 }, false)),
    };
    let (first, first_is_complex) = parts(real)?;
    if imag.is_unset() {
        return Ok(first);
    }
    let (second, second_is_complex) = parts(imag)?;
    // No sum with a zero that was not given: it would lose the sign of a negative zero.
    Ok(Parts {
        re: if second_is_complex { first.re - second.im } else { first.re },
        im: if first_is_complex { second.re + first.im } else { second.re },
    })
}

fn is_number(value: &Value) -> bool {
    let slots = type_of(value).slots();
    value.get::<Complex>().is_some() || slots.float.is_some() || slots.index.is_some()
}

/// What `__complex__` makes of a value that is no complex; None if it has none.
pub(crate) fn special_complex(cx: &Cx, value: &Value) -> R<Option<Value>> {
    if value.get_exact::<Complex>().is_some() || value.as_float().is_some() || value.as_int().is_some() {
        return Ok(None);
    }
    let Some(result) = super::attr::call_special(cx, value, Name::new("__complex__"), &[])? else {
        return Ok(None);
    };
    if result.get::<Complex>().is_none() {
        return Err(cx.type_error(format!("__complex__ returned non-complex (type {})", type_of(&result).message_name())));
    }
    Ok(Some(result))
}

/// The value as a complex, as the functions of `cmath` take it: `__complex__`, then `__float__`. Errors: TypeError.
pub(crate) fn to_complex(cx: &Cx, value: &Value) -> R<Parts> {
    if let Some(complex) = value.get::<Complex>() {
        return Ok(complex.parts());
    }
    if let Some(re) = float_value(value) {
        return Ok(Parts { re, im: 0.0 });
    }
    match special_complex(cx, value)? {
        Some(complex) => Ok(parts_of(&complex)),
        None => super::number::to_float(cx, value).map(|re| Parts { re, im: 0.0 }),
    }
}

fn format(cx: &Cx, a: &[Value]) -> R {
    let spec = number_text::spec_argument(cx, &a[1])?;
    if spec.bytes().is_empty() {
        return super::protocol::str(cx, &a[0]).map(Value::from);
    }
    let name = type_of(&a[0]).name();
    let parsed = number_text::formatted(cx, FormatSpec::parse(spec.bytes(), Align::Right, &name))?;
    let x = parts_of(&a[0]);
    let text = number_text::formatted(cx, format_complex(x.re, x.im, &parsed, &name))?;
    Ok(Str::from_wtf8(&text).into_value())
}

pub(crate) static METHODS: &[NativeDef] = &[
    NativeDef::new("conjugate(self, /)", |_, a| {
        let x = parts_of(&a[0]);
        Ok(Complex::new(x.re, -x.im))
    }),
    NativeDef::new("__complex__(self, /)", |_, a| Ok(super::complex::value_of(parts_of(&a[0])))),
    NativeDef::new("__getnewargs__(self, /)", |_, a| {
        let x = parts_of(&a[0]);
        Ok(super::tuple::Tuple::new(vec![Value::float(x.re), Value::float(x.im)]).into_value())
    }),
    NativeDef::new("__format__(self, format_spec, /)", format),
    NativeDef::new("__sizeof__(self, /)", |_, _| Ok(Value::int(32))),
];

pub(crate) static GETSET: &[GetSet] = &[
    GetSet { name: "real", get: |_, value| Ok(Value::float(parts_of(value).re)), set: None },
    GetSet { name: "imag", get: |_, value| Ok(Value::float(parts_of(value).im)), set: None },
];
