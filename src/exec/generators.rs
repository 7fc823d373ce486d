//! Generators: making them, the type and its methods, and what coroutines and async generators have in common with it.

use super::delegation::{caused, drive, feed, innermost, own};
use super::{async_generators, coroutines};
use crate::object::code::{Code, Step, code_flag};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{self, BASE_EXCEPTION, Exception, GENERATOR_EXIT, RUNTIME_ERROR, STOP_ASYNC_ITERATION, STOP_ITERATION};
use crate::object::feeding::{Feeding, Take};
use crate::object::function::Function;
use crate::object::generator::{Generator, State, aux, break_chains};
use crate::object::generic_alias::class_getitem;
use crate::object::iter;
use crate::object::kinds::Kind;
use crate::object::native::{GetSet, NativeDef};
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::traceback::Traceback;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Raised, Ref, Value};

pub(crate) use super::async_generators::ASYNC_GENERATOR;
pub(crate) use super::coroutines::COROUTINE;

/// Readies the types. Once per process.
pub(crate) fn install() {
    for ty in [
        &super::generator_frame::GENERATOR_FRAME,
        &GENERATOR,
        &COROUTINE,
        &coroutines::WRAPPER,
        &ASYNC_GENERATOR,
        &async_generators::ASEND,
        &async_generators::ATHROW,
    ] {
        ty.make_ready();
    }
}

/// Makes the generator, coroutine or async generator that calling `function` gives; `locals` are its bound parameters.
pub(crate) fn make_generator(function: &Function, locals: impl ExactSizeIterator<Item = Value>) -> Value {
    ready(Generator::of(type_for(&function.code), function, locals))
}

/// Makes what a generator expression gives, without the function that nobody sees. `closure` is a tuple of cells, or None.
pub(super) fn make_of_expression(code: &Ref<Code>, globals: &Dict, closure: Value, iterator: Value) -> Value {
    let globals = globals.value().get_ref::<Dict>().expect("globals are a dict");
    ready(Generator::new(type_for(code), code.clone(), globals, closure, std::iter::once(iterator)))
}

fn type_for(code: &Code) -> &'static Type {
    match () {
        () if code.has(code_flag::COROUTINE) => &COROUTINE,
        () if code.has(code_flag::ASYNC_GENERATOR) => &ASYNC_GENERATOR,
        () => &GENERATOR,
    }
}

fn ready(generator: Ref<Generator>) -> Value {
    let code = &generator.code;
    if code.has(code_flag::COROUTINE) || code.body.must_close() {
        generator.finalize_later();
        if coroutines::origins_are_noted() && code.has(code_flag::COROUTINE) {
            coroutines::note_origin(&generator);
        }
    }
    generator.into_value()
}

/// `aiter(value)`. Errors: TypeError as `async for` words it.
pub(crate) fn async_iter(cx: &Cx, value: &Value) -> R {
    let Some(aiter) = type_of(value).slots().aiter else {
        return Err(cx.type_error(format!("'async for' requires an object with __aiter__ method, got {}", type_of(value).message_name())));
    };
    let iterator = aiter(cx, value)?;
    if type_of(&iterator).slots().anext.is_none() {
        let name = type_of(&iterator).message_name();
        return Err(cx.type_error(format!("'async for' received an object from __aiter__ that does not implement __anext__: {name}")));
    }
    Ok(iterator)
}

/// What error messages call a generator.
pub(super) fn kind(generator: &Generator) -> &'static str {
    match () {
        () if generator.code.has(code_flag::COROUTINE) => "coroutine",
        () if generator.code.has(code_flag::ASYNC_GENERATOR) => "async generator",
        () => "generator",
    }
}

#[cold]
pub(super) fn already_executing(cx: &Cx, generator: &Generator) -> Raised {
    cx.value_error(format!("{} already executing", kind(generator)))
}

/// Takes a generator for running. Err(None): it is finished.
#[inline(always)]
pub(super) fn begin(cx: &Cx, generator: &Generator) -> Result<State, Option<Raised>> {
    match generator.begin() {
        Ok(state) if generator.has(aux::CHAINED) => {
            // Another generator delegates to this one. It may be running just now, through one that this one delegates to.
            let inner = innermost(&generator.value().get_ref::<Generator>().expect("a generator is one"));
            let is_busy = !std::ptr::eq(&raw const *inner, generator) && inner.state() == State::Running;
            if is_busy {
                generator.rest(state);
                return Err(Some(already_executing(cx, generator)));
            }
            generator.unset(aux::CHAINED);
            break_chains();
            Ok(state)
        }
        Ok(state) => Ok(state),
        Err(State::Finished) => Err(None),
        Err(_) => Err(Some(already_executing(cx, generator))),
    }
}

