//! Between the bytes of a file and its text: incremental decoding and encoding, newlines. Knows no files.

use super::access::make_bytes;
use crate::object::codec;
use crate::object::cx::Cx;
use crate::object::exception::LOOKUP_ERROR;
use crate::object::protocol;
use crate::object::room;
use crate::object::str::Str;
use crate::object::text_errors::{decode_error, encode_error};
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::text::codecs::{ByteOrder, Codec, Handler};
use crate::text::{decode, encode};
use std::borrow::Cow;

/// The `newline` argument of a text file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Newline {
    /// None: `\r` and `\r\n` are read as `\n`.
    Universal,
    /// Empty: all three end a line and are read as they are.
    Kept,
    /// This one ends a line and is written for `\n`.
    Given(&'static str),
}

impl Newline {
    pub(super) fn of(cx: &Cx, value: &Value) -> R<Newline> {
        if value.is_none() {
            return Ok(Newline::Universal);
        }
        let Some(text) = value.get::<Str>() else {
            return Err(cx.type_error(format!("newline must be str or None, not {}", protocol::type_name(value))));
        };
        Ok(match text.bytes() {
            b"" => Newline::Kept,
            b"\n" => Newline::Given("\n"),
            b"\r" => Newline::Given("\r"),
            b"\r\n" => Newline::Given("\r\n"),
            _ => return Err(cx.value_error(format!("illegal newline value: {}", text.to_str_lossy()))),
        })
    }

    /// The argument that it came from.
    pub(super) fn argument(self) -> Value {
        match self {
            Newline::Universal => Value::NONE,
            Newline::Kept => Str::from_str("").into_value(),
            Newline::Given(end) => Str::from_str(end).into_value(),
        }
    }

    /// Where the first line of `text` ends, its line end included.
    pub(super) fn line_end(self, text: &[u8]) -> Option<usize> {
        let find = |byte: u8| text.iter().position(|b| *b == byte);
        match self {
            Newline::Universal | Newline::Given("\n") => find(b'\n').map(|at| at + 1),
            Newline::Given("\r") => find(b'\r').map(|at| at + 1),
            Newline::Given(_) => text.windows(2).position(|pair| pair == b"\r\n").map(|at| at + 2),
            Newline::Kept => {
                let at = text.iter().position(|b| matches!(b, b'\n' | b'\r'))?;
                Some(if text[at] == b'\r' && text.get(at + 1) == Some(&b'\n') { at + 2 } else { at + 1 })
            }
        }
    }

    /// As written to a file: `\n` replaced where another line end was asked for.
    pub(super) fn written(self, text: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Newline::Given(end) if end != "\n" && text.contains(&b'\n') => {
                let mut out = Vec::with_capacity(text.len() + 8);
                for byte in text {
                    if *byte == b'\n' { out.extend_from_slice(end.as_bytes()) } else { out.push(*byte) }
                }
                Cow::Owned(out)
            }
            _ => Cow::Borrowed(text),
        }
    }
}

/// What a file in memory keeps of text written to it.
pub(super) fn translate(text: &[u8], newline: Newline) -> Cow<'_, [u8]> {
    match newline {
        Newline::Universal if text.contains(&b'\r') => Cow::Owned(universal(text)),
        _ => newline.written(text),
    }
}

/// `\r\n` and `\r` as `\n`.
fn universal(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.iter().peekable();
    while let Some(byte) = bytes.next() {
        if *byte == b'\r' {
            bytes.next_if(|next| **next == b'\n');
            out.push(b'\n');
        } else {
            out.push(*byte);
        }
    }
    out
}

pub(super) fn codec_of(cx: &Cx, name: &str) -> R<Codec> {
    let name = if name == "locale" { "utf-8" } else { name };
    Codec::from_name(name).ok_or_else(|| cx.error(&LOOKUP_ERROR, format!("unknown encoding: {name}")))
}

/// An error handler by its name, which is looked up when it is needed.
#[derive(Clone)]
pub(super) enum Errors {
    Builtin(Handler),
    Named(String),
}

