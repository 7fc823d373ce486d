//! Host threads as strands: a thread enters an interpreter, works in a context, and leaves. Knows not what it does there.

use crate::object::cx::Cx;
use crate::object::interp::Interp as Shared;
use crate::object::stack::Stack;
use std::sync::Arc;

/// Slots of the value stack of a strand entered by the host: 64 MiB of address space, touched as used.
const STACK_SLOTS: usize = 4 << 20;

/// Runs `f` on the calling thread as a strand of the interpreter.
pub(super) fn as_strand<T>(shared: &Arc<Shared>, name: &str, f: impl FnOnce(&Cx) -> T) -> T {
    let entered = shared.runtime.enter(name);
    crate::exec::strands::prepare(&entered);
    Cx::run_strand(shared.clone(), Arc::clone(&entered), Stack::new(STACK_SLOTS), f)
}
