//! Methods of `str` that take text apart and put it together: split, rsplit, splitlines, join. Knows no others.

use super::cx::Cx;
use super::feeding::Source;
use super::list::List;
use super::slicing;
use super::str::{self, Str};
use super::str_ops::own;
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Raised, Ref, Value};
use crate::text::{search, unicode, wtf8};

/// The separator and the most splits that arguments `sep, maxsplit` tell; no separator means blanks.
fn arguments<'a>(cx: &Cx, a: &'a [Value]) -> R<(Option<&'a Str>, usize)> {
    let separator = match a[1].get::<Str>() {
        Some(separator) if separator.bytes().is_empty() => return Err(cx.value_error("empty separator")),
        None if !a[1].is_none() => return Err(cx.type_error(format!("must be str or None, not {}", type_of(&a[1]).message_name()))),
        separator => separator,
    };
    let most = slicing::size(cx, &a[2])?;
    Ok((separator, usize::try_from(most).unwrap_or(usize::MAX)))
}

/// Collects pieces of one text as strings.
struct Pieces<'a> {
    cx: &'a Cx,
    ascii: bool,
    list: Vec<Value>,
}

impl Pieces<'_> {
    #[inline]
    fn push(&mut self, piece: &[u8]) -> R<()> {
        // The text is the caller's, the list ours.
        self.cx.safepoint()?;
        let value = str::make_known(self.cx, piece, self.ascii || piece.is_ascii())?;
        if self.list.len() == self.list.capacity() {
            self.list.try_reserve(1).map_err(|_| self.cx.memory_error())?;
        }
        self.list.push(value);
        Ok(())
    }

    fn finish(self) -> R {
        Ok(List::new(self.list).into_value())
    }
}

fn pieces<'a>(cx: &'a Cx, text: &Str) -> Pieces<'a> {
    Pieces { cx, ascii: text.is_ascii(), list: Vec::new() }
}

pub(super) fn split(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let (separator, most) = arguments(cx, a)?;
    let mut pieces = pieces(cx, text);
    match separator {
        Some(separator) => search::split(text.bytes(), separator.bytes(), most, |piece| pieces.push(piece))?,
        None => split_blanks(text.bytes(), most, |piece| pieces.push(piece))?,
    }
    pieces.finish()
}

pub(super) fn rsplit(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let (separator, most) = arguments(cx, a)?;
    let found = match separator {
        Some(separator) => search::rsplit(text.bytes(), separator.bytes(), most),
        None => rsplit_blanks(text.bytes(), most),
    };
    let mut pieces = pieces(cx, text);
    found.into_iter().try_for_each(|piece| pieces.push(piece))?;
    pieces.finish()
}

/// Bytes from `at` to the next code point that `holds` differently than `blank`.
fn run(text: &[u8], mut at: usize, blank: bool) -> usize {
    while let Some(&byte @ ..0x80) = text.get(at) {
        if matches!(byte, b' ' | b'\t'..=b'\r' | 0x1C..=0x1F) != blank {
            return at;
        }
        at += 1;
    }
    while let Some((code, width)) = wtf8::decode_at(text, at) {
        if unicode::is_space(code) != blank {
            break;
        }
        at += width;
    }
    at
}

/// [`run`] backwards: where the run that ends at `end` starts.
fn run_before(text: &[u8], mut end: usize, blank: bool) -> usize {
    while let Some((code, width)) = wtf8::decode_before(text, end) {
        if unicode::is_space(code) != blank {
            break;
        }
        end -= width;
    }
    end
}

fn split_blanks<'a>(text: &'a [u8], most: usize, mut f: impl FnMut(&'a [u8]) -> R<()>) -> R<()> {
    let mut at = run(text, 0, true);
    let mut left = most;
    while at < text.len() {
        if left == 0 {
            return f(&text[at..]);
        }
        let end = run(text, at, false);
        f(&text[at..end])?;
        left -= 1;
        at = run(text, end, true);
    }
    Ok(())
}

fn rsplit_blanks(text: &[u8], most: usize) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut end = run_before(text, text.len(), true);
    while end > 0 {
        if found.len() == most {
            found.push(&text[..end]);
            break;
        }
        let start = run_before(text, end, false);
        found.push(&text[start..end]);
        end = run_before(text, start, true);
    }
    found.reverse();
    found
}

pub(super) fn splitlines(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let keep = super::protocol::truth(cx, &a[1])?;
    let mut pieces = pieces(cx, text);
    search::lines(text.bytes(), keep, search::text_line_end, |line| pieces.push(line))?;
    pieces.finish()
}

enum JoinError {
    NotText(usize, Value),
    Memory,
}

/// Joins without running user code.
fn join_items(separator: &Str, items: &[Value]) -> Result<Value, JoinError> {
    if let [only] = items
        && only.get_exact::<Str>().is_some()
    {
        return Ok(only.clone());
    }
    let mut total = separator.bytes().len().checked_mul(items.len().saturating_sub(1)).ok_or(JoinError::Memory)?;
    let mut ascii = separator.is_ascii() || items.len() < 2;
    for (index, item) in items.iter().enumerate() {
        let text = item.get::<Str>().ok_or_else(|| JoinError::NotText(index, item.clone()))?;
        total = total.checked_add(text.bytes().len()).ok_or(JoinError::Memory)?;
        ascii &= text.is_ascii();
    }
    if total == 0 {
        return Ok(str::empty());
    }
    Str::try_join(separator, items, total, ascii).map(Ref::into_value).ok_or(JoinError::Memory)
}

#[cold]
fn join_error(cx: &Cx, error: JoinError) -> Raised {
    match error {
        JoinError::Memory => cx.memory_error(),
        JoinError::NotText(index, item) => {
            cx.type_error(format!("sequence item {index}: expected str instance, {} found", type_of(&item).message_name()))
        }
    }
}

pub(super) fn join(cx: &Cx, a: &[Value]) -> R {
    let separator = own(cx, &a[0])?;
    let joined = if let Some(list) = a[1].get_exact::<List>() {
        list.with(|items| join_items(separator, items))
    } else if let Some(tuple) = a[1].get_exact::<Tuple>() {
        join_items(separator, tuple.items())
    } else {
        join_items(separator, &joinable(cx, &a[1])?)
    };
    joined.map_err(|error| join_error(cx, error))
}

/// `join` of items that are handed over.
pub(super) fn join_of(cx: &Cx, before: &[Value], source: Source<'_>) -> R {
    let separator = own(cx, &before[0])?;
    let items = super::iter::gather(cx, source)?;
    join_items(separator, &items).map_err(|error| join_error(cx, error))
}

/// All items of the argument of `join`.
pub(super) fn joinable(cx: &Cx, value: &Value) -> R<Vec<Value>> {
    let slots = type_of(value).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error("can only join an iterable"));
    }
    super::iter::collect(cx, value)
}
