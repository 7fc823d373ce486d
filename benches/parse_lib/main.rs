//! Parses every `.py` file under the directories given and tells counts and time: `cargo bench --bench parse_lib -- DIR...`.
//! `--dump FILE` prints one file's tree for comparison with CPython's `ast`. It sees the front end as its own module.

#[allow(dead_code, unused_imports)]
#[path = "../../src/source/mod.rs"]
mod source;
#[allow(dead_code, unused_imports)]
#[path = "../../src/stack/mod.rs"]
mod stack;
#[allow(dead_code, unused_imports)]
#[path = "../../src/syntax/mod.rs"]
mod syntax;

mod dump;

use source::Source;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use syntax::{Mode, SyntaxError, ast::Module};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.split_first() {
        Some((option, files)) if option == "--dump" => files.iter().for_each(|file| print_tree(Path::new(file))),
        Some((option, files)) if option == "--errors" => files.iter().for_each(|file| print_errors(Path::new(file))),
        Some(_) => measure(&arguments),
        None => eprintln!("usage: parse_lib DIR... | --dump FILE... | --errors FILE"),
    }
}

fn read(path: &Path) -> Option<Source> {
    let text = String::from_utf8(std::fs::read(path).ok()?).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    Some(Source::new(path.to_string_lossy().into_owned(), text))
}

fn parse(source: &Source) -> Result<Module, SyntaxError> {
    syntax::parse_module(source, Mode::Exec)
}

fn measure(directories: &[String]) {
    let mut files = Vec::new();
    for directory in directories {
        collect(Path::new(directory), &mut files);
    }
    files.sort();
    let (mut accepted, mut refused, mut bytes, mut spent) = (0, 0, 0, Duration::ZERO);
    for file in &files {
        let Some(source) = read(file) else { continue };
        let start = Instant::now();
        let parsed = parse(&source);
        spent += start.elapsed();
        bytes += source.text().len();
        match parsed {
            Ok(_) => accepted += 1,
            Err(error) => {
                refused += 1;
                println!("{}:{}:{}: {}", file.display(), error.line, error.offset, error.message);
            }
        }
    }
    println!("{accepted} accepted, {refused} refused, {bytes} bytes in {spent:?}");
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else {
        files.push(path.to_owned());
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
}

fn print_tree(file: &Path) {
    let Some(source) = read(file) else { return };
    match parse(&source) {
        Ok(module) => println!("{}", dump::dump(&source, &module)),
        Err(error) => println!("{error:?}"),
    }
}

/// The file holds texts separated by NUL; prints for each what it is refused with.
fn print_errors(file: &Path) {
    let Ok(texts) = std::fs::read_to_string(file) else {
        return;
    };
    for text in texts.split('\0') {
        match parse(&Source::new("x", text)) {
            Ok(_) => println!("ok"),
            Err(error) => println!(
                "{} | {} | {} {} {} {}",
                error.kind.name(),
                error.message.escape_debug(),
                error.line,
                error.offset,
                error.end_line,
                error.end_offset
            ),
        }
    }
}
