//! Iterators over lists and tuples, forwards and backwards. Each index is handed out once, however many strands ask.

use super::cx::Cx;
use super::iter::itself;
use super::list::List;
use super::native::NativeDef;
use super::payload::{Native, Payload};
use super::slots::Slots;
use super::str::Name;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef};
use super::value::{Object, R, Value};
use crate::memory::Header;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A position that several strands may advance. `END` once the items ran out: later additions do not revive an iterator.
pub(crate) struct Cursor(AtomicUsize);

const END: usize = usize::MAX;

impl Cursor {
    pub(crate) fn new(start: usize) -> Cursor {
        Cursor(AtomicUsize::new(start))
    }

    /// The present position; None at the end.
    pub(crate) fn get(&self) -> Option<usize> {
        Some(self.0.load(Relaxed)).filter(|at| *at != END)
    }

    pub(crate) fn finish(&self) {
        self.0.store(END, Relaxed);
    }

    pub(crate) fn set(&self, at: usize) {
        self.0.store(at, Relaxed);
    }

    /// Takes the present position and steps forward. `owner` tells whether other strands can see the iterator.
    #[inline(always)]
    pub(crate) fn advance(&self, owner: &Value) -> Option<usize> {
        if owner.header().is_some_and(Header::is_local) {
            let at = self.0.load(Relaxed);
            if at == END {
                return None;
            }
            self.0.store(at + 1, Relaxed);
            return Some(at);
        }
        self.0.fetch_update(Relaxed, Relaxed, |at| if at == END { None } else { Some(at + 1) }).ok()
    }

    /// Takes the present position and steps back; after position 0 comes the end.
    #[inline(always)]
    pub(crate) fn retreat(&self, owner: &Value) -> Option<usize> {
        if owner.header().is_some_and(Header::is_local) {
            let at = self.0.load(Relaxed);
            if at == END {
                return None;
            }
            self.0.store(at.wrapping_sub(1), Relaxed);
            return Some(at);
        }
        self.0.fetch_update(Relaxed, Relaxed, |at| if at == END { None } else { Some(at.wrapping_sub(1)) }).ok()
    }
}

/// Body of all iterators here; the type says which way it goes.
pub(crate) struct Sequence {
    pub(crate) items: Value,
    pub(crate) at: Cursor,
}

impl Payload for Sequence {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.items);
    }
}

fn make(ty: &'static Type, items: &Value, start: usize) -> Value {
    Native::make(ty, Sequence { items: items.clone(), at: Cursor::new(start) })
}

/// The `iter` slot of list.
pub(crate) fn list_iter(_: &Cx, list: &Value) -> R {
    Ok(make(&LIST_ITERATOR, list, 0))
}

/// The `iter` slot of tuple.
pub(crate) fn tuple_iter(_: &Cx, tuple: &Value) -> R {
    Ok(make(&TUPLE_ITERATOR, tuple, 0))
}

/// `list.__reversed__`.
pub(crate) fn list_reversed(_: &Cx, a: &[Value]) -> R {
    let len = a[0].get::<List>().map_or(0, List::len);
    Ok(make(&LIST_REVERSE_ITERATOR, &a[0], len.wrapping_sub(1)))
}

/// The next item of a list iterator if that is quick to tell: if the iterator and its list are LOCAL and the end is not reached.
#[inline(always)]
pub(super) fn quick_next(iterator: &Header) -> Option<Value> {
    if !std::ptr::eq(iterator.ty(), LIST_ITERATOR.header()) || !iterator.is_local() {
        return None;
    }
    // SAFETY: objects of this type, which has no subclasses, are made by `make` alone.
    let this = unsafe { Native::<Sequence>::assume(iterator) };
    // SAFETY: taking a reference runs no user code.
    let items = unsafe { this.items.get::<List>()?.local_slice() }?;
    // The position of an iterator that ended is beyond the end of any list.
    let at = this.at.0.load(Relaxed);
    let item = items.get(at)?.clone();
    this.at.0.store(at + 1, Relaxed);
    Some(item)
}

fn list_next(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    if let Some(item) = iterator.header().and_then(quick_next) {
        return Ok(Some(item));
    }
    let Some(this) = Native::<Sequence>::of(iterator) else {
        return Ok(None);
    };
    let (Some(at), Some(list)) = (this.at.advance(iterator), this.items.get::<List>()) else {
        return Ok(None);
    };
    let item = list.get(at);
    if item.is_none() {
        this.at.finish();
    }
    Ok(item)
}

