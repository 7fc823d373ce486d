//! A runtime: the strands that belong together, and what they share. Several in a process share nothing.

use super::graph::{self, HostState};
use super::idle::IdleThreads;
use super::park::WaitError;
use super::stop::Stop;
use super::strand::{Role, Strand, StrandId};
use super::sync::{Arc, AtomicBool, AtomicU64, AtomicUsize, Condvar, Mutex, MutexGuard, Ordering};
use super::thread::JoinHandle;
use super::timer::Timers;
use super::trace::{self, Begun, Tracer};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::time::Duration;

/// What an embedder may set.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// How many threads may be alive at once, besides the process-wide bound of `idle`.
    pub(crate) max_threads: usize,
    /// Native stack of threads that do not name a size.
    pub(crate) stack_size: usize,
}

impl Default for Config {
    fn default() -> Config {
        Config { max_threads: usize::MAX, stack_size: 2 << 20 }
    }
}

pub(crate) struct Runtime {
    pub(super) config: Config,
    /// See `progress_gained`.
    sources: AtomicUsize,
    next_id: AtomicU64,
    world: Mutex<World>,
    /// Signalled when the last missing strand has stopped.
    pub(super) stopped: Condvar,
    /// Signalled when a stop ends.
    pub(super) resumed: Condvar,
    pub(super) idle: Arc<IdleThreads>,
    pub(super) timers: Timers,
    /// The trace that is being written, if one is.
    pub(super) tracer: Mutex<Option<Arc<Tracer>>>,
    /// Leaf lock.
    pub(super) host: Mutex<HostState>,
    closing: AtomicBool,
}

/// The registry of live strands, and the stop that may be in force.
#[derive(Default)]
pub(super) struct World {
    pub(super) strands: BTreeMap<StrandId, Arc<Strand>>,
    /// Threads started by script that have not finished.
    pub(super) threads: BTreeMap<StrandId, JoinHandle>,
    pub(super) stop: Stop,
}

impl World {
    fn enter(&mut self, strand: &Arc<Strand>) {
        strand.begin_in(self);
        self.strands.insert(strand.id(), strand.clone());
    }
}

impl Runtime {
    pub(crate) fn new(config: Config) -> Arc<Runtime> {
        Arc::new(Runtime {
            config,
            sources: AtomicUsize::new(0),
            next_id: AtomicU64::new(1),
            world: Mutex::default(),
            stopped: Condvar::new(),
            resumed: Condvar::new(),
            idle: IdleThreads::new(),
            timers: Timers::new(),
            tracer: Mutex::new(None),
            host: Mutex::default(),
            closing: AtomicBool::new(false),
        })
    }

    /// Makes the calling OS thread a strand, attached, until the guard is dropped (on the same OS thread).
    pub(crate) fn enter(self: &Arc<Runtime>, name: &str) -> Entered {
        let strand = self.register(Role::Host, name);
        strand.attach();
        let begun = Some(trace::begin(&strand));
        Entered { strand, begun }
    }

    /// A new strand, detached.
    pub(super) fn register(self: &Arc<Runtime>, role: Role, name: &str) -> Arc<Strand> {
        let strand = self.new_strand(role, name);
        self.progress_gained();
        self.world.lock().enter(&strand);
        strand
    }

    /// A strand that is not registered yet.
    pub(super) fn new_strand(self: &Arc<Runtime>, role: Role, name: &str) -> Arc<Strand> {
        let raw = self.next_id.fetch_add(1, Ordering::Relaxed);
        let id = StrandId::from_raw(raw).expect("ids begin at one");
        Arc::new(Strand::new(id, role, name, self.clone()))
    }

    /// Registers the strand of a thread that is about to begin, and the thread. Says how many there were before; None if there are as
    /// many as there may be.
    pub(super) fn enrol(&self, thread: &JoinHandle) -> Option<usize> {
        let mut world = self.world.lock();
        let before = world.threads.len();
        if before >= self.config.max_threads {
            return None;
        }
        self.progress_gained();
        world.enter(thread.strand());
        world.threads.insert(thread.strand().id(), thread.clone());
        Some(before)
    }

    /// The end of a detached strand. Its part in `sources` is given up by the caller once everybody it wakes has been woken.
    pub(super) fn unregister(&self, strand: &Strand) {
        let mut world = self.lock_unstopped_world();
        world.strands.remove(&strand.id());
        world.threads.remove(&strand.id());
    }

