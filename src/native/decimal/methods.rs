//! The methods of `Decimal`.

use super::context_type;
use super::decimal_type::{self, Decimal, convert, this};
use super::format;
use super::number::{Kind, Number, text};
use super::settings::{Rounding, condition::*};
use super::text::Notation;
use super::work::Work;
use crate::native::importer;
use crate::object::attr;
use crate::object::call;
use crate::object::complex::Complex;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::str::{self, Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{Object, R, Value};

/// Methods of the number alone, with a context that may be given.
macro_rules! one {
    ($sig:literal, $operation:expr) => {
        NativeDef::new($sig, |cx, a| {
            let x = this(cx, &a[0])?;
            let operation: fn(&mut Work<'_>, &Number) -> R<Number> = $operation;
            context_type::run(cx, &a[1], |work| operation(work, x)).map(Decimal::make)
        })
    };
}

/// Methods of two numbers, with a context that may be given.
macro_rules! two {
    ($sig:literal, $operation:expr) => {
        NativeDef::new($sig, |cx, a| {
            let x = this(cx, &a[0])?;
            let given = context_type::given_or_current(cx, &a[2])?;
            let y = convert(cx, &a[1])?;
            let operation: fn(&mut Work<'_>, &Number, &Number) -> R<Number> = $operation;
            context_type::this(cx, &given)?.run(cx, |work| operation(work, x, &y)).map(Decimal::make)
        })
    };
}

macro_rules! asks {
    ($sig:literal, |$x:ident| $answer:expr) => {
        NativeDef::new($sig, |cx, a| {
            let $x = this(cx, &a[0])?;
            Ok(Value::bool($answer))
        })
    };
}

/// The whole number that a Decimal is, rounded. Errors: ValueError, OverflowError.
fn whole(cx: &Cx, a: &Value, rounding: Rounding) -> R {
    let x = this(cx, a)?;
    match x.kind {
        Kind::Finite => x.to_integer(cx, rounding).map(int::from_big),
        Kind::Infinite => Err(cx.overflow_error("cannot convert Infinity to integer")),
        Kind::Quiet | Kind::Signaling => Err(cx.value_error("cannot convert NaN to integer")),
    }
}

pub(super) fn truncate(cx: &Cx, a: &Value) -> R {
    whole(cx, a, Rounding::Down)
}

fn rounding_or(cx: &Cx, given: &Value, usual: Rounding) -> R<Rounding> {
    if given.is_none() { Ok(usual) } else { context_type::rounding_of(cx, given) }
}

fn quantize(cx: &Cx, a: &[Value]) -> R {
    let x = this(cx, &a[0])?;
    let given = context_type::given_or_current(cx, &a[3])?;
    let body = context_type::this(cx, &given)?;
    let rounding = rounding_or(cx, &a[2], body.settings().rounding)?;
    let to = convert(cx, &a[1])?;
    body.run(cx, |work| {
        work.set.rounding = rounding;
        work.quantize(x, &to, rounding)
    })
    .map(Decimal::make)
}

fn to_integral(cx: &Cx, a: &[Value], operation: fn(&mut Work<'_>, &Number, Rounding) -> R<Number>) -> R {
    let x = this(cx, &a[0])?;
    let given = context_type::given_or_current(cx, &a[2])?;
    let body = context_type::this(cx, &given)?;
    let rounding = rounding_or(cx, &a[1], body.settings().rounding)?;
    body.run(cx, |work| operation(work, x, rounding)).map(Decimal::make)
}

fn round(cx: &Cx, a: &[Value]) -> R {
    if a[1].is_unset() {
        return whole(cx, &a[0], Rounding::HalfEven);
    }
    if !int::is_int(&a[1]) {
        return Err(cx.type_error("optional arg must be an integer"));
    }
    let places = context_type::size(cx, &a[1])?;
    let x = this(cx, &a[0])?;
    context_type::run(cx, &Value::NONE, |work| {
        let Some(exp) = places.checked_neg().filter(|exp| exp.unsigned_abs() < 1 << 62) else {
            return Ok(work.invalid(INVALID_OPERATION));
        };
        work.quantize(x, &Number::finite(false, 1u8.into(), exp), work.set.rounding)
    })
    .map(Decimal::make)
}

fn fma(cx: &Cx, a: &[Value]) -> R {
    let x = this(cx, &a[0])?;
    let given = context_type::given_or_current(cx, &a[3])?;
    let (y, z) = (convert(cx, &a[1])?, convert(cx, &a[2])?);
    context_type::this(cx, &given)?.run(cx, |work| work.fma(x, &y, &z)).map(Decimal::make)
}

fn as_tuple(cx: &Cx, a: &[Value]) -> R {
    let x = this(cx, &a[0])?;
    let figures = match x.kind {
        Kind::Infinite => "0".to_string(),
        Kind::Quiet | Kind::Signaling if x.c.is_zero() => String::new(),
        _ => text(cx, &x.c)?,
    };
    let figures = figures.bytes().map(|b| Value::int(i64::from(b - b'0'))).collect();
    let exp = match x.kind {
        Kind::Finite => Value::int(x.exp),
        Kind::Infinite => Name::new("F").value(),
        Kind::Quiet => Name::new("n").value(),
        Kind::Signaling => Name::new("N").value(),
    };
    let module = importer::import_full(cx, "decimal")?;
    let class = attr::getattr(cx, &module, Name::new("DecimalTuple"))?;
    call::call_pos(cx, &class, &[Value::int(i64::from(x.negative)), Tuple::new(figures).into_value(), exp])
}

fn as_integer_ratio(cx: &Cx, a: &[Value]) -> R {
    let x = this(cx, &a[0])?;
    match x.kind {
        Kind::Finite => {}
        Kind::Infinite => return Err(cx.overflow_error("cannot convert Infinity to integer ratio")),
        Kind::Quiet | Kind::Signaling => return Err(cx.value_error("cannot convert NaN to integer ratio")),
    }
    let (n, d) = x.ratio(cx)?;
    Ok(Tuple::new(vec![int::from_big(n), int::from_big(d)]).into_value())
}

fn to_eng_string(cx: &Cx, a: &[Value]) -> R {
    let given = context_type::given_or_current(cx, &a[1])?;
    decimal_type::shown(cx, this(cx, &a[0])?, Notation::Engineering, context_type::this(cx, &given)?.settings().capitals)
}

fn format(cx: &Cx, a: &[Value]) -> R {
    let x = this(cx, &a[0])?;
    let Some(specification) = a[1].get::<Str>() else {
        return Err(cx.type_error("format arg must be str"));
    };
    let settings = context_type::this(cx, &context_type::current(cx))?.settings();
    str::make(cx, format::format(cx, x, &specification.to_str_lossy(), settings)?.as_bytes())
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let shown = crate::object::protocol::str(cx, &a[0])?.into_value();
    Ok(Tuple::new(vec![type_of(&a[0]).value(), Tuple::new(vec![shown]).into_value()]).into_value())
}

fn with_settings(cx: &Cx, a: &[Value], ask: fn(&Number, super::settings::Settings) -> Value) -> R {
    let given = context_type::given_or_current(cx, &a[1])?;
    Ok(ask(this(cx, &a[0])?, context_type::this(cx, &given)?.settings()))
}

fn complex(cx: &Cx, a: &[Value]) -> R {
    crate::object::number::to_float(cx, &a[0]).map(|re| Complex::new(re, 0.0))
}

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::new("classmethod from_float(cls, f, /)", decimal_type::from_float_method),
    NativeDef::new("quantize(self, /, exp, rounding=None, context=None)", quantize),
    NativeDef::new("to_integral(self, /, rounding=None, context=None)", |cx, a| {
        to_integral(cx, a, |work, x, rounding| work.integral(x, rounding))
    }),
    NativeDef::new("to_integral_value(self, /, rounding=None, context=None)", |cx, a| {
        to_integral(cx, a, |work, x, rounding| work.integral(x, rounding))
    }),
    NativeDef::new("to_integral_exact(self, /, rounding=None, context=None)", |cx, a| {
        to_integral(cx, a, |work, x, rounding| work.integral_exact(x, rounding))
    }),
    NativeDef::new("fma(self, /, other, third, context=None)", fma),
    NativeDef::new("as_tuple(self, /)", as_tuple),
    NativeDef::new("as_integer_ratio(self, /)", as_integer_ratio),
    NativeDef::new("to_eng_string(self, /, context=None)", to_eng_string),
    NativeDef::new("adjusted(self, /)", |cx, a| {
        let x = this(cx, &a[0])?;
        Ok(Value::int(if x.is_finite() { x.adjusted() } else { 0 }))
    }),
    NativeDef::new("canonical(self, /)", |_, a| Ok(a[0].clone())),
    NativeDef::new("conjugate(self, /)", |_, a| Ok(a[0].clone())),
    NativeDef::new("radix(self, /)", |_, _| Ok(Decimal::make(Number::from_i64(10)))),
    NativeDef::new("number_class(self, /, context=None)", |cx, a| {
        with_settings(cx, a, |x, set| Name::new(decimal_type::number_class(x, set)).value())
    }),
    NativeDef::new("is_normal(self, /, context=None)", |cx, a| with_settings(cx, a, |x, set| Value::bool(decimal_type::is_normal(x, set)))),
    NativeDef::new("is_subnormal(self, /, context=None)", |cx, a| {
        with_settings(cx, a, |x, set| Value::bool(decimal_type::is_subnormal(x, set)))
    }),
    asks!("is_canonical(self, /)", |_x| true),
    asks!("is_finite(self, /)", |x| x.is_finite()),
    asks!("is_infinite(self, /)", |x| x.is_infinite()),
    asks!("is_nan(self, /)", |x| x.is_nan()),
    asks!("is_qnan(self, /)", |x| x.kind == Kind::Quiet),
    asks!("is_snan(self, /)", |x| x.kind == Kind::Signaling),
    asks!("is_signed(self, /)", |x| x.negative),
    asks!("is_zero(self, /)", |x| x.is_zero()),
    NativeDef::new("same_quantum(self, /, other, context=None)", |cx, a| {
        Ok(Value::bool(decimal_type::same_quantum(this(cx, &a[0])?, &*convert(cx, &a[1])?)))
    }),
    NativeDef::new("copy_abs(self, /)", |cx, a| Ok(Decimal::make(this(cx, &a[0])?.clone().with_sign(false)))),
    NativeDef::new("copy_negate(self, /)", |cx, a| {
        let x = this(cx, &a[0])?;
        Ok(Decimal::make(x.clone().with_sign(!x.negative)))
    }),
    one!("exp(self, /, context=None)", |work, x| work.by_script("exp", &[x])),
    one!("ln(self, /, context=None)", |work, x| work.by_script("ln", &[x])),
    one!("log10(self, /, context=None)", |work, x| work.by_script("log10", &[x])),
    one!("logb(self, /, context=None)", |work, x| work.logb(x)),
    one!("logical_invert(self, /, context=None)", |work, x| work.by_script("logical_invert", &[x])),
    one!("next_minus(self, /, context=None)", |work, x| work.by_script("next_minus", &[x])),
    one!("next_plus(self, /, context=None)", |work, x| work.by_script("next_plus", &[x])),
    one!("normalize(self, /, context=None)", |work, x| work.normalize(x)),
    one!("sqrt(self, /, context=None)", |work, x| work.sqrt(x)),
    two!("compare(self, /, other, context=None)", |work, x, y| work.compare(x, y)),
    two!("compare_signal(self, /, other, context=None)", |work, x, y| work.compare_signal(x, y)),
    two!("compare_total(self, /, other, context=None)", |work, x, y| work.compare_total(x, y)),
    two!("compare_total_mag(self, /, other, context=None)", |work, x, y| work.compare_total_mag(x, y)),
    two!("copy_sign(self, /, other, context=None)", |_, x, y| Ok(x.clone().with_sign(y.negative))),
    two!("logical_and(self, /, other, context=None)", |work, x, y| work.by_script("logical_and", &[x, y])),
    two!("logical_or(self, /, other, context=None)", |work, x, y| work.by_script("logical_or", &[x, y])),
    two!("logical_xor(self, /, other, context=None)", |work, x, y| work.by_script("logical_xor", &[x, y])),
    two!("max(self, /, other, context=None)", |work, x, y| work.max(x, y)),
    two!("max_mag(self, /, other, context=None)", |work, x, y| work.max_mag(x, y)),
    two!("min(self, /, other, context=None)", |work, x, y| work.min(x, y)),
    two!("min_mag(self, /, other, context=None)", |work, x, y| work.min_mag(x, y)),
    two!("next_toward(self, /, other, context=None)", |work, x, y| work.by_script("next_toward", &[x, y])),
    two!("remainder_near(self, /, other, context=None)", |work, x, y| work.remainder_near(x, y)),
    two!("rotate(self, /, other, context=None)", |work, x, y| work.by_script("rotate", &[x, y])),
    two!("scaleb(self, /, other, context=None)", |work, x, y| work.scaleb(x, y)),
    two!("shift(self, /, other, context=None)", |work, x, y| work.by_script("shift", &[x, y])),
    NativeDef::new("__round__(self, ndigits=?, /)", round),
    NativeDef::new("__trunc__(self, /)", |cx, a| truncate(cx, &a[0])),
    NativeDef::new("__floor__(self, /)", |cx, a| whole(cx, &a[0], Rounding::Floor)),
    NativeDef::new("__ceil__(self, /)", |cx, a| whole(cx, &a[0], Rounding::Ceiling)),
    NativeDef::new("__complex__(self, /)", complex),
    NativeDef::new("__format__(self, specifier, /)", format),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("__copy__(self, /)", |_, a| Ok(a[0].clone())),
    NativeDef::new("__deepcopy__(self, memo, /)", |_, a| Ok(a[0].clone())),
];

pub(super) static GETSET: &[GetSet] = &[
    GetSet { name: "real", get: |_, a| Ok(a.clone()), set: None },
    GetSet { name: "imag", get: |_, _| Ok(Decimal::make(Number::zero(false, 0))), set: None },
];
