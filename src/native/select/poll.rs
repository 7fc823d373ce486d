//! `select.poll` objects: descriptors that are waited for again and again.

use super::{deadline, fileno, pairs};
use crate::native::process::wire::wait_for;
use crate::native::thread::timeout;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::NativeDef;
use crate::object::os_error::os_error;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::poll::Interest;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::*};

#[derive(Default)]
struct Poll {
    /// In the order of registration. The lock is held for a look or a change only; a wait has a copy.
    wanted: Mutex<Vec<Interest>>,
    is_polling: AtomicBool,
}

impl Payload for Poll {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

pub(super) fn make() -> Value {
    Native::make(&POLL, Poll::default())
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Poll> {
    Native::<Poll>::of(value).ok_or_else(|| cx.type_error(format!("expected a poll object, not '{}'", type_of(value).message_name())))
}

/// C's `unsigned short`; the bits are taken for those of an `i16`.
fn mask(cx: &Cx, value: &Value) -> R<i16> {
    if !int::is_int(value) {
        return Err(cx.type_error("an integer is required"));
    }
    match int::to_big(value) {
        Some(number) if number < 0.into() => Err(cx.value_error("value must be positive")),
        Some(number) => {
            u16::try_from(number).map(u16::cast_signed).map_err(|_| cx.overflow_error("Python int too large for C unsigned short"))
        }
        None => Err(cx.type_error("an integer is required")),
    }
}

fn register(cx: &Cx, a: &[Value]) -> R {
    let (fd, events) = (fileno(cx, &a[1])?, mask(cx, &a[2])?);
    let mut wanted = this(cx, &a[0])?.wanted.lock();
    match wanted.iter_mut().find(|interest| interest.fd == fd) {
        Some(interest) => interest.events = events,
        None => wanted.push(Interest::new(fd, events)),
    }
    Ok(Value::NONE)
}

fn modify(cx: &Cx, a: &[Value]) -> R {
    let (fd, events) = (fileno(cx, &a[1])?, mask(cx, &a[2])?);
    match this(cx, &a[0])?.wanted.lock().iter_mut().find(|interest| interest.fd == fd) {
        Some(interest) => interest.events = events,
        None => return Err(os_error(cx, libc::ENOENT, None)),
    }
    Ok(Value::NONE)
}

fn unregister(cx: &Cx, a: &[Value]) -> R {
    let fd = fileno(cx, &a[1])?;
    let mut wanted = this(cx, &a[0])?.wanted.lock();
    match wanted.iter().position(|interest| interest.fd == fd) {
        Some(place) => drop(wanted.remove(place)),
        None => {
            drop(wanted);
            return Err(cx.key_error(&Value::int(i64::from(fd))));
        }
    }
    Ok(Value::NONE)
}

/// Ends the turn of the one thread that waits.
struct Turn<'a>(&'a AtomicBool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Release);
    }
}

fn poll(cx: &Cx, a: &[Value]) -> R {
    let poll = this(cx, &a[0])?;
    let end = deadline(cx, &a[1], timeout::milliseconds, "timeout must be an integer or None")?;
    if poll.is_polling.swap(true, Acquire) {
        return Err(cx.runtime_error("concurrent poll() invocation"));
    }
    let _turn = Turn(&poll.is_polling);
    let mut interests = poll.wanted.lock().clone();
    wait_for(cx, &mut interests, end)?;
    let found = interests.iter().filter(|interest| interest.found != 0);
    Ok(pairs(found.map(|interest| (interest.fd, u32::from(interest.found.cast_unsigned())))))
}

static DEF: TypeDef = TypeDef {
    name: "poll",
    module: "select",
    slots: Slots::NONE,
    methods: &[
        NativeDef::new("register(self, fd, eventmask=7, /)", register),
        NativeDef::new("modify(self, fd, eventmask, /)", modify),
        NativeDef::new("unregister(self, fd, /)", unregister),
        NativeDef::new("poll(self, timeout=None, /)", poll),
    ],
    ..TypeDef::EMPTY
};
static POLL: Type = Type::from_def(&DEF);

pub(super) fn ready() {
    POLL.make_ready();
}
