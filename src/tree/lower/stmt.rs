//! Lowering of statements.

use super::*;
use crate::object::slots::BinOp;
use crate::syntax::ast::StmtKind;
use crate::tree::nodes::{self, AugTarget, Target};

/// The node of `N` statements.
fn few<const N: usize>(stmts: Vec<BoxStmt>) -> BoxStmt {
    match <[BoxStmt; N]>::try_from(stmts) {
        Ok(stmts) => Box::new(nodes::FewStmts(stmts)),
        Err(stmts) => Box::new(nodes::Block(stmts)),
    }
}

impl Lowerer {
    pub(super) fn block(&mut self, mut stmts: Vec<BoxStmt>) -> BoxStmt {
        match stmts.len() {
            1 => stmts.remove(0),
            2 => few::<2>(stmts),
            3 => few::<3>(stmts),
            4 => few::<4>(stmts),
            5 => few::<5>(stmts),
            6 => few::<6>(stmts),
            _ => Box::new(nodes::Block(stmts)),
        }
    }

    pub(super) fn stmts(&mut self, stmts: &[ast::Stmt]) -> BoxStmt {
        let list = stmts.iter().filter(|stmt| !is_nothing(stmt)).map(|stmt| self.stmt(stmt)).collect();
        self.block(list)
    }

    /// The statements at the end of a function as a value. What follows an `if` that always leaves becomes its else part, so
    /// that if/return chains turn into conditional expressions.
    pub(super) fn tail(&mut self, stmts: &[ast::Stmt]) -> BoxExpr {
        let is_branch = |index: usize, stmt: &ast::Stmt| match &stmt.kind {
            StmtKind::If(node) => index + 1 == stmts.len() || node.orelse.is_empty() && always_leaves(&node.body),
            _ => false,
        };
        let end = stmts.iter().enumerate().position(|(index, stmt)| is_branch(index, stmt) || matches!(stmt.kind, StmtKind::Return(_)));
        let end = end.unwrap_or(stmts.len().saturating_sub(1));
        let Some(last) = stmts.get(end) else { return boxed(nodes::ConstGet(Const(Value::NONE))) };
        let init: Vec<BoxStmt> = stmts[..end].iter().filter(|stmt| !is_nothing(stmt)).map(|stmt| self.stmt(stmt)).collect();
        let result = match &last.kind {
            StmtKind::Return(Some(value)) => self.expr(value),
            StmtKind::Return(None) => boxed(nodes::ConstGet(Const(Value::NONE))),
            StmtKind::If(node) => {
                let test = self.test(&node.test);
                let rest = if end + 1 == stmts.len() { &node.orelse[..] } else { &stmts[end + 1..] };
                let body = crate::object::cx::with_native_stack(|| self.tail(&node.body));
                let orelse = crate::object::cx::with_native_stack(|| self.tail(rest));
                with_test!(test, |test| boxed(nodes::IfExpr { test, body, orelse }))
            }
            _ if is_nothing(last) => boxed(nodes::ConstGet(Const(Value::NONE))),
            _ => boxed(nodes::TailStmt(self.stmt(last))),
        };
        if init.is_empty() { result } else { boxed(nodes::TailBlock { stmts: init, result }) }
    }

    pub(super) fn stmt(&mut self, stmt: &ast::Stmt) -> BoxStmt {
        crate::object::cx::with_native_stack(|| self.stmt_inner(stmt))
    }

