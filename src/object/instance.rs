//! Instances of classes written in the language, and access to the attribute block of any object. Knows shapes, not lookup rules.

use super::attrs::Attrs;
use super::kinds::{Kind, Layout, adopt, attrs_before, object, reserve};
use super::slot::Slot;
use super::ty::Type;
use super::value::{Object, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::alloc::Layout as Block;

/// An object of a class whose base is `object`. Its first attributes are inline behind the struct.
#[repr(C)]
pub(crate) struct Instance {
    head: Header,
    pub(crate) attrs: Attrs,
    inline: u32,
}

object!(Instance, Instance, super::ty::OBJECT);

impl Layout for Instance {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.attrs.traverse(&self.head, visit);
    }
    fn clear(&self) {
        self.attrs.clear(&self.head);
    }
    fn block(&self) -> Block {
        block(self.inline as usize)
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: the object is dead.
        unsafe { self.attrs.drop_values(&self.head) };
    }
}

fn block(inline: usize) -> Block {
    // SAFETY: a handful of slots; no overflow.
    unsafe { Block::from_size_align_unchecked(size_of::<Instance>() + inline * size_of::<Slot>(), 8) }
}

impl Instance {
    /// A fresh instance of `class`, with room for as many attributes as its other instances turned out to need.
    pub(crate) fn new(class: &Type) -> Ref<Instance> {
        let inline = class.inline_hint() as usize;
        let block = block(inline);
        let Some(start) = reserve(block, false) else { std::alloc::handle_alloc_error(block) };
        class.header().inc();
        // SAFETY: the block has room for the struct and the inline slots, all of which are written.
        unsafe {
            let place = start.cast::<Instance>();
            let slots = start.add(size_of::<Instance>()).cast::<Slot>().as_ptr();
            let head = Header::new(Kind::Instance as u8, class.header(), class.instance_flags());
            place.write(Instance { head, attrs: Attrs::inline(class.root_shape(), inline as u32, slots), inline: inline as u32 });
            for index in 0..inline {
                slots.add(index).write(Slot::unset());
            }
            adopt(place)
        }
    }
}

/// The attribute block of an object, if its class gives it one.
#[inline(always)]
pub(crate) fn attrs_of(header: &Header) -> Option<&Attrs> {
    if header.kind() == Kind::Instance as u8 {
        // SAFETY: the kind says so.
        Some(unsafe { &header.as_ptr().cast::<Instance>().as_ref().attrs })
    } else if header.has(flag::HAS_ATTRS) {
        // SAFETY: the flag says so.
        Some(unsafe { attrs_before(header.as_ptr()).as_ref() })
    } else {
        None
    }
}
