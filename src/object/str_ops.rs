//! Operators of `str`: `+ * == < in [] len hash iter`. Knows no methods.

use super::cx::Cx;
use super::iter::itself;
use super::native::NativeDef;
use super::payload::{Native, Payload};
use super::slicing;
use super::slots::{CmpOp, Slots};
use super::str::{self, Str};
use super::ty::{STR, Type, TypeDef, type_of};
use super::value::{R, Ref, Value};
use crate::text::{search, wtf8};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The string a method of `str` was called on.
#[inline(always)]
pub(super) fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a Str> {
    value
        .get::<Str>()
        .ok_or_else(|| cx.type_error(format!("descriptor requires a 'str' object but received a '{}'", type_of(value).message_name())))
}

/// The same text as an exact `str`.
pub(super) fn exact(cx: &Cx, value: &Value) -> R {
    if value.get_exact::<Str>().is_some() {
        return Ok(value.clone());
    }
    let text = own(cx, value)?;
    str::make_known(cx, text.bytes(), text.is_ascii())
}

pub(super) fn to_str(cx: &Cx, this: &Value) -> R {
    exact(cx, this)
}

pub(super) fn repr(cx: &Cx, this: &Value) -> R {
    str::make(cx, &crate::text::repr::str_repr(own(cx, this)?.bytes()))
}

pub(super) fn hash(cx: &Cx, this: &Value) -> R<i64> {
    own(cx, this).map(Str::hash)
}

pub(super) fn len(cx: &Cx, this: &Value) -> R<usize> {
    own(cx, this).map(Str::len)
}

pub(super) fn rich(_: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Str>(), b.get::<Str>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    // The order of WTF-8 bytes is that of code points.
    Ok(Value::bool(match op {
        CmpOp::Eq => x.same(y),
        CmpOp::Ne => !x.same(y),
        _ => op.holds(x.bytes().cmp(y.bytes())),
    }))
}

pub(super) fn add(cx: &Cx, a: &Value, b: &Value) -> R {
    let (Some(x), Some(y)) = (a.get::<Str>(), b.get::<Str>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if y.bytes().is_empty() {
        return exact(cx, a);
    }
    if x.bytes().is_empty() {
        return exact(cx, b);
    }
    concat(cx, x, y)
}

/// `a + b` of two strings, neither of them empty.
#[inline]
pub(crate) fn concat(cx: &Cx, a: &Str, b: &Str) -> R {
    Str::try_concat(a, b).map(Ref::into_value).ok_or_else(|| cx.memory_error())
}

pub(super) fn mul(cx: &Cx, a: &Value, b: &Value) -> R {
    let (value, count) = if a.get::<Str>().is_some() { (a, b) } else { (b, a) };
    let text = own(cx, value)?;
    let Some(count) = slicing::repeat_count(cx, count)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (text.bytes().len(), count) {
        (0, _) | (_, 0) => return Ok(str::empty()),
        (_, 1) => return exact(cx, value),
        _ => {}
    }
    let len = text.bytes().len().checked_mul(count).ok_or_else(|| cx.memory_error())?;
    Str::try_build(&STR, len, text.is_ascii(), |place| repeat(text.bytes(), place)).map(Ref::into_value).ok_or_else(|| cx.memory_error())
}

/// Fills `place` with copies of `unit`, doubling what is there.
pub(super) fn repeat(unit: &[u8], place: &mut [u8]) {
    if let [byte] = unit {
        place.fill(*byte);
        return;
    }
    if unit.is_empty() || place.is_empty() {
        return;
    }
    let mut done = unit.len().min(place.len());
    place[..done].copy_from_slice(&unit[..done]);
    while done < place.len() {
        let more = done.min(place.len() - done);
        place.copy_within(..more, done);
        done += more;
    }
}

pub(super) fn contains(cx: &Cx, this: &Value, item: &Value) -> R<bool> {
    match item.get::<Str>() {
        Some(needle) => Ok(search::find(own(cx, this)?.bytes(), needle.bytes()).is_some()),
        None => Err(cx.type_error(format!("'in <string>' requires string as left operand, not {}", type_of(item).message_name()))),
    }
}

pub(super) fn getitem(cx: &Cx, this: &Value, key: &Value) -> R {
    let text = own(cx, this)?;
    if let Some(index) = key.as_int() {
        return item(cx, text, index);
    }
    if std::ptr::eq(type_of(key), &super::slice::SLICE) {
        return slice(cx, this, text, key);
    }
    if !super::int::is_int(key) && type_of(key).slots().index.is_none() {
        return Err(cx.type_error(format!("string indices must be integers, not '{}'", type_of(key).message_name())));
    }
    item(cx, text, super::protocol::index(cx, key)?)
}

/// Character `index`, which may count from the end.
#[inline]
pub(crate) fn item(cx: &Cx, text: &Str, index: i64) -> R {
    match super::protocol::position(index, text.len()).and_then(|index| text.code_point(index)) {
        Some(code) => Ok(str::char_value(code)),
        None => Err(cx.index_error("string index out of range")),
    }
}

fn slice(cx: &Cx, this: &Value, text: &Str, key: &Value) -> R {
    let len = text.len();
    let positions = slicing::bounds(cx, key)?.fit(len);
    if let Some(range) = positions.range() {
        return if range.len() == len { exact(cx, this) } else { substring(cx, text, range.start, range.end) };
    }
    if text.is_ascii() {
        let bytes: Vec<u8> = positions.iter().filter_map(|at| text.bytes().get(at).copied()).collect();
        return str::make_known(cx, &bytes, true);
    }
    let mut bytes = Vec::new();
    positions.iter().filter_map(|at| text.code_point(at)).for_each(|code| wtf8::push(&mut bytes, code));
    str::make(cx, &bytes)
}

/// Characters `start..end`.
pub(super) fn substring(cx: &Cx, text: &Str, start: usize, end: usize) -> R {
    if text.is_ascii() {
        return str::make_known(cx, text.bytes().get(start..end).unwrap_or(b""), true);
    }
    let (start, end) = (text.offset_of(start), text.offset_of(end));
    str::make(cx, text.bytes().get(start..end).unwrap_or(b""))
}

/// Iterates over the characters of a string.
struct StrIterator {
    text: Value,
    /// Byte offset of the next character. Strands that share the iterator get each character once.
    next: AtomicUsize,
}

impl Payload for StrIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.text);
    }
}

