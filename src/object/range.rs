//! The `range` object: an arithmetic progression of any integers. Ranges within 64 bits, nearly all, take fast paths.

use super::args::Args;
use super::compare;
use super::cx::Cx;
use super::int;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::{GetSet, NativeDef};
use super::sequence;
use super::slice::{self, Slice};
use super::slots::{CmpOp, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use dashu_int::IBig;

/// Immutable. The four numbers are exact ints.
#[repr(C)]
pub(crate) struct Range {
    head: Header,
    start: Value,
    stop: Value,
    step: Value,
    len: Value,
}

object!(Range, Range, RANGE);

impl Layout for Range {
    const TRACKED: bool = false;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        [&self.start, &self.stop, &self.step, &self.len].into_iter().for_each(visit);
    }
}

/// Number of members of a range within 64 bits.
pub(crate) fn count(start: i64, stop: i64, step: i64) -> u64 {
    let (low, high) = if step > 0 { (start, stop) } else { (stop, start) };
    if low >= high { 0 } else { (high.abs_diff(low) - 1) / step.unsigned_abs() + 1 }
}

fn big_count(start: &IBig, stop: &IBig, step: &IBig) -> IBig {
    let (low, high) = if *step > IBig::ZERO { (start, stop) } else { (stop, start) };
    if low >= high {
        return IBig::ZERO;
    }
    let step = if *step > IBig::ZERO { step.clone() } else { -step };
    (high - low - IBig::ONE) / step + IBig::ONE
}

/// An int of a range as a big number.
fn big(value: &Value) -> IBig {
    int::to_big(value).unwrap_or(IBig::ZERO)
}

impl Range {
    /// The members from `start` before `stop`; all are ints and `step` is not zero.
    pub(crate) fn new(start: Value, stop: Value, step: Value) -> Ref<Range> {
        let len = match (start.as_int(), stop.as_int(), step.as_int()) {
            (Some(start), Some(stop), Some(step)) => int::from_u64(count(start, stop, step)),
            _ => int::from_big(big_count(&big(&start), &big(&stop), &big(&step))),
        };
        alloc(Range { head: Header::new(Kind::Range as u8, RANGE.header(), 0), start, stop, step, len })
    }

    fn of_big(start: IBig, stop: IBig, step: IBig) -> Ref<Range> {
        Range::new(int::from_big(start), int::from_big(stop), int::from_big(step))
    }

    /// (start, stop, step) if all are within 64 bits.
    #[inline(always)]
    pub(crate) fn as_i64(&self) -> Option<(i64, i64, i64)> {
        Some((self.start.as_int()?, self.stop.as_int()?, self.step.as_int()?))
    }

    /// Number of members: an int.
    pub(crate) fn length(&self) -> &Value {
        &self.len
    }

    pub(super) fn start(&self) -> &Value {
        &self.start
    }

    pub(super) fn step(&self) -> &Value {
        &self.step
    }

    fn is_empty(&self) -> bool {
        self.len.as_int() == Some(0)
    }

    /// Member `index`, which is known to be there.
    fn member(&self, index: &IBig) -> Value {
        int::from_big(big(&self.start) + index * big(&self.step))
    }

    /// Member `index`, counted from the end if negative.
    fn at(&self, index: &Value) -> Option<Value> {
        if let (Some((start, _, step)), Some(len), Some(index)) = (self.as_i64(), self.len.as_int(), index.as_int()) {
            let index = super::protocol::position(index, len as usize)?;
            // A member lies between start and stop, so it fits.
            return Some(Value::int(start.wrapping_add((index as i64).wrapping_mul(step))));
        }
        let (index, len) = (big(index), big(&self.len));
        let index = if index < IBig::ZERO { index + &len } else { index };
        (index >= IBig::ZERO && index < len).then(|| self.member(&index))
    }

