//! Methods, operators and constructor of `str`.

use super::kinds::Kind;
use super::ty::{Type, TypeDef};

static STR_DEF: TypeDef = TypeDef { name: "str", kind: Kind::Str, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static STR: Type = Type::from_def(&STR_DEF);
