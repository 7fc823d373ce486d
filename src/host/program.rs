//! Running a program as the main strand of a fresh interpreter: a file, text, a module, or what is typed. Knows not how the command
//! line is written.

use super::as_module;
use super::console::Console;
use super::hooks::new_interpreter;
use super::main_module::{main_module, run_main, run_main_bytes, run_main_file};
use super::report;
use super::shutdown;
pub(crate) use super::shutdown::Ending;
use super::strands::as_strand;
use crate::native::importer;
use crate::native::sys::{self, Flags, Settings, StreamEncoding};
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::exceptions::{OS_ERROR, SYSTEM_EXIT};
use crate::object::os_error::strerror;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Value};
use crate::sched::processes::exit_at_once;
use crate::sched::signal::{self, Disposition, Reader};
use crate::sched::trace;
use crate::tree::lower::Mode;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the program comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Input {
    File(String),
    Code(String),
    Module(String),
    /// Whether it was named, as `-`.
    Stdin {
        named: bool,
    },
    /// Typed line by line; the host brings the terminal.
    Terminal,
    /// A call that another process of ours sends.
    Worker,
    /// Such calls, each made by a copy of this process.
    Nursery,
}

impl Input {
    fn is_worker(&self) -> bool {
        matches!(self, Input::Worker | Input::Nursery)
    }
}

/// The descriptor by which a worker hears from its parent (`sched::nursery`, `native::process::spawn`).
const WORKER_LINE: i32 = 0;

/// What is to be run, and how.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) input: Input,
    /// `sys.argv` after its first item.
    pub(crate) args: Vec<String>,
    /// Talk to the user when the program has ended.
    pub(crate) inspect: bool,
    pub(crate) quiet: bool,
    /// Standard output is written at once.
    pub(crate) unbuffered: bool,
    pub(crate) optimize: i64,
    pub(crate) verbose: i64,
    pub(crate) debug: i64,
    pub(crate) bytes_warning: i64,
    pub(crate) isolated: bool,
    /// The environment says nothing.
    pub(crate) ignore_environment: bool,
    /// The program's own folder is not searched for modules.
    pub(crate) safe_path: bool,
    pub(crate) no_site: bool,
    pub(crate) no_user_site: bool,
    /// The first line of the file is for somebody else.
    pub(crate) skip_first_line: bool,
    pub(crate) warn_options: Vec<String>,
    /// `-X`: names, or names and values as `name=value`.
    pub(crate) x_options: Vec<String>,
    /// Where what the threads and tasks do is written.
    pub(crate) trace: Option<PathBuf>,
}

/// What a program must do before anything else that Rust's own beginning of programs would have done.
pub(crate) fn begin_process() {
    crate::sched::fd::fill_standard();
    // Writing to what nobody reads is an error, not the end.
    let _valid = signal::set_disposition(libc::SIGPIPE, Disposition::Ignore);
}

/// Runs the program to its end. `terminal` talks to the user where the program asks for that.
pub(crate) fn run(program: &Program, terminal: impl Fn(&Console<'_>)) -> Ending {
    crate::sched::thread::avoid_huge_pages_when_crowded();
    let shared = new_interpreter();
    as_strand(&shared, "MainThread", |cx| {
        let settings = settings(program);
        if let Some(own) = settings.path.first().filter(|_| !program.safe_path) {
            let own = if own.is_empty() { std::env::current_dir().unwrap_or_default() } else { PathBuf::from(own) };
            // Nobody else sets it.
            let _ = cx.interp.program_folder.set(own);
        }
        sys::configure(cx, settings);
        match max_digits(program) {
            // What is not valid was refused.
            Ok(Some(digits)) => crate::object::int_methods::set_max_digits(cx, digits).unwrap_or(()),
            Ok(None) => {}
            Err(message) => {
                let _nobody_reads = writeln!(std::io::stderr(), "Fatal Python error: config_init_int_max_str_digits: {message}");
                exit_at_once(1);
            }
        }
        cx.interp.set_bytes_warning(program.bytes_warning > 0);
        cx.interp.set_optimize(u32::try_from(optimize_level(program)).unwrap_or(u32::MAX));
        let ready = crate::native::set_up(cx).and_then(|()| nurse(cx, program)).and_then(|()| prepare(cx, program));
        let result = ready.and_then(|()| execute(cx, program, &terminal));
        let mut ending = match result {
            // The user is to see how it ended, and goes on.
            Err(raised) if program.inspect && program.input != Input::Terminal => {
                sys::report_uncaught(cx, &cx.take(raised));
                Ending::Status(0)
            }
            result => shutdown::ending_of(cx, result),
        };
        if program.inspect && program.input != Input::Terminal {
            let console = Console::new(cx);
            terminal(&console);
            console.close();
            ending = console.ending().unwrap_or(ending);
        }
        let ending = shutdown::finish(cx, ending);
        if let Err(error) = trace::stop(&cx.interp.runtime) {
            complain_of_trace(cx, &format!("the trace is not complete: {error}"));
        }
        leave(ending)
    })
}

/// Ends the process: what is still reachable need not be given back piece by piece, and daemon threads may still be running.
fn leave(ending: Ending) -> ! {
    let status = match ending {
        Ending::Status(status) => i32::from(status),
        Ending::Interrupted => {
            // As CPython: the shell is to see that the program died of the interrupt.
            let reset = signal::set_disposition(libc::SIGINT, Disposition::Default);
            if reset.is_ok() {
                let _still_here = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::INT);
            }
            130
        }
    };
    // Nothing waits in buffers: streams of script are flushed, and nobody else writes. The allocator, for one, would tidy up its pages.
    exit_at_once(status)
}