    pub(super) fn lock_world(&self) -> MutexGuard<'_, World> {
        self.world.lock()
    }

    /// All live strands, oldest first.
    pub(crate) fn strands(&self) -> Vec<Arc<Strand>> {
        self.world.lock().strands.values().cloned().collect()
    }

    pub(crate) fn strand(&self, id: StrandId) -> Option<Arc<Strand>> {
        self.world.lock().strands.get(&id).cloned()
    }

    /// Threads started by script that are alive.
    pub(crate) fn thread_count(&self) -> usize {
        self.world.lock().threads.len()
    }

    pub(crate) fn timers(&self) -> &Timers {
        &self.timers
    }

    /// `sources` counts what may still make something happen: strands that run, are in a blocking call or wait with an end in
    /// sight; timers; host wakers. Every strand that waits without one has taken itself off. At zero nobody can wake anybody.
    pub(super) fn progress_gained(&self) {
        self.sources.fetch_add(1, Ordering::SeqCst);
    }

    /// For a strand that parks: it looks for a deadlock later itself.
    pub(super) fn progress_lost(&self) {
        self.sources.fetch_sub(1, Ordering::SeqCst);
    }

    /// For a source that is gone for good: nobody else would notice that the rest waits for ever.
    pub(super) fn source_ended(&self) {
        if self.sources.fetch_sub(1, Ordering::SeqCst) == 1 {
            graph::look_at_everybody(self);
        }
    }

    pub(super) fn has_sources(&self) -> bool {
        self.sources.load(Ordering::SeqCst) != 0
    }

    /// A script has changed its signal mask: returns when idle threads take no signals.
    pub(crate) fn heed_masks(&self) {
        self.idle.heed_masks();
    }

    /// While the guard lives something outside may wake strands (a host's handle, a signal handler of the script, a reactor),
    /// so strands that all wait are no deadlock.
    pub(crate) fn outside_waker(self: &Arc<Runtime>) -> OutsideWaker {
        self.progress_gained();
        OutsideWaker { runtime: self.clone() }
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    /// Waits until no thread is left that the end of the program waits for; threads may start others meanwhile. Interruptible:
    /// the caller may report the interrupt and call again.
    pub(crate) fn join_threads(&self, me: &Strand) -> Result<(), WaitError> {
        loop {
            let next = {
                let world = self.world.lock();
                world.threads.values().find(|thread| !thread.is_daemon() && thread.strand().id() != me.id()).cloned()
            };
            match next {
                None => return Ok(()),
                Some(thread) => thread.join(me, None)?,
            }
        }
    }

    /// The host's strand will only wait for the others from now on, so a deadlock is news to them and not to it.
    pub(crate) fn begin_to_end(&self) {
        self.host.lock().is_ending = true;
    }

    /// Refuses new threads from now on: what runs still are finalizers.
    pub(crate) fn begin_to_close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    /// Ends the runtime: no new threads, no timers; threads still alive are cancelled and given `grace` to unwind. Returns how many
    /// did not: they are abandoned, and keep alive what they use. Call `join_threads` first for an orderly end.
    pub(crate) fn shutdown(&self, me: &Strand, grace: Duration) -> usize {
        self.begin_to_close();
        self.timers.clear(self);
        let left: Vec<JoinHandle> = self.world.lock().threads.values().cloned().collect();
        for thread in &left {
            thread.strand().interrupt(super::strand::poll::CANCEL);
        }
        let deadline = super::park::deadline_after(grace);
        for thread in &left {
            thread.join_uninterruptible(me, deadline);
        }
        self.idle.close();
        left.iter().filter(|thread| !thread.is_finished()).count()
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.idle.close();
        self.timers.close();
        let _nobody_is_left_to_tell = trace::stop(self);
    }
}

/// The calling OS thread's strand; leaves the runtime when dropped.
pub(crate) struct Entered {
    strand: Arc<Strand>,
    /// None once the strand is over.
    begun: Option<Begun>,
}

impl Deref for Entered {
    type Target = Arc<Strand>;

    fn deref(&self) -> &Arc<Strand> {
        &self.strand
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if self.strand.is_attached() {
            self.strand.detach();
        }
        if let Some(begun) = self.begun.take() {
            begun.end(&self.strand);
        }
        self.strand.runtime().unregister(&self.strand);
        self.strand.runtime().source_ended();
    }
}

/// See `Runtime::outside_waker`.
pub(crate) struct OutsideWaker {
    runtime: Arc<Runtime>,
}

impl Drop for OutsideWaker {
    fn drop(&mut self) {
        self.runtime.source_ended();
    }
}
