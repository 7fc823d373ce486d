//! Bytes and texts that come from elsewhere.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyc::{Interp, Value};
use std::sync::LazyLock;

static LOADS: LazyLock<(Interp, Value)> = LazyLock::new(|| {
    let interp = Interp::new();
    let source = "
import json, pickle, struct

def check(data, text):
    for load in (pickle.loads, json.loads, lambda data: struct.unpack(data[:8].decode('latin-1'), data[8:]), int, float):
        try:
            load(data)
        except Exception:
            pass
    for load in (json.loads, int, float, complex, lambda text: int(text, 0), bytes.fromhex, float.fromhex, text.encode, ascii, repr):
        try:
            load(text)
        except Exception:
            pass
";
    interp.run(source).expect("the harness is right");
    let check = interp.get("check").expect("just defined");
    (interp, check)
});

fuzz_target!(|data: &[u8]| {
    let (interp, check) = &*LOADS;
    let text = String::from_utf8_lossy(data);
    interp.enter(|_| check.call::<Value>((data, &*text)).unwrap_or_else(|error| panic!("{error}")));
});
