//! Waiting for child processes by their numbers, what their statuses say, and descriptors for them.

use super::int_arg;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::os_error::{io_error, os_error};
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::{packets, terminal};
use rustix::process::{Pid, WaitOptions};

/// `waitpid(pid, options)`: (pid, status); the pid is 0 if no child is over yet and WNOHANG is among the options.
fn waitpid(cx: &Cx, a: &[Value]) -> R {
    let (pid, options) = (int_arg(cx, &a[0])?, int_arg(cx, &a[1])?);
    let options = WaitOptions::from_bits_truncate(options as u32);
    loop {
        let waited = blocking(&cx.strand, || match pid {
            -1 => rustix::process::waitpid(None, options),
            0 => rustix::process::waitpgid(rustix::process::getpgrp(), options),
            _ if pid > 0 => rustix::process::waitpid(Pid::from_raw(pid), options),
            _ => match Pid::from_raw(pid.wrapping_neg()) {
                Some(group) => rustix::process::waitpgid(group, options),
                None => Err(rustix::io::Errno::CHILD),
            },
        });
        let (pid, status) = match waited {
            Ok(Some((pid, status))) => (pid.as_raw_nonzero().get(), status.as_raw()),
            Ok(None) => (0, 0),
            Err(rustix::io::Errno::INTR) => {
                cx.safepoint()?;
                continue;
            }
            Err(error) => return Err(os_error(cx, error.raw_os_error(), None)),
        };
        return Ok(Tuple::new(vec![Value::int(i64::from(pid)), Value::int(i64::from(status))]).into_value());
    }
}

fn pidfd_open(cx: &Cx, a: &[Value]) -> R {
    let (pid, flags) = (int_arg(cx, &a[0])?, int_arg(cx, &a[1])?);
    if pid <= 0 || flags != 0 {
        return Err(os_error(cx, libc::EINVAL, None));
    }
    let fd = packets::end_of_process(pid as u32).map_err(|error| io_error(cx, &error, None))?;
    Ok(Value::int(i64::from(fd)))
}

fn openpty(cx: &Cx, _: &[Value]) -> R {
    let (driver, terminal) = terminal::pair().map_err(|error| io_error(cx, &error, None))?;
    Ok(Tuple::new(vec![Value::int(i64::from(driver)), Value::int(i64::from(terminal))]).into_value())
}

macro_rules! of_status {
    ($sig:literal, $status:ident => $value:expr) => {
        NativeDef::new($sig, |cx, a| {
            let $status = int_arg(cx, &a[0])?;
            Ok($value)
        })
    };
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("waitpid(pid, options, /)", waitpid).doc("Wait for completion of a given child process."),
    NativeDef::new("pidfd_open(pid, flags=0)", pidfd_open).doc("Return a file descriptor referring to the process *pid*."),
    NativeDef::new("openpty()", openpty).doc("Open a pseudo-terminal."),
    of_status!("WIFEXITED(status)", status => Value::bool(libc::WIFEXITED(status))),
    of_status!("WEXITSTATUS(status)", status => Value::int(i64::from(libc::WEXITSTATUS(status)))),
    of_status!("WIFSIGNALED(status)", status => Value::bool(libc::WIFSIGNALED(status))),
    of_status!("WTERMSIG(status)", status => Value::int(i64::from(libc::WTERMSIG(status)))),
    of_status!("WIFSTOPPED(status)", status => Value::bool(libc::WIFSTOPPED(status))),
    of_status!("WSTOPSIG(status)", status => Value::int(i64::from(libc::WSTOPSIG(status)))),
    of_status!("WIFCONTINUED(status)", status => Value::bool(libc::WIFCONTINUED(status))),
    of_status!("WCOREDUMP(status, /)", status => Value::bool(libc::WCOREDUMP(status))),
];
