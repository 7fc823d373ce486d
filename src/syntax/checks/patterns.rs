//! `match`: patterns that cannot be reached, names bound twice or not everywhere, keys that repeat.

use super::blocks::LOCAL;
use super::{Checked, Checker};
use crate::source::Span;
use crate::syntax::ast::{
    Constant, Expr, ExprKind, Ident, Match, MatchAs, MatchClass, MatchMapping, Operator, Pattern, PatternKind, Symbol, UnaryOperator,
};

/// What one case has bound so far, and whether a pattern that always matches is allowed.
struct Case {
    bound: Vec<Symbol>,
    irrefutable: bool,
}

impl Checker<'_> {
    pub(super) fn match_stmt(&mut self, statement: &Match) -> Checked {
        self.expr(&statement.subject)?;
        for (index, case) in statement.cases.iter().enumerate() {
            let is_last = index + 1 == statement.cases.len();
            let mut state = Case { bound: Vec::new(), irrefutable: is_last || case.guard.is_some() };
            self.pattern(&case.pattern, &mut state)?;
            if let Some(guard) = &case.guard {
                self.expr(guard)?;
            }
            self.body(&case.body)?;
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &Pattern, case: &mut Case) -> Checked {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::MatchValue(value) => {
                if !is_value(value) {
                    self.refuse("patterns may only match literals and attribute lookups", span);
                }
                self.expr(value)
            }
            PatternKind::MatchSingleton(_) => Ok(()),
            PatternKind::MatchSequence(sequence) => {
                let stars = sequence.patterns.iter().filter(|part| matches!(part.kind, PatternKind::MatchStar(_)));
                if stars.count() > 1 {
                    self.refuse("multiple starred names in sequence pattern", span);
                }
                self.parts(&sequence.patterns, case)
            }
            PatternKind::MatchMapping(mapping) => self.mapping(mapping, span, case),
            PatternKind::MatchClass(class) => self.class_pattern(class, case),
            PatternKind::MatchStar(name) => name.map_or(Ok(()), |name| self.bind(name, span, case)),
            PatternKind::MatchAs(capture) => self.capture(capture, span, case),
            PatternKind::MatchOr(alternatives) => self.alternatives(&alternatives.patterns, span, case),
        }
    }

    /// Patterns inside another one may always match.
    fn parts(&mut self, patterns: &[Pattern], case: &mut Case) -> Checked {
        let irrefutable = std::mem::replace(&mut case.irrefutable, true);
        patterns.iter().try_for_each(|part| self.pattern(part, case))?;
        case.irrefutable = irrefutable;
        Ok(())
    }

    fn bind(&mut self, name: Ident, span: Span, case: &mut Case) -> Checked {
        self.forbid(name.symbol, span);
        if case.bound.contains(&name.symbol) {
            self.refuse(format!("multiple assignments to name '{}' in pattern", self.text(name.symbol)), span);
        }
        case.bound.push(name.symbol);
        self.define(name.symbol, LOCAL, span)
    }

    fn capture(&mut self, capture: &MatchAs, span: Span, case: &mut Case) -> Checked {
        match (&capture.pattern, capture.name) {
            (Some(inner), _) => self.pattern(inner, case)?,
            (None, _) if case.irrefutable => {}
            (None, Some(name)) => {
                let name = self.text(name.symbol);
                self.refuse(format!("name capture '{name}' makes remaining patterns unreachable"), span);
            }
            (None, None) => self.refuse("wildcard makes remaining patterns unreachable", span),
        }
        capture.name.map_or(Ok(()), |name| self.bind(name, span, case))
    }

    /// All alternatives bind the same names, and only the last may always match.
    fn alternatives(&mut self, alternatives: &[Pattern], span: Span, case: &mut Case) -> Checked {
        let mut common: Option<Vec<Symbol>> = None;
        for (index, alternative) in alternatives.iter().enumerate() {
            let is_last = index + 1 == alternatives.len();
            let mut inner = Case { bound: Vec::new(), irrefutable: is_last && case.irrefutable };
            self.pattern(alternative, &mut inner)?;
            inner.bound.sort_unstable();
            match &common {
                Some(names) if *names != inner.bound => self.refuse("alternative patterns bind different names", span),
                Some(_) => {}
                None => common = Some(inner.bound),
            }
        }
        for symbol in common.into_iter().flatten() {
            if case.bound.contains(&symbol) {
                self.refuse(format!("multiple assignments to name '{}' in pattern", self.text(symbol)), span);
            }
            case.bound.push(symbol);
        }
        Ok(())
    }

    fn mapping(&mut self, mapping: &MatchMapping, span: Span, case: &mut Case) -> Checked {
        let mut seen: Vec<Key> = Vec::new();
        for key in &mapping.keys {
            match key_of(key) {
                Some(value) => {
                    if seen.contains(&value) {
                        self.refuse(format!("mapping pattern checks duplicate key ({})", repr(key)), span);
                    }
                    seen.push(value);
                }
                None if matches!(key.kind, ExprKind::Attribute(_)) => {}
                None => self.refuse("mapping pattern keys may only match literals and attribute lookups", span),
            }
            self.expr(key)?;
        }
        self.parts(&mapping.patterns, case)?;
        mapping.rest.map_or(Ok(()), |rest| self.bind(rest, span, case))
    }

    fn class_pattern(&mut self, class: &MatchClass, case: &mut Case) -> Checked {
        self.expr(&class.cls)?;
        for (index, attribute) in class.kwd_attrs.iter().enumerate() {
            if class.kwd_attrs[..index].iter().any(|earlier| earlier.symbol == attribute.symbol) {
                let message = format!("attribute name repeated in class pattern: {}", self.text(attribute.symbol));
                self.refuse(message, class.kwd_patterns[index].span);
            }
        }
        self.parts(&class.patterns, case)?;
        self.parts(&class.kwd_patterns, case)
    }
}

