//! The end of a worker whose parent has ended, whatever the worker is doing. Knows not what workers do.
//!
//! A worker that waits sees its line end. On behalf of one that computes or sleeps the system is asked for a signal when the parent ends.
//! It comes when the *thread* ends that started the worker, too, so the handler looks who the parent is by now: children are given to
//! another thread of the same process as long as there is one, then to another process, each time before the signal is sent. What had
//! happened before the system was asked is found by asking it afterwards.
//!
//! The signal is one that does nothing where nobody handles it. Programs see it at its default, and may handle it themselves
//! (`super::signal`); one that ignores or blocks it does without. Nor is there such a signal on other systems: workers end when they wait.

use super::{packets, processes};
use std::sync::atomic::{AtomicI32, Ordering};

pub(super) const SIGNAL: i32 = libc::SIGURG;

/// The process with which this one ends; 0: none. Written once, by the only thread there is, before the handler is installed.
static PARENT: AtomicI32 = AtomicI32::new(0);

/// Whether this process ends with its parent.
pub(super) fn is_watched() -> bool {
    PARENT.load(Ordering::Relaxed) != 0
}

/// For handlers: ends the process if the parent has ended.
pub(super) fn end_if_orphaned() {
    let parent = PARENT.load(Ordering::Relaxed);
    if parent != 0 && processes::parent() != parent {
        processes::exit_at_once(1);
    }
}

pub(super) extern "C" fn on_signal(_: libc::c_int) {
    end_if_orphaned();
}

/// From now on this process ends when the one does that made the other end of `line`, if that is its parent.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn end_with_parent(line: i32) {
    use super::signal::{Disposition, disposition, set_disposition};
    let Some(maker) = packets::maker_of_pair(line) else { return };
    if !disposition(SIGNAL).is_ok_and(|now| now == Disposition::Default) {
        return;
    }
    PARENT.store(maker, Ordering::Relaxed);
    // With a parent to watch, the default is our handler.
    let asked = set_disposition(SIGNAL, Disposition::Default).and_then(|_| processes::ask_for_signal_at_end_of_parent(SIGNAL));
    if asked.is_ok() && processes::parent() == maker {
        return;
    }
    // Either it is too late, or something stands between the two that started this process on its behalf.
    PARENT.store(0, Ordering::Relaxed);
    if packets::has_ended(maker) {
        processes::exit_at_once(1);
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn end_with_parent(_: i32) {}
