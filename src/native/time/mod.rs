//! Module `time`: clocks, sleeping, calendar time. The formats and their reading are in `strptime` and the C library.

use super::structseq::{self, structseq};
use crate::object::cx::Cx;
use crate::object::exception::OVERFLOW_ERROR;
use crate::object::exception::{self, Exception, VALUE_ERROR};
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::os_error::os_error;
use crate::object::protocol::{self, type_name};
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::value::{Object, R, Value};
use crate::sched::clock::{self, Fields};
use crate::sched::park::{self, WaitError};
use rustix::time::{ClockId, clock_getres, clock_gettime};
use std::ffi::CString;
use std::time::{Duration, Instant};

mod strptime;

structseq!(STRUCT_TIME "struct_time" of "time", [
    0 "tm_year", 1 "tm_mon", 2 "tm_mday", 3 "tm_hour", 4 "tm_min", 5 "tm_sec", 6 "tm_wday", 7 "tm_yday", 8 "tm_isdst",
], [9 "tm_zone", 10 "tm_gmtoff"]);
const VISIBLE: usize = 9;

fn nanos(clock: ClockId) -> i64 {
    let time = clock_gettime(clock);
    (time.tv_sec as i64).saturating_mul(1_000_000_000).saturating_add(time.tv_nsec as i64)
}

fn seconds(clock: ClockId) -> R {
    let time = clock_gettime(clock);
    Ok(Value::float(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9))
}

/// The clocks that functions are named after.
const CLOCKS: [ClockId; 4] = [ClockId::Realtime, ClockId::Monotonic, ClockId::ProcessCPUTime, ClockId::ThreadCPUTime];

fn read<const CLOCK: usize>(_: &Cx, _: &[Value]) -> R {
    seconds(CLOCKS[CLOCK])
}

fn read_ns<const CLOCK: usize>(_: &Cx, _: &[Value]) -> R {
    Ok(Value::int(nanos(CLOCKS[CLOCK])))
}

fn clock_arg(cx: &Cx, value: &Value) -> R<ClockId> {
    let id = protocol::index(cx, value)?;
    let found = CLOCKS.into_iter().chain([ClockId::MonotonicRaw, ClockId::Boottime]).find(|clock| *clock as i64 == id);
    found.ok_or_else(|| os_error(cx, libc::EINVAL, None))
}

