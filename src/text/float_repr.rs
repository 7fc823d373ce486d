//! Text of an `f64`: `repr` and the styles `e f g` with any precision, correctly rounded. Knows no format specs.
//!
//! Shortest digits come from `zmij`; digits to a given precision from `std`, which rounds exactly, ties to even, as
//! CPython's dtoa does.

use std::collections::TryReserveError;

/// More digits than any `f64` has after its point (1074) or in all (767 significant): beyond them come zeros only. It keeps
/// what `std` is asked for under its limit of 65535.
const MOST_DIGITS: usize = 1100;

/// At most this stands around the digits: the zeros that the styles with a limit for exponents may write, point and exponent.
const MOST_AROUND: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FloatKind {
    /// `%e`: one digit, point, `precision` digits, exponent.
    Exponent,
    /// `%f`: `precision` digits after the point.
    Fixed,
    /// `%g`: `precision` significant digits, trailing zeros dropped, exponent form for large and small numbers.
    General,
    /// `%r`: the shortest digits that read back as the same number.
    Shortest,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct FloatStyle {
    pub kind: FloatKind,
    pub precision: usize,
    /// `#`: keep the point and, in the general style, trailing zeros.
    pub alternate: bool,
    /// Write integral numbers as `1.0`; moves the exponent threshold of the general style down by one.
    pub dot_zero: bool,
    pub upper: bool,
}

impl FloatStyle {
    pub(crate) const fn new(kind: FloatKind, precision: usize) -> FloatStyle {
        FloatStyle { kind, precision, alternate: false, dot_zero: false, upper: false }
    }
}

/// `repr(x)`.
#[inline]
pub(crate) fn float_repr(x: f64) -> String {
    let mut out = String::with_capacity(24);
    push_float_repr(&mut out, x);
    out
}

/// Appends `repr(x)`.
pub(crate) fn push_float_repr(out: &mut impl std::fmt::Write, x: f64) {
    let magnitude = x.abs();
    // In this range zmij's layout is Python's; below it Python turns to exponents earlier and pads them.
    let written = if (1e-4..f64::INFINITY).contains(&magnitude) || x == 0.0 {
        out.write_str(zmij::Buffer::new().format_finite(x))
    } else {
        out.write_str(&shortest(x, true))
    };
    debug_assert!(written.is_ok(), "text grows in memory");
}

/// In the shortest style, which is short.
fn shortest(x: f64, dot_zero: bool) -> String {
    format_float(x, FloatStyle { dot_zero, ..FloatStyle::new(FloatKind::Shortest, 0) }).unwrap_or_default()
}

/// The text of `x` in `style`, with a `-` for negative numbers, minus zero included. Errors: no memory for that many digits.
pub(crate) fn format_float(x: f64, style: FloatStyle) -> Result<String, TryReserveError> {
    if !x.is_finite() {
        let text = if x.is_nan() {
            "nan"
        } else if x > 0.0 {
            "inf"
        } else {
            "-inf"
        };
        return Ok(if style.upper { text.to_ascii_uppercase() } else { text.to_string() });
    }
    match style.kind {
        FloatKind::Fixed => fixed(x, style),
        FloatKind::Exponent => {
            let (digits, exponent) = digits_to(x, style.precision.saturating_add(1))?;
            let mut out = sign_of(x);
            out.try_reserve(digits.len().saturating_add(MOST_AROUND))?;
            write_exponent_form(&mut out, &digits, exponent, style);
            Ok(out)
        }
        FloatKind::General => {
            let precision = style.precision.max(1);
            // What is stripped is not made.
            let made = if style.alternate { precision } else { precision.min(MOST_DIGITS) };
            let (mut digits, exponent) = digits_to(x, made)?;
            if !style.alternate {
                strip_zeros(&mut digits);
            }
            let limit = precision as i64 - i64::from(style.dot_zero);
            either_form(x, &digits, exponent, limit, style)
        }
        FloatKind::Shortest => {
            let (digits, exponent) = shortest_digits(x);
            either_form(x, &digits, exponent, 16, style)
        }
    }
}

fn sign_of(x: f64) -> String {
    String::from(if x.is_sign_negative() { "-" } else { "" })
}

fn fixed(x: f64, style: FloatStyle) -> Result<String, TryReserveError> {
    let precision = style.precision.min(MOST_DIGITS);
    let more = style.precision - precision;
    let mut out = format!("{x:.precision$}");
    out.try_reserve(more)?;
    out.extend(std::iter::repeat_n('0', more));
    if precision == 0 && style.alternate {
        out.push('.');
    } else if precision == 0 && style.dot_zero {
        out.push_str(".0");
    }
    Ok(out)
}

/// `count` significant decimal digits of finite `x`, rounded, and the exponent of the first.
fn digits_to(x: f64, count: usize) -> Result<(String, i64), TryReserveError> {
    let after_point = (count - 1).min(MOST_DIGITS);
    let (mut digits, exponent) = split_scientific(&format!("{:.after_point$e}", x.abs()));
    let more = count - 1 - after_point;
    digits.try_reserve(more)?;
    digits.extend(std::iter::repeat_n('0', more));
    Ok((digits, exponent))
}

/// From zmij, not from `std`, which rounds ties between two shortest candidates up instead of to even.
fn shortest_digits(x: f64) -> (String, i64) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(x.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let mut digits = all.trim_start_matches('0').to_string();
    if digits.is_empty() {
        return ("0".to_string(), 0);
    }
    let leading_zeros = (all.len() - digits.len()) as i64;
    let exponent = exponent.parse().unwrap_or(0i64) + whole.len() as i64 - 1 - leading_zeros;
    strip_zeros(&mut digits);
    (digits, exponent)
}

/// `"1.25e-3"` to `("125", -3)`.
fn split_scientific(text: &str) -> (String, i64) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.chars().filter(|&c| c != '.').collect(), exponent.parse().unwrap_or(0))
}

