//! `memoryview`: a window on the bytes of a `bytes` or `bytearray` object, one-dimensional, with the item formats of `memory_item`.

use super::args::{self, Args};
use super::array::Array;
use super::buffer;
use super::byte_methods::hex_text;
use super::bytearray::ByteArray;
use super::bytes::{self, Bytes};
use super::cx::Cx;
use super::iter::itself;
use super::list::List;
use super::memory_item::Format;
use super::native::{GetSet, NativeDef};
use super::payload::{Native, Payload};
use super::room;
use super::slicing::{self, Positions};
use super::slots::{CmpOp, Slots};
use super::str::{self, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_flag, type_of};
use super::value::{R, Raised, Value};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};

/// Items `start, start + step, ...` (byte offsets) of the owner.
#[derive(Clone, Copy)]
struct Window {
    start: i64,
    step: i64,
    count: usize,
    format: Format,
    readonly: bool,
}

/// The body of a memoryview. While it is not released a `bytearray` keeps its length.
pub(crate) struct MemoryView {
    /// `bytes` or `bytearray`.
    owner: Value,
    window: Window,
    /// Set once; whoever sets it gives the export back.
    released: AtomicBool,
    /// Found once: the bytes of a view that can be hashed do not change, and a released one still has its hash.
    hash: OnceLock<i64>,
}

impl Payload for MemoryView {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.owner);
    }
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.release();
    }
}

impl MemoryView {
    /// A view object; the owner is told.
    fn make(owner: &Value, window: Window) -> Value {
        if let Some(array) = buffer::underlying(owner).get::<ByteArray>() {
            array.export();
        }
        Native::make(&MEMORYVIEW, MemoryView { owner: owner.clone(), window, released: AtomicBool::new(false), hash: OnceLock::new() })
    }

    fn release(&self) {
        if !self.released.swap(true, AcqRel)
            && let Some(array) = buffer::underlying(&self.owner).get::<ByteArray>()
        {
            array.release();
        }
    }

    fn is_released(&self) -> bool {
        self.released.load(Acquire)
    }

    /// Runs `f` on all bytes of the owner, under the rules of [`buffer::with_buffer`].
    fn read<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        if let Some(bytes) = self.owner.get::<Bytes>() {
            return f(bytes.bytes());
        }
        match buffer::underlying(&self.owner).get::<ByteArray>() {
            Some(array) => array.with(|bytes| f(bytes)),
            None => f(&[]),
        }
    }

    /// Byte offset of item `index`.
    fn offset(&self, index: usize) -> usize {
        (self.window.start + index as i64 * self.window.step) as usize
    }

    pub(super) fn is_contiguous(&self) -> bool {
        self.window.step == self.window.format.size() as i64 || self.window.count < 2
    }

    fn size(&self) -> usize {
        self.window.count * self.window.format.size()
    }

    /// The bytes of the view, None if it was released.
    pub(crate) fn to_vec(&self) -> Option<Vec<u8>> {
        if self.is_released() {
            return None;
        }
        let item = self.window.format.size();
        Some(self.read(|bytes| {
            if self.is_contiguous() {
                let start = self.window.start as usize;
                return bytes.get(start..start + self.size()).unwrap_or_default().to_vec();
            }
            (0..self.window.count)
                .flat_map(|index| bytes.get(self.offset(index)..).and_then(|rest| rest.get(..item)).unwrap_or_default())
                .copied()
                .collect()
        }))
    }

    /// Copies into the bytes from `offset` on; None if it may not be written.
    pub(crate) fn write_at(&self, offset: usize, data: &[u8]) -> Option<usize> {
        self.writable_len()?;
        let start = self.window.start as usize;
        let array = buffer::underlying(&self.owner).get::<ByteArray>()?;
        array.with(|bytes| {
            let place = bytes.get_mut(start..start + self.size())?.get_mut(offset..);
            Some(place.map_or(0, |place| buffer::copy_start(place, data)))
        })
    }

    /// How many bytes can be written; None if none may be.
    pub(crate) fn writable_len(&self) -> Option<usize> {
        let writable = !self.window.readonly && !self.is_released() && self.is_contiguous();
        writable.then(|| self.size())
    }

    fn item(&self, cx: &Cx, index: usize) -> R {
        let mut raw = [0; 8];
        let (at, size) = (self.offset(index), self.window.format.size());
        self.read(|bytes| {
            if let Some(item) = bytes.get(at..at + size) {
                raw[..size].copy_from_slice(item);
            }
        });
        self.window.format.unpack(cx, raw)
    }
}

