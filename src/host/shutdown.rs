//! The end of a program: what an uncaught exception means for the exit status, and the order in which things end (as CPython's
//! `Py_FinalizeEx`): threads are joined, `atexit` functions run, streams are flushed, `__main__` is taken down.

use super::main_module::clear_main;
use crate::native::io::std_streams;
use crate::native::unraisable::report_unraisable;
use crate::native::{atexit, sys};
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::exception::{BROKEN_PIPE_ERROR, Exception, KEYBOARD_INTERRUPT};
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::int;
use crate::object::protocol;
use crate::object::str::Name;
use crate::object::ty::type_of;
use crate::object::value::{R, V, Value};
use crate::sched::park::WaitError;

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    Status(u8),
    /// By an interrupt that nobody caught: the process is to die of it, so that the shell sees it.
    Interrupted,
}

/// CPython's status when the last flush fails.
const FLUSH_FAILED: u8 = 120;

/// Reports an exception that reached the top and says what it means for the exit status.
pub(super) fn ending_of(cx: &Cx, result: R<()>) -> Ending {
    let Err(raised) = result else { return Ending::Status(0) };
    let exception = cx.take(raised);
    if type_of(&exception).is_subtype(&SYSTEM_EXIT) {
        return Ending::Status(exit_status(cx, &exception));
    }
    sys::report_uncaught(cx, &exception);
    if type_of(&exception).is_subtype(&KEYBOARD_INTERRUPT) { Ending::Interrupted } else { Ending::Status(1) }
}

/// What `SystemExit` asks for; anything but a number is printed.
fn exit_status(cx: &Cx, exception: &Value) -> u8 {
    let code = match crate::object::attr::lookup_optional(cx, exception, Name::new("code")) {
        Ok(code) => code.unwrap_or(Value::NONE),
        Err(raised) => {
            drop(cx.take(raised));
            Value::NONE
        }
    };
    match code.unpack() {
        V::None => return 0,
        V::Bool(truth) => return u8::from(truth),
        _ if int::is_int(&code) => return int::to_i64(&code).map_or(255, |code| code as u8),
        _ => {}
    }
    std_streams::flush_stdout_quietly(cx);
    match protocol::str(cx, &code) {
        Ok(text) => std_streams::write_stderr(cx, &[text.bytes(), b"\n"].concat()),
        Err(raised) => drop(cx.take(raised)),
    }
    1
}

/// Ends the program; returns what its ending has become.
pub(super) fn finish(cx: &Cx, ending: Ending) -> Ending {
    cx.interp.runtime.begin_to_end();
    join_threads(cx);
    atexit::run(cx);
    let flushed = flush(cx, ending);
    cx.interp.runtime.begin_to_close();
    // A daemon thread still running would see its globals vanish; it ends with the process instead.
    if cx.interp.runtime.thread_count() == 0 {
        std_streams::restore(cx);
        clear_main(cx);
        return flush(cx, flushed);
    }
    flushed
}

/// `threading._shutdown()` if the module is in use, then what only the scheduler knows.
fn join_threads(cx: &Cx) {
    let threading = cx.interp.modules().get_name(Name::new("threading"));
    if let Some(threading) = threading.filter(|threading| !threading.is_none())
        && let Err(raised) = call_method(cx, &threading, Name::new("_shutdown"), &[])
    {
        let exception = cx.take(raised);
        report_unraisable(cx, "Exception ignored on threading shutdown:", &Value::UNSET, &exception);
    }
    while let Err(wait) = cx.interp.runtime.join_threads(&cx.strand) {
        let interrupted = match wait {
            WaitError::Interrupted => cx.safepoint(),
            _ => return,
        };
        if let Err(raised) = interrupted {
            let exception = cx.take(raised);
            return report_unraisable(cx, "Exception ignored on threading shutdown:", &Value::UNSET, &exception);
        }
    }
}

/// Flushes standard output and error. A reader that has gone away is no news.
fn flush(cx: &Cx, ending: Ending) -> Ending {
    let Err(raised) = std_streams::flush(cx) else { return ending };
    let exception = cx.take(raised);
    if !type_of(&exception).is_subtype(&BROKEN_PIPE_ERROR) && exception.get::<Exception>().is_some() {
        report_unraisable(cx, "Exception ignored on flushing sys.stdout:", &Value::UNSET, &exception);
    }
    if ending == Ending::Status(0) { Ending::Status(FLUSH_FAILED) } else { ending }
}
