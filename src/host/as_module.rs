//! Modules, folders and zip files that are run as `__main__`: what `runpy` does for `-m`, with its words and its frames.

use super::main_module::main_module;
use super::program::{complain, exit};
use crate::exec::functions::run_code;
use crate::exec::run::compile;
use crate::native::importer::{self, Located};
use crate::object::attr;
use crate::object::call::{call_method, call_pos};
use crate::object::code::Code;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{RUNTIME_WARNING, TYPE_ERROR, VALUE_ERROR};
use crate::object::exceptions::{ATTRIBUTE_ERROR, IMPORT_ERROR};
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::ty::type_of;
use crate::object::value::{Object, R, Raised, Ref, Value};
use crate::tree::lower::Mode;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// What the frames below the program's are called, and where in CPython's file they stand.
const RUNPY: &str = "<frozen runpy>";
const RUN_CODE_LINE: usize = 87;
const RUN_MODULE_LINE: usize = 197;
const WARNING_LINE: i64 = 128;

/// Why there is nothing to run.
enum Failed {
    /// What the user is told.
    Said(String),
    Raised(Raised),
}

impl From<Raised> for Failed {
    fn from(raised: Raised) -> Failed {
        Failed::Raised(raised)
    }
}

/// A module that was found, by its full name.
struct Found {
    name: String,
    spec: Value,
    /// Its text and the text's file, if the importer itself has found it.
    text: Option<(String, String)>,
}

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

/// `-m`: a module as `__main__`; of a package, its `__main__`.
pub(super) fn run_module(cx: &Cx, name: &str) -> R<()> {
    let found = match find(cx, name) {
        Ok(found) => found,
        Err(Failed::Said(message)) => {
            complain(cx, &message);
            return Err(exit(cx, 1));
        }
        Err(Failed::Raised(raised)) => return Err(raised),
    };
    let package = found.name.rsplit_once('.').map_or("", |(package, _)| package);
    let origin = attr::lookup_optional(cx, &found.spec, Name::new("origin"))?.unwrap_or(Value::NONE);
    let sys = cx.interp.modules().get_name(Name::new("sys"));
    let argv = sys.and_then(|sys| sys.get::<Module>()?.dict().get_name(Name::new("argv")));
    if let Some(argv) = argv.as_ref().and_then(|argv| argv.get::<List>()) {
        // A list that a startup module has emptied stays empty.
        let _ = argv.set_at(0, origin);
    }
    run_found(cx, &found, package)
}

/// Finds a module without running it; its parents are imported.
fn find(cx: &Cx, name: &str) -> Result<Found, Failed> {
    if name.starts_with('.') {
        return Err(Failed::Said("Relative module names not supported".into()));
    }
    if let Some((parent, _)) = name.rsplit_once('.') {
        import_parent(cx, parent)?;
        warn_of_imported(cx, name, parent)?;
    }
    let located = importer::locate(cx, name).or_else(|raised| not_found(cx, raised, name))?;
    let Some(Located { text, file, is_package }) = located else { return find_by_hooks(cx, name) };
    if is_package {
        return find_main_of(cx, name);
    }
    Ok(Found { name: name.into(), spec: importer::spec_of_file(cx, name, &file)?, text: Some((text, file)) })
}

/// Errors of the parent itself come through; that there is none is said later.
fn import_parent(cx: &Cx, parent: &str) -> R<()> {
    let Err(raised) = importer::import_full(cx, parent) else { return Ok(()) };
    if !cx.pending_is(&IMPORT_ERROR) {
        return Err(raised);
    }
    let error = cx.take(raised);
    let missing = attr::lookup_optional(cx, &error, Name::new("name"))?.unwrap_or(Value::NONE);
    let missing = missing.get::<Str>().map(|name| name.to_str_lossy().into_owned());
    match missing {
        Some(missing) if parent == missing || parent.starts_with(&format!("{missing}.")) => Ok(()),
        _ => Err(cx.reraise(error)),
    }
}

/// Importing the parent may have imported the module itself, which then is there twice.
fn warn_of_imported(cx: &Cx, name: &str, parent: &str) -> R<()> {
    let Some(existing) = cx.interp.modules().get_name(Name::new(name)) else { return Ok(()) };
    if attr::lookup_optional(cx, &existing, Name::new("__path__"))?.is_some() {
        return Ok(());
    }
    let message = format!(
        "'{name}' found in sys.modules after import of package '{parent}', but prior to execution of '{name}'; \
         this may result in unpredictable behaviour"
    );
    let warnings = importer::import_full(cx, "warnings")?;
    let args = [text(&message), RUNTIME_WARNING.value(), text(RUNPY), Value::int(WARNING_LINE), text("runpy")];
    call_method(cx, &warnings, Name::new("warn_explicit"), &args).map(drop)
}