/// A literal or a dotted name.
fn is_value(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Attribute(_)) || key_of(expr).is_some()
}

/// A literal as equality sees it: `1`, `1.0` and `True` are the same key.
#[derive(PartialEq)]
enum Key {
    None,
    Number(f64, f64),
    Big(String),
    Text(Vec<u8>),
    Bytes(Vec<u8>),
}

fn key_of(expr: &Expr) -> Option<Key> {
    Some(match &expr.kind {
        ExprKind::Constant(constant) => match constant {
            Constant::None => Key::None,
            Constant::True => Key::Number(1.0, 0.0),
            Constant::False => Key::Number(0.0, 0.0),
            Constant::Int(value) if value.unsigned_abs() > 1 << 53 => Key::Big(value.to_string()),
            Constant::Int(value) => Key::Number(*value as f64, 0.0),
            Constant::BigInt(digits) => Key::Big(format!("{}:{}", digits.radix, digits.text)),
            Constant::Float(value) => Key::Number(*value, 0.0),
            Constant::Imaginary(value) => Key::Number(0.0, *value),
            Constant::Str(text) => Key::Text(text.bytes.to_vec()),
            Constant::Bytes(text) => Key::Bytes(text.bytes.to_vec()),
            Constant::Ellipsis => return None,
        },
        ExprKind::UnaryOp(unary) if unary.op == UnaryOperator::USub => match key_of(&unary.operand)? {
            Key::Number(real, imaginary) => Key::Number(-real, -imaginary),
            Key::Big(text) => Key::Big(format!("-{text}")),
            _ => return None,
        },
        ExprKind::BinOp(binary) => match (key_of(&binary.left)?, binary.op, key_of(&binary.right)?) {
            (Key::Number(real, _), Operator::Add, Key::Number(_, imaginary)) => Key::Number(real, imaginary),
            (Key::Number(real, _), Operator::Sub, Key::Number(_, imaginary)) => Key::Number(real, -imaginary),
            _ => return None,
        },
        _ => return None,
    })
}

/// A literal key as messages show it.
fn repr(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Constant(constant) => match constant {
            Constant::None => "None".into(),
            Constant::True => "True".into(),
            Constant::False => "False".into(),
            Constant::Ellipsis => "Ellipsis".into(),
            Constant::Int(value) => value.to_string(),
            Constant::BigInt(digits) => digits.text.to_string(),
            Constant::Float(value) => format!("{value:?}"),
            Constant::Imaginary(value) => format!("{value}j"),
            Constant::Str(text) => format!("'{}'", text.bytes.escape_ascii()),
            Constant::Bytes(text) => format!("b'{}'", text.bytes.escape_ascii()),
        },
        ExprKind::UnaryOp(unary) => format!("-{}", repr(&unary.operand)),
        ExprKind::BinOp(binary) => {
            let sign = if binary.op == Operator::Add { '+' } else { '-' };
            format!("({}{sign}{})", repr(&binary.left), repr(&binary.right))
        }
        _ => String::new(),
    }
}