fn strip_zeros(digits: &mut String) {
    let kept = digits.trim_end_matches('0').len().max(1);
    digits.truncate(kept);
}

fn either_form(x: f64, digits: &str, exponent: i64, limit: i64, style: FloatStyle) -> Result<String, TryReserveError> {
    let mut out = sign_of(x);
    out.try_reserve(digits.len().saturating_add(MOST_AROUND))?;
    if exponent < -4 || exponent >= limit {
        write_exponent_form(&mut out, digits, exponent, style);
        return Ok(out);
    }
    let point = exponent + 1;
    if point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
        out.push_str(digits);
        return Ok(out);
    }
    let point = point as usize;
    if digits.len() > point {
        out.push_str(&digits[..point]);
        out.push('.');
        out.push_str(&digits[point..]);
        return Ok(out);
    }
    out.push_str(digits);
    out.extend(std::iter::repeat_n('0', point - digits.len()));
    if style.dot_zero {
        out.push_str(".0");
    } else if style.alternate {
        out.push('.');
    }
    Ok(out)
}

fn write_exponent_form(out: &mut String, digits: &str, exponent: i64, style: FloatStyle) {
    out.push_str(&digits[..1]);
    if digits.len() > 1 || style.alternate {
        out.push('.');
    }
    out.push_str(&digits[1..]);
    out.push(if style.upper { 'E' } else { 'e' });
    out.push(if exponent < 0 { '-' } else { '+' });
    out.push_str(&format!("{:02}", exponent.unsigned_abs()));
}

