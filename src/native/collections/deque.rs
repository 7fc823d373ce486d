//! The body of `deque`: a ring of values. Its lock, needed when others see the deque, is never held while a value is compared, shown or
//! dropped.

use crate::object::guarded::{Entered, Guarded};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::ty::Type;
use crate::object::value::Value;
use std::collections::VecDeque;

struct Body(Guarded<Ring>);

/// A deque object and what is in it.
#[derive(Clone, Copy)]
pub(super) struct Deque<'a> {
    owner: &'a Value,
    body: &'a Body,
}

#[derive(Default)]
struct Ring {
    items: VecDeque<Value>,
    /// Most items it holds; the far end loses what does not fit.
    maxlen: Option<usize>,
    /// Counts changes that iterators must notice.
    changes: u64,
}

/// There is no memory for another item.
pub(super) struct NoMemory;

/// An end of the deque.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum End {
    Left,
    Right,
}

impl Payload for Body {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|ring| ring.items.iter().for_each(visit));
    }
    fn clear(&self) {
        drop(self.0.clear(|ring| std::mem::take(&mut ring.items)));
    }
}

/// An empty deque without a bound.
pub(super) fn empty(class: &Type) -> Value {
    Native::make(class, Body(Guarded::new(Ring::default())))
}

impl<'a> Deque<'a> {
    pub(super) fn of(value: &'a Value) -> Option<Deque<'a>> {
        Native::<Body>::of(value).map(|body| Deque { owner: value, body })
    }

    #[inline(always)]
    fn ring(&self) -> Entered<'a, Ring> {
        self.body.0.lock(self.owner)
    }

    pub(super) fn len(&self) -> usize {
        self.ring().items.len()
    }

    pub(super) fn maxlen(&self) -> Option<usize> {
        self.ring().maxlen
    }

    pub(super) fn changes(&self) -> u64 {
        self.ring().changes
    }

    pub(super) fn set_maxlen(&self, maxlen: Option<usize>) {
        self.ring().maxlen = maxlen;
    }

    /// The item at an index.
    pub(super) fn get(&self, index: usize) -> Option<Value> {
        self.ring().items.get(index).cloned()
    }

    /// The item at a position, counted from the end if negative.
    pub(super) fn get_at(&self, position: i64) -> Option<Value> {
        let ring = self.ring();
        ring.items.get(protocol::position(position, ring.items.len())?).cloned()
    }

    /// The item at an index if nothing changed since `changes`.
    pub(super) fn get_unchanged(&self, index: usize, changes: u64) -> Option<Option<Value>> {
        let ring = self.ring();
        (ring.changes == changes).then(|| ring.items.get(index).cloned())
    }

    pub(super) fn snapshot(&self) -> Vec<Value> {
        self.ring().items.iter().cloned().collect()
    }

    /// The items at one moment, if other strands may change them.
    pub(super) fn snapshot_if_shared(&self) -> Option<Vec<Value>> {
        self.is_shared().then(|| self.snapshot())
    }

    /// Whether other strands may change it.
    pub(super) fn is_shared(&self) -> bool {
        self.owner.header().is_some_and(|owner| !owner.is_local())
    }

    /// Appends at an end.
    pub(super) fn push(&self, item: Value, end: End) -> Result<(), NoMemory> {
        publish_into(self.owner, &item);
        let mut ring = self.ring();
        if ring.items.try_reserve(1).is_err() {
            return Err(NoMemory);
        }
        ring.changes += 1;
        match end {
            End::Left => ring.items.push_front(item),
            End::Right => ring.items.push_back(item),
        }
        let too_many = ring.maxlen.is_some_and(|maxlen| ring.items.len() > maxlen);
        let lost = match end {
            End::Left if too_many => ring.items.pop_back(),
            End::Right if too_many => ring.items.pop_front(),
            _ => None,
        };
        drop(ring);
        drop(lost);
        Ok(())
    }

