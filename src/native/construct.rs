//! Binding the arguments of constructors of native types to a signature text. Knows no types.

use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::ty::Type;
use crate::object::value::{R, Value};

/// One value per parameter of `signature`, as for native functions.
pub(crate) fn bind(cx: &Cx, signature: &'static NativeDef, args: Args<'_>) -> R<Vec<Value>> {
    let mut bound = Vec::new();
    signature.signature().bind(cx, args, false, &mut bound)?;
    Ok(bound)
}

/// A row that only serves as a signature.
pub(crate) const fn signature(text: &'static str) -> NativeDef {
    NativeDef::new(text, |_, _| Ok(Value::NONE))
}

/// Positional arguments of a constructor that takes no keywords.
pub(crate) fn positional<'a>(cx: &Cx, name: &str, class: &Type, args: Args<'a>) -> R<&'a [Value]> {
    let args = crate::object::sequence::for_new(class, args);
    if args.names.is_empty() { Ok(args.values) } else { Err(cx.type_error(format!("{name}() takes no keyword arguments"))) }
}
