//! The abstract syntax tree, shaped and named as CPython 3.13's `ast` module has it. Knows nothing of scopes or values.
//!
//! Differences: no `ctx` (the position of an expression tells whether it is loaded, stored or deleted), and identifiers are
//! [`Symbol`]s of the module's table. Every expression knows its depth, which the parser bounds by [`MAX_DEPTH`], so that
//! recursive walks are bounded too (run them on a stack that suits [`Module::depth`]).

use super::error::Stage;
pub(crate) use super::symbols::{Symbol, Symbols};
use crate::source::Span;
use crate::stack;

/// No tree is deeper than this (expressions, patterns and `elif` chains together with their statements stay near it).
pub(crate) const MAX_DEPTH: u16 = 6000;

/// What `parse_module` gives back for each mode.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) body: Body,
    pub(crate) symbols: Symbols,
    /// The deepest expression or `elif` chain in it.
    pub(crate) depth: u16,
    /// `from __future__ import annotations` was seen.
    pub(crate) future_annotations: bool,
    /// `await` stands outside of functions: the module is a coroutine.
    pub(crate) awaits: bool,
    pub(crate) warnings: Vec<Warning>,
}

impl Module {
    /// Drops the tree, however deep it is.
    pub(crate) fn discard(self) {
        /// Native stack for each level, at most, and levels of statements around the deepest expression.
        const PER_LEVEL: usize = 2730;
        const STATEMENTS: usize = 128;
        stack::with_room((usize::from(self.depth) + STATEMENTS) * PER_LEVEL, 16 << 20, || drop(self));
    }
}

#[derive(Debug)]
pub(crate) enum Body {
    /// `exec` mode (`Module`) and one REPL entry (`Interactive`).
    Stmts(Vec<Stmt>),
    /// `eval` mode (`Expression`).
    Expr(Box<Expr>),
}

/// A `SyntaxWarning` found while parsing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warning {
    pub(crate) message: String,
    pub(crate) span: Span,
    pub(crate) stage: Stage,
}

/// An identifier where its own place matters (attribute, keyword, alias, parameter...).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ident {
    pub(crate) symbol: Symbol,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) struct Stmt {
    pub(crate) span: Span,
    pub(crate) kind: StmtKind,
}

#[derive(Debug)]
pub(crate) enum StmtKind {
    FunctionDef(Box<FunctionDef>),
    AsyncFunctionDef(Box<FunctionDef>),
    ClassDef(Box<ClassDef>),
    Return(Option<Box<Expr>>),
    Delete(Box<Delete>),
    Assign(Box<Assign>),
    TypeAlias(Box<TypeAlias>),
    AugAssign(Box<AugAssign>),
    AnnAssign(Box<AnnAssign>),
    For(Box<For>),
    AsyncFor(Box<For>),
    While(Box<While>),
    If(Box<If>),
    With(Box<With>),
    AsyncWith(Box<With>),
    Match(Box<Match>),
    Raise(Box<Raise>),
    Try(Box<Try>),
    TryStar(Box<Try>),
    Assert(Box<Assert>),
    Import(Box<Import>),
    ImportFrom(Box<ImportFrom>),
    Global(Box<Names>),
    Nonlocal(Box<Names>),
    Expr(Box<Expr>),
    Pass,
    Break,
    Continue,
}

#[derive(Debug)]
pub(crate) struct FunctionDef {
    pub(crate) name: Ident,
    pub(crate) type_params: Vec<TypeParam>,
    pub(crate) args: Arguments,
    pub(crate) body: Vec<Stmt>,
    pub(crate) decorator_list: Vec<Expr>,
    pub(crate) returns: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct ClassDef {
    pub(crate) name: Ident,
    pub(crate) type_params: Vec<TypeParam>,
    pub(crate) bases: Vec<Expr>,
    pub(crate) keywords: Vec<Keyword>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) decorator_list: Vec<Expr>,
}

