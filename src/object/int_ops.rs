//! Operators of `int` and `bool`. Knows numbers only.

use super::args::Args;
use super::cx::Cx;
use super::int::{Int, from_big, is_int, to_big, to_i64};
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::Str;
use super::ty::Type;
use super::value::{R, V, Value};
use dashu_int::IBig;
use dashu_int::ops::BitTest;

/// Adds two ints that do not both fit, or whose sum does not.
#[cold]
fn big_op(a: &Value, b: &Value, op: impl Fn(IBig, IBig) -> IBig) -> Value {
    match (to_big(a), to_big(b)) {
        (Some(x), Some(y)) => from_big(op(x, y)),
        _ => Value::NOT_IMPLEMENTED,
    }
}

macro_rules! checked {
    ($name:ident, $small:ident, $big:expr) => {
        pub(crate) fn $name(_: &Cx, a: &Value, b: &Value) -> R {
            if let (Some(x), Some(y)) = (to_i64(a), to_i64(b)) {
                if let Some(result) = x.$small(y) {
                    return Ok(Value::int(result));
                }
            }
            Ok(big_op(a, b, $big))
        }
    };
}

checked!(add, checked_add, |x, y| x + y);
checked!(sub, checked_sub, |x, y| x - y);
checked!(mul, checked_mul, |x, y| x * y);

/// Both as ints, or NotImplemented.
macro_rules! both_ints {
    ($a:expr, $b:expr) => {
        if !is_int($a) || !is_int($b) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
    };
}

/// Quotient and remainder rounded to negative infinity; None for a zero divisor.
fn floor_div_mod(a: &Value, b: &Value) -> Option<(Value, Value)> {
    if let (Some(x), Some(y)) = (to_i64(a), to_i64(b)) {
        if y == 0 {
            return None;
        }
        if let (Some(q), Some(r)) = (x.checked_div(y), x.checked_rem(y)) {
            let adjust = r != 0 && (r < 0) != (y < 0);
            return Some(if adjust { (Value::int(q - 1), Value::int(r + y)) } else { (Value::int(q), Value::int(r)) });
        }
    }
    let (x, y) = (to_big(a)?, to_big(b)?);
    if y == IBig::ZERO {
        return None;
    }
    let (q, r) = (&x / &y, &x % &y);
    let adjust = r != IBig::ZERO && (r < IBig::ZERO) != (y < IBig::ZERO);
    Some(if adjust { (from_big(q - 1), from_big(r + y)) } else { (from_big(q), from_big(r)) })
}

fn floor_div(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    floor_div_mod(a, b).map(|(q, _)| q).ok_or_else(|| cx.zero_division("integer division or modulo by zero"))
}

fn modulo(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    floor_div_mod(a, b).map(|(_, r)| r).ok_or_else(|| cx.zero_division("integer modulo by zero"))
}

fn div_mod(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    let (q, r) = floor_div_mod(a, b).ok_or_else(|| cx.zero_division("integer division or modulo by zero"))?;
    Ok(super::tuple::Tuple::new(vec![q, r]).into_value())
}

fn true_div(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    const EXACT: i64 = 1 << 53;
    match (to_i64(a), to_i64(b)) {
        (_, Some(0)) => Err(cx.zero_division("division by zero")),
        (Some(x), Some(y)) if x.abs_diff(0) <= EXACT as u64 && y.abs_diff(0) <= EXACT as u64 => Ok(Value::float(x as f64 / y as f64)),
        _ => {
            let (Some(x), Some(y)) = (to_big(a), to_big(b)) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            ratio_to_f64(&x, &y).map(Value::float).ok_or_else(|| cx.overflow_error("integer division result too large for a float"))
        }
    }
}

/// `x / y` correctly rounded: a quotient of at least 55 significant bits whose last bit remembers a remainder, then scaled.
fn ratio_to_f64(x: &IBig, y: &IBig) -> Option<f64> {
    use dashu_int::UBig;
    use dashu_int::ops::UnsignedAbs;
    let negative = (*x < IBig::ZERO) != (*y < IBig::ZERO);
    let (x, y): (UBig, UBig) = (x.unsigned_abs(), y.unsigned_abs());
    if x == UBig::ZERO {
        return Some(0.0);
    }
    let mut shift = 66 - (x.bit_len() as i64 - y.bit_len() as i64);
    // Below the normal range fewer bits count: keep just the bits above the smallest subnormal (2^-1074), with two to spare.
    shift = shift.min(1076);
    let (n, d) = if shift >= 0 { (x << shift as usize, y) } else { (x, y << (-shift) as usize) };
    let mut q = &n / &d;
    if &n % &d != UBig::ZERO {
        q |= UBig::ONE;
    }
    let mantissa = u128::try_from(&q).ok()?;
    // Round to the 53 bits of a double (fewer for subnormals) by hand, so that scaling afterwards is exact.
    let bits = 128 - mantissa.leading_zeros() as i64;
    let keep = 53.min(bits - shift + 1074);
    let drop = (bits - keep).max(0) as u32;
    let rounded = if drop == 0 {
        mantissa
    } else if drop >= 128 {
        0
    } else {
        let (high, low) = (mantissa >> drop, mantissa & ((1 << drop) - 1));
        let half = 1u128 << (drop - 1);
        high + u128::from(low > half || (low == half && high & 1 == 1))
    };
    let exponent = i64::from(drop) - shift;
    let scaled = scale(rounded as f64, exponent);
    scaled.is_finite().then_some(if negative { -scaled } else { scaled })
}

