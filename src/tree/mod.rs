//! The executable tree: scopes, lowering (one function per variant of the syntax tree) and the node types. Knows syntax and objects;
//! what nodes do when they run is in `exec`, which implements [`Expr`] and [`Stmt`] for them.

pub(crate) mod lower;
pub(crate) mod nodes;
pub(crate) mod operand;
pub(crate) mod scope;
pub(crate) mod steps;

use crate::object::code::Body;
use crate::object::cx::Cx;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::value::{R, Value};
use crate::source::Span;

/// An expression. It can be the body of a function too: what it gives is what the function returns.
pub(crate) trait Expr: Body {
    fn eval(&self, cx: &Cx, fp: Fp) -> R;

    /// The truth of the value, for conditions: saves making a bool.
    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        let value = self.eval(cx, fp)?;
        match value.as_bool() {
            Some(truth) => Ok(truth),
            None => truth(cx, fp, &value, self.span()),
        }
    }

    /// The generator expression it is.
    fn as_generator(&self) -> Option<&nodes::GeneratorExpr> {
        None
    }

    /// Its text, if errors of what is done with the value point to it.
    fn span(&self) -> Span {
        Span::default()
    }

    /// The value, if finding it runs no code of scripts, raises nothing and changes nothing: then it may be found too early, or twice.
    /// None: [`Expr::eval`] is the way.
    fn quick(&self, _: &Cx, _: Fp) -> Option<Value> {
        None
    }

    /// Whether [`Expr::quick`] ever gives a value.
    fn is_quick(&self) -> bool {
        false
    }
}

/// The truth of a condition. `span`: its text, if it has one.
#[inline(never)]
pub(crate) fn truth(cx: &Cx, fp: Fp, value: &Value, span: Span) -> R<bool> {
    if span != Span::default() {
        fp.stand_at(span);
    }
    let result = protocol::truth(cx, value);
    if result.is_err() && span != Span::default() {
        cx.note(span);
    }
    result
}

impl<E: Expr> Body for E {
    #[inline]
    fn run(&self, cx: &Cx, fp: Fp) -> R {
        self.eval(cx, fp)
    }
}

/// How a statement ended, if it did not raise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Flow {
    Next,
    Break,
    Continue,
    /// The value waits in the context (`Cx::set_return`).
    Return,
}

/// A statement.
pub(crate) trait Stmt: Send + Sync {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow>;
}

/// An attribute or item that is stored to or deleted, generic over how its object and key are found.
pub(crate) trait Place: Send + Sync {
    fn store(&self, cx: &Cx, fp: Fp, value: Value) -> R<()>;
    fn delete(&self, cx: &Cx, fp: Fp) -> R<()>;
}

pub(crate) type BoxExpr = Box<dyn Expr>;
pub(crate) type BoxStmt = Box<dyn Stmt>;
