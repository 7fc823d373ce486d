//! Operating-system threads that are kept for the next job. Knows not what runs on them.
//!
//! A thread whose job ends lies on a stack for `KEEP` and is handed the next job by unparking it, which costs a fraction of making
//! one. The last to lie down is the first to be taken: its stack is warm, and the others reach their time limit.

use super::priority::Priority;
use super::sync::{
    Arc, AtomicBool, AtomicUsize, Builder, Mask, Mutex, OnceLock, Ordering, Thread, has_lasted, heed_signals, park_os_thread,
    rest_from_signals, this_os_thread, wait_briefly,
};
use super::thread::{JoinHandle, SpawnError, number_of_os_thread};
use std::time::{Duration, Instant};

const KEEP: Duration = Duration::from_secs(5);

/// Threads of this kind alive in the process, of all runtimes together.
static ALIVE: AtomicUsize = AtomicUsize::new(0);

/// std aborts the process if a new thread cannot map its signal stack, so we must stay below the system's limit of mappings; a thread takes
/// four of them (stack, signal stack, a guard for each).
fn process_bound() -> usize {
    const FALLBACK: usize = 12_000;
    static BOUND: OnceLock<usize> = OnceLock::new();
    *BOUND.get_or_init(|| {
        let text = std::fs::read_to_string("/proc/sys/vm/max_map_count").unwrap_or_default();
        text.trim().parse::<usize>().map_or(FALLBACK, |mappings| (mappings / 5).min(FALLBACK))
    })
}

/// What a thread allocates as it begins, and what the program needs to say that it could not start one more: such allocations have
/// nobody to report to if they fail, the process would die of it.
const HEADROOM: usize = 64 << 20;

/// With as much, several threads may begin at once. With less, each is waited for before there is another.
const PLENTY: usize = 1 << 30;

/// How long a thread is waited for that takes the last memory.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the system would give us so many bytes of addresses.
#[cfg(unix)]
fn has_room(bytes: usize) -> bool {
    // SAFETY: a mapping of our own that nobody can reach, taken away at once.
    unsafe {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let start = libc::mmap(std::ptr::null_mut(), bytes, libc::PROT_NONE, flags, -1, 0);
        start != libc::MAP_FAILED && libc::munmap(start, bytes) == 0
    }
}

#[cfg(not(unix))]
fn has_room(_: usize) -> bool {
    true
}

pub(super) struct IdleThreads {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    stack: Vec<Arc<Slot>>,
    is_closed: bool,
}

/// Where an idle thread finds its next job.
struct Slot {
    stack_size: usize,
    priority: Priority,
    thread: OnceLock<Thread>,
    job: Mutex<Option<JoinHandle>>,
    /// Set after the job is there, so that the thread can look without taking the lock from who brings it. The thread clears it before it
    /// takes the job, when the slot has not been offered again, so nobody can be about to set it: a job that is brought is never missed.
    has_job: AtomicBool,
    /// The signal mask that the job begins with, if masks are in use. Comes and goes with the job.
    mask: Mutex<Option<Mask>>,
    /// Whether the thread takes no signals. Only the thread sets it.
    is_deaf: AtomicBool,
}

impl Slot {
    fn new(stack_size: usize, priority: Priority, job: JoinHandle) -> Slot {
        Slot {
            stack_size,
            priority,
            thread: OnceLock::new(),
            job: Mutex::new(Some(job)),
            has_job: AtomicBool::new(true),
            mask: Mutex::new(None),
            is_deaf: AtomicBool::new(false),
        }
    }

    fn rest_from_signals(&self) {
        if !self.is_deaf.load(Ordering::Relaxed) && rest_from_signals() {
            self.is_deaf.store(true, Ordering::Release);
        }
    }

    /// The thread begins a job that was brought to it.
    fn take_signals(&self) {
        let Some(first) = Mask::first() else { return };
        self.is_deaf.store(false, Ordering::Relaxed);
        // Who brought the job saw no masks in use, if there is none with it.
        self.mask.lock().take().unwrap_or(first).apply();
    }
}

/// Gives the place in the process-wide count back.
struct Place;

