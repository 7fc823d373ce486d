//! Module `_signal`: handlers of signals in script, and the calls that send and block signals. The host asks it what a signal means.

use super::structseq::{self, structseq};
use super::thread::timeout;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::{KEYBOARD_INTERRUPT, make};
use crate::object::exceptions::OS_ERROR;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::os_error::{io_error, strerror};
use crate::object::protocol;
use crate::object::sequence;
use crate::object::set::Set;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Raised, Value};
use crate::sched::blocking::blocking;
use crate::sched::runtime::OutsideWaker;
use crate::sched::signal::{self, Disposition};
use crate::sched::signal_calls as calls;
use crate::sched::signal_masks;
use parking_lot::Mutex;
use std::time::{Duration, Instant};

/// One more than the highest number.
const NSIG: i32 = 65;

const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;

/// What scripts have set. The mutex protects it.
#[derive(Default)]
struct Handlers(Mutex<Table>);

struct Table {
    /// By number; Unset where nothing has been set.
    handlers: Vec<Value>,
    /// Whose handlers may wake whoever waits, by number.
    wake: u64,
    /// There while any does: strands that wait for one are no deadlock.
    waker: Option<OutsideWaker>,
}

impl Default for Table {
    fn default() -> Table {
        Table { handlers: vec![Value::UNSET; NSIG as usize], wake: 0, waker: None }
    }
}

impl Table {
    /// Sets a handler. Returns what goes away with the one before: to be dropped once the table is free.
    fn set(&mut self, cx: &Cx, signal: i32, handler: &Value, wakes: bool) -> (Value, Option<OutsideWaker>) {
        let bit = 1 << (signal - 1);
        self.wake = if wakes { self.wake | bit } else { self.wake & !bit };
        let old = match (self.wake != 0, self.waker.is_some()) {
            (true, false) => self.waker.replace(cx.interp.runtime.outside_waker()),
            (false, true) => self.waker.take(),
            _ => None,
        };
        (std::mem::replace(&mut self.handlers[signal as usize], handler.clone()), old)
    }
}

/// A signal has come: calls its handler. Errors: what the handler raises; KeyboardInterrupt for SIGINT that nobody handles.
pub(crate) fn deliver(cx: &Cx, signal: i32) -> R<()> {
    let handler = cx.interp.extension::<Handlers>().0.lock().handlers.get(signal as usize).cloned().unwrap_or(Value::UNSET);
    if handler.is_unset() || handler.as_int().is_some() {
        if signal == libc::SIGINT && handler.is_unset() {
            return Err(cx.raise(make(&KEYBOARD_INTERRUPT, Vec::new())));
        }
        return Ok(());
    }
    let frame = cx.frame().map_or(Value::NONE, crate::object::frame::from_running);
    call::call_pos(cx, &handler, &[Value::int(i64::from(signal)), frame]).map(drop)
}

fn signal_arg(cx: &Cx, value: &Value) -> R<i32> {
    match sequence::int_argument(cx, value)? {
        number if (1..NSIG).contains(&number) => Ok(number),
        _ => Err(cx.value_error("signal number out of range")),
    }
}

/// What the system does about a signal, as scripts see it.
fn shown(cx: &Cx, signal: i32) -> Value {
    let known = cx.interp.extension::<Handlers>().0.lock().handlers[signal as usize].clone();
    if !known.is_unset() {
        return known;
    }
    match signal::disposition(signal) {
        // Until the script says something else, the host may use the signal for itself.
        Ok(Disposition::Default | Disposition::Report) => Value::int(DEFAULT),
        Ok(Disposition::Ignore) => Value::int(IGNORE),
        Ok(Disposition::Catch) if signal == libc::SIGINT => default_int_handler(cx),
        _ => Value::NONE,
    }
}

fn default_int_handler(cx: &Cx) -> Value {
    let module = cx.interp.modules().get_name(crate::object::str::Name::new("_signal"));
    let found =
        module.as_ref().and_then(|module| module.get::<Module>()?.dict().get_name(crate::object::str::Name::new("default_int_handler")));
    found.unwrap_or(Value::NONE)
}

fn is_main(cx: &Cx) -> bool {
    cx.strand.role() == crate::sched::strand::Role::Host
}

