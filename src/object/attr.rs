//! Attribute access: the generic rules of the data model (reference section 3.3.2) and shortcuts that keep to them.

use super::attrs::{Attrs, Found};
use super::cx::Cx;
use super::descriptor::as_member;
use super::dict::Dict;
use super::exception::ATTRIBUTE_ERROR;
use super::instance::attrs_of;
use super::str::{Name, known_name};
use super::ty::{Type, type_flag, type_of};
use super::value::{Object, R, Raised, Value, Words};
use crate::memory::Header;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicU32, Ordering::*};

/// Counts changes of classes that can make a cached instance attribute lookup wrong (a data descriptor or an attribute hook put
/// into a class that already exists). Inline caches carry it; when it would overflow, caching stops.
static EPOCH: AtomicU32 = AtomicU32::new(0);

/// Most changes of classes before inline caches of attributes are given up.
pub(crate) const EPOCH_LIMIT: u32 = 0xFFFF;

#[inline(always)]
pub(crate) fn epoch() -> u32 {
    EPOCH.load(Relaxed)
}

pub(crate) fn bump_epoch() {
    let _ = EPOCH.fetch_update(AcqRel, Relaxed, |epoch| (epoch < EPOCH_LIMIT).then_some(epoch + 1));
}

/// `object.name`.
#[inline]
pub(crate) fn getattr(cx: &Cx, object: &Value, name: Name) -> R {
    match type_of(object).slots().getattr {
        Some(getattr) => getattr(cx, object, name),
        None => generic_getattr(cx, object, name),
    }
}

/// `object.name`, None instead of AttributeError.
pub(crate) fn lookup_optional(cx: &Cx, object: &Value, name: Name) -> R<Option<Value>> {
    if type_of(object).has(type_flag::PLAIN_GETATTR) && !type_of(object).has(type_flag::HAS_GETATTR) {
        let found = generic_lookup(cx, object, name);
        return match found {
            Err(raised) if cx.pending_is(&ATTRIBUTE_ERROR) => {
                drop(cx.take(raised));
                Ok(None)
            }
            other => other,
        };
    }
    let result = getattr(cx, object, name);
    cx.absorb(result, &ATTRIBUTE_ERROR)
}

/// `object.name = value`.
#[inline]
pub(crate) fn setattr(cx: &Cx, object: &Value, name: Name, value: Value) -> R<()> {
    match type_of(object).slots().setattr {
        Some(setattr) => setattr(cx, object, name, Some(value)),
        None => generic_setattr(cx, object, name, Some(value)),
    }
}

/// `del object.name`.
pub(crate) fn delattr(cx: &Cx, object: &Value, name: Name) -> R<()> {
    match type_of(object).slots().setattr {
        Some(setattr) => setattr(cx, object, name, None),
        None => generic_setattr(cx, object, name, None),
    }
}

/// The `getattr` slot of `object`: data descriptor, instance attribute, other class attribute, AttributeError.
pub(crate) fn generic_getattr(cx: &Cx, object: &Value, name: Name) -> R {
    match generic_lookup(cx, object, name)? {
        Some(value) => Ok(value),
        None => Err(no_attribute(cx, object, name)),
    }
}

/// [`generic_getattr`] that answers None when there is no such attribute. (A descriptor may still raise AttributeError.)
pub(crate) fn generic_lookup(cx: &Cx, object: &Value, name: Name) -> R<Option<Value>> {
    let ty = type_of(object);
    let in_class = ty.lookup(cx, name);
    let get = in_class.as_ref().and_then(|found| type_of(found).slots().descr_get);
    if let (Some(found), Some(get)) = (&in_class, get)
        && type_of(found).slots().descr_set.is_some()
    {
        return get(cx, found, object, &ty.value()).map(Some);
    }
    if let Some(value) = own_attribute(cx, object, name)?
        && ty.has(type_flag::HAS_DICT)
    {
        return Ok(Some(value));
    }
    match (in_class, get) {
        (Some(found), Some(get)) => get(cx, &found, object, &ty.value()).map(Some),
        (found, _) => Ok(found),
    }
}

/// What the object itself holds under a name.
pub(crate) fn own_attribute(cx: &Cx, object: &Value, name: Name) -> R<Option<Value>> {
    let Some(header) = object.header() else {
        return Ok(None);
    };
    let Some(attrs) = attrs_of(header) else {
        return Ok(None);
    };
    Ok(match attrs.get(header, name) {
        Found::Slot(_, value) => Some(value).filter(|value| !value.is_unset()),
        Found::Dict(dict) => match dict.get::<Dict>() {
            Some(dict) => dict.get(cx, &name.value())?,
            None => None,
        },
        Found::Missing => None,
    })
}

