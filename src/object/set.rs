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

impl Set {
    pub(crate) fn new() -> Ref<Set> {
        alloc(Set { head: Header::new(Kind::Set as u8, SET.header(), 0) })
    }
    pub(crate) fn add(&self, _: &super::cx::Cx, _: Value) -> super::value::R<bool> {
        Ok(false)
    }
}
