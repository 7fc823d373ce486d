//! What is done in a child process between its making and its program. Knows no programs.

use std::os::unix::process::CommandExt;
use std::process::Command;

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
