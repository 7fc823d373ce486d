//! Child processes that run our own binary as workers. Knows how they begin and end, not what they are told.

use super::command::start_alone;
use super::{nursery, wire};
use crate::object::buffer;
use crate::object::cx::Cx;
use crate::object::native::{GetSet, NativeDef};
use crate::object::os_error::io_error;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::{fd, packets};
use parking_lot::Mutex;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

/// A worker process.
struct Child {
    pid: u32,
    /// Becomes readable when the process ends.
    sentinel: AtomicI32,
    /// How it ended, once that is known. The lock is held while the system is asked, so that nobody uses the number after its end.
    status: Mutex<Option<ExitStatus>>,
}

impl Child {
    /// How the process ended; None while it runs.
    fn try_wait(&self) -> std::io::Result<Option<ExitStatus>> {
        self.try_wait_locked(&mut self.status.lock())
    }

    fn try_wait_locked(&self, status: &mut Option<ExitStatus>) -> std::io::Result<Option<ExitStatus>> {
        if status.is_none() {
            let pid = rustix::process::Pid::from_raw(self.pid as i32);
            *status = match rustix::process::waitpid(pid, rustix::process::WaitOptions::NOHANG) {
                Ok(found) => found.map(|(_, status)| ExitStatus::from_raw(status.as_raw())),
                // Somebody else has waited for it: how it ended is not known.
                Err(rustix::io::Errno::CHILD) => Some(ExitStatus::from_raw(0xff00)),
                Err(error) => return Err(error.into()),
            };
        }
        Ok(*status)
    }
}

/// Processes that ran when their objects went. The mutex protects the list only; a number in it is its process's until it is reaped here.
static FORGOTTEN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Reaps what has been forgotten and is over.
fn reap_forgotten() {
    FORGOTTEN.lock().retain(|pid| {
        let pid = rustix::process::Pid::from_raw(*pid as i32);
        let waited = rustix::process::waitpid(pid, rustix::process::WaitOptions::NOHANG);
        matches!(waited, Ok(None))
    });
}

impl Payload for Child {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Drop for Child {
    fn drop(&mut self) {
        // A process that is over leaves no zombie; one that runs goes on, and is asked again when others are started.
        let _closed = fd::close(self.sentinel.load(Relaxed));
        if matches!(self.try_wait(), Ok(None)) {
            FORGOTTEN.lock().push(self.pid);
        }
    }
}

/// `spawn(executable, line, introduction)`: a worker whose descriptor 0 is `line`, which is closed here. `introduction` is what a process
/// that bears workers is told first.
fn spawn(cx: &Cx, a: &[Value]) -> R {
    let line = fd::own(wire::fd_arg(cx, &a[1])?);
    let path = crate::native::io::path_bytes(cx, &a[0])?;
    let introduction = buffer::bytes_like(cx, &a[2])?;
    match nursery::worker(cx, &path, line.as_raw_fd(), &introduction) {
        Some(pid) => child_of(cx, pid),
        None => made(cx, start_alone(command(cx, &path, "--worker", line)).map_err(|error| io_error(cx, &error, None))?),
    }
}

/// How a process of our own is started that has `line` as its descriptor 0.
pub(super) fn command(cx: &Cx, executable: &[u8], role: &str, line: OwnedFd) -> Command {
    let mut command = Command::new(os_text(executable));
    // Functions are sent as text: what is left out of code here is left out there.
    let options = (0..cx.interp.optimize().min(2)).map(|_| "-O");
    command.arg0("pyc").args(options).arg(role).stdin(Stdio::from(line));
    command.env_clear().envs(crate::native::posix::process::environment(cx));
    command
}

/// The object of a process that has just been started.
pub(super) fn made(cx: &Cx, child: std::process::Child) -> R {
    child_of(cx, child.id())
}

fn child_of(cx: &Cx, pid: u32) -> R {
    reap_forgotten();
    let sentinel = packets::end_of_process(pid).map_err(|error| io_error(cx, &error, None))?;
    Ok(Native::make(&CHILD, Child { pid, sentinel: AtomicI32::new(sentinel), status: Mutex::new(None) }))
}

fn os_text(bytes: &[u8]) -> &std::ffi::OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(bytes)
}

fn child<'a>(cx: &Cx, value: &'a Value) -> R<&'a Child> {
    Native::<Child>::of(value).ok_or_else(|| cx.type_error("expected a child process"))
}

fn exit_code(status: ExitStatus) -> i64 {
    match (status.code(), status.signal()) {
        (Some(code), _) => i64::from(code),
        (_, Some(signal)) => -i64::from(signal),
        _ => -1,
    }
}

/// The exit code, negative for a signal; None while the process runs.
fn poll(cx: &Cx, a: &[Value]) -> R {
    let status = child(cx, &a[0])?.try_wait().map_err(|error| io_error(cx, &error, None))?;
    Ok(status.map_or(Value::NONE, |status| Value::int(exit_code(status))))
}

/// Sends a signal, unless the process is over.
fn send_signal(cx: &Cx, a: &[Value]) -> R {
    let this = child(cx, &a[0])?;
    let signal = i32::try_from(protocol::index(cx, &a[1])?).unwrap_or(0);
    // Under the lock nobody reaps the process, so the number is still its own.
    let mut status = this.status.lock();
    if this.try_wait_locked(&mut status).is_ok_and(|status| status.is_none())
        && let (Some(pid), Some(signal)) =
            (rustix::process::Pid::from_raw(this.pid as i32), rustix::process::Signal::from_named_raw(signal))
    {
        let _gone = rustix::process::kill_process(pid, signal);
    }
    Ok(Value::NONE)
}

static DEF: TypeDef = TypeDef {
    name: "Child",
    module: "_process",
    slots: Slots::NONE,
    methods: &[NativeDef::new("poll(self, /)", poll), NativeDef::new("send_signal(self, signal, /)", send_signal)],
    getset: &[
        GetSet { name: "pid", get: |cx, this| Ok(Value::int(i64::from(child(cx, this)?.pid))), set: None },
        GetSet { name: "sentinel", get: |cx, this| Ok(Value::int(i64::from(child(cx, this)?.sentinel.load(Relaxed)))), set: None },
    ],
    ..TypeDef::EMPTY
};
static CHILD: Type = Type::from_def(&DEF);

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("spawn(executable, line, introduction, /)", spawn)];

pub(super) fn ready() {
    CHILD.make_ready();
}
