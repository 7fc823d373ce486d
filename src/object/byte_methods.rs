//! The table of methods that `bytes` and `bytearray` share, and those of them that map, ask about or render all bytes.

use super::args::kind_of;
use super::buffer;
use super::byte_ops::{like, unchanged};
use super::bytearray::ByteArray;
use super::bytes::{self, BYTES};
use super::codec;
use super::cx::Cx;
use super::room::{self, is_plausible};
use super::slicing;
use super::str::{self, Str};
use super::ty::Type;
use super::value::{R, Value};
use data_encoding::HEXLOWER;

/// The method table of a type: the shared rows, and the rows given.
macro_rules! byte_methods {
    ($($row:expr,)*) => {{
        use $crate::object::byte_methods as m;
        use $crate::object::byte_search as s;
        use $crate::object::native::NativeDef as D;
        &[
            D::new("capitalize(self, /)", m::capitalize),
            D::new("center(self, width, fillchar=?, /)", m::center),
            D::new("count(self, sub, start=None, end=None, /)", s::count),
            D::new("decode(self, /, encoding=?, errors=?)", m::decode),
            D::new("endswith(self, suffix, start=None, end=None, /)", s::endswith),
            D::new("expandtabs(self, /, tabsize=8)", m::expandtabs),
            D::new("find(self, sub, start=None, end=None, /)", s::find),
            D::new("classmethod fromhex(type, string, /)", m::fromhex),
            D::new("hex(self, /, sep=?, bytes_per_sep=1)", m::hex),
            D::new("index(self, sub, start=None, end=None, /)", s::index),
            D::new("isalnum(self, /)", |cx, a| m::all(cx, &a[0], |b| b.is_ascii_alphanumeric())),
            D::new("isalpha(self, /)", |cx, a| m::all(cx, &a[0], |b| b.is_ascii_alphabetic())),
            D::new("isascii(self, /)", m::isascii),
            D::new("isdigit(self, /)", |cx, a| m::all(cx, &a[0], |b| b.is_ascii_digit())),
            D::new("islower(self, /)", |cx, a| m::cased(cx, &a[0], |b| b.is_ascii_lowercase(), |b| b.is_ascii_uppercase())),
            D::new("isspace(self, /)", |cx, a| m::all(cx, &a[0], s::is_blank)),
            D::new("istitle(self, /)", m::istitle),
            D::new("isupper(self, /)", |cx, a| m::cased(cx, &a[0], |b| b.is_ascii_uppercase(), |b| b.is_ascii_lowercase())),
            D::new("join(self, iterable_of_bytes, /)", s::join),
            D::new("ljust(self, width, fillchar=?, /)", m::ljust),
            D::new("lower(self, /)", |cx, a| m::mapped(cx, &a[0], |b| b.to_ascii_lowercase())),
            D::new("lstrip(self, bytes=None, /)", s::lstrip),
            D::new("staticmethod maketrans(frm, to, /)", m::maketrans),
            D::new("partition(self, sep, /)", s::partition),
            D::new("removeprefix(self, prefix, /)", s::removeprefix),
            D::new("removesuffix(self, suffix, /)", s::removesuffix),
            D::new("replace(self, old, new, count=-1, /)", s::replace),
            D::new("rfind(self, sub, start=None, end=None, /)", s::rfind),
            D::new("rindex(self, sub, start=None, end=None, /)", s::rindex),
            D::new("rjust(self, width, fillchar=?, /)", m::rjust),
            D::new("rpartition(self, sep, /)", s::rpartition),
            D::new("rsplit(self, /, sep=None, maxsplit=-1)", s::rsplit),
            D::new("rstrip(self, bytes=None, /)", s::rstrip),
            D::new("split(self, /, sep=None, maxsplit=-1)", s::split),
            D::new("splitlines(self, /, keepends=False)", s::splitlines),
            D::new("startswith(self, prefix, start=None, end=None, /)", s::startswith),
            D::new("strip(self, bytes=None, /)", s::strip),
            D::new("swapcase(self, /)", |cx, a| m::mapped(cx, &a[0], m::swap_case)),
            D::new("title(self, /)", m::title),
            D::new("translate(self, table, /, delete=?)", m::translate),
            D::new("upper(self, /)", |cx, a| m::mapped(cx, &a[0], |b| b.to_ascii_uppercase())),
            D::new("zfill(self, width, /)", m::zfill),
            $($row,)*
        ]
    }};
}
pub(crate) use byte_methods;

