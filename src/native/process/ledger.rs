//! The type `Ledger`: a queue's copy of `sched::ledger`, as `multiprocessing.queues` uses it. Waits are those for pipes into which others
//! write, and look after the dead from time to time: nothing tells that a process has been killed at the wrong moment.

use super::looks::Looks;
use super::memory::map_file;
use super::wire::{fd_arg, fd_args, packet, receive_packet, send_headed, sleep_for};
use crate::native::thread::timeout;
use crate::object::buffer;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::NativeDef;
use crate::object::os_error::os_error;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::ledger::{self, Announced, HEADER, Item, Waiting};
use crate::sched::poll::{Interest, look_once};
use crate::sched::shared_memory::Mapping;
use crate::sched::{fd, packets, processes};
use std::time::{Duration, Instant};

struct Ledger {
    body: ledger::Ledger<Mapping>,
    /// The places of a bounded queue.
    limit: Option<u64>,
}

impl Payload for Ledger {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Ledger> {
    Native::<Ledger>::of(value).ok_or_else(|| cx.type_error(format!("expected a ledger, not '{}'", type_of(value).message_name())))
}

/// `ledger(fd, limit)`: of the memory behind a descriptor. `limit` 0 is none.
fn make(cx: &Cx, a: &[Value]) -> R {
    let (file, limit) = (fd_arg(cx, &a[0])?, protocol::index(cx, &a[1])?);
    let memory = map_file(cx, file, ledger::SIZE)?;
    let Some(body) = ledger::Ledger::new(memory, processes::own_tag(), processes::is_gone) else {
        return Err(os_error(cx, libc::EAGAIN, None));
    };
    Ok(Native::make(&LEDGER, Ledger { body, limit: u64::try_from(limit).ok().filter(|limit| *limit > 0) }))
}

/// `put(fd, data, fds, may_send)`: announces an item and sends it if it may and can. None: there is no place for it. 0: it is sent. Else
/// its number: the caller sends it later. Calls come one at a time.
fn put(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let (line, data, fds) = (fd_arg(cx, &a[1])?, buffer::bytes_like(cx, &a[2])?, fd_args(cx, &a[3])?);
    let may_send = protocol::truth(cx, &a[4])?;
    let item = loop {
        match this.body.announce(this.limit) {
            Announced::Item(item) => break item,
            Announced::Full => return Ok(Value::NONE),
            Announced::Busy => {
                sleep_for(cx, &mut [], Some(Instant::now() + Duration::from_millis(1)))?;
            }
        }
    };
    if !may_send {
        return Ok(int::from_u64(item.number()));
    }
    match send_headed(cx, line, (&item.header(), &data), &fds, false) {
        Ok(true) => {
            this.body.sent(item.number());
            Ok(Value::int(0))
        }
        Ok(false) => Ok(int::from_u64(item.number())),
        Err(raised) => {
            this.body.withdraw();
            Err(raised)
        }
    }
}

/// `send(fd, number, data, fds)`: sends an announced item, waiting for room on the line.
fn send(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let (line, number, data) = (fd_arg(cx, &a[1])?, protocol::index(cx, &a[2])?.cast_unsigned(), buffer::bytes_like(cx, &a[3])?);
    let fds = fd_args(cx, &a[4])?;
    send_headed(cx, line, (&this.body.item(number).header(), &data), &fds, true)?;
    this.body.sent(number);
    Ok(Value::NONE)
}

/// `get(fd, block, timeout, room)`: (data, fds); None if there is nothing in time. `room` is the pipe of those who wait for a place.
fn get(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let (line, block, end) = (fd_arg(cx, &a[1])?, protocol::truth(cx, &a[2])?, timeout::optional(cx, &a[3])?);
    let room = fd_arg(cx, &a[4])?;
    let take = |line| {
        this.body.reading(|| {
            let Some((data, fds)) = packets::receive(line)? else { return Ok(None) };
            let item = Item::read(&data).ok_or(std::io::ErrorKind::InvalidData)?;
            this.body.got(item);
            Ok(Some((data, fds)))
        })
    };
    let Some((data, fds)) = receive_packet(cx, line, block, end, take)? else {
        // The line is empty: places of the dead can be told from others now, not when the next items lie there.
        if this.limit.is_some() && this.body.on_the_way() > 0 {
            settle(this, line);
        }
        return Ok(Value::NONE);
    };
    if this.limit.is_some() && this.body.waiting(Waiting::ForPlaces) > 0 {
        let _full_wakes_too = fd::write(room, b"x");
    }
    packet(cx, &data[HEADER..], fds)
}

fn settle(ledger: &Ledger, line: i32) {
    ledger.body.settle(|| matches!(look_once(&mut [Interest::new(line, libc::POLLIN)]), Ok(false)));
}

/// `size(line)`: how many items are on the way.
fn size(cx: &Cx, a: &[Value]) -> R {
    let (this, line) = (this(cx, &a[0])?, fd_arg(cx, &a[1])?);
    if this.body.on_the_way() > 0 {
        settle(this, line);
    }
    Ok(int::from_u64(this.body.on_the_way()))
}

/// Counts its strand among those who wait.
struct Wait<'a> {
    ledger: &'a Ledger,
    waiting: Waiting,
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.ledger.body.end_wait(self.waiting);
    }
}

