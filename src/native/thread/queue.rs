//! The type `queue` (the builtin, and what `queue.Queue` is made of) and its errors. Knows arguments, messages and publication; moving
//! values between threads is the scheduler's.

use super::{body, text, timeout};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::{EXCEPTION, make};
use crate::object::kinds::Kind;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use crate::sched::park::WaitError;
use crate::sched::queue::{GetError, PutError, Queue, Retired, Shutdown};
use std::sync::OnceLock;
use std::time::Instant;

/// Filled in by `__init__`.
#[derive(Default)]
struct QueueBody(OnceLock<State>);

struct State {
    queue: Queue<Value>,
    /// As the script gave it: anything below one means no bound.
    max_size: i64,
    /// What keeps the items since somebody asked for the parts (`mutex`, `queue` ...): an object of `queue._Kept`. It is set before
    /// `queue` is retired, so whoever finds that shut down finds this, or the queue was shut down indeed.
    kept: OnceLock<Value>,
}

impl Payload for QueueBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(state) = self.0.get() {
            state.queue.for_each(&mut *visit);
            if let Some(kept) = state.kept.get() {
                visit(kept);
            }
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
    if is_kept_class(cx, this) {
        call::call(cx, &kept_method(cx, "__init__")?, Args { values: &values, names: args.names })?;
        return Ok(());
    }
    let mut bound = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut bound)?;
    let max_size = protocol::index(cx, &bound[1])?;
    let queue = Queue::new(usize::try_from(max_size).unwrap_or(0));
    let _first_counts = body::<QueueBody>(cx, this)?.0.set(State { queue, max_size, kept: OnceLock::new() });
    Ok(())
}

/// Whether the object's class keeps items by hooks of its own: then nothing is kept here.
fn is_kept_class(cx: &Cx, this: &Value) -> bool {
    type_of(this).is_heap() && type_of(this).lookup(cx, Name::new("_is_kept")).is_some_and(|is_kept| is_kept.is(&Value::TRUE))
}

fn kept_method(cx: &Cx, name: &'static str) -> R {
    let module = crate::native::importer::import_full(cx, "queue")?;
    let class = attr::getattr(cx, &module, Name::new("_Kept"))?;
    attr::getattr(cx, &class, Name::new(name))
}

/// The object that keeps the items in the place of a native queue; None if there is none.
fn keeper(cx: &Cx, this: &Value) -> R<Option<Value>> {
    match body::<QueueBody>(cx, this)?.0.get() {
        Some(state) => Ok(state.kept.get().cloned()),
        None if is_kept_class(cx, this) => Ok(Some(this.clone())),
        None => Ok(None),
    }
}

/// Has the object's keeper do it, if it has one.
fn by_keeper(cx: &Cx, this: &Value, name: &'static str, args: &[Value]) -> R<Option<Value>> {
    let Some(keeper) = keeper(cx, this)? else { return Ok(None) };
    let mut values = vec![keeper];
    values.extend_from_slice(args);
    call::call_pos(cx, &kept_method(cx, name)?, &values).map(Some)
}

/// `block` and `timeout` of a limit.
fn spelled_out(limit: Option<Option<Instant>>) -> [Value; 2] {
    match limit {
        None => [Value::FALSE, Value::NONE],
        Some(None) => [Value::TRUE, Value::NONE],
        Some(Some(end)) => [Value::TRUE, Value::float(end.saturating_duration_since(Instant::now()).as_secs_f64())],
    }
}

#[cold]
fn put_by_keeper(cx: &Cx, this: &Value, item: Value, limit: Option<Option<Instant>>) -> R {
    let [block, timeout] = spelled_out(limit);
    match by_keeper(cx, this, "put", &[item, block, timeout])? {
        Some(done) => Ok(done),
        None => state(cx, this).and_then(|_| Err(raise(cx, &SHUT_DOWN))),
    }
}

