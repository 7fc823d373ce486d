//! The list of parallel tasks that are not done, for reports. A task that is not done is held by whoever will wake it as well, so being
//! listed keeps none alive for longer.

use crate::object::value::Value;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Parts of the list: tasks that begin and end at once should not meet at one lock.
const SHARDS: usize = 16;
/// A part that was longer gives its memory back when it is empty.
const LONG: usize = 1024;

#[derive(Default)]
pub(super) struct Listed([Mutex<Shard>; SHARDS]);

#[derive(Default)]
struct Shard {
    /// Free places are Unset.
    tasks: Vec<Value>,
    free: Vec<u32>,
}

/// Where a task is listed. Set before the task is first given to a worker, read when it is done.
pub(super) struct Place {
    shard: usize,
    index: AtomicU32,
}

impl Place {
    /// Tasks with numbers one after the other go to different parts.
    pub(super) fn of(number: u64) -> Place {
        Place { shard: (number % SHARDS as u64) as usize, index: AtomicU32::new(u32::MAX) }
    }
}

impl Listed {
    /// Lists a task that is published.
    pub(super) fn enter(&self, place: &Place, task: Value) {
        let mut shard = self.0[place.shard].lock();
        let index = match shard.free.pop() {
            Some(index) => {
                // What was there is Unset: nothing is dropped under the lock.
                shard.tasks[index as usize] = task;
                index
            }
            None => {
                shard.tasks.push(task);
                (shard.tasks.len() - 1) as u32
            }
        };
        place.index.store(index, Relaxed);
    }

    /// Takes a task that is done off the list; the caller drops it.
    pub(super) fn leave(&self, place: &Place) -> Option<Value> {
        let index = place.index.load(Relaxed);
        let mut shard = self.0[place.shard].lock();
        let task = std::mem::replace(shard.tasks.get_mut(index as usize)?, Value::UNSET);
        shard.free.push(index);
        if shard.free.len() == shard.tasks.len() && shard.tasks.len() > LONG {
            *shard = Shard::default();
        }
        Some(task)
    }

    /// Shows all tasks to `look`, which only reads.
    pub(super) fn for_each(&self, mut look: impl FnMut(&Value)) {
        for shard in &self.0 {
            shard.lock().tasks.iter().filter(|task| !task.is_unset()).for_each(&mut look);
        }
    }
}
