//! None, NotImplemented, Ellipsis: the types of the values without contents.

use super::args::Args;
use super::cx::Cx;
use super::native::NativeDef;
use super::slots::Slots;
use super::str::Name;
use super::ty::{Type, TypeDef};
use super::value::{R, V, Value};

fn repr(_: &Cx, value: &Value) -> R {
    let text = match value.unpack() {
        V::NotImplemented => "NotImplemented",
        V::Ellipsis => "Ellipsis",
        _ => "None",
    };
    Ok(Name::new(text).value())
}

/// Calling the type gives the only instance.
fn only<const N: usize>(cx: &Cx, ty: &Type, args: Args<'_>) -> R {
    if !args.is_empty() {
        return Err(cx.type_error(format!("{} takes no arguments", ty.name())));
    }
    Ok([Value::NONE, Value::NOT_IMPLEMENTED, Value::ELLIPSIS][N].clone())
}

fn none_truth(_: &Cx, _: &Value) -> R<bool> {
    Ok(false)
}

fn not_implemented_truth(cx: &Cx, _: &Value) -> R<bool> {
    super::protocol::truth_of_not_implemented(cx)
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    super::compare::hash(cx, value)
}

static REDUCE: &[NativeDef] = &[NativeDef::new("__reduce__(self, /)", |cx, a| repr(cx, &a[0]))];

static NONE_DEF: TypeDef = TypeDef {
    name: "NoneType",
    slots: Slots { repr: Some(repr), new: Some(only::<0>), truth: Some(none_truth), hash: Some(hash), ..Slots::NONE },
    ..TypeDef::EMPTY
};
pub(crate) static NONE_TYPE: Type = Type::from_def(&NONE_DEF);

static NOT_IMPLEMENTED_DEF: TypeDef = TypeDef {
    name: "NotImplementedType",
    slots: Slots { repr: Some(repr), new: Some(only::<1>), truth: Some(not_implemented_truth), ..Slots::NONE },
    methods: REDUCE,
    ..TypeDef::EMPTY
};
pub(crate) static NOT_IMPLEMENTED_TYPE: Type = Type::from_def(&NOT_IMPLEMENTED_DEF);

static ELLIPSIS_DEF: TypeDef =
    TypeDef { name: "ellipsis", slots: Slots { repr: Some(repr), new: Some(only::<2>), ..Slots::NONE }, methods: REDUCE, ..TypeDef::EMPTY };
pub(crate) static ELLIPSIS_TYPE: Type = Type::from_def(&ELLIPSIS_DEF);
