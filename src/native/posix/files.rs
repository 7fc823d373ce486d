//! Functions on files and folders by name.

use super::{PathArg, int_arg, only_none};
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::os_error::{io_error, os_error_of_two};
use crate::object::protocol;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use rustix::fs::{Access, AtFlags, CWD, Mode, Timespec, Timestamps};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// Runs a system call on one path.
fn on_path(cx: &Cx, value: &Value, call: impl FnOnce(PathBuf) -> std::io::Result<()>) -> R {
    let path = PathArg::of(cx, value)?;
    let name = path.path();
    blocking(&cx.strand, || call(name)).map_err(|error| path.error(cx, &error))?;
    Ok(Value::NONE)
}

/// Runs a system call on two paths.
fn on_two(cx: &Cx, a: &[Value], call: impl FnOnce(PathBuf, PathBuf) -> std::io::Result<()>) -> R {
    let (from, to) = (PathArg::of(cx, &a[0])?, PathArg::of(cx, &a[1])?);
    let (one, two) = (from.path(), to.path());
    match blocking(&cx.strand, || call(one, two)) {
        Ok(()) => Ok(Value::NONE),
        Err(error) => Err(os_error_of_two(cx, error.raw_os_error().unwrap_or(libc::EIO), Some(&from.value), Some(&to.value))),
    }
}

fn getcwd(cx: &Cx, _: &[Value]) -> R {
    match std::env::current_dir() {
        Ok(path) => Ok(super::decode_name(path.as_os_str().as_bytes())),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

fn getcwdb(cx: &Cx, _: &[Value]) -> R {
    match std::env::current_dir() {
        Ok(path) => crate::object::bytes::make(cx, path.as_os_str().as_bytes()),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

fn mkdir(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[2], "dir_fd")?;
    let mode = int_arg(cx, &a[1])? as u32;
    on_path(cx, &a[0], |path| std::fs::DirBuilder::new().mode(mode).create(path))
}

fn rmdir(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[1], "dir_fd")?;
    on_path(cx, &a[0], std::fs::remove_dir)
}

fn unlink(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[1], "dir_fd")?;
    on_path(cx, &a[0], std::fs::remove_file)
}

fn symlink(cx: &Cx, a: &[Value]) -> R {
    on_two(cx, a, std::os::unix::fs::symlink)
}

fn readlink(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[1], "dir_fd")?;
    let path = PathArg::of(cx, &a[0])?;
    let name = path.path();
    match blocking(&cx.strand, || std::fs::read_link(name)) {
        Ok(target) => path.like(cx, target.as_os_str().as_bytes()),
        Err(error) => Err(path.error(cx, &error)),
    }
}

fn chmod(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[2], "dir_fd")?;
    let mode = Mode::from_bits_truncate(int_arg(cx, &a[1])? as u32);
    on_path(cx, &a[0], |path| Ok(rustix::fs::chmod(path, mode)?))
}

fn chown(cx: &Cx, a: &[Value]) -> R {
    // -1 leaves an owner as it is.
    let id = |value: &Value| int_arg(cx, value).map(|id| u32::try_from(id).ok());
    let (user, group) = (id(&a[1])?, id(&a[2])?);
    on_path(cx, &a[0], |path| std::os::unix::fs::chown(path, user, group))
}

fn access(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[2], "dir_fd")?;
    let wanted = Access::from_bits_truncate(int_arg(cx, &a[1])? as _);
    let name = PathArg::of(cx, &a[0])?.c_string();
    Ok(Value::bool(blocking(&cx.strand, || rustix::fs::access(name, wanted)).is_ok()))
}

