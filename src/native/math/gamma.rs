//! The gamma function and its logarithm by Lanczos' approximation (g = 6.0246800407767296, thirteen terms; the constants are
//! those of Boost's `lanczos13m53`), arranged as CPython's mathmodule.c does so that results agree to the last digit.

use super::{domain_error, range_error};
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::number::to_float;
use crate::object::value::{R, Value};
use std::f64::consts::PI;

const G: f64 = 6.024_680_040_776_73;
const G_MINUS_HALF: f64 = 5.524_680_040_776_73;
const LOG_PI: f64 = 1.144729885849400174143427351353058711647;

/// Coefficients of numerator and denominator, constant term first.
#[allow(clippy::excessive_precision)]
const TERMS: [(f64, f64); 13] = [
    (23531376880.410759688572007674451636754734846804940, 0.0),
    (42919803642.649098768957899047001988850926355848959, 39916800.0),
    (35711959237.355668049440185451547166705960488635843, 120543840.0),
    (17921034426.037209699919755754458931112671403265390, 150917976.0),
    (6039542586.3520280050642916443072979210699388420708, 105258076.0),
    (1439720407.3117216736632230727949123939715485786372, 45995730.0),
    (248874557.86205415651146038641322942321632125127801, 13339535.0),
    (31426415.585400194380614231628318205362874684987640, 2637558.0),
    (2876370.6289353724412254090516208496135991145378768, 357423.0),
    (186056.26539522349504029498971604569928220784236328, 32670.0),
    (8071.6720023658162106380029022722506138218516325024, 1925.0),
    (210.82427775157934587250973392071336271166969580291, 66.0),
    (2.5066282746310002701649081771338373386264310793408, 1.0),
];

/// The quotient of the two polynomials; for large x in powers of 1/x, which stay small.
fn lanczos_sum(x: f64) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    if x < 5.0 {
        for (n, d) in TERMS.iter().rev() {
            numerator = numerator * x + n;
            denominator = denominator * x + d;
        }
    } else {
        for (n, d) in &TERMS {
            numerator = numerator / x + n;
            denominator = denominator / x + d;
        }
    }
    numerator / denominator
}

/// sin(pi * x), exact in its zeros.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let result = match (2.0 * y).round() as i64 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * result
}

/// Why there is no result.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Failed {
    Domain,
    Range,
}

/// Factorials that floats hold exactly.
fn gamma_of_integer(x: f64) -> Option<f64> {
    (x <= 23.0).then(|| (1..x as u64).map(|n| n as f64).product())
}

fn gamma(x: f64) -> Result<f64, Failed> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x.is_infinite() || x == 0.0 || (x < 0.0 && x.floor() == x) {
        return Err(Failed::Domain);
    }
    if x.floor() == x
        && let Some(result) = gamma_of_integer(x)
    {
        return Ok(result);
    }
    let size = x.abs();
    let finite = |result: f64| if result.is_infinite() { Err(Failed::Range) } else { Ok(result) };
    if size < 1e-20 {
        return finite(1.0 / x);
    }
    if size > 200.0 {
        return if x < 0.0 { Ok(0.0 / sin_pi(x)) } else { Err(Failed::Range) };
    }
    let y = size + G_MINUS_HALF;
    // What the addition rounded away.
    let error = if size > G_MINUS_HALF { (y - size) - G_MINUS_HALF } else { (y - G_MINUS_HALF) - size };
    let correction = error * G / y;
    let mut result;
    if x < 0.0 {
        result = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        result -= correction * result;
        if size < 140.0 {
            result /= y.powf(size - 0.5);
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            result /= root;
            result /= root;
        }
    } else {
        result = lanczos_sum(size) / y.exp();
        result += correction * result;
        if size < 140.0 {
            result *= y.powf(size - 0.5);
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            result *= root;
            result *= root;
        }
    }
    finite(result)
}

fn log_gamma(x: f64) -> Result<f64, Failed> {
    if !x.is_finite() {
        return Ok(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x.floor() == x && x <= 2.0 {
        return if x <= 0.0 { Err(Failed::Domain) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut result = lanczos_sum(size).ln() - G;
    result += (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        result = LOG_PI - sin_pi(size).abs().ln() - size.ln() - result;
    }
    if result.is_infinite() { Err(Failed::Range) } else { Ok(result) }
}

fn call(cx: &Cx, value: &Value, f: fn(f64) -> Result<f64, Failed>) -> R {
    let x = to_float(cx, value)?;
    f(x).map(Value::float).map_err(|failed| match failed {
        Failed::Domain => domain_error(cx),
        Failed::Range => range_error(cx),
    })
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("math.gamma(x, /)", |cx, a| call(cx, &a[0], gamma)),
    NativeDef::new("math.lgamma(x, /)", |cx, a| call(cx, &a[0], log_gamma)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_cpythons() {
        for (x, expected) in
            [(0.5, 1.7724538509055159), (171.5, 9.483367566824801e307), (23.0, 1.1240007277776077e21), (-1.5, 2.3632718012073544)]
        {
            assert_eq!(gamma(x), Ok(expected), "gamma({x})");
        }
        assert_eq!(gamma(172.0), Err(Failed::Range));
        assert_eq!(gamma(-3.0), Err(Failed::Domain));
        assert_eq!(log_gamma(3.0), Ok(0.693147180559945));
        assert_eq!(log_gamma(-1.0), Err(Failed::Domain));
    }
}
