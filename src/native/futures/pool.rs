//! The work queue of a thread pool and the executor's native half: submitting calls, serving them, mapping a function. Knows not how
//! threads are made: `concurrent.futures.thread` makes them when asked.

use super::future::{self, Outcome};
use crate::native::thread::timeout;
use crate::object::args::{self, Args};
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::native::{GetSet, NativeDef, NativeFunction};
use crate::object::park;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Raised, Value};
use crate::sched::blocking::blocking;
use crate::sched::queue::{GetError, Queue, Shutdown};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};
use std::time::{Duration, Instant};

/// Calls of `map` that are queued together, and how long the first of them may be held back.
const BATCH: usize = 64;
const LONGEST_BATCH: Duration = Duration::from_micros(100);
/// A wait for a result that ends sooner is a short one.
const QUICK: Duration = Duration::from_micros(400);
/// How long a thread that expects a short wait sleeps.
const NAP: Duration = Duration::from_micros(40);

/// A call to be made, and where its outcome goes.
struct Item {
    future: Value,
    function: Value,
    values: Box<[Value]>,
    names: Box<[Name]>,
    /// The future says already that the call is being made.
    has_begun: bool,
}

/// What the executor and its threads share.
struct WorkQueue {
    queue: Queue<Item>,
    /// Threads that found nothing to do and have not been counted on since.
    idle: AtomicUsize,
    threads: AtomicUsize,
    most_threads: usize,
    /// Calls for threads that are being started for them. The mutex protects the list.
    firsts: Mutex<VecDeque<Item>>,
    /// Threads begin with their first call at once: there is no initializer.
    begins_at_once: bool,
    is_closed: AtomicBool,
    /// The exception that submitting raises once a thread could not be initialised. The mutex protects the value.
    broken: Mutex<Option<Value>>,
}

impl WorkQueue {
    /// Counts the calling thread as one that has nothing to do, unless there is something. A call that is queued from now on is queued
    /// by somebody who finds the thread counted, so no count is left of a thread that works.
    fn announce(&self) -> bool {
        if !self.queue.is_empty() {
            return false;
        }
        self.idle.fetch_add(1, SeqCst);
        if self.queue.is_empty() {
            return true;
        }
        let _counted_on_meanwhile = self.idle.fetch_update(SeqCst, SeqCst, |idle| idle.checked_sub(1));
        false
    }
}

impl Item {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.future);
        visit(&self.function);
        self.values.iter().for_each(&mut *visit);
    }
}

impl Payload for WorkQueue {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.queue.for_each(|item| item.traverse(visit));
        self.firsts.lock().iter().for_each(|item| item.traverse(visit));
        if let Some(error) = &*self.broken.lock() {
            visit(error);
        }
    }

    fn clear(&self) {
        drop(self.queue.take_all());
        let firsts = std::mem::take(&mut *self.firsts.lock());
        drop(firsts);
    }
}

/// The body of an executor: its work queue. When it dies the threads finish what there is and end.
#[derive(Default)]
struct Pool(OnceLock<Value>);

impl Payload for Pool {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(queue) = self.0.get() {
            visit(queue);
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(work) = self.0.get().and_then(Native::<WorkQueue>::of) {
            work.is_closed.store(true, SeqCst);
            drop(work.queue.shut_down(Shutdown::Gently));
        }
    }
}

/// Set when the interpreter ends.
#[derive(Default)]
struct Exiting(AtomicBool);

fn work_of<'a>(cx: &Cx, pool: &'a Value) -> R<&'a WorkQueue> {
    let queue = Native::<Pool>::of(pool).and_then(|pool| pool.0.get());
    queue.and_then(Native::<WorkQueue>::of).ok_or_else(|| cx.runtime_error("__init__() of the executor was not called"))
}

fn queue_of<'a>(cx: &Cx, queue: &'a Value) -> R<&'a WorkQueue> {
    Native::<WorkQueue>::of(queue).ok_or_else(|| cx.type_error("expected a work queue"))
}

