//! `itemgetter`, `attrgetter` and `methodcaller`: immutable callables.

use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::repr_guard;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Value};

/// What to fetch: items or attribute paths.
struct Getter {
    wanted: Vec<Value>,
    /// `attrgetter`: the parts between dots of each path.
    paths: Vec<Vec<Name>>,
}

impl Payload for Getter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.wanted.iter().for_each(visit);
    }
}

fn wanted<'a>(cx: &Cx, name: &str, args: Args<'a>) -> R<&'a [Value]> {
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{name}() takes no keyword arguments")));
    }
    if args.values.is_empty() {
        return Err(cx.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    Ok(args.values)
}

fn the_object<'a>(cx: &Cx, name: &str, args: Args<'a>) -> R<&'a Value> {
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.values {
        [object] => Ok(object),
        given => Err(cx.type_error(format!("{name} expected 1 argument, got {}", given.len()))),
    }
}

/// One result as it is, several as a tuple.
fn results(count: usize, fetch: impl Fn(usize) -> R) -> R {
    if count == 1 {
        return fetch(0);
    }
    Ok(Tuple::new((0..count).map(fetch).collect::<R<Vec<_>>>()?).into_value())
}

fn item_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    Ok(Native::make(class, Getter { wanted: wanted(cx, "itemgetter", args)?.to_vec(), paths: Vec::new() }))
}

fn item_call(cx: &Cx, getter: &Value, args: Args<'_>) -> R {
    let Some(this) = Native::<Getter>::of(getter) else { return Ok(Value::NONE) };
    let object = the_object(cx, "itemgetter", args)?;
    results(this.wanted.len(), |index| protocol::getitem(cx, object, &this.wanted[index]))
}

fn repr(cx: &Cx, getter: &Value) -> R {
    let Some(this) = Native::<Getter>::of(getter) else { return Ok(Value::NONE) };
    repr_guard::guarded(cx, getter, "...", |text| {
        text.extend_from_slice(type_of(getter).full_name().as_bytes());
        text.push(b'(');
        let mut items = this.wanted.iter().cloned();
        repr_guard::push_items(cx, text, || items.next())?;
        text.push(b')');
        Ok(())
    })
}

fn reduce(_: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Getter>::of(&a[0]) else { return Ok(Value::NONE) };
    Ok(Tuple::new(vec![type_of(&a[0]).value(), Tuple::from_slice(&this.wanted).into_value()]).into_value())
}

static ITEMGETTER_DEF: TypeDef = TypeDef {
    name: "itemgetter",
    module: "operator",
    subclassable: true,
    slots: Slots { new: Some(item_new), call: Some(item_call), repr: Some(repr), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", reduce)],
    doc: "Return a callable object that fetches the given item(s) from its operand.",
    ..TypeDef::EMPTY
};
pub(super) static ITEMGETTER: Type = Type::from_def(&ITEMGETTER_DEF);

fn attr_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let wanted = wanted(cx, "attrgetter", args)?.to_vec();
    let mut paths = Vec::with_capacity(wanted.len());
    for path in &wanted {
        let Some(text) = path.get::<Str>() else {
            return Err(cx.type_error("attribute name must be a string"));
        };
        paths.push(text.bytes().split(|byte| *byte == b'.').map(Name::from_wtf8).collect());
    }
    Ok(Native::make(class, Getter { wanted, paths }))
}

fn attr_call(cx: &Cx, getter: &Value, args: Args<'_>) -> R {
    let Some(this) = Native::<Getter>::of(getter) else { return Ok(Value::NONE) };
    let object = the_object(cx, "attrgetter", args)?;
    results(this.paths.len(), |index| this.paths[index].iter().try_fold(object.clone(), |object, name| attr::getattr(cx, &object, *name)))
}

static ATTRGETTER_DEF: TypeDef = TypeDef {
    name: "attrgetter",
    module: "operator",
    subclassable: true,
    slots: Slots { new: Some(attr_new), call: Some(attr_call), repr: Some(repr), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", reduce)],
    doc: "Return a callable object that fetches the given attribute(s) from its operand.",
    ..TypeDef::EMPTY
};
pub(super) static ATTRGETTER: Type = Type::from_def(&ATTRGETTER_DEF);

struct MethodCaller {
    name: Name,
    values: Vec<Value>,
    names: Vec<Name>,
}

impl Payload for MethodCaller {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.values.iter().for_each(visit);
    }
}

fn method_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let Some(name) = args.pos().first() else {
        return Err(cx.type_error("methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = name.get::<Str>() else {
        return Err(cx.type_error("method name must be a string"));
    };
    let rest = args.skip(1);
    Ok(Native::make(class, MethodCaller { name: Name::of(name), values: rest.values.to_vec(), names: rest.names.to_vec() }))
}

fn method_call(cx: &Cx, caller: &Value, args: Args<'_>) -> R {
    let Some(this) = Native::<MethodCaller>::of(caller) else { return Ok(Value::NONE) };
    let object = the_object(cx, "methodcaller", args)?;
    if this.names.is_empty() {
        return call::call_method(cx, object, this.name, &this.values);
    }
    let method = attr::getattr(cx, object, this.name)?;
    call::call(cx, &method, Args { values: &this.values, names: &this.names })
}

fn method_repr(cx: &Cx, caller: &Value) -> R {
    let Some(this) = Native::<MethodCaller>::of(caller) else { return Ok(Value::NONE) };
    let args = Args { values: &this.values, names: &this.names };
    repr_guard::guarded(cx, caller, "...", |text| {
        text.extend_from_slice(type_of(caller).full_name().as_bytes());
        text.push(b'(');
        repr_guard::push_repr(cx, text, &this.name.value())?;
        for value in args.pos() {
            text.extend_from_slice(b", ");
            repr_guard::push_repr(cx, text, value)?;
        }
        for (name, value) in args.keywords() {
            text.extend_from_slice(b", ");
            text.extend_from_slice(name.bytes());
            text.push(b'=');
            repr_guard::push_repr(cx, text, value)?;
        }
        text.push(b')');
        Ok(())
    })
}

fn method_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<MethodCaller>::of(&a[0]) else { return Ok(Value::NONE) };
    let args = Args { values: &this.values, names: &this.names };
    let mut values = vec![this.name.value()];
    values.extend_from_slice(args.pos());
    let class = type_of(&a[0]).value();
    if this.names.is_empty() {
        return Ok(Tuple::new(vec![class, Tuple::new(values).into_value()]).into_value());
    }
    let functools = crate::native::importer::import_full(cx, "functools")?;
    let partial = attr::getattr(cx, &functools, Name::new("partial"))?;
    let first = [class, this.name.value()];
    let keywords: Vec<(Value, Value)> = args.keywords().map(|(name, value)| (name.value(), value.clone())).collect();
    let made = call::call_with_dict(cx, &partial, &first, &keywords)?;
    values.remove(0);
    Ok(Tuple::new(vec![made, Tuple::new(values).into_value()]).into_value())
}

static METHODCALLER_DEF: TypeDef = TypeDef {
    name: "methodcaller",
    module: "operator",
    subclassable: true,
    slots: Slots { new: Some(method_new), call: Some(method_call), repr: Some(method_repr), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", method_reduce)],
    doc: "Return a callable object that calls the given method on its operand.",
    ..TypeDef::EMPTY
};
pub(super) static METHODCALLER: Type = Type::from_def(&METHODCALLER_DEF);
