//! Calling objects and methods from Rust. Knows slots, not function bodies.

use super::args::Args;
use super::attr;
use super::cx::Cx;
use super::str::Name;
use super::ty::type_of;
use super::value::{R, Value};

/// Calls any object. Errors: TypeError if it is not callable, whatever the call raises.
#[inline]
pub(crate) fn call(cx: &Cx, function: &Value, args: Args<'_>) -> R {
    match type_of(function).slots().call {
        Some(call) => call(cx, function, args),
        None => Err(not_callable(cx, function)),
    }
}

#[cold]
pub(crate) fn not_callable(cx: &Cx, function: &Value) -> super::value::Raised {
    cx.type_error(format!("'{}' object is not callable", type_of(function).message_name()))
}

/// Calls with positional arguments.
#[inline]
pub(crate) fn call_pos(cx: &Cx, function: &Value, args: &[Value]) -> R {
    call(cx, function, Args::positional(args))
}

/// `object.name(*args)`.
pub(crate) fn call_method(cx: &Cx, object: &Value, name: Name, args: &[Value]) -> R {
    let ty = type_of(object);
    if ty.has(super::ty::type_flag::PLAIN_GETATTR)
        && let Some(found) = ty.lookup(cx, name)
        && (found.get::<super::function::Function>().is_some() || attr::is_plain_method(&found))
        && attr::own_attribute(cx, object, name)?.is_none()
    {
        let mut values = Vec::with_capacity(args.len() + 1);
        values.push(object.clone());
        values.extend_from_slice(args);
        return call_pos(cx, &found, &values);
    }
    let method = attr::getattr(cx, object, name)?;
    call_pos(cx, &method, args)
}

/// Calls with positional arguments, keyword arguments given as a dict's entries.
pub(crate) fn call_with_dict(cx: &Cx, function: &Value, args: &[Value], keywords: &[(Value, Value)]) -> R {
    let mut values = args.to_vec();
    let mut names = Vec::with_capacity(keywords.len());
    for (key, value) in keywords {
        let Some(key) = key.get::<super::str::Str>() else {
            return Err(cx.type_error("keywords must be strings"));
        };
        names.push(Name::of(key));
        values.push(value.clone());
    }
    call(cx, function, Args { values: &values, names: &names })
}
