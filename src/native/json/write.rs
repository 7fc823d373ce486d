//! Writing an object made of builtin objects.

use super::{DEEPEST, Short, Stop};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::str::{self, Str};
use crate::object::tuple::Tuple;
use crate::object::value::{Tag, Value};
use crate::text::float_repr::push_float_repr;
use crate::text::{int_text, wtf8};

struct Writer<'a> {
    cx: &'a Cx,
    out: Vec<u8>,
    ensure_ascii: bool,
    allow_nan: bool,
    sort_keys: bool,
    item_separator: &'a [u8],
    key_separator: &'a [u8],
    /// None: all on one line.
    indent: Option<&'a [u8]>,
}

/// `a`: the arguments of `_jsontext.write`.
pub(super) fn document(cx: &Cx, a: &[Value]) -> Short<Value> {
    let [value, ensure_ascii, allow_nan, sort_keys, item_separator, key_separator, indent] = a else { return Err(Stop::Unknown) };
    let is_set = |flag: &Value| flag.as_bool().ok_or(Stop::Unknown);
    let mut writer = Writer {
        cx,
        out: Vec::new(),
        ensure_ascii: is_set(ensure_ascii)?,
        allow_nan: is_set(allow_nan)?,
        sort_keys: is_set(sort_keys)?,
        item_separator: item_separator.get::<Str>().ok_or(Stop::Unknown)?.bytes(),
        key_separator: key_separator.get::<Str>().ok_or(Stop::Unknown)?.bytes(),
        indent: if indent.is_none() { None } else { Some(indent.get::<Str>().ok_or(Stop::Unknown)?.bytes()) },
    };
    writer.value(value, 0)?;
    Ok(str::make(cx, &writer.out)?)
}

