//! Reading an `f64`: the text `float()` accepts and the hexadecimal text of `float.fromhex()`. Knows no exceptions: `None`
//! and `HexError` become them above.

use std::borrow::Cow;

use super::int_text::to_ascii_digits;

/// What `float(text)` reads: blanks around, a sign, decimal digits of any script with single underscores between them, a
/// point, an exponent, or `inf`, `infinity`, `nan` in any case.
pub(crate) fn parse_float(text: &[u8]) -> Option<f64> {
    let text = to_ascii_digits(text);
    let trimmed = trim(&text);
    let plain = if trimmed.contains(&b'_') { Cow::Owned(without_underscores(trimmed)?) } else { Cow::Borrowed(trimmed) };
    parse_plain(&plain)
}

/// The real part and the imaginary part of `text` as `complex(text)` reads it.
pub(crate) fn parse_complex(text: &[u8]) -> Option<(f64, f64)> {
    let text = to_ascii_digits(text);
    let mut text = trim(&text);
    if let [b'(', inner @ .., b')'] = text {
        text = trim(inner);
    }
    let plain = if text.contains(&b'_') { Cow::Owned(without_underscores(text)?) } else { Cow::Borrowed(text) };
    let Some(body) = plain.strip_suffix(b"j").or_else(|| plain.strip_suffix(b"J")) else {
        return Some((parse_plain(&plain)?, 0.0));
    };
    let unit = |part: &[u8]| match part {
        b"" | b"+" => Some(1.0),
        b"-" => Some(-1.0),
        _ => parse_plain(part),
    };
    // The last sign that does not belong to an exponent starts the imaginary part.
    let split = (1..body.len()).rev().find(|&i| matches!(body[i], b'+' | b'-') && !matches!(body[i - 1], b'e' | b'E'));
    match split {
        Some(split) => Some((parse_plain(&body[..split])?, unit(&body[split..])?)),
        None => Some((0.0, unit(body)?)),
    }
}

