//! The `complex` object and its arithmetic, with the formulas (and so the digits) of CPython's complexobject.c. Methods and the
//! constructor are in `complex_methods`.

use super::cx::Cx;
use super::float::float_value;
use super::kinds::{Kind, Layout, alloc, object};
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::Str;
use super::ty::{Type, TypeDef};
use super::value::{Object, R, Value};
use crate::memory::Header;
use crate::memory::header::flag;

/// Real and imaginary part.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Parts {
    pub(crate) re: f64,
    pub(crate) im: f64,
}

#[repr(C)]
pub(crate) struct Complex {
    head: Header,
    parts: Parts,
}

object!(Complex, Complex, COMPLEX);

impl Layout for Complex {
    const TRACKED: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Complex {
    /// An exact complex.
    pub(crate) fn new(re: f64, im: f64) -> Value {
        Complex::of_class(&COMPLEX, Parts { re, im })
    }

    /// A number of type `class` (complex or a subclass).
    pub(crate) fn of_class(class: &Type, parts: Parts) -> Value {
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(Complex { head: Header::new(Kind::Complex as u8, class.header(), flags), parts }).into_value()
    }

    pub(crate) fn parts(&self) -> Parts {
        self.parts
    }
}

/// What an operation on parts failed with.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Failed {
    ZeroDivision,
    Overflow,
}

impl std::ops::Add for Parts {
    type Output = Parts;
    fn add(self, other: Parts) -> Parts {
        Parts { re: self.re + other.re, im: self.im + other.im }
    }
}

impl std::ops::Sub for Parts {
    type Output = Parts;
    fn sub(self, other: Parts) -> Parts {
        Parts { re: self.re - other.re, im: self.im - other.im }
    }
}

impl std::ops::Mul for Parts {
    type Output = Parts;
    fn mul(self, other: Parts) -> Parts {
        Parts { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }
}

impl Parts {
    pub(crate) const ONE: Parts = Parts { re: 1.0, im: 0.0 };

    /// Smith's division: scaled by the larger part of the divisor, so that nothing overflows on the way.
    pub(crate) fn divided_by(self, b: Parts) -> Result<Parts, Failed> {
        let (abs_re, abs_im) = (b.re.abs(), b.im.abs());
        if abs_re >= abs_im {
            if abs_re == 0.0 {
                return Err(Failed::ZeroDivision);
            }
            let ratio = b.im / b.re;
            let denominator = b.re + b.im * ratio;
            return Ok(Parts { re: (self.re + self.im * ratio) / denominator, im: (self.im - self.re * ratio) / denominator });
        }
        if abs_im >= abs_re {
            let ratio = b.re / b.im;
            let denominator = b.re * ratio + b.im;
            return Ok(Parts { re: (self.re * ratio + self.im) / denominator, im: (self.im * ratio - self.re) / denominator });
        }
        Ok(Parts { re: f64::NAN, im: f64::NAN })
    }

    /// Small integral exponents by repeated multiplication, others through the polar form.
    pub(crate) fn power(self, exponent: Parts) -> Result<Parts, Failed> {
        let result = if exponent.im == 0.0 && exponent.re.floor() == exponent.re && exponent.re.abs() <= 100.0 {
            self.power_int(exponent.re as i32)?
        } else {
            self.power_polar(exponent)?
        };
        if result.re.is_infinite() || result.im.is_infinite() { Err(Failed::Overflow) } else { Ok(result) }
    }

    fn power_int(self, exponent: i32) -> Result<Parts, Failed> {
        let (mut result, mut square) = (Parts::ONE, self);
        let mut mask = 1u32;
        let count = exponent.unsigned_abs();
        while mask > 0 && count >= mask {
            if count & mask != 0 {
                result = result * square;
            }
            mask <<= 1;
            square = square * square;
        }
        if exponent > 0 { Ok(result) } else { Parts::ONE.divided_by(result) }
    }

    fn power_polar(self, exponent: Parts) -> Result<Parts, Failed> {
        if exponent.re == 0.0 && exponent.im == 0.0 {
            return Ok(Parts::ONE);
        }
        if self.re == 0.0 && self.im == 0.0 {
            let refused = exponent.im != 0.0 || exponent.re < 0.0;
            return if refused { Err(Failed::ZeroDivision) } else { Ok(Parts { re: 0.0, im: 0.0 }) };
        }
        let (size, angle) = (self.re.hypot(self.im), self.im.atan2(self.re));
        let mut length = size.powf(exponent.re);
        let mut phase = angle * exponent.re;
        if exponent.im != 0.0 {
            length /= (angle * exponent.im).exp();
            phase += exponent.im * size.ln();
        }
        Ok(Parts { re: length * phase.cos(), im: length * phase.sin() })
    }

