//! SyntaxError and the Unicode errors: their fields and their texts. Knows no parser and no codecs but their wording.

use super::args::Args;
use super::cx::Cx;
use super::exception::{EXCEPTION, UNICODE_ERROR};
use super::exceptions::{arg_field, field, field_or_arg, special, this};
use super::kinds::Kind;
use super::slots::Slots;
use super::str::Str;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Raised, Ref, Value};
use crate::text::codecs;

/// Fields of a SyntaxError in the order of its argument tuple, after the message.
const SYNTAX_FIELDS: usize = 8;
pub(crate) const SYNTAX_LINE: usize = 2;
pub(crate) const SYNTAX_TEXT: usize = 4;

fn syntax_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    let exception = this(cx, e)?;
    let given = args.pos();
    exception.set_args(Tuple::from_slice(given));
    let mut fields = vec![Value::NONE; SYNTAX_FIELDS];
    if let Some(message) = given.first() {
        fields[0] = message.clone();
    }
    if let [_, place] = given {
        let place = super::iter::collect(cx, place)?;
        if place.len() < 4 {
            return Err(cx.type_error(format!("function takes at least 4 arguments ({} given)", place.len())));
        }
        if place.len() > 6 {
            return Err(cx.type_error(format!("function takes at most 6 arguments ({} given)", place.len())));
        }
        if place.len() == 5 {
            return Err(cx.type_error("end_offset must be provided when end_lineno is provided"));
        }
        fields[1..=place.len()].clone_from_slice(&place);
    }
    exception.set_fields(fields);
    Ok(())
}

fn syntax_str(cx: &Cx, e: &Value) -> R {
    let exception = this(cx, e)?;
    let message = super::protocol::str(cx, &field_or_arg(exception, 0, 0))?;
    let message = message.to_str_lossy();
    let filename = exception.field(1);
    let filename = filename.get::<Str>().map(|name| {
        let name = name.to_str_lossy().into_owned();
        name.rsplit('/').next().map(str::to_string).unwrap_or(name)
    });
    let line = exception.field(2).as_int();
    let text = match (filename, line) {
        (Some(filename), Some(line)) => format!("{message} ({filename}, line {line})"),
        (Some(filename), None) => format!("{message} ({filename})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message.into_owned(),
    };
    Ok(Str::from_str(&text).into_value())
}

special!(SYNTAX_ERROR "SyntaxError" EXCEPTION Slots { init: Some(syntax_init), str: Some(syntax_str), ..Slots::NONE },
&[
    arg_field::<0>("msg"),
    field::<1>("filename"),
    field::<2>("lineno"),
    field::<3>("offset"),
    field::<4>("text"),
    field::<5>("end_lineno"),
    field::<6>("end_offset"),
    field::<7>("print_file_and_line"),
]);

/// Checks the arguments of a Unicode error against what each must be.
fn unicode_init(cx: &Cx, e: &Value, args: Args<'_>, kinds: &[&str]) -> R<()> {
    let given = args.pos();
    if given.len() != kinds.len() {
        return Err(cx.type_error(format!("function takes exactly {} arguments ({} given)", kinds.len(), given.len())));
    }
    for (index, (value, kind)) in given.iter().zip(kinds).enumerate() {
        let fits = match *kind {
            "str" => value.get::<Str>().is_some(),
            "int" => super::int::is_int(value),
            _ => value.get::<Str>().is_none() && super::buffer::is_bytes_like(value),
        };
        if !fits {
            let ty = type_of(value).message_name();
            return Err(cx.type_error(match *kind {
                "int" => format!("'{ty}' object cannot be interpreted as an integer"),
                "bytes" => format!("a bytes-like object is required, not '{ty}'"),
                kind => format!("argument {} must be {kind}, not {ty}", index + 1),
            }));
        }
    }
    let exception = this(cx, e)?;
    exception.set_args(Tuple::from_slice(given));
    exception.set_fields(given.to_vec());
    Ok(())
}

fn decode_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    if let [encoding, object, rest @ ..] = args.values
        && args.names.is_empty()
        && object.get::<super::bytes::Bytes>().is_none()
        && let Ok(copy) = super::buffer::bytes_like(cx, object).map_err(|raised| drop(cx.take(raised)))
    {
        // What could change is kept as it is now.
        let values = [&[encoding.clone(), super::bytes::make(cx, &copy)?], rest].concat();
        return unicode_init(cx, e, Args::positional(&values), &["str", "bytes", "int", "int", "str"]);
    }
    unicode_init(cx, e, args, &["str", "bytes", "int", "int", "str"])
}

