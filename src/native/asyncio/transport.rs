//! The transport of stream sockets, pipes and the like: reads when the loop says so and hands bytes to a protocol, sends what it can
//! and keeps the rest until the descriptor takes it. Knows descriptors; what made the connection is the shell's.

use super::event_loop::{self, Entry};
use super::{descriptors, stream_reader};
use crate::native::construct::{bind, signature};
use crate::object::args::Args;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::KEYBOARD_INTERRUPT;
use crate::object::exceptions::{OS_ERROR, SYSTEM_EXIT};
use crate::object::guarded::Guarded;
use crate::object::iter;
use crate::object::native::{GetSet, NativeDef};
use crate::object::os_error;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use crate::sched::{fd, net};
use std::io::ErrorKind;
use std::sync::LazyLock;

/// Most that one read takes.
const READ_SIZE: usize = 256 * 1024;
/// Bytes kept unsent at which the protocol is told to pause, unless it says otherwise.
const HIGH_WATER: usize = 64 * 1024;
/// Writes to a lost connection from which on they are reported.
const MANY_IN_VAIN: u32 = 5;

/// What a descriptor is decides how it is written to, and what being readable means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Socket,
    ReadPipe,
    /// Readable once the other end is closed.
    WritePipe {
        is_socket: bool,
    },
}

impl Kind {
    /// The number that the shell gives.
    fn of(number: i64) -> Kind {
        match number {
            0 => Kind::Socket,
            1 => Kind::ReadPipe,
            2 => Kind::WritePipe { is_socket: false },
            _ => Kind::WritePipe { is_socket: true },
        }
    }

    fn is_socket(self) -> bool {
        matches!(self, Kind::Socket | Kind::WritePipe { is_socket: true })
    }

    fn is_write_pipe(self) -> bool {
        matches!(self, Kind::WritePipe { .. })
    }

    fn word(self) -> &'static str {
        if self == Kind::Socket { "socket" } else { "pipe" }
    }
}

struct State {
    event_loop: Value,
    protocol: Value,
    /// A stream reader of ours that gets what is read without the protocol's help; None: the protocol does.
    reader: Value,
    /// A dict for `get_extra_info`.
    extra: Value,
    /// Told when the connection is gone; None: nobody.
    server: Value,
    /// The program's own socket object, which then owns the descriptor.
    socket: Value,
    fd: i32,
    /// Shown when `fd` is closed.
    last_fd: i32,
    kind: Kind,
    /// What is still to be sent, from `sent` on.
    unsent: Vec<u8>,
    sent: usize,
    high: usize,
    low: usize,
    is_protocol_paused: bool,
    is_reading_paused: bool,
    is_closing: bool,
    eof_written: bool,
    /// `connection_lost` is on its way or has been called.
    lost: u32,
    is_reader_added: bool,
    is_writer_added: bool,
}

impl State {
    fn left(&self) -> usize {
        self.unsent.len() - self.sent
    }
}

pub(super) struct TransportBody(Guarded<State>);

impl Payload for TransportBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|state| {
            [&state.event_loop, &state.protocol, &state.reader, &state.extra, &state.server, &state.socket].into_iter().for_each(visit);
        });
    }
}

impl Drop for TransportBody {
    fn drop(&mut self) {
        let state = self.0.get_mut();
        if state.fd >= 0 && state.socket.is_none() {
            let _ = fd::close(state.fd);
        }
    }
}

static NEW: NativeDef = signature("_Transport(loop, fd, protocol, extra=None, server=None, socket=None, kind=0)");

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &NEW, args)?;
    let fd = protocol::index(cx, &a[1])?;
    let extra = if a[3].is_none() { Dict::new().into_value() } else { a[3].clone() };
    let state = State {
        event_loop: a[0].clone(),
        protocol: a[2].clone(),
        reader: Value::NONE,
        extra,
        server: a[4].clone(),
        socket: a[5].clone(),
        fd: i32::try_from(fd).unwrap_or(-1),
        last_fd: -1,
        kind: Kind::of(protocol::index(cx, &a[6])?),
        unsent: Vec::new(),
        sent: 0,
        high: HIGH_WATER,
        low: HIGH_WATER / 4,
        is_protocol_paused: false,
        is_reading_paused: false,
        is_closing: false,
        eof_written: false,
        lost: 0,
        is_reader_added: false,
        is_writer_added: false,
    };
    Ok(Native::make(class, TransportBody(Guarded::new(state))))
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a TransportBody> {
    Native::<TransportBody>::of(value)
        .ok_or_else(|| cx.type_error(format!("a transport is needed, not '{}'", type_of(value).message_name())))
}

