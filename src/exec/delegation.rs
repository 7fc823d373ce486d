//! Delegation: what `yield from` and `await` do, and resuming a generator that delegates.
//!
//! A generator that delegates to generators of ours keeps them on its chain, innermost last. Resuming it resumes the innermost one
//! at once, however deep the delegation is; only when that one ends does the one before it run. Each generator on the way also knows
//! its own delegate: chains are made from that at the second resumption (the first one starts the delegates as calls within calls),
//! and made anew when one of the generators was resumed from elsewhere (rare; see `break_chains`).

use super::functions::add_traceback;
use super::generators::{COROUTINE, GENERATOR, already_executing, fail};
use crate::object::attr;
use crate::object::call;
use crate::object::code::{Body, Step, code_flag};
use crate::object::cx::Cx;
use crate::object::exception::{self, Exception, GENERATOR_EXIT, STOP_ITERATION, TYPE_ERROR};
use crate::object::feeding::Feeding;
use crate::object::generator::{Generator, Link, State, aux, break_chains};
use crate::object::iter;
use crate::object::stack::Fp;
use crate::object::str::known_name;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Ref, Value};
use crate::tree::steps::Delegation;

/// A generator or coroutine, which `drive` can run.
#[inline(always)]
pub(super) fn own(value: &Value) -> Option<&Generator> {
    value.get::<Generator>().filter(|_| std::ptr::eq(type_of(value), &GENERATOR) || std::ptr::eq(type_of(value), &COROUTINE))
}

// ---- what is delegated to ----

