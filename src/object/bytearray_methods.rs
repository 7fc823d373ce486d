//! The type `bytearray`: constructor and what changes it in place.

use super::args::{self, Args};
use super::buffer;
use super::byte_methods::byte_methods;
use super::byte_ops;
use super::bytearray::ByteArray;
use super::bytes::{from_items, from_source};
use super::codec;
use super::cx::Cx;
use super::kinds::Kind;
use super::native::NativeDef;
use super::room::is_plausible;
use super::slicing;
use super::slots::{BinOp, Slots, bin_slots};
use super::str;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Raised, Value};

fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a ByteArray> {
    value.get::<ByteArray>().ok_or_else(|| {
        cx.type_error(format!("descriptor requires a 'bytearray' object but received a '{}'", type_of(value).message_name()))
    })
}

#[cold]
fn exported(cx: &Cx) -> Raised {
    cx.error(&super::exception::BUFFER_ERROR, "Existing exports of data: object cannot be re-sized")
}

/// Changes the bytes, and maybe how many they are.
fn resize<T>(cx: &Cx, this: &Value, f: impl FnOnce(&mut Vec<u8>) -> T) -> R<T> {
    own(cx, this)?.resize(f).ok_or_else(|| exported(cx))
}

/// Replaces `range` by `new`, which is allowed under views if the length stays. Errors: BufferError, MemoryError.
fn splice(cx: &Cx, this: &Value, range: impl FnOnce(usize) -> std::ops::Range<usize>, new: &[u8]) -> R<()> {
    let array = own(cx, this)?;
    let done = if array.has_exports() {
        array.with(|bytes| {
            let range = range(bytes.len());
            if range.len() == new.len() {
                bytes[range].copy_from_slice(new);
                return Some(true);
            }
            None
        })
    } else {
        array.resize(|bytes| {
            let range = range(bytes.len());
            if !is_plausible(bytes.len().saturating_add(new.len())) || bytes.try_reserve(new.len()).is_err() {
                return false;
            }
            bytes.splice(range, new.iter().copied());
            true
        })
    };
    match done {
        Some(true) => Ok(()),
        Some(false) => Err(cx.memory_error()),
        None => Err(exported(cx)),
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(ByteArray::of_class(class, Vec::new()).into_value())
}

static INIT: NativeDef = NativeDef::new("bytearray(source=?, encoding=?, errors=?)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let bound = args::bind_new(cx, &INIT, args)?;
    let [source, encoding, errors] = &bound[..] else {
        return Ok(());
    };
    let encoding = codec::name_arg(cx, encoding, "bytearray", "encoding")?;
    let errors = codec::name_arg(cx, errors, "bytearray", "errors")?;
    let bytes = from_source(cx, source, encoding, errors, "bytearray", "byte")?;
    resize(cx, this, |old| *old = bytes)
}

fn repr(cx: &Cx, this: &Value) -> R {
    let name = type_of(this).name();
    let text = own(cx, this)?.with(|bytes| crate::text::repr::bytearray_repr(bytes, &name));
    str::make(cx, text.as_bytes())
}

fn iadd(cx: &Cx, a: &Value, b: &Value) -> R {
    let Some(more) = buffer::view(b) else {
        return Err(cx.type_error(format!("can't concat {} to {}", type_of(b).message_name(), type_of(a).message_name())));
    };
    splice(cx, a, |len| len..len, &more)?;
    Ok(a.clone())
}

fn imul(cx: &Cx, a: &Value, b: &Value) -> R {
    let Some(count) = slicing::repeat_count(cx, b)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let made = resize(cx, a, |bytes| match byte_ops::repeated(bytes, count) {
        Some(repeated) => {
            *bytes = repeated;
            true
        }
        None => false,
    })?;
    if made { Ok(a.clone()) } else { Err(cx.memory_error()) }
}

fn setitem(cx: &Cx, this: &Value, key: &Value, value: Option<Value>) -> R<()> {
    if std::ptr::eq(type_of(key), &super::slice::SLICE) {
        return set_slice(cx, this, key, value);
    }
    if !super::int::is_int(key) && type_of(key).slots().index.is_none() {
        return Err(cx.type_error(format!("bytearray indices must be integers or slices, not {}", type_of(key).message_name())));
    }
    let index = super::protocol::index(cx, key)?;
    let out_of_range = || cx.index_error("bytearray index out of range");
    let Some(value) = value else {
        let removed = resize(cx, this, |bytes| super::protocol::position(index, bytes.len()).map(|at| bytes.remove(at)))?;
        return removed.map(drop).ok_or_else(out_of_range);
    };
    let array = own(cx, this)?;
    // CPython looks at the index first.
    array.with(|bytes| super::protocol::position(index, bytes.len())).ok_or_else(out_of_range)?;
    let byte = buffer::byte(cx, &value, "byte")?;
    let stored = array.with(|bytes| super::protocol::position(index, bytes.len()).map(|at| bytes[at] = byte));
    stored.ok_or_else(out_of_range)
}

/// The bytes that are put in the place of a slice.
fn new_items(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    if let Some(bytes) = buffer::view(value) {
        return Ok(bytes.into_owned());
    }
    let slots = type_of(value).slots();
    if value.get::<str::Str>().is_some() || slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
    }
    from_items(cx, value, "byte")
}

