//! `mappingproxy`: a read-only view of any mapping, above all of a class's namespace.

use super::args::Args;
use super::call;
use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::iter;
use super::list::List;
use super::native::NativeDef;
use super::number;
use super::payload::{Native, Payload};
use super::protocol;
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_flag, type_of};
use super::value::{R, Ref, Value};

struct Proxy {
    mapping: Value,
}

impl Payload for Proxy {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.mapping);
    }
}

/// A read-only view of `mapping`.
pub(crate) fn make(mapping: Value) -> Value {
    Native::make(&MAPPING_PROXY, Proxy { mapping })
}

/// The `proxy` hook of interpreters.
pub(crate) fn mapping_proxy(_: &Cx, dict: Value) -> R {
    Ok(make(dict))
}

/// What a proxy shows; any other value is itself.
pub(crate) fn unwrap(value: &Value) -> &Value {
    Native::<Proxy>::of(value).map_or(value, |proxy| &proxy.mapping)
}

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    static NEW: NativeDef = NativeDef::new("mappingproxy(mapping)", |_, a| Ok(a[0].clone()));
    let mut bound = Vec::new();
    NEW.signature().bind(cx, args, false, &mut bound)?;
    let mapping = &bound[0];
    let sequence = mapping.get::<List>().is_some() || mapping.get::<Tuple>().is_some();
    if sequence || type_of(mapping).slots().getitem.is_none() || mapping.get::<Str>().is_some() {
        return Err(cx.type_error(format!("mappingproxy() argument must be a mapping, not {}", type_of(mapping).message_name())));
    }
    Ok(make(mapping.clone()))
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    protocol::getitem(cx, unwrap(value), key)
}

fn contains(cx: &Cx, value: &Value, key: &Value) -> R<bool> {
    protocol::contains(cx, unwrap(value), key)
}

fn len(cx: &Cx, value: &Value) -> R<usize> {
    protocol::len(cx, unwrap(value))
}

fn iterate(cx: &Cx, value: &Value) -> R {
    iter::iter(cx, unwrap(value))
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    compare::hash(cx, unwrap(value))
}

fn compare_with(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    compare::rich(cx, unwrap(a), b, op)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let inner = protocol::repr(cx, unwrap(value))?;
    let text = [b"mappingproxy(", inner.bytes(), b")"].concat();
    Ok(Str::from_wtf8(&text).into_value())
}

fn str(cx: &Cx, value: &Value) -> R {
    protocol::str(cx, unwrap(value)).map(Ref::into_value)
}

fn union(cx: &Cx, a: &Value, b: &Value) -> R {
    number::binary(cx, BinOp::Or, unwrap(a), unwrap(b))
}

fn union_in_place(cx: &Cx, value: &Value, _: &Value) -> R {
    Err(cx.type_error(format!("'|=' is not supported by {}; use '|' instead", type_of(value).message_name())))
}

/// Calls the mapping's own method.
fn forward(cx: &Cx, proxy: &Value, name: &str, args: &[Value]) -> R {
    call::call_method(cx, unwrap(proxy), Name::new(name), args)
}

fn get(cx: &Cx, a: &[Value]) -> R {
    match unwrap(&a[0]).get_exact::<Dict>() {
        Some(dict) => Ok(dict.get(cx, &a[1])?.unwrap_or_else(|| a[2].clone())),
        None => forward(cx, &a[0], "get", &a[1..]),
    }
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("get(self, key, default=None, /)", get),
    NativeDef::new("keys(self, /)", |cx, a| forward(cx, &a[0], "keys", &[])),
    NativeDef::new("values(self, /)", |cx, a| forward(cx, &a[0], "values", &[])),
    NativeDef::new("items(self, /)", |cx, a| forward(cx, &a[0], "items", &[])),
    NativeDef::new("copy(self, /)", |cx, a| forward(cx, &a[0], "copy", &[])),
    NativeDef::new("__reversed__(self, /)", |cx, a| forward(cx, &a[0], "__reversed__", &[])),
    NativeDef::new("classmethod __class_getitem__(cls, item, /)", super::generic_alias::class_getitem),
];

static DEF: TypeDef = TypeDef {
    name: "mappingproxy",
    pattern: type_flag::MAPPING,
    slots: Slots {
        new: Some(new),
        getitem: Some(getitem),
        contains: Some(contains),
        len: Some(len),
        iter: Some(iterate),
        hash: Some(hash),
        compare: Some(compare_with),
        repr: Some(repr),
        str: Some(str),
        binary: bin_slots(&[(BinOp::Or, union)]),
        inplace: bin_slots(&[(BinOp::Or, union_in_place)]),
        ..Slots::NONE
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};
pub(crate) static MAPPING_PROXY: Type = Type::from_def(&DEF);
