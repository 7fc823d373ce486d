//! Logarithms, of integers of any size too. Knows how to split a big integer into a float and a power of two.

use super::domain_error;
use crate::object::big::to_fraction;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::int_ops::is_negative;
use crate::object::native::NativeDef;
use crate::object::number::to_float;
use crate::object::value::{R, Value};

/// `function` of a value. An integer too large for a float is taken apart: log(f * 2**e) = log(f) + log(2) * e.
fn logarithm(cx: &Cx, value: &Value, function: fn(f64) -> f64) -> R<f64> {
    if let Some(big) = value.get::<int::Int>() {
        if is_negative(value) {
            return Err(domain_error(cx));
        }
        if int::big_to_f64(big.big()).is_none() {
            let (fraction, exponent) = to_fraction(big.big());
            return Ok(function(fraction) + function(2.0) * exponent as f64);
        }
    }
    let x = to_float(cx, value)?;
    if x <= 0.0 { Err(domain_error(cx)) } else { Ok(function(x)) }
}

fn log(cx: &Cx, a: &[Value]) -> R {
    let numerator = logarithm(cx, &a[0], f64::ln)?;
    if a[1].is_unset() {
        return Ok(Value::float(numerator));
    }
    let denominator = logarithm(cx, &a[1], f64::ln)?;
    if denominator == 0.0 {
        return Err(cx.zero_division("float division by zero"));
    }
    Ok(Value::float(numerator / denominator))
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("log(x, base=?, /)", log),
    NativeDef::new("math.log2(x, /)", |cx, a| logarithm(cx, &a[0], f64::log2).map(Value::float)),
    NativeDef::new("math.log10(x, /)", |cx, a| logarithm(cx, &a[0], f64::log10).map(Value::float)),
];
