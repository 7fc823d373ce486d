//! `stat` and its result.

use super::{PathArg, int_arg, only_none};
use crate::native::structseq::{self, structseq};
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::os_error::io_error;
use crate::object::str::Str;
use crate::object::value::{Object, R, Value};
use crate::sched::blocking::blocking;
use crate::sched::fd::{self, Stat};

structseq!(STAT_RESULT "stat_result" of "os", [
    0 "st_mode", 1 "st_ino", 2 "st_dev", 3 "st_nlink", 4 "st_uid", 5 "st_gid", 6 "st_size", 7 "st_atime", 8 "st_mtime", 9 "st_ctime",
], [
    10 "st_atime", 11 "st_mtime", 12 "st_ctime", 13 "st_atime_ns", 14 "st_mtime_ns", 15 "st_ctime_ns", 16 "st_blksize", 17 "st_blocks",
    18 "st_rdev",
]);
const VISIBLE: usize = 10;

structseq!(TERMINAL_SIZE "terminal_size" of "os", [0 "columns", 1 "lines"], []);

pub(super) fn result(cx: &Cx, stat: &Stat) -> R {
    let times = [(stat.st_atime, stat.st_atime_nsec), (stat.st_mtime, stat.st_mtime_nsec), (stat.st_ctime, stat.st_ctime_nsec)];
    let unsigned = |n: u64| crate::object::int::from_u64(n);
    let mut values = vec![
        Value::int(i64::from(stat.st_mode)),
        unsigned(stat.st_ino),
        unsigned(stat.st_dev),
        unsigned(stat.st_nlink),
        Value::int(i64::from(stat.st_uid)),
        Value::int(i64::from(stat.st_gid)),
        Value::int(stat.st_size),
    ];
    values.extend(times.iter().map(|(seconds, _)| Value::int(*seconds)));
    values.extend(times.iter().map(|(seconds, nanos)| Value::float(*seconds as f64 + 1e-9 * *nanos as f64)));
    for (seconds, nanos) in times {
        let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        values.push(i64::try_from(total).map_or_else(|_| crate::object::int::from_big(total.into()), Value::int));
    }
    values.extend([Value::int(stat.st_blksize), Value::int(stat.st_blocks), unsigned(stat.st_rdev)]);
    structseq::make(cx, &STAT_RESULT, VISIBLE, values)
}

pub(super) fn of_path(cx: &Cx, path: &PathArg, follow_links: bool) -> R {
    let name = path.c_string();
    match blocking(&cx.strand, || fd::stat_path(None, &name, follow_links)) {
        Ok(stat) => result(cx, &stat),
        Err(error) => Err(path.error(cx, &error)),
    }
}

fn stat(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[1], "dir_fd")?;
    if a[0].get::<Str>().is_none() && crate::object::int::is_int(&a[0]) {
        return fstat(cx, &a[..1]);
    }
    if a[0].get::<Str>().is_none()
        && !crate::object::buffer::is_bytes_like(&a[0])
        && crate::object::ty::type_of(&a[0]).lookup(cx, crate::object::str::Name::new("__fspath__")).is_none()
    {
        let kind = crate::object::protocol::type_name(&a[0]);
        return Err(cx.type_error(format!("stat: path should be string, bytes, os.PathLike or integer, not {kind}")));
    }
    let follow = crate::object::protocol::truth(cx, &a[2])?;
    of_path(cx, &PathArg::of(cx, &a[0])?, follow)
}

structseq!(
    STATVFS_RESULT "statvfs_result" of "os",
    [
        0 "f_bsize", 1 "f_frsize", 2 "f_blocks", 3 "f_bfree", 4 "f_bavail", 5 "f_files", 6 "f_ffree", 7 "f_favail", 8 "f_flag",
        9 "f_namemax",
    ],
    [10 "f_fsid"]
);

/// The file system that holds a path or an open file.
fn statvfs(cx: &Cx, a: &[Value]) -> R {
    let found = if a[0].get::<Str>().is_none() && crate::object::int::is_int(&a[0]) {
        fd::statvfs(int_arg(cx, &a[0])?).map_err(|error| io_error(cx, &error, None))?
    } else {
        let path = PathArg::of(cx, &a[0])?;
        let name = path.c_string();
        blocking(&cx.strand, || fd::statvfs_path(&name)).map_err(|error| path.error(cx, &error))?
    };
    let fields = [
        found.f_bsize,
        found.f_frsize,
        found.f_blocks,
        found.f_bfree,
        found.f_bavail,
        found.f_files,
        found.f_ffree,
        found.f_favail,
        found.f_flag,
        found.f_namemax,
        found.f_fsid,
    ];
    structseq::make(cx, &STATVFS_RESULT, 10, fields.into_iter().map(crate::object::int::from_u64).collect())
}

fn lstat(cx: &Cx, a: &[Value]) -> R {
    only_none(cx, &a[1], "dir_fd")?;
    of_path(cx, &PathArg::of(cx, &a[0])?, false)
}

fn fstat(cx: &Cx, a: &[Value]) -> R {
    match fd::stat(int_arg(cx, &a[0])?) {
        Ok(stat) => result(cx, &stat),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

fn terminal_size(cx: &Cx, a: &[Value]) -> R {
    match fd::terminal_size(int_arg(cx, &a[0])?) {
        Ok((columns, lines)) => structseq::make(cx, &TERMINAL_SIZE, 2, vec![Value::int(i64::from(columns)), Value::int(i64::from(lines))]),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("stat(path, *, dir_fd=None, follow_symlinks=True)", stat),
    NativeDef::new("lstat(path, *, dir_fd=None)", lstat),
    NativeDef::new("fstat(fd)", fstat),
    NativeDef::new("statvfs(path)", statvfs),
    NativeDef::new("fstatvfs(fd)", statvfs),
    NativeDef::new("get_terminal_size(fd=1, /)", terminal_size),
];

pub(super) fn fill(module: &Module) {
    structseq::ready(&STAT_RESULT, VISIBLE);
    structseq::ready(&STATVFS_RESULT, 10);
    structseq::ready(&TERMINAL_SIZE, 2);
    module.set("stat_result", STAT_RESULT.value());
    module.set("statvfs_result", STATVFS_RESULT.value());
    module.set("terminal_size", TERMINAL_SIZE.value());
}
