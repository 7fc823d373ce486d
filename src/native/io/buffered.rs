//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: a buffer before a raw file. Knows raw files through `raw`.

use super::access::{ask, bytes_like, closed_error, make_bytes, offset_arg, size_arg, uninitialized, unsupported, writable_len};
use super::base::{BUFFERED_IO_BASE, close_below, make};
use super::guard::{Guarded, Held};
use super::raw;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call::{call_method, call_pos};
use crate::object::cx::Cx;
use crate::object::exception::BLOCKING_IO_ERROR;
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Raised, Value};

const READ: u8 = 1;
const WRITE: u8 = 2;

/// Bytes that one system call is asked for.
const MOST_AT_ONCE: usize = 1 << 24;

/// A buffered file.
pub(super) struct Buffered {
    /// `READ`, `WRITE` or both.
    can: u8,
    state: Guarded<State>,
}

/// What the lock of a buffered file guards. At most one of unread data and unwritten data is there.
pub(super) struct State {
    /// The file below; Unset before `__init__`, None once detached.
    raw: Value,
    size: usize,
    /// Read from the file, of which `at` bytes have been given out.
    data: Vec<u8>,
    at: usize,
    /// To be written.
    out: Vec<u8>,
}

impl Payload for Buffered {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.peek(|state| visit(&state.raw));
    }
}

impl Buffered {
    fn empty(can: u8) -> Buffered {
        Buffered {
            can,
            state: Guarded::new(State { raw: Value::UNSET, size: super::open::BUFFER_SIZE, data: Vec::new(), at: 0, out: Vec::new() }),
        }
    }
}

