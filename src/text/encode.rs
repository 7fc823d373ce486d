//! Text (WTF-8) to bytes in the encodings of `codecs.rs`.

use super::codecs::{ByteOrder, Codec, CodecError, Handler, Replacement};
use super::{charmaps, wtf8};

/// `str.encode(codec, handler)`.
pub(crate) fn encode(codec: Codec, text: &[u8], handler: Handler) -> Result<Vec<u8>, CodecError> {
    encode_with(codec, text, |codec, mut error, bad| {
        if bad.is_empty() {
            return Err(error);
        }
        if handler == Handler::SurrogateEscape && !matches!(codec, Codec::Utf16(_) | Codec::Utf32(_) | Codec::Charmap(_)) {
            // The escaped bytes at the start of the range are written even if what follows them cannot be.
            let is_escape = |c: &u32| matches!(c, 0xDC80..=0xDCFF);
            let escapes = bad.iter().take_while(|c| is_escape(c)).count();
            error.start += escapes;
            return match handler.on_encode(codec, bad) {
                Some(replacement) => Ok((replacement, error.end)),
                None => Err(error),
            };
        }
        handler.on_encode(codec, bad).map(|replacement| (replacement, error.end)).ok_or(error)
    })
}

/// As `encode`, with a handler of the caller's. It gets the codec, the error and the code points of its range, and gives what
/// to write instead and the number of the code point to go on with. A replacement that cannot be encoded itself is the
/// same error once more, for which it is asked again with no code points: it must fail then.
pub(crate) fn encode_with<E>(
    codec: Codec,
    text: &[u8],
    mut on_error: impl FnMut(Codec, CodecError, &[u32]) -> Result<(Replacement, usize), E>,
) -> Result<Vec<u8>, E> {
    let mut out = start(codec, text.len());
    if text.is_ascii() && matches!(codec, Codec::Utf8 | Codec::Utf8Sig | Codec::Ascii | Codec::Latin1) {
        out.extend_from_slice(text);
        return Ok(out);
    }
    if matches!(codec, Codec::Utf8 | Codec::Utf8Sig) && wtf8::as_str(text).is_some() {
        out.extend_from_slice(text);
        return Ok(out);
    }
    // `at` is in bytes and `index` in code points; both name the next code point.
    let (mut at, mut index) = (0, 0);
    while let Some((c, width)) = wtf8::decode_at(text, at) {
        if push(codec, c, &mut out) {
            at += width;
            index += 1;
            continue;
        }
        let bad = failing(codec, &text[at..]);
        let error = codec.error(index, index + bad.len(), reason(codec));
        let (replacement, next) = on_error(codec, error, &bad)?;
        let written = match replacement {
            Replacement::Bytes(bytes) => {
                let whole = bytes.len() % unit_size(codec) == 0;
                out.extend(bytes);
                whole
            }
            Replacement::Text(text) => push_replacement(codec, &text, &mut out),
        };
        if !written {
            on_error(codec, error, &[])?;
        }
        index = next;
        at = wtf8::byte_offset(text, next).unwrap_or(text.len());
    }
    Ok(out)
}

fn start(codec: Codec, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size);
    match codec {
        Codec::Utf8Sig => out.extend(b"\xEF\xBB\xBF"),
        Codec::Utf16(ByteOrder::Marked) => out.extend(b"\xFF\xFE"),
        Codec::Utf32(ByteOrder::Marked) => out.extend(b"\xFF\xFE\0\0"),
        _ => {}
    }
    out
}

fn unit_size(codec: Codec) -> usize {
    match codec {
        Codec::Utf16(_) => 2,
        Codec::Utf32(_) => 4,
        _ => 1,
    }
}

fn reason(codec: Codec) -> &'static str {
    match codec {
        Codec::Ascii => "ordinal not in range(128)",
        Codec::Latin1 => "ordinal not in range(256)",
        Codec::Charmap(_) => "character maps to <undefined>",
        Codec::Utf8 | Codec::Utf8Sig | Codec::Utf16(_) | Codec::Utf32(_) => "surrogates not allowed",
    }
}

/// Appends `c` encoded; false if it cannot be.
fn push(codec: Codec, c: u32, out: &mut Vec<u8>) -> bool {
    match codec {
        Codec::Ascii if c >= 0x80 => return false,
        Codec::Latin1 if c >= 0x100 => return false,
        Codec::Ascii | Codec::Latin1 => out.push(c as u8),
        Codec::Charmap(map) => match charmaps::table(map).byte(c) {
            Some(byte) => out.push(byte),
            None => return false,
        },
        _ if wtf8::is_surrogate(c) => return false,
        Codec::Utf8 | Codec::Utf8Sig => wtf8::push(out, c),
        Codec::Utf32(order) => order.push_u32(out, c),
        Codec::Utf16(order) => match c.checked_sub(0x1_0000) {
            None => order.push_u16(out, c as u16),
            Some(rest) => {
                order.push_u16(out, 0xD800 + (rest >> 10) as u16);
                order.push_u16(out, 0xDC00 + (rest & 0x3FF) as u16);
            }
        },
    }
    true
}

