//! `zip`, `map` and `filter`: lazy iterators over other iterators. They keep no state of their own, so several strands may share one.

use super::args::Args;
use super::call;
use super::cx::Cx;
use super::iter::{self, itself};
use super::native::NativeDef;
use super::pair::Pair;
use super::payload::{Native, Payload};
use super::protocol;
use super::slots::Slots;
use super::tuple::{self, Tuple};
use super::turns;
use super::ty::{BOOL, Type, TypeDef, type_of};
use super::value::{R, Value};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Body of all three.
struct Lazy {
    /// Of map and filter; None for `filter(None, ...)`.
    function: Value,
    iterators: Box<[Value]>,
    /// Of zip: whether all must end together.
    strict: AtomicBool,
    /// Of zip.
    pair: Pair,
}

impl Payload for Lazy {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        self.pair.traverse(visit);
        self.iterators.iter().for_each(visit);
    }
}

fn make(cx: &Cx, class: &Type, function: Value, iterables: &[Value], strict: bool) -> R {
    let iterators = iterables.iter().map(|iterable| iter::iter(cx, iterable)).collect::<R<Vec<Value>>>()?;
    Ok(Native::make(class, Lazy { function, iterators: iterators.into(), strict: AtomicBool::new(strict), pair: Pair::new() }))
}

#[inline(always)]
fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Lazy> {
    Native::<Lazy>::of(value).ok_or_else(|| cx.type_error(format!("expected an iterator, not {}", type_of(value).message_name())))
}

fn zip_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let mut strict = false;
    for (name, value) in args.keywords() {
        match name.bytes() {
            b"strict" => strict = protocol::truth(cx, value)?,
            _ => return Err(cx.type_error(format!("zip() got an unexpected keyword argument '{name}'"))),
        }
    }
    make(cx, class, Value::NONE, args.pos(), strict)
}

fn zip_next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    // Pairs are by far the most common.
    if this.iterators.len() == 2 {
        return Ok(next_pair(cx, value)?.map(|pair| this.pair.with(value, pair)));
    }
    if this.iterators.is_empty() {
        return Ok(None);
    }
    if turns::is_shared(value) {
        return Ok(next_shared(cx, value, this)?.map(|items| Tuple::new(items).into_value()));
    }
    if let [first, second, third] = &*this.iterators {
        let Some(x) = iter::next(cx, first)? else {
            return ended(cx, this, 0);
        };
        let Some(y) = iter::next(cx, second)? else {
            return ended(cx, this, 1);
        };
        let Some(z) = iter::next(cx, third)? else {
            return ended(cx, this, 2);
        };
        return Ok(Some(Tuple::of([x, y, z]).into_value()));
    }
    let mut items = Vec::with_capacity(this.iterators.len());
    for (index, iterator) in this.iterators.iter().enumerate() {
        match iter::next(cx, iterator)? {
            Some(item) => items.push(item),
            None => return ended(cx, this, index),
        }
    }
    Ok(Some(Tuple::new(items).into_value()))
}

/// How to get the next items of a zip of two.
pub(super) fn pairs(zip: &Value) -> Option<super::pair::NextPair> {
    let this = Native::<Lazy>::of(zip)?;
    if this.iterators.len() == 2 { Some(next_pair) } else { None }
}

/// The next items of a zip of two.
fn next_pair(cx: &Cx, value: &Value) -> R<Option<[Value; 2]>> {
    let this = this(cx, value)?;
    let [left, right] = &*this.iterators else {
        return Ok(None);
    };
    if turns::is_shared(value) {
        return Ok(next_shared(cx, value, this)?.and_then(|items| items.try_into().ok()));
    }
    let index = match iter::next(cx, left)? {
        Some(x) => match iter::next(cx, right)? {
            Some(y) => return Ok(Some([x, y])),
            None => 1,
        },
        None => 0,
    };
    ended(cx, this, index).map(|_| None)
}

/// The next items, taken in one turn.
#[cold]
#[inline(never)]
fn next_shared(cx: &Cx, value: &Value, this: &Lazy) -> R<Option<Vec<Value>>> {
    // Before the turn, so that it is dropped after it.
    let mut items = Vec::with_capacity(this.iterators.len());
    let turn = turns::turn(value, &this.iterators);
    for (index, iterator) in this.iterators.iter().enumerate() {
        match iter::next(cx, iterator)? {
            Some(item) => items.push(item),
            None => {
                drop(turn);
                return ended(cx, this, index).map(|_| None);
            }
        }
    }
    Ok(Some(items))
}