/// `x * 2**exponent` in steps that stay exact.
fn scale(mut x: f64, mut exponent: i64) -> f64 {
    while exponent > 1000 && x.is_finite() {
        x *= 2f64.powi(1000);
        exponent -= 1000;
    }
    while exponent < -1000 {
        x *= 2f64.powi(-1000);
        exponent += 1000;
    }
    x * 2f64.powi(exponent as i32)
}

fn power(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    let negative = to_i64(b).map_or_else(|| to_big(b).is_some_and(|b| b < IBig::ZERO), |b| b < 0);
    if negative {
        let base = super::int::to_f64(cx, a)?;
        if base == 0.0 {
            return Err(cx.zero_division("zero to a negative power"));
        }
        return Ok(Value::float(base.powf(super::int::to_f64(cx, b)?)));
    }
    let exponent = match (to_i64(a), to_i64(b)) {
        (Some(0), _) if to_i64(b) != Some(0) => return Ok(Value::int(0)),
        (Some(1), _) => return Ok(Value::int(1)),
        (Some(x), Some(y)) => {
            if let Some(result) = u32::try_from(y).ok().and_then(|y| x.checked_pow(y)) {
                return Ok(Value::int(result));
            }
            y
        }
        (_, Some(y)) => y,
        (Some(-1), None) => {
            return Ok(Value::int(if to_big(b).is_some_and(|b| b.bit(0)) { -1 } else { 1 }));
        }
        _ => return Err(cx.memory_error()),
    };
    let Some(base) = to_big(a) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    power_big(cx, base, exponent as u64).map(from_big)
}

/// Largest result worth trying, in bits: beyond this memory is exhausted anyway.
const MAX_BITS: u64 = 1 << 36;

/// Square and multiply, with a safepoint before each step so that huge powers can be interrupted.
fn power_big(cx: &Cx, base: IBig, exponent: u64) -> R<IBig> {
    if (base.bit_len() as u64).saturating_mul(exponent) > MAX_BITS {
        return Err(cx.memory_error());
    }
    let mut result = IBig::ONE;
    for bit in (0..64 - exponent.leading_zeros()).rev() {
        cx.safepoint()?;
        result = &result * &result;
        if exponent >> bit & 1 == 1 {
            cx.safepoint()?;
            result *= &base;
        }
    }
    Ok(result)
}

fn shift(cx: &Cx, a: &Value, b: &Value, left: bool) -> R {
    both_ints!(a, b);
    let count = match to_i64(b) {
        Some(count) if count < 0 => return Err(cx.value_error("negative shift count")),
        Some(count) => count as u64,
        None if to_big(b).is_some_and(|b| b < IBig::ZERO) => {
            return Err(cx.value_error("negative shift count"));
        }
        None => u64::MAX,
    };
    match (to_i64(a), left) {
        (Some(0), _) => return Ok(Value::int(0)),
        (Some(x), false) => return Ok(Value::int(x >> count.min(63))),
        (Some(x), true) if count < 63 && x.abs_diff(0).leading_zeros() as u64 > count + 1 => {
            return Ok(Value::int(x << count));
        }
        _ => {}
    }
    let Some(x) = to_big(a) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if left {
        if count > MAX_BITS {
            return Err(if count == u64::MAX { cx.overflow_error("too many digits in integer") } else { cx.memory_error() });
        }
        return Ok(from_big(x << count as usize));
    }
    if count > x.bit_len() as u64 {
        return Ok(Value::int(if x < IBig::ZERO { -1 } else { 0 }));
    }
    Ok(from_big(x >> count as usize))
}

fn left_shift(cx: &Cx, a: &Value, b: &Value) -> R {
    shift(cx, a, b, true)
}

fn right_shift(cx: &Cx, a: &Value, b: &Value) -> R {
    shift(cx, a, b, false)
}

macro_rules! bitwise {
    ($name:ident, $op:tt) => {
        fn $name(_: &Cx, a: &Value, b: &Value) -> R {
            match (to_i64(a), to_i64(b)) {
                (Some(x), Some(y)) => Ok(Value::int(x $op y)),
                _ => Ok(big_op(a, b, |x, y| x $op y)),
            }
        }
    };
}

bitwise!(and, &);
bitwise!(or, |);
bitwise!(xor, ^);

