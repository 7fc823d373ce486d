//! `Future`: the outcome of a call made elsewhere. Knows states, waiters and callbacks; not who makes the call.

use crate::native::thread::queue as thread_queue;
use crate::native::thread::timeout;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::{EXCEPTION, Exception, TIMEOUT_ERROR, make};
use crate::object::kinds::Kind;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use crate::sched::park::{WaitError, WaitKind, WaitReason, Waiter, WakeReason};
use parking_lot::Mutex;
use std::time::Instant;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    Pending,
    Running,
    /// Cancelled, and nobody who waits has been told.
    Cancelled,
    CancelledAndNotified,
    Finished,
}

const STAGES: &[(Stage, &str, &str)] = &[
    (Stage::Pending, "PENDING", "pending"),
    (Stage::Running, "RUNNING", "running"),
    (Stage::Cancelled, "CANCELLED", "cancelled"),
    (Stage::CancelledAndNotified, "CANCELLED_AND_NOTIFIED", "cancelled"),
    (Stage::Finished, "FINISHED", "finished"),
];

impl Stage {
    fn name(self) -> &'static str {
        STAGES.iter().find(|(stage, ..)| *stage == self).map_or("", |row| row.1)
    }

    pub(super) fn is_over(self) -> bool {
        !matches!(self, Stage::Pending | Stage::Running)
    }
}

/// The body. The mutex protects all fields and is never held while script runs or values die.
pub(super) struct Future(Mutex<State>);

struct State {
    stage: Stage,
    /// Unset until there is one.
    result: Value,
    /// An exception, or None.
    exception: Value,
    callbacks: Vec<Value>,
    /// Queues that get the future when it is over: of `wait` and `as_completed`.
    watchers: Vec<Value>,
    sleepers: Vec<Waiter>,
}

impl Payload for Future {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        let state = self.0.lock();
        visit(&state.result);
        visit(&state.exception);
        state.callbacks.iter().for_each(&mut *visit);
        state.watchers.iter().for_each(visit);
    }

    fn clear(&self) {
        let mut state = self.0.lock();
        let result = std::mem::replace(&mut state.result, Value::NONE);
        let exception = std::mem::replace(&mut state.exception, Value::NONE);
        let callbacks = std::mem::take(&mut state.callbacks);
        drop(state);
        drop((result, exception, callbacks));
    }
}

/// How a call ended.
pub(super) enum Outcome {
    Result(Value),
    Exception(Value),
}

/// A fresh future of the builtin class.
pub(super) fn fresh() -> Value {
    make_of(&FUTURE)
}

fn make_of(class: &Type) -> Value {
    let (callbacks, watchers, sleepers) = (Vec::new(), Vec::new(), Vec::new());
    let state = State { stage: Stage::Pending, result: Value::NONE, exception: Value::NONE, callbacks, watchers, sleepers };
    Native::make(class, Future(Mutex::new(state)))
}

fn body<'a>(cx: &Cx, value: &'a Value) -> R<&'a Future> {
    Native::<Future>::of(value).ok_or_else(|| cx.type_error(format!("expected a Future, not '{}'", type_of(value).message_name())))
}

pub(super) fn stage(cx: &Cx, future: &Value) -> R<Stage> {
    Ok(body(cx, future)?.0.lock().stage)
}

/// What there is to tell once the lock is released.
#[derive(Default)]
struct News {
    sleepers: Vec<Waiter>,
    watchers: Vec<Value>,
    callbacks: Vec<Value>,
}

impl News {
    fn tell(self, cx: &Cx, future: &Value) {
        for sleeper in self.sleepers {
            sleeper.wake();
        }
        for watcher in self.watchers {
            thread_queue::put_value(&watcher, future.clone());
        }
        for callback in self.callbacks {
            run_callback(cx, future, &callback);
        }
    }
}

/// Has the log of `concurrent.futures` written that a callback has failed.
fn log(cx: &Cx, future: &Value, exception: &Value) -> R<()> {
    let module = crate::native::importer::import_full(cx, "concurrent.futures._base")?;
    let text = Str::from_str("exception calling callback for %r").into_value();
    let values = [Str::from_str("error").into_value(), exception.clone(), text, future.clone()];
    call::call_method(cx, &module, Name::new("_log"), &values).map(drop)
}

