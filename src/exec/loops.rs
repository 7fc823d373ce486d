//! Loops. `for` over a builtin range counts in a Rust local; over exact lists and tuples it indexes without an iterator object.

use super::At;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::list::List;
use crate::object::number;
use crate::object::pair;
use crate::object::stack::Fp;
use crate::object::tuple::Tuple;
use crate::object::ty::Type;
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::nodes::*;
use crate::tree::{BoxStmt, Expr, Flow, Stmt};

fn orelse(cx: &Cx, fp: Fp, block: Option<&BoxStmt>) -> R<Flow> {
    match block {
        Some(block) => block.exec(cx, fp),
        None => Ok(Flow::Next),
    }
}

/// The end of a turn: a safepoint. Who looks at the frame then sees it at its loop.
#[inline(always)]
fn back_edge(cx: &Cx, fp: Fp, span: Span) -> R<()> {
    if !cx.strand.is_polled() { Ok(()) } else { polled_back_edge(cx, fp, span) }
}

#[cold]
#[inline(never)]
fn polled_back_edge(cx: &Cx, fp: Fp, span: Span) -> R<()> {
    fp.stand_at(span);
    cx.safepoint().at(cx, span)
}

impl<T: Expr> Stmt for While<T> {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        while self.test.eval_bool(cx, fp)? {
            match self.body.exec(cx, fp)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                Flow::Return => return Ok(Flow::Return),
            }
            back_edge(cx, fp, self.test_span)?;
        }
        orelse(cx, fp, self.orelse.as_ref())
    }
}

/// Stores an item and runs the body. None: go on.
#[inline(always)]
fn turn(cx: &Cx, fp: Fp, target: &Target, body: &BoxStmt, item: Value, span: Span) -> R<Option<Flow>> {
    target.store(cx, fp, item)?;
    match body.exec(cx, fp)? {
        Flow::Next | Flow::Continue => {}
        Flow::Break => return Ok(Some(Flow::Next)),
        Flow::Return => return Ok(Some(Flow::Return)),
    }
    back_edge(cx, fp, span)?;
    Ok(None)
}

impl Turns {
    fn over_list(&self, cx: &Cx, fp: Fp, list: &List) -> R<Option<Flow>> {
        let mut index = 0;
        while let Some(item) = list.get(index) {
            index += 1;
            if let Some(flow) = turn(cx, fp, &self.target, &self.body, item, self.span)? {
                return Ok(Some(flow));
            }
        }
        Ok(None)
    }

    fn over_tuple(&self, cx: &Cx, fp: Fp, tuple: &Tuple) -> R<Option<Flow>> {
        for item in tuple.items() {
            if let Some(flow) = turn(cx, fp, &self.target, &self.body, item.clone(), self.span)? {
                return Ok(Some(flow));
            }
        }
        Ok(None)
    }

    /// Over a list or tuple, or what `iterator` makes of anything else.
    fn over(&self, cx: &Cx, fp: Fp, iterable: Value, iterator: impl FnOnce(Value) -> R) -> R<Option<Flow>> {
        if let Some(list) = iterable.get_exact::<List>() {
            self.over_list(cx, fp, list)
        } else if let Some(tuple) = iterable.get_exact::<Tuple>() {
            self.over_tuple(cx, fp, tuple)
        } else {
            self.over_iterator(cx, fp, iterator(iterable)?)
        }
    }

    fn over_iterator(&self, cx: &Cx, fp: Fp, iterator: Value) -> R<Option<Flow>> {
        if let Target::Unpack(targets) = &self.target
            && let [first, second] = &targets.targets[..]
            && targets.star.is_none()
            && let Some(next) = pair::source(&iterator)
        {
            return self.over_pairs(cx, fp, &iterator, next, [first, second]);
        }
        let slots = crate::object::ty::type_of(&iterator).slots();
        if let Some(each) = slots.each {
            let mut left = None;
            fp.stand_at(self.span);
            let turn = &mut |item| {
                left = turn(cx, fp, &self.target, &self.body, item, self.span)?;
                fp.stand_at(self.span);
                Ok(left.is_none())
            };
            each(cx, &iterator, turn).at(cx, self.span)?;
            return Ok(left);
        }
        let Some(next) = slots.next else { return Err(cx.type_error("iterator without __next__")).at(cx, self.span) };
        loop {
            // What the iterator calls finds the frame at its loop.
            fp.stand_at(self.span);
            let item = next(cx, &iterator).or_else(|raised| iter::end(cx, raised));
            let Some(item) = item.at(cx, self.span)? else { break };
            if let Some(flow) = turn(cx, fp, &self.target, &self.body, item, self.span)? {
                return Ok(Some(flow));
            }
        }
        Ok(None)
    }
}

