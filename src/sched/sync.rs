//! The only file that names the locks, atomics and OS parking this folder is built on, so that a model checker can
//! stand in: `tests/models` compiles the folder with another one.

pub(crate) use parking_lot::{Condvar, Mutex, MutexGuard};
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};
pub(crate) use std::sync::{Arc, OnceLock, Weak};
pub(crate) use std::thread::{Builder, Thread};
use std::time::{Duration, Instant};

/// Queues that others steal from.
pub(crate) mod deque {
    pub(crate) use crossbeam_deque::{Injector, Steal, Stealer, Worker};
}

/// The handle by which another thread wakes this one. Never inlined: the address of a thread-local must not be kept across a
/// park once strands can move between OS threads.
#[inline(never)]
pub(crate) fn this_os_thread() -> Thread {
    std::thread::current()
}

/// To be called before the process gets another thread, and before a strand goes to sleep.
#[inline]
pub(crate) fn heed_signals() {
    #[cfg(unix)]
    super::signal::have_reader();
}

#[cfg(unix)]
pub(crate) use super::signal_masks::{Mask, rest_from_signals, take_no_signals};

/// Waits for `Thread::unpark`, until `deadline` if there is one. May return for no reason: callers look at their own state again.
#[inline(never)]
pub(crate) fn park_os_thread(deadline: Option<Instant>) {
    match deadline {
        None => std::thread::park(),
        Some(deadline) => {
            let left = deadline.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                std::thread::park_timeout(left);
            }
        }
    }
}

/// Whether what began at `since` has gone on for so long.
pub(crate) fn has_lasted(since: Instant, duration: Duration) -> bool {
    since.elapsed() >= duration
}

/// Waits that go to sleep at once because yielding has cost too much; counted down by each of them.
static SLEEP_AT_ONCE: AtomicU32 = AtomicU32::new(0);

/// Gives `is_done` some microseconds to come true before its caller goes to sleep: waking a sleeper takes longer than that.
///
/// Each round offers the processor first: on a busy machine whoever we wait for gets it. If the offer comes back at once, nobody here
/// wanted it, so who we wait for runs on another processor, and looking is quicker than asking the system again. If others have the
/// processor for long, the next waits do not offer it: a sleeper is woken sooner than a strand that has given its turn away.
pub(crate) fn wait_briefly(mut is_done: impl FnMut() -> bool) -> bool {
    const DEAR: Duration = Duration::from_micros(100);
    const AT_ONCE: Duration = Duration::from_micros(2);
    const LOOK: Duration = Duration::from_micros(1);
    const ROUNDS: u32 = 6;
    const CALM: u32 = 256;
    let skipped = SLEEP_AT_ONCE.load(Ordering::Relaxed);
    if skipped > 0 {
        // Others may count at the same time; the number means little.
        SLEEP_AT_ONCE.store(skipped - 1, Ordering::Relaxed);
        return is_done();
    }
    if is_done() {
        return true;
    }
    let may_look = is_multicore();
    for _ in 0..ROUNDS {
        let before = Instant::now();
        std::thread::yield_now();
        if is_done() {
            return true;
        }
        let after = Instant::now();
        if after - before > DEAR {
            SLEEP_AT_ONCE.store(CALM, Ordering::Relaxed);
            return false;
        }
        if may_look && after - before < AT_ONCE {
            while after.elapsed() < LOOK {
                for _ in 0..4 {
                    std::hint::spin_loop();
                }
                if is_done() {
                    return true;
                }
            }
        }
    }
    false
}

/// Whether waiting for another strand by spinning can help at all.
pub(crate) fn is_multicore() -> bool {
    static CORES: OnceLock<bool> = OnceLock::new();
    *CORES.get_or_init(|| std::thread::available_parallelism().is_ok_and(|count| count.get() > 1))
}
