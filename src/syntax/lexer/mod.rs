//! Source text to tokens: names, operators, brackets, lines and blocks. Knows nothing of grammar beyond soft keywords.

mod layout;
mod numbers;
mod outline;
mod soft;
mod strings;
mod words;

use super::ast::Warning;
use super::error::SyntaxErrorKind;
use super::symbols::{Symbol, Symbols};
use super::token::{Kind, Token};
use crate::source::{Source, Span};
use logos::{Lexer as Raw, Logos};

pub(super) use strings::{MIDDLE_RAW, MIDDLE_SPEC};
pub(super) use words::{CASE, MATCH, TYPE, UNDERSCORE, predefined_symbols};

const MAX_PARENS: usize = 200;
const MAX_FSTRINGS: usize = 149;
const MAX_FIELDS: u8 = 3;

/// Why a text cannot be read further.
#[derive(Debug)]
pub(super) struct LexError {
    pub(super) kind: SyntaxErrorKind,
    pub(super) message: String,
    pub(super) place: LexPlace,
    /// Found even if the parser fails at an earlier token.
    pub(super) hard: bool,
    /// More text could make it good.
    pub(super) at_end: bool,
}

/// Where an error stands, in the various ways CPython's tokenizer places its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LexPlace {
    /// From the character at `start` up to the one before `end`; both offsets are reported the same if they are.
    Range(u32, u32),
    /// The place at which the reader stood, with an end column of 0 or -1.
    Cursor(u32, i32),
    /// The end of the line on which the byte stands, for errors in indentation.
    LineEnd(u32, i32),
}

/// All tokens of a text. Reading stops at the first error, with a last token of kind `Error`.
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    pub(super) symbols: Symbols,
    pub(super) error: Option<LexError>,
    pub(super) warnings: Vec<Warning>,
    /// Brackets open at the end: kind of the opening token and its place.
    pub(super) open: Vec<Open>,
}

/// Something open that a later token closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) bracket: Bracket,
    /// Offset of the opening character.
    pub(super) offset: u32,
    /// Index of the opening token.
    pub(super) token: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    Paren,
    Square,
    Brace,
    /// The literal part of an f-string.
    FString(Quote),
    /// The expression part of a replacement field; the number of fields around it in this f-string.
    Field(u8),
    /// The format part of a replacement field.
    Spec(u8),
}

/// How a string literal is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    byte: u8,
    triple: bool,
    raw: bool,
}

struct Lexer<'s> {
    source: &'s Source,
    text: &'s str,
    raw: Raw<'s, Kind>,
    tokens: Vec<Token>,
    symbols: Symbols,
    open: Vec<Open>,
    fstrings: usize,
    warnings: Vec<Warning>,
    /// Where the last comment starts.
    comment: u32,
    layout: layout::Layout,
    soft: soft::Soft,
    /// While only the outline of the text is read.
    outline: Option<outline::Outline>,
}

/// How much of a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    Whole,
    /// All but bodies of functions.
    Outline,
    /// One statement, as if it stood at the left margin.
    Part(Span),
}

pub(super) fn tokenize(source: &Source, start: Kind, extent: Extent) -> Tokens {
    let part = match extent {
        Extent::Part(span) => span,
        _ => Span::new(0, source.text().len() as u32),
    };
    let text = &source.text()[..part.end as usize];
    let share = if extent == Extent::Outline { 16 } else { 4 };
    let mut lexer = Lexer {
        source,
        text,
        raw: Kind::lexer(text),
        tokens: Vec::with_capacity((part.end - part.start) as usize / share + 8),
        symbols: predefined_symbols(),
        open: Vec::new(),
        fstrings: 0,
        warnings: Vec::new(),
        comment: u32::MAX,
        layout: layout::Layout::default(),
        soft: soft::Soft::default(),
        outline: (extent == Extent::Outline).then(outline::Outline::default),
    };
    lexer.seek(part.start);
    lexer.push(start, 0, 0);
    let error = lexer.run().err().map(|error| *error);
    if error.is_some() {
        let at = lexer.raw.span().end as u32;
        lexer.push(Kind::Error, at, at);
    }
    Tokens { tokens: lexer.tokens, symbols: lexer.symbols, error, warnings: lexer.warnings, open: lexer.open }
}

type Lexed<T = ()> = Result<T, Box<LexError>>;

impl<'s> Lexer<'s> {
    fn run(&mut self) -> Lexed {
        self.start_line()?;
        loop {
            if let Some(Open { bracket: Bracket::FString(_) | Bracket::Spec(_), .. }) = self.open.last() {
                self.fstring_literal()?;
                continue;
            }
            let Some(kind) = self.raw.next() else { break };
            let span = self.raw.span();
            let (start, end) = (span.start as u32, span.end as u32);
            match kind {
                Ok(kind) => self.token(kind, start, end)?,
                Err(()) => self.word(start)?,
            }
        }
        self.end_of_text()
    }

