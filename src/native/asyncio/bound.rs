//! What synchronisation objects have in common: the loop they belong to, and a line of futures that wait.

use super::event_loop;
use super::future;
use crate::object::cx::Cx;
use crate::object::protocol;
use crate::object::value::{R, Value};
use std::collections::VecDeque;

#[derive(Default)]
pub(super) struct Line {
    /// None until somebody waits.
    event_loop: Option<Value>,
    pub(super) waiters: VecDeque<Value>,
}

impl Line {
    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.event_loop.iter().for_each(&mut *visit);
        self.waiters.iter().for_each(visit);
    }

    /// Takes a future out, wherever it stands.
    pub(super) fn remove(&mut self, future: &Value) -> Option<Value> {
        let place = self.waiters.iter().position(|waiter| waiter.is(future))?;
        self.waiters.remove(place)
    }

    /// Takes the first waiters out that are not done yet, and those before them: the last one is to be woken.
    pub(super) fn pop_pending(&mut self) -> Vec<Value> {
        let mut taken = Vec::new();
        while let Some(waiter) = self.waiters.pop_front() {
            let is_done = future::is_done(&waiter);
            taken.push(waiter);
            if !is_done {
                break;
            }
        }
        taken
    }
}

/// A future of the running loop for `owner`, whose line is reached by `with`. Errors: RuntimeError if the owner belongs to another loop.
pub(super) fn new_waiter(cx: &Cx, owner: &Value, with: impl FnOnce(&mut dyn FnMut(&mut Line))) -> R {
    let running = event_loop::running(cx);
    let current = running.clone().unwrap_or(Value::NONE);
    crate::object::payload::publish_into(owner, &current);
    let mut is_same = true;
    let waiter = future::new(&super::future_type::FUTURE, current.clone());
    crate::object::payload::publish_into(owner, &waiter);
    with(&mut |line| {
        is_same = line.event_loop.get_or_insert_with(|| current.clone()).is(&current);
        if is_same {
            line.waiters.push_back(waiter.clone());
        }
    });
    if !is_same {
        let shown = protocol::repr(cx, owner)?;
        return Err(cx.runtime_error(format!("{} is bound to a different event loop", shown.to_str_lossy())));
    }
    if running.is_none() {
        return Err(cx.runtime_error("no running event loop"));
    }
    Ok(waiter)
}

/// Wakes the first waiter that still waits. `taken`: see `Line::pop_pending`.
pub(super) fn wake_last(cx: &Cx, taken: &[Value], result: Value) -> R<()> {
    match taken.last() {
        Some(waiter) if !future::is_done(waiter) => future::set_result(cx, waiter, result),
        _ => Ok(()),
    }
}
