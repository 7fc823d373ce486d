//! Bytes to text (WTF-8) in the encodings of `codecs.rs`.

use super::codecs::{ByteOrder, Codec, CodecError, Handler};
use super::{charmaps, wtf8};

/// `bytes.decode(codec, handler)`.
pub(crate) fn decode(codec: Codec, input: &[u8], handler: Handler) -> Result<Vec<u8>, CodecError> {
    let input = without_signature(codec, input);
    decode_with(codec, input, |codec, error| handler.on_decode(codec, input, error).ok_or(error))
}

/// `input` without the mark of UTF-8-SIG. For that codec the positions of errors, and the `object` they carry, start after it.
pub(crate) fn without_signature(codec: Codec, input: &[u8]) -> &[u8] {
    match codec {
        Codec::Utf8Sig => input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input),
        _ => input,
    }
}

/// As `decode`, with a handler of the caller's and of input `without_signature`. The handler gets the codec as it turned out (byte order known) and the error, and
/// gives the text in place and where to go on.
pub(crate) fn decode_with<E>(
    codec: Codec,
    input: &[u8],
    mut on_error: impl FnMut(Codec, CodecError) -> Result<(Vec<u8>, usize), E>,
) -> Result<Vec<u8>, E> {
    let (codec, mut at) = settle(codec, input);
    let mut out = Vec::with_capacity(input.len());
    while at < input.len() {
        let (next, failure) = match codec {
            Codec::Utf8 | Codec::Utf8Sig => utf8(input, at, &mut out),
            Codec::Ascii => ascii(input, at, &mut out),
            Codec::Latin1 => latin_1(input, at, &mut out),
            Codec::Charmap(map) => charmap(input, at, map, &mut out),
            Codec::Utf16(order) => utf_16(input, at, order, &mut out),
            Codec::Utf32(order) => utf_32(input, at, order, &mut out),
        };
        at = next;
        if let Some((length, reason)) = failure {
            let (text, next) = on_error(codec, codec.error(at, at + length, reason))?;
            out.extend(text);
            at = next;
        }
    }
    Ok(out)
}