/// The `setattr` slot of `object`: data descriptor, instance attribute, AttributeError.
pub(crate) fn generic_setattr(cx: &Cx, object: &Value, name: Name, value: Option<Value>) -> R<()> {
    let ty = type_of(object);
    let in_class = ty.lookup(cx, name);
    if let Some(found) = &in_class
        && let Some(set) = type_of(found).slots().descr_set
    {
        return set(cx, found, object, value);
    }
    if ty.has(type_flag::HAS_DICT) && object.header().and_then(attrs_of).is_some() {
        return set_own_attribute(cx, object, name, value);
    }
    let class = ty.message_name();
    Err(match in_class {
        Some(_) => attribute_error(cx, object, name, format!("'{class}' object attribute '{name}' is read-only")),
        None if value.is_some() && object.header().and_then(attrs_of).is_none() => attribute_error(
            cx,
            object,
            name,
            format!("'{class}' object has no attribute '{name}' and no __dict__ for setting new attributes"),
        ),
        None if value.is_some() => attribute_error(
            cx,
            object,
            name,
            format!("'{class}' object has no attribute '{name}' and no __dict__ for setting new attributes"),
        ),
        None => no_attribute(cx, object, name),
    })
}

/// Stores into (or deletes from) what the object itself holds.
pub(crate) fn set_own_attribute(cx: &Cx, object: &Value, name: Name, value: Option<Value>) -> R<()> {
    let Some((header, attrs)) = object.header().and_then(|header| Some((header, attrs_of(header)?))) else {
        return Err(no_attribute(cx, object, name));
    };
    let Some(value) = value else {
        return delete_own_attribute(cx, object, name);
    };
    match attrs.set(header, type_of(object).root_shape(), name, value) {
        Ok(()) => Ok(()),
        Err(value) => match to_dict(cx, object, header, attrs).get::<Dict>() {
            Some(dict) => dict.set(cx, name.value(), value),
            None => Err(no_attribute(cx, object, name)),
        },
    }
}

fn delete_own_attribute(cx: &Cx, object: &Value, name: Name) -> R<()> {
    let Some((header, attrs)) = object.header().and_then(|header| Some((header, attrs_of(header)?))) else {
        return Err(no_attribute(cx, object, name));
    };
    if own_attribute(cx, object, name)?.is_none() {
        return Err(no_attribute(cx, object, name));
    }
    match to_dict(cx, object, header, attrs).get::<Dict>() {
        Some(dict) => match dict.remove(cx, &name.value())? {
            Some(_) => Ok(()),
            None => Err(no_attribute(cx, object, name)),
        },
        None => Err(no_attribute(cx, object, name)),
    }
}

/// What a member of `__slots__` holds.
pub(crate) fn member(cx: &Cx, object: &Value, name: Name) -> R<Option<Value>> {
    let Some((header, attrs)) = object.header().and_then(|header| Some((header, attrs_of(header)?))) else { return Ok(None) };
    Ok(match attrs.get_member(header, name) {
        Found::Slot(_, value) => Some(value).filter(|value| !value.is_unset()),
        Found::Dict(members) => match members.get::<Dict>() {
            Some(members) => members.get(cx, &name.value())?,
            None => None,
        },
        Found::Missing => None,
    })
}

/// Stores into a member of `__slots__`, or empties it.
pub(crate) fn set_member(cx: &Cx, object: &Value, name: Name, value: Option<Value>) -> R<()> {
    let Some((header, attrs)) = object.header().and_then(|header| Some((header, attrs_of(header)?))) else {
        return Err(no_attribute(cx, object, name));
    };
    if value.is_none() && member(cx, object, name)?.is_none() {
        return Err(cx.error(&ATTRIBUTE_ERROR, name.to_string()));
    }
    let Err(value) = attrs.set(header, type_of(object).root_shape(), name, value.unwrap_or(Value::UNSET)) else { return Ok(()) };
    to_dict(cx, object, header, attrs);
    let members = attrs.members(header);
    let Some(members) = members.get::<Dict>() else { return Err(no_attribute(cx, object, name)) };
    if !value.is_unset() {
        return members.set(cx, name.value(), value);
    }
    match members.remove(cx, &name.value())? {
        Some(_) => Ok(()),
        None => Err(no_attribute(cx, object, name)),
    }
}

/// Turns an object to dict mode: the dict, which has no members of `__slots__`.
pub(crate) fn to_dict(cx: &Cx, object: &Value, header: &Header, attrs: &Attrs) -> Value {
    let ty = type_of(object);
    attrs.to_dict(header, |name| is_member(cx, ty, name))
}

/// Whether instances keep a member of `__slots__` under that name.
pub(crate) fn is_member(cx: &Cx, ty: &Type, name: Name) -> bool {
    ty.has(type_flag::MEMBERS) && ty.lookup(cx, name).is_some_and(|found| as_member(&found).is_some_and(|m| m.member_name() == Some(name)))
}

