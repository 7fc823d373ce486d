//! The `complex` object.

use super::kinds::{Kind, Layout, alloc, object};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct Complex {
    head: Header,
}

object!(Complex, Complex, COMPLEX);

impl Layout for Complex {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static DEF: TypeDef = TypeDef { name: "complex", kind: Kind::Complex, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static COMPLEX: Type = Type::from_def(&DEF);

/// `x ** y` of floats whose result is complex.
pub(crate) fn power_of_floats(cx: &super::cx::Cx, _x: f64, _y: f64) -> super::value::R {
    Err(cx.type_error("complex power"))
}
