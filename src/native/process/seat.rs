//! A worker's side of a board (`sched::board`): claims calls, makes them, and leaves the answers. What cannot be done with plain data and
//! known functions is left to the script that serves (`stdlib/_taskpool.py`).

use super::desk::{PACKED, SHAPE, WAKE};
use super::pack;
use super::wire::{fd_arg, send_packet, sleep_for};
use crate::object::args::Args;
use crate::object::bytes;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{EOF_ERROR, EXCEPTION, make};
use crate::object::native::NativeDef;
use crate::object::os_error::io_error;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::board::{Board, WORKERS};
use crate::sched::packets;
use crate::sched::poll::Interest;
use crate::sched::shared_memory::Mapping;
use crate::sched::sync::wait_briefly;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

struct Seat {
    board: Board<Mapping>,
    worker: usize,
    line: i32,
    /// A worker whose program is gone begins no more calls, though there may be some on the board.
    program: u32,
    /// Calls that it may still make. Only the one thread that serves counts them.
    left: AtomicU64,
}

impl Payload for Seat {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Seat {
    /// The next call. Errors: EOFError when the program is gone, what an interrupt raises.
    fn next(&self, cx: &Cx) -> R<usize> {
        loop {
            cx.safepoint()?;
            if std::os::unix::process::parent_id() != self.program {
                return Err(cx.raise(make(&EOF_ERROR, Vec::new())));
            }
            if let Some(slot) = self.board.claim(self.worker) {
                return Ok(slot);
            }
            if blocking(&cx.strand, || wait_briefly(|| self.board.has_calls())) || !self.board.fall_asleep_worker(self.worker) {
                continue;
            }
            let waited = sleep_for(cx, &mut [Interest::new(self.line, libc::POLLIN)], None);
            self.board.get_up_worker(self.worker);
            waited?;
            match packets::receive(self.line) {
                Ok(Some((data, _))) if data == [WAKE] => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(error) if error.kind() != ErrorKind::ConnectionReset => return Err(io_error(cx, &error, None)),
                _ => return Err(cx.raise(make(&EOF_ERROR, Vec::new()))),
            }
        }
    }

    /// Leaves the answer `content` to the call in `slot`.
    fn reply(&self, cx: &Cx, slot: usize, content: &[u8]) -> R<()> {
        if content.len() > SHAPE.room() {
            let packet = [&[PACKED, slot as u8, (slot >> 8) as u8], content].concat();
            return send_packet(cx, self.line, &packet, &[], true).map(drop);
        }
        if self.board.answer(slot, self.worker, content) {
            send_packet(cx, self.line, &[WAKE], &[], true)?;
        }
        Ok(())
    }
}

fn seat<'a>(cx: &Cx, value: &'a Value) -> R<&'a Seat> {
    Native::<Seat>::of(value).ok_or_else(|| cx.type_error("expected a seat"))
}

/// `seat(file, line, worker, most)`: at the board in the file, as that worker.
fn new(cx: &Cx, a: &[Value]) -> R {
    let (file, line) = (fd_arg(cx, &a[0])?, fd_arg(cx, &a[1])?);
    let size = SHAPE.words() * 8;
    let stat = crate::sched::fd::stat(file).map_err(|error| io_error(cx, &error, None))?;
    let worker = usize::try_from(protocol::index(cx, &a[2])?).ok().filter(|worker| *worker < WORKERS);
    let (Some(worker), true) = (worker, usize::try_from(stat.st_size).is_ok_and(|have| have >= size)) else {
        return Err(cx.value_error("this is no board"));
    };
    let words = Mapping::of_file(file, size).map_err(|error| io_error(cx, &error, None))?;
    let left = if a[3].is_none() { u64::MAX } else { protocol::index(cx, &a[3])? as u64 };
    let program = std::os::unix::process::parent_id();
    Ok(Native::make(&SEAT, Seat { board: Board::new(words, SHAPE), worker, line, program, left: AtomicU64::new(left) }))
}