/// Byte offset reached, and if it is not the end, how many bytes are bad there and why.
type Progress = (usize, Option<(usize, &'static str)>);

/// Decides the byte order and skips the mark.
fn settle(codec: Codec, input: &[u8]) -> (Codec, usize) {
    match codec {
        Codec::Utf16(ByteOrder::Marked) => match input {
            [0xFF, 0xFE, ..] => (Codec::Utf16(ByteOrder::Little), 2),
            [0xFE, 0xFF, ..] => (Codec::Utf16(ByteOrder::Big), 2),
            _ => (Codec::Utf16(ByteOrder::Little), 0),
        },
        Codec::Utf32(ByteOrder::Marked) => match input {
            [0xFF, 0xFE, 0, 0, ..] => (Codec::Utf32(ByteOrder::Little), 4),
            [0, 0, 0xFE, 0xFF, ..] => (Codec::Utf32(ByteOrder::Big), 4),
            _ => (Codec::Utf32(ByteOrder::Little), 0),
        },
        _ => (codec, 0),
    }
}

fn utf8(input: &[u8], at: usize, out: &mut Vec<u8>) -> Progress {
    let rest = &input[at..];
    let Err(error) = std::str::from_utf8(rest) else {
        out.extend_from_slice(rest);
        return (input.len(), None);
    };
    let (valid, bad) = rest.split_at(error.valid_up_to());
    out.extend_from_slice(valid);
    let failure = match (error.error_len(), bad.first()) {
        (None, _) => (bad.len(), "unexpected end of data"),
        (Some(length), Some(0xC2..=0xF4)) => (length, "invalid continuation byte"),
        (Some(length), _) => (length, "invalid start byte"),
    };
    (at + valid.len(), Some(failure))
}

/// The length of the start of `input` that does not end inside a UTF-8 sequence: what an incremental decoder takes.
pub(crate) fn complete_utf8_prefix(input: &[u8]) -> usize {
    let tail = input.len().saturating_sub(3);
    for at in (tail..input.len()).rev() {
        if input[at] & 0xC0 != 0x80 {
            let incomplete = std::str::from_utf8(&input[at..]).is_err_and(|error| error.error_len().is_none());
            return if incomplete { at } else { input.len() };
        }
    }
    input.len()
}

fn ascii(input: &[u8], at: usize, out: &mut Vec<u8>) -> Progress {
    let rest = &input[at..];
    let length = rest.iter().position(|b| !b.is_ascii()).unwrap_or(rest.len());
    out.extend_from_slice(&rest[..length]);
    (at + length, (length < rest.len()).then_some((1, "ordinal not in range(128)")))
}

fn latin_1(input: &[u8], at: usize, out: &mut Vec<u8>) -> Progress {
    let rest = &input[at..];
    if rest.is_ascii() {
        out.extend_from_slice(rest);
    } else {
        rest.iter().for_each(|&b| wtf8::push(out, u32::from(b)));
    }
    (input.len(), None)
}

fn charmap(input: &[u8], at: usize, map: u8, out: &mut Vec<u8>) -> Progress {
    let table = charmaps::table(map);
    for (offset, &b) in input[at..].iter().enumerate() {
        match table.char(b) {
            Some(c) => wtf8::push(out, c),
            None => return (at + offset, Some((1, "character maps to <undefined>"))),
        }
    }
    (input.len(), None)
}

fn utf_16(input: &[u8], mut at: usize, order: ByteOrder, out: &mut Vec<u8>) -> Progress {
    let unit_at = |at: usize| Some(u32::from(order.u16(*input.get(at..)?.first_chunk()?)));
    while at < input.len() {
        let Some(unit) = unit_at(at) else {
            return (at, Some((input.len() - at, "truncated data")));
        };
        match unit {
            0xDC00..=0xDFFF => return (at, Some((2, "illegal encoding"))),
            0xD800..=0xDBFF => match unit_at(at + 2) {
                Some(low @ 0xDC00..=0xDFFF) => {
                    wtf8::push(out, 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
                    at += 2;
                }
                Some(_) => return (at, Some((2, "illegal UTF-16 surrogate"))),
                None => return (at, Some((input.len() - at, "unexpected end of data"))),
            },
            _ => wtf8::push(out, unit),
        }
        at += 2;
    }
    (at, None)
}

fn utf_32(input: &[u8], mut at: usize, order: ByteOrder, out: &mut Vec<u8>) -> Progress {
    while at < input.len() {
        let Some(&unit) = input[at..].first_chunk() else {
            return (at, Some((input.len() - at, "truncated data")));
        };
        let c = order.u32(unit);
        if c > 0x10_FFFF {
            return (at, Some((4, "code point not in range(0x110000)")));
        }
        if wtf8::is_surrogate(c) {
            return (at, Some((4, "code point in surrogate code point range(0xd800, 0xe000)")));
        }
        wtf8::push(out, c);
        at += 4;
    }
    (at, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, input: &[u8], handler: &str) -> String {
        let codec = Codec::from_name(name).expect("codec");
        match decode(codec, input, Handler::from_name(handler).expect("handler")) {
            Ok(text) => String::from_utf8_lossy(&super::super::repr::str_ascii(&text)).into_owned(),
            Err(e) => format!("{} {}-{} {}", e.encoding, e.start, e.end, e.reason),
        }
    }

    #[test]
    fn strict_errors_are_cpythons() {
        let cases: &[(&str, &[u8], &str)] = &[
            ("utf8", b"abc", "'abc'"),
            ("utf8", b"a\xff", "utf-8 1-2 invalid start byte"),
            ("utf8", b"\xc3", "utf-8 0-1 unexpected end of data"),
            ("utf8", b"\xe4\xb8a", "utf-8 0-2 invalid continuation byte"),
            ("utf8", b"\xed\xa0\x80", "utf-8 0-1 invalid continuation byte"),
            ("utf8", b"\xf4\x90\x80\x80", "utf-8 0-1 invalid continuation byte"),
            ("utf8", b"\xc0\x80", "utf-8 0-1 invalid start byte"),
            ("utf8", b"\xf0\x9f\x98", "utf-8 0-3 unexpected end of data"),
            ("ascii", b"ab\x80\x81", "ascii 2-3 ordinal not in range(128)"),
            ("latin1", b"a\xe9", "'a\\xe9'"),
            ("utf16", b"\xff\xfe\x00", "utf-16-le 2-3 truncated data"),
            ("utf16", b"\xfe\xff\x00a", "'a'"),
            ("utf-16-le", b"\x00\xd8a\x00", "utf-16-le 0-2 illegal UTF-16 surrogate"),
            ("utf-16-le", b"\x00\xdc", "utf-16-le 0-2 illegal encoding"),
            ("utf-16-le", b"\x00\xd8a", "utf-16-le 0-3 unexpected end of data"),
            ("utf-32-be", b"\0\0\0a\0", "utf-32-be 4-5 truncated data"),
            ("utf-32-le", b"\0\0\x11\0", "utf-32-le 0-4 code point not in range(0x110000)"),
            ("utf-32", b"\xff\xfe\0\0a\0\0\0", "'a'"),
            ("cp1252", b"\x80\x81", "charmap 1-2 character maps to <undefined>"),
            ("utf-8-sig", b"\xef\xbb\xbfa", "'a'"),
            ("utf-8-sig", b"\xef\xbb\xbfa\xff", "utf-8 1-2 invalid start byte"),
            ("utf-16", b"", "''"),
        ];
        for &(codec, input, expected) in cases {
            assert_eq!(shown(codec, input, "strict"), expected, "{codec} {input:?}");
        }
    }

    #[test]
    fn handlers_are_cpythons() {
        let cases: &[(&str, &[u8], &str, &str)] = &[
            ("utf8", b"\xe4\xb8a\xff", "replace", "'\\ufffda\\ufffd'"),
            ("utf8", b"a\xffb", "ignore", "'ab'"),
            ("utf8", b"a\xff", "backslashreplace", "'a\\\\xff'"),
            ("utf8", b"\xed\xa0\x80", "surrogateescape", "'\\udced\\udca0\\udc80'"),
            ("utf8", b"\xed\xa0\x80", "surrogatepass", "'\\ud800'"),
            ("utf8", b"\xff", "surrogatepass", "utf-8 0-1 invalid start byte"),
            ("utf-16-le", b"\x00\xd8a\0", "surrogatepass", "'\\ud800a'"),
            ("utf-16-le", b"\x00\xdc", "surrogateescape", "utf-16-le 0-2 illegal encoding"),
            ("utf-32-le", b"\0\xd8\0\0", "surrogatepass", "'\\ud800'"),
            ("utf-16", b"\0", "replace", "'\\ufffd'"),
            ("ascii", b"a\x80", "surrogateescape", "'a\\udc80'"),
        ];
        for &(codec, input, handler, expected) in cases {
            assert_eq!(shown(codec, input, handler), expected, "{codec} {input:?} {handler}");
        }
    }

    #[test]
    fn incremental_prefixes() {
        for (input, expected) in
            [(&b""[..], 0), (b"abc", 3), (b"a\xc3", 1), (b"a\xc3\xa9", 3), (b"\xf0\x9f\x98", 0), (b"a\xff", 2), (b"\x80\x80\x80", 3)]
        {
            assert_eq!(complete_utf8_prefix(input), expected, "{input:?}");
        }
    }
}
