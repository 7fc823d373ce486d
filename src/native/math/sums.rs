//! Sums and products over iterables: `fsum`, `prod`, `sumprod`. Knows exact summation of floats.

use super::distance::{exact_product, exact_sum};
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::native::NativeDef;
use crate::object::number::{self, to_float};
use crate::object::slots::BinOp;
use crate::object::value::{R, V, Value};

/// A sum of floats without rounding (Shewchuk): parts that do not overlap, smallest first.
#[derive(Default)]
struct ExactSum {
    parts: Vec<f64>,
    /// Sums of what was not finite.
    special: f64,
    infinite: f64,
}

impl ExactSum {
    fn add(&mut self, cx: &Cx, term: f64) -> R<()> {
        let mut x = term;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let mut y = self.parts[index];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let hi = x + y;
            let lo = y - (hi - x);
            if lo != 0.0 {
                self.parts[kept] = lo;
                kept += 1;
            }
            x = hi;
        }
        self.parts.truncate(kept);
        if x.is_finite() {
            if x != 0.0 {
                self.parts.push(x);
            }
            return Ok(());
        }
        if term.is_finite() {
            return Err(cx.overflow_error("intermediate overflow in fsum"));
        }
        if term.is_infinite() {
            self.infinite += term;
        }
        self.special += term;
        self.parts.clear();
        Ok(())
    }

    /// The sum rounded once, ties to even.
    fn rounded(mut self) -> f64 {
        let Some(mut hi) = self.parts.pop() else {
            return 0.0;
        };
        let mut lo = 0.0;
        while let Some(y) = self.parts.pop() {
            let x = hi;
            hi = x + y;
            lo = y - (hi - x);
            if lo != 0.0 {
                break;
            }
        }
        // A tie was rounded to even, but the parts below say which side is nearer.
        if let Some(below) = self.parts.last()
            && ((lo < 0.0 && *below < 0.0) || (lo > 0.0 && *below > 0.0))
        {
            let twice = lo * 2.0;
            let other = hi + twice;
            if other - hi == twice {
                hi = other;
            }
        }
        hi
    }
}

fn fsum(cx: &Cx, a: &[Value]) -> R {
    let mut sum = ExactSum::default();
    iter::each(cx, &a[0], |item| {
        sum.add(cx, to_float(cx, &item)?)?;
        Ok(true)
    })?;
    if sum.special != 0.0 {
        if sum.infinite.is_nan() {
            return Err(cx.value_error("-inf + inf in fsum"));
        }
        return Ok(Value::float(sum.special));
    }
    Ok(Value::float(sum.rounded()))
}

fn prod(cx: &Cx, a: &[Value]) -> R {
    let mut result = a[1].clone();
    iter::each(cx, &a[0], |item| {
        cx.safepoint()?;
        result = number::binary(cx, BinOp::Mul, &result, &item)?;
        Ok(true)
    })?;
    Ok(result)
}

/// A running sum of products: in 64 bits while all factors are ints, in triple length while they are floats, by the factors' own
/// operators from the first other ones on.
struct SumOfProducts {
    total: Value,
    ints: Option<i64>,
    floats: Option<[f64; 3]>,
    ints_allowed: bool,
    floats_allowed: bool,
}

impl SumOfProducts {
    fn add(&mut self, cx: &Cx, x: &Value, y: &Value) -> R<()> {
        if self.ints_allowed {
            if let (Some(i), Some(j)) = (x.as_int(), y.as_int())
                && let Some(sum) = i.checked_mul(j).and_then(|product| product.checked_add(self.ints.unwrap_or(0)))
            {
                self.ints = Some(sum);
                return Ok(());
            }
            self.ints_allowed = false;
            if let Some(ints) = self.ints.take() {
                self.plus(cx, &Value::int(ints))?;
            }
        }
        if self.floats_allowed {
            if let Some((x, y)) = float_factors(x, y) {
                let sum = add_product(self.floats.unwrap_or([0.0; 3]), x, y);
                if sum[0].is_finite() {
                    self.floats = Some(sum);
                    return Ok(());
                }
            }
            self.floats_allowed = false;
            self.flush_floats(cx)?;
        }
        let product = number::binary(cx, BinOp::Mul, x, y)?;
        self.plus(cx, &product)
    }

    fn plus(&mut self, cx: &Cx, term: &Value) -> R<()> {
        self.total = number::binary(cx, BinOp::Add, &self.total, term)?;
        Ok(())
    }

    fn flush_floats(&mut self, cx: &Cx) -> R<()> {
        match self.floats.take() {
            Some([hi, lo, tiny]) => {
                let last = exact_sum(lo, tiny);
                let sum = exact_sum(hi, last.hi);
                self.plus(cx, &Value::float(sum.hi + (sum.lo + last.lo)))
            }
            None => Ok(()),
        }
    }
}

/// Both as floats if one is a float and the other a float, int or bool that fits.
fn float_factors(x: &Value, y: &Value) -> Option<(f64, f64)> {
    let number = |value: &Value| match value.unpack() {
        V::Float(float) => Some(float),
        V::Int(int) => Some(int as f64),
        V::Bool(truth) => Some(f64::from(u8::from(truth))),
        _ => None,
    };
    if x.as_float().is_none() && y.as_float().is_none() {
        return None;
    }
    Some((number(x)?, number(y)?))
}

/// Adds a product to a sum of three parts.
fn add_product([hi, lo, tiny]: [f64; 3], x: f64, y: f64) -> [f64; 3] {
    let product = exact_product(x, y);
    let sum = exact_sum(hi, product.hi);
    let first = exact_sum(lo, product.lo);
    let second = exact_sum(first.hi, sum.lo);
    [sum.hi, second.hi, tiny + first.lo + second.lo]
}

fn sumprod(cx: &Cx, a: &[Value]) -> R {
    let (left, right) = (iter::iter(cx, &a[0])?, iter::iter(cx, &a[1])?);
    let mut sum = SumOfProducts { total: Value::int(0), ints: None, floats: None, ints_allowed: true, floats_allowed: true };
    loop {
        cx.safepoint()?;
        match (iter::next(cx, &left)?, iter::next(cx, &right)?) {
            (Some(x), Some(y)) => sum.add(cx, &x, &y)?,
            (None, None) => break,
            _ => return Err(cx.value_error("Inputs are not the same length")),
        }
    }
    if let Some(ints) = sum.ints.take() {
        sum.plus(cx, &Value::int(ints))?;
    }
    sum.flush_floats(cx)?;
    Ok(sum.total)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("math.fsum(seq, /)", fsum),
    NativeDef::new("prod(iterable, /, *, start=1)", prod),
    NativeDef::new("sumprod(p, q, /)", sumprod),
];
