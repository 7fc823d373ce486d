//! Functions that hand over to calls of the system that are rarely needed.

use super::{PathArg, int_arg};
use crate::native::io::retry;
use crate::native::resource;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::os_error::{io_error, os_error};
use crate::object::protocol;
use crate::object::room;
use crate::object::sequence;
use crate::object::set::Set;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::kernel;
use std::ffi::{CString, OsString};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::process::CommandExt;

/// The result of a call that is made again when a signal interrupted it.
fn call<T>(cx: &Cx, path: Option<&Value>, f: impl FnMut() -> std::io::Result<T>) -> R<T> {
    retry(cx, path, f)?.ok_or_else(|| os_error(cx, libc::EAGAIN, path))
}

fn make_node(cx: &Cx, path: &Value, mode: u32, device: u64) -> R {
    let path = PathArg::of(cx, path)?;
    let name = path.c_string();
    call(cx, None, || kernel::mknod(&name, mode, device))?;
    Ok(Value::NONE)
}

fn mkfifo(cx: &Cx, a: &[Value]) -> R {
    make_node(cx, &a[0], int_arg(cx, &a[1])? as u32 | libc::S_IFIFO, 0)
}

fn mknod(cx: &Cx, a: &[Value]) -> R {
    let device = u64::try_from(protocol::index(cx, &a[2])?).map_err(|_| cx.overflow_error("can't convert negative int to unsigned"))?;
    make_node(cx, &a[0], int_arg(cx, &a[1])? as u32, device)
}

/// A place in a file, or None for where it is.
fn place(cx: &Cx, value: &Value) -> R<Option<i64>> {
    if value.is_none() { Ok(None) } else { protocol::index(cx, value).map(Some) }
}

fn amount(cx: &Cx, value: &Value) -> R<usize> {
    usize::try_from(sequence::size_argument(cx, value)?).map_err(|_| cx.value_error("negative value for 'count' not allowed"))
}

fn sendfile(cx: &Cx, a: &[Value]) -> R {
    let (output, input, offset) = (int_arg(cx, &a[0])?, int_arg(cx, &a[1])?, place(cx, &a[2])?);
    let count = amount(cx, &a[3])?;
    call(cx, None, || kernel::sendfile(output, input, offset, count)).map(int::from_usize)
}

fn copy_file_range(cx: &Cx, a: &[Value]) -> R {
    let (input, output, count) = (int_arg(cx, &a[0])?, int_arg(cx, &a[1])?, amount(cx, &a[2])?);
    let (from, to) = (place(cx, &a[3])?, place(cx, &a[4])?);
    call(cx, None, || kernel::copy_range(input, output, count, from, to, None)).map(int::from_usize)
}

fn splice(cx: &Cx, a: &[Value]) -> R {
    let (input, output, count) = (int_arg(cx, &a[0])?, int_arg(cx, &a[1])?, amount(cx, &a[2])?);
    let (from, to, flags) = (place(cx, &a[3])?, place(cx, &a[4])?, int_arg(cx, &a[5])? as u32);
    call(cx, None, || kernel::copy_range(input, output, count, from, to, Some(flags))).map(int::from_usize)
}

fn getgroups(cx: &Cx, _: &[Value]) -> R {
    let groups = kernel::groups().map_err(|error| io_error(cx, &error, None))?;
    Ok(List::new(groups.into_iter().map(|group| Value::int(i64::from(group))).collect()).into_value())
}

fn small(cx: &Cx, result: std::io::Result<i32>) -> R {
    result.map(|number| Value::int(i64::from(number))).map_err(|error| io_error(cx, &error, None))
}

fn done(cx: &Cx, result: std::io::Result<()>) -> R {
    result.map(|()| Value::NONE).map_err(|error| io_error(cx, &error, None))
}

fn getpriority(cx: &Cx, a: &[Value]) -> R {
    small(cx, kernel::priority(int_arg(cx, &a[0])?, int_arg(cx, &a[1])? as u32))
}

fn setpriority(cx: &Cx, a: &[Value]) -> R {
    done(cx, kernel::set_priority(int_arg(cx, &a[0])?, int_arg(cx, &a[1])? as u32, int_arg(cx, &a[2])?))
}

fn sched_getaffinity(cx: &Cx, a: &[Value]) -> R {
    let cpus = kernel::affinity(int_arg(cx, &a[0])?).map_err(|error| io_error(cx, &error, None))?;
    let set = Set::new();
    for cpu in cpus {
        set.add(cx, int::from_usize(cpu))?;
    }
    Ok(set.into_value())
}

