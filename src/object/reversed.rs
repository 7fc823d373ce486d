//! `reversed`: what `__reversed__` gives, or the items of a sequence from the last to the first.

use super::args::Args;
use super::attr;
use super::call;
use super::cx::Cx;
use super::exception::{INDEX_ERROR, STOP_ITERATION};
use super::iter::itself;
use super::list_iter::{Cursor, Sequence};
use super::native::NativeDef;
use super::payload::Native;
use super::protocol;
use super::slots::Slots;
use super::str::Name;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Value};
use std::sync::LazyLock;

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    static REVERSED_METHOD: LazyLock<Name> = LazyLock::new(|| Name::new("__reversed__"));
    if !args.names.is_empty() && std::ptr::eq(class, &REVERSED) {
        return Err(cx.type_error("reversed() takes no keyword arguments"));
    }
    let [sequence] = args.pos() else {
        return Err(cx.type_error(format!("reversed expected 1 argument, got {}", args.pos().len())));
    };
    let ty = type_of(sequence);
    let refuse = || cx.type_error(format!("'{}' object is not reversible", ty.message_name()));
    if ty.lookup(cx, *REVERSED_METHOD).is_some_and(|found| found.is_none()) {
        return Err(refuse());
    }
    if let Some(method) = attr::special(cx, sequence, *REVERSED_METHOD)? {
        return call::call_pos(cx, &method, &[]);
    }
    if !super::iter::is_sequence(ty) {
        return Err(refuse());
    }
    let len = protocol::len(cx, sequence)?;
    Ok(Native::make(class, Sequence { items: sequence.clone(), at: Cursor::new(len.wrapping_sub(1)) }))
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Sequence>::of(iterator) else {
        return Ok(None);
    };
    let Some(at) = this.at.retreat(iterator) else {
        return Ok(None);
    };
    match protocol::getitem(cx, &this.items, &Value::int(at as i64)) {
        Ok(item) => Ok(Some(item)),
        Err(raised) if cx.pending_is(&INDEX_ERROR) || cx.pending_is(&STOP_ITERATION) => {
            drop(cx.take(raised));
            this.at.finish();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn length_hint(cx: &Cx, a: &[Value]) -> R {
    let Some((this, at)) = Native::<Sequence>::of(&a[0]).and_then(|this| Some((this, this.at.get()?))) else {
        return Ok(Value::int(0));
    };
    let len = protocol::len(cx, &this.items)?;
    Ok(Value::int(if at < len { at as i64 + 1 } else { 0 }))
}

fn reduce(_: &Cx, a: &[Value]) -> R {
    let class = super::cx::class_of(&a[0]);
    let state = Native::<Sequence>::of(&a[0]).and_then(|this| Some((this.items.clone(), this.at.get()?)));
    Ok(match state {
        Some((items, at)) => Tuple::new(vec![class, Tuple::new(vec![items]).into_value(), Value::int(at as i64)]),
        None => Tuple::new(vec![class, Tuple::new(vec![super::tuple::empty()]).into_value()]),
    }
    .into_value())
}

fn set_state(cx: &Cx, a: &[Value]) -> R {
    let at = protocol::index(cx, &a[1])?;
    if let Some(this) = Native::<Sequence>::of(&a[0])
        && this.at.get().is_some()
    {
        let last = protocol::len(cx, &this.items)? as i64 - 1;
        match at.min(last) {
            at @ 0.. => this.at.set(at as usize),
            _ => this.at.finish(),
        }
    }
    Ok(Value::NONE)
}

static DEF: TypeDef = TypeDef {
    name: "reversed",
    subclassable: true,
    slots: Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: &[
        NativeDef::new("__length_hint__(self, /)", length_hint),
        NativeDef::new("__reduce__(self, /)", reduce),
        NativeDef::new("__setstate__(self, object, /)", set_state),
    ],
    ..TypeDef::EMPTY
};
pub(crate) static REVERSED: Type = Type::from_def(&DEF);
