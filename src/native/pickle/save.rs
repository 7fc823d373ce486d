//! Writing objects in the pickle format. Knows what is asked of an object (`__reduce_ex__` and its like); not where the bytes go.

use super::names::{self, pickling_error};
use super::ops;
use super::save_objects::Reduced;
use crate::object::attr;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::list::List;
use crate::object::protocol;
use crate::object::set::Set;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{Object, R, Ref, V, Value};
use std::collections::HashMap;

/// Items written between two marks.
const BATCH: usize = 1000;
/// A frame that is longer is closed at the next object.
const FRAME_SIZE: usize = 64 * 1024;

/// Hashes addresses.
#[derive(Default, Clone)]
pub(super) struct AddressHash(u64);

impl std::hash::Hasher for AddressHash {
    fn write(&mut self, _: &[u8]) {}
    fn write_usize(&mut self, address: usize) {
        self.0 = (address as u64 >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(20);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// Objects written, by address, with their numbers; they are kept alive so that addresses stay theirs.
#[derive(Default)]
pub(super) struct Memo {
    pub(super) numbers: HashMap<usize, u32, std::hash::BuildHasherDefault<AddressHash>>,
    pub(super) kept: Vec<Value>,
}

fn address(value: &Value) -> Option<usize> {
    value.header().map(|header| std::ptr::from_ref(header).addr())
}

/// How objects are asked.
#[derive(Default)]
pub(super) struct Asking {
    pub(super) persistent_id: Option<Value>,
    /// Persistent ids by the address of the object.
    pub(super) references: Option<Ref<Dict>>,
    pub(super) reducer_override: Option<Value>,
    /// None: `copyreg.dispatch_table`.
    pub(super) dispatch_table: Option<Value>,
    pub(super) fix_imports: bool,
    pub(super) fast: bool,
}

pub(super) struct Saver<'a> {
    pub(super) cx: &'a Cx,
    pub(super) out: Vec<u8>,
    pub(super) protocol: u8,
    pub(super) memo: &'a mut Memo,
    pub(super) asking: &'a Asking,
    /// Where the length of the open frame stands.
    frame: Option<usize>,
    /// After an error: the way from the root to what could not be written, innermost part first.
    pub(super) trail: Vec<String>,
    pub(super) dispatch_table: Option<Value>,
    /// The references written.
    pub(super) used: Vec<Value>,
}

/// A part of an object, as paths name it.
enum Part<'a> {
    Item(usize),
    Key(&'a Value),
    Attribute(&'a Value),
}

impl<'a> Saver<'a> {
    pub(super) fn new(cx: &'a Cx, protocol: u8, memo: &'a mut Memo, asking: &'a Asking) -> Saver<'a> {
        Saver { cx, out: Vec::new(), protocol, memo, asking, frame: None, trail: Vec::new(), dispatch_table: None, used: Vec::new() }
    }

    pub(super) fn bin(&self) -> bool {
        self.protocol > 0
    }

    /// A whole pickle.
    pub(super) fn dump(&mut self, object: &Value) -> R<()> {
        self.dispatch_table = match &self.asking.dispatch_table {
            Some(table) => Some(table.clone()),
            None => {
                let copyreg = crate::native::importer::import_full(self.cx, "copyreg")?;
                Some(attr::getattr(self.cx, &copyreg, Name::new("dispatch_table"))?)
            }
        };
        if self.protocol >= 2 {
            self.out.extend_from_slice(&[ops::PROTO, self.protocol]);
        }
        if self.protocol >= 4 {
            self.open_frame();
        }
        self.save(object)?;
        self.out.push(ops::STOP);
        self.close_frame();
        Ok(())
    }

    pub(super) fn open_frame(&mut self) {
        self.out.push(ops::FRAME);
        self.frame = Some(self.out.len());
        self.out.extend_from_slice(&[0; 8]);
    }

    pub(super) fn close_frame(&mut self) {
        if let Some(at) = self.frame.take() {
            let len = (self.out.len() - at - 8) as u64;
            if len < 4 {
                // Too short for a frame to pay.
                self.out.drain(at - 1..at + 8);
            } else {
                self.out[at..at + 8].copy_from_slice(&len.to_le_bytes());
            }
        }
    }

    pub(super) fn save(&mut self, value: &Value) -> R<()> {
        if self.frame.is_some_and(|at| self.out.len() - at > FRAME_SIZE) {
            self.close_frame();
            self.open_frame();
            self.cx.safepoint()?;
        }
        if let Some(references) = &self.asking.references
            && value.header().is_some()
            && let Some(id) = references.get_by_plain(&Value::int(value.identity() as i64))
        {
            self.used.push(id.clone());
            return self.save_persistent(&id);
        }
        if let Some(asked) = &self.asking.persistent_id {
            let id = call::call_pos(self.cx, asked, std::slice::from_ref(value))?;
            if !id.is_none() {
                return self.save_persistent(&id);
            }
        }
        self.save_itself(value)
    }

    /// Without asking for a persistent id.
    pub(super) fn save_itself(&mut self, value: &Value) -> R<()> {
        match value.unpack() {
            V::None => return self.push(&[ops::NONE]),
            V::Bool(truth) => {
                return match (self.protocol >= 2, truth) {
                    (true, true) => self.push(&[ops::NEWTRUE]),
                    (true, false) => self.push(&[ops::NEWFALSE]),
                    (false, true) => self.push(b"I01\n"),
                    (false, false) => self.push(b"I00\n"),
                };
            }
            V::Int(int) => return self.save_int(int),
            V::Float(float) => return self.save_float(float),
            V::Obj(_) => {}
            _ => return self.save_object(value),
        }
        if let Some(number) = address(value).and_then(|address| self.memo.numbers.get(&address).copied()) {
            return self.get(number);
        }
        if let Some(text) = value.get_exact::<Str>() {
            self.save_text(text)?;
            return self.memoize(value);
        }
        if let Some(bytes) = value.get_exact::<Bytes>() {
            return self.save_bytes(value, bytes.bytes());
        }
        let cx = self.cx;
        cx.recursing(" while pickling an object", || self.save_object(value))
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> R<()> {
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn save_object(&mut self, value: &Value) -> R<()> {
        if let Some(tuple) = value.get_exact::<Tuple>() {
            return self.save_tuple(value, tuple.items());
        }
        if let Some(list) = value.get_exact::<List>() {
            self.push(if self.bin() { &[ops::EMPTY_LIST] } else { &[ops::MARK, ops::LIST] })?;
            self.memoize(value)?;
            return self.save_items(list.snapshot());
        }
        if let Some(dict) = value.get_exact::<Dict>() {
            self.push(if self.bin() { &[ops::EMPTY_DICT] } else { &[ops::MARK, ops::DICT] })?;
            self.memoize(value)?;
            return self.save_pairs(dict.snapshot(), false);
        }
        if self.protocol >= 4
            && let Some(set) = crate::object::set::any_set(value)
            && !type_of(value).is_heap()
        {
            return self.save_set(value, set);
        }
        if self.protocol >= 5
            && let Some(array) = value.get_exact::<ByteArray>()
        {
            let bytes = array.with(|bytes| bytes.to_vec());
            self.out.push(ops::BYTEARRAY8);
            self.out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            self.out.extend_from_slice(&bytes);
            return self.memoize(value);
        }
        if int::is_int(value) && !type_of(value).is_heap() {
            return self.save_big(value);
        }
        self.save_reduced(value)
    }

    // ---- numbers and text ----

    pub(super) fn save_int(&mut self, int: i64) -> R<()> {
        let Ok(small) = i32::try_from(int) else {
            if self.protocol >= 2 {
                let bytes = int.to_le_bytes();
                let mut len = 8;
                // Leading bytes that the sign implies are left out.
                while len > 1 && bytes[len - 1] == (if bytes[len - 2] & 0x80 == 0 { 0 } else { 0xff }) {
                    len -= 1;
                }
                self.out.extend_from_slice(&[ops::LONG1, len as u8]);
                return self.push(&bytes[..len]);
            }
            return self.push(format!("L{int}L\n").as_bytes());
        };
        if !self.bin() {
            return self.push(format!("I{int}\n").as_bytes());
        }
        match int {
            0..=0xff => self.push(&[ops::BININT1, int as u8]),
            0x100..=0xffff => self.push(&[ops::BININT2, int as u8, (int >> 8) as u8]),
            _ => {
                self.out.push(ops::BININT);
                self.push(&small.to_le_bytes())
            }
        }
    }

    pub(super) fn save_big(&mut self, value: &Value) -> R<()> {
        if self.protocol < 2 {
            let text = protocol::repr(self.cx, value)?;
            return self.push(format!("L{}L\n", text.to_str_lossy()).as_bytes());
        }
        let bits = call::call_method(self.cx, value, Name::new("bit_length"), &[])?;
        let len = Value::int(bits.as_int().unwrap_or(0) / 8 + 1);
        let method = attr::getattr(self.cx, value, Name::new("to_bytes"))?;
        let keywords = [(Name::new("signed").value(), Value::TRUE)];
        let bytes = call::call_with_dict(self.cx, &method, &[len, Name::new("little").value()], &keywords)?;
        let Some(bytes) = bytes.get::<Bytes>().map(Bytes::bytes) else { return Ok(()) };
        let mut bytes = bytes;
        if let [rest @ .., second, 0xff] = bytes
            && second & 0x80 != 0
        {
            bytes = &bytes[..rest.len() + 1];
        }
        match u8::try_from(bytes.len()) {
            Ok(len) => self.out.extend_from_slice(&[ops::LONG1, len]),
            Err(_) => {
                self.out.push(ops::LONG4);
                self.out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            }
        }
        self.push(bytes)
    }

    pub(super) fn save_float(&mut self, float: f64) -> R<()> {
        if self.bin() {
            self.out.push(ops::BINFLOAT);
            return self.push(&float.to_be_bytes());
        }
        let text = protocol::repr(self.cx, &Value::float(float))?;
        self.push(format!("F{}\n", text.to_str_lossy()).as_bytes())
    }

    pub(super) fn save_text(&mut self, text: &Str) -> R<()> {
        let bytes = text.bytes();
        if !self.bin() {
            self.out.push(ops::UNICODE);
            for code in text.code_points() {
                match code {
                    0 | 0x0a | 0x0d | 0x1a | 0x5c => self.out.extend_from_slice(format!("\\u{code:04x}").as_bytes()),
                    0x01..=0xff => self.out.push(code as u8),
                    0x100..=0xffff => self.out.extend_from_slice(format!("\\u{code:04x}").as_bytes()),
                    _ => self.out.extend_from_slice(format!("\\U{code:08x}").as_bytes()),
                }
            }
            return self.push(b"\n");
        }
        self.sized(bytes, Some(ops::SHORT_BINUNICODE).filter(|_| self.protocol >= 4), ops::BINUNICODE, ops::BINUNICODE8)
    }

    /// Bytes with their length, in the shortest form.
    pub(super) fn sized(&mut self, bytes: &[u8], short: Option<u8>, normal: u8, long: u8) -> R<()> {
        let len = bytes.len();
        let outside = self.frame.is_some() && len >= FRAME_SIZE;
        if outside {
            self.close_frame();
        }
        match (short, u8::try_from(len), u32::try_from(len)) {
            (Some(short), Ok(len), _) => self.out.extend_from_slice(&[short, len]),
            (.., Ok(len)) => {
                self.out.push(normal);
                self.out.extend_from_slice(&len.to_le_bytes());
            }
            (.., Err(_)) => {
                self.out.push(long);
                self.out.extend_from_slice(&(len as u64).to_le_bytes());
            }
        }
        self.out.try_reserve(len).map_err(|_| self.cx.memory_error())?;
        self.out.extend_from_slice(bytes);
        if outside {
            self.open_frame();
        }
        Ok(())
    }

    pub(super) fn save_bytes(&mut self, value: &Value, bytes: &[u8]) -> R<()> {
        if self.protocol < 3 {
            let codecs = crate::native::importer::import_full(self.cx, "_codecs");
            let (function, args) = match codecs {
                Ok(codecs) if !bytes.is_empty() => {
                    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
                    let encode = attr::getattr(self.cx, &codecs, Name::new("encode"))?;
                    (encode, vec![Str::from_str(&text).into_value(), Name::new("latin1").value()])
                }
                Ok(_) => (type_of(value).value(), Vec::new()),
                Err(raised) => return Err(raised),
            };
            return self.save_reduce(Reduced { function, args: Tuple::new(args).into_value(), ..Reduced::default() }, Some(value));
        }
        self.sized(bytes, Some(ops::SHORT_BINBYTES), ops::BINBYTES, ops::BINBYTES8)?;
        self.memoize(value)
    }

    // ---- memo ----

    pub(super) fn memoize(&mut self, value: &Value) -> R<()> {
        let Some(address) = address(value).filter(|_| !self.asking.fast) else { return Ok(()) };
        let number = self.memo.kept.len() as u32;
        if self.memo.numbers.insert(address, number).is_some() {
            return Ok(());
        }
        self.memo.kept.push(value.clone());
        if self.protocol >= 4 {
            self.out.push(ops::MEMOIZE);
        } else if !self.bin() {
            self.out.extend_from_slice(format!("p{number}\n").as_bytes());
        } else if let Ok(number) = u8::try_from(number) {
            self.out.extend_from_slice(&[ops::BINPUT, number]);
        } else {
            self.out.push(ops::LONG_BINPUT);
            self.out.extend_from_slice(&number.to_le_bytes());
        }
        Ok(())
    }

    pub(super) fn get(&mut self, number: u32) -> R<()> {
        if !self.bin() {
            return self.push(format!("g{number}\n").as_bytes());
        }
        match u8::try_from(number) {
            Ok(number) => self.push(&[ops::BINGET, number]),
            Err(_) => {
                self.out.push(ops::LONG_BINGET);
                self.push(&number.to_le_bytes())
            }
        }
    }

    pub(super) fn number_of(&self, value: &Value) -> Option<u32> {
        self.memo.numbers.get(&address(value)?).copied()
    }

    pub(super) fn save_persistent(&mut self, id: &Value) -> R<()> {
        if self.bin() {
            self.save_itself(id)?;
            return self.push(&[ops::BINPERSID]);
        }
        let text = protocol::str(self.cx, id)?;
        if !text.is_ascii() {
            return Err(pickling_error(self.cx, "persistent IDs in protocol 0 must be ASCII strings"));
        }
        self.push(format!("P{}\n", text.to_str_lossy()).as_bytes())
    }

    // ---- containers ----

    pub(super) fn save_tuple(&mut self, value: &Value, items: &[Value]) -> R<()> {
        if items.is_empty() {
            return self.push(if self.bin() { &[ops::EMPTY_TUPLE] } else { &[ops::MARK, ops::TUPLE] });
        }
        let is_short = items.len() <= 3 && self.protocol >= 2;
        if !is_short {
            self.out.push(ops::MARK);
        }
        for (index, item) in items.iter().enumerate() {
            self.save_part(item, || Part::Item(index))?;
        }
        // The tuple may have been reached again through its items.
        if let Some(number) = self.number_of(value) {
            if is_short {
                self.out.extend(std::iter::repeat_n(ops::POP, items.len()));
            } else if self.bin() {
                self.out.push(ops::POP_MARK);
            } else {
                self.out.extend(std::iter::repeat_n(ops::POP, items.len() + 1));
            }
            return self.get(number);
        }
        self.out.push(if is_short { [ops::TUPLE1, ops::TUPLE2, ops::TUPLE3][items.len() - 1] } else { ops::TUPLE });
        self.memoize(value)
    }

    pub(super) fn save_items(&mut self, items: Vec<Value>) -> R<()> {
        if !self.bin() {
            for (index, item) in items.iter().enumerate() {
                self.save_part(item, || Part::Item(index))?;
                self.out.push(ops::APPEND);
            }
            return Ok(());
        }
        for (batch, chunk) in items.chunks(BATCH).enumerate() {
            let is_one = chunk.len() == 1;
            if !is_one {
                self.out.push(ops::MARK);
            }
            for (index, item) in chunk.iter().enumerate() {
                self.save_part(item, || Part::Item(batch * BATCH + index))?;
            }
            self.out.push(if is_one { ops::APPEND } else { ops::APPENDS });
        }
        Ok(())
    }

    pub(super) fn save_pairs(&mut self, pairs: Vec<(Value, Value)>, are_attributes: bool) -> R<()> {
        for chunk in pairs.chunks(if self.bin() { BATCH } else { 1 }) {
            let is_one = chunk.len() == 1;
            if !is_one {
                self.out.push(ops::MARK);
            }
            for (key, value) in chunk {
                self.save(key)?;
                self.save_part(value, || if are_attributes { Part::Attribute(key) } else { Part::Key(key) })?;
            }
            self.out.push(if is_one { ops::SETITEM } else { ops::SETITEMS });
        }
        Ok(())
    }

    pub(super) fn save_set(&mut self, value: &Value, set: &Set) -> R<()> {
        let items = set.snapshot();
        if set.is_frozen() {
            self.out.push(ops::MARK);
            for item in &items {
                self.save(item)?;
            }
            if let Some(number) = self.number_of(value) {
                self.out.push(ops::POP_MARK);
                return self.get(number);
            }
            self.out.push(ops::FROZENSET);
            return self.memoize(value);
        }
        self.out.push(ops::EMPTY_SET);
        self.memoize(value)?;
        for chunk in items.chunks(BATCH) {
            self.out.push(ops::MARK);
            for item in chunk {
                self.save(item)?;
            }
            self.out.push(ops::ADDITEMS);
        }
        Ok(())
    }

    /// Saves a part; an error notes the way to it.
    fn save_part<'b>(&mut self, value: &Value, part: impl FnOnce() -> Part<'b>) -> R<()> {
        let result = self.save(value);
        if result.is_err() {
            let text = match part() {
                Part::Item(index) => format!("[{index}]"),
                Part::Attribute(key) => format!(".{}", names::text(key).unwrap_or_default()),
                Part::Key(key) => self.key_text(key),
            };
            self.trail.push(text);
        }
        result
    }

    pub(super) fn key_text(&self, key: &Value) -> String {
        // A key's repr may run script, which must not meet the error under way.
        let pending = self.cx.suspend_pending();
        let text = match protocol::repr(self.cx, key) {
            Ok(text) => format!("[{}]", text.to_str_lossy()),
            Err(raised) => {
                drop(self.cx.take(raised));
                "[...]".to_string()
            }
        };
        self.cx.resume_pending(pending);
        text
    }

    // ---- by reference ----

    pub(super) fn save_global(&mut self, value: &Value, name: Option<&str>) -> R<()> {
        let cx = self.cx;
        let (module, path) = names::of_global(cx, value, name)?;
        if self.protocol >= 2
            && let Some(code) = self.extension_code(&module, &path)?
        {
            let bytes = code.to_le_bytes();
            return match code {
                0..=0xff => self.push(&[ops::EXT1, bytes[0]]),
                0x100..=0xffff => self.push(&[ops::EXT2, bytes[0], bytes[1]]),
                _ => self.push(&[ops::EXT4, bytes[0], bytes[1], bytes[2], bytes[3]]),
            };
        }
        if self.protocol >= 4 {
            self.save(&Name::new(&module).value())?;
            self.save(&Name::new(&path).value())?;
            self.out.push(ops::STACK_GLOBAL);
            return self.memoize(value);
        }
        if let Some((parent, last)) = path.rsplit_once('.') {
            let owner = crate::native::importer::import_full(cx, &module)?;
            let owner = names::deep_attribute(cx, &owner, parent)?.unwrap_or(Value::NONE);
            let getattr = cx.interp.builtins().get_name(Name::new("getattr")).unwrap_or(Value::NONE);
            let args = Tuple::new(vec![owner, Name::new(last).value()]).into_value();
            return self.save_reduce(Reduced { function: getattr, args, ..Reduced::default() }, Some(value));
        }
        let (module, path) =
            if self.asking.fix_imports && self.protocol < 3 { ops::to_old(&module, &path) } else { (module.as_str(), path.as_str()) };
        if self.protocol < 3 && !(module.is_ascii() && path.is_ascii()) {
            let message = format!("can't pickle global identifier '{module}.{path}' using pickle protocol {}", self.protocol);
            return Err(pickling_error(cx, &message));
        }
        self.push(format!("c{module}\n{path}\n").as_bytes())?;
        self.memoize(value)
    }

    pub(super) fn extension_code(&self, module: &str, path: &str) -> R<Option<u32>> {
        let Some(copyreg) = cx_module(self.cx, "copyreg") else { return Ok(None) };
        let registry = attr::getattr(self.cx, &copyreg, Name::new("_extension_registry"))?;
        let Some(registry) = registry.get::<Dict>().filter(|registry| registry.len() > 0) else { return Ok(None) };
        let key = Tuple::new(vec![Name::new(module).value(), Name::new(path).value()]).into_value();
        Ok(registry.get(self.cx, &key)?.and_then(|code| code.as_int()).and_then(|code| u32::try_from(code).ok()))
    }
}

fn cx_module(cx: &Cx, name: &str) -> Option<Value> {
    cx.interp.modules().get_name(Name::new(name))
}
