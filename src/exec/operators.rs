//! Operators: arithmetic with fast paths for ints and floats, comparison, identity, membership, boolean operations.

use super::At;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::number::{self, UnOp};
use crate::object::protocol;
use crate::object::slots::{BinOp, CmpOp};
use crate::object::stack::Fp;
use crate::object::str::Str;
use crate::object::value::{R, Tag, Value};
use crate::source::Span;
use crate::tree::nodes::*;
use crate::tree::operand::Operand;
use crate::tree::{BoxExpr, Expr, truth};
use std::borrow::Borrow;

/// `a op b` of two ints or two floats whose result is such a number too: what nodes do inline.
#[inline(always)]
pub(super) fn arithmetic<O: Operator>(a: &Value, b: &Value) -> Option<Value> {
    if a.tag() == Tag::Int && b.tag() == Tag::Int {
        return number::int_op(O::OP, a.int_unchecked(), b.int_unchecked()).map(Value::int);
    }
    if a.tag() == Tag::Float && b.tag() == Tag::Float {
        return number::float_op(O::OP, a.float_unchecked(), b.float_unchecked()).map(Value::float);
    }
    None
}

/// `a op b` for what [`arithmetic`] does not do.
#[inline(always)]
pub(super) fn mixed<O: Operator>(cx: &Cx, a: &Value, b: &Value) -> R {
    match (a.tag(), b.tag()) {
        (Tag::Int, Tag::Int) if O::OP == BinOp::TrueDiv => {
            let (x, y) = (a.int_unchecked(), b.int_unchecked());
            if y != 0 && x.unsigned_abs() < 1 << 53 && y.unsigned_abs() < 1 << 53 {
                return Ok(Value::float(x as f64 / y as f64));
            }
        }
        (Tag::Float, Tag::Int) => {
            if let Some(result) = number::float_op(O::OP, a.float_unchecked(), b.int_unchecked() as f64) {
                return Ok(Value::float(result));
            }
        }
        (Tag::Int, Tag::Float) => {
            if let Some(result) = number::float_op(O::OP, a.int_unchecked() as f64, b.float_unchecked()) {
                return Ok(Value::float(result));
            }
        }
        _ => {}
    }
    number::binary(cx, O::OP, a, b)
}

impl<O: Operator, L: Operand, Rt: Operand> Expr for Bin<O, L, Rt> {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if L::PEEKS && Rt::PEEKS {
            return match self.left.peek(fp, |left| self.right.peek(fp, |right| arithmetic::<O>(left, right))) {
                Some(result) => Ok(result),
                None => self.peeked(cx, fp),
            };
        }
        self.usual(cx, fp)
    }

    fn quick(&self, cx: &Cx, fp: Fp) -> Option<Value> {
        self.left.quick(cx, fp, |left| self.right.quick(cx, fp, |right| arithmetic::<O>(left, right)))
    }

    fn is_quick(&self) -> bool {
        self.left.is_quick() && self.right.is_quick()
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl<O: Operator, L: Operand, Rt: Operand> Bin<O, L, Rt> {
    #[inline(never)]
    fn peeked(&self, cx: &Cx, fp: Fp) -> R {
        self.usual(cx, fp)
    }

    #[inline(always)]
    fn usual(&self, cx: &Cx, fp: Fp) -> R {
        let left = self.left.get(cx, fp).at(cx, self.span)?;
        let right = self.right.get(cx, fp).at(cx, self.span)?;
        match arithmetic::<O>(left.borrow(), right.borrow()) {
            Some(result) => {
                // Both are numbers of one word: nothing to count down.
                std::mem::forget(left);
                std::mem::forget(right);
                Ok(result)
            }
            None => self.general(cx, fp, left, right),
        }
    }

    /// Takes the operands, so that the way of numbers has nothing to drop.
    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, left: L::Out<'_>, right: Rt::Out<'_>) -> R {
        fp.stand_at(self.span);
        mixed::<O>(cx, left.borrow(), right.borrow()).at(cx, self.span)
    }
}

impl Expr for Unary {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let operand = self.operand.eval(cx, fp)?;
        match (self.op, operand.tag()) {
            (UnOp::Neg, Tag::Int) => {
                if let Some(result) = operand.int_unchecked().checked_neg() {
                    return Ok(Value::int(result));
                }
            }
            (UnOp::Neg, Tag::Float) => return Ok(Value::float(-operand.float_unchecked())),
            (UnOp::Invert, Tag::Int) => return Ok(Value::int(!operand.int_unchecked())),
            _ => {}
        }
        fp.stand_at(self.span);
        number::unary(cx, self.op, &operand).at(cx, self.span)
    }

    fn span(&self) -> Span {
        self.span
    }
}

