//! Module `builtins`: its functions, types and constants in one namespace.

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::str::Name;
use crate::object::value::{Object, R, Value};

mod anext;
mod callable_iterator;
mod extremes;
mod iteration;
mod numbers;
mod objects;
pub(crate) mod running;
pub(crate) mod site;
mod sum;
mod text;

pub(crate) use objects::dir_names;

/// Types that are names of `builtins`; other core types are reached through their objects.
const PUBLIC_TYPES: &[&str] = &[
    "object",
    "type",
    "int",
    "bool",
    "float",
    "complex",
    "str",
    "bytes",
    "bytearray",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
    "property",
    "classmethod",
    "staticmethod",
    "memoryview",
    "enumerate",
    "zip",
    "map",
    "filter",
    "reversed",
    "super",
];

/// Fills the namespace of `builtins`.
pub(crate) fn fill(cx: &Cx, module: &Module) -> R<()> {
    for functions in [
        running::FUNCTIONS,
        iteration::FUNCTIONS,
        numbers::FUNCTIONS,
        objects::FUNCTIONS,
        text::FUNCTIONS,
        extremes::FUNCTIONS,
        sum::FUNCTIONS,
    ] {
        module.add_functions(functions);
    }
    module.add_functions(crate::native::io::print::FUNCTIONS);
    let dict = module.dict();
    let (name, open) = crate::native::io::open_function();
    dict.set_name(name, open);
    for ty in crate::object::init::core_types() {
        let name = ty.def.map_or("", |def| def.name);
        if PUBLIC_TYPES.contains(&name) {
            dict.set_name(Name::new(name), ty.value());
        }
    }
    for ty in crate::object::exception::PLAIN.iter().chain(crate::object::exceptions::SPECIAL) {
        let name = ty.def.map_or("", |def| def.name);
        // Not a name of CPython's builtins: scripts get it from `threading`.
        if name != "DeadlockError" {
            dict.set_name(Name::new(name), ty.value());
        }
    }
    let os_error = crate::object::exceptions::OS_ERROR.value();
    module.set("EnvironmentError", os_error.clone());
    module.set("IOError", os_error);
    module.set("None", Value::NONE);
    module.set("True", Value::TRUE);
    module.set("False", Value::FALSE);
    module.set("NotImplemented", Value::NOT_IMPLEMENTED);
    module.set("Ellipsis", Value::ELLIPSIS);
    module.set("__debug__", Value::bool(cx.interp.optimize() == 0));
    site::fill(module);
    crate::native::thread::add_builtins(module);
    crate::native::asyncio::add_builtins(module);
    crate::native::process::add_builtins(module);
    Ok(())
}