pub(super) fn mapped(cx: &Cx, this: &Value, map: fn(u8) -> u8) -> R {
    let out = buffer::with_buffer(cx, this, |bytes| bytes.iter().map(|byte| map(*byte)).collect())?;
    like(cx, this, out)
}

pub(super) fn swap_case(byte: u8) -> u8 {
    if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte }
}

pub(super) fn capitalize(cx: &Cx, a: &[Value]) -> R {
    let mut out = buffer::bytes_like(cx, &a[0])?.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    like(cx, &a[0], out)
}

pub(super) fn title(cx: &Cx, a: &[Value]) -> R {
    let mut inside = false;
    let mut out = buffer::bytes_like(cx, &a[0])?.into_owned();
    for byte in &mut out {
        if inside {
            byte.make_ascii_lowercase()
        } else {
            byte.make_ascii_uppercase()
        }
        inside = byte.is_ascii_alphabetic();
    }
    like(cx, &a[0], out)
}

/// Whether there is a byte and all are of a kind.
pub(super) fn all(cx: &Cx, this: &Value, holds: fn(u8) -> bool) -> R {
    buffer::with_buffer(cx, this, |bytes| Value::bool(!bytes.is_empty() && bytes.iter().all(|byte| holds(*byte))))
}

/// Whether some byte has the case `wanted` and none the `other`.
pub(super) fn cased(cx: &Cx, this: &Value, wanted: fn(u8) -> bool, other: fn(u8) -> bool) -> R {
    buffer::with_buffer(cx, this, |bytes| Value::bool(bytes.iter().any(|byte| wanted(*byte)) && !bytes.iter().any(|byte| other(*byte))))
}

pub(super) fn isascii(cx: &Cx, a: &[Value]) -> R {
    buffer::with_buffer(cx, &a[0], |bytes| Value::bool(bytes.is_ascii()))
}

pub(super) fn istitle(cx: &Cx, a: &[Value]) -> R {
    buffer::with_buffer(cx, &a[0], |bytes| {
        let (mut inside, mut some) = (false, false);
        for byte in bytes {
            let good = if inside { !byte.is_ascii_uppercase() } else { !byte.is_ascii_lowercase() };
            if !good {
                return Value::FALSE;
            }
            inside = byte.is_ascii_alphabetic();
            some |= inside;
        }
        Value::bool(some)
    })
}

/// Bytes missing to the width argument, the width, and the fill byte.
fn missing(cx: &Cx, a: &[Value], method: &str) -> R<(usize, usize, u8)> {
    let width = usize::try_from(slicing::size(cx, &a[1])?).unwrap_or(0);
    let fill = if a[2].is_unset() {
        b' '
    } else {
        match buffer::bytes_or_bytearray(&a[2]).as_deref() {
            Some([fill]) => *fill,
            _ => {
                let found = kind_of(&a[2]);
                return Err(cx.type_error(format!("{method}() argument 2 must be a byte string of length 1, not {found}")));
            }
        }
    };
    let len = buffer::with_buffer(cx, &a[0], <[u8]>::len)?;
    Ok((width.saturating_sub(len), width, fill))
}

