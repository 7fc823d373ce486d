//! Methods of `str` that look for text: find, index, count, startswith, endswith, replace, removeprefix, partition. Knows no others.

use super::args::kind_of;
use super::cx::Cx;
use super::slicing;
use super::str::{self, Str};
use super::str_ops::{exact, own};
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Value};
use crate::text::{search, wtf8};

/// Argument number `position` of `method`, which must be a string.
#[inline]
pub(super) fn text_arg<'a>(cx: &Cx, value: &'a Value, method: &str, position: usize) -> R<&'a Str> {
    value.get::<Str>().ok_or_else(|| cx.type_error(format!("{method}() argument {position} must be str, not {}", kind_of(value))))
}

/// The only argument of `method`.
fn only_arg<'a>(cx: &Cx, value: &'a Value, method: &str) -> R<&'a Str> {
    value.get::<Str>().ok_or_else(|| cx.type_error(format!("{method}() argument must be str, not {}", kind_of(value))))
}

/// The bytes of characters `start..end` and the offset they start at; None if there are none, not even an empty text.
#[inline]
fn window<'a>(cx: &Cx, text: &'a Str, start: &Value, end: &Value) -> R<Option<(usize, &'a [u8])>> {
    if start.is_none() && end.is_none() {
        return Ok(Some((0, text.bytes())));
    }
    let found = slicing::window(cx, start, end, text.len())?;
    Ok(found.map(|(start, end)| {
        let (from, to) = (text.offset_of(start), text.offset_of(end));
        (from, text.bytes().get(from..to).unwrap_or(b""))
    }))
}

/// Finds in the window the arguments `needle, start, end` of `method` tell; the index in characters.
fn locate(cx: &Cx, a: &[Value], method: &str, find: fn(&[u8], &[u8]) -> Option<usize>) -> R<Option<usize>> {
    let text = own(cx, &a[0])?;
    let needle = text_arg(cx, &a[1], method, 1)?;
    let Some((from, part)) = window(cx, text, &a[2], &a[3])? else {
        return Ok(None);
    };
    Ok(find(part, needle.bytes()).map(|at| text.chars_before(from + at)))
}

fn index_or_minus_one(found: Option<usize>) -> Value {
    Value::int(found.map_or(-1, |at| at as i64))
}

pub(super) fn find(cx: &Cx, a: &[Value]) -> R {
    locate(cx, a, "find", search::find).map(index_or_minus_one)
}

pub(super) fn rfind(cx: &Cx, a: &[Value]) -> R {
    locate(cx, a, "rfind", search::rfind).map(index_or_minus_one)
}

pub(super) fn index(cx: &Cx, a: &[Value]) -> R {
    let found = locate(cx, a, "index", search::find)?;
    found.map(|at| Value::int(at as i64)).ok_or_else(|| cx.value_error("substring not found"))
}

pub(super) fn rindex(cx: &Cx, a: &[Value]) -> R {
    let found = locate(cx, a, "rindex", search::rfind)?;
    found.map(|at| Value::int(at as i64)).ok_or_else(|| cx.value_error("substring not found"))
}

pub(super) fn count(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let needle = text_arg(cx, &a[1], "count", 1)?;
    let found = match window(cx, text, &a[2], &a[3])? {
        None => 0,
        Some((_, part)) if needle.bytes().is_empty() => wtf8::count(part) + 1,
        Some((_, part)) => search::count(part, needle.bytes(), usize::MAX),
    };
    Ok(Value::int(found as i64))
}

/// `startswith` and `endswith`.
fn affix(cx: &Cx, a: &[Value], method: &str, holds: fn(&[u8], &[u8]) -> bool) -> R {
    let text = own(cx, &a[0])?;
    let part = window(cx, text, &a[2], &a[3])?;
    let test = |affix: &Str| part.is_some_and(|(_, part)| holds(part, affix.bytes()));
    if let Some(affix) = a[1].get::<Str>() {
        return Ok(Value::bool(test(affix)));
    }
    let Some(choices) = a[1].get::<Tuple>() else {
        return Err(cx.type_error(format!("{method} first arg must be str or a tuple of str, not {}", type_of(&a[1]).message_name())));
    };
    for choice in choices.items() {
        let Some(affix) = choice.get::<Str>() else {
            return Err(cx.type_error(format!("tuple for {method} must only contain str, not {}", type_of(choice).message_name())));
        };
        if test(affix) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

pub(super) fn startswith(cx: &Cx, a: &[Value]) -> R {
    affix(cx, a, "startswith", |text, prefix| text.starts_with(prefix))
}

pub(super) fn endswith(cx: &Cx, a: &[Value]) -> R {
    affix(cx, a, "endswith", |text, suffix| text.ends_with(suffix))
}

pub(super) fn removeprefix(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let prefix = only_arg(cx, &a[1], "removeprefix")?;
    match text.bytes().strip_prefix(prefix.bytes()) {
        Some(rest) if rest.len() < text.bytes().len() => str::make(cx, rest),
        _ => exact(cx, &a[0]),
    }
}

pub(super) fn removesuffix(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let suffix = only_arg(cx, &a[1], "removesuffix")?;
    match text.bytes().strip_suffix(suffix.bytes()) {
        Some(rest) if rest.len() < text.bytes().len() => str::make(cx, rest),
        _ => exact(cx, &a[0]),
    }
}

pub(super) fn replace(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let (from, to) = (text_arg(cx, &a[1], "replace", 1)?, text_arg(cx, &a[2], "replace", 2)?);
    let most = usize::try_from(slicing::size(cx, &a[3])?).unwrap_or(usize::MAX);
    let done = search::replace(text.bytes(), from.bytes(), to.bytes(), most, wtf8::width_of_lead).map_err(|_| cx.memory_error())?;
    match done {
        Some(bytes) if text.is_ascii() && to.is_ascii() => str::make_known(cx, &bytes, true),
        Some(bytes) => str::make(cx, &bytes),
        None => exact(cx, &a[0]),
    }
}

fn separator<'a>(cx: &Cx, value: &'a Value) -> R<&'a Str> {
    match value.get::<Str>() {
        Some(separator) if separator.bytes().is_empty() => Err(cx.value_error("empty separator")),
        Some(separator) => Ok(separator),
        None => Err(cx.type_error(format!("must be str, not {}", type_of(value).message_name()))),
    }
}

fn triple(first: Value, middle: Value, last: Value) -> R {
    Ok(Tuple::new(vec![first, middle, last]).into_value())
}

pub(super) fn partition(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let separator = separator(cx, &a[1])?;
    let bytes = text.bytes();
    match search::find(bytes, separator.bytes()) {
        None => triple(a[0].clone(), str::empty(), str::empty()),
        Some(at) => triple(str::make(cx, &bytes[..at])?, a[1].clone(), str::make(cx, &bytes[at + separator.bytes().len()..])?),
    }
}

pub(super) fn rpartition(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let separator = separator(cx, &a[1])?;
    let bytes = text.bytes();
    match search::rfind(bytes, separator.bytes()) {
        None => triple(str::empty(), str::empty(), a[0].clone()),
        Some(at) => triple(str::make(cx, &bytes[..at])?, a[1].clone(), str::make(cx, &bytes[at + separator.bytes().len()..])?),
    }
}
