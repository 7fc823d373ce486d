//! Room for as many items as a script asks for, checked before it is taken. Knows sizes only.

use super::cx::Cx;
use super::value::R;
pub(crate) use crate::text::room::is_plausible;

/// Reserves room for `more` items. Errors: MemoryError.
pub(crate) fn reserve<T>(cx: &Cx, items: &mut Vec<T>, more: usize) -> R<()> {
    let bytes = items.len().checked_add(more).and_then(|n| n.checked_mul(size_of::<T>()));
    if !bytes.is_some_and(is_plausible) || items.try_reserve(more).is_err() {
        return Err(cx.memory_error());
    }
    Ok(())
}

/// Appends items. Errors: MemoryError.
#[inline]
pub(crate) fn append<T: Clone>(cx: &Cx, items: &mut Vec<T>, more: &[T]) -> R<()> {
    items.try_reserve(more.len()).map_err(|_| cx.memory_error())?;
    items.extend_from_slice(more);
    Ok(())
}

/// An empty vector with room for exactly `len` items. Errors: MemoryError.
pub(crate) fn vec<T>(cx: &Cx, len: usize) -> R<Vec<T>> {
    let mut items = Vec::new();
    if !len.checked_mul(size_of::<T>()).is_some_and(is_plausible) || items.try_reserve_exact(len).is_err() {
        return Err(cx.memory_error());
    }
    Ok(items)
}

/// `items` repeated `times` (none if negative). Errors: MemoryError.
pub(crate) fn repeat<T: Clone>(cx: &Cx, items: &[T], times: i64) -> R<Vec<T>> {
    let times = usize::try_from(times).unwrap_or(0);
    if times == 0 || items.is_empty() {
        return Ok(Vec::new());
    }
    let total = items.len().checked_mul(times).ok_or_else(|| cx.memory_error())?;
    let mut all = vec(cx, total)?;
    match items {
        [only] => all.resize(total, only.clone()),
        _ => (0..times).for_each(|_| all.extend_from_slice(items)),
    }
    Ok(all)
}
