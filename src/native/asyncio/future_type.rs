//! The type `Future` as scripts see it.

use super::future::{self, Callback, Status};
use super::{debug, event_loop};
use super::{future_iter, running};
use crate::native::construct::{bind, signature};
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::generic_alias::class_getitem;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use std::sync::LazyLock;

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(future::new(class, Value::UNSET))
}

static INIT: NativeDef = signature("Future(*, loop=None)");

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let mut a = bind(cx, &INIT, args)?;
    let given = a.swap_remove(0);
    let its_loop = if given.is_none() { running::get_event_loop(cx)? } else { given };
    set_loop(cx, this, its_loop)
}

fn set_loop(cx: &Cx, this: &Value, its_loop: Value) -> R<()> {
    crate::object::payload::publish_into(this, &its_loop);
    let is_debug = debug::is_on(&its_loop);
    let old = future::this(cx, this)?.with(this, |core| std::mem::replace(&mut core.event_loop, its_loop));
    drop(old);
    if is_debug {
        debug::note_source(this);
    }
    Ok(())
}

fn result(cx: &Cx, a: &[Value]) -> R {
    future::ready(cx, &a[0])?;
    future::result(cx, &a[0])
}

fn set_result(cx: &Cx, a: &[Value]) -> R {
    future::ready(cx, &a[0])?;
    future::set_result(cx, &a[0], a[1].clone())?;
    Ok(Value::NONE)
}

fn set_exception(cx: &Cx, a: &[Value]) -> R {
    future::ready(cx, &a[0])?;
    future::set_exception(cx, &a[0], &a[1])?;
    Ok(Value::NONE)
}

pub(super) fn add_done_callback(cx: &Cx, a: &[Value]) -> R {
    future::ready(cx, &a[0])?;
    let context = if a[2].is_none() || a[2].is_unset() { contextvars::copy_current(cx) } else { a[2].clone() };
    // Unset marks callbacks of ours.
    let context = if context.is_unset() { crate::object::tuple::empty() } else { context };
    future::add_callback(cx, &a[0], Callback { what: a[1].clone(), context })?;
    Ok(Value::NONE)
}

pub(super) fn remove_done_callback(cx: &Cx, a: &[Value]) -> R {
    let core = future::ready(cx, &a[0])?;
    let all: Vec<Callback> = core.with(&a[0], |core| core.callbacks.as_slice().to_vec());
    let mut kept = Vec::new();
    let count = all.len();
    for callback in all {
        let matches = !callback.context.is_unset() && compare::equal(cx, &callback.what, &a[1])?;
        if !matches {
            kept.push(callback);
        }
    }
    let removed = count - kept.len();
    if removed > 0 {
        let old = core.with(&a[0], |core| {
            std::mem::replace(&mut core.callbacks, if kept.is_empty() { future::Callbacks::None } else { future::Callbacks::Many(kept) })
        });
        drop(old);
    }
    Ok(Value::int(removed as i64))
}

fn cancel(cx: &Cx, a: &[Value]) -> R {
    future::ready(cx, &a[0])?;
    future::cancel(cx, &a[0], &a[1], None).map(Value::bool)
}

fn make_cancelled(_: &Cx, a: &[Value]) -> R {
    Ok(future::make_cancelled(&a[0]))
}

pub(super) fn repr(cx: &Cx, value: &Value) -> R {
    static NAME: LazyLock<Name> = LazyLock::new(|| Name::new("_future_repr"));
    match event_loop::python(cx, "asyncio.base_futures", &NAME) {
        Ok(format) => call::call_pos(cx, &format, std::slice::from_ref(value)),
        Err(raised) => {
            drop(cx.take(raised));
            Ok(Str::from_str(&format!("<{}>", type_of(value).message_name())).into_value())
        }
    }
}

/// Where the future was made, if debug mode has noted it.
pub(super) fn source_traceback(value: &Value) -> Option<Value> {
    future::core(value).and_then(|core| core.with(value, |core| core.source_traceback())).filter(|source| !source.is_none())
}

/// An exception that nobody looked at is reported when the future dies.
pub(super) fn finalize(cx: &Cx, value: &Value) {
    let Some(core) = future::core(value) else { return };
    let (complains, its_loop) = core.with(value, |core| (std::mem::take(&mut core.logs_traceback), core.event_loop.clone()));
    if !complains || its_loop.is_unset() {
        return;
    }
    let (_, exception) = future::peek(value);
    let message = format!("{} exception was never retrieved", type_of(value).name());
    let message = Str::from_str(&message).into_value();
    let mut context = vec![("message", message), ("exception", exception), ("future", value.clone())];
    context.extend(source_traceback(value).map(|source| ("source_traceback", source)));
    let result = event_loop::report(cx, &its_loop, &context);
    if let Err(raised) = result {
        let exception = cx.take(raised);
        (cx.interp.hooks().unraisable)(cx, "Exception ignored in a future that is given up:", &Value::UNSET, &exception);
    }
}

