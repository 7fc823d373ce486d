//! Arrays as pickles keep them: the bytes of the items with a number that says what they are on any machine.

use super::{append_bytes, append_text, append_value, items, make, own, tolist};
use crate::object::attr;
use crate::object::bytes::{self, Bytes};
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, type_of};
use crate::object::value::{Object, R, Value};

/// What a stored item is.
#[derive(Clone, Copy, PartialEq)]
enum Item {
    Unsigned,
    Signed,
    Float,
    Text,
}

/// What the numbers of CPython's formats say: the kind of item and its bytes. Even numbers are little-endian from 2 on.
static FORMATS: [(Item, usize); 22] = {
    use Item::*;
    [
        (Unsigned, 1),
        (Signed, 1),
        (Unsigned, 2),
        (Unsigned, 2),
        (Signed, 2),
        (Signed, 2),
        (Unsigned, 4),
        (Unsigned, 4),
        (Signed, 4),
        (Signed, 4),
        (Unsigned, 8),
        (Unsigned, 8),
        (Signed, 8),
        (Signed, 8),
        (Float, 4),
        (Float, 4),
        (Float, 8),
        (Float, 8),
        (Text, 2),
        (Text, 2),
        (Text, 4),
        (Text, 4),
    ]
};

const HERE: usize = cfg!(target_endian = "big") as usize;

/// The format that items of a type code have on this machine.
fn format_of(code: u8) -> usize {
    match code {
        b'B' => 0,
        b'b' => 1,
        b'H' => 2 + HERE,
        b'h' => 4 + HERE,
        b'I' => 6 + HERE,
        b'i' => 8 + HERE,
        b'L' | b'Q' => 10 + HERE,
        b'l' | b'q' => 12 + HERE,
        b'f' => 14 + HERE,
        b'd' => 16 + HERE,
        _ => 20 + HERE,
    }
}

/// The type code for items of a format that the array's own code has another size for.
fn code_for(format: usize) -> u8 {
    b"BbHHhhIIiiQQqqffdd"[format]
}

/// `__reduce_ex__`: from protocol 3 on as bytes, before that as a list.
pub(super) fn reduce_ex(cx: &Cx, a: &[Value]) -> R {
    let array = own(cx, &a[0])?;
    if !int::is_int(&a[1]) {
        return Err(cx.type_error("__reduce_ex__ argument should be an integer"));
    }
    let code = Str::from_str(&char::from(array.code).to_string()).into_value();
    let state = attr::lookup_optional(cx, &a[0], Name::new("__dict__"))?.unwrap_or(Value::NONE);
    let class = type_of(&a[0]).value();
    if a[1].as_int().is_some_and(|protocol| protocol < 3) {
        let args = Tuple::new(vec![code, tolist(cx, &a[..1])?]).into_value();
        return Ok(Tuple::new(vec![class, args, state]).into_value());
    }
    let module = crate::native::importer::import_full(cx, "array")?;
    let function = attr::getattr(cx, &module, Name::new("_array_reconstructor"))?;
    let content = array.storage.with(|raw| bytes::make(cx, raw))?;
    let args = Tuple::new(vec![class, code, Value::int(format_of(array.code) as i64), content]).into_value();
    Ok(Tuple::new(vec![function, args, state]).into_value())
}

pub(super) static RECONSTRUCTOR: NativeDef =
    NativeDef::new("_array_reconstructor(arraytype, typecode, mformat_code, items, /)", reconstruct)
        .doc("Internal. Used for pickling support.");

fn reconstruct(cx: &Cx, a: &[Value]) -> R {
    let Some(class) = a[0].get::<Type>() else {
        return Err(cx.type_error(format!("first argument must be a type object, not {}", type_of(&a[0]).message_name())));
    };
    if !class.is_subtype(&super::ARRAY) {
        return Err(cx.type_error(format!("{} is not a subtype of array.array", class.name())));
    }
    let Some(code) = a[1].get::<Str>().filter(|code| code.len() == 1) else {
        let name = type_of(&a[1]).message_name();
        return Err(cx.type_error(format!("_array_reconstructor() argument 2 must be a unicode character, not {name}")));
    };
    let format = protocol::index(cx, &a[2])?;
    let Some(raw) = a[3].get::<Bytes>() else {
        return Err(cx.type_error(format!("fourth argument should be bytes, not {}", type_of(&a[3]).message_name())));
    };
    let code = code.bytes()[0];
    if !super::CODES.as_bytes().contains(&code) {
        return Err(cx.value_error("second argument must be a valid type code"));
    }
    let Some((kind, size)) = usize::try_from(format).ok().and_then(|format| FORMATS.get(format).copied()) else {
        return Err(cx.value_error("third argument must be a valid machine format code."));
    };
    let format = format as usize;
    let raw = raw.bytes();
    if format == format_of(code) {
        let made = make(class, code, Vec::new());
        append_bytes(cx, own(cx, &made)?, raw)?;
        return Ok(made);
    }
    if kind == Item::Text {
        return of_text(cx, class, code, format, &a[3]);
    }
    if !raw.len().is_multiple_of(size) {
        return Err(cx.value_error("string length not a multiple of item size"));
    }
    let is_int = matches!(kind, Item::Unsigned | Item::Signed);
    let made = make(class, if is_int { code_for(format) } else { code }, Vec::new());
    let array = own(cx, &made)?;
    for item in raw.chunks_exact(size) {
        let mut item = item.to_vec();
        if format.is_multiple_of(2) || size == 1 {
            item.reverse();
        }
        append_value(cx, array, &number(kind, &item))?;
    }
    Ok(made)
}

/// The number in some bytes, the highest first.
fn number(kind: Item, bytes: &[u8]) -> Value {
    let bits = bytes.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let unused = 64 - 8 * bytes.len() as u32;
    match kind {
        Item::Signed => Value::int((bits << unused) as i64 >> unused),
        Item::Float if bytes.len() == 4 => Value::float(f64::from(f32::from_bits(bits as u32))),
        Item::Float => Value::float(f64::from_bits(bits)),
        _ => i64::try_from(bits).map_or_else(|_| int::from_big(dashu_int::IBig::from(bits)), Value::int),
    }
}

fn of_text(cx: &Cx, class: &Type, code: u8, format: usize, raw: &Value) -> R {
    let encoding = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"][format - 18];
    let text = call::call_method(cx, raw, Name::new("decode"), &[Str::from_str(encoding).into_value()])?;
    let made = make(class, code, Vec::new());
    let array = own(cx, &made)?;
    match text.get::<Str>() {
        Some(text) if array.is_text() => append_text(cx, array, text)?,
        _ => return Err(items::text_for_numbers(cx, code)),
    }
    Ok(made)
}
