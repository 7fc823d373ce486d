//! OSError: its fields, the choice of a subclass by error number, and raising it from Rust. Knows no system calls.

use super::args::Args;
use super::cx::Cx;
use super::exception::{self, Exception};
use super::exceptions::{field_or_arg, special, this};
use super::kinds::Kind;
use super::native::NativeDef;
use super::slots::Slots;
use super::str::Str;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Raised, Ref, Value};

const ERRNO: usize = 0;
const STRERROR: usize = 1;
const FILENAME: usize = 2;
const FILENAME2: usize = 3;
const WRITTEN: usize = 4;

/// The class that stands for an error number, `OSError` if none does.
pub(crate) fn class_of_errno(errno: i32) -> &'static Type {
    match errno {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &exception::BLOCKING_IO_ERROR,
        libc::EPIPE | libc::ESHUTDOWN => &exception::BROKEN_PIPE_ERROR,
        libc::ECHILD => &exception::CHILD_PROCESS_ERROR,
        libc::ECONNABORTED => &exception::CONNECTION_ABORTED_ERROR,
        libc::ECONNREFUSED => &exception::CONNECTION_REFUSED_ERROR,
        libc::ECONNRESET => &exception::CONNECTION_RESET_ERROR,
        libc::EEXIST => &exception::FILE_EXISTS_ERROR,
        libc::ENOENT => &exception::FILE_NOT_FOUND_ERROR,
        libc::EISDIR => &exception::IS_A_DIRECTORY_ERROR,
        libc::ENOTDIR => &exception::NOT_A_DIRECTORY_ERROR,
        libc::EINTR => &exception::INTERRUPTED_ERROR,
        libc::EACCES | libc::EPERM => &exception::PERMISSION_ERROR,
        libc::ESRCH => &exception::PROCESS_LOOKUP_ERROR,
        libc::ETIMEDOUT => &exception::TIMEOUT_ERROR,
        _ => &OS_ERROR,
    }
}

/// The system's text for an error number.
pub(crate) fn strerror(errno: i32) -> String {
    let text = std::io::Error::from_raw_os_error(errno).to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_string(),
        None => text,
    }
}

/// Raises the OSError for an error number, with the file names it is about.
#[cold]
pub(crate) fn os_error(cx: &Cx, errno: i32, filename: Option<&Value>) -> Raised {
    os_error_of_two(cx, errno, filename, None)
}

/// [`os_error`] of an operation on two files.
#[cold]
pub(crate) fn os_error_of_two(cx: &Cx, errno: i32, filename: Option<&Value>, filename2: Option<&Value>) -> Raised {
    let args = vec![Value::int(i64::from(errno)), Str::from_str(&strerror(errno)).into_value()];
    let made = Exception::new(class_of_errno(errno), args.clone());
    let mut fields = args;
    fields.push(filename.cloned().unwrap_or(Value::UNSET));
    fields.push(filename2.cloned().unwrap_or(Value::UNSET));
    made.set_fields(fields);
    cx.raise(made.into_value())
}

/// [`os_error`] for what Rust's library reports.
#[cold]
pub(crate) fn io_error(cx: &Cx, error: &std::io::Error, filename: Option<&Value>) -> Raised {
    match error.raw_os_error() {
        Some(errno) => os_error(cx, errno, filename),
        None => cx.error(&OS_ERROR, error.to_string()),
    }
}

/// Puts the arguments into the fields, as `OSError(errno, strerror[, filename[, winerror[, filename2]]])`.
fn fill(exception: &Exception, class: &Type, args: &[Value]) {
    let mut shown = args;
    let mut fields = vec![Value::UNSET; WRITTEN + 1];
    if (2..=5).contains(&args.len()) {
        fields[ERRNO] = args[0].clone();
        fields[STRERROR] = args[1].clone();
        let filename = args.get(2).filter(|name| !name.is_none());
        if let Some(filename) = filename {
            if class.is_subtype(&exception::BLOCKING_IO_ERROR) && filename.as_int().is_some() {
                fields[WRITTEN] = filename.clone();
            } else {
                fields[FILENAME] = filename.clone();
                fields[FILENAME2] = args.get(4).filter(|name| !name.is_none()).cloned().unwrap_or(Value::UNSET);
                shown = &args[..2];
            }
        }
    }
    exception.set_args(Tuple::from_slice(shown));
    exception.set_fields(fields);
}

