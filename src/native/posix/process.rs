//! The process and its surroundings: ids, environment, the machine, signals, shell commands.

use super::int_arg;
use crate::native::structseq::{self, structseq};
use crate::object::bytes::make as make_bytes;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::os_error::{io_error, strerror};
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::value::{Object, R, Value};
use crate::sched::blocking::blocking;
use crate::sched::signal::{self, Disposition};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::ffi::{CString, OsStr, OsString};
use std::io::Read;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::ExitStatusExt;

structseq!(UNAME_RESULT "uname_result" of "posix", [0 "sysname", 1 "nodename", 2 "release", 3 "version", 4 "machine"], []);
structseq!(TIMES_RESULT "times_result" of "posix", [0 "user", 1 "system", 2 "children_user", 3 "children_system", 4 "elapsed"], []);

/// The environment of an interpreter: a copy of the process's, which other interpreters of the process do not see changed. The mutex
/// protects the map.
struct Environment(Mutex<BTreeMap<OsString, OsString>>);

impl Default for Environment {
    fn default() -> Self {
        Environment(Mutex::new(std::env::vars_os().collect()))
    }
}

/// The environment that child processes of the interpreter get.
pub(crate) fn environment(cx: &Cx) -> Vec<(OsString, OsString)> {
    cx.interp.extension::<Environment>().0.lock().iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn name_bytes(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    let bytes = crate::native::io::path_bytes(cx, value)?;
    if bytes.contains(&0) { Err(cx.value_error("embedded null byte")) } else { Ok(bytes) }
}

fn putenv(cx: &Cx, a: &[Value]) -> R {
    let (name, value) = (name_bytes(cx, &a[0])?, name_bytes(cx, &a[1])?);
    if name.contains(&b'=') {
        return Err(cx.value_error("illegal environment variable name"));
    }
    let environment = cx.interp.extension::<Environment>();
    environment.0.lock().insert(OsString::from_vec(name), OsString::from_vec(value));
    Ok(Value::NONE)
}

/// A variable of the interpreter's environment, if it is there and holds no zero byte.
pub(in crate::native) fn variable(cx: &Cx, name: &str) -> Option<CString> {
    let environment = cx.interp.extension::<Environment>();
    let value = environment.0.lock().get(OsStr::new(name))?.as_bytes().to_vec();
    CString::new(value).ok()
}

fn unsetenv(cx: &Cx, a: &[Value]) -> R {
    let name = name_bytes(cx, &a[0])?;
    cx.interp.extension::<Environment>().0.lock().remove(OsStr::from_bytes(&name));
    Ok(Value::NONE)
}

fn urandom(cx: &Cx, a: &[Value]) -> R {
    let Ok(size) = usize::try_from(crate::object::sequence::size_argument(cx, &a[0])?) else {
        return Err(cx.value_error("negative argument not allowed"));
    };
    let mut bytes = crate::object::room::vec(cx, size)?;
    bytes.resize(size, 0);
    for piece in bytes.chunks_mut(1 << 23) {
        let filled = blocking(&cx.strand, || std::fs::File::open("/dev/urandom")?.read_exact(piece));
        filled.map_err(|error| io_error(cx, &error, None))?;
        cx.safepoint()?;
    }
    make_bytes(cx, &bytes)
}

fn cpu_count(_: &Cx, _: &[Value]) -> R {
    Ok(std::thread::available_parallelism().map_or(Value::NONE, |count| Value::int(count.get() as i64)))
}

/// Ctrl-C and Ctrl-\ are ignored while one of these lives.
struct Ignoring;

/// How many there are, and what the signals did before the first: strands may run commands at once. The mutex protects both.
static IGNORING: Mutex<(usize, [Option<Disposition>; 2])> = Mutex::new((0, [None, None]));
const IGNORED: [i32; 2] = [libc::SIGINT, libc::SIGQUIT];

impl Ignoring {
    fn new() -> Ignoring {
        let mut ignoring = IGNORING.lock();
        ignoring.0 += 1;
        if ignoring.0 == 1 {
            ignoring.1 = IGNORED.map(|signal| {
                let known = signal::disposition(signal).ok().filter(|known| *known != Disposition::Foreign);
                known.and_then(|_| signal::set_disposition(signal, Disposition::Ignore).ok())
            });
        }
        Ignoring
    }

    /// Those that would be ignored in a child process too, but were not ignored before.
    fn unlike_before(&self) -> Vec<i32> {
        let before = IGNORING.lock().1;
        let pairs = IGNORED.into_iter().zip(before);
        pairs.filter(|(_, before)| before.is_some_and(|before| before != Disposition::Ignore)).map(|(signal, _)| signal).collect()
    }
}

impl Drop for Ignoring {
    fn drop(&mut self) {
        let mut ignoring = IGNORING.lock();
        ignoring.0 -= 1;
        if ignoring.0 == 0 {
            for (signal, before) in IGNORED.into_iter().zip(ignoring.1) {
                if let Some(before) = before {
                    let _restored = signal::set_disposition(signal, before);
                }
            }
        }
    }
}

fn system(cx: &Cx, a: &[Value]) -> R {
    let command = name_bytes(cx, &a[0])?;
    let variables = environment(cx);
    let status = blocking(&cx.strand, || {
        // They are for the command meanwhile, as C's system() has it.
        let ignoring = Ignoring::new();
        let mut shell = std::process::Command::new("/bin/sh");
        shell.arg("-c").arg(OsStr::from_bytes(&command)).env_clear().envs(variables);
        crate::sched::spawning::with_default_signals(&mut shell, ignoring.unlike_before());
        shell.status()
    });
    match status {
        Ok(status) => Ok(Value::int(i64::from(status.into_raw()))),
        Err(error) => Err(io_error(cx, &error, None)),
    }
}

fn uname(cx: &Cx, _: &[Value]) -> R {
    let uname = rustix::system::uname();
    let fields = [uname.sysname(), uname.nodename(), uname.release(), uname.version(), uname.machine()];
    let values = fields.iter().map(|field| super::decode_name(field.to_bytes())).collect();
    structseq::make(cx, &UNAME_RESULT, 5, values)
}

fn times(cx: &Cx, _: &[Value]) -> R {
    let seconds = |clock| {
        let time = rustix::time::clock_gettime(clock);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    };
    let (process, elapsed) = (seconds(rustix::time::ClockId::ProcessCPUTime), seconds(rustix::time::ClockId::Monotonic));
    let values = [process, 0.0, 0.0, 0.0, elapsed].into_iter().map(Value::float).collect();
    structseq::make(cx, &TIMES_RESULT, 5, values)
}

fn getloadavg(cx: &Cx, _: &[Value]) -> R {
    let text = std::fs::read_to_string("/proc/loadavg").map_err(|error| io_error(cx, &error, None))?;
    let numbers: Vec<Value> = text.split_whitespace().take(3).filter_map(|n| n.parse().ok()).map(Value::float).collect();
    Ok(Tuple::new(numbers).into_value())
}

fn strerror_(cx: &Cx, a: &[Value]) -> R {
    Ok(Str::from_str(&strerror(int_arg(cx, &a[0])?)).into_value())
}

fn exit_now(cx: &Cx, a: &[Value]) -> R {
    let status = int_arg(cx, &a[0])?;
    let _nobody_is_left_to_tell = crate::sched::trace::stop(&cx.interp.runtime);
    std::process::exit(status)
}

/// The exit code in a wait status: negative for a signal.
fn exit_code(cx: &Cx, a: &[Value]) -> R {
    let status = std::process::ExitStatus::from_raw(int_arg(cx, &a[0])?);
    match (status.code(), status.signal()) {
        (Some(code), _) => Ok(Value::int(i64::from(code))),
        (_, Some(signal)) => Ok(Value::int(i64::from(-signal))),
        _ => Err(cx.value_error(format!("invalid wait status: {}", status.into_raw()))),
    }
}

fn id(id: u32) -> R {
    Ok(Value::int(i64::from(id)))
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("getpid()", |_, _| id(std::process::id())),
    NativeDef::new("getppid()", |_, _| id(std::os::unix::process::parent_id())),
    NativeDef::new("getuid()", |_, _| id(rustix::process::getuid().as_raw())),
    NativeDef::new("geteuid()", |_, _| id(rustix::process::geteuid().as_raw())),
    NativeDef::new("getgid()", |_, _| id(rustix::process::getgid().as_raw())),
    NativeDef::new("getegid()", |_, _| id(rustix::process::getegid().as_raw())),
    NativeDef::new("putenv(name, value, /)", putenv),
    NativeDef::new("unsetenv(name, /)", unsetenv),
    NativeDef::new("urandom(size, /)", urandom),
    NativeDef::new("cpu_count()", cpu_count),
    NativeDef::new("process_cpu_count()", cpu_count),
    NativeDef::new("system(command)", system),
    NativeDef::new("uname()", uname),
    NativeDef::new("times()", times),
    NativeDef::new("getloadavg()", getloadavg),
    NativeDef::new("strerror(code, /)", strerror_),
    NativeDef::new("_exit(status)", exit_now),
    NativeDef::new("abort()", |_, _| std::process::abort()),
    NativeDef::new("sched_yield()", |_, _| {
        std::thread::yield_now();
        Ok(Value::NONE)
    }),
    NativeDef::new("waitstatus_to_exitcode(status)", exit_code),
    NativeDef::new("register_at_fork(*, before=None, after_in_child=None, after_in_parent=None)", |_, _| Ok(Value::NONE)),
];

pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    let environ = Dict::new();
    for (name, value) in environment(cx) {
        environ.set(cx, make_bytes(cx, name.as_bytes())?, make_bytes(cx, value.as_bytes())?)?;
    }
    module.set("environ", environ.into_value());
    structseq::ready(&UNAME_RESULT, 5);
    structseq::ready(&TIMES_RESULT, 5);
    module.set("uname_result", UNAME_RESULT.value());
    module.set("times_result", TIMES_RESULT.value());
    Ok(())
}
