//! From source text to a checked syntax tree. Only this folder knows tokens and LALRPOP; it knows nothing of values.

pub(crate) mod ast;
pub(crate) mod error;
pub(crate) mod symbols;

pub(crate) use error::{SyntaxError, SyntaxErrorKind};

use crate::source::Source;

/// How a text is read, as the `mode` argument of `compile()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Exec,
    Eval,
    /// One entry of an interactive session.
    Single,
}
