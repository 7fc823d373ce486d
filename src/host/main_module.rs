//! The module `__main__`: making it, running things as it, taking it down. Knows not where its text comes from.

use crate::exec::run::run_text;
use crate::native::importer;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Ref, Value};
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
    let text = importer::source_text(cx, bytes, file)?;
    run_main(cx, &text, file, Mode::Exec)
}

/// Gives up what `__main__` holds, so that finalizers run while there is still an interpreter.
pub(super) fn clear_main(cx: &Cx) {
    let dict = main_module(cx).dict();
    let builtins = Name::new("__builtins__").value();
    let names: Vec<Value> = dict.keys().into_iter().filter(|name| !name.is(&builtins)).collect();
    for name in names {
        // The key is a name and hashes without running script; what an entry's end raises was reported there.
        match dict.remove(cx, &name) {
            Ok(entry) => drop(entry),
            Err(raised) => drop(cx.take(raised)),
        }
    }
    cx.collect();
}
