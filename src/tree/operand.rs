//! Operands: the shapes of subexpressions that nodes are specialised for, so that locals and constants cost no call and no count.

use super::{BoxExpr, Expr};
use crate::object::cx::Cx;
use crate::object::exception::UNBOUND_LOCAL_ERROR;
use crate::object::stack::Fp;
use crate::object::value::{R, Raised, Value};
use crate::source::Span;
use std::borrow::Borrow;

/// A subexpression of known shape.
pub(crate) trait Operand: Send + Sync + 'static {
    type Out<'a>: Borrow<Value>;

    /// The value, borrowed where it lies still: a local cannot be rebound while the node that borrows it runs (the lowering takes
    /// `Dyn` for locals that a sibling expression may bind).
    fn get<'a>(&'a self, cx: &Cx, fp: Fp) -> R<Self::Out<'a>>;

    /// A reference of its own to what `get` gave.
    fn own(value: Self::Out<'_>) -> Value;

    /// Evaluating it runs no code and raises nothing but for a missing value.
    const IS_SIMPLE: bool = true;

    /// Looks at the value where it lies, Unset if there is none. None: it does not lie anywhere, or `look` gave None; then [`Operand::get`]
    /// is the way. Without errors to raise, a node that is done this way needs no registers saved.
    #[inline(always)]
    fn peek<T>(&self, _: Fp, _: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        None
    }

    /// Whether [`Operand::peek`] looks.
    const PEEKS: bool = false;

    /// Looks at the value if finding it runs no code of scripts, raises nothing and changes nothing (see [`Expr::quick`]).
    #[inline(always)]
    fn quick<T>(&self, cx: &Cx, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        if Self::PEEKS { self.peek(fp, look) } else { self.glance(cx, fp, look) }
    }

    /// Whether [`Operand::glance`] looks.
    const GLANCES: bool = false;

    /// Whether [`Operand::quick`] ever looks.
    #[inline(always)]
    fn is_quick(&self) -> bool {
        true
    }

    /// Looks at the value of a free or global variable without counting it (see `object::slot::Slot::glance`). None: it was not possible,
    /// or `look`, which runs no code of scripts, gave None; then `get` is the way.
    #[inline(always)]
    fn glance<T>(&self, _: &Cx, _: Fp, _: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        None
    }
}

/// A local variable.
#[derive(Clone, Copy)]
pub(crate) struct Local {
    pub(crate) slot: u32,
    /// Its text, which errors point to; none for hidden ones.
    pub(crate) span: Span,
}

impl Local {
    /// A variable that no text names, which always has a value.
    pub(crate) fn hidden(slot: u32) -> Local {
        Local { slot, span: Span::default() }
    }

    /// UnboundLocalError at the variable.
    #[cold]
    #[inline(never)]
    pub(crate) fn unbound(&self, cx: &Cx, fp: Fp) -> Raised {
        let raised = unbound(cx, fp, self.slot);
        if self.span != Span::default() {
            cx.note(self.span);
        }
        raised
    }
}

/// A constant.
pub(crate) struct Const(pub(crate) Value);

/// A constant int of 64 bits, where a node has an instance for it.
pub(crate) struct IntConst(pub(crate) i64);

/// A variable of an enclosing function.
pub(crate) struct Free(pub(crate) super::nodes::FreeGet);

/// A global variable or builtin.
pub(crate) struct Global(pub(crate) super::nodes::GlobalGet);

/// An attribute of a local variable.
pub(crate) struct Field(pub(crate) super::nodes::Attr<Local>);

/// Any other expression.
pub(crate) struct Dyn {
    expr: BoxExpr,
    is_quick: bool,
}

impl Dyn {
    pub(crate) fn new(expr: BoxExpr) -> Dyn {
        Dyn { is_quick: expr.is_quick(), expr }
    }
}

/// A borrowed value.
pub(crate) struct Borrowed<'a>(&'a Value);

