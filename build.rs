//! Generates the parser from the grammar and the table of embedded standard library modules.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=grammar");
    println!("cargo:rerun-if-changed=stdlib");
    lalrpop();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut table = String::from("/// Name, whether it is a package, text.\nstatic STDLIB: &[(&str, bool, &str)] = &[\n");
    modules(Path::new("stdlib"), "", &mut table);
    table.push_str("];\n");
    std::fs::write(out.join("stdlib.rs"), table).expect("OUT_DIR is writable");
}

/// Writes a row for each module below `folder`.
fn modules(folder: &Path, package: &str, table: &mut String) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_string();
        let name = if package.is_empty() { stem.clone() } else { format!("{package}.{stem}") };
        if path.is_dir() {
            if path.join("__init__.py").is_file() {
                row(table, &name, true, &path.join("__init__.py"));
                modules(&path, &name, table);
            }
        } else if path.extension().is_some_and(|extension| extension == "py") && stem != "__init__" {
            row(table, &name, false, &path);
        }
    }
}

fn row(table: &mut String, name: &str, package: bool, path: &Path) {
    let full = std::fs::canonicalize(path).expect("the file was just listed");
    writeln!(table, "    ({name:?}, {package}, include_str!({:?})),", full.display().to_string()).expect("strings take all text");
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
