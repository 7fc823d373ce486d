//! The exceptions of decimal arithmetic, and the mappings from signals to truths that a context has two of: flags and traps.

use super::settings::condition::*;
use crate::native::importer;
use crate::object::attr;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{self, make};
use crate::object::exceptions;
use crate::object::iter;
use crate::object::kinds::Kind;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::{CmpOp, Slots};
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_flag};
use crate::object::value::{Object, R, Raised, Value};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

macro_rules! exceptions {
    ($($static:ident $name:literal [$($base:expr),*] $base_static:expr;)*) => {
        $(static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: "decimal",
                base: Some($base_static),
                extra_bases: &[$($base),*],
                kind: Kind::Exception,
                subclassable: true,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        };)*

        pub(super) fn add(module: &Module) {
            for ty in [$(&$static),*] {
                module.add_type(ty);
            }
        }
    };
}

exceptions! {
    DECIMAL_EXCEPTION "DecimalException" [] &exception::ARITHMETIC_ERROR;
    CLAMPED_ERROR "Clamped" [] &DECIMAL_EXCEPTION;
    ROUNDED_ERROR "Rounded" [] &DECIMAL_EXCEPTION;
    INEXACT_ERROR "Inexact" [] &DECIMAL_EXCEPTION;
    SUBNORMAL_ERROR "Subnormal" [] &DECIMAL_EXCEPTION;
    INVALID_OPERATION_ERROR "InvalidOperation" [] &DECIMAL_EXCEPTION;
    DIVISION_BY_ZERO_ERROR "DivisionByZero" [&exception::ZERO_DIVISION_ERROR] &DECIMAL_EXCEPTION;
    FLOAT_OPERATION_ERROR "FloatOperation" [&exception::TYPE_ERROR] &DECIMAL_EXCEPTION;
    OVERFLOW_ERROR "Overflow" [&ROUNDED_ERROR] &INEXACT_ERROR;
    UNDERFLOW_ERROR "Underflow" [&ROUNDED_ERROR, &SUBNORMAL_ERROR] &INEXACT_ERROR;
    CONVERSION_SYNTAX_ERROR "ConversionSyntax" [] &INVALID_OPERATION_ERROR;
    DIVISION_IMPOSSIBLE_ERROR "DivisionImpossible" [] &INVALID_OPERATION_ERROR;
    DIVISION_UNDEFINED_ERROR "DivisionUndefined" [&exception::ZERO_DIVISION_ERROR] &INVALID_OPERATION_ERROR;
    INVALID_CONTEXT_ERROR "InvalidContext" [] &INVALID_OPERATION_ERROR;
}

/// Signals in the order of their bits.
static SIGNALS: [&Type; 9] = [
    &INVALID_OPERATION_ERROR,
    &FLOAT_OPERATION_ERROR,
    &DIVISION_BY_ZERO_ERROR,
    &OVERFLOW_ERROR,
    &UNDERFLOW_ERROR,
    &SUBNORMAL_ERROR,
    &INEXACT_ERROR,
    &ROUNDED_ERROR,
    &CLAMPED_ERROR,
];

/// The order in which contexts are shown.
static SHOWN: [u32; 9] = [CLAMPED, INVALID_OPERATION, DIVISION_BY_ZERO, INEXACT, FLOAT_OPERATION, OVERFLOW, ROUNDED, SUBNORMAL, UNDERFLOW];

/// Kinds of invalid operations, as they are listed.
static INVALID: [(u32, &Type); 5] = [
    (INVALID_OPERATION, &INVALID_OPERATION_ERROR),
    (CONVERSION_SYNTAX, &CONVERSION_SYNTAX_ERROR),
    (DIVISION_IMPOSSIBLE, &DIVISION_IMPOSSIBLE_ERROR),
    (DIVISION_UNDEFINED, &DIVISION_UNDEFINED_ERROR),
    (INVALID_CONTEXT, &INVALID_CONTEXT_ERROR),
];

/// The signals that conditions raise.
pub(super) fn signals_of(met: u32) -> u32 {
    if met & ANY_INVALID != 0 { met & !ANY_INVALID | INVALID_OPERATION } else { met }
}

