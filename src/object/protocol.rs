//! What any object can be asked: truth, text, length, items, membership. Knows slots and the errors for what lacks them.

use super::cx::Cx;
use super::dict::Dict;
use super::set::Set;
use super::str::{Str, known_name};
use super::ty::{Type, type_of};
use super::value::{Object, R, Raised, Ref, V, Value};

/// Truth value testing (reference section 4.1 of the library).
#[inline(always)]
pub(crate) fn truth(cx: &Cx, value: &Value) -> R<bool> {
    match value.unpack() {
        V::Bool(truth) => Ok(truth),
        V::None | V::Unset => Ok(false),
        V::Int(int) => Ok(int != 0),
        V::Float(float) => Ok(float != 0.0),
        V::Ellipsis => Ok(true),
        V::NotImplemented => truth_of_not_implemented(cx),
        V::Obj(_) => truth_of_object(cx, value),
    }
}

/// True, with a warning.
#[cold]
pub(super) fn truth_of_not_implemented(cx: &Cx) -> R<bool> {
    let text = "NotImplemented should not be used in a boolean context";
    (cx.interp.hooks().warn)(cx, &super::exception::DEPRECATION_WARNING, text, &Value::UNSET)?;
    Ok(true)
}

#[inline(never)]
fn truth_of_object(cx: &Cx, value: &Value) -> R<bool> {
    let slots = type_of(value).slots();
    if let Some(truth) = slots.truth {
        return truth(cx, value);
    }
    match slots.len {
        Some(len) => Ok(len(cx, value)? != 0),
        None => Ok(true),
    }
}

/// `repr(value)`.
pub(crate) fn repr(cx: &Cx, value: &Value) -> R<Ref<Str>> {
    if let V::Int(int) = value.unpack() {
        return text_result(cx, super::int_ops::decimal(cx, int)?, "__repr__");
    }
    let result = cx.recursing(" while getting the repr of an object", || match type_of(value).slots().repr {
        Some(repr) => repr(cx, value),
        None => super::base_object::repr(cx, value),
    })?;
    text_result(cx, result, "__repr__")
}

/// `str(value)`.
pub(crate) fn str(cx: &Cx, value: &Value) -> R<Ref<Str>> {
    if value.get_exact::<Str>().is_some() {
        return text_result(cx, value.clone(), "__str__");
    }
    if value.as_int().is_some() {
        return repr(cx, value);
    }
    match type_of(value).slots().str {
        Some(str) => {
            let result = cx.recursing(" while getting the str of an object", || str(cx, value))?;
            text_result(cx, result, "__str__")
        }
        None => repr(cx, value),
    }
}

fn text_result(cx: &Cx, result: Value, method: &str) -> R<Ref<Str>> {
    Ref::from_value(result)
        .map_err(|other| cx.type_error(format!("{method} returned non-string (type {})", type_of(&other).message_name())))
}

/// `len(value)`.
pub(crate) fn len(cx: &Cx, value: &Value) -> R<usize> {
    match type_of(value).slots().len {
        Some(len) => len(cx, value),
        None => Err(cx.type_error(format!("object of type '{}' has no len()", type_of(value).message_name()))),
    }
}

/// A guess at the number of items that iterating will give, for reserving room.
pub(crate) fn length_hint(cx: &Cx, value: &Value, default: usize) -> R<usize> {
    if let Some(len) = type_of(value).slots().len {
        let result = len(cx, value);
        return Ok(cx.absorb(result, &super::exception::TYPE_ERROR)?.unwrap_or(default));
    }
    let Some(hint) = super::attr::special(cx, value, known_name!("__length_hint__"))? else {
        return Ok(default);
    };
    let result = super::call::call_pos(cx, &hint, &[]);
    let Some(hint) = cx.absorb(result, &super::exception::TYPE_ERROR)? else {
        return Ok(default);
    };
    if hint.is_not_implemented() {
        return Ok(default);
    }
    match hint.as_int() {
        Some(n) if n >= 0 => Ok(n as usize),
        Some(_) => Err(cx.value_error("__length_hint__() should return >= 0")),
        None => Err(cx.type_error(format!("__length_hint__ must be an integer, not {}", type_of(&hint).message_name()))),
    }
}

/// `object[key]`.
#[inline]
pub(crate) fn getitem(cx: &Cx, object: &Value, key: &Value) -> R {
    match type_of(object).slots().getitem {
        Some(getitem) => getitem(cx, object, key),
        None => getitem_of_class(cx, object, key),
    }
}

