//! Iterators of pairs: the pair that such an iterator makes once and hands out again, as long as nobody keeps it; and pairs that are
//! handed out in parts, to those who take them apart anyway.
//!
//! Loops take pairs apart at once, so that most pairs would be made and freed for nothing. Only LOCAL iterators have such a pair; once
//! the iterator is SHARED so is the pair, and nobody changes it any more.

use super::cx::Cx;
use super::slot::Slot;
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Value};

/// The next two items of an iterator of pairs, None at the end.
pub(crate) type NextPair = fn(&Cx, &Value) -> R<Option<[Value; 2]>>;

/// How to get the next pair in parts, if the iterator is of a builtin type that can do that.
pub(crate) fn source(iterator: &Value) -> Option<NextPair> {
    let ty = type_of(iterator);
    if std::ptr::eq(ty, &super::enumerate::ENUMERATE) {
        Some(super::enumerate::next_pair)
    } else if std::ptr::eq(ty, &super::zip_map::ZIP) {
        super::zip_map::pairs(iterator)
    } else if std::ptr::eq(ty, &super::dict_views::ITEM_ITERATOR) {
        Some(super::dict_views::next_pair)
    } else {
        None
    }
}

/// Part of the body of an iterator; its `traverse` shows it.
pub(super) struct Pair(Slot);

impl Pair {
    pub(super) const fn new() -> Pair {
        Pair(Slot::unset())
    }

    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: written by the strand that owns the iterator only, while it is LOCAL; visiting happens there or with all others stopped.
        visit(unsafe { self.0.borrow() });
    }

    /// A tuple of the two items. `owner` is the iterator.
    #[inline(always)]
    pub(super) fn with(&self, owner: &Value, items: [Value; 2]) -> Value {
        if !owner.header().is_some_and(crate::memory::Header::is_local) {
            return Tuple::of(items).into_value();
        }
        // SAFETY: the iterator is LOCAL, and the slot is written below only.
        let kept = unsafe { self.0.borrow() };
        match Tuple::renew_pair(kept, items) {
            Ok(pair) => pair,
            Err(items) => {
                let is_first = kept.is_unset();
                let pair = Tuple::of(items).into_value();
                if is_first {
                    drop(self.0.swap(pair.clone()));
                }
                pair
            }
        }
    }
}
