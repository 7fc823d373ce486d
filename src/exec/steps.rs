//! Runs the steps of generators and coroutines, from where they stopped to the next suspension.

use super::At;
use super::delegation::{self, throw_into};
use super::handlers::{catch, context_methods, exit_args, matches};
use crate::object::call;
use crate::object::cell::Cell;
use crate::object::code::{Body, Step};
use crate::object::cx::Cx;
use crate::object::exception::{GENERATOR_EXIT, STOP_ASYNC_ITERATION};
use crate::object::exception_group;
use crate::object::generator::{DONE, Generator, aux};
use crate::object::iter;
use crate::object::list::List;
use crate::object::number;
use crate::object::protocol::truth;
use crate::object::stack::Fp;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Raised, Value};
use crate::source::Span;
use crate::tree::nodes::{GlobalGet, Target};
use crate::tree::steps::*;
use crate::tree::{BoxExpr, Expr, Flow};
use std::sync::atomic::Ordering::Relaxed;

impl Expr for TakeSlot {
    #[inline]
    fn eval(&self, _: &Cx, fp: Fp) -> R {
        Ok(fp.swap(self.0, Value::UNSET))
    }
}

/// In the `previous` slot of a handler: no handler was entered.
const NOT_ENTERED: Value = Value::FALSE;
/// In the `previous` slot of a handler: before it, the resumer's exception was the one being handled.
const RESUMERS: Value = Value::TRUE;

impl Body for FlatBody {
    fn run(&self, cx: &Cx, _: Fp) -> R {
        Err(cx.type_error("a generator's body runs in a generator"))
    }

    fn must_close(&self) -> bool {
        self.must_close
    }

    fn resume(&self, cx: &Cx, fp: Fp, generator: &Generator, sent: R) -> R {
        // What the resumer handles, while an exception of ours is the one being handled; else Unset.
        let mut outer = Value::UNSET;
        if let Some(handled) = generator.take_handled() {
            outer = cx.set_handled(handled);
        }
        let result = self.go(cx, fp, generator, sent, &mut outer);
        if !outer.is_unset() {
            let own = cx.set_handled(outer);
            if result.is_ok() && !generator.is_done() {
                generator.set_handled(own);
            }
        }
        result
    }
}

/// Reads an integer out of a slot.
#[inline(always)]
fn int_at(fp: Fp, slot: u32) -> i64 {
    fp.local(slot).int_unchecked()
}

#[inline(always)]
fn store(cx: &Cx, fp: Fp, target: &Target, value: Value) -> R<()> {
    match target {
        Target::Local(slot) => {
            fp.set(*slot, value);
            Ok(())
        }
        target => target.store(cx, fp, value),
    }
}

/// Stores what a suspension gave.
#[inline(always)]
fn give(fp: Fp, dst: Option<u32>, value: Value) {
    match dst {
        Some(slot) => fp.set(slot, value),
        None => drop(value),
    }
}

impl FlatBody {
    /// The step that handles an exception of step `pc`; the exception is in its slot then. Err: nothing here handles it.
    #[cold]
    fn handler(&self, cx: &Cx, fp: Fp, pc: usize, raised: Raised) -> R<usize> {
        let pc = pc as Pc;
        match self.regions.iter().find(|region| region.start <= pc && pc < region.end) {
            Some(region) => {
                let exception = catch(cx, fp, raised);
                fp.set(region.exception, exception);
                Ok(region.handler as usize)
            }
            None => Err(raised),
        }
    }

