//! What the grammar's actions call: they make tree nodes, bound their depth and refuse what the grammar is too wide for.
//! A refusal without a message is explained afterwards by `diagnose`. Knows nothing of tokens other than their spans.

mod calls;
mod chain;
mod exprs;
mod numbers;
mod patterns;
mod stmts;
mod strings;
mod targets;

pub(super) use calls::*;
pub(super) use chain::{Chain, Infix};
pub(super) use exprs::*;
pub(super) use patterns::*;
pub(super) use stmts::*;
pub(super) use strings::StringPart;

use super::ast::{Expr, MAX_DEPTH, Symbols, Warning};
use super::error::SyntaxErrorKind;
use super::token::Token;
use crate::source::Span;
use lalrpop_util::ParseError;
use std::cell::Cell;

/// What the actions share while one text is parsed.
pub(super) struct Build<'s> {
    pub(super) text: &'s str,
    pub(super) tokens: &'s [Token],
    /// Index after the last token the parser took.
    pub(super) taken: &'s Cell<usize>,
    pub(super) symbols: Symbols,
    pub(super) warnings: Vec<Warning>,
    pub(super) depth: u16,
}

/// Why an action refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Simply wrong at the token the parser has come to, unless `diagnose` knows better.
    Here,
    /// The same at the first token at or after this offset.
    At(u32),
    Fault(Box<Fault>),
}

#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: SyntaxErrorKind,
    pub(super) message: String,
    pub(super) span: Span,
}

pub(super) type Built<T> = Result<T, ParseError<u32, Token, Refusal>>;

/// Refuses, leaving the message to `diagnose`.
#[cold]
fn refuse<T>() -> Built<T> {
    Err(ParseError::User { error: Refusal::Here })
}

/// Refuses at an earlier token than the parser has come to.
#[cold]
fn refuse_at<T>(offset: u32) -> Built<T> {
    Err(ParseError::User { error: Refusal::At(offset) })
}

#[cold]
fn fault<T>(message: impl Into<String>, span: Span) -> Built<T> {
    let fault = Fault { kind: SyntaxErrorKind::SyntaxError, message: message.into(), span };
    Err(ParseError::User { error: Refusal::Fault(Box::new(fault)) })
}

#[cold]
fn too_deep<T>(span: Span) -> Built<T> {
    let message = "Parser stack overflowed - Python source too complex to parse".into();
    let fault = Fault { kind: SyntaxErrorKind::MemoryError, message, span };
    Err(ParseError::User { error: Refusal::Fault(Box::new(fault)) })
}

impl Build<'_> {
    /// The depth of a node over children of depth `below`.
    fn deeper(&mut self, below: u16, start: u32, end: u32) -> Built<u16> {
        if below >= MAX_DEPTH {
            return too_deep(Span::new(start, end));
        }
        self.depth = self.depth.max(below + 1);
        Ok(below + 1)
    }

    /// The token the parser looks at.
    fn ahead(&self) -> Span {
        let index = self.taken.get().saturating_sub(1);
        self.tokens.get(index).map_or(Span::default(), Token::span)
    }
}

fn deepest<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> u16 {
    exprs.into_iter().map(|expr| expr.depth).max().unwrap_or(0)
}

fn depth_of(expr: Option<&Expr>) -> u16 {
    expr.map_or(0, |expr| expr.depth)
}

pub(super) fn pushed<T>(mut list: Vec<T>, item: T) -> Vec<T> {
    list.push(item);
    list
}

pub(super) fn extended<T>(mut list: Vec<T>, items: Vec<T>) -> Vec<T> {
    list.extend(items);
    list
}

pub(super) fn with_last<T>(mut list: Vec<T>, item: Option<T>) -> Vec<T> {
    list.extend(item);
    list
}