#[cold]
fn closed(cx: &Cx, work: &WorkQueue) -> Raised {
    let broken = work.broken.lock().clone();
    if let Some(error) = broken {
        return cx.raise(error);
    }
    if cx.interp.extension::<Exiting>().0.load(SeqCst) {
        return cx.runtime_error("cannot schedule new futures after interpreter shutdown");
    }
    cx.runtime_error("cannot schedule new futures after shutdown")
}

/// A call and its future, ready for other threads.
fn item(function: &Value, values: &[Value], names: &[Name]) -> Item {
    let future = future::fresh();
    future.publish();
    function.publish();
    values.iter().for_each(Value::publish);
    Item { future, function: function.clone(), values: values.into(), names: names.into(), has_begun: false }
}

/// Starts a thread unless one is waiting for the call that was just queued.
fn adjust(cx: &Cx, pool: &Value, work: &WorkQueue) -> R<()> {
    let is_awaited = work.idle.fetch_update(SeqCst, SeqCst, |idle| idle.checked_sub(1)).is_ok();
    if !is_awaited && work.threads.load(Relaxed) < work.most_threads {
        call::call_method(cx, pool, Name::new("_adjust_thread_count"), &[])?;
    }
    Ok(())
}

/// Queues a call and returns its future.
fn enqueue(cx: &Cx, pool: &Value, work: &WorkQueue, function: &Value, values: &[Value], names: &[Name]) -> R {
    let mut item = item(function, values, names);
    let future = item.future.clone();
    cx.settle();
    if work.begins_at_once && work.idle.load(SeqCst) == 0 && work.threads.load(Relaxed) < work.most_threads && !work.queue.is_shut_down() {
        // A thread is started for this very call: it counts as being made from now on.
        item.has_begun = future::start(cx, &future)?;
        work.firsts.lock().push_back(item);
        let started = call::call_method(cx, pool, Name::new("_adjust_thread_count"), &[]);
        if started.as_ref().is_ok_and(|started| !started.is(&Value::FALSE)) {
            return Ok(future);
        }
        // There is none: the call is for whoever comes first.
        let item = take_first(work, |first| first.future.is(&future));
        if let Some(item) = item
            && let Err((_, item)) = work.queue.try_put(item)
        {
            drop(item);
            return Err(closed(cx, work));
        }
        return started.map(|_| future);
    }
    if let Err((_, item)) = work.queue.try_put(item) {
        drop(item);
        return Err(closed(cx, work));
    }
    adjust(cx, pool, work)?;
    Ok(future)
}

/// Takes a call that waits for its thread to start.
fn take_first(work: &WorkQueue, is_it: impl Fn(&Item) -> bool) -> Option<Item> {
    let mut firsts = work.firsts.lock();
    let place = firsts.iter().position(is_it)?;
    firsts.remove(place)
}

/// Queues calls together: their threads are woken once.
fn enqueue_all(cx: &Cx, pool: &Value, work: &WorkQueue, items: &mut Vec<Item>) -> R<()> {
    let count = items.len();
    cx.settle();
    if let Err(items) = work.queue.put_all(std::mem::take(items)) {
        drop(items);
        return Err(closed(cx, work));
    }
    for _ in 0..count.min(work.most_threads) {
        adjust(cx, pool, work)?;
    }
    Ok(())
}

fn submit(cx: &Cx, args: Args<'_>) -> R {
    let [pool, function, ..] = args.pos() else {
        let given = args.pos().len();
        let missing = if given == 0 { "2 required positional arguments: 'self' and 'fn'" } else { "1 required positional argument: 'fn'" };
        return Err(cx.type_error(format!("ThreadPoolExecutor.submit() missing {missing}")));
    };
    let work = work_of(cx, pool)?;
    enqueue(cx, pool, work, function, &args.values[2..], args.names)
}

