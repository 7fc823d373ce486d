//! Sums, products, quotients, remainders, powers and square roots, as the General Decimal Arithmetic Specification has them.

use super::number::{Number, POW10, cut, digits, product, quotient, shifted, small, strip, with_power};
use super::settings::{Part, Rounding, condition::*};
use super::wide;
use super::work::{Work, aligned_small};
use crate::object::big;
use crate::object::value::R;
use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};
use std::cmp::Ordering;

impl Work<'_> {
    pub(super) fn add(&mut self, x: &Number, y: &Number) -> R<Number> {
        self.sum(x, y, y.negative)
    }

    pub(super) fn sub(&mut self, x: &Number, y: &Number) -> R<Number> {
        if y.is_nan() { self.sum(x, y, y.negative) } else { self.sum(x, y, !y.negative) }
    }

    /// `x + y`, where `y` has another sign than its own.
    #[inline]
    fn sum(&mut self, x: &Number, y: &Number, y_negative: bool) -> R<Number> {
        if x.is_finite()
            && y.is_finite()
            && let Some((a, b, exp)) = aligned_small(x, y)
            && a != 0
            && b != 0
        {
            let (negative, total) = match () {
                () if x.negative == y_negative => (x.negative, a.checked_add(b)),
                () if a > b => (x.negative, Some(a - b)),
                () if a < b => (y_negative, Some(b - a)),
                () => (self.set.rounding == Rounding::Floor, Some(0)),
            };
            if let Some(total) = total {
                return self.fix(Number::finite(negative, UBig::from(total), exp));
            }
        }
        self.sum_general(x, y, y_negative)
    }

    #[inline(never)]
    fn sum_general(&mut self, x: &Number, y: &Number, y_negative: bool) -> R<Number> {
        if !x.is_finite() || !y.is_finite() {
            if let Some(nan) = self.nan(x, Some(y))? {
                return Ok(nan);
            }
            return Ok(match (x.is_infinite(), y.is_infinite()) {
                (true, true) if x.negative != y_negative => self.invalid(INVALID_OPERATION),
                (true, _) => x.clone(),
                _ => y.clone().with_sign(y_negative),
            });
        }
        let exp = x.exp.min(y.exp);
        let floor = self.set.rounding == Rounding::Floor;
        match (x.c.is_zero(), y.c.is_zero()) {
            (true, true) => {
                let negative = if x.negative == y_negative { x.negative } else { floor };
                return self.fix(Number::zero(negative, exp));
            }
            (true, false) => return self.sum_with_zero(y, y_negative, exp),
            (false, true) => return self.sum_with_zero(x, x.negative, exp),
            (false, false) => {}
        }
        let x_is_larger = x.adjusted() >= y.adjusted();
        let (large, small) = if x_is_larger { (x, y) } else { (y, x) };
        let (large_negative, small_negative) = if x_is_larger { (x.negative, y_negative) } else { (y_negative, x.negative) };
        // Below all digits of the large one, and below the last that counts, a number is as good as a tiny one.
        let least = (large.exp - 1).min(large.adjusted() - self.set.prec - 1);
        let far;
        let small = if small.exp < large.exp && small.adjusted() < least {
            far = Number::finite(small_negative, UBig::ONE, least);
            &far
        } else if small.exp < least && small.adjusted() < large.adjusted() - 1 {
            far = self.above(small, least - 1)?;
            &far
        } else {
            small
        };
        let (a, b, low) = self.aligned(large, small)?;
        let (negative, c) = match () {
            () if large_negative == small_negative => (large_negative, a + b),
            () => match a.cmp(&b) {
                Ordering::Greater => (large_negative, a - b),
                Ordering::Less => (small_negative, b - a),
                Ordering::Equal => return self.fix(Number::zero(floor, exp)),
            },
        };
        self.fix(Number::finite(negative, c, low))
    }

    /// A number cut to exponent `least`, where digits other than zero below it only have to keep the last one from being a zero or a five.
    fn above(&self, n: &Number, least: i64) -> R<Number> {
        if n.exp >= least {
            return Ok(n.clone());
        }
        let (mut c, exact) = cut(self.cx, n.negative, &n.c, least - n.exp, Rounding::Down)?;
        if !exact && is_multiple_of_five(&c) {
            c += UBig::ONE;
        }
        Ok(Number::finite(n.negative, c, least))
    }

    /// A number that zero is added to; the zero counts by its exponent alone.
    fn sum_with_zero(&mut self, n: &Number, negative: bool, exp: i64) -> R<Number> {
        let exp = exp.max(n.adjusted() - self.set.prec).min(n.exp);
        let c = shifted(self.cx, &n.c, n.exp - exp)?;
        self.fix(Number::finite(negative, c, exp))
    }

    #[inline]
    pub(super) fn mul(&mut self, x: &Number, y: &Number) -> R<Number> {
        let negative = x.negative != y.negative;
        if x.is_finite() && y.is_finite() {
            let c = match (small(&x.c), small(&y.c)) {
                (Some(a), Some(b)) => match a.checked_mul(b) {
                    Some(c) => UBig::from(c),
                    None => return self.mul_wide(negative, a, b, x.exp + y.exp),
                },
                _ => product(self.cx, &x.c, &y.c)?,
            };
            return self.fix(Number::finite(negative, c, x.exp + y.exp));
        }
        if let Some(nan) = self.nan(x, Some(y))? {
            return Ok(nan);
        }
        if x.is_zero() || y.is_zero() {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        Ok(Number::infinity(negative))
    }

    /// A product of more than two words. Where the context keeps few digits of it, it is cut without making a big integer.
    fn mul_wide(&mut self, negative: bool, a: u128, b: u128, exp: i64) -> R<Number> {
        let product = wide::product(a, b);
        if let Some(rounded) = self.round_wide(negative, product, exp) {
            return Ok(rounded);
        }
        self.fix(Number::finite(negative, UBig::from_words(&product), exp))
    }

    fn round_wide(&mut self, negative: bool, product: [u64; 4], exp: i64) -> Option<Number> {
        let prec = self.set.prec;
        // With one or two digits more than are kept.
        let places = wide::least_digits(&product) - prec - 1;
        if prec > 36 || places < 0 || self.set.clamp {
            return None;
        }
        let (long, mut rest) = wide::cut(product, places as usize);
        let more = super::number::small_digits(long) - prec;
        let unit = POW10[more as usize];
        let (mut kept, last) = (long / unit, long % unit);
        // What was cut off before lies below the digits cut off now.
        let against_half = (last * 2).cmp(&unit).then(if rest { Ordering::Greater } else { Ordering::Equal });
        rest |= last != 0;
        let part = Part::of(!rest, against_half);
        let mut exp = exp + places + more;
        if self.set.rounding.goes_up(negative, part, (kept % 10) as u8) {
            kept += 1;
            if kept == POW10[prec as usize] {
                kept /= 10;
                exp += 1;
            }
        }
        let adjusted = exp + prec - 1;
        if adjusted < self.set.emin || adjusted > self.set.emax {
            return None;
        }
        self.met |= ROUNDED | if rest { INEXACT } else { 0 };
        Some(Number::finite(negative, UBig::from(kept), exp))
    }

    pub(super) fn div(&mut self, x: &Number, y: &Number) -> R<Number> {
        let negative = x.negative != y.negative;
        if !x.is_finite() || !y.is_finite() {
            if let Some(nan) = self.nan(x, Some(y))? {
                return Ok(nan);
            }
            if x.is_infinite() {
                return Ok(if y.is_infinite() { self.invalid(INVALID_OPERATION) } else { Number::infinity(negative) });
            }
            self.met |= CLAMPED;
            return Ok(Number::zero(negative, self.set.etiny()));
        }
        if y.c.is_zero() {
            if x.c.is_zero() {
                return Ok(self.invalid(DIVISION_UNDEFINED));
            }
            self.met |= DIVISION_BY_ZERO;
            return Ok(Number::infinity(negative));
        }
        let ideal = x.exp - y.exp;
        if x.c.is_zero() {
            return self.fix(Number::zero(negative, ideal));
        }
        let shift = (digits(&y.c) - digits(&x.c) + self.set.prec + 1).max(0);
        let (mut c, rest) = self.scaled_quotient(&x.c, shift, &y.c)?;
        let mut exp = ideal - shift;
        if rest {
            // A last digit that is no zero and no five keeps rounding right.
            if is_multiple_of_five(&c) {
                c += UBig::ONE;
            }
        } else {
            let (stripped, count) = strip(self.cx, c, shift)?;
            (c, exp) = (stripped, exp + count);
        }
        self.fix(Number::finite(negative, c, exp))
    }

    /// `x * 10**shift / y` cut to an integer, and whether something is left.
    fn scaled_quotient(&self, x: &UBig, shift: i64, y: &UBig) -> R<(UBig, bool)> {
        if let (Some(a), Some(b), Some(power)) = (small(x), small(y), POW10.get(shift as usize))
            && let Some(a) = a.checked_mul(*power)
        {
            return Ok((UBig::from(a / b), a % b != 0));
        }
        let (q, rest) = quotient(self.cx, &shifted(self.cx, x, shift)?, y)?;
        Ok((q, !rest.is_zero()))
    }

    /// Quotient cut to an integer, and remainder. Both operands are finite, `y` is not zero. None: the quotient has too many digits.
    fn divide_int(&mut self, x: &Number, y: &Number) -> R<Option<(Number, Number)>> {
        let negative = x.negative != y.negative;
        let ideal = x.exp.min(y.exp);
        let distance = x.adjusted() - y.adjusted();
        if x.c.is_zero() || distance <= -2 {
            let rest = self.rescale_down(x, ideal)?;
            return Ok(Some((Number::zero(negative, 0), rest)));
        }
        if distance > self.set.prec {
            return Ok(None);
        }
        let (q, rest) = match aligned_small(x, y) {
            Some((a, b, _)) => (UBig::from(a / b), UBig::from(a % b)),
            None => {
                let (a, b, _) = self.aligned(x, y)?;
                quotient(self.cx, &a, &b)?
            }
        };
        if digits(&q) > self.set.prec {
            return Ok(None);
        }
        Ok(Some((Number::finite(negative, q, 0), Number::finite(x.negative, rest, ideal))))
    }

    /// A remainder that is the dividend itself, with exponent `exp` as far as the context has room for the digits.
    fn rescale_down(&self, n: &Number, exp: i64) -> R<Number> {
        if n.c.is_zero() {
            return Ok(Number::zero(n.negative, exp));
        }
        let exp = exp.max(n.adjusted() - self.set.prec).min(n.exp);
        Ok(Number::finite(n.negative, shifted(self.cx, &n.c, n.exp - exp)?, exp))
    }

    pub(super) fn floor_div(&mut self, x: &Number, y: &Number) -> R<Number> {
        let negative = x.negative != y.negative;
        if let Some(nan) = self.nan(x, Some(y))? {
            return Ok(nan);
        }
        match (x.is_infinite(), y.is_infinite()) {
            (true, true) => return Ok(self.invalid(INVALID_OPERATION)),
            (true, false) => return Ok(Number::infinity(negative)),
            (false, true) => return Ok(Number::zero(negative, 0)),
            (false, false) => {}
        }
        if y.c.is_zero() {
            if x.c.is_zero() {
                return Ok(self.invalid(DIVISION_UNDEFINED));
            }
            self.met |= DIVISION_BY_ZERO;
            return Ok(Number::infinity(negative));
        }
        match self.divide_int(x, y)? {
            Some((q, _)) => self.fix(q),
            None => Ok(self.invalid(DIVISION_IMPOSSIBLE)),
        }
    }

    /// A remainder that takes no division: an operand is no number, infinite, or a divisor of zero.
    fn plain_remainder(&mut self, x: &Number, y: &Number) -> R<Option<Number>> {
        if let Some(nan) = self.nan(x, Some(y))? {
            return Ok(Some(nan));
        }
        if x.is_infinite() {
            return Ok(Some(self.invalid(INVALID_OPERATION)));
        }
        if y.is_infinite() {
            return self.fix(x.clone()).map(Some);
        }
        if y.c.is_zero() {
            return Ok(Some(self.invalid(if x.c.is_zero() { DIVISION_UNDEFINED } else { INVALID_OPERATION })));
        }
        Ok(None)
    }

    pub(super) fn rem(&mut self, x: &Number, y: &Number) -> R<Number> {
        if let Some(plain) = self.plain_remainder(x, y)? {
            return Ok(plain);
        }
        match self.divide_int(x, y)? {
            Some((_, rest)) => self.fix(rest),
            None => Ok(self.invalid(DIVISION_IMPOSSIBLE)),
        }
    }

    pub(super) fn div_mod(&mut self, x: &Number, y: &Number) -> R<(Number, Number)> {
        let negative = x.negative != y.negative;
        if let Some(nan) = self.nan(x, Some(y))? {
            return Ok((nan.clone(), nan));
        }
        if x.is_infinite() {
            let q = if y.is_infinite() { Number::nan() } else { Number::infinity(negative) };
            return Ok((q, self.invalid(INVALID_OPERATION)));
        }
        if y.is_infinite() {
            return Ok((Number::zero(negative, 0), self.fix(x.clone())?));
        }
        if y.c.is_zero() {
            if x.c.is_zero() {
                let nan = self.invalid(DIVISION_UNDEFINED);
                return Ok((nan.clone(), nan));
            }
            self.met |= DIVISION_BY_ZERO;
            return Ok((Number::infinity(negative), self.invalid(INVALID_OPERATION)));
        }
        match self.divide_int(x, y)? {
            Some((q, rest)) => Ok((self.fix(q)?, self.fix(rest)?)),
            None => {
                let nan = self.invalid(DIVISION_IMPOSSIBLE);
                Ok((nan.clone(), nan))
            }
        }
    }

    /// What is left when the nearest multiple of `y` is taken away.
    pub(super) fn remainder_near(&mut self, x: &Number, y: &Number) -> R<Number> {
        if let Some(plain) = self.plain_remainder(x, y)? {
            return Ok(plain);
        }
        let ideal = x.exp.min(y.exp);
        if x.c.is_zero() {
            return self.fix(Number::zero(x.negative, ideal));
        }
        let distance = x.adjusted() - y.adjusted();
        if distance > self.set.prec {
            return Ok(self.invalid(DIVISION_IMPOSSIBLE));
        }
        if distance <= -2 {
            let rest = self.rescale_down(x, ideal)?;
            return self.fix(rest);
        }
        let (a, b, _) = self.aligned(x, y)?;
        let (mut q, mut rest) = quotient(self.cx, &a, &b)?;
        let mut negative = x.negative;
        let goes_up = match (&rest << 1).cmp(&b) {
            Ordering::Greater => true,
            Ordering::Equal => q.bit(0),
            Ordering::Less => false,
        };
        if goes_up {
            rest = b - rest;
            negative = !negative;
            q += UBig::ONE;
        }
        if digits(&q) > self.set.prec {
            return Ok(self.invalid(DIVISION_IMPOSSIBLE));
        }
        self.fix(Number::finite(negative, rest, ideal))
    }

    /// `x * y + z`, rounded once.
    pub(super) fn fma(&mut self, x: &Number, y: &Number, z: &Number) -> R<Number> {
        let is_undefined = x.is_infinite() && y.is_zero() || y.is_infinite() && x.is_zero();
        if let Some(nan) = self.nan(x, Some(y))? {
            // A signaling third operand counts before quiet ones.
            if self.met & INVALID_OPERATION == 0 && z.kind == super::number::Kind::Signaling {
                return Ok(self.nan(z, None)?.unwrap_or(nan));
            }
            return Ok(nan);
        }
        if is_undefined {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        let negative = x.negative != y.negative;
        let exact = if x.is_infinite() || y.is_infinite() {
            Number::infinity(negative)
        } else {
            Number::finite(negative, product(self.cx, &x.c, &y.c)?, x.exp + y.exp)
        };
        self.add(&exact, z)
    }

    /// The square root, always rounded half to even.
    pub(super) fn sqrt(&mut self, x: &Number) -> R<Number> {
        if let Some(nan) = self.nan(x, None)? {
            return Ok(nan);
        }
        if x.is_infinite() && !x.negative {
            return Ok(x.clone());
        }
        if x.is_zero() {
            return self.fix(Number::zero(x.negative, x.exp >> 1));
        }
        if x.negative {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        let (mut c, mut exp) = (x.c.clone(), x.exp);
        if exp & 1 == 1 {
            (c, exp) = (shifted(self.cx, &c, 1)?, exp - 1);
        }
        let shift = (self.set.prec + 1 - (digits(&c) + 1) / 2).max(0);
        let scaled = shifted(self.cx, &c, 2 * shift)?;
        let mut root = big::isqrt(self.cx, &IBig::from(scaled.clone()))?.into_parts().1;
        exp = exp / 2 - shift;
        if product(self.cx, &root, &root)? == scaled {
            let (stripped, count) = strip(self.cx, root, ((x.exp >> 1) - exp).max(0))?;
            (root, exp) = (stripped, exp + count);
        } else if is_multiple_of_five(&root) {
            root += UBig::ONE;
        }
        let rounding = std::mem::replace(&mut self.set.rounding, Rounding::HalfEven);
        let result = self.fix(Number::finite(false, root, exp));
        self.set.rounding = rounding;
        result
    }

    /// `x ** n` for an integer `n` other than zero: square and multiply with digits to spare. `x` is neither zero nor infinite.
    pub(super) fn power_int(&mut self, x: &Number, n: i64, digits_of_n: i64, negative: bool) -> R<Number> {
        let set = self.set;
        self.set.prec = (set.prec + digits_of_n + 2 + i64::from(n < 0)).min(super::settings::MAX_PREC);
        self.set.rounding = Rounding::HalfEven;
        self.set.clamp = false;
        let mut base = x.clone().with_sign(false);
        if n < 0 {
            let one = Number::finite(false, UBig::ONE, 0);
            base = self.div(&one, &base)?;
        }
        let magnitude = n.unsigned_abs();
        let mut result = base.clone();
        for bit in (0..63 - magnitude.leading_zeros()).rev() {
            self.cx.safepoint()?;
            result = self.mul(&result, &result)?;
            if magnitude >> bit & 1 == 1 {
                result = self.mul(&result, &base)?;
            }
            if !result.is_finite() || (result.c.is_zero() && self.met & CLAMPED != 0) {
                break;
            }
        }
        self.set = set;
        result.negative = negative;
        if result.is_infinite() {
            // As large as can be: what stands for it depends on the rounding.
            return self.overflow(negative);
        }
        self.fix(result)
    }
}

fn is_multiple_of_five(c: &UBig) -> bool {
    match small(c) {
        Some(c) => c % 5 == 0,
        None => c % 5u8 == 0,
    }
}

impl Number {
    /// How two numbers that are no NaNs compare.
    pub(super) fn order(&self, cx: &crate::object::cx::Cx, other: &Number) -> R<Ordering> {
        let rank = |n: &Number| match () {
            () if n.is_zero() => 0,
            () if n.is_infinite() => {
                if n.negative {
                    -2
                } else {
                    2
                }
            }
            () => {
                if n.negative {
                    -1
                } else {
                    1
                }
            }
        };
        let ranks = rank(self).cmp(&rank(other));
        if ranks.is_ne() || !self.is_finite() || self.is_zero() {
            return Ok(ranks);
        }
        let magnitudes = self.order_of_magnitudes(cx, other)?;
        Ok(if self.negative { magnitudes.reverse() } else { magnitudes })
    }

    /// Of finite numbers other than zero.
    fn order_of_magnitudes(&self, cx: &crate::object::cx::Cx, other: &Number) -> R<Ordering> {
        if let Some((a, b, _)) = aligned_small(self, other) {
            return Ok(a.cmp(&b));
        }
        let adjusted = self.adjusted().cmp(&other.adjusted());
        if adjusted.is_ne() {
            return Ok(adjusted);
        }
        match self.exp.cmp(&other.exp) {
            Ordering::Equal => Ok(self.c.cmp(&other.c)),
            Ordering::Greater => Ok(shifted(cx, &self.c, self.exp - other.exp)?.cmp(&other.c)),
            Ordering::Less => Ok(self.c.cmp(&shifted(cx, &other.c, other.exp - self.exp)?)),
        }
    }

    /// The order of all numbers there are: zeros by their signs, equal ones by their exponents, NaNs by their payloads.
    pub(super) fn total_order(&self, cx: &crate::object::cx::Cx, other: &Number) -> R<Ordering> {
        use super::number::Kind;
        if self.negative != other.negative {
            return Ok(if self.negative { Ordering::Less } else { Ordering::Greater });
        }
        let rank = |n: &Number| match n.kind {
            Kind::Finite => 0,
            Kind::Infinite => 1,
            Kind::Signaling => 2,
            Kind::Quiet => 3,
        };
        let order = match rank(self).cmp(&rank(other)) {
            Ordering::Equal => match self.kind {
                Kind::Finite => {
                    let (x, y) = (self.clone().with_sign(false), other.clone().with_sign(false));
                    x.order(cx, &y)?.then(self.exp.cmp(&other.exp))
                }
                Kind::Infinite => Ordering::Equal,
                Kind::Quiet | Kind::Signaling => self.c.cmp(&other.c),
            },
            order => order,
        };
        Ok(if self.negative { order.reverse() } else { order })
    }

    /// The whole number that it is, rounded; it is finite.
    pub(super) fn to_integer(&self, cx: &crate::object::cx::Cx, rounding: Rounding) -> R<IBig> {
        let work = Work::new(cx, super::settings::Settings::WIDEST);
        let whole = work.rescale(self, 0, rounding)?;
        Ok(super::number::to_int(whole.negative, whole.c))
    }

    /// Numerator and denominator in lowest terms; it is finite.
    pub(super) fn ratio(&self, cx: &crate::object::cx::Cx) -> R<(IBig, IBig)> {
        if self.c.is_zero() {
            return Ok((IBig::ZERO, IBig::ONE));
        }
        if self.exp >= 0 {
            return Ok((super::number::to_int(self.negative, shifted(cx, &self.c, self.exp)?), IBig::ONE));
        }
        let (c, count) = strip(cx, self.c.clone(), -self.exp)?;
        with_power(cx, -(self.exp + count), |power| {
            let divisor = big::gcd(cx, &IBig::from(c.clone()), &IBig::from(power.clone()))?.into_parts().1;
            let (n, d) = (quotient(cx, &c, &divisor)?.0, quotient(cx, power, &divisor)?.0);
            Ok((super::number::to_int(self.negative, n), IBig::from(d)))
        })
    }
}
