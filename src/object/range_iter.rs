//! Iterators over ranges: one for members within 64 bits, one for any. Each member is handed out once, however many strands ask.

use super::cx::Cx;
use super::int;
use super::iter::itself;
use super::native::NativeDef;
use super::payload::{Native, Payload};
use super::range::Range;
use super::slots::Slots;
use super::str::Name;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef};
use super::value::{R, Value};
use dashu_int::IBig;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// All members fit 64 bits.
struct Small {
    start: i64,
    step: i64,
    len: u64,
    /// Index of the next member; at most `len`.
    next: AtomicU64,
}

impl Payload for Small {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Small {
    fn member(&self, index: u64) -> i64 {
        self.start.wrapping_add((index as i64).wrapping_mul(self.step))
    }

    /// Takes the next index. `iterator` tells whether other strands can see the iterator.
    #[inline(always)]
    fn take(&self, iterator: &Value) -> Option<u64> {
        if iterator.header().is_some_and(crate::memory::Header::is_local) {
            let next = self.next.load(Relaxed);
            if next == self.len {
                return None;
            }
            self.next.store(next + 1, Relaxed);
            return Some(next);
        }
        self.next.fetch_update(Relaxed, Relaxed, |next| (next < self.len).then(|| next + 1)).ok()
    }
}

struct Large {
    start: IBig,
    step: IBig,
    len: IBig,
    /// Index of the next member.
    next: Mutex<IBig>,
}

impl Payload for Large {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn over(range: &Range) -> Value {
    match (range.as_i64(), int::to_big(range.length())) {
        (Some((start, stop, step)), _) => {
            let len = super::range::count(start, stop, step);
            Native::make(&RANGE_ITERATOR, Small { start, step, len, next: AtomicU64::new(0) })
        }
        (None, len) => {
            let number = |value: &Value| int::to_big(value).unwrap_or(IBig::ZERO);
            let (start, step) = (number(range.start()), number(range.step()));
            let next = Mutex::new(IBig::ZERO);
            Native::make(&LONG_RANGE_ITERATOR, Large { start, step, len: len.unwrap_or(IBig::ZERO), next })
        }
    }
}

/// The `iter` slot of range.
pub(super) fn iter(cx: &Cx, value: &Value) -> R {
    value.get::<Range>().map(over).ok_or_else(|| cx.type_error("expected a range"))
}

/// `range.__reversed__`.
pub(super) fn reversed(cx: &Cx, a: &[Value]) -> R {
    a[0].get::<Range>().map(|range| over(&range.reversed())).ok_or_else(|| cx.type_error("expected a range"))
}

fn next(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Small>::of(iterator) else {
        return Ok(None);
    };
    Ok(this.take(iterator).map(|index| Value::int(this.member(index))))
}

fn long_next(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Large>::of(iterator) else {
        return Ok(None);
    };
    let mut next = this.next.lock();
    if *next >= this.len {
        return Ok(None);
    }
    let member = &this.start + &*next * &this.step;
    *next += IBig::ONE;
    Ok(Some(int::from_big(member)))
}

fn length_hint(_: &Cx, a: &[Value]) -> R {
    if let Some(this) = Native::<Small>::of(&a[0]) {
        return Ok(int::from_u64(this.len - this.next.load(Relaxed)));
    }
    let left = Native::<Large>::of(&a[0]).map_or(IBig::ZERO, |this| &this.len - &*this.next.lock());
    Ok(int::from_big(left))
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let (start, step, len, next) = if let Some(this) = Native::<Small>::of(&a[0]) {
        (IBig::from(this.start), IBig::from(this.step), IBig::from(this.len), IBig::from(this.next.load(Relaxed)))
    } else if let Some(this) = Native::<Large>::of(&a[0]) {
        let next = this.next.lock().clone();
        (this.start.clone(), this.step.clone(), this.len.clone(), next)
    } else {
        return Err(cx.type_error("expected a range iterator"));
    };
    let (from, to) = (&start + next * &step, &start + len * &step);
    let rest = Range::new(int::from_big(from), int::from_big(to), int::from_big(step)).into_value();
    let function = cx.interp.builtins().get_name(Name::new("iter")).unwrap_or(Value::NONE);
    Ok(Tuple::new(vec![function, Tuple::new(vec![rest]).into_value(), Value::NONE]).into_value())
}

fn set_state(cx: &Cx, a: &[Value]) -> R {
    let at = super::number::index(cx, &a[1])?;
    let at = int::to_big(&at).unwrap_or(IBig::ZERO).max(IBig::ZERO);
    if let Some(this) = Native::<Small>::of(&a[0]) {
        this.next.store(u64::try_from(&at).unwrap_or(u64::MAX).min(this.len), Relaxed);
    } else if let Some(this) = Native::<Large>::of(&a[0]) {
        *this.next.lock() = at.min(this.len.clone());
    }
    Ok(Value::NONE)
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("__length_hint__(self, /)", length_hint),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("__setstate__(self, object, /)", set_state),
];

static RANGE_ITERATOR_DEF: TypeDef = TypeDef {
    name: "range_iterator",
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static RANGE_ITERATOR: Type = Type::from_def(&RANGE_ITERATOR_DEF);

static LONG_RANGE_ITERATOR_DEF: TypeDef = TypeDef {
    name: "longrange_iterator",
    slots: Slots { iter: Some(itself), next: Some(long_next), ..Slots::NONE },
    methods: METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static LONG_RANGE_ITERATOR: Type = Type::from_def(&LONG_RANGE_ITERATOR_DEF);
