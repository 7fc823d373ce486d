//! The `set` object.

use super::kinds::{Kind, Layout, alloc, object};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct Set {
    head: Header,
}

object!(Set, Set, SET);

impl Layout for Set {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static DEF: TypeDef = TypeDef { name: "set", kind: Kind::Set, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static SET: Type = Type::from_def(&DEF);
