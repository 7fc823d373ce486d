//! Module `binascii`: bytes as text in base 64 and base 16, and as mail carries them, and checksums.

use super::compress::{crc32, low_bits};
use crate::object::buffer;
use crate::object::byte_methods::hex_text;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exception::VALUE_ERROR;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::room;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::text::mail_codes::{self, Quoting};
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use std::borrow::Cow;

static ERROR_DEF: TypeDef =
    TypeDef { name: "Error", module: "binascii", base: Some(&VALUE_ERROR), kind: Kind::Exception, subclassable: true, ..TypeDef::EMPTY };
static ERROR: Type = Type::from_def(&ERROR_DEF);

/// The digit that each byte is in base 64, or this.
const NO_DIGIT: u8 = 64;
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut digit = 0;
    while digit < 64 {
        digits[match digit {
            0..26 => b'A' + digit,
            26..52 => b'a' + digit - 26,
            52..62 => b'0' + digit - 52,
            62 => b'+',
            _ => b'/',
        } as usize] = digit;
        digit += 1;
    }
    digits
};

/// Text given as ASCII or bytes. Errors: TypeError, ValueError.
fn ascii<'a>(cx: &Cx, value: &'a Value) -> R<Cow<'a, [u8]>> {
    match value.get::<Str>() {
        Some(text) if text.is_ascii() => Ok(Cow::Borrowed(text.bytes())),
        Some(_) => Err(cx.value_error("string argument should contain only ASCII characters")),
        None => buffer::view(value).ok_or_else(|| {
            cx.type_error(format!("argument should be bytes, buffer or ASCII string, not '{}'", type_of(value).message_name()))
        }),
    }
}

fn b2a_base64(cx: &Cx, a: &[Value]) -> R {
    let newline = protocol::truth(cx, &a[1])?;
    let data = buffer::bytes_like(cx, &a[0])?;
    let mut out = room::vec(cx, data.len() / 3 * 4 + 5)?;
    out.resize(BASE64.encode_len(data.len()), 0);
    BASE64.encode_mut(&data, &mut out);
    if newline {
        out.push(b'\n');
    }
    bytes::make(cx, &out)
}