    /// The distance from zero; None if it is too large.
    pub(crate) fn abs(self) -> Option<f64> {
        if self.re.is_infinite() || self.im.is_infinite() {
            return Some(f64::INFINITY);
        }
        let size = self.re.hypot(self.im);
        (size.is_nan() || size.is_finite()).then_some(size)
    }
}

/// The parts of a complex, or of a float or int converted. None: none of these; Err: OverflowError.
pub(crate) fn operand(cx: &Cx, value: &Value) -> R<Option<Parts>> {
    if let Some(complex) = value.get::<Complex>() {
        return Ok(Some(complex.parts));
    }
    if let Some(re) = float_value(value) {
        return Ok(Some(Parts { re, im: 0.0 }));
    }
    if super::int::is_int(value) {
        return super::int::to_f64(cx, value).map(|re| Some(Parts { re, im: 0.0 }));
    }
    Ok(None)
}

pub(crate) fn value_of(parts: Parts) -> Value {
    Complex::of_class(&COMPLEX, parts)
}

macro_rules! arithmetic {
    ($name:ident, |$cx:ident, $x:ident, $y:ident| $body:expr) => {
        pub(crate) fn $name($cx: &Cx, a: &Value, b: &Value) -> R {
            let Some($x) = operand($cx, a)? else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let Some($y) = operand($cx, b)? else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            $body
        }
    };
}

arithmetic!(add, |cx, x, y| Ok(value_of(x + y)));
arithmetic!(sub, |cx, x, y| Ok(value_of(x - y)));
arithmetic!(mul, |cx, x, y| Ok(value_of(x * y)));
arithmetic!(true_div, |cx, x, y| x.divided_by(y).map(value_of).map_err(|_| cx.zero_division("complex division by zero")));
arithmetic!(power, |cx, x, y| x.power(y).map(value_of).map_err(|failed| match failed {
    Failed::ZeroDivision => cx.zero_division("0.0 to a negative or complex power"),
    Failed::Overflow => cx.overflow_error("complex exponentiation"),
}));

/// `pow(a, b, modulus)`: there is none for complex numbers.
pub(crate) fn power_modulo(cx: &Cx, a: &Value, b: &Value) -> R {
    match (operand(cx, a)?, operand(cx, b)?) {
        (Some(_), Some(_)) => Err(cx.value_error("complex modulo")),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `x ** y` of floats whose result is complex.
pub(crate) fn power_of_floats(cx: &Cx, x: f64, y: f64) -> R {
    power(cx, &Complex::new(x, 0.0), &Value::float(y))
}

/// The parts of a value whose layout is complex.
pub(crate) fn parts_of(value: &Value) -> Parts {
    value.get::<Complex>().map_or(Parts { re: 0.0, im: 0.0 }, Complex::parts)
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let Some(x) = a.get::<Complex>().map(Complex::parts) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = if let Some(y) = b.get::<Complex>() {
        x == y.parts
    } else if float_value(b).is_some() || super::int::is_int(b) {
        x.im == 0.0 && super::float::equals(cx, x.re, b)?
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

fn neg(_: &Cx, a: &Value) -> R {
    let x = parts_of(a);
    Ok(Complex::new(-x.re, -x.im))
}

fn pos(_: &Cx, a: &Value) -> R {
    Ok(value_of(parts_of(a)))
}

fn abs(cx: &Cx, a: &Value) -> R {
    parts_of(a).abs().map(Value::float).ok_or_else(|| cx.overflow_error("absolute value too large"))
}

fn truth(_: &Cx, a: &Value) -> R<bool> {
    let x = parts_of(a);
    Ok(x.re != 0.0 || x.im != 0.0)
}

fn hash(_: &Cx, a: &Value) -> R<i64> {
    let x = parts_of(a);
    Ok(crate::text::hash::hash_complex(x.re, x.im, a.identity() as i64 >> 4))
}

fn repr(_: &Cx, a: &Value) -> R {
    let x = parts_of(a);
    Ok(Str::from_str(&crate::text::float_repr::complex_repr(x.re, x.im)).into_value())
}

const SLOTS: Slots = Slots {
    new: Some(super::complex_methods::new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(truth),
    neg: Some(neg),
    pos: Some(pos),
    abs: Some(abs),
    binary: bin_slots(&[(BinOp::Add, add), (BinOp::Sub, sub), (BinOp::Mul, mul), (BinOp::TrueDiv, true_div), (BinOp::Pow, power)]),
    ..Slots::NONE
};

static DEF: TypeDef = TypeDef {
    name: "complex",
    kind: Kind::Complex,
    subclassable: true,
    slots: SLOTS,
    methods: super::complex_methods::METHODS,
    getset: super::complex_methods::GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static COMPLEX: Type = Type::from_def(&DEF);

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(re: f64, im: f64) -> Parts {
        Parts { re, im }
    }

    #[test]
    fn arithmetic_has_cpythons_digits() {
        assert_eq!(parts(1.0, 2.0) * parts(3.0, -4.0), parts(11.0, 2.0));
        assert_eq!(parts(1.0, 2.0).divided_by(parts(3.0, -4.0)), Ok(parts(-0.2, 0.4)));
        assert_eq!(parts(1.0, 2.0).divided_by(parts(0.0, 0.0)), Err(Failed::ZeroDivision));
        assert_eq!(parts(-8.0, 0.0).power(parts(0.5, 0.0)), Ok(parts(1.7319121124709868e-16, 2.8284271247461903)));
        assert_eq!(parts(1.0, 2.0).power(parts(100.0, 0.0)), Ok(parts(-6.443164690985892e+34, -6.113241307762508e+34)));
        assert_eq!(parts(1.0, 2.0).power(parts(101.0, 0.0)), Ok(parts(5.783317924538885e+34, -1.8999570689734468e+35)));
        assert_eq!(parts(1.0, 2.0).power(parts(1000.0, 0.0)), Err(Failed::Overflow));
        assert_eq!(parts(0.0, 0.0).power(parts(-1.0, 0.0)), Err(Failed::ZeroDivision));
        assert_eq!(parts(1e308, 1e308).abs(), Some(1.4142135623730951e308));
    }
}
