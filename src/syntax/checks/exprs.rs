//! Expressions and targets.

use super::blocks::{BlockKind, LOCAL, USE};
use super::{Checked, Checker, misuse};
use crate::source::Span;
use crate::syntax::ast::{Comprehension, Expr, ExprKind, Keyword, Lambda, NamedExpr};

/// More names before a starred one than an unpacking can count.
const MAX_BEFORE_STAR: usize = 256;

impl Checker<'_> {
    pub(super) fn exprs(&mut self, exprs: &[Expr]) -> Checked {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    fn option(&mut self, expr: Option<&Expr>) -> Checked {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Checked {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Name(symbol) => self.define(*symbol, USE, span),
            ExprKind::Constant(_) => Ok(()),
            ExprKind::Attribute(attribute) => self.expr(&attribute.value),
            ExprKind::Call(call) => {
                self.warn_call(&call.func);
                self.expr(&call.func)?;
                self.arguments(&call.args, &call.keywords)
            }
            ExprKind::BinOp(binary) => {
                self.expr(&binary.left)?;
                self.expr(&binary.right)
            }
            ExprKind::Subscript(subscript) => {
                self.warn_subscript(&subscript.value, &subscript.slice);
                self.expr(&subscript.value)?;
                self.expr(&subscript.slice)
            }
            ExprKind::BoolOp(operation) => self.exprs(&operation.values),
            ExprKind::UnaryOp(unary) => self.expr(&unary.operand),
            ExprKind::Compare(compare) => {
                self.warn_compare(compare, span);
                self.expr(&compare.left)?;
                self.exprs(&compare.comparators)
            }
            ExprKind::IfExp(choice) => {
                self.expr(&choice.test)?;
                self.expr(&choice.body)?;
                self.expr(&choice.orelse)
            }
            ExprKind::Tuple(elements) | ExprKind::List(elements) | ExprKind::Set(elements) => self.elements(&elements.elts),
            ExprKind::JoinedStr(joined) => self.exprs(&joined.elts),
            ExprKind::FormattedValue(field) => {
                self.expr(&field.value)?;
                self.option(field.format_spec.as_ref())
            }
            ExprKind::Dict(dict) => {
                for (key, value) in dict.keys.iter().zip(&dict.values) {
                    self.option(key.as_ref())?;
                    self.expr(value)?;
                }
                Ok(())
            }
            ExprKind::Slice(slice) => {
                self.option(slice.lower.as_ref())?;
                self.option(slice.upper.as_ref())?;
                self.option(slice.step.as_ref())
            }
            ExprKind::Starred(value) => {
                self.refuse("can't use starred expression here", span);
                self.expr(value)
            }
            ExprKind::NamedExpr(named) => self.named(named, span),
            ExprKind::Lambda(lambda) => self.lambda(lambda),
            ExprKind::ListComp(comp) => self.comprehension(&[&comp.elt], &comp.generators, "list comprehension", span),
            ExprKind::SetComp(comp) => self.comprehension(&[&comp.elt], &comp.generators, "set comprehension", span),
            ExprKind::DictComp(comp) => self.comprehension(&[&comp.value, &comp.key], &comp.generators, "dict comprehension", span),
            ExprKind::GeneratorExp(comp) => self.comprehension(&[&comp.elt], &comp.generators, GENERATOR, span),
            ExprKind::Await(value) => self.await_expr(value, span),
            ExprKind::Yield(value) => self.yield_expr(value.as_deref(), span, "'yield' outside function"),
            ExprKind::YieldFrom(value) => {
                if self.kind() == BlockKind::AsyncFunction {
                    self.refuse("'yield from' inside async function", span);
                }
                self.yield_expr(Some(value), span, "'yield from' outside function")
            }
        }
    }

    /// The elements of a display, which may be starred.
    fn elements(&mut self, elements: &[Expr]) -> Checked {
        elements.iter().try_for_each(|element| match &element.kind {
            ExprKind::Starred(value) => self.expr(value),
            _ => self.expr(element),
        })
    }

    pub(super) fn arguments(&mut self, args: &[Expr], keywords: &[Keyword]) -> Checked {
        self.elements(args)?;
        for (index, keyword) in keywords.iter().enumerate() {
            if let Some(name) = keyword.arg {
                self.forbid(name.symbol, keyword.span);
                let same = |earlier: &Keyword| earlier.arg.is_some_and(|arg| arg.symbol == name.symbol);
                if keywords.len() < 512 && keywords[..index].iter().any(same) {
                    self.refuse(format!("keyword argument repeated: {}", self.text(name.symbol)), keyword.span);
                }
            }
        }
        if keywords.len() >= 512 {
            self.many_keywords(keywords);
        }
        keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
    }

    /// The same check for repeats in calls with very many keywords.
    fn many_keywords(&mut self, keywords: &[Keyword]) {
        let mut seen = std::collections::HashSet::new();
        for keyword in keywords {
            if let Some(name) = keyword.arg
                && !seen.insert(name.symbol)
            {
                self.refuse(format!("keyword argument repeated: {}", self.text(name.symbol)), keyword.span);
            }
        }
    }

    fn named(&mut self, named: &NamedExpr, span: Span) -> Checked {
        self.forbid_lazy("named expression", span)?;
        if self.block().in_iterable > 0 {
            return misuse("assignment expression cannot be used in a comprehension iterable expression", span);
        }
        let (symbol, place) = (named.target.symbol, named.target.span);
        if self.kind().is_comprehension() {
            self.extend_walrus(symbol, place)?;
        }
        self.expr(&named.value)?;
        self.forbid(symbol, place);
        self.define(symbol, LOCAL, place)
    }

    /// Some expressions cannot stand in what is evaluated later or in the definition of a generic.
    fn forbid_lazy(&self, what: &str, span: Span) -> Checked {
        match self.kind() {
            BlockKind::Lazy(place) => misuse(format!("{what} cannot be used within {place}"), span),
            BlockKind::TypeParams => misuse(format!("{what} cannot be used within the definition of a generic"), span),
            _ => Ok(()),
        }
    }

    fn lambda(&mut self, lambda: &Lambda) -> Checked {
        self.defaults(&lambda.args)?;
        self.enter(BlockKind::Lambda);
        self.parameters(&lambda.args)?;
        self.expr(&lambda.body)?;
        self.leave();
        Ok(())
    }

    fn await_expr(&mut self, value: &Expr, span: Span) -> Checked {
        self.forbid_lazy("await expression", span)?;
        match self.kind() {
            _ if self.may_await() => {}
            kind if kind.is_comprehension() => self.block().is_async = true,
            BlockKind::Module | BlockKind::Class => self.refuse("'await' outside function", span),
            _ => self.refuse("'await' outside async function", span),
        }
        self.expr(value)
    }

    fn yield_expr(&mut self, value: Option<&Expr>, span: Span, outside: &str) -> Checked {
        self.forbid_lazy("yield expression", span)?;
        if !self.kind().is_function_like() {
            self.refuse(outside, span);
        }
        self.block().has_yield = true;
        self.option(value)?;
        match self.kind() {
            BlockKind::Comprehension(what) => misuse(format!("'yield' inside {what}"), span),
            BlockKind::Generator => misuse(format!("'yield' inside {GENERATOR}"), span),
            _ => Ok(()),
        }
    }

    /// The first iterable belongs to the block around, all else to the comprehension's own.
    fn comprehension(&mut self, elements: &[&Expr], parts: &[Comprehension], what: &'static str, span: Span) -> Checked {
        let [first, rest @ ..] = parts else {
            return Ok(());
        };
        self.iterable(&first.iter)?;
        let is_generator = what == GENERATOR;
        self.enter(if is_generator { BlockKind::Generator } else { BlockKind::Comprehension(what) });
        self.comp_target(first)?;
        for part in rest {
            self.comp_target_with_iter(part)?;
        }
        elements.iter().try_for_each(|element| self.expr(element))?;
        let is_async = self.block().is_async || parts.iter().any(|part| part.is_async);
        self.leave();
        if is_async && !is_generator {
            match self.kind() {
                _ if self.may_await() => {}
                kind if kind.is_comprehension() => self.block().is_async = true,
                _ => self.refuse("asynchronous comprehension outside of an asynchronous function", span),
            }
        }
        Ok(())
    }

    fn iterable(&mut self, iter: &Expr) -> Checked {
        self.block().in_iterable += 1;
        self.expr(iter)?;
        self.block().in_iterable -= 1;
        Ok(())
    }

    fn comp_target(&mut self, part: &Comprehension) -> Checked {
        self.block().in_comp_target = true;
        self.target(&part.target)?;
        self.block().in_comp_target = false;
        self.exprs(&part.ifs)
    }

    fn comp_target_with_iter(&mut self, part: &Comprehension) -> Checked {
        self.block().in_comp_target = true;
        self.target(&part.target)?;
        self.block().in_comp_target = false;
        self.iterable(&part.iter)?;
        self.exprs(&part.ifs)
    }

    /// What is assigned to.
    pub(super) fn target(&mut self, target: &Expr) -> Checked {
        let span = target.span;
        match &target.kind {
            ExprKind::Name(symbol) => {
                self.forbid(*symbol, span);
                self.define(*symbol, LOCAL, span)
            }
            ExprKind::Attribute(attribute) => {
                self.forbid(attribute.attr.symbol, span);
                self.expr(&attribute.value)
            }
            ExprKind::Tuple(elements) | ExprKind::List(elements) => self.unpacking(&elements.elts, span),
            ExprKind::Starred(value) => {
                self.refuse("starred assignment target must be in a list or tuple", span);
                self.target(value)
            }
            _ => self.expr(target),
        }
    }

    fn unpacking(&mut self, targets: &[Expr], span: Span) -> Checked {
        let mut starred = false;
        for (index, target) in targets.iter().enumerate() {
            let ExprKind::Starred(value) = &target.kind else {
                self.target(target)?;
                continue;
            };
            if starred {
                self.refuse("multiple starred expressions in assignment", span);
            } else if index >= MAX_BEFORE_STAR {
                self.refuse("too many expressions in star-unpacking assignment", span);
            }
            starred = true;
            self.target(value)?;
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, target: &Expr) -> Checked {
        match &target.kind {
            ExprKind::Name(symbol) => {
                if Some(*symbol) == self.debug {
                    self.refuse("cannot delete __debug__", target.span);
                }
                self.define(*symbol, LOCAL, target.span)
            }
            ExprKind::Tuple(elements) | ExprKind::List(elements) => elements.elts.iter().try_for_each(|element| self.delete(element)),
            _ => self.expr(target),
        }
    }
}

const GENERATOR: &str = "generator expression";
