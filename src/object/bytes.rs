//! The `bytes` object.

use super::kinds::{Kind, Layout, alloc, object};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct Bytes {
    head: Header,
}

object!(Bytes, Bytes, BYTES);

impl Layout for Bytes {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static DEF: TypeDef = TypeDef { name: "bytes", kind: Kind::Bytes, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static BYTES: Type = Type::from_def(&DEF);

impl Bytes {
    pub(crate) fn try_new(_: &[u8]) -> Option<Ref<Bytes>> {
        None
    }
}
