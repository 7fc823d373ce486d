//! Reading the command line, as CPython's is written. Knows not how programs run.

use crate::host::program::{Input, Program};
use lexopt::{Arg, Parser, ValueExt};
use std::ffi::OsString;
use std::io::IsTerminal;

const USAGE: &str = "[option] ... [-c cmd | -m mod | file | -] [arg] ...";

/// The line that tells what may be written, with the name of our own file.
pub(super) fn usage() -> String {
    format!("usage: {} {USAGE}", std::env::current_exe().unwrap_or_else(|_| "pyc".into()).display())
}

const HELP: &str = "\
Options:
-c cmd    run the text cmd; what follows are its arguments
-m mod    run the module mod; what follows are its arguments
-i        talk to the user when the program has ended
-u        write standard output at once
-q        no greeting
-O        leave out assert statements; __debug__ is False
-OO       leave out docstrings, too
-W arg    how warnings are treated
-X dev    development mode: all warnings, and asyncio's debug mode; other options are accepted
-b, -bb   warn of comparing bytes and text, and of str(bytes); -bb: these are errors
-x        leave out the first line of the file
-E, -I    say nothing to the program of PYCPATH and PYTHONPATH
-P        do not look for modules in the program's own folder
-h        this text
--trace F write what threads and tasks do to file F, as Chrome trace events
-V        the version
file      run the file; a folder is run through its __main__.py
-         run what standard input holds

PYCPATH   folders in which modules are looked for";

/// What the user asks for.
pub(super) enum Request {
    Run(Program),
    Say(String),
}

/// Reads the process's arguments. Err: a message for the user.
pub(super) fn read() -> Result<Request, String> {
    request(Parser::from_env()).map_err(|error| match error {
        lexopt::Error::MissingValue { option: Some(option) } => format!("Argument expected for the {option} option"),
        lexopt::Error::UnexpectedOption(option) if option == "-J" => "-J is reserved for Jython".into(),
        lexopt::Error::UnexpectedOption(option) if option.starts_with("--") => format!("unknown option {option}"),
        lexopt::Error::UnexpectedOption(option) => format!("Unknown option: {option}"),
        error => error.to_string(),
    })
}

fn request(mut parser: Parser) -> Result<Request, lexopt::Error> {
    let mut program = Program {
        input: Input::Stdin { named: false },
        args: Vec::new(),
        inspect: false,
        quiet: false,
        unbuffered: false,
        optimize: 0,
        verbose: 0,
        debug: 0,
        bytes_warning: 0,
        isolated: false,
        ignore_environment: false,
        safe_path: false,
        no_site: false,
        no_user_site: false,
        skip_first_line: false,
        warn_options: Vec::new(),
        x_options: Vec::new(),
        trace: None,
    };
    let mut input = None;
    while input.is_none() {
        let Some(arg) = parser.next()? else { break };
        match arg {
            Arg::Short('h' | '?') | Arg::Long("help") => return Ok(Request::Say(format!("{}\n{HELP}", usage()))),
            Arg::Short('V') | Arg::Long("version") => return Ok(Request::Say(super::VERSION.to_string())),
            Arg::Long("trace") => program.trace = Some(parser.value()?.into()),
            Arg::Long("worker") => input = Some(Input::Worker),
            Arg::Long("nursery") => input = Some(Input::Nursery),
            Arg::Short('c') => input = Some(Input::Code(parser.value()?.string()?)),
            Arg::Short('m') => input = Some(Input::Module(parser.value()?.string()?)),
            Arg::Short('i') => program.inspect = true,
            Arg::Short('u') => program.unbuffered = true,
            Arg::Short('q') => program.quiet = true,
            Arg::Short('O') => program.optimize += 1,
            Arg::Short('v') => program.verbose += 1,
            Arg::Short('E') => program.ignore_environment = true,
            Arg::Short('I') => {
                (program.isolated, program.ignore_environment, program.safe_path, program.no_user_site) = (true, true, true, true);
            }
            Arg::Short('b') => program.bytes_warning += 1,
            Arg::Short('d') => program.debug += 1,
            Arg::Short('s') => program.no_user_site = true,
            Arg::Short('S') => program.no_site = true,
            Arg::Short('x') => program.skip_first_line = true,
            Arg::Short('P') => program.safe_path = true,
            Arg::Short('W') => program.warn_options.push(parser.value()?.string()?),
            Arg::Short('X') => program.x_options.push(parser.value()?.string()?),
            // Nothing here is switched by these.
            Arg::Short('B' | 'R' | 't') => {}
            Arg::Long("check-hash-based-pycs") => drop(parser.value()?),
            Arg::Value(file) if file == "-" => input = Some(Input::Stdin { named: true }),
            Arg::Value(file) => input = Some(Input::File(text_of(file))),
            other => return Err(other.unexpected()),
        }
    }
    program.args = parser.raw_args()?.map(text_of).collect();
    program.input = match input {
        Some(input) => input,
        None if std::io::stdin().is_terminal() || program.inspect => Input::Terminal,
        None => Input::Stdin { named: false },
    };
    Ok(Request::Run(program))
}

fn text_of(arg: OsString) -> String {
    arg.to_string_lossy().into_owned()
}
