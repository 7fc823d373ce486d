//! Applies a parsed format specification to integers, floats, complex numbers and text: the builtin types' `__format__`. Knows
//! no objects; results are WTF-8, for the fill can be any code point.

use dashu_int::IBig;
use std::borrow::Cow;

use super::float_repr::{FloatKind, FloatStyle, format_float};
use super::format_spec::{Align, FormatError, FormatSpec, SignMode};
use super::int_text::{IntRef, decimal, in_base};
use super::room::is_plausible;
use super::wtf8;

/// `format(n, spec)` of an `int`. `max_digits` is `sys.get_int_max_str_digits()`.
pub(crate) fn format_int(n: IntRef<'_>, spec: &FormatSpec, type_name: &str, max_digits: usize) -> Result<Vec<u8>, FormatError> {
    if let (IntRef::Small(n), 0 | 0x64) = (n, spec.code)
        && *spec == (FormatSpec { code: spec.code, ..FormatSpec::PLAIN })
    {
        return Ok(decimal(n).into_bytes());
    }
    let base = match char::from_u32(spec.code) {
        Some('\0' | 'd' | 'n') => 10,
        Some('b') => 2,
        Some('o') => 8,
        Some('x' | 'X') => 16,
        Some('c') => return format_char(n, spec),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            return format_float_value(int_to_f64(n)?, spec, type_name);
        }
        _ => return Err(spec.unknown_code(type_name)),
    };
    if spec.precision.is_some() {
        return Err(FormatError::value("Precision not allowed in integer format specifier"));
    }
    check_no_z(spec)?;
    let mut digits = in_base(n, base, max_digits).map_err(|too_long| FormatError::value(too_long.message()))?;
    let negative = digits.starts_with('-');
    if negative {
        digits.remove(0);
    }
    let mut prefix = match base {
        2 if spec.alternate => "0b",
        8 if spec.alternate => "0o",
        16 if spec.alternate => "0x",
        _ => "",
    };
    if spec.code == u32::from(b'X') {
        digits.make_ascii_uppercase();
        prefix = if prefix.is_empty() { "" } else { "0X" };
    }
    let group = if base == 10 { 3 } else { 4 };
    let number = Number { negative, prefix, whole: &digits, rest: "", group };
    number.render(spec)
}

