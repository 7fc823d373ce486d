//! `nextafter` and `ulp`: floats next to each other. Knows the order of their bits.

use crate::object::cx::Cx;
use crate::object::int_ops::is_negative;
use crate::object::native::NativeDef;
use crate::object::number::{index, to_float};
use crate::object::value::{R, Value};

/// Floats as integers in the same order, neighbours one apart; both zeros are 0.
fn rank(x: f64) -> i64 {
    let magnitude = (x.to_bits() & !(1 << 63)) as i64;
    if x.is_sign_negative() { -magnitude } else { magnitude }
}

/// The inverse of [`rank`]; zero gets the sign of `side`.
fn unrank(rank: i64, side: f64) -> f64 {
    let magnitude = f64::from_bits(rank.unsigned_abs());
    match rank {
        0 => 0f64.copysign(side),
        _ if rank < 0 => -magnitude,
        _ => magnitude,
    }
}

/// The float `steps` after `x` in the direction of `y`, at most `y`.
pub(super) fn next_after(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 {
        return x;
    }
    if x.is_nan() || y.is_nan() {
        return if x.is_nan() { x } else { y };
    }
    let (from, to) = (rank(x), rank(y));
    let distance = to.abs_diff(from);
    let same_side = x.is_sign_negative() == y.is_sign_negative();
    if distance < steps || distance == steps && !same_side || distance == 0 {
        return y;
    }
    let steps = steps as i64;
    unrank(if to > from { from + steps } else { from - steps }, x)
}

fn nextafter(cx: &Cx, a: &[Value]) -> R {
    let (x, y) = (to_float(cx, &a[0])?, to_float(cx, &a[1])?);
    if a[2].is_none() {
        let next = next_after(x, y, 1);
        // A step that arrives at zero keeps the sign it came from.
        return Ok(Value::float(if next == 0.0 && x != 0.0 { next.copysign(x) } else { next }));
    }
    let steps = index(cx, &a[2])?;
    if is_negative(&steps) {
        return Err(cx.value_error("steps must be a non-negative integer"));
    }
    let steps = steps.as_int().map_or(u64::MAX, |steps| steps as u64);
    Ok(Value::float(next_after(x, y, steps)))
}

fn ulp(cx: &Cx, a: &[Value]) -> R {
    let x = to_float(cx, &a[0])?.abs();
    if !x.is_finite() {
        return Ok(Value::float(x));
    }
    let above = next_after(x, f64::INFINITY, 1);
    Ok(Value::float(if above.is_infinite() { x - next_after(x, 0.0, 1) } else { above - x }))
}

pub(super) static FUNCTIONS: &[NativeDef] =
    &[NativeDef::new("nextafter(x, y, /, *, steps=None)", nextafter), NativeDef::new("math.ulp(x, /)", ulp)];

#[cfg(test)]
mod tests {
    use super::next_after;

    #[test]
    fn steps() {
        assert_eq!(next_after(1.0, 2.0, 1), 1.0000000000000002);
        assert_eq!(next_after(1.0, 2.0, 5), 1.000000000000001);
        assert_eq!(next_after(1.0, 2.0, u64::MAX), 2.0);
        assert_eq!(next_after(0.0, -1.0, 1), -5e-324);
        assert_eq!(next_after(5e-324, -5e-324, 1).to_bits(), 0);
        assert_eq!(next_after(-5e-324, 5e-324, 1).to_bits(), (-0.0f64).to_bits());
        assert_eq!(next_after(f64::MAX, f64::INFINITY, 1), f64::INFINITY);
        assert_eq!(next_after(f64::NEG_INFINITY, 0.0, 1), -f64::MAX);
    }
}