    /// Position of an int among the members.
    fn position(&self, sought: &Value) -> Option<Value> {
        if let (Some((start, stop, step)), Some(sought)) = (self.as_i64(), int::to_i64(sought)) {
            let inside = if step > 0 { start <= sought && sought < stop } else { stop < sought && sought <= start };
            let distance = sought.abs_diff(start);
            let step = step.unsigned_abs();
            return (inside && distance % step == 0).then(|| int::from_u64(distance / step));
        }
        let (distance, step) = (big(sought) - big(&self.start), big(&self.step));
        let index = &distance / &step;
        (&index * &step == distance && index >= IBig::ZERO && index < big(&self.len)).then(|| int::from_big(index))
    }

    /// The same members from the last to the first: (start, stop, step).
    pub(super) fn reversed(&self) -> Ref<Range> {
        let (start, step, len) = (big(&self.start), big(&self.step), big(&self.len));
        let last = &start + (len - IBig::ONE) * &step;
        Range::of_big(last, start - &step, -step)
    }
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Range> {
    value.get::<Range>().ok_or_else(|| cx.type_error(format!("expected a range, not {}", type_of(value).message_name())))
}

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    if !args.names.is_empty() {
        return Err(cx.type_error("range() takes no keyword arguments"));
    }
    let index = |value: &Value| super::number::index(cx, value);
    let (start, stop, step) = match args.pos() {
        [] => return Err(cx.type_error("range expected at least 1 argument, got 0")),
        [stop] => (Value::int(0), index(stop)?, Value::int(1)),
        [start, stop] => (index(start)?, index(stop)?, Value::int(1)),
        [start, stop, step] => (index(start)?, index(stop)?, index(step)?),
        more => return Err(cx.type_error(format!("range expected at most 3 arguments, got {}", more.len()))),
    };
    if step.as_int() == Some(0) {
        return Err(cx.value_error("range() arg 3 must not be zero"));
    }
    Ok(Range::new(start, stop, step).into_value())
}

fn len(cx: &Cx, value: &Value) -> R<usize> {
    match this(cx, value)?.len.as_int() {
        Some(len) => Ok(len as usize),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn truth(cx: &Cx, value: &Value) -> R<bool> {
    Ok(!this(cx, value)?.is_empty())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let range = this(cx, value)?;
    let text = |value: &Value| Ok(super::protocol::repr(cx, value)?.to_str_lossy().into_owned());
    let (start, stop) = (text(&range.start)?, text(&range.stop)?);
    let shown = match range.step.as_int() {
        Some(1) => format!("range({start}, {stop})"),
        _ => format!("range({start}, {stop}, {})", text(&range.step)?),
    };
    Ok(Str::from_str(&shown).into_value())
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y), CmpOp::Eq | CmpOp::Ne) = (a.get::<Range>(), b.get::<Range>(), op) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = |x: &Value, y: &Value| compare::equal(cx, x, y);
    let equal =
        same(&x.len, &y.len)? && (x.is_empty() || same(&x.start, &y.start)? && (x.len.as_int() == Some(1) || same(&x.step, &y.step)?));
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

/// As the tuple (len, start, step), with None for what does not matter.
fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let range = this(cx, value)?;
    let none = Value::NONE;
    let (start, step) = match range.len.as_int() {
        Some(0) => (&none, &none),
        Some(1) => (&range.start, &none),
        _ => (&range.start, &range.step),
    };
    let parts = [compare::hash(cx, &range.len)?, compare::hash(cx, start)?, compare::hash(cx, step)?];
    Ok(crate::text::hash::hash_tuple(parts))
}

/// Whether members can be found by arithmetic: exact ints have no `__eq__` of their own.
fn is_exact_int(value: &Value) -> bool {
    value.as_int().is_some() || value.as_bool().is_some() || value.get_exact::<int::Int>().is_some()
}

