//! Actions for statements.

use super::calls::{CallArgs, Params};
use super::exprs::plain;
use super::targets::{assignable, deletable, is_single};
use super::{Build, Built, refuse, too_deep};
use crate::source::Span;
use crate::syntax::ast::{
    Alias, AnnAssign, Assign, AugAssign, ClassDef, Delete, ExceptHandler, Expr, ExprKind, For, FunctionDef, Ident, If, ImportFrom,
    MAX_DEPTH, Match, MatchCase, Operator, Stmt, StmtKind, Try, TypeAlias, TypeParam, TypeParamKind, While, With, WithItem,
};
use crate::syntax::token::Token;

/// Start, test and block of an `elif`.
pub(in crate::syntax) type ElifPart = (u32, Expr, Vec<Stmt>);
/// `true` for `except*`.
pub(in crate::syntax) type HandlerPart = (bool, ExceptHandler);

pub(in crate::syntax) fn stmt(start: u32, kind: StmtKind, end: u32) -> Stmt {
    Stmt { span: Span::new(start, end), kind }
}

pub(in crate::syntax) fn expr_stmt(expr: Expr) -> Built<StmtKind> {
    Ok(StmtKind::Expr(Box::new(plain(expr)?)))
}

pub(in crate::syntax) fn return_stmt(value: Option<Expr>) -> Built<StmtKind> {
    let value = value.map(plain).transpose()?;
    Ok(StmtKind::Return(value.map(Box::new)))
}

pub(in crate::syntax) fn type_alias(name: Ident, type_params: Option<Vec<TypeParam>>, value: Expr) -> StmtKind {
    StmtKind::TypeAlias(Box::new(TypeAlias { name, type_params: type_params.unwrap_or_default(), value }))
}

pub(in crate::syntax) fn type_param(start: u32, name: Ident, kind: TypeParamKind, default: Option<Expr>, end: u32) -> TypeParam {
    TypeParam { span: Span::new(start, end), name, default_value: default, kind }
}

pub(in crate::syntax) fn alias(start: u32, name: Ident, asname: Option<Ident>, end: u32) -> Alias {
    Alias { span: Span::new(start, end), name, asname }
}

pub(in crate::syntax) fn import_from(level: Option<u32>, module: Option<Ident>, names: Vec<Alias>) -> StmtKind {
    StmtKind::ImportFrom(Box::new(ImportFrom { module, names, level: level.unwrap_or(0) }))
}

pub(in crate::syntax) fn asynchronous(kind: StmtKind) -> StmtKind {
    match kind {
        StmtKind::FunctionDef(function) => StmtKind::AsyncFunctionDef(function),
        StmtKind::For(statement) => StmtKind::AsyncFor(statement),
        StmtKind::With(statement) => StmtKind::AsyncWith(statement),
        other => other,
    }
}

pub(in crate::syntax) fn decorated(decorators: Vec<Expr>, mut kind: StmtKind) -> StmtKind {
    match &mut kind {
        StmtKind::FunctionDef(function) | StmtKind::AsyncFunctionDef(function) => function.decorator_list = decorators,
        StmtKind::ClassDef(class) => class.decorator_list = decorators,
        _ => unreachable!("the grammar decorates functions and classes only"),
    }
    kind
}

pub(in crate::syntax) fn while_stmt(test: Expr, body: Vec<Stmt>, orelse: Option<Vec<Stmt>>) -> StmtKind {
    StmtKind::While(Box::new(While { test, body, orelse: orelse.unwrap_or_default() }))
}

pub(in crate::syntax) fn with_stmt(items: Vec<WithItem>, body: Vec<Stmt>) -> StmtKind {
    StmtKind::With(Box::new(With { items, body }))
}

/// `match a, b:` matches a tuple.
pub(in crate::syntax) fn match_stmt(subject: Expr, cases: Vec<MatchCase>) -> StmtKind {
    StmtKind::Match(Box::new(Match { subject, cases }))
}

pub(in crate::syntax) fn handler(start: u32, star: bool, typ: Option<Expr>, name: Option<Ident>, body: Vec<Stmt>, end: u32) -> HandlerPart {
    (star, ExceptHandler { span: Span::new(start, end), typ, name, body })
}

pub(in crate::syntax) fn try_stmt(
    body: Vec<Stmt>,
    parts: Vec<HandlerPart>,
    orelse: Option<Vec<Stmt>>,
    finalbody: Option<Vec<Stmt>>,
) -> Built<StmtKind> {
    let star = parts.first().is_some_and(|part| part.0);
    let mixed = parts.iter().any(|part| part.0 != star);
    let bare = parts.is_empty() && (orelse.is_some() || finalbody.is_none());
    if mixed || bare {
        return refuse();
    }
    let handlers = parts.into_iter().map(|part| part.1).collect();
    let (orelse, finalbody) = (orelse.unwrap_or_default(), finalbody.unwrap_or_default());
    let statement = Box::new(Try { body, handlers, orelse, finalbody });
    Ok(if star { StmtKind::TryStar(statement) } else { StmtKind::Try(statement) })
}

