//! Hashes with CPython's values where programs can see them (numbers, tuples, frozensets, None) and a fast seeded hash of
//! bytes for text. Knows no objects. A hash is never -1, as CPython's are not.

use dashu_int::IBig;
use dashu_int::Sign;

/// The Mersenne prime `2**61 - 1`: equal numbers of any type have the same residue.
const MODULUS: u64 = (1 << 61) - 1;

/// `hash(None)`.
pub(crate) const HASH_OF_NONE: i64 = 0xFCA8_6420;

const INFINITY: i64 = 314_159;
const IMAGINARY: u64 = 1_000_003;

/// -1 is CPython's error code, so no hash is -1.
#[inline]
const fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash(n)` of a small integer.
#[inline]
pub(crate) fn hash_int(n: i64) -> i64 {
    let magnitude = n.unsigned_abs();
    if magnitude < MODULUS {
        return not_minus_one(n);
    }
    not_minus_one((magnitude % MODULUS) as i64 * n.signum())
}

/// `hash(n)` of a big integer.
pub(crate) fn hash_big(n: &IBig) -> i64 {
    let (sign, words) = n.as_sign_words();
    // A word of 64 bits weighs 2**64 = 2**3 modulo 2**61 - 1.
    let residue = words.iter().rev().fold(0u64, |residue, &word| {
        ((u128::from(residue) << 3) + u128::from(word) % u128::from(MODULUS)).rem_euclid(u128::from(MODULUS)) as u64
    });
    not_minus_one(if sign == Sign::Negative { -(residue as i64) } else { residue as i64 })
}

/// `hash(c * 10**exponent)` with a sign, from the words of the coefficient, lowest first; equal to that of an equal integer or fraction.
pub(crate) fn hash_decimal(negative: bool, words: &[u64], exponent: i64) -> i64 {
    const TENTH: u64 = 2_075_258_708_292_324_556;
    let times = |x: u64, y: u64| (u128::from(x) * u128::from(y) % u128::from(MODULUS)) as u64;
    let c = words.iter().rev().fold(0u64, |residue, &word| (((u128::from(residue) << 64) + u128::from(word)) % u128::from(MODULUS)) as u64);
    let (mut power, mut square, mut left) = (1, if exponent < 0 { TENTH } else { 10 }, exponent.unsigned_abs());
    while left > 0 {
        if left & 1 == 1 {
            power = times(power, square);
        }
        square = times(square, square);
        left >>= 1;
    }
    let residue = times(c, power) as i64;
    not_minus_one(if negative { -residue } else { residue })
}

/// The hash of an infinity.
pub(crate) const fn hash_infinity(negative: bool) -> i64 {
    if negative { -INFINITY } else { INFINITY }
}

/// `hash(x)` of a float, equal to that of an equal integer. A NaN's is its object's identity in CPython, so the caller
/// gives it.
pub(crate) fn hash_float(x: f64, of_nan: i64) -> i64 {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if x.abs() <= EXACT && x.trunc() == x {
        return not_minus_one(x as i64);
    }
    let Some((mantissa, exponent)) = super::float_exact::decompose(x) else {
        return if x.is_nan() {
            not_minus_one(of_nan)
        } else if x > 0.0 {
            INFINITY
        } else {
            -INFINITY
        };
    };
    // mantissa * 2**exponent modulo a number for which 2**61 = 1: a rotation of 61 bits.
    let shift = exponent.rem_euclid(61) as u32;
    let magnitude = mantissa.unsigned_abs();
    let rotated = if shift == 0 { magnitude } else { (magnitude << shift & MODULUS) | magnitude >> (61 - shift) };
    not_minus_one(if mantissa < 0 { -(rotated as i64) } else { rotated as i64 })
}

/// `hash(complex(real, imag))`.
pub(crate) fn hash_complex(real: f64, imag: f64, of_nan: i64) -> i64 {
    let imag = (hash_float(imag, of_nan) as u64).wrapping_mul(IMAGINARY);
    not_minus_one((hash_float(real, of_nan) as u64).wrapping_add(imag) as i64)
}

/// `hash()` of a tuple, from the hashes of its items.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TupleHasher {
    lanes: u64,
    count: u64,
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl TupleHasher {
    #[inline]
    pub(crate) const fn new() -> TupleHasher {
        TupleHasher { lanes: PRIME_5, count: 0 }
    }

    #[inline]
    pub(crate) fn add(&mut self, item: i64) {
        let lanes = self.lanes.wrapping_add((item as u64).wrapping_mul(PRIME_2));
        self.lanes = lanes.rotate_left(31).wrapping_mul(PRIME_1);
        self.count += 1;
    }

    #[inline]
    pub(crate) fn finish(self) -> i64 {
        let hash = self.lanes.wrapping_add(self.count ^ (PRIME_5 ^ 3_527_539));
        if hash == u64::MAX { 1_546_275_796 } else { hash as i64 }
    }
}

/// `hash(tuple)` from the hashes of the items.
pub(crate) fn hash_tuple(items: impl IntoIterator<Item = i64>) -> i64 {
    let mut hasher = TupleHasher::new();
    items.into_iter().for_each(|item| hasher.add(item));
    hasher.finish()
}

/// `hash(frozenset)` from the hashes of the members, in any order.
pub(crate) fn hash_frozenset(members: impl IntoIterator<Item = i64>) -> i64 {
    // Spreads nearby hashes, or sets of neighbours would collide under exclusive or.
    let shuffle = |hash: u64| ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
    let (mut hash, mut count) = (0u64, 0u64);
    for member in members {
        hash ^= shuffle(member as u64);
        count += 1;
    }
    hash ^= count.wrapping_add(1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    let hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}

/// The hash of a text's or bytes' content: 0 when empty, never 0 otherwise (so 0 can mean "not known yet"), never -1.
#[inline]
pub(crate) fn hash_bytes(bytes: &[u8], seed: u64) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    match hash_content(bytes, seed) as i64 {
        0 => 1,
        hash => not_minus_one(hash),
    }
}

const KEYS: [u64; 4] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5];

/// The two halves of a full product, folded: every input bit reaches every output bit.
#[inline]
const fn mix(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    product as u64 ^ (product >> 64) as u64
}

#[inline]
fn word(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

#[inline]
fn half(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u64::from(u32::from_le_bytes(*chunk)))
}

#[inline]
fn hash_content(bytes: &[u8], seed: u64) -> u64 {
    let length = bytes.len();
    let seed = seed ^ KEYS[0];
    // Up to 16 bytes, most identifiers and keys: two words that may overlap, no loop.
    let (a, b) = match length {
        0..=3 => {
            let byte = |at: usize| u64::from(bytes[at]);
            (byte(0) << 16 | byte(length / 2) << 8 | byte(length - 1), 0)
        }
        4..=7 => (half(bytes, 0), half(bytes, length - 4)),
        8..=16 => (word(bytes, 0), word(bytes, length - 8)),
        _ => return hash_long(bytes, seed),
    };
    mix(mix(a ^ KEYS[1], b ^ seed) ^ KEYS[2], length as u64 ^ KEYS[3])
}

fn hash_long(bytes: &[u8], seed: u64) -> u64 {
    let (mut left, mut right) = (seed, seed ^ KEYS[1]);
    let (blocks, _) = bytes[..bytes.len() - 1].as_chunks::<32>();
    for block in blocks {
        left = mix(word(block, 0) ^ KEYS[1], word(block, 8) ^ left);
        right = mix(word(block, 16) ^ KEYS[2], word(block, 24) ^ right);
    }
    // The last 32 bytes (or 16 of a shorter text), some of them for the second time.
    let end = bytes.len();
    if end >= 32 {
        left = mix(word(bytes, end - 32) ^ KEYS[3], word(bytes, end - 24) ^ left);
    } else {
        left = mix(word(bytes, 0) ^ KEYS[3], word(bytes, 8) ^ left);
    }
    right = mix(word(bytes, end - 16) ^ KEYS[0], word(bytes, end - 8) ^ right);
    mix(left ^ right.rotate_left(32) ^ KEYS[2], end as u64 ^ KEYS[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hash_as_in_cpython() {
        let ints = [
            (0, 0),
            (1, 1),
            (-1, -2),
            (-2, -2),
            (2305843009213693950, 2305843009213693950),
            (2305843009213693951, 0),
            (2305843009213693952, 1),
            (-2305843009213693952, -2),
            (i64::MAX, 3),
            (i64::MIN, -4),
        ];
        for (n, expected) in ints {
            assert_eq!(hash_int(n), expected, "{n}");
            assert_eq!(hash_big(&IBig::from(n)), expected, "{n}");
        }
        assert_eq!(hash_big(&IBig::from(10).pow(30)), 465_258_685_558_744_706);
        assert_eq!(hash_big(&-(IBig::from(1) << 200)), -131_072);
        let floats = [
            (0.0, 0),
            (-0.0, 0),
            (1.0, 1),
            (-1.0, -2),
            (0.5, 1152921504606846976),
            (1.5, 1152921504606846977),
            (-0.1, -230584300921369408),
            (1e300, 1224995262755759164),
            (5e-324, 16777216),
            (f64::INFINITY, 314159),
            (f64::NEG_INFINITY, -314159),
            (1e16, 10000000000000000),
            (2.0f64.powi(61), 1),
            (3.14159, 326484311674566659),
        ];
        for (x, expected) in floats {
            assert_eq!(hash_float(x, 7), expected, "{x}");
        }
        assert_eq!(hash_float(f64::NAN, 7), 7);
        assert_eq!(hash_complex(1.0, 2.0, 0), 2000007);
        assert_eq!(hash_complex(0.0, -1.0, 0), -2000006);
    }

    #[test]
    fn collections_hash_as_in_cpython() {
        assert_eq!(hash_tuple([]), 5740354900026072187);
        assert_eq!(hash_tuple([1]), -6644214454873602895);
        assert_eq!(hash_tuple([1, 2, 3]), 529344067295497451);
        assert_eq!(hash_frozenset([]), 133146708735736);
        assert_eq!(hash_frozenset([1, 2, 3]), hash_frozenset([3, 1, 2]));
        assert_eq!(hash_frozenset([1, 2, 3]), -272375401224217160);
    }

    #[test]
    fn content_hashes_spread() {
        let mut seen = std::collections::HashSet::new();
        let text: Vec<u8> = (0..200).map(|i| (i * 7 % 251) as u8).collect();
        for end in 1..=text.len() {
            assert!(seen.insert(hash_bytes(&text[..end], 1)), "{end}");
            let mut changed = text[..end].to_vec();
            for at in 0..end {
                changed[at] ^= 0x40;
                assert!(seen.insert(hash_bytes(&changed, 1)), "{at} of {end}");
                changed[at] ^= 0x40;
            }
        }
        assert_eq!(hash_bytes(b"", 1), 0);
        assert_ne!(hash_bytes(b"spam", 1), hash_bytes(b"spam", 2));
    }
}
