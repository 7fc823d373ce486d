//! `open()` and file names as arguments. Knows which layers a mode asks for.

use super::access::text_arg;
use super::coder::Newline;
use super::text::{self, CHUNK, Options, optional_text};
use super::{buffered, raw};
use crate::object::args::Args;
use crate::object::call::{call, call_method};
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::NativeDef;
use crate::object::protocol::type_name;
use crate::object::str::{Name, Str};
use crate::object::value::{Object, R, Value};
use std::ffi::CString;

/// `io.DEFAULT_BUFFER_SIZE`.
pub(super) const BUFFER_SIZE: usize = 8192;

/// `os.fspath(value)`: the str or bytes that names a file. Errors: TypeError.
pub(crate) fn fspath(cx: &Cx, value: &Value) -> R {
    if value.get::<Str>().is_some() || value.get::<crate::object::bytes::Bytes>().is_some() {
        return Ok(value.clone());
    }
    let Some(path) = crate::object::attr::call_special(cx, value, Name::new("__fspath__"), &[])? else {
        return Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {}", type_name(value))));
    };
    if path.get::<Str>().is_some() || path.get::<crate::object::bytes::Bytes>().is_some() {
        return Ok(path);
    }
    Err(cx.type_error(format!("expected {}.__fspath__() to return str or bytes, not {}", type_name(value), type_name(&path))))
}

/// The bytes of a file name, surrogate escapes undone. Errors: TypeError.
pub(crate) fn path_bytes(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    let path = fspath(cx, value)?;
    match path.get::<Str>() {
        Some(text) => {
            crate::text::encode::encode(crate::text::codecs::Codec::Utf8, text.bytes(), crate::text::codecs::Handler::SurrogateEscape)
                .map_err(|error| crate::object::text_errors::encode_error(cx, error, path.clone()))
        }
        None => super::access::bytes_like(cx, &path),
    }
}

/// A file name as the system takes it. Errors: TypeError, ValueError for a zero byte in it.
pub(crate) fn path_text(cx: &Cx, value: &Value, _function: &str) -> R<CString> {
    CString::new(path_bytes(cx, value)?).map_err(|_| cx.value_error("embedded null byte"))
}

/// `io.open_code(path)`.
pub(super) fn open_binary(cx: &Cx, path: &Value) -> R {
    open(
        cx,
        &[path.clone(), Str::from_str("rb").into_value(), Value::int(-1), Value::NONE, Value::NONE, Value::NONE, Value::TRUE, Value::NONE],
    )
}

/// What a mode string asks for.
#[derive(Default)]
struct Mode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

fn parse_mode(cx: &Cx, value: &Value) -> R<Mode> {
    let Some(text) = text_arg(value) else {
        return Err(cx.type_error(format!("open() argument 'mode' must be str, not {}", type_name(value))));
    };
    let mut mode = Mode::default();
    for c in text.chars() {
        let field = match c {
            'x' => &mut mode.creating,
            'r' => &mut mode.reading,
            'w' => &mut mode.writing,
            'a' => &mut mode.appending,
            '+' => &mut mode.updating,
            't' => &mut mode.text,
            'b' => &mut mode.binary,
            _ => return Err(invalid(cx, &text)),
        };
        if std::mem::replace(field, true) {
            return Err(invalid(cx, &text));
        }
    }
    if mode.text && mode.binary {
        return Err(cx.value_error("can't have text and binary mode at once"));
    }
    match [mode.creating, mode.reading, mode.writing, mode.appending].into_iter().filter(|on| *on).count() {
        1 => Ok(mode),
        0 => Err(cx.value_error("Must have exactly one of create/read/write/append mode and at most one plus")),
        _ => Err(cx.value_error("must have exactly one of create/read/write/append mode")),
    }
}

fn invalid(cx: &Cx, text: &str) -> crate::object::value::Raised {
    let shown = crate::text::repr::str_repr(text.as_bytes());
    cx.value_error(format!("invalid mode: {}", String::from_utf8_lossy(&shown)))
}

/// `open` with its eight arguments.
fn open(cx: &Cx, a: &[Value]) -> R {
    let [file, mode_arg, buffering, encoding, errors, newline, closefd, opener] = a else {
        return Err(cx.type_error("open() takes 8 arguments"));
    };
    let is_number = file.get::<Str>().is_none() && int::is_int(file);
    let file = if is_number { file.clone() } else { fspath(cx, file)? };
    let mode = parse_mode(cx, mode_arg)?;
    let buffering = super::access::offset_arg(cx, buffering)?;
    let encoding = optional_text(cx, encoding, "open", "encoding")?;
    let errors = optional_text(cx, errors, "open", "errors")?;
    if mode.binary {
        for (given, what) in [(encoding.is_some(), "an encoding"), (errors.is_some(), "an errors"), (!newline.is_none(), "a newline")] {
            if given {
                return Err(cx.value_error(format!("binary mode doesn't take {what} argument")));
            }
        }
    }
    let newline = Newline::of(cx, newline)?;
    let raw_mode: String = [(mode.creating, 'x'), (mode.reading, 'r'), (mode.writing, 'w'), (mode.appending, 'a'), (mode.updating, '+')]
        .into_iter()
        .filter_map(|(on, c)| on.then_some(c))
        .collect();
    let args = [file, Str::from_str(&raw_mode).into_value(), closefd.clone(), opener.clone()];
    let raw = call(cx, &raw::FILE_IO.value(), Args::positional(&args))?;
    let result = layers(cx, &raw, &mode, buffering, &Layers { encoding, errors, newline }, mode_arg);
    if let Err(raised) = result {
        let exception = cx.take(raised);
        call_method(cx, &raw, Name::new("close"), &[])?;
        return Err(cx.reraise(exception));
    }
    result
}

struct Layers {
    encoding: Option<String>,
    errors: Option<String>,
    newline: Newline,
}

/// The layers over a raw file.
fn layers(cx: &Cx, raw: &Value, mode: &Mode, buffering: i64, layers: &Layers, mode_arg: &Value) -> R {
    let is_terminal = buffering < 0 && super::access::ask(cx, raw, "isatty")?;
    let line_buffering = (buffering == 1 && !mode.binary) || is_terminal;
    let size = match buffering {
        0 if mode.binary => return Ok(raw.clone()),
        0 => return Err(cx.value_error("can't have unbuffered text I/O")),
        1 => BUFFER_SIZE,
        size if size > 1 => usize::try_from(size).unwrap_or(BUFFER_SIZE).min(1 << 30),
        _ => BUFFER_SIZE,
    };
    if mode.updating && !super::access::ask(cx, raw, "seekable")? {
        return Err(super::access::unsupported(cx, "File or stream is not seekable."));
    }
    let buffer = buffered::over(raw.clone(), size, mode.reading || mode.updating, !mode.reading || mode.updating);
    if mode.binary {
        return Ok(buffer);
    }
    let options = Options {
        encoding: layers.encoding.as_deref(),
        errors: layers.errors.as_deref(),
        newline: layers.newline,
        line_buffering,
        write_through: false,
        limit: CHUNK,
    };
    text::over(cx, buffer, &options, &text_arg(mode_arg).unwrap_or_default())
}

pub(super) const OPEN: NativeDef =
    NativeDef::new("open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", open)
        .doc("Open file and return a stream.  Raise OSError upon failure.");

static FUNCTIONS: &[NativeDef] = &[OPEN];

/// `open` as a member of `builtins`: `io.open` is the same function in CPython and shows module `_io`.
pub(crate) fn open_function() -> (Name, Value) {
    FUNCTIONS[0].for_module("_io")
}