    fn go(&self, cx: &Cx, fp: Fp, generator: &Generator, sent: R, outer: &mut Value) -> R {
        let mut pc = generator.pc.load(Relaxed) as usize;
        let entered = match &self.ops[pc] {
            Op::Yield { dst, span, .. } => sent.at(cx, *span).map(|value| give(fp, *dst, value)),
            Op::Delegating { dst, span } => match self.forward(cx, generator, sent).at(cx, *span) {
                Ok(Step::Yield(value)) => return Ok(value),
                Ok(Step::Return(value)) => {
                    give(fp, *dst, value);
                    Ok(())
                }
                Err(raised) => Err(raised),
            },
            _ => sent.at(cx, generator.code.info.span).map(drop),
        };
        match entered {
            Ok(()) => pc += 1,
            Err(raised) => pc = self.handler(cx, fp, pc, raised)?,
        }
        loop {
            /// The value of a fallible operation; an exception goes to its handler.
            macro_rules! attempt {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(raised) => {
                            pc = self.handler(cx, fp, pc, raised)?;
                            continue;
                        }
                    }
                };
            }
            macro_rules! suspend {
                ($value:expr) => {{
                    generator.pc.store(pc as u32, Relaxed);
                    return Ok($value);
                }};
            }
            macro_rules! finish {
                ($value:expr) => {{
                    generator.pc.store(DONE, Relaxed);
                    return Ok($value);
                }};
            }
            match &self.ops[pc] {
                Op::Start => {}
                Op::Run { stmt, on_break, on_continue, on_return } => {
                    let to = match attempt!(stmt.exec(cx, fp)) {
                        Flow::Next => pc as Pc + 1,
                        Flow::Break => *on_break,
                        Flow::Continue => {
                            attempt!(cx.safepoint());
                            *on_continue
                        }
                        Flow::Return if *on_return == OUT => finish!(cx.take_return()),
                        Flow::Return => {
                            fp.set(self.return_slot, cx.take_return());
                            *on_return
                        }
                    };
                    pc = to as usize;
                    continue;
                }
                Op::Set { slot, value } => {
                    let value = attempt!(value.eval(cx, fp));
                    fp.set(*slot, value);
                }
                Op::Clear(slots) => slots.iter().for_each(|slot| fp.set(*slot, Value::UNSET)),
                Op::MakeCells(slots) => slots.iter().for_each(|slot| fp.set(*slot, Cell::new(Value::UNSET).into_value())),
                Op::Jump(to) => {
                    pc = *to as usize;
                    continue;
                }
                Op::Loop(to) => {
                    attempt!(cx.safepoint());
                    pc = *to as usize;
                    continue;
                }
                Op::JumpIf { test, when, to } => {
                    if attempt!(test.eval_bool(cx, fp)) == *when {
                        pc = *to as usize;
                        continue;
                    }
                }
                Op::JumpIfSlot { slot, when, to } => {
                    if attempt!(truth(cx, fp.local(*slot))) == *when {
                        pc = *to as usize;
                        continue;
                    }
                }
                Op::Return(value) => finish!(attempt!(value.eval(cx, fp))),
                Op::ReturnSlot => finish!(fp.swap(self.return_slot, Value::UNSET)),

                Op::Iter { slot, iterable, span } => {
                    let iterable = attempt!(iterable.eval(cx, fp));
                    let iterator = attempt!(iter::iter(cx, &iterable).at(cx, *span));
                    fp.set(*slot, iterator);
                }
                Op::Next { slot, target, end, span } => {
                    let iterator = fp.local(*slot);
                    match attempt!(iter::next(cx, iterator).at(cx, *span)) {
                        Some(item) => attempt!(store(cx, fp, target, item)),
                        None => {
                            fp.set(*slot, Value::UNSET);
                            pc = *end as usize;
                            continue;
                        }
                    }
                }
                Op::Range { slot, range, args, span } => attempt!(start_range(cx, fp, *slot, range, args, *span)),
                Op::NextInRange { slot, target, end, span } => {
                    let step = fp.local(slot + 2);
                    let item = match step.as_int() {
                        Some(step) => {
                            let (at, stop) = (int_at(fp, *slot), int_at(fp, slot + 1));
                            if if step > 0 { at < stop } else { at > stop } {
                                // Past the last number there is only the end.
                                fp.set(*slot, Value::int(at.checked_add(step).unwrap_or(stop)));
                                Some(Value::int(at))
                            } else {
                                None
                            }
                        }
                        None => attempt!(iter::next(cx, fp.local(*slot)).at(cx, *span)),
                    };
                    match item {
                        Some(item) => attempt!(store(cx, fp, target, item)),
                        None => {
                            fp.set(*slot, Value::UNSET);
                            pc = *end as usize;
                            continue;
                        }
                    }
                }
                Op::AsyncIter { slot, iterable, span } => {
                    let iterable = attempt!(iterable.eval(cx, fp));
                    let iterator = attempt!(super::generators::async_iter(cx, &iterable).at(cx, *span));
                    fp.set(*slot, iterator);
                }
                Op::AsyncNext { slot, span } => {
                    let awaitable = attempt!(delegation::async_next(cx, fp.local(*slot)).at(cx, *span));
                    generator.set_delegate(awaitable);
                }
                Op::AsyncEnd { exception, slot, end } => {
                    if type_of(fp.local(*exception)).is_subtype(&STOP_ASYNC_ITERATION) {
                        fp.set(*exception, Value::UNSET);
                        fp.set(*slot, Value::UNSET);
                        pc = *end as usize;
                        continue;
                    }
                    attempt!(Err(cx.reraise(fp.swap(*exception, Value::UNSET))));
                }

                Op::Yield { value, .. } => {
                    let value = attempt!(value.eval(cx, fp));
                    if self.is_async_generator {
                        generator.set(aux::YIELDED);
                    }
                    suspend!(value);
                }
                Op::Delegate { value, kind, span } => {
                    let value = attempt!(value.eval(cx, fp));
                    let iterator = attempt!(delegation::delegate_of(cx, &value, *kind, self.is_coroutine).at(cx, *span));
                    generator.set_delegate(iterator);
                }
                Op::Delegating { dst, span } => {
                    // The delegate starts right here, as a call would; later resumptions go to the innermost one at once.
                    let delegate = generator.delegate();
                    match delegation::send_into(cx, &delegate, Value::NONE).at(cx, *span) {
                        Ok(Step::Yield(value)) => suspend!(value),
                        Ok(Step::Return(value)) => {
                            generator.set_delegate(Value::UNSET);
                            give(fp, *dst, value);
                        }
                        Err(raised) => {
                            generator.set_delegate(Value::UNSET);
                            attempt!(Err(raised));
                        }
                    }
                }

                Op::SetState { slot, state } => fp.set(*slot, Value::int(*state)),
                Op::EndCleanup { state, exception, exits } => match int_at(fp, *state) {
                    NORMAL => {}
                    EXCEPTION => attempt!(Err(cx.reraise(fp.swap(*exception, Value::UNSET)))),
                    exit => {
                        pc = exits[exit as usize - 1] as usize;
                        continue;
                    }
                },
                Op::EnterHandler { exception, previous } => enter_handler(cx, fp, *exception, *previous, outer),
                Op::EnterFinally { state, exception, previous } => {
                    if int_at(fp, *state) == EXCEPTION {
                        enter_handler(cx, fp, *exception, *previous, outer);
                    } else {
                        fp.set(*previous, NOT_ENTERED);
                    }
                }
                Op::LeaveHandler { previous } => {
                    let before = fp.swap(*previous, Value::UNSET);
                    if before.is(&RESUMERS) {
                        drop(cx.set_handled(std::mem::replace(outer, Value::UNSET)));
                    } else if !before.is(&NOT_ENTERED) {
                        drop(cx.set_handled(before));
                    }
                }
                Op::MatchHandler { exception, class, otherwise, span } => {
                    let class = attempt!(class.eval(cx, fp));
                    if !attempt!(matches(cx, fp.local(*exception), &class).at(cx, *span)) {
                        pc = *otherwise as usize;
                        continue;
                    }
                }
                Op::Reraise { exception } => attempt!(Err(cx.reraise(fp.local(*exception).clone()))),
                Op::MatchStar { rest, matched, class, otherwise, span } => {
                    if fp.local(*rest).is_none() {
                        pc = *otherwise as usize;
                        continue;
                    }
                    let class = attempt!(class.eval(cx, fp));
                    let (mine, left) = attempt!(exception_group::match_star(cx, fp.local(*rest), &class).at(cx, *span));
                    fp.set(*rest, left);
                    if mine.is_none() {
                        pc = *otherwise as usize;
                        continue;
                    }
                    fp.set(*matched, mine);
                }
                Op::KeepRaised { exception, raised } => {
                    let exception = fp.swap(*exception, Value::UNSET);
                    if let Some(list) = fp.local(*raised).get::<List>()
                        && list.push(exception).is_err()
                    {
                        attempt!(Err(cx.memory_error()));
                    }
                }
                Op::EndStar { original, rest, raised } => attempt!(end_star(cx, fp, *original, *rest, *raised)),

                Op::WithEnter { context, exit, value, span } => {
                    let manager = attempt!(context.eval(cx, fp));
                    let (enter, leave) = attempt!(context_methods(cx, &manager, "__enter__", "__exit__").at(cx, *span));
                    let entered = attempt!(call::call_pos(cx, &enter, &[]).at(cx, *span));
                    fp.set(*exit, leave);
                    fp.set(*value, entered);
                }
                Op::WithExit { state, exception, exit, span } => {
                    let leave = fp.swap(*exit, Value::UNSET);
                    attempt!(with_exit(cx, fp, *state, *exception, &leave).at(cx, *span));
                }
                Op::AsyncWithEnter { context, exit, span } => {
                    let manager = attempt!(context.eval(cx, fp));
                    let (enter, leave) = attempt!(context_methods(cx, &manager, "__aenter__", "__aexit__").at(cx, *span));
                    let entering = attempt!(call::call_pos(cx, &enter, &[]).at(cx, *span));
                    let awaitable = attempt!(delegation::delegate_of(cx, &entering, Delegation::AwaitEnter, true).at(cx, *span));
                    fp.set(*exit, leave);
                    generator.set_delegate(awaitable);
                }
                Op::AsyncWithExit { state, exception, exit, span } => {
                    let leave = fp.swap(*exit, Value::UNSET);
                    let leaving = attempt!(call_exit(cx, fp, *state, *exception, &leave).at(cx, *span));
                    let awaitable = attempt!(delegation::delegate_of(cx, &leaving, Delegation::AwaitExit, true).at(cx, *span));
                    generator.set_delegate(awaitable);
                }
                Op::EndAsyncWith { state, exception, answer, span } => {
                    let answer = fp.swap(*answer, Value::UNSET);
                    if int_at(fp, *state) == EXCEPTION && attempt!(truth(cx, &answer).at(cx, *span)) {
                        fp.set(*state, Value::int(NORMAL));
                        fp.set(*exception, Value::UNSET);
                    }
                }
            }
            pc += 1;
        }
    }

    /// The generator is resumed while it delegates. A delegate that is a generator of ours was run by `delegation::drive`, and
    /// `sent` is what came of it; anything else gets what is sent.
    fn forward(&self, cx: &Cx, generator: &Generator, sent: R) -> R<Step> {
        if !generator.delegates() {
            return sent.map(Step::Return);
        }
        let delegate = generator.delegate();
        let result = match sent {
            Ok(value) => delegation::send_into(cx, &delegate, value),
            Err(raised) if cx.pending_is(&GENERATOR_EXIT) => {
                let exception = cx.take(raised);
                delegation::close(cx, &delegate).and_then(|()| Err(cx.reraise(exception)))
            }
            Err(raised) => {
                let exception = cx.take(raised);
                throw_into(cx, &delegate, exception)
            }
        };
        if !matches!(result, Ok(Step::Yield(_))) {
            generator.set_delegate(Value::UNSET);
        }
        result
    }
}

