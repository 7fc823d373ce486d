//! What an interpreter's threads and tasks are doing, in words. Knows not who wants to know.

use crate::native::asyncio::picture::parallel_tasks;
use crate::object::cx::Cx;
use crate::object::interp::Interp as Shared;
use crate::sched::report;

/// `cx`: that of the calling thread, if it is a strand of the interpreter.
pub(super) fn text(shared: &Shared, cx: Option<&Cx>) -> String {
    let seen = report::ask_all(&shared.runtime, cx.map(|cx| &*cx.strand), report::Wanted::Words);
    report::text_of(&seen, &parallel_tasks(shared))
}
