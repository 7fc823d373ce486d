//! Whole programs, with everything taken away that reaches out of the interpreter. Each is interrupted after a while.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyc::Interp;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_millis(250);

const GUARD: &str = "
import builtins, sys
for name in 'open', 'input', 'exit', 'quit', 'breakpoint', '__import__', 'process', 'thread', 'spawn', 'print', 'help':
    if hasattr(builtins, name):
        delattr(builtins, name)
del builtins, sys, name
";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let interp = Interp::new();
    interp.run(GUARD).expect("the harness is right");
    let (over, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        let interp = &interp;
        scope.spawn(move || {
            // A program may catch the first ones.
            while waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                interp.interrupt();
            }
        });
        let _ = interp.run(text);
        drop(over);
    });
});