impl Place {
    fn take() -> Option<Place> {
        let bound = process_bound();
        let taken = ALIVE.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |alive| (alive < bound).then_some(alive + 1));
        taken.is_ok().then_some(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

impl IdleThreads {
    pub(super) fn new() -> Arc<IdleThreads> {
        Arc::new(IdleThreads { state: Mutex::default() })
    }

    /// Runs `job` on an idle thread with a stack of that size and that priority, or on a new one.
    pub(super) fn run(self: &Arc<IdleThreads>, job: JoinHandle, stack_size: usize, priority: Priority) -> Result<(), SpawnError> {
        if let Some(slot) = self.take(stack_size, priority) {
            if let Some(mask) = Mask::to_inherit() {
                *slot.mask.lock() = Some(mask);
            }
            *slot.job.lock() = Some(job);
            slot.has_job.store(true, Ordering::Release);
            slot.thread.get().expect("set before the slot was offered").unpark();
            return Ok(());
        }
        let is_tight = !has_room(PLENTY);
        let place = Place::take().filter(|_| !is_tight || has_room(HEADROOM)).ok_or(SpawnError::Limit)?;
        let slot = Arc::new(Slot::new(stack_size, priority, job));
        let idle = self.clone();
        let own = slot.clone();
        let work = move || {
            crate::stack::begin_thread(stack_size);
            let _place = place;
            priority.apply();
            let _first = own.thread.set(this_os_thread());
            idle.work(&own);
        };
        heed_signals();
        // The handle is dropped: the thread's end is told by the job's record.
        Builder::new().name("pyc".into()).stack_size(stack_size).spawn(work).map(drop).map_err(|_| SpawnError::System)?;
        if is_tight {
            let since = Instant::now();
            while slot.thread.get().is_none() && !has_lasted(since, PATIENCE) {
                park_os_thread(Some(Instant::now() + Duration::from_millis(1)));
            }
        }
        Ok(())
    }

    fn take(&self, stack_size: usize, priority: Priority) -> Option<Arc<Slot>> {
        let mut state = self.state.lock();
        let index = state.stack.iter().rposition(|slot| slot.stack_size == stack_size && slot.priority == priority)?;
        Some(state.stack.remove(index))
    }

    fn work(&self, slot: &Arc<Slot>) {
        let number = number_of_os_thread();
        loop {
            slot.has_job.store(false, Ordering::Relaxed);
            let job = slot.job.lock().take();
            let mut is_offered = false;
            if let Some(job) = job {
                // Offered before the job's end is told, so that who waited for it finds an idle thread for the next.
                job.run(number, || is_offered = self.offer(slot));
            }
            if !is_offered && !self.offer(slot) {
                // A job taken by its joiner leaves nothing to run; a closed stack ends the thread.
                return;
            }
            if !self.rest(slot) {
                return;
            }
            slot.take_signals();
        }
    }

    fn offer(&self, slot: &Arc<Slot>) -> bool {
        let mut state = self.state.lock();
        if !state.is_closed {
            state.stack.push(slot.clone());
        }
        !state.is_closed
    }

    /// Waits for a job; false if the thread is to end.
    fn rest(&self, slot: &Arc<Slot>) -> bool {
        let has_job = || slot.has_job.load(Ordering::Acquire);
        if wait_briefly(has_job) {
            return true;
        }
        let mut deadline = Some(Instant::now() + KEEP);
        while !has_job() {
            slot.rest_from_signals();
            park_os_thread(deadline);
            let is_over = self.state.lock().is_closed || deadline.is_some_and(|deadline| deadline <= Instant::now());
            if is_over {
                if self.withdraw(slot) {
                    return false;
                }
                // Somebody has taken the slot and is about to fill it.
                deadline = None;
            }
        }
        true
    }

    fn withdraw(&self, slot: &Arc<Slot>) -> bool {
        let mut state = self.state.lock();
        let index = state.stack.iter().position(|other| Arc::ptr_eq(other, slot));
        index.map(|index| state.stack.remove(index)).is_some()
    }

    /// Waits until idle threads take no signals; not for ever, should one not get to run.
    pub(super) fn heed_masks(&self) {
        let since = Instant::now();
        let is_awake = |slot: &&Arc<Slot>| !slot.is_deaf.load(Ordering::Acquire);
        loop {
            let awake: Vec<Arc<Slot>> = self.state.lock().stack.iter().filter(is_awake).cloned().collect();
            if awake.is_empty() || has_lasted(since, PATIENCE) {
                return;
            }
            awake.iter().filter_map(|slot| slot.thread.get()).for_each(Thread::unpark);
            park_os_thread(Some(Instant::now() + Duration::from_micros(200)));
        }
    }

    /// Idle threads end, and threads end with their job.
    pub(super) fn close(&self) {
        let mut state = self.state.lock();
        state.is_closed = true;
        for slot in &state.stack {
            if let Some(thread) = slot.thread.get() {
                thread.unpark();
            }
        }
    }
}
