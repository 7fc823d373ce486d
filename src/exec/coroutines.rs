//! Coroutines: the type, and the wrapper that `__await__` gives.

use super::generators::{self, CLOSE, NAME, QUALNAME, SEND, THROW};
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::generator::{Generator, State};
use crate::object::iter;
use crate::object::kinds::Kind;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

/// Says on the error stream that a coroutine died without having run.
#[cold]
pub(super) fn warn_never_awaited(cx: &Cx, value: &Value, coroutine: &Generator) {
    let name = super::functions::text_of(&coroutine.qualname());
    cx.warn_in_finalizer(&exception::RUNTIME_WARNING, &format!("coroutine '{name}' was never awaited"), value);
}

fn get_origin(_: &Cx, _: &Value) -> R {
    Ok(Value::NONE)
}

static GETSET: &[GetSet] = &[
    NAME,
    QUALNAME,
    GetSet { name: "cr_running", get: generators::get_running, set: None },
    GetSet { name: "cr_suspended", get: generators::get_suspended, set: None },
    GetSet { name: "cr_code", get: generators::get_code, set: None },
    GetSet { name: "cr_await", get: generators::get_delegate, set: None },
    GetSet { name: "cr_frame", get: generators::get_frame, set: None },
    GetSet { name: "cr_origin", get: get_origin, set: None },
];

static METHODS: &[NativeDef] =
    &[SEND, THROW, CLOSE, NativeDef::new("classmethod __class_getitem__(cls, item, /)", generators::class_getitem)];

fn await_slot(_: &Cx, coroutine: &Value) -> R {
    Ok(Native::make(&WRAPPER, Wrapper { coroutine: coroutine.clone() }))
}

static COROUTINE_DEF: TypeDef = TypeDef {
    name: "coroutine",
    kind: Kind::Generator,
    slots: Slots {
        repr: Some(generators::repr),
        awaiter: Some(await_slot),
        send: Some(generators::send_slot),
        finalize: Some(generators::finalize),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static COROUTINE: Type = Type::from_def(&COROUTINE_DEF);

/// The iterator that `coroutine.__await__()` gives.
struct Wrapper {
    coroutine: Value,
}

impl Payload for Wrapper {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.coroutine);
    }
}

/// The coroutine in a wrapper.
pub(super) fn wrapped(value: &Value) -> Option<Value> {
    Native::<Wrapper>::of(value).map(|wrapper| wrapper.coroutine.clone())
}

fn inner<'a>(cx: &Cx, value: &'a Value) -> R<&'a Value> {
    match Native::<Wrapper>::of(value) {
        Some(wrapper) => Ok(&wrapper.coroutine),
        None => Err(cx.type_error("descriptor requires a coroutine_wrapper")),
    }
}

fn wrapper_send(cx: &Cx, value: &Value, sent: Value) -> R<Step> {
    generators::send_slot(cx, inner(cx, value)?, sent)
}

fn wrapper_next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    match wrapper_send(cx, value, Value::NONE)? {
        Step::Yield(item) => Ok(Some(item)),
        Step::Return(result) => {
            cx.set_return(result);
            Ok(None)
        }
    }
}

static WRAPPER_METHODS: &[NativeDef] = &[
    NativeDef::new("send(self, value, /)", |cx, a| {
        let step = wrapper_send(cx, &a[0], a[1].clone())?;
        generators::step_result(cx, step)
    }),
    NativeDef::new("throw(self, type, value=?, traceback=?, /)", |cx, a| {
        let exception = generators::thrown(cx, &a[1], &a[2], &a[3])?;
        let step = generators::throw_in(cx, inner(cx, &a[0])?, exception)?;
        generators::step_result(cx, step)
    }),
    NativeDef::new("close(self, /)", |cx, a| generators::close(cx, inner(cx, &a[0])?)),
];

static WRAPPER_DEF: TypeDef = TypeDef {
    name: "coroutine_wrapper",
    slots: Slots { iter: Some(iter::itself), next: Some(wrapper_next), send: Some(wrapper_send), ..Slots::NONE },
    methods: WRAPPER_METHODS,
    ..TypeDef::EMPTY
};
pub(super) static WRAPPER: Type = Type::from_def(&WRAPPER_DEF);

/// Whether a value is a coroutine that has not started.
pub(crate) fn is_unstarted(value: &Value) -> bool {
    value.get::<Generator>().is_some_and(|generator| generator.state() == State::Created)
}
