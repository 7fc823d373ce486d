//! Finding and loading modules: `sys.modules`, native modules, the embedded standard library, then the folders of `sys.path`
//! (reference section 5).
//!
//! Two strands that import one module at once: the second waits until the first has run it ([`locks`]). A module being imported by its own
//! strand is seen half made, as in CPython.

pub(crate) mod finders;
mod locks;
pub(super) mod module;

use crate::exec::functions::run_code;
use crate::exec::run::{compile, compile_embedded};
use crate::object::attr;
use crate::object::code::Code;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{self, MODULE_NOT_FOUND_ERROR};
use crate::object::iter;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Raised, Ref, Value};
use crate::tree::lower::Mode;
use locks::ImportLocks;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/stdlib.rs"));

/// Text of an embedded module and whether it is a package.
pub(crate) fn embedded(name: &str) -> Option<(&'static str, bool)> {
    STDLIB.iter().find(|(own, ..)| *own == name).map(|(_, package, text)| (&STDLIB_TEXT[text.clone()], *package))
}

fn text_of(value: &Value) -> Option<String> {
    value.get::<Str>().map(|text| text.to_str_lossy().into_owned())
}

/// `__import__`: the top module without a fromlist, else the named one. `from` is a tuple of names or None.
pub(crate) fn import(cx: &Cx, name: &str, globals: &Dict, from: &Value, level: u32) -> R {
    let full = absolute_name(cx, name, globals, level)?;
    if full.is_empty() {
        return Err(cx.value_error("Empty module name"));
    }
    let module = import_full(cx, &full)?;
    let names = if from.is_none() { Vec::new() } else { iter::collect(cx, from)? };
    if !names.is_empty() {
        import_submodules(cx, &module, &full, &names)?;
        return Ok(module);
    }
    if level > 0 {
        // `from . import x` without names does not occur; `__import__` by hand gives the package the name starts in.
        let cut = full.len() - name.len() + name.find('.').unwrap_or(name.len());
        return module_in_table(cx, &full[..cut]).map_or_else(|| Ok(module), Ok);
    }
    match full.find('.') {
        Some(dot) => import_full(cx, &full[..dot]),
        None => Ok(module),
    }
}

/// Submodules named in `from package import names` are imported when the package does not have them yet.
fn import_submodules(cx: &Cx, module: &Value, full: &str, names: &[Value]) -> R<()> {
    if attr::lookup_optional(cx, module, Name::new("__path__"))?.is_none() {
        return Ok(());
    }
    for name in names {
        let Some(text) = text_of(name) else {
            return Err(cx.type_error(format!("Item in ``from list'' must be str, not {}", crate::object::protocol::type_name(name))));
        };
        if text == "*" {
            if let Some(all) = attr::lookup_optional(cx, module, Name::new("__all__"))? {
                let listed = iter::collect(cx, &all)?;
                import_submodules(cx, module, full, &listed)?;
            }
            continue;
        }
        if attr::lookup_optional(cx, module, Name::new(&text))?.is_some() {
            continue;
        }
        let inner = format!("{full}.{text}");
        match import_full(cx, &inner) {
            Ok(_) => {}
            Err(raised) if cx.pending_is(&MODULE_NOT_FOUND_ERROR) => {
                // Only the missing submodule itself is forgiven: the attribute error of the statement says more.
                let exception = cx.take(raised);
                let missing = exception.get::<exception::Exception>().map(|e| e.field(0));
                if missing.as_ref().and_then(text_of).as_deref() != Some(&inner) {
                    return Err(cx.reraise(exception));
                }
            }
            Err(raised) => return Err(raised),
        }
    }
    Ok(())
}

/// Resolves a relative name (reference section 5.7).
fn absolute_name(cx: &Cx, name: &str, globals: &Dict, level: u32) -> R<String> {
    if level == 0 {
        return Ok(name.to_string());
    }
    let package = globals.get_name(Name::new("__package__")).as_ref().and_then(text_of);
    let package = match package {
        Some(package) => package,
        None => {
            let own = globals.get_name(Name::new("__name__")).as_ref().and_then(text_of).unwrap_or_default();
            if globals.get_name(Name::new("__path__")).is_some() {
                own
            } else {
                own.rsplit_once('.').map(|(parent, _)| parent.to_string()).unwrap_or_default()
            }
        }
    };
    if package.is_empty() {
        return Err(import_error(cx, "attempted relative import with no known parent package"));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((parent, _)) => base = parent,
            None => return Err(import_error(cx, "attempted relative import beyond top-level package")),
        }
    }
    Ok(if name.is_empty() { base.to_string() } else { format!("{base}.{name}") })
}

