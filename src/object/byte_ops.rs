//! Operators that `bytes` and `bytearray` share. A result has the type of the left operand.

use super::buffer;
use super::bytearray::ByteArray;
use super::bytes::{self, BYTES, Bytes};
use super::cx::Cx;
use super::exception::BYTES_WARNING;
use super::iter::itself;
use super::native::NativeDef;
use super::payload::{Native, Payload};
use super::percent;
use super::room::is_plausible;
use super::slicing;
use super::slots::{CmpOp, Slots};
use super::str::Str;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Ref, Value};
use crate::text::percent_format::Dialect;
use crate::text::search;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Bytes in the type that the result of an operation on `this` has.
pub(super) fn like(cx: &Cx, this: &Value, bytes: Vec<u8>) -> R {
    if this.get::<ByteArray>().is_some() { Ok(ByteArray::new(bytes).into_value()) } else { bytes::make(cx, &bytes) }
}

/// The object itself if it is exact bytes, else a copy.
pub(super) fn unchanged(cx: &Cx, this: &Value) -> R {
    if this.get_exact::<Bytes>().is_some() {
        return Ok(this.clone());
    }
    let copy = buffer::bytes_like(cx, this)?.into_owned();
    like(cx, this, copy)
}

pub(super) fn len(cx: &Cx, this: &Value) -> R<usize> {
    buffer::with_buffer(cx, this, <[u8]>::len)
}

/// `-b`: bytes are not equal to what looks alike.
#[cold]
fn warn_of_comparison(cx: &Cx, a: &Value, b: &Value) -> R<()> {
    let kind = if a.get::<ByteArray>().is_some() { "bytearray" } else { "bytes" };
    let other = match b {
        _ if b.get::<Str>().is_some() => "string",
        _ if super::int::is_int(b) && kind == "bytes" => "int",
        _ => return Ok(()),
    };
    (cx.interp.hooks().warn)(cx, &BYTES_WARNING, &format!("Comparison between {kind} and {other}"), &Value::UNSET)
}

pub(super) fn rich(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (buffer::view(a), buffer::view(b)) else {
        if cx.interp.has_bytes_warning() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
            warn_of_comparison(cx, a, b)?;
        }
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(op.holds(x.cmp(&y))))
}

/// `str()` is `repr()`, which is seldom what is meant.
pub(super) fn str(cx: &Cx, this: &Value) -> R {
    if cx.interp.has_bytes_warning() {
        let kind = if this.get::<ByteArray>().is_some() { "bytearray" } else { "bytes" };
        (cx.interp.hooks().warn)(cx, &BYTES_WARNING, &format!("str() on a {kind} instance"), &Value::UNSET)?;
    }
    super::protocol::repr(cx, this).map(Ref::into_value)
}

pub(super) fn add(cx: &Cx, a: &Value, b: &Value) -> R {
    let (Some(_), Some(y)) = (buffer::bytes_or_bytearray(a), buffer::view(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    buffer::with_buffer(cx, a, |x| {
        if a.get::<ByteArray>().is_none() {
            let joined = Bytes::try_build(&BYTES, x.len() + y.len(), |place| {
                place[..x.len()].copy_from_slice(x);
                place[x.len()..].copy_from_slice(&y);
            });
            return joined.map(Ref::into_value);
        }
        let mut joined = Vec::new();
        joined.try_reserve_exact(x.len() + y.len()).ok()?;
        joined.extend_from_slice(x);
        joined.extend_from_slice(&y);
        Some(ByteArray::new(joined).into_value())
    })?
    .ok_or_else(|| cx.memory_error())
}

pub(super) fn mul(cx: &Cx, a: &Value, b: &Value) -> R {
    let (this, count) = if buffer::is_bytes_like(a) { (a, b) } else { (b, a) };
    let Some(count) = slicing::repeat_count(cx, count)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let unit = buffer::bytes_like(cx, this)?;
    repeated(&unit, count).map_or_else(|| Err(cx.memory_error()), |bytes| like(cx, this, bytes))
}

/// `unit` `count` times; None if memory does not suffice.
pub(super) fn repeated(unit: &[u8], count: usize) -> Option<Vec<u8>> {
    let len = unit.len().checked_mul(count).filter(|len| is_plausible(*len))?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(len).ok()?;
    bytes.resize(len, 0);
    super::str_ops::repeat(unit, &mut bytes);
    Some(bytes)
}

pub(super) fn modulo(cx: &Cx, a: &Value, b: &Value) -> R {
    let Some(template) = buffer::bytes_or_bytearray(a) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let bytes = percent::format(cx, &template, b, Dialect::Bytes)?.into_bytes(cx)?;
    like(cx, a, bytes)
}

pub(super) fn contains(cx: &Cx, this: &Value, item: &Value) -> R<bool> {
    if super::int::is_int(item) || !buffer::is_bytes_like(item) && type_of(item).slots().index.is_some() {
        let byte = buffer::byte(cx, item, "byte")?;
        return buffer::with_buffer(cx, this, |bytes| memchr::memchr(byte, bytes).is_some());
    }
    let needle = buffer::bytes_like(cx, item)?;
    buffer::with_buffer(cx, this, |bytes| search::find(bytes, &needle).is_some())
}

pub(super) fn getitem(cx: &Cx, this: &Value, key: &Value) -> R {
    if std::ptr::eq(type_of(key), &super::slice::SLICE) {
        return slice(cx, this, key);
    }
    let is_array = this.get::<ByteArray>().is_some();
    if !super::int::is_int(key) && type_of(key).slots().index.is_none() {
        let what = if is_array { "bytearray" } else { "byte" };
        return Err(cx.type_error(format!("{what} indices must be integers or slices, not {}", type_of(key).message_name())));
    }
    let index = super::protocol::index(cx, key)?;
    let found = buffer::with_buffer(cx, this, |bytes| super::protocol::position(index, bytes.len()).map(|at| bytes[at]))?;
    found
        .map(|byte| Value::int(i64::from(byte)))
        .ok_or_else(|| cx.index_error(if is_array { "bytearray index out of range" } else { "index out of range" }))
}

fn slice(cx: &Cx, this: &Value, key: &Value) -> R {
    let bounds = slicing::bounds(cx, key)?;
    let bytes = buffer::with_buffer(cx, this, |bytes| {
        let positions = bounds.fit(bytes.len());
        match positions.range() {
            Some(range) if range.len() == bytes.len() && this.get_exact::<Bytes>().is_some() => None,
            Some(range) => Some(bytes[range].to_vec()),
            None => Some(positions.iter().map(|at| bytes[at]).collect()),
        }
    })?;
    match bytes {
        Some(bytes) => like(cx, this, bytes),
        None => Ok(this.clone()),
    }
}

/// Iterates over the bytes of an object that may change meanwhile.
struct ByteIterator {
    object: Value,
    /// Strands that share the iterator get each byte once.
    next: AtomicUsize,
}

impl Payload for ByteIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.object);
    }
}

