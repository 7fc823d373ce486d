//! Backslash escapes in string and bytes literals, as WTF-8 and bytes, with CPython's words for those that are wrong.

/// What `{{` and `}}` mean in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Braces {
    Plain,
    /// They stand for one brace each.
    Doubled,
}

/// A raw body: only line breaks are normalised.
pub(super) fn raw(body: &str, out: &mut Vec<u8>) {
    raw_braces(body, Braces::Plain, out);
}

pub(super) fn raw_braces(body: &str, braces: Braces, out: &mut Vec<u8>) {
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at += ordinary(bytes, at, braces, out);
    }
}

/// Copies the byte at `at` as it is meant outside escapes; the number of bytes read.
fn ordinary(bytes: &[u8], at: usize, braces: Braces, out: &mut Vec<u8>) -> usize {
    let next = bytes.get(at + 1).copied();
    match bytes[at] {
        b'\r' => {
            out.push(b'\n');
            if next == Some(b'\n') { 2 } else { 1 }
        }
        brace @ (b'{' | b'}') if braces == Braces::Doubled && next == Some(brace) => {
            out.push(brace);
            2
        }
        byte => {
            out.push(byte);
            1
        }
    }
}

/// The body of a str literal. `warning` gets the first escape that means nothing.
pub(super) fn text(body: &str, braces: Braces, out: &mut Vec<u8>, warning: &mut Option<String>) -> Result<(), String> {
    let bytes = body.as_bytes();
    if !bytes.iter().any(|b| matches!(b, b'\\' | b'\r' | b'{' | b'}')) {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += ordinary(bytes, at, braces, out);
            continue;
        }
        at += match bytes.get(at + 1).copied() {
            Some(b'x') => code_point(body, at, 2, "truncated \\xXX escape", out)?,
            Some(b'u') => code_point(body, at, 4, "truncated \\uXXXX escape", out)?,
            Some(b'U') => code_point(body, at, 8, "truncated \\UXXXXXXXX escape", out)?,
            Some(b'N') => named(body, at, out)?,
            _ => common(body, at, out, warning, push_code_point),
        };
    }
    Ok(())
}

/// The body of a bytes literal.
pub(super) fn bytes(body: &str, out: &mut Vec<u8>, warning: &mut Option<String>) -> Result<(), String> {
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += ordinary(bytes, at, Braces::Plain, out);
        } else if bytes.get(at + 1) == Some(&b'x') {
            let digits = hex_digits(bytes, at + 2, 2);
            if digits < 2 {
                return Err(format!("(value error) invalid \\x escape at position {at}"));
            }
            out.push(hex_value(&bytes[at + 2..at + 4]) as u8);
            at += 4;
        } else {
            at += common(body, at, out, warning, |code, out| out.push(code as u8));
        }
    }
    Ok(())
}

/// Escapes of one letter and octal ones; what means nothing keeps its backslash. The number of bytes read.
fn common(body: &str, at: usize, out: &mut Vec<u8>, warning: &mut Option<String>, push: fn(u32, &mut Vec<u8>)) -> usize {
    let bytes = body.as_bytes();
    let Some(&byte) = bytes.get(at + 1) else {
        out.push(b'\\');
        return 1;
    };
    let plain = match byte {
        b'\n' => return 2,
        b'\r' => {
            return if bytes.get(at + 2) == Some(&b'\n') { 3 } else { 2 };
        }
        b'\\' | b'\'' | b'"' => byte,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'0'..=b'7' => {
            let length = bytes[at + 1..].iter().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
            let code = bytes[at + 1..at + 1 + length].iter().fold(0, |code, b| code * 8 + u32::from(b - b'0'));
            if code > 0o377 && warning.is_none() {
                *warning = Some(format!("invalid octal escape sequence '{}'", &body[at..at + 1 + length]));
            }
            push(code, out);
            return 1 + length;
        }
        _ => {
            let escaped = body[at + 1..].chars().next().unwrap_or(' ');
            if warning.is_none() {
                *warning = Some(format!("invalid escape sequence '\\{escaped}'"));
            }
            out.push(b'\\');
            return 1;
        }
    };
    out.push(plain);
    2
}

