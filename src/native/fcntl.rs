//! Module `fcntl`: flags of descriptors and locks of files.

use crate::native::io::retry;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::os_error::os_error;
use crate::object::protocol;
use crate::object::str::Name;
use crate::object::value::{R, Value};
use crate::sched::kernel;

/// The number of a descriptor, or of what has a `fileno()`.
fn descriptor(cx: &Cx, value: &Value) -> R<i32> {
    let number = if int::is_int(value) { value.clone() } else { call_method(cx, value, Name::new("fileno"), &[])? };
    match i32::try_from(protocol::index(cx, &number)?) {
        Ok(number) if number >= 0 => Ok(number),
        Ok(number) => Err(cx.value_error(format!("file descriptor cannot be a negative integer ({number})"))),
        Err(_) => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

fn small(cx: &Cx, value: &Value) -> R<i32> {
    i32::try_from(protocol::index(cx, value)?).map_err(|_| cx.overflow_error("signed integer is greater than maximum"))
}

fn fcntl(cx: &Cx, a: &[Value]) -> R {
    let (fd, command, number) = (descriptor(cx, &a[0])?, small(cx, &a[1])?, small(cx, &a[2])?);
    match retry(cx, None, || kernel::control(fd, command, number))? {
        Some(result) => Ok(Value::int(i64::from(result))),
        None => Err(os_error(cx, libc::EAGAIN, None)),
    }
}

fn locked(cx: &Cx, result: R<Option<()>>) -> R {
    match result? {
        Some(()) => Ok(Value::NONE),
        None => Err(os_error(cx, libc::EAGAIN, None)),
    }
}

fn flock(cx: &Cx, a: &[Value]) -> R {
    let (fd, operation) = (descriptor(cx, &a[0])?, small(cx, &a[1])?);
    locked(cx, retry(cx, None, || kernel::lock_file(fd, operation)))
}

fn lockf(cx: &Cx, a: &[Value]) -> R {
    let (fd, operation) = (descriptor(cx, &a[0])?, small(cx, &a[1])?);
    let part = (protocol::index(cx, &a[3])?, protocol::index(cx, &a[2])?, small(cx, &a[4])?);
    let kind = match operation {
        libc::LOCK_UN => libc::F_UNLCK,
        _ if operation & libc::LOCK_SH != 0 => libc::F_RDLCK,
        _ if operation & libc::LOCK_EX != 0 => libc::F_WRLCK,
        _ => return Err(cx.value_error("unrecognized lockf argument")),
    };
    let wait = operation & libc::LOCK_NB == 0;
    locked(cx, retry(cx, None, || kernel::lock_part(fd, kind, wait, part)))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("fcntl(fd, cmd, arg=0, /)", fcntl).doc("Perform the operation `cmd` on file descriptor fd."),
    NativeDef::new("flock(fd, operation, /)", flock).doc("Perform the lock operation on file descriptor fd."),
    NativeDef::new("lockf(fd, cmd, len=0, start=0, whence=0, /)", lockf).doc("A wrapper around the fcntl() locking calls."),
];

static NUMBERS: &[(&str, i32)] = &[
    ("F_DUPFD", libc::F_DUPFD),
    ("F_DUPFD_CLOEXEC", libc::F_DUPFD_CLOEXEC),
    ("F_GETFD", libc::F_GETFD),
    ("F_SETFD", libc::F_SETFD),
    ("F_GETFL", libc::F_GETFL),
    ("F_SETFL", libc::F_SETFL),
    ("F_GETPIPE_SZ", libc::F_GETPIPE_SZ),
    ("F_SETPIPE_SZ", libc::F_SETPIPE_SZ),
    ("F_GETOWN", libc::F_GETOWN),
    ("F_SETOWN", libc::F_SETOWN),
    ("FD_CLOEXEC", libc::FD_CLOEXEC),
    ("LOCK_SH", libc::LOCK_SH),
    ("LOCK_EX", libc::LOCK_EX),
    ("LOCK_NB", libc::LOCK_NB),
    ("LOCK_UN", libc::LOCK_UN),
];

/// Fills the namespace of `fcntl`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    for (name, number) in NUMBERS {
        module.set(name, Value::int(i64::from(*number)));
    }
    Ok(())
}
