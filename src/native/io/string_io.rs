//! `StringIO`: a text file in memory.

use super::access::{attributes, offset_arg, position, set_attributes, size_arg};
use super::base::{TEXT_IO_BASE, make};
use super::coder::{LineEnds, Newline, translate};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol::type_name;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::text::wtf8;
use parking_lot::{Mutex, MutexGuard};

/// The mutex protects the state; nothing else runs while it is held.
pub(super) struct StringIo(Mutex<State>);

struct State {
    /// WTF-8.
    text: Vec<u8>,
    /// Characters in `text`.
    chars: usize,
    /// The place, in characters and in bytes; past the end after seeking there.
    at: usize,
    offset: usize,
    newline: Newline,
    /// What line ends were written.
    ends: LineEnds,
    closed: bool,
}

impl Payload for StringIo {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn open<'a>(cx: &Cx, value: &'a Value) -> R<MutexGuard<'a, State>> {
    let Some(this) = Native::<StringIo>::of(value) else {
        return Err(cx.type_error("not a StringIO"));
    };
    let state = this.0.lock();
    if state.closed { Err(cx.value_error("I/O operation on closed file")) } else { Ok(state) }
}

impl State {
    fn empty() -> State {
        State { text: Vec::new(), chars: 0, at: 0, offset: 0, newline: Newline::Given("\n"), ends: LineEnds::default(), closed: false }
    }

    fn go_to(&mut self, at: usize) {
        self.at = at;
        self.offset =
            if self.text.len() == self.chars { at.min(self.chars) } else { wtf8::byte_offset(&self.text, at).unwrap_or(self.text.len()) };
    }

    fn write(&mut self, cx: &Cx, text: &[u8]) -> R<()> {
        if !matches!(self.newline, Newline::Given(_)) {
            self.ends.look(text);
        }
        let text = translate(text, self.newline);
        let count = wtf8::count(&text);
        if count == 0 {
            return Ok(());
        }
        room::reserve(cx, &mut self.text, text.len())?;
        if self.at > self.chars {
            // Written past the end: zeros in between.
            let gap = self.at - self.chars;
            room::reserve(cx, &mut self.text, gap)?;
            self.text.resize(self.text.len() + gap, 0);
            self.chars += gap;
            self.offset = self.text.len();
        }
        if self.at == self.chars {
            self.text.extend_from_slice(&text);
            self.chars += count;
        } else {
            let end_char = (self.at + count).min(self.chars);
            let end =
                if self.text.len() == self.chars { end_char } else { wtf8::byte_offset(&self.text, end_char).unwrap_or(self.text.len()) };
            self.text.splice(self.offset..end, text.iter().copied());
            self.chars = self.chars - (end_char - self.at) + count;
        }
        self.at += count;
        self.offset += text.len();
        Ok(())
    }

    /// Gives out `len` bytes from the place on.
    fn take(&mut self, len: usize) -> Value {
        let piece = Str::from_wtf8(&self.text[self.offset..self.offset + len]);
        self.at += piece.len();
        self.offset += len;
        piece.into_value()
    }

    fn rest(&self) -> &[u8] {
        if self.at > self.chars { &[] } else { &self.text[self.offset..] }
    }

    /// Bytes of the first `limit` characters of the rest.
    fn limited(&self, limit: Option<usize>) -> usize {
        let rest = self.rest();
        limit.and_then(|limit| wtf8::byte_offset(rest, limit)).unwrap_or(rest.len())
    }

    fn line(&self, limit: Option<usize>) -> usize {
        let most = self.limited(limit);
        self.newline.line_end(self.rest()).map_or(most, |end| end.min(most))
    }
}

/// Appends to a StringIO that no subclass changes; false if it is not one.
pub(super) fn write_exact(cx: &Cx, value: &Value, text: &[u8]) -> R<bool> {
    if !std::ptr::eq(crate::object::ty::type_of(value), &STRING_IO) {
        return Ok(false);
    }
    open(cx, value)?.write(cx, text)?;
    Ok(true)
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, StringIo(Mutex::new(State::empty()))))
}

static INIT: NativeDef = NativeDef::new("StringIO(self, initial_value='', newline='\\n')", |_, _| Ok(Value::NONE));

/// As for files, worded as StringIO words it.
fn newline_of(cx: &Cx, value: &Value) -> R<Newline> {
    let known = value.get::<Str>().is_none_or(|text| matches!(text.bytes(), b"" | b"\n" | b"\r" | b"\r\n"));
    if known {
        return Newline::of(cx, value);
    }
    Err(cx.value_error(format!("illegal newline value: {}", crate::object::protocol::repr(cx, value)?.to_str_lossy())))
}

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![value.clone()];
    values.extend_from_slice(args.values);
    let mut a = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut a)?;
    let mut state = State { newline: newline_of(cx, &a[2])?, ..State::empty() };
    if !a[1].is_none() {
        let Some(text) = a[1].get::<Str>() else {
            return Err(cx.type_error(format!("initial_value must be str or None, not {}", type_name(&a[1]))));
        };
        state.write(cx, text.bytes())?;
        state.go_to(0);
    }
    if let Some(this) = Native::<StringIo>::of(value) {
        *this.0.lock() = state;
    }
    Ok(())
}

fn read(cx: &Cx, a: &[Value]) -> R {
    let limit = size_arg(cx, &a[1])?;
    let mut state = open(cx, &a[0])?;
    let len = state.limited(limit);
    Ok(state.take_or_empty(len))
}

impl State {
    fn take_or_empty(&mut self, len: usize) -> Value {
        if len == 0 { Str::from_str("").into_value() } else { self.take(len) }
    }
}

