//! Lowering of expressions that suspend: what is evaluated before the suspension goes to temporaries, which then stand for it.

use super::*;
use crate::syntax::ast::CmpOp;
use crate::tree::nodes::{CompKind, CompareChain, Display, Part};
use crate::tree::steps::{Delegation, OUT, Op};

fn address(expr: &ast::Expr) -> usize {
    std::ptr::from_ref(expr).addr()
}

impl Lowerer {
    /// What stands for an expression that was evaluated already.
    pub(super) fn substitute(&mut self, expr: &ast::Expr) -> Option<BoxExpr> {
        let flat = self.flat.as_mut()?;
        if flat.substitutes.is_empty() {
            return None;
        }
        let slot = flat.substitutes.remove(&address(expr))?;
        Some(self.take_slot(slot))
    }

    pub(super) fn is_substituted(&self, expr: &ast::Expr) -> bool {
        self.flat.as_ref().is_some_and(|flat| flat.substitutes.contains_key(&address(expr)))
    }

    /// Evaluates an expression now; its slot stands for it when it is lowered.
    pub(super) fn spill(&mut self, expr: &ast::Expr) {
        let (expr, slot) = match &expr.kind {
            ExprKind::Constant(_) => return,
            // The iterable is used up where it stands.
            ExprKind::Starred(inner) => {
                let part = Part::Star(self.expr(inner), inner.span);
                let value = boxed(nodes::StarDisplay { kind: Display::List, parts: vec![part], span: inner.span });
                let slot = self.flat_temp();
                self.emit(Op::Set { slot, value });
                (&**inner, slot)
            }
            _ => (expr, self.slot_of(expr)),
        };
        self.flat().substitutes.insert(address(expr), slot);
    }

    /// Evaluates an expression into a temporary.
    pub(super) fn slot_of(&mut self, expr: &ast::Expr) -> u32 {
        let slot = self.flat_temp();
        self.eval_into(slot, expr);
        slot
    }

    /// Evaluates an expression into a slot.
    pub(super) fn eval_into(&mut self, slot: u32, expr: &ast::Expr) {
        if !self.suspension_into(Some(slot), expr) {
            let value = self.expr(expr);
            self.emit(Op::Set { slot, value });
        }
    }

