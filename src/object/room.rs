//! Room for as many items as a script asks for, checked before it is taken. Knows sizes only.

use super::cx::Cx;
use super::value::R;
use std::sync::LazyLock;

/// Bytes that a single request may have: what the machine has. Allocators that promise memory they do not have would let a script
/// ask for terabytes and have the process killed when it uses them.
static MOST: LazyLock<usize> = LazyLock::new(|| {
    if cfg!(miri) {
        return 1 << 30;
    }
    let info = rustix::system::sysinfo();
    let units = usize::try_from(info.totalram.saturating_add(info.totalswap)).unwrap_or(usize::MAX);
    units.saturating_mul(info.mem_unit.max(1) as usize).max(1 << 30)
});

/// Whether a block of `bytes` is worth trying.
pub(crate) fn is_plausible(bytes: usize) -> bool {
    bytes <= *MOST
}

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
