//! `BytesIO`: a binary file in memory.

use super::access::{bytes_like, closed_error, make_bytes, offset_arg, size_arg};
use super::base::{BUFFERED_IO_BASE, make};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use parking_lot::{Mutex, MutexGuard};

/// The mutex protects the state; nothing else runs while it is held.
struct BytesIo(Mutex<State>);

#[derive(Default)]
struct State {
    data: Vec<u8>,
    at: usize,
    closed: bool,
}

impl Payload for BytesIo {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

/// The state of an open file.
fn open<'a>(cx: &Cx, value: &'a Value) -> R<MutexGuard<'a, State>> {
    let Some(this) = Native::<BytesIo>::of(value) else {
        return Err(cx.type_error("not a BytesIO"));
    };
    let state = this.0.lock();
    if state.closed { Err(closed_error(cx)) } else { Ok(state) }
}

impl State {
    fn take(&mut self, cx: &Cx, size: Option<usize>) -> R {
        let start = self.at.min(self.data.len());
        let end = size.map_or(self.data.len(), |size| start.saturating_add(size).min(self.data.len()));
        let bytes = make_bytes(cx, &self.data[start..end])?;
        self.at += end - start;
        Ok(bytes)
    }

    /// The length of the next line.
    fn line(&self, limit: Option<usize>) -> usize {
        let rest = self.data.get(self.at..).unwrap_or_default();
        let rest = &rest[..limit.unwrap_or(rest.len()).min(rest.len())];
        rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1)
    }

    fn write(&mut self, cx: &Cx, bytes: &[u8]) -> R<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let end = self.at.checked_add(bytes.len()).ok_or_else(|| cx.overflow_error("new position too large"))?;
        if end > self.data.len() {
            let more = end - self.data.len();
            room::reserve(cx, &mut self.data, more)?;
            self.data.resize(end, 0);
        }
        self.data[self.at..end].copy_from_slice(bytes);
        self.at = end;
        Ok(())
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, BytesIo(Mutex::default())))
}

static INIT: NativeDef = NativeDef::new("BytesIO(self, initial_bytes=None)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![value.clone()];
    values.extend_from_slice(args.values);
    let mut a = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut a)?;
    let data = if a[1].is_none() { Vec::new() } else { bytes_like(cx, &a[1])? };
    if let Some(this) = Native::<BytesIo>::of(value) {
        *this.0.lock() = State { data, at: 0, closed: false };
    }
    Ok(())
}

fn read(cx: &Cx, a: &[Value]) -> R {
    let size = size_arg(cx, &a[1])?;
    open(cx, &a[0])?.take(cx, size)
}

fn readinto(cx: &Cx, a: &[Value]) -> R {
    let room = protocol::len(cx, &a[1])?;
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
        1 => state.at as i64,
        2 => state.data.len() as i64,
        _ => return Err(cx.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let at = base.checked_add(offset).ok_or_else(|| cx.overflow_error("new position too large"))?;
    state.at = usize::try_from(at).unwrap_or(0);
    Ok(int::from_usize(state.at))
}

fn truncate(cx: &Cx, a: &[Value]) -> R {
    let size = if a[1].is_none() { None } else { Some(offset_arg(cx, &a[1])?) };
    let mut state = open(cx, &a[0])?;
    let size = match size {
        Some(size) => usize::try_from(size).map_err(|_| cx.value_error(format!("negative size value {size}")))?,
        None => state.at,
    };
    state.data.truncate(size);
    Ok(int::from_usize(size))
}

fn close(_: &Cx, a: &[Value]) -> R {
    if let Some(this) = Native::<BytesIo>::of(&a[0]) {
        *this.0.lock() = State { data: Vec::new(), at: 0, closed: true };
    }
    Ok(Value::NONE)
}

fn yes(cx: &Cx, a: &[Value]) -> R {
    drop(open(cx, &a[0])?);
    Ok(Value::TRUE)
}

fn getvalue(cx: &Cx, a: &[Value]) -> R {
    make_bytes(cx, &open(cx, &a[0])?.data)
}

/// A view of a copy: the file may go on growing.
fn getbuffer(cx: &Cx, a: &[Value]) -> R {
    let data = getvalue(cx, a)?;
    match cx.interp.builtins().get_name(crate::object::str::Name::new("memoryview")) {
        Some(class) => crate::object::call::call_pos(cx, &class, &[data]),
        None => Ok(data),
    }
}

fn get_closed(_: &Cx, value: &Value) -> R {
    Ok(Value::bool(Native::<BytesIo>::of(value).is_some_and(|this| this.0.lock().closed)))
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
        NativeDef::new("tell(self, /)", |cx, a| Ok(int::from_usize(open(cx, &a[0])?.at))),
        NativeDef::new("truncate(self, size=None, /)", truncate),
        NativeDef::new("close(self, /)", close),
        NativeDef::new("flush(self, /)", |cx, a| yes(cx, a).map(|_| Value::NONE)),
        NativeDef::new("readable(self, /)", yes),
        NativeDef::new("writable(self, /)", yes),
        NativeDef::new("seekable(self, /)", yes),
        NativeDef::new("isatty(self, /)", |cx, a| yes(cx, a).map(|_| Value::FALSE)),
        NativeDef::new("getvalue(self, /)", getvalue),
        NativeDef::new("getbuffer(self, /)", getbuffer),
    ],
    getset: &[GetSet { name: "closed", get: get_closed, set: None }],
    ..TypeDef::EMPTY
};
pub(super) static BYTES_IO: Type = Type::from_def(&DEF);
