//! Items of a `memoryview`: the native formats of one character, and items to values and back. Knows no memory.

use super::bytes;
use super::cx::Cx;
use super::int;
use super::ty::type_of;
use super::value::{R, Raised, Value};

/// What the items of a view are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Format {
    code: u8,
    /// Whether it was written with `@`.
    marked: bool,
}

impl Format {
    pub(crate) const UNSIGNED_BYTE: Format = Format { code: b'B', marked: false };

    /// `B`, `@B` and so on.
    pub(crate) fn from_name(name: &[u8]) -> Option<Format> {
        let (code, marked) = match name {
            [code] => (*code, false),
            [b'@', code] => (*code, true),
            _ => return None,
        };
        b"cbB?hHiIlLqQnNfd".contains(&code).then_some(Format { code, marked })
    }

    pub(crate) fn name(&self) -> &'static [u8] {
        const NAMES: &[&[u8; 2]] =
            &[b"@c", b"@b", b"@B", b"@?", b"@h", b"@H", b"@i", b"@I", b"@l", b"@L", b"@q", b"@Q", b"@n", b"@N", b"@f", b"@d"];
        let name = NAMES.iter().find(|name| name[1] == self.code).map_or(&b"@B"[..], |name| &name[..]);
        if self.marked { name } else { &name[1..] }
    }

    /// Bytes of an item.
    pub(crate) fn size(&self) -> usize {
        match self.code {
            b'h' | b'H' => 2,
            b'i' | b'I' | b'f' => 4,
            b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' => 8,
            _ => 1,
        }
    }

    pub(crate) fn is_float(&self) -> bool {
        matches!(self.code, b'f' | b'd')
    }

    /// The value of an item whose bytes are at the start of `raw`.
    pub(crate) fn unpack(&self, cx: &Cx, raw: [u8; 8]) -> R {
        let [a, b, c, d, ..] = raw;
        Ok(match self.code {
            b'c' => return bytes::make(cx, &[a]),
            b'b' => Value::int(i64::from(a as i8)),
            b'?' => Value::bool(a != 0),
            b'h' => Value::int(i64::from(i16::from_ne_bytes([a, b]))),
            b'H' => Value::int(i64::from(u16::from_ne_bytes([a, b]))),
            b'i' => Value::int(i64::from(i32::from_ne_bytes([a, b, c, d]))),
            b'I' => Value::int(i64::from(u32::from_ne_bytes([a, b, c, d]))),
            b'l' | b'q' | b'n' => Value::int(i64::from_ne_bytes(raw)),
            b'L' | b'Q' | b'N' => int::from_u64(u64::from_ne_bytes(raw)),
            b'f' => Value::float(f64::from(f32::from_ne_bytes([a, b, c, d]))),
            b'd' => Value::float(f64::from_ne_bytes(raw)),
            _ => Value::int(i64::from(a)),
        })
    }

    /// [`Format::unpack`] of bytes as they lie.
    pub(crate) fn unpack_slice(&self, cx: &Cx, item: &[u8]) -> R {
        let mut raw = [0; 8];
        let len = item.len().min(8);
        raw[..len].copy_from_slice(&item[..len]);
        self.unpack(cx, raw)
    }

    /// A value as an item, at the start of the result. Errors: TypeError, ValueError.
    pub(crate) fn pack(&self, cx: &Cx, value: &Value) -> R<[u8; 8]> {
        let mut raw = [0; 8];
        match self.code {
            b'c' => match value.get::<bytes::Bytes>().map(bytes::Bytes::bytes) {
                Some([byte]) => raw[0] = *byte,
                Some(_) => return Err(self.invalid_value(cx)),
                None => return Err(self.invalid_type(cx)),
            },
            b'?' => raw[0] = u8::from(super::protocol::truth(cx, value)?),
            b'f' | b'd' => {
                let float = super::number::to_float(cx, value);
                let float = cx.absorb(float, &super::exception::TYPE_ERROR)?.ok_or_else(|| self.invalid_type(cx))?;
                match self.code {
                    b'f' => raw[..4].copy_from_slice(&(float as f32).to_ne_bytes()),
                    _ => raw = float.to_ne_bytes(),
                }
            }
            _ => {
                if !int::is_int(value) && type_of(value).slots().index.is_none() {
                    return Err(self.invalid_type(cx));
                }
                let number = super::number::index(cx, value)?;
                raw = self.pack_int(&number).ok_or_else(|| self.invalid_value(cx))?;
            }
        }
        Ok(raw)
    }

    fn pack_int(&self, number: &Value) -> Option<[u8; 8]> {
        if matches!(self.code, b'L' | b'Q' | b'N') {
            return u64::try_from(&int::to_big(number)?).ok().map(u64::to_ne_bytes);
        }
        let number = int::to_i64(number)?;
        let fits = match self.code {
            b'b' => i8::try_from(number).is_ok(),
            b'B' => u8::try_from(number).is_ok(),
            b'h' => i16::try_from(number).is_ok(),
            b'H' => u16::try_from(number).is_ok(),
            b'i' => i32::try_from(number).is_ok(),
            b'I' => u32::try_from(number).is_ok(),
            _ => true,
        };
        let mut raw = [0; 8];
        match self.size() {
            1 => raw[0] = number as u8,
            2 => raw[..2].copy_from_slice(&(number as u16).to_ne_bytes()),
            4 => raw[..4].copy_from_slice(&(number as u32).to_ne_bytes()),
            _ => raw = number.to_ne_bytes(),
        }
        fits.then_some(raw)
    }

    #[cold]
    fn invalid_type(&self, cx: &Cx) -> Raised {
        cx.type_error(format!("memoryview: invalid type for format '{}'", String::from_utf8_lossy(self.name())))
    }

    #[cold]
    fn invalid_value(&self, cx: &Cx) -> Raised {
        cx.value_error(format!("memoryview: invalid value for format '{}'", String::from_utf8_lossy(self.name())))
    }
}