/// Makes one of the three over a raw file.
pub(super) fn over(raw: Value, size: usize, readable: bool, writable: bool) -> Value {
    let (ty, can): (&'static Type, u8) = match (readable, writable) {
        (true, true) => (&BUFFERED_RANDOM, READ | WRITE),
        (true, false) => (&BUFFERED_READER, READ),
        _ => (&BUFFERED_WRITER, WRITE),
    };
    ty.make_ready();
    let state = State { raw, size: size.max(1), data: Vec::new(), at: 0, out: Vec::new() };
    make(ty, Buffered { can, state: Guarded::new(state) })
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Buffered> {
    Native::<Buffered>::of(value).ok_or_else(|| cx.type_error("not a buffered file"))
}

/// A buffered file that no subclass changes.
pub(super) fn exact(value: &Value) -> Option<&Buffered> {
    if type_of(value).is_heap() { None } else { Native::<Buffered>::of(value) }
}

/// Of `written` bytes it is known that they were written or are kept.
#[cold]
fn would_block(cx: &Cx, written: usize) -> Raised {
    let text = Str::from_str("write could not complete without blocking").into_value();
    let args = [Value::int(i64::from(libc::EAGAIN)), text, int::from_usize(written)];
    match call_pos(cx, &BLOCKING_IO_ERROR.value(), &args) {
        Ok(exception) => cx.raise(exception),
        Err(raised) => raised,
    }
}

fn is_closed(cx: &Cx, raw: &Value) -> R<bool> {
    let closed = attr::getattr(cx, raw, Name::new("closed"))?;
    protocol::truth(cx, &closed)
}

/// The file below, of a buffered file that nobody works on.
pub(super) fn raw_below(file: &Value) -> Option<Value> {
    let mut below = None;
    Native::<Buffered>::of(file)?.state.peek(|state| below = Some(state.raw.clone()));
    below
}

impl State {
    fn check(&self, cx: &Cx) -> R<()> {
        if self.raw.is_unset() {
            return Err(uninitialized(cx));
        }
        if self.raw.is_none() {
            return Err(cx.value_error("raw stream has been detached"));
        }
        Ok(())
    }

    fn unread(&self) -> usize {
        self.data.len() - self.at
    }

    /// Writes everything out. What could not be written stays. Errors: BlockingIOError, and those of the file.
    fn flush(&mut self, cx: &Cx) -> R<()> {
        if self.flush_some(cx)? { Ok(()) } else { Err(would_block(cx, 0)) }
    }

    /// [`State::flush`]; false if it would block before everything is written.
    fn flush_some(&mut self, cx: &Cx) -> R<bool> {
        while !self.out.is_empty() {
            match raw::write_some(cx, &self.raw, &self.out)? {
                Some(count) => drop(self.out.drain(..count)),
                None => return Ok(false),
            }
            if !self.out.is_empty() {
                cx.safepoint()?;
            }
        }
        Ok(true)
    }

    /// Forgets data read ahead: the raw file goes back to where the reader is.
    fn rewind(&mut self, cx: &Cx) -> R<()> {
        let ahead = self.unread();
        if ahead > 0 {
            raw::seek_to(cx, &self.raw, -(ahead as i64), 1)?;
        }
        self.data.clear();
        self.at = 0;
        Ok(())
    }

    /// Reads into the empty buffer. False at the end of the file; None if it would block.
    fn fill(&mut self, cx: &Cx) -> R<Option<bool>> {
        self.flush(cx)?;
        let piece = raw::read_some(cx, &self.raw, self.size)?;
        Ok(piece.map(|piece| {
            self.data = piece;
            self.at = 0;
            !self.data.is_empty()
        }))
    }

    /// Up to `size` bytes (None: all), by as many reads as it takes. None if nothing is there yet.
    fn read(&mut self, cx: &Cx, size: Option<usize>) -> R<Option<Vec<u8>>> {
        self.flush(cx)?;
        let Some(size) = size else {
            let mut all = self.data.split_off(self.at);
            self.data.clear();
            self.at = 0;
            return match raw::read_rest(cx, &self.raw)? {
                None if all.is_empty() => Ok(None),
                None => Ok(Some(all)),
                Some(rest) if all.is_empty() => Ok(Some(rest)),
                Some(rest) => {
                    room::append(cx, &mut all, &rest)?;
                    Ok(Some(all))
                }
            };
        };
        // Room for all that was asked for, as CPython takes it.
        let mut got = room::vec(cx, size)?;
        self.take(cx, size, &mut got)?;
        while got.len() < size {
            let missing = size - got.len();
            if missing >= self.size {
                match raw::read_some(cx, &self.raw, missing.min(MOST_AT_ONCE))? {
                    Some(piece) if piece.is_empty() => break,
                    Some(piece) => room::append(cx, &mut got, &piece)?,
                    None if got.is_empty() => return Ok(None),
                    None => break,
                }
            } else {
                match self.fill(cx)? {
                    Some(true) => self.take(cx, missing, &mut got)?,
                    Some(false) => break,
                    None if got.is_empty() => return Ok(None),
                    None => break,
                }
            }
            cx.safepoint()?;
        }
        Ok(Some(got))
    }

    /// Moves up to `size` buffered bytes.
    fn take(&mut self, cx: &Cx, size: usize, into: &mut Vec<u8>) -> R<()> {
        let count = size.min(self.unread());
        room::append(cx, into, &self.data[self.at..self.at + count])?;
        self.at += count;
        Ok(())
    }

    /// Up to `size` bytes by at most one read.
    fn read1(&mut self, cx: &Cx, size: usize) -> R<Vec<u8>> {
        let mut got = Vec::new();
        if self.unread() == 0 && size > 0 {
            self.flush(cx)?;
            if size >= self.size {
                return Ok(raw::read_some(cx, &self.raw, size)?.unwrap_or_default());
            }
            self.fill(cx)?;
        }
        self.take(cx, size, &mut got)?;
        Ok(got)
    }

    fn read_line(&mut self, cx: &Cx, limit: Option<usize>) -> R<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let room = limit.map_or(usize::MAX, |limit| limit - line.len());
            if room == 0 {
                return Ok(line);
            }
            let ahead = &self.data[self.at..];
            let end = ahead.iter().take(room).position(|byte| *byte == b'\n').map(|at| at + 1);
            let wanted = end.unwrap_or(ahead.len()).min(room);
            self.take(cx, wanted, &mut line)?;
            if end.is_some() || limit.is_some_and(|limit| line.len() >= limit) || self.fill(cx)? != Some(true) {
                return Ok(line);
            }
            cx.safepoint()?;
        }
    }

    fn write(&mut self, cx: &Cx, bytes: &[u8]) -> R<()> {
        if self.data.len() > self.at {
            self.rewind(cx)?;
        }
        self.data.clear();
        self.at = 0;
        if self.out.len() + bytes.len() <= self.size {
            return room::append(cx, &mut self.out, bytes);
        }
        let mut rest = bytes;
        if self.flush_some(cx)? {
            while rest.len() > self.size {
                match raw::write_some(cx, &self.raw, rest)? {
                    Some(count) => rest = &rest[count..],
                    None => break,
                }
                cx.safepoint()?;
            }
        }
        // Where the file takes no more now, the buffer takes what it has room for.
        let count = rest.len().min(self.size.saturating_sub(self.out.len()));
        room::append(cx, &mut self.out, &rest[..count])?;
        if count < rest.len() { Err(would_block(cx, bytes.len() - rest.len() + count)) } else { Ok(()) }
    }

    fn tell(&self, cx: &Cx) -> R<i64> {
        let at = raw::place(cx, &self.raw)?;
        // Devices without places answer anything.
        Ok((at - self.unread() as i64 + self.out.len() as i64).max(0))
    }

    fn seek(&mut self, cx: &Cx, offset: i64, whence: i64) -> R<i64> {
        self.flush(cx)?;
        // Within what has been read ahead no system call is needed but the one that tells the place.
        let offset = if whence == 1 { offset - self.unread() as i64 } else { offset };
        let at = raw::seek_to(cx, &self.raw, offset, whence)?;
        self.data.clear();
        self.at = 0;
        Ok(at)
    }
}