#[cold]
fn get_by_keeper(cx: &Cx, this: &Value, limit: Option<Option<Instant>>) -> R {
    match by_keeper(cx, this, "get", &spelled_out(limit))? {
        Some(item) => Ok(item),
        None => state(cx, this).and_then(|_| Err(raise(cx, &SHUT_DOWN))),
    }
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
    let Some(State { queue, .. }) = body::<QueueBody>(cx, this)?.0.get() else { return put_by_keeper(cx, this, item, limit) };
    publish_into(this, &item);
    cx.settle();
    let mut outcome = queue.try_put(item);
    loop {
        let (error, item) = match outcome {
            Ok(()) => return Ok(Value::NONE),
            Err(not_put) => not_put,
        };
        match (error, limit) {
            (PutError::ShutDown, _) => return put_by_keeper(cx, this, item, limit),
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
    let Some(State { queue, .. }) = body::<QueueBody>(cx, this)?.0.get() else { return get_by_keeper(cx, this, limit) };
    cx.settle();
    let mut outcome = queue.try_get();
    loop {
        match (outcome, limit) {
            (Ok(item), _) => return Ok(item),
            (Err(GetError::ShutDown), _) => return get_by_keeper(cx, this, limit),
            (Err(GetError::Empty), None) | (Err(GetError::Gave(WaitError::TimedOut)), _) => return Err(raise(cx, &EMPTY)),
            (Err(GetError::Empty), Some(deadline)) => outcome = queue.get(&cx.strand, deadline),
            (Err(GetError::Gave(error)), deadline) => {
                park::interrupted(cx, error)?;
                outcome = queue.get(&cx.strand, deadline.flatten());
            }
        }
    }
}

/// `_hand_over(keeper)`: from now on the keeper keeps the items. Gives it what there was: (items, unfinished tasks, whether it was shut
/// down); None if another keeper was faster.
fn hand_over(cx: &Cx, a: &[Value]) -> R {
    let state = state(cx, &a[0])?;
    publish_into(&a[0], &a[1]);
    cx.settle();
    if state.kept.set(a[1].clone()).is_err() {
        return Ok(Value::NONE);
    }
    let Retired { items, unfinished, was_shut_down } = state.queue.retire();
    let items = List::new(items.into()).into_value();
    Ok(Tuple::new(vec![items, Value::int(unfinished as i64), Value::bool(was_shut_down)]).into_value())
}

/// Stores an attribute that only a keeper can change.
fn set_of_keeper(cx: &Cx, this: &Value, name: &'static str, value: Option<Value>) -> R<()> {
    let Some(value) = value else { return Err(attr::no_attribute(cx, this, Name::new(name))) };
    let module = crate::native::importer::import_full(cx, "queue")?;
    let keeper = call::call_method(cx, &module, Name::new("_keeper_of"), std::slice::from_ref(this))?;
    attr::setattr(cx, &keeper, Name::new(name), value)
}

fn of_keeper(cx: &Cx, this: &Value, name: &'static str) -> R<Option<Value>> {
    let kept = state(cx, this)?.kept.get();
    kept.map(|kept| attr::getattr(cx, kept, Name::new(name))).transpose()
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
    let done = body::<QueueBody>(cx, &a[0])?.0.get().map(|state| state.queue.task_done());
    if done == Some(Ok(())) {
        return Ok(Value::NONE);
    }
    match by_keeper(cx, &a[0], "task_done", &[])? {
        Some(done) => Ok(done),
        None => state(cx, &a[0]).and_then(|_| Err(cx.value_error("task_done() called too many times"))),
    }
}

fn join(cx: &Cx, a: &[Value]) -> R {
    if let Some(State { queue, .. }) = body::<QueueBody>(cx, &a[0])?.0.get() {
        park::acquire(cx, |deadline| queue.join(&cx.strand, deadline))?;
    }
    // That may have ended because the queue was handed over.
    match by_keeper(cx, &a[0], "join", &[])? {
        Some(done) => Ok(done),
        None => state(cx, &a[0]).map(|_| Value::NONE),
    }
}

fn shutdown(cx: &Cx, a: &[Value]) -> R {
    let how = if protocol::truth(cx, &a[1])? { Shutdown::Immediately } else { Shutdown::Gently };
    if let Some(done) = by_keeper(cx, &a[0], "shutdown", &a[1..])? {
        return Ok(done);
    }
    drop(state(cx, &a[0])?.queue.shut_down(how));
    Ok(Value::NONE)
}

fn repr(_: &Cx, value: &Value) -> R {
    Ok(text(format!("<{} object at {:#x}>", super::class_name(value), value.identity())))
}

fn looked_up(cx: &Cx, this: &Value, name: &'static str, look: impl FnOnce(&Queue<Value>) -> Value) -> R {
    match body::<QueueBody>(cx, this)?.0.get() {
        Some(state) if state.kept.get().is_none() => Ok(look(&state.queue)),
        _ => match by_keeper(cx, this, name, &[])? {
            Some(found) => Ok(found),
            None => state(cx, this).map(|_| Value::NONE),
        },
    }
}

const METHODS: &[NativeDef] = &[
    NativeDef::new("_hand_over(self, keeper, /)", hand_over),
    NativeDef::new("_keeper(self, /)", |cx, a| Ok(keeper(cx, &a[0])?.unwrap_or(Value::NONE))),
    NativeDef::raw("put(self, item, block=True, timeout=None)", put),
    NativeDef::raw("get(self, block=True, timeout=None)", get),
    NativeDef::new("put_nowait(self, item)", |cx, a| put_item(cx, &a[0], a[1].clone(), None)),
    NativeDef::new("get_nowait(self)", |cx, a| get_item(cx, &a[0], None)),
    NativeDef::new("qsize(self)", |cx, a| looked_up(cx, &a[0], "qsize", |queue| Value::int(queue.len() as i64))),
    NativeDef::new("empty(self)", |cx, a| looked_up(cx, &a[0], "empty", |queue| Value::bool(queue.is_empty()))),
    NativeDef::new("full(self)", |cx, a| looked_up(cx, &a[0], "full", |queue| Value::bool(queue.is_full()))),
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
        GetSet {
            name: "maxsize",
            get: |cx, this| match of_keeper(cx, this, "maxsize")? {
                Some(found) => Ok(found),
                None => Ok(Value::int(state(cx, this)?.max_size)),
            },
            set: Some(|cx, this, value| set_of_keeper(cx, this, "maxsize", value)),
        },
        GetSet {
            name: "unfinished_tasks",
            get: |cx, this| match of_keeper(cx, this, "unfinished_tasks")? {
                Some(found) => Ok(found),
                None => Ok(Value::int(state(cx, this)?.queue.unfinished() as i64)),
            },
            set: Some(|cx, this, value| set_of_keeper(cx, this, "unfinished_tasks", value)),
        },
        GetSet {
            name: "is_shutdown",
            get: |cx, this| match of_keeper(cx, this, "is_shutdown")? {
                Some(found) => Ok(found),
                None => Ok(Value::bool(state(cx, this)?.queue.is_shut_down())),
            },
            set: Some(|cx, this, value| set_of_keeper(cx, this, "is_shutdown", value)),
        },
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
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
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
    let _fresh = body.0.set(State { queue: Queue::new(0), max_size: 0, kept: OnceLock::new() });
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