/// `Class[args]`: `__class_getitem__`; else the error.
#[cold]
fn getitem_of_class(cx: &Cx, object: &Value, key: &Value) -> R {
    // A `__class_getitem__` in the namespace of `type` would be found through every class.
    if object.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, &super::ty::TYPE)) {
        return super::generic_alias::make(cx, object, key);
    }
    if object.get::<Type>().is_some()
        && let Some(method) = super::attr::lookup_optional(cx, object, known_name!("__class_getitem__"))?
    {
        return super::call::call_pos(cx, &method, std::slice::from_ref(key));
    }
    if let Some(ty) = object.get::<Type>()
        && std::ptr::eq(type_of(object), &super::ty::TYPE)
    {
        return Err(cx.type_error(format!("type '{}' is not subscriptable", ty.name())));
    }
    Err(cx.type_error(format!("'{}' object is not subscriptable", type_of(object).message_name())))
}

/// `object[key] = value`.
#[inline]
pub(crate) fn setitem(cx: &Cx, object: &Value, key: &Value, value: Value) -> R<()> {
    match type_of(object).slots().setitem {
        Some(setitem) => setitem(cx, object, key, Some(value)),
        None => Err(cx.type_error(format!("'{}' object does not support item assignment", type_of(object).message_name()))),
    }
}

/// `del object[key]`.
pub(crate) fn delitem(cx: &Cx, object: &Value, key: &Value) -> R<()> {
    match type_of(object).slots().setitem {
        Some(setitem) => setitem(cx, object, key, None),
        None => Err(cannot_delete_item(cx, object, key)),
    }
}

#[cold]
fn cannot_delete_item(cx: &Cx, object: &Value, key: &Value) -> Raised {
    let ty = type_of(object);
    // CPython asks sequences, and all classes of programs are some, to delete by number, and words the refusal another way.
    let is_sequence = ty.is_heap() || ty.slots().contains.is_some() || ty.slots().len.is_some();
    let does_not = if is_sequence && type_of(key).slots().index.is_some() { "doesn't" } else { "does not" };
    cx.type_error(format!("'{}' object {does_not} support item deletion", ty.name()))
}

/// `item in container`.
#[inline]
pub(crate) fn contains(cx: &Cx, container: &Value, item: &Value) -> R<bool> {
    if let Some(dict) = container.get_exact::<Dict>() {
        return dict.contains(cx, item);
    }
    if let Some(set) = container.get_exact::<Set>()
        && (item.as_int().is_some() || item.get_exact::<Str>().is_some())
    {
        return set.contains(cx, item);
    }
    if let (Some(text), Some(part)) = (container.get_exact::<Str>(), item.get_exact::<Str>())
        && let [byte] = part.bytes()
    {
        // A byte of its own is an ASCII character, wherever it stands.
        let bytes = text.bytes();
        return Ok(if bytes.len() <= SHORT_TEXT { bytes.iter().any(|b| b == byte) } else { memchr::memchr(*byte, bytes).is_some() });
    }
    contains_by_slot(cx, container, item)
}

#[inline(never)]
fn contains_by_slot(cx: &Cx, container: &Value, item: &Value) -> R<bool> {
    if let Some(contains) = type_of(container).slots().contains {
        return contains(cx, container, item);
    }
    if !super::iter::is_iterable(type_of(container)) {
        return Err(cx.type_error(format!("argument of type '{}' is not iterable", type_of(container).message_name())));
    }
    let mut is_in = false;
    super::iter::each(cx, container, |candidate| {
        is_in = super::compare::equal(cx, &candidate, item)?;
        Ok(!is_in)
    })?;
    Ok(is_in)
}

/// Texts up to this length are looked through byte by byte: calling a search costs more.
const SHORT_TEXT: usize = 16;

/// `format(value, spec)`.
pub(crate) fn format(cx: &Cx, value: &Value, spec: &Ref<Str>) -> R<Ref<Str>> {
    let result = match super::attr::call_special(cx, value, known_name!("__format__"), &[spec.as_value().clone()])? {
        Some(result) => result,
        None => return str(cx, value),
    };
    Ref::from_value(result).map_err(|other| cx.type_error(format!("__format__ must return a str, not {}", type_of(&other).message_name())))
}

/// The value as a Rust index for sequences: `__index__` applied. Errors: TypeError worded with `what`, IndexError if it does not fit.
pub(crate) fn index(cx: &Cx, value: &Value) -> R<i64> {
    match value.unpack() {
        V::Int(int) => Ok(int),
        V::Bool(truth) => Ok(i64::from(truth)),
        _ => {
            let int = super::number::index(cx, value)?;
            match int.as_int() {
                Some(int) => Ok(int),
                None => Err(cx.index_error(format!("cannot fit '{}' into an index-sized integer", type_of(value).message_name()))),
            }
        }
    }
}

/// A position in a sequence of `len` items, counted from the end if negative; None if outside.
#[inline(always)]
pub(crate) fn position(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { index.checked_add(len as i64)? } else { index };
    usize::try_from(index).ok().filter(|index| *index < len)
}

/// Name of a value's class, for messages.
pub(crate) fn type_name(value: &Value) -> String {
    type_of(value).message_name()
}

/// A type as a value.
pub(crate) fn type_value(ty: &'static Type) -> Value {
    ty.value()
}
