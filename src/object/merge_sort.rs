//! A stable merge sort over natural runs that asks few questions and survives all answers: Tim Peters' listsort with the merge policy of
//! powersort (Munro and Wild, 2018). It asks what CPython 3.13 asks (Objects/listobject.c), in that order: comparisons are script, which
//! may print, raise, or contradict itself as NaNs do, so the questions decide what a program shows. Knows positions, no values.

/// Wins in a row that begin a gallop, at first and at least to go on with it.
const GALLOP_AT: usize = 7;

/// A sorted stretch of the order.
struct Run {
    start: usize,
    len: usize,
    /// The depth of the boundary to the next run in the tree of merges.
    power: u32,
}

pub(super) struct MergeSort<F> {
    /// The positions `0..len`, as far as they have been arranged. Always each of them once.
    order: Vec<usize>,
    runs: Vec<Run>,
    /// Wins in a row that begin a gallop: more of them where galloping did not pay.
    gallop_at: usize,
    less: F,
}

impl<E, F: Fn(usize, usize) -> Result<bool, E>> MergeSort<F> {
    /// A sort of the positions that `order` holds; `less(x, y)` tells whether what is at `x` comes before what is at `y`.
    pub(super) fn new(order: Vec<usize>, less: F) -> MergeSort<F> {
        MergeSort { order, runs: Vec::new(), gallop_at: GALLOP_AT, less }
    }

    /// The positions, sorted, or where the first error has left them.
    pub(super) fn finish(mut self) -> (Vec<usize>, Result<(), E>) {
        let result = self.sort();
        (self.order, result)
    }

    fn sort(&mut self) -> Result<(), E> {
        let len = self.order.len();
        let least = least_run(len);
        let mut start = 0;
        while start < len {
            let mut run = self.natural_run(start)?;
            if run < least {
                let wanted = least.min(len - start);
                self.insert_up_to(start, start + run, start + wanted)?;
                run = wanted;
            }
            self.push(start, run)?;
            start += run;
        }
        while let [.., before, _, last] = &self.runs[..] {
            let at = if before.len < last.len { self.runs.len() - 3 } else { self.runs.len() - 2 };
            self.merge_at(at)?;
        }
        if self.runs.len() == 2 { self.merge_at(0) } else { Ok(()) }
    }

    /// Length of the sorted stretch at `start`. One that descends, maybe with equal neighbours, is turned round so that those keep their
    /// order.
    fn natural_run(&mut self, start: usize) -> Result<usize, E> {
        let order = &mut self.order[start..];
        let less = &self.less;
        let mut run = 1;
        while run < order.len() && !less(order[run], order[run - 1])? {
            run += 1;
        }
        if run == order.len() {
            return Ok(run);
        }
        // It ascends, unless all are equal so far.
        if run > 1 {
            if less(order[0], order[run - 1])? {
                return Ok(run);
            }
            order[..run].reverse();
        }
        run += 1;
        let mut equal = 0;
        while run < order.len() {
            if less(order[run], order[run - 1])? {
                order[run - 1 - equal..run].reverse();
                equal = 0;
            } else if less(order[run - 1], order[run])? {
                break;
            } else {
                equal += 1;
            }
            run += 1;
        }
        order[run - 1 - equal..run].reverse();
        order[..run].reverse();
        while run < order.len() && !less(order[run], order[run - 1])? {
            run += 1;
        }
        Ok(run)
    }

