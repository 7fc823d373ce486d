//! Interactive sessions, typed into a pseudo-terminal. Knows nothing of the interpreter's inside.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long a session may take to show something, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn terminal() -> (OwnedFd, OwnedFd) {
    let (mut driver, mut terminal) = (-1, -1);
    let none = std::ptr::null_mut();
    // SAFETY: both places are there to be written; name, modes and size are not asked for.
    let opened = unsafe { libc::openpty(&raw mut driver, &raw mut terminal, none, none.cast(), none.cast()) };
    assert_eq!(opened, 0, "a pseudo-terminal");
    // SAFETY: they were opened just now and are nobody else's.
    unsafe { (OwnedFd::from_raw_fd(driver), OwnedFd::from_raw_fd(terminal)) }
}

/// Types each text and waits until the session shows what belongs to it. What is shown contains what is typed, too.
fn check(name: &str, steps: &[(&str, &str)]) {
    let home = std::env::temp_dir().join(format!("pyc-repl-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&home).expect("a folder for the history");
    let (driver, terminal) = terminal();
    let end = || Stdio::from(terminal.try_clone().expect("one more descriptor"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_pyc"));
    command.arg("-q").env("TERM", "xterm").env("HOME", &home).env("XDG_STATE_HOME", &home);
    let mut child = command.stdin(end()).stdout(end()).stderr(end()).spawn().expect("a session");
    drop((command, terminal));

    let mut keyboard = File::from(driver);
    let mut screen = keyboard.try_clone().expect("one more descriptor");
    let shown = Arc::new(Mutex::new(String::new()));
    let written = Arc::clone(&shown);
    let reader = thread::spawn(move || {
        let mut bytes = [0; 4096];
        // The end is an error here: nobody has the terminal open.
        while let Ok(count @ 1..) = screen.read(&mut bytes) {
            written.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    });
    let mut seen = 0;
    let mut wait_for = |wanted: &str| {
        let start = Instant::now();
        loop {
            let text = shown.lock().unwrap().clone();
            if let Some(at) = text[seen..].find(wanted) {
                seen += at + wanted.len();
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{name}: no {wanted:?} in {:?} of {text:?}", &text[seen..]);
            thread::sleep(Duration::from_millis(5));
        }
    };
    wait_for(">>> ");
    for (typed, wanted) in steps {
        keyboard.write_all(typed.as_bytes()).expect("the session listens");
        wait_for(wanted);
    }
    wait_for(">>> ");
    keyboard.write_all(b"\x04").expect("the session listens");
    let status = child.wait().expect("the session ends");
    assert!(status.success(), "{name}: {status}");
    reader.join().expect("all was read");
    let _history = std::fs::remove_dir_all(home);
}

#[test]
fn lines_typed_ahead_are_read() {
    check("ahead", &[("def f(x):\n    return x\n\nf(40 + 2)\nf(30 + 1)\n", "\r\n42\r\n"), ("", "\r\n31\r\n")]);
}

#[test]
fn pasted_statements_run_one_by_one() {
    let (start, end) = ("\x1b[200~", "\x1b[201~\n");
    check(
        "pasted",
        &[
            (&format!("{start}def f(x):\n    y = x\n\n    return y\nf(1)\nf(40 + 2){end}"), "\r\n42\r\n"),
            // What failed ends them, and lines are counted from the first.
            (&format!("{start}x = 7\n\n1 / 0\nx = 8{end}"), "line 3, in <module>"),
            ("x + 100\n", "\r\n107\r\n"),
            // A block wants an empty line behind it.
            (&format!("{start}x = 9\nif x:\n    x + 200{end}\n"), "\r\n209\r\n"),
        ],
    );
}

#[test]
fn a_backslash_continues_a_string() {
    check("string", &[("s = 'a\\\nb'\n", ">>> "), ("s * 2\n", "\r\n'abab'\r\n")]);
}

#[test]
fn the_end_of_input_ends_a_block() {
    check(
        "block",
        &[
            ("def f():\n", "... "),
            ("    return 40 + 2\n", "... "),
            ("\x04", ">>> "),
            ("f()\n", "\r\n42\r\n"),
            ("if 1: (\n", "... "),
            ("\x04", "'(' was never closed"),
        ],
    );
}

#[test]
fn future_annotations_stay() {
    check(
        "future",
        &[("from __future__ import annotations\n", ">>> "), ("def f(x: nowhere): 0\n\nf.__annotations__\n", "{'x': 'nowhere'}")],
    );
}

#[test]
fn what_failed_is_kept_in_sys() {
    check(
        "failed",
        &[
            ("1 / 0\n", "ZeroDivisionError: division by zero\r\n"),
            ("import sys; e = sys.last_exc\n", ">>> "),
            ("sys.last_value is e, sys.last_type is type(e), sys.last_traceback is e.__traceback__\n", "\r\n(True, True, True)\r\n"),
        ],
    );
}
