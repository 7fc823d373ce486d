//! Which expressions and statements of a body suspend the generator or coroutine they stand in: one walk, answers by address.

use crate::syntax::ast::{self, ExprKind, StmtKind};
use std::collections::HashSet;

/// Addresses of the suspending expressions and statements of a body.
#[derive(Default)]
pub(super) struct Suspensions {
    nodes: HashSet<usize>,
}

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}

impl Suspensions {
    pub(super) fn of_expr(&self, expr: &ast::Expr) -> bool {
        self.nodes.contains(&address(expr))
    }

    pub(super) fn of_stmt(&self, stmt: &ast::Stmt) -> bool {
        self.nodes.contains(&address(stmt))
    }

    pub(super) fn scan_stmts(&mut self, stmts: &[ast::Stmt]) -> bool {
        // No short cut: every node is to be seen.
        stmts.iter().fold(false, |any, stmt| self.scan_stmt(stmt) | any)
    }

    fn scan_exprs<'a>(&mut self, exprs: impl IntoIterator<Item = &'a ast::Expr>) -> bool {
        exprs.into_iter().fold(false, |any, expr| self.scan_expr(expr) | any)
    }

    fn scan_stmt(&mut self, stmt: &ast::Stmt) -> bool {
        let found = crate::object::cx::with_native_stack(|| self.stmt_inner(stmt));
        if found {
            self.nodes.insert(address(stmt));
        }
        found
    }

    fn stmt_inner(&mut self, stmt: &ast::Stmt) -> bool {
        match &stmt.kind {
            StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => {
                self.scan_exprs(&def.decorator_list) | self.scan_defaults(&def.args)
            }
            StmtKind::ClassDef(def) => {
                self.scan_exprs(&def.decorator_list)
                    | self.scan_exprs(&def.bases)
                    | self.scan_exprs(def.keywords.iter().map(|keyword| &keyword.value))
            }
            StmtKind::Return(value) => self.scan_exprs(value.as_deref()),
            StmtKind::Delete(node) => self.scan_exprs(&node.targets),
            StmtKind::Assign(node) => self.scan_expr(&node.value) | self.scan_exprs(&node.targets),
            StmtKind::TypeAlias(_) => false,
            StmtKind::AugAssign(node) => self.scan_expr(&node.target) | self.scan_expr(&node.value),
            StmtKind::AnnAssign(node) => self.scan_expr(&node.target) | self.scan_exprs(&node.value),
            StmtKind::For(node) => {
                self.scan_expr(&node.iter) | self.scan_expr(&node.target) | self.scan_stmts(&node.body) | self.scan_stmts(&node.orelse)
            }
            StmtKind::AsyncFor(node) => {
                self.scan_expr(&node.iter);
                self.scan_expr(&node.target);
                self.scan_stmts(&node.body);
                self.scan_stmts(&node.orelse);
                true
            }
            StmtKind::While(node) => self.scan_expr(&node.test) | self.scan_stmts(&node.body) | self.scan_stmts(&node.orelse),
            StmtKind::If(node) => self.scan_expr(&node.test) | self.scan_stmts(&node.body) | self.scan_stmts(&node.orelse),
            StmtKind::With(node) => self.scan_with(node),
            StmtKind::AsyncWith(node) => {
                self.scan_with(node);
                true
            }
            StmtKind::Match(node) => {
                let subject = self.scan_expr(&node.subject);
                node.cases.iter().fold(subject, |any, case| self.scan_exprs(&case.guard) | self.scan_stmts(&case.body) | any)
            }
            StmtKind::Raise(node) => self.scan_exprs(&node.exc) | self.scan_exprs(&node.cause),
            StmtKind::Try(node) | StmtKind::TryStar(node) => {
                let body = self.scan_stmts(&node.body) | self.scan_stmts(&node.orelse) | self.scan_stmts(&node.finalbody);
                node.handlers.iter().fold(body, |any, handler| self.scan_exprs(&handler.typ) | self.scan_stmts(&handler.body) | any)
            }
            StmtKind::Assert(node) => self.scan_expr(&node.test) | self.scan_exprs(&node.msg),
            StmtKind::Expr(value) => self.scan_expr(value),
            StmtKind::Import(_)
            | StmtKind::ImportFrom(_)
            | StmtKind::Global(_)
            | StmtKind::Nonlocal(_)
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => false,
        }
    }

    fn scan_with(&mut self, node: &ast::With) -> bool {
        let items =
            node.items.iter().fold(false, |any, item| self.scan_expr(&item.context_expr) | self.scan_exprs(&item.optional_vars) | any);
        items | self.scan_stmts(&node.body)
    }

    fn scan_defaults(&mut self, args: &ast::Arguments) -> bool {
        self.scan_exprs(&args.defaults) | self.scan_exprs(args.kw_defaults.iter().flatten())
    }

    pub(super) fn scan_expr(&mut self, expr: &ast::Expr) -> bool {
        let found = crate::object::cx::with_native_stack(|| self.expr_inner(expr));
        if found {
            self.nodes.insert(address(expr));
        }
        found
    }

    fn expr_inner(&mut self, expr: &ast::Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(value) | ExprKind::YieldFrom(value) => {
                self.scan_expr(value);
                true
            }
            ExprKind::Yield(value) => {
                self.scan_exprs(value.as_deref());
                true
            }
            ExprKind::Constant(_) | ExprKind::Name(_) => false,
            ExprKind::BoolOp(node) => self.scan_exprs(&node.values),
            ExprKind::NamedExpr(node) => self.scan_expr(&node.value),
            ExprKind::BinOp(node) => self.scan_expr(&node.left) | self.scan_expr(&node.right),
            ExprKind::UnaryOp(node) => self.scan_expr(&node.operand),
            ExprKind::Lambda(node) => self.scan_defaults(&node.args),
            ExprKind::IfExp(node) => self.scan_expr(&node.test) | self.scan_expr(&node.body) | self.scan_expr(&node.orelse),
            ExprKind::Dict(node) => self.scan_exprs(node.keys.iter().flatten()) | self.scan_exprs(&node.values),
            ExprKind::Set(node) | ExprKind::List(node) | ExprKind::Tuple(node) | ExprKind::JoinedStr(node) => self.scan_exprs(&node.elts),
            ExprKind::ListComp(node) | ExprKind::SetComp(node) => self.scan_expr(&node.elt) | self.scan_generators(&node.generators),
            ExprKind::DictComp(node) => self.scan_expr(&node.key) | self.scan_expr(&node.value) | self.scan_generators(&node.generators),
            // Only the first iterable is evaluated here; the rest is a generator of its own.
            ExprKind::GeneratorExp(node) => self.scan_expr(&node.generators[0].iter),
            ExprKind::Compare(node) => self.scan_expr(&node.left) | self.scan_exprs(&node.comparators),
            ExprKind::Call(node) => {
                self.scan_expr(&node.func)
                    | self.scan_exprs(&node.args)
                    | self.scan_exprs(node.keywords.iter().map(|keyword| &keyword.value))
            }
            ExprKind::FormattedValue(node) => self.scan_expr(&node.value) | self.scan_exprs(&node.format_spec),
            ExprKind::Attribute(node) => self.scan_expr(&node.value),
            ExprKind::Subscript(node) => self.scan_expr(&node.value) | self.scan_expr(&node.slice),
            ExprKind::Starred(inner) => self.scan_expr(inner),
            ExprKind::Slice(node) => self.scan_exprs([&node.lower, &node.upper, &node.step].into_iter().flatten()),
        }
    }

    /// The clauses of a comprehension or, for the body of a generator expression, all but its first iterable.
    pub(super) fn scan_generators(&mut self, generators: &[ast::Comprehension]) -> bool {
        generators.iter().fold(false, |any, generator| {
            let parts = self.scan_expr(&generator.iter) | self.scan_expr(&generator.target) | self.scan_exprs(&generator.ifs);
            any | parts | generator.is_async
        })
    }
}

