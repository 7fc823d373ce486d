//! `super()` and method calls through it.

use super::At;
use super::calls::{invoke, invoke_method, push_args};
use super::functions::Pending;
use super::variables::cell_value;
use crate::object::attr;
use crate::object::call;
use crate::object::class::super_lookup;
use crate::object::cx::Cx;
use crate::object::exception::RUNTIME_ERROR;
use crate::object::stack::Fp;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::Expr;
use crate::tree::nodes::*;
use crate::tree::scope::Var;

impl SuperCall {
    /// Class and object of the call, if `super` is the builtin. Errors: RuntimeError as CPython words them.
    fn parts(&self, cx: &Cx, fp: Fp) -> R<Option<(Value, Value)>> {
        let function = self.function.load(cx, fp)?;
        let is_builtin = function.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, &crate::object::super_type::SUPER));
        if !is_builtin {
            return Ok(None);
        }
        let class = self.class.eval(cx, fp)?;
        let this = match self.this {
            Some(Var::Local(slot)) => fp.local(slot).clone(),
            Some(Var::Cell(slot)) => cell_value(fp.local(slot)),
            _ => return Err(cx.error(&RUNTIME_ERROR, "super(): no arguments")),
        };
        if this.is_unset() {
            return Err(cx.error(&RUNTIME_ERROR, "super(): arg[0] deleted"));
        }
        Ok(Some((class, this)))
    }
}

impl Expr for SuperCall {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.load(cx, fp)?;
        match self.parts(cx, fp).at(cx, self.span)? {
            Some((class, this)) => call::call_pos(cx, &function, &[class, this]).at(cx, self.span),
            None => call::call_pos(cx, &function, &[]).at(cx, self.span),
        }
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Expr for CallSuperMethod {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if let Some((class, this)) = self.parent.parts(cx, fp).at(cx, self.span)?
            && let Some(class) = class.get::<Type>()
            && this.get::<Type>().is_none()
            && type_of(&this).is_subtype(class)
        {
            if let Some(function) = crate::object::class::super_function(class, &this, self.name) {
                let frame = Pending::open(cx, self.args.len() + 1)?;
                frame.push(this);
                push_args(cx, fp, &frame, &self.args)?;
                fp.stand_at(self.span);
                return invoke_method(cx, &function, frame).at(cx, self.span);
            }
            if let Some(found) = super_lookup(cx, class, &this, self.name).at(cx, self.span)? {
                let frame = Pending::open(cx, self.args.len())?;
                push_args(cx, fp, &frame, &self.args)?;
                fp.stand_at(self.span);
                return invoke(cx, &found, frame).at(cx, self.span);
            }
        }
        let parent = self.parent.eval(cx, fp)?;
        let function = attr::getattr(cx, &parent, self.name).at(cx, self.span)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        invoke(cx, &function, frame).at(cx, self.span)
    }

    fn span(&self) -> Span {
        self.span
    }
}