fn set(cx: &Cx, a: &[Value]) -> R {
    let wanted = if a[1].is(&Value::int(DEFAULT)) {
        Disposition::Default
    } else if a[1].is(&Value::int(IGNORE)) {
        Disposition::Ignore
    } else if type_of(&a[1]).slots().call.is_some() {
        Disposition::Catch
    } else {
        return Err(cx.type_error("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"));
    };
    if !is_main(cx) {
        return Err(cx.value_error("signal only works in main thread of the main interpreter"));
    }
    let signal = signal_arg(cx, &a[0])?;
    let before = shown(cx, signal);
    a[1].publish();
    signal::set_disposition(signal, wanted).map_err(|error| io_error(cx, &error, None))?;
    // A handler in script may do anything; what only raises KeyboardInterrupt, or is said to be of no use to who waits, does not.
    let wakes = wanted == Disposition::Catch && protocol::truth(cx, &a[2])? && !a[1].is(&default_int_handler(cx));
    let old = cx.interp.extension::<Handlers>().0.lock().set(cx, signal, &a[1], wakes);
    drop(old);
    cx.safepoint()?;
    Ok(before)
}

fn raise_signal(cx: &Cx, a: &[Value]) -> R {
    let signal = sequence::int_argument(cx, &a[0])?;
    calls::raise(signal).map_err(|error| io_error(cx, &error, None))?;
    cx.safepoint()?;
    Ok(Value::NONE)
}

fn pair((first, second): (f64, f64)) -> Value {
    Tuple::new(vec![Value::float(first), Value::float(second)]).into_value()
}

fn which(cx: &Cx, value: &Value) -> R<i32> {
    sequence::int_argument(cx, value)
}

static ITIMER_ERROR: Type = {
    static DEF: TypeDef = TypeDef {
        name: "itimer_error",
        module: "signal",
        base: Some(&OS_ERROR),
        kind: crate::object::kinds::Kind::Exception,
        subclassable: true,
        ..TypeDef::EMPTY
    };
    Type::from_def(&DEF)
};

fn timer_error(cx: &Cx, error: &std::io::Error) -> Raised {
    let number = error.raw_os_error().unwrap_or(libc::EINVAL);
    cx.raise(make(&ITIMER_ERROR, vec![Value::int(i64::from(number)), Str::from_str(&strerror(number)).into_value()]))
}

fn setitimer(cx: &Cx, a: &[Value]) -> R {
    let which = which(cx, &a[0])?;
    let seconds = |value: &Value| timeout::nanoseconds(cx, value).map(|nanos| nanos as f64 / 1e9);
    let (delay, interval) = (seconds(&a[1])?, if a[2].is_unset() { 0.0 } else { seconds(&a[2])? });
    calls::set_timer(which, delay, interval).map(pair).map_err(|error| timer_error(cx, &error))
}

fn getitimer(cx: &Cx, a: &[Value]) -> R {
    calls::timer(which(cx, &a[0])?).map(pair).map_err(|error| timer_error(cx, &error))
}

fn pause(cx: &Cx, _: &[Value]) -> R {
    // What is left to release would end the wait.
    cx.settle();
    match crate::sched::park::sleep(&cx.strand, None) {
        Ok(()) => Ok(Value::NONE),
        Err(error) => crate::object::park::interrupted(cx, error).map(|()| Value::NONE),
    }
}

fn set_wakeup_fd(cx: &Cx, a: &[Value]) -> R {
    if !is_main(cx) {
        return Err(cx.value_error("set_wakeup_fd only works in main thread of the main interpreter"));
    }
    let fd = sequence::int_argument(cx, &a[0])?;
    if fd != -1 {
        crate::sched::fd::stat(fd).map_err(|error| io_error(cx, &error, None))?;
        if crate::sched::fd::is_blocking(fd).unwrap_or(false) {
            return Err(cx.value_error(format!("the fd {fd} must be in non-blocking mode")));
        }
    }
    Ok(Value::int(i64::from(signal::set_wakeup_fd(fd))))
}

fn strsignal(cx: &Cx, a: &[Value]) -> R {
    let signal = signal_arg(cx, &a[0])?;
    Ok(TEXTS.iter().find(|(number, ..)| *number == signal).map_or(Value::NONE, |(.., text)| Str::from_str(text).into_value()))
}

