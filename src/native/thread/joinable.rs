//! The type `_thread._ThreadHandle`: what `start_joinable_thread` gives, to wait with and to ask. Knows no outcomes: those are reported
//! by the thread itself.

use super::{body, timeout};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::{GetSet, NativeDef};
use crate::object::park;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::strand::StrandId;
use crate::sched::thread::JoinHandle;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::*};

#[derive(Default)]
pub(super) struct Joinable {
    /// Whether a thread was to be started with it. Whoever turns it on starts the thread.
    begun: AtomicBool,
    /// The thread's number from before it begins, else 0. Stored with Release for the thread itself, which may ask at once.
    ident: AtomicU64,
    /// The thread once its start is over; the mutex is held for a moment only.
    thread: Mutex<Option<JoinHandle>>,
    /// `_set_done()` was called.
    done: AtomicBool,
}

impl Payload for Joinable {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Joinable {
    /// Errors: RuntimeError if a thread has it already.
    pub(super) fn begin(&self, cx: &Cx) -> R<()> {
        if self.begun.swap(true, AcqRel) {
            return Err(cx.runtime_error("thread already started"));
        }
        Ok(())
    }

    pub(super) fn announce(&self, id: StrandId) {
        self.ident.store(id.raw(), Release);
    }

    /// What came of the start; None: there is no thread, and one can be started again.
    pub(super) fn settle(&self, thread: Option<JoinHandle>) {
        if thread.is_none() {
            self.ident.store(0, Release);
            self.begun.store(false, Release);
        }
        *self.thread.lock() = thread;
    }

    fn is_done(&self) -> bool {
        self.done.load(Acquire) || self.thread.lock().as_ref().is_some_and(JoinHandle::is_finished)
    }

    /// The thread, which another one may be starting just now. Errors: RuntimeError if there is none, or it is the caller.
    fn started(&self, cx: &Cx) -> R<JoinHandle> {
        loop {
            if let Some(thread) = &*self.thread.lock() {
                return Ok(thread.clone());
            }
            if !self.begun.load(Acquire) {
                return Err(cx.runtime_error("thread not started"));
            }
            if self.ident.load(Acquire) == cx.strand.id().raw() {
                return Err(cx.runtime_error("Cannot join current thread"));
            }
            cx.safepoint()?;
            std::thread::yield_now();
        }
    }
}

pub(super) fn make() -> Value {
    HANDLE.make_ready();
    Native::make(&HANDLE, Joinable::default())
}

/// The handle in an argument; None: it is none.
pub(super) fn of(value: &Value) -> Option<&Joinable> {
    Native::<Joinable>::of(value)
}

fn new(_: &Cx, _: &Type, _: Args<'_>) -> R {
    Ok(make())
}

fn join(cx: &Cx, a: &[Value]) -> R {
    let handle = body::<Joinable>(cx, &a[0])?;
    let deadline = timeout::from_zero_on(cx, &a[1])?;
    if handle.done.load(Acquire) {
        return Ok(Value::NONE);
    }
    let thread = handle.started(cx)?;
    cx.settle();
    if !thread.is_finished() {
        if thread.strand().id() == cx.strand.id() {
            return Err(cx.runtime_error("Cannot join current thread"));
        }
        park::wait(cx, deadline, |deadline| thread.join(&cx.strand, deadline))?;
    }
    Ok(Value::NONE)
}

/// For those who know that the thread is gone: nobody waits for it any more.
fn set_done(cx: &Cx, a: &[Value]) -> R {
    let handle = body::<Joinable>(cx, &a[0])?;
    if !handle.begun.load(Acquire) {
        return Err(cx.runtime_error("thread not started"));
    }
    handle.done.store(true, Release);
    Ok(Value::NONE)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let ident = body::<Joinable>(cx, value)?.ident.load(Acquire);
    Ok(Str::from_str(&format!("<{} object: ident={ident}>", type_of(value).full_name())).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "_ThreadHandle",
    module: "_thread",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("join(self, timeout=None, /)", join),
        NativeDef::new("is_done(self, /)", |cx, a| Ok(Value::bool(body::<Joinable>(cx, &a[0])?.is_done()))),
        NativeDef::new("_set_done(self, /)", set_done),
    ],
    getset: &[GetSet { name: "ident", get: |cx, this| Ok(Value::int(body::<Joinable>(cx, this)?.ident.load(Acquire) as i64)), set: None }],
    ..TypeDef::EMPTY
};
pub(crate) static HANDLE: Type = Type::from_def(&DEF);
