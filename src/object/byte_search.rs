//! Methods that `bytes` and `bytearray` share and that look for bytes: find, count, replace, startswith, partition, split, strip.

use super::buffer;
use super::byte_ops::{like, unchanged};
use super::bytearray::ByteArray;
use super::cx::Cx;
use super::list::List;
use super::room;
use super::slicing;
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Value};
use crate::text::search;
use std::borrow::Cow;

/// What to look for: bytes, or one byte given as an integer.
fn needle<'a>(cx: &Cx, value: &'a Value) -> R<Cow<'a, [u8]>> {
    if let Some(bytes) = buffer::view(value) {
        return Ok(bytes);
    }
    if super::int::is_int(value) || type_of(value).slots().index.is_some() {
        return Ok(Cow::Owned(vec![buffer::byte(cx, value, "byte")?]));
    }
    Err(cx.type_error(format!("argument should be integer or bytes-like object, not '{}'", type_of(value).message_name())))
}

/// Arguments `sub, start, end`: runs `f` on the part between the bounds and where it starts; None if there is no such part.
fn within<T>(cx: &Cx, a: &[Value], f: impl FnOnce(&[u8]) -> T) -> R<Option<(usize, T)>> {
    let len = buffer::with_buffer(cx, &a[0], <[u8]>::len)?;
    let Some((start, end)) = slicing::window(cx, &a[2], &a[3], len)? else {
        return Ok(None);
    };
    buffer::with_buffer(cx, &a[0], |bytes| {
        let end = end.min(bytes.len());
        bytes.get(start.min(end)..end).map(|part| (start, f(part)))
    })
}

fn locate(cx: &Cx, a: &[Value], find: fn(&[u8], &[u8]) -> Option<usize>) -> R<Option<usize>> {
    let needle = needle(cx, &a[1])?;
    let found = within(cx, a, |part| find(part, &needle))?;
    Ok(found.and_then(|(start, at)| at.map(|at| start + at)))
}

fn index_or_minus_one(found: Option<usize>) -> Value {
    Value::int(found.map_or(-1, |at| at as i64))
}

pub(super) fn find(cx: &Cx, a: &[Value]) -> R {
    locate(cx, a, search::find).map(index_or_minus_one)
}

pub(super) fn rfind(cx: &Cx, a: &[Value]) -> R {
    locate(cx, a, search::rfind).map(index_or_minus_one)
}

fn found_or_error(cx: &Cx, found: Option<usize>) -> R {
    found.map(|at| Value::int(at as i64)).ok_or_else(|| cx.value_error("subsection not found"))
}

pub(super) fn index(cx: &Cx, a: &[Value]) -> R {
    let found = locate(cx, a, search::find)?;
    found_or_error(cx, found)
}

pub(super) fn rindex(cx: &Cx, a: &[Value]) -> R {
    let found = locate(cx, a, search::rfind)?;
    found_or_error(cx, found)
}

pub(super) fn count(cx: &Cx, a: &[Value]) -> R {
    let needle = needle(cx, &a[1])?;
    let found = within(cx, a, |part| match &needle[..] {
        [] => part.len() + 1,
        needle => search::count(part, needle, usize::MAX),
    })?;
    Ok(Value::int(found.map_or(0, |(_, count)| count as i64)))
}

