//! The embedding API, through what is `pub` only.

use pyc::{Error, Interp, Value};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

#[test]
fn values_go_both_ways() -> Result<(), Error> {
    let interp = Interp::new();
    interp.set("n", 41)?;
    interp.set("words", vec!["a", "b"])?;
    interp.set("nothing", None::<i64>)?;
    interp.set("table", HashMap::from([("one".to_string(), 1.5)]))?;
    interp.set("pair", (u64::MAX, true))?;
    assert_eq!(interp.eval::<i64>("n + 1")?, 42);
    assert_eq!(interp.eval::<Vec<String>>("words + ['c']")?, ["a", "b", "c"]);
    assert!(interp.eval::<bool>("nothing is None")?);
    assert_eq!(interp.eval::<HashMap<String, f64>>("table")?["one"], 1.5);
    assert_eq!(interp.eval::<(u64, bool)>("pair")?, (u64::MAX, true));
    assert_eq!(interp.eval::<Option<f64>>("2 ** 0.5")?, Some(std::f64::consts::SQRT_2));
    assert_eq!(interp.eval::<f64>("3")?, 3.0);
    Ok(())
}

#[test]
fn bytes_go_both_ways() -> Result<(), Error> {
    let interp = Interp::new();
    interp.set("data", &b"\x00\xffabc"[..])?;
    assert!(interp.eval::<bool>("data == bytes([0, 255]) + b'abc'")?);
    assert_eq!(&*interp.eval::<Box<[u8]>>("bytearray(data[::-1])")?, b"cba\xff\x00");
    assert_eq!(interp.eval::<Vec<u8>>("data[:2]")?, [0, 255]);
    assert_eq!(interp.eval::<Box<[u8]>>("'text'").unwrap_err().kind(), "TypeError");
    Ok(())
}

#[test]
fn what_does_not_fit_is_an_error() {
    let interp = Interp::new();
    assert_eq!(interp.eval::<i64>("2 ** 64").unwrap_err().kind(), "OverflowError");
    assert_eq!(interp.eval::<String>("1").unwrap_err().to_string(), "TypeError: expected str, not int");
    assert_eq!(interp.eval::<(i64, i64)>("[1]").unwrap_err().kind(), "ValueError");
    assert_eq!(interp.get::<i64>("missing").unwrap_err().to_string(), "NameError: name 'missing' is not defined");
}

#[test]
fn exceptions_have_kind_message_and_traceback() {
    let interp = Interp::new();
    let error = interp.run("def f():\n    raise KeyError('k')\nf()\n").unwrap_err();
    assert_eq!((error.kind(), error.message()), ("KeyError", "'k'"));
    assert!(error.traceback().contains("in f"), "{}", error.traceback());
    assert!(error.exception().is_some_and(|exception| exception.type_name() == "KeyError"));
    assert_eq!(interp.run("x = (").unwrap_err().kind(), "SyntaxError");
}

#[test]
fn closures_are_functions() -> Result<(), Error> {
    let interp = Interp::new();
    let calls = Arc::new(AtomicI64::new(0));
    let counted = calls.clone();
    interp.register("add", move |a: i64, b: i64| {
        counted.fetch_add(1, Ordering::SeqCst);
        a + b
    })?;
    interp.register("fail", |text: String| -> Result<i64, Error> { Err(Error::new("ValueError", text)) })?;
    interp.register("break_down", || -> i64 { panic!("oh") })?;
    assert_eq!(interp.eval::<i64>("add(add(1, 2), 3)")?, 6);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    interp.run("try:\n    fail('no')\nexcept ValueError as e:\n    caught = str(e)\n")?;
    assert_eq!(interp.get::<String>("caught")?, "no");
    assert_eq!(interp.run("add(1)").unwrap_err().to_string(), "TypeError: add() takes exactly 2 arguments (1 given)");
    assert_eq!(interp.run("add(1, 'x')").unwrap_err().kind(), "TypeError");
    assert_eq!(interp.run("break_down()").unwrap_err().to_string(), "RuntimeError: host function break_down() panicked: oh");
    Ok(())
}

#[test]
fn a_closure_may_call_back_and_errors_pass_through() -> Result<(), Error> {
    let interp = Interp::new();
    interp.register("twice", |function: Value, arg: i64| -> Result<i64, Error> { function.call((function.call::<i64>((arg,))?,)) })?;
    assert_eq!(interp.eval::<i64>("twice(lambda x: x * 3, 2)")?, 18);
    let caught = "class Mine(Exception): pass\ndef bad(x): raise Mine(x)\n\
                  try:\n    twice(bad, 7)\nexcept Mine as e:\n    seven = e.args[0]\n";
    interp.run(caught)?;
    assert_eq!(interp.get::<i64>("seven")?, 7);
    Ok(())
}

#[test]
fn script_functions_run_on_many_threads_at_once() -> Result<(), Error> {
    let interp = Interp::new();
    interp.run("total = 0\nseen = {}\ndef work(me, n):\n    global total\n    for i in range(n):\n        total += 1\n    seen[me] = n\n    return [me] * 3\n")?;
    std::thread::scope(|scope| {
        for me in 0..4i64 {
            let interp = interp.clone();
            scope.spawn(move || {
                let result: Vec<i64> = interp.call("work", (me, 2000)).expect("work raises nothing");
                assert_eq!(result, [me; 3]);
            });
        }
    });
    assert_eq!(interp.get::<i64>("total")?, 8000);
    assert_eq!(interp.eval::<Vec<i64>>("sorted(seen)")?, [0, 1, 2, 3]);
    Ok(())
}

