//! The type `Task` as scripts see it.

use super::event_loop;
use super::future::{self, Status};
use super::future_type;
use super::running;
use super::task::{self, Options, TaskBody};
use crate::native::construct::{bind, signature};
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::generic_alias::class_getitem;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use std::sync::LazyLock;

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(task::allocate(class))
}

static INIT: NativeDef = signature("Task(coro, *, loop=None, name=None, context=None, eager_start=False)");

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let a = bind(cx, &INIT, args)?;
    let its_loop = if a[1].is_none() { running::get_event_loop(cx)? } else { a[1].clone() };
    let is_eager = protocol::truth(cx, &a[4])?;
    if !running::is_coroutine(cx, &a[0])? {
        body(cx, this)?.task.with(this, |task| task.logs_destroy_pending = false);
        let shown = protocol::repr(cx, &a[0])?;
        return Err(cx.type_error(format!("a coroutine was expected, got {}", shown.to_str_lossy())));
    }
    let name = match a[2].is_none() || a[2].get::<Str>().is_some() {
        true => a[2].clone(),
        false => protocol::str(cx, &a[2])?.into_value(),
    };
    task::init(cx, this, a[0].clone(), Options { event_loop: its_loop, name, context: a[3].clone(), is_eager })
}

fn body<'a>(cx: &Cx, value: &'a Value) -> R<&'a TaskBody> {
    Native::<TaskBody>::of(value).ok_or_else(|| cx.type_error(format!("a Task is needed, not '{}'", type_of(value).message_name())))
}

fn get_coro(cx: &Cx, a: &[Value]) -> R {
    let coroutine = body(cx, &a[0])?.task.with(&a[0], |task| task.coroutine.clone());
    Ok(if coroutine.is_unset() { Value::NONE } else { coroutine })
}

fn get_context(cx: &Cx, a: &[Value]) -> R {
    let task = &a[0];
    let body = body(cx, task)?;
    if event_loop::current(&future::event_loop(task)).is(task) {
        // It runs just now: its variables are those in force.
        let context = contextvars::materialize(cx.variables());
        if !cx.variables().is(&context) {
            drop(cx.set_variables(Value::UNSET));
            drop(contextvars::enter(cx, context.clone())?);
        }
        return Ok(context);
    }
    let context = contextvars::materialize(body.task.with(task, |task| task.variables.clone()));
    publish_into(task, &context);
    let kept = context.clone();
    let old = body.task.with(task, |task| std::mem::replace(&mut task.variables, kept));
    drop(old);
    Ok(context)
}

/// The name that the task was given, or `Task-<number>`.
fn name(cx: &Cx, task: &Value) -> R {
    if let Some(name) = future::name(task) {
        return Ok(name);
    }
    let number = body(cx, task)?.task.with(task, |task| task.number);
    Ok(Str::from_str(&format!("Task-{number}")).into_value())
}

fn set_name(cx: &Cx, a: &[Value]) -> R {
    let name = match a[1].get::<Str>() {
        Some(_) => a[1].clone(),
        None => protocol::str(cx, &a[1])?.into_value(),
    };
    body(cx, &a[0])?;
    future::set_name(&a[0], name);
    Ok(Value::NONE)
}

fn cancel(cx: &Cx, a: &[Value]) -> R {
    publish_into(&a[0], &a[1]);
    task::cancel(cx, &a[0], body(cx, &a[0])?, &a[1]).map(Value::bool)
}

fn cancelling(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::int(i64::from(body(cx, &a[0])?.task.with(&a[0], |task| task.cancel_requests))))
}

fn uncancel(cx: &Cx, a: &[Value]) -> R {
    let left = body(cx, &a[0])?.task.with(&a[0], |task| {
        if task.cancel_requests > 0 {
            task.cancel_requests -= 1;
            if task.cancel_requests == 0 {
                task.must_cancel = false;
            }
        }
        task.cancel_requests
    });
    Ok(Value::int(i64::from(left)))
}

fn set_result(cx: &Cx, _: &[Value]) -> R {
    Err(cx.runtime_error("Task does not support set_result operation"))
}

fn set_exception(cx: &Cx, _: &[Value]) -> R {
    Err(cx.runtime_error("Task does not support set_exception operation"))
}

