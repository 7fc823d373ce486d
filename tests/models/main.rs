//! The scheduler's protocols under a model checker: its own sources, with `sync.rs` exchanged for one whose every lock, atomic and wait
//! is a point at which the checker (shuttle) may let another thread go on. Random and priority-driven schedules are tried; one in which
//! all threads sleep, or an assertion fails, is printed so that it can be replayed. The arguments that none can stand at the heads of
//! the sources.
//!
//! Checked are interleavings, not weaker orderings of memory than sequential consistency.
//!
//! `cargo test --test models -- [filter]...`

mod models;
// The sources have unit tests, which are not for here.
#[allow(dead_code, unreachable_pub, unused_imports)]
mod sched;
#[allow(dead_code, unused_imports)]
#[path = "../../src/stack/mod.rs"]
mod stack;

use shuttle::scheduler::{PctScheduler, RandomScheduler};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};
use std::process::ExitCode;
use std::time::Instant;

/// Schedules of each kind that are tried.
const SCHEDULES: usize = 1000;
/// Places at which a priority-driven schedule changes its mind.
const CHANGES: usize = 3;

fn config() -> Config {
    let mut config = Config::new();
    config.stack_size = 256 << 10;
    config.max_steps = MaxSteps::FailAfter(1_000_000);
    config.failure_persistence = FailurePersistence::Print;
    config
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let filters: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let wanted = models::ALL.iter().filter(|(name, _)| filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str())));
    if args.iter().any(|arg| arg == "--list") {
        wanted.for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    let mut is_good = true;
    for (name, model) in wanted {
        let begun = Instant::now();
        // A failing schedule panics; the others of the list are still run.
        let outcome = std::panic::catch_unwind(|| {
            Runner::new(RandomScheduler::new(SCHEDULES), config()).run(*model)
                + Runner::new(PctScheduler::new(CHANGES, SCHEDULES), config()).run(*model)
        });
        match outcome {
            Ok(schedules) => println!("test {name} ... ok ({schedules} schedules in {:.1} s)", begun.elapsed().as_secs_f64()),
            Err(_) => {
                println!("test {name} ... FAILED");
                is_good = false;
            }
        }
    }
    println!("\ntest result: {}\n", if is_good { "ok" } else { "FAILED" });
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
