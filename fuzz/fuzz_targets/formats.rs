//! Format specifications and templates for values of all kinds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyc::{Interp, Value};
use std::sync::LazyLock;

static FORMATS: LazyLock<(Interp, Value)> = LazyLock::new(|| {
    let interp = Interp::new();
    let source = "
VALUES = 0, -1, True, 1 << 70, 0.0, -1.5e300, float('inf'), float('nan'), 1 + 2j, 'text', '\\u20ac\\U0001f600', b'bytes', None, [1], {'a': 1}

def check(text):
    for value in VALUES:
        for make in (lambda: format(value, text), lambda: text % value, lambda: text % (value, value), lambda: text.format(value, a=value),
                     lambda: text.encode() % (value,)):
            try:
                made = make()
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, MemoryError):
                continue
            assert isinstance(made, (str, bytes))
";
    interp.run(source).expect("the harness is right");
    let check = interp.get("check").expect("just defined");
    (interp, check)
});

fuzz_target!(|data: &[u8]| {
    let (interp, check) = &*FORMATS;
    // Widths of many digits ask for as much memory, and get it.
    let many_digits = data.windows(6).any(|window| window.iter().all(u8::is_ascii_digit));
    if let (Ok(text), false) = (std::str::from_utf8(data), many_digits) {
        interp.enter(|_| check.call::<Value>((text,)).unwrap_or_else(|error| panic!("{error}")));
    }
});
