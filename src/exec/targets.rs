//! Storing, deleting and augmenting assignment targets.
//!
//! Augmented assignment of shared places loses no update when its operands are builtin objects: the new value replaces the old one
//! only if the place still holds what was read (compare and swap under the object's lock), else it is computed again.

use super::At;
use super::operators::arithmetic;
use super::variables::{cell_value, unbound_free};
use crate::object::attr;
use crate::object::cell::Cell;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{NAME_ERROR, UNBOUND_LOCAL_ERROR, VALUE_ERROR};
use crate::object::instance::{Instance, attrs_of};
use crate::object::iter;
use crate::object::list::List;
use crate::object::number;
use crate::object::protocol;
use crate::object::slots::BinOp;
use crate::object::stack::Fp;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Value};
use crate::tree::nodes::*;
use crate::tree::operand::unbound;
use std::sync::atomic::Ordering::Relaxed;

impl GlobalStore {
    #[inline(always)]
    fn store(&self, fp: Fp, value: Value) {
        let globals = fp.globals();
        let seen = self.cache.load(Relaxed);
        let mut value = value;
        if seen != 0 {
            match globals.set_cached((seen >> 32) as u32, seen as u32, value) {
                Ok(()) => return,
                Err(back) => value = back,
            }
        }
        self.store_slow(globals, value);
    }

    #[inline(never)]
    fn store_slow(&self, globals: &Dict, value: Value) {
        // A name that exists keeps its entry: worth a cache from now on. A new one changes the key set.
        let existed = globals.get_name(self.name).is_some();
        globals.set_name(self.name, value);
        if existed && let (version, Some(entry)) = globals.cache_entry(self.name) {
            self.cache.store(u64::from(version) << 32 | u64::from(entry), Relaxed);
        }
    }
}

impl Target {
    /// Stores a value.
    #[inline(always)]
    pub(crate) fn store(&self, cx: &Cx, fp: Fp, value: Value) -> R<()> {
        match self {
            Target::Local(slot) => {
                fp.set(*slot, value);
                Ok(())
            }
            Target::Unpack(target) => target.store_pair(cx, fp, value),
            _ => self.store_elsewhere(cx, fp, value),
        }
    }

    #[inline(never)]
    fn store_elsewhere(&self, cx: &Cx, fp: Fp, value: Value) -> R<()> {
        match self {
            Target::Local(slot) => fp.set(*slot, value),
            Target::Cell(slot) => set_cell(fp.local(*slot), value),
            Target::Free(index) => set_cell(fp.closure(*index), value),
            Target::Global(store) => store.store(fp, value),
            Target::Name(name) => return store_name(cx, fp, *name, value),
            Target::Attr(target) => {
                let object = target.object.eval(cx, fp)?;
                return super::attributes::store(cx, &object, target.name, value, &target.cache).at(cx, target.span);
            }
            Target::Item(target) => {
                let object = target.object.eval(cx, fp)?;
                let key = target.key.eval(cx, fp)?;
                return super::items::store(cx, &object, &key, value).at(cx, target.span);
            }
            Target::Unpack(target) => return target.store(cx, fp, &value).at(cx, target.span),
        }
        Ok(())
    }

