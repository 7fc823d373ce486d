//! `chain`, `zip_longest`, `pairwise` and `batched`.

use super::reduce::{nothing, remade, remade_with, state};
use crate::native::construct::{bind, positional, signature};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::iter::{self, itself};
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol::truth;
use crate::object::sequence;
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::turns;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

/// What a chain goes through.
#[derive(Clone, Default)]
struct Sources {
    /// Where the iterables come from, until its end.
    outer: Option<Value>,
    inner: Option<Value>,
    /// What threads have taken from `outer` at the same time: their turn comes after `inner`. Empty if there is no `inner`.
    next: Vec<Value>,
}

/// The iterator over iterables, and the one being walked.
struct Chain {
    state: Guarded<Sources>,
}

impl Payload for Chain {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.inspect(|state| state.outer.iter().chain(&state.inner).chain(&state.next).for_each(visit));
    }
    fn clear(&self) {
        drop(self.state.clear(std::mem::take));
    }
}

fn chain_over(cx: &Cx, class: &Type, iterables: &Value) -> R {
    let outer = iter::iter(cx, iterables)?;
    Ok(Native::make(class, Chain { state: Guarded::new(Sources { outer: Some(outer), ..Sources::default() }) }))
}

fn chain_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let iterables = Tuple::from_slice(positional(cx, "chain", class, args)?).into_value();
    chain_over(cx, class, &iterables)
}

fn from_iterable(cx: &Cx, a: &[Value]) -> R {
    let class = a[0].get::<Type>().unwrap_or(&CHAIN);
    chain_over(cx, class, &a[1])
}

fn chain_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Chain>::of(iterator) else { return Ok(None) };
    loop {
        let Sources { outer, inner, .. } = this.state.lock(iterator).clone();
        if let Some(inner) = inner {
            if let Some(item) = iter::next(cx, &inner)? {
                return Ok(Some(item));
            }
            let mut state = this.state.lock(iterator);
            let ended = if state.inner.as_ref().is_some_and(|now| now.is(&inner)) {
                let next = if state.next.is_empty() { None } else { Some(state.next.remove(0)) };
                std::mem::replace(&mut state.inner, next)
            } else {
                None
            };
            drop(state);
            drop(ended);
            cx.safepoint()?;
            continue;
        }
        let Some(outer) = outer else { return Ok(None) };
        let step = match iter::next(cx, &outer) {
            Ok(Some(iterable)) => iter::iter(cx, &iterable).map(Some),
            Ok(None) => Ok(None),
            Err(raised) => Err(raised),
        };
        let next = match step {
            Ok(Some(next)) => next,
            other => {
                let ended = this.state.lock(iterator).outer.take();
                drop(ended);
                return other.map(|_| None);
            }
        };
        publish_into(iterator, &next);
        let mut state = this.state.lock(iterator);
        if state.inner.is_none() {
            state.inner = Some(next);
        } else {
            // Another thread was faster; this one's turn comes after that.
            state.next.push(next);
        }
    }
}

/// Made again from nothing; the state is the iterators.
fn chain_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Chain>::of(&a[0]) else { return Ok(Value::NONE) };
    let Sources { outer, inner, .. } = this.state.lock(&a[0]).clone();
    match (outer, inner) {
        (None, None) => remade(cx, &a[0], Vec::new()),
        (outer, inner) => remade_with(cx, &a[0], Vec::new(), vec![outer.unwrap_or_else(nothing), inner.unwrap_or_else(nothing)]),
    }
}

fn chain_set_state(cx: &Cx, a: &[Value]) -> R {
    let [outer, inner] = state(cx, &a[1])?;
    let fresh = (iter::iter(cx, &outer)?, iter::iter(cx, &inner)?);
    if let Some(this) = Native::<Chain>::of(&a[0]) {
        publish_into(&a[0], &fresh.0);
        publish_into(&a[0], &fresh.1);
        let old = std::mem::replace(&mut *this.state.lock(&a[0]), Sources { outer: Some(fresh.0), inner: Some(fresh.1), next: Vec::new() });
        drop(old);
    }
    Ok(Value::NONE)
}

