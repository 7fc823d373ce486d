//! `BytesIO`: a binary file in memory.

use super::access::{attributes, bytes_like, closed_error, make_bytes, offset_arg, position, set_attributes, size_arg, writable_len};
use super::base::{BUFFERED_IO_BASE, make};
use crate::object::args::Args;
use crate::object::bytearray::ByteArray;
use crate::object::cx::Cx;
use crate::object::exception::BUFFER_ERROR;
use crate::object::int;
use crate::object::memoryview::view_of;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol::type_name;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Ref, Value};
use parking_lot::{Mutex, MutexGuard};

/// A file in memory. Its bytes are those of a `bytearray`, of which there can be views: while there are, nothing is written and the
/// file is not closed.
struct BytesIo {
    data: Ref<ByteArray>,
    /// The mutex protects the place, and the bytes together with it; nothing else runs while it is held.
    place: Mutex<Place>,
}

#[derive(Default)]
struct Place {
    at: usize,
    closed: bool,
}

impl Payload for BytesIo {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.data.as_value());
    }
}

/// An open file that is worked on.
struct Open<'a> {
    data: &'a Ref<ByteArray>,
    place: MutexGuard<'a, Place>,
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a BytesIo> {
    Native::<BytesIo>::of(value).ok_or_else(|| cx.type_error("not a BytesIO"))
}

/// The state of an open file.
fn open<'a>(cx: &Cx, value: &'a Value) -> R<Open<'a>> {
    let this = this(cx, value)?;
    let place = this.place.lock();
    if place.closed { Err(closed_error(cx)) } else { Ok(Open { data: &this.data, place }) }
}

/// Changes the bytes. Errors: BufferError while there are views of them, and those of `f`.
fn change<T>(cx: &Cx, data: &ByteArray, f: impl FnOnce(&mut Vec<u8>) -> R<T>) -> R<T> {
    match data.resize(f) {
        Some(result) => result,
        None => Err(cx.error(&BUFFER_ERROR, "Existing exports of data: object cannot be re-sized")),
    }
}

impl Open<'_> {
    fn take(&mut self, cx: &Cx, size: Option<usize>) -> R {
        let at = self.place.at;
        let (bytes, count) = self.data.with(|data| {
            let start = at.min(data.len());
            let end = size.map_or(data.len(), |size| start.saturating_add(size).min(data.len()));
            (make_bytes(cx, &data[start..end]), end - start)
        });
        let bytes = bytes?;
        self.place.at += count;
        Ok(bytes)
    }

    /// The length of the next line.
    fn line(&self, limit: Option<usize>) -> usize {
        self.data.with(|data| {
            let rest = data.get(self.place.at..).unwrap_or_default();
            let rest = &rest[..limit.unwrap_or(rest.len()).min(rest.len())];
            memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1)
        })
    }

    fn write(&mut self, cx: &Cx, bytes: &[u8]) -> R<()> {
        let at = self.place.at;
        let end = at.checked_add(bytes.len()).ok_or_else(|| cx.overflow_error("new position too large"))?;
        change(cx, self.data, |data| {
            if bytes.is_empty() {
                return Ok(());
            }
            if end > data.len() {
                let more = end - data.len();
                room::reserve(cx, data, more)?;
                data.resize(end, 0);
            }
            data[at..end].copy_from_slice(bytes);
            Ok(())
        })?;
        self.place.at = end;
        Ok(())
    }

    fn len(&self) -> usize {
        self.data.with(|data| data.len())
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, BytesIo { data: ByteArray::new(Vec::new()), place: Mutex::default() }))
}

/// Begins anew with these bytes.
fn restart(cx: &Cx, value: &Value, bytes: Vec<u8>) -> R<()> {
    let this = this(cx, value)?;
    let mut place = this.place.lock();
    change(cx, &this.data, |data| {
        *data = bytes;
        Ok(())
    })?;
    *place = Place::default();
    Ok(())
}

static INIT: NativeDef = NativeDef::new("BytesIO(self, initial_bytes=None)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![value.clone()];
    values.extend_from_slice(args.values);
    let mut a = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut a)?;
    let data = if a[1].is_none() { Vec::new() } else { bytes_like(cx, &a[1])? };
    restart(cx, value, data)
}

fn read(cx: &Cx, a: &[Value]) -> R {
    let size = size_arg(cx, &a[1])?;
    open(cx, &a[0])?.take(cx, size)
}

fn readinto(cx: &Cx, a: &[Value]) -> R {
    let room = writable_len(cx, &a[1], "readinto")?;
    let data = open(cx, &a[0])?.take(cx, Some(room))?;
    let data = bytes_like(cx, &data)?;
    crate::object::buffer::write_into(cx, &a[1], &data).map(int::from_usize)
}

fn readline(cx: &Cx, a: &[Value]) -> R {
    let limit = size_arg(cx, &a[1])?;
    let mut state = open(cx, &a[0])?;
    let len = state.line(limit);
    state.take(cx, Some(len))
}

fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let mut state = open(cx, value)?;
    let len = state.line(None);
    Ok(if len == 0 { None } else { Some(state.take(cx, Some(len))?) })
}

