//! A reactor: a strand that waits for descriptors sleeps in the system's poller instead of on its OS thread. Knows numbers and
//! readiness, not what is read.
//!
//! Each event loop has its own. Registrations are level-triggered: what is not dealt with is reported again. A waiter made with
//! [`Waiter::at`](super::park::Waiter::at) is unparked by a notification of the poller, so whatever can wake a strand (interrupts, the
//! deadlock check, other threads) wakes this one too. A notification that comes before the sleep makes it return at once.

use super::sync::{Arc, Mutex};
use polling::{Event, Events, PollMode, Poller};
use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

/// What a descriptor is ready for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ready {
    pub(crate) fd: i32,
    pub(crate) readable: bool,
    pub(crate) writable: bool,
}

pub(crate) struct Reactor {
    poller: Poller,
    /// What the last waits found and nobody has taken yet.
    found: Mutex<Vec<Ready>>,
    buffer: Mutex<Events>,
}

/// What to wait for. The key is the descriptor itself.
fn interest(fd: i32, readable: bool, writable: bool) -> Event {
    Event::new(fd as usize, readable, writable)
}

fn borrowed<'a>(fd: i32) -> io::Result<BorrowedFd<'a>> {
    if fd < 0 {
        return Err(io::Error::from_raw_os_error(libc::EBADF));
    }
    // SAFETY: the number is only passed to the system, which says so if it names no open descriptor.
    Ok(unsafe { BorrowedFd::borrow_raw(fd) })
}

impl Reactor {
    pub(crate) fn new() -> io::Result<Arc<Reactor>> {
        let reactor = Reactor { poller: Poller::new()?, found: Mutex::new(Vec::new()), buffer: Mutex::new(Events::new()) };
        Ok(Arc::new(reactor))
    }

    /// Begins to watch a descriptor.
    pub(crate) fn add(&self, fd: i32, readable: bool, writable: bool) -> io::Result<()> {
        borrowed(fd)?;
        // SAFETY: the poller only passes the number on; one that is closed while registered leaves the system's set by itself, and
        // `delete` of it fails without harm.
        unsafe { self.poller.add_with_mode(fd, interest(fd, readable, writable), PollMode::Level) }
    }

    pub(crate) fn modify(&self, fd: i32, readable: bool, writable: bool) -> io::Result<()> {
        self.poller.modify_with_mode(borrowed(fd)?, interest(fd, readable, writable), PollMode::Level)
    }

    pub(crate) fn delete(&self, fd: i32) -> io::Result<()> {
        self.poller.delete(borrowed(fd)?)
    }

    /// Ends a sleep, or the next one if nobody sleeps.
    pub(crate) fn notify(&self) {
        // A poller that cannot be notified is out of descriptors; its deadline or the next event ends the sleep.
        let _ = self.poller.notify();
    }

    /// Sleeps until something is ready, `until`, or a notification. True: something is ready.
    pub(super) fn sleep(&self, until: Option<Instant>) -> bool {
        self.wait(until.map(|until| until.saturating_duration_since(Instant::now())))
    }

    /// Looks at what is ready now. True: something is.
    pub(crate) fn look(&self) -> bool {
        self.wait(Some(Duration::ZERO))
    }

    fn wait(&self, timeout: Option<Duration>) -> bool {
        let mut events = self.buffer.lock();
        events.clear();
        if self.poller.wait(&mut events, timeout).is_err() {
            return false;
        }
        let mut found = self.found.lock();
        let before = found.len();
        found.extend(events.iter().map(|event| {
            // A closed peer is reported as both, and so is an error: whoever reads or writes finds out.
            let is_over = event.is_interrupt() || event.is_err().unwrap_or(false);
            Ready { fd: event.key as i32, readable: event.readable || is_over, writable: event.writable || is_over }
        }));
        found.len() > before
    }

    /// Takes what was found.
    pub(crate) fn take(&self) -> Vec<Ready> {
        std::mem::take(&mut *self.found.lock())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::fd;
    use crate::sched::park::{WaitKind, WaitReason, Waiter, WakeReason, deadline_after, park};
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::strand::poll;

    #[test]
    fn a_strand_sleeps_until_a_descriptor_is_ready() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("loop");
        let reactor = Reactor::new().expect("a poller");
        let (reading, writing) = fd::pipe().expect("a pipe");
        reactor.add(reading, true, false).expect("open");
        let reason = || WaitReason::new(WaitKind::Io, 0);
        let waiter = Waiter::at(&me, reactor.clone());
        assert_eq!(park(&me, &waiter, reason(), deadline_after(Duration::from_millis(3))), WakeReason::TimedOut);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(3));
                fd::write(writing, b"x").expect("room");
            });
            let waiter = Waiter::at(&me, reactor.clone());
            assert_eq!(park(&me, &waiter, reason(), None), WakeReason::Woken);
        });
        assert_eq!(reactor.take(), [Ready { fd: reading, readable: true, writable: false }]);
        assert!(reactor.look(), "it is reported until it is read");
        reactor.modify(reading, false, false).expect("open");
        reactor.take();
        assert!(!reactor.look());
        // Anybody can wake the sleeper, and an interrupt too.
        let waiter = Waiter::at(&me, reactor.clone());
        std::thread::scope(|scope| {
            let other = waiter.clone();
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(3));
                other.wake()
            });
            assert_eq!(park(&me, &waiter, reason(), None), WakeReason::Woken);
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(3));
                me.interrupt(poll::INTERRUPT);
            });
            assert_eq!(park(&me, &Waiter::at(&me, reactor.clone()), reason(), None), WakeReason::Interrupted);
        });
        reactor.delete(reading).expect("registered");
        fd::close(reading).expect("open");
        fd::close(writing).expect("open");
        assert!(reactor.add(-1, true, false).is_err());
    }
}