pub(in crate::syntax) fn class(name: Ident, type_params: Option<Vec<TypeParam>>, given: CallArgs, body: Vec<Stmt>) -> StmtKind {
    let CallArgs { args: bases, keywords } = given;
    let type_params = type_params.unwrap_or_default();
    StmtKind::ClassDef(Box::new(ClassDef { name, type_params, bases, keywords, body, decorator_list: Vec::new() }))
}

/// What stands before `=`.
pub(in crate::syntax) fn assign_target(target: Expr) -> Built<Expr> {
    if assignable(&target) { Ok(target) } else { refuse() }
}

/// What stands before `+=` or an annotation.
pub(in crate::syntax) fn single_target(target: Expr) -> Built<Expr> {
    if is_single(&target) { Ok(target) } else { refuse() }
}

pub(in crate::syntax) fn assign(targets: Vec<Expr>, value: Expr) -> StmtKind {
    StmtKind::Assign(Box::new(Assign { targets, value }))
}

pub(in crate::syntax) fn aug_assign(target: Expr, op: Operator, value: Expr) -> StmtKind {
    StmtKind::AugAssign(Box::new(AugAssign { target, op, value }))
}

pub(in crate::syntax) fn ann_assign(target: Expr, annotation: Expr, value: Option<Expr>) -> StmtKind {
    let simple = matches!(target.kind, ExprKind::Name(_)) && !target.parenthesized;
    StmtKind::AnnAssign(Box::new(AnnAssign { target, annotation, value, simple }))
}

pub(in crate::syntax) fn for_stmt(target: Expr, iter: Expr, body: Vec<Stmt>, orelse: Option<Vec<Stmt>>) -> StmtKind {
    StmtKind::For(Box::new(For { target, iter, body, orelse: orelse.unwrap_or_default() }))
}

impl Build<'_> {
    pub(in crate::syntax) fn delete(&mut self, (targets, _): (Vec<Expr>, bool)) -> Built<StmtKind> {
        if !targets.iter().all(deletable) {
            return refuse();
        }
        Ok(StmtKind::Delete(Box::new(Delete { targets })))
    }

    pub(in crate::syntax) fn with_item(&mut self, context_expr: Expr, target: Expr) -> Built<WithItem> {
        if !assignable(&target) {
            return refuse();
        }
        Ok(WithItem { context_expr, optional_vars: Some(target) })
    }

    /// Each `elif` becomes an `If` in the `orelse` of the one before; all end where the whole statement ends.
    pub(in crate::syntax) fn if_stmt(
        &mut self,
        test: Expr,
        body: Vec<Stmt>,
        elifs: Vec<ElifPart>,
        orelse: Option<Vec<Stmt>>,
        end: u32,
    ) -> Built<StmtKind> {
        if elifs.len() >= usize::from(MAX_DEPTH) {
            return too_deep(Span::new(elifs[0].0, end));
        }
        self.depth = self.depth.max(elifs.len() as u16);
        let mut orelse = orelse.unwrap_or_default();
        for (start, test, body) in elifs.into_iter().rev() {
            orelse = vec![stmt(start, StmtKind::If(Box::new(If { test, body, orelse })), end)];
        }
        Ok(StmtKind::If(Box::new(If { test, body, orelse })))
    }

    pub(in crate::syntax) fn function(
        &mut self,
        name: Ident,
        type_params: Option<Vec<TypeParam>>,
        params: Params,
        returns: Option<Expr>,
        body: Vec<Stmt>,
    ) -> Built<StmtKind> {
        let args = params.finish()?;
        let type_params = type_params.unwrap_or_default();
        Ok(StmtKind::FunctionDef(Box::new(FunctionDef { name, type_params, args, body, decorator_list: Vec::new(), returns })))
    }

    pub(in crate::syntax) fn dotted(&mut self, left: Ident, right: Ident) -> Ident {
        let text = format!("{}.{}", self.symbols.text(left.symbol), self.symbols.text(right.symbol));
        Ident { symbol: self.symbols.intern(&text), span: left.span.to(right.span) }
    }

    pub(in crate::syntax) fn star_alias(&mut self, star: Token) -> Alias {
        let symbol = self.symbols.intern("*");
        alias(star.start, Ident { symbol, span: star.span() }, None, star.end)
    }
}
