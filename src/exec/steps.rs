//! Runs the steps of generators and coroutines, from where they stopped to the next suspension.

use super::At;
use super::delegation::{self, throw_into};
use super::handlers::catch;
use super::rare_steps::Outcome;
use crate::object::code::{Body, Step};
use crate::object::cx::Cx;
use crate::object::exception::GENERATOR_EXIT;
use crate::object::feeding::Feeding;
use crate::object::generator::{DONE, Generator, aux};
use crate::object::iter;
use crate::object::pair;
use crate::object::stack::Fp;
use crate::object::value::{R, Raised, Value};
use crate::tree::nodes::{Target, UnpackTarget};
use crate::tree::steps::*;
use crate::tree::{Expr, Flow};
use std::sync::atomic::Ordering::Relaxed;

impl Expr for TakeSlot {
    #[inline]
    fn eval(&self, _: &Cx, fp: Fp) -> R {
        Ok(fp.swap(self.0, Value::UNSET))
    }
}

impl Body for FlatBody {
    fn run(&self, cx: &Cx, _: Fp) -> R {
        Err(cx.type_error("a generator's body runs in a generator"))
    }

    fn must_close(&self) -> bool {
        self.must_close
    }

    fn resume(&self, cx: &Cx, fp: Fp, generator: &Generator, sent: R) -> R {
        self.enter(cx, fp, generator, sent, &mut Suspending)
    }

    fn feed(&self, cx: &Cx, fp: Fp, generator: &Generator, feeding: &mut Feeding<'_, '_>) -> R {
        self.enter(cx, fp, generator, Ok(Value::NONE), feeding)
    }
}

/// What has become of an item that is yielded.
enum Yielded {
    /// Nothing: the generator is to suspend with it.
    Kept(Value),
    HandedOver,
    /// It has been handed over, but the generator does not run on.
    Left,
}

trait Yielding {
    /// A running generator that stands at step `pc` yields an item.
    fn take(&mut self, cx: &Cx, generator: &Generator, pc: u32, item: Value) -> Yielded;
}

/// It is returned, the generator suspended.
struct Suspending;

impl Yielding for Suspending {
    #[inline(always)]
    fn take(&mut self, _: &Cx, _: &Generator, _: u32, item: Value) -> Yielded {
        Yielded::Kept(item)
    }
}

impl Yielding for Feeding<'_, '_> {
    #[inline(always)]
    fn take(&mut self, cx: &Cx, generator: &Generator, pc: u32, item: Value) -> Yielded {
        if self.hand_over(cx, generator, pc, item) { Yielded::HandedOver } else { Yielded::Left }
    }
}

