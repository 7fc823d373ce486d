//! `count`, `cycle` and `repeat`. Numbers and items are handed out once each, however many strands ask.

use super::reduce::{nothing, remade, remade_with, state};
use crate::native::construct::{bind, positional, signature};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::int;
use crate::object::iter::{self, itself};
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::sequence;
use crate::object::slots::{BinOp, Slots};
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

struct Count {
    current: Guarded<Value>,
    step: Value,
}

impl Payload for Count {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.current.inspect(&mut *visit);
        visit(&self.step);
    }
}

static COUNT_NEW: NativeDef = signature("count(start=0, step=1)");

fn is_number(value: &Value) -> bool {
    let slots = type_of(value).slots();
    int::is_int(value)
        || value.as_float().is_some()
        || slots.index.is_some()
        || slots.float.is_some()
        || slots.int.is_some()
        || is_complex(value)
}

fn is_complex(value: &Value) -> bool {
    type_of(value).name() == "complex"
}

fn count_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &COUNT_NEW, args)?;
    if !is_number(&a[0]) || !is_number(&a[1]) {
        return Err(cx.type_error("a number is required"));
    }
    Ok(Native::make(class, Count { current: Guarded::new(a[0].clone()), step: a[1].clone() }))
}

fn count_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Count>::of(iterator) else { return Ok(None) };
    loop {
        let current = {
            let mut place = this.current.lock(iterator);
            if let (Some(now), Some(step)) = (place.as_int(), this.step.as_int())
                && let Some(next) = now.checked_add(step)
            {
                *place = Value::int(next);
                return Ok(Some(Value::int(now)));
            }
            place.clone()
        };
        // Any number's `+`, outside the lock: whoever stores first has taken the number.
        let next = number::binary(cx, BinOp::Add, &current, &this.step)?;
        publish_into(iterator, &next);
        let mut place = this.current.lock(iterator);
        if place.is(&current) {
            let old = std::mem::replace(&mut *place, next);
            drop(place);
            drop(old);
            return Ok(Some(current));
        }
    }
}

fn count_repr(cx: &Cx, iterator: &Value) -> R {
    let Some(this) = Native::<Count>::of(iterator) else { return Ok(Value::NONE) };
    let current = this.current.lock(iterator).clone();
    let name = type_of(iterator).name();
    let start = protocol::repr(cx, &current)?;
    if this.step.as_int() == Some(1) {
        return Ok(Str::from_str(&format!("{name}({})", start.to_str_lossy())).into_value());
    }
    let step = protocol::repr(cx, &this.step)?;
    Ok(Str::from_str(&format!("{name}({}, {})", start.to_str_lossy(), step.to_str_lossy())).into_value())
}

fn count_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Count>::of(&a[0]) else { return Ok(Value::NONE) };
    let current = this.current.lock(&a[0]).clone();
    let args = if this.step.as_int() == Some(1) { vec![current] } else { vec![current, this.step.clone()] };
    remade(cx, &a[0], args)
}

static COUNT_DEF: TypeDef = TypeDef {
    name: "count",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(count_new), iter: Some(itself), next: Some(count_next), repr: Some(count_repr), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", count_reduce)],
    doc: "Return a count object whose .__next__() method returns consecutive values.",
    runs_no_script: Some(|count, _| {
        let is_small = |this: &Count| this.step.as_int().is_some() && this.current.lock(count).as_int().is_some();
        Native::<Count>::of(count).is_some_and(is_small)
    }),
    ..TypeDef::EMPTY
};
pub(super) static COUNT: Type = Type::from_def(&COUNT_DEF);

struct Cycle {
    state: Guarded<CycleState>,
}

struct CycleState {
    /// None once it ran out.
    source: Option<Value>,
    saved: Vec<Value>,
    at: usize,
}

impl Payload for Cycle {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.inspect(|state| state.source.iter().chain(&state.saved).for_each(visit));
    }
    fn clear(&self) {
        drop(self.state.clear(|state| (state.source.take(), std::mem::take(&mut state.saved))));
    }
}

fn cycle_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let [iterable] = positional(cx, "cycle", class, args)? else {
        return Err(cx.type_error(format!("cycle expected 1 argument, got {}", args.values.len())));
    };
    let source = Some(iter::iter(cx, iterable)?);
    Ok(Native::make(class, Cycle { state: Guarded::new(CycleState { source, saved: Vec::new(), at: 0 }) }))
}

