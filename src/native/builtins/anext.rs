//! Builtin function `anext`, and the awaitable it gives when there is a default.

use crate::exec::delegation::await_iterator;
use crate::exec::generators;
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::STOP_ASYNC_ITERATION;
use crate::object::iter;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::protocol::type_name;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

/// `anext(iterator, default)`.
struct AnextAwaitable {
    /// What awaiting the next item delegates to.
    inner: Value,
    default: Value,
}

impl Payload for AnextAwaitable {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.inner);
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
    let inner = await_iterator(cx, &awaitable)?;
    ANEXT_AWAITABLE.make_ready();
    Ok(Native::make(&ANEXT_AWAITABLE, AnextAwaitable { inner, default: a[1].clone() }))
}

fn of<'a>(cx: &Cx, value: &'a Value) -> R<&'a AnextAwaitable> {
    Native::<AnextAwaitable>::of(value).ok_or_else(|| cx.type_error("descriptor requires an anext_awaitable"))
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
    let this = of(cx, value)?;
    defaulted(cx, this, generators::send(cx, &this.inner, sent))
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
        let this = of(cx, &a[0])?;
        let step = defaulted(cx, this, generators::throw(cx, &this.inner, exception))?;
        generators::step_result(cx, step)
    }),
    NativeDef::new("close(self, /)", |cx, a| crate::exec::delegation::close(cx, &of(cx, &a[0])?.inner).map(|()| Value::NONE)),
];

static ANEXT_AWAITABLE_DEF: TypeDef = TypeDef {
    name: "anext_awaitable",
    slots: Slots { iter: Some(iter::itself), next: Some(next), awaiter: Some(iter::itself), send: Some(send), ..Slots::NONE },
    methods: METHODS,
    ..TypeDef::EMPTY
};
static ANEXT_AWAITABLE: Type = Type::from_def(&ANEXT_AWAITABLE_DEF);
