//! Waiting for file descriptors in a way that interrupts end, as they end every other wait: beside the descriptors the system watches a
//! pipe, into which whoever wakes the strand writes. Knows not what the descriptors are.

use super::park::{Posted, WaitKind, WaitReason, Waiter, WakeReason};
use super::strand::Strand;
use super::sync::{Arc, heed_signals};
use std::cell::RefCell;
use std::io;
use std::time::Instant;

/// A descriptor and what is waited for (`libc::POLLIN`, ...), or what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interest {
    pub(crate) fd: i32,
    pub(crate) events: i16,
    pub(crate) found: i16,
}

impl Interest {
    pub(crate) fn new(fd: i32, events: i16) -> Interest {
        Interest { fd, events, found: 0 }
    }
}

/// The ends of a pipe that wakes a polling thread. Closed when the last waiter that may write is gone.
pub(super) struct WakePipe {
    reading: i32,
    writing: i32,
}

impl WakePipe {
    fn new() -> io::Result<Arc<WakePipe>> {
        let (reading, writing) = super::fd::pipe()?;
        let pipe = Arc::new(WakePipe { reading, writing });
        super::fd::set_blocking(reading, false)?;
        super::fd::set_blocking(writing, false)?;
        Ok(pipe)
    }

    pub(super) fn wake(&self) {
        // A full pipe wakes as well.
        let _full = super::fd::write(self.writing, &[0]);
    }

    fn drain(&self) {
        let mut bytes = [0; 64];
        while super::fd::read(self.reading, &mut bytes).is_ok_and(|count| count == bytes.len()) {}
    }
}

impl Drop for WakePipe {
    fn drop(&mut self) {
        let _errors_do_not_matter = (super::fd::close(self.reading), super::fd::close(self.writing));
    }
}

thread_local! {
    static WAKE_PIPE: RefCell<Option<Arc<WakePipe>>> = const { RefCell::new(None) };
}

fn wake_pipe() -> io::Result<Arc<WakePipe>> {
    WAKE_PIPE.with(|own| {
        let mut own = own.borrow_mut();
        match &*own {
            Some(pipe) => Ok(pipe.clone()),
            None => Ok(own.insert(WakePipe::new()?).clone()),
        }
    })
}

/// One look; how many descriptors have something.
fn look(fds: &mut [libc::pollfd], deadline: Option<Instant>) -> io::Result<usize> {
    let timeout = match deadline {
        None => -1,
        Some(deadline) => {
            let left = deadline.saturating_duration_since(Instant::now());
            // Rounded up: waking early would only mean looking twice.
            i32::try_from(left.as_micros().div_ceil(1000)).unwrap_or(i32::MAX)
        }
    };
    // SAFETY: the slice is valid for reads and writes of its length.
    let count = unsafe { libc::poll(fds.as_mut_ptr(), fds.len() as libc::nfds_t, timeout) };
    usize::try_from(count).map_err(|_| io::Error::last_os_error())
}

fn raw(interest: &Interest) -> libc::pollfd {
    libc::pollfd { fd: interest.fd, events: interest.events, revents: 0 }
}

/// Waits until a descriptor has something, until `deadline`, or until the strand is interrupted. Fills in what was found.
/// `Woken`: something was found.
pub(crate) fn poll(strand: &Strand, interests: &mut [Interest], deadline: Option<Instant>) -> io::Result<WakeReason> {
    let mut fds: Vec<libc::pollfd> = interests.iter().map(raw).collect();
    let pipe = wake_pipe()?;
    let waiter = Waiter::polling(strand, pipe.clone());
    let outcome = super::park::detached(strand, || wait(strand, &waiter, &pipe, &mut fds, deadline));
    if let Ok(WakeReason::Woken) = outcome {
        note(interests, &fds);
    }
    outcome
}

/// Whether a descriptor has something now. Does not wait.
pub(crate) fn look_once(interests: &mut [Interest]) -> io::Result<bool> {
    let mut fds: Vec<libc::pollfd> = interests.iter().map(raw).collect();
    let count = look(&mut fds, Some(Instant::now()))?;
    note(interests, &fds);
    Ok(count > 0)
}

fn note(interests: &mut [Interest], fds: &[libc::pollfd]) {
    for (interest, fd) in interests.iter_mut().zip(fds) {
        interest.found = fd.revents;
    }
}

fn wait(
    strand: &Strand,
    waiter: &Waiter,
    pipe: &WakePipe,
    fds: &mut Vec<libc::pollfd>,
    deadline: Option<Instant>,
) -> io::Result<WakeReason> {
    heed_signals();
    let reason = WaitReason::new(WaitKind::Io, 0);
    let _posted = Posted::new(strand, Some(waiter.clone()), &reason, false);
    if strand.pending(reason.wakes_on) != 0 {
        waiter.give_up(WakeReason::Interrupted);
    }
    fds.push(libc::pollfd { fd: pipe.reading, events: libc::POLLIN, revents: 0 });
    loop {
        if let Some(outcome) = waiter.outcome() {
            waiter.note_waking(strand);
            return Ok(outcome);
        }
        match look(fds, deadline) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(_) => {
                if fds[fds.len() - 1].revents != 0 {
                    // Also what has come too late for the wait before.
                    pipe.drain();
                }
                if fds[..fds.len() - 1].iter().any(|fd| fd.revents != 0) {
                    waiter.give_up(WakeReason::Woken);
                } else if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                    waiter.give_up(WakeReason::TimedOut);
                }
            }
        }
        if strand.pending(reason.wakes_on) != 0 {
            waiter.give_up(WakeReason::Interrupted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::fd;
    use crate::sched::park::deadline_after;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::strand::poll as bits;
    use std::time::Duration;

    #[test]
    fn data_deadlines_and_interrupts_end_the_wait() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let (reading, writing) = fd::pipe().expect("a pipe");
        let interest = Interest::new(reading, libc::POLLIN);
        let soon = || deadline_after(Duration::from_millis(3));
        assert_eq!(poll(&me, &mut [interest], soon()).ok(), Some(WakeReason::TimedOut));
        for _ in 0..20 {
            let strand = me.clone();
            let waker = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(1));
                strand.interrupt(bits::INTERRUPT);
            });
            assert_eq!(poll(&me, &mut [interest], None).ok(), Some(WakeReason::Interrupted));
            waker.join().expect("no panic");
            me.take(bits::INTERRUPT);
        }
        fd::write(writing, b"x").expect("room");
        let mut found = [interest];
        assert_eq!(poll(&me, &mut found, None).ok(), Some(WakeReason::Woken));
        assert_eq!(found[0].found & libc::POLLIN, libc::POLLIN);
        assert!(me.is_attached());
    }
}
