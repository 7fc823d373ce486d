//! Module `posix`: the operating system, as `os` and `posixpath` of the standard library build on it.

use crate::object::bytes::Bytes;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::os_error::io_error;
use crate::object::str::Str;
use crate::object::value::{Object, R, Raised, Value};
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

mod children;
mod descriptors;
mod dir_entry;
pub(crate) mod files;
mod kernel;
pub(crate) mod process;
mod stat;

/// A path argument: how it was given, and as the library takes it.
struct PathArg {
    value: Value,
    bytes: Vec<u8>,
}

impl PathArg {
    fn of(cx: &Cx, value: &Value) -> R<PathArg> {
        let bytes = super::io::path_bytes(cx, value)?;
        if bytes.contains(&0) {
            return Err(cx.value_error("embedded null byte"));
        }
        // Errors name what the object stands for.
        let is_text = value.get::<Str>().is_some() || crate::object::buffer::is_bytes_like(value);
        let value = if is_text { value.clone() } else { decode_name(&bytes) };
        Ok(PathArg { value, bytes })
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(OsStr::from_bytes(&self.bytes))
    }

    fn c_string(&self) -> CString {
        // `of` has made sure that there is no zero byte.
        CString::new(self.bytes.clone()).unwrap_or_default()
    }

    fn is_bytes(&self) -> bool {
        self.value.get::<Bytes>().is_some()
    }

    /// A name the system gave, in the kind of text the argument was.
    fn like(&self, cx: &Cx, bytes: &[u8]) -> R {
        if self.is_bytes() { crate::object::bytes::make(cx, bytes) } else { Ok(decode_name(bytes)) }
    }

    #[cold]
    fn error(&self, cx: &Cx, error: &std::io::Error) -> Raised {
        io_error(cx, error, Some(&self.value))
    }
}

/// A file name from the system as text: undecodable bytes become lone surrogates.
pub(crate) fn decode_name(bytes: &[u8]) -> Value {
    use crate::text::codecs::{Codec, Handler};
    match crate::text::decode::decode(Codec::Utf8, bytes, Handler::SurrogateEscape) {
        Ok(text) => Str::from_wtf8(&text).into_value(),
        Err(_) => Str::from_str(&String::from_utf8_lossy(bytes)).into_value(),
    }
}

/// A small integer argument. Errors: TypeError, OverflowError.
fn int_arg(cx: &Cx, value: &Value) -> R<i32> {
    crate::object::sequence::int_argument(cx, value)
}

/// Refuses `dir_fd=` and the like.
fn only_none(cx: &Cx, value: &Value, name: &str) -> R<()> {
    if value.is_none() {
        return Ok(());
    }
    Err(cx.error(&crate::object::exception::NOT_IMPLEMENTED_ERROR, format!("{name} unavailable on this platform")))
}

const CONSTANTS: &[(&str, i32)] = &[
    ("F_OK", libc::F_OK),
    ("R_OK", libc::R_OK),
    ("W_OK", libc::W_OK),
    ("X_OK", libc::X_OK),
    ("O_RDONLY", libc::O_RDONLY),
    ("O_WRONLY", libc::O_WRONLY),
    ("O_RDWR", libc::O_RDWR),
    ("O_APPEND", libc::O_APPEND),
    ("O_CREAT", libc::O_CREAT),
    ("O_EXCL", libc::O_EXCL),
    ("O_TRUNC", libc::O_TRUNC),
    ("O_NONBLOCK", libc::O_NONBLOCK),
    ("O_SYNC", libc::O_SYNC),
    ("O_CLOEXEC", libc::O_CLOEXEC),
    ("O_DIRECTORY", libc::O_DIRECTORY),
    ("O_NOFOLLOW", libc::O_NOFOLLOW),
    ("O_NOCTTY", libc::O_NOCTTY),
    ("WNOHANG", libc::WNOHANG),
    ("WUNTRACED", libc::WUNTRACED),
    ("P_WAIT", 0),
    ("P_NOWAIT", 1),
    ("P_NOWAITO", 1),
    ("PRIO_PROCESS", libc::PRIO_PROCESS as i32),
    ("PRIO_PGRP", libc::PRIO_PGRP as i32),
    ("PRIO_USER", libc::PRIO_USER as i32),
    ("GRND_NONBLOCK", libc::GRND_NONBLOCK as i32),
    ("GRND_RANDOM", libc::GRND_RANDOM as i32),
    ("MFD_CLOEXEC", libc::MFD_CLOEXEC as i32),
    ("MFD_ALLOW_SEALING", libc::MFD_ALLOW_SEALING as i32),
    ("EFD_CLOEXEC", libc::EFD_CLOEXEC),
    ("EFD_NONBLOCK", libc::EFD_NONBLOCK),
    ("EFD_SEMAPHORE", libc::EFD_SEMAPHORE),
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
];

pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    for (name, value) in CONSTANTS {
        module.set(name, Value::int(i64::from(*value)));
    }
    for functions in [
        children::FUNCTIONS,
        descriptors::FUNCTIONS,
        dir_entry::FUNCTIONS,
        files::FUNCTIONS,
        kernel::FUNCTIONS,
        process::FUNCTIONS,
        stat::FUNCTIONS,
    ] {
        module.add_functions(functions);
    }
    module.set("error", crate::object::exceptions::OS_ERROR.value());
    module.add_type(&dir_entry::DIR_ENTRY);
    stat::fill(module);
    process::fill(cx, module)
}
