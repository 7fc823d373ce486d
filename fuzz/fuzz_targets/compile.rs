//! Source texts: whatever they are, compiling ends in code or in SyntaxError, ValueError, MemoryError, RecursionError, OverflowError.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyc::{Interp, Value};
use std::sync::LazyLock;

static COMPILE: LazyLock<(Interp, Value)> = LazyLock::new(|| {
    let interp = Interp::new();
    let source = "
def check(text):
    for mode in 'exec', 'eval', 'single':
        try:
            compile(text, '<fuzz>', mode)
        except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError):
            pass
";
    interp.run(source).expect("the harness is right");
    let check = interp.get("check").expect("just defined");
    (interp, check)
});

fuzz_target!(|data: &[u8]| {
    let (interp, check) = &*COMPILE;
    if let Ok(text) = std::str::from_utf8(data) {
        interp.enter(|_| check.call::<Value>((text,)).unwrap_or_else(|error| panic!("{error}")));
    }
});