fn left_over(slot: usize, what: &str, more: Vec<Value>) -> R {
    let head = vec![Value::int(slot as i64), Str::from_str(what).into_value()];
    Ok(Tuple::new([head, more].concat()).into_value())
}

/// `serve(functions, all_errors)`: makes calls of functions, by key, until there is something for the script: (slot, what, ...)
/// - 'call', key, content: a call whose function or arguments are not here; content is None if it is not on the board;
/// - 'value', value: a result that is not plain data;
/// - 'error', exception: an `Exception`, or any with `all_errors`.
///
/// None when all calls are made. Errors: EOFError when the program is gone; what ends the worker.
fn serve(cx: &Cx, a: &[Value]) -> R {
    let this = seat(cx, &a[0])?;
    let Some(functions) = a[1].get_exact::<Dict>() else { return Err(cx.type_error("expected a dict")) };
    let catches_all = protocol::truth(cx, &a[2])?;
    loop {
        let left = this.left.load(Relaxed);
        if left == 0 {
            return Ok(Value::NONE);
        }
        let slot = this.next(cx)?;
        this.left.store(left - 1, Relaxed);
        let key = Value::int(this.board.key(slot) as i64);
        let content = this.board.content(slot);
        let function = functions.get(cx, &key)?;
        let (Some(function), Some([PACKED, packed @ ..])) = (&function, content.as_deref()) else {
            let content = content.map_or(Ok(Value::NONE), |content| bytes::make(cx, &content))?;
            return left_over(slot, "call", vec![key, content]);
        };
        let args = pack::unpack(cx, packed)?;
        match call::call(cx, function, Args::positional(&[args])) {
            Ok(value) => {
                if !answer_plain(cx, this, slot, &value)? {
                    return left_over(slot, "value", vec![value]);
                }
            }
            Err(raised) => {
                let exception = cx.take(raised);
                if !catches_all && !type_of(&exception).is_subtype(&EXCEPTION) {
                    return Err(cx.reraise(exception));
                }
                return left_over(slot, "error", vec![exception]);
            }
        }
    }
}

/// False if the value is not plain data: then there is no answer yet.
fn answer_plain(cx: &Cx, seat: &Seat, slot: usize, value: &Value) -> R<bool> {
    let mut content = vec![PACKED];
    if pack::pack(&mut content, value).is_err() {
        return Ok(false);
    }
    seat.reply(cx, slot, &content)?;
    Ok(true)
}

fn slot_arg(cx: &Cx, value: &Value) -> R<usize> {
    let slot = usize::try_from(protocol::index(cx, value)?).ok().filter(|slot| *slot < SHAPE.slots);
    slot.ok_or_else(|| cx.index_error("no such slot"))
}

/// `answer(slot, value)`: leaves a result, unless it is not plain data: False then.
fn answer(cx: &Cx, a: &[Value]) -> R {
    answer_plain(cx, seat(cx, &a[0])?, slot_arg(cx, &a[1])?, &a[2]).map(Value::bool)
}

/// `reply(slot, content)`: leaves an answer in the form in which the program reads it. False if it is too long for the board.
fn reply(cx: &Cx, a: &[Value]) -> R {
    let this = seat(cx, &a[0])?;
    let content = crate::object::buffer::bytes_like(cx, &a[2])?;
    if content.len() > SHAPE.room() {
        return Ok(Value::FALSE);
    }
    this.reply(cx, slot_arg(cx, &a[1])?, &content)?;
    Ok(Value::TRUE)
}

static DEF: TypeDef = TypeDef {
    name: "Seat",
    module: "_process",
    slots: Slots::NONE,
    methods: &[
        NativeDef::new("serve(self, functions, all_errors, /)", serve),
        NativeDef::new("answer(self, slot, value, /)", answer),
        NativeDef::new("reply(self, slot, content, /)", reply),
    ],
    ..TypeDef::EMPTY
};
static SEAT: Type = Type::from_def(&DEF);

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("seat(file, line, worker, most, /)", new)];

pub(super) fn ready() {
    SEAT.make_ready();
}
