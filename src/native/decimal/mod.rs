//! Module `_decimal`: decimal numbers and contexts, after the General Decimal Arithmetic Specification. Numbers are plain data
//! (`number`), an operation is a [`work::Work`] by a context's settings; objects are in `decimal_type`, `context_type` and `signals`. What is rarely
//! used (logarithms, digits as bits, neighbours) is written in the language: `_pydecimal`.

mod arithmetic;
mod context_type;
mod decimal_type;
mod format;
mod methods;
mod number;
mod operations;
mod settings;
mod signals;
mod text;
mod wide;
mod work;

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::str::Name;
use crate::object::value::{R, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("_decimal.getcontext()", context_type::getcontext).doc("The context of the current thread or task."),
    NativeDef::new("_decimal.setcontext(context, /)", context_type::setcontext).doc("Sets the context of the current thread or task."),
];

/// Fills the namespace of `_decimal`.
pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    signals::add(module);
    signals::SIGNAL_DICT.make_ready();
    for ty in [&decimal_type::DECIMAL, &context_type::CONTEXT] {
        module.add_type(ty);
    }
    let templates = cx.interp.extension::<context_type::Templates>();
    module.set("DefaultContext", templates.default.clone());
    module.set("BasicContext", templates.basic.clone());
    module.set("ExtendedContext", templates.extended.clone());
    for (_, name) in settings::Rounding::ALL {
        module.set(name, Name::new(name).value());
    }
    for (name, bound) in [
        ("MAX_PREC", settings::MAX_PREC),
        ("MAX_EMAX", settings::MAX_EMAX),
        ("MIN_EMIN", settings::MIN_EMIN),
        ("MIN_ETINY", settings::MIN_ETINY),
    ] {
        module.set(name, Value::int(bound));
    }
    module.add_functions(FUNCTIONS);
    Ok(())
}
