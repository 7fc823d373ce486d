//! Operations on whole sets. Which operand is walked, copied or presized decides the order of the result, which programs print: all
//! that is done as CPython 3.13's setobject.c does it.

use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::iter;
use super::set::{FROZENSET, SET, Set, any_set};
use super::slots::CmpOp;
use super::ty::Type;
use super::value::{R, Ref, Value};

/// The class of results: operations on instances of subclasses give plain sets.
pub(super) fn base_class(set: &Set) -> &'static Type {
    if set.is_frozen() { &FROZENSET } else { &SET }
}

/// A copy of class `class`.
pub(crate) fn copy_as(cx: &Cx, set: &Set, class: &Type) -> R<Ref<Set>> {
    let copy = Set::of_class(class);
    copy.merge(cx, set.members())?;
    Ok(copy)
}

pub(crate) fn copy(cx: &Cx, set: &Set) -> R<Ref<Set>> {
    copy_as(cx, set, base_class(set))
}

/// Calls `f` with every key and its hash, looking at the set as it is at that moment, until `f` answers false.
fn each_key(cx: &Cx, set: &Set, mut f: impl FnMut(i64, Value) -> R<bool>) -> R<()> {
    let mut from = 0;
    while let Some((place, hash, key)) = set.key_from(from) {
        if !f(hash, key)? {
            break;
        }
        from = place + 1;
        if from & 0xfff == 0 {
            cx.safepoint()?;
        }
    }
    Ok(())
}

/// Calls `f` with every item of an iterable and its hash, until `f` answers false.
fn each_item(cx: &Cx, items: &Value, mut f: impl FnMut(i64, Value) -> R<bool>) -> R<()> {
    iter::each(cx, items, |item| f(compare::hash(cx, &item)?, item))
}

fn is_same(set: &Set, other: &Value) -> bool {
    any_set(other).is_some_and(|other| std::ptr::eq(set, other))
}

/// `set.update(other)`.
pub(crate) fn update(cx: &Cx, set: &Set, other: &Value) -> R<()> {
    if is_same(set, other) {
        return Ok(());
    }
    if let Some(other) = any_set(other) {
        return set.merge(cx, other.members());
    }
    if let Some(dict) = other.get_exact::<Dict>() {
        let entries = dict.snapshot_hashed();
        set.reserve(cx, entries.len())?;
        for (hash, key, _) in entries {
            set.add_hashed(cx, hash, key)?;
        }
        return Ok(());
    }
    iter::each(cx, other, |item| set.add(cx, item).map(|_| true))
}

/// `set.union(*others)`.
pub(crate) fn union(cx: &Cx, set: &Set, others: &[Value]) -> R<Ref<Set>> {
    let result = copy(cx, set)?;
    for other in others.iter().filter(|other| !is_same(set, other)) {
        update(cx, &result, other)?;
    }
    Ok(result)
}

/// `set & other`.
pub(crate) fn intersection(cx: &Cx, set: &Set, other: &Value) -> R<Ref<Set>> {
    if is_same(set, other) {
        return copy(cx, set);
    }
    let result = Set::of_class(base_class(set));
    let keep = |hash, key: Value, within: &Set| {
        if within.contains_hashed(cx, hash, &key)? {
            result.add_hashed(cx, hash, key)?;
        }
        Ok(true)
    };
    match any_set(other) {
        Some(other) if other.len() > set.len() => each_key(cx, set, |hash, key| keep(hash, key, other))?,
        Some(other) => each_key(cx, other, |hash, key| keep(hash, key, set))?,
        None => each_item(cx, other, |hash, key| keep(hash, key, set))?,
    }
    Ok(result)
}

/// `set.intersection(*others)`.
pub(crate) fn intersection_of_all(cx: &Cx, set: &Set, others: &[Value]) -> R<Ref<Set>> {
    let Some((first, rest)) = others.split_first() else {
        return copy(cx, set);
    };
    let mut result = intersection(cx, set, first)?;
    for other in rest {
        result = intersection(cx, &result, other)?;
    }
    Ok(result)
}

