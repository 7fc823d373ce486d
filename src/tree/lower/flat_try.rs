//! Lowering of `try` and `with` statements that suspend.

use super::flat::Cleanup;
use super::*;
use crate::tree::steps::Op;

impl Lowerer {
    pub(super) fn flat_try(&mut self, node: &ast::Try, star: bool) {
        if node.finalbody.is_empty() {
            return self.flat_handlers(node, star);
        }
        self.with_cleanup(
            |this| {
                if node.handlers.is_empty() {
                    this.flat_stmts(&node.body);
                } else {
                    this.flat_handlers(node, star);
                }
            },
            |this, slots| this.in_finally(slots, |this| this.flat_stmts(&node.finalbody)),
        );
    }

    /// The body of a cleanup: an exception that led to it is being handled meanwhile.
    fn in_finally(&mut self, slots: Cleanup, body: impl FnOnce(&mut Self)) {
        let previous = self.flat_temp();
        self.emit(Op::EnterFinally { state: slots.state, exception: slots.exception, previous });
        self.with_cleanup(body, |this, _| this.emit(Op::LeaveHandler { previous }));
    }

    fn flat_handlers(&mut self, node: &ast::Try, star: bool) {
        let (exception, previous) = (self.flat_temp(), self.flat_temp());
        let end = self.label();
        let (start, stop) = self.region(|this| this.flat_stmts(&node.body));
        self.flat_stmts(&node.orelse);
        self.emit(Op::Jump(end));
        let handler = self.next_step();
        self.protect(start, stop, handler, exception);
        self.emit(Op::EnterHandler { exception, previous });
        self.with_cleanup(
            |this| match star {
                true => this.flat_star_clauses(&node.handlers, exception),
                false => this.flat_clauses(&node.handlers, exception),
            },
            |this, _| {
                this.emit(Op::LeaveHandler { previous });
                this.emit(Op::Clear(vec![exception]));
            },
        );
        self.bind(end);
    }

    fn flat_clauses(&mut self, handlers: &[ast::ExceptHandler], exception: u32) {
        let done = self.label();
        for handler in handlers {
            let next = self.label();
            if let Some(class) = &handler.typ {
                self.with_temps(|this| {
                    let span = class.span;
                    let class = this.expr(class);
                    this.emit(Op::MatchHandler { exception, class, otherwise: next, span });
                });
            }
            self.flat_clause(handler, exception);
            self.emit(Op::Jump(done));
            self.bind(next);
        }
        self.emit(Op::Reraise { exception });
        self.bind(done);
    }

    /// The body of a handler with the exception bound to its name.
    fn flat_clause(&mut self, handler: &ast::ExceptHandler, exception: u32) {
        let Some(name) = &handler.name else { return self.flat_stmts(&handler.body) };
        let name = self.name(name.symbol);
        let value = self.peek_slot(exception);
        let bind = self.assign_name(name, value);
        self.emit_stmt(bind);
        self.with_cleanup(
            |this| this.flat_stmts(&handler.body),
            |this, _| {
                let forget = this.assign_name(name, boxed(nodes::ConstGet(Const(Value::NONE))));
                this.emit_stmt(forget);
                let deleted = (this.store_name(name), handler.span);
                this.emit_stmt(Box::new(nodes::Delete(vec![deleted])));
            },
        );
    }

    /// The clauses of `except*`: each gets its part of the group; what is left or raised meanwhile is raised together.
    fn flat_star_clauses(&mut self, handlers: &[ast::ExceptHandler], exception: u32) {
        let (rest, raised, matched) = (self.flat_temp(), self.flat_temp(), self.flat_temp());
        let (previous, inner) = (self.flat_temp(), self.flat_temp());
        let whole = self.peek_slot(exception);
        self.emit(Op::Set { slot: rest, value: whole });
        let none = boxed(nodes::PlainDisplay { kind: nodes::Display::List, parts: Vec::new(), span: handlers[0].span });
        self.emit(Op::Set { slot: raised, value: none });
        for handler in handlers {
            let (next, left) = (self.label(), self.label());
            let Some(class) = &handler.typ else { continue };
            self.with_temps(|this| {
                let span = class.span;
                let class = this.expr(class);
                this.emit(Op::MatchStar { rest, matched, class, otherwise: next, span });
            });
            self.emit(Op::EnterHandler { exception: matched, previous });
            let (start, stop) = self.region(|this| this.flat_clause(handler, matched));
            self.emit(Op::Jump(left));
            let failed = self.next_step();
            self.protect(start, stop, failed, inner);
            self.emit(Op::KeepRaised { exception: inner, raised });
            self.bind(left);
            self.emit(Op::LeaveHandler { previous });
            self.bind(next);
        }
        self.emit(Op::EndStar { original: exception, rest, raised });
    }

    pub(super) fn flat_with(&mut self, items: &[ast::WithItem], body: &[ast::Stmt]) {
        let Some((item, rest)) = items.split_first() else { return self.flat_stmts(body) };
        let span = item.context_expr.span;
        let context = self.expr(&item.context_expr);
        let (exit, value) = (self.flat_temp(), self.flat_temp());
        self.emit(Op::WithEnter { context, exit, value, span });
        self.with_cleanup(
            |this| {
                this.bind_context(item, value);
                this.flat_with(rest, body);
            },
            |this, slots| this.emit(Op::WithExit { state: slots.state, exception: slots.exception, exit, span }),
        );
    }

    pub(super) fn flat_async_with(&mut self, items: &[ast::WithItem], body: &[ast::Stmt]) {
        let Some((item, rest)) = items.split_first() else { return self.flat_stmts(body) };
        let span = item.context_expr.span;
        let context = self.expr(&item.context_expr);
        let (exit, value) = (self.flat_temp(), self.flat_temp());
        self.emit(Op::AsyncWithEnter { context, exit, span });
        self.emit(Op::Delegating { dst: Some(value), span });
        self.with_cleanup(
            |this| {
                this.bind_context(item, value);
                this.flat_async_with(rest, body);
            },
            |this, slots| {
                let answer = this.flat_temp();
                this.in_finally(slots, |this| {
                    this.emit(Op::AsyncWithExit { state: slots.state, exception: slots.exception, exit, span });
                    this.emit(Op::Delegating { dst: Some(answer), span });
                });
                this.emit(Op::EndAsyncWith { state: slots.state, exception: slots.exception, answer, span });
            },
        );
    }

    fn bind_context(&mut self, item: &ast::WithItem, value: u32) {
        match &item.optional_vars {
            Some(target) => {
                let value = self.take_slot(value);
                self.flat_store(target, value);
            }
            None => self.emit(Op::Clear(vec![value])),
        }
    }
}
