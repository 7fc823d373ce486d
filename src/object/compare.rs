//! Equality, ordering and hashing of values. Knows immediates, text and the slots of everything else.

use super::cx::Cx;
use super::int::Int;
use super::slots::CmpOp;
use super::str::Str;
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Tag, V, Value};
use crate::text::hash;

/// What comparing without user code gave.
pub(crate) enum Plain {
    Equal,
    Different,
    /// Only the objects' own `__eq__` can say.
    Ask,
}

/// Equality of two values, if it can be told without running user code. Reads immutable objects only, so that it may look at
/// values that are protected by nothing but a grace period.
#[inline(always)]
pub(crate) fn plain_equal(a: &Value, b: &Value) -> Plain {
    if a.is(b) {
        return Plain::Equal;
    }
    match (a.tag(), b.tag()) {
        (Tag::Obj, Tag::Obj) => plain_equal_objects(a, b),
        (Tag::Obj, _) => plain_equal_mixed(a, b),
        (_, Tag::Obj) => plain_equal_mixed(b, a),
        _ => plain_numbers(a, b),
    }
}

/// `a < b`, if that can be told without user code.
pub(crate) fn plain_less(a: &Value, b: &Value) -> Option<bool> {
    // Ints up to here are floats exactly.
    const EXACT: u64 = 1 << 53;
    match (a.unpack(), b.unpack()) {
        (V::Int(x), V::Int(y)) => return Some(x < y),
        (V::Float(x), V::Float(y)) => return Some(x < y),
        (V::Int(x), V::Float(y)) if x.unsigned_abs() <= EXACT => return Some((x as f64) < y),
        (V::Float(x), V::Int(y)) if y.unsigned_abs() <= EXACT => return Some(x < y as f64),
        _ => {}
    }
    if let (Some(x), Some(y)) = (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        return Some(text_order(x, y).is_lt());
    }
    let (x, y) = (a.get_exact::<Tuple>()?.items(), b.get_exact::<Tuple>()?.items());
    for (x, y) in x.iter().zip(y) {
        match plain_equal(x, y) {
            Plain::Equal => {}
            // Tuples in tuples are no more asked for: this does not recurse further.
            Plain::Different => return plain_less(x, y),
            Plain::Ask => return None,
        }
    }
    Some(x.len() < y.len())
}

#[inline(always)]
fn plain_equal_objects(a: &Value, b: &Value) -> Plain {
    match (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        (Some(x), Some(y)) => {
            if x.bytes() == y.bytes() {
                Plain::Equal
            } else {
                Plain::Different
            }
        }
        _ => Plain::Ask,
    }
}

/// An object against an immediate.
fn plain_equal_mixed(object: &Value, immediate: &Value) -> Plain {
    if object.get_exact::<Str>().is_some() {
        return Plain::Different;
    }
    match (object.get_exact::<Int>(), immediate.tag()) {
        // A big int is outside of the small ints' range by construction.
        (Some(_), Tag::Int | Tag::True | Tag::False) => Plain::Different,
        _ => Plain::Ask,
    }
}

#[inline(always)]
fn plain_numbers(a: &Value, b: &Value) -> Plain {
    let same = match (a.unpack(), b.unpack()) {
        (V::Int(x), V::Int(y)) => x == y,
        (V::Float(x), V::Float(y)) => x == y,
        (V::Int(x), V::Float(y)) | (V::Float(y), V::Int(x)) => super::float::same_as_int(y, x),
        (V::Bool(x), V::Int(y)) | (V::Int(y), V::Bool(x)) => i64::from(x) == y,
        (V::Bool(x), V::Float(y)) | (V::Float(y), V::Bool(x)) => f64::from(u8::from(x)) == y,
        _ => false,
    };
    if same { Plain::Equal } else { Plain::Different }
}

/// `a == b` as containers see it: identical objects are equal.
#[inline]
pub(crate) fn equal(cx: &Cx, a: &Value, b: &Value) -> R<bool> {
    match plain_equal(a, b) {
        Plain::Equal => Ok(true),
        Plain::Different => Ok(false),
        Plain::Ask => {
            let result = rich(cx, a, b, CmpOp::Eq)?;
            super::protocol::truth(cx, &result)
        }
    }
}

