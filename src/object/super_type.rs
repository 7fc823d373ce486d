//! The `super` object: attribute lookup that starts after a class. Finding the class of a call without arguments is the layer's
//! that knows frames.

use super::args::Args;
use super::cx::Cx;
use super::isinstance;
use super::native::{GetSet, NativeDef};
use super::payload::{Native, Payload};
use super::slots::Slots;
use super::str::{Name, Str};
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Value};
use parking_lot::Mutex;

/// What `super(class, object)` holds; `object` Unset if unbound.
struct Super {
    /// The mutex protects the pair against `__init__` being called again.
    state: Mutex<Held>,
}

#[derive(Clone)]
struct Held {
    class: Value,
    object: Value,
}

impl Payload for Super {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(state) = self.state.try_lock() {
            visit(&state.class);
            visit(&state.object);
        }
    }
    fn clear(&self) {
        let old = std::mem::replace(&mut *self.state.lock(), Held { class: Value::NONE, object: Value::UNSET });
        drop(old);
    }
}

/// Fills in the arguments of `super()`: the class and the first argument of the method that runs. Set by the layer with frames.
pub(crate) type Implicit = fn(&Cx) -> R<(Value, Value)>;
static IMPLICIT: std::sync::OnceLock<Implicit> = std::sync::OnceLock::new();

fn held(cx: &Cx, value: &Value) -> R<Held> {
    match Native::<Super>::of(value) {
        Some(this) => Ok(this.state.lock().clone()),
        None => Err(cx.type_error("not a super object")),
    }
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, Super { state: Mutex::new(Held { class: Value::NONE, object: Value::UNSET }) }))
}

static INIT: NativeDef = NativeDef::new("super(self, type=?, object_or_type=?, /)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() {
        return Err(cx.type_error("super() takes no keyword arguments"));
    }
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let mut bound = Vec::new();
    INIT.signature().bind(cx, Args::positional(&values), true, &mut bound)?;
    let (class, object) = match (&bound[1], &bound[2]) {
        (class, _) if class.is_unset() => match IMPLICIT.get() {
            Some(find) => find(cx)?,
            None => return Err(cx.runtime_error("super(): no current frame")),
        },
        (class, object) => (class.clone(), object.clone()),
    };
    store(cx, this, class, object)
}

fn store(cx: &Cx, this: &Value, class: Value, object: Value) -> R<()> {
    if class.get::<Type>().is_none() {
        return Err(cx.type_error(format!("super() argument 1 must be a type, not {}", type_of(&class).message_name())));
    }
    let object = if object.is_none() { Value::UNSET } else { object };
    check(cx, &class, &object)?;
    if let Some(body) = Native::<Super>::of(this) {
        super::payload::publish_into(this, &class);
        super::payload::publish_into(this, &object);
        let old = std::mem::replace(&mut *body.state.lock(), Held { class, object });
        drop(old);
    }
    Ok(())
}

/// The object must be an instance or a subclass of the class.
fn check(cx: &Cx, class: &Value, object: &Value) -> R<()> {
    let Some(ty) = class.get::<Type>() else {
        return Ok(());
    };
    if object.is_unset() || type_of(object).is_subtype(ty) || object.get::<Type>().is_some_and(|own| own.is_subtype(ty)) {
        return Ok(());
    }
    if isinstance::is_instance(cx, object, class)? {
        return Ok(());
    }
    let (kind, name) = match object.get::<Type>() {
        Some(own) => ("type", own.name()),
        None => ("instance of", type_of(object).message_name()),
    };
    Err(cx.type_error(format!("super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({}).", ty.name())))
}

/// Makes `super(class, object)`; the checks are done.
pub(crate) fn make(cx: &Cx, class: Value, object: Value) -> R {
    check(cx, &class, &object)?;
    Ok(Native::make(&SUPER, Super { state: Mutex::new(Held { class, object }) }))
}

fn getattr(cx: &Cx, value: &Value, name: Name) -> R {
    let held = held(cx, value)?;
    if !held.object.is_unset()
        && name.bytes() != b"__class__"
        && let Some(class) = held.class.get::<Type>()
        && let Some(found) = super::class::super_lookup(cx, class, &held.object, name)?
    {
        return Ok(found);
    }
    match super::attr::generic_lookup(cx, value, name)? {
        Some(found) => Ok(found),
        None => Err(super::attr::attribute_error(
            cx,
            value,
            name,
            format!("'{}' object has no attribute '{name}'", type_of(value).message_name()),
        )),
    }
}

fn descr_get(cx: &Cx, value: &Value, instance: &Value, _: &Value) -> R {
    let held = held(cx, value)?;
    if instance.is_unset() || instance.is_none() || !held.object.is_unset() {
        return Ok(value.clone());
    }
    if std::ptr::eq(type_of(value), &SUPER) {
        return make(cx, held.class, instance.clone());
    }
    super::call::call_pos(cx, &type_of(value).value(), &[held.class, instance.clone()])
}

fn repr(cx: &Cx, value: &Value) -> R {
    let held = held(cx, value)?;
    let class = held.class.get::<Type>().map_or_else(|| "NULL".to_string(), Type::message_name);
    let text = match held.object.is_unset() {
        true => format!("<super: <class '{class}'>, NULL>"),
        false => {
            let own = held.object.get::<Type>().map_or_else(|| type_of(&held.object).message_name(), Type::message_name);
            format!("<super: <class '{class}'>, <{own} object>>")
        }
    };
    Ok(Str::from_str(&text).into_value())
}

fn get_class(cx: &Cx, value: &Value) -> R {
    Ok(held(cx, value)?.class)
}

fn get_object(cx: &Cx, value: &Value) -> R {
    let object = held(cx, value)?.object;
    Ok(if object.is_unset() { Value::NONE } else { object })
}

fn get_self_class(cx: &Cx, value: &Value) -> R {
    let object = held(cx, value)?.object;
    Ok(match object.get::<Type>() {
        _ if object.is_unset() => Value::NONE,
        Some(_) => object,
        None => super::cx::class_of(&object),
    })
}

static SUPER_DEF: TypeDef = TypeDef {
    name: "super",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), getattr: Some(getattr), descr_get: Some(descr_get), repr: Some(repr), ..Slots::NONE },
    getset: &[
        GetSet { name: "__thisclass__", get: get_class, set: None },
        GetSet { name: "__self__", get: get_object, set: None },
        GetSet { name: "__self_class__", get: get_self_class, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static SUPER: Type = Type::from_def(&SUPER_DEF);
