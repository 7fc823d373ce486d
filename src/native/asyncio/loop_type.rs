//! The type behind event loops: what `asyncio.BaseEventLoop` is derived from. Here are argument rules; turns are `event_loop`'s.

use super::event_loop::{self, Entry, LoopBody, Own, this};
use super::future;
use super::handle;
use super::running;
use super::task::{self, Options};
use super::{debug, descriptors};
use crate::native::construct::{bind, signature};
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::native::{GetSet, NativeDef};
use crate::object::number;
use crate::object::payload::{Native, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use std::sync::atomic::Ordering::Relaxed;

fn new(cx: &Cx, class: &Type, _: Args<'_>) -> R {
    let is_own = |name: &str| {
        let name = Name::new(name);
        let ours = EVENT_LOOP.lookup(cx, name);
        !class.lookup(cx, name).zip(ours).is_some_and(|(found, ours)| found.is(&ours))
    };
    let own = Own {
        soon: is_own("call_soon"),
        tasks: is_own("create_task"),
        clock: is_own("time") || is_own("call_later") || is_own("call_at"),
        turn: is_own("_run_once"),
    };
    Ok(Native::make(class, LoopBody::new(own)))
}

/// Positional arguments, and the context if one is given.
fn callback_args<'a>(cx: &Cx, args: &Args<'a>, name: &str, least: usize) -> R<(&'a [Value], Value)> {
    let mut context = Value::NONE;
    for (keyword, value) in args.keywords() {
        if keyword != Name::new("context") {
            return Err(cx.type_error(format!("{name}() got an unexpected keyword argument '{keyword}'")));
        }
        context = value.clone();
    }
    let pos = args.pos();
    if pos.len() < least {
        return Err(cx.type_error(format!("{name}() missing {} required positional argument(s)", least - pos.len())));
    }
    let context = if context.is_none() { contextvars::copy_current(cx) } else { context };
    Ok((pos, context))
}

fn check_closed(cx: &Cx, event_loop: &Value) -> R<()> {
    let is_closed = this(cx, event_loop)?.state.with(event_loop, |state| state.is_closed);
    if is_closed { Err(event_loop::closed(cx)) } else { Ok(()) }
}

/// What debug mode looks at before it takes a callback.
fn check_debug(cx: &Cx, event_loop: &Value, callback: &Value, method: &str) -> R<()> {
    debug::check(cx, event_loop, this(cx, event_loop)?, callback, method)
}

fn call_soon(cx: &Cx, args: Args<'_>) -> R {
    let (pos, context) = callback_args(cx, &args, "call_soon", 2)?;
    let event_loop = &pos[0];
    check_closed(cx, event_loop)?;
    check_debug(cx, event_loop, &pos[1], "call_soon")?;
    let args = Tuple::from_slice(&pos[2..]).into_value();
    let handle = handle::make(event_loop.clone(), pos[1].clone(), args, context);
    event_loop::push_into(cx, event_loop, this(cx, event_loop)?, Entry { what: handle.clone(), with: Value::UNSET })?;
    Ok(handle)
}

fn call_soon_threadsafe(cx: &Cx, args: Args<'_>) -> R {
    let (pos, context) = callback_args(cx, &args, "call_soon_threadsafe", 2)?;
    let event_loop = &pos[0];
    check_closed(cx, event_loop)?;
    check_debug(cx, event_loop, &pos[1], "call_soon_threadsafe")?;
    let args = Tuple::from_slice(&pos[2..]).into_value();
    let handle = handle::make(event_loop.clone(), pos[1].clone(), args, context);
    let body = this(cx, event_loop)?;
    event_loop::push_into(cx, event_loop, body, Entry { what: handle.clone(), with: Value::UNSET })?;
    body.mailbox.nudge();
    Ok(handle)
}

fn schedule(cx: &Cx, event_loop: &Value, when: f64, callback: &Value, args: &[Value], context: Value) -> R {
    check_closed(cx, event_loop)?;
    let args = Tuple::from_slice(args).into_value();
    let timer = handle::make_timer(event_loop.clone(), callback.clone(), args, context, when);
    event_loop::add_timer(event_loop, this(cx, event_loop)?, when, timer.clone());
    Ok(timer)
}

fn call_later(cx: &Cx, args: Args<'_>) -> R {
    let (pos, context) = callback_args(cx, &args, "call_later", 3)?;
    if pos[1].is_none() {
        return Err(cx.type_error("delay must not be None"));
    }
    check_debug(cx, &pos[0], &pos[2], "call_at")?;
    let when = event_loop::time(cx, &pos[0], this(cx, &pos[0])?)? + number::to_float(cx, &pos[1])?;
    if this(cx, &pos[0])?.own.clock {
        let mut values = vec![Value::float(when)];
        values.extend_from_slice(&pos[2..]);
        values.push(contextvars::materialize(context));
        let names = [Name::new("context")];
        let method = crate::object::attr::getattr(cx, &pos[0], Name::new("call_at"))?;
        return call::call(cx, &method, Args { values: &values, names: &names });
    }
    schedule(cx, &pos[0], when, &pos[2], &pos[3..], context)
}

