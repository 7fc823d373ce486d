//! `format(value, spec)` for everything that formats values into text: f-strings, `str.format`, `str.__format__`. Knows the
//! builtin numbers and text, for which it takes short ways; everything else answers through `__format__`.

use super::cx::Cx;
use super::exception::MEMORY_ERROR;
use super::protocol;
use super::str::{self, Str};
use super::str_builder::StrBuilder;
use super::ty::{STR, type_of};
use super::value::{R, Raised, V, Value};
use crate::text::format_spec::{Align, ErrorKind, FormatError, FormatSpec};
use crate::text::int_text::{DECIMAL_ROOM, IntRef, decimal_in};
use crate::text::{float_repr, format_apply, repr, wtf8};
use std::borrow::Cow;
use std::fmt::Write;

/// `!s`, `!r`, `!a`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}

/// A format specification, parsed once for those it is a constant for.
#[derive(Debug, Clone)]
pub(crate) struct Spec<'a> {
    text: Cow<'a, [u8]>,
    /// As numbers and as text take it; None if they refuse it.
    number: Option<FormatSpec>,
    string: Option<FormatSpec>,
}

impl<'a> Spec<'a> {
    pub(crate) const EMPTY: Spec<'static> =
        Spec { text: Cow::Borrowed(&[]), number: Some(FormatSpec::PLAIN), string: Some(FormatSpec::PLAIN) };