/// Ends a generator whose body raised. An exception that would be taken for its end becomes a RuntimeError (PEP 479).
#[cold]
pub(super) fn fail(cx: &Cx, generator: &Generator, raised: Raised) -> Raised {
    let exception = cx.take(raised);
    generator.finish();
    let raised = cx.reraise(exception);
    if generator.code.has(code_flag::ASYNC_GENERATOR) && cx.pending_is(&STOP_ASYNC_ITERATION) {
        let exception = cx.take(raised);
        return caused(cx, &RUNTIME_ERROR, "async generator raised StopAsyncIteration", exception);
    }
    pass_stop(cx, raised, kind(generator))
}

/// An exception on its way out of the body of a generator, coroutine or async generator (`kind`): StopIteration becomes a RuntimeError.
#[cold]
pub(super) fn pass_stop(cx: &Cx, raised: Raised, kind: &str) -> Raised {
    if !cx.pending_is(&STOP_ITERATION) {
        return raised;
    }
    let exception = cx.take(raised);
    caused(cx, &RUNTIME_ERROR, &format!("{kind} raised StopIteration"), exception)
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Generator> {
    value.get::<Generator>().ok_or_else(|| cx.type_error("descriptor requires a generator"))
}

/// The `next` slot of generators. A result that is not None is left for whoever asks (`Cx::take_return`).
pub(super) fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let generator = this(cx, value)?;
    match begin(cx, generator) {
        Ok(_) => {}
        Err(None) => return Ok(None),
        Err(Some(raised)) => return Err(raised),
    }
    let item = drive(cx, generator, Ok(Value::NONE))?;
    if generator.is_done() {
        if !item.is_none() {
            cx.set_return(item);
        }
        return Ok(None);
    }
    Ok(Some(item))
}

/// The `each` slot of generators.
fn each(cx: &Cx, value: &Value, mut take: Take<'_>) -> R<()> {
    let generator = this(cx, value)?;
    loop {
        match begin(cx, generator) {
            Ok(_) => {}
            Err(None) => return Ok(()),
            Err(Some(raised)) => return Err(raised),
        }
        let mut feeding = Feeding::new(cx, &mut take);
        let result = feed(cx, generator, &mut feeding);
        match feeding.left() {
            Some(Ok(true)) => continue,
            Some(said) => return said.map(drop),
            None => {}
        }
        let item = result?;
        if generator.is_done() || !take(item)? {
            return Ok(());
        }
        cx.safepoint()?;
    }
}

/// Resumes any awaitable's iterator, or a coroutine: the `yield` it stands at gives `value`.
pub(crate) fn send(cx: &Cx, coroutine: &Value, value: Value) -> R<Step> {
    match own(coroutine) {
        Some(_) => send_slot(cx, coroutine, value),
        None => super::delegation::send_into(cx, coroutine, value),
    }
}

/// The `send` slot of generators and coroutines.
pub(super) fn send_slot(cx: &Cx, value: &Value, sent: Value) -> R<Step> {
    let generator = this(cx, value)?;
    match begin(cx, generator) {
        Ok(State::Created) if !sent.is_none() => {
            generator.rest(State::Created);
            return Err(cx.type_error(format!("can't send non-None value to a just-started {}", kind(generator))));
        }
        Ok(_) => {}
        Err(None) if generator.code.has(code_flag::COROUTINE) => {
            return Err(cx.runtime_error("cannot reuse already awaited coroutine"));
        }
        Err(None) => return Ok(Step::Return(Value::NONE)),
        Err(Some(raised)) => return Err(raised),
    }
    let result = drive(cx, generator, Ok(sent))?;
    Ok(if generator.is_done() { Step::Return(result) } else { Step::Yield(result) })
}

/// Ends a generator by an exception before its body has begun: no handler of it is in force.
pub(super) fn end_unbegun(cx: &Cx, generator: &Generator, raised: Raised) -> Raised {
    cx.note(generator.code.info.span);
    super::functions::add_traceback(cx, generator.fp());
    generator.finish();
    raised
}

/// Raises an exception where a generator or coroutine stands.
pub(crate) fn throw(cx: &Cx, value: &Value, exception: Value) -> R<Step> {
    if own(value).is_none() {
        return super::delegation::throw_into(cx, value, exception);
    }
    throw_in(cx, value, exception)
}