/// Makes calls until the queue is shut down. For the pool's threads.
fn serve(cx: &Cx, a: &[Value]) -> R {
    let work = queue_of(cx, &a[0])?;
    let mut is_announced = false;
    if let Some(first) = take_first(work, |_| true) {
        is_announced = perform(cx, first, work)?;
    }
    loop {
        // A builtin that was called has none.
        cx.pause();
        let mut got = work.queue.try_get();
        let item = loop {
            match got {
                Ok(item) => break item,
                Err(GetError::ShutDown) => return Ok(Value::NONE),
                Err(GetError::Empty) => {
                    if let Some(first) = take_first(work, |_| true) {
                        if is_announced {
                            let _counted_on_meanwhile = work.idle.fetch_update(SeqCst, SeqCst, |idle| idle.checked_sub(1));
                        }
                        break first;
                    }
                    is_announced = is_announced || work.announce();
                    got = if is_announced {
                        work.queue.get(&cx.strand, None)
                    } else {
                        // What is in the queue is kept for a thread that was woken. It may have to stand still first: so must we.
                        cx.safepoint()?;
                        std::thread::yield_now();
                        work.queue.try_get()
                    };
                }
                Err(GetError::Gave(error)) => {
                    park::interrupted(cx, error)?;
                    got = work.queue.get(&cx.strand, None);
                }
            }
        };
        is_announced = perform(cx, item, work)?;
    }
}

/// Makes a call. True if the thread was counted as one with nothing to do before the outcome was told: who waits for it and then
/// submits another call needs no other thread.
fn perform(cx: &Cx, item: Item, work: &WorkQueue) -> R<bool> {
    if !item.has_begun && !future::start(cx, &item.future)? {
        return Ok(false);
    }
    let outcome = match call::call(cx, &item.function, Args { values: &item.values, names: &item.names }) {
        Ok(value) => Outcome::Result(value),
        Err(raised) => future::failed(cx, raised),
    };
    let Item { future, function, values, .. } = item;
    drop((function, values));
    let is_announced = work.announce();
    // Somebody else may have given the future an outcome; that is his affair.
    if let Err(raised) = future::finish(cx, &future, outcome) {
        drop(cx.take(raised));
    }
    Ok(is_announced)
}

/// `_shut(cancel)`: no more calls; with `cancel`, those that have not begun are cancelled.
fn shut(cx: &Cx, a: &[Value]) -> R {
    let work = work_of(cx, &a[0])?;
    work.is_closed.store(true, SeqCst);
    let how = if crate::object::protocol::truth(cx, &a[1])? { Shutdown::Immediately } else { Shutdown::Gently };
    let thrown_out = work.queue.shut_down(how);
    for item in thrown_out {
        future::cancel(cx, &item.future)?;
    }
    Ok(Value::NONE)
}

/// `_break(exception)`: as `_shut`, and the calls that have not begun get the exception, as does who submits more.
fn break_down(cx: &Cx, a: &[Value]) -> R {
    let work = queue_of(cx, &a[0])?;
    publish_into(&a[0], &a[1]);
    let before = work.broken.lock().replace(a[1].clone());
    drop(before);
    let firsts = std::mem::take(&mut *work.firsts.lock());
    for item in work.queue.shut_down(Shutdown::Immediately).into_iter().chain(firsts) {
        if let Err(raised) = future::finish(cx, &item.future, Outcome::Exception(a[1].clone())) {
            drop(cx.take(raised));
        }
    }
    Ok(Value::NONE)
}

fn set_up(cx: &Cx, a: &[Value]) -> R {
    let most = usize::try_from(crate::object::protocol::index(cx, &a[1])?).unwrap_or(1);
    let body = WorkQueue {
        queue: Queue::new(0),
        idle: AtomicUsize::new(0),
        threads: AtomicUsize::new(0),
        most_threads: most,
        firsts: Mutex::new(VecDeque::new()),
        begins_at_once: crate::object::protocol::truth(cx, &a[2])?,
        is_closed: AtomicBool::new(false),
        broken: Mutex::new(None),
    };
    let queue = Native::make(&WORK_QUEUE, body);
    let Some(pool) = Native::<Pool>::of(&a[0]) else { return Err(cx.type_error("expected an executor")) };
    publish_into(&a[0], &queue);
    let _first_counts = pool.0.set(queue.clone());
    Ok(queue)
}

/// Counts one more thread; False if there are as many as there may be.
fn take_place(cx: &Cx, a: &[Value]) -> R {
    let work = queue_of(cx, &a[0])?;
    let number = work.threads.fetch_update(SeqCst, SeqCst, |threads| (threads < work.most_threads).then_some(threads + 1));
    Ok(number.map_or(Value::NONE, |before| Value::int(before as i64)))
}

