//! The `range` object.

use super::kinds::{Kind, Layout, alloc, object};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct Range {
    head: Header,
}

object!(Range, Range, RANGE);

impl Layout for Range {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static DEF: TypeDef = TypeDef { name: "range", kind: Kind::Range, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static RANGE: Type = Type::from_def(&DEF);