    /// Unbinds.
    pub(crate) fn delete(&self, cx: &Cx, fp: Fp) -> R<()> {
        match self {
            Target::Local(slot) => {
                if fp.swap(*slot, Value::UNSET).is_unset() {
                    return Err(unbound(cx, fp, *slot));
                }
                Ok(())
            }
            Target::Cell(slot) => {
                if take_cell(fp.local(*slot)).is_unset() {
                    return Err(unbound(cx, fp, *slot));
                }
                Ok(())
            }
            Target::Free(index) => {
                if take_cell(fp.closure(*index)).is_unset() {
                    let name = fp.code().info.freevars.get(*index as usize).copied().unwrap_or_else(|| Name::new("?"));
                    return Err(unbound_free(cx, name));
                }
                Ok(())
            }
            Target::Global(store) => match fp.globals().remove_name(store.name) {
                Some(_) => Ok(()),
                None => Err(undefined(cx, store.name)),
            },
            Target::Name(name) => {
                let removed = match fp.names() {
                    Some(names) => match names.get_exact::<Dict>() {
                        Some(dict) => dict.remove_name(*name).is_some(),
                        None => {
                            let result = protocol::delitem(cx, names, &name.value());
                            cx.absorb(result, &crate::object::exception::KEY_ERROR)?.is_some()
                        }
                    },
                    None => fp.globals().remove_name(*name).is_some(),
                };
                if removed { Ok(()) } else { Err(undefined(cx, *name)) }
            }
            Target::Attr(target) => {
                let object = target.object.eval(cx, fp)?;
                attr::delattr(cx, &object, target.name).at(cx, target.span)
            }
            Target::Item(target) => {
                let object = target.object.eval(cx, fp)?;
                let key = target.key.eval(cx, fp)?;
                protocol::delitem(cx, &object, &key).at(cx, target.span)
            }
            Target::Unpack(target) => target.targets.iter().try_for_each(|target| target.delete(cx, fp)),
        }
    }

    /// `target op= value`. The target's object and key are evaluated once, before the value.
    pub(crate) fn augment(&self, cx: &Cx, fp: Fp, node: &Aug) -> R<()> {
        match self {
            Target::Local(slot) => {
                let right = node.value.eval(cx, fp)?;
                let result = inplace(cx, node.op, fp.local(*slot), &right)?;
                fp.set(*slot, result);
                Ok(())
            }
            Target::Cell(slot) => augment_cell(cx, fp, node, fp.local(*slot), || unbound_cell(cx, fp, *slot)),
            Target::Free(index) => {
                let name = fp.code().info.freevars.get(*index as usize).copied().unwrap_or_else(|| Name::new("?"));
                augment_cell(cx, fp, node, fp.closure(*index), || unbound_free(cx, name))
            }
            Target::Global(store) => augment_global(cx, fp, node, store),
            Target::Name(name) => {
                let load = NameGet { name: *name, free: None, span: node.span };
                let old = crate::tree::Expr::eval(&load, cx, fp)?;
                let right = node.value.eval(cx, fp)?;
                store_name(cx, fp, *name, inplace(cx, node.op, &old, &right)?)
            }
            Target::Attr(target) => augment_attr(cx, fp, node, target),
            Target::Item(target) => augment_item(cx, fp, node, target),
            Target::Unpack(_) => unreachable!("the parser admits no tuple as target of an augmented assignment"),
        }
    }
}

/// `old op= right`: sums, differences and products of numbers of one word here, anything else by the types.
#[inline]
fn inplace(cx: &Cx, op: BinOp, old: &Value, right: &Value) -> R {
    let short = match op {
        BinOp::Add => arithmetic::<Add>(old, right),
        BinOp::Sub => arithmetic::<Sub>(old, right),
        BinOp::Mul => arithmetic::<Mul>(old, right),
        _ => None,
    };
    match short {
        Some(result) => Ok(result),
        None => number::inplace(cx, op, old, right),
    }
}

#[cold]
fn undefined(cx: &Cx, name: Name) -> Raised {
    cx.name_error(&NAME_ERROR, name, format!("name '{name}' is not defined"))
}

#[cold]
fn unbound_cell(cx: &Cx, fp: Fp, slot: u32) -> Raised {
    let name = fp.code().info.varnames.get(slot as usize).copied().unwrap_or_else(|| Name::new("?"));
    cx.name_error(&UNBOUND_LOCAL_ERROR, name, format!("cannot access local variable '{name}' where it is not associated with a value"))
}

#[inline]
fn set_cell(cell: &Value, value: Value) {
    if let Some(cell) = cell.get::<Cell>() {
        drop(cell.set(value));
    }
}

