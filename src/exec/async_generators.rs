//! Asynchronous generators: the type, and the awaitables that its methods give.

use super::delegation::drive;
use super::generators::{self, NAME, QUALNAME, begin, step_result, thrown};
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::{self, GENERATOR_EXIT, RUNTIME_ERROR, STOP_ASYNC_ITERATION};
use crate::object::generator::{Generator, State, aux};
use crate::object::iter;
use crate::object::kinds::Kind;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Raised, Value};
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// Keys of the strand's hooks (`sys.set_asyncgen_hooks`).
static FIRST_ITER: u8 = 0;
static FINALIZER: u8 = 1;

fn key(hook: &'static u8) -> usize {
    std::ptr::from_ref(hook).addr()
}

/// Sets what is called when an async generator is first iterated, and when one dies unfinished (None: nothing).
pub(crate) fn set_hooks(cx: &Cx, first_iter: Value, finalizer: Value) {
    cx.set_local(key(&FIRST_ITER), first_iter);
    cx.set_local(key(&FINALIZER), finalizer);
}

/// The hooks set by `set_hooks`, None where there is none.
pub(crate) fn hooks(cx: &Cx) -> (Value, Value) {
    let get = |hook| cx.local(key(hook)).unwrap_or(Value::NONE);
    (get(&FIRST_ITER), get(&FINALIZER))
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Generator> {
    value.get::<Generator>().ok_or_else(|| cx.type_error("descriptor requires an async_generator"))
}

/// Calls the first-iteration hook, once.
fn first(cx: &Cx, value: &Value) -> R<()> {
    let generator = this(cx, value)?;
    if generator.has(aux::HOOKED) {
        return Ok(());
    }
    generator.set(aux::HOOKED);
    let (hook, _) = hooks(cx);
    if !hook.is_none() {
        crate::object::call::call_pos(cx, &hook, std::slice::from_ref(value))?;
    }
    Ok(())
}

fn finalize(cx: &Cx, value: &Value) {
    let Ok(generator) = this(cx, value) else { return };
    if generator.state() == State::Created {
        return;
    }
    let (_, hook) = hooks(cx);
    if hook.is_none() || generator.has(aux::CLOSED) {
        return generators::finalize(cx, value);
    }
    if let Err(raised) = crate::object::call::call_pos(cx, &hook, std::slice::from_ref(value)) {
        let exception = cx.take(raised);
        (cx.interp.hooks().unraisable)(cx, "Exception ignored in async generator finalizer", &Value::UNSET, &exception);
    }
}

const INIT: u8 = 0;
const ITERATING: u8 = 1;
const CLOSED: u8 = 2;

/// What an awaitable of an async generator does.
#[derive(Clone)]
enum Action {
    /// `asend(value)`, `__anext__()`.
    Send(Value),
    /// `athrow(exception)`: the arguments.
    Throw([Value; 3]),
    /// `aclose()`.
    Close,
}

/// The awaitable of `__anext__`, `asend`, `athrow` or `aclose`.
struct Awaitable {
    generator: Value,
    action: Action,
    state: AtomicU8,
}

impl Payload for Awaitable {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.generator);
        match &self.action {
            Action::Send(value) => visit(value),
            Action::Throw(args) => args.iter().for_each(visit),
            Action::Close => {}
        }
    }
}

impl Awaitable {
    fn make(ty: &'static Type, generator: &Value, action: Action) -> Value {
        Native::make(ty, Awaitable { generator: generator.clone(), action, state: AtomicU8::new(INIT) })
    }

