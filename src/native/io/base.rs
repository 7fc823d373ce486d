//! The base classes of files: what can be said with other methods of the object. Knows no particular file.

use super::access::{bytes_like, closed_error, make_bytes, size_arg, unsupported};
use crate::memory::header::flag;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Body of the bases: of files that scripts define.
#[derive(Default)]
struct Plain {
    closed: AtomicBool,
}

impl Payload for Plain {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

/// Makes a file object whose last reference closes it.
pub(super) fn make<T: Payload>(class: &Type, body: T) -> Value {
    let made = Native::make(class, body);
    if let Some(header) = made.header() {
        header.set(flag::HAS_FINALIZER);
    }
    made
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, Plain::default()))
}

fn init(_: &Cx, _: &Value, _: Args<'_>) -> R<()> {
    Ok(())
}

/// Closes a file that nobody refers to any more; errors have nowhere to go.
fn finalize(cx: &Cx, this: &Value) {
    let closed = attr::getattr(cx, this, Name::new("closed")).and_then(|closed| protocol::truth(cx, &closed));
    let result = match closed {
        Ok(true) => return,
        Ok(false) => {
            warn_unclosed(cx, this);
            call_method(cx, this, Name::new("close"), &[]).map(drop)
        }
        Err(raised) => Err(raised),
    };
    if let Err(raised) = result {
        drop(cx.take(raised));
    }
}

/// Whether somebody may want to know what was left open. By default nobody does: then nothing is imported for it.
pub(in crate::native) fn hears_of_unclosed(cx: &Cx) -> bool {
    let given = cx.interp.modules().get_name(Name::new("sys")).and_then(|sys| attr::getattr(cx, &sys, Name::new("warnoptions")).ok());
    cx.interp.modules().get_name(Name::new("warnings")).is_some()
        || given.is_some_and(|options| options.get::<List>().is_some_and(|options| options.len() > 0))
}

/// Warns of an object that was left open; `what` it is, unless its own text says so.
pub(in crate::native) fn warn_of_unclosed(cx: &Cx, this: &Value, what: &str) {
    match protocol::repr(cx, this) {
        Ok(shown) => {
            let message = format!("unclosed {what}{}", shown.to_str_lossy());
            cx.warn_in_finalizer(&crate::object::exception::RESOURCE_WARNING, &message, this);
        }
        Err(raised) => drop(cx.take(raised)),
    }
}

fn warn_unclosed(cx: &Cx, this: &Value) {
    let mut raw = this.clone();
    for layer in [super::text::buffer_below, super::buffered::raw_below] {
        raw = layer(&raw).unwrap_or(raw);
    }
    if hears_of_unclosed(cx) && Native::<super::raw::FileIo>::of(&raw).is_some_and(super::raw::FileIo::is_owner) {
        warn_of_unclosed(cx, this, "file ");
    }
}

/// Errors: ValueError if the file is closed.
pub(super) fn check_open(cx: &Cx, this: &Value) -> R<()> {
    let closed = attr::getattr(cx, this, Name::new("closed"))?;
    if protocol::truth(cx, &closed)? { Err(closed_error(cx)) } else { Ok(()) }
}

fn get_closed(_: &Cx, this: &Value) -> R {
    Ok(Value::bool(Native::<Plain>::of(this).is_some_and(|plain| plain.closed.load(Relaxed))))
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let Some(plain) = Native::<Plain>::of(&a[0]) else {
        return Ok(Value::NONE);
    };
    if plain.closed.load(Relaxed) {
        return Ok(Value::NONE);
    }
    let flushed = call_method(cx, &a[0], Name::new("flush"), &[]);
    plain.closed.store(true, Relaxed);
    flushed.map(|_| Value::NONE)
}

fn flush(cx: &Cx, a: &[Value]) -> R {
    check_open(cx, &a[0])?;
    Ok(Value::NONE)
}

fn refuse<const N: usize>(cx: &Cx, _: &[Value]) -> R {
    Err(unsupported(cx, ["seek", "truncate", "fileno", "read", "read1", "write", "detach", "readline", "readinto"][N]))
}

fn tell(cx: &Cx, a: &[Value]) -> R {
    call_method(cx, &a[0], Name::new("seek"), &[Value::int(0), Value::int(1)])
}

/// The answer of `readable()` and its like for files that say nothing.
fn no(cx: &Cx, a: &[Value]) -> R {
    check_open(cx, &a[0])?;
    Ok(Value::FALSE)
}

fn check<const N: usize>(cx: &Cx, a: &[Value]) -> R {
    let (method, what) = [("readable", "readable"), ("writable", "writable"), ("seekable", "seekable")][N];
    if super::access::ask(cx, &a[0], method)? { Ok(Value::TRUE) } else { Err(unsupported(cx, &format!("File or stream is not {what}."))) }
}

fn enter(cx: &Cx, a: &[Value]) -> R {
    check_open(cx, &a[0])?;
    Ok(a[0].clone())
}

fn exit(cx: &Cx, a: &[Value]) -> R {
    call_method(cx, &a[0], Name::new("close"), &[])
}