/// `set - other`.
pub(crate) fn difference(cx: &Cx, set: &Set, other: &Value) -> R<Ref<Set>> {
    let len = match (any_set(other), other.get_exact::<Dict>()) {
        (Some(other), _) => other.len(),
        (None, Some(dict)) => dict.len(),
        (None, None) => return copy_and_remove(cx, set, other),
    };
    if set.len() >> 2 > len {
        return copy_and_remove(cx, set, other);
    }
    let result = Set::of_class(base_class(set));
    each_key(cx, set, |hash, key| {
        let found = match (any_set(other), other.get_exact::<Dict>()) {
            (Some(other), _) => other.contains_hashed(cx, hash, &key)?,
            (None, Some(dict)) => dict.get_hashed(cx, hash, &key)?.is_some(),
            (None, None) => false,
        };
        if !found {
            result.add_hashed(cx, hash, key)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

fn copy_and_remove(cx: &Cx, set: &Set, other: &Value) -> R<Ref<Set>> {
    let result = copy(cx, set)?;
    difference_update(cx, &result, other)?;
    Ok(result)
}

/// `set.difference(*others)`.
pub(crate) fn difference_of_all(cx: &Cx, set: &Set, others: &[Value]) -> R<Ref<Set>> {
    let Some((first, rest)) = others.split_first() else {
        return copy(cx, set);
    };
    let result = difference(cx, set, first)?;
    for other in rest {
        difference_update(cx, &result, other)?;
    }
    Ok(result)
}

/// `set -= other`.
pub(crate) fn difference_update(cx: &Cx, set: &Set, other: &Value) -> R<()> {
    if is_same(set, other) {
        set.remove_all();
        return Ok(());
    }
    let take = |hash, key: Value| {
        drop(set.remove_hashed(cx, hash, &key)?);
        Ok(true)
    };
    match any_set(other) {
        // A much larger operand is not worth walking.
        Some(larger) if larger.len() >> 3 > set.len() => each_key(cx, &*intersection(cx, set, other)?, take)?,
        Some(other) => each_key(cx, other, take)?,
        None => each_item(cx, other, take)?,
    }
    set.close_gaps(cx)
}

/// `set ^= other`.
pub(crate) fn symmetric_difference_update(cx: &Cx, set: &Set, other: &Value) -> R<()> {
    if is_same(set, other) {
        set.remove_all();
        return Ok(());
    }
    let toggle = |hash, key: Value| {
        if set.remove_hashed(cx, hash, &key)?.is_none() {
            set.add_hashed(cx, hash, key)?;
        }
        Ok(true)
    };
    if let Some(dict) = other.get_exact::<Dict>() {
        for (hash, key, _) in dict.snapshot_hashed() {
            toggle(hash, key)?;
        }
        return Ok(());
    }
    match any_set(other) {
        Some(other) => each_key(cx, other, toggle),
        None => {
            let others = Set::of_class(base_class(set));
            update(cx, &others, other)?;
            each_key(cx, &others, toggle)
        }
    }
}

/// `set ^ other`: the keys of `other`, then those of `set`.
pub(crate) fn symmetric_difference(cx: &Cx, set: &Set, other: &Value) -> R<Ref<Set>> {
    let result = Set::of_class(base_class(set));
    update(cx, &result, other)?;
    each_key(cx, set, |hash, key| {
        if result.remove_hashed(cx, hash, &key)?.is_none() {
            result.add_hashed(cx, hash, key)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// `set.isdisjoint(other)`.
pub(crate) fn is_disjoint(cx: &Cx, set: &Set, other: &Value) -> R<bool> {
    if is_same(set, other) {
        return Ok(set.len() == 0);
    }
    let mut disjoint = true;
    let mut check = |hash, key: Value, within: &Set| {
        disjoint = !within.contains_hashed(cx, hash, &key)?;
        Ok(disjoint)
    };
    match any_set(other) {
        Some(other) if other.len() > set.len() => each_key(cx, set, |hash, key| check(hash, key, other))?,
        Some(other) => each_key(cx, other, |hash, key| check(hash, key, set))?,
        None => each_item(cx, other, |hash, key| check(hash, key, set))?,
    }
    Ok(disjoint)
}

/// Whether every key of `set` is in `other`.
pub(crate) fn is_subset(cx: &Cx, set: &Set, other: &Set) -> R<bool> {
    if set.len() > other.len() {
        return Ok(false);
    }
    let mut inside = true;
    each_key(cx, set, |hash, key| {
        inside = other.contains_hashed(cx, hash, &key)?;
        Ok(inside)
    })?;
    Ok(inside)
}

/// `set.issubset(other)` for any iterable.
pub(crate) fn is_subset_of(cx: &Cx, set: &Set, other: &Value) -> R<bool> {
    match any_set(other) {
        Some(other) => is_subset(cx, set, other),
        None => Ok(intersection(cx, set, other)?.len() == set.len()),
    }
}

/// `set.issuperset(other)` for any iterable.
pub(crate) fn is_superset_of(cx: &Cx, set: &Set, other: &Value) -> R<bool> {
    if let Some(other) = any_set(other) {
        return is_subset(cx, other, set);
    }
    let mut inside = true;
    each_item(cx, other, |hash, key| {
        inside = set.contains_hashed(cx, hash, &key)?;
        Ok(inside)
    })?;
    Ok(inside)
}

/// The comparison operators: subset and superset.
pub(super) fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (any_set(a), any_set(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = || {
        let differ = matches!((x.cached_hash(), y.cached_hash()), (Some(x), Some(y)) if x != y);
        if x.len() != y.len() || differ { Ok(false) } else { is_subset(cx, x, y) }
    };
    Ok(Value::bool(match op {
        CmpOp::Eq => equal()?,
        CmpOp::Ne => !equal()?,
        CmpOp::Le => is_subset(cx, x, y)?,
        CmpOp::Ge => is_subset(cx, y, x)?,
        CmpOp::Lt => x.len() < y.len() && is_subset(cx, x, y)?,
        CmpOp::Gt => x.len() > y.len() && is_subset(cx, y, x)?,
    }))
}

/// The hash of the keys as a frozenset.
pub(super) fn hash_of_members(set: &Set) -> i64 {
    crate::text::hash::hash_frozenset(set.members().keys.into_iter().map(|(hash, _)| hash))
}
