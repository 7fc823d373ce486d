//! Module `array`: arrays of numbers and characters. Items and messages are in `items`; the bytes lie in a `bytearray`.

mod items;
mod pickled;

use crate::object::args::Args;
use crate::object::array::Array;
use crate::object::attr;
use crate::object::buffer;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::{self, Bytes};
use crate::object::call;
use crate::object::compare as comparing;
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::iter;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::sequence;
use crate::object::slicing;
use crate::object::slots::{BinOp, CmpOp, Slots, bin_slots};
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_flag, type_of};
use crate::object::value::{R, Raised, Value};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const CODES: &str = "bBuwhHiIlLqQfd";

fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a Array> {
    Array::of(value).ok_or_else(|| cx.type_error(format!("expected an array, not {}", type_of(value).message_name())))
}

#[cold]
fn exported(cx: &Cx) -> Raised {
    cx.error(&exception::BUFFER_ERROR, "cannot resize an array that is exporting buffers")
}

fn make(class: &Type, code: u8, raw: Vec<u8>) -> Value {
    Native::make(class, Array { code, storage: ByteArray::new(raw) })
}

/// Changes the bytes, and maybe how many they are.
fn resize<T>(cx: &Cx, array: &Array, f: impl FnOnce(&mut Vec<u8>) -> T) -> R<T> {
    array.storage.resize(f).ok_or_else(|| exported(cx))
}

/// A copy of the bytes. Errors: MemoryError.
fn copied(cx: &Cx, array: &Array) -> R<Vec<u8>> {
    let mut copy = Vec::new();
    array.storage.with(|bytes| room::append(cx, &mut copy, bytes))?;
    Ok(copy)
}

/// Puts bytes at the end. Errors: BufferError, MemoryError.
fn append_raw(cx: &Cx, array: &Array, raw: &[u8]) -> R<()> {
    let done = resize(cx, array, |bytes| {
        if bytes.try_reserve(raw.len()).is_err() {
            return false;
        }
        bytes.extend_from_slice(raw);
        true
    })?;
    if done { Ok(()) } else { Err(cx.memory_error()) }
}

fn append_value(cx: &Cx, array: &Array, value: &Value) -> R<()> {
    let raw = items::pack(cx, array.code, value)?;
    append_raw(cx, array, &raw[..array.item_size()])
}

fn get(cx: &Cx, array: &Array, index: usize) -> R<Option<Value>> {
    array.raw(index).map(|raw| items::unpack(cx, array, raw)).transpose()
}

static NEW: NativeDef = NativeDef::new("array(typecode, initializer=?, /)", |_, _| Ok(Value::NONE));

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let args = sequence::for_new(class, args);
    if !args.names.is_empty() {
        return Err(cx.type_error("array.array() takes no keyword arguments"));
    }
    if args.values.is_empty() {
        return Err(cx.type_error("array() takes at least 1 argument (0 given)"));
    }
    if args.values.len() > 2 {
        return Err(cx.type_error(format!("array() takes at most 2 arguments ({} given)", args.values.len())));
    }
    let bound = crate::object::args::bind_new(cx, &NEW, args)?;
    let Some(text) = bound[0].get::<Str>().filter(|text| text.len() == 1) else {
        return Err(cx.type_error(match bound[0].get::<Str>() {
            Some(text) => {
                format!("array() argument 1 must be a unicode character, not a string of length {}", text.len())
            }
            None => format!("array() argument 1 must be a unicode character, not {}", type_of(&bound[0]).message_name()),
        }));
    };
    let code = text.bytes()[0];
    if !CODES.as_bytes().contains(&code) {
        return Err(cx.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"));
    }
    let source = &bound[1];
    let is_text = matches!(code, b'u' | b'w');
    if source.get::<Str>().is_some() && !is_text {
        return Err(items::text_for_numbers(cx, code));
    }
    if !is_text && Array::of(source).is_some_and(Array::is_text) {
        return Err(cx.type_error(format!("cannot use a unicode array to initialize an array with typecode '{}'", char::from(code))));
    }
    let made = make(class, code, Vec::new());
    let array = own(cx, &made)?;
    if source.is_unset() {
        return Ok(made);
    }
    if let Some(other) = Array::of(source).filter(|other| other.code == code) {
        append_raw(cx, array, &copied(cx, other)?)?;
    } else if source.get::<Bytes>().is_some() || source.get::<ByteArray>().is_some() {
        append_bytes(cx, array, &buffer::bytes_like(cx, source)?)?;
    } else if let (Some(text), true) = (source.get::<Str>(), is_text) {
        append_text(cx, array, text)?;
    } else {
        iter::each(cx, source, |item| append_value(cx, array, &item).map(|()| true))?;
    }
    Ok(made)
}

