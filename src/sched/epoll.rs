//! The system's sets of watched descriptors (`epoll(7)`), as scripts hold them. Knows numbers only, and no waiting: a set is itself a
//! descriptor that can be read while something in it is ready, so waits are those of `poll`, which interrupts end.

use super::sync::OnceLock;
use std::io::{Error, ErrorKind, Result};

/// What is registered to say that a set is closed; no descriptor has this number.
const CLOSING: u64 = u64::MAX;

/// A set. It is closed when dropped: whoever waits for it holds it, so that its number is not given to something else meanwhile.
pub(crate) struct WatchSet {
    fd: i32,
    /// A descriptor that is always ready, once the set has been closed while others waited for it.
    mark: OnceLock<i32>,
}

#[derive(Clone, Copy)]
pub(crate) enum Change {
    Add,
    Modify,
    Delete,
}

fn checked(result: i32) -> Result<i32> {
    if result < 0 { Err(Error::last_os_error()) } else { Ok(result) }
}

impl WatchSet {
    pub(crate) fn new() -> Result<WatchSet> {
        // SAFETY: takes and gives a number.
        checked(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) }).map(WatchSet::of)
    }

    /// Takes over the descriptor of a set.
    pub(crate) fn of(fd: i32) -> WatchSet {
        WatchSet { fd, mark: OnceLock::new() }
    }

    pub(crate) fn fd(&self) -> i32 {
        self.fd
    }

    fn control(&self, change: Change, fd: i32, events: u32, data: u64) -> Result<()> {
        let operation = match change {
            Change::Add => libc::EPOLL_CTL_ADD,
            Change::Modify => libc::EPOLL_CTL_MOD,
            Change::Delete => libc::EPOLL_CTL_DEL,
        };
        let mut event = libc::epoll_event { events, u64: data };
        // SAFETY: reads the struct it is given.
        checked(unsafe { libc::epoll_ctl(self.fd, operation, fd, &raw mut event) }).map(drop)
    }

    pub(crate) fn change(&self, change: Change, fd: i32, events: u32) -> Result<()> {
        self.control(change, fd, events, u64::from(fd.cast_unsigned()))
    }

    /// Descriptors that are ready now and what for, at most `most`, a positive number.
    pub(crate) fn ready(&self, most: i32) -> Result<Vec<(i32, u32)>> {
        // A script may name any number; so many at once are never needed.
        let most = most.min(65536);
        let mut found = vec![libc::epoll_event { events: 0, u64: 0 }; most as usize];
        let count = loop {
            // SAFETY: there is room for as many as said.
            match checked(unsafe { libc::epoll_wait(self.fd, found.as_mut_ptr(), most, 0) }) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                count => break count?,
            }
        };
        let found = found[..count as usize].iter().map(|event| (event.u64, event.events));
        Ok(found.filter(|(data, _)| *data != CLOSING).map(|(data, events)| (data as i32, events)).collect())
    }

    /// Makes the set ready for ever: all who wait for it look again.
    pub(crate) fn wake_all(&self) -> Result<()> {
        // SAFETY: takes and gives numbers.
        let mark = checked(unsafe { libc::eventfd(1, libc::EFD_CLOEXEC) })?;
        if self.mark.set(mark).is_err() {
            return super::fd::close(mark);
        }
        self.control(Change::Add, mark, libc::EPOLLIN as u32, CLOSING)
    }

    /// Closes the set, as dropping it does. Errors: what the system says.
    pub(crate) fn close(mut self) -> Result<()> {
        super::fd::close(std::mem::replace(&mut self.fd, -1))
    }
}

impl Drop for WatchSet {
    fn drop(&mut self) {
        for fd in [self.fd, self.mark.get().copied().unwrap_or(-1)] {
            if fd >= 0 {
                let _closed_elsewhere = super::fd::close(fd);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::fd;
    use crate::sched::poll::{Interest, look_once};

    #[test]
    fn sets_are_ready_with_what_is_in_them_and_when_closing() {
        let set = WatchSet::new().expect("a set");
        let (reading, writing) = fd::pipe().expect("a pipe");
        set.change(Change::Add, reading, libc::EPOLLIN as u32).expect("open");
        assert_eq!(set.change(Change::Add, reading, 0).expect_err("is there").raw_os_error(), Some(libc::EEXIST));
        assert!(set.ready(8).is_ok_and(|found| found.is_empty()));
        fd::write(writing, b"x").expect("room");
        assert_eq!(set.ready(8).expect("open"), [(reading, libc::EPOLLIN as u32)]);
        set.change(Change::Delete, reading, 0).expect("was there");
        let is_ready = || look_once(&mut [Interest::new(set.fd(), libc::POLLIN)]).expect("open");
        assert!(!is_ready());
        set.wake_all().expect("open");
        assert!(is_ready() && set.ready(8).is_ok_and(|found| found.is_empty()));
        set.close().expect("open");
        let (_, _) = (fd::close(reading), fd::close(writing));
    }
}
