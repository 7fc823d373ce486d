//! Module `struct`: values as packed bytes. A format is parsed once into items; knows nothing of files.

use crate::object::args::Args;
use crate::object::buffer;
use crate::object::bytes::{self, Bytes};
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::int;
use crate::object::iter::itself;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::number;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::sequence;
use crate::object::slots::Slots;
use crate::object::str::{self, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use parking_lot::RwLock;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// One item of a format at its place.
struct Item {
    code: u8,
    offset: usize,
    /// Bytes of one value: for `s` and `p` the whole string.
    size: usize,
}

struct Layout {
    text: Vec<u8>,
    items: Vec<Item>,
    size: usize,
    little: bool,
}

static ERROR_DEF: TypeDef = TypeDef {
    name: "error",
    module: "struct",
    base: Some(&exception::EXCEPTION),
    kind: Kind::Exception,
    subclassable: true,
    ..TypeDef::EMPTY
};
static ERROR: Type = Type::from_def(&ERROR_DEF);

#[cold]
fn error(cx: &Cx, message: impl AsRef<str>) -> Raised {
    cx.error(&ERROR, message)
}

/// Size of a code: native sizes, or standard ones.
fn size_of(code: u8, native: bool) -> Option<usize> {
    Some(match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' if !native => 4,
        b'l' | b'L' | b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' if native => 8,
        _ => return None,
    })
}