    /// Extends the sorted stretch `start..sorted` to `end` by binary insertion.
    fn insert_up_to(&mut self, start: usize, sorted: usize, end: usize) -> Result<(), E> {
        for next in sorted..end {
            let pivot = self.order[next];
            let (mut low, mut high) = (start, next);
            while low < high {
                let middle = low.midpoint(high);
                if (self.less)(pivot, self.order[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.order[low..=next].rotate_right(1);
        }
        Ok(())
    }

    /// Adds a run, after the merges that come before its own.
    fn push(&mut self, start: usize, len: usize) -> Result<(), E> {
        if let Some(last) = self.runs.last() {
            let power = power(last.start, last.len, len, self.order.len());
            while let [.., before, _] = &self.runs[..]
                && before.power > power
            {
                self.merge_at(self.runs.len() - 2)?;
            }
            if let Some(last) = self.runs.last_mut() {
                last.power = power;
            }
        }
        self.runs.push(Run { start, len, power: 0 });
        Ok(())
    }

    /// Merges run `at` with the next one.
    fn merge_at(&mut self, at: usize) -> Result<(), E> {
        let right = self.runs.remove(at + 1);
        let left = &mut self.runs[at];
        let (start, middle, end) = (left.start, right.start, right.start + right.len);
        left.len += right.len;
        left.power = right.power;
        // What the left run begins with, and the right one ends with, may be in place.
        let first = self.order[middle];
        let start = start + self.place(&self.order[start..middle], 0, |other| self.is_not_less(first, other))?;
        if start == middle {
            return Ok(());
        }
        let last = self.order[middle - 1];
        let end = middle + self.place(&self.order[middle..end], end - middle - 1, |other| (self.less)(other, last))?;
        if end == middle {
            Ok(())
        } else if middle - start <= end - middle {
            self.merge_upwards(start, middle, end)
        } else {
            self.merge_downwards(start, middle, end)
        }
    }

    fn is_not_less(&self, x: usize, y: usize) -> Result<bool, E> {
        (self.less)(x, y).map(|is_less| !is_less)
    }

    /// How many of a sorted stretch `come_first`. Looks near `hint` first, then with doubling steps away from it, then by halves.
    fn place(&self, sorted: &[usize], hint: usize, come_first: impl Fn(usize) -> Result<bool, E>) -> Result<usize, E> {
        let (mut last, mut step) = (0, 1);
        let (mut low, mut high);
        if come_first(sorted[hint])? {
            let most = sorted.len() - hint;
            while step < most && come_first(sorted[hint + step])? {
                last = step;
                step = 2 * step + 1;
            }
            (low, high) = (hint + last + 1, hint + step.min(most));
        } else {
            let most = hint + 1;
            while step < most && !come_first(sorted[hint - step])? {
                last = step;
                step = 2 * step + 1;
            }
            (low, high) = (hint + 1 - step.min(most), hint - last);
        }
        while low < high {
            let middle = low.midpoint(high);
            if come_first(sorted[middle])? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }

    /// Merges from the start, the left run being the shorter one. Its last item is known to come after all of the right one.
    fn merge_upwards(&mut self, start: usize, middle: usize, end: usize) -> Result<(), E> {
        let aside = self.order[start..middle].to_vec();
        let mut now = Upwards { aside: &aside, end, left: 0, right: middle, to: start };
        let result = self.take_upwards(&mut now);
        if result.is_ok() {
            now.take_right(&mut self.order, end - now.right);
        }
        // However it ended, between what is merged and the rest of the right run is room for the rest of the left one.
        self.order[now.to..now.right].copy_from_slice(&aside[now.left..]);
        result
    }

    /// Takes items until it is clear where the others go.
    fn take_upwards(&mut self, now: &mut Upwards<'_>) -> Result<(), E> {
        now.take_right(&mut self.order, 1);
        if now.is_over() {
            return Ok(());
        }
        let mut gallop_at = self.gallop_at;
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            while left_wins.max(right_wins) < gallop_at {
                if (self.less)(self.order[now.right], now.aside[now.left])? {
                    now.take_right(&mut self.order, 1);
                    (left_wins, right_wins) = (0, right_wins + 1);
                } else {
                    now.take_left(&mut self.order, 1);
                    (left_wins, right_wins) = (left_wins + 1, 0);
                }
                if now.is_over() {
                    return Ok(());
                }
            }
            gallop_at += 1;
            loop {
                gallop_at = (gallop_at - 1).max(1);
                self.gallop_at = gallop_at;
                let key = self.order[now.right];
                let left_wins = self.place(&now.aside[now.left..], 0, |other| self.is_not_less(key, other))?;
                now.take_left(&mut self.order, left_wins);
                if now.is_over() {
                    return Ok(());
                }
                now.take_right(&mut self.order, 1);
                if now.is_over() {
                    return Ok(());
                }
                let key = now.aside[now.left];
                let right_wins = self.place(&self.order[now.right..now.end], 0, |other| (self.less)(other, key))?;
                now.take_right(&mut self.order, right_wins);
                if now.is_over() {
                    return Ok(());
                }
                now.take_left(&mut self.order, 1);
                if now.is_over() {
                    return Ok(());
                }
                if left_wins.max(right_wins) < GALLOP_AT {
                    break;
                }
            }
            gallop_at += 1;
            self.gallop_at = gallop_at;
        }
    }

    /// Merges from the end, the right run being the shorter one. Its first item is known to come before all of the left one.
    fn merge_downwards(&mut self, start: usize, middle: usize, end: usize) -> Result<(), E> {
        let aside = self.order[middle..end].to_vec();
        let mut now = Downwards { aside: &aside, start, left: middle, right: aside.len(), to: end };
        let result = self.take_downwards(&mut now);
        if result.is_ok() {
            now.take_left(&mut self.order, now.left - start);
        }
        self.order[now.left..now.to].copy_from_slice(&aside[..now.right]);
        result
    }

    fn take_downwards(&mut self, now: &mut Downwards<'_>) -> Result<(), E> {
        now.take_left(&mut self.order, 1);
        if now.is_over() {
            return Ok(());
        }
        let mut gallop_at = self.gallop_at;
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            while left_wins.max(right_wins) < gallop_at {
                if (self.less)(now.aside[now.right - 1], self.order[now.left - 1])? {
                    now.take_left(&mut self.order, 1);
                    (left_wins, right_wins) = (left_wins + 1, 0);
                } else {
                    now.take_right(&mut self.order, 1);
                    (left_wins, right_wins) = (0, right_wins + 1);
                }
                if now.is_over() {
                    return Ok(());
                }
            }
            gallop_at += 1;
            loop {
                gallop_at = (gallop_at - 1).max(1);
                self.gallop_at = gallop_at;
                let key = now.aside[now.right - 1];
                let left = &self.order[now.start..now.left];
                let left_wins = left.len() - self.place(left, left.len() - 1, |other| self.is_not_less(key, other))?;
                now.take_left(&mut self.order, left_wins);
                if now.is_over() {
                    return Ok(());
                }
                now.take_right(&mut self.order, 1);
                if now.is_over() {
                    return Ok(());
                }
                let key = self.order[now.left - 1];
                let right = &now.aside[..now.right];
                let right_wins = right.len() - self.place(right, right.len() - 1, |other| (self.less)(other, key))?;
                now.take_right(&mut self.order, right_wins);
                if now.is_over() {
                    return Ok(());
                }
                now.take_left(&mut self.order, 1);
                if now.is_over() {
                    return Ok(());
                }
                if left_wins.max(right_wins) < GALLOP_AT {
                    break;
                }
            }
            gallop_at += 1;
            self.gallop_at = gallop_at;
        }
    }
}

/// How far a merge has come whose left run is aside: the first that is left of each, and where the next one goes.
struct Upwards<'a> {
    aside: &'a [usize],
    /// Where the right run ends.
    end: usize,
    left: usize,
    right: usize,
    to: usize,
}

impl Upwards<'_> {
    /// Whether one run is used up, or all that is left of the left one is its last item. Comparisons that contradict each other may have
    /// taken that too.
    fn is_over(&self) -> bool {
        self.right == self.end || self.left + 1 >= self.aside.len()
    }

