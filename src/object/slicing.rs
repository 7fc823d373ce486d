//! Slices and bounds applied to a length: what `[start:stop:step]` and the `start, end` arguments of methods mean. Knows no sequence.

use super::cx::Cx;
use super::slice::Slice;
use super::ty::type_of;
use super::value::{R, V, Value};

/// Positions `start, start + step, ...`, `count` of them, all inside the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Positions {
    pub(crate) start: i64,
    pub(crate) step: i64,
    pub(crate) count: usize,
}

impl Positions {
    /// As a range, if the step is 1.
    pub(crate) fn range(&self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then(|| self.start as usize..self.start as usize + self.count)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |n| (self.start + n * self.step) as usize)
    }
}

/// Bounds of a slice, not yet fitted to a length: asking for them may run user code, fitting does not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds(super::slice::Bounds);

impl Bounds {
    /// What the slice selects of `len` items.
    pub(crate) fn fit(self, len: usize) -> Positions {
        let (start, _, step, count) = self.0.fit(len);
        Positions { start, step, count }
    }
}

/// The bounds of slice object `key`. Errors: TypeError, ValueError.
pub(crate) fn bounds(cx: &Cx, key: &Value) -> R<Bounds> {
    match key.get::<Slice>() {
        Some(slice) => slice.bounds(cx).map(Bounds),
        None => Err(cx.type_error("slice indices must be integers or None or have an __index__ method")),
    }
}

/// A bound as an integer, `default` for None; what does not fit is cut. Errors: TypeError.
#[inline]
pub(crate) fn bound(cx: &Cx, value: &Value, default: i64) -> R<i64> {
    match value.unpack() {
        V::None | V::Unset => Ok(default),
        V::Int(int) => Ok(int),
        _ => bound_slow(cx, value),
    }
}

fn bound_slow(cx: &Cx, value: &Value) -> R<i64> {
    if !super::int::is_int(value) && type_of(value).slots().index.is_none() {
        return Err(cx.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    let int = super::number::index(cx, value)?;
    Ok(saturated(&int))
}

fn saturated(int: &Value) -> i64 {
    match (super::int::to_i64(int), super::int::to_big(int)) {
        (Some(int), _) => int,
        (None, Some(big)) if big < dashu_int::IBig::ZERO => i64::MIN,
        (None, _) => i64::MAX,
    }
}

/// The part `start..end` of `len` items as methods take it; None if it starts after its end or after the last item. Errors: TypeError.
#[inline]
pub(crate) fn window(cx: &Cx, start: &Value, end: &Value, len: usize) -> R<Option<(usize, usize)>> {
    let (start, end) = (bound(cx, start, 0)?, bound(cx, end, i64::MAX)?);
    let len = len as i64;
    let from_end = |at: i64| if at < 0 { at.saturating_add(len).max(0) } else { at };
    let (start, end) = (from_end(start), from_end(end).min(len));
    Ok((start <= end).then_some((start as usize, end as usize)))
}

/// How often `sequence * count` repeats; None if `count` is no integer. Errors: OverflowError.
pub(crate) fn repeat_count(cx: &Cx, count: &Value) -> R<Option<usize>> {
    if let Some(count) = count.as_int() {
        return Ok(Some(count.max(0) as usize));
    }
    if !super::int::is_int(count) && type_of(count).slots().index.is_none() {
        return Ok(None);
    }
    let int = super::number::index(cx, count)?;
    match int.as_int() {
        Some(count) => Ok(Some(count.max(0) as usize)),
        None => Err(cx.overflow_error(format!("cannot fit '{}' into an index-sized integer", type_of(count).message_name()))),
    }
}

/// An argument that C functions of CPython take as a size. Errors: TypeError, OverflowError.
pub(crate) fn size(cx: &Cx, value: &Value) -> R<i64> {
    match value.unpack() {
        V::Int(int) => Ok(int),
        _ => super::number::index(cx, value)?.as_int().ok_or_else(|| cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}