    fn stmt_inner(&mut self, stmt: &ast::Stmt) -> BoxStmt {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => {
                let value = self.function(def, span);
                let name = self.name(def.name.symbol);
                self.assign_name(name, value)
            }
            StmtKind::ClassDef(def) => {
                let value = self.class(def, span);
                let name = self.name(def.name.symbol);
                self.assign_name(name, value)
            }
            StmtKind::Return(value) => Box::new(nodes::ReturnStmt(value.as_ref().map(|value| self.expr(value)))),
            StmtKind::Delete(node) => {
                let targets = node.targets.iter().map(|target| (self.target(target), target.span)).collect();
                Box::new(nodes::Delete(targets))
            }
            StmtKind::Assign(node) => self.assign(node),
            StmtKind::TypeAlias(node) => {
                let value = self.type_alias(node, span);
                let name = self.name(node.name.symbol);
                self.assign_name(name, value)
            }
            StmtKind::AugAssign(node) => self.aug_assign(node, span),
            StmtKind::AnnAssign(node) => self.ann_assign(node),
            StmtKind::For(node) => self.for_loop(node),
            StmtKind::While(node) => {
                let test = self.test(&node.test);
                let body = self.loop_body(&node.body);
                let orelse = self.orelse(&node.orelse);
                let test_span = node.test.span;
                with_test!(test, |test| Box::new(nodes::While { test, body, orelse, test_span }))
            }
            StmtKind::If(node) => {
                let test = self.test(&node.test);
                let body = self.stmts(&node.body);
                let orelse = self.orelse(&node.orelse);
                with_test!(test, |test| Box::new(nodes::IfStmt { test, body, orelse }))
            }
            StmtKind::With(node) => self.with(&node.items, &node.body),
            StmtKind::Match(node) => self.match_stmt(node),
            StmtKind::Raise(node) => {
                let exception = node.exc.as_ref().map(|exc| self.expr(exc));
                let cause = node.cause.as_ref().map(|cause| self.expr(cause));
                Box::new(nodes::Raise { exception, cause, span })
            }
            StmtKind::Try(node) => self.try_stmt(node, false),
            StmtKind::TryStar(node) => self.try_stmt(node, true),
            StmtKind::Assert(_) if self.optimize >= Optimize::Assertions => Box::new(nodes::Pass),
            StmtKind::Assert(node) => {
                let test = self.expr(&node.test);
                let message = node.msg.as_ref().map(|message| self.expr(message));
                Box::new(nodes::Assert { test, message, span: node.test.span })
            }
            StmtKind::Import(node) => {
                let list = node.names.iter().map(|alias| self.import(alias, span)).collect();
                self.block(list)
            }
            StmtKind::ImportFrom(node) => self.import_from(node, span),
            StmtKind::Expr(value) if self.shows_values() => Box::new(nodes::DisplayStmt(self.expr(value))),
            StmtKind::Expr(value) => match &value.kind {
                ExprKind::Constant(_) => Box::new(nodes::Pass),
                _ => Box::new(nodes::ExprStmt(self.expr(value))),
            },
            StmtKind::Break => Box::new(nodes::BreakStmt),
            StmtKind::Continue => Box::new(nodes::ContinueStmt),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass => Box::new(nodes::Pass),
            StmtKind::AsyncFor(_) | StmtKind::AsyncWith(_) => unreachable!("async statements are lowered to steps"),
        }
    }

    pub(super) fn loop_body(&mut self, stmts: &[ast::Stmt]) -> BoxStmt {
        self.block_state().loops += 1;
        let body = self.stmts(stmts);
        self.block_state().loops -= 1;
        body
    }

    pub(super) fn orelse(&mut self, stmts: &[ast::Stmt]) -> Option<BoxStmt> {
        if stmts.is_empty() { None } else { Some(self.stmts(stmts)) }
    }

    pub(super) fn assign_name(&mut self, name: Name, value: BoxExpr) -> BoxStmt {
        match self.store_name(name) {
            Target::Local(slot) => Box::new(nodes::AssignLocal { slot, value }),
            target => Box::new(nodes::Assign { targets: vec![target], value }),
        }
    }

    fn assign(&mut self, node: &ast::Assign) -> BoxStmt {
        let [target] = &node.targets[..] else {
            let value = self.expr(&node.value);
            let targets = node.targets.iter().map(|target| self.target(target)).collect();
            return Box::new(nodes::Assign { targets, value });
        };
        match &target.kind {
            ExprKind::Name(symbol) => {
                let name = self.name(*symbol);
                if let Var::Local(slot) = self.var(name) {
                    return self.assign_local(slot, &node.value);
                }
                let value = self.expr(&node.value);
                self.assign_name(name, value)
            }
            ExprKind::Attribute(attribute) => {
                let value = self.expr(&node.value);
                let name = self.name(attribute.attr.symbol);
                self.note_self_attribute(&attribute.value, name);
                let object = self.operand(&attribute.value);
                let span = self.attribute_span(attribute, target.span);
                with_attr_place!(object, name, span, |place| Box::new(nodes::AssignPlace { place, value }))
            }
            ExprKind::Subscript(subscript) => {
                let value = self.expr(&node.value);
                let (object, key) = self.operands(&subscript.value, &subscript.slice);
                let span = target.span;
                with_item_place!(object, key, span, |place| Box::new(nodes::AssignPlace { place, value }))
            }
            ExprKind::Tuple(targets) | ExprKind::List(targets) => match &node.value.kind {
                ExprKind::Tuple(values) if pairs_up(&targets.elts, &values.elts) => {
                    let values = values.elts.iter().map(|value| self.expr(value)).collect();
                    let targets = targets.elts.iter().map(|target| self.target(target)).collect();
                    pairwise(targets, values)
                }
                _ => {
                    let value = self.expr(&node.value);
                    match self.target(target) {
                        Target::Unpack(target) if target.pair.is_some() => Box::new(nodes::AssignUnpacked { target: *target, value }),
                        target => Box::new(nodes::Assign { targets: vec![target], value }),
                    }
                }
            },
            _ => {
                let value = self.expr(&node.value);
                let target = self.target(target);
                Box::new(nodes::Assign { targets: vec![target], value })
            }
        }
    }

    /// `local = value`, in one node with what reads an attribute or an item or adds something.
    fn assign_local(&mut self, slot: u32, value: &ast::Expr) -> BoxStmt {
        let span = value.span;
        let value = match &value.kind {
            _ if self.is_substituted(value) => self.expr(value),
            ExprKind::BinOp(operation) => return self.assign_operation(slot, operation, span),
            ExprKind::Attribute(attribute) => match self.attribute(attribute, span) {
                AnyOperand::Field(value) => return Box::new(nodes::AssignLocal { slot, value }),
                value => value.boxed(),
            },
            ExprKind::Subscript(node) => {
                let (object, key) = self.operands(&node.value, &node.slice);
                return with_item!(object, key, |object, key| Box::new(nodes::AssignLocal {
                    slot,
                    value: nodes::Item { object, key, span }
                }));
            }
            _ => self.expr(value),
        };
        Box::new(nodes::AssignLocal { slot, value })
    }

    /// `local = a op b`, fused for the commonest operators.
    fn assign_operation(&mut self, slot: u32, node: &ast::BinOp, span: Span) -> BoxStmt {
        let (left, right) = self.operands(&node.left, &node.right);
        match node.op {
            ast::Operator::Add => fused::<nodes::Add>(slot, left, right, span),
            ast::Operator::Sub => fused::<nodes::Sub>(slot, left, right, span),
            ast::Operator::Mult => fused::<nodes::Mul>(slot, left, right, span),
            op => {
                let value = self.binary_node(op, left, right, span);
                Box::new(nodes::AssignLocal { slot, value })
            }
        }
    }

    fn aug_assign(&mut self, node: &ast::AugAssign, span: Span) -> BoxStmt {
        if let ExprKind::Name(symbol) = &node.target.kind {
            let name = self.name(*symbol);
            if let Var::Local(slot) = self.var(name)
                && !binds_names(&node.value)
            {
                let value = self.operand(&node.value);
                return aug_slot(node.op, Local { slot, span: node.target.span }, value, span);
            }
        }
        match node.op {
            ast::Operator::Add => self.aug_place::<nodes::Add>(node, span),
            ast::Operator::Sub => self.aug_place::<nodes::Sub>(node, span),
            ast::Operator::Mult => self.aug_place::<nodes::Mul>(node, span),
            _ => None,
        }
        .unwrap_or_else(|| self.aug_other(node, span))
    }

    /// An attribute or item is augmented by one of the commonest operators.
    fn aug_place<O: nodes::Operator>(&mut self, node: &ast::AugAssign, span: Span) -> Option<BoxStmt> {
        let target_end = node.target.span.end;
        let op = PhantomData::<O>;
        match &node.target.kind {
            ExprKind::Name(symbol) => {
                let name = self.name(*symbol);
                let cell = match self.var(name) {
                    Var::Cell(slot) => nodes::CellPlace::Own(slot),
                    Var::Free(index) => nodes::CellPlace::Free(index),
                    _ => return None,
                };
                let value = self.operand(&node.value);
                Some(with_number!(value, |value| Box::new(nodes::AugCell { cell, value, span, target_end, op })))
            }
            ExprKind::Attribute(attribute) => {
                let name = self.name(attribute.attr.symbol);
                self.note_self_attribute(&attribute.value, name);
                let (object, value) = self.operands(&attribute.value, &node.value);
                let attribute = nodes::AttrAccess::new(name);
                Some(match object {
                    AnyOperand::Local(object) => {
                        with_number!(value, |value| Box::new(nodes::AugAttr { object, attribute, value, span, target_end, op }))
                    }
                    object => {
                        let object = Dyn::new(object.boxed());
                        with_number!(value, |value| Box::new(nodes::AugAttr { object, attribute, value, span, target_end, op }))
                    }
                })
            }
            ExprKind::Subscript(subscript) => {
                let (mut object, mut key) = self.operands(&subscript.value, &subscript.slice);
                if binds_names(&node.value) {
                    (object, key) = (object.pinned(), key.pinned());
                }
                let value = self.operand(&node.value);
                macro_rules! item {
                    ($object:expr, $key:expr) => {{
                        let (object, key) = ($object, $key);
                        with_number!(value, |value| Box::new(nodes::AugItem { object, key, value, span, target_end, op }))
                    }};
                }
                Some(match (object, key) {
                    (AnyOperand::Local(object), AnyOperand::Local(key)) => item!(object, key),
                    (AnyOperand::Local(object), key) => item!(object, Dyn::new(key.boxed())),
                    (object, key) => item!(Dyn::new(object.boxed()), Dyn::new(key.boxed())),
                })
            }
            _ => None,
        }
    }

    fn aug_other(&mut self, node: &ast::AugAssign, span: Span) -> BoxStmt {
        let op = bin_op(node.op);
        let target_span = node.target.span;
        let target = match &node.target.kind {
            ExprKind::Attribute(attribute) => {
                let name = self.name(attribute.attr.symbol);
                self.note_self_attribute(&attribute.value, name);
                AugTarget::Attr(self.expr(&attribute.value), nodes::AttrAccess::new(name), target_span)
            }
            ExprKind::Subscript(node) => AugTarget::Item(self.expr(&node.value), self.expr(&node.slice), target_span),
            _ => AugTarget::Variable(self.target(&node.target), target_span),
        };
        let global = match &target {
            AugTarget::Variable(Target::Global(store), span) => Some(self.global(store.name, *span)),
            _ => None,
        };
        let value = self.expr(&node.value);
        Box::new(nodes::Aug { target, op, value, name: global, span })
    }

    fn ann_assign(&mut self, node: &ast::AnnAssign) -> BoxStmt {
        let mut list: Vec<BoxStmt> = Vec::new();
        if let Some(value) = &node.value {
            let value = self.expr(value);
            let target = self.target(&node.target);
            list.push(match target {
                Target::Local(slot) => Box::new(nodes::AssignLocal { slot, value }),
                target => Box::new(nodes::Assign { targets: vec![target], value }),
            });
        }
        let in_function = self.block_state().is_function;
        if !in_function {
            if node.simple
                && let ExprKind::Name(symbol) = &node.target.kind
            {
                let name = self.name(*symbol);
                let annotation = self.annotation(&node.annotation);
                list.push(Box::new(nodes::Annotate { name, annotation }));
            } else if !self.future_annotations {
                list.push(Box::new(nodes::ExprStmt(self.expr(&node.annotation))));
            }
        }
        if list.is_empty() {
            list.push(Box::new(nodes::Pass));
        }
        self.block(list)
    }

    fn for_loop(&mut self, node: &ast::For) -> BoxStmt {
        let range = self.range_call(&node.iter, false);
        let iterable = if range.is_none() { Some(self.expr(&node.iter)) } else { None };
        let target = self.target(&node.target);
        let body = self.loop_body(&node.body);
        let orelse = self.orelse(&node.orelse);
        match (range, iterable) {
            (Some((range, args, call_span)), _) => Box::new(nodes::ForRange { target, range, args, body, orelse, call_span }),
            (None, Some(iterable)) => {
                let turns = nodes::Turns { target, body, span: node.iter.span };
                Box::new(nodes::For { iterable, turns, orelse })
            }
            (None, None) => unreachable!("a loop has a range or an iterable"),
        }
    }

    fn with(&mut self, items: &[ast::WithItem], body: &[ast::Stmt]) -> BoxStmt {
        let Some((first, rest)) = items.split_first() else { return self.stmts(body) };
        let context = self.expr(&first.context_expr);
        let target = first.optional_vars.as_ref().map(|target| self.target(target));
        let body = self.with(rest, body);
        Box::new(nodes::With { context, target, body, span: first.context_expr.span })
    }

    fn try_stmt(&mut self, node: &ast::Try, star: bool) -> BoxStmt {
        let mut result = self.stmts(&node.body);
        if !node.handlers.is_empty() {
            let handlers = node.handlers.iter().map(|handler| self.handler(handler)).collect();
            let orelse = self.orelse(&node.orelse);
            result = if star {
                Box::new(nodes::TryStar { body: result, handlers, orelse })
            } else {
                Box::new(nodes::Try { body: result, handlers, orelse })
            };
        }
        if !node.finalbody.is_empty() {
            let finalizer = self.stmts(&node.finalbody);
            result = Box::new(nodes::Finally { body: result, finalizer });
        }
        result
    }

    pub(super) fn handler(&mut self, handler: &ast::ExceptHandler) -> nodes::Handler {
        let class = handler.typ.as_ref().map(|class| self.expr(class));
        let target = handler.name.as_ref().map(|name| {
            let name = self.name(name.symbol);
            self.store_name(name)
        });
        let span = handler.typ.as_ref().map_or(handler.span, |class| class.span);
        nodes::Handler { class, target, body: self.stmts(&handler.body), span }
    }

    fn import(&mut self, alias: &ast::Alias, span: Span) -> BoxStmt {
        let module = self.scopes.plain_name(alias.name.symbol);
        let bound = match &alias.asname {
            Some(name) => self.name(name.symbol),
            None => {
                let top = module.bytes().split(|byte| *byte == b'.').next().unwrap_or_default();
                self.scopes.mangled(self.scope, Name::from_wtf8(top))
            }
        };
        let target = self.store_name(bound);
        Box::new(nodes::Import { module, bind_last: alias.asname.is_some(), target, span })
    }

    fn import_from(&mut self, node: &ast::ImportFrom, span: Span) -> BoxStmt {
        let module = node.module.as_ref().map_or_else(|| Name::new(""), |name| self.scopes.plain_name(name.symbol));
        let mut names = Vec::new();
        let mut star = false;
        for alias in &node.names {
            let name = self.scopes.plain_name(alias.name.symbol);
            if name.bytes() == b"*" {
                star = true;
                continue;
            }
            let bound = self.name(alias.asname.as_ref().unwrap_or(&alias.name).symbol);
            names.push((name, self.store_name(bound), alias.span));
        }
        Box::new(nodes::ImportFrom { module, level: node.level, names, star, span })
    }
}