/// Compares two ints or two floats.
#[inline(always)]
fn compare_numbers<O: Comparison>(a: &Value, b: &Value) -> Option<bool> {
    if a.tag() == Tag::Int && b.tag() == Tag::Int {
        return Some(O::OP.holds(a.int_unchecked().cmp(&b.int_unchecked())));
    }
    if a.tag() == Tag::Float && b.tag() == Tag::Float {
        return Some(compare::float_holds(O::OP, a.float_unchecked(), b.float_unchecked()));
    }
    None
}

/// Compares numbers as [`compare_numbers`] does, and strings as far as that takes no look at their text.
#[inline(always)]
fn compare_quickly<O: Comparison>(a: &Value, b: &Value) -> Option<bool> {
    if let Some(truth) = compare_numbers::<O>(a, b) {
        return Some(truth);
    }
    if !matches!(O::OP, CmpOp::Eq | CmpOp::Ne) {
        return None;
    }
    let same = a.get_exact::<Str>()?.same_quickly(b.get_exact::<Str>()?)?;
    Some(same == (O::OP == CmpOp::Eq))
}

/// Whether two strings are equal, or not, if the operator asks for that.
#[inline(always)]
fn compare_strings<O: Comparison>(a: &Value, b: &Value) -> Option<bool> {
    if !matches!(O::OP, CmpOp::Eq | CmpOp::Ne) {
        return None;
    }
    let (x, y) = (a.get_exact::<Str>()?, b.get_exact::<Str>()?);
    Some(x.same(y) == (O::OP == CmpOp::Eq))
}

impl<O: Comparison, L: Operand, Rt: Operand> Expr for Cmp<O, L, Rt> {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if L::PEEKS && Rt::PEEKS {
            return match self.left.peek(fp, |left| self.right.peek(fp, |right| compare_quickly::<O>(left, right))) {
                Some(truth) => Ok(Value::bool(truth)),
                None => self.peeked(cx, fp),
            };
        }
        self.usual(cx, fp)
    }

    #[inline]
    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        if L::PEEKS && Rt::PEEKS {
            return match self.left.peek(fp, |left| self.right.peek(fp, |right| compare_quickly::<O>(left, right))) {
                Some(truth) => Ok(truth),
                None => self.peeked_bool(cx, fp),
            };
        }
        self.usual_bool(cx, fp)
    }
}

impl<O: Comparison, L: Operand, Rt: Operand> Cmp<O, L, Rt> {
    #[inline(never)]
    fn peeked(&self, cx: &Cx, fp: Fp) -> R {
        self.usual(cx, fp)
    }

    #[inline(never)]
    fn peeked_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        self.usual_bool(cx, fp)
    }

    #[inline(always)]
    fn usual(&self, cx: &Cx, fp: Fp) -> R {
        let left = self.left.get(cx, fp).at(cx, self.span)?;
        let right = self.right.get(cx, fp).at(cx, self.span)?;
        match compare_numbers::<O>(left.borrow(), right.borrow()) {
            Some(truth) => {
                std::mem::forget(left);
                std::mem::forget(right);
                Ok(Value::bool(truth))
            }
            None => self.general(cx, fp, left, right),
        }
    }

    #[inline(always)]
    fn usual_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        let left = self.left.get(cx, fp).at(cx, self.span)?;
        let right = self.right.get(cx, fp).at(cx, self.span)?;
        match compare_numbers::<O>(left.borrow(), right.borrow()) {
            Some(truth) => {
                std::mem::forget(left);
                std::mem::forget(right);
                Ok(truth)
            }
            None => self.general_bool(cx, fp, left, right),
        }
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, left: L::Out<'_>, right: Rt::Out<'_>) -> R {
        fp.stand_at(self.span);
        match compare_strings::<O>(left.borrow(), right.borrow()) {
            Some(truth) => Ok(Value::bool(truth)),
            None => compare::rich(cx, left.borrow(), right.borrow(), O::OP).at(cx, self.span),
        }
    }

    #[inline(never)]
    fn general_bool(&self, cx: &Cx, fp: Fp, left: L::Out<'_>, right: Rt::Out<'_>) -> R<bool> {
        fp.stand_at(self.span);
        match compare_strings::<O>(left.borrow(), right.borrow()) {
            Some(truth) => Ok(truth),
            None => compare::compare_bool(cx, left.borrow(), right.borrow(), O::OP).at(cx, self.span),
        }
    }
}

impl<L: Operand> Expr for Is<L> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        self.eval_bool(cx, fp).map(Value::bool)
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        let left = self.left.get(cx, fp).at(cx, self.span)?;
        let right = self.right.eval(cx, fp).at(cx, self.span)?;
        let left: &Value = left.borrow();
        Ok(left.is(&right) != self.negated)
    }
}

