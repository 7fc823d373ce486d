//! Lowering of functions, lambdas, generator expressions and classes.

use super::*;
use crate::object::code::{Body, code_flag};
use crate::tree::nodes::{MakeClass, MakeFunction};
use crate::tree::scope::ScopeKind;

/// The body of a module or class.
pub(super) fn body_of_statements(block: BoxStmt) -> Box<dyn Body> {
    Box::new(nodes::TailStmt(block))
}

/// What a new block is called and how it is made.
struct NewBlock {
    name: Name,
    span: Span,
    scope: ScopeId,
    is_function: bool,
}

impl Lowerer {
    /// The qualified name of something defined here, and the prefix for what is defined inside of it.
    fn qualname(&mut self, name: Name, is_function: bool) -> (Name, String) {
        let outer = &self.blocks[self.blocks.len() - 1].qualname;
        // Type parameters stand between the name and where it is bound.
        let binder = self.scopes.host(self.scope);
        let explicit_global = self.scopes.var(binder, name) == Var::Global && self.blocks.len() > 1 && !name.bytes().starts_with(b"<");
        let full = if self.blocks.len() == 1 || explicit_global { name.to_string() } else { format!("{outer}.{name}") };
        let prefix = if is_function { format!("{full}.<locals>") } else { full.clone() };
        (Name::new(&full), prefix)
    }

    /// Lowers a block with a frame of its own. `body` lowers its contents.
    fn code(
        &mut self,
        new: NewBlock,
        args: &ast::Arguments,
        body: impl FnOnce(&mut Self) -> (Box<dyn Body>, Value),
    ) -> (Ref<Code>, Vec<Var>) {
        let (qualname, prefix) = self.qualname(new.name, new.is_function);
        let in_function = self.blocks.iter().any(|block| block.is_function);
        let in_loop = self.blocks.iter().any(|block| block.loops > 0);
        let pinned = !in_function && !in_loop && !self.passing;
        let outer_scope = std::mem::replace(&mut self.scope, new.scope);
        let outer_flat = self.flat.take();
        self.blocks.push(BlockState { is_function: new.is_function, ..BlockState::new(prefix) });
        let scope = &self.scopes.all[new.scope];
        let (is_generator, is_async) = (scope.is_generator, scope.is_async);
        if is_generator || is_async {
            self.flat = Some(flat::Flat::new());
        }
        let (body, doc) = body(self);
        self.flat = outer_flat;
        let block = self.blocks.pop().expect("the block was opened here");
        self.scope = outer_scope;
        let scope = &self.scopes.all[new.scope];
        let mut flags = match (is_generator, is_async) {
            (true, true) => code_flag::ASYNC_GENERATOR,
            (true, false) => code_flag::GENERATOR,
            (false, true) => code_flag::COROUTINE,
            (false, false) => 0,
        };
        if new.is_function {
            flags |= code_flag::OPTIMIZED | code_flag::NEWLOCALS;
            if in_function {
                flags |= code_flag::NESTED;
            }
        }
        flags |= self.future_flag();
        if args.vararg.is_some() {
            flags |= code_flag::VARARGS;
        }
        if args.kwarg.is_some() {
            flags |= code_flag::VARKEYWORDS;
        }
        let info = CodeInfo {
            name: new.name,
            qualname,
            source: self.source.clone(),
            span: new.span,
            flags,
            arg_count: (args.posonlyargs.len() + args.args.len()) as u32,
            posonly_count: args.posonlyargs.len() as u32,
            kwonly_count: args.kwonlyargs.len() as u32,
            varnames: scope.slots.iter().map(|name| name.unwrap_or_else(|| Name::new(""))).collect(),
            frame_size: scope.slots.len() as u32,
            cells: scope.cells.clone().into(),
            freevars: scope.free.clone().into(),
            doc,
            names: block.names.into_inner().1.into(),
            consts: block.consts,
            hidden: block.hidden,
            pinned,
            lasting: pinned || new.is_function && !self.passing,
        };
        let free = scope.free.clone();
        let code = Code::new(info, body);
        self.block_state().consts.push(code.as_value().clone());
        let closure = free.iter().map(|name| self.scopes.cell_in(self.scope, *name).expect("captured variables live in cells")).collect();
        (code, closure)
    }

