//! Integers of more words than the number library handles well: products and quotients by halves, decimal text by halves. Knows no
//! objects and no interpreter: long work calls `pause` between its steps, and an error from there ends it.
//!
//! The library (dashu-int 0.4) multiplies operands above 4000 words by number-theoretic transforms, which fail on operands that are
//! all zeros; its own division and square root hand such parts of numbers over. So it gets whole, balanced factors only, and
//! divisors too small for transforms.

use dashu_int::ops::{BitTest, DivRem};
use dashu_int::{IBig, Sign, UBig};

/// Called between steps.
pub(crate) type Pause<'a, E> = &'a dyn Fn() -> Result<(), E>;

/// Factors of this many bits are multiplied in one go, which takes a fraction of a second.
const FACTOR: usize = 1 << 23;

/// Up to this many bits the library works without transforms.
pub(crate) const PLAIN: usize = 1 << 17;

/// `x * y` by halves (Karatsuba's way) until the factors are small enough for one step.
pub(crate) fn mul<E>(pause: Pause<'_, E>, x: &UBig, y: &UBig) -> Result<UBig, E> {
    let (large, small) = if x.bit_len() < y.bit_len() { (y, x) } else { (x, y) };
    let balanced = small.bit_len() <= PLAIN || large.bit_len() + 128 <= 2 * small.bit_len();
    if large.bit_len() <= FACTOR && balanced {
        return Ok(large * small);
    }
    pause()?;
    let half = large.bit_len() / 2;
    let (low, high) = large.clone().split_bits(half);
    if small.bit_len() <= half {
        return Ok((mul(pause, &high, small)? << half) + mul(pause, &low, small)?);
    }
    let (small_low, small_high) = small.clone().split_bits(half);
    let top = mul(pause, &high, &small_high)?;
    let bottom = mul(pause, &low, &small_low)?;
    let middle = mul(pause, &(low + high), &(small_low + small_high))? - &top - &bottom;
    Ok((top << (2 * half)) + (middle << half) + bottom)
}

/// Quotient and remainder by halves (Burnikel and Ziegler, 1998); `b` is not zero.
pub(crate) fn div_rem<E>(pause: Pause<'_, E>, a: &UBig, b: &UBig) -> Result<(UBig, UBig), E> {
    if a < b {
        return Ok((UBig::ZERO, a.clone()));
    }
    if a.bit_len() <= FACTOR && (b.bit_len() <= PLAIN || a.bit_len() - b.bit_len() <= PLAIN / 64) {
        return Ok(a.div_rem(b));
    }
    // The divisor gets a size that can be halved until it is small.
    let least = b.bit_len().max(PLAIN);
    let mut halvings = 0;
    while least >> halvings > PLAIN {
        halvings += 1;
    }
    let size = least.div_ceil(1 << halvings) << halvings;
    let pad = size - b.bit_len();
    let (a, b) = (a << pad, b << pad);
    let mut quotient = UBig::ZERO;
    let mut rest = UBig::ZERO;
    for block in (0..a.bit_len().div_ceil(size)).rev() {
        pause()?;
        let part = low_bits(&a >> (block * size), size);
        let (q, r) = two_by_one(pause, (rest << size) + part, &b, size)?;
        quotient = (quotient << size) + q;
        rest = r;
    }
    Ok((quotient, rest >> pad))
}

fn low_bits(mut n: UBig, bits: usize) -> UBig {
    n.clear_high_bits(bits);
    n
}

/// `a` of at most `2 * size` bits by `b` of exactly `size`, where `a < b << size`.
fn two_by_one<E>(pause: Pause<'_, E>, a: UBig, b: &UBig, size: usize) -> Result<(UBig, UBig), E> {
    if a < *b {
        return Ok((UBig::ZERO, a));
    }
    if size <= PLAIN {
        pause()?;
        return Ok(a.div_rem(b));
    }
    let half = size / 2;
    let (last, first) = a.split_bits(half);
    let (high, rest) = three_by_two(pause, first, b, half)?;
    let (low, rest) = three_by_two(pause, (rest << half) + last, b, half)?;
    Ok(((high << half) + low, rest))
}

/// `a` of at most `3 * half` bits by `b` of exactly `2 * half`, where `a < b << half`.
fn three_by_two<E>(pause: Pause<'_, E>, a: UBig, b: &UBig, half: usize) -> Result<(UBig, UBig), E> {
    let (b_low, b_high) = b.clone().split_bits(half);
    let (a_low, a_high) = a.split_bits(half);
    let (mut quotient, rest) = if &a_high >> half < b_high {
        two_by_one(pause, a_high, &b_high, half)?
    } else {
        (UBig::ones(half), a_high + &b_high - (b_high << half))
    };
    let product = mul(pause, &quotient, &b_low)?;
    let mut rest = IBig::from((rest << half) + a_low) - IBig::from(product);
    // The guess is too large by two at most.
    while rest.sign() == Sign::Negative {
        quotient -= UBig::ONE;
        rest += IBig::from(b.clone());
    }
    Ok((quotient, rest.into_parts().1))
}

