//! Operations on whole sets. Which operand is walked, copied or presized decides the order of the result, which programs print: all
//! that is done as CPython 3.13's setobject.c does it.

use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::iter;
use super::set::{FROZENSET, Hashed, SET, Set, any_set};
use super::set_bulk::{self as bulk, Change, Keys};
use super::slots::CmpOp;
use super::ty::Type;
use super::value::{Object, R, Ref, Value};

/// The class of results: operations on instances of subclasses give plain sets.
pub(super) fn base_class(set: &Set) -> &'static Type {
    if set.is_frozen() { &FROZENSET } else { &SET }
}

/// A copy of class `class`.
pub(crate) fn copy_as(cx: &Cx, set: &Set, class: &Type) -> R<Ref<Set>> {
    let copy = Set::of_class(class);
    copy.merge(cx, set)?;
    Ok(copy)
}

pub(crate) fn copy(cx: &Cx, set: &Set) -> R<Ref<Set>> {
    copy_as(cx, set, base_class(set))
}

/// Calls `f` with every key and its hash, looking at the set as it is at that moment, until `f` answers false.
fn each_key(cx: &Cx, set: &Set, f: impl FnMut(i64, Value) -> R<bool>) -> R<()> {
    Keys::Of(set).each_from(cx, 0, f)
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
    match Keys::known(cx, set, other)? {
        Some(keys) => set.change(cx, keys, Change::Add),
        None => iter::each(cx, other, |item| set.add(cx, item).map(|_| true)),
    }
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
    let Some(keys) = Keys::known(cx, set, other)? else {
        each_item(cx, other, |hash, key| {
            keep(cx, &result, hash, key, set)?;
            // More cannot be found.
            Ok(result.len() < set.len())
        })?;
        return Ok(result);
    };
    // Of two sets the smaller one is walked.
    let (walked, within) = match &keys {
        Keys::Of(other) if other.len() > set.len() => (&Keys::Of(set), *other),
        _ => (&keys, set),
    };
    if let Some(kept) = bulk::select_shared(walked, within, true) {
        add_all(cx, &result, kept)?;
    } else {
        walked.each_from(cx, 0, |hash, key| keep(cx, &result, hash, key, within).map(|()| true))?;
    }
    if result.len() < set.len() {
        keys.end(cx)?;
    }
    Ok(result)
}

/// Adds a key to `result` if `within` has it.
fn keep(cx: &Cx, result: &Set, hash: i64, key: Value, within: &Set) -> R<()> {
    if within.contains_hashed(cx, hash, &key)? {
        result.add_hashed(cx, hash, key)?;
    }
    Ok(())
}

fn add_all(cx: &Cx, result: &Set, keys: Vec<Hashed>) -> R<()> {
    keys.into_iter().try_for_each(|(hash, key)| result.add_hashed(cx, hash, key).map(drop))
}

