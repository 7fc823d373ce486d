//! `list.sort` and `sorted`: stable, safe against comparisons that raise, lie or change the list.
//!
//! Keys that are all numbers, all text, or tuples of such are ordered without user code by the standard library's sort. The others
//! go through a merge sort over natural runs (after Tim Peters' listsort, without galloping) that works on positions, so that it
//! can stop at any comparison and lose nothing.

use super::compare;
use super::cx::Cx;
use super::list::List;
use super::slots::CmpOp;
use super::str::Str;
use super::tuple::Tuple;
use super::value::{R, V, Value};
use std::cmp::Ordering;

/// `list.sort(*, key=None, reverse=False)`.
pub(super) fn sort(cx: &Cx, a: &[Value]) -> R {
    let Some(list) = a[0].get::<List>() else {
        return Err(cx.type_error("expected a list"));
    };
    let reverse = super::protocol::truth(cx, &a[2])?;
    // Without user code the list is sorted in place, in one step for other strands.
    if a[1].is_none() && list.arrange(|items| sort_plain(items, reverse)) {
        return Ok(Value::NONE);
    }
    // User code sees an empty list meanwhile, as in CPython.
    let mut items = list.take_all();
    let result = sort_values(cx, &mut items, &a[1], reverse);
    let modified = !list.is_untouched();
    match list.replace_all(items) {
        Ok(strange) => drop(strange),
        Err(_) => return Err(cx.memory_error()),
    }
    result?;
    if modified { Err(cx.value_error("list modified during sort")) } else { Ok(Value::NONE) }
}

/// Sorts values by `key` (None: by themselves). On an error the values keep their order.
pub(crate) fn sort_values(cx: &Cx, items: &mut Vec<Value>, key: &Value, reverse: bool) -> R<()> {
    if key.is_none() {
        if sort_plain(items, reverse) {
            return Ok(());
        }
        let order = positions(cx, items, reverse)?;
        arrange(items, order);
        return Ok(());
    }
    let mut keys = super::room::vec(cx, items.len())?;
    for item in items.iter() {
        keys.push(super::call::call_pos(cx, key, std::slice::from_ref(item))?);
        cx.safepoint()?;
    }
    let order = match Ranking::of(&keys) {
        Some(ranking) => ranking.positions(&keys, reverse),
        None => positions(cx, &keys, reverse)?,
    };
    arrange(items, order);
    Ok(())
}

/// Puts `items[order[n]]` at place n.
fn arrange(items: &mut Vec<Value>, order: Vec<usize>) {
    let mut places: Vec<Value> = std::mem::take(items);
    *items = order.into_iter().map(|from| std::mem::replace(&mut places[from], Value::UNSET)).collect();
}

/// How the keys of a sort, or what all of them have at one place, compare without user code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Ints,
    /// Ints and floats, no NaN.
    Numbers,
    Texts,
}

impl Plain {
    fn of_one(key: &Value) -> Option<Plain> {
        match key.unpack() {
            V::Int(_) => Some(Plain::Ints),
            V::Float(float) if !float.is_nan() => Some(Plain::Numbers),
            V::Obj(_) => key.get_exact::<Str>().map(|_| Plain::Texts),
            _ => None,
        }
    }

    fn with(self, other: Plain) -> Option<Plain> {
        match (self, other) {
            (Plain::Texts, Plain::Texts) => Some(Plain::Texts),
            (Plain::Texts, _) | (_, Plain::Texts) => None,
            (Plain::Ints, Plain::Ints) => Some(Plain::Ints),
            _ => Some(Plain::Numbers),
        }
    }

    /// A number in the order of the values of this class, and whether values of the same number are equal. If one is, so are all.
    fn rank(self, value: &Value) -> (u64, bool) {
        const SIGN: u64 = 1 << 63;
        match (self, value.unpack()) {
            (Plain::Ints, V::Int(int)) => (int.cast_unsigned() ^ SIGN, true),
            (Plain::Numbers, V::Int(int)) => (rank_of_float(int as f64), false),
            (Plain::Numbers, V::Float(float)) => (rank_of_float(float), false),
            (Plain::Texts, _) => {
                let bytes = value.get::<Str>().map_or(&[][..], Str::bytes);
                let ([rank], is_exact) = rank_of_text::<1, 8>(bytes);
                (rank, is_exact)
            }
            _ => (0, false),
        }
    }
}

/// In the order of floats that are not NaN; the same for both zeros.
fn rank_of_float(float: f64) -> u64 {
    let bits = (float + 0.0).to_bits();
    if float.is_sign_negative() && float != 0.0 { !bits } else { bits | 1 << 63 }
}