pub(super) fn throw_in(cx: &Cx, value: &Value, exception: Value) -> R<Step> {
    let generator = this(cx, value)?;
    match begin(cx, generator) {
        Ok(State::Created) => return Err(end_unbegun(cx, generator, cx.raise(exception))),
        Ok(_) => {}
        Err(None) if generator.code.has(code_flag::COROUTINE) => {
            return Err(cx.runtime_error("cannot reuse already awaited coroutine"));
        }
        Err(None) => {
            let _ = cx.take_note();
            return Err(cx.raise(exception));
        }
        Err(Some(raised)) => return Err(raised),
    }
    let raised = throw_here(cx, value, exception);
    let result = drive(cx, generator, Err(raised))?;
    Ok(if generator.is_done() { Step::Return(result) } else { Step::Yield(result) })
}

/// The exception as if raised where the generator stands: what is being handled there is its context.
fn throw_here(cx: &Cx, value: &Value, exception: Value) -> Raised {
    let handled = value.get_ref::<Generator>().map_or(Value::UNSET, |generator| innermost(&generator).handled());
    let _ = cx.take_note();
    if handled.is_unset() {
        return cx.raise(exception);
    }
    exception::set_context(&exception, &handled);
    cx.reraise(exception)
}

/// Ends a generator: GeneratorExit is raised where it stands. Gives its result.
pub(crate) fn close(cx: &Cx, value: &Value) -> R {
    let generator = this(cx, value)?;
    match begin(cx, generator) {
        Ok(State::Created) => {
            generator.finish();
            return Ok(Value::NONE);
        }
        Ok(_) => {}
        Err(None) => return Ok(Value::NONE),
        Err(Some(raised)) => return Err(raised),
    }
    let raised = throw_here(cx, value, exception::make(&GENERATOR_EXIT, Vec::new()));
    closed(cx, generator, drive(cx, generator, Err(raised)))
}

/// What came of raising GeneratorExit in a generator in order to close it.
pub(super) fn closed(cx: &Cx, generator: &Generator, result: R) -> R {
    match result {
        Ok(value) if generator.is_done() => Ok(value),
        Ok(_) => Err(cx.runtime_error(format!("{} ignored GeneratorExit", kind(generator)))),
        Err(raised) if cx.pending_is(&GENERATOR_EXIT) || cx.pending_is(&STOP_ITERATION) => {
            drop(cx.take(raised));
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

/// A generator dies. One that stands inside of `try` or `with` is closed first.
pub(super) fn finalize(cx: &Cx, value: &Value) {
    let Ok(generator) = this(cx, value) else { return };
    if generator.state() == State::Created {
        if generator.code.has(code_flag::COROUTINE) {
            coroutines::warn_never_awaited(cx, value, generator);
        }
        return;
    }
    if let Err(raised) = close(cx, value) {
        let exception = cx.take(raised);
        (cx.interp.hooks().unraisable)(cx, "Exception ignored in", value, &exception);
    }
}

/// A step as the result of a method: its end is a StopIteration.
pub(crate) fn step_result(cx: &Cx, step: Step) -> R {
    match step {
        Step::Yield(value) => Ok(value),
        Step::Return(value) => {
            let args = if value.is_none() { Vec::new() } else { vec![value] };
            Err(cx.raise(exception::make(&STOP_ITERATION, args)))
        }
    }
}

/// Warns of more arguments than an exception. Errors: the warning, where it is made an error.
pub(crate) fn warn_of_three(cx: &Cx, value: &Value, traceback: &Value, method: &str) -> R<()> {
    if value.is_unset() && traceback.is_unset() {
        return Ok(());
    }
    let text = format!("the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead.");
    (cx.interp.hooks().warn)(cx, &exception::DEPRECATION_WARNING, &text, &Value::UNSET)
}

/// The exception that the arguments of `throw` mean. Errors: TypeError as CPython words it.
pub(crate) fn thrown(cx: &Cx, ty: &Value, value: &Value, traceback: &Value) -> R {
    let given = |value: &Value| !value.is_unset() && !value.is_none();
    if given(traceback) && traceback.get::<Traceback>().is_none() {
        return Err(cx.type_error("throw() third argument must be a traceback object"));
    }
    let exception = if ty.get::<Exception>().is_some() {
        if given(value) {
            return Err(cx.type_error("instance exception may not have a separate value"));
        }
        ty.clone()
    } else if ty.get::<Type>().is_some_and(|class| class.is_subtype(&BASE_EXCEPTION)) {
        let made = match () {
            () if !given(value) => exception::instantiate(cx, ty),
            () if ty.get::<Type>().is_some_and(|class| type_of(value).is_subtype(class)) => Ok(value.clone()),
            () => match value.get::<Tuple>() {
                Some(args) => crate::object::call::call_pos(cx, ty, args.items()),
                None => crate::object::call::call_pos(cx, ty, std::slice::from_ref(value)),
            },
        };
        // What goes wrong while the exception is made is raised in the generator too.
        made.unwrap_or_else(|raised| cx.take(raised))
    } else {
        let name = type_of(ty).message_name();
        return Err(cx.type_error(format!("exceptions must be classes or instances deriving from BaseException, not {name}")));
    };
    if given(traceback)
        && let Some(exception) = exception.get::<Exception>()
    {
        exception.set_traceback(traceback.clone());
    }
    Ok(exception)
}

fn send_method(cx: &Cx, a: &[Value]) -> R {
    let step = send_slot(cx, &a[0], a[1].clone())?;
    step_result(cx, step)
}

fn throw_method(cx: &Cx, a: &[Value]) -> R {
    warn_of_three(cx, &a[2], &a[3], "throw")?;
    let exception = thrown(cx, &a[1], &a[2], &a[3])?;
    let step = throw_in(cx, &a[0], exception)?;
    step_result(cx, step)
}

fn close_method(cx: &Cx, a: &[Value]) -> R {
    close(cx, &a[0])
}

pub(super) fn repr(cx: &Cx, value: &Value) -> R {
    let name = super::functions::text_of(&this(cx, value)?.qualname());
    let kind = match () {
        () if std::ptr::eq(type_of(value), &COROUTINE) => "coroutine",
        () if std::ptr::eq(type_of(value), &ASYNC_GENERATOR) => "async_generator",
        () => "generator",
    };
    Ok(Str::from_str(&format!("<{kind} object {name} at {:#x}>", value.identity())).into_value())
}

fn set_text(cx: &Cx, value: &Value, set: fn(&Generator, Value), text: Option<Value>, what: &str) -> R<()> {
    match text {
        Some(text) if text.get::<Str>().is_some() => {
            set(this(cx, value)?, text);
            Ok(())
        }
        _ => Err(cx.type_error(format!("{what} must be set to a string object"))),
    }
}

fn get_name(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.name())
}

fn get_qualname(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.qualname())
}

pub(super) const NAME: GetSet =
    GetSet { name: "__name__", get: get_name, set: Some(|cx, g, text| set_text(cx, g, Generator::set_name, text, "__name__")) };
pub(super) const QUALNAME: GetSet = GetSet {
    name: "__qualname__",
    get: get_qualname,
    set: Some(|cx, g, text| set_text(cx, g, Generator::set_qualname, text, "__qualname__")),
};

pub(super) fn get_running(cx: &Cx, value: &Value) -> R {
    Ok(Value::bool(this(cx, value)?.state() == State::Running))
}

pub(super) fn get_suspended(cx: &Cx, value: &Value) -> R {
    Ok(Value::bool(this(cx, value)?.state() == State::Suspended))
}

pub(super) fn get_code(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.code.as_value().clone())
}

