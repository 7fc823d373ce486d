//! Functions on file descriptors.

use super::{PathArg, int_arg, only_none};
use crate::native::io::access::bytes_like;
use crate::native::io::retry;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::NativeDef;
use crate::object::os_error::{io_error, os_error};
use crate::object::protocol;
use crate::object::room;
use crate::object::sequence;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::fd;

fn open(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[3], "dir_fd")?;
    let path = PathArg::of(cx, &a[0])?;
    let (flags, mode) = (int_arg(cx, &a[1])?, int_arg(cx, &a[2])?);
    let name = path.c_string();
    match retry(cx, Some(&path.value), || fd::open(&name, flags, mode as u32))? {
        Some(number) => Ok(Value::int(i64::from(number))),
        None => Err(os_error(cx, libc::EAGAIN, Some(&path.value))),
    }
}

/// A call that gives nothing.
fn done(cx: &Cx, call: impl FnOnce() -> std::io::Result<()>) -> R {
    match blocking(&cx.strand, call) {
        Ok(()) => Ok(Value::NONE),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

fn would_block(cx: &Cx) -> crate::object::value::Raised {
    os_error(cx, libc::EAGAIN, None)
}

fn read(cx: &Cx, a: &[Value]) -> R {
    let number = int_arg(cx, &a[0])?;
    let Ok(size) = usize::try_from(sequence::size_argument(cx, &a[1])?) else {
        return Err(os_error(cx, libc::EINVAL, None));
    };
    let mut buffer = room::vec(cx, size)?;
    buffer.resize(size, 0);
    match retry(cx, None, || fd::read(number, &mut buffer))? {
        Some(count) => crate::object::bytes::make(cx, &buffer[..count]),
        None => Err(would_block(cx)),
    }
}

fn write(cx: &Cx, a: &[Value]) -> R {
    let number = int_arg(cx, &a[0])?;
    let bytes = bytes_like(cx, &a[1])?;
    match retry(cx, None, || fd::write(number, &bytes))? {
        Some(count) => Ok(int::from_usize(count)),
        None => Err(would_block(cx)),
    }
}

fn pread(cx: &Cx, a: &[Value]) -> R {
    let (number, offset) = (int_arg(cx, &a[0])?, sequence::long_argument(cx, &a[2])?);
    let Ok(size) = usize::try_from(sequence::size_argument(cx, &a[1])?) else {
        return Err(os_error(cx, libc::EINVAL, None));
    };
    let mut buffer = room::vec(cx, size)?;
    buffer.resize(size, 0);
    match retry(cx, None, || fd::pread(number, &mut buffer, offset))? {
        Some(count) => crate::object::bytes::make(cx, &buffer[..count]),
        None => Err(would_block(cx)),
    }
}

fn pwrite(cx: &Cx, a: &[Value]) -> R {
    let (number, offset) = (int_arg(cx, &a[0])?, sequence::long_argument(cx, &a[2])?);
    let bytes = bytes_like(cx, &a[1])?;
    match retry(cx, None, || fd::pwrite(number, &bytes, offset))? {
        Some(count) => Ok(int::from_usize(count)),
        None => Err(would_block(cx)),
    }
}

fn lseek(cx: &Cx, a: &[Value]) -> R {
    let (number, offset, whence) = (int_arg(cx, &a[0])?, sequence::long_argument(cx, &a[1])?, int_arg(cx, &a[2])?);
    fd::seek(number, offset, whence).map(Value::int).map_err(|error| io_error(cx, &error, None))
}

fn pipe(cx: &Cx, _: &[Value]) -> R {
    let (reader, writer) = fd::pipe().map_err(|error| io_error(cx, &error, None))?;
    Ok(Tuple::new(vec![Value::int(i64::from(reader)), Value::int(i64::from(writer))]).into_value())
}

/// A call that gives a descriptor.
fn number(cx: &Cx, result: std::io::Result<i32>) -> R {
    result.map(|number| Value::int(i64::from(number))).map_err(|error| io_error(cx, &error, None))
}

fn truth(cx: &Cx, result: std::io::Result<bool>) -> R {
    result.map(Value::bool).map_err(|error| io_error(cx, &error, None))
}

fn closerange(cx: &Cx, a: &[Value]) -> R {
    for number in int_arg(cx, &a[0])?..int_arg(cx, &a[1])?.min(1 << 20) {
        let _ = fd::close(number);
    }
    Ok(Value::NONE)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("open(path, flags, mode=511, *, dir_fd=None)", open),
    NativeDef::new("close(fd)", |cx, a| {
        let number = int_arg(cx, &a[0])?;
        done(cx, || fd::close(number))
    }),
    NativeDef::new("closerange(fd_low, fd_high, /)", closerange),
    NativeDef::new("read(fd, length, /)", read),
    NativeDef::new("write(fd, data, /)", write),
    NativeDef::new("pread(fd, length, offset, /)", pread),
    NativeDef::new("pwrite(fd, buffer, offset, /)", pwrite),
    NativeDef::new("lseek(fd, position, whence, /)", lseek),
    NativeDef::new("pipe()", pipe),
    NativeDef::new("dup(fd, /)", |cx, a| number(cx, fd::dup(int_arg(cx, &a[0])?))),
    NativeDef::new("dup2(fd, fd2, inheritable=True)", |cx, a| {
        number(cx, fd::dup2(int_arg(cx, &a[0])?, int_arg(cx, &a[1])?, protocol::truth(cx, &a[2])?))
    }),
    NativeDef::new("isatty(fd, /)", |cx, a| Ok(Value::bool(fd::is_terminal(int_arg(cx, &a[0])?)))),
    NativeDef::new("fsync(fd)", |cx, a| {
        let number = int_arg(cx, &a[0])?;
        done(cx, || fd::sync(number))
    }),
    NativeDef::new("ftruncate(fd, length, /)", |cx, a| {
        let (number, len) = (int_arg(cx, &a[0])?, sequence::long_argument(cx, &a[1])?);
        done(cx, || fd::truncate(number, len))
    }),
    NativeDef::new("get_inheritable(fd, /)", |cx, a| truth(cx, fd::is_inheritable(int_arg(cx, &a[0])?))),
    NativeDef::new("set_inheritable(fd, inheritable, /)", |cx, a| {
        let (number, on) = (int_arg(cx, &a[0])?, protocol::truth(cx, &a[1])?);
        done(cx, || fd::set_inheritable(number, on))
    }),
    NativeDef::new("get_blocking(fd, /)", |cx, a| truth(cx, fd::is_blocking(int_arg(cx, &a[0])?))),
    NativeDef::new("set_blocking(fd, blocking, /)", |cx, a| {
        let (number, on) = (int_arg(cx, &a[0])?, protocol::truth(cx, &a[1])?);
        done(cx, || fd::set_blocking(number, on))
    }),
];
