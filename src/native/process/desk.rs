//! The program's side of a board (`sched::board`): the calls of a pool with what they are to the pool, and the lines to its workers. Knows
//! not what the calls do with their results, nor how processes are started.
//!
//! A packet begins with a byte that says what it is. To a worker: WAKE. From a worker: WAKE, and what scripts read (`stdlib/_taskpool.py`).
//! Contents of calls and answers begin so, too: PACKED by `pack`, others by pickle.

use super::pack;
use super::wire::{fd_arg, packet, sleep_for};
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::os_error::io_error;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::board::{Board, Held, Shape, WORKERS};
use crate::sched::packets;
use crate::sched::poll::Interest;
use crate::sched::shared_memory::Mapping;
use crate::sched::sync::wait_briefly;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::os::fd::{AsRawFd, OwnedFd};

pub(super) const SHAPE: Shape = Shape { slots: 256, slot_words: 256 };

/// First byte of packets and contents.
pub(super) const PACKED: u8 = 3;
pub(super) const WAKE: u8 = 6;

enum Content {
    Bytes(Vec<u8>),
    /// For the script that is asked for it: what cannot be sent without knowing to whom.
    Object(Value),
}

/// A call under way.
struct Entry {
    /// What it is to the pool.
    task: Value,
    key: u64,
    /// None once it is on the board.
    content: Option<Content>,
}

#[derive(Default)]
struct Calls {
    /// By slot, the calls that have one.
    posted: Vec<Option<Entry>>,
    /// The last to be freed is the first to be used: its memory is warm.
    free: Vec<usize>,
    /// Oldest first, the calls that have none.
    waiting: VecDeque<Entry>,
    next_number: u64,
}

struct Desk {
    file: OwnedFd,
    board: Board<Mapping>,
    /// Around all that the program does with the board. Nothing is waited for, no script runs and no value dies under it.
    calls: Mutex<Calls>,
    /// By worker, our end of its line; -1 where there is no such worker. Held while a worker is woken, so that no descriptor is closed
    /// and used for something else meanwhile: whoever closes a line takes it off the list before. Taken without `calls`.
    lines: Mutex<Vec<i32>>,
}

impl Payload for Desk {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        let calls = self.calls.lock();
        for entry in calls.posted.iter().flatten().chain(&calls.waiting) {
            visit(&entry.task);
            if let Some(Content::Object(object)) = &entry.content {
                visit(object);
            }
        }
    }

    fn clear(&self) {
        let entries = {
            let mut calls = self.calls.lock();
            let posted: Vec<Entry> = calls.posted.iter_mut().filter_map(Option::take).collect();
            (posted, std::mem::take(&mut calls.waiting))
        };
        drop(entries);
    }
}

impl Calls {
    /// Posts as many as there is room for, and says how many.
    fn post(&mut self, board: &Board<Mapping>) -> usize {
        let mut count = 0;
        while let Some(entry) = self.waiting.front()
            && let Some(slot) = self.free.last().copied()
        {
            let bytes = match &entry.content {
                Some(Content::Bytes(bytes)) if bytes.len() <= SHAPE.room() => Some(bytes.as_slice()),
                _ => None,
            };
            if !board.post(slot, self.next_number, entry.key, bytes) {
                break;
            }
            let is_on_board = bytes.is_some();
            self.free.pop();
            self.next_number += 1;
            count += 1;
            if let Some(mut entry) = self.waiting.pop_front() {
                if is_on_board {
                    entry.content = None;
                }
                self.posted[slot] = Some(entry);
            }
        }
        count
    }

    fn release(&mut self, board: &Board<Mapping>, slot: usize) -> Option<Entry> {
        let entry = self.posted[slot].take()?;
        board.free(slot);
        self.free.push(slot);
        Some(entry)
    }
}

impl Desk {
    fn submit(&self, entries: impl IntoIterator<Item = Entry>) {
        let count = {
            let mut calls = self.calls.lock();
            calls.waiting.extend(entries);
            calls.post(&self.board)
        };
        self.wake(count);
    }

    /// Wakes up to `count` workers that sleep.
    fn wake(&self, count: usize) {
        for _ in 0..count {
            let Some(worker) = self.board.take_sleeper() else { return };
            let lines = self.lines.lock();
            if let Some(line) = lines.get(worker).filter(|line| **line >= 0) {
                // A full line wakes as well; a dead worker is found by its line's end.
                let _full_or_dead = packets::send(*line, &[WAKE], &[]);
            }
        }
    }

