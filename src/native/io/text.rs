//! `TextIOWrapper`: text over a buffered file — construction, writing, closing. Reading and places are in `text_read`.

use super::access::{ask, closed_error, offset_arg, text_arg, uninitialized, unsupported};
use super::base::{TEXT_IO_BASE, close_below, make};
use super::buffered;
use super::coder::{Decoder, Encoder, Errors, Newline, codec_of};
use super::guard::{Guarded, Held};
use super::text_read;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::exception::ATTRIBUTE_ERROR;
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol::{self, type_name};
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

/// Bytes read or written at once.
pub(super) const CHUNK: usize = 8192;

pub(super) struct TextIo {
    state: Guarded<State>,
}

/// What the lock of a text file guards.
pub(super) struct State {
    /// The binary file below; Unset before `__init__`, None once detached.
    pub(super) buffer: Value,
    encoding: String,
    errors: String,
    /// None if the file is not readable.
    pub(super) decoder: Option<Decoder>,
    /// None if the file is not writable.
    encoder: Option<Encoder>,
    pub(super) newline: Newline,
    line_buffering: bool,
    write_through: bool,
    /// Encoded text to be written.
    pending: Vec<u8>,
    /// How much may be pending.
    limit: usize,
    /// Bytes read at once.
    pub(super) chunk_size: usize,
    /// Text read ahead, of which `at` bytes have been given out.
    pub(super) decoded: Vec<u8>,
    pub(super) at: usize,
    /// The bytes that `decoded` came from.
    pub(super) chunk: Vec<u8>,
    /// False while lines are taken by iteration.
    pub(super) telling: bool,
    /// Whether a place can be sought in the stream, if it is written to.
    pub(super) seekable: bool,
    /// What was read ahead can be read again: writing forgets it. Of a socket or terminal it would be lost.
    pub(super) rereadable: bool,
    closed: bool,
    mode: Value,
}

impl Payload for TextIo {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.peek(|state| {
            visit(&state.buffer);
            visit(&state.mode);
        });
    }
}

impl State {
    fn empty() -> State {
        State {
            buffer: Value::UNSET,
            encoding: String::new(),
            errors: String::new(),
            decoder: None,
            encoder: None,
            newline: Newline::Universal,
            line_buffering: false,
            write_through: false,
            pending: Vec::new(),
            limit: CHUNK,
            chunk_size: CHUNK,
            decoded: Vec::new(),
            at: 0,
            chunk: Vec::new(),
            telling: true,
            seekable: false,
            rereadable: false,
            closed: false,
            mode: Value::UNSET,
        }
    }

    fn check(&self, cx: &Cx) -> R<()> {
        if self.buffer.is_unset() {
            return Err(uninitialized(cx));
        }
        if self.buffer.is_none() {
            return Err(cx.value_error("underlying buffer has been detached"));
        }
        Ok(())
    }

    /// Hands pending text to the buffer.
    pub(super) fn write_pending(&mut self, cx: &Cx) -> R<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        // Taken out first: what fails to be written is not written again when the file is closed.
        let mut pending = std::mem::take(&mut self.pending);
        if buffered::exact(&self.buffer).is_some() {
            buffered::write_all(cx, &self.buffer, &pending)?;
        } else {
            call_method(cx, &self.buffer, Name::new("write"), &[super::access::make_bytes(cx, &pending)?])?;
        }
        pending.clear();
        if pending.capacity() <= self.limit * 4 {
            self.pending = pending;
        }
        Ok(())
    }

    /// Hands pending text to the buffer and lets the buffer write it.
    pub(super) fn flush(&mut self, cx: &Cx) -> R<()> {
        self.telling = true;
        self.write_pending(cx)?;
        if buffered::exact(&self.buffer).is_some() {
            return buffered::flush_out(cx, &self.buffer);
        }
        call_method(cx, &self.buffer, Name::new("flush"), &[]).map(drop)
    }

    fn write(&mut self, cx: &Cx, text: &[u8]) -> R<()> {
        let Some(encoder) = &mut self.encoder else {
            return Err(unsupported(cx, "not writable"));
        };
        let written = self.newline.written(text);
        encoder.encode(cx, &written, &mut self.pending)?;
        if self.rereadable {
            self.forget();
        }
        let ends_line = self.line_buffering && (text.contains(&b'\n') || text.contains(&b'\r'));
        if ends_line || self.write_through {
            self.write_pending(cx)?;
            if ends_line {
                return self.flush(cx);
            }
            return Ok(());
        }
        if self.pending.len() > self.limit {
            self.write_pending(cx)?;
        }
        Ok(())
    }

    /// Forgets text read ahead.
    pub(super) fn forget(&mut self) {
        self.decoded.clear();
        self.at = 0;
        self.chunk.clear();
        self.rereadable = false;
        if let Some(decoder) = &mut self.decoder {
            decoder.reset();
        }
    }

    fn is_closed(&self, cx: &Cx) -> R<bool> {
        if self.closed {
            return Ok(true);
        }
        if buffered::exact(&self.buffer).is_some() {
            return Ok(false);
        }
        let closed = attr::getattr(cx, &self.buffer, Name::new("closed"))?;
        protocol::truth(cx, &closed)
    }
}

