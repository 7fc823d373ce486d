//! Iterators over deques, forwards and backwards.

use super::deque::Deque;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::iter::itself;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::sequence;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct DequeIterator {
    deque: Value,
    /// State of the deque when the walk began.
    changes: u64,
    len: usize,
    /// How many items were given out.
    given: AtomicUsize,
    backwards: bool,
}

impl Payload for DequeIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.deque);
    }
}

fn make(ty: &Type, deque: &Value, skip: usize, backwards: bool) -> Value {
    let (changes, len) = Deque::of(deque).map_or((0, 0), |this| (this.changes(), this.len()));
    Native::make(ty, DequeIterator { deque: deque.clone(), changes, len, given: AtomicUsize::new(skip.min(len)), backwards })
}

pub(super) fn forwards(_: &Cx, deque: &Value) -> R {
    Ok(make(&DEQUE_ITERATOR, deque, 0, false))
}

pub(super) fn backwards(_: &Cx, a: &[Value]) -> R {
    Ok(make(&DEQUE_REVERSE_ITERATOR, &a[0], 0, true))
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<DequeIterator>::of(iterator) else { return Ok(None) };
    let given = this.given.fetch_update(Relaxed, Relaxed, |given| (given < this.len).then_some(given + 1));
    let Some(deque) = Deque::of(&this.deque) else { return Ok(None) };
    let Ok(given) = given else {
        return if deque.changes() == this.changes { Ok(None) } else { Err(cx.runtime_error("deque mutated during iteration")) };
    };
    let index = if this.backwards { this.len - 1 - given } else { given };
    match deque.get_unchanged(index, this.changes) {
        Some(item) => Ok(item),
        None => {
            this.given.store(this.len, Relaxed);
            Err(cx.runtime_error("deque mutated during iteration"))
        }
    }
}

fn length_hint(_: &Cx, a: &[Value]) -> R {
    Ok(Value::int(Native::<DequeIterator>::of(&a[0]).map_or(0, |this| this.len - this.given.load(Relaxed)) as i64))
}

fn construct(cx: &Cx, class: &Type, args: Args<'_>, backwards: bool) -> R {
    let (deque, skip) = match args.values {
        [deque] => (deque, 0),
        [deque, skip] => (deque, sequence::size_argument(cx, skip)?.max(0) as usize),
        _ => return Err(cx.type_error("expected a deque and an index")),
    };
    if Deque::of(deque).is_none() {
        return Err(cx.type_error("expected a deque"));
    }
    Ok(make(class, deque, skip, backwards))
}

fn reduce(_: &Cx, a: &[Value]) -> R {
    use crate::object::tuple::Tuple;
    use crate::object::ty::type_of;
    use crate::object::value::Object;
    let Some(this) = Native::<DequeIterator>::of(&a[0]) else { return Ok(Value::NONE) };
    let args = Tuple::new(vec![this.deque.clone(), Value::int(this.given.load(Relaxed) as i64)]);
    Ok(Tuple::new(vec![type_of(&a[0]).value(), args.into_value()]).into_value())
}

static METHODS: &[NativeDef] = &[NativeDef::new("__length_hint__(self, /)", length_hint), NativeDef::new("__reduce__(self, /)", reduce)];

static ITERATOR_DEF: TypeDef = TypeDef {
    name: "_deque_iterator",
    module: "_collections",
    slots: Slots { new: Some(|cx, class, args| construct(cx, class, args, false)), iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: METHODS,
    ..TypeDef::EMPTY
};
pub(super) static DEQUE_ITERATOR: Type = Type::from_def(&ITERATOR_DEF);

static REVERSE_DEF: TypeDef = TypeDef {
    name: "_deque_reverse_iterator",
    module: "_collections",
    slots: Slots { new: Some(|cx, class, args| construct(cx, class, args, true)), iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: METHODS,
    ..TypeDef::EMPTY
};
pub(super) static DEQUE_REVERSE_ITERATOR: Type = Type::from_def(&REVERSE_DEF);