fn parse(cx: &Cx, text: &[u8]) -> R<Layout> {
    if text.contains(&0) {
        return Err(error(cx, "embedded null character"));
    }
    let (native, little, rest) = match text.first() {
        Some(b'@') => (true, cfg!(target_endian = "little"), &text[1..]),
        Some(b'=') => (false, cfg!(target_endian = "little"), &text[1..]),
        Some(b'<') => (false, true, &text[1..]),
        Some(b'>' | b'!') => (false, false, &text[1..]),
        _ => (true, cfg!(target_endian = "little"), text),
    };
    let too_long = |cx: &Cx| error(cx, "total struct size too long");
    let (mut items, mut size, mut at) = (Vec::new(), 0usize, 0);
    while at < rest.len() {
        if rest[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let mut count = 1usize;
        if rest[at].is_ascii_digit() {
            count = 0;
            while let Some(digit) = rest.get(at).filter(|c| c.is_ascii_digit()) {
                count = count
                    .checked_mul(10)
                    .and_then(|n| n.checked_add(usize::from(digit - b'0')))
                    .ok_or_else(|| error(cx, "overflow in item count"))?;
                at += 1;
            }
            if at == rest.len() {
                return Err(error(cx, "repeat count given without format specifier"));
            }
        }
        let code = rest[at];
        at += 1;
        let unit = size_of(code, native).ok_or_else(|| error(cx, "bad char in struct format"))?;
        if native && unit > 1 {
            size = size.checked_next_multiple_of(unit).ok_or_else(|| too_long(cx))?;
        }
        let total = count.checked_mul(unit).filter(|total| *total <= isize::MAX as usize).ok_or_else(|| too_long(cx))?;
        match code {
            b'x' => {}
            b's' | b'p' => items.push(Item { code, offset: size, size: count }),
            _ => {
                crate::object::room::reserve(cx, &mut items, count)?;
                for index in 0..count {
                    items.push(Item { code, offset: size + index * unit, size: unit });
                }
            }
        }
        size = size.checked_add(total).filter(|size| *size <= isize::MAX as usize).ok_or_else(|| too_long(cx))?;
    }
    Ok(Layout { text: text.to_vec(), items, size, little })
}

fn format_bytes(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    if let Some(text) = value.get::<Str>() {
        if !text.is_ascii() {
            return Err(error(cx, "bad char in struct format"));
        }
        return Ok(text.bytes().to_vec());
    }
    match value.get::<Bytes>() {
        Some(bytes) => Ok(bytes.bytes().to_vec()),
        None => Err(cx.type_error(format!("Struct() argument 1 must be a str or bytes object, not {}", type_of(value).message_name()))),
    }
}

/// The layout of a format, from the few last ones if it was used before.
fn layout(cx: &Cx, format: &Value) -> R<Arc<Layout>> {
    static RECENT: RwLock<Vec<Arc<Layout>>> = RwLock::new(Vec::new());
    let text = format_bytes(cx, format)?;
    if let Some(found) = RECENT.read().iter().find(|layout| layout.text == text) {
        return Ok(found.clone());
    }
    let fresh = Arc::new(parse(cx, &text)?);
    let mut recent = RECENT.write();
    if recent.len() >= 64 {
        recent.remove(0);
    }
    if fresh.items.len() < 10_000 {
        recent.push(fresh.clone());
    }
    Ok(fresh)
}

impl Layout {
    fn put(&self, place: &mut [u8], number: u64) {
        let raw = number.to_le_bytes();
        let len = place.len();
        place.copy_from_slice(&raw[..len]);
        if !self.little {
            place.reverse();
        }
    }

    fn take(&self, item: &[u8]) -> u64 {
        let mut raw = [0; 8];
        raw[..item.len()].copy_from_slice(item);
        if !self.little {
            raw[..item.len()].reverse();
        }
        u64::from_le_bytes(raw)
    }

    fn pack_item(&self, cx: &Cx, item: &Item, place: &mut [u8], value: &Value) -> R<()> {
        match item.code {
            b'c' => match value.get::<Bytes>().map(Bytes::bytes) {
                Some([byte]) => place[0] = *byte,
                _ => return Err(error(cx, "char format requires a bytes object of length 1")),
            },
            b's' | b'p' => {
                let Some(bytes) = buffer::bytes_or_bytearray(value) else {
                    return Err(error(cx, format!("argument for '{}' must be a bytes object", char::from(item.code))));
                };
                let (head, room) = if item.code == b'p' { (1.min(place.len()), place.len().saturating_sub(1)) } else { (0, place.len()) };
                let used = bytes.len().min(room);
                if head == 1 {
                    place[0] = used.min(255) as u8;
                }
                place[head..head + used].copy_from_slice(&bytes[..used]);
            }
            b'?' => place[0] = u8::from(protocol::truth(cx, value)?),
            b'e' | b'f' | b'd' => {
                let float = number::to_float(cx, value);
                let float = cx.absorb(float, &exception::TYPE_ERROR)?.ok_or_else(|| error(cx, "required argument is not a float"))?;
                match item.code {
                    b'd' => self.put(place, float.to_bits()),
                    b'f' => {
                        let single = float as f32;
                        if single.is_infinite() && float.is_finite() {
                            return Err(cx.overflow_error("float too large to pack with f format"));
                        }
                        self.put(place, u64::from(single.to_bits()));
                    }
                    _ => {
                        let half = half_bits(float).ok_or_else(|| cx.overflow_error("float too large to pack with e format"))?;
                        self.put(place, u64::from(half));
                    }
                }
            }
            _ => self.pack_int(cx, item, place, value)?,
        }
        Ok(())
    }

    fn pack_int(&self, cx: &Cx, item: &Item, place: &mut [u8], value: &Value) -> R<()> {
        if !int::is_int(value) && type_of(value).slots().index.is_none() {
            return Err(error(cx, "required argument is not an integer"));
        }
        let number = number::index(cx, value)?;
        let bits = item.size as u32 * 8;
        let signed = item.code.is_ascii_lowercase();
        let fits = match (int::to_i64(&number), signed) {
            (Some(n), true) => (bits == 64 || (-(1i64 << (bits - 1))..1i64 << (bits - 1)).contains(&n)).then_some(n as u64),
            (Some(n), false) => (n >= 0 && (bits == 64 || n < 1i64 << bits)).then_some(n as u64),
            (None, true) => None,
            (None, false) => int::to_big(&number).and_then(|big| u64::try_from(&big).ok()).filter(|_| bits == 64),
        };
        // Addresses may be given as either sign.
        let fits = if item.code == b'P' { fits.or_else(|| int::to_i64(&number).map(|n| n as u64)) } else { fits };
        match fits {
            Some(raw) => {
                self.put(place, raw);
                Ok(())
            }
            None if matches!(item.code, b'q' | b'Q' | b'n' | b'N' | b'P') && int::to_i64(&number).is_none() => {
                Err(error(cx, "int too large to convert"))
            }
            None => {
                let code = char::from(item.code);
                let (low, high) = match (signed, bits) {
                    (true, _) => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
                    (false, _) => (0, (1i128 << bits) - 1),
                };
                Err(error(cx, format!("'{code}' format requires {low} <= number <= {high}")))
            }
        }
    }

    fn pack(&self, cx: &Cx, name: &str, values: &[Value]) -> R<Vec<u8>> {
        if values.len() != self.items.len() {
            return Err(error(cx, format!("{name} expected {} items for packing (got {})", self.items.len(), values.len())));
        }
        let mut packed = crate::object::room::vec(cx, self.size)?;
        packed.resize(self.size, 0);
        for (item, value) in self.items.iter().zip(values) {
            self.pack_item(cx, item, &mut packed[item.offset..item.offset + item.size], value)?;
        }
        Ok(packed)
    }

    fn unpack_item(&self, cx: &Cx, item: &Item, raw: &[u8]) -> R {
        let bits = || self.take(raw);
        Ok(match item.code {
            b'c' | b's' => return bytes::make(cx, raw),
            b'p' => {
                let used = raw.first().map_or(0, |len| usize::from(*len)).min(raw.len().saturating_sub(1));
                return bytes::make(cx, raw.get(1..1 + used).unwrap_or_default());
            }
            b'?' => Value::bool(raw[0] != 0),
            b'e' => Value::float(half_value(bits() as u16)),
            b'f' => Value::float(f64::from(f32::from_bits(bits() as u32))),
            b'd' => Value::float(f64::from_bits(bits())),
            code if code.is_ascii_lowercase() => {
                let shift = 64 - item.size as u32 * 8;
                Value::int((bits() << shift) as i64 >> shift)
            }
            _ => int::from_u64(bits()),
        })
    }

    fn unpack(&self, cx: &Cx, data: &[u8]) -> R {
        let mut values = crate::object::room::vec(cx, self.items.len())?;
        for item in &self.items {
            values.push(self.unpack_item(cx, item, &data[item.offset..item.offset + item.size])?);
        }
        Ok(Tuple::new(values).into_value())
    }
}

/// The nearest half-precision number, ties to even; None if it is too large.
fn half_bits(float: f64) -> Option<u16> {
    let sign = if float.is_sign_negative() { 0x8000 } else { 0 };
    if float.is_nan() {
        return Some(sign | 0x7e00);
    }
    if float.is_infinite() {
        return Some(sign | 0x7c00);
    }
    let size = float.abs();
    // The distance between neighbours: fixed below the smallest normal number.
    let exponent = if size < 2f64.powi(-14) { -14 } else { ((size.to_bits() >> 52) as i32) - 1023 };
    let units = (size / 2f64.powi(exponent - 10)).round_ties_even();
    let (exponent, units) = if units >= 2048.0 { (exponent + 1, units / 2.0) } else { (exponent, units) };
    if exponent > 15 {
        return None;
    }
    let units = units as u16;
    Some(sign | if units < 1024 { units } else { (((exponent + 15) as u16) << 10) | (units - 1024) })
}

fn half_value(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let (exponent, mantissa) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    sign * match exponent {
        0 => mantissa * 2f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (mantissa + 1024.0) * 2f64.powi(exponent - 25),
    }
}

struct Packer {
    layout: Arc<Layout>,
}

/// The body of a `Struct`: replaced when `__init__` runs again.
struct StructBody {
    packer: RwLock<Option<Packer>>,
}

impl Payload for StructBody {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn own(cx: &Cx, value: &Value) -> R<Arc<Layout>> {
    let layout = Native::<StructBody>::of(value).and_then(|body| body.packer.read().as_ref().map(|packer| packer.layout.clone()));
    layout.ok_or_else(|| cx.runtime_error("Struct object is not initialized"))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, StructBody { packer: RwLock::new(None) }))
}

