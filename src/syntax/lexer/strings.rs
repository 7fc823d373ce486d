//! The extent of string literals and the parts of f-strings. Knows nothing of escapes beyond where a literal ends.

use super::{Bracket, Kind, LexError, LexPlace, Lexed, Lexer, MAX_FIELDS, MAX_FSTRINGS, MAX_PARENS, Open, Quote};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::symbols::Symbol;
use crate::syntax::token::Token;

/// What a `FStringMiddle` tells in its symbol: how its text is to be read.
pub(in crate::syntax) const MIDDLE_RAW: u32 = 1;
pub(in crate::syntax) const MIDDLE_SPEC: u32 = 2;

impl Lexer<'_> {
    /// A literal whose prefix and first quote are `start..at`.
    pub(super) fn string(&mut self, start: u32, at: u32) -> Lexed {
        let bytes = self.text.as_bytes();
        let quote = self.quote(at, false);
        let mut i = at as usize + if quote.triple { 2 } else { 0 };
        let end = loop {
            match bytes.get(i) {
                None => return Err(self.unterminated_string(quote, start, i)),
                Some(b'\n' | b'\r') if !quote.triple => {
                    return Err(self.unterminated_string(quote, start, i));
                }
                Some(b'\\') => i += 1 + line_break(bytes, i + 1).max(1),
                Some(&byte) if byte == quote.byte && self.closes(quote, i) => {
                    break i + quote.len();
                }
                Some(_) => i += 1,
            }
        };
        self.seek(end as u32);
        self.push(Kind::Str, start, end as u32);
        Ok(())
    }

    fn quote(&self, at: u32, raw: bool) -> Quote {
        let byte = self.byte(at - 1);
        // Two quotes in a row that no third follows are an empty string.
        let triple = self.byte(at) == byte && self.byte(at + 1) == byte;
        Quote { byte, triple, raw }
    }

    fn closes(&self, quote: Quote, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at.min(self.text.len())..];
        rest.len() >= quote.len() && rest[..quote.len()].iter().all(|&b| b == quote.byte)
    }

    fn unterminated_string(&self, quote: Quote, start: u32, at: usize) -> Box<LexError> {
        if let Some((_, field)) = self.open.split_last().filter(|(last, _)| matches!(last.bracket, Bracket::Field(_))) {
            let around = field.iter().rev().find_map(|open| match open.bracket {
                Bracket::FString(quote) => Some(quote),
                _ => None,
            });
            if around.is_some_and(|q| q.byte == quote.byte && q.triple == quote.triple) {
                return self.error_at("f-string: expecting '}'", start);
            }
        }
        let mut error = self.unterminated("string", quote, start, at);
        let escaped: &[u8] = if quote.byte == b'"' { b"\\\"" } else { b"\\'" };
        let body = &self.text.as_bytes()[start as usize..at.min(self.text.len())];
        if !quote.triple && body.windows(2).any(|pair| pair == escaped) {
            error.message.push_str("; perhaps you escaped the end quote?");
        }
        error
    }

    fn unterminated(&self, what: &str, quote: Quote, start: u32, at: usize) -> Box<LexError> {
        let triple = if quote.triple { "triple-quoted " } else { "" };
        // Only an escaped line break lets a literal in single quotes reach the end: the next line of a session goes on with it.
        let escapes_line_break = at >= self.text.len() && self.text.ends_with("\\\n");
        // A text that ends with a line break has no further line.
        let at = if at >= self.text.len() { self.text.trim_end_matches('\n').len().max(at.saturating_sub(1)) } else { at };
        let line = self.source.line_of(at as u32);
        let mut error = self.error_at(format!("unterminated {triple}{what} literal (detected at line {line})"), start);
        error.at_end = quote.triple || escapes_line_break;
        error
    }

    pub(super) fn fstring_start(&mut self, start: u32, at: u32) -> Lexed {
        let raw = self.text[start as usize..at as usize].contains(['r', 'R']);
        let quote = self.quote(at, raw);
        if self.fstrings >= MAX_FSTRINGS {
            return Err(self.error_at("too many nested f-strings", start));
        }
        self.fstrings += 1;
        self.open.push(Open { bracket: Bracket::FString(quote), offset: start, token: self.tokens.len() as u32 });
        let end = at + if quote.triple { 2 } else { 0 };
        self.seek(end);
        self.push(Kind::FStringStart, start, end);
        Ok(())
    }

    /// The literal text from the place reached up to a field, the end of a field, or the end of the f-string.
    pub(super) fn fstring_literal(&mut self) -> Lexed {
        let (quote, depth) = self.fstring_state();
        let in_spec = depth > 0;
        let bytes = self.text.as_bytes();
        let start = self.raw.span().end;
        let mut at = start;
        loop {
            match bytes.get(at) {
                None => return Err(self.unterminated_fstring(quote, at)),
                Some(b'\n' | b'\r') if !quote.triple => {
                    if !in_spec {
                        return Err(self.unterminated_fstring(quote, at));
                    }
                    self.fstring_middle(quote, in_spec, start, at);
                    self.set_bracket(Bracket::Field(depth - 1));
                    return Ok(());
                }
                Some(b'\\') => at = self.skip_escape(quote, at),
                Some(b'{') if !in_spec && bytes.get(at + 1) == Some(&b'{') => at += 2,
                Some(b'{') => {
                    self.fstring_middle(quote, in_spec, start, at);
                    return self.field_start(at as u32, depth);
                }
                Some(b'}') if in_spec => {
                    self.fstring_middle(quote, in_spec, start, at);
                    self.set_bracket(Bracket::Field(depth - 1));
                    return Ok(());
                }
                Some(b'}') if bytes.get(at + 1) == Some(&b'}') => at += 2,
                Some(b'}') => {
                    return Err(self.error_at("f-string: single '}' is not allowed", at as u32));
                }
                Some(&byte) if byte == quote.byte && self.closes(quote, at) => {
                    self.fstring_middle(quote, in_spec, start, at);
                    return self.fstring_end(quote, at, in_spec);
                }
                Some(_) => at += 1,
            }
        }
    }

    /// The innermost f-string's quote, and for a format part 1 + the number of fields around.
    fn fstring_state(&self) -> (Quote, u8) {
        let depth = match self.open.last().map(|open| open.bracket) {
            Some(Bracket::Spec(depth)) => depth + 1,
            _ => 0,
        };
        let quote = self.open.iter().rev().find_map(|open| match open.bracket {
            Bracket::FString(quote) => Some(quote),
            _ => None,
        });
        (quote.expect("the literal part of an f-string stands inside one"), depth)
    }

    fn set_bracket(&mut self, bracket: Bracket) {
        if let Some(open) = self.open.last_mut() {
            open.bracket = bracket;
        }
    }

    /// Past a backslash and what it escapes; a brace after it still counts as a brace.
    fn skip_escape(&self, quote: Quote, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let next = at + 1;
        match bytes.get(next) {
            Some(b'{' | b'}') | None => next,
            Some(b'N') if !quote.raw && bytes.get(next + 1) == Some(&b'{') => {
                let name = bytes[next + 2..].iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-')));
                match name.map(|length| next + 2 + length) {
                    Some(end) if bytes[end] == b'}' => end + 1,
                    Some(end) => end,
                    None => bytes.len(),
                }
            }
            Some(_) => next + line_break(bytes, next).max(1),
        }
    }

    fn fstring_middle(&mut self, quote: Quote, in_spec: bool, start: usize, end: usize) {
        self.seek(end as u32);
        if start < end {
            let flags = if quote.raw { MIDDLE_RAW } else { 0 } | if in_spec { MIDDLE_SPEC } else { 0 };
            let (start, end) = (start as u32, end as u32);
            self.tokens.push(Token { kind: Kind::FStringMiddle, start, end, symbol: Symbol(flags) });
        }
    }

    fn field_start(&mut self, at: u32, depth: u8) -> Lexed {
        if depth >= MAX_FIELDS {
            return Err(self.error_at("f-string: expressions nested too deeply", at - 1));
        }
        if self.open.len() >= MAX_PARENS + MAX_FSTRINGS {
            return Err(self.error_at("too many nested parentheses", at));
        }
        self.seek(at + 1);
        self.open.push(Open { bracket: Bracket::Field(depth), offset: at, token: self.tokens.len() as u32 });
        self.push(Kind::Lbrace, at, at + 1);
        Ok(())
    }

    fn fstring_end(&mut self, quote: Quote, at: usize, in_spec: bool) -> Lexed {
        let end = (at + quote.len()) as u32;
        self.seek(end);
        self.push(Kind::FStringEnd, at as u32, end);
        if in_spec {
            // The field is still open: the parser will refuse this end.
            let offset = self.open.last().map_or(at as u32, |open| open.offset);
            return Err(Box::new(LexError {
                kind: SyntaxErrorKind::SyntaxError,
                message: "'{' was never closed".into(),
                place: LexPlace::Cursor(offset, 0),
                hard: false,
                at_end: false,
            }));
        }
        self.open.pop();
        self.fstrings -= 1;
        Ok(())
    }

    fn unterminated_fstring(&self, quote: Quote, at: usize) -> Box<LexError> {
        let start = self.open.iter().rev().find(|open| matches!(open.bracket, Bracket::FString(_)));
        self.unterminated("f-string", quote, start.map_or(0, |open| open.offset), at)
    }
}

impl Quote {
    fn len(self) -> usize {
        if self.triple { 3 } else { 1 }
    }
}

/// The length of the line break at `at`, 0 if there is none.
fn line_break(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(b'\r' | b'\n'), _) => 1,
        _ => 0,
    }
}
