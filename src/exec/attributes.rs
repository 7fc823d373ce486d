//! Attribute reads and writes with inline caches.
//!
//! A read cache is one word: shape, epoch of the classes, slot. It is taken when the instance has that very shape and no class has
//! changed in a way that could matter since; a shape belongs to one class, so it tells the class too. It would be wrong if a data
//! descriptor of that name came to the class: `Type::set_attr` moves the epoch.

use super::At;
use super::functions::call_function;
use crate::object::actuals::Given;
use crate::object::attr;
use crate::object::attrs::{DICT_MODE, Found, NO_SHAPE};
use crate::object::cx::Cx;
use crate::object::descriptor::{Descriptor, as_member};
use crate::object::function::Function;
use crate::object::instance::{Instance, attrs_of};
use crate::object::module::{Module, is_late};
use crate::object::stack::Fp;
use crate::object::str::{Name, known_name};
use crate::object::ty::{TYPE, Type, is_data, type_flag, type_of};
use crate::object::value::{Object, R, Value};
use crate::source::Span;
use crate::tree::Expr;
use crate::tree::nodes::*;
use crate::tree::operand::{Field, Operand};
use std::borrow::Borrow;
use std::sync::atomic::Ordering::Relaxed;

/// Slots above this are not cached.
const MAX_SLOT: u32 = 0xFFFF;
/// Stores that a cache remembers beside those in its words.
const MOST_OTHERS: u32 = 6;

#[inline(always)]
fn pack(shape: u32, epoch: u32, slot: u32) -> u64 {
    u64::from(shape) << 32 | u64::from(epoch) << 16 | u64::from(slot)
}

impl AttrCache {
    /// The attribute if the cache knows this instance's shape.
    #[inline(always)]
    pub(crate) fn load(&self, object: &Value) -> Option<Value> {
        let instance = object.get::<Instance>()?;
        let wanted = pack(instance.attrs.shape(), attr::epoch(), 0);
        let seen = self.0.iter().map(|word| word.load(Relaxed)).find(|seen| seen & !u64::from(MAX_SLOT) == wanted)?;
        let (shape, slot) = ((seen >> 32) as u32, seen as u32 & MAX_SLOT);
        instance.attrs.get_cached(instance.header(), shape, slot).filter(|value| !value.is_unset())
    }

    /// [`AttrCache::load`] of what was found last or before that, from a LOCAL instance.
    #[inline(always)]
    fn load_first(&self, object: &Value) -> Option<Value> {
        let (instance, slot) = self.local_slot(object)?;
        instance.attrs.get_local(slot)
    }

    /// Where a LOCAL instance has the attribute, if it is of the shape seen last or before that.
    #[inline(always)]
    pub(super) fn local_slot<'a>(&self, object: &'a Value) -> Option<(&'a Instance, u32)> {
        let instance = object.get::<Instance>()?;
        if !instance.header().is_local() {
            return None;
        }
        let wanted = pack(instance.attrs.shape(), attr::epoch(), 0);
        let [first, second, ..] = &self.0;
        let mut seen = first.load(Relaxed);
        if seen & !u64::from(MAX_SLOT) != wanted {
            seen = second.load(Relaxed);
            if seen & !u64::from(MAX_SLOT) != wanted {
                return None;
            }
        }
        Some((instance, seen as u32 & MAX_SLOT))
    }

    /// Remembers a place; the oldest is forgotten. Strands may do so at once: each word is right for itself.
    fn put(&self, place: u64) {
        let mut place = place;
        for word in &self.0 {
            place = word.swap(place, Relaxed);
        }
    }
}

impl StoreCache {
    /// Whether a store into this instance is known to replace that slot.
    #[inline(always)]
    pub(super) fn replaces(&self, instance: &Instance, slot: u32) -> bool {
        let place = pack(instance.attrs.shape(), attr::epoch(), slot);
        self.replace.load(Relaxed) == place || self.others.find(|known| known.place == place && known.replaces()).is_some()
    }