fn enter_handler(cx: &Cx, fp: Fp, exception: u32, previous: u32, outer: &mut Value) {
    let before = cx.set_handled(fp.local(exception).clone());
    if outer.is_unset() {
        *outer = before;
        fp.set(previous, RESUMERS);
    } else {
        fp.set(previous, before);
    }
}

/// Calls the bound `__exit__` or `__aexit__` with what led out of the block.
fn call_exit(cx: &Cx, fp: Fp, state: u32, exception: u32, exit: &Value) -> R {
    if int_at(fp, state) == EXCEPTION {
        call::call_pos(cx, exit, &exit_args(fp.local(exception)))
    } else {
        call::call_pos(cx, exit, &[Value::NONE, Value::NONE, Value::NONE])
    }
}

fn with_exit(cx: &Cx, fp: Fp, state: u32, exception: u32, exit: &Value) -> R<()> {
    if int_at(fp, state) != EXCEPTION {
        return call_exit(cx, fp, state, exception, exit).map(drop);
    }
    let before = cx.set_handled(fp.local(exception).clone());
    let result = call_exit(cx, fp, state, exception, exit).and_then(|answer| truth(cx, &answer));
    drop(cx.set_handled(before));
    if result? {
        fp.set(state, Value::int(NORMAL));
        fp.set(exception, Value::UNSET);
    }
    Ok(())
}