    /// A function's value, decorators applied.
    pub(super) fn function(&mut self, def: &ast::FunctionDef, span: Span) -> BoxExpr {
        let decorators: Vec<(BoxExpr, Span)> = def.decorator_list.iter().map(|decorator| (self.expr(decorator), decorator.span)).collect();
        let defaults = def.args.defaults.iter().map(|value| self.expr(value)).collect();
        let kw_defaults = self.kw_defaults(&def.args);
        let type_scope = self.scopes.type_params_of(def);
        let outer = self.scope;
        if let Some(type_scope) = type_scope {
            self.scope = type_scope;
        }
        let annotations = self.annotations(&def.args, def.returns.as_ref());
        let type_params = type_scope.map(|_| self.type_param_tuple(&def.type_params));
        // The block begins with its first decorator: that is the line it is known by.
        let start = def.decorator_list.first().map_or(span.start, |first| first.span.start);
        let (code, closure) = self.function_code(def, span, start, outer);
        let mut value = boxed(MakeFunction { code, defaults, kw_defaults, closure, annotations, type_params });
        if let Some(type_scope) = type_scope {
            value = self.with_type_params(type_scope, &def.type_params, value);
        }
        self.scope = outer;
        self.decorate(value, decorators)
    }

    /// The code of a function that starts (with its decorators) at `start` and is defined in the scope `outer`.
    pub(super) fn function_code(&mut self, def: &ast::FunctionDef, span: Span, start: u32, outer: ScopeId) -> (Ref<Code>, Vec<Var>) {
        let name = self.scopes.name(outer, def.name.symbol);
        let new = NewBlock { name, span: Span { start, ..span }, scope: self.scopes.of(def), is_function: true };
        let outline = ast::is_left_out(&def.body).then(|| self.outline(span, start, outer));
        self.code(new, &def.args, |this| {
            let doc = this.docstring(&def.body);
            match outline {
                Some(outline) => (Box::new(outline) as Box<dyn Body>, doc),
                None => (this.function_body(&def.body), doc),
            }
        })
    }

    /// Applies decorators, the last one first.
    fn decorate(&mut self, mut value: BoxExpr, decorators: Vec<(BoxExpr, Span)>) -> BoxExpr {
        // The decorators were evaluated before the function was made; the nesting keeps that order because calls evaluate the
        // function first.
        for (function, span) in decorators.into_iter().rev() {
            value = super::calls::call_expr(AnyOperand::Dyn(function), vec![nodes::Arg::Dyn(value)], span);
        }
        value
    }

    fn function_body(&mut self, stmts: &[ast::Stmt]) -> Box<dyn Body> {
        if self.flat.is_some() {
            return self.flat_body(stmts);
        }
        self.tail(stmts)
    }

    fn kw_defaults(&mut self, args: &ast::Arguments) -> Vec<(Name, BoxExpr)> {
        let pairs = args.kwonlyargs.iter().zip(&args.kw_defaults);
        pairs.filter_map(|(arg, default)| Some((self.name(arg.arg), self.expr(default.as_ref()?)))).collect()
    }

    fn annotations(&mut self, args: &ast::Arguments, returns: Option<&ast::Expr>) -> Vec<(Name, BoxExpr)> {
        let order =
            args.posonlyargs.iter().chain(&args.args).chain(args.vararg.as_deref()).chain(&args.kwonlyargs).chain(args.kwarg.as_deref());
        let mut list = Vec::new();
        for arg in order {
            if let Some(annotation) = &arg.annotation {
                list.push((self.name(arg.arg), self.annotation(annotation)));
            }
        }
        if let Some(returns) = returns {
            list.push((Name::new("return"), self.annotation(returns)));
        }
        list
    }

    /// An annotation's value: its text under `from __future__ import annotations`.
    pub(super) fn annotation(&mut self, expr: &ast::Expr) -> BoxExpr {
        if self.future_annotations {
            let text = Str::from_str(self.text_of(expr.span)).into_value();
            let text = self.constant_value(text);
            return boxed(nodes::ConstGet(Const(text)));
        }
        match &expr.kind {
            // `*args: *Ts`: the one item that `Ts` gives.
            ExprKind::Starred(inner) => {
                let items = boxed(nodes::StarDisplay {
                    kind: nodes::Display::Tuple,
                    parts: vec![nodes::Part::Star(self.expr(inner), inner.span)],
                    span: expr.span,
                });
                boxed(nodes::Item { object: Dyn::new(items), key: Const(Value::int(0)), span: expr.span })
            }
            _ => self.expr(expr),
        }
    }