/// Reads an integer out of a slot.
#[inline(always)]
pub(super) fn int_at(fp: Fp, slot: u32) -> i64 {
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

/// The next item of an iterator goes to two locals; pairs that nobody else sees are never made. False: there is none.
fn next_pair(cx: &Cx, fp: Fp, iterator: &Value, targets: &UnpackTarget) -> R<bool> {
    let (Some((first, second)), Some(next)) = (targets.pair, pair::source(iterator)) else {
        return match iter::next(cx, iterator)? {
            Some(item) => targets.store_pair(cx, fp, item).map(|()| true),
            None => Ok(false),
        };
    };
    let Some([x, y]) = next(cx, iterator).or_else(|raised| iter::end(cx, raised))? else { return Ok(false) };
    fp.set(first, x);
    fp.set(second, y);
    Ok(true)
}

/// Stores what a suspension gave.
#[inline(always)]
pub(super) fn give(fp: Fp, dst: Option<u32>, value: Value) {
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

    #[inline(always)]
    fn enter(&self, cx: &Cx, fp: Fp, generator: &Generator, sent: R, yielding: &mut impl Yielding) -> R {
        // What the resumer handles, while an exception of ours is the one being handled; else Unset.
        let mut outer = Value::UNSET;
        if let Some(handled) = generator.take_handled() {
            outer = cx.set_handled(handled);
        }
        let result = self.go(cx, fp, generator, sent, &mut outer, yielding);
        if !outer.is_unset() {
            let own = cx.set_handled(outer);
            if result.is_ok() && !generator.is_done() {
                generator.set_handled(own);
            }
        }
        result
    }

    #[inline(always)]
    fn go<Y: Yielding>(&self, cx: &Cx, fp: Fp, generator: &Generator, sent: R, outer: &mut Value, yielding: &mut Y) -> R {
        let mut pc = generator.pc.load(Relaxed) as usize;
        let entered = match &self.ops[pc] {
            Op::Yield { dst, next, span, .. } => match sent {
                Ok(value) => {
                    give(fp, *dst, value);
                    pc = *next as usize;
                    Ok(())
                }
                Err(raised) => Err(raised).at(cx, *span),
            },
            Op::Delegating { dst, span } => match self.forward(cx, generator, sent).at(cx, *span) {
                Ok(Step::Yield(value)) => return Ok(value),
                Ok(Step::Return(value)) => {
                    give(fp, *dst, value);
                    pc += 1;
                    Ok(())
                }
                Err(raised) => Err(raised),
            },
            _ => {
                pc += 1;
                sent.at(cx, generator.code.info.span).map(drop)
            }
        };
        if let Err(raised) = entered {
            pc = self.handler(cx, fp, pc, raised)?;
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
                Op::Run { stmt, next, on_break, on_continue, on_return } => {
                    let to = match attempt!(stmt.exec(cx, fp)) {
                        Flow::Next => {
                            if *next as usize <= pc {
                                attempt!(super::rest(cx, fp));
                            }
                            *next
                        }
                        Flow::Break => *on_break,
                        Flow::Continue => {
                            attempt!(super::rest(cx, fp));
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
                Op::Jump(to) => {
                    pc = *to as usize;
                    continue;
                }
                Op::Loop(to) => {
                    attempt!(super::rest(cx, fp));
                    pc = *to as usize;
                    continue;
                }
                Op::JumpIf { test, when, to } => {
                    if attempt!(test.eval_bool(cx, fp)) == *when {
                        pc = *to as usize;
                        continue;
                    }
                }
                Op::Return(value) => finish!(attempt!(value.eval(cx, fp))),
                Op::ReturnSlot => finish!(fp.swap(self.return_slot, Value::UNSET)),
                Op::Next { slot, target, end, span } => {
                    let iterator = fp.local(*slot);
                    let is_more = match target {
                        Target::Unpack(targets) if targets.pair.is_some() => attempt!(next_pair(cx, fp, iterator, targets).at(cx, *span)),
                        _ => match attempt!(iter::next(cx, iterator).at(cx, *span)) {
                            Some(item) => {
                                attempt!(store(cx, fp, target, item));
                                true
                            }
                            None => false,
                        },
                    };
                    if !is_more {
                        fp.set(*slot, Value::UNSET);
                        pc = *end as usize;
                        continue;
                    }
                }
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
                Op::Yield { value, span, dst, next } => {
                    let value = attempt!(value.eval(cx, fp));
                    fp.stand_at(*span);
                    // What is being handled would show to others.
                    let is_shown = !outer.is_unset();
                    let yielded = if is_shown { Yielded::Kept(value) } else { yielding.take(cx, generator, pc as u32, value) };
                    let value = match yielded {
                        Yielded::Kept(value) => value,
                        Yielded::HandedOver => {
                            give(fp, *dst, Value::NONE);
                            pc = *next as usize;
                            continue;
                        }
                        Yielded::Left => return Ok(Value::UNSET),
                    };
                    if self.is_async_generator {
                        generator.set(aux::YIELDED);
                    }
                    suspend!(value);
                }
                // Rare steps are elsewhere: they would cost the frequent ones registers.
                op => match attempt!(self.rare(cx, fp, generator, op, outer)) {
                    Outcome::Next => {}
                    Outcome::To(to) => {
                        pc = to as usize;
                        continue;
                    }
                    Outcome::Suspend(value) => suspend!(value),
                },
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