fn settings(program: &Program) -> Settings {
    let first = match &program.input {
        Input::File(file) => file.clone(),
        Input::Code(_) => "-c".into(),
        Input::Module(_) => "-m".into(),
        Input::Stdin { named: true } => "-".into(),
        Input::Stdin { named: false } | Input::Terminal | Input::Worker | Input::Nursery => String::new(),
    };
    let executable = std::env::current_exe().unwrap_or_default();
    let prefix = executable.parent().and_then(Path::parent).unwrap_or(Path::new("/"));
    Settings {
        argv: std::iter::once(first).chain(program.args.iter().cloned()).collect(),
        orig_argv: std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect(),
        path: search_path(program),
        executable: executable.display().to_string(),
        prefix: prefix.display().to_string(),
        warn_options: warn_options(program),
        x_options: program.x_options.clone(),
        stream_encoding: stream_encoding(program),
        unbuffered: program.unbuffered || switch_of_environment(program, "PYTHONUNBUFFERED") > 0,
        has_session: has_session(program),
        flags: Flags {
            inspect: program.inspect,
            interactive: program.inspect,
            optimize: optimize_level(program),
            dont_write_bytecode: true,
            debug: program.debug,
            bytes_warning: program.bytes_warning,
            no_site: program.no_site,
            no_user_site: program.no_user_site,
            ignore_environment: program.ignore_environment,
            verbose: program.verbose,
            quiet: program.quiet,
            isolated: program.isolated,
            safe_path: program.safe_path,
            dev_mode: is_dev_mode(program),
        },
    }
}

/// Whether the user types what is called `<stdin>`.
fn has_session(program: &Program) -> bool {
    match &program.input {
        Input::Terminal => true,
        Input::Module(name) => program.inspect || name == "asyncio",
        _ => program.inspect,
    }
}

/// How warnings are treated: what development mode asks for, the environment, the command line; later ones go first.
fn warn_options(program: &Program) -> Vec<String> {
    let mut options: Vec<String> = is_dev_mode(program).then(|| "default".to_string()).into_iter().collect();
    if let Some(given) = std::env::var_os("PYTHONWARNINGS").filter(|_| !program.ignore_environment) {
        options.extend(given.to_string_lossy().split(',').filter(|option| !option.is_empty()).map(str::to_string));
    }
    options.extend(program.warn_options.iter().cloned());
    match program.bytes_warning {
        0 => {}
        1 => options.push("default::BytesWarning".to_string()),
        _ => options.push("error::BytesWarning".to_string()),
    }
    options
}

/// An option that is more than an action may be wrong: the module of warnings says so when it is imported.
fn check_warn_options(cx: &Cx, program: &Program) -> R<()> {
    const ACTIONS: [&str; 7] = ["default", "always", "ignore", "module", "once", "error", "all"];
    match warn_options(program).iter().all(|option| ACTIONS.contains(&option.as_str())) {
        true => Ok(()),
        false => importer::import_full(cx, "warnings").map(drop),
    }
}

