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

/// As whom a program runs, where it differs from its parent.
#[derive(Clone, Default)]
pub(crate) struct Identity {
    pub(crate) umask: Option<u32>,
    pub(crate) groups: Option<Vec<u32>>,
    pub(crate) group: Option<u32>,
    pub(crate) user: Option<u32>,
}

/// Set in the error number of a start that failed before the program was looked for: such numbers are the system's no more.
const BEFORE_THE_PROGRAM: i32 = 1 << 20;

/// The program will run as somebody else. It does not run at all if that is not permitted.
pub(crate) fn with_identity(command: &mut Command, identity: Identity) {
    fn checked(result: libc::c_int) -> std::io::Result<()> {
        if result == 0 {
            return Ok(());
        }
        let error = std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EINVAL);
        Err(std::io::Error::from_raw_os_error(error | BEFORE_THE_PROGRAM))
    }
    // SAFETY: between fork and exec only system calls are made, and the lists are read; errors are numbers, which need no memory.
    // The groups come first and the user last: who is the user already may not change the rest.
    unsafe {
        command.pre_exec(move || {
            if let Some(mask) = identity.umask {
                libc::umask(mask as libc::mode_t);
            }
            if let Some(groups) = &identity.groups {
                checked(libc::setgroups(groups.len() as _, groups.as_ptr()))?;
            }
            if let Some(group) = identity.group {
                checked(libc::setregid(group, group))?;
            }
            if let Some(user) = identity.user {
                checked(libc::setreuid(user, user))?;
            }
            Ok(())
        });
    }
}

/// The number of the error if a start failed at becoming somebody else, before the program was looked for.
pub(crate) fn identity_error(error: &std::io::Error) -> Option<i32> {
    error.raw_os_error().filter(|number| number & BEFORE_THE_PROGRAM != 0).map(|number| number & !BEFORE_THE_PROGRAM)
}
