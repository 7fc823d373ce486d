//! Times of single operations of the interpreter, through the embedding API: `cargo bench --bench runtime`. Programs are measured
//! elsewhere; here a change shows where it helps or hurts. The best of many runs is shown: the others say what else the machine did.

mod timers;

use pyc::{Interp, Value};
use std::time::{Duration, Instant};

const ROUNDS: i64 = 10_000;
/// How long each operation is measured.
const PATIENCE: Duration = Duration::from_millis(500);

/// Name, what is made before (indented by four), and body (indented by eight) of a loop that runs [`ROUNDS`] times.
const LOOPS: &[(&str, &str, &str)] = &[
    ("arithmetic", "x = 1", "x = (x * 31 + i) % 1000003"),
    ("calls", "f = lambda a, b: a", "f(i, i)"),
    ("methods", "class C:\n        def m(self): return self\n    o = C()", "o.m()"),
    ("attributes", "class C: pass\n    o = C(); o.a = 0", "o.a = o.a + 1"),
    ("dict_get_set", "d = {}", "d[i & 1023] = d.get(i & 511)"),
    ("list_append_index", "l = []", "l.append(i); l[i >> 1]"),
    ("str_build", "s = ''", "s = f'{i}:{s[:8]}'"),
    ("exceptions", "e = ValueError()", "try: raise e\n        except ValueError: pass"),
];

fn main() {
    let filters: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |name: &str| filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()));
    for (name, prepare, body) in LOOPS.iter().filter(|(name, ..)| wanted(name)) {
        let interp = Interp::new();
        let work = loop_of(&interp, prepare, body);
        let best = interp.enter(|_| best_of(|| work.call((ROUNDS,)).expect("the loop raises nothing")));
        show(name, best, ROUNDS as u32);
    }
    if wanted("compile") {
        compile();
    }
    if wanted("enter_and_call") {
        enter_and_call();
    }
    if wanted("timer_lateness") {
        timers::timer_lateness();
    }
}

fn best_of(mut run: impl FnMut()) -> Duration {
    let began = Instant::now();
    let mut best = Duration::MAX;
    while began.elapsed() < PATIENCE {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
    }
    best
}

fn show(name: &str, best: Duration, operations: u32) {
    println!("{name:<20} {:>10.1} ns", best.as_nanos() as f64 / f64::from(operations));
}

/// A function of the script that runs the loop.
fn loop_of(interp: &Interp, prepare: &str, body: &str) -> Value {
    let text = format!("def work(n):\n    {prepare}\n    for i in range(n):\n        {body}\n");
    interp.run(&text).unwrap_or_else(|error| panic!("{text}{error}"));
    interp.get("work").expect("just defined")
}

/// Lexing, parsing and lowering, per line of a text of a few hundred.
fn compile() {
    let interp = Interp::new();
    let part = "def f(a, b=1, *args, **kw):\n    if a < b and not args:\n        return [x * 2 for x in range(a)] + [kw['k'].m(1, y=2)]\n";
    let text = part.repeat(100);
    interp.set("text", text.as_str()).expect("a fresh interpreter");
    let compile: Value = interp.eval("lambda: compile(text, '<text>', 'exec') and None").expect("a plain expression");
    let best = interp.enter(|_| best_of(|| drop(compile.call::<Value>(()).expect("the text is right"))));
    show("compile (line)", best, text.lines().count() as u32);
}

/// Entering and leaving the interpreter for one small call.
fn enter_and_call() {
    let interp = Interp::new();
    let same: Value = interp.eval("lambda x: x").expect("a plain expression");
    show("enter_and_call", best_of(|| drop(same.call::<Value>((1,)).expect("nothing raises"))), 1);
}
