//! Running text that may await outside of functions: with an event loop of its own, or with that of an interactive session.

use super::main_module::main_module;
use crate::exec::functions::run_code;
use crate::exec::run::{Wishes, compile_as};
use crate::native::contextvars;
use crate::native::importer;
use crate::object::call::call_method;
use crate::object::code::{Code, code_flag};
use crate::object::cx::Cx;
use crate::object::exception::Exception;
use crate::object::exceptions::{SYNTAX_ERROR, SYNTAX_LINE, SYNTAX_TEXT};
use crate::object::str::{Name, Str};
use crate::object::traceback::Traceback;
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Ref, Value};
use crate::tree::lower::Mode;
use std::cell::Cell;

/// The name of the text of a session, in tracebacks.
pub(super) const ENTRY: &str = "<stdin>";

fn compiled(cx: &Cx, text: &str, file: &str, mode: Mode, wishes: Wishes) -> R<Ref<Code>> {
    let globals = main_module(cx).dict();
    if globals.get_name(Name::new("__builtins__")).is_none() {
        globals.set_name(Name::new("__builtins__"), cx.interp.builtins().as_value().clone());
    }
    compile_as(cx, text, file, mode, Wishes { awaiting: true, ..wishes }).map_err(|raised| with_line(cx, raised, text))
}

/// Gives a SyntaxError that the compiler found the line that was typed.
fn with_line(cx: &Cx, raised: Raised, text: &str) -> Raised {
    let value = cx.take(raised);
    if let Some(error) = value.get::<Exception>().filter(|_| std::ptr::eq(type_of(&value), &raw const SYNTAX_ERROR))
        && error.field(SYNTAX_TEXT).is_none()
        && let Some(line) = error.field(SYNTAX_LINE).as_int()
        && let Some(line) = text.lines().nth(usize::try_from(line - 1).unwrap_or(0))
    {
        error.set_field(SYNTAX_TEXT, Str::from_str(line).into_value());
    }
    cx.reraise(value)
}

/// Runs text as `__main__`; if it awaits, a fresh event loop runs until it is done.
pub(super) fn run_main_awaiting(cx: &Cx, text: &str, file: &str, mode: Mode) -> R {
    let code = compiled(cx, text, file, mode, Wishes::default())?;
    let result = run_code(cx, &code, &main_module(cx).dict(), None, &Value::NONE)?;
    if !code.has(code_flag::COROUTINE) {
        return Ok(result);
    }
    let asyncio = importer::import_full(cx, "asyncio")?;
    call_method(cx, &asyncio, Name::new("run"), &[result])
}

/// Runs an entry of an interactive session. `text_annotations` is whether annotations are texts, for this entry and the next ones.
pub(super) fn run_entry(cx: &Cx, text: &str, mode: Mode, text_annotations: &Cell<bool>) -> R<()> {
    let code = compiled(cx, text, ENTRY, mode, Wishes { text_annotations: text_annotations.get(), ..Wishes::default() })?;
    text_annotations.set(code.has(code_flag::FUTURE_ANNOTATIONS));
    let globals = main_module(cx).dict();
    if code.has(code_flag::COROUTINE) {
        let session = importer::import_full(cx, "_console")?;
        let coroutine = run_code(cx, &code, &globals, None, &Value::NONE)?;
        return call_method(cx, &session, Name::new("run"), &[coroutine]).map(drop).map_err(|raised| own_part(cx, raised));
    }
    if cx.interp.modules().get_name(Name::new("asyncio")).is_none() {
        return run_code(cx, &code, &globals, None, &Value::NONE).map(drop);
    }
    let session = importer::import_full(cx, "_console")?;
    let context = call_method(cx, &session, Name::new("begin"), &[])?;
    let before = contextvars::enter(cx, context)?;
    let result = run_code(cx, &code, &globals, None, &Value::NONE);
    drop(contextvars::leave(cx, before));
    let pending = cx.suspend_pending();
    let ended = call_method(cx, &session, Name::new("end"), &[]);
    if pending.exception.is_none() {
        ended?;
    } else if let Err(raised) = ended {
        drop(cx.take(raised));
    }
    cx.resume_pending(pending);
    result.map(drop)
}

/// Ends the session: what still runs in its loop is cancelled.
pub(super) fn end_session(cx: &Cx) -> R<()> {
    match cx.interp.modules().get_name(Name::new("_console")) {
        Some(session) => call_method(cx, &session, Name::new("close"), &[]).map(drop),
        None => Ok(()),
    }
}

/// Takes the entries of the session's machinery off the traceback.
fn own_part(cx: &Cx, raised: Raised) -> Raised {
    let value = cx.take(raised);
    if let Some(exception) = value.get::<Exception>() {
        let mut entry = exception.traceback();
        while let Some(place) = entry.get::<Traceback>().filter(|place| place.code.info.source.name() != ENTRY) {
            entry = place.next();
        }
        // What was raised outside of the entry (an interrupt of the loop) keeps all of it.
        if entry.get::<Traceback>().is_some() {
            exception.set_traceback(entry);
        }
    }
    cx.reraise(value)
}
