//! Generates the parser from the grammar and the table of embedded standard library modules.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=grammar");
    println!("cargo:rerun-if-changed=stdlib");
    lalrpop();
    pack_relocations();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut library = Library::default();
    modules(Path::new("stdlib"), "", &mut library);
    std::fs::write(out.join("stdlib.py"), &library.text).expect("OUT_DIR is writable");
    std::fs::write(out.join("stdlib.rs"), library.rust()).expect("OUT_DIR is writable");
}

/// All embedded modules. Their text is one piece: what lies between their names would be mapped into memory with them, at every start.
#[derive(Default)]
struct Library {
    text: String,
    rows: String,
}

impl Library {
    fn add(&mut self, name: &str, package: bool, path: &Path) {
        println!("cargo:rerun-if-changed={}", path.display());
        let text = std::fs::read_to_string(path).expect("library modules are UTF-8 text");
        let start = self.text.len();
        self.text.push_str(&text);
        writeln!(self.rows, "    ({name:?}, {package}, {start}..{}),", self.text.len()).expect("strings take all text");
    }

    fn rust(&self) -> String {
        let table = "/// Name, whether it is a package, where its text is.\nstatic STDLIB: &[(&str, bool, std::ops::Range<usize>)] = &[\n";
        let text = "/// The text of all modules.\nstatic STDLIB_TEXT: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/stdlib.py\"));\n";
        format!("{text}{table}{}];\n", self.rows)
    }
}

/// Adds each module below `folder`.
fn modules(folder: &Path, package: &str, library: &mut Library) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_string();
        let name = if package.is_empty() { stem.clone() } else { format!("{package}.{stem}") };
        if path.is_dir() {
            if path.join("__init__.py").is_file() {
                library.add(&name, true, &path.join("__init__.py"));
                modules(&path, &name, library);
            }
        } else if path.extension().is_some_and(|extension| extension == "py") && stem != "__init__" {
            library.add(&name, false, &path);
        }
    }
}

fn lalrpop() {
    println!("cargo:rerun-if-changed=grammar/python.lalrpop");
    let built = lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .set_out_dir(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"))
        .emit_rerun_directives(false)
        .process();
    if let Err(error) = built {
        eprintln!("grammar: {error}");
        std::process::exit(1);
    }
}

/// The addresses in the program's constant tables are relative to where it is loaded, and the loader goes through a list of them at each
/// start. Packed (DT_RELR) the list is a twentieth as long: half a megabyte less to be read. The C library must know it when the program
/// is linked and run, as glibc does since 2.36; an older linker ignores the option.
fn pack_relocations() {
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    let is_native = std::env::var("HOST") == std::env::var("TARGET");
    if is_native && target("OS") == "linux" && target("ENV") == "gnu" && glibc_version().is_some_and(|version| version >= (2, 36)) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of the C library here; None where it is another one than glibc.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn glibc_version() -> Option<(u32, u32)> {
    unsafe extern "C" {
        safe fn gnu_get_libc_version() -> *const std::ffi::c_char;
    }
    // SAFETY: a text that ends with NUL and is never freed (gnu_get_libc_version(3)).
    let text = unsafe { std::ffi::CStr::from_ptr(gnu_get_libc_version()) }.to_str().ok()?;
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn glibc_version() -> Option<(u32, u32)> {
    None
}