fn set_slice(cx: &Cx, this: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let bounds = slicing::bounds(cx, key)?;
    let new = match &value {
        Some(value) => new_items(cx, value)?,
        None => Vec::new(),
    };
    let positions = own(cx, this)?.with(|bytes| bounds.fit(bytes.len()));
    if positions.step == 1 {
        return splice(cx, this, |len| bounds.fit(len).range().unwrap_or(len..len), &new);
    }
    if new.is_empty() {
        // Assigning nothing deletes, as in CPython and unlike in lists.
        return resize(cx, this, |bytes| {
            let mut gone = vec![false; bytes.len()];
            bounds.fit(bytes.len()).iter().for_each(|at| gone[at] = true);
            let mut gone = gone.into_iter();
            bytes.retain(|_| gone.next() != Some(true));
        });
    }
    let wrong_size = own(cx, this)?.with(|bytes| {
        let positions = bounds.fit(bytes.len());
        if positions.count == new.len() {
            positions.iter().zip(&new).for_each(|(at, byte)| bytes[at] = *byte);
            return None;
        }
        Some(positions.count)
    });
    match wrong_size {
        None => Ok(()),
        Some(count) => Err(cx.value_error(format!("attempt to assign bytes of size {} to extended slice of size {count}", new.len()))),
    }
}

fn append(cx: &Cx, a: &[Value]) -> R {
    let byte = buffer::byte(cx, &a[1], "byte")?;
    let pushed = resize(cx, &a[0], |bytes| {
        let room = bytes.len() < bytes.capacity() || bytes.try_reserve(1).is_ok();
        if room {
            bytes.push(byte);
        }
        room
    })?;
    if pushed { Ok(Value::NONE) } else { Err(cx.memory_error()) }
}

fn extend(cx: &Cx, a: &[Value]) -> R {
    let more = match buffer::view(&a[1]) {
        Some(bytes) => bytes.into_owned(),
        None if a[1].get::<str::Str>().is_some() => return Err(cx.type_error("expected iterable of integers; got: 'str'")),
        None => {
            let slots = type_of(&a[1]).slots();
            if slots.iter.is_none() && slots.getitem.is_none() {
                return Err(cx.type_error(format!("can't extend bytearray with {}", type_of(&a[1]).message_name())));
            }
            from_items(cx, &a[1], "byte")?
        }
    };
    splice(cx, &a[0], |len| len..len, &more)?;
    Ok(Value::NONE)
}

fn insert(cx: &Cx, a: &[Value]) -> R {
    let index = slicing::size(cx, &a[1])?;
    let byte = buffer::byte(cx, &a[2], "byte")?;
    let at = |len: usize| {
        let index = if index < 0 { index.saturating_add(len as i64).max(0) } else { index };
        usize::try_from(index).unwrap_or(len).min(len)
    };
    splice(cx, &a[0], |len| at(len)..at(len), &[byte])?;
    Ok(Value::NONE)
}

fn pop(cx: &Cx, a: &[Value]) -> R {
    let index = slicing::size(cx, &a[1])?;
    if own(cx, &a[0])?.with(|bytes| bytes.is_empty()) {
        return Err(cx.index_error("pop from empty bytearray"));
    }
    let taken = resize(cx, &a[0], |bytes| super::protocol::position(index, bytes.len()).map(|at| bytes.remove(at)))?;
    taken.map(|byte| Value::int(i64::from(byte))).ok_or_else(|| cx.index_error("pop index out of range"))
}

