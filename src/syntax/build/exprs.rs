//! Actions for expressions other than operators, calls and literals.

use super::{Build, Built, deepest, depth_of, pushed, refuse, refuse_at};
use crate::source::Span;
use crate::syntax::ast::{
    Attribute, Body, Comp, Comprehension, Dict, DictComp, Elements, Expr, ExprKind, Ident, IfExp, Lambda, NamedExpr, Slice, Subscript,
    UnaryOperator,
};
use crate::syntax::token::Token;

use super::calls::Params;

/// A dictionary item; no key for `**value`.
pub(in crate::syntax) type DictPair = (Option<Expr>, Expr);

pub(in crate::syntax) fn leaf(start: u32, kind: ExprKind, end: u32) -> Expr {
    Expr { span: Span::new(start, end), depth: 1, parenthesized: false, kind }
}

pub(in crate::syntax) fn ident(token: Token) -> Ident {
    Ident { symbol: token.symbol, span: token.span() }
}

pub(in crate::syntax) fn name(token: Token) -> Expr {
    leaf(token.start, ExprKind::Name(token.symbol), token.end)
}

pub(in crate::syntax) fn yield_none(start: u32, end: u32) -> Expr {
    leaf(start, ExprKind::Yield(None), end)
}

/// An expression where neither `x := y` nor a tuple with one is allowed without parentheses.
pub(in crate::syntax) fn plain(expr: Expr) -> Built<Expr> {
    let is_walrus = |expr: &Expr| matches!(expr.kind, ExprKind::NamedExpr(_)) && !expr.parenthesized;
    match &expr.kind {
        ExprKind::NamedExpr(named) if is_walrus(&expr) => refuse_at(named.target.span.end),
        ExprKind::Tuple(tuple) if !expr.parenthesized => match tuple.elts.iter().find(|expr| is_walrus(expr)) {
            Some(Expr { kind: ExprKind::NamedExpr(named), .. }) => refuse_at(named.target.span.end),
            _ => Ok(expr),
        },
        _ => Ok(expr),
    }
}

pub(in crate::syntax) fn eval_body(expr: Expr) -> Built<Body> {
    let expr = plain(expr)?;
    if matches!(expr.kind, ExprKind::Starred(_)) {
        return refuse();
    }
    Ok(Body::Expr(Box::new(expr)))
}

/// `(expr)`.
pub(in crate::syntax) fn group(mut expr: Expr) -> Built<Expr> {
    if matches!(expr.kind, ExprKind::Starred(_)) {
        return refuse();
    }
    expr.parenthesized = true;
    Ok(expr)
}

/// What may follow `*` in a display: comparisons, `not`, `and` and `or` need parentheses there.
fn is_bitwise_or(expr: &Expr) -> bool {
    let weak = match &expr.kind {
        ExprKind::BoolOp(_) | ExprKind::Compare(_) => true,
        ExprKind::UnaryOp(unary) => unary.op == UnaryOperator::Not,
        _ => false,
    };
    !weak || expr.parenthesized
}

pub(in crate::syntax) fn double_starred(expr: Expr) -> Built<DictPair> {
    if is_bitwise_or(&expr) { Ok((None, expr)) } else { refuse() }
}

pub(in crate::syntax) fn dict_of((key, value): DictPair) -> Dict {
    Dict { keys: vec![key], values: vec![value] }
}

pub(in crate::syntax) fn dict_with(mut dict: Dict, (key, value): DictPair) -> Dict {
    dict.keys.push(key);
    dict.values.push(value);
    dict
}

pub(in crate::syntax) fn comprehension(is_async: bool, target: Expr, iter: Expr, ifs: Vec<Expr>) -> Comprehension {
    Comprehension { target, iter, ifs, is_async }
}