/// The exception for conditions that are trapped: of the first signal's class, with a list of all.
#[cold]
pub(super) fn error(cx: &Cx, met: u32, traps: u32) -> Raised {
    let mut listed = Vec::new();
    if traps & INVALID_OPERATION != 0 {
        listed.extend(INVALID.iter().filter(|(bit, _)| met & bit != 0).map(|(_, ty)| ty.value()));
    }
    let trapped = signals_of(met) & traps;
    listed.extend(SIGNALS.iter().enumerate().skip(1).filter(|(bit, _)| trapped >> bit & 1 == 1).map(|(_, ty)| ty.value()));
    let class = SIGNALS[(trapped.trailing_zeros() as usize).min(8)];
    cx.raise(make(class, vec![List::new(listed).into_value()]))
}

/// The classes of signals.
pub(super) fn classes(signals: u32) -> Vec<Value> {
    SIGNALS.iter().enumerate().filter(|(bit, _)| signals >> bit & 1 == 1).map(|(_, ty)| ty.value()).collect()
}

/// The names of signals, as contexts show them.
pub(super) fn names(signals: u32) -> String {
    let name = |bit: u32| SIGNALS[bit.trailing_zeros() as usize].def.map_or("", |def| def.name);
    let names: Vec<&str> = SHOWN.iter().filter(|bit| signals & **bit != 0).map(|bit| name(*bit)).collect();
    format!("[{}]", names.join(", "))
}

fn bit_of(cx: &Cx, key: &Value) -> R<u32> {
    match SIGNALS.iter().position(|ty| ty.value().is(key)) {
        Some(index) => Ok(1 << index),
        None => Err(cx.raise(make(&exceptions::KEY_ERROR, vec![Str::from_str(VALID).into_value()]))),
    }
}

const VALID: &str = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, \
                     Subnormal, Inexact, Rounded,\n   Clamped]";

/// Signals that are set. A context belongs to one thread or task; where a script shows it to others nothing breaks: the bits are one
/// atomic word, which nothing else has to agree with.
pub(super) struct Signals(AtomicU32);

impl Payload for Signals {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Signals {
    pub(super) fn make(bits: u32) -> Value {
        Native::make(&SIGNAL_DICT, Signals(AtomicU32::new(bits)))
    }

    #[inline]
    pub(super) fn bits(&self) -> u32 {
        self.0.load(Relaxed)
    }

    pub(super) fn set(&self, bits: u32) {
        self.0.store(bits, Relaxed);
    }

