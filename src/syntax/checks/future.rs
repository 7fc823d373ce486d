//! `from __future__ import ...`: which features exist and where the statement may stand.

use super::{Checked, Misuse};
use crate::syntax::ast::{Constant, Expr, ExprKind, ImportFrom, Stmt, StmtKind, Symbols};

const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// The end of the last such statement that stands where it may, and whether annotations are left unevaluated.
pub(super) fn features(body: &[Stmt], symbols: &Symbols) -> Checked<(u32, bool)> {
    let (mut end, mut annotations) = (0, false);
    for (index, stmt) in body.iter().enumerate() {
        match &stmt.kind {
            StmtKind::ImportFrom(import) if is_future(import, symbols) => {
                annotations |= check_names(stmt, import, symbols)?;
                end = stmt.span.end;
            }
            StmtKind::Expr(expr) if index == 0 && is_docstring(expr) => {}
            _ => break,
        }
    }
    Ok((end, annotations))
}

fn is_future(import: &ImportFrom, symbols: &Symbols) -> bool {
    import.level == 0 && import.module.is_some_and(|module| symbols.text(module.symbol) == "__future__")
}

fn is_docstring(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(Constant::Str(_)))
}

fn check_names(stmt: &Stmt, import: &ImportFrom, symbols: &Symbols) -> Checked<bool> {
    let mut annotations = false;
    for alias in &import.names {
        let name = symbols.text(alias.name.symbol);
        if FEATURES.contains(&name) {
            annotations |= name == "annotations";
            continue;
        }
        let message = if name == "braces" { "not a chance".to_owned() } else { format!("future feature {name} is not defined") };
        return Err(Box::new(Misuse { message, span: stmt.span, open_ended: true }));
    }
    Ok(annotations)
}
