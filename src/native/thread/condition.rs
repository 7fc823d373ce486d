//! The type `Condition`, over a lock of ours or any object with `acquire` and `release`. Knows arguments, messages and how foreign locks
//! are given up; waiting is the scheduler's.

use super::lock::{LockBody, foreign};
use super::rlock::RLockBody;
use super::{body, text, timeout};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::function::Function;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::condition::{Condition, ConditionError, Guard};
use crate::sched::park::WaitError;
use std::sync::OnceLock;
use std::time::Instant;

/// The lock comes with `__init__`.
struct ConditionBody {
    lock: OnceLock<Value>,
    condition: Condition,
}

impl Payload for ConditionBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(lock) = self.lock.get() {
            visit(lock);
        }
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, ConditionBody { lock: OnceLock::new(), condition: Condition::new() }))
}

static INIT: NativeDef = NativeDef::new("__init__(self, lock=None)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let mut bound = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut bound)?;
    let lock = bound.pop().filter(|lock| !lock.is_none()).unwrap_or_else(super::rlock::make);
    publish_into(this, &lock);
    let _first_counts = body::<ConditionBody>(cx, this)?.lock.set(lock);
    Ok(())
}

fn parts<'a>(cx: &Cx, this: &'a Value) -> R<(&'a Condition, &'a Value)> {
    let body = body::<ConditionBody>(cx, this)?;
    match body.lock.get() {
        Some(lock) => Ok((&body.condition, lock)),
        None => Err(cx.runtime_error("Condition.__init__() not called")),
    }
}

/// The lock if it is one of ours.
fn guard(lock: &Value) -> Option<&dyn Guard> {
    let plain = Native::<LockBody>::of(lock).map(|lock| &lock.0 as &dyn Guard);
    plain.or_else(|| Native::<RLockBody>::of(lock).map(|lock| &lock.0 as &dyn Guard))
}

/// Whether the calling strand holds the lock, as far as that can be found out.
fn is_held(cx: &Cx, lock: &Value) -> R<bool> {
    if let Some(guard) = guard(lock) {
        return Ok(guard.is_held(&cx.strand));
    }
    if let Some(is_owned) = attr::lookup_optional(cx, lock, foreign("_is_owned"))? {
        let answer = call::call_pos(cx, &is_owned, &[])?;
        return protocol::truth(cx, &answer);
    }
    let taken = call::call_method(cx, lock, foreign("acquire"), &[Value::FALSE])?;
    if !protocol::truth(cx, &taken)? {
        return Ok(true);
    }
    call::call_method(cx, lock, foreign("release"), &[])?;
    Ok(false)
}

/// Waits to be notified; the lock is held again afterwards, whatever happened.
fn wait_until(cx: &Cx, this: &Value, deadline: Option<Instant>) -> R<Waited> {
    let (condition, lock) = parts(cx, this)?;
    let Some(guard) = guard(lock) else { return wait_foreign(cx, condition, lock, deadline) };
    loop {
        return match condition.wait(&cx.strand, guard, deadline) {
            Ok(()) => Ok(Waited::Done),
            Err(ConditionError::NotOwned) => Err(cx.runtime_error("cannot wait on un-acquired lock")),
            Err(ConditionError::Gave(WaitError::TimedOut)) => Ok(Waited::TimedOut),
            Err(ConditionError::Gave(error)) => {
                park::interrupted(cx, error)?;
                continue;
            }
            Err(ConditionError::Lost(error)) => {
                park::interrupted(cx, error)?;
                Err(cx.runtime_error("the lock of the condition could not be taken back"))
            }
        };
    }
}

fn wait_foreign(cx: &Cx, condition: &Condition, lock: &Value, deadline: Option<Instant>) -> R<Waited> {
    if !is_held(cx, lock)? {
        return Err(cx.runtime_error("cannot wait on un-acquired lock"));
    }
    let waiter = condition.enroll(&cx.strand);
    let saved = match give_up(cx, lock) {
        Ok(saved) => saved,
        Err(raised) => {
            condition.withdraw(&waiter);
            return Err(raised);
        }
    };
    let outcome = condition.wait_enrolled(&cx.strand, &waiter, deadline);
    match saved {
        Some(saved) => call::call_method(cx, lock, foreign("_acquire_restore"), &[saved])?,
        None => call::call_method(cx, lock, foreign("acquire"), &[])?,
    };
    match outcome {
        Ok(()) => Ok(Waited::Done),
        Err(WaitError::TimedOut) => Ok(Waited::TimedOut),
        // A wake-up for no reason is allowed: the caller looks at its condition again.
        Err(error) => park::interrupted(cx, error).map(|()| Waited::Done),
    }
}

