//! pyc runs Python 3.13 inside a Rust program, on all cores: there is no global interpreter lock.
//!
//! ```
//! use pyc::{Error, Interp};
//!
//! # fn main() -> Result<(), Error> {
//! let interp = Interp::new();
//!
//! // A closure of the host becomes a function of the script; arguments and results are converted.
//! interp.register("shout", |text: String, times: i64| text.to_uppercase() + &"!".repeat(times as usize))?;
//! interp.run("def greet(name): return 'hello ' + shout(name, 3)")?;
//!
//! // A function of the script is called from any thread of the host, from several at once.
//! let greetings: Vec<String> = std::thread::scope(|scope| {
//!     let threads: Vec<_> = ["ann", "bob"].map(|name| { let interp = &interp; scope.spawn(move || interp.call("greet", (name,))) }).into();
//!     threads.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Result<_, Error>>()
//! })?;
//! assert_eq!(greetings, ["hello ANN!!!", "hello BOB!!!"]);
//!
//! // Exceptions are errors with a kind, a message and a traceback.
//! let error = interp.eval::<i64>("1 // 0").unwrap_err();
//! assert_eq!(error.kind(), "ZeroDivisionError");
//! # Ok(())
//! # }
//! ```
//!
//! - [`Interp`] is an interpreter: [`run`](Interp::run), [`eval`](Interp::eval), [`call`](Interp::call), globals by
//!   [`get`](Interp::get) and [`set`](Interp::set), host functions by [`register`](Interp::register).
//! - [`Value`] is any object of a script; [`FromValue`] and [`IntoValue`] say which Rust types it converts to and from.
//! - [`Error`] is an exception on its way between script and host.
//!
//! `Interp` and `Value` are handles: `Clone + Send + Sync`, without lifetimes. Several interpreters in a process share nothing.
//! The library installs no allocator, signal handler or panic hook.

#![warn(unreachable_pub, missing_docs)]
// Some of what hosts do not reach is the binary's.
#![cfg_attr(not(feature = "cli"), allow(dead_code))]

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub(crate) mod exec;
pub(crate) mod host;
pub(crate) mod memory;
pub(crate) mod native;
pub(crate) mod object;
pub(crate) mod sched;
pub(crate) mod source;
pub(crate) mod stack;
pub(crate) mod syntax;
pub(crate) mod text;
pub(crate) mod tree;

pub use host::{Builder, Error, FromValue, HostFunction, Interp, IntoArgs, IntoValue, Value};
