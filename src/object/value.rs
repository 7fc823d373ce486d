//! The value: 16 bytes that travel in two registers. Knows counting, and nothing of what objects contain.

use crate::memory::kinds;
use crate::memory::{Header, publish};
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// What a value is. `Unset` marks an unbound local slot or a missing argument and is never seen by a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub(crate) enum Tag {
    Unset,
    None,
    False,
    True,
    NotImplemented,
    Ellipsis,
    Int,
    Float,
    Obj,
}

/// A Python value: an immediate (None, bool, int of 64 bits, float ...) or a counted reference to a heap object.
///
/// A struct of two words, so that `Result<Value, Raised>` and `Option<Value>` are scalar pairs too (asserted below): one
/// wider payload would push every result through memory and cost half of the interpreter's speed.
pub(crate) struct Value {
    tag: Tag,
    bits: *mut (),
}

/// The error of every fallible operation: zero-sized, the exception itself waits in the context (`Cx::raise`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raised(());

/// Result of an operation of the language.
pub(crate) type R<T = Value> = Result<T, Raised>;

const _: () = assert!(size_of::<Value>() == 16 && size_of::<R>() == 16 && size_of::<R<Option<Value>>>() == 16);

impl Raised {
    /// Only the context's raising functions make one, after storing the exception.
    pub(super) const fn new() -> Raised {
        Raised(())
    }
}

/// A value taken apart for matching.
pub(crate) enum V<'a> {
    Unset,
    None,
    Bool(bool),
    NotImplemented,
    Ellipsis,
    Int(i64),
    Float(f64),
    Obj(&'a Header),
}

// SAFETY: counts of objects reachable by several strands are atomic and their contents guarded; LOCAL objects are published by
// their owner before another strand can reach them (`memory::publish`), which every door between strands does.
unsafe impl Send for Value {}
// SAFETY: as above.
unsafe impl Sync for Value {}

impl Value {
    pub(crate) const UNSET: Value = Value::plain(Tag::Unset);
    pub(crate) const NONE: Value = Value::plain(Tag::None);
    pub(crate) const TRUE: Value = Value::plain(Tag::True);
    pub(crate) const FALSE: Value = Value::plain(Tag::False);
    pub(crate) const NOT_IMPLEMENTED: Value = Value::plain(Tag::NotImplemented);
    pub(crate) const ELLIPSIS: Value = Value::plain(Tag::Ellipsis);

    const fn plain(tag: Tag) -> Value {
        Value { tag, bits: std::ptr::null_mut() }
    }

    #[inline(always)]
    pub(crate) const fn int(int: i64) -> Value {
        Value { tag: Tag::Int, bits: std::ptr::without_provenance_mut(int as usize) }
    }

    #[inline(always)]
    pub(crate) const fn float(float: f64) -> Value {
        Value { tag: Tag::Float, bits: std::ptr::without_provenance_mut(float.to_bits() as usize) }
    }

    #[inline(always)]
    pub(crate) const fn bool(truth: bool) -> Value {
        if truth { Value::TRUE } else { Value::FALSE }
    }

    /// A value that owns one reference to a heap object.
    ///
    /// # Safety
    /// The caller hands over one counted reference (or the object is immortal).
    #[inline(always)]
    pub(crate) unsafe fn from_owned(object: NonNull<Header>) -> Value {
        Value { tag: Tag::Obj, bits: object.as_ptr().cast() }
    }

    /// A new reference to a heap object that the caller can see.
    #[inline(always)]
    pub(crate) fn from_ref(object: &Header) -> Value {
        object.inc();
        Value { tag: Tag::Obj, bits: std::ptr::from_ref(object).cast_mut().cast() }
    }

    /// The two words, without giving up the reference.
    #[inline(always)]
    pub(super) fn raw(&self) -> (Tag, *mut ()) {
        (self.tag, self.bits)
    }

    /// The two words, giving up the reference to whoever holds them.
    #[inline(always)]
    pub(super) fn into_raw(self) -> (Tag, *mut ()) {
        let this = ManuallyDrop::new(self);
        (this.tag, this.bits)
    }

    /// The inverse of [`Value::into_raw`].
    ///
    /// # Safety
    /// The words came from `into_raw`, and their reference is handed over.
    #[inline(always)]
    pub(super) unsafe fn from_raw(tag: Tag, bits: *mut ()) -> Value {
        Value { tag, bits }
    }

    #[inline(always)]
    pub(crate) fn tag(&self) -> Tag {
        self.tag
    }

