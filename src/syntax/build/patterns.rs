//! Actions for the patterns of `match`.

use super::{Build, Built, refuse, refuse_at};
use crate::source::Span;
use crate::syntax::ast::{Constant, Expr, ExprKind, Ident, MatchAs, MatchClass, MatchMapping, Operator, Pattern, PatternKind, Patterns};
use crate::syntax::lexer::UNDERSCORE;

/// A class pattern's argument, with the attribute's name if it has one.
pub(in crate::syntax) type ClassArg = (Option<Ident>, Pattern);

#[derive(Default)]
pub(in crate::syntax) struct ClassArgs {
    patterns: Vec<Pattern>,
    kwd_attrs: Vec<Ident>,
    kwd_patterns: Vec<Pattern>,
}

#[derive(Default)]
pub(in crate::syntax) struct Mapping {
    keys: Vec<Expr>,
    patterns: Vec<Pattern>,
    rest: Option<Ident>,
}

pub(in crate::syntax) enum MappingItem {
    Pair(Expr, Pattern),
    Rest(Ident),
}

impl ClassArgs {
    pub(in crate::syntax) fn with(mut self, (name, pattern): ClassArg) -> Built<ClassArgs> {
        match name {
            Some(name) => {
                self.kwd_attrs.push(name);
                self.kwd_patterns.push(pattern);
            }
            None if !self.kwd_attrs.is_empty() => return refuse(),
            None => self.patterns.push(pattern),
        }
        Ok(self)
    }
}

impl Mapping {
    /// Nothing may follow `**rest`.
    pub(in crate::syntax) fn with(mut self, item: MappingItem) -> Built<Mapping> {
        if self.rest.is_some() {
            return match item {
                MappingItem::Pair(key, _) => refuse_at(key.span.start),
                MappingItem::Rest(name) => refuse_at(name.span.start - 2),
            };
        }
        match item {
            MappingItem::Pair(key, pattern) => {
                self.keys.push(key);
                self.patterns.push(pattern);
            }
            MappingItem::Rest(name) if name.symbol == UNDERSCORE => {
                return refuse_at(name.span.start);
            }
            MappingItem::Rest(name) => self.rest = Some(name),
        }
        Ok(self)
    }
}

fn leaf_pattern(span: Span, kind: PatternKind) -> Pattern {
    Pattern { span, depth: 1, kind }
}

pub(in crate::syntax) fn literal_pattern(value: Expr) -> Pattern {
    let (span, depth) = (value.span, value.depth);
    let kind = match value.kind {
        ExprKind::Constant(constant @ (Constant::None | Constant::True | Constant::False)) => PatternKind::MatchSingleton(constant),
        kind => PatternKind::MatchValue(Box::new(Expr { span, depth, parenthesized: false, kind })),
    };
    Pattern { span, depth, kind }
}

pub(in crate::syntax) fn capture(name: Ident) -> Pattern {
    let bound = (name.symbol != UNDERSCORE).then_some(name);
    leaf_pattern(name.span, PatternKind::MatchAs(Box::new(MatchAs { pattern: None, name: bound })))
}

pub(in crate::syntax) fn star_pattern(start: u32, name: Ident, end: u32) -> Pattern {
    let bound = (name.symbol != UNDERSCORE).then_some(name);
    leaf_pattern(Span::new(start, end), PatternKind::MatchStar(bound))
}

pub(in crate::syntax) fn not_star(pattern: Pattern) -> Built<Pattern> {
    if matches!(pattern.kind, PatternKind::MatchStar(_)) { refuse() } else { Ok(pattern) }
}

fn deepest<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> u16 {
    patterns.into_iter().map(|pattern| pattern.depth).max().unwrap_or(0)
}

impl Build<'_> {
    fn pattern(&mut self, start: u32, below: u16, kind: PatternKind, end: u32) -> Built<Pattern> {
        let depth = self.deeper(below, start, end)?;
        Ok(Pattern { span: Span::new(start, end), depth, kind })
    }

    pub(in crate::syntax) fn sequence(&mut self, start: u32, patterns: Vec<Pattern>, end: u32) -> Built<Pattern> {
        let below = deepest(&patterns);
        self.pattern(start, below, PatternKind::MatchSequence(Box::new(Patterns { patterns })), end)
    }

    pub(in crate::syntax) fn or_pattern(&mut self, start: u32, patterns: Vec<Pattern>, end: u32) -> Built<Pattern> {
        let below = deepest(&patterns);
        self.pattern(start, below, PatternKind::MatchOr(Box::new(Patterns { patterns })), end)
    }

    pub(in crate::syntax) fn as_pattern(&mut self, start: u32, pattern: Pattern, name: Ident, end: u32) -> Built<Pattern> {
        if name.symbol == UNDERSCORE {
            return refuse();
        }
        let below = pattern.depth;
        let kind = PatternKind::MatchAs(Box::new(MatchAs { pattern: Some(pattern), name: Some(name) }));
        self.pattern(start, below, kind, end)
    }

    pub(in crate::syntax) fn mapping(&mut self, start: u32, items: Mapping, end: u32) -> Built<Pattern> {
        let Mapping { keys, patterns, rest } = items;
        let below = deepest(&patterns);
        self.pattern(start, below, PatternKind::MatchMapping(Box::new(MatchMapping { keys, patterns, rest })), end)
    }

    pub(in crate::syntax) fn class_pattern(&mut self, start: u32, cls: Expr, args: ClassArgs, end: u32) -> Built<Pattern> {
        let ClassArgs { patterns, kwd_attrs, kwd_patterns } = args;
        let below = cls.depth.max(deepest(&patterns)).max(deepest(&kwd_patterns));
        let kind = PatternKind::MatchClass(Box::new(MatchClass { cls, patterns, kwd_attrs, kwd_patterns }));
        self.pattern(start, below, kind, end)
    }

    /// `1 + 2j`: a real number and an imaginary one.
    pub(in crate::syntax) fn complex(&mut self, start: u32, real: Expr, op: Operator, imaginary: Expr, end: u32) -> Built<Expr> {
        if is_imaginary(&real) || !is_imaginary(&imaginary) {
            return refuse();
        }
        self.binary(start, real, op, imaginary, end)
    }
}

fn is_imaginary(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(Constant::Imaginary(_)) => true,
        ExprKind::UnaryOp(unary) => is_imaginary(&unary.operand),
        _ => false,
    }
}
