//! Plain data as bytes for another process of ours: numbers, strings and builtin containers of them. Knows no pickle: what is not plain,
//! or might be the same object in two places where that can be told, is left to it.
//!
//! A container with one reference is in one place, so no memo is kept. Of what may be in several places only such immutable things are
//! written as can be told apart by `is` alone, and only small ones, so that nothing grows by much.

use crate::object::bytes::{self, Bytes};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::range::{self, Range};
use crate::object::str::{self, Str};
use crate::object::tuple::{self, Tuple};
use crate::object::value::{R, Raised, V, Value};

/// Deeper nested values are not plain.
const DEEPEST: usize = 50;
/// Longer strings that may be in several places are not plain.
const LONGEST_SHARED: usize = 1024;
/// Longer tuples that may be in several places are not plain.
const MOST_SHARED: usize = 8;

const NONE: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const FLOAT: u8 = 4;
const ASCII: u8 = 5;
const TEXT: u8 = 6;
const BYTES: u8 = 7;
const TUPLE: u8 = 8;
const LIST: u8 = 9;
const DICT: u8 = 10;
const RANGE: u8 = 11;
/// Lists of nothing but ints, or floats, of so many bytes each.
const INTS_1: u8 = 12;
const INTS_2: u8 = 13;
const INTS_4: u8 = 14;
const INTS_8: u8 = 15;
const FLOATS: u8 = 16;
/// Tuples of up to 31 items, and ints from 0 to 127, in the byte itself.
const SHORT_TUPLE: u8 = 0x60;
const SMALL_INT: u8 = 0x80;

/// The value is not plain.
pub(super) struct NotPlain;

type Packed = Result<(), NotPlain>;

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_int(out: &mut Vec<u8>, int: i64) {
    if (0..0x80).contains(&int) {
        out.push(SMALL_INT | int as u8);
    } else {
        out.push(INT);
        put_number(out, ((int << 1) ^ (int >> 63)) as u64);
    }
}

fn put_head(out: &mut Vec<u8>, tag: u8, len: usize) {
    out.push(tag);
    put_number(out, len as u64);
}

/// Whether the value may be in several places of one message, where `own` references to it are known to be one place.
fn is_shared(value: &Value, own: u32) -> bool {
    value.header().is_some_and(|header| header.is_immortal() || header.count() > own)
}

/// Lists of ints or floats as they lie in memory.
fn put_numbers(out: &mut Vec<u8>, items: &[Value]) -> bool {
    match items.first().map(Value::unpack) {
        Some(V::Int(_)) => {}
        Some(V::Float(_)) if items.iter().all(|item| item.as_float().is_some()) => {
            put_head(out, FLOATS, items.len());
            items.iter().filter_map(Value::as_float).for_each(|float| out.extend_from_slice(&float.to_le_bytes()));
            return true;
        }
        _ => return false,
    }
    // The bits that differ from the sign say how wide the widest is.
    let mut used = 0;
    for item in items {
        let V::Int(int) = item.unpack() else { return false };
        used |= (int ^ (int >> 63)) as u64;
    }
    let ints = items.iter().filter_map(Value::as_int);
    match 65 - used.leading_zeros() {
        0..=8 => {
            put_head(out, INTS_1, items.len());
            out.extend(ints.map(|int| int as u8));
        }
        9..=16 => {
            put_head(out, INTS_2, items.len());
            ints.for_each(|int| out.extend_from_slice(&(int as i16).to_le_bytes()));
        }
        17..=32 => {
            put_head(out, INTS_4, items.len());
            ints.for_each(|int| out.extend_from_slice(&(int as i32).to_le_bytes()));
        }
        _ => {
            put_head(out, INTS_8, items.len());
            ints.for_each(|int| out.extend_from_slice(&int.to_le_bytes()));
        }
    }
    true
}

fn put_list(out: &mut Vec<u8>, items: &[Value], depth: usize) -> Packed {
    if !put_numbers(out, items) {
        put_head(out, LIST, items.len());
        items.iter().try_for_each(|item| put_inner(out, item, depth + 1, 1))?;
    }
    Ok(())
}

fn put_tuple(out: &mut Vec<u8>, items: &[Value], depth: usize) -> Packed {
    if items.len() < 32 {
        out.push(SHORT_TUPLE | items.len() as u8);
    } else {
        put_head(out, TUPLE, items.len());
    }
    items.iter().try_for_each(|item| put_inner(out, item, depth + 1, 1))
}

