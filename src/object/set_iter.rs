//! The iterator over sets and frozensets: the places of the table in order.

use super::cx::Cx;
use super::iter::itself;
use super::list::List;
use super::native::NativeDef;
use super::payload::{Native, Payload};
use super::set::{Set, any_set};
use super::slots::Slots;
use super::str::Name;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef};
use super::value::{R, Value};
use parking_lot::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct Walk {
    set: Value,
    /// The next place to look at.
    at: AtomicUsize,
    /// Length of the set at the start; `CHANGED` once it was found changed, `DONE` at the end.
    expected: AtomicUsize,
    left: AtomicUsize,
    /// Held while a SHARED iterator steps, so that each key is handed out once; no user code runs meanwhile.
    stepping: Mutex<()>,
}

const CHANGED: usize = usize::MAX;
const DONE: usize = usize::MAX - 1;

impl Payload for Walk {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.set);
    }
}

/// The `iter` slot.
pub(super) fn iter(cx: &Cx, value: &Value) -> R {
    let Some(set) = any_set(value) else {
        return Err(cx.type_error("expected a set"));
    };
    let len = set.len();
    let [at, expected, left] = [0, len, len].map(AtomicUsize::new);
    Ok(Native::make(&SET_ITERATOR, Walk { set: value.clone(), at, expected, left, stepping: Mutex::new(()) }))
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some((walk, set)) = Native::<Walk>::of(iterator).and_then(|walk| Some((walk, walk.set.get::<Set>()?))) else {
        return Ok(None);
    };
    let local = iterator.header().is_some_and(crate::memory::Header::is_local);
    let stepping = if local { None } else { Some(walk.stepping.lock()) };
    let expected = walk.expected.load(Relaxed);
    if expected == DONE {
        return Ok(None);
    }
    if expected != set.len() {
        walk.expected.store(CHANGED, Relaxed);
        drop(stepping);
        return Err(cx.runtime_error("Set changed size during iteration"));
    }
    match set.walk_from(walk.at.load(Relaxed)) {
        Some((place, key)) => {
            walk.at.store(place + 1, Relaxed);
            walk.left.store(walk.left.load(Relaxed).saturating_sub(1), Relaxed);
            Ok(Some(key))
        }
        None => {
            walk.expected.store(DONE, Relaxed);
            Ok(None)
        }
    }
}

fn length_hint(_: &Cx, a: &[Value]) -> R {
    let left = Native::<Walk>::of(&a[0])
        .filter(|walk| walk.set.get::<Set>().is_some_and(|set| set.len() == walk.expected.load(Relaxed)))
        .map_or(0, |walk| walk.left.load(Relaxed));
    Ok(Value::int(left as i64))
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let mut rest = Vec::new();
    if let Some(walk) = Native::<Walk>::of(&a[0])
        && walk.expected.load(Relaxed) != DONE
        && let Some(set) = walk.set.get::<Set>()
    {
        let mut from = walk.at.load(Relaxed);
        while let Some((place, key)) = set.walk_from(from) {
            rest.push(key);
            from = place + 1;
        }
    }
    let function = cx.interp.builtins().get_name(Name::new("iter")).unwrap_or(Value::NONE);
    let arguments = Tuple::new(vec![List::new(rest).into_value()]).into_value();
    Ok(Tuple::new(vec![function, arguments]).into_value())
}

static SET_ITERATOR_DEF: TypeDef = TypeDef {
    name: "set_iterator",
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: &[NativeDef::new("__length_hint__(self, /)", length_hint), NativeDef::new("__reduce__(self, /)", reduce)],
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static SET_ITERATOR: Type = Type::from_def(&SET_ITERATOR_DEF);
