//! Threads and what they wait for: the builtins `thread`, `lock` and `queue`, and the native halves of `threading` (`_thread`) and
//! `queue` (`_queue`). A thin layer over the scheduler's primitives: here are argument rules, messages and publication.

pub(crate) mod barrier;
pub(crate) mod condition;
pub(crate) mod event;
pub(crate) mod handle;
pub(crate) mod joinable;
pub(crate) mod local;
pub(crate) mod lock;
pub(crate) mod module;
pub(crate) mod priority;
pub(crate) mod queue;
pub(crate) mod rlock;
pub(crate) mod semaphore;
pub(crate) mod timeout;

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::payload::{Native, Payload};
use crate::object::str::Str;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Value};

/// Names of `builtins` that this folder brings.
pub(crate) fn add_builtins(module: &Module) {
    for ty in [&lock::LOCK, &queue::QUEUE, &handle::THREAD] {
        module.add_type(ty);
    }
}

/// The body of a method's `self`.
fn body<'a, T: Payload>(cx: &Cx, value: &'a Value) -> R<&'a T> {
    Native::<T>::of(value).ok_or_else(|| cx.type_error(format!("unexpected '{}' object", type_of(value).message_name())))
}

fn text(text: String) -> Value {
    Str::from_str(&text).into_value()
}

/// `module.qualname` of the object's class, as reprs show it.
fn class_name(value: &Value) -> String {
    type_of(value).full_name()
}

/// A type of the folder as a value.
fn class(ty: &'static Type) -> Value {
    ty.make_ready();
    crate::object::value::Object::value(ty)
}
