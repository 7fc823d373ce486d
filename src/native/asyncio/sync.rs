//! The event and the lock of tasks. Conditions, semaphores and barriers are written in Python over them.

use super::bound::{self, Line};
use super::future;
use super::waiting::{self, Ops, Tried};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

struct State {
    /// Set, or locked.
    is_on: bool,
    line: Line,
}

/// The body of both.
struct SyncBody(Guarded<State>);

impl Payload for SyncBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|state| state.line.visit(visit));
    }
}

fn make(class: &Type) -> Value {
    Native::make(class, SyncBody(Guarded::new(State { is_on: false, line: Line::default() })))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class))
}

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    if args.is_empty() {
        return Ok(());
    }
    let given = args.values.len() + 1;
    Err(cx.type_error(format!("{}.__init__() takes 1 positional argument but {given} were given", type_of(this).message_name())))
}

fn body<'a>(cx: &Cx, value: &'a Value) -> R<&'a SyncBody> {
    Native::<SyncBody>::of(value).ok_or_else(|| cx.type_error(format!("unexpected '{}' object", type_of(value).message_name())))
}

fn is_on(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(body(cx, &a[0])?.0.with(&a[0], |state| state.is_on)))
}

fn repr_with(cx: &Cx, value: &Value, on: &str, off: &str) -> R {
    let (is_on, waiters) = body(cx, value)?.0.with(value, |state| (state.is_on, state.line.waiters.len()));
    let state = if is_on { on } else { off };
    let waiters = if waiters > 0 { format!(", waiters:{waiters}") } else { String::new() };
    let text = format!("<{} object at {:#x} [{state}{waiters}]>", type_of(value).full_name(), value.identity());
    Ok(Str::from_str(&text).into_value())
}

fn remove(cx: &Cx, this: &Value, future: &Value) -> R<()> {
    let lost = body(cx, this)?.0.with(this, |state| state.line.remove(future));
    drop(lost);
    Ok(())
}

fn wait_in_line(cx: &Cx, this: &Value) -> R<Tried> {
    let body = body(cx, this)?;
    bound::new_waiter(cx, this, |enter| body.0.with(this, |state| enter(&mut state.line))).map(Tried::Wait)
}

// ---- Event ----

pub(super) fn new_event() -> Value {
    make(&EVENT)
}

pub(super) fn clear_event(event: &Value) {
    if let Some(body) = Native::<SyncBody>::of(event) {
        body.0.with(event, |state| state.is_on = false);
    }
}

pub(super) fn set_event(cx: &Cx, event: &Value) -> R<()> {
    let waiters: Vec<Value> = body(cx, event)?.0.with(event, |state| match std::mem::replace(&mut state.is_on, true) {
        true => Vec::new(),
        false => state.line.waiters.iter().cloned().collect(),
    });
    for waiter in waiters {
        if !future::is_done(&waiter) {
            future::set_result(cx, &waiter, Value::TRUE)?;
        }
    }
    Ok(())
}

pub(super) fn wait_for_event(cx: &Cx, event: &Value) -> R<Tried> {
    if body(cx, event)?.0.with(event, |state| state.is_on) {
        return Ok(Tried::Done(Value::TRUE));
    }
    wait_in_line(cx, event)
}

pub(super) fn event_given_up(cx: &Cx, event: &Value, future: &Value) -> R<()> {
    remove(cx, event, future)
}

static WAIT: Ops = Ops {
    name: "Event.wait",
    start: |cx, event, _| wait_for_event(cx, event),
    woken: |cx, event, _, future| {
        remove(cx, event, future)?;
        Ok(Tried::Done(Value::TRUE))
    },
    given_up: event_given_up,
};

static EVENT_DEF: TypeDef = TypeDef {
    name: "Event",
    module: "asyncio.locks",
    doc: "Asynchronous equivalent to threading.Event.",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(|cx, event| repr_with(cx, event, "set", "unset")), ..Slots::NONE },
    methods: &[
        NativeDef::new("is_set(self)", is_on),
        NativeDef::new("set(self)", |cx, a| set_event(cx, &a[0]).map(|()| Value::NONE)),
        NativeDef::new("clear(self)", |cx, a| {
            body(cx, &a[0])?;
            clear_event(&a[0]);
            Ok(Value::NONE)
        }),
        NativeDef::new("wait(self)", |cx, a| {
            body(cx, &a[0])?;
            Ok(waiting::make(&WAIT, &a[0], Value::NONE))
        }),
    ],
    getset: &[GetSet { name: "_value", get: |cx, event| is_on(cx, std::slice::from_ref(event)), set: None }],
    ..TypeDef::EMPTY
};
pub(super) static EVENT: Type = Type::from_def(&EVENT_DEF);

// ---- Lock ----

