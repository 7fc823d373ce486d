//! Methods and constructor of `int`. Knows numbers and number text.

use super::args::Args;
use super::big;
use super::buffer::view;
use super::cx::Cx;
use super::int::{Int, as_big, from_big, to_big, to_i64};
use super::native::{GetSet, NativeDef};
use super::number;
use super::number_text::{self, quoted};
use super::str::{Name, Str};
use super::ty::{INT, Type, type_of};
use super::value::{R, Raised, V, Value};
use crate::text::format_apply::format_int;
use crate::text::format_spec::{Align, FormatSpec};
use crate::text::int_text::{DEFAULT_MAX_DIGITS, IntParseError, IntRef, ParsedInt, TooLong, long_decimal, parse_long_int};
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, UBig};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The interpreter's `sys.get_int_max_str_digits()`.
struct MaxDigits(AtomicUsize);

impl Default for MaxDigits {
    fn default() -> Self {
        MaxDigits(AtomicUsize::new(DEFAULT_MAX_DIGITS))
    }
}

/// The limit is never lower: shorter text need not ask for it.
const LEAST_MAX: usize = 640;

/// Most digits of an int that is turned to or from decimal text; zero: no limit.
pub(crate) fn max_digits(cx: &Cx) -> usize {
    cx.interp.extension::<MaxDigits>().0.load(Relaxed)
}

/// `sys.set_int_max_str_digits(digits)`. Errors: ValueError.
pub(crate) fn set_max_digits(cx: &Cx, digits: i64) -> R<()> {
    if digits != 0 && digits < LEAST_MAX as i64 {
        return Err(cx.value_error(format!("maxdigits must be 0 or larger than {LEAST_MAX}")));
    }
    cx.interp.extension::<MaxDigits>().0.store(digits as usize, Relaxed);
    Ok(())
}

/// Why long work between text and int has no result.
enum Unfinished<E> {
    Failed(E),
    /// By a pause.
    Raised(Raised),
}

impl<E> From<E> for Unfinished<E> {
    fn from(error: E) -> Self {
        Unfinished::Failed(error)
    }
}

/// Decimal text within the limit. Errors: ValueError.
pub(crate) fn decimal(cx: &Cx, n: &IBig) -> R<String> {
    long_decimal::<Unfinished<TooLong>>(n, max_digits(cx), &|| cx.safepoint().map_err(Unfinished::Raised)).map_err(|error| match error {
        Unfinished::Failed(error) => cx.value_error(error.message()),
        Unfinished::Raised(raised) => raised,
    })
}

// ---- constructor ----

pub(crate) fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    if let ([value], []) = (args.values, args.names)
        && std::ptr::eq(class, &INT)
    {
        return convert(cx, value);
    }
    let number = construct(cx, class, args)?;
    if std::ptr::eq(class, &INT) {
        return Ok(number);
    }
    if class.is_subtype(&super::int::BOOL) {
        return Err(cx.type_error("int.__new__(bool) is not safe, use bool.__new__()"));
    }
    Ok(Int::of_class(class, to_big(&number).unwrap_or(IBig::ZERO)))
}

/// The exact int that `int(*args)` makes.
fn construct(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let given = args.pos();
    if given.len() + args.names.len() > 2 {
        let count = given.len() + args.names.len();
        return Err(cx.type_error(if std::ptr::eq(class, &INT) && args.names.is_empty() {
            format!("int expected at most 2 arguments, got {count}")
        } else {
            format!("int() takes at most 2 arguments ({count} given)")
        }));
    }
    let mut base = given.get(1);
    for (name, value) in args.keywords() {
        if name.as_str() != Some("base") {
            return Err(cx.type_error(format!("int() got an unexpected keyword argument '{name}'")));
        }
        if base.replace(value).is_some() {
            return Err(cx.type_error("argument for int() given by name ('base') and position (2)"));
        }
    }
    match (given.first(), base) {
        (None, None) => Ok(Value::int(0)),
        (None, Some(_)) => Err(cx.type_error("int() missing string argument")),
        (Some(value), None) => convert(cx, value),
        (Some(value), Some(base)) => {
            let base = number::index(cx, base)?;
            match base.as_int() {
                Some(base) if base == 0 || (2..=36).contains(&base) => parse(cx, value, base as u32),
                _ => Err(cx.value_error("int() base must be >= 2 and <= 36, or 0")),
            }
        }
    }
}