/// The code points at the start of `text` that one error covers: all that fail in a row, but one at a time for UTF-16 and
/// UTF-32.
fn failing(codec: Codec, text: &[u8]) -> Vec<u32> {
    let most = if unit_size(codec) > 1 { 1 } else { usize::MAX };
    let mut scratch = Vec::new();
    let fails = |c: &u32| {
        scratch.clear();
        !push(codec, *c, &mut scratch)
    };
    wtf8::code_points(text).take(most).take_while(fails).collect()
}

/// Unicode encodings take ASCII replacements only.
fn push_replacement(codec: Codec, text: &[u8], out: &mut Vec<u8>) -> bool {
    let unicode = !matches!(codec, Codec::Ascii | Codec::Latin1 | Codec::Charmap(_));
    if unicode && !text.is_ascii() {
        return false;
    }
    wtf8::code_points(text).all(|c| push(codec, c, out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, text: &[u32], handler: &str) -> String {
        let text = wtf8::from_code_points(text.iter().copied());
        let codec = Codec::from_name(name).expect("codec");
        match encode(codec, &text, Handler::from_name(handler).expect("handler")) {
            Ok(bytes) => super::super::repr::bytes_repr(&bytes),
            Err(e) => format!("{} {}-{} {}", e.encoding, e.start, e.end, e.reason),
        }
    }

    #[test]
    fn encodes_as_cpython() {
        let cases: &[(&str, &[u32], &str, &str)] = &[
            ("utf8", &[0x61, 0xE9, 0x1_F600], "strict", "b'a\\xc3\\xa9\\xf0\\x9f\\x98\\x80'"),
            ("utf8", &[0x61, 0xD800, 0xDFFF, 0x62], "strict", "utf-8 1-3 surrogates not allowed"),
            ("utf8", &[0x61, 0xD800, 0xDFFF], "replace", "b'a??'"),
            ("utf8", &[0xD800], "surrogatepass", "b'\\xed\\xa0\\x80'"),
            ("utf8", &[0xDC80, 0x78], "surrogateescape", "b'\\x80x'"),
            ("utf8", &[0xDC80, 0xD800], "surrogateescape", "utf-8 1-2 surrogates not allowed"),
            ("utf8", &[0x61, 0xD800], "backslashreplace", "b'a\\\\ud800'"),
            ("utf8", &[0xD800], "xmlcharrefreplace", "b'&#55296;'"),
            ("ascii", &[0xE9, 0x4E2D, 0x62], "strict", "ascii 0-2 ordinal not in range(128)"),
            ("ascii", &[0xE9, 0x62], "ignore", "b'b'"),
            ("ascii", &[0xDC80, 0xE9], "surrogateescape", "ascii 1-2 ordinal not in range(128)"),
            ("ascii", &[0xE9], "surrogatepass", "ascii 0-1 ordinal not in range(128)"),
            ("latin1", &[0xE9, 0x4E2D], "xmlcharrefreplace", "b'\\xe9&#20013;'"),
            ("latin1", &[0x4E2D], "strict", "latin-1 0-1 ordinal not in range(256)"),
            ("utf16", &[0x61, 0x1_F600], "strict", "b'\\xff\\xfea\\x00=\\xd8\\x00\\xde'"),
            ("utf-16-be", &[0x1_F600], "strict", "b'\\xd8=\\xde\\x00'"),
            ("utf-16-le", &[0xDC80], "surrogateescape", "utf-16-le 0-1 surrogates not allowed"),
            ("utf16", &[0xD800], "surrogatepass", "b'\\xff\\xfe\\x00\\xd8'"),
            ("utf-16-le", &[0x61, 0xD800, 0xD800], "replace", "b'a\\x00?\\x00?\\x00'"),
            ("utf32", &[0x61], "strict", "b'\\xff\\xfe\\x00\\x00a\\x00\\x00\\x00'"),
            ("utf-32-be", &[0xD800], "strict", "utf-32-be 0-1 surrogates not allowed"),
            ("cp1252", &[0x20AC, 0x81], "replace", "b'\\x80?'"),
            ("cp1252", &[0x4E2D], "strict", "charmap 0-1 character maps to <undefined>"),
            ("utf-8-sig", &[0xE9], "strict", "b'\\xef\\xbb\\xbf\\xc3\\xa9'"),
        ];
        for &(codec, text, handler, expected) in cases {
            assert_eq!(shown(codec, text, handler), expected, "{codec} {text:x?} {handler}");
        }
    }

    #[test]
    fn replacements_are_encoded_too() {
        let replace = |with: &'static str| {
            encode_with(Codec::Ascii, "é".as_bytes(), |_, error, bad| {
                if bad.is_empty() { Err(error) } else { Ok((Replacement::Text(with.into()), error.end)) }
            })
        };
        assert_eq!(replace("<e>").as_deref(), Ok(&b"<e>"[..]));
        assert_eq!(replace("é").map_err(|e| e.end), Err(1));
    }
}
