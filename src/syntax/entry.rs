//! Entries of an interactive session: is what was typed so far complete, and what does it say? Knows nothing of terminals.

use super::ast::{Body, Module, StmtKind};
use super::{Mode, parse_awaiting};
use crate::source::Source;

#[derive(Debug)]
pub(crate) enum Entry {
    Complete,
    /// More lines are to be read.
    Incomplete,
    Wrong,
}

/// Reads the lines typed so far. A compound statement is complete when an empty line follows it.
pub(crate) fn read_entry(source: &Source) -> Entry {
    match parse_awaiting(source, Mode::Single) {
        Ok(module) if is_compound(&module) && !ends_with_blank_line(source.text()) => Entry::Incomplete,
        Ok(_) => Entry::Complete,
        Err(error) if error.incomplete => Entry::Incomplete,
        Err(_) => Entry::Wrong,
    }
}

fn ends_with_blank_line(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

fn is_compound(module: &Module) -> bool {
    let Body::Stmts(body) = &module.body else { return false };
    body.last().is_some_and(|stmt| {
        matches!(
            stmt.kind,
            StmtKind::FunctionDef(_)
                | StmtKind::AsyncFunctionDef(_)
                | StmtKind::ClassDef(_)
                | StmtKind::For(_)
                | StmtKind::AsyncFor(_)
                | StmtKind::While(_)
                | StmtKind::If(_)
                | StmtKind::With(_)
                | StmtKind::AsyncWith(_)
                | StmtKind::Match(_)
                | StmtKind::Try(_)
                | StmtKind::TryStar(_)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = match read_entry(&Source::new("<stdin>", text)) {
            Entry::Complete => "complete",
            Entry::Incomplete => "incomplete",
            Entry::Wrong => "wrong",
        };
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn entries() {
        check("x = 1\n", "complete");
        check("", "complete");
        check("if x:\n", "incomplete");
        check("if x:\n  y\n", "incomplete");
        check("if x:\n  y\n\n", "complete");
        check("if x:\n  y\nelse:\n", "incomplete");
        check("try:\n  x\n", "incomplete");
        check("@f\n", "incomplete");
        check("f(1,\n", "incomplete");
        check("x = '''a\n", "incomplete");
        check("x = \\\n", "incomplete");
        check("x = 1 +\n", "wrong");
        check("x = 'a\n", "wrong");
        check("x = 1\ny = 2\n", "wrong");
        check("x = 1; y = 2\n", "complete");
    }
}
