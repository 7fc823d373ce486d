//! Memory that processes share, as scripts see it. Knows formats of numbers; not who else writes.

use super::wire::fd_arg;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::memory_item::Format;
use crate::object::native::{GetSet, NativeDef};
use crate::object::os_error::io_error;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::shared_memory::Mapping;

impl Payload for Mapping {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn mapping<'a>(cx: &Cx, value: &'a Value) -> R<&'a Mapping> {
    Native::<Mapping>::of(value).ok_or_else(|| cx.type_error("expected shared memory"))
}

fn at(cx: &Cx, value: &Value) -> R<usize> {
    usize::try_from(protocol::index(cx, value)?).map_err(|_| out_of_bounds(cx))
}

#[cold]
fn out_of_bounds(cx: &Cx) -> crate::object::value::Raised {
    cx.index_error("invalid index")
}

/// `anonymous(size)`: the descriptor of a fresh file of that many zero bytes.
fn anonymous(cx: &Cx, a: &[Value]) -> R {
    let failed = |error: std::io::Error| io_error(cx, &error, None);
    let fd = crate::sched::packets::anonymous_file().map_err(failed)?;
    crate::sched::fd::truncate(fd, protocol::index(cx, &a[0])?).map_err(failed)?;
    Ok(Value::int(i64::from(fd)))
}

/// `map(fd, size)`.
fn map(cx: &Cx, a: &[Value]) -> R {
    Ok(Native::make(&MEMORY, map_file(cx, fd_arg(cx, &a[0])?, at(cx, &a[1])?)?))
}

/// The first `size` bytes of the file behind a descriptor. Errors: ValueError if it has fewer, OSError.
pub(super) fn map_file(cx: &Cx, fd: i32, size: usize) -> R<Mapping> {
    let failed = |error: std::io::Error| io_error(cx, &error, None);
    let stat = crate::sched::fd::stat(fd).map_err(failed)?;
    if usize::try_from(stat.st_size).is_ok_and(|have| have < size) {
        return Err(cx.value_error("the file is shorter than that"));
    }
    Mapping::of_file(fd, size).map_err(failed)
}

fn format(cx: &Cx, value: &Value) -> R<Format> {
    let name = value.get::<Str>().map(|name| name.bytes().to_vec()).unwrap_or_default();
    Format::from_name(&name).ok_or_else(|| cx.value_error("unknown format"))
}

fn load(cx: &Cx, a: &[Value]) -> R {
    let format = format(cx, &a[2])?;
    let mut raw = [0; 8];
    if !mapping(cx, &a[0])?.read(at(cx, &a[1])?, &mut raw[..format.size()]) {
        return Err(out_of_bounds(cx));
    }
    format.unpack(cx, raw)
}

fn store(cx: &Cx, a: &[Value]) -> R {
    let format = format(cx, &a[2])?;
    let raw = format.pack(cx, &a[3])?;
    if !mapping(cx, &a[0])?.write(at(cx, &a[1])?, &raw[..format.size()]) {
        return Err(out_of_bounds(cx));
    }
    Ok(Value::NONE)
}

fn read(cx: &Cx, a: &[Value]) -> R {
    let (start, size) = (at(cx, &a[1])?, at(cx, &a[2])?);
    let memory = mapping(cx, &a[0])?;
    if start.checked_add(size).is_none_or(|end| end > memory.len()) {
        return Err(out_of_bounds(cx));
    }
    let mut copy = vec![0; size];
    memory.read(start, &mut copy);
    bytes::make(cx, &copy)
}

fn write(cx: &Cx, a: &[Value]) -> R {
    let data = crate::object::buffer::bytes_like(cx, &a[2])?;
    if mapping(cx, &a[0])?.write(at(cx, &a[1])?, &data) { Ok(Value::NONE) } else { Err(out_of_bounds(cx)) }
}

fn add(cx: &Cx, a: &[Value]) -> R {
    let before = mapping(cx, &a[0])?.add(at(cx, &a[1])?, protocol::index(cx, &a[2])?);
    before.map(Value::int).ok_or_else(|| out_of_bounds(cx))
}

static DEF: TypeDef = TypeDef {
    name: "Memory",
    module: "_process",
    slots: Slots { len: Some(|cx, this| Ok(mapping(cx, this)?.len())), ..Slots::NONE },
    methods: &[
        NativeDef::new("load(self, at, format, /)", load),
        NativeDef::new("store(self, at, format, value, /)", store),
        NativeDef::new("read(self, at, size, /)", read),
        NativeDef::new("write(self, at, data, /)", write),
        NativeDef::new("add(self, at, more, /)", add),
    ],
    getset: &[GetSet { name: "size", get: |cx, this| Ok(Value::int(mapping(cx, this)?.len() as i64)), set: None }],
    ..TypeDef::EMPTY
};
static MEMORY: Type = Type::from_def(&DEF);

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("anonymous(size, /)", anonymous), NativeDef::new("map(fd, size, /)", map)];

pub(super) fn ready() {
    MEMORY.make_ready();
}
