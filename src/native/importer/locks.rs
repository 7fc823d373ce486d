//! One lock per module that is being imported, so that each is run once and seen by other strands only when it is whole, while different
//! modules are imported at once.
//!
//! Modules that import each other, begun by two strands from either end, would have the strands wait for each other. Before a strand waits
//! it follows who waits for whom; where that leads back to it, it goes on with what is there, as within one strand that imports in a
//! circle. That look and the note that it waits are made under one mutex, so of the strands of a circle the last one sees it; the locks
//! that they own already cannot change hands meanwhile.

use crate::object::cx::Cx;
use crate::object::park;
use crate::object::value::R;
use crate::sched::rlock::RLock;
use crate::sched::strand::StrandId;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

/// An interpreter's locks of modules.
#[derive(Default)]
pub(super) struct ImportLocks(Mutex<Table>);

#[derive(Default)]
struct Table {
    /// Those that are held or waited for, with the number of their users.
    locks: HashMap<Box<str>, (Arc<RLock>, usize)>,
    /// Which one a strand waits for.
    waits: HashMap<StrandId, Arc<RLock>>,
}

impl Table {
    /// Whether the owner of the lock waits, by others or itself, for strand `me`.
    fn leads_back(&self, lock: &RLock, me: StrandId) -> bool {
        let mut owner = lock.owner();
        // Each step is another strand, unless a strand has got what it waited for and has not noted that yet.
        for _ in 0..=self.waits.len() {
            let Some(strand) = owner else { return false };
            if strand == me {
                return true;
            }
            owner = self.waits.get(&strand).and_then(|lock| lock.owner()).filter(|next| *next != strand);
        }
        false
    }
}

impl ImportLocks {
    /// Runs `f`, alone among the strands that import `module` unless that would have them wait for each other. Errors: those of `f`, and
    /// what interrupts the wait.
    pub(super) fn with<T>(&self, cx: &Cx, module: &str, f: impl FnOnce() -> R<T>) -> R<T> {
        let lock = {
            let mut table = self.0.lock();
            let (lock, users) = table.locks.entry(module.into()).or_default();
            *users += 1;
            Arc::clone(lock)
        };
        let result = self.locked(cx, &lock, f);
        let mut table = self.0.lock();
        if let Some((_, users)) = table.locks.get_mut(module) {
            *users -= 1;
            if *users == 0 {
                table.locks.remove(module);
            }
        }
        result
    }

    fn locked<T>(&self, cx: &Cx, lock: &Arc<RLock>, f: impl FnOnce() -> R<T>) -> R<T> {
        let me = cx.strand.id();
        if !lock.try_acquire(&cx.strand) {
            {
                let mut table = self.0.lock();
                if table.leads_back(lock, me) {
                    drop(table);
                    return f();
                }
                table.waits.insert(me, Arc::clone(lock));
            }
            let waited = park::acquire(cx, |deadline| lock.acquire(&cx.strand, deadline));
            self.0.lock().waits.remove(&me);
            waited?;
        }
        let result = f();
        let _is_owned = lock.release(&cx.strand);
        result
    }
}
