//! Module `_functools`: `partial`, `reduce`, `cmp_to_key` and the cache behind `lru_cache`.

use crate::native::construct::{bind, signature};
use crate::object::args::Args;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::{CmpOp, Slots};
use crate::object::str::Name;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

mod lru;
mod partial;

static REDUCE: NativeDef = signature("reduce(function, iterable, initial=?, /)");

fn reduce(cx: &Cx, args: Args<'_>) -> R {
    let a = bind(cx, &REDUCE, args)?;
    let result = iter::iter(cx, &a[1]);
    let Some(iterator) = cx.absorb(result, &crate::object::exception::TYPE_ERROR)? else {
        return Err(cx.type_error("reduce() arg 2 must support iteration"));
    };
    let mut total = a[2].clone();
    iter::each_of(cx, &iterator, |item| {
        let before = std::mem::replace(&mut total, Value::UNSET);
        total = if before.is_unset() { item } else { call::call_pos(cx, &a[0], &[before, item])? };
        Ok(true)
    })?;
    if total.is_unset() { Err(cx.type_error("reduce() of empty iterable with no initial value")) } else { Ok(total) }
}

/// The factory that `cmp_to_key` gives (no object yet), and the keys it makes.
struct Key {
    compare: Value,
    object: Value,
}

impl Payload for Key {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.compare);
        visit(&self.object);
    }
}

static KEY_CALL: NativeDef = signature("K(obj)");

fn key_call(cx: &Cx, key: &Value, args: Args<'_>) -> R {
    let Some(this) = Native::<Key>::of(key) else { return Ok(Value::NONE) };
    let object = bind(cx, &KEY_CALL, args)?.swap_remove(0);
    Ok(Native::make(&KEY, Key { compare: this.compare.clone(), object }))
}

fn key_compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (Native::<Key>::of(a), Native::<Key>::of(b)) else {
        return Err(cx.type_error("other argument must be K instance"));
    };
    if x.object.is_unset() || y.object.is_unset() {
        return Err(cx.error(&crate::object::exception::ATTRIBUTE_ERROR, "object"));
    }
    let order = call::call_pos(cx, &x.compare, &[x.object.clone(), y.object.clone()])?;
    compare::rich(cx, &order, &Value::int(0), op)
}

fn key_object(cx: &Cx, key: &Value) -> R {
    match Native::<Key>::of(key) {
        Some(this) if !this.object.is_unset() => Ok(this.object.clone()),
        _ => Err(crate::object::attr::no_attribute(cx, key, Name::new("obj"))),
    }
}

static KEY_DEF: TypeDef = TypeDef {
    name: "KeyWrapper",
    module: "functools",
    slots: Slots { call: Some(key_call), compare: Some(key_compare), ..Slots::NONE },
    getset: &[GetSet { name: "obj", get: key_object, set: None }],
    ..TypeDef::EMPTY
};
static KEY: Type = Type::from_def(&KEY_DEF);

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::raw("reduce(function, iterable, initial=?, /)", reduce)
        .doc("Apply a function of two arguments cumulatively to the items of an iterable, from left to right."),
    NativeDef::new("cmp_to_key(mycmp)", |_, a| Ok(Native::make(&KEY, Key { compare: a[0].clone(), object: Value::UNSET })))
        .doc("Convert a cmp= function into a key= function."),
];

/// Fills the namespace of `_functools`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    KEY.make_ready();
    module.add_functions(FUNCTIONS);
    module.add_type(&partial::PARTIAL);
    module.add_type(&lru::LRU);
    Ok(())
}
