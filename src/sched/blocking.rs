//! Calls into the operating system that may take long: the strand is detached while they run. Knows not what they do.

use super::strand::Strand;
use super::sync::Ordering;
use super::trace;

/// Runs `call`, which touches no object, while stops and grace periods do not wait for `strand`; afterwards waits for the end of a stop
/// that is in force. May nest, and `call` may park.
pub(crate) fn blocking<R>(strand: &Strand, call: impl FnOnce() -> R) -> R {
    let _detached = Detached::new(strand);
    call()
}

struct Detached<'a> {
    strand: &'a Strand,
    was_attached: bool,
}

impl<'a> Detached<'a> {
    fn new(strand: &'a Strand) -> Detached<'a> {
        let was_attached = strand.is_attached();
        strand.blocking.fetch_add(1, Ordering::Relaxed);
        if was_attached {
            strand.before_park();
            strand.detach();
        }
        trace::call_begins(strand);
        Detached { strand, was_attached }
    }
}

impl Drop for Detached<'_> {
    fn drop(&mut self) {
        trace::ends(self.strand);
        self.strand.blocking.fetch_sub(1, Ordering::Relaxed);
        if self.was_attached {
            self.strand.attach();
            self.strand.after_park();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::runtime::{Config, Runtime};

    #[test]
    fn detaches_nests_and_reattaches_after_a_panic() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        let inner = blocking(&me, || blocking(&me, || me.is_attached()));
        assert!(!inner && me.is_attached());
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            blocking(&me, || std::panic::resume_unwind(Box::new(1)));
        }));
        assert!(caught.is_err() && me.is_attached());
    }
}
