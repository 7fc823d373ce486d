//! The FIFO queue of tasks: what `asyncio.Queue` is made of. Queues that keep their items otherwise are written in Python.

use super::bound::{self, Line};
use super::future;
use super::waiting::{self, Ops, Tried};
use crate::native::construct::{bind, signature};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::exception::{EXCEPTION, make};
use crate::object::guarded::Guarded;
use crate::object::kinds::Kind;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use std::collections::VecDeque;
use std::sync::LazyLock;

struct State {
    /// As the script gave it.
    max_size: Value,
    bound: usize,
    items: VecDeque<Value>,
    getters: Line,
    putters: Line,
    unfinished: usize,
    is_shut_down: bool,
    /// An Event, made when somebody joins.
    finished: Value,
}

impl State {
    fn is_full(&self) -> bool {
        self.bound > 0 && self.items.len() >= self.bound
    }
}

struct QueueBody(Guarded<State>);

impl Payload for QueueBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|state| {
            visit(&state.max_size);
            state.items.iter().for_each(&mut *visit);
            state.getters.visit(visit);
            state.putters.visit(visit);
            visit(&state.finished);
        });
    }
}

macro_rules! error {
    ($static:ident $name:literal $doc:literal) => {
        pub(super) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: "asyncio.queues",
                doc: $doc,
                base: Some(&EXCEPTION),
                kind: Kind::Exception,
                subclassable: true,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        };
    };
}

error!(QUEUE_EMPTY "QueueEmpty" "Raised when Queue.get_nowait() is called on an empty Queue.");
error!(QUEUE_FULL "QueueFull" "Raised when the Queue.put_nowait() method is called on a full Queue.");
error!(QUEUE_SHUT_DOWN "QueueShutDown" "Raised when putting on to or getting from a shut-down Queue.");

#[cold]
fn raise(cx: &Cx, class: &'static Type) -> Raised {
    cx.raise(make(class, Vec::new()))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    let state = State {
        max_size: Value::int(0),
        bound: 0,
        items: VecDeque::new(),
        getters: Line::default(),
        putters: Line::default(),
        unfinished: 0,
        is_shut_down: false,
        finished: Value::UNSET,
    };
    Ok(Native::make(class, QueueBody(Guarded::new(state))))
}

static INIT: NativeDef = signature("Queue(maxsize=0)");

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let max_size = bind(cx, &INIT, args)?.swap_remove(0);
    if !std::ptr::eq(type_of(this), &QUEUE)
        && let Some(init) = type_of(this).lookup(cx, Name::new("_kept_init"))
    {
        return crate::object::call::call_pos(cx, &init, &[this.clone(), max_size]).map(drop);
    }
    let bound = match max_size.as_int() {
        Some(bound) => usize::try_from(bound).unwrap_or(0),
        None => {
            let limit = crate::object::number::to_float(cx, &max_size)?;
            if limit > 0.0 { limit.ceil() as usize } else { 0 }
        }
    };
    publish_into(this, &max_size);
    let old = body(cx, this)?.0.with(this, |state| {
        state.bound = bound;
        std::mem::replace(&mut state.max_size, max_size)
    });
    drop(old);
    Ok(())
}

fn body<'a>(cx: &Cx, value: &'a Value) -> R<&'a QueueBody> {
    Native::<QueueBody>::of(value).ok_or_else(|| cx.type_error(format!("a Queue is needed, not '{}'", type_of(value).message_name())))
}

// ---- putting and taking ----

/// Appends an item. Err(Some): why not, as a class.
fn try_put(cx: &Cx, queue: &Value, item: &Value) -> R<Result<(), &'static Type>> {
    let body = body(cx, queue)?;
    publish_into(queue, item);
    let item = item.clone();
    let outcome = body.0.with(queue, |state| {
        if state.is_shut_down {
            return Err((&QUEUE_SHUT_DOWN, item));
        }
        if state.is_full() {
            return Err((&QUEUE_FULL, item));
        }
        state.items.push_back(item);
        state.unfinished += 1;
        Ok((state.getters.pop_pending(), state.finished.clone()))
    });
    match outcome {
        Err((class, _item)) => Ok(Err(class)),
        Ok((taken, finished)) => {
            if !finished.is_unset() {
                super::sync::clear_event(&finished);
            }
            bound::wake_last(cx, &taken, Value::NONE)?;
            Ok(Ok(()))
        }
    }
}

/// Takes the first item. Err: why there is none.
fn try_get(cx: &Cx, queue: &Value) -> R<Result<Value, &'static Type>> {
    let outcome = body(cx, queue)?.0.with(queue, |state| match state.items.pop_front() {
        Some(item) => Ok((item, state.putters.pop_pending())),
        None if state.is_shut_down => Err(&QUEUE_SHUT_DOWN),
        None => Err(&QUEUE_EMPTY),
    });
    match outcome {
        Err(class) => Ok(Err(class)),
        Ok((item, taken)) => {
            bound::wake_last(cx, &taken, Value::NONE)?;
            Ok(Ok(item))
        }
    }
}