fn signals(cx: &Cx, value: &Value) -> R<Vec<i32>> {
    iter::collect(cx, value)?
        .iter()
        .map(|item| match number::index(cx, item)?.as_int() {
            Some(number) if (1..i64::from(NSIG)).contains(&number) => Ok(number as i32),
            Some(number) => Err(cx.value_error(format!("signal number {number} out of range [1; {}]", NSIG - 1))),
            // C's conversion has failed with -1, which is what the message shows.
            None => Err(cx.value_error(format!("signal number -1 out of range [1; {}]", NSIG - 1))),
        })
        .collect()
}

fn set_of(cx: &Cx, numbers: std::io::Result<Vec<i32>>) -> R {
    let numbers = numbers.map_err(|error| io_error(cx, &error, None))?;
    Ok(Set::from_values(cx, numbers.into_iter().map(|number| Value::int(i64::from(number))))?.into_value())
}

fn sigmask(cx: &Cx, a: &[Value]) -> R {
    let numbers = signals(cx, &a[1])?;
    let before = set_of(cx, signal_masks::change(which(cx, &a[0])?, &numbers))?;
    cx.interp.runtime.heed_masks();
    cx.safepoint()?;
    Ok(before)
}

fn sigwait(cx: &Cx, a: &[Value]) -> R {
    let numbers = signals(cx, &a[0])?;
    let signal = blocking(&cx.strand, || calls::wait(&numbers)).map_err(|error| io_error(cx, &error, None))?;
    Ok(Value::int(i64::from(signal)))
}

/// To the process: which of its threads gets a signal does not matter, the main strand handles it.
fn pthread_kill(cx: &Cx, a: &[Value]) -> R {
    let signal = sequence::int_argument(cx, &a[1])?;
    crate::sched::signal::send_and_note(signal, || calls::send(signal)).map_err(|error| io_error(cx, &error, None))?;
    cx.safepoint()?;
    Ok(Value::NONE)
}

structseq! { SIGINFO "struct_siginfo" of "signal",
    [0 "si_signo", 1 "si_code", 2 "si_errno", 3 "si_pid", 4 "si_uid", 5 "si_status", 6 "si_band"],
    []
}

fn shown_info(cx: &Cx, info: &libc::siginfo_t) -> R {
    let (pid, uid, status, band) = calls::sender(info);
    let numbers = [info.si_signo.into(), info.si_code.into(), info.si_errno.into(), pid.into(), uid.into(), status.into(), band];
    structseq::make(cx, &SIGINFO, numbers.len(), numbers.into_iter().map(Value::int).collect())
}

/// Waits for one of the signals, again after others have been handled; None if the time is up.
fn sigtimedwait(cx: &Cx, a: &[Value]) -> R {
    let numbers = signals(cx, &a[0])?;
    let limit = timeout::nanoseconds(cx, &a[1])?;
    let limit = u64::try_from(limit).map(Duration::from_nanos).map_err(|_| cx.value_error("timeout must be non-negative"))?;
    let end = Instant::now().checked_add(limit);
    loop {
        let left = end.map_or(limit, |end| end.saturating_duration_since(Instant::now()));
        match blocking(&cx.strand, || calls::wait_for(&numbers, left)) {
            Ok(info) => return shown_info(cx, &info),
            Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => return Ok(Value::NONE),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => cx.safepoint()?,
            Err(error) => return Err(io_error(cx, &error, None)),
        }
    }
}

fn sigwaitinfo(cx: &Cx, a: &[Value]) -> R {
    let numbers = signals(cx, &a[0])?;
    loop {
        match blocking(&cx.strand, || calls::wait_info(&numbers)) {
            Ok(info) => return shown_info(cx, &info),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => cx.safepoint()?,
            Err(error) => return Err(io_error(cx, &error, None)),
        }
    }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("signal(signalnum, handler, wakes=True, /)", set),
    NativeDef::new("getsignal(signalnum, /)", |cx, a| Ok(shown(cx, signal_arg(cx, &a[0])?))),
    NativeDef::new("raise_signal(signalnum, /)", raise_signal),
    NativeDef::new("default_int_handler(signalnum, frame, /)", |cx, _| Err(cx.raise(make(&KEYBOARD_INTERRUPT, Vec::new())))),
    NativeDef::new("alarm(seconds, /)", |cx, a| {
        let seconds = sequence::int_argument(cx, &a[0])?;
        Ok(Value::int(i64::from(calls::alarm(seconds as u32))))
    }),
    NativeDef::new("setitimer(which, seconds, interval=0.0, /)", setitimer),
    NativeDef::new("getitimer(which, /)", getitimer),
    NativeDef::new("pause()", pause),
    NativeDef::new("set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", set_wakeup_fd),
    NativeDef::new("siginterrupt(signalnum, flag, /)", |cx, a| signal_arg(cx, &a[0]).map(|_| Value::NONE)),
    NativeDef::new("strsignal(signalnum, /)", strsignal),
    NativeDef::new("pthread_sigmask(how, mask, /)", sigmask),
    NativeDef::new("sigpending()", |cx, _| set_of(cx, calls::pending())),
    NativeDef::new("sigwait(sigset, /)", sigwait),
    NativeDef::new("sigwaitinfo(sigset, /)", sigwaitinfo),
    NativeDef::new("sigtimedwait(sigset, timeout, /)", sigtimedwait),
    NativeDef::new("pthread_kill(thread_id, signalnum, /)", pthread_kill),
    NativeDef::new("valid_signals()", |cx, _| set_of(cx, Ok((1..NSIG).filter(|n| !(32..34).contains(n)).collect()))),
];

