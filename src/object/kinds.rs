//! The kinds of heap objects and how they are allocated, visited and freed. Knows layouts through the [`Layout`] trait only.

use super::attrs::Attrs;
use super::value::{Object, Ref, Value};
use crate::memory::header::flag;
use crate::memory::kinds::{KindOps, Visit};
use crate::memory::{Header, local};
use std::alloc::Layout as Block;
use std::ptr::NonNull;

/// Kind bytes. Instances of a subclass of a builtin type have the builtin type's kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    Instance,
    Type,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
    ByteArray,
    List,
    Tuple,
    Dict,
    Set,
    Range,
    Slice,
    Cell,
    Function,
    NativeFunction,
    BoundMethod,
    Descriptor,
    Exception,
    Module,
    Code,
    Generator,
    Traceback,
    Native,
}

/// What a kind's struct says about its references.
pub(crate) trait Layout: Object {
    /// Whether instances can be part of a cycle and are listed for the collector.
    const TRACKED: bool;
    /// Whether instances hold no values at all.
    const LEAF: bool = false;
    /// Shows every counted value the object holds.
    fn traverse(&self, visit: &mut dyn FnMut(&Value));
    /// Drops what may be part of a cycle, leaving a valid empty object.
    fn clear(&self) {}
    /// Bytes of the object in memory, trailing data included.
    fn block(&self) -> Block {
        Block::new::<Self>()
    }
}

/// Declares the kind and static type of an object struct: `object!(List, List, LIST);`.
macro_rules! object {
    ($struct:ty, $kind:ident, $type:path) => {
        // SAFETY: the struct is repr(C) with its header first, and its kind is used for no other struct.
        unsafe impl $crate::object::value::Object for $struct {
            const KIND: u8 = $crate::object::kinds::Kind::$kind as u8;
            #[inline(always)]
            fn exact_type() -> *const $crate::memory::Header {
                std::ptr::from_ref(&$type).cast()
            }
        }
    };
}
pub(crate) use object;

/// Space before the header of an object that carries attributes (`flag::HAS_ATTRS`).
pub(crate) const ATTRS_SIZE: usize = size_of::<Attrs>();
const _: () = assert!(ATTRS_SIZE == 16 && align_of::<Attrs>() == 8);

/// Reserves memory for an object block, with room for attributes before it if asked. None when memory is exhausted.
///
/// The provenance of the block is exposed: whoever gives up an object may know it by a reference only, which does not extend to the whole
/// block nor allow to free it ([`give_back`]).
pub(crate) fn reserve(block: Block, with_attrs: bool) -> Option<NonNull<u8>> {
    // SAFETY: the size is never zero (headers); the prefix keeps 8-byte alignment, and no block asks for more than 8.
    unsafe {
        if with_attrs {
            let block = Block::from_size_align(block.size() + ATTRS_SIZE, 8).ok()?;
            let start = NonNull::new(std::alloc::alloc(block))?;
            start.expose_provenance();
            start.cast::<Attrs>().write(Attrs::empty());
            Some(start.add(ATTRS_SIZE))
        } else {
            let start = NonNull::new(std::alloc::alloc(block))?;
            start.expose_provenance();
            Some(start)
        }
    }
}

/// Frees a block of [`reserve`].
///
/// # Safety
/// `start` is the beginning of a block of this layout, which nobody uses any more.
unsafe fn give_back(start: NonNull<u8>, block: Block) {
    // SAFETY: passed on from the caller.
    unsafe { std::alloc::dealloc(std::ptr::with_exposed_provenance_mut(start.addr().get()), block) }
}

/// Moves a fixed-size object to the heap. The header in it says whether attributes precede it.
pub(crate) fn alloc<T: Layout>(object: T) -> Ref<T> {
    let with_attrs = object.header().has(flag::HAS_ATTRS);
    let block = Block::new::<T>();
    let Some(start) = reserve(block, with_attrs) else { std::alloc::handle_alloc_error(block) };
    // SAFETY: fresh memory of the right size; the reference counted in the header goes to the Ref.
    unsafe {
        let place = start.cast::<T>();
        place.write(object);
        adopt(place)
    }
}