    /// Appends all at an end, one after another, in one step for other strands.
    pub(super) fn push_all(&self, items: Vec<Value>, end: End) -> Result<(), NoMemory> {
        items.iter().for_each(|item| publish_into(self.owner, item));
        let mut ring = self.ring();
        let len = ring.items.len();
        // Of items that would be lost at once the last few are enough.
        let most = ring.maxlen.unwrap_or(usize::MAX);
        let skipped = items.len().saturating_sub(most);
        let excess = (len + items.len() - skipped).saturating_sub(most);
        if ring.items.try_reserve(items.len() - skipped).is_err() {
            return Err(NoMemory);
        }
        ring.changes += 1;
        let lost: Vec<Value> = match end {
            End::Left => ring.items.drain(len - excess..).collect(),
            End::Right => ring.items.drain(..excess).collect(),
        };
        let mut items = items.into_iter();
        let skipped: Vec<Value> = items.by_ref().take(skipped).collect();
        match end {
            End::Left => items.for_each(|item| ring.items.push_front(item)),
            End::Right => ring.items.extend(items),
        }
        drop(ring);
        drop((lost, skipped));
        Ok(())
    }

    pub(super) fn pop(&self, end: End) -> Option<Value> {
        let mut ring = self.ring();
        let item = match end {
            End::Left => ring.items.pop_front(),
            End::Right => ring.items.pop_back(),
        };
        ring.changes += u64::from(item.is_some());
        item
    }

    pub(super) fn take_all(&self) -> VecDeque<Value> {
        let mut ring = self.ring();
        ring.changes += 1;
        std::mem::take(&mut ring.items)
    }

    /// Replaces all items at one moment. If `changes` is given and is not [`Deque::changes`] any more, nothing happens: false.
    pub(super) fn replace_all(&self, items: Vec<Value>, changes: Option<u64>) -> bool {
        items.iter().for_each(|item| publish_into(self.owner, item));
        let mut items = VecDeque::from(items);
        let mut ring = self.ring();
        if changes.is_some_and(|changes| changes != ring.changes) {
            return false;
        }
        ring.changes += 1;
        let excess = ring.maxlen.map_or(0, |maxlen| items.len().saturating_sub(maxlen));
        let lost: Vec<Value> = items.drain(..excess).collect();
        std::mem::swap(&mut ring.items, &mut items);
        drop(ring);
        drop((lost, items));
        true
    }

    /// Stores at a position as for [`Deque::get_at`]; false if there is no such.
    pub(super) fn set_at(&self, position: i64, item: Value) -> bool {
        publish_into(self.owner, &item);
        let mut ring = self.ring();
        let index = protocol::position(position, ring.items.len());
        let old = match index.and_then(|index| ring.items.get_mut(index)) {
            Some(place) => std::mem::replace(place, item),
            None => return false,
        };
        drop(ring);
        drop(old);
        true
    }

    /// Takes the item at a position as for [`Deque::get_at`] out.
    pub(super) fn remove_at(&self, position: i64) -> Option<Value> {
        let mut ring = self.ring();
        let index = protocol::position(position, ring.items.len())?;
        ring.changes += 1;
        ring.items.remove(index)
    }

    /// Removes the item at an index if it is still the one meant.
    pub(super) fn remove_if(&self, index: usize, meant: &Value) -> Option<Value> {
        let mut ring = self.ring();
        if !ring.items.get(index).is_some_and(|item| item.is(meant)) {
            return None;
        }
        ring.changes += 1;
        ring.items.remove(index)
    }

    /// Inserts before an index counted from either end; false if the deque is full.
    pub(super) fn insert(&self, index: i64, item: Value) -> Result<bool, NoMemory> {
        publish_into(self.owner, &item);
        let mut ring = self.ring();
        let len = ring.items.len();
        if ring.maxlen.is_some_and(|maxlen| len >= maxlen) {
            return Ok(false);
        }
        if ring.items.try_reserve(1).is_err() {
            return Err(NoMemory);
        }
        let index = if index < 0 { index.saturating_add(len as i64).max(0) as usize } else { (index as usize).min(len) };
        ring.changes += 1;
        ring.items.insert(index, item);
        Ok(true)
    }

    /// Turns the ring to the right by `steps`.
    pub(super) fn rotate(&self, steps: i64) {
        let mut ring = self.ring();
        let len = ring.items.len() as i64;
        if len > 1 {
            ring.changes += 1;
            ring.items.rotate_right(steps.rem_euclid(len) as usize);
        }
    }

    pub(super) fn reverse(&self) {
        self.ring().items.make_contiguous().reverse();
    }
}
