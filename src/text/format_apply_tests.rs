//! Recorded results of CPython's `format()` for `format_apply.rs`.

use dashu_int::IBig;

use super::format_apply::*;
use super::format_spec::{Align, FormatError, FormatSpec};
use super::int_text::IntRef;

fn text(result: Result<Vec<u8>, FormatError>) -> String {
    match result {
        Ok(text) => String::from_utf8_lossy(&text).into_owned(),
        Err(error) => format!("!{}", error.message),
    }
}

fn int(n: i64, spec: &str) -> String {
    text(FormatSpec::parse(spec.as_bytes(), Align::Right, "int").and_then(|spec| format_int(IntRef::Small(n), &spec, "int", 4300)))
}

fn float(x: f64, spec: &str) -> String {
    text(FormatSpec::parse(spec.as_bytes(), Align::Right, "float").and_then(|spec| format_float_value(x, &spec, "float")))
}

fn string(s: &str, spec: &str) -> String {
    text(FormatSpec::parse(spec.as_bytes(), Align::Left, "str").and_then(|spec| format_str(s.as_bytes(), &spec, "str")))
}

fn complex(real: f64, imag: f64, spec: &str) -> String {
    let spec = FormatSpec::parse(spec.as_bytes(), Align::Right, "complex");
    text(spec.and_then(|spec| format_complex(real, imag, &spec, "complex")))
}

#[test]
fn integers() {
    let cases = [
        (1234567, "", "1234567"),
        (1234567, ",", "1,234,567"),
        (1234, "010,", "00,001,234"),
        (1234, "08,", "0,001,234"),
        (1234, "09,", "0,001,234"),
        (255, "#x", "0xff"),
        (255, "#X", "0XFF"),
        (-255, "#b", "-0b11111111"),
        (1234567, "#010_x", "0x012_d687"),
        (5, "+d", "+5"),
        (5, " d", " 5"),
        (1234567, "#020_b", "0b1_0010_1101_0110_1000_0111"),
        (1234567, "=+#20,d", "+          1,234,567"),
        (-5, "05", "-0005"),
        (5, "*^9", "****5****"),
        (1234567, "e", "1.234567e+06"),
        (3, ".2f", "3.00"),
        (1, "%", "100.000000%"),
        (97, "c", "a"),
        (97, "5c", "    a"),
        (97, "<5c", "a    "),
        (5, "é^9", "éééé5éééé"),
        (i64::MIN, "x", "-8000000000000000"),
        (5, "n", "5"),
        (97, "05c", "0000a"),
        (5, ".3", "!Precision not allowed in integer format specifier"),
        (5, "zd", "!Negative zero coercion (z) not allowed in integer format specifier"),
        (5, "+c", "!Sign not allowed with integer format specifier 'c'"),
        (5, "s", "!Unknown format code 's' for object of type 'int'"),
        (5, "#c", "!Alternate form (#) not allowed with integer format specifier 'c'"),
        (-1, "c", "!%c arg not in range(0x110000)"),
        (5, "é", "!Unknown format code '\\xe9' for object of type 'int'"),
        (5, "99999999999999999", "!"),
    ];
    for (n, spec, expected) in cases {
        assert_eq!(int(n, spec), expected, "{n} {spec:?}");
    }
}

#[test]
fn big_integers() {
    let big = IBig::from(10).pow(30);
    let format = |n: &IBig, spec: &str| {
        text(FormatSpec::parse(spec.as_bytes(), Align::Right, "int").and_then(|spec| format_int(IntRef::Big(n), &spec, "int", 4300)))
    };
    assert_eq!(format(&-big.clone(), ","), "-1,000,000,000,000,000,000,000,000,000,000");
    assert_eq!(format(&big, "#x"), "0xc9f2c9cd04674edea40000000");
    assert_eq!(format(&big, ".3e"), "1.000e+30");
    assert_eq!(format(&big, "c"), "!Python int too large to convert to C long");
    let huge = IBig::from(10).pow(5000);
    assert!(format(&huge, "d").starts_with("!Exceeds the limit (4300 digits) for integer string conversion; use"));
    assert_eq!(format(&huge, "f"), "!int too large to convert to float");
}

