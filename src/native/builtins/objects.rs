//! Builtin functions about any object: attributes, identity, hash, length, classes.

use crate::object::attr;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::isinstance;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::protocol::{self, type_name};
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};

/// The name of an attribute given as a value.
fn name_arg(cx: &Cx, value: &Value) -> R<Name> {
    match value.get::<Str>() {
        Some(name) => Ok(Name::of(name)),
        None => Err(cx.type_error(format!("attribute name must be string, not '{}'", type_name(value)))),
    }
}

fn getattr(cx: &Cx, a: &[Value]) -> R {
    let name = name_arg(cx, &a[1])?;
    if a[2].is_unset() {
        return attr::getattr(cx, &a[0], name);
    }
    Ok(attr::lookup_optional(cx, &a[0], name)?.unwrap_or_else(|| a[2].clone()))
}

fn hasattr(cx: &Cx, a: &[Value]) -> R {
    let name = name_arg(cx, &a[1])?;
    Ok(Value::bool(attr::lookup_optional(cx, &a[0], name)?.is_some()))
}

fn setattr(cx: &Cx, a: &[Value]) -> R {
    let name = name_arg(cx, &a[1])?;
    attr::setattr(cx, &a[0], name, a[2].clone())?;
    Ok(Value::NONE)
}

fn delattr(cx: &Cx, a: &[Value]) -> R {
    let name = name_arg(cx, &a[1])?;
    attr::delattr(cx, &a[0], name)?;
    Ok(Value::NONE)
}

fn callable(_: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(type_of(&a[0]).slots().call.is_some()))
}

fn hash(cx: &Cx, a: &[Value]) -> R {
    compare::hash(cx, &a[0]).map(Value::int)
}

fn id(_: &Cx, a: &[Value]) -> R {
    Ok(int::from_u64(a[0].identity()))
}

fn len(cx: &Cx, a: &[Value]) -> R {
    protocol::len(cx, &a[0]).map(int::from_usize)
}

/// [`len`] of builtin containers.
fn peek_len(value: &Value) -> Option<Value> {
    let len = if let Some(list) = value.get_exact::<List>() {
        list.len()
    } else if let Some(text) = value.get_exact::<Str>() {
        text.len()
    } else if let Some(tuple) = value.get_exact::<Tuple>() {
        tuple.len()
    } else if let Some(dict) = value.get_exact::<Dict>() {
        dict.settled_len()
    } else {
        return None;
    };
    Some(int::from_usize(len))
}

fn is_instance(cx: &Cx, a: &[Value]) -> R {
    isinstance::is_instance(cx, &a[0], &a[1]).map(Value::bool)
}

fn is_subclass(cx: &Cx, a: &[Value]) -> R {
    isinstance::is_subclass(cx, &a[0], &a[1]).map(Value::bool)
}

/// `dir(object)`: what its `__dir__` answers, sorted.
pub(crate) fn dir_of(cx: &Cx, object: &Value) -> R {
    let Some(names) = attr::call_special(cx, object, Name::new("__dir__"), &[])? else {
        return Err(cx.type_error("object does not provide __dir__"));
    };
    sorted_names(cx, &names)
}

/// A sorted list of the items.
pub(crate) fn sorted_names(cx: &Cx, names: &Value) -> R {
    let list = List::new(iter::collect(cx, names)?).into_value();
    crate::object::call::call_method(cx, &list, Name::new("sort"), &[])?;
    Ok(list)
}

/// The names of `dir(object)` that are text.
pub(crate) fn dir_names(cx: &Cx, object: &Value) -> R<Vec<String>> {
    let names = iter::collect(cx, &dir_of(cx, object)?)?;
    Ok(names.iter().filter_map(|name| name.get::<Str>().map(|name| name.to_str_lossy().into_owned())).collect())
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("getattr(object, name, default=?, /)", getattr).doc("Get a named attribute from an object."),
    NativeDef::new("hasattr(obj, name, /)", hasattr).doc("Return whether the object has an attribute with the given name."),
    NativeDef::new("setattr(obj, name, value, /)", setattr).doc("Sets the named attribute on the given object to the specified value."),
    NativeDef::new("delattr(obj, name, /)", delattr).doc("Deletes the named attribute from the given object."),
    NativeDef::new("callable(obj, /)", callable).doc("Return whether the object is callable (i.e., some kind of function)."),
    NativeDef::new("hash(obj, /)", hash).doc("Return the hash value for the given object."),
    NativeDef::new("id(obj, /)", id).doc("Return the identity of an object."),
    NativeDef::new("len(obj, /)", len).peek(peek_len).doc("Return the number of items in a container."),
    NativeDef::new("isinstance(obj, class_or_tuple, /)", is_instance)
        .doc("Return whether an object is an instance of a class or of a subclass thereof."),
    NativeDef::new("issubclass(cls, class_or_tuple, /)", is_subclass)
        .doc("Return whether 'cls' is derived from another class or is the same class."),
];