static INIT: NativeDef = NativeDef::new("Struct(format)", |_, _| Ok(Value::NONE));

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let bound = crate::object::args::bind_new(cx, &INIT, args)?;
    let layout = layout(cx, &bound[0])?;
    if let Some(body) = Native::<StructBody>::of(this) {
        *body.packer.write() = Some(Packer { layout });
    }
    Ok(())
}

fn pack(cx: &Cx, layout: &Layout, values: &[Value]) -> R {
    bytes::make(cx, &layout.pack(cx, "pack", values)?)
}

fn unpack(cx: &Cx, layout: &Layout, data: &Value) -> R {
    let data = buffer::bytes_like(cx, data)?;
    if data.len() != layout.size {
        return Err(error(cx, format!("unpack requires a buffer of {} bytes", layout.size)));
    }
    layout.unpack(cx, &data)
}

/// Where `size` bytes at `offset` of a buffer are. `verb` is "pack" or "unpack".
fn place(cx: &Cx, verb: &str, size: usize, offset: i64, len: usize) -> R<usize> {
    let mut start = offset;
    if offset < 0 {
        if offset.saturating_add(size as i64) > 0 {
            return Err(error(
                cx,
                match verb {
                    "pack" => format!("no space to pack {size} bytes at offset {offset}"),
                    _ => format!("not enough data to unpack {size} bytes at offset {offset}"),
                },
            ));
        }
        start = offset.saturating_add(len as i64);
        if start < 0 {
            return Err(error(cx, format!("offset {offset} out of range for {len}-byte buffer")));
        }
    }
    if (len as i64).saturating_sub(start) < size as i64 {
        return Err(error(
            cx,
            format!(
                "{verb}_{} requires a buffer of at least {} bytes for {verb}ing {size} bytes at offset {start} (actual buffer size is {len})",
                if verb == "pack" { "into" } else { "from" },
                (start as u64).saturating_add(size as u64),
            ),
        ));
    }
    Ok(start as usize)
}

