//! `product`, `permutations` and `combinations`: pools of items and the indices of the next tuple.

use super::reduce::{nothing, numbers_of, remade, remade_with, state as state_parts};
use crate::native::construct::{bind, signature};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::iter::{self, itself};
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::room;
use crate::object::sequence;
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

/// Pools to pick from and how to find the indices that come next.
struct Combining {
    /// One tuple for each place, or one for all.
    pools: Vec<Value>,
    state: Guarded<State>,
    advance: fn(&mut State, &Combining) -> bool,
}

struct State {
    /// Index into the place's pool of each item of the next tuple. Permutations: all indices, the first ones count.
    indices: Vec<usize>,
    cycles: Vec<usize>,
    done: bool,
}

impl Payload for Combining {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.pools.iter().for_each(visit);
    }
}

impl Combining {
    fn pool(&self, place: usize) -> &[Value] {
        let pool = if self.pools.len() == 1 { self.pools.first() } else { self.pools.get(place) };
        pool.and_then(|pool| pool.get::<Tuple>()).map_or(&[], Tuple::items)
    }
}

fn next(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Combining>::of(iterator) else { return Ok(None) };
    let mut state = this.state.lock(iterator);
    if state.done {
        return Ok(None);
    }
    let places = if state.cycles.is_empty() { state.indices.len() } else { state.cycles.len() };
    let items = state.indices.iter().take(places).enumerate().filter_map(|(place, index)| this.pool(place).get(*index).cloned());
    let items: Vec<Value> = items.collect();
    state.done = !(this.advance)(&mut state, this);
    drop(state);
    Ok(Some(Tuple::new(items).into_value()))
}

/// Made again from the pools; the state is the indices.
fn reduce(cx: &Cx, iterator: &Value, has_places: bool) -> R {
    let Some(this) = Native::<Combining>::of(iterator) else { return Ok(Value::NONE) };
    let (indices, cycles, done) = {
        let state = this.state.lock(iterator);
        (state.indices.clone(), state.cycles.clone(), state.done)
    };
    if done {
        // There is nothing to pick for one place.
        let args = if has_places { vec![nothing(), Value::int(1)] } else { vec![nothing()] };
        return remade(cx, iterator, args);
    }
    let mut args = this.pools.clone();
    if has_places {
        args.push(Value::int(if cycles.is_empty() { indices.len() } else { cycles.len() } as i64));
    }
    remade_with(cx, iterator, args, vec![super::reduce::numbers(&indices), super::reduce::numbers(&cycles)])
}

/// Takes indices that lie in the pools, and cycles that fit them.
fn set_state(cx: &Cx, a: &[Value]) -> R {
    let [indices, cycles] = state_parts(cx, &a[1])?;
    let (indices, cycles) = (numbers_of(cx, &indices)?, numbers_of(cx, &cycles)?);
    let Some(this) = Native::<Combining>::of(&a[0]) else { return Ok(Value::NONE) };
    let mut state = this.state.lock(&a[0]);
    let n = indices.len();
    let fits = n == state.indices.len()
        && cycles.len() == state.cycles.len()
        && indices.iter().enumerate().all(|(place, index)| *index < this.pool(place).len())
        && cycles.iter().enumerate().all(|(place, cycle)| (1..=n - place).contains(cycle));
    if !fits {
        return Err(cx.value_error("invalid state of an iterator"));
    }
    (state.indices, state.cycles) = (indices, cycles);
    Ok(Value::NONE)
}

const SET_STATE: NativeDef = NativeDef::new("__setstate__(self, state, /)", set_state);
static PRODUCT_METHODS: &[NativeDef] = &[NativeDef::new("__reduce__(self, /)", |cx, a| reduce(cx, &a[0], false)), SET_STATE];
static PLACES_METHODS: &[NativeDef] = &[NativeDef::new("__reduce__(self, /)", |cx, a| reduce(cx, &a[0], true)), SET_STATE];

fn make(
    class: &Type,
    pools: Vec<Value>,
    indices: Vec<usize>,
    cycles: Vec<usize>,
    done: bool,
    advance: fn(&mut State, &Combining) -> bool,
) -> R {
    Ok(Native::make(class, Combining { pools, state: Guarded::new(State { indices, cycles, done }), advance }))
}

fn pool_of(cx: &Cx, iterable: &Value) -> R<(Value, usize)> {
    let items = iter::collect(cx, iterable)?;
    let len = items.len();
    Ok((Tuple::new(items).into_value(), len))
}

/// The number of places. Errors: ValueError if negative.
fn places(cx: &Cx, value: &Value) -> R<usize> {
    usize::try_from(sequence::size_argument(cx, value)?).map_err(|_| cx.value_error("r must be non-negative"))
}

/// `len` numbers given by `number`. Errors: MemoryError.
fn numbers(cx: &Cx, len: usize, number: impl Fn(usize) -> usize) -> R<Vec<usize>> {
    let mut all = room::vec(cx, len)?;
    all.extend((0..len).map(number));
    Ok(all)
}

