//! The lock around a file object's state: held while the file works, system calls and calls of other files included. Knows no files.

use crate::object::cx::Cx;
use crate::object::value::R;
use crate::sched::lock::Lock;
use parking_lot::{Mutex, MutexGuard};

/// State that one strand at a time works on. Waiting for it detaches the strand, so a strand that blocks in a read stops nobody but
/// other users of the same file.
#[derive(Default)]
pub(super) struct Guarded<T> {
    lock: Lock,
    /// Only locked by who holds `lock`, and tried by the collector.
    body: Mutex<T>,
}

/// The right to work on the state.
pub(super) struct Held<'a, T> {
    owner: &'a Guarded<T>,
    cx: &'a Cx,
    body: Option<MutexGuard<'a, T>>,
}

impl<T> Guarded<T> {
    pub(super) fn new(body: T) -> Guarded<T> {
        Guarded { lock: Lock::new(), body: Mutex::new(body) }
    }

    /// Waits for the right. Errors: RuntimeError if this strand has it already (a signal handler or a file of the script's that
    /// calls back).
    #[inline]
    pub(super) fn enter<'a>(&'a self, cx: &'a Cx) -> R<Held<'a, T>> {
        if !self.lock.try_acquire(&cx.strand) {
            if self.lock.owner() == Some(cx.strand.id()) {
                return Err(cx.runtime_error("reentrant call inside a file object"));
            }
            if self.lock.acquire_uninterruptible(&cx.strand).is_err() {
                cx.safepoint()?;
                return Err(cx.runtime_error("could not acquire lock of a file object"));
            }
        }
        Ok(Held { owner: self, cx, body: Some(self.body.lock()) })
    }

    /// Shows the state to the collector; what is being worked on counts as reachable.
    pub(super) fn peek(&self, f: impl FnOnce(&T)) {
        if let Some(body) = self.body.try_lock() {
            f(&body);
        }
    }
}

impl<T> std::ops::Deref for Held<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.body.as_ref().expect("held until dropped")
    }
}

impl<T> std::ops::DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.body.as_mut().expect("held until dropped")
    }
}

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        drop(self.body.take());
        let _ = self.owner.lock.release(&self.cx.strand);
    }
}