fn unpack_from(cx: &Cx, layout: &Layout, data: &Value, offset: &Value) -> R {
    let offset = sequence::size_argument(cx, offset)?;
    let data = buffer::bytes_like(cx, data)?;
    let start = place(cx, "unpack", layout.size, offset, data.len())?;
    layout.unpack(cx, &data[start..start + layout.size])
}

fn pack_into(cx: &Cx, layout: &Layout, args: &[Value]) -> R {
    let (target, offset) = match args {
        [] => return Err(error(cx, "pack_into expected buffer argument")),
        [_] => return Err(error(cx, "pack_into expected offset argument")),
        [target, offset, ..] => (target, offset),
    };
    let values = &args[2..];
    if values.len() != layout.items.len() {
        return Err(error(cx, format!("pack_into expected {} items for packing (got {})", layout.items.len(), values.len())));
    }
    buffer::write_into(cx, target, &[])?;
    let len = buffer::with_buffer(cx, target, <[u8]>::len)?;
    let offset = sequence::size_argument(cx, offset)?;
    let start = place(cx, "pack", layout.size, offset, len)?;
    let packed = layout.pack(cx, "pack_into", values)?;
    buffer::write_at(cx, target, start, &packed)?;
    Ok(Value::NONE)
}

/// Iterates over the structs in a buffer.
struct Unpacker {
    layout: Arc<Layout>,
    data: Value,
    next: AtomicUsize,
}

impl Payload for Unpacker {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.data);
    }
}

fn iter_unpack(cx: &Cx, layout: Arc<Layout>, data: &Value) -> R {
    if layout.size == 0 {
        return Err(error(cx, "cannot iteratively unpack with a struct of length 0"));
    }
    let len = buffer::with_buffer(cx, data, <[u8]>::len)?;
    if !len.is_multiple_of(layout.size) {
        return Err(error(cx, format!("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size)));
    }
    Ok(Native::make(&UNPACKER, Unpacker { layout, data: data.clone(), next: AtomicUsize::new(0) }))
}

fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Unpacker>::of(value) else { return Ok(None) };
    let data = buffer::bytes_like(cx, &this.data)?;
    let size = this.layout.size;
    let at = this.next.fetch_update(Relaxed, Relaxed, |at| (at + size <= data.len()).then_some(at + size));
    match at {
        Ok(at) => this.layout.unpack(cx, &data[at..at + size]).map(Some),
        Err(_) => Ok(None),
    }
}

fn length_hint(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Unpacker>::of(&a[0]) else { return Ok(Value::int(0)) };
    let len = buffer::with_buffer(cx, &this.data, <[u8]>::len)?;
    Ok(Value::int((len.saturating_sub(this.next.load(Relaxed)) / this.layout.size) as i64))
}

static UNPACKER_DEF: TypeDef = TypeDef {
    name: "unpack_iterator",
    module: "_struct",
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: &[NativeDef::new("__length_hint__(self, /)", length_hint)],
    ..TypeDef::EMPTY
};
static UNPACKER: Type = Type::from_def(&UNPACKER_DEF);

/// The positional arguments of functions that take any number of them. Errors: TypeError.
fn positional<'a>(cx: &Cx, name: &str, args: Args<'a>, least: usize) -> R<&'a [Value]> {
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{name}() takes no keyword arguments")));
    }
    if args.values.len() < least {
        return Err(cx.type_error("missing format argument"));
    }
    Ok(args.values)
}