    fn take_left(&mut self, order: &mut [usize], count: usize) {
        order[self.to..self.to + count].copy_from_slice(&self.aside[self.left..self.left + count]);
        self.left += count;
        self.to += count;
    }

    fn take_right(&mut self, order: &mut [usize], count: usize) {
        order.copy_within(self.right..self.right + count, self.to);
        self.right += count;
        self.to += count;
    }
}

/// Likewise from the end, the right run being aside: where what is left of each ends, and where the next one ends.
struct Downwards<'a> {
    aside: &'a [usize],
    /// Where the left run starts.
    start: usize,
    left: usize,
    right: usize,
    to: usize,
}

impl Downwards<'_> {
    fn is_over(&self) -> bool {
        self.left == self.start || self.right <= 1
    }

    fn take_left(&mut self, order: &mut [usize], count: usize) {
        order.copy_within(self.left - count..self.left, self.to - count);
        self.left -= count;
        self.to -= count;
    }

    fn take_right(&mut self, order: &mut [usize], count: usize) {
        order[self.to - count..self.to].copy_from_slice(&self.aside[self.right - count..self.right]);
        self.right -= count;
        self.to -= count;
    }
}

/// The depth in a perfectly balanced tree over `len` items at which the middles of two neighbouring runs part.
fn power(start: usize, left_len: usize, right_len: usize, len: usize) -> u32 {
    // Twice the middles. They stay below twice `len`, a number of positions in memory.
    let mut left = 2 * start + left_len;
    let mut right = left + left_len + right_len;
    let mut power = 1;
    loop {
        if left >= len {
            left -= len;
            right -= len;
        } else if right >= len {
            return power;
        }
        left *= 2;
        right *= 2;
        power += 1;
    }
}

