//! Coroutines: the type, and the wrapper that `__await__` gives.

use super::generators::{self, CLOSE, NAME, QUALNAME, SEND, THROW};
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::generator::Generator;
use crate::object::iter;
use crate::object::kinds::Kind;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Whether some strand wants to know where coroutines are made: once set, it stays. A strand that set it sees its own store; others have
/// a depth of 0.
static ORIGINS_ARE_NOTED: AtomicBool = AtomicBool::new(false);
/// The key of the strand's depth.
static DEPTH: u8 = 0;

fn depth_key() -> usize {
    std::ptr::from_ref(&DEPTH).addr()
}

/// How many frames are noted for coroutines that this strand makes.
pub(crate) fn origin_depth(cx: &Cx) -> i64 {
    cx.local(depth_key()).and_then(|depth| depth.as_int()).unwrap_or(0)
}

pub(crate) fn set_origin_depth(cx: &Cx, depth: i64) {
    cx.set_local(depth_key(), Value::int(depth));
    if depth > 0 {
        ORIGINS_ARE_NOTED.store(true, Relaxed);
    }
}

#[inline]
pub(super) fn origins_are_noted() -> bool {
    ORIGINS_ARE_NOTED.load(Relaxed)
}

/// Notes the frames that made a coroutine, the innermost first: (file, line, name) of each.
#[cold]
pub(super) fn note_origin(coroutine: &Generator) {
    Cx::with_current(|cx| {
        let depth = usize::try_from(origin_depth(cx)).unwrap_or(0);
        if depth == 0 {
            return;
        }
        let mut places = Vec::new();
        let mut next = cx.frame();
        while let Some(fp) = next.filter(|_| places.len() < depth) {
            let code = fp.code();
            let line = code.info.source.line_of(fp.head().position.get());
            let parts = vec![Str::from_str(code.info.source.name()).into_value(), Value::int(i64::from(line)), code.info.name.value()];
            places.push(Tuple::new(parts).into_value());
            next = fp.head().previous;
        }
        coroutine.set_origin(Tuple::new(places).into_value());
    });
}

/// Says on the error stream that a coroutine died without having run.
#[cold]
pub(super) fn warn_never_awaited(cx: &Cx, value: &Value, coroutine: &Generator) {
    let name = super::functions::text_of(&coroutine.qualname());
    let mut text = format!("coroutine '{name}' was never awaited");
    let origin = coroutine.origin();
    if let Some(places) = origin.get::<Tuple>() {
        text += "\nCoroutine created at (most recent call last)\n";
        let places: Vec<String> = places.items().iter().rev().map(|place| shown(cx, place)).collect();
        text += places.concat().trim_end_matches('\n');
    }
    cx.warn_in_finalizer(&exception::RUNTIME_WARNING, &text, value);
}

/// A place as tracebacks show it.
fn shown(cx: &Cx, place: &Value) -> String {
    let Some([file, line, name]) = place.get::<Tuple>().map(Tuple::items) else { return String::new() };
    let (file, name) = (super::functions::text_of(file), super::functions::text_of(name));
    let number = line.as_int().unwrap_or(0);
    let text = source_line(cx, &file, number);
    format!("  File \"{file}\", line {number}, in {name}\n{}", if text.is_empty() { text } else { format!("    {text}\n") })
}

/// A line of a file, stripped; empty if it cannot be had.
fn source_line(cx: &Cx, file: &str, line: i64) -> String {
    let found = (cx.interp.hooks().import)(cx, "linecache", &crate::object::dict::Dict::new(), &Value::NONE, 0).and_then(|linecache| {
        let args = [Str::from_str(file).into_value(), Value::int(line)];
        crate::object::call::call_method(cx, &linecache, crate::object::str::Name::new("getline"), &args)
    });
    match found {
        Ok(text) => super::functions::text_of(&text).trim().to_string(),
        Err(raised) => {
            drop(cx.take(raised));
            String::new()
        }
    }
}

fn get_origin(_: &Cx, coroutine: &Value) -> R {
    Ok(coroutine.get::<Generator>().map_or(Value::NONE, Generator::origin))
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
    &[SEND, THROW, CLOSE, NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem)];

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
        generators::warn_of_three(cx, &a[2], &a[3], "throw")?;
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
