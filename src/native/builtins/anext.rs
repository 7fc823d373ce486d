//! Builtin function `anext`, and the awaitable it gives when there is a default.

use crate::exec::delegation::await_iterator;
use crate::exec::generators;
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::STOP_ASYNC_ITERATION;
use crate::object::guarded::Guarded;
use crate::object::iter;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol::type_name;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

/// `anext(iterator, default)`.
struct AnextAwaitable {
    awaited: Value,
    /// What awaiting it delegates to; Unset before.
    inner: Guarded<Value>,
    default: Value,
}

impl Payload for AnextAwaitable {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.awaited);
        self.inner.inspect(&mut *visit);
        visit(&self.default);
    }
}

pub(super) fn anext(cx: &Cx, a: &[Value]) -> R {
    let Some(anext) = type_of(&a[0]).slots().anext else {
        return Err(cx.type_error(format!("'{}' object is not an async iterator", type_name(&a[0]))));
    };
    let awaitable = anext(cx, &a[0])?;
    if a[1].is_unset() {
        return Ok(awaitable);
    }
    ANEXT_AWAITABLE.make_ready();
    let made = AnextAwaitable { awaited: awaitable, inner: Guarded::new(Value::UNSET), default: a[1].clone() };
    Ok(Native::make(&ANEXT_AWAITABLE, made))
}

fn of<'a>(cx: &Cx, value: &'a Value) -> R<&'a AnextAwaitable> {
    Native::<AnextAwaitable>::of(value).ok_or_else(|| cx.type_error("descriptor requires an anext_awaitable"))
}

/// What awaiting delegates to. Errors: TypeError for what cannot be awaited.
fn inner(cx: &Cx, value: &Value) -> R {
    let this = of(cx, value)?;
    let known = this.inner.with(value, |inner| inner.clone());
    if !known.is_unset() {
        return Ok(known);
    }
    let fresh = await_iterator(cx, &this.awaited)?;
    publish_into(value, &fresh);
    let kept = fresh.clone();
    let old = this.inner.with(value, |inner| std::mem::replace(inner, kept));
    drop(old);
    Ok(fresh)
}

/// The end of the iterator gives the default.
fn defaulted(cx: &Cx, this: &AnextAwaitable, result: R<Step>) -> R<Step> {
    match result {
        Err(raised) if cx.pending_is(&STOP_ASYNC_ITERATION) => {
            drop(cx.take(raised));
            Ok(Step::Return(this.default.clone()))
        }
        result => result,
    }
}

fn send(cx: &Cx, value: &Value, sent: Value) -> R<Step> {
    let inner = inner(cx, value)?;
    defaulted(cx, of(cx, value)?, generators::send(cx, &inner, sent))
}

fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    match send(cx, value, Value::NONE)? {
        Step::Yield(item) => Ok(Some(item)),
        Step::Return(result) => {
            cx.set_return(result);
            Ok(None)
        }
    }
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("send(self, value, /)", |cx, a| {
        let step = send(cx, &a[0], a[1].clone())?;
        generators::step_result(cx, step)
    }),
    NativeDef::new("throw(self, type, value=?, traceback=?, /)", |cx, a| {
        let exception = generators::thrown(cx, &a[1], &a[2], &a[3])?;
        let inner = inner(cx, &a[0])?;
        let step = defaulted(cx, of(cx, &a[0])?, generators::throw(cx, &inner, exception))?;
        generators::step_result(cx, step)
    }),
    NativeDef::new("close(self, /)", |cx, a| {
        let inner = inner(cx, &a[0])?;
        crate::exec::delegation::close(cx, &inner).map(|()| Value::NONE)
    }),
];

static ANEXT_AWAITABLE_DEF: TypeDef = TypeDef {
    name: "anext_awaitable",
    slots: Slots { iter: Some(iter::itself), next: Some(next), awaiter: Some(iter::itself), send: Some(send), ..Slots::NONE },
    methods: METHODS,
    ..TypeDef::EMPTY
};
static ANEXT_AWAITABLE: Type = Type::from_def(&ANEXT_AWAITABLE_DEF);
