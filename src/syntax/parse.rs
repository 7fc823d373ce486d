//! Runs lexer, parser and checks over one text, and turns what they refuse into a `SyntaxError`.

use super::Mode;
use super::ast::{Body, Module};
use super::build::{Build, Fault, Refusal};
use super::checks::{Misuse, Outermost, annotations_are_text, check};
use super::diagnose::{Diagnosis, at_token, diagnose, soft_reach};
use super::error::{Stage, SyntaxError, SyntaxErrorKind};
use super::lexer::{Extent, LexError, LexPlace, Open, Tokens, tokenize};
use super::symbols::Symbols;
use super::token::{Kind, Token};
use crate::source::{Source, Span};
use crate::stack;
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
    parse_with(source, mode, Outermost::Module)
}

/// [`parse_module`], where `await` may stand outside of functions.
pub(crate) fn parse_awaiting(source: &Source, mode: Mode) -> Result<Module, SyntaxError> {
    parse_with(source, mode, Outermost::Coroutine)
}

fn parse_with(source: &Source, mode: Mode, outermost: Outermost) -> Result<Module, SyntaxError> {
    let parse = || read_whole(source, mode).and_then(|module| checked(source, module, outermost));
    if source.text().len() < 2048 {
        return parse();
    }
    // A tree may be as deep as `MAX_DEPTH`, and dropping it recurses.
    stack::with_room(RED_ZONE, SEGMENT, parse)
}

/// [`parse_module`] without what only the compiler refuses.
pub(crate) fn parse_tree(source: &Source, mode: Mode) -> Result<Module, SyntaxError> {
    stack::with_room(RED_ZONE, SEGMENT, || read_whole(source, mode))
}

fn read_whole(source: &Source, mode: Mode) -> Result<Module, SyntaxError> {
    parse_unchecked(source, mode, Extent::Whole).map_err(|mut error| {
        // Only modules get the line break that their last line lacks.
        let is_last = error.line == 0 || error.line >= source.line_count();
        if mode != Mode::Exec && is_last && !source.text().ends_with('\n') && error.text.ends_with('\n') {
            error.text.pop();
        }
        error
    })
}

/// How many tokens the text has: what lexing alone takes is measured by it.
#[allow(dead_code)] // The benches' door to the lexer.
pub(crate) fn token_count(source: &Source) -> usize {
    tokenize(source, Kind::StartModule, Extent::Whole).tokens.len()
}

/// Parses a module that is known to be right, without bodies of functions: [`ast::is_left_out`] tells them.
pub(crate) fn parse_outline(source: &Source) -> Result<Module, SyntaxError> {
    stack::with_room(RED_ZONE, SEGMENT, || {
        let mut module = parse_unchecked(source, Mode::Exec, Extent::Outline)?;
        module.future_annotations = annotations_are_text(&module);
        Ok(module)
    })
}

/// Parses one statement of a text that is known to be right.
pub(crate) fn parse_part(source: &Source, part: Span) -> Result<Module, SyntaxError> {
    stack::with_room(RED_ZONE, SEGMENT, || parse_unchecked(source, Mode::Exec, Extent::Part(part)))
}

fn parse_unchecked(source: &Source, mode: Mode, extent: Extent) -> Result<Module, SyntaxError> {
    if extent == Extent::Whole
        && let Some(at) = source.text().bytes().position(|byte| byte == 0)
    {
        let span = Span::new(at as u32, at as u32);
        return Err(SyntaxError::new(source, SyntaxErrorKind::NullByte, "source code string cannot contain null bytes", span));
    }
    let start = match mode {
        Mode::Exec => Kind::StartModule,
        Mode::Eval => Kind::StartEval,
        Mode::Single => Kind::StartSingle,
    };
    let mut lexed = tokenize(source, start, extent);
    let taken = Cell::new(0);
    let mut build = Build {
        text: source.text(),
        tokens: &lexed.tokens,
        taken: &taken,
        symbols: std::mem::take(&mut lexed.symbols),
        warnings: std::mem::take(&mut lexed.warnings),
        depth: 0,
    };
    let parsed = generated::TopParser::new().parse(&mut build, stream(&lexed.tokens, &taken));
    let Build { symbols, warnings, depth, .. } = build;
    match parsed {
        Ok(body) => {
            let module = Module { body, symbols, depth, future_annotations: false, awaits: false, warnings };
            if mode == Mode::Single && is_several(&lexed.tokens) {
                let message = "multiple statements found while compiling a single statement";
                let end = source.text().len() as u32;
                let span = Span::new(end, end);
                return Err(SyntaxError::new(source, SyntaxErrorKind::SyntaxError, message, span));
            }
            Ok(module)
        }
        Err(error) => {
            let reached = taken.get().saturating_sub(1);
            let at_end = lexed.tokens[reached..].iter().all(|token| matches!(token.kind, Kind::Dedent | Kind::EndMarker));
            let mut error = explain(source, &lexed, &symbols, reached, error, mode);
            error.incomplete |= at_end;
            Err(error)
        }
    }
}

fn checked(source: &Source, mut module: Module, outermost: Outermost) -> Result<Module, SyntaxError> {
    let found = match module.depth {
        0..200 => check(&mut module, outermost),
        _ => stack::with_room(RED_ZONE, SEGMENT, || check(&mut module, outermost)),
    };
    match found {
        Ok(()) => Ok(module),
        Err(misuse) => {
            let Misuse { message, span, open_ended } = *misuse;
            let mut error = SyntaxError::new(source, SyntaxErrorKind::SyntaxError, message, span);
            error.end_offset = source.char_column(span.end) as i32 + 1;
            error.stage = Stage::Compiler;
            if open_ended {
                (error.end_line, error.end_offset) = (error.line, 0);
            }
            Err(error)
        }
    }
}