    fn token(&mut self, kind: Kind, start: u32, end: u32) -> Lexed {
        match kind {
            Kind::Name => self.word(start)?,
            Kind::Comment => self.comment = start,
            Kind::Newline if self.open.is_empty() => self.end_of_line(start, end)?,
            Kind::Newline => {}
            Kind::Backslash => self.continuation(end)?,
            Kind::Number => self.number(start)?,
            Kind::Str => self.string(start, end)?,
            Kind::FStringStart => self.fstring_start(start, end)?,
            Kind::Lpar => self.open(Bracket::Paren, kind, start, end)?,
            Kind::Lsqb => self.open(Bracket::Square, kind, start, end)?,
            Kind::Lbrace => self.open(Bracket::Brace, kind, start, end)?,
            Kind::Rpar | Kind::Rsqb | Kind::Rbrace => self.close(kind, start, end)?,
            Kind::Colon | Kind::ColonEqual => self.colon(kind, start, end),
            Kind::NotEqual => self.not_equal(start, end),
            _ if kind.is_keyword() && self.continues_word(end) => self.word(start)?,
            _ => self.push(kind, start, end),
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, start: u32, end: u32) {
        self.tokens.push(Token { kind, start, end, symbol: Symbol(0) });
    }

    fn byte(&self, at: u32) -> u8 {
        self.text.as_bytes().get(at as usize).copied().unwrap_or(0)
    }

    /// Continues reading at `at`, which must not lie before the place reached.
    fn seek(&mut self, at: u32) {
        let here = self.raw.span().end;
        self.raw.bump(at as usize - here);
    }

    fn open(&mut self, bracket: Bracket, kind: Kind, start: u32, end: u32) -> Lexed {
        if self.open.len() >= MAX_PARENS {
            return Err(self.error_at("too many nested parentheses", start));
        }
        self.open.push(Open { bracket, offset: start, token: self.tokens.len() as u32 });
        self.push(kind, start, end);
        Ok(())
    }

    fn close(&mut self, kind: Kind, start: u32, end: u32) -> Lexed {
        let expected = self.open.last().map(|open| open.bracket);
        let fits = matches!(
            (kind, expected),
            (Kind::Rpar, Some(Bracket::Paren))
                | (Kind::Rsqb, Some(Bracket::Square))
                | (Kind::Rbrace, Some(Bracket::Brace | Bracket::Field(_)))
        );
        if !fits {
            return Err(self.mismatch(start));
        }
        let open = self.open.pop().expect("a bracket that fits is open");
        self.push(kind, start, end);
        if kind == Kind::Rpar {
            self.soft.closed_parenthesis(&self.tokens, open.token);
        }
        Ok(())
    }

    /// A closing bracket that nothing, or something else, waits for.
    fn mismatch(&self, at: u32) -> Box<LexError> {
        let close = char::from(self.byte(at));
        let Some(open) = self.open.last() else {
            return self.error_at(format!("unmatched '{close}'"), at);
        };
        if matches!(open.bracket, Bracket::Field(_)) {
            return self.error_at(format!("f-string: unmatched '{close}'"), at);
        }
        let opening = char::from(self.byte(open.offset));
        let line = self.source.line_of(open.offset);
        let mut message = format!("closing parenthesis '{close}' does not match opening parenthesis '{opening}'");
        if line != self.source.line_of(at) {
            message.push_str(&format!(" on line {line}"));
        }
        self.error_at(message, at)
    }

    /// In a replacement field `:` starts the format part, also where it looks like `:=`.
    fn colon(&mut self, kind: Kind, start: u32, end: u32) {
        if let Some(Open { bracket: bracket @ Bracket::Field(_), .. }) = self.open.last_mut() {
            let Bracket::Field(depth) = *bracket else { unreachable!("matched above") };
            *bracket = Bracket::Spec(depth);
            self.push(Kind::Colon, start, start + 1);
            if kind == Kind::ColonEqual {
                // The `=` belongs to the format: read it again.
                self.reread(start + 1);
            }
            return;
        }
        self.push(kind, start, end);
        if kind == Kind::Colon {
            self.soft.colon(&mut self.tokens);
        }
    }

    /// Continues reading at a place already passed.
    fn reread(&mut self, at: u32) {
        self.raw = Kind::lexer(self.text);
        self.raw.bump(at as usize);
    }

    fn not_equal(&mut self, start: u32, end: u32) {
        self.push(Kind::NotEqual, start, end);
    }

    fn error_at(&self, message: impl Into<String>, at: u32) -> Box<LexError> {
        self.error_in(message, at, at)
    }

    fn error_in(&self, message: impl Into<String>, start: u32, end: u32) -> Box<LexError> {
        let message = message.into();
        let hard = !message.contains("f-string");
        Box::new(LexError { kind: SyntaxErrorKind::SyntaxError, message, place: LexPlace::Range(start, end), hard, at_end: false })
    }
}