fn get_state(_: &Cx, value: &Value) -> R {
    let text = match future::status(value) {
        Status::Pending => "PENDING",
        Status::Cancelled => "CANCELLED",
        Status::Finished => "FINISHED",
    };
    Ok(Name::new(text).value())
}

fn get_callbacks(cx: &Cx, value: &Value) -> R {
    let all: Vec<Callback> = future::this(cx, value)?.with(value, |core| core.callbacks.as_slice().to_vec());
    if all.is_empty() {
        return Ok(Value::NONE);
    }
    let pairs = all.into_iter().map(|callback| {
        let (what, context) = match callback.context.is_unset() {
            true => (super::task::callable(event_loop::Entry { what: callback.what, with: Value::NONE }), Value::NONE),
            false => (callback.what, contextvars::materialize(callback.context)),
        };
        Tuple::new(vec![what, context]).into_value()
    });
    Ok(List::new(pairs.collect()).into_value())
}

fn get_blocking(cx: &Cx, value: &Value) -> R {
    Ok(Value::bool(future::this(cx, value)?.with(value, |core| core.is_blocking)))
}

fn set_blocking(cx: &Cx, value: &Value, new: Option<Value>) -> R<()> {
    let Some(new) = new else { return Err(cx.error(&crate::object::exception::ATTRIBUTE_ERROR, "cannot delete attribute")) };
    let on = protocol::truth(cx, &new)?;
    future::this(cx, value)?.with(value, |core| core.is_blocking = on);
    Ok(())
}

fn get_log_traceback(cx: &Cx, value: &Value) -> R {
    Ok(Value::bool(future::this(cx, value)?.with(value, |core| core.logs_traceback)))
}

fn set_log_traceback(cx: &Cx, value: &Value, new: Option<Value>) -> R<()> {
    let Some(new) = new else { return Err(cx.error(&crate::object::exception::ATTRIBUTE_ERROR, "cannot delete attribute")) };
    if protocol::truth(cx, &new)? {
        return Err(cx.value_error("_log_traceback can only be set to False"));
    }
    future::this(cx, value)?.with(value, |core| core.logs_traceback = false);
    Ok(())
}

fn get_loop(cx: &Cx, a: &[Value]) -> R {
    future::ready(cx, &a[0])?;
    Ok(future::event_loop(&a[0]))
}

fn or_none(value: Value) -> R {
    Ok(if value.is_unset() { Value::NONE } else { value })
}

static GETSET: &[GetSet] = &[
    GetSet { name: "_state", get: get_state, set: None },
    GetSet { name: "_loop", get: |_, f| or_none(future::event_loop(f)), set: None },
    GetSet { name: "_callbacks", get: get_callbacks, set: None },
    GetSet { name: "_asyncio_future_blocking", get: get_blocking, set: Some(set_blocking) },
    GetSet { name: "_log_traceback", get: get_log_traceback, set: Some(set_log_traceback) },
    GetSet {
        name: "_result",
        get: |_, f| {
            let (failed, value) = future::peek(f);
            if failed { Ok(Value::NONE) } else { or_none(value) }
        },
        set: None,
    },
    GetSet {
        name: "_exception",
        get: |_, f| {
            let (failed, value) = future::peek(f);
            Ok(if failed { value } else { Value::NONE })
        },
        set: None,
    },
    GetSet {
        name: "_cancel_message",
        get: |_, f| Ok(future::cancel_message(f)),
        set: Some(|_, f, message| {
            future::set_cancel_message(f, message.unwrap_or(Value::NONE));
            Ok(())
        }),
    },
    GetSet {
        name: "_source_traceback",
        get: |cx, f| Ok(future::this(cx, f)?.with(f, |core| core.source_traceback().unwrap_or(Value::NONE))),
        set: None,
    },
];

static DEF: TypeDef = TypeDef {
    name: "Future",
    module: "_asyncio",
    doc: "This class is *almost* compatible with concurrent.futures.Future.",
    subclassable: true,
    has_dict: true,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        iter: Some(future_iter::make),
        awaiter: Some(future_iter::make),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: &[
        NativeDef::new("result(self, /)", result),
        NativeDef::new("exception(self, /)", |cx, a| future::exception(cx, &a[0])),
        NativeDef::new("set_result(self, result, /)", set_result),
        NativeDef::new("set_exception(self, exception, /)", set_exception),
        NativeDef::new("add_done_callback(self, fn, /, *, context=?)", add_done_callback),
        NativeDef::new("remove_done_callback(self, fn, /)", remove_done_callback),
        NativeDef::new("cancel(self, /, msg=None)", cancel),
        NativeDef::new("cancelled(self, /)", |_, a| Ok(Value::bool(future::status(&a[0]) == Status::Cancelled))),
        NativeDef::new("done(self, /)", |_, a| Ok(Value::bool(future::is_done(&a[0])))),
        NativeDef::new("get_loop(self, /)", get_loop),
        NativeDef::new("_make_cancelled_error(self, /)", make_cancelled),
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", class_getitem),
    ],
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static FUTURE: Type = Type::from_def(&DEF);
