//! `str.encode` and `bytes.decode`: encodings by name, error handlers, and the exceptions of both. Knows the codecs of `text` only.

use super::args::kind_of;
use super::cx::Cx;
use super::exception;
use super::exceptions::{UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR};
use super::str::{self, Name, Str};
use super::tuple::Tuple;
use super::ty::Type;
use super::value::{R, Raised, Value};
use crate::text::codecs::{Codec, CodecError, Handler, Replacement};
use crate::text::{decode, encode};

/// An error handler by its name, which is looked up when it is needed.
enum Errors<'a> {
    Builtin(Handler),
    Named(&'a str),
}

impl Errors<'_> {
    fn new(name: &str) -> Errors<'_> {
        Handler::from_name(name).map_or(Errors::Named(name), Errors::Builtin)
    }

    /// The handler that module `codecs` keeps under the name. Errors: LookupError.
    fn registered(&self, cx: &Cx) -> R {
        let Errors::Named(name) = self else {
            return Ok(Value::NONE);
        };
        let module = (cx.interp.hooks().import)(cx, "codecs", &super::dict::Dict::new(), &Value::NONE, 0)?;
        super::call::call_method(cx, &module, Name::new("lookup_error"), &[Str::from_str(name).into_value()])
    }
}

/// Argument `name` of `method`, a string; None if it was left out. Errors: TypeError, ValueError.
pub(crate) fn name_arg<'a>(cx: &Cx, value: &'a Value, method: &str, name: &str) -> R<Option<&'a str>> {
    if value.is_unset() {
        return Ok(None);
    }
    let Some(text) = value.get::<Str>() else {
        return Err(cx.type_error(format!("{method}() argument '{name}' must be str, not {}", kind_of(value))));
    };
    if text.bytes().contains(&0) {
        return Err(cx.value_error("embedded null character"));
    }
    // A name with surrogates names nothing.
    Ok(Some(text.as_str().unwrap_or("\u{FFFD}")))
}

/// UnicodeDecodeError or UnicodeEncodeError with its fields.
fn unicode_error(class: &'static Type, object: &Value, error: CodecError) -> Value {
    let fields = vec![
        Str::from_str(error.encoding).into_value(),
        object.clone(),
        Value::int(error.start as i64),
        Value::int(error.end as i64),
        Str::from_str(error.reason).into_value(),
    ];
    let exception = exception::make(class, fields.clone());
    exception::set_fields(&exception, fields);
    exception
}

/// Asks module `codecs`, which knows the encodings that programs register and the rare ones.
#[cold]
fn foreign(cx: &Cx, function: &str, value: Value, encoding: &str, errors: Option<&str>) -> R {
    let globals = super::dict::Dict::new();
    let module = (cx.interp.hooks().import)(cx, "codecs", &globals, &Value::NONE, 0)?;
    let arguments = [value, Str::from_str(encoding).into_value(), Str::from_str(errors.unwrap_or("strict")).into_value()];
    super::call::call_method(cx, &module, Name::new(function), &arguments)
}

/// `text` in the encoding. Errors: LookupError, UnicodeEncodeError.
pub(crate) fn encode(cx: &Cx, text: &Str, encoding: Option<&str>, errors: Option<&str>) -> R<Vec<u8>> {
    let codec = match encoding {
        None => Codec::Utf8,
        Some(name) => match Codec::from_name(name) {
            Some(codec) => codec,
            None => {
                let made = foreign(cx, "_encode_text", super::value::Object::value(text), name, errors)?;
                return super::buffer::bytes_like(cx, &made).map(std::borrow::Cow::into_owned);
            }
        },
    };
    encode_with(cx, text, codec, errors.unwrap_or("strict"))
}

