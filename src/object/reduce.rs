//! What an object is made of, for copying and pickling: `object.__reduce_ex__`, `__reduce__` and `__getstate__`. Knows no format.

use super::attr;
use super::attrs::{DICT_MODE, Shape};
use super::call::{call_method, call_pos};
use super::cx::Cx;
use super::dict::Dict;
use super::instance::attrs_of;
use super::iter;
use super::kinds::Kind;
use super::native::NativeFunction;
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{OBJECT, Type, type_of};
use super::value::{Object, R, V, Value};

fn import(cx: &Cx, name: &str) -> R {
    (cx.interp.import_hook())(cx, name, &Dict::new(), &Value::NONE, 0)
}

fn copyreg(cx: &Cx, name: &str) -> R {
    let module = import(cx, "copyreg")?;
    attr::getattr(cx, &module, Name::new(name))
}

/// Whether a class's method is the one that `object` has.
fn is_own(cx: &Cx, ty: &Type, name: &'static str) -> bool {
    let found = ty.lookup(cx, Name::new(name));
    let function = found.as_ref().and_then(|found| found.get::<NativeFunction>());
    function.and_then(|function| function.owner).is_some_and(|owner| std::ptr::eq(owner, &OBJECT))
}

pub(super) fn reduce_ex(cx: &Cx, a: &[Value]) -> R {
    if !is_own(cx, type_of(&a[0]), "__reduce__") {
        return call_method(cx, &a[0], Name::new("__reduce__"), &[]);
    }
    reduce_as(cx, &a[0], super::protocol::index(cx, &a[1])?)
}

pub(super) fn reduce_as(cx: &Cx, object: &Value, protocol: i64) -> R {
    if protocol >= 2 {
        return reduce_new(cx, object);
    }
    let reduce = copyreg(cx, "_reduce_ex")?;
    call_pos(cx, &reduce, &[object.clone(), Value::int(protocol)])
}

#[cold]
fn cannot_pickle(cx: &Cx, object: &Value) -> super::value::Raised {
    let ty = type_of(object);
    cx.type_error(format!("cannot pickle '{}' object", ty.message_name()))
}

/// Whether a class's instances hold nothing but items, attributes and slots.
fn is_open(ty: &Type, has_args: bool) -> bool {
    match ty.kind() {
        Kind::Instance | Kind::List | Kind::Dict | Kind::Exception => true,
        _ => has_args,
    }
}

/// How objects reduce since protocol 2.
fn reduce_new(cx: &Cx, object: &Value) -> R {
    let ty = type_of(object);
    if ty.slots().new.is_none() {
        return Err(cannot_pickle(cx, object));
    }
    let (args, keywords, has_args) = new_arguments(cx, object)?;
    let state = if is_own(cx, ty, "__getstate__") {
        if !is_open(ty, has_args) {
            return Err(cannot_pickle(cx, object));
        }
        state_of(cx, object)?
    } else {
        call_method(cx, object, Name::new("__getstate__"), &[])?
    };
    let class = attr::getattr(cx, object, Name::new("__class__"))?;
    let (function, arguments) = match keywords.as_ref().filter(|keywords| keywords.get::<Dict>().is_some_and(|dict| dict.len() > 0)) {
        Some(keywords) => ("__newobj_ex__", vec![class, Tuple::new(args).into_value(), keywords.clone()]),
        None => ("__newobj__", std::iter::once(class).chain(args).collect()),
    };
    let items = if ty.kind() == Kind::List { iter::iter(cx, object)? } else { Value::NONE };
    let pairs = match ty.kind() {
        Kind::Dict => {
            let items = call_method(cx, object, Name::new("items"), &[])?;
            iter::iter(cx, &items)?
        }
        _ => Value::NONE,
    };
    Ok(Tuple::new(vec![copyreg(cx, function)?, Tuple::new(arguments).into_value(), state, items, pairs]).into_value())
}

