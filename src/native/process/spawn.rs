//! Child processes that run our own binary as workers. Knows how they begin and end, not what they are told.

use crate::object::cx::Cx;
use crate::object::native::{GetSet, NativeDef};
use crate::object::os_error::io_error;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::{fd, packets};
use parking_lot::Mutex;
use std::os::fd::IntoRawFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

/// A worker process.
struct Child {
    pid: u32,
    /// Becomes readable when the process ends.
    sentinel: AtomicI32,
    /// The mutex protects the handle while its end is asked for.
    child: Mutex<std::process::Child>,
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
        let handle = self.child.get_mut();
        if matches!(handle.try_wait(), Ok(None)) {
            FORGOTTEN.lock().push(self.pid);
        }
    }
}

/// `spawn(executable, arguments)`: a worker and our end of its line; its own end is its descriptor 0.
fn spawn(cx: &Cx, a: &[Value]) -> R {
    let path = crate::native::io::path_bytes(cx, &a[0])?;
    let mut arguments = Vec::new();
    for argument in crate::object::iter::collect(cx, &a[1])? {
        arguments.push(crate::native::io::path_bytes(cx, &argument)?);
    }
    let failed = |error: std::io::Error| io_error(cx, &error, None);
    let (ours, theirs) = packets::pair().map_err(failed)?;
    let (ours, theirs) = (fd::own(ours), fd::own(theirs));
    let environment = crate::native::posix::process::environment(cx);
    let mut command = Command::new(os_text(&path));
    command.arg0("pyc").args(arguments.iter().map(|argument| os_text(argument)));
    command.env_clear().envs(environment).stdin(Stdio::from(theirs));
    let child = command.spawn().map_err(failed)?;
    drop(command);
    let made = made(cx, child)?;
    Ok(Tuple::new(vec![made, Value::int(i64::from(ours.into_raw_fd()))]).into_value())
}

/// The object of a process that has just been started.
pub(super) fn made(cx: &Cx, child: std::process::Child) -> R {
    reap_forgotten();
    let pid = child.id();
    let sentinel = packets::end_of_process(pid).map_err(|error| io_error(cx, &error, None))?;
    Ok(Native::make(&CHILD, Child { pid, sentinel: AtomicI32::new(sentinel), child: Mutex::new(child) }))
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
    let status = child(cx, &a[0])?.child.lock().try_wait().map_err(|error| io_error(cx, &error, None))?;
    Ok(status.map_or(Value::NONE, |status| Value::int(exit_code(status))))
}

/// Sends a signal, unless the process is over.
fn send_signal(cx: &Cx, a: &[Value]) -> R {
    let this = child(cx, &a[0])?;
    let signal = i32::try_from(protocol::index(cx, &a[1])?).unwrap_or(0);
    // Under the lock nobody reaps the process, so the number is still its own.
    let mut handle = this.child.lock();
    if handle.try_wait().is_ok_and(|status| status.is_none())
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

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("spawn(executable, arguments, /)", spawn)];

pub(super) fn ready() {
    CHILD.make_ready();
}
