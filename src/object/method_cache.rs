//! The method cache of a call: which function a method name gave last. Knows classes' versions and shapes, not nodes.
//!
//! An entry is immutable once linked. Its function is not counted: the class's namespace holds it while the class's version stands; a
//! function that another strand just took out of a namespace is not freed before our next safepoint, and `try_clone` takes a count
//! only from an object that is not dying. Replaced entries are kept until the cache goes: at most [`MAX_ENTRIES`].

use super::instance::Instance;
use super::ty::type_of;
use super::value::Value;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::*};

struct Entry {
    /// Shape of the instance; 0 for objects of builtin types.
    shape: u32,
    version: u32,
    function: ManuallyDrop<Value>,
    previous: *mut Entry,
}

/// More entries than this and the cache stays as it is.
const MAX_ENTRIES: u32 = 8;

#[derive(Default)]
pub(crate) struct MethodCache {
    entry: AtomicPtr<Entry>,
    made: AtomicU32,
}

impl MethodCache {
    /// The function for this object, if the cache knows its shape and the state of its class.
    #[inline(always)]
    pub(crate) fn find(&self, object: &Value) -> Option<Value> {
        // SAFETY: entries are immutable and live as long as the cache; Acquire pairs with the Release of `put`.
        let mut entry = unsafe { self.entry.load(Acquire).as_ref() }?;
        let (version, shape) = match object.get::<Instance>() {
            Some(instance) => (type_of(object).version(), instance.attrs.shape()),
            None => (type_of(object).version(), 0),
        };
        while entry.version != version || entry.shape != shape {
            // SAFETY: as above.
            entry = unsafe { entry.previous.as_ref() }?;
        }
        match entry.function.header() {
            Some(header) if header.is_local() || header.is_immortal() => Some((*entry.function).clone()),
            Some(header) if header.try_inc() => {
                let (tag, bits) = entry.function.raw();
                // SAFETY: the count was just taken.
                Some(unsafe { Value::from_raw(tag, bits) })
            }
            _ => None,
        }
    }

    /// Remembers what was found for objects of this shape (0: of a builtin type) while their class's version is `version`.
    pub(crate) fn put(&self, shape: u32, version: u32, function: &Value) {
        if self.made.fetch_add(1, Relaxed) >= MAX_ENTRIES {
            self.made.store(MAX_ENTRIES, Relaxed);
            return;
        }
        let (tag, bits) = function.raw();
        // SAFETY: not counted and never dropped (ManuallyDrop); see the file's head for why it may be looked at.
        let function = ManuallyDrop::new(unsafe { Value::from_raw(tag, bits) });
        let fresh = Box::into_raw(Box::new(Entry { shape, version, function, previous: std::ptr::null_mut() }));
        let mut seen = self.entry.load(Relaxed);
        loop {
            // SAFETY: not linked yet, so ours alone.
            unsafe { (*fresh).previous = seen };
            match self.entry.compare_exchange_weak(seen, fresh, Release, Relaxed) {
                Ok(_) => return,
                Err(now) => seen = now,
            }
        }
    }
}

impl Drop for MethodCache {
    fn drop(&mut self) {
        let mut entry = *self.entry.get_mut();
        while !entry.is_null() {
            // SAFETY: made by `Box::into_raw` in `put`; nobody uses the cache any more.
            let owned = unsafe { Box::from_raw(entry) };
            entry = owned.previous;
        }
    }
}

// SAFETY: entries are immutable; what they name is protected as the file's head says.
unsafe impl Send for MethodCache {}
// SAFETY: as above.
unsafe impl Sync for MethodCache {}
