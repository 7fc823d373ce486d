//! The command line: arguments, running scripts, the REPL. Knows `host` only.

/// Runs the command line given to the process.
pub fn main() -> std::process::ExitCode {
    let Some(file) = std::env::args().nth(1) else { return std::process::ExitCode::from(2) };
    crate::host::interp::run_script(&file)
}
