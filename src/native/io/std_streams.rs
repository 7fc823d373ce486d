//! `sys.stdin`, `sys.stdout`, `sys.stderr`: made at start-up, found by `print` and flushed at the end.

use super::coder::Newline;
use super::text::{self, Options};
use super::{buffered, raw};
use crate::native::sys::{self, StreamEncoding};
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Value};
use crate::sched::fd;
use std::sync::LazyLock;

/// Bytes that standard output gathers when it is no terminal.
const BUFFER: usize = 1 << 16;

struct Names {
    sys: Name,
    stdin: Name,
    stdout: Name,
    stderr: Name,
}

static NAMES: LazyLock<Names> =
    LazyLock::new(|| Names { sys: Name::new("sys"), stdin: Name::new("stdin"), stdout: Name::new("stdout"), stderr: Name::new("stderr") });

/// Puts the three streams and their originals into module `sys`. A descriptor that is closed gives None.
pub(crate) fn fill(cx: &Cx, sys: &Module) -> R<()> {
    for (number, name, mode) in [(0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")] {
        let stream = if fd::is_standard(number) { stream(cx, number, name, mode)? } else { Value::NONE };
        sys.set(name, stream.clone());
        sys.set(&format!("__{name}__"), stream);
    }
    Ok(())
}

/// Without buffers, if that is asked for (`-u`), what is written is out when `write` returns.
fn stream(cx: &Cx, number: i32, name: &str, mode: &str) -> R {
    let settings = sys::settings(cx);
    let reading = mode == "r";
    let is_buffered = reading || !settings.unbuffered;
    let is_terminal = fd::is_terminal(number);
    let size = if reading || is_terminal { super::open::BUFFER_SIZE } else { BUFFER };
    let label = Str::from_str(&format!("<{name}>")).into_value();
    let raw = raw::from_fd(number, reading, !reading, label, false);
    let buffer = if is_buffered { buffered::over(raw, size, reading, !reading) } else { raw };
    let StreamEncoding { encoding, errors } = settings.stream_encoding;
    let errors = if number == 2 { "backslashreplace" } else { &errors };
    let options = Options {
        encoding: Some(&encoding),
        errors: Some(errors),
        // Lines of standard input end as they were sent.
        newline: Newline::Given("\n"),
        line_buffering: number == 2 || is_terminal,
        write_through: !is_buffered,
        limit: if reading || is_terminal { text::CHUNK } else { BUFFER },
    };
    text::over(cx, buffer, &options, mode)
}

/// `sys.name` as it stands now. None: there is no such attribute.
fn of_sys(cx: &Cx, name: Name) -> Option<Value> {
    let sys = cx.interp.modules().get_name(NAMES.sys)?;
    sys.get::<Module>()?.dict().get_name(name)
}

pub(crate) fn stdin(cx: &Cx) -> Option<Value> {
    of_sys(cx, NAMES.stdin)
}

/// What `sys.stdin` was at first, if there is any.
pub(crate) fn own_stdin(cx: &Cx) -> Option<Value> {
    of_sys(cx, Name::new("__stdin__")).filter(|stdin| !stdin.is_none())
}

pub(crate) fn stdout(cx: &Cx) -> Option<Value> {
    of_sys(cx, NAMES.stdout)
}

pub(crate) fn stderr(cx: &Cx) -> Option<Value> {
    of_sys(cx, NAMES.stderr)
}

/// Flushes standard output and standard error as they stand in `sys`. The error of the first that fails is returned.
pub(crate) fn flush(cx: &Cx) -> R<()> {
    let mut result = Ok(());
    for stream in [stdout(cx), stderr(cx)].into_iter().flatten().filter(|stream| !stream.is_none()) {
        let closed = crate::object::attr::lookup_optional(cx, &stream, Name::new("closed"))
            .and_then(|closed| closed.map_or(Ok(false), |closed| crate::object::protocol::truth(cx, &closed)));
        let flushed = match closed {
            Ok(true) => Ok(()),
            Ok(false) => call_method(cx, &stream, Name::new("flush"), &[]).map(drop),
            Err(raised) => Err(raised),
        };
        match (flushed, &result) {
            (Err(raised), Ok(())) => result = Err(raised),
            (Err(raised), Err(_)) => drop(cx.take(raised)),
            _ => {}
        }
    }
    result
}

/// What the program has put in place of the streams is taken away: its end comes next.
pub(crate) fn restore(cx: &Cx) {
    let sys = cx.interp.modules().get_name(NAMES.sys);
    let Some(sys) = sys.as_ref().and_then(|sys| sys.get::<Module>()) else { return };
    for (name, original) in [(NAMES.stdin, "__stdin__"), (NAMES.stdout, "__stdout__"), (NAMES.stderr, "__stderr__")] {
        let original = sys.dict().get_name(Name::new(original)).unwrap_or(Value::NONE);
        sys.dict().set_name(name, original);
    }
}

/// Writes text to `sys.stderr`; to the descriptor itself if that is gone or fails.
pub(crate) fn write_stderr(cx: &Cx, text: &[u8]) {
    let stream = stderr(cx).filter(|stream| !stream.is_none());
    if let Some(stream) = stream {
        let text = Str::from_wtf8(text).into_value();
        let written = call_method(cx, &stream, Name::new("write"), &[text]).and_then(|_| call_method(cx, &stream, Name::new("flush"), &[]));
        match written {
            Ok(_) => return,
            Err(raised) => drop(cx.take(raised)),
        }
    }
    let mut rest = text;
    while let Ok(count) = fd::write(2, rest)
        && count > 0
    {
        rest = &rest[count..];
    }
}

/// Flushes standard output before something is said on standard error; errors have to wait for the end.
pub(crate) fn flush_stdout_quietly(cx: &Cx) {
    if let Some(stdout) = stdout(cx).filter(|stdout| !stdout.is_none())
        && let Err(raised) = call_method(cx, &stdout, Name::new("flush"), &[])
    {
        drop(cx.take(raised));
    }
}
