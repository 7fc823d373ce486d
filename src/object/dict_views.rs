//! Views of a dict (`keys()`, `values()`, `items()`) and the iterators over them, both ways. Set operations of views are in `set_views`.

use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::iter::itself;
use super::list::List;
use super::native::{GetSet, NativeDef};
use super::pair::Pair;
use super::payload::{Native, Payload};
use super::repr_guard;
use super::slots::Slots;
use super::str::Name;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Raised, Value};
use parking_lot::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// What of each entry is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Keys,
    Values,
    Items,
}

pub(super) struct View {
    pub(super) dict: Value,
    pub(super) part: Part,
}

impl Payload for View {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict);
    }
}

/// The dict has been changed while it was iterated over. Ordered ones say it in a word of their own, whatever the change.
#[cold]
fn changed(cx: &Cx, dict: &Value, message: &str) -> Raised {
    let is_ordered = |class: &Value| class.get::<Type>().is_some_and(|class| class.full_name() == "collections.OrderedDict");
    let mro = type_of(dict).mro();
    let ordered = mro.get::<Tuple>().is_some_and(|mro| mro.items().iter().any(is_ordered));
    cx.runtime_error(if ordered { "OrderedDict mutated during iteration" } else { message })
}

impl View {
    pub(super) fn dict<'a>(&'a self, cx: &Cx) -> R<&'a Dict> {
        self.dict.get::<Dict>().ok_or_else(|| cx.type_error("expected a dict"))
    }
}

fn view(cx: &Cx, a: &[Value], part: Part) -> R {
    if a[0].get::<Dict>().is_none() {
        return Err(cx.type_error("expected a dict"));
    }
    let ty = match part {
        Part::Keys => &DICT_KEYS,
        Part::Values => &DICT_VALUES,
        Part::Items => &DICT_ITEMS,
    };
    Ok(Native::make(ty, View { dict: a[0].clone(), part }))
}

pub(super) fn keys(cx: &Cx, a: &[Value]) -> R {
    view(cx, a, Part::Keys)
}

pub(super) fn values(cx: &Cx, a: &[Value]) -> R {
    view(cx, a, Part::Values)
}

pub(super) fn items(cx: &Cx, a: &[Value]) -> R {
    view(cx, a, Part::Items)
}

/// The view a value is.
pub(super) fn of<'a>(cx: &Cx, value: &'a Value) -> R<&'a View> {
    Native::<View>::of(value).ok_or_else(|| cx.type_error(format!("expected a dict view, not {}", type_of(value).message_name())))
}

/// The dict that a view shows; any other value is given back.
pub(crate) fn behind(value: &Value) -> &Value {
    Native::<View>::of(value).map_or(value, |view| &view.dict)
}

/// What a view shows at one moment; None if the value is no view.
pub(crate) fn snapshot(value: &Value) -> Option<Vec<Value>> {
    let view = Native::<View>::of(value)?;
    let entries = view.dict.get::<Dict>()?.snapshot();
    Some(entries.into_iter().map(|(key, value)| shown(view.part, key, value)).collect())
}

fn shown(part: Part, key: Value, value: Value) -> Value {
    match part {
        Part::Keys => key,
        Part::Values => value,
        Part::Items => Tuple::of([key, value]).into_value(),
    }
}

fn len(cx: &Cx, value: &Value) -> R<usize> {
    Ok(of(cx, value)?.dict(cx)?.len())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let dict = of(cx, value)?.dict(cx)?;
    let part = of(cx, value)?.part;
    repr_guard::guarded(cx, value, "...", |text| {
        text.extend_from_slice(type_of(value).name().as_bytes());
        text.extend_from_slice(b"([");
        let mut from = 0;
        repr_guard::push_items(cx, text, || {
            let (entry, key, value) = dict.entry_from(from)?;
            from = entry + 1;
            Some(shown(part, key, value))
        })?;
        text.extend_from_slice(b"])");
        Ok(())
    })
}

/// `in` for keys and items.
pub(super) fn contains(cx: &Cx, value: &Value, sought: &Value) -> R<bool> {
    let view = of(cx, value)?;
    let dict = view.dict(cx)?;
    if view.part == Part::Keys {
        return Ok(dict.get(cx, sought)?.is_some());
    }
    let Some([key, value]) = sought.get::<Tuple>().map(Tuple::items) else {
        return Ok(false);
    };
    match dict.get(cx, key)? {
        Some(found) => compare::equal(cx, &found, value),
        None => Ok(false),
    }
}

fn mapping(cx: &Cx, value: &Value) -> R {
    Ok(super::mapping_proxy::make(of(cx, value)?.dict.clone()))
}

fn view_iter(cx: &Cx, value: &Value) -> R {
    let view = of(cx, value)?;
    walk(cx, &view.dict, view.part)
}

/// The `iter` slot of dict.
pub(crate) fn dict_iter(cx: &Cx, dict: &Value) -> R {
    walk(cx, dict, Part::Keys)
}

