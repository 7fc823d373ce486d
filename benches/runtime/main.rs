//! Times of single operations of the interpreter, through the embedding API: `cargo bench --bench runtime [FILTER]`. Whole programs are
//! measured elsewhere; here a change shows where it helps or hurts.

use divan::Bencher;
use divan::counter::ItemsCount;
use pyc::{Interp, Value};
use std::fmt;

/// Turns of the loop that a measured call runs.
const ROUNDS: i64 = 10_000;

fn main() {
    divan::main();
}

/// An operation of scripts: what is made before (indented by four), and the body (indented by eight) of a loop.
struct Operation(&'static str, &'static str, &'static str);

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

const CALLS: &[Operation] = &[
    Operation("function", "f = lambda a, b: a", "f(i, i)"),
    Operation("keywords", "def f(a, b=1, c=2): return a", "f(i, c=i)"),
    Operation("star", "f = lambda a, b: a; args = (1, 2)", "f(*args)"),
    Operation("method", "class C:\n        def m(self): return self\n    o = C()", "o.m()"),
    Operation("class", "class C:\n        def __init__(self, a): self.a = a", "C(i)"),
    Operation("builtin", "l = [1]", "len(l)"),
    Operation("generator", "def g():\n        while True: yield 1\n    it = g()", "next(it)"),
];

const ATTRIBUTES: &[Operation] = &[
    Operation("load", "class C: pass\n    o = C(); o.a = 0", "o.a"),
    Operation("store", "class C: pass\n    o = C()", "o.a = i"),
    Operation("augment", "class C: pass\n    o = C(); o.a = 0", "o.a += i"),
    Operation("class_attribute", "class C: a = 1\n    o = C()", "o.a"),
    Operation("property", "class C:\n        a = property(lambda self: 1)\n    o = C()", "o.a"),
    Operation("slots", "class C: __slots__ = 'a',\n    o = C(); o.a = 0", "o.a"),
];

const DICTS: &[Operation] = &[
    Operation("load_str", "d = {'alpha': 1, 'beta': 2}", "d['beta']"),
    Operation("load_int", "d = dict.fromkeys(range(1024))", "d[i & 1023]"),
    Operation("store", "d = {}", "d[i & 1023] = i"),
    Operation("augment", "d = dict.fromkeys(range(1024), 0)", "d[i & 1023] += 1"),
    Operation("get", "d = {}", "d.get(i)"),
    Operation("contains", "d = {'alpha': 1}", "'beta' in d"),
    Operation("display", "pass", "{'a': i, 'b': i}"),
    Operation("items", "d = {1: 2, 3: 4}", "for k, v in d.items(): pass"),
];

const LISTS: &[Operation] = &[
    Operation("load", "l = list(range(1024))", "l[i & 1023]"),
    Operation("store", "l = [0] * 1024", "l[i & 1023] = i"),
    Operation("append", "l = []", "l.append(i)"),
    Operation("append_pop", "l = []", "l.append(i); l.pop()"),
    Operation("slice", "l = list(range(20))", "l[3:9]"),
    Operation("comprehension", "l = [1, 2, 3, 4]", "[x + 1 for x in l]"),
    Operation("sort", "l = [3, 1, 2, 5, 4]", "sorted(l)"),
];

const OTHERS: &[Operation] = &[
    Operation("empty_loop", "pass", "pass"),
    Operation("arithmetic", "x = 1", "x = (x * 31 + i) % 1000003"),
    Operation("float_arithmetic", "x = 1.0", "x = x * 0.5 + i"),
    Operation("format", "s = ''", "s = f'{i}:{s[:8]}'"),
    Operation("string_method", "s = 'a,b,c'", "s.split(',')"),
    Operation("unpack", "t = (1, 2)", "a, b = t"),
    Operation("exception", "e = ValueError()", "try: raise e\n        except ValueError: pass"),
];

/// A function of the script that runs the loop.
fn loop_of(interp: &Interp, Operation(_, prepare, body): &Operation) -> Value {
    let text = format!("def work(n):\n    {prepare}\n    for i in range(n):\n        {body}\n");
    interp.run(&text).unwrap_or_else(|error| panic!("{text}{error}"));
    interp.get("work").expect("just defined")
}

fn measure(bencher: Bencher, operation: &Operation) {
    let interp = Interp::new();
    let work = loop_of(&interp, operation);
    interp.enter(|_| {
        bencher.counter(ItemsCount::new(ROUNDS as usize)).bench_local(|| work.call::<Value>((ROUNDS,)).expect("the loop raises nothing"));
    });
}

#[divan::bench(args = CALLS)]
fn call(bencher: Bencher, operation: &Operation) {
    measure(bencher, operation);
}

#[divan::bench(args = ATTRIBUTES)]
fn attribute(bencher: Bencher, operation: &Operation) {
    measure(bencher, operation);
}

#[divan::bench(args = DICTS)]
fn dict(bencher: Bencher, operation: &Operation) {
    measure(bencher, operation);
}

#[divan::bench(args = LISTS)]
fn list(bencher: Bencher, operation: &Operation) {
    measure(bencher, operation);
}

#[divan::bench(args = OTHERS)]
fn other(bencher: Bencher, operation: &Operation) {
    measure(bencher, operation);
}

/// Source text to code: lexing, parsing, checking, lowering.
#[divan::bench]
fn compile(bencher: Bencher) {
    let interp = Interp::new();
    let part = "def f(a, b=1, *args, **kw):\n    if a < b and not args:\n        return [x * 2 for x in range(a)] + [kw['k'].m(1, y=2)]\n";
    let text = part.repeat(100);
    interp.set("text", text.as_str()).expect("a fresh interpreter");
    let compile: Value = interp.eval("lambda: compile(text, '<text>', 'exec') and None").expect("a plain expression");
    interp.enter(|_| {
        bencher.counter(ItemsCount::new(text.lines().count())).bench_local(|| compile.call::<Value>(()).expect("the text is right"));
    });
}

/// Entering and leaving the interpreter for one small call.
#[divan::bench]
fn enter_and_call(bencher: Bencher) {
    let interp = Interp::new();
    let same: Value = interp.eval("lambda x: x").expect("a plain expression");
    bencher.bench_local(|| same.call::<Value>((1,)).expect("nothing raises"));
}
