//! `groupby`: consecutive items with equal keys. Groups share the source with the iterator that made them.

use super::reduce::{remade, remade_with, state};
use crate::native::construct::{bind, signature};
use crate::object::args::Args;
use crate::object::call::call_pos;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::iter::{self, itself};
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

struct GroupBy {
    source: Value,
    key: Value,
    state: Guarded<State>,
}

#[derive(Default)]
struct State {
    /// Key of the group given out last.
    target: Option<Value>,
    current: Option<(Value, Value)>,
    /// Number of the group whose items may be asked for.
    group: u64,
}

impl Payload for GroupBy {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.source);
        visit(&self.key);
        self.state.inspect(|state| {
            state.target.iter().for_each(&mut *visit);
            if let Some((key, item)) = &state.current {
                visit(key);
                visit(item);
            }
        });
    }
    fn clear(&self) {
        drop(self.state.clear(std::mem::take));
    }
}

static GROUPBY_NEW: NativeDef = signature("groupby(iterable, key=None)");

fn groupby_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &GROUPBY_NEW, args)?;
    let source = iter::iter(cx, &a[0])?;
    Ok(Native::make(class, GroupBy { source, key: a[1].clone(), state: Guarded::new(State::default()) }))
}

/// Fetches the next item and its key; None at the end.
fn step(cx: &Cx, owner: &Value, this: &GroupBy) -> R<Option<Value>> {
    let Some(item) = iter::next(cx, &this.source)? else { return Ok(None) };
    let key = if this.key.is_none() { item.clone() } else { call_pos(cx, &this.key, std::slice::from_ref(&item))? };
    publish_into(owner, &item);
    publish_into(owner, &key);
    let old = this.state.lock(owner).current.replace((key.clone(), item));
    drop(old);
    Ok(Some(key))
}

fn groupby_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<GroupBy>::of(iterator) else { return Ok(None) };
    loop {
        let (target, current) = {
            let mut state = this.state.lock(iterator);
            state.group += 1;
            (state.target.clone(), state.current.as_ref().map(|(key, _)| key.clone()))
        };
        match (&target, &current) {
            (_, None) => {}
            (None, Some(_)) => break,
            (Some(target), Some(current)) if !compare::equal(cx, target, current)? => break,
            _ => {}
        }
        if step(cx, iterator, this)?.is_none() {
            return Ok(None);
        }
        cx.safepoint()?;
    }
    let (key, group, old) = {
        let mut state = this.state.lock(iterator);
        let Some(key) = state.current.as_ref().map(|(key, _)| key.clone()) else { return Ok(None) };
        let old = state.target.replace(key.clone());
        (key, state.group, old)
    };
    drop(old);
    let grouper = Native::make(&GROUPER, Grouper { parent: iterator.clone(), key: key.clone(), group });
    Ok(Some(Tuple::new(vec![key, grouper]).into_value()))
}

/// Made again from source and key; the state is the key of the group, and the item that waits with its key.
fn groupby_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<GroupBy>::of(&a[0]) else { return Ok(Value::NONE) };
    let args = vec![this.source.clone(), this.key.clone()];
    let (target, current) = {
        let state = this.state.lock(&a[0]);
        (state.target.clone(), state.current.clone())
    };
    match (target, current) {
        (Some(target), Some((key, item))) => remade_with(cx, &a[0], args, vec![target, key, item]),
        _ => remade(cx, &a[0], args),
    }
}

fn groupby_set_state(cx: &Cx, a: &[Value]) -> R {
    let [target, key, item] = state(cx, &a[1])?;
    if let Some(this) = Native::<GroupBy>::of(&a[0]) {
        [&target, &key, &item].into_iter().for_each(|value| publish_into(&a[0], value));
        let fresh = State { target: Some(target), current: Some((key, item)), group: 0 };
        let old = std::mem::replace(&mut *this.state.lock(&a[0]), fresh);
        drop(old);
    }
    Ok(Value::NONE)
}

static GROUPBY_DEF: TypeDef = TypeDef {
    name: "groupby",
    module: "itertools",
    subclassable: true,
    slots: Slots { new: Some(groupby_new), iter: Some(itself), next: Some(groupby_next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", groupby_reduce), NativeDef::new("__setstate__(self, state, /)", groupby_set_state)],
    doc: "make an iterator that returns consecutive keys and groups from the iterable",
    ..TypeDef::EMPTY
};
pub(super) static GROUPBY: Type = Type::from_def(&GROUPBY_DEF);

struct Grouper {
    parent: Value,
    key: Value,
    group: u64,
}

impl Payload for Grouper {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.parent);
        visit(&self.key);
    }
}

fn grouper_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Grouper>::of(iterator) else { return Ok(None) };
    let Some(parent) = Native::<GroupBy>::of(&this.parent) else { return Ok(None) };
    let current = {
        let state = parent.state.lock(&this.parent);
        if state.group != this.group {
            return Ok(None);
        }
        state.current.as_ref().map(|(key, _)| key.clone())
    };
    let key = match current {
        Some(key) => key,
        None => match step(cx, &this.parent, parent)? {
            Some(key) => key,
            None => return Ok(None),
        },
    };
    if !compare::equal(cx, &this.key, &key)? {
        return Ok(None);
    }
    let taken = parent.state.lock(&this.parent).current.take();
    Ok(taken.map(|(_, item)| item))
}

static GROUPER_NEW: NativeDef = signature("_grouper(parent, tgtkey, /)");

/// A group of what `parent` gives next.
fn grouper_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind(cx, &GROUPER_NEW, args)?;
    let Some(parent) = Native::<GroupBy>::of(&a[0]) else {
        let kind = crate::object::args::kind_of(&a[0]);
        return Err(cx.type_error(format!("_grouper() argument 1 must be itertools.groupby, not {kind}")));
    };
    let group = parent.state.lock(&a[0]).group;
    Ok(Native::make(class, Grouper { parent: a[0].clone(), key: a[1].clone(), group }))
}

/// Made again from parent and key; a group that has been passed is empty.
fn grouper_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Grouper>::of(&a[0]) else { return Ok(Value::NONE) };
    let is_now = Native::<GroupBy>::of(&this.parent).is_some_and(|parent| parent.state.lock(&this.parent).group == this.group);
    if !is_now {
        let function = cx.interp.builtins().get_name(crate::object::str::Name::new("iter")).unwrap_or(Value::NONE);
        let nothing = Tuple::new(vec![super::reduce::nothing()]).into_value();
        return Ok(Tuple::new(vec![function, nothing]).into_value());
    }
    remade(cx, &a[0], vec![this.parent.clone(), this.key.clone()])
}

static GROUPER_DEF: TypeDef = TypeDef {
    name: "_grouper",
    module: "itertools",
    slots: Slots { new: Some(grouper_new), iter: Some(itself), next: Some(grouper_next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", grouper_reduce)],
    ..TypeDef::EMPTY
};
pub(super) static GROUPER: Type = Type::from_def(&GROUPER_DEF);