pub(super) fn get_delegate(cx: &Cx, value: &Value) -> R {
    let generator = this(cx, value)?;
    let delegate = generator.delegate();
    Ok(if delegate.is_unset() || generator.state() != State::Suspended { Value::NONE } else { delegate })
}

/// The frame: None once finished.
pub(super) fn get_frame(cx: &Cx, value: &Value) -> R {
    let generator = this(cx, value)?;
    match generator.state() {
        State::Finished => Ok(Value::NONE),
        state => Ok(super::generator_frame::make(value, generator, state)),
    }
}

pub(super) const SLOTS: Slots =
    Slots { repr: Some(repr), iter: Some(iter::itself), next: Some(next), send: Some(send_slot), finalize: Some(finalize), ..Slots::NONE };

pub(super) const SEND: NativeDef = NativeDef::new("send(self, value, /)", send_method)
    .doc("send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration.");
pub(super) const THROW: NativeDef = NativeDef::new("throw(self, type, value=?, traceback=?, /)", throw_method)
    .doc("throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.");
pub(super) const CLOSE: NativeDef = NativeDef::new("close(self, /)", close_method).doc("close() -> raise GeneratorExit inside generator.");

static METHODS: &[NativeDef] = &[SEND, THROW, CLOSE, NativeDef::new("classmethod __class_getitem__(cls, item, /)", class_getitem)];

static GETSET: &[GetSet] = &[
    NAME,
    QUALNAME,
    GetSet { name: "gi_running", get: get_running, set: None },
    GetSet { name: "gi_suspended", get: get_suspended, set: None },
    GetSet { name: "gi_code", get: get_code, set: None },
    GetSet { name: "gi_yieldfrom", get: get_delegate, set: None },
    GetSet { name: "gi_frame", get: get_frame, set: None },
];

static GENERATOR_DEF: TypeDef = TypeDef {
    name: "generator",
    kind: Kind::Generator,
    slots: Slots { each: Some(each), ..SLOTS },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static GENERATOR: Type = Type::from_def(&GENERATOR_DEF);
