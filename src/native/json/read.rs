//! Reading a document (RFC 8259, and what CPython's reader takes beyond it but for NaN and the infinities).

use super::{DEEPEST, Short, Stop};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::RECURSION_ERROR;
use crate::object::int;
use crate::object::int_methods::max_digits;
use crate::object::list::List;
use crate::object::str::{self, Str};
use crate::object::value::{Ref, Value};
use crate::text::int_text::{ParsedInt, parse_int};
use crate::text::wtf8;

/// A container whose end has not come.
enum Open {
    List(Vec<Value>),
    /// And the key whose value comes next.
    Dict(Ref<Dict>, Value),
}

/// Places for keys seen before: documents repeat them, and the objects made of one share them.
const KEPT_KEYS: usize = 64;

struct Reader<'a> {
    cx: &'a Cx,
    text: &'a [u8],
    at: usize,
    is_ascii: bool,
    keys: [Value; KEPT_KEYS],
}

/// The object that the whole text stands for.
pub(super) fn document(cx: &Cx, text: &Value) -> Short<Value> {
    let text = text.get::<Str>().ok_or(Stop::Unknown)?;
    let keys = [const { Value::UNSET }; KEPT_KEYS];
    let mut reader = Reader { cx, text: text.bytes(), at: 0, is_ascii: text.is_ascii(), keys };
    let value = reader.value()?;
    reader.blanks();
    if reader.at == reader.text.len() { Ok(value) } else { Err(Stop::Unknown) }
}

