//! Functions of integers: gcd, lcm, isqrt, comb, perm, factorial. Knows ints of any size; products are made as balanced trees with
//! safepoints, so that huge ones are quick and can be interrupted.

use crate::object::args::Args;
use crate::object::big;
use crate::object::cx::Cx;
use crate::object::int::{as_big, from_big};
use crate::object::int_ops::{self, is_negative};
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::value::{R, Value};
use dashu_int::IBig;

fn no_keywords(cx: &Cx, name: &str, args: Args<'_>) -> R<()> {
    if args.names.is_empty() { Ok(()) } else { Err(cx.type_error(format!("math.{name}() takes no keyword arguments"))) }
}

fn big(value: &Value) -> IBig {
    as_big(value).map_or(IBig::ZERO, std::borrow::Cow::into_owned)
}

fn gcd_of_two(cx: &Cx, a: &Value, b: &Value) -> R {
    if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
        let (mut x, mut y) = (x.unsigned_abs(), y.unsigned_abs());
        while y != 0 {
            (x, y) = (y, x % y);
        }
        return Ok(crate::object::int::from_u64(x));
    }
    big::gcd(cx, &big(a), &big(b)).map(from_big)
}

fn gcd(cx: &Cx, args: Args<'_>) -> R {
    no_keywords(cx, "gcd", args)?;
    let mut result = Value::int(0);
    for value in args.pos() {
        let value = number::index(cx, value)?;
        result = gcd_of_two(cx, &result, &value)?;
    }
    Ok(result)
}

fn lcm(cx: &Cx, args: Args<'_>) -> R {
    no_keywords(cx, "lcm", args)?;
    let mut result = Value::int(1);
    for value in args.pos() {
        let value = number::index(cx, value)?;
        let divisor = gcd_of_two(cx, &result, &value)?;
        if divisor.as_int() == Some(0) || value.as_int() == Some(0) {
            result = Value::int(0);
            continue;
        }
        let quotient = number::binary(cx, crate::object::slots::BinOp::FloorDiv, &result, &divisor)?;
        result = int_ops::abs(cx, &int_ops::mul(cx, &quotient, &value)?)?;
    }
    Ok(result)
}

fn isqrt(cx: &Cx, a: &[Value]) -> R {
    let n = number::index(cx, &a[0])?;
    if is_negative(&n) {
        return Err(cx.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(match n.as_int() {
        Some(n) => Value::int(n.isqrt()),
        None => from_big(big::isqrt(cx, &big(&n))?),
    })
}

/// The product of the `count` integers from `first` on, in steps of one.
fn product(cx: &Cx, first: &IBig, count: u64) -> R<IBig> {
    if let Ok(small) = u64::try_from(first)
        && small.checked_add(count).is_some()
    {
        return product_small(cx, small, count);
    }
    match count {
        0 => Ok(IBig::ONE),
        1 => Ok(first.clone()),
        _ => {
            cx.safepoint()?;
            let half = count / 2;
            let low = product(cx, first, half)?;
            let high = product(cx, &(first + IBig::from(half)), count - half)?;
            big::mul(cx, &low, &high)
        }
    }
}

fn product_small(cx: &Cx, first: u64, count: u64) -> R<IBig> {
    if count <= 8 {
        let mut result = IBig::ONE;
        let mut word = 1u64;
        for factor in first..first + count {
            match word.checked_mul(factor) {
                Some(next) => word = next,
                None => {
                    result *= word;
                    word = factor;
                }
            }
        }
        return Ok(result * word);
    }
    cx.safepoint()?;
    let half = count / 2;
    let low = product_small(cx, first, half)?;
    let high = product_small(cx, first + half, count - half)?;
    big::mul(cx, &low, &high)
}

fn factorial_of(cx: &Cx, n: u64) -> R<IBig> {
    big::room(cx, n.saturating_mul(64 - u64::from(n.leading_zeros())) / 2)?;
    product_small(cx, 1, n)
}

fn factorial(cx: &Cx, a: &[Value]) -> R {
    let n = number::index(cx, &a[0])?;
    if is_negative(&n) {
        return Err(cx.value_error("factorial() not defined for negative values"));
    }
    match n.as_int() {
        Some(n) => factorial_of(cx, n as u64).map(from_big),
        None => Err(cx.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))),
    }
}

fn not_negative(cx: &Cx, n: &Value, k: &Value) -> R<()> {
    if is_negative(n) {
        return Err(cx.value_error("n must be a non-negative integer"));
    }
    if is_negative(k) {
        return Err(cx.value_error("k must be a non-negative integer"));
    }
    Ok(())
}

fn perm(cx: &Cx, a: &[Value]) -> R {
    if a[1].is_none() {
        return factorial(cx, a);
    }
    let (n, k) = (number::index(cx, &a[0])?, number::index(cx, &a[1])?);
    not_negative(cx, &n, &k)?;
    let (n, k) = (big(&n), big(&k));
    if n < k {
        return Ok(Value::int(0));
    }
    let Ok(count) = i64::try_from(&k) else {
        return Err(cx.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    product(cx, &(n - k + IBig::ONE), count as u64).map(from_big)
}

fn comb(cx: &Cx, a: &[Value]) -> R {
    let (n, k) = (number::index(cx, &a[0])?, number::index(cx, &a[1])?);
    not_negative(cx, &n, &k)?;
    let (n, k) = (big(&n), big(&k));
    if n < k {
        return Ok(Value::int(0));
    }
    let k = (&n - &k).min(k);
    let Ok(count) = i64::try_from(&k) else {
        return Err(cx.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    if let Ok(small) = u64::try_from(&n)
        && let Some(result) = comb_small(small, count as u64)
    {
        return Ok(crate::object::int::from_u64(result));
    }
    let numerator = product(cx, &(n - k + IBig::ONE), count as u64)?;
    Ok(from_big(big::floor_div_mod(cx, &numerator, &factorial_of(cx, count as u64)?)?.0))
}

/// By the quotients of neighbours in a row of Pascal's triangle, while all fits 64 bits.
fn comb_small(n: u64, k: u64) -> Option<u64> {
    if k > 64 {
        return None;
    }
    let mut result = 1u64;
    for i in 0..k {
        result = result.checked_mul(n - i)? / (i + 1);
    }
    Some(result)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::raw("gcd(*integers)", gcd),
    NativeDef::raw("lcm(*integers)", lcm),
    NativeDef::new("math.isqrt(n, /)", isqrt),
    NativeDef::new("math.factorial(n, /)", factorial),
    NativeDef::new("perm(n, k=None, /)", perm),
    NativeDef::new("comb(n, k, /)", comb),
];
