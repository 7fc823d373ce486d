//! Threads of script: a function called on a strand of its own, with its own context. Knows not who asked for it or what becomes of the
//! result.
//!
//! Everything the new strand can reach is published by the starter before the thread exists: the function, its arguments, and once
//! per interpreter the tables that any code can reach (`builtins`, `sys.modules`).

use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::interp::Interp;
use crate::object::stack::Stack;
use crate::object::str::Name;
use crate::object::value::{R, Raised, Value};
use crate::sched::strand::{ParkHooks, Strand, StrandId};
use crate::sched::thread::{JoinHandle, SpawnError, ThreadOptions, spawn_announced};
use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Release};

/// Slots of a thread's value stack: 16 MiB of address space, touched as used.
const STACK_SLOTS: usize = 1 << 18;

static PARK_HOOKS: ParkHooks = ParkHooks {
    before_park: |_, _| Cx::with_current(Cx::detach).unwrap_or(()),
    after_park: |_, _| Cx::with_current(Cx::attach).unwrap_or(()),
    picture: crate::object::stacks::picture,
};

/// Makes a strand fit for running script: its waits take its context offline.
pub(crate) fn prepare(strand: &Arc<Strand>) {
    strand.set_hooks(&PARK_HOOKS, 0);
}

/// How a call on another strand ended: its result or its exception. Published.
pub(crate) type Outcome = Result<Value, Value>;

/// A call to be made on a strand of its own: positional values, then one per name.
pub(crate) struct Job {
    pub(crate) function: Value,
    pub(crate) values: Vec<Value>,
    pub(crate) names: Vec<Name>,
}

impl Job {
    /// The call, fit for another strand.
    pub(crate) fn published(self) -> impl FnOnce(&Cx) -> Outcome + Send + 'static {
        self.function.publish();
        self.values.iter().for_each(Value::publish);
        move |cx| {
            let result = call::call(cx, &self.function, Args { values: &self.values, names: &self.names });
            result.map_err(|raised| cx.take(raised))
        }
    }
}

/// Publishes what every strand of the interpreter can reach without being given it. To be called by a strand before it starts or
/// serves another.
pub(crate) fn share_interpreter(interp: &Interp) {
    // The first strand does it while it is the only one; whoever comes later was started after that, or finds it so (Acquire).
    if !interp.is_shared.load(Acquire) {
        interp.builtins().as_value().publish();
        interp.modules().as_value().publish();
        interp.is_shared.store(true, Release);
    }
}

/// Starts a thread that does `work`, whose values are published; `announce` gets its number before it begins, `finish` the outcome on that
/// thread, in its context. Errors: RuntimeError when no thread can be started.
pub(crate) fn start(
    cx: &Cx,
    options: ThreadOptions<'_>,
    work: impl FnOnce(&Cx) -> Outcome + Send + 'static,
    announce: impl FnOnce(StrandId),
    finish: impl FnOnce(&Cx, Outcome) + Send + 'static,
) -> R<JoinHandle> {
    share_interpreter(&cx.interp);
    cx.settle();
    let Some(stack) = Stack::reserve(STACK_SLOTS) else { return Err(cannot_start(cx, &SpawnError::Limit)) };
    let interp = cx.interp.clone();
    let body = move |strand: &Arc<Strand>| {
        prepare(strand);
        Cx::run_strand(interp, strand.clone(), stack, |cx| {
            let outcome = work(cx);
            match &outcome {
                Ok(value) | Err(value) => value.publish(),
            }
            finish(cx, outcome);
        });
    };
    spawn_announced(&cx.interp.runtime, options, announce, body).map_err(|error| cannot_start(cx, &error))
}

/// RuntimeError, mostly.
#[cold]
pub(crate) fn cannot_start(cx: &Cx, error: &SpawnError) -> Raised {
    match error {
        SpawnError::ShuttingDown => {
            cx.error(&crate::object::exception::PYTHON_FINALIZATION_ERROR, "can't create new thread at interpreter shutdown")
        }
        SpawnError::Limit | SpawnError::System => cx.runtime_error("can't start new thread"),
    }
}