fn call_at(cx: &Cx, args: Args<'_>) -> R {
    let (pos, context) = callback_args(cx, &args, "call_at", 3)?;
    if pos[1].is_none() {
        return Err(cx.type_error("when cannot be None"));
    }
    check_debug(cx, &pos[0], &pos[2], "call_at")?;
    let when = number::to_float(cx, &pos[1])?;
    schedule(cx, &pos[0], when, &pos[2], &pos[3..], context)
}

static CREATE_TASK: NativeDef = signature("create_task(self, coro, *, name=None, context=None)");

fn create_task(cx: &Cx, args: Args<'_>) -> R {
    let a = bind(cx, &CREATE_TASK, args)?;
    let event_loop = &a[0];
    check_closed(cx, event_loop)?;
    let factory = this(cx, event_loop)?.state.with(event_loop, |state| state.task_factory.clone());
    if factory.is_none() {
        running::check_coroutine(cx, &a[1])?;
        let made = task::allocate(&super::task_type::TASK);
        let name = match a[2].is_none() || a[2].get::<Str>().is_some() {
            true => a[2].clone(),
            false => protocol::str(cx, &a[2])?.into_value(),
        };
        task::init(cx, &made, a[1].clone(), Options { event_loop: event_loop.clone(), name, context: a[3].clone(), is_eager: false })?;
        return Ok(made);
    }
    let mut values = vec![event_loop.clone(), a[1].clone()];
    let mut names = Vec::new();
    if !a[3].is_none() {
        names.push(Name::new("context"));
        values.push(a[3].clone());
    }
    let made = call::call(cx, &factory, Args { values: &values, names: &names })?;
    if !a[2].is_none() {
        call::call_method(cx, &made, Name::new("set_name"), &[a[2].clone()])?;
    }
    Ok(made)
}

fn create_future(_: &Cx, a: &[Value]) -> R {
    Ok(future::new(&super::future_type::FUTURE, a[0].clone()))
}

fn set_task_factory(cx: &Cx, a: &[Value]) -> R {
    if !a[1].is_none() && type_of(&a[1]).slots().call.is_none() {
        return Err(cx.type_error("task factory must be a callable or None"));
    }
    publish_into(&a[0], &a[1]);
    let factory = a[1].clone();
    let old = this(cx, &a[0])?.state.with(&a[0], |state| std::mem::replace(&mut state.task_factory, factory));
    drop(old);
    Ok(Value::NONE)
}

/// Runs turns until `stop`. What surrounds it (hooks, checks) is the class's.
fn run(cx: &Cx, a: &[Value]) -> R {
    let body = this(cx, &a[0])?;
    let me = cx.strand.id().raw();
    let (is_closed, runner) = body.state.with(&a[0], |state| (state.is_closed, state.runner));
    if is_closed {
        return Err(event_loop::closed(cx));
    }
    if runner.is_some() {
        return Err(cx.runtime_error("This event loop is already running"));
    }
    let outer = event_loop::running(cx).unwrap_or(Value::NONE);
    if event_loop::body(&outer).is_some_and(|outer_body| outer_body.state.with(&outer, |state| state.runner.is_some())) {
        return Err(cx.runtime_error("Cannot run the event loop while another loop is running"));
    }
    body.state.with(&a[0], |state| state.runner = Some(me));
    event_loop::set_running(cx, a[0].clone());
    let result = event_loop::run(cx, &a[0], body);
    event_loop::set_running(cx, outer);
    body.state.with(&a[0], |state| {
        state.runner = None;
        state.is_stopping = false;
    });
    result.map(|()| Value::NONE)
}

fn stop(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.state.with(&a[0], |state| state.is_stopping = true);
    Ok(Value::NONE)
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let dropped = this(cx, &a[0])?.state.with(&a[0], |state| {
        state.is_closed = true;
        (std::mem::take(&mut state.ready), std::mem::take(&mut state.timers), descriptors::take_all(state))
    });
    drop(dropped);
    Ok(Value::NONE)
}

/// Something outside may bring work at any time (signals, descriptors), or not any more.
fn set_outside(cx: &Cx, a: &[Value]) -> R {
    let on = protocol::truth(cx, &a[1])?;
    this(cx, &a[0])?.has_outside.store(on, Relaxed);
    Ok(Value::NONE)
}