/// A string alone.
pub(super) fn quoted(cx: &Cx, text: &Value, ensure_ascii: &Value) -> Short<Value> {
    let text = text.get::<Str>().ok_or(Stop::Unknown)?;
    let ensure_ascii = ensure_ascii.as_bool().ok_or(Stop::Unknown)?;
    let (item_separator, key_separator): (&[u8], &[u8]) = (b"", b"");
    let out = Vec::with_capacity(text.bytes().len() + 2);
    let mut writer = Writer { cx, out, ensure_ascii, allow_nan: true, sort_keys: false, item_separator, key_separator, indent: None };
    writer.text(text.bytes());
    Ok(str::make(cx, &writer.out)?)
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) -> Short<()> {
        match value.tag() {
            Tag::None => self.out.extend_from_slice(b"null"),
            Tag::True => self.out.extend_from_slice(b"true"),
            Tag::False => self.out.extend_from_slice(b"false"),
            Tag::Int => self.int(value.int_unchecked()),
            Tag::Float => self.float(value.float_unchecked())?,
            _ => {
                if let Some(text) = value.get_exact::<Str>() {
                    self.text(text.bytes());
                } else {
                    return self.container(value, depth);
                }
            }
        }
        Ok(())
    }

    fn container(&mut self, value: &Value, depth: usize) -> Short<()> {
        if depth >= DEEPEST {
            // It may contain itself.
            return Err(Stop::Unknown);
        }
        self.cx.safepoint()?;
        let cx = self.cx;
        let mut write = || {
            if let Some(list) = value.get_exact::<List>() {
                self.list(list, depth + 1)
            } else if let Some(tuple) = value.get_exact::<Tuple>() {
                self.items(tuple.items().iter().cloned(), depth + 1)
            } else if let Some(dict) = value.get_exact::<Dict>() {
                self.dict(dict, depth + 1)
            } else {
                Err(Stop::Unknown)
            }
        };
        if cx.has_native_stack() { write() } else { cx.on_fresh_stack(write) }
    }

    /// Other strands may change the list meanwhile: items are taken one by one.
    fn list(&mut self, list: &List, depth: usize) -> Short<()> {
        self.items((0..).map_while(|index| list.get(index)), depth)
    }

    fn items(&mut self, items: impl Iterator<Item = Value>, depth: usize) -> Short<()> {
        self.out.push(b'[');
        let mut is_first = true;
        for item in items {
            self.separate(is_first, depth);
            is_first = false;
            self.value(&item, depth)?;
        }
        self.close(is_first, depth, b']');
        Ok(())
    }

    fn dict(&mut self, dict: &Dict, depth: usize) -> Short<()> {
        self.out.push(b'{');
        let mut is_first = true;
        if self.sort_keys {
            let mut entries = dict.snapshot();
            if entries.iter().any(|(key, _)| key.get_exact::<Str>().is_none()) {
                return Err(Stop::Unknown);
            }
            // The order of WTF-8 is that of code points.
            entries.sort_by(|(a, _), (b, _)| a.get::<Str>().map(Str::bytes).cmp(&b.get::<Str>().map(Str::bytes)));
            for (key, value) in &entries {
                self.entry(is_first, key, value, depth)?;
                is_first = false;
            }
        } else {
            let mut next = 0;
            while let Some((entry, key, value)) = dict.entry_from(next) {
                self.entry(is_first, &key, &value, depth)?;
                is_first = false;
                next = entry + 1;
            }
        }
        self.close(is_first, depth, b'}');
        Ok(())
    }

    fn entry(&mut self, is_first: bool, key: &Value, value: &Value, depth: usize) -> Short<()> {
        self.separate(is_first, depth);
        match (key.get_exact::<Str>(), key.tag()) {
            (Some(text), _) => self.text(text.bytes()),
            (None, Tag::None | Tag::True | Tag::False | Tag::Int | Tag::Float) => {
                self.out.push(b'"');
                self.value(key, depth)?;
                self.out.push(b'"');
            }
            _ => return Err(Stop::Unknown),
        }
        self.out.extend_from_slice(self.key_separator);
        self.value(value, depth)
    }

    /// What stands before an item.
    fn separate(&mut self, is_first: bool, depth: usize) {
        if !is_first {
            self.out.extend_from_slice(self.item_separator);
        }
        self.line(depth);
    }

    fn close(&mut self, is_empty: bool, depth: usize, end: u8) {
        if !is_empty {
            self.line(depth - 1);
        }
        self.out.push(end);
    }

    /// A new line if lines are wanted.
    fn line(&mut self, depth: usize) {
        if let Some(indent) = self.indent {
            self.out.push(b'\n');
            (0..depth).for_each(|_| self.out.extend_from_slice(indent));
        }
    }

    fn int(&mut self, int: i64) {
        self.out.extend_from_slice(int_text::decimal_in(&mut [0; int_text::DECIMAL_ROOM], int));
    }

    fn float(&mut self, float: f64) -> Short<()> {
        if float.is_finite() {
            let mut text = String::new();
            push_float_repr(&mut text, float);
            self.out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        if !self.allow_nan {
            return Err(Stop::Unknown);
        }
        let text: &[u8] = match () {
            () if float.is_nan() => b"NaN",
            () if float > 0.0 => b"Infinity",
            () => b"-Infinity",
        };
        self.out.extend_from_slice(text);
        Ok(())
    }

    /// A string in quotes.
    fn text(&mut self, text: &[u8]) {
        self.out.push(b'"');
        let ensure_ascii = self.ensure_ascii;
        let is_plain = |byte: &u8| match byte {
            b'"' | b'\\' | 0..0x20 => false,
            0x20..0x7F => true,
            0x7F.. => !ensure_ascii,
        };
        let mut rest = text;
        loop {
            let length = rest.iter().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
            let (plain, others) = rest.split_at(length);
            self.out.extend_from_slice(plain);
            let Some(code) = wtf8::code_points(others).next() else { break };
            self.escape(code);
            rest = &others[wtf8::width_of(code)..];
        }
        self.out.push(b'"');
    }

    fn escape(&mut self, code: u32) {
        let short = match code {
            0x22 | 0x5C => code as u8,
            8 => b'b',
            9 => b't',
            10 => b'n',
            12 => b'f',
            13 => b'r',
            0..0x10000 => return self.hex(code),
            _ => {
                self.hex(0xD800 + ((code - 0x10000) >> 10));
                return self.hex(0xDC00 + ((code - 0x10000) & 0x3FF));
            }
        };
        self.out.extend_from_slice(&[b'\\', short]);
    }

    fn hex(&mut self, unit: u32) {
        let digit = |shift: u32| b"0123456789abcdef"[(unit >> shift & 15) as usize];
        self.out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
    }
}
