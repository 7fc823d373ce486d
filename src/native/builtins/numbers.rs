//! Builtin functions on numbers: abs, bin, chr, divmod, hex, oct, ord, pow, round.

use crate::object::attr;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::protocol::type_name;
use crate::object::slots::BinOp;
use crate::object::str::{Name, Str};
use crate::object::value::{R, V, Value};
use crate::text::int_text::{IntRef, with_prefix};
use std::sync::LazyLock;

fn abs(cx: &Cx, a: &[Value]) -> R {
    number::abs(cx, &a[0])
}

fn in_base(cx: &Cx, value: &Value, base: u32) -> R {
    let index = number::index(cx, value)?;
    let text = match index.unpack() {
        V::Int(small) => with_prefix(IntRef::Small(small), base),
        _ => match index.get::<int::Int>() {
            Some(big) => with_prefix(IntRef::Big(big.big()), base),
            None => String::new(),
        },
    };
    Ok(Str::from_str(&text).into_value())
}

fn bin(cx: &Cx, a: &[Value]) -> R {
    in_base(cx, &a[0], 2)
}

fn oct(cx: &Cx, a: &[Value]) -> R {
    in_base(cx, &a[0], 8)
}

fn hex(cx: &Cx, a: &[Value]) -> R {
    in_base(cx, &a[0], 16)
}

/// One-character strings of Latin-1, made once.
static LATIN1: LazyLock<Vec<Name>> = LazyLock::new(|| {
    (0..256u32)
        .map(|code| {
            let mut bytes = Vec::new();
            crate::text::wtf8::push(&mut bytes, code);
            Name::from_wtf8(&bytes)
        })
        .collect()
});

fn chr(cx: &Cx, a: &[Value]) -> R {
    let index = number::index(cx, &a[0])?;
    let Some(code) = index.as_int().and_then(|code| u32::try_from(code).ok()).filter(|code| *code < 0x11_0000) else {
        return Err(cx.value_error("chr() arg not in range(0x110000)"));
    };
    Ok(match LATIN1.get(code as usize) {
        Some(name) => name.value(),
        None => Str::from_code_point(code).into_value(),
    })
}

fn ord(cx: &Cx, a: &[Value]) -> R {
    let wrong_length = |len: usize| cx.type_error(format!("ord() expected a character, but string of length {len} found"));
    if let Some(text) = a[0].get::<Str>() {
        let code = if text.len() == 1 { text.code_point(0) } else { None };
        return code.map(|code| Value::int(i64::from(code))).ok_or_else(|| wrong_length(text.len()));
    }
    if a[0].get::<Bytes>().is_some() || a[0].get::<ByteArray>().is_some() {
        let len = crate::object::protocol::len(cx, &a[0])?;
        return if len == 1 { crate::object::protocol::getitem(cx, &a[0], &Value::int(0)) } else { Err(wrong_length(len)) };
    }
    Err(cx.type_error(format!("ord() expected string of length 1, but {} found", type_name(&a[0]))))
}

/// [`ord`] of a character.
fn peek_ord(value: &Value) -> Option<Value> {
    let text = value.get_exact::<Str>()?;
    if text.len() == 1 { text.code_point(0).map(|code| Value::int(i64::from(code))) } else { None }
}

/// [`abs`] of numbers of one word.
fn peek_abs(value: &Value) -> Option<Value> {
    match value.unpack() {
        V::Int(int) => int.checked_abs().map(Value::int),
        V::Float(float) => Some(Value::float(float.abs())),
        _ => None,
    }
}

fn divmod(cx: &Cx, a: &[Value]) -> R {
    number::binary(cx, BinOp::DivMod, &a[0], &a[1])
}

fn pow(cx: &Cx, a: &[Value]) -> R {
    number::power(cx, &a[0], &a[1], &a[2])
}

fn round(cx: &Cx, a: &[Value]) -> R {
    let args: &[Value] = if a[1].is_none() { &[] } else { &a[1..2] };
    match attr::call_special(cx, &a[0], Name::new("__round__"), args)? {
        Some(rounded) => Ok(rounded),
        None => Err(cx.type_error(format!("type {} doesn't define __round__ method", type_name(&a[0])))),
    }
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("abs(x, /)", abs).peek(peek_abs).doc("Return the absolute value of the argument."),
    NativeDef::new("bin(number, /)", bin).doc("Return the binary representation of an integer."),
    NativeDef::new("oct(number, /)", oct).doc("Return the octal representation of an integer."),
    NativeDef::new("hex(number, /)", hex).doc("Return the hexadecimal representation of an integer."),
    NativeDef::new("chr(i, /)", chr).doc("Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    NativeDef::new("ord(c, /)", ord).peek(peek_ord).doc("Return the Unicode code point for a one-character string."),
    NativeDef::new("divmod(x, y, /)", divmod).doc("Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."),
    NativeDef::new("pow(base, exp, mod=None)", pow).doc("Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    NativeDef::new("round(number, ndigits=None)", round).doc("Round a number to a given precision in decimal digits."),
];
