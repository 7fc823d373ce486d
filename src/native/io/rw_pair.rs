//! `BufferedRWPair`: a file that reads from one raw file and writes to another, each through a buffer of its own.

use super::access::{ask, offset_arg, uninitialized, unsupported};
use super::base::{BUFFERED_IO_BASE, make};
use super::buffered;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use parking_lot::Mutex;

/// The buffered reader and the buffered writer; Unset before `__init__`. The mutex protects the two; nothing runs while it is held.
struct Pair(Mutex<[Value; 2]>);

const READER: usize = 0;
const WRITER: usize = 1;

impl Payload for Pair {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.lock().iter().for_each(visit);
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, Pair(Mutex::new([Value::UNSET, Value::UNSET]))))
}

static INIT: NativeDef = NativeDef::new("BufferedRWPair(self, reader, writer, buffer_size=8192, /)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let mut a = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut a)?;
    if !ask(cx, &a[1], "readable")? {
        return Err(unsupported(cx, "File or stream is not readable."));
    }
    if !ask(cx, &a[2], "writable")? {
        return Err(unsupported(cx, "File or stream is not writable."));
    }
    let Some(size) = usize::try_from(offset_arg(cx, &a[3])?).ok().filter(|size| *size > 0) else {
        return Err(cx.value_error("buffer size must be strictly positive"));
    };
    drop(room::vec::<u8>(cx, size)?);
    let fresh = [buffered::over(a[1].clone(), size, true, false), buffered::over(a[2].clone(), size, false, true)];
    fresh.iter().for_each(|half| publish_into(this, half));
    if let Some(pair) = Native::<Pair>::of(this) {
        let before = std::mem::replace(&mut *pair.0.lock(), fresh);
        drop(before);
    }
    Ok(())
}

/// One of the two. Errors: ValueError before `__init__`.
fn half(cx: &Cx, this: &Value, which: usize) -> R {
    let half = Native::<Pair>::of(this).map_or(Value::UNSET, |pair| pair.0.lock()[which].clone());
    if half.is_unset() { Err(uninitialized(cx)) } else { Ok(half) }
}

/// Calls the method of that name of one of the two.
macro_rules! forwarded {
    ($which:expr, $name:literal) => {
        |cx, a| call_method(cx, &half(cx, &a[0], $which)?, Name::new($name), &a[1..])
    };
}

/// Both are closed, the writer first, whatever the other says; the last error is raised and the first is its context.
fn close(cx: &Cx, a: &[Value]) -> R {
    let (writer, reader) = (half(cx, &a[0], WRITER)?, half(cx, &a[0], READER)?);
    let written = call_method(cx, &writer, Name::new("close"), &[]);
    super::base::close_below(cx, &reader, written)
}

fn isatty(cx: &Cx, a: &[Value]) -> R {
    let is_terminal = ask(cx, &half(cx, &a[0], WRITER)?, "isatty")? || ask(cx, &half(cx, &a[0], READER)?, "isatty")?;
    Ok(Value::bool(is_terminal))
}

fn closed(cx: &Cx, this: &Value) -> R {
    attr::getattr(cx, &half(cx, this, WRITER)?, Name::new("closed"))
}

static DEF: TypeDef = TypeDef {
    name: "BufferedRWPair",
    module: "_io",
    base: Some(&BUFFERED_IO_BASE),
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: &[
        NativeDef::new("read(self, size=-1, /)", forwarded!(READER, "read")),
        NativeDef::new("read1(self, size=-1, /)", forwarded!(READER, "read1")),
        NativeDef::new("peek(self, size=0, /)", forwarded!(READER, "peek")),
        NativeDef::new("readinto(self, buffer, /)", forwarded!(READER, "readinto")),
        NativeDef::new("readinto1(self, buffer, /)", forwarded!(READER, "readinto1")),
        NativeDef::new("readable(self, /)", forwarded!(READER, "readable")),
        NativeDef::new("write(self, buffer, /)", forwarded!(WRITER, "write")),
        NativeDef::new("flush(self, /)", forwarded!(WRITER, "flush")),
        NativeDef::new("writable(self, /)", forwarded!(WRITER, "writable")),
        NativeDef::new("close(self, /)", close),
        NativeDef::new("isatty(self, /)", isatty),
    ],
    getset: &[GetSet { name: "closed", get: closed, set: None }],
    ..TypeDef::EMPTY
};
pub(super) static BUFFERED_RW_PAIR: Type = Type::from_def(&DEF);
