//! Reading the pickle format. Knows the machine of stack, marks and memo; what a name stands for is asked (`find_class`).

use super::names::unpickling_error;
use super::ops;
use crate::object::attr;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::{self, Bytes};
use crate::object::call::{self, call_method};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::protocol;
use crate::object::set::Set;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::value::{R, Raised, Value};

/// Where the bytes come from.
pub(super) enum Input<'a> {
    Bytes {
        data: &'a [u8],
        at: usize,
    },
    /// A file's `read` and `readline`; what was read ahead, by frames only.
    File {
        read: Value,
        readline: Value,
        ahead: Vec<u8>,
        at: usize,
    },
}

/// How names and ids are looked up.
#[derive(Default)]
pub(super) struct Finding {
    /// An overriding `find_class`.
    pub(super) find_class: Option<Value>,
    pub(super) persistent_load: Option<Value>,
    pub(super) fix_imports: bool,
    /// How to decode the strings of Python 2; None leaves them bytes.
    pub(super) encoding: Option<String>,
    pub(super) errors: String,
    /// The iterator of out-of-band buffers.
    pub(super) buffers: Option<Value>,
}

pub(super) struct Loader<'a> {
    pub(super) cx: &'a Cx,
    input: Input<'a>,
    stack: Vec<Value>,
    marks: Vec<usize>,
    memo: &'a mut Vec<Value>,
    pub(super) finding: &'a Finding,
    pub(super) protocol: u8,
}

