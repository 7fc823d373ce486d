//! What lists and tuples have in common: comparing, searching, the index of `a[i]`, multiplication.

use super::compare::{self, Plain};
use super::cx::Cx;
use super::int;
use super::slots::CmpOp;
use super::ty::{Type, type_of};
use super::value::{R, Value};
use std::ops::Range;

/// How far two sequences are alike as far as that can be told without user code: the first index worth a closer look.
pub(crate) fn alike(a: &[Value], b: &[Value]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| matches!(compare::plain_equal(x, y), Plain::Equal)).count()
}

/// How two sequences compare, as far as that can be told without user code.
pub(super) enum Difference {
    /// These are the first items that differ; None if it is enough that some do.
    Items(Option<(Value, Value)>),
    /// The lengths decide.
    Lengths(usize, usize),
    /// All before this index are equal, and these only user code can compare.
    Ask(usize),
}

impl Difference {
    pub(super) fn of(a: &[Value], b: &[Value], op: CmpOp) -> Difference {
        let is_equality = matches!(op, CmpOp::Eq | CmpOp::Ne);
        if is_equality && a.len() != b.len() {
            return Difference::Lengths(a.len(), b.len());
        }
        let index = alike(a, b);
        match (a.get(index), b.get(index)) {
            (Some(x), Some(y)) => match compare::plain_equal(x, y) {
                Plain::Different => Difference::Items((!is_equality).then(|| (x.clone(), y.clone()))),
                _ => Difference::Ask(index),
            },
            _ => Difference::Lengths(a.len(), b.len()),
        }
    }
}

/// The index that a bound of `find` stands for: counted from the end if negative.
fn fit(bound: i64, len: usize) -> usize {
    if bound < 0 { bound.saturating_add(len as i64).max(0) as usize } else { bound as usize }
}

/// Which of `len` items lie within the bounds of `find`.
pub(super) fn range(bounds: (i64, i64), len: usize) -> Range<usize> {
    let stop = fit(bounds.1, len).min(len);
    fit(bounds.0, len).min(stop)..stop
}

/// [`find`] as far as that goes without user code. Err: all before this index differ, and this one only user code can compare.
pub(crate) fn find_plain(items: &[Value], sought: &Value, bounds: (i64, i64)) -> Result<Option<usize>, usize> {
    let range = range(bounds, items.len());
    for (index, item) in items[..range.end].iter().enumerate().skip(range.start) {
        match compare::plain_equal(item, sought) {
            Plain::Equal => return Ok(Some(index)),
            Plain::Different => {}
            Plain::Ask => return Err(index),
        }
    }
    Ok(None)
}