fn run_callback(cx: &Cx, future: &Value, callback: &Value) {
    let Err(raised) = call::call_pos(cx, callback, std::slice::from_ref(future)) else { return };
    let exception = cx.take(raised);
    let Err(raised) = log(cx, future, &exception) else { return };
    // There is no log: the interpreter is being taken down, or somebody keeps modules out.
    drop(cx.take(raised));
    let what = match protocol::repr(cx, future) {
        Ok(text) => format!("exception calling callback for {}", text.to_str_lossy()),
        Err(raised) => {
            drop(cx.take(raised));
            "exception calling callback".to_string()
        }
    };
    (cx.interp.hooks().unraisable)(cx, &what, &Value::UNSET, &exception);
}

/// The call begins; false if it was cancelled before.
pub(super) fn start(cx: &Cx, future: &Value) -> R<bool> {
    let this = body(cx, future)?;
    let mut state = this.0.lock();
    match state.stage {
        Stage::Pending => {
            state.stage = Stage::Running;
            Ok(true)
        }
        Stage::Cancelled => {
            state.stage = Stage::CancelledAndNotified;
            let news = News { watchers: std::mem::take(&mut state.watchers), ..News::default() };
            drop(state);
            news.tell(cx, future);
            Ok(false)
        }
        _ => {
            drop(state);
            Err(cx.runtime_error("Future in unexpected state"))
        }
    }
}

/// The call is over. Errors: InvalidStateError if it was before.
pub(super) fn finish(cx: &Cx, future: &Value, outcome: Outcome) -> R<()> {
    let this = body(cx, future)?;
    let (Outcome::Result(value) | Outcome::Exception(value)) = &outcome;
    publish_into(future, value);
    cx.settle();
    let mut state = this.0.lock();
    if state.stage.is_over() {
        let stage = state.stage;
        drop(state);
        return Err(invalid_state(cx, future, stage));
    }
    match outcome {
        Outcome::Result(value) => state.result = value,
        Outcome::Exception(value) => state.exception = value,
    }
    state.stage = Stage::Finished;
    let news = News {
        sleepers: std::mem::take(&mut state.sleepers),
        watchers: std::mem::take(&mut state.watchers),
        callbacks: std::mem::take(&mut state.callbacks),
    };
    drop(state);
    news.tell(cx, future);
    Ok(())
}

#[cold]
fn invalid_state(cx: &Cx, future: &Value, stage: Stage) -> Raised {
    match protocol::repr(cx, future) {
        Ok(text) => {
            INVALID_STATE_ERROR.make_ready();
            cx.error(&INVALID_STATE_ERROR, format!("{}: {}", stage.name(), text.to_str_lossy()))
        }
        Err(raised) => raised,
    }
}

pub(super) fn cancel(cx: &Cx, future: &Value) -> R<bool> {
    let this = body(cx, future)?;
    let mut state = this.0.lock();
    match state.stage {
        Stage::Running | Stage::Finished => return Ok(false),
        Stage::Cancelled | Stage::CancelledAndNotified => return Ok(true),
        Stage::Pending => {}
    }
    state.stage = Stage::Cancelled;
    let news =
        News { sleepers: std::mem::take(&mut state.sleepers), watchers: Vec::new(), callbacks: std::mem::take(&mut state.callbacks) };
    drop(state);
    news.tell(cx, future);
    Ok(true)
}

/// One wait until the future is over.
fn sleep(cx: &Cx, this: &Future, deadline: Option<Instant>) -> Result<(), WaitError> {
    loop {
        let waiter = {
            let mut state = this.0.lock();
            if state.stage.is_over() {
                return Ok(());
            }
            let waiter = Waiter::new(&cx.strand);
            state.sleepers.push(waiter.clone());
            waiter
        };
        match crate::sched::park::park(&cx.strand, &waiter, WaitReason::on(WaitKind::Future, this), deadline) {
            WakeReason::Woken | WakeReason::Granted => {}
            gave_up => {
                this.0.lock().sleepers.retain(|other| !other.is_same(&waiter));
                return gave_up.into_result();
            }
        }
    }
}