    /// Remembers what a store did: in the words if they are of no use yet or any more, else with the others. The words are written again
    /// only when there are too many others: all strands read them.
    fn put(&self, store: KnownStore) {
        let KnownStore { before, place } = store;
        let (replace, add, add_slot) = (self.replace.load(Relaxed), self.add.load(Relaxed), self.add_slot.load(Relaxed));
        let (word, is_known) = match store.replaces() {
            true => (replace, replace == place),
            false => (add_slot, add >> 32 == u64::from(before) && add_slot == place),
        };
        if is_known || self.others.find(|known| *known == store).is_some() {
            return;
        }
        if is_current(word) && self.others.push(store, MOST_OTHERS).is_ok() {
            return;
        }
        if store.replaces() {
            self.replace.store(place, Relaxed);
        } else {
            self.add.store(u64::from(before) << 32 | place >> 32, Relaxed);
            self.add_slot.store(place, Relaxed);
        }
    }
}

impl KnownStore {
    fn replaces(&self) -> bool {
        self.place >> 32 == u64::from(self.before)
    }
}

/// Whether a word of a cache holds something, and of this epoch.
fn is_current(word: u64) -> bool {
    (word >> 32) as u32 != NO_SHAPE && epoch_of(word) == attr::epoch()
}

#[inline(always)]
fn epoch_of(word: u64) -> u32 {
    (word >> 16) as u32 & 0xFFFF
}

impl ModuleCache {
    /// The member of that name, if the object is a module that has it. Modules look into their namespace first.
    #[inline]
    pub(crate) fn load(&self, object: &Value, name: Name) -> Option<Value> {
        let namespace = object.get_exact::<Module>()?.namespace()?;
        let seen = self.0.load(Relaxed);
        if let Some(value) = namespace.get_cached((seen >> 32) as u32, seen as u32) {
            return Some(value);
        }
        if is_late(name) {
            return None;
        }
        if let (version, Some(entry)) = namespace.cache_entry(name) {
            self.0.store(u64::from(version) << 32 | u64::from(entry), Relaxed);
        }
        namespace.get_name(name)
    }
}

/// `object.name` through a cache.
#[inline(always)]
pub(crate) fn load(cx: &Cx, object: &Value, name: Name, cache: &ReadCaches) -> R {
    match cache.instance.load(object) {
        Some(value) => Ok(value),
        None => load_slow(cx, object, name, cache),
    }
}

#[inline(never)]
fn load_slow(cx: &Cx, object: &Value, name: Name, cache: &ReadCaches) -> R {
    if let Some(result) = read_class_value(cx, object, cache) {
        return result;
    }
    if let Some(value) = cache.member.load(object, name) {
        return Ok(value);
    }
    remember_class_value(cx, object, name, cache);
    let value = attr::getattr(cx, object, name)?;
    // Before the class is asked: what another strand changes in it from now on makes the place one of a past epoch.
    let epoch = attr::epoch();
    if let Some(instance) = object.get::<Instance>()
        && epoch < attr::EPOCH_LIMIT
        && reads_plainly(cx, object, name)
        && let Found::Slot(slot, _) = instance.attrs.get(instance.header(), name)
        && slot <= MAX_SLOT
    {
        cache.instance.put(pack(instance.attrs.shape(), epoch, slot));
    }
    Ok(value)
}

/// What the cache has for a class, or for objects of a class and shape: a property is called, for it stands before whatever the object
/// has of that name; other values are there for objects of shapes without the name.
#[inline]
fn read_class_value(cx: &Cx, object: &Value, cache: &ReadCaches) -> Option<R> {
    let (entry, class) = match object.get::<Type>() {
        Some(class) => {
            let (shape, version) = class_key(class, type_of(object))?;
            (cache.class.entry_for(shape, version)?, class)
        }
        None => (cache.class.entry(object)?, type_of(object)),
    };
    if entry.data_version() != 0 && entry.data_version() != class.data_version() {
        return None;
    }
    let found = entry.function()?;
    let Some(property) = found.get_exact::<Descriptor>() else {
        // The value's own class may have become one of descriptors.
        let is_plain = type_of(&found).slots().descr_get.is_none() || object.get::<Type>().is_some() && found.get::<Function>().is_some();
        return is_plain.then_some(Ok(found));
    };
    let getter = property.value_at(0);
    let function = getter.get::<Function>()?;
    let this = Given::<1>::evaluate(|_| Ok(object.clone()));
    Some(this.and_then(|this| call_function(cx, function, this)))
}

/// What the cache knows a class by whose attributes are found as classes' are: its version, and its metaclass's where objects have their
/// shape. No shape has a number this high.
#[inline]
fn class_key(class: &Type, meta: &Type) -> Option<(u32, u32)> {
    const OF_CLASS: u32 = 1 << 31;
    let meta_version = meta.version();
    (meta_version < OF_CLASS).then(|| (meta_version | OF_CLASS, class.version()))
}