fn get_or_wait(cx: &Cx, queue: &Value, _: &Value) -> R<Tried> {
    match try_get(cx, queue)? {
        Ok(item) => Ok(Tried::Done(item)),
        Err(class) if std::ptr::eq(class, &QUEUE_SHUT_DOWN) => Err(raise(cx, class)),
        Err(_) => {
            let body = body(cx, queue)?;
            bound::new_waiter(cx, queue, |enter| body.0.with(queue, |state| enter(&mut state.getters))).map(Tried::Wait)
        }
    }
}

fn put_or_wait(cx: &Cx, queue: &Value, item: &Value) -> R<Tried> {
    match try_put(cx, queue, item)? {
        Ok(()) => Ok(Tried::Done(Value::NONE)),
        Err(class) if std::ptr::eq(class, &QUEUE_SHUT_DOWN) => Err(raise(cx, class)),
        Err(_) => {
            let body = body(cx, queue)?;
            bound::new_waiter(cx, queue, |enter| body.0.with(queue, |state| enter(&mut state.putters))).map(Tried::Wait)
        }
    }
}

/// A getter gives up. If it had been woken, somebody else gets its chance.
fn getter_gave_up(cx: &Cx, queue: &Value, future: &Value) -> R<()> {
    let was_cancelled = future::status(future) == future::Status::Cancelled;
    future::cancel(cx, future, &Value::NONE, None)?;
    let is_cancelled = was_cancelled || future::status(future) == future::Status::Cancelled;
    let (lost, taken) = body(cx, queue)?.0.with(queue, |state| {
        let lost = state.getters.remove(future);
        let goes_on = !state.items.is_empty() && !is_cancelled;
        (lost, if goes_on { state.getters.pop_pending() } else { Vec::new() })
    });
    drop(lost);
    bound::wake_last(cx, &taken, Value::NONE)
}

fn putter_gave_up(cx: &Cx, queue: &Value, future: &Value) -> R<()> {
    let was_cancelled = future::status(future) == future::Status::Cancelled;
    future::cancel(cx, future, &Value::NONE, None)?;
    let is_cancelled = was_cancelled || future::status(future) == future::Status::Cancelled;
    let (lost, taken) = body(cx, queue)?.0.with(queue, |state| {
        let lost = state.putters.remove(future);
        let goes_on = !state.is_full() && !is_cancelled;
        (lost, if goes_on { state.putters.pop_pending() } else { Vec::new() })
    });
    drop(lost);
    bound::wake_last(cx, &taken, Value::NONE)
}

static GET: Ops =
    Ops { name: "Queue.get", start: get_or_wait, woken: |cx, queue, with, _| get_or_wait(cx, queue, with), given_up: getter_gave_up };
static PUT: Ops =
    Ops { name: "Queue.put", start: put_or_wait, woken: |cx, queue, item, _| put_or_wait(cx, queue, item), given_up: putter_gave_up };

fn get(cx: &Cx, a: &[Value]) -> R {
    body(cx, &a[0])?;
    Ok(waiting::make(&GET, &a[0], Value::NONE))
}

fn put(cx: &Cx, a: &[Value]) -> R {
    body(cx, &a[0])?;
    Ok(waiting::make(&PUT, &a[0], a[1].clone()))
}

fn get_nowait(cx: &Cx, a: &[Value]) -> R {
    try_get(cx, &a[0])?.map_err(|class| raise(cx, class))
}

fn put_nowait(cx: &Cx, a: &[Value]) -> R {
    try_put(cx, &a[0], &a[1])?.map_err(|class| raise(cx, class))?;
    Ok(Value::NONE)
}

// ---- counting what is done ----

fn task_done(cx: &Cx, a: &[Value]) -> R {
    let outcome = body(cx, &a[0])?.0.with(&a[0], |state| {
        state.unfinished = state.unfinished.checked_sub(1)?;
        Some((state.unfinished == 0).then(|| state.finished.clone()))
    });
    match outcome {
        None => Err(cx.value_error("task_done() called too many times")),
        Some(Some(finished)) if !finished.is_unset() => super::sync::set_event(cx, &finished).map(|()| Value::NONE),
        Some(_) => Ok(Value::NONE),
    }
}

fn join_start(cx: &Cx, queue: &Value, _: &Value) -> R<Tried> {
    let body = body(cx, queue)?;
    let (unfinished, known) = body.0.with(queue, |state| (state.unfinished, state.finished.clone()));
    if unfinished == 0 {
        return Ok(Tried::Done(Value::NONE));
    }
    let mut finished = known;
    if finished.is_unset() {
        let fresh = super::sync::new_event();
        publish_into(queue, &fresh);
        finished = body.0.with(queue, |state| {
            state.finished = fresh;
            state.finished.clone()
        });
    }
    super::sync::wait_for_event(cx, &finished)
}

fn join_given_up(cx: &Cx, queue: &Value, future: &Value) -> R<()> {
    let finished = body(cx, queue)?.0.with(queue, |state| state.finished.clone());
    super::sync::event_given_up(cx, &finished, future)
}

