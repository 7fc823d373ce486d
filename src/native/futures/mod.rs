//! Module `_futures`: the native halves of `concurrent.futures`: futures, and the work queue of thread pools.

mod future;
mod pool;

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::value::R;

static FUNCTIONS: &[NativeDef] = &[NativeDef::new("_exit()", pool::exit)];

/// Fills the namespace of `_futures`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    pool::ready();
    for ty in [&future::FUTURE, &future::ERROR, &future::CANCELLED_ERROR, &future::INVALID_STATE_ERROR, &pool::THREAD_POOL] {
        module.add_type(ty);
    }
    module.add_functions(FUNCTIONS);
    Ok(())
}