#[cold]
pub(super) fn released(cx: &Cx) -> Raised {
    cx.value_error("operation forbidden on released memoryview object")
}

/// The view that `value` is. Errors: ValueError if it was released.
fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a MemoryView> {
    let view = Native::<MemoryView>::of(value).ok_or_else(|| {
        cx.type_error(format!("descriptor requires a 'memoryview' object but received a '{}'", type_of(value).message_name()))
    })?;
    if view.is_released() { Err(released(cx)) } else { Ok(view) }
}

static NEW: NativeDef = NativeDef::new("memoryview(object)", |_, _| Ok(Value::NONE));

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    let bound = args::bind_new(cx, &NEW, args)?;
    let Some(object) = bound.first() else {
        return Ok(Value::NONE);
    };
    view_of(cx, object)
}

/// `memoryview(object)`. Errors: TypeError if it is not bytes-like.
pub(crate) fn view_of(cx: &Cx, object: &Value) -> R {
    if Native::<MemoryView>::of(object).is_some() {
        let view = own(cx, object)?;
        return Ok(MemoryView::make(&view.owner, view.window));
    }
    if !buffer::is_bytes_like(object) {
        return Err(cx.type_error(format!("memoryview: a bytes-like object is required, not '{}'", type_of(object).message_name())));
    }
    let format = Array::of(object).map_or(Format::UNSIGNED_BYTE, Array::format);
    let count = buffer::with_buffer(cx, object, <[u8]>::len)? / format.size();
    let readonly = object.get::<Bytes>().is_some();
    Ok(MemoryView::make(object, Window { start: 0, step: format.size() as i64, count, format, readonly }))
}

fn len(cx: &Cx, this: &Value) -> R<usize> {
    own(cx, this).map(|view| view.window.count)
}

fn repr(cx: &Cx, this: &Value) -> R {
    let is_released = Native::<MemoryView>::of(this).is_none_or(MemoryView::is_released);
    let what = if is_released { "released memory" } else { "memory" };
    str::make(cx, format!("<{what} at {:#x}>", this.identity()).as_bytes())
}