    /// If the expression is itself a suspension: its steps, the result going to `dst`.
    pub(super) fn suspension_into(&mut self, dst: Option<u32>, expr: &ast::Expr) -> bool {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Yield(value) => {
                let value = match value {
                    Some(value) => self.expr(value),
                    None => boxed(nodes::ConstGet(Const(Value::NONE))),
                };
                self.emit(Op::Yield { value, dst, next: OUT, span });
            }
            ExprKind::YieldFrom(value) => {
                let value = self.expr(value);
                self.emit(Op::Delegate { value, kind: Delegation::YieldFrom, span });
                self.emit(Op::Delegating { dst, span });
            }
            ExprKind::Await(value) => {
                let value = self.expr(value);
                self.emit(Op::Delegate { value, kind: Delegation::Await, span });
                self.emit(Op::Delegating { dst, span });
            }
            _ => return false,
        }
        true
    }

    /// Evaluates those of the children (in the order of evaluation) that come before the last suspension among them.
    pub(super) fn prepare(&mut self, children: &[&ast::Expr]) {
        let Some(last) = children.iter().rposition(|child| self.suspends(child)) else { return };
        for child in &children[..last] {
            self.spill(child);
        }
    }

    /// An expression that suspends: emits steps and returns what is left to be evaluated after them.
    pub(super) fn suspending_expr(&mut self, expr: &ast::Expr) -> BoxExpr {
        match &expr.kind {
            ExprKind::Await(_) | ExprKind::Yield(_) | ExprKind::YieldFrom(_) => {
                let slot = self.slot_of(expr);
                self.take_slot(slot)
            }
            ExprKind::BoolOp(node) if node.values[1..].iter().any(|value| self.suspends(value)) => self.flat_bool_op(node),
            ExprKind::IfExp(node) if self.suspends(&node.body) || self.suspends(&node.orelse) => self.flat_if_exp(node),
            ExprKind::Compare(node) if node.ops.len() > 1 && node.comparators[1..].iter().any(|right| self.suspends(right)) => {
                self.flat_compare(node, expr.span)
            }
            ExprKind::ListComp(node) if self.is_flat_comprehension(&node.generators, &[&node.elt]) => {
                let scope = self.scopes.of(&**node);
                self.flat_comprehension(CompKind::List, scope, &node.generators, expr.span, |this, slot| {
                    let value = this.expr(&node.elt);
                    this.emit_stmt(Box::new(nodes::AppendTo { slot, value }));
                })
            }
            ExprKind::SetComp(node) if self.is_flat_comprehension(&node.generators, &[&node.elt]) => {
                let scope = self.scopes.of(&**node);
                self.flat_comprehension(CompKind::Set, scope, &node.generators, expr.span, |this, slot| {
                    let value = this.expr(&node.elt);
                    this.emit_stmt(Box::new(nodes::AddTo { slot, value, span: node.elt.span }));
                })
            }
            ExprKind::DictComp(node) if self.is_flat_comprehension(&node.generators, &[&node.key, &node.value]) => {
                let scope = self.scopes.of(&**node);
                self.flat_comprehension(CompKind::Dict, scope, &node.generators, expr.span, |this, slot| {
                    this.prepare(&[&node.key, &node.value]);
                    let key = this.expr(&node.key);
                    let value = this.expr(&node.value);
                    this.emit_stmt(Box::new(nodes::StoreTo { slot, key, value, span: node.key.span }));
                })
            }
            _ => {
                let children = children(expr);
                self.prepare(&children);
                self.plain_expr(expr)
            }
        }
    }

    /// Whether more than the first iterable of a comprehension suspends.
    fn is_flat_comprehension(&self, generators: &[ast::Comprehension], elements: &[&ast::Expr]) -> bool {
        elements.iter().any(|element| self.suspends(element))
            || generators[1..].iter().any(|generator| self.suspends(&generator.iter))
            || generators.iter().any(|generator| {
                generator.is_async || self.suspends(&generator.target) || generator.ifs.iter().any(|test| self.suspends(test))
            })
    }

    fn flat_bool_op(&mut self, node: &ast::BoolOp) -> BoxExpr {
        let slot = self.flat_temp();
        let end = self.label();
        let when = node.op == ast::BoolOperator::Or;
        for (index, value) in node.values.iter().enumerate() {
            if index > 0 {
                self.emit(Op::JumpIfSlot { slot, when, to: end });
            }
            self.eval_into(slot, value);
        }
        self.bind(end);
        self.take_slot(slot)
    }

    fn flat_if_exp(&mut self, node: &ast::IfExp) -> BoxExpr {
        let slot = self.flat_temp();
        let (orelse, end) = (self.label(), self.label());
        let test = self.expr(&node.test);
        self.emit(Op::JumpIf { test, when: false, to: orelse });
        self.eval_into(slot, &node.body);
        self.emit(Op::Jump(end));
        self.bind(orelse);
        self.eval_into(slot, &node.orelse);
        self.bind(end);
        self.take_slot(slot)
    }

    fn flat_compare(&mut self, node: &ast::Compare, span: Span) -> BoxExpr {
        let answer = self.flat_temp();
        let end = self.label();
        let mut left = self.slot_of(&node.left);
        let last = node.ops.len() - 1;
        let each: Vec<(CmpOp, &ast::Expr)> = node.ops.iter().copied().zip(&node.comparators).collect();
        for (index, (op, right)) in each.into_iter().enumerate() {
            let right = self.slot_of(right);
            let second = if index == last { self.take_slot(right) } else { self.peek_slot(right) };
            let value = boxed(CompareChain { first: self.take_slot(left), rest: vec![(expr::any_cmp(op), second, span)] });
            self.emit(Op::Set { slot: answer, value });
            if index < last {
                self.emit(Op::JumpIfSlot { slot: answer, when: false, to: end });
            }
            left = right;
        }
        self.bind(end);
        self.take_slot(answer)
    }
}

/// The subexpressions of an expression in the order in which it always evaluates them. Those that it evaluates under a condition are
/// left out.
fn children(expr: &ast::Expr) -> Vec<&ast::Expr> {
    match &expr.kind {
        ExprKind::BoolOp(node) => vec![&node.values[0]],
        ExprKind::NamedExpr(node) => vec![&node.value],
        ExprKind::BinOp(node) => vec![&node.left, &node.right],
        ExprKind::UnaryOp(node) => vec![&node.operand],
        ExprKind::Lambda(node) => node.args.defaults.iter().chain(node.args.kw_defaults.iter().flatten()).collect(),
        ExprKind::IfExp(node) => vec![&node.test],
        ExprKind::Dict(node) => {
            node.keys.iter().zip(&node.values).flat_map(|(key, value)| key.iter().chain(std::iter::once(value))).collect()
        }
        ExprKind::Set(node) | ExprKind::List(node) | ExprKind::Tuple(node) | ExprKind::JoinedStr(node) => node.elts.iter().collect(),
        ExprKind::ListComp(node) | ExprKind::SetComp(node) | ExprKind::GeneratorExp(node) => vec![&node.generators[0].iter],
        ExprKind::DictComp(node) => vec![&node.generators[0].iter],
        ExprKind::Compare(node) => vec![&node.left, &node.comparators[0]],
        ExprKind::Call(node) => {
            std::iter::once(&node.func).chain(&node.args).chain(node.keywords.iter().map(|keyword| &keyword.value)).collect()
        }
        ExprKind::FormattedValue(node) => std::iter::once(&node.value).chain(&node.format_spec).collect(),
        ExprKind::Attribute(node) => vec![&node.value],
        ExprKind::Subscript(node) => vec![&node.value, &node.slice],
        ExprKind::Starred(inner) | ExprKind::Await(inner) | ExprKind::YieldFrom(inner) => vec![inner],
        ExprKind::Yield(inner) => inner.iter().map(|inner| &**inner).collect(),
        ExprKind::Slice(node) => [&node.lower, &node.upper, &node.step].into_iter().flatten().collect(),
        ExprKind::Constant(_) | ExprKind::Name(_) => Vec::new(),
    }
}
