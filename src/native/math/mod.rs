//! Module `math`: the table of its functions, and those that take one or two floats. Sums, integers and the gamma functions have
//! files of their own. Errors are CPython's: ValueError for arguments outside a function's domain, OverflowError for results
//! that are too large.

mod distance;
mod gamma;
mod integers;
mod logs;
mod neighbours;
mod sums;

use crate::object::attr;
use crate::object::c_math;
use crate::object::cx::Cx;
use crate::object::float::truncated;
use crate::object::int;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number::to_float;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Value};

pub(super) fn domain_error(cx: &Cx) -> Raised {
    cx.value_error("math domain error")
}

pub(super) fn range_error(cx: &Cx) -> Raised {
    cx.overflow_error("math range error")
}

/// What an infinite result of a finite argument means.
#[derive(Clone, Copy, PartialEq)]
enum Infinite {
    /// The argument is a pole.
    Pole,
    /// The result is too large.
    Overflow,
    /// It is the result.
    Result,
}

/// The result of a function of one argument, unless it says that the argument was wrong.
fn checked(cx: &Cx, x: f64, result: f64, infinite: Infinite) -> R {
    if result.is_nan() && !x.is_nan() {
        return Err(domain_error(cx));
    }
    if result.is_infinite() && x.is_finite() && infinite != Infinite::Result {
        return Err(if infinite == Infinite::Overflow { range_error(cx) } else { domain_error(cx) });
    }
    Ok(Value::float(result))
}

macro_rules! function {
    ($sig:literal, $infinite:ident, $f:expr) => {
        NativeDef::new(concat!("math.", $sig), |cx, a| {
            let x = to_float(cx, &a[0])?;
            let f: fn(f64) -> f64 = $f;
            checked(cx, x, f(x), Infinite::$infinite)
        })
    };
}

macro_rules! predicate {
    ($sig:literal, $f:expr) => {
        NativeDef::new(concat!("math.", $sig), |cx, a| {
            let f: fn(f64) -> bool = $f;
            to_float(cx, &a[0]).map(|x| Value::bool(f(x)))
        })
    };
}

/// Two floats.
fn pair(cx: &Cx, a: &[Value]) -> R<(f64, f64)> {
    Ok((to_float(cx, &a[0])?, to_float(cx, &a[1])?))
}

fn pow(cx: &Cx, a: &[Value]) -> R {
    let (x, y) = pair(cx, a)?;
    let result = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if result.is_nan() {
            return Err(domain_error(cx));
        }
        if result.is_infinite() {
            return Err(if x == 0.0 { domain_error(cx) } else { range_error(cx) });
        }
    }
    Ok(Value::float(result))
}

fn fmod(cx: &Cx, a: &[Value]) -> R {
    let (x, y) = pair(cx, a)?;
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(cx));
    }
    Ok(Value::float(result))
}

fn remainder(cx: &Cx, a: &[Value]) -> R {
    let (x, y) = pair(cx, a)?;
    if x.is_nan() || y.is_nan() {
        return Ok(Value::float(if x.is_nan() { x } else { y }));
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(cx));
    }
    Ok(Value::float(if y.is_infinite() { x } else { c_math::remainder(x, y) }))
}

fn ldexp(cx: &Cx, a: &[Value]) -> R {
    let x = to_float(cx, &a[0])?;
    if !int::is_int(&a[1]) {
        return Err(cx.type_error("Expected an int as second argument to ldexp."));
    }
    if x == 0.0 || !x.is_finite() {
        return Ok(Value::float(x));
    }
    let beyond = if crate::object::int_ops::is_negative(&a[1]) { -1 } else { 1 } * 1_000_000;
    let exponent = int::to_i64(&a[1]).unwrap_or(beyond).clamp(-1_000_000, 1_000_000);
    let result = c_math::ldexp(x, exponent as i32);
    if result.is_infinite() { Err(range_error(cx)) } else { Ok(Value::float(result)) }
}

fn frexp(cx: &Cx, a: &[Value]) -> R {
    let (fraction, exponent) = c_math::frexp(to_float(cx, &a[0])?);
    Ok(Tuple::new(vec![Value::float(fraction), Value::int(i64::from(exponent))]).into_value())
}

fn modf(cx: &Cx, a: &[Value]) -> R {
    let x = to_float(cx, &a[0])?;
    let (fraction, whole) = if x.is_infinite() {
        (0f64.copysign(x), x)
    } else if x.is_nan() {
        (x, x)
    } else {
        ((x - x.trunc()).copysign(x), x.trunc())
    };
    Ok(Tuple::new(vec![Value::float(fraction), Value::float(whole)]).into_value())
}