/// Strips the blanks C's `isspace` knows; the others have become spaces already.
fn trim(text: &[u8]) -> &[u8] {
    let blank = |b: &u8| matches!(b, b' ' | b'\t'..=b'\r');
    let start = text.iter().position(|b| !blank(b)).unwrap_or(text.len());
    let end = text.iter().rposition(|b| !blank(b)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// Drops underscores, each of which must stand between two digits.
fn without_underscores(text: &[u8]) -> Option<Vec<u8>> {
    let is_digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let well_placed = |(at, &b): (usize, &u8)| b != b'_' || is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
    text.iter().enumerate().all(well_placed).then(|| text.iter().copied().filter(|&b| b != b'_').collect())
}

fn parse_plain(text: &[u8]) -> Option<f64> {
    // Rust's grammar is C's but for hexadecimal, which both refuse here; `inf`, `infinity` and `nan` are the same words.
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    Some(value)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HexError {
    Invalid,
    TooLarge,
}

impl HexError {
    /// `ValueError` for `Invalid`, `OverflowError` for `TooLarge`.
    pub(crate) fn message(self) -> &'static str {
        match self {
            HexError::Invalid => "invalid hexadecimal floating-point string",
            HexError::TooLarge => "hexadecimal value too large to represent as a float",
        }
    }
}

/// `float.fromhex(text)`, rounding half to even.
pub(crate) fn parse_hex(text: &[u8]) -> Result<f64, HexError> {
    let text = trim(text);
    let (negative, body) = match text {
        [b'-', body @ ..] => (true, body),
        [b'+', body @ ..] => (false, body),
        _ => (false, text),
    };
    let magnitude = match body.to_ascii_lowercase().as_slice() {
        b"inf" | b"infinity" => f64::INFINITY,
        b"nan" => f64::NAN,
        b"" => return Err(HexError::Invalid),
        body => hex_magnitude(body.strip_prefix(b"0x").unwrap_or(body))?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn hex_magnitude(body: &[u8]) -> Result<f64, HexError> {
    let (digits, exponent) = match body.iter().position(|&b| b == b'p') {
        Some(at) => (&body[..at], parse_exponent(&body[at + 1..])?),
        None => (body, 0),
    };
    let (whole, fraction) = match digits.iter().position(|&b| b == b'.') {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, &b""[..]),
    };
    if whole.is_empty() && fraction.is_empty() {
        return Err(HexError::Invalid);
    }
    // Sixteen significant digits are kept; what is cut off only matters as "not zero" (sticky) for rounding.
    let (mut mantissa, mut sticky, mut shift) = (0u64, false, 0i64);
    for (at, &digit) in whole.iter().chain(fraction).enumerate() {
        let digit = (digit as char).to_digit(16).ok_or(HexError::Invalid)?;
        let in_fraction = i64::from(at >= whole.len());
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
            shift -= 4 * in_fraction;
        } else {
            sticky |= digit != 0;
            shift += 4 * (1 - in_fraction);
        }
    }
    if mantissa == 0 {
        return Ok(0.0);
    }
    round_binary(mantissa, sticky, exponent.saturating_add(shift)).ok_or(HexError::TooLarge)
}

fn parse_exponent(text: &[u8]) -> Result<i64, HexError> {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(HexError::Invalid);
    }
    let size = digits.iter().fold(0i64, |n, d| n.saturating_mul(10).saturating_add(i64::from(d - b'0')));
    // Far beyond any double's, yet safe to add to.
    let size = size.min(1 << 60);
    Ok(if text[0] == b'-' { -size } else { size })
}

/// `mantissa * 2**exponent`, a little more if `sticky`, rounded half to even; `None` on overflow. `mantissa` is not zero.
fn round_binary(mantissa: u64, sticky: bool, exponent: i64) -> Option<f64> {
    let zeros = mantissa.leading_zeros();
    let mantissa = mantissa << zeros;
    // The value is mantissa * 2**exponent with the top bit of mantissa set, so it is in [2**top, 2**(top + 1)).
    let exponent = exponent.saturating_sub(i64::from(zeros));
    let top = exponent.saturating_add(63);
    if top > 1023 {
        return None;
    }
    let dropped = if top >= -1022 { 11 } else { 11 + (-1022 - top) };
    if dropped > 64 {
        return Some(0.0);
    }
    let dropped = dropped as u32;
    let kept = mantissa.checked_shr(dropped).unwrap_or(0);
    let half = 1u64 << (dropped - 1);
    let rest = mantissa & (half | (half - 1));
    let up = rest > half || rest == half && (sticky || kept & 1 == 1);
    let kept = kept + u64::from(up);
    let scale = exponent + i64::from(dropped);
    if scale <= -1074 {
        // The bits of a subnormal count steps of 2**-1074; rounding up to the smallest normal number carries as it should.
        return Some(f64::from_bits(kept));
    }
    // `kept` is at most 2**53. The power of two may be no double itself, its two halves are, and each product is exact.
    let power = |n: i64| f64::from_bits(((n + 1023) as u64) << 52);
    let value = kept as f64 * power(scale / 2) * power(scale - scale / 2);
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_float_accepts() {
        let cases: &[(&str, f64)] = &[
            ("1", 1.0),
            (" \t1.5\n", 1.5),
            ("1_000.5_5", 1000.55),
            ("-.5", -0.5),
            ("5.", 5.0),
            ("1e5", 1e5),
            ("1E-5", 1e-5),
            ("iNf", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
            ("1e999", f64::INFINITY),
            ("١٢.٥", 12.5),
            ("\u{a0}1", 1.0),
            ("1_0e1_0", 1e11),
            ("+3", 3.0),
            ("4.9e-324", 5e-324),
        ];
        for &(text, expected) in cases {
            assert_eq!(parse_float(text.as_bytes()), Some(expected), "{text}");
        }
        assert!(parse_float(b"nan").is_some_and(f64::is_nan));
        assert!(parse_float(b"-nAn").is_some_and(|x| x.is_nan() && x.is_sign_negative()));
    }

    #[test]
    fn refuses_the_rest() {
        for text in
            ["", " ", "1__0", "_1", "1_", "1_.5", "1._5", "1e_5", "1e", "e5", ".", "+-1", "0x10", "1\0", "in", "nan()", "1 2", "\x1c5", "½"]
        {
            assert_eq!(parse_float(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(parse_float(b"\xED\xA0\x80"), None);
    }

    #[test]
    fn complex_text() {
        let cases: &[(&str, (f64, f64))] = &[
            ("1+2j", (1.0, 2.0)),
            (" ( 1-2J ) ", (1.0, -2.0)),
            ("j", (0.0, 1.0)),
            ("-j", (0.0, -1.0)),
            ("3", (3.0, 0.0)),
            ("1e5-2e-5j", (1e5, -2e-5)),
            ("1+j", (1.0, 1.0)),
            ("infj", (0.0, f64::INFINITY)),
            ("-1e+5j", (0.0, -1e5)),
            ("1_0+2_0j", (10.0, 20.0)),
        ];
        for &(text, expected) in cases {
            assert_eq!(parse_complex(text.as_bytes()), Some(expected), "{text}");
        }
        for text in ["", "1 + 2j", "()", "1+2", "1j+2", "jj", "1+2jj", "(1", "1+-j", "++j"] {
            assert_eq!(parse_complex(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn hexadecimal_text() {
        let cases: &[(&str, f64)] = &[
            ("0x1.8p+1", 3.0),
            ("1p-1074", 5e-324),
            ("0x.8", 0.5),
            ("-0x1p0", -1.0),
            ("ff", 255.0),
            ("0x1.fffffffffffffp+1023", f64::MAX),
            ("0x1p-1075", 0.0),
            ("0x1.8p-1075", 5e-324),
            ("0x1.00000000000008p0", 1.0),
            ("0x1.000000000000081p0", 1.0000000000000002),
            ("0x1.00000000000018p0", 1.0000000000000004),
            ("0x0.0000000000000000000000000001p112", 1.0),
            ("inf", f64::INFINITY),
            ("0x0p99999999999999999999", 0.0),
            ("0x1p-99999999999999999999", 0.0),
            (" 0x1.p1 ", 2.0),
            ("0x1.999999999999ap-4", 0.1),
        ];
        for &(text, expected) in cases {
            assert_eq!(parse_hex(text.as_bytes()), Ok(expected), "{text}");
        }
        for text in ["", "0x", ".", "0x.p1", "1p", "1p+", "g", "1 2", "0xx1", "--1", "1p1.0"] {
            assert_eq!(parse_hex(text.as_bytes()), Err(HexError::Invalid), "{text}");
        }
        for text in ["0x1p1024", "0x1.fffffffffffff8p1023", "1p99999999999999999999"] {
            assert_eq!(parse_hex(text.as_bytes()), Err(HexError::TooLarge), "{text}");
        }
    }
}
