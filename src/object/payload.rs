//! Objects whose body is any Rust type: iterators, locks, files and whatever native modules and hosts define.

use super::kinds::{Kind, Layout};
use super::ty::Type;
use super::value::{Object, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::any::TypeId;

/// The Rust side of a native object. It is shared between strands: it guards its own state (atomics, a mutex) and never holds a
/// lock while user code runs. Values that get stored after the object was made go through [`publish_into`].
pub(crate) trait Payload: Send + Sync + 'static {
    /// Shows every value it holds.
    fn traverse(&self, visit: &mut dyn FnMut(&Value));
    /// Drops values that may be part of a cycle.
    fn clear(&self) {}
    /// The object it leads to without holding it, for bodies of objects with `flag::WEAK`.
    fn weak_target(&self) -> Option<Value> {
        None
    }
}

/// A native object with body `T`. The first generic-free part is the same for all.
#[repr(C)]
pub(crate) struct Native<T: Payload = Opaque> {
    head: Header,
    body_type: TypeId,
    ops: &'static Ops,
    body: T,
}

struct Ops {
    traverse: unsafe fn(*const Native, &mut dyn FnMut(&Value)),
    clear: unsafe fn(*const Native),
    weak_target: unsafe fn(*const Native) -> Option<Value>,
    drop: unsafe fn(*mut Native),
    block: std::alloc::Layout,
}

/// Stands for the unknown body.
pub(crate) struct Opaque;
impl Payload for Opaque {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

// SAFETY: repr(C), header first; the kind is used for `Native` only, and only the part before `body` is touched through `Native<Opaque>`.
unsafe impl Object for Native {
    const KIND: u8 = Kind::Native as u8;
    fn exact_type() -> *const Header {
        std::ptr::null()
    }
}

impl Layout for Native {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: `ops` was made for the body's type.
        unsafe { (self.ops.traverse)(self, visit) }
    }
    fn clear(&self) {
        // SAFETY: as above.
        unsafe { (self.ops.clear)(self) }
    }
    fn block(&self) -> std::alloc::Layout {
        self.ops.block
    }
}

impl Native {
    /// See `Payload::weak_target`.
    pub(super) fn weak_target(&self) -> Option<Value> {
        // SAFETY: `ops` was made for the body's type.
        unsafe { (self.ops.weak_target)(self) }
    }
}

impl<T: Payload> Native<T> {
    const OPS: Ops = Ops {
        // SAFETY: called on objects made by `make::<T>` only.
        traverse: |object, visit| unsafe { (*object.cast::<Native<T>>()).body.traverse(visit) },
        // SAFETY: as above.
        clear: |object| unsafe { (*object.cast::<Native<T>>()).body.clear() },
        // SAFETY: as above.
        weak_target: |object| unsafe { (*object.cast::<Native<T>>()).body.weak_target() },
        // SAFETY: as above, once, when the object is dead.
        drop: |object| unsafe { std::ptr::drop_in_place(&raw mut (*object.cast::<Native<T>>()).body) },
        block: std::alloc::Layout::new::<Native<T>>(),
    };
    const OPS_REF: &'static Ops = &Self::OPS;

    /// Makes an object of class `ty` (whose layout is `Native`) around `body`.
    pub(crate) fn make(ty: &Type, body: T) -> Value {
        const { assert!(align_of::<T>() <= 8, "native bodies are at most 8-byte aligned") };
        let (flags, with_attrs) = ty.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            ty.header().inc();
        }
        let block = std::alloc::Layout::new::<Native<T>>();
        let Some(start) = super::kinds::reserve(block, with_attrs) else { std::alloc::handle_alloc_error(block) };
        // SAFETY: fresh memory of the right size.
        unsafe {
            let place = start.cast::<Native<T>>();
            let head = Header::new(Kind::Native as u8, ty.header(), flags);
            place.write(Native { head, body_type: TypeId::of::<T>(), ops: Self::OPS_REF, body });
            super::kinds::adopt(place.cast::<Native>()).into_value()
        }
    }

    /// The body of a native object that is known to have this body type.
    ///
    /// # Safety
    /// The object was made by `make` with this body type.
    #[inline(always)]
    pub(super) unsafe fn assume(object: &Header) -> &T {
        // SAFETY: passed on from the caller.
        unsafe { &object.as_ptr().cast::<Native<T>>().as_ref().body }
    }

    /// The body, if the value is a native object with this body type.
    #[inline]
    pub(crate) fn of(value: &Value) -> Option<&T> {
        let object = value.get::<Native>()?;
        if object.body_type == TypeId::of::<T>() {
            // SAFETY: the type id proves the body's type.
            Some(unsafe { &(*std::ptr::from_ref(object).cast::<Native<T>>()).body })
        } else {
            None
        }
    }
}

impl<T: Payload> Drop for Native<T> {
    fn drop(&mut self) {
        if TypeId::of::<T>() == TypeId::of::<Opaque>() {
            let this: *mut Self = self;
            // SAFETY: `drop_body` drops through the opaque type, once; the real body is dropped here.
            unsafe { ((*this).ops.drop)(this.cast()) };
        }
    }
}

/// To be called before a payload of `owner` stores `value` where it may be found later.
#[inline]
pub(crate) fn publish_into(owner: &Value, value: &Value) {
    if owner.header().is_some_and(|header| !header.is_local()) {
        value.publish();
    }
}
