//! The door from LOCAL to SHARED. Knows headers and children only.
//!
//! `publish` runs on the strand that owns the objects, *before* the store that lets another strand reach them. That store (into a
//! SHARED container under its lock, into a queue, to a new thread) is a release operation, and whoever finds the object there
//! acquires; so the relaxed stores made here are visible to everybody who can see the object.

use super::header::{Header, UNTRACKED};
use super::{kinds, local};
use std::ptr::NonNull;
use std::sync::atomic::Ordering::Relaxed;

/// Marks `object` and everything reachable from it SHARED (pinned objects: IMMORTAL). Iterative, idempotent; objects that are
/// SHARED already are not entered, because they point to no LOCAL object.
pub(crate) fn publish(object: NonNull<Header>) {
    // SAFETY: the caller holds a reference to `object`; children are held by their parents, which stay alive.
    unsafe {
        if !object.as_ref().is_local() {
            return;
        }
        let mut waiting = vec![object];
        while let Some(next) = waiting.pop() {
            let header = next.as_ref();
            if !header.is_local() {
                continue;
            }
            header.mark_shared();
            if header.gc_index.load(Relaxed) != UNTRACKED {
                local::move_to_shared(next);
            }
            (kinds::ops(header.kind()).traverse)(next, &mut |child| {
                if child.as_ref().is_local() {
                    waiting.push(child);
                }
            });
            if let Some(ty) = NonNull::new(header.ty().cast_mut()) {
                if ty.as_ref().is_local() {
                    waiting.push(ty);
                }
            }
        }
    }
}
