//! The `tuple` object: immutable, its items behind the struct. Methods are in `tuple_methods`.

use super::kinds::{Kind, Layout, adopt, object, reserve};
use super::slot::Slot;
use super::value::{Object, Ref, Value};
use crate::memory::header::{UNTRACKED, flag};
use crate::memory::{Header, local};
use std::alloc::Layout as Block;
use std::sync::atomic::Ordering::Relaxed;

/// A fixed sequence of values. Immutable once made, so strands read it without locks.
#[repr(C)]
pub(crate) struct Tuple {
    head: Header,
    len: usize,
}

object!(Tuple, Tuple, super::ty::TUPLE);

impl Layout for Tuple {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items().iter().for_each(visit);
    }
    fn block(&self) -> Block {
        block(self.len).expect("the tuple exists, so its size fits")
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        // SAFETY: `len` slots, which have the layout of values, follow the struct. The tuple is dead and never changed, so that nobody
        // looks at its words any more.
        unsafe { std::ptr::drop_in_place(std::ptr::slice_from_raw_parts_mut(self.place(0).cast_mut().cast::<Value>(), self.len)) };
    }
}

/// Kinds whose objects hold no values.
#[inline(always)]
fn is_leaf(kind: u8) -> bool {
    kind == Kind::Str as u8 || kind == Kind::Int as u8 || kind == Kind::Bytes as u8 || kind == Kind::Float as u8
}

/// Whether a tuple with this item may be part of a cycle. A tuple of numbers and text can not: the collector need not know it.
#[inline(always)]
pub(super) fn may_cycle(item: &Value) -> bool {
    item.header().is_some_and(|header| !is_leaf(header.kind()))
}

fn block(len: usize) -> Option<Block> {
    Block::from_size_align(size_of::<Tuple>().checked_add(len.checked_mul(size_of::<Slot>())?)?, 8).ok()
}

impl Tuple {
    #[inline(always)]
    fn place(&self, index: usize) -> *const Slot {
        // SAFETY: callers keep `index` below `len`.
        unsafe { std::ptr::from_ref(self).cast::<u8>().add(size_of::<Tuple>()).cast::<Slot>().add(index) }
    }

    /// A plain tuple; there is one empty one.
    pub(crate) fn new(items: Vec<Value>) -> Ref<Tuple> {
        if items.is_empty() {
            // SAFETY: the empty tuple is a tuple.
            return unsafe { Ref::from_value_unchecked(empty()) };
        }
        Tuple::of_class(&super::ty::TUPLE, items)
    }

    pub(crate) fn from_slice(items: &[Value]) -> Ref<Tuple> {
        match items {
            [] => return Tuple::new(Vec::new()),
            [only] => return Tuple::of([only.clone()]),
            [first, second] => return Tuple::of([first.clone(), second.clone()]),
            _ => {}
        }
        Tuple::build(&super::ty::TUPLE, items.len(), items.iter().cloned())
    }

    /// A tuple of exactly these.
    #[inline]
    pub(crate) fn of<const N: usize>(items: [Value; N]) -> Ref<Tuple> {
        const { assert!(N > 0, "there is one empty tuple") };
        let block = Block::from_size_align(size_of::<Tuple>() + N * size_of::<Slot>(), 8).expect("a few items");
        let Some(start) = reserve(block, false) else { std::alloc::handle_alloc_error(block) };
        let may_cycle = items.iter().any(may_cycle);
        // SAFETY: the block has room for the struct and N slots, which have the layout of values.
        unsafe {
            let place = start.cast::<Tuple>();
            place.write(Tuple { head: Header::new(Kind::Tuple as u8, super::ty::TUPLE.header(), 0), len: N });
            place.as_ref().place(0).cast_mut().cast::<[Value; N]>().write(items);
            if may_cycle { adopt(place) } else { Ref::from_value_unchecked(Value::from_owned(place.cast())) }
        }
    }

    /// Replaces the items of a pair that nobody but `pair` holds, and returns another reference to it: iterators hand one pair out again
    /// and again if they can. Gives the items back if it is not such a pair.
    #[inline(always)]
    pub(super) fn renew_pair(pair: &Value, items: [Value; 2]) -> Result<Value, [Value; 2]> {
        let Some(tuple) = pair.get::<Tuple>().filter(|tuple| tuple.head.is_unique_local() && tuple.len == 2) else {
            return Err(items);
        };
        if tuple.head.gc_index.load(Relaxed) == UNTRACKED && items.iter().any(may_cycle) && local::track(tuple.head.as_ptr()) {
            super::cx::want_collection();
        }
        let [first, second] = items;
        // SAFETY: two slots; the reference is the only one and its strand's own, so nobody looks at them.
        let old = unsafe { ((*tuple.place(0)).swap(first), (*tuple.place(1)).swap(second)) };
        // Counted before the old items go: their finalizers may come back here.
        let renewed = pair.clone();
        drop(old);
        Ok(renewed)
    }

    /// A tuple of type `class` (tuple or a subclass).
    pub(crate) fn of_class(class: &super::ty::Type, items: Vec<Value>) -> Ref<Tuple> {
        Tuple::build(class, items.len(), items.into_iter())
    }

    /// A tuple of `len` items from an iterator of exactly that length.
    pub(crate) fn build(class: &super::ty::Type, len: usize, mut items: impl Iterator<Item = Value>) -> Ref<Tuple> {
        let (flags, with_attrs) = class.builtin_instance_flags();
        let Some(block) = block(len) else { std::alloc::handle_alloc_error(Block::new::<Tuple>()) };
        let Some(start) = reserve(block, with_attrs) else { std::alloc::handle_alloc_error(block) };
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        // SAFETY: the block has room for the struct and `len` slots, all of which are written.
        unsafe {
            let place = start.cast::<Tuple>();
            place.write(Tuple { head: Header::new(Kind::Tuple as u8, class.header(), flags), len });
            let mut is_tracked = flags != 0;
            for index in 0..len {
                let item = items.next().unwrap_or(Value::NONE);
                is_tracked |= may_cycle(&item);
                place.as_ref().place(index).cast_mut().write(Slot::new(item));
            }
            if is_tracked { adopt(place) } else { Ref::from_value_unchecked(Value::from_owned(place.cast())) }
        }
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The items, borrowed: a tuple never changes.
    #[inline(always)]
    pub(crate) fn items(&self) -> &[Value] {
        // SAFETY: `len` initialised slots follow the struct; slots have the layout of values and are never written again.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast::<u8>().add(size_of::<Tuple>()).cast::<Value>(), self.len) }
    }

    #[inline(always)]
    pub(crate) fn get(&self, index: usize) -> Option<&Value> {
        self.items().get(index)
    }
}

/// The empty tuple.
pub(crate) fn empty() -> Value {
    static EMPTY: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| {
        let tuple = Tuple::of_class(&super::ty::TUPLE, Vec::new());
        tuple.header().mark_immortal();
        tuple.into_value()
    });
    EMPTY.clone()
}