impl Reader<'_> {
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline(always)]
    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Passes a byte after blanks, and the blanks after it.
    #[inline(always)]
    fn expect(&mut self, byte: u8) -> Short<()> {
        self.blanks();
        if self.peek() != Some(byte) {
            return Err(Stop::Unknown);
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    /// Reads a value without recursion: containers under way are on a list of their own.
    fn value(&mut self) -> Short<Value> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            self.blanks();
            let mut value = match self.peek() {
                Some(b'{') => match self.enter_dict()? {
                    Ok(empty) => empty,
                    Err(container) => {
                        self.push(&mut open, container)?;
                        continue;
                    }
                },
                Some(b'[') => {
                    self.at += 1;
                    self.blanks();
                    if self.peek() != Some(b']') {
                        self.push(&mut open, Open::List(Vec::new()))?;
                        continue;
                    }
                    self.at += 1;
                    List::new(Vec::new()).into_value()
                }
                _ => self.scalar()?,
            };
            // The value is an item, which may be the last one of its container, which may be the last item of its own, and so on.
            loop {
                let Some(container) = open.last_mut() else { return Ok(value) };
                let end = match container {
                    Open::List(items) => {
                        items.push(value);
                        b']'
                    }
                    Open::Dict(dict, key) => {
                        dict.set(self.cx, std::mem::replace(key, Value::UNSET), value)?;
                        b'}'
                    }
                };
                self.blanks();
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.blanks();
                        match container {
                            // A comma before the end is an error.
                            Open::List(_) if self.peek() == Some(b']') => return Err(Stop::Unknown),
                            Open::List(_) => {}
                            Open::Dict(_, key) => *key = self.key()?,
                        }
                        break;
                    }
                    Some(byte) if byte == end => self.at += 1,
                    _ => return Err(Stop::Unknown),
                }
                self.cx.safepoint()?;
                value = match open.pop() {
                    Some(Open::List(items)) => List::new(items).into_value(),
                    Some(Open::Dict(dict, _)) => dict.into_value(),
                    None => return Err(Stop::Unknown),
                };
            }
        }
    }

    fn push(&self, open: &mut Vec<Open>, container: Open) -> Short<()> {
        if open.len() >= DEEPEST {
            let what = if matches!(container, Open::List(_)) { "array" } else { "object" };
            let text = format!("maximum recursion depth exceeded while decoding a JSON {what} from a unicode string");
            return Err(self.cx.error(&RECURSION_ERROR, text).into());
        }
        open.push(container);
        Ok(())
    }

    /// Passes `{`. Ok: the object is empty, and read.
    fn enter_dict(&mut self) -> Short<Result<Value, Open>> {
        self.at += 1;
        self.blanks();
        let dict = Dict::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Ok(dict.into_value()));
        }
        let key = self.key()?;
        Ok(Err(Open::Dict(dict, key)))
    }

    /// A key and its colon.
    fn key(&mut self) -> Short<Value> {
        if self.peek() != Some(b'"') {
            return Err(Stop::Unknown);
        }
        let start = self.at + 1;
        let key = match self.plain_end(start) {
            Some(end) => {
                self.at = end + 1;
                self.shared_key(start, end)?
            }
            None => self.string()?,
        };
        self.expect(b':')?;
        Ok(key)
    }

    /// The text from `start` to `end` as a string, the same one as before if it was read before and not displaced since.
    fn shared_key(&mut self, start: usize, end: usize) -> Short<Value> {
        let text = self.text;
        let bytes = &text[start..end];
        let mix = |hash: usize, byte: &u8| (hash ^ usize::from(*byte)).wrapping_mul(0x9E37_79B1);
        let place = bytes.iter().take(8).chain(bytes.last()).fold(bytes.len(), mix) >> 8;
        let place = &mut self.keys[place % KEPT_KEYS];
        if place.get::<Str>().is_none_or(|seen| seen.bytes() != bytes) {
            *place = str::make(self.cx, bytes)?;
        }
        Ok(place.clone())
    }

    /// Where the string that begins at `start` ends, if nothing in it is escaped or must be.
    #[inline(always)]
    fn plain_end(&self, start: usize) -> Option<usize> {
        let rest = self.text.get(start..)?;
        let length = rest.iter().position(|byte| *byte < 0x20 || *byte == b'"' || *byte == b'\\')?;
        (rest[length] == b'"').then_some(start + length)
    }

    fn scalar(&mut self) -> Short<Value> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(b"true", Value::TRUE),
            Some(b'f') => self.word(b"false", Value::FALSE),
            Some(b'n') => self.word(b"null", Value::NONE),
            _ => Err(Stop::Unknown),
        }
    }

    fn word(&mut self, word: &[u8], value: Value) -> Short<Value> {
        if !self.text[self.at..].starts_with(word) {
            return Err(Stop::Unknown);
        }
        self.at += word.len();
        Ok(value)
    }

    /// Digits from here on; how many.
    fn digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Short<Value> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let first = self.at;
        match (self.digits(), self.text.get(first)) {
            (0, _) => return Err(Stop::Unknown),
            // No digits follow a zero.
            (2.., Some(b'0')) => return Err(Stop::Unknown),
            _ => {}
        }
        let mut is_int = true;
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(Stop::Unknown);
            }
            is_int = false;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(Stop::Unknown);
            }
            is_int = false;
        }
        let text = &self.text[start..self.at];
        let plain = std::str::from_utf8(text).map_err(|_| Stop::Unknown)?;
        if !is_int {
            return plain.parse().map(Value::float).map_err(|_| Stop::Unknown);
        }
        if let Ok(int) = plain.parse() {
            return Ok(Value::int(int));
        }
        match parse_int(text, 10, max_digits(self.cx)) {
            Ok(ParsedInt::Small(int)) => Ok(Value::int(int)),
            Ok(ParsedInt::Big(big)) => Ok(int::from_big(big)),
            Err(_) => Err(Stop::Unknown),
        }
    }

    fn string(&mut self) -> Short<Value> {
        let start = self.at + 1;
        if let Some(end) = self.plain_end(start) {
            self.at = end + 1;
            let bytes = &self.text[start..end];
            return Ok(str::make_known(self.cx, bytes, self.is_ascii || bytes.is_ascii())?);
        }
        let mut text = Vec::new();
        self.at = start;
        loop {
            let rest = &self.text[self.at..];
            let length = rest.iter().position(|byte| *byte < 0x20 || *byte == b'"' || *byte == b'\\').ok_or(Stop::Unknown)?;
            text.extend_from_slice(&rest[..length]);
            self.at += length + 1;
            match rest[length] {
                b'"' => return Ok(str::make(self.cx, &text)?),
                b'\\' => self.escape(&mut text)?,
                _ => return Err(Stop::Unknown),
            }
        }
    }

    /// What stands after a backslash.
    fn escape(&mut self, text: &mut Vec<u8>) -> Short<()> {
        let byte = self.peek().ok_or(Stop::Unknown)?;
        self.at += 1;
        text.push(match byte {
            b'"' | b'\\' | b'/' => byte,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let mut code = self.hex()?;
                if (0xD800..0xDC00).contains(&code) && self.text[self.at..].starts_with(b"\\u") {
                    let before = self.at;
                    self.at += 2;
                    let low = self.hex()?;
                    if (0xDC00..0xE000).contains(&low) {
                        code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
                    } else {
                        self.at = before;
                    }
                }
                wtf8::push(text, code);
                return Ok(());
            }
            _ => return Err(Stop::Unknown),
        });
        Ok(())
    }

    /// Four hexadecimal digits.
    fn hex(&mut self) -> Short<u32> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Stop::Unknown)?;
        self.at += 4;
        digits.iter().try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?)).ok_or(Stop::Unknown)
    }
}