/// Number, name and what the system calls it.
const TEXTS: &[(i32, &str, &str)] = &[
    (libc::SIGHUP, "SIGHUP", "Hangup"),
    (libc::SIGINT, "SIGINT", "Interrupt"),
    (libc::SIGQUIT, "SIGQUIT", "Quit"),
    (libc::SIGILL, "SIGILL", "Illegal instruction"),
    (libc::SIGTRAP, "SIGTRAP", "Trace/breakpoint trap"),
    (libc::SIGABRT, "SIGABRT", "Aborted"),
    (libc::SIGBUS, "SIGBUS", "Bus error"),
    (libc::SIGFPE, "SIGFPE", "Floating point exception"),
    (libc::SIGKILL, "SIGKILL", "Killed"),
    (libc::SIGUSR1, "SIGUSR1", "User defined signal 1"),
    (libc::SIGSEGV, "SIGSEGV", "Segmentation fault"),
    (libc::SIGUSR2, "SIGUSR2", "User defined signal 2"),
    (libc::SIGPIPE, "SIGPIPE", "Broken pipe"),
    (libc::SIGALRM, "SIGALRM", "Alarm clock"),
    (libc::SIGTERM, "SIGTERM", "Terminated"),
    (libc::SIGCHLD, "SIGCHLD", "Child exited"),
    (libc::SIGCONT, "SIGCONT", "Continued"),
    (libc::SIGSTOP, "SIGSTOP", "Stopped (signal)"),
    (libc::SIGTSTP, "SIGTSTP", "Stopped"),
    (libc::SIGTTIN, "SIGTTIN", "Stopped (tty input)"),
    (libc::SIGTTOU, "SIGTTOU", "Stopped (tty output)"),
    (libc::SIGURG, "SIGURG", "Urgent I/O condition"),
    (libc::SIGXCPU, "SIGXCPU", "CPU time limit exceeded"),
    (libc::SIGXFSZ, "SIGXFSZ", "File size limit exceeded"),
    (libc::SIGVTALRM, "SIGVTALRM", "Virtual timer expired"),
    (libc::SIGPROF, "SIGPROF", "Profiling timer expired"),
    (libc::SIGWINCH, "SIGWINCH", "Window changed"),
    (libc::SIGIO, "SIGIO", "I/O possible"),
    (libc::SIGSYS, "SIGSYS", "Bad system call"),
];

/// Fills the namespace of `_signal`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    for (number, name, _) in TEXTS {
        module.set(name, Value::int(i64::from(*number)));
    }
    let constants = [
        ("SIG_DFL", DEFAULT),
        ("SIG_IGN", IGNORE),
        ("NSIG", i64::from(NSIG)),
        ("SIG_BLOCK", i64::from(libc::SIG_BLOCK)),
        ("SIG_UNBLOCK", i64::from(libc::SIG_UNBLOCK)),
        ("SIG_SETMASK", i64::from(libc::SIG_SETMASK)),
        ("ITIMER_REAL", 0),
        ("ITIMER_VIRTUAL", 1),
        ("ITIMER_PROF", 2),
    ];
    for (name, value) in constants {
        module.set(name, Value::int(value));
    }
    ITIMER_ERROR.make_ready();
    module.set("ItimerError", ITIMER_ERROR.value());
    structseq::ready(&SIGINFO, 7);
    module.set("struct_siginfo", SIGINFO.value());
    Ok(())
}