static CHAIN_DEF: TypeDef = TypeDef {
    name: "chain",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(chain_new), iter: Some(itself), next: Some(chain_next), ..Slots::NONE },
    methods: &[
        NativeDef::new("classmethod from_iterable(cls, iterable, /)", from_iterable)
            .doc("Alternative chain() constructor taking a single iterable argument that evaluates lazily."),
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
        NativeDef::new("__reduce__(self, /)", chain_reduce),
        NativeDef::new("__setstate__(self, state, /)", chain_set_state),
    ],
    doc: "Return a chain object whose .__next__() method returns elements from the first iterable until it is exhausted.",
    ..TypeDef::EMPTY
};
pub(super) static CHAIN: Type = Type::from_def(&CHAIN_DEF);

struct ZipLongest {
    /// None where an iterator ran out.
    sources: Guarded<Vec<Option<Value>>>,
    fill: Guarded<Value>,
}

impl Payload for ZipLongest {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.sources.inspect(|sources| sources.iter().flatten().for_each(&mut *visit));
        self.fill.inspect(visit);
    }
}

fn zip_longest_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let mut fill = Value::NONE;
    for (name, value) in args.keywords() {
        if name.bytes() != b"fillvalue" {
            return Err(cx.type_error("zip_longest() got an unexpected keyword argument"));
        }
        fill = value.clone();
    }
    let sources = args.pos().iter().map(|iterable| iter::iter(cx, iterable).map(Some)).collect::<R<Vec<_>>>()?;
    Ok(Native::make(class, ZipLongest { sources: Guarded::new(sources), fill: Guarded::new(fill) }))
}

fn zip_longest_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<ZipLongest>::of(iterator) else { return Ok(None) };
    if turns::is_shared(iterator)
        && let Some(taken) = zip_longest_in_turn(cx, iterator, this)
    {
        return taken;
    }
    let sources = this.sources.lock(iterator).clone();
    if sources.iter().all(Option::is_none) {
        return Ok(None);
    }
    let fill = this.fill.lock(iterator).clone();
    let mut items = Vec::with_capacity(sources.len());
    let mut found = false;
    for (index, source) in sources.iter().enumerate() {
        let item = match source {
            Some(source) => iter::next(cx, source)?,
            None => None,
        };
        if item.is_none() && source.is_some() {
            let ended = this.sources.lock(iterator)[index].take();
            drop(ended);
            if this.sources.lock(iterator).iter().all(Option::is_none) && !found {
                return Ok(None);
            }
        }
        found |= item.is_some();
        items.push(item.unwrap_or_else(|| fill.clone()));
    }
    Ok(found.then(|| Tuple::new(items).into_value()))
}

/// `zip_longest_next` in one turn; None: a source runs script.
#[cold]
fn zip_longest_in_turn(cx: &Cx, iterator: &Value, this: &ZipLongest) -> Option<R<Option<Value>>> {
    // What dies here dies after the turn.
    let fill = this.fill.lock(iterator).clone();
    let (mut dying, mut items) = (Vec::new(), Vec::new());
    let mut sources = this.sources.lock(iterator);
    if !sources.iter().flatten().all(|source| turns::takes_turns(std::slice::from_ref(source))) {
        return None;
    }
    let mut found = false;
    for source in sources.iter_mut() {
        let item = match source {
            Some(iterator) => match iter::next(cx, iterator) {
                Ok(item) => item,
                Err(raised) => {
                    drop(sources);
                    return Some(Err(raised));
                }
            },
            None => None,
        };
        if item.is_none() {
            dying.extend(source.take());
        }
        found |= item.is_some();
        items.push(item.unwrap_or_else(|| fill.clone()));
    }
    drop(sources);
    Some(Ok(found.then(|| Tuple::new(items).into_value())))
}