fn walk(cx: &Cx, value: &Value, part: Part) -> R {
    let Some(dict) = value.get::<Dict>() else {
        return Err(cx.type_error("expected a dict"));
    };
    let ty = match part {
        Part::Keys => &KEY_ITERATOR,
        Part::Values => &VALUE_ITERATOR,
        Part::Items => &ITEM_ITERATOR,
    };
    Ok(Native::make(ty, Walk::new(value, part, 0, dict.len())))
}

fn walk_back(cx: &Cx, value: &Value, part: Part) -> R {
    let Some(dict) = value.get::<Dict>() else {
        return Err(cx.type_error("expected a dict"));
    };
    let ty = match part {
        Part::Keys => &REVERSE_KEY_ITERATOR,
        Part::Values => &REVERSE_VALUE_ITERATOR,
        Part::Items => &REVERSE_ITEM_ITERATOR,
    };
    Ok(Native::make(ty, Walk::new(value, part, dict.filled(), dict.len())))
}

/// `dict.__reversed__`.
pub(super) fn reversed_keys(cx: &Cx, a: &[Value]) -> R {
    walk_back(cx, &a[0], Part::Keys)
}

fn reversed_view(cx: &Cx, a: &[Value]) -> R {
    let view = of(cx, &a[0])?;
    walk_back(cx, &view.dict, view.part)
}

/// An iterator over a dict. Forwards `at` is the next entry to look at, backwards the one after it.
struct Walk {
    dict: Value,
    part: Part,
    at: AtomicUsize,
    /// Items still to come, as counted at the start.
    left: AtomicUsize,
    /// Length of the dict at the start; `CHANGED` once it was found changed, `DONE` at the end.
    expected: AtomicUsize,
    /// Held while a SHARED iterator steps, so that each entry is handed out once; no user code runs meanwhile.
    stepping: Mutex<()>,
    /// Of iterators over items.
    pair: Pair,
}

const CHANGED: usize = usize::MAX;
const DONE: usize = usize::MAX - 1;

impl Payload for Walk {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict);
        self.pair.traverse(visit);
    }
}

impl Walk {
    fn new(dict: &Value, part: Part, at: usize, len: usize) -> Walk {
        Walk {
            dict: dict.clone(),
            part,
            at: AtomicUsize::new(at),
            left: AtomicUsize::new(len),
            expected: AtomicUsize::new(len),
            stepping: Mutex::new(()),
            pair: Pair::new(),
        }
    }

    /// Runs one step, alone if other strands can see the iterator.
    #[inline(always)]
    fn step<T>(&self, cx: &Cx, iterator: &Value, find: impl FnOnce(&Self, &Dict) -> Option<T>) -> R<Option<T>> {
        let Some(dict) = self.dict.get::<Dict>() else {
            return Ok(None);
        };
        let local = iterator.header().is_some_and(crate::memory::Header::is_local);
        let stepping = if local { None } else { Some(self.stepping.lock()) };
        let expected = self.expected.load(Relaxed);
        if expected == DONE {
            return Ok(None);
        }
        if expected != dict.len() {
            self.expected.store(CHANGED, Relaxed);
            drop(stepping);
            return Err(changed(cx, &self.dict, "dictionary changed size during iteration"));
        }
        let found = find(self, dict);
        if found.is_none() {
            self.expected.store(DONE, Relaxed);
            return Ok(None);
        }
        let left = self.left.load(Relaxed);
        if left == 0 {
            self.expected.store(DONE, Relaxed);
            drop(stepping);
            return Err(changed(cx, &self.dict, "dictionary keys changed during iteration"));
        }
        self.left.store(left - 1, Relaxed);
        Ok(found)
    }

    #[inline(always)]
    fn forwards(&self, iterator: &Value, dict: &Dict) -> Option<Value> {
        let at = self.at.load(Relaxed);
        let (entry, found) = match self.part {
            Part::Keys => dict.key_from(at)?,
            Part::Values => dict.value_from(at)?,
            Part::Items => {
                let (entry, key, value) = dict.entry_from(at)?;
                // Before the pair lets go of its old items: their finalizers may come back here.
                self.at.store(entry + 1, Relaxed);
                return Some(self.pair.with(iterator, [key, value]));
            }
        };
        self.at.store(entry + 1, Relaxed);
        Some(found)
    }

    fn backwards(&self, dict: &Dict) -> Option<Value> {
        let at = self.at.load(Relaxed).checked_sub(1)?;
        let (entry, key, value) = dict.entry_back_from(at)?;
        self.at.store(entry, Relaxed);
        Some(shown(self.part, key, value))
    }
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    match Native::<Walk>::of(iterator) {
        Some(walk) => walk.step(cx, iterator, |walk, dict| walk.forwards(iterator, dict)),
        None => Ok(None),
    }
}

/// The next key and value.
pub(super) fn next_pair(cx: &Cx, iterator: &Value) -> R<Option<[Value; 2]>> {
    let Some(walk) = Native::<Walk>::of(iterator) else {
        return Ok(None);
    };
    walk.step(cx, iterator, |walk, dict| {
        let (entry, key, value) = dict.entry_from(walk.at.load(Relaxed))?;
        walk.at.store(entry + 1, Relaxed);
        Some([key, value])
    })
}