/// `WORDS` numbers, of `BYTES` bytes together, in the order of texts, and whether texts of the same numbers are equal.
fn rank_of_text<const WORDS: usize, const BYTES: usize>(text: &[u8]) -> ([u64; WORDS], bool) {
    const { assert!(BYTES == WORDS * 8) };
    let mut first = [0; BYTES];
    let known = text.len().min(BYTES - 1);
    first[..known].copy_from_slice(&text[..known]);
    // Of texts that go on with zeros the shorter one comes first.
    first[BYTES - 1] = text.len().min(BYTES) as u8;
    let (words, _) = first.as_chunks::<8>();
    (std::array::from_fn(|word| u64::from_be_bytes(words[word])), text.len() < BYTES)
}

/// A key's place among the others: what differs in it needs no other look.
type Rank = [u64; 3];

/// How the keys of one sort compare without user code.
enum Ranking {
    One(Plain),
    /// Tuples whose items at each place are numbers or text throughout.
    Tuples(Vec<Place>),
}

impl Ranking {
    fn of(keys: &[Value]) -> Option<Ranking> {
        let first = keys.first()?;
        if first.get_exact::<Tuple>().is_some() {
            return places_of(keys).map(Ranking::Tuples);
        }
        let class = Plain::of_one(first)?;
        keys.iter().try_fold(class, |class, key| class.with(Plain::of_one(key)?)).map(Ranking::One)
    }

    fn rank(&self, key: &Value) -> Rank {
        match self {
            Ranking::One(Plain::Texts) => rank_of_text::<3, 24>(key.get::<Str>().map_or(&[][..], Str::bytes)).0,
            Ranking::One(plain) => [plain.rank(key).0, 0, 0],
            Ranking::Tuples(places) => {
                let mut rank = [0; 3];
                rank_tuple(places, key, &mut rank);
                rank
            }
        }
    }

    /// Positions of the keys in sorted order.
    fn positions(&self, keys: &[Value], reverse: bool) -> Vec<usize> {
        if let Ranking::One(Plain::Ints) = self {
            let mut pairs: Vec<(i64, usize)> = keys.iter().map(Value::int_unchecked).zip(0..).collect();
            if reverse {
                pairs.sort_by_key(|pair| std::cmp::Reverse(pair.0));
            } else {
                pairs.sort_unstable();
            }
            return pairs.into_iter().map(|pair| pair.1).collect();
        }
        let mut ranked: Vec<(Rank, usize)> = keys.iter().map(|key| self.rank(key)).zip(0..).collect();
        ranked.sort_by(|x, y| directed(reverse, x.0.cmp(&y.0).then_with(|| plain_order(&keys[x.1], &keys[y.1]))));
        ranked.into_iter().map(|ranked| ranked.1).collect()
    }

    /// Sorts the keys themselves.
    fn sort(&self, keys: &mut [Value], reverse: bool) {
        if let Ranking::One(Plain::Ints) = self {
            // Equal ints cannot be told apart, so stability does not matter.
            let mut ints: Vec<i64> = keys.iter().map(Value::int_unchecked).collect();
            ints.sort_unstable();
            if reverse {
                ints.reverse();
            }
            keys.iter_mut().zip(ints).for_each(|(key, int)| *key = Value::int(int));
            return;
        }
        let mut ranked: Vec<(Rank, Value)> = keys.iter_mut().map(|key| (self.rank(key), std::mem::replace(key, Value::UNSET))).collect();
        ranked.sort_by(|x, y| directed(reverse, x.0.cmp(&y.0).then_with(|| plain_order(&x.1, &y.1))));
        keys.iter_mut().zip(ranked).for_each(|(key, ranked)| *key = ranked.1);
    }
}

/// Puts the ranks of a tuple's items one after the other, as long as equal ranks say that the items are equal. A tuple within ends that:
/// of two that begin alike the shorter one comes first, whatever follows them.
fn rank_tuple(places: &[Place], tuple: &Value, mut rank: &mut [u64]) {
    let items = tuple.get::<Tuple>().map_or(&[][..], Tuple::items);
    for (place, item) in places.iter().zip(items) {
        let plain = match place {
            Place::Plain(plain) => plain,
            Place::Tuples(places) => return rank_tuple(places, item, rank),
        };
        let Some((word, rest)) = rank.split_first_mut() else { return };
        let (number, is_exact) = plain.rank(item);
        *word = number;
        if !is_exact {
            return;
        }
        rank = rest;
    }
}

/// What stands at one place of the tuples seen so far.
enum Place {
    Plain(Plain),
    Tuples(Vec<Place>),
}

/// Tuples within tuples deeper than this are left to their own `<`.
const DEPTH: u32 = 4;

/// What stands at the places of keys that are all tuples. None: they need user code.
fn places_of(keys: &[Value]) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    keys.iter().all(|key| key.get_exact::<Tuple>().is_some_and(|tuple| fits(&mut places, tuple, DEPTH))).then_some(places)
}