/// The state of an open file.
fn open<'a>(cx: &'a Cx, value: &'a Value) -> R<Held<'a, State>> {
    let state = this(cx, value)?.state.enter(cx)?;
    state.check(cx)?;
    if is_closed(cx, &state.raw)? {
        return Err(closed_error(cx));
    }
    Ok(state)
}

fn readable<'a>(cx: &'a Cx, value: &'a Value, what: &str) -> R<Held<'a, State>> {
    if this(cx, value)?.can & READ == 0 {
        return Err(unsupported(cx, what));
    }
    open(cx, value)
}

// ---- what the text layer calls ----

/// Up to `size` bytes by at most one read; for an exact buffered file.
pub(super) fn read_chunk(cx: &Cx, file: &Value, size: usize) -> R<Vec<u8>> {
    readable(cx, file, "read1")?.read1(cx, size)
}

pub(super) fn read_to_end(cx: &Cx, file: &Value) -> R<Vec<u8>> {
    Ok(readable(cx, file, "read")?.read(cx, None)?.unwrap_or_default())
}

pub(super) fn write_all(cx: &Cx, file: &Value, bytes: &[u8]) -> R<()> {
    if this(cx, file)?.can & WRITE == 0 {
        return Err(unsupported(cx, "write"));
    }
    open(cx, file)?.write(cx, bytes)
}

pub(super) fn flush_out(cx: &Cx, file: &Value) -> R<()> {
    open(cx, file)?.flush(cx)
}

// ---- the objects ----

fn new<const CAN: u8>(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, Buffered::empty(CAN)))
}

static READER_INIT: NativeDef = NativeDef::new("BufferedReader(self, raw, buffer_size=8192)", |_, _| Ok(Value::NONE));
static WRITER_INIT: NativeDef = NativeDef::new("BufferedWriter(self, raw, buffer_size=8192)", |_, _| Ok(Value::NONE));
static RANDOM_INIT: NativeDef = NativeDef::new("BufferedRandom(self, raw, buffer_size=8192)", |_, _| Ok(Value::NONE));

fn init<const CAN: u8>(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let def = [&READER_INIT, &READER_INIT, &WRITER_INIT, &RANDOM_INIT][CAN as usize];
    let mut values = vec![value.clone()];
    values.extend_from_slice(args.values);
    let mut a = Vec::new();
    def.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut a)?;
    if CAN == READ | WRITE && !ask(cx, &a[1], "seekable")? {
        return Err(unsupported(cx, "File or stream is not seekable."));
    }
    if CAN & READ != 0 && !ask(cx, &a[1], "readable")? {
        return Err(unsupported(cx, "File or stream is not readable."));
    }
    if CAN & WRITE != 0 && !ask(cx, &a[1], "writable")? {
        return Err(unsupported(cx, "File or stream is not writable."));
    }
    let size = offset_arg(cx, &a[2])?;
    let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
        return Err(cx.value_error("buffer size must be strictly positive"));
    };
    publish_into(value, &a[1]);
    let mut state = this(cx, value)?.state.enter(cx)?;
    // The buffer is taken when it is needed; whether it can be had is known now.
    drop(room::vec::<u8>(cx, size)?);
    state.size = size;
    state.raw = a[1].clone();
    Ok(())
}

fn read(cx: &Cx, a: &[Value]) -> R {
    let size = match &a[1] {
        size if size.as_int().is_some_and(|size| size < -1) => return Err(cx.value_error("read length must be non-negative or -1")),
        size => size_arg(cx, size)?,
    };
    let data = readable(cx, &a[0], "read")?.read(cx, size)?;
    data.map_or(Ok(Value::NONE), |data| make_bytes(cx, &data))
}

