//! Waits for other processes, with looks after the dead: nothing tells that a process has been killed at the wrong moment.

use super::wire::sleep_for;
use crate::object::cx::Cx;
use crate::object::value::R;
use crate::sched::poll::Interest;
use std::time::{Duration, Instant};

/// The first and the longest time between two looks.
const FIRST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(500);

/// A wait, its end if it has one, and the time to its next look.
pub(super) struct Looks {
    end: Option<Instant>,
    pause: Duration,
}

impl Looks {
    pub(super) fn new(end: Option<Instant>) -> Looks {
        Looks { end, pause: FIRST }
    }

    pub(super) fn is_over(&self) -> bool {
        self.end.is_some_and(|end| end <= Instant::now())
    }

    /// When so much time has passed, or the wait ends.
    pub(super) fn within(&self, time: Duration) -> Instant {
        let then = Instant::now() + time;
        self.end.map_or(then, |end| end.min(then))
    }

    /// Sleeps until there is something to read from a pipe. False: it is time for a look; the next one comes later.
    pub(super) fn sleep(&mut self, cx: &Cx, pipe: i32) -> R<bool> {
        let is_ready = sleep_for(cx, &mut [Interest::new(pipe, libc::POLLIN)], Some(self.within(self.pause)))?;
        if !is_ready {
            self.pause = (self.pause * 2).min(LONGEST);
        }
        Ok(is_ready)
    }
}