fn next_back(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    match Native::<Walk>::of(iterator) {
        Some(walk) => walk.step(cx, iterator, Walk::backwards),
        None => Ok(None),
    }
}

fn length_hint(_: &Cx, a: &[Value]) -> R {
    let left = Native::<Walk>::of(&a[0]).and_then(|walk| {
        let unchanged = walk.expected.load(Relaxed) == walk.dict.get::<Dict>()?.len();
        unchanged.then(|| walk.left.load(Relaxed))
    });
    Ok(Value::int(left.unwrap_or(0) as i64))
}

/// `(iter, (what is left,))`; the iterator itself does not move.
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let mut rest = Vec::new();
    if let Some(walk) = Native::<Walk>::of(&a[0]) {
        let copy = Walk::new(&walk.dict, walk.part, walk.at.load(Relaxed), walk.left.load(Relaxed));
        copy.expected.store(walk.expected.load(Relaxed), Relaxed);
        let backwards = type_of(&a[0]).slots().next.is_some_and(|slot| std::ptr::fn_addr_eq(slot, next_back as fn(&Cx, &Value) -> _));
        while let Some(item) =
            copy.step(cx, &a[0], |walk, dict| if backwards { walk.backwards(dict) } else { walk.forwards(&a[0], dict) })?
        {
            rest.push(item);
        }
    }
    let function = cx.interp.builtins().get_name(Name::new("iter")).unwrap_or(Value::NONE);
    let arguments = Tuple::new(vec![List::new(rest).into_value()]).into_value();
    Ok(Tuple::new(vec![function, arguments]).into_value())
}

static ITERATOR_METHODS: &[NativeDef] =
    &[NativeDef::new("__length_hint__(self, /)", length_hint), NativeDef::new("__reduce__(self, /)", reduce)];

static REVERSED: &[NativeDef] = &[NativeDef::new("__reversed__(self, /)", reversed_view)];

static SET_METHODS: &[NativeDef] =
    &[NativeDef::new("__reversed__(self, /)", reversed_view), NativeDef::new("isdisjoint(self, other, /)", super::set_views::is_disjoint)];

static MAPPING: &[GetSet] = &[GetSet { name: "mapping", get: mapping, set: None }];

const VIEW_SLOTS: Slots = Slots { repr: Some(repr), len: Some(len), iter: Some(view_iter), ..Slots::NONE };

const SET_SLOTS: Slots =
    Slots { contains: Some(contains), compare: Some(super::set_views::compare), binary: super::set_views::BINARY, ..VIEW_SLOTS };

static DICT_KEYS_DEF: TypeDef = TypeDef { name: "dict_keys", slots: SET_SLOTS, methods: SET_METHODS, getset: MAPPING, ..TypeDef::EMPTY };
pub(crate) static DICT_KEYS: Type = Type::from_def(&DICT_KEYS_DEF);

static DICT_ITEMS_DEF: TypeDef = TypeDef { name: "dict_items", slots: SET_SLOTS, methods: SET_METHODS, getset: MAPPING, ..TypeDef::EMPTY };
pub(crate) static DICT_ITEMS: Type = Type::from_def(&DICT_ITEMS_DEF);

static DICT_VALUES_DEF: TypeDef = TypeDef { name: "dict_values", slots: VIEW_SLOTS, methods: REVERSED, getset: MAPPING, ..TypeDef::EMPTY };
pub(crate) static DICT_VALUES: Type = Type::from_def(&DICT_VALUES_DEF);

macro_rules! iterator {
    ($type:ident, $def:ident, $name:literal, $next:ident) => {
        static $def: TypeDef = TypeDef {
            name: $name,
            slots: Slots { iter: Some(itself), next: Some($next), ..Slots::NONE },
            methods: ITERATOR_METHODS,
            runs_no_script: super::turns::ALWAYS,
            ..TypeDef::EMPTY
        };
        pub(crate) static $type: Type = Type::from_def(&$def);
    };
}

iterator!(KEY_ITERATOR, KEY_ITERATOR_DEF, "dict_keyiterator", next);
iterator!(VALUE_ITERATOR, VALUE_ITERATOR_DEF, "dict_valueiterator", next);
iterator!(ITEM_ITERATOR, ITEM_ITERATOR_DEF, "dict_itemiterator", next);
iterator!(REVERSE_KEY_ITERATOR, REVERSE_KEY_ITERATOR_DEF, "dict_reversekeyiterator", next_back);
iterator!(REVERSE_VALUE_ITERATOR, REVERSE_VALUE_ITERATOR_DEF, "dict_reversevalueiterator", next_back);
iterator!(REVERSE_ITEM_ITERATOR, REVERSE_ITEM_ITERATOR_DEF, "dict_reverseitemiterator", next_back);

pub(crate) static TYPES: [&Type; 9] = [
    &DICT_KEYS,
    &DICT_VALUES,
    &DICT_ITEMS,
    &KEY_ITERATOR,
    &VALUE_ITERATOR,
    &ITEM_ITERATOR,
    &REVERSE_KEY_ITERATOR,
    &REVERSE_VALUE_ITERATOR,
    &REVERSE_ITEM_ITERATOR,
];
