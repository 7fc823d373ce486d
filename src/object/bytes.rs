//! The `bytes` object: immutable bytes behind the struct, with a cached hash. Constructor and type; methods shared with
//! `bytearray` are in `byte_methods`, operators in `byte_ops`.

use super::args::{self, Args};
use super::buffer;
use super::byte_methods::byte_methods;
use super::byte_ops;
use super::codec;
use super::cx::Cx;
use super::kinds::{Kind, Layout, adopt, object, reserve};
use super::native::NativeDef;
use super::room::is_plausible;
use super::slots::{BinOp, Slots, bin_slots};
use super::str::{Name, Str};
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::alloc::Layout as Block;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Immutable, so strands read it without locks.
#[repr(C)]
pub(crate) struct Bytes {
    head: Header,
    /// 0 until computed.
    hash: AtomicU64,
    len: usize,
}

object!(Bytes, Bytes, BYTES);

impl Layout for Bytes {
    const TRACKED: bool = false;
    const LEAF: bool = true;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
    fn block(&self) -> Block {
        block(self.len).expect("the bytes exist, so their size fits")
    }
}

fn block(len: usize) -> Option<Block> {
    let size = size_of::<Bytes>().checked_add(len).filter(|_| is_plausible(len))?;
    Block::from_size_align(size.checked_next_multiple_of(8)?, 8).ok()
}

impl Bytes {
    /// None when memory does not suffice.
    pub(crate) fn try_new(bytes: &[u8]) -> Option<Ref<Bytes>> {
        Bytes::of_class(&BYTES, bytes)
    }

    /// Bytes of type `class` (bytes or a subclass).
    pub(crate) fn of_class(class: &Type, bytes: &[u8]) -> Option<Ref<Bytes>> {
        Bytes::try_build(class, bytes.len(), |place| place.copy_from_slice(bytes))
    }

    /// `len` bytes that `fill` writes; it finds zeros.
    pub(crate) fn try_build(class: &Type, len: usize, fill: impl FnOnce(&mut [u8])) -> Option<Ref<Bytes>> {
        let (flags, with_attrs) = class.builtin_instance_flags();
        let start = reserve(block(len)?, with_attrs)?;
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        // SAFETY: the block has room for the struct and `len` bytes, which are zeroed before `fill` sees them.
        unsafe {
            let place = start.cast::<Bytes>();
            place.write(Bytes { head: Header::new(Kind::Bytes as u8, class.header(), flags), hash: AtomicU64::new(0), len });
            let data = start.add(size_of::<Bytes>()).as_ptr();
            data.write_bytes(0, len);
            fill(std::slice::from_raw_parts_mut(data, len));
            Some(adopt(place))
        }
    }

    #[inline(always)]
    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: `len` initialised bytes follow the struct.
        unsafe {
            let data = std::ptr::from_ref(self).cast::<u8>().add(size_of::<Bytes>());
            std::slice::from_raw_parts(data, self.len)
        }
    }

    /// The hash, never 0 or -1; that of the text with these bytes.
    pub(crate) fn hash(&self) -> i64 {
        match self.hash.load(Relaxed) {
            0 => {
                let hash = match super::str::hash_bytes(self.bytes()) {
                    0 => 1,
                    -1 => -2,
                    hash => hash,
                };
                self.hash.store(hash as u64, Relaxed);
                hash
            }
            hash => hash as i64,
        }
    }
}

/// A `bytes` object. Errors: MemoryError.
pub(crate) fn make(cx: &Cx, bytes: &[u8]) -> R {
    Bytes::try_new(bytes).map(Ref::into_value).ok_or_else(|| cx.memory_error())
}

/// What calling a `__bytes__` method gives. Errors: TypeError unless that is `bytes`.
pub(crate) fn from_dunder(cx: &Cx, method: &Value) -> R {
    let made = super::call::call_pos(cx, method, &[])?;
    if made.get::<Bytes>().is_some() {
        return Ok(made);
    }
    Err(cx.type_error(format!("__bytes__ returned non-bytes (type {})", type_of(&made).message_name())))
}

static DUNDER_BYTES: LazyLock<Name> = LazyLock::new(|| Name::new("__bytes__"));

static NEW: NativeDef = NativeDef::new("bytes(source=?, encoding=?, errors=?)", |_, _| Ok(Value::NONE));

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let bound = args::bind_new(cx, &NEW, args)?;
    let [source, encoding, errors] = &bound[..] else {
        return make(cx, b"");
    };
    let encoding = codec::name_arg(cx, encoding, "bytes", "encoding")?;
    let errors = codec::name_arg(cx, errors, "bytes", "errors")?;
    if encoding.is_none()
        && errors.is_none()
        && !source.is_unset()
        && let Some(method) = super::attr::special(cx, source, *DUNDER_BYTES)?
        && source.get_exact::<Bytes>().is_none()
    {
        let made = from_dunder(cx, &method)?;
        return of_class(cx, class, &made);
    }
    if source.get_exact::<Bytes>().is_some() && encoding.is_none() && errors.is_none() {
        return of_class(cx, class, source);
    }
    let bytes = from_source(cx, source, encoding, errors, "bytes", "bytes")?;
    Bytes::of_class(class, &bytes).map(Ref::into_value).ok_or_else(|| cx.memory_error())
}