#[test]
fn handles_go_to_other_threads_and_outlive_calls() -> Result<(), Error> {
    let interp = Interp::new();
    interp.run("class Counter:\n    def __init__(self): self.n = 0\n    def step(self): self.n += 1; return self.n\n")?;
    let counter: Value = interp.eval("Counter()")?;
    let elsewhere = counter.clone();
    std::thread::spawn(move || elsewhere.call_method::<i64>("step", ()).expect("step raises nothing")).join().expect("no panic");
    assert_eq!(counter.call_method::<i64>("step", ())?, 2);
    assert_eq!(counter.getattr::<i64>("n")?, 2);
    drop(interp);
    assert_eq!(counter.call_method::<i64>("step", ())?, 3);
    Ok(())
}

#[test]
fn interpreters_share_nothing() -> Result<(), Error> {
    let (one, two) = (Interp::new(), Interp::new());
    one.run("x = 1\nimport builtins\nbuiltins.mine = 2\n")?;
    assert!(two.get::<i64>("x").is_err());
    assert!(two.eval::<i64>("mine").is_err());
    let foreign: Value = one.eval("[]")?;
    assert_eq!(two.set("x", foreign).unwrap_err().kind(), "RuntimeError");
    Ok(())
}

#[test]
fn a_loop_can_be_interrupted() {
    let interp = Interp::new();
    let running = interp.clone();
    let thread = std::thread::spawn(move || running.run("while True: pass"));
    std::thread::sleep(Duration::from_millis(50));
    interp.interrupt();
    let error = thread.join().expect("no panic").unwrap_err();
    assert_eq!(error.kind(), "KeyboardInterrupt");
}

#[test]
fn files_and_arguments() -> Result<(), Error> {
    let folder = std::env::temp_dir().join(format!("pyc-embed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    std::fs::write(folder.join("helper.py"), "answer = 42\n").expect("a writable folder");
    std::fs::write(folder.join("main.py"), "import sys, helper\nresult = (sys.argv[1], helper.answer, __name__)\n")
        .expect("a writable folder");
    let interp = Interp::builder().args(["main.py", "x"]).path([folder.display().to_string()]).build()?;
    interp.run_file(folder.join("main.py"))?;
    assert_eq!(interp.get::<(String, i64, String)>("result")?, ("x".into(), 42, "__main__".into()));
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    Ok(())
}

#[test]
fn a_report_shows_threads_with_their_stacks() -> Result<(), Error> {
    let interp = Interp::new();
    interp.run("import threading\nstop = threading.Event()\ndef wait(): stop.wait()\nwaiting = thread(wait)")?;
    let inside = Arc::new(std::sync::Mutex::new(String::new()));
    let place = inside.clone();
    let again = interp.clone();
    interp.register("report", move || *place.lock().expect("no panic with the lock") = again.report())?;
    interp.run("def ask():\n    x = 1\n    report()")?;
    let is_there = |text: &str| text.contains("waits for event") && text.contains("File \"<string>\", line 3, in wait");
    let begun = std::time::Instant::now();
    while !is_there(&interp.report()) {
        assert!(begun.elapsed() < Duration::from_secs(20), "{}", interp.report());
    }
    // From inside: the caller's own stack is there too.
    interp.run("ask()")?;
    let text = inside.lock().expect("no panic with the lock").clone();
    assert!(is_there(&text) && text.contains("line 3, in ask"), "{text}");
    interp.run("stop.set()\nwaiting.join()")
}

#[test]
fn another_thread_of_the_host_may_wake_whoever_waits() -> Result<(), Error> {
    let interp = Interp::new();
    interp.run("line = queue()")?;
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| interp.eval::<i64>("line.get()"));
        // Longer than it takes to find a deadlock.
        std::thread::sleep(Duration::from_millis(300));
        interp.run("line.put(42)")?;
        assert_eq!(waiting.join().expect("no panic")?, 42);
        Ok(())
    })
}

#[test]
fn the_only_thread_of_a_host_is_told_of_a_deadlock() -> Result<(), Error> {
    let interp = Interp::builder().one_thread().build()?;
    let error = interp.run("own = lock()\nown.acquire()\nown.acquire()").unwrap_err();
    assert_eq!(error.kind(), "DeadlockError");
    // Between calls the host may come back, so what waits goes on waiting.
    interp.run("line = queue()\nwaiting = thread(line.get)")?;
    std::thread::sleep(Duration::from_millis(300));
    interp.run("line.put(1)")?;
    assert_eq!(interp.eval::<i64>("waiting.join()")?, 1);
    Ok(())
}

#[test]
fn a_trace_is_complete_at_any_time() -> Result<(), Error> {
    let path = std::env::temp_dir().join(format!("pyc-embed-trace-{}.json", std::process::id()));
    let interp = Interp::new();
    interp.start_trace(&path).expect("a file");
    assert!(interp.start_trace(&path).is_err(), "one at a time");
    interp.run("import time\nthread(time.sleep, 0.01).join()")?;
    // The interpreter's own reader of JSON looks at it while it is written, and afterwards.
    let names =
        "import json\ndef names(path):\n    return sorted({e['name'] for e in json.load(open(path))['traceEvents'] if e['ph'] == 'X'})";
    let reader = Interp::new();
    reader.run(names)?;
    let path_text = path.display().to_string();
    reader.call::<Vec<String>>("names", (path_text.as_str(),))?;
    interp.stop_trace().expect("no error in between");
    let found: Vec<String> = reader.call("names", (path_text.as_str(),))?;
    for name in ["running", "wait: join", "wait: sleep"] {
        assert!(found.iter().any(|found| found == name), "{found:?}");
    }
    interp.stop_trace().expect("nothing to stop");
    std::fs::remove_file(&path).expect("ours");
    Ok(())
}
