//! Actions for the arguments of calls and the parameters of functions.

use super::{Build, Built, deepest, refuse, refuse_at};
use crate::source::Span;
use crate::syntax::ast::{Arg, Arguments, Call, Comprehension, Expr, ExprKind, Ident, Keyword};
use crate::syntax::token::Token;

#[derive(Default)]
pub(in crate::syntax) struct CallArgs {
    pub(super) args: Vec<Expr>,
    pub(super) keywords: Vec<Keyword>,
}

impl CallArgs {
    pub(in crate::syntax) fn with(mut self, argument: Expr) -> CallArgs {
        self.args.push(argument);
        self
    }

    pub(in crate::syntax) fn with_keyword(mut self, keyword: Keyword) -> CallArgs {
        self.keywords.push(keyword);
        self
    }

    /// `*args` may stand after keywords, but not after `**kwargs`.
    pub(in crate::syntax) fn with_late_star(self, argument: Expr) -> Built<CallArgs> {
        if self.keywords.iter().any(|keyword| keyword.arg.is_none()) {
            return refuse();
        }
        Ok(self.with(argument))
    }
}

pub(in crate::syntax) fn keyword(start: u32, arg: Option<Ident>, value: Expr, end: u32) -> Keyword {
    Keyword { span: Span::new(start, end), arg, value }
}

impl Build<'_> {
    pub(in crate::syntax) fn call(&mut self, start: u32, func: Expr, given: CallArgs, end: u32) -> Built<Expr> {
        let CallArgs { args, keywords } = given;
        let below = func.depth.max(deepest(&args)).max(deepest(keywords.iter().map(|keyword| &keyword.value)));
        self.node(start, below, ExprKind::Call(Box::new(Call { func, args, keywords })), end)
    }

    /// `func(x for x in y)`: the generator's place is the parentheses.
    pub(in crate::syntax) fn call_generator(
        &mut self,
        start: u32,
        func: Expr,
        open: u32,
        elt: Expr,
        generators: Vec<Comprehension>,
        end: u32,
    ) -> Built<Expr> {
        let generator = self.generator(open, elt, generators, end)?;
        self.call(start, func, CallArgs { args: vec![generator], keywords: Vec::new() }, end)
    }
}

pub(in crate::syntax) enum Param {
    Plain(Arg, Option<Expr>),
    /// `*args`.
    Star(Arg),
    /// The end of a bare `*`.
    BareStar(u32),
    DoubleStar(Arg),
    /// With its place.
    Slash(u32),
}

#[derive(Default)]
pub(in crate::syntax) struct Params {
    arguments: Arguments,
    star: bool,
    bare_star_end: u32,
    slash: bool,
}

pub(in crate::syntax) fn arg(start: u32, name: Token, annotation: Option<Expr>, end: u32) -> Arg {
    Arg { span: Span::new(start, end), arg: name.symbol, annotation }
}

pub(in crate::syntax) fn no_annotation() -> Built<Expr> {
    refuse()
}

impl Params {
    pub(in crate::syntax) fn with(mut self, param: Param) -> Built<Params> {
        let arguments = &mut self.arguments;
        if arguments.kwarg.is_some() {
            return refuse();
        }
        match param {
            Param::Plain(arg, default) if self.star => {
                arguments.kwonlyargs.push(arg);
                arguments.kw_defaults.push(default);
            }
            Param::Plain(arg, default) => {
                if default.is_none() && !arguments.defaults.is_empty() {
                    return refuse();
                }
                arguments.args.push(arg);
                arguments.defaults.extend(default);
            }
            Param::Star(_) | Param::BareStar(_) if self.star => return refuse(),
            Param::Star(arg) => {
                self.star = true;
                arguments.vararg = Some(Box::new(arg));
            }
            Param::BareStar(end) => {
                self.star = true;
                self.bare_star_end = end;
            }
            Param::DoubleStar(arg) => arguments.kwarg = Some(Box::new(arg)),
            Param::Slash(at) => {
                if self.slash || self.star || arguments.args.is_empty() {
                    return refuse_at(at);
                }
                self.slash = true;
                arguments.posonlyargs = std::mem::take(&mut arguments.args);
            }
        }
        Ok(self)
    }

    /// A bare `*` needs a name after it.
    pub(super) fn finish(self) -> Built<Arguments> {
        let arguments = self.arguments;
        if self.star && arguments.vararg.is_none() && arguments.kwonlyargs.is_empty() {
            return refuse_at(self.bare_star_end);
        }
        Ok(arguments)
    }
}
