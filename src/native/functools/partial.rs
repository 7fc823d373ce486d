//! `partial`: a function with some arguments given ahead.

use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::guarded::Guarded;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::repr_guard;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Value};

#[derive(Clone)]
struct Parts {
    function: Value,
    /// A tuple and a dict.
    args: Value,
    keywords: Value,
}

struct Partial(Guarded<Parts>);

impl Payload for Partial {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|parts| [&parts.function, &parts.args, &parts.keywords].into_iter().for_each(visit));
    }
}

fn parts(value: &Value) -> Option<Parts> {
    Native::<Partial>::of(value).map(|this| this.0.lock(value).clone())
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let Some(function) = args.pos().first() else {
        return Err(cx.type_error("type 'partial' takes at least one argument"));
    };
    if type_of(function).slots().call.is_none() {
        return Err(cx.type_error("the first argument must be callable"));
    }
    let mut function = function.clone();
    let mut given = Vec::new();
    let keywords = Dict::new();
    // A partial of a partial is one: unless it has attributes of its own.
    if std::ptr::eq(type_of(&function), &PARTIAL)
        && let Some(inner) = parts(&function)
        && attr::instance_dict(cx, &function).ok().and_then(|dict| dict.get::<Dict>().map(Dict::len)).unwrap_or(0) == 0
    {
        given.extend_from_slice(inner.args.get::<Tuple>().map(Tuple::items).unwrap_or_default());
        crate::object::dict_methods::update_from(cx, &keywords, &inner.keywords)?;
        function = inner.function;
    }
    given.extend_from_slice(&args.pos()[1..]);
    for (name, value) in args.keywords() {
        keywords.set_name(name, value.clone());
    }
    let parts = Parts { function, args: Tuple::new(given).into_value(), keywords: keywords.into_value() };
    Ok(Native::make(class, Partial(Guarded::new(parts))))
}

fn call_(cx: &Cx, partial: &Value, args: Args<'_>) -> R {
    let Some(parts) = parts(partial) else { return Ok(Value::NONE) };
    let before = parts.args.get::<Tuple>().map(Tuple::items).unwrap_or_default();
    let keywords = parts.keywords.get::<Dict>().map(Dict::snapshot).unwrap_or_default();
    let mut values = Vec::with_capacity(before.len() + args.values.len() + keywords.len());
    values.extend_from_slice(before);
    values.extend_from_slice(args.pos());
    let mut names: Vec<Name> = Vec::with_capacity(keywords.len() + args.names.len());
    for (key, value) in keywords {
        let Some(key) = key.get::<Str>() else {
            return Err(cx.type_error("keywords must be strings"));
        };
        names.push(Name::of(key));
        values.push(value);
    }
    let first = values.len() - names.len();
    for (name, value) in args.keywords() {
        match names.iter().position(|known| *known == name) {
            Some(index) => values[first + index] = value.clone(),
            None => {
                names.push(name);
                values.push(value.clone());
            }
        }
    }
    call::call(cx, &parts.function, Args { values: &values, names: &names })
}

fn repr(cx: &Cx, partial: &Value) -> R {
    let Some(parts) = parts(partial) else { return Ok(Value::NONE) };
    repr_guard::guarded(cx, partial, "...", |text| {
        text.extend_from_slice(type_of(partial).full_name().as_bytes());
        text.push(b'(');
        repr_guard::push_repr(cx, text, &parts.function)?;
        for value in parts.args.get::<Tuple>().map(Tuple::items).unwrap_or_default() {
            text.extend_from_slice(b", ");
            repr_guard::push_repr(cx, text, value)?;
        }
        for (name, value) in parts.keywords.get::<Dict>().map(Dict::snapshot).unwrap_or_default() {
            text.extend_from_slice(b", ");
            text.extend_from_slice(protocol::str(cx, &name)?.bytes());
            text.push(b'=');
            repr_guard::push_repr(cx, text, &value)?;
        }
        text.push(b')');
        Ok(())
    })
}

/// A partial in a class: no method, as in 3.13 (a FutureWarning says that this will change).
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(parts) = parts(&a[0]) else { return Ok(Value::NONE) };
    let dict = attr::instance_dict(cx, &a[0])?;
    let dict = if dict.get::<Dict>().is_some_and(|dict| dict.len() > 0) { dict } else { Value::NONE };
    let state = Tuple::new(vec![parts.function.clone(), parts.args, parts.keywords, dict]).into_value();
    let args = Tuple::new(vec![parts.function]).into_value();
    Ok(Tuple::new(vec![type_of(&a[0]).value(), args, state]).into_value())
}

fn set_state(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Partial>::of(&a[0]) else { return Ok(Value::NONE) };
    let state = a[1].get::<Tuple>().map(Tuple::items).unwrap_or_default();
    let [function, args, keywords, dict] = state else {
        return Err(cx.type_error("invalid partial state"));
    };
    let fits = type_of(function).slots().call.is_some() && args.get::<Tuple>().is_some();
    if !fits || !(keywords.is_none() || keywords.get::<Dict>().is_some()) {
        return Err(cx.type_error("invalid partial state"));
    }
    let copied = Dict::new();
    if !keywords.is_none() {
        crate::object::dict_methods::update_from(cx, &copied, keywords)?;
    }
    let args = if args.get_exact::<Tuple>().is_some() { args.clone() } else { Tuple::new(iter_all(cx, args)?).into_value() };
    let new = Parts { function: function.clone(), args, keywords: copied.into_value() };
    for value in [&new.function, &new.args, &new.keywords] {
        publish_into(&a[0], value);
    }
    let old = std::mem::replace(&mut *this.0.lock(&a[0]), new);
    drop(old);
    if !dict.is_none() {
        attr::setattr(cx, &a[0], Name::new("__dict__"), dict.clone())?;
    }
    Ok(Value::NONE)
}

fn iter_all(cx: &Cx, value: &Value) -> R<Vec<Value>> {
    crate::object::iter::collect(cx, value)
}

static GETSET: &[GetSet] = &[
    GetSet { name: "func", get: |_, value| Ok(parts(value).map_or(Value::NONE, |parts| parts.function)), set: None },
    GetSet { name: "args", get: |_, value| Ok(parts(value).map_or(Value::NONE, |parts| parts.args)), set: None },
    GetSet { name: "keywords", get: |_, value| Ok(parts(value).map_or(Value::NONE, |parts| parts.keywords)), set: None },
    GetSet { name: "__dict__", get: attr::instance_dict, set: Some(crate::object::class::set_builtin_dict) },
];

static DEF: TypeDef = TypeDef {
    name: "partial",
    module: "functools",
    doc: "Create a new function with partial application of the given arguments and keywords.",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), call: Some(call_), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("__reduce__(self, /)", reduce),
        NativeDef::new("__setstate__(self, state, /)", set_state),
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
    ],
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static PARTIAL: Type = Type::from_def(&DEF);