fn with<T>(transport: &Value, body: &TransportBody, f: impl FnOnce(&mut State) -> T) -> T {
    body.0.with(transport, f)
}

macro_rules! names {
    ($($name:ident $text:literal),*) => { $(static $name: LazyLock<Name> = LazyLock::new(|| Name::new($text));)* };
}
names!(
    DATA_RECEIVED "data_received", EOF_RECEIVED "eof_received", CONNECTION_LOST "connection_lost", PAUSE "pause_writing",
    RESUME "resume_writing", DETACH "_detach", GET_BUFFER "get_buffer", BUFFER_UPDATED "buffer_updated"
);

// ---- what the loop calls ----

/// What an entry for a transport asks for.
pub(super) const READ: i64 = 0;
pub(super) const WRITE: i64 = 1;
const LOSE: i64 = 2;

/// Runs an entry of the loop: its number says what.
pub(super) fn run(cx: &Cx, transport: &Value, body: &TransportBody, what: &Value) -> R<()> {
    match what.unpack() {
        crate::object::value::V::Int(READ) => readable(cx, transport, body),
        crate::object::value::V::Int(WRITE) => writable(cx, transport, body),
        crate::object::value::V::Int(LOSE) => lose(cx, transport, body, &Value::NONE),
        // The exception that ended the connection.
        _ => lose(cx, transport, body, what),
    }
}

fn readable(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let (fd, is_over, protocol, reader) =
        with(transport, body, |state| (state.fd, state.lost > 0 || state.is_reading_paused, state.protocol.clone(), state.reader.clone()));
    if is_over {
        return Ok(());
    }
    if with(transport, body, |state| state.kind.is_write_pipe()) {
        return reader_is_gone(cx, transport, body);
    }
    let read = with_buffer(|buffer| {
        let count = fd::read(fd, buffer)?;
        if !reader.is_none() {
            stream_reader::append(&reader, &buffer[..count]);
        }
        Ok((count, if reader.is_none() { bytes::make(cx, &buffer[..count]) } else { Ok(Value::NONE) }))
    });
    match read {
        Ok((0, _)) => at_eof(cx, transport, body, &protocol),
        Ok(_) if !reader.is_none() => stream_reader::arrived(cx, &reader),
        Ok((_, data)) => {
            let data = data?;
            let result = hand_over(cx, &protocol, data);
            protocol_failed(cx, transport, body, result, "Fatal error: protocol.data_received() call failed.")
        }
        Err(error) => read_failed(cx, transport, body, &error),
    }
}

/// Lends the thread's buffer for one read.
fn with_buffer<T>(f: impl FnOnce(&mut [u8]) -> std::io::Result<T>) -> std::io::Result<T> {
    thread_local! {
        static BUFFER: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    BUFFER.with(|buffer| {
        let mut buffer = buffer.borrow_mut();
        buffer.resize(READ_SIZE, 0);
        f(&mut buffer)
    })
}

/// Gives bytes to a protocol, through its own buffers if it has some.
fn hand_over(cx: &Cx, protocol: &Value, data: Value) -> R<()> {
    let Some(get_buffer) = crate::object::attr::lookup_optional(cx, protocol, *GET_BUFFER)? else {
        return call::call_method(cx, protocol, *DATA_RECEIVED, &[data]).map(drop);
    };
    let data = buffer::bytes_like(cx, &data)?;
    let mut rest: &[u8] = &data;
    while !rest.is_empty() {
        let place = call::call_pos(cx, &get_buffer, &[Value::int(rest.len() as i64)])?;
        let room = protocol::len(cx, &place)?;
        if room == 0 {
            return Err(cx.runtime_error("get_buffer() returned an empty buffer"));
        }
        let count = room.min(rest.len());
        let slice = crate::object::slice::Slice::new(Value::int(0), Value::int(count as i64), Value::NONE).into_value();
        let view = crate::object::memoryview::view_of(cx, &place)?;
        let part = bytes::make(cx, &rest[..count])?;
        protocol::setitem(cx, &view, &slice, part)?;
        call::call_method(cx, protocol, *BUFFER_UPDATED, &[Value::int(count as i64)])?;
        rest = &rest[count..];
    }
    Ok(())
}

/// Nobody reads what is written to a pipe.
fn reader_is_gone(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let exception = match with(transport, body, |state| state.left()) {
        0 => Value::NONE,
        _ => crate::object::exception::make(&crate::object::exception::BROKEN_PIPE_ERROR, Vec::new()),
    };
    force_close(cx, transport, body, exception)
}

fn read_failed(cx: &Cx, transport: &Value, body: &TransportBody, error: &std::io::Error) -> R<()> {
    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) {
        return Ok(());
    }
    let raised = os_error::io_error(cx, error, None);
    let word = with(transport, body, |state| state.kind.word());
    fatal(cx, transport, body, raised, &format!("Fatal read error on {word} transport"))
}

