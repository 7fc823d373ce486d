//! Objects that type parameter lists and `type` statements make: TypeVar, TypeVarTuple, ParamSpec, TypeAliasType.

use super::cx::Cx;
use super::native::GetSet;
use super::payload::{Native, Payload};
use super::slots::Slots;
use super::str::Str;
use super::ty::{Type, TypeDef};
use super::value::{R, Ref, Value};
use parking_lot::Mutex;

struct TypeParam {
    name: Value,
    bound: Value,
    default: Value,
}

impl Payload for TypeParam {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.bound);
        visit(&self.default);
    }
}

/// (kind: 0 TypeVar, 1 TypeVarTuple, 2 ParamSpec; name; bound or Unset; default or Unset).
pub(crate) fn make_type_param(_: &Cx, a: &[Value]) -> R {
    let ty: &'static Type = match a[0].as_int() {
        Some(1) => &TYPE_VAR_TUPLE,
        Some(2) => &PARAM_SPEC,
        _ => &TYPE_VAR,
    };
    ty.make_ready();
    let none = |value: &Value| if value.is_unset() { Value::NONE } else { value.clone() };
    Ok(Native::make(ty, TypeParam { name: a[1].clone(), bound: none(&a[2]), default: a[3].clone() }))
}

fn param_repr(cx: &Cx, value: &Value) -> R {
    match Native::<TypeParam>::of(value) {
        Some(param) => super::protocol::str(cx, &param.name).map(Ref::into_value),
        None => Ok(Value::NONE),
    }
}

static PARAM_GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: |_, v| Ok(Native::<TypeParam>::of(v).map_or(Value::NONE, |p| p.name.clone())), set: None },
    GetSet { name: "__bound__", get: |_, v| Ok(Native::<TypeParam>::of(v).map_or(Value::NONE, |p| p.bound.clone())), set: None },
    GetSet { name: "__default__", get: |_, v| Ok(Native::<TypeParam>::of(v).map_or(Value::NONE, |p| p.default.clone())), set: None },
];

const PARAM_SLOTS: Slots = Slots { repr: Some(param_repr), ..Slots::NONE };

static TYPE_VAR_DEF: TypeDef = TypeDef { name: "TypeVar", module: "typing", slots: PARAM_SLOTS, getset: PARAM_GETSET, ..TypeDef::EMPTY };
pub(crate) static TYPE_VAR: Type = Type::from_def(&TYPE_VAR_DEF);
static TYPE_VAR_TUPLE_DEF: TypeDef =
    TypeDef { name: "TypeVarTuple", module: "typing", slots: PARAM_SLOTS, getset: PARAM_GETSET, ..TypeDef::EMPTY };
pub(crate) static TYPE_VAR_TUPLE: Type = Type::from_def(&TYPE_VAR_TUPLE_DEF);
static PARAM_SPEC_DEF: TypeDef =
    TypeDef { name: "ParamSpec", module: "typing", slots: PARAM_SLOTS, getset: PARAM_GETSET, ..TypeDef::EMPTY };
pub(crate) static PARAM_SPEC: Type = Type::from_def(&PARAM_SPEC_DEF);

struct TypeAlias {
    name: Value,
    params: Value,
    compute: Value,
    /// Computed when first asked for. The mutex protects the slot, never held while the alias's expression runs.
    value: Mutex<Option<Value>>,
}

impl Payload for TypeAlias {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.params);
        visit(&self.compute);
        if let Some(value) = &*self.value.lock() {
            visit(value);
        }
    }
}

/// (name, type parameters, function that computes the value).
pub(crate) fn make_type_alias(_: &Cx, a: &[Value]) -> R {
    TYPE_ALIAS.make_ready();
    Ok(Native::make(&TYPE_ALIAS, TypeAlias { name: a[0].clone(), params: a[1].clone(), compute: a[2].clone(), value: Mutex::new(None) }))
}

fn alias_value(cx: &Cx, value: &Value) -> R {
    let Some(alias) = Native::<TypeAlias>::of(value) else { return Ok(Value::NONE) };
    let known = alias.value.lock().clone();
    if let Some(known) = known {
        return Ok(known);
    }
    let computed = super::call::call_pos(cx, &alias.compute, &[])?;
    super::payload::publish_into(value, &computed);
    let old = alias.value.lock().replace(computed.clone());
    drop(old);
    Ok(computed)
}

fn alias_repr(cx: &Cx, value: &Value) -> R {
    match Native::<TypeAlias>::of(value) {
        Some(alias) => super::protocol::str(cx, &alias.name).map(Ref::into_value),
        None => Ok(Str::from_str("").into_value()),
    }
}

static TYPE_ALIAS_DEF: TypeDef = TypeDef {
    name: "TypeAliasType",
    module: "typing",
    slots: Slots { repr: Some(alias_repr), ..Slots::NONE },
    getset: &[
        GetSet { name: "__name__", get: |_, v| Ok(Native::<TypeAlias>::of(v).map_or(Value::NONE, |a| a.name.clone())), set: None },
        GetSet { name: "__type_params__", get: |_, v| Ok(Native::<TypeAlias>::of(v).map_or(Value::NONE, |a| a.params.clone())), set: None },
        GetSet { name: "__value__", get: alias_value, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static TYPE_ALIAS: Type = Type::from_def(&TYPE_ALIAS_DEF);
