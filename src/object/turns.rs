//! Turns of iterators that take from others: what one `next` takes belongs together when several strands share the iterator.
//!
//! A SHARED iterator's lock is held while it takes from its sources, if getting their items runs no script: if they are iterators of
//! builtin containers, ranges, text, or such iterators over these again. From any other source strands take as they come, for no lock
//! of ours is held while script runs. Locks nest from an iterator to its sources, which it had before it was there, so never in
//! a circle; the sources' own locks come last. What is taken must be dropped after the turn: a finalizer may come back here.

use super::ty::type_of;
use super::value::Value;
use crate::memory::Header;
use crate::memory::header::Writing;

/// Iterators over iterators deeper than that take no turns.
const MAX_DEPTH: u32 = 8;
/// More items than these are not taken in one turn.
pub(crate) const MOST_ITEMS: u64 = 1024;

/// Says of an iterator of some type whether its `next` runs no script. The number is how deep it may look into its sources.
pub(crate) type RunsNoScript = fn(&Value, u32) -> bool;

/// For iterators that hold what they go through.
pub(crate) const ALWAYS: Option<RunsNoScript> = Some(|_, _| true);

/// Whether none of the iterators runs script for its next item.
pub(crate) fn run_no_script(iterators: &[Value], depth: u32) -> bool {
    depth > 0
        && iterators.iter().all(|iterator| {
            let runs_none = type_of(iterator).def.and_then(|def| def.runs_no_script);
            runs_none.is_some_and(|runs_none| runs_none(iterator, depth - 1))
        })
}

/// Whether a SHARED iterator takes its sources' items in turns.
pub(crate) fn takes_turns(sources: &[Value]) -> bool {
    run_no_script(sources, MAX_DEPTH)
}

/// The turn of SHARED iterator `owner`, if it takes one.
pub(crate) fn turn<'a>(owner: &'a Value, sources: &[Value]) -> Option<Writing<'a>> {
    if takes_turns(sources) { owner.header().and_then(Header::lock_if_shared) } else { None }
}

/// Whether other strands can see an iterator.
#[inline(always)]
pub(crate) fn is_shared(iterator: &Value) -> bool {
    !iterator.header().is_some_and(Header::is_local)
}
