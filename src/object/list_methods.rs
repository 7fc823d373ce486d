//! Methods, operators and constructor of `list`.

use super::kinds::Kind;
use super::ty::{Type, TypeDef};

static LIST_DEF: TypeDef = TypeDef { name: "list", kind: Kind::List, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static LIST: Type = Type::from_def(&LIST_DEF);
