//! Shows the syntax tree of a text to script, for module `ast`: a node is a tuple of its class's name, its place (or None) and its fields
//! in the order of `_fields`. Knows nothing of the classes.

use super::run::syntax_error;
use crate::object::bytes;
use crate::object::complex::Complex;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::list::List;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Ref, Value};
use crate::source::{Source, Span};
use crate::syntax;
use crate::syntax::ast::*;

/// How an expression is used.
#[derive(Clone, Copy)]
enum Use {
    Load,
    Store,
    Del,
}

struct Export<'a> {
    source: &'a Source,
    symbols: &'a Symbols,
}

/// The tree of `text`; `mode` is "exec", "eval" or "single". Errors: SyntaxError and its subclasses.
pub(crate) fn export(cx: &Cx, text: &str, file: &str, mode: &str) -> R {
    let source = Source::new(file, text);
    let parse_mode = match mode {
        "eval" => syntax::Mode::Eval,
        "single" => syntax::Mode::Single,
        _ => syntax::Mode::Exec,
    };
    let parsed = crate::object::cx::with_native_stack(|| syntax::parse_tree(&source, parse_mode));
    let module = parsed.map_err(|error| syntax_error(cx, &error, file))?;
    if module.depth > 1000 {
        return Err(cx.error(&crate::object::exception::RECURSION_ERROR, "maximum recursion depth exceeded during ast construction"));
    }
    let export = Export { source: &source, symbols: &module.symbols };
    Ok(crate::stack::on_segment(16 * 1024 * 1024, || match &module.body {
        Body::Expr(expr) => bare("Expression", vec![export.expr(expr)]),
        Body::Stmts(stmts) if mode == "single" => bare("Interactive", vec![export.stmts(stmts)]),
        Body::Stmts(stmts) => bare("Module", vec![export.stmts(stmts), list(Vec::new())]),
    }))
}

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

fn list(items: Vec<Value>) -> Value {
    List::new(items).into_value()
}

/// A node without a place.
fn bare(name: &str, fields: Vec<Value>) -> Value {
    let mut parts = vec![text(name), Value::NONE];
    parts.extend(fields);
    Tuple::new(parts).into_value()
}

fn operator(op: Operator) -> Value {
    bare(&format!("{op:?}"), Vec::new())
}

