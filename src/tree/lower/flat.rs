//! Lowering of generators and coroutines to a flat list of steps.

use super::*;
use crate::object::code::Body;

/// The step list of the body being lowered.
pub(super) struct Flat {}

impl Flat {
    pub(super) fn new() -> Flat {
        Flat {}
    }
}

/// Whether evaluating an expression may suspend the generator it stands in.
pub(super) fn suspends(_: &ast::Expr) -> bool {
    false
}

impl Lowerer {
    pub(super) fn suspending_expr(&mut self, _: &ast::Expr) -> BoxExpr {
        boxed(nodes::ConstGet(Const(Value::NONE)))
    }
    pub(super) fn flat_body(&mut self, stmts: &[ast::Stmt]) -> Box<dyn Body> {
        Box::new(function::StmtBody(self.tail_block(stmts)))
    }
    pub(super) fn flat_expr_body(&mut self, expr: &ast::Expr) -> Box<dyn Body> {
        Box::new(function::ExprBody(self.expr(expr)))
    }
    pub(super) fn flat_generator_expr(&mut self, node: &ast::Comp) -> Box<dyn Body> {
        Box::new(function::ExprBody(self.expr(&node.elt)))
    }
}
