//! Waiting from script: a strand that waits may be interrupted, runs what interrupted it, and waits on. Knows waits, not their causes.

use super::call;
use super::cx::Cx;
use super::exception::{self, DEADLOCK_ERROR};
use super::str::{Name, Str};
use super::value::R;
use crate::sched::park::WaitError;
use crate::sched::report::{deadlock_notes, task_notes, wait_text};
use std::time::Instant;

/// How a wait with a deadline ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Waited {
    Done,
    TimedOut,
}

/// Runs a wait until it is over. Errors: what an interrupt raises (KeyboardInterrupt ...), DeadlockError.
pub(crate) fn wait(cx: &Cx, deadline: Option<Instant>, mut attempt: impl FnMut(Option<Instant>) -> Result<(), WaitError>) -> R<Waited> {
    loop {
        match attempt(deadline) {
            Ok(()) => return Ok(Waited::Done),
            Err(WaitError::TimedOut) => return Ok(Waited::TimedOut),
            Err(error) => interrupted(cx, error)?,
        }
    }
}

/// Waits for something without a time limit.
pub(crate) fn acquire(cx: &Cx, attempt: impl FnMut(Option<Instant>) -> Result<(), WaitError>) -> R<()> {
    wait(cx, None, attempt).map(drop)
}

/// What a wait that did not end well means: Ok to try again.
pub(crate) fn interrupted(cx: &Cx, error: WaitError) -> R<()> {
    match error {
        WaitError::TimedOut => Ok(()),
        WaitError::Interrupted => {
            cx.settle();
            (cx.interp.hooks().interrupted)(cx)
        }
        WaitError::Deadlock => {
            let Some(report) = cx.strand.take_deadlock() else {
                return Err(cx.error(&DEADLOCK_ERROR, "every strand waits for another"));
            };
            let exception = exception::make(&DEADLOCK_ERROR, vec![Str::from_str(&describe(&report)).into_value()]);
            let mut notes = deadlock_notes(&report, &cx.strand);
            if !report.is_circle() {
                notes.extend(task_notes(&(cx.interp.hooks().parallel_tasks)(&cx.interp)));
            }
            for note in notes {
                call::call_method(cx, &exception, Name::new("add_note"), &[Str::from_str(&note).into_value()])?;
            }
            Err(cx.raise(exception))
        }
    }
}

/// The report in words: who waits for what and who holds it.
fn describe(report: &crate::sched::graph::DeadlockReport) -> String {
    let mut text = String::from("deadlock: ");
    for (index, stuck) in report.strands.iter().enumerate() {
        if index > 0 {
            text.push_str("; ");
        }
        let holder = |id| report.strands.iter().find(|other| other.strand.id() == id).map(|other| other.strand.name());
        text.push_str(&format!("{} {}", stuck.strand.name(), wait_text(stuck.kind, stuck.owner, holder)));
    }
    text
}
