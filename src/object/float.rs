//! The `float` object: instances of float's subclasses. Exact floats are immediates. Operators and methods of `float`.

use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::Str;
use super::ty::{Type, TypeDef};
use super::value::{Object, R, V, Value};
use crate::memory::Header;
use crate::memory::header::flag;

#[repr(C)]
pub(crate) struct Float {
    head: Header,
    value: f64,
}

object!(Float, Float, FLOAT);

impl Layout for Float {
    const TRACKED: bool = false;
    const LEAF: bool = true;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Float {
    pub(crate) fn value(&self) -> f64 {
        self.value
    }

    /// A number of type `class` (a subclass of float).
    pub(crate) fn of_class(class: &Type, value: f64) -> Value {
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(Float { head: Header::new(Kind::Float as u8, class.header(), flags), value }).into_value()
    }
}

/// Whether a float equals an int exactly.
pub(crate) fn same_as_int(float: f64, int: i64) -> bool {
    float as i64 == int && (float as i64) as f64 == float && (float < 9.223_372_036_854_776e18)
}

/// The value of a float or an instance of a subclass.
pub(crate) fn float_value(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.get::<Float>().map(Float::value))
}

/// The value of a float, or of an int converted. None: neither; Err: OverflowError.
fn operand(cx: &Cx, value: &Value) -> R<Option<f64>> {
    match value.unpack() {
        V::Float(float) => Ok(Some(float)),
        V::Int(int) => Ok(Some(int as f64)),
        _ if super::int::is_int(value) => super::int::to_f64(cx, value).map(Some),
        _ => Ok(float_value(value)),
    }
}

macro_rules! arithmetic {
    ($name:ident, |$cx:ident, $x:ident, $y:ident| $body:expr) => {
        pub(crate) fn $name($cx: &Cx, a: &Value, b: &Value) -> R {
            let (Some($x), Some($y)) = (operand($cx, a)?, operand($cx, b)?) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            $body
        }
    };
}

arithmetic!(add, |_cx, x, y| Ok(Value::float(x + y)));
arithmetic!(sub, |_cx, x, y| Ok(Value::float(x - y)));
arithmetic!(mul, |_cx, x, y| Ok(Value::float(x * y)));
arithmetic!(true_div, |cx, x, y| if y == 0.0 { Err(cx.zero_division("float division by zero")) } else { Ok(Value::float(x / y)) });
arithmetic!(floor_div, |cx, x, y| if y == 0.0 {
    Err(cx.zero_division("float floor division by zero"))
} else {
    Ok(Value::float(floor_div_mod(x, y).0))
});
arithmetic!(modulo, |cx, x, y| if y == 0.0 {
    Err(cx.zero_division("float modulo by zero"))
} else {
    Ok(Value::float(floor_div_mod(x, y).1))
});
arithmetic!(div_mod, |cx, x, y| {
    if y == 0.0 {
        return Err(cx.zero_division("float divmod()"));
    }
    let (q, r) = floor_div_mod(x, y);
    Ok(super::tuple::Tuple::new(vec![Value::float(q), Value::float(r)]).into_value())
});

/// Quotient and remainder as CPython's floatobject.c computes them: the remainder has the divisor's sign.
pub(crate) fn floor_div_mod(x: f64, y: f64) -> (f64, f64) {
    let mut r = x % y;
    let mut q = (x - r) / y;
    if r != 0.0 {
        if (y < 0.0) != (r < 0.0) {
            r += y;
            q -= 1.0;
        }
    } else {
        r = 0f64.copysign(y);
    }
    let floored = if q != 0.0 {
        let floor = q.floor();
        if q - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0f64.copysign(x / y)
    };
    (floored, r)
}

arithmetic!(power, |cx, x, y| {
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(cx.zero_division("0.0 cannot be raised to a negative power"));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y.fract() != 0.0 {
        return super::complex::power_of_floats(cx, x, y);
    }
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(cx.raise(super::exception::make(
            &super::exception::OVERFLOW_ERROR,
            vec![Value::int(34), Str::from_str("Numerical result out of range").into_value()],
        )));
    }
    Ok(Value::float(result))
});