fn python(cx: &Cx, name: &'static LazyLock<Name>, args: &[Value]) -> R {
    let function = event_loop::python(cx, "asyncio.base_tasks", name)?;
    call::call_pos(cx, &function, args)
}

pub(super) fn repr(cx: &Cx, value: &Value) -> R {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_task_repr"));
    python(cx, &NAME, std::slice::from_ref(value))
}

fn get_stack(cx: &Cx, a: &[Value]) -> R {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_task_get_stack"));
    python(cx, &NAME, a)
}

fn print_stack(cx: &Cx, a: &[Value]) -> R {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_task_print_stack"));
    python(cx, &NAME, a)
}

fn step(cx: &Cx, a: &[Value]) -> R {
    let thrown = if a[1].is_none() { None } else { Some(a[1].clone()) };
    task::step(cx, &a[0], body(cx, &a[0])?, thrown)?;
    Ok(Value::NONE)
}

/// A task that dies before it is done is reported, and so is an exception that nobody looked at.
fn finalize(cx: &Cx, value: &Value) {
    let logs = Native::<TaskBody>::of(value)
        .is_some_and(|body| body.task.with(value, |task| task.logs_destroy_pending && !task.coroutine.is_unset()));
    let its_loop = future::event_loop(value);
    if logs && future::status(value) == Status::Pending && !its_loop.is_unset() {
        let message = Str::from_str("Task was destroyed but it is pending!").into_value();
        let mut context = vec![("task", value.clone()), ("message", message)];
        context.extend(future_type::source_traceback(value).map(|source| ("source_traceback", source)));
        let result = event_loop::report(cx, &its_loop, &context);
        if let Err(raised) = result {
            let exception = cx.take(raised);
            (cx.interp.hooks().unraisable)(cx, "Exception ignored in a task that is given up:", &Value::UNSET, &exception);
        }
    }
    future_type::finalize(cx, value);
}

macro_rules! part {
    ($name:literal, $task:ident => $get:expr) => {
        GetSet { name: $name, get: |cx, value| Ok(body(cx, value)?.task.with(value, |$task| $get)), set: None }
    };
}

fn set_logs(cx: &Cx, value: &Value, new: Option<Value>) -> R<()> {
    let on = protocol::truth(cx, &new.unwrap_or(Value::FALSE))?;
    body(cx, value)?.task.with(value, |task| task.logs_destroy_pending = on);
    Ok(())
}

static GETSET: &[GetSet] = &[
    GetSet { name: "_coro", get: |cx, t| get_coro(cx, std::slice::from_ref(t)), set: None },
    part!("_must_cancel", task => Value::bool(task.must_cancel)),
    part!("_num_cancels_requested", task => Value::int(i64::from(task.cancel_requests))),
    part!("_fut_waiter", task => if task.waits_for.is_unset() { Value::NONE } else { task.waits_for.clone() }),
    GetSet {
        name: "_log_destroy_pending",
        get: |cx, value| Ok(Value::bool(body(cx, value)?.task.with(value, |task| task.logs_destroy_pending))),
        set: Some(set_logs),
    },
];

static DEF: TypeDef = TypeDef {
    name: "Task",
    module: "_asyncio",
    doc: "A coroutine wrapped in a Future.",
    base: Some(&future_type::FUTURE),
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), finalize: Some(finalize), ..Slots::NONE },
    methods: &[
        NativeDef::new("get_coro(self, /)", get_coro),
        NativeDef::new("get_context(self, /)", get_context),
        NativeDef::new("get_name(self, /)", |cx, a| name(cx, &a[0])),
        NativeDef::new("set_name(self, value, /)", set_name),
        NativeDef::new("cancel(self, /, msg=None)", cancel),
        NativeDef::new("cancelling(self, /)", cancelling),
        NativeDef::new("uncancel(self, /)", uncancel),
        NativeDef::new("set_result(self, result, /)", set_result),
        NativeDef::new("set_exception(self, exception, /)", set_exception),
        NativeDef::new("get_stack(self, /, *, limit=None)", get_stack),
        NativeDef::new("print_stack(self, /, *, limit=None, file=None)", print_stack),
        NativeDef::new("_step(self, exc=None, /)", step),
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", class_getitem),
    ],
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static TASK: Type = Type::from_def(&DEF);
