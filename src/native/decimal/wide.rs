//! Products of two coefficients of two words each, and cutting digits off them. Words are lowest first.

use super::number::POW10;

/// `a * b`.
pub(super) fn product(a: u128, b: u128) -> [u64; 4] {
    let low = |n: u128| n & u128::from(u64::MAX);
    let (a0, a1, b0, b1) = (low(a), a >> 64, low(b), b >> 64);
    let bottom = a0 * b0;
    let middle = a0 * b1 + (bottom >> 64);
    let other = a1 * b0 + low(middle);
    let top = a1 * b1 + (middle >> 64) + (other >> 64);
    [bottom as u64, other as u64, top as u64, (top >> 64) as u64]
}

/// How many decimal digits it has, or one less. It has more than two words.
pub(super) fn least_digits(n: &[u64; 4]) -> i64 {
    let bits = if n[3] != 0 { 256 - n[3].leading_zeros() } else { 192 - n[2].leading_zeros() };
    i64::from((bits * 1233) >> 12)
}

/// The number without its last `places` digits, and whether any of them was not zero. What is left has two words at most.
pub(super) fn cut(mut n: [u64; 4], mut places: usize) -> (u128, bool) {
    let mut rest = false;
    while places > 0 {
        let step = places.min(19);
        places -= step;
        let unit = POW10[step];
        let mut carry = 0u128;
        for word in n.iter_mut().rev() {
            if carry == 0 && *word == 0 {
                continue;
            }
            let part = carry << 64 | u128::from(*word);
            *word = (part / unit) as u64;
            carry = part % unit;
        }
        rest |= carry != 0;
    }
    (u128::from(n[1]) << 64 | u128::from(n[0]), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dashu_int::UBig;

    #[test]
    fn agrees_with_big_integers() {
        let mut seed = 1u128;
        for _ in 0..1000 {
            seed = seed.wrapping_mul(0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645).wrapping_add(0x5851_F42D_4C95_7F2D);
            let (a, b) = (seed >> 1 | 1 << 100, seed.rotate_left(37) >> 3 | 1 << 90);
            let product = product(a, b);
            let expected = UBig::from(a) * UBig::from(b);
            assert_eq!(UBig::from_words(&product), expected);
            let digits = expected.to_string().len() as i64;
            assert!((digits - 1..=digits).contains(&least_digits(&product)));
            let places = digits as usize - 30;
            let unit = UBig::from(10u8).pow(places);
            assert_eq!(cut(product, places), (u128::try_from(&expected / &unit).expect("30 digits"), &expected % &unit != UBig::ZERO));
        }
    }
}
