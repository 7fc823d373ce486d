//! The command line: arguments, running programs, talking to the user. Knows `host` only.

mod arguments;
mod repl;

use crate::host::program::{self, Ending, Input};
use arguments::Request;

/// Name and version, as `--version` and the greeting show them.
const VERSION: &str = concat!("pyc ", env!("CARGO_PKG_VERSION"), " (Python 3.13)");

/// Runs the command line given to the process; gives its exit status.
pub fn main() -> u8 {
    program::begin_process();
    match arguments::read() {
        Ok(Request::Run(program)) => {
            match program::run(&program, |console| repl::talk(console, program.quiet || !matches!(program.input, Input::Terminal))) {
                Ending::Status(status) => status,
                Ending::Interrupted => 130,
            }
        }
        Ok(Request::Say(text)) => {
            anstream::println!("{text}");
            0
        }
        Err(message) => {
            anstream::eprintln!("{message}\n{}\nTry `pyc -h' for more information.", arguments::usage());
            2
        }
    }
}