/// Seconds, as a number, to a time of the system.
fn timespec(cx: &Cx, value: &Value) -> R<Timespec> {
    if let Some(seconds) = crate::object::int::to_i64(value) {
        return Ok(Timespec { tv_sec: seconds, tv_nsec: 0 });
    }
    let seconds = number::to_float(cx, value)?;
    if !seconds.is_finite() || seconds.abs() > 9.0e18 {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    let whole = seconds.floor();
    let nanos = ((seconds - whole) * 1e9).floor() as i64;
    Ok(Timespec { tv_sec: whole as i64, tv_nsec: nanos.clamp(0, 999_999_999) as _ })
}

fn utime(cx: &Cx, a: &[Value]) -> R {
    let pair = |value: &Value| match value.get::<Tuple>().map(Tuple::items) {
        Some([access, modification]) => Ok((access.clone(), modification.clone())),
        _ => Err(cx.type_error("utime: 'times' must be either a tuple of two ints or None")),
    };
    let times = if !a[2].is_unset() {
        let nanos = |value: &Value| {
            let total = protocol::index(cx, value)?;
            Ok(Timespec { tv_sec: total.div_euclid(1_000_000_000), tv_nsec: total.rem_euclid(1_000_000_000) as _ })
        };
        if !a[1].is_none() {
            return Err(cx.value_error("utime: you may specify either 'times' or 'ns' but not both"));
        }
        let (access, modification) = pair(&a[2])?;
        Timestamps { last_access: nanos(&access)?, last_modification: nanos(&modification)? }
    } else if a[1].is_none() {
        let now = Timespec { tv_sec: 0, tv_nsec: libc::UTIME_NOW as _ };
        Timestamps { last_access: now, last_modification: now }
    } else {
        let (access, modification) = pair(&a[1])?;
        Timestamps { last_access: timespec(cx, &access)?, last_modification: timespec(cx, &modification)? }
    };
    let follow = protocol::truth(cx, &a[4])?;
    let flags = if follow { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
    on_path(cx, &a[0], |path| Ok(rustix::fs::utimensat(CWD, path, &times, flags)?))
}

fn truncate(cx: &Cx, a: &[Value]) -> R {
    let len = crate::object::sequence::long_argument(cx, &a[1])?;
    let Ok(len) = u64::try_from(len) else {
        return Err(crate::object::os_error::os_error(cx, libc::EINVAL, Some(&a[0])));
    };
    on_path(cx, &a[0], |path| std::fs::OpenOptions::new().write(true).open(path)?.set_len(len))
}

/// How often the mask of new files was set: children inherit it, and it cannot be read without setting it.
static MASKS_SET: AtomicU32 = AtomicU32::new(0);

/// See [`MASKS_SET`].
pub(crate) fn masks_set() -> u32 {
    MASKS_SET.load(Ordering::Relaxed)
}

fn umask(cx: &Cx, a: &[Value]) -> R {
    MASKS_SET.fetch_add(1, Ordering::Relaxed);
    let old = rustix::process::umask(Mode::from_bits_truncate(int_arg(cx, &a[0])? as u32));
    Ok(Value::int(i64::from(old.bits())))
}

fn fspath(cx: &Cx, a: &[Value]) -> R {
    crate::native::io::fspath(cx, &a[0])
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("getcwd()", getcwd),
    NativeDef::new("getcwdb()", getcwdb),
    NativeDef::new("chdir(path)", |cx, a| on_path(cx, &a[0], std::env::set_current_dir)),
    NativeDef::new("mkdir(path, mode=511, *, dir_fd=None)", mkdir),
    NativeDef::new("rmdir(path, *, dir_fd=None)", rmdir),
    NativeDef::new("unlink(path, *, dir_fd=None)", unlink),
    NativeDef::new("remove(path, *, dir_fd=None)", unlink),
    NativeDef::new("rename(src, dst)", |cx, a| on_two(cx, a, std::fs::rename)),
    NativeDef::new("replace(src, dst)", |cx, a| on_two(cx, a, std::fs::rename)),
    NativeDef::new("link(src, dst)", |cx, a| on_two(cx, a, std::fs::hard_link)),
    NativeDef::new("symlink(src, dst, target_is_directory=False)", symlink),
    NativeDef::new("readlink(path, *, dir_fd=None)", readlink),
    NativeDef::new("chmod(path, mode, *, dir_fd=None, follow_symlinks=True)", chmod),
    NativeDef::new("chown(path, uid, gid)", chown),
    NativeDef::new("access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", access),
    NativeDef::new("utime(path, times=None, *, ns=?, dir_fd=None, follow_symlinks=True)", utime),
    NativeDef::new("truncate(path, length)", truncate),
    NativeDef::new("umask(mask, /)", umask),
    NativeDef::new("fspath(path)", fspath),
];