/// Are there more statements than one line of simple ones or one compound statement?
fn is_several(tokens: &[Token]) -> bool {
    let mut depth = 0u32;
    let mut lines = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Indent => depth += 1,
            Kind::Dedent => depth = depth.saturating_sub(1),
            Kind::EndMarker => break,
            _ if depth > 0 || index == 0 => continue,
            _ => {}
        }
        let before = tokens[index.saturating_sub(1)].kind;
        let continues = matches!(token.kind, Kind::Else | Kind::Elif | Kind::Except | Kind::Finally | Kind::Dedent | Kind::Indent);
        let starts = matches!(before, Kind::Newline | Kind::Dedent | Kind::StartSingle) && !continues;
        if starts && !is_decorated(tokens, index) {
            lines += 1;
        }
    }
    lines > 1
}

/// Does the line before the one at `index` hold a decorator?
fn is_decorated(tokens: &[Token], index: usize) -> bool {
    let line = tokens[..index.saturating_sub(1)].iter().rposition(|token| matches!(token.kind, Kind::Newline | Kind::Dedent));
    tokens.get(line.map_or(1, |line| line + 1)).is_some_and(|token| token.kind == Kind::At) && tokens[index - 1].kind == Kind::Newline
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
    if tokens[reached].kind == Kind::Error
        && let Some(error) = &lexed.error
    {
        return lex_error(source, error);
    }
    // A bracket that is never closed explains what goes wrong on a later line.
    let is_later = |token: usize, open: &Open| source.line_of(tokens[token].start) > source.line_of(open.offset);
    let overrides =
        |error: &LexError, token: usize| error.hard || (error.at_end && lexed.open.last().is_some_and(|open| is_later(token, open)));
    let refused = match error {
        ParseError::User { error: Refusal::Fault(fault) } => {
            let Fault { kind, message, span } = *fault;
            return match &lexed.error {
                Some(error) if overrides(error, reached) => lex_error(source, error),
                _ if span == tokens[reached].span() => at_token(source, tokens, reached, kind, message),
                _ => SyntaxError::new(source, kind, message, span),
            };
        }
        ParseError::User { error: Refusal::At(offset) } => {
            tokens.iter().position(|token| token.start >= offset && token.end > 0).unwrap_or(reached)
        }
        _ if is_stray_walrus(tokens, reached) => reached - 1,
        _ => reached,
    };
    let (diagnosis, furthest) = diagnose(source, tokens, symbols, refused, mode == Mode::Eval);
    let refused = match diagnosis {
        Diagnosis::Nothing => refused.max(soft_reach(source, tokens, symbols, refused)),
        _ => refused,
    };
    let misplaced = matches!(tokens[refused].kind, Kind::Indent | Kind::Dedent);
    if matches!(diagnosis, Diagnosis::Nothing) && misplaced {
        return invalid_syntax(source, tokens, refused, mode);
    }
    if let Some(error) = &lexed.error
        && (overrides(error, furthest) || matches!(diagnosis, Diagnosis::Unreadable))
    {
        return lex_error(source, error);
    }
    match diagnosis {
        Diagnosis::Found(error) => *error,
        Diagnosis::Nothing | Diagnosis::Unreadable => invalid_syntax(source, tokens, refused, mode),
    }
}

/// Does the token follow a `:=` that nothing but the grammar's width let through?
fn is_stray_walrus(tokens: &[Token], reached: usize) -> bool {
    let Some(before) = reached.checked_sub(1).filter(|&before| tokens[before].kind == Kind::ColonEqual) else { return false };
    let mut depth = 0;
    for token in tokens[..before].iter().rev() {
        match token.kind {
            Kind::Rpar | Kind::Rsqb | Kind::Rbrace => depth += 1,
            Kind::Lpar | Kind::Lsqb | Kind::Lbrace | Kind::WithLpar if depth == 0 => return false,
            Kind::Lpar | Kind::Lsqb | Kind::Lbrace => depth -= 1,
            Kind::If | Kind::Elif | Kind::While | Kind::At | Kind::Match if depth == 0 => return false,
            Kind::Newline => return true,
            _ => {}
        }
    }
    true
}

fn invalid_syntax(source: &Source, tokens: &[Token], refused: usize, mode: Mode) -> SyntaxError {
    let text = source.text();
    match tokens[refused].kind {
        Kind::Newline | Kind::EndMarker if mode != Mode::Exec && text.is_empty() => {
            let mut error = SyntaxError::new(source, SyntaxErrorKind::SyntaxError, "invalid syntax", Span::new(0, 0));
            (error.line, error.end_line, error.offset, error.end_offset) = (0, 0, 0, 0);
            error
        }
        // Where only modules get a line break there is none to point at.
        Kind::Newline if mode != Mode::Exec && tokens[refused].start as usize >= text.len() => {
            let mut error = at_token(source, tokens, refused, SyntaxErrorKind::SyntaxError, "invalid syntax");
            (error.offset, error.end_offset) = (0, 0);
            error
        }
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
    if matches!(error.place, LexPlace::Range(..)) && found.text.ends_with('\n') {
        found.text.pop();
    }
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
        stack::with_room(RED_ZONE, SEGMENT, || drop(body));
    }
}