/// Waits for the outcome. Errors: TimeoutError, CancelledError.
pub(super) fn outcome(cx: &Cx, future: &Value, deadline: Option<Instant>) -> R<Outcome> {
    let this = body(cx, future)?;
    cx.settle();
    if !this.0.lock().stage.is_over() && park::wait(cx, deadline, |deadline| sleep(cx, this, deadline))? == Waited::TimedOut {
        return Err(cx.raise(make(&TIMEOUT_ERROR, Vec::new())));
    }
    let state = this.0.lock();
    match state.stage {
        Stage::Finished if state.exception.is_none() => Ok(Outcome::Result(state.result.clone())),
        Stage::Finished => Ok(Outcome::Exception(state.exception.clone())),
        _ => {
            drop(state);
            CANCELLED_ERROR.make_ready();
            Err(cx.raise(make(&CANCELLED_ERROR, Vec::new())))
        }
    }
}

/// The result, or the exception raised.
pub(super) fn result(cx: &Cx, future: &Value, deadline: Option<Instant>) -> R {
    match outcome(cx, future, deadline)? {
        Outcome::Result(value) => Ok(value),
        Outcome::Exception(exception) => Err(cx.raise(exception)),
    }
}

fn exception(cx: &Cx, a: &[Value]) -> R {
    match outcome(cx, &a[0], timeout::if_any(cx, &a[1])?)? {
        Outcome::Result(_) => Ok(Value::NONE),
        Outcome::Exception(exception) => Ok(exception),
    }
}

fn add_done_callback(cx: &Cx, a: &[Value]) -> R {
    let this = body(cx, &a[0])?;
    publish_into(&a[0], &a[1]);
    let mut state = this.0.lock();
    if !state.stage.is_over() {
        state.callbacks.push(a[1].clone());
        return Ok(Value::NONE);
    }
    drop(state);
    run_callback(cx, &a[0], &a[1]);
    Ok(Value::NONE)
}

/// Has the future put into `queue` when it is over and everybody has been told; False if it is already.
fn watch(cx: &Cx, a: &[Value]) -> R {
    let this = body(cx, &a[0])?;
    publish_into(&a[0], &a[1]);
    let mut state = this.0.lock();
    let is_open = !matches!(state.stage, Stage::CancelledAndNotified | Stage::Finished);
    if is_open {
        state.watchers.push(a[1].clone());
    }
    Ok(Value::bool(is_open))
}

fn unwatch(cx: &Cx, a: &[Value]) -> R {
    let mut state = body(cx, &a[0])?.0.lock();
    let (gone, kept) = std::mem::take(&mut state.watchers).into_iter().partition(|watcher| watcher.is(&a[1]));
    state.watchers = kept;
    drop(state);
    let _queues: Vec<Value> = gone;
    Ok(Value::NONE)
}

fn set_exception(cx: &Cx, a: &[Value]) -> R {
    let outcome = if a[1].is_none() { Outcome::Result(Value::NONE) } else { Outcome::Exception(a[1].clone()) };
    finish(cx, &a[0], outcome).map(|()| Value::NONE)
}

fn is_stage(cx: &Cx, value: &Value, test: impl Fn(Stage) -> bool) -> R {
    stage(cx, value).map(|stage| Value::bool(test(stage)))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let this = body(cx, value)?;
    let state = this.0.lock();
    let (stage, result, exception) = (state.stage, state.result.clone(), state.exception.clone());
    drop(state);
    let shown = STAGES.iter().find(|row| row.0 == stage).map_or("", |row| row.2);
    let more = match stage {
        Stage::Finished if !exception.is_none() => format!(" raised {}", type_of(&exception).message_name()),
        Stage::Finished => format!(" returned {}", type_of(&result).message_name()),
        _ => String::new(),
    };
    Ok(Str::from_str(&format!("<{} at {:#x} state={shown}{more}>", type_of(value).message_name(), value.identity())).into_value())
}