    /// The tasks and answers of calls that are done; their slots are used for what waits.
    fn collect(&self) -> Vec<(Entry, Option<Vec<u8>>)> {
        let mut slots = Vec::new();
        let mut found = Vec::new();
        let count = {
            let mut calls = self.calls.lock();
            self.board.take_done(&mut slots);
            for slot in slots {
                let content = self.board.content(slot);
                if let Some(entry) = calls.release(&self.board, slot) {
                    found.push((entry, content));
                }
            }
            calls.post(&self.board)
        };
        self.wake(count);
        found
    }
}

fn desk<'a>(cx: &Cx, value: &'a Value) -> R<&'a Desk> {
    Native::<Desk>::of(value).ok_or_else(|| cx.type_error("expected a desk"))
}

/// An answer as scripts get it: what is packed as (task, value), the rest as (task, bytes, None); (task, exception, False) if there is
/// no memory for it.
fn answer(cx: &Cx, entry: Entry, content: Option<Vec<u8>>) -> Value {
    let content = content.unwrap_or_default();
    let read = match content.split_first() {
        Some((&PACKED, packed)) => pack::unpack(cx, packed).map(|value| vec![value]),
        _ => bytes::make(cx, &content).map(|bytes| vec![bytes, Value::NONE]),
    };
    let parts = read.unwrap_or_else(|raised| vec![cx.take(raised), Value::FALSE]);
    Tuple::new([vec![entry.task], parts].concat()).into_value()
}

fn answers(cx: &Cx, found: Vec<(Entry, Option<Vec<u8>>)>) -> Value {
    List::new(found.into_iter().map(|(entry, content)| answer(cx, entry, content)).collect()).into_value()
}

fn new(cx: &Cx, _: &[Value]) -> R {
    let failed = |error: std::io::Error| io_error(cx, &error, None);
    let file = crate::sched::fd::own(packets::anonymous_file().map_err(failed)?);
    let size = SHAPE.words() * 8;
    crate::sched::fd::truncate(file.as_raw_fd(), size as i64).map_err(failed)?;
    let board = Board::new(Mapping::of_file(file.as_raw_fd(), size).map_err(failed)?, SHAPE);
    let calls = Calls { posted: (0..SHAPE.slots).map(|_| None).collect(), free: (0..SHAPE.slots).rev().collect(), ..Calls::default() };
    Ok(Native::make(&DESK, Desk { file, board, calls: Mutex::new(calls), lines: Mutex::default() }))
}

fn key_arg(cx: &Cx, value: &Value) -> R<u64> {
    Ok(protocol::index(cx, value)? as u64)
}

/// `submit(task, key, args)`: asks for a call of function `key` with `args`. False if that is not plain data: then nothing has happened.
fn submit(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let key = key_arg(cx, &a[2])?;
    let mut bytes = vec![PACKED];
    if pack::pack(&mut bytes, &a[3]).is_err() {
        return Ok(Value::FALSE);
    }
    publish_into(&a[0], &a[1]);
    this.submit([Entry { task: a[1].clone(), key, content: Some(Content::Bytes(bytes)) }]);
    Ok(Value::TRUE)
}

/// `submit_parts(job, key, items, size, part)`: asks for a call of function `key` with each part of `items` (a list, tuple or range) of
/// `size` items, the last one shorter, from number `part` on. The task of each is (job, its number). Gives the number of the first part
/// that is not plain data; no call is asked for from there on.
fn submit_parts(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let key = key_arg(cx, &a[2])?;
    let (size, mut part) = (small(cx, &a[4], usize::MAX)?.max(1), small(cx, &a[5], usize::MAX)?);
    let count = protocol::len(cx, &a[3])?.div_ceil(size);
    let mut entries = Vec::with_capacity(count.saturating_sub(part));
    while part < count {
        let mut bytes = vec![PACKED];
        if pack::pack_part(&mut bytes, &a[3], part * size, size).is_err() {
            break;
        }
        let task = Tuple::of([a[1].clone(), Value::int(part as i64)]).into_value();
        publish_into(&a[0], &task);
        entries.push(Entry { task, key, content: Some(Content::Bytes(bytes)) });
        part += 1;
    }
    this.submit(entries);
    Ok(Value::int(part as i64))
}

/// `put(task, key, content)`: asks for a call; the content is bytes, or an object for the script to send when a worker asks for it.
fn put(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let key = key_arg(cx, &a[2])?;
    let content = match buffer::view(&a[3]) {
        Some(bytes) => Content::Bytes(bytes.into_owned()),
        None => {
            publish_into(&a[0], &a[3]);
            Content::Object(a[3].clone())
        }
    };
    publish_into(&a[0], &a[1]);
    this.submit([Entry { task: a[1].clone(), key, content: Some(content) }]);
    Ok(Value::NONE)
}