fn affix(cx: &Cx, a: &[Value], method: &str, holds: fn(&[u8], &[u8]) -> bool) -> R {
    let test = |affix: &Value| -> R<bool> {
        let affix = buffer::bytes_like(cx, affix)?;
        Ok(within(cx, a, |part| holds(part, &affix))?.is_some_and(|(_, holds)| holds))
    };
    if let Some(choices) = a[1].get::<Tuple>() {
        for choice in choices.items() {
            if test(choice)? {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    if !buffer::is_bytes_like(&a[1]) {
        return Err(cx.type_error(format!("{method} first arg must be bytes or a tuple of bytes, not {}", type_of(&a[1]).message_name())));
    }
    test(&a[1]).map(Value::bool)
}

pub(super) fn startswith(cx: &Cx, a: &[Value]) -> R {
    affix(cx, a, "startswith", |bytes, prefix| bytes.starts_with(prefix))
}

pub(super) fn endswith(cx: &Cx, a: &[Value]) -> R {
    affix(cx, a, "endswith", |bytes, suffix| bytes.ends_with(suffix))
}

/// Result of a method that keeps a part of the bytes; None keeps them all.
fn part(cx: &Cx, this: &Value, kept: Option<Vec<u8>>) -> R {
    match kept {
        Some(kept) => like(cx, this, kept),
        None => unchanged(cx, this),
    }
}

pub(super) fn removeprefix(cx: &Cx, a: &[Value]) -> R {
    let prefix = buffer::bytes_like(cx, &a[1])?;
    let kept = buffer::with_buffer(cx, &a[0], |bytes| bytes.strip_prefix(&*prefix).map(<[u8]>::to_vec))?;
    part(cx, &a[0], kept)
}

pub(super) fn removesuffix(cx: &Cx, a: &[Value]) -> R {
    let suffix = buffer::bytes_like(cx, &a[1])?;
    let kept = buffer::with_buffer(cx, &a[0], |bytes| bytes.strip_suffix(&*suffix).map(<[u8]>::to_vec))?;
    part(cx, &a[0], kept)
}

pub(super) fn replace(cx: &Cx, a: &[Value]) -> R {
    let (from, to) = (buffer::bytes_like(cx, &a[1])?, buffer::bytes_like(cx, &a[2])?);
    let most = usize::try_from(slicing::size(cx, &a[3])?).unwrap_or(usize::MAX);
    let done = buffer::with_buffer(cx, &a[0], |bytes| search::replace(bytes, &from, &to, most, |_| 1))?;
    part(cx, &a[0], done.map_err(|_| cx.memory_error())?)
}

#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Left,
    Right,
    Both,
}

/// Blanks of `bytes.strip` and `bytes.split`.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | 0x09..=0x0D)
}

fn strip_at(cx: &Cx, a: &[Value], ends: Ends) -> R {
    let chars = if a[1].is_none() { None } else { Some(buffer::bytes_like(cx, &a[1])?) };
    let drop = |byte: u8| chars.as_ref().map_or_else(|| is_blank(byte), |chars| chars.contains(&byte));
    let kept = buffer::with_buffer(cx, &a[0], |bytes| {
        let from = |bytes: &[u8]| bytes.iter().position(|byte| !drop(*byte)).unwrap_or(bytes.len());
        let start = if ends == Ends::Right { 0 } else { from(bytes) };
        let rest = &bytes[start..];
        let len = if ends == Ends::Left { rest.len() } else { rest.iter().rposition(|byte| !drop(*byte)).map_or(0, |at| at + 1) };
        (len < bytes.len()).then(|| rest[..len].to_vec())
    })?;
    part(cx, &a[0], kept)
}

pub(super) fn strip(cx: &Cx, a: &[Value]) -> R {
    strip_at(cx, a, Ends::Both)
}

pub(super) fn lstrip(cx: &Cx, a: &[Value]) -> R {
    strip_at(cx, a, Ends::Left)
}

pub(super) fn rstrip(cx: &Cx, a: &[Value]) -> R {
    strip_at(cx, a, Ends::Right)
}

fn separator<'a>(cx: &Cx, value: &'a Value) -> R<Cow<'a, [u8]>> {
    let separator = buffer::bytes_like(cx, value)?;
    if separator.is_empty() { Err(cx.value_error("empty separator")) } else { Ok(separator) }
}

fn partition_by(cx: &Cx, a: &[Value], find: fn(&[u8], &[u8]) -> Option<usize>, whole: usize) -> R {
    let separator = separator(cx, &a[1])?;
    let found = buffer::with_buffer(cx, &a[0], |bytes| {
        find(bytes, &separator).map(|at| (bytes[..at].to_vec(), bytes[at + separator.len()..].to_vec()))
    })?;
    let this = &a[0];
    let is_array = this.get::<ByteArray>().is_some();
    let parts = match found {
        Some((before, after)) => {
            let middle = if is_array { like(cx, this, separator.into_owned())? } else { a[1].clone() };
            vec![like(cx, this, before)?, middle, like(cx, this, after)?]
        }
        None => {
            let mut parts = vec![like(cx, this, Vec::new())?, like(cx, this, Vec::new())?];
            parts.insert(whole, if is_array { unchanged(cx, this)? } else { this.clone() });
            parts
        }
    };
    Ok(Tuple::new(parts).into_value())
}

