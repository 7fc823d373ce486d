//! Operations on whole lists that other strands see as one step.

use super::compare::{self, Plain};
use super::list::{List, NoMemory};
use super::sequence::{self, Difference};
use super::slot::Slot;
use super::slots::CmpOp;
use super::value::{Object, Value};
use crate::memory::Header;
use std::mem::ManuallyDrop;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::Ordering::Relaxed;

impl List {
    /// Folds items, as they are at one moment, until `f`, which runs no user code, breaks; `range` says which of that many there are. A SHARED
    /// list is not written to, nor is what is in it counted: if it changes meanwhile, that begins anew.
    fn fold<T: Copy>(
        &self,
        range: impl Fn(usize) -> Range<usize>,
        start: T,
        mut f: impl FnMut(T, usize, &Value) -> ControlFlow<T, T>,
    ) -> T {
        let end = |(ControlFlow::Break(folded) | ControlFlow::Continue(folded))| folded;
        if self.header().is_local() {
            // SAFETY: LOCAL.
            let items = unsafe { self.slice() };
            let range = range(items.len());
            let first = range.start;
            let mut items = items.get(range).unwrap_or_default().iter().enumerate();
            return end(items.try_fold(start, |folded, (index, item)| f(folded, first + index, item)));
        }
        self.read_shared(|len, items, version| {
            let mut folded = start;
            for index in range(len) {
                // SAFETY: in bounds of that buffer, which is not freed before our next safepoint.
                let words = unsafe { (*items.add(index)).peek() };
                if !self.header().still(version) {
                    return None;
                }
                // SAFETY: the version stood still, so the words are a value stored there; the object's memory is not freed before our next
                // safepoint, and what comparing plainly looks at does not change. Not dropped.
                let item = unsafe { words.assume_value() };
                match f(folded, index, &item) {
                    ControlFlow::Continue(more) => folded = more,
                    ControlFlow::Break(last) => return Some(last),
                }
            }
            Some(folded)
        })
    }

    /// Index of the first item within the bounds that equals `sought`. Err: all before this index differ, and this one only user code can
    /// compare.
    pub(super) fn find_plainly(&self, sought: &Value, bounds: (i64, i64)) -> Result<Option<usize>, usize> {
        if self.header().is_local() {
            // SAFETY: LOCAL; comparing plainly runs no user code.
            return sequence::find_plain(unsafe { self.slice() }, sought, bounds);
        }
        let range = |len| sequence::range(bounds, len);
        self.fold(range, Ok(None), |none, index, item| match compare::plain_equal(item, sought) {
            Plain::Equal => ControlFlow::Break(Ok(Some(index))),
            Plain::Different => ControlFlow::Continue(none),
            Plain::Ask => ControlFlow::Break(Err(index)),
        })
    }

    /// How many items equal `sought`; None if only user code can compare one.
    pub(super) fn count_plainly(&self, sought: &Value) -> Option<usize> {
        self.fold(
            |len| 0..len,
            Some(0),
            |found, _, item| match compare::plain_equal(item, sought) {
                Plain::Equal => ControlFlow::Continue(found.map(|found| found + 1)),
                Plain::Different => ControlFlow::Continue(found),
                Plain::Ask => ControlFlow::Break(None),
            },
        )
    }

    /// Appends what `more` makes of the items, in one step. `more` runs no user code.
    pub(super) fn extend_by<E>(&self, more: impl FnOnce(&[Value]) -> Result<Vec<Value>, E>) -> Result<Result<(), NoMemory>, E> {
        let mut new = Vec::new();
        self.write(|| {
            // SAFETY: LOCAL or locked.
            new = more(unsafe { self.slice() })?;
            Ok(self.put_behind(&mut new))
        })
    }

    /// Takes item `index` out if it still is `meant`.
    pub(super) fn remove_if(&self, index: usize, meant: &Value) -> Option<Value> {
        // SAFETY: LOCAL or locked, in bounds.
        self.write(|| (index < self.len() && unsafe { self.slot(index) }.holds(meant)).then(|| self.take(index)))
    }

    /// Takes the first item out that equals `sought`. Err: this one only user code can compare.
    pub(super) fn remove_plainly(&self, sought: &Value) -> Result<Option<Value>, usize> {
        // SAFETY: LOCAL or locked; comparing plainly runs no user code.
        self.write(|| match sequence::find_plain(unsafe { self.slice() }, sought, (0, i64::MAX))? {
            Some(index) => Ok(Some(self.take(index))),
            None => Ok(None),
        })
    }

