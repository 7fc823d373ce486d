//! The `slice` object and what a slice means for a sequence of a given length.

use super::args::Args;
use super::cx::Cx;
use super::int;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::{GetSet, NativeDef};
use super::slots::{CmpOp, Slots};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::text::hash::TupleHasher;
use dashu_int::IBig;

/// Immutable.
#[repr(C)]
pub(crate) struct Slice {
    head: Header,
    start: Value,
    stop: Value,
    step: Value,
}

object!(Slice, Slice, SLICE);

impl Layout for Slice {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.start);
        visit(&self.stop);
        visit(&self.step);
    }
}

impl Slice {
    pub(crate) fn new(start: Value, stop: Value, step: Value) -> Ref<Slice> {
        alloc(Slice { head: Header::new(Kind::Slice as u8, SLICE.header(), 0), start, stop, step })
    }

    /// start, stop and step as written.
    pub(crate) fn parts(&self) -> [&Value; 3] {
        [&self.start, &self.stop, &self.step]
    }

    /// The bounds as integers, which may run `__index__`: do this before asking the sequence for its length.
    pub(crate) fn bounds(&self, cx: &Cx) -> R<Bounds> {
        bounds(cx, &self.start, &self.stop, &self.step)
    }
}

/// Bounds of a slice as integers, clamped to 64 bits; not yet fitted to a length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    start: i64,
    stop: i64,
    step: i64,
}

/// [`Slice::bounds`] without a slice object: for `a[i:j:k]` as written. Left out parts are None.
pub(crate) fn bounds(cx: &Cx, start: &Value, stop: &Value, step: &Value) -> R<Bounds> {
    let step = if step.is_none() { 1 } else { part(cx, step)? };
    if step == 0 {
        return Err(cx.value_error("slice step cannot be zero"));
    }
    let step = step.max(-i64::MAX);
    let start = match start.is_none() {
        true if step < 0 => i64::MAX,
        true => 0,
        false => part(cx, start)?,
    };
    let stop = match stop.is_none() {
        true if step < 0 => i64::MIN,
        true => i64::MAX,
        false => part(cx, stop)?,
    };
    Ok(Bounds { start, stop, step })
}

fn part(cx: &Cx, value: &Value) -> R<i64> {
    clamped(cx, value, "slice indices must be integers or None or have an __index__ method")
}

/// A position given to `list.index` and its kin: an integer, clamped to 64 bits.
pub(crate) fn position_argument(cx: &Cx, value: &Value) -> R<i64> {
    clamped(cx, value, "slice indices must be integers or have an __index__ method")
}

/// The integer a value is by `__index__`, clamped to 64 bits. Errors: TypeError with `message`.
fn clamped(cx: &Cx, value: &Value, message: &str) -> R<i64> {
    if let Some(int) = value.as_int() {
        return Ok(int);
    }
    if !int::is_int(value) && type_of(value).slots().index.is_none() {
        return Err(cx.type_error(message));
    }
    let index = super::number::index(cx, value)?;
    Ok(match int::to_i64(&index) {
        Some(int) => int,
        None if int::to_big(&index).is_some_and(|big| big < IBig::ZERO) => i64::MIN,
        None => i64::MAX,
    })
}

impl Bounds {
    pub(crate) fn step(&self) -> i64 {
        self.step
    }

    /// Fitted to a sequence of `len` items: (start, stop, step, number of items). Every item's index is within the sequence.
    #[inline]
    pub(crate) fn fit(&self, len: usize) -> (i64, i64, i64, usize) {
        let len = len as i64;
        let lowest = if self.step < 0 { -1 } else { 0 };
        let highest = if self.step < 0 { len - 1 } else { len };
        let fit = |at: i64| {
            if at < 0 { at.saturating_add(len).max(lowest) } else { at.min(highest) }
        };
        let (start, stop) = (fit(self.start), fit(self.stop));
        let count = if self.step > 0 && start < stop {
            (stop - start - 1) / self.step + 1
        } else if self.step < 0 && stop < start {
            (start - stop - 1) / -self.step + 1
        } else {
            0
        };
        (start, stop, self.step, count as usize)
    }

    /// The range `start..end` of a slice with step 1 in a sequence of `len` items.
    #[inline]
    pub(crate) fn range(&self, len: usize) -> (usize, usize) {
        let (start, stop, ..) = self.fit(len);
        (start as usize, stop.max(start) as usize)
    }
}

/// The indexes of the selected items, from what `fit` or `resolve` gave.
pub(crate) fn indexes(start: i64, step: i64, count: usize) -> impl ExactSizeIterator<Item = usize> {
    (0..count).map(move |n| (start + n as i64 * step) as usize)
}

