//! Items of arrays: values to bytes and back, with the messages of each type code.

use crate::object::array::Array;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::number;
use crate::object::str::{Str, char_value};
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Value};

/// What a type code is called in messages about numbers that do not fit.
fn too_large(cx: &Cx, code: u8, is_big: bool, negative: bool) -> Raised {
    cx.overflow_error(match (code, negative) {
        (b'b', true) => "signed char is less than minimum",
        (b'b', false) => "signed char is greater than maximum",
        (b'B', true) => "unsigned byte integer is less than minimum",
        (b'B', false) => "unsigned byte integer is greater than maximum",
        (b'h', true) => "signed short integer is less than minimum",
        (b'h', false) => "signed short integer is greater than maximum",
        (b'H', true) => "unsigned short is less than minimum",
        (b'H', false) => "unsigned short is greater than maximum",
        (b'i', _) if is_big => "Python int too large to convert to C long",
        (b'i', true) => "signed integer is less than minimum",
        (b'i', false) => "signed integer is greater than maximum",
        (b'I' | b'L', true) => "can't convert negative value to unsigned int",
        (b'I', false) if !is_big => "unsigned int is greater than maximum",
        (b'I' | b'L', false) => "Python int too large to convert to C unsigned long",
        (b'l', _) => "Python int too large to convert to C long",
        (b'Q', true) => "can't convert negative int to unsigned",
        _ => "int too big to convert",
    })
}

#[cold]
pub(super) fn text_for_numbers(cx: &Cx, code: u8) -> Raised {
    cx.type_error(format!("cannot use a str to initialize an array with typecode '{}'", char::from(code)))
}

/// A value as the bytes of an item, at the start of the result. Errors: TypeError, OverflowError.
pub(super) fn pack(cx: &Cx, code: u8, value: &Value) -> R<[u8; 8]> {
    let mut raw = [0; 8];
    match code {
        b'u' | b'w' => {
            let Some(text) = value.get::<Str>() else {
                return Err(cx.type_error(format!("array item must be a unicode character, not {}", type_of(value).message_name())));
            };
            match (text.len(), text.code_point(0)) {
                (1, Some(code)) => raw[..4].copy_from_slice(&code.to_ne_bytes()),
                (len, _) => {
                    return Err(cx.type_error(format!("array item must be a string of length 1, not a string of length {len}")));
                }
            }
        }
        b'f' => raw[..4].copy_from_slice(&(number::to_float(cx, value)? as f32).to_ne_bytes()),
        b'd' => raw = number::to_float(cx, value)?.to_ne_bytes(),
        _ => {
            let number = number::index(cx, value)?;
            let small = int::to_i64(&number);
            let fits = |low: i64, high: i64| small.filter(|n| (low..=high).contains(n)).map(|n| n as u64);
            let bits = match code {
                b'b' => fits(i8::MIN.into(), i8::MAX.into()),
                b'B' => fits(0, u8::MAX.into()),
                b'h' => fits(i16::MIN.into(), i16::MAX.into()),
                b'H' => fits(0, u16::MAX.into()),
                b'i' => fits(i32::MIN.into(), i32::MAX.into()),
                b'I' => fits(0, u32::MAX.into()),
                b'l' | b'q' => small.map(|n| n as u64),
                _ => int::to_big(&number).and_then(|big| u64::try_from(&big).ok()),
            };
            let Some(bits) = bits else {
                let negative = int::to_big(&number).is_some_and(|big| big < dashu_int::IBig::ZERO);
                return Err(too_large(cx, code, small.is_none(), negative));
            };
            let size = match code {
                b'b' | b'B' => 1,
                b'h' | b'H' => 2,
                b'i' | b'I' => 4,
                _ => 8,
            };
            // The low bytes in the machine's order.
            let bytes = bits.to_le_bytes();
            raw[..size].copy_from_slice(&bytes[..size]);
            if cfg!(target_endian = "big") {
                raw[..size].reverse();
            }
        }
    }
    Ok(raw)
}

/// The value of an item.
pub(super) fn unpack(cx: &Cx, array: &Array, raw: [u8; 8]) -> R {
    if array.is_text() {
        let code = u32::from_ne_bytes([raw[0], raw[1], raw[2], raw[3]]);
        if code > 0x10_ffff {
            return Err(cx.value_error(format!("character U+{code:x} is not in range [U+0000; U+10ffff]")));
        }
        return Ok(char_value(code));
    }
    array.format().unpack(cx, raw)
}
