//! Signals of the process, for the binary: they are noted, and wake the main strand whatever it waits for. Knows not their handlers.
//!
//! The handler itself does only what is allowed in one: atomic operations and `write` to a pipe. It sets the bit of the signal and the poll
//! bit of the watched strand, so running script sees it at its next safepoint; a thread that reads the pipe wakes the strand if it is
//! parked. Handlers are installed without SA_RESTART: a system call of the main thread ends with EINTR and looks at its poll word.
//!
//! A process that may not live long need not have the reading thread from the beginning (`Reader::WhenNeeded`): `have_reader` is called
//! before the process gets any second thread and before its only one goes to sleep. Until then that thread runs, sees its poll bit at the
//! next safepoint and starts the reader there; what was written to the pipe meanwhile lies in it. So whoever sleeps has a reader, which
//! was started before it slept and reads every byte: no signal is lost.

use super::signal_masks::take_no_signals;
use super::strand::{PollWord, Strand, poll};
use super::sync::{Arc, AtomicBool, AtomicU64, Builder, Mutex, Ordering};
use std::io;
use std::os::fd::{IntoRawFd, OwnedFd};
use std::sync::atomic::{AtomicI32, AtomicPtr};
use std::time::{Duration, Instant};

/// A thread that the system has chosen for a signal takes it within this time, unless nothing on the machine gets on.
const LONGEST_DELIVERY: Duration = Duration::from_millis(200);

/// Signals noted and not yet taken; bit n-1 for signal n.
static PENDING: AtomicU64 = AtomicU64::new(0);
/// How many have been noted.
static NOTED: AtomicU64 = AtomicU64::new(0);
/// The poll word of the watched strand. It points into a strand that is never freed.
static POLL_WORD: AtomicPtr<PollWord> = AtomicPtr::new(std::ptr::null_mut());
static PIPE_END: AtomicI32 = AtomicI32::new(-1);
/// What a report signal sets off, see `report_on`.
static REPORTER: Mutex<Option<Arc<dyn Fn() + Send + Sync>>> = Mutex::new(None);
/// The byte in the pipe that stands for such a signal.
const REPORT_BYTE: u8 = 1;
const REPORT_STACK: usize = 1 << 20;
/// Where the handler writes the number of each signal, for event loops; -1: nowhere.
static WAKEUP_FD: AtomicI32 = AtomicI32::new(-1);
/// The end of the pipe, until somebody reads it, and whether it is there.
static UNREAD: Mutex<Option<OwnedFd>> = Mutex::new(None);
static IS_UNREAD: AtomicBool = AtomicBool::new(false);
/// The strand the reader of the pipe wakes.
static WATCHED: Mutex<Option<Arc<Strand>>> = Mutex::new(None);

/// What a signal does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Disposition {
    Default,
    Ignore,
    /// Noted here.
    Catch,
    /// Sets off a report, see `report_on`.
    Report,
    /// Something not installed by us.
    Foreign,
}

/// When there is a thread that reads the pipe.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reader {
    AtOnce,
    WhenNeeded,
}

/// From now on caught signals wake `strand`. It is kept for ever; meant to be called once per process.
pub(crate) fn watch(strand: &Arc<Strand>, reader: Reader) -> io::Result<()> {
    let mut watched = WATCHED.lock();
    if watched.is_none() {
        *UNREAD.lock() = Some(open_pipe()?);
        IS_UNREAD.store(true, Ordering::Release);
        if reader == Reader::AtOnce {
            start_reader()?;
        }
    }
    // Leaked, because a handler may be using the word at any time.
    let kept = std::mem::ManuallyDrop::new(strand.clone());
    POLL_WORD.store(std::ptr::from_ref(kept.poll_word()).cast_mut(), Ordering::Release);
    *watched = Some(strand.clone());
    Ok(())
}

/// Sees to it that the pipe is read, see the head of the file. If there cannot be a thread, it is tried again the next time.
#[inline]
pub(crate) fn have_reader() {
    // Relaxed: it was set by the only thread there is, or by one that had started this one.
    if IS_UNREAD.load(Ordering::Relaxed) {
        let _next_time = start_reader();
    }
}

#[cold]
fn start_reader() -> io::Result<()> {
    let mut unread = UNREAD.lock();
    let Some(reading_end) = unread.as_ref() else { return Ok(()) };
    let reading_end = reading_end.try_clone()?;
    Builder::new().name("pyc-signals".into()).stack_size(256 << 10).spawn(move || wake_on_signals(reading_end))?;
    *unread = None;
    IS_UNREAD.store(false, Ordering::Release);
    Ok(())
}