impl Export<'_> {
    fn node(&self, name: &str, span: Span, fields: Vec<Value>) -> Value {
        let place = |offset: u32| {
            let line = self.source.line_of(offset);
            (Value::int(i64::from(line)), Value::int(i64::from(offset - self.source.line_start(line))))
        };
        let ((line, column), (end_line, end_column)) = (place(span.start), place(span.end));
        let mut parts = vec![text(name), Tuple::new(vec![line, column, end_line, end_column]).into_value()];
        parts.extend(fields);
        Tuple::new(parts).into_value()
    }

    fn symbol(&self, symbol: Symbol) -> Value {
        text(self.symbols.text(symbol))
    }

    fn ident(&self, ident: Option<&Ident>) -> Value {
        ident.map_or(Value::NONE, |ident| self.symbol(ident.symbol))
    }

    fn exprs(&self, exprs: &[Expr]) -> Value {
        list(exprs.iter().map(|expr| self.expr(expr)).collect())
    }

    fn maybe(&self, expr: Option<&Expr>) -> Value {
        expr.map_or(Value::NONE, |expr| self.expr(expr))
    }

    fn stmts(&self, stmts: &[Stmt]) -> Value {
        list(stmts.iter().map(|stmt| self.stmt(stmt)).collect())
    }

    fn expr(&self, expr: &Expr) -> Value {
        self.expr_as(expr, Use::Load)
    }

    fn targets(&self, exprs: &[Expr], how: Use) -> Value {
        list(exprs.iter().map(|expr| self.expr_as(expr, how)).collect())
    }

    fn context(how: Use) -> Value {
        bare(
            match how {
                Use::Load => "Load",
                Use::Store => "Store",
                Use::Del => "Del",
            },
            Vec::new(),
        )
    }

    fn constant(&self, constant: &Constant) -> Value {
        match constant {
            Constant::None => Value::NONE,
            Constant::True => Value::TRUE,
            Constant::False => Value::FALSE,
            Constant::Ellipsis => Value::ELLIPSIS,
            Constant::Int(int) => Value::int(*int),
            Constant::BigInt(digits) => int::from_big(dashu_int::IBig::from_str_radix(&digits.text, digits.radix).unwrap_or_default()),
            Constant::Float(float) => Value::float(*float),
            Constant::Imaginary(imag) => Complex::new(0.0, *imag),
            Constant::Str(text) => Str::from_wtf8(&text.bytes).into_value(),
            Constant::Bytes(bytes) => bytes::Bytes::try_new(&bytes.bytes).map_or(Value::NONE, Ref::into_value),
        }
    }

    fn constant_node(&self, constant: &Constant, span: Span) -> Value {
        // The prefix `u` is kept as the kind.
        let is_marked = matches!(constant, Constant::Str(_)) && self.source.slice(span).starts_with(['u', 'U']);
        self.node("Constant", span, vec![self.constant(constant), if is_marked { text("u") } else { Value::NONE }])
    }

    /// The texts and holes of an f-string. A text begins anywhere in it: with a letter `u`, too, that is no prefix.
    fn f_string_parts(&self, parts: &[Expr]) -> Value {
        let one = |part: &Expr| match &part.kind {
            ExprKind::Constant(constant) => self.node("Constant", part.span, vec![self.constant(constant), Value::NONE]),
            _ => self.expr(part),
        };
        list(parts.iter().map(one).collect())
    }

    fn comprehensions(&self, generators: &[Comprehension]) -> Value {
        let one = |each: &Comprehension| {
            let target = self.expr_as(&each.target, Use::Store);
            bare("comprehension", vec![target, self.expr(&each.iter), self.exprs(&each.ifs), Value::int(i64::from(each.is_async))])
        };
        list(generators.iter().map(one).collect())
    }

    fn keywords(&self, keywords: &[Keyword]) -> Value {
        let one = |each: &Keyword| self.node("keyword", each.span, vec![self.ident(each.arg.as_ref()), self.expr(&each.value)]);
        list(keywords.iter().map(one).collect())
    }

    fn expr_as(&self, expr: &Expr, how: Use) -> Value {
        let span = expr.span;
        let node = |name: &str, fields: Vec<Value>| self.node(name, span, fields);
        let context = || Export::context(how);
        match &expr.kind {
            ExprKind::BoolOp(e) => node("BoolOp", vec![bare(&format!("{:?}", e.op), Vec::new()), self.exprs(&e.values)]),
            ExprKind::NamedExpr(e) => {
                let target = self.node("Name", e.target.span, vec![self.symbol(e.target.symbol), Export::context(Use::Store)]);
                node("NamedExpr", vec![target, self.expr(&e.value)])
            }
            ExprKind::BinOp(e) => node("BinOp", vec![self.expr(&e.left), operator(e.op), self.expr(&e.right)]),
            ExprKind::UnaryOp(e) => node("UnaryOp", vec![bare(&format!("{:?}", e.op), Vec::new()), self.expr(&e.operand)]),
            ExprKind::Lambda(e) => node("Lambda", vec![self.arguments(&e.args), self.expr(&e.body)]),
            ExprKind::IfExp(e) => node("IfExp", vec![self.expr(&e.test), self.expr(&e.body), self.expr(&e.orelse)]),
            ExprKind::Dict(e) => {
                let keys = e.keys.iter().map(|key| self.maybe(key.as_ref())).collect();
                node("Dict", vec![list(keys), self.exprs(&e.values)])
            }
            ExprKind::Set(e) => node("Set", vec![self.exprs(&e.elts)]),
            ExprKind::ListComp(e) => node("ListComp", vec![self.expr(&e.elt), self.comprehensions(&e.generators)]),
            ExprKind::SetComp(e) => node("SetComp", vec![self.expr(&e.elt), self.comprehensions(&e.generators)]),
            ExprKind::GeneratorExp(e) => node("GeneratorExp", vec![self.expr(&e.elt), self.comprehensions(&e.generators)]),
            ExprKind::DictComp(e) => node("DictComp", vec![self.expr(&e.key), self.expr(&e.value), self.comprehensions(&e.generators)]),
            ExprKind::Await(e) => node("Await", vec![self.expr(e)]),
            ExprKind::Yield(e) => node("Yield", vec![self.maybe(e.as_deref())]),
            ExprKind::YieldFrom(e) => node("YieldFrom", vec![self.expr(e)]),
            ExprKind::Compare(e) => {
                let ops = e.ops.iter().map(|op| bare(&format!("{op:?}"), Vec::new())).collect();
                node("Compare", vec![self.expr(&e.left), list(ops), self.exprs(&e.comparators)])
            }
            ExprKind::Call(e) => node("Call", vec![self.expr(&e.func), self.exprs(&e.args), self.keywords(&e.keywords)]),
            ExprKind::FormattedValue(e) => {
                let conversion = match e.conversion {
                    Conversion::None => -1,
                    Conversion::Str => i64::from(b's'),
                    Conversion::Repr => i64::from(b'r'),
                    Conversion::Ascii => i64::from(b'a'),
                };
                node("FormattedValue", vec![self.expr(&e.value), Value::int(conversion), self.maybe(e.format_spec.as_ref())])
            }
            ExprKind::JoinedStr(e) => node("JoinedStr", vec![self.f_string_parts(&e.elts)]),
            ExprKind::Constant(constant) => self.constant_node(constant, span),
            ExprKind::Attribute(e) => node("Attribute", vec![self.expr(&e.value), self.symbol(e.attr.symbol), context()]),
            ExprKind::Subscript(e) => node("Subscript", vec![self.expr(&e.value), self.expr(&e.slice), context()]),
            ExprKind::Starred(e) => node("Starred", vec![self.expr_as(e, how), context()]),
            ExprKind::Name(symbol) => node("Name", vec![self.symbol(*symbol), context()]),
            ExprKind::List(e) => node("List", vec![self.targets(&e.elts, how), context()]),
            ExprKind::Tuple(e) => node("Tuple", vec![self.targets(&e.elts, how), context()]),
            ExprKind::Slice(e) => {
                node("Slice", vec![self.maybe(e.lower.as_ref()), self.maybe(e.upper.as_ref()), self.maybe(e.step.as_ref())])
            }
        }
    }

    fn arg(&self, arg: &Arg) -> Value {
        self.node("arg", arg.span, vec![self.symbol(arg.arg), self.maybe(arg.annotation.as_ref()), Value::NONE])
    }

    fn arguments(&self, args: &Arguments) -> Value {
        let many = |args: &[Arg]| list(args.iter().map(|arg| self.arg(arg)).collect());
        let one = |arg: Option<&Arg>| arg.map_or(Value::NONE, |arg| self.arg(arg));
        let kw_defaults = args.kw_defaults.iter().map(|value| self.maybe(value.as_ref())).collect();
        bare(
            "arguments",
            vec![
                many(&args.posonlyargs),
                many(&args.args),
                one(args.vararg.as_deref()),
                many(&args.kwonlyargs),
                list(kw_defaults),
                one(args.kwarg.as_deref()),
                self.exprs(&args.defaults),
            ],
        )
    }

    fn type_params(&self, params: &[TypeParam]) -> Value {
        let one = |param: &TypeParam| {
            let (name, default) = (self.symbol(param.name.symbol), self.maybe(param.default_value.as_ref()));
            match &param.kind {
                TypeParamKind::TypeVar { bound } => self.node("TypeVar", param.span, vec![name, self.maybe(bound.as_ref()), default]),
                TypeParamKind::TypeVarTuple => self.node("TypeVarTuple", param.span, vec![name, default]),
                TypeParamKind::ParamSpec => self.node("ParamSpec", param.span, vec![name, default]),
            }
        };
        list(params.iter().map(one).collect())
    }

    fn aliases(&self, names: &[Alias]) -> Value {
        let one = |alias: &Alias| self.node("alias", alias.span, vec![self.symbol(alias.name.symbol), self.ident(alias.asname.as_ref())]);
        list(names.iter().map(one).collect())
    }

    fn names(&self, names: &[Ident]) -> Value {
        list(names.iter().map(|name| self.symbol(name.symbol)).collect())
    }

    fn with(&self, name: &str, span: Span, with: &With) -> Value {
        let item = |item: &WithItem| {
            let target = item.optional_vars.as_ref().map_or(Value::NONE, |target| self.expr_as(target, Use::Store));
            bare("withitem", vec![self.expr(&item.context_expr), target])
        };
        self.node(name, span, vec![list(with.items.iter().map(item).collect()), self.stmts(&with.body), Value::NONE])
    }

    fn function(&self, name: &str, span: Span, def: &FunctionDef) -> Value {
        let fields = vec![
            self.symbol(def.name.symbol),
            self.arguments(&def.args),
            self.stmts(&def.body),
            self.exprs(&def.decorator_list),
            self.maybe(def.returns.as_ref()),
            Value::NONE,
            self.type_params(&def.type_params),
        ];
        self.node(name, span, fields)
    }

    fn for_loop(&self, name: &str, span: Span, node: &For) -> Value {
        let target = self.expr_as(&node.target, Use::Store);
        self.node(name, span, vec![target, self.expr(&node.iter), self.stmts(&node.body), self.stmts(&node.orelse), Value::NONE])
    }

    fn try_stmt(&self, name: &str, span: Span, node: &Try) -> Value {
        let handler = |handler: &ExceptHandler| {
            let fields = vec![self.maybe(handler.typ.as_ref()), self.ident(handler.name.as_ref()), self.stmts(&handler.body)];
            self.node("ExceptHandler", handler.span, fields)
        };
        let handlers = list(node.handlers.iter().map(handler).collect());
        self.node(name, span, vec![self.stmts(&node.body), handlers, self.stmts(&node.orelse), self.stmts(&node.finalbody)])
    }

    fn stmt(&self, stmt: &Stmt) -> Value {
        let span = stmt.span;
        let node = |name: &str, fields: Vec<Value>| self.node(name, span, fields);
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function("FunctionDef", span, def),
            StmtKind::AsyncFunctionDef(def) => self.function("AsyncFunctionDef", span, def),
            StmtKind::ClassDef(def) => node(
                "ClassDef",
                vec![
                    self.symbol(def.name.symbol),
                    self.exprs(&def.bases),
                    self.keywords(&def.keywords),
                    self.stmts(&def.body),
                    self.exprs(&def.decorator_list),
                    self.type_params(&def.type_params),
                ],
            ),
            StmtKind::Return(value) => node("Return", vec![self.maybe(value.as_deref())]),
            StmtKind::Delete(delete) => node("Delete", vec![self.targets(&delete.targets, Use::Del)]),
            StmtKind::Assign(assign) => {
                node("Assign", vec![self.targets(&assign.targets, Use::Store), self.expr(&assign.value), Value::NONE])
            }
            StmtKind::TypeAlias(alias) => {
                let name = self.node("Name", alias.name.span, vec![self.symbol(alias.name.symbol), Export::context(Use::Store)]);
                node("TypeAlias", vec![name, self.type_params(&alias.type_params), self.expr(&alias.value)])
            }
            StmtKind::AugAssign(assign) => {
                let target = self.expr_as(&assign.target, Use::Store);
                node("AugAssign", vec![target, operator(assign.op), self.expr(&assign.value)])
            }
            StmtKind::AnnAssign(assign) => {
                let target = self.expr_as(&assign.target, Use::Store);
                let (annotation, value) = (self.expr(&assign.annotation), self.maybe(assign.value.as_ref()));
                node("AnnAssign", vec![target, annotation, value, Value::int(i64::from(assign.simple))])
            }
            StmtKind::For(each) => self.for_loop("For", span, each),
            StmtKind::AsyncFor(each) => self.for_loop("AsyncFor", span, each),
            StmtKind::While(each) => node("While", vec![self.expr(&each.test), self.stmts(&each.body), self.stmts(&each.orelse)]),
            StmtKind::If(each) => node("If", vec![self.expr(&each.test), self.stmts(&each.body), self.stmts(&each.orelse)]),
            StmtKind::With(with) => self.with("With", span, with),
            StmtKind::AsyncWith(with) => self.with("AsyncWith", span, with),
            StmtKind::Match(each) => {
                let case = |case: &MatchCase| {
                    bare("match_case", vec![self.pattern(&case.pattern), self.maybe(case.guard.as_ref()), self.stmts(&case.body)])
                };
                node("Match", vec![self.expr(&each.subject), list(each.cases.iter().map(case).collect())])
            }
            StmtKind::Raise(raise) => node("Raise", vec![self.maybe(raise.exc.as_ref()), self.maybe(raise.cause.as_ref())]),
            StmtKind::Try(each) => self.try_stmt("Try", span, each),
            StmtKind::TryStar(each) => self.try_stmt("TryStar", span, each),
            StmtKind::Assert(assert) => node("Assert", vec![self.expr(&assert.test), self.maybe(assert.msg.as_ref())]),
            StmtKind::Import(import) => node("Import", vec![self.aliases(&import.names)]),
            StmtKind::ImportFrom(import) => {
                let module = self.ident(import.module.as_ref());
                node("ImportFrom", vec![module, self.aliases(&import.names), Value::int(i64::from(import.level))])
            }
            StmtKind::Global(names) => node("Global", vec![self.names(&names.names)]),
            StmtKind::Nonlocal(names) => node("Nonlocal", vec![self.names(&names.names)]),
            StmtKind::Expr(expr) => node("Expr", vec![self.expr(expr)]),
            StmtKind::Pass => node("Pass", Vec::new()),
            StmtKind::Break => node("Break", Vec::new()),
            StmtKind::Continue => node("Continue", Vec::new()),
        }
    }

    fn patterns(&self, patterns: &[Pattern]) -> Value {
        list(patterns.iter().map(|pattern| self.pattern(pattern)).collect())
    }

    fn pattern(&self, pattern: &Pattern) -> Value {
        let node = |name: &str, fields: Vec<Value>| self.node(name, pattern.span, fields);
        match &pattern.kind {
            PatternKind::MatchValue(expr) => node("MatchValue", vec![self.expr(expr)]),
            PatternKind::MatchSingleton(constant) => node("MatchSingleton", vec![self.constant(constant)]),
            PatternKind::MatchSequence(all) => node("MatchSequence", vec![self.patterns(&all.patterns)]),
            PatternKind::MatchMapping(map) => {
                node("MatchMapping", vec![self.exprs(&map.keys), self.patterns(&map.patterns), self.ident(map.rest.as_ref())])
            }
            PatternKind::MatchClass(class) => node(
                "MatchClass",
                vec![
                    self.expr(&class.cls),
                    self.patterns(&class.patterns),
                    self.names(&class.kwd_attrs),
                    self.patterns(&class.kwd_patterns),
                ],
            ),
            PatternKind::MatchStar(name) => node("MatchStar", vec![self.ident(name.as_ref())]),
            PatternKind::MatchAs(each) => {
                let inner = each.pattern.as_ref().map_or(Value::NONE, |pattern| self.pattern(pattern));
                node("MatchAs", vec![inner, self.ident(each.name.as_ref())])
            }
            PatternKind::MatchOr(all) => node("MatchOr", vec![self.patterns(&all.patterns)]),
        }
    }
}