fn get_clock_info(cx: &Cx, a: &[Value]) -> R {
    let Some(name) = a[0].get::<Str>() else {
        return Err(cx.type_error(format!("get_clock_info() argument 1 must be str, not {}", type_name(&a[0]))));
    };
    let (clock, function, adjustable, monotonic) = match name.bytes() {
        b"time" => (ClockId::Realtime, "clock_gettime(CLOCK_REALTIME)", true, false),
        b"monotonic" | b"perf_counter" => (ClockId::Monotonic, "clock_gettime(CLOCK_MONOTONIC)", false, true),
        b"process_time" => (ClockId::ProcessCPUTime, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", false, true),
        b"thread_time" => (ClockId::ThreadCPUTime, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", false, true),
        _ => return Err(cx.value_error("unknown clock")),
    };
    let resolution = clock_getres(clock);
    let fields = [
        ("implementation", Str::from_str(function).into_value()),
        ("monotonic", Value::bool(monotonic)),
        ("adjustable", Value::bool(adjustable)),
        ("resolution", Value::float(resolution.tv_sec as f64 + resolution.tv_nsec as f64 * 1e-9)),
    ];
    super::simple_namespace::make(cx, &fields)
}

/// A span of time given in seconds. Errors: TypeError, ValueError, OverflowError.
fn duration(cx: &Cx, value: &Value) -> R<Duration> {
    let nanos = super::thread::timeout::nanoseconds(cx, value)?;
    u64::try_from(nanos).map(Duration::from_nanos).map_err(|_| cx.value_error("sleep length must be non-negative"))
}

fn sleep(cx: &Cx, a: &[Value]) -> R {
    let length = duration(cx, &a[0])?;
    if length.is_zero() {
        std::thread::yield_now();
        cx.safepoint()?;
        return Ok(Value::NONE);
    }
    let deadline = Instant::now().checked_add(length);
    // A signal whose handler raises nothing does not shorten the sleep (PEP 475).
    while let Err(WaitError::Interrupted) = park::sleep(&cx.strand, deadline) {
        cx.safepoint()?;
    }
    cx.safepoint()?;
    Ok(Value::NONE)
}

fn struct_time(cx: &Cx, fields: &Fields) -> R {
    let mut values: Vec<Value> = vec![Value::int(fields.year)];
    let rest = [fields.month, fields.day, fields.hour, fields.minute, fields.second, fields.weekday, fields.year_day, fields.is_dst];
    values.extend(rest.into_iter().map(|n| Value::int(i64::from(n))));
    values.push(fields.zone.as_ref().map_or(Value::NONE, |zone| Str::from_str(zone).into_value()));
    values.push(fields.offset.map_or(Value::NONE, Value::int));
    structseq::make(cx, &STRUCT_TIME, VISIBLE, values)
}

/// A moment argument in whole seconds, now if it was left out.
fn moment(cx: &Cx, value: &Value) -> R<i64> {
    if value.is_none() {
        return Ok(nanos(ClockId::Realtime).div_euclid(1_000_000_000));
    }
    if let Some(seconds) = crate::object::float::float_value(value) {
        if seconds.is_nan() {
            return Err(cx.value_error("Invalid value NaN (not a number)"));
        }
        if seconds.abs() >= 9.2e18 {
            return Err(cx.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(seconds.floor() as i64);
    }
    number::index(cx, value)?.as_int().ok_or_else(|| cx.overflow_error("timestamp out of range for platform time_t"))
}

fn broken_down(cx: &Cx, value: &Value, convert: fn(i64) -> Option<Fields>) -> R {
    match convert(moment(cx, value)?) {
        Some(fields) => struct_time(cx, &fields),
        None => Err(os_error(cx, libc::EOVERFLOW, None)),
    }
}

/// A time tuple argument.
fn fields_arg(cx: &Cx, value: &Value, function: &str) -> R<Fields> {
    let Some(tuple) = value.get::<Tuple>() else {
        return Err(cx.type_error("Tuple or struct_time argument required"));
    };
    if tuple.len() != VISIBLE {
        return Err(cx.type_error(format!("{function}(): illegal time tuple argument")));
    }
    let mut numbers = Vec::with_capacity(VISIBLE);
    for item in tuple.items() {
        numbers.push(protocol::index(cx, item)?);
    }
    if numbers[0] > i64::from(i32::MAX) {
        return Err(cx.overflow_error("signed integer is greater than maximum"));
    }
    if numbers[0] < i64::from(i32::MIN) + 1900 {
        return Err(cx.overflow_error("year out of range"));
    }
    let small = |n: i64| i32::try_from(n).map_err(|_| cx.overflow_error("Python int too large to convert to C int"));
    let text = |name: &str| crate::object::attr::lookup_optional(cx, value, crate::object::str::Name::new(name));
    let zone = text("tm_zone")?.and_then(|zone| zone.get::<Str>().map(|zone| zone.to_str_lossy().into_owned()));
    let offset = text("tm_gmtoff")?.and_then(|offset| offset.as_int());
    Ok(Fields {
        year: numbers[0],
        month: small(numbers[1])?,
        day: small(numbers[2])?,
        hour: small(numbers[3])?,
        minute: small(numbers[4])?,
        second: small(numbers[5])?,
        weekday: small(numbers[6])?,
        year_day: small(numbers[7])?,
        is_dst: small(numbers[8])?,
        zone,
        offset,
    })
}

/// Checks the fields that formats index tables with; zero counts as one where CPython lets it pass.
fn checked(cx: &Cx, mut fields: Fields) -> R<Fields> {
    fields.month = if fields.month == 0 { 1 } else { fields.month };
    fields.day = if fields.day == 0 { 1 } else { fields.day };
    fields.year_day = if fields.year_day == 0 { 1 } else { fields.year_day };
    let error = |what: &str| Err(cx.value_error(format!("{what} out of range")));
    match &fields {
        f if !(1..=12).contains(&f.month) => error("month"),
        f if !(1..=31).contains(&f.day) => error("day of month"),
        f if !(0..=23).contains(&f.hour) => error("hour"),
        f if !(0..=59).contains(&f.minute) => error("minute"),
        f if !(0..=61).contains(&f.second) => error("seconds"),
        f if f.weekday < -1 => error("day of week"),
        f if !(1..=366).contains(&f.year_day) => error("day of year"),
        _ => Ok(fields),
    }
}

fn mktime(cx: &Cx, a: &[Value]) -> R {
    let fields = fields_arg(cx, &a[0], "mktime")?;
    match clock::from_local(&fields) {
        Some(seconds) => Ok(Value::float(seconds as f64)),
        None => Err(cx.error(&OVERFLOW_ERROR, "mktime argument out of range")),
    }
}

fn now_local(cx: &Cx) -> R<Fields> {
    clock::local(moment(cx, &Value::NONE)?).ok_or_else(|| os_error(cx, libc::EOVERFLOW, None))
}

fn strftime(cx: &Cx, a: &[Value]) -> R {
    let Some(format) = a[0].get::<Str>() else {
        return Err(cx.type_error(format!("strftime() argument 1 must be str, not {}", type_name(&a[0]))));
    };
    let fields = if a[1].is_unset() { now_local(cx)? } else { checked(cx, fields_arg(cx, &a[1], "strftime")?)? };
    let Ok(format) = CString::new(format.bytes()) else {
        return Err(cx.value_error("embedded null character"));
    };
    match clock::format(&format, &fields) {
        Some(text) => Ok(super::posix::decode_name(&text)),
        None => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

fn asctime(cx: &Cx, a: &[Value]) -> R {
    let fields = if a[0].is_unset() { now_local(cx)? } else { checked(cx, fields_arg(cx, &a[0], "asctime")?)? };
    Ok(Str::from_str(&ascii_time(&fields)).into_value())
}

fn ascii_time(f: &Fields) -> String {
    let day = strptime::WEEKDAYS[f.weekday.rem_euclid(7) as usize];
    let month = strptime::MONTHS[(f.month - 1).rem_euclid(12) as usize];
    format!("{} {} {:2} {:02}:{:02}:{:02} {}", &day[..3], &month[..3], f.day, f.hour, f.minute, f.second, f.year)
}

fn ctime(cx: &Cx, a: &[Value]) -> R {
    match clock::local(moment(cx, &a[0])?) {
        Some(fields) => Ok(Str::from_str(&ascii_time(&fields)).into_value()),
        None => Err(os_error(cx, libc::EOVERFLOW, None)),
    }
}

fn parsed(cx: &Cx, a: &[Value]) -> R<strptime::Parsed> {
    let text = |value: &Value, index: usize| match value.get::<Str>() {
        Some(text) => Ok(text.to_str_lossy().into_owned()),
        None => Err(cx.type_error(format!(
            "strptime() argument {index} must be str, not {}",
            crate::object::protocol::repr(cx, &crate::object::cx::class_of(value))?.to_str_lossy()
        ))),
    };
    let (data, format) = (text(&a[0], 0)?, text(&a[1], 1)?);
    let parsed = strptime::parse(&data, &format).map_err(|message| {
        // What is wrong with the format is raised `from None`.
        let exception = exception::make(&VALUE_ERROR, vec![Str::from_str(&message).into_value()]);
        if let Some(exception) = exception.get::<Exception>() {
            exception.set_suppress_context(message.contains("directive in format") || message.starts_with("stray"));
        }
        cx.raise(exception)
    })?;
    if parsed.lacks_year {
        const TEXT: &str = "\
            Parsing dates involving a day of month without a year specified is ambiguious\nand fails to parse leap day. \
            The default behavior will change in Python 3.15\nto either always raise an exception or to use a different default year (TBD).\n\
            To avoid trouble, add a specific year to the input & format.\nSee https://github.com/python/cpython/issues/70647.";
        (cx.interp.hooks().warn)(cx, &crate::object::exception::DEPRECATION_WARNING, TEXT, &Value::UNSET)?;
    }
    Ok(parsed)
}

fn strptime_(cx: &Cx, a: &[Value]) -> R {
    struct_time(cx, &parsed(cx, a)?.fields)
}

/// The moment, its microsecond, and the offset in seconds and microseconds: what `datetime` needs.
fn strptime_parts(cx: &Cx, a: &[Value]) -> R {
    let parsed = parsed(cx, a)?;
    let offset = parsed.fields.offset.map_or(Value::NONE, Value::int);
    let moment = struct_time(cx, &parsed.fields)?;
    Ok(Tuple::new(vec![moment, Value::int(parsed.microsecond), offset, Value::int(parsed.offset_fraction)]).into_value())
}

/// Takes the time zone from the interpreter's environment.
fn tzset(cx: &Cx, _: &[Value]) -> R {
    clock::set_zone(super::posix::process::variable(cx, "TZ").as_deref());
    let modules = cx.interp.modules();
    if let Some(module) = modules.get_name(Name::new("time")).as_ref().and_then(|module| module.get::<Module>()) {
        set_zone_members(module);
    }
    Ok(Value::NONE)
}

fn set_zone_members(module: &Module) {
    let (names, offsets) = clock::zone();
    module.set("tzname", Tuple::new(names.iter().map(|name| Str::from_str(name).into_value()).collect()).into_value());
    module.set("timezone", Value::int(offsets[0]));
    module.set("altzone", Value::int(offsets[1]));
    module.set("daylight", Value::int(i64::from(offsets[0] != offsets[1])));
}

fn getres(cx: &Cx, a: &[Value]) -> R {
    let resolution = clock_getres(clock_arg(cx, &a[0])?);
    Ok(Value::float(resolution.tv_sec as f64 + resolution.tv_nsec as f64 * 1e-9))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("time()", read::<0>),
    NativeDef::new("time_ns()", read_ns::<0>),
    NativeDef::new("monotonic()", read::<1>),
    NativeDef::new("monotonic_ns()", read_ns::<1>),
    NativeDef::new("perf_counter()", read::<1>),
    NativeDef::new("perf_counter_ns()", read_ns::<1>),
    NativeDef::new("process_time()", read::<2>),
    NativeDef::new("process_time_ns()", read_ns::<2>),
    NativeDef::new("thread_time()", read::<3>),
    NativeDef::new("thread_time_ns()", read_ns::<3>),
    NativeDef::new("clock_gettime(clk_id, /)", |cx, a| seconds(clock_arg(cx, &a[0])?)),
    NativeDef::new("clock_gettime_ns(clk_id, /)", |cx, a| Ok(Value::int(nanos(clock_arg(cx, &a[0])?)))),
    NativeDef::new("get_clock_info(name, /)", get_clock_info),
    NativeDef::new("sleep(object, /)", sleep),
    NativeDef::new("gmtime(seconds=None, /)", |cx, a| broken_down(cx, &a[0], clock::universal)),
    NativeDef::new("localtime(seconds=None, /)", |cx, a| broken_down(cx, &a[0], clock::local)),
    NativeDef::new("mktime(time_tuple, /)", mktime),
    NativeDef::new("strftime(format, time_tuple=?, /)", strftime),
    NativeDef::new("strptime(string, format='%a %b %d %H:%M:%S %Y', /)", strptime_),
    NativeDef::new("asctime(time_tuple=?, /)", asctime),
    NativeDef::new("ctime(seconds=None, /)", ctime),
    NativeDef::new("_strptime(string, format, /)", strptime_parts),
    NativeDef::new("clock_getres(clk_id, /)", getres),
    NativeDef::new("tzset()", tzset),
];

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    structseq::ready(&STRUCT_TIME, VISIBLE);
    module.set("struct_time", STRUCT_TIME.value());
    module.set("_STRUCT_TM_ITEMS", Value::int(VISIBLE as i64 + 2));
    set_zone_members(module);
    for (name, clock) in [
        ("CLOCK_REALTIME", ClockId::Realtime),
        ("CLOCK_MONOTONIC", ClockId::Monotonic),
        ("CLOCK_PROCESS_CPUTIME_ID", ClockId::ProcessCPUTime),
        ("CLOCK_THREAD_CPUTIME_ID", ClockId::ThreadCPUTime),
        ("CLOCK_MONOTONIC_RAW", ClockId::MonotonicRaw),
        ("CLOCK_BOOTTIME", ClockId::Boottime),
    ] {
        module.set(name, Value::int(clock as i64));
    }
    Ok(())
}