/// The integer part of the square root: Newton's steps on ever longer prefixes, each good for twice the bits of the one before.
pub(crate) fn isqrt<E>(pause: Pause<'_, E>, n: &UBig) -> Result<UBig, E> {
    use dashu_int::ops::SquareRoot;
    if n.bit_len() <= PLAIN {
        return Ok(n.sqrt());
    }
    let bits = (n.bit_len() - 1) / 2;
    // A start from the leading bits, whose root the library finds.
    let mut done = 0;
    let mut shift = usize::BITS - bits.leading_zeros();
    while shift > 0 && bits >> (shift - 1) <= PLAIN / 4 {
        shift -= 1;
        done = bits >> shift;
    }
    let mut root = (n >> (2 * (bits - done))).sqrt();
    while shift > 0 {
        pause()?;
        shift -= 1;
        let before = done;
        done = bits >> shift;
        let quotient = div_rem(pause, &(n >> (2 * bits - before - done + 1)), &root)?.0;
        root = (root << (done - before - 1)) + quotient;
    }
    Ok(if mul(pause, &root, &root)? > *n { root - UBig::ONE } else { root })
}

/// Decimal digits dealt with in one go.
const DIGITS: usize = 30_000;

/// `10**DIGITS`, its square, and so on, as far as they have at most `bits` bits.
fn powers_of_ten<E>(pause: Pause<'_, E>, bits: usize) -> Result<Vec<UBig>, E> {
    let mut powers = vec![UBig::from(10u8).pow(DIGITS)];
    while let Some(last) = powers.last()
        && last.bit_len() * 2 <= bits + 1
    {
        let square = mul(pause, last, last)?;
        powers.push(square);
    }
    Ok(powers)
}

/// The decimal digits of `n`.
pub(crate) fn decimal<E>(pause: Pause<'_, E>, n: &UBig) -> Result<String, E> {
    if n.bit_len() <= PLAIN {
        return Ok(n.to_string());
    }
    let powers = powers_of_ten(pause, n.bit_len())?;
    let mut text = String::new();
    push_decimal(pause, n.clone(), &powers, &mut text)?;
    Ok(text)
}

/// Appends the digits of `n`, which is below the square of the last power; with leading zeros unless it is the first part.
fn push_decimal<E>(pause: Pause<'_, E>, n: UBig, powers: &[UBig], text: &mut String) -> Result<(), E> {
    pause()?;
    let Some((power, smaller)) = powers.split_last() else {
        let digits = n.to_string();
        if !text.is_empty() {
            text.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(digits.len())));
            text.push_str(&digits);
        } else if !n.is_zero() {
            text.push_str(&digits);
        }
        return Ok(());
    };
    let (high, low) = div_rem(pause, &n, power)?;
    push_decimal(pause, high, smaller, text)?;
    push_decimal(pause, low, smaller, text)
}

/// The number that decimal digits (nothing else) say.
pub(crate) fn from_decimal<E>(pause: Pause<'_, E>, digits: &str) -> Result<UBig, E> {
    let powers = powers_of_ten(pause, digits.len() * 10 / 3)?;
    parse(pause, digits, &powers)
}

fn parse<E>(pause: Pause<'_, E>, digits: &str, powers: &[UBig]) -> Result<UBig, E> {
    if digits.len() <= DIGITS {
        return Ok(digits.parse().unwrap_or(UBig::ZERO));
    }
    pause()?;
    let level = (0..powers.len()).rev().find(|level| DIGITS << level < digits.len()).unwrap_or(0);
    let (high, low) = digits.split_at(digits.len() - (DIGITS << level));
    let (high, low) = (parse(pause, high, powers)?, parse(pause, low, powers)?);
    Ok(mul(pause, &high, &powers[level])? + low)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GO_ON: Pause<'static, ()> = &|| Ok(());

    #[test]
    fn quotients_and_roots() {
        let x = UBig::from(3u8).pow(400_000);
        let y = (UBig::ONE << 300_000) + UBig::from(12345u32);
        let product = mul(GO_ON, &x, &y).expect("no error");
        let rest = &y - UBig::ONE;
        assert_eq!(div_rem(GO_ON, &(&product + &rest), &y), Ok((x.clone(), rest)));
        assert_eq!(div_rem(GO_ON, &product, &x), Ok((y.clone(), UBig::ZERO)));
        // Numbers that are almost all zeros.
        let power = |n: usize| UBig::ONE << n;
        assert_eq!(div_rem(GO_ON, &power(4_000_000), &power(2_000_000)), Ok((power(2_000_000), UBig::ZERO)));
        assert_eq!(mul(GO_ON, &power(9_000_000), &x), Ok(&x << 9_000_000));
        assert_eq!(isqrt(GO_ON, &power(2_000_000)), Ok(power(1_000_000)));
        let square = mul(GO_ON, &x, &x).expect("no error");
        assert_eq!(isqrt(GO_ON, &square), Ok(x.clone()));
        assert_eq!(isqrt(GO_ON, &(square - UBig::ONE)), Ok(x - UBig::ONE));
    }

    #[test]
    fn texts() {
        for digits in [29_999, 30_000, 30_001, 100_000, 240_001] {
            let n = UBig::from(10u8).pow(digits);
            let text = decimal(GO_ON, &n).expect("no error");
            assert!(text.len() == digits + 1 && text.starts_with('1') && text[1..].bytes().all(|b| b == b'0'), "{digits}");
            let text = decimal(GO_ON, &(n - UBig::ONE)).expect("no error");
            assert!(text.len() == digits && text.bytes().all(|b| b == b'9'), "{digits}");
            let back = from_decimal(GO_ON, &text).expect("no error");
            assert_eq!(back + UBig::ONE, UBig::from(10u8).pow(digits));
        }
    }

    #[test]
    fn can_be_stopped() {
        let x = UBig::from(3u8).pow(400_000);
        assert_eq!(decimal(&|| Err("stop"), &x), Err("stop"));
    }
}