fn put_inner(out: &mut Vec<u8>, value: &Value, depth: usize, own: u32) -> Packed {
    match value.unpack() {
        V::Int(int) => put_int(out, int),
        V::None => out.push(NONE),
        V::Bool(truth) => out.push(if truth { TRUE } else { FALSE }),
        V::Float(float) => {
            out.push(FLOAT);
            out.extend_from_slice(&float.to_le_bytes());
        }
        V::Obj(_) => return put_object(out, value, depth, is_shared(value, own)),
        _ => return Err(NotPlain),
    }
    Ok(())
}

fn put_object(out: &mut Vec<u8>, value: &Value, depth: usize, is_shared: bool) -> Packed {
    if depth > DEEPEST {
        return Err(NotPlain);
    }
    if let Some(text) = value.get_exact::<Str>() {
        return put_bytes(out, if text.is_ascii() { ASCII } else { TEXT }, text.bytes(), is_shared);
    }
    if let Some(bytes) = value.get_exact::<Bytes>() {
        return put_bytes(out, BYTES, bytes.bytes(), is_shared);
    }
    if let Some(tuple) = value.get_exact::<Tuple>() {
        let items = tuple.items();
        let is_leaf = |item: &Value| item.header().is_none() || item.get_exact::<Str>().is_some() || item.get_exact::<Bytes>().is_some();
        if is_shared && (items.len() > MOST_SHARED || !items.iter().all(is_leaf)) {
            return Err(NotPlain);
        }
        return put_tuple(out, items, depth);
    }
    if is_shared {
        return Err(NotPlain);
    }
    if let Some(list) = value.get_exact::<List>() {
        // Under its lock, if it has one. No other list that is written inside can be reached from elsewhere, so nobody waits for two.
        return list.with(|items| put_list(out, items, depth));
    }
    if let Some(dict) = value.get_exact::<Dict>() {
        let entries = dict.snapshot();
        put_head(out, DICT, entries.len());
        for (key, value) in entries {
            // The dict's and the copy's.
            put_inner(out, &key, depth + 1, 2)?;
            put_inner(out, &value, depth + 1, 2)?;
        }
        return Ok(());
    }
    if let Some((start, stop, step)) = value.get_exact::<Range>().and_then(Range::as_i64) {
        put_range(out, start, stop, step);
        return Ok(());
    }
    Err(NotPlain)
}