    /// Takes the value apart for matching.
    #[inline(always)]
    pub(crate) fn unpack(&self) -> V<'_> {
        match self.tag {
            Tag::Unset => V::Unset,
            Tag::None => V::None,
            Tag::False => V::Bool(false),
            Tag::True => V::Bool(true),
            Tag::NotImplemented => V::NotImplemented,
            Tag::Ellipsis => V::Ellipsis,
            Tag::Int => V::Int(self.bits.addr() as i64),
            Tag::Float => V::Float(f64::from_bits(self.bits.addr() as u64)),
            // SAFETY: an Obj value holds a reference, so the object lives at least as long as the borrow.
            Tag::Obj => V::Obj(unsafe { &*self.bits.cast::<Header>() }),
        }
    }

    /// The payload of an `Int`; call only after checking the tag (anything else gives garbage, not unsoundness).
    #[inline(always)]
    pub(crate) fn int_unchecked(&self) -> i64 {
        self.bits.addr() as i64
    }

    /// The payload of a `Float`, as for [`Value::int_unchecked`].
    #[inline(always)]
    pub(crate) fn float_unchecked(&self) -> f64 {
        f64::from_bits(self.bits.addr() as u64)
    }

    /// The 64-bit value of an exact small `int` (not bool, not a subclass instance).
    #[inline(always)]
    pub(crate) fn as_int(&self) -> Option<i64> {
        if self.tag == Tag::Int { Some(self.int_unchecked()) } else { None }
    }

    /// The value of an exact `float`.
    #[inline(always)]
    pub(crate) fn as_float(&self) -> Option<f64> {
        if self.tag == Tag::Float { Some(self.float_unchecked()) } else { None }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self.tag {
            Tag::False => Some(false),
            Tag::True => Some(true),
            _ => None,
        }
    }

    #[inline(always)]
    pub(crate) fn is_unset(&self) -> bool {
        self.tag == Tag::Unset
    }

    #[inline(always)]
    pub(crate) fn is_none(&self) -> bool {
        self.tag == Tag::None
    }

    #[inline(always)]
    pub(crate) fn is_not_implemented(&self) -> bool {
        self.tag == Tag::NotImplemented
    }

    /// The header of a heap object.
    #[inline(always)]
    pub(crate) fn header(&self) -> Option<&Header> {
        // SAFETY: as in `unpack`.
        if self.tag == Tag::Obj { Some(unsafe { &*self.bits.cast::<Header>() }) } else { None }
    }

    /// A new reference, unless the object is dying: for values seen without holding them (`Slot::glance`).
    #[inline]
    pub(crate) fn try_clone(&self) -> Option<Value> {
        match self.header() {
            Some(header) if !header.try_inc() => None,
            _ => Some(Value { tag: self.tag, bits: self.bits }),
        }
    }

    /// Identity, as the `is` operator sees it (equal immediates of one type are identical).
    #[inline(always)]
    pub(crate) fn is(&self, other: &Value) -> bool {
        self.tag == other.tag && self.bits == other.bits
    }

    /// A number that identifies the object while it lives, as `id()` gives it.
    pub(crate) fn identity(&self) -> u64 {
        match self.tag {
            Tag::Obj => self.bits.addr() as u64,
            Tag::Int | Tag::Float => (self.bits.addr() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            tag => 0x1000 + tag as u64 * 16,
        }
    }

    /// Borrows the object as `T` if it has `T`'s layout: instances of subclasses included.
    #[inline(always)]
    pub(crate) fn get<T: Object>(&self) -> Option<&T> {
        if self.tag == Tag::Obj {
            // SAFETY: the kind byte proves the layout; the reference is held by `self`.
            unsafe {
                let header = self.bits.cast::<Header>();
                if (*header).kind() == T::KIND { Some(&*header.cast::<T>()) } else { None }
            }
        } else {
            None
        }
    }

    /// Borrows the object as `T` if its type is exactly `T`'s own builtin type.
    #[inline(always)]
    pub(crate) fn get_exact<T: Object>(&self) -> Option<&T> {
        // An exact builtin type has one layout: the type pointer alone proves it.
        match self.header() {
            // SAFETY: see above; the reference is held by `self`.
            Some(header) if std::ptr::eq(header.ty(), T::exact_type()) => Some(unsafe { &*std::ptr::from_ref(header).cast::<T>() }),
            _ => None,
        }
    }

    /// [`Value::get`] that takes a reference.
    pub(crate) fn get_ref<T: Object>(&self) -> Option<Ref<T>> {
        self.get::<T>().map(|_| Ref(self.clone(), PhantomData))
    }

    /// Lets other strands reach the value: it and all it reaches become SHARED. See `memory::publish`.
    #[inline]
    pub(crate) fn publish(&self) {
        if let Some(header) = self.header()
            && header.is_local()
        {
            publish(header.as_ptr());
            if crate::memory::local::is_shared_due() {
                super::cx::want_collection();
            }
        }
    }
}

