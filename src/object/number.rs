//! Arithmetic on any two objects: dispatch by slots as CPython's abstract.c does. Knows no number type but the fast ones.

use super::cx::Cx;
use super::int;
use super::slots::{BinOp, Binary};
use super::str::Str;
use super::ty::{Type, type_of};
use super::value::{R, Raised, V, Value};

/// `a op b`.
#[inline]
pub(crate) fn binary(cx: &Cx, op: BinOp, a: &Value, b: &Value) -> R {
    let result = dispatch(cx, op, a, b)?;
    if result.is_not_implemented() { Err(unsupported(cx, op, a, b, false)) } else { Ok(result) }
}

/// The result for two small ints, if it is a small int again.
#[inline(always)]
pub(crate) fn int_op(op: BinOp, x: i64, y: i64) -> Option<i64> {
    match op {
        BinOp::Add => x.checked_add(y),
        BinOp::Sub => x.checked_sub(y),
        BinOp::Mul => x.checked_mul(y),
        BinOp::And => Some(x & y),
        BinOp::Or => Some(x | y),
        BinOp::Xor => Some(x ^ y),
        BinOp::FloorDiv if y > 0 => Some(x.div_euclid(y)),
        BinOp::Mod if y > 0 => Some(x.rem_euclid(y)),
        BinOp::RShift if (0..64).contains(&y) => Some(x >> y),
        BinOp::LShift if (0..32).contains(&y) && x.unsigned_abs() < 1 << 31 => Some(x << y),
        _ => None,
    }
}

/// The result for two floats where no error is possible.
#[inline(always)]
pub(crate) fn float_op(op: BinOp, x: f64, y: f64) -> Option<f64> {
    match op {
        BinOp::Add => Some(x + y),
        BinOp::Sub => Some(x - y),
        BinOp::Mul => Some(x * y),
        BinOp::TrueDiv if y != 0.0 => Some(x / y),
        _ => None,
    }
}

/// `a op= b`: the new value for the target.
#[inline(always)]
pub(crate) fn inplace(cx: &Cx, op: BinOp, a: &Value, b: &Value) -> R {
    if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
        // The two that are most frequent by far.
        let result = match op {
            BinOp::Add => x.checked_add(y),
            BinOp::Sub => x.checked_sub(y),
            _ => None,
        };
        if let Some(result) = result {
            return Ok(Value::int(result));
        }
    }
    inplace_general(cx, op, a, b)
}