fn parse(cx: &Cx, value: &Value, base: u32) -> R {
    if let Some(text) = value.get::<Str>() {
        return from_text(cx, text.bytes(), value, base);
    }
    if number_text::is_bytes(value)
        && let Some(bytes) = view(value)
    {
        return from_text(cx, &bytes, value, base);
    }
    Err(cx.type_error("int() can't convert non-string with explicit base"))
}

fn from_text(cx: &Cx, text: &[u8], value: &Value, base: u32) -> R {
    let limit = if text.len() < LEAST_MAX { 0 } else { max_digits(cx) };
    // Text of bytes is not Unicode: what is not ASCII is no digit.
    let result = if value.get::<Str>().is_none() && !text.is_ascii() {
        Err(Unfinished::Failed(IntParseError::Invalid))
    } else {
        parse_long_int(text, base, limit, &|| cx.safepoint().map_err(Unfinished::Raised))
    };
    match result {
        Ok(ParsedInt::Small(int)) => Ok(Value::int(int)),
        Ok(ParsedInt::Big(int)) => Ok(from_big(int)),
        Err(Unfinished::Failed(error)) => {
            let shown = quoted(cx, value)?;
            Err(cx.value_error(error.message(base, &shown, limit)))
        }
        Err(Unfinished::Raised(raised)) => Err(raised),
    }
}

/// The value of text that is nothing but a few digits, perhaps after a sign.
fn short_decimal(text: &[u8]) -> Option<i64> {
    const MOST: usize = 18;
    let (digits, sign) = match text {
        [b'-', digits @ ..] => (digits, -1),
        digits => (digits, 1),
    };
    if digits.is_empty() || digits.len() > MOST {
        return None;
    }
    let mut value = 0i64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value * sign)
}

/// `int(value)`: an exact int. Errors: TypeError, ValueError.
pub(crate) fn convert(cx: &Cx, value: &Value) -> R {
    match value.unpack() {
        V::Int(_) => return Ok(value.clone()),
        V::Bool(truth) => return Ok(Value::int(i64::from(truth))),
        _ => {}
    }
    if let Some(text) = value.get_exact::<Str>() {
        return match short_decimal(text.bytes()) {
            Some(int) => Ok(Value::int(int)),
            None => from_text(cx, text.bytes(), value, 10),
        };
    }
    if let Some(int) = type_of(value).slots().int {
        let result = int(cx, value)?;
        if result.as_int().is_none() && super::int::is_int(&result) && !std::ptr::eq(type_of(&result), &super::ty::INT) {
            number::strict_subclass(cx, "__int__", "int", &result)?;
        }
        return exact(&result).ok_or_else(|| cx.type_error(format!("__int__ returned non-int (type {})", type_of(&result).message_name())));
    }
    if type_of(value).slots().index.is_some() {
        return number::index(cx, value);
    }
    if let Some(truncate) = super::attr::special(cx, value, Name::new("__trunc__"))? {
        let text = "The delegation of int() to __trunc__ is deprecated.";
        (cx.interp.hooks().warn)(cx, &super::exception::DEPRECATION_WARNING, text, &Value::UNSET)?;
        let result = super::call::call_pos(cx, &truncate, &[])?;
        return match exact(&result) {
            Some(int) => Ok(int),
            None if type_of(&result).slots().index.is_some() => number::index(cx, &result),
            None => Err(cx.type_error(format!("__trunc__ returned non-Integral (type {})", type_of(&result).message_name()))),
        };
    }
    if let Some(text) = value.get::<Str>() {
        return from_text(cx, text.bytes(), value, 10);
    }
    if let Some(bytes) = view(value) {
        return from_text(cx, &bytes, value, 10);
    }
    Err(cx.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        type_of(value).message_name()
    )))
}

