//! Patterns and texts of strangers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyc::{Interp, Value};
use std::sync::LazyLock;

static REGEX: LazyLock<(Interp, Value)> = LazyLock::new(|| {
    let interp = Interp::new();
    let source = "
import re

def check(pattern, text):
    for flags in 0, re.I | re.M | re.S, re.X | re.A:
        try:
            pattern_ = re.compile(pattern, flags)
        except (re.error, OverflowError, RecursionError, ValueError):
            continue
        whole = [match.group() for match in pattern_.finditer(text)]
        assert len(whole) == len(pattern_.findall(text))
        pattern_.match(text), pattern_.fullmatch(text), pattern_.split(text), pattern_.sub('-', text)
    re.purge()
";
    interp.run(source).expect("the harness is right");
    let check = interp.get("check").expect("just defined");
    (interp, check)
});

fuzz_target!(|data: &[u8]| {
    let (interp, check) = &*REGEX;
    let text = String::from_utf8_lossy(data);
    // Long texts only show that backtracking takes its time, as it does elsewhere.
    let Some((pattern, text)) = text.split_once('\0').filter(|(_, text)| text.len() <= 16) else { return };
    interp.enter(|_| check.call::<Value>((pattern, text)).unwrap_or_else(|error| panic!("{error}")));
});