fn pad(cx: &Cx, this: &Value, left: usize, right: usize, fill: u8) -> R {
    if left + right == 0 {
        return unchanged(cx, this);
    }
    let bytes = buffer::bytes_like(cx, this)?;
    let mut out = Vec::new();
    let total = (left + right).checked_add(bytes.len()).filter(|total| is_plausible(*total));
    let reserved = total.is_some_and(|total| out.try_reserve_exact(total).is_ok());
    if !reserved {
        return Err(cx.memory_error());
    }
    out.resize(left, fill);
    out.extend_from_slice(&bytes);
    out.resize(out.len() + right, fill);
    like(cx, this, out)
}

pub(super) fn center(cx: &Cx, a: &[Value]) -> R {
    let (missing, width, fill) = missing(cx, a, "center")?;
    let left = missing / 2 + (missing & width & 1);
    pad(cx, &a[0], left, missing - left, fill)
}

pub(super) fn ljust(cx: &Cx, a: &[Value]) -> R {
    let (missing, _, fill) = missing(cx, a, "ljust")?;
    pad(cx, &a[0], 0, missing, fill)
}

pub(super) fn rjust(cx: &Cx, a: &[Value]) -> R {
    let (missing, _, fill) = missing(cx, a, "rjust")?;
    pad(cx, &a[0], missing, 0, fill)
}

pub(super) fn zfill(cx: &Cx, a: &[Value]) -> R {
    let width = usize::try_from(slicing::size(cx, &a[1])?).unwrap_or(0);
    let bytes = buffer::bytes_like(cx, &a[0])?;
    let zeros = width.saturating_sub(bytes.len());
    if zeros == 0 {
        return unchanged(cx, &a[0]);
    }
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let Some(mut out) = super::byte_ops::repeated(b"0", width) else {
        return Err(cx.memory_error());
    };
    out[..sign].copy_from_slice(&bytes[..sign]);
    out[sign + zeros..].copy_from_slice(&bytes[sign..]);
    like(cx, &a[0], out)
}

pub(super) fn expandtabs(cx: &Cx, a: &[Value]) -> R {
    let size = super::str_shape::tab_size(cx, &a[1])?;
    let bytes = buffer::bytes_like(cx, &a[0])?;
    match super::str_shape::expand_tabs(&bytes, size, |_| true) {
        Some(out) => like(cx, &a[0], out),
        None => Err(cx.memory_error()),
    }
}

pub(super) fn decode(cx: &Cx, a: &[Value]) -> R {
    let encoding = codec::name_arg(cx, &a[1], "decode", "encoding")?;
    let errors = codec::name_arg(cx, &a[2], "decode", "errors")?;
    let bytes = buffer::bytes_like(cx, &a[0])?;
    codec::decode(cx, &bytes, encoding, errors)
}

pub(super) fn maketrans(cx: &Cx, a: &[Value]) -> R {
    let (from, to) = (buffer::bytes_like(cx, &a[0])?, buffer::bytes_like(cx, &a[1])?);
    if from.len() != to.len() {
        return Err(cx.value_error("maketrans arguments must have same length"));
    }
    let mut table: [u8; 256] = std::array::from_fn(|byte| byte as u8);
    from.iter().zip(to.iter()).for_each(|(from, to)| table[usize::from(*from)] = *to);
    bytes::make(cx, &table)
}

pub(super) fn translate(cx: &Cx, a: &[Value]) -> R {
    let table = if a[1].is_none() { None } else { Some(buffer::bytes_like(cx, &a[1])?) };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(cx.value_error("translation table must be 256 characters long"));
    }
    let mut deleted = [false; 256];
    if !a[2].is_unset() {
        buffer::bytes_like(cx, &a[2])?.iter().for_each(|byte| deleted[usize::from(*byte)] = true);
    }
    let out = buffer::with_buffer(cx, &a[0], |bytes| {
        let kept = bytes.iter().filter(|byte| !deleted[usize::from(**byte)]);
        kept.map(|byte| table.as_ref().map_or(*byte, |table| table[usize::from(*byte)])).collect()
    })?;
    like(cx, &a[0], out)
}