/// Made again from the sources; the state is what stands in for items that are missing.
fn zip_longest_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<ZipLongest>::of(&a[0]) else { return Ok(Value::NONE) };
    let sources = this.sources.lock(&a[0]).clone();
    let fill = this.fill.lock(&a[0]).clone();
    remade_with(cx, &a[0], sources.into_iter().map(|source| source.unwrap_or_else(nothing)).collect(), vec![fill])
}

fn zip_longest_set_state(cx: &Cx, a: &[Value]) -> R {
    let [fill] = state(cx, &a[1])?;
    if let Some(this) = Native::<ZipLongest>::of(&a[0]) {
        publish_into(&a[0], &fill);
        let old = std::mem::replace(&mut *this.fill.lock(&a[0]), fill);
        drop(old);
    }
    Ok(Value::NONE)
}

static ZIP_LONGEST_DEF: TypeDef = TypeDef {
    name: "zip_longest",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(zip_longest_new), iter: Some(itself), next: Some(zip_longest_next), ..Slots::NONE },
    methods: &[
        NativeDef::new("__reduce__(self, /)", zip_longest_reduce),
        NativeDef::new("__setstate__(self, state, /)", zip_longest_set_state),
    ],
    doc: "Return a zip_longest object whose .__next__() method returns a tuple, missing values filled in.",
    ..TypeDef::EMPTY
};
pub(super) static ZIP_LONGEST: Type = Type::from_def(&ZIP_LONGEST_DEF);

struct Pairwise {
    /// The source, and the item that will be first in the next pair.
    state: Guarded<(Option<Value>, Option<Value>)>,
}

impl Payload for Pairwise {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.inspect(|state| state.0.iter().chain(&state.1).for_each(visit));
    }
    fn clear(&self) {
        drop(self.state.clear(std::mem::take));
    }
}

fn pairwise_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let [iterable] = positional(cx, "pairwise", class, args)? else {
        return Err(cx.type_error(format!("pairwise expected 1 argument, got {}", args.values.len())));
    };
    let source = iter::iter(cx, iterable)?;
    Ok(Native::make(class, Pairwise { state: Guarded::new((Some(source), None)) }))
}

fn pairwise_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Pairwise>::of(iterator) else { return Ok(None) };
    if turns::is_shared(iterator)
        && let Some(taken) = pairwise_in_turn(cx, iterator, this)
    {
        return taken;
    }
    let (Some(source), previous) = this.state.lock(iterator).clone() else { return Ok(None) };
    let end = || {
        let old = std::mem::take(&mut *this.state.lock(iterator));
        drop(old);
        Ok(None)
    };
    let first = match previous {
        Some(previous) => previous,
        None => match iter::next(cx, &source)? {
            Some(first) => {
                publish_into(iterator, &first);
                let old = this.state.lock(iterator).1.replace(first.clone());
                drop(old);
                first
            }
            None => return end(),
        },
    };
    let Some(second) = iter::next(cx, &source)? else { return end() };
    publish_into(iterator, &second);
    let old = this.state.lock(iterator).1.replace(second.clone());
    drop(old);
    Ok(Some(Tuple::new(vec![first, second]).into_value()))
}

/// `pairwise_next` in one turn; None: the source runs script.
#[cold]
fn pairwise_in_turn(cx: &Cx, iterator: &Value, this: &Pairwise) -> Option<R<Option<Value>>> {
    // What dies here dies after the turn.
    let (source, first, second);
    let mut state = this.state.lock(iterator);
    source = state.0.clone()?;
    if !turns::takes_turns(std::slice::from_ref(&source)) {
        return None;
    }
    if state.1.is_none() {
        match iter::next(cx, &source) {
            Ok(Some(item)) => {
                publish_into(iterator, &item);
                state.1 = Some(item);
            }
            Ok(None) => {
                let ended = std::mem::take(&mut *state);
                drop(state);
                drop(ended);
                return Some(Ok(None));
            }
            Err(raised) => return Some(Err(raised)),
        }
    }
    second = match iter::next(cx, &source) {
        Ok(second) => second,
        Err(raised) => return Some(Err(raised)),
    };
    let Some(second) = second else {
        let ended = std::mem::take(&mut *state);
        drop(state);
        drop(ended);
        return Some(Ok(None));
    };
    publish_into(iterator, &second);
    first = state.1.replace(second.clone());
    drop(state);
    Some(Ok(first.map(|first| Tuple::new(vec![first, second]).into_value())))
}