/// Whether what the tuple has at each place compares plainly with what others had there.
fn fits(places: &mut Vec<Place>, tuple: &Tuple, depth: u32) -> bool {
    tuple.items().iter().enumerate().all(|(number, item)| match (Plain::of_one(item), places.get_mut(number)) {
        (Some(class), Some(Place::Plain(known))) => known.with(class).map(|both| *known = both).is_some(),
        (Some(class), None) => {
            places.push(Place::Plain(class));
            true
        }
        (None, place) if depth > 0 => match (item.get_exact::<Tuple>(), place) {
            (Some(inner), Some(Place::Tuples(known))) => fits(known, inner, depth - 1),
            (Some(inner), None) => {
                let mut fresh = Vec::new();
                let fit = fits(&mut fresh, inner, depth - 1);
                places.push(Place::Tuples(fresh));
                fit
            }
            _ => false,
        },
        _ => false,
    })
}

fn directed(reverse: bool, order: Ordering) -> Ordering {
    if reverse { order.reverse() } else { order }
}

/// Order of the items of two tuples.
#[inline(always)]
fn items_order(x: &[Value], y: &[Value]) -> Ordering {
    for (x, y) in x.iter().zip(y) {
        let order = match (x.as_int(), y.as_int()) {
            (Some(x), Some(y)) => x.cmp(&y),
            _ => plain_order(x, y),
        };
        if order.is_ne() {
            return order;
        }
    }
    x.len().cmp(&y.len())
}

/// Order of two keys of one ranking.
fn plain_order(a: &Value, b: &Value) -> Ordering {
    match (a.unpack(), b.unpack()) {
        (V::Int(x), V::Int(y)) => x.cmp(&y),
        (V::Float(x), V::Float(y)) => x.partial_cmp(&y).unwrap_or(Ordering::Equal),
        (V::Int(x), V::Float(y)) => int_against_float(x, y),
        (V::Float(x), V::Int(y)) => int_against_float(y, x).reverse(),
        _ => match (a.get_exact::<Str>(), b.get_exact::<Str>()) {
            (Some(x), Some(y)) => compare::text_order(x, y),
            _ => match (a.get_exact::<Tuple>(), b.get_exact::<Tuple>()) {
                (Some(x), Some(y)) => items_order(x.items(), y.items()),
                _ => Ordering::Equal,
            },
        },
    }
}

/// Exact order of an int and a float that is not NaN.
fn int_against_float(int: i64, float: f64) -> Ordering {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if float >= LIMIT {
        return Ordering::Less;
    }
    if float < -LIMIT {
        return Ordering::Greater;
    }
    let whole = float.trunc();
    int.cmp(&(whole as i64)).then_with(|| 0.0_f64.partial_cmp(&(float - whole)).unwrap_or(Ordering::Equal))
}

/// Sorts in place if that takes no user code.
fn sort_plain(items: &mut [Value], reverse: bool) -> bool {
    if items.len() < 2 {
        return true;
    }
    let Some(ranking) = Ranking::of(items) else { return false };
    ranking.sort(items, reverse);
    true
}

/// Positions of the keys in sorted order, by the keys' own `<`.
fn positions(cx: &Cx, keys: &[Value], reverse: bool) -> R<Vec<usize>> {
    let less = |x: usize, y: usize| compare::compare_bool(cx, &keys[x], &keys[y], CmpOp::Lt);
    let mut sorter = Sorter { order: super::room::vec(cx, keys.len())?, runs: Vec::new(), less };
    sorter.order.extend(0..keys.len());
    // Turned round before and after, equal keys keep their order.
    if reverse {
        sorter.order.reverse();
    }
    sorter.sort()?;
    if reverse {
        sorter.order.reverse();
    }
    Ok(sorter.order)
}

struct Sorter<F: Fn(usize, usize) -> R<bool>> {
    order: Vec<usize>,
    /// Sorted stretches found so far, adjacent: (start, length).
    runs: Vec<(usize, usize)>,
    less: F,
}

