//! Simple statements and `if`.

use super::At;
use super::operators::{arithmetic, mixed};
use super::variables::lookup_in_namespace;
use crate::object::actuals::Given;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{self, ASSERTION_ERROR, Exception, RUNTIME_ERROR};
use crate::object::number;
use crate::object::protocol;
use crate::object::slots::BinOp;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Tag, Value};
use crate::source::Span;
use crate::tree::nodes::*;
use crate::tree::operand::Operand;
use crate::tree::{Expr, Flow, Place, Stmt};
use std::borrow::Borrow;

impl Stmt for ExprStmt {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        drop(self.0.eval(cx, fp)?);
        Ok(Flow::Next)
    }
}

impl Stmt for Pass {
    fn exec(&self, _: &Cx, _: Fp) -> R<Flow> {
        Ok(Flow::Next)
    }
}

impl Stmt for BreakStmt {
    fn exec(&self, _: &Cx, _: Fp) -> R<Flow> {
        Ok(Flow::Break)
    }
}

impl Stmt for ContinueStmt {
    fn exec(&self, _: &Cx, _: Fp) -> R<Flow> {
        Ok(Flow::Continue)
    }
}

impl Stmt for ReturnStmt {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = match &self.0 {
            Some(value) => value.eval(cx, fp)?,
            None => Value::NONE,
        };
        cx.set_return(value);
        Ok(Flow::Return)
    }
}

impl<const N: usize> Stmt for FewStmts<N> {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let [stmts @ .., last] = &self.0[..] else { return Ok(Flow::Next) };
        for stmt in stmts {
            let flow = stmt.exec(cx, fp)?;
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        last.exec(cx, fp)
    }
}

impl Stmt for Block {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        for stmt in &self.0 {
            let flow = stmt.exec(cx, fp)?;
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }
}

impl Stmt for ModuleBlock {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        for stmt in &self.0 {
            let flow = stmt.exec(cx, fp)?;
            if flow != Flow::Next {
                return Ok(flow);
            }
            super::rest(cx, fp)?;
        }
        Ok(Flow::Next)
    }
}

impl<T: Expr> Stmt for IfStmt<T> {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        if self.test.eval_bool(cx, fp)? {
            self.body.exec(cx, fp)
        } else {
            match &self.orelse {
                Some(orelse) => orelse.exec(cx, fp),
                None => Ok(Flow::Next),
            }
        }
    }
}

impl Expr for TailBlock {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        for stmt in &self.stmts {
            if stmt.exec(cx, fp)? != Flow::Next {
                // Only `return` leaves a function's block early.
                return Ok(cx.take_return());
            }
        }
        self.result.eval(cx, fp)
    }
}

impl Expr for TailStmt {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        match self.0.exec(cx, fp)? {
            Flow::Return => Ok(cx.take_return()),
            _ => Ok(Value::NONE),
        }
    }
}

impl<E: Expr> Stmt for AssignLocal<E> {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = self.value.eval(cx, fp)?;
        fp.set(self.slot, value);
        Ok(Flow::Next)
    }
}

impl Expr for crate::tree::BoxExpr {
    #[inline(always)]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        (**self).eval(cx, fp)
    }

    #[inline(always)]
    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        (**self).eval_bool(cx, fp)
    }

    #[inline(always)]
    fn quick(&self, cx: &Cx, fp: Fp) -> Option<Value> {
        (**self).quick(cx, fp)
    }

    fn is_quick(&self) -> bool {
        (**self).is_quick()
    }

    fn as_generator(&self) -> Option<&crate::tree::nodes::GeneratorExpr> {
        (**self).as_generator()
    }

    fn span(&self) -> Span {
        (**self).span()
    }
}

impl<P: Place> Stmt for AssignPlace<P> {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = self.value.eval(cx, fp)?;
        self.place.store(cx, fp, value)?;
        Ok(Flow::Next)
    }
}

impl Stmt for AssignUnpacked {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = self.value.eval(cx, fp)?;
        self.target.store_pair(cx, fp, value)?;
        Ok(Flow::Next)
    }
}

impl Stmt for Assign {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = self.value.eval(cx, fp)?;
        let (last, init) = self.targets.split_last().expect("an assignment has a target");
        for target in init {
            target.store(cx, fp, value.clone())?;
        }
        last.store(cx, fp, value)?;
        Ok(Flow::Next)
    }
}

impl<const N: usize> Stmt for AssignPairwise<N> {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let values = Given::<N>::evaluate(|index| self.values[index].eval(cx, fp))?;
        values.each(|index, value| self.targets[index].store(cx, fp, value))?;
        Ok(Flow::Next)
    }
}

impl<O: Operator, Rt: Operand> Stmt for AugLocal<O, Rt> {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        if Rt::PEEKS {
            return match self.value.peek(fp, |right| arithmetic::<O>(fp.local(self.target.slot), right)) {
                Some(result) => {
                    // The old value was a number of one word: nothing to count down.
                    std::mem::forget(fp.swap(self.target.slot, result));
                    Ok(Flow::Next)
                }
                None => self.peeked(cx, fp),
            };
        }
        self.usual(cx, fp)
    }
}

impl<O: Operator, Rt: Operand> AugLocal<O, Rt> {
    #[inline(never)]
    fn peeked(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        self.usual(cx, fp)
    }

