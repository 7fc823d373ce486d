//! Generators and coroutines: making and resuming them.

use crate::object::cx::Cx;
use crate::object::function::Function;
use crate::object::value::{R, Ref, Value};

/// Makes the generator, coroutine or async generator that calling `function` gives; `locals` are its bound parameters.
pub(crate) fn make_generator(cx: &Cx, function: &Ref<Function>, locals: Vec<Value>) -> Value {
    let _ = cx;
    crate::object::generator::Generator::new(&crate::object::generator::GENERATOR, function, locals.into_iter()).into_value()
}

/// `aiter(value)`.
pub(crate) fn async_iter(cx: &Cx, value: &Value) -> R {
    match crate::object::ty::type_of(value).slots().aiter {
        Some(aiter) => aiter(cx, value),
        None => Err(cx
            .type_error(format!("'async for' requires an object with __aiter__ method, got {}", crate::object::ty::type_of(value).name()))),
    }
}
