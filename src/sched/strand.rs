//! A strand: one sequence of script execution with its identity, its poll word and what it waits for. Knows not what it runs.

use super::graph::DeadlockReport;
use super::park::{ParkRecord, Waiter, WakeReason};
use super::report::{Answer, Picture, Wanted};
use super::runtime::Runtime;
use super::stop::Status;
use super::sync::{Arc, AtomicU32, AtomicU64, AtomicUsize, Mutex, OnceLock, Ordering, Weak};
use super::trace::{Lane, Tracer};
use std::fmt;
use std::num::NonZeroU64;

/// Bits of a strand's poll word. Others set them; the strand's safepoint reads the word with one relaxed load and goes to
/// `stop::safepoint_slow` when it is not zero.
pub(crate) mod poll {
    /// A signal is pending (Ctrl-C): the strand runs signal handlers. Wakes a parked strand.
    pub(crate) const INTERRUPT: u32 = 1;
    /// Another strand is stopping the world. Set and cleared by `stop` only.
    pub(crate) const STOP: u32 = 1 << 1;
    /// The memory layer waits for this strand to pass a safepoint. Set and cleared by `epoch` only.
    pub(crate) const RECLAIM: u32 = 1 << 2;
    /// The strand is to end: an error that script cannot catch. Wakes a parked strand.
    pub(crate) const CANCEL: u32 = 1 << 3;
    /// An exception raised by another strand waits in the context. Wakes a parked strand.
    pub(crate) const EXCEPTION: u32 = 1 << 4;
    /// The collector asks this strand for a collection.
    pub(crate) const COLLECT: u32 = 1 << 5;
    /// The limit of recursion was changed.
    pub(crate) const LIMIT: u32 = 1 << 6;
    /// Somebody wants to know what the strand runs, see `report`.
    pub(crate) const REPORT: u32 = 1 << 8;
    /// The strand has objects to release. Ends a wait that has just begun.
    pub(crate) const RELEASE: u32 = 1 << 9;
    /// The bits that end an ordinary wait.
    pub(crate) const WAKING: u32 = INTERRUPT | CANCEL | EXCEPTION | RELEASE;
}

/// A strand's poll bits, and one number that a call of a function compares its stack pointer with: the barrier.
///
/// The barrier is the address that the native stack must not come near or, when bits are set, above every address. Setting bits
/// (1) sets them and (2) raises the barrier. The strand lowers it by (a) storing the address and (b) reading the bits: if there are any it
/// raises it again. All four are SeqCst. If (a) comes before (2) the barrier ends up raised; else (1) comes before (b), which sees the bits.
/// A barrier that is up without cause costs the next call a look.
pub(crate) struct PollWord {
    bits: AtomicU32,
    barrier: AtomicUsize,
}

impl PollWord {
    fn new() -> PollWord {
        PollWord { bits: AtomicU32::new(0), barrier: AtomicUsize::new(usize::MAX) }
    }

    /// Sets bits. Allowed in a signal handler.
    pub(super) fn request(&self, bits: u32) {
        self.bits.fetch_or(bits, Ordering::SeqCst);
        self.barrier.store(usize::MAX, Ordering::SeqCst);
    }

    fn set_barrier(&self, address: usize) {
        self.barrier.store(address, Ordering::SeqCst);
        if self.bits.load(Ordering::SeqCst) != 0 {
            self.barrier.store(usize::MAX, Ordering::SeqCst);
        }
    }
}

/// Identifies a strand within its runtime; never used twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct StrandId(NonZeroU64);

impl StrandId {
    /// `None` for zero, which words that hold an owner use for "nobody".
    pub(crate) fn from_raw(raw: u64) -> Option<StrandId> {
        NonZeroU64::new(raw).map(StrandId)
    }

    pub(crate) fn raw(self) -> u64 {
        self.0.get()
    }
}

impl fmt::Display for StrandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the layer above does around a wait, and how it shows what a strand runs.
pub(crate) struct ParkHooks {
    /// Runs on the strand while it is attached; `data` is what `set_hooks` was given.
    pub(crate) before_park: fn(strand: &Strand, data: usize),
    pub(crate) after_park: fn(strand: &Strand, data: usize),
    /// Runs on the strand, or on another thread while the strand is held where it is: reads, and counts no references of the strand's own.
    pub(crate) picture: fn(strand: &Strand, wanted: Wanted) -> Picture,
}

/// Whether the end of the program waits for a strand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// Entered by a thread of the host (the main strand is one).
    Host,
    /// Started by script; `Runtime::shutdown` waits for it.
    Thread,
    /// Started by script; the program may end under it.
    Daemon,
}

pub(crate) struct Strand {
    // The two words that others look at come first: one cache line with the id.
    poll: PollWord,
    pub(super) status: Status,
    id: StrandId,
    role: Role,
    runtime: Arc<Runtime>,
    name: Mutex<Arc<str>>,
    /// Some while the strand waits. Leaf lock.
    pub(super) parked: Mutex<Option<ParkRecord>>,
    pub(super) park_count: AtomicU64,
    /// How many `blocking` calls are open on this strand (only it writes).
    pub(super) blocking: AtomicU32,
    hooks: OnceLock<&'static ParkHooks>,
    hook_data: AtomicUsize,
    /// Address of the layer above's context, 0 while there is none. Written by the strand while it is attached; see `context`.
    context: AtomicUsize,
    pub(super) deadlock: Mutex<Option<DeadlockReport>>,
    /// The system's number of the OS thread that runs the strand; 0 until one does.
    os_thread: AtomicU32,
    /// Where a trace that is being written has what the strand does.
    pub(super) lane: Mutex<Option<(Weak<Tracer>, Arc<Lane>)>>,
    /// The strand's answer to whoever asks, see `report`. Leaf lock.
    pub(super) answer: Mutex<Answer>,
}