/// `hex()` of any bytes, for the methods of that name.
pub(crate) fn hex_text(cx: &Cx, bytes: &[u8], separator: &Value, per_group: &Value) -> R {
    let separator = separator_byte(cx, separator)?;
    let group = slicing::size(cx, per_group)?;
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    if separator.is_none() || size == 0 {
        let mut out = room::vec(cx, bytes.len().saturating_mul(2))?;
        out.resize(bytes.len() * 2, 0);
        for (piece, place) in bytes.chunks(1 << 24).zip(out.chunks_mut(1 << 25)) {
            HEXLOWER.encode_mut(piece, place);
            cx.safepoint()?;
        }
        return str::make_known(cx, &out, true);
    }
    let mut out = room::vec(cx, bytes.len().saturating_mul(3))?;
    for (at, byte) in bytes.iter().enumerate() {
        if let Some(separator) = separator
            && at > 0
        {
            // Groups are counted from the right, with a negative size from the left.
            let boundary = if group > 0 { (bytes.len() - at).is_multiple_of(size) } else { at % size == 0 };
            if boundary {
                out.push(separator);
            }
        }
        out.extend([byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]));
    }
    str::make_known(cx, &out, true)
}

fn separator_byte(cx: &Cx, value: &Value) -> R<Option<u8>> {
    if value.is_unset() {
        return Ok(None);
    }
    if super::protocol::len(cx, value)? != 1 {
        return Err(cx.value_error("sep must be length 1."));
    }
    let byte = match (value.get::<Str>(), buffer::bytes_or_bytearray(value)) {
        (Some(text), _) => text.bytes().first().copied(),
        (None, Some(bytes)) => bytes.first().copied(),
        (None, None) => return Err(cx.type_error("sep must be str or bytes.")),
    };
    byte.filter(u8::is_ascii).map(Some).ok_or_else(|| cx.value_error("sep must be ASCII."))
}

pub(super) fn hex(cx: &Cx, a: &[Value]) -> R {
    let bytes = buffer::bytes_like(cx, &a[0])?;
    hex_text(cx, &bytes, &a[1], &a[2])
}

pub(super) fn fromhex(cx: &Cx, a: &[Value]) -> R {
    let Some(text) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("fromhex() argument must be str, not {}", kind_of(&a[1]))));
    };
    let out = parse_hex(text.bytes()).map_err(|at| {
        let position = text.chars_before(at.min(text.bytes().len()));
        cx.value_error(format!("non-hexadecimal number found in fromhex() arg at position {position}"))
    })?;
    let is_array = a[0].get::<Type>().is_some_and(|class| class.is_subtype(&super::bytearray::BYTEARRAY));
    let made = if is_array { ByteArray::new(out).into_value() } else { bytes::make(cx, &out)? };
    let exact = a[0].get::<Type>().is_some_and(|class| std::ptr::eq(class, &BYTES) || std::ptr::eq(class, &super::bytearray::BYTEARRAY));
    if exact { Ok(made) } else { super::call::call_pos(cx, &a[0], &[made]) }
}

/// Pairs of hexadecimal digits with blanks between them. Err: where the first wrong character is.
fn parse_hex(text: &[u8]) -> Result<Vec<u8>, usize> {
    const DIGITS: [u8; 256] = {
        let mut digits = [16; 256];
        let mut digit = 0;
        while digit < 16 {
            digits[b"0123456789abcdef"[digit] as usize] = digit as u8;
            digits[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
            digit += 1;
        }
        digits
    };
    let digit = |at: usize| text.get(at).map(|byte| DIGITS[usize::from(*byte)]).filter(|digit| *digit < 16).ok_or(at);
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    while at < text.len() {
        if super::byte_search::is_blank(text[at]) {
            at += 1;
            continue;
        }
        out.push(digit(at)? << 4 | digit(at + 1)?);
        at += 2;
    }
    Ok(out)
}
