//! Runs the programs of `tests/lang` with the binary and compares what they print. Knows nothing of the interpreter's inside.
//!
//! Beside `x.py` lie `x.out` (standard output), and, where they differ from nothing, `x.status` (exit status) and `x.err` (standard
//! error, compared only if the file is there). The first lines of a program may say `# args: ...` and `# stdin: ...` (with `\n` for line
//! ends). Files and folders whose names begin with `_` are no tests. Programs of `tests/wish` run too and may fail.
//!
//! `cargo test --test lang -- [--record PYTHON] [--jobs N] [--limit SECONDS] [-q] [--skip FILTER]... [filter]...`

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const TIME_LIMIT: Duration = Duration::from_secs(60);
/// Lines of a difference that are shown.
const SHOWN: usize = 24;

/// What the command line asks for.
#[derive(Default)]
struct Options {
    /// The Python whose output becomes the expected one.
    record: Option<String>,
    jobs: Option<usize>,
    quiet: bool,
    list: bool,
    filters: Vec<String>,
    skipped: Vec<String>,
    /// How long a program may take.
    limit: Option<Duration>,
}

/// What a program did.
#[derive(PartialEq, Eq)]
struct Outcome {
    out: String,
    err: String,
    status: i32,
}

struct Verdict {
    name: String,
    /// May fail.
    wished: bool,
    failure: Option<String>,
}

fn main() -> ExitCode {
    let options = options();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut programs = Vec::new();
    for folder in ["lang", "wish"] {
        find(&root.join(folder), &mut programs);
    }
    programs.retain(|program| {
        let name = name_of(program);
        let is_in = |filters: &[String]| filters.iter().any(|filter| name.contains(filter.as_str()));
        (options.filters.is_empty() || is_in(&options.filters)) && !is_in(&options.skipped)
    });
    programs.sort();
    if options.list {
        programs.iter().for_each(|program| println!("{}: test", name_of(program)));
        return ExitCode::SUCCESS;
    }
    let began = Instant::now();
    let verdicts = run_all(programs, &options);
    report(&verdicts, began.elapsed())
}

fn options() -> Options {
    let mut options = Options::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--record" => options.record = args.next(),
            "--jobs" | "--test-threads" => options.jobs = args.next().and_then(|jobs| jobs.parse().ok()),
            "--skip" => options.skipped.extend(args.next()),
            "--limit" => options.limit = args.next().and_then(|limit| limit.parse().ok()).map(Duration::from_secs),
            "-q" | "--quiet" => options.quiet = true,
            "--list" => options.list = true,
            // What cargo and its front ends pass to any test.
            other if other.starts_with('-') => {}
            filter => options.filters.push(filter.to_string()),
        }
    }
    options
}

/// All programs below `folder`.
fn find(folder: &Path, programs: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_')) {
            continue;
        }
        if path.is_dir() {
            find(&path, programs);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            programs.push(path);
        }
    }
}

/// `lang/topic/x`.
fn name_of(program: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    program.strip_prefix(root).unwrap_or(program).with_extension("").to_string_lossy().replace('\\', "/")
}

fn run_all(programs: Vec<PathBuf>, options: &Options) -> Vec<Verdict> {
    let jobs = options.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let waiting = Mutex::new(VecDeque::from(programs));
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().expect("no worker panics with the lock").pop_front();
                    let Some(program) = next else { break };
                    let verdict = judge(&program, options);
                    if !options.quiet || verdict.failure.is_some() {
                        println!("test {} ... {}", verdict.name, word(&verdict));
                    }
                    done.lock().expect("no worker panics with the lock").push(verdict);
                }
            });
        }
    });
    let mut verdicts = done.into_inner().expect("no worker panics with the lock");
    verdicts.sort_by(|a, b| a.name.cmp(&b.name));
    verdicts
}

fn word(verdict: &Verdict) -> &'static str {
    match (&verdict.failure, verdict.wished) {
        (None, _) => "ok",
        (Some(_), false) => "FAILED",
        (Some(_), true) => "still a wish",
    }
}