fn read1(cx: &Cx, a: &[Value]) -> R {
    let mut state = readable(cx, &a[0], "read1")?;
    let size = size_arg(cx, &a[1])?.unwrap_or(state.size);
    make_bytes(cx, &state.read1(cx, size)?)
}

fn readinto(cx: &Cx, a: &[Value]) -> R {
    let room = writable_len(cx, &a[1], "readinto")?;
    let data = readable(cx, &a[0], "readinto")?.read(cx, Some(room))?;
    match data {
        Some(data) => crate::object::buffer::write_into(cx, &a[1], &data).map(int::from_usize),
        None => Ok(Value::NONE),
    }
}

fn readinto1(cx: &Cx, a: &[Value]) -> R {
    let room = writable_len(cx, &a[1], "readinto1")?;
    let data = readable(cx, &a[0], "readinto1")?.read1(cx, room)?;
    crate::object::buffer::write_into(cx, &a[1], &data).map(int::from_usize)
}

fn peek(cx: &Cx, a: &[Value]) -> R {
    let mut state = readable(cx, &a[0], "peek")?;
    if state.unread() == 0 {
        state.fill(cx)?;
    }
    make_bytes(cx, &state.data[state.at..])
}

fn readline(cx: &Cx, a: &[Value]) -> R {
    let limit = size_arg(cx, &a[1])?;
    let line = readable(cx, &a[0], "readline")?.read_line(cx, limit)?;
    make_bytes(cx, &line)
}

fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    if type_of(value).is_heap() {
        let line = call_method(cx, value, Name::new("readline"), &[])?;
        return Ok(if protocol::len(cx, &line)? == 0 { None } else { Some(line) });
    }
    let line = readable(cx, value, "readline")?.read_line(cx, None)?;
    Ok(if line.is_empty() { None } else { Some(make_bytes(cx, &line)?) })
}

fn write(cx: &Cx, a: &[Value]) -> R {
    if this(cx, &a[0])?.can & WRITE == 0 {
        return Err(unsupported(cx, "write"));
    }
    let bytes = bytes_like(cx, &a[1])?;
    let mut state = this(cx, &a[0])?.state.enter(cx)?;
    state.check(cx)?;
    if is_closed(cx, &state.raw)? {
        return Err(cx.value_error("write to closed file"));
    }
    state.write(cx, &bytes)?;
    Ok(int::from_usize(bytes.len()))
}

fn flush(cx: &Cx, a: &[Value]) -> R {
    if this(cx, &a[0])?.can == READ {
        // Nothing is held back here; the file below may do so.
        return call_method(cx, &raw_of(cx, &a[0])?, Name::new("flush"), &[]);
    }
    let mut state = this(cx, &a[0])?.state.enter(cx)?;
    state.check(cx)?;
    if is_closed(cx, &state.raw)? {
        return Err(cx.value_error("flush of closed file"));
    }
    state.flush(cx)?;
    Ok(Value::NONE)
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let raw = {
        let state = this(cx, &a[0])?.state.enter(cx)?;
        if state.raw.is_none() {
            return Ok(Value::NONE);
        }
        state.check(cx)?;
        state.raw.clone()
    };
    if is_closed(cx, &raw)? {
        return Ok(Value::NONE);
    }
    let flushed = call_method(cx, &a[0], Name::new("flush"), &[]);
    close_below(cx, &raw, flushed)
}

fn detach(cx: &Cx, a: &[Value]) -> R {
    call_method(cx, &a[0], Name::new("flush"), &[])?;
    let mut state = this(cx, &a[0])?.state.enter(cx)?;
    state.check(cx)?;
    if state.unread() > 0 {
        state.rewind(cx)?;
    }
    Ok(std::mem::replace(&mut state.raw, Value::NONE))
}

fn seek(cx: &Cx, a: &[Value]) -> R {
    let (offset, whence) = (offset_arg(cx, &a[1])?, offset_arg(cx, &a[2])?);
    if !(0..=4).contains(&whence) {
        return Err(cx.value_error(format!("whence value {whence} unsupported")));
    }
    let mut state = open(cx, &a[0])?;
    if !raw::is_seekable(cx, &state.raw)? {
        return Err(unsupported(cx, "File or stream is not seekable."));
    }
    state.seek(cx, offset, whence).map(Value::int)
}

fn tell(cx: &Cx, a: &[Value]) -> R {
    open(cx, &a[0])?.tell(cx).map(Value::int)
}