static PAIRWISE_DEF: TypeDef = TypeDef {
    name: "pairwise",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(pairwise_new), iter: Some(itself), next: Some(pairwise_next), ..Slots::NONE },
    doc: "Return an iterator of overlapping pairs taken from the input iterator.",
    ..TypeDef::EMPTY
};
pub(super) static PAIRWISE: Type = Type::from_def(&PAIRWISE_DEF);

struct Batched {
    source: Guarded<Option<Value>>,
    size: usize,
    strict: bool,
}

impl Payload for Batched {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.source.inspect(|source| source.iter().for_each(visit));
    }
}

static BATCHED_NEW: NativeDef = signature("batched(iterable, n, *, strict=False)");

fn batched_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &BATCHED_NEW, args)?;
    let size = sequence::size_argument(cx, &a[1])?;
    if size < 1 {
        return Err(cx.value_error("n must be at least one"));
    }
    let strict = truth(cx, &a[2])?;
    Ok(Native::make(class, Batched { source: Guarded::new(Some(iter::iter(cx, &a[0])?)), size: size as usize, strict }))
}

fn batched_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Batched>::of(iterator) else { return Ok(None) };
    if turns::is_shared(iterator)
        && let Some(taken) = batch_in_turn(cx, iterator, this)
    {
        return taken.and_then(|items| batch(cx, this, items));
    }
    let source = this.source.lock(iterator).clone();
    let Some(source) = source else { return Ok(None) };
    let mut items = Vec::new();
    while items.len() < this.size {
        let Some(item) = iter::next(cx, &source)? else {
            let ended = this.source.lock(iterator).take();
            drop(ended);
            break;
        };
        crate::object::room::reserve(cx, &mut items, 1)?;
        items.push(item);
        cx.safepoint()?;
    }
    batch(cx, this, items)
}

/// The items of a batch in one turn; None: the source runs script, or there are too many.
#[cold]
fn batch_in_turn(cx: &Cx, iterator: &Value, this: &Batched) -> Option<R<Vec<Value>>> {
    // What dies here dies after the turn.
    let mut dying = None;
    let mut items = Vec::with_capacity(this.size.min(turns::MOST_ITEMS as usize));
    let mut source = this.source.lock(iterator);
    if this.size as u64 > turns::MOST_ITEMS || !turns::takes_turns(std::slice::from_ref(source.as_ref()?)) {
        return None;
    }
    while items.len() < this.size {
        match iter::next(cx, source.as_ref()?) {
            Ok(Some(item)) => items.push(item),
            Ok(None) => {
                dying = source.take();
                break;
            }
            Err(raised) => {
                drop(source);
                return Some(Err(raised));
            }
        }
    }
    drop(source);
    drop(dying);
    Some(Ok(items))
}

fn batch(cx: &Cx, this: &Batched, items: Vec<Value>) -> R<Option<Value>> {
    if items.is_empty() {
        return Ok(None);
    }
    if this.strict && items.len() < this.size {
        return Err(cx.value_error("batched(): incomplete batch"));
    }
    Ok(Some(Tuple::new(items).into_value()))
}

static BATCHED_DEF: TypeDef = TypeDef {
    name: "batched",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(batched_new), iter: Some(itself), next: Some(batched_next), ..Slots::NONE },
    doc: "Batch data into tuples of length n. The last batch may be shorter than n.",
    ..TypeDef::EMPTY
};
pub(super) static BATCHED: Type = Type::from_def(&BATCHED_DEF);
