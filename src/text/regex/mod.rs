//! Regular expressions as Python's `re` defines them: parsing with its error messages, a backtracking matcher. Works on code points or
//! bytes; knows nothing of objects.
//!
//! `parse` makes a tree in which flags are already resolved, `program` flattens it to instructions, `matcher` runs them with a stack of
//! its own: no pattern and no text can overflow the native stack except by nested groups, whose depth `parse` bounds.

mod class;
mod escape;
mod groups;
mod matcher;
mod parse;
mod program;
#[cfg(test)]
mod tests;

pub(crate) use matcher::{Failure, Found, Limits};
pub(crate) use parse::PatternError;
pub(crate) use program::Program;

/// The flags' bits, as `re` shows them.
pub(crate) mod flag {
    pub(crate) const IGNORECASE: u32 = 2;
    pub(crate) const LOCALE: u32 = 4;
    pub(crate) const MULTILINE: u32 = 8;
    pub(crate) const DOTALL: u32 = 16;
    pub(crate) const UNICODE: u32 = 32;
    pub(crate) const VERBOSE: u32 = 64;
    pub(crate) const ASCII: u32 = 256;
}
