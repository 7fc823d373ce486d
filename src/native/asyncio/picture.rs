//! Tasks as reports show them: what each waits for, and where its coroutines stand. Reads only and counts no references: see
//! `object::stacks`. Knows not who asks.

use super::event_loop;
use super::future;
use super::gather::GatherBody;
use super::sleep::SleepBody;
use super::task::TaskBody;
use super::workers::Workers;
use super::{future_iter, parallel, waiting};
use crate::object::cx::Cx;
use crate::object::interp::Interp;
use crate::object::payload::Native;
use crate::object::stacks;
use crate::object::ty::type_of;
use crate::object::value::Value;
use crate::sched::report::TaskPicture;
use parking_lot::Mutex;

/// Held while tasks are looked at. A task stays locked while what it waits for, maybe another task, is locked too: nobody else holds two
/// of them at a time, so two who look would be the only ones to wait for each other.
static LOOKING: Mutex<()> = Mutex::new(());

/// The tasks of the event loop that runs on the context's strand.
pub(crate) fn tasks(cx: &Cx) -> Vec<TaskPicture> {
    let _looking = LOOKING.lock();
    let mut found = Vec::new();
    event_loop::look_at_tasks(cx, |task, is_current| {
        let Some(body) = Native::<TaskBody>::of(task) else { return };
        // The name is under the same lock as the state.
        let name = task_name(task, body.task.with(task, |state| state.number));
        found.push(body.task.with(task, |state| {
            let mut awaited = None;
            let stack = stacks::suspended(&state.coroutine, |innermost| awaited = Some(text_of(innermost)));
            let state_text = match awaited {
                _ if is_current => "running".to_string(),
                _ if state.waits_for.is_unset() => "ready".to_string(),
                Some(awaited) => format!("waits for {awaited}"),
                None => format!("waits for {}", text_of(&state.waits_for)),
            };
            TaskPicture { name, state: state_text, stack }
        }));
    });
    found
}

/// The parallel tasks of an interpreter that are not done.
pub(crate) fn parallel_tasks(interp: &Interp) -> Vec<TaskPicture> {
    let mut found = Vec::new();
    Workers::of(interp).listed.for_each(|task| found.extend(parallel::picture(task).map(|picture| (parallel::number(task), picture))));
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, picture)| picture).collect()
}

/// The name of the task whose step an entry of a loop's queue is.
pub(super) fn name_of_entry(what: &Value) -> Option<String> {
    Native::<TaskBody>::of(what).map(|body| task_name(what, body.task.with(what, |task| task.number)))
}

/// `number`: of the task, which names it unless it was given a name.
fn task_name(task: &Value, number: u32) -> String {
    future::shown_name(task).unwrap_or_else(|| format!("Task-{number}"))
}

/// What is awaited, in a few words.
pub(super) fn text_of(awaited: &Value) -> String {
    if Native::<SleepBody>::of(awaited).is_some() {
        return "sleep".into();
    }
    if let Some(name) = waiting::name_of(awaited) {
        return name.into();
    }
    if let Some(name) = parallel::awaited_name(awaited) {
        return format!("parallel task {name}");
    }
    if let Some(text) = future_iter::look_at_future(awaited, text_of) {
        return text;
    }
    if let Some(body) = Native::<TaskBody>::of(awaited) {
        return format!("task {}", task_name(awaited, body.task.with(awaited, |task| task.number)));
    }
    if Native::<GatherBody>::of(awaited).is_some() {
        return "gather".into();
    }
    if future::core(awaited).is_some() {
        return "future".into();
    }
    type_of(awaited).name()
}