fn a2b_base64(cx: &Cx, a: &[Value]) -> R {
    let strict = protocol::truth(cx, &a[1])?;
    let text = ascii(cx, &a[0])?;
    let fail = |message: &str| Err(cx.error(&ERROR, message));
    if strict && text.first() == Some(&b'=') {
        return fail("Leading padding not allowed");
    }
    let (mut out, mut bits, mut held, mut pads) = (room::vec(cx, text.len() / 4 * 3)?, 0u32, 0, 0);
    // Most often four digits follow each other, and nothing else comes before the last ones.
    let mut start = 0;
    for four in text.chunks_exact(4) {
        let [a, b, c, d] = [0, 1, 2, 3].map(|at| DIGITS[usize::from(four[at])]);
        if (a | b | c | d) & NO_DIGIT != 0 {
            break;
        }
        out.extend_from_slice(&[a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        start += 4;
    }
    let mut digits = start;
    for (at, byte) in text.iter().enumerate().skip(start) {
        if *byte == b'=' {
            pads += 1;
            if held >= 2 && held + pads >= 4 {
                if strict && at + 1 < text.len() {
                    return fail("Excess data after padding");
                }
                return bytes::make(cx, &out);
            }
            if strict && held < 2 {
                return fail("Excess padding not allowed");
            }
            continue;
        }
        let value = match DIGITS[usize::from(*byte)] {
            NO_DIGIT if strict => return fail("Only base64 data is allowed"),
            NO_DIGIT => continue,
            digit => digit,
        };
        if strict && pads > 0 {
            return fail("Discontinuous padding not allowed");
        }
        pads = 0;
        digits += 1;
        bits = bits << 6 | u32::from(value);
        held = (held + 1) % 4;
        match held {
            2 => out.push((bits >> 4) as u8),
            3 => out.push((bits >> 2) as u8),
            0 => out.push(bits as u8),
            _ => {}
        }
    }
    match held {
        0 => bytes::make(cx, &out),
        1 => fail(&format!("Invalid base64-encoded string: number of data characters ({digits}) cannot be 1 more than a multiple of 4")),
        _ => fail("Incorrect padding"),
    }
}

fn hexlify(cx: &Cx, a: &[Value]) -> R {
    let text = hex_text(cx, &buffer::bytes_like(cx, &a[0])?, &a[1], &a[2])?;
    bytes::make(cx, text.get::<Str>().map_or(&[][..], |text| text.bytes()))
}

fn unhexlify(cx: &Cx, a: &[Value]) -> R {
    let text = ascii(cx, &a[0])?;
    if text.len() % 2 != 0 {
        return Err(cx.error(&ERROR, "Odd-length string"));
    }
    let mut out = room::vec(cx, text.len() / 2)?;
    out.resize(text.len() / 2, 0);
    match HEXLOWER_PERMISSIVE.decode_mut(&text, &mut out) {
        Ok(_) => bytes::make(cx, &out),
        Err(_) => Err(cx.error(&ERROR, "Non-hexadecimal digit found")),
    }
}

fn crc_hqx(cx: &Cx, a: &[Value]) -> R {
    let data = buffer::bytes_like(cx, &a[0])?;
    let mut crc = low_bits(cx, &a[1])? & 0xFFFF;
    for byte in data.iter() {
        crc ^= u32::from(*byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 } & 0xFFFF;
        }
    }
    Ok(Value::int(i64::from(crc)))
}

fn a2b_qp(cx: &Cx, a: &[Value]) -> R {
    let is_header = protocol::truth(cx, &a[1])?;
    bytes::make(cx, &mail_codes::from_quoted(&ascii(cx, &a[0])?, is_header))
}

fn b2a_qp(cx: &Cx, a: &[Value]) -> R {
    let data = buffer::bytes_like(cx, &a[0])?;
    let how =
        Quoting { quotes_tabs: protocol::truth(cx, &a[1])?, is_text: protocol::truth(cx, &a[2])?, is_header: protocol::truth(cx, &a[3])? };
    bytes::make(cx, &mail_codes::to_quoted(&data, &how))
}

fn a2b_uu(cx: &Cx, a: &[Value]) -> R {
    match mail_codes::from_uu(&ascii(cx, &a[0])?) {
        Ok(data) => bytes::make(cx, &data),
        Err(message) => Err(cx.error(&ERROR, message)),
    }
}

fn b2a_uu(cx: &Cx, a: &[Value]) -> R {
    let zero = if protocol::truth(cx, &a[1])? { b'`' } else { b' ' };
    let data = buffer::bytes_like(cx, &a[0])?;
    if data.len() > mail_codes::MOST_OF_LINE {
        return Err(cx.error(&ERROR, "At most 45 bytes at once"));
    }
    bytes::make(cx, &mail_codes::to_uu(&data, zero))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("a2b_qp(data, header=False)", a2b_qp).doc("Decode a string of qp-encoded data."),
    NativeDef::new("b2a_qp(data, quotetabs=False, istext=True, header=False)", b2a_qp)
        .doc("Encode a string using quoted-printable encoding."),
    NativeDef::new("a2b_uu(data, /)", a2b_uu).doc("Decode a line of uuencoded data."),
    NativeDef::new("b2a_uu(data, /, *, backtick=False)", b2a_uu).doc("Uuencode line of data."),
    NativeDef::new("a2b_base64(data, /, *, strict_mode=False)", a2b_base64).doc("Decode a line of base64 data."),
    NativeDef::new("b2a_base64(data, /, *, newline=True)", b2a_base64).doc("Base64-code line of data."),
    NativeDef::new("a2b_hex(hexstr, /)", unhexlify).doc("Binary data of hexadecimal representation."),
    NativeDef::new("unhexlify(hexstr, /)", unhexlify).doc("Binary data of hexadecimal representation."),
    NativeDef::new("b2a_hex(data, sep=?, bytes_per_sep=1)", hexlify).doc("Hexadecimal representation of binary data."),
    NativeDef::new("hexlify(data, sep=?, bytes_per_sep=1)", hexlify).doc("Hexadecimal representation of binary data."),
    NativeDef::new("crc32(data, crc=0, /)", crc32).doc("Compute CRC-32 incrementally."),
    NativeDef::new("crc_hqx(data, crc, /)", crc_hqx).doc("Compute CRC-CCITT incrementally."),
];

/// Fills the namespace of `binascii`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_type(&ERROR);
    module.set("Incomplete", crate::object::value::Object::value(&crate::object::exception::EXCEPTION));
    module.add_functions(FUNCTIONS);
    Ok(())
}