/// `slice.indices(len)` without a limit on the numbers. Errors: as for `bounds`.
pub(crate) fn indices(cx: &Cx, slice: &Slice, len: &IBig) -> R<(IBig, IBig, IBig)> {
    let big = |value: &Value| -> R<Option<IBig>> {
        if value.is_none() {
            return Ok(None);
        }
        if !int::is_int(value) && type_of(value).slots().index.is_none() {
            return Err(cx.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        Ok(int::to_big(&super::number::index(cx, value)?))
    };
    let step = big(&slice.step)?.unwrap_or(IBig::ONE);
    if step == IBig::ZERO {
        return Err(cx.value_error("slice step cannot be zero"));
    }
    let backwards = step < IBig::ZERO;
    let (lowest, highest) = if backwards { (-IBig::ONE, len - IBig::ONE) } else { (IBig::ZERO, len.clone()) };
    let fit = |at: IBig| if at < IBig::ZERO { (at + len).max(lowest.clone()) } else { at.min(highest.clone()) };
    let start = big(&slice.start)?.map_or_else(|| if backwards { highest.clone() } else { lowest.clone() }, fit);
    let stop = big(&slice.stop)?.map_or_else(|| if backwards { lowest.clone() } else { highest.clone() }, fit);
    Ok((start, stop, step))
}

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    if !args.names.is_empty() {
        return Err(cx.type_error("slice() takes no keyword arguments"));
    }
    let none = Value::NONE;
    let (start, stop, step) = match args.pos() {
        [] => return Err(cx.type_error("slice expected at least 1 argument, got 0")),
        [stop] => (&none, stop, &none),
        [start, stop] => (start, stop, &none),
        [start, stop, step] => (start, stop, step),
        more => return Err(cx.type_error(format!("slice expected at most 3 arguments, got {}", more.len()))),
    };
    Ok(Slice::new(start.clone(), stop.clone(), step.clone()).into_value())
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Slice> {
    value.get::<Slice>().ok_or_else(|| cx.type_error("expected a slice"))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let mut parts = this(cx, value)?.parts().into_iter();
    super::repr_guard::guarded(cx, value, "slice(...)", |text| {
        text.extend_from_slice(b"slice(");
        super::repr_guard::push_items(cx, text, || parts.next().cloned())?;
        text.push(b')');
        Ok(())
    })
}

fn as_tuple(slice: &Slice) -> Value {
    Tuple::from_slice(&slice.parts().map(Value::clone)).into_value()
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Slice>(), b.get::<Slice>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.is(b) {
        return Ok(Value::bool(matches!(op, CmpOp::Eq | CmpOp::Le | CmpOp::Ge)));
    }
    super::compare::rich(cx, &as_tuple(x), &as_tuple(y), op)
}

/// As a tuple's, but without the length at the end.
fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let mut hasher = TupleHasher::new();
    for part in this(cx, value)?.parts() {
        hasher.add(super::compare::hash(cx, part)?);
    }
    let end_of_tuple = 3 ^ (2_870_177_450_012_600_261_u64 ^ 3_527_539);
    Ok((hasher.finish() as u64).wrapping_sub(end_of_tuple) as i64)
}

fn get_part<const N: usize>(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.parts()[N].clone())
}

fn get_indices(cx: &Cx, a: &[Value]) -> R {
    let slice = this(cx, &a[0])?;
    let len = super::number::index(cx, &a[1])?;
    let len = int::to_big(&len).unwrap_or(IBig::ZERO);
    if len < IBig::ZERO {
        return Err(cx.value_error("length should not be negative"));
    }
    let (start, stop, step) = indices(cx, slice, &len)?;
    Ok(Tuple::new([start, stop, step].map(int::from_big).into()).into_value())
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let parts = as_tuple(this(cx, &a[0])?);
    Ok(Tuple::new(vec![SLICE.value(), parts]).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "slice",
    kind: Kind::Slice,
    slots: Slots { new: Some(new), repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::NONE },
    methods: &[NativeDef::new("indices(self, object, /)", get_indices), NativeDef::new("__reduce__(self, /)", reduce)],
    getset: &[
        GetSet { name: "start", get: get_part::<0>, set: Some(super::range::read_only) },
        GetSet { name: "stop", get: get_part::<1>, set: Some(super::range::read_only) },
        GetSet { name: "step", get: get_part::<2>, set: Some(super::range::read_only) },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static SLICE: Type = Type::from_def(&DEF);