    fn of<'a>(cx: &Cx, value: &'a Value) -> R<&'a Awaitable> {
        Native::<Awaitable>::of(value).ok_or_else(|| cx.type_error("descriptor requires an awaitable of an async generator"))
    }

    /// Names for messages: what is running, what was awaited.
    fn names(&self) -> (&'static str, &'static str) {
        match self.action {
            Action::Send(_) => ("anext()", "__anext__()/asend()"),
            Action::Throw(_) => ("athrow()", "aclose()/athrow()"),
            Action::Close => ("aclose()", "aclose()/athrow()"),
        }
    }

    /// The first resumption; Some: what it came to without resuming the generator.
    fn start(&self, cx: &Cx, sent: &Value) -> R<Option<Step>> {
        let generator = this(cx, &self.generator)?;
        let (running, _) = self.names();
        if !matches!(self.action, Action::Send(_)) && generator.state() == State::Finished {
            self.state.store(CLOSED, Relaxed);
            return Ok(Some(Step::Return(Value::NONE)));
        }
        if generator.has(aux::ITERATING) {
            self.state.store(CLOSED, Relaxed);
            return Err(cx.runtime_error(format!("{running}: asynchronous generator is already running")));
        }
        if !matches!(self.action, Action::Send(_)) {
            if !sent.is_none() {
                return Err(cx.runtime_error("can't send non-None value to a just-started coroutine"));
            }
            // What closes it has not come to its end.
            if generator.has(aux::CLOSED) {
                self.state.store(CLOSED, Relaxed);
                return Err(cx.raise(exception::make(&STOP_ASYNC_ITERATION, Vec::new())));
            }
        }
        Ok(None)
    }

    fn send(&self, cx: &Cx, sent: Value) -> R<Step> {
        let mut sent = Ok(sent);
        match self.state.load(Relaxed) {
            CLOSED => return Err(self.used_up(cx)),
            INIT => {
                if let Some(step) = self.start(cx, sent.as_ref().unwrap_or(&Value::NONE))? {
                    return Ok(step);
                }
                match &self.action {
                    Action::Send(value) => {
                        if sent.as_ref().is_ok_and(Value::is_none) {
                            sent = Ok(value.clone());
                        }
                    }
                    Action::Throw(args) => sent = Err(thrown(cx, &args[0], &args[1], &args[2]).map(|e| cx.raise(e))?),
                    Action::Close => {
                        this(cx, &self.generator)?.set(aux::CLOSED);
                        sent = Err(cx.raise(exception::make(&GENERATOR_EXIT, Vec::new())));
                    }
                }
                self.state.store(ITERATING, Relaxed);
            }
            _ => {}
        }
        self.resume(cx, sent)
    }

    fn throw(&self, cx: &Cx, exception: Value) -> R<Step> {
        match self.state.load(Relaxed) {
            CLOSED => return Err(self.used_up(cx)),
            INIT => {
                if let Some(step) = self.start(cx, &Value::NONE)? {
                    return Ok(step);
                }
                self.state.store(ITERATING, Relaxed);
            }
            _ => {}
        }
        let raised = cx.raise(exception);
        self.resume(cx, Err(raised))
    }

    fn used_up(&self, cx: &Cx) -> Raised {
        let (_, awaited) = self.names();
        cx.runtime_error(format!("cannot reuse already awaited {awaited}"))
    }

    /// Resumes the generator and takes what it gives apart: awaited values go through, yielded ones end the awaitable.
    fn resume(&self, cx: &Cx, sent: R) -> R<Step> {
        let generator = this(cx, &self.generator)?;
        let ends = |outcome| {
            self.state.store(CLOSED, Relaxed);
            outcome
        };
        let sent = match (begin(cx, generator), sent) {
            (Ok(State::Created), Ok(value)) if !value.is_none() => {
                generator.rest(State::Created);
                return ends(Err(cx.type_error("can't send non-None value to a just-started async generator")));
            }
            (Ok(State::Created), Err(raised)) => return ends(self.ended(cx, generators::end_unbegun(cx, generator, raised))),
            (Ok(_), sent) => sent,
            (Err(None), Ok(_)) => return ends(Err(cx.raise(exception::make(&STOP_ASYNC_ITERATION, Vec::new())))),
            (Err(None), Err(raised)) => return ends(self.ended(cx, raised)),
            (Err(Some(raised)), _) => return ends(Err(raised)),
        };
        generator.set(aux::ITERATING);
        generator.unset(aux::YIELDED);
        let result = drive(cx, generator, sent);
        match result {
            Ok(value) if !generator.is_done() && !generator.has(aux::YIELDED) => return Ok(Step::Yield(value)),
            _ => {}
        }
        generator.unset(aux::ITERATING);
        self.state.store(CLOSED, Relaxed);
        match result {
            Ok(_) if generator.is_done() => {
                generator.set(aux::CLOSED);
                match self.action {
                    Action::Close => Ok(Step::Return(Value::NONE)),
                    _ => Err(cx.raise(exception::make(&STOP_ASYNC_ITERATION, Vec::new()))),
                }
            }
            Ok(value) => match self.action {
                Action::Close => Err(cx.error(&RUNTIME_ERROR, "async generator ignored GeneratorExit")),
                _ => Ok(Step::Return(value)),
            },
            Err(raised) => self.ended(cx, raised),
        }
    }

    /// The generator raised: closing it swallows what says that it ended.
    fn ended(&self, cx: &Cx, raised: Raised) -> R<Step> {
        let ends = cx.pending_is(&STOP_ASYNC_ITERATION) || cx.pending_is(&GENERATOR_EXIT);
        if ends {
            this(cx, &self.generator)?.set(aux::CLOSED);
        }
        if ends && matches!(self.action, Action::Close) {
            drop(cx.take(raised));
            return Ok(Step::Return(Value::NONE));
        }
        Err(raised)
    }
}