/// Remembers what reading `object.name` will find in its class or, if it is a class, in itself or its bases.
fn remember_class_value(cx: &Cx, object: &Value, name: Name, cache: &ReadCaches) {
    if cache.class.is_full() {
        return;
    }
    let ty = type_of(object);
    if let Some(class) = object.get::<Type>() {
        let usual = TYPE.slots().getattr;
        if let (Some(getattr), Some(usual)) = (ty.slots().getattr, usual)
            && std::ptr::fn_addr_eq(getattr, usual)
            && let Some((shape, version)) = class_key(class, ty)
            && let data_version = class.data_version()
            && ty.lookup(cx, name).is_none()
            && let Some(found) = class.lookup(cx, name)
            && (type_of(&found).slots().descr_get.is_none() || found.get::<Function>().is_some())
            && class_key(class, ty) == Some((shape, version))
            && class.data_version() == data_version
        {
            cache.class.put_data(shape, version, if is_data(&found) { data_version } else { 0 }, &found);
        }
        return;
    }
    let Some(instance) = object.get::<Instance>() else { return };
    let (version, data_version) = (ty.version(), ty.data_version());
    if ty.has(type_flag::PLAIN_GETATTR)
        && let Some(found) = ty.lookup(cx, name)
        && (found.get_exact::<Descriptor>().is_some() || is_of_class_only(instance, name, &found))
        && (ty.version(), ty.data_version()) == (version, data_version)
    {
        let data_version = if is_data(&found) { data_version } else { 0 };
        cache.class.put_data(instance.attrs.shape(), version, data_version, &found);
    }
}

/// Whether all objects of the shape find this class attribute, and get it as it is.
fn is_of_class_only(instance: &Instance, name: Name, found: &Value) -> bool {
    type_of(found).slots().descr_get.is_none()
        && instance.attrs.shape() != DICT_MODE
        && matches!(instance.attrs.get(instance.header(), name), Found::Missing)
}

/// Whether `object.name`, found in the object's own slots, is what reading it gives: no hook, no data descriptor before it (but a
/// member of `__slots__`, which stands for that slot).
fn reads_plainly(cx: &Cx, object: &Value, name: Name) -> bool {
    let ty = type_of(object);
    if !(ty.has(type_flag::PLAIN_GETATTR) || ty.has(type_flag::HAS_GETATTR) && ty.slots().getattr.is_some()) {
        return false;
    }
    if !ty.has(type_flag::PLAIN_GETATTR) {
        // With `__getattr__` only what is missing goes to the hook; with `__getattribute__` everything does.
        let hook = ty.lookup(cx, known_name!("__getattribute__"));
        if hook.is_some_and(|hook| hook.get::<crate::object::native::NativeFunction>().is_none()) {
            return false;
        }
    }
    match ty.lookup(cx, name) {
        Some(found) if type_of(&found).slots().descr_set.is_some() => as_member(&found).is_some_and(|m| m.member_name() == Some(name)),
        _ => ty.has(type_flag::HAS_DICT) || ty.lookup(cx, name).is_some(),
    }
}

