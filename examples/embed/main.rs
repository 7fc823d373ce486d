//! A host that extends scripts with its own function and calls theirs from several threads at once.
//!
//! `cargo run --example embed`

use pyc::{Error, Interp};
use std::time::Instant;

const SCRIPT: &str = r#"
def rate(name):
    """A score for a word: a loop of the script and a function of the host."""
    score = 0
    for i in range(200_000):
        score = (score * 31 + i) % 1_000_003
    return f"{name}: {weigh(name, score)}"
"#;

fn main() -> Result<(), Error> {
    let interp = Interp::new();
    interp.register("weigh", |name: String, score: i64| score / name.len() as i64)?;
    interp.run(SCRIPT)?;

    let names = ["alder", "birch", "cedar", "dogwood"];
    let began = Instant::now();
    let rated = std::thread::scope(|scope| {
        let threads: Vec<_> = names.iter().map(|name| scope.spawn(|| interp.call::<String>("rate", (*name,)))).collect();
        threads.into_iter().map(|thread| thread.join().expect("the thread does not panic")).collect::<Result<Vec<_>, Error>>()
    })?;
    for line in &rated {
        println!("{line}");
    }
    println!("{} calls on {} threads in {} ms", rated.len(), names.len(), began.elapsed().as_millis());

    if let Err(error) = interp.eval::<String>("rate(42)") {
        println!("as expected: {error}");
    }
    Ok(())
}
