//! Prints a tree in one canonical form that a few lines of Python can print from CPython's `ast` too:
//! `Kind@line:col-line:col(field,...)`, lists in brackets, text in hexadecimal.

use crate::source::{Source, Span};
use crate::syntax::ast::*;
use std::fmt::Write;

pub(crate) fn dump(source: &Source, module: &Module) -> String {
    let mut dumper = Dumper { source, symbols: &module.symbols, out: String::new() };
    match &module.body {
        Body::Stmts(body) => dumper.list(body, Dumper::stmt),
        Body::Expr(expr) => dumper.expr(expr),
    }
    dumper.out
}

struct Dumper<'a> {
    source: &'a Source,
    symbols: &'a Symbols,
    out: String,
}

impl Dumper<'_> {
    fn open(&mut self, kind: &str, span: Span) {
        let (a, b) = (self.source.place(span.start), self.source.place(span.end));
        let _ = write!(self.out, "\n{kind}@{}:{}-{}:{}(", a.line, a.column, b.line, b.column);
    }

    fn list<T>(&mut self, items: &[T], one: fn(&mut Self, &T)) {
        self.out.push('[');
        for item in items {
            one(self, item);
            self.out.push(',');
        }
        self.out.push(']');
    }

    fn option<T>(&mut self, item: Option<&T>, one: fn(&mut Self, &T)) {
        match item {
            Some(item) => one(self, item),
            None => self.out.push_str("None"),
        }
        self.out.push(',');
    }

    fn text(&mut self, text: &str) {
        let _ = write!(self.out, "{text},");
    }

    fn ident(&mut self, ident: &Ident) {
        self.out.push_str(self.symbols.text(ident.symbol));
    }

    fn stmts(&mut self, body: &[Stmt]) {
        self.list(body, Self::stmt);
        self.out.push(',');
    }

    fn exprs(&mut self, exprs: &[Expr]) {
        self.list(exprs, Self::expr);
        self.out.push(',');
    }

    fn one(&mut self, expr: &Expr) {
        self.expr(expr);
        self.out.push(',');
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let (kind, span) = (&stmt.kind, stmt.span);
        match kind {
            StmtKind::FunctionDef(f) => self.function("FunctionDef", span, f),
            StmtKind::AsyncFunctionDef(f) => self.function("AsyncFunctionDef", span, f),
            StmtKind::ClassDef(c) => {
                self.open("ClassDef", span);
                self.option(Some(&c.name), Self::ident);
                self.exprs(&c.bases);
                self.list(&c.keywords, Self::keyword);
                self.out.push(',');
                self.stmts(&c.body);
                self.exprs(&c.decorator_list);
                self.list(&c.type_params, Self::type_param);
                self.out.push(',');
            }
            StmtKind::Return(value) => {
                self.open("Return", span);
                self.option(value.as_deref(), Self::expr);
            }
            StmtKind::Delete(d) => {
                self.open("Delete", span);
                self.exprs(&d.targets);
            }
            StmtKind::Assign(a) => {
                self.open("Assign", span);
                self.exprs(&a.targets);
                self.one(&a.value);
            }
            StmtKind::TypeAlias(t) => {
                self.open("TypeAlias", span);
                self.open("Name", t.name.span);
                self.option(Some(&t.name), Self::ident);
                self.out.push_str("),");
                self.list(&t.type_params, Self::type_param);
                self.out.push(',');
                self.one(&t.value);
            }
            StmtKind::AugAssign(a) => {
                self.open("AugAssign", span);
                self.one(&a.target);
                self.text(&format!("{:?}", a.op));
                self.one(&a.value);
            }
            StmtKind::AnnAssign(a) => {
                self.open("AnnAssign", span);
                self.one(&a.target);
                self.one(&a.annotation);
                self.option(a.value.as_ref(), Self::expr);
                self.text(if a.simple { "1" } else { "0" });
            }
            StmtKind::For(f) => self.for_loop("For", span, f),
            StmtKind::AsyncFor(f) => self.for_loop("AsyncFor", span, f),
            StmtKind::While(w) => {
                self.open("While", span);
                self.one(&w.test);
                self.stmts(&w.body);
                self.stmts(&w.orelse);
            }
            StmtKind::If(i) => {
                self.open("If", span);
                self.one(&i.test);
                self.stmts(&i.body);
                self.stmts(&i.orelse);
            }
            StmtKind::With(w) => self.with("With", span, w),
            StmtKind::AsyncWith(w) => self.with("AsyncWith", span, w),
            StmtKind::Match(m) => {
                self.open("Match", span);
                self.one(&m.subject);
                self.list(&m.cases, |d, case| {
                    d.out.push_str("match_case(");
                    d.pattern(&case.pattern);
                    d.out.push(',');
                    d.option(case.guard.as_ref(), Self::expr);
                    d.stmts(&case.body);
                    d.out.push(')');
                });
                self.out.push(',');
            }
            StmtKind::Raise(r) => {
                self.open("Raise", span);
                self.option(r.exc.as_ref(), Self::expr);
                self.option(r.cause.as_ref(), Self::expr);
            }
            StmtKind::Try(t) => self.try_stmt("Try", span, t),
            StmtKind::TryStar(t) => self.try_stmt("TryStar", span, t),
            StmtKind::Assert(a) => {
                self.open("Assert", span);
                self.one(&a.test);
                self.option(a.msg.as_ref(), Self::expr);
            }
            StmtKind::Import(i) => {
                self.open("Import", span);
                self.list(&i.names, Self::alias);
                self.out.push(',');
            }
            StmtKind::ImportFrom(i) => {
                self.open("ImportFrom", span);
                self.option(i.module.as_ref(), Self::ident);
                self.list(&i.names, Self::alias);
                self.out.push(',');
                self.text(&i.level.to_string());
            }
            StmtKind::Global(n) => self.names("Global", span, n),
            StmtKind::Nonlocal(n) => self.names("Nonlocal", span, n),
            StmtKind::Expr(e) => {
                self.open("Expr", span);
                self.one(e);
            }
            StmtKind::Pass => self.open("Pass", span),
            StmtKind::Break => self.open("Break", span),
            StmtKind::Continue => self.open("Continue", span),
        }
        self.out.push(')');
    }

    fn function(&mut self, kind: &str, span: Span, f: &FunctionDef) {
        self.open(kind, span);
        self.option(Some(&f.name), Self::ident);
        self.arguments(&f.args);
        self.stmts(&f.body);
        self.exprs(&f.decorator_list);
        self.option(f.returns.as_ref(), Self::expr);
        self.list(&f.type_params, Self::type_param);
        self.out.push(',');
    }

    fn for_loop(&mut self, kind: &str, span: Span, f: &For) {
        self.open(kind, span);
        self.one(&f.target);
        self.one(&f.iter);
        self.stmts(&f.body);
        self.stmts(&f.orelse);
    }

    fn with(&mut self, kind: &str, span: Span, w: &With) {
        self.open(kind, span);
        self.list(&w.items, |d, item| {
            d.out.push_str("withitem(");
            d.one(&item.context_expr);
            d.option(item.optional_vars.as_ref(), Self::expr);
            d.out.push(')');
        });
        self.out.push(',');
        self.stmts(&w.body);
    }

    fn try_stmt(&mut self, kind: &str, span: Span, t: &Try) {
        self.open(kind, span);
        self.stmts(&t.body);
        self.list(&t.handlers, |d, handler| {
            d.open("ExceptHandler", handler.span);
            d.option(handler.typ.as_ref(), Self::expr);
            d.option(handler.name.as_ref(), Self::ident);
            d.stmts(&handler.body);
            d.out.push(')');
        });
        self.out.push(',');
        self.stmts(&t.orelse);
        self.stmts(&t.finalbody);
    }

    fn alias(&mut self, alias: &Alias) {
        self.open("alias", alias.span);
        self.option(Some(&alias.name), Self::ident);
        self.option(alias.asname.as_ref(), Self::ident);
        self.out.push(')');
    }

    fn names(&mut self, kind: &str, span: Span, names: &Names) {
        self.open(kind, span);
        self.list(&names.names, Self::ident);
        self.out.push(',');
    }

    fn keyword(&mut self, keyword: &Keyword) {
        self.open("keyword", keyword.span);
        self.option(keyword.arg.as_ref(), Self::ident);
        self.one(&keyword.value);
        self.out.push(')');
    }

    fn arg(&mut self, arg: &Arg) {
        self.open("arg", arg.span);
        self.text(self.symbols.text(arg.arg).to_owned().as_str());
        self.option(arg.annotation.as_ref(), Self::expr);
        self.out.push(')');
    }

    fn arguments(&mut self, args: &Arguments) {
        self.out.push_str("arguments(");
        self.list(&args.posonlyargs, Self::arg);
        self.out.push(',');
        self.list(&args.args, Self::arg);
        self.out.push(',');
        self.option(args.vararg.as_deref(), Self::arg);
        self.list(&args.kwonlyargs, Self::arg);
        self.out.push(',');
        self.list(&args.kw_defaults, |d, default| match default {
            Some(default) => d.expr(default),
            None => d.out.push_str("None"),
        });
        self.out.push(',');
        self.option(args.kwarg.as_deref(), Self::arg);
        self.exprs(&args.defaults);
        self.out.push_str("),");
    }

    fn type_param(&mut self, param: &TypeParam) {
        let kind = match &param.kind {
            TypeParamKind::TypeVar { .. } => "TypeVar",
            TypeParamKind::TypeVarTuple => "TypeVarTuple",
            TypeParamKind::ParamSpec => "ParamSpec",
        };
        self.open(kind, param.span);
        self.option(Some(&param.name), Self::ident);
        if let TypeParamKind::TypeVar { bound } = &param.kind {
            self.option(bound.as_ref(), Self::expr);
        }
        self.option(param.default_value.as_ref(), Self::expr);
        self.out.push(')');
    }

    fn comprehensions(&mut self, parts: &[Comprehension]) {
        self.list(parts, |d, part| {
            d.out.push_str("comprehension(");
            d.one(&part.target);
            d.one(&part.iter);
            d.exprs(&part.ifs);
            d.text(if part.is_async { "1" } else { "0" });
            d.out.push(')');
        });
        self.out.push(',');
    }

    fn comp(&mut self, kind: &str, span: Span, comp: &Comp) {
        self.open(kind, span);
        self.one(&comp.elt);
        self.comprehensions(&comp.generators);
    }

    fn expr(&mut self, expr: &Expr) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::BoolOp(b) => {
                self.open("BoolOp", span);
                self.text(&format!("{:?}", b.op));
                self.exprs(&b.values);
            }
            ExprKind::NamedExpr(n) => {
                self.open("NamedExpr", span);
                self.open("Name", n.target.span);
                self.option(Some(&n.target), Self::ident);
                self.out.push_str("),");
                self.one(&n.value);
            }
            ExprKind::BinOp(b) => {
                self.open("BinOp", span);
                self.one(&b.left);
                self.text(&format!("{:?}", b.op));
                self.one(&b.right);
            }
            ExprKind::UnaryOp(u) => {
                self.open("UnaryOp", span);
                self.text(&format!("{:?}", u.op));
                self.one(&u.operand);
            }
            ExprKind::Lambda(l) => {
                self.open("Lambda", span);
                self.arguments(&l.args);
                self.one(&l.body);
            }
            ExprKind::IfExp(i) => {
                self.open("IfExp", span);
                self.one(&i.test);
                self.one(&i.body);
                self.one(&i.orelse);
            }
            ExprKind::Dict(d) => {
                self.open("Dict", span);
                self.list(&d.keys, |d, key| match key {
                    Some(key) => d.expr(key),
                    None => d.out.push_str("None"),
                });
                self.out.push(',');
                self.exprs(&d.values);
            }
            ExprKind::Set(e) => self.elements("Set", span, e),
            ExprKind::ListComp(c) => self.comp("ListComp", span, c),
            ExprKind::SetComp(c) => self.comp("SetComp", span, c),
            ExprKind::GeneratorExp(c) => self.comp("GeneratorExp", span, c),
            ExprKind::DictComp(c) => {
                self.open("DictComp", span);
                self.one(&c.key);
                self.one(&c.value);
                self.comprehensions(&c.generators);
            }
            ExprKind::Await(e) => {
                self.open("Await", span);
                self.one(e);
            }
            ExprKind::Yield(e) => {
                self.open("Yield", span);
                self.option(e.as_deref(), Self::expr);
            }
            ExprKind::YieldFrom(e) => {
                self.open("YieldFrom", span);
                self.one(e);
            }
            ExprKind::Compare(c) => {
                self.open("Compare", span);
                self.one(&c.left);
                self.list(&c.ops, |d, op| {
                    let _ = write!(d.out, "{op:?}");
                });
                self.out.push(',');
                self.exprs(&c.comparators);
            }
            ExprKind::Call(c) => {
                self.open("Call", span);
                self.one(&c.func);
                self.exprs(&c.args);
                self.list(&c.keywords, Self::keyword);
                self.out.push(',');
            }
            ExprKind::FormattedValue(f) => {
                self.open("FormattedValue", span);
                self.one(&f.value);
                self.text(match f.conversion {
                    Conversion::None => "-1",
                    Conversion::Str => "115",
                    Conversion::Repr => "114",
                    Conversion::Ascii => "97",
                });
                self.option(f.format_spec.as_ref(), Self::expr);
            }
            ExprKind::JoinedStr(e) => self.elements("JoinedStr", span, e),
            ExprKind::Constant(c) => {
                self.open("Constant", span);
                self.constant(c);
                self.out.push(',');
            }
            ExprKind::Attribute(a) => {
                self.open("Attribute", span);
                self.one(&a.value);
                self.option(Some(&a.attr), Self::ident);
            }
            ExprKind::Subscript(s) => {
                self.open("Subscript", span);
                self.one(&s.value);
                self.one(&s.slice);
            }
            ExprKind::Starred(e) => {
                self.open("Starred", span);
                self.one(e);
            }
            ExprKind::Name(symbol) => {
                self.open("Name", span);
                let text = self.symbols.text(*symbol);
                let _ = write!(self.out, "{text},");
            }
            ExprKind::List(e) => self.elements("List", span, e),
            ExprKind::Tuple(e) => self.elements("Tuple", span, e),
            ExprKind::Slice(s) => {
                self.open("Slice", span);
                self.option(s.lower.as_ref(), Self::expr);
                self.option(s.upper.as_ref(), Self::expr);
                self.option(s.step.as_ref(), Self::expr);
            }
        }
        self.out.push(')');
    }

    fn elements(&mut self, kind: &str, span: Span, elements: &Elements) {
        self.open(kind, span);
        self.exprs(&elements.elts);
    }

    fn constant(&mut self, constant: &Constant) {
        match constant {
            Constant::None => self.out.push_str("None"),
            Constant::True => self.out.push_str("True"),
            Constant::False => self.out.push_str("False"),
            Constant::Ellipsis => self.out.push_str("Ellipsis"),
            Constant::Int(value) => {
                let _ = write!(self.out, "{value}");
            }
            Constant::BigInt(digits) => {
                let _ = write!(self.out, "{}:{}", digits.radix, digits.text.to_lowercase());
            }
            Constant::Float(value) => {
                let _ = write!(self.out, "f{:x}", value.to_bits());
            }
            Constant::Imaginary(value) => {
                let _ = write!(self.out, "j{:x}", value.to_bits());
            }
            Constant::Str(text) => self.hex('s', &text.bytes),
            Constant::Bytes(text) => self.hex('b', &text.bytes),
        }
    }

    fn hex(&mut self, prefix: char, bytes: &[u8]) {
        self.out.push(prefix);
        for byte in bytes {
            let _ = write!(self.out, "{byte:02x}");
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::MatchValue(value) => {
                self.open("MatchValue", span);
                self.one(value);
            }
            PatternKind::MatchSingleton(constant) => {
                self.open("MatchSingleton", span);
                self.constant(constant);
                self.out.push(',');
            }
            PatternKind::MatchSequence(p) => {
                self.open("MatchSequence", span);
                self.list(&p.patterns, Self::pattern);
                self.out.push(',');
            }
            PatternKind::MatchMapping(m) => {
                self.open("MatchMapping", span);
                self.exprs(&m.keys);
                self.list(&m.patterns, Self::pattern);
                self.out.push(',');
                self.option(m.rest.as_ref(), Self::ident);
            }
            PatternKind::MatchClass(c) => {
                self.open("MatchClass", span);
                self.one(&c.cls);
                self.list(&c.patterns, Self::pattern);
                self.out.push(',');
                self.list(&c.kwd_attrs, Self::ident);
                self.out.push(',');
                self.list(&c.kwd_patterns, Self::pattern);
                self.out.push(',');
            }
            PatternKind::MatchStar(name) => {
                self.open("MatchStar", span);
                self.option(name.as_ref(), Self::ident);
            }
            PatternKind::MatchAs(a) => {
                self.open("MatchAs", span);
                self.option(a.pattern.as_ref(), Self::pattern);
                self.option(a.name.as_ref(), Self::ident);
            }
            PatternKind::MatchOr(p) => {
                self.open("MatchOr", span);
                self.list(&p.patterns, Self::pattern);
                self.out.push(',');
            }
        }
        self.out.push(')');
    }
}