fn at_eof(cx: &Cx, transport: &Value, body: &TransportBody, protocol: &Value) -> R<()> {
    let keeps = match call::call_method(cx, protocol, *EOF_RECEIVED, &[]) {
        Ok(answer) => protocol::truth(cx, &answer)?,
        Err(raised) => return protocol_failed(cx, transport, body, Err(raised), "Fatal error: protocol.eof_received() call failed."),
    };
    if keeps {
        // It may still be written to.
        stop_reading(cx, transport, body)
    } else {
        close(cx, transport, body)
    }
}

/// What a protocol raises ends the connection, or the program.
fn protocol_failed(cx: &Cx, transport: &Value, body: &TransportBody, result: R<()>, message: &str) -> R<()> {
    match result {
        Ok(()) => Ok(()),
        Err(raised) if cx.pending_is(&KEYBOARD_INTERRUPT) || cx.pending_is(&SYSTEM_EXIT) => Err(raised),
        Err(raised) => fatal(cx, transport, body, raised, message),
    }
}

fn writable(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let outcome = with(transport, body, |state| {
        if state.lost > 0 {
            return None;
        }
        let sent = send(state.fd, state.kind.is_socket(), &state.unsent[state.sent..]);
        Some(sent.map(|count| {
            state.sent += count;
            if state.left() == 0 {
                state.unsent.clear();
                state.sent = 0;
            }
            (state.left() == 0, state.is_closing, state.eof_written)
        }))
    });
    match outcome {
        None => Ok(()),
        Some(Err(error)) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(()),
        Some(Err(error)) => {
            with(transport, body, |state| {
                state.unsent.clear();
                state.sent = 0;
            });
            stop_writing(cx, transport, body)?;
            write_failed(cx, transport, body, &error)
        }
        Some(Ok((is_empty, is_closing, eof))) => {
            resume_protocol(cx, transport, body)?;
            if !is_empty {
                return Ok(());
            }
            stop_writing(cx, transport, body)?;
            if is_closing {
                lose(cx, transport, body, &Value::NONE)
            } else if eof {
                end_writing(cx, transport, body)
            } else {
                Ok(())
            }
        }
    }
}

fn write_failed(cx: &Cx, transport: &Value, body: &TransportBody, error: &std::io::Error) -> R<()> {
    let raised = os_error::io_error(cx, error, None);
    let word = with(transport, body, |state| state.kind.word());
    fatal(cx, transport, body, raised, &format!("Fatal write error on {word} transport"))
}

fn send(fd: i32, is_socket: bool, bytes: &[u8]) -> std::io::Result<usize> {
    if is_socket { net::send(fd, bytes) } else { fd::write(fd, bytes) }
}

