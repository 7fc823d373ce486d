//! Lowering of loops and comprehensions that suspend.

use super::*;
use crate::tree::nodes::{CompKind, Display};
use crate::tree::steps::{Op, Pc};

/// How a loop gets its next item.
enum Source {
    /// The iterator is in the slot.
    Iterator(u32),
    /// The first of three slots of a range.
    Range(u32),
    Async(u32),
}

impl Lowerer {
    pub(super) fn flat_while(&mut self, node: &ast::While) {
        let (orelse, end) = (self.label(), self.label());
        let again = self.label_here();
        if !matches!(node.test.kind, ExprKind::Constant(Constant::True)) {
            self.with_temps(|this| {
                let test = this.expr(&node.test);
                this.emit(Op::JumpIf { test, when: false, to: orelse });
            });
        }
        self.in_loop(end, again, |this| this.flat_stmts(&node.body));
        self.emit(Op::Loop(again));
        self.bind(orelse);
        self.flat_stmts(&node.orelse);
        self.bind(end);
    }

    pub(super) fn flat_for(&mut self, node: &ast::For) {
        let source = self.start_loop(&node.iter);
        self.loop_over(source, &node.target, node.iter.span, |this| this.flat_stmts(&node.body), |this| this.flat_stmts(&node.orelse));
    }

    pub(super) fn flat_async_for(&mut self, node: &ast::For) {
        let iterable = self.expr(&node.iter);
        let slot = self.flat_temp();
        self.emit(Op::AsyncIter { slot, iterable, span: node.iter.span });
        let source = Source::Async(slot);
        self.loop_over(source, &node.target, node.iter.span, |this| this.flat_stmts(&node.body), |this| this.flat_stmts(&node.orelse));
    }

    /// Makes the iterator of a `for`.
    fn start_loop(&mut self, iterable: &ast::Expr) -> Source {
        let span = iterable.span;
        if let Some((range, args, span)) = self.range_call(iterable, false) {
            let slot = self.flat_temps(3);
            self.emit(Op::Range { slot, range, args, span });
            return Source::Range(slot);
        }
        let iterable = self.expr(iterable);
        let slot = self.flat_temp();
        self.emit(Op::Iter { slot, iterable, span });
        Source::Iterator(slot)
    }

    fn loop_over(&mut self, source: Source, target: &ast::Expr, span: Span, body: impl FnOnce(&mut Self), orelse: impl FnOnce(&mut Self)) {
        let (end, out) = (self.label(), self.label());
        let again = self.label_here();
        self.next_item(&source, target, end, span);
        self.in_loop(out, again, body);
        self.emit(Op::Loop(again));
        self.bind(end);
        orelse(self);
        // The loop's end cleared the iterator itself; a break comes here with it.
        self.bind(out);
        let (Source::Iterator(slot) | Source::Range(slot) | Source::Async(slot)) = source;
        self.emit(Op::Clear(vec![slot]));
    }

    /// Stores the next item or jumps to `end`.
    fn next_item(&mut self, source: &Source, target: &ast::Expr, end: Pc, span: Span) {
        if let Source::Async(slot) = source {
            return self.with_temps(|this| this.next_async_item(*slot, target, end, span));
        }
        let suspends = self.suspends(target);
        self.with_temps(|this| {
            let item = this.flat_temp();
            let direct = if suspends { nodes::Target::Local(item) } else { this.target(target) };
            this.emit(match source {
                Source::Range(slot) => Op::NextInRange { slot: *slot, target: direct, end, span },
                Source::Iterator(slot) | Source::Async(slot) => Op::Next { slot: *slot, target: direct, end, span },
            });
            if suspends {
                let value = this.take_slot(item);
                this.flat_store(target, value);
            }
        });
    }

    fn next_async_item(&mut self, slot: u32, target: &ast::Expr, end: Pc, span: Span) {
        let (item, exception) = (self.flat_temp(), self.flat_temp());
        let got = self.label();
        let (start, stop) = self.region(|this| {
            this.emit(Op::AsyncNext { slot, span });
            this.emit(Op::Delegating { dst: Some(item), span });
        });
        self.emit(Op::Jump(got));
        let handler = self.next_step();
        self.protect(start, stop, handler, exception);
        self.emit(Op::AsyncEnd { exception, slot, end });
        self.bind(got);
        let value = self.take_slot(item);
        self.flat_store(target, value);
    }

    /// The loops of a comprehension or generator expression around what `element` emits. The first iterable's iterator lies in
    /// `first` already if given.
    pub(super) fn flat_comprehension_loops(
        &mut self,
        generators: &[ast::Comprehension],
        first: Option<u32>,
        element: &mut dyn FnMut(&mut Self),
    ) {
        let Some((generator, rest)) = generators.split_first() else { return self.with_temps(|this| element(this)) };
        let span = generator.iter.span;
        let source = match first {
            Some(slot) if generator.is_async => Source::Async(slot),
            Some(slot) => Source::Iterator(slot),
            None if generator.is_async => {
                let iterable = self.expr(&generator.iter);
                let slot = self.flat_temp();
                self.emit(Op::AsyncIter { slot, iterable, span });
                Source::Async(slot)
            }
            None => self.start_loop(&generator.iter),
        };
        let next = self.label();
        let body = |this: &mut Self| {
            for test in &generator.ifs {
                this.with_temps(|this| {
                    let test = this.expr(test);
                    this.emit(Op::JumpIf { test, when: false, to: next });
                });
            }
            this.with_temps(|this| this.flat_comprehension_loops(rest, None, element));
            this.bind(next);
        };
        self.loop_over(source, &generator.target, span, body, |_| ());
    }

    /// A comprehension whose loops suspend. `element` emits the innermost statement, which stores into the given slot.
    pub(super) fn flat_comprehension(
        &mut self,
        kind: CompKind,
        scope: ScopeId,
        generators: &[ast::Comprehension],
        span: Span,
        mut element: impl FnMut(&mut Self, u32),
    ) -> BoxExpr {
        let generator = &generators[0];
        let iterator = self.flat_temp();
        let slot = self.flat_temp();
        // The first iterable belongs to the enclosing scope.
        let iterable = self.expr(&generator.iter);
        self.emit(match generator.is_async {
            true => Op::AsyncIter { slot: iterator, iterable, span: generator.iter.span },
            false => Op::Iter { slot: iterator, iterable, span: generator.iter.span },
        });
        let empty = match kind {
            CompKind::List => boxed(nodes::PlainDisplay { kind: Display::List, parts: Vec::new(), span }),
            CompKind::Set => boxed(nodes::PlainDisplay { kind: Display::Set, parts: Vec::new(), span }),
            CompKind::Dict => boxed(nodes::DictDisplay { entries: Vec::new(), span }),
        };
        self.emit(Op::Set { slot, value: empty });
        let own = &self.scopes.all[scope];
        let (cells, mut locals) = (own.fresh_cells.clone(), own.own_slots.clone());
        if !cells.is_empty() {
            self.emit(Op::MakeCells(cells.clone()));
        }
        let outer = std::mem::replace(&mut self.scope, scope);
        self.flat_comprehension_loops(generators, Some(iterator), &mut |this| element(this, slot));
        self.scope = outer;
        locals.extend(cells);
        if !locals.is_empty() {
            self.emit(Op::Clear(locals));
        }
        self.take_slot(slot)
    }
}