/// Closes what lies below a file after its own flush.
pub(super) fn close_below(cx: &Cx, below: &Value, flushed: R) -> R {
    both(cx, flushed, || call_method(cx, below, Name::new("close"), &[]))
}

/// Does the second thing whatever came of the first, whose error is the context of the second's.
pub(super) fn both(cx: &Cx, first: R, second: impl FnOnce() -> R) -> R {
    let Err(raised) = first else {
        return second();
    };
    let first = cx.take(raised);
    match second() {
        Ok(_) => Err(cx.reraise(first)),
        Err(raised) => {
            let second = cx.take(raised);
            crate::object::exception::set_context(&second, &first);
            Err(cx.reraise(second))
        }
    }
}

/// `readline` by reading: ahead with `peek` if there is one, else byte by byte.
fn readline(cx: &Cx, a: &[Value]) -> R {
    let limit = size_arg(cx, &a[1])?;
    let mut line = Vec::new();
    let has_peek = attr::lookup_optional(cx, &a[0], Name::new("peek"))?.is_some();
    while limit.is_none_or(|limit| line.len() < limit) {
        let mut wanted = 1;
        if has_peek {
            let ahead = call_method(cx, &a[0], Name::new("peek"), &[Value::int(1)])?;
            let ahead = bytes_like(cx, &ahead)?;
            wanted = ahead.iter().position(|byte| *byte == b'\n').map_or(ahead.len(), |at| at + 1).max(1);
            wanted = limit.map_or(wanted, |limit| wanted.min(limit - line.len()));
        }
        let piece = call_method(cx, &a[0], Name::new("read"), &[crate::object::int::from_usize(wanted)])?;
        if piece.is_none() {
            break;
        }
        if piece.get::<crate::object::bytes::Bytes>().is_none() {
            return Err(cx.error(
                &crate::object::exceptions::OS_ERROR,
                format!("read() should have returned a bytes object, not '{}'", protocol::type_name(&piece)),
            ));
        }
        let piece = bytes_like(cx, &piece)?;
        room::append(cx, &mut line, &piece)?;
        if piece.is_empty() || line.ends_with(b"\n") {
            break;
        }
        cx.safepoint()?;
    }
    make_bytes(cx, &line)
}

fn length(cx: &Cx, line: &Value) -> R<usize> {
    match line.get::<Str>() {
        Some(text) => Ok(text.len()),
        None => protocol::len(cx, line),
    }
}

fn readlines(cx: &Cx, a: &[Value]) -> R {
    let limit = size_arg(cx, &a[1])?.filter(|limit| *limit > 0);
    let mut lines = Vec::new();
    let mut total = 0usize;
    iter::each(cx, &a[0], |line| {
        total = total.saturating_add(length(cx, &line)?);
        lines.push(line);
        Ok(limit.is_none_or(|limit| total <= limit))
    })?;
    Ok(List::new(lines).into_value())
}

fn writelines(cx: &Cx, a: &[Value]) -> R {
    check_open(cx, &a[0])?;
    iter::each(cx, &a[1], |line| call_method(cx, &a[0], Name::new("write"), &[line]).map(|_| true))?;
    Ok(Value::NONE)
}

/// The `iter` slot of files.
pub(super) fn iter_slot(cx: &Cx, this: &Value) -> R {
    check_open(cx, this)?;
    Ok(this.clone())
}

fn next_slot(cx: &Cx, this: &Value) -> R<Option<Value>> {
    let line = call_method(cx, this, Name::new("readline"), &[])?;
    Ok(if length(cx, &line)? == 0 { None } else { Some(line) })
}

/// `RawIOBase.read` by `readinto`.
fn raw_read(cx: &Cx, a: &[Value]) -> R {
    let Some(size) = size_arg(cx, &a[1])? else {
        return call_method(cx, &a[0], Name::new("readall"), &[]);
    };
    let buffer = match cx.interp.builtins().get_name(Name::new("bytearray")) {
        Some(class) => crate::object::call::call_pos(cx, &class, &[crate::object::int::from_usize(size)])?,
        None => return Err(unsupported(cx, "read")),
    };
    let count = call_method(cx, &a[0], Name::new("readinto"), std::slice::from_ref(&buffer))?;
    if count.is_none() {
        return Ok(count);
    }
    let count = super::access::offset_result(cx, &count)?;
    let bytes = bytes_like(cx, &buffer)?;
    let count = usize::try_from(count).unwrap_or(0).min(bytes.len());
    make_bytes(cx, &bytes[..count])
}

/// What a raw file of the script's has to define itself.
fn not_implemented(cx: &Cx, _: &[Value]) -> R {
    Err(cx.raise(crate::object::exception::make(&crate::object::exception::NOT_IMPLEMENTED_ERROR, Vec::new())))
}

fn raw_readall(cx: &Cx, a: &[Value]) -> R {
    let mut all = Vec::new();
    loop {
        let piece = call_method(cx, &a[0], Name::new("read"), &[Value::int(super::open::BUFFER_SIZE as i64)])?;
        if piece.is_none() && all.is_empty() {
            return Ok(piece);
        }
        let piece = if piece.is_none() { Vec::new() } else { bytes_like(cx, &piece)? };
        if piece.is_empty() {
            return make_bytes(cx, &all);
        }
        room::append(cx, &mut all, &piece)?;
        cx.safepoint()?;
    }
}