/// Encoding and errors of the standard streams: `encoding:errors`, each of which may be left out. In the C locale, and where it stands for
/// UTF-8, what cannot be encoded is passed on as it came.
fn stream_encoding(program: &Program) -> StreamEncoding {
    let variable = |name: &str| std::env::var(name).ok().filter(|given| !given.is_empty());
    let given = variable("PYTHONIOENCODING").filter(|_| !program.ignore_environment);
    let (encoding, errors) = given.as_deref().map_or(("", ""), |given| given.split_once(':').unwrap_or((given, "")));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let is_plain = locale.is_none_or(|name| matches!(name.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8" | "UTF-8"));
    let own = if is_plain && encoding.is_empty() { "surrogateescape" } else { "strict" };
    let or = |text: &str, default: &str| if text.is_empty() { default.to_string() } else { text.to_string() };
    StreamEncoding { encoding: or(encoding, "utf-8"), errors: or(errors, own) }
}

/// How many digits numbers may have as text. Err: what is wrong with the number that was given.
fn max_digits(program: &Program) -> Result<Option<i64>, &'static str> {
    let valid = |given: &str| given.trim().parse().ok().filter(|digits| *digits == 0 || *digits >= 640);
    if let Some(given) = program.x_options.iter().rev().find_map(|option| option.strip_prefix("int_max_str_digits")) {
        let digits = given.strip_prefix('=').and_then(valid);
        return digits.map(Some).ok_or("-X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.");
    }
    match std::env::var("PYTHONINTMAXSTRDIGITS").ok().filter(|given| !program.ignore_environment && !given.is_empty()) {
        Some(given) => valid(&given).map(Some).ok_or("PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited."),
        None => Ok(None),
    }
}

/// Whether the user asked for development mode.
fn is_dev_mode(program: &Program) -> bool {
    let by_environment = || std::env::var_os("PYTHONDEVMODE").is_some_and(|value| !value.is_empty());
    program.x_options.iter().any(|option| option == "dev") || !program.ignore_environment && by_environment()
}

/// How much is left out of code.
fn optimize_level(program: &Program) -> i64 {
    program.optimize.max(switch_of_environment(program, "PYTHONOPTIMIZE"))
}

/// A switch that the environment sets to a number, or switches on with any other text.
fn switch_of_environment(program: &Program, variable: &str) -> i64 {
    match std::env::var_os(variable).filter(|value| !program.ignore_environment && !value.is_empty()) {
        Some(value) => value.to_str().and_then(|text| text.parse().ok()).filter(|number| *number >= 0).unwrap_or(1),
        None => 0,
    }
}

/// The program's own folder, then those named by the environment.
fn search_path(program: &Program) -> Vec<String> {
    let own = match &program.input {
        Input::File(file) => as_module::first_on_path(file).display().to_string(),
        Input::Module(_) => std::env::current_dir().unwrap_or_default().display().to_string(),
        Input::Code(_) | Input::Stdin { .. } | Input::Terminal | Input::Worker | Input::Nursery => String::new(),
    };
    let mut path = if program.safe_path { Vec::new() } else { vec![own] };
    for variable in ["PYCPATH", "PYTHONPATH"].into_iter().filter(|_| !program.ignore_environment) {
        let Some(folders) = std::env::var_os(variable) else { continue };
        path.extend(std::env::split_paths(&folders).filter(|folder| !folder.as_os_str().is_empty()).map(|f| f.display().to_string()));
    }
    path
}

/// A nursery loads what workers need and returns in each of its copies, before there is a second thread.
fn nurse(cx: &Cx, program: &Program) -> R<()> {
    if program.input != Input::Nursery {
        return Ok(());
    }
    let Some(introduction) = crate::sched::nursery::introduction() else { exit_at_once(0) };
    let introduction = crate::object::bytes::make(cx, &introduction)?;
    let worker = importer::import_full(cx, "_worker")?;
    crate::object::call::call_method(cx, &worker, Name::new("get_ready"), &[introduction])?;
    // What is garbage here every copy would collect; what this process has in hand each would put down, and write to where it lies.
    let _garbage = cx.collect() + cx.collect_shared();
    cx.settle();
    if !crate::sched::nursery::serve() {
        exit_at_once(0);
    }
    Ok(())
}

/// Interrupts arrive at this strand; a worker ends with its parent.
fn prepare(cx: &Cx, program: &Program) -> R<()> {
    if program.input.is_worker() {
        crate::sched::parent::end_with_parent(WORKER_LINE);
    }
    if let Some(path) = &program.trace
        && let Err(error) = trace::start(&cx.interp.runtime, path, Some(&cx.strand))
    {
        complain_of_trace(cx, &format!("can't write trace '{}': {error}", path.display()));
        return Err(exit(cx, 2));
    }
    crate::sched::faults::end_when_sent();
    // A worker may have one short call to make, for which a second thread would cost a fifth of its time.
    let reader = if program.input.is_worker() { Reader::WhenNeeded } else { Reader::AtOnce };
    // Whoever started us may have asked for interrupts to be ignored (nohup).
    if signal::watch(&cx.strand, reader).is_ok() && signal::disposition(libc::SIGINT).is_ok_and(|now| now == Disposition::Default) {
        let _no_interrupts_then = signal::set_disposition(libc::SIGINT, Disposition::Catch);
    }
    // Ctrl-\ says what everybody is doing, unless whoever started us wants to hear nothing of it.
    if signal::disposition(libc::SIGQUIT).is_ok_and(|now| now == Disposition::Default) {
        let interp = cx.interp.clone();
        let report =
            move || drop(std::io::stderr().write_all(format!("pyc {}: {}", std::process::id(), report::text(&interp, None)).as_bytes()));
        let _no_reports_then = signal::report_on(libc::SIGQUIT, Arc::new(report));
    }
    check_warn_options(cx, program)
}

fn execute(cx: &Cx, program: &Program, terminal: &impl Fn(&Console<'_>)) -> R<()> {
    match &program.input {
        Input::File(file) => run_file(cx, file, program.skip_first_line),
        Input::Code(text) => run_main(cx, &format!("{text}\n"), "<string>", Mode::Exec).map(drop),
        Input::Module(name) => as_module::run_module(cx, name),
        Input::Stdin { .. } => {
            let mut bytes = Vec::new();
            let read = crate::sched::blocking::blocking(&cx.strand, || std::io::stdin().read_to_end(&mut bytes));
            if let Err(error) = read {
                return Err(cx.error(&OS_ERROR, error.to_string()));
            }
            main_module(cx).set("__file__", Str::from_str("<stdin>").into_value());
            run_main_bytes(cx, &bytes, "<stdin>").map(drop)
        }
        Input::Worker | Input::Nursery => run_worker(cx),
        Input::Terminal => {
            main_module(cx);
            let console = Console::new(cx);
            terminal(&console);
            console.close();
            if let Some(Ending::Status(status)) = console.ending().filter(|ending| *ending != Ending::Status(0)) {
                return Err(exit(cx, i64::from(status)));
            }
            Ok(())
        }
    }
}

/// Makes the call that comes in; its status is the program's.
fn run_worker(cx: &Cx) -> R<()> {
    main_module(cx);
    let worker = importer::import_full(cx, "_worker")?;
    let status = crate::object::call::call_method(cx, &worker, Name::new("main"), &[])?;
    match status.as_int() {
        Some(0) | None => Ok(()),
        Some(status) => Err(exit(cx, status)),
    }
}

pub(super) fn exit(cx: &Cx, status: i64) -> crate::object::value::Raised {
    cx.raise(exception::make(&SYSTEM_EXIT, vec![Value::int(status)]))
}

/// A file, or the `__main__.py` of a folder or a zip file. One that cannot be read ends the program with status 2.
fn run_file(cx: &Cx, file: &str, skip_first_line: bool) -> R<()> {
    let path = std::path::absolute(file).unwrap_or_else(|_| PathBuf::from(file));
    if path.is_dir() {
        return as_module::run_folder(cx, &path);
    }
    if as_module::is_zip_file(&path) && as_module::run_zip_file(cx, &path)? {
        return Ok(());
    }
    match std::fs::read(&path) {
        Ok(bytes) => {
            // The other lines keep their numbers.
            let begin = bytes.iter().position(|byte| skip_first_line && *byte == b'\n').unwrap_or(0);
            run_main_file(cx, &bytes[begin..], &path.display().to_string()).map(drop)
        }
        Err(error) => {
            let code = error.raw_os_error().unwrap_or(0);
            complain(cx, &format!("can't open file '{}': [Errno {code}] {}", path.display(), strerror(code)));
            Err(exit(cx, 2))
        }
    }
}

fn complain_of_trace(cx: &Cx, message: &str) {
    crate::native::io::std_streams::write_stderr(cx, format!("pyc: {message}\n").as_bytes());
}

/// Says something about the program, under the name that it was started by.
pub(super) fn complain(cx: &Cx, message: &str) {
    let executable = sys::settings(cx).executable;
    crate::native::io::std_streams::write_stderr(cx, format!("{executable}: {message}\n").as_bytes());
}
