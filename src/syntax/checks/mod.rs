//! What CPython's symbol table and compiler refuse in a tree that parsed: names declared in two ways, `return` outside
//! functions, unreachable patterns. One walk serves both; the symbol table's errors come before the compiler's. It sees
//! names and places only, never values.

mod blocks;
mod exprs;
mod future;
mod patterns;
mod stmts;
mod warn;

use super::ast::{Body, Module, Symbol, Symbols, Warning};
use crate::source::Span;
use blocks::{Block, BlockKind, Names};

/// Why a tree is refused, and where.
#[derive(Debug)]
pub(super) struct Misuse {
    pub(super) message: String,
    pub(super) span: Span,
    /// The place has no end.
    pub(super) open_ended: bool,
}

/// What the outermost block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outermost {
    Module,
    /// A module that may await.
    Coroutine,
}

/// The symbol table's errors end the walk at once.
type Checked<T = ()> = Result<T, Box<Misuse>>;

struct Checker<'a> {
    symbols: &'a Symbols,
    names: Names,
    blocks: Vec<Block>,
    debug: Option<Symbol>,
    dunder_class: Option<Symbol>,
    future: Option<Symbol>,
    future_annotations: bool,
    outermost: Outermost,
    /// The outermost block awaits.
    awaits: bool,
    /// Statements of the module up to this offset may be `__future__` imports.
    future_end: u32,
    /// The first error of name resolution, which waits for the end of the walk, and of the compiler, which comes last.
    unresolved: Option<Box<Misuse>>,
    uncompilable: Option<Box<Misuse>>,
    warnings: Vec<Warning>,
}

pub(super) fn check(module: &mut Module, outermost: Outermost) -> Result<(), Box<Misuse>> {
    let (future_end, future_annotations) = match &module.body {
        Body::Stmts(body) => future::features(body, &module.symbols)?,
        Body::Expr(_) => (0, false),
    };
    module.future_annotations = future_annotations;
    let mut checker = Checker {
        symbols: &module.symbols,
        names: Names::new(module.symbols.len()),
        blocks: vec![Block::new(BlockKind::Module)],
        debug: module.symbols.find("__debug__"),
        dunder_class: module.symbols.find("__class__"),
        future: module.symbols.find("__future__"),
        future_annotations,
        outermost,
        awaits: false,
        future_end,
        unresolved: None,
        uncompilable: None,
        warnings: Vec::new(),
    };
    match &module.body {
        Body::Stmts(body) => checker.body(body)?,
        Body::Expr(expr) => checker.expr(expr)?,
    }
    checker.leave();
    if let Some(misuse) = checker.unresolved.or(checker.uncompilable) {
        return Err(misuse);
    }
    let (warnings, awaits) = (checker.warnings, checker.awaits);
    module.awaits = awaits;
    module.warnings.extend(warnings);
    Ok(())
}

/// Whether a module that is known to be right leaves its annotations unevaluated.
pub(super) fn annotations_are_text(module: &Module) -> bool {
    match &module.body {
        Body::Stmts(body) => future::features(body, &module.symbols).is_ok_and(|(_, annotations)| annotations),
        Body::Expr(_) => false,
    }
}

#[cold]
fn misuse<T>(message: impl Into<String>, span: Span) -> Checked<T> {
    Err(Box::new(Misuse { message: message.into(), span, open_ended: false }))
}

impl Checker<'_> {
    /// Notes an error of the compiler; the first one counts.
    #[cold]
    fn refuse(&mut self, message: impl Into<String>, span: Span) {
        if self.uncompilable.is_none() {
            self.uncompilable = Some(Box::new(Misuse { message: message.into(), span, open_ended: false }));
        }
    }

    /// Whether the block may suspend; if it is the outermost one, that is noted.
    fn may_await(&mut self) -> bool {
        let is_coroutine = self.kind() == BlockKind::Module && self.outermost == Outermost::Coroutine;
        self.awaits |= is_coroutine;
        is_coroutine || self.kind() == BlockKind::AsyncFunction
    }

    fn text(&self, symbol: Symbol) -> &str {
        self.symbols.text(symbol)
    }

    /// `__debug__` cannot be bound.
    fn forbid(&mut self, symbol: Symbol, span: Span) {
        if Some(symbol) == self.debug {
            self.refuse("cannot assign to __debug__", span);
        }
    }
}