fn report(verdicts: &[Verdict], took: Duration) -> ExitCode {
    let (wishes, tests): (Vec<&Verdict>, Vec<&Verdict>) = verdicts.iter().partition(|verdict| verdict.wished);
    let failed: Vec<&&Verdict> = tests.iter().filter(|verdict| verdict.failure.is_some()).collect();
    for verdict in &failed {
        println!("\n---- {} ----\n{}", verdict.name, verdict.failure.as_deref().unwrap_or_default());
    }
    if !failed.is_empty() {
        println!("\nfailures:");
        failed.iter().for_each(|verdict| println!("    {}", verdict.name));
    }
    if !wishes.is_empty() {
        let come_true: Vec<&str> = wishes.iter().filter(|wish| wish.failure.is_none()).map(|wish| wish.name.as_str()).collect();
        println!("\n{} wishes, {} come true and to be moved: {}", wishes.len(), come_true.len(), come_true.join(" "));
    }
    let word = if failed.is_empty() { "ok" } else { "FAILED" };
    let passed = tests.len() - failed.len();
    println!("\ntest result: {word}. {passed} passed; {} failed; finished in {:.2}s\n", failed.len(), took.as_secs_f64());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn judge(program: &Path, options: &Options) -> Verdict {
    let name = name_of(program);
    let wished = name.starts_with("wish/");
    let limit = options.limit.unwrap_or(TIME_LIMIT);
    let failure = match &options.record {
        Some(python) => run(python, program, limit).and_then(|outcome| record(program, &outcome)).err(),
        None => run(env!("CARGO_BIN_EXE_pyc"), program, limit).and_then(|outcome| compare(program, &outcome)).err(),
    };
    Verdict { name, wished, failure }
}

/// Runs `program` in its folder.
fn run(python: &str, program: &Path, limit: Duration) -> Result<Outcome, String> {
    let folder = program.parent().expect("a program lies in a folder");
    let text = std::fs::read_to_string(program).map_err(|error| format!("cannot read it: {error}"))?;
    let (args, stdin) = directives(&text);
    let mut command = Command::new(python);
    command.arg(program.file_name().expect("a program has a name")).args(args).current_dir(folder);
    for (name, value) in [("PYTHONHASHSEED", "0"), ("PYTHONDONTWRITEBYTECODE", "1"), ("NO_COLOR", "1"), ("PYTHONUTF8", "1")] {
        command.env(name, value);
    }
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut outcome = finish(child.map_err(|error| format!("cannot run {python}: {error}"))?, stdin, limit)?;
    // Tracebacks show the script's path in full.
    let prefix = format!("{}/", folder.display());
    outcome.out = outcome.out.replace(&prefix, "");
    outcome.err = outcome.err.replace(&prefix, "");
    Ok(outcome)
}

/// Arguments and standard input that the first lines ask for.
fn directives(text: &str) -> (Vec<String>, String) {
    let mut args = Vec::new();
    let mut stdin = String::new();
    for line in text.lines().take_while(|line| line.starts_with('#')) {
        if let Some(rest) = line.strip_prefix("# args:") {
            args = rest.split_whitespace().map(str::to_string).collect();
        } else if let Some(rest) = line.strip_prefix("# stdin:") {
            stdin = rest.trim_start().replace("\\n", "\n");
        }
    }
    (args, stdin)
}

/// Feeds, drains and awaits a child. Err: it took too long.
fn finish(mut child: Child, stdin: String, limit: Duration) -> Result<Outcome, String> {
    let mut input = child.stdin.take().expect("stdin is piped");
    // Not waited for: a child that reads nothing must not hold us.
    std::thread::spawn(move || {
        let _closed_early = input.write_all(stdin.as_bytes());
    });
    let (sender, receiver) = channel();
    let (out, err) = (child.stdout.take().expect("stdout is piped"), child.stderr.take().expect("stderr is piped"));
    let drain = |mut pipe: Box<dyn Read + Send>| {
        let sender = sender.clone();
        let said = Arc::new(Mutex::new(Vec::new()));
        let told = said.clone();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(len @ 1..) = pipe.read(&mut piece) {
                told.lock().expect("nobody panics with it").extend_from_slice(&piece[..len]);
            }
            let _nobody_waits = sender.send(());
        });
        said
    };
    let said = [drain(Box::new(out)), drain(Box::new(err))];
    let texts = || {
        let text = |bytes: &Mutex<Vec<u8>>| String::from_utf8_lossy(&bytes.lock().expect("nobody panics with it")).replace('\r', "\\r");
        [text(&said[0]), text(&said[1])]
    };
    let deadline = Instant::now() + limit;
    for _ in 0..said.len() {
        if receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())).is_err() {
            let _already_dead = child.kill();
            let _reaped = child.wait();
            let [out, err] = texts();
            return Err(format!("took longer than {} s\nstdout so far:\n{out}\nstderr so far:\n{err}", limit.as_secs()));
        };
    }
    let status = child.wait().map_err(|error| format!("cannot wait for it: {error}"))?;
    let [out, err] = texts();
    Ok(Outcome { out, err, status: status.code().unwrap_or_else(|| -signal(status)) })
}

