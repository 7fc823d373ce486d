//! The type `Decimal`: construction and operators. A Decimal is immutable, so threads share it without locks.

use super::context_type::{self, Context};
use super::methods;
use super::number::{Kind, Number, digits, with_power};
use super::settings::{MAX_EMAX, MIN_ETINY, Settings, condition::*};
use super::text::{Notation, Reading, parse, show};
use super::work::Work;
use crate::native::construct::signature;
use crate::native::importer;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::compare::identity_hash;
use crate::object::complex::Complex;
use crate::object::cx::Cx;
use crate::object::float::float_value;
use crate::object::int::{as_big, is_int};
use crate::object::isinstance;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::slots::{BinOp, CmpOp, Slots, bin_slots};
use crate::object::str::{self, Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, V, Value};
use crate::text::hash;
use dashu_int::UBig;
use std::borrow::Cow;

pub(super) struct Decimal(Number);

impl Payload for Decimal {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Decimal {
    #[inline]
    pub(super) fn make(number: Number) -> Value {
        Native::make(&DECIMAL, Decimal(number))
    }
}

/// The number of a Decimal.
#[inline]
pub(super) fn number(value: &Value) -> Option<&Number> {
    Native::<Decimal>::of(value).map(|decimal| &decimal.0)
}

pub(super) fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Number> {
    number(value).ok_or_else(|| cx.type_error(format!("a decimal.Decimal is required, not '{}'", type_of(value).message_name())))
}

/// An operand: a Decimal or an int.
#[inline]
fn operand(value: &Value) -> Option<Cow<'_, Number>> {
    if let Some(number) = number(value) {
        return Some(Cow::Borrowed(number));
    }
    match value.unpack() {
        V::Int(int) => Some(Cow::Owned(Number::from_i64(int))),
        _ => as_big(value).map(|int| Cow::Owned(Number::from_int(&int))),
    }
}

fn no_conversion(cx: &Cx, value: &Value) -> crate::object::value::Raised {
    cx.type_error(format!("conversion from {} to Decimal is not supported", type_of(value).message_name()))
}

/// An argument that has to be a Decimal or an int.
pub(super) fn convert<'a>(cx: &Cx, value: &'a Value) -> R<Cow<'a, Number>> {
    operand(value).ok_or_else(|| no_conversion(cx, value))
}

pub(super) fn convert_value(cx: &Cx, value: &Value) -> R {
    match number(value) {
        Some(_) => Ok(value.clone()),
        None => convert(cx, value).map(|number| Decimal::make(number.into_owned())),
    }
}

/// `value` if the number is that of an exact Decimal.
pub(super) fn exact(value: &Value) -> Option<Value> {
    std::ptr::eq(type_of(value), &DECIMAL).then(|| value.clone())
}

pub(super) fn shown(cx: &Cx, n: &Number, notation: Notation, capitals: bool) -> R {
    str::make(cx, show(cx, n, notation, capitals)?.as_bytes())
}

// ---- construction ----

static NEW: NativeDef = signature("Decimal(value=?, context=None)");

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let bound;
    let (value, given) = match (args.pos(), args.names.is_empty()) {
        ([], true) => (&Value::UNSET, &Value::NONE),
        ([value], true) => (value, &Value::NONE),
        ([value, context], true) => (value, context),
        _ => {
            bound = crate::native::construct::bind(cx, &NEW, args)?;
            (&bound[0], &bound[1])
        }
    };
    if !given.is_none() && context_type::body(given).is_none() {
        return Err(cx.type_error("optional argument must be a context"));
    }
    if !class.is_heap()
        && let Some(same) = exact(value)
    {
        return Ok(same);
    }
    let number = exactly(cx, value, given)?;
    Ok(Native::make(class, Decimal(number)))
}

/// The number that a value is, with all its digits.
fn exactly(cx: &Cx, value: &Value, given: &Value) -> R<Number> {
    if let Some(text) = value.get::<Str>() {
        return match parse(cx, text.bytes(), Reading::Lenient)? {
            Some(number) if is_in_bounds(&number) => Ok(number),
            found => {
                let met = if found.is_some() { INVALID_OPERATION } else { CONVERSION_SYNTAX };
                context_type::run(cx, given, |work| Ok(work.invalid(met)))
            }
        };
    }
    if value.is_unset() {
        return Ok(Number::zero(false, 0));
    }
    if let Some(number) = operand(value) {
        return Ok(number.into_owned());
    }
    if let Some(float) = float_value(value) {
        context_type::run(cx, given, |work| {
            work.met |= FLOAT_OPERATION;
            Ok(())
        })?;
        return from_float(cx, float);
    }
    if value.get::<Tuple>().is_some() || value.get::<List>().is_some() {
        let number = from_parts(cx, &iter::collect(cx, value)?)?;
        if is_in_bounds(&number) {
            return Ok(number);
        }
        return context_type::run(cx, given, |work| Ok(work.invalid(INVALID_OPERATION)));
    }
    Err(no_conversion(cx, value))
}