pub(super) fn iter(_: &Cx, this: &Value) -> R {
    let ty = if this.get::<ByteArray>().is_some() { &ARRAY_ITERATOR } else { &ITERATOR };
    Ok(Native::make(ty, ByteIterator { object: this.clone(), next: AtomicUsize::new(0) }))
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<ByteIterator>::of(iterator) else {
        return Ok(None);
    };
    let at = this.next.load(Relaxed);
    if at == usize::MAX {
        return Ok(None);
    }
    let at = if iterator.header().is_some_and(|header| header.is_local()) {
        this.next.store(at + 1, Relaxed);
        at
    } else {
        this.next.fetch_add(1, Relaxed)
    };
    let found = buffer::with_buffer(cx, &this.object, |bytes| bytes.get(at).copied())?;
    if found.is_none() {
        this.next.store(usize::MAX, Relaxed);
    }
    Ok(found.map(|byte| Value::int(i64::from(byte))))
}

fn length_hint(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<ByteIterator>::of(&a[0]) else {
        return Ok(Value::int(0));
    };
    let len = len(cx, &this.object)?;
    Ok(Value::int(len.saturating_sub(this.next.load(Relaxed)) as i64))
}

/// `(iter, (object,), position)`, or an empty iterable once exhausted.
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let function = cx.interp.builtins().get_name(super::str::Name::new("iter")).unwrap_or(Value::NONE);
    let Some(this) = Native::<ByteIterator>::of(&a[0]) else {
        return Ok(Value::NONE);
    };
    let at = this.next.load(Relaxed);
    let (object, at) = match at {
        usize::MAX => (super::tuple::empty(), None),
        _ => (this.object.clone(), Some(Value::int(at as i64))),
    };
    let arguments = super::tuple::Tuple::new(vec![object]).into_value();
    Ok(super::tuple::Tuple::new([function, arguments].into_iter().chain(at).collect()).into_value())
}

/// Goes to a position, unless it was exhausted.
fn set_state(cx: &Cx, a: &[Value]) -> R {
    let at = super::protocol::index(cx, &a[1])?;
    if let Some(this) = Native::<ByteIterator>::of(&a[0])
        && this.next.load(Relaxed) != usize::MAX
    {
        this.next.store(usize::try_from(at).unwrap_or(0), Relaxed);
    }
    Ok(Value::NONE)
}

static ITERATOR_METHODS: &[NativeDef] = &[
    NativeDef::new("__length_hint__(self, /)", length_hint),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("__setstate__(self, object, /)", set_state),
];
const ITERATOR_SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::NONE };

static ITERATOR_DEF: TypeDef = TypeDef {
    name: "bytes_iterator",
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static ITERATOR: Type = Type::from_def(&ITERATOR_DEF);

static ARRAY_ITERATOR_DEF: TypeDef =
    TypeDef { name: "bytearray_iterator", slots: ITERATOR_SLOTS, methods: ITERATOR_METHODS, ..TypeDef::EMPTY };
pub(crate) static ARRAY_ITERATOR: Type = Type::from_def(&ARRAY_ITERATOR_DEF);
