//! The `%` operator of `str`, `bytes` and `bytearray`: which argument goes where, and what each conversion asks of it.

use super::buffer;
use super::cx::Cx;
use super::int::{self, Int};
use super::protocol;
use super::str::{self, Name, Str};
use super::str_builder::StrBuilder;
use super::str_format::raised;
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Raised, V, Value};
use crate::text::int_text::IntRef;
use crate::text::percent_format::{self, Amount, Conversion, Dialect, Layout, Piece};
use crate::text::repr;

/// The right operand: a tuple of arguments, one argument, or a mapping.
struct Arguments<'a> {
    /// The operand; after a `%(key)` the value found.
    one: Value,
    many: Option<&'a [Value]>,
    /// How many were taken.
    taken: usize,
    mapping: Option<&'a Value>,
}

impl<'a> Arguments<'a> {
    fn new(operand: &'a Value, dialect: Dialect) -> Arguments<'a> {
        let is_text = match dialect {
            Dialect::Str => operand.get::<Str>().is_some(),
            Dialect::Bytes => {
                operand.get::<super::bytes::Bytes>().is_some()
                    || operand.get::<super::bytearray::ByteArray>().is_some()
                    || operand.get::<Str>().is_some()
            }
        };
        let many = operand.get::<Tuple>().map(Tuple::items);
        let is_mapping = many.is_none() && !is_text && type_of(operand).slots().getitem.is_some();
        Arguments { one: operand.clone(), many, taken: 0, mapping: is_mapping.then_some(operand) }
    }

    fn next(&mut self, cx: &Cx) -> R {
        let found = match self.many {
            Some(items) => items.get(self.taken).cloned(),
            None => (self.taken == 0).then(|| self.one.clone()),
        };
        self.taken += 1;
        found.ok_or_else(|| cx.type_error("not enough arguments for format string"))
    }

    /// Makes the value under `key` the next and only argument.
    fn select(&mut self, cx: &Cx, key: Value) -> R<()> {
        let mapping = self.mapping.ok_or_else(|| cx.type_error("format requires a mapping"))?;
        self.one = protocol::getitem(cx, mapping, &key)?;
        (self.many, self.taken) = (None, 0);
        Ok(())
    }

    fn are_left(&self) -> bool {
        let all = self.many.map_or(1, <[Value]>::len);
        self.taken < all && self.mapping.is_none()
    }
}

/// `template % operand`; the result is text in the dialect.
pub(super) fn format(cx: &Cx, text: &[u8], operand: &Value, dialect: Dialect) -> R<StrBuilder> {
    let mut arguments = Arguments::new(operand, dialect);
    let mut out = StrBuilder::new();
    for piece in percent_format::pieces(text, dialect) {
        match piece.map_err(|error| raised(cx, error))? {
            Piece::Literal(text) => out.push(text),
            Piece::Conversion(conversion) => {
                cx.safepoint()?;
                convert(cx, text, &conversion, &mut arguments, dialect, &mut out)?;
            }
        }
    }
    if arguments.are_left() {
        let what = if dialect == Dialect::Str { "string" } else { "bytes" };
        return Err(cx.type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok(out)
}

fn convert(
    cx: &Cx,
    template: &[u8],
    conversion: &Conversion<'_>,
    arguments: &mut Arguments<'_>,
    dialect: Dialect,
    out: &mut StrBuilder,
) -> R<()> {
    if let Some(key) = conversion.key {
        let key = match dialect {
            Dialect::Str => str::make(cx, key)?,
            Dialect::Bytes => super::bytes::make(cx, key)?,
        };
        arguments.select(cx, key)?;
    }
    let width = if conversion.width == Amount::Argument { star(cx, arguments, i64::from(i32::MAX) + 1, "ssize_t")? } else { 0 };
    let precision = if conversion.precision == Amount::Argument { star(cx, arguments, i64::from(i32::MAX), "int")? } else { 0 };
    let layout = conversion.layout(width, precision);
    let value = arguments.next(cx)?;
    let Some(code) = conversion.code_char(dialect) else {
        return Err(raised(cx, conversion.unsupported(template, dialect)));
    };
    match (code, dialect) {
        // Errors of bytes do not tell `%i` from `%d`.
        ('i', Dialect::Bytes) => integer(cx, &value, 'd', &layout, out),
        ('d' | 'i' | 'u' | 'o' | 'x' | 'X', _) => integer(cx, &value, code, &layout, out),
        ('e' | 'E' | 'f' | 'F' | 'g' | 'G', _) => float(cx, &value, code, &layout, dialect, out),
        ('c', Dialect::Str) => {
            let text = percent_format::render_char(char_of(cx, &value)?, &layout);
            put(cx, out, text)
        }
        ('c', Dialect::Bytes) => {
            let text = percent_format::render_bytes(&[byte_of(cx, &value)?], 'c', &layout);
            put(cx, out, text)
        }
        ('s', Dialect::Str) => protocol::str(cx, &value).and_then(|text| put_text(cx, out, &text, &layout)),
        ('r', Dialect::Str) => protocol::repr(cx, &value).and_then(|text| put_text(cx, out, &text, &layout)),
        ('a', Dialect::Str) => {
            let text = repr::escape_non_ascii(protocol::repr(cx, &value)?.bytes());
            put(cx, out, percent_format::render_text(&text, &layout))
        }
        ('r' | 'a', Dialect::Bytes) => {
            let text = repr::escape_non_ascii(protocol::repr(cx, &value)?.bytes());
            put(cx, out, percent_format::render_bytes(&text, code, &layout))
        }
        _ => {
            let bytes = bytes_of(cx, &value)?;
            let bytes = buffer::bytes_like(cx, &bytes)?;
            put(cx, out, percent_format::render_bytes(&bytes, code, &layout))
        }
    }
}

fn put(cx: &Cx, out: &mut StrBuilder, text: Result<Vec<u8>, crate::text::format_spec::FormatError>) -> R<()> {
    out.push(&text.map_err(|error| raised(cx, error))?);
    Ok(())
}

fn put_text(cx: &Cx, out: &mut StrBuilder, text: &Str, layout: &Layout) -> R<()> {
    if *layout == Layout::PLAIN {
        out.push(text.bytes());
        return Ok(());
    }
    put(cx, out, percent_format::render_text(text.bytes(), layout))
}

/// The argument for a `*`, which C holds in a variable of type `kind`.
fn star(cx: &Cx, arguments: &mut Arguments<'_>, most: i64, kind: &str) -> R<i64> {
    let value = arguments.next(cx)?;
    if !int::is_int(&value) {
        return Err(cx.type_error("* wants int"));
    }
    let limit = if most > i64::from(i32::MAX) { i64::MAX } else { most };
    match int::to_i64(&value) {
        Some(amount) if amount <= limit && (kind != "int" || amount >= i64::from(i32::MIN)) => Ok(amount),
        _ => Err(cx.overflow_error(format!("Python int too large to convert to C {kind}"))),
    }
}

#[inline]
fn integer(cx: &Cx, value: &Value, code: char, layout: &Layout, out: &mut StrBuilder) -> R<()> {
    if let (V::Int(int), true, 'd' | 'i' | 'u') = (value.unpack(), *layout == Layout::PLAIN, code) {
        out.push_int(int);
        return Ok(());
    }
    let number = to_integer(cx, value, code)?;
    let max_digits = super::int_methods::max_digits(cx);
    let text = match (int::to_i64(&number), number.get::<Int>()) {
        (Some(small), _) => percent_format::render_int(IntRef::Small(small), code, layout, max_digits),
        (None, Some(big)) => percent_format::render_int(IntRef::Big(big.big()), code, layout, max_digits),
        (None, None) => return Err(wrong_type(cx, value, code)),
    };
    put(cx, out, text)
}

#[cold]
fn wrong_type(cx: &Cx, value: &Value, code: char) -> Raised {
    let wanted = if matches!(code, 'o' | 'x' | 'X') { "an integer is required" } else { "a real number is required" };
    cx.type_error(format!("%{code} format: {wanted}, not {}", type_of(value).message_name()))
}

fn to_integer(cx: &Cx, value: &Value, code: char) -> R {
    if int::is_int(value) {
        return Ok(value.clone());
    }
    let slots = type_of(value).slots();
    let converted = if matches!(code, 'o' | 'x' | 'X') {
        slots.index.map(|_| super::number::index(cx, value))
    } else if let Some(to_int) = slots.int {
        Some(to_int(cx, value))
    } else {
        slots.index.map(|_| super::number::index(cx, value))
    };
    let Some(converted) = converted else {
        return Err(wrong_type(cx, value, code));
    };
    match cx.absorb(converted, &super::exception::TYPE_ERROR)? {
        Some(int) if int::is_int(&int) => Ok(int),
        _ => Err(wrong_type(cx, value, code)),
    }
}

fn float(cx: &Cx, value: &Value, code: char, layout: &Layout, dialect: Dialect, out: &mut StrBuilder) -> R<()> {
    let float = match (value.as_float(), dialect) {
        (Some(float), _) => float,
        (None, Dialect::Str) => super::number::to_float(cx, value)?,
        (None, Dialect::Bytes) => match cx.absorb(super::number::to_float(cx, value), &super::exception::TYPE_ERROR)? {
            Some(float) => float,
            None => return Err(cx.type_error(format!("float argument required, not {}", type_of(value).message_name()))),
        },
    };
    let simple = layout.width == 0 && layout.flags == percent_format::Flags::default();
    if let (true, 'f', Some(precision @ 0..400)) = (simple && float.is_finite(), code, layout.precision.or(Some(6))) {
        use std::fmt::Write;
        let written = write!(out, "{float:.precision$}");
        debug_assert!(written.is_ok(), "builders take everything");
        return Ok(());
    }
    put(cx, out, percent_format::render_float(float, code, layout))
}

/// The character of `%c`.
fn char_of(cx: &Cx, value: &Value) -> R<u32> {
    if let Some(text) = value.get::<Str>() {
        return (text.len() == 1).then(|| text.code_point(0)).flatten().ok_or_else(|| cx.type_error("%c requires int or char"));
    }
    if !int::is_int(value) && type_of(value).slots().index.is_none() {
        return Err(cx.type_error("%c requires int or char"));
    }
    let code = super::number::index(cx, value)?;
    let code = code.as_int().and_then(|code| u32::try_from(code).ok()).filter(|code| *code <= 0x10_FFFF);
    code.ok_or_else(|| cx.overflow_error("%c arg not in range(0x110000)"))
}

/// The byte of `%c`.
fn byte_of(cx: &Cx, value: &Value) -> R<u8> {
    let wrong = || cx.type_error("%c requires an integer in range(256) or a single byte");
    if let Some(found) = super::buffer::bytes_or_bytearray(value) {
        return if let [byte] = *found { Ok(byte) } else { Err(wrong()) };
    }
    if !int::is_int(value) && type_of(value).slots().index.is_none() {
        return Err(wrong());
    }
    let code = super::number::index(cx, value)?;
    let code = code.as_int().and_then(|code| u8::try_from(code).ok());
    code.ok_or_else(|| cx.overflow_error("%c arg not in range(256)"))
}

/// The value itself if it is bytes-like, else what its `__bytes__` gives.
fn bytes_of(cx: &Cx, value: &Value) -> R {
    if buffer::is_bytes_like(value) {
        return Ok(value.clone());
    }
    static BYTES_NAME: std::sync::LazyLock<Name> = std::sync::LazyLock::new(|| Name::new("__bytes__"));
    if let Some(method) = super::attr::special(cx, value, *BYTES_NAME)? {
        return super::bytes::from_dunder(cx, &method);
    }
    Err(cx.type_error(format!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
        type_of(value).message_name()
    )))
}

/// `str % operand`.
pub(super) fn str_mod(cx: &Cx, a: &Value, b: &Value) -> R {
    match a.get::<Str>() {
        Some(text) => {
            let out = format(cx, text.bytes(), b, Dialect::Str)?;
            // A template without conversions is its own result.
            if out.bytes() == text.bytes() { Ok(a.clone()) } else { out.finish(cx) }
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