/// Wraps a freshly written object with count one and lists it for the collector if its kind is tracked.
///
/// # Safety
/// `place` holds an initialised object nobody else refers to.
#[inline(always)]
pub(crate) unsafe fn adopt<T: Layout>(place: NonNull<T>) -> Ref<T> {
    let object = place.cast::<Header>();
    if T::TRACKED && local::track(object) {
        super::cx::want_collection();
    }
    // SAFETY: passed on from the caller.
    unsafe { Ref::from_value_unchecked(Value::from_owned(object)) }
}

unsafe fn traverse<T: Layout>(object: NonNull<Header>, visit: Visit<'_>) {
    // SAFETY: the kind byte says that this is a T.
    unsafe {
        let mut show = |value: &Value| {
            if let Some(child) = value.header() {
                visit(child.as_ptr());
            }
        };
        object.cast::<T>().as_ref().traverse(&mut show);
        if object.as_ref().has(flag::HAS_ATTRS) {
            attrs_before(object).as_ref().traverse(object.as_ref(), &mut show);
        }
    }
}

unsafe fn drop_body<T: Layout>(object: NonNull<Header>) {
    // SAFETY: the object is dead, its body is dropped once.
    unsafe {
        if object.as_ref().has(flag::HAS_ATTRS) {
            attrs_before(object).as_ref().drop_values(object.as_ref());
        }
        std::ptr::drop_in_place(object.cast::<T>().as_ptr());
    }
}

unsafe fn free<T: Layout>(object: NonNull<Header>) {
    // SAFETY: the block is computed from length fields that `drop_body` leaves alone.
    unsafe {
        let block = object.cast::<T>().as_ref().block();
        if object.as_ref().has(flag::HAS_ATTRS) {
            let block = Block::from_size_align_unchecked(block.size() + ATTRS_SIZE, 8);
            give_back(object.cast::<u8>().sub(ATTRS_SIZE), block);
        } else {
            give_back(object.cast(), block);
        }
    }
}

unsafe fn destroy<T: Layout>(object: NonNull<Header>) {
    // SAFETY: the object is dead, LOCAL and has no attributes before it; as for `drop_body` and `free`.
    unsafe {
        let object = object.cast::<T>();
        std::ptr::drop_in_place(object.as_ptr());
        give_back(object.cast(), object.as_ref().block());
    }
}

unsafe fn clear<T: Layout>(object: NonNull<Header>) {
    // SAFETY: the collector holds a reference.
    unsafe {
        object.cast::<T>().as_ref().clear();
        if object.as_ref().has(flag::HAS_ATTRS) {
            attrs_before(object).as_ref().clear(object.as_ref());
        }
    }
}

/// The attributes that precede the header of an object with `flag::HAS_ATTRS`.
///
/// # Safety
/// The flag is set.
pub(crate) unsafe fn attrs_before(object: NonNull<Header>) -> NonNull<Attrs> {
    // SAFETY: `reserve` left room there.
    unsafe { object.cast::<u8>().sub(ATTRS_SIZE).cast() }
}

const fn row<T: Layout>() -> KindOps {
    KindOps {
        traverse: traverse::<T>,
        drop_body: drop_body::<T>,
        free: free::<T>,
        destroy: destroy::<T>,
        is_leaf: T::LEAF,
        clear: clear::<T>,
    }
}

/// One row per [`Kind`], in its order.
pub(crate) static KINDS: [KindOps; 25] = [
    row::<super::instance::Instance>(),
    row::<super::ty::Type>(),
    row::<super::int::Int>(),
    row::<super::float::Float>(),
    row::<super::complex::Complex>(),
    row::<super::str::Str>(),
    row::<super::bytes::Bytes>(),
    row::<super::bytearray::ByteArray>(),
    row::<super::list::List>(),
    row::<super::tuple::Tuple>(),
    row::<super::dict::Dict>(),
    row::<super::set::Set>(),
    row::<super::range::Range>(),
    row::<super::slice::Slice>(),
    row::<super::cell::Cell>(),
    row::<super::function::Function>(),
    row::<super::native::NativeFunction>(),
    row::<super::method::BoundMethod>(),
    row::<super::descriptor::Descriptor>(),
    row::<super::exception::Exception>(),
    row::<super::module::Module>(),
    row::<super::code::Code>(),
    row::<super::generator::Generator>(),
    row::<super::traceback::Traceback>(),
    row::<super::payload::Native>(),
];