fn call_pack(cx: &Cx, args: Args<'_>) -> R {
    let values = positional(cx, "pack", args, 1)?;
    let layout = layout(cx, &values[0])?;
    pack(cx, &layout, &values[1..])
}

fn call_pack_into(cx: &Cx, args: Args<'_>) -> R {
    let values = positional(cx, "pack_into", args, 1)?;
    let layout = layout(cx, &values[0])?;
    pack_into(cx, &layout, &values[1..])
}

fn method_pack(cx: &Cx, args: Args<'_>) -> R {
    let values = positional(cx, "pack", args, 1)?;
    let layout = own(cx, &values[0])?;
    pack(cx, &layout, &values[1..])
}

fn method_pack_into(cx: &Cx, args: Args<'_>) -> R {
    let values = positional(cx, "pack_into", args, 1)?;
    let layout = own(cx, &values[0])?;
    pack_into(cx, &layout, &values[1..])
}

fn repr(cx: &Cx, this: &Value) -> R {
    let layout = own(cx, this)?;
    let text = format!("{}('{}')", type_of(this).name(), String::from_utf8_lossy(&layout.text));
    Ok(Str::from_str(&text).into_value())
}

static METHODS: &[NativeDef] = &[
    NativeDef::raw("pack(self, /, *values)", method_pack).doc("Return a bytes object with the values packed."),
    NativeDef::raw("pack_into(self, /, *args)", method_pack_into).doc("Pack the values and write the bytes into a buffer."),
    NativeDef::new("unpack(self, buffer, /)", |cx, a| unpack(cx, &*own(cx, &a[0])?, &a[1])).doc("Return a tuple of unpacked values."),
    NativeDef::new("unpack_from(self, /, buffer, offset=0)", |cx, a| unpack_from(cx, &*own(cx, &a[0])?, &a[1], &a[2]))
        .doc("Return a tuple of values unpacked from the buffer at an offset."),
    NativeDef::new("iter_unpack(self, buffer, /)", |cx, a| iter_unpack(cx, own(cx, &a[0])?, &a[1]))
        .doc("Return an iterator that unpacks equal chunks of the buffer."),
];

static DEF: TypeDef = TypeDef {
    name: "Struct",
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: METHODS,
    getset: &[
        GetSet { name: "format", get: |cx, this| str::make(cx, &own(cx, this)?.text), set: None },
        GetSet { name: "size", get: |cx, this| Ok(Value::int(own(cx, this)?.size as i64)), set: None },
    ],
    ..TypeDef::EMPTY
};
static STRUCT: Type = Type::from_def(&DEF);

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("calcsize(format, /)", |cx, a| Ok(Value::int(layout(cx, &a[0])?.size as i64)))
        .doc("Return size in bytes of the struct."),
    NativeDef::raw("pack(format, /, *values)", call_pack).doc("Return a bytes object with the values packed."),
    NativeDef::raw("pack_into(format, buffer, offset, /, *values)", call_pack_into)
        .doc("Pack the values and write the bytes into a buffer."),
    NativeDef::new("unpack(format, buffer, /)", |cx, a| unpack(cx, &*layout(cx, &a[0])?, &a[1])).doc("Return a tuple of unpacked values."),
    NativeDef::new("unpack_from(format, /, buffer, offset=0)", |cx, a| unpack_from(cx, &*layout(cx, &a[0])?, &a[1], &a[2]))
        .doc("Return a tuple of values unpacked from the buffer at an offset."),
    NativeDef::new("iter_unpack(format, buffer, /)", |cx, a| iter_unpack(cx, layout(cx, &a[0])?, &a[1]))
        .doc("Return an iterator that unpacks equal chunks of the buffer."),
    NativeDef::new("_clearcache()", |_, _| Ok(Value::NONE)),
];

/// Fills the namespace of `_struct`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    UNPACKER.make_ready();
    module.add_type(&STRUCT);
    module.add_type(&ERROR);
    module.add_functions(FUNCTIONS);
    Ok(())
}
