//! The text encodings: their names, errors and error handlers. `decode.rs` and `encode.rs` do the work. Knows no exceptions:
//! a `CodecError` becomes a UnicodeDecodeError or UnicodeEncodeError above.

use super::{charmaps, wtf8};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Utf8,
    /// UTF-8 with a byte order mark, written always and skipped when read.
    Utf8Sig,
    Ascii,
    Latin1,
    /// One of `charmaps`.
    Charmap(u8),
    Utf16(ByteOrder),
    Utf32(ByteOrder),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    /// By the byte order mark; little endian without one, and written so with one.
    Marked,
    Little,
    Big,
}

/// The place and reason of a failure. Positions are bytes when decoding and code points when encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CodecError {
    pub encoding: &'static str,
    pub start: usize,
    pub end: usize,
    pub reason: &'static str,
}

/// An encoding's name as aliases are looked up: lower case, every run of other characters than letters, digits and points
/// an underscore, none at the ends.
pub(crate) fn normalize_encoding_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

impl Codec {
    /// By any of its names; `None` for "unknown encoding: {name}".
    pub(crate) fn from_name(name: &str) -> Option<Codec> {
        use ByteOrder::{Big, Little, Marked};
        Some(match normalize_encoding_name(name).as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Codec::Utf8,
            "utf_8_sig" => Codec::Utf8Sig,
            "ascii" | "us_ascii" | "646" | "us" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "ansi_x3.4_1986" | "cp367" | "csascii"
            | "ibm367" | "iso646_us" | "iso_646.irv_1991" | "iso_ir_6" => Codec::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso8859_1"
            | "iso_8859_1" | "iso_8859_1_1987" | "iso_ir_100" => Codec::Latin1,
            "utf_16" | "utf16" | "u16" => Codec::Utf16(Marked),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Codec::Utf16(Little),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Codec::Utf16(Big),
            "utf_32" | "utf32" | "u32" => Codec::Utf32(Marked),
            "utf_32_le" | "utf_32le" => Codec::Utf32(Little),
            "utf_32_be" | "utf_32be" => Codec::Utf32(Big),
            other => return charmaps::find(other).map(Codec::Charmap),
        })
    }

    /// The name in `codecs.lookup(..).name`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Codec::Utf8Sig => "utf-8-sig",
            Codec::Latin1 => "iso8859-1",
            Codec::Charmap(at) => charmaps::name(at),
            _ => self.error_name(),
        }
    }

    /// The name in errors.
    pub(crate) fn error_name(self) -> &'static str {
        match self {
            Codec::Utf8 | Codec::Utf8Sig => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Charmap(_) => "charmap",
            Codec::Utf16(ByteOrder::Marked) => "utf-16",
            Codec::Utf16(ByteOrder::Little) => "utf-16-le",
            Codec::Utf16(ByteOrder::Big) => "utf-16-be",
            Codec::Utf32(ByteOrder::Marked) => "utf-32",
            Codec::Utf32(ByteOrder::Little) => "utf-32-le",
            Codec::Utf32(ByteOrder::Big) => "utf-32-be",
        }
    }

    pub(crate) fn error(self, start: usize, end: usize, reason: &'static str) -> CodecError {
        CodecError { encoding: self.error_name(), start, end, reason }
    }
}

/// `str()` of a UnicodeDecodeError with these attributes.
pub(crate) fn decode_error_message(encoding: &str, input: &[u8], start: usize, end: usize, reason: &str) -> String {
    match input.get(start) {
        Some(byte) if end == start + 1 => {
            format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        }
        _ => format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end as i64 - 1),
    }
}

/// `str()` of a UnicodeEncodeError with these attributes.
pub(crate) fn encode_error_message(encoding: &str, text: &[u8], start: usize, end: usize, reason: &str) -> String {
    let bad = wtf8::byte_offset(text, start).and_then(|at| wtf8::decode_at(text, at));
    match bad {
        Some((c, _)) if end == start + 1 => {
            let shown = match c {
                0..=0xFF => format!("\\x{c:02x}"),
                0x100..=0xFFFF => format!("\\u{c:04x}"),
                _ => format!("\\U{c:08x}"),
            };
            format!("'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}")
        }
        _ => format!("'{encoding}' codec can't encode characters in position {start}-{}: {reason}", end as i64 - 1),
    }
}

/// The error handlers every interpreter has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    SurrogateEscape,
    SurrogatePass,
}

/// What an error handler makes of what cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Replacement {
    /// Text, to be encoded in its turn.
    Text(Vec<u8>),
    Bytes(Vec<u8>),
}

impl Handler {
    /// `None` for "unknown error handler name '{name}'", unless a program has registered it.
    pub(crate) fn from_name(name: &str) -> Option<Handler> {
        Some(match name {
            "strict" => Handler::Strict,
            "ignore" => Handler::Ignore,
            "replace" => Handler::Replace,
            "backslashreplace" => Handler::BackslashReplace,
            "xmlcharrefreplace" => Handler::XmlCharRefReplace,
            "surrogateescape" => Handler::SurrogateEscape,
            "surrogatepass" => Handler::SurrogatePass,
            _ => return None,
        })
    }