/// Releases a foreign lock; with what brings it back, if it has a way of its own.
fn give_up(cx: &Cx, lock: &Value) -> R<Option<Value>> {
    match attr::lookup_optional(cx, lock, foreign("_release_save"))? {
        Some(save) => call::call_pos(cx, &save, &[]).map(Some),
        None => call::call_method(cx, lock, foreign("release"), &[]).map(|_| None),
    }
}

fn wait(cx: &Cx, a: &[Value]) -> R {
    let deadline = timeout::if_any(cx, &a[1])?;
    Ok(Value::bool(wait_until(cx, &a[0], deadline)? == Waited::Done))
}

fn wait_for(cx: &Cx, a: &[Value]) -> R {
    let deadline = timeout::if_any(cx, &a[2])?;
    // A subclass may wait in a way of its own.
    let wait = type_of(&a[0]).lookup(cx, Name::new("wait")).filter(|wait| wait.get::<Function>().is_some());
    loop {
        let answer = call::call_pos(cx, &a[1], &[])?;
        if protocol::truth(cx, &answer)? || deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return Ok(answer);
        }
        match &wait {
            None => {
                wait_until(cx, &a[0], deadline)?;
            }
            Some(wait) => {
                let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()).as_secs_f64());
                call::call_pos(cx, wait, &[a[0].clone(), left.map_or(Value::NONE, Value::float)])?;
            }
        }
    }
}

fn notify_some(cx: &Cx, this: &Value, count: usize) -> R {
    let (condition, lock) = parts(cx, this)?;
    if !is_held(cx, lock)? {
        return Err(cx.runtime_error("cannot notify on un-acquired lock"));
    }
    condition.notify(count);
    Ok(Value::NONE)
}

fn notify(cx: &Cx, a: &[Value]) -> R {
    let count = protocol::index(cx, &a[1])?;
    notify_some(cx, &a[0], usize::try_from(count).unwrap_or(0))
}

fn notify_all(cx: &Cx, a: &[Value]) -> R {
    notify_some(cx, &a[0], usize::MAX)
}

fn acquire(cx: &Cx, args: Args<'_>) -> R {
    let Some(this) = args.values.first() else { return Err(cx.type_error("unbound method Condition.acquire() needs an argument")) };
    let acquire = attr::getattr(cx, parts(cx, this)?.1, foreign("acquire"))?;
    call::call(cx, &acquire, args.skip(1))
}

fn release(cx: &Cx, a: &[Value]) -> R {
    call::call_method(cx, parts(cx, &a[0])?.1, foreign("release"), &[])
}

fn enter(cx: &Cx, a: &[Value]) -> R {
    call::call_method(cx, parts(cx, &a[0])?.1, foreign("__enter__"), &[])
}

fn exit(cx: &Cx, a: &[Value]) -> R {
    call::call_method(cx, parts(cx, &a[0])?.1, foreign("__exit__"), &a[1..])
}

fn is_owned(cx: &Cx, a: &[Value]) -> R {
    let (_, lock) = parts(cx, &a[0])?;
    is_held(cx, lock).map(Value::bool)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let (condition, lock) = parts(cx, value)?;
    let lock = protocol::repr(cx, lock)?;
    let name = crate::object::ty::type_of(value).name();
    Ok(text(format!("<{name}({}, {})>", lock.to_str_lossy(), condition.waiter_count())))
}

static DEF: TypeDef = TypeDef {
    name: "Condition",
    module: "threading",
    doc: "A lock to wait under: wait() gives the lock up until another thread calls notify().",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::raw("acquire(self, *args)", acquire),
        NativeDef::new("release(self)", release),
        NativeDef::new("__enter__(self, /)", enter),
        NativeDef::new("__exit__(self, exc_type, exc_value, traceback, /)", exit),
        NativeDef::new("wait(self, timeout=None)", wait),
        NativeDef::new("wait_for(self, predicate, timeout=None)", wait_for),
        NativeDef::new("notify(self, n=1)", notify),
        NativeDef::new("notify_all(self)", notify_all),
        NativeDef::new("notifyAll(self)", notify_all),
        NativeDef::new("_is_owned(self)", is_owned),
    ],
    getset: &[GetSet { name: "_lock", get: |cx, this| Ok(parts(cx, this)?.1.clone()), set: None }],
    ..TypeDef::EMPTY
};
pub(crate) static CONDITION: Type = Type::from_def(&DEF);
