//! The `slice` object.

use super::kinds::{Kind, Layout, alloc, object};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct Slice {
    head: Header,
}

object!(Slice, Slice, SLICE);

impl Layout for Slice {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static DEF: TypeDef = TypeDef { name: "slice", kind: Kind::Slice, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static SLICE: Type = Type::from_def(&DEF);