    pub(crate) fn parse(text: impl Into<Cow<'a, [u8]>>) -> Spec<'a> {
        let text = text.into();
        Spec { number: FormatSpec::parse(&text, Align::Right, "").ok(), string: FormatSpec::parse(&text, Align::Left, "").ok(), text }
    }
}

/// The exception for a format error.
#[cold]
pub(crate) fn raised(cx: &Cx, error: FormatError) -> Raised {
    match error.kind {
        ErrorKind::Value => cx.value_error(error.message),
        ErrorKind::Overflow => cx.overflow_error(error.message),
        ErrorKind::Memory if error.message.is_empty() => cx.memory_error(),
        ErrorKind::Memory => cx.error(&MEMORY_ERROR, error.message),
    }
}

/// Appends `format(value, spec)`.
#[inline]
pub(crate) fn push_value(cx: &Cx, out: &mut StrBuilder, value: &Value, conversion: Conversion, spec: &Spec<'_>) -> R<()> {
    if conversion != Conversion::None {
        return push_converted(cx, out, value, conversion, spec);
    }
    if spec.text.is_empty() { push_plain(cx, out, value) } else { push_spec(cx, out, value, spec) }
}

/// What `!s`, `!r` or `!a` makes of a value.
fn convert(cx: &Cx, value: &Value, conversion: Conversion) -> R {
    Ok(match conversion {
        Conversion::None => value.clone(),
        Conversion::Str => protocol::str(cx, value)?.into_value(),
        Conversion::Repr => protocol::repr(cx, value)?.into_value(),
        Conversion::Ascii => {
            let text = protocol::repr(cx, value)?;
            if text.is_ascii() { text.into_value() } else { str::make_known(cx, &repr::escape_non_ascii(text.bytes()), true)? }
        }
    })
}

#[inline(never)]
fn push_converted(cx: &Cx, out: &mut StrBuilder, value: &Value, conversion: Conversion, spec: &Spec<'_>) -> R<()> {
    if conversion == Conversion::Str && spec.text.is_empty() && !type_of(value).is_heap() {
        return push_plain(cx, out, value);
    }
    let text = convert(cx, value, conversion)?;
    push_value(cx, out, &text, Conversion::None, spec)
}

/// `format(value, "")`.
#[inline]
fn push_plain(cx: &Cx, out: &mut StrBuilder, value: &Value) -> R<()> {
    match value.unpack() {
        V::Int(int) => out.push_int(int),
        V::Float(float) => float_repr::push_float_repr(out, float),
        _ => match value.get_exact::<Str>() {
            Some(text) => out.push(text.bytes()),
            None => return push_plain_object(cx, out, value),
        },
    }
    Ok(())
}

#[inline(never)]
fn push_plain_object(cx: &Cx, out: &mut StrBuilder, value: &Value) -> R<()> {
    // The `__format__` of builtin types is `str()` if there is nothing to format by.
    let text = if type_of(value).is_heap() { protocol::format(cx, value, &Str::from_str(""))? } else { protocol::str(cx, value)? };
    out.push(text.bytes());
    Ok(())
}

#[inline(never)]
fn push_spec(cx: &Cx, out: &mut StrBuilder, value: &Value, spec: &Spec<'_>) -> R<()> {
    match (value.unpack(), &spec.number, &spec.string) {
        (V::Int(int), Some(spec), _) => push_int(cx, out, int, spec),
        (V::Float(float), Some(spec), _) => push_float(cx, out, float, spec),
        (V::Obj(_), _, Some(format)) if value.get_exact::<Str>().is_some() => {
            value.get::<Str>().map_or(Ok(()), |text| push_text(cx, out, text, format, "str"))
        }
        _ => {
            let spec = Str::of_class(&STR, &spec.text).ok_or_else(|| cx.memory_error())?;
            out.push(protocol::format(cx, value, &spec)?.bytes());
            Ok(())
        }
    }
}

/// Whether nothing but width, fill, alignment and precision is asked for.
fn is_layout_only(spec: &FormatSpec) -> bool {
    spec.sign.is_none() && !spec.no_minus_zero && !spec.alternate && spec.grouping == 0
}

fn push_int(cx: &Cx, out: &mut StrBuilder, int: i64, spec: &FormatSpec) -> R<()> {
    if matches!(char::from_u32(spec.code), Some('\0' | 'd')) && is_layout_only(spec) && spec.precision.is_none() {
        push_number(out, decimal_in(&mut [0; DECIMAL_ROOM], int), spec);
        return Ok(());
    }
    // No limit on digits is so low that a small int could exceed it.
    let text = format_apply::format_int(IntRef::Small(int), spec, "int", 0);
    out.push(&text.map_err(|error| raised(cx, error))?);
    Ok(())
}

fn push_float(cx: &Cx, out: &mut StrBuilder, float: f64, spec: &FormatSpec) -> R<()> {
    if spec.code == u32::from(b'f') && is_layout_only(spec) && float.is_finite() {
        let precision = spec.precision.unwrap_or(6);
        // Above this `std` may not be asked; the general way handles it.
        if precision <= 400 {
            if spec.width == 0 {
                let written = write!(out, "{float:.precision$}");
                debug_assert!(written.is_ok(), "builders take everything");
            } else {
                let mut number = StrBuilder::new();
                let written = write!(number, "{float:.precision$}");
                debug_assert!(written.is_ok(), "builders take everything");
                push_number(out, number.bytes(), spec);
            }
            return Ok(());
        }
    }
    out.push(&format_apply::format_float_value(float, spec, "float").map_err(|error| raised(cx, error))?);
    Ok(())
}

/// Appends a number in ASCII, padded to the width.
fn push_number(out: &mut StrBuilder, number: &[u8], spec: &FormatSpec) {
    let missing = spec.width.saturating_sub(number.len());
    if missing == 0 {
        return out.push(number);
    }
    let left = match spec.align.unwrap_or(Align::Right) {
        Align::Left => 0,
        Align::Right => missing,
        Align::Center => missing / 2,
        Align::AfterSign => {
            let sign = usize::from(number.first() == Some(&b'-'));
            out.push(&number[..sign]);
            out.push_fill(spec.fill, missing);
            return out.push(&number[sign..]);
        }
    };
    out.push_fill(spec.fill, left);
    out.push(number);
    out.push_fill(spec.fill, missing - left);
}

fn push_text(cx: &Cx, out: &mut StrBuilder, text: &Str, spec: &FormatSpec, type_name: &str) -> R<()> {
    let simple = is_layout_only(spec) && matches!(char::from_u32(spec.code), Some('\0' | 's')) && spec.align != Some(Align::AfterSign);
    if !simple {
        out.push(&format_apply::format_str(text.bytes(), spec, type_name).map_err(|error| raised(cx, error))?);
        return Ok(());
    }
    let cut = match spec.precision {
        Some(precision) => wtf8::byte_offset(text.bytes(), precision).unwrap_or(text.bytes().len()),
        None => text.bytes().len(),
    };
    let bytes = &text.bytes()[..cut];
    let missing = if spec.width == 0 { 0 } else { spec.width.saturating_sub(wtf8::count(bytes)) };
    let left = match spec.align {
        Some(Align::Right) => missing,
        Some(Align::Center) => missing / 2,
        _ => 0,
    };
    out.push_fill(spec.fill, left);
    out.push(bytes);
    out.push_fill(spec.fill, missing - left);
    Ok(())
}

/// `str.__format__`.
pub(super) fn dunder_format(cx: &Cx, a: &[Value]) -> R {
    let text = super::str_ops::own(cx, &a[0])?;
    let Some(spec) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("__format__() argument must be str, not {}", super::args::kind_of(&a[1]))));
    };
    if spec.bytes().is_empty() {
        return protocol::str(cx, &a[0]).map(Into::into);
    }
    let name = type_of(&a[0]).message_name();
    let spec = FormatSpec::parse(spec.bytes(), Align::Left, &name).map_err(|error| raised(cx, error))?;
    let mut out = StrBuilder::new();
    push_text(cx, &mut out, text, &spec, &name)?;
    out.finish(cx)
}
