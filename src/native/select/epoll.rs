//! The type `select.epoll`: the system's own set of watched descriptors, which threads may change while others wait for it.
//!
//! Whoever uses the set holds it, so `close()` takes it away from the object at once and the descriptor is closed with the last use:
//! its number cannot have become another file's while somebody waits for it.

use super::{deadline, fileno, pairs};
use crate::native::construct;
use crate::native::process::wire::sleep_for;
use crate::native::thread::timeout;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::exceptions::OS_ERROR;
use crate::object::int;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::number;
use crate::object::os_error::io_error;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::epoll::{Change, WatchSet};
use crate::sched::poll::Interest;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::Instant;

/// The most events that one call gives unless it says otherwise (`FD_SETSIZE` less one).
const MOST: i32 = 1023;

/// None: closed. The lock is held for a clone or for taking it away only.
struct Epoll(Mutex<Option<Arc<WatchSet>>>);

impl Payload for Epoll {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Epoll> {
    Native::<Epoll>::of(value).ok_or_else(|| cx.type_error(format!("expected an epoll object, not '{}'", type_of(value).message_name())))
}

fn open(cx: &Cx, value: &Value) -> R<Arc<WatchSet>> {
    let set = this(cx, value)?.0.lock().clone();
    set.ok_or_else(|| cx.value_error("I/O operation on closed epoll object"))
}

fn small(cx: &Cx, value: &Value) -> R<i32> {
    let number = number::index(cx, value)?;
    let number = int::to_i64(&number).and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| cx.overflow_error("Python int too large to convert to C int"))
}

/// The low 32 bits of a number.
fn mask(cx: &Cx, value: &Value) -> R<u32> {
    let number = number::index(cx, value)?;
    if let Some(number) = int::to_i64(&number) {
        return Ok(number as u32);
    }
    let bits = int::as_big(&number).map(|number| &*number & dashu_int::IBig::from(u32::MAX));
    Ok(bits.and_then(|bits| u32::try_from(bits).ok()).unwrap_or(0))
}

fn make(set: WatchSet) -> Value {
    Native::make(&EPOLL, Epoll(Mutex::new(Some(Arc::new(set)))))
}

static NEW: NativeDef = construct::signature("epoll(sizehint=-1, flags=0)");

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    if args.values.len() > 2 {
        return Err(cx.type_error(format!("epoll() takes at most 2 arguments ({} given)", args.values.len())));
    }
    let a = construct::bind(cx, &NEW, args)?;
    let (size, flags) = (small(cx, &a[0])?, small(cx, &a[1])?);
    if size <= 0 && size != -1 {
        return Err(cx.value_error("negative sizehint"));
    }
    if flags & !libc::EPOLL_CLOEXEC != 0 {
        return Err(cx.error(&OS_ERROR, "invalid flags"));
    }
    WatchSet::new().map(make).map_err(|error| io_error(cx, &error, None))
}

fn from_fd(cx: &Cx, a: &[Value]) -> R {
    Ok(make(WatchSet::of(small(cx, &a[1])?)))
}

fn change(cx: &Cx, object: &Value, change: Change, fd: i32, events: u32) -> R {
    open(cx, object)?.change(change, fd, events).map_err(|error| io_error(cx, &error, None))?;
    Ok(Value::NONE)
}

fn register(cx: &Cx, a: &[Value]) -> R {
    change(cx, &a[0], Change::Add, fileno(cx, &a[1])?, mask(cx, &a[2])?)
}

fn modify(cx: &Cx, a: &[Value]) -> R {
    change(cx, &a[0], Change::Modify, fileno(cx, &a[1])?, mask(cx, &a[2])?)
}

fn unregister(cx: &Cx, a: &[Value]) -> R {
    change(cx, &a[0], Change::Delete, fileno(cx, &a[1])?, 0)
}

