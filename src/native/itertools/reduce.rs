//! How the iterators are copied and pickled: by making them again from what they have left. CPython warns that this will go.

use crate::object::cx::Cx;
use crate::object::exception::DEPRECATION_WARNING;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::type_of;
use crate::object::value::{Object, R, Value};

/// `(class, args)`, what an iterator is made from again. Errors: the warning, where it is made an error.
pub(super) fn remade(cx: &Cx, iterator: &Value, args: Vec<Value>) -> R {
    warn(cx)?;
    Ok(Tuple::new(vec![type_of(iterator).value(), Tuple::new(args).into_value()]).into_value())
}

/// `(class, args, state)`; the iterator's `__setstate__` gets the state.
pub(super) fn remade_with(cx: &Cx, iterator: &Value, args: Vec<Value>, state: Vec<Value>) -> R {
    warn(cx)?;
    Ok(Tuple::new(vec![type_of(iterator).value(), Tuple::new(args).into_value(), Tuple::new(state).into_value()]).into_value())
}

fn warn(cx: &Cx) -> R<()> {
    const TEXT: &str = "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.";
    (cx.interp.hooks().warn)(cx, &DEPRECATION_WARNING, TEXT, &Value::UNSET)
}

/// What an iterator that has ended is made from.
pub(super) fn nothing() -> Value {
    tuple::empty()
}

/// The `N` parts of a state. Errors: TypeError if it has others.
pub(super) fn state<const N: usize>(cx: &Cx, value: &Value) -> R<[Value; N]> {
    let parts = value.get::<Tuple>().and_then(|parts| <&[Value; N]>::try_from(parts.items()).ok());
    parts.cloned().ok_or_else(|| cx.type_error("invalid state of an iterator"))
}

/// A tuple of small numbers, as part of a state.
pub(super) fn numbers(values: &[usize]) -> Value {
    Tuple::new(values.iter().map(|value| Value::int(*value as i64)).collect()).into_value()
}

/// The small numbers of a state's part. Errors: TypeError.
pub(super) fn numbers_of(cx: &Cx, value: &Value) -> R<Vec<usize>> {
    let items = value.get::<Tuple>().map(Tuple::items);
    let numbers = items.and_then(|items| items.iter().map(|item| usize::try_from(item.as_int()?).ok()).collect());
    numbers.ok_or_else(|| cx.type_error("invalid state of an iterator"))
}
