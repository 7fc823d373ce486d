//! Lowering of statements that suspend to steps.

use super::stmt::{aug_slot, is_nothing};
use super::suspensions::Leaves;
use super::*;
use crate::syntax::ast::StmtKind;
use crate::tree::nodes::Target;
use crate::tree::steps::Op;

impl Lowerer {
    pub(super) fn flat_stmts(&mut self, stmts: &[ast::Stmt]) {
        for stmt in stmts {
            if self.flat().suspensions.of_stmt(stmt) {
                crate::object::cx::with_native_stack(|| self.with_temps(|this| this.flat_stmt(stmt)));
            } else if !is_nothing(stmt) {
                self.emit_plain(stmt);
            }
        }
    }

    /// A statement as the tree it is; what suspends in it was prepared.
    fn emit_plain(&mut self, stmt: &ast::Stmt) {
        let tree = self.stmt(stmt);
        self.emit_tree(tree, Leaves::of_stmt(stmt));
    }

    fn flat_stmt(&mut self, stmt: &ast::Stmt) {
        match &stmt.kind {
            StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => {
                let args = &def.args;
                let children: Vec<&ast::Expr> =
                    def.decorator_list.iter().chain(&args.defaults).chain(args.kw_defaults.iter().flatten()).collect();
                self.prepare(&children);
                self.emit_plain(stmt);
            }
            StmtKind::ClassDef(def) => {
                let keywords = def.keywords.iter().map(|keyword| &keyword.value);
                let children: Vec<&ast::Expr> = def.decorator_list.iter().chain(&def.bases).chain(keywords).collect();
                self.prepare(&children);
                self.emit_plain(stmt);
            }
            StmtKind::Return(value) => self.flat_return(value.as_deref()),
            StmtKind::Delete(node) => {
                for target in &node.targets {
                    self.prepare_target(target);
                    let deleted = (self.target(target), target.span);
                    self.emit_stmt(Box::new(nodes::Delete(vec![deleted])));
                }
            }
            StmtKind::Assign(node) => self.flat_assign(&node.targets, &node.value),
            StmtKind::AugAssign(node) => self.flat_aug_assign(node, stmt.span),
            StmtKind::AnnAssign(node) => match &node.value {
                Some(value) => self.flat_assign(std::slice::from_ref(&node.target), value),
                None => {
                    self.prepare_target(&node.target);
                    let value = self.expr(&node.target);
                    self.emit_stmt(Box::new(nodes::ExprStmt(value)));
                }
            },
            StmtKind::For(node) => self.flat_for(node),
            StmtKind::AsyncFor(node) => self.flat_async_for(node),
            StmtKind::While(node) => self.flat_while(node),
            StmtKind::If(node) => self.flat_if(node),
            StmtKind::With(node) => self.flat_with(&node.items, &node.body),
            StmtKind::AsyncWith(node) => self.flat_async_with(&node.items, &node.body),
            StmtKind::Match(node) => self.flat_match(node),
            StmtKind::Raise(node) => {
                let children: Vec<&ast::Expr> = node.exc.iter().chain(&node.cause).collect();
                self.prepare(&children);
                self.emit_plain(stmt);
            }
            StmtKind::Try(node) => self.flat_try(node, false),
            StmtKind::TryStar(node) => self.flat_try(node, true),
            StmtKind::Assert(_) if self.optimize >= Optimize::Assertions => {}
            StmtKind::Assert(node) => self.flat_assert(node),
            StmtKind::Expr(value) if self.shows_values() => {
                let slot = self.slot_of(value);
                let value = self.take_slot(slot);
                self.emit_stmt(Box::new(nodes::DisplayStmt(value)));
            }
            StmtKind::Expr(value) => {
                if !self.suspension_into(None, value) {
                    let value = self.expr(value);
                    self.emit_stmt(Box::new(nodes::ExprStmt(value)));
                }
            }
            StmtKind::TypeAlias(_)
            | StmtKind::Import(_)
            | StmtKind::ImportFrom(_)
            | StmtKind::Global(_)
            | StmtKind::Nonlocal(_)
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => unreachable!("these never suspend"),
        }
    }

    fn flat_return(&mut self, value: Option<&ast::Expr>) {
        let Some(value) = value else { unreachable!("a return without a value does not suspend") };
        if self.is_guarded() {
            let slot = self.return_slot();
            self.eval_into(slot, value);
            let out = self.exit(flat::Exit::Return);
            self.emit(Op::Jump(out));
        } else {
            let value = self.expr(value);
            self.emit(Op::Return(value));
        }
    }

    fn flat_assign(&mut self, targets: &[ast::Expr], value: &ast::Expr) {
        if let [target] = targets {
            if let ExprKind::Name(symbol) = &target.kind {
                let name = self.name(*symbol);
                if let Target::Local(slot) = self.store_name(name) {
                    if !self.suspension_into(Some(slot), value) {
                        let value = self.expr(value);
                        self.emit_stmt(Box::new(nodes::AssignLocal { slot, value }));
                    }
                    return;
                }
            }
            if !self.suspends(target) {
                let value = self.expr(value);
                let target = self.target(target);
                return self.emit_stmt(Box::new(nodes::Assign { targets: vec![target], value }));
            }
        }
        let slot = self.slot_of(value);
        for (index, target) in targets.iter().enumerate() {
            let value = if index + 1 == targets.len() { self.take_slot(slot) } else { self.peek_slot(slot) };
            self.flat_store(target, value);
        }
    }