impl Turns {
    /// Over an iterator of pairs, which are never made: each item goes to its target.
    fn over_pairs(&self, cx: &Cx, fp: Fp, iterator: &Value, next: pair::NextPair, targets: [&Target; 2]) -> R<Option<Flow>> {
        fp.stand_at(self.span);
        while let Some([x, y]) = next(cx, iterator).or_else(|raised| iter::end(cx, raised)).at(cx, self.span)? {
            match targets {
                [Target::Local(first), Target::Local(second)] => {
                    fp.set(*first, x);
                    fp.set(*second, y);
                }
                [first, second] => {
                    first.store(cx, fp, x)?;
                    second.store(cx, fp, y)?;
                }
            }
            match self.body.exec(cx, fp)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Some(Flow::Next)),
                Flow::Return => return Ok(Some(Flow::Return)),
            }
            back_edge(cx, fp, self.span)?;
        }
        Ok(None)
    }
}

impl Stmt for For {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let iterable = self.iterable.eval(cx, fp)?;
        fp.stand_at(self.turns.span);
        match self.turns.over(cx, fp, iterable, |iterable| iter::iter(cx, &iterable).at(cx, self.turns.span))? {
            Some(flow) => Ok(flow),
            None => orelse(cx, fp, self.orelse.as_ref()),
        }
    }
}

impl Stmt for ForGiven {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let given = fp.swap(0, Value::UNSET);
        Ok(self.0.over(cx, fp, given, Ok)?.unwrap_or(Flow::Next))
    }
}

impl ForRange {
    /// Start, stop and step as small ints, if that is what the arguments are.
    fn bounds(&self, cx: &Cx, args: &[Value]) -> R<Option<(i64, i64, i64)>> {
        let mut ints = [0i64; 3];
        for (place, arg) in ints.iter_mut().zip(args) {
            let int = match arg.as_int() {
                Some(int) => int,
                None => match number::index(cx, arg)?.as_int() {
                    Some(int) => int,
                    None => return Ok(None),
                },
            };
            *place = int;
        }
        Ok(match (args.len(), ints) {
            (1, [stop, _, _]) => Some((0, stop, 1)),
            (2, [start, stop, _]) => Some((start, stop, 1)),
            (_, [_, _, 0]) => None,
            (_, [start, stop, step]) => Some((start, stop, step)),
        })
    }

    fn count(&self, cx: &Cx, fp: Fp, start: i64, stop: i64, step: i64) -> R<Option<Flow>> {
        let mut at = start;
        while if step > 0 { at < stop } else { at > stop } {
            if let Some(flow) = turn(cx, fp, &self.target, &self.body, Value::int(at), self.call_span)? {
                return Ok(Some(flow));
            }
            match at.checked_add(step) {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(None)
    }
}

impl Stmt for ForRange {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let function = self.range.load(cx, fp)?;
        let mut args = [const { Value::UNSET }; 3];
        let args = &mut args[..self.args.len()];
        for (place, arg) in args.iter_mut().zip(&self.args) {
            *place = arg.eval(cx, fp)?;
        }
        let is_builtin = function.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, &crate::object::range::RANGE));
        let bounds = if is_builtin { self.bounds(cx, args).at(cx, self.call_span)? } else { None };
        let left = match bounds {
            Some((start, stop, step)) => self.count(cx, fp, start, stop, step)?,
            None => {
                let iterable = crate::object::call::call_pos(cx, &function, args).at(cx, self.call_span)?;
                let iterator = iter::iter(cx, &iterable).at(cx, self.call_span)?;
                let mut left = None;
                while let Some(item) = iter::next(cx, &iterator).at(cx, self.call_span)? {
                    left = turn(cx, fp, &self.target, &self.body, item, self.call_span)?;
                    if left.is_some() {
                        break;
                    }
                }
                left
            }
        };
        match left {
            Some(flow) => Ok(flow),
            None => orelse(cx, fp, self.orelse.as_ref()),
        }
    }
}
