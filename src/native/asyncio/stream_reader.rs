//! The stream reader: bytes that have come and were not read yet, and coroutines that wait for enough of them.

use super::event_loop;
use super::future;
use super::running;
use super::waiting::{self, Ops, Tried};
use crate::native::construct::{bind, signature};
use crate::object::args::Args;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::{STOP_ASYNC_ITERATION, make};
use crate::object::guarded::Guarded;
use crate::object::iter;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use std::sync::LazyLock;

/// Bytes kept at most before the transport is paused: twice this. Also the longest line.
const LIMIT: i64 = 64 * 1024;

struct State {
    event_loop: Value,
    /// Bytes from `start` on are still to be read.
    buffer: Vec<u8>,
    start: usize,
    limit: usize,
    is_eof: bool,
    /// The future of the coroutine that waits; Unset: none.
    waiter: Value,
    exception: Value,
    transport: Value,
    is_paused: bool,
}

impl State {
    fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Takes the first bytes out.
    fn take(&mut self, count: usize) -> Vec<u8> {
        let end = self.start + count.min(self.buffer.len() - self.start);
        let taken = self.buffer[self.start..end].to_vec();
        self.start = end;
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        } else if self.start > self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        taken
    }
}

struct ReaderBody(Guarded<State>);

impl Payload for ReaderBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|state| {
            [&state.event_loop, &state.waiter, &state.exception, &state.transport].into_iter().for_each(visit);
        });
    }
}

pub(super) fn is_one(value: &Value) -> bool {
    Native::<ReaderBody>::of(value).is_some()
}

fn body<'a>(cx: &Cx, value: &'a Value) -> R<&'a ReaderBody> {
    Native::<ReaderBody>::of(value)
        .ok_or_else(|| cx.type_error(format!("a StreamReader is needed, not '{}'", type_of(value).message_name())))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    let state = State {
        event_loop: Value::NONE,
        buffer: Vec::new(),
        start: 0,
        limit: LIMIT as usize,
        is_eof: false,
        waiter: Value::UNSET,
        exception: Value::NONE,
        transport: Value::NONE,
        is_paused: false,
    };
    Ok(Native::make(class, ReaderBody(Guarded::new(state))))
}

static INIT: NativeDef = signature("StreamReader(limit=65536, loop=None)");

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let a = bind(cx, &INIT, args)?;
    let limit = protocol::index(cx, &a[0])?;
    if limit <= 0 {
        return Err(cx.value_error("Limit cannot be <= 0"));
    }
    let its_loop = if a[1].is_none() { running::get_event_loop(cx)? } else { a[1].clone() };
    publish_into(this, &its_loop);
    let old = body(cx, this)?.0.with(this, |state| {
        state.limit = limit as usize;
        std::mem::replace(&mut state.event_loop, its_loop)
    });
    drop(old);
    Ok(())
}

// ---- what comes in ----

/// Adds bytes; `arrived` is to be called afterwards.
pub(super) fn append(reader: &Value, bytes: &[u8]) {
    if let Some(body) = Native::<ReaderBody>::of(reader) {
        body.0.with(reader, |state| state.buffer.extend_from_slice(bytes));
    }
}

/// Wakes who waits, and pauses the transport if nobody reads.
pub(super) fn arrived(cx: &Cx, reader: &Value) -> R<()> {
    let body = body(cx, reader)?;
    wake(cx, reader, body)?;
    let pauses = body.0.with(reader, |state| {
        let is_due = !state.transport.is_none() && !state.is_paused && state.bytes().len() > 2 * state.limit;
        is_due.then(|| state.transport.clone())
    });
    if let Some(transport) = pauses {
        call::call_method(cx, &transport, Name::new("pause_reading"), &[])?;
        body.0.with(reader, |state| state.is_paused = true);
    }
    Ok(())
}

fn wake(cx: &Cx, reader: &Value, body: &ReaderBody) -> R<()> {
    let waiter = body.0.with(reader, |state| std::mem::replace(&mut state.waiter, Value::UNSET));
    if waiter.is_unset() || future::is_done(&waiter) { Ok(()) } else { future::set_result(cx, &waiter, Value::NONE) }
}

fn feed_data(cx: &Cx, a: &[Value]) -> R {
    let body = body(cx, &a[0])?;
    if body.0.with(&a[0], |state| state.is_eof) {
        return Err(cx.error(&crate::object::exception::ASSERTION_ERROR, "feed_data after feed_eof"));
    }
    let data = buffer::bytes_like(cx, &a[1])?;
    if !data.is_empty() {
        append(&a[0], &data);
        arrived(cx, &a[0])?;
    }
    Ok(Value::NONE)
}

