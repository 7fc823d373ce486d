//! What may be assigned to, deleted, looped over.

use super::{Build, Built, refuse};
use crate::syntax::ast::{Expr, ExprKind};

/// A target of `=` or `for`: a name, attribute or item, or a tuple or list of targets, where `*` may stand.
pub(super) fn assignable(target: &Expr) -> bool {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute(_) | ExprKind::Subscript(_) => true,
        ExprKind::Starred(inner) => !matches!(inner.kind, ExprKind::Starred(_)) && assignable(inner),
        ExprKind::Tuple(elements) | ExprKind::List(elements) => elements.elts.iter().all(assignable),
        _ => false,
    }
}

/// A target of `+=` and of an annotation.
pub(super) fn is_single(target: &Expr) -> bool {
    matches!(target.kind, ExprKind::Name(_) | ExprKind::Attribute(_) | ExprKind::Subscript(_))
}

pub(super) fn deletable(target: &Expr) -> bool {
    match &target.kind {
        ExprKind::Tuple(elements) | ExprKind::List(elements) => elements.elts.iter().all(deletable),
        _ => is_single(target),
    }
}

impl Build<'_> {
    /// The target of a loop from its parts; `true` with them if there was a comma.
    pub(in crate::syntax) fn loop_target(&mut self, start: u32, (mut targets, comma): (Vec<Expr>, bool), end: u32) -> Built<Expr> {
        if !targets.iter().all(assignable) {
            return refuse();
        }
        if comma {
            return self.tuple(start, targets, end);
        }
        Ok(targets.pop().expect("the grammar gives at least one target"))
    }
}
