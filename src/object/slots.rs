//! The slots of a type: what an object of the type can do, as function pointers. Knows signatures only.
//!
//! Builtin types name their functions in a `Slots` literal; classes written in the language get the functions of `dunder`, which
//! call the class's `__add__` and so on. A class inherits every slot that it does not define (`Slots::inherit`).

use super::args::Args;
use super::cx::Cx;
use super::str::Name;
use super::ty::Type;
use super::value::{R, Value};

pub(crate) type Unary = fn(&Cx, &Value) -> R;
/// For number slots: called with either operand as the type's own; answers NotImplemented if it cannot.
pub(crate) type Binary = fn(&Cx, &Value, &Value) -> R;

/// Binary operators, index into [`Slots::binary`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum BinOp {
    Add,
    Sub,
    Mul,
    MatMul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

pub(crate) const BIN_OPS: usize = 14;

/// Rich comparison operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum CmpOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

macro_rules! slots {
    ($( $(#[$doc:meta])* $name:ident: $type:ty, )*) => {
        /// What objects of a type can do; None: not at all (or as `object` does, once inherited).
        #[derive(Clone, Copy)]
        pub(crate) struct Slots {
            $( $(#[$doc])* pub(crate) $name: Option<$type>, )*
            /// By [`BinOp`].
            pub(crate) binary: [Option<Binary>; BIN_OPS],
            /// `+=` and so on, by [`BinOp`].
            pub(crate) inplace: [Option<Binary>; BIN_OPS],
        }

        impl Slots {
            pub(crate) const NONE: Slots = Slots { $( $name: None, )* binary: [None; BIN_OPS], inplace: [None; BIN_OPS] };

            /// Takes over from `base` what is not defined here.
            pub(crate) fn inherit(&mut self, base: &Slots) {
                // Equality and hash come together: a type that defines comparison alone is not hashable.
                if self.compare.is_none() && self.hash.is_none() {
                    self.compare = base.compare;
                    self.hash = base.hash;
                }
                if self.compare.is_some() && self.hash.is_none() {
                    self.hash = Some(super::compare::unhashable);
                }
                $( if self.$name.is_none() { self.$name = base.$name; } )*
                for index in 0..BIN_OPS {
                    self.binary[index] = self.binary[index].or(base.binary[index]);
                    self.inplace[index] = self.inplace[index].or(base.inplace[index]);
                }
            }
        }
    };
}

slots! {
    repr: Unary,
    /// `str()`; falls back to repr.
    str: Unary,
    hash: fn(&Cx, &Value) -> R<i64>,
    /// `self == other` and so on; answers NotImplemented if it cannot.
    compare: fn(&Cx, &Value, &Value, CmpOp) -> R,
    call: fn(&Cx, &Value, Args<'_>) -> R,
    getattr: fn(&Cx, &Value, Name) -> R,
    /// Store, or delete when the value is None.
    setattr: fn(&Cx, &Value, Name, Option<Value>) -> R<()>,
    iter: Unary,
    /// The next item, None at the end (no StopIteration).
    next: fn(&Cx, &Value) -> R<Option<Value>>,
    /// Calls a function with each item until it answers false, for iterators that do better than to be asked for each. The caller holds the
    /// iterator.
    each: fn(&Cx, &Value, super::feeding::Take<'_>) -> R<()>,
    /// The items of a native container at one moment.
    snapshot: fn(&Value) -> Vec<Value>,
    /// Resumes a generator or another awaitable with a value.
    send: fn(&Cx, &Value, Value) -> R<super::code::Step>,
    len: fn(&Cx, &Value) -> R<usize>,
    truth: fn(&Cx, &Value) -> R<bool>,
    contains: fn(&Cx, &Value, &Value) -> R<bool>,
    getitem: Binary,
    /// Store `self[key]`, or delete it when the value is None.
    setitem: fn(&Cx, &Value, &Value, Option<Value>) -> R<()>,
    neg: Unary,
    pos: Unary,
    abs: Unary,
    /// `pow(a, b, modulus)` where one of the three has the type's `**`; answers NotImplemented if it cannot.
    power_modulo: fn(&Cx, &Value, &Value, &Value) -> R,
    invert: Unary,
    int: Unary,
    float: Unary,
    index: Unary,
    /// Descriptor read: (descriptor, instance or Unset, class).
    descr_get: fn(&Cx, &Value, &Value, &Value) -> R,
    /// Descriptor write: (descriptor, instance, value or None to delete).
    descr_set: fn(&Cx, &Value, &Value, Option<Value>) -> R<()>,
    new: fn(&Cx, &Type, Args<'_>) -> R,
    init: fn(&Cx, &Value, Args<'_>) -> R<()>,
    /// `__del__`.
    finalize: fn(&Cx, &Value),
    aiter: Unary,
    anext: Unary,
    /// `__await__`.
    awaiter: Unary,
}

/// Builds a `binary` or `inplace` table: `bin_slots(&[(BinOp::Add, list_add)])`.
pub(crate) const fn bin_slots(rows: &[(BinOp, Binary)]) -> [Option<Binary>; BIN_OPS] {
    let mut table = [None; BIN_OPS];
    let mut row = 0;
    while row < rows.len() {
        table[rows[row].0 as usize] = Some(rows[row].1);
        row += 1;
    }
    table
}

impl BinOp {
    /// As it stands in error messages; `inplace` forms add `=`.
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            BinOp::Add => "+",
            BinOp::Sub => "-",
            BinOp::Mul => "*",
            BinOp::MatMul => "@",
            BinOp::TrueDiv => "/",
            BinOp::FloorDiv => "//",
            BinOp::Mod => "%",
            BinOp::Pow => "** or pow()",
            BinOp::LShift => "<<",
            BinOp::RShift => ">>",
            BinOp::And => "&",
            BinOp::Or => "|",
            BinOp::Xor => "^",
            BinOp::DivMod => "divmod()",
        }
    }
}

impl CmpOp {
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            CmpOp::Lt => "<",
            CmpOp::Le => "<=",
            CmpOp::Eq => "==",
            CmpOp::Ne => "!=",
            CmpOp::Gt => ">",
            CmpOp::Ge => ">=",
        }
    }

    /// The operator with its operands swapped.
    pub(crate) fn swapped(self) -> CmpOp {
        match self {
            CmpOp::Lt => CmpOp::Gt,
            CmpOp::Le => CmpOp::Ge,
            CmpOp::Gt => CmpOp::Lt,
            CmpOp::Ge => CmpOp::Le,
            same => same,
        }
    }

    /// What the operator says of an ordering.
    #[inline(always)]
    pub(crate) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            CmpOp::Lt => order.is_lt(),
            CmpOp::Le => order.is_le(),
            CmpOp::Eq => order.is_eq(),
            CmpOp::Ne => order.is_ne(),
            CmpOp::Gt => order.is_gt(),
            CmpOp::Ge => order.is_ge(),
        }
    }
}
