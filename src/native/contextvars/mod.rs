//! Module `_contextvars`: context variables. What is in force belongs to the strand's context (`Cx::variables`) and is either a tuple
//! of variables and values in turn, immutable and freely shared, or a context object around such a tuple. Copying is taking the tuple.

mod context;
mod variable;

pub(crate) use context::{copy_current, enter, is_context, leave, materialize};

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::value::{R, Value};

/// A variable of a native module, the same one in all interpreters. It never ends.
pub(crate) fn immortal_variable(name: &str) -> Value {
    variable::VARIABLE.make_ready();
    let variable = variable::named(name);
    if let Some(header) = variable.header() {
        header.mark_immortal();
    }
    variable
}

/// What a variable has in the strand's variables.
pub(crate) fn value_of(cx: &Cx, variable: &Value) -> Option<Value> {
    context::find(&context::entries_of(&cx.variables()), variable)
}

/// Gives a variable a value in the strand's variables.
pub(crate) fn set_value(cx: &Cx, variable: &Value, value: Value) {
    drop(context::store(&context::current(cx), variable, Some(value)));
}

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
