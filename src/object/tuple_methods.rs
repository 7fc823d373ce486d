//! Methods, operators and constructor of `tuple`.

use super::kinds::Kind;
use super::ty::{Type, TypeDef};

static TUPLE_DEF: TypeDef = TypeDef { name: "tuple", kind: Kind::Tuple, subclassable: true, ..TypeDef::EMPTY };
pub(crate) static TUPLE: Type = Type::from_def(&TUPLE_DEF);