impl<F: Fn(usize, usize) -> R<bool>> Sorter<F> {
    fn sort(&mut self) -> R<()> {
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
            self.runs.push((start, run));
            self.keep_balance()?;
            start += run;
        }
        while self.runs.len() > 1 {
            self.merge_at(self.runs.len() - 2)?;
        }
        Ok(())
    }

    /// Length of the ascending stretch at `start`; a strictly descending one is turned round.
    fn natural_run(&mut self, start: usize) -> R<usize> {
        let order = &mut self.order[start..];
        if order.len() < 2 {
            return Ok(order.len());
        }
        let descending = (self.less)(order[1], order[0])?;
        let mut run = 2;
        while run < order.len() && (self.less)(order[run], order[run - 1])? == descending {
            run += 1;
        }
        if descending {
            order[..run].reverse();
        }
        Ok(run)
    }

    /// Extends the sorted stretch `start..sorted` to `end` by binary insertion.
    fn insert_up_to(&mut self, start: usize, sorted: usize, end: usize) -> R<()> {
        for next in sorted..end {
            let pivot = self.order[next];
            let (mut low, mut high) = (start, next);
            while low < high {
                let middle = low + (high - low) / 2;
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

    /// Merges until run lengths shrink fast enough towards the end of the stack.
    fn keep_balance(&mut self) -> R<()> {
        loop {
            let len = |back: usize| self.runs.len().checked_sub(back).map(|index| self.runs[index].1);
            let (Some(last), Some(middle)) = (len(1), len(2)) else {
                return Ok(());
            };
            let crowded = |outer: Option<usize>, inner: usize, innermost: usize| outer.is_some_and(|outer| outer <= inner + innermost);
            let at = self.runs.len() - 2;
            if crowded(len(3), middle, last) || crowded(len(4), len(3).unwrap_or(0), middle) {
                let earlier = len(3).is_some_and(|outer| outer < last);
                self.merge_at(if earlier { at - 1 } else { at })?;
            } else if middle <= last {
                self.merge_at(at)?;
            } else {
                return Ok(());
            }
        }
    }

    /// Merges run `at` with the next one.
    fn merge_at(&mut self, at: usize) -> R<()> {
        let ((start, left_len), (_, right_len)) = (self.runs[at], self.runs[at + 1]);
        self.runs[at].1 = left_len + right_len;
        self.runs.remove(at + 1);
        let left = self.order[start..start + left_len].to_vec();
        let end = start + left_len + right_len;
        let (mut taken, mut right, mut place) = (0, start + left_len, start);
        while taken < left_len && right < end {
            if (self.less)(self.order[right], left[taken])? {
                self.order[place] = self.order[right];
                right += 1;
            } else {
                self.order[place] = left[taken];
                taken += 1;
            }
            place += 1;
        }
        self.order[place..place + left_len - taken].copy_from_slice(&left[taken..]);
        Ok(())
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

    fn sorted(keys: &[i64]) -> Vec<usize> {
        let less = |x: usize, y: usize| Ok(keys[x] < keys[y]);
        let mut sorter = Sorter { order: (0..keys.len()).collect(), runs: Vec::new(), less };
        sorter.sort().expect("these comparisons do not raise");
        sorter.order
    }

    #[test]
    fn merge_sort_is_stable_and_complete() {
        let mut seed = 7u64;
        for len in [0, 1, 2, 3, 31, 32, 63, 64, 65, 100, 127, 1000, 5000].into_iter().filter(|len| !cfg!(miri) || *len < 500) {
            for spread in [2, 10, 1_000_000] {
                let keys: Vec<i64> = (0..len)
                    .map(|_| {
                        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        (seed >> 33) as i64 % spread
                    })
                    .collect();
                let mut expected: Vec<usize> = (0..len).collect();
                expected.sort_by_key(|index| keys[*index]);
                assert_eq!(sorted(&keys), expected);
            }
        }
    }

    #[test]
    fn merge_sort_uses_order_that_is_there() {
        let up: Vec<i64> = (0..1000).collect();
        assert_eq!(sorted(&up), (0..1000).collect::<Vec<_>>());
        let down: Vec<i64> = (0..1000).rev().collect();
        assert_eq!(sorted(&down), (0..1000).rev().collect::<Vec<_>>());
    }

    #[test]
    fn a_lying_comparison_is_survived() {
        let turn = std::cell::Cell::new(0u32);
        let less = |_: usize, _: usize| {
            turn.set(turn.get().wrapping_mul(1_103_515_245).wrapping_add(12345));
            Ok(turn.get() >> 16 & 1 == 1)
        };
        let mut sorter = Sorter { order: (0..3000).collect(), runs: Vec::new(), less };
        sorter.sort().expect("these comparisons do not raise");
        let mut order = std::mem::take(&mut sorter.order);
        drop(sorter);
        order.sort_unstable();
        assert_eq!(order, (0..3000).collect::<Vec<_>>());
    }

    #[test]
    fn ints_against_floats_are_exact() {
        assert_eq!(int_against_float(i64::MAX, 9_223_372_036_854_775_808.0), Ordering::Less);
        assert_eq!(int_against_float(-3, -3.5), Ordering::Greater);
        assert_eq!(int_against_float(3, 3.5), Ordering::Less);
        assert_eq!(int_against_float((1 << 53) + 1, 9_007_199_254_740_992.0), Ordering::Greater);
        assert_eq!(int_against_float(5, f64::NEG_INFINITY), Ordering::Greater);
    }
}
