//! Waiting for child processes by their numbers, what their statuses say, and descriptors for them.

use super::int_arg;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::os_error::{io_error, os_error};
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::{packets, processes, terminal};

/// `waitpid(pid, options)`: (pid, status); the pid is 0 if no child is over yet and WNOHANG is among the options.
fn waitpid(cx: &Cx, a: &[Value]) -> R {
    let (pid, options) = (int_arg(cx, &a[0])?, int_arg(cx, &a[1])?);
    loop {
        let (pid, status) = match blocking(&cx.strand, || processes::wait(pid, options)) {
            Ok(waited) => waited,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
                cx.safepoint()?;
                continue;
            }
            Err(error) => return Err(io_error(cx, &error, None)),
        };
        return Ok(Tuple::new(vec![Value::int(i64::from(pid)), Value::int(i64::from(status))]).into_value());
    }
}

fn number(cx: &Cx, found: std::io::Result<i32>) -> R {
    found.map(|number| Value::int(i64::from(number))).map_err(|error| io_error(cx, &error, None))
}

fn done(cx: &Cx, result: std::io::Result<()>) -> R {
    result.map(|()| Value::NONE).map_err(|error| io_error(cx, &error, None))
}

fn send_signal(cx: &Cx, pid: i32, signal: &Value) -> R {
    let signal = int_arg(cx, signal)?;
    let send = || processes::send_signal(pid, signal);
    let is_to_us = pid == 0 || pid.unsigned_abs() == std::process::id();
    done(cx, if is_to_us { crate::sched::signal::send_and_note(signal, send) } else { send() })?;
    cx.safepoint()?;
    Ok(Value::NONE)
}

fn killpg(cx: &Cx, a: &[Value]) -> R {
    let group = int_arg(cx, &a[0])?;
    // As killpg(3): 0 is our own group; `kill` would take other negative numbers, and 1, for something else.
    let target = match group {
        0 => 0,
        2.. => -group,
        _ => return Err(os_error(cx, if group < 0 { libc::EINVAL } else { libc::EPERM }, None)),
    };
    send_signal(cx, target, &a[1])
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
    NativeDef::new("kill(pid, signal, /)", |cx, a| send_signal(cx, int_arg(cx, &a[0])?, &a[1])),
    NativeDef::new("killpg(pgid, signal, /)", killpg),
    NativeDef::new("getpgrp()", |cx, _| number(cx, processes::group(0))),
    NativeDef::new("getpgid(pid)", |cx, a| number(cx, processes::group(int_arg(cx, &a[0])?))),
    NativeDef::new("setpgrp()", |cx, _| done(cx, processes::set_group(0, 0))),
    NativeDef::new("setpgid(pid, pgrp, /)", |cx, a| done(cx, processes::set_group(int_arg(cx, &a[0])?, int_arg(cx, &a[1])?))),
    NativeDef::new("getsid(pid, /)", |cx, a| number(cx, processes::session(int_arg(cx, &a[0])?))),
    NativeDef::new("setsid()", |cx, _| done(cx, processes::new_session())),
    NativeDef::new("tcgetpgrp(fd, /)", |cx, a| number(cx, processes::foreground(int_arg(cx, &a[0])?))),
    NativeDef::new("tcsetpgrp(fd, pgid, /)", |cx, a| done(cx, processes::set_foreground(int_arg(cx, &a[0])?, int_arg(cx, &a[1])?))),
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