pub(super) fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a TextIo> {
    Native::<TextIo>::of(value).ok_or_else(|| cx.type_error("not a text file"))
}

/// The state of an open file.
pub(super) fn open<'a>(cx: &'a Cx, value: &'a Value) -> R<Held<'a, State>> {
    let state = this(cx, value)?.state.enter(cx)?;
    state.check(cx)?;
    if state.is_closed(cx)? {
        return Err(closed_error(cx));
    }
    Ok(state)
}

/// The file below, of a text file that nobody works on.
pub(super) fn buffer_below(file: &Value) -> Option<Value> {
    let mut below = None;
    Native::<TextIo>::of(file)?.state.peek(|state| below = Some(state.buffer.clone()));
    below
}

/// Writes text in one piece to a TextIOWrapper that no subclass changes; false if it is not one.
pub(super) fn write_exact(cx: &Cx, file: &Value, text: &[u8]) -> R<bool> {
    if !std::ptr::eq(type_of(file), &TEXT_IO_WRAPPER) {
        return Ok(false);
    }
    open(cx, file)?.write(cx, text)?;
    Ok(true)
}

/// How a text file is made over a binary one.
pub(super) struct Options<'a> {
    pub(super) encoding: Option<&'a str>,
    pub(super) errors: Option<&'a str>,
    pub(super) newline: Newline,
    pub(super) line_buffering: bool,
    pub(super) write_through: bool,
    pub(super) limit: usize,
}

/// Makes a text file.
pub(super) fn over(cx: &Cx, buffer: Value, options: &Options<'_>, mode: &str) -> R {
    TEXT_IO_WRAPPER.make_ready();
    let file = make(&TEXT_IO_WRAPPER, TextIo { state: Guarded::new(State::empty()) });
    fill(cx, &file, buffer, options)?;
    this(cx, &file)?.state.enter(cx)?.mode = Str::from_str(mode).into_value();
    Ok(file)
}

fn fill(cx: &Cx, file: &Value, buffer: Value, options: &Options<'_>) -> R<()> {
    let encoding = match options.encoding {
        None | Some("locale") => "UTF-8",
        Some(name) => name,
    };
    let errors = options.errors.unwrap_or("strict");
    let (codec, handler) = (codec_of(cx, encoding)?, Errors::of(errors));
    let readable = ask(cx, &buffer, "readable")?;
    let writable = ask(cx, &buffer, "writable")?;
    let mut encoder = writable.then(|| Encoder::new(codec, handler.clone()));
    let mut seekable = false;
    if let Some(encoder) = &mut encoder
        && ask(cx, &buffer, "seekable")?
    {
        seekable = true;
        let at = call_method(cx, &buffer, Name::new("tell"), &[])?;
        encoder.started = at.as_int().is_some_and(|at| at != 0);
    }
    publish_into(file, &buffer);
    let mut state = this(cx, file)?.state.enter(cx)?;
    *state = State {
        buffer,
        encoding: encoding.to_string(),
        errors: errors.to_string(),
        decoder: readable.then(|| Decoder::new(codec, handler, options.newline)),
        encoder,
        newline: options.newline,
        seekable,
        line_buffering: options.line_buffering,
        write_through: options.write_through,
        limit: options.limit,
        ..State::empty()
    };
    Ok(())
}

// ---- the object ----

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, TextIo { state: Guarded::new(State::empty()) }))
}