/// Between 32 and 64, such that `len` divided by it is a power of two or a little less.
fn least_run(len: usize) -> usize {
    let (mut len, mut odd) = (len, 0);
    while len >= 64 {
        odd |= len & 1;
        len >>= 1;
    }
    len + odd
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn sorted(keys: &[i64]) -> Vec<usize> {
        let less = |x: usize, y: usize| Ok::<bool, Infallible>(keys[x] < keys[y]);
        let (order, Ok(())) = MergeSort::new((0..keys.len()).collect(), less).finish();
        order
    }

    fn lengths() -> impl Iterator<Item = i64> {
        [0, 1, 2, 3, 31, 32, 63, 64, 65, 100, 127, 1000, 5000].into_iter().filter(|len| !cfg!(miri) || *len < 500)
    }

    #[test]
    fn merge_sort_is_stable_and_complete() {
        let mut seed = 7u64;
        for len in lengths() {
            for spread in [2, 10, 1_000_000] {
                let mut next = || {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (seed >> 33) as i64
                };
                let random: Vec<i64> = (0..len).map(|_| next() % spread).collect();
                let saws: Vec<i64> = (0..len).map(|place| place % (len / 5 + 1) * (next() % 20).signum()).collect();
                let falling: Vec<i64> = (0..len).map(|place| -place * spread / 5 / len.max(1)).collect();
                for keys in [random, saws, falling] {
                    let mut expected: Vec<usize> = (0..keys.len()).collect();
                    expected.sort_by_key(|index| keys[*index]);
                    assert_eq!(sorted(&keys), expected);
                }
            }
        }
    }

    #[test]
    fn order_that_is_there_is_used() {
        let asked = std::cell::Cell::new(0);
        let less = |x: usize, y: usize| {
            asked.set(asked.get() + 1);
            Ok::<bool, Infallible>(x / 7 > y / 7)
        };
        let (_, Ok(())) = MergeSort::new((0..1000).collect(), less).finish();
        assert!(asked.get() < 2100, "{} questions for a descending list", asked.get());
    }

    /// Whatever the answers, and wherever they stop, each position is there once.
    #[test]
    fn lies_and_errors_are_survived() {
        for len in lengths() {
            for stop_after in [5, 50, 500, 5000, u32::MAX] {
                let (turn, left) = (std::cell::Cell::new(0u32), std::cell::Cell::new(stop_after));
                let less = |_: usize, _: usize| {
                    turn.set(turn.get().wrapping_mul(1_103_515_245).wrapping_add(12345));
                    left.set(left.get() - 1);
                    if left.get() == 0 { Err(()) } else { Ok(turn.get() >> 16 & 7 < stop_after & 7) }
                };
                let (mut order, _) = MergeSort::new((0..len as usize).collect(), less).finish();
                order.sort_unstable();
                assert_eq!(order, (0..len as usize).collect::<Vec<_>>());
            }
        }
    }
}
