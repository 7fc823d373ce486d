//! Module `cmath`: the elementary functions of complex numbers after Kahan's "Branch cuts for complex elementary functions", in
//! the arrangement of CPython's cmathmodule.c, so that digits and signs of zeros agree.

use super::math::{domain_error, range_error};
use crate::object::c_math;
use crate::object::complex::{Complex, Parts, value_of};
use crate::object::complex_methods::to_complex;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number::to_float;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10, PI};

/// Beyond this a square or a sum of squares may overflow.
const LARGE: f64 = f64::MAX / 4.0;
/// The logarithm of `LARGE`.
const LOG_LARGE: f64 = 708.3964185322641;
/// Square roots of `LARGE` and of the smallest normal float.
const ROOT_LARGE: f64 = 6.703903964971298e153;
const ROOT_SMALL: f64 = 1.4916681462400413e-154;

/// The argument is a pole or makes no sense.
struct Domain;

type Answer = Result<Parts, Domain>;

fn parts(re: f64, im: f64) -> Parts {
    Parts { re, im }
}

/// `size * factor` where an infinite size times an exact zero is that zero.
fn scaled(size: f64, factor: f64) -> f64 {
    if factor == 0.0 { factor * 1f64.copysign(size) } else { size * factor }
}

fn is_large(z: Parts) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

/// Logarithm of the distance from zero of a large number.
fn log_of_large(z: Parts) -> f64 {
    (z.re / 2.0).hypot(z.im / 2.0).ln()
}

fn sqrt(z: Parts) -> Parts {
    if z.re == 0.0 && z.im == 0.0 {
        return parts(0.0, z.im);
    }
    if z.im.is_infinite() {
        return parts(f64::INFINITY, z.im);
    }
    if z.re.is_infinite() && !z.im.is_nan() {
        return if z.re > 0.0 { parts(z.re, 0f64.copysign(z.im)) } else { parts(0.0, f64::INFINITY.copysign(z.im)) };
    }
    let (re, im) = (z.re.abs(), z.im.abs());
    let root = if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        let re = c_math::ldexp(re, 53);
        c_math::ldexp((re + re.hypot(c_math::ldexp(im, 53))).sqrt(), -27)
    } else {
        let re = re / 8.0;
        2.0 * (re + re.hypot(im / 8.0)).sqrt()
    };
    let other = im / (2.0 * root);
    if z.re >= 0.0 { parts(root, other.copysign(z.im)) } else { parts(other, root.copysign(z.im)) }
}

fn exp(z: Parts) -> Answer {
    if z.im.is_infinite() && z.re != f64::NEG_INFINITY {
        return if z.re == f64::INFINITY { Ok(parts(f64::INFINITY, f64::NAN)) } else { Err(Domain) };
    }
    if z.re == f64::NEG_INFINITY && !z.im.is_finite() {
        return Ok(parts(0.0, 0.0));
    }
    let (cos, sin) = (z.im.cos(), z.im.sin());
    if z.re > LOG_LARGE && z.re.is_finite() {
        let size = (z.re - 1.0).exp();
        return Ok(parts(scaled(size, cos) * E, scaled(size, sin) * E));
    }
    let size = z.re.exp();
    Ok(parts(scaled(size, cos), scaled(size, sin)))
}

fn log(z: Parts) -> Answer {
    let (re, im) = (z.re.abs(), z.im.abs());
    let phase = z.im.atan2(z.re);
    if re.is_infinite() || im.is_infinite() {
        return Ok(parts(f64::INFINITY, phase));
    }
    if is_large(z) {
        return Ok(parts(log_of_large(z) + LN_2, phase));
    }
    if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        if re == 0.0 && im == 0.0 {
            return Err(Domain);
        }
        let size = c_math::ldexp(re, 53).hypot(c_math::ldexp(im, 53));
        return Ok(parts(size.ln() - 53.0 * LN_2, phase));
    }
    let size = re.hypot(im);
    if (0.71..=1.73).contains(&size) {
        let (more, less) = if re > im { (re, im) } else { (im, re) };
        return Ok(parts(((more - 1.0) * (more + 1.0) + less * less).ln_1p() / 2.0, phase));
    }
    Ok(parts(size.ln(), phase))
}

fn log10(z: Parts) -> Answer {
    log(z).map(|z| parts(z.re / LN_10, z.im / LN_10))
}

/// Whether a hyperbolic function has no value: an infinite imaginary part without an excuse.
fn turns_for_ever(z: Parts) -> bool {
    z.im.is_infinite() && !z.re.is_nan()
}

fn cosh(z: Parts) -> Answer {
    if turns_for_ever(z) {
        return if z.re.is_infinite() { Ok(parts(f64::INFINITY, f64::NAN)) } else { Err(Domain) };
    }
    let (cos, sin) = (z.im.cos(), z.im.sin());
    if z.re.abs() > LOG_LARGE && z.re.is_finite() {
        let less = z.re - 1f64.copysign(z.re);
        return Ok(parts(cos * less.cosh() * E, sin * less.sinh() * E));
    }
    Ok(parts(scaled(z.re.cosh(), cos), scaled(z.re.sinh(), sin)))
}

