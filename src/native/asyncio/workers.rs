//! The interpreter's pool for parallel tasks: workers are strands that resume coroutines, one step after the other.

use super::parallel;
use crate::exec::strands;
use crate::object::cx::Cx;
use crate::object::interp::Interp;
use crate::object::stack::Stack;
use crate::object::value::Value;
use crate::sched::pool::{LOOK_AFTER, Pool, Wanted};
use crate::sched::priority::Priority;
use crate::sched::strand::{ParkHooks, Strand};
use crate::sched::thread::{ThreadOptions, spawn_thread};
use crate::sched::timer::{Purpose, TimerId};
use crate::sched::trace;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// Slots of a worker's value stack.
const STACK_SLOTS: usize = 1 << 18;

/// A task that is to be resumed. It is published.
pub(super) struct Job(pub(super) Value);

/// Parts of the list of tasks: those that begin and end at once should not meet at one lock.
const SHARDS: usize = 16;

#[derive(Default)]
struct Workers {
    /// Made when the first task is.
    pool: OnceLock<Arc<Pool<Job>>>,
    /// All tasks that are not done, for reports: task `n` in shard `n % SHARDS`. A task that is not done is held by whoever will wake it
    /// as well, so being listed keeps none alive for longer.
    tasks: [Mutex<HashMap<u64, Value>>; SHARDS],
}

fn pool(interp: &Interp) -> Arc<Pool<Job>> {
    let workers = interp.extension::<Workers>();
    let width = || std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    workers.pool.get_or_init(|| Arc::new(Pool::new(width()))).clone()
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

/// Has a task resumed by some worker.
pub(super) fn push(interp: &Arc<Interp>, job: Job, priority: Priority) {
    let pool = pool(interp);
    let wanted = pool.push(job, priority);
    start_if(interp, &pool, wanted);
}

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
        Wanted::Worker => start(interp, pool),
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
            start(&interp, &watched);
        }
        if again {
            look_later(&interp, &watched);
        }
    });
    // Where no thread for timers can be made, no further worker could be either.
    let _ = interp.runtime.timers().schedule(&interp.runtime, Instant::now() + LOOK_AFTER, Purpose::Watch, action);
}

fn start(interp: &Arc<Interp>, pool: &Arc<Pool<Job>>) {
    let (Some(stack), Some(mut worker)) = (Stack::reserve(STACK_SLOTS), pool.enroll()) else { return };
    let for_worker = interp.clone();
    let body = move |strand: &Arc<Strand>| {
        strand.set_hooks(&HOOKS, WITHOUT_JOB);
        Cx::run_strand(for_worker, strand.clone(), stack, |cx| {
            while let Some(job) = worker.next(strand) {
                strand.set_hook_data(WITH_JOB);
                let is_traced = trace::is_on();
                if is_traced {
                    trace::step_begins(strand, &parallel::shown_name(&job.0));
                }
                let again = parallel::run(cx, job);
                if is_traced {
                    trace::step_ends(strand);
                }
                if let Some(again) = again {
                    let priority = parallel::priority(&again.0);
                    let wanted = worker.push(again, priority);
                    if wanted != Wanted::Nothing {
                        start_if(&cx.interp, &pool_of(cx), wanted);
                    }
                }
                strand.set_hook_data(WITHOUT_JOB);
            }
        });
    };
    let options = ThreadOptions { name: "pyc-worker", is_daemon: true, ..ThreadOptions::default() };
    // If there is no room for a thread, the workers there are do the work; the first one's failure shows as a deadlock.
    let _ = spawn_thread(&interp.runtime, options, body);
}

fn pool_of(cx: &Cx) -> Arc<Pool<Job>> {
    pool(&cx.interp)
}

/// How many tasks run at once.
pub(super) fn width(cx: &Cx) -> usize {
    pool(&cx.interp).width()
}

/// To be called by whoever makes the first task: everything that workers can reach is published.
pub(super) fn prepare(cx: &Cx) {
    strands::share_interpreter(&cx.interp);
}

fn shard(number: u64) -> usize {
    (number % SHARDS as u64) as usize
}

/// Lists a task that is published.
pub(super) fn register(interp: &Interp, number: u64, task: Value) {
    interp.extension::<Workers>().tasks[shard(number)].lock().insert(number, task);
}

/// Takes a task that is done off the list.
pub(super) fn unregister(interp: &Interp, number: u64) {
    let listed = interp.extension::<Workers>().tasks[shard(number)].lock().remove(&number);
    drop(listed);
}

/// Shows all tasks that are not done to `look`, which only reads; oldest first.
pub(super) fn look_at_tasks(interp: &Interp, mut look: impl FnMut(&Value)) {
    let workers = interp.extension::<Workers>();
    let shards: Vec<_> = workers.tasks.iter().map(Mutex::lock).collect();
    let mut all: Vec<(&u64, &Value)> = shards.iter().flat_map(|shard| shard.iter()).collect();
    all.sort_by_key(|(number, _)| **number);
    all.into_iter().for_each(|(_, task)| look(task));
}
