//! Precedence: one flat run of binary operators and `not` becomes a tree, in linear time and without recursion.

use super::{Build, Built, deepest};
use crate::source::Span;
use crate::syntax::ast::{BinOp, BoolOp, BoolOperator, CmpOp, Compare, Expr, ExprKind, Operator, UnaryOp, UnaryOperator};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Infix {
    Binary(Operator),
    Compare(CmpOp),
    Bool(BoolOperator),
}

/// An operand with the place it takes, parentheses included.
#[derive(Debug)]
struct Operand {
    start: u32,
    end: u32,
    expr: Expr,
}

#[derive(Debug, Clone, Copy)]
enum Pending {
    Infix(Infix),
    /// With the place where it starts.
    Not(u32),
}

/// Operands and the operators between them that still wait for a weaker one.
#[derive(Debug)]
pub(in crate::syntax) struct Chain {
    last: Operand,
    /// None while there is one operand and no operator.
    rest: Option<Box<Rest>>,
}

#[derive(Debug, Default)]
struct Rest {
    /// All but the last.
    operands: Vec<Operand>,
    pending: Vec<Pending>,
}

impl Pending {
    fn strength(self) -> u8 {
        match self {
            Pending::Infix(Infix::Bool(BoolOperator::Or)) => 1,
            Pending::Infix(Infix::Bool(BoolOperator::And)) => 2,
            Pending::Not(_) => 3,
            Pending::Infix(Infix::Compare(_)) => 4,
            Pending::Infix(Infix::Binary(op)) => match op {
                Operator::BitOr => 5,
                Operator::BitXor => 6,
                Operator::BitAnd => 7,
                Operator::LShift | Operator::RShift => 8,
                Operator::Add | Operator::Sub => 9,
                Operator::Mult | Operator::MatMult | Operator::Div | Operator::Mod | Operator::FloorDiv => 10,
                Operator::Pow => unreachable!("the grammar itself binds **"),
            },
        }
    }
}

impl Chain {
    pub(in crate::syntax) fn one(start: u32, expr: Expr, end: u32) -> Chain {
        Chain { last: Operand { start, end, expr }, rest: None }
    }

    pub(in crate::syntax) fn negated(nots: Vec<u32>, start: u32, expr: Expr, end: u32) -> Chain {
        let pending = nots.into_iter().map(Pending::Not).collect();
        Chain { last: Operand { start, end, expr }, rest: Some(Box::new(Rest { operands: Vec::new(), pending })) }
    }
}

impl Build<'_> {
    pub(in crate::syntax) fn chain(&mut self, chain: Chain, op: Infix, start: u32, expr: Expr, end: u32) -> Built<Chain> {
        self.chain_not(chain, op, Vec::new(), start, expr, end)
    }

    pub(in crate::syntax) fn chain_not(
        &mut self,
        chain: Chain,
        op: Infix,
        nots: Vec<u32>,
        start: u32,
        expr: Expr,
        end: u32,
    ) -> Built<Chain> {
        let Chain { mut last, rest } = chain;
        let mut rest = rest.unwrap_or_default();
        let op = Pending::Infix(op);
        let strength = op.strength();
        // Arithmetic groups from the left; comparisons and `and`/`or` gather equals into one node later.
        let gathers = strength <= 4;
        while let Some(top) = rest.pending.last().map(|top| top.strength()) {
            if top < strength || (top == strength && gathers) {
                break;
            }
            last = self.reduce(&mut rest, last)?;
        }
        rest.operands.push(last);
        rest.pending.push(op);
        rest.pending.extend(nots.into_iter().map(Pending::Not));
        Ok(Chain { last: Operand { start, end, expr }, rest: Some(rest) })
    }

    pub(in crate::syntax) fn finish(&mut self, chain: Chain) -> Built<Expr> {
        let Chain { mut last, rest } = chain;
        if let Some(mut rest) = rest {
            while !rest.pending.is_empty() {
                last = self.reduce(&mut rest, last)?;
            }
        }
        Ok(last.expr)
    }

    /// Applies the last pending operator, with all before it that it gathers.
    fn reduce(&mut self, rest: &mut Rest, last: Operand) -> Built<Operand> {
        const BALANCED: &str = "each binary operator has an operand on its left";
        match rest.pending.pop().expect("callers check that an operator is pending") {
            Pending::Not(start) => {
                let end = last.end;
                let expr = self.unary(start, UnaryOperator::Not, last.expr, end)?;
                Ok(Operand { start, end, expr })
            }
            Pending::Infix(Infix::Binary(op)) => {
                let left = rest.operands.pop().expect(BALANCED);
                let (start, end) = (left.start, last.end);
                let expr = self.binary(start, left.expr, op, last.expr, end)?;
                Ok(Operand { start, end, expr })
            }
            Pending::Infix(Infix::Compare(op)) => {
                let mut ops = vec![op];
                while let Some(&Pending::Infix(Infix::Compare(op))) = rest.pending.last() {
                    ops.push(op);
                    rest.pending.pop();
                }
                ops.reverse();
                let (start, end) = (rest.operands[rest.operands.len() - ops.len()].start, last.end);
                let mut operands = rest.operands.drain(rest.operands.len() - ops.len()..).map(|operand| operand.expr);
                let left = operands.next().expect(BALANCED);
                let mut comparators: Vec<Expr> = operands.collect();
                comparators.push(last.expr);
                let depth = self.deeper(left.depth.max(deepest(&comparators)), start, end)?;
                let kind = ExprKind::Compare(Box::new(Compare { left, ops, comparators }));
                Ok(Operand { start, end, expr: Expr { span: Span::new(start, end), depth, parenthesized: false, kind } })
            }
            Pending::Infix(Infix::Bool(op)) => {
                let mut count = 1;
                while let Some(&Pending::Infix(Infix::Bool(before))) = rest.pending.last() {
                    if before != op {
                        break;
                    }
                    count += 1;
                    rest.pending.pop();
                }
                let first = rest.operands.len() - count;
                let (start, end) = (rest.operands[first].start, last.end);
                let mut values: Vec<Expr> = rest.operands.drain(first..).map(|operand| operand.expr).collect();
                values.push(last.expr);
                let depth = self.deeper(deepest(&values), start, end)?;
                let kind = ExprKind::BoolOp(Box::new(BoolOp { op, values }));
                Ok(Operand { start, end, expr: Expr { span: Span::new(start, end), depth, parenthesized: false, kind } })
            }
        }
    }

    pub(in crate::syntax) fn unary(&mut self, start: u32, op: UnaryOperator, operand: Expr, end: u32) -> Built<Expr> {
        let depth = self.deeper(operand.depth, start, end)?;
        let kind = ExprKind::UnaryOp(Box::new(UnaryOp { op, operand }));
        Ok(Expr { span: Span::new(start, end), depth, parenthesized: false, kind })
    }

    pub(in crate::syntax) fn binary(&mut self, start: u32, left: Expr, op: Operator, right: Expr, end: u32) -> Built<Expr> {
        let depth = self.deeper(left.depth.max(right.depth), start, end)?;
        let kind = ExprKind::BinOp(Box::new(BinOp { left, op, right }));
        Ok(Expr { span: Span::new(start, end), depth, parenthesized: false, kind })
    }
}
