//! What is done in a child process between its making and its program. Knows no programs.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// The signals will do in the program what they do by default.
pub(crate) fn with_default_signals(command: &mut Command, signals: Vec<i32>) {
    // SAFETY: between fork and exec only `signal` is called, which may be called there; the list is read.
    unsafe {
        command.pre_exec(move || {
            for signal in &signals {
                libc::signal(*signal, libc::SIG_DFL);
            }
            Ok(())
        });
    }
}

/// The program will lead a session of its own.
pub(crate) fn in_new_session(command: &mut Command) {
    // SAFETY: between fork and exec only `setsid` is called, which may be called there.
    unsafe {
        command.pre_exec(|| {
            libc::setsid();
            Ok(())
        });
    }
}
