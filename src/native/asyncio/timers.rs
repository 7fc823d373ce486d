//! The heap of timers. Its order among equal times is that of `heapq`, because it shows in the order in which programs print.

use crate::object::value::Value;

pub(super) struct Timer {
    pub(super) when: f64,
    /// A timer handle, or the future that a sleeper waits for.
    pub(super) what: Value,
}

#[derive(Default)]
pub(super) struct Timers(Vec<Timer>);

impl Timers {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn first(&self) -> Option<&Timer> {
        self.0.first()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Timer> {
        self.0.iter()
    }

    pub(super) fn push(&mut self, timer: Timer) {
        self.0.push(timer);
        self.rise(0, self.0.len() - 1);
    }

    pub(super) fn pop(&mut self) -> Option<Timer> {
        let last = self.0.pop()?;
        if self.0.is_empty() {
            return Some(last);
        }
        let first = std::mem::replace(&mut self.0[0], last);
        self.sink(0);
        Some(first)
    }

    /// Moves the timer at `index` up until its parent is not later.
    fn rise(&mut self, top: usize, mut index: usize) {
        while index > top {
            let parent = (index - 1) / 2;
            if self.0[index].when >= self.0[parent].when {
                break;
            }
            self.0.swap(index, parent);
            index = parent;
        }
    }

    /// Moves the timer at `top` down to a leaf along the earlier children, then up to where it belongs.
    fn sink(&mut self, top: usize) {
        let len = self.0.len();
        let mut index = top;
        loop {
            let left = 2 * index + 1;
            if left >= len {
                break;
            }
            let right = left + 1;
            let child = if right < len && self.0[left].when >= self.0[right].when { right } else { left };
            self.0.swap(index, child);
            index = child;
        }
        self.rise(top, index);
    }

    /// Keeps the timers that `is_wanted`; gives back the others, to be dropped by the caller.
    pub(super) fn sweep(&mut self, is_wanted: impl Fn(&Timer) -> bool) -> Vec<Timer> {
        let (kept, lost) = std::mem::take(&mut self.0).into_iter().partition(|timer| is_wanted(timer));
        self.0 = kept;
        for index in (0..self.0.len() / 2).rev() {
            self.sink(index);
        }
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_timers_in_the_order_of_their_times() {
        let mut timers = Timers::default();
        let mut seed = 7u64;
        for _ in 0..500 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            timers.push(Timer { when: (seed >> 40) as f64, what: Value::NONE });
        }
        let lost = timers.sweep(|timer| timer.when % 2.0 == 0.0);
        assert_eq!(lost.len() + timers.len(), 500);
        let mut last = -1.0;
        while let Some(timer) = timers.pop() {
            assert!(timer.when >= last && timer.when % 2.0 == 0.0);
            last = timer.when;
        }
    }
}
