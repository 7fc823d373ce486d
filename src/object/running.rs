//! Functions that run without being counted. Knows frames and the function that each is a call of; not how calls are made.
//!
//! A call takes no reference to its function if something else holds that when the frame is made: a variable, a class, an item. While it
//! runs they may let go of it. So the strand is asked before such a function dies: if one of its frames is a call of it, it gets a
//! reference that is dropped when none is any more. It is asked before the function becomes SHARED, too, from when on other strands
//! decide about it. And the collector counts a reference for each frame. All this costs a look at the frames when such a function dies,
//! is published, or a collection begins, which calls outnumber by far.
//!
//! `flag::UNCOUNTED` says that a function was called so. It is LOCAL or IMMORTAL then, never SHARED and counted: what other strands see is
//! freed by none, and only the owner runs what is LOCAL.

use super::cx::Cx;
use super::function::Function;
use super::stack::Fp;
use super::value::{Object, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use crate::sched::strand::poll;
use std::ptr::NonNull;

/// Safepoints in a row at which functions that were kept are looked at.
const MOST_LOOKS: u32 = 1000;

/// Functions that died while they ran.
#[derive(Default)]
pub(super) struct Retired {
    functions: Vec<Value>,
    looks: u32,
}

impl Function {
    /// Whether it may run without being counted. From now on it is one that does.
    #[inline(always)]
    pub(crate) fn runs_uncounted(&self) -> bool {
        self.header().has(flag::UNCOUNTED) || self.begin_uncounted()
    }

    #[cold]
    #[inline(never)]
    fn begin_uncounted(&self) -> bool {
        let header = self.header();
        let may = header.is_local() || header.is_immortal();
        if may {
            header.set(flag::UNCOUNTED);
        }
        may
    }
}

/// Gives a reference to a function that the calling strand runs; drops it when no frame is a call of it any more. False: it does not run.
///
/// # Safety
/// `object` has `flag::UNCOUNTED`, is LOCAL, the calling strand's own, and alive, or about to die and released by nobody else.
pub(super) unsafe fn keep(object: NonNull<Header>) -> bool {
    Cx::with_current(|cx| {
        let is_running = is_running(cx, object);
        if is_running {
            // SAFETY: it is LOCAL: what its count says, zero included, is up to this strand. The reference goes to the value.
            cx.retire(unsafe {
                object.as_ref().revive();
                Value::from_owned(object)
            });
        }
        is_running
    })
    .unwrap_or(false)
}

fn is_running(cx: &Cx, function: NonNull<Header>) -> bool {
    frames(cx).any(|frame| frame.function().is_some_and(|running| running.cast() == function))
}

/// The frames of the calling strand, innermost first.
fn frames(cx: &Cx) -> impl Iterator<Item = Fp> {
    std::iter::successors(cx.frame(), |frame| frame.head().previous)
}

impl Cx {
    /// References to the functions under way that may be uncounted.
    pub(super) fn running(&self) -> Vec<Value> {
        let mut found = Vec::new();
        let mut last = None;
        for function in frames(self).filter_map(Fp::function) {
            // SAFETY: a function lives as long as a frame is its call.
            let header = unsafe { function.as_ref() }.header();
            // What recurses need be held only once.
            if last.replace(function) != Some(function) && header.is_local() && header.has(flag::UNCOUNTED) {
                header.inc();
                // SAFETY: counted just now.
                found.push(unsafe { Value::from_owned(function.cast()) });
            }
        }
        found
    }

    /// Keeps a function until none of the frames is a call of it.
    fn retire(&self, function: Value) {
        let retired = self.retired();
        retired.functions.push(function);
        retired.looks = 0;
        self.strand.request(poll::COLLECT);
    }

    /// Gives up the functions that were kept and have ended. At safepoints.
    pub(super) fn drop_retired(&self) {
        let functions = std::mem::take(&mut self.retired().functions);
        let (kept, ended): (Vec<_>, Vec<_>) =
            functions.into_iter().partition(|function| function.header().is_some_and(|header| is_running(self, header.as_ptr())));
        let retired = self.retired();
        retired.functions.extend(kept);
        retired.looks += 1;
        // A function goes soon after its call ends, unless that takes long: then with the next collection.
        if !retired.functions.is_empty() && retired.looks < MOST_LOOKS {
            self.strand.request(poll::COLLECT);
        }
        drop(ended);
    }
}