    /// The text in place of the bytes that cannot be decoded and where to go on; `None` to raise the error.
    /// `XmlCharRefReplace` is for encoding only: the caller raises
    /// `TypeError("don't know how to handle UnicodeDecodeError in error callback")` before it comes here.
    pub(crate) fn on_decode(self, codec: Codec, input: &[u8], error: CodecError) -> Option<(Vec<u8>, usize)> {
        let CodecError { start, end, .. } = error;
        let bad = input.get(start..end)?;
        match self {
            Handler::Strict | Handler::XmlCharRefReplace => None,
            Handler::Ignore => Some((Vec::new(), end)),
            Handler::Replace => Some(("\u{FFFD}".into(), end)),
            Handler::BackslashReplace => Some((bad.iter().flat_map(|byte| format!("\\x{byte:02x}").into_bytes()).collect(), end)),
            Handler::SurrogateEscape => {
                // Four bytes at most, so that resynchronising is left to the codec.
                let escaped: Vec<u32> = bad.iter().take(4).take_while(|b| !b.is_ascii()).map(|&b| 0xDC00 + u32::from(b)).collect();
                let next = start + escaped.len();
                (!escaped.is_empty()).then(|| (wtf8::from_code_points(escaped), next))
            }
            Handler::SurrogatePass => {
                let rest = input.get(start..)?;
                let (unit, size) = match codec {
                    Codec::Utf8 | Codec::Utf8Sig => match rest {
                        [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] => wtf8::decode_at(rest, 0)?,
                        _ => return None,
                    },
                    Codec::Utf16(order) => (u32::from(order.u16(*rest.first_chunk()?)), 2),
                    Codec::Utf32(order) => (order.u32(*rest.first_chunk()?), 4),
                    _ => return None,
                };
                wtf8::is_surrogate(unit).then(|| (wtf8::from_code_points([unit]), start + size))
            }
        }
    }

    /// What to write for the code points `bad` of the error's range; `None` to raise the error.
    pub(crate) fn on_encode(self, codec: Codec, bad: &[u32]) -> Option<Replacement> {
        let each =
            |replace: &dyn Fn(u32) -> String| Some(Replacement::Text(bad.iter().map(|&c| replace(c)).collect::<String>().into_bytes()));
        match self {
            Handler::Strict => None,
            Handler::Ignore => each(&|_| String::new()),
            Handler::Replace => each(&|_| "?".into()),
            Handler::BackslashReplace => each(&|c| match c {
                0..=0xFF => format!("\\x{c:02x}"),
                0x100..=0xFFFF => format!("\\u{c:04x}"),
                _ => format!("\\U{c:08x}"),
            }),
            Handler::XmlCharRefReplace => each(&|c| format!("&#{c};")),
            Handler::SurrogateEscape => {
                let bytes: Option<Vec<u8>> =
                    bad.iter().map(|c| c.checked_sub(0xDC00).filter(|b| *b >= 0x80).and_then(|b| u8::try_from(b).ok())).collect();
                bytes.map(Replacement::Bytes)
            }
            Handler::SurrogatePass => {
                if !bad.iter().all(|&c| wtf8::is_surrogate(c)) {
                    return None;
                }
                let mut out = Vec::new();
                for &c in bad {
                    match codec {
                        Codec::Utf8 | Codec::Utf8Sig => wtf8::push(&mut out, c),
                        Codec::Utf16(order) => order.push_u16(&mut out, c as u16),
                        Codec::Utf32(order) => order.push_u32(&mut out, c),
                        _ => return None,
                    }
                }
                Some(Replacement::Bytes(out))
            }
        }
    }
}

impl ByteOrder {
    pub(super) fn u16(self, bytes: [u8; 2]) -> u16 {
        if self == ByteOrder::Big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    }

    pub(super) fn u32(self, bytes: [u8; 4]) -> u32 {
        if self == ByteOrder::Big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }

    pub(super) fn push_u16(self, out: &mut Vec<u8>, unit: u16) {
        out.extend(if self == ByteOrder::Big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    }

    pub(super) fn push_u32(self, out: &mut Vec<u8>, unit: u32) {
        out.extend(if self == ByteOrder::Big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(normalize_encoding_name("-ISO 8859--1 "), "iso_8859_1");
        let cases = [
            ("UTF-8", Some("utf-8")),
            ("utf 8", Some("utf-8")),
            ("U8", Some("utf-8")),
            ("Latin-1", Some("iso8859-1")),
            ("ISO-8859-1", Some("iso8859-1")),
            ("us-ascii", Some("ascii")),
            ("ansi-x3.4-1968", Some("ascii")),
            ("utf-16LE", Some("utf-16-le")),
            ("UTF16", Some("utf-16")),
            ("utf-8-sig", Some("utf-8-sig")),
            ("windows-1252", Some("cp1252")),
            ("utf8-sig", None),
            ("utf.8", None),
            ("utf32le", None),
            ("foo", None),
        ];
        for (name, expected) in cases {
            assert_eq!(Codec::from_name(name).map(Codec::name), expected, "{name}");
        }
    }

    #[test]
    fn messages() {
        let text = wtf8::from_code_points([0x61, 0xD800, 0xDFFF]);
        assert_eq!(
            encode_error_message("utf-8", &text, 1, 3, "surrogates not allowed"),
            "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed"
        );
        assert_eq!(encode_error_message("x", &text, 1, 2, "y"), "'x' codec can't encode character '\\ud800' in position 1: y");
        assert_eq!(decode_error_message("x", b"a\xff", 1, 2, "y"), "'x' codec can't decode byte 0xff in position 1: y");
        assert_eq!(decode_error_message("x", b"a\xff", 0, 2, "y"), "'x' codec can't decode bytes in position 0-1: y");
    }
}
