//! The `bytearray` object.

use super::kinds::{Kind, Layout, alloc, object};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct ByteArray {
    head: Header,
}

object!(ByteArray, ByteArray, BYTEARRAY);

impl Layout for ByteArray {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static DEF: TypeDef = TypeDef { name: "bytearray", kind: Kind::ByteArray, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static BYTEARRAY: Type = Type::from_def(&DEF);