    pub(super) fn lambda(&mut self, node: &ast::Lambda, span: Span) -> MakeFunction {
        let defaults = node.args.defaults.iter().map(|value| self.expr(value)).collect();
        let kw_defaults = self.kw_defaults(&node.args);
        let scope = self.scopes.of(node);
        let new = NewBlock { name: Name::new("<lambda>"), span, scope, is_function: true };
        let (code, closure) = self.code(new, &node.args, |this| {
            let body: Box<dyn Body> = if this.flat.is_some() { this.flat_expr_body(&node.body) } else { this.expr(&node.body) };
            (body, Value::NONE)
        });
        MakeFunction { code, defaults, kw_defaults, closure, annotations: Vec::new(), type_params: None }
    }

    /// A generator expression; `is_argument`: of a call that may take all its items at once.
    pub(super) fn generator_expr(&mut self, node: &ast::Comp, span: Span, is_argument: bool) -> nodes::GeneratorExpr {
        let iterable = self.expr(&node.generators[0].iter);
        let scope = self.scopes.of(node);
        let is_async_first = node.generators[0].is_async;
        let args = ast::Arguments { ..Default::default() };
        let new = || NewBlock { name: Name::new("<genexpr>"), span, scope, is_function: true };
        // What it contains is lowered twice then, but not what that contains in the block that is seldom used.
        let folds = self.folds;
        let folded = (is_argument && folds && !self.scopes.all[scope].is_async).then(|| {
            let (code, _) = self.code(new(), &args, |this| (this.folded_generator_expr(node), Value::NONE));
            let block = self.block_state();
            let hidden = block.consts.pop();
            block.hidden.extend(hidden);
            code
        });
        self.folds &= folded.is_none();
        let (code, closure) = self.code(new(), &args, |this| (this.flat_generator_expr(node), Value::NONE));
        self.folds = folds;
        let function =
            MakeFunction { code, defaults: Vec::new(), kw_defaults: Vec::new(), closure, annotations: Vec::new(), type_params: None };
        nodes::GeneratorExpr { function, folded, iterable, is_async: is_async_first, span: node.generators[0].iter.span }
    }

    /// The block of a generator expression that hands over its items.
    fn folded_generator_expr(&mut self, node: &ast::Comp) -> Box<dyn Body> {
        self.flat = None;
        body_of_statements(self.comprehension_loops(&node.generators, expr::First::Given, |this| {
            let value = this.expr(&node.elt);
            Box::new(nodes::HandOver(value))
        }))
    }

    pub(super) fn class(&mut self, def: &ast::ClassDef, span: Span) -> BoxExpr {
        let decorators: Vec<(BoxExpr, Span)> = def.decorator_list.iter().map(|decorator| (self.expr(decorator), decorator.span)).collect();
        let scope = self.scopes.of(def);
        let type_scope = self.scopes.type_params_of(def);
        let outer = self.scope;
        if let Some(type_scope) = type_scope {
            self.scope = type_scope;
        }
        let bases = self.parts(&def.bases);
        let keywords = self.keywords(&def.keywords);
        let type_params = type_scope.map(|_| self.type_param_tuple(&def.type_params));
        let name = self.scopes.name(outer, def.name.symbol);
        let args = ast::Arguments::default();
        let new = NewBlock { name, span, scope, is_function: false };
        let (code, closure) = self.code(new, &args, |this| {
            let doc = this.docstring(&def.body);
            let mut body = Vec::new();
            let module = nodes::NameGet { name: Name::new("__name__"), free: None, span };
            let qualname = Str::from_str(&this.block_state().qualname.clone()).into_value();
            body.push(
                Box::new(nodes::Assign { targets: vec![nodes::Target::Name(Name::new("__module__"))], value: Box::new(module) }) as BoxStmt
            );
            let qualname = this.constant_value(qualname);
            body.push(class_constant("__qualname__", qualname));
            let line = this.source.line_of(def.decorator_list.first().map_or(span.start, |first| first.span.start));
            body.push(class_constant("__firstlineno__", Value::int(i64::from(line))));
            if has_annotations(&def.body) {
                body.push(Box::new(nodes::SetupAnnotations));
            }
            if !doc.is_none() {
                body.push(class_constant("__doc__", doc.clone()));
            }
            this.self_attributes.push(BTreeSet::new());
            body.extend(def.body.iter().map(|stmt| this.stmt(stmt)));
            let attributes = this.self_attributes.pop().unwrap_or_default();
            let attributes = attributes.iter().map(|name| Str::from_str(name).into_value()).collect();
            let attributes = this.constant_value(Tuple::new(attributes).into_value());
            body.push(class_constant("__static_attributes__", attributes));
            if this.scopes.all[this.scope].kind == ScopeKind::Class
                && let Some(Var::Cell(slot)) = this.scopes.all[this.scope].vars.get(&Name::new("__class__"))
            {
                let cell = nodes::LocalGet(Local::hidden(*slot));
                body.push(Box::new(nodes::Assign {
                    targets: vec![nodes::Target::Name(Name::new("__classcell__"))],
                    value: Box::new(cell),
                }));
            }
            let body = body_of_statements(this.block(body));
            (body, doc)
        });
        let body =
            MakeFunction { code, defaults: Vec::new(), kw_defaults: Vec::new(), closure, annotations: Vec::new(), type_params: None };
        let mut value = boxed(MakeClass { name, body, bases, keywords, type_params, span });
        if let Some(type_scope) = type_scope {
            value = self.with_type_params(type_scope, &def.type_params, value);
        }
        self.scope = outer;
        self.decorate(value, decorators)
    }