fn list_next_back(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Sequence>::of(iterator) else {
        return Ok(None);
    };
    let (Some(at), Some(list)) = (this.at.retreat(iterator), this.items.get::<List>()) else {
        return Ok(None);
    };
    let item = list.get(at);
    if item.is_none() {
        this.at.finish();
    }
    Ok(item)
}

fn tuple_next(_: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Sequence>::of(iterator) else {
        return Ok(None);
    };
    let (Some(at), Some(tuple)) = (this.at.advance(iterator), this.items.get::<Tuple>()) else {
        return Ok(None);
    };
    let item = tuple.get(at).cloned();
    if item.is_none() {
        this.at.finish();
    }
    Ok(item)
}

fn length(items: &Value) -> usize {
    items.get::<List>().map(List::len).or(items.get::<Tuple>().map(Tuple::len)).unwrap_or(0)
}

fn hint_forwards(_: &Cx, a: &[Value]) -> R {
    let left = Native::<Sequence>::of(&a[0]).and_then(|this| Some(length(&this.items).saturating_sub(this.at.get()?)));
    Ok(Value::int(left.unwrap_or(0) as i64))
}

fn hint_backwards(_: &Cx, a: &[Value]) -> R {
    let left = Native::<Sequence>::of(&a[0]).and_then(|this| Some((length(&this.items), this.at.get()? + 1)));
    Ok(Value::int(left.map_or(0, |(len, left)| if left > len { 0 } else { left }) as i64))
}

/// `(function, (items,), position)`, or an empty iterable once exhausted.
fn reduce(cx: &Cx, this: &Value, function: &str) -> R {
    let function = cx.interp.builtins().get_name(Name::new(function)).unwrap_or(Value::NONE);
    let (argument, at) = match Native::<Sequence>::of(this).and_then(|this| Some((this.items.clone(), this.at.get()?))) {
        Some((items, at)) => (items, Some(Value::int(at as i64))),
        None => (List::new(Vec::new()).into_value(), None),
    };
    let arguments = Tuple::new(vec![argument]).into_value();
    Ok(Tuple::new([function, arguments].into_iter().chain(at).collect()).into_value())
}

fn set_state(cx: &Cx, a: &[Value]) -> R {
    let at = super::protocol::index(cx, &a[1])?;
    if let Some(this) = Native::<Sequence>::of(&a[0])
        && this.at.get().is_some()
    {
        this.at.set((at.max(0) as usize).min(length(&this.items)));
    }
    Ok(Value::NONE)
}

static FORWARD_METHODS: &[NativeDef] = &[
    NativeDef::new("__length_hint__(self, /)", hint_forwards),
    NativeDef::new("__reduce__(self, /)", |cx, a| reduce(cx, &a[0], "iter")),
    NativeDef::new("__setstate__(self, object, /)", set_state),
];

static BACKWARD_METHODS: &[NativeDef] = &[
    NativeDef::new("__length_hint__(self, /)", hint_backwards),
    NativeDef::new("__reduce__(self, /)", |cx, a| reduce(cx, &a[0], "reversed")),
    NativeDef::new("__setstate__(self, object, /)", set_state),
];

static LIST_ITERATOR_DEF: TypeDef = TypeDef {
    name: "list_iterator",
    slots: Slots { iter: Some(itself), next: Some(list_next), ..Slots::NONE },
    methods: FORWARD_METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static LIST_ITERATOR: Type = Type::from_def(&LIST_ITERATOR_DEF);

static LIST_REVERSE_ITERATOR_DEF: TypeDef = TypeDef {
    name: "list_reverseiterator",
    slots: Slots { iter: Some(itself), next: Some(list_next_back), ..Slots::NONE },
    methods: BACKWARD_METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static LIST_REVERSE_ITERATOR: Type = Type::from_def(&LIST_REVERSE_ITERATOR_DEF);

static TUPLE_ITERATOR_DEF: TypeDef = TypeDef {
    name: "tuple_iterator",
    slots: Slots { iter: Some(itself), next: Some(tuple_next), ..Slots::NONE },
    methods: FORWARD_METHODS,
    runs_no_script: super::turns::ALWAYS,
    ..TypeDef::EMPTY
};
pub(crate) static TUPLE_ITERATOR: Type = Type::from_def(&TUPLE_ITERATOR_DEF);