fn truncate(cx: &Cx, a: &[Value]) -> R {
    if this(cx, &a[0])?.can & WRITE == 0 {
        return Err(unsupported(cx, "truncate"));
    }
    let mut state = open(cx, &a[0])?;
    state.flush(cx)?;
    let at = if a[1].is_none() { Value::int(state.tell(cx)?) } else { a[1].clone() };
    call_method(cx, &state.raw, Name::new("truncate"), &[at])
}

/// The raw file, for what it answers itself.
fn raw_of(cx: &Cx, value: &Value) -> R {
    let state = this(cx, value)?.state.enter(cx)?;
    state.check(cx)?;
    Ok(state.raw.clone())
}

fn delegate<const N: usize>(cx: &Cx, a: &[Value]) -> R {
    const NAMES: [&str; 5] = ["fileno", "isatty", "seekable", "readable", "writable"];
    match (NAMES[N], this(cx, &a[0])?.can) {
        ("readable", WRITE) | ("writable", READ) => Ok(Value::FALSE),
        (name, _) => {
            let raw = raw_of(cx, &a[0])?;
            if N > 1 && is_closed(cx, &raw)? {
                return Err(closed_error(cx));
            }
            call_method(cx, &raw, Name::new(name), &[])
        }
    }
}

fn repr(cx: &Cx, value: &Value) -> R {
    let class = super::base::class_name(value);
    let text = match attr::lookup_optional(cx, value, Name::new("name")) {
        Ok(Some(name)) => format!("<{class} name={}>", protocol::repr(cx, &name)?.to_str_lossy()),
        Ok(None) => format!("<{class}>"),
        Err(raised) => {
            drop(cx.take(raised));
            format!("<{class}>")
        }
    };
    Ok(Str::from_str(&text).into_value())
}

fn get<const N: usize>(cx: &Cx, value: &Value) -> R {
    let raw = raw_of(cx, value)?;
    attr::getattr(cx, &raw, Name::new(["name", "mode", "closed"][N]))
}

static GETSET: &[GetSet] = &[
    GetSet { name: "raw", get: raw_of, set: None },
    GetSet { name: "name", get: get::<0>, set: None },
    GetSet { name: "mode", get: get::<1>, set: None },
    GetSet { name: "closed", get: get::<2>, set: None },
];

macro_rules! buffered_type {
    ($static:ident $name:literal $can:expr, [$($method:expr,)*]) => {
        pub(super) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: "_io",
                base: Some(&BUFFERED_IO_BASE),
                subclassable: true,
    has_dict: true,
                slots: Slots { new: Some(new::<{ $can }>), init: Some(init::<{ $can }>), repr: Some(repr), next: Some(next), ..Slots::NONE },
                methods: &[
                    $($method,)*
                    NativeDef::new("flush(self, /)", flush),
                    NativeDef::new("close(self, /)", close),
                    NativeDef::new("detach(self, /)", detach),
                    NativeDef::new("seek(self, target, whence=0, /)", seek),
                    NativeDef::new("tell(self, /)", tell),
                    NativeDef::new("truncate(self, pos=None, /)", truncate),
                    NativeDef::new("fileno(self, /)", delegate::<0>),
                    NativeDef::new("isatty(self, /)", delegate::<1>),
                    NativeDef::new("seekable(self, /)", delegate::<2>),
                    NativeDef::new("readable(self, /)", delegate::<3>),
                    NativeDef::new("writable(self, /)", delegate::<4>),
                ],
                getset: GETSET,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        };
    };
}

buffered_type!(BUFFERED_READER "BufferedReader" READ, [
    NativeDef::new("read(self, size=-1, /)", read),
    NativeDef::new("read1(self, size=-1, /)", read1),
    NativeDef::new("readinto(self, buffer, /)", readinto),
    NativeDef::new("readinto1(self, buffer, /)", readinto1),
    NativeDef::new("peek(self, size=0, /)", peek),
    NativeDef::new("readline(self, size=-1, /)", readline),
]);

buffered_type!(BUFFERED_WRITER "BufferedWriter" WRITE, [NativeDef::new("write(self, buffer, /)", write),]);

buffered_type!(BUFFERED_RANDOM "BufferedRandom" READ | WRITE, [
    NativeDef::new("read(self, size=-1, /)", read),
    NativeDef::new("read1(self, size=-1, /)", read1),
    NativeDef::new("readinto(self, buffer, /)", readinto),
    NativeDef::new("readinto1(self, buffer, /)", readinto1),
    NativeDef::new("peek(self, size=0, /)", peek),
    NativeDef::new("readline(self, size=-1, /)", readline),
    NativeDef::new("write(self, buffer, /)", write),
]);
