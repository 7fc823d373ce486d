//! The method cache of a call: which function a method name gave last. Knows classes' versions and shapes, not nodes.
//!
//! An entry of a builtin method says how it is called with as many values as the node has: the function itself is not needed then.
//!
//! An entry's function is not counted: the class's namespace holds it while the class's version stands; a function that another strand
//! just took out of a namespace is not freed before our next safepoint, and `try_clone` takes a count only from an object that is not
//! dying. Entries are kept until the cache goes: at most [`MAX_ENTRIES`].

use super::attrs::Attrs;
use super::entries::Entries;
use super::function::Function;
use super::instance::attrs_of;
use super::native::{NativeFunction, Ready};
use super::ty::{NO_VERSION, Type, type_of};
use super::value::Value;
use std::mem::ManuallyDrop;

pub(crate) struct Entry {
    /// Shape of the object; 0 if it has no attributes of its own.
    shape: u32,
    version: u32,
    /// State of the class's data when `function` is a value that is no function: see [`Type::data_version`]. Else 0.
    data_version: u32,
    function: ManuallyDrop<Value>,
    /// What a builtin method's definition, which is never freed, says.
    ready: Ready,
}

// SAFETY: what an entry names is protected as the file's head says.
unsafe impl Send for Entry {}
// SAFETY: as above.
unsafe impl Sync for Entry {}

impl Entry {
    #[inline(always)]
    pub(crate) fn ready(&self) -> &Ready {
        &self.ready
    }

    /// State of the class's data that the entry is right for; 0: of any.
    #[inline(always)]
    pub(crate) fn data_version(&self) -> u32 {
        self.data_version
    }

    /// The function, if it may be called without being counted (see `running`).
    #[inline(always)]
    pub(crate) fn standing(&self) -> Option<&Function> {
        self.function.get::<Function>().filter(|function| function.runs_uncounted())
    }

    /// The function, or what else the class has of that name, unless it is dying.
    #[inline(always)]
    pub(crate) fn function(&self) -> Option<Value> {
        match self.function.header() {
            Some(header) if !header.inc_alive() => None,
            _ => {
                let (tag, bits) = self.function.raw();
                // SAFETY: the count was just taken, if there is one.
                Some(unsafe { Value::from_raw(tag, bits) })
            }
        }
    }
}

/// More entries than this and the cache stays as it is.
const MAX_ENTRIES: u32 = 8;

#[derive(Default)]
pub(crate) struct MethodCache(Entries<Entry>);

impl MethodCache {
    /// What is known of this object's method, if the cache knows its shape and the state of its class.
    #[inline(always)]
    pub(crate) fn entry(&self, object: &Value) -> Option<&Entry> {
        let Some(header) = object.header() else { return self.entry_for(0, type_of(object).version()) };
        // SAFETY: an object's type is a live Type, and its kind proves its layout.
        unsafe {
            let version = (*header.ty().cast::<Type>()).version();
            self.entry_for(attrs_of(header).map_or(0, Attrs::shape), version)
        }
    }

    /// The entry put for this shape and version.
    #[inline(always)]
    pub(crate) fn entry_for(&self, shape: u32, version: u32) -> Option<&Entry> {
        self.0.find(|entry| entry.version == version && entry.shape == shape)
    }

    /// The function for this object, as for [`MethodCache::entry`].
    #[inline(always)]
    pub(crate) fn find(&self, object: &Value) -> Option<Value> {
        self.entry(object)?.function()
    }

    /// Remembers what was found for objects of this shape (0: of a builtin type) while their class's version is `version`. Calls have
    /// `count` positional values, the object among them.
    pub(crate) fn put(&self, shape: u32, version: u32, function: &Value, count: usize) {
        let ready = function.get::<NativeFunction>().map_or(Ready::No, |native| native.ready(count));
        self.link(shape, version, 0, function, ready);
    }

    /// Remembers what attribute reads find in the class. A value that is no function or other descriptor is that while the class's data
    /// version is this; 0 for the others.
    pub(crate) fn put_data(&self, shape: u32, version: u32, data_version: u32, value: &Value) {
        self.link(shape, version, data_version, value, Ready::No);
    }

    /// Whether it remembers nothing more.
    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= MAX_ENTRIES
    }

    fn link(&self, shape: u32, version: u32, data_version: u32, function: &Value, ready: Ready) {
        if version == NO_VERSION {
            return;
        }
        let (tag, bits) = function.raw();
        // SAFETY: not counted and never dropped (ManuallyDrop); see the file's head for why it may be looked at.
        let function = ManuallyDrop::new(unsafe { Value::from_raw(tag, bits) });
        // A cache that is full stays as it is.
        let _ = self.0.push(Entry { shape, version, data_version, function, ready }, MAX_ENTRIES);
    }
}