    /// Evaluates what must be evaluated before the last suspension inside of a target.
    fn prepare_target(&mut self, target: &ast::Expr) {
        if let ExprKind::Subscript(node) = &target.kind {
            self.prepare(&[&node.value, &node.slice]);
        }
    }

    /// Stores a value that lies in a slot.
    pub(super) fn flat_store(&mut self, target: &ast::Expr, value: BoxExpr) {
        match &target.kind {
            ExprKind::List(elements) | ExprKind::Tuple(elements) if self.suspends(target) => {
                let star = elements.elts.iter().position(|element| matches!(element.kind, ExprKind::Starred(_)));
                let slots: Vec<u32> = elements.elts.iter().map(|_| self.flat_temp()).collect();
                let targets = slots.iter().map(|slot| Target::Local(*slot)).collect();
                let unpack = Target::Unpack(Box::new(nodes::UnpackTarget::new(targets, star, target.span)));
                self.emit_stmt(Box::new(nodes::Assign { targets: vec![unpack], value }));
                for (element, slot) in elements.elts.iter().zip(slots) {
                    let value = self.take_slot(slot);
                    self.flat_store(element, value);
                }
            }
            ExprKind::Starred(inner) => self.flat_store(inner, value),
            _ => {
                self.prepare_target(target);
                let target = self.target(target);
                self.emit_stmt(Box::new(nodes::Assign { targets: vec![target], value }));
            }
        }
    }

    /// The target is read before the value is evaluated.
    fn flat_aug_assign(&mut self, node: &ast::AugAssign, span: Span) {
        let target_span = node.target.span;
        let slot = self.flat_temp();
        let (read, target) = match &node.target.kind {
            ExprKind::Attribute(attribute) => {
                let object = self.slot_of(&attribute.value);
                let name = self.name(attribute.attr.symbol);
                let read = boxed(nodes::Attr { object: Local::hidden(object), name, cache: Default::default(), span: target_span });
                let object = Dyn::new(self.take_slot(object));
                let place = nodes::AttrPlace { object, name, cache: Default::default(), span: target_span };
                (read, Target::Place(Box::new(place)))
            }
            ExprKind::Subscript(subscript) => {
                let object = self.slot_of(&subscript.value);
                let key = self.slot_of(&subscript.slice);
                let read = boxed(nodes::Item { object: Local::hidden(object), key: Local::hidden(key), span: target_span });
                let (object, key) = (Dyn::new(self.take_slot(object)), Dyn::new(self.take_slot(key)));
                (read, Target::Place(Box::new(nodes::ItemPlace { object, key, span: target_span })))
            }
            _ => (self.expr(&node.target), self.target(&node.target)),
        };
        self.emit(Op::Set { slot, value: read });
        let value = AnyOperand::Dyn(self.expr(&node.value));
        self.emit_stmt(aug_slot(node.op, Local::hidden(slot), value, span));
        let value = self.take_slot(slot);
        self.emit_stmt(Box::new(nodes::Assign { targets: vec![target], value }));
    }

    fn flat_if(&mut self, node: &ast::If) {
        let orelse = self.label();
        let test = self.expr(&node.test);
        self.emit(Op::JumpIf { test, when: false, to: orelse });
        self.flat_stmts(&node.body);
        if node.orelse.is_empty() {
            self.bind(orelse);
        } else {
            let end = self.label();
            self.emit(Op::Jump(end));
            self.bind(orelse);
            self.flat_stmts(&node.orelse);
            self.bind(end);
        }
    }

    fn flat_assert(&mut self, node: &ast::Assert) {
        let end = self.label();
        let test = self.expr(&node.test);
        self.emit(Op::JumpIf { test, when: true, to: end });
        let message = node.msg.as_ref().map(|message| self.expr(message));
        let test = boxed(nodes::ConstGet(Const(Value::FALSE)));
        self.emit_stmt(Box::new(nodes::Assert { test, message, span: node.test.span }));
        self.bind(end);
    }

    /// Each case is a `match` of its own that sets a flag.
    fn flat_match(&mut self, node: &ast::Match) {
        let subject = self.slot_of(&node.subject);
        let matched = self.flat_temp();
        let end = self.label();
        for case in &node.cases {
            let next = self.label();
            let pattern = self.pattern(&case.pattern);
            let body = Box::new(nodes::AssignLocal { slot: matched, value: nodes::ConstGet(Const(Value::TRUE)) });
            let only = nodes::Case { pattern, guard: None, body };
            self.emit(Op::Set { slot: matched, value: boxed(nodes::ConstGet(Const(Value::FALSE))) });
            let tree = nodes::MatchStmt { subject: self.peek_slot(subject), cases: vec![only] };
            self.emit_stmt(Box::new(tree));
            self.emit(Op::JumpIfSlot { slot: matched, when: false, to: next });
            if let Some(guard) = &case.guard {
                let test = self.expr(guard);
                self.emit(Op::JumpIf { test, when: false, to: next });
            }
            self.emit(Op::Clear(vec![subject]));
            self.flat_stmts(&case.body);
            self.emit(Op::Jump(end));
            self.bind(next);
        }
        self.emit(Op::Clear(vec![subject]));
        self.bind(end);
    }
}
