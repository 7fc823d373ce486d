//! What must happen once per process before the first object: the kind table, the builtin types.

use super::cx::Cx;
use super::ty::{Type, type_of};
use super::value::Value;
use crate::memory::Header;
use crate::memory::header::flag;
use crate::memory::kinds;
use std::ptr::NonNull;
use std::sync::Once;

/// Installs the kind table and fills in the builtin types. Idempotent.
pub(crate) fn init() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        kinds::install(&super::kinds::KINDS, finalize, super::running::keep, weak_targets);
        for ty in core_types().iter().chain(&super::dict_views::TYPES).chain(super::exception::PLAIN).chain(super::exceptions::SPECIAL) {
            ty.make_ready();
        }
    });
}

/// Builtin types that no module brings.
pub(crate) fn core_types() -> Vec<&'static Type> {
    vec![
        &super::ty::OBJECT,
        &super::ty::TYPE,
        &super::ty::INT,
        &super::ty::BOOL,
        &super::ty::FLOAT,
        &super::ty::COMPLEX,
        &super::ty::STR,
        &super::ty::BYTES,
        &super::ty::BYTEARRAY,
        &super::ty::LIST,
        &super::ty::TUPLE,
        &super::ty::DICT,
        &super::set::SET,
        &super::set::FROZENSET,
        &super::set_iter::SET_ITERATOR,
        &super::range::RANGE,
        &super::slice::SLICE,
        &super::cell::CELL,
        &super::function::FUNCTION,
        &super::generator::GENERATOR,
        &super::native::NATIVE_FUNCTION,
        &super::native::METHOD_DESCRIPTOR,
        &super::native::SLOT_WRAPPER,
        &super::native::CLASS_METHOD_DESCRIPTOR,
        &super::native::METHOD_WRAPPER,
        &super::method::BOUND_METHOD,
        &super::descriptor::PROPERTY,
        &super::descriptor::CLASS_METHOD,
        &super::descriptor::STATIC_METHOD,
        &super::descriptor::GETSET,
        &super::descriptor::MEMBER,
        &super::module::MODULE,
        &super::code::CODE,
        &super::traceback::TRACEBACK,
        &super::frame::FRAME,
        &super::iter::SEQUENCE_ITERATOR,
        &super::str_ops::ASCII_ITERATOR,
        &super::str_ops::ITERATOR,
        &super::byte_ops::ITERATOR,
        &super::byte_ops::ARRAY_ITERATOR,
        &super::memoryview::MEMORYVIEW,
        &super::memoryview::ITERATOR,
        &super::super_type::SUPER,
        &super::mapping_proxy::MAPPING_PROXY,
        &super::enumerate::ENUMERATE,
        &super::reversed::REVERSED,
        &super::zip_map::ZIP,
        &super::zip_map::MAP,
        &super::zip_map::FILTER,
        &super::generic_alias::GENERIC_ALIAS,
        &super::union_type::UNION_TYPE,
        &super::range_iter::RANGE_ITERATOR,
        &super::range_iter::LONG_RANGE_ITERATOR,
        &super::list_iter::LIST_ITERATOR,
        &super::list_iter::LIST_REVERSE_ITERATOR,
        &super::list_iter::TUPLE_ITERATOR,
        &super::singletons::NONE_TYPE,
        &super::singletons::NOT_IMPLEMENTED_TYPE,
        &super::singletons::ELLIPSIS_TYPE,
    ]
}

/// Shows what an object leads to without counting it, with a reference taken: a weak reference its object, a class those derived from it.
///
/// # Safety
/// `object` is alive and the calling strand's own.
unsafe fn weak_targets(object: NonNull<Header>, show: &mut dyn FnMut(NonNull<Header>)) {
    // SAFETY: the object is alive; its count is borrowed here, not taken.
    let value = std::mem::ManuallyDrop::new(unsafe { Value::from_owned(object) });
    let mut give = |target: Value| {
        if let Some(header) = target.header().map(Header::as_ptr) {
            let _reference_given_on = target.into_raw();
            show(header);
        }
    };
    match value.get::<super::ty::Type>() {
        Some(class) => class.derived().into_iter().chain(class.followers()).for_each(give),
        None => value.get::<super::payload::Native>().and_then(|native| native.weak_target()).into_iter().for_each(&mut give),
    }
}

/// Runs `__del__` and clears weak references of a dying object; false if it lives on.
///
/// # Safety
/// `object` is alive with count zero (or held by the collector), and nobody else releases it.
unsafe fn finalize(object: NonNull<Header>) -> bool {
    // SAFETY: passed on from the caller. While user code runs the object has a count of its own.
    unsafe {
        let header = object.as_ref();
        let dying = header.count() == 0;
        if dying {
            header.revive();
        } else {
            header.inc();
        }
        let value = Value::from_owned(object);
        let known = Cx::with_current(|cx| {
            if header.has(flag::HAS_FINALIZER)
                && header.set_once(flag::FINALIZED)
                && let Some(finalize) = type_of(&value).slots().finalize
            {
                // An exception under way must survive the finalizer.
                let pending = cx.suspend_pending();
                finalize(cx, &value);
                cx.resume_pending(pending);
            }
            if header.has(flag::HAS_WEAKREFS) && (!dying || header.count() == 1) {
                header.clear(flag::HAS_WEAKREFS);
                let pending = cx.suspend_pending();
                (cx.interp.hooks().weakrefs_dead)(cx, &value);
                cx.resume_pending(pending);
            }
        });
        if known.is_none() && header.has(flag::HAS_WEAKREFS) {
            // Nobody is there to run callbacks, but no reference may find the memory that is about to go.
            super::weak::forget(&value);
        }
        let (_, _) = value.into_raw();
        let last = header.dec();
        last || !dying
    }
}