fn feed_eof(cx: &Cx, a: &[Value]) -> R {
    let body = body(cx, &a[0])?;
    body.0.with(&a[0], |state| state.is_eof = true);
    wake(cx, &a[0], body)?;
    Ok(Value::NONE)
}

fn set_exception(cx: &Cx, a: &[Value]) -> R {
    publish_into(&a[0], &a[1]);
    let exception = a[1].clone();
    let (old, waiter) = body(cx, &a[0])?
        .0
        .with(&a[0], |state| (std::mem::replace(&mut state.exception, exception), std::mem::replace(&mut state.waiter, Value::UNSET)));
    drop(old);
    if !waiter.is_unset() && !future::is_done(&waiter) {
        future::set_exception(cx, &waiter, &a[1])?;
    }
    Ok(Value::NONE)
}

fn set_transport(cx: &Cx, a: &[Value]) -> R {
    publish_into(&a[0], &a[1]);
    let transport = a[1].clone();
    let old = body(cx, &a[0])?.0.with(&a[0], |state| std::mem::replace(&mut state.transport, transport));
    drop(old);
    Ok(Value::NONE)
}

// ---- what goes out ----

fn check_exception(cx: &Cx, reader: &Value) -> R<()> {
    let exception = body(cx, reader)?.0.with(reader, |state| state.exception.clone());
    if exception.is_none() { Ok(()) } else { Err(cx.raise(exception)) }
}

/// Bytes were taken: a paused transport may go on.
fn maybe_resume(cx: &Cx, reader: &Value) -> R<()> {
    let resumes = body(cx, reader)?.0.with(reader, |state| {
        let is_due = state.is_paused && state.bytes().len() <= state.limit;
        state.is_paused &= !is_due;
        is_due.then(|| state.transport.clone())
    });
    match resumes {
        Some(transport) => call::call_method(cx, &transport, Name::new("resume_reading"), &[]).map(drop),
        None => Ok(()),
    }
}

/// Waits for more to come.
fn wait(cx: &Cx, reader: &Value, function: &str) -> R<Tried> {
    let body = body(cx, reader)?;
    let (is_busy, resumes, its_loop) = body.0.with(reader, |state| {
        let resumes = std::mem::take(&mut state.is_paused).then(|| state.transport.clone());
        (!state.waiter.is_unset(), resumes, state.event_loop.clone())
    });
    if is_busy {
        return Err(cx.runtime_error(format!("{function}() called while another coroutine is already waiting for incoming data")));
    }
    if let Some(transport) = resumes {
        call::call_method(cx, &transport, Name::new("resume_reading"), &[])?;
    }
    let waiter = future::new(&super::future_type::FUTURE, its_loop);
    publish_into(reader, &waiter);
    let kept = waiter.clone();
    body.0.with(reader, |state| state.waiter = kept);
    Ok(Tried::Wait(waiter))
}

fn given_up(cx: &Cx, reader: &Value, _: &Value) -> R<()> {
    let waiter = body(cx, reader)?.0.with(reader, |state| std::mem::replace(&mut state.waiter, Value::UNSET));
    drop(waiter);
    Ok(())
}

fn done(cx: &Cx, bytes: &[u8]) -> R<Tried> {
    bytes::make(cx, bytes).map(Tried::Done)
}

fn try_read(cx: &Cx, reader: &Value, count: &Value) -> R<Tried> {
    check_exception(cx, reader)?;
    let count = protocol::index(cx, count)?;
    if count == 0 {
        return done(cx, b"");
    }
    let body = body(cx, reader)?;
    let taken = body.0.with(reader, |state| match count {
        // Everything until the end.
        ..0 if !state.is_eof => None,
        ..0 => Some(state.take(usize::MAX)),
        _ if state.bytes().is_empty() && !state.is_eof => None,
        _ => Some(state.take(count as usize)),
    });
    match taken {
        Some(taken) => {
            maybe_resume(cx, reader)?;
            done(cx, &taken)
        }
        None => wait(cx, reader, "read"),
    }
}

fn try_read_exactly(cx: &Cx, reader: &Value, count: &Value) -> R<Tried> {
    let wanted = protocol::index(cx, count)?;
    if wanted < 0 {
        return Err(cx.value_error("readexactly size can not be less than zero"));
    }
    check_exception(cx, reader)?;
    let body = body(cx, reader)?;
    let taken = body.0.with(reader, |state| match state.bytes().len() {
        len if len >= wanted as usize => Some(Ok(state.take(wanted as usize))),
        _ if state.is_eof => Some(Err(state.take(usize::MAX))),
        _ => None,
    });
    match taken {
        Some(Ok(taken)) => {
            maybe_resume(cx, reader)?;
            done(cx, &taken)
        }
        Some(Err(partial)) => Err(incomplete(cx, &partial, count.clone())),
        None => wait(cx, reader, "readexactly"),
    }
}