fn take_cell(cell: &Value) -> Value {
    cell.get::<Cell>().map_or(Value::UNSET, |cell| cell.set(Value::UNSET))
}

/// Stores into the frame's namespace.
fn store_name(cx: &Cx, fp: Fp, name: Name, value: Value) -> R<()> {
    match fp.names() {
        Some(names) => match names.get_exact::<Dict>() {
            Some(dict) => {
                dict.set_name(name, value);
                Ok(())
            }
            None => protocol::setitem(cx, names, &name.value(), value),
        },
        None => {
            fp.globals().set_name(name, value);
            Ok(())
        }
    }
}

/// Binds a name at module or class level, for `from m import *`.
pub(crate) fn bind(cx: &Cx, fp: Fp, name: Name, value: Value) -> R<()> {
    store_name(cx, fp, name, value)
}

/// Repeats load, operate, compare-and-swap until no other strand came between. With operands that run user code it stores once.
fn retry(
    cx: &Cx,
    node: &Aug,
    right: &Value,
    load: impl Fn() -> R,
    swap: impl Fn(&Value, Value) -> R<Result<(), Value>>,
    store: impl FnOnce(Value) -> R<()>,
) -> R<()> {
    loop {
        let old = load()?;
        let new = inplace(cx, node.op, &old, right)?;
        if !number::is_builtin_operation(&old, right) || new.is(&old) {
            return store(new);
        }
        if swap(&old, new)?.is_ok() {
            return Ok(());
        }
        cx.safepoint()?;
    }
}

fn augment_cell(cx: &Cx, fp: Fp, node: &Aug, cell: &Value, error: impl Fn() -> Raised) -> R<()> {
    let load = || {
        let value = cell_value(cell);
        if value.is_unset() { Err(error()) } else { Ok(value) }
    };
    let old = load()?;
    let right = node.value.eval(cx, fp)?;
    let Some(place) = cell.get::<Cell>() else { return Err(error()) };
    if place.is_local() {
        // Nobody else can come between.
        drop(place.set(inplace(cx, node.op, &old, &right)?));
        return Ok(());
    }
    retry(
        cx,
        node,
        &right,
        load,
        |old, new| Ok(place.replace_if(old, new)),
        |new| {
            drop(place.set(new));
            Ok(())
        },
    )
}

fn augment_global(cx: &Cx, fp: Fp, node: &Aug, target: &GlobalStore) -> R<()> {
    let Some(name) = &node.name else { return Err(undefined(cx, target.name)) };
    let load = || name.load(cx, fp);
    let old = load()?;
    let right = node.value.eval(cx, fp)?;
    let globals = fp.globals();
    if globals.is_local() {
        let new = inplace(cx, node.op, &old, &right)?;
        target.store(fp, new);
        return Ok(());
    }
    let swap = |old: &Value, new: Value| {
        // A builtin being shadowed has no global entry yet: it is stored.
        match globals.get_name(target.name) {
            Some(_) => globals.replace_if(cx, &target.name.value(), old, new),
            None => {
                globals.set_name(target.name, new);
                Ok(Ok(()))
            }
        }
    };
    retry(cx, node, &right, load, swap, |new| {
        target.store(fp, new);
        Ok(())
    })
}

impl AttrTarget {
    /// The slot of a LOCAL instance that is both read and written when this target is, if the caches say so.
    #[inline(always)]
    fn plain_slot<'a>(&self, object: &'a Value) -> Option<(&'a Instance, u32)> {
        let (instance, slot) = self.load.instance.local_slot(object)?;
        self.cache.replaces(instance, slot).then_some((instance, slot))
    }
}

