//! Arithmetic of big integers that takes long: products, powers, powers modulo, quotients as floats. Knows no int object; long
//! work is done in steps with safepoints between, and results that no memory holds are refused before they are begun.

use super::cx::Cx;
use super::value::R;
use crate::text::huge;
use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

/// Largest result worth trying, in bits.
pub(crate) const MAX_BITS: u64 = 1 << 35;

/// Numbers of up to this many bits are left to the number library.
const PLAIN_BITS: usize = huge::PLAIN;

/// Refuses results that memory has no room for.
pub(crate) fn room(cx: &Cx, bits: u64) -> R<()> {
    const UNCHECKED: u64 = 1 << 23;
    if bits > UNCHECKED {
        // Several numbers of this size live at a time while one is computed.
        let mut probe: Vec<u8> = Vec::new();
        if bits > MAX_BITS || probe.try_reserve_exact((bits / 2) as usize).is_err() {
            return Err(cx.memory_error());
        }
    }
    Ok(())
}

/// `x * y`.
#[inline]
pub(crate) fn mul(cx: &Cx, x: &IBig, y: &IBig) -> R<IBig> {
    if x.bit_len() + y.bit_len() <= PLAIN_BITS {
        return Ok(x * y);
    }
    room(cx, (x.bit_len() + y.bit_len()) as u64)?;
    let product = huge::mul(&|| cx.safepoint(), &x.unsigned_abs(), &y.unsigned_abs())?;
    Ok(with_sign(product, x.sign() == y.sign()))
}

fn with_sign(magnitude: UBig, positive: bool) -> IBig {
    IBig::from_parts(if positive { Sign::Positive } else { Sign::Negative }, magnitude)
}

/// `base ** exponent`: square and multiply. A power of two in the base is put aside and shifted in at the end.
pub(crate) fn power(cx: &Cx, base: &IBig, exponent: u64) -> R<IBig> {
    if exponent == 0 {
        return Ok(IBig::ONE);
    }
    let bits = (base.bit_len() as u64).saturating_mul(exponent);
    if bits <= 4096 {
        return Ok(base.pow(exponent as usize));
    }
    room(cx, bits)?;
    let zeros = base.trailing_zeros().unwrap_or(0);
    let odd = base >> zeros;
    let mut result = IBig::ONE;
    if odd.bit_len() > 1 {
        for bit in (0..64 - exponent.leading_zeros()).rev() {
            cx.safepoint()?;
            result = mul(cx, &result, &result)?;
            if exponent >> bit & 1 == 1 {
                result = mul(cx, &result, &odd)?;
            }
        }
    } else if odd.sign() == Sign::Negative && exponent & 1 == 1 {
        result = IBig::NEG_ONE;
    }
    Ok(result << (zeros * exponent as usize))
}

/// `base ** exponent % modulus` for `exponent >= 0`, with the sign of `modulus`, which is not zero.
pub(crate) fn power_mod(cx: &Cx, base: &IBig, exponent: &UBig, modulus: &IBig) -> R<IBig> {
    let (_, base) = floor_div_mod(cx, base, &IBig::from(modulus.unsigned_abs()))?;
    if modulus.bit_len() > PLAIN_BITS {
        let magnitude = IBig::from(modulus.unsigned_abs());
        let mut result = IBig::ONE;
        for bit in (0..exponent.bit_len()).rev() {
            result = floor_div_mod(cx, &mul(cx, &result, &result)?, &magnitude)?.1;
            if exponent.bit(bit) {
                result = floor_div_mod(cx, &mul(cx, &result, &base)?, &magnitude)?.1;
            }
        }
        return Ok(with_sign_of(result, modulus));
    }
    let ring = ConstDivisor::new(modulus.unsigned_abs());
    let base = ring.reduce(base);
    // One step costs the square of the modulus' size; up to here all of them take no time that matters.
    let work = (modulus.bit_len() as u64).saturating_mul(modulus.bit_len() as u64).saturating_mul(exponent.bit_len() as u64);
    let result = if work < 1 << 36 {
        base.pow(exponent)
    } else {
        let mut result = ring.reduce(1u8);
        for bit in (0..exponent.bit_len()).rev() {
            cx.safepoint()?;
            result = result.sqr();
            if exponent.bit(bit) {
                result *= &base;
            }
        }
        result
    };
    Ok(with_sign_of(IBig::from(result.residue()), modulus))
}

/// The residue in `0..|modulus|` moved to the side of zero on which `modulus` is.
fn with_sign_of(residue: IBig, modulus: &IBig) -> IBig {
    if modulus.sign() == Sign::Negative && !residue.is_zero() { residue + modulus } else { residue }
}