pub(super) fn iter(cx: &Cx, this: &Value) -> R {
    let ty = if own(cx, this)?.is_ascii() { &ASCII_ITERATOR } else { &ITERATOR };
    Ok(Native::make(ty, StrIterator { text: this.clone(), next: AtomicUsize::new(0) }))
}

fn next(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<StrIterator>::of(iterator) else {
        return Ok(None);
    };
    let Some(text) = this.text.get::<Str>() else {
        return Ok(None);
    };
    let local = iterator.header().is_some_and(|header| header.is_local());
    if local && text.is_ascii() {
        let at = this.next.load(Relaxed);
        let Some(byte) = text.bytes().get(at) else {
            return Ok(None);
        };
        this.next.store(at + 1, Relaxed);
        return Ok(Some(str::char_value(u32::from(*byte))));
    }
    loop {
        let at = this.next.load(Relaxed);
        let Some((code, width)) = wtf8::decode_at(text.bytes(), at) else {
            return Ok(None);
        };
        if local {
            this.next.store(at + width, Relaxed);
        } else if this.next.compare_exchange(at, at + width, Relaxed, Relaxed).is_err() {
            continue;
        }
        return Ok(Some(str::char_value(code)));
    }
}

fn length_hint(_: &Cx, a: &[Value]) -> R {
    let left = Native::<StrIterator>::of(&a[0]).and_then(|this| {
        let text = this.text.get::<Str>()?;
        Some(wtf8::count(text.bytes().get(this.next.load(Relaxed)..)?))
    });
    Ok(Value::int(left.unwrap_or(0) as i64))
}

/// `(iter, (text,), position)`.
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let function = cx.interp.builtins().get_name(super::str::Name::new("iter")).unwrap_or(Value::NONE);
    let Some((this, text)) = Native::<StrIterator>::of(&a[0]).and_then(|this| Some((this, this.text.get::<Str>()?))) else {
        return Ok(Value::NONE);
    };
    let at = wtf8::count(text.bytes().get(..this.next.load(Relaxed)).unwrap_or(text.bytes()));
    let arguments = super::tuple::Tuple::new(vec![this.text.clone()]).into_value();
    Ok(super::tuple::Tuple::new(vec![function, arguments, Value::int(at as i64)]).into_value())
}

/// Goes to a position.
fn set_state(cx: &Cx, a: &[Value]) -> R {
    let at = super::protocol::index(cx, &a[1])?;
    if let Some((this, text)) = Native::<StrIterator>::of(&a[0]).and_then(|this| Some((this, this.text.get::<Str>()?))) {
        let offset = wtf8::byte_offset(text.bytes(), usize::try_from(at).unwrap_or(0)).unwrap_or(text.bytes().len());
        this.next.store(offset, Relaxed);
    }
    Ok(Value::NONE)
}

static ITERATOR_METHODS: &[NativeDef] = &[
    NativeDef::new("__length_hint__(self, /)", length_hint),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("__setstate__(self, object, /)", set_state),
];
const ITERATOR_SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::NONE };

static ASCII_ITERATOR_DEF: TypeDef = TypeDef {
    name: "str_ascii_iterator",
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static ASCII_ITERATOR: Type = Type::from_def(&ASCII_ITERATOR_DEF);

static ITERATOR_DEF: TypeDef = TypeDef {
    name: "str_iterator",
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static ITERATOR: Type = Type::from_def(&ITERATOR_DEF);