#[cold]
fn incomplete(cx: &Cx, partial: &[u8], expected: Value) -> Raised {
    static CLASS: LazyLock<Name> = LazyLock::new(|| Name::new("IncompleteReadError"));
    let made = event_loop::python(cx, "asyncio.exceptions", &CLASS)
        .and_then(|class| Ok((class, bytes::make(cx, partial)?)))
        .and_then(|(class, partial)| call::call_pos(cx, &class, &[partial, expected]));
    made.map_or_else(|raised| raised, |exception| cx.raise(exception))
}

#[cold]
fn overrun(cx: &Cx, message: &str, consumed: usize) -> Raised {
    static CLASS: LazyLock<Name> = LazyLock::new(|| Name::new("LimitOverrunError"));
    let message = Str::from_str(message).into_value();
    let made = event_loop::python(cx, "asyncio.exceptions", &CLASS)
        .and_then(|class| call::call_pos(cx, &class, &[message, Value::int(consumed as i64)]));
    made.map_or_else(|raised| raised, |exception| cx.raise(exception))
}

/// What looking for a separator came to.
enum Searched {
    Found(Vec<u8>),
    /// The end came first.
    Partial(Vec<u8>),
    /// Found, but too far away; or not found in more than the limit.
    TooLong(&'static str, usize),
    More,
}

fn search(state: &mut State, separators: &[Vec<u8>]) -> Searched {
    let longest = separators.iter().map(Vec::len).max().unwrap_or(1);
    let bytes = state.bytes();
    // The one that ends first; of those the one that begins first.
    let found = separators
        .iter()
        .filter_map(|separator| {
            let at = memchr::memmem::find(bytes, separator)?;
            Some((at + separator.len(), at))
        })
        .min();
    match found {
        Some((_, at)) if at > state.limit => Searched::TooLong("Separator is found, but chunk is longer than limit", at),
        Some((end, _)) => Searched::Found(state.take(end)),
        None => {
            let offset = (bytes.len() + 1).saturating_sub(longest);
            if offset > state.limit {
                return Searched::TooLong("Separator is not found, and chunk exceed the limit", offset);
            }
            if state.is_eof { Searched::Partial(state.take(usize::MAX)) } else { Searched::More }
        }
    }
}

/// The separators that a script gave: bytes or a tuple of them.
fn separators(cx: &Cx, given: &Value) -> R<Vec<Vec<u8>>> {
    let mut all = match given.get::<Tuple>() {
        Some(tuple) => tuple.items().iter().map(|one| buffer::bytes_like(cx, one).map(|one| one.into_owned())).collect::<R<Vec<_>>>()?,
        None => vec![buffer::bytes_like(cx, given)?.into_owned()],
    };
    if all.is_empty() {
        return Err(cx.value_error("Separator should contain at least one element"));
    }
    all.sort_by_key(Vec::len);
    if all[0].is_empty() {
        return Err(cx.value_error("Separator should be at least one-byte string"));
    }
    Ok(all)
}

fn try_read_until(cx: &Cx, reader: &Value, separator: &Value) -> R<Tried> {
    let separators = separators(cx, separator)?;
    check_exception(cx, reader)?;
    match body(cx, reader)?.0.with(reader, |state| search(state, &separators)) {
        Searched::Found(chunk) => {
            maybe_resume(cx, reader)?;
            done(cx, &chunk)
        }
        Searched::Partial(chunk) => Err(incomplete(cx, &chunk, Value::NONE)),
        Searched::TooLong(message, at) => Err(overrun(cx, message, at)),
        Searched::More => wait(cx, reader, "readuntil"),
    }
}

fn try_read_line(cx: &Cx, reader: &Value, _: &Value) -> R<Tried> {
    check_exception(cx, reader)?;
    let newline = [b"\n".to_vec()];
    match body(cx, reader)?.0.with(reader, |state| search(state, &newline)) {
        Searched::Found(line) | Searched::Partial(line) => {
            maybe_resume(cx, reader)?;
            done(cx, &line)
        }
        Searched::TooLong(message, at) => {
            // The line is given up.
            body(cx, reader)?.0.with(reader, |state| {
                let is_found = state.bytes().get(at) == Some(&b'\n');
                state.take(if is_found { at + 1 } else { usize::MAX });
            });
            maybe_resume(cx, reader)?;
            Err(cx.value_error(message))
        }
        Searched::More => wait(cx, reader, "readuntil"),
    }
}

/// The next line for `async for`.
fn try_next(cx: &Cx, reader: &Value, with: &Value) -> R<Tried> {
    match try_read_line(cx, reader, with)? {
        Tried::Done(line) if protocol::len(cx, &line)? == 0 => Err(cx.raise(make(&STOP_ASYNC_ITERATION, Vec::new()))),
        tried => Ok(tried),
    }
}

macro_rules! ops {
    ($($static:ident $name:literal $try:ident;)*) => {
        $(static $static: Ops = Ops {
            name: $name,
            start: $try,
            woken: |cx, reader, with, _| {
                given_up(cx, reader, &Value::NONE)?;
                $try(cx, reader, with)
            },
            given_up,
        };)*
    };
}
ops! {
    READ "StreamReader.read" try_read;
    READ_EXACTLY "StreamReader.readexactly" try_read_exactly;
    READ_UNTIL "StreamReader.readuntil" try_read_until;
    READ_LINE "StreamReader.readline" try_read_line;
    NEXT "StreamReader.__anext__" try_next;
}

/// A coroutine that is done as soon as it is awaited: a writer's `drain` when there is nothing to wait for.
static NOTHING: Ops = Ops {
    name: "StreamWriter.drain",
    start: |_, _, _| Ok(Tried::Done(Value::NONE)),
    woken: |_, _, _, _| Ok(Tried::Done(Value::NONE)),
    given_up: |_, _, _| Ok(()),
};

pub(super) fn nothing(_: &Cx, _: &[Value]) -> R {
    Ok(waiting::make(&NOTHING, &Value::NONE, Value::NONE))
}

fn at_eof(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(body(cx, &a[0])?.0.with(&a[0], |state| state.is_eof && state.bytes().is_empty())))
}

