//! Starting any program, for `subprocess`: arguments, environment, folder and standard descriptors. Knows not what it says or means.

use super::spawn;
use super::wire::fd_arg;
use crate::native::io::path_bytes;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::iter;
use crate::object::native::NativeDef;
use crate::object::os_error::{io_error, os_error};
use crate::object::protocol;
use crate::object::value::{R, Value};
use crate::sched::fd;
use crate::sched::spawning::{self, Identity};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

/// Descriptors are made inheritable for the moment of a start; one start at a time, so that no other program gets them.
static ONE_AT_A_TIME: parking_lot::Mutex<()> = parking_lot::Mutex::new(());

/// Starts a program that inherits nothing but what is inheritable for good.
pub(super) fn start_alone(mut command: Command) -> std::io::Result<std::process::Child> {
    let _turn = ONE_AT_A_TIME.lock();
    command.spawn()
}

/// A standard descriptor: a number to be copied, or None to inherit ours.
fn stdio(cx: &Cx, value: &Value) -> R<Stdio> {
    if value.is_none() {
        return Ok(Stdio::inherit());
    }
    let copy = fd::dup(fd_arg(cx, value)?).map_err(|error| io_error(cx, &error, None))?;
    Ok(Stdio::from(fd::own(copy)))
}

fn list(cx: &Cx, value: &Value) -> R<Vec<Vec<u8>>> {
    let items = iter::collect(cx, value)?.iter().map(|item| path_bytes(cx, item)).collect::<R<Vec<_>>>()?;
    if items.iter().any(|item| item.contains(&0)) {
        return Err(cx.value_error("embedded null byte"));
    }
    Ok(items)
}

/// The number of a user or group. The greatest stands for no change.
fn account(cx: &Cx, value: &Value, what: &str) -> R<Option<u32>> {
    if value.is_none() {
        return Ok(None);
    }
    match int::to_i64(value).map(u32::try_from) {
        Some(Ok(number)) => Ok(Some(number)),
        Some(Err(_)) if int::to_i64(value).is_some_and(|number| number <= 1 << 32) => {
            Err(cx.overflow_error(format!("{what} is less than minimum")))
        }
        _ => Err(cx.overflow_error(format!("{what} is greater than maximum"))),
    }
}

/// `(umask, extra groups, group, user)`, each None (umask: negative) for ours.
fn identity(cx: &Cx, value: &Value) -> R<Option<Identity>> {
    let parts = iter::collect(cx, value)?;
    let [umask, groups, group, user] = parts.as_slice() else { return Ok(None) };
    let groups = if groups.is_none() {
        None
    } else {
        let groups = iter::collect(cx, groups)?;
        let number = |group: &Value| int::to_i64(group).and_then(|group| u32::try_from(group).ok());
        Some(groups.iter().map(number).collect::<Option<Vec<u32>>>().ok_or_else(|| cx.value_error("invalid group id"))?)
    };
    let made = Identity {
        umask: u32::try_from(protocol::index(cx, umask)?).ok(),
        groups,
        group: account(cx, group, "gid")?,
        user: account(cx, user, "uid")?,
    };
    Ok(Some(made))
}

/// `start(executable, args, env, cwd, stdin, stdout, stderr, pass_fds, new_session, group, identity)`: a child process. `env` is a
/// list of names and values, or None for ours.
fn start(cx: &Cx, a: &[Value]) -> R {
    let program = path_bytes(cx, &a[0])?;
    let args = list(cx, &a[1])?;
    let mut command = Command::new(OsStr::from_bytes(&program));
    if let Some((name, rest)) = args.split_first() {
        command.arg0(OsStr::from_bytes(name)).args(rest.iter().map(|arg| OsStr::from_bytes(arg)));
    }
    command.env_clear();
    if a[2].is_none() {
        command.envs(crate::native::posix::process::environment(cx));
    } else {
        for pair in list(cx, &a[2])?.chunks(2) {
            if let [name, value] = pair {
                command.env(OsStr::from_bytes(name), OsStr::from_bytes(value));
            }
        }
    }
    if !a[3].is_none() {
        command.current_dir(OsStr::from_bytes(&path_bytes(cx, &a[3])?));
    }
    command.stdin(stdio(cx, &a[4])?).stdout(stdio(cx, &a[5])?).stderr(stdio(cx, &a[6])?);
    let passed = iter::collect(cx, &a[7])?.iter().map(|fd| fd_arg(cx, fd)).collect::<R<Vec<i32>>>()?;
    if protocol::truth(cx, &a[8])? {
        spawning::in_new_session(&mut command);
    }
    if let Some(group) = a[9].as_int().and_then(|group| i32::try_from(group).ok()).filter(|group| *group >= 0) {
        command.process_group(group);
    }
    // Without one the system may be asked for the program at one go, with no copy of this process in between.
    if let Some(identity) = identity(cx, &a[10])? {
        spawning::with_identity(&mut command, identity);
    }
    let started = {
        let _turn = ONE_AT_A_TIME.lock();
        let hidden: Vec<i32> = passed.into_iter().filter(|fd| fd::set_inheritable(*fd, true).is_ok()).collect();
        let started = command.spawn();
        for fd in hidden {
            let _closed_meanwhile = fd::set_inheritable(fd, false);
        }
        started
    };
    match started {
        Ok(child) => spawn::made(cx, child),
        Err(error) => {
            if let Some(number) = spawning::identity_error(&error) {
                return Err(os_error(cx, number, None));
            }
            let is_folder = a[3].is_none() || std::fs::metadata(OsStr::from_bytes(&path_bytes(cx, &a[3])?)).is_ok_and(|meta| meta.is_dir());
            let about = if is_folder { &a[0] } else { &a[3] };
            Err(match error.raw_os_error() {
                Some(number) => os_error(cx, number, Some(about)),
                None => io_error(cx, &error, Some(about)),
            })
        }
    }
}

pub(super) static FUNCTIONS: &[NativeDef] =
    &[NativeDef::new("start(executable, args, env, cwd, stdin, stdout, stderr, pass_fds, new_session, group, identity, /)", start)];