/// Changes what `signal` does and returns what it did.
pub(crate) fn set_disposition(signal: i32, disposition: Disposition) -> io::Result<Disposition> {
    let handler = match disposition {
        Disposition::Default if signal == super::parent::SIGNAL && super::parent::is_watched() => handler_address(super::parent::on_signal),
        Disposition::Default => libc::SIG_DFL,
        Disposition::Ignore => libc::SIG_IGN,
        Disposition::Catch => handler_address(on_signal),
        Disposition::Report => handler_address(on_report),
        Disposition::Foreign => return Err(io::ErrorKind::InvalidInput.into()),
    };
    if !(1..=64).contains(&signal) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // SAFETY: both structures are valid for the call, all-zero is a valid `sigaction`, and the handler does only what a handler may.
    let before = unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        let mut old: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = handler;
        new.sa_flags = libc::SA_ONSTACK;
        if handler == handler_address(super::parent::on_signal) {
            new.sa_flags |= libc::SA_RESTART;
        }
        libc::sigemptyset(&raw mut new.sa_mask);
        if libc::sigaction(signal, &raw const new, &raw mut old) != 0 {
            return Err(io::Error::last_os_error());
        }
        old.sa_sigaction
    };
    Ok(disposition_of(before))
}

/// What `signal` does now.
pub(crate) fn disposition(signal: i32) -> io::Result<Disposition> {
    // SAFETY: a null new action only asks; the old one is valid for the call.
    let now = unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, std::ptr::null(), &raw mut old) != 0 {
            return Err(io::Error::last_os_error());
        }
        old.sa_sigaction
    };
    Ok(disposition_of(now))
}

fn handler_address(handler: extern "C" fn(libc::c_int)) -> libc::sighandler_t {
    handler as *const () as libc::sighandler_t
}

/// Has `reporter` run on a thread of its own whenever `signal` comes. To be called after `watch`.
pub(crate) fn report_on(signal: i32, reporter: Arc<dyn Fn() + Send + Sync>) -> io::Result<()> {
    *REPORTER.lock() = Some(reporter);
    set_disposition(signal, Disposition::Report).map(drop)
}

fn disposition_of(handler: libc::sighandler_t) -> Disposition {
    match handler {
        libc::SIG_DFL => Disposition::Default,
        handler if handler == handler_address(super::parent::on_signal) || super::faults::is_ours(handler) => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignore,
        handler if handler == handler_address(on_signal) => Disposition::Catch,
        handler if handler == handler_address(on_report) => Disposition::Report,
        _ => Disposition::Foreign,
    }
}

/// The lowest signal that has come since it was last taken.
pub(crate) fn take_pending() -> Option<i32> {
    let mut pending = PENDING.load(Ordering::Acquire);
    while pending != 0 {
        let lowest = pending & pending.wrapping_neg();
        let before = PENDING.fetch_and(!lowest, Ordering::AcqRel);
        if before & lowest != 0 {
            return i32::try_from(lowest.trailing_zeros()).ok().map(|bit| bit + 1);
        }
        pending = before & !lowest;
    }
    None
}

/// Has `send` send a signal to this process. If it is one that is noted here, it has been when this returns, whichever thread takes it: until
/// then nothing shows that somebody is about to be woken, and the sender's end might leave all others waiting.
pub(crate) fn send_and_note(signal: i32, send: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let before = NOTED.load(Ordering::Acquire);
    send()?;
    // One that is blocked may never come.
    if disposition(signal).is_ok_and(|now| now == Disposition::Catch) && !super::signal_masks::are_used() {
        let end = Instant::now() + LONGEST_DELIVERY;
        while NOTED.load(Ordering::Acquire) == before && Instant::now() < end {
            std::thread::yield_now();
        }
    }
    Ok(())
}

/// As if `signal` had come, for the host's own interrupts.
pub(crate) fn simulate(signal: i32) {
    on_signal(signal);
}

/// From now on the number of each caught signal is written to `fd` (-1: nowhere), which must not block. Returns the one before.
pub(crate) fn set_wakeup_fd(fd: i32) -> i32 {
    WAKEUP_FD.swap(fd, Ordering::AcqRel)
}

/// For handlers.
fn set_poll_bit() {
    // SAFETY: null or a word that is never freed.
    if let Some(word) = unsafe { POLL_WORD.load(Ordering::Acquire).as_ref() } {
        word.request(poll::INTERRUPT);
    }
}

extern "C" fn on_signal(signal: libc::c_int) {
    if signal == super::parent::SIGNAL {
        super::parent::end_if_orphaned();
    }
    PENDING.fetch_or(1u64.checked_shl((signal - 1).unsigned_abs()).unwrap_or(0), Ordering::AcqRel);
    set_poll_bit();
    NOTED.fetch_add(1, Ordering::Release);
    write_byte(PIPE_END.load(Ordering::Acquire), 0);
    write_byte(WAKEUP_FD.load(Ordering::Acquire), signal as u8);
}