/// `set &= others`.
pub(super) fn intersection_update(cx: &Cx, set: &Set, others: &[Value]) -> R<()> {
    if set.is_shared()
        && let Some((first, rest)) = others.split_first()
    {
        // All but the set itself are put together first, so that it changes once.
        let together = match rest {
            [] => None,
            _ => {
                let first = Set::new();
                update(cx, &first, &others[0])?;
                Some(intersection_of_all(cx, &first, rest)?.into_value())
            }
        };
        if let Some(keys) = Keys::known(cx, set, together.as_ref().unwrap_or(first))?
            && set.keep_found(&keys).map_err(|_| cx.memory_error())?
        {
            return Ok(());
        }
    }
    let result = intersection_of_all(cx, set, others)?;
    set.replace_by(&result);
    Ok(())
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
    let copied = match other.get_exact::<Dict>() {
        Some(dict) if set.is_shared() || !dict.header().is_local() => {
            let keys = Set::new();
            update(cx, &keys, other)?;
            Some(keys)
        }
        _ => None,
    };
    let others = copied.as_deref().or_else(|| any_set(other));
    if let Some(kept) = others.and_then(|others| bulk::select_shared(&Keys::Of(set), others, false)) {
        add_all(cx, &result, kept)?;
        return Ok(result);
    }
    each_key(cx, set, |hash, key| {
        let found = match (others, other.get_exact::<Dict>()) {
            (Some(others), _) => others.contains_hashed(cx, hash, &key)?,
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
    match Keys::known(cx, set, other)? {
        // A much larger operand is not worth walking.
        Some(Keys::Of(larger)) if larger.len() >> 3 > set.len() => {
            if !set.remove_found(larger) {
                set.change(cx, Keys::Of(&*intersection(cx, set, other)?), Change::Remove)?;
            }
        }
        Some(keys) => set.change(cx, keys, Change::Remove)?,
        None => each_item(cx, other, |hash, key| {
            drop(set.remove_hashed(cx, hash, &key)?);
            Ok(true)
        })?,
    }
    set.close_gaps(cx)
}

/// `set ^= other`.
pub(crate) fn symmetric_difference_update(cx: &Cx, set: &Set, other: &Value) -> R<()> {
    if is_same(set, other) {
        set.remove_all();
        return Ok(());
    }
    if other.get_exact::<Dict>().is_some()
        && let Some(keys) = Keys::known(cx, set, other)?
    {
        return set.change(cx, keys, Change::Toggle);
    }
    if let Some(other) = any_set(other) {
        return set.change(cx, Keys::Of(other), Change::Toggle);
    }
    let others = Set::of_class(base_class(set));
    update(cx, &others, other)?;
    set.change(cx, Keys::Of(&others), Change::Toggle)
}

/// `set ^ other`: the keys of `other`, then those of `set`.
pub(crate) fn symmetric_difference(cx: &Cx, set: &Set, other: &Value) -> R<Ref<Set>> {
    let result = Set::of_class(base_class(set));
    update(cx, &result, other)?;
    result.change(cx, Keys::Of(set), Change::Toggle)?;
    Ok(result)
}

/// `set.isdisjoint(other)`.
pub(crate) fn is_disjoint(cx: &Cx, set: &Set, other: &Value) -> R<bool> {
    if is_same(set, other) {
        return Ok(set.len() == 0);
    }
    let mut disjoint = true;
    let Some(keys) = Keys::known(cx, set, other)? else {
        each_item(cx, other, |hash, key| {
            disjoint = !set.contains_hashed(cx, hash, &key)?;
            Ok(disjoint)
        })?;
        return Ok(disjoint);
    };
    let (walked, within) = match &keys {
        Keys::Of(other) if other.len() > set.len() => (&Keys::Of(set), *other),
        _ => (&keys, set),
    };
    match bulk::compare_shared(walked, within, |_, _| true, |_, _, found| !found) {
        Some(answer) => disjoint = answer,
        None => walked.each_from(cx, 0, |hash, key| {
            disjoint = !within.contains_hashed(cx, hash, &key)?;
            Ok(disjoint)
        })?,
    }
    if disjoint {
        keys.end(cx)?;
    }
    Ok(disjoint)
}

/// Whether `fits` says yes of the lengths, and every key of `keys` is in `within`.
fn all_in(cx: &Cx, keys: &Keys<'_>, within: &Set, fits: impl Fn(usize, usize) -> bool) -> R<bool> {
    if let Some(answer) = bulk::compare_shared(keys, within, &fits, |_, _, found| found) {
        return Ok(answer);
    }
    let mut inside = fits(keys.len(), within.len());
    if inside {
        keys.each_from(cx, 0, |hash, key| {
            inside = within.contains_hashed(cx, hash, &key)?;
            Ok(inside)
        })?;
    }
    Ok(inside)
}

/// Whether every key of `set` is in `other`.
fn is_subset(cx: &Cx, set: &Set, other: &Set) -> R<bool> {
    all_in(cx, &Keys::Of(set), other, |part, whole| part <= whole)
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
    if let Some(keys) = Keys::known(cx, set, other)? {
        return Ok(all_in(cx, &keys, set, |_, _| true)? && keys.end(cx).map(|()| true)?);
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
    let part = |x: &Set, y: &Set, fits: fn(usize, usize) -> bool| all_in(cx, &Keys::Of(x), y, fits);
    let equal = || {
        let differ = matches!((x.cached_hash(), y.cached_hash()), (Some(x), Some(y)) if x != y);
        if differ { Ok(false) } else { part(x, y, |x, y| x == y) }
    };
    Ok(Value::bool(match op {
        CmpOp::Eq => equal()?,
        CmpOp::Ne => !equal()?,
        CmpOp::Le => is_subset(cx, x, y)?,
        CmpOp::Ge => is_subset(cx, y, x)?,
        CmpOp::Lt => part(x, y, |x, y| x < y)?,
        CmpOp::Gt => part(y, x, |y, x| y < x)?,
    }))
}

/// The hash of the keys as a frozenset.
pub(super) fn hash_of_members(set: &Set) -> i64 {
    crate::text::hash::hash_frozenset(set.hashed().into_iter().map(|(hash, _)| hash))
}
