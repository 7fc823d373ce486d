//! The embedding API: interpreters, conversions, errors. Knows all layers below; the only door for the CLI and for hosts.

mod hooks;
mod main_module;
mod shutdown;
mod strands;

pub(crate) mod console;
pub(crate) mod program;