#[inline(never)]
fn inplace_general(cx: &Cx, op: BinOp, a: &Value, b: &Value) -> R {
    match (a.unpack(), b.unpack()) {
        (V::Int(x), V::Int(y)) => {
            if let Some(result) = int_op(op, x, y) {
                return Ok(Value::int(result));
            }
        }
        (V::Float(x), V::Float(y)) => {
            if let Some(result) = float_op(op, x, y) {
                return Ok(Value::float(result));
            }
        }
        _ => {}
    }
    let mut by_numbers = None;
    if let Some(slot) = type_of(a).slots().inplace[op as usize] {
        // Classes derived from a sequence have its `+=`, but not its `*=`, among their numbers' slots.
        if (op == BinOp::Mul || !type_of(a).is_heap()) && is_native_inplace(type_of(a), op, slot) {
            by_numbers = by_class(cx, op, a, b)?;
        }
        if let Some(result) = by_numbers.take_if(|result| !result.is_not_implemented()) {
            return Ok(result);
        }
        let result = slot(cx, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    let result = if by_numbers.is_some() { by_left(cx, op, a, b)? } else { dispatch(cx, op, a, b)? };
    if result.is_not_implemented() { Err(unsupported(cx, op, a, b, true)) } else { Ok(result) }
}

/// Whether `a op= b` runs only builtin code, so that it may be repeated when another strand was faster.
pub(crate) fn is_builtin_operation(a: &Value, b: &Value) -> bool {
    !type_of(a).is_heap() && !type_of(b).is_heap()
}

/// `a op b`, NotImplemented if neither can.
fn dispatch(cx: &Cx, op: BinOp, a: &Value, b: &Value) -> R {
    let (left, right) = (type_of(a), type_of(b));
    let left_slot = left.slots().binary[op as usize];
    let right_slot = if std::ptr::eq(left, right) { None } else { right.slots().binary[op as usize] };
    let same = |x: Binary, y: Option<Binary>| y.is_some_and(|y| std::ptr::fn_addr_eq(x, y));
    let right_slot = right_slot.filter(|slot| !same(*slot, left_slot));
    if let Some(slot) = left_slot {
        if !super::dunder::is_class_add_or_mul(slot) {
            match by_class(cx, op, a, b)? {
                Some(result) if result.is_not_implemented() => return slot(cx, a, b),
                Some(result) => return Ok(result),
                None => {}
            }
        }
        if let Some(first) = right_slot
            && right.is_subtype(left)
        {
            let result = first(cx, a, b)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            return slot(cx, a, b);
        }
        let result = slot(cx, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    match right_slot {
        Some(slot) => slot(cx, a, b),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `a op b` by what the left operand can do.
fn by_left(cx: &Cx, op: BinOp, a: &Value, b: &Value) -> R {
    type_of(a).slots().binary[op as usize].map_or(Ok(Value::NOT_IMPLEMENTED), |slot| slot(cx, a, b))
}

/// What methods of classes give for `+` or `*` where the left operand is a sequence that has them by its builtin type: numbers come before
/// sequences, whichever side they stand on. None: there is no such method.
#[inline]
fn by_class(cx: &Cx, op: BinOp, a: &Value, b: &Value) -> R<Option<Value>> {
    let (left, right) = (type_of(a), type_of(b));
    if !matches!(op, BinOp::Add | BinOp::Mul) || !(left.is_heap() || right.is_heap()) || !is_sequence(left) {
        return Ok(None);
    }
    let slots = [left.slots().binary[op as usize], right.slots().binary[op as usize]];
    match slots.into_iter().flatten().find(|slot| super::dunder::is_class_add_or_mul(*slot)) {
        Some(slot) => slot(cx, a, b).map(Some),
        None => Ok(None),
    }
}

/// Whether `+` and `*` of the type, where it has them, are those of a sequence.
fn is_sequence(ty: &Type) -> bool {
    let slots = ty.slots();
    slots.len.is_some() && slots.index.is_none() && slots.float.is_none()
}

/// Whether a slot for `op=` is the builtin type's that the class is derived from.
fn is_native_inplace(class: &Type, op: BinOp, slot: Binary) -> bool {
    if !class.is_heap() {
        return true;
    }
    let mut base = class.base();
    while let Some(ty) = base.take_if(|ty| ty.is_heap()) {
        base = ty.base();
    }
    base.is_some_and(|base| base.slots().inplace[op as usize].is_some_and(|own| std::ptr::fn_addr_eq(own, slot)))
}

/// `a + b` as sequences have it, for `operator.concat`.
pub(crate) fn concat(cx: &Cx, a: &Value, b: &Value) -> R {
    let slot = type_of(a).slots().binary[BinOp::Add as usize];
    match slot.filter(|slot| is_sequence(type_of(a)) && !super::dunder::is_class_add_or_mul(*slot)) {
        Some(slot) => {
            let result = slot(cx, a, b)?;
            if result.is_not_implemented() { Err(unsupported(cx, BinOp::Add, a, b, false)) } else { Ok(result) }
        }
        None => binary(cx, BinOp::Add, a, b),
    }
}

/// `a += b` as sequences have it, for `operator.iconcat`.
pub(crate) fn concat_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    match type_of(a).slots().inplace[BinOp::Add as usize] {
        Some(slot) if is_sequence(type_of(a)) && is_native_inplace(type_of(a), BinOp::Add, slot) => {
            let result = slot(cx, a, b)?;
            if result.is_not_implemented() { concat(cx, a, b) } else { Ok(result) }
        }
        None if is_sequence(type_of(a)) => concat(cx, a, b),
        _ => inplace(cx, BinOp::Add, a, b),
    }
}

/// What `+` calls a sequence in its error, if `value` is one.
fn sequence_name(value: &Value) -> Option<&'static str> {
    let sequences: [&'static Type; 5] = [&super::ty::STR, &super::ty::LIST, &super::ty::TUPLE, &super::ty::BYTES, &super::ty::BYTEARRAY];
    sequences.into_iter().find(|ty| type_of(value).is_subtype(ty)).and_then(|ty| ty.def).map(|def| def.name)
}

/// Whether `*` repeats `value`.
fn repeats(value: &Value) -> bool {
    let multiply = type_of(value).slots().binary[BinOp::Mul as usize];
    sequence_name(value).is_some() || is_sequence(type_of(value)) && multiply.is_some_and(|slot| !super::dunder::is_class_add_or_mul(slot))
}

#[cold]
fn unsupported(cx: &Cx, op: BinOp, a: &Value, b: &Value, inplace: bool) -> Raised {
    let (left, right) = (type_of(a).message_name(), type_of(b).message_name());
    match op {
        BinOp::Add => match sequence_name(a) {
            Some("bytes" | "bytearray") => {
                return cx.type_error(format!("can't concat {right} to {left}"));
            }
            Some(name) => {
                return cx.type_error(format!("can only concatenate {name} (not \"{right}\") to {name}"));
            }
            None => {}
        },
        BinOp::Mul if repeats(a) => {
            return cx.type_error(format!("can't multiply sequence by non-int of type '{right}'"));
        }
        BinOp::Mul if repeats(b) => {
            return cx.type_error(format!("can't multiply sequence by non-int of type '{left}'"));
        }
        _ => {}
    }
    let symbol = match (op, inplace) {
        (BinOp::Pow, true) => "**=".to_string(),
        (_, true) => format!("{}=", op.symbol()),
        (_, false) => op.symbol().to_string(),
    };
    let is_print = op == BinOp::RShift && a.get::<super::native::NativeFunction>().is_some_and(|f| f.def.name() == "print");
    let hint = if is_print && !inplace { ". Did you mean \"print(<message>, file=<output_stream>)\"?" } else { "" };
    cx.type_error(format!("unsupported operand type(s) for {symbol}: '{left}' and '{right}'{hint}"))
}

/// `pow(a, b, modulus)`: the slots of the three in turn, a class derived from the first one's first.
pub(crate) fn power(cx: &Cx, a: &Value, b: &Value, modulus: &Value) -> R {
    if modulus.is_none() {
        return binary(cx, BinOp::Pow, a, b);
    }
    let mut operands = [a, b, modulus];
    if !std::ptr::eq(type_of(a), type_of(b)) && type_of(b).is_subtype(type_of(a)) {
        operands.swap(0, 1);
    }
    let mut tried: [Option<Binary>; 3] = [None; 3];
    for (index, operand) in operands.into_iter().enumerate() {
        let Some(slot) = type_of(operand).slots().binary[BinOp::Pow as usize] else {
            continue;
        };
        if tried.iter().flatten().any(|other| std::ptr::fn_addr_eq(*other, slot)) {
            continue;
        }
        tried[index] = Some(slot);
        let result = power_with(cx, slot, a, b, modulus)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    Err(cx.type_error(format!(
        "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
        type_of(a).message_name(),
        type_of(b).message_name(),
        type_of(modulus).message_name()
    )))
}

/// `pow(a, b, modulus)` as the type that has `slot` for `**` does it; NotImplemented if it cannot.
pub(super) fn power_with(cx: &Cx, slot: Binary, a: &Value, b: &Value, modulus: &Value) -> R {
    let is = |other: Binary| std::ptr::fn_addr_eq(slot, other);
    if is(super::int_ops::power) {
        return super::int_ops::power_modulo(cx, a, b, modulus);
    }
    if is(super::float::power) {
        return Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    if is(super::complex::power) {
        return super::complex::power_modulo(cx, a, b);
    }
    // Of a class only the left operand's method takes a modulus.
    if super::dunder::is_class_power(slot) && type_of(a).slots().binary[BinOp::Pow as usize].is_some_and(super::dunder::is_class_power) {
        let args = [b.clone(), modulus.clone()];
        return Ok(super::attr::call_special(cx, a, super::str::Name::new("__pow__"), &args)?.unwrap_or(Value::NOT_IMPLEMENTED));
    }
    let owner =
        [a, b, modulus].into_iter().map(|operand| type_of(operand).slots()).find(|slots| slots.binary[BinOp::Pow as usize].is_some_and(is));
    match owner.and_then(|slots| slots.power_modulo) {
        Some(power) => power(cx, a, b, modulus),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Unary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnOp {
    Neg,
    Pos,
    Invert,
}

/// `-a`, `+a`, `~a`.
pub(crate) fn unary(cx: &Cx, op: UnOp, a: &Value) -> R {
    let slots = type_of(a).slots();
    let (slot, symbol) = match op {
        UnOp::Neg => (slots.neg, "-"),
        UnOp::Pos => (slots.pos, "+"),
        UnOp::Invert => (slots.invert, "~"),
    };
    match slot {
        Some(slot) => slot(cx, a),
        None => Err(cx.type_error(format!("bad operand type for unary {symbol}: '{}'", type_of(a).message_name()))),
    }
}

/// `abs(a)`.
pub(crate) fn abs(cx: &Cx, a: &Value) -> R {
    match type_of(a).slots().abs {
        Some(abs) => abs(cx, a),
        None => Err(cx.type_error(format!("bad operand type for abs(): '{}'", type_of(a).message_name()))),
    }
}

/// `operator.index(a)`: an exact int. Errors: TypeError.
pub(crate) fn index(cx: &Cx, a: &Value) -> R {
    match a.unpack() {
        V::Int(_) => return Ok(a.clone()),
        V::Bool(truth) => return Ok(Value::int(i64::from(truth))),
        _ => {}
    }
    if let Some(int) = a.get::<int::Int>() {
        return Ok(int.to_exact());
    }
    match type_of(a).slots().index {
        Some(index) => {
            let result = index(cx, a)?;
            match result.unpack() {
                V::Int(_) => Ok(result),
                V::Bool(truth) => {
                    strict_subclass(cx, "__index__", "int", &result)?;
                    Ok(Value::int(i64::from(truth)))
                }
                _ => match result.get::<int::Int>() {
                    Some(int) => {
                        if !std::ptr::eq(type_of(&result), &super::ty::INT) {
                            strict_subclass(cx, "__index__", "int", &result)?;
                        }
                        Ok(int.to_exact())
                    }
                    None => Err(cx.type_error(format!("__index__ returned non-int (type {})", type_of(&result).message_name()))),
                },
            }
        }
        None => Err(cx.type_error(format!("'{}' object cannot be interpreted as an integer", type_of(a).message_name()))),
    }
}

/// The value as a float, as C functions of CPython take it: `__float__`, then `__index__`. Errors: TypeError, OverflowError.
pub(crate) fn to_float(cx: &Cx, a: &Value) -> R<f64> {
    match a.unpack() {
        V::Float(float) => return Ok(float),
        V::Int(int) => return Ok(int as f64),
        V::Bool(truth) => return Ok(f64::from(u8::from(truth))),
        _ => {}
    }
    if let Some(float) = a.get::<super::float::Float>() {
        return Ok(float.value());
    }
    if let Some(float) = by_float_method(cx, a)? {
        return Ok(float);
    }
    if a.get::<Str>().is_none() && type_of(a).slots().index.is_some() {
        let int = index(cx, a)?;
        return int::to_f64(cx, &int);
    }
    Err(cx.type_error(format!("must be real number, not {}", type_of(a).message_name())))
}

/// What the object's `__float__` gives; None if it has none. Errors: TypeError, those of the method.
pub(crate) fn by_float_method(cx: &Cx, a: &Value) -> R<Option<f64>> {
    let Some(float) = type_of(a).slots().float else { return Ok(None) };
    let result = float(cx, a)?;
    if let Some(float) = result.as_float() {
        return Ok(Some(float));
    }
    let class = type_of(a).message_name();
    if let Some(float) = result.get::<super::float::Float>() {
        strict_subclass(cx, &format!("{class}.__float__"), "float", &result)?;
        return Ok(Some(float.value()));
    }
    Err(cx.type_error(format!("{class}.__float__ returned non-float (type {})", type_of(&result).message_name())))
}

/// Warns that `method` gave an instance of a class derived from `kind`. Errors: the warning, where it is made an error.
#[cold]
pub(crate) fn strict_subclass(cx: &Cx, method: &str, kind: &str, result: &Value) -> R<()> {
    let name = type_of(result).message_name();
    let text = format!(
        "{method} returned non-{kind} (type {name}).  The ability to return an instance of a strict subclass of {kind} is deprecated, \
         and may be removed in a future version of Python."
    );
    (cx.interp.hooks().warn)(cx, &super::exception::DEPRECATION_WARNING, &text, &Value::UNSET)
}
