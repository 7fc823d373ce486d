//! The error a source text can be refused with, placed as CPython places it. Knows nothing of how it is found.

use crate::source::{Source, Span};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SyntaxErrorKind {
    SyntaxError,
    IndentationError,
    TabError,
    /// The text nests deeper than the parser follows.
    MemoryError,
    /// A SyntaxError that is not placed: the text has a null byte.
    NullByte,
}

impl SyntaxErrorKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            SyntaxErrorKind::SyntaxError | SyntaxErrorKind::NullByte => "SyntaxError",
            SyntaxErrorKind::IndentationError => "IndentationError",
            SyntaxErrorKind::TabError => "TabError",
            SyntaxErrorKind::MemoryError => "MemoryError",
        }
    }
}

/// Who refuses a text. As in CPython only the parser has the text at hand: the compiler looks into the file, if it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Parser,
    Compiler,
}

/// Lines count from 1 and offsets from 1 in characters, as the attributes of Python's `SyntaxError` do; an end offset below 1 is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) kind: SyntaxErrorKind,
    pub(crate) message: String,
    pub(crate) line: u32,
    pub(crate) offset: u32,
    pub(crate) end_line: u32,
    pub(crate) end_offset: i32,
    pub(crate) stage: Stage,
    /// The text of line `line` with its line ending, if it has one.
    pub(crate) text: String,
    /// The text may become valid when more lines follow: the REPL asks for them.
    pub(crate) incomplete: bool,
}

impl SyntaxError {
    pub(crate) fn new(source: &Source, kind: SyntaxErrorKind, message: impl Into<String>, span: Span) -> SyntaxError {
        let (line, end_line) = (source.line_of(span.start), source.line_of(span.end));
        let mut end_offset = source.char_column(span.end) as i32 + 1;
        if end_line > line {
            // CPython measures the end on the first line.
            end_offset = end_offset.min(source.line_text(line).chars().count() as i32 + 1);
        }
        SyntaxError {
            kind,
            message: message.into(),
            line,
            offset: source.char_column(span.start) + 1,
            end_line,
            end_offset,
            stage: Stage::Parser,
            text: format!("{}\n", source.line_text(line)),
            incomplete: false,
        }
    }
}