/// `count()`: calls that have no answer yet.
fn count(cx: &Cx, a: &[Value]) -> R {
    let calls = desk(cx, &a[0])?.calls.lock();
    Ok(Value::int((SHAPE.slots - calls.free.len() + calls.waiting.len()) as i64))
}

/// `join(line)`: the number of a new worker. Errors: RuntimeError if there are too many.
fn join(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let line = fd_arg(cx, &a[1])?;
    let mut lines = this.lines.lock();
    let worker = lines.iter().position(|line| *line < 0).unwrap_or(lines.len());
    if worker == WORKERS {
        return Err(cx.runtime_error("a pool has too many processes"));
    }
    if worker == lines.len() {
        lines.push(line);
    } else {
        lines[worker] = line;
    }
    Ok(Value::int(worker as i64))
}

fn small(cx: &Cx, value: &Value, bound: usize) -> R<usize> {
    usize::try_from(protocol::index(cx, value)?).ok().filter(|number| *number < bound).ok_or_else(|| cx.index_error("no such number"))
}

/// `leave(worker)`: a worker has died. (answers, tasks of the calls that it had begun). Its line may be closed afterwards.
fn leave(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let worker = small(cx, &a[1], WORKERS)?;
    if let Some(line) = this.lines.lock().get_mut(worker) {
        *line = -1;
    }
    this.board.strike_out(worker);
    let mut found = this.collect();
    let mut lost = Vec::new();
    let count = {
        let mut calls = this.calls.lock();
        for slot in 0..SHAPE.slots {
            let Some(held) = this.board.held_by(slot, worker) else { continue };
            let content = this.board.content(slot);
            let Some(entry) = calls.release(&this.board, slot) else { continue };
            match held {
                Held::Answered => found.push((entry, content)),
                Held::Unfinished => lost.push(entry),
            }
        }
        calls.post(&this.board)
    };
    // It may have been woken for a call that it has not taken.
    this.wake(count.max(1));
    let lost = List::new(lost.into_iter().map(|entry| entry.task).collect()).into_value();
    Ok(Tuple::new(vec![answers(cx, found), lost]).into_value())
}

/// `asked(slot)`: (key, content) of a call that a worker has claimed; content None: it is on the board.
fn asked(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let slot = small(cx, &a[1], SHAPE.slots)?;
    let calls = this.calls.lock();
    let Some(entry) = &calls.posted[slot] else {
        drop(calls);
        return Err(cx.value_error("there is no such call"));
    };
    let key = Value::int(entry.key as i64);
    let content = match &entry.content {
        None => Value::NONE,
        Some(Content::Bytes(bytes)) => bytes::make(cx, bytes)?,
        Some(Content::Object(object)) => object.clone(),
    };
    drop(calls);
    Ok(Tuple::new(vec![key, content]).into_value())
}

/// `answered(slot, worker)`: the task of a call whose answer came otherwise, in a tuple; an empty one if the worker does not have it.
fn answered(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let (slot, worker) = (small(cx, &a[1], SHAPE.slots)?, small(cx, &a[2], WORKERS)?);
    let (entry, count) = {
        let mut calls = this.calls.lock();
        let is_its = this.board.held_by(slot, worker) == Some(Held::Unfinished);
        let entry = if is_its { calls.release(&this.board, slot) } else { None };
        (entry, calls.post(&this.board))
    };
    this.wake(count);
    Ok(Tuple::new(entry.into_iter().map(|entry| entry.task).collect()).into_value())
}

/// `take_back()`: the tasks of the calls that nobody has begun; nobody will.
fn take_back(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let entries = {
        let mut calls = this.calls.lock();
        let mut entries = Vec::new();
        for slot in 0..SHAPE.slots {
            if calls.posted[slot].is_some() && this.board.take_back(slot) {
                entries.extend(calls.release(&this.board, slot));
            }
        }
        entries.extend(std::mem::take(&mut calls.waiting));
        entries
    };
    Ok(List::new(entries.into_iter().map(|entry| entry.task).collect()).into_value())
}

/// `tasks()`: those of all calls without an answer.
fn tasks(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let calls = this.calls.lock();
    let tasks = calls.posted.iter().flatten().chain(&calls.waiting).map(|entry| entry.task.clone()).collect();
    drop(calls);
    Ok(List::new(tasks).into_value())
}

