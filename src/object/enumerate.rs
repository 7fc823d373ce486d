//! `enumerate`: items with their numbers. Several strands may share one; each item and each number is handed out once.

use super::args::Args;
use super::cx::Cx;
use super::int;
use super::iter::{self, itself};
use super::native::NativeDef;
use super::number;
use super::pair::Pair;
use super::payload::{Native, Payload};
use super::slots::{BinOp, Slots};
use super::tuple::Tuple;
use super::turns;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Value};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

struct Enumerate {
    iterator: Value,
    /// Number of the first item: an int.
    start: Value,
    given: AtomicI64,
    pair: Pair,
}

impl Payload for Enumerate {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.iterator);
        visit(&self.start);
        self.pair.traverse(visit);
    }
}

/// The arguments `iterable` and `start`, by position or name.
fn arguments(cx: &Cx, args: Args<'_>) -> R<(Value, Option<Value>)> {
    let total = args.values.len();
    if total > 2 {
        return Err(cx.type_error(format!("enumerate() takes at most 2 arguments ({total} given)")));
    }
    let mut given = args.pos().iter();
    let (mut iterable, mut start) = (given.next().cloned(), given.next().cloned());
    for (name, value) in args.keywords() {
        let place = match name.bytes() {
            b"iterable" if iterable.is_none() => &mut iterable,
            b"start" if start.is_none() && (iterable.is_some() || total == 2) => &mut start,
            _ => return Err(cx.type_error(format!("'{name}' is an invalid keyword argument for enumerate()"))),
        };
        *place = Some(value.clone());
    }
    match iterable {
        Some(iterable) => Ok((iterable, start)),
        None => Err(cx.type_error("enumerate() missing required argument 'iterable'")),
    }
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let (iterable, start) = arguments(cx, args)?;
    let start = match start {
        Some(start) => number::index(cx, &start)?,
        None => Value::int(0),
    };
    let iterator = iter::iter(cx, &iterable)?;
    Ok(Native::make(class, Enumerate { iterator, start, given: AtomicI64::new(0), pair: Pair::new() }))
}

#[inline(always)]
fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Enumerate> {
    Native::<Enumerate>::of(value).ok_or_else(|| cx.type_error(format!("expected an enumerate, not {}", type_of(value).message_name())))
}

#[inline(always)]
fn numbered(cx: &Cx, this: &Enumerate, given: i64) -> R {
    match this.start.as_int().and_then(|start| start.checked_add(given)) {
        Some(number) => Ok(Value::int(number)),
        None => number::binary(cx, BinOp::Add, &this.start, &Value::int(given)),
    }
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    Ok(next_pair(cx, iterator)?.map(|pair| match Native::<Enumerate>::of(iterator) {
        Some(this) => this.pair.with(iterator, pair),
        None => Tuple::of(pair).into_value(),
    }))
}

/// The next number and item.
pub(super) fn next_pair(cx: &Cx, iterator: &Value) -> R<Option<[Value; 2]>> {
    let this = this(cx, iterator)?;
    if turns::is_shared(iterator) {
        return next_shared(cx, iterator, this);
    }
    let Some(item) = iter::next(cx, &this.iterator)? else {
        return Ok(None);
    };
    let given = this.given.load(Relaxed);
    this.given.store(given + 1, Relaxed);
    let number = numbered(cx, this, given)?;
    Ok(Some([number, item]))
}

/// The item and its number are taken in one turn.
#[cold]
#[inline(never)]
fn next_shared(cx: &Cx, iterator: &Value, this: &Enumerate) -> R<Option<[Value; 2]>> {
    let turn = turns::turn(iterator, std::slice::from_ref(&this.iterator));
    let Some(item) = iter::next(cx, &this.iterator)? else {
        return Ok(None);
    };
    let given = this.given.fetch_add(1, Relaxed);
    drop(turn);
    let number = numbered(cx, this, given)?;
    Ok(Some([number, item]))
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let number = numbered(cx, this, this.given.load(Relaxed))?;
    debug_assert!(int::is_int(&number), "numbers are ints");
    let arguments = Tuple::new(vec![this.iterator.clone(), number]).into_value();
    Ok(Tuple::new(vec![super::cx::class_of(&a[0]), arguments]).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "enumerate",
    subclassable: true,
    slots: Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: &[
        NativeDef::new("__reduce__(self, /)", reduce),
        NativeDef::new("classmethod __class_getitem__(cls, object, /)", super::generic_alias::class_getitem),
    ],
    runs_no_script: Some(|iterator, depth| {
        Native::<Enumerate>::of(iterator).is_some_and(|this| turns::run_no_script(std::slice::from_ref(&this.iterator), depth))
    }),
    ..TypeDef::EMPTY
};
pub(crate) static ENUMERATE: Type = Type::from_def(&DEF);
