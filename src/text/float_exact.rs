//! What is exact about an `f64`: its fraction, its hexadecimal text, and `round()` to decimal digits.

/// `float.hex(x)`.
pub(crate) fn float_hex(x: f64) -> String {
    let sign = if x.is_sign_negative() && !x.is_nan() { "-" } else { "" };
    if x.is_nan() {
        return "nan".to_string();
    }
    if x.is_infinite() {
        return format!("{sign}inf");
    }
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let raw = (bits >> 52 & 0x7FF) as i64;
    let (lead, exponent) = if raw == 0 { (0, -1022) } else { (1, raw - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// Finite `x` as `mantissa * 2**exponent` with an odd mantissa (or zero); `None` for infinities and NaN.
pub(crate) fn decompose(x: f64) -> Option<(i64, i32)> {
    if !x.is_finite() {
        return None;
    }
    if x == 0.0 {
        return Some((0, 0));
    }
    let bits = x.to_bits();
    let raw = (bits >> 52 & 0x7FF) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let (mantissa, exponent) = if raw == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raw - 1075) };
    let zeros = mantissa.trailing_zeros();
    let mantissa = mantissa >> zeros;
    Some((if x < 0.0 { -mantissa } else { mantissa }, exponent + zeros as i32))
}

/// `round(x, ndigits)` of a float, correctly rounded, ties to even; `None` when the result overflows
/// ("rounded value too large to represent").
pub(crate) fn round_to_digits(x: f64, ndigits: i64) -> Option<f64> {
    // Beyond these every double is a multiple of 10**-ndigits, or rounds to zero.
    if !x.is_finite() || ndigits > 323 || x == 0.0 {
        return Some(x);
    }
    if ndigits < -308 {
        return Some(0.0 * x);
    }
    let text = if ndigits >= 0 {
        let places = ndigits as usize;
        format!("{x:.places$}")
    } else {
        round_left_of_point(x, ndigits)
    };
    let rounded: f64 = text.parse().ok()?;
    rounded.is_finite().then_some(rounded)
}

/// The text of `x` rounded to a multiple of `10**-ndigits`, where `ndigits < 0`.
fn round_left_of_point(x: f64, ndigits: i64) -> String {
    let shortest = format!("{x:e}");
    let exponent: i64 = shortest.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let kept = exponent + 1 + ndigits;
    let sign = if x < 0.0 { "-" } else { "" };
    if kept < 0 {
        return format!("{sign}0");
    }
    if kept == 0 {
        // Zero or one unit: one if x is beyond half of it. A tie goes to zero, which is even.
        let beyond = format!("{:.800e}", x.abs());
        let digits = beyond.split_once('e').map_or("", |(digits, _)| digits);
        let is_tie = digits.trim_end_matches('0').trim_end_matches('.') == "5";
        let up = digits.as_bytes().first().is_some_and(|&d| d >= b'5') && !is_tie;
        return if up { format!("{sign}1e{}", exponent + 1) } else { format!("{sign}0") };
    }
    let after_point = (kept - 1) as usize;
    format!("{x:.after_point$e}")
}

/// `round(x)` without digits, ties to even: an integral float.
pub(crate) fn round_to_integral(x: f64) -> f64 {
    x.round_ties_even()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_cpythons() {
        let cases = [
            (0.1, "0x1.999999999999ap-4"),
            (-0.0, "-0x0.0p+0"),
            (1.0, "0x1.0000000000000p+0"),
            (5e-324, "0x0.0000000000001p-1022"),
            (-f64::MAX, "-0x1.fffffffffffffp+1023"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
        ];
        for (x, expected) in cases {
            assert_eq!(float_hex(x), expected);
        }
    }

    #[test]
    fn fractions() {
        assert_eq!(decompose(0.75), Some((3, -2)));
        assert_eq!(decompose(-1024.0), Some((-1, 10)));
        assert_eq!(decompose(0.0), Some((0, 0)));
        assert_eq!(decompose(5e-324), Some((1, -1074)));
        assert_eq!(decompose(f64::NAN), None);
    }

    #[test]
    fn rounding_is_cpythons() {
        let cases = [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (1.5, 0, 2.0),
            (2.5, 0, 2.0),
            (-2.5, 0, -2.0),
            (1234.5, -2, 1200.0),
            (1250.0, -2, 1200.0),
            (1350.0, -2, 1400.0),
            (50.0, -2, 0.0),
            (51.0, -2, 100.0),
            (-49.0, -2, -0.0),
            (50.0000001, -2, 100.0),
            (99.0, -2, 100.0),
            (5.015, 2, 5.01),
            (1e300, 400, 1e300),
            (1e300, -400, 0.0),
            (15.0, -1, 20.0),
            (25.0, -1, 20.0),
            (0.05, 1, 0.1),
            (1e16, -16, 1e16),
            (4.0, -3, 0.0),
            (5e-324, 323, 0.0),
        ];
        for (x, ndigits, expected) in cases {
            assert_eq!(round_to_digits(x, ndigits), Some(expected), "round({x}, {ndigits})");
        }
        assert_eq!(round_to_digits(1.7976931348623157e308, -308), None);
    }
}