static INIT: NativeDef = NativeDef::new(
    "TextIOWrapper(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    |_, _| Ok(Value::NONE),
);

/// A str argument, or None.
pub(super) fn optional_text(cx: &Cx, value: &Value, function: &str, name: &str) -> R<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    match text_arg(value) {
        Some(text) => Ok(Some(text)),
        None => Err(cx.type_error(format!("{function}() argument '{name}' must be str or None, not {}", type_name(value)))),
    }
}

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![value.clone()];
    values.extend_from_slice(args.values);
    let mut a = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut a)?;
    let encoding = optional_text(cx, &a[2], "TextIOWrapper", "encoding")?;
    let errors = optional_text(cx, &a[3], "TextIOWrapper", "errors")?;
    let options = Options {
        encoding: encoding.as_deref(),
        errors: errors.as_deref(),
        newline: Newline::of(cx, &a[4])?,
        line_buffering: protocol::truth(cx, &a[5])?,
        write_through: protocol::truth(cx, &a[6])?,
        limit: CHUNK,
    };
    fill(cx, value, a[1].clone(), &options)
}

fn write(cx: &Cx, a: &[Value]) -> R {
    let Some(text) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("write() argument must be str, not {}", type_name(&a[1]))));
    };
    let state = open(cx, &a[0])?;
    if buffered::exact(&state.buffer).is_none() {
        write_through_methods(cx, &a[0], state, text.bytes())?;
    } else {
        { state }.write(cx, text.bytes())?;
    }
    Ok(int::from_usize(text.len()))
}

/// Writes over a buffer of the script's, whose methods may write to this file: nothing is held while they run.
fn write_through_methods<'a>(cx: &'a Cx, file: &'a Value, mut state: Held<'a, State>, text: &[u8]) -> R<()> {
    let Some(encoder) = &mut state.encoder else {
        return Err(unsupported(cx, "not writable"));
    };
    let mut encoder = encoder.clone();
    let mut bytes = Vec::new();
    encoder.encode(cx, &state.newline.written(text), &mut bytes)?;
    state.encoder = Some(encoder);
    if state.rereadable {
        state.forget();
    }
    // What was pending may come again from the methods that took it.
    while !state.pending.is_empty() && state.pending.len() + bytes.len() > state.chunk_size {
        drop(state);
        give_pending(cx, file)?;
        state = open(cx, file)?;
    }
    room::append(cx, &mut state.pending, &bytes)?;
    let ends_line = state.line_buffering && (text.contains(&b'\n') || text.contains(&b'\r'));
    if state.pending.len() >= state.chunk_size || ends_line || state.write_through {
        drop(state);
        give_pending(cx, file)?;
        if ends_line {
            let buffer = open(cx, file)?.buffer.clone();
            call_method(cx, &buffer, Name::new("flush"), &[])?;
        }
    }
    Ok(())
}

/// Hands pending text to a buffer of the script's.
fn give_pending(cx: &Cx, file: &Value) -> R<()> {
    let (buffer, pending) = {
        let mut state = open(cx, file)?;
        (state.buffer.clone(), std::mem::take(&mut state.pending))
    };
    if pending.is_empty() {
        return Ok(());
    }
    call_method(cx, &buffer, Name::new("write"), &[super::access::make_bytes(cx, &pending)?]).map(drop)
}

fn set_chunk_size(cx: &Cx, value: &Value, size: Option<Value>) -> R<()> {
    let Some(size) = size else { return Err(cx.error(&ATTRIBUTE_ERROR, "cannot delete attribute")) };
    let size = usize::try_from(offset_arg(cx, &size)?).ok().filter(|size| *size > 0);
    let size = size.ok_or_else(|| cx.value_error("a strictly positive integer is required"))?;
    let mut state = this(cx, value)?.state.enter(cx)?;
    state.check(cx)?;
    (state.chunk_size, state.limit) = (size, size);
    Ok(())
}

fn get_chunk_size(cx: &Cx, value: &Value) -> R {
    let state = this(cx, value)?.state.enter(cx)?;
    state.check(cx)?;
    Ok(int::from_usize(state.chunk_size))
}

