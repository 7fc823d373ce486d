//! The type `Context`, and the context in force. The native half of what belongs to a thread or task: a context variable holds it.

use super::decimal_type::{self, Decimal};
use super::number::Number;
use super::settings::{MAX_EMAX, MAX_PREC, MIN_EMIN, Rounding, Settings, condition::*};
use super::signals::{self, Signals};
use super::work::Work;
use crate::native::construct::signature;
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::exceptions::ATTRIBUTE_ERROR;
use crate::object::int::{is_int, to_i64};
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Value};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering::Relaxed};

/// A context belongs to one thread or task; scripts may show it to others all the same. Each part is an atomic of its own, and an
/// operation reads each once: it works by settings that were in force, if not all at one moment. Flags and traps never are replaced.
pub(super) struct Context {
    prec: AtomicI64,
    emin: AtomicI64,
    emax: AtomicI64,
    rounding: AtomicU8,
    capitals: AtomicBool,
    clamp: AtomicBool,
    flags: Value,
    traps: Value,
}

impl Payload for Context {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.flags);
        visit(&self.traps);
    }
}

fn signals_in(value: &Value) -> &Signals {
    Native::<Signals>::of(value).expect("flags and traps of contexts are signals")
}

impl Context {
    fn new(set: Settings, flags: u32, traps: u32) -> Context {
        Context {
            prec: AtomicI64::new(set.prec),
            emin: AtomicI64::new(set.emin),
            emax: AtomicI64::new(set.emax),
            rounding: AtomicU8::new(set.rounding as u8),
            capitals: AtomicBool::new(set.capitals),
            clamp: AtomicBool::new(set.clamp),
            flags: Signals::make(flags),
            traps: Signals::make(traps),
        }
    }

    #[inline]
    pub(super) fn settings(&self) -> Settings {
        Settings {
            prec: self.prec.load(Relaxed),
            emin: self.emin.load(Relaxed),
            emax: self.emax.load(Relaxed),
            rounding: Rounding::from_index(self.rounding.load(Relaxed)),
            clamp: self.clamp.load(Relaxed),
            capitals: self.capitals.load(Relaxed),
        }
    }

    fn copy(&self) -> Value {
        make(self.settings(), signals_in(&self.flags).bits(), signals_in(&self.traps).bits())
    }

    /// Notes conditions. Errors: the exception for those that are trapped.
    pub(super) fn meet(&self, cx: &Cx, met: u32) -> R<()> {
        let signals = signals::signals_of(met);
        signals_in(&self.flags).add(signals);
        let traps = signals_in(&self.traps).bits();
        if signals & traps == 0 { Ok(()) } else { Err(signals::error(cx, met, traps)) }
    }

    /// Notes conditions without raising anything.
    pub(super) fn note(&self, met: u32) {
        signals_in(&self.flags).add(met);
    }