/// How a statement without suspensions can leave the block around it.
#[derive(Clone, Copy, Default)]
pub(super) struct Leaves {
    pub(super) by_break: bool,
    pub(super) by_continue: bool,
    pub(super) by_return: bool,
}

impl Leaves {
    pub(super) fn add(&mut self, other: Leaves) {
        self.by_break |= other.by_break;
        self.by_continue |= other.by_continue;
        self.by_return |= other.by_return;
    }

    pub(super) fn of(stmts: &[ast::Stmt]) -> Leaves {
        let mut leaves = Leaves::default();
        stmts.iter().for_each(|stmt| leaves.add(Leaves::of_stmt(stmt)));
        leaves
    }

    pub(super) fn of_stmt(stmt: &ast::Stmt) -> Leaves {
        crate::object::cx::with_native_stack(|| Leaves::of_stmt_inner(stmt))
    }

    fn of_stmt_inner(stmt: &ast::Stmt) -> Leaves {
        let mut leaves = Leaves::default();
        match &stmt.kind {
            StmtKind::Break => leaves.by_break = true,
            StmtKind::Continue => leaves.by_continue = true,
            StmtKind::Return(_) => leaves.by_return = true,
            StmtKind::For(node) | StmtKind::AsyncFor(node) => {
                leaves = Leaves::of(&node.orelse);
                leaves.by_return |= Leaves::of(&node.body).by_return;
            }
            StmtKind::While(node) => {
                leaves = Leaves::of(&node.orelse);
                leaves.by_return |= Leaves::of(&node.body).by_return;
            }
            StmtKind::If(node) => {
                leaves = Leaves::of(&node.body);
                leaves.add(Leaves::of(&node.orelse));
            }
            StmtKind::With(node) | StmtKind::AsyncWith(node) => leaves = Leaves::of(&node.body),
            StmtKind::Match(node) => node.cases.iter().for_each(|case| leaves.add(Leaves::of(&case.body))),
            StmtKind::Try(node) | StmtKind::TryStar(node) => {
                for block in [&node.body, &node.orelse, &node.finalbody] {
                    leaves.add(Leaves::of(block));
                }
                node.handlers.iter().for_each(|handler| leaves.add(Leaves::of(&handler.body)));
            }
            _ => {}
        }
        leaves
    }
}