/// `BufferedIOBase.readinto` by `read`, `readinto1` by `read1`.
fn buffered_readinto<const N: usize>(cx: &Cx, a: &[Value]) -> R {
    let (function, method) = [("readinto", "read"), ("readinto1", "read1")][N];
    let room = super::access::writable_len(cx, &a[1], function)?;
    let data = call_method(cx, &a[0], Name::new(method), &[crate::object::int::from_usize(room)])?;
    if data.get::<crate::object::bytes::Bytes>().is_none() {
        return Err(cx.type_error("read() should return bytes"));
    }
    let data = bytes_like(cx, &data)?;
    if data.len() > room {
        return Err(cx.value_error(format!("read() returned too much data: {room} bytes requested, {} returned", data.len())));
    }
    crate::object::buffer::write_into(cx, &a[1], &data).map(crate::object::int::from_usize)
}

/// Name of the class for reprs, with its module.
pub(super) fn class_name(this: &Value) -> String {
    type_of(this).full_name()
}

const SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), iter: Some(iter_slot), next: Some(next_slot), finalize: Some(finalize), ..Slots::NONE };

static IO_BASE_DEF: TypeDef = TypeDef {
    name: "_IOBase",
    module: "_io",
    subclassable: true,
    has_dict: true,
    slots: SLOTS,
    methods: &[
        NativeDef::new("seek(self, offset, whence=0, /)", refuse::<0>),
        NativeDef::new("tell(self, /)", tell),
        NativeDef::new("truncate(self, size=None, /)", refuse::<1>),
        NativeDef::new("flush(self, /)", flush),
        NativeDef::new("close(self, /)", close),
        NativeDef::new("seekable(self, /)", no),
        NativeDef::new("readable(self, /)", no),
        NativeDef::new("writable(self, /)", no),
        NativeDef::new("_checkReadable(self, /)", check::<0>),
        NativeDef::new("_checkWritable(self, /)", check::<1>),
        NativeDef::new("_checkSeekable(self, /)", check::<2>),
        NativeDef::new("_checkClosed(self, /)", flush),
        NativeDef::new("fileno(self, /)", refuse::<2>),
        NativeDef::new("isatty(self, /)", no),
        NativeDef::new("__enter__(self, /)", enter),
        NativeDef::raw("__exit__(self, *args, /)", |cx, args| exit(cx, args.pos())),
        NativeDef::new("readline(self, size=-1, /)", readline),
        NativeDef::new("readlines(self, hint=-1, /)", readlines),
        NativeDef::new("writelines(self, lines, /)", writelines),
    ],
    getset: &[GetSet { name: "closed", get: get_closed, set: None }],
    ..TypeDef::EMPTY
};
pub(super) static IO_BASE: Type = Type::from_def(&IO_BASE_DEF);

static RAW_DEF: TypeDef = TypeDef {
    name: "_RawIOBase",
    module: "_io",
    base: Some(&IO_BASE),
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::new("read(self, size=-1, /)", raw_read),
        NativeDef::new("readall(self, /)", raw_readall),
        NativeDef::new("readinto(self, buffer, /)", not_implemented),
        NativeDef::new("write(self, b, /)", not_implemented),
    ],
    ..TypeDef::EMPTY
};
pub(super) static RAW_IO_BASE: Type = Type::from_def(&RAW_DEF);

static BUFFERED_DEF: TypeDef = TypeDef {
    name: "_BufferedIOBase",
    module: "_io",
    base: Some(&IO_BASE),
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::new("detach(self, /)", refuse::<6>),
        NativeDef::new("read(self, size=-1, /)", refuse::<3>),
        NativeDef::new("read1(self, size=-1, /)", refuse::<4>),
        NativeDef::new("readinto(self, buffer, /)", buffered_readinto::<0>),
        NativeDef::new("readinto1(self, buffer, /)", buffered_readinto::<1>),
        NativeDef::new("write(self, buffer, /)", refuse::<5>),
    ],
    ..TypeDef::EMPTY
};
pub(super) static BUFFERED_IO_BASE: Type = Type::from_def(&BUFFERED_DEF);

fn none(_: &Cx, _: &Value) -> R {
    Ok(Value::NONE)
}

static TEXT_DEF: TypeDef = TypeDef {
    name: "_TextIOBase",
    module: "_io",
    base: Some(&IO_BASE),
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::new("detach(self, /)", refuse::<6>),
        NativeDef::new("read(self, size=-1, /)", refuse::<3>),
        NativeDef::new("readline(self, size=-1, /)", refuse::<7>),
        NativeDef::new("write(self, s, /)", refuse::<5>),
    ],
    getset: &[
        GetSet { name: "encoding", get: none, set: None },
        GetSet { name: "newlines", get: none, set: None },
        GetSet { name: "errors", get: none, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static TEXT_IO_BASE: Type = Type::from_def(&TEXT_DEF);
