//! The type `lock`: `_thread.lock`, `threading.Lock`, the builtin. Knows arguments and messages; locking is the scheduler's.

use super::{body, text, timeout};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::lock::Lock;
use std::time::Instant;

pub(super) struct LockBody(pub(super) Lock);

impl Payload for LockBody {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

pub(super) fn make() -> Value {
    LOCK.make_ready();
    Native::make(&LOCK, LockBody(Lock::new()))
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    if !args.is_empty() {
        return Err(cx.type_error(format!("lock expected 0 arguments, got {}", args.values.len())));
    }
    Ok(Native::make(class, LockBody(Lock::new())))
}

/// `blocking` and `timeout` of an acquiring method; `timeout` is Unset if not given.
pub(super) fn acquire_args(cx: &Cx, args: Args<'_>) -> R<Option<Option<Instant>>> {
    static ACQUIRE: NativeDef = NativeDef::new("acquire(self, blocking=True, timeout=?)", |_, _| Ok(Value::NONE));
    if args.values.len() == 1 {
        return Ok(Some(None));
    }
    if let ([_, blocking], true) = (args.values, args.names.is_empty()) {
        return Ok(protocol::truth(cx, blocking)?.then_some(None));
    }
    let mut bound = Vec::new();
    ACQUIRE.signature().bind(cx, args, true, &mut bound)?;
    let blocking = protocol::truth(cx, &bound[1])?;
    timeout::of_lock(cx, blocking, &bound[2])
}

fn acquire(cx: &Cx, args: Args<'_>) -> R {
    let Some(this) = args.values.first() else { return Err(cx.type_error("unbound method lock.acquire() needs an argument")) };
    let lock = &body::<LockBody>(cx, this)?.0;
    let limit = acquire_args(cx, args)?;
    if lock.try_acquire(&cx.strand) {
        return Ok(Value::TRUE);
    }
    match limit {
        None => Ok(Value::FALSE),
        Some(deadline) => {
            let waited = park::wait(cx, deadline, |deadline| lock.acquire(&cx.strand, deadline))?;
            Ok(Value::bool(waited == Waited::Done))
        }
    }
}

fn enter(cx: &Cx, a: &[Value]) -> R {
    let lock = &body::<LockBody>(cx, &a[0])?.0;
    if !lock.try_acquire(&cx.strand) {
        park::acquire(cx, |deadline| lock.acquire(&cx.strand, deadline))?;
    }
    Ok(Value::TRUE)
}

fn release(cx: &Cx, a: &[Value]) -> R {
    let lock = &body::<LockBody>(cx, &a[0])?.0;
    cx.settle();
    match lock.release(&cx.strand) {
        Ok(()) => Ok(Value::NONE),
        Err(_) => Err(cx.runtime_error("release unlocked lock")),
    }
}

/// `__exit__` takes anything: it looks at none of it.
fn exit(cx: &Cx, args: Args<'_>) -> R {
    match args.values.first() {
        Some(this) => release(cx, std::slice::from_ref(this)),
        None => Err(cx.type_error("unbound method lock.__exit__() needs an argument")),
    }
}

fn locked(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(body::<LockBody>(cx, &a[0])?.0.is_locked()))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let state = if body::<LockBody>(cx, value)?.0.is_locked() { "locked" } else { "unlocked" };
    Ok(text(format!("<{state} {} object at {:#x}>", super::class_name(value), value.identity())))
}

static DEF: TypeDef = TypeDef {
    name: "lock",
    module: "_thread",
    doc: "A lock object is a synchronization primitive: acquire() it, release() it, or use it in a with statement.",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::raw("acquire(self, blocking=True, timeout=-1)", acquire),
        NativeDef::new("release(self, /)", release),
        NativeDef::new("locked(self, /)", locked),
        NativeDef::new("__enter__(self, /)", enter),
        NativeDef::raw("__exit__(self, /, *args)", exit),
        NativeDef::raw("acquire_lock(self, blocking=True, timeout=-1)", acquire),
        NativeDef::new("release_lock(self, /)", release),
        NativeDef::new("locked_lock(self, /)", locked),
    ],
    ..TypeDef::EMPTY
};
pub(crate) static LOCK: Type = Type::from_def(&DEF);

/// Attribute names of foreign locks.
pub(super) fn foreign(name: &str) -> Name {
    Name::new(name)
}
