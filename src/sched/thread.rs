//! Threads of script on operating-system threads: started, joined, counted. Knows not what they run.
//!
//! The body of a thread that has not begun lies in a slot, from which the operating-system thread that was asked to run it takes it.

use super::oneshot::OneShot;
use super::park::{Owner, WaitError, WaitKind, WaitReason};
use super::priority::Priority;
use super::runtime::Runtime;
use super::strand::{Role, Strand, StrandId};
use super::sync::{Arc, AtomicBool, Mutex, Ordering};
use super::trace;
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// Why there is no new thread.
#[derive(Debug)]
pub(crate) enum SpawnError {
    /// As many threads as allowed are alive.
    Limit,
    /// The runtime is ending.
    ShuttingDown,
    /// The system has none.
    System,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ThreadOptions<'a> {
    pub(crate) name: &'a str,
    pub(crate) is_daemon: bool,
    /// `None`: the runtime's.
    pub(crate) stack_size: Option<usize>,
    pub(crate) priority: Priority,
}

/// How a thread's body ended: with the message of its panic, if it panicked.
#[derive(Debug)]
pub(crate) struct Exit {
    /// For tests: the panic itself has printed its message.
    #[cfg_attr(not(test), allow(dead_code))]
    pub(crate) panic: Option<String>,
}

/// More live threads than this are a crowd.
const CROWD: usize = 16;

static MAY_AVOID_HUGE_PAGES: AtomicBool = AtomicBool::new(false);

/// For the program that owns the process: once a runtime has many threads, no more huge pages. Each thread touches a few places of its
/// own, and every one of them would cost two megabytes.
pub(crate) fn avoid_huge_pages_when_crowded() {
    MAY_AVOID_HUGE_PAGES.store(true, Ordering::Relaxed);
}

#[cold]
fn avoid_huge_pages() {
    #[cfg(target_os = "linux")]
    // SAFETY: takes no pointers; if the system refuses, nothing changes.
    unsafe {
        libc::prctl(libc::PR_SET_THP_DISABLE, 1, 0, 0, 0);
    }
}

/// The system's number of the calling OS thread.
pub(crate) fn number_of_os_thread() -> u32 {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    return rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs();
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    std::process::id()
}

type Body = Box<dyn FnOnce(&Arc<Strand>) + Send>;

/// A thread, running or finished; clones speak of the same one.
#[derive(Clone)]
pub(crate) struct JoinHandle(Arc<Record>);

struct Record {
    strand: Arc<Strand>,
    /// Full until the thread begins.
    body: Mutex<Option<Body>>,
    exit: OneShot<Exit>,
}

/// Starts a thread that runs `body` on a strand of its own, attached.
pub(crate) fn spawn_thread(
    runtime: &Arc<Runtime>,
    options: ThreadOptions<'_>,
    body: impl FnOnce(&Arc<Strand>) + Send + 'static,
) -> Result<JoinHandle, SpawnError> {
    spawn_announced(runtime, options, |_| (), body)
}

/// As `spawn_thread`; `announce` is told the strand's number before the thread can begin. If it does not begin, that is an error.
pub(crate) fn spawn_announced(
    runtime: &Arc<Runtime>,
    options: ThreadOptions<'_>,
    announce: impl FnOnce(StrandId),
    body: impl FnOnce(&Arc<Strand>) + Send + 'static,
) -> Result<JoinHandle, SpawnError> {
    if runtime.is_closing() {
        return Err(SpawnError::ShuttingDown);
    }
    let role = if options.is_daemon { Role::Daemon } else { Role::Thread };
    let strand = runtime.new_strand(role, options.name);
    let handle = JoinHandle(Arc::new(Record { strand, body: Mutex::new(Some(Box::new(body))), exit: OneShot::new() }));
    let before = runtime.enrol(&handle).ok_or(SpawnError::Limit)?;
    if before == CROWD && MAY_AVOID_HUGE_PAGES.swap(false, Ordering::Relaxed) {
        avoid_huge_pages();
    }
    announce(handle.strand().id());
    let started = runtime.idle.run(handle.clone(), options.stack_size.unwrap_or(runtime.config.stack_size), options.priority);
    if let Err(error) = started {
        // Dropped here, where no lock is held: it owns what the layer above gave it.
        drop(handle.0.body.lock().take());
        handle.finish(Exit { panic: None }, || ());
        return Err(error);
    }
    Ok(handle)
}

impl JoinHandle {
    pub(crate) fn strand(&self) -> &Arc<Strand> {
        &self.0.strand
    }

    pub(crate) fn is_daemon(&self) -> bool {
        self.0.strand.role() == Role::Daemon
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.exit.is_set()
    }

    #[cfg(test)]
    pub(crate) fn exit(&self) -> Option<&Exit> {
        self.0.exit.get()
    }

    /// Waits for the thread's end. A thread that joins itself gets `Deadlock`, without a report.
    pub(crate) fn join(&self, me: &Strand, deadline: Option<Instant>) -> Result<(), WaitError> {
        if self.0.strand.id() == me.id() {
            return Err(WaitError::Deadlock);
        }
        self.0.exit.wait(me, self.reason(), deadline).map(drop)
    }