/// Whether some context has room for the number.
fn is_in_bounds(n: &Number) -> bool {
    match n.kind {
        Kind::Finite if n.c.is_zero() => (MIN_ETINY..=MAX_EMAX).contains(&n.exp),
        Kind::Finite => n.exp >= MIN_ETINY && n.adjusted() <= MAX_EMAX,
        _ => true,
    }
}

/// The number that sign, digits and exponent say.
fn from_parts(cx: &Cx, parts: &[Value]) -> R<Number> {
    let [sign, figures, exp] = parts else {
        return Err(cx.value_error("argument must be a sequence of length 3"));
    };
    let negative = match crate::object::int::to_i64(sign) {
        Some(sign @ (0 | 1)) => sign == 1,
        _ => return Err(cx.value_error("sign must be an integer with the value 0 or 1")),
    };
    let (kind, exp) = match exp.get::<Str>().map(Str::bytes) {
        Some(b"F") => (Kind::Infinite, 0),
        Some(b"n") => (Kind::Quiet, 0),
        Some(b"N") => (Kind::Signaling, 0),
        Some(_) => return Err(cx.value_error("string argument in the third position must be 'F', 'n' or 'N'")),
        None if !is_int(exp) => return Err(cx.value_error("exponent must be an integer")),
        None => (Kind::Finite, context_type::size(cx, exp)?),
    };
    let wrong = || cx.value_error("coefficient must be a tuple of digits");
    if figures.get::<Tuple>().is_none() && figures.get::<List>().is_none() {
        return Err(wrong());
    }
    let mut text = String::new();
    for figure in iter::collect(cx, figures)? {
        match crate::object::int::to_i64(&figure) {
            Some(figure @ 0..=9) => text.push((b'0' + figure as u8) as char),
            _ => return Err(wrong()),
        }
    }
    if kind == Kind::Infinite {
        return Ok(Number::infinity(negative));
    }
    let text = text.trim_start_matches('0');
    let c = if text.is_empty() { UBig::ZERO } else { crate::text::huge::from_decimal(&|| cx.safepoint(), text)? };
    // Far outside there is no number anyway.
    Ok(Number { c, exp: exp.clamp(-4_000_000_000_000_000_000, 4_000_000_000_000_000_000), negative, kind })
}

/// A float as exactly the number it is.
fn from_float(cx: &Cx, float: f64) -> R<Number> {
    let negative = float.is_sign_negative();
    let Some((mantissa, exponent)) = crate::text::float_exact::decompose(float) else {
        return Ok(if float.is_nan() { Number::nan() } else { Number::infinity(negative) });
    };
    let c = UBig::from(mantissa.unsigned_abs());
    if exponent >= 0 {
        return Ok(Number::finite(negative, c << exponent as usize, 0));
    }
    let places = i64::from(-exponent);
    let c = with_power(cx, places, |power| Ok((c * power) >> places as usize))?;
    Ok(Number::finite(negative, c, -places))
}

pub(super) fn from_float_exactly(cx: &Cx, value: &Value) -> R<Number> {
    match float_value(value) {
        Some(float) => from_float(cx, float),
        None if is_int(value) => convert(cx, value).map(Cow::into_owned),
        None => Err(cx.type_error("argument must be int or float")),
    }
}

pub(super) fn from_float_method(cx: &Cx, a: &[Value]) -> R {
    let made = Decimal::make(from_float_exactly(cx, &a[1])?);
    if a[0].is(&crate::object::protocol::type_value(&DECIMAL)) {
        return Ok(made);
    }
    crate::object::call::call_pos(cx, &a[0], &[made])
}

/// The number that a value is in a context.
pub(super) fn rounded(cx: &Cx, value: &Value, body: &Context) -> R<Number> {
    body.run(cx, |work| {
        let number = if let Some(text) = value.get::<Str>() {
            match parse(cx, text.bytes(), Reading::Strict)? {
                Some(number) => number,
                None => return Ok(work.invalid(CONVERSION_SYNTAX)),
            }
        } else if let Some(float) = float_value(value) {
            work.met |= FLOAT_OPERATION;
            from_float(cx, float)?
        } else if let Some(number) = operand(value) {
            number.into_owned()
        } else if value.get::<Tuple>().is_some() || value.get::<List>().is_some() {
            from_parts(cx, &iter::collect(cx, value)?)?
        } else {
            return Err(no_conversion(cx, value));
        };
        if number.is_nan() && digits(&number.c) > work.set.prec - i64::from(work.set.clamp) && !number.c.is_zero() {
            return Ok(work.invalid(CONVERSION_SYNTAX));
        }
        work.fix(number)
    })
}

