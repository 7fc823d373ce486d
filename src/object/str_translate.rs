//! `str.translate` and `str.maketrans`: mapping characters one by one. Knows no other methods.

use super::cx::Cx;
use super::dict::Dict;
use super::exception::LOOKUP_ERROR;
use super::int;
use super::protocol;
use super::str::Str;
use super::str_builder::StrBuilder;
use super::str_ops::own;
use super::str_search::text_arg;
use super::value::{R, Value};
use crate::text::wtf8;

/// What a table says of one character.
#[derive(Clone)]
enum Mapped {
    Kept,
    Deleted,
    Code(u32),
    Text(Value),
}

fn look_up(cx: &Cx, table: &Value, code: u32) -> R<Mapped> {
    let found = protocol::getitem(cx, table, &Value::int(i64::from(code)));
    let Some(found) = cx.absorb(found, &LOOKUP_ERROR)? else {
        return Ok(Mapped::Kept);
    };
    if found.is_none() {
        return Ok(Mapped::Deleted);
    }
    if found.get::<Str>().is_some() {
        return Ok(Mapped::Text(found));
    }
    if !int::is_int(&found) {
        return Err(cx.type_error("character mapping must return integer, None or str"));
    }
    let code = int::to_i64(&found).and_then(|code| u32::try_from(code).ok()).filter(|code| *code <= 0x10_FFFF);
    code.map(Mapped::Code).ok_or_else(|| cx.value_error("character mapping must be in range(0x110000)"))
}

pub(super) fn translate(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    // A table is asked once per ASCII character, as CPython asks it.
    let mut seen: [Option<Mapped>; 128] = std::array::from_fn(|_| None);
    let mut out = StrBuilder::new();
    let mut at = 0;
    while let Some((code, width)) = wtf8::decode_at(text.bytes(), at) {
        let mapped = match seen.get(code as usize) {
            Some(Some(mapped)) => mapped.clone(),
            _ => look_up(cx, &a[1], code)?,
        };
        match &mapped {
            Mapped::Kept => out.push(&text.bytes()[at..at + width]),
            Mapped::Deleted => {}
            Mapped::Code(code) => out.push_code_point(*code),
            Mapped::Text(replacement) => out.push(replacement.get::<Str>().map_or(b"", |text| text.bytes())),
        }
        if let Some(slot) = seen.get_mut(code as usize) {
            *slot = Some(mapped);
        }
        at += width;
        if out.has_failed() {
            break;
        }
        cx.safepoint()?;
    }
    out.finish(cx)
}

pub(super) fn maketrans(cx: &Cx, a: &[Value]) -> R {
    let table = Dict::new();
    if a[1].is_unset() {
        let Some(given) = a[0].get_exact::<Dict>() else {
            return Err(cx.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for (key, value) in given.snapshot() {
            table.set(cx, key_code(cx, &key)?, value)?;
        }
        return Ok(table.into_value());
    }
    let Some(from) = a[0].get::<Str>() else {
        return Err(cx.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    let to = text_arg(cx, &a[1], "maketrans", 2)?;
    if from.len() != to.len() {
        return Err(cx.value_error("the first two maketrans arguments must have equal length"));
    }
    for (key, value) in from.code_points().zip(to.code_points()) {
        table.set(cx, Value::int(i64::from(key)), Value::int(i64::from(value)))?;
    }
    if !a[2].is_unset() {
        for key in text_arg(cx, &a[2], "maketrans", 3)?.code_points() {
            table.set(cx, Value::int(i64::from(key)), Value::NONE)?;
        }
    }
    Ok(table.into_value())
}

/// A key of a translation table as a code point.
fn key_code(cx: &Cx, key: &Value) -> R {
    if let Some(text) = key.get::<Str>() {
        let one = (text.len() == 1).then(|| text.code_point(0)).flatten();
        return one
            .map(|code| Value::int(i64::from(code)))
            .ok_or_else(|| cx.value_error("string keys in translate table must be of length 1"));
    }
    if int::is_int(key) {
        return Ok(key.clone());
    }
    Err(cx.type_error("keys in translate table must be strings or integers"))
}
