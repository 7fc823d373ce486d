//! The exceptions that native code of the event loop raises itself.

use crate::object::cx::Cx;
use crate::object::exception::{BASE_EXCEPTION, EXCEPTION, make};
use crate::object::kinds::Kind;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{Raised, Value};

static CANCELLED_DEF: TypeDef = TypeDef {
    name: "CancelledError",
    module: "asyncio.exceptions",
    doc: "The Future or Task was cancelled.",
    base: Some(&BASE_EXCEPTION),
    kind: Kind::Exception,
    subclassable: true,
    ..TypeDef::EMPTY
};
pub(crate) static CANCELLED_ERROR: Type = Type::from_def(&CANCELLED_DEF);

static INVALID_STATE_DEF: TypeDef = TypeDef {
    name: "InvalidStateError",
    module: "asyncio.exceptions",
    doc: "The operation is not allowed in this state.",
    base: Some(&EXCEPTION),
    kind: Kind::Exception,
    subclassable: true,
    ..TypeDef::EMPTY
};
pub(crate) static INVALID_STATE_ERROR: Type = Type::from_def(&INVALID_STATE_DEF);

pub(super) fn make_ready() {
    CANCELLED_ERROR.make_ready();
    INVALID_STATE_ERROR.make_ready();
}

/// A CancelledError with a message, or without if that is None.
pub(super) fn cancelled(message: &Value) -> Value {
    let args = if message.is_none() || message.is_unset() { Vec::new() } else { vec![message.clone()] };
    make(&CANCELLED_ERROR, args)
}

#[cold]
pub(super) fn invalid_state(cx: &Cx, text: &str) -> Raised {
    cx.raise(make(&INVALID_STATE_ERROR, vec![Str::from_str(text).into_value()]))
}
