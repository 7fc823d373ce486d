//! `list.sort` and `sorted`: stable, safe against comparisons that raise, lie or change the list.
//!
//! Keys that are all numbers, all text, or tuples of such are ordered without user code by the standard library's sort. The others
//! go through a merge sort that works on positions, so that it can stop at any comparison and lose nothing.

use super::compare;
use super::cx::Cx;
use super::list::List;
use super::merge_sort::MergeSort;
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

/// Sorts values by `key` (None: by themselves). If a key cannot be computed the values keep their order; if a comparison raises they are
/// where it has left them.
pub(crate) fn sort_values(cx: &Cx, items: &mut Vec<Value>, key: &Value, reverse: bool) -> R<()> {
    if key.is_none() {
        if sort_plain(items, reverse) {
            return Ok(());
        }
        let (order, result) = positions(cx, items, reverse)?;
        arrange(items, order);
        return result;
    }
    let mut keys = super::room::vec(cx, items.len())?;
    for item in items.iter() {
        keys.push(super::call::call_pos(cx, key, std::slice::from_ref(item))?);
        cx.safepoint()?;
    }
    let (order, result) = match Ranking::of(&keys) {
        Some(ranking) => (ranking.positions(&keys, reverse), Ok(())),
        None => positions(cx, &keys, reverse)?,
    };
    arrange(items, order);
    result
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

/// Positions of the keys in the order that their own `<` gives them, or had until it raised.
fn positions(cx: &Cx, keys: &[Value], reverse: bool) -> R<(Vec<usize>, R<()>)> {
    let mut order = super::room::vec(cx, keys.len())?;
    order.extend(0..keys.len());
    // Turned round before and after, equal keys keep their order.
    if reverse {
        order.reverse();
    }
    let less = |x: usize, y: usize| compare::compare_bool(cx, &keys[x], &keys[y], CmpOp::Lt);
    let (mut order, result) = MergeSort::new(order, less).finish();
    if reverse {
        order.reverse();
    }
    Ok((order, result))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_against_floats_are_exact() {
        assert_eq!(int_against_float(i64::MAX, 9_223_372_036_854_775_808.0), Ordering::Less);
        assert_eq!(int_against_float(-3, -3.5), Ordering::Greater);
        assert_eq!(int_against_float(3, 3.5), Ordering::Less);
        assert_eq!(int_against_float((1 << 53) + 1, 9_007_199_254_740_992.0), Ordering::Greater);
        assert_eq!(int_against_float(5, f64::NEG_INFINITY), Ordering::Greater);
    }
}
