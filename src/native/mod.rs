//! The builtins and the native halves of standard library modules: one file or folder and one line in [`MODULES`] each.
//! A client of the layers below; knows nothing of the host.

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::value::{R, Ref, Value};

mod abc;
mod array;
pub(crate) mod asyncio;
pub(crate) mod atexit;
mod binascii;
mod bisect;
pub(crate) mod builtins;
mod cmath;
mod collections;
mod compress;
pub(crate) mod construct;
pub(crate) mod contextvars;
mod csv;
mod decimal;
mod errno;
mod fcntl;
mod functools;
mod futures;
mod gc;
mod hashes;
mod heapq;
pub(crate) mod importer;
pub(crate) mod io;
mod itertools;
mod json;
mod math;
mod mersenne;
mod operator;
mod pickle;
pub(crate) mod posix;
pub(crate) mod process;
mod random;
mod regex;
mod resource;
mod select;
pub(crate) mod signal;
pub(crate) mod simple_namespace;
mod socket;
mod string_module;
mod structs;
pub(crate) mod structseq;
pub(crate) mod sys;
mod sys_coroutines;
mod sys_info;
mod termios;
pub(crate) mod thread;
mod time;
mod traceback_anchors;
mod traceback_hints;
mod traceback_lines;
mod traceback_module;
pub(crate) mod traceback_text;
mod unicodedata;
pub(crate) mod unraisable;
pub(crate) mod weakref;
mod weakref_proxy;

/// Fills in a module that is imported for the first time in an interpreter.
pub(crate) type Fill = fn(&Cx, &Module) -> R<()>;

/// Modules written in Rust, by name.
pub(crate) static MODULES: &[(&str, Fill)] = &[
    //
    ("_io", io::fill),
    ("array", array::fill),
    ("_struct", structs::fill),
    ("binascii", binascii::fill),
    ("_hashlib", hashes::fill),
    ("_blake2", hashes::fill_blake2),
    ("zlib", compress::fill_zlib),
    ("_bz2", compress::fill_bz2),
    ("unicodedata", unicodedata::fill),
    ("atexit", atexit::fill),
    ("_abc", abc::fill),
    ("_imp", importer::module::fill),
    ("_asyncio", asyncio::fill),
    ("_contextvars", contextvars::fill),
    ("_csv", csv::fill),
    ("_decimal", decimal::fill),
    ("_functools", functools::fill),
    ("_futures", futures::fill),
    ("_heapq", heapq::fill),
    ("_jsontext", json::fill),
    ("_operator", operator::fill),
    ("_pickle", pickle::fill),
    ("_sre", regex::fill),
    ("bisect", bisect::fill),
    ("operator", operator::fill),
    ("_collections", collections::fill),
    ("builtins", builtins::fill),
    ("_thread", thread::module::fill),
    ("_queue", thread::queue::fill),
    ("itertools", itertools::fill),
    ("_socket", socket::fill),
    ("_string", string_module::fill),
    ("io", io::fill),
    ("cmath", cmath::fill),
    ("math", math::fill),
    ("_random", random::fill),
    ("errno", errno::fill),
    ("fcntl", fcntl::fill),
    ("resource", resource::fill),
    ("select", select::fill),
    ("termios", termios::fill),
    ("gc", gc::fill),
    ("posix", posix::fill),
    ("_process", process::fill),
    ("time", time::fill),
    ("_traceback", traceback_module::fill),
    ("_weakref", weakref::fill),
    ("_signal", signal::fill),
    ("sys", sys::fill),
];

/// Whether a module is written in Rust.
pub(crate) fn find(name: &str) -> Option<Fill> {
    MODULES.iter().find(|(own, _)| *own == name).map(|(_, fill)| *fill)
}

/// Makes native module `name`; None if there is none of that name. The importer enters it into `sys.modules` before `fill` runs.
pub(crate) fn make(cx: &Cx, name: &str) -> R<Option<Ref<Module>>> {
    let Some(fill) = find(name) else {
        return Ok(None);
    };
    let module = Module::new(name);
    module.set("__builtin_module__", Value::TRUE);
    fill(cx, &module)?;
    Ok(Some(module))
}

/// Makes what every interpreter has from the start: `builtins` and `sys`, entered in `sys.modules`. The host has called
/// `sys::configure` before.
pub(crate) fn set_up(cx: &Cx) -> R<()> {
    let module = Module::new("builtins");
    // The module's namespace is where names that no scope binds are looked up.
    let _ = cx.interp.builtins.set(module.dict());
    builtins::fill(cx, &module)?;
    module.set("__builtin_module__", Value::TRUE);
    cx.interp.modules().set_name(crate::object::str::Name::new("builtins"), module.into_value());
    if let Some(sys) = make(cx, "sys")? {
        cx.interp.modules().set_name(crate::object::str::Name::new("sys"), sys.into_value());
    }
    Ok(())
}
