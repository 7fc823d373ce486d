//! Module `operator`: the operators as functions, and callables that fetch items, attributes or call methods.

use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number::{self, UnOp};
use crate::object::protocol;
use crate::object::slots::{BinOp, CmpOp};
use crate::object::str::{Name, Str};
use crate::object::ty::type_of;
use crate::object::value::{R, Value};

mod getters;

macro_rules! binary {
    ($name:literal, $op:ident, $doc:literal) => {
        NativeDef::new(concat!($name, "(a, b, /)"), |cx, a| number::binary(cx, BinOp::$op, &a[0], &a[1])).doc($doc)
    };
}

macro_rules! inplace {
    ($name:literal, $op:ident, $doc:literal) => {
        NativeDef::new(concat!($name, "(a, b, /)"), |cx, a| number::inplace(cx, BinOp::$op, &a[0], &a[1])).doc($doc)
    };
}

macro_rules! comparison {
    ($name:literal, $op:ident, $doc:literal) => {
        NativeDef::new(concat!($name, "(a, b, /)"), |cx, a| compare::rich(cx, &a[0], &a[1], CmpOp::$op)).doc($doc)
    };
}

fn concat(cx: &Cx, a: &[Value]) -> R {
    is_sequence(cx, &a[0], "concatenated")?;
    number::concat(cx, &a[0], &a[1])
}

fn iconcat(cx: &Cx, a: &[Value]) -> R {
    is_sequence(cx, &a[0], "concatenated")?;
    number::concat_in_place(cx, &a[0], &a[1])
}

fn is_sequence(cx: &Cx, value: &Value, verb: &str) -> R<()> {
    if type_of(value).slots().getitem.is_some() {
        return Ok(());
    }
    Err(cx.type_error(format!("'{}' object can't be {verb}", type_of(value).message_name())))
}

fn count_of(cx: &Cx, a: &[Value]) -> R {
    let mut count = 0;
    iter::each(cx, &a[0], |item| {
        count += i64::from(compare::equal(cx, &item, &a[1])?);
        Ok(true)
    })?;
    Ok(Value::int(count))
}

fn index_of(cx: &Cx, a: &[Value]) -> R {
    let (mut index, mut found) = (0, false);
    iter::each(cx, &a[0], |item| {
        found = compare::equal(cx, &item, &a[1])?;
        index += i64::from(!found);
        Ok(!found)
    })?;
    if found { Ok(Value::int(index)) } else { Err(cx.value_error("sequence.index(x): x not in sequence")) }
}

fn length_hint(cx: &Cx, a: &[Value]) -> R {
    let Some(default) = int::to_i64(&a[1]) else {
        return Err(cx.type_error(format!("'{}' object cannot be interpreted as an integer", type_of(&a[1]).message_name())));
    };
    Ok(Value::int(protocol::length_hint(cx, &a[0], default.max(0) as usize)? as i64))
}