fn product_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let mut repeat = 1;
    for (name, value) in args.keywords() {
        if name.bytes() != b"repeat" {
            return Err(cx.type_error(format!("product() got an unexpected keyword argument '{name}'")));
        }
        repeat = sequence::size_argument(cx, value)?;
    }
    let repeat = usize::try_from(repeat).map_err(|_| cx.value_error("repeat argument cannot be negative"))?;
    let mut once = Vec::new();
    let mut is_empty = false;
    for iterable in if repeat == 0 { &[] } else { args.pos() } {
        let (pool, len) = pool_of(cx, iterable)?;
        is_empty |= len == 0;
        once.push(pool);
    }
    let total = once.len().checked_mul(repeat).ok_or_else(|| cx.overflow_error("repeat argument too large"))?;
    let indices = numbers(cx, total, |_| 0)?;
    let pools = room::repeat(cx, &once, repeat as i64)?;
    make(class, pools, indices, Vec::new(), is_empty, |state, this| {
        for place in (0..state.indices.len()).rev() {
            state.indices[place] += 1;
            if state.indices[place] < this.pool(place).len() {
                return true;
            }
            state.indices[place] = 0;
        }
        false
    })
}

static PERMUTATIONS_NEW: NativeDef = signature("permutations(iterable, r=None)");

fn permutations_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &PERMUTATIONS_NEW, args)?;
    let (pool, n) = pool_of(cx, &a[0])?;
    let r = if a[1].is_none() {
        n
    } else if crate::object::int::is_int(&a[1]) {
        places(cx, &a[1])?
    } else {
        return Err(cx.type_error("Expected int as r"));
    };
    if r > n {
        return make(class, vec![pool], Vec::new(), Vec::new(), true, |_, _| false);
    }
    let indices = if r == 0 { Vec::new() } else { numbers(cx, n, |i| i)? };
    let cycles = numbers(cx, r, |i| n - i)?;
    make(class, vec![pool], indices, cycles, false, |state, _| {
        let n = state.indices.len();
        for place in (0..state.cycles.len()).rev() {
            state.cycles[place] -= 1;
            if state.cycles[place] > 0 {
                let other = n - state.cycles[place];
                state.indices.swap(place, other);
                return true;
            }
            state.indices[place..].rotate_left(1);
            state.cycles[place] = n - place;
        }
        false
    })
}

static COMBINATIONS_NEW: NativeDef = signature("combinations(iterable, r)");

fn combinations_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &COMBINATIONS_NEW, args)?;
    let (pool, n) = pool_of(cx, &a[0])?;
    let r = places(cx, &a[1])?;
    let indices = numbers(cx, r.min(n), |i| i)?;
    make(class, vec![pool], indices, Vec::new(), r > n, |state, this| {
        let (n, r) = (this.pool(0).len(), state.indices.len());
        let Some(place) = (0..r).rev().find(|place| state.indices[*place] != place + n - r) else { return false };
        state.indices[place] += 1;
        for later in place + 1..r {
            state.indices[later] = state.indices[later - 1] + 1;
        }
        true
    })
}

static WITH_REPLACEMENT_NEW: NativeDef = signature("combinations_with_replacement(iterable, r)");

fn with_replacement_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &WITH_REPLACEMENT_NEW, args)?;
    let (pool, n) = pool_of(cx, &a[0])?;
    let r = places(cx, &a[1])?;
    let indices = numbers(cx, r, |_| 0)?;
    make(class, vec![pool], indices, Vec::new(), n == 0 && r > 0, |state, this| {
        let n = this.pool(0).len();
        let Some(place) = state.indices.iter().rposition(|index| index + 1 < n) else { return false };
        let index = state.indices[place] + 1;
        state.indices[place..].fill(index);
        true
    })
}

macro_rules! combining {
    ($def:ident, $ty:ident, $name:literal, $new:ident, $methods:ident, $doc:literal) => {
        static $def: TypeDef = TypeDef {
            name: $name,
            module: "itertools",
            subclassable: true,
            slots: Slots { new: Some($new), iter: Some(itself), next: Some(next), ..Slots::NONE },
            methods: $methods,
            doc: $doc,
            ..TypeDef::EMPTY
        };
        pub(super) static $ty: Type = Type::from_def(&$def);
    };
}

combining!(
    PRODUCT_DEF,
    PRODUCT,
    "product",
    product_new,
    PRODUCT_METHODS,
    "Cartesian product of input iterables. Equivalent to nested for-loops."
);
combining!(
    PERMUTATIONS_DEF,
    PERMUTATIONS,
    "permutations",
    permutations_new,
    PLACES_METHODS,
    "Return successive r-length permutations of elements in the iterable."
);
combining!(
    COMBINATIONS_DEF,
    COMBINATIONS,
    "combinations",
    combinations_new,
    PLACES_METHODS,
    "Return successive r-length combinations of elements in the iterable."
);
combining!(
    WITH_REPLACEMENT_DEF,
    COMBINATIONS_WITH_REPLACEMENT,
    "combinations_with_replacement",
    with_replacement_new,
    PLACES_METHODS,
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats."
);
