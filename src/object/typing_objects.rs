//! Objects that type parameter lists and `type` statements make: TypeVar, TypeVarTuple, ParamSpec, TypeAliasType.

use super::args::Args;
use super::attr;
use super::cx::Cx;
use super::dict::Dict;
use super::native::{GetSet, NativeDef};
use super::payload::{Native, Payload};
use super::slots::{BinOp, Slots, bin_slots};
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef};
use super::value::{R, Ref, Value};
use parking_lot::Mutex;

struct TypeParam {
    name: Value,
    bound: Value,
    constraints: Value,
    /// `+`, `-`, `~` or nothing, as the repr shows it.
    variance: &'static str,
    /// Where it was made.
    module: Value,
    default: Value,
}

impl Payload for TypeParam {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.bound);
        visit(&self.constraints);
        visit(&self.module);
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
    // Several types in brackets are constraints.
    let (bound, constraints) = match &a[2] {
        bound if bound.is_unset() => (Value::NONE, super::tuple::empty()),
        bound if bound.get_exact::<Tuple>().is_some() => (Value::NONE, bound.clone()),
        bound => (bound.clone(), super::tuple::empty()),
    };
    Ok(Native::make(
        ty,
        TypeParam {
            name: a[1].clone(),
            bound,
            constraints,
            variance: "",
            // As in CPython, where module `typing` makes them.
            module: Name::new("typing").value(),
            default: a[3].clone(),
        },
    ))
}

/// `__name__` of the module whose code runs.
fn callers_module(cx: &Cx) -> Value {
    cx.frame().and_then(|fp| fp.globals().get_name(Name::new("__name__"))).unwrap_or(Value::NONE)
}

static TYPE_VAR_NEW: NativeDef = NativeDef::new(
    "typevar(name, *constraints, bound=None, default=?, covariant=False, contravariant=False, infer_variance=False)",
    |_, _| Ok(Value::NONE),
);

/// `TypeVar(...)` and its relatives as scripts call them.
fn param_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let mut a = Vec::new();
    TYPE_VAR_NEW.signature().bind(cx, args, false, &mut a)?;
    if a[0].get::<Str>().is_none() {
        return Err(cx.type_error(format!("typevar() argument 'name' must be str, not {}", super::ty::type_of(&a[0]).message_name())));
    }
    let covariant = super::protocol::truth(cx, &a[4])?;
    let contravariant = super::protocol::truth(cx, &a[5])?;
    let inferred = super::protocol::truth(cx, &a[6])?;
    if covariant && contravariant {
        return Err(cx.value_error("Bivariant types are not supported."));
    }
    if inferred && (covariant || contravariant) {
        return Err(cx.value_error("Variance cannot be specified with infer_variance."));
    }
    let constraints = a[1].get::<Tuple>().map_or(0, Tuple::len);
    if constraints == 1 {
        return Err(cx.type_error("A single constraint is not allowed"));
    }
    if constraints > 0 && !a[2].is_none() {
        return Err(cx.type_error("Constraints cannot be combined with bound=..."));
    }
    let variance = match (covariant, contravariant, inferred) {
        (true, ..) => "+",
        (_, true, _) => "-",
        (.., true) => "",
        _ if class.is_subtype(&TYPE_VAR_TUPLE) => "",
        _ => "~",
    };
    let module = callers_module(cx);
    // `NoDefault` says what leaving it out says.
    let has_default = super::ty::type_of(&a[3]).name() != "NoDefaultType";
    let (name, bound, default) = (a[0].clone(), a[2].clone(), if has_default { a[3].clone() } else { Value::UNSET });
    Ok(Native::make(class, TypeParam { name, bound, constraints: a[1].clone(), variance, module, default }))
}

fn param_repr(cx: &Cx, value: &Value) -> R {
    match Native::<TypeParam>::of(value) {
        Some(param) => {
            let name = super::protocol::str(cx, &param.name)?;
            Ok(Str::from_str(&format!("{}{}", param.variance, name.to_str_lossy())).into_value())
        }
        None => Ok(Value::NONE),
    }
}

/// The default; without one `typing.NoDefault`, which module `typing` keeps.
fn param_default(cx: &Cx, value: &Value) -> R {
    let known = Native::<TypeParam>::of(value).map_or(Value::NONE, |param| param.default.clone());
    if !known.is_unset() {
        return Ok(known);
    }
    of_typing(cx, "NoDefault")
}

/// What module `typing` keeps.
fn of_typing(cx: &Cx, name: &'static str) -> R {
    let typing = (cx.interp.import_hook())(cx, "typing", &Dict::new(), &Value::NONE, 0)?;
    attr::getattr(cx, &typing, Name::new(name))
}