fn append_text(cx: &Cx, array: &Array, text: &Str) -> R<()> {
    let raw: Vec<u8> = text.code_points().flat_map(u32::to_ne_bytes).collect();
    append_raw(cx, array, &raw)
}

fn append_bytes(cx: &Cx, array: &Array, raw: &[u8]) -> R<()> {
    if !raw.len().is_multiple_of(array.item_size()) {
        return Err(cx.value_error("bytes length not a multiple of item size"));
    }
    append_raw(cx, array, raw)
}

fn repr(cx: &Cx, this: &Value) -> R {
    let array = own(cx, this)?;
    let (name, code) = (type_of(this).name(), char::from(array.code));
    if array.len() == 0 {
        return Ok(Str::from_str(&format!("{name}('{code}')")).into_value());
    }
    let content = if array.is_text() { tounicode(cx, std::slice::from_ref(this))? } else { tolist(cx, std::slice::from_ref(this))? };
    let content = protocol::repr(cx, &content)?;
    let mut text = format!("{name}('{code}', ").into_bytes();
    text.extend_from_slice(content.bytes());
    text.push(b')');
    crate::object::str::make(cx, &text)
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (Array::of(a), Array::of(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (len_x, len_y) = (x.len(), y.len());
    if matches!(op, CmpOp::Eq | CmpOp::Ne) && len_x != len_y {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    for index in 0..len_x.min(len_y) {
        let (Some(left), Some(right)) = (get(cx, x, index)?, get(cx, y, index)?) else { break };
        if !comparing::equal(cx, &left, &right)? {
            return match op {
                CmpOp::Eq => Ok(Value::FALSE),
                CmpOp::Ne => Ok(Value::TRUE),
                _ => comparing::rich(cx, &left, &right, op),
            };
        }
    }
    Ok(Value::bool(op.holds(len_x.cmp(&len_y))))
}

fn getitem(cx: &Cx, this: &Value, key: &Value) -> R {
    let array = own(cx, this)?;
    if std::ptr::eq(type_of(key), &crate::object::slice::SLICE) {
        let bounds = slicing::bounds(cx, key)?;
        let size = array.item_size();
        let raw = array.storage.with(|bytes| {
            let picked = bounds.fit(bytes.len() / size);
            match picked.range() {
                Some(range) => bytes[range.start * size..range.end * size].to_vec(),
                None => picked.iter().flat_map(|at| bytes[at * size..(at + 1) * size].to_vec()).collect(),
            }
        });
        return Ok(make(&ARRAY, array.code, raw));
    }
    if !sequence::is_index(key) {
        return Err(cx.type_error("array indices must be integers"));
    }
    let index = protocol::index(cx, key)?;
    match protocol::position(index, array.len()) {
        Some(at) => get(cx, array, at)?.ok_or_else(|| cx.index_error("array index out of range")),
        None => Err(cx.index_error("array index out of range")),
    }
}

fn set_slice(cx: &Cx, array: &Array, key: &Value, value: Option<Value>) -> R<()> {
    let new = match &value {
        None => Vec::new(),
        Some(value) => match Array::of(value) {
            Some(other) if other.code == array.code => copied(cx, other)?,
            Some(_) => return Err(bad_argument(cx)),
            None => {
                return Err(cx.type_error(format!("can only assign array (not \"{}\") to array slice", type_of(value).message_name())));
            }
        },
    };
    let bounds = slicing::bounds(cx, key)?;
    let size = array.item_size();
    let count = new.len() / size;
    let picked = bounds.fit(array.len());
    if let Some(range) = picked.range() {
        let len = range.len();
        if len == count {
            array.storage.with(|bytes| {
                if let Some(place) = bytes.get_mut(range.start * size..range.end * size) {
                    place.copy_from_slice(&new);
                }
            });
            return Ok(());
        }
        return resize(cx, array, |bytes| {
            let end = (range.end * size).min(bytes.len());
            let start = (range.start * size).min(end);
            bytes.splice(start..end, new);
        });
    }
    if value.is_none() {
        let mut gone: Vec<usize> = picked.iter().collect();
        gone.sort_unstable();
        return resize(cx, array, |bytes| {
            for at in gone.into_iter().rev() {
                if (at + 1) * size <= bytes.len() {
                    bytes.drain(at * size..(at + 1) * size);
                }
            }
        });
    }
    if picked.step == 1 || picked.count != count {
        return Err(cx.value_error(format!("attempt to assign array of size {count} to extended slice of size {}", picked.count)));
    }
    array.storage.with(|bytes| {
        for (at, item) in picked.iter().zip(new.chunks_exact(size)) {
            if let Some(place) = bytes.get_mut(at * size..(at + 1) * size) {
                place.copy_from_slice(item);
            }
        }
    });
    Ok(())
}

fn setitem(cx: &Cx, this: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let array = own(cx, this)?;
    if std::ptr::eq(type_of(key), &crate::object::slice::SLICE) {
        return set_slice(cx, array, key, value);
    }
    if !sequence::is_index(key) {
        return Err(cx.type_error("array indices must be integers"));
    }
    let index = protocol::index(cx, key)?;
    let out_of_range = || cx.index_error("array assignment index out of range");
    let at = protocol::position(index, array.len()).ok_or_else(out_of_range)?;
    let size = array.item_size();
    let Some(value) = value else {
        return resize(cx, array, |bytes| {
            if (at + 1) * size <= bytes.len() {
                bytes.drain(at * size..(at + 1) * size);
            }
        });
    };
    let raw = items::pack(cx, array.code, &value)?;
    let stored = array.storage.with(|bytes| bytes.get_mut(at * size..(at + 1) * size).map(|place| place.copy_from_slice(&raw[..size])));
    stored.ok_or_else(out_of_range)
}

fn bad_argument(cx: &Cx) -> Raised {
    cx.type_error("bad argument type for built-in operation")
}

fn add(cx: &Cx, a: &Value, b: &Value) -> R {
    let Some(x) = Array::of(a) else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(y) = Array::of(b) else {
        return Err(cx.type_error(format!("can only append array (not \"{}\") to array", type_of(b).message_name())));
    };
    if x.code != y.code {
        return Err(bad_argument(cx));
    }
    let mut raw = copied(cx, x)?;
    y.storage.with(|bytes| room::append(cx, &mut raw, bytes))?;
    Ok(make(&ARRAY, x.code, raw))
}

fn repeated(cx: &Cx, array: &Array, count: usize) -> R<Vec<u8>> {
    room::repeat(cx, &copied(cx, array)?, i64::try_from(count).unwrap_or(i64::MAX))
}

fn multiply(cx: &Cx, a: &Value, b: &Value) -> R {
    let (value, times) = if Array::of(a).is_some() { (a, b) } else { (b, a) };
    let Some(times) = slicing::repeat_count(cx, times)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let array = own(cx, value)?;
    Ok(make(&ARRAY, array.code, repeated(cx, array, times)?))
}

fn add_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    if Array::of(b).is_none() {
        return Err(cx.type_error(format!("can only extend array with array (not \"{}\")", type_of(b).message_name())));
    }
    extend(cx, &[a.clone(), b.clone()])?;
    Ok(a.clone())
}

fn multiply_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    let Some(times) = slicing::repeat_count(cx, b)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let array = own(cx, a)?;
    let whole = repeated(cx, array, times)?;
    resize(cx, array, |bytes| *bytes = whole)?;
    Ok(a.clone())
}

fn extend(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    match Array::of(&a[1]) {
        Some(other) if other.code == array.code => append_raw(cx, array, &copied(cx, other)?)?,
        Some(_) => return Err(cx.type_error("can only extend with array of same kind")),
        None => iter::each(cx, &a[1], |item| append_value(cx, array, &item).map(|()| true))?,
    }
    Ok(Value::NONE)
}

fn find(cx: &Cx, array: &Array, sought: &Value, start: i64, stop: i64) -> R<Option<usize>> {
    let len = array.len() as i64;
    let fit = |at: i64| if at < 0 { at.saturating_add(len).max(0) } else { at };
    let mut at = fit(start);
    while at < fit(stop) {
        let Some(item) = get(cx, array, at as usize)? else { break };
        if comparing::equal(cx, &item, sought)? {
            return Ok(Some(at as usize));
        }
        at += 1;
        cx.safepoint()?;
    }
    Ok(None)
}

fn index(cx: &Cx, a: &[Value]) -> R {
    let (start, stop) = (slicing::bound(cx, &a[2], 0)?, slicing::bound(cx, &a[3], i64::MAX)?);
    match find(cx, own(cx, &a[0])?, &a[1], start, stop)? {
        Some(at) => Ok(Value::int(at as i64)),
        None => Err(cx.value_error("array.index(x): x not in array")),
    }
}

fn count(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    let (mut at, mut found) = (0, 0);
    while let Some(item) = get(cx, array, at)? {
        found += i64::from(comparing::equal(cx, &item, &a[1])?);
        at += 1;
        cx.safepoint()?;
    }
    Ok(Value::int(found))
}

fn take(cx: &Cx, array: &Array, at: usize) -> R {
    let raw = array.raw(at).ok_or_else(|| cx.index_error("pop index out of range"))?;
    let value = items::unpack(cx, array, raw)?;
    let size = array.item_size();
    resize(cx, array, |bytes| {
        if (at + 1) * size <= bytes.len() {
            bytes.drain(at * size..(at + 1) * size);
        }
    })?;
    Ok(value)
}

fn pop(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    let index = sequence::size_argument(cx, &a[1])?;
    if array.len() == 0 {
        return Err(cx.index_error("pop from empty array"));
    }
    let at = protocol::position(index, array.len()).ok_or_else(|| cx.index_error("pop index out of range"))?;
    take(cx, array, at)
}

fn remove(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    match find(cx, array, &a[1], 0, i64::MAX)? {
        Some(at) => take(cx, array, at).map(|_| Value::NONE),
        None => Err(cx.value_error("array.remove(x): x not in array")),
    }
}

fn insert(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    let index = sequence::size_argument(cx, &a[1])?;
    let raw = items::pack(cx, array.code, &a[2])?;
    let size = array.item_size();
    resize(cx, array, |bytes| {
        let len = (bytes.len() / size) as i64;
        let at = if index < 0 { (index + len).max(0) } else { index.min(len) } as usize * size;
        bytes.splice(at..at, raw[..size].iter().copied());
    })?;
    Ok(Value::NONE)
}

/// Reorders items in place.
fn rearrange(cx: &Cx, a: &[Value], f: fn(&mut [u8], usize)) -> R {
    let array = own(cx, &a[0])?;
    let size = array.item_size();
    array.storage.with(|bytes| f(bytes, size));
    Ok(Value::NONE)
}

fn reverse(cx: &Cx, a: &[Value]) -> R {
    rearrange(cx, a, |bytes, size| {
        bytes.reverse();
        bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    })
}

fn byteswap(cx: &Cx, a: &[Value]) -> R {
    rearrange(cx, a, |bytes, size| bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse))
}