/// The end: the protocol is told, the descriptor closed.
fn lose(cx: &Cx, transport: &Value, body: &TransportBody, exception: &Value) -> R<()> {
    let (protocol, was_called) = with(transport, body, |state| (std::mem::replace(&mut state.protocol, Value::NONE), state.fd < 0));
    if was_called {
        return Ok(());
    }
    let result = match protocol.is_none() {
        true => Ok(Value::NONE),
        false => call::call_method(cx, &protocol, *CONNECTION_LOST, std::slice::from_ref(exception)),
    };
    let (fd, socket, server) = with(transport, body, |state| {
        state.last_fd = state.fd;
        (std::mem::replace(&mut state.fd, -1), state.socket.clone(), std::mem::replace(&mut state.server, Value::NONE))
    });
    let closed = match socket.is_none() {
        true => {
            let _ = fd::close(fd);
            Ok(Value::NONE)
        }
        false => call::call_method(cx, &socket, Name::new("close"), &[]),
    };
    if !server.is_none() {
        call::call_method(cx, &server, *DETACH, std::slice::from_ref(transport))?;
    }
    closed?;
    result.map(drop)
}

// ---- registrations ----

fn start_reading(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let (event_loop, fd, is_new) = with(transport, body, |state| {
        let is_new = !std::mem::replace(&mut state.is_reader_added, true);
        (state.event_loop.clone(), state.fd, is_new)
    });
    if is_new { descriptors::watch_transport(cx, &event_loop, fd, transport, true) } else { Ok(()) }
}

fn stop_reading(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let (event_loop, fd, was_added) =
        with(transport, body, |state| (state.event_loop.clone(), state.fd, std::mem::take(&mut state.is_reader_added)));
    if was_added { descriptors::unwatch_transport(cx, &event_loop, fd, true) } else { Ok(()) }
}

fn start_writing(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let (event_loop, fd, is_new) = with(transport, body, |state| {
        let is_new = !std::mem::replace(&mut state.is_writer_added, true);
        (state.event_loop.clone(), state.fd, is_new)
    });
    if is_new { descriptors::watch_transport(cx, &event_loop, fd, transport, false) } else { Ok(()) }
}

fn stop_writing(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let (event_loop, fd, was_added) =
        with(transport, body, |state| (state.event_loop.clone(), state.fd, std::mem::take(&mut state.is_writer_added)));
    if was_added { descriptors::unwatch_transport(cx, &event_loop, fd, false) } else { Ok(()) }
}

// ---- ending ----

/// Has `lose` called in the loop's next turn.
fn lose_soon(cx: &Cx, transport: &Value, body: &TransportBody, exception: Value) -> R<()> {
    let event_loop = with(transport, body, |state| {
        state.lost += 1;
        state.event_loop.clone()
    });
    let with = if exception.is_none() { Value::int(LOSE) } else { exception };
    event_loop::push(cx, &event_loop, Entry { what: transport.clone(), with })
}

/// Sends what is kept, then ends.
fn close(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let (was_closing, left) = with(transport, body, |state| (std::mem::replace(&mut state.is_closing, true), state.left()));
    if was_closing {
        return Ok(());
    }
    stop_reading(cx, transport, body)?;
    if left == 0 {
        stop_writing(cx, transport, body)?;
        return lose_soon(cx, transport, body, Value::NONE);
    }
    Ok(())
}

/// Ends at once.
fn force_close(cx: &Cx, transport: &Value, body: &TransportBody, exception: Value) -> R<()> {
    let (lost, left) = with(transport, body, |state| (state.lost, state.left()));
    if lost > 0 {
        return Ok(());
    }
    if left > 0 {
        with(transport, body, |state| {
            state.unsent = Vec::new();
            state.sent = 0;
        });
        stop_writing(cx, transport, body)?;
    }
    let was_closing = with(transport, body, |state| std::mem::replace(&mut state.is_closing, true));
    if !was_closing {
        stop_reading(cx, transport, body)?;
    }
    lose_soon(cx, transport, body, exception)
}

/// An error ends the connection; one that is not the network's is reported.
fn fatal(cx: &Cx, transport: &Value, body: &TransportBody, raised: Raised, message: &str) -> R<()> {
    let exception = cx.take(raised);
    if !type_of(&exception).is_subtype(&OS_ERROR) {
        let (event_loop, protocol) = with(transport, body, |state| (state.event_loop.clone(), state.protocol.clone()));
        let message = Str::from_str(message).into_value();
        let context = [("message", message), ("exception", exception.clone()), ("transport", transport.clone()), ("protocol", protocol)];
        event_loop::report(cx, &event_loop, &context)?;
    }
    force_close(cx, transport, body, exception)
}

