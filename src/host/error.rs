//! Errors between script and host: exceptions that reached the host, and errors of the host that become exceptions.

use super::interp::Interp;
use super::value::Value;
use crate::native::traceback_text;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::{self, BASE_EXCEPTION};
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::ty::Type;
use crate::object::value::{Raised, Value as Object};
use std::fmt;

/// An exception: one a script raised, or one a host function wants raised.
#[derive(Clone)]
pub struct Error {
    kind: String,
    message: String,
    traceback: String,
    exception: Option<Value>,
}

impl Error {
    /// An error for a script: `kind` names a builtin exception class (others become RuntimeError).
    pub fn new(kind: impl Into<String>, message: impl Into<String>) -> Error {
        Error { kind: kind.into(), message: message.into(), traceback: String::new(), exception: None }
    }

    /// The name of the exception's class: `"ValueError"`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// `str()` of the exception.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The report as the interpreter would print it, with the lines the exception passed. Empty if no script raised it.
    pub fn traceback(&self) -> &str {
        &self.traceback
    }

    /// The exception object. None if no script raised it.
    pub fn exception(&self) -> Option<&Value> {
        self.exception.as_ref()
    }

    /// The error for an exception that leaves the interpreter.
    pub(super) fn of_exception(interp: &Interp, cx: &Cx, exception: &Object) -> Error {
        let or_empty = |result: Result<String, Raised>| {
            result.unwrap_or_else(|raised| {
                drop(cx.take(raised));
                String::new()
            })
        };
        Error {
            kind: traceback_text::class_name(exception),
            message: or_empty(protocol::str(cx, exception).map(|text| text.to_str_lossy().into_owned())),
            traceback: or_empty(traceback_text::format_exception(cx, exception)),
            exception: Some(interp.keep(exception.clone())),
        }
    }

    /// Raises it in a script; an exception that came from there goes on as itself.
    pub(super) fn raise(self, cx: &Cx) -> Raised {
        if let Some(exception) = self.exception {
            return cx.reraise(exception.object().clone());
        }
        let class = cx.interp.builtins().get_name(Name::new(&self.kind));
        let class = class.filter(|class| class.get::<Type>().is_some_and(|class| class.is_subtype(&BASE_EXCEPTION)));
        let Some(class) = class else {
            return cx.runtime_error(format!("{}: {}", self.kind, self.message));
        };
        let message = Str::from_str(&self.message).into_value();
        match call::call_pos(cx, &class, &[message]).and_then(|made| exception::instantiate(cx, &made)) {
            Ok(made) => cx.raise(made),
            Err(raised) => raised,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() { f.write_str(&self.kind) } else { write!(f, "{}: {}", self.kind, self.message) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.traceback.is_empty() { write!(f, "{self}") } else { f.write_str(&self.traceback) }
    }
}

impl std::error::Error for Error {}