fn compare(_: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (x, y) = match (float_value(a), float_value(b)) {
        (Some(x), Some(y)) => (x, y),
        (Some(x), None) if super::int::is_int(b) => return Ok(compare_with_int(x, b, op)),
        (None, Some(y)) if super::int::is_int(a) => {
            return Ok(compare_with_int(y, a, op.swapped()));
        }
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::bool(super::compare::float_holds(op, x, y)))
}

/// Whether a float equals a float or an int exactly.
pub(crate) fn equals(cx: &Cx, x: f64, other: &Value) -> R<bool> {
    compare(cx, &Value::float(x), other, CmpOp::Eq).map(|equal| equal.as_bool() == Some(true))
}

/// Exact comparison of a float and an int of any size.
fn compare_with_int(x: f64, int: &Value, op: CmpOp) -> Value {
    use dashu_int::IBig;
    if x.is_nan() {
        return Value::bool(op == CmpOp::Ne);
    }
    if x.is_infinite() {
        return Value::bool(super::compare::float_holds(op, x, 0.0));
    }
    if let Some(y) = super::int::to_i64(int)
        && y.unsigned_abs() <= 1 << 53
    {
        return Value::bool(super::compare::float_holds(op, x, y as f64));
    }
    let (Some(y), Ok(floor)) = (super::int::to_big(int), IBig::try_from(x.floor())) else {
        return Value::NOT_IMPLEMENTED;
    };
    let mut order = floor.cmp(&y);
    if order.is_eq() && x.fract() != 0.0 {
        order = std::cmp::Ordering::Greater;
    }
    Value::bool(op.holds(order))
}

fn neg(_: &Cx, a: &Value) -> R {
    Ok(float_value(a).map_or(Value::NOT_IMPLEMENTED, |x| Value::float(-x)))
}

fn pos(_: &Cx, a: &Value) -> R {
    Ok(float_value(a).map_or(Value::NOT_IMPLEMENTED, Value::float))
}

fn abs(_: &Cx, a: &Value) -> R {
    Ok(float_value(a).map_or(Value::NOT_IMPLEMENTED, |x| Value::float(x.abs())))
}

fn truth(_: &Cx, a: &Value) -> R<bool> {
    Ok(float_value(a) != Some(0.0))
}

fn hash(_: &Cx, a: &Value) -> R<i64> {
    match float_value(a) {
        Some(x) => Ok(crate::text::hash::hash_float(x, a.identity() as i64 >> 4)),
        None => Ok(0),
    }
}

fn repr(_: &Cx, a: &Value) -> R {
    Ok(Str::from_str(&crate::text::float_repr::float_repr(float_value(a).unwrap_or(0.0))).into_value())
}

/// The integer part. Errors: OverflowError, ValueError for what has none.
pub(crate) fn truncated(cx: &Cx, x: f64) -> R {
    if x.is_nan() {
        return Err(cx.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(cx.overflow_error("cannot convert float infinity to integer"));
    }
    let whole = x.trunc();
    if whole.abs() < 9e18 {
        return Ok(Value::int(whole as i64));
    }
    dashu_int::IBig::try_from(whole).map(super::int::from_big).map_err(|_| cx.overflow_error("cannot convert float to integer"))
}

fn to_int(cx: &Cx, a: &Value) -> R {
    truncated(cx, float_value(a).unwrap_or(0.0))
}

const SLOTS: Slots = Slots {
    new: Some(super::float_methods::new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(truth),
    neg: Some(neg),
    pos: Some(pos),
    abs: Some(abs),
    int: Some(to_int),
    float: Some(pos),
    binary: bin_slots(&[
        (BinOp::Add, add),
        (BinOp::Sub, sub),
        (BinOp::Mul, mul),
        (BinOp::TrueDiv, true_div),
        (BinOp::FloorDiv, floor_div),
        (BinOp::Mod, modulo),
        (BinOp::DivMod, div_mod),
        (BinOp::Pow, power),
    ]),
    ..Slots::NONE
};

static FLOAT_DEF: TypeDef = TypeDef {
    name: "float",
    kind: Kind::Float,
    subclassable: true,
    slots: SLOTS,
    methods: super::float_methods::METHODS,
    getset: super::float_methods::GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static FLOAT: Type = Type::from_def(&FLOAT_DEF);
