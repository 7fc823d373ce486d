//! Reading the command line, as CPython's is written. Knows not how programs run.

use crate::host::program::{Input, Program};
use lexopt::{Arg, Parser, ValueExt};
use std::ffi::OsString;
use std::io::IsTerminal;

pub(super) const USAGE: &str = "usage: pyc [option] ... [-c cmd | -m mod | file | -] [arg] ...";

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
    request(Parser::from_env()).map_err(|error| error.to_string())
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
        isolated: false,
        safe_path: false,
        warn_options: Vec::new(),
        x_options: Vec::new(),
        trace: None,
    };
    let mut input = None;
    while input.is_none() {
        let Some(arg) = parser.next()? else { break };
        match arg {
            Arg::Short('h' | '?') | Arg::Long("help") => return Ok(Request::Say(format!("{USAGE}\n{HELP}"))),
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
            Arg::Short('E') => program.isolated = true,
            Arg::Short('I') => (program.isolated, program.safe_path) = (true, true),
            Arg::Short('P') => program.safe_path = true,
            Arg::Short('W') => program.warn_options.push(parser.value()?.string()?),
            Arg::Short('X') => program.x_options.push(parser.value()?.string()?),
            // Nothing here is switched by these.
            Arg::Short('B' | 'b' | 'd' | 's' | 'S' | 'R') => {}
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