fn tolist(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    let mut values = room::vec(cx, array.len())?;
    for item in copied(cx, array)?.chunks_exact(array.item_size()) {
        let mut raw = [0; 8];
        raw[..item.len()].copy_from_slice(item);
        values.push(items::unpack(cx, array, raw)?);
    }
    Ok(List::new(values).into_value())
}

fn tounicode(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    if !array.is_text() {
        return Err(cx.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    let mut text = Vec::new();
    for item in copied(cx, array)?.chunks_exact(4) {
        let raw = [item[0], item[1], item[2], item[3], 0, 0, 0, 0];
        let one = items::unpack(cx, array, raw)?;
        room::append(cx, &mut text, one.get::<Str>().map_or(&[][..], |one| one.bytes()))?;
    }
    crate::object::str::make(cx, &text)
}

fn fromlist(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    let Some(list) = a[1].get::<List>() else { return Err(cx.type_error("arg must be list")) };
    let mut raw = Vec::new();
    let mut at = 0;
    while let Some(item) = list.get(at) {
        raw.extend_from_slice(&items::pack(cx, array.code, &item)?[..array.item_size()]);
        at += 1;
    }
    if at != list.len() {
        return Err(cx.runtime_error("list changed size during iteration"));
    }
    append_raw(cx, array, &raw)?;
    Ok(Value::NONE)
}

fn frombytes(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    append_bytes(cx, array, &buffer::bytes_like(cx, &a[1])?)?;
    Ok(Value::NONE)
}

fn fromunicode(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    if !array.is_text() {
        return Err(cx.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    let Some(text) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("fromunicode() argument must be str, not {}", type_of(&a[1]).message_name())));
    };
    append_text(cx, array, text)?;
    Ok(Value::NONE)
}

fn fromfile(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    let wanted = sequence::size_argument(cx, &a[2])?;
    if wanted < 0 {
        return Err(cx.value_error("negative count"));
    }
    let size = wanted.checked_mul(array.item_size() as i64).ok_or_else(|| cx.memory_error())?;
    let data = call::call_method(cx, &a[1], Name::new("read"), &[Value::int(size)])?;
    let Some(read) = data.get::<Bytes>() else { return Err(cx.type_error("read() didn't return bytes")) };
    let whole = read.bytes().len() - read.bytes().len() % array.item_size();
    append_raw(cx, array, &read.bytes()[..whole])?;
    if (read.bytes().len() as i64) < size {
        return Err(cx.error(&exception::EOF_ERROR, "read() didn't return enough bytes"));
    }
    Ok(Value::NONE)
}

fn tobytes(cx: &Cx, a: &[Value]) -> R {
    own(cx, &a[0])?.storage.with(|raw| bytes::make(cx, raw))
}

fn tofile(cx: &Cx, a: &[Value]) -> R {
    let data = tobytes(cx, &a[..1])?;
    call::call_method(cx, &a[1], Name::new("write"), &[data])?;
    Ok(Value::NONE)
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    Ok(make(type_of(&a[0]), array.code, copied(cx, array)?))
}

fn buffer_info(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    Ok(Tuple::new(vec![Value::int(array.storage.as_value().identity() as i64), Value::int(array.len() as i64)]).into_value())
}

struct ArrayIterator {
    array: Value,
    next: AtomicUsize,
}

impl Payload for ArrayIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.array);
    }
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<ArrayIterator>::of(iterator) else { return Ok(None) };
    let at = this.next.fetch_add(1, Relaxed);
    let found = if at == usize::MAX { None } else { get(cx, own(cx, &this.array)?, at)? };
    if found.is_none() {
        // An exhausted iterator stays so.
        this.next.store(usize::MAX, Relaxed);
    }
    Ok(found)
}