    pub(super) fn join_uninterruptible(&self, me: &Strand, deadline: Option<Instant>) {
        if self.0.strand.id() != me.id() {
            let _timed_out = self.0.exit.wait(me, self.reason().uninterruptible(), deadline);
        }
    }

    fn reason(&self) -> WaitReason<'_> {
        WaitReason::on(WaitKind::Join, &*self.0).owned_by(Owner::Strand(self.0.strand.id()))
    }

    fn take_body(&self) -> Option<Body> {
        self.0.body.lock().take()
    }

    /// Runs the body unless somebody else has, on the OS thread of that number; `before_end` runs just before the end is told.
    pub(super) fn run(&self, os_thread: u32, before_end: impl FnOnce()) {
        if let Some(body) = self.take_body() {
            self.0.strand.set_os_thread(os_thread);
            self.run_body(body, before_end);
        }
    }

    fn run_body(&self, body: Body, before_end: impl FnOnce()) {
        let strand = &self.0.strand;
        strand.attach();
        let begun = trace::begin(strand);
        let outcome = catch_unwind(AssertUnwindSafe(|| body(strand)));
        if strand.is_attached() {
            strand.detach();
        }
        begun.end(strand);
        self.finish(Exit { panic: outcome.err().map(|payload| panic_message(&*payload)) }, before_end);
    }

    /// The strand counts as a source of progress until its joiners are awake: before that, they only seem to wait for ever.
    fn finish(&self, exit: Exit, before_end: impl FnOnce()) {
        let runtime = self.0.strand.runtime();
        runtime.unregister(&self.0.strand);
        before_end();
        let _set_once = self.0.exit.set(exit);
        runtime.source_ended();
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

impl fmt::Debug for JoinHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinHandle({:?})", self.0.strand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::park::{deadline_after, sleep};
    use crate::sched::runtime::Config;
    use crate::sched::strand::poll;

    use std::collections::HashSet;
    use std::time::Duration;

    #[test]
    fn joins_reuses_and_counts() {
        let runtime = Runtime::new(Config { max_threads: 3, ..Config::default() });
        let me = runtime.enter("main");
        let seen = Arc::new(Mutex::new(HashSet::new()));
        for _ in 0..100 {
            let seen = seen.clone();
            let body = move |_: &Arc<Strand>| {
                seen.lock().insert(std::thread::current().id());
            };
            let thread = spawn_thread(&runtime, ThreadOptions::default(), body).expect("below the limit");
            thread.join(&me, None).expect("it ends");
            assert!(thread.is_finished());
        }
        assert!(seen.lock().len() <= 3, "{} OS threads for 100 threads", seen.lock().len());
        let until_cancelled = |me: &Arc<Strand>| assert_eq!(sleep(me, None), Err(WaitError::Interrupted));
        let sleepers: Vec<_> = (0..3).map(|_| spawn_thread(&runtime, ThreadOptions::default(), until_cancelled).expect("room")).collect();
        assert!(matches!(spawn_thread(&runtime, ThreadOptions::default(), |_| ()), Err(SpawnError::Limit)));
        assert_eq!(sleepers[0].join(&me, deadline_after(Duration::from_millis(3))), Err(WaitError::TimedOut));
        sleepers.iter().for_each(|sleeper| sleeper.strand().interrupt(poll::CANCEL));
        assert_eq!(runtime.join_threads(&me), Ok(()));
        assert!(sleepers.iter().all(|sleeper| sleeper.exit().is_some_and(|exit| exit.panic.is_none())));
        assert_eq!(runtime.thread_count(), 0);
    }

    #[test]
    fn announced_before_it_begins() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        for _ in 0..100 {
            let told = Arc::new(Mutex::new(None));
            let seen = told.clone();
            let body = move |strand: &Arc<Strand>| assert_eq!(*seen.lock(), Some(strand.id()));
            let announce = |id| *told.lock() = Some(id);
            let thread = spawn_announced(&runtime, ThreadOptions::default(), announce, body).expect("room");
            thread.join(&me, None).expect("it ends");
            assert!(thread.exit().is_some_and(|exit| exit.panic.is_none()));
        }
    }

    #[test]
    fn a_panic_stays_inside() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let body = |_: &Arc<Strand>| std::panic::resume_unwind(Box::new("oops"));
        let thread = spawn_thread(&runtime, ThreadOptions::default(), body).expect("room");
        thread.join(&me, None).expect("it ends");
        assert_eq!(thread.exit().and_then(|exit| exit.panic.as_deref()), Some("oops"));
    }

    #[test]
    fn shutdown_cancels_and_abandons() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let daemon = ThreadOptions { is_daemon: true, ..ThreadOptions::default() };
        let obedient = spawn_thread(&runtime, daemon, |me| assert!(sleep(me, None).is_err())).expect("room");
        let (release, held) = std::sync::mpsc::channel::<()>();
        let deaf = spawn_thread(&runtime, daemon, move |_| assert!(held.recv().is_err())).expect("room");
        assert_eq!(runtime.join_threads(&me), Ok(()));
        assert_eq!(runtime.shutdown(&me, Duration::from_millis(30)), 1);
        assert!(obedient.is_finished() && !deaf.is_finished());
        assert!(matches!(spawn_thread(&runtime, daemon, |_| ()), Err(SpawnError::ShuttingDown)));
        drop(release);
    }
}
