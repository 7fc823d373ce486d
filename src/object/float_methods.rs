//! Methods and constructor of `float`. Knows numbers and number text.

use super::args::Args;
use super::cx::Cx;
use super::native::{GetSet, NativeDef};
use super::ty::Type;
use super::value::{R, Value};

pub(crate) fn new(cx: &Cx, _class: &Type, args: Args<'_>) -> R {
    match args.pos() {
        [] => Ok(Value::float(0.0)),
        [value, ..] => super::number::to_float(cx, value).map(Value::float),
    }
}

pub(crate) static METHODS: &[NativeDef] = &[];
pub(crate) static GETSET: &[GetSet] = &[];
