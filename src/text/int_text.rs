//! Integers and their text in bases 2 to 36: what `int()` reads and what `str()`, `hex()` and the like write. Knows no `int`
//! object: numbers come and go as `i64` or dashu's `IBig`.

use std::borrow::Cow;

use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign};

use super::huge;
use super::numeric::decimal_value;
use super::unicode::is_space;
use super::wtf8;

/// `sys.get_int_max_str_digits()` at start; zero means no limit.
pub(crate) const DEFAULT_MAX_DIGITS: usize = 4300;

/// An integer argument of a formatting function.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IntRef<'a> {
    Small(i64),
    Big(&'a IBig),
}

/// An integer that was read. `Big` never holds a number that fits `i64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParsedInt {
    Small(i64),
    Big(IBig),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IntParseError {
    Invalid,
    /// The text has this many digits, more than allowed.
    TooManyDigits(usize),
}

impl IntParseError {
    /// The message of the `ValueError`; `repr` is the repr of the argument.
    pub(crate) fn message(self, base: u32, repr: &str, max_digits: usize) -> String {
        match self {
            IntParseError::Invalid => {
                let shown: String = repr.chars().take(200).collect();
                format!("invalid literal for int() with base {base}: {shown}")
            }
            IntParseError::TooManyDigits(count) => format!(
                "Exceeds the limit ({max_digits} digits) for integer string conversion: value has {count} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            ),
        }
    }
}

/// The number is too long to be written in decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    pub max_digits: usize,
}

impl TooLong {
    /// The message of the `ValueError`.
    pub(crate) fn message(self) -> String {
        format!(
            "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
            self.max_digits
        )
    }
}

/// Text of numbers as `int()`, `float()` and `complex()` take it: decimal digits of any script become ASCII, blanks
/// outside ASCII become spaces, and anything else outside ASCII a `?`, which no number contains.
pub(crate) fn to_ascii_digits(text: &[u8]) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let translate = |c: u32| match c {
        0..=0x7F => c as u8,
        _ if is_space(c) => b' ',
        _ => decimal_value(c).map_or(b'?', |digit| b'0' + digit),
    };
    Cow::Owned(wtf8::code_points(text).map(translate).collect())
}

/// What `int(text, base)` reads; `base` is 0 or 2 to 36.
pub(crate) fn parse_int(text: &[u8], base: u32, max_digits: usize) -> Result<ParsedInt, IntParseError> {
    parse_long_int(text, base, max_digits, &|| Ok(()))
}

/// [`parse_int`] that calls `pause` now and then if it takes long; a pause may end it with an error of its own.
pub(crate) fn parse_long_int<E: From<IntParseError>>(
    text: &[u8],
    base: u32,
    max_digits: usize,
    pause: huge::Pause<'_, E>,
) -> Result<ParsedInt, E> {
    let text = to_ascii_digits(text);
    let blank = |b: &u8| matches!(b, b' ' | b'\t'..=b'\r');
    let start = text.iter().position(|b| !blank(b)).ok_or(IntParseError::Invalid)?;
    let end = text.iter().rposition(|b| !blank(b)).map_or(start, |last| last + 1);
    let (negative, body) = match &text[start..end] {
        [b'-', body @ ..] => (true, body),
        [b'+', body @ ..] => (false, body),
        body => (false, body),
    };
    let (base, body) = strip_prefix(body, base)?;
    parse_digits(body, base, negative, max_digits, pause)
}