/// Whatever the process is doing, its main strand included, goes on; where nobody reads the pipe yet, the strand sees to that.
extern "C" fn on_report(_: libc::c_int) {
    write_byte(PIPE_END.load(Ordering::Acquire), REPORT_BYTE);
    if IS_UNREAD.load(Ordering::Acquire) {
        set_poll_bit();
    }
}

/// For handlers. A full pipe already has a byte for the reader.
fn write_byte(pipe: i32, byte: u8) {
    if pipe >= 0 {
        let byte = [byte];
        // SAFETY: `write` is async-signal-safe and the byte is valid. The interrupted code must not see another `errno`.
        unsafe {
            let errno = errno_location();
            let saved = *errno;
            libc::write(pipe, byte.as_ptr().cast(), 1);
            *errno = saved;
        }
    }
}

/// # Safety
/// None to keep: the place is the calling thread's own and always there.
unsafe fn errno_location() -> *mut libc::c_int {
    #[cfg(any(target_os = "linux", target_os = "emscripten"))]
    // SAFETY: takes nothing.
    return unsafe { libc::__errno_location() };
    #[cfg(any(target_os = "macos", target_os = "ios", target_os = "freebsd"))]
    // SAFETY: takes nothing.
    return unsafe { libc::__error() };
    #[cfg(any(target_os = "android", target_os = "openbsd", target_os = "netbsd"))]
    // SAFETY: takes nothing.
    return unsafe { libc::__errno() };
}

/// Makes the pipe, keeps the writing end for the handler and returns the other.
fn open_pipe() -> io::Result<OwnedFd> {
    let (reading, writing) = rustix::pipe::pipe()?;
    rustix::io::fcntl_setfd(&reading, rustix::io::FdFlags::CLOEXEC)?;
    rustix::io::fcntl_setfd(&writing, rustix::io::FdFlags::CLOEXEC)?;
    // A handler must never wait.
    rustix::fs::fcntl_setfl(&writing, rustix::fs::OFlags::NONBLOCK)?;
    PIPE_END.store(writing.into_raw_fd(), Ordering::Release);
    Ok(reading)
}

/// The body of the reading thread.
fn wake_on_signals(pipe: OwnedFd) {
    take_no_signals();
    let mut bytes = [0u8; 64];
    loop {
        match rustix::io::read(&pipe, &mut bytes) {
            Ok(0) => return,
            Ok(count) => {
                let watched = WATCHED.lock().clone();
                let is_signal = bytes[..count].iter().any(|byte| *byte != REPORT_BYTE);
                if let Some(strand) = watched.filter(|_| is_signal) {
                    strand.interrupt(poll::INTERRUPT);
                }
                if bytes[..count].contains(&REPORT_BYTE) {
                    report();
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// A report takes a while: signals go on being read.
fn report() {
    let Some(reporter) = REPORTER.lock().clone() else { return };
    let again = reporter.clone();
    let started = Builder::new().name("pyc-report".into()).stack_size(REPORT_STACK).spawn(move || {
        take_no_signals();
        reporter();
    });
    if started.is_err() {
        again();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::lock::Lock;
    use crate::sched::park::{WaitError, sleep};
    use crate::sched::runtime::{Config, Runtime};

    #[test]
    fn wakes_the_watched_strand_and_sets_its_bit() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        watch(&me, Reader::WhenNeeded).expect("a pipe");
        assert_eq!(set_disposition(libc::SIGUSR1, Disposition::Catch).ok(), Some(Disposition::Default));
        assert_eq!(disposition(libc::SIGUSR1).ok(), Some(Disposition::Catch));
        let lock = Lock::new();
        assert!(lock.try_acquire(&me));
        for turn in 0..20 {
            let start = Instant::now();
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(Duration::from_millis(3));
                    // SAFETY: the signal is caught.
                    unsafe { libc::kill(libc::getpid(), libc::SIGUSR1) };
                });
                let outcome = if turn % 2 == 0 { sleep(&me, None) } else { lock.acquire(&me, None) };
                assert_eq!(outcome, Err(WaitError::Interrupted));
            });
            assert!(start.elapsed() < Duration::from_millis(300));
            assert_eq!(me.take(poll::INTERRUPT), poll::INTERRUPT);
            assert_eq!((take_pending(), take_pending()), (Some(libc::SIGUSR1), None));
        }
        assert_eq!(set_disposition(libc::SIGUSR1, Disposition::Default).ok(), Some(Disposition::Catch));
    }
}
