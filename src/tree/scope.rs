//! Scopes: which block binds each name, and where the name's value lives (reference section 4.2). Knows the syntax tree only.
//!
//! A first walk collects bindings and uses per block; then names resolve outwards. Comprehensions are blocks of their own but live in
//! their host's frame: their variables are extra locals of the enclosing function, class or module.

use crate::object::class::mangle;
use crate::object::str::Name;
use crate::syntax::ast::{self, ExprKind, PatternKind, StmtKind, Symbol};
use std::collections::HashMap;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    /// def, lambda, generator expression.
    Function,
    /// List, set and dict comprehensions, and type parameters around what they belong to: in the host's frame.
    Comprehension,
}

/// Where a name's value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Var {
    /// Local slot of the frame.
    Local(u32),
    /// Local slot of the frame that holds a cell.
    Cell(u32),
    /// Cell of the function's closure.
    Free(u32),
    /// Global, then builtin.
    Global,
    /// The frame's namespace, then global, then builtin (class bodies, `exec`).
    Name,
    /// The frame's namespace, then the closure cell (a free variable in a class body).
    NameOrFree(u32),
}

#[derive(Clone, Copy, Default)]
struct Facts {
    bound: bool,
    param: bool,
    global: bool,
    nonlocal: bool,
}

pub(crate) type ScopeId = usize;

pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    pub(crate) parent: Option<ScopeId>,
    /// The names in order of first appearance.
    names: Vec<Name>,
    facts: HashMap<Name, Facts>,
    /// Names of this scope that inner functions capture.
    captured: Vec<Name>,
    pub(crate) vars: HashMap<Name, Var>,
    /// For scopes with a frame of their own: names of the local slots.
    pub(crate) slots: Vec<Option<Name>>,
    /// For scopes with a frame: slots that hold cells, made at entry.
    pub(crate) cells: Vec<u32>,
    /// For scopes with a frame: closure, in order.
    pub(crate) free: Vec<Name>,
    /// Comprehensions: slots that get a fresh cell at entry.
    pub(crate) fresh_cells: Vec<u32>,
    /// Comprehensions: slots of their own plain variables, cleared when they are done.
    pub(crate) own_slots: Vec<u32>,
    /// For classes: the class's name, for mangling; inherited inwards.
    pub(crate) class: Option<Name>,
    pub(crate) is_generator: bool,
    pub(crate) is_async: bool,
    /// Names live in a namespace given from outside (`exec`, class bodies).
    uses_namespace: bool,
}

/// The scopes of a module.
pub(crate) struct Scopes {
    pub(crate) all: Vec<Scope>,
    by_node: HashMap<(usize, u8), ScopeId>,
    names: Vec<Name>,
}

/// Key tags for nodes that open two scopes.
const BODY: u8 = 0;
const TYPE_PARAMS: u8 = 1;

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}

impl Scopes {
    /// Analyses a module. With `namespace`, top-level names live in a mapping given at run time (exec with locals).
    pub(crate) fn analyse(module: &ast::Module, namespace: bool) -> Scopes {
        let names = module.symbols.iter().map(Name::new).collect();
        let mut scopes = Scopes { all: Vec::new(), by_node: HashMap::new(), names };
        let root = scopes.open(ScopeKind::Module, None, None);
        scopes.all[root].uses_namespace = namespace;
        let mut walk = Walk { scopes: &mut scopes, current: root };
        match &module.body {
            ast::Body::Stmts(stmts) => walk.stmts(stmts),
            ast::Body::Expr(expr) => walk.expr(expr),
        }
        scopes.resolve(root);
        scopes
    }

    /// Analyses a module that is one function of another module; `class` is the innermost class around it.
    pub(crate) fn analyse_function(module: &ast::Module, class: Option<Name>) -> (Scopes, ScopeId) {
        let names = module.symbols.iter().map(Name::new).collect();
        let mut scopes = Scopes { all: Vec::new(), by_node: HashMap::new(), names };
        let root = scopes.open(ScopeKind::Module, None, None);
        let around = class.map_or(root, |class| scopes.open(ScopeKind::Class, Some(root), Some(class)));
        let mut walk = Walk { scopes: &mut scopes, current: around };
        if class.is_some() {
            walk.note(Name::new("__class__"), |facts| facts.bound = true);
        }
        if let ast::Body::Stmts(stmts) = &module.body {
            walk.stmts(stmts);
        }
        scopes.resolve(root);
        (scopes, around)
    }