/// What went wrong while a module was looked for is told in a sentence.
fn not_found<T>(cx: &Cx, raised: Raised, name: &str) -> Result<T, Failed> {
    if ![&IMPORT_ERROR, &ATTRIBUTE_ERROR, &TYPE_ERROR, &VALUE_ERROR].into_iter().any(|class| cx.pending_is(class)) {
        return Err(Failed::Raised(raised));
    }
    let error = cx.take(raised);
    let said = protocol::str(cx, &error)?;
    Err(Failed::Said(failure(name, &format!("{}: {}", type_of(&error).name(), said.to_str_lossy()))))
}

fn failure(name: &str, why: &str) -> String {
    let hint = name.strip_suffix(".py").map(|stem| format!(". Try using '{stem}' instead of '{name}' as the module name."));
    format!("Error while finding module specification for '{name}' ({why}){}", hint.unwrap_or_default())
}

/// A package is run through its `__main__`.
fn find_main_of(cx: &Cx, package: &str) -> Result<Found, Failed> {
    if package == "__main__" || package.ends_with(".__main__") {
        return Err(Failed::Said("Cannot use package as __main__ module".into()));
    }
    match find(cx, &format!("{package}.__main__")) {
        Err(Failed::Said(why)) if cx.interp.modules().get_name(Name::new(package)).is_some() => {
            Err(Failed::Said(format!("{why}; '{package}' is a package and cannot be directly executed")))
        }
        found => found,
    }
}

/// A module that is in none of the folders: zip files may have it.
fn find_by_hooks(cx: &Cx, name: &str) -> Result<Found, Failed> {
    if let Some((parent, _)) = name.rsplit_once('.')
        && let Some(module) = cx.interp.modules().get_name(Name::new(parent))
        && attr::lookup_optional(cx, &module, Name::new("__path__"))?.is_none()
    {
        let why = format!("ModuleNotFoundError: __path__ attribute not found on '{parent}' while trying to find '{name}'");
        return Err(Failed::Said(failure(name, &why)));
    }
    let mut spec = Value::NONE;
    if importer::has_path_hooks(cx)? {
        let util = importer::import_full(cx, "importlib.util")?;
        spec = call_method(cx, &util, Name::new("find_spec"), &[text(name)]).or_else(|raised| not_found(cx, raised, name))?;
    }
    if spec.is_none() {
        return Err(Failed::Said(format!("No module named {name}")));
    }
    let folders = attr::lookup_optional(cx, &spec, Name::new("submodule_search_locations"))?;
    if folders.is_some_and(|folders| !folders.is_none()) {
        return find_main_of(cx, name);
    }
    Ok(Found { name: name.into(), spec, text: None })
}