fn augment_attr(cx: &Cx, fp: Fp, node: &Aug, target: &AttrTarget) -> R<()> {
    let object = target.object.eval(cx, fp)?;
    if let Some((instance, slot)) = target.plain_slot(&object)
        && let Some(old) = instance.attrs.get_local(slot)
    {
        let right = node.value.eval(cx, fp)?;
        let new = inplace(cx, node.op, &old, &right)?;
        drop(old);
        // The operands' code may have changed the object.
        return match target.plain_slot(&object) {
            Some((instance, now)) if now == slot => {
                instance.attrs.set_local(slot, new);
                Ok(())
            }
            _ => super::attributes::store(cx, &object, target.name, new, &target.cache),
        };
    }
    let load = || super::attributes::load(cx, &object, target.name, &target.load);
    let Some(header) = object.header().filter(|header| !header.is_local()) else {
        let old = load()?;
        let right = node.value.eval(cx, fp)?;
        let new = inplace(cx, node.op, &old, &right)?;
        drop(old);
        return super::attributes::store(cx, &object, target.name, new, &target.cache);
    };
    load()?;
    let right = node.value.eval(cx, fp)?;
    let swap = |old: &Value, new: Value| {
        if let Some(class) = object.get::<crate::object::ty::Type>() {
            // A class attribute: its namespace is a dict; another's value found by inheritance is stored anew.
            let dict = class.dict();
            if class.is_heap() && dict.get_name(target.name).is_some() {
                let is_data = crate::object::ty::is_data(&new);
                let swapped = dict.replace_if(cx, &target.name.value(), old, new)?;
                if is_data && crate::object::ty::is_data(old) && !target.name.is_dunder() {
                    class.data_modified();
                } else {
                    class.modified();
                }
                return Ok(swapped);
            }
            attr::setattr(cx, &object, target.name, new)?;
            return Ok(Ok(()));
        }
        if let Some(module) = object.get::<crate::object::module::Module>() {
            return module.dict().replace_if(cx, &target.name.value(), old, new);
        }
        let has_descriptor = type_of(&object).lookup(cx, target.name).is_some_and(|found| type_of(&found).slots().descr_set.is_some());
        let own = !has_descriptor && attr::own_attribute(cx, &object, target.name)?.is_some();
        match attrs_of(header) {
            Some(attrs) if own && attrs.shape() != crate::object::attrs::DICT_MODE => Ok(attrs.replace_if(header, target.name, old, new)),
            Some(attrs) if own => match attrs.to_dict(header).get::<Dict>() {
                Some(dict) => dict.replace_if(cx, &target.name.value(), old, new),
                None => Ok(Err(new)),
            },
            _ => {
                attr::setattr(cx, &object, target.name, new)?;
                Ok(Ok(()))
            }
        }
    };
    retry(cx, node, &right, load, swap, |new| attr::setattr(cx, &object, target.name, new))
}

fn augment_item(cx: &Cx, fp: Fp, node: &Aug, target: &ItemTarget) -> R<()> {
    let object = target.object.eval(cx, fp)?;
    let key = target.key.eval(cx, fp)?;
    let load = || super::items::load(cx, &object, &key);
    if object.header().is_none_or(|header| header.is_local()) {
        let old = load()?;
        let right = node.value.eval(cx, fp)?;
        let new = inplace(cx, node.op, &old, &right)?;
        drop(old);
        return super::items::store(cx, &object, &key, new);
    }
    load()?;
    let right = node.value.eval(cx, fp)?;
    let swap = |old: &Value, new: Value| {
        if let (Some(list), Some(index)) = (object.get_exact::<List>(), key.as_int()) {
            return match protocol::position(index, list.len()) {
                Some(index) => Ok(list.replace_if(index, old, new)),
                None => Ok(Err(new)),
            };
        }
        if let Some(dict) = object.get_exact::<Dict>() {
            return dict.replace_if(cx, &key, old, new);
        }
        protocol::setitem(cx, &object, &key, new)?;
        Ok(Ok(()))
    };
    retry(cx, node, &right, load, swap, |new| super::items::store(cx, &object, &key, new))
}

