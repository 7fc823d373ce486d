//! Module `binascii`: bytes as text in base 64 and base 16, and as mail carries them, and checksums.

use crate::object::buffer;
use crate::object::byte_methods::hex_text;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exception::VALUE_ERROR;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::text::mail_codes::{self, Quoting};
use std::borrow::Cow;

static ERROR_DEF: TypeDef =
    TypeDef { name: "Error", module: "binascii", base: Some(&VALUE_ERROR), kind: Kind::Exception, subclassable: true, ..TypeDef::EMPTY };
static ERROR: Type = Type::from_def(&ERROR_DEF);

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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
    let mut out = Vec::new();
    if out.try_reserve(data.len() / 3 * 4 + 5).is_err() {
        return Err(cx.memory_error());
    }
    for chunk in data.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            out.push(if at <= chunk.len() { ALPHABET[(bits >> (18 - 6 * at)) as usize & 63] } else { b'=' });
        }
    }
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
    let (mut out, mut bits, mut held, mut pads) = (Vec::with_capacity(text.len() / 4 * 3), 0u32, 0, 0);
    let mut digits = 0usize;
    for (at, byte) in text.iter().enumerate() {
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
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ if strict => return fail("Only base64 data is allowed"),
            _ => continue,
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
    let digit = |byte: u8| char::from(byte).to_digit(16).ok_or_else(|| cx.error(&ERROR, "Non-hexadecimal digit found"));
    let mut out = Vec::with_capacity(text.len() / 2);
    for pair in text.chunks_exact(2) {
        out.push((digit(pair[0])? << 4 | digit(pair[1])?) as u8);
    }
    bytes::make(cx, &out)
}

fn start(cx: &Cx, value: &Value) -> R<u32> {
    let number = crate::object::number::index(cx, value)?;
    let low = crate::object::int::to_big(&number).map(|big| big & dashu_int::IBig::from(u32::MAX));
    Ok(low.and_then(|low| u32::try_from(&low).ok()).unwrap_or(0))
}

/// The checksum of ISO 3309, as gzip and PNG use it.
fn crc32(cx: &Cx, a: &[Value]) -> R {
    const TABLE: [u32; 256] = {
        let mut table = [0u32; 256];
        let mut n = 0;
        while n < 256 {
            let (mut c, mut k) = (n as u32, 0);
            while k < 8 {
                c = if c & 1 != 0 { 0xEDB8_8320 ^ c >> 1 } else { c >> 1 };
                k += 1;
            }
            table[n] = c;
            n += 1;
        }
        table
    };
    let data = buffer::bytes_like(cx, &a[0])?;
    let crc = data.iter().fold(!start(cx, &a[1])?, |crc, byte| TABLE[((crc ^ u32::from(*byte)) & 255) as usize] ^ crc >> 8);
    Ok(Value::int(i64::from(!crc)))
}

fn crc_hqx(cx: &Cx, a: &[Value]) -> R {
    let data = buffer::bytes_like(cx, &a[0])?;
    let mut crc = start(cx, &a[1])? & 0xFFFF;
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