fn end_writing(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let (fd, kind) = with(transport, body, |state| (state.fd, state.kind));
    if kind == Kind::Socket {
        // A peer that is gone already is found out by reading.
        let _ = net::shut_down_writing(fd);
        return Ok(());
    }
    close(cx, transport, body)
}

// ---- flow ----

fn pause_protocol(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let due = with(transport, body, |state| {
        let is_due = state.left() > state.high && !state.is_protocol_paused;
        state.is_protocol_paused |= is_due;
        is_due.then(|| state.protocol.clone())
    });
    match due {
        Some(protocol) => flow(cx, transport, body, &protocol, &PAUSE, "protocol.pause_writing() failed"),
        None => Ok(()),
    }
}

fn resume_protocol(cx: &Cx, transport: &Value, body: &TransportBody) -> R<()> {
    let due = with(transport, body, |state| {
        let is_due = state.is_protocol_paused && state.left() <= state.low;
        state.is_protocol_paused &= !is_due;
        is_due.then(|| state.protocol.clone())
    });
    match due {
        Some(protocol) => flow(cx, transport, body, &protocol, &RESUME, "protocol.resume_writing() failed"),
        None => Ok(()),
    }
}

fn flow(cx: &Cx, transport: &Value, body: &TransportBody, protocol: &Value, method: &LazyLock<Name>, message: &str) -> R<()> {
    match call::call_method(cx, protocol, **method, &[]) {
        Ok(_) => Ok(()),
        Err(raised) if cx.pending_is(&KEYBOARD_INTERRUPT) || cx.pending_is(&SYSTEM_EXIT) => Err(raised),
        Err(raised) => {
            let exception = cx.take(raised);
            let event_loop = with(transport, body, |state| state.event_loop.clone());
            let message = Str::from_str(message).into_value();
            let context =
                [("message", message), ("exception", exception), ("transport", transport.clone()), ("protocol", protocol.clone())];
            event_loop::report(cx, &event_loop, &context)
        }
    }
}

// ---- methods ----

fn write(cx: &Cx, a: &[Value]) -> R {
    let transport = &a[0];
    let body = this(cx, transport)?;
    if !buffer::is_bytes_like(&a[1]) {
        let name = type_of(&a[1]).message_name();
        return Err(cx.type_error(format!("data argument must be a bytes-like object, not '{name}'")));
    }
    let data = buffer::bytes_like(cx, &a[1])?;
    let (eof, kind, is_over) =
        with(transport, body, |state| (state.eof_written, state.kind, state.lost > 0 || state.kind.is_write_pipe() && state.is_closing));
    if eof && kind == Kind::Socket {
        return Err(cx.runtime_error("Cannot call write() after write_eof()"));
    }
    if data.is_empty() {
        return Ok(Value::NONE);
    }
    if is_over {
        return write_in_vain(cx, transport, body);
    }
    let outcome = with(transport, body, |state| {
        let mut rest: &[u8] = &data;
        if state.left() == 0 {
            match send(state.fd, state.kind.is_socket(), rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(error) => return Some(Err(error)),
            }
        }
        if rest.is_empty() {
            return Some(Ok(false));
        }
        state.unsent.try_reserve(rest.len()).ok()?;
        state.unsent.extend_from_slice(rest);
        Some(Ok(true))
    });
    match outcome {
        None => Err(cx.memory_error()),
        Some(Ok(false)) => Ok(Value::NONE),
        Some(Ok(true)) => {
            start_writing(cx, transport, body)?;
            pause_protocol(cx, transport, body)?;
            Ok(Value::NONE)
        }
        Some(Err(error)) => {
            write_failed(cx, transport, body, &error)?;
            Ok(Value::NONE)
        }
    }
}

/// Writes to a connection that is lost are counted, and many of them are reported.
#[cold]
fn write_in_vain(cx: &Cx, transport: &Value, body: &TransportBody) -> R {
    static LOGGER: LazyLock<Name> = LazyLock::new(|| Name::new("logger"));
    let (count, kind) = with(transport, body, |state| {
        state.lost += 1;
        (state.lost, state.kind)
    });
    if count > MANY_IN_VAIN {
        let text = match kind {
            Kind::Socket => "socket.send() raised exception.",
            _ => "pipe closed by peer or os.write(pipe, data) raised exception.",
        };
        let logger = event_loop::python(cx, "asyncio.log", &LOGGER)?;
        call::call_method(cx, &logger, Name::new("warning"), &[Str::from_str(text).into_value()])?;
    }
    Ok(Value::NONE)
}