fn flush(cx: &Cx, a: &[Value]) -> R {
    open(cx, &a[0])?.flush(cx)?;
    Ok(Value::NONE)
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let (buffer, closed) = {
        let state = this(cx, &a[0])?.state.enter(cx)?;
        if state.buffer.is_none() {
            return Ok(Value::NONE);
        }
        state.check(cx)?;
        (state.buffer.clone(), state.closed)
    };
    if closed {
        return Ok(Value::NONE);
    }
    let already = attr::getattr(cx, &buffer, Name::new("closed"))?;
    if protocol::truth(cx, &already)? {
        this(cx, &a[0])?.state.enter(cx)?.closed = true;
        return Ok(Value::NONE);
    }
    let flushed = call_method(cx, &a[0], Name::new("flush"), &[]);
    let result = close_below(cx, &buffer, flushed);
    // Where the buffer could not be closed, the file is not either.
    let exception = result.is_err().then(|| cx.suspend_pending());
    let closed = attr::getattr(cx, &buffer, Name::new("closed")).and_then(|closed| protocol::truth(cx, &closed));
    if let Some(exception) = exception {
        closed.as_ref().err().map(|raised| cx.take(*raised));
        cx.resume_pending(exception);
    }
    this(cx, &a[0])?.state.enter(cx)?.closed = closed.unwrap_or(false);
    result
}

fn detach(cx: &Cx, a: &[Value]) -> R {
    call_method(cx, &a[0], Name::new("flush"), &[])?;
    let mut state = this(cx, &a[0])?.state.enter(cx)?;
    state.check(cx)?;
    Ok(std::mem::replace(&mut state.buffer, Value::NONE))
}

static RECONFIGURE: &str = "reconfigure(self, /, *, encoding=None, errors=None, newline=?, line_buffering=None, write_through=None)";

fn reconfigure(cx: &Cx, a: &[Value]) -> R {
    let encoding = optional_text(cx, &a[1], "reconfigure", "encoding")?;
    let errors = optional_text(cx, &a[2], "reconfigure", "errors")?;
    let newline = if a[3].is_unset() { None } else { Some(Newline::of(cx, &a[3])?) };
    let line_buffering = if a[4].is_none() { None } else { Some(protocol::truth(cx, &a[4])?) };
    let write_through = if a[5].is_none() { None } else { Some(protocol::truth(cx, &a[5])?) };
    let mut state = open(cx, &a[0])?;
    if !state.decoded.is_empty() && (encoding.is_some() || errors.is_some() || newline.is_some()) {
        return Err(unsupported(cx, "It is not possible to set the encoding or newline of stream after the first read"));
    }
    state.flush(cx)?;
    if let Some(encoding) = encoding {
        state.encoding = encoding;
        if errors.is_none() {
            state.errors = "strict".to_string();
        }
    }
    if let Some(errors) = errors {
        state.errors = errors;
    }
    let (codec, handler) = (codec_of(cx, &state.encoding)?, Errors::of(&state.errors));
    state.newline = newline.unwrap_or(state.newline);
    state.line_buffering = line_buffering.unwrap_or(state.line_buffering);
    state.write_through = write_through.unwrap_or(state.write_through);
    let newline = state.newline;
    if state.decoder.is_some() {
        state.decoder = Some(Decoder::new(codec, handler.clone(), newline));
    }
    if let Some(encoder) = &mut state.encoder {
        let started = encoder.started;
        *encoder = Encoder::new(codec, handler);
        encoder.started = started;
    }
    Ok(Value::NONE)
}

fn truncate(cx: &Cx, a: &[Value]) -> R {
    let buffer = {
        let mut state = open(cx, &a[0])?;
        state.flush(cx)?;
        state.buffer.clone()
    };
    let at = if a[1].is_none() { call_method(cx, &a[0], Name::new("tell"), &[])? } else { a[1].clone() };
    call_method(cx, &buffer, Name::new("truncate"), &[at])
}

fn get_buffer(cx: &Cx, value: &Value) -> R {
    let state = this(cx, value)?.state.enter(cx)?;
    state.check(cx)?;
    Ok(state.buffer.clone())
}

fn delegate<const N: usize>(cx: &Cx, a: &[Value]) -> R {
    let buffer = get_buffer(cx, &a[0])?;
    if N > 1 {
        super::base::check_open(cx, &a[0])?;
    }
    call_method(cx, &buffer, Name::new(["fileno", "isatty", "seekable", "readable", "writable"][N]), &[])
}