/// `text` in `codec`. Errors: LookupError, UnicodeEncodeError.
pub(crate) fn encode_with(cx: &Cx, text: &Str, codec: Codec, errors: &str) -> R<Vec<u8>> {
    let errors = Errors::new(errors);
    if let Errors::Builtin(handler) = errors {
        return encode::encode(codec, text.bytes(), handler)
            .map_err(|error| cx.raise(unicode_error(&UNICODE_ENCODE_ERROR, &own_value(text), error)));
    }
    let object = own_value(text);
    encode::encode_with(codec, text.bytes(), |_, error, bad| {
        let exception = unicode_error(&UNICODE_ENCODE_ERROR, &object, error);
        if bad.is_empty() {
            return Err(cx.raise(exception));
        }
        let handler = errors.registered(cx)?;
        let (replacement, next) = handled(cx, &handler, exception, text.len(), "encoding")?;
        let replacement = match (replacement.get::<Str>(), super::buffer::bytes_or_bytearray(&replacement)) {
            (Some(text), _) => Replacement::Text(text.bytes().to_vec()),
            (None, Some(bytes)) => Replacement::Bytes(bytes.into_owned()),
            (None, None) => return Err(bad_answer(cx, "encoding")),
        };
        Ok((replacement, next))
    })
}

fn own_value(text: &Str) -> Value {
    super::value::Object::value(text)
}

#[cold]
fn bad_answer(cx: &Cx, doing: &str) -> Raised {
    let (kinds, tail) = if doing == "encoding" { ("(str/bytes, int)", "encoding") } else { ("(str, int)", "decoding") };
    cx.type_error(format!("{tail} error handler must return {kinds} tuple"))
}

/// Asks a registered handler: the replacement and where to go on.
fn handled(cx: &Cx, handler: &Value, exception: Value, len: usize, doing: &str) -> R<(Value, usize)> {
    let answer = super::call::call_pos(cx, handler, &[exception])?;
    let Some([replacement, position]) = answer.get::<Tuple>().map(Tuple::items) else {
        return Err(bad_answer(cx, doing));
    };
    let position = super::slicing::size(cx, position)?;
    let from_start = if position < 0 { position.saturating_add(len as i64) } else { position };
    match usize::try_from(from_start) {
        Ok(next) if next <= len => Ok((replacement.clone(), next)),
        _ => Err(cx.index_error(format!("position {position} from error handler out of bounds"))),
    }
}

/// The text that `input` is in the encoding; `object` appears in errors. Errors: LookupError, UnicodeDecodeError.
pub(crate) fn decode(cx: &Cx, input: &[u8], encoding: Option<&str>, errors: Option<&str>) -> R {
    let codec = match encoding {
        None => Codec::Utf8,
        Some(name) => match Codec::from_name(name) {
            Some(codec) => codec,
            None => return foreign(cx, "_decode_bytes", super::bytes::make(cx, input)?, name, errors),
        },
    };
    str::make(cx, &decode_with(cx, input, codec, errors.unwrap_or("strict"))?)
}

/// The text (WTF-8) that `input` is in `codec`. Errors: LookupError, UnicodeDecodeError.
pub(crate) fn decode_with<'a>(cx: &Cx, input: &'a [u8], codec: Codec, errors: &str) -> R<std::borrow::Cow<'a, [u8]>> {
    let input = decode::without_signature(codec, input);
    let is_plain = match codec {
        Codec::Utf8 | Codec::Utf8Sig => std::str::from_utf8(input).is_ok(),
        Codec::Ascii | Codec::Latin1 => input.is_ascii(),
        _ => false,
    };
    if is_plain {
        return Ok(input.into());
    }
    let raise = |error| {
        let object = super::bytes::Bytes::try_new(input).map_or(Value::NONE, Into::into);
        cx.raise(unicode_error(&UNICODE_DECODE_ERROR, &object, error))
    };
    match Errors::new(errors) {
        Errors::Builtin(Handler::XmlCharRefReplace) => {
            decode::decode_with(codec, input, |_, _| Err(cx.type_error("don't know how to handle UnicodeDecodeError in error callback")))
                .map(Into::into)
        }
        Errors::Builtin(handler) => decode::decode(codec, input, handler).map(Into::into).map_err(raise),
        named => decode::decode_with(codec, input, |_, error| {
            let object = super::bytes::Bytes::try_new(input).map_or(Value::NONE, Into::into);
            let handler = named.registered(cx)?;
            let (replacement, next) = handled(cx, &handler, unicode_error(&UNICODE_DECODE_ERROR, &object, error), input.len(), "decoding")?;
            match replacement.get::<Str>() {
                Some(text) => Ok((text.bytes().to_vec(), next)),
                None => Err(bad_answer(cx, "decoding")),
            }
        })
        .map(Into::into),
    }
}
