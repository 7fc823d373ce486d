//! The type `RLock`: taken again by the thread that has it. Knows arguments and messages; locking is the scheduler's.

use super::lock::acquire_args;
use super::{body, text};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::condition::Guard;
use crate::sched::rlock::RLock;

pub(super) struct RLockBody(pub(super) RLock);

impl Payload for RLockBody {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

pub(super) fn make() -> Value {
    RLOCK.make_ready();
    Native::make(&RLOCK, RLockBody(RLock::new()))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, RLockBody(RLock::new())))
}

fn acquire(cx: &Cx, args: Args<'_>) -> R {
    let Some(this) = args.values.first() else { return Err(cx.type_error("unbound method RLock.acquire() needs an argument")) };
    let lock = &body::<RLockBody>(cx, this)?.0;
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
    let lock = &body::<RLockBody>(cx, &a[0])?.0;
    if !lock.try_acquire(&cx.strand) {
        park::acquire(cx, |deadline| lock.acquire(&cx.strand, deadline))?;
    }
    Ok(Value::TRUE)
}

fn release(cx: &Cx, a: &[Value]) -> R {
    cx.settle();
    match body::<RLockBody>(cx, &a[0])?.0.release(&cx.strand) {
        Ok(()) => Ok(Value::NONE),
        Err(_) => Err(cx.runtime_error("cannot release un-acquired lock")),
    }
}

/// `__exit__` takes anything: it looks at none of it.
fn exit(cx: &Cx, args: Args<'_>) -> R {
    match args.values.first() {
        Some(this) => release(cx, std::slice::from_ref(this)),
        None => Err(cx.type_error("unbound method RLock.__exit__() needs an argument")),
    }
}

fn owner(lock: &RLock) -> i64 {
    lock.owner().map_or(0, |owner| owner.raw() as i64)
}

/// What a condition needs to give the lock up entirely: (count, owner).
fn release_save(cx: &Cx, a: &[Value]) -> R {
    let lock = &body::<RLockBody>(cx, &a[0])?.0;
    let before = owner(lock);
    match lock.release_save(&cx.strand) {
        Ok(count) => Ok(Tuple::new(vec![Value::int(count as i64), Value::int(before)]).into_value()),
        Err(_) => Err(cx.runtime_error("cannot release un-acquired lock")),
    }
}

fn acquire_restore(cx: &Cx, a: &[Value]) -> R {
    let lock = &body::<RLockBody>(cx, &a[0])?.0;
    let count = a[1].get::<Tuple>().and_then(|state| state.get(0).and_then(Value::as_int)).filter(|count| *count > 0);
    let Some(count) = count else { return Err(cx.type_error("argument must be a state given by _release_save()")) };
    park::acquire(cx, |_| lock.acquire_restore(&cx.strand, count as u64))?;
    Ok(Value::NONE)
}

fn recursion_count(cx: &Cx, a: &[Value]) -> R {
    let lock = &body::<RLockBody>(cx, &a[0])?.0;
    Ok(Value::int(if lock.is_owned(&cx.strand) { lock.count() as i64 } else { 0 }))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let lock = &body::<RLockBody>(cx, value)?.0;
    let (state, count) = if lock.is_locked() { ("locked", lock.count()) } else { ("unlocked", 0) };
    let name = super::class_name(value);
    Ok(text(format!("<{state} {name} object owner={} count={count} at {:#x}>", owner(lock), value.identity())))
}

static DEF: TypeDef = TypeDef {
    name: "RLock",
    module: "_thread",
    subclassable: true,
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::raw("acquire(self, blocking=True, timeout=-1)", acquire),
        NativeDef::new("release(self, /)", release),
        NativeDef::new("__enter__(self, /)", enter),
        NativeDef::raw("__exit__(self, /, *args)", exit),
        NativeDef::new("_is_owned(self, /)", |cx, a| Ok(Value::bool(body::<RLockBody>(cx, &a[0])?.0.is_owned(&cx.strand)))),
        NativeDef::new("_recursion_count(self, /)", recursion_count),
        NativeDef::new("_release_save(self, /)", release_save),
        NativeDef::new("_acquire_restore(self, state, /)", acquire_restore),
    ],
    ..TypeDef::EMPTY
};
pub(crate) static RLOCK: Type = Type::from_def(&DEF);