static MAP: NativeDef = NativeDef::new("map(self, fn, /, *iterables, timeout=None, chunksize=1)", |_, _| Ok(Value::NONE));

fn map(cx: &Cx, raw: Args<'_>) -> R {
    let a = args::bind_new(cx, &MAP, raw)?;
    let deadline = timeout::optional(cx, &a[3])?;
    let inputs = a[2].get::<crate::object::tuple::Tuple>().map(|inputs| inputs.items().to_vec()).unwrap_or_default();
    let iterators = inputs.iter().map(|input| iter::iter(cx, input)).collect::<R<Vec<Value>>>()?;
    let submit = attr::getattr(cx, &a[0], Name::new("submit"))?;
    let is_own = submit.get::<NativeFunction>().is_some_and(|f| f.this().is(&a[0]) && f.def.name() == "submit");
    let work = work_of(cx, &a[0])?;
    let results = Native::make(
        &RESULTS,
        Results { futures: Mutex::new(VecDeque::new()), deadline, is_asked: AtomicBool::new(false), are_quick: AtomicBool::new(false) },
    );
    results.publish();
    let Some(pending) = Native::<Results>::of(&results) else { return Ok(Value::NONE) };
    let mut values = vec![a[1].clone()];
    let (mut batch, mut begun) = (Vec::new(), Instant::now());
    let mut failed = None;
    'rounds: while !iterators.is_empty() {
        values.truncate(1);
        for iterator in &iterators {
            match iter::next(cx, iterator) {
                Ok(Some(value)) => values.push(value),
                Ok(None) => break 'rounds,
                Err(raised) => {
                    failed = Some(raised);
                    break 'rounds;
                }
            }
        }
        let future = if is_own {
            let item = item(&values[0], &values[1..], &[]);
            let future = item.future.clone();
            if batch.is_empty() {
                begun = Instant::now();
            }
            batch.push(item);
            future
        } else {
            call::call_pos(cx, &submit, &values)?
        };
        publish_into(&results, &future);
        pending.futures.lock().push_back(future);
        // Calls whose arguments come slowly do not wait for others.
        if batch.len() >= BATCH || !batch.is_empty() && begun.elapsed() > LONGEST_BATCH {
            enqueue_all(cx, &a[0], work, &mut batch)?;
        }
        cx.safepoint()?;
    }
    let pending_error = failed.as_ref().map(|_| cx.suspend_pending());
    if !batch.is_empty() {
        let queued = enqueue_all(cx, &a[0], work, &mut batch);
        if failed.is_none() {
            queued?;
        } else if let Err(raised) = queued {
            drop(cx.take(raised));
        }
    }
    let Some(raised) = failed else { return Ok(results) };
    // The calls whose arguments came are made; nobody asks for their results.
    let futures = std::mem::take(&mut *pending.futures.lock());
    drop(futures);
    if let Some(pending_error) = pending_error {
        cx.resume_pending(pending_error);
    }
    Err(raised)
}

/// The iterator that `map` gives: results in the order of the calls. What is not asked for any more is cancelled.
struct Results {
    futures: Mutex<VecDeque<Value>>,
    deadline: Option<Instant>,
    /// Somebody has asked for a result. Before that, giving the iterator up cancels nothing: as the calls are wanted, not their results.
    is_asked: AtomicBool,
    /// The last wait was a short one: the next is slept through, so that no thread has to wake us for each result.
    are_quick: AtomicBool,
}

impl Payload for Results {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.futures.lock().iter().for_each(visit);
    }

    fn clear(&self) {
        let futures = std::mem::take(&mut *self.futures.lock());
        drop(futures);
    }
}

impl Drop for Results {
    fn drop(&mut self) {
        let futures = std::mem::take(self.futures.get_mut());
        if !futures.is_empty() && *self.is_asked.get_mut() {
            Cx::with_current(|cx| cancel_all(cx, futures));
        }
    }
}