/// The inverse of `x` modulo `modulus` (not zero); None if they have a common divisor.
pub(crate) fn inverse(cx: &Cx, x: &IBig, modulus: &IBig) -> R<Option<IBig>> {
    let modulus = IBig::from(modulus.unsigned_abs());
    floor_div_mod(cx, x, &modulus).map(|(_, x)| inverse_of_residue(&x, &modulus))
}

fn inverse_of_residue(x: &IBig, modulus: &IBig) -> Option<IBig> {
    use dashu_int::ops::ExtendedGcd;
    if modulus.is_one() {
        return Some(IBig::ZERO);
    }
    if x.is_zero() {
        return None;
    }
    let (gcd, factor, _) = x.gcd_ext(modulus);
    gcd.is_one().then(|| if factor.sign() == Sign::Negative { factor + modulus } else { factor })
}

/// Quotient and remainder rounded to negative infinity; `y` is not zero.
pub(crate) fn floor_div_mod(cx: &Cx, x: &IBig, y: &IBig) -> R<(IBig, IBig)> {
    use dashu_int::ops::DivRem;
    let (q, r) = if x.bit_len() <= PLAIN_BITS {
        x.div_rem(y)
    } else {
        let (q, r) = huge::div_rem(&|| cx.safepoint(), &x.unsigned_abs(), &y.unsigned_abs())?;
        (with_sign(q, x.sign() == y.sign()), with_sign(r, x.sign() == Sign::Positive))
    };
    Ok(if !r.is_zero() && r.sign() != y.sign() { (q - IBig::ONE, r + y) } else { (q, r) })
}

/// The integer part of the square root of `n`, which is not negative.
pub(crate) fn isqrt(cx: &Cx, n: &IBig) -> R<IBig> {
    huge::isqrt(&|| cx.safepoint(), &n.unsigned_abs()).map(IBig::from)
}

/// The greatest common divisor.
pub(crate) fn gcd(cx: &Cx, x: &IBig, y: &IBig) -> R<IBig> {
    use dashu_int::ops::Gcd;
    let (mut x, mut y): (UBig, UBig) = (x.unsigned_abs(), y.unsigned_abs());
    loop {
        if x < y {
            std::mem::swap(&mut x, &mut y);
        }
        if y.is_zero() {
            return Ok(IBig::from(x));
        }
        // The number library's way is good for numbers of about one size.
        if x.bit_len() - y.bit_len() <= PLAIN_BITS / 64 {
            cx.safepoint()?;
            return Ok(IBig::from(x.gcd(y)));
        }
        x = huge::div_rem(&|| cx.safepoint(), &x, &y)?.1;
    }
}

/// `x / y` correctly rounded, ties to even: a quotient of at least 55 significant bits whose last bit remembers a remainder, then
/// scaled. None if out of range. `y` is not zero.
pub(crate) fn ratio_to_f64(x: &IBig, y: &IBig) -> Option<f64> {
    let negative = (x.sign() == Sign::Negative) != (y.sign() == Sign::Negative);
    let signed = |magnitude: f64| if negative { -magnitude } else { magnitude };
    let (x, y): (UBig, UBig) = (x.unsigned_abs(), y.unsigned_abs());
    if x.is_zero() {
        return Some(0.0);
    }
    let magnitude = x.bit_len() as i64 - y.bit_len() as i64;
    if magnitude > 1025 {
        return None;
    }
    if magnitude < -1080 {
        return Some(signed(0.0));
    }
    // Below the normal range fewer bits count: keep just the bits above the smallest subnormal (2^-1074), with two to spare.
    let shift = (66 - magnitude).min(1076);
    let (n, d) = if shift >= 0 { (x << shift as usize, y) } else { (x, y << (-shift) as usize) };
    let mut q = &n / &d;
    if &q * &d != n {
        q |= UBig::ONE;
    }
    let mantissa = u128::try_from(&q).ok()?;
    // Round to the 53 bits of a double (fewer for subnormals) by hand, so that scaling afterwards is exact.
    let bits = 128 - mantissa.leading_zeros() as i64;
    let keep = 53.min(bits - shift + 1074);
    let drop = (bits - keep).clamp(0, 127) as u32;
    let rounded = if drop == 0 {
        mantissa
    } else {
        let (high, low) = (mantissa >> drop, mantissa & ((1 << drop) - 1));
        let half = 1u128 << (drop - 1);
        high + u128::from(low > half || (low == half && high & 1 == 1))
    };
    let scaled = scale(rounded as f64, i64::from(drop) - shift);
    scaled.is_finite().then_some(signed(scaled))
}

