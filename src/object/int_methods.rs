//! Methods and constructor of `int`. Knows numbers and number text.

use super::args::Args;
use super::cx::Cx;
use super::native::{GetSet, NativeDef};
use super::ty::Type;
use super::value::{R, Value};

/// Most digits of an int that is turned to or from decimal text.
pub(crate) fn max_digits(_: &Cx) -> usize {
    4300
}

pub(crate) fn new(cx: &Cx, _class: &Type, args: Args<'_>) -> R {
    match args.pos() {
        [] => Ok(Value::int(0)),
        [value, ..] => super::number::index(cx, value),
    }
}

pub(crate) static METHODS: &[NativeDef] = &[];
pub(crate) static GETSET: &[GetSet] = &[];