impl Errors {
    pub(super) fn of(name: &str) -> Errors {
        Handler::from_name(name).map_or_else(|| Errors::Named(name.to_string()), Errors::Builtin)
    }

    /// The handler for sizes only.
    fn handler(&self) -> Handler {
        match self {
            Errors::Builtin(handler) => *handler,
            Errors::Named(_) => Handler::Replace,
        }
    }
}

/// Turns the bytes of a file into text, piece by piece.
#[derive(Clone)]
pub(super) struct Decoder {
    codec: Codec,
    errors: Errors,
    newline: Newline,
    /// Bytes that begin a character.
    pub(super) rest: Vec<u8>,
    pub(super) ends: LineEnds,
}

/// What is known of the line ends of a text that comes in pieces.
#[derive(Clone, Default)]
pub(super) struct LineEnds {
    /// All of them are read as `\n`.
    pub(super) translate: bool,
    /// The last piece ended with `\r`: it waits for a `\n`.
    pub(super) pending_cr: bool,
    /// Those seen: 1 `\r`, 2 `\n`, 4 `\r\n`.
    pub(super) seen: u8,
}

impl LineEnds {
    pub(super) fn new(translate: bool) -> LineEnds {
        LineEnds { translate, ..LineEnds::default() }
    }

    /// The text that the next piece, WTF-8, gives; `last` if none comes after it.
    pub(super) fn take(&mut self, mut text: Vec<u8>, last: bool) -> Vec<u8> {
        if self.pending_cr && (!text.is_empty() || last) {
            text.insert(0, b'\r');
            self.pending_cr = false;
        }
        if text.ends_with(b"\r") && !last {
            text.pop();
            self.pending_cr = true;
        }
        self.look(&text);
        if self.translate && text.contains(&b'\r') { universal(&text) } else { text }
    }

    /// Remembers the line ends of a piece.
    pub(super) fn look(&mut self, text: &[u8]) {
        if !text.contains(&b'\r') {
            self.seen |= u8::from(text.contains(&b'\n')) << 1;
            return;
        }
        for (index, byte) in text.iter().enumerate() {
            self.seen |= match byte {
                b'\r' if text.get(index + 1) == Some(&b'\n') => 4,
                b'\r' => 1,
                b'\n' if index == 0 || text[index - 1] != b'\r' => 2,
                _ => 0,
            };
        }
    }

    /// What `newlines` shows: None, one line end or a tuple of them.
    pub(super) fn shown(&self) -> Value {
        let ends = [(1, "\r"), (2, "\n"), (4, "\r\n")].into_iter().filter(|(bit, _)| self.seen & bit != 0);
        let mut ends: Vec<Value> = ends.map(|(_, end)| Str::from_str(end).into_value()).collect();
        match ends.len() {
            0 => Value::NONE,
            1 => ends.remove(0),
            _ => Tuple::new(ends).into_value(),
        }
    }
}

impl Decoder {
    pub(super) fn new(codec: Codec, errors: Errors, newline: Newline) -> Decoder {
        Decoder { codec, errors, newline, rest: Vec::new(), ends: LineEnds::new(newline == Newline::Universal) }
    }

    pub(super) fn reset(&mut self) {
        self.rest.clear();
        self.ends.pending_cr = false;
    }

    /// The text of the next piece, as WTF-8; `last` if the file has ended.
    pub(super) fn decode(&mut self, cx: &Cx, piece: &[u8], last: bool) -> R<Vec<u8>> {
        let mut input = std::mem::take(&mut self.rest);
        room::append(cx, &mut input, piece)?;
        let whole = match self.codec {
            _ if last => input.len(),
            Codec::Utf8 => decode::complete_utf8_prefix(&input),
            Codec::Ascii | Codec::Latin1 | Codec::Charmap(_) => input.len(),
            // Stateful: decoded in one go at the end.
            _ => 0,
        };
        self.rest = input.split_off(whole);
        let is_plain = self.codec == Codec::Utf8 && std::str::from_utf8(&input).is_ok();
        let text = if is_plain {
            input
        } else {
            match &self.errors {
                Errors::Named(name) => codec::decode_with(cx, &input, self.codec, name)?.into_owned(),
                Errors::Builtin(handler) => match decode::decode(self.codec, &input, *handler) {
                    Ok(text) => text,
                    Err(error) => return Err(decode_error(cx, error, make_bytes(cx, &input)?)),
                },
            }
        };
        Ok(if matches!(self.newline, Newline::Given(_)) { text } else { self.ends.take(text, last) })
    }