// ---- operators ----

#[inline]
fn binary(cx: &Cx, a: &Value, b: &Value, operation: fn(&mut Work<'_>, &Number, &Number) -> R<Number>) -> R {
    let (Some(x), Some(y)) = (operand(a), operand(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    context_type::run(cx, &Value::NONE, |work| operation(work, &x, &y)).map(Decimal::make)
}

fn divmod(cx: &Cx, a: &Value, b: &Value) -> R {
    let (Some(x), Some(y)) = (operand(a), operand(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (q, rest) = context_type::run(cx, &Value::NONE, |work| work.div_mod(&x, &y))?;
    Ok(Tuple::new(vec![Decimal::make(q), Decimal::make(rest)]).into_value())
}

fn power_modulo(cx: &Cx, a: &Value, b: &Value, modulus: &Value) -> R {
    let (Some(x), Some(y), Some(m)) = (operand(a), operand(b), operand(modulus)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    context_type::run(cx, &Value::NONE, |work| work.by_script("_power_modulo", &[&x, &y, &m])).map(Decimal::make)
}

fn unary(cx: &Cx, a: &Value, operation: fn(&mut Work<'_>, &Number) -> R<Number>) -> R {
    let x = this(cx, a)?;
    context_type::run(cx, &Value::NONE, |work| operation(work, x)).map(Decimal::make)
}

/// What a Decimal is compared with; for fractions both sides are multiplied by the denominator.
fn comparands<'a>(cx: &Cx, x: &'a Number, other: &'a Value, op: CmpOp) -> R<Option<(Cow<'a, Number>, Cow<'a, Number>)>> {
    if let Some(y) = operand(other) {
        return Ok(Some((Cow::Borrowed(x), y)));
    }
    let is_equality = matches!(op, CmpOp::Eq | CmpOp::Ne);
    let float = match other.get::<Complex>() {
        Some(complex) if is_equality && complex.parts().im == 0.0 => Some(complex.parts().re),
        Some(_) => return Ok(None),
        None => float_value(other),
    };
    if let Some(float) = float {
        let context = context_type::current(cx);
        let body = context_type::this(cx, &context)?;
        if is_equality {
            body.note(FLOAT_OPERATION)
        } else {
            body.meet(cx, FLOAT_OPERATION)?
        }
        return Ok(Some((Cow::Borrowed(x), Cow::Owned(from_float(cx, float)?))));
    }
    if type_of(other).slots().float.is_none() {
        return Ok(None);
    }
    let numbers = importer::import_full(cx, "numbers")?;
    let rational = attr::getattr(cx, &numbers, Name::new("Rational"))?;
    if !isinstance::is_instance(cx, other, &rational)? {
        return Ok(None);
    }
    let (n, d) = (attr::getattr(cx, other, Name::new("numerator"))?, attr::getattr(cx, other, Name::new("denominator"))?);
    let (n, d) = (convert(cx, &n)?.into_owned(), convert(cx, &d)?.into_owned());
    let scaled = if x.is_finite() { Number { c: super::number::product(cx, &x.c, &d.c)?, ..x.clone() } } else { x.clone() };
    Ok(Some((Cow::Owned(scaled), Cow::Owned(n))))
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let Some((x, y)) = comparands(cx, this(cx, a)?, b, op)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if x.is_nan() || y.is_nan() {
        let is_equality = matches!(op, CmpOp::Eq | CmpOp::Ne);
        if !is_equality || x.kind == Kind::Signaling || y.kind == Kind::Signaling {
            context_type::run(cx, &Value::NONE, |work| Ok(work.invalid(INVALID_OPERATION)))?;
        }
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    Ok(Value::bool(op.holds(x.order(cx, &y)?)))
}

fn hash_of(cx: &Cx, a: &Value) -> R<i64> {
    let x = this(cx, a)?;
    match x.kind {
        Kind::Finite => Ok(hash::hash_decimal(x.negative, x.c.as_words(), x.exp)),
        Kind::Infinite => Ok(hash::hash_infinity(x.negative)),
        Kind::Quiet => identity_hash(cx, a),
        Kind::Signaling => Err(cx.type_error("Cannot hash a signaling NaN value")),
    }
}

fn str_of(cx: &Cx, a: &Value) -> R {
    let x = this(cx, a)?;
    // Only exponents ask the context whether they are capitals.
    let capitals = context_type::this(cx, &context_type::current(cx))?.settings().capitals;
    shown(cx, x, Notation::Scientific, capitals)
}

fn repr(cx: &Cx, a: &Value) -> R {
    let x = this(cx, a)?;
    let capitals = context_type::this(cx, &context_type::current(cx))?.settings().capitals;
    str::make(cx, format!("Decimal('{}')", show(cx, x, Notation::Scientific, capitals)?).as_bytes())
}

fn float_of(cx: &Cx, a: &Value) -> R {
    let x = this(cx, a)?;
    Ok(Value::float(match x.kind {
        Kind::Infinite => f64::INFINITY.copysign(if x.negative { -1.0 } else { 1.0 }),
        Kind::Quiet => f64::NAN.copysign(if x.negative { -1.0 } else { 1.0 }),
        Kind::Signaling => return Err(cx.value_error("cannot convert signaling NaN to float")),
        Kind::Finite => {
            let sign = if x.negative { "-" } else { "" };
            let text = format!("{sign}{}e{}", super::number::text(cx, &x.c)?, x.exp);
            crate::text::float_parse::parse_float(text.as_bytes()).unwrap_or(f64::NAN)
        }
    }))
}

pub(super) fn is_normal(x: &Number, set: Settings) -> bool {
    x.is_finite() && !x.c.is_zero() && x.adjusted() >= set.emin
}

pub(super) fn is_subnormal(x: &Number, set: Settings) -> bool {
    x.is_finite() && !x.c.is_zero() && x.adjusted() < set.emin
}

pub(super) fn number_class(x: &Number, set: Settings) -> &'static str {
    let pick = |plus: &'static str, minus: &'static str| if x.negative { minus } else { plus };
    match x.kind {
        Kind::Signaling => "sNaN",
        Kind::Quiet => "NaN",
        Kind::Infinite => pick("+Infinity", "-Infinity"),
        Kind::Finite if x.c.is_zero() => pick("+Zero", "-Zero"),
        Kind::Finite if is_subnormal(x, set) => pick("+Subnormal", "-Subnormal"),
        Kind::Finite => pick("+Normal", "-Normal"),
    }
}

pub(super) fn same_quantum(x: &Number, y: &Number) -> bool {
    match (x.kind, y.kind) {
        (Kind::Finite, Kind::Finite) => x.exp == y.exp,
        (Kind::Infinite, Kind::Infinite) => true,
        _ => x.is_nan() && y.is_nan(),
    }
}

static DECIMAL_DEF: TypeDef = TypeDef {
    name: "Decimal",
    module: "decimal",
    doc: "A decimal number: (-1)**sign * coefficient * 10**exponent, or an infinity or NaN.",
    subclassable: true,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(str_of),
        hash: Some(hash_of),
        compare: Some(compare),
        truth: Some(|cx, a| Ok(!this(cx, a)?.is_zero())),
        neg: Some(|cx, a| unary(cx, a, |work, x| work.neg(x))),
        pos: Some(|cx, a| unary(cx, a, |work, x| work.pos(x))),
        abs: Some(|cx, a| unary(cx, a, |work, x| work.abs(x))),
        int: Some(methods::truncate),
        float: Some(float_of),
        power_modulo: Some(power_modulo),
        binary: bin_slots(&[
            (BinOp::Add, |cx, a, b| binary(cx, a, b, |work, x, y| work.add(x, y))),
            (BinOp::Sub, |cx, a, b| binary(cx, a, b, |work, x, y| work.sub(x, y))),
            (BinOp::Mul, |cx, a, b| binary(cx, a, b, |work, x, y| work.mul(x, y))),
            (BinOp::TrueDiv, |cx, a, b| binary(cx, a, b, |work, x, y| work.div(x, y))),
            (BinOp::FloorDiv, |cx, a, b| binary(cx, a, b, |work, x, y| work.floor_div(x, y))),
            (BinOp::Mod, |cx, a, b| binary(cx, a, b, |work, x, y| work.rem(x, y))),
            (BinOp::Pow, |cx, a, b| binary(cx, a, b, |work, x, y| work.power(x, y))),
            (BinOp::DivMod, divmod),
        ]),
        ..Slots::NONE
    },
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeDef::EMPTY
};
pub(super) static DECIMAL: Type = Type::from_def(&DECIMAL_DEF);