pub(super) fn is_nothing(stmt: &ast::Stmt) -> bool {
    matches!(stmt.kind, StmtKind::Pass | StmtKind::Global(_) | StmtKind::Nonlocal(_))
}

/// Whether a block never runs past its end.
fn always_leaves(stmts: &[ast::Stmt]) -> bool {
    match stmts.last().map(|stmt| &stmt.kind) {
        Some(StmtKind::Return(_) | StmtKind::Raise(_)) => true,
        Some(StmtKind::If(node)) => !node.orelse.is_empty() && always_leaves(&node.body) && always_leaves(&node.orelse),
        _ => false,
    }
}

/// Whether `a, b = x, y` can be stored one by one: as many values as targets, no stars.
fn pairs_up(targets: &[ast::Expr], values: &[ast::Expr]) -> bool {
    let starred = |expr: &ast::Expr| matches!(expr.kind, ExprKind::Starred(_));
    targets.len() == values.len() && targets.len() <= 4 && !targets.iter().any(starred) && !values.iter().any(starred)
}

/// `a, b = x, y`, up to four.
fn pairwise(targets: Vec<Target>, values: Vec<BoxExpr>) -> BoxStmt {
    fn of<const N: usize>(targets: Vec<Target>, values: Vec<BoxExpr>) -> BoxStmt {
        let (Ok(targets), Ok(values)) = (targets.try_into(), values.try_into()) else { unreachable!("counted below") };
        Box::new(nodes::AssignPairwise::<N> { targets, values })
    }
    match targets.len() {
        0 => Box::new(nodes::Pass),
        1 => of::<1>(targets, values),
        2 => of::<2>(targets, values),
        3 => of::<3>(targets, values),
        _ => of::<4>(targets, values),
    }
}