#[test]
fn floats() {
    let cases = [
        (1.5, "", "1.5"),
        (1234567.891, ",.2f", "1,234,567.89"),
        (1234.0, "010,", "0,001,234.0"),
        (1234.0, "020,.3f", "0,000,000,001,234.000"),
        (12.0, ".3", "12.0"),
        (123.0, ".3", "1.23e+02"),
        (1e16, "", "1e+16"),
        (0.5, "%", "50.000000%"),
        (0.125, ".1%", "12.5%"),
        (2.5, ".0f", "2"),
        (f64::NEG_INFINITY, "010,", "-000000inf"),
        (f64::NAN, "+", "+nan"),
        (f64::INFINITY, "F", "INF"),
        (-1.25, "z.1f", "-1.2"),
        (-0.01, "z.1f", "0.0"),
        (-0.0, "z", "0.0"),
        (-1e-10, "z.1e", "-1.0e-10"),
        (-0.0, "ze", "0.000000e+00"),
        (1234.5, "_", "1_234.5"),
        (1e10, "E", "1.000000E+10"),
        (3.0, "#.0f", "3."),
        (3.0, "g", "3"),
        (3.0, "#g", "3.00000"),
        (-3.5, "=8", "-    3.5"),
        (3.5, "<8", "3.5     "),
        (3.5, "n", "3.5"),
        (3.0, "#", "3.0"),
        (1.5, "d", "!Unknown format code 'd' for object of type 'float'"),
        (0.0, " .0%", " 0%"),
        (1e300, ",.0e", "1e+300"),
    ];
    for (x, spec, expected) in cases {
        assert_eq!(float(x, spec), expected, "{x} {spec:?}");
    }
}

#[test]
fn strings() {
    let cases = [
        ("abc", "", "abc"),
        ("abc", "5", "abc  "),
        ("abc", ">5", "  abc"),
        ("abc", "^6", " abc  "),
        ("abc", ".2", "ab"),
        ("é中x", ".2", "é中"),
        ("é", "*>3s", "**é"),
        ("abc", "010", "abc0000000"),
        ("abc", "=10", "!'=' alignment not allowed in string format specifier"),
        ("a", "+", "!Sign not allowed in string format specifier"),
        ("a", " ", "!Space not allowed in string format specifier"),
        ("a", "#", "!Alternate form (#) not allowed in string format specifier"),
        ("a", "z", "!Negative zero coercion (z) not allowed in string format specifier"),
        ("a", "d", "!Unknown format code 'd' for object of type 'str'"),
        ("a", ",", "!Cannot specify ',' with 's'."),
    ];
    for (s, spec, expected) in cases {
        assert_eq!(string(s, spec), expected, "{s} {spec:?}");
    }
}

#[test]
fn complex_numbers() {
    let cases = [
        (1.5, -2.0, "", "(1.5-2j)"),
        (1.5, -2.0, "10", "  (1.5-2j)"),
        (1.5, -2.0, "z.1f", "1.5-2.0j"),
        (0.0, 2.0, "", "2j"),
        (0.0, 2.0, "+", "+2j"),
        (-0.0, 2.0, "", "(-0+2j)"),
        (1.0, 2.0, "+.1e", "+1.0e+00+2.0e+00j"),
        (1234.5, 1.0, ",", "(1,234.5+1j)"),
        (1.0, 2.0, "*<12", "(1+2j)******"),
        (1.0, 2.0, "010", "!Zero padding is not allowed in complex format specifier"),
        (1.0, 2.0, "%", "!Unknown format code '%' for object of type 'complex'"),
        (1.0, 2.0, "=9", "!'=' alignment flag is not allowed in complex format specifier"),
        (1.0, 2.0, ".3", "(1+2j)"),
    ];
    for (real, imag, spec, expected) in cases {
        assert_eq!(complex(real, imag, spec), expected, "{real} {imag} {spec:?}");
    }
}

#[test]
fn no_text_is_longer_than_memory() {
    let no_room = Err(FormatError::memory());
    for spec in ["04000000000000,", "04000000000000_x", "04000000000000", "4000000000000", "+>4000000000000"] {
        let parsed = FormatSpec::parse(spec.as_bytes(), Align::Right, "int").unwrap();
        assert_eq!(format_int(IntRef::Small(1), &parsed, "int", 0), no_room, "{spec}");
    }
    for spec in ["04000000000000,", "04000000000000", "4000000000000.1f"] {
        let parsed = FormatSpec::parse(spec.as_bytes(), Align::Right, "float").unwrap();
        assert_eq!(format_float_value(1.5, &parsed, "float"), no_room, "{spec}");
    }
    for spec in [".4000000000000", ".4000000000000f", ".4000000000000%", ".2147483648e"] {
        assert_eq!(float(1.5, spec), "!precision too big", "{spec}");
    }
    assert_eq!(complex(0.0, 1.0, ".4000000000000f"), "!precision too big");
}
