//! The door of a loop for other threads: what is to be run is left here, and the loop woken if it sleeps. Everything in it is published.
//!
//! No wake-up is lost: the sleeper leaves its waiter under the lock after it found the box empty, the sender puts its letter under the
//! same lock and takes the waiter out; so either the sleeper sees the letter or the sender sees the waiter. A wake-up without a letter
//! (`nudge`) is remembered the same way.

use super::event_loop::Entry;
use crate::sched::park::Waiter;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::*};

#[derive(Default)]
pub(super) struct Mailbox {
    /// Whether a look inside is worth the lock; set under it.
    has_mail: AtomicBool,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    letters: Vec<Entry>,
    was_nudged: bool,
    waiter: Option<Waiter>,
}

impl Mailbox {
    pub(super) fn send(&self, letter: Entry) {
        self.wake_after(|inside| inside.letters.push(letter));
    }

    /// Makes the loop look around.
    pub(super) fn nudge(&self) {
        self.wake_after(|inside| inside.was_nudged = true);
    }

    fn wake_after(&self, change: impl FnOnce(&mut Inside)) {
        let waiter = {
            let mut inside = self.inside.lock();
            change(&mut inside);
            self.has_mail.store(true, Release);
            inside.waiter.take()
        };
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    }

    #[inline(always)]
    pub(super) fn has_mail(&self) -> bool {
        self.has_mail.load(Acquire)
    }

    /// Takes everything out.
    pub(super) fn take(&self) -> Vec<Entry> {
        let mut inside = self.inside.lock();
        self.has_mail.store(false, Release);
        inside.was_nudged = false;
        std::mem::take(&mut inside.letters)
    }

    /// Leaves the waiter of the loop; false if there is mail.
    pub(super) fn wait_with(&self, waiter: Waiter) -> bool {
        let mut inside = self.inside.lock();
        if !inside.letters.is_empty() || inside.was_nudged {
            return false;
        }
        inside.waiter = Some(waiter);
        true
    }

    pub(super) fn forget_waiter(&self) {
        drop(self.inside.lock().waiter.take());
    }

    pub(super) fn for_each(&self, mut visit: impl FnMut(&Entry)) {
        self.inside.lock().letters.iter().for_each(&mut visit);
    }
}