/// The value of an int, bool or instance of a subclass as an exact int.
fn exact(value: &Value) -> Option<Value> {
    match value.unpack() {
        V::Int(_) => Some(value.clone()),
        V::Bool(truth) => Some(Value::int(i64::from(truth))),
        _ => value.get::<Int>().map(Int::to_exact),
    }
}

fn this(value: &Value) -> Value {
    exact(value).unwrap_or(Value::int(0))
}

fn identity(_: &Cx, a: &[Value]) -> R {
    Ok(this(&a[0]))
}

// ---- methods ----

fn bit_length(_: &Cx, a: &[Value]) -> R {
    Ok(match to_i64(&a[0]) {
        Some(int) => Value::int(64 - i64::from(int.unsigned_abs().leading_zeros())),
        None => Value::int(as_big(&a[0]).map_or(0, |big| big.as_ref().unsigned_abs().bit_len()) as i64),
    })
}

fn bit_count(_: &Cx, a: &[Value]) -> R {
    Ok(match to_i64(&a[0]) {
        Some(int) => Value::int(i64::from(int.unsigned_abs().count_ones())),
        None => Value::int(as_big(&a[0]).map_or(0, |big| big.as_ref().unsigned_abs().count_ones()) as i64),
    })
}

/// Whether a `byteorder` argument says little-endian.
fn is_little(cx: &Cx, function: &str, order: &Value) -> R<bool> {
    match order.get::<Str>() {
        Some(text) => match text.bytes() {
            b"little" => Ok(true),
            b"big" => Ok(false),
            _ => Err(cx.value_error("byteorder must be either 'little' or 'big'")),
        },
        None => Err(cx.type_error(format!("{function}() argument 'byteorder' must be str, not {}", type_of(order).message_name()))),
    }
}

fn to_bytes(cx: &Cx, a: &[Value]) -> R {
    let length = super::sequence::size_argument(cx, &a[1])?;
    let little = is_little(cx, "to_bytes", &a[2])?;
    let signed = super::protocol::truth(cx, &a[3])?;
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.value_error("length argument must be non-negative"));
    };
    let Some(number) = as_big(&a[0]) else {
        return Err(cx.type_error("an integer is required"));
    };
    let negative = *number < IBig::ZERO;
    if negative && !signed {
        return Err(cx.overflow_error("can't convert negative int to unsigned"));
    }
    // Two's complement needs a bit for the sign; for negative numbers -1 - n has the bits that count.
    let bits = if negative { (-number.as_ref() - IBig::ONE).bit_len() } else { number.bit_len() } + usize::from(signed);
    if number.is_zero() {
        // Nothing to hold, even in no bytes.
    } else if bits > length.saturating_mul(8) {
        return Err(cx.overflow_error("int too big to convert"));
    }
    let mut bytes = super::room::vec(cx, length)?;
    let magnitude: UBig = number.as_ref().unsigned_abs();
    bytes.extend_from_slice(&magnitude.to_le_bytes());
    bytes.resize(length, 0);
    if negative {
        let mut carry = true;
        for byte in &mut bytes {
            (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
        }
    }
    if !little {
        bytes.reverse();
    }
    super::bytes::make(cx, &bytes)
}

fn from_bytes(cx: &Cx, a: &[Value]) -> R {
    let little = is_little(cx, "from_bytes", &a[2])?;
    let signed = super::protocol::truth(cx, &a[3])?;
    let mut bytes = number_text::bytes_of_any(cx, &a[1])?;
    if !little {
        bytes.reverse();
    }
    let mut number = IBig::from(UBig::from_le_bytes(&bytes));
    if signed && bytes.last().is_some_and(|top| top & 0x80 != 0) {
        number -= IBig::ONE << (8 * bytes.len());
    }
    let number = from_big(number);
    match a[0].get::<Type>() {
        Some(class) if !std::ptr::eq(class, &INT) => super::call::call_pos(cx, &a[0], &[number]),
        _ => Ok(number),
    }
}

fn as_integer_ratio(_: &Cx, a: &[Value]) -> R {
    Ok(super::tuple::Tuple::new(vec![this(&a[0]), Value::int(1)]).into_value())
}

