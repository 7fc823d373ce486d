//! Cycle collection by trial deletion over counts. Knows headers and children only.
//!
//! For every listed container: its count minus the references held by other listed containers is what the rest of the program
//! holds (Rust locals, stacks, untracked objects). Containers with something left, and all they reach, live; the others are garbage.
//! No stack is scanned, so a reference in any Rust local keeps its object alive. After CPython's `Python/gc.c` in idea.

use super::grace;
use super::header::{Header, UNTRACKED, flag};
use super::kinds;
use super::local;
use std::ptr::NonNull;
use std::sync::atomic::Ordering::Relaxed;

/// Collects the LOCAL cycles of the calling strand. Returns how many objects were found unreachable.
/// Finalizers run inside, so call it only where user code may run.
pub(crate) fn collect_local() -> usize {
    let garbage = local::with_list(|list| find_garbage(&list.objects));
    let freed = destroy(garbage);
    local::with_list(|list| list.threshold = (list.objects.len() * 2).max(local::FIRST_THRESHOLD));
    freed
}

/// Collects SHARED cycles. Every other strand of the interpreter `group` is stopped until `resume` is called, before finalizers run.
/// The list is the process's: with several interpreters alive nothing is collected, because only one of them stands still.
pub(crate) fn collect_shared(group: usize, resume: impl FnOnce()) -> usize {
    let garbage = grace::while_alone(group, || local::with_shared(|objects| find_garbage(objects)));
    resume();
    let found = destroy(garbage.unwrap_or_default());
    local::shared_collected();
    found
}

/// The unreachable objects of a list, each with a reference taken so that none dies early.
fn find_garbage(objects: &[NonNull<Header>]) -> Vec<NonNull<Header>> {
    let mut external: Vec<i64> = Vec::with_capacity(objects.len());
    // SAFETY: listed objects are alive; nobody else changes them (owner strand, or all strands stopped).
    unsafe {
        for object in objects {
            let header = object.as_ref();
            // An object without a count is being released already, by a strand that a finalizer interrupted.
            let is_out_of_reach = header.is_immortal() || header.count() == 0;
            external.push(if is_out_of_reach { i64::MAX / 2 } else { i64::from(header.count()) });
        }
        let listed = |child: NonNull<Header>| -> Option<usize> {
            let index = child.as_ref().gc_index.load(Relaxed);
            (index != UNTRACKED && objects.get(index as usize) == Some(&child)).then_some(index as usize)
        };
        for object in objects {
            visit_all(*object, &mut |child| {
                if let Some(index) = listed(child) {
                    external[index] -= 1;
                }
            });
        }
        let mut alive = vec![false; objects.len()];
        let mut waiting: Vec<usize> = Vec::new();
        for (index, count) in external.iter().enumerate() {
            if *count > 0 {
                alive[index] = true;
                waiting.push(index);
            }
        }
        while let Some(index) = waiting.pop() {
            visit_all(objects[index], &mut |child| {
                if let Some(child) = listed(child)
                    && !alive[child]
                {
                    alive[child] = true;
                    waiting.push(child);
                }
            });
        }
        let garbage: Vec<_> = objects.iter().zip(&alive).filter(|(_, alive)| !**alive).map(|(object, _)| *object).collect();
        for object in &garbage {
            object.as_ref().inc();
        }
        garbage
    }
}

/// Visits all counted references of an object, its type included.
unsafe fn visit_all(object: NonNull<Header>, visit: kinds::Visit<'_>) {
    // SAFETY: passed on from the caller.
    unsafe {
        let header = object.as_ref();
        (kinds::ops(header.kind()).traverse)(object, visit);
        if header.has(flag::COUNTS_TYPE)
            && let Some(ty) = NonNull::new(header.ty().cast_mut())
        {
            visit(ty);
        }
    }
}

/// Finalizes and clears garbage on which the caller holds one reference each.
fn destroy(garbage: Vec<NonNull<Header>>) -> usize {
    let found = garbage.len();
    // SAFETY: the references taken in `find_garbage` keep every object alive until the last loop.
    unsafe {
        let mut revived = false;
        for object in &garbage {
            let header = object.as_ref();
            if header.has(flag::HAS_FINALIZER | flag::HAS_WEAKREFS) {
                let before = header.count();
                kinds::finalize(*object);
                revived |= header.count() > before;
            }
        }
        // A finalizer that stored one of the objects somewhere keeps all of them this time; `FINALIZED` stops a second call.
        if !revived {
            for object in &garbage {
                (kinds::ops(object.as_ref().kind()).clear)(*object);
            }
        }
        for object in garbage {
            if object.as_ref().dec() {
                kinds::release(object);
            }
        }
        if revived { 0 } else { found }
    }
}