fn readline(cx: &Cx, a: &[Value]) -> R {
    let limit = size_arg(cx, &a[1])?;
    let mut state = open(cx, &a[0])?;
    let len = state.line(limit);
    Ok(state.take_or_empty(len))
}

fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let mut state = open(cx, value)?;
    let len = state.line(None);
    Ok(if len == 0 { None } else { Some(state.take(len)) })
}

fn write(cx: &Cx, a: &[Value]) -> R {
    let Some(text) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("string argument expected, got '{}'", type_name(&a[1]))));
    };
    open(cx, &a[0])?.write(cx, text.bytes())?;
    Ok(int::from_usize(text.len()))
}

fn seek(cx: &Cx, a: &[Value]) -> R {
    let (offset, whence) = (offset_arg(cx, &a[1])?, offset_arg(cx, &a[2])?);
    let mut state = open(cx, &a[0])?;
    match whence {
        0 if offset < 0 => return Err(cx.value_error(format!("Negative seek position {offset}"))),
        0 => state.go_to(offset as usize),
        1 | 2 if offset != 0 => return Err(cx.error(&crate::object::exceptions::OS_ERROR, "Can't do nonzero cur-relative seeks")),
        1 => {}
        2 => {
            let end = state.chars;
            state.go_to(end);
        }
        _ => return Err(cx.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
    Ok(int::from_usize(state.at))
}

fn truncate(cx: &Cx, a: &[Value]) -> R {
    let size = if a[1].is_none() { None } else { Some(offset_arg(cx, &a[1])?) };
    let mut state = open(cx, &a[0])?;
    let size = match size {
        Some(size) => usize::try_from(size).map_err(|_| cx.value_error(format!("Negative size value {size}")))?,
        None => state.at,
    };
    if size < state.chars {
        let end = wtf8::byte_offset(&state.text, size).unwrap_or(state.text.len());
        state.text.truncate(end);
        state.chars = size;
        let at = state.at;
        state.go_to(at);
    }
    Ok(int::from_usize(size))
}

fn close(_: &Cx, a: &[Value]) -> R {
    if let Some(this) = Native::<StringIo>::of(&a[0]) {
        *this.0.lock() = State { closed: true, ..State::empty() };
    }
    Ok(Value::NONE)
}

fn yes(cx: &Cx, a: &[Value]) -> R {
    drop(open(cx, &a[0])?);
    Ok(Value::TRUE)
}

fn getvalue(cx: &Cx, a: &[Value]) -> R {
    Ok(Str::from_wtf8(&open(cx, &a[0])?.text).into_value())
}

fn get_closed(_: &Cx, value: &Value) -> R {
    Ok(Value::bool(Native::<StringIo>::of(value).is_some_and(|this| this.0.lock().closed)))
}

fn get_false(cx: &Cx, value: &Value) -> R {
    drop(open(cx, value)?);
    Ok(Value::FALSE)
}

fn getstate(cx: &Cx, a: &[Value]) -> R {
    let content = getvalue(cx, a)?;
    let (newline, at) = {
        let state = open(cx, &a[0])?;
        (state.newline.argument(), state.at)
    };
    Ok(Tuple::new(vec![content, newline, int::from_usize(at), attributes(cx, &a[0])?]).into_value())
}

fn setstate(cx: &Cx, a: &[Value]) -> R {
    let Some([content, newline, at, attributes]) = a[1].get::<Tuple>().and_then(|state| state.items().first_chunk::<4>()) else {
        let (own, given) = (type_of(&a[0]).full_name(), type_name(&a[1]));
        return Err(cx.type_error(format!("{own}.__setstate__ argument should be 4-tuple, got {given}")));
    };
    drop(open(cx, &a[0])?);
    init(cx, &a[0], Args::positional(&[content.clone(), newline.clone()]))?;
    if !int::is_int(at) {
        return Err(cx.type_error(format!("third item of state must be an integer, got {}", type_name(at))));
    }
    let at = position(cx, at)?;
    let mut state = open(cx, &a[0])?;
    if let Some(text) = content.get::<Str>() {
        // As it is: what was written has been translated already.
        (state.text, state.chars) = (text.bytes().to_vec(), text.len());
    }
    state.go_to(at);
    drop(state);
    set_attributes(cx, &a[0], attributes, "fourth")
}

static DEF: TypeDef = TypeDef {
    name: "StringIO",
    module: "_io",
    base: Some(&TEXT_IO_BASE),
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), next: Some(next), ..Slots::NONE },
    methods: &[
        NativeDef::new("read(self, size=-1, /)", read),
        NativeDef::new("readline(self, size=-1, /)", readline),
        NativeDef::new("write(self, s, /)", write),
        NativeDef::new("seek(self, pos, whence=0, /)", seek),
        NativeDef::new("tell(self, /)", |cx, a| Ok(int::from_usize(open(cx, &a[0])?.at))),
        NativeDef::new("truncate(self, pos=None, /)", truncate),
        NativeDef::new("close(self, /)", close),
        NativeDef::new("flush(self, /)", |cx, a| yes(cx, a).map(|_| Value::NONE)),
        NativeDef::new("readable(self, /)", yes),
        NativeDef::new("writable(self, /)", yes),
        NativeDef::new("seekable(self, /)", yes),
        NativeDef::new("isatty(self, /)", |cx, a| yes(cx, a).map(|_| Value::FALSE)),
        NativeDef::new("getvalue(self, /)", getvalue),
        NativeDef::new("__getstate__(self, /)", getstate),
        NativeDef::new("__setstate__(self, state, /)", setstate),
    ],
    getset: &[
        GetSet { name: "closed", get: get_closed, set: None },
        GetSet { name: "line_buffering", get: get_false, set: None },
        GetSet { name: "newlines", get: |cx, value| Ok(open(cx, value)?.ends.shown()), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static STRING_IO: Type = Type::from_def(&DEF);
