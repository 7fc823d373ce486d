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
        kinds::install(&super::kinds::KINDS, finalize, super::running::keep, weak_targets, cut);
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

/// Shows what an object leads to without counting it, with a reference taken: a weak reference its object, a class those derived from it,
/// an object that can die the weak references to be called then.
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
    if value.header().is_some_and(|header| header.has(flag::HAS_WEAKREFS) && !header.is_immortal()) {
        super::weak::callers(&value).into_iter().for_each(&mut give);
    }
    match value.get::<super::ty::Type>() {
        Some(class) => class.derived().into_iter().chain(class.followers()).for_each(give),
        None => value.get::<super::payload::Native>().and_then(|native| native.weak_target()).into_iter().for_each(&mut give),
    }
}

/// Cuts the weak references to garbage off; what that returns calls the callbacks.
///
/// # Safety
/// As of `weak::cut`.
unsafe fn cut(garbage: &[NonNull<Header>]) -> Option<Box<dyn FnOnce()>> {
    // SAFETY: passed on from the caller.
    let callers = unsafe { super::weak::cut(garbage) };
    (!callers.is_empty()).then(|| Box::new(move || call_back(callers)) as Box<dyn FnOnce()>)
}

/// Runs the callbacks of dead references; without a context nobody is there to run them.
fn call_back(callers: Vec<Value>) {
    Cx::with_current(|cx| {
        // An exception under way must survive.
        let pending = cx.suspend_pending();
        (cx.interp.hooks().weakrefs_dead)(cx, callers);
        cx.resume_pending(pending);
    });
}

/// Runs `__del__` and clears weak references of a dying object; false if it lives on.
///
/// # Safety
/// `object` is alive with count zero (or held by the collector, which has cut its weak references off), and nobody else releases it.
unsafe fn finalize(object: NonNull<Header>) -> bool {
    // SAFETY: passed on from the caller. While user code runs the object has a count of its own.
    unsafe {
        let header = object.as_ref();
        if header.count() != 0 {
            header.inc();
            let value = Value::from_owned(object);
            run_finalizer(&value, header);
            return true;
        }
        loop {
            header.revive();
            let value = Value::from_owned(object);
            run_finalizer(&value, header);
            if header.has(flag::HAS_WEAKREFS) {
                let callers = super::weak::take(&value);
                if !callers.is_empty() {
                    call_back(callers);
                }
            }
            let (_, _) = value.into_raw();
            if !header.dec() {
                return false;
            }
            // Somebody had got the object by a weak reference, and has let go of it again.
            if !header.has(flag::HAS_WEAKREFS) {
                return true;
            }
        }
    }
}

fn run_finalizer(value: &Value, header: &Header) {
    if !header.has(flag::HAS_FINALIZER) || header.has(flag::FINALIZED) {
        return;
    }
    Cx::with_current(|cx| {
        if header.set_once(flag::FINALIZED)
            && let Some(finalize) = type_of(value).slots().finalize
        {
            // An exception under way must survive the finalizer.
            let pending = cx.suspend_pending();
            finalize(cx, value);
            cx.resume_pending(pending);
        }
    });
}
