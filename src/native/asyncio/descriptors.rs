//! Descriptors that a loop watches: which handles run when one can be read or written.

use super::event_loop::{self, Entry, LoopBody, this};
use super::handle;
use super::transport;
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::os_error;
use crate::object::payload::publish_into;
use crate::object::protocol;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::reactor::Reactor;
use std::collections::HashMap;
use std::sync::Arc;

/// The handles of one descriptor; Unset: none.
pub(super) struct Watched {
    reader: Value,
    writer: Value,
}

#[derive(Default)]
pub(super) struct Descriptors {
    watched: HashMap<i32, Watched>,
    reactor: Option<Arc<Reactor>>,
}

impl Descriptors {
    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        for watched in self.watched.values() {
            visit(&watched.reader);
            visit(&watched.writer);
        }
    }

    /// The reactor, while there is something to watch.
    pub(super) fn active(&self) -> Option<Arc<Reactor>> {
        if self.watched.is_empty() { None } else { self.reactor.clone() }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Read,
    Write,
}

/// The descriptor that a number or an object with `fileno()` means.
fn fd_of(cx: &Cx, value: &Value) -> R<i32> {
    let number = match value.as_int() {
        Some(number) => number,
        None => {
            let Some(method) = crate::object::attr::lookup_optional(cx, value, crate::object::str::Name::new("fileno"))? else {
                return Err(cx.value_error(format!("Invalid file object: {}", protocol::repr(cx, value)?.to_str_lossy())));
            };
            let given = crate::object::call::call_pos(cx, &method, &[])?;
            protocol::index(cx, &given)?
        }
    };
    match i32::try_from(number) {
        Ok(fd) if fd >= 0 => Ok(fd),
        _ => Err(cx.value_error(format!("Invalid file descriptor: {number}"))),
    }
}

/// The loop's reactor, made when it is first needed.
fn reactor(cx: &Cx, event_loop: &Value, body: &LoopBody) -> R<Arc<Reactor>> {
    if let Some(reactor) = body.state.with(event_loop, |state| state.descriptors.reactor.clone()) {
        return Ok(reactor);
    }
    let fresh = Reactor::new().map_err(|error| os_error::io_error(cx, &error, None))?;
    Ok(body.state.with(event_loop, |state| state.descriptors.reactor.get_or_insert(fresh).clone()))
}

fn watch(cx: &Cx, args: &Args<'_>, side: Side) -> R {
    let pos = args.pos();
    let [event_loop, file, callback, rest @ ..] = pos else {
        return Err(cx.type_error("a file and a callback are needed"));
    };
    let body = this(cx, event_loop)?;
    if body.state.with(event_loop, |state| state.is_closed) {
        return Err(event_loop::closed(cx));
    }
    let fd = fd_of(cx, file)?;
    let args = Tuple::from_slice(rest).into_value();
    let fresh = handle::make(event_loop.clone(), callback.clone(), args, contextvars::copy_current(cx));
    enter(cx, event_loop, body, fd, side, fresh.clone())?;
    Ok(fresh)
}

/// Puts a handle or transport into the table and tells the system.
fn enter(cx: &Cx, event_loop: &Value, body: &LoopBody, fd: i32, side: Side, fresh: Value) -> R<()> {
    let reactor = reactor(cx, event_loop, body)?;
    publish_into(event_loop, &fresh);
    let (known, reads, writes, old) = body.state.with(event_loop, |state| {
        let all = &mut state.descriptors.watched;
        let known = all.contains_key(&fd);
        let watched = all.entry(fd).or_insert(Watched { reader: Value::UNSET, writer: Value::UNSET });
        let place = if side == Side::Read { &mut watched.reader } else { &mut watched.writer };
        let old = std::mem::replace(place, fresh);
        (known, !watched.reader.is_unset(), !watched.writer.is_unset(), old)
    });
    if !old.is_unset() {
        handle::cancel_quietly(&old);
        return Ok(());
    }
    let result = if known { reactor.modify(fd, reads, writes) } else { reactor.add(fd, reads, writes) };
    // The number was closed and has come back without our being told: it is not in the system's set.
    let result = match result {
        Err(error) if error.raw_os_error() == Some(libc::ENOENT) => reactor.add(fd, reads, writes),
        Err(error) if error.raw_os_error() == Some(libc::EEXIST) => reactor.modify(fd, reads, writes),
        result => result,
    };
    if let Err(error) = result {
        let lost = forget(event_loop, body, fd, side);
        drop(lost);
        return Err(os_error::io_error(cx, &error, None));
    }
    Ok(())
}

