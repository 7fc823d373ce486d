//! Runs lexer, parser and checks over one text, and turns what they refuse into a `SyntaxError`.

use super::Mode;
use super::ast::{Body, Module};
use super::build::{Build, Fault, Refusal};
use super::diagnose::{Diagnosis, at_token, diagnose};
use super::error::{SyntaxError, SyntaxErrorKind};
use super::lexer::{LexError, LexPlace, Open, Tokens, tokenize};
use super::symbols::Symbols;
use super::token::{Kind, Token};
use crate::source::{Source, Span};
use lalrpop_util::ParseError;
use std::cell::Cell;

#[allow(clippy::all, clippy::pedantic, unused, unreachable_pub, unused_qualifications)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/python.rs"));
}

/// Native stack kept free while a tree is made or dropped, and the size of the segment taken if there is less.
const RED_ZONE: usize = 4 << 20;
const SEGMENT: usize = 16 << 20;

/// Parses a whole text and checks all that can be checked without running it.
pub(crate) fn parse_module(source: &Source, mode: Mode) -> Result<Module, SyntaxError> {
    if source.text().len() < 2048 {
        return parse(source, mode);
    }
    // A tree may be as deep as `MAX_DEPTH`, and dropping it recurses.
    stacker::maybe_grow(RED_ZONE, SEGMENT, || parse(source, mode))
}

fn parse(source: &Source, mode: Mode) -> Result<Module, SyntaxError> {
    if let Some(at) = source.text().bytes().position(|byte| byte == 0) {
        let span = Span::new(at as u32, at as u32);
        return Err(SyntaxError::new(source, SyntaxErrorKind::SyntaxError, "source code string cannot contain null bytes", span));
    }
    let start = match mode {
        Mode::Exec => Kind::StartModule,
        Mode::Eval => Kind::StartEval,
        Mode::Single => Kind::StartSingle,
    };
    let mut lexed = tokenize(source, start);
    let taken = Cell::new(0);
    let mut build = Build {
        text: source.text(),
        tokens: &lexed.tokens,
        taken: &taken,
        symbols: std::mem::take(&mut lexed.symbols),
        warnings: Vec::new(),
        depth: 0,
    };
    let parsed = generated::TopParser::new().parse(&mut build, stream(&lexed.tokens, &taken));
    let Build { symbols, warnings, depth, .. } = build;
    match parsed {
        Ok(body) => Ok(Module { body, symbols, depth, future_annotations: false, warnings }),
        Err(error) => {
            let reached = taken.get().saturating_sub(1);
            Err(explain(source, &lexed, &symbols, reached, error, mode))
        }
    }
}

/// The tokens as the parser takes them: blocks and lines end where their last text ends.
fn stream<'t>(tokens: &'t [Token], taken: &'t Cell<usize>) -> impl Iterator<Item = Result<(u32, Token, u32), Refusal>> + 't {
    let mut text_end = 0;
    tokens.iter().enumerate().map(move |(index, &token)| {
        taken.set(index + 1);
        if !matches!(token.kind, Kind::Newline | Kind::Indent | Kind::Dedent) {
            text_end = token.end;
        }
        Ok((token.start, token, text_end))
    })
}

/// The lexer's errors come first, then what an action has said, then what `diagnose` finds.
fn explain(
    source: &Source,
    lexed: &Tokens,
    symbols: &Symbols,
    reached: usize,
    error: ParseError<u32, Token, Refusal>,
    mode: Mode,
) -> SyntaxError {
    let tokens = &lexed.tokens;
    if let Some(error) = &lexed.error
        && (error.hard || tokens[reached].kind == Kind::Error)
    {
        return lex_error(source, error);
    }
    let refused = match error {
        ParseError::User { error: Refusal::Fault(fault) } => {
            let Fault { kind, message, span } = *fault;
            if span == tokens[reached].span() {
                return at_token(source, tokens, reached, kind, message);
            }
            return SyntaxError::new(source, kind, message, span);
        }
        ParseError::User { error: Refusal::At(offset) } => {
            tokens.iter().position(|token| token.start >= offset && token.end > 0).unwrap_or(reached)
        }
        _ => reached,
    };
    let (diagnosis, furthest) = diagnose(source, tokens, symbols, refused, mode == Mode::Eval);
    if let Some(error) = lexed.error.as_ref().filter(|error| error.at_end) {
        // A bracket that is never closed explains what goes wrong on a later line.
        let later = |open: &Open| source.line_of(tokens[furthest].start) > source.line_of(open.offset);
        if matches!(diagnosis, Diagnosis::Unreadable) || lexed.open.last().is_some_and(later) {
            return lex_error(source, error);
        }
    }
    match diagnosis {
        Diagnosis::Found(error) => *error,
        Diagnosis::Nothing | Diagnosis::Unreadable => invalid_syntax(source, tokens, refused),
    }
}

fn invalid_syntax(source: &Source, tokens: &[Token], refused: usize) -> SyntaxError {
    match tokens[refused].kind {
        Kind::Indent => at_token(source, tokens, refused, SyntaxErrorKind::IndentationError, "unexpected indent"),
        Kind::Dedent => at_token(source, tokens, refused, SyntaxErrorKind::IndentationError, "unexpected unindent"),
        Kind::EndMarker => {
            let mut error = at_token(source, tokens, refused, SyntaxErrorKind::SyntaxError, "invalid syntax");
            (error.offset, error.end_offset) = (0, 0);
            error
        }
        _ => at_token(source, tokens, refused, SyntaxErrorKind::SyntaxError, "invalid syntax"),
    }
}

fn lex_error(source: &Source, error: &LexError) -> SyntaxError {
    let (LexPlace::Range(at, _) | LexPlace::Cursor(at, _) | LexPlace::LineEnd(at, _)) = error.place;
    let mut found = SyntaxError::new(source, error.kind, error.message.clone(), Span::new(at, at));
    found.incomplete = error.at_end;
    match error.place {
        LexPlace::Range(_, end) => found.end_offset = source.char_column(end) as i32 + i32::from(end == at),
        LexPlace::Cursor(_, end) => found.end_offset = end,
        LexPlace::LineEnd(_, end) => {
            found.offset = found.text.chars().count() as u32;
            found.end_offset = end;
        }
    }
    found
}

impl Drop for Module {
    /// Deep trees are dropped on a stack that is large enough.
    fn drop(&mut self) {
        if self.depth < 200 {
            return;
        }
        let body = std::mem::replace(&mut self.body, Body::Stmts(Vec::new()));
        stacker::maybe_grow(RED_ZONE, SEGMENT, || drop(body));
    }
}
