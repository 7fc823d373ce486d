//! Functions of the C library's mathematics that Rust's standard library lacks or computes by other formulas, so that results have
//! the digits CPython's have. Knows floats only.

// SAFETY: C99 functions of these types, without state but errno, defined for all arguments.
unsafe extern "C" {
    pub(crate) safe fn asinh(x: f64) -> f64;
    pub(crate) safe fn acosh(x: f64) -> f64;
    pub(crate) safe fn atanh(x: f64) -> f64;
    pub(crate) safe fn erf(x: f64) -> f64;
    pub(crate) safe fn erfc(x: f64) -> f64;
    pub(crate) safe fn ldexp(x: f64, exponent: i32) -> f64;
    pub(crate) safe fn remainder(x: f64, y: f64) -> f64;
}

/// `x` as `fraction * 2**exponent` with the fraction in [0.5, 1); zero, infinities and NaN with exponent 0.
pub(crate) fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let raw = |x: f64| (x.to_bits() >> 52 & 0x7FF) as i32;
    // A subnormal becomes normal first.
    let (x, below) = if raw(x) == 0 { (x * 2f64.powi(64), 64) } else { (x, 0) };
    let fraction = f64::from_bits(x.to_bits() & !(0x7FF << 52) | 1022 << 52);
    (fraction, raw(x) - 1022 - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions() {
        assert_eq!(frexp(1.0), (0.5, 1));
        assert_eq!(frexp(-0.75), (-0.75, 0));
        assert_eq!(frexp(5e-324), (0.5, -1073));
        assert_eq!(frexp(f64::MAX), (0.9999999999999999, 1024));
        assert_eq!(frexp(0.0), (0.0, 0));
    }
}
