//! Numbers as text, both ways. Knows no contexts but whether exponents are written with a capital letter.

use super::number::{Kind, Number, text};
use crate::object::cx::Cx;
use crate::object::value::R;
use crate::text::huge;
use crate::text::int_text::to_ascii_digits;
use dashu_int::UBig;
use std::borrow::Cow;

/// How strictly a text is read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reading {
    /// Blanks around and underscores anywhere are passed over.
    Lenient,
    Strict,
}

/// The number that a text says; None if it is none. Exponents that no number has come back as they are or cut to a bound far outside.
pub(super) fn parse(cx: &Cx, source: &[u8], reading: Reading) -> R<Option<Number>> {
    let ascii = to_ascii_digits(source);
    let mut body = ascii;
    if reading == Reading::Lenient {
        let blank = |b: &u8| matches!(b, b' ' | b'\t'..=b'\r' | 0x1C..=0x1F);
        let start = body.iter().position(|b| !blank(b)).unwrap_or(body.len());
        let end = body.iter().rposition(|b| !blank(b)).map_or(start, |last| last + 1);
        if start > 0 || end < body.len() || body.contains(&b'_') {
            body = Cow::Owned(body[start..end].iter().copied().filter(|b| *b != b'_').collect());
        }
    }
    let (negative, rest) = match &body[..] {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if let Some(number) = parse_small(negative, rest) {
        return Ok(Some(number));
    }
    match rest.first() {
        Some(b'0'..=b'9' | b'.') => parse_finite(cx, negative, rest),
        _ => parse_special(cx, negative, rest),
    }
}

/// The frequent form: a few digits, perhaps a point.
fn parse_small(negative: bool, body: &[u8]) -> Option<Number> {
    if body.is_empty() || body.len() > 19 {
        return None;
    }
    let (mut c, mut point) = (0u64, None);
    for (index, b) in body.iter().enumerate() {
        match b {
            b'0'..=b'9' => c = c * 10 + u64::from(b - b'0'),
            b'.' if point.is_none() => point = Some(index + 1),
            _ => return None,
        }
    }
    if body.len() == 1 && point.is_some() {
        return None;
    }
    let exp = point.map_or(0, |point| point as i64 - body.len() as i64);
    Some(Number::finite(negative, UBig::from(c), exp))
}

fn parse_finite(cx: &Cx, negative: bool, body: &[u8]) -> R<Option<Number>> {
    let digits_end = |from: usize| body[from..].iter().position(|b| !b.is_ascii_digit()).map_or(body.len(), |end| from + end);
    let whole = digits_end(0);
    let (mut end, mut fraction) = (whole, &body[..0]);
    if body.get(whole) == Some(&b'.') {
        end = digits_end(whole + 1);
        fraction = &body[whole + 1..end];
    }
    if whole == 0 && fraction.is_empty() {
        return Ok(None);
    }
    let mut exp = -(fraction.len() as i64);
    match &body[end..] {
        [] => {}
        [b'e' | b'E', rest @ ..] => match parse_exponent(rest) {
            Some(exponent) => exp += exponent,
            None => return Ok(None),
        },
        _ => return Ok(None),
    }
    let digits = [&body[..whole], fraction].concat();
    let digits = String::from_utf8(digits).unwrap_or_default();
    let digits = digits.trim_start_matches('0');
    let c =
        if digits.len() <= 38 { UBig::from(digits.parse::<u128>().unwrap_or(0)) } else { huge::from_decimal(&|| cx.safepoint(), digits)? };
    Ok(Some(Number::finite(negative, c, exp)))
}

/// Exponents beyond any number's are cut to this.
const FAR: i64 = 4_000_000_000_000_000_000;

fn parse_exponent(body: &[u8]) -> Option<i64> {
    let (negative, digits) = match body {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let magnitude = digits.iter().fold(0i64, |n, b| n.saturating_mul(10).saturating_add(i64::from(b - b'0')).min(FAR));
    Some(if negative { -magnitude } else { magnitude })
}

fn parse_special(cx: &Cx, negative: bool, body: &[u8]) -> R<Option<Number>> {
    let lower = body.to_ascii_lowercase();
    if lower == b"inf" || lower == b"infinity" {
        return Ok(Some(Number::infinity(negative)));
    }
    let (kind, payload) = match &lower[..] {
        [b'n', b'a', b'n', rest @ ..] => (Kind::Quiet, rest),
        [b's', b'n', b'a', b'n', rest @ ..] => (Kind::Signaling, rest),
        _ => return Ok(None),
    };
    if !payload.iter().all(u8::is_ascii_digit) {
        return Ok(None);
    }
    let payload = String::from_utf8_lossy(payload);
    let payload = payload.trim_start_matches('0');
    let c = if payload.is_empty() { UBig::ZERO } else { huge::from_decimal(&|| cx.safepoint(), payload)? };
    Ok(Some(Number { c, exp: 0, negative, kind }))
}

/// Scientific notation, or with exponents that are multiples of three.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Notation {
    Scientific,
    Engineering,
}

/// `str(n)`.
pub(super) fn show(cx: &Cx, n: &Number, notation: Notation, capitals: bool) -> R<String> {
    let mut out = String::new();
    if n.negative {
        out.push('-');
    }
    match n.kind {
        Kind::Finite => {}
        Kind::Infinite => {
            out.push_str("Infinity");
            return Ok(out);
        }
        Kind::Quiet | Kind::Signaling => {
            out.push_str(if n.kind == Kind::Quiet { "NaN" } else { "sNaN" });
            if !n.c.is_zero() {
                out.push_str(&text(cx, &n.c)?);
            }
            return Ok(out);
        }
    }
    let digits = text(cx, &n.c)?;
    let length = digits.len() as i64;
    let left = n.exp + length;
    let point = match notation {
        _ if n.exp <= 0 && left > -6 => left,
        Notation::Scientific => 1,
        Notation::Engineering if n.c.is_zero() => (left + 1).rem_euclid(3) - 1,
        Notation::Engineering => (left - 1).rem_euclid(3) + 1,
    };
    place_point(&mut out, &digits, point, false);
    if left != point {
        out.push(if capitals { 'E' } else { 'e' });
        out.push_str(&format!("{:+}", left - point));
    }
    Ok(out)
}

/// Appends digits with the point after the first `point` of them (before them, if it is negative), with zeros as needed.
pub(super) fn place_point(out: &mut String, digits: &str, point: i64, keeps_point: bool) {
    let length = digits.len() as i64;
    out.reserve(digits.len() + 4);
    if point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', -point as usize));
        out.push_str(digits);
    } else if point >= length {
        out.push_str(digits);
        out.extend(std::iter::repeat_n('0', (point - length) as usize));
        if keeps_point {
            out.push('.');
        }
    } else {
        out.push_str(&digits[..point as usize]);
        out.push('.');
        out.push_str(&digits[point as usize..]);
    }
}
