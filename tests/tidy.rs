//! The rules of the house that the compiler does not check: which folder uses which, sizes, heads, where `unsafe` may stand. Reads
//! source text; knows nothing of what it means.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each folder of `src` may use besides itself. docs/architecture.md says why.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("stack", &[]),
    ("text", &[]),
    ("sched", &["stack"]),
    ("memory", &[]),
    ("syntax", &["source", "stack", "text"]),
    ("object", &["source", "stack", "text", "memory", "sched"]),
    ("tree", &["source", "syntax", "object", "memory"]),
    ("exec", &["source", "stack", "text", "syntax", "object", "tree", "sched", "memory"]),
    ("native", &["source", "text", "object", "exec", "sched", "memory"]),
    ("host", &["source", "text", "syntax", "object", "tree", "exec", "sched", "memory", "native"]),
    ("cli", &["host"]),
];

/// Files that use a folder their own may not, with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("native/importer/mod.rs", "tree", "names the mode in which exec compiles"),
    ("native/builtins/", "tree", "compile(), eval() and exec() name the mode in which exec compiles"),
];

/// Folders in which `unsafe` may stand, the one file elsewhere, and the binary's allocator.
const UNSAFE: &[&str] = &["memory/", "object/", "sched/", "stack/", "exec/functions.rs", "allocator.rs", "main.rs"];

/// No file of the crate is longer.
const MOST_LINES: usize = 800;

/// A file of `src`: its path in there, and its text.
struct File {
    path: String,
    text: String,
}

fn files_below(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let paths: Vec<PathBuf> = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push(File { path: name, text: fs::read_to_string(&path).expect("sources are UTF-8") });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The code of a line: comments cut off. Good enough for sources that have no `//` in strings next to what is looked for.
fn code_of(line: &str) -> &str {
    line.split("//").next().unwrap_or(line)
}

/// Folders that a text names as `crate::folder`, or in a list `crate::{folder::..., folder::...}`.
fn used_folders(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().map(code_of).flat_map(|line| [line, "\n"]).collect();
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            used.extend(heads_of_list(list));
        } else {
            used.extend(word_at(rest));
        }
    }
    used
}

fn word_at(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// The first words of the items of a `use` list.
fn heads_of_list(list: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut at_start = true;
    for (index, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if at_start && !c.is_whitespace() => {
                heads.extend(word_at(&list[index..]));
                at_start = false;
            }
            _ => {}
        }
    }
    heads
}

fn none(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn folders_use_only_what_lies_below_them() {
    let folders: BTreeSet<&str> = MAY_USE.iter().map(|(folder, _)| *folder).collect();
    let mut problems = Vec::new();
    for file in files_below("src") {
        let Some((own, _)) = file.path.split_once('/') else { continue };
        let Some((_, allowed)) = MAY_USE.iter().find(|(folder, _)| *folder == own) else {
            problems.push(format!("src/{}: folder {own} is not in the table", file.path));
            continue;
        };
        for used in used_folders(&file.text) {
            let excepted = EXCEPTIONS.iter().any(|(path, folder, _)| file.path.starts_with(path) && *folder == used);
            if used != own && folders.contains(used.as_str()) && !allowed.contains(&used.as_str()) && !excepted {
                problems.push(format!("src/{}: {own} must not use {used}", file.path));
            }
        }
    }
    none(problems);
}

#[test]
fn exceptions_are_needed() {
    let files = files_below("src");
    let idle = EXCEPTIONS
        .iter()
        .filter(|(path, folder, _)| !files.iter().any(|file| file.path.starts_with(path) && used_folders(&file.text).contains(*folder)));
    none(idle.map(|(path, folder, _)| format!("src/{path} does not use {folder} any more")).collect());
}

#[test]
fn files_begin_with_what_they_are_for() {
    let headless = |folder: &str| {
        let files = files_below(folder);
        files.into_iter().filter(|file| !file.text.starts_with("//!")).map(|file| format!("{folder}/{}", file.path)).collect::<Vec<_>>()
    };
    none(["src", "tests", "benches", "examples"].iter().flat_map(|folder| headless(folder)).collect());
}

#[test]
fn files_are_short() {
    let long = files_below("src").into_iter().filter(|file| file.text.lines().count() > MOST_LINES);
    none(long.map(|file| format!("src/{}: {} lines", file.path, file.text.lines().count())).collect());
}

#[test]
fn unsafe_stands_where_it_may() {
    let mut problems = Vec::new();
    for file in files_below("src") {
        if UNSAFE.iter().any(|place| file.path.starts_with(place)) {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            if code_of(line).split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe") {
                problems.push(format!("src/{}:{}: unsafe", file.path, number + 1));
            }
        }
    }
    none(problems);
}

#[test]
fn nothing_is_left_undone() {
    let undone = ["todo!(", "unimplemented!(", "dbg!("];
    let mut problems = Vec::new();
    for file in files_below("src") {
        for (number, line) in file.text.lines().enumerate() {
            if undone.iter().any(|word| code_of(line).contains(word)) {
                problems.push(format!("src/{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    none(problems);
}