fn acquire_start(cx: &Cx, lock: &Value, _: &Value) -> R<Tried> {
    let was_free = body(cx, lock)?.0.with(lock, |state| {
        let is_cancelled = |waiter: &Value| future::status(waiter) == future::Status::Cancelled;
        let is_free = !state.is_on && state.line.waiters.iter().all(is_cancelled);
        state.is_on |= is_free;
        is_free
    });
    if was_free { Ok(Tried::Done(Value::TRUE)) } else { wait_in_line(cx, lock) }
}

fn acquire_woken(cx: &Cx, lock: &Value, _: &Value, future: &Value) -> R<Tried> {
    remove(cx, lock, future)?;
    body(cx, lock)?.0.with(lock, |state| state.is_on = true);
    Ok(Tried::Done(Value::TRUE))
}

/// It may have been this task's turn: the next one's then.
fn acquire_given_up(cx: &Cx, lock: &Value, future: &Value) -> R<()> {
    remove(cx, lock, future)?;
    let is_locked = body(cx, lock)?.0.with(lock, |state| state.is_on);
    if is_locked { Ok(()) } else { wake_first(cx, lock) }
}

fn wake_first(cx: &Cx, lock: &Value) -> R<()> {
    match body(cx, lock)?.0.with(lock, |state| state.line.waiters.front().cloned()) {
        Some(first) if !future::is_done(&first) => future::set_result(cx, &first, Value::TRUE),
        _ => Ok(()),
    }
}

static ACQUIRE: Ops = Ops { name: "Lock.acquire", start: acquire_start, woken: acquire_woken, given_up: acquire_given_up };

/// `__aenter__`: as `acquire`, but gives None.
static ENTER: Ops = Ops {
    name: "_ContextManagerMixin.__aenter__",
    start: |cx, lock, with| {
        Ok(match acquire_start(cx, lock, with)? {
            Tried::Done(_) => Tried::Done(Value::NONE),
            wait => wait,
        })
    },
    woken: |cx, lock, with, future| {
        acquire_woken(cx, lock, with, future)?;
        Ok(Tried::Done(Value::NONE))
    },
    given_up: acquire_given_up,
};

fn release(cx: &Cx, lock: &Value) -> R<()> {
    if !body(cx, lock)?.0.with(lock, |state| std::mem::take(&mut state.is_on)) {
        return Err(cx.runtime_error("Lock is not acquired."));
    }
    wake_first(cx, lock)
}

static EXIT: Ops = Ops {
    name: "_ContextManagerMixin.__aexit__",
    start: |cx, lock, _| {
        release(cx, lock)?;
        Ok(Tried::Done(Value::NONE))
    },
    woken: |_, _, _, _| Ok(Tried::Done(Value::NONE)),
    given_up: |_, _, _| Ok(()),
};

/// A class of a program that has an `acquire` or `release` of its own is asked for it.
fn is_plain(lock: &Value) -> bool {
    std::ptr::eq(type_of(lock), &LOCK)
}

fn enter(cx: &Cx, a: &[Value]) -> R {
    if !is_plain(&a[0]) {
        return python_mixin(cx, "__aenter__", &a[..1]);
    }
    Ok(waiting::make(&ENTER, &a[0], Value::NONE))
}

fn exit(cx: &Cx, a: &[Value]) -> R {
    if !is_plain(&a[0]) {
        return python_mixin(cx, "__aexit__", a);
    }
    Ok(waiting::make(&EXIT, &a[0], Value::NONE))
}

fn python_mixin(cx: &Cx, name: &str, a: &[Value]) -> R {
    use crate::object::str::Name;
    static MIXIN: std::sync::LazyLock<Name> = std::sync::LazyLock::new(|| Name::new("_ContextManagerMixin"));
    let mixin = super::event_loop::python(cx, "asyncio.locks", &MIXIN)?;
    let function = crate::object::attr::getattr(cx, &mixin, Name::new(name))?;
    crate::object::call::call_pos(cx, &function, a)
}

static LOCK_DEF: TypeDef = TypeDef {
    name: "Lock",
    module: "asyncio.locks",
    doc: "Primitive lock objects.",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(|cx, lock| repr_with(cx, lock, "locked", "unlocked")), ..Slots::NONE },
    methods: &[
        NativeDef::new("locked(self)", is_on),
        NativeDef::new("acquire(self)", |cx, a| {
            body(cx, &a[0])?;
            Ok(waiting::make(&ACQUIRE, &a[0], Value::NONE))
        }),
        NativeDef::new("release(self)", |cx, a| release(cx, &a[0]).map(|()| Value::NONE)),
        NativeDef::new("__aenter__(self)", enter),
        NativeDef::new("__aexit__(self, exc_type, exc, tb)", exit),
    ],
    getset: &[GetSet { name: "_locked", get: |cx, lock| is_on(cx, std::slice::from_ref(lock)), set: None }],
    ..TypeDef::EMPTY
};
pub(super) static LOCK: Type = Type::from_def(&LOCK_DEF);