#[cold]
fn import_error(cx: &Cx, message: &str) -> Raised {
    cx.error(&crate::object::exceptions::IMPORT_ERROR, message)
}

fn module_in_table(cx: &Cx, name: &str) -> Option<Value> {
    cx.interp.modules().get_name(Name::new(name))
}

/// Imports a dotted name, its parents first.
pub(crate) fn import_full(cx: &Cx, full: &str) -> R {
    if let Some(module) = module_in_table(cx, full)
        && !module.is_none()
        && !is_initializing(&module)
    {
        return Ok(module);
    }
    // Before the module's own lock is taken: the parent may import it.
    let parent = full.rsplit_once('.').map(|(parent, child)| Ok((import_full(cx, parent)?, child))).transpose()?;
    let locks = cx.interp.extension::<ImportLocks>();
    locks.with(cx, full, || import_alone(cx, full, parent))
}

fn is_initializing(module: &Value) -> bool {
    module.get::<Module>().is_some_and(|module| module.dict().get_name(initializing()).is_some())
}

/// What a module has in its namespace until it has been run.
fn initializing() -> Name {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("__initializing__"));
    *NAME
}

/// `parent`: the package it is in, and its name there.
fn import_alone(cx: &Cx, full: &str, parent: Option<(Value, &str)>) -> R {
    if let Some(module) = module_in_table(cx, full) {
        if module.is_none() {
            return Err(not_found(cx, full, &format!("import of {full} halted; None in sys.modules")));
        }
        return Ok(module);
    }
    let path = match &parent {
        None => None,
        Some((package, child)) => match attr::lookup_optional(cx, package, Name::new("__path__"))? {
            Some(found) => Some(found),
            None => {
                let parent = &full[..full.len() - child.len() - 1];
                return Err(not_found(cx, full, &format!("No module named '{full}'; '{parent}' is not a package")));
            }
        },
    };
    let module = load(cx, full, path)?;
    if let Some((package, child)) = parent {
        // Its module may have put something else in its place.
        let package = module_in_table(cx, &full[..full.len() - child.len() - 1]).unwrap_or(package);
        attr::setattr(cx, &package, Name::new(child), module.clone())?;
    }
    Ok(module)
}

#[cold]
fn not_found(cx: &Cx, full: &str, message: &str) -> Raised {
    let exception = exception::make(&MODULE_NOT_FOUND_ERROR, vec![Str::from_str(message).into_value()]);
    let fields = vec![Name::new(full).value(), Value::NONE, Value::NONE, Str::from_str(message).into_value()];
    exception::set_fields(&exception, fields);
    cx.raise(exception)
}

/// Finds and runs a module.
fn load(cx: &Cx, full: &str, path: Option<Value>) -> R {
    let found = match finders::of_program(cx)? {
        Some(finders) => finders::load(cx, &finders, full, path.clone())?,
        None => load_as_ever(cx, full, path.clone())?,
    };
    if let Some(module) = found {
        return Ok(module);
    }
    // Only now is it asked whether there is more than folders to look in.
    if full != "zipimport"
        && module_in_table(cx, "zipimport").is_none()
        && has_path_hooks(cx)?
        && let Some(finders) = finders::of_program(cx)?
        && let Some(module) = finders::load(cx, &finders, full, path)?
    {
        return Ok(module);
    }
    Err(not_found(cx, full, &format!("No module named '{full}'")))
}

/// Whether somebody knows what is no folder on `sys.path`: the module `zipimport`, imported here if there is a file or a hook.
pub(crate) fn has_path_hooks(cx: &Cx) -> R<bool> {
    if module_in_table(cx, "zipimport").is_some() {
        return Ok(true);
    }
    let hooks = module_in_table(cx, "sys").and_then(|sys| sys.get::<Module>()?.dict().get_name(Name::new("path_hooks")));
    let has_hooks = hooks.as_ref().and_then(Value::get::<List>).is_some_and(|hooks| hooks.len() > 0);
    if !has_hooks && !folders(cx, None)?.iter().any(|path| path.is_file()) {
        return Ok(false);
    }
    let imported = import_full(cx, "zipimport");
    Ok(cx.absorb(imported, &crate::object::exceptions::IMPORT_ERROR)?.is_some())
}