fn writelines(cx: &Cx, a: &[Value]) -> R {
    let mut all = Vec::new();
    for part in iter::collect(cx, &a[1])? {
        let part = buffer::bytes_like(cx, &part)?.into_owned();
        all.try_reserve(part.len()).map_err(|_| cx.memory_error())?;
        all.extend_from_slice(&part);
    }
    let joined = bytes::make(cx, &all)?;
    write(cx, &[a[0].clone(), joined])
}

fn write_eof(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    if with(&a[0], body, |state| state.kind.is_write_pipe()) {
        close(cx, &a[0], body)?;
        return Ok(Value::NONE);
    }
    let (is_over, left) = with(&a[0], body, |state| {
        let is_over = state.is_closing || std::mem::replace(&mut state.eof_written, true);
        (is_over, state.left())
    });
    if !is_over && left == 0 {
        end_writing(cx, &a[0], body)?;
    }
    Ok(Value::NONE)
}

fn pause_reading(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    let is_due = with(&a[0], body, |state| !state.is_closing && !std::mem::replace(&mut state.is_reading_paused, true));
    if is_due {
        stop_reading(cx, &a[0], body)?;
    }
    Ok(Value::NONE)
}

fn resume_reading(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    let is_due = with(&a[0], body, |state| !state.is_closing && std::mem::replace(&mut state.is_reading_paused, false));
    if is_due {
        start_reading(cx, &a[0], body)?;
    }
    Ok(Value::NONE)
}

/// The first reader, once the protocol knows of the connection.
fn begin(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    let is_due = with(&a[0], body, |state| !state.is_closing && !state.is_reading_paused);
    if is_due {
        start_reading(cx, &a[0], body)?;
    }
    Ok(Value::NONE)
}

static LIMITS: NativeDef = signature("set_write_buffer_limits(self, high=None, low=None)");

fn set_limits(cx: &Cx, args: Args<'_>) -> R {
    let a = bind(cx, &LIMITS, args)?;
    let number = |value: &Value| if value.is_none() { Ok(None) } else { protocol::index(cx, value).map(Some) };
    let (high, low) = (number(&a[1])?, number(&a[2])?);
    let high = high.unwrap_or_else(|| low.map_or(HIGH_WATER as i64, |low| low.saturating_mul(4)));
    let low = low.unwrap_or(high / 4);
    if !(high >= low && low >= 0) {
        return Err(cx.value_error(format!("high ({high}) must be >= low ({low}) must be >= 0")));
    }
    let body = this(cx, &a[0])?;
    with(&a[0], body, |state| (state.high, state.low) = (high as usize, low as usize));
    pause_protocol(cx, &a[0], body)?;
    Ok(Value::NONE)
}

fn get_limits(cx: &Cx, a: &[Value]) -> R {
    let (low, high) = with(&a[0], this(cx, &a[0])?, |state| (state.low, state.high));
    Ok(Tuple::new(vec![Value::int(low as i64), Value::int(high as i64)]).into_value())
}

fn get_extra_info(cx: &Cx, a: &[Value]) -> R {
    let extra = with(&a[0], this(cx, &a[0])?, |state| state.extra.clone());
    match extra.get::<Dict>() {
        Some(extra) => Ok(extra.get(cx, &a[1])?.unwrap_or_else(|| a[2].clone())),
        None => Ok(a[2].clone()),
    }
}

fn set_protocol(cx: &Cx, a: &[Value]) -> R {
    publish_into(&a[0], &a[1]);
    let protocol = a[1].clone();
    let old = with(&a[0], this(cx, &a[0])?, |state| std::mem::replace(&mut state.protocol, protocol));
    drop(old);
    Ok(Value::NONE)
}