/// Takes a handle out of the table; what is still watched on the descriptor.
fn forget(event_loop: &Value, body: &LoopBody, fd: i32, side: Side) -> (Value, Option<(bool, bool)>) {
    body.state.with(event_loop, |state| {
        let all = &mut state.descriptors.watched;
        let Some(watched) = all.get_mut(&fd) else { return (Value::UNSET, None) };
        let place = if side == Side::Read { &mut watched.reader } else { &mut watched.writer };
        let old = std::mem::replace(place, Value::UNSET);
        let left = (!watched.reader.is_unset(), !watched.writer.is_unset());
        if left == (false, false) {
            all.remove(&fd);
        }
        (old, Some(left))
    })
}

fn unwatch(cx: &Cx, a: &[Value], side: Side) -> R {
    let body = this(cx, &a[0])?;
    if body.state.with(&a[0], |state| state.is_closed) {
        return Ok(Value::FALSE);
    }
    let fd = fd_of(cx, &a[1])?;
    let old = leave(&a[0], body, fd, side);
    if old.is_unset() {
        return Ok(Value::FALSE);
    }
    handle::cancel_quietly(&old);
    Ok(Value::TRUE)
}

/// Takes a handle or transport out of the table and tells the system; Unset if there was none.
fn leave(event_loop: &Value, body: &LoopBody, fd: i32, side: Side) -> Value {
    let (old, left) = forget(event_loop, body, fd, side);
    if let Some(reactor) = body.state.with(event_loop, |state| state.descriptors.reactor.clone())
        && !old.is_unset()
    {
        // A descriptor that was closed already has left the set by itself.
        let _ = match left {
            Some((false, false)) | None => reactor.delete(fd),
            Some((reads, writes)) => reactor.modify(fd, reads, writes),
        };
    }
    old
}

/// Has a transport of ours called when its descriptor can be read (or written).
pub(super) fn watch_transport(cx: &Cx, event_loop: &Value, fd: i32, transport: &Value, reads: bool) -> R<()> {
    let side = if reads { Side::Read } else { Side::Write };
    enter(cx, event_loop, this(cx, event_loop)?, fd, side, transport.clone())
}

pub(super) fn unwatch_transport(cx: &Cx, event_loop: &Value, fd: i32, reads: bool) -> R<()> {
    let side = if reads { Side::Read } else { Side::Write };
    drop(leave(event_loop, this(cx, event_loop)?, fd, side));
    Ok(())
}

pub(super) fn add_reader(cx: &Cx, args: Args<'_>) -> R {
    watch(cx, &args, Side::Read)
}

pub(super) fn add_writer(cx: &Cx, args: Args<'_>) -> R {
    watch(cx, &args, Side::Write)
}

pub(super) fn remove_reader(cx: &Cx, a: &[Value]) -> R {
    unwatch(cx, a, Side::Read)
}

pub(super) fn remove_writer(cx: &Cx, a: &[Value]) -> R {
    unwatch(cx, a, Side::Write)
}

/// Moves the handles of what the reactor found to what is ready.
pub(super) fn collect(event_loop: &Value, body: &LoopBody, reactor: &Reactor) {
    for ready in reactor.take() {
        let lost = body.state.with(event_loop, |state| {
            let watched = state.descriptors.watched.get(&ready.fd)?;
            // Handles take no notice of the number, transports do.
            let sides = [(ready.readable, &watched.reader, transport::READ), (ready.writable, &watched.writer, transport::WRITE)];
            for (is_ready, handle, side) in sides {
                if is_ready && !handle.is_unset() {
                    state.ready.push_back(Entry { what: handle.clone(), with: Value::int(side) });
                }
            }
            Some(())
        });
        if lost.is_none() {
            let _ = reactor.delete(ready.fd);
        }
    }
}

/// Lets go of everything: the loop is closed.
pub(super) fn take_all(state: &mut event_loop::State) -> Descriptors {
    std::mem::take(&mut state.descriptors)
}
