//! Iterators that take, skip or transform the items of one other iterator.

use super::reduce::{nothing, remade, remade_with, state};
use crate::native::construct::{bind, positional, signature};
use crate::object::args::Args;
use crate::object::call::call_pos;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::int;
use crate::object::iter::{self, itself};
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol::truth;
use crate::object::slots::{BinOp, Slots};
use crate::object::tuple::Tuple;
use crate::object::turns;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A function or second iterable, a source, and whether the turning point was passed.
struct Picking {
    function: Value,
    source: Value,
    turned: AtomicBool,
}

impl Payload for Picking {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.source);
    }
}

fn picking(class: &Type, function: Value, source: Value) -> R {
    Ok(Native::make(class, Picking { function, source, turned: AtomicBool::new(false) }))
}

/// The constructor arguments of iterators made as `name(function, iterable)`.
fn function_and_source(cx: &Cx, name: &str, class: &Type, args: Args<'_>) -> R<(Value, Value)> {
    match positional(cx, name, class, args)? {
        [function, iterable] => Ok((function.clone(), iter::iter(cx, iterable)?)),
        given => Err(cx.type_error(format!("{name} expected 2 arguments, got {}", given.len()))),
    }
}

macro_rules! picker {
    ($def:ident, $ty:ident, $name:literal, $new:expr, $next:ident, $methods:expr, $doc:literal) => {
        static $def: TypeDef = TypeDef {
            name: $name,
            module: "itertools",
            subclassable: true,
            slots: Slots { new: Some($new), iter: Some(itself), next: Some($next), ..Slots::NONE },
            methods: $methods,
            doc: $doc,
            ..TypeDef::EMPTY
        };
        pub(super) static $ty: Type = Type::from_def(&$def);
    };
}

/// Made again from both arguments, and whether the turning point was passed.
fn turning_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Picking>::of(&a[0]) else { return Ok(Value::NONE) };
    let args = vec![this.function.clone(), this.source.clone()];
    remade_with(cx, &a[0], args, vec![Value::bool(this.turned.load(Relaxed))])
}

fn turning_set_state(cx: &Cx, a: &[Value]) -> R {
    let [turned] = state(cx, &a[1])?;
    let turned = truth(cx, &turned)?;
    if let Some(this) = Native::<Picking>::of(&a[0]) {
        this.turned.store(turned, Relaxed);
    }
    Ok(Value::NONE)
}

static TURNING: &[NativeDef] =
    &[NativeDef::new("__reduce__(self, /)", turning_reduce), NativeDef::new("__setstate__(self, state, /)", turning_set_state)];

fn both_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Picking>::of(&a[0]) else { return Ok(Value::NONE) };
    remade(cx, &a[0], vec![this.function.clone(), this.source.clone()])
}

fn compress_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Picking>::of(&a[0]) else { return Ok(Value::NONE) };
    remade(cx, &a[0], vec![this.source.clone(), this.function.clone()])
}

static PLAIN: &[NativeDef] = &[NativeDef::new("__reduce__(self, /)", both_reduce)];
static COMPRESS_METHODS: &[NativeDef] = &[NativeDef::new("__reduce__(self, /)", compress_reduce)];

fn takewhile_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let (function, source) = function_and_source(cx, "takewhile", class, args)?;
    picking(class, function, source)
}

fn takewhile_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Picking>::of(iterator) else { return Ok(None) };
    if this.turned.load(Relaxed) {
        return Ok(None);
    }
    let Some(item) = iter::next(cx, &this.source)? else { return Ok(None) };
    let answer = call_pos(cx, &this.function, std::slice::from_ref(&item))?;
    if truth(cx, &answer)? {
        return Ok(Some(item));
    }
    this.turned.store(true, Relaxed);
    Ok(None)
}

picker!(
    TAKEWHILE_DEF,
    TAKEWHILE,
    "takewhile",
    takewhile_new,
    takewhile_next,
    TURNING,
    "Return successive entries from an iterable as long as the predicate evaluates to true for each entry."
);

