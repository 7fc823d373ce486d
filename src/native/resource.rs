//! Module `resource`: limits of the process and what it used.

use crate::native::structseq::{self, structseq};
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::os_error::io_error;
use crate::object::protocol;
use crate::object::tuple::Tuple;
use crate::object::value::{Object, R, Value};
use crate::sched::kernel::{self, Usage};

structseq!(STRUCT_RUSAGE "struct_rusage" of "resource", [
    0 "ru_utime", 1 "ru_stime", 2 "ru_maxrss", 3 "ru_ixrss", 4 "ru_idrss", 5 "ru_isrss", 6 "ru_minflt", 7 "ru_majflt", 8 "ru_nswap",
    9 "ru_inblock", 10 "ru_oublock", 11 "ru_msgsnd", 12 "ru_msgrcv", 13 "ru_nsignals", 14 "ru_nvcsw", 15 "ru_nivcsw",
], []);
const FIELDS: usize = 16;

/// A `struct_rusage`.
pub(crate) fn usage_value(cx: &Cx, usage: &Usage) -> R {
    let mut values: Vec<Value> = usage.times.iter().map(|seconds| Value::float(*seconds)).collect();
    values.extend(usage.counts.iter().map(|count| Value::int(*count)));
    structseq::make(cx, &STRUCT_RUSAGE, FIELDS, values)
}

fn resource_arg(cx: &Cx, value: &Value) -> R<i32> {
    let number = i32::try_from(protocol::index(cx, value)?).ok().filter(|number| (0..16).contains(number));
    number.ok_or_else(|| cx.value_error("invalid resource specified"))
}

/// A limit as scripts see it: -1 is none.
fn shown(limit: u64) -> Value {
    if limit == libc::RLIM_INFINITY { Value::int(-1) } else { int::from_usize(limit as usize) }
}

fn pair(limits: (u64, u64)) -> Value {
    Tuple::new(vec![shown(limits.0), shown(limits.1)]).into_value()
}

fn getrlimit(cx: &Cx, a: &[Value]) -> R {
    let limits = kernel::limits(resource_arg(cx, &a[0])?);
    limits.map(pair).map_err(|error| io_error(cx, &error, None))
}

fn setrlimit(cx: &Cx, a: &[Value]) -> R {
    let resource = resource_arg(cx, &a[0])?;
    let given = iter::collect(cx, &a[1])?;
    let [soft, hard] = given.as_slice() else {
        return Err(cx.value_error("expected a tuple of 2 integers"));
    };
    let limit = |value: &Value| {
        let number = number::index(cx, value)?.as_int();
        number.map(|number| number as u64).ok_or_else(|| cx.overflow_error("Python int too large to convert to C long"))
    };
    match kernel::set_limits(resource, (limit(soft)?, limit(hard)?)) {
        Ok(()) => Ok(Value::NONE),
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => Err(cx.value_error("current limit exceeds maximum limit")),
        Err(error) if error.raw_os_error() == Some(libc::EPERM) => Err(cx.value_error("not allowed to raise maximum limit")),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

fn getrusage(cx: &Cx, a: &[Value]) -> R {
    let who = i32::try_from(protocol::index(cx, &a[0])?).unwrap_or(i32::MIN);
    match kernel::usage(who) {
        Ok(usage) => usage_value(cx, &usage),
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => Err(cx.value_error("invalid who parameter")),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("getrlimit(resource, /)", getrlimit),
    NativeDef::new("setrlimit(resource, limits, /)", setrlimit),
    NativeDef::new("getrusage(who, /)", getrusage),
    NativeDef::new("getpagesize()", |_, _| Ok(Value::int(kernel::page_size()))),
];

static NUMBERS: &[(&str, i64)] = &[
    ("RLIMIT_CPU", libc::RLIMIT_CPU as i64),
    ("RLIMIT_FSIZE", libc::RLIMIT_FSIZE as i64),
    ("RLIMIT_DATA", libc::RLIMIT_DATA as i64),
    ("RLIMIT_STACK", libc::RLIMIT_STACK as i64),
    ("RLIMIT_CORE", libc::RLIMIT_CORE as i64),
    ("RLIMIT_RSS", libc::RLIMIT_RSS as i64),
    ("RLIMIT_NPROC", libc::RLIMIT_NPROC as i64),
    ("RLIMIT_NOFILE", libc::RLIMIT_NOFILE as i64),
    ("RLIMIT_MEMLOCK", libc::RLIMIT_MEMLOCK as i64),
    ("RLIMIT_AS", libc::RLIMIT_AS as i64),
    ("RLIM_INFINITY", -1),
    ("RUSAGE_SELF", libc::RUSAGE_SELF as i64),
    ("RUSAGE_CHILDREN", libc::RUSAGE_CHILDREN as i64),
    ("RUSAGE_THREAD", libc::RUSAGE_THREAD as i64),
];

/// Fills the namespace of `resource`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    structseq::ready(&STRUCT_RUSAGE, FIELDS);
    module.set("struct_rusage", STRUCT_RUSAGE.value());
    module.set("error", crate::object::exceptions::OS_ERROR.value());
    for (name, number) in NUMBERS {
        module.set(name, Value::int(*number));
    }
    Ok(())
}