    /// How two lists compare at one moment, as far as that goes without user code.
    pub(super) fn difference(a: &List, b: &List, op: CmpOp) -> Difference {
        if a.header().is_local() && b.header().is_local() {
            // SAFETY: LOCAL.
            return unsafe { Difference::of(a.slice(), b.slice(), op) };
        }
        let _both = Header::lock_two(a.header(), b.header());
        // SAFETY: LOCAL or locked.
        unsafe { Difference::of(a.slice(), b.slice(), op) }
    }

    /// All items at one moment.
    pub(crate) fn snapshot(&self) -> Vec<Value> {
        let _writing = self.header().lock_if_shared();
        // SAFETY: LOCAL or locked; cloning runs no user code.
        unsafe { self.slice() }.to_vec()
    }

    /// Runs `f` on the items in place, under the lock if SHARED. `f` runs no user code.
    pub(crate) fn with<T>(&self, f: impl FnOnce(&[Value]) -> T) -> T {
        let _writing = self.header().lock_if_shared();
        // SAFETY: LOCAL or locked, and `f` cannot reach the list otherwise.
        f(unsafe { self.slice() })
    }

    /// Has `f` put the items into another order, in one step for other strands. `f` runs no user code.
    pub(crate) fn arrange<T>(&self, f: impl FnOnce(&mut [Value]) -> T) -> T {
        let _writing = self.header().lock_if_shared();
        let (items, len) = (self.items.load(Relaxed), self.len());
        if len == 0 {
            return f(&mut []);
        }
        // SAFETY: LOCAL or locked, and `f` cannot reach the list otherwise. Readers may be at the slots of a SHARED list, so `f` gets
        // copies of the words, which the slots go on owning; then each slot gets one of them.
        unsafe {
            if self.header().is_local() {
                return f(std::slice::from_raw_parts_mut(items.cast::<Value>(), len));
            }
            let mut copies: Vec<ManuallyDrop<Value>> = (0..len).map(|index| (*items.add(index)).peek().assume_value()).collect();
            let result = f(std::slice::from_raw_parts_mut(copies.as_mut_ptr().cast::<Value>(), len));
            for (index, value) in copies.into_iter().enumerate() {
                Slot::fill(items.add(index), ManuallyDrop::into_inner(value));
            }
            result
        }
    }

    /// Has `f`, which runs no user code, make several changes in one step for other strands. `coming`: a value that it puts in.
    pub(crate) fn changing<T>(&self, coming: Option<&Value>, f: impl FnOnce(&mut Changing<'_>) -> T) -> T {
        if let Some(value) = coming
            && !self.header().is_local()
        {
            value.publish();
        }
        let _writing = self.header().lock_if_shared();
        f(&mut Changing(self))
    }

    /// Exchanges two items, if both are there.
    pub(crate) fn exchange(&self, a: usize, b: usize) {
        self.write(|| {
            if a.max(b) < self.len() {
                // SAFETY: LOCAL or locked; in bounds.
                unsafe { Slot::exchange(self.slot(a), self.slot(b)) };
            }
        });
    }
}

/// A list that is LOCAL or locked, see [`List::changing`]. What it gives is to be dropped after that.
pub(crate) struct Changing<'a>(&'a List);

impl Changing<'_> {
    pub(crate) fn items(&self) -> &[Value] {
        // SAFETY: LOCAL or locked; changing it takes a mutable borrow.
        unsafe { self.0.slice() }
    }

    /// Exchanges two items. Panics if one is not there.
    pub(crate) fn exchange(&mut self, a: usize, b: usize) {
        assert!(a.max(b) < self.0.len(), "the items are there");
        // SAFETY: LOCAL or locked; in bounds.
        unsafe { Slot::exchange(self.0.slot(a), self.0.slot(b)) };
    }

    /// Replaces the first item and gives the old one; gives the value back if there is none.
    pub(crate) fn replace_first(&mut self, value: Value) -> Result<Value, Value> {
        // SAFETY: LOCAL or locked; in bounds.
        if self.0.len() == 0 { Err(value) } else { Ok(unsafe { self.0.slot(0) }.swap(value)) }
    }

    /// Puts a value before the item at an index, or at the end.
    pub(crate) fn insert(&mut self, index: usize, value: Value) -> Result<(), NoMemory> {
        self.0.place(index, value)
    }

    /// Appends.
    pub(crate) fn push(&mut self, value: Value) -> Result<(), NoMemory> {
        self.0.append(value)
    }

    /// Takes the last item.
    pub(crate) fn pop(&mut self) -> Option<Value> {
        self.0.take_last()
    }
}