    /// Does an operation by this context and notes what it met.
    #[inline]
    pub(super) fn run<T>(&self, cx: &Cx, operation: impl FnOnce(&mut Work<'_>) -> R<T>) -> R<T> {
        let mut work = Work::new(cx, self.settings());
        let result = operation(&mut work)?;
        if work.met != 0 {
            self.meet(cx, work.met)?;
        }
        Ok(result)
    }
}

fn make(set: Settings, flags: u32, traps: u32) -> Value {
    Native::make(&CONTEXT, Context::new(set, flags, traps))
}

/// An interpreter's templates. They are SHARED from the beginning: threads copy them.
pub(super) struct Templates {
    pub(super) default: Value,
    pub(super) basic: Value,
    pub(super) extended: Value,
}

impl Default for Templates {
    fn default() -> Templates {
        CONTEXT.make_ready();
        signals::SIGNAL_DICT.make_ready();
        let usual = Settings { prec: 28, emin: -999_999, emax: 999_999, rounding: Rounding::HalfEven, clamp: false, capitals: true };
        let traps = INVALID_OPERATION | DIVISION_BY_ZERO | OVERFLOW;
        let basic = Settings { prec: 9, rounding: Rounding::HalfUp, ..usual };
        let templates = Templates {
            default: make(usual, 0, traps),
            basic: make(basic, 0, traps | CLAMPED | UNDERFLOW),
            extended: make(Settings { rounding: Rounding::HalfEven, ..basic }, 0, 0),
        };
        [&templates.default, &templates.basic, &templates.extended].into_iter().for_each(Value::publish);
        templates
    }
}

/// The variable that holds the context in force.
static CURRENT: LazyLock<Value> = LazyLock::new(|| contextvars::immortal_variable("decimal_context"));

/// The context in force, made if there is none yet.
#[inline]
pub(super) fn current(cx: &Cx) -> Value {
    match contextvars::value_of(cx, &CURRENT) {
        Some(context) => context,
        None => first(cx),
    }
}

#[cold]
fn first(cx: &Cx) -> Value {
    let context = fresh(&cx.interp.extension::<Templates>().default);
    contextvars::set_value(cx, &CURRENT, context.clone());
    context
}

/// A copy without flags.
fn fresh(template: &Value) -> Value {
    body(template).map_or(Value::NONE, |body| make(body.settings(), 0, signals_in(&body.traps).bits()))
}

pub(super) fn body(value: &Value) -> Option<&Context> {
    Native::<Context>::of(value)
}

/// The context that an argument gives, or the one in force.
#[inline]
pub(super) fn given_or_current(cx: &Cx, given: &Value) -> R {
    if given.is_none() || given.is_unset() {
        return Ok(current(cx));
    }
    match body(given) {
        Some(_) => Ok(given.clone()),
        None => Err(cx.type_error("optional argument must be a context")),
    }
}

/// Does an operation by the context that an argument gives, or the one in force.
#[inline]
pub(super) fn run<T>(cx: &Cx, given: &Value, operation: impl FnOnce(&mut Work<'_>) -> R<T>) -> R<T> {
    let context = given_or_current(cx, given)?;
    this(cx, &context)?.run(cx, operation)
}

pub(super) fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Context> {
    body(value).ok_or_else(|| cx.type_error(format!("a decimal.Context is required, not '{}'", type_of(value).message_name())))
}

pub(super) fn getcontext(cx: &Cx, _: &[Value]) -> R {
    Ok(current(cx))
}

pub(super) fn setcontext(cx: &Cx, a: &[Value]) -> R {
    if body(&a[0]).is_none() {
        return Err(cx.type_error("argument must be a context"));
    }
    let templates = cx.interp.extension::<Templates>();
    let is_template = [&templates.default, &templates.basic, &templates.extended].into_iter().any(|template| template.is(&a[0]));
    let context = if is_template { fresh(&a[0]) } else { a[0].clone() };
    contextvars::set_value(cx, &CURRENT, context);
    Ok(Value::NONE)
}

fn new(cx: &Cx, class: &Type, _: Args<'_>) -> R {
    let templates = cx.interp.extension::<Templates>();
    let template = this(cx, &templates.default)?;
    Ok(Native::make(class, Context::new(template.settings(), 0, signals_in(&template.traps).bits())))
}

static NEW: NativeDef =
    signature("Context(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)");

fn init(cx: &Cx, context: &Value, args: Args<'_>) -> R<()> {
    let given = crate::native::construct::bind(cx, &NEW, args)?;
    for (name, value) in ["prec", "rounding", "Emin", "Emax", "capitals", "clamp"].into_iter().zip(&given) {
        if !value.is_none() {
            set(cx, context, name, Some(value.clone()))?;
        }
    }
    let body = this(cx, context)?;
    for (signals, value) in [(&body.flags, &given[6]), (&body.traps, &given[7])] {
        if !value.is_none() {
            signals_in(signals).set(signals::bits_of(cx, value)?);
        }
    }
    Ok(())
}

/// An argument that says a size.
pub(super) fn size(cx: &Cx, value: &Value) -> R<i64> {
    if !is_int(value) {
        return Err(cx.type_error("an integer is required"));
    }
    to_i64(value).ok_or_else(|| cx.overflow_error("Python int too large to convert to C ssize_t"))
}

pub(super) fn rounding_of(cx: &Cx, value: &Value) -> R<Rounding> {
    let name = value.get::<Str>().and_then(|name| Rounding::from_name(&name.to_str_lossy()));
    name.ok_or_else(|| {
        cx.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, \
             ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )
    })
}

fn set(cx: &Cx, context: &Value, name: &str, value: Option<Value>) -> R<()> {
    let body = this(cx, context)?;
    let value = value.ok_or_else(|| cx.error(&ATTRIBUTE_ERROR, "context attributes cannot be deleted"))?;
    let within = |low: i64, high: i64, range: &str| match size(cx, &value)? {
        n if n < low || n > high => Err(cx.value_error(format!("valid range for {name} is {range}"))),
        n => Ok(n),
    };
    let truth = || match size(cx, &value)? {
        n @ (0 | 1) => Ok(n == 1),
        _ => Err(cx.value_error(format!("valid values for {name} are 0 or 1"))),
    };
    match name {
        "prec" => body.prec.store(within(1, MAX_PREC, "[1, MAX_PREC]")?, Relaxed),
        "Emin" => body.emin.store(within(MIN_EMIN, 0, "[MIN_EMIN, 0]")?, Relaxed),
        "Emax" => body.emax.store(within(0, MAX_EMAX, "[0, MAX_EMAX]")?, Relaxed),
        "capitals" => body.capitals.store(truth()?, Relaxed),
        "clamp" => body.clamp.store(truth()?, Relaxed),
        "rounding" => body.rounding.store(rounding_of(cx, &value)? as u8, Relaxed),
        "flags" => signals_in(&body.flags).set(signals::bits_of_mapping(cx, &value)?),
        _ => signals_in(&body.traps).set(signals::bits_of_mapping(cx, &value)?),
    }
    Ok(())
}

macro_rules! attribute {
    ($name:literal, |$body:ident| $get:expr) => {
        GetSet {
            name: $name,
            get: |cx, context| {
                let $body = this(cx, context)?;
                Ok($get)
            },
            set: Some(|cx, context, value| set(cx, context, $name, value)),
        }
    };
}

fn repr(cx: &Cx, context: &Value) -> R {
    let body = this(cx, context)?;
    let set = body.settings();
    let shown = format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags={}, traps={})",
        set.prec,
        set.rounding.name(),
        set.emin,
        set.emax,
        u8::from(set.capitals),
        u8::from(set.clamp),
        signals::names(signals_in(&body.flags).bits()),
        signals::names(signals_in(&body.traps).bits())
    );
    Ok(Str::from_str(&shown).into_value())
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    let set = body.settings();
    let list = |signals: &Value| List::new(signals::classes(signals_in(signals).bits())).into_value();
    let parts = vec![
        Value::int(set.prec),
        Name::new(set.rounding.name()).value(),
        Value::int(set.emin),
        Value::int(set.emax),
        Value::int(i64::from(set.capitals)),
        Value::int(i64::from(set.clamp)),
        list(&body.flags),
        list(&body.traps),
    ];
    Ok(Tuple::new(vec![type_of(&a[0]).value(), Tuple::new(parts).into_value()]).into_value())
}