/// Is the file a zip file? Its last record is looked for, which may be followed by a comment.
pub(super) fn is_zip_file(path: &Path) -> bool {
    const RECORD: usize = 22;
    let tail = |len: u64| -> Option<Vec<u8>> {
        let mut file = std::fs::File::open(path).ok().filter(|_| path.is_file())?;
        let size = file.metadata().ok()?.len();
        file.seek(SeekFrom::Start(size.saturating_sub(len))).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    let ends_here = |bytes: &[u8], at: usize| {
        let record = &bytes[at..];
        record.len() >= RECORD
            && record.starts_with(b"PK\x05\x06")
            && usize::from(u16::from_le_bytes([record[RECORD - 2], record[RECORD - 1]])) == record.len() - RECORD
    };
    let Some(last) = tail(RECORD as u64) else { return false };
    if ends_here(&last, 0) {
        return true;
    }
    // Only what begins as an archive or a program of its own is read further.
    let mut head = [0; 2];
    let begins = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && matches!(&head, b"PK" | b"#!");
    let Some(bytes) = tail(RECORD as u64 + 0xFFFF).filter(|_| begins) else { return false };
    (0..bytes.len().saturating_sub(RECORD)).rev().any(|at| ends_here(&bytes, at))
}

/// The `__main__.py` of a folder.
pub(super) fn run_folder(cx: &Cx, folder: &Path) -> R<()> {
    let path = folder.join("__main__.py");
    let Ok(bytes) = std::fs::read(&path) else { return Err(no_main(cx, folder)) };
    let file = path.display().to_string();
    let content = importer::source_text(cx, &bytes, &file)?;
    let spec = importer::spec_of_file(cx, "__main__", &file)?;
    run_found(cx, &Found { name: "__main__".into(), spec, text: Some((content, file)) }, "")
}

/// The `__main__.py` of a zip file. False: there is nobody who reads zip files.
pub(super) fn run_zip_file(cx: &Cx, path: &Path) -> R<bool> {
    let module = importer::import_full(cx, "zipimport");
    let Some(zipimport) = cx.absorb(module, &IMPORT_ERROR)? else { return Ok(false) };
    let importer = call_method(cx, &zipimport, Name::new("zipimporter"), &[text(&path.display().to_string())]);
    let Some(importer) = cx.absorb(importer, &IMPORT_ERROR)? else { return Ok(false) };
    let spec = call_method(cx, &importer, Name::new("find_spec"), &[text("__main__")])?;
    if spec.is_none() {
        return Err(no_main(cx, path));
    }
    run_found(cx, &Found { name: "__main__".into(), spec, text: None }, "").map(|()| true)
}

fn no_main(cx: &Cx, path: &Path) -> Raised {
    complain(cx, &format!("can't find '__main__' module in '{}'", path.display()));
    exit(cx, 1)
}

fn run_found(cx: &Cx, found: &Found, package: &str) -> R<()> {
    let loader = attr::lookup_optional(cx, &found.spec, Name::new("loader"))?.unwrap_or(Value::NONE);
    let origin = attr::lookup_optional(cx, &found.spec, Name::new("origin"))?.unwrap_or(Value::NONE);
    let main = main_module(cx);
    main.set("__file__", origin);
    main.set("__cached__", Value::NONE);
    main.set("__loader__", loader.clone());
    main.set("__package__", text(package));
    main.set("__spec__", found.spec.clone());
    let code = match &found.text {
        Some((text, file)) => {
            crate::native::process::set_main_text(cx, text, file);
            compile(cx, text, file, Mode::Exec, false)?.into_value()
        }
        None => call_method(cx, &loader, Name::new("get_code"), &[text(&found.name)])?,
    };
    let Some(code) = code.get_ref::<Code>() else {
        complain(cx, &format!("No code object available for {}", found.name));
        return Err(exit(cx, 1));
    };
    run_above_runpy(cx, code, &main.dict())
}

/// Runs code in frames as `runpy` has them.
fn run_above_runpy(cx: &Cx, code: Ref<Code>, globals: &Ref<Dict>) -> R<()> {
    if globals.get_name(Name::new("__builtins__")).is_none() {
        globals.set_name(Name::new("__builtins__"), cx.interp.builtins().as_value().clone());
    }
    let blank = |from: usize, to: usize| "\n".repeat(to - from);
    let source = format!(
        "{}def _run_code(code, run_globals):\n    exec(code, run_globals)\n{}def _run_module_as_main(code, run_globals):\n    \
         _run_code(code, run_globals)\n",
        blank(1, RUN_CODE_LINE),
        blank(RUN_CODE_LINE + 2, RUN_MODULE_LINE),
    );
    let runpy = Dict::new();
    runpy.set_name(Name::new("__name__"), text("runpy"));
    runpy.set_name(Name::new("__builtins__"), cx.interp.builtins().as_value().clone());
    let definitions = compile(cx, &source, RUNPY, Mode::Exec, false)?;
    run_code(cx, &definitions, &runpy, None, &Value::NONE)?;
    let run = runpy.get_name(Name::new("_run_module_as_main")).unwrap_or(Value::NONE);
    call_pos(cx, &run, &[code.into_value(), globals.as_value().clone()]).map(drop)
}

/// The folder or file that modules of a program from `file` are looked for in first.
pub(super) fn first_on_path(file: &str) -> PathBuf {
    let full = std::fs::canonicalize(file).unwrap_or_else(|_| PathBuf::from(file));
    if full.is_dir() {
        return full;
    }
    if is_zip_file(&full) {
        return std::path::absolute(file).unwrap_or(full);
    }
    full.parent().unwrap_or(Path::new("")).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zip_files() {
        let path = std::env::temp_dir().join(format!("pyc_zip_{}", std::process::id()));
        let check = |bytes: &[u8], expected: bool| {
            std::fs::write(&path, bytes).expect("the folder for temporary files can be written to");
            assert_eq!(is_zip_file(&path), expected);
        };
        let record = |comment: &[u8]| [b"PK\x05\x06", &[0; 16][..], &[comment.len() as u8, 0], comment].concat();
        check(&record(b""), true);
        check(&record(b"a comment"), true);
        check(&[b"#!/usr/bin/env pyc\n", &record(b"")[..]].concat(), true);
        check(b"print('PK\x05\x06')\n", false);
        check(b"#!/bin/sh\nPK\x05\x06 and much text after that\n", false);
        check(b"", false);
        std::fs::remove_file(&path).expect("it was made");
        assert!(!is_zip_file(&path));
    }
}
