//! Statements and the blocks they open.

use super::blocks::{ANNOTATED, Around, BlockKind, GLOBAL, IMPORTED, LOCAL, NONLOCAL, PARAM, TYPE_PARAM, USE};
use super::{Checked, Checker, misuse};
use crate::source::Span;
use crate::syntax::ast::{
    Alias, AnnAssign, Arguments, ClassDef, Expr, ExprKind, For, FunctionDef, If, ImportFrom, Names, Stmt, StmtKind, Try, TypeAlias,
    TypeParam, TypeParamKind, With,
};

impl Checker<'_> {
    pub(super) fn body(&mut self, body: &[Stmt]) -> Checked {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Checked {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::FunctionDef(function) => self.function(function, BlockKind::Function, span),
            StmtKind::AsyncFunctionDef(function) => self.function(function, BlockKind::AsyncFunction, span),
            StmtKind::ClassDef(class) => self.class(class, span),
            StmtKind::Return(value) => self.return_stmt(value.as_deref(), span),
            StmtKind::Delete(delete) => delete.targets.iter().try_for_each(|target| self.delete(target)),
            StmtKind::Assign(assign) => {
                self.expr(&assign.value)?;
                assign.targets.iter().try_for_each(|target| self.target(target))
            }
            StmtKind::TypeAlias(alias) => self.type_alias(alias),
            StmtKind::AugAssign(assign) => {
                self.target(&assign.target)?;
                self.expr(&assign.value)
            }
            StmtKind::AnnAssign(assign) => self.ann_assign(assign, span),
            StmtKind::For(statement) => self.for_loop(statement),
            StmtKind::AsyncFor(statement) => {
                self.require_async("'async for' outside async function", span);
                self.for_loop(statement)
            }
            StmtKind::While(statement) => {
                self.expr(&statement.test)?;
                self.loop_body(&statement.body)?;
                self.body(&statement.orelse)
            }
            StmtKind::If(statement) => self.if_stmt(statement),
            StmtKind::With(statement) => self.with(statement),
            StmtKind::AsyncWith(statement) => {
                self.require_async("'async with' outside async function", span);
                self.with(statement)
            }
            StmtKind::Match(statement) => self.match_stmt(statement),
            StmtKind::Raise(raise) => raise.exc.iter().chain(&raise.cause).try_for_each(|expr| self.expr(expr)),
            StmtKind::Try(statement) => self.try_stmt(statement, false),
            StmtKind::TryStar(statement) => self.try_stmt(statement, true),
            StmtKind::Assert(assert) => {
                self.warn_assert(&assert.test, span);
                self.expr(&assert.test)?;
                assert.msg.iter().try_for_each(|message| self.expr(message))
            }
            StmtKind::Import(import) => import.names.iter().try_for_each(|alias| self.import(alias, span)),
            StmtKind::ImportFrom(import) => self.import_from(import, span),
            StmtKind::Global(names) => self.declare(names, GLOBAL, span),
            StmtKind::Nonlocal(names) => self.declare(names, NONLOCAL, span),
            StmtKind::Expr(expr) => self.expr(expr),
            StmtKind::Pass => Ok(()),
            StmtKind::Break => {
                self.jump("'break' outside loop", span);
                Ok(())
            }
            StmtKind::Continue => {
                self.jump("'continue' not properly in loop", span);
                Ok(())
            }
        }
    }

    fn require_async(&mut self, message: &str, span: Span) {
        if !self.may_await() {
            self.refuse(message, span);
        }
    }

    fn return_stmt(&mut self, value: Option<&Expr>, span: Span) -> Checked {
        if !self.kind().is_function_like() {
            self.refuse("'return' outside function", span);
        }
        if value.is_some() && self.block().value_return.is_none() {
            self.block().value_return = Some(span);
        }
        if self.block().around.contains(&Around::ExceptStar) {
            self.refuse_in_except_star(span);
        }
        value.map_or(Ok(()), |value| self.expr(value))
    }

    fn refuse_in_except_star(&mut self, span: Span) {
        self.refuse("'break', 'continue' and 'return' cannot appear in an except* block", span);
    }

    /// `break` or `continue`.
    fn jump(&mut self, outside: &str, span: Span) {
        match self.block().around.last() {
            Some(Around::Loop) => {}
            Some(Around::ExceptStar) => self.refuse_in_except_star(span),
            None => self.refuse(outside, span),
        }
    }

    fn loop_body(&mut self, body: &[Stmt]) -> Checked {
        self.block().around.push(Around::Loop);
        self.body(body)?;
        self.block().around.pop();
        Ok(())
    }

    fn for_loop(&mut self, statement: &For) -> Checked {
        self.expr(&statement.iter)?;
        self.target(&statement.target)?;
        self.loop_body(&statement.body)?;
        self.body(&statement.orelse)
    }

    /// Follows a chain of `elif` without recursion.
    fn if_stmt(&mut self, mut statement: &If) -> Checked {
        loop {
            self.expr(&statement.test)?;
            self.body(&statement.body)?;
            match statement.orelse.as_slice() {
                [Stmt { kind: StmtKind::If(next), .. }] => statement = next,
                orelse => return self.body(orelse),
            }
        }
    }

    fn with(&mut self, statement: &With) -> Checked {
        for item in &statement.items {
            self.expr(&item.context_expr)?;
            if let Some(target) = &item.optional_vars {
                self.target(target)?;
            }
        }
        self.body(&statement.body)
    }

    fn try_stmt(&mut self, statement: &Try, star: bool) -> Checked {
        self.body(&statement.body)?;
        for (index, handler) in statement.handlers.iter().enumerate() {
            if handler.typ.is_none() && index + 1 < statement.handlers.len() {
                self.refuse("default 'except:' must be last", handler.span);
            }
            if let Some(typ) = &handler.typ {
                self.expr(typ)?;
            }
            if let Some(name) = handler.name {
                self.forbid(name.symbol, handler.span);
                self.define(name.symbol, LOCAL, name.span)?;
            }
            if star {
                self.block().around.push(Around::ExceptStar);
            }
            self.body(&handler.body)?;
            if star {
                self.block().around.pop();
            }
        }
        self.body(&statement.orelse)?;
        self.body(&statement.finalbody)
    }

    fn import(&mut self, alias: &Alias, span: Span) -> Checked {
        let Some(name) = alias.asname else {
            let text = self.text(alias.name.symbol);
            let first = text.split('.').next().unwrap_or(text);
            // The first part of a dotted name was interned as the name it is.
            let Some(symbol) = self.symbols.find(first) else {
                return Ok(());
            };
            self.forbid(symbol, span);
            return self.define(symbol, IMPORTED, alias.span);
        };
        self.forbid(name.symbol, span);
        self.define(name.symbol, IMPORTED, alias.span)
    }

    fn import_from(&mut self, import: &ImportFrom, span: Span) -> Checked {
        let is_future = import.module.is_some_and(|module| Some(module.symbol) == self.future) && import.level == 0;
        if is_future && (span.end > self.future_end || self.blocks.len() > 1) {
            self.refuse("from __future__ imports must occur at the beginning of the file", span);
        }
        for alias in &import.names {
            if self.text(alias.name.symbol) == "*" {
                if self.kind() != BlockKind::Module {
                    return misuse("import * only allowed at module level", alias.span);
                }
                continue;
            }
            let name = alias.asname.unwrap_or(alias.name);
            self.forbid(name.symbol, span);
            self.define(name.symbol, IMPORTED, alias.span)?;
        }
        Ok(())
    }

    /// `global` and `nonlocal` stand before all other uses of the name.
    fn declare(&mut self, names: &Names, flag: u16, span: Span) -> Checked {
        let word = if flag == GLOBAL { "global" } else { "nonlocal" };
        for name in &names.names {
            let known = self.flags(name.symbol);
            let text = self.text(name.symbol);
            let message = if known & PARAM != 0 {
                format!("name '{text}' is parameter and {word}")
            } else if known & USE != 0 {
                format!("name '{text}' is used prior to {word} declaration")
            } else if known & ANNOTATED != 0 {
                format!("annotated name '{text}' can't be {word}")
            } else if known & LOCAL != 0 {
                format!("name '{text}' is assigned to before {word} declaration")
            } else {
                self.define(name.symbol, flag, span)?;
                self.direct(name.symbol, span);
                continue;
            };
            return misuse(message, span);
        }
        Ok(())
    }

    fn ann_assign(&mut self, assign: &AnnAssign, span: Span) -> Checked {
        if let ExprKind::Name(symbol) = assign.target.kind {
            let known = self.flags(symbol);
            if assign.simple && self.kind() != BlockKind::Module && known & (GLOBAL | NONLOCAL) != 0 {
                let word = if known & GLOBAL != 0 { "global" } else { "nonlocal" };
                return misuse(format!("annotated name '{}' can't be {word}", self.text(symbol)), span);
            }
            if assign.simple {
                self.define(symbol, ANNOTATED | LOCAL, assign.target.span)?;
            } else if assign.value.is_some() {
                self.define(symbol, LOCAL, assign.target.span)?;
            }
            let place = if assign.value.is_some() { assign.target.span } else { span };
            self.forbid(symbol, place);
        } else {
            self.target(&assign.target)?;
        }
        self.annotation(&assign.annotation)?;
        assign.value.iter().try_for_each(|value| self.expr(value))
    }

    /// Annotations are evaluated where they stand unless the module says otherwise.
    fn annotation(&mut self, annotation: &Expr) -> Checked {
        let inner = match &annotation.kind {
            // Of `*args: *Ts`.
            ExprKind::Starred(inner) => inner,
            _ => annotation,
        };
        if !self.future_annotations {
            return self.expr(inner);
        }
        self.lazy("an annotation", inner)
    }

    fn lazy(&mut self, what: &'static str, expr: &Expr) -> Checked {
        self.enter(BlockKind::Lazy(what));
        self.expr(expr)?;
        self.leave();
        Ok(())
    }

    fn type_alias(&mut self, alias: &TypeAlias) -> Checked {
        self.define(alias.name.symbol, LOCAL, alias.name.span)?;
        self.forbid(alias.name.symbol, alias.name.span);
        self.enter_type_params(&alias.type_params)?;
        self.lazy("a type alias", &alias.value)?;
        self.leave_type_params(&alias.type_params);
        Ok(())
    }

    fn enter_type_params(&mut self, params: &[TypeParam]) -> Checked {
        if params.is_empty() {
            return Ok(());
        }
        self.enter(BlockKind::TypeParams);
        let mut has_default = false;
        for param in params {
            self.define(param.name.symbol, TYPE_PARAM | LOCAL, param.span)?;
            self.forbid(param.name.symbol, param.span);
            let (bound, default) = match &param.kind {
                TypeParamKind::TypeVar { bound } => (bound.as_ref(), "a TypeVar default"),
                TypeParamKind::TypeVarTuple => (None, "a TypeVarTuple default"),
                TypeParamKind::ParamSpec => (None, "a ParamSpec default"),
            };
            if let Some(bound) = bound {
                let what = if matches!(bound.kind, ExprKind::Tuple(_)) { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.lazy(what, bound)?;
            }
            if has_default && param.default_value.is_none() {
                let message = format!("non-default type parameter '{}' follows default type parameter", self.text(param.name.symbol));
                return misuse(message, param.span);
            }
            has_default |= param.default_value.is_some();
            if let Some(value) = &param.default_value {
                let inner = match &value.kind {
                    ExprKind::Starred(inner) => inner,
                    _ => value,
                };
                self.lazy(default, inner)?;
            }
        }
        Ok(())
    }

    fn leave_type_params(&mut self, params: &[TypeParam]) {
        if !params.is_empty() {
            self.leave();
        }
    }

    fn class(&mut self, class: &ClassDef, span: Span) -> Checked {
        self.define(class.name.symbol, LOCAL, class.name.span)?;
        self.forbid(class.name.symbol, span);
        class.decorator_list.iter().try_for_each(|decorator| self.expr(decorator))?;
        self.enter_type_params(&class.type_params)?;
        self.arguments(&class.bases, &class.keywords)?;
        self.enter(BlockKind::Class);
        self.body(&class.body)?;
        self.leave();
        self.leave_type_params(&class.type_params);
        Ok(())
    }

    fn function(&mut self, function: &FunctionDef, kind: BlockKind, span: Span) -> Checked {
        self.define(function.name.symbol, LOCAL, function.name.span)?;
        function.decorator_list.iter().try_for_each(|decorator| self.expr(decorator))?;
        self.defaults(&function.args)?;
        self.enter_type_params(&function.type_params)?;
        self.annotations(&function.args)?;
        if let Some(returns) = &function.returns {
            self.annotation(returns)?;
        }
        self.enter(kind);
        self.parameters(&function.args)?;
        self.body(&function.body)?;
        if kind == BlockKind::AsyncFunction
            && self.block().has_yield
            && let Some(place) = self.block().value_return
        {
            self.refuse("'return' with value in async generator", place);
        }
        self.leave();
        self.leave_type_params(&function.type_params);
        self.forbid(function.name.symbol, span);
        Ok(())
    }

    pub(super) fn defaults(&mut self, args: &Arguments) -> Checked {
        args.defaults.iter().try_for_each(|default| self.expr(default))?;
        args.kw_defaults.iter().flatten().try_for_each(|default| self.expr(default))
    }

    fn annotations(&mut self, args: &Arguments) -> Checked {
        let all = args.posonlyargs.iter().chain(&args.args).chain(args.vararg.as_deref()).chain(&args.kwonlyargs);
        for arg in all.chain(args.kwarg.as_deref()) {
            if let Some(annotation) = &arg.annotation {
                self.annotation(annotation)?;
            }
        }
        Ok(())
    }

    pub(super) fn parameters(&mut self, args: &Arguments) -> Checked {
        let named = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        for arg in named.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref()) {
            self.define(arg.arg, PARAM, arg.span)?;
            self.forbid(arg.arg, arg.span);
        }
        Ok(())
    }
}
