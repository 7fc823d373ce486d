//! Operations on numbers besides arithmetic: signs, comparisons that are numbers, extremes, exponents; and those that are written in the
//! language.

use super::number::{Kind, Number, digits, strip};
use super::settings::{Rounding, condition::*};
use super::work::Work;
use crate::native::importer;
use crate::object::attr;
use crate::object::call;
use crate::object::int;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use dashu_int::ops::BitTest;
use std::cmp::Ordering;

fn as_number(order: Ordering) -> Number {
    Number::from_i64(order as i64)
}

impl Work<'_> {
    pub(super) fn pos(&mut self, x: &Number) -> R<Number> {
        self.signed(x, x.negative)
    }

    pub(super) fn neg(&mut self, x: &Number) -> R<Number> {
        self.signed(x, !x.negative)
    }

    fn signed(&mut self, x: &Number, negative: bool) -> R<Number> {
        if let Some(nan) = self.nan(x, None)? {
            return Ok(nan);
        }
        if x.is_zero() {
            // As 0 + x and 0 - x are.
            let negative = negative && self.set.rounding == Rounding::Floor;
            return self.fix(x.clone().with_sign(negative));
        }
        self.fix(x.clone().with_sign(negative))
    }

    pub(super) fn abs(&mut self, x: &Number) -> R<Number> {
        match self.nan(x, None)? {
            Some(nan) => Ok(nan),
            None => self.fix(x.clone().with_sign(false)),
        }
    }

    pub(super) fn compare(&mut self, x: &Number, y: &Number) -> R<Number> {
        match self.nan(x, Some(y))? {
            Some(nan) => Ok(nan),
            None => Ok(as_number(x.order(self.cx, y)?)),
        }
    }

    pub(super) fn compare_signal(&mut self, x: &Number, y: &Number) -> R<Number> {
        match self.nan(x, Some(y))? {
            Some(nan) => {
                self.met |= INVALID_OPERATION;
                Ok(nan)
            }
            None => Ok(as_number(x.order(self.cx, y)?)),
        }
    }

    pub(super) fn compare_total(&mut self, x: &Number, y: &Number) -> R<Number> {
        Ok(as_number(x.total_order(self.cx, y)?))
    }

    pub(super) fn compare_total_mag(&mut self, x: &Number, y: &Number) -> R<Number> {
        self.compare_total(&x.clone().with_sign(false), &y.clone().with_sign(false))
    }

    pub(super) fn max(&mut self, x: &Number, y: &Number) -> R<Number> {
        self.extreme(x, y, Ordering::Greater, false)
    }

    pub(super) fn min(&mut self, x: &Number, y: &Number) -> R<Number> {
        self.extreme(x, y, Ordering::Less, false)
    }

    pub(super) fn max_mag(&mut self, x: &Number, y: &Number) -> R<Number> {
        self.extreme(x, y, Ordering::Greater, true)
    }

    pub(super) fn min_mag(&mut self, x: &Number, y: &Number) -> R<Number> {
        self.extreme(x, y, Ordering::Less, true)
    }

    /// The operand that lies on the wanted side, by magnitude or not; a quiet NaN gives way to a number.
    fn extreme(&mut self, x: &Number, y: &Number, wanted: Ordering, by_magnitude: bool) -> R<Number> {
        match (x.kind, y.kind) {
            (Kind::Quiet, Kind::Finite | Kind::Infinite) => return self.fix(y.clone()),
            (Kind::Finite | Kind::Infinite, Kind::Quiet) => return self.fix(x.clone()),
            _ => {}
        }
        if let Some(nan) = self.nan(x, Some(y))? {
            return Ok(nan);
        }
        let order =
            if by_magnitude { x.clone().with_sign(false).order(self.cx, &y.clone().with_sign(false))? } else { x.order(self.cx, y)? };
        let order = if order.is_eq() { x.total_order(self.cx, y)? } else { order };
        self.fix(if order.is_eq() || order == wanted { x.clone() } else { y.clone() })
    }

    /// Without zeros at the end.
    pub(super) fn normalize(&mut self, x: &Number) -> R<Number> {
        if let Some(nan) = self.nan(x, None)? {
            return Ok(nan);
        }
        let fixed = self.fix(x.clone())?;
        if fixed.is_infinite() {
            return Ok(fixed);
        }
        if fixed.c.is_zero() {
            return Ok(Number::zero(fixed.negative, 0));
        }
        let top = if self.set.clamp { self.set.etop() } else { self.set.emax };
        let (c, count) = strip(self.cx, fixed.c, (top - fixed.exp).max(0))?;
        Ok(Number { c, exp: fixed.exp + count, ..fixed })
    }

    /// The exponent of the first digit as a number.
    pub(super) fn logb(&mut self, x: &Number) -> R<Number> {
        if let Some(nan) = self.nan(x, None)? {
            return Ok(nan);
        }
        if x.is_infinite() {
            return Ok(Number::infinity(false));
        }
        if x.c.is_zero() {
            self.met |= DIVISION_BY_ZERO;
            return Ok(Number::infinity(true));
        }
        self.fix(Number::from_i64(x.adjusted()))
    }

    /// `x * 10**y`.
    pub(super) fn scaleb(&mut self, x: &Number, y: &Number) -> R<Number> {
        if let Some(nan) = self.nan(x, Some(y))? {
            return Ok(nan);
        }
        let limit = 2 * (self.set.emax + self.set.prec);
        let count = i64::try_from(&y.c).ok().filter(|count| y.is_finite() && y.exp == 0 && *count <= limit);
        let Some(count) = count else {
            return Ok(self.invalid(INVALID_OPERATION));
        };
        if x.is_infinite() {
            return Ok(x.clone());
        }
        let exp = x.exp + if y.negative { -count } else { count };
        self.fix(Number { exp, ..x.clone() })
    }

    /// `x ** y`: integer powers here, others as they are written in the language.
    pub(super) fn power(&mut self, x: &Number, y: &Number) -> R<Number> {
        let is_plain = x.is_finite() && y.is_finite() && !x.c.is_zero() && !y.c.is_zero();
        if !is_plain || !y.is_integer(self.cx)? || self.is_one(x)? {
            return self.by_script("__pow__", &[x, y]);
        }
        let is_odd = |n: &dashu_int::IBig| n.bit(0);
        // Far out of bounds: the exponent of the result has more digits than any in bounds.
        let least = self.least_log(x)? + y.adjusted();
        let grows = (x.adjusted() >= 0) != y.negative;
        let bound = if grows { self.set.emax } else { -self.set.etiny() };
        if least > digits(&bound.unsigned_abs().into()) {
            let negative = x.negative && y.exp <= 0 && is_odd(&y.to_integer(self.cx, Rounding::Down)?);
            let exp = if grows { self.set.emax + 1 } else { self.set.etiny() - 1 };
            return self.fix(Number::finite(negative, 1u8.into(), exp));
        }
        let n = if digits(&y.c) + y.exp <= 18 { i64::try_from(&y.to_integer(self.cx, Rounding::Down)?).ok() } else { None };
        let Some(n) = n else {
            return self.by_script("__pow__", &[x, y]);
        };
        self.power_int(x, n, digits(&y.c) + y.exp, x.negative && n & 1 == 1)
    }

    /// The exponent of the first digit of the magnitude's decimal logarithm, or less; the magnitude is not one.
    fn least_log(&self, x: &Number) -> R<i64> {
        let adjusted = x.adjusted();
        if !(-1..=0).contains(&adjusted) {
            let log = if adjusted > 0 { adjusted } else { adjusted + 1 };
            return Ok(digits(&log.unsigned_abs().into()) - 1);
        }
        // Next to one the logarithm is about as large as the distance from it.
        let one = Number::from_i64(1);
        let (c, unit, exp) = self.aligned(x, &one)?;
        let distance = if c > unit { c - unit } else { unit - c };
        Ok(digits(&distance) + exp - 1 - if adjusted == 0 { 2 } else { 1 })
    }

    /// Whether the magnitude is one.
    fn is_one(&self, x: &Number) -> R<bool> {
        Ok(x.adjusted() == 0 && x.clone().with_sign(false).order(self.cx, &Number::from_i64(1))?.is_eq())
    }

    /// An operation that `_pydecimal` has: gets operands and settings as plain values, gives a number and the conditions it met.
    pub(super) fn by_script(&mut self, name: &str, operands: &[&Number]) -> R<Number> {
        let cx = self.cx;
        let module = importer::import_full(cx, "_pydecimal")?;
        let compute = attr::getattr(cx, &module, Name::new("_compute"))?;
        let mut args = vec![
            Name::new(name).value(),
            Value::int(self.set.prec),
            Name::new(self.set.rounding.name()).value(),
            Value::int(self.set.emin),
            Value::int(self.set.emax),
            Value::int(i64::from(self.set.clamp)),
        ];
        args.extend(operands.iter().map(|operand| parts(operand)));
        let found = call::call_pos(cx, &compute, &args)?;
        let wrong = || cx.type_error("_compute() gives four parts");
        let Some([sign, c, exp, met]) = found.get::<Tuple>().map(Tuple::items) else {
            return Err(wrong());
        };
        let kind = match exp.get::<Str>().map(Str::bytes) {
            None => Kind::Finite,
            Some(b"F") => Kind::Infinite,
            Some(b"n") => Kind::Quiet,
            Some(_) => Kind::Signaling,
        };
        self.met |= int::to_i64(met).ok_or_else(wrong)? as u32;
        let c = int::to_big(c).ok_or_else(wrong)?.into_parts().1;
        let exp = if kind == Kind::Finite { int::to_i64(exp).ok_or_else(wrong)? } else { 0 };
        Ok(Number { c, exp, negative: int::to_i64(sign) == Some(1), kind })
    }
}

/// Sign, coefficient and exponent, which is a letter for infinities and NaNs.
fn parts(n: &Number) -> Value {
    let exp = match n.kind {
        Kind::Finite => Value::int(n.exp),
        Kind::Infinite => Name::new("F").value(),
        Kind::Quiet => Name::new("n").value(),
        Kind::Signaling => Name::new("N").value(),
    };
    Tuple::new(vec![Value::int(i64::from(n.negative)), int::from_big(n.c.clone().into()), exp]).into_value()
}
