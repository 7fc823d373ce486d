//! The scheduler: strands, parking, the waiting primitives, threads, timers, stops and the wait-for graph. It knows no values and
//! runs no script; the layer above hands it closures and reads a strand's poll word at its safepoints.
//!
//! Three rules hold everywhere in this folder, and the rest leans on them:
//! - every wait of a strand goes through `park::park` (stops excepted: `stop`), so interrupts, time limits, deadlock reports and
//!   detaching are written once;
//! - no lock of ours is held while a strand waits or while code of the layer above runs: values taken out of a queue are dropped
//!   by the caller;
//! - locks are taken in the order: primitive's queue, or runtime's world, then a strand's park record; the last one is a leaf.

pub(crate) mod barrier;
pub(crate) mod blocking;
pub(crate) mod board;
pub(crate) mod clock;
pub(crate) mod condition;
#[cfg(unix)]
pub(crate) mod crowd;
#[cfg(target_os = "linux")]
pub(crate) mod epoll;
pub(crate) mod event;
#[cfg(unix)]
pub(crate) mod faults;
pub(crate) mod fd;
pub(crate) mod graph;
mod idle;
pub(crate) mod kernel;
#[cfg(unix)]
pub(crate) mod ledger;
pub(crate) mod lock;
pub(crate) mod messages;
pub(crate) mod net;
#[cfg(unix)]
pub(crate) mod nursery;
pub(crate) mod oneshot;
#[cfg(unix)]
pub(crate) mod packets;
#[cfg(unix)]
pub(crate) mod parent;
pub(crate) mod park;
#[cfg(unix)]
pub(crate) mod poll;
pub(crate) mod pool;
pub(crate) mod priority;
#[cfg(unix)]
pub(crate) mod processes;
pub(crate) mod queue;
pub(crate) mod reactor;
pub(crate) mod report;
#[cfg(unix)]
pub(crate) mod resolve;
pub(crate) mod rlock;
pub(crate) mod runtime;
pub(crate) mod semaphore;
#[cfg(unix)]
pub(crate) mod shared_memory;
#[cfg(unix)]
pub(crate) mod signal;
#[cfg(unix)]
pub(crate) mod signal_calls;
#[cfg(unix)]
pub(crate) mod signal_masks;
#[cfg(unix)]
pub(crate) mod sockets;
#[cfg(unix)]
pub(crate) mod spawning;
pub(crate) mod stop;
pub(crate) mod strand;
pub(crate) mod sync;
pub(crate) mod terminal;
pub(crate) mod thread;
pub(crate) mod timer;
pub(crate) mod trace;