/// Compares two sequences item by item from `start` on: those before are equal. The items are asked for one at a time, because
/// comparing may change a list.
pub(crate) fn compare(
    cx: &Cx,
    op: CmpOp,
    start: usize,
    len_a: impl Fn() -> usize,
    len_b: impl Fn() -> usize,
    item_a: impl Fn(usize) -> Option<Value>,
    item_b: impl Fn(usize) -> Option<Value>,
) -> R {
    if matches!(op, CmpOp::Eq | CmpOp::Ne) && len_a() != len_b() {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    let mut index = start;
    while let (Some(x), Some(y)) = (item_a(index), item_b(index)) {
        if !compare::equal(cx, &x, &y)? {
            // Comparing may have made a list shorter: then the lengths decide, as in CPython.
            let (Some(x), Some(y)) = (item_a(index), item_b(index)) else {
                break;
            };
            return match op {
                CmpOp::Eq => Ok(Value::FALSE),
                CmpOp::Ne => Ok(Value::TRUE),
                _ => compare::rich(cx, &x, &y, op),
            };
        }
        index += 1;
        if index & 0xfff == 0 {
            cx.safepoint()?;
        }
    }
    Ok(Value::bool(op.holds(len_a().cmp(&len_b()))))
}

/// Index of the first item equal to `sought` from `start` up to `stop` (counted from the end if negative).
pub(crate) fn find(cx: &Cx, sought: &Value, start: i64, stop: i64, len: usize, item: impl Fn(usize) -> Option<Value>) -> R<Option<usize>> {
    let (mut index, stop) = (fit(start, len), fit(stop, len));
    while index < stop
        && let Some(candidate) = item(index)
    {
        if compare::equal(cx, &candidate, sought)? {
            return Ok(Some(index));
        }
        index += 1;
        if index & 0xfff == 0 {
            cx.safepoint()?;
        }
    }
    Ok(None)
}

/// How many items equal `sought`.
pub(crate) fn count(cx: &Cx, sought: &Value, item: impl Fn(usize) -> Option<Value>) -> R<usize> {
    let (mut index, mut found) = (0, 0);
    while let Some(candidate) = item(index) {
        found += usize::from(compare::equal(cx, &candidate, sought)?);
        index += 1;
        if index & 0xfff == 0 {
            cx.safepoint()?;
        }
    }
    Ok(found)
}

/// Whether `key` can be an index: an integer or something with `__index__`.
pub(crate) fn is_index(key: &Value) -> bool {
    int::is_int(key) || type_of(key).slots().index.is_some()
}

/// How often `sequence * times` repeats. None: not a number. Errors: what `__index__` raises, OverflowError.
pub(crate) fn times(cx: &Cx, times: &Value) -> R<Option<i64>> {
    if !is_index(times) {
        return Ok(None);
    }
    let index = super::number::index(cx, times)?;
    match int::to_i64(&index) {
        Some(times) => Ok(Some(times)),
        None => Err(cx.overflow_error(format!("cannot fit '{}' into an index-sized integer", type_of(times).message_name()))),
    }
}

/// An integer argument that must fit 64 bits. Errors: TypeError, OverflowError.
pub(crate) fn size_argument(cx: &Cx, value: &Value) -> R<i64> {
    let index = super::number::index(cx, value)?;
    int::to_i64(&index).ok_or_else(|| cx.overflow_error("Python int too large to convert to C ssize_t"))
}

/// An integer argument that C holds in an `int`. Errors: TypeError, OverflowError.
pub(crate) fn int_argument(cx: &Cx, value: &Value) -> R<i32> {
    let index = super::number::index(cx, value)?;
    let int = int::to_i64(&index).and_then(|int| i32::try_from(int).ok());
    int.ok_or_else(|| cx.overflow_error("Python int too large to convert to C int"))
}

/// An integer argument that C holds in a `long`. Errors: TypeError, OverflowError.
pub(crate) fn long_argument(cx: &Cx, value: &Value) -> R<i64> {
    let index = super::number::index(cx, value)?;
    int::to_i64(&index).ok_or_else(|| cx.overflow_error("Python int too large to convert to C long"))
}

/// The optional positional argument of a constructor. Errors: TypeError if there are others.
pub(crate) fn one_argument<'a>(cx: &Cx, name: impl std::fmt::Display, args: super::args::Args<'a>) -> R<Option<&'a Value>> {
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.pos() {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        more => Err(cx.type_error(format!("{name} expected at most 1 argument, got {}", more.len()))),
    }
}

/// [`one_argument`] for the `__new__` of immutable types: a derived class with an `__init__` of its own may take keywords.
pub(crate) fn one_argument_of_new<'a>(cx: &Cx, owner: &'static Type, class: &Type, args: super::args::Args<'a>) -> R<Option<&'a Value>> {
    one_argument(cx, owner.def.map_or("", |def| def.name), for_new(class, args))
}

/// The builtin type that a class derives from.
fn builtin_base(class: &Type) -> Option<super::value::Ref<Type>> {
    let mut base = class.base()?;
    while base.is_heap() {
        base = base.base()?;
    }
    Some(base)
}

/// What the `__new__` of a builtin type looks at: a derived class with an `__init__` of its own may take any keywords.
pub(crate) fn for_new<'a>(class: &Type, args: super::args::Args<'a>) -> super::args::Args<'a> {
    if args.names.is_empty() || !class.is_heap() {
        return args;
    }
    let own = match (class.slots().init, builtin_base(class).and_then(|base| base.slots().init)) {
        (Some(own), Some(inherited)) => !std::ptr::fn_addr_eq(own, inherited),
        (own, inherited) => own.is_some() != inherited.is_some(),
    };
    if own { super::args::Args::positional(args.pos()) } else { args }
}

/// What the `__init__` of a builtin type looks at: a derived class with a `__new__` of its own may take any keywords.
pub(crate) fn for_init<'a>(class: &Type, args: super::args::Args<'a>) -> super::args::Args<'a> {
    if args.names.is_empty() || !class.is_heap() {
        return args;
    }
    let own = match (class.slots().new, builtin_base(class).and_then(|base| base.slots().new)) {
        (Some(own), Some(inherited)) => !std::ptr::fn_addr_eq(own, inherited),
        (own, inherited) => own.is_some() != inherited.is_some(),
    };
    if own { super::args::Args::positional(args.pos()) } else { args }
}