fn hex_digits(bytes: &[u8], at: usize, most: usize) -> usize {
    bytes[at.min(bytes.len())..].iter().take(most).take_while(|b| b.is_ascii_hexdigit()).count()
}

fn hex_value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value, &b| value * 16 + char::from(b).to_digit(16).unwrap_or(0))
}

/// `\x`, `\u` or `\U` at `at` with `length` digits.
fn code_point(body: &str, at: usize, length: usize, truncated: &str, out: &mut Vec<u8>) -> Result<usize, String> {
    let bytes = body.as_bytes();
    let digits = hex_digits(bytes, at + 2, length);
    if digits < length {
        return Err(unicode_error(body, at, 2 + digits, truncated));
    }
    let code = hex_value(&bytes[at + 2..at + 2 + length]);
    if code > 0x10_FFFF {
        return Err(unicode_error(body, at, 2 + length, "illegal Unicode character"));
    }
    push_code_point(code, out);
    Ok(2 + length)
}

/// `\N{name}` at `at`.
fn named(body: &str, at: usize, out: &mut Vec<u8>) -> Result<usize, String> {
    const MALFORMED: &str = "malformed \\N character escape";
    let rest = &body[at + 2..];
    if !rest.starts_with('{') {
        return Err(unicode_error(body, at, 2, MALFORMED));
    }
    let Some(end) = rest.find('}').filter(|&end| end > 1) else {
        let length = if rest.starts_with("{}") { 4 } else { 2 + rest.len() };
        return Err(unicode_error(body, at, length, MALFORMED));
    };
    let Some(c) = unicode_names2::character(&rest[1..end]) else {
        return Err(unicode_error(body, at, 3 + end, "unknown Unicode character name"));
    };
    push_code_point(c as u32, out);
    Ok(3 + end)
}

/// The position counts bytes of a form in which each character outside ASCII is an escape of ten bytes.
fn unicode_error(body: &str, at: usize, length: usize, reason: &str) -> String {
    let start: usize = body[..at].chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum();
    let end = start + length - 1;
    format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {reason}")
}

/// Appends a code point, a lone surrogate too.
fn push_code_point(code: u32, out: &mut Vec<u8>) {
    match char::from_u32(code) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend([0xE0 | (code >> 12) as u8, 0x80 | (code >> 6 & 0x3F) as u8, 0x80 | (code & 0x3F) as u8]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Result<&[u8], &str>) {
        let (mut out, mut warning) = (Vec::new(), None);
        let result = text(body, Braces::Plain, &mut out, &mut warning);
        match expected {
            Ok(value) => {
                assert_eq!(result, Ok(()), "{body}");
                assert_eq!(out, value, "{body}");
            }
            Err(message) => assert!(result.is_err_and(|found| found.ends_with(message)), "{body}"),
        }
    }

    #[test]
    fn escapes() {
        check(r"a\n\x41\101\u00e9", Ok("a\nAA\u{e9}".as_bytes()));
        check(r"\ud800", Ok(&[0xED, 0xA0, 0x80]));
        check(r"\N{BULLET}", Ok("\u{2022}".as_bytes()));
        check("a\\\r\nb\r\nc", Ok(b"ab\nc"));
        check(r"\d", Ok(b"\\d"));
        check(r"\x4", Err("position 0-2: truncated \\xXX escape"));
        check("\u{e9}\\N{no such}", Err("position 10-20: unknown Unicode character name"));
    }

    #[test]
    fn braces() {
        let mut out = Vec::new();
        assert_eq!(text("{{a}}", Braces::Doubled, &mut out, &mut None), Ok(()));
        assert_eq!(out, b"{a}");
    }
}