fn cancel_all(cx: &Cx, futures: VecDeque<Value>) {
    let pending = cx.suspend_pending();
    for future in futures {
        if let Err(raised) = call::call_method(cx, &future, Name::new("cancel"), &[]) {
            drop(cx.take(raised));
        }
    }
    cx.resume_pending(pending);
}

fn next_result(cx: &Cx, results: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Results>::of(results) else { return Ok(None) };
    this.is_asked.store(true, Relaxed);
    let Some(future) = this.futures.lock().pop_front() else { return Ok(None) };
    let outcome = match Native::<future::Future>::of(&future) {
        Some(_) => {
            let begun = Instant::now();
            let is_over = |future: &Value| future::stage(cx, future).is_ok_and(future::Stage::is_over);
            if !is_over(&future) && this.are_quick.load(Relaxed) {
                blocking(&cx.strand, || std::thread::sleep(NAP));
            }
            let outcome = future::result(cx, &future, this.deadline);
            this.are_quick.store(begun.elapsed() < QUICK, Relaxed);
            outcome
        }
        None => {
            let left = this.deadline.map(|end| end.saturating_duration_since(Instant::now()).as_secs_f64());
            call::call_method(cx, &future, Name::new("result"), &[left.map_or(Value::NONE, Value::float)])
        }
    };
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            let mut rest = std::mem::take(&mut *this.futures.lock());
            rest.push_front(future);
            cancel_all(cx, rest);
            Err(raised)
        }
    }
}

fn close_results(cx: &Cx, a: &[Value]) -> R {
    if let Some(this) = Native::<Results>::of(&a[0]) {
        let rest = std::mem::take(&mut *this.futures.lock());
        if this.is_asked.load(Relaxed) {
            cancel_all(cx, rest);
        }
    }
    Ok(Value::NONE)
}

static RESULTS_DEF: TypeDef = TypeDef {
    name: "result_iterator",
    slots: Slots { iter: Some(iter::itself), next: Some(next_result), ..Slots::NONE },
    methods: &[NativeDef::new("close(self)", close_results)],
    ..TypeDef::EMPTY
};
static RESULTS: Type = Type::from_def(&RESULTS_DEF);

static QUEUE_DEF: TypeDef = TypeDef {
    name: "_WorkQueue",
    slots: Slots::NONE,
    methods: &[
        NativeDef::new("qsize(self)", |cx, a| Ok(Value::int(queue_of(cx, &a[0])?.queue.len() as i64))),
        NativeDef::new("_serve(self)", serve),
        NativeDef::new("_break(self, exception)", break_down),
        NativeDef::new("_take_place(self)", take_place),
    ],
    ..TypeDef::EMPTY
};
static WORK_QUEUE: Type = Type::from_def(&QUEUE_DEF);

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, Pool::default()))
}

fn init(_: &Cx, _: &Value, _: Args<'_>) -> R<()> {
    Ok(())
}

static POOL_DEF: TypeDef = TypeDef {
    name: "_ThreadPool",
    module: "_futures",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: &[
        NativeDef::raw("submit(self, fn, /, *args, **kwargs)", submit),
        NativeDef::raw("map(self, fn, /, *iterables, timeout=None, chunksize=1)", map),
        NativeDef::new("_set_up(self, max_workers, begins_at_once)", set_up),
        NativeDef::new("_shut(self, cancel)", shut),
    ],
    getset: &[
        GetSet { name: "_shutdown", get: |cx, this| Ok(Value::bool(work_of(cx, this)?.is_closed.load(SeqCst))), set: None },
        GetSet { name: "__dict__", get: attr::instance_dict, set: Some(crate::object::class::set_builtin_dict) },
    ],
    ..TypeDef::EMPTY
};
pub(super) static THREAD_POOL: Type = Type::from_def(&POOL_DEF);

/// The interpreter ends: no more calls anywhere.
pub(super) fn exit(cx: &Cx, _: &[Value]) -> R {
    cx.interp.extension::<Exiting>().0.store(true, SeqCst);
    Ok(Value::NONE)
}

/// Makes the types that no module names.
pub(super) fn ready() {
    for ty in [&WORK_QUEUE, &RESULTS] {
        ty.make_ready();
    }
}
