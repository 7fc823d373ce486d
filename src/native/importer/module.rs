//! Module `_imp`: what `importlib` needs of the importer.

use super::run_again;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::str::Str;
use crate::object::value::{R, Value};

fn text<'a>(cx: &Cx, value: &'a Value) -> R<std::borrow::Cow<'a, str>> {
    value.get::<Str>().map(Str::to_str_lossy).ok_or_else(|| cx.type_error("the name of a module must be str"))
}

fn is_builtin(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::int(i64::from(crate::native::find(&text(cx, &a[0])?).is_some())))
}

/// Whether a module of the embedded library is a package; None for others.
fn embedded(cx: &Cx, a: &[Value]) -> R {
    Ok(super::embedded(&text(cx, &a[0])?).map_or(Value::NONE, |(_, is_package)| if is_package { Value::TRUE } else { Value::FALSE }))
}

fn run_module_again(cx: &Cx, a: &[Value]) -> R {
    let Some(module) = a[0].get::<Module>() else { return Err(cx.type_error("the argument must be a module")) };
    run_again(cx, module, &text(cx, &a[1])?)?;
    Ok(Value::NONE)
}

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("is_builtin(name, /)", is_builtin).doc("Return 1 if a module of this name is written in Rust, else 0."),
    NativeDef::new("is_frozen(name, /)", |_, _| Ok(Value::FALSE)).doc("Return False: no module is frozen."),
    NativeDef::new("_embedded(name, /)", embedded),
    NativeDef::new("_run_again(module, name, /)", run_module_again),
];

/// Fills the namespace of `_imp`.
pub(crate) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    Ok(())
}
