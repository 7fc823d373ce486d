//! The collector's lists: one per OS thread for LOCAL containers, one for SHARED ones. Knows headers only.

use super::header::{Header, UNTRACKED};
use std::cell::UnsafeCell;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// The LOCAL containers of one strand and when to look for cycles among them.
pub(crate) struct LocalList {
    pub(crate) objects: Vec<NonNull<Header>>,
    /// Collect when the list grows past this.
    pub(crate) threshold: usize,
}

/// First threshold; afterwards twice what survived.
pub(crate) const FIRST_THRESHOLD: usize = 20_000;

/// Not dropped with its thread, so that finding it takes no look at whether it still is there: `StrandList` empties it.
struct ListCell(UnsafeCell<ManuallyDrop<LocalList>>);

thread_local! {
    static LOCAL: ListCell = const {
        ListCell(UnsafeCell::new(ManuallyDrop::new(LocalList { objects: Vec::new(), threshold: FIRST_THRESHOLD })))
    };
}

struct SharedList(Vec<NonNull<Header>>);
// SAFETY: the list is only touched under its mutex, and holds SHARED objects.
unsafe impl Send for SharedList {}

/// SHARED containers. The mutex protects the list and the `gc_index` of everything in it.
static SHARED_LIST: Mutex<SharedList> = Mutex::new(SharedList(Vec::new()));

/// Runs `f` on the calling thread's list. `f` must not call back into this module.
#[inline(always)]
pub(crate) fn with_list<T>(f: impl FnOnce(&mut LocalList) -> T) -> T {
    // SAFETY: thread-local, and no `f` re-enters (they are all in `memory` and touch the list only).
    LOCAL.with(|list| f(unsafe { &mut *list.0.get() }))
}

/// Puts a fresh LOCAL container on the list; true when it is time to collect.
#[inline(always)]
pub(crate) fn track(object: NonNull<Header>) -> bool {
    with_list(|list| {
        // SAFETY: the caller just made the object.
        unsafe { object.as_ref().gc_index.store(list.objects.len() as u32, Relaxed) };
        list.objects.push(object);
        list.objects.len() > list.threshold
    })
}

fn swap_remove(objects: &mut Vec<NonNull<Header>>, object: NonNull<Header>) {
    // SAFETY: objects in a list are alive; the index was written under the same protection as the list.
    unsafe {
        let index = object.as_ref().gc_index.load(Relaxed) as usize;
        debug_assert!(objects.get(index) == Some(&object), "gc_index names the object's own place");
        objects.swap_remove(index);
        if let Some(moved) = objects.get(index) {
            moved.as_ref().gc_index.store(index as u32, Relaxed);
        }
        object.as_ref().gc_index.store(UNTRACKED, Relaxed);
    }
}

/// Takes a LOCAL object off the calling strand's list, which holds it.
#[inline(always)]
pub(crate) fn untrack_local(object: NonNull<Header>) {
    with_list(|list| {
        // SAFETY: a listed object's index is its place in its owner's list; what is last moves there.
        unsafe {
            let index = object.as_ref().gc_index.load(Relaxed) as usize;
            let len = list.objects.len();
            debug_assert!(list.objects.get(index) == Some(&object), "gc_index names the object's own place");
            let objects = list.objects.as_mut_ptr();
            let last = *objects.add(len - 1);
            *objects.add(index) = last;
            last.as_ref().gc_index.store(index as u32, Relaxed);
            list.objects.set_len(len - 1);
            object.as_ref().gc_index.store(UNTRACKED, Relaxed);
        }
    });
}

/// Takes an object off its list. Called by the strand that owns (LOCAL) or released (SHARED) it.
pub(crate) fn untrack(object: NonNull<Header>) {
    // SAFETY: the caller owns the object.
    if unsafe { object.as_ref().is_local() } {
        with_list(|list| swap_remove(&mut list.objects, object));
    } else {
        swap_remove(&mut shared().0, object);
    }
}

/// Moves an object that was just marked SHARED from the calling thread's list to the shared one.
pub(crate) fn move_to_shared(object: NonNull<Header>) {
    with_list(|list| swap_remove(&mut list.objects, object));
    // SAFETY: the caller owns the object until it is stored somewhere shared.
    if unsafe { object.as_ref().is_immortal() } {
        return;
    }
    let mut list = shared();
    // SAFETY: as above; the index is protected by the list's mutex from here on.
    unsafe { object.as_ref().gc_index.store(list.0.len() as u32, Relaxed) };
    list.0.push(object);
    if list.0.len() > SHARED_LIMIT.load(Relaxed) {
        SHARED_DUE.store(true, Relaxed);
    }
}

/// SHARED containers to look for cycles at.
static SHARED_LIMIT: AtomicUsize = AtomicUsize::new(FIRST_SHARED_LIMIT);
static SHARED_DUE: AtomicBool = AtomicBool::new(false);

/// More than for LOCAL ones: everybody stops for it.
const FIRST_SHARED_LIMIT: usize = 100_000;

/// Whether it is time to look for SHARED cycles.
#[inline]
pub(crate) fn is_shared_due() -> bool {
    SHARED_DUE.load(Relaxed)
}

/// SHARED cycles were looked for: next time at twice what is left.
pub(crate) fn shared_collected() {
    SHARED_LIMIT.store((shared().0.len() * 2).max(FIRST_SHARED_LIMIT), Relaxed);
    SHARED_DUE.store(false, Relaxed);
}

fn shared() -> std::sync::MutexGuard<'static, SharedList> {
    SHARED_LIST.lock().unwrap_or_else(|poison| poison.into_inner())
}

/// Runs `f` on the list of SHARED containers, for a collector that has stopped every other strand.
pub(crate) fn with_shared<T>(f: impl FnOnce(&mut Vec<NonNull<Header>>) -> T) -> T {
    f(&mut shared().0)
}

/// Gives the calling OS thread an empty list for a strand that begins, and hands over what the strand leaves when it ends.
///
/// OS threads are reused and may run one strand inside another's wait, so a list must not outlive its strand. What is still alive at the
/// end (held by a reference the strand gave to nobody: a leaked one) becomes SHARED, as if published last.
pub(crate) struct StrandList {
    before: Option<LocalList>,
}

impl StrandList {
    pub(crate) fn begin() -> StrandList {
        with_list(|list| {
            let fresh = LocalList { objects: Vec::new(), threshold: FIRST_THRESHOLD };
            let before = std::mem::replace(list, fresh);
            StrandList { before: Some(before) }
        })
    }
}

impl Drop for StrandList {
    fn drop(&mut self) {
        while let Some(last) = with_list(|list| list.objects.last().copied()) {
            super::publish(last);
            with_list(|list| {
                if list.objects.last() == Some(&last) {
                    list.objects.pop();
                }
            });
        }
        if let Some(before) = self.before.take() {
            with_list(|list| *list = before);
        }
    }
}