fn remove(cx: &Cx, a: &[Value]) -> R {
    let byte = buffer::byte(cx, &a[1], "byte")?;
    let found = own(cx, &a[0])?.with(|bytes| memchr::memchr(byte, bytes));
    if found.is_none() {
        return Err(cx.value_error("value not found in bytearray"));
    }
    resize(cx, &a[0], |bytes| memchr::memchr(byte, bytes).map(|at| bytes.remove(at)))?;
    Ok(Value::NONE)
}

fn clear(cx: &Cx, a: &[Value]) -> R {
    resize(cx, &a[0], |bytes| *bytes = Vec::new())?;
    Ok(Value::NONE)
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    let bytes = own(cx, &a[0])?.with(|bytes| bytes.to_vec());
    Ok(ByteArray::new(bytes).into_value())
}

fn reverse(cx: &Cx, a: &[Value]) -> R {
    own(cx, &a[0])?.with(<[u8]>::reverse);
    Ok(Value::NONE)
}

fn alloc_size(cx: &Cx, a: &[Value]) -> R {
    let len = own(cx, &a[0])?.with(|bytes| bytes.len());
    Ok(Value::int(if len == 0 { 0 } else { len as i64 + 1 }))
}

fn sizeof(cx: &Cx, a: &[Value]) -> R {
    let len = own(cx, &a[0])?.with(|bytes| bytes.len());
    Ok(Value::int(56 + if len == 0 { 0 } else { len as i64 + 1 }))
}

/// (class, (text in Latin-1, "latin-1"), attributes), as CPython pickles.
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let bytes = own(cx, &a[0])?.with(|bytes| bytes.to_vec());
    let text = crate::text::wtf8::from_code_points(bytes.iter().map(|byte| u32::from(*byte)));
    let arguments = if bytes.is_empty() {
        super::tuple::empty()
    } else if super::protocol::index(cx, &a[1])? >= 3 {
        super::tuple::Tuple::new(vec![super::bytes::make(cx, &bytes)?]).into_value()
    } else {
        super::tuple::Tuple::new(vec![str::make(cx, &text)?, str::make(cx, b"latin-1")?]).into_value()
    };
    let state = super::attr::lookup_optional(cx, &a[0], super::str::Name::new("__dict__"))?.unwrap_or(Value::NONE);
    Ok(super::tuple::Tuple::new(vec![super::cx::class_of(&a[0]), arguments, state]).into_value())
}

static METHODS: &[NativeDef] = byte_methods! {
    NativeDef::new("append(self, item, /)", append),
    NativeDef::new("extend(self, iterable_of_ints, /)", extend),
    NativeDef::new("insert(self, index, item, /)", insert),
    NativeDef::new("pop(self, index=-1, /)", pop),
    NativeDef::new("remove(self, value, /)", remove),
    NativeDef::new("clear(self, /)", clear),
    NativeDef::new("copy(self, /)", copy),
    NativeDef::new("reverse(self, /)", reverse),
    NativeDef::new("__alloc__(self, /)", alloc_size),
    NativeDef::new("__sizeof__(self, /)", sizeof),
    NativeDef::new("__reduce__(self, /)", |cx, a| reduce(cx, &[a[0].clone(), Value::int(2)])),
    NativeDef::new("__reduce_ex__(self, proto=0, /)", reduce),
};

const SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    compare: Some(byte_ops::rich),
    str: Some(byte_ops::str),
    len: Some(byte_ops::len),
    contains: Some(byte_ops::contains),
    getitem: Some(byte_ops::getitem),
    setitem: Some(setitem),
    iter: Some(byte_ops::iter),
    binary: bin_slots(&[(BinOp::Add, byte_ops::add), (BinOp::Mul, byte_ops::mul), (BinOp::Mod, byte_ops::modulo)]),
    inplace: bin_slots(&[(BinOp::Add, iadd), (BinOp::Mul, imul)]),
    ..Slots::NONE
};

static DEF: TypeDef = TypeDef {
    name: "bytearray",
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array",
    kind: Kind::ByteArray,
    subclassable: true,
    slots: SLOTS,
    methods: METHODS,
    ..TypeDef::EMPTY
};
pub(crate) static BYTEARRAY: Type = Type::from_def(&DEF);
