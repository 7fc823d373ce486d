//! How urgent a thread or task is beside others. Knows not what they do.
//!
//! For a thread it is the system's business: a low one is nicer than others to the processors, a high one less so if the process may do
//! that (most may not; then it is a normal one). An OS thread that was made low is never used for anything else, since without
//! privileges there is no way back. For the jobs of a pool see `pool`.

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Priority {
    High,
    #[default]
    Normal,
    Low,
}

impl Priority {
    pub(crate) fn from_name(name: &str) -> Option<Priority> {
        match name {
            "high" => Some(Priority::High),
            "normal" => Some(Priority::Normal),
            "low" => Some(Priority::Low),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Priority::High => "high",
            Priority::Normal => "normal",
            Priority::Low => "low",
        }
    }

    /// Gives the calling OS thread this priority, as far as the system lets us.
    pub(super) fn apply(self) {
        const LESS_NICE: i32 = -5;
        const NICER: i32 = 10;
        match self {
            Priority::High => change_niceness(LESS_NICE),
            Priority::Normal => {}
            Priority::Low => change_niceness(NICER),
        }
    }
}

/// Only where niceness belongs to threads.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn change_niceness(change: i32) {
    const NICEST: i32 = 19;
    // SAFETY: plain calls; zero means the calling thread.
    unsafe {
        let now = libc::getpriority(libc::PRIO_PROCESS, 0);
        libc::setpriority(libc::PRIO_PROCESS, 0, (now + change).min(NICEST));
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn change_niceness(_: i32) {}