/// `x * 2**exponent` in steps that stay exact.
fn scale(mut x: f64, mut exponent: i64) -> f64 {
    let power = |n: i64| f64::from_bits(((n + 1023) as u64) << 52);
    while exponent > 1000 && x.is_finite() {
        x *= power(1000);
        exponent -= 1000;
    }
    while exponent < -1000 && x != 0.0 {
        x *= power(-1000);
        exponent += 1000;
    }
    x * power(exponent.clamp(-1000, 1000))
}

/// `x` as `fraction * 2**exponent` with the fraction rounded to even in [0.5, 1); `x` is not zero.
pub(crate) fn to_fraction(x: &IBig) -> (f64, u64) {
    let bits = x.bit_len();
    if bits <= 64 {
        let float = x.to_f64().value();
        let (fraction, exponent) = super::c_math::frexp(float);
        return (fraction, exponent as u64);
    }
    let magnitude: UBig = x.unsigned_abs();
    let mut top = u64::try_from(&magnitude >> (bits - 64)).unwrap_or(u64::MAX);
    if magnitude.trailing_zeros().is_some_and(|zeros| zeros < bits - 64) {
        top |= 1;
    }
    // 64 bits with a sticky last one round to 53 once.
    let fraction = top as f64 * 2f64.powi(-64);
    let (fraction, exponent) = if fraction >= 1.0 { (0.5, bits as u64 + 1) } else { (fraction, bits as u64) };
    (if x.sign() == Sign::Negative { -fraction } else { fraction }, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str) -> IBig {
        match text.split_once("**") {
            Some((base, exponent)) => int(base).pow(exponent.parse().expect("exponent")),
            None => text.parse().expect("number"),
        }
    }

    #[test]
    fn quotients_are_correctly_rounded() {
        let cases = [
            ("1", "3", 1.0 / 3.0),
            ("10**400", "10**399", 10.0),
            ("3", "10**400", 0.0),
            ("9007199254740993", "1", 9007199254740992.0),
            ("9007199254740995", "1", 9007199254740996.0),
            ("1", "2**1074", 5e-324),
            ("1", "2**1075", 0.0),
            ("3", "2**1075", 1e-323),
            ("3", "2**1076", 5e-324),
            ("2**1023", "1", 8.98846567431158e307),
            ("-7", "2**3000", -0.0),
            ("123456789012345678901234567890", "987654321098765432109876543210", 0.1249999988609375),
            ("10**22", "7", 1.4285714285714287e21),
            ("10**100", "3**200", 37648.619495990264),
        ];
        for (x, y, expected) in cases {
            assert_eq!(ratio_to_f64(&int(x), &int(y)), Some(expected), "{x} / {y}");
        }
        assert_eq!(ratio_to_f64(&int("2**1024"), &IBig::ONE), None);
        // Half a unit below 2**1024 rounds up and overflows, anything less does not.
        let edge = int("2**1024") - int("2**970");
        assert_eq!(ratio_to_f64(&edge, &IBig::ONE), None);
        assert_eq!(ratio_to_f64(&(edge - IBig::ONE), &IBig::ONE), Some(f64::MAX));
    }

    #[test]
    fn quotients_agree_with_division_of_exact_floats() {
        let mut seed = 12345u64;
        let mut next = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 11) as i64
        };
        for _ in 0..if cfg!(miri) { 100 } else { 20_000 } {
            let (x, y, k) = (next(), next() | 1, (next() % 900) as usize);
            // Both sides times 2**k: the same quotient by the long way.
            let got = ratio_to_f64(&(IBig::from(x) << k), &(IBig::from(y) << k));
            assert_eq!(got, Some(x as f64 / y as f64), "{x} / {y}");
        }
    }

    #[test]
    fn conversion_to_float_ties_to_even() {
        for (text, expected) in [
            ("18446744073709553664", 18446744073709551616.0),
            ("18446744073709557760", 18446744073709559808.0),
            ("18446744073709553665", 18446744073709555712.0),
            ("-18446744073709553664", -18446744073709551616.0),
        ] {
            assert_eq!(int(text).to_f64().value(), expected, "{text}");
            let (fraction, exponent) = to_fraction(&int(text));
            assert_eq!(fraction * 2f64.powi(exponent as i32), expected, "{text}");
        }
        let edge = int("2**1024") - int("2**970");
        assert!(edge.to_f64().value().is_infinite());
        assert_eq!((edge - IBig::ONE).to_f64().value(), f64::MAX);
    }

    #[test]
    fn inverses() {
        let inverse = |x: &str, modulus: &str| inverse_of_residue(&int(x), &int(modulus));
        assert_eq!(inverse("3", "7"), Some(int("5")));
        assert_eq!(inverse("4", "7"), Some(int("2")));
        assert_eq!(inverse("2", "4"), None);
        assert_eq!(inverse("0", "1"), Some(IBig::ZERO));
        assert_eq!(inverse("0", "5"), None);
    }
}
