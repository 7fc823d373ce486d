//! Text as Python means it.

pub(crate) mod case;
pub(crate) mod float_exact;
pub(crate) mod float_parse;
pub(crate) mod float_repr;
pub(crate) mod format_apply;
#[cfg(test)]
mod format_apply_tests;
pub(crate) mod format_spec;
pub(crate) mod hash;
pub(crate) mod int_text;
pub(crate) mod numeric;
pub(crate) mod percent_format;
#[cfg(test)]
mod percent_format_tests;
pub(crate) mod repr;
pub(crate) mod str_format;
pub(crate) mod suggest;
pub(crate) mod unicode;
pub(crate) mod wtf8;