    fn open(&mut self, kind: ScopeKind, parent: Option<ScopeId>, class: Option<Name>) -> ScopeId {
        let inherited = parent.and_then(|parent| self.all[parent].class);
        self.all.push(Scope {
            kind,
            parent,
            names: Vec::new(),
            facts: HashMap::new(),
            captured: Vec::new(),
            vars: HashMap::new(),
            slots: Vec::new(),
            cells: Vec::new(),
            free: Vec::new(),
            fresh_cells: Vec::new(),
            own_slots: Vec::new(),
            class: class.or(inherited),
            is_generator: false,
            is_async: false,
            uses_namespace: kind == ScopeKind::Class,
        });
        self.all.len() - 1
    }

    pub(crate) fn of<T>(&self, node: &T) -> ScopeId {
        self.by_node[&(address(node), BODY)]
    }

    pub(crate) fn type_params_of<T>(&self, node: &T) -> Option<ScopeId> {
        self.by_node.get(&(address(node), TYPE_PARAMS)).copied()
    }

    /// The name of a symbol, mangled if it stands in a class.
    pub(crate) fn name(&self, scope: ScopeId, symbol: Symbol) -> Name {
        self.mangled(scope, self.names[symbol.index()])
    }

    /// The name of a symbol as written.
    pub(crate) fn plain_name(&self, symbol: Symbol) -> Name {
        self.names[symbol.index()]
    }

    pub(crate) fn mangled(&self, scope: ScopeId, name: Name) -> Name {
        match self.all[scope].class {
            Some(class) if name.bytes().starts_with(b"__") && !name.bytes().ends_with(b"__") => {
                Name::from_wtf8(&mangle(class.bytes(), name.bytes()))
            }
            _ => name,
        }
    }

    /// The scope whose frame `scope`'s variables live in.
    pub(crate) fn host(&self, mut scope: ScopeId) -> ScopeId {
        while self.all[scope].kind == ScopeKind::Comprehension {
            scope = self.all[scope].parent.expect("comprehensions have a host");
        }
        scope
    }

    /// Where a name used in `scope` lives.
    pub(crate) fn var(&self, scope: ScopeId, name: Name) -> Var {
        self.all[scope].vars.get(&name).copied().unwrap_or(Var::Global)
    }

    /// A fresh nameless local of `scope`'s frame.
    pub(crate) fn temp(&mut self, scope: ScopeId) -> u32 {
        let host = self.host(scope);
        self.all[host].slots.push(None);
        self.all[host].slots.len() as u32 - 1
    }

    fn binds(&self, scope: ScopeId, name: Name) -> bool {
        self.all[scope].facts.get(&name).is_some_and(|facts| (facts.bound || facts.param) && !facts.global && !facts.nonlocal)
    }

    /// Gives every name of every scope its place. Scopes come before their children in `all`.
    fn resolve(&mut self, _root: ScopeId) {
        // Captures first, inside out, so that a scope knows its cells when its slots are laid out.
        let mut definer: Vec<HashMap<Name, Option<ScopeId>>> = Vec::with_capacity(self.all.len());
        for scope in 0..self.all.len() {
            let names = self.all[scope].names.clone();
            let mut found = HashMap::new();
            for name in names {
                let facts = self.all[scope].facts[&name];
                let own = self.binds(scope, name);
                let target = if facts.global {
                    None
                } else if own && !facts.nonlocal {
                    Some(scope)
                } else {
                    self.find_outside(scope, name)
                };
                if let Some(target) = target
                    && self.host(target) != self.host(scope)
                    && !self.all[target].captured.contains(&name)
                {
                    self.all[target].captured.push(name);
                }
                found.insert(name, target);
            }
            definer.push(found);
        }
        for scope in 0..self.all.len() {
            self.lay_out(scope);
        }
        for (scope, found) in definer.iter().enumerate() {
            let names = self.all[scope].names.clone();
            for name in names {
                let var = self.place(scope, name, found[&name]);
                self.all[scope].vars.insert(name, var);
            }
        }
    }

