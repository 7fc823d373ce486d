//! The module `__main__`: making it, running things as it, taking it down. Knows not where its text comes from.

use crate::exec::run::{run_text, syntax_error};
use crate::native::importer;
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::str::{Name, Str};
use crate::object::ty::type_of;
use crate::object::value::{R, Ref, Value};
use crate::source::{Source, Span};
use crate::syntax::{SyntaxError, SyntaxErrorKind};
use crate::tree::lower::Mode;

/// The module `__main__`, made when first asked for.
pub(super) fn main_module(cx: &Cx) -> Ref<Module> {
    let name = Name::new("__main__");
    let modules = cx.interp.modules();
    if let Some(module) = modules.get_name(name).and_then(|module| module.get_ref::<Module>()) {
        return module;
    }
    let module = Module::new("__main__");
    for empty in ["__loader__", "__package__", "__spec__"] {
        module.set(empty, Value::NONE);
    }
    module.set("__annotations__", Dict::new().into_value());
    if let Some(builtins) = modules.get_name(Name::new("builtins")) {
        module.set("__builtins__", builtins);
    }
    modules.set_name(name, module.as_value().clone());
    module
}

/// Files and standard input are refused at their first null byte, with its line up to there.
fn refuse_null_bytes(cx: &Cx, text: &str, file: &str) -> R<()> {
    let Some((before, _)) = text.split_once('\0') else { return Ok(()) };
    let source = Source::new(file, before);
    let end = before.len() as u32;
    let message = "source code cannot contain null bytes";
    let mut error = SyntaxError::new(&source, SyntaxErrorKind::SyntaxError, message, Span::new(end, end));
    (error.offset, error.end_offset) = (0, 0);
    Err(syntax_error(cx, &error, file))
}

/// Runs the bytes of a program's text as `__main__`.
pub(super) fn run_main_bytes(cx: &Cx, bytes: &[u8], file: &str) -> R {
    let text = importer::source_text(cx, bytes, file)?;
    refuse_null_bytes(cx, &text, file)?;
    run_main(cx, &text, file, Mode::Exec)
}

/// Runs text as `__main__`. Mode::Eval gives the expression's value.
pub(super) fn run_main(cx: &Cx, text: &str, file: &str, mode: Mode) -> R {
    crate::native::process::set_main_text(cx, text, file);
    run_text(cx, text, file, mode, &main_module(cx).dict())
}

/// Runs the bytes of a file as `__main__`.
pub(super) fn run_main_file(cx: &Cx, bytes: &[u8], file: &str) -> R {
    let main = main_module(cx);
    main.set("__file__", Str::from_str(file).into_value());
    main.set("__cached__", Value::NONE);
    // Nobody pays for what few ask for.
    if memchr::memmem::find(bytes, b"__loader__").is_some() {
        let spec = importer::spec_of_file(cx, "__main__", file)?;
        main.set("__loader__", attr::getattr(cx, &spec, Name::new("loader"))?);
    }
    run_main_bytes(cx, bytes, file)
}

/// Gives up what `__main__` holds, so that finalizers run while there is still an interpreter: first what has one, then other data, then
/// modules, functions and classes, since finalizers want to see the program as it was.
pub(super) fn clear_main(cx: &Cx) {
    let dict = main_module(cx).dict();
    let builtins = Name::new("__builtins__").value();
    let has_finalizer = |value: &Value| type_of(value).slots().finalize.is_some();
    let is_tool = |value: &Value| matches!(type_of(value).kind(), Kind::Module | Kind::Function | Kind::Type | Kind::NativeFunction);
    let turns: [&dyn Fn(&Value) -> bool; 3] = [&has_finalizer, &|value| !is_tool(value), &|_| true];
    for (turn, takes) in turns.into_iter().enumerate() {
        let mut is_done = true;
        for (name, value) in dict.snapshot() {
            if name.is(&builtins) || !takes(&value) {
                continue;
            }
            is_done = false;
            drop(value);
            // The key is a name and hashes without running script; what an entry's end raises was reported there.
            match dict.remove(cx, &name) {
                Ok(entry) => drop(entry),
                Err(raised) => drop(cx.take(raised)),
            }
        }
        // What is part of a circle has its turn too before the next.
        if turn == 0 && !is_done || turn == 2 {
            cx.collect();
        }
    }
}