/// Iterator `index` ended while those before it did not. Errors: ValueError if the zip is strict and they do not all end.
fn ended(cx: &Cx, this: &Lazy, index: usize) -> R<Option<Value>> {
    if !this.strict.load(Relaxed) {
        return Ok(None);
    }
    let others = |count: usize| if count == 1 { "argument 1".to_string() } else { format!("arguments 1-{count}") };
    if index > 0 {
        return Err(cx.value_error(format!("zip() argument {} is shorter than {}", index + 1, others(index))));
    }
    for (index, iterator) in this.iterators.iter().enumerate().skip(1) {
        if iter::next(cx, iterator)?.is_some() {
            return Err(cx.value_error(format!("zip() argument {} is longer than {}", index + 1, others(index))));
        }
    }
    Ok(None)
}

fn map_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let args = super::sequence::for_new(class, args);
    if !args.names.is_empty() {
        return Err(cx.type_error("map() takes no keyword arguments"));
    }
    match args.pos() {
        [] | [_] => Err(cx.type_error("map() must have at least two arguments.")),
        [function, iterables @ ..] => make(cx, class, function.clone(), iterables, false),
    }
}

fn map_next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    if let [iterator] = &*this.iterators {
        return match iter::next(cx, iterator)? {
            Some(item) => call::call_pos(cx, &this.function, &[item]).map(Some),
            None => Ok(None),
        };
    }
    let mut items = Vec::with_capacity(this.iterators.len());
    for iterator in &this.iterators {
        match iter::next(cx, iterator)? {
            Some(item) => items.push(item),
            None => return Ok(None),
        }
    }
    call::call_pos(cx, &this.function, &items).map(Some)
}

fn filter_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let args = super::sequence::for_new(class, args);
    if !args.names.is_empty() {
        return Err(cx.type_error("filter() takes no keyword arguments"));
    }
    match args.pos() {
        [function, iterable] => make(cx, class, function.clone(), std::slice::from_ref(iterable), false),
        other => Err(cx.type_error(format!("filter expected 2 arguments, got {}", other.len()))),
    }
}

fn filter_next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let Some(iterator) = this.iterators.first() else {
        return Ok(None);
    };
    let by_truth = this.function.is_none() || this.function.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, &BOOL));
    while let Some(item) = iter::next(cx, iterator)? {
        cx.safepoint()?;
        let wanted = if by_truth {
            protocol::truth(cx, &item)?
        } else {
            let answer = call::call_pos(cx, &this.function, std::slice::from_ref(&item))?;
            protocol::truth(cx, &answer)?
        };
        if wanted {
            return Ok(Some(item));
        }
        cx.safepoint()?;
    }
    Ok(None)
}

fn zip_reduce(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let iterators = Tuple::from_slice(&this.iterators).into_value();
    let strict = this.strict.load(Relaxed).then_some(Value::TRUE);
    Ok(Tuple::new([super::cx::class_of(&a[0]), iterators].into_iter().chain(strict).collect()).into_value())
}

fn zip_set_state(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.strict.store(protocol::truth(cx, &a[1])?, Relaxed);
    Ok(Value::NONE)
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let arguments = [this.function.clone()].into_iter().chain(this.iterators.iter().cloned()).collect();
    let arguments = if this.iterators.is_empty() { tuple::empty() } else { Tuple::new(arguments).into_value() };
    Ok(Tuple::new(vec![super::cx::class_of(&a[0]), arguments]).into_value())
}

static ZIP_DEF: TypeDef = TypeDef {
    name: "zip",
    subclassable: true,
    slots: Slots { new: Some(zip_new), iter: Some(itself), next: Some(zip_next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", zip_reduce), NativeDef::new("__setstate__(self, object, /)", zip_set_state)],
    runs_no_script: Some(|zip, depth| Native::<Lazy>::of(zip).is_some_and(|this| turns::run_no_script(&this.iterators, depth))),
    ..TypeDef::EMPTY
};
pub(crate) static ZIP: Type = Type::from_def(&ZIP_DEF);

static MAP_DEF: TypeDef = TypeDef {
    name: "map",
    subclassable: true,
    slots: Slots { new: Some(map_new), iter: Some(itself), next: Some(map_next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", reduce)],
    ..TypeDef::EMPTY
};
pub(crate) static MAP: Type = Type::from_def(&MAP_DEF);

static FILTER_DEF: TypeDef = TypeDef {
    name: "filter",
    subclassable: true,
    slots: Slots { new: Some(filter_new), iter: Some(itself), next: Some(filter_next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", reduce)],
    ..TypeDef::EMPTY
};
pub(crate) static FILTER: Type = Type::from_def(&FILTER_DEF);