fn check_no_z(spec: &FormatSpec) -> Result<(), FormatError> {
    if spec.no_minus_zero {
        return Err(FormatError::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    Ok(())
}

fn format_char(n: IntRef<'_>, spec: &FormatSpec) -> Result<Vec<u8>, FormatError> {
    if spec.precision.is_some() {
        return Err(FormatError::value("Precision not allowed in integer format specifier"));
    }
    check_no_z(spec)?;
    if spec.sign.is_some() {
        return Err(FormatError::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(FormatError::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let IntRef::Small(n) = n else {
        return Err(FormatError::overflow("Python int too large to convert to C long"));
    };
    let code_point = u32::try_from(n).ok().filter(|&c| c <= 0x10_FFFF);
    let code_point = code_point.ok_or_else(|| FormatError::overflow("%c arg not in range(0x110000)"))?;
    let text = wtf8::from_code_points([code_point]);
    pad(&text, spec, Align::Right)
}

/// `float(n)`, or CPython's OverflowError.
pub(crate) fn int_to_f64(n: IntRef<'_>) -> Result<f64, FormatError> {
    match n {
        IntRef::Small(n) => Ok(n as f64),
        IntRef::Big(n) => big_to_f64(n).ok_or_else(|| FormatError::overflow("int too large to convert to float")),
    }
}

/// Rounded half to even; `None` if it does not fit.
fn big_to_f64(n: &IBig) -> Option<f64> {
    let x = n.to_f64().value();
    x.is_finite().then_some(x)
}

/// `format(x, spec)` of a `float`.
pub(crate) fn format_float_value(x: f64, spec: &FormatSpec, type_name: &str) -> Result<Vec<u8>, FormatError> {
    let percent = spec.code == u32::from(b'%');
    let style = float_style(spec).ok_or_else(|| spec.unknown_code(type_name))?;
    let mut text = float_text(if percent { x * 100.0 } else { x }, style, spec)?;
    if spec.width == 0 && spec.grouping == 0 && spec.sign.is_none() && !percent {
        return Ok(text.into_bytes());
    }
    if percent {
        text.try_reserve(1).map_err(|_| FormatError::memory())?;
        text.push('%');
    }
    Number::of_float(&text).render(spec)
}

/// The style of a float type code; `None` if the code is no float's.
fn float_style(spec: &FormatSpec) -> Option<FloatStyle> {
    let code = char::from_u32(spec.code)?;
    let kind = match code {
        'e' | 'E' => FloatKind::Exponent,
        'f' | 'F' | '%' => FloatKind::Fixed,
        'g' | 'G' | 'n' => FloatKind::General,
        '\0' if spec.precision.is_some() => FloatKind::General,
        '\0' => FloatKind::Shortest,
        _ => return None,
    };
    Some(FloatStyle {
        kind,
        precision: spec.precision.unwrap_or(6),
        alternate: spec.alternate,
        dot_zero: code == '\0',
        upper: code.is_ascii_uppercase(),
    })
}

fn float_text(x: f64, style: FloatStyle, spec: &FormatSpec) -> Result<String, FormatError> {
    if style.precision > i32::MAX as usize {
        return Err(FormatError::value("precision too big"));
    }
    let mut text = format_float(x, style).map_err(|_| FormatError::memory())?;
    let is_zero = |text: &str| text.bytes().take_while(|b| !b.eq_ignore_ascii_case(&b'e')).all(|b| matches!(b, b'-' | b'0' | b'.'));
    if spec.no_minus_zero && text.starts_with('-') && is_zero(&text) {
        text.remove(0);
    }
    Ok(text)
}

/// `format(complex(real, imag), spec)`.
pub(crate) fn format_complex(real: f64, imag: f64, spec: &FormatSpec, type_name: &str) -> Result<Vec<u8>, FormatError> {
    let mut style = float_style(spec).filter(|_| spec.code != u32::from(b'%')).ok_or_else(|| spec.unknown_code(type_name))?;
    if spec.fill == u32::from(b'0') {
        return Err(FormatError::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(FormatError::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    // Without a code the text is like `str(z)`: in parentheses, the real part left out when it is plain zero.
    let like_str = spec.code == 0;
    style.dot_zero = false;
    let skip_real = like_str && real == 0.0 && real.is_sign_positive();
    let unpadded = FormatSpec { width: 0, align: None, ..*spec };
    let real_text = if skip_real { Vec::new() } else { Number::of_float(&float_text(real, style, spec)?).render(&unpadded)? };
    let imag_sign = if skip_real { spec.sign } else { Some(SignMode::Plus) };
    let imag_spec = FormatSpec { sign: imag_sign, ..unpadded };
    let imag_text = Number::of_float(&float_text(imag, style, spec)?).render(&imag_spec)?;
    let mut text = reserve(real_text.len() + imag_text.len() + "(j)".len(), 0, 0)?;
    if like_str && !skip_real {
        text.push(b'(');
    }
    text.extend_from_slice(&real_text);
    text.extend_from_slice(&imag_text);
    text.push(b'j');
    if like_str && !skip_real {
        text.push(b')');
    }
    pad(&text, spec, Align::Right)
}

/// `format(text, spec)` of a `str`.
pub(crate) fn format_str(text: &[u8], spec: &FormatSpec, type_name: &str) -> Result<Vec<u8>, FormatError> {
    if !matches!(char::from_u32(spec.code), Some('\0' | 's')) {
        return Err(spec.unknown_code(type_name));
    }
    let refused = match spec.sign {
        Some(SignMode::Space) => "Space not allowed in string format specifier",
        Some(_) => "Sign not allowed in string format specifier",
        None if spec.no_minus_zero => "Negative zero coercion (z) not allowed in string format specifier",
        None if spec.alternate => "Alternate form (#) not allowed in string format specifier",
        None if spec.align == Some(Align::AfterSign) => "'=' alignment not allowed in string format specifier",
        None => "",
    };
    if !refused.is_empty() {
        return Err(FormatError::value(refused));
    }
    let cut = spec.precision.and_then(|precision| wtf8::byte_offset(text, precision)).unwrap_or(text.len());
    pad(&text[..cut], spec, Align::Left)
}

/// Pads `text` to the width.
fn pad(text: &[u8], spec: &FormatSpec, default_align: Align) -> Result<Vec<u8>, FormatError> {
    let missing = spec.width.saturating_sub(if spec.width == 0 { 0 } else { wtf8::count(text) });
    let left = match spec.align.unwrap_or(default_align) {
        Align::Left => 0,
        Align::Center => missing / 2,
        Align::Right | Align::AfterSign => missing,
    };
    let mut out = reserve(text.len(), missing, spec.fill)?;
    push_fill(&mut out, spec.fill, left);
    out.extend_from_slice(text);
    push_fill(&mut out, spec.fill, missing - left);
    Ok(out)
}

fn reserve(length: usize, padding: usize, fill: u32) -> Result<Vec<u8>, FormatError> {
    let size = padding.saturating_mul(wtf8::width_of(fill)).saturating_add(length);
    let mut out = Vec::new();
    if !is_plausible(size) || out.try_reserve_exact(size).is_err() {
        return Err(FormatError::memory());
    }
    Ok(out)
}

fn push_fill(out: &mut Vec<u8>, fill: u32, count: usize) {
    if fill < 0x80 {
        out.resize(out.len() + count, fill as u8);
    } else {
        (0..count).for_each(|_| wtf8::push(out, fill));
    }
}

/// A number in parts: `[sign][prefix][whole][rest]`; only `whole` is grouped.
struct Number<'a> {
    negative: bool,
    prefix: &'static str,
    whole: &'a str,
    rest: &'a str,
    group: usize,
}

impl<'a> Number<'a> {
    fn of_float(text: &'a str) -> Number<'a> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, rest) = text.split_at(digits);
        Number { negative, prefix: "", whole, rest, group: 3 }
    }

    fn render(&self, spec: &FormatSpec) -> Result<Vec<u8>, FormatError> {
        let sign = match (self.negative, spec.sign) {
            (true, _) => "-",
            (false, Some(SignMode::Plus)) => "+",
            (false, Some(SignMode::Space)) => " ",
            (false, _) => "",
        };
        let align = spec.align.unwrap_or(Align::Right);
        let outside = sign.len() + self.prefix.len() + self.rest.len();
        let zeros_to = match align {
            Align::AfterSign if spec.fill == u32::from(b'0') => spec.width.saturating_sub(outside),
            _ => 0,
        };
        // No digits at all (inf, nan): the padding below does it, without separators.
        let zeros_to = if self.whole.is_empty() { 0 } else { zeros_to };
        let grouped = grouped(self.whole, spec.grouping, self.group, zeros_to)?;
        let missing = spec.width.saturating_sub(outside + grouped.len());
        let (left, inside) = match align {
            Align::Left => (0, 0),
            Align::Right => (missing, 0),
            Align::Center => (missing / 2, 0),
            Align::AfterSign => (0, missing),
        };
        let mut out = reserve(outside + grouped.len(), missing, spec.fill)?;
        push_fill(&mut out, spec.fill, left);
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(self.prefix.as_bytes());
        push_fill(&mut out, spec.fill, inside);
        out.extend_from_slice(grouped.as_bytes());
        out.extend_from_slice(self.rest.as_bytes());
        push_fill(&mut out, spec.fill, missing - left - inside);
        Ok(out)
    }
}

/// `digits` with a separator between groups, filled up with leading zeros (and separators) to at least `width`; never does a
/// separator come first, so the result can be one longer.
fn grouped(digits: &str, separator: u8, group: usize, width: usize) -> Result<Cow<'_, str>, FormatError> {
    if separator == 0 && width <= digits.len() {
        return Ok(digits.into());
    }
    // A text of n digits is n + (n - 1) / group long.
    let needed = |n: usize| if separator == 0 { n } else { n + n.saturating_sub(1) / group };
    let mut count = digits.len();
    if needed(count) < width {
        count = if separator == 0 { width } else { width - width / (group + 1) };
        if needed(count) < width {
            count += 1;
        }
    }
    let size = needed(count);
    let mut out = String::new();
    if !is_plausible(size) || out.try_reserve_exact(size).is_err() {
        return Err(FormatError::memory());
    }
    let zeros = count - digits.len();
    for (at, digit) in std::iter::repeat_n('0', zeros).chain(digits.chars()).enumerate() {
        if separator != 0 && at > 0 && (count - at).is_multiple_of(group) {
            out.push(separator as char);
        }
        out.push(digit);
    }
    Ok(out.into())
}