/// Takes a prefix `0x`, `0o`, `0b` off if it agrees with `base`, and decides base 0. One underscore may follow a prefix.
fn strip_prefix(body: &[u8], base: u32) -> Result<(u32, &[u8]), IntParseError> {
    if !(base == 0 || (2..=36).contains(&base)) {
        return Err(IntParseError::Invalid);
    }
    let named = match body {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if named != 0 && (base == 0 || base == named) {
        let body = &body[2..];
        return Ok((named, body.strip_prefix(b"_").unwrap_or(body)));
    }
    if base != 0 {
        return Ok((base, body));
    }
    // As in source code, a decimal number does not start with zero unless it is zero.
    if body.first() == Some(&b'0') && body.iter().any(|b| !matches!(b, b'0' | b'_')) {
        return Err(IntParseError::Invalid);
    }
    Ok((10, body))
}

fn parse_digits<E: From<IntParseError>>(
    body: &[u8],
    base: u32,
    negative: bool,
    max_digits: usize,
    pause: huge::Pause<'_, E>,
) -> Result<ParsedInt, E> {
    let (mut value, mut fits, mut count, mut after_digit) = (0i64, true, 0, false);
    for &b in body {
        if b == b'_' {
            if !after_digit {
                return Err(IntParseError::Invalid.into());
            }
            after_digit = false;
            continue;
        }
        let digit = (b as char).to_digit(base).ok_or(IntParseError::Invalid)?;
        // Counts down, for the most negative number has no positive twin.
        match value.checked_mul(i64::from(base)).and_then(|v| v.checked_sub(i64::from(digit))) {
            Some(next) if fits => value = next,
            _ => fits = false,
        }
        count += 1;
        after_digit = true;
    }
    if !after_digit {
        return Err(IntParseError::Invalid.into());
    }
    if max_digits > 0 && count > max_digits && !base.is_power_of_two() {
        return Err(IntParseError::TooManyDigits(count).into());
    }
    if fits && let Some(value) = if negative { Some(value) } else { value.checked_neg() } {
        return Ok(ParsedInt::Small(value));
    }
    let digits: Vec<u8> = body.iter().copied().filter(|&b| b != b'_').collect();
    let digits = std::str::from_utf8(&digits).map_err(|_| IntParseError::Invalid)?;
    let magnitude = if base == 10 && digits.len() > huge::PLAIN / 4 {
        IBig::from(huge::from_decimal(pause, digits)?)
    } else {
        IBig::from_str_radix(digits, base).map_err(|_| IntParseError::Invalid)?
    };
    Ok(ParsedInt::Big(if negative { -magnitude } else { magnitude }))
}

const PAIRS: &[u8; 200] = b"\
0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// Appends `n` in decimal.
#[inline]
pub(crate) fn push_decimal(out: &mut String, n: i64) {
    out.push_str(std::str::from_utf8(decimal_in(&mut [0; DECIMAL_ROOM], n)).unwrap_or_default());
}

/// Bytes the longest `i64` needs in decimal.
pub(crate) const DECIMAL_ROOM: usize = 20;

/// `n` in decimal, written to the end of `buffer`.
#[inline]
pub(crate) fn decimal_in(buffer: &mut [u8; DECIMAL_ROOM], n: i64) -> &[u8] {
    let mut at = digits_in(buffer, n.unsigned_abs());
    if n < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    &buffer[at..]
}

/// Writes the digits to the end of `buffer` and tells where they start.
fn digits_in(buffer: &mut [u8; DECIMAL_ROOM], mut n: u64) -> usize {
    let mut at = buffer.len();
    if n < 10 {
        buffer[at - 1] = b'0' + n as u8;
        return at - 1;
    }
    while n >= 10 {
        let pair = (n % 100) as usize * 2;
        n /= 100;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if n > 0 {
        at -= 1;
        buffer[at] = b'0' + n as u8;
    }
    at
}

/// `str(n)` of a small integer.
#[inline]
pub(crate) fn decimal(n: i64) -> String {
    let mut out = String::with_capacity(20);
    push_decimal(&mut out, n);
    out
}

/// `str(n)` of a big integer.
pub(crate) fn big_decimal(n: &IBig, max_digits: usize) -> Result<String, TooLong> {
    long_decimal(n, max_digits, &|| Ok(()))
}

/// [`big_decimal`] that calls `pause` now and then if it takes long; a pause may end it with an error of its own.
pub(crate) fn long_decimal<E: From<TooLong>>(n: &IBig, max_digits: usize, pause: huge::Pause<'_, E>) -> Result<String, E> {
    let too_long = TooLong { max_digits };
    // log10(2) from below: refuses without converting what is surely too long.
    if max_digits > 0 && (n.bit_len() as u128).saturating_sub(1) * 30102 / 100_000 > max_digits as u128 {
        return Err(too_long.into());
    }
    let mut text = huge::decimal(pause, &n.unsigned_abs())?;
    if max_digits > 0 && text.len() > max_digits {
        return Err(too_long.into());
    }
    if n.sign() == Sign::Negative {
        text.insert(0, '-');
    }
    Ok(text)
}

/// The digits of `n` in `base` (2, 8, 10 or 16, lower case), with a `-` and without a prefix.
pub(crate) fn in_base(n: IntRef<'_>, base: u32, max_digits: usize) -> Result<String, TooLong> {
    let n = match n {
        IntRef::Small(n) if base == 10 => return Ok(decimal(n)),
        IntRef::Big(n) if base == 10 => return big_decimal(n, max_digits),
        IntRef::Big(n) => return Ok(n.in_radix(base.clamp(2, 36)).to_string()),
        IntRef::Small(n) => n,
    };
    let (sign, n) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
    Ok(match base {
        2 => format!("{sign}{n:b}"),
        8 => format!("{sign}{n:o}"),
        _ => format!("{sign}{n:x}"),
    })
}

/// `bin(n)`, `oct(n)`, `hex(n)`: the digits with the prefix of the base.
pub(crate) fn with_prefix(n: IntRef<'_>, base: u32) -> String {
    let digits = in_base(n, base, 0).unwrap_or_default();
    let prefix = match base {
        2 => "0b",
        8 => "0o",
        _ => "0x",
    };
    match digits.strip_prefix('-') {
        Some(digits) => format!("-{prefix}{digits}"),
        None => format!("{prefix}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, base: u32) -> Option<String> {
        match parse_int(text.as_bytes(), base, DEFAULT_MAX_DIGITS).ok()? {
            ParsedInt::Small(n) => Some(n.to_string()),
            ParsedInt::Big(n) => {
                assert!(i64::try_from(&n).is_err());
                Some(n.to_string())
            }
        }
    }

    #[test]
    fn reads_what_int_reads() {
        let cases = [
            ("0", 10, "0"),
            (" -12\n", 10, "-12"),
            ("1_000", 10, "1000"),
            ("0x_Ff", 16, "255"),
            ("0xff", 0, "255"),
            ("-0b1_0", 0, "-2"),
            ("0O17", 0, "15"),
            ("00", 0, "0"),
            ("0_0", 0, "0"),
            ("z", 36, "35"),
            ("0b1", 16, "177"),
            ("٣١", 10, "31"),
            ("\u{a0}1\u{2003}", 10, "1"),
            ("9223372036854775807", 10, "9223372036854775807"),
            ("9223372036854775808", 10, "9223372036854775808"),
            ("+5", 10, "5"),
            ("-9223372036854775808", 10, "-9223372036854775808"),
            ("-9223372036854775809", 10, "-9223372036854775809"),
            ("0xffffffffffffffffff", 0, "4722366482869645213695"),
            ("007", 10, "7"),
        ];
        for (text, base, expected) in cases {
            assert_eq!(read(text, base).as_deref(), Some(expected), "{text} {base}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        let cases = [
            ("", 10),
            (" ", 10),
            ("+", 10),
            ("1__0", 10),
            ("_1", 10),
            ("1_", 10),
            ("0x", 16),
            ("0x", 0),
            ("01", 0),
            ("0_1", 0),
            ("12", 2),
            ("1.0", 10),
            ("+ 1", 10),
            ("--1", 10),
            ("0x1f", 10),
            ("1\0", 10),
            ("½", 10),
            ("\x1c5", 10),
            ("0x__1", 0),
            ("-", 0),
            ("0b2", 0),
            ("5", 1),
        ];
        for (text, base) in cases {
            assert_eq!(parse_int(text.as_bytes(), base, 0), Err(IntParseError::Invalid), "{text:?} {base}");
        }
    }

    #[test]
    fn long_numbers_are_limited() {
        let long = "9".repeat(4301);
        assert_eq!(parse_int(long.as_bytes(), 10, 4300), Err(IntParseError::TooManyDigits(4301)));
        assert!(parse_int(long.as_bytes(), 16, 4300).is_ok());
        let Ok(ParsedInt::Big(n)) = parse_int(long.as_bytes(), 10, 0) else { panic!("long number") };
        assert_eq!(big_decimal(&n, 4301).as_deref(), Ok(long.as_str()));
        assert_eq!(big_decimal(&n, 4300), Err(TooLong { max_digits: 4300 }));
        assert_eq!(big_decimal(&(n.clone() * &n), 4300), Err(TooLong { max_digits: 4300 }));
    }

    #[test]
    fn writes_bases() {
        for n in [0, 7, -7, 10, 99, 100, 101, 12345, -987_654_321, i64::MAX, i64::MIN, 1_000_000, 10_203] {
            assert_eq!(decimal(n), n.to_string());
        }
        assert_eq!(with_prefix(IntRef::Small(-255), 16), "-0xff");
        assert_eq!(with_prefix(IntRef::Small(i64::MIN), 8), "-0o1000000000000000000000");
        let big = IBig::from(1) << 70;
        assert_eq!(with_prefix(IntRef::Big(&-big.clone()), 16), "-0x400000000000000000");
        assert_eq!(in_base(IntRef::Big(&big), 10, 0).as_deref(), Ok("1180591620717411303424"));
    }

    #[test]
    fn messages() {
        assert_eq!(IntParseError::Invalid.message(10, "'x'", 0), "invalid literal for int() with base 10: 'x'");
    }
}
