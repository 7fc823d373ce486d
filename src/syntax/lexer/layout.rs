//! Lines and blocks: indentation, line joining and the end of the text. Knows nothing of what the lines say.

use super::{Kind, LexError, LexPlace, Lexed, Lexer};
use crate::syntax::error::SyntaxErrorKind;

const MAX_INDENT: usize = 100;
const TAB: u32 = 8;

/// The open blocks' columns, counted with tabs of 8 and (to find mixes that only look equal) with tabs of 1.
#[derive(Default)]
pub(super) struct Layout {
    columns: Vec<(u32, u32)>,
}

impl Lexer<'_> {
    /// Reads the indentation of the next line that is not blank; tells its block tokens.
    pub(super) fn start_line(&mut self) -> Lexed {
        let bytes = self.text.as_bytes();
        let mut at = self.raw.span().end;
        let (mut column, mut alt) = (0, 0);
        // The column at which a backslash joined lines within the indentation.
        let mut joined: Option<u32> = None;
        loop {
            match bytes.get(at) {
                Some(b' ') => (column, alt) = (column + 1, alt + 1),
                Some(b'\t') => (column, alt) = ((column / TAB + 1) * TAB, alt + 1),
                Some(b'\x0c') => (column, alt) = (0, 0),
                Some(b'\\') if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => {
                    joined = joined.or(Some(column));
                    self.seek(at as u32 + 1);
                    self.continuation(at as u32 + 1)?;
                    at = self.raw.span().end;
                    continue;
                }
                Some(b'#') => {
                    at += bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(bytes.len() - at);
                    continue;
                }
                Some(b'\n' | b'\r') => {
                    (column, alt, joined) = (0, 0, None);
                }
                Some(_) => break,
                None => {
                    self.seek(at as u32);
                    return Ok(());
                }
            }
            at += 1;
        }
        self.seek(at as u32);
        self.indentation(joined.unwrap_or(column), joined.unwrap_or(alt), at as u32)
    }

    fn indentation(&mut self, column: u32, alt: u32, at: u32) -> Lexed {
        let (top, top_alt) = self.layout.columns.last().copied().unwrap_or((0, 0));
        if column == top {
            return if alt == top_alt { Ok(()) } else { Err(self.tab_error(at)) };
        }
        if column > top {
            if self.layout.columns.len() + 1 >= MAX_INDENT {
                return Err(self.indentation_error("too many levels of indentation", LexPlace::Cursor(self.line_start(at), 0)));
            }
            if alt <= top_alt {
                return Err(self.tab_error(at));
            }
            self.layout.columns.push((column, alt));
            self.push(Kind::Indent, at, at);
            self.soft.indent();
            return Ok(());
        }
        // Blocks are closed only if the line belongs to one that stays open.
        let kept = self.layout.columns.partition_point(|&(open, _)| open <= column);
        let (open, open_alt) = kept.checked_sub(1).map_or((0, 0), |last| self.layout.columns[last]);
        if open != column {
            return Err(self.unindent_error(at));
        }
        if open_alt != alt {
            return Err(self.tab_error(at));
        }
        for _ in kept..self.layout.columns.len() {
            self.push(Kind::Dedent, at, at);
            self.soft.dedent();
        }
        self.layout.columns.truncate(kept);
        Ok(())
    }

    /// A line break outside brackets.
    pub(super) fn end_of_line(&mut self, start: u32, end: u32) -> Lexed {
        // The token reaches over a comment before it; its end leaves out the line break itself.
        let comment = std::mem::replace(&mut self.comment, u32::MAX);
        let after_comment = self.tokens.last().is_some_and(|token| token.end <= comment) && comment < start;
        self.push(Kind::Newline, if after_comment { comment } else { start }, start);
        debug_assert!(start < end);
        self.soft.newline(&mut self.tokens);
        match self.outline.take() {
            Some(outline) => self.next_line(outline),
            None => self.start_line(),
        }
    }

    /// A backslash ended at `at`: only a line break may follow, and something after that.
    pub(super) fn continuation(&mut self, at: u32) -> Lexed {
        let length = match (self.byte(at), self.byte(at + 1)) {
            (b'\r', b'\n') => 2,
            (b'\r' | b'\n', _) => 1,
            _ if at as usize >= self.text.len() => return Err(self.unexpected_end(at)),
            _ => {
                return Err(Box::new(LexError {
                    kind: SyntaxErrorKind::SyntaxError,
                    message: "unexpected character after line continuation character".into(),
                    place: LexPlace::Cursor(at, 0),
                    hard: false,
                    at_end: false,
                }));
            }
        };
        self.seek(at + length);
        if (at + length) as usize >= self.text.len() {
            return Err(self.unexpected_end(at));
        }
        Ok(())
    }

    fn unexpected_end(&self, at: u32) -> Box<LexError> {
        Box::new(LexError {
            kind: SyntaxErrorKind::SyntaxError,
            message: "unexpected EOF while parsing".into(),
            place: LexPlace::Cursor(at, -1),
            hard: false,
            at_end: true,
        })
    }

    pub(super) fn end_of_text(&mut self) -> Lexed {
        let end = self.text.len() as u32;
        if let Some(open) = self.open.last() {
            let offset = open.offset;
            return Err(Box::new(LexError {
                kind: SyntaxErrorKind::SyntaxError,
                message: format!("'{}' was never closed", char::from(self.byte(offset))),
                place: LexPlace::Cursor(offset, 0),
                hard: false,
                at_end: true,
            }));
        }
        let in_line = !matches!(
            self.tokens.last().map(|token| token.kind),
            None | Some(Kind::Newline | Kind::Indent | Kind::Dedent | Kind::StartModule | Kind::StartEval | Kind::StartSingle)
        );
        if in_line {
            self.push(Kind::Newline, end, end);
            self.soft.newline(&mut self.tokens);
        }
        for _ in 0..self.layout.columns.len() {
            self.push(Kind::Dedent, end, end);
        }
        self.push(Kind::EndMarker, end, end);
        Ok(())
    }

    fn tab_error(&self, at: u32) -> Box<LexError> {
        let mut error =
            self.indentation_error("inconsistent use of tabs and spaces in indentation", LexPlace::Cursor(self.line_start(at), 0));
        error.kind = SyntaxErrorKind::TabError;
        error
    }

    fn unindent_error(&self, at: u32) -> Box<LexError> {
        self.indentation_error("unindent does not match any outer indentation level", LexPlace::LineEnd(at, -1))
    }

    fn line_start(&self, at: u32) -> u32 {
        self.source.line_start(self.source.line_of(at))
    }

    fn indentation_error(&self, message: &str, place: LexPlace) -> Box<LexError> {
        Box::new(LexError { kind: SyntaxErrorKind::IndentationError, message: message.into(), place, hard: false, at_end: false })
    }
}