fn repr(cx: &Cx, reader: &Value) -> R {
    let (len, is_eof, limit, waiter, exception, transport, is_paused) = body(cx, reader)?.0.with(reader, |state| {
        let waiter = if state.waiter.is_unset() { Value::NONE } else { state.waiter.clone() };
        (state.bytes().len(), state.is_eof, state.limit, waiter, state.exception.clone(), state.transport.clone(), state.is_paused)
    });
    let mut info = vec!["StreamReader".to_string()];
    if len > 0 {
        info.push(format!("{len} bytes"));
    }
    if is_eof {
        info.push("eof".to_string());
    }
    if limit != LIMIT as usize {
        info.push(format!("limit={limit}"));
    }
    for (name, value) in [("waiter", waiter), ("exception", exception), ("transport", transport)] {
        if !value.is_none() {
            info.push(format!("{name}={}", protocol::repr(cx, &value)?.to_str_lossy()));
        }
    }
    if is_paused {
        info.push("paused".to_string());
    }
    Ok(Str::from_str(&format!("<{}>", info.join(" "))).into_value())
}

fn coroutine(cx: &Cx, ops: &'static Ops, a: &[Value]) -> R {
    body(cx, &a[0])?;
    Ok(waiting::make(ops, &a[0], a.get(1).cloned().unwrap_or(Value::NONE)))
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("read(self, n=-1)", |cx, a| coroutine(cx, &READ, a)),
    NativeDef::new("readexactly(self, n)", |cx, a| coroutine(cx, &READ_EXACTLY, a)),
    NativeDef::new("readuntil(self, separator=?)", |cx, a| {
        let separator = if a[1].is_unset() { bytes::make(cx, b"\n")? } else { a[1].clone() };
        coroutine(cx, &READ_UNTIL, &[a[0].clone(), separator])
    }),
    NativeDef::new("readline(self)", |cx, a| coroutine(cx, &READ_LINE, a)),
    NativeDef::new("feed_data(self, data)", feed_data),
    NativeDef::new("feed_eof(self)", feed_eof),
    NativeDef::new("at_eof(self)", at_eof),
    NativeDef::new("set_exception(self, exc)", set_exception),
    NativeDef::new("exception(self)", |cx, a| Ok(body(cx, &a[0])?.0.with(&a[0], |state| state.exception.clone()))),
    NativeDef::new("set_transport(self, transport)", set_transport),
];

static DEF: TypeDef = TypeDef {
    name: "StreamReader",
    module: "asyncio.streams",
    subclassable: true,
    has_dict: true,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        aiter: Some(iter::itself),
        anext: Some(|cx, reader| coroutine(cx, &NEXT, std::slice::from_ref(reader))),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: &[
        GetSet { name: "_buffer", get: |cx, r| body(cx, r)?.0.with(r, |state| bytes::make(cx, state.bytes())), set: None },
        GetSet { name: "_eof", get: |cx, r| Ok(Value::bool(body(cx, r)?.0.with(r, |state| state.is_eof))), set: None },
        GetSet { name: "_limit", get: |cx, r| Ok(Value::int(body(cx, r)?.0.with(r, |state| state.limit) as i64)), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static STREAM_READER: Type = Type::from_def(&DEF);