/// `*Ts` stands for `Unpack[Ts]`.
fn unpack(cx: &Cx, value: &Value) -> R {
    let unpacked = super::protocol::getitem(cx, &of_typing(cx, "Unpack")?, value)?;
    super::iter::iter(cx, &Tuple::new(vec![unpacked]).into_value())
}

static PARAM_METHODS: &[NativeDef] = &[
    // How arguments take the place of parameters is for module `typing` to say.
    NativeDef::new("__typing_subst__(self, arg, /)", |cx, a| super::call::call_pos(cx, &of_typing(cx, "_substituted")?, a)),
    NativeDef::new("__typing_prepare_subst__(self, alias, args, /)", |cx, a| super::call::call_pos(cx, &of_typing(cx, "_prepared")?, a)),
    NativeDef::new("has_default(self, /)", |_, a| Ok(Value::bool(Native::<TypeParam>::of(&a[0]).is_some_and(|p| !p.default.is_unset())))),
    NativeDef::new("__reduce__(self, /)", |_, a| Ok(Native::<TypeParam>::of(&a[0]).map_or(Value::NONE, |p| p.name.clone()))),
];

fn variance(value: &Value, sign: &str) -> R {
    Ok(Value::bool(Native::<TypeParam>::of(value).is_some_and(|p| p.variance == sign)))
}

const PARAM_GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: |_, v| Ok(Native::<TypeParam>::of(v).map_or(Value::NONE, |p| p.name.clone())), set: None },
    GetSet { name: "__bound__", get: |_, v| Ok(Native::<TypeParam>::of(v).map_or(Value::NONE, |p| p.bound.clone())), set: None },
    GetSet { name: "__default__", get: param_default, set: None },
    GetSet {
        name: "__constraints__",
        get: |_, v| Ok(Native::<TypeParam>::of(v).map_or(Value::NONE, |p| p.constraints.clone())),
        set: None,
    },
    GetSet { name: "__covariant__", get: |_, v| variance(v, "+"), set: None },
    GetSet { name: "__contravariant__", get: |_, v| variance(v, "-"), set: None },
    GetSet { name: "__infer_variance__", get: |_, v| variance(v, ""), set: None },
    GetSet { name: "__module__", get: |_, v| Ok(Native::<TypeParam>::of(v).map_or(Value::NONE, |p| p.module.clone())), set: None },
];

/// What `*args` and `**kwargs` are annotated with: objects of module `typing` that know their ParamSpec.
fn param_spec_part(cx: &Cx, value: &Value, class: &'static str) -> R {
    super::call::call_pos(cx, &of_typing(cx, class)?, std::slice::from_ref(value))
}

static PARAM_SPEC_GETSET: &[GetSet] = &[
    PARAM_GETSET[0],
    PARAM_GETSET[1],
    PARAM_GETSET[2],
    PARAM_GETSET[4],
    PARAM_GETSET[5],
    PARAM_GETSET[6],
    PARAM_GETSET[7],
    GetSet { name: "args", get: |cx, v| param_spec_part(cx, v, "ParamSpecArgs"), set: None },
    GetSet { name: "kwargs", get: |cx, v| param_spec_part(cx, v, "ParamSpecKwargs"), set: None },
];

/// A parameter or something else: a union of module `typing`.
fn param_or(cx: &Cx, a: &Value, b: &Value) -> R {
    super::protocol::getitem(cx, &of_typing(cx, "Union")?, &Tuple::new(vec![a.clone(), b.clone()]).into_value())
}

const PARAM_SLOTS: Slots =
    Slots { new: Some(param_new), repr: Some(param_repr), binary: bin_slots(&[(BinOp::Or, param_or)]), ..Slots::NONE };

const TUPLE_SLOTS: Slots = Slots { iter: Some(unpack), ..PARAM_SLOTS };

static TYPE_VAR_DEF: TypeDef =
    TypeDef { name: "TypeVar", module: "typing", slots: PARAM_SLOTS, methods: PARAM_METHODS, getset: PARAM_GETSET, ..TypeDef::EMPTY };
pub(crate) static TYPE_VAR: Type = Type::from_def(&TYPE_VAR_DEF);
static TYPE_VAR_TUPLE_DEF: TypeDef =
    TypeDef { name: "TypeVarTuple", module: "typing", slots: TUPLE_SLOTS, methods: PARAM_METHODS, getset: PARAM_GETSET, ..TypeDef::EMPTY };