/// The instance's `__dict__`.
pub(crate) fn instance_dict(cx: &Cx, object: &Value) -> R {
    // One of a class that is derived from `module` has its namespace only.
    if let Some(module) = object.get::<super::module::Module>() {
        return Ok(module.dict().into_value());
    }
    match object.header().and_then(|header| Some((header, attrs_of(header)?))) {
        Some((header, attrs)) if type_of(object).has(type_flag::HAS_DICT) => Ok(to_dict(cx, object, header, attrs)),
        _ => Err(no_attribute(cx, object, known_name!("__dict__"))),
    }
}

/// AttributeError for a missing attribute, worded after the kind of object.
#[cold]
pub(crate) fn no_attribute(cx: &Cx, object: &Value, name: Name) -> Raised {
    let message = match object.get::<Type>() {
        Some(ty) => format!("type object '{}' has no attribute '{name}'", ty.message_name()),
        None => format!("'{}' object has no attribute '{name}'", type_of(object).message_name()),
    };
    attribute_error(cx, object, name, message)
}

pub(crate) fn attribute_error(cx: &Cx, object: &Value, name: Name, message: String) -> Raised {
    cx.attribute_error(object, name, message)
}

/// Finds a dunder method on the class of `object` and binds it; None if there is none.
pub(crate) fn special(cx: &Cx, object: &Value, name: Name) -> R<Option<Value>> {
    let ty = type_of(object);
    let Some(found) = ty.lookup(cx, name) else {
        return Ok(None);
    };
    match type_of(&found).slots().descr_get {
        Some(get) => get(cx, &found, object, &ty.value()).map(Some),
        None => Ok(Some(found)),
    }
}

/// A dunder method that was looked up to be called later, on the object it was found for.
pub(crate) struct Special {
    found: Value,
    /// It is called with the object first; else it is bound already.
    takes_object: bool,
}

impl Special {
    /// Finds a dunder method on the class of `object`, and binds it only if that needs more than passing the object.
    pub(crate) fn find(cx: &Cx, object: &Value, name: Name) -> R<Option<Special>> {
        let Some(found) = type_of(object).lookup(cx, name) else { return Ok(None) };
        if found.get::<super::function::Function>().is_some() || is_plain_method(&found) {
            return Ok(Some(Special { found, takes_object: true }));
        }
        let bound = match type_of(&found).slots().descr_get {
            Some(get) => get(cx, &found, object, &type_of(object).value())?,
            None => found,
        };
        Ok(Some(Special { found: bound, takes_object: false }))
    }

    /// Calls it with up to three arguments.
    pub(crate) fn call<const N: usize>(&self, cx: &Cx, object: &Value, args: [Value; N]) -> R {
        const { assert!(N <= 3) };
        if !self.takes_object {
            return super::call::call_pos(cx, &self.found, &args);
        }
        // The caller holds the object while the call runs: a lock that many strands enter is not counted up and down by each.
        // SAFETY: as `Words::lent` wants; never dropped.
        let lent = ManuallyDrop::new(unsafe { Words::lent(object).into_value() });
        let none = || ManuallyDrop::new(Value::UNSET);
        let mut values = [lent, none(), none(), none()];
        for (place, value) in values[1..].iter_mut().zip(&args) {
            // SAFETY: `args` holds them until the call is over.
            *place = ManuallyDrop::new(unsafe { Words::lent(value).into_value() });
        }
        // SAFETY: a ManuallyDrop is laid out as what is in it.
        let values = unsafe { std::slice::from_raw_parts(values.as_ptr().cast::<Value>(), N + 1) };
        super::call::call_pos(cx, &self.found, values)
    }
}

/// Calls dunder method `name` of the class of `object`; None if there is none.
pub(crate) fn call_special(cx: &Cx, object: &Value, name: Name, args: &[Value]) -> R<Option<Value>> {
    let Some(found) = type_of(object).lookup(cx, name) else {
        return Ok(None);
    };
    if found.get::<super::function::Function>().is_some() || is_plain_method(&found) {
        let call = |args: &[Value]| super::call::call(cx, &found, super::args::Args::positional(args));
        return super::actuals::with_first(object, args, call).map(Some);
    }
    let bound = match type_of(&found).slots().descr_get {
        Some(get) => get(cx, &found, object, &type_of(object).value())?,
        None => found,
    };
    super::call::call(cx, &bound, super::args::Args::positional(args)).map(Some)
}

/// Whether a class attribute is a method of a builtin type: calling it with the instance first equals binding and calling.
#[inline(always)]
pub(crate) fn is_plain_method(found: &Value) -> bool {
    found.header().is_some_and(|header| {
        std::ptr::eq(header.ty(), super::native::METHOD_DESCRIPTOR.header())
            || std::ptr::eq(header.ty(), super::native::SLOT_WRAPPER.header())
    })
}
