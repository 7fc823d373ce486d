//! Making an interpreter and running source in it.

use crate::exec::run::run_text;
use crate::native::importer;
use crate::object::cx::Cx;
use crate::object::exception::KEYBOARD_INTERRUPT;
use crate::object::interp::{Hooks, Interp as Shared};
use crate::object::module::Module;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Ref, Value};
use crate::sched::runtime::{Config, Entered, Runtime};
use crate::sched::strand::poll;
use crate::tree::lower::Mode;
use std::sync::Arc;

/// Slots of the value stack of a strand entered by the host: 64 MiB of address space, touched as used.
const HOST_STACK_SLOTS: usize = 4 << 20;

/// A strand with its context, on the calling thread.
pub(crate) struct Session {
    pub(crate) cx: Box<Cx>,
    _entered: Entered,
}

fn interrupted(cx: &Cx) -> R<()> {
    let bits = cx.strand.take(poll::WAKING);
    if bits & poll::INTERRUPT != 0 {
        return Err(cx.raise(crate::object::exception::make(&KEYBOARD_INTERRUPT, Vec::new())));
    }
    Ok(())
}

fn warn(cx: &Cx, category: &'static crate::object::ty::Type, message: &str) {
    let place = cx.frame().map_or_else(String::new, |fp| format!("{}: ", fp.code().info.source.name()));
    eprintln!("{place}{}: {message}", category.name());
}

impl Session {
    /// A fresh interpreter whose main strand is the calling thread.
    pub(crate) fn new() -> Session {
        crate::object::init::init();
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(crate::exec::functions::install);
        let runtime = Runtime::new(Config::default());
        let shared = Arc::new(Shared::new(runtime.clone()));
        shared.set_hooks(Hooks {
            interrupted,
            unraisable: crate::native::sys::report_unraisable,
            warn,
            import: importer::import,
            union: crate::object::union_type::either,
            proxy: crate::object::mapping_proxy::mapping_proxy,
            weakref: |_, _| Ok(Value::NONE),
            weakrefs_dead: |_, _| (),
        });
        let entered = runtime.enter("MainThread");
        crate::exec::strands::prepare(&entered);
        let cx = Box::new(Cx::new(shared, Arc::clone(&entered), HOST_STACK_SLOTS));
        Session { cx, _entered: entered }
    }

    /// The module `__main__`, made when first asked for.
    pub(crate) fn main_module(&self) -> Ref<Module> {
        let name = Name::new("__main__");
        let modules = self.cx.interp.modules();
        if let Some(module) = modules.get_name(name).and_then(|module| module.get_ref::<Module>()) {
            return module;
        }
        let module = Module::new("__main__");
        modules.set_name(name, module.as_value().clone());
        module
    }

    /// Runs a file's text as `__main__`.
    pub(crate) fn run_main(&self, text: &str, file: &str) -> R {
        let main = self.main_module();
        main.set("__file__", Str::from_str(file).into_value());
        run_text(&self.cx, text, file, Mode::Exec, &main.dict())
    }
}

/// Runs a script file.
pub(crate) fn run_script(file: &str) -> std::process::ExitCode {
    let session = Session::new();
    let cx = &*session.cx;
    let _current = cx.enter();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("pyc: can't open file '{file}': {error}");
            return std::process::ExitCode::from(2);
        }
    };
    let folder = std::path::Path::new(file).parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    let mut path = vec![folder];
    if let Some(more) = std::env::var_os("PYCPATH") {
        path.extend(std::env::split_paths(&more).map(|folder| folder.display().to_string()));
    }
    let argv = std::env::args().skip(1).collect();
    crate::native::sys::configure(cx, crate::native::sys::Settings { argv, path, ..Default::default() });
    let result = crate::native::set_up(cx).and_then(|()| session.run_main(&text, file));
    let mut status = 0;
    if let Err(raised) = result {
        let exception = cx.take(raised);
        status = 1;
        if crate::object::ty::type_of(&exception).is_subtype(&crate::object::exceptions::SYSTEM_EXIT) {
            let code = exception.get::<crate::object::exception::Exception>().map_or(Value::NONE, |e| e.field(0));
            status = match code.as_int() {
                Some(code) => code as u8,
                None if code.is_none() => 0,
                None => 1,
            };
        } else {
            crate::native::sys::report_uncaught(cx, &exception);
        }
    }
    // A failed program waits for its threads as well.
    if let Err(raised) = crate::native::thread::exit::join_threads(cx) {
        let exception = cx.take(raised);
        crate::native::sys::report_uncaught(cx, &exception);
    }
    let _ = crate::native::io::std_streams::flush(cx);
    std::process::ExitCode::from(status)
}