fn fused<O: nodes::Operator>(slot: u32, left: AnyOperand, right: AnyOperand, span: Span) -> BoxStmt {
    with_operands!(left, right, |left, right| Box::new(nodes::AssignLocal {
        slot,
        value: nodes::Bin { left, right, span, op: PhantomData::<O> },
    }))
}

/// `slot op= value`.
pub(super) fn aug_slot(op: ast::Operator, target: Local, value: AnyOperand, span: Span) -> BoxStmt {
    use ast::Operator as Op;
    match op {
        Op::Add => aug_local::<nodes::Add>(target, value, span),
        Op::Sub => aug_local::<nodes::Sub>(target, value, span),
        Op::Mult => aug_local::<nodes::Mul>(target, value, span),
        Op::Div => aug_local::<nodes::TrueDiv>(target, value, span),
        Op::FloorDiv => aug_local::<nodes::FloorDiv>(target, value, span),
        Op::Mod => aug_local::<nodes::Mod>(target, value, span),
        Op::BitAnd => aug_local::<nodes::And>(target, value, span),
        Op::BitOr => aug_local::<nodes::Or>(target, value, span),
        Op::BitXor => aug_local::<nodes::Xor>(target, value, span),
        Op::LShift => aug_local::<nodes::LShift>(target, value, span),
        Op::RShift => aug_local::<nodes::RShift>(target, value, span),
        Op::Pow => aug_local::<nodes::Pow>(target, value, span),
        Op::MatMult => aug_local::<nodes::MatMul>(target, value, span),
    }
}

fn aug_local<O: nodes::Operator>(target: Local, value: AnyOperand, span: Span) -> BoxStmt {
    match value {
        AnyOperand::Field(value) => Box::new(nodes::AugLocal { target, value: Field(value), span, op: PhantomData::<O> }),
        value => with_right_operand!(value, |value| Box::new(nodes::AugLocal { target, value, span, op: PhantomData::<O> })),
    }
}

pub(super) fn bin_op(op: ast::Operator) -> BinOp {
    use ast::Operator as Op;
    match op {
        Op::Add => BinOp::Add,
        Op::Sub => BinOp::Sub,
        Op::Mult => BinOp::Mul,
        Op::MatMult => BinOp::MatMul,
        Op::Div => BinOp::TrueDiv,
        Op::Mod => BinOp::Mod,
        Op::Pow => BinOp::Pow,
        Op::LShift => BinOp::LShift,
        Op::RShift => BinOp::RShift,
        Op::BitOr => BinOp::Or,
        Op::BitXor => BinOp::Xor,
        Op::BitAnd => BinOp::And,
        Op::FloorDiv => BinOp::FloorDiv,
    }
}