fn poll(cx: &Cx, a: &[Value]) -> R {
    let most = small(cx, &a[2])?;
    let set = open(cx, &a[0])?;
    let end = deadline(cx, &a[1], timeout::nanoseconds, "timeout must be an integer or None")?;
    let most = if most == -1 { MOST } else { most };
    if most < 1 {
        return Err(cx.value_error(format!("maxevents must be greater than 0, got {most}")));
    }
    let mut is_over = end.is_some_and(|end| end <= Instant::now());
    loop {
        let found = set.ready(most).map_err(|error| io_error(cx, &error, None))?;
        if !found.is_empty() || is_over {
            return Ok(pairs(found.into_iter()));
        }
        // What was ready another thread may have got; nothing is ready any more in a set that was closed.
        cx.safepoint()?;
        drop(open(cx, &a[0])?);
        is_over = !sleep_for(cx, &mut [Interest::new(set.fd(), libc::POLLIN)], end)?;
    }
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let Some(set) = this(cx, &a[0])?.0.lock().take() else { return Ok(Value::NONE) };
    let closed = match Arc::try_unwrap(set) {
        Ok(set) => set.close(),
        // Others use it: they look again, and the last one closes it.
        Err(set) => set.wake_all(),
    };
    closed.map_err(|error| io_error(cx, &error, None))?;
    Ok(Value::NONE)
}

static DEF: TypeDef = TypeDef {
    name: "epoll",
    module: "select",
    doc: "select.epoll(sizehint=-1, flags=0)\n\nA set of descriptors that the system watches.",
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: &[
        NativeDef::new("classmethod fromfd(cls, fd, /)", from_fd).doc("An epoll object for the descriptor of an existing one."),
        NativeDef::new("register(self, fd, eventmask=7)", register).doc("Begin to watch a descriptor."),
        NativeDef::new("modify(self, fd, eventmask)", modify).doc("Change what a watched descriptor is watched for."),
        NativeDef::new("unregister(self, fd)", unregister).doc("Watch a descriptor no longer."),
        NativeDef::new("poll(self, timeout=None, maxevents=-1)", poll)
            .doc("Wait for events: a list of (fd, events). The timeout is in seconds; None and negative ones wait for ever."),
        NativeDef::new("fileno(self, /)", |cx, a| Ok(Value::int(i64::from(open(cx, &a[0])?.fd())))),
        NativeDef::new("close(self, /)", close).doc("Close the descriptor. Threads that wait for it get ValueError."),
        NativeDef::new("__enter__(self, /)", |cx, a| open(cx, &a[0]).map(|_| a[0].clone())),
        NativeDef::new("__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)", |cx, a| {
            crate::object::call::call_method(cx, &a[0], crate::object::str::Name::new("close"), &[])
        }),
    ],
    getset: &[GetSet { name: "closed", get: |cx, object| Ok(Value::bool(this(cx, object)?.0.lock().is_none())), set: None }],
    ..TypeDef::EMPTY
};
static EPOLL: Type = Type::from_def(&DEF);

static NUMBERS: &[(&str, i32)] = &[
    ("EPOLLIN", libc::EPOLLIN),
    ("EPOLLPRI", libc::EPOLLPRI),
    ("EPOLLOUT", libc::EPOLLOUT),
    ("EPOLLERR", libc::EPOLLERR),
    ("EPOLLHUP", libc::EPOLLHUP),
    ("EPOLLRDHUP", libc::EPOLLRDHUP),
    ("EPOLLRDNORM", libc::EPOLLRDNORM),
    ("EPOLLRDBAND", libc::EPOLLRDBAND),
    ("EPOLLWRNORM", libc::EPOLLWRNORM),
    ("EPOLLWRBAND", libc::EPOLLWRBAND),
    ("EPOLLMSG", libc::EPOLLMSG),
    ("EPOLLEXCLUSIVE", libc::EPOLLEXCLUSIVE),
    ("EPOLLONESHOT", libc::EPOLLONESHOT),
    ("EPOLLET", libc::EPOLLET),
    ("EPOLL_CLOEXEC", libc::EPOLL_CLOEXEC),
];

pub(super) fn fill(module: &Module) {
    module.add_type(&EPOLL);
    for (name, number) in NUMBERS {
        module.set(name, Value::int(i64::from(number.cast_unsigned())));
    }
}
