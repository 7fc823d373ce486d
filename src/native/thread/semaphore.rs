//! The types `Semaphore` and `BoundedSemaphore`. Knows arguments and messages; counting is the scheduler's.

use super::{body, text, timeout};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::semaphore::Semaphore;
use std::sync::OnceLock;

/// Filled in by `__init__`: a subclass gives the value there.
#[derive(Default)]
struct SemaphoreBody(OnceLock<State>);

struct State {
    semaphore: Semaphore,
    initial: i64,
    is_bounded: bool,
}

impl Payload for SemaphoreBody {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, SemaphoreBody::default()))
}

static INIT: NativeDef = NativeDef::new("__init__(self, value=1)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let mut bound = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut bound)?;
    let value = protocol::index(cx, &bound[1])?;
    if value < 0 {
        return Err(cx.value_error("semaphore initial value must be >= 0"));
    }
    let is_bounded = type_of(this).is_subtype(&BOUNDED_SEMAPHORE);
    let semaphore = if is_bounded { Semaphore::bounded(value as u64) } else { Semaphore::new(value as u64) };
    let _first_counts = body::<SemaphoreBody>(cx, this)?.0.set(State { semaphore, initial: value, is_bounded });
    Ok(())
}

fn state<'a>(cx: &Cx, this: &'a Value) -> R<&'a State> {
    let state = body::<SemaphoreBody>(cx, this)?.0.get();
    state.ok_or_else(|| cx.runtime_error("Semaphore.__init__() not called"))
}

fn acquire(cx: &Cx, a: &[Value]) -> R {
    let semaphore = &state(cx, &a[0])?.semaphore;
    let is_blocking = protocol::truth(cx, &a[1])?;
    if !is_blocking {
        if !a[2].is_none() {
            return Err(cx.value_error("can't specify timeout for non-blocking acquire"));
        }
        return Ok(Value::bool(semaphore.try_acquire()));
    }
    let deadline = timeout::optional(cx, &a[2])?;
    if semaphore.try_acquire() {
        return Ok(Value::TRUE);
    }
    let waited = park::wait(cx, deadline, |deadline| semaphore.acquire(&cx.strand, deadline))?;
    Ok(Value::bool(waited == Waited::Done))
}

fn enter(cx: &Cx, a: &[Value]) -> R {
    let semaphore = &state(cx, &a[0])?.semaphore;
    park::acquire(cx, |deadline| semaphore.acquire(&cx.strand, deadline))?;
    Ok(Value::TRUE)
}

fn release(cx: &Cx, a: &[Value]) -> R {
    let semaphore = &state(cx, &a[0])?.semaphore;
    let count = protocol::index(cx, &a[1])?;
    if count < 1 {
        return Err(cx.value_error("n must be one or more"));
    }
    cx.settle();
    match semaphore.release(count as u64) {
        Ok(()) => Ok(Value::NONE),
        Err(_) => Err(cx.value_error("Semaphore released too many times")),
    }
}

fn exit(cx: &Cx, a: &[Value]) -> R {
    release(cx, &[a[0].clone(), Value::int(1)])
}

fn repr(cx: &Cx, value: &Value) -> R {
    let state = state(cx, value)?;
    let bound = if state.is_bounded { format!("/{}", state.initial) } else { String::new() };
    Ok(text(format!("<{} at {:#x}: value={}{bound}>", super::class_name(value), value.identity(), state.semaphore.permits())))
}

const METHODS: &[NativeDef] = &[
    NativeDef::new("acquire(self, blocking=True, timeout=None)", acquire),
    NativeDef::new("release(self, n=1)", release),
    NativeDef::new("__enter__(self, /)", enter),
    NativeDef::new("__exit__(self, exc_type, exc_value, traceback, /)", exit),
];

const SLOTS: Slots = Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE };

static GETSET: &[GetSet] =
    &[GetSet { name: "_value", get: |cx, this| Ok(Value::int(state(cx, this)?.semaphore.permits() as i64)), set: None }];

static DEF: TypeDef = TypeDef {
    name: "Semaphore",
    module: "threading",
    doc: "A counter of permits: acquire() takes one and waits while there is none, release() gives n back.",
    subclassable: true,
    slots: SLOTS,
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static SEMAPHORE: Type = Type::from_def(&DEF);

static BOUNDED_DEF: TypeDef = TypeDef {
    name: "BoundedSemaphore",
    module: "threading",
    doc: "A semaphore that is never released above its first value.",
    base: Some(&SEMAPHORE),
    subclassable: true,
    slots: SLOTS,
    ..TypeDef::EMPTY
};
pub(crate) static BOUNDED_SEMAPHORE: Type = Type::from_def(&BOUNDED_DEF);
