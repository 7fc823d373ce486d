//! The type `queue` (the builtin, and what `queue.Queue` is made of) and its errors. Knows arguments, messages and publication; moving
//! values between threads is the scheduler's.

use super::{body, text, timeout};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::exception::{EXCEPTION, make};
use crate::object::kinds::Kind;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Raised, Value};
use crate::sched::park::WaitError;
use crate::sched::queue::{GetError, PutError, Queue, Shutdown};
use std::sync::OnceLock;
use std::time::Instant;

/// Filled in by `__init__`.
#[derive(Default)]
struct QueueBody(OnceLock<State>);

struct State {
    queue: Queue<Value>,
    /// As the script gave it: anything below one means no bound.
    max_size: i64,
}

impl Payload for QueueBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(state) = self.0.get() {
            state.queue.for_each(visit);
        }
    }

    fn clear(&self) {
        if let Some(state) = self.0.get() {
            drop(state.queue.take_all());
        }
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, QueueBody::default()))
}

static INIT: NativeDef = NativeDef::new("__init__(self, maxsize=0)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let mut bound = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut bound)?;
    let max_size = protocol::index(cx, &bound[1])?;
    let queue = Queue::new(usize::try_from(max_size).unwrap_or(0));
    let _first_counts = body::<QueueBody>(cx, this)?.0.set(State { queue, max_size });
    Ok(())
}

fn state<'a>(cx: &Cx, this: &'a Value) -> R<&'a State> {
    let state = body::<QueueBody>(cx, this)?.0.get();
    state.ok_or_else(|| cx.runtime_error("__init__() of the queue was not called"))
}

#[cold]
fn raise(cx: &Cx, class: &'static Type) -> Raised {
    class.make_ready();
    cx.raise(make(class, Vec::new()))
}

/// `block` and `timeout` of put and get. None: do not wait at all.
fn limit(cx: &Cx, block: &Value, limit: &Value) -> R<Option<Option<Instant>>> {
    if !protocol::truth(cx, block)? {
        return Ok(None);
    }
    timeout::of_queue(cx, limit).map(Some)
}

fn put_item(cx: &Cx, this: &Value, item: Value, limit: Option<Option<Instant>>) -> R {
    let queue = &state(cx, this)?.queue;
    publish_into(this, &item);
    cx.settle();
    let mut outcome = queue.try_put(item);
    loop {
        let (error, item) = match outcome {
            Ok(()) => return Ok(Value::NONE),
            Err(not_put) => not_put,
        };
        match (error, limit) {
            (PutError::ShutDown, _) => return Err(raise(cx, &SHUT_DOWN)),
            (PutError::Full, None) | (PutError::Gave(WaitError::TimedOut), _) => return Err(raise(cx, &FULL)),
            (PutError::Full, Some(deadline)) => outcome = queue.put(&cx.strand, item, deadline),
            (PutError::Gave(error), deadline) => {
                park::interrupted(cx, error)?;
                outcome = queue.put(&cx.strand, item, deadline.flatten());
            }
        }
    }
}

/// Puts a value into an unbounded queue; nothing if it is another object or shut down.
pub(crate) fn put_value(queue: &Value, item: Value) {
    publish_into(queue, &item);
    if let Some(state) = Native::<QueueBody>::of(queue).and_then(|body| body.0.get()) {
        drop(state.queue.try_put(item));
    }
}

fn get_item(cx: &Cx, this: &Value, limit: Option<Option<Instant>>) -> R {
    let queue = &state(cx, this)?.queue;
    cx.settle();
    let mut outcome = queue.try_get();
    loop {
        match (outcome, limit) {
            (Ok(item), _) => return Ok(item),
            (Err(GetError::ShutDown), _) => return Err(raise(cx, &SHUT_DOWN)),
            (Err(GetError::Empty), None) | (Err(GetError::Gave(WaitError::TimedOut)), _) => return Err(raise(cx, &EMPTY)),
            (Err(GetError::Empty), Some(deadline)) => outcome = queue.get(&cx.strand, deadline),
            (Err(GetError::Gave(error)), deadline) => {
                park::interrupted(cx, error)?;
                outcome = queue.get(&cx.strand, deadline.flatten());
            }
        }
    }
}

/// A list of what the queue holds now.
fn items(cx: &Cx, a: &[Value]) -> R {
    let mut items = Vec::new();
    state(cx, &a[0])?.queue.for_each(|item| items.push(item.clone()));
    Ok(List::new(items).into_value())
}

fn put(cx: &Cx, args: Args<'_>) -> R {
    static PUT: NativeDef = NativeDef::new("put(self, item, block=True, timeout=None)", |_, _| Ok(Value::NONE));
    if let ([this, item], true) = (args.values, args.names.is_empty()) {
        return put_item(cx, this, item.clone(), Some(None));
    }
    let mut bound = Vec::new();
    PUT.signature().bind(cx, args, true, &mut bound)?;
    let limit = limit(cx, &bound[2], &bound[3])?;
    put_item(cx, &bound[0], bound[1].clone(), limit)
}