fn neg(_: &Cx, a: &Value) -> R {
    Ok(match to_i64(a).and_then(i64::checked_neg) {
        Some(result) => Value::int(result),
        None => to_big(a).map_or(Value::NOT_IMPLEMENTED, |a| from_big(-a)),
    })
}

fn pos(_: &Cx, a: &Value) -> R {
    Ok(to_i64(a).map_or_else(|| a.get::<Int>().map_or(Value::NOT_IMPLEMENTED, Int::to_exact), Value::int))
}

fn abs(cx: &Cx, a: &Value) -> R {
    let negative = to_i64(a).map_or_else(|| to_big(a).is_some_and(|a| a < IBig::ZERO), |a| a < 0);
    if negative { neg(cx, a) } else { pos(cx, a) }
}

fn invert(_: &Cx, a: &Value) -> R {
    Ok(match to_i64(a) {
        Some(a) => Value::int(!a),
        None => to_big(a).map_or(Value::NOT_IMPLEMENTED, |a| from_big(!a)),
    })
}

fn truth(_: &Cx, a: &Value) -> R<bool> {
    Ok(to_i64(a) != Some(0))
}

/// Order of two ints.
pub(crate) fn order(a: &Value, b: &Value) -> Option<std::cmp::Ordering> {
    match (to_i64(a), to_i64(b)) {
        (Some(x), Some(y)) => Some(x.cmp(&y)),
        _ => Some(to_big(a)?.cmp(&to_big(b)?)),
    }
}

fn compare(_: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    both_ints!(a, b);
    Ok(order(a, b).map_or(Value::NOT_IMPLEMENTED, |order| Value::bool(op.holds(order))))
}

fn hash(_: &Cx, a: &Value) -> R<i64> {
    Ok(match a.get::<Int>() {
        Some(int) => crate::text::hash::hash_big(int.big()),
        None => crate::text::hash::hash_int(to_i64(a).unwrap_or(0)),
    })
}

fn repr(cx: &Cx, a: &Value) -> R {
    match a.unpack() {
        V::Int(int) => Ok(Str::from_str(&crate::text::int_text::decimal(int)).into_value()),
        _ => match to_big(a) {
            Some(big) => match crate::text::int_text::big_decimal(&big, super::int_methods::max_digits(cx)) {
                Ok(text) => Ok(Str::from_str(&text).into_value()),
                Err(error) => Err(cx.value_error(error.message())),
            },
            None => Err(cx.type_error("an integer is required")),
        },
    }
}

fn bool_repr(_: &Cx, a: &Value) -> R {
    Ok(super::str::Name::new(if a.as_bool() == Some(true) { "True" } else { "False" }).value())
}

fn to_float(cx: &Cx, a: &Value) -> R {
    super::int::to_f64(cx, a).map(Value::float)
}

fn bool_new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    if !args.names.is_empty() {
        return Err(cx.type_error("bool() takes no keyword arguments"));
    }
    match args.pos() {
        [] => Ok(Value::FALSE),
        [value] => super::protocol::truth(cx, value).map(Value::bool),
        more => Err(cx.type_error(format!("bool expected at most 1 argument, got {}", more.len()))),
    }
}

macro_rules! bool_op {
    ($name:ident, $int:ident, $op:tt) => {
        fn $name(cx: &Cx, a: &Value, b: &Value) -> R {
            match (a.as_bool(), b.as_bool()) {
                (Some(x), Some(y)) => Ok(Value::bool(x $op y)),
                _ => $int(cx, a, b),
            }
        }
    };
}
bool_op!(bool_and, and, &);
bool_op!(bool_or, or, |);
bool_op!(bool_xor, xor, ^);

pub(crate) const SLOTS: Slots = Slots {
    new: Some(super::int_methods::new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(truth),
    neg: Some(neg),
    pos: Some(pos),
    abs: Some(abs),
    invert: Some(invert),
    int: Some(pos),
    index: Some(pos),
    float: Some(to_float),
    binary: bin_slots(&[
        (BinOp::Add, add),
        (BinOp::Sub, sub),
        (BinOp::Mul, mul),
        (BinOp::TrueDiv, true_div),
        (BinOp::FloorDiv, floor_div),
        (BinOp::Mod, modulo),
        (BinOp::DivMod, div_mod),
        (BinOp::Pow, power),
        (BinOp::LShift, left_shift),
        (BinOp::RShift, right_shift),
        (BinOp::And, and),
        (BinOp::Or, or),
        (BinOp::Xor, xor),
    ]),
    ..Slots::NONE
};

pub(crate) const BOOL_SLOTS: Slots = Slots {
    new: Some(bool_new),
    repr: Some(bool_repr),
    binary: bin_slots(&[(BinOp::And, bool_and), (BinOp::Or, bool_or), (BinOp::Xor, bool_xor)]),
    ..Slots::NONE
};