fn sinh(z: Parts) -> Answer {
    if turns_for_ever(z) {
        return if z.re.is_infinite() { Ok(parts(z.re, f64::NAN)) } else { Err(Domain) };
    }
    let (cos, sin) = (z.im.cos(), z.im.sin());
    if z.re.abs() > LOG_LARGE && z.re.is_finite() {
        let less = z.re - 1f64.copysign(z.re);
        return Ok(parts(cos * less.sinh() * E, sin * less.cosh() * E));
    }
    Ok(parts(scaled(z.re.sinh(), cos), scaled(z.re.cosh(), sin)))
}

fn tanh(z: Parts) -> Answer {
    if z.re.is_infinite() {
        let sign = if z.im.is_finite() { 2.0 * z.im.sin() * z.im.cos() } else { 0.0 };
        return Ok(parts(1f64.copysign(z.re), 0f64.copysign(sign)));
    }
    if turns_for_ever(z) {
        return Err(Domain);
    }
    if z.re.abs() > LOG_LARGE {
        return Ok(parts(1f64.copysign(z.re), 4.0 * z.im.sin() * z.im.cos() * (-2.0 * z.re.abs()).exp()));
    }
    let (tx, ty, cx) = (z.re.tanh(), z.im.tan(), 1.0 / z.re.cosh());
    let both = tx * ty;
    let denominator = 1.0 + both * both;
    Ok(parts(tx * (1.0 + ty * ty) / denominator, ty / denominator * cx * cx))
}

fn acos(z: Parts) -> Answer {
    if is_large(z) {
        let size = log_of_large(z) + LN_2 * 2.0;
        let im = if z.re < 0.0 { -size.copysign(z.im) } else { size.copysign(-z.im) };
        return Ok(parts(z.im.abs().atan2(z.re), im));
    }
    let (a, b) = (sqrt(parts(1.0 - z.re, -z.im)), sqrt(parts(1.0 + z.re, z.im)));
    Ok(parts(2.0 * a.re.atan2(b.re), c_math::asinh(b.re * a.im - b.im * a.re)))
}

fn acosh(z: Parts) -> Answer {
    if is_large(z) {
        return Ok(parts(log_of_large(z) + LN_2 * 2.0, z.im.atan2(z.re)));
    }
    let (a, b) = (sqrt(parts(z.re - 1.0, z.im)), sqrt(parts(z.re + 1.0, z.im)));
    Ok(parts(c_math::asinh(a.re * b.re + a.im * b.im), 2.0 * a.im.atan2(b.re)))
}

fn asinh(z: Parts) -> Answer {
    if is_large(z) {
        let size = log_of_large(z) + LN_2 * 2.0;
        let re = if z.im >= 0.0 { size.copysign(z.re) } else { -size.copysign(-z.re) };
        return Ok(parts(re, z.im.atan2(z.re.abs())));
    }
    let (a, b) = (sqrt(parts(1.0 + z.im, -z.re)), sqrt(parts(1.0 - z.im, z.re)));
    Ok(parts(c_math::asinh(a.re * b.im - b.re * a.im), z.im.atan2(a.re * b.re - a.im * b.im)))
}

fn atanh(z: Parts) -> Answer {
    if z.re.is_sign_negative() && !z.re.is_nan() {
        return atanh(parts(-z.re, -z.im)).map(|z| parts(-z.re, -z.im));
    }
    let im = z.im.abs();
    if z.re > ROOT_LARGE || im > ROOT_LARGE {
        let size = (z.re / 2.0).hypot(z.im / 2.0);
        let re = if size.is_infinite() { 0.0 } else { z.re / 4.0 / size / size };
        return Ok(parts(re, -FRAC_PI_2.copysign(-z.im)));
    }
    if z.re == 1.0 && im < ROOT_SMALL {
        if im == 0.0 {
            return Err(Domain);
        }
        return Ok(parts(-(im.sqrt() / im.hypot(2.0).sqrt()).ln(), (2f64.atan2(-im) / 2.0).copysign(z.im)));
    }
    let rest = 1.0 - z.re;
    let re = (4.0 * z.re / (rest * rest + im * im)).ln_1p() / 4.0;
    Ok(parts(re, -(-2.0 * z.im).atan2(rest * (1.0 + z.re) - im * im) / 2.0))
}

/// A circular function through its hyperbolic one: f(z) = -i g(iz).
fn turned(z: Parts, hyperbolic: fn(Parts) -> Answer) -> Answer {
    hyperbolic(parts(-z.im, z.re)).map(|r| parts(r.im, -r.re))
}

fn answer(cx: &Cx, z: Parts, result: Answer) -> R {
    match result {
        Err(Domain) => Err(domain_error(cx)),
        Ok(r) if (r.re.is_infinite() || r.im.is_infinite()) && z.re.is_finite() && z.im.is_finite() => Err(range_error(cx)),
        Ok(r) => Ok(value_of(r)),
    }
}