impl UnpackTarget {
    /// Pairs into two locals here, anything else elsewhere.
    #[inline(always)]
    pub(super) fn store_pair(&self, cx: &Cx, fp: Fp, value: Value) -> R<()> {
        if let Some((first, second)) = self.pair
            && let Some(tuple) = value.get_exact::<Tuple>()
            && let [a, b] = tuple.items()
        {
            fp.set(first, a.clone());
            fp.set(second, b.clone());
            return Ok(());
        }
        self.store_owned(cx, fp, value)
    }

    #[inline(never)]
    fn store_owned(&self, cx: &Cx, fp: Fp, value: Value) -> R<()> {
        self.store(cx, fp, &value).at(cx, self.span)
    }

    fn store(&self, cx: &Cx, fp: Fp, value: &Value) -> R<()> {
        if self.star.is_none() {
            if let Some(tuple) = value.get_exact::<Tuple>()
                && tuple.len() == self.targets.len()
            {
                for (target, item) in self.targets.iter().zip(tuple.items()) {
                    match target {
                        Target::Local(slot) => fp.set(*slot, item.clone()),
                        target => target.store(cx, fp, item.clone())?,
                    }
                }
                return Ok(());
            }
            if let Some(list) = value.get_exact::<List>() {
                let items = list.snapshot();
                return self.check(cx, items.len()).and_then(|()| self.store_all(cx, fp, items));
            }
            return self.store_iterated(cx, fp, value);
        }
        self.check_iterable(cx, value)?;
        let items = iter::collect(cx, value)?;
        let least = self.targets.len() - 1;
        if items.len() < least {
            return Err(cx.error(&VALUE_ERROR, format!("not enough values to unpack (expected at least {least}, got {})", items.len())));
        }
        let star = self.star.unwrap_or(0);
        let tail = least - star;
        let mut items = items.into_iter();
        let middle_len = items.len() - star - tail;
        for (index, target) in self.targets.iter().enumerate() {
            let value = if index == star {
                let middle: Vec<Value> = items.by_ref().take(middle_len).collect();
                List::new(middle).into_value()
            } else {
                items.next().unwrap_or(Value::NONE)
            };
            target.store(cx, fp, value)?;
        }
        Ok(())
    }

    fn store_all(&self, cx: &Cx, fp: Fp, items: Vec<Value>) -> R<()> {
        self.targets.iter().zip(items).try_for_each(|(target, item)| target.store(cx, fp, item))
    }

    fn check_iterable(&self, cx: &Cx, value: &Value) -> R<()> {
        if type_of(value).slots().iter.is_none() && type_of(value).slots().getitem.is_none() {
            return Err(cx.type_error(format!("cannot unpack non-iterable {} object", type_of(value).name())));
        }
        Ok(())
    }

    /// Unpacks any iterable, taking one item more than wanted at the most.
    fn store_iterated(&self, cx: &Cx, fp: Fp, value: &Value) -> R<()> {
        self.check_iterable(cx, value)?;
        let iterator = iter::iter(cx, value)?;
        let mut items = Vec::with_capacity(self.targets.len());
        while items.len() < self.targets.len() {
            match iter::next(cx, &iterator)? {
                Some(item) => items.push(item),
                None => return self.check(cx, items.len()),
            }
        }
        if iter::next(cx, &iterator)?.is_some() {
            return Err(cx.error(&VALUE_ERROR, format!("too many values to unpack (expected {})", self.targets.len())));
        }
        self.store_all(cx, fp, items)
    }

    fn check(&self, cx: &Cx, got: usize) -> R<()> {
        let wanted = self.targets.len();
        match got.cmp(&wanted) {
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Less => Err(cx.error(&VALUE_ERROR, format!("not enough values to unpack (expected {wanted}, got {got})"))),
            std::cmp::Ordering::Greater => Err(cx.error(&VALUE_ERROR, format!("too many values to unpack (expected {wanted})"))),
        }
    }
}