fn fma(cx: &Cx, a: &[Value]) -> R {
    let (x, y, z) = (to_float(cx, &a[0])?, to_float(cx, &a[1])?, to_float(cx, &a[2])?);
    let result = x.mul_add(y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(cx.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(cx.overflow_error("overflow in fma"));
    }
    Ok(Value::float(result))
}

/// `math.floor` or `math.ceil`: what the class says, else of the value as a float.
fn rounded(cx: &Cx, value: &Value, method: &str, round: fn(f64) -> f64) -> R {
    if let Some(x) = value.as_float() {
        return truncated(cx, round(x));
    }
    if value.as_int().is_some() {
        return Ok(value.clone());
    }
    match attr::call_special(cx, value, Name::new(method), &[])? {
        Some(result) => Ok(result),
        None => truncated(cx, round(to_float(cx, value)?)),
    }
}

fn trunc(cx: &Cx, a: &[Value]) -> R {
    if let Some(x) = a[0].as_float() {
        return truncated(cx, x);
    }
    match attr::call_special(cx, &a[0], Name::new("__trunc__"), &[])? {
        Some(result) => Ok(result),
        None => Err(cx.type_error(format!("type {} doesn't define __trunc__ method", type_of(&a[0]).message_name()))),
    }
}

fn isclose(cx: &Cx, a: &[Value]) -> R {
    let (x, y) = pair(cx, a)?;
    let (relative, absolute) = pair(cx, &a[2..])?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(cx.value_error("tolerances must be non-negative"));
    }
    if x == y {
        return Ok(Value::TRUE);
    }
    if x.is_infinite() || y.is_infinite() {
        return Ok(Value::FALSE);
    }
    let difference = (x - y).abs();
    Ok(Value::bool(difference <= (relative * y).abs() || difference <= (relative * x).abs() || difference <= absolute))
}

static FUNCTIONS: &[NativeDef] = &[
    function!("acos(x, /)", Pole, f64::acos),
    function!("acosh(x, /)", Pole, |x| c_math::acosh(x)),
    function!("asin(x, /)", Pole, f64::asin),
    function!("asinh(x, /)", Pole, |x| c_math::asinh(x)),
    function!("atan(x, /)", Pole, f64::atan),
    function!("atanh(x, /)", Pole, |x| c_math::atanh(x)),
    function!("cbrt(x, /)", Pole, f64::cbrt),
    function!("cos(x, /)", Pole, f64::cos),
    function!("cosh(x, /)", Overflow, f64::cosh),
    function!("degrees(x, /)", Result, |x| x * (180.0 / std::f64::consts::PI)),
    function!("erf(x, /)", Pole, |x| c_math::erf(x)),
    function!("erfc(x, /)", Pole, |x| c_math::erfc(x)),
    function!("exp(x, /)", Overflow, f64::exp),
    function!("exp2(x, /)", Overflow, f64::exp2),
    function!("expm1(x, /)", Overflow, f64::exp_m1),
    function!("fabs(x, /)", Pole, f64::abs),
    function!("log1p(x, /)", Pole, |x| if x == 0.0 { x } else { x.ln_1p() }),
    function!("radians(x, /)", Pole, |x| x * (std::f64::consts::PI / 180.0)),
    function!("sin(x, /)", Pole, f64::sin),
    function!("sinh(x, /)", Overflow, f64::sinh),
    function!("sqrt(x, /)", Pole, f64::sqrt),
    function!("tan(x, /)", Pole, f64::tan),
    function!("tanh(x, /)", Pole, f64::tanh),
    predicate!("isfinite(x, /)", f64::is_finite),
    predicate!("isinf(x, /)", f64::is_infinite),
    predicate!("isnan(x, /)", f64::is_nan),
    NativeDef::new("atan2(y, x, /)", |cx, a| pair(cx, a).map(|(y, x)| Value::float(y.atan2(x)))),
    NativeDef::new("copysign(x, y, /)", |cx, a| pair(cx, a).map(|(x, y)| Value::float(x.copysign(y)))),
    NativeDef::new("math.ceil(x, /)", |cx, a| rounded(cx, &a[0], "__ceil__", f64::ceil)),
    NativeDef::new("math.floor(x, /)", |cx, a| rounded(cx, &a[0], "__floor__", f64::floor)),
    NativeDef::new("fma(x, y, z, /)", fma),
    NativeDef::new("fmod(x, y, /)", fmod),
    NativeDef::new("math.frexp(x, /)", frexp),
    NativeDef::new("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", isclose),
    NativeDef::new("ldexp(x, i, /)", ldexp),
    NativeDef::new("math.modf(x, /)", modf),
    NativeDef::new("pow(x, y, /)", pow),
    NativeDef::new("remainder(x, y, /)", remainder),
    NativeDef::new("math.trunc(x, /)", trunc),
];

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    for functions in
        [FUNCTIONS, logs::FUNCTIONS, integers::FUNCTIONS, sums::FUNCTIONS, distance::FUNCTIONS, gamma::FUNCTIONS, neighbours::FUNCTIONS]
    {
        module.add_functions(functions);
    }
    module.set("pi", Value::float(std::f64::consts::PI));
    module.set("e", Value::float(std::f64::consts::E));
    module.set("tau", Value::float(std::f64::consts::TAU));
    module.set("inf", Value::float(f64::INFINITY));
    module.set("nan", Value::float(f64::NAN));
    Ok(())
}