/// Compares two secrets in a time that does not tell where they differ.
fn compare_digest(cx: &Cx, a: &[Value]) -> R {
    let same = |x: &[u8], y: &[u8]| {
        let mut difference = u8::from(x.len() != y.len());
        for (index, byte) in x.iter().enumerate() {
            difference |= byte ^ y.get(index).copied().unwrap_or(!byte);
        }
        difference == 0
    };
    if let (Some(x), Some(y)) = (a[0].get::<Str>(), a[1].get::<Str>()) {
        if !x.is_ascii() || !y.is_ascii() {
            return Err(cx.type_error("comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(Value::bool(same(x.bytes(), y.bytes())));
    }
    use crate::object::buffer::bytes_like;
    match (bytes_like(cx, &a[0]), bytes_like(cx, &a[1])) {
        (Ok(x), Ok(y)) => Ok(Value::bool(same(&x, &y))),
        (Err(raised), _) | (_, Err(raised)) => {
            drop(cx.take(raised));
            let (x, y) = (type_of(&a[0]).message_name(), type_of(&a[1]).message_name());
            Err(cx.type_error(format!("unsupported operand types(s) or combination of types: '{x}' and '{y}'")))
        }
    }
}

fn call_function(cx: &Cx, args: crate::object::args::Args<'_>) -> R {
    match args.pos().first() {
        Some(function) => call::call(cx, &function.clone(), args.skip(1)),
        None => Err(cx.type_error("call expected at least 1 argument, got 0")),
    }
}

fn delitem(cx: &Cx, a: &[Value]) -> R {
    protocol::delitem(cx, &a[0], &a[1])?;
    Ok(Value::NONE)
}

fn setitem(cx: &Cx, a: &[Value]) -> R {
    protocol::setitem(cx, &a[0], &a[1], a[2].clone())?;
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    binary!("add", Add, "Same as a + b."),
    binary!("sub", Sub, "Same as a - b."),
    binary!("mul", Mul, "Same as a * b."),
    binary!("matmul", MatMul, "Same as a @ b."),
    binary!("truediv", TrueDiv, "Same as a / b."),
    binary!("floordiv", FloorDiv, "Same as a // b."),
    binary!("mod", Mod, "Same as a % b."),
    binary!("lshift", LShift, "Same as a << b."),
    binary!("rshift", RShift, "Same as a >> b."),
    binary!("and_", And, "Same as a & b."),
    binary!("or_", Or, "Same as a | b."),
    binary!("xor", Xor, "Same as a ^ b."),
    NativeDef::new("pow(a, b, /)", |cx, a| number::power(cx, &a[0], &a[1], &Value::NONE)).doc("Same as a ** b."),
    inplace!("iadd", Add, "Same as a += b."),
    inplace!("isub", Sub, "Same as a -= b."),
    inplace!("imul", Mul, "Same as a *= b."),
    inplace!("imatmul", MatMul, "Same as a @= b."),
    inplace!("itruediv", TrueDiv, "Same as a /= b."),
    inplace!("ifloordiv", FloorDiv, "Same as a //= b."),
    inplace!("imod", Mod, "Same as a %= b."),
    inplace!("ipow", Pow, "Same as a **= b."),
    inplace!("ilshift", LShift, "Same as a <<= b."),
    inplace!("irshift", RShift, "Same as a >>= b."),
    inplace!("iand", And, "Same as a &= b."),
    inplace!("ior", Or, "Same as a |= b."),
    inplace!("ixor", Xor, "Same as a ^= b."),
    comparison!("lt", Lt, "Same as a < b."),
    comparison!("le", Le, "Same as a <= b."),
    comparison!("eq", Eq, "Same as a == b."),
    comparison!("ne", Ne, "Same as a != b."),
    comparison!("gt", Gt, "Same as a > b."),
    comparison!("ge", Ge, "Same as a >= b."),
    NativeDef::new("truth(a, /)", |cx, a| protocol::truth(cx, &a[0]).map(Value::bool)).doc("Return True if a is true, False otherwise."),
    NativeDef::new("not_(a, /)", |cx, a| protocol::truth(cx, &a[0]).map(|truth| Value::bool(!truth))).doc("Same as not a."),
    NativeDef::new("is_(a, b, /)", |_, a| Ok(Value::bool(a[0].is(&a[1])))).doc("Same as a is b."),
    NativeDef::new("is_not(a, b, /)", |_, a| Ok(Value::bool(!a[0].is(&a[1])))).doc("Same as a is not b."),
    NativeDef::new("neg(a, /)", |cx, a| number::unary(cx, UnOp::Neg, &a[0])).doc("Same as -a."),
    NativeDef::new("pos(a, /)", |cx, a| number::unary(cx, UnOp::Pos, &a[0])).doc("Same as +a."),
    NativeDef::new("inv(a, /)", |cx, a| number::unary(cx, UnOp::Invert, &a[0])).doc("Same as ~a."),
    NativeDef::new("invert(a, /)", |cx, a| number::unary(cx, UnOp::Invert, &a[0])).doc("Same as ~a."),
    NativeDef::new("abs(a, /)", |cx, a| number::abs(cx, &a[0])).doc("Same as abs(a)."),
    NativeDef::new("index(a, /)", |cx, a| number::index(cx, &a[0])).doc("Same as a.__index__()"),
    NativeDef::new("concat(a, b, /)", concat).doc("Same as a + b, for a and b sequences."),
    NativeDef::new("iconcat(a, b, /)", iconcat).doc("Same as a += b, for a and b sequences."),
    NativeDef::new("contains(a, b, /)", |cx, a| protocol::contains(cx, &a[0], &a[1]).map(Value::bool))
        .doc("Same as b in a (note reversed operands)."),
    NativeDef::new("countOf(a, b, /)", count_of).doc("Return the number of items in a which are, or which equal, b."),
    NativeDef::new("indexOf(a, b, /)", index_of).doc("Return the first index of b in a."),
    NativeDef::new("getitem(a, b, /)", |cx, a| protocol::getitem(cx, &a[0], &a[1])).doc("Same as a[b]."),
    NativeDef::new("setitem(a, b, c, /)", setitem).doc("Same as a[b] = c."),
    NativeDef::new("delitem(a, b, /)", delitem).doc("Same as del a[b]."),
    NativeDef::new("length_hint(obj, default=0, /)", length_hint).doc("Return an estimate of the number of items in obj."),
    NativeDef::new("_compare_digest(a, b, /)", compare_digest).doc("Return 'a == b'."),
    NativeDef::raw("call(obj, /, *args, **kwargs)", call_function).doc("Same as obj(*args, **kwargs)."),
];

/// Functions that are also known under the name of the method they stand for, or without a trailing underscore.
const DUNDERS: &[&str] = &[
    "add",
    "sub",
    "mul",
    "matmul",
    "truediv",
    "floordiv",
    "mod",
    "lshift",
    "rshift",
    "and_",
    "or_",
    "xor",
    "pow",
    "iadd",
    "isub",
    "imul",
    "imatmul",
    "itruediv",
    "ifloordiv",
    "imod",
    "ipow",
    "ilshift",
    "irshift",
    "iand",
    "ior",
    "ixor",
    "lt",
    "le",
    "eq",
    "ne",
    "gt",
    "ge",
    "not_",
    "neg",
    "pos",
    "inv",
    "invert",
    "abs",
    "index",
    "concat",
    "iconcat",
    "contains",
    "getitem",
    "setitem",
    "delitem",
    "call",
];

/// Fills the namespace of `operator`.
pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    for ty in [&getters::ITEMGETTER, &getters::ATTRGETTER, &getters::METHODCALLER] {
        module.add_type(ty);
    }
    let mut public: Vec<Value> = module.dict().keys();
    public.retain(|name| name.get::<Str>().is_some_and(|name| !name.bytes().starts_with(b"_")));
    for name in DUNDERS {
        if let Some(function) = module.dict().get_name(Name::new(name)) {
            module.set(&format!("__{}__", name.trim_end_matches('_')), function);
        }
    }
    let all = crate::object::list::List::new(public).into_value();
    call::call_method(cx, &all, Name::new("sort"), &[])?;
    module.set("__all__", all);
    Ok(())
}
