//! Module `_contextvars`: context variables. What is in force belongs to the strand's context (`Cx::variables`) and is either a tuple
//! of variables and values in turn, immutable and freely shared, or a context object around such a tuple. Copying is taking the tuple.

mod context;
mod variable;

pub(crate) use context::{copy_current, enter, is_context, leave, materialize};

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::value::R;

static FUNCTIONS: &[NativeDef] =
    &[NativeDef::new("copy_context()", |cx, _| Ok(materialize(copy_current(cx)))).doc("Return a copy of the current context.")];

pub(crate) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_type(&context::CONTEXT);
    module.add_type(&variable::VARIABLE);
    module.add_type(&variable::TOKEN);
    variable::finish();
    module.add_functions(FUNCTIONS);
    Ok(())
}