static FLAGS: &[GetSet] = &[
    GetSet {
        name: "_stopping",
        get: |cx, l| Ok(Value::bool(this(cx, l)?.state.with(l, |state| state.is_stopping))),
        set: Some(|cx, l, value| {
            let on = protocol::truth(cx, &value.unwrap_or(Value::FALSE))?;
            this(cx, l)?.state.with(l, |state| state.is_stopping = on);
            Ok(())
        }),
    },
    GetSet { name: "_closed", get: |cx, l| Ok(Value::bool(this(cx, l)?.state.with(l, |state| state.is_closed))), set: None },
    GetSet { name: "_debug", get: |_, l| Ok(Value::bool(debug::is_on(l))), set: None },
    GetSet { name: "_task_factory", get: |cx, l| Ok(this(cx, l)?.state.with(l, |state| state.task_factory.clone())), set: None },
    GetSet {
        name: "_thread_id",
        get: |cx, l| {
            let runner = this(cx, l)?.state.with(l, |state| state.runner);
            Ok(runner.map_or(Value::NONE, |runner| Value::int(runner as i64)))
        },
        set: None,
    },
    GetSet {
        name: "_timer_cancelled_count",
        get: |cx, l| Ok(Value::int(this(cx, l)?.state.with(l, |state| state.stale) as i64)),
        set: None,
    },
    GetSet { name: "_selector", get: get_selector, set: Some(set_selector) },
    GetSet { name: "_ready", get: get_ready, set: None },
    GetSet { name: "_scheduled", get: get_scheduled, set: None },
];

fn get_selector(cx: &Cx, event_loop: &Value) -> R {
    let selector = this(cx, event_loop)?.state.with(event_loop, |state| state.selector.clone());
    if selector.is_none() {
        return Err(cx.error(&crate::object::exception::ATTRIBUTE_ERROR, "the loop has no selector of the program's"));
    }
    Ok(selector)
}

/// Puts something in the reactor's place: tests do.
fn set_selector(cx: &Cx, event_loop: &Value, value: Option<Value>) -> R<()> {
    let body = this(cx, event_loop)?;
    let value = value.unwrap_or(Value::NONE);
    publish_into(event_loop, &value);
    body.has_selector.store(!value.is_none(), Relaxed);
    let old = body.state.with(event_loop, |state| std::mem::replace(&mut state.selector, value));
    drop(old);
    Ok(())
}

/// A copy of what is ready, for those who look.
fn get_ready(cx: &Cx, event_loop: &Value) -> R {
    let all = this(cx, event_loop)?.state.with(event_loop, |state| state.ready.iter().map(|entry| entry.what.clone()).collect());
    Ok(crate::object::list::List::new(all).into_value())
}

fn get_scheduled(cx: &Cx, event_loop: &Value) -> R {
    let all = this(cx, event_loop)?.state.with(event_loop, |state| state.timers.iter().map(|timer| timer.what.clone()).collect());
    Ok(crate::object::list::List::new(all).into_value())
}

static METHODS: &[NativeDef] = &[
    NativeDef::raw("call_soon(self, callback, *args, context=None)", call_soon),
    NativeDef::raw("call_soon_threadsafe(self, callback, *args, context=None)", call_soon_threadsafe),
    NativeDef::raw("call_later(self, delay, callback, *args, context=None)", call_later),
    NativeDef::raw("call_at(self, when, callback, *args, context=None)", call_at),
    NativeDef::raw("create_task(self, coro, *, name=None, context=None)", create_task),
    NativeDef::new("create_future(self)", create_future),
    NativeDef::new("set_task_factory(self, factory)", set_task_factory),
    NativeDef::new("get_task_factory(self)", |cx, a| Ok(this(cx, &a[0])?.state.with(&a[0], |state| state.task_factory.clone()))),
    NativeDef::new("time(self)", |_, _| Ok(Value::float(event_loop::now()))),
    NativeDef::new("stop(self)", stop),
    NativeDef::new("is_running(self)", |cx, a| Ok(Value::bool(this(cx, &a[0])?.state.with(&a[0], |state| state.runner.is_some())))),
    NativeDef::new("is_closed(self)", |cx, a| Ok(Value::bool(this(cx, &a[0])?.state.with(&a[0], |state| state.is_closed)))),
    NativeDef::new("get_debug(self)", |_, a| Ok(Value::bool(debug::is_on(&a[0])))),
    NativeDef::new("_set_debug(self, enabled)", |cx, a| {
        let on = protocol::truth(cx, &a[1])?;
        this(cx, &a[0])?.is_debug.store(on, Relaxed);
        Ok(Value::NONE)
    }),
    NativeDef::new("_check_closed(self)", |cx, a| check_closed(cx, &a[0]).map(|()| Value::NONE)),
    NativeDef::new("_run(self)", run),
    NativeDef::new("_run_once(self)", |cx, a| {
        event_loop::run_once(cx, &a[0], this(cx, &a[0])?)?;
        Ok(Value::NONE)
    }),
    NativeDef::raw("_add_reader(self, fd, callback, *args)", descriptors::add_reader),
    NativeDef::raw("_add_writer(self, fd, callback, *args)", descriptors::add_writer),
    NativeDef::new("_remove_reader(self, fd)", descriptors::remove_reader),
    NativeDef::new("_remove_writer(self, fd)", descriptors::remove_writer),
    NativeDef::new("_close(self)", close),
    NativeDef::new("_set_outside(self, on)", set_outside),
];

static DEF: TypeDef = TypeDef {
    name: "_EventLoop",
    module: "_asyncio",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: METHODS,
    getset: FLAGS,
    ..TypeDef::EMPTY
};
pub(super) static EVENT_LOOP: Type = Type::from_def(&DEF);
