//! From source text to running code: parse, lower, run. Used by imports, `exec`, `eval`, `compile` and hosts.

use super::functions::run_code;
use crate::object::code::Code;
use crate::object::cx::{Cx, with_native_stack};
use crate::object::dict::Dict;
use crate::object::exception;
use crate::object::exceptions::SYNTAX_ERROR;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::value::{R, Raised, Ref, Value};
use crate::source::Source;
use crate::syntax;
use crate::tree::lower::{Mode, Optimize, lower_module};
use std::sync::Arc;

/// What is asked of code beside its mode.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wishes {
    /// Top-level names live in a mapping given when the code runs.
    pub(crate) namespace: bool,
    /// A program compiles its own text: it may do so again and again.
    pub(crate) at_run_time: bool,
    /// As if `from __future__ import annotations` stood at the beginning.
    pub(crate) text_annotations: bool,
    /// `await` may stand outside of functions: the code is a coroutine's if it does.
    pub(crate) awaiting: bool,
    /// What is left out; None: what the interpreter leaves out.
    pub(crate) optimize: Option<Optimize>,
}

/// Compiles source text. With `namespace`, top-level names live in a mapping given when the code runs.
/// Errors: SyntaxError and its subclasses.
pub(crate) fn compile(cx: &Cx, text: &str, file: &str, mode: Mode, namespace: bool) -> R<Ref<Code>> {
    compile_as(cx, text, file, mode, Wishes { namespace, ..Wishes::default() })
}

/// Whether more lines are needed for an entry of an interactive session.
pub(crate) fn is_incomplete(text: &str) -> bool {
    matches!(syntax::read_entry(&Source::new("<stdin>", text)), syntax::Entry::Incomplete)
}

/// Which statements of a module bind which names, in their order; none if it has errors.
pub(crate) fn binders(text: &str) -> Vec<syntax::Binder> {
    with_native_stack(|| syntax::binders(text)).unwrap_or_default()
}

/// [`compile`], with all that can be asked for.
pub(crate) fn compile_as(cx: &Cx, text: &str, file: &str, mode: Mode, wishes: Wishes) -> R<Ref<Code>> {
    let source = Arc::new(Source::new(file, text));
    let parse_mode = match mode {
        Mode::Exec => syntax::Mode::Exec,
        Mode::Eval => syntax::Mode::Eval,
        Mode::Single => syntax::Mode::Single,
    };
    let parse = if wishes.awaiting { syntax::parse_awaiting } else { syntax::parse_module };
    let parsed = crate::object::cx::with_native_stack(|| parse(&source, parse_mode));
    match parsed {
        Ok(mut module) => {
            module.future_annotations |= wishes.text_annotations;
            if !module.warnings.is_empty() {
                issue(cx, &module.warnings, &source, file)?;
            }
            let optimize = wishes.optimize.unwrap_or_else(|| optimize_of(cx));
            let code = lower_module(&module, source, mode, wishes.namespace, wishes.at_run_time, optimize);
            module.discard();
            Ok(code)
        }
        Err(error) => Err(syntax_error(cx, &error, file)),
    }
}

/// What the interpreter leaves out of code (`-O`).
fn optimize_of(cx: &Cx) -> Optimize {
    Optimize::of_level(cx.interp.optimize())
}

/// Compiles a module of the embedded library: its functions are lowered when they are called.
pub(crate) fn compile_embedded(cx: &Cx, text: &str, file: &str) -> R<Ref<Code>> {
    let source = Arc::new(Source::new(file, text));
    match crate::object::cx::with_native_stack(|| syntax::parse_outline(&source)) {
        Ok(module) => Ok(lower_module(&module, source, Mode::Exec, false, false, optimize_of(cx))),
        // Something in a function stands left of it, in a string of several lines: a unit test says so; here it is read as any module.
        Err(_) => compile(cx, text, file, Mode::Exec, false),
    }
}

/// Issues what the parser warned of. Errors: SyntaxError where the filters make an error of it.
#[cold]
fn issue(cx: &Cx, warnings: &[syntax::ast::Warning], source: &Source, file: &str) -> R<()> {
    let globals = Dict::new();
    let module = (cx.interp.hooks().import)(cx, "warnings", &globals, &Value::NONE, 0)?;
    for warning in warnings {
        let arguments = [
            Str::from_str(&warning.message).into_value(),
            crate::object::value::Object::value(&exception::SYNTAX_WARNING),
            Str::from_str(file).into_value(),
            Value::int(i64::from(source.line_of(warning.span.start))),
        ];
        let issued = crate::object::call::call_method(cx, &module, Name::new("warn_explicit"), &arguments);
        if cx.absorb(issued, &exception::SYNTAX_WARNING)?.is_none() {
            let kind = syntax::SyntaxErrorKind::SyntaxError;
            let mut error = syntax::SyntaxError::new(source, kind, warning.message.as_str(), warning.span);
            error.stage = warning.stage;
            return Err(syntax_error(cx, &error, file));
        }
    }
    Ok(())
}

/// Raises a SyntaxError with its place: args are (message, (file, line, column, text, end line, end column)).
pub(crate) fn syntax_error(cx: &Cx, error: &syntax::SyntaxError, file: &str) -> Raised {
    let class: &'static crate::object::ty::Type = match error.kind.name() {
        "IndentationError" => &exception::INDENTATION_ERROR,
        "TabError" => &exception::TAB_ERROR,
        "MemoryError" => return cx.error(&exception::MEMORY_ERROR, &error.message),
        _ if error.kind == syntax::SyntaxErrorKind::NullByte => return cx.error(&SYNTAX_ERROR, &error.message),
        _ => &SYNTAX_ERROR,
    };
    let message = Str::from_str(&error.message).into_value();
    let text = match error.stage {
        syntax::Stage::Parser => Some(error.text.clone()),
        syntax::Stage::Compiler => line_of_file(file, error.line),
    };
    // Who found it knows no end.
    let has_end = error.stage == syntax::Stage::Parser || error.end_offset != 0;
    let place = Tuple::new(vec![
        Str::from_str(file).into_value(),
        Value::int(i64::from(error.line)),
        Value::int(i64::from(error.offset)),
        text.map_or(Value::NONE, |text| Str::from_str(&text).into_value()),
        Value::int(i64::from(error.end_line)),
        if has_end { Value::int(i64::from(error.end_offset)) } else { Value::NONE },
    ])
    .into_value();
    let class_value = crate::object::value::Object::value(class);
    match crate::object::call::call_pos(cx, &class_value, &[message, place]) {
        Ok(exception) => cx.raise(exception),
        Err(raised) => raised,
    }
}

/// A line of a file with its line break, if there is such a file and it can be read.
fn line_of_file(file: &str, line: u32) -> Option<String> {
    let text = crate::source::decode(&std::fs::read(file).ok()?, file).ok()?;
    text.split_inclusive('\n').nth(line.checked_sub(1)? as usize).map(str::to_string)
}

/// Compiles and runs a module's text in `globals`.
pub(crate) fn run_text(cx: &Cx, text: &str, file: &str, mode: Mode, globals: &Ref<Dict>) -> R {
    if globals.get_name(Name::new("__builtins__")).is_none() {
        globals.set_name(Name::new("__builtins__"), cx.interp.builtins().as_value().clone());
    }
    let code = compile(cx, text, file, mode, false)?;
    run_code(cx, &code, globals, None, &Value::NONE)
}
