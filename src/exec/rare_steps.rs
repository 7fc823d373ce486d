//! The steps of generators and coroutines that are not run for every item: set-up of loops, delegation, handlers, contexts.

use super::At;
use super::delegation;
use super::handlers::{context_methods, exit_args, matches};
use super::steps::{give, int_at};
use crate::object::call;
use crate::object::cell::Cell;
use crate::object::code::Step;
use crate::object::cx::Cx;
use crate::object::exception::STOP_ASYNC_ITERATION;
use crate::object::exception_group;
use crate::object::generator::Generator;
use crate::object::iter;
use crate::object::list::List;
use crate::object::number;
use crate::object::protocol::truth;
use crate::object::stack::Fp;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::nodes::GlobalGet;
use crate::tree::steps::*;
use crate::tree::{BoxExpr, Expr};

/// In the `previous` slot of a handler: no handler was entered.
const NOT_ENTERED: Value = Value::FALSE;
/// In the `previous` slot of a handler: before it, the resumer's exception was the one being handled.
const RESUMERS: Value = Value::TRUE;

/// Where a step leads.
pub(super) enum Outcome {
    Next,
    To(Pc),
    Suspend(Value),
}

impl FlatBody {
    /// Runs a step. `outer`: what the resumer handles, while an exception of ours is the one being handled; else Unset.
    #[inline(never)]
    pub(super) fn rare(&self, cx: &Cx, fp: Fp, generator: &Generator, op: &Op, outer: &mut Value) -> R<Outcome> {
        match op {
            Op::Clear(slots) => slots.iter().for_each(|slot| fp.set(*slot, Value::UNSET)),
            Op::MakeCells(slots) => slots.iter().for_each(|slot| fp.set(*slot, Cell::new(Value::UNSET).into_value())),
            Op::JumpIfSlot { slot, when, to } => {
                if truth(cx, fp.local(*slot))? == *when {
                    return Ok(Outcome::To(*to));
                }
            }

            Op::Iter { slot, iterable, span } => {
                let iterable = iterable.eval(cx, fp)?;
                fp.stand_at(*span);
                let iterator = iter::iter(cx, &iterable).at(cx, *span)?;
                fp.set(*slot, iterator);
            }
            Op::Range { slot, range, args, span } => start_range(cx, fp, *slot, range, args, *span)?,
            Op::AsyncIter { slot, iterable, span } => {
                let iterable = iterable.eval(cx, fp)?;
                let iterator = super::generators::async_iter(cx, &iterable).at(cx, *span)?;
                fp.set(*slot, iterator);
            }
            Op::AsyncNext { slot, span } => {
                let awaitable = delegation::async_next(cx, fp.local(*slot)).at(cx, *span)?;
                generator.set_delegate(awaitable);
            }
            Op::AsyncEnd { exception, slot, end } => {
                if type_of(fp.local(*exception)).is_subtype(&STOP_ASYNC_ITERATION) {
                    fp.set(*exception, Value::UNSET);
                    fp.set(*slot, Value::UNSET);
                    return Ok(Outcome::To(*end));
                }
                return Err(cx.reraise(fp.swap(*exception, Value::UNSET)));
            }

            Op::Delegate { value, kind, span } => {
                let value = value.eval(cx, fp)?;
                let iterator = delegation::delegate_of(cx, &value, *kind, self.is_coroutine).at(cx, *span)?;
                generator.set_delegate(iterator);
            }
            Op::Delegating { dst, span } => {
                fp.stand_at(*span);
                // The delegate starts right here, as a call would; later resumptions go to the innermost one at once.
                let delegate = generator.delegate();
                match delegation::send_into(cx, &delegate, Value::NONE).at(cx, *span) {
                    Ok(Step::Yield(value)) => return Ok(Outcome::Suspend(value)),
                    Ok(Step::Return(value)) => {
                        generator.set_delegate(Value::UNSET);
                        give(fp, *dst, value);
                    }
                    Err(raised) => {
                        generator.set_delegate(Value::UNSET);
                        return Err(raised);
                    }
                }
            }

            Op::SetState { slot, state } => fp.set(*slot, Value::int(*state)),
            Op::EndCleanup { state, exception, exits } => match int_at(fp, *state) {
                NORMAL => {}
                EXCEPTION => return Err(cx.reraise(fp.swap(*exception, Value::UNSET))),
                exit => {
                    return Ok(Outcome::To(exits[exit as usize - 1]));
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
                let class = class.eval(cx, fp)?;
                if !matches(cx, fp.local(*exception), &class).at(cx, *span)? {
                    return Ok(Outcome::To(*otherwise));
                }
            }
            Op::Reraise { exception } => return Err(cx.reraise(fp.local(*exception).clone())),
            Op::MatchStar { rest, matched, class, otherwise, span } => {
                if fp.local(*rest).is_none() {
                    return Ok(Outcome::To(*otherwise));
                }
                let class = class.eval(cx, fp)?;
                let (mine, left) = exception_group::match_star(cx, fp.local(*rest), &class).at(cx, *span)?;
                fp.set(*rest, left);
                if mine.is_none() {
                    return Ok(Outcome::To(*otherwise));
                }
                fp.set(*matched, mine);
            }
            Op::KeepRaised { exception, raised } => {
                let exception = fp.swap(*exception, Value::UNSET);
                if let Some(list) = fp.local(*raised).get::<List>()
                    && list.push(exception).is_err()
                {
                    return Err(cx.memory_error());
                }
            }
            Op::EndStar { original, rest, raised } => end_star(cx, fp, *original, *rest, *raised)?,

            Op::WithEnter { context, exit, value, span } => {
                let manager = context.eval(cx, fp)?;
                fp.stand_at(*span);
                let (enter, leave) = context_methods(cx, &manager, "__enter__", "__exit__").at(cx, *span)?;
                let entered = call::call_pos(cx, &enter, &[]).at(cx, *span)?;
                fp.set(*exit, leave);
                fp.set(*value, entered);
            }
            Op::WithExit { state, exception, exit, span } => {
                fp.stand_at(*span);
                let leave = fp.swap(*exit, Value::UNSET);
                with_exit(cx, fp, *state, *exception, &leave).at(cx, *span)?;
            }
            Op::AsyncWithEnter { context, exit, span } => {
                let manager = context.eval(cx, fp)?;
                let (enter, leave) = context_methods(cx, &manager, "__aenter__", "__aexit__").at(cx, *span)?;
                let entering = call::call_pos(cx, &enter, &[]).at(cx, *span)?;
                let awaitable = delegation::delegate_of(cx, &entering, Delegation::AwaitEnter, true).at(cx, *span)?;
                fp.set(*exit, leave);
                generator.set_delegate(awaitable);
            }
            Op::AsyncWithExit { state, exception, exit, span } => {
                let leave = fp.swap(*exit, Value::UNSET);
                let leaving = call_exit(cx, fp, *state, *exception, &leave).at(cx, *span)?;
                let awaitable = delegation::delegate_of(cx, &leaving, Delegation::AwaitExit, true).at(cx, *span)?;
                generator.set_delegate(awaitable);
            }
            Op::EndAsyncWith { state, exception, answer, span } => {
                let answer = fp.swap(*answer, Value::UNSET);
                if int_at(fp, *state) == EXCEPTION && truth(cx, &answer).at(cx, *span)? {
                    fp.set(*state, Value::int(NORMAL));
                    fp.set(*exception, Value::UNSET);
                }
            }
            Op::Start
            | Op::Run { .. }
            | Op::Set { .. }
            | Op::Jump(_)
            | Op::Loop(_)
            | Op::JumpIf { .. }
            | Op::Return(_)
            | Op::ReturnSlot
            | Op::Next { .. }
            | Op::NextInRange { .. }
            | Op::Yield { .. } => unreachable!("frequent steps are run by `go`"),
        }
        Ok(Outcome::Next)
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