pub(crate) static TYPE_VAR_TUPLE: Type = Type::from_def(&TYPE_VAR_TUPLE_DEF);
static PARAM_SPEC_DEF: TypeDef = TypeDef {
    name: "ParamSpec",
    module: "typing",
    slots: PARAM_SLOTS,
    methods: PARAM_METHODS,
    getset: PARAM_SPEC_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static PARAM_SPEC: Type = Type::from_def(&PARAM_SPEC_DEF);

struct TypeAlias {
    name: Value,
    /// Where it was made.
    module: Value,
    params: Value,
    compute: Value,
    /// Computed when first asked for. The mutex protects the slot, never held while the alias's expression runs.
    value: Mutex<Option<Value>>,
}

impl Payload for TypeAlias {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.module);
        visit(&self.params);
        visit(&self.compute);
        if let Some(value) = &*self.value.lock() {
            visit(value);
        }
    }
}

/// (name, type parameters, function that computes the value).
pub(crate) fn make_type_alias(cx: &Cx, a: &[Value]) -> R {
    TYPE_ALIAS.make_ready();
    let (module, value) = (callers_module(cx), Mutex::new(None));
    Ok(Native::make(&TYPE_ALIAS, TypeAlias { name: a[0].clone(), module, params: a[1].clone(), compute: a[2].clone(), value }))
}

static TYPE_ALIAS_NEW: NativeDef = NativeDef::new("typealias(name, value, *, type_params=())", |_, _| Ok(Value::NONE));

/// `TypeAliasType(...)` as scripts call it: the value is known from the beginning.
fn alias_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let mut a = Vec::new();
    TYPE_ALIAS_NEW.signature().bind(cx, args, false, &mut a)?;
    if a[0].get::<Str>().is_none() {
        return Err(cx.type_error(format!("typealias() argument 'name' must be str, not {}", super::ty::type_of(&a[0]).message_name())));
    }
    if a[2].get::<Tuple>().is_none() {
        return Err(cx.type_error("type_params must be a tuple"));
    }
    let value = Mutex::new(Some(a[1].clone()));
    let module = callers_module(cx);
    Ok(Native::make(class, TypeAlias { name: a[0].clone(), module, params: a[2].clone(), compute: Value::NONE, value }))
}

/// `Alias[int]`: what its value means for these arguments is for readers of annotations to say.
fn alias_item(cx: &Cx, value: &Value, key: &Value) -> R {
    let is_generic =
        Native::<TypeAlias>::of(value).is_some_and(|alias| alias.params.get::<Tuple>().is_some_and(|params| params.len() != 0));
    if !is_generic {
        return Err(cx.type_error("Only generic type aliases are subscriptable"));
    }
    super::generic_alias::make(cx, value, key)
}

fn alias_params(_: &Cx, value: &Value) -> R {
    Ok(Native::<TypeAlias>::of(value).map_or(Value::NONE, |alias| alias.params.clone()))
}

/// The type parameters as they stand among arguments: `*Ts` for `Ts`.
fn alias_parameters(cx: &Cx, value: &Value) -> R {
    let params = alias_params(cx, value)?;
    let mut shown = Vec::new();
    for param in params.get::<Tuple>().map(Tuple::items).unwrap_or_default() {
        let is_several = super::ty::type_of(param).is_subtype(&TYPE_VAR_TUPLE);
        shown.push(if is_several { super::protocol::getitem(cx, &of_typing(cx, "Unpack")?, param)? } else { param.clone() });
    }
    Ok(Tuple::new(shown).into_value())
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
    slots: Slots {
        new: Some(alias_new),
        repr: Some(alias_repr),
        getitem: Some(alias_item),
        binary: bin_slots(&[(BinOp::Or, super::union_type::either)]),
        ..Slots::NONE
    },
    methods: &[NativeDef::new("__reduce__(self, /)", |_, a| {
        Ok(Native::<TypeAlias>::of(&a[0]).map_or(Value::NONE, |alias| alias.name.clone()))
    })],
    getset: &[
        GetSet { name: "__name__", get: |_, v| Ok(Native::<TypeAlias>::of(v).map_or(Value::NONE, |a| a.name.clone())), set: None },
        GetSet { name: "__module__", get: |_, v| Ok(Native::<TypeAlias>::of(v).map_or(Value::NONE, |a| a.module.clone())), set: None },
        GetSet { name: "__type_params__", get: alias_params, set: None },
        GetSet { name: "__parameters__", get: alias_parameters, set: None },
        GetSet { name: "__value__", get: alias_value, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static TYPE_ALIAS: Type = Type::from_def(&TYPE_ALIAS_DEF);