impl<L: Operand> Expr for Attr<L> {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if L::PEEKS {
            return match self.object.peek(fp, |object| self.cache.instance.load_first(object)) {
                Some(value) => Ok(value),
                None => self.peeked(cx, fp),
            };
        }
        if let Some(value) = self.object.glance(cx, fp, |object| self.cache.instance.load(object)) {
            return Ok(value);
        }
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        match self.cache.instance.load_first(object.borrow()) {
            Some(value) => Ok(value),
            None => self.general(cx, fp, object),
        }
    }

    fn quick(&self, cx: &Cx, fp: Fp) -> Option<Value> {
        self.object.quick(cx, fp, |object| self.cache.instance.load(object))
    }

    fn is_quick(&self) -> bool {
        self.object.is_quick()
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Operand for Field {
    type Out<'a> = Value;

    #[inline(always)]
    fn get(&self, cx: &Cx, fp: Fp) -> R {
        let Field(attribute) = self;
        match attribute.object.peek(fp, |object| attribute.cache.instance.load_first(object)) {
            Some(value) => Ok(value),
            None => attribute.peeked(cx, fp),
        }
    }

    #[inline(always)]
    fn own(value: Value) -> Value {
        value
    }

    const IS_SIMPLE: bool = false;
    const PEEKS: bool = true;

    #[inline(always)]
    fn peek<T>(&self, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let (instance, slot) = self.0.cache.instance.local_slot(fp.local(self.0.object.slot))?;
        instance.attrs.peek_local(slot, look)
    }
}

impl<L: Operand> Attr<L> {
    #[inline(never)]
    fn peeked(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        fp.stand_at(self.span);
        load(cx, object.borrow(), self.name, &self.cache).at(cx, self.span)
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, object: L::Out<'_>) -> R {
        fp.stand_at(self.span);
        load(cx, object.borrow(), self.name, &self.cache).at(cx, self.span)
    }
}

/// `object.name = value` through a cache.
#[inline(always)]
pub(crate) fn store(cx: &Cx, object: &Value, name: Name, value: Value, cache: &StoreCache) -> R<()> {
    let Some(instance) = object.get::<Instance>() else { return attr::setattr(cx, object, name, value) };
    let shape = instance.attrs.shape();
    let epoch = attr::epoch();
    let seen = cache.replace.load(Relaxed);
    let mut value = value;
    if (seen >> 32) as u32 == shape && epoch_of(seen) == epoch && shape != NO_SHAPE {
        match instance.attrs.set_cached(instance.header(), shape, seen as u32 & MAX_SLOT, value) {
            Ok(()) => return Ok(()),
            Err(back) => value = back,
        }
    }
    let add = cache.add.load(Relaxed);
    if (add >> 32) as u32 == shape && shape != NO_SHAPE {
        let at = cache.add_slot.load(Relaxed);
        // The three words of the cache may be of different moments: the slot word repeats the new shape's id to tell.
        if (at >> 32) as u32 == add as u32 && epoch_of(at) == epoch {
            match instance.attrs.add_cached(instance.header(), shape, add as u32, at as u32 & MAX_SLOT, value) {
                Ok(()) => return Ok(()),
                Err(back) => value = back,
            }
        }
    }
    store_other(cx, object, name, value, cache)
}

/// A store into an object of another shape than the cache's words are for.
#[inline(never)]
fn store_other(cx: &Cx, object: &Value, name: Name, value: Value, cache: &StoreCache) -> R<()> {
    let Some(instance) = object.get::<Instance>() else { return store_slow(cx, object, name, value, cache) };
    let shape = instance.attrs.shape();
    let epoch = attr::epoch();
    let Some(known) = cache.others.find(|known| known.before == shape && epoch_of(known.place) == epoch) else {
        return store_slow(cx, object, name, value, cache);
    };
    let (after, slot) = ((known.place >> 32) as u32, known.place as u32 & MAX_SLOT);
    let stored = match known.replaces() {
        true => instance.attrs.set_cached(instance.header(), shape, slot, value),
        false => instance.attrs.add_cached(instance.header(), shape, after, slot, value),
    };
    match stored {
        Ok(()) => Ok(()),
        Err(back) => store_slow(cx, object, name, back, cache),
    }
}

#[inline(never)]
fn store_slow(cx: &Cx, object: &Value, name: Name, value: Value, cache: &StoreCache) -> R<()> {
    let before = object.header().and_then(attrs_of).map(|attrs| attrs.shape());
    attr::setattr(cx, object, name, value)?;
    let (Some(instance), Some(before)) = (object.get::<Instance>(), before) else { return Ok(()) };
    let ty = type_of(object);
    // As for reads.
    let epoch = attr::epoch();
    if epoch >= attr::EPOCH_LIMIT || !ty.has(type_flag::PLAIN_SETATTR) {
        return Ok(());
    }
    let plain = match ty.lookup(cx, name) {
        Some(found) if type_of(&found).slots().descr_set.is_some() => as_member(&found).is_some_and(|m| m.member_name() == Some(name)),
        _ => ty.has(type_flag::HAS_DICT),
    };
    if let (true, Found::Slot(slot, _)) = (plain, instance.attrs.get(instance.header(), name)) {
        let after = instance.attrs.shape();
        // Objects without a shape are of any class.
        if slot > MAX_SLOT || before == NO_SHAPE {
            return Ok(());
        }
        if after != before {
            ty.learn_room(slot + 1);
        }
        cache.put(KnownStore { before, place: pack(after, epoch, slot) });
    }
    Ok(())
}
