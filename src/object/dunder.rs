//! Dunder methods and slots, both ways: builtin types show their slots as `__add__` and so on; classes written in the language get
//! slots that call their `__add__`. One row per method name (reference section 3.3).

use super::args::Args;
use super::attr;
use super::cx::Cx;
use super::descriptor::{Descriptor, check_asked, set_asked};
use super::dict::Dict;
use super::exception::STOP_ITERATION;
use super::function::Function;
use super::kinds::Kind;
use super::native::{NativeCall, NativeDef, NativeFunction};
use super::slots::{BinOp, CmpOp, Slots};
use super::str::Name;
use super::ty::{Type, type_flag, type_of};
use super::value::{Object, R, Value};
use std::cell::Cell;
use std::sync::OnceLock;

/// A dunder name: how a builtin type's slot is called through it, and which slot it fills.
struct Row {
    def: NativeDef,
    /// Whether the slot is filled.
    has: fn(&Slots) -> bool,
    /// Takes the slot of `from` (a builtin type's), or puts the function that calls the dunder method.
    fill: fn(&mut Slots, Option<&Slots>),
}

/// Calls the class's dunder method; the slot was filled because it exists, so a missing one is a race with its deletion.
fn invoke(cx: &Cx, object: &Value, name: &'static str, args: &[Value]) -> R {
    match attr::call_special(cx, object, interned(name), args)? {
        Some(result) => Ok(result),
        None => Err(attr::no_attribute(cx, object, interned(name))),
    }
}

/// Interned dunder names by address of their text: the slot functions run often.
fn interned(text: &'static str) -> Name {
    const PLACES: usize = 256;
    thread_local! {
        static NAMES: [Cell<(usize, Option<Name>)>; PLACES] = const { [const { Cell::new((0, None)) }; PLACES] };
    }
    let address = text.as_ptr().addr();
    NAMES.with(|names| {
        // Texts stand side by side, each a few bytes long, and some are the beginning of the next.
        let place = &names[(address ^ text.len() << 3) % PLACES];
        match place.get() {
            (known, Some(name)) if known == address && name.bytes().len() == text.len() => name,
            _ => {
                let name = Name::new(text);
                place.set((address, Some(name)));
                name
            }
        }
    })
}

fn missing(cx: &Cx) -> super::value::Raised {
    cx.type_error("operation not supported")
}

macro_rules! unary_row {
    ($name:literal, $slot:ident) => {
        Row {
            def: NativeDef::slot(concat!($name, "(self, /)"), |cx, slots, a| match slots.$slot {
                Some(f) => f(cx, &a[0]),
                None => Err(missing(cx)),
            }),
            has: |slots| slots.$slot.is_some(),
            fill: |slots, from| {
                slots.$slot = match from {
                    Some(from) => from.$slot,
                    None => Some(|cx, this| invoke(cx, this, $name, &[])),
                }
            },
        }
    };
}

