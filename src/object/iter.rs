//! The iterator protocol as Rust uses it. Knows slots and the fallback to `__getitem__`.

use super::cx::Cx;
use super::dict::Dict;
use super::exception::{INDEX_ERROR, STOP_ITERATION};
use super::feeding::Source;
use super::kinds::Kind;
use super::list::List;
use super::payload::{Native, Payload};
use super::slots::Slots;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_flag, type_of};
use super::value::{R, Raised, Value};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// `iter(value)`.
#[inline]
pub(crate) fn iter(cx: &Cx, value: &Value) -> R {
    if let Some(iter) = type_of(value).slots().iter {
        let iterator = iter(cx, value)?;
        if type_of(&iterator).slots().next.is_none() {
            return Err(cx.type_error(format!("iter() returned non-iterator of type '{}'", type_of(&iterator).message_name())));
        }
        return Ok(iterator);
    }
    if is_sequence(type_of(value)) {
        return Ok(Native::make(&SEQUENCE_ITERATOR, SequenceIterator { sequence: value.clone(), next: AtomicUsize::new(0) }));
    }
    Err(cx.type_error(format!("'{}' object is not iterable", type_of(value).message_name())))
}

/// Whether objects of the type can be iterated.
pub(crate) fn is_iterable(ty: &Type) -> bool {
    ty.slots().iter.is_some() || is_sequence(ty)
}

/// Whether `[]` takes numbers, as far as the type tells (`PySequence_Check`): a class with `__getitem__`, but no dict. Builtin types whose
/// `[]` is for something else cannot be iterated.
pub(super) fn is_sequence(ty: &Type) -> bool {
    ty.slots().getitem.is_some() && !ty.has(type_flag::MAPPING) && (ty.is_heap() || ty.slots().iter.is_some())
}

/// The next item, None at the end.
#[inline(always)]
pub(crate) fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    if let Some(header) = iterator.header() {
        if let Some(item) = super::list_iter::quick_next(header) {
            return Ok(Some(item));
        }
        if let Some(next) = type_of(iterator).slots().next {
            // Iterators over iterators may lie deeper than the native stack is.
            let result = if cx.has_native_stack() { next(cx, iterator) } else { cx.on_fresh_stack(|| next(cx, iterator)) };
            return result.or_else(|raised| end(cx, raised));
        }
    }
    Err(not_iterator(cx, iterator))
}

/// An iterator whose `next` slot raised: a StopIteration, of a function that it calls, is its end.
#[cold]
#[inline(never)]
pub(crate) fn end<T>(cx: &Cx, raised: Raised) -> R<Option<T>> {
    if !cx.pending_is(&STOP_ITERATION) {
        return Err(raised);
    }
    drop(cx.take(raised));
    let _ = cx.take_note();
    Ok(None)
}

#[cold]
fn not_iterator(cx: &Cx, value: &Value) -> super::value::Raised {
    cx.type_error(format!("'{}' object is not an iterator", type_of(value).message_name()))
}

/// The items of a builtin container at one moment; None for everything else.
pub(crate) fn snapshot(value: &Value) -> Option<Vec<Value>> {
    if let Some(list) = value.get_exact::<List>() {
        return Some(list.snapshot());
    }
    if let Some(tuple) = value.get_exact::<Tuple>() {
        return Some(tuple.items().to_vec());
    }
    if let Some(dict) = value.get_exact::<Dict>() {
        return Some(dict.keys());
    }
    if let Some(set) = super::set::any_set(value)
        && !type_of(value).is_heap()
    {
        return Some(set.snapshot());
    }
    match type_of(value).slots().snapshot {
        Some(snapshot) if !type_of(value).is_heap() => Some(snapshot(value)),
        _ => super::dict_views::snapshot(value),
    }
}

/// [`snapshot`] of containers whose iterators notice changes, if other strands may change them. What one builtin does with all items is one
/// step for those.
fn snapshot_if_shared(value: &Value) -> Option<Vec<Value>> {
    let is_steady = matches!(type_of(value).kind(), Kind::List | Kind::Tuple);
    let is_shared = !is_steady && super::dict_views::behind(value).header().is_some_and(|header| !header.is_local());
    if is_shared { snapshot(value) } else { None }
}

