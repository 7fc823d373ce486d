//! The embedding API: interpreters, conversions, errors. Knows all layers below; the only door for the CLI and for hosts.

pub(crate) mod interp;