#[cfg(unix)]
fn signal(status: std::process::ExitStatus) -> i32 {
    std::os::unix::process::ExitStatusExt::signal(&status).unwrap_or(1)
}

#[cfg(not(unix))]
fn signal(_: std::process::ExitStatus) -> i32 {
    1
}

fn compare(program: &Path, outcome: &Outcome) -> Result<(), String> {
    let Ok(out) = std::fs::read_to_string(program.with_extension("out")) else {
        return Err("there is no .out file: record it with --record PYTHON".into());
    };
    let status: i32 = std::fs::read_to_string(program.with_extension("status")).map_or(0, |text| text.trim().parse().unwrap_or(0));
    let mut failure = String::new();
    if outcome.out != out {
        difference("stdout", &out, &outcome.out, &mut failure);
    }
    if let Ok(err) = std::fs::read_to_string(program.with_extension("err"))
        && outcome.err != err
    {
        difference("stderr", &err, &outcome.err, &mut failure);
    }
    if outcome.status != status {
        let _infallible = writeln!(failure, "exit status: expected {status}, found {}", outcome.status);
    }
    if failure.is_empty() {
        return Ok(());
    }
    if !program.with_extension("err").exists() && !outcome.err.is_empty() {
        let lines: Vec<&str> = outcome.err.lines().collect();
        let from = lines.len().saturating_sub(SHOWN);
        let _infallible = writeln!(failure, "stderr ends with:\n{}", lines[from..].join("\n"));
    }
    Err(failure)
}

/// The lines between the common beginning and the common end.
fn difference(what: &str, expected: &str, found: &str, text: &mut String) {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let (left, right) = (&expected[same..], &found[same..]);
    let tail = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let _infallible = writeln!(text, "{what} differs from line {} (- expected, + found):", same + 1);
    let before = same.saturating_sub(2);
    expected[before..same].iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    for (mark, lines) in [('-', &left[..left.len() - tail]), ('+', &right[..right.len() - tail])] {
        lines.iter().take(SHOWN).for_each(|line| text.push_str(&format!("{mark} {line}\n")));
        if lines.len() > SHOWN {
            text.push_str(&format!("{mark} ... {} more lines\n", lines.len() - SHOWN));
        }
    }
}

/// Writes what the other Python printed. Standard error only where a file for it exists already.
fn record(program: &Path, outcome: &Outcome) -> Result<(), String> {
    let write = |extension: &str, text: &str| {
        let file = program.with_extension(extension);
        std::fs::write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
    };
    write("out", &outcome.out)?;
    if program.with_extension("err").exists() {
        write("err", &outcome.err)?;
    }
    if outcome.status != 0 {
        write("status", &format!("{}\n", outcome.status))?;
    } else if program.with_extension("status").exists() {
        std::fs::remove_file(program.with_extension("status")).map_err(|error| error.to_string())?;
    }
    Ok(())
}
