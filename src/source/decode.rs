//! Bytes of a source file to text: byte order mark, encoding declaration, UTF-8 and Latin-1. Knows nothing of Python's syntax
//! beyond the comment that declares an encoding.

/// Why the bytes are not text, in CPython's words, and on which line (0 if on none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecodeError {
    pub(crate) message: String,
    pub(crate) line: u32,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Decodes a source file; `name` is for messages.
pub(crate) fn decode(bytes: &[u8], name: &str) -> Result<String, DecodeError> {
    let (text, has_bom) = match bytes.strip_prefix(BOM) {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let declared = declaration(text);
    match declared.as_deref().map(normal_name) {
        None | Some(Encoding::Utf8) => utf8(text, name, declared.is_some() || has_bom),
        Some(_) if has_bom => Err(DecodeError { message: "encoding problem: utf-8 with BOM".into(), line: 0 }),
        Some(Encoding::Latin1) => Ok(text.iter().map(|&byte| char::from(byte)).collect()),
        Some(Encoding::Ascii) if text.is_ascii() => utf8(text, name, true),
        Some(_) => Err(DecodeError { message: format!("unknown encoding: {}", declared.unwrap_or_default()), line: 0 }),
    }
}

enum Encoding {
    Utf8,
    Latin1,
    Ascii,
    Other,
}

fn normal_name(name: &str) -> Encoding {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let is = |prefix: &str| name == prefix || name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-'));
    if is("utf-8") || name == "utf8" || name == "u8" {
        Encoding::Utf8
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") || matches!(name.as_str(), "latin1" | "l1") {
        Encoding::Latin1
    } else if matches!(name.as_str(), "ascii" | "us-ascii") {
        Encoding::Ascii
    } else {
        Encoding::Other
    }
}

/// The encoding a comment in the first two lines declares; the second counts only if the first is blank or a comment.
fn declaration(text: &[u8]) -> Option<String> {
    for line in text.split(|&byte| byte == b'\n').take(2) {
        let content = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c' | b'\r'));
        let Some(start) = content else { continue };
        if line[start] != b'#' {
            return None;
        }
        if let Some(name) = coding(&line[start..]) {
            return Some(name);
        }
    }
    None
}

/// `coding[:=]\s*([-\w.]+)` in a comment.
fn coding(comment: &[u8]) -> Option<String> {
    let word = b"coding";
    let mut from = 0;
    while let Some(found) = comment[from..].windows(word.len()).position(|window| window == word) {
        from += found + word.len();
        let Some(b':' | b'=') = comment.get(from) else { continue };
        let rest = &comment[from + 1..];
        let start = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(rest.len());
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let name: Vec<u8> = rest[start..].iter().take_while(is_part).copied().collect();
        if !name.is_empty() {
            return String::from_utf8(name).ok();
        }
    }
    None
}

fn utf8(text: &[u8], name: &str, declared: bool) -> Result<String, DecodeError> {
    let error = match std::str::from_utf8(text) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let byte = text[at];
    let line = text[..at].iter().filter(|&&byte| byte == b'\n').count() as u32 + 1;
    let message = if declared {
        let reason = match error.error_len() {
            None => "unexpected end of data",
            Some(_) if matches!(byte, 0x80..=0xC1 | 0xF5..) => "invalid start byte",
            Some(_) => "invalid continuation byte",
        };
        format!("(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {reason}")
    } else {
        format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' in file {name} on line {line}, but no encoding declared; see \
             https://peps.python.org/pep-0263/ for details"
        )
    };
    Err(DecodeError { message, line })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let decoded = decode(bytes, "x.py");
        match expected {
            Ok(text) => assert_eq!(decoded.as_deref(), Ok(text)),
            Err(start) => assert!(decoded.is_err_and(|error| error.message.starts_with(start)), "{bytes:?}"),
        }
    }

    #[test]
    fn encodings() {
        check(b"x", Ok("x"));
        check(b"\xef\xbb\xbfx", Ok("x"));
        check(b"# -*- coding: latin-1 -*-\n\xe9", Ok("# -*- coding: latin-1 -*-\n\u{e9}"));
        check(b"\n# vim: set fileencoding=utf-8 :\n\xc3\xa9", Ok("\n# vim: set fileencoding=utf-8 :\n\u{e9}"));
        check(b"x = 1\n# coding: nope\n", Ok("x = 1\n# coding: nope\n"));
        check(b"# coding: nope\n", Err("unknown encoding: nope"));
        check(b"\xef\xbb\xbf# coding: latin-1\n", Err("encoding problem: utf-8 with BOM"));
        check(b"a\n\xff", Err("Non-UTF-8 code starting with '\\xff' in file x.py on line 2"));
    }
}