fn new(_: &Cx, class: &Type, args: Args<'_>) -> R {
    let given = args.pos();
    let mut class = class;
    if std::ptr::eq(class, &OS_ERROR)
        && (2..=5).contains(&given.len())
        && let Some(errno) = super::int::to_i64(&given[0]).and_then(|errno| i32::try_from(errno).ok())
    {
        class = class_of_errno(errno);
    }
    let made = Exception::new(class, Vec::new());
    fill(&made, class, given);
    Ok(made.into_value())
}

fn init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{}() takes no keyword arguments", type_of(e).message_name())));
    }
    fill(this(cx, e)?, type_of(e), args.pos());
    Ok(())
}

fn str(cx: &Cx, e: &Value) -> R {
    let exception = this(cx, e)?;
    let (errno, strerror) = (field_or_arg(exception, ERRNO, ERRNO), field_or_arg(exception, STRERROR, STRERROR));
    let both = match exception.has_fields() {
        true => !exception.field(ERRNO).is_unset(),
        false => exception.args().get::<Tuple>().is_some_and(|args| args.len() == 2),
    };
    if !both {
        return exception::message(cx, exception).map(Ref::into_value);
    }
    let mut text =
        format!("[Errno {}] {}", super::protocol::str(cx, &errno)?.to_str_lossy(), super::protocol::str(cx, &strerror)?.to_str_lossy());
    let (name, name2) = (exception.field(FILENAME), exception.field(FILENAME2));
    if exception.has_fields() && !name.is_unset() && !name.is_none() {
        text += &format!(": {}", super::protocol::repr(cx, &name)?.to_str_lossy());
        if !name2.is_unset() && !name2.is_none() {
            text += &format!(" -> {}", super::protocol::repr(cx, &name2)?.to_str_lossy());
        }
    }
    Ok(Str::from_str(&text).into_value())
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let exception = this(cx, &a[0])?;
    let args = exception.args();
    let mut items = args.get::<Tuple>().map_or_else(Vec::new, |args| args.items().to_vec());
    let (name, name2) = (exception.field(FILENAME), exception.field(FILENAME2));
    if items.len() == 2 && !name.is_unset() && !name.is_none() {
        items.push(name);
        if !name2.is_unset() && !name2.is_none() {
            items.extend([Value::NONE, name2]);
        }
    }
    super::exceptions::reduced(cx, &a[0], Tuple::new(items).into_value())
}

fn get_written(cx: &Cx, e: &Value) -> R {
    let written = this(cx, e)?.field(WRITTEN);
    if written.is_unset() || written.is_none() {
        return Err(super::attr::no_attribute(cx, e, super::str::Name::new("characters_written")));
    }
    Ok(written)
}

fn set_written(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    this(cx, e)?.set_field(WRITTEN, value.unwrap_or(Value::UNSET));
    Ok(())
}

const SLOTS: Slots = Slots { new: Some(new), init: Some(init), str: Some(str), ..Slots::NONE };

special!(OS_ERROR "OSError" EXCEPTION SLOTS,
    &[
        super::exceptions::arg_field::<ERRNO>("errno"),
        super::exceptions::arg_field::<STRERROR>("strerror"),
        super::exceptions::field::<FILENAME>("filename"),
        super::exceptions::field::<FILENAME2>("filename2"),
        super::native::GetSet { name: "characters_written", get: get_written, set: Some(set_written) },
    ],
    &[NativeDef::new("__reduce__(self, /)", reduce)]);
use super::exception::EXCEPTION;