/// The two words of a value on its way from one place to another, without its destructor: whoever holds them hands them on, or makes a
/// value of them again. An array of values is written word by word and then read two words at once, which processors cannot do from stores
/// under way: it costs a dozen cycles. These stay in registers.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    tag: Tag,
    bits: *mut (),
}

impl Words {
    pub(crate) const UNSET: Words = Words { tag: Tag::Unset, bits: std::ptr::null_mut() };

    #[inline(always)]
    pub(crate) fn of(value: Value) -> Words {
        let (tag, bits) = value.into_raw();
        Words { tag, bits }
    }

    /// The words of a value that someone else holds: never to be dropped.
    #[inline(always)]
    pub(crate) fn lent(value: &Value) -> Words {
        Words { tag: value.tag, bits: value.bits }
    }

    /// The value again.
    ///
    /// # Safety
    /// Once only; what was lent is not dropped, and used only while its holder holds it.
    #[inline(always)]
    pub(crate) unsafe fn into_value(self) -> Value {
        Value { tag: self.tag, bits: self.bits }
    }

    /// Puts the value into a place that holds nothing.
    ///
    /// # Safety
    /// Once only; the place is the caller's.
    #[inline(always)]
    pub(crate) unsafe fn write_to(self, place: NonNull<Value>) {
        // SAFETY: passed on from the caller.
        unsafe {
            (&raw mut (*place.as_ptr()).tag).write(self.tag);
            (&raw mut (*place.as_ptr()).bits).write(self.bits);
        }
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(header) = self.header() {
            header.inc();
        }
        Value { tag: self.tag, bits: self.bits }
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.tag == Tag::Obj {
            // SAFETY: this value holds a reference; the last one releases the object.
            unsafe {
                let object = NonNull::new_unchecked(self.bits.cast::<Header>());
                if object.as_ref().dec() {
                    kinds::release(object);
                }
            }
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.unpack() {
            V::Int(int) => write!(f, "{int}"),
            V::Float(float) => write!(f, "{float:?}"),
            V::Obj(header) => write!(f, "<object of kind {}>", header.kind()),
            _ => write!(f, "{:?}", self.tag),
        }
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Value {
        Value::bool(truth)
    }
}

/// A layout of heap objects. Made by the `object!` macro only.
///
/// # Safety
/// `Self` is `repr(C)` with a [`Header`] first, and every header whose kind is `KIND` starts such a struct.
pub(crate) unsafe trait Object: Sized + 'static {
    const KIND: u8;
    /// Where the static type object of this layout is.
    fn exact_type() -> *const Header;
    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: the struct starts with its header.
        unsafe { &*std::ptr::from_ref(self).cast::<Header>() }
    }
    /// A new reference to this object as a value.
    #[inline(always)]
    fn value(&self) -> Value {
        Value::from_ref(self.header())
    }
}

/// A counted reference to an object of known layout.
pub(crate) struct Ref<T: Object>(Value, PhantomData<fn() -> T>);

impl<T: Object> Ref<T> {
    /// # Safety
    /// `value` holds an object of layout `T`.
    #[inline(always)]
    pub(super) unsafe fn from_value_unchecked(value: Value) -> Ref<T> {
        Ref(value, PhantomData)
    }

    /// Checks the layout.
    pub(crate) fn from_value(value: Value) -> Result<Ref<T>, Value> {
        if value.get::<T>().is_some() { Ok(Ref(value, PhantomData)) } else { Err(value) }
    }

    #[inline(always)]
    pub(crate) fn into_value(self) -> Value {
        self.0
    }

    #[inline(always)]
    pub(crate) fn as_value(&self) -> &Value {
        &self.0
    }
}

impl<T: Object> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        Ref(self.0.clone(), PhantomData)
    }
}

impl<T: Object> std::ops::Deref for Ref<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: a Ref is made only for values of layout T and holds a reference.
        unsafe { &*self.0.raw().1.cast::<T>() }
    }
}

impl<T: Object> From<Ref<T>> for Value {
    #[inline(always)]
    fn from(object: Ref<T>) -> Value {
        object.0
    }
}