/// `a op b` as a truth value.
#[inline]
pub(crate) fn compare_bool(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R<bool> {
    if let (Some(x), Some(y)) = (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        return Ok(op.holds(text_order(x, y)));
    }
    let result = rich(cx, a, b, op)?;
    match result.as_bool() {
        Some(truth) => Ok(truth),
        None => super::protocol::truth(cx, &result),
    }
}

/// `a op b`. Errors: TypeError if neither side can.
#[inline]
pub(crate) fn rich(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    match (a.unpack(), b.unpack()) {
        (V::Int(x), V::Int(y)) => return Ok(Value::bool(op.holds(x.cmp(&y)))),
        (V::Float(x), V::Float(y)) => return Ok(Value::bool(float_holds(op, x, y))),
        _ => {}
    }
    rich_slow(cx, a, b, op)
}

/// The order of two texts, which is that of their bytes.
#[inline(always)]
pub(crate) fn text_order(a: &Str, b: &Str) -> std::cmp::Ordering {
    bytes_order(a.bytes(), b.bytes())
}

/// The order of two texts' bytes.
#[inline(always)]
pub(crate) fn bytes_order(a: &[u8], b: &[u8]) -> std::cmp::Ordering {
    match (a, b) {
        // The first bytes tell most often.
        ([x, ..], [y, ..]) if x != y => x.cmp(y),
        (x, y) => x.cmp(y),
    }
}

#[inline(always)]
pub(crate) fn float_holds(op: CmpOp, x: f64, y: f64) -> bool {
    match op {
        CmpOp::Lt => x < y,
        CmpOp::Le => x <= y,
        CmpOp::Eq => x == y,
        CmpOp::Ne => x != y,
        CmpOp::Gt => x > y,
        CmpOp::Ge => x >= y,
    }
}

#[inline(never)]
fn rich_slow(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    if let (Some(x), Some(y)) = (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        return Ok(Value::bool(op.holds(text_order(x, y))));
    }
    cx.recursing(" in comparison", || {
        let (left, right) = (type_of(a), type_of(b));
        let mut reflected_done = false;
        if !std::ptr::eq(left, right)
            && right.is_subtype(left)
            && let Some(compare) = right.slots().compare
        {
            reflected_done = true;
            let result = compare(cx, b, a, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if let Some(compare) = left.slots().compare {
            let result = compare(cx, a, b, op)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if !reflected_done && let Some(compare) = right.slots().compare {
            let result = compare(cx, b, a, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match op {
            CmpOp::Eq => Ok(Value::bool(a.is(b))),
            CmpOp::Ne => Ok(Value::bool(!a.is(b))),
            _ => {
                let (left, right) = (type_of(a).message_name(), type_of(b).message_name());
                Err(cx.type_error(format!("'{}' not supported between instances of '{left}' and '{right}'", op.symbol())))
            }
        }
    })
}

/// `hash(value)`. Errors: TypeError if unhashable.
#[inline(always)]
pub(crate) fn hash(cx: &Cx, value: &Value) -> R<i64> {
    match value.unpack() {
        V::Int(int) => Ok(hash::hash_int(int)),
        V::Obj(_) => match value.get_exact::<Str>() {
            Some(text) => Ok(text.hash()),
            None => hash_object(cx, value),
        },
        _ => Ok(hash_other(value)),
    }
}

#[inline(never)]
fn hash_object(cx: &Cx, value: &Value) -> R<i64> {
    match type_of(value).slots().hash {
        Some(hash) => hash(cx, value),
        None => unhashable(cx, value),
    }
}

fn hash_other(value: &Value) -> i64 {
    match value.unpack() {
        V::Float(float) => hash::hash_float(float, value.identity() as i64 >> 4),
        V::Bool(truth) => i64::from(truth),
        V::None => hash::HASH_OF_NONE,
        _ => value.identity() as i64 >> 4,
    }
}

/// The hash slot of types that have none.
pub(crate) fn unhashable(cx: &Cx, value: &Value) -> R<i64> {
    Err(cx.type_error(format!("unhashable type: '{}'", type_of(value).message_name())))
}

/// The hash of objects that compare by identity.
pub(crate) fn identity_hash(_: &Cx, value: &Value) -> R<i64> {
    Ok((value.identity() >> 4 | value.identity() << 60) as i64)
}
