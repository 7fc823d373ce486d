//! Text as Python means it.

pub(crate) mod case;
pub(crate) mod float_exact;
pub(crate) mod float_parse;
pub(crate) mod float_repr;
pub(crate) mod int_text;
pub(crate) mod numeric;
pub(crate) mod repr;
pub(crate) mod unicode;
pub(crate) mod wtf8;