    /// The enclosing function-like scope that binds a name.
    fn find_outside(&self, scope: ScopeId, name: Name) -> Option<ScopeId> {
        let mut current = self.all[scope].parent;
        while let Some(candidate) = current {
            let kind = self.all[candidate].kind;
            let visible = match kind {
                ScopeKind::Module => false,
                ScopeKind::Class => name.bytes() == b"__class__",
                _ => true,
            };
            if visible {
                if self.binds(candidate, name) {
                    return Some(candidate);
                }
                if self.all[candidate].facts.get(&name).is_some_and(|facts| facts.global) {
                    return None;
                }
            }
            current = self.all[candidate].parent;
        }
        None
    }

    /// Numbers the locals that a scope binds in its host's frame. Parameters come first, as they were declared.
    fn lay_out(&mut self, scope: ScopeId) {
        let host = self.host(scope);
        let kind = self.all[scope].kind;
        for name in self.all[scope].names.clone() {
            let fast = match kind {
                ScopeKind::Function | ScopeKind::Comprehension => true,
                ScopeKind::Class => name.bytes() == b"__class__" && self.all[scope].captured.contains(&name),
                ScopeKind::Module => false,
            };
            if !fast || !self.binds(scope, name) {
                continue;
            }
            let slot = self.all[host].slots.len() as u32;
            self.all[host].slots.push(Some(name));
            if self.all[scope].captured.contains(&name) {
                self.all[scope].vars.insert(name, Var::Cell(slot));
                if scope == host {
                    self.all[host].cells.push(slot);
                } else {
                    self.all[scope].fresh_cells.push(slot);
                }
            } else {
                self.all[scope].vars.insert(name, Var::Local(slot));
                self.all[scope].own_slots.push(slot);
            }
        }
    }

    fn place(&mut self, scope: ScopeId, name: Name, target: Option<ScopeId>) -> Var {
        let host = self.host(scope);
        let in_namespace = scope == host && self.all[scope].uses_namespace;
        let explicit_global = self.all[scope].facts.get(&name).is_some_and(|facts| facts.global);
        match target {
            Some(target) if self.host(target) == host => match self.all[target].vars.get(&name) {
                Some(var) => *var,
                None if in_namespace => Var::Name,
                None => self.class_or_global(host, explicit_global),
            },
            Some(_) => {
                let index = self.capture(host, name);
                if in_namespace && self.all[scope].kind == ScopeKind::Class && !self.all[scope].facts.get(&name).is_some_and(|f| f.nonlocal)
                {
                    Var::NameOrFree(index)
                } else {
                    Var::Free(index)
                }
            }
            None if in_namespace && !explicit_global => Var::Name,
            None => self.class_or_global(host, explicit_global),
        }
    }

    /// A name that no function binds, used in (a comprehension of) `host`.
    fn class_or_global(&self, host: ScopeId, explicit_global: bool) -> Var {
        let at_exec_level = self.all[host].kind == ScopeKind::Module && self.all[host].uses_namespace;
        if at_exec_level && !explicit_global { Var::Name } else { Var::Global }
    }

    /// Index of a name in the closure of `host`, adding it there and in every frame on the way out.
    fn capture(&mut self, host: ScopeId, name: Name) -> u32 {
        if let Some(index) = self.all[host].free.iter().position(|free| *free == name) {
            return index as u32;
        }
        self.all[host].free.push(name);
        let index = self.all[host].free.len() as u32 - 1;
        // The frame in which this function is made must have the variable, as a cell of its own or in its closure.
        if let Some(parent) = self.all[host].parent {
            let outer = self.host(parent);
            if self.cell_in(parent, name).is_none() {
                self.capture(outer, name);
            }
        }
        index
    }

