//! Operators of `int` and `bool`. Knows numbers only.

use super::args::Args;
use super::big;
use super::cx::Cx;
use super::int::{Int, as_big, from_big, is_int, to_big, to_i64};
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::Str;
use super::ty::Type;
use super::value::{R, V, Value};
use dashu_int::IBig;
use dashu_int::ops::{BitTest, UnsignedAbs};

/// What two ints give that do not both fit 64 bits, or whose result does not.
#[cold]
fn big_op(a: &Value, b: &Value, op: impl Fn(&IBig, &IBig) -> IBig) -> Value {
    match (as_big(a), as_big(b)) {
        (Some(x), Some(y)) => from_big(op(&x, &y)),
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

pub(crate) fn mul(cx: &Cx, a: &Value, b: &Value) -> R {
    if let (Some(x), Some(y)) = (to_i64(a), to_i64(b))
        && let Some(result) = x.checked_mul(y)
    {
        return Ok(Value::int(result));
    }
    match (as_big(a), as_big(b)) {
        (Some(x), Some(y)) => big::mul(cx, &x, &y).map(from_big),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Both as ints, or NotImplemented.
macro_rules! both_ints {
    ($a:expr, $b:expr) => {
        if !is_int($a) || !is_int($b) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
    };
}

/// Quotient and remainder rounded to negative infinity; `message` is for a zero divisor.
fn floor_div_mod(cx: &Cx, a: &Value, b: &Value, message: &str) -> R<(Value, Value)> {
    if let (Some(x), Some(y)) = (to_i64(a), to_i64(b)) {
        if y == 0 {
            return Err(cx.zero_division(message));
        }
        if let (Some(q), Some(r)) = (x.checked_div(y), x.checked_rem(y)) {
            let adjust = r != 0 && (r < 0) != (y < 0);
            return Ok(if adjust { (Value::int(q - 1), Value::int(r + y)) } else { (Value::int(q), Value::int(r)) });
        }
    }
    match (as_big(a), as_big(b)) {
        (Some(x), Some(y)) if !y.is_zero() => big::floor_div_mod(cx, &x, &y).map(|(q, r)| (from_big(q), from_big(r))),
        _ => Err(cx.zero_division(message)),
    }
}

fn floor_div(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    floor_div_mod(cx, a, b, "integer division or modulo by zero").map(|(q, _)| q)
}

fn modulo(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    floor_div_mod(cx, a, b, "integer modulo by zero").map(|(_, r)| r)
}

fn div_mod(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    let (q, r) = floor_div_mod(cx, a, b, "integer division or modulo by zero")?;
    Ok(super::tuple::Tuple::new(vec![q, r]).into_value())
}

fn true_div(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    const EXACT: i64 = 1 << 53;
    match (to_i64(a), to_i64(b)) {
        (_, Some(0)) => Err(cx.zero_division("division by zero")),
        (Some(x), Some(y)) if x.abs_diff(0) <= EXACT as u64 && y.abs_diff(0) <= EXACT as u64 => Ok(Value::float(x as f64 / y as f64)),
        _ => {
            let (Some(x), Some(y)) = (as_big(a), as_big(b)) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let ratio = big::ratio_to_f64(&x, &y);
            ratio.map(Value::float).ok_or_else(|| cx.overflow_error("integer division result too large for a float"))
        }
    }
}

pub(crate) fn power(cx: &Cx, a: &Value, b: &Value) -> R {
    both_ints!(a, b);
    if is_negative(b) {
        let (base, exponent) = (super::int::to_f64(cx, a)?, super::int::to_f64(cx, b)?);
        return super::float::power(cx, &Value::float(base), &Value::float(exponent));
    }
    let exponent = match (to_i64(a), to_i64(b)) {
        (Some(0), exponent) => return Ok(Value::int(i64::from(exponent == Some(0)))),
        (Some(1), _) => return Ok(Value::int(1)),
        (Some(-1), _) => return Ok(Value::int(if is_odd(b) { -1 } else { 1 })),
        (Some(x), Some(y)) => {
            if let Some(result) = u32::try_from(y).ok().and_then(|y| x.checked_pow(y)) {
                return Ok(Value::int(result));
            }
            y
        }
        (_, Some(y)) => y,
        _ => return Err(cx.memory_error()),
    };
    match as_big(a) {
        Some(base) => big::power(cx, &base, exponent as u64).map(from_big),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub(crate) fn is_negative(a: &Value) -> bool {
    to_i64(a).map_or_else(|| a.get::<Int>().is_some_and(|a| *a.big() < IBig::ZERO), |a| a < 0)
}

fn is_odd(a: &Value) -> bool {
    to_i64(a).map_or_else(|| a.get::<Int>().is_some_and(|a| a.big().bit(0)), |a| a & 1 == 1)
}

/// `pow(a, b, modulus)` of three ints; NotImplemented if one is none.
pub(crate) fn power_modulo(cx: &Cx, a: &Value, b: &Value, modulus: &Value) -> R {
    if let (Some(x), Some(y), Some(m)) = (to_i64(a), to_i64(b), to_i64(modulus))
        && m != 0
        && y >= 0
    {
        return Ok(Value::int(small_power_modulo(x, y as u64, m)));
    }
    let (Some(x), Some(y), Some(m)) = (as_big(a), as_big(b), as_big(modulus)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if m.is_zero() {
        return Err(cx.value_error("pow() 3rd argument cannot be 0"));
    }
    if !is_negative(b) {
        return big::power_mod(cx, &x, &y.as_ref().unsigned_abs(), &m).map(from_big);
    }
    match big::inverse(cx, &x, &m)? {
        Some(inverse) => big::power_mod(cx, &inverse, &y.as_ref().unsigned_abs(), &m).map(from_big),
        None => Err(cx.value_error("base is not invertible for the given modulus")),
    }
}

fn small_power_modulo(x: i64, mut exponent: u64, modulus: i64) -> i64 {
    let m = u128::from(modulus.unsigned_abs());
    let mut base = i128::from(x).rem_euclid(m as i128) as u128;
    let mut result = 1 % m;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % m;
        }
        base = base * base % m;
        exponent >>= 1;
    }
    if modulus < 0 && result > 0 { (result as i128 - m as i128) as i64 } else { result as i64 }
}

fn shift(cx: &Cx, a: &Value, b: &Value, left: bool) -> R {
    both_ints!(a, b);
    let count = match to_i64(b) {
        Some(count) if count < 0 => return Err(cx.value_error("negative shift count")),
        Some(count) => count as u64,
        None if is_negative(b) => return Err(cx.value_error("negative shift count")),
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
    let Some(x) = as_big(a) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if left {
        if count == u64::MAX {
            return Err(cx.overflow_error("too many digits in integer"));
        }
        big::room(cx, count.saturating_add(x.bit_len() as u64))?;
        return Ok(from_big(x.as_ref() << count as usize));
    }
    if count > x.bit_len() as u64 {
        return Ok(Value::int(if *x < IBig::ZERO { -1 } else { 0 }));
    }
    Ok(from_big(x.as_ref() >> count as usize))
}

fn left_shift(cx: &Cx, a: &Value, b: &Value) -> R {
    shift(cx, a, b, true)
}

fn right_shift(cx: &Cx, a: &Value, b: &Value) -> R {
    shift(cx, a, b, false)
}

macro_rules! bitwise {
    ($name:ident, $op:tt) => {
        pub(crate) fn $name(_: &Cx, a: &Value, b: &Value) -> R {
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

pub(crate) fn abs(cx: &Cx, a: &Value) -> R {
    if is_negative(a) { neg(cx, a) } else { pos(cx, a) }
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
        _ => Some(as_big(a)?.as_ref().cmp(as_big(b)?.as_ref())),
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
        V::Int(int) => decimal(cx, int),
        _ => match as_big(a) {
            Some(big) => super::int_methods::decimal(cx, &big).map(|text| Str::from_str(&text).into_value()),
            None => Err(cx.type_error("an integer is required")),
        },
    }
}

/// The decimal text of a small int.
#[inline]
pub(super) fn decimal(cx: &Cx, int: i64) -> R {
    use crate::text::int_text::{DECIMAL_ROOM, decimal_in};
    super::str::make_known(cx, decimal_in(&mut [0; DECIMAL_ROOM], int), true)
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
