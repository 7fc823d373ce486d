//! The end of a program: threads that it waits for. Knows no exit codes.

use crate::object::call;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::park;
use crate::object::str::Name;
use crate::object::value::R;

/// Waits for all threads that are not daemons, after `threading`'s own callbacks have run. Errors: an interrupt; calling again goes on.
pub(crate) fn join_threads(cx: &Cx) -> R<()> {
    let threading = cx.interp.modules().get_name(Name::new("threading"));
    if let Some(shutdown) = threading.and_then(|module| module.get::<Module>()?.dict().get_name(Name::new("_shutdown"))) {
        call::call_pos(cx, &shutdown, &[])?;
    }
    park::acquire(cx, |_| cx.interp.runtime.join_threads(&cx.strand))
}