/// Finds and runs a module where no finder of the program does. Scripts' folders come before the embedded library, so that they can
/// shadow it.
fn load_as_ever(cx: &Cx, full: &str, path: Option<Value>) -> R<Option<Value>> {
    let last = full.rsplit('.').next().unwrap_or(full);
    if path.is_none()
        && let Some(fill) = super::find(full)
    {
        let module = Module::new(full);
        module.set("__builtin_module__", Value::TRUE);
        module.set("__initializing__", Value::TRUE);
        enter(cx, full, module.as_value());
        let filled = fill(cx, &module);
        drop(module.dict().remove_name(initializing()));
        return match filled {
            Ok(()) => Ok(Some(module.into_value())),
            Err(raised) => {
                drop(cx.interp.modules().remove_name(Name::new(full)));
                Err(raised)
            }
        };
    }
    let mut portions = Vec::new();
    for folder in folders(cx, path)? {
        match find_in(&folder, last) {
            Some(Found::Module { file, is_package }) => return load_file(cx, full, &file, is_package).map(Some),
            Some(Found::Portion(folder)) => portions.push(folder),
            None => {}
        }
    }
    if let Some((text, is_package)) = embedded(full) {
        let file = format!("<stdlib>/{}{}", full.replace('.', "/"), if is_package { "/__init__.py" } else { ".py" });
        let folder = is_package.then(|| format!("<stdlib>/{}", full.replace('.', "/")));
        return run_module(cx, full, &file, folder, || compile_embedded(cx, text, &file)).map(Some);
    }
    if !portions.is_empty() {
        return Ok(Some(namespace_package(cx, full, &portions)));
    }
    Ok(None)
}

/// The text of a module, for running it as a program. A namespace package has none.
pub(crate) struct Located {
    pub(crate) text: String,
    pub(crate) file: String,
    pub(crate) is_package: bool,
}

/// Finds a module without running it; its parents are imported. None: there is none, or it has no text.
pub(crate) fn locate(cx: &Cx, full: &str) -> R<Option<Located>> {
    let (parent, last) = full.rsplit_once('.').map_or((None, full), |(parent, last)| (Some(parent), last));
    let path = match parent {
        Some(parent) => {
            let package = import_full(cx, parent)?;
            match attr::lookup_optional(cx, &package, Name::new("__path__"))? {
                Some(path) => Some(path),
                None => return Ok(None),
            }
        }
        None => None,
    };
    let mut is_namespace = false;
    for folder in folders(cx, path)? {
        match find_in(&folder, last) {
            Some(Found::Module { file: path, is_package }) => {
                let file = path.display().to_string();
                let Ok(bytes) = std::fs::read(&path) else { return Ok(None) };
                return Ok(Some(Located { text: source_text(cx, &bytes, &file)?, file, is_package }));
            }
            Some(Found::Portion(_)) => is_namespace = true,
            None => {}
        }
    }
    if let Some((text, is_package)) = embedded(full) {
        let file = format!("<stdlib>/{}{}", full.replace('.', "/"), if is_package { "/__init__.py" } else { ".py" });
        return Ok(Some(Located { text: text.to_string(), file, is_package }));
    }
    Ok(is_namespace.then(|| Located { text: String::new(), file: String::new(), is_package: true }))
}

/// Runs the text of a module again, in its namespace (`importlib.reload`). A native module stays as it is.
pub(crate) fn run_again(cx: &Cx, module: &Module, full: &str) -> R<()> {
    if super::find(full).is_some() {
        return Ok(());
    }
    let Some(Located { text, file, .. }) = locate(cx, full)? else {
        return Err(not_found(cx, full, &format!("spec not found for the module '{full}'")));
    };
    let code = match file.starts_with("<stdlib>") {
        true => compile_embedded(cx, &text, &file)?,
        false => compile(cx, &text, &file, Mode::Exec, false)?,
    };
    cx.interp.extension::<ImportLocks>().with(cx, full, || run_code(cx, &code, &module.dict(), None, &Value::NONE).map(drop))
}

/// The spec of a module whose text lies in `file`, for `__main__`, which is not loaded as others are.
pub(crate) fn spec_of_file(cx: &Cx, name: &str, file: &str) -> R {
    let util = import_full(cx, "importlib.util")?;
    let args = [Str::from_str(name).into_value(), Str::from_str(file).into_value()];
    crate::object::call::call_method(cx, &util, Name::new("_spec_of_file"), &args)
}

/// The folders to look in, as full paths: a package's `__path__`, else `sys.path`.
fn folders(cx: &Cx, path: Option<Value>) -> R<Vec<PathBuf>> {
    let list = match path {
        Some(path) => path,
        None => match cx.interp.modules().get_name(Name::new("sys")) {
            Some(sys) => attr::lookup_optional(cx, &sys, Name::new("path"))?.unwrap_or(Value::NONE),
            None => Value::NONE,
        },
    };
    if list.is_none() {
        return Ok(Vec::new());
    }
    Ok(iter::collect(cx, &list)?
        .iter()
        .filter_map(text_of)
        .map(|folder| match Path::new(&folder) {
            folder if folder.is_absolute() || folder.starts_with("<stdlib>") => folder.to_path_buf(),
            folder => std::env::current_dir().unwrap_or_default().join(if folder == Path::new(".") { Path::new("") } else { folder }),
        })
        .collect())
}

