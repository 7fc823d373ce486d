//! `isinstance` and `issubclass`: the plain checks and the hooks that override them.

use super::attr;
use super::cx::Cx;
use super::str::{Name, known_name};
use super::tuple::Tuple;
use super::ty::{OBJECT, TYPE, Type, type_flag, type_of};
use super::value::{Object, R, Value};
use std::sync::LazyLock;

/// `isinstance(object, class)` as `type.__instancecheck__` answers it.
pub(crate) fn plain_instance(cx: &Cx, object: &Value, class: &Value) -> R<bool> {
    let Some(ty) = class.get::<Type>() else {
        // Anything with `__bases__` will do as a class.
        check_class(cx, class, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
        let own = attr::getattr(cx, object, known_name!("__class__"))?;
        return derived_by_bases(cx, &own, class);
    };
    if type_of(object).is_subtype(ty) {
        return Ok(true);
    }
    if object.header().is_none() || !may_claim(cx, type_of(object)) {
        return Ok(false);
    }
    let claimed = attr::lookup_optional(cx, object, known_name!("__class__"))?;
    Ok(claimed.is_some_and(|claimed| claimed.get::<Type>().is_some_and(|claimed| claimed.is_subtype(ty))))
}

/// Whether instances of the class may say something else of their `__class__` than what it is.
fn may_claim(cx: &Cx, class: &Type) -> bool {
    static CLASS: LazyLock<Name> = LazyLock::new(|| Name::new("__class__"));
    if !class.has(type_flag::PLAIN_GETATTR) {
        return true;
    }
    let (own, usual) = (class.lookup(cx, *CLASS), OBJECT.lookup(cx, *CLASS));
    match (own, usual) {
        (Some(own), Some(usual)) => !own.is(&usual),
        _ => true,
    }
}

/// `issubclass(class, base)` as `type.__subclasscheck__` answers it.
pub(crate) fn plain_subclass(cx: &Cx, class: &Value, base: &Value) -> R<bool> {
    if let (Some(class), Some(base)) = (class.get::<Type>(), base.get::<Type>()) {
        return Ok(class.is_subtype(base));
    }
    check_class(cx, class, "issubclass() arg 1 must be a class")?;
    check_class(cx, base, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
    derived_by_bases(cx, class, base)
}

fn check_class(cx: &Cx, class: &Value, message: &str) -> R<()> {
    if class.get::<Type>().is_some() {
        return Ok(());
    }
    match attr::lookup_optional(cx, class, known_name!("__bases__"))? {
        Some(bases) if bases.get::<Tuple>().is_some() => Ok(()),
        _ => Err(cx.type_error(message)),
    }
}

fn derived_by_bases(cx: &Cx, class: &Value, base: &Value) -> R<bool> {
    if class.is(base) {
        return Ok(true);
    }
    let bases = attr::lookup_optional(cx, class, known_name!("__bases__"))?.unwrap_or(Value::NONE);
    for parent in bases.get::<Tuple>().map(Tuple::items).unwrap_or_default() {
        if cx.recursing("", || derived_by_bases(cx, parent, base))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `isinstance(object, class)`, tuples and hooks included.
pub(crate) fn is_instance(cx: &Cx, object: &Value, class: &Value) -> R<bool> {
    if std::ptr::eq(type_of(class).header(), TYPE.header())
        && let Some(ty) = class.get::<Type>()
        && type_of(object).is_subtype(ty)
    {
        return Ok(true);
    }
    if class.get::<Type>().is_some_and(|class| std::ptr::eq(type_of(object), class)) {
        return Ok(true);
    }
    check(cx, object, class, "__instancecheck__", plain_instance)
}

/// `issubclass(class, base)`, tuples and hooks included.
pub(crate) fn is_subclass(cx: &Cx, class: &Value, base: &Value) -> R<bool> {
    check(cx, class, base, "__subclasscheck__", plain_subclass)
}

fn check(cx: &Cx, subject: &Value, class: &Value, hook: &str, plain: fn(&Cx, &Value, &Value) -> R<bool>) -> R<bool> {
    if std::ptr::eq(type_of(class).header(), TYPE.header()) {
        return plain(cx, subject, class);
    }
    if let Some(classes) = class.get::<Tuple>() {
        for class in classes.items() {
            // A class among others, as most are, is no nesting.
            let is_class = std::ptr::eq(type_of(class).header(), TYPE.header());
            let holds = if is_class {
                plain(cx, subject, class)?
            } else {
                cx.recursing_in(|| format!(" in {hook}"), || check(cx, subject, class, hook, plain))?
            };
            if holds {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match attr::call_special(cx, class, Name::new(hook), std::slice::from_ref(subject))? {
        Some(answer) => super::protocol::truth(cx, &answer),
        None => plain(cx, subject, class),
    }
}