static JOIN: Ops = Ops {
    name: "Queue.join",
    start: join_start,
    woken: |cx, queue, _, future| {
        join_given_up(cx, queue, future)?;
        Ok(Tried::Done(Value::NONE))
    },
    given_up: join_given_up,
};

fn shutdown(cx: &Cx, a: &[Value]) -> R {
    let at_once = protocol::truth(cx, &a[1])?;
    let (dropped, waiters, finished) = body(cx, &a[0])?.0.with(&a[0], |state| {
        state.is_shut_down = true;
        let mut dropped = VecDeque::new();
        let mut finished = Value::UNSET;
        if at_once {
            dropped = std::mem::take(&mut state.items);
            state.unfinished = state.unfinished.saturating_sub(dropped.len());
            if state.unfinished == 0 {
                finished = state.finished.clone();
            }
        }
        let mut waiters = std::mem::take(&mut state.getters.waiters);
        waiters.extend(std::mem::take(&mut state.putters.waiters));
        (dropped, waiters, finished)
    });
    drop(dropped);
    if !finished.is_unset() {
        super::sync::set_event(cx, &finished)?;
    }
    for waiter in waiters {
        if !future::is_done(&waiter) {
            future::set_result(cx, &waiter, Value::NONE)?;
        }
    }
    Ok(Value::NONE)
}

// ---- looks ----

fn format(cx: &Cx, queue: &Value) -> R<String> {
    let (max_size, items, getters, putters, unfinished, is_shut_down) = body(cx, queue)?.0.with(queue, |state| {
        let items: Vec<Value> = state.items.iter().cloned().collect();
        (state.max_size.clone(), items, state.getters.waiters.len(), state.putters.waiters.len(), state.unfinished, state.is_shut_down)
    });
    let mut text = format!("maxsize={}", protocol::repr(cx, &max_size)?.to_str_lossy());
    if !items.is_empty() {
        let list = List::new(items).into_value();
        text += &format!(" _queue={}", protocol::repr(cx, &list)?.to_str_lossy());
    }
    for (name, count) in [("_getters", getters), ("_putters", putters)] {
        if count > 0 {
            text += &format!(" {name}[{count}]");
        }
    }
    if unfinished > 0 {
        text += &format!(" tasks={unfinished}");
    }
    if is_shut_down {
        text += " shutdown";
    }
    Ok(text)
}

fn repr(cx: &Cx, queue: &Value) -> R {
    let text = format!("<{} at {:#x} {}>", type_of(queue).name(), queue.identity(), format(cx, queue)?);
    Ok(Str::from_str(&text).into_value())
}

fn str(cx: &Cx, queue: &Value) -> R {
    Ok(Str::from_str(&format!("<{} {}>", type_of(queue).name(), format(cx, queue)?)).into_value())
}

/// Subclasses that change how items are kept get methods that ask them (`asyncio.queues`).
fn init_subclass(cx: &Cx, a: &[Value]) -> R {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_adapt"));
    let adapt = super::event_loop::python(cx, "asyncio.queues", &NAME)?;
    crate::object::call::call_pos(cx, &adapt, &[a[0].clone()])
}

fn count(cx: &Cx, queue: &Value, of: fn(&State) -> usize) -> R {
    Ok(Value::int(body(cx, queue)?.0.with(queue, |state| of(state)) as i64))
}

fn flag(cx: &Cx, queue: &Value, of: fn(&State) -> bool) -> R {
    Ok(Value::bool(body(cx, queue)?.0.with(queue, |state| of(state))))
}

static DEF: TypeDef = TypeDef {
    name: "Queue",
    module: "asyncio.queues",
    doc: "A queue, useful for coordinating producer and consumer coroutines.",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), str: Some(str), ..Slots::NONE },
    methods: &[
        NativeDef::new("get(self)", get),
        NativeDef::new("put(self, item)", put),
        NativeDef::new("get_nowait(self)", get_nowait),
        NativeDef::new("put_nowait(self, item)", put_nowait),
        NativeDef::new("task_done(self)", task_done),
        NativeDef::new("join(self)", |cx, a| {
            body(cx, &a[0])?;
            Ok(waiting::make(&JOIN, &a[0], Value::NONE))
        }),
        NativeDef::new("shutdown(self, immediate=False)", shutdown),
        NativeDef::new("qsize(self)", |cx, a| count(cx, &a[0], |state| state.items.len())),
        NativeDef::new("empty(self)", |cx, a| flag(cx, &a[0], |state| state.items.is_empty())),
        NativeDef::new("full(self)", |cx, a| flag(cx, &a[0], State::is_full)),
        NativeDef::new("_format(self)", |cx, a| Ok(Str::from_str(&format(cx, &a[0])?).into_value())),
        NativeDef::new("classmethod __init_subclass__(cls)", init_subclass),
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
    ],
    getset: &[GetSet { name: "maxsize", get: |cx, queue| Ok(body(cx, queue)?.0.with(queue, |state| state.max_size.clone())), set: None }],
    ..TypeDef::EMPTY
};
pub(super) static QUEUE: Type = Type::from_def(&DEF);