fn iter_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<ArrayIterator>::of(&a[0]) else { return Ok(Value::NONE) };
    let iter = cx.interp.builtins.get().and_then(|names| names.get_name(Name::new("iter"))).unwrap_or(Value::NONE);
    let at = this.next.load(Relaxed);
    if at == usize::MAX {
        let empty = Tuple::new(vec![crate::object::tuple::empty()]).into_value();
        return Ok(Tuple::new(vec![iter, empty]).into_value());
    }
    let args = Tuple::new(vec![this.array.clone()]).into_value();
    Ok(Tuple::new(vec![iter, args, Value::int(at as i64)]).into_value())
}

fn iter_setstate(cx: &Cx, a: &[Value]) -> R {
    if let Some(this) = Native::<ArrayIterator>::of(&a[0]) {
        this.next.store(usize::try_from(sequence::size_argument(cx, &a[1])?).unwrap_or(0), Relaxed);
    }
    Ok(Value::NONE)
}

static ITERATOR_DEF: TypeDef = TypeDef {
    name: "arrayiterator",
    module: "array",
    slots: Slots { iter: Some(iter::itself), next: Some(next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", iter_reduce), NativeDef::new("__setstate__(self, state, /)", iter_setstate)],
    ..TypeDef::EMPTY
};
static ITERATOR: Type = Type::from_def(&ITERATOR_DEF);

static METHODS: &[NativeDef] = &[
    NativeDef::new("append(self, v, /)", |cx, a| append_value(cx, own(cx, &a[0])?, &a[1]).map(|()| Value::NONE))
        .doc("Append new value v to the end of the array."),
    NativeDef::new("buffer_info(self, /)", buffer_info).doc("Return a tuple (address, length) of the array's memory."),
    NativeDef::new("byteswap(self, /)", byteswap).doc("Byteswap all items of the array."),
    NativeDef::new("clear(self, /)", |cx, a| resize(cx, own(cx, &a[0])?, Vec::clear).map(|()| Value::NONE))
        .doc("Remove all items from the array."),
    NativeDef::new("count(self, v, /)", count).doc("Return number of occurrences of v in the array."),
    NativeDef::new("extend(self, bb, /)", extend).doc("Append items to the end of the array."),
    NativeDef::new("fromfile(self, f, n, /)", fromfile).doc("Read n objects from the file object f and append them to the array."),
    NativeDef::new("fromlist(self, list, /)", fromlist).doc("Append items to array from list."),
    NativeDef::new("frombytes(self, buffer, /)", frombytes).doc("Appends items from the string, interpreting it as machine values."),
    NativeDef::new("fromunicode(self, ustr, /)", fromunicode).doc("Extends this array with data from the unicode string ustr."),
    NativeDef::new("index(self, v, start=0, stop=?, /)", index).doc("Return index of first occurrence of v in the array."),
    NativeDef::new("insert(self, i, v, /)", insert).doc("Insert a new item v into the array before position i."),
    NativeDef::new("pop(self, i=-1, /)", pop).doc("Return the i-th element and delete it from the array."),
    NativeDef::new("remove(self, v, /)", remove).doc("Remove the first occurrence of v in the array."),
    NativeDef::new("reverse(self, /)", reverse).doc("Reverse the order of the items in the array."),
    NativeDef::new("tobytes(self, /)", tobytes).doc("Convert the array to an array of machine values."),
    NativeDef::new("tofile(self, f, /)", tofile).doc("Write all items (as machine values) to the file object f."),
    NativeDef::new("tolist(self, /)", tolist).doc("Convert array to an ordinary list with the same items."),
    NativeDef::new("tounicode(self, /)", tounicode).doc("Convert the array to a unicode string."),
    NativeDef::new("__copy__(self, /)", copy).doc("Return a copy of the array."),
    NativeDef::new("__deepcopy__(self, unused, /)", copy).doc("Return a copy of the array."),
    NativeDef::new("__reduce_ex__(self, value, /)", pickled::reduce_ex).doc("Return state information for pickling."),
    NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
];

static DEF: TypeDef = TypeDef {
    name: "array",
    module: "array",
    doc: "array(typecode [, initializer]) -> array",
    subclassable: true,
    pattern: type_flag::SEQUENCE,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(|_, array| Ok(Native::make(&ITERATOR, ArrayIterator { array: array.clone(), next: AtomicUsize::new(0) }))),
        len: Some(|cx, this| Ok(own(cx, this)?.len())),
        contains: Some(|cx, this, item| Ok(find(cx, own(cx, this)?, item, 0, i64::MAX)?.is_some())),
        getitem: Some(getitem),
        setitem: Some(setitem),
        binary: bin_slots(&[(BinOp::Add, add), (BinOp::Mul, multiply)]),
        inplace: bin_slots(&[(BinOp::Add, add_in_place), (BinOp::Mul, multiply_in_place)]),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: &[
        GetSet {
            name: "typecode",
            get: |cx, this| Ok(Str::from_str(&char::from(own(cx, this)?.code).to_string()).into_value()),
            set: None,
        },
        GetSet { name: "itemsize", get: |cx, this| Ok(Value::int(own(cx, this)?.item_size() as i64)), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static ARRAY: Type = Type::from_def(&DEF);

/// Fills the namespace of `array`.
pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    ITERATOR.make_ready();
    module.add_type(&ARRAY);
    module.add_functions(std::slice::from_ref(&pickled::RECONSTRUCTOR));
    module.set("ArrayType", protocol::type_value(&ARRAY));
    let abstract_classes = super::importer::import_full(cx, "_collections_abc")?;
    let sequence = attr::getattr(cx, &abstract_classes, Name::new("MutableSequence"))?;
    call::call_method(cx, &sequence, Name::new("register"), &[protocol::type_value(&ARRAY)])?;
    module.set("typecodes", Str::from_str(CODES).into_value());
    Ok(())
}
