//! Entries of an interactive session: is what was typed so far complete, and what does it say? Knows nothing of terminals.

use super::ast::{Body, Module, StmtKind};
use super::{Mode, parse_awaiting};
use crate::source::Source;
use std::ops::Range;

#[derive(Debug)]
pub(crate) enum Entry {
    Complete,
    /// More lines are to be read.
    Incomplete,
    /// Several statements, as pasted texts have: each part begins at a line and is an entry of its own.
    Several(Vec<Range<usize>>),
    Wrong,
}

/// Reads the lines typed so far. A compound statement is complete when an empty line follows it.
pub(crate) fn read_entry(source: &Source) -> Entry {
    match parse_awaiting(source, Mode::Single) {
        Ok(module) if is_compound(&module) && !ends_with_blank_line(source.text()) => Entry::Incomplete,
        Ok(_) => Entry::Complete,
        Err(error) if error.incomplete => Entry::Incomplete,
        Err(_) => several(source),
    }
}

/// A text that is no single statement: several of them, if that is what it says.
fn several(source: &Source) -> Entry {
    let Ok(module) = parse_awaiting(source, Mode::Exec) else { return Entry::Wrong };
    let Body::Stmts(stmts) = &module.body else { return Entry::Wrong };
    let (text, mut parts, mut start) = (source.text(), Vec::new(), 0);
    for pair in stmts.windows(2) {
        if source.line_of(pair[0].span.end) < source.line_of(pair[1].span.start) {
            // What stands between the two, decorators first of all, goes with the second.
            let end = pair[0].span.end as usize;
            let end = text[end..].find('\n').map_or(text.len(), |length| end + length + 1);
            parts.push(start..end);
            start = end;
        }
    }
    if parts.is_empty() {
        return Entry::Wrong;
    }
    if is_compound(&module) && !ends_with_blank_line(text) {
        return Entry::Incomplete;
    }
    parts.push(start..text.len());
    Entry::Several(parts)
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
            Entry::Several(_) => "several",
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
        check("x = 'a\\\n", "incomplete");
        check("x = f'a\\\n", "incomplete");
        check("x = 'a\\\\\n", "wrong");
        check("x = 'a\\\nb\n", "wrong");
        check("x = 'a\\\nb'\n", "complete");
        check("x = 1\ny = 2\n", "several");
        check("x = 1\ny = \n", "wrong");
        check("x = 1\ndef f():\n  pass\n", "incomplete");
        check("x = 1\ndef f():\n  pass\n\n", "several");
        check("x = 1; y = 2\n", "complete");
    }

    #[test]
    fn several_statements_are_cut_where_lines_begin() {
        let text = "x = 1; y = 2\n# of f\n@g\ndef f():\n  a\n\n  b\nf(\n1)\n";
        let Entry::Several(parts) = read_entry(&Source::new("<stdin>", text)) else { panic!("several") };
        let parts: Vec<&str> = parts.into_iter().map(|part| &text[part]).collect();
        assert_eq!(parts, ["x = 1; y = 2\n", "# of f\n@g\ndef f():\n  a\n\n  b\n", "f(\n1)\n"]);
    }
}