/// The iterator that a value to be awaited or yielded from gives. Errors: TypeError as CPython words it.
pub(super) fn delegate_of(cx: &Cx, value: &Value, kind: Delegation, in_coroutine: bool) -> R {
    if kind != Delegation::YieldFrom {
        return awaitable(cx, value, kind);
    }
    if std::ptr::eq(type_of(value), &COROUTINE) {
        if !in_coroutine {
            return Err(cx.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator"));
        }
        return Ok(value.clone());
    }
    if own(value).is_some() {
        return Ok(value.clone());
    }
    match super::coroutines::wrapped(value) {
        Some(coroutine) => Ok(coroutine),
        None => iter::iter(cx, value),
    }
}

fn awaitable(cx: &Cx, value: &Value, kind: Delegation) -> R {
    if let Some(generator) = value.get::<Generator>() {
        if std::ptr::eq(type_of(value), &COROUTINE) {
            if generator.state() == State::Finished {
                return Err(cx.runtime_error("cannot reuse already awaited coroutine"));
            }
            if generator.delegates() {
                return Err(cx.runtime_error("coroutine is being awaited already"));
            }
            return Ok(value.clone());
        }
        if generator.code.has(code_flag::ITERABLE_COROUTINE) {
            return Ok(value.clone());
        }
    }
    let Some(awaiter) = type_of(value).slots().awaiter else {
        let name = type_of(value).message_name();
        return Err(cx.type_error(match kind {
            Delegation::AwaitEnter => format!("'async with' received an object from __aenter__ that does not implement __await__: {name}"),
            Delegation::AwaitExit => format!("'async with' received an object from __aexit__ that does not implement __await__: {name}"),
            Delegation::Await | Delegation::YieldFrom => format!("object {name} can't be used in 'await' expression"),
        }));
    };
    let iterator = awaiter(cx, value)?;
    if std::ptr::eq(type_of(&iterator), &COROUTINE) {
        return Err(cx.type_error("__await__() returned a coroutine"));
    }
    if type_of(&iterator).slots().next.is_none() {
        return Err(cx.type_error(format!("__await__() returned non-iterator of type '{}'", type_of(&iterator).message_name())));
    }
    Ok(super::coroutines::wrapped(&iterator).unwrap_or(iterator))
}

/// What awaiting a value delegates to: for native code that drives awaitables itself.
pub(crate) fn await_iterator(cx: &Cx, value: &Value) -> R {
    awaitable(cx, value, Delegation::Await)
}

/// What awaiting the next item of an asynchronous iterator delegates to.
pub(super) fn async_next(cx: &Cx, iterator: &Value) -> R {
    let Some(anext) = type_of(iterator).slots().anext else {
        return Err(
            cx.type_error(format!("'async for' requires an iterator with __anext__ method, got {}", type_of(iterator).message_name()))
        );
    };
    let next = anext(cx, iterator)?;
    match awaitable(cx, &next, Delegation::Await) {
        Err(raised) => {
            let cause = cx.take(raised);
            let text = format!("'async for' received an invalid object from __anext__: {}", type_of(&next).message_name());
            Err(caused(cx, &TYPE_ERROR, &text, cause))
        }
        result => result,
    }
}

/// Raises an exception with a cause.
pub(super) fn caused(cx: &Cx, class: &'static crate::object::ty::Type, text: &str, cause: Value) -> Raised {
    let message = crate::object::str::Str::from_str(text).into_value();
    let exception = exception::make(class, vec![message]);
    if let Some(exception) = exception.get::<Exception>() {
        exception.set_cause(cause.clone());
        exception.set_context(cause);
    }
    let raised = cx.reraise(exception);
    let _ = cx.take_note();
    raised
}

// ---- delegates of any kind ----

/// The value of a StopIteration.
pub(super) fn stop_value(exception: &Value) -> Value {
    let args = exception.get::<Exception>().map(Exception::args);
    args.as_ref().and_then(|args| args.get::<Tuple>()?.get(0).cloned()).unwrap_or(Value::NONE)
}

/// A StopIteration is the end and its value the result.
fn ended(cx: &Cx, result: R) -> R<Step> {
    match result {
        Ok(value) => Ok(Step::Yield(value)),
        Err(raised) if cx.pending_is(&STOP_ITERATION) => Ok(Step::Return(stop_value(&cx.take(raised)))),
        Err(raised) => Err(raised),
    }
}

/// Resumes an iterator or coroutine.
pub(super) fn send_into(cx: &Cx, iterator: &Value, value: Value) -> R<Step> {
    let slots = type_of(iterator).slots();
    if let Some(send) = slots.send {
        return send(cx, iterator, value);
    }
    if !value.is_none() {
        return ended(cx, call::call_method(cx, iterator, known_name!("send"), &[value]));
    }
    // An iterator that ends leaves its result where functions leave theirs, if it has one.
    cx.set_return(Value::NONE);
    match iter::next(cx, iterator) {
        Ok(Some(item)) => Ok(Step::Yield(item)),
        Ok(None) => Ok(Step::Return(cx.take_return())),
        Err(raised) => ended(cx, Err(raised)),
    }
}

/// Raises an exception in an iterator or coroutine.
pub(super) fn throw_into(cx: &Cx, iterator: &Value, exception: Value) -> R<Step> {
    if own(iterator).is_some() {
        return super::generators::throw(cx, iterator, exception);
    }
    match attr::lookup_optional(cx, iterator, known_name!("throw"))? {
        Some(throw) => ended(cx, call::call_pos(cx, &throw, &[exception])),
        None => Err(cx.reraise(exception)),
    }
}

/// Closes an iterator or coroutine.
pub(crate) fn close(cx: &Cx, iterator: &Value) -> R<()> {
    if own(iterator).is_some() {
        return super::generators::close(cx, iterator).map(drop);
    }
    match attr::lookup_optional(cx, iterator, known_name!("close"))? {
        Some(close) => call::call_pos(cx, &close, &[]).map(drop),
        None => Ok(()),
    }
}

// ---- running ----

/// Runs a generator (begun by the caller) to its next suspension. `previous` is the frame it is linked to.
#[inline(always)]
fn run(cx: &Cx, generator: &Generator, sent: R) -> R {
    generator.link(cx.frame());
    run_linked(cx, generator, |body, fp| body.resume(cx, fp, generator, sent))
}

#[inline(always)]
fn run_linked(cx: &Cx, generator: &Generator, resume: impl FnOnce(&dyn Body, Fp) -> R) -> R {
    cx.enter_call()?;
    let previous = cx.frame();
    let fp = generator.fp();
    cx.set_frame(Some(fp));
    let body = &*generator.code.body;
    let result = if cx.has_native_stack() { resume(body, fp) } else { cx.on_fresh_stack(|| resume(body, fp)) };
    if result.is_err() {
        add_traceback(cx, fp);
    }
    cx.set_frame(previous);
    cx.leave_call();
    result
}

/// Resumes a generator that the caller has begun, and puts it to rest. Returns what it yields or, if it `is_done` then, its result.
#[inline(always)]
pub(super) fn drive(cx: &Cx, root: &Generator, sent: R) -> R {
    if root.delegates() && own(&root.delegate()).is_some() {
        return delegate(cx, root, sent);
    }
    rested(cx, root, run(cx, root, sent))
}

/// [`drive`], but what the generator yields is handed over as long as nothing else suspends it.
pub(super) fn feed(cx: &Cx, generator: &Generator, feeding: &mut Feeding<'_, '_>) -> R {
    if generator.delegates() {
        return drive(cx, generator, Ok(Value::NONE));
    }
    generator.link(cx.frame());
    let result = run_linked(cx, generator, |body, fp| body.feed(cx, fp, generator, feeding));
    if feeding.has_left() { result } else { rested(cx, generator, result) }
}

/// Resumes the generator that `root` delegates to.
#[inline(never)]
fn delegate(cx: &Cx, root: &Generator, sent: R) -> R {
    // A delegate that runs elsewhere raises in the one that delegates to it.
    let sent = renew(cx, root).and(sent);
    let sent = sent.and_then(|sent| cx.look_at_depth(root.chain_len()).map(|()| sent));
    drive_chain(cx, root, sent)
}

/// Puts a generator to rest whose body gave `result`.
#[inline(always)]
fn rested(cx: &Cx, generator: &Generator, result: R) -> R {
    match result {
        Ok(value) => {
            if generator.is_done() {
                generator.finish()
            } else {
                generator.suspend()
            }
            Ok(value)
        }
        Err(raised) => Err(fail(cx, generator, raised)),
    }
}

/// Brings the chain up to date.
fn renew(cx: &Cx, root: &Generator) -> R<()> {
    root.link(cx.frame());
    match root.top() {
        // What ran last may have begun to delegate.
        Some(top) if top.generator.delegates() => descend(cx, root, &top.generator, &top.inherited),
        Some(_) => Ok(()),
        None => {
            root.clear_chain();
            descend(cx, root, root, &Value::UNSET)
        }
    }
}

/// Puts the delegate of `from` and its delegates on the chain. `inherited`: what generators before `from` handle. Err: one of them runs
/// elsewhere; the one before it is the last on the chain, and delegates no more.
#[inline(never)]
fn descend(cx: &Cx, root: &Generator, from: &Generator, inherited: &Value) -> R<()> {
    let mut delegate = from.delegate();
    let mut before: Fp = from.fp();
    let mut inherited = if from.handled().is_unset() { inherited.clone() } else { from.handled() };
    while let Some(next) = own(&delegate) {
        let chained = next.has(aux::CHAINED);
        if next.state() == State::Running || chained && root.has_link(next) {
            let last = root.last();
            last.as_ref().map_or(root, |link| &link.generator).set_delegate(Value::UNSET);
            return Err(already_executing(cx, next));
        }
        if chained {
            break_chains();
        }
        next.link(Some(before));
        before = next.fp();
        let own_handled = next.handled();
        let further = next.delegate();
        let Some(generator) = delegate.get_ref::<Generator>() else { break };
        root.push(Link { generator, inherited: inherited.clone() });
        if !own_handled.is_unset() {
            inherited = own_handled;
        }
        delegate = further;
    }
    Ok(())
}

/// Resumes the innermost generator of the chain, and those around it as they get results.
#[inline(never)]
fn drive_chain(cx: &Cx, root: &Generator, mut sent: R) -> R {
    if let Err(raised) = sent
        && cx.pending_is(&GENERATOR_EXIT)
        && root.last().is_some()
    {
        let exception = cx.take(raised);
        sent = Err(match close_chain(cx, root) {
            Ok(()) => cx.reraise(exception),
            Err(raised) => raised,
        });
    }
    loop {
        let link = root.last();
        let generator: &Generator = link.as_ref().map_or(root, |link| &link.generator);
        let mut was_finished = false;
        let result = match &link {
            None => run(cx, root, sent),
            Some(link) => match generator.begin() {
                Ok(_) => run_inherited(cx, link, sent),
                Err(State::Finished) => {
                    was_finished = true;
                    sent.map(|_| Value::NONE)
                }
                Err(_) => {
                    let busy = already_executing(cx, generator);
                    leave(cx, root, link)?;
                    sent = Err(busy);
                    continue;
                }
            },
        };
        match result {
            Ok(value) if !generator.is_done() && !was_finished => {
                if link.is_some() {
                    generator.suspend();
                }
                root.suspend();
                return Ok(value);
            }
            result => {
                let result = match result {
                    _ if was_finished => result,
                    Ok(value) => {
                        generator.finish();
                        Ok(value)
                    }
                    Err(raised) => Err(fail(cx, generator, raised)),
                };
                let Some(link) = link else { return result };
                leave(cx, root, &link)?;
                sent = result;
            }
        }
    }
}

/// Takes the last link off the chain: the generator before it is the next to run. Err: it was resumed by another strand and has gone on.
fn leave(cx: &Cx, root: &Generator, link: &Link) -> R<()> {
    drop(root.pop());
    let outer = root.last();
    let outer: &Generator = outer.as_ref().map_or(root, |link| &link.generator);
    if own(&outer.delegate()).is_none_or(|delegate| !std::ptr::eq(delegate, &raw const *link.generator)) {
        root.suspend();
        return Err(already_executing(cx, outer));
    }
    outer.set_delegate(Value::UNSET);
    Ok(())
}

/// Runs a generator of a chain: exceptions handled by those around it show inside of it.
#[inline]
fn run_inherited(cx: &Cx, link: &Link, sent: R) -> R {
    let generator = &*link.generator;
    let resume = || run_linked(cx, generator, |body, fp| body.resume(cx, fp, generator, sent));
    if link.inherited.is_unset() {
        return resume();
    }
    let before = cx.set_handled(link.inherited.clone());
    let result = resume();
    drop(cx.set_handled(before));
    result
}

/// Closes the generators of a chain, innermost first (PEP 380). Err: what the outermost one raised instead of ending.
fn close_chain(cx: &Cx, root: &Generator) -> R<()> {
    let mut result = Ok(());
    while let Some(link) = root.pop() {
        let generator = &*link.generator;
        match generator.begin() {
            Err(State::Finished) => {}
            Err(_) => result = Err(already_executing(cx, generator)),
            Ok(_) => {
                generator.clear_chain();
                generator.set_delegate(Value::UNSET);
                let sent = match result {
                    Ok(()) => Err(cx.raise(exception::make(&GENERATOR_EXIT, Vec::new()))),
                    Err(raised) => Err(raised),
                };
                result = super::generators::closed(cx, generator, drive(cx, generator, sent)).map(drop);
            }
        }
    }
    root.set_delegate(Value::UNSET);
    result
}

/// The generator that runs first when `generator` is resumed.
pub(super) fn innermost(generator: &Ref<Generator>) -> Ref<Generator> {
    let mut current = generator.clone();
    // Bounded: a chain has no cycles unless strands race for it.
    for _ in 0..1 << 24 {
        let delegate = current.delegate();
        match own(&delegate).and_then(|_| delegate.get_ref::<Generator>()) {
            Some(next) => current = next,
            None => break,
        }
    }
    current
}
