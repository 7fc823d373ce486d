//! Messages and where they point: CPython places them in a handful of ways.

use super::{Fit, Node, Reader, Stop, SyntaxError, SyntaxErrorKind};
use crate::source::Source;
use crate::syntax::token::{Kind, Token};

/// The error at one token. Block tokens and the end of the text have no column of their own.
pub(in crate::syntax) fn at_token(
    source: &Source,
    tokens: &[Token],
    index: usize,
    kind: SyntaxErrorKind,
    message: impl Into<String>,
) -> SyntaxError {
    let token = &tokens[index];
    let mut error = SyntaxError::new(source, kind, message, token.span());
    match token.kind {
        Kind::Newline => {
            error.end_line = error.line;
            error.end_offset = source.char_column(token.end) as i32 + 2;
        }
        Kind::Indent | Kind::Dedent if (token.end as usize) < source.text().len() => {
            error.offset -= 1;
            error.end_offset = -1;
        }
        Kind::EndMarker | Kind::Dedent => {
            let line = last_line(source);
            error.line = line;
            error.end_line = line;
            error.offset = source.line_text(line).chars().count() as u32 + 1;
            error.end_offset = -1;
            error.text = format!("{}\n", source.line_text(line));
        }
        _ => {}
    }
    error
}

/// The last line that is not just the emptiness after a final line break.
fn last_line(source: &Source) -> u32 {
    let lines = source.line_count();
    if lines > 1 && source.line_start(lines) as usize == source.text().len() { lines - 1 } else { lines }
}

impl Reader<'_> {
    /// At the furthest token met.
    pub(super) fn stop<T>(&self, message: impl Into<String>) -> Fit<T> {
        let error = at_token(self.source, self.tokens, self.furthest, SyntaxErrorKind::SyntaxError, message);
        Err(Stop::Found(Box::new(error)))
    }

    pub(super) fn stop_indentation<T>(&self, message: impl Into<String>) -> Fit<T> {
        let error = at_token(self.source, self.tokens, self.furthest, SyntaxErrorKind::IndentationError, message);
        Err(Stop::Found(Box::new(error)))
    }

    /// At the token ahead.
    pub(super) fn stop_ahead<T>(&self, message: impl Into<String>) -> Fit<T> {
        let index = self.mark.min(self.tokens.len() - 1);
        let error = at_token(self.source, self.tokens, index, SyntaxErrorKind::SyntaxError, message);
        Err(Stop::Found(Box::new(error)))
    }

    pub(super) fn stop_at<T>(&self, node: &Node, message: impl Into<String>) -> Fit<T> {
        self.stop_range(node.first, node.last, message)
    }

    pub(super) fn stop_token<T>(&self, index: usize, message: impl Into<String>) -> Fit<T> {
        let error = at_token(self.source, self.tokens, index, SyntaxErrorKind::SyntaxError, message);
        Err(Stop::Found(Box::new(error)))
    }

    /// From one token to another.
    pub(super) fn stop_range<T>(&self, first: usize, last: usize, message: impl Into<String>) -> Fit<T> {
        let span = self.tokens[first].span().to(self.tokens[last].span());
        Err(Stop::Found(Box::new(SyntaxError::new(self.source, SyntaxErrorKind::SyntaxError, message, span))))
    }

    /// From a token to the furthest one met.
    pub(super) fn stop_from<T>(&self, first: usize, message: impl Into<String>) -> Fit<T> {
        let span = self.tokens[first].span().to(self.tokens[self.furthest].span());
        let mut error = SyntaxError::new(self.source, SyntaxErrorKind::SyntaxError, message, span);
        error.end_offset -= 1;
        if self.tokens[self.furthest].kind == Kind::Newline {
            error.end_line = self.source.line_of(self.tokens[self.furthest].end);
            error.end_offset = self.source.char_column(self.tokens[self.furthest].end) as i32 + 1;
        }
        Err(Stop::Found(Box::new(error)))
    }

    /// Only the last character of the node, with no end.
    pub(super) fn stop_at_end<T>(&self, node: &Node, message: impl Into<String>) -> Fit<T> {
        let end = self.tokens[node.last].end;
        let span = crate::source::Span::new(end - 1, end);
        let mut error = SyntaxError::new(self.source, SyntaxErrorKind::SyntaxError, message, span);
        error.end_offset = 0;
        Err(Stop::Found(Box::new(error)))
    }

    pub(super) fn line(&self, index: usize) -> u32 {
        self.source.line_of(self.tokens[index].start)
    }
}