impl Borrow<Value> for Borrowed<'_> {
    #[inline(always)]
    fn borrow(&self) -> &Value {
        self.0
    }
}

impl Operand for Local {
    type Out<'a> = Borrowed<'a>;
    #[inline(always)]
    fn get<'a>(&'a self, cx: &Cx, fp: Fp) -> R<Borrowed<'a>> {
        let value = fp.local(self.slot);
        if value.is_unset() { Err(self.unbound(cx, fp)) } else { Ok(Borrowed(value)) }
    }
    #[inline(always)]
    fn own(value: Borrowed<'_>) -> Value {
        value.0.clone()
    }
    const PEEKS: bool = true;
    #[inline(always)]
    fn peek<T>(&self, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        look(fp.local(self.slot))
    }
}

impl Operand for Const {
    type Out<'a> = Borrowed<'a>;
    #[inline(always)]
    fn get<'a>(&'a self, _: &Cx, _: Fp) -> R<Borrowed<'a>> {
        Ok(Borrowed(&self.0))
    }
    #[inline(always)]
    fn own(value: Borrowed<'_>) -> Value {
        value.0.clone()
    }
    const PEEKS: bool = true;
    #[inline(always)]
    fn peek<T>(&self, _: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        look(&self.0)
    }
}

impl Operand for IntConst {
    type Out<'a> = Value;
    #[inline(always)]
    fn get(&self, _: &Cx, _: Fp) -> R<Value> {
        Ok(Value::int(self.0))
    }
    #[inline(always)]
    fn own(value: Value) -> Value {
        value
    }
    const PEEKS: bool = true;
    #[inline(always)]
    fn peek<T>(&self, _: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        look(&Value::int(self.0))
    }
}

impl Operand for Dyn {
    const IS_SIMPLE: bool = false;
    type Out<'a> = Value;
    #[inline(always)]
    fn get(&self, cx: &Cx, fp: Fp) -> R<Value> {
        self.expr.eval(cx, fp)
    }
    #[inline(always)]
    fn quick<T>(&self, cx: &Cx, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        look(&self.expr.quick(cx, fp)?)
    }
    #[inline(always)]
    fn is_quick(&self) -> bool {
        self.is_quick
    }
    #[inline(always)]
    fn own(value: Value) -> Value {
        value
    }
}

/// UnboundLocalError for a local, or the cell in its slot, without a value. Such an error does not carry the name.
#[cold]
#[inline(never)]
pub(crate) fn unbound(cx: &Cx, fp: Fp, slot: u32) -> Raised {
    let name = fp.code().info.varnames.get(slot as usize).copied().unwrap_or_else(|| crate::object::str::Name::new("?"));
    cx.error(&UNBOUND_LOCAL_ERROR, format!("cannot access local variable '{name}' where it is not associated with a value"))
}

/// An expression as the operand it can be: what the lowering hands to the macro that picks a node's instance.
pub(crate) enum AnyOperand {
    Local(Local),
    Const(Value),
    Free(super::nodes::FreeGet),
    Global(super::nodes::GlobalGet),
    Field(super::nodes::Attr<Local>),
    Dyn(BoxExpr),
}

impl AnyOperand {
    /// As a boxed expression.
    pub(crate) fn boxed(self) -> BoxExpr {
        match self {
            AnyOperand::Local(local) => Box::new(super::nodes::LocalGet(local)),
            AnyOperand::Const(value) => Box::new(super::nodes::ConstGet(Const(value))),
            AnyOperand::Free(get) => Box::new(get),
            AnyOperand::Global(get) => Box::new(get),
            AnyOperand::Field(get) => Box::new(get),
            AnyOperand::Dyn(expr) => expr,
        }
    }

    /// Without borrowing a local: for operands whose sibling may bind it.
    pub(crate) fn pinned(self) -> AnyOperand {
        match self {
            AnyOperand::Local(_) => AnyOperand::Dyn(self.boxed()),
            other => other,
        }
    }
}