fn dropwhile_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let (function, source) = function_and_source(cx, "dropwhile", class, args)?;
    picking(class, function, source)
}

fn dropwhile_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Picking>::of(iterator) else { return Ok(None) };
    while let Some(item) = iter::next(cx, &this.source)? {
        cx.safepoint()?;
        if this.turned.load(Relaxed) {
            return Ok(Some(item));
        }
        let answer = call_pos(cx, &this.function, std::slice::from_ref(&item))?;
        if !truth(cx, &answer)? {
            this.turned.store(true, Relaxed);
            return Ok(Some(item));
        }
        cx.safepoint()?;
    }
    Ok(None)
}

picker!(
    DROPWHILE_DEF,
    DROPWHILE,
    "dropwhile",
    dropwhile_new,
    dropwhile_next,
    TURNING,
    "Drop items from the iterable while predicate(item) is true."
);

fn filterfalse_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let (function, source) = function_and_source(cx, "filterfalse", class, args)?;
    picking(class, function, source)
}

fn filterfalse_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Picking>::of(iterator) else { return Ok(None) };
    while let Some(item) = iter::next(cx, &this.source)? {
        cx.safepoint()?;
        let holds = if this.function.is_none() {
            truth(cx, &item)?
        } else {
            let answer = call_pos(cx, &this.function, std::slice::from_ref(&item))?;
            truth(cx, &answer)?
        };
        if !holds {
            return Ok(Some(item));
        }
        cx.safepoint()?;
    }
    Ok(None)
}

picker!(
    FILTERFALSE_DEF,
    FILTERFALSE,
    "filterfalse",
    filterfalse_new,
    filterfalse_next,
    PLAIN,
    "Return those items of iterable for which function(item) is false."
);

static COMPRESS_NEW: NativeDef = signature("compress(data, selectors)");

fn compress_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &COMPRESS_NEW, args)?;
    let source = iter::iter(cx, &a[0])?;
    picking(class, iter::iter(cx, &a[1])?, source)
}

fn compress_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Picking>::of(iterator) else { return Ok(None) };
    loop {
        let Some(item) = iter::next(cx, &this.source)? else { return Ok(None) };
        let Some(selector) = iter::next(cx, &this.function)? else { return Ok(None) };
        if truth(cx, &selector)? {
            return Ok(Some(item));
        }
        cx.safepoint()?;
    }
}

picker!(
    COMPRESS_DEF,
    COMPRESS,
    "compress",
    compress_new,
    compress_next,
    COMPRESS_METHODS,
    "Return data elements corresponding to true selector elements."
);

fn starmap_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let (function, source) = function_and_source(cx, "starmap", class, args)?;
    picking(class, function, source)
}

fn starmap_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Picking>::of(iterator) else { return Ok(None) };
    let Some(item) = iter::next(cx, &this.source)? else { return Ok(None) };
    match item.get_exact::<Tuple>() {
        Some(values) => call_pos(cx, &this.function, values.items()).map(Some),
        None => call_pos(cx, &this.function, &iter::collect(cx, &item)?).map(Some),
    }
}

picker!(
    STARMAP_DEF,
    STARMAP,
    "starmap",
    starmap_new,
    starmap_next,
    PLAIN,
    "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence."
);

struct Accumulate {
    source: Value,
    function: Value,
    /// The initial value before it was given out; the total after.
    state: Guarded<(Option<Value>, Option<Value>)>,
}

impl Payload for Accumulate {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.source);
        visit(&self.function);
        self.state.inspect(|state| state.0.iter().chain(&state.1).for_each(visit));
    }
}

static ACCUMULATE_NEW: NativeDef = signature("accumulate(iterable, func=None, *, initial=None)");

fn accumulate_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &ACCUMULATE_NEW, args)?;
    let initial = if a[2].is_none() { None } else { Some(a[2].clone()) };
    let source = iter::iter(cx, &a[0])?;
    Ok(Native::make(class, Accumulate { source, function: a[1].clone(), state: Guarded::new((initial, None)) }))
}

