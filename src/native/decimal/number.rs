//! A decimal number as plain data, and its coefficient: counting digits, cutting them off, powers of ten. Long work is done in steps
//! with safepoints between (`object/big`); what no memory holds is refused before it is begun.

use super::settings::{Part, Rounding};
use crate::object::big;
use crate::object::cx::Cx;
use crate::object::value::R;
use crate::text::huge;
use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};
use std::cmp::Ordering;
use std::sync::OnceLock;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Finite,
    Infinite,
    /// A NaN; its payload is the coefficient.
    Quiet,
    Signaling,
}

/// `(-1)**negative * c * 10**exp`, or an infinity or NaN.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) c: UBig,
    pub(super) exp: i64,
    pub(super) negative: bool,
    pub(super) kind: Kind,
}

impl Number {
    #[inline]
    pub(super) fn finite(negative: bool, c: UBig, exp: i64) -> Number {
        Number { c, exp, negative, kind: Kind::Finite }
    }

    pub(super) fn zero(negative: bool, exp: i64) -> Number {
        Number::finite(negative, UBig::ZERO, exp)
    }

    pub(super) fn infinity(negative: bool) -> Number {
        Number { c: UBig::ZERO, exp: 0, negative, kind: Kind::Infinite }
    }

    pub(super) fn nan() -> Number {
        Number { c: UBig::ZERO, exp: 0, negative: false, kind: Kind::Quiet }
    }

    pub(super) fn from_int(n: &IBig) -> Number {
        let (sign, c) = n.clone().into_parts();
        Number::finite(sign == dashu_int::Sign::Negative, c, 0)
    }

    pub(super) fn from_i64(n: i64) -> Number {
        Number::finite(n < 0, UBig::from(n.unsigned_abs()), 0)
    }

    #[inline]
    pub(super) fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    #[inline]
    pub(super) fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }

    #[inline]
    pub(super) fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Quiet | Kind::Signaling)
    }

    #[inline]
    pub(super) fn is_zero(&self) -> bool {
        self.kind == Kind::Finite && self.c.is_zero()
    }

    pub(super) fn with_sign(mut self, negative: bool) -> Number {
        self.negative = negative;
        self
    }

    /// The exponent of the first digit.
    #[inline]
    pub(super) fn adjusted(&self) -> i64 {
        self.exp + digits(&self.c) - 1
    }

    /// Whether it is finite and has no digits after the point but zeros.
    pub(super) fn is_integer(&self, cx: &Cx) -> R<bool> {
        if !self.is_finite() {
            return Ok(false);
        }
        if self.exp >= 0 || self.c.is_zero() {
            return Ok(true);
        }
        if -self.exp >= digits(&self.c) {
            return Ok(false);
        }
        Ok(cut(cx, self.negative, &self.c, -self.exp, Rounding::Down)?.1)
    }
}

/// The powers of ten that two words hold.
pub(super) static POW10: [u128; 39] = {
    let mut table = [1u128; 39];
    let mut k = 1;
    while k < 39 {
        table[k] = table[k - 1] * 10;
        k += 1;
    }
    table
};

/// A coefficient of at most two words.
#[inline]
pub(super) fn small(c: &UBig) -> Option<u128> {
    match c.as_words() {
        [] => Some(0),
        [low] => Some(u128::from(*low)),
        [low, high] => Some(u128::from(*low) | u128::from(*high) << 64),
        _ => None,
    }
}

/// How many decimal digits a small coefficient has; 1 for zero.
#[inline]
pub(super) fn small_digits(c: u128) -> i64 {
    let bits = 128 - (c | 1).leading_zeros();
    let low = (bits * 1233) >> 12;
    i64::from(low) + i64::from(low < 39 && c >= POW10[low as usize] || low == 0)
}

/// How many decimal digits a coefficient has; 1 for zero.
#[inline]
pub(super) fn digits(c: &UBig) -> i64 {
    match small(c) {
        Some(c) => small_digits(c),
        None => many_digits(c),
    }
}

fn many_digits(c: &UBig) -> i64 {
    let bits = c.bit_len();
    let words = c.as_words();
    // The leading 64 bits give the logarithm to some 18 digits; only numbers next to a power of ten need a closer look.
    let shift = bits - 64;
    let (word, bit) = (shift / 64, shift % 64);
    let low = words[word] >> bit;
    let high = if bit == 0 { 0 } else { words.get(word + 1).map_or(0, |high| high << (64 - bit)) };
    let log = ((low | high) as f64).log10() + shift as f64 * std::f64::consts::LOG10_2;
    let floor = log.floor();
    let tolerance = 1e-12 * log.max(1.0);
    if log - floor > tolerance && floor + 1.0 - log > tolerance {
        return floor as i64 + 1;
    }
    let guess = log.round() as usize;
    guess as i64 + i64::from(*c >= UBig::from(10u8).pow(guess))
}

/// Powers kept for all time: they are immutable and made once, whichever thread comes first.
const KEPT: usize = 1200;
static KEPT_POWERS: [OnceLock<UBig>; KEPT] = [const { OnceLock::new() }; KEPT];

/// Bits of `10**n`, nearly.
fn bits_of_power(n: i64) -> u64 {
    (n as u64).saturating_mul(10) / 3
}

/// Calls `f` with `10**n`. Errors: MemoryError.
pub(super) fn with_power<T>(cx: &Cx, n: i64, f: impl FnOnce(&UBig) -> R<T>) -> R<T> {
    match usize::try_from(n) {
        Ok(n) if n < 39 => f(&UBig::from(POW10[n])),
        Ok(n) if n < KEPT => f(KEPT_POWERS[n].get_or_init(|| UBig::from(10u8).pow(n))),
        _ => {
            big::room(cx, bits_of_power(n))?;
            let power = big::power(cx, &IBig::from(5u8), n as u64)? << n as usize;
            f(&power.into_parts().1)
        }
    }
}

