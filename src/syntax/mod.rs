//! From source text to a checked syntax tree. Only this folder knows tokens and LALRPOP; it knows nothing of values.

pub(crate) mod ast;
mod binders;
mod build;
mod checks;
mod diagnose;
mod entry;
pub(crate) mod error;
mod escapes;
mod lexer;
mod parse;
pub(crate) mod symbols;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use binders::{Binder, binders};
pub(crate) use entry::{Entry, read_entry};
pub(crate) use error::{Stage, SyntaxError, SyntaxErrorKind};
#[allow(unused_imports)] // The benches' door to the lexer.
pub(crate) use parse::token_count;
pub(crate) use parse::{parse_awaiting, parse_module, parse_outline, parse_part, parse_tree};

/// How a text is read, as the `mode` argument of `compile()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Exec,
    Eval,
    /// One entry of an interactive session.
    Single,
}
