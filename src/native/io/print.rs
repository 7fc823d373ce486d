//! `print` and `input`. One call of `print` writes its text in one piece, so that the lines of several strands do not mix.

use super::std_streams::{stderr, stdin, stdout};
use super::{string_io, text, text_read};
use crate::object::args::Args;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::exception::EOF_ERROR;
use crate::object::native::NativeDef;
use crate::object::protocol::{self, type_name};
use crate::object::str::{Name, Str};
use crate::object::value::{R, V, Value};

/// Appends `str(value)`.
pub(crate) fn push_str(cx: &Cx, out: &mut Vec<u8>, value: &Value) -> R<()> {
    match value.unpack() {
        V::Int(int) => {
            let mut digits = String::new();
            crate::text::int_text::push_decimal(&mut digits, int);
            out.extend_from_slice(digits.as_bytes());
        }
        V::Bool(true) => out.extend_from_slice(b"True"),
        V::Bool(false) => out.extend_from_slice(b"False"),
        V::None => out.extend_from_slice(b"None"),
        _ => match value.get_exact::<Str>() {
            Some(text) => out.extend_from_slice(text.bytes()),
            None => out.extend_from_slice(protocol::str(cx, value)?.bytes()),
        },
    }
    Ok(())
}

/// The keyword arguments.
struct Options<'a> {
    sep: Option<&'a Value>,
    end: Option<&'a Value>,
    file: Option<&'a Value>,
    flush: bool,
}

fn options<'a>(cx: &Cx, args: Args<'a>) -> R<Options<'a>> {
    let mut options = Options { sep: None, end: None, file: None, flush: false };
    for (name, value) in args.keywords() {
        let text = |what: &str| match value {
            value if value.is_none() => Ok(None),
            value if value.get::<Str>().is_some() => Ok(Some(value)),
            value => Err(cx.type_error(format!("{what} must be None or a string, not {}", type_name(value)))),
        };
        match name.bytes() {
            b"sep" => options.sep = text("sep")?,
            b"end" => options.end = text("end")?,
            b"file" => options.file = Some(value).filter(|file| !file.is_none()),
            b"flush" => options.flush = protocol::truth(cx, value)?,
            _ => return Err(cx.type_error(format!("print() got an unexpected keyword argument '{name}'"))),
        }
    }
    Ok(options)
}

fn bytes_or<'a>(value: Option<&'a Value>, default: &'static [u8]) -> &'a [u8] {
    value.and_then(|value| value.get::<Str>()).map_or(default, |text| text.bytes())
}

fn print(cx: &Cx, args: Args<'_>) -> R {
    let options = if args.names.is_empty() { Options { sep: None, end: None, file: None, flush: false } } else { options(cx, args)? };
    let file = match options.file {
        Some(file) => file.clone(),
        None => match stdout(cx) {
            Some(file) if file.is_none() => return Ok(Value::NONE),
            Some(file) => file,
            None => return Err(cx.runtime_error("lost sys.stdout")),
        },
    };
    let (sep, end) = (bytes_or(options.sep, b" "), bytes_or(options.end, b"\n"));
    if is_native(&file) {
        let mut text = Vec::with_capacity(64);
        for (index, value) in args.pos().iter().enumerate() {
            if index > 0 {
                text.extend_from_slice(sep);
            }
            push_str(cx, &mut text, value)?;
        }
        text.extend_from_slice(end);
        if !text::write_exact(cx, &file, &text)? {
            string_io::write_exact(cx, &file, &text)?;
        }
    } else {
        // A file of the script's sees the calls that CPython makes.
        let write = |text: Value| call_method(cx, &file, Name::new("write"), &[text]).map(drop);
        for (index, value) in args.pos().iter().enumerate() {
            if index > 0 {
                write(Str::from_wtf8(sep).into_value())?;
            }
            write(protocol::str(cx, value)?.into_value())?;
        }
        write(Str::from_wtf8(end).into_value())?;
    }
    if options.flush {
        call_method(cx, &file, Name::new("flush"), &[])?;
    }
    Ok(Value::NONE)
}

fn is_native(file: &Value) -> bool {
    let ty = crate::object::ty::type_of(file);
    std::ptr::eq(ty, &text::TEXT_IO_WRAPPER) || std::ptr::eq(ty, &string_io::STRING_IO)
}

fn input(cx: &Cx, a: &[Value]) -> R {
    let lost = |name: &str| cx.runtime_error(format!("input(): lost sys.{name}"));
    let given = |stream: Option<Value>| stream.filter(|stream| !stream.is_none());
    let stdin = given(stdin(cx)).ok_or_else(|| lost("stdin"))?;
    let stdout = given(stdout(cx)).ok_or_else(|| lost("stdout"))?;
    if let Some(stderr) = given(stderr(cx)) {
        let flushed = call_method(cx, &stderr, Name::new("flush"), &[]);
        if let Err(raised) = flushed {
            drop(cx.take(raised));
        }
    }
    if !a[0].is_unset() {
        let prompt = protocol::str(cx, &a[0])?;
        call_method(cx, &stdout, Name::new("write"), &[prompt.into_value()])?;
    }
    call_method(cx, &stdout, Name::new("flush"), &[])?;
    let line = text_read::next_line(cx, &stdin)?;
    let Some(text) = line.get::<Str>() else {
        return Err(cx.type_error("object.readline() returned non-string"));
    };
    match text.bytes() {
        [] => Err(cx.error(&EOF_ERROR, "EOF when reading a line")),
        [line @ .., b'\n'] => Ok(Str::from_wtf8(line).into_value()),
        _ => Ok(line.clone()),
    }
}

pub(crate) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::raw("print(*args, sep=' ', end='\\n', file=None, flush=False)", print)
        .doc("Prints the values to a stream, or to sys.stdout by default."),
    NativeDef::new("input(prompt=?, /)", input).doc("Read a string from standard input.  The trailing newline is stripped."),
];