fn encode_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    unicode_init(cx, e, args, &["str", "str", "int", "int", "str"])
}

fn translate_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    unicode_init(cx, e, args, &["str", "int", "int", "str"])
}

fn text_of(value: &Value) -> String {
    value.get::<Str>().map_or_else(String::new, |text| text.to_str_lossy().into_owned())
}

/// A position clipped to what can be in an object of `len` items.
fn position(value: &Value, least: i64, most: usize) -> usize {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    super::int::to_i64(value).unwrap_or(0).min(most).max(least).max(0) as usize
}

fn decode_str(cx: &Cx, e: &Value) -> R {
    let exception = this(cx, e)?;
    let at = |index| field_or_arg(exception, index, index);
    let object = at(1);
    let Some(object) = super::buffer::view(&object) else {
        return super::exception::message(cx, exception).map(Ref::into_value);
    };
    let start = position(&at(2), 0, object.len().saturating_sub(1));
    let end = position(&at(3), 1, object.len());
    let text = codecs::decode_error_message(&text_of(&at(0)), &object, start, end, &text_of(&at(4)));
    Ok(Str::from_str(&text).into_value())
}

fn encode_str(cx: &Cx, e: &Value) -> R {
    let exception = this(cx, e)?;
    let at = |index| field_or_arg(exception, index, index);
    let object = at(1);
    let Some(object) = object.get::<Str>() else {
        return super::exception::message(cx, exception).map(Ref::into_value);
    };
    let start = position(&at(2), 0, object.len().saturating_sub(1));
    let end = position(&at(3), 1, object.len());
    let text = codecs::encode_error_message(&text_of(&at(0)), object.bytes(), start, end, &text_of(&at(4)));
    Ok(Str::from_str(&text).into_value())
}

fn translate_str(cx: &Cx, e: &Value) -> R {
    let exception = this(cx, e)?;
    let at = |index| field_or_arg(exception, index, index);
    let object = at(0);
    let Some(object) = object.get::<Str>() else {
        return super::exception::message(cx, exception).map(Ref::into_value);
    };
    let start = position(&at(1), 0, object.len().saturating_sub(1));
    let end = position(&at(2), 1, object.len());
    let text = codecs::encode_error_message("", object.bytes(), start, end, &text_of(&at(3)));
    let text = text.strip_prefix("'' codec ").unwrap_or(&text).replace("can't encode", "can't translate");
    Ok(Str::from_str(&text).into_value())
}

special!(UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR Slots { init: Some(decode_init), str: Some(decode_str), ..Slots::NONE },
    &[arg_field::<0>("encoding"), arg_field::<1>("object"), arg_field::<2>("start"), arg_field::<3>("end"), arg_field::<4>("reason")]);

special!(UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR Slots { init: Some(encode_init), str: Some(encode_str), ..Slots::NONE },
    &[arg_field::<0>("encoding"), arg_field::<1>("object"), arg_field::<2>("start"), arg_field::<3>("end"), arg_field::<4>("reason")]);

special!(UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR
    Slots { init: Some(translate_init), str: Some(translate_str), ..Slots::NONE },
    &[arg_field::<0>("object"), arg_field::<1>("start"), arg_field::<2>("end"), arg_field::<3>("reason")]);

/// Raises a UnicodeDecodeError.
#[cold]
pub(crate) fn decode_error(cx: &Cx, error: codecs::CodecError, object: Value) -> Raised {
    cx.raise(super::exception::make(&UNICODE_DECODE_ERROR, codec_args(error, object)))
}

/// Raises a UnicodeEncodeError.
#[cold]
pub(crate) fn encode_error(cx: &Cx, error: codecs::CodecError, object: Value) -> Raised {
    cx.raise(super::exception::make(&UNICODE_ENCODE_ERROR, codec_args(error, object)))
}

fn codec_args(error: codecs::CodecError, object: Value) -> Vec<Value> {
    vec![
        Str::from_str(error.encoding).into_value(),
        object,
        super::int::from_usize(error.start),
        super::int::from_usize(error.end),
        Str::from_str(error.reason).into_value(),
    ]
}