impl Strand {
    pub(super) fn new(id: StrandId, role: Role, name: &str, runtime: Arc<Runtime>) -> Strand {
        Strand {
            poll: PollWord::new(),
            status: Status::detached(),
            id,
            role,
            runtime,
            name: Mutex::new(Arc::from(name)),
            parked: Mutex::new(None),
            park_count: AtomicU64::new(0),
            blocking: AtomicU32::new(0),
            hooks: OnceLock::new(),
            hook_data: AtomicUsize::new(0),
            context: AtomicUsize::new(0),
            deadlock: Mutex::new(None),
            os_thread: AtomicU32::new(0),
            lane: Mutex::new(None),
            answer: Mutex::default(),
        }
    }

    pub(crate) fn id(&self) -> StrandId {
        self.id
    }

    pub(crate) fn role(&self) -> Role {
        self.role
    }

    /// Of a thread that was started by script and has begun.
    pub(crate) fn os_thread(&self) -> Option<u32> {
        Some(self.os_thread.load(Ordering::Relaxed)).filter(|number| *number != 0)
    }

    pub(super) fn set_os_thread(&self, number: u32) {
        self.os_thread.store(number, Ordering::Relaxed);
    }

    pub(crate) fn runtime(&self) -> &Arc<Runtime> {
        &self.runtime
    }

    pub(crate) fn name(&self) -> Arc<str> {
        self.name.lock().clone()
    }

    pub(crate) fn set_name(&self, name: &str) {
        *self.name.lock() = Arc::from(name);
    }

    /// The word itself, for a context that keeps a reference to it.
    pub(crate) fn poll_word(&self) -> &PollWord {
        &self.poll
    }

    /// The safepoint's test. Relaxed: a bit may be seen one safepoint late, never lost; who handles a bit reads it again with
    /// the ordering it needs.
    #[inline(always)]
    pub(crate) fn is_polled(&self) -> bool {
        self.poll.bits.load(Ordering::Relaxed) != 0
    }

    /// The test of calls: no bit is set, and the stack pointer is above the address last given to [`Strand::set_barrier`]. Relaxed as above.
    #[inline(always)]
    pub(crate) fn is_clear(&self, stack_pointer: usize) -> bool {
        stack_pointer > self.poll.barrier.load(Ordering::Relaxed)
    }

    /// Sets the address that the stack pointer must stay above. By the strand itself: when its stack changes, and when it has dealt with
    /// its bits.
    pub(crate) fn set_barrier(&self, address: usize) {
        self.poll.set_barrier(address);
    }

    /// Which of `bits` are set.
    pub(crate) fn pending(&self, bits: u32) -> u32 {
        self.poll.bits.load(Ordering::SeqCst) & bits
    }

    /// Sets `bits` without waking the strand if it waits.
    pub(crate) fn request(&self, bits: u32) {
        self.poll.request(bits);
    }

    /// Clears `bits` and says which of them were set.
    pub(crate) fn take(&self, bits: u32) -> u32 {
        self.poll.bits.fetch_and(!bits, Ordering::SeqCst) & bits
    }

    /// Sets `bits` and, if the strand waits in a way that one of them ends, wakes it with `Interrupted`.
    ///
    /// No wake-up is lost: the bits are set before the record's lock is taken, and `park` writes the record before it tests the
    /// bits, so whoever comes second sees the other.
    pub(crate) fn interrupt(&self, bits: u32) {
        self.request(bits);
        let woken = self.interruptible_waiter(bits).filter(|waiter| waiter.claim(WakeReason::Interrupted));
        if let Some(waiter) = woken {
            waiter.unpark();
        }
    }

    fn interruptible_waiter(&self, bits: u32) -> Option<Waiter> {
        let parked = self.parked.lock();
        parked.as_ref().filter(|record| record.wakes_on & bits != 0)?.waiter.clone()
    }

    /// Can be set once; the data word may change later through `set_hook_data`.
    pub(crate) fn set_hooks(&self, hooks: &'static ParkHooks, data: usize) {
        self.hook_data.store(data, Ordering::Relaxed);
        let _already_set = self.hooks.set(hooks);
    }

    pub(crate) fn set_hook_data(&self, data: usize) {
        self.hook_data.store(data, Ordering::Relaxed);
    }

    /// The word for the layer above, which says what is behind it. Whoever reads it is the strand, or has it held: the status orders
    /// their accesses.
    pub(crate) fn context(&self) -> usize {
        self.context.load(Ordering::Relaxed)
    }

    pub(crate) fn set_context(&self, address: usize) {
        self.context.store(address, Ordering::Relaxed);
    }

    pub(super) fn hooks(&self) -> Option<&'static ParkHooks> {
        self.hooks.get().copied()
    }

    pub(super) fn before_park(&self) {
        if let Some(hooks) = self.hooks.get() {
            (hooks.before_park)(self, self.hook_data.load(Ordering::Relaxed));
        }
    }

    pub(super) fn after_park(&self) {
        if let Some(hooks) = self.hooks.get() {
            (hooks.after_park)(self, self.hook_data.load(Ordering::Relaxed));
        }
    }

    /// After a wait that ended with `Deadlock`: who waits for whom.
    pub(crate) fn take_deadlock(&self) -> Option<DeadlockReport> {
        self.deadlock.lock().take()
    }
}

impl fmt::Debug for Strand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Strand({} {:?})", self.id, self.name())
    }
}
