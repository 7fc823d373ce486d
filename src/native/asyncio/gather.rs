//! `gather`: a future that is done when all its children are. The future itself is what the children call back.

use super::event_loop::Entry;
use super::future::{self, Callback, Core};
use super::running::ensure_future;
use super::{errors, task};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::list::List;
use crate::object::native::GetSet;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use std::collections::HashMap;
use std::sync::LazyLock;

struct Children {
    all: Vec<Value>,
    /// Different ones among them.
    count: usize,
    finished: usize,
    returns_exceptions: bool,
    cancel_requested: bool,
}

pub(super) struct GatherBody {
    pub(super) core: Guarded<Core>,
    children: Guarded<Children>,
}

impl Payload for GatherBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.core.inspect(|core| core.visit(visit));
        self.children.inspect(|children| children.all.iter().for_each(visit));
    }
}

/// Whether one of the values occurs twice.
fn has_duplicates(values: &[Value]) -> bool {
    let mut identities: Vec<u64> = values.iter().map(Value::identity).collect();
    identities.sort_unstable();
    identities.windows(2).any(|pair| pair[0] == pair[1])
}

/// `gather(*values)`.
pub(super) fn gather(cx: &Cx, values: &[Value], returns_exceptions: bool) -> R {
    let mut event_loop = super::event_loop::running(cx);
    if values.is_empty() {
        let its_loop = match event_loop {
            Some(found) => found,
            None => super::running::get_event_loop(cx)?,
        };
        let outer = future::new(&super::future_type::FUTURE, its_loop);
        future::set_result(cx, &outer, List::new(Vec::new()).into_value())?;
        return Ok(outer);
    }
    let mut known: Option<HashMap<u64, usize>> = has_duplicates(values).then(HashMap::new);
    let mut children: Vec<Value> = Vec::new();
    children.try_reserve_exact(values.len()).map_err(|_| cx.memory_error())?;
    let mut count = 0;
    let mut first_loop = Value::NONE;
    for (index, value) in values.iter().enumerate() {
        if let Some(known) = &mut known {
            if let Some(earlier) = known.get(&value.identity()) {
                let same = children[*earlier].clone();
                children.push(same);
                continue;
            }
            known.insert(value.identity(), index);
        }
        let child = ensure_future(cx, value, event_loop.as_ref().unwrap_or(&Value::NONE))?;
        if event_loop.is_none() {
            event_loop = Some(loop_of(cx, &child)?);
        }
        if first_loop.is_none() {
            first_loop = event_loop.clone().unwrap_or(Value::NONE);
        }
        if !child.is(value)
            && let Some(body) = Native::<task::TaskBody>::of(&child)
        {
            body.task.with(&child, |state| state.logs_destroy_pending = false);
        }
        count += 1;
        children.push(child);
    }
    let body = GatherBody {
        core: Guarded::new(Core::new(first_loop)),
        children: Guarded::new(Children { all: Vec::new(), count, finished: 0, returns_exceptions, cancel_requested: false }),
    };
    OUTER.make_ready();
    let outer = Native::make(&OUTER, body);
    let mut done = Vec::new();
    let mut seen = known.map(|_| std::collections::HashSet::new());
    for child in &children {
        if seen.as_mut().is_some_and(|seen| !seen.insert(child.identity())) {
            continue;
        }
        match future::core(child) {
            Some(_) if future::is_done(child) => done.push(child.clone()),
            Some(_) => future::add_callback(cx, child, Callback { what: outer.clone(), context: Value::UNSET })?,
            None if protocol::truth(cx, &call::call_method(cx, child, Name::new("done"), &[])?)? => done.push(child.clone()),
            None => {
                let callback = task::callable(Entry { what: outer.clone(), with: Value::NONE });
                call::call_method(cx, child, Name::new("add_done_callback"), &[callback])?;
            }
        }
    }
    if let Some(body) = Native::<GatherBody>::of(&outer) {
        children.iter().for_each(|child| publish_into(&outer, child));
        body.children.with(&outer, |place| place.all = children);
    }
    if let Some(body) = Native::<GatherBody>::of(&outer) {
        done.iter().try_for_each(|child| child_done(cx, &outer, body, child))?;
    }
    Ok(outer)
}

fn loop_of(cx: &Cx, future: &Value) -> R {
    match future::core(future) {
        Some(_) => Ok(future::event_loop(future)),
        None => call::call_method(cx, future, Name::new("get_loop"), &[]),
    }
}

/// How a child ended.
enum Ended {
    Cancelled,
    Exception(Value),
    Result(Value),
}

fn ended(cx: &Cx, child: &Value) -> R<Ended> {
    if future::core(child).is_some() {
        if future::status(child) == future::Status::Cancelled {
            return Ok(Ended::Cancelled);
        }
        let (failed, value) = future::peek(child);
        return Ok(if failed {
            // Looked at: the child has nothing to complain about.
            drop(future::exception(cx, child)?);
            Ended::Exception(value)
        } else {
            Ended::Result(value)
        });
    }
    let cancelled = call::call_method(cx, child, Name::new("cancelled"), &[])?;
    if protocol::truth(cx, &cancelled)? {
        return Ok(Ended::Cancelled);
    }
    let exception = call::call_method(cx, child, Name::new("exception"), &[])?;
    if !exception.is_none() {
        return Ok(Ended::Exception(exception));
    }
    call::call_method(cx, child, Name::new("result"), &[]).map(Ended::Result)
}