    /// How many bytes of `chunk` the first `chars` characters of its text came from.
    pub(super) fn bytes_of_chars(&self, chunk: &[u8], text: &[u8], chars: usize) -> usize {
        let wide = match self.codec {
            Codec::Utf8 => true,
            Codec::Ascii | Codec::Latin1 | Codec::Charmap(_) => false,
            _ => return encode::encode(self.codec, text, self.errors.handler()).map_or(0, |bytes| bytes.len()),
        };
        let mut at = 0;
        for _ in 0..chars {
            let Some(byte) = chunk.get(at) else {
                break;
            };
            at += match byte {
                b'\r' if self.newline == Newline::Universal && chunk.get(at + 1) == Some(&b'\n') => 2,
                0xC2..=0xDF if wide => 2,
                0xE0..=0xEF if wide => 3,
                0xF0..=0xF4 if wide => 4,
                _ => 1,
            };
        }
        at.min(chunk.len())
    }
}

/// Turns text into the bytes of a file.
#[derive(Clone)]
pub(super) struct Encoder {
    codec: Codec,
    errors: Errors,
    /// The byte order mark has been written or must not be.
    pub(super) started: bool,
}

impl Encoder {
    pub(super) fn new(codec: Codec, errors: Errors) -> Encoder {
        Encoder { codec, errors, started: false }
    }

    /// Appends the bytes of `text`.
    pub(super) fn encode(&mut self, cx: &Cx, text: &[u8], out: &mut Vec<u8>) -> R<()> {
        out.try_reserve(text.len()).map_err(|_| cx.memory_error())?;
        // Lone surrogates start with this byte; without it WTF-8 is UTF-8.
        if self.codec == Codec::Utf8 && !text.contains(&0xED) {
            out.extend_from_slice(text);
            return Ok(());
        }
        let this_codec = if self.started { without_mark(self.codec) } else { self.codec };
        self.started |= !text.is_empty();
        let bytes = match &self.errors {
            Errors::Named(name) => codec::encode_with(cx, &Str::from_wtf8(text), this_codec, name)?,
            Errors::Builtin(handler) => {
                encode::encode(this_codec, text, *handler).map_err(|error| encode_error(cx, error, Str::from_wtf8(text).into_value()))?
            }
        };
        room::append(cx, out, &bytes)
    }
}

/// The codec as it goes on after its byte order mark.
fn without_mark(codec: Codec) -> Codec {
    match codec {
        Codec::Utf8Sig => Codec::Utf8,
        Codec::Utf16(ByteOrder::Marked) => Codec::Utf16(ByteOrder::Little),
        Codec::Utf32(ByteOrder::Marked) => Codec::Utf32(ByteOrder::Little),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends() {
        let cases: [(Newline, &[u8], Option<usize>); 6] = [
            (Newline::Universal, b"ab\ncd", Some(3)),
            (Newline::Kept, b"ab\r\ncd", Some(4)),
            (Newline::Kept, b"ab\rcd", Some(3)),
            (Newline::Given("\r"), b"a\n\rb", Some(3)),
            (Newline::Given("\r\n"), b"a\rb\r\n", Some(5)),
            (Newline::Given("\n"), b"abc", None),
        ];
        for (newline, text, expected) in cases {
            assert_eq!(newline.line_end(text), expected, "{newline:?}");
        }
        assert_eq!(universal(b"a\r\nb\rc\n"), b"a\nb\nc\n");
        assert_eq!(Newline::Given("\r\n").written(b"a\nb").as_ref(), b"a\r\nb");
    }
}
