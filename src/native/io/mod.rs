//! Module `_io`: files in the three layers of CPython — raw, buffered, text — and their in-memory twins. The module `io` re-exports it.
//!
//! Each object guards its state with a lock of its own (`guard`); a layer calls the one below through Rust when that is one of these
//! types exactly, and through its methods otherwise.

use crate::object::cx::Cx;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::str::{Name, Str};
use crate::object::ty::Type;
use crate::object::value::{Object, R, Value};

pub(crate) mod access;
mod base;
mod buffered;
mod bytes_io;
mod coder;
mod guard;
mod newlines;
mod open;
pub(crate) mod print;
mod raw;
mod rw_pair;
pub(crate) mod std_streams;
mod string_io;
mod text;
mod text_read;

pub(in crate::native) use base::{hears_of_unclosed, warn_of_unclosed};
pub(crate) use open::{fspath, open_function, path_bytes};
pub(crate) use raw::retry;

static TYPES: &[&Type] = &[
    &base::IO_BASE,
    &base::RAW_IO_BASE,
    &base::BUFFERED_IO_BASE,
    &base::TEXT_IO_BASE,
    &raw::FILE_IO,
    &buffered::BUFFERED_READER,
    &buffered::BUFFERED_WRITER,
    &buffered::BUFFERED_RANDOM,
    &rw_pair::BUFFERED_RW_PAIR,
    &bytes_io::BYTES_IO,
    &string_io::STRING_IO,
    &text::TEXT_IO_WRAPPER,
    &newlines::NEWLINE_DECODER,
];

/// What `from io import *` brings.
static PUBLIC: [&str; 22] = [
    "BlockingIOError",
    "open",
    "open_code",
    "IOBase",
    "RawIOBase",
    "FileIO",
    "BytesIO",
    "StringIO",
    "BufferedIOBase",
    "BufferedReader",
    "BufferedWriter",
    "BufferedRWPair",
    "BufferedRandom",
    "TextIOBase",
    "TextIOWrapper",
    "UnsupportedOperation",
    "SEEK_SET",
    "SEEK_CUR",
    "SEEK_END",
    "DEFAULT_BUFFER_SIZE",
    "text_encoding",
    "IncrementalNewlineDecoder",
];

fn text_encoding(_: &Cx, a: &[Value]) -> R {
    Ok(if a[0].is_none() { crate::object::str::Name::new("locale").value() } else { a[0].clone() })
}

static FUNCTIONS: &[NativeDef] = &[
    open::OPEN,
    NativeDef::new("open_code(path)", |cx, a| open::open_binary(cx, &a[0])),
    NativeDef::new("text_encoding(encoding, stacklevel=2, /)", text_encoding),
];

/// Fills `_io` and, with the public names of the base classes, `io`.
pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    for ty in TYPES {
        module.add_type(ty);
    }
    for (public, ty) in [
        ("IOBase", &base::IO_BASE),
        ("RawIOBase", &base::RAW_IO_BASE),
        ("BufferedIOBase", &base::BUFFERED_IO_BASE),
        ("TextIOBase", &base::TEXT_IO_BASE),
    ] {
        module.set(public, ty.value());
    }
    access::UNSUPPORTED.make_ready();
    module.set("UnsupportedOperation", access::UNSUPPORTED.value());
    module.set("BlockingIOError", crate::object::exception::BLOCKING_IO_ERROR.value());
    module.set("DEFAULT_BUFFER_SIZE", Value::int(open::BUFFER_SIZE as i64));
    for (whence, name) in ["SEEK_SET", "SEEK_CUR", "SEEK_END"].into_iter().enumerate() {
        module.set(name, Value::int(whence as i64));
    }
    module.add_functions(FUNCTIONS);
    if module.name().is_some_and(|name| name.get::<Str>().is_some_and(|name| name.bytes() == b"io")) {
        let names = PUBLIC.iter().map(|name| Name::new(name).value()).collect();
        module.set("__all__", List::new(names).into_value());
    }
    if let Some(open) = cx.interp.builtins().get_name(crate::object::str::Name::new("open")) {
        module.set("open", open);
    }
    Ok(())
}
