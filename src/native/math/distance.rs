//! Lengths of vectors: `hypot` and `dist`, accurate to the last bit or nearly so. Knows double-length arithmetic.

use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::number::to_float;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};

/// An unevaluated sum of two floats, the second below half a unit of the first.
#[derive(Clone, Copy)]
pub(super) struct Double {
    pub(super) hi: f64,
    pub(super) lo: f64,
}

/// `x + y` exactly, for `|x| >= |y|`.
fn fast_sum(x: f64, y: f64) -> Double {
    let hi = x + y;
    Double { hi, lo: (x - hi) + y }
}

/// `x + y` exactly (Knuth).
pub(super) fn exact_sum(x: f64, y: f64) -> Double {
    let hi = x + y;
    let of_y = hi - x;
    Double { hi, lo: (x - (hi - of_y)) + (y - of_y) }
}

/// `x * y` exactly.
pub(super) fn exact_product(x: f64, y: f64) -> Double {
    let hi = x * y;
    Double { hi, lo: x.mul_add(y, -hi) }
}

/// The square root of the sum of squares: scaled by a power of two, squares summed in double length, and the root corrected by
/// what its own square lacks (after vector_norm of CPython's mathmodule.c, whose digits these are).
pub(super) fn norm(mut vector: Vec<f64>) -> f64 {
    for x in &mut vector {
        *x = x.abs();
    }
    let largest = vector.iter().copied().fold(0.0, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    if vector.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || vector.len() == 1 {
        return largest;
    }
    let (_, exponent) = crate::object::c_math::frexp(largest);
    if exponent < -1023 {
        // Subnormal numbers are made normal first.
        return f64::MIN_POSITIVE * norm(vector.into_iter().map(|x| x / f64::MIN_POSITIVE).collect());
    }
    let scale = crate::object::c_math::ldexp(1.0, -exponent);
    let (mut sum, mut rest, mut rest_of_sum) = (1.0, 0.0, 0.0);
    let mut add = |square: Double| {
        let total = fast_sum(sum, square.hi);
        sum = total.hi;
        rest += square.lo;
        rest_of_sum += total.lo;
        sum - 1.0 + (rest + rest_of_sum)
    };
    let mut squared = 0.0;
    for x in vector {
        let x = x * scale;
        squared = add(exact_product(x, x));
    }
    let root = squared.sqrt();
    let lacking = add(exact_product(-root, root));
    (root + lacking / (2.0 * root)) / scale
}

fn hypot(cx: &Cx, args: Args<'_>) -> R {
    if !args.names.is_empty() {
        return Err(cx.type_error("math.hypot() takes no keyword arguments"));
    }
    let vector = args.pos().iter().map(|x| to_float(cx, x)).collect::<R<Vec<f64>>>()?;
    Ok(Value::float(norm(vector)))
}

fn point(cx: &Cx, value: &Value) -> R<Vec<Value>> {
    match value.get::<Tuple>() {
        Some(tuple) => Ok(tuple.items().to_vec()),
        None => crate::object::iter::collect(cx, value),
    }
}

fn dist(cx: &Cx, a: &[Value]) -> R {
    let (p, q) = (point(cx, &a[0])?, point(cx, &a[1])?);
    if p.len() != q.len() {
        return Err(cx.value_error("both points must have the same number of dimensions"));
    }
    let difference = |(x, y)| Ok(to_float(cx, x)? - to_float(cx, y)?);
    let vector = p.iter().zip(&q).map(difference).collect::<R<Vec<f64>>>()?;
    Ok(Value::float(norm(vector)))
}

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::raw("hypot(*coordinates)", hypot), NativeDef::new("dist(p, q, /)", dist)];

#[cfg(test)]
mod tests {
    use super::norm;

    #[test]
    fn lengths() {
        assert_eq!(norm(vec![3.0, 4.0]), 5.0);
        assert_eq!(norm(vec![1e308, 1e308, 1e308]), 1.7320508075688772e308);
        assert_eq!(norm(vec![5e-324; 4]), 1e-323);
        assert_eq!(norm(vec![f64::NAN, f64::INFINITY]), f64::INFINITY);
        assert_eq!(norm(vec![]), 0.0);
    }
}