macro_rules! function {
    ($sig:literal, $f:expr) => {
        NativeDef::new(concat!("cmath.", $sig), |cx, a| {
            let z = to_complex(cx, &a[0])?;
            let f: fn(Parts) -> Answer = $f;
            answer(cx, z, f(z))
        })
    };
}

fn log_to_base(cx: &Cx, a: &[Value]) -> R {
    let z = to_complex(cx, &a[0])?;
    let numerator = log(z).map_err(|_| domain_error(cx))?;
    if a[1].is_unset() {
        return Ok(value_of(numerator));
    }
    let denominator = log(to_complex(cx, &a[1])?).map_err(|_| domain_error(cx))?;
    numerator.divided_by(denominator).map(value_of).map_err(|_| domain_error(cx))
}

fn phase(cx: &Cx, a: &[Value]) -> R {
    to_complex(cx, &a[0]).map(|z| Value::float(z.im.atan2(z.re)))
}

fn polar(cx: &Cx, a: &[Value]) -> R {
    let z = to_complex(cx, &a[0])?;
    let size = z.abs().ok_or_else(|| range_error(cx))?;
    Ok(Tuple::new(vec![Value::float(size), Value::float(z.im.atan2(z.re))]).into_value())
}

fn rect(cx: &Cx, a: &[Value]) -> R {
    let (size, phase) = (to_float(cx, &a[0])?, to_float(cx, &a[1])?);
    if phase.is_infinite() && size != 0.0 && !size.is_nan() {
        return Err(domain_error(cx));
    }
    if phase.is_nan() && size.is_infinite() {
        return Ok(Complex::new(f64::INFINITY, f64::NAN));
    }
    if size == 0.0 && !phase.is_finite() {
        return Ok(Complex::new(0.0, 0.0));
    }
    if phase == 0.0 {
        return Ok(Complex::new(size, scaled(size, phase)));
    }
    Ok(Complex::new(size * phase.cos(), size * phase.sin()))
}

fn isclose(cx: &Cx, a: &[Value]) -> R {
    let (x, y) = (to_complex(cx, &a[0])?, to_complex(cx, &a[1])?);
    let (relative, absolute) = (to_float(cx, &a[2])?, to_float(cx, &a[3])?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(cx.value_error("tolerances must be non-negative"));
    }
    if x == y {
        return Ok(Value::TRUE);
    }
    let infinite = |z: Parts| z.re.is_infinite() || z.im.is_infinite();
    if infinite(x) || infinite(y) {
        return Ok(Value::FALSE);
    }
    let size = |z: Parts| z.re.hypot(z.im);
    let difference = size(x - y);
    Ok(Value::bool(difference <= relative * size(y) || difference <= relative * size(x) || difference <= absolute))
}

macro_rules! predicate {
    ($sig:literal, $f:expr) => {
        NativeDef::new(concat!("cmath.", $sig), |cx, a| {
            let f: fn(Parts) -> bool = $f;
            to_complex(cx, &a[0]).map(|z| Value::bool(f(z)))
        })
    };
}

static FUNCTIONS: &[NativeDef] = &[
    function!("acos(z, /)", acos),
    function!("acosh(z, /)", acosh),
    function!("asin(z, /)", |z| turned(z, asinh)),
    function!("asinh(z, /)", asinh),
    function!("atan(z, /)", |z| turned(z, atanh)),
    function!("atanh(z, /)", atanh),
    function!("cos(z, /)", |z| cosh(parts(-z.im, z.re))),
    function!("cosh(z, /)", cosh),
    function!("exp(z, /)", exp),
    function!("log10(z, /)", log10),
    function!("sin(z, /)", |z| turned(z, sinh)),
    function!("sinh(z, /)", sinh),
    function!("sqrt(z, /)", |z| Ok(sqrt(z))),
    function!("tan(z, /)", |z| turned(z, tanh)),
    function!("tanh(z, /)", tanh),
    predicate!("isfinite(z, /)", |z| z.re.is_finite() && z.im.is_finite()),
    predicate!("isinf(z, /)", |z| z.re.is_infinite() || z.im.is_infinite()),
    predicate!("isnan(z, /)", |z| z.re.is_nan() || z.im.is_nan()),
    NativeDef::new("log(z, base=?, /)", log_to_base),
    NativeDef::new("cmath.phase(z, /)", phase),
    NativeDef::new("cmath.polar(z, /)", polar),
    NativeDef::new("rect(r, phi, /)", rect),
    NativeDef::new("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", isclose),
];

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    module.set("pi", Value::float(PI));
    module.set("e", Value::float(E));
    module.set("tau", Value::float(std::f64::consts::TAU));
    module.set("inf", Value::float(f64::INFINITY));
    module.set("nan", Value::float(f64::NAN));
    module.set("infj", Complex::new(0.0, f64::INFINITY));
    module.set("nanj", Complex::new(0.0, f64::NAN));
    Ok(())
}
