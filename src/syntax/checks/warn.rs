//! `SyntaxWarning`s of the compiler: expressions that are almost surely not meant.

use super::Checker;
use crate::source::Span;
use crate::syntax::ast::{CmpOp, Compare, Constant, Expr, ExprKind, Warning};
use crate::syntax::error::Stage;

impl Checker<'_> {
    fn warn(&mut self, message: impl Into<String>, span: Span) {
        self.warnings.push(Warning { message: message.into(), span, stage: Stage::Compiler });
    }

    pub(super) fn warn_assert(&mut self, test: &Expr, span: Span) {
        if matches!(&test.kind, ExprKind::Tuple(tuple) if !tuple.elts.is_empty()) {
            self.warn("assertion is always true, perhaps remove parentheses?", span);
        }
    }

    /// `x is 1`.
    pub(super) fn warn_compare(&mut self, compare: &Compare, span: Span) {
        let mut left = &compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let (word, instead) = match op {
                CmpOp::Is => ("is", "=="),
                CmpOp::IsNot => ("is not", "!="),
                _ => {
                    left = right;
                    continue;
                }
            };
            if let Some(kind) = literal_kind(left).or_else(|| literal_kind(right)) {
                self.warn(format!("\"{word}\" with '{kind}' literal. Did you mean \"{instead}\"?"), span);
                return;
            }
            left = right;
        }
    }

    /// `[1, 2](x)`, where a comma is missing.
    pub(super) fn warn_call(&mut self, func: &Expr) {
        let kind = match &func.kind {
            ExprKind::Constant(constant) => Some(constant_kind(constant)),
            ExprKind::JoinedStr(_) | ExprKind::FormattedValue(_) => Some("str"),
            ExprKind::GeneratorExp(_) => Some("generator"),
            _ => display_kind(func),
        };
        if let Some(kind) = kind {
            self.warn(format!("'{kind}' object is not callable; perhaps you missed a comma?"), func.span);
        }
    }

    pub(super) fn warn_subscript(&mut self, value: &Expr, index: &Expr) {
        let missing = "perhaps you missed a comma?";
        let unsubscriptable = match &value.kind {
            ExprKind::Constant(Constant::Str(_) | Constant::Bytes(_)) => None,
            ExprKind::Constant(constant) => Some(constant_kind(constant)),
            ExprKind::Set(_) | ExprKind::SetComp(_) => Some("set"),
            ExprKind::GeneratorExp(_) => Some("generator"),
            ExprKind::Lambda(_) => Some("function"),
            _ => None,
        };
        if let Some(kind) = unsubscriptable {
            return self.warn(format!("'{kind}' object is not subscriptable; {missing}"), value.span);
        }
        let sequence = match &value.kind {
            ExprKind::Constant(constant @ (Constant::Str(_) | Constant::Bytes(_))) => constant_kind(constant),
            ExprKind::JoinedStr(_) | ExprKind::FormattedValue(_) => "str",
            ExprKind::Tuple(_) => "tuple",
            ExprKind::List(_) | ExprKind::ListComp(_) => "list",
            _ => return,
        };
        let given = match &index.kind {
            ExprKind::Constant(Constant::Int(_) | Constant::BigInt(_) | Constant::True | Constant::False) => return,
            ExprKind::Constant(constant) => constant_kind(constant),
            ExprKind::JoinedStr(_) => "str",
            ExprKind::GeneratorExp(_) => "generator",
            ExprKind::Lambda(_) => "function",
            _ => match display_kind(index) {
                Some(kind) => kind,
                None => return,
            },
        };
        self.warn(format!("{sequence} indices must be integers or slices, not {given}; {missing}"), value.span);
    }
}

/// Literals whose identity means nothing.
fn literal_kind(expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        ExprKind::Constant(Constant::None | Constant::True | Constant::False | Constant::Ellipsis) => None,
        ExprKind::Constant(constant) => Some(constant_kind(constant)),
        ExprKind::Tuple(tuple) if tuple.elts.iter().all(|part| matches!(part.kind, ExprKind::Constant(_))) => Some("tuple"),
        _ => None,
    }
}

fn display_kind(expr: &Expr) -> Option<&'static str> {
    Some(match &expr.kind {
        ExprKind::Tuple(_) => "tuple",
        ExprKind::List(_) | ExprKind::ListComp(_) => "list",
        ExprKind::Dict(_) | ExprKind::DictComp(_) => "dict",
        ExprKind::Set(_) | ExprKind::SetComp(_) => "set",
        _ => return None,
    })
}

fn constant_kind(constant: &Constant) -> &'static str {
    match constant {
        Constant::None => "NoneType",
        Constant::True | Constant::False => "bool",
        Constant::Ellipsis => "ellipsis",
        Constant::Int(_) | Constant::BigInt(_) => "int",
        Constant::Float(_) => "float",
        Constant::Imaginary(_) => "complex",
        Constant::Str(_) => "str",
        Constant::Bytes(_) => "bytes",
    }
}
