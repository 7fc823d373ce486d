//! The embedding API: interpreters, conversions, errors. Knows all layers below; the only door for the CLI and for hosts.

mod as_module;
mod awaiting;
mod convert;
mod error;
mod function;
mod hooks;
mod interp;
mod main_module;
mod report;
mod shutdown;
mod strands;
mod value;

pub(crate) mod console;
pub(crate) mod program;

pub use convert::{FromValue, IntoArgs, IntoValue};
pub use error::Error;
pub use function::HostFunction;
pub use interp::{Builder, Interp};
pub use value::Value;