/// What a folder has under a name.
enum Found {
    Module {
        file: PathBuf,
        is_package: bool,
    },
    /// A folder without `__init__.py`: part of a namespace package if no folder has more (reference section 5.2.2).
    Portion(PathBuf),
}

fn find_in(folder: &Path, name: &str) -> Option<Found> {
    let inner = folder.join(name);
    let package = inner.join("__init__.py");
    if package.is_file() {
        return Some(Found::Module { file: package, is_package: true });
    }
    let module = folder.join(format!("{name}.py"));
    if module.is_file() {
        return Some(Found::Module { file: module, is_package: false });
    }
    inner.is_dir().then_some(Found::Portion(inner))
}

/// Makes and enters a package that is nothing but folders to look in.
fn namespace_package(cx: &Cx, full: &str, portions: &[PathBuf]) -> Value {
    let module = Module::new(full);
    let portions = portions.iter().map(|folder| Str::from_str(&folder.display().to_string()).into_value()).collect();
    module.set("__path__", List::new(portions).into_value());
    module.set("__file__", Value::NONE);
    module.set("__package__", Str::from_str(full).into_value());
    enter(cx, full, module.as_value());
    module.into_value()
}

fn load_file(cx: &Cx, full: &str, file: &Path, is_package: bool) -> R {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return Err(import_error(cx, &format!("cannot read {}: {error}", file.display()))),
    };
    let text = source_text(cx, &bytes, &file.display().to_string())?;
    let folder = is_package.then(|| file.parent().map(|folder| folder.display().to_string()).unwrap_or_default());
    let file = file.display().to_string();
    run_module(cx, full, &file, folder, || compile(cx, &text, &file, Mode::Exec, false))
}

/// Source bytes as text. Errors: SyntaxError for an encoding that is unknown or does not fit.
pub(crate) fn source_text(cx: &Cx, bytes: &[u8], file: &str) -> R<String> {
    match crate::source::decode(bytes, file) {
        Ok(text) => Ok(text),
        Err(error) => Err(cx.error(&crate::object::exceptions::SYNTAX_ERROR, error.message)),
    }
}

fn enter(cx: &Cx, full: &str, module: &Value) {
    cx.interp.modules().set_name(Name::new(full), module.clone());
}

/// Whether the body of a module is running.
fn is_being_made(cx: &Cx, full: &str) -> bool {
    let found = cx.interp.modules().get_name(Name::new(full));
    found.is_some_and(|module| module.get::<Module>().is_some_and(|module| module.dict().get_name(initializing()).is_some()))
}

/// Whether a module's text may look at what is made when somebody asks for it, by names that the compiler takes for any global's.
fn speaks_of_its_origin(text: &str) -> bool {
    ["__spec__", "__loader__"].iter().any(|name| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some())
}

/// Makes the module object, enters it and runs its code.
fn run_module(cx: &Cx, full: &str, file: &str, package_folder: Option<String>, compiled: impl FnOnce() -> R<Ref<Code>>) -> R {
    let module = Module::new(full);
    let text_value = |text: &str| Str::from_str(text).into_value();
    module.set("__file__", text_value(file));
    module.set("__builtins__", cx.interp.builtins().as_value().clone());
    let package = match &package_folder {
        Some(folder) => {
            module.set("__path__", List::new(vec![text_value(folder)]).into_value());
            full
        }
        None => full.rsplit_once('.').map_or("", |(parent, _)| parent),
    };
    module.set("__package__", text_value(package));
    module.set("__initializing__", Value::TRUE);
    enter(cx, full, module.as_value());
    let result = compiled().and_then(|code| {
        // The library's own modules look by other ways, and some are needed to say where others come from.
        if !file.starts_with("<stdlib>") && speaks_of_its_origin(code.info.source.text()) && !is_being_made(cx, "importlib.util") {
            finders::late_member(cx, module.as_value(), Name::new("__spec__"))?;
        }
        run_code(cx, &code, &module.dict(), None, &Value::NONE)
    });
    drop(module.dict().remove_name(initializing()));
    match result {
        Ok(_) => {
            // A module may have put something else in its place.
            Ok(module_in_table(cx, full).unwrap_or_else(|| module.into_value()))
        }
        Err(raised) => {
            drop(cx.interp.modules().remove_name(Name::new(full)));
            Err(raised)
        }
    }
}
