//! Grace periods (QSBR: quiescent-state-based reclamation). Knows strands as participants with an epoch, and memory to be freed.
//!
//! Readers of SHARED objects take no lock and write nothing, so what they may be looking at must not be freed under them. A strand
//! looks at unlocked memory only between two of its safepoints. Memory that was made unreachable is tagged with the epoch at that
//! moment and freed when every participant has since announced a later epoch.
//!
//! Proof: let `e` be the epoch read by `retire` after the memory was unlinked, with a fence between; so both come before the increment
//! to `e + 1`. A participant announces `e + 1` or more only at a safepoint, having read it from EPOCH, and passes a fence afterwards;
//! what it reads from then on it finds through current links. So once all participants announce more than `e`, nobody looks at it.
//! Offline participants (parked, or in a blocking section) look at nothing; going online reads EPOCH before any shared read.

use super::header::Header;
use std::cell::RefCell;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering::*, fence};
use std::sync::{Arc, Mutex};

static EPOCH: AtomicU64 = AtomicU64::new(1);
static PARTICIPANTS: Mutex<Vec<Arc<Participant>>> = Mutex::new(Vec::new());

const OFFLINE: u64 = u64::MAX;
/// Retired items of one strand before it asks everybody to pass a safepoint.
const NUDGE_AT: usize = 512;
/// Retired items of a strand that waits before it leaves them to others: memory is best freed by the thread that will want some again.
const MOST_KEPT: usize = 8 * NUDGE_AT;

/// A strand, as the grace periods see it.
pub(crate) struct Participant {
    /// Which interpreter it belongs to: any number that tells them apart.
    group: usize,
    /// The last epoch announced, or [`OFFLINE`].
    seen: AtomicU64,
    /// Asks the strand to pass a safepoint soon.
    nudge: Box<dyn Fn() + Send + Sync>,
}

impl Participant {
    /// Registers the calling strand, online.
    pub(crate) fn register(group: usize, nudge: Box<dyn Fn() + Send + Sync>) -> Arc<Participant> {
        let participant = Arc::new(Participant { group, seen: AtomicU64::new(0), nudge });
        lock(&PARTICIPANTS).push(participant.clone());
        participant.online();
        participant
    }

    /// Announces a safepoint: the strand holds no unlocked pointer into shared memory.
    pub(crate) fn quiescent(&self) {
        // Release: what was read before was read while the memory was there.
        self.seen.store(EPOCH.load(SeqCst), Release);
        // Pairs with the fence in `retire`; see the proof above.
        fence(SeqCst);
    }

    /// Asks the strand to pass a safepoint soon.
    pub(super) fn ask(&self) {
        (self.nudge)();
    }

    pub(crate) fn offline(&self) {
        self.seen.store(OFFLINE, SeqCst);
    }

    pub(crate) fn online(&self) {
        self.quiescent();
    }

    pub(crate) fn unregister(self: &Arc<Self>) {
        self.offline();
        lock(&PARTICIPANTS).retain(|p| !Arc::ptr_eq(p, self));
    }
}

/// Runs `f` if all participants belong to `group`, and lets nobody join meanwhile.
pub(crate) fn while_alone<T>(group: usize, f: impl FnOnce() -> T) -> Option<T> {
    let participants = lock(&PARTICIPANTS);
    participants.iter().all(|p| p.group == group).then(f)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poison| poison.into_inner())
}

enum Retired {
    Object(NonNull<Header>, unsafe fn(NonNull<Header>)),
    Buffer { start: NonNull<u8>, layout: std::alloc::Layout },
    Owned(Box<dyn Send>),
}

// SAFETY: retired memory is owned by the list that holds it; nobody else frees it.
unsafe impl Send for Retired {}

impl Retired {
    /// # Safety
    /// The grace period of the item is over.
    unsafe fn free(self) {
        // SAFETY: passed on from the caller.
        unsafe {
            match self {
                Retired::Object(object, free) => free(object),
                Retired::Buffer { start, layout } => std::alloc::dealloc(start.as_ptr(), layout),
                Retired::Owned(item) => drop(item),
            }
        }
    }
}

#[derive(Default)]
struct Limbo {
    items: std::collections::VecDeque<(u64, Retired)>,
    since_nudge: usize,
}

impl Drop for Limbo {
    /// The thread ends: what it could not free yet, others will.
    fn drop(&mut self) {
        lock(&ORPHANS).take_in(self.items.drain(..));
    }
}