/// From now on a stream reader of ours gets what is read.
fn set_reader(cx: &Cx, a: &[Value]) -> R {
    if !stream_reader::is_one(&a[1]) {
        return Err(cx.type_error("a StreamReader is needed"));
    }
    publish_into(&a[0], &a[1]);
    let reader = a[1].clone();
    let old = with(&a[0], this(cx, &a[0])?, |state| std::mem::replace(&mut state.reader, reader));
    drop(old);
    Ok(Value::NONE)
}

fn abort(cx: &Cx, a: &[Value]) -> R {
    force_close(cx, &a[0], this(cx, &a[0])?, Value::NONE)?;
    Ok(Value::NONE)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let body = this(cx, value)?;
    let (fd, kind, reads, writes, left) =
        with(value, body, |state| (state.fd, state.kind, state.is_reader_added, state.is_writer_added, state.left()));
    let mut text = format!("<{}", type_of(value).name());
    if fd < 0 {
        text += " closed";
    } else if with(value, body, |state| state.is_closing) {
        text += " closing";
    }
    let shown = if fd < 0 { with(value, body, |state| state.last_fd) } else { fd };
    text += &format!(" fd={shown}");
    match kind {
        Kind::Socket if fd < 0 => {}
        Kind::Socket => {
            text += if reads { " read=polling" } else { " read=idle" };
            text += &format!(" write=<{}, bufsize={left}>", if writes { "polling" } else { "idle" });
        }
        _ if fd < 0 => text += " closed",
        Kind::ReadPipe => text += if reads { " polling" } else { " idle" },
        Kind::WritePipe { .. } => text += &format!(" {} bufsize={left}", if writes { "polling" } else { "idle" }),
    }
    text.push('>');
    Ok(Str::from_str(&text).into_value())
}

macro_rules! flag {
    ($sig:literal, $state:ident => $is:expr) => {
        NativeDef::new($sig, |cx, a| Ok(Value::bool(with(&a[0], this(cx, &a[0])?, |$state| $is))))
    };
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("write(self, data)", write),
    NativeDef::new("writelines(self, list_of_data)", writelines),
    NativeDef::new("write_eof(self)", write_eof),
    NativeDef::new("can_write_eof(self)", |_, _| Ok(Value::TRUE)),
    NativeDef::new("close(self)", |cx, a| close(cx, &a[0], this(cx, &a[0])?).map(|()| Value::NONE)),
    NativeDef::new("abort(self)", abort),
    flag!("is_closing(self)", state => state.is_closing),
    flag!("is_reading(self)", state => !state.is_closing && !state.is_reading_paused),
    NativeDef::new("pause_reading(self)", pause_reading),
    NativeDef::new("resume_reading(self)", resume_reading),
    NativeDef::raw("set_write_buffer_limits(self, high=None, low=None)", set_limits),
    NativeDef::new("get_write_buffer_limits(self)", get_limits),
    NativeDef::new("get_write_buffer_size(self)", |cx, a| Ok(Value::int(with(&a[0], this(cx, &a[0])?, |state| state.left()) as i64))),
    NativeDef::new("get_extra_info(self, name, default=None)", get_extra_info),
    NativeDef::new("set_protocol(self, protocol)", set_protocol),
    NativeDef::new("get_protocol(self)", |cx, a| Ok(with(&a[0], this(cx, &a[0])?, |state| state.protocol.clone()))),
    NativeDef::new("_begin(self)", begin),
    NativeDef::new("_set_reader(self, reader)", set_reader),
    NativeDef::new("_fatal(self, error)", |cx, a| {
        force_close(cx, &a[0], this(cx, &a[0])?, a[1].clone())?;
        Ok(Value::NONE)
    }),
];

static DEF: TypeDef = TypeDef {
    name: "_SelectorSocketTransport",
    module: "asyncio.selector_events",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: METHODS,
    getset: &[
        GetSet { name: "_fd", get: |cx, t| Ok(Value::int(i64::from(with(t, this(cx, t)?, |state| state.fd)))), set: None },
        GetSet { name: "_loop", get: |cx, t| Ok(with(t, this(cx, t)?, |state| state.event_loop.clone())), set: None },
        GetSet { name: "_extra", get: |cx, t| Ok(with(t, this(cx, t)?, |state| state.extra.clone())), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static TRANSPORT: Type = Type::from_def(&DEF);