    /// A tuple of the type parameters just defined.
    fn type_param_tuple(&mut self, params: &[ast::TypeParam]) -> BoxExpr {
        let parts = params
            .iter()
            .map(|param| {
                let name = self.name(param.name.symbol);
                self.load(name, param.span)
            })
            .collect();
        boxed(nodes::PlainDisplay { kind: nodes::Display::Tuple, parts, span: params[0].span })
    }

    /// Defines type parameters around an expression.
    fn with_type_params(&mut self, scope: ScopeId, params: &[ast::TypeParam], value: BoxExpr) -> BoxExpr {
        let cells = self.scopes.all[scope].fresh_cells.clone();
        let setup = params.iter().map(|param| self.type_param(param)).collect();
        boxed(nodes::WithTypeParams { cells, setup, value })
    }

    fn type_param(&mut self, param: &ast::TypeParam) -> BoxStmt {
        let name = self.name(param.name.symbol);
        let (kind, bound) = match &param.kind {
            ast::TypeParamKind::TypeVar { bound } => (0, bound.as_ref()),
            ast::TypeParamKind::TypeVarTuple => (1, None),
            ast::TypeParamKind::ParamSpec => (2, None),
        };
        let constant = |value: Value| boxed(nodes::ConstGet(Const(value)));
        let maybe = |this: &mut Self, expr: Option<&ast::Expr>| expr.map_or_else(|| constant(Value::UNSET), |expr| this.expr(expr));
        let bound = maybe(self, bound);
        let default = maybe(self, param.default_value.as_ref());
        let operands = vec![constant(Value::int(kind)), constant(name.value()), bound, default];
        let value = boxed(nodes::Intrinsic { run: crate::object::typing_objects::make_type_param, operands, span: param.span });
        let target = self.store_name(name);
        Box::new(nodes::Assign { targets: vec![target], value })
    }

    pub(super) fn type_alias(&mut self, node: &ast::TypeAlias, span: Span) -> BoxExpr {
        let scope = self.scopes.of(node);
        let type_scope = self.scopes.type_params_of(node);
        let outer = self.scope;
        if let Some(type_scope) = type_scope {
            self.scope = type_scope;
        }
        let name = self.scopes.name(outer, node.name.symbol);
        let new = NewBlock { name, span, scope, is_function: true };
        let args = ast::Arguments::default();
        let (code, closure) = self.code(new, &args, |this| {
            let body: Box<dyn Body> = this.expr(&node.value);
            (body, Value::NONE)
        });
        let function =
            MakeFunction { code, defaults: Vec::new(), kw_defaults: Vec::new(), closure, annotations: Vec::new(), type_params: None };
        let params = match type_scope {
            Some(_) => self.type_param_tuple(&node.type_params),
            None => boxed(nodes::ConstGet(Const(crate::object::tuple::empty()))),
        };
        let name_text = boxed(nodes::ConstGet(Const(name.value())));
        let operands = vec![name_text, params, boxed(function)];
        let mut value = boxed(nodes::Intrinsic { run: crate::object::typing_objects::make_type_alias, operands, span });
        if let Some(type_scope) = type_scope {
            value = self.with_type_params(type_scope, &node.type_params, value);
        }
        self.scope = outer;
        value
    }
}

/// Stores in the namespace of a class, whatever the name is outside it.
fn class_constant(name: &str, value: Value) -> BoxStmt {
    let targets = vec![nodes::Target::Name(Name::new(name))];
    Box::new(nodes::Assign { targets, value: Box::new(nodes::ConstGet(Const(value))) })
}
