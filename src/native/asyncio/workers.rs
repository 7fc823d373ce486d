//! The interpreter's pool for parallel tasks: workers are strands that resume coroutines, one step after the other.

use super::listed::Listed;
use super::parallel;
use crate::exec::strands;
use crate::object::cx::Cx;
use crate::object::interp::Interp;
use crate::object::stack::Stack;
use crate::object::value::Value;
use crate::sched::pool::{LOOK_AFTER, Pool, Wanted};
use crate::sched::priority::Priority;
use crate::sched::strand::{ParkHooks, Strand};
use crate::sched::thread::{SpawnError, ThreadOptions, spawn_thread};
use crate::sched::timer::{Purpose, TimerId};
use crate::sched::trace;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::*};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// Slots of a worker's value stack.
const STACK_SLOTS: usize = 1 << 18;

/// A task that is to be resumed. It is published.
pub(super) struct Job(pub(super) Value);

/// What an interpreter's parallel tasks need.
#[derive(Default)]
pub(super) struct Workers {
    /// Made when the first task is.
    pool: OnceLock<Arc<Pool<Job>>>,
    /// Whether a worker was started. From then on there is one: of those that are too many the last stays.
    is_staffed: AtomicBool,
    /// Held while the first worker is started. Nobody else adds a job meanwhile. No script runs under it.
    first: Mutex<()>,
    pub(super) listed: Listed,
}

impl Workers {
    pub(super) fn of(interp: &Interp) -> Arc<Workers> {
        interp.extension()
    }

    fn pool(&self) -> &Arc<Pool<Job>> {
        let width = || std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        self.pool.get_or_init(|| Arc::new(Pool::new(width())))
    }

    /// Has a task resumed by some worker.
    pub(super) fn push(&self, interp: &Arc<Interp>, job: Job, priority: Priority) {
        let wanted = self.pool().push(job, priority);
        start_if(interp, self.pool(), wanted);
    }

    /// As `push`, for the first job of a task. Error: no worker is there and none can be started; the job is dropped.
    pub(super) fn push_first(&self, interp: &Arc<Interp>, job: Job, priority: Priority) -> Result<(), SpawnError> {
        // Acquire: pairs with the Release below, so the worker counts as one for `wanted`.
        if !self.is_staffed.load(Acquire) {
            let _first = self.first.lock();
            if !self.is_staffed.load(Acquire) {
                // The worker finds the job when it begins: it needs no waking, and no second one is wanted for it.
                self.pool().put(job, priority);
                if let Err(error) = start(interp, self.pool()) {
                    // The caller has the task as well: this is not its end. There is no other job, for there was no worker yet.
                    drop(self.pool().take_back(priority));
                    return Err(error);
                }
                self.is_staffed.store(true, Release);
                return Ok(());
            }
        }
        self.push(interp, job, priority);
        Ok(())
    }
}

fn pool(interp: &Interp) -> Arc<Pool<Job>> {
    Workers::of(interp).pool().clone()
}

/// What `hook_data` of a worker's strand says: whether it has a job.
const WITHOUT_JOB: usize = 0;
const WITH_JOB: usize = 1;

/// A wait inside of a job lets another worker run.
static HOOKS: ParkHooks = ParkHooks {
    before_park: |_, data| {
        Cx::with_current(|cx| {
            if data == WITH_JOB {
                let pool = pool(&cx.interp);
                let wanted = pool.block();
                start_if(&cx.interp, &pool, wanted);
            }
            cx.detach();
        });
    },
    after_park: |_, data| {
        Cx::with_current(|cx| {
            cx.attach();
            if data == WITH_JOB {
                pool(&cx.interp).unblock();
            }
        });
    },
    picture: crate::object::stacks::picture,
};

/// Ends wait number `wait` of a task at `at`.
pub(super) fn push_at(interp: &Arc<Interp>, at: Instant, task: Value, wait: u64) -> Option<TimerId> {
    let later = interp.clone();
    let for_timer = task.clone();
    let action = Box::new(move || parallel::wake_sleeper(&later, for_timer, wait));
    match interp.runtime.timers().schedule(&interp.runtime, at, Purpose::Progress, action) {
        Ok(timer) => Some(timer),
        Err(_) => {
            // No thread for timers: it sleeps too short rather than for ever.
            parallel::wake_sleeper(interp, task, wait);
            None
        }
    }
}

fn start_if(interp: &Arc<Interp>, pool: &Arc<Pool<Job>>, wanted: Wanted) {
    match wanted {
        Wanted::Nothing => {}
        Wanted::Look => look_later(interp, pool),
        // Where no thread can be started the workers there are do the work.
        Wanted::Worker => drop(start(interp, pool)),
    }
}

/// Jobs lie behind workers that may not come back for long: somebody has an eye on them. On the thread of timers, which is up for that
/// anyway.
fn look_later(interp: &Arc<Interp>, pool: &Arc<Pool<Job>>) {
    let (for_timer, watched) = (Arc::downgrade(interp), pool.clone());
    let action = Box::new(move || {
        let Some(interp) = for_timer.upgrade() else { return };
        let (more_is_wanted, again) = watched.look();
        if more_is_wanted {
            let _as_many_as_there_are = start(&interp, &watched);
        }
        if again {
            look_later(&interp, &watched);
        }
    });
    // Where no thread for timers can be made, no further worker could be either.
    let _ = interp.runtime.timers().schedule(&interp.runtime, Instant::now() + LOOK_AFTER, Purpose::Watch, action);
}

/// Starts a worker.
fn start(interp: &Arc<Interp>, pool: &Arc<Pool<Job>>) -> Result<(), SpawnError> {
    let (Some(stack), Some(mut worker)) = (Stack::reserve(STACK_SLOTS), pool.enroll()) else { return Err(SpawnError::Limit) };
    let for_worker = interp.clone();
    let body = move |strand: &Arc<Strand>| {
        strand.set_hooks(&HOOKS, WITHOUT_JOB);
        Cx::run_strand(for_worker, strand.clone(), stack, |cx| {
            let workers = Workers::of(&cx.interp);
            while let Some(job) = worker.next(strand, |wanted| start_if(&cx.interp, workers.pool(), wanted)) {
                strand.set_hook_data(WITH_JOB);
                let is_traced = trace::is_on();
                if is_traced {
                    trace::step_begins(strand, &parallel::shown_name(&job.0));
                }
                let again = parallel::run(cx, &workers, job);
                if is_traced {
                    trace::step_ends(strand);
                }
                if let Some(again) = again {
                    let priority = parallel::priority(&again.0);
                    let wanted = worker.push(again, priority);
                    if wanted != Wanted::Nothing {
                        start_if(&cx.interp, workers.pool(), wanted);
                    }
                }
                strand.set_hook_data(WITHOUT_JOB);
                // Of tasks that are over at once none may come to a safepoint.
                cx.pause();
            }
        });
    };
    let options = ThreadOptions { name: "pyc-worker", is_daemon: true, ..ThreadOptions::default() };
    spawn_thread(&interp.runtime, options, body).map(drop)
}

/// How many tasks run at once.
pub(super) fn width(cx: &Cx) -> usize {
    pool(&cx.interp).width()
}

/// To be called by whoever makes the first task: everything that workers can reach is published.
pub(super) fn prepare(cx: &Cx) {
    strands::share_interpreter(&cx.interp);
}