fn hash(cx: &Cx, this: &Value) -> R<i64> {
    if let Some(hash) = Native::<MemoryView>::of(this).and_then(|view| view.hash.get()) {
        return Ok(*hash);
    }
    let view = own(cx, this)?;
    if !view.window.readonly {
        return Err(cx.value_error("cannot hash writable memoryview object"));
    }
    if view.window.format.size() != 1 {
        return Err(cx.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    let bytes = view.to_vec().unwrap_or_default();
    let hash = Bytes::try_new(&bytes).ok_or_else(|| cx.memory_error())?.hash();
    Ok(*view.hash.get_or_init(|| hash))
}

/// The items of a bytes-like object and their format; None if it is none or a released view.
fn items(value: &Value) -> Option<(Format, Vec<u8>)> {
    if let Some(view) = Native::<MemoryView>::of(value) {
        return view.to_vec().map(|bytes| (view.window.format, bytes));
    }
    let format = Array::of(value).map_or(Format::UNSIGNED_BYTE, Array::format);
    buffer::view(value).map(|bytes| (format, bytes.into_owned()))
}

fn rich(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = match (items(a), items(b)) {
        (Some((x, a)), Some((y, b))) if x == y && !x.is_float() => a == b,
        (Some((x, a)), Some((y, b))) => equal_items(cx, (x, &a), (y, &b))?,
        // Released views are equal to themselves only.
        _ if Native::<MemoryView>::of(b).is_none() && !buffer::is_bytes_like(b) => return Ok(Value::NOT_IMPLEMENTED),
        _ => a.is(b),
    };
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn equal_items(cx: &Cx, (x, a): (Format, &[u8]), (y, b): (Format, &[u8])) -> R<bool> {
    if a.len() / x.size() != b.len() / y.size() {
        return Ok(false);
    }
    for (a, b) in a.chunks_exact(x.size()).zip(b.chunks_exact(y.size())) {
        let (a, b) = (x.unpack_slice(cx, a)?, y.unpack_slice(cx, b)?);
        if !super::compare::compare_bool(cx, &a, &b, CmpOp::Eq)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_slice(key: &Value) -> bool {
    std::ptr::eq(type_of(key), &super::slice::SLICE)
}

/// Index of the item that `key` names.
fn index(cx: &Cx, view: &MemoryView, key: &Value) -> R<usize> {
    if !super::int::is_int(key) && type_of(key).slots().index.is_none() {
        return Err(cx.type_error("memoryview: invalid slice key"));
    }
    let index = super::protocol::index(cx, key)?;
    super::protocol::position(index, view.window.count).ok_or_else(|| cx.index_error("index out of bounds on dimension 1"))
}

fn sub_window(cx: &Cx, view: &MemoryView, key: &Value) -> R<Window> {
    let Positions { start, step, count } = slicing::bounds(cx, key)?.fit(view.window.count);
    let start = view.window.start + start * view.window.step;
    Ok(Window { start, step: view.window.step.saturating_mul(step), count, ..view.window })
}

fn getitem(cx: &Cx, this: &Value, key: &Value) -> R {
    let view = own(cx, this)?;
    if is_slice(key) {
        let window = sub_window(cx, view, key)?;
        return Ok(MemoryView::make(&view.owner, window));
    }
    let index = index(cx, view, key)?;
    view.item(cx, index)
}

fn setitem(cx: &Cx, this: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let view = own(cx, this)?;
    let (Some(array), false) = (buffer::underlying(&view.owner).get::<ByteArray>(), view.window.readonly) else {
        return Err(cx.type_error("cannot modify read-only memory"));
    };
    let Some(value) = value else {
        return Err(cx.type_error("cannot delete memory"));
    };
    let format = view.window.format;
    if !is_slice(key) {
        let index = index(cx, view, key)?;
        let raw = format.pack(cx, &value)?;
        let at = view.offset(index);
        // Packing may have run user code that released the view.
        own(cx, this)?;
        array.with(|bytes| {
            if let Some(place) = bytes.get_mut(at..at + format.size()) {
                place.copy_from_slice(&raw[..format.size()]);
            }
        });
        return Ok(());
    }
    let window = sub_window(cx, view, key)?;
    if !buffer::is_bytes_like(&value) {
        return Err(cx.type_error(format!("a bytes-like object is required, not '{}'", type_of(&value).message_name())));
    }
    let (given, new) = items(&value).ok_or_else(|| released(cx))?;
    if given != format || new.len() != window.count * format.size() {
        return Err(cx.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    array.with(|bytes| {
        for (number, item) in new.chunks_exact(format.size()).enumerate() {
            let at = (window.start + number as i64 * window.step) as usize;
            if let Some(place) = bytes.get_mut(at..at + format.size()) {
                place.copy_from_slice(item);
            }
        }
    });
    Ok(())
}

fn tobytes(cx: &Cx, a: &[Value]) -> R {
    bytes::make(cx, &own(cx, &a[0])?.to_vec().unwrap_or_default())
}

fn tolist(cx: &Cx, a: &[Value]) -> R {
    let view = own(cx, &a[0])?;
    let bytes = view.to_vec().unwrap_or_default();
    let format = view.window.format;
    let mut items = room::vec(cx, bytes.len() / format.size())?;
    for item in bytes.chunks_exact(format.size()) {
        cx.safepoint()?;
        items.push(format.unpack_slice(cx, item)?);
    }
    Ok(List::new(items).into_value())
}

fn hex(cx: &Cx, a: &[Value]) -> R {
    hex_text(cx, &own(cx, &a[0])?.to_vec().unwrap_or_default(), &a[1], &a[2])
}

fn release(_: &Cx, a: &[Value]) -> R {
    if let Some(view) = Native::<MemoryView>::of(&a[0]) {
        view.release();
    }
    Ok(Value::NONE)
}

fn enter(cx: &Cx, a: &[Value]) -> R {
    own(cx, &a[0])?;
    Ok(a[0].clone())
}

fn exit(cx: &Cx, a: &[Value]) -> R {
    release(cx, &a[..1])
}

fn toreadonly(cx: &Cx, a: &[Value]) -> R {
    let view = own(cx, &a[0])?;
    Ok(MemoryView::make(&view.owner, Window { readonly: true, ..view.window }))
}

fn cast(cx: &Cx, a: &[Value]) -> R {
    let view = own(cx, &a[0])?;
    let Some(name) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("cast() argument 'format' must be str, not {}", args::kind_of(&a[1]))));
    };
    let Some(format) = Format::from_name(name.bytes()) else {
        return Err(cx.value_error("memoryview: destination format must be a native single character format prefixed with an optional '@'"));
    };
    if !view.is_contiguous() {
        return Err(cx.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    if view.window.format.size() > 1 && format.size() > 1 {
        return Err(cx.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    if view.size() % format.size() != 0 {
        return Err(cx.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let count = view.size() / format.size();
    if !a[2].is_unset() {
        let shape = super::iter::collect(cx, &a[2])?;
        let [only] = &shape[..] else {
            return Err(cx.error(&super::exception::NOT_IMPLEMENTED_ERROR, "memoryview: only one dimension is supported"));
        };
        if slicing::size(cx, only)? != count as i64 {
            return Err(cx.type_error("memoryview: product(shape) * itemsize != buffer size"));
        }
    }
    Ok(MemoryView::make(&view.owner, Window { step: format.size() as i64, count, format, ..view.window }))
}

/// Iterates over the items.
struct MemoryIterator {
    view: Value,
    /// Strands that share the iterator get each item once.
    next: AtomicUsize,
}

impl Payload for MemoryIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.view);
    }
}

fn iter(cx: &Cx, this: &Value) -> R {
    own(cx, this)?;
    Ok(Native::make(&ITERATOR, MemoryIterator { view: this.clone(), next: AtomicUsize::new(0) }))
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<MemoryIterator>::of(iterator) else {
        return Ok(None);
    };
    let view = own(cx, &this.view)?;
    let at = this.next.fetch_add(1, Relaxed);
    if at >= view.window.count {
        this.next.store(view.window.count, Relaxed);
        return Ok(None);
    }
    view.item(cx, at).map(Some)
}

static ITERATOR_DEF: TypeDef =
    TypeDef { name: "memory_iterator", slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE }, ..TypeDef::EMPTY };
pub(crate) static ITERATOR: Type = Type::from_def(&ITERATOR_DEF);

fn int_tuple(number: i64) -> Value {
    Tuple::new(vec![Value::int(number)]).into_value()
}

static GETSET: &[GetSet] = &[
    GetSet { name: "obj", get: |cx, this| own(cx, this).map(|view| view.owner.clone()), set: None },
    GetSet { name: "nbytes", get: |cx, this| own(cx, this).map(|view| Value::int(view.size() as i64)), set: None },
    GetSet { name: "itemsize", get: |cx, this| own(cx, this).map(|view| Value::int(view.window.format.size() as i64)), set: None },
    GetSet { name: "format", get: |cx, this| str::make(cx, own(cx, this)?.window.format.name()), set: None },
    GetSet { name: "ndim", get: |cx, this| own(cx, this).map(|_| Value::int(1)), set: None },
    GetSet { name: "shape", get: |cx, this| own(cx, this).map(|view| int_tuple(view.window.count as i64)), set: None },
    GetSet { name: "strides", get: |cx, this| own(cx, this).map(|view| int_tuple(view.window.step)), set: None },
    GetSet { name: "suboffsets", get: |cx, this| own(cx, this).map(|_| super::tuple::empty()), set: None },
    GetSet { name: "readonly", get: |cx, this| own(cx, this).map(|view| Value::bool(view.window.readonly)), set: None },
    GetSet { name: "c_contiguous", get: |cx, this| own(cx, this).map(|view| Value::bool(view.is_contiguous())), set: None },
    GetSet { name: "f_contiguous", get: |cx, this| own(cx, this).map(|view| Value::bool(view.is_contiguous())), set: None },
    GetSet { name: "contiguous", get: |cx, this| own(cx, this).map(|view| Value::bool(view.is_contiguous())), set: None },
];

static METHODS: &[NativeDef] = &[
    NativeDef::new("release(self, /)", release),
    NativeDef::new("tobytes(self, /, order='C')", tobytes),
    NativeDef::new("hex(self, /, sep=?, bytes_per_sep=1)", hex),
    NativeDef::new("tolist(self, /)", tolist),
    NativeDef::new("cast(self, /, format, shape=?)", cast),
    NativeDef::new("toreadonly(self, /)", toreadonly),
    NativeDef::new("__enter__(self, /)", enter),
    NativeDef::new("__exit__(self, /, *exc_info)", exit),
];

static DEF: TypeDef = TypeDef {
    name: "memoryview",
    doc: "Create a new memoryview object which references the given object.",
    pattern: type_flag::SEQUENCE,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(rich),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        iter: Some(iter),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static MEMORYVIEW: Type = Type::from_def(&DEF);
