//! A value of an interpreter as a host holds it. Knows no conversions of its own.

use super::convert::{FromValue, IntoArgs};
use super::error::Error;
use super::interp::Interp;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::ty::type_of;
use crate::object::value::Value as Object;

/// A handle to a value: any object of a script. It keeps the object, and its interpreter, alive, and may go to any thread.
pub struct Value {
    object: Object,
    interp: Interp,
}

impl Value {
    /// The object has been published.
    pub(super) fn new(interp: Interp, object: Object) -> Value {
        Value { object, interp }
    }

    pub(super) fn object(&self) -> &Object {
        &self.object
    }

    /// The interpreter the value belongs to.
    pub fn interp(&self) -> &Interp {
        &self.interp
    }

    /// The value as a Rust type. Errors: TypeError, OverflowError.
    pub fn to<T: FromValue>(&self) -> Result<T, Error> {
        T::from_value(self)
    }

    /// Calls it. Errors: TypeError if it cannot be called, whatever the call raises.
    pub fn call<T: FromValue>(&self, args: impl IntoArgs) -> Result<T, Error> {
        self.interp.with(|_| {
            let args = args.into_args(&self.interp)?;
            let objects: Vec<Object> = args.iter().map(|arg| arg.object.clone()).collect();
            let result = self.interp.value(|cx| call::call(cx, &self.object, Args::positional(&objects)))?;
            T::from_value(&result)
        })
    }

    /// Calls a method.
    pub fn call_method<T: FromValue>(&self, name: &str, args: impl IntoArgs) -> Result<T, Error> {
        self.interp.with(|_| self.getattr::<Value>(name)?.call(args))
    }

    /// An attribute. Errors: AttributeError.
    pub fn getattr<T: FromValue>(&self, name: &str) -> Result<T, Error> {
        T::from_value(&self.interp.value(|cx| attr::getattr(cx, &self.object, Name::new(name)))?)
    }

    /// `repr(value)`.
    pub fn repr(&self) -> Result<String, Error> {
        self.interp.checked(|cx| protocol::repr(cx, &self.object).map(|text| text.to_str_lossy().into_owned()))
    }

    /// `str(value)`.
    pub fn str(&self) -> Result<String, Error> {
        self.interp.checked(|cx| protocol::str(cx, &self.object).map(|text| text.to_str_lossy().into_owned()))
    }

    /// The name of its class.
    pub fn type_name(&self) -> String {
        self.interp.with(|_| type_of(&self.object).name())
    }

    /// Whether it is None.
    pub fn is_none(&self) -> bool {
        self.object.is_none()
    }

    /// The text of a `str`.
    pub(super) fn text(&self) -> Option<String> {
        self.object.get::<Str>().map(|text| text.to_str_lossy().into_owned())
    }
}

impl Clone for Value {
    fn clone(&self) -> Value {
        Value { object: self.object.clone(), interp: self.interp.clone() }
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        let object = std::mem::replace(&mut self.object, Object::NONE);
        self.interp.discard(object);
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Value({})", self.repr().unwrap_or_else(|error| error.to_string()))
    }
}