fn of_class(cx: &Cx, class: &Type, value: &Value) -> R {
    match value.get::<Bytes>() {
        Some(bytes) if !std::ptr::eq(class, &BYTES) => {
            Bytes::of_class(class, bytes.bytes()).map(Ref::into_value).ok_or_else(|| cx.memory_error())
        }
        _ => Ok(value.clone()),
    }
}

/// The bytes that the arguments of the constructors of `bytes` and `bytearray` mean. `each` names an item in errors.
pub(super) fn from_source(
    cx: &Cx,
    source: &Value,
    encoding: Option<&str>,
    errors: Option<&str>,
    type_name: &str,
    each: &str,
) -> R<Vec<u8>> {
    let text = source.get::<Str>();
    match (text, encoding, errors) {
        (Some(text), Some(_), _) => return codec::encode(cx, text, encoding, errors),
        (Some(_), None, _) => return Err(cx.type_error("string argument without an encoding")),
        (None, Some(_), _) => return Err(cx.type_error("encoding without a string argument")),
        (None, None, Some(_)) => return Err(cx.type_error("errors without a string argument")),
        (None, None, None) => {}
    }
    if source.is_unset() {
        return Ok(Vec::new());
    }
    if let Some(count) = zeros(cx, source)? {
        let mut bytes = Vec::new();
        let fits = is_plausible(count) && bytes.try_reserve_exact(count).is_ok();
        if !fits {
            return Err(cx.memory_error());
        }
        bytes.resize(count, 0);
        return Ok(bytes);
    }
    if buffer::is_bytes_like(source) {
        let content = buffer::view(source).map_or_else(|| buffer::bytes_like(cx, source), Ok)?;
        return Ok(content.into_owned());
    }
    let slots = type_of(source).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error(format!("cannot convert '{}' object to {type_name}", type_of(source).message_name())));
    }
    from_items(cx, source, each)
}

/// A count of zeros, if the source is an integer.
fn zeros(cx: &Cx, source: &Value) -> R<Option<usize>> {
    if !super::int::is_int(source) && type_of(source).slots().index.is_none() {
        return Ok(None);
    }
    let count = super::number::index(cx, source);
    let Some(count) = cx.absorb(count, &super::exception::TYPE_ERROR)? else {
        return Ok(None);
    };
    match count.as_int() {
        Some(count) => usize::try_from(count).map(Some).map_err(|_| cx.value_error("negative count")),
        None => Err(cx.overflow_error(format!("cannot fit '{}' into an index-sized integer", type_of(source).message_name()))),
    }
}

/// The integers of an iterable as bytes.
pub(super) fn from_items(cx: &Cx, source: &Value, each: &str) -> R<Vec<u8>> {
    let mut bytes = Vec::new();
    super::iter::each(cx, source, |item| {
        let byte = buffer::byte(cx, &item, each)?;
        if bytes.len() == bytes.capacity() {
            bytes.try_reserve(bytes.len().max(16)).map_err(|_| cx.memory_error())?;
        }
        bytes.push(byte);
        Ok(true)
    })?;
    Ok(bytes)
}

fn hash(_: &Cx, this: &Value) -> R<i64> {
    Ok(this.get::<Bytes>().map_or(0, Bytes::hash))
}

fn repr(cx: &Cx, this: &Value) -> R {
    let text = this.get::<Bytes>().map_or_else(String::new, |bytes| crate::text::repr::bytes_repr(bytes.bytes()));
    super::str::make_known(cx, text.as_bytes(), true)
}

fn getnewargs(cx: &Cx, a: &[Value]) -> R {
    let bytes = buffer::bytes_like(cx, &a[0])?;
    Ok(super::tuple::Tuple::new(vec![make(cx, &bytes)?]).into_value())
}

fn dunder_bytes(cx: &Cx, a: &[Value]) -> R {
    if a[0].get_exact::<Bytes>().is_some() {
        return Ok(a[0].clone());
    }
    let bytes = buffer::bytes_like(cx, &a[0])?;
    make(cx, &bytes)
}

fn sizeof(_: &Cx, a: &[Value]) -> R {
    Ok(Value::int(a[0].get::<Bytes>().map_or(0, |bytes| 33 + bytes.len as i64)))
}

static METHODS: &[NativeDef] = byte_methods! {
    NativeDef::new("__getnewargs__(self, /)", getnewargs),
    NativeDef::new("__bytes__(self, /)", dunder_bytes),
    NativeDef::new("__sizeof__(self, /)", sizeof),
};

const SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(byte_ops::rich),
    str: Some(byte_ops::str),
    len: Some(byte_ops::len),
    contains: Some(byte_ops::contains),
    getitem: Some(byte_ops::getitem),
    iter: Some(byte_ops::iter),
    binary: bin_slots(&[(BinOp::Add, byte_ops::add), (BinOp::Mul, byte_ops::mul), (BinOp::Mod, byte_ops::modulo)]),
    ..Slots::NONE
};

static DEF: TypeDef = TypeDef {
    name: "bytes",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object",
    kind: Kind::Bytes,
    subclassable: true,
    slots: SLOTS,
    methods: METHODS,
    ..TypeDef::EMPTY
};
pub(crate) static BYTES: Type = Type::from_def(&DEF);