/// `self op other` for classes: own method if the left operand is ours, reflected one if the right is (after typeobject.c's SLOT1BIN).
fn class_binary<const OP: usize>(cx: &Cx, a: &Value, b: &Value) -> R {
    let this: super::slots::Binary = class_binary::<OP>;
    let ours = |value: &Value| type_of(value).slots().binary[OP].is_some_and(|slot| std::ptr::fn_addr_eq(slot, this));
    let (name, reflected) = BINARY_NAMES[OP];
    let (left, right) = (type_of(a), type_of(b));
    let mut try_reflected = !std::ptr::eq(left, right) && ours(b);
    if ours(a) {
        if try_reflected && right.is_subtype(left) && overrides(cx, left, right, reflected) {
            if let Some(result) = attr::call_special(cx, b, interned(reflected), std::slice::from_ref(a))?
                && !result.is_not_implemented()
            {
                return Ok(result);
            }
            try_reflected = false;
        }
        if let Some(result) = attr::call_special(cx, a, interned(name), std::slice::from_ref(b))?
            && !result.is_not_implemented()
        {
            return Ok(result);
        }
    }
    if try_reflected && let Some(result) = attr::call_special(cx, b, interned(reflected), std::slice::from_ref(a))? {
        return Ok(result);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

/// Whether the derived class has another `name` than the base.
fn overrides(cx: &Cx, base: &Type, derived: &Type, name: &'static str) -> bool {
    match (base.lookup(cx, interned(name)), derived.lookup(cx, interned(name))) {
        (Some(x), Some(y)) => !x.is(&y),
        (None, Some(_)) => true,
        _ => false,
    }
}

const BINARY_NAMES: [(&str, &str); 14] = [
    ("__add__", "__radd__"),
    ("__sub__", "__rsub__"),
    ("__mul__", "__rmul__"),
    ("__matmul__", "__rmatmul__"),
    ("__truediv__", "__rtruediv__"),
    ("__floordiv__", "__rfloordiv__"),
    ("__mod__", "__rmod__"),
    ("__pow__", "__rpow__"),
    ("__lshift__", "__rlshift__"),
    ("__rshift__", "__rrshift__"),
    ("__and__", "__rand__"),
    ("__or__", "__ror__"),
    ("__xor__", "__rxor__"),
    ("__divmod__", "__rdivmod__"),
];

/// What a builtin's method for an operator gives. Sequences do not leave it to the other operand how often they are repeated.
fn repeated(cx: &Cx, op: BinOp, slots: &Slots, a: &[Value], result: Value) -> R {
    let is_sequence = || slots.len.is_some() && slots.getitem.is_some();
    if result.is_not_implemented() && matches!(op, BinOp::Mul) && is_sequence() {
        return super::number::index(cx, &a[1]);
    }
    Ok(result)
}

macro_rules! binary_rows {
    ($($op:ident $name:literal $reflected:literal),*) => {
        [ $(
            Row {
                def: NativeDef::slot(concat!($name, "(self, value, /)"), |cx, slots, a| match slots.binary[BinOp::$op as usize] {
                    Some(f) => repeated(cx, BinOp::$op, slots, a, f(cx, &a[0], &a[1])?),
                    None => Ok(Value::NOT_IMPLEMENTED),
                }),
                has: |slots| slots.binary[BinOp::$op as usize].is_some(),
                fill: |slots, from| slots.binary[BinOp::$op as usize] = match from {
                    Some(from) => from.binary[BinOp::$op as usize],
                    None => Some(class_binary::<{ BinOp::$op as usize }>),
                },
            },
            Row {
                def: NativeDef::slot(concat!($reflected, "(self, value, /)"), |cx, slots, a| match slots.binary[BinOp::$op as usize] {
                    Some(f) => repeated(cx, BinOp::$op, slots, a, f(cx, &a[1], &a[0])?),
                    None => Ok(Value::NOT_IMPLEMENTED),
                }),
                has: |slots| slots.binary[BinOp::$op as usize].is_some(),
                fill: |slots, from| slots.binary[BinOp::$op as usize] = match from {
                    Some(from) => from.binary[BinOp::$op as usize],
                    None => Some(class_binary::<{ BinOp::$op as usize }>),
                },
            },
        )* ]
    };
}

macro_rules! inplace_rows {
    ($($op:ident $name:literal),*) => {
        [ $( Row {
            def: NativeDef::slot(concat!($name, "(self, value, /)"), |cx, slots, a| match slots.inplace[BinOp::$op as usize] {
                Some(f) => repeated(cx, BinOp::$op, slots, a, f(cx, &a[0], &a[1])?),
                None => Ok(Value::NOT_IMPLEMENTED),
            }),
            has: |slots| slots.inplace[BinOp::$op as usize].is_some(),
            fill: |slots, from| slots.inplace[BinOp::$op as usize] = match from {
                Some(from) => from.inplace[BinOp::$op as usize],
                None => Some(|cx, a, b| invoke(cx, a, $name, std::slice::from_ref(b))),
            },
        }, )* ]
    };
}

fn class_compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let name = match op {
        CmpOp::Lt => "__lt__",
        CmpOp::Le => "__le__",
        CmpOp::Eq => "__eq__",
        CmpOp::Ne => "__ne__",
        CmpOp::Gt => "__gt__",
        CmpOp::Ge => "__ge__",
    };
    let Some(found) = type_of(a).lookup(cx, interned(name)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if found.get::<super::function::Function>().is_some() || attr::is_plain_method(&found) {
        return super::call::call_pos(cx, &found, &[a.clone(), b.clone()]);
    }
    let bound = match type_of(&found).slots().descr_get {
        // A descriptor that fails means that there is no such method.
        Some(get) => match get(cx, &found, a, &type_of(a).value()) {
            Ok(bound) => bound,
            Err(raised) => {
                drop(cx.take(raised));
                return Ok(Value::NOT_IMPLEMENTED);
            }
        },
        None => found,
    };
    super::call::call_pos(cx, &bound, std::slice::from_ref(b))
}

macro_rules! compare_rows {
    ($($op:ident $name:literal),*) => {
        [ $( Row {
            def: NativeDef::slot(concat!($name, "(self, value, /)"), |cx, slots, a| match slots.compare {
                Some(f) => f(cx, &a[0], &a[1], CmpOp::$op),
                None => Ok(Value::NOT_IMPLEMENTED),
            }),
            has: |slots| slots.compare.is_some(),
            fill: |slots, from| slots.compare = match from {
                Some(from) if slots.compare.is_none() => from.compare,
                Some(_) => slots.compare,
                None => Some(class_compare),
            },
        }, )* ]
    };
}

fn class_hash(cx: &Cx, this: &Value) -> R<i64> {
    let result = invoke(cx, this, "__hash__", &[])?;
    match super::int::to_i64(&result) {
        Some(-1) => Ok(-2),
        Some(hash) => Ok(hash),
        None if super::int::is_int(&result) => super::compare::hash(cx, &result),
        None => Err(cx.type_error("__hash__ method should return an integer")),
    }
}

fn class_len(cx: &Cx, this: &Value) -> R<usize> {
    let result = invoke(cx, this, "__len__", &[])?;
    let len = super::number::index(cx, &result)?;
    match len.as_int() {
        Some(len) if len >= 0 => Ok(len as usize),
        Some(_) => Err(cx.value_error("__len__() should return >= 0")),
        None if super::int::to_big(&len).is_some_and(|len| len < dashu_int::IBig::ZERO) => {
            Err(cx.value_error("__len__() should return >= 0"))
        }
        None => Err(cx.overflow_error("cannot fit 'int' into an index-sized integer")),
    }
}

fn class_truth(cx: &Cx, this: &Value) -> R<bool> {
    let result = invoke(cx, this, "__bool__", &[])?;
    result.as_bool().ok_or_else(|| cx.type_error(format!("__bool__ should return bool, returned {}", type_of(&result).message_name())))
}

fn class_contains(cx: &Cx, this: &Value, item: &Value) -> R<bool> {
    let found = type_of(this).lookup(cx, interned("__contains__"));
    if found.is_some_and(|found| found.is_none()) {
        return Err(cx.type_error(format!("'{}' object is not a container", type_of(this).message_name())));
    }
    let result = invoke(cx, this, "__contains__", std::slice::from_ref(item))?;
    super::protocol::truth(cx, &result)
}

fn class_iter(cx: &Cx, this: &Value) -> R {
    if type_of(this).lookup(cx, interned("__iter__")).is_some_and(|found| found.is_none()) {
        return Err(cx.type_error(format!("'{}' object is not iterable", type_of(this).message_name())));
    }
    invoke(cx, this, "__iter__", &[])
}

fn class_next(cx: &Cx, this: &Value) -> R<Option<Value>> {
    match invoke(cx, this, "__next__", &[]) {
        Ok(item) => Ok(Some(item)),
        Err(raised) if cx.pending_is(&STOP_ITERATION) => {
            // Whoever delegates to the iterator wants the value.
            let stop = cx.take(raised);
            let args = stop.get::<super::exception::Exception>().map(super::exception::Exception::args);
            cx.set_return(args.as_ref().and_then(|args| args.get::<super::tuple::Tuple>()?.get(0).cloned()).unwrap_or(Value::NONE));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn class_setitem(cx: &Cx, this: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let (name, args) = match value {
        Some(value) => ("__setitem__", vec![key.clone(), value]),
        None => ("__delitem__", vec![key.clone()]),
    };
    match attr::call_special(cx, this, interned(name), &args)? {
        Some(_) => Ok(()),
        // The class has the other one.
        None => Err(cx.error(&super::exception::ATTRIBUTE_ERROR, name)),
    }
}

fn class_setattr(cx: &Cx, this: &Value, name: Name, value: Option<Value>) -> R<()> {
    match value {
        Some(value) => invoke(cx, this, "__setattr__", &[name.value(), value]).map(drop),
        None => invoke(cx, this, "__delattr__", &[name.value()]).map(drop),
    }
}

/// `__getattribute__`, then `__getattr__` if that raises AttributeError.
fn class_getattr(cx: &Cx, this: &Value, name: Name) -> R {
    let ty = type_of(this);
    let generic: fn(&Cx, &Value, Name) -> R = attr::generic_getattr;
    let own = ty.lookup(cx, interned("__getattribute__"));
    let result = match own.as_ref().map(|own| own.get::<NativeFunction>()) {
        Some(None) => invoke(cx, this, "__getattribute__", &[name.value()]),
        native => match native.flatten().and_then(|f| f.owner).and_then(|owner| owner.slots().getattr) {
            Some(getattr) if !std::ptr::fn_addr_eq(getattr, generic) => getattr(cx, this, name),
            // No exception is made where nobody would see it.
            _ => match attr::generic_lookup(cx, this, name) {
                Ok(Some(found)) => return Ok(found),
                Ok(None) if ty.has(type_flag::HAS_GETATTR) => return invoke(cx, this, "__getattr__", &[name.value()]),
                Ok(None) => return Err(attr::no_attribute(cx, this, name)),
                Err(raised) => Err(raised),
            },
        },
    };
    match result {
        Err(raised) if cx.pending_is(&super::exception::ATTRIBUTE_ERROR) && ty.has(type_flag::HAS_GETATTR) => {
            drop(cx.take(raised));
            invoke(cx, this, "__getattr__", &[name.value()])
        }
        other => other,
    }
}

fn class_call(cx: &Cx, this: &Value, args: Args<'_>) -> R {
    let Some(method) = attr::special(cx, this, interned("__call__"))? else {
        return Err(super::call::not_callable(cx, this));
    };
    cx.recursing("", || super::call::call(cx, &method, args))
}

fn class_init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let Some(found) = type_of(this).lookup(cx, interned("__init__")) else {
        return Ok(());
    };
    let result = if found.get::<super::function::Function>().is_some() {
        let mut values = Vec::with_capacity(args.values.len() + 1);
        values.push(this.clone());
        values.extend_from_slice(args.values);
        super::call::call(cx, &found, Args { values: &values, names: args.names })?
    } else {
        let bound = attr::special(cx, this, interned("__init__"))?.unwrap_or(found);
        super::call::call(cx, &bound, args)?
    };
    if result.is_none() {
        Ok(())
    } else {
        Err(cx.type_error(format!("__init__() should return None, not '{}'", type_of(&result).message_name())))
    }
}

fn class_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let Some(found) = class.lookup(cx, interned("__new__")) else {
        return Err(missing(cx));
    };
    let function = match type_of(&found).slots().descr_get {
        Some(get) => get(cx, &found, &Value::UNSET, &class.value())?,
        None => found,
    };
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(class.value());
    values.extend_from_slice(args.values);
    super::call::call(cx, &function, Args { values: &values, names: args.names })
}

fn class_descr_get(cx: &Cx, this: &Value, instance: &Value, class: &Value) -> R {
    let none = |value: &Value| {
        if value.is_unset() { Value::NONE } else { value.clone() }
    };
    invoke(cx, this, "__get__", &[none(instance), none(class)])
}

fn class_descr_set(cx: &Cx, this: &Value, instance: &Value, value: Option<Value>) -> R<()> {
    let (name, args) = match value {
        Some(value) => ("__set__", vec![instance.clone(), value]),
        None => ("__delete__", vec![instance.clone()]),
    };
    match attr::call_special(cx, this, interned(name), &args)? {
        Some(_) => Ok(()),
        None => Err(cx.error(&super::exception::ATTRIBUTE_ERROR, name)),
    }
}

fn class_finalize(cx: &Cx, this: &Value) {
    let result = attr::call_special(cx, this, interned("__del__"), &[]);
    if let Err(raised) = result {
        let exception = cx.take(raised);
        let method = type_of(this).lookup(cx, interned("__del__")).unwrap_or(Value::UNSET);
        (cx.interp.hooks().unraisable)(cx, "Exception ignored in", &method, &exception);
    }
}

macro_rules! row {
    ($sig:literal, $slot:ident, |$cx:ident, $f:ident, $a:ident| $call:expr, $class:expr) => {
        Row {
            def: NativeDef::slot($sig, |$cx, slots, $a| match slots.$slot {
                Some($f) => $call,
                None => Err(missing($cx)),
            }),
            has: |slots| slots.$slot.is_some(),
            fill: |slots, from| {
                slots.$slot = match from {
                    Some(from) => from.$slot.or(slots.$slot),
                    None => Some($class),
                }
            },
        }
    };
}

/// A builtin base's way of storing attributes must not go round what a builtin type nearer to the object does: `object.__setattr__` of a
/// class would change it behind the back of `type`.
fn refuse_detour(cx: &Cx, slot: fn(&Cx, &Value, Name, Option<Value>) -> R<()>, object: &Value, what: &str) -> R<()> {
    let ty = type_of(object);
    if matches!(ty.kind(), Kind::Instance | Kind::Module) {
        return Ok(());
    }
    let order = ty.mro();
    let builtin =
        order.get::<super::tuple::Tuple>().and_then(|order| order.items().iter().find_map(|ty| ty.get::<Type>()?.def?.slots.setattr));
    if builtin.is_none_or(|builtin| std::ptr::fn_addr_eq(builtin, slot)) {
        return Ok(());
    }
    Err(cx.type_error(format!("can't apply this {what} to {} object", ty.name())))
}

fn name_arg(cx: &Cx, value: &Value) -> R<Name> {
    match value.get::<super::str::Str>() {
        Some(text) => Ok(Name::of(text)),
        None => Err(cx.type_error(format!("attribute name must be string, not '{}'", type_of(value).message_name()))),
    }
}

/// None stands for a missing instance in `__get__`.
fn unset_for_none(value: &Value) -> Value {
    if value.is_none() { Value::UNSET } else { value.clone() }
}

/// `__init__` and `__call__` take any arguments.
static RAW_ROWS: [Row; 2] = [
    Row {
        def: NativeDef::raw_slot("__init__(self, /, *args, **kwargs)", |cx, slots, args| match (slots.init, args.pos().first()) {
            (Some(f), Some(this)) => f(cx, this, args.skip(1)).map(|()| Value::NONE),
            _ => Err(missing(cx)),
        }),
        has: |slots| slots.init.is_some(),
        fill: |slots, from| {
            slots.init = match from {
                Some(from) => from.init,
                None => Some(class_init),
            }
        },
    },
    Row {
        def: NativeDef::raw_slot("__call__(self, /, *args, **kwargs)", |cx, slots, args| match (slots.call, args.pos().first()) {
            (Some(f), Some(this)) => f(cx, this, args.skip(1)),
            _ => Err(missing(cx)),
        }),
        has: |slots| slots.call.is_some(),
        fill: |slots, from| {
            slots.call = match from {
                Some(from) => from.call,
                None => Some(class_call),
            }
        },
    },
];

static ROWS: [Row; 30] = [
    unary_row!("__repr__", repr),
    unary_row!("__str__", str),
    unary_row!("__neg__", neg),
    unary_row!("__pos__", pos),
    unary_row!("__abs__", abs),
    unary_row!("__invert__", invert),
    unary_row!("__int__", int),
    unary_row!("__float__", float),
    unary_row!("__index__", index),
    unary_row!("__aiter__", aiter),
    unary_row!("__anext__", anext),
    unary_row!("__await__", awaiter),
    row!("__iter__(self, /)", iter, |cx, f, a| f(cx, &a[0]), class_iter),
    row!("__hash__(self, /)", hash, |cx, f, a| f(cx, &a[0]).map(Value::int), class_hash),
    row!("__len__(self, /)", len, |cx, f, a| f(cx, &a[0]).map(|n| Value::int(n as i64)), class_len),
    row!("__bool__(self, /)", truth, |cx, f, a| f(cx, &a[0]).map(Value::bool), class_truth),
    row!("__contains__(self, key, /)", contains, |cx, f, a| f(cx, &a[0], &a[1]).map(Value::bool), class_contains),
    row!("__getitem__(self, key, /)", getitem, |cx, f, a| f(cx, &a[0], &a[1]), |cx, this, key| invoke(
        cx,
        this,
        "__getitem__",
        std::slice::from_ref(key)
    )),
    row!(
        "__setitem__(self, key, value, /)",
        setitem,
        |cx, f, a| f(cx, &a[0], &a[1], Some(a[2].clone())).map(|()| Value::NONE),
        class_setitem
    ),
    row!("__delitem__(self, key, /)", setitem, |cx, f, a| f(cx, &a[0], &a[1], None).map(|()| Value::NONE), class_setitem),
    row!(
        "__next__(self, /)",
        next,
        |cx, f, a| {
            cx.set_return(Value::NONE);
            match f(cx, &a[0])? {
                Some(item) => Ok(item),
                None => Err(super::iter::stop(cx)),
            }
        },
        class_next
    ),
    row!("__getattribute__(self, name, /)", getattr, |cx, f, a| f(cx, &a[0], name_arg(cx, &a[1])?), class_getattr),
    row!(
        "__setattr__(self, name, value, /)",
        setattr,
        |cx, f, a| {
            refuse_detour(cx, f, &a[0], "__setattr__")?;
            f(cx, &a[0], name_arg(cx, &a[1])?, Some(a[2].clone())).map(|()| Value::NONE)
        },
        class_setattr
    ),
    row!(
        "__delattr__(self, name, /)",
        setattr,
        |cx, f, a| {
            refuse_detour(cx, f, &a[0], "__delattr__")?;
            f(cx, &a[0], name_arg(cx, &a[1])?, None).map(|()| Value::NONE)
        },
        class_setattr
    ),
    row!(
        "__get__(self, instance, owner=None, /)",
        descr_get,
        |cx, f, a| {
            if a[1].is_none() && a[2].is_none() {
                return Err(cx.type_error("__get__(None, None) is invalid"));
            }
            check_asked(cx, &a[0], &unset_for_none(&a[1]))?;
            f(cx, &a[0], &unset_for_none(&a[1]), &unset_for_none(&a[2]))
        },
        class_descr_get
    ),
    row!("__set__(self, instance, value, /)", descr_set, |cx, f, a| set_asked(cx, f, a, Some(a[2].clone())), class_descr_set),
    row!("__delete__(self, instance, /)", descr_set, |cx, f, a| set_asked(cx, f, a, None), class_descr_set),
    Row {
        def: NativeDef::slot("__getattr__(self, name, /)", |cx, _, _| Err(missing(cx))),
        has: |_| false,
        fill: |slots, from| {
            if from.is_none() {
                slots.getattr = Some(class_getattr);
            }
        },
    },
    Row {
        def: NativeDef::slot("__new__(cls, /)", |cx, _, _| Err(missing(cx))),
        has: |_| false,
        fill: |slots, from| {
            if from.is_none() {
                slots.new = Some(class_new);
            }
        },
    },
    Row {
        def: NativeDef::slot("__del__(self, /)", |cx, slots, a| {
            if let Some(finalize) = slots.finalize {
                finalize(cx, &a[0]);
            }
            Ok(Value::NONE)
        }),
        has: |slots| slots.finalize.is_some(),
        fill: |slots, from| {
            slots.finalize = match from {
                Some(from) => from.finalize,
                None => Some(class_finalize),
            }
        },
    },
];

/// Power takes a modulus; it is handed to the type that has one to itself.
static POWER_ROWS: [Row; 2] = [
    Row {
        def: NativeDef::slot("__pow__(self, value, mod=None, /)", |cx, slots, a| match slots.binary[BinOp::Pow as usize] {
            Some(f) if a[2].is_none() => f(cx, &a[0], &a[1]),
            Some(f) => super::number::power_with(cx, f, &a[0], &a[1], &a[2]),
            None => Ok(Value::NOT_IMPLEMENTED),
        }),
        has: |slots| slots.binary[BinOp::Pow as usize].is_some(),
        fill: fill_power,
    },
    Row {
        def: NativeDef::slot("__rpow__(self, value, mod=None, /)", |cx, slots, a| match slots.binary[BinOp::Pow as usize] {
            Some(f) if a[2].is_none() => f(cx, &a[1], &a[0]),
            Some(f) => super::number::power_with(cx, f, &a[1], &a[0], &a[2]),
            None => Ok(Value::NOT_IMPLEMENTED),
        }),
        has: |slots| slots.binary[BinOp::Pow as usize].is_some(),
        fill: fill_power,
    },
];

fn fill_power(slots: &mut Slots, from: Option<&Slots>) {
    slots.binary[BinOp::Pow as usize] = match from {
        Some(from) => from.binary[BinOp::Pow as usize],
        None => Some(class_binary::<{ BinOp::Pow as usize }>),
    };
}

/// Whether a slot for `+` or `*` calls the methods of a class.
pub(super) fn is_class_add_or_mul(slot: super::slots::Binary) -> bool {
    let add: super::slots::Binary = class_binary::<{ BinOp::Add as usize }>;
    let multiply: super::slots::Binary = class_binary::<{ BinOp::Mul as usize }>;
    std::ptr::fn_addr_eq(slot, add) || std::ptr::fn_addr_eq(slot, multiply)
}

/// Whether a `**` slot calls the methods of a class.
pub(super) fn is_class_power(slot: super::slots::Binary) -> bool {
    let class: super::slots::Binary = class_binary::<{ BinOp::Pow as usize }>;
    std::ptr::fn_addr_eq(slot, class)
}

static BINARY_ROWS: [Row; 26] = binary_rows!(
    Add "__add__" "__radd__", Sub "__sub__" "__rsub__", Mul "__mul__" "__rmul__", MatMul "__matmul__" "__rmatmul__",
    TrueDiv "__truediv__" "__rtruediv__", FloorDiv "__floordiv__" "__rfloordiv__", Mod "__mod__" "__rmod__",
    LShift "__lshift__" "__rlshift__", RShift "__rshift__" "__rrshift__", And "__and__" "__rand__",
    Or "__or__" "__ror__", Xor "__xor__" "__rxor__", DivMod "__divmod__" "__rdivmod__"
);

static INPLACE_ROWS: [Row; 13] = inplace_rows!(
    Add "__iadd__", Sub "__isub__", Mul "__imul__", MatMul "__imatmul__", TrueDiv "__itruediv__", FloorDiv "__ifloordiv__",
    Mod "__imod__", Pow "__ipow__", LShift "__ilshift__", RShift "__irshift__", And "__iand__", Or "__ior__", Xor "__ixor__"
);

static COMPARE_ROWS: [Row; 6] = compare_rows!(Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__");

fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain(&RAW_ROWS).chain(&BINARY_ROWS).chain(&POWER_ROWS).chain(&INPLACE_ROWS).chain(&COMPARE_ROWS)
}

/// Interned names of the rows, in their order.
fn row_names() -> &'static [Name] {
    static NAMES: OnceLock<Vec<Name>> = OnceLock::new();
    NAMES.get_or_init(|| rows().map(|row| Name::new(row.def.name())).collect())
}

/// Shows the slots a builtin type defines itself as dunder methods in its namespace.
pub(super) fn add_wrappers(ty: &'static Type, slots: &Slots, dict: &Dict) {
    for (row, name) in rows().zip(row_names()) {
        if (row.has)(slots) {
            // CPython has these as plain methods beside the slot, which are faster there; programs see it in their type.
            let is_method = match row.def.name() {
                "__getitem__" => matches!(ty.kind(), Kind::Dict | Kind::List),
                "__contains__" => matches!(ty.kind(), Kind::Dict | Kind::Set),
                _ => false,
            };
            let shown = if is_method { &super::native::METHOD_DESCRIPTOR } else { &super::native::SLOT_WRAPPER };
            let wrapper = NativeFunction::new(shown, &row.def, Some(ty), Value::UNSET);
            dict.set_name(*name, wrapper.into_value());
        }
    }
    if slots.new.is_some() {
        dict.set_name(Name::new("__new__"), Descriptor::static_method(new_wrapper(ty)));
    }
}

/// `__new__` of a builtin type as a callable: checks its first argument, then makes an instance of that class.
fn new_wrapper(ty: &'static Type) -> Value {
    static NEW: NativeDef = NativeDef::raw_slot("__new__(cls, /, *args, **kwargs)", |cx, _, _| Err(missing(cx)));
    NativeFunction::new(&super::native::NATIVE_FUNCTION, &NEW, Some(ty), ty.value()).into_value()
}

/// Calls a `__new__` made by `new_wrapper`: `args` start with the owner (the bound value), then what the script passed.
pub(crate) fn call_new(cx: &Cx, owner: &'static Type, args: Args<'_>) -> R {
    let Some(class) = args.pos().first() else {
        return Err(cx.type_error(format!("{}.__new__(): not enough arguments", owner.name())));
    };
    let Some(class) = class.get::<Type>() else {
        return Err(cx.type_error(format!("{}.__new__(X): X is not a type object ({})", owner.name(), type_of(class).message_name())));
    };
    if !class.is_subtype(owner) {
        return Err(cx.type_error(format!("{0}.__new__({1}): {1} is not a subtype of {0}", owner.name(), class.name())));
    }
    match owner.slots().new {
        Some(new) => new(cx, class, args.skip(1)),
        None => Err(missing(cx)),
    }
}

/// `__eq__` without `__hash__` in one class body makes instances unhashable (reference 3.3.1). What is set later does not.
pub(crate) fn refuse_hash(class: &Type) {
    let own = class.dict();
    if own.get_name(interned("__eq__")).is_some() && own.get_name(interned("__hash__")).is_none() {
        own.set_name(interned("__hash__"), Value::NONE);
    }
}

/// Whether slots depend on what a class has under a name: `old` before, `new` from now on.
pub(crate) fn changes_slots(name: Name, old: Option<&Value>, new: Option<&Value>) -> bool {
    let is_function = |value: Option<&Value>| value.is_some_and(|value| value.get::<Function>().is_some());
    // The slots look functions up when they are called.
    let is_exchange = is_function(old) && is_function(new);
    !is_exchange && (name == interned("__getattr__") || row_names().contains(&name))
}

/// Computes the slots of a class from its resolution order: the dunder methods that it or a base written in the language defines,
/// and the slots of builtin bases for the rest.
pub(crate) fn update_slots(class: &Type) {
    if class.is_heap() {
        class.each_heir(&mut update_own_slots);
    }
}

fn update_own_slots(class: &Type) {
    // Who changes the class meanwhile changes its version too and computes the slots as well, but ours may come after those.
    loop {
        let version = class.version();
        compute_slots(class);
        if class.version() == version {
            break;
        }
    }
}

fn compute_slots(class: &Type) {
    let mut slots = Slots::NONE;
    let mut compare_from_class = false;
    let mut from_class = Vec::new();
    for (row, name) in rows().zip(row_names()) {
        let Some(found) = class.lookup_uncached(*name) else {
            continue;
        };
        if found.is_none() && row.def.name() == "__hash__" {
            slots.hash = Some(super::compare::unhashable);
            continue;
        }
        match found.get::<NativeFunction>() {
            // `__str__ = int.__repr__` is a method like any other: only under its own name a wrapper stands for its slot.
            Some(wrapper)
                if matches!(wrapper.def.call, NativeCall::Slot(_) | NativeCall::RawSlot(_)) && wrapper.def.name() == row.def.name() =>
            {
                if let Some(owner) = wrapper.owner {
                    (row.fill)(&mut slots, Some(owner.slots()));
                }
            }
            _ if row.def.name() == "__new__" && is_builtin_new(&found) => {}
            _ => {
                compare_from_class |= matches!(row.def.name(), "__lt__" | "__le__" | "__eq__" | "__ne__" | "__gt__" | "__ge__");
                from_class.push(row);
            }
        }
    }
    // Last, because several methods share a slot: `__setitem__` of the class and `__delitem__` of a builtin base both count.
    from_class.iter().for_each(|row| (row.fill)(&mut slots, None));
    if compare_from_class {
        slots.compare = Some(class_compare);
    }
    if slots.new.is_none() {
        slots.new = builtin_new(class);
    }
    let has_getattr = class.lookup_uncached(interned("__getattr__")).is_some();
    let plain_get =
        !has_getattr && slots.getattr.is_none_or(|f| std::ptr::fn_addr_eq(f, attr::generic_getattr as fn(&Cx, &Value, Name) -> R));
    let generic_set: fn(&Cx, &Value, Name, Option<Value>) -> R<()> = attr::generic_setattr;
    let plain_set = slots.setattr.is_none_or(|f| std::ptr::fn_addr_eq(f, generic_set));
    class.set_flag(type_flag::PLAIN_GETATTR, plain_get);
    class.set_flag(type_flag::PLAIN_SETATTR, plain_set);
    class.set_flag(type_flag::HAS_GETATTR, has_getattr);
    let object_new: fn(&Cx, &Type, Args<'_>) -> R = super::base_object::object_new;
    let plain_call = slots.new.is_some_and(|f| std::ptr::fn_addr_eq(f, object_new))
        && slots.init.is_some_and(|f| std::ptr::fn_addr_eq(f, class_init as fn(&Cx, &Value, Args<'_>) -> R<()>))
        && slots.finalize.is_none()
        && class.kind() == Kind::Instance
        && std::ptr::eq(class.header().ty(), super::ty::TYPE.header());
    class.set_flag(type_flag::PLAIN_CALL, plain_call);
    class.set_slots(slots);
}

fn is_builtin_new(found: &Value) -> bool {
    found.get::<Descriptor>().is_some_and(|wrapper| wrapper.function().get::<NativeFunction>().is_some())
}

/// The `new` slot of the first builtin type in the resolution order that has one.
fn builtin_new(class: &Type) -> Option<fn(&Cx, &Type, Args<'_>) -> R> {
    let mro = class.mro();
    let types = mro.get::<super::tuple::Tuple>()?.items();
    let own = |ty: &Type| ty.def.and_then(|def| def.slots.new);
    types.iter().filter_map(|ty| ty.get::<Type>()).find_map(own)
}
