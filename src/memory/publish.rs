//! The door from LOCAL to SHARED. Knows headers and children only.
//!
//! `publish` runs on the strand that owns the objects, *before* the store that lets another strand reach them. That store (into a
//! SHARED container under its lock, into a queue, to a new thread) is a release operation, and whoever finds the object there
//! acquires; so the relaxed stores made here are visible to everybody who can see the object.

use super::header::{Header, UNTRACKED, flag};
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
        let mut waiting = Vec::with_capacity(16);
        waiting.push(object);
        let mut held = Vec::new();
        while let Some(next) = waiting.pop() {
            let header = next.as_ref();
            if !header.is_local() {
                continue;
            }
            if header.has(flag::UNCOUNTED) && !header.has(flag::PINNED) {
                kinds::keep(next);
                header.clear(flag::UNCOUNTED);
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
            if let Some(ty) = NonNull::new(header.ty().cast_mut())
                && ty.as_ref().is_local()
            {
                waiting.push(ty);
            }
            // A weak reference that other strands can use gives them its target, a class those derived from it; the strand in which
            // an object dies calls those that have a callback.
            if header.has(flag::WEAK | flag::HAS_WEAKREFS) {
                kinds::weak_targets(next, &mut |target| {
                    waiting.push(target);
                    held.push(target);
                });
            }
        }
        for target in held {
            if target.as_ref().dec() {
                kinds::release(target);
            }
        }
    }
}

/// Looks for a breach of the invariant: kinds of a listed SHARED object and of a LOCAL one it points to. Every other strand is
/// stopped. For tests and debug builds.
pub(crate) fn find_breach() -> Option<(u8, u8)> {
    let mut waiting: Vec<NonNull<Header>> = local::with_shared(|objects| objects.clone());
    let mut seen: std::collections::HashSet<NonNull<Header>> = waiting.iter().copied().collect();
    while let Some(next) = waiting.pop() {
        let mut breach = None;
        // SAFETY: listed objects and what they hold are alive while every other strand stands still and this one runs no script.
        unsafe {
            let kind = next.as_ref().kind();
            (kinds::ops(kind).traverse)(next, &mut |child| {
                if child.as_ref().is_local() {
                    breach.get_or_insert((kind, child.as_ref().kind()));
                } else if seen.insert(child) {
                    waiting.push(child);
                }
            });
        }
        if breach.is_some() {
            return breach;
        }
    }
    None
}
