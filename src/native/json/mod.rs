//! Module `_jsontext`: the short ways of `json`, of which `_json` is made. Each does the whole of a document, or nothing: what is no JSON, and what needs hooks or
//! code of classes, is left to the module in the language, which knows all rules and words all errors.

mod read;
mod write;

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::value::{R, Raised, Value};

/// Why a short way ends early.
enum Stop {
    /// Something that the short way does not know.
    Unknown,
    Raised(Raised),
}

impl From<Raised> for Stop {
    fn from(raised: Raised) -> Stop {
        Stop::Raised(raised)
    }
}

type Short<T> = Result<T, Stop>;

/// NotImplemented stands for "ask the general way".
fn answer(result: Short<Value>) -> R {
    match result {
        Ok(value) => Ok(value),
        Err(Stop::Unknown) => Ok(Value::NOT_IMPLEMENTED),
        Err(Stop::Raised(raised)) => Err(raised),
    }
}

/// Containers in containers in containers: as deep as CPython's own limit for calls of C code lets them be.
const DEEPEST: usize = 10_000;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("parse(text, /)", |cx, a| answer(read::document(cx, &a[0])))
        .doc("The object that a text stands for by the default rules; NotImplemented if it is no JSON."),
    NativeDef::new("write(value, ensure_ascii, allow_nan, sort_keys, item_separator, key_separator, indent, /)", |cx, a| {
        answer(write::document(cx, a))
    })
    .doc("The text of an object made of builtin objects; NotImplemented if there are others in it."),
    NativeDef::new("quote(text, ensure_ascii, /)", |cx, a| answer(write::quoted(cx, &a[0], &a[1])))
        .doc("A string in quotes; NotImplemented for anything else."),
];

/// Fills the namespace of `_jsontext`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    Ok(())
}