/// Raises StopIteration after an iterator ended. Its value is what the iterator left where functions leave their results (the
/// caller has cleared that before).
pub(crate) fn stop(cx: &Cx) -> super::value::Raised {
    let value = cx.take_return();
    let args = if value.is_none() { Vec::new() } else { vec![value] };
    cx.raise(super::exception::make(&STOP_ITERATION, args))
}

/// All items of an iterable.
pub(crate) fn collect(cx: &Cx, value: &Value) -> R<Vec<Value>> {
    if let Some(items) = snapshot(value) {
        return Ok(items);
    }
    let iterator = iter(cx, value)?;
    let mut items: Vec<Value> = Vec::new();
    if type_of(value).slots().each.is_none() {
        let hint = super::protocol::length_hint(cx, value, 0)?;
        if !super::room::is_plausible(hint.saturating_mul(size_of::<Value>())) {
            return Err(cx.memory_error());
        }
        items.try_reserve(hint.min(1 << 24)).map_err(|_| cx.memory_error())?;
    }
    each_of(cx, &iterator, |item| push(cx, &mut items, item))?;
    Ok(items)
}

#[inline(always)]
fn push(cx: &Cx, items: &mut Vec<Value>, item: Value) -> R<bool> {
    if items.len() == items.capacity() {
        items.try_reserve(items.len().max(4)).map_err(|_| cx.memory_error())?;
    }
    items.push(item);
    Ok(true)
}

/// All items that are handed over.
pub(crate) fn gather(cx: &Cx, source: Source<'_>) -> R<Vec<Value>> {
    let mut items = Vec::new();
    source(&mut |item| push(cx, &mut items, item))?;
    Ok(items)
}

/// Calls `f` with each item until it answers false.
#[inline]
pub(crate) fn each(cx: &Cx, value: &Value, mut f: impl FnMut(Value) -> R<bool>) -> R<()> {
    if let Some(items) = snapshot_if_shared(value) {
        for item in items {
            if !f(item)? {
                break;
            }
            cx.safepoint()?;
        }
        return Ok(());
    }
    each_of(cx, &iter(cx, value)?, f)
}

/// [`each`] of an iterator.
#[inline]
pub(crate) fn each_of(cx: &Cx, iterator: &Value, mut f: impl FnMut(Value) -> R<bool>) -> R<()> {
    if let Some(each) = type_of(iterator).slots().each {
        return each(cx, iterator, &mut f);
    }
    while let Some(item) = next(cx, iterator)? {
        if !f(item)? {
            break;
        }
        cx.safepoint()?;
    }
    Ok(())
}

/// Iteration by `__getitem__` with 0, 1, 2 ... until IndexError.
struct SequenceIterator {
    sequence: Value,
    /// Taken by exchange: several strands get each index once. usize::MAX when exhausted.
    next: AtomicUsize,
}

impl Payload for SequenceIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.sequence);
    }
}

fn sequence_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<SequenceIterator>::of(iterator) else {
        return Ok(None);
    };
    let taken = this.next.fetch_update(Relaxed, Relaxed, |next| (next < i64::MAX as usize).then_some(next + 1));
    let Ok(index) = taken else { return Ok(None) };
    let result = super::protocol::getitem(cx, &this.sequence, &Value::int(index as i64));
    let end = match result {
        Ok(item) => return Ok(Some(item)),
        Err(raised) if cx.pending_is(&INDEX_ERROR) || cx.pending_is(&STOP_ITERATION) => cx.take(raised),
        Err(raised) => return Err(raised),
    };
    drop(end);
    this.next.store(usize::MAX, Relaxed);
    Ok(None)
}

/// The `iter` slot of iterators.
pub(crate) fn itself(_: &Cx, iterator: &Value) -> R {
    Ok(iterator.clone())
}

static SEQUENCE_ITERATOR_DEF: TypeDef =
    TypeDef { name: "iterator", slots: Slots { iter: Some(itself), next: Some(sequence_next), ..Slots::NONE }, ..TypeDef::EMPTY };
pub(crate) static SEQUENCE_ITERATOR: Type = Type::from_def(&SEQUENCE_ITERATOR_DEF);
