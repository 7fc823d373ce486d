//! Terminals: their modes, and pairs of a terminal and what drives it. Knows numbers, not what is shown.

use std::io::{Error, Result};

/// How a terminal treats what is typed and printed.
pub(crate) struct Modes {
    /// Input, output, control, local.
    pub(crate) flags: [u32; 4],
    /// Input, output.
    pub(crate) speeds: [u32; 2],
    pub(crate) characters: [u8; libc::NCCS],
}

fn check(result: i32) -> Result<()> {
    if result < 0 { Err(Error::last_os_error()) } else { Ok(()) }
}

fn raw(fd: i32) -> Result<libc::termios> {
    // SAFETY: all bit patterns of the struct are valid; the call fills it in.
    let mut found: libc::termios = unsafe { std::mem::zeroed() };
    // SAFETY: the struct is valid for writes.
    check(unsafe { libc::tcgetattr(fd, &raw mut found) })?;
    Ok(found)
}

pub(crate) fn modes(fd: i32) -> Result<Modes> {
    let found = raw(fd)?;
    // SAFETY: the struct was filled in by the system.
    let speeds = unsafe { [libc::cfgetispeed(&raw const found), libc::cfgetospeed(&raw const found)] };
    Ok(Modes { flags: [found.c_iflag, found.c_oflag, found.c_cflag, found.c_lflag], speeds, characters: found.c_cc })
}

pub(crate) fn set_modes(fd: i32, when: i32, modes: &Modes) -> Result<()> {
    let mut new = raw(fd)?;
    [new.c_iflag, new.c_oflag, new.c_cflag, new.c_lflag] = modes.flags;
    new.c_cc = modes.characters;
    // SAFETY: the struct is ours.
    unsafe {
        check(libc::cfsetispeed(&raw mut new, modes.speeds[0]))?;
        check(libc::cfsetospeed(&raw mut new, modes.speeds[1]))?;
        check(libc::tcsetattr(fd, when, &raw const new))
    }
}

pub(crate) fn send_break(fd: i32, duration: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::tcsendbreak(fd, duration) })
}

pub(crate) fn drain(fd: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::tcdrain(fd) })
}

pub(crate) fn flush(fd: i32, queue: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::tcflush(fd, queue) })
}

pub(crate) fn flow(fd: i32, action: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::tcflow(fd, action) })
}

/// What drives a new terminal, and the terminal. Neither is inherited by child processes.
pub(crate) fn pair() -> Result<(i32, i32)> {
    let (mut driver, mut terminal) = (-1, -1);
    let none = std::ptr::null_mut();
    // SAFETY: two places for numbers; a name, modes and a size are not asked for.
    check(unsafe { libc::openpty(&raw mut driver, &raw mut terminal, none, std::ptr::null_mut(), std::ptr::null_mut()) })?;
    for fd in [driver, terminal] {
        super::fd::set_inheritable(fd, false)?;
    }
    Ok((driver, terminal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::fd;

    #[test]
    fn modes_are_what_they_were_set_to() {
        let (driver, terminal) = pair().expect("a terminal");
        let mut own = modes(terminal).expect("a terminal's modes");
        own.flags[3] &= !(libc::ECHO | libc::ICANON);
        own.characters[libc::VMIN] = 3;
        set_modes(terminal, libc::TCSANOW, &own).expect("a terminal");
        let now = modes(terminal).expect("a terminal's modes");
        assert_eq!((now.flags, now.characters[libc::VMIN]), (own.flags, 3));
        let (reading, writing) = fd::pipe().expect("a pipe");
        assert_eq!(modes(reading).err().and_then(|error| error.raw_os_error()), Some(libc::ENOTTY));
        for fd in [driver, terminal, reading, writing] {
            fd::close(fd).expect("open");
        }
    }
}