fn get_name(cx: &Cx, value: &Value) -> R {
    attr::getattr(cx, &get_buffer(cx, value)?, Name::new("name"))
}

fn get_closed(cx: &Cx, value: &Value) -> R {
    let buffer = {
        let state = this(cx, value)?.state.enter(cx)?;
        if state.closed {
            return Ok(Value::TRUE);
        }
        state.check(cx)?;
        state.buffer.clone()
    };
    attr::getattr(cx, &buffer, Name::new("closed"))
}

fn get_newlines(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.state.enter(cx)?.decoder.as_ref().map_or(Value::NONE, |decoder| decoder.ends.shown()))
}

fn get_mode(cx: &Cx, value: &Value) -> R {
    let mode = this(cx, value)?.state.enter(cx)?.mode.clone();
    if mode.is_unset() { Err(attr::no_attribute(cx, value, Name::new("mode"))) } else { Ok(mode) }
}

fn set_mode(cx: &Cx, value: &Value, mode: Option<Value>) -> R<()> {
    let mode = mode.unwrap_or(Value::UNSET);
    publish_into(value, &mode);
    let old = std::mem::replace(&mut this(cx, value)?.state.enter(cx)?.mode, mode);
    drop(old);
    Ok(())
}

fn repr(cx: &Cx, value: &Value) -> R {
    if this(cx, value)?.state.enter(cx)?.buffer.is_unset() {
        return Err(uninitialized(cx));
    }
    let mut text = format!("<{}", super::base::class_name(value));
    for field in ["name", "mode"] {
        match attr::lookup_optional(cx, value, Name::new(field)) {
            Ok(Some(found)) => text += &format!(" {field}={}", protocol::repr(cx, &found)?.to_str_lossy()),
            Ok(None) => {}
            Err(raised) => drop(cx.take(raised)),
        }
    }
    let encoding = this(cx, value)?.state.enter(cx)?.encoding.clone();
    Ok(Str::from_str(&format!("{text} encoding='{encoding}'>")).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "TextIOWrapper",
    module: "_io",
    base: Some(&TEXT_IO_BASE),
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), next: Some(text_read::next), ..Slots::NONE },
    methods: &[
        NativeDef::new("write(self, text, /)", write),
        NativeDef::new("flush(self, /)", flush),
        NativeDef::new("close(self, /)", close),
        NativeDef::new("detach(self, /)", detach),
        NativeDef::new(RECONFIGURE, reconfigure),
        NativeDef::new("truncate(self, pos=None, /)", truncate),
        NativeDef::new("read(self, size=-1, /)", text_read::read),
        NativeDef::new("readline(self, size=-1, /)", text_read::readline),
        NativeDef::new("tell(self, /)", text_read::tell),
        NativeDef::new("seek(self, cookie, whence=0, /)", text_read::seek),
        NativeDef::new("fileno(self, /)", delegate::<0>),
        NativeDef::new("isatty(self, /)", delegate::<1>),
        NativeDef::new("seekable(self, /)", delegate::<2>),
        NativeDef::new("readable(self, /)", delegate::<3>),
        NativeDef::new("writable(self, /)", delegate::<4>),
    ],
    getset: &[
        GetSet { name: "buffer", get: get_buffer, set: None },
        GetSet { name: "name", get: get_name, set: None },
        GetSet { name: "mode", get: get_mode, set: Some(set_mode) },
        GetSet { name: "closed", get: get_closed, set: None },
        GetSet { name: "encoding", get: |cx, v| Ok(Str::from_str(&this(cx, v)?.state.enter(cx)?.encoding).into_value()), set: None },
        GetSet { name: "errors", get: |cx, v| Ok(Str::from_str(&this(cx, v)?.state.enter(cx)?.errors).into_value()), set: None },
        GetSet { name: "newlines", get: get_newlines, set: None },
        GetSet { name: "line_buffering", get: |cx, v| Ok(Value::bool(this(cx, v)?.state.enter(cx)?.line_buffering)), set: None },
        GetSet { name: "_CHUNK_SIZE", get: get_chunk_size, set: Some(set_chunk_size) },
        GetSet { name: "write_through", get: |cx, v| Ok(Value::bool(this(cx, v)?.state.enter(cx)?.write_through)), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static TEXT_IO_WRAPPER: Type = Type::from_def(&DEF);