fn put_range(out: &mut Vec<u8>, start: i64, stop: i64, step: i64) {
    out.push(RANGE);
    for number in [start, stop, step] {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

fn put_bytes(out: &mut Vec<u8>, tag: u8, bytes: &[u8], is_shared: bool) -> Packed {
    if is_shared && bytes.len() > LONGEST_SHARED {
        return Err(NotPlain);
    }
    put_head(out, tag, bytes.len());
    out.extend_from_slice(bytes);
    Ok(())
}

/// Appends the value. What is written is of no use after an error.
pub(super) fn pack(out: &mut Vec<u8>, value: &Value) -> Packed {
    // The root is written once: who comes to it again comes by a second reference.
    match value.header() {
        Some(_) => put_object(out, value, 0, false),
        None => put_inner(out, value, 0, 1),
    }
}

/// Appends `size` items of a list or tuple from `start` on, or as many as there are, as a list; or of a range, as a range.
pub(super) fn pack_part(out: &mut Vec<u8>, value: &Value, start: usize, size: usize) -> Packed {
    fn part(items: &[Value], start: usize, size: usize) -> &[Value] {
        let start = start.min(items.len());
        &items[start..items.len().min(start.saturating_add(size))]
    }
    if let Some(list) = value.get_exact::<List>() {
        return list.with(|items| put_list(out, part(items, start, size), 0));
    }
    if let Some(tuple) = value.get_exact::<Tuple>() {
        return put_list(out, part(tuple.items(), start, size), 0);
    }
    let (first, stop, step) = value.get_exact::<Range>().and_then(Range::as_i64).ok_or(NotPlain)?;
    let count = range::count(first, stop, step);
    // Members lie within 64 bits; what would come after the last need not.
    let member = |index: u64| (i128::from(first) + i128::from(index) * i128::from(step)).clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    let end = (start as u64).saturating_add(size as u64);
    put_range(out, member(start as u64), if end < count { member(end) } else { stop }, step);
    Ok(())
}

/// Reads what `pack` has written.
struct Reader<'a> {
    cx: &'a Cx,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    #[cold]
    fn truncated(&self) -> Raised {
        self.cx.value_error("a packet between processes is damaged")
    }

    fn take(&mut self, count: usize) -> R<&'a [u8]> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.truncated()),
        }
    }

    fn word(&mut self) -> R<[u8; 8]> {
        self.take(8).map(|bytes| bytes.try_into().unwrap_or_default())
    }

    fn byte(&mut self) -> R<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn number(&mut self) -> R<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
            shift += 7;
            if shift > 63 {
                return Err(self.truncated());
            }
        }
    }

    /// A count of things that take `size` bytes each at least.
    fn count(&mut self, size: usize) -> R<usize> {
        let count = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if count > self.rest.len() / size { Err(self.truncated()) } else { Ok(count) }
    }

    fn values(&mut self, count: usize, depth: usize) -> R<Vec<Value>> {
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(self.value(depth + 1)?);
        }
        Ok(items)
    }

    fn ints<const SIZE: usize>(&mut self, read: impl Fn([u8; SIZE]) -> i64) -> R {
        let count = self.count(SIZE)?;
        let (raw, _) = self.take(count * SIZE)?.as_chunks::<SIZE>();
        Ok(List::new(raw.iter().map(|raw| Value::int(read(*raw))).collect()).into_value())
    }

    /// Pairs are the usual thing, and need no list on the way.
    fn short_tuple(&mut self, count: usize, depth: usize) -> R {
        Ok(match count {
            0 => tuple::empty(),
            1 => Tuple::of([self.value(depth + 1)?]).into_value(),
            2 => Tuple::of([self.value(depth + 1)?, self.value(depth + 1)?]).into_value(),
            3 => Tuple::of([self.value(depth + 1)?, self.value(depth + 1)?, self.value(depth + 1)?]).into_value(),
            _ => Tuple::new(self.values(count, depth)?).into_value(),
        })
    }

    fn value(&mut self, depth: usize) -> R {
        let tag = self.byte()?;
        if tag >= SMALL_INT {
            return Ok(Value::int(i64::from(tag & 0x7f)));
        }
        if depth > DEEPEST + 1 {
            return Err(self.truncated());
        }
        if tag >= SHORT_TUPLE {
            return self.short_tuple(usize::from(tag & 0x1f), depth);
        }
        Ok(match tag {
            NONE => Value::NONE,
            FALSE => Value::FALSE,
            TRUE => Value::TRUE,
            INT => {
                let number = self.number()?;
                Value::int((number >> 1) as i64 ^ -((number & 1) as i64))
            }
            FLOAT => Value::float(f64::from_le_bytes(self.word()?)),
            ASCII | TEXT => {
                let count = self.count(1)?;
                str::make_known(self.cx, self.take(count)?, tag == ASCII)?
            }
            BYTES => {
                let count = self.count(1)?;
                bytes::make(self.cx, self.take(count)?)?
            }
            TUPLE => {
                let count = self.count(1)?;
                Tuple::new(self.values(count, depth)?).into_value()
            }
            LIST => {
                let count = self.count(1)?;
                List::new(self.values(count, depth)?).into_value()
            }
            DICT => {
                let count = self.count(2)?;
                let dict = Dict::new();
                for _ in 0..count {
                    let key = self.value(depth + 1)?;
                    let value = self.value(depth + 1)?;
                    dict.set(self.cx, key, value)?;
                }
                dict.into_value()
            }
            RANGE => {
                let (start, stop, step) = (self.word()?, self.word()?, self.word()?);
                let [start, stop, step] = [start, stop, step].map(i64::from_le_bytes);
                if step == 0 {
                    return Err(self.truncated());
                }
                Range::new(Value::int(start), Value::int(stop), Value::int(step)).into_value()
            }
            INTS_1 => self.ints::<1>(|raw| i64::from(i8::from_le_bytes(raw)))?,
            INTS_2 => self.ints::<2>(|raw| i64::from(i16::from_le_bytes(raw)))?,
            INTS_4 => self.ints::<4>(|raw| i64::from(i32::from_le_bytes(raw)))?,
            INTS_8 => self.ints::<8>(i64::from_le_bytes)?,
            FLOATS => {
                let count = self.count(8)?;
                let (raw, _) = self.take(count * 8)?.as_chunks::<8>();
                List::new(raw.iter().map(|raw| Value::float(f64::from_le_bytes(*raw))).collect()).into_value()
            }
            _ => return Err(self.truncated()),
        })
    }
}

/// The value in the bytes. Errors: ValueError for what `pack` has not written.
pub(super) fn unpack(cx: &Cx, bytes: &[u8]) -> R {
    let mut reader = Reader { cx, rest: bytes };
    let value = reader.value(0)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(reader.truncated()) }
}
