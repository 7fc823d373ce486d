//! An operation under way: what its context says and the conditions it has met so far. Rounding to the context, NaNs, infinities.

use super::number::{Kind, Number, POW10, cut, digits, shifted, small, small_digits, with_power};
use super::settings::{Rounding, Settings, condition::*};
use crate::object::cx::Cx;
use crate::object::value::R;
use dashu_int::UBig;

pub(super) struct Work<'a> {
    pub(super) cx: &'a Cx,
    pub(super) set: Settings,
    /// The conditions met.
    pub(super) met: u32,
}

impl<'a> Work<'a> {
    pub(super) fn new(cx: &'a Cx, set: Settings) -> Work<'a> {
        Work { cx, set, met: 0 }
    }

    /// Meets a condition that makes the operation invalid.
    pub(super) fn invalid(&mut self, condition: u32) -> Number {
        self.met |= condition;
        Number::nan()
    }

    /// The NaN that comes of an operation on a NaN, if either operand is one.
    pub(super) fn nan(&mut self, x: &Number, y: Option<&Number>) -> R<Option<Number>> {
        let nan = match y {
            _ if x.kind == Kind::Signaling => x,
            Some(y) if y.kind == Kind::Signaling => y,
            _ if x.kind == Kind::Quiet => x,
            Some(y) if y.kind == Kind::Quiet => y,
            _ => return Ok(None),
        };
        if nan.kind == Kind::Signaling {
            self.met |= INVALID_OPERATION;
        }
        let mut nan = self.fix_nan(nan.clone())?;
        nan.kind = Kind::Quiet;
        Ok(Some(nan))
    }

    /// A NaN with as much of its payload as there is room for.
    pub(super) fn fix_nan(&mut self, mut nan: Number) -> R<Number> {
        let room = self.set.prec - i64::from(self.set.clamp);
        if digits(&nan.c) > room {
            nan.c = with_power(self.cx, room, |unit| super::number::quotient(self.cx, &nan.c, unit))?.1;
        }
        Ok(nan)
    }

    /// The number as the context allows it.
    #[inline]
    pub(super) fn fix(&mut self, n: Number) -> R<Number> {
        if let (Kind::Finite, Some(c)) = (n.kind, small(&n.c))
            && c != 0
        {
            let adjusted = n.exp + small_digits(c) - 1;
            if adjusted - n.exp < self.set.prec && adjusted >= self.set.emin && adjusted <= self.set.emax && !self.set.clamp {
                return Ok(n);
            }
        }
        self.fix_general(n)
    }

    fn fix_general(&mut self, n: Number) -> R<Number> {
        match n.kind {
            Kind::Infinite => return Ok(n),
            Kind::Quiet | Kind::Signaling => return self.fix_nan(n),
            Kind::Finite => {}
        }
        let (etiny, etop) = (self.set.etiny(), self.set.etop());
        if n.c.is_zero() {
            let top = if self.set.clamp { etop } else { self.set.emax };
            let exp = n.exp.max(etiny).min(top);
            if exp != n.exp {
                self.met |= CLAMPED;
            }
            return Ok(Number { exp, ..n });
        }
        let length = digits(&n.c);
        let mut least = length + n.exp - self.set.prec;
        if least > etop {
            return self.overflow(n.negative);
        }
        let is_subnormal = least < etiny;
        if is_subnormal {
            least = etiny;
        }
        if n.exp < least {
            return self.round(n, least, is_subnormal);
        }
        if is_subnormal {
            self.met |= SUBNORMAL;
        }
        if self.set.clamp && n.exp > etop {
            self.met |= CLAMPED;
            let c = shifted(self.cx, &n.c, n.exp - etop)?;
            return Ok(Number { c, exp: etop, ..n });
        }
        Ok(n)
    }

    /// Cuts a number down to exponent `least`.
    fn round(&mut self, n: Number, mut least: i64, is_subnormal: bool) -> R<Number> {
        let (mut c, exact) = cut(self.cx, n.negative, &n.c, least - n.exp, self.set.rounding)?;
        if digits(&c) > self.set.prec {
            // It was all nines.
            c = match small(&c) {
                Some(small) => UBig::from(small / 10),
                None => c / UBig::from(10u8),
            };
            least += 1;
        }
        if least > self.set.etop() {
            return self.overflow(n.negative);
        }
        self.met |= ROUNDED;
        if is_subnormal {
            self.met |= SUBNORMAL | if exact { 0 } else { UNDERFLOW };
        }
        if !exact {
            self.met |= INEXACT;
        }
        if c.is_zero() {
            self.met |= CLAMPED;
        }
        Ok(Number { c, exp: least, ..n })
    }

    /// What stands for a number that is too large.
    pub(super) fn overflow(&mut self, negative: bool) -> R<Number> {
        self.met |= OVERFLOW | INEXACT | ROUNDED;
        let to_infinity = match self.set.rounding {
            Rounding::HalfUp | Rounding::HalfEven | Rounding::HalfDown | Rounding::Up => true,
            Rounding::Floor => negative,
            Rounding::Ceiling => !negative,
            Rounding::Down | Rounding::ZeroFiveUp => false,
        };
        if to_infinity {
            return Ok(Number::infinity(negative));
        }
        Ok(Number::finite(negative, self.nines(self.set.prec)?, self.set.etop()))
    }

    /// So many nines.
    pub(super) fn nines(&self, count: i64) -> R<UBig> {
        with_power(self.cx, count, |power| Ok(power - UBig::ONE))
    }

    /// With another exponent, whatever the context says, rounded.
    pub(super) fn rescale(&self, n: &Number, exp: i64, rounding: Rounding) -> R<Number> {
        if !n.is_finite() {
            return Ok(n.clone());
        }
        let c = if n.c.is_zero() {
            UBig::ZERO
        } else if n.exp >= exp {
            shifted(self.cx, &n.c, n.exp - exp)?
        } else {
            cut(self.cx, n.negative, &n.c, exp - n.exp, rounding)?.0
        };
        Ok(Number::finite(n.negative, c, exp))
    }

    /// With the exponent of `to`.
    pub(super) fn quantize(&mut self, n: &Number, to: &Number, rounding: Rounding) -> R<Number> {
        if !n.is_finite() || !to.is_finite() {
            if let Some(nan) = self.nan(n, Some(to))? {
                return Ok(nan);
            }
            if n.is_infinite() && to.is_infinite() {
                return Ok(n.clone());
            }
            return Ok(self.invalid(INVALID_OPERATION));
        }
        let exp = to.exp;
        if exp > self.set.emax || exp < self.set.etiny() {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        if n.c.is_zero() {
            return self.fix(Number::zero(n.negative, exp));
        }
        let adjusted = n.adjusted();
        if adjusted > self.set.emax || adjusted - exp + 1 > self.set.prec {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        let mut exact = true;
        let result = if exp <= n.exp {
            Number::finite(n.negative, shifted(self.cx, &n.c, n.exp - exp)?, exp)
        } else {
            let (c, was_exact) = cut(self.cx, n.negative, &n.c, exp - n.exp, rounding)?;
            exact = was_exact;
            Number::finite(n.negative, c, exp)
        };
        let length = digits(&result.c);
        if length > self.set.prec || (!result.c.is_zero() && exp + length - 1 > self.set.emax) {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        if exp > n.exp {
            self.met |= ROUNDED | if exact { 0 } else { INEXACT };
        }
        self.fix(result)
    }

    /// A whole number nearby; that digits were lost is no condition.
    pub(super) fn integral(&mut self, n: &Number, rounding: Rounding) -> R<Number> {
        let met = self.met;
        let whole = self.integral_exact(n, rounding)?;
        self.met = met | self.met & INVALID_OPERATION;
        Ok(whole)
    }

    /// A whole number nearby.
    pub(super) fn integral_exact(&mut self, n: &Number, rounding: Rounding) -> R<Number> {
        if let Some(nan) = self.nan(n, None)? {
            return Ok(nan);
        }
        if n.is_infinite() || n.exp >= 0 {
            return Ok(n.clone());
        }
        if n.c.is_zero() {
            return Ok(Number::zero(n.negative, 0));
        }
        let (c, exact) = cut(self.cx, n.negative, &n.c, -n.exp, rounding)?;
        self.met |= ROUNDED | if exact { 0 } else { INEXACT };
        Ok(Number::finite(n.negative, c, 0))
    }

    /// Both coefficients over the smaller exponent.
    pub(super) fn aligned(&self, x: &Number, y: &Number) -> R<(UBig, UBig, i64)> {
        let exp = x.exp.min(y.exp);
        Ok((shifted(self.cx, &x.c, x.exp - exp)?, shifted(self.cx, &y.c, y.exp - exp)?, exp))
    }
}

/// Both coefficients over the smaller exponent, if two words hold them.
#[inline]
pub(super) fn aligned_small(x: &Number, y: &Number) -> Option<(u128, u128, i64)> {
    let (a, b) = (small(&x.c)?, small(&y.c)?);
    if x.exp == y.exp {
        return Some((a, b, x.exp));
    }
    if x.exp > y.exp {
        let power = POW10.get(usize::try_from(x.exp.checked_sub(y.exp)?).ok()?)?;
        Some((a.checked_mul(*power)?, b, y.exp))
    } else {
        let power = POW10.get(usize::try_from(y.exp.checked_sub(x.exp)?).ok()?)?;
        Some((a, b.checked_mul(*power)?, x.exp))
    }
}
