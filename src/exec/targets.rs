//! Storing and deleting assignment targets.

use super::At;
use super::variables::unbound_free;
use crate::object::attr;
use crate::object::cell::Cell;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::VALUE_ERROR;
use crate::object::iter;
use crate::object::list::List;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Value};
use crate::tree::Place;
use crate::tree::nodes::*;
use crate::tree::operand::{Operand, unbound};
use std::borrow::Borrow;
use std::sync::atomic::Ordering::Relaxed;

impl GlobalStore {
    #[inline(always)]
    pub(super) fn store(&self, fp: Fp, value: Value) {
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
            Target::Place(place) => place.store(cx, fp, value),
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
            Target::Place(place) => return place.store(cx, fp, value),
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
            Target::Place(place) => place.delete(cx, fp),
            Target::Unpack(target) => target.targets.iter().try_for_each(|target| target.delete(cx, fp)),
        }
    }
}

impl<L: Operand> Place for AttrPlace<L> {
    #[inline]
    fn store(&self, cx: &Cx, fp: Fp, value: Value) -> R<()> {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        fp.stand_at(self.span);
        super::attributes::store(cx, object.borrow(), self.name, value, &self.cache).at(cx, self.span)
    }

    fn delete(&self, cx: &Cx, fp: Fp) -> R<()> {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        fp.stand_at(self.span);
        attr::delattr(cx, object.borrow(), self.name).at(cx, self.span)
    }
}

impl<L: Operand, Rt: Operand> Place for ItemPlace<L, Rt> {
    #[inline]
    fn store(&self, cx: &Cx, fp: Fp, value: Value) -> R<()> {
        let mut value = value;
        // Simple operands are always there to be looked at, and stay while the item that was there dies, which may run code.
        if L::PEEKS && L::IS_SIMPLE && Rt::PEEKS && Rt::IS_SIMPLE {
            let store = |object: &Value| self.key.peek(fp, |key| Some(super::items::store_in_list(object, key, value)));
            match self.object.peek(fp, store) {
                Some(Err(back)) => value = back,
                _ => return Ok(()),
            }
            return self.peeked(cx, fp, value);
        }
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        let key = self.key.get(cx, fp).at(cx, self.span)?;
        match super::items::store_in_list(object.borrow(), key.borrow(), value) {
            Ok(()) => {
                // The key is an int: nothing to count down.
                std::mem::forget(key);
                Ok(())
            }
            Err(value) => self.general(cx, fp, object, key, value),
        }
    }

    fn delete(&self, cx: &Cx, fp: Fp) -> R<()> {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        let key = self.key.get(cx, fp).at(cx, self.span)?;
        fp.stand_at(self.span);
        protocol::delitem(cx, object.borrow(), key.borrow()).at(cx, self.span)
    }
}

impl<L: Operand, Rt: Operand> ItemPlace<L, Rt> {
    #[inline(never)]
    fn peeked(&self, cx: &Cx, fp: Fp, value: Value) -> R<()> {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        let key = self.key.get(cx, fp).at(cx, self.span)?;
        self.general(cx, fp, object, key, value)
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, object: L::Out<'_>, key: Rt::Out<'_>, value: Value) -> R<()> {
        fp.stand_at(self.span);
        super::items::store(cx, object.borrow(), key.borrow(), value).at(cx, self.span)
    }
}

#[cold]
pub(super) fn undefined(cx: &Cx, name: Name) -> Raised {
    cx.name_error(name, format!("name '{name}' is not defined"))
}

#[inline]
pub(super) fn set_cell(cell: &Value, value: Value) {
    if let Some(cell) = cell.get::<Cell>() {
        drop(cell.set(value));
    }
}

fn take_cell(cell: &Value) -> Value {
    cell.get::<Cell>().map_or(Value::UNSET, |cell| cell.set(Value::UNSET))
}

/// Stores into the frame's namespace.
pub(super) fn store_name(cx: &Cx, fp: Fp, name: Name, value: Value) -> R<()> {
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
        fp.stand_at(self.span);
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
                if self.store_few(cx, fp, list)? {
                    return Ok(());
                }
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

    /// Unpacks a short LOCAL list of the right length without a buffer; false, and nothing done, if it is another one.
    fn store_few(&self, cx: &Cx, fp: Fp, list: &List) -> R<bool> {
        const FEW: usize = 4;
        let count = self.targets.len();
        if count > FEW || list.len() != count {
            return Ok(false);
        }
        // All are taken before one is stored: what is replaced may run code as it dies.
        let items: [Option<Value>; FEW] = std::array::from_fn(|index| if index < count { list.local_item(index as i64) } else { None });
        if items[..count].iter().any(Option::is_none) {
            return Ok(false);
        }
        for (target, item) in self.targets.iter().zip(items.into_iter().flatten()) {
            target.store(cx, fp, item)?;
        }
        Ok(true)
    }

    fn store_all(&self, cx: &Cx, fp: Fp, items: Vec<Value>) -> R<()> {
        self.targets.iter().zip(items).try_for_each(|(target, item)| target.store(cx, fp, item))
    }

    fn check_iterable(&self, cx: &Cx, value: &Value) -> R<()> {
        if !iter::is_iterable(type_of(value)) {
            return Err(cx.type_error(format!("cannot unpack non-iterable {} object", type_of(value).message_name())));
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