/// Waits until `is_there`; false if it is not in time. `pipe` is written into when that may have changed, `line` is what items come from.
fn wait(
    cx: &Cx,
    ledger: &Ledger,
    (line, pipe): (i32, i32),
    waiting: Waiting,
    end: Option<Instant>,
    is_there: impl Fn() -> bool,
) -> R<bool> {
    ledger.body.begin_wait(waiting);
    let _wait = Wait { ledger, waiting };
    let mut looks = Looks::new(end);
    loop {
        if is_there() {
            return Ok(true);
        }
        if looks.is_over() {
            return Ok(false);
        }
        if looks.sleep(cx, pipe)? {
            // Another may have taken it, and what was waited for.
            let _taken = fd::read(pipe, &mut [0]);
        } else {
            settle(ledger, line);
        }
    }
}

/// `wait_for_place(line, pipe, timeout)`: whether there was one in time; somebody else may have it by now.
fn wait_for_place(cx: &Cx, a: &[Value]) -> R {
    let (this, ends) = (this(cx, &a[0])?, (fd_arg(cx, &a[1])?, fd_arg(cx, &a[2])?));
    let end = timeout::optional(cx, &a[3])?;
    wait(cx, this, ends, Waiting::ForPlaces, end, || !is_full(this)).map(Value::bool)
}

fn is_full(this: &Ledger) -> bool {
    this.limit.is_some_and(|limit| this.body.on_the_way() >= limit)
}

/// `join(line, pipe)`: waits until all that was announced is done.
fn join(cx: &Cx, a: &[Value]) -> R {
    let (this, ends) = (this(cx, &a[0])?, (fd_arg(cx, &a[1])?, fd_arg(cx, &a[2])?));
    wait(cx, this, ends, Waiting::ForEnd, None, || this.body.is_all_done()).map(|_| Value::NONE)
}

/// `finish(pipe)`: an item is done; False if there is none that is not. Writes into the pipe once per `join` that this ends.
fn finish(cx: &Cx, a: &[Value]) -> R {
    let (this, pipe) = (this(cx, &a[0])?, fd_arg(cx, &a[1])?);
    let is_one = this.body.finish();
    let waiting = this.body.waiting(Waiting::ForEnd);
    if is_one && waiting > 0 && this.body.is_all_done() {
        let _full_wakes_too = fd::write(pipe, &vec![b'x'; waiting.min(4096) as usize]);
    }
    Ok(Value::bool(is_one))
}

static DEF: TypeDef = TypeDef {
    name: "Ledger",
    module: "_process",
    slots: Slots::NONE,
    methods: &[
        NativeDef::new("put(self, fd, data, fds, may_send, /)", put),
        NativeDef::new("send(self, fd, number, data, fds, /)", send),
        NativeDef::new("withdraw(self, /)", |cx, a| {
            this(cx, &a[0])?.body.withdraw();
            Ok(Value::NONE)
        }),
        NativeDef::new("get(self, fd, block, timeout, room, /)", get),
        NativeDef::new("wait_for_place(self, line, pipe, timeout, /)", wait_for_place),
        NativeDef::new("join(self, line, pipe, /)", join),
        NativeDef::new("finish(self, pipe, /)", finish),
        NativeDef::new("size(self, line, /)", size),
        NativeDef::new("is_full(self, /)", |cx, a| Ok(Value::bool(is_full(this(cx, &a[0])?)))),
    ],
    ..TypeDef::EMPTY
};
static LEDGER: Type = Type::from_def(&DEF);

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("ledger(fd, limit, /)", make)];

pub(super) fn ready() {
    LEDGER.make_ready();
}