    #[inline]
    pub(super) fn add(&self, bits: u32) {
        if self.bits() & bits != bits {
            self.0.fetch_or(bits, Relaxed);
        }
    }
}

/// The bits that a list of signals or a mapping says.
pub(super) fn bits_of(cx: &Cx, given: &Value) -> R<u32> {
    if given.get::<List>().is_some() {
        return iter::collect(cx, given)?.iter().try_fold(0, |bits, signal| Ok(bits | bit_of(cx, signal)?));
    }
    bits_of_mapping(cx, given)
}

pub(super) fn bits_of_mapping(cx: &Cx, given: &Value) -> R<u32> {
    if let Some(signals) = Native::<Signals>::of(given) {
        return Ok(signals.bits());
    }
    let Some(dict) = given.get::<Dict>() else {
        return Err(cx.type_error("argument must be a signal dict"));
    };
    let invalid = || cx.raise(make(&exceptions::KEY_ERROR, vec![Str::from_str("invalid signal dict").into_value()]));
    if dict.len() != SIGNALS.len() {
        return Err(invalid());
    }
    let mut bits = 0;
    for (index, ty) in SIGNALS.iter().enumerate() {
        let value = dict.get(cx, &ty.value())?.ok_or_else(invalid)?;
        bits |= u32::from(protocol::truth(cx, &value)?) << index;
    }
    Ok(bits)
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Signals> {
    Native::<Signals>::of(value).ok_or_else(|| cx.type_error("a SignalDict is required"))
}

fn getitem(cx: &Cx, this_: &Value, key: &Value) -> R {
    Ok(Value::bool(this(cx, this_)?.bits() & bit_of(cx, key)? != 0))
}

fn setitem(cx: &Cx, this_: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let signals = this(cx, this_)?;
    let Some(value) = value else {
        return Err(cx.value_error("signal keys cannot be deleted"));
    };
    let bit = bit_of(cx, key)?;
    if protocol::truth(cx, &value)? {
        signals.0.fetch_or(bit, Relaxed);
    } else {
        signals.0.fetch_and(!bit, Relaxed);
    }
    Ok(())
}

fn equal(cx: &Cx, this_: &Value, other: &Value, op: CmpOp) -> R {
    let mine = this(cx, this_)?.bits();
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    if Native::<Signals>::of(other).is_none() && other.get::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool((mine == bits_of_mapping(cx, other)?) == (op == CmpOp::Eq)))
}

fn repr(cx: &Cx, this_: &Value) -> R {
    let bits = this(cx, this_)?.bits();
    let shown: Vec<String> = (0..SIGNALS.len())
        .map(|bit| {
            let name = SIGNALS[bit].def.map_or("", |def| def.name);
            format!("<class 'decimal.{name}'>:{}", if bits >> bit & 1 == 1 { "True" } else { "False" })
        })
        .collect();
    Ok(Str::from_str(&format!("{{{}}}", shown.join(", "))).into_value())
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    let bits = this(cx, &a[0])?.bits();
    let dict = Dict::new();
    for (bit, ty) in SIGNALS.iter().enumerate() {
        dict.set(cx, ty.value(), Value::bool(bits >> bit & 1 == 1))?;
    }
    Ok(dict.into_value())
}

/// A method that all mappings have, from `collections.abc.MutableMapping`.
fn by_mapping(cx: &Cx, name: &str, a: &[Value]) -> R {
    let module = importer::import_full(cx, "_collections_abc")?;
    let class = attr::getattr(cx, &module, Name::new("MutableMapping"))?;
    let method = attr::getattr(cx, &class, Name::new(name))?;
    let given = a.iter().position(Value::is_unset).unwrap_or(a.len());
    call::call_pos(cx, &method, &a[..given])
}

static SIGNAL_DICT_DEF: TypeDef = TypeDef {
    name: "SignalDict",
    module: "decimal",
    pattern: type_flag::MAPPING,
    slots: Slots {
        repr: Some(repr),
        compare: Some(equal),
        hash: Some(compare::unhashable),
        len: Some(|_, _| Ok(SIGNALS.len())),
        iter: Some(|cx, _| iter::iter(cx, &Tuple::new(classes(u32::MAX)).into_value())),
        contains: Some(|cx, _, key| Ok(cx.absorb(bit_of(cx, key), &exceptions::KEY_ERROR)?.is_some())),
        getitem: Some(getitem),
        setitem: Some(setitem),
        ..Slots::NONE
    },
    methods: &[
        NativeDef::new("copy(self, /)", copy),
        NativeDef::new("keys(self, /)", |cx, a| by_mapping(cx, "keys", a)),
        NativeDef::new("values(self, /)", |cx, a| by_mapping(cx, "values", a)),
        NativeDef::new("items(self, /)", |cx, a| by_mapping(cx, "items", a)),
        NativeDef::new("get(self, key, default=None)", |cx, a| by_mapping(cx, "get", a)),
        NativeDef::new("update(self, other=?, /)", |cx, a| by_mapping(cx, "update", a)),
        NativeDef::new("setdefault(self, key, default=None)", |cx, a| by_mapping(cx, "setdefault", a)),
        NativeDef::new("pop(self, key, default=?)", |cx, a| by_mapping(cx, "pop", a)),
        NativeDef::new("popitem(self, /)", |cx, a| by_mapping(cx, "popitem", a)),
        NativeDef::new("clear(self, /)", |cx, a| by_mapping(cx, "clear", a)),
    ],
    ..TypeDef::EMPTY
};
pub(super) static SIGNAL_DICT: Type = Type::from_def(&SIGNAL_DICT_DEF);