fn cycle_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Cycle>::of(iterator) else { return Ok(None) };
    let source = this.state.lock(iterator).source.clone();
    if let Some(source) = source {
        if let Some(item) = iter::next(cx, &source)? {
            publish_into(iterator, &item);
            this.state.lock(iterator).saved.push(item.clone());
            return Ok(Some(item));
        }
        let ended = this.state.lock(iterator).source.take();
        drop(ended);
    }
    let mut state = this.state.lock(iterator);
    if state.saved.is_empty() {
        return Ok(None);
    }
    let at = state.at;
    state.at = if at + 1 >= state.saved.len() { 0 } else { at + 1 };
    Ok(Some(state.saved[at].clone()))
}

/// Made again from the source and what it gave so far, or from what it gave, beginning where it is.
fn cycle_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Cycle>::of(&a[0]) else { return Ok(Value::NONE) };
    let (source, mut saved, at) = {
        let state = this.state.lock(&a[0]);
        (state.source.clone(), state.saved.clone(), state.at)
    };
    if source.is_none() {
        saved.rotate_left(at);
    }
    remade_with(cx, &a[0], vec![source.unwrap_or_else(nothing)], vec![Tuple::new(saved).into_value()])
}

fn cycle_set_state(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Cycle>::of(&a[0]) else { return Ok(Value::NONE) };
    let [saved] = state(cx, &a[1])?;
    let saved = iter::collect(cx, &saved)?;
    saved.iter().for_each(|item| publish_into(&a[0], item));
    let old = {
        let mut state = this.state.lock(&a[0]);
        state.at = 0;
        std::mem::replace(&mut state.saved, saved)
    };
    drop(old);
    Ok(Value::NONE)
}

static CYCLE_DEF: TypeDef = TypeDef {
    name: "cycle",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(cycle_new), iter: Some(itself), next: Some(cycle_next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", cycle_reduce), NativeDef::new("__setstate__(self, state, /)", cycle_set_state)],
    doc: "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    ..TypeDef::EMPTY
};
pub(super) static CYCLE: Type = Type::from_def(&CYCLE_DEF);

struct Repeat {
    object: Value,
    /// How often it still comes; None: for ever.
    left: Option<Guarded<usize>>,
}

impl Payload for Repeat {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.object);
    }
}

static REPEAT_NEW: NativeDef = signature("repeat(object, times=?)");

fn repeat_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &REPEAT_NEW, args)?;
    let left = if a[1].is_unset() { None } else { Some(Guarded::new(sequence::size_argument(cx, &a[1])?.max(0) as usize)) };
    Ok(Native::make(class, Repeat { object: a[0].clone(), left }))
}

fn repeat_next(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Repeat>::of(iterator) else { return Ok(None) };
    if let Some(left) = &this.left {
        let mut left = left.lock(iterator);
        if *left == 0 {
            return Ok(None);
        }
        *left -= 1;
    }
    Ok(Some(this.object.clone()))
}

fn repeat_repr(cx: &Cx, iterator: &Value) -> R {
    let Some(this) = Native::<Repeat>::of(iterator) else { return Ok(Value::NONE) };
    let object = protocol::repr(cx, &this.object)?;
    let name = type_of(iterator).name();
    let text = match &this.left {
        Some(left) => format!("{name}({}, {})", object.to_str_lossy(), *left.lock(iterator)),
        None => format!("{name}({})", object.to_str_lossy()),
    };
    Ok(Str::from_str(&text).into_value())
}

fn repeat_hint(cx: &Cx, a: &[Value]) -> R {
    match Native::<Repeat>::of(&a[0]).and_then(|this| this.left.as_ref()) {
        Some(left) => Ok(Value::int(*left.lock(&a[0]) as i64)),
        None => Err(cx.type_error("len() of unsized object")),
    }
}

fn repeat_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Repeat>::of(&a[0]) else { return Ok(Value::NONE) };
    let left = this.left.as_ref().map(|left| Value::int(*left.lock(&a[0]) as i64));
    remade(cx, &a[0], std::iter::once(this.object.clone()).chain(left).collect())
}

static REPEAT_DEF: TypeDef = TypeDef {
    name: "repeat",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(repeat_new), iter: Some(itself), next: Some(repeat_next), repr: Some(repeat_repr), ..Slots::NONE },
    methods: &[NativeDef::new("__length_hint__(self, /)", repeat_hint), NativeDef::new("__reduce__(self, /)", repeat_reduce)],
    doc: "repeat(object [,times]) -> create an iterator which returns the object for the specified number of times.",
    runs_no_script: crate::object::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(super) static REPEAT: Type = Type::from_def(&REPEAT_DEF);