pub(super) fn partition(cx: &Cx, a: &[Value]) -> R {
    partition_by(cx, a, search::find, 0)
}

pub(super) fn rpartition(cx: &Cx, a: &[Value]) -> R {
    partition_by(cx, a, search::rfind, 2)
}

/// The separator, None for blanks, and the most splits.
fn split_arguments<'a>(cx: &Cx, a: &'a [Value]) -> R<(Option<Cow<'a, [u8]>>, usize)> {
    let separator = if a[1].is_none() { None } else { Some(separator(cx, &a[1])?) };
    Ok((separator, usize::try_from(slicing::size(cx, &a[2])?).unwrap_or(usize::MAX)))
}

fn list_of(cx: &Cx, this: &Value, pieces: Vec<&[u8]>) -> R {
    let mut items = room::vec(cx, pieces.len())?;
    for piece in pieces {
        cx.safepoint()?;
        items.push(like(cx, this, piece.to_vec())?);
    }
    Ok(List::new(items).into_value())
}

pub(super) fn split(cx: &Cx, a: &[Value]) -> R {
    let (separator, most) = split_arguments(cx, a)?;
    let bytes = buffer::bytes_like(cx, &a[0])?;
    let mut pieces = Vec::new();
    match &separator {
        Some(separator) => search::split(&bytes, separator, most, |piece| {
            pieces.push(piece);
            Ok::<(), super::value::Raised>(())
        })?,
        None => {
            let mut rest = without_leading_blanks(&bytes);
            while !rest.is_empty() {
                if pieces.len() == most {
                    pieces.push(rest);
                    break;
                }
                let end = rest.iter().position(|byte| is_blank(*byte)).unwrap_or(rest.len());
                pieces.push(&rest[..end]);
                rest = without_leading_blanks(&rest[end..]);
            }
        }
    }
    list_of(cx, &a[0], pieces)
}

pub(super) fn rsplit(cx: &Cx, a: &[Value]) -> R {
    let (separator, most) = split_arguments(cx, a)?;
    let bytes = buffer::bytes_like(cx, &a[0])?;
    let pieces = match &separator {
        Some(separator) => search::rsplit(&bytes, separator, most),
        None => {
            let mut pieces = Vec::new();
            let end_of = |bytes: &[u8]| bytes.iter().rposition(|byte| !is_blank(*byte)).map_or(0, |at| at + 1);
            let mut rest = &bytes[..end_of(&bytes)];
            while !rest.is_empty() {
                if pieces.len() == most {
                    pieces.push(rest);
                    break;
                }
                let start = rest.iter().rposition(|byte| is_blank(*byte)).map_or(0, |at| at + 1);
                pieces.push(&rest[start..]);
                rest = &rest[..end_of(&rest[..start])];
            }
            pieces.reverse();
            pieces
        }
    };
    list_of(cx, &a[0], pieces)
}

fn without_leading_blanks(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|byte| !is_blank(*byte)).unwrap_or(bytes.len());
    &bytes[start..]
}

pub(super) fn splitlines(cx: &Cx, a: &[Value]) -> R {
    let keep = super::protocol::truth(cx, &a[1])?;
    let bytes = buffer::bytes_like(cx, &a[0])?;
    let mut pieces = Vec::new();
    search::lines(&bytes, keep, search::byte_line_end, |line| {
        pieces.push(line);
        Ok::<(), super::value::Raised>(())
    })?;
    list_of(cx, &a[0], pieces)
}

pub(super) fn join(cx: &Cx, a: &[Value]) -> R {
    let items = super::str_split::joinable(cx, &a[1])?;
    let separator = buffer::bytes_like(cx, &a[0])?;
    let mut out: Vec<u8> = Vec::new();
    // The separators alone may be more than there is room for; pieces are there already.
    room::reserve(cx, &mut out, separator.len().saturating_mul(items.len().saturating_sub(1)))?;
    for (index, item) in items.iter().enumerate() {
        let Some(piece) = buffer::view(item) else {
            let found = type_of(item).message_name();
            return Err(cx.type_error(format!("sequence item {index}: expected a bytes-like object, {found} found")));
        };
        out.try_reserve(separator.len() + piece.len()).map_err(|_| cx.memory_error())?;
        if index > 0 {
            out.extend_from_slice(&separator);
        }
        out.extend_from_slice(&piece);
    }
    like(cx, &a[0], out)
}