/// `x * y`.
pub(super) fn product(cx: &Cx, x: &UBig, y: &UBig) -> R<UBig> {
    if x.bit_len() + y.bit_len() <= huge::PLAIN {
        return Ok(x * y);
    }
    big::room(cx, (x.bit_len() + y.bit_len()) as u64)?;
    huge::mul(&|| cx.safepoint(), x, y)
}

/// Quotient and remainder; `y` is not zero.
pub(super) fn quotient(cx: &Cx, x: &UBig, y: &UBig) -> R<(UBig, UBig)> {
    use dashu_int::ops::DivRem;
    if x.bit_len() <= huge::PLAIN {
        return Ok(x.div_rem(y));
    }
    huge::div_rem(&|| cx.safepoint(), x, y)
}

/// `c * 10**n`. Errors: MemoryError.
pub(super) fn shifted(cx: &Cx, c: &UBig, n: i64) -> R<UBig> {
    if n == 0 || c.is_zero() {
        return Ok(c.clone());
    }
    if let (Some(c), Some(power)) = (small(c), POW10.get(n as usize))
        && let Some(shifted) = c.checked_mul(*power)
    {
        return Ok(UBig::from(shifted));
    }
    big::room(cx, bits_of_power(n).saturating_add(c.bit_len() as u64))?;
    with_power(cx, n, |power| product(cx, c, power))
}

/// A coefficient without its last `places` digits (more than none), rounded, and whether they were all zeros.
pub(super) fn cut(cx: &Cx, negative: bool, c: &UBig, places: i64, rounding: Rounding) -> R<(UBig, bool)> {
    if let Some(c) = small(c)
        && let Some(unit) = POW10.get(places as usize)
    {
        let (kept, rest) = (c / unit, c % unit);
        let part = Part::of(rest == 0, rest.cmp(&(unit - rest)));
        return Ok((UBig::from(kept + u128::from(rounding.goes_up(negative, part, (kept % 10) as u8))), rest == 0));
    }
    if places > digits(c) {
        let part = if c.is_zero() { Part::Nothing } else { Part::BelowHalf };
        return Ok((UBig::from(u8::from(rounding.goes_up(negative, part, 0))), c.is_zero()));
    }
    with_power(cx, places, |unit| {
        let (kept, rest) = quotient(cx, c, unit)?;
        let part = Part::of(rest.is_zero(), if rest.is_zero() { Ordering::Less } else { (&rest << 1).cmp(unit) });
        let last_digit = match rounding {
            Rounding::ZeroFiveUp => &kept % 10u8,
            // Only whether it is odd counts.
            _ => u8::from(kept.bit(0)),
        };
        let exact = rest.is_zero();
        Ok((if rounding.goes_up(negative, part, last_digit) { kept + UBig::ONE } else { kept }, exact))
    })
}

/// Takes zeros off the end of a coefficient (not zero), at most so many. Returns it and how many they were.
pub(super) fn strip(cx: &Cx, mut c: UBig, most: i64) -> R<(UBig, i64)> {
    let mut stripped = 0;
    if small(&c).is_none() {
        // By powers that double in size, then halve again: a long run of zeros is gone after a few divisions.
        let twos = c.trailing_zeros().unwrap_or(0) as i64;
        let most = most.min(twos);
        let mut step = 1;
        while step * 2 <= most {
            step *= 2;
        }
        while step > 0 && small(&c).is_none() {
            if stripped + step <= most {
                let (kept, rest) = with_power(cx, step, |unit| quotient(cx, &c, unit))?;
                if rest.is_zero() {
                    c = kept;
                    stripped += step;
                    continue;
                }
            }
            step /= 2;
        }
    }
    if let Some(mut small) = small(&c) {
        while stripped < most && small & 1 == 0 {
            if let Ok(word) = u64::try_from(small) {
                if word % 10 != 0 {
                    break;
                }
                small = u128::from(word / 10);
            } else {
                if small % 10 != 0 {
                    break;
                }
                small /= 10;
            }
            stripped += 1;
        }
        c = UBig::from(small);
    }
    Ok((c, stripped))
}

/// The digits of a coefficient.
pub(super) fn text(cx: &Cx, c: &UBig) -> R<String> {
    if let Some(c) = small(c) {
        return Ok(match u64::try_from(c) {
            Ok(word) => word.to_string(),
            Err(_) => c.to_string(),
        });
    }
    huge::decimal(&|| cx.safepoint(), c)
}

/// `c` as an int with a sign.
pub(super) fn to_int(negative: bool, c: UBig) -> IBig {
    IBig::from_parts(if negative { dashu_int::Sign::Negative } else { dashu_int::Sign::Positive }, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_digits() {
        for n in 0..60usize {
            let power = UBig::from(10u8).pow(n);
            assert_eq!(digits(&power), n as i64 + 1);
            assert_eq!(digits(&(power + UBig::ONE)), n as i64 + 1);
            let below = UBig::from(10u8).pow(n + 1) - UBig::ONE;
            assert_eq!(digits(&below), n as i64 + 1);
        }
        assert_eq!(digits(&UBig::ZERO), 1);
        for n in [1000usize, 5000] {
            assert_eq!(digits(&UBig::from(10u8).pow(n)), n as i64 + 1);
            assert_eq!(digits(&(UBig::from(10u8).pow(n) - UBig::ONE)), n as i64);
            assert_eq!(digits(&(UBig::from(7u8) * UBig::from(10u8).pow(n))), n as i64 + 1);
        }
        assert_eq!(digits(&UBig::from(u128::MAX)), 39);
        assert_eq!(digits(&UBig::from(9u8)), 1);
    }
}