impl Build<'_> {
    pub(super) fn node(&mut self, start: u32, below: u16, kind: ExprKind, end: u32) -> Built<Expr> {
        let depth = self.deeper(below, start, end)?;
        Ok(Expr { span: Span::new(start, end), depth, parenthesized: false, kind })
    }

    fn elements(&mut self, start: u32, elts: Vec<Expr>, kind: fn(Box<Elements>) -> ExprKind, end: u32) -> Built<Expr> {
        let below = deepest(&elts);
        self.node(start, below, kind(Box::new(Elements { elts })), end)
    }

    pub(in crate::syntax) fn tuple(&mut self, start: u32, elts: Vec<Expr>, end: u32) -> Built<Expr> {
        self.elements(start, elts, ExprKind::Tuple, end)
    }

    /// A tuple in parentheses.
    pub(in crate::syntax) fn closed_tuple(&mut self, start: u32, elts: Vec<Expr>, last: Option<Expr>, end: u32) -> Built<Expr> {
        let elts = match last {
            Some(last) => pushed(elts, last),
            None => elts,
        };
        let mut tuple = self.tuple(start, elts, end)?;
        tuple.parenthesized = true;
        Ok(tuple)
    }

    pub(in crate::syntax) fn list(&mut self, start: u32, elts: Option<Vec<Expr>>, end: u32) -> Built<Expr> {
        self.elements(start, elts.unwrap_or_default(), ExprKind::List, end)
    }

    pub(in crate::syntax) fn set(&mut self, start: u32, elts: Vec<Expr>, end: u32) -> Built<Expr> {
        self.elements(start, elts, ExprKind::Set, end)
    }

    pub(in crate::syntax) fn dict(&mut self, start: u32, dict: Dict, end: u32) -> Built<Expr> {
        let below = deepest(dict.keys.iter().flatten()).max(deepest(&dict.values));
        self.node(start, below, ExprKind::Dict(Box::new(dict)), end)
    }

    pub(in crate::syntax) fn starred(&mut self, start: u32, expr: Expr, end: u32) -> Built<Expr> {
        let below = expr.depth;
        self.node(start, below, ExprKind::Starred(Box::new(expr)), end)
    }

    pub(in crate::syntax) fn starred_operand(&mut self, start: u32, expr: Expr, end: u32) -> Built<Expr> {
        if is_bitwise_or(&expr) { self.starred(start, expr, end) } else { refuse() }
    }

    pub(in crate::syntax) fn named(&mut self, start: u32, target: Ident, value: Expr, end: u32) -> Built<Expr> {
        let below = value.depth;
        self.node(start, below, ExprKind::NamedExpr(Box::new(NamedExpr { target, value })), end)
    }

    pub(in crate::syntax) fn yield_value(&mut self, start: u32, value: Expr, end: u32) -> Built<Expr> {
        let value = plain(value)?;
        let below = value.depth;
        self.node(start, below, ExprKind::Yield(Some(Box::new(value))), end)
    }

    pub(in crate::syntax) fn yield_from(&mut self, start: u32, value: Expr, end: u32) -> Built<Expr> {
        let below = value.depth;
        self.node(start, below, ExprKind::YieldFrom(Box::new(value)), end)
    }

    pub(in crate::syntax) fn await_expr(&mut self, start: u32, value: Expr, end: u32) -> Built<Expr> {
        let below = value.depth;
        self.node(start, below, ExprKind::Await(Box::new(value)), end)
    }

    pub(in crate::syntax) fn if_exp(&mut self, start: u32, body: Expr, test: Expr, orelse: Expr, end: u32) -> Built<Expr> {
        let below = body.depth.max(test.depth).max(orelse.depth);
        self.node(start, below, ExprKind::IfExp(Box::new(IfExp { test, body, orelse })), end)
    }

    pub(in crate::syntax) fn lambda(&mut self, start: u32, params: Params, body: Expr, end: u32) -> Built<Expr> {
        let args = params.finish()?;
        let defaults = deepest(&args.defaults).max(deepest(args.kw_defaults.iter().flatten()));
        let below = body.depth.max(defaults);
        self.node(start, below, ExprKind::Lambda(Box::new(Lambda { args, body })), end)
    }

    pub(in crate::syntax) fn attribute(&mut self, start: u32, value: Expr, attr: Ident, end: u32) -> Built<Expr> {
        let below = value.depth;
        self.node(start, below, ExprKind::Attribute(Box::new(Attribute { value, attr })), end)
    }

    pub(in crate::syntax) fn subscript(&mut self, start: u32, value: Expr, mut slice: Expr, end: u32) -> Built<Expr> {
        if matches!(slice.kind, ExprKind::Starred(_)) {
            // `a[*b]` is `a[(*b,)]`.
            let span = slice.span;
            slice = self.tuple(span.start, vec![slice], span.end)?;
        }
        let below = value.depth.max(slice.depth);
        self.node(start, below, ExprKind::Subscript(Box::new(Subscript { value, slice })), end)
    }

    pub(in crate::syntax) fn slice(
        &mut self,
        start: u32,
        lower: Option<Expr>,
        upper: Option<Expr>,
        step: Option<Expr>,
        end: u32,
    ) -> Built<Expr> {
        let below = depth_of(lower.as_ref()).max(depth_of(upper.as_ref())).max(depth_of(step.as_ref()));
        self.node(start, below, ExprKind::Slice(Box::new(Slice { lower, upper, step })), end)
    }

    fn comp(&mut self, start: u32, elt: Expr, generators: Vec<Comprehension>, kind: fn(Box<Comp>) -> ExprKind, end: u32) -> Built<Expr> {
        let below = elt.depth.max(comprehension_depth(&generators));
        self.node(start, below, kind(Box::new(Comp { elt, generators })), end)
    }

    pub(in crate::syntax) fn generator(&mut self, start: u32, elt: Expr, f: Vec<Comprehension>, end: u32) -> Built<Expr> {
        self.comp(start, elt, f, ExprKind::GeneratorExp, end)
    }

    pub(in crate::syntax) fn list_comp(&mut self, start: u32, elt: Expr, f: Vec<Comprehension>, end: u32) -> Built<Expr> {
        self.comp(start, elt, f, ExprKind::ListComp, end)
    }

    pub(in crate::syntax) fn set_comp(&mut self, start: u32, elt: Expr, f: Vec<Comprehension>, end: u32) -> Built<Expr> {
        self.comp(start, elt, f, ExprKind::SetComp, end)
    }

    pub(in crate::syntax) fn dict_comp(
        &mut self,
        start: u32,
        key: Expr,
        value: Expr,
        generators: Vec<Comprehension>,
        end: u32,
    ) -> Built<Expr> {
        let below = key.depth.max(value.depth).max(comprehension_depth(&generators));
        self.node(start, below, ExprKind::DictComp(Box::new(DictComp { key, value, generators })), end)
    }
}

fn comprehension_depth(generators: &[Comprehension]) -> u16 {
    generators.iter().map(|part| part.target.depth.max(part.iter.depth).max(deepest(&part.ifs))).max().unwrap_or(0)
}