/// The CancelledError of a cancelled child.
fn cancelled_error(child: &Value) -> Value {
    match future::core(child) {
        Some(_) => future::make_cancelled(child),
        None => errors::cancelled(&Value::NONE),
    }
}

/// A child is done: the loop calls this in its turn.
pub(super) fn child_done(cx: &Cx, outer: &Value, body: &GatherBody, child: &Value) -> R<()> {
    let (is_last, returns_exceptions) = body.children.with(outer, |children| {
        children.finished += 1;
        (children.finished == children.count, children.returns_exceptions)
    });
    if future::is_done(outer) {
        if !matches!(ended(cx, child)?, Ended::Cancelled) {
            forget(outer, body, is_last);
        }
        return Ok(());
    }
    if !returns_exceptions {
        match ended(cx, child)? {
            Ended::Cancelled => {
                let exception = cancelled_error(child);
                return future::set_exception(cx, outer, &exception);
            }
            Ended::Exception(exception) => return future::set_exception(cx, outer, &exception),
            Ended::Result(_) => {}
        }
    }
    if !is_last {
        return Ok(());
    }
    let (children, cancel_requested) = body.children.with(outer, |children| (std::mem::take(&mut children.all), children.cancel_requested));
    if cancel_requested {
        let exception = cancelled_error(child);
        return future::set_exception(cx, outer, &exception);
    }
    let mut results = Vec::new();
    results.try_reserve_exact(children.len()).map_err(|_| cx.memory_error())?;
    for child in &children {
        results.push(match ended(cx, child)? {
            Ended::Cancelled => {
                let message = future::cancel_message(child);
                let message = if message.is_none() { Str::from_str("").into_value() } else { message };
                errors::cancelled(&message)
            }
            Ended::Exception(exception) => exception,
            Ended::Result(result) => result,
        });
    }
    future::set_result(cx, outer, List::new(results).into_value())
}

/// Lets the children go once nobody will ask for them.
fn forget(outer: &Value, body: &GatherBody, is_last: bool) {
    if is_last {
        drop(body.children.with(outer, |children| std::mem::take(&mut children.all)));
    }
}

/// Cancels all children; the future itself ends when they have.
pub(super) fn cancel(cx: &Cx, outer: &Value, message: &Value) -> R<bool> {
    let Some(body) = Native::<GatherBody>::of(outer) else { return Ok(false) };
    if future::is_done(outer) {
        return Ok(false);
    }
    let children = body.children.with(outer, |children| children.all.clone());
    let mut any = false;
    for child in &children {
        any |= task::cancel_any(cx, child, message)?;
    }
    if any {
        body.children.with(outer, |children| children.cancel_requested = true);
    }
    Ok(any)
}

fn cancel_method(cx: &Cx, a: &[Value]) -> R {
    publish_into(&a[0], &a[1]);
    cancel(cx, &a[0], &a[1]).map(Value::bool)
}

fn get_children(cx: &Cx, outer: &Value) -> R {
    let body = Native::<GatherBody>::of(outer).ok_or_else(|| cx.type_error("a gathering future is needed"))?;
    Ok(List::new(body.children.with(outer, |children| children.all.clone())).into_value())
}

fn get_requested(cx: &Cx, outer: &Value) -> R {
    let body = Native::<GatherBody>::of(outer).ok_or_else(|| cx.type_error("a gathering future is needed"))?;
    Ok(Value::bool(body.children.with(outer, |children| children.cancel_requested)))
}

static OUTER_DEF: TypeDef = TypeDef {
    name: "_GatheringFuture",
    module: "asyncio.tasks",
    base: Some(&super::future_type::FUTURE),
    has_dict: true,
    slots: Slots { repr: Some(super::future_type::repr), ..Slots::NONE },
    methods: &[crate::object::native::NativeDef::new("cancel(self, msg=None)", cancel_method)],
    getset: &[
        GetSet { name: "_children", get: get_children, set: None },
        GetSet { name: "_cancel_requested", get: get_requested, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static OUTER: Type = Type::from_def(&OUTER_DEF);

/// Gathers what a script gave: positional values and `return_exceptions`.
pub(super) fn gather_function(cx: &Cx, args: Args<'_>) -> R {
    let mut returns_exceptions = false;
    for (name, value) in args.keywords() {
        if name != Name::new("return_exceptions") {
            return Err(cx.type_error(format!("gather() got an unexpected keyword argument '{name}'")));
        }
        returns_exceptions = protocol::truth(cx, value)?;
    }
    gather(cx, args.pos(), returns_exceptions)
}

/// Whether a value calls itself a future.
pub(super) fn is_future(cx: &Cx, value: &Value) -> R<bool> {
    if future::core(value).is_some() {
        return Ok(true);
    }
    if value.header().is_none() || super::running::is_own_coroutine(value) {
        return Ok(false);
    }
    static BLOCKING: LazyLock<Name> = LazyLock::new(|| Name::new("_asyncio_future_blocking"));
    let class = crate::object::cx::class_of(value);
    if attr::lookup_optional(cx, &class, *BLOCKING)?.is_none() {
        return Ok(false);
    }
    Ok(attr::lookup_optional(cx, value, *BLOCKING)?.is_some_and(|found| !found.is_none()))
}