/// `round(n, ndigits)`: to a multiple of `10**-ndigits`, ties to even.
fn round(cx: &Cx, a: &[Value]) -> R {
    if a[1].is_unset() || a[1].is_none() {
        return Ok(this(&a[0]));
    }
    let digits = number::index(cx, &a[1])?;
    if !super::int_ops::is_negative(&digits) {
        return Ok(this(&a[0]));
    }
    let Some(number) = as_big(&a[0]) else {
        return Err(cx.type_error("an integer is required"));
    };
    let digits = digits.as_int().map_or(u64::MAX, i64::unsigned_abs);
    // A power of ten of more than twice the number's size: the number is less than half of it.
    if digits.saturating_mul(3) > number.bit_len() as u64 + 4 {
        return Ok(Value::int(0));
    }
    let unit = big::power(cx, &IBig::from(10), digits)?;
    let (quotient, rest) = big::floor_div_mod(cx, &number, &unit)?;
    let up = match (rest << 1).cmp(&unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient.bit(0),
        std::cmp::Ordering::Greater => true,
    };
    Ok(from_big((quotient + IBig::from(up)) * unit))
}

fn format(cx: &Cx, a: &[Value]) -> R {
    let spec = number_text::spec_argument(cx, &a[1])?;
    if spec.bytes().is_empty() {
        return super::protocol::str(cx, &a[0]).map(Value::from);
    }
    let name = type_of(&a[0]).name();
    let parsed = number_text::formatted(cx, FormatSpec::parse(spec.bytes(), Align::Right, &name))?;
    let limit = max_digits(cx);
    let text = match (to_i64(&a[0]), as_big(&a[0])) {
        (Some(int), _) => format_int(IntRef::Small(int), &parsed, &name, limit),
        (None, Some(big)) => format_int(IntRef::Big(&big), &parsed, &name, limit),
        (None, None) => return Err(cx.type_error("an integer is required")),
    };
    number_text::formatted(cx, text).map(|text| Str::from_wtf8(&text).into_value())
}

fn get_new_args(_: &Cx, a: &[Value]) -> R {
    Ok(super::tuple::Tuple::new(vec![this(&a[0])]).into_value())
}

/// As CPython counts on 64-bit machines: a header and digits of 30 bits.
fn size_of(_: &Cx, a: &[Value]) -> R {
    let bits = as_big(&a[0]).map_or(0, |big| big.as_ref().unsigned_abs().bit_len());
    Ok(Value::int(24 + 4 * bits.div_ceil(30).max(1) as i64))
}

pub(crate) static METHODS: &[NativeDef] = &[
    NativeDef::new("bit_length(self, /)", bit_length),
    NativeDef::new("bit_count(self, /)", bit_count),
    NativeDef::new("to_bytes(self, /, length=1, byteorder='big', *, signed=False)", to_bytes),
    NativeDef::new("classmethod from_bytes(cls, /, bytes, byteorder='big', *, signed=False)", from_bytes),
    NativeDef::new("conjugate(self, /)", identity),
    NativeDef::new("as_integer_ratio(self, /)", as_integer_ratio),
    NativeDef::new("is_integer(self, /)", |_, _| Ok(Value::TRUE)),
    NativeDef::new("__round__(self, ndigits=?, /)", round),
    NativeDef::new("__trunc__(self, /)", identity),
    NativeDef::new("__floor__(self, /)", identity),
    NativeDef::new("__ceil__(self, /)", identity),
    NativeDef::new("__format__(self, format_spec, /)", format),
    NativeDef::new("__getnewargs__(self, /)", get_new_args),
    NativeDef::new("__sizeof__(self, /)", size_of),
];

fn get_self(_: &Cx, value: &Value) -> R {
    Ok(this(value))
}

pub(crate) static GETSET: &[GetSet] = &[
    GetSet { name: "real", get: get_self, set: None },
    GetSet { name: "imag", get: |_, _| Ok(Value::int(0)), set: None },
    GetSet { name: "numerator", get: get_self, set: None },
    GetSet { name: "denominator", get: |_, _| Ok(Value::int(1)), set: None },
];