/// The strand ends: what the calling thread could not free yet, others will. The thread itself may sleep for long.
pub(crate) fn hand_over() {
    LIMBO.with(|limbo| {
        let items = &mut limbo.borrow_mut().items;
        if !items.is_empty() {
            lock(&ORPHANS).take_in(items.drain(..));
        }
    });
}

/// The strand, offline, may wait for long: if there is much that it has not freed, that is freed now or by others.
pub(crate) fn leave_little() {
    let count = || LIMBO.try_with(|limbo| limbo.borrow().items.len()).unwrap_or(0);
    if count() < MOST_KEPT {
        return;
    }
    reclaim();
    if count() >= MOST_KEPT {
        hand_over();
        // Who passes a safepoint last finds it among the orphans.
        ask_all();
    }
}

/// What strands that are over, or wait, have left.
struct Orphans {
    items: Vec<(u64, Retired)>,
    /// The lowest epoch among them: while it is not over there is nothing to look for. Every thread that ends comes by.
    first: u64,
}

static ORPHANS: Mutex<Orphans> = Mutex::new(Orphans { items: Vec::new(), first: u64::MAX });

impl Orphans {
    fn take_in(&mut self, items: impl Iterator<Item = (u64, Retired)>) {
        for item in items {
            self.first = self.first.min(item.0);
            self.items.push(item);
        }
    }

    /// Moves what is older than `oldest` to `free`.
    fn give_out(&mut self, oldest: u64, free: &mut Vec<(u64, Retired)>) {
        if self.first < oldest {
            let items = std::mem::take(&mut self.items);
            self.first = u64::MAX;
            let (ready, rest): (Vec<_>, Vec<_>) = items.into_iter().partition(|(epoch, _)| *epoch < oldest);
            self.take_in(rest.into_iter());
            free.extend(ready);
        }
    }
}

thread_local! {
    static LIMBO: RefCell<Limbo> = RefCell::default();
}

/// Frees a dead SHARED object after a grace period.
///
/// # Safety
/// The object is unreachable, its body was dropped, and `free` gives its memory back.
pub(crate) unsafe fn retire_object(object: NonNull<Header>, free: unsafe fn(NonNull<Header>)) {
    retire(Retired::Object(object, free));
}

/// Frees a buffer of a SHARED object after a grace period.
///
/// # Safety
/// The buffer was allocated with `layout` and is no longer linked from anywhere.
pub(crate) unsafe fn retire_buffer(start: NonNull<u8>, layout: std::alloc::Layout) {
    retire(Retired::Buffer { start, layout });
}

/// Drops what is no longer linked from anywhere after a grace period.
pub(crate) fn retire_owned(item: Box<dyn Send>) {
    retire(Retired::Owned(item));
}

fn retire(item: Retired) {
    // The unlinking, plain stores under a lock at best, comes before the look at EPOCH for whoever sees a later one: without the fence a
    // processor could still keep it to itself.
    fence(SeqCst);
    let epoch = EPOCH.load(SeqCst);
    let full = LIMBO
        .try_with(|limbo| {
            let mut limbo = limbo.borrow_mut();
            limbo.items.push_back((epoch, item));
            limbo.since_nudge += 1;
            limbo.since_nudge >= NUDGE_AT
        })
        // The thread is ending and its list is gone: leaking the item is the only safe choice left.
        .unwrap_or(false);
    if full {
        LIMBO.with(|limbo| limbo.borrow_mut().since_nudge = 0);
        ask_all();
    }
}

/// Begins an epoch, so that the one before can end: everybody is asked to pass a safepoint.
fn ask_all() {
    EPOCH.fetch_add(1, SeqCst);
    for participant in lock(&PARTICIPANTS).iter() {
        participant.ask();
    }
}

/// Frees what is safe to free. Called by strands at safepoints, never inside a read of shared memory.
pub(crate) fn reclaim() {
    let oldest = lock(&PARTICIPANTS).iter().map(|p| p.seen.load(SeqCst)).min().unwrap_or(OFFLINE);
    let mut free = Vec::new();
    LIMBO.with(|limbo| {
        let mut limbo = limbo.borrow_mut();
        while limbo.items.front().is_some_and(|(epoch, _)| *epoch < oldest) {
            free.extend(limbo.items.pop_front());
        }
    });
    if let Ok(mut orphans) = ORPHANS.try_lock() {
        orphans.give_out(oldest, &mut free);
    }
    for (_, item) in free {
        // SAFETY: every participant announced an epoch later than the item's.
        unsafe { item.free() };
    }
}
