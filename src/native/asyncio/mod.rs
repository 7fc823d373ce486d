//! Module `_asyncio`: the event loop, futures and tasks. `stdlib/asyncio` is the shell around it.
//!
//! A loop belongs to the strand that runs it; its objects stay LOCAL as long as no other strand is given one of them. Other threads
//! reach a loop through its mailbox. Parallel tasks (`spawn`) belong to no loop: workers of a pool resume them.

mod bound;
mod debug;
mod descriptors;
mod errors;
mod event_loop;
mod future;
mod future_iter;
mod future_type;
mod gather;
mod handle;
mod listed;
mod loop_type;
mod mailbox;
mod network;
mod parallel;
pub(crate) mod picture;
mod queue;
mod running;
mod sleep;
mod stream_reader;
mod sync;
mod task;
mod task_type;
mod ticket;
mod timers;
mod transport;
mod waiting;
mod workers;

use crate::object::cx::Cx;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::value::{R, Value};

fn all_tasks(_: &Cx, a: &[Value]) -> R {
    Ok(List::new(event_loop::tasks(&a[0])).into_value())
}

fn set_running_loop(cx: &Cx, a: &[Value]) -> R {
    event_loop::set_running(cx, a[0].clone());
    Ok(Value::NONE)
}

fn swap_current(_: &Cx, event_loop: &Value, task: &Value) -> Value {
    let task = if task.is_none() { Value::UNSET } else { task.clone() };
    let before = event_loop::swap_current(event_loop, task);
    if before.is_unset() { Value::NONE } else { before }
}

fn enter_task(cx: &Cx, a: &[Value]) -> R {
    let current = event_loop::current(&a[0]);
    if !current.is_unset() {
        let (task, current) = (crate::object::protocol::repr(cx, &a[1])?, crate::object::protocol::repr(cx, &current)?);
        return Err(cx.runtime_error(format!(
            "Cannot enter into task {} while another task {} is being executed.",
            task.to_str_lossy(),
            current.to_str_lossy()
        )));
    }
    drop(swap_current(cx, &a[0], &a[1]));
    Ok(Value::NONE)
}

fn leave_task(cx: &Cx, a: &[Value]) -> R {
    let current = event_loop::current(&a[0]);
    if !current.is(&a[1]) {
        let shown = if current.is_unset() { Value::NONE } else { current };
        let (task, current) = (crate::object::protocol::repr(cx, &a[1])?, crate::object::protocol::repr(cx, &shown)?);
        return Err(cx.runtime_error(format!(
            "Leaving task {} does not match the current task {}.",
            task.to_str_lossy(),
            current.to_str_lossy()
        )));
    }
    drop(swap_current(cx, &a[0], &Value::NONE));
    Ok(Value::NONE)
}

/// `asyncio.create_task` on the loop that runs.
fn create_task(cx: &Cx, a: &[Value]) -> R {
    let its_loop = event_loop::get_running(cx)?;
    running::create_task(cx, &a[0], &its_loop)
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("sleep(delay, result=None)", |cx, a| sleep::sleep(cx, &a[0], &a[1]))
        .doc("Coroutine that completes after a given time (in seconds)."),
    NativeDef::raw("gather(*coros_or_futures, return_exceptions=False)", gather::gather_function)
        .doc("Return a future aggregating results from the given coroutines/futures."),
    NativeDef::new("_ensure_future(value, loop=None)", |cx, a| running::ensure_future(cx, &a[0], &a[1])),
    NativeDef::new("_create_task(coro)", create_task),
    NativeDef::new("_is_coroutine(value, /)", |cx, a| running::is_coroutine(cx, &a[0]).map(Value::bool)),
    NativeDef::new("isfuture(obj, /)", |cx, a| gather::is_future(cx, &a[0]).map(Value::bool)).doc("Return True if obj is a Future."),
    NativeDef::new("get_running_loop()", |cx, _| event_loop::get_running(cx))
        .doc("Return the running event loop.  Raise a RuntimeError if there is none."),
    NativeDef::new("_get_running_loop()", |cx, _| Ok(event_loop::running(cx).unwrap_or(Value::NONE))),
    NativeDef::new("_set_running_loop(loop, /)", set_running_loop),
    NativeDef::new("get_event_loop()", |cx, _| running::get_event_loop(cx)),
    NativeDef::new("current_task(loop=None)", |cx, a| running::current_task(cx, &a[0])).doc("Return a currently executed task."),
    NativeDef::new("_loop_tasks(loop, /)", all_tasks),
    NativeDef::new("_enter_task(loop, task)", enter_task),
    NativeDef::new("_leave_task(loop, task)", leave_task),
    NativeDef::new("_swap_current_task(loop, task)", |cx, a| Ok(swap_current(cx, &a[0], &a[1]))),
    NativeDef::new("_ticket(loop, callback, /)", ticket::make),
    NativeDef::new("_parallel_width()", |cx, _| Ok(Value::int(workers::width(cx) as i64))),
];

/// Names of `builtins` that this folder brings.
pub(crate) fn add_builtins(module: &Module) {
    module.add_functions(BUILTINS);
}

static BUILTINS: &[NativeDef] = &[NativeDef::raw("spawn(coro, /, *, name=None, priority='normal')", parallel::spawn)
    .doc("Run a coroutine in parallel with others on all processors; gives a task that can be awaited or joined.")];

pub(crate) fn fill(_: &Cx, module: &Module) -> R<()> {
    errors::make_ready();
    for ty in [
        &errors::CANCELLED_ERROR,
        &errors::INVALID_STATE_ERROR,
        &future_type::FUTURE,
        &task_type::TASK,
        &handle::HANDLE,
        &handle::TIMER_HANDLE,
        &loop_type::EVENT_LOOP,
        &future_iter::FUTURE_ITER,
        &gather::OUTER,
        &queue::QUEUE,
        &queue::QUEUE_EMPTY,
        &queue::QUEUE_FULL,
        &queue::QUEUE_SHUT_DOWN,
        &stream_reader::STREAM_READER,
        &transport::TRANSPORT,
        &parallel::PARALLEL,
        &sync::EVENT,
        &sync::LOCK,
    ] {
        module.add_type(ty);
    }
    sleep::SLEEP.make_ready();
    waiting::WAITING.make_ready();
    module.add_functions(FUNCTIONS);
    module.add_functions(network::FUNCTIONS);
    Ok(())
}
