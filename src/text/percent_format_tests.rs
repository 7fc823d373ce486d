//! Recorded results of CPython's `%` operator for `percent_format.rs`.

use dashu_int::IBig;

use super::format_spec::FormatError;
use super::int_text::IntRef;
use super::percent_format::*;

enum Arg {
    Int(i64),
    Float(f64),
    Text(&'static str),
}
use Arg::{Float, Int, Text};

/// Renders a template whose conversions all take the same argument, stars being 5.
fn render(template: &str, arg: &Arg) -> String {
    let mut out = Vec::new();
    for piece in pieces(template.as_bytes(), Dialect::Str) {
        let piece = match piece {
            Ok(Piece::Literal(text)) => Ok(text.to_vec()),
            Ok(Piece::Conversion(conversion)) => convert(template, &conversion, arg),
            Err(error) => return format!("!{}", error.message),
        };
        match piece {
            Ok(piece) => out.extend(piece),
            Err(message) => return format!("!{message}"),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn convert(template: &str, conversion: &Conversion<'_>, arg: &Arg) -> Result<Vec<u8>, String> {
    let layout = conversion.layout(-5, 2);
    let code = conversion.code_char(Dialect::Str).ok_or_else(|| conversion.unsupported(template.as_bytes(), Dialect::Str).message)?;
    let rendered = match *arg {
        Int(n) if code == 'c' => render_char(n as u32, &layout),
        Int(n) => render_int(IntRef::Small(n), code, &layout, 4300),
        Float(x) => render_float(x, code, &layout),
        Text(text) => render_text(text.as_bytes(), &layout),
    };
    rendered.map_err(|error| error.message)
}

#[test]
fn integers() {
    let cases = [
        ("%d", 5, "5"),
        ("%.5d", 42, "00042"),
        ("%08.5d", 42, "00000042"),
        ("%-08d|", 42, "42      |"),
        ("%+d", 42, "+42"),
        ("% d", 42, " 42"),
        ("%+ d", 42, "+42"),
        ("%#x", 255, "0xff"),
        ("%#X", -255, "-0XFF"),
        ("%X", -3054, "-BEE"),
        ("%#o", 8, "0o10"),
        ("%010x", -255, "-0000000ff"),
        ("%#010x", -255, "-0x00000ff"),
        ("%-#10x|", 255, "0xff      |"),
        ("%.0d", 0, "0"),
        ("%#.3x", 10, "0x00a"),
        ("%+.3x", -10, "-00a"),
        ("%ld", 3, "3"),
        ("%hd%%", 3, "3%"),
        ("%0.3d", -5, "-005"),
        ("%5d", 42, "   42"),
        ("%*d|", 3, "3    |"),
        ("%.*d|", 3, "03|"),
        ("%0-5d|", 5, "5    |"),
        ("%5c|", 97, "    a|"),
        ("%.0c", 97, "a"),
        ("%u %i", 7, "7 7"),
    ];
    for (template, n, expected) in cases {
        assert_eq!(render(template, &Int(n)), expected, "{template}");
    }
    let big = -(IBig::from(1) << 70);
    let layout = Layout { width: 30, ..Layout::PLAIN };
    assert_eq!(render_int(IntRef::Big(&big), 'd', &layout, 0).as_deref(), Ok(&b"       -1180591620717411303424"[..]));
}

#[test]
fn floats_and_texts() {
    let cases = [
        ("%f", Float(1.5), "1.500000"),
        ("%05f", Float(f64::INFINITY), "00inf"),
        ("%+05.1f", Float(f64::NAN), "+0nan"),
        ("%F", Float(f64::NAN), "NAN"),
        ("%G", Float(1e20), "1E+20"),
        ("%#g", Float(1.0), "1.00000"),
        ("%.0f", Float(2.5), "2"),
        ("%#.0f", Float(2.5), "2."),
        ("%.f", Float(1.5), "2"),
        ("%+08.3f", Float(3.14159), "+003.142"),
        ("%-8.2e|", Float(-1.0), "-1.00e+00|"),
        ("%*.*f|", Float(3.14159), "3.14 |"),
        ("%.3s", Text("abcdef"), "abc"),
        ("%5s|", Text("é"), "    é|"),
        ("%-5s|", Text("é"), "é    |"),
        ("%05s", Text("a"), "    a"),
        ("%.s", Text("a"), ""),
    ];
    for (template, arg, expected) in cases {
        assert_eq!(render(template, &arg), expected, "{template}");
    }
    assert_eq!(render_bytes(b"abcdef", 's', &Layout { precision: Some(3), width: 5, ..Layout::PLAIN }).as_deref(), Ok(&b"  abc"[..]));
    let no_room = Err(FormatError::memory());
    let wide = Layout { width: usize::MAX, ..Layout::PLAIN };
    let precise = Layout { precision: Some(1 << 41), ..Layout::PLAIN };
    for layout in [wide, precise] {
        assert_eq!(render_float(1.0, 'f', &layout), no_room);
        assert_eq!(render_float(1.0, 'e', &layout), no_room);
        assert_eq!(render_int(IntRef::Small(5), 'd', &layout, 0), no_room);
    }
    assert_eq!(render_text(b"a", &wide), no_room);
}

#[test]
fn keys() {
    let keys: Vec<_> = pieces(b"%(a(b))s%( x )5d", Dialect::Str)
        .map(|piece| match piece {
            Ok(Piece::Conversion(conversion)) => conversion.key,
            _ => None,
        })
        .collect();
    assert_eq!(keys, [Some(&b"a(b)"[..]), Some(&b" x "[..])]);
}

#[test]
fn errors_are_cpythons() {
    let cases = [
        ("%y", "!unsupported format character 'y' (0x79) at index 1"),
        ("é%5y", "!unsupported format character 'y' (0x79) at index 3"),
        ("%é", "!unsupported format character '?' (0xe9) at index 1"),
        ("%5%", "!unsupported format character '%' (0x25) at index 2"),
        ("%lld", "!unsupported format character 'l' (0x6c) at index 2"),
        ("%", "!incomplete format"),
        ("%5.", "!incomplete format"),
        ("%(a", "!incomplete format key"),
        ("%(a)", "!incomplete format"),
        ("%99999999999999999999d", "!width too big"),
        ("%.2147483648d", "!precision too big"),
        ("%b", "!unsupported format character 'b' (0x62) at index 1"),
    ];
    for (template, expected) in cases {
        assert_eq!(render(template, &Int(1)), expected, "{template}");
    }
    let Some(Err(error)) = pieces(b"%.99999999999d", Dialect::Bytes).next() else { panic!("precision") };
    assert_eq!(error.message, "prec too big");
}