fn accumulate_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Accumulate>::of(iterator) else { return Ok(None) };
    let total = {
        let mut state = this.state.lock(iterator);
        if let Some(initial) = state.0.take() {
            state.1 = Some(initial.clone());
            return Ok(Some(initial));
        }
        state.1.clone()
    };
    let Some(item) = iter::next(cx, &this.source)? else { return Ok(None) };
    let total = match total {
        None => item,
        Some(total) if this.function.is_none() => number::binary(cx, BinOp::Add, &total, &item)?,
        Some(total) => call_pos(cx, &this.function, &[total, item])?,
    };
    publish_into(iterator, &total);
    let old = this.state.lock(iterator).1.replace(total.clone());
    drop(old);
    Ok(Some(total))
}

/// Made again from source and function; the state says whether a value is to be given out first, and the value or the total.
fn accumulate_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Accumulate>::of(&a[0]) else { return Ok(Value::NONE) };
    let args = vec![this.source.clone(), this.function.clone()];
    let now = this.state.lock(&a[0]).clone();
    match now {
        (Some(initial), _) => remade_with(cx, &a[0], args, vec![Value::TRUE, initial]),
        (None, Some(total)) => remade_with(cx, &a[0], args, vec![Value::FALSE, total]),
        (None, None) => remade(cx, &a[0], args),
    }
}

fn accumulate_set_state(cx: &Cx, a: &[Value]) -> R {
    let [is_first, value] = state(cx, &a[1])?;
    let is_first = truth(cx, &is_first)?;
    if let Some(this) = Native::<Accumulate>::of(&a[0]) {
        publish_into(&a[0], &value);
        let fresh = if is_first { (Some(value), None) } else { (None, Some(value)) };
        let old = std::mem::replace(&mut *this.state.lock(&a[0]), fresh);
        drop(old);
    }
    Ok(Value::NONE)
}

static ACCUMULATE_METHODS: &[NativeDef] =
    &[NativeDef::new("__reduce__(self, /)", accumulate_reduce), NativeDef::new("__setstate__(self, state, /)", accumulate_set_state)];

picker!(
    ACCUMULATE_DEF,
    ACCUMULATE,
    "accumulate",
    accumulate_new,
    accumulate_next,
    ACCUMULATE_METHODS,
    "Return series of accumulated sums (or other binary function results)."
);

struct Islice {
    state: Guarded<Slicing>,
    stop: Option<u64>,
    step: u64,
}

struct Slicing {
    source: Option<Value>,
    /// How many items the source gave, and the position of the next one to give out.
    given: u64,
    next: u64,
}

impl Slicing {
    /// Steps on: how many items come before the next one, and whether that is one to give out.
    fn step(&mut self, this: &Islice) -> (u64, bool) {
        let (given, next) = (self.given, self.next);
        let found = this.stop.is_none_or(|stop| next < stop);
        let after = next.saturating_add(this.step);
        self.given = next.max(given) + u64::from(found);
        self.next = this.stop.map_or(after, |stop| after.min(stop.max(next)));
        (next.saturating_sub(given), found)
    }
}

impl Payload for Islice {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.inspect(|state| state.source.iter().for_each(visit));
    }
}

/// An index argument: None stays None. Errors: ValueError with `message`.
fn bound(cx: &Cx, value: &Value, message: &str, least: i64) -> R<Option<u64>> {
    if value.is_none() {
        return Ok(None);
    }
    let index = number::index(cx, value);
    let index = cx.absorb(index, &crate::object::exception::TYPE_ERROR)?;
    match index.as_ref().and_then(int::to_i64) {
        Some(int) if int >= least => Ok(Some(int as u64)),
        _ => Err(cx.value_error(message)),
    }
}

