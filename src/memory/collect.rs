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
    let (listed, garbage) = local::with_list(|list| {
        let is_listed = |child: &Header, index: usize| {
            // What is LOCAL and reached from the strand's objects is the strand's own, so the index is one of this list.
            debug_assert!(!child.is_local() || list.objects.get(index) == Some(&NonNull::from(child)), "a LOCAL child is on the list");
            child.is_local()
        };
        (list.objects.len(), find_garbage(&list.objects, is_listed))
    });
    // SAFETY: unreachable objects of the calling strand, held by `find_garbage`.
    let tell = unsafe { kinds::cut(&garbage) };
    let freed = destroy(garbage, tell);
    local::with_list(|list| list.threshold = next_threshold(list.objects.len(), freed * FRUITLESS < listed));
    freed
}

/// A collection that freed less than one of so many objects was not worth it.
const FRUITLESS: usize = 32;
/// How many more objects there may be before the next look after a fruitless one.
const MOST_PATIENCE: usize = 1_000_000;

/// The length at which to look again: twice what is left; where there was hardly any garbage four times, since a program that builds up
/// something large would have all of it looked at over and over.
fn next_threshold(left: usize, was_fruitless: bool) -> usize {
    let patient = if was_fruitless { (left * 4).min(left + MOST_PATIENCE) } else { 0 };
    patient.max(left * 2).max(local::FIRST_THRESHOLD)
}

/// Collects SHARED cycles. Every other strand of the interpreter `group` is stopped until `resume` is called, before finalizers run.
/// The list is the process's: with several interpreters alive nothing is collected, because only one of them stands still.
pub(crate) fn collect_shared(group: usize, resume: impl FnOnce()) -> usize {
    let garbage = grace::while_alone(group, || {
        local::with_shared(|objects| find_garbage(objects, |child, index| objects.get(index) == Some(&NonNull::from(child))))
    });
    let garbage = garbage.unwrap_or_default();
    // Before anybody can get garbage by a weak reference.
    // SAFETY: every other strand stands still; `find_garbage` has taken references.
    let tell = unsafe { kinds::cut(&garbage) };
    resume();
    let found = destroy(garbage, tell);
    local::shared_collected();
    found
}

/// The unreachable objects of a list, each with a reference taken so that none dies early. `is_listed` says whether a tracked object, whose
/// index it gets, is on this list.
fn find_garbage(objects: &[NonNull<Header>], is_listed: impl Fn(&Header, usize) -> bool) -> Vec<NonNull<Header>> {
    const OUT_OF_REACH: i32 = i32::MAX / 2;
    // References from outside of the list; less while its count has not been added. Later positive means alive.
    let mut external: Vec<i32> = vec![0; objects.len()];
    // SAFETY: listed objects are alive; nobody else changes them (owner strand, or all strands stopped).
    unsafe {
        let listed = |child: NonNull<Header>| -> Option<usize> {
            let index = child.as_ref().gc_index.load(Relaxed);
            (index != UNTRACKED && is_listed(child.as_ref(), index as usize)).then_some(index as usize)
        };
        for (index, object) in objects.iter().enumerate() {
            let header = object.as_ref();
            // An object without a count is being released already, by a strand that a finalizer interrupted.
            let is_out_of_reach = header.is_immortal() || header.count() == 0;
            external[index] += if is_out_of_reach { OUT_OF_REACH } else { header.count() as i32 };
            visit_all(*object, &mut |child| {
                if let Some(index) = listed(child) {
                    external[index] -= 1;
                }
            });
        }
        let mut waiting: Vec<usize> = (0..objects.len()).filter(|index| external[*index] > 0).collect();
        while let Some(index) = waiting.pop() {
            visit_all(objects[index], &mut |child| {
                if let Some(child) = listed(child)
                    && external[child] <= 0
                {
                    external[child] = 1;
                    waiting.push(child);
                }
            });
        }
        let garbage: Vec<_> = objects.iter().zip(&external).filter(|(_, external)| **external <= 0).map(|(object, _)| *object).collect();
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

/// Finalizes and clears garbage on which the caller holds one reference each, and to which no weak reference leads; `tell` says so to those
/// who asked for it.
fn destroy(garbage: Vec<NonNull<Header>>, tell: Option<Box<dyn FnOnce()>>) -> usize {
    let found = garbage.len();
    if let Some(tell) = tell {
        tell();
    }
    // SAFETY: the references taken in `find_garbage` keep every object alive until the last loop.
    unsafe {
        let mut revived = false;
        for object in &garbage {
            let header = object.as_ref();
            if header.has(flag::HAS_FINALIZER) {
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