fn awaitable_send(cx: &Cx, value: &Value, sent: Value) -> R<Step> {
    Awaitable::of(cx, value)?.send(cx, sent)
}

fn awaitable_next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    match awaitable_send(cx, value, Value::NONE)? {
        Step::Yield(item) => Ok(Some(item)),
        Step::Return(result) => {
            cx.set_return(result);
            Ok(None)
        }
    }
}

fn close_awaitable(cx: &Cx, a: &[Value]) -> R {
    let this = Awaitable::of(cx, &a[0])?;
    if this.state.load(Relaxed) == CLOSED {
        return Ok(Value::NONE);
    }
    match this.throw(cx, exception::make(&GENERATOR_EXIT, Vec::new())) {
        Ok(Step::Yield(_)) => Err(cx.runtime_error("coroutine ignored GeneratorExit")),
        Ok(Step::Return(_)) => Ok(Value::NONE),
        Err(raised)
            if cx.pending_is(&GENERATOR_EXIT) || cx.pending_is(&STOP_ASYNC_ITERATION) || cx.pending_is(&exception::STOP_ITERATION) =>
        {
            drop(cx.take(raised));
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

static AWAITABLE_METHODS: &[NativeDef] = &[
    NativeDef::new("send(self, value, /)", |cx, a| {
        let step = awaitable_send(cx, &a[0], a[1].clone())?;
        step_result(cx, step)
    }),
    NativeDef::new("throw(self, type, value=?, traceback=?, /)", |cx, a| {
        generators::warn_of_three(cx, &a[2], &a[3], "throw")?;
        let exception = thrown(cx, &a[1], &a[2], &a[3])?;
        let step = Awaitable::of(cx, &a[0])?.throw(cx, exception)?;
        step_result(cx, step)
    }),
    NativeDef::new("close(self, /)", close_awaitable),
];

const AWAITABLE_SLOTS: Slots =
    Slots { iter: Some(iter::itself), next: Some(awaitable_next), awaiter: Some(iter::itself), send: Some(awaitable_send), ..Slots::NONE };

static ASEND_DEF: TypeDef = TypeDef { name: "async_generator_asend", slots: AWAITABLE_SLOTS, methods: AWAITABLE_METHODS, ..TypeDef::EMPTY };
pub(super) static ASEND: Type = Type::from_def(&ASEND_DEF);
static ATHROW_DEF: TypeDef =
    TypeDef { name: "async_generator_athrow", slots: AWAITABLE_SLOTS, methods: AWAITABLE_METHODS, ..TypeDef::EMPTY };
pub(super) static ATHROW: Type = Type::from_def(&ATHROW_DEF);

fn anext(cx: &Cx, value: &Value) -> R {
    first(cx, value)?;
    Ok(Awaitable::make(&ASEND, value, Action::Send(Value::NONE)))
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("asend(self, value, /)", |cx, a| {
        first(cx, &a[0])?;
        Ok(Awaitable::make(&ASEND, &a[0], Action::Send(a[1].clone())))
    }),
    NativeDef::new("athrow(self, type, value=?, traceback=?, /)", |cx, a| {
        generators::warn_of_three(cx, &a[2], &a[3], "athrow")?;
        first(cx, &a[0])?;
        Ok(Awaitable::make(&ATHROW, &a[0], Action::Throw([a[1].clone(), a[2].clone(), a[3].clone()])))
    }),
    NativeDef::new("aclose(self, /)", |cx, a| {
        first(cx, &a[0])?;
        Ok(Awaitable::make(&ATHROW, &a[0], Action::Close))
    }),
    NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
];

fn get_running(cx: &Cx, value: &Value) -> R {
    Ok(Value::bool(this(cx, value)?.has(aux::ITERATING)))
}

static GETSET: &[GetSet] = &[
    NAME,
    QUALNAME,
    GetSet { name: "ag_running", get: get_running, set: None },
    GetSet { name: "ag_suspended", get: generators::get_suspended, set: None },
    GetSet { name: "ag_code", get: generators::get_code, set: None },
    GetSet { name: "ag_await", get: generators::get_delegate, set: None },
    GetSet { name: "ag_frame", get: generators::get_frame, set: None },
];

static ASYNC_GENERATOR_DEF: TypeDef = TypeDef {
    name: "async_generator",
    kind: Kind::Generator,
    slots: Slots { repr: Some(generators::repr), aiter: Some(iter::itself), anext: Some(anext), finalize: Some(finalize), ..Slots::NONE },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static ASYNC_GENERATOR: Type = Type::from_def(&ASYNC_GENERATOR_DEF);