/// `repr(complex(real, imag))`.
pub(crate) fn complex_repr(real: f64, imag: f64) -> String {
    let part = |x: f64| shortest(x, false);
    if real == 0.0 && real.is_sign_positive() {
        return part(imag) + "j";
    }
    let sign = if imag.is_nan() || imag.is_sign_positive() { "+" } else { "" };
    format!("({}{sign}{}j)", part(real), part(imag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_is_cpythons() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (9999999999999998.0, "9999999999999998.0"),
            (1e-5, "1e-05"),
            (1e-4, "0.0001"),
            (1.5e-5, "1.5e-05"),
            (123456789012345.0, "123456789012345.0"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (-2.5e-7, "-2.5e-07"),
            (1e22, "1e+22"),
            (f64::from_bits(1), "5e-324"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
            (-f64::NAN, "nan"),
        ];
        for (x, expected) in cases {
            assert_eq!(float_repr(x), expected);
        }
    }

    fn style(kind: char, precision: usize, alternate: bool) -> FloatStyle {
        let kind = match kind {
            'e' => FloatKind::Exponent,
            'f' => FloatKind::Fixed,
            'g' => FloatKind::General,
            _ => FloatKind::Shortest,
        };
        FloatStyle { alternate, ..FloatStyle::new(kind, precision) }
    }

    #[test]
    fn styles_are_cpythons() {
        let cases = [
            (1234.5678, 'e', 3, false, "1.235e+03"),
            (0.0, 'e', 0, false, "0e+00"),
            (0.0, 'e', 0, true, "0.e+00"),
            (1e100, 'e', 2, false, "1.00e+100"),
            (2.5, 'f', 0, false, "2"),
            (3.5, 'f', 0, true, "4."),
            (-0.0, 'f', 2, false, "-0.00"),
            (0.125, 'f', 2, false, "0.12"),
            (1e22, 'f', 1, false, "10000000000000000000000.0"),
            (1234567.0, 'g', 6, false, "1.23457e+06"),
            (123456.0, 'g', 6, false, "123456"),
            (100000.0, 'g', 6, true, "100000."),
            (0.0001, 'g', 6, false, "0.0001"),
            (0.00001, 'g', 6, false, "1e-05"),
            (1.0, 'g', 3, true, "1.00"),
            (1e10, 'g', 1, true, "1.e+10"),
            (0.0, 'g', 0, false, "0"),
            (9.9999, 'g', 2, false, "10"),
            (99.99, 'g', 2, false, "1e+02"),
            (1e16, 'r', 0, false, "1e+16"),
            (1e16, 'r', 0, true, "1.e+16"),
            (100.0, 'r', 0, false, "100"),
            (1.5, 'r', 0, true, "1.5"),
        ];
        for (x, kind, precision, alternate, expected) in cases {
            assert_eq!(format_float(x, style(kind, precision, alternate)).unwrap(), expected, "{x} {kind} {precision} {alternate}");
        }
    }

    #[test]
    fn any_precision_works() {
        assert_eq!(format_float(0.1, style('f', 100_000, false)).unwrap().len(), 100_002);
        assert_eq!(format_float(0.1, style('e', 100_000, false)).unwrap().len(), 100_006);
        assert_eq!(format_float(0.1, style('g', 100_000, true)).unwrap().len(), 100_002);
        assert_eq!(format_float(5e-324, style('g', 100_000, false)).unwrap().len(), 757);
        let tiny = format_float(5e-324, style('f', 1074, false)).unwrap();
        assert!(tiny.ends_with("0029528837026494140625") || tiny.ends_with("625"));
    }

    #[test]
    fn complex_numbers() {
        let cases = [
            (1.0, 2.0, "(1+2j)"),
            (0.0, 1.0, "1j"),
            (-0.0, 1.0, "(-0+1j)"),
            (1.5, -0.0, "(1.5-0j)"),
            (0.0, -0.0, "-0j"),
            (f64::NAN, f64::NEG_INFINITY, "(nan-infj)"),
            (220_718_485_542_315.63, 0.0, "(220718485542315.62+0j)"),
            (1e16, 1e-5, "(1e+16+1e-05j)"),
            (1.0, f64::NAN, "(1+nanj)"),
        ];
        for (real, imag, expected) in cases {
            assert_eq!(complex_repr(real, imag), expected);
        }
    }
}
