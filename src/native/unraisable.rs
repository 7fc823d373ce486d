//! Exceptions that nobody can catch: `sys.unraisablehook` and what it prints, as CPython's `errors.c` does.

use super::io::std_streams;
use super::structseq::{self, structseq};
use super::sys::print_plainly;
use super::traceback_lines::plain_stack_lines;
use super::traceback_text::{class_name, safe_str};
use crate::object::call;
use crate::object::cx::{Cx, class_of};
use crate::object::exception::Exception;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Value};

structseq! {
    HOOK_ARGS "UnraisableHookArgs" of "sys", [0 "exc_type", 1 "exc_value", 2 "exc_traceback", 3 "err_msg", 4 "object"], []
}

/// What is said where there is nothing else to say.
const IGNORED_IN: &str = "Exception ignored in";

/// The `unraisable` hook of the interpreter: reports an exception that nobody can catch.
/// `object` is where it happened, or Unset; a program's own `sys.unraisablehook` gets both.
pub(crate) fn report_unraisable(cx: &Cx, what: &str, object: &Value, exception: &Value) {
    let pending = cx.suspend_pending();
    let sys = cx.interp.modules().get_name(Name::new("sys"));
    let get = |name: &str| sys.as_ref().and_then(|sys| sys.get::<Module>()).and_then(|sys| sys.dict().get_name(Name::new(name)));
    match (get("unraisablehook"), get("__unraisablehook__")) {
        (Some(hook), Some(own)) if !hook.is(&own) && !hook.is_none() => {
            if let Err(raised) = call_hook(cx, &hook, what, object, exception) {
                print(cx, "Exception ignored in sys.unraisablehook", &hook, &cx.take(raised));
            }
        }
        _ => print(cx, what, object, exception),
    }
    cx.resume_pending(pending);
}

fn call_hook(cx: &Cx, hook: &Value, what: &str, object: &Value, exception: &Value) -> R<()> {
    let values = vec![
        class_of(exception),
        exception.clone(),
        exception.get::<Exception>().map_or(Value::NONE, Exception::traceback),
        // Plain "in" is what the hook says by itself.
        if what == IGNORED_IN { Value::NONE } else { Str::from_str(what.trim_end_matches(':')).into_value() },
        if object.is_unset() { Value::NONE } else { object.clone() },
    ];
    let arguments = structseq::make(cx, &HOOK_ARGS, values.len(), values)?;
    call::call_pos(cx, hook, &[arguments]).map(drop)
}

fn print(cx: &Cx, what: &str, object: &Value, exception: &Value) {
    std_streams::write_stderr(cx, head(cx, what, object).as_bytes());
    // What CPython knows nothing of, parallel tasks for one, is told in full.
    if !what.starts_with("Exception ignored") {
        return print_plainly(cx, exception);
    }
    let traceback = exception.get::<Exception>().map_or(Value::NONE, Exception::traceback);
    std_streams::write_stderr(cx, body(cx, &class_name(exception), exception, &traceback).as_bytes());
}

fn head(cx: &Cx, what: &str, object: &Value) -> String {
    if object.is_unset() {
        return format!("{}:\n", what.trim_end_matches(':'));
    }
    let shown = protocol::repr(cx, object).map_or_else(
        |raised| {
            drop(cx.take(raised));
            "<object repr() failed>".to_string()
        },
        |shown| shown.to_str_lossy().into_owned(),
    );
    format!("{what}: {shown}\n")
}

/// Traceback without marks, class and message: neither causes nor groups nor notes.
fn body(cx: &Cx, class: &str, exception: &Value, traceback: &Value) -> String {
    let mut text = String::new();
    let entries = plain_stack_lines(cx, traceback);
    if !entries.is_empty() {
        text += "Traceback (most recent call last):\n";
        text.extend(entries);
    }
    text += class;
    if !exception.is_none() {
        text += ": ";
        text += &safe_str(cx, exception, "exception");
    }
    text + "\n"
}

fn unraisablehook(cx: &Cx, a: &[Value]) -> R {
    let given = a[0].get::<Tuple>().filter(|_| std::ptr::eq(type_of(&a[0]), &raw const HOOK_ARGS));
    let Some([class, exception, traceback, message, object]) = given.map(Tuple::items) else {
        return Err(cx.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    let mut text = match (message.is_none(), object.is_none()) {
        (true, true) => String::new(),
        (true, false) => head(cx, IGNORED_IN, object),
        (false, true) => head(cx, &safe_str(cx, message, "err_msg"), &Value::UNSET),
        (false, false) => head(cx, &safe_str(cx, message, "err_msg"), object),
    };
    let class = class.get::<Type>().map_or_else(|| "<unknown>".to_string(), super::traceback_text::shown_name);
    text += &body(cx, &class, exception, traceback);
    std_streams::write_stderr(cx, text.as_bytes());
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[NativeDef::new("unraisablehook(unraisable, /)", unraisablehook)];

pub(super) fn fill(module: &Module) {
    structseq::ready(&HOOK_ARGS, 5);
    module.add_functions(FUNCTIONS);
}
