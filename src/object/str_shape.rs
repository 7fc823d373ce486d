//! Methods of `str` that strip, pad and fill: strip, center, ljust, rjust, zfill, expandtabs. Knows no others.

use super::cx::Cx;
use super::room::is_plausible;
use super::slicing;
use super::str::{self, Str};
use super::str_ops::{exact, own};
use super::ty::{STR, type_of};
use super::value::{R, Ref, Value};
use crate::text::{unicode, wtf8};

#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Left,
    Right,
    Both,
}

fn strip_at(cx: &Cx, a: &[Value], ends: Ends, method: &str) -> R {
    let text = own(cx, &a[0])?;
    let kept = match a[1].get::<Str>() {
        Some(chars) => trim(text.bytes(), ends, |code| contains(chars, code)),
        None if a[1].is_none() => trim(text.bytes(), ends, unicode::is_space),
        None => return Err(cx.type_error(format!("{method} arg must be None or str"))),
    };
    if kept.len() == text.bytes().len() {
        return exact(cx, &a[0]);
    }
    str::make_known(cx, kept, text.is_ascii() || kept.is_ascii())
}

fn contains(chars: &Str, code: u32) -> bool {
    if code < 0x80 { memchr::memchr(code as u8, chars.bytes()).is_some() } else { chars.code_points().any(|c| c == code) }
}

fn trim(mut text: &[u8], ends: Ends, drop: impl Fn(u32) -> bool) -> &[u8] {
    if ends != Ends::Right {
        while let Some((code, width)) = wtf8::decode_at(text, 0).filter(|(code, _)| drop(*code)) {
            let _ = code;
            text = &text[width..];
        }
    }
    if ends != Ends::Left {
        while let Some((_, width)) = wtf8::decode_before(text, text.len()).filter(|(code, _)| drop(*code)) {
            text = &text[..text.len() - width];
        }
    }
    text
}

pub(super) fn strip(cx: &Cx, a: &[Value]) -> R {
    strip_at(cx, a, Ends::Both, "strip")
}

pub(super) fn lstrip(cx: &Cx, a: &[Value]) -> R {
    strip_at(cx, a, Ends::Left, "lstrip")
}

pub(super) fn rstrip(cx: &Cx, a: &[Value]) -> R {
    strip_at(cx, a, Ends::Right, "rstrip")
}

/// The fill character argument, a space if it was left out.
fn fill_arg(cx: &Cx, value: &Value) -> R<u32> {
    if value.is_unset() {
        return Ok(u32::from(b' '));
    }
    let Some(fill) = value.get::<Str>() else {
        return Err(cx.type_error(format!("The fill character must be a unicode character, not {}", type_of(value).message_name())));
    };
    let one = (fill.len() == 1).then(|| fill.code_point(0)).flatten();
    one.ok_or_else(|| cx.type_error("The fill character must be exactly one character long"))
}

/// Puts `left` and `right` fill characters around the text.
fn pad(cx: &Cx, this: &Value, left: usize, right: usize, fill: u32) -> R {
    let text = own(cx, this)?;
    if left + right == 0 {
        return exact(cx, this);
    }
    let unit = wtf8::from_code_points([fill]);
    let padding = left.checked_add(right).and_then(|count| count.checked_mul(unit.len()));
    let total = padding.and_then(|padding| padding.checked_add(text.bytes().len())).filter(|total| is_plausible(*total));
    let total = total.ok_or_else(|| cx.memory_error())?;
    let (before, len) = (left * unit.len(), text.bytes().len());
    Str::try_build(&STR, total, text.is_ascii() && fill < 0x80, |place| {
        super::str_ops::repeat(&unit, &mut place[..before]);
        place[before..before + len].copy_from_slice(text.bytes());
        super::str_ops::repeat(&unit, &mut place[before + len..]);
    })
    .map(Ref::into_value)
    .ok_or_else(|| cx.memory_error())
}

/// How many characters are missing to the width argument, and the fill character.
fn missing(cx: &Cx, a: &[Value]) -> R<(usize, usize, u32)> {
    let width = slicing::size(cx, &a[1])?;
    let fill = fill_arg(cx, &a[2])?;
    let width = usize::try_from(width).unwrap_or(0);
    Ok((width.saturating_sub(own(cx, &a[0])?.len()), width, fill))
}

pub(super) fn center(cx: &Cx, a: &[Value]) -> R {
    let (missing, width, fill) = missing(cx, a)?;
    let left = missing / 2 + (missing & width & 1);
    pad(cx, &a[0], left, missing - left, fill)
}

pub(super) fn ljust(cx: &Cx, a: &[Value]) -> R {
    let (missing, _, fill) = missing(cx, a)?;
    pad(cx, &a[0], 0, missing, fill)
}

pub(super) fn rjust(cx: &Cx, a: &[Value]) -> R {
    let (missing, _, fill) = missing(cx, a)?;
    pad(cx, &a[0], missing, 0, fill)
}

pub(super) fn zfill(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let width = usize::try_from(slicing::size(cx, &a[1])?).unwrap_or(0);
    let zeros = width.saturating_sub(text.len());
    if zeros == 0 {
        return exact(cx, &a[0]);
    }
    let sign = usize::from(matches!(text.bytes().first(), Some(b'+' | b'-')));
    let total = text.bytes().len().checked_add(zeros).ok_or_else(|| cx.memory_error())?;
    Str::try_build(&STR, total, text.is_ascii(), |place| {
        place[..sign].copy_from_slice(&text.bytes()[..sign]);
        place[sign..sign + zeros].fill(b'0');
        place[sign + zeros..].copy_from_slice(&text.bytes()[sign..]);
    })
    .map(Ref::into_value)
    .ok_or_else(|| cx.memory_error())
}

pub(super) fn expandtabs(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let size = tab_size(cx, &a[1])?;
    let out = expand_tabs(text.bytes(), size, |byte| byte & 0xC0 != 0x80).ok_or_else(|| cx.memory_error())?;
    str::make_known(cx, &out, text.is_ascii())
}

pub(super) fn tab_size(cx: &Cx, value: &Value) -> R<usize> {
    let size = super::number::index(cx, value)?;
    match size.as_int().and_then(|size| i32::try_from(size).ok()) {
        Some(size) => Ok(usize::try_from(size).unwrap_or(0)),
        None => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

/// Replaces tabs by blanks up to the next multiple of `size`. `counts` tells which bytes take a column.
pub(super) fn expand_tabs(text: &[u8], size: usize, counts: impl Fn(u8) -> bool) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    out.try_reserve(text.len()).ok()?;
    let mut column = 0usize;
    for &byte in text {
        if byte == b'\t' {
            let blanks = if size > 0 { size - column % size } else { 0 };
            column += blanks;
            out.len().checked_add(blanks).filter(|len| is_plausible(*len))?;
            out.try_reserve(blanks).ok()?;
            out.resize(out.len() + blanks, b' ');
            continue;
        }
        out.push(byte);
        column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + usize::from(counts(byte)) };
    }
    Some(out)
}