    /// The cell of `name` as the code of `scope` (or a comprehension in it) can reach it when it makes a closure.
    pub(crate) fn cell_in(&self, scope: ScopeId, name: Name) -> Option<Var> {
        let host = self.host(scope);
        let mut current = Some(scope);
        while let Some(id) = current {
            let own = self.binds(id, name);
            if own && let Some(Var::Cell(slot)) = self.all[id].vars.get(&name) {
                return Some(Var::Cell(*slot));
            }
            if id == host {
                break;
            }
            current = self.all[id].parent;
        }
        self.all[host].free.iter().position(|free| *free == name).map(|index| Var::Free(index as u32))
    }
}

/// The collecting walk.
struct Walk<'a> {
    scopes: &'a mut Scopes,
    current: ScopeId,
}

impl Walk<'_> {
    fn note(&mut self, name: Name, change: impl FnOnce(&mut Facts)) {
        let name = self.scopes.mangled(self.current, name);
        let scope = &mut self.scopes.all[self.current];
        let facts = scope.facts.entry(name).or_insert_with(|| {
            scope.names.push(name);
            Facts::default()
        });
        change(facts);
    }

    fn use_name(&mut self, symbol: Symbol) {
        let name = self.scopes.names[symbol.index()];
        self.note(name, |_| ());
        let in_function = self.scopes.all[self.scopes.host(self.current)].kind == ScopeKind::Function;
        if name.bytes() == b"super" && in_function {
            self.note(Name::new("__class__"), |_| ());
        }
    }

    fn bind(&mut self, symbol: Symbol) {
        let name = self.scopes.names[symbol.index()];
        self.note(name, |facts| facts.bound = true);
    }

    fn within(&mut self, kind: ScopeKind, key: (usize, u8), class: Option<Name>, f: impl FnOnce(&mut Self)) {
        let id = self.scopes.open(kind, Some(self.current), class);
        self.scopes.by_node.insert(key, id);
        let outer = std::mem::replace(&mut self.current, id);
        f(self);
        self.current = outer;
    }

    fn stmts(&mut self, stmts: &[ast::Stmt]) {
        stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, stmt: &ast::Stmt) {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, false),
            StmtKind::AsyncFunctionDef(def) => self.function(def, true),
            StmtKind::ClassDef(def) => self.class(def),
            StmtKind::Return(value) => self.maybe(value.as_deref()),
            StmtKind::Delete(delete) => delete.targets.iter().for_each(|target| self.target(target)),
            StmtKind::Assign(assign) => {
                self.expr(&assign.value);
                assign.targets.iter().for_each(|target| self.target(target));
            }
            StmtKind::TypeAlias(alias) => {
                self.bind(alias.name.symbol);
                self.type_params(address(&**alias), &alias.type_params, |walk| {
                    walk.within(ScopeKind::Function, (address(&**alias), BODY), None, |walk| walk.expr(&alias.value));
                });
            }
            StmtKind::AugAssign(assign) => {
                self.target(&assign.target);
                self.expr_of_target(&assign.target);
                self.expr(&assign.value);
            }
            StmtKind::AnnAssign(assign) => {
                if assign.simple || !matches!(assign.target.kind, ExprKind::Name(_)) || assign.value.is_some() {
                    self.target(&assign.target);
                }
                let in_function = self.scopes.all[self.current].kind == ScopeKind::Function;
                if !in_function {
                    self.expr(&assign.annotation);
                    if assign.simple {
                        self.note(Name::new("__annotations__"), |facts| facts.bound = true);
                    }
                }
                self.maybe(assign.value.as_ref());
            }
            StmtKind::For(node) | StmtKind::AsyncFor(node) => {
                self.expr(&node.iter);
                self.target(&node.target);
                self.stmts(&node.body);
                self.stmts(&node.orelse);
            }
            StmtKind::While(node) => {
                self.expr(&node.test);
                self.stmts(&node.body);
                self.stmts(&node.orelse);
            }
            StmtKind::If(node) => {
                self.expr(&node.test);
                self.stmts(&node.body);
                self.stmts(&node.orelse);
            }
            StmtKind::With(node) | StmtKind::AsyncWith(node) => {
                for item in &node.items {
                    self.expr(&item.context_expr);
                    if let Some(target) = &item.optional_vars {
                        self.target(target);
                    }
                }
                self.stmts(&node.body);
            }
            StmtKind::Match(node) => {
                self.expr(&node.subject);
                for case in &node.cases {
                    self.pattern(&case.pattern);
                    self.maybe(case.guard.as_ref());
                    self.stmts(&case.body);
                }
            }
            StmtKind::Raise(node) => {
                self.maybe(node.exc.as_ref());
                self.maybe(node.cause.as_ref());
            }
            StmtKind::Try(node) | StmtKind::TryStar(node) => {
                self.stmts(&node.body);
                for handler in &node.handlers {
                    self.maybe(handler.typ.as_ref());
                    if let Some(name) = &handler.name {
                        self.bind(name.symbol);
                    }
                    self.stmts(&handler.body);
                }
                self.stmts(&node.orelse);
                self.stmts(&node.finalbody);
            }
            StmtKind::Assert(node) => {
                self.expr(&node.test);
                self.maybe(node.msg.as_ref());
            }
            StmtKind::Import(node) => {
                for alias in &node.names {
                    match &alias.asname {
                        Some(name) => self.bind(name.symbol),
                        None => {
                            let whole = self.scopes.names[alias.name.symbol.index()];
                            let top: &[u8] = whole.bytes().split(|byte| *byte == b'.').next().unwrap_or_default();
                            self.note(Name::from_wtf8(top), |facts| facts.bound = true);
                        }
                    }
                }
            }
            StmtKind::ImportFrom(node) => {
                for alias in &node.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    if self.scopes.names[name.symbol.index()].bytes() != b"*" {
                        self.bind(name.symbol);
                    }
                }
            }
            StmtKind::Global(node) => {
                for name in &node.names {
                    let name = self.scopes.names[name.symbol.index()];
                    self.note(name, |facts| facts.global = true);
                    // The module's own code means the global too, even where it runs in another namespace.
                    let mangled = self.scopes.mangled(self.current, name);
                    self.scopes.all[0].facts.entry(mangled).or_default().global = true;
                }
            }
            StmtKind::Nonlocal(node) => {
                for name in &node.names {
                    let name = self.scopes.names[name.symbol.index()];
                    self.note(name, |facts| facts.nonlocal = true);
                }
            }
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
    }

    fn type_params(&mut self, node: usize, params: &[ast::TypeParam], f: impl FnOnce(&mut Self)) {
        if params.is_empty() {
            return f(self);
        }
        self.within(ScopeKind::Comprehension, (node, TYPE_PARAMS), None, |walk| {
            for param in params {
                walk.bind(param.name.symbol);
                if let ast::TypeParamKind::TypeVar { bound: Some(bound) } = &param.kind {
                    walk.expr(bound);
                }
                walk.maybe(param.default_value.as_ref());
            }
            f(walk);
        });
    }

    fn function(&mut self, def: &ast::FunctionDef, is_async: bool) {
        self.bind(def.name.symbol);
        def.decorator_list.iter().for_each(|decorator| self.expr(decorator));
        self.defaults(&def.args);
        self.type_params(address(def), &def.type_params, |walk| {
            for arg in all_args(&def.args) {
                walk.maybe(arg.annotation.as_ref());
            }
            walk.maybe(def.returns.as_ref());
            walk.within(ScopeKind::Function, (address(def), BODY), None, |walk| {
                walk.scopes.all[walk.current].is_async = is_async;
                walk.params(&def.args);
                walk.stmts(&def.body);
            });
        });
    }

    fn defaults(&mut self, args: &ast::Arguments) {
        args.defaults.iter().for_each(|value| self.expr(value));
        args.kw_defaults.iter().flatten().for_each(|value| self.expr(value));
    }

    fn params(&mut self, args: &ast::Arguments) {
        for arg in all_args(args) {
            let name = self.scopes.names[arg.arg.index()];
            self.note(name, |facts| facts.param = true);
        }
    }

    fn class(&mut self, def: &ast::ClassDef) {
        self.bind(def.name.symbol);
        def.decorator_list.iter().for_each(|decorator| self.expr(decorator));
        self.type_params(address(def), &def.type_params, |walk| {
            def.bases.iter().for_each(|base| walk.expr(base));
            def.keywords.iter().for_each(|keyword| walk.expr(&keyword.value));
            let name = walk.scopes.names[def.name.symbol.index()];
            walk.within(ScopeKind::Class, (address(def), BODY), Some(name), |walk| {
                walk.note(Name::new("__class__"), |facts| facts.bound = true);
                walk.stmts(&def.body);
            });
        });
    }

    fn maybe(&mut self, expr: Option<&ast::Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    /// An assignment target: binds names, uses what is inside of attributes and subscripts.
    fn target(&mut self, target: &ast::Expr) {
        match &target.kind {
            ExprKind::Name(symbol) => self.bind(*symbol),
            ExprKind::List(elements) | ExprKind::Tuple(elements) => elements.elts.iter().for_each(|element| self.target(element)),
            ExprKind::Starred(inner) => self.target(inner),
            _ => self.expr(target),
        }
    }

    /// The reading half of an augmented assignment's target.
    fn expr_of_target(&mut self, target: &ast::Expr) {
        if let ExprKind::Name(symbol) = &target.kind {
            self.use_name(*symbol);
        }
    }

    fn pattern(&mut self, pattern: &ast::Pattern) {
        match &pattern.kind {
            PatternKind::MatchValue(value) => self.expr(value),
            PatternKind::MatchSingleton(_) => {}
            PatternKind::MatchSequence(inner) | PatternKind::MatchOr(inner) => inner.patterns.iter().for_each(|p| self.pattern(p)),
            PatternKind::MatchMapping(mapping) => {
                mapping.keys.iter().for_each(|key| self.expr(key));
                mapping.patterns.iter().for_each(|p| self.pattern(p));
                if let Some(rest) = &mapping.rest {
                    self.bind(rest.symbol);
                }
            }
            PatternKind::MatchClass(class) => {
                self.expr(&class.cls);
                class.patterns.iter().chain(&class.kwd_patterns).for_each(|p| self.pattern(p));
            }
            PatternKind::MatchStar(name) => {
                if let Some(name) = name {
                    self.bind(name.symbol);
                }
            }
            PatternKind::MatchAs(node) => {
                if let Some(inner) = &node.pattern {
                    self.pattern(inner);
                }
                if let Some(name) = &node.name {
                    self.bind(name.symbol);
                }
            }
        }
    }

    fn exprs(&mut self, exprs: &[ast::Expr]) {
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &ast::Expr) {
        crate::object::cx::with_native_stack(|| self.expr_inner(expr));
    }

    fn expr_inner(&mut self, expr: &ast::Expr) {
        match &expr.kind {
            ExprKind::BoolOp(node) => self.exprs(&node.values),
            ExprKind::NamedExpr(node) => {
                self.expr(&node.value);
                self.bind_walrus(node.target.symbol);
            }
            ExprKind::BinOp(node) => {
                self.expr(&node.left);
                self.expr(&node.right);
            }
            ExprKind::UnaryOp(node) => self.expr(&node.operand),
            ExprKind::Lambda(node) => {
                self.defaults(&node.args);
                self.within(ScopeKind::Function, (address(&**node), BODY), None, |walk| {
                    walk.params(&node.args);
                    walk.expr(&node.body);
                });
            }
            ExprKind::IfExp(node) => {
                self.expr(&node.test);
                self.expr(&node.body);
                self.expr(&node.orelse);
            }
            ExprKind::Dict(node) => {
                node.keys.iter().flatten().for_each(|key| self.expr(key));
                self.exprs(&node.values);
            }
            ExprKind::Set(node) | ExprKind::List(node) | ExprKind::Tuple(node) | ExprKind::JoinedStr(node) => self.exprs(&node.elts),
            ExprKind::ListComp(node) | ExprKind::SetComp(node) => {
                self.comprehension(address(&**node), &node.generators, ScopeKind::Comprehension, |walk| walk.expr(&node.elt));
            }
            ExprKind::DictComp(node) => {
                self.comprehension(address(&**node), &node.generators, ScopeKind::Comprehension, |walk| {
                    walk.expr(&node.key);
                    walk.expr(&node.value);
                });
            }
            ExprKind::GeneratorExp(node) => {
                self.comprehension(address(&**node), &node.generators, ScopeKind::Function, |walk| {
                    walk.scopes.all[walk.current].is_generator = true;
                    walk.expr(&node.elt);
                });
            }
            ExprKind::Await(value) => {
                self.mark_async_comprehension();
                self.expr(value);
            }
            ExprKind::Yield(value) => {
                self.mark_generator();
                self.maybe(value.as_deref());
            }
            ExprKind::YieldFrom(value) => {
                self.mark_generator();
                self.expr(value);
            }
            ExprKind::Compare(node) => {
                self.expr(&node.left);
                self.exprs(&node.comparators);
            }
            ExprKind::Call(node) => {
                self.expr(&node.func);
                self.exprs(&node.args);
                node.keywords.iter().for_each(|keyword| self.expr(&keyword.value));
            }
            ExprKind::FormattedValue(node) => {
                self.expr(&node.value);
                self.maybe(node.format_spec.as_ref());
            }
            ExprKind::Constant(_) => {}
            ExprKind::Attribute(node) => self.expr(&node.value),
            ExprKind::Subscript(node) => {
                self.expr(&node.value);
                self.expr(&node.slice);
            }
            ExprKind::Starred(inner) => self.expr(inner),
            ExprKind::Name(symbol) => self.use_name(*symbol),
            ExprKind::Slice(node) => {
                self.maybe(node.lower.as_ref());
                self.maybe(node.upper.as_ref());
                self.maybe(node.step.as_ref());
            }
        }
    }

    fn mark_generator(&mut self) {
        let host = self.scopes.host(self.current);
        self.scopes.all[host].is_generator = true;
    }

    /// `await` in a generator expression makes it an asynchronous one.
    fn mark_async_comprehension(&mut self) {
        let host = self.scopes.host(self.current);
        if self.scopes.all[host].kind == ScopeKind::Function && self.is_genexpr(host) {
            self.scopes.all[host].is_async = true;
        }
    }

    /// A walrus in a comprehension binds in the enclosing block.
    fn bind_walrus(&mut self, symbol: Symbol) {
        let inner = self.current;
        let mut target = inner;
        while self.scopes.all[target].kind == ScopeKind::Comprehension || self.is_genexpr(target) {
            target = self.scopes.all[target].parent.expect("comprehensions have a host");
        }
        self.current = target;
        let name = self.scopes.names[symbol.index()];
        let is_global =
            self.scopes.all[target].kind == ScopeKind::Module || self.scopes.all[target].facts.get(&name).is_some_and(|facts| facts.global);
        self.bind(symbol);
        self.current = inner;
        if inner != target {
            self.note(name, |facts| {
                if is_global {
                    facts.global = true;
                } else {
                    facts.nonlocal = true;
                }
            });
        }
    }

    fn is_genexpr(&self, scope: ScopeId) -> bool {
        self.scopes.all[scope].facts.contains_key(&Name::new(".0"))
    }

    /// The first iterable is evaluated outside, everything else inside.
    fn comprehension(&mut self, node: usize, generators: &[ast::Comprehension], kind: ScopeKind, element: impl FnOnce(&mut Self)) {
        let Some((first, rest)) = generators.split_first() else { return };
        self.expr(&first.iter);
        self.within(kind, (node, BODY), None, |walk| {
            if kind == ScopeKind::Function {
                walk.note(Name::new(".0"), |facts| facts.param = true);
                walk.scopes.all[walk.current].is_async = generators.iter().any(|generator| generator.is_async);
            }
            walk.target(&first.target);
            walk.exprs(&first.ifs);
            for generator in rest {
                walk.expr(&generator.iter);
                walk.target(&generator.target);
                walk.exprs(&generator.ifs);
            }
            element(walk);
        });
        if kind == ScopeKind::Comprehension && generators.iter().any(|generator| generator.is_async) {
            self.mark_async_comprehension();
        }
    }
}

/// All parameters in the order of their slots: positional, keyword-only, *args, **kwargs.
pub(crate) fn all_args(args: &ast::Arguments) -> impl Iterator<Item = &ast::Arg> {
    args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs).chain(args.vararg.as_deref()).chain(args.kwarg.as_deref())
}
