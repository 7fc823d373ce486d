//! The builtin `thread`: `thread(fn, *args, **kwargs)` starts a thread and gives its handle. Knows outcomes and names; running is `exec::strands`.

use super::{body, priority, text, timeout};
use crate::exec::strands::{self, Job, Outcome};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::exception::TIMEOUT_ERROR;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::priority::Priority;
use crate::sched::strand::StrandId;
use crate::sched::thread::{JoinHandle, ThreadOptions};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A started thread and, once it is over, how its call ended.
pub(super) struct Handle {
    priority: Priority,
    pub(super) thread: JoinHandle,
    outcome: Arc<Mutex<Option<Outcome>>>,
}

impl Payload for Handle {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(Ok(value) | Err(value)) = &*self.outcome.lock() {
            visit(value)
        }
    }

    fn clear(&self) {
        let outcome = self.outcome.lock().take();
        drop(outcome);
    }
}

/// Starts a thread and gives its handle. Its outcome waits in the handle.
pub(super) fn start(cx: &Cx, options: ThreadOptions<'_>, job: Job) -> R {
    start_around(cx, options, job.published(), |_| (), |_| ())
}

/// As `start`, of work whose values are published; `announce` gets the thread's number before it begins, and `finish` is called on it
/// before its end is told.
pub(super) fn start_around(
    cx: &Cx,
    options: ThreadOptions<'_>,
    work: impl FnOnce(&Cx) -> Outcome + Send + 'static,
    announce: impl FnOnce(StrandId),
    finish: impl FnOnce(&Cx) + Send + 'static,
) -> R {
    let priority = options.priority;
    let outcome = Arc::new(Mutex::new(None));
    let place = outcome.clone();
    let end = move |cx: &Cx, outcome| {
        finish(cx);
        *place.lock() = Some(outcome);
    };
    let thread = strands::start(cx, options, work, announce, end)?;
    THREAD.make_ready();
    Ok(Native::make(&THREAD, Handle { priority, thread, outcome }))
}

/// How a function is called in the names of threads.
pub(super) fn function_name(cx: &Cx, function: &Value) -> R<String> {
    let name = attr::lookup_optional(cx, function, Name::new("__name__"))?;
    Ok(name.and_then(|name| name.get::<Str>().map(|name| name.to_str_lossy().into_owned())).unwrap_or_else(|| type_of(function).name()))
}

/// `thread(fn, /, *args, **kwargs)`.
fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    start_call(cx, args, Priority::Normal)
}

/// Starts a thread that calls the first argument with the others.
pub(super) fn start_call(cx: &Cx, args: Args<'_>, priority: Priority) -> R {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let Some((function, values)) = args.values.split_first().filter(|_| !args.pos().is_empty()) else {
        return Err(cx.type_error("thread() missing required argument 'fn' (pos 1)"));
    };
    if type_of(function).slots().call.is_none() {
        return Err(crate::object::call::not_callable(cx, function));
    }
    let name = format!("thread-{} ({})", NUMBER.fetch_add(1, Relaxed), function_name(cx, function)?);
    let job = Job { function: function.clone(), values: values.to_vec(), names: args.names.to_vec() };
    start(cx, ThreadOptions { name: &name, priority, ..ThreadOptions::default() }, job)
}

/// Waits for the end of the thread.
fn wait(cx: &Cx, handle: &Handle, limit: &Value) -> R<Waited> {
    let deadline = timeout::from_zero_on(cx, limit)?;
    cx.settle();
    if handle.thread.is_finished() {
        return Ok(Waited::Done);
    }
    if handle.thread.strand().id() == cx.strand.id() {
        return Err(cx.runtime_error("cannot join current thread"));
    }
    park::wait(cx, deadline, |deadline| handle.thread.join(&cx.strand, deadline))
}

/// The result of the thread's call, or its exception. Errors: TimeoutError if it takes longer.
fn join(cx: &Cx, a: &[Value]) -> R {
    let handle = body::<Handle>(cx, &a[0])?;
    if wait(cx, handle, &a[1])? == Waited::TimedOut {
        return Err(cx.error(&TIMEOUT_ERROR, "the thread is still running"));
    }
    let outcome = handle.outcome.lock().clone();
    match outcome {
        Some(Ok(value)) => Ok(value),
        Some(Err(exception)) => Err(cx.reraise(exception)),
        None => Err(cx.runtime_error("the thread ended without a result")),
    }
}

/// For `threading`: waits, and says whether the thread is over.
fn wait_method(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(wait(cx, body::<Handle>(cx, &a[0])?, &a[1])? == Waited::Done))
}

fn is_done(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(body::<Handle>(cx, &a[0])?.thread.is_finished()))
}

fn ident(handle: &Handle) -> i64 {
    handle.thread.strand().id().raw() as i64
}

fn set_name(cx: &Cx, this: &Value, name: Option<Value>) -> R<()> {
    let handle = body::<Handle>(cx, this)?;
    let name = name.unwrap_or(Value::NONE);
    let Some(name) = name.get::<Str>() else { return Err(cx.type_error("name must be a str")) };
    handle.thread.strand().set_name(&name.to_str_lossy());
    Ok(())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let handle = body::<Handle>(cx, value)?;
    let state = if handle.thread.is_finished() { "done" } else { "running" };
    Ok(text(format!("<thread {} {state} {}>", handle.thread.strand().name(), ident(handle))))
}

static DEF: TypeDef = TypeDef {
    name: "thread",
    doc: "thread(fn, /, *args, **kwargs)\n--\n\nCall fn(*args, **kwargs) in a new thread; join() gives what the call gives.",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("join(self, timeout=None)", join),
        NativeDef::new("done(self)", is_done),
        NativeDef::new("staticmethod with_priority(priority, /)", priority::starter)
            .doc("What starts threads of a priority: 'high', 'normal' or 'low'."),
        NativeDef::new("_wait(self, timeout=None)", wait_method),
    ],
    getset: &[
        GetSet {
            name: "name",
            get: |cx, this| Ok(text(body::<Handle>(cx, this)?.thread.strand().name().to_string())),
            set: Some(set_name),
        },
        GetSet { name: "priority", get: |cx, this| Ok(text(body::<Handle>(cx, this)?.priority.name().into())), set: None },
        GetSet {
            name: "native_id",
            get: |cx, this| {
                let number = body::<Handle>(cx, this)?.thread.strand().os_thread();
                Ok(number.map_or(Value::NONE, |number| Value::int(i64::from(number))))
            },
            set: None,
        },
        GetSet { name: "ident", get: |cx, this| Ok(Value::int(ident(body::<Handle>(cx, this)?))), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static THREAD: Type = Type::from_def(&DEF);