/// What `__new__` gets when the object is made again, by `__getnewargs_ex__` or `__getnewargs__`; whether either is there.
fn new_arguments(cx: &Cx, object: &Value) -> R<(Vec<Value>, Option<Value>, bool)> {
    if let Some(method) = attr::lookup_optional(cx, object, Name::new("__getnewargs_ex__"))? {
        let found = call_pos(cx, &method, &[])?;
        let Some(parts) = found.get::<Tuple>().map(Tuple::items) else {
            return Err(cx.type_error(format!("__getnewargs_ex__ should return a tuple, not '{}'", type_of(&found).message_name())));
        };
        let [args, keywords] = parts else {
            return Err(cx.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {}", parts.len())));
        };
        let Some(args) = args.get::<Tuple>() else {
            let class = type_of(args).message_name();
            return Err(cx.type_error(format!("first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{class}'")));
        };
        if keywords.get::<Dict>().is_none() {
            let class = type_of(keywords).message_name();
            return Err(cx.type_error(format!("second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{class}'")));
        }
        return Ok((args.items().to_vec(), Some(keywords.clone()), true));
    }
    if let Some(method) = attr::lookup_optional(cx, object, Name::new("__getnewargs__"))? {
        let found = call_pos(cx, &method, &[])?;
        return match found.get::<Tuple>() {
            Some(args) => Ok((args.items().to_vec(), None, true)),
            None => Err(cx.type_error(format!("__getnewargs__ should return a tuple, not '{}'", type_of(&found).message_name()))),
        };
    }
    Ok((Vec::new(), None, false))
}

/// The attributes in a dict of their own, or None if there are none.
fn attributes(cx: &Cx, object: &Value) -> R {
    let Some((header, attrs)) = object.header().and_then(|header| Some((header, attrs_of(header)?))) else { return Ok(Value::NONE) };
    if !type_of(object).has(super::ty::type_flag::HAS_DICT) {
        return Ok(Value::NONE);
    }
    let slots = slot_names(cx, type_of(object))?;
    let shape = attrs.shape();
    if shape == DICT_MODE {
        let dict = attr::instance_dict(cx, object)?;
        let is_empty = dict.get::<Dict>().is_some_and(|dict| dict.len() == 0);
        return Ok(if is_empty { Value::NONE } else { dict });
    }
    let Some(shape) = Shape::by_id(shape) else { return Ok(Value::NONE) };
    let dict = Dict::new();
    for name in &shape.names {
        if !slots.iter().any(|slot| slot.is(&name.value()))
            && let super::attrs::Found::Slot(_, value) = attrs.get(header, *name)
            && !value.is_unset()
        {
            dict.set_name(*name, value);
        }
    }
    Ok(if dict.len() == 0 { Value::NONE } else { dict.into_value() })
}

fn slot_names(cx: &Cx, ty: &Type) -> R<Vec<Value>> {
    if !ty.is_heap() {
        return Ok(Vec::new());
    }
    if let Some(known) = ty.dict().get_name(Name::new("__slotnames__"))
        && !known.is_none()
    {
        return iter::collect(cx, &known);
    }
    let names = copyreg(cx, "_slotnames")?;
    let names = call_pos(cx, &names, &[ty.value()])?;
    iter::collect(cx, &names)
}

/// What `object.__getstate__` gives.
pub(super) fn state_of(cx: &Cx, object: &Value) -> R {
    if !matches!(object.unpack(), V::Obj(_)) {
        return Ok(Value::NONE);
    }
    let state = attributes(cx, object)?;
    let slots = Dict::new();
    for name in slot_names(cx, type_of(object))? {
        let Some(text) = name.get::<Str>() else { continue };
        if let Some(value) = attr::lookup_optional(cx, object, Name::of(text))? {
            slots.set(cx, name.clone(), value)?;
        }
    }
    Ok(if slots.len() == 0 { state } else { Tuple::new(vec![state, slots.into_value()]).into_value() })
}
