//! Module `atexit`: functions to be called when the program ends. Knows not when that is: the host says so.

use super::unraisable::report_unraisable;
use crate::object::args::Args;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::str::Name;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use parking_lot::Mutex;

/// A registered call.
#[derive(Clone)]
struct Callback {
    function: Value,
    values: Vec<Value>,
    names: Vec<Name>,
}

/// The interpreter's registered calls, oldest first. The mutex is never held while script runs.
#[derive(Default)]
struct Callbacks(Mutex<Vec<Callback>>);

/// Runs the registered calls, newest first; what they raise is reported and goes no further.
pub(crate) fn run(cx: &Cx) {
    let callbacks = cx.interp.extension::<Callbacks>();
    loop {
        let next = callbacks.0.lock().pop();
        let Some(callback) = next else { return };
        if let Err(raised) = call::call(cx, &callback.function, Args { values: &callback.values, names: &callback.names }) {
            let exception = cx.take(raised);
            let name = protocol::repr(cx, &callback.function).map_or_else(
                |raised| {
                    drop(cx.take(raised));
                    String::from("<function>")
                },
                |text| text.to_str_lossy().into_owned(),
            );
            report_unraisable(cx, &format!("Exception ignored in atexit callback {name}"), &Value::UNSET, &exception);
        }
    }
}

fn register(cx: &Cx, args: Args<'_>) -> R {
    let Some(function) = args.pos().first() else {
        return Err(cx.type_error("register() takes at least 1 argument (0 given)"));
    };
    if type_of(function).slots().call.is_none() {
        return Err(cx.type_error("the first argument must be callable"));
    }
    // The list belongs to the interpreter, not to this strand.
    args.values.iter().for_each(Value::publish);
    let callback = Callback { function: function.clone(), values: args.values[1..].to_vec(), names: args.names.to_vec() };
    cx.interp.extension::<Callbacks>().0.lock().push(callback);
    Ok(function.clone())
}

fn unregister(cx: &Cx, a: &[Value]) -> R {
    let callbacks = cx.interp.extension::<Callbacks>();
    let listed = callbacks.0.lock().clone();
    for callback in listed {
        if compare::equal(cx, &callback.function, &a[0])? {
            let mut list = callbacks.0.lock();
            let kept = list.iter().position(|own| own.function.is(&callback.function)).map(|index| list.remove(index));
            drop(list);
            drop(kept);
        }
    }
    Ok(Value::NONE)
}

fn clear(cx: &Cx, _: &[Value]) -> R {
    let cleared = std::mem::take(&mut *cx.interp.extension::<Callbacks>().0.lock());
    drop(cleared);
    Ok(Value::NONE)
}

fn run_all(cx: &Cx, _: &[Value]) -> R {
    run(cx);
    Ok(Value::NONE)
}

fn count(cx: &Cx, _: &[Value]) -> R {
    Ok(crate::object::int::from_usize(cx.interp.extension::<Callbacks>().0.lock().len()))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::raw("register(func, /, *args, **kwargs)", register)
        .doc("Register a function to be executed upon normal program termination."),
    NativeDef::new("unregister(func, /)", unregister),
    NativeDef::new("_clear()", clear),
    NativeDef::new("_run_exitfuncs()", run_all),
    NativeDef::new("_ncallbacks()", count),
];

/// Fills in the module.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    Ok(())
}