fn write(cx: &Cx, a: &[Value]) -> R {
    let bytes = match open(cx, &a[0]) {
        Ok(state) => {
            drop(state);
            bytes_like(cx, &a[1])?
        }
        Err(raised) => return Err(raised),
    };
    open(cx, &a[0])?.write(cx, &bytes)?;
    Ok(int::from_usize(bytes.len()))
}

fn seek(cx: &Cx, a: &[Value]) -> R {
    let (offset, whence) = (offset_arg(cx, &a[1])?, offset_arg(cx, &a[2])?);
    let mut state = open(cx, &a[0])?;
    let base = match whence {
        0 if offset < 0 => return Err(cx.value_error(format!("negative seek value {offset}"))),
        0 => 0,
        1 => state.place.at as i64,
        2 => state.len() as i64,
        _ => return Err(cx.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let at = base.checked_add(offset).ok_or_else(|| cx.overflow_error("new position too large"))?;
    state.place.at = usize::try_from(at).unwrap_or(0);
    Ok(int::from_usize(state.place.at))
}

fn truncate(cx: &Cx, a: &[Value]) -> R {
    let size = if a[1].is_none() { None } else { Some(offset_arg(cx, &a[1])?) };
    let state = open(cx, &a[0])?;
    let size = match size {
        Some(size) => usize::try_from(size).map_err(|_| cx.value_error(format!("negative size value {size}")))?,
        None => state.place.at,
    };
    change(cx, state.data, |data| {
        data.truncate(size);
        Ok(())
    })?;
    Ok(int::from_usize(size))
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let mut place = this.place.lock();
    if !place.closed {
        change(cx, &this.data, |data| {
            *data = Vec::new();
            Ok(())
        })?;
        *place = Place { at: 0, closed: true };
    }
    Ok(Value::NONE)
}

fn yes(cx: &Cx, a: &[Value]) -> R {
    drop(open(cx, &a[0])?);
    Ok(Value::TRUE)
}

fn getvalue(cx: &Cx, a: &[Value]) -> R {
    open(cx, &a[0])?.data.with(|data| make_bytes(cx, data))
}

fn getbuffer(cx: &Cx, a: &[Value]) -> R {
    view_of(cx, open(cx, &a[0])?.data.as_value())
}

fn get_closed(cx: &Cx, value: &Value) -> R {
    Ok(Value::bool(this(cx, value)?.place.lock().closed))
}

fn getstate(cx: &Cx, a: &[Value]) -> R {
    let content = getvalue(cx, a)?;
    let at = open(cx, &a[0])?.place.at;
    Ok(Tuple::new(vec![content, int::from_usize(at), attributes(cx, &a[0])?]).into_value())
}

fn setstate(cx: &Cx, a: &[Value]) -> R {
    let Some([content, at, attributes]) = a[1].get::<Tuple>().and_then(|state| state.items().first_chunk::<3>()) else {
        let (own, given) = (type_of(&a[0]).full_name(), type_name(&a[1]));
        return Err(cx.type_error(format!("{own}.__setstate__ argument should be 3-tuple, got {given}")));
    };
    drop(open(cx, &a[0])?);
    restart(cx, &a[0], bytes_like(cx, content)?)?;
    if !int::is_int(at) {
        return Err(cx.type_error(format!("second item of state must be an integer, not {}", type_name(at))));
    }
    open(cx, &a[0])?.place.at = position(cx, at)?;
    set_attributes(cx, &a[0], attributes, "third")
}

static DEF: TypeDef = TypeDef {
    name: "BytesIO",
    module: "_io",
    base: Some(&BUFFERED_IO_BASE),
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), next: Some(next), ..Slots::NONE },
    methods: &[
        NativeDef::new("read(self, size=-1, /)", read),
        NativeDef::new("read1(self, size=-1, /)", read),
        NativeDef::new("readinto(self, buffer, /)", readinto),
        NativeDef::new("readline(self, size=-1, /)", readline),
        NativeDef::new("write(self, b, /)", write),
        NativeDef::new("seek(self, pos, whence=0, /)", seek),
        NativeDef::new("tell(self, /)", |cx, a| Ok(int::from_usize(open(cx, &a[0])?.place.at))),
        NativeDef::new("truncate(self, size=None, /)", truncate),
        NativeDef::new("close(self, /)", close),
        NativeDef::new("flush(self, /)", |cx, a| yes(cx, a).map(|_| Value::NONE)),
        NativeDef::new("readable(self, /)", yes),
        NativeDef::new("writable(self, /)", yes),
        NativeDef::new("seekable(self, /)", yes),
        NativeDef::new("isatty(self, /)", |cx, a| yes(cx, a).map(|_| Value::FALSE)),
        NativeDef::new("getvalue(self, /)", getvalue),
        NativeDef::new("getbuffer(self, /)", getbuffer),
        NativeDef::new("__getstate__(self, /)", getstate),
        NativeDef::new("__setstate__(self, state, /)", setstate),
    ],
    getset: &[GetSet { name: "closed", get: get_closed, set: None }],
    ..TypeDef::EMPTY
};
pub(super) static BYTES_IO: Type = Type::from_def(&DEF);
