//! How a type that is part of the program becomes usable, in two steps: laid out (slots, bases, resolution order), which all builtin types
//! are when a program starts, and filled in (its namespace), which happens when somebody first looks there. A program uses few of them.

use super::attrs::Shape;
use super::descriptor::Descriptor;
use super::dict::Dict;
use super::kinds::Kind;
use super::str::Name;
use super::tuple::Tuple;
use super::ty::{OBJECT, Type, TypeDef, type_flag};
use super::value::{Object, Ref, Value};
use crate::memory::Header;
use parking_lot::ReentrantMutex;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

/// States of `Type::ready`, in their order.
pub(super) const UNTOUCHED: u8 = 0;
const BEGUN: u8 = 1;
pub(super) const LAID_OUT: u8 = 2;
const FILLING: u8 = 3;
pub(super) const READY: u8 = 4;

/// Held while a static type goes from one state to another. Taken by whoever holds the lock of a list of heirs never; no script runs and
/// no safepoint is passed with it.
static CHANGING_STATE: ReentrantMutex<()> = parking_lot::const_reentrant_mutex(());

impl Type {
    #[cold]
    pub(super) fn lay_out_once(&'static self) {
        let _one_at_a_time = CHANGING_STATE.lock();
        // Laying a type out may lead back to it, on the same OS thread only.
        if self.ready.load(Relaxed) != UNTOUCHED {
            return;
        }
        self.ready.store(BEGUN, Relaxed);
        self.lay_out();
        self.ready.store(LAID_OUT, Release);
    }

    fn lay_out(&'static self) {
        let def = self.definition();
        let base = self.static_base();
        if let Some(base) = base {
            base.make_ready();
        }
        let mut slots = def.slots;
        let mut flags = type_flag::PLAIN_GETATTR | type_flag::PLAIN_SETATTR;
        if def.subclassable {
            flags |= type_flag::SUBCLASSABLE;
        }
        match def.kind {
            Kind::List | Kind::Tuple | Kind::Range => flags |= type_flag::SEQUENCE,
            Kind::Dict => flags |= type_flag::MAPPING,
            _ => flags |= def.pattern,
        }
        let mut mro = vec![self.value()];
        if let Some(base) = base {
            slots.inherit(base.slots());
            mro.extend(base.mro().get::<Tuple>().into_iter().flat_map(|mro| mro.items().iter().cloned()));
            flags |= base.flags() & (type_flag::SEQUENCE | type_flag::MAPPING | type_flag::HAS_DICT);
            base.add_derived(self, false);
        }
        for extra in def.extra_bases {
            extra.make_ready();
            slots.inherit(extra.slots());
            let theirs = extra.mro();
            let theirs = theirs.get::<Tuple>().map(Tuple::items).unwrap_or_default();
            mro.retain(|ty| !theirs.iter().any(|other| other.is(ty)));
            mro.extend_from_slice(theirs);
            extra.add_derived(self, false);
        }
        if slots.getattr.map(|f| f as usize) != Some(super::attr::generic_getattr as *const () as usize) {
            flags &= !type_flag::PLAIN_GETATTR;
        }
        if slots.setattr.map(|f| f as usize) != Some(super::attr::generic_setattr as *const () as usize) {
            flags &= !type_flag::PLAIN_SETATTR;
        }
        if has_own_dict(def) {
            flags |= type_flag::HAS_DICT;
        }
        self.flags.store(flags, Relaxed);
        self.root_shape.store(Shape::root().id, Relaxed);
        self.set_slots(slots);
        let text = |text: &str| Name::new(text).value();
        for (slot, value) in [
            (&self.name, text(def.name)),
            (&self.qualname, text(def.name)),
            (&self.bases, Tuple::new(base.into_iter().chain(def.extra_bases.iter().copied()).map(Object::value).collect()).into_value()),
            (&self.mro, Tuple::new(mro).into_value()),
            (&self.base, base.map_or(Value::NONE, Object::value)),
        ] {
            value.publish();
            drop(slot.swap(value));
        }
        [self.mro(), self.bases()].iter().filter_map(Value::header).for_each(Header::pin);
    }

    /// Makes the namespace, unless somebody else has. Whoever comes second waits until it is done.
    #[cold]
    pub(super) fn fill_in_once(&self) {
        debug_assert!(self.def.is_some(), "classes made at run time are READY");
        // SAFETY: types that are not READY from the beginning are statics (`Type::from_def`).
        let ty: &'static Type = unsafe { &*std::ptr::from_ref(self) };
        ty.make_ready();
        let _one_at_a_time = CHANGING_STATE.lock();
        // Filling it in may lead back to it, on the same OS thread only: it finds nothing then.
        if self.ready.load(Acquire) != LAID_OUT {
            return;
        }
        self.ready.store(FILLING, Relaxed);
        let dict = ty.own_namespace().into_value();
        dict.publish();
        dict.header().into_iter().for_each(Header::pin);
        drop(self.dict.swap(dict));
        self.ready.store(READY, Release);
    }

    /// What the definition says, as attributes.
    fn own_namespace(&'static self) -> Ref<Dict> {
        let def = self.definition();
        let dict = Dict::new();
        super::dunder::add_wrappers(self, &def.slots, &dict);
        for method in def.methods {
            let (name, value) = method.for_type(self);
            dict.set_name(name, value);
        }
        for getset in def.getset {
            dict.set_name(Name::new(getset.name), Descriptor::computed(self, getset));
        }
        // Types whose instances compute these keep the descriptors; `type` answers for the class from the definition.
        for (name, value) in [("__doc__", def.doc_value()), ("__module__", Name::new(def.module).value())] {
            // What is built in does not show its module in its instances.
            if name == "__module__" && def.module == "builtins" {
                continue;
            }
            if dict.get_name(Name::new(name)).is_none() {
                dict.set_name(Name::new(name), value);
            }
        }
        if def.slots.hash.is_none() && def.slots.compare.is_some() {
            dict.set_name(Name::new("__hash__"), Value::NONE);
        }
        let inherits_dict = self.static_base().is_some_and(|base| base.has(type_flag::HAS_DICT));
        if has_own_dict(def) && !inherits_dict && dict.get_name(Name::new("__dict__")).is_none() {
            dict.set_name(Name::new("__dict__"), Descriptor::computed(self, &super::class::INSTANCE_DICT));
        }
        dict
    }

    fn definition(&self) -> &'static TypeDef {
        self.def.expect("static types have a definition")
    }

    fn static_base(&'static self) -> Option<&'static Type> {
        self.definition().base.or((!std::ptr::eq(self, &OBJECT)).then_some(&OBJECT))
    }
}

/// Whether instances have a `__dict__`, whatever the base says.
fn has_own_dict(def: &TypeDef) -> bool {
    def.has_dict || matches!(def.kind, Kind::Exception)
}