fn get(cx: &Cx, args: Args<'_>) -> R {
    static GET: NativeDef = NativeDef::new("get(self, block=True, timeout=None)", |_, _| Ok(Value::NONE));
    if let [this] = args.values {
        return get_item(cx, this, Some(None));
    }
    let mut bound = Vec::new();
    GET.signature().bind(cx, args, true, &mut bound)?;
    let limit = limit(cx, &bound[1], &bound[2])?;
    get_item(cx, &bound[0], limit)
}

fn task_done(cx: &Cx, a: &[Value]) -> R {
    match state(cx, &a[0])?.queue.task_done() {
        Ok(()) => Ok(Value::NONE),
        Err(_) => Err(cx.value_error("task_done() called too many times")),
    }
}

fn join(cx: &Cx, a: &[Value]) -> R {
    let queue = &state(cx, &a[0])?.queue;
    park::acquire(cx, |deadline| queue.join(&cx.strand, deadline))?;
    Ok(Value::NONE)
}

fn shutdown(cx: &Cx, a: &[Value]) -> R {
    let how = if protocol::truth(cx, &a[1])? { Shutdown::Immediately } else { Shutdown::Gently };
    drop(state(cx, &a[0])?.queue.shut_down(how));
    Ok(Value::NONE)
}

fn repr(_: &Cx, value: &Value) -> R {
    Ok(text(format!("<{} object at {:#x}>", super::class_name(value), value.identity())))
}

const METHODS: &[NativeDef] = &[
    NativeDef::new("_items(self, /)", items),
    NativeDef::raw("put(self, item, block=True, timeout=None)", put),
    NativeDef::raw("get(self, block=True, timeout=None)", get),
    NativeDef::new("put_nowait(self, item)", |cx, a| put_item(cx, &a[0], a[1].clone(), None)),
    NativeDef::new("get_nowait(self)", |cx, a| get_item(cx, &a[0], None)),
    NativeDef::new("qsize(self)", |cx, a| Ok(Value::int(state(cx, &a[0])?.queue.len() as i64))),
    NativeDef::new("empty(self)", |cx, a| Ok(Value::bool(state(cx, &a[0])?.queue.is_empty()))),
    NativeDef::new("full(self)", |cx, a| Ok(Value::bool(state(cx, &a[0])?.queue.is_full()))),
    NativeDef::new("task_done(self)", task_done),
    NativeDef::new("join(self)", join),
    NativeDef::new("shutdown(self, immediate=False)", shutdown),
];

static DEF: TypeDef = TypeDef {
    name: "queue",
    doc: "A queue between threads, first in first out; with maxsize above zero, put() waits while it is full.",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: METHODS,
    getset: &[
        GetSet { name: "maxsize", get: |cx, this| Ok(Value::int(state(cx, this)?.max_size)), set: None },
        GetSet { name: "unfinished_tasks", get: |cx, this| Ok(Value::int(state(cx, this)?.queue.unfinished() as i64)), set: None },
        GetSet { name: "is_shutdown", get: |cx, this| Ok(Value::bool(state(cx, this)?.queue.is_shut_down())), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static QUEUE: Type = Type::from_def(&DEF);

/// `queue.SimpleQueue`: no bound, no tasks.
static SIMPLE_DEF: TypeDef = TypeDef {
    name: "SimpleQueue",
    module: "_queue",
    doc: "An unbounded queue between threads, first in first out.",
    subclassable: true,
    slots: Slots { new: Some(new_simple), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::raw("put(self, item, block=True, timeout=None)", put),
        NativeDef::raw("get(self, block=True, timeout=None)", get),
        NativeDef::new("put_nowait(self, item)", |cx, a| put_item(cx, &a[0], a[1].clone(), None)),
        NativeDef::new("get_nowait(self)", |cx, a| get_item(cx, &a[0], None)),
        NativeDef::new("qsize(self)", |cx, a| Ok(Value::int(state(cx, &a[0])?.queue.len() as i64))),
        NativeDef::new("empty(self)", |cx, a| Ok(Value::bool(state(cx, &a[0])?.queue.is_empty()))),
    ],
    ..TypeDef::EMPTY
};
pub(crate) static SIMPLE_QUEUE: Type = Type::from_def(&SIMPLE_DEF);

fn new_simple(_: &Cx, class: &Type, _: Args<'_>) -> R {
    let body = QueueBody::default();
    let _fresh = body.0.set(State { queue: Queue::new(0), max_size: 0 });
    Ok(Native::make(class, body))
}

macro_rules! errors {
    ($( $static:ident $name:literal $module:literal; )*) => {
        $( pub(crate) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: $module,
                base: Some(&EXCEPTION),
                kind: Kind::Exception,
                subclassable: true,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        }; )*
    };
}

errors! {
    EMPTY "Empty" "_queue";
    FULL "Full" "queue";
    SHUT_DOWN "ShutDown" "queue";
}

/// Fills module `_queue`.
pub(crate) fn fill(_: &Cx, module: &crate::object::module::Module) -> R<()> {
    for ty in [&SIMPLE_QUEUE, &EMPTY, &FULL, &SHUT_DOWN] {
        module.add_type(ty);
    }
    module.set("_Fifo", super::class(&QUEUE));
    Ok(())
}
