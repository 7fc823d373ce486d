//! `repr` and `ascii` of text and of bytes. Knows no objects.

use super::unicode::is_printable;
use super::wtf8;

/// Appends `repr(text)`.
pub(crate) fn push_str_repr(out: &mut Vec<u8>, text: &[u8]) {
    push_quoted(out, text, is_printable);
}

/// `repr(text)`.
pub(crate) fn str_repr(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 2);
    push_str_repr(&mut out, text);
    out
}

/// `ascii(text)` of a `str`.
#[cfg(test)]
pub(crate) fn str_ascii(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 2);
    push_quoted(&mut out, text, |c| (0x20..0x7F).contains(&c));
    out
}

/// Escapes what is outside ASCII in a text that is a repr already: what `ascii()` and `%a` do to any object's repr.
pub(crate) fn escape_non_ascii(repr: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(repr.len());
    for c in wtf8::code_points(repr) {
        if c < 0x80 { out.push(c as u8) } else { push_escape(&mut out, c) }
    }
    out
}

/// Single quotes, unless there are some inside and no double ones.
fn quote_for(text: &[u8]) -> u8 {
    if text.contains(&b'\'') && !text.contains(&b'"') { b'"' } else { b'\'' }
}

fn push_quoted(out: &mut Vec<u8>, text: &[u8], shows: impl Fn(u32) -> bool) {
    let quote = quote_for(text);
    let is_plain = |b: &u8| matches!(b, 0x20..0x7F) && *b != quote && *b != b'\\';
    out.push(quote);
    let mut rest = text;
    loop {
        let plain = rest.iter().position(|b| !is_plain(b)).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        rest = &rest[plain..];
        let Some((c, width)) = wtf8::decode_at(rest, 0) else {
            break;
        };
        if c >= 0x80 && shows(c) {
            out.extend_from_slice(&rest[..width]);
        } else if c == u32::from(quote) {
            out.extend([b'\\', quote]);
        } else {
            push_escape(out, c);
        }
        rest = &rest[width..];
    }
    out.push(quote);
}

/// Appends the escape sequence of `c`, the shortest of its kinds.
pub(crate) fn push_escape(out: &mut Vec<u8>, c: u32) {
    match c {
        0x5C => out.extend(b"\\\\"),
        0x0A => out.extend(b"\\n"),
        0x0D => out.extend(b"\\r"),
        0x09 => out.extend(b"\\t"),
        0..=0xFF => push_hex(out, b'x', c, 2),
        0x100..=0xFFFF => push_hex(out, b'u', c, 4),
        _ => push_hex(out, b'U', c, 8),
    }
}

fn push_hex(out: &mut Vec<u8>, kind: u8, c: u32, digits: u32) {
    out.extend([b'\\', kind]);
    out.extend((0..digits).rev().map(|i| b"0123456789abcdef"[(c >> (4 * i) & 15) as usize]));
}

/// `repr(bytes)`.
pub(crate) fn bytes_repr(bytes: &[u8]) -> String {
    let quote = quote_for(bytes);
    quoted_bytes(bytes, quote, quote)
}

/// The literal for `bytes` between `quote`s. `escaped` is the quote that gets a backslash inside.
fn quoted_bytes(bytes: &[u8], quote: u8, escaped: u8) -> String {
    let mut out = Vec::with_capacity(bytes.len() + 3);
    out.extend([b'b', quote]);
    for &b in bytes {
        if b == escaped {
            out.extend([b'\\', b]);
        } else if matches!(b, 0x20..0x7F) && b != b'\\' {
            out.push(b);
        } else {
            push_escape(&mut out, u32::from(b));
        }
    }
    out.push(quote);
    String::from_utf8(out).unwrap_or_default()
}

/// `repr(bytearray)`, `type_name` being that of the object, for subclasses show theirs. Single quotes are escaped even between double
/// ones.
pub(crate) fn bytearray_repr(bytes: &[u8], type_name: &str) -> String {
    format!("{type_name}({})", quoted_bytes(bytes, quote_for(bytes), b'\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn str_repr_is_cpythons() {
        let cases: &[(&str, &str)] = &[
            ("", "''"),
            ("abc", "'abc'"),
            ("it's", "\"it's\""),
            ("'\"", "'\\'\"'"),
            ("\"", "'\"'"),
            ("\\", r"'\\'"),
            ("\t\n\r\0\x1b\x7f", r"'\t\n\r\x00\x1b\x7f'"),
            ("é中😀", "'é中😀'"),
            ("\u{a0}\u{ad}\u{200b}\u{2028}", r"'\xa0\xad\u200b\u2028'"),
            ("\u{e0001}", r"'\U000e0001'"),
            ("\u{85}", r"'\x85'"),
        ];
        for &(text, expected) in cases {
            assert_eq!(String::from_utf8_lossy(&str_repr(text.as_bytes())), expected);
        }
        assert_eq!(str_repr(b"a\xED\xA0\x80"), br"'a\ud800'");
    }

    #[test]
    fn ascii_escapes_the_rest() {
        assert_eq!(str_ascii("aé中😀'".as_bytes()), br#""a\xe9\u4e2d\U0001f600'""#);
        assert_eq!(escape_non_ascii("['é', \"\\n\"]".as_bytes()), br#"['\xe9', "\n"]"#);
    }

    #[test]
    fn bytes_repr_is_cpythons() {
        assert_eq!(bytes_repr(b"ab\0\xff\n\\'"), r#"b"ab\x00\xff\n\\'""#);
        assert_eq!(bytes_repr(b"'\""), r#"b'\'"'"#);
        assert_eq!(bytearray_repr(b"x", "bytearray"), "bytearray(b'x')");
        assert_eq!(bytearray_repr(b"it's", "bytearray"), "bytearray(b\"it\\'s\")");
    }
}
