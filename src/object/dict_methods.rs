//! Methods, operators and constructor of `dict`.

use super::kinds::Kind;
use super::ty::{Type, TypeDef};

static DICT_DEF: TypeDef = TypeDef { name: "dict", kind: Kind::Dict, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static DICT: Type = Type::from_def(&DICT_DEF);