impl<L: Operand> Expr for IsNone<L> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        self.eval_bool(cx, fp).map(Value::bool)
    }

    #[inline]
    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        if let Some(is_none) = self.left.peek(fp, |left| (!left.is_unset()).then(|| left.is_none())) {
            return Ok(is_none != self.negated);
        }
        let left = self.left.get(cx, fp).at(cx, self.span)?;
        let left: &Value = left.borrow();
        Ok(left.is_none() != self.negated)
    }
}

impl<L: Operand, Rt: Operand> Expr for In<L, Rt> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        self.eval_bool(cx, fp).map(Value::bool)
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        let item = self.item.get(cx, fp).at(cx, self.span)?;
        let container = self.container.get(cx, fp).at(cx, self.span)?;
        fp.stand_at(self.span);
        Ok(protocol::contains(cx, container.borrow(), item.borrow()).at(cx, self.span)? != self.negated)
    }
}

/// One comparison of a chain.
pub(crate) fn any_compare(cx: &Cx, op: AnyCmp, a: &Value, b: &Value) -> R {
    match op {
        AnyCmp::Rich(op) => compare::rich(cx, a, b, op),
        AnyCmp::Is => Ok(Value::bool(a.is(b))),
        AnyCmp::IsNot => Ok(Value::bool(!a.is(b))),
        AnyCmp::In => protocol::contains(cx, b, a).map(Value::bool),
        AnyCmp::NotIn => protocol::contains(cx, b, a).map(|found| Value::bool(!found)),
    }
}

impl Expr for CompareChain {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let mut left = self.first.eval(cx, fp)?;
        let mut result = Value::TRUE;
        for (index, (op, right, span)) in self.rest.iter().enumerate() {
            let right = right.eval(cx, fp)?;
            result = match compare_ints(*op, &left, &right) {
                Some(truth) => Value::bool(truth),
                None => {
                    fp.stand_at(*span);
                    any_compare(cx, *op, &left, &right).at(cx, *span)?
                }
            };
            let goes_on = match result.as_bool() {
                Some(truth) => truth,
                None => index + 1 == self.rest.len() || protocol::truth(cx, &result).at(cx, *span)?,
            };
            if !goes_on {
                break;
            }
            left = right;
        }
        Ok(result)
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        let mut left = self.first.eval(cx, fp)?;
        for (op, right, span) in &self.rest {
            let right = right.eval(cx, fp)?;
            let holds = match compare_ints(*op, &left, &right) {
                Some(truth) => truth,
                None => {
                    fp.stand_at(*span);
                    any_compare(cx, *op, &left, &right).and_then(|result| protocol::truth(cx, &result)).at(cx, *span)?
                }
            };
            if !holds {
                return Ok(false);
            }
            left = right;
        }
        Ok(true)
    }
}

/// One comparison of a chain, if it is an ordering or equality of ints of one word.
#[inline(always)]
fn compare_ints(op: AnyCmp, a: &Value, b: &Value) -> Option<bool> {
    let AnyCmp::Rich(op) = op else { return None };
    Some(op.holds(a.as_int()?.cmp(&b.as_int()?)))
}

impl Expr for Not {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let value = self.operand.eval(cx, fp)?;
        match value.as_bool() {
            Some(truth) => Ok(Value::bool(!truth)),
            None => truth(cx, fp, &value, self.span).map(|truth| Value::bool(!truth)),
        }
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        Ok(!self.operand.eval_bool(cx, fp)?)
    }
}

/// The first operand whose truth is `wanted`, or the last one.
#[inline(always)]
fn first_of(cx: &Cx, fp: Fp, operands: &[BoxExpr], wanted: bool, span: Span) -> R {
    let (last, init) = operands.split_last().expect("a boolean operation has operands");
    for operand in init {
        let value = operand.eval(cx, fp)?;
        let holds = match value.as_bool() {
            Some(truth) => truth,
            None => truth(cx, fp, &value, span)?,
        };
        if holds == wanted {
            return Ok(value);
        }
    }
    last.eval(cx, fp)
}

impl Expr for AndExpr {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        first_of(cx, fp, &self.operands, false, self.span)
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        for operand in &self.operands {
            if !operand.eval_bool(cx, fp)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Expr for OrExpr {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        first_of(cx, fp, &self.operands, true, self.span)
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        for operand in &self.operands {
            if operand.eval_bool(cx, fp)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl<T: Expr> Expr for IfExpr<T> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if self.test.eval_bool(cx, fp)? { self.body.eval(cx, fp) } else { self.orelse.eval(cx, fp) }
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        if self.test.eval_bool(cx, fp)? { self.body.eval_bool(cx, fp) } else { self.orelse.eval_bool(cx, fp) }
    }
}
