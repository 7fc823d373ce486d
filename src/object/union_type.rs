//! `types.UnionType`: `int | str`. Knows classes, generic aliases and whatever is told to be an alternative.

use super::compare;
use super::cx::Cx;
use super::generic_alias;
use super::isinstance;
use super::native::{GetSet, NativeDef};
use super::payload::{Native, Payload};
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Value};

/// Immutable; at least two alternatives, no two equal.
struct Union {
    /// A tuple.
    args: Value,
}

impl Payload for Union {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.args);
    }
}

fn alternatives(value: &Value) -> Option<&[Value]> {
    Native::<Union>::of(value)?.args.get::<Tuple>().map(Tuple::items)
}

/// Whether `|` takes the value as an alternative: None, a class, an alias, a union, or a type alias or variable of `typing`.
fn is_alternative(value: &Value) -> bool {
    value.is_none()
        || value.get::<Type>().is_some()
        || generic_alias::of(value).is_some()
        || alternatives(value).is_some()
        || matches!(type_of(value).full_name().as_str(), "typing.TypeAliasType" | "typing.TypeVar" | "typing.ParamSpec")
}

/// `a | b` for types: the `union` hook of interpreters.
pub(crate) fn either(cx: &Cx, a: &Value, b: &Value) -> R {
    if !is_alternative(a) || !is_alternative(b) || (a.is_none() && b.is_none()) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut args: Vec<Value> = Vec::new();
    for side in [a, b] {
        for alternative in alternatives(side).unwrap_or(std::slice::from_ref(side)) {
            // None stands for its class.
            let alternative = if alternative.is_none() { super::singletons::NONE_TYPE.value() } else { alternative.clone() };
            let mut known = false;
            for arg in &args {
                known = known || same(cx, arg, &alternative)?;
            }
            if !known {
                args.push(alternative);
            }
        }
    }
    match args.as_slice() {
        [only] => Ok(only.clone()),
        _ => Ok(Native::make(&UNION_TYPE, Union { args: Tuple::new(args).into_value() })),
    }
}

fn same(cx: &Cx, a: &Value, b: &Value) -> R<bool> {
    match (generic_alias::of(a), generic_alias::of(b)) {
        (Some(_), Some(_)) => compare::equal(cx, a, b),
        _ => Ok(a.is(b)),
    }
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a [Value]> {
    alternatives(value).ok_or_else(|| cx.type_error(format!("expected a union, not {}", type_of(value).message_name())))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let mut text = Vec::new();
    for arg in this(cx, value)? {
        if !text.is_empty() {
            text.extend_from_slice(b" | ");
        }
        match arg.get::<Type>() {
            Some(class) if std::ptr::eq(class, &super::singletons::NONE_TYPE) => text.extend_from_slice(b"None"),
            _ => generic_alias::push_shown(cx, &mut text, arg)?,
        }
    }
    Ok(Str::from_wtf8(&text).into_value())
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let mut hashes = Vec::new();
    for arg in this(cx, value)? {
        hashes.push(compare::hash(cx, arg)?);
    }
    Ok(crate::text::hash::hash_frozenset(hashes))
}

/// Unions are equal if they have the same alternatives in any order.
fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y), CmpOp::Eq | CmpOp::Ne) = (alternatives(a), alternatives(b), op) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let mut equal = x.len() == y.len();
    for mine in x {
        let mut found = false;
        for theirs in y {
            found = found || compare::equal(cx, mine, theirs)?;
        }
        equal = equal && found;
    }
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

fn instance_check(cx: &Cx, a: &[Value]) -> R {
    for arg in this(cx, &a[0])? {
        if generic_alias::of(arg).is_some() {
            return Err(cx.type_error("isinstance() argument 2 cannot be a parameterized generic"));
        }
        if isinstance::is_instance(cx, &a[1], arg)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn subclass_check(cx: &Cx, a: &[Value]) -> R {
    if a[1].get::<Type>().is_none() {
        return Err(cx.type_error("issubclass() arg 1 must be a class"));
    }
    for arg in this(cx, &a[0])? {
        if generic_alias::of(arg).is_some() {
            return Err(cx.type_error("issubclass() argument 2 cannot be a parameterized generic"));
        }
        if isinstance::is_subclass(cx, &a[1], arg)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn get_args(cx: &Cx, value: &Value) -> R {
    Ok(Tuple::from_slice(this(cx, value)?).into_value())
}

fn get_parameters(cx: &Cx, value: &Value) -> R {
    Ok(Tuple::new(generic_alias::find_parameters(cx, this(cx, value)?)?).into_value())
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    let args = this(cx, value)?;
    let parameters = generic_alias::find_parameters(cx, args)?;
    let fresh = generic_alias::substitute(cx, value, args, &parameters, key)?;
    let fresh = fresh.get::<Tuple>().map(Tuple::items).unwrap_or_default();
    let mut whole: Option<Value> = None;
    for arg in fresh {
        whole = Some(match whole {
            Some(whole) => super::number::binary(cx, BinOp::Or, &whole, arg)?,
            None => arg.clone(),
        });
    }
    Ok(whole.unwrap_or(Value::NONE))
}

fn new(cx: &Cx, _: &Type, _: super::args::Args<'_>) -> R {
    Err(cx.type_error("cannot create 'types.UnionType' instances"))
}

/// `__reduce__` by the operator, since the class makes no instances.
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let [first, rest @ ..] = this(cx, &a[0])? else {
        return Ok(Value::NONE);
    };
    let or = super::attr::getattr(cx, &super::ty::TYPE.value(), Name::new("__or__"))?;
    let rest = match rest {
        [only] => only.clone(),
        _ => Native::make(&UNION_TYPE, Union { args: Tuple::from_slice(rest).into_value() }),
    };
    Ok(Tuple::new(vec![or, Tuple::new(vec![first.clone(), rest]).into_value()]).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "UnionType",
    module: "types",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        getitem: Some(getitem),
        binary: bin_slots(&[(BinOp::Or, either)]),
        ..Slots::NONE
    },
    methods: &[
        NativeDef::new("__instancecheck__(self, instance, /)", instance_check),
        NativeDef::new("__subclasscheck__(self, subclass, /)", subclass_check),
        NativeDef::new("__reduce__(self, /)", reduce),
    ],
    getset: &[
        GetSet { name: "__args__", get: get_args, set: Some(super::range::read_only) },
        GetSet { name: "__parameters__", get: get_parameters, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static UNION_TYPE: Type = Type::from_def(&DEF);