fn create_decimal(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    let number = match a.get(1).filter(|given| !given.is_unset()) {
        None => Number::zero(false, 0),
        Some(given) => decimal_type::rounded(cx, given, body)?,
    };
    Ok(Decimal::make(number))
}

fn create_decimal_from_float(cx: &Cx, a: &[Value]) -> R {
    let number = decimal_type::from_float_exactly(cx, &a[1])?;
    this(cx, &a[0])?.run(cx, |work| work.fix(number)).map(Decimal::make)
}

macro_rules! one {
    ($sig:literal, $operation:expr) => {
        NativeDef::new($sig, |cx, a| {
            let x = decimal_type::convert(cx, &a[1])?;
            let operation: fn(&mut Work<'_>, &Number) -> R<Number> = $operation;
            this(cx, &a[0])?.run(cx, |work| operation(work, &x)).map(Decimal::make)
        })
    };
}

macro_rules! two {
    ($sig:literal, $operation:expr) => {
        NativeDef::new($sig, |cx, a| {
            let (x, y) = (decimal_type::convert(cx, &a[1])?, decimal_type::convert(cx, &a[2])?);
            let operation: fn(&mut Work<'_>, &Number, &Number) -> R<Number> = $operation;
            this(cx, &a[0])?.run(cx, |work| operation(work, &x, &y)).map(Decimal::make)
        })
    };
}

/// A question about a number, by the context's settings if they are named.
macro_rules! asks {
    ($sig:literal, |$x:ident| $answer:expr) => {
        NativeDef::new($sig, |cx, a| {
            let $x = decimal_type::convert(cx, &a[1])?;
            Ok($answer)
        })
    };
    ($sig:literal, |$set:ident, $x:ident| $answer:expr) => {
        NativeDef::new($sig, |cx, a| {
            let $x = decimal_type::convert(cx, &a[1])?;
            let $set = this(cx, &a[0])?.settings();
            Ok($answer)
        })
    };
}

fn truth(truth: bool) -> Value {
    Value::bool(truth)
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("clear_flags(self, /)", |cx, a| {
        signals_in(&this(cx, &a[0])?.flags).set(0);
        Ok(Value::NONE)
    }),
    NativeDef::new("clear_traps(self, /)", |cx, a| {
        signals_in(&this(cx, &a[0])?.traps).set(0);
        Ok(Value::NONE)
    }),
    NativeDef::new("copy(self, /)", |cx, a| Ok(this(cx, &a[0])?.copy())),
    NativeDef::new("__copy__(self, /)", |cx, a| Ok(this(cx, &a[0])?.copy())),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("Etiny(self, /)", |cx, a| Ok(Value::int(this(cx, &a[0])?.settings().etiny()))),
    NativeDef::new("Etop(self, /)", |cx, a| Ok(Value::int(this(cx, &a[0])?.settings().etop()))),
    NativeDef::new("radix(self, /)", |_, _| Ok(Decimal::make(Number::from_i64(10)))),
    NativeDef::new("create_decimal(self, num=?, /)", create_decimal),
    NativeDef::new("create_decimal_from_float(self, f, /)", create_decimal_from_float),
    NativeDef::new("canonical(self, x, /)", |cx, a| match decimal_type::number(&a[1]) {
        Some(_) => Ok(a[1].clone()),
        None => Err(cx.type_error("argument must be a Decimal")),
    }),
    NativeDef::new("copy_decimal(self, x, /)", |cx, a| decimal_type::convert_value(cx, &a[1])),
    NativeDef::new("_apply(self, x, /)", |cx, a| {
        let x = decimal_type::convert(cx, &a[1])?;
        let body = this(cx, &a[0])?;
        let fixed = body.run(cx, |work| work.fix(x.into_owned()))?;
        decimal_type::shown(cx, &fixed, super::text::Notation::Scientific, body.settings().capitals)
    }),
    NativeDef::new("to_sci_string(self, x, /)", |cx, a| {
        let x = decimal_type::convert(cx, &a[1])?;
        decimal_type::shown(cx, &x, super::text::Notation::Scientific, this(cx, &a[0])?.settings().capitals)
    }),
    NativeDef::new("to_eng_string(self, x, /)", |cx, a| {
        let x = decimal_type::convert(cx, &a[1])?;
        decimal_type::shown(cx, &x, super::text::Notation::Engineering, this(cx, &a[0])?.settings().capitals)
    }),
    NativeDef::new("divmod(self, x, y, /)", |cx, a| {
        let (x, y) = (decimal_type::convert(cx, &a[1])?, decimal_type::convert(cx, &a[2])?);
        let (q, rest) = this(cx, &a[0])?.run(cx, |work| work.div_mod(&x, &y))?;
        Ok(Tuple::new(vec![Decimal::make(q), Decimal::make(rest)]).into_value())
    }),
    NativeDef::new("fma(self, x, y, z, /)", |cx, a| {
        let (x, y, z) = (decimal_type::convert(cx, &a[1])?, decimal_type::convert(cx, &a[2])?, decimal_type::convert(cx, &a[3])?);
        this(cx, &a[0])?.run(cx, |work| work.fma(&x, &y, &z)).map(Decimal::make)
    }),
    NativeDef::new("power(self, /, a, b, modulo=None)", |cx, a| {
        let (x, y) = (decimal_type::convert(cx, &a[1])?, decimal_type::convert(cx, &a[2])?);
        if a[3].is_none() {
            return this(cx, &a[0])?.run(cx, |work| work.power(&x, &y)).map(Decimal::make);
        }
        let modulo = decimal_type::convert(cx, &a[3])?;
        this(cx, &a[0])?.run(cx, |work| work.by_script("_power_modulo", &[&x, &y, &modulo])).map(Decimal::make)
    }),
    one!("abs(self, x, /)", |work, x| work.abs(x)),
    one!("minus(self, x, /)", |work, x| work.neg(x)),
    one!("plus(self, x, /)", |work, x| work.pos(x)),
    one!("sqrt(self, x, /)", |work, x| work.sqrt(x)),
    one!("exp(self, x, /)", |work, x| work.by_script("exp", &[x])),
    one!("ln(self, x, /)", |work, x| work.by_script("ln", &[x])),
    one!("log10(self, x, /)", |work, x| work.by_script("log10", &[x])),
    one!("logb(self, x, /)", |work, x| work.logb(x)),
    one!("logical_invert(self, x, /)", |work, x| work.by_script("logical_invert", &[x])),
    one!("next_minus(self, x, /)", |work, x| work.by_script("next_minus", &[x])),
    one!("next_plus(self, x, /)", |work, x| work.by_script("next_plus", &[x])),
    one!("normalize(self, x, /)", |work, x| work.normalize(x)),
    one!("to_integral_exact(self, x, /)", |work, x| work.integral_exact(x, work.set.rounding)),
    one!("to_integral_value(self, x, /)", |work, x| work.integral(x, work.set.rounding)),
    one!("to_integral(self, x, /)", |work, x| work.integral(x, work.set.rounding)),
    one!("copy_abs(self, x, /)", |_, x| Ok(x.clone().with_sign(false))),
    one!("copy_negate(self, x, /)", |_, x| Ok(x.clone().with_sign(!x.negative))),
    two!("add(self, x, y, /)", |work, x, y| work.add(x, y)),
    two!("subtract(self, x, y, /)", |work, x, y| work.sub(x, y)),
    two!("multiply(self, x, y, /)", |work, x, y| work.mul(x, y)),
    two!("divide(self, x, y, /)", |work, x, y| work.div(x, y)),
    two!("divide_int(self, x, y, /)", |work, x, y| work.floor_div(x, y)),
    two!("remainder(self, x, y, /)", |work, x, y| work.rem(x, y)),
    two!("remainder_near(self, x, y, /)", |work, x, y| work.remainder_near(x, y)),
    two!("compare(self, x, y, /)", |work, x, y| work.compare(x, y)),
    two!("compare_signal(self, x, y, /)", |work, x, y| work.compare_signal(x, y)),
    two!("compare_total(self, x, y, /)", |work, x, y| work.compare_total(x, y)),
    two!("compare_total_mag(self, x, y, /)", |work, x, y| work.compare_total_mag(x, y)),
    two!("copy_sign(self, x, y, /)", |_, x, y| Ok(x.clone().with_sign(y.negative))),
    two!("logical_and(self, x, y, /)", |work, x, y| work.by_script("logical_and", &[x, y])),
    two!("logical_or(self, x, y, /)", |work, x, y| work.by_script("logical_or", &[x, y])),
    two!("logical_xor(self, x, y, /)", |work, x, y| work.by_script("logical_xor", &[x, y])),
    two!("max(self, x, y, /)", |work, x, y| work.max(x, y)),
    two!("max_mag(self, x, y, /)", |work, x, y| work.max_mag(x, y)),
    two!("min(self, x, y, /)", |work, x, y| work.min(x, y)),
    two!("min_mag(self, x, y, /)", |work, x, y| work.min_mag(x, y)),
    two!("next_toward(self, x, y, /)", |work, x, y| work.by_script("next_toward", &[x, y])),
    two!("quantize(self, x, y, /)", |work, x, y| work.quantize(x, y, work.set.rounding)),
    two!("rotate(self, x, y, /)", |work, x, y| work.by_script("rotate", &[x, y])),
    two!("scaleb(self, x, y, /)", |work, x, y| work.scaleb(x, y)),
    two!("shift(self, x, y, /)", |work, x, y| work.by_script("shift", &[x, y])),
    NativeDef::new("same_quantum(self, x, y, /)", |cx, a| {
        Ok(truth(decimal_type::same_quantum(&*decimal_type::convert(cx, &a[1])?, &*decimal_type::convert(cx, &a[2])?)))
    }),
    asks!("is_canonical(self, x, /)", |_x| truth(true)),
    asks!("is_finite(self, x, /)", |x| truth(x.is_finite())),
    asks!("is_infinite(self, x, /)", |x| truth(x.is_infinite())),
    asks!("is_nan(self, x, /)", |x| truth(x.is_nan())),
    asks!("is_qnan(self, x, /)", |x| truth(x.kind == super::number::Kind::Quiet)),
    asks!("is_snan(self, x, /)", |x| truth(x.kind == super::number::Kind::Signaling)),
    asks!("is_signed(self, x, /)", |x| truth(x.negative)),
    asks!("is_zero(self, x, /)", |x| truth(x.is_zero())),
    asks!("is_normal(self, x, /)", |set, x| truth(decimal_type::is_normal(&x, set))),
    asks!("is_subnormal(self, x, /)", |set, x| truth(decimal_type::is_subnormal(&x, set))),
    asks!("number_class(self, x, /)", |set, x| Name::new(decimal_type::number_class(&x, set)).value()),
];

static CONTEXT_DEF: TypeDef = TypeDef {
    name: "Context",
    module: "decimal",
    doc: "Precision, rounding, bounds of exponents, and what is done about signals.",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: METHODS,
    getset: &[
        attribute!("prec", |body| Value::int(body.prec.load(Relaxed))),
        attribute!("Emin", |body| Value::int(body.emin.load(Relaxed))),
        attribute!("Emax", |body| Value::int(body.emax.load(Relaxed))),
        attribute!("rounding", |body| Name::new(body.settings().rounding.name()).value()),
        attribute!("capitals", |body| Value::int(i64::from(body.capitals.load(Relaxed)))),
        attribute!("clamp", |body| Value::int(i64::from(body.clamp.load(Relaxed)))),
        attribute!("flags", |body| body.flags.clone()),
        attribute!("traps", |body| body.traps.clone()),
    ],
    ..TypeDef::EMPTY
};
pub(super) static CONTEXT: Type = Type::from_def(&CONTEXT_DEF);
