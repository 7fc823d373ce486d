//! x

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[allow(dead_code, unused_imports)]
pub(crate) mod exec;
#[allow(dead_code, unused_imports)]
pub(crate) mod host;
#[allow(dead_code, unused_imports)]
pub(crate) mod memory;
#[allow(dead_code, unused_imports)]
pub(crate) mod native;
#[allow(dead_code, unused_imports)]
pub(crate) mod object;
#[allow(dead_code, unused_imports)]
pub(crate) mod sched;
#[allow(dead_code, unused_imports)]
pub(crate) mod source;
#[allow(dead_code, unused_imports)]
pub(crate) mod syntax;
#[allow(dead_code, unused_imports)]
pub(crate) mod text;
#[allow(dead_code, unused_imports)]
pub(crate) mod tree;