fn sched_setaffinity(cx: &Cx, a: &[Value]) -> R {
    let mut cpus = Vec::new();
    iter::each(cx, &a[1], |cpu| {
        let cpu = protocol::index(cx, &cpu)?;
        cpus.push(usize::try_from(cpu).map_err(|_| cx.value_error("negative CPU number"))?);
        Ok(true)
    })?;
    done(cx, kernel::set_affinity(int_arg(cx, &a[0])?, &cpus))
}

fn getrandom(cx: &Cx, a: &[Value]) -> R {
    let Ok(size) = usize::try_from(sequence::size_argument(cx, &a[0])?) else {
        return Err(os_error(cx, libc::EINVAL, None));
    };
    let flags = int_arg(cx, &a[1])? as u32;
    let mut bytes = room::vec(cx, size)?;
    bytes.resize(size, 0);
    let count = call(cx, None, || kernel::random(&mut bytes, flags))?;
    crate::object::bytes::make(cx, &bytes[..count])
}

fn memfd_create(cx: &Cx, a: &[Value]) -> R {
    let name = CString::new(crate::native::io::path_bytes(cx, &a[0])?).map_err(|_| cx.value_error("embedded null byte"))?;
    small(cx, kernel::memory_file(&name, int_arg(cx, &a[1])? as u32))
}

fn eventfd(cx: &Cx, a: &[Value]) -> R {
    let start = number::index(cx, &a[0])?.as_int().and_then(|start| u32::try_from(start).ok());
    let start = start.ok_or_else(|| cx.overflow_error("Python int too large to convert to C unsigned int"))?;
    small(cx, kernel::event(start, int_arg(cx, &a[1])?))
}

fn wait4(cx: &Cx, a: &[Value]) -> R {
    let (pid, options) = (int_arg(cx, &a[0])?, int_arg(cx, &a[1])?);
    let (pid, status, usage) = call(cx, None, || kernel::wait4(pid, options))?;
    let usage = resource::usage_value(cx, &usage)?;
    Ok(Tuple::new(vec![Value::int(i64::from(pid)), Value::int(i64::from(status)), usage]).into_value())
}

/// A program with its arguments, the name it gets among them, and its environment.
fn command(cx: &Cx, a: &[Value]) -> R<std::process::Command> {
    let text = |value: &Value| crate::native::io::path_bytes(cx, value).map(OsString::from_vec);
    let mut args = iter::collect(cx, &a[1])?.iter().map(text).collect::<R<Vec<_>>>()?.into_iter();
    let Some(first) = args.next() else {
        return Err(cx.value_error("execve() arg 2 must not be empty"));
    };
    let mut command = std::process::Command::new(text(&a[0])?);
    command.arg0(first).args(args).env_clear();
    let Some(variables) = a[2].get::<Dict>() else {
        return Err(cx.type_error("execve: environment must be a mapping object"));
    };
    for (name, value) in variables.snapshot() {
        command.env(text(&name)?, text(&value)?);
    }
    Ok(command)
}

/// Replaces the program of the process. Only errors come back.
fn execve(cx: &Cx, a: &[Value]) -> R {
    let mut command = command(cx, a)?;
    Err(io_error(cx, &command.exec(), None))
}

/// Starts a program as a child that nobody waits for but who is given its number.
fn spawn(cx: &Cx, a: &[Value]) -> R {
    let mut command = command(cx, a)?;
    match command.spawn() {
        Ok(child) => Ok(Value::int(i64::from(child.id()))),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("mkfifo(path, mode=438)", mkfifo),
    NativeDef::new("mknod(path, mode=384, device=0)", mknod),
    NativeDef::new("sendfile(out_fd, in_fd, offset, count)", sendfile),
    NativeDef::new("copy_file_range(src, dst, count, offset_src=None, offset_dst=None)", copy_file_range),
    NativeDef::new("splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)", splice),
    NativeDef::new("getgroups()", getgroups),
    NativeDef::new("nice(increment, /)", |cx, a| small(cx, kernel::nice(int_arg(cx, &a[0])?))),
    NativeDef::new("getpriority(which, who)", getpriority),
    NativeDef::new("setpriority(which, who, priority)", setpriority),
    NativeDef::new("sched_getaffinity(pid, /)", sched_getaffinity),
    NativeDef::new("sched_setaffinity(pid, mask, /)", sched_setaffinity),
    NativeDef::new("getrandom(size, flags=0)", getrandom),
    NativeDef::new("memfd_create(name, flags=1)", memfd_create),
    NativeDef::new("eventfd(initval, flags=524288)", eventfd),
    NativeDef::new("wait4(pid, options)", wait4),
    NativeDef::new("_execve(path, argv, env, /)", execve),
    NativeDef::new("_spawn(path, argv, env, /)", spawn),
];
