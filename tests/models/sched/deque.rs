//! Queues that others steal from, each operation one step under a lock of the checker. What is modelled is who finds what, not how the
//! real queues do it.

use super::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;

pub(crate) enum Steal<T> {
    Success(T),
    Empty,
    /// Never happens here.
    #[allow(dead_code)]
    Retry,
}

type Items<T> = Arc<Mutex<VecDeque<T>>>;

fn steal<T>(from: &Items<T>) -> Steal<T> {
    from.lock().pop_front().map_or(Steal::Empty, Steal::Success)
}

fn steal_batch_and_pop<T>(from: &Items<T>, to: &Worker<T>) -> Steal<T> {
    let (first, batch) = {
        let mut items = from.lock();
        let Some(first) = items.pop_front() else { return Steal::Empty };
        let half = items.len() / 2;
        (first, items.drain(..half).collect::<Vec<T>>())
    };
    to.0.lock().extend(batch);
    Steal::Success(first)
}

pub(crate) struct Injector<T>(Items<T>);

impl<T> Injector<T> {
    pub(crate) fn new() -> Injector<T> {
        Injector(Arc::default())
    }

    pub(crate) fn push(&self, item: T) {
        self.0.lock().push_back(item);
    }

    pub(crate) fn steal(&self) -> Steal<T> {
        steal(&self.0)
    }

    pub(crate) fn steal_batch_and_pop(&self, to: &Worker<T>) -> Steal<T> {
        steal_batch_and_pop(&self.0, to)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.lock().len()
    }
}

pub(crate) struct Worker<T>(Items<T>);

impl<T> Worker<T> {
    pub(crate) fn new_fifo() -> Worker<T> {
        Worker(Arc::default())
    }

    pub(crate) fn push(&self, item: T) {
        self.0.lock().push_back(item);
    }

    pub(crate) fn pop(&self) -> Option<T> {
        self.0.lock().pop_front()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.lock().len()
    }

    pub(crate) fn stealer(&self) -> Stealer<T> {
        Stealer(self.0.clone())
    }
}

pub(crate) struct Stealer<T>(Items<T>);

impl<T> Clone for Stealer<T> {
    fn clone(&self) -> Stealer<T> {
        Stealer(self.0.clone())
    }
}

impl<T> Stealer<T> {
    pub(crate) fn steal_batch_and_pop(&self, to: &Worker<T>) -> Steal<T> {
        steal_batch_and_pop(&self.0, to)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.lock().len()
    }
}