fn end_star(cx: &Cx, fp: Fp, original: u32, rest: u32, raised: u32) -> R<()> {
    let rest = fp.swap(rest, Value::UNSET);
    let mut all = fp.swap(raised, Value::UNSET).get::<List>().map(List::snapshot).unwrap_or_default();
    all.push(rest);
    let result = exception_group::reraise_star(cx, fp.local(original), &all)?;
    if result.is_none() { Ok(()) } else { Err(cx.reraise(result)) }
}

#[inline(never)]
fn start_range(cx: &Cx, fp: Fp, slot: u32, range: &GlobalGet, args: &[BoxExpr], span: Span) -> R<()> {
    let function = range.load(cx, fp)?;
    let mut values = Vec::with_capacity(3);
    for arg in args {
        values.push(arg.eval(cx, fp)?);
    }
    let is_builtin = function.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, &crate::object::range::RANGE));
    if is_builtin {
        let mut ints = [None; 3];
        for (int, value) in ints.iter_mut().zip(&values) {
            *int = match value.as_int() {
                Some(int) => Some(int),
                None => number::index(cx, value).at(cx, span)?.as_int(),
            };
        }
        let bounds = match (values.len(), ints) {
            (1, [Some(stop), ..]) => Some((0, stop, 1)),
            (2, [Some(start), Some(stop), _]) => Some((start, stop, 1)),
            (3, [Some(start), Some(stop), Some(step)]) if step != 0 => Some((start, stop, step)),
            _ => None,
        };
        if let Some((start, stop, step)) = bounds {
            for (offset, int) in [start, stop, step].into_iter().enumerate() {
                fp.set(slot + offset as u32, Value::int(int));
            }
            return Ok(());
        }
    }
    let iterable = call::call_pos(cx, &function, &values).at(cx, span)?;
    let iterator = iter::iter(cx, &iterable).at(cx, span)?;
    fp.set(slot, iterator);
    fp.set(slot + 2, Value::UNSET);
    Ok(())
}