#[derive(Debug)]
pub(crate) struct Delete {
    pub(crate) targets: Vec<Expr>,
}

#[derive(Debug)]
pub(crate) struct Assign {
    pub(crate) targets: Vec<Expr>,
    pub(crate) value: Expr,
}

#[derive(Debug)]
pub(crate) struct TypeAlias {
    pub(crate) name: Ident,
    pub(crate) type_params: Vec<TypeParam>,
    pub(crate) value: Expr,
}

#[derive(Debug)]
pub(crate) struct AugAssign {
    pub(crate) target: Expr,
    pub(crate) op: Operator,
    pub(crate) value: Expr,
}

#[derive(Debug)]
pub(crate) struct AnnAssign {
    pub(crate) target: Expr,
    pub(crate) annotation: Expr,
    pub(crate) value: Option<Expr>,
    /// The target is a bare name without parentheses.
    pub(crate) simple: bool,
}

#[derive(Debug)]
pub(crate) struct For {
    pub(crate) target: Expr,
    pub(crate) iter: Expr,
    pub(crate) body: Vec<Stmt>,
    pub(crate) orelse: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct While {
    pub(crate) test: Expr,
    pub(crate) body: Vec<Stmt>,
    pub(crate) orelse: Vec<Stmt>,
}

/// An `elif` is an `If` alone in `orelse`.
#[derive(Debug)]
pub(crate) struct If {
    pub(crate) test: Expr,
    pub(crate) body: Vec<Stmt>,
    pub(crate) orelse: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct With {
    pub(crate) items: Vec<WithItem>,
    pub(crate) body: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct WithItem {
    pub(crate) context_expr: Expr,
    pub(crate) optional_vars: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct Match {
    pub(crate) subject: Expr,
    pub(crate) cases: Vec<MatchCase>,
}

#[derive(Debug)]
pub(crate) struct MatchCase {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct Raise {
    pub(crate) exc: Option<Expr>,
    pub(crate) cause: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct Try {
    pub(crate) body: Vec<Stmt>,
    pub(crate) handlers: Vec<ExceptHandler>,
    pub(crate) orelse: Vec<Stmt>,
    pub(crate) finalbody: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct ExceptHandler {
    pub(crate) span: Span,
    pub(crate) typ: Option<Expr>,
    pub(crate) name: Option<Ident>,
    pub(crate) body: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct Assert {
    pub(crate) test: Expr,
    pub(crate) msg: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) names: Vec<Alias>,
}

#[derive(Debug)]
pub(crate) struct ImportFrom {
    /// `None` in `from . import x`.
    pub(crate) module: Option<Ident>,
    pub(crate) names: Vec<Alias>,
    pub(crate) level: u32,
}

/// In `import`, `name` is the whole dotted name; in `from m import *` it is `*`.
#[derive(Debug)]
pub(crate) struct Alias {
    pub(crate) span: Span,
    pub(crate) name: Ident,
    pub(crate) asname: Option<Ident>,
}

#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) names: Vec<Ident>,
}

#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) span: Span,
    /// 1 for a leaf, else 1 + the deepest child.
    pub(crate) depth: u16,
    /// It stood in parentheses of its own (not counted in its span, except for tuples and generator expressions).
    pub(crate) parenthesized: bool,
    pub(crate) kind: ExprKind,
}

#[derive(Debug)]
pub(crate) enum ExprKind {
    BoolOp(Box<BoolOp>),
    NamedExpr(Box<NamedExpr>),
    BinOp(Box<BinOp>),
    UnaryOp(Box<UnaryOp>),
    Lambda(Box<Lambda>),
    IfExp(Box<IfExp>),
    Dict(Box<Dict>),
    Set(Box<Elements>),
    ListComp(Box<Comp>),
    SetComp(Box<Comp>),
    DictComp(Box<DictComp>),
    GeneratorExp(Box<Comp>),
    Await(Box<Expr>),
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    Compare(Box<Compare>),
    Call(Box<Call>),
    FormattedValue(Box<FormattedValue>),
    /// Values are `Constant(Str)` and `FormattedValue`.
    JoinedStr(Box<Elements>),
    Constant(Constant),
    Attribute(Box<Attribute>),
    Subscript(Box<Subscript>),
    Starred(Box<Expr>),
    Name(Symbol),
    List(Box<Elements>),
    Tuple(Box<Elements>),
    Slice(Box<Slice>),
}

#[derive(Debug)]
pub(crate) struct BoolOp {
    pub(crate) op: BoolOperator,
    pub(crate) values: Vec<Expr>,
}

#[derive(Debug)]
pub(crate) struct NamedExpr {
    pub(crate) target: Ident,
    pub(crate) value: Expr,
}

#[derive(Debug)]
pub(crate) struct BinOp {
    pub(crate) left: Expr,
    pub(crate) op: Operator,
    pub(crate) right: Expr,
}

#[derive(Debug)]
pub(crate) struct UnaryOp {
    pub(crate) op: UnaryOperator,
    pub(crate) operand: Expr,
}

#[derive(Debug)]
pub(crate) struct Lambda {
    pub(crate) args: Arguments,
    pub(crate) body: Expr,
}

#[derive(Debug)]
pub(crate) struct IfExp {
    pub(crate) test: Expr,
    pub(crate) body: Expr,
    pub(crate) orelse: Expr,
}

/// `keys[i]` is `None` for `**values[i]`.
#[derive(Debug)]
pub(crate) struct Dict {
    pub(crate) keys: Vec<Option<Expr>>,
    pub(crate) values: Vec<Expr>,
}

/// The parts of a list, tuple, set or joined string.
#[derive(Debug)]
pub(crate) struct Elements {
    pub(crate) elts: Vec<Expr>,
}

#[derive(Debug)]
pub(crate) struct Comp {
    pub(crate) elt: Expr,
    pub(crate) generators: Vec<Comprehension>,
}

#[derive(Debug)]
pub(crate) struct DictComp {
    pub(crate) key: Expr,
    pub(crate) value: Expr,
    pub(crate) generators: Vec<Comprehension>,
}

#[derive(Debug)]
pub(crate) struct Comprehension {
    pub(crate) target: Expr,
    pub(crate) iter: Expr,
    pub(crate) ifs: Vec<Expr>,
    pub(crate) is_async: bool,
}

/// `ops` and `comparators` are equally long.
#[derive(Debug)]
pub(crate) struct Compare {
    pub(crate) left: Expr,
    pub(crate) ops: Vec<CmpOp>,
    pub(crate) comparators: Vec<Expr>,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) func: Expr,
    pub(crate) args: Vec<Expr>,
    pub(crate) keywords: Vec<Keyword>,
}

/// `arg` is `None` for `**value`.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub(crate) span: Span,
    pub(crate) arg: Option<Ident>,
    pub(crate) value: Expr,
}

#[derive(Debug)]
pub(crate) struct FormattedValue {
    pub(crate) value: Expr,
    pub(crate) conversion: Conversion,
    /// A `JoinedStr`.
    pub(crate) format_spec: Option<Expr>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}

#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) value: Expr,
    pub(crate) attr: Ident,
}

#[derive(Debug)]
pub(crate) struct Subscript {
    pub(crate) value: Expr,
    pub(crate) slice: Expr,
}

#[derive(Debug)]
pub(crate) struct Slice {
    pub(crate) lower: Option<Expr>,
    pub(crate) upper: Option<Expr>,
    pub(crate) step: Option<Expr>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Constant {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// An integer too large for `Int`.
    BigInt(Box<Digits>),
    Float(f64),
    Imaginary(f64),
    Str(Box<Wtf8>),
    Bytes(Box<ByteString>),
}

/// Digits of a large integer, without prefix and underscores.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    pub(crate) radix: u32,
    pub(crate) text: Box<str>,
}

/// The text of a string constant as WTF-8: UTF-8 in which lone surrogates may stand too.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wtf8 {
    pub(crate) bytes: Box<[u8]>,
}

impl Wtf8 {
    /// The text if no lone surrogate is in it.
    #[cfg(test)]
    pub(crate) fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ByteString {
    pub(crate) bytes: Box<[u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BoolOperator {
    And,
    Or,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnaryOperator {
    Invert,
    Not,
    UAdd,
    USub,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

#[derive(Debug, Default)]
pub(crate) struct Arguments {
    pub(crate) posonlyargs: Vec<Arg>,
    pub(crate) args: Vec<Arg>,
    pub(crate) vararg: Option<Box<Arg>>,
    pub(crate) kwonlyargs: Vec<Arg>,
    /// As long as `kwonlyargs`.
    pub(crate) kw_defaults: Vec<Option<Expr>>,
    pub(crate) kwarg: Option<Box<Arg>>,
    /// Of the last of `posonlyargs` and `args`.
    pub(crate) defaults: Vec<Expr>,
}

#[derive(Debug)]
pub(crate) struct Arg {
    pub(crate) span: Span,
    pub(crate) arg: Symbol,
    pub(crate) annotation: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct TypeParam {
    pub(crate) span: Span,
    pub(crate) name: Ident,
    pub(crate) default_value: Option<Expr>,
    pub(crate) kind: TypeParamKind,
}

#[derive(Debug)]
pub(crate) enum TypeParamKind {
    TypeVar { bound: Option<Expr> },
    TypeVarTuple,
    ParamSpec,
}

#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) span: Span,
    pub(crate) depth: u16,
    pub(crate) kind: PatternKind,
}

#[derive(Debug)]
pub(crate) enum PatternKind {
    /// A literal or dotted name, compared by `==`.
    MatchValue(Box<Expr>),
    /// `None`, `True`, `False`, compared by `is`.
    MatchSingleton(Constant),
    MatchSequence(Box<Patterns>),
    MatchMapping(Box<MatchMapping>),
    MatchClass(Box<MatchClass>),
    /// `*name`, or `*_` as `None`.
    MatchStar(Option<Ident>),
    MatchAs(Box<MatchAs>),
    MatchOr(Box<Patterns>),
}

#[derive(Debug)]
pub(crate) struct Patterns {
    pub(crate) patterns: Vec<Pattern>,
}

#[derive(Debug)]
pub(crate) struct MatchMapping {
    pub(crate) keys: Vec<Expr>,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) rest: Option<Ident>,
}

#[derive(Debug)]
pub(crate) struct MatchClass {
    pub(crate) cls: Expr,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) kwd_attrs: Vec<Ident>,
    pub(crate) kwd_patterns: Vec<Pattern>,
}

/// `_` has neither pattern nor name, a capture has no pattern.
#[derive(Debug)]
pub(crate) struct MatchAs {
    pub(crate) pattern: Option<Pattern>,
    pub(crate) name: Option<Ident>,
}

/// Whether the last statement of a function's body is the mark that stands for what an outline leaves out.
pub(crate) fn is_left_out(body: &[Stmt]) -> bool {
    let Some(Stmt { kind: StmtKind::Expr(expr), .. }) = body.last() else { return false };
    let mark = match &expr.kind {
        ExprKind::Yield(Some(inner)) => inner,
        _ => expr,
    };
    matches!(mark.kind, ExprKind::Constant(Constant::Ellipsis) | ExprKind::Name(_)) && mark.span.start == mark.span.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_small() {
        assert_eq!(size_of::<ExprKind>(), 16);
        assert_eq!(size_of::<Expr>(), 32);
        assert_eq!(size_of::<Stmt>(), 24);
    }
}
