//! Generator expressions as the only argument of a call. If what is called is a builtin that takes all items (it has a
//! [`Fold`](feeding::Fold)), no generator is made: the expression's block runs like a function that the builtin calls once.

use super::At;
use super::functions::run_folded;
use super::generators::pass_stop;
use crate::object::code::Code;
use crate::object::cx::Cx;
use crate::object::feeding::{self, Folding};
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeFunction;
use crate::object::stack::Fp;
use crate::object::tuple::Tuple;
use crate::object::ty::Type;
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::nodes::{Arg, Fold, FoldMethod, GeneratorExpr, HandOver};
use crate::tree::operand::Operand;
use crate::tree::{Expr, Flow, Stmt};
use std::borrow::Borrow;

/// What a builtin function or class does with the items of its argument.
fn fold_of(callee: &Value) -> Option<feeding::Fold> {
    if let Some(native) = callee.get::<NativeFunction>() {
        return native.def.fold.filter(|_| native.is_plain());
    }
    callee.get::<Type>()?.def?.fold
}

/// The generator expression and its block, if it may be folded.
fn foldable(arg: &Arg) -> Option<(&GeneratorExpr, &Code)> {
    let Arg::Dyn(expr) = arg else { return None };
    let generator = expr.as_generator()?;
    Some((generator, generator.folded.as_ref()?))
}

impl GeneratorExpr {
    fn fold(&self, cx: &Cx, fp: Fp, code: &Code, fold: feeding::Fold, before: &[Value], span: Span) -> R {
        let iterable = self.iterable.eval(cx, fp)?;
        let is_sequence = iterable.get_exact::<List>().is_some() || iterable.get_exact::<Tuple>().is_some();
        let mut given = Some(if is_sequence { iterable } else { iter::iter(cx, &iterable).at(cx, self.span)? });
        fp.stand_at(span);
        self.function.with_cells(fp, |cells| {
            let source: feeding::Source<'_> = &mut |take| {
                let Some(given) = given.take() else { return Ok(()) };
                let folding = Folding::new(cx, take);
                let result = run_folded(cx, code, fp, cells, given, &folding);
                match folding.said() {
                    Some(said) => said,
                    None => result.map(drop).map_err(|raised| pass_stop(cx, raised, "generator")),
                }
            };
            fold(cx, before, source).at(cx, span)
        })
    }
}

impl<F: Operand> Expr for Fold<F> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let call = &self.0;
        let callee = call.function.get(cx, fp).at(cx, call.span)?;
        let callee: &Value = callee.borrow();
        match (fold_of(callee), foldable(&call.args[0])) {
            (Some(fold), Some((generator, code))) => generator.fold(cx, fp, code, fold, &[], call.span),
            _ => call.call(cx, fp, callee),
        }
    }

    fn span(&self) -> Span {
        self.0.span
    }
}

impl<L: Operand> Expr for FoldMethod<L> {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let call = &self.0;
        let object = call.object.get(cx, fp).at(cx, call.span)?;
        let method = call.caches.method.find(object.borrow());
        let fold = method.and_then(|method| method.get::<NativeFunction>()?.def.fold);
        match (fold, foldable(&call.args[0])) {
            (Some(fold), Some((generator, code))) => generator.fold(cx, fp, code, fold, std::slice::from_ref(object.borrow()), call.span),
            _ => call.call(cx, fp, object),
        }
    }

    fn span(&self) -> Span {
        self.0.span
    }
}

impl Stmt for HandOver {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let item = self.0.eval(cx, fp)?;
        let goes_on = fp.folding().is_some_and(|folding| folding.hand_over(cx, item));
        Ok(if goes_on { Flow::Next } else { Flow::Return })
    }
}
