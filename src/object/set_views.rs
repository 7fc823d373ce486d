//! Set operations of dict views (`keys()`, `items()`): comparing, `&`, `|`, `-`, `^`, `isdisjoint`.

use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::dict_views::{self, Part, View};
use super::iter;
use super::payload::Native;
use super::protocol;
use super::set::{Set, any_set};
use super::set_ops as ops;
use super::slots::{BIN_OPS, BinOp, Binary, CmpOp, bin_slots};
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Ref, Value};

pub(super) const BINARY: [Option<Binary>; BIN_OPS] =
    bin_slots(&[(BinOp::And, and), (BinOp::Or, or), (BinOp::Sub, subtract), (BinOp::Xor, exclusive_or)]);

/// The view a value is, if it has set operations.
fn set_view(value: &Value) -> Option<&View> {
    Native::<View>::of(value).filter(|view| view.part != Part::Values)
}

fn is_exact_set(value: &Value) -> bool {
    any_set(value).is_some() && !type_of(value).is_heap()
}

/// A fresh set of what any iterable gives.
fn to_set(cx: &Cx, value: &Value) -> R<Ref<Set>> {
    let set = Set::new();
    // The dict itself gives the same keys and tells their number.
    let source = match set_view(value) {
        Some(view) if view.part == Part::Keys => &view.dict,
        _ => value,
    };
    ops::update(cx, &set, source)?;
    Ok(set)
}

fn subtract(cx: &Cx, a: &Value, b: &Value) -> R {
    let set = to_set(cx, a)?;
    ops::difference_update(cx, &set, b)?;
    Ok(set.into_value())
}

fn or(cx: &Cx, a: &Value, b: &Value) -> R {
    let set = to_set(cx, a)?;
    ops::update(cx, &set, b)?;
    Ok(set.into_value())
}

fn and(cx: &Cx, a: &Value, b: &Value) -> R {
    let (mut view, mut other) = if set_view(a).is_some() { (a, b) } else { (b, a) };
    let len = protocol::len(cx, view)?;
    if let Some(set) = any_set(other)
        && is_exact_set(other)
        && len <= set.len()
    {
        return Ok(ops::intersection(cx, set, view)?.into_value());
    }
    if set_view(other).is_some() && protocol::len(cx, other)? > len {
        (view, other) = (other, view);
    }
    let result = Set::new();
    iter::each(cx, other, |item| {
        if dict_views::contains(cx, view, &item)? {
            result.add(cx, item)?;
        }
        Ok(true)
    })?;
    Ok(result.into_value())
}

fn exclusive_or(cx: &Cx, a: &Value, b: &Value) -> R {
    if let (Some(x), Some(y)) = (set_view(a), set_view(b))
        && x.part == Part::Items
        && y.part == Part::Items
    {
        return exclusive_items(cx, x.dict(cx)?, y.dict(cx)?);
    }
    let set = to_set(cx, a)?;
    ops::symmetric_difference_update(cx, &set, b)?;
    Ok(set.into_value())
}

/// The items that only one of two dicts has: found by key, so that items are not hashed without need.
fn exclusive_items(cx: &Cx, x: &Dict, y: &Dict) -> R {
    let rest = x.try_copy().ok_or_else(|| cx.memory_error())?;
    let result = Set::new();
    let pair = |key: Value, value: Value| Tuple::new(vec![key, value]).into_value();
    for (hash, key, theirs) in y.snapshot_hashed() {
        let same = match rest.get_hashed(cx, hash, &key)? {
            Some(mine) => compare::equal(cx, &mine, &theirs)?,
            None => false,
        };
        if same {
            drop(rest.remove(cx, &key)?);
        } else {
            result.add(cx, pair(key, theirs))?;
        }
    }
    for (key, value) in rest.snapshot() {
        result.add(cx, pair(key, value))?;
    }
    Ok(result.into_value())
}

/// Whether all that `inner` gives is in `outer`.
fn all_in(cx: &Cx, inner: &Value, outer: &Value) -> R<bool> {
    let mut inside = true;
    iter::each(cx, inner, |item| {
        inside = protocol::contains(cx, outer, &item)?;
        Ok(inside)
    })?;
    Ok(inside)
}

pub(super) fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    if set_view(a).is_none() || (any_set(b).is_none() && set_view(b).is_none()) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let order = protocol::len(cx, a)?.cmp(&protocol::len(cx, b)?);
    Ok(Value::bool(match op {
        CmpOp::Eq => order.is_eq() && all_in(cx, a, b)?,
        CmpOp::Ne => !(order.is_eq() && all_in(cx, a, b)?),
        CmpOp::Lt | CmpOp::Le => op.holds(order) && all_in(cx, a, b)?,
        CmpOp::Gt | CmpOp::Ge => op.holds(order) && all_in(cx, b, a)?,
    }))
}

pub(super) fn is_disjoint(cx: &Cx, a: &[Value]) -> R {
    let (mut view, mut other) = (&a[0], &a[1]);
    let len = protocol::len(cx, view)?;
    if view.is(other) {
        return Ok(Value::bool(len == 0));
    }
    // Walk the shorter one, if looking up in the other is cheap.
    if (is_exact_set(other) || set_view(other).is_some()) && protocol::len(cx, other)? > len {
        (view, other) = (other, view);
    }
    let mut disjoint = true;
    iter::each(cx, other, |item| {
        disjoint = !protocol::contains(cx, view, &item)?;
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}