/// `rest(wake, lines)`: sleeps until there are answers, packets from workers, or a token in the pipe `wake`. (answers, packets); a packet
/// is (line, data, fds), or (line, None, None) where a line has ended.
fn rest(cx: &Cx, a: &[Value]) -> R {
    let this = desk(cx, &a[0])?;
    let wake = fd_arg(cx, &a[1])?;
    let lines = iter::collect(cx, &a[2])?.iter().map(|line| fd_arg(cx, line)).collect::<R<Vec<i32>>>()?;
    loop {
        let found = this.collect();
        if !found.is_empty() {
            return Ok(Tuple::new(vec![answers(cx, found), List::new(Vec::new()).into_value()]).into_value());
        }
        if blocking(&cx.strand, || wait_briefly(|| this.board.has_done())) || !this.board.fall_asleep() {
            continue;
        }
        let mut interests: Vec<Interest> = std::iter::once(&wake).chain(&lines).map(|fd| Interest::new(*fd, libc::POLLIN)).collect();
        let waited = sleep_for(cx, &mut interests, None);
        this.board.get_up();
        waited?;
        let mut heard = Vec::new();
        let mut is_called = false;
        for interest in interests.iter().filter(|interest| interest.found != 0) {
            if interest.fd == wake {
                let mut tokens = [0; 64];
                while crate::sched::fd::read(wake, &mut tokens).is_ok_and(|count| count == tokens.len()) {}
                is_called = true;
                continue;
            }
            heard.extend(hear(cx, interest.fd)?);
        }
        if is_called || !heard.is_empty() {
            // What the dead have left on the board came before their end.
            let found = answers(cx, this.collect());
            return Ok(Tuple::new(vec![found, List::new(heard).into_value()]).into_value());
        }
    }
}

/// What a line has to say; None for a call to wake up.
fn hear(cx: &Cx, line: i32) -> R<Option<Value>> {
    let number = Value::int(i64::from(line));
    match packets::receive(line) {
        Ok(Some((data, _))) if data == [WAKE] => Ok(None),
        Ok(Some((data, fds))) => {
            let found = packet(cx, &data, fds)?;
            let parts = found.get::<Tuple>().map(|pair| pair.items().to_vec()).unwrap_or_default();
            Ok(Some(Tuple::new([vec![number], parts].concat()).into_value()))
        }
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(None),
        Ok(None) | Err(_) => Ok(Some(Tuple::new(vec![number, Value::NONE, Value::NONE]).into_value())),
    }
}

/// `pack(value)`: its bytes with what they are, or None if it is not plain data.
fn pack_function(cx: &Cx, a: &[Value]) -> R {
    let mut packed = vec![PACKED];
    if pack::pack(&mut packed, &a[0]).is_err() { Ok(Value::NONE) } else { bytes::make(cx, &packed) }
}

/// `unpack(content, start)`: the value that was packed into the bytes from there.
fn unpack_function(cx: &Cx, a: &[Value]) -> R {
    let content = buffer::bytes_like(cx, &a[0])?;
    match content.get(small(cx, &a[1], usize::MAX)?..).and_then(<[u8]>::split_first) {
        Some((&PACKED, packed)) => pack::unpack(cx, packed),
        _ => Err(cx.value_error("these bytes are not packed")),
    }
}

static DEF: TypeDef = TypeDef {
    name: "Desk",
    module: "_process",
    slots: Slots::NONE,
    methods: &[
        NativeDef::new("submit(self, task, key, args, /)", submit),
        NativeDef::new("submit_parts(self, job, key, items, size, part, /)", submit_parts),
        NativeDef::new("put(self, task, key, content, /)", put),
        NativeDef::new("count(self, /)", count),
        NativeDef::new("join(self, line, /)", join),
        NativeDef::new("leave(self, worker, /)", leave),
        NativeDef::new("asked(self, slot, /)", asked),
        NativeDef::new("answered(self, slot, worker, /)", answered),
        NativeDef::new("take_back(self, /)", take_back),
        NativeDef::new("tasks(self, /)", tasks),
        NativeDef::new("rest(self, wake, lines, /)", rest),
    ],
    getset: &[GetSet { name: "file", get: |cx, this| Ok(Value::int(i64::from(desk(cx, this)?.file.as_raw_fd()))), set: None }],
    ..TypeDef::EMPTY
};
static DESK: Type = Type::from_def(&DEF);

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("desk()", new),
    NativeDef::new("pack(value, /)", pack_function),
    NativeDef::new("unpack(content, start=0, /)", unpack_function),
];

pub(super) fn ready() {
    DESK.make_ready();
}