fn set_stage(cx: &Cx, this: &Value, value: Option<Value>) -> R<()> {
    let name = value.as_ref().and_then(Value::get::<Str>).map(|name| name.to_str_lossy().into_owned()).unwrap_or_default();
    let Some((stage, ..)) = STAGES.iter().find(|row| row.1 == name) else {
        return Err(cx.value_error("not a state of a future"));
    };
    body(cx, this)?.0.lock().stage = *stage;
    Ok(())
}

fn put(cx: &Cx, this: &Value, value: Option<Value>, place: impl FnOnce(&mut State) -> &mut Value) -> R<()> {
    let value = value.unwrap_or(Value::NONE);
    publish_into(this, &value);
    let old = std::mem::replace(place(&mut body(cx, this)?.0.lock()), value);
    drop(old);
    Ok(())
}

const METHODS: &[NativeDef] = &[
    NativeDef::new("cancel(self)", |cx, a| cancel(cx, &a[0]).map(Value::bool)),
    NativeDef::new("cancelled(self)", |cx, a| is_stage(cx, &a[0], |stage| matches!(stage, Stage::Cancelled | Stage::CancelledAndNotified))),
    NativeDef::new("running(self)", |cx, a| is_stage(cx, &a[0], |stage| stage == Stage::Running)),
    NativeDef::new("done(self)", |cx, a| is_stage(cx, &a[0], Stage::is_over)),
    NativeDef::new("result(self, timeout=None)", |cx, a| result(cx, &a[0], timeout::if_any(cx, &a[1])?)),
    NativeDef::new("exception(self, timeout=None)", exception),
    NativeDef::new("add_done_callback(self, fn)", add_done_callback),
    NativeDef::new("set_running_or_notify_cancel(self)", |cx, a| start(cx, &a[0]).map(Value::bool)),
    NativeDef::new("set_result(self, result)", |cx, a| finish(cx, &a[0], Outcome::Result(a[1].clone())).map(|()| Value::NONE)),
    NativeDef::new("set_exception(self, exception)", set_exception),
    NativeDef::new("_watch(self, queue)", watch),
    NativeDef::new("_unwatch(self, queue)", unwatch),
    NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
];

const GETSET: &[GetSet] = &[
    GetSet { name: "_state", get: |cx, this| Ok(Name::new(stage(cx, this)?.name()).value()), set: Some(set_stage) },
    GetSet {
        name: "_result",
        get: |cx, this| Ok(body(cx, this)?.0.lock().result.clone()),
        set: Some(|cx, this, value| put(cx, this, value, |state| &mut state.result)),
    },
    GetSet {
        name: "_exception",
        get: |cx, this| Ok(body(cx, this)?.0.lock().exception.clone()),
        set: Some(|cx, this, value| put(cx, this, value, |state| &mut state.exception)),
    },
    GetSet { name: "__dict__", get: attr::instance_dict, set: Some(crate::object::class::set_builtin_dict) },
];

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make_of(class))
}

fn init(cx: &Cx, _: &Value, args: Args<'_>) -> R<()> {
    if args.is_empty() {
        return Ok(());
    }
    Err(cx.type_error(format!("Future.__init__() takes 1 positional argument but {} were given", args.values.len() + 1)))
}

static DEF: TypeDef = TypeDef {
    name: "Future",
    module: "concurrent.futures._base",
    doc: "The outcome of a call made elsewhere: it may be waited for, cancelled before it begins, and calls back when it is there.",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static FUTURE: Type = Type::from_def(&DEF);

macro_rules! errors {
    ($( $static:ident $name:literal $base:expr; )*) => {
        $( pub(super) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: "concurrent.futures._base",
                base: Some($base),
                kind: Kind::Exception,
                subclassable: true,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        }; )*
    };
}

errors! {
    ERROR "Error" &EXCEPTION;
    CANCELLED_ERROR "CancelledError" &ERROR;
    INVALID_STATE_ERROR "InvalidStateError" &ERROR;
}

/// The exception that `raised` stands for, as an outcome.
pub(super) fn failed(cx: &Cx, raised: Raised) -> Outcome {
    let exception = cx.take(raised);
    debug_assert!(exception.get::<Exception>().is_some());
    Outcome::Exception(exception)
}
