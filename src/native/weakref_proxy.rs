//! The types of weak proxies: every operation is done by the object behind.

use super::weakref::behind;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::number::{self, UnOp};
use crate::object::protocol;
use crate::object::slots::{BIN_OPS, BinOp, Binary, CmpOp, Slots};
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Ref, Value};

fn getattr(cx: &Cx, p: &Value, name: Name) -> R {
    attr::getattr(cx, &behind(cx, p)?, name)
}

fn setattr(cx: &Cx, p: &Value, name: Name, value: Option<Value>) -> R<()> {
    let object = behind(cx, p)?;
    match value {
        Some(value) => attr::setattr(cx, &object, name, value),
        None => attr::delattr(cx, &object, name),
    }
}

fn str(cx: &Cx, p: &Value) -> R {
    protocol::str(cx, &behind(cx, p)?).map(Ref::into_value)
}

fn repr(cx: &Cx, p: &Value) -> R {
    let object = behind(cx, p)?;
    let text = format!("<weakproxy at {:#x} to {} at {:#x}>", p.identity(), type_of(&object).full_name(), object.identity());
    Ok(Str::from_str(&text).into_value())
}

fn next(cx: &Cx, p: &Value) -> R<Option<Value>> {
    let object = behind(cx, p)?;
    if type_of(&object).slots().next.is_none() {
        return Err(cx.type_error(format!("Weakref proxy referenced a non-iterator '{}' object", type_of(&object).message_name())));
    }
    iter::next(cx, &object)
}

fn setitem(cx: &Cx, p: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let object = behind(cx, p)?;
    match value {
        Some(value) => protocol::setitem(cx, &object, key, value),
        None => protocol::delitem(cx, &object, key),
    }
}

fn compare_behind(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    compare::rich(cx, &behind(cx, a)?, &behind(cx, b)?, op)
}

/// A unary slot of the object behind.
fn through(cx: &Cx, p: &Value, slot: fn(&Slots) -> Option<crate::object::slots::Unary>, what: &str) -> R {
    let object = behind(cx, p)?;
    match slot(type_of(&object).slots()) {
        Some(call) => call(cx, &object),
        None => Err(cx.type_error(format!("'{}' object {what}", type_of(&object).message_name()))),
    }
}

const OPS: [BinOp; BIN_OPS] = [
    BinOp::Add,
    BinOp::Sub,
    BinOp::Mul,
    BinOp::MatMul,
    BinOp::TrueDiv,
    BinOp::FloorDiv,
    BinOp::Mod,
    BinOp::Pow,
    BinOp::LShift,
    BinOp::RShift,
    BinOp::And,
    BinOp::Or,
    BinOp::Xor,
    BinOp::DivMod,
];

fn binary<const OP: usize>(cx: &Cx, a: &Value, b: &Value) -> R {
    number::binary(cx, OPS[OP], &behind(cx, a)?, &behind(cx, b)?)
}

fn inplace<const OP: usize>(cx: &Cx, a: &Value, b: &Value) -> R {
    number::inplace(cx, OPS[OP], &behind(cx, a)?, &behind(cx, b)?)
}

macro_rules! per_op {
    ($function:ident) => {
        [
            Some($function::<0> as Binary),
            Some($function::<1>),
            Some($function::<2>),
            Some($function::<3>),
            Some($function::<4>),
            Some($function::<5>),
            Some($function::<6>),
            Some($function::<7>),
            Some($function::<8>),
            Some($function::<9>),
            Some($function::<10>),
            Some($function::<11>),
            Some($function::<12>),
            Some($function::<13>),
        ]
    };
}

const SLOTS: Slots = Slots {
    getattr: Some(getattr),
    setattr: Some(setattr),
    str: Some(str),
    repr: Some(repr),
    hash: Some(compare::unhashable),
    compare: Some(compare_behind),
    iter: Some(|cx, p| iter::iter(cx, &behind(cx, p)?)),
    next: Some(next),
    len: Some(|cx, p| protocol::len(cx, &behind(cx, p)?)),
    truth: Some(|cx, p| protocol::truth(cx, &behind(cx, p)?)),
    contains: Some(|cx, p, item| protocol::contains(cx, &behind(cx, p)?, item)),
    getitem: Some(|cx, p, key| protocol::getitem(cx, &behind(cx, p)?, key)),
    setitem: Some(setitem),
    neg: Some(|cx, p| number::unary(cx, UnOp::Neg, &behind(cx, p)?)),
    pos: Some(|cx, p| number::unary(cx, UnOp::Pos, &behind(cx, p)?)),
    invert: Some(|cx, p| number::unary(cx, UnOp::Invert, &behind(cx, p)?)),
    abs: Some(|cx, p| number::abs(cx, &behind(cx, p)?)),
    int: Some(|cx, p| through(cx, p, |slots| slots.int, "cannot be interpreted as an integer")),
    float: Some(|cx, p| number::to_float(cx, &behind(cx, p)?).map(Value::float)),
    index: Some(|cx, p| number::index(cx, &behind(cx, p)?)),
    binary: per_op!(binary),
    inplace: per_op!(inplace),
    ..Slots::NONE
};

fn call_behind(cx: &Cx, p: &Value, args: Args<'_>) -> R {
    call::call(cx, &behind(cx, p)?, args)
}

static PROXY_DEF: TypeDef = TypeDef { name: "ProxyType", module: "weakref", slots: SLOTS, ..TypeDef::EMPTY };
pub(super) static PROXY: Type = Type::from_def(&PROXY_DEF);

static CALLABLE_DEF: TypeDef =
    TypeDef { name: "CallableProxyType", module: "weakref", slots: Slots { call: Some(call_behind), ..SLOTS }, ..TypeDef::EMPTY };
pub(super) static CALLABLE_PROXY: Type = Type::from_def(&CALLABLE_DEF);
