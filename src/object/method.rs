//! Bound methods: a function and the object it is called on. Knows no function bodies.

use super::args::Args;
use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::GetSet;
use super::slot::Slot;
use super::slots::{CmpOp, Slots};
use super::str::{Name, Str};
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct BoundMethod {
    head: Header,
    function: Slot,
    this: Slot,
}

object!(BoundMethod, BoundMethod, BOUND_METHOD);

impl Layout for BoundMethod {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.function());
        visit(self.this());
    }
}

impl BoundMethod {
    pub(crate) fn new(function: Value, this: Value) -> Ref<BoundMethod> {
        let head = Header::new(Kind::BoundMethod as u8, BOUND_METHOD.header(), 0);
        alloc(BoundMethod { head, function: Slot::new(function), this: Slot::new(this) })
    }

    pub(crate) fn function(&self) -> &Value {
        // SAFETY: never written after construction.
        unsafe { self.function.borrow() }
    }

    pub(crate) fn this(&self) -> &Value {
        // SAFETY: never written after construction.
        unsafe { self.this.borrow() }
    }
}

fn call(cx: &Cx, method: &Value, args: Args<'_>) -> R {
    let Some(method) = method.get::<BoundMethod>() else {
        return Err(cx.type_error("not a method"));
    };
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(method.this().clone());
    let mut function = method.function();
    // A method of a method, and so on: each adds an argument in front.
    while let Some(inner) = function.get::<BoundMethod>() {
        super::room::reserve(cx, &mut values, args.values.len() + 1)?;
        values.push(inner.this().clone());
        function = inner.function();
    }
    values.reverse();
    values.extend_from_slice(args.values);
    super::call::call(cx, function, Args { values: &values, names: args.names })
}

fn repr(cx: &Cx, value: &Value) -> R {
    let Some(method) = value.get::<BoundMethod>() else {
        return Err(cx.type_error("not a method"));
    };
    let name = match super::attr::lookup_optional(cx, method.function(), Name::new("__qualname__"))? {
        Some(name) => super::protocol::str(cx, &name)?.to_str_lossy().into_owned(),
        None => "?".to_string(),
    };
    let this = super::protocol::repr(cx, method.this())?;
    Ok(Str::from_str(&format!("<bound method {name} of {}>", this.to_str_lossy())).into_value())
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<BoundMethod>(), b.get::<BoundMethod>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = || Ok(x.this().is(y.this()) && super::compare::equal(cx, x.function(), y.function())?);
    match op {
        CmpOp::Eq => same().map(Value::bool),
        CmpOp::Ne => same().map(|same| Value::bool(!same)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let Some(method) = value.get::<BoundMethod>() else {
        return Ok(0);
    };
    Ok(super::compare::hash(cx, method.function())? ^ (method.this().identity() >> 4) as i64)
}

/// It stays bound to what it is bound to.
fn descr_get(_: &Cx, method: &Value, _: &Value, _: &Value) -> R {
    Ok(method.clone())
}

/// Attributes of the function shine through.
fn getattr(cx: &Cx, value: &Value, name: Name) -> R {
    if let Some(found) = super::attr::generic_lookup(cx, value, name)? {
        return Ok(found);
    }
    match value.get::<BoundMethod>() {
        Some(method) => super::attr::getattr(cx, method.function(), name),
        None => Err(super::attr::no_attribute(cx, value, name)),
    }
}

fn get_function(_: &Cx, value: &Value) -> R {
    Ok(value.get::<BoundMethod>().map_or(Value::NONE, |method| method.function().clone()))
}

fn get_this(_: &Cx, value: &Value) -> R {
    Ok(value.get::<BoundMethod>().map_or(Value::NONE, |method| method.this().clone()))
}

fn get_doc(cx: &Cx, value: &Value) -> R {
    super::attr::getattr(cx, &get_function(cx, value)?, Name::new("__doc__"))
}

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    match args.pos() {
        [function, this] if args.names.is_empty() => {
            if type_of(function).slots().call.is_none() {
                return Err(cx.type_error("first argument must be callable"));
            }
            if this.is_none() {
                return Err(cx.type_error("instance must not be None"));
            }
            Ok(BoundMethod::new(function.clone(), this.clone()).into_value())
        }
        given => Err(cx.type_error(format!("method expected 2 arguments, got {}", given.len()))),
    }
}

static BOUND_METHOD_DEF: TypeDef = TypeDef {
    name: "method",
    kind: Kind::BoundMethod,
    slots: Slots {
        new: Some(new),
        call: Some(call),
        repr: Some(repr),
        compare: Some(compare),
        hash: Some(hash),
        getattr: Some(getattr),
        descr_get: Some(descr_get),
        ..Slots::NONE
    },
    getset: &[
        GetSet { name: "__func__", get: get_function, set: None },
        GetSet { name: "__self__", get: get_this, set: None },
        GetSet { name: "__doc__", get: get_doc, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static BOUND_METHOD: Type = Type::from_def(&BOUND_METHOD_DEF);