fn islice_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const STEP: &str = "Step for islice() must be a positive integer or None.";
    let given = positional(cx, "islice", class, args)?;
    let (iterable, start, stop, step) = match given {
        [iterable, stop] => (iterable, None, stop, None),
        [iterable, start, stop] => (iterable, Some(start), stop, None),
        [iterable, start, stop, step] => (iterable, Some(start), stop, Some(step)),
        [] | [_] => return Err(cx.type_error(format!("islice expected at least 2 arguments, got {}", given.len()))),
        _ => return Err(cx.type_error(format!("islice expected at most 4 arguments, got {}", given.len()))),
    };
    let stop = bound(cx, stop, if start.is_none() { STOP } else { INDICES }, 0)?;
    let start = start.map_or(Ok(None), |start| bound(cx, start, INDICES, 0))?.unwrap_or(0);
    let step = step.map_or(Ok(None), |step| bound(cx, step, STEP, 1))?.unwrap_or(1);
    let state = Guarded::new(Slicing { source: Some(iter::iter(cx, iterable)?), given: 0, next: start });
    Ok(Native::make(class, Islice { state, stop, step }))
}

fn islice_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Islice>::of(iterator) else { return Ok(None) };
    if turns::is_shared(iterator)
        && let Some(taken) = islice_in_turn(cx, iterator, this)
    {
        return taken;
    }
    let source = this.state.lock(iterator).source.clone();
    let Some(source) = source else { return Ok(None) };
    let end = || {
        let ended = this.state.lock(iterator).source.take();
        drop(ended);
        Ok(None)
    };
    let (skip, found) = this.state.lock(iterator).step(this);
    for _ in 0..skip {
        if iter::next(cx, &source)?.is_none() {
            return end();
        }
        cx.safepoint()?;
    }
    if !found {
        return end();
    }
    match iter::next(cx, &source)? {
        Some(item) => Ok(Some(item)),
        None => end(),
    }
}

/// `islice_next` in one turn, after others in which as many items are left out as there may be; None: the source runs script.
#[cold]
fn islice_in_turn(cx: &Cx, iterator: &Value, this: &Islice) -> Option<R<Option<Value>>> {
    loop {
        // What dies here dies after the turn.
        let (mut dying, mut items) = (None, Vec::new());
        let mut state = this.state.lock(iterator);
        if !turns::takes_turns(std::slice::from_ref(state.source.as_ref()?)) {
            return None;
        }
        let skip = state.next.saturating_sub(state.given);
        let (wanted, found) = if skip > turns::MOST_ITEMS {
            state.given += turns::MOST_ITEMS;
            (turns::MOST_ITEMS, None)
        } else {
            let (skip, found) = state.step(this);
            (skip + u64::from(found), Some(found))
        };
        while (items.len() as u64) < wanted {
            match iter::next(cx, state.source.as_ref()?) {
                Ok(Some(item)) => items.push(item),
                Ok(None) => break,
                Err(raised) => {
                    drop(state);
                    return Some(Err(raised));
                }
            }
        }
        let is_over = (items.len() as u64) < wanted || found == Some(false);
        if is_over {
            dying = state.source.take();
        }
        drop(state);
        drop(dying);
        if is_over {
            return Some(Ok(None));
        }
        if found.is_some() {
            return Some(Ok(items.pop()));
        }
        if let Err(raised) = cx.safepoint() {
            return Some(Err(raised));
        }
    }
}

/// Made again from what is left of the source.
fn islice_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Islice>::of(&a[0]) else { return Ok(Value::NONE) };
    let (source, given, next) = this.state.with(&a[0], |state| (state.source.clone(), state.given, state.next));
    let Some(source) = source else {
        return remade(cx, &a[0], vec![nothing(), Value::int(0)]);
    };
    let left = |position: u64| Value::int(position.saturating_sub(given) as i64);
    remade(cx, &a[0], vec![source, left(next), this.stop.map_or(Value::NONE, left), Value::int(this.step as i64)])
}

static ISLICE_METHODS: &[NativeDef] = &[NativeDef::new("__reduce__(self, /)", islice_reduce)];

picker!(
    ISLICE_DEF,
    ISLICE,
    "islice",
    islice_new,
    islice_next,
    ISLICE_METHODS,
    "Return an iterator whose next() method returns selected values from an iterable."
);
