//! The `int` object: integers beyond 64 bits and instances of int's subclasses. Small exact ints are immediates. Methods and
//! operators are in `int_methods` and `int_ops`.

use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::ty::{Type, TypeDef};
use super::value::{Object, R, V, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use dashu_int::IBig;
use std::borrow::Cow;

/// An integer on the heap. Of exact type int only outside of the 64-bit range.
#[repr(C)]
pub(crate) struct Int {
    head: Header,
    big: IBig,
}

object!(Int, Int, INT);

impl Layout for Int {
    const TRACKED: bool = false;
    const LEAF: bool = true;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Int {
    pub(crate) fn big(&self) -> &IBig {
        &self.big
    }

    /// The same number as an exact int.
    pub(crate) fn to_exact(&self) -> Value {
        from_big(self.big.clone())
    }

    /// A number of type `class` (a subclass of int).
    pub(crate) fn of_class(class: &Type, big: IBig) -> Value {
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(Int { head: Header::new(Kind::Int as u8, class.header(), flags), big }).into_value()
    }
}

/// An exact int.
pub(crate) fn from_big(big: IBig) -> Value {
    match i64::try_from(&big) {
        Ok(small) => Value::int(small),
        Err(_) => Int::of_class(&INT, big),
    }
}

pub(crate) fn from_u64(n: u64) -> Value {
    match i64::try_from(n) {
        Ok(small) => Value::int(small),
        Err(_) => from_big(IBig::from(n)),
    }
}

pub(crate) fn from_usize(n: usize) -> Value {
    from_u64(n as u64)
}

/// The integer value of an int, bool or instance of a subclass of int.
pub(crate) fn to_big(value: &Value) -> Option<IBig> {
    match value.unpack() {
        V::Int(int) => Some(IBig::from(int)),
        V::Bool(truth) => Some(IBig::from(u8::from(truth))),
        _ => value.get::<Int>().map(|int| int.big.clone()),
    }
}

/// As [`to_big`], without copying a number on the heap.
pub(crate) fn as_big(value: &Value) -> Option<Cow<'_, IBig>> {
    match value.unpack() {
        V::Int(int) => Some(Cow::Owned(IBig::from(int))),
        V::Bool(truth) => Some(Cow::Owned(IBig::from(u8::from(truth)))),
        _ => value.get::<Int>().map(|int| Cow::Borrowed(&int.big)),
    }
}

/// The value of an int, bool or instance of a subclass of int if 64 bits hold it.
#[inline]
pub(crate) fn to_i64(value: &Value) -> Option<i64> {
    match value.unpack() {
        V::Int(int) => Some(int),
        V::Bool(truth) => Some(i64::from(truth)),
        _ => i64::try_from(value.get::<Int>()?.big()).ok(),
    }
}

/// Whether `isinstance(value, int)`.
pub(crate) fn is_int(value: &Value) -> bool {
    matches!(value.unpack(), V::Int(_) | V::Bool(_)) || value.get::<Int>().is_some()
}

/// The nearest float. Errors: OverflowError.
pub(crate) fn to_f64(cx: &Cx, value: &Value) -> R<f64> {
    match value.unpack() {
        V::Int(int) => Ok(int as f64),
        V::Bool(truth) => Ok(f64::from(u8::from(truth))),
        _ => match value.get::<Int>() {
            Some(int) => big_to_f64(int.big()).ok_or_else(|| cx.overflow_error("int too large to convert to float")),
            None => Err(cx.type_error("an integer is required")),
        },
    }
}

/// The nearest float, ties to even; None if out of range.
pub(crate) fn big_to_f64(big: &IBig) -> Option<f64> {
    Some(big.to_f64().value()).filter(|float| float.is_finite())
}

static INT_DEF: TypeDef = TypeDef {
    name: "int",
    kind: Kind::Int,
    subclassable: true,
    slots: super::int_ops::SLOTS,
    methods: super::int_methods::METHODS,
    getset: super::int_methods::GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static INT: Type = Type::from_def(&INT_DEF);

static BOOL_DEF: TypeDef = TypeDef { name: "bool", base: Some(&INT), kind: Kind::Int, slots: super::int_ops::BOOL_SLOTS, ..TypeDef::EMPTY };
pub(crate) static BOOL: Type = Type::from_def(&BOOL_DEF);