impl<'a> Loader<'a> {
    pub(super) fn new(cx: &'a Cx, input: Input<'a>, memo: &'a mut Vec<Value>, finding: &'a Finding) -> Loader<'a> {
        Loader { cx, input, stack: Vec::new(), marks: Vec::new(), memo, finding, protocol: 0 }
    }

    // ---- bytes ----

    #[cold]
    pub(super) fn truncated(&self) -> Raised {
        unpickling_error(self.cx, "pickle data was truncated")
    }

    #[cold]
    pub(super) fn out_of_input(&self) -> Raised {
        self.cx.error(&crate::object::exception::EOF_ERROR, "Ran out of input")
    }

    pub(super) fn opcode(&mut self) -> R<u8> {
        if let Input::Bytes { data, at } = &mut self.input {
            let found = data.get(*at).copied();
            *at += 1;
            return found.ok_or_else(|| self.out_of_input());
        }
        let found = self.read(1);
        match found {
            Ok(bytes) => Ok(bytes[0]),
            Err(raised) if self.cx.pending_is(&super::UNPICKLING_ERROR) => {
                drop(self.cx.take(raised));
                Err(self.out_of_input())
            }
            Err(raised) => Err(raised),
        }
    }

    /// The next `count` bytes. Errors: UnpicklingError if there are fewer.
    pub(super) fn read(&mut self, count: usize) -> R<std::borrow::Cow<'a, [u8]>> {
        match &mut self.input {
            Input::Bytes { data, at } => {
                let data: &'a [u8] = data;
                let found = at.checked_add(count).and_then(|end| data.get(*at..end));
                *at = at.saturating_add(count);
                match found {
                    Some(found) => Ok(found.into()),
                    None => Err(self.truncated()),
                }
            }
            Input::File { read, ahead, at, .. } => {
                let end = at.saturating_add(count);
                if let Some(found) = ahead.get(*at..end) {
                    let found = found.to_vec();
                    *at = end;
                    return Ok(found.into());
                }
                let mut found = ahead.get(*at..).unwrap_or_default().to_vec();
                ahead.clear();
                *at = 0;
                let wanted = Value::int((count - found.len()) as i64);
                let more = call::call_pos(self.cx, read, &[wanted])?;
                found.extend_from_slice(&crate::object::buffer::bytes_like(self.cx, &more)?);
                if found.len() < count {
                    return Err(self.truncated());
                }
                Ok(found.into())
            }
        }
    }

    /// A line, without its end.
    pub(super) fn line(&mut self) -> R<Vec<u8>> {
        let mut line = match &mut self.input {
            Input::Bytes { data, at } => {
                let rest = data.get(*at..).unwrap_or_default();
                let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
                *at += len;
                rest[..len].to_vec()
            }
            Input::File { readline, ahead, at, .. } => {
                let rest = ahead.get(*at..).unwrap_or_default();
                let mut line = match memchr::memchr(b'\n', rest) {
                    Some(end) => rest[..=end].to_vec(),
                    None => rest.to_vec(),
                };
                *at += line.len();
                if line.last() != Some(&b'\n') {
                    let more = call::call_pos(self.cx, readline, &[])?;
                    line.extend_from_slice(&crate::object::buffer::bytes_like(self.cx, &more)?);
                }
                line
            }
        };
        if line.pop() != Some(b'\n') {
            return Err(self.truncated());
        }
        Ok(line)
    }

    pub(super) fn text_line(&mut self) -> R<String> {
        let line = self.line()?;
        String::from_utf8(line).map_err(|_| unpickling_error(self.cx, "a line of the pickle is no text"))
    }

    pub(super) fn array<const N: usize>(&mut self) -> R<[u8; N]> {
        let bytes = self.read(N)?;
        let mut array = [0; N];
        array.copy_from_slice(&bytes);
        Ok(array)
    }

    pub(super) fn u8(&mut self) -> R<usize> {
        self.array::<1>().map(|[byte]| usize::from(byte))
    }

    pub(super) fn u32(&mut self) -> R<usize> {
        self.array().map(|bytes| u32::from_le_bytes(bytes) as usize)
    }

    pub(super) fn u64(&mut self, what: &str) -> R<usize> {
        let size = u64::from_le_bytes(self.array()?);
        usize::try_from(size)
            .ok()
            .filter(|size| *size <= isize::MAX as usize)
            .ok_or_else(|| self.cx.overflow_error(format!("{what} exceeds system's maximum size of {} bytes", isize::MAX)))
    }

    // ---- stack ----

    #[cold]
    pub(super) fn underflow(&self) -> Raised {
        let message = if self.marks.is_empty() { "unpickling stack underflow" } else { "unexpected MARK found" };
        unpickling_error(self.cx, message)
    }

    pub(super) fn floor(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    pub(super) fn pop(&mut self) -> R {
        if self.stack.len() <= self.floor() {
            return Err(self.underflow());
        }
        self.stack.pop().ok_or_else(|| self.underflow())
    }

    pub(super) fn top(&self) -> R<&Value> {
        match self.stack.last() {
            Some(top) if self.stack.len() > self.floor() => Ok(top),
            _ => Err(self.underflow()),
        }
    }

    /// What lies above the last mark.
    pub(super) fn pop_mark(&mut self) -> R<Vec<Value>> {
        match self.marks.pop() {
            Some(mark) => Ok(self.stack.split_off(mark.min(self.stack.len()))),
            None => Err(unpickling_error(self.cx, "could not find MARK")),
        }
    }

    pub(super) fn put(&mut self, number: usize) -> R<()> {
        let value = self.top()?.clone();
        if number >= self.memo.len() {
            if number > self.memo.len() + (1 << 20) {
                return Err(self.cx.memory_error());
            }
            self.memo.resize(number + 1, Value::UNSET);
        }
        let old = std::mem::replace(&mut self.memo[number], value);
        drop(old);
        Ok(())
    }

    pub(super) fn get(&mut self, number: usize) -> R<()> {
        match self.memo.get(number).filter(|value| !value.is_unset()) {
            Some(value) => {
                self.stack.push(value.clone());
                Ok(())
            }
            None => Err(unpickling_error(self.cx, &format!("Memo value not found at index {number}"))),
        }
    }

    pub(super) fn number(&mut self) -> R<usize> {
        let line = self.text_line()?;
        line.parse().map_err(|_| self.cx.value_error(format!("invalid literal for int() with base 10: '{line}'")))
    }

    // ---- the machine ----

    /// Reads one pickle.
    pub(super) fn load(&mut self) -> R {
        loop {
            let op = self.opcode()?;
            if op == ops::STOP {
                return self.pop();
            }
            self.step(op)?;
            self.cx.safepoint()?;
        }
    }

    pub(super) fn push(&mut self, value: Value) -> R<()> {
        self.stack.push(value);
        Ok(())
    }

    pub(super) fn step(&mut self, op: u8) -> R<()> {
        match op {
            ops::NONE => self.push(Value::NONE),
            ops::NEWTRUE => self.push(Value::TRUE),
            ops::NEWFALSE => self.push(Value::FALSE),
            ops::BININT1 => {
                let int = self.u8()?;
                self.push(Value::int(int as i64))
            }
            ops::BININT2 => {
                let int = u16::from_le_bytes(self.array()?);
                self.push(Value::int(i64::from(int)))
            }
            ops::BININT => {
                let int = i32::from_le_bytes(self.array()?);
                self.push(Value::int(i64::from(int)))
            }
            ops::BINFLOAT => {
                let float = f64::from_be_bytes(self.array()?);
                self.push(Value::float(float))
            }
            ops::SHORT_BINUNICODE => {
                let len = self.u8()?;
                self.unicode(len)
            }
            ops::BINUNICODE => {
                let len = self.u32()?;
                self.unicode(len)
            }
            ops::BINUNICODE8 => {
                let len = self.u64("BINUNICODE8")?;
                self.unicode(len)
            }
            ops::MEMOIZE => self.put(self.memo.len()),
            ops::BINGET => {
                let number = self.u8()?;
                self.get(number)
            }
            ops::LONG_BINGET => {
                let number = self.u32()?;
                self.get(number)
            }
            ops::GET => {
                let number = self.number()?;
                self.get(number)
            }
            ops::BINPUT => {
                let number = self.u8()?;
                self.put(number)
            }
            ops::LONG_BINPUT => {
                let number = self.u32()?;
                self.put(number)
            }
            ops::PUT => {
                let number = self.number()?;
                self.put(number)
            }
            ops::MARK => {
                self.marks.push(self.stack.len());
                Ok(())
            }
            ops::PROTO => {
                let protocol = self.u8()? as u8;
                if i64::from(protocol) > ops::HIGHEST_PROTOCOL {
                    return Err(self.cx.value_error(format!("unsupported pickle protocol: {protocol}")));
                }
                self.protocol = protocol;
                Ok(())
            }
            ops::FRAME => self.frame(),
            ops::POP => {
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                    return Ok(());
                }
                self.pop().map(drop)
            }
            ops::POP_MARK => self.pop_mark().map(drop),
            ops::DUP => {
                let top = self.top()?.clone();
                self.push(top)
            }
            _ => self.step_containers(op),
        }
    }

    pub(super) fn frame(&mut self) -> R<()> {
        let len = self.u64("FRAME length")?;
        match &mut self.input {
            Input::Bytes { data, at } => {
                if at.checked_add(len).is_none_or(|end| end > data.len()) {
                    return Err(self.truncated());
                }
            }
            Input::File { ahead, at, .. } => {
                if ahead.get(*at..).is_some_and(|rest| !rest.is_empty()) {
                    return Err(unpickling_error(self.cx, "beginning of a new frame before end of current frame"));
                }
                let bytes = self.read(len)?.into_owned();
                if let Input::File { ahead, at, .. } = &mut self.input {
                    (*ahead, *at) = (bytes, 0);
                }
            }
        }
        Ok(())
    }

    pub(super) fn unicode(&mut self, len: usize) -> R<()> {
        let bytes = self.read(len)?;
        let cx = self.cx;
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) if text.len() < 32 => Str::from_str(text).into_value(),
            Ok(_) => crate::object::str::make(cx, &bytes)?,
            Err(_) => {
                let raw = bytes::make(cx, &bytes)?;
                call_method(cx, &raw, Name::new("decode"), &[Name::new("utf-8").value(), Name::new("surrogatepass").value()])?
            }
        };
        self.push(text)
    }

    pub(super) fn step_containers(&mut self, op: u8) -> R<()> {
        match op {
            ops::EMPTY_TUPLE => self.push(crate::object::tuple::empty()),
            ops::EMPTY_LIST => self.push(List::new(Vec::new()).into_value()),
            ops::EMPTY_DICT => self.push(Dict::new().into_value()),
            ops::EMPTY_SET => self.push(Set::new().into_value()),
            ops::TUPLE1 | ops::TUPLE2 | ops::TUPLE3 => {
                let count = usize::from(op - ops::TUPLE1) + 1;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push(self.pop()?);
                }
                items.reverse();
                self.push(Tuple::new(items).into_value())
            }
            ops::TUPLE => {
                let items = self.pop_mark()?;
                self.push(Tuple::new(items).into_value())
            }
            ops::LIST => {
                let items = self.pop_mark()?;
                self.push(List::new(items).into_value())
            }
            ops::DICT => {
                let items = self.pop_mark()?;
                let dict = Dict::new().into_value();
                self.fill_dict(&dict, items)?;
                self.push(dict)
            }
            ops::FROZENSET => {
                let items = self.pop_mark()?;
                let class = crate::object::value::Object::value(&crate::object::set::FROZENSET);
                let set = call::call_pos(self.cx, &class, &[List::new(items).into_value()])?;
                self.push(set)
            }
            ops::APPEND => {
                let item = self.pop()?;
                let list = self.top()?.clone();
                self.extend(&list, vec![item])
            }
            ops::APPENDS => {
                let items = self.pop_mark()?;
                let list = self.top()?.clone();
                self.extend(&list, items)
            }
            ops::SETITEM => {
                let value = self.pop()?;
                let key = self.pop()?;
                let dict = self.top()?.clone();
                self.fill_dict(&dict, vec![key, value])
            }
            ops::SETITEMS => {
                let items = self.pop_mark()?;
                let dict = self.top()?.clone();
                self.fill_dict(&dict, items)
            }
            ops::ADDITEMS => {
                let items = self.pop_mark()?;
                let set = self.top()?.clone();
                self.add_items(&set, items)
            }
            ops::SHORT_BINBYTES | ops::BINBYTES | ops::BINBYTES8 => {
                let len = match op {
                    ops::SHORT_BINBYTES => self.u8()?,
                    ops::BINBYTES => self.u32()?,
                    _ => self.u64("BINBYTES8")?,
                };
                let bytes = self.read(len)?;
                let bytes = bytes::make(self.cx, &bytes)?;
                self.push(bytes)
            }
            ops::BYTEARRAY8 => {
                let len = self.u64("BYTEARRAY8")?;
                let bytes = self.read(len)?.into_owned();
                self.push(ByteArray::new(bytes).into_value())
            }
            ops::LONG1 | ops::LONG4 => {
                let len = if op == ops::LONG1 { self.u8()? } else { self.u32()? };
                if op == ops::LONG4 && len > i32::MAX as usize {
                    return Err(unpickling_error(self.cx, "LONG pickle has negative byte count"));
                }
                let bytes = self.read(len)?;
                let int = self.int_of(&bytes)?;
                self.push(int)
            }
            _ => self.step_objects(op),
        }
    }

    pub(super) fn int_of(&self, bytes: &[u8]) -> R {
        if bytes.len() <= 8 {
            let fill = if bytes.last().is_some_and(|last| last & 0x80 != 0) { 0xff } else { 0 };
            let mut all = [fill; 8];
            all[..bytes.len()].copy_from_slice(bytes);
            return Ok(Value::int(i64::from_le_bytes(all)));
        }
        let class = crate::object::value::Object::value(&crate::object::int::INT);
        let method = attr::getattr(self.cx, &class, Name::new("from_bytes"))?;
        let keywords = [(Name::new("signed").value(), Value::TRUE)];
        call::call_with_dict(self.cx, &method, &[bytes::make(self.cx, bytes)?, Name::new("little").value()], &keywords)
    }

    pub(super) fn extend(&self, list: &Value, items: Vec<Value>) -> R<()> {
        let cx = self.cx;
        if let Some(list) = list.get_exact::<List>() {
            return list.extend(items).map_err(|_| cx.memory_error());
        }
        if let Some(extend) = attr::lookup_optional(cx, list, Name::new("extend"))? {
            return call::call_pos(cx, &extend, &[List::new(items).into_value()]).map(drop);
        }
        let append = attr::getattr(cx, list, Name::new("append"))?;
        for item in items {
            call::call_pos(cx, &append, &[item])?;
        }
        Ok(())
    }

    pub(super) fn fill_dict(&self, dict: &Value, items: Vec<Value>) -> R<()> {
        let exact = dict.get_exact::<Dict>();
        let mut items = items.into_iter();
        while let Some(key) = items.next() {
            let Some(value) = items.next() else {
                return Err(unpickling_error(self.cx, "odd number of items for SETITEMS"));
            };
            match exact {
                Some(exact) => exact.set(self.cx, key, value)?,
                None => protocol::setitem(self.cx, dict, &key, value)?,
            }
        }
        Ok(())
    }

    pub(super) fn add_items(&self, set: &Value, items: Vec<Value>) -> R<()> {
        if let Some(set) = set.get_exact::<Set>() {
            for item in items {
                set.add(self.cx, item)?;
            }
            return Ok(());
        }
        let add = attr::getattr(self.cx, set, Name::new("add"))?;
        for item in items {
            call::call_pos(self.cx, &add, &[item])?;
        }
        Ok(())
    }

    /// Numbers and strings of the old protocols.
    pub(super) fn step_text(&mut self, op: u8) -> R<()> {
        let cx = self.cx;
        match op {
            ops::INT => {
                let line = self.text_line()?;
                let value = match line.as_str() {
                    "00" => Value::FALSE,
                    "01" => Value::TRUE,
                    _ => self.parse("int", &line)?,
                };
                self.push(value)
            }
            ops::LONG => {
                let line = self.text_line()?;
                let value = self.parse("int", line.strip_suffix('L').unwrap_or(&line))?;
                self.push(value)
            }
            ops::FLOAT => {
                let line = self.text_line()?;
                let value = self.parse("float", &line)?;
                self.push(value)
            }
            ops::UNICODE => {
                let line = self.line()?;
                let text = self.raw_text(&line)?;
                self.push(text)
            }
            ops::STRING => {
                let line = self.line()?;
                let inner = match line.as_slice() {
                    [first @ (b'\'' | b'"'), inner @ .., last] if first == last => inner.to_vec(),
                    _ => return Err(unpickling_error(cx, "the STRING opcode argument must be quoted")),
                };
                let raw = bytes::make(cx, &inner)?;
                let codecs = crate::native::importer::import_full(cx, "_codecs")?;
                let pair = call_method(cx, &codecs, Name::new("escape_decode"), &[raw])?;
                let raw = pair.get::<Tuple>().and_then(|pair| pair.get(0).cloned()).unwrap_or(Value::NONE);
                let text = self.old_string(raw)?;
                self.push(text)
            }
            ops::BINSTRING | ops::SHORT_BINSTRING => {
                let len = if op == ops::SHORT_BINSTRING { self.u8()? } else { self.u32()? };
                let bytes = self.read(len)?;
                let raw = bytes::make(cx, &bytes)?;
                let text = self.old_string(raw)?;
                self.push(text)
            }
            _ if op.is_ascii_graphic() => Err(unpickling_error(cx, &format!("invalid load key, '{}'.", char::from(op)))),
            _ => Err(unpickling_error(cx, &format!("invalid load key, '\\x{op:02x}'."))),
        }
    }

    /// Latin-1 with `\\u` and `\\U` escapes.
    pub(super) fn raw_text(&self, line: &[u8]) -> R {
        let mut codes = Vec::with_capacity(line.len());
        let mut at = 0;
        while let Some(byte) = line.get(at) {
            let digits = match (byte, line.get(at + 1)) {
                (b'\\', Some(b'u')) => 4,
                (b'\\', Some(b'U')) => 8,
                _ => {
                    codes.push(u32::from(*byte));
                    at += 1;
                    continue;
                }
            };
            let escape = line.get(at + 2..at + 2 + digits).and_then(|hex| std::str::from_utf8(hex).ok());
            match escape.and_then(|hex| u32::from_str_radix(hex, 16).ok()).filter(|code| *code <= 0x10_ffff) {
                Some(code) => codes.push(code),
                None => return Err(unpickling_error(self.cx, "truncated \\u escape in a string")),
            }
            at += 2 + digits;
        }
        crate::object::str::make(self.cx, &crate::text::wtf8::from_code_points(codes))
    }

    pub(super) fn parse(&self, class: &str, text: &str) -> R {
        let class = self.cx.interp.builtins().get_name(Name::new(class)).unwrap_or(Value::NONE);
        call::call_pos(self.cx, &class, &[Str::from_str(text).into_value()])
    }

    /// A `str` of Python 2.
    pub(super) fn old_string(&self, raw: Value) -> R {
        match &self.finding.encoding {
            Some(encoding) => {
                let args = [Str::from_str(encoding).into_value(), Str::from_str(&self.finding.errors).into_value()];
                call_method(self.cx, &raw, Name::new("decode"), &args)
            }
            None => Ok(raw),
        }
    }
}

/// The contents of a bytes-like argument.
pub(super) fn data<'a>(cx: &Cx, value: &'a Value) -> R<std::borrow::Cow<'a, [u8]>> {
    match value.get::<Bytes>() {
        Some(bytes) => Ok(bytes.bytes().into()),
        None => crate::object::buffer::bytes_like(cx, value),
    }
}