fn contains(cx: &Cx, value: &Value, item: &Value) -> R<bool> {
    let range = this(cx, value)?;
    if is_exact_int(item) {
        return Ok(range.position(item).is_some());
    }
    Ok(search(cx, value, item)?.is_some())
}

/// Finds an item by comparing with every member.
fn search(cx: &Cx, range: &Value, item: &Value) -> R<Option<i64>> {
    let (mut index, mut found) = (0, None);
    super::iter::each(cx, range, |member| {
        if compare::equal(cx, &member, item)? {
            found = Some(index);
        }
        index += 1;
        Ok(found.is_none())
    })?;
    Ok(found)
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    let range = this(cx, value)?;
    if let Some(slice) = key.get::<Slice>() {
        return sliced(cx, range, slice);
    }
    if !sequence::is_index(key) {
        return Err(cx.type_error(format!("range indices must be integers or slices, not {}", type_of(key).message_name())));
    }
    let index = super::number::index(cx, key)?;
    range.at(&index).ok_or_else(|| cx.index_error("range object index out of range"))
}

fn sliced(cx: &Cx, range: &Range, slice: &Slice) -> R {
    let (start, stop, step) = slice::indices(cx, slice, &big(&range.len))?;
    let place = |index: IBig| big(&range.start) + index * big(&range.step);
    Ok(Range::of_big(place(start), place(stop), step * big(&range.step)).into_value())
}

fn index(cx: &Cx, a: &[Value]) -> R {
    let range = this(cx, &a[0])?;
    if is_exact_int(&a[1]) {
        let text = || Ok(super::protocol::repr(cx, &a[1])?.to_str_lossy().into_owned());
        return match range.position(&a[1]) {
            Some(index) => Ok(index),
            None => Err(cx.value_error(format!("{} is not in range", text()?))),
        };
    }
    match search(cx, &a[0], &a[1])? {
        Some(index) => Ok(Value::int(index)),
        None => Err(cx.value_error("sequence.index(x): x not in sequence")),
    }
}

fn count_equal(cx: &Cx, a: &[Value]) -> R {
    let range = this(cx, &a[0])?;
    if is_exact_int(&a[1]) {
        return Ok(Value::int(i64::from(range.position(&a[1]).is_some())));
    }
    let mut found = 0;
    super::iter::each(cx, &a[0], |member| {
        found += i64::from(compare::equal(cx, &member, &a[1])?);
        Ok(true)
    })?;
    Ok(Value::int(found))
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let range = this(cx, &a[0])?;
    let parts = Tuple::new(vec![range.start.clone(), range.stop.clone(), range.step.clone()]).into_value();
    Ok(Tuple::new(vec![RANGE.value(), parts]).into_value())
}

fn get_start(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.start.clone())
}

fn get_stop(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.stop.clone())
}

fn get_step(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.step.clone())
}

/// Setter of attributes that are fixed when the object is made.
pub(crate) fn read_only(cx: &Cx, _: &Value, _: Option<Value>) -> R<()> {
    Err(cx.error(&super::exception::ATTRIBUTE_ERROR, "readonly attribute"))
}

static DEF: TypeDef = TypeDef {
    name: "range",
    kind: Kind::Range,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        len: Some(len),
        truth: Some(truth),
        iter: Some(super::range_iter::iter),
        contains: Some(contains),
        getitem: Some(getitem),
        ..Slots::NONE
    },
    methods: &[
        NativeDef::new("index(self, value, /)", index),
        NativeDef::new("count(self, value, /)", count_equal),
        NativeDef::new("__reversed__(self, /)", super::range_iter::reversed),
        NativeDef::new("__reduce__(self, /)", reduce),
    ],
    getset: &[
        GetSet { name: "start", get: get_start, set: Some(read_only) },
        GetSet { name: "stop", get: get_stop, set: Some(read_only) },
        GetSet { name: "step", get: get_step, set: Some(read_only) },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static RANGE: Type = Type::from_def(&DEF);
