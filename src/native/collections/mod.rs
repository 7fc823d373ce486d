//! Module `_collections`: `deque` and what `collections` needs to be fast.

use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::protocol;
use crate::object::slots::BinOp;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};

mod deque;
mod deque_iter;
mod deque_methods;
mod tuple_getter;

/// Adds one to a count, losing none of what other strands add.
fn count_one(cx: &Cx, dict: &Dict, key: &Value) -> R<()> {
    let one = Value::int(1);
    loop {
        let Some(count) = dict.get(cx, key)? else {
            if dict.is_local() {
                return dict.set(cx, key.clone(), one);
            }
            // Others may do the same; then each adds its own.
            dict.set_default(cx, key.clone(), Value::int(0))?;
            continue;
        };
        let more = match int::to_i64(&count).and_then(|n| n.checked_add(1)) {
            Some(n) => Value::int(n),
            None => number::binary(cx, BinOp::Add, &count, &one)?,
        };
        if dict.replace_if(cx, key, &count, more)?.is_ok() {
            return Ok(());
        }
    }
}

/// Counts the items of an iterable into a mapping.
fn count_elements(cx: &Cx, a: &[Value]) -> R {
    let get = Name::new("get");
    let one = Value::int(1);
    iter::each(cx, &a[1], |key| {
        if let Some(dict) = a[0].get::<Dict>() {
            count_one(cx, dict, &key)?;
        } else {
            let count = call::call_method(cx, &a[0], get, &[key.clone(), Value::int(0)])?;
            let count = number::binary(cx, BinOp::Add, &count, &one)?;
            protocol::setitem(cx, &a[0], &key, count)?;
        }
        Ok(true)
    })?;
    Ok(Value::NONE)
}

/// `OrderedDict.move_to_end`: whether the key is there.
fn move_to_end(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(a[0].get::<Dict>().map_or(Ok(false), |dict| dict.move_to_end(cx, &a[1], a[2].as_bool() == Some(true)))?))
}

/// The first key and its value, taken out; None if there is none.
fn pop_first(_: &Cx, a: &[Value]) -> R {
    let first = a[0].get::<Dict>().and_then(Dict::pop_first);
    Ok(first.map_or(Value::NONE, |(key, value)| Tuple::new(vec![key, value]).into_value()))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("_count_elements(mapping, iterable, /)", count_elements).doc("Count elements in the iterable, updating the mapping"),
    NativeDef::new("_move_to_end(dict, key, last, /)", move_to_end),
    NativeDef::new("_pop_first(dict, /)", pop_first),
];

/// Fills the namespace of `_collections`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_type(&deque_methods::DEQUE);
    module.add_type(&deque_iter::DEQUE_ITERATOR);
    module.add_type(&deque_iter::DEQUE_REVERSE_ITERATOR);
    module.add_type(&tuple_getter::TUPLE_GETTER);
    module.add_functions(FUNCTIONS);
    Ok(())
}
