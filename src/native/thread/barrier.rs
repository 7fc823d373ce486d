//! The type `Barrier` and its error. Knows arguments, messages and the action; meeting is the scheduler's.

use super::{body, text, timeout};
use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::RUNTIME_ERROR;
use crate::object::kinds::Kind;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::barrier::{Arrival, Barrier, BarrierError, Broken};
use crate::sched::park::WaitError;
use std::sync::OnceLock;

/// Filled in by `__init__`.
#[derive(Default)]
struct BarrierBody(OnceLock<State>);

struct State {
    barrier: Barrier,
    action: Value,
    timeout: Value,
}

impl Payload for BarrierBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(state) = self.0.get() {
            visit(&state.action);
            visit(&state.timeout);
        }
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, BarrierBody::default()))
}

static INIT: NativeDef = NativeDef::new("__init__(self, parties, action=None, timeout=None)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let mut bound = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut bound)?;
    let parties = protocol::index(cx, &bound[1])?;
    if parties < 1 {
        return Err(cx.value_error("parties must be > 0"));
    }
    let (timeout, action) = (bound.swap_remove(3), bound.swap_remove(2));
    publish_into(this, &action);
    publish_into(this, &timeout);
    let _first_counts = body::<BarrierBody>(cx, this)?.0.set(State { barrier: Barrier::new(parties as usize), action, timeout });
    Ok(())
}

fn state<'a>(cx: &Cx, this: &'a Value) -> R<&'a State> {
    let state = body::<BarrierBody>(cx, this)?.0.get();
    state.ok_or_else(|| cx.runtime_error("Barrier.__init__() not called"))
}

fn wait(cx: &Cx, a: &[Value]) -> R {
    let state = state(cx, &a[0])?;
    let limit = if a[1].is_none() { &state.timeout } else { &a[1] };
    let deadline = timeout::optional(cx, limit)?;
    // Handlers of signals may end the wait: let it not be something to release.
    cx.settle();
    match state.barrier.arrive(&cx.strand) {
        Ok(Arrival::Early { index, mut place }) => loop {
            match place.wait(&cx.strand, deadline) {
                Ok(()) => return Ok(Value::int(index as i64)),
                Err(BarrierError::Broken | BarrierError::Gave(WaitError::TimedOut)) => return Err(broken(cx)),
                // A handler that raises takes the strand out of the turn; it breaks nothing.
                Err(BarrierError::Gave(error)) => park::interrupted(cx, error)?,
            }
        },
        Ok(Arrival::Last { index, opening }) => {
            if !state.action.is_none()
                && let Err(raised) = call::call_pos(cx, &state.action, &[])
            {
                // The others fail when `opening` goes, and so does everybody who comes later.
                state.barrier.abort();
                return Err(raised);
            }
            opening.open();
            Ok(Value::int(index as i64))
        }
        Err(Broken) => Err(broken(cx)),
    }
}

#[cold]
fn broken(cx: &Cx) -> crate::object::value::Raised {
    BROKEN_BARRIER_ERROR.make_ready();
    cx.raise(crate::object::exception::make(&BROKEN_BARRIER_ERROR, Vec::new()))
}

fn reset(cx: &Cx, a: &[Value]) -> R {
    state(cx, &a[0])?.barrier.reset();
    Ok(Value::NONE)
}

fn abort(cx: &Cx, a: &[Value]) -> R {
    state(cx, &a[0])?.barrier.abort();
    Ok(Value::NONE)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let barrier = &state(cx, value)?.barrier;
    let shown = match barrier.is_broken() {
        true => "broken".to_string(),
        false => format!("waiters={}/{}", barrier.waiting_count(), barrier.parties()),
    };
    Ok(text(format!("<{} at {:#x}: {shown}>", super::class_name(value), value.identity())))
}

static DEF: TypeDef = TypeDef {
    name: "Barrier",
    module: "threading",
    doc: "A point where threads wait until enough of them have come.",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("wait(self, timeout=None)", wait),
        NativeDef::new("reset(self)", reset),
        NativeDef::new("abort(self)", abort),
    ],
    getset: &[
        GetSet { name: "parties", get: |cx, this| Ok(Value::int(state(cx, this)?.barrier.parties() as i64)), set: None },
        GetSet { name: "n_waiting", get: |cx, this| Ok(Value::int(state(cx, this)?.barrier.waiting_count() as i64)), set: None },
        GetSet { name: "broken", get: |cx, this| Ok(Value::bool(state(cx, this)?.barrier.is_broken())), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static BARRIER: Type = Type::from_def(&DEF);

static BROKEN_DEF: TypeDef = TypeDef {
    name: "BrokenBarrierError",
    module: "threading",
    base: Some(&RUNTIME_ERROR),
    kind: Kind::Exception,
    subclassable: true,
    ..TypeDef::EMPTY
};
pub(crate) static BROKEN_BARRIER_ERROR: Type = Type::from_def(&BROKEN_DEF);