    #[inline(always)]
    fn usual(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        if fp.local(self.target.slot).is_unset() {
            return Err(self.target.unbound(cx, fp));
        }
        let right = self.value.get(cx, fp).at(cx, self.span)?;
        match arithmetic::<O>(fp.local(self.target.slot), right.borrow()) {
            Some(result) => {
                // All three are numbers of one word: nothing to count down.
                std::mem::forget(right);
                std::mem::forget(fp.swap(self.target.slot, result));
                Ok(Flow::Next)
            }
            None => self.general(cx, fp, right),
        }
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, right: Rt::Out<'_>) -> R<Flow> {
        let right: &Value = right.borrow();
        let left = fp.local(self.target.slot);
        if left.tag() != Tag::Obj && right.tag() != Tag::Obj {
            let result = mixed::<O>(cx, left, right).at(cx, self.span)?;
            fp.set(self.target.slot, result);
            return Ok(Flow::Next);
        }
        // `x += x` borrows the very slot that is about to be emptied.
        let kept = std::ptr::eq(left, right).then(|| right.clone());
        let right = kept.as_ref().unwrap_or(right);
        // The local gives its reference up, so that a string nobody else holds can grow in place.
        let left = fp.swap(self.target.slot, Value::UNSET);
        fp.stand_at(self.span);
        match aug_owned(cx, O::OP, left, right) {
            Ok(result) => {
                fp.set(self.target.slot, result);
                Ok(Flow::Next)
            }
            Err((left, raised)) => {
                fp.set(self.target.slot, left);
                Err(raised).at(cx, self.span)
            }
        }
    }
}

/// `left op= right` where the caller gave up its reference to `left`, which comes back with an error.
fn aug_owned(cx: &Cx, op: BinOp, left: Value, right: &Value) -> Result<Value, (Value, crate::object::value::Raised)> {
    let mut left = left;
    if op == BinOp::Add
        && let Some(more) = right.get_exact::<Str>()
        && left.get_exact::<Str>().is_some()
    {
        match Str::append_in_place(left, more) {
            Ok(joined) => return Ok(joined),
            Err(back) => left = back,
        }
    }
    match number::inplace(cx, op, &left, right) {
        Ok(result) => Ok(result),
        Err(raised) => Err((left, raised)),
    }
}

impl Stmt for Delete {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        for (target, span) in &self.0 {
            target.delete(cx, fp).at(cx, *span)?;
        }
        Ok(Flow::Next)
    }
}

impl Stmt for Raise {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let Some(exception) = &self.exception else {
            let handled = cx.handled();
            if handled.is_none() {
                return Err(cx.error(&RUNTIME_ERROR, "No active exception to reraise")).at(cx, self.span);
            }
            cx.take_note();
            return Err(cx.reraise(handled));
        };
        let value = exception.eval(cx, fp)?;
        let exception = exception::instantiate(cx, &value).at(cx, self.span)?;
        if let Some(cause) = &self.cause {
            let cause = cause.eval(cx, fp)?;
            let cause = if cause.is_none() {
                cause
            } else {
                match exception::instantiate(cx, &cause) {
                    Ok(cause) => cause,
                    Err(raised) => {
                        drop(cx.take(raised));
                        return Err(cx.type_error("exception causes must derive from BaseException")).at(cx, self.span);
                    }
                }
            };
            if let Some(exception) = exception.get::<Exception>() {
                exception.set_cause(cause);
            }
        }
        Err(cx.raise(exception)).at(cx, self.span)
    }
}

impl Stmt for Assert {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        if self.test.eval_bool(cx, fp)? {
            return Ok(Flow::Next);
        }
        let args = match &self.message {
            Some(message) => vec![message.eval(cx, fp)?],
            None => Vec::new(),
        };
        Err(cx.raise(exception::make(&ASSERTION_ERROR, args))).at(cx, self.span)
    }
}

impl Stmt for DisplayStmt {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = self.0.eval(cx, fp)?;
        let sys = cx.interp.modules().get_name(Name::new("sys"));
        if let Some(sys) = sys {
            crate::object::call::call_method(cx, &sys, Name::new("displayhook"), &[value])?;
        }
        Ok(Flow::Next)
    }
}

/// The `__annotations__` dict of a module or class frame.
fn annotations(cx: &Cx, fp: Fp) -> R<Option<Value>> {
    let name = Name::new("__annotations__");
    match fp.names() {
        Some(names) => lookup_in_namespace(cx, names, name),
        None => Ok(fp.globals().get_name(name)),
    }
}

impl Stmt for SetupAnnotations {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        if annotations(cx, fp)?.is_none() {
            let name = Name::new("__annotations__");
            let fresh = Dict::new().into_value();
            match fp.names() {
                Some(names) => protocol::setitem(cx, names, &name.value(), fresh)?,
                None => fp.globals().set_name(name, fresh),
            }
        }
        Ok(Flow::Next)
    }
}

impl Stmt for Annotate {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let annotation = self.annotation.eval(cx, fp)?;
        if let Some(annotations) = annotations(cx, fp)? {
            protocol::setitem(cx, &annotations, &self.name.value(), annotation)?;
        }
        Ok(Flow::Next)
    }
}
