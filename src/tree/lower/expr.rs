//! Lowering of expressions.

use super::*;
use crate::object::number::UnOp;
use crate::object::slots::CmpOp;
use crate::object::str_format::{Conversion, Spec};
use crate::tree::nodes::{AnyCmp, CompKind, Display, FieldSpec, Part, StringPart};

/// Where the iterable of a comprehension's first loop comes from.
pub(super) enum First {
    /// From the loop, as those of the inner ones.
    Later,
    /// Made outside.
    Made(BoxExpr),
    /// It lies in the frame's first local.
    Given,
}

impl Lowerer {
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> BoxExpr {
        if self.flat.is_some() {
            if let Some(value) = self.substitute(expr) {
                return value;
            }
            if self.suspends(expr) {
                return crate::object::cx::with_native_stack(|| self.suspending_expr(expr));
            }
        }
        crate::object::cx::with_native_stack(|| self.plain_expr(expr))
    }

    pub(super) fn plain_expr(&mut self, expr: &ast::Expr) -> BoxExpr {
        let span = expr.span;
        match &expr.kind {
            ExprKind::BoolOp(node) => {
                let operands = node.values.iter().map(|value| self.expr(value)).collect();
                match node.op {
                    ast::BoolOperator::And => boxed(nodes::AndExpr { operands, span }),
                    ast::BoolOperator::Or => boxed(nodes::OrExpr { operands, span }),
                }
            }
            ExprKind::NamedExpr(node) => {
                let value = self.expr(&node.value);
                let name = self.name(node.target.symbol);
                boxed(nodes::NamedExpr { value, target: self.store_name(name), span })
            }
            ExprKind::BinOp(node) => {
                let (left, right) = self.operands(&node.left, &node.right);
                self.binary_node(node.op, left, right, span)
            }
            ExprKind::UnaryOp(node) => self.unary(node, span),
            ExprKind::Lambda(node) => {
                let function = self.lambda(node, span);
                boxed(function)
            }
            ExprKind::IfExp(node) => {
                let (test, body, orelse) = (self.test(&node.test), self.expr(&node.body), self.expr(&node.orelse));
                with_test!(test, |test| boxed(nodes::IfExpr { test, body, orelse }))
            }
            ExprKind::Dict(node) => {
                let mut entries = Vec::with_capacity(node.values.len());
                for (key, value) in node.keys.iter().zip(&node.values) {
                    let key = key.as_ref().map(|key| self.expr(key));
                    entries.push((key, self.expr(value)));
                }
                boxed(nodes::DictDisplay { entries, span })
            }
            ExprKind::Set(node) => self.display(Display::Set, &node.elts, span),
            ExprKind::List(node) => self.display(Display::List, &node.elts, span),
            ExprKind::Tuple(node) => self.display(Display::Tuple, &node.elts, span),
            ExprKind::ListComp(node) => {
                let scope = self.scopes.of(&**node);
                self.comprehension(CompKind::List, scope, &node.generators, span, |this, slot| {
                    let value = this.expr(&node.elt);
                    Box::new(nodes::AppendTo { slot, value })
                })
            }
            ExprKind::SetComp(node) => {
                let scope = self.scopes.of(&**node);
                let element_span = node.elt.span;
                self.comprehension(CompKind::Set, scope, &node.generators, span, |this, slot| {
                    let value = this.expr(&node.elt);
                    Box::new(nodes::AddTo { slot, value, span: element_span })
                })
            }
            ExprKind::DictComp(node) => {
                let scope = self.scopes.of(&**node);
                let element_span = node.key.span;
                self.comprehension(CompKind::Dict, scope, &node.generators, span, |this, slot| {
                    let key = this.expr(&node.key);
                    let value = this.expr(&node.value);
                    Box::new(nodes::StoreTo { slot, key, value, span: element_span })
                })
            }
            ExprKind::GeneratorExp(node) => boxed(self.generator_expr(node, span, false)),
            ExprKind::Await(_) | ExprKind::Yield(_) | ExprKind::YieldFrom(_) => self.suspending_expr(expr),
            ExprKind::Compare(node) => self.compare(node, span),
            ExprKind::Call(node) => self.call(node, span),
            ExprKind::FormattedValue(_) => {
                let part = self.string_part(expr);
                boxed(nodes::JoinedString(vec![part]))
            }
            ExprKind::JoinedStr(node) => {
                let parts = node.elts.iter().map(|part| self.string_part(part)).collect();
                boxed(nodes::JoinedString(parts))
            }
            ExprKind::Constant(constant) => boxed(nodes::ConstGet(Const(self.constant(constant)))),
            ExprKind::Attribute(node) => self.attribute(node, span).boxed(),
            ExprKind::Subscript(node) => {
                let (object, key) = self.operands(&node.value, &node.slice);
                with_item!(object, key, |object, key| boxed(nodes::Item { object, key, span }))
            }
            ExprKind::Starred(inner) => self.expr(inner),
            ExprKind::Name(symbol) => {
                let name = self.name(*symbol);
                self.load(name, span)
            }
            ExprKind::Slice(node) => {
                let part = |this: &mut Self, expr: &Option<ast::Expr>| expr.as_ref().map(|expr| this.expr(expr));
                let (lower, upper, step) = (part(self, &node.lower), part(self, &node.upper), part(self, &node.step));
                boxed(nodes::SliceExpr { lower, upper, step })
            }
        }
    }

    /// Reads a name.
    pub(super) fn load(&mut self, name: Name, span: Span) -> BoxExpr {
        if name.bytes() == b"__debug__" {
            // Nothing can bind it.
            return boxed(nodes::ConstGet(Const(Value::bool(self.optimize < Optimize::Assertions))));
        }
        match self.var(name) {
            Var::Local(slot) => boxed(nodes::LocalGet(Local { slot, span })),
            Var::Cell(slot) => boxed(nodes::CellGet { slot, span }),
            Var::Free(index) => boxed(nodes::FreeGet { index, name, span }),
            Var::Global => boxed(self.global(name, span)),
            Var::Name => boxed(nodes::NameGet { name, free: None, span }),
            Var::NameOrFree(index) => boxed(nodes::NameGet { name, free: Some(index), span }),
        }
    }

    pub(super) fn global(&mut self, name: Name, span: Span) -> nodes::GlobalGet {
        nodes::GlobalGet { name, cache: Default::default(), span }
    }

    pub(super) fn binary_node(&mut self, op: ast::Operator, left: AnyOperand, right: AnyOperand, span: Span) -> BoxExpr {
        use ast::Operator as Op;
        match op {
            Op::Add => binary::<nodes::Add>(left, right, span),
            Op::Sub => binary::<nodes::Sub>(left, right, span),
            Op::Mult => binary::<nodes::Mul>(left, right, span),
            Op::Mod => binary::<nodes::Mod>(left, right, span),
            Op::FloorDiv => binary::<nodes::FloorDiv>(left, right, span),
            Op::Div => binary::<nodes::TrueDiv>(left, right, span),
            Op::BitAnd => binary::<nodes::And>(left, right, span),
            Op::RShift => binary::<nodes::RShift>(left, right, span),
            Op::LShift => binary::<nodes::LShift>(left, right, span),
            Op::BitXor => binary::<nodes::Xor>(left, right, span),
            Op::BitOr => binary::<nodes::Or>(left, right, span),
            // Rare ones need no instance per operand shape.
            Op::MatMult => rare_binary::<nodes::MatMul>(left, right, span),
            Op::Pow => rare_binary::<nodes::Pow>(left, right, span),
        }
    }

    fn unary(&mut self, node: &ast::UnaryOp, span: Span) -> BoxExpr {
        let op = match node.op {
            ast::UnaryOperator::Not => {
                let operand = self.expr(&node.operand);
                return boxed(nodes::Not { operand, span });
            }
            ast::UnaryOperator::USub => UnOp::Neg,
            ast::UnaryOperator::UAdd => UnOp::Pos,
            ast::UnaryOperator::Invert => UnOp::Invert,
        };
        match (&node.operand.kind, op) {
            (ExprKind::Constant(Constant::Int(int)), UnOp::Neg) => boxed(nodes::ConstGet(Const(Value::int(-int)))),
            (ExprKind::Constant(Constant::Float(float)), UnOp::Neg) => boxed(nodes::ConstGet(Const(Value::float(-float)))),
            _ => {
                let operand = self.expr(&node.operand);
                boxed(nodes::Unary { op, operand, span })
            }
        }
    }

    fn compare(&mut self, node: &ast::Compare, span: Span) -> BoxExpr {
        if let ([op], [right]) = (&node.ops[..], &node.comparators[..]) {
            let is_none = matches!(right.kind, ExprKind::Constant(Constant::None));
            match op {
                ast::CmpOp::Is | ast::CmpOp::IsNot => {
                    let negated = *op == ast::CmpOp::IsNot;
                    let (left, right) = self.operands(&node.left, right);
                    if is_none {
                        return match left {
                            AnyOperand::Field(left) => boxed(nodes::IsNone { left: Field(left), negated, span }),
                            left => with_operand!(left, |left| boxed(nodes::IsNone { left, negated, span })),
                        };
                    }
                    let right = right.boxed();
                    return with_operand!(left, |left| boxed(nodes::Is { left, right, negated, span }));
                }
                ast::CmpOp::In | ast::CmpOp::NotIn => {
                    let negated = *op == ast::CmpOp::NotIn;
                    let (item, container) = self.operands(&node.left, right);
                    return with_operand!(item, |item| with_object!(container, |container| boxed(nodes::In {
                        item,
                        container,
                        negated,
                        span
                    })));
                }
                _ => {}
            }
            let (left, right) = self.operands(&node.left, right);
            return match op {
                ast::CmpOp::Lt => comparison::<nodes::Lt>(left, right, span),
                ast::CmpOp::LtE => comparison::<nodes::Le>(left, right, span),
                ast::CmpOp::Gt => comparison::<nodes::Gt>(left, right, span),
                ast::CmpOp::GtE => comparison::<nodes::Ge>(left, right, span),
                ast::CmpOp::NotEq => comparison::<nodes::Ne>(left, right, span),
                ast::CmpOp::Eq | ast::CmpOp::Is | ast::CmpOp::IsNot | ast::CmpOp::In | ast::CmpOp::NotIn => {
                    comparison::<nodes::Eq>(left, right, span)
                }
            };
        }
        let first = self.expr(&node.left);
        let mut rest = Vec::with_capacity(node.ops.len());
        for (op, comparator) in node.ops.iter().zip(&node.comparators) {
            rest.push((any_cmp(*op), self.expr(comparator), span));
        }
        boxed(nodes::CompareChain { first, rest })
    }

    pub(super) fn parts(&mut self, elements: &[ast::Expr]) -> Vec<Part> {
        elements
            .iter()
            .map(|element| match &element.kind {
                ExprKind::Starred(inner) => Part::Star(self.expr(inner), inner.span),
                _ => Part::One(self.expr(element)),
            })
            .collect()
    }

    fn display(&mut self, kind: Display, elements: &[ast::Expr], span: Span) -> BoxExpr {
        if elements.iter().any(|element| matches!(element.kind, ExprKind::Starred(_))) {
            let mut parts = self.parts(elements);
            // One step of CPython's makes the display of all of them.
            for part in &mut parts {
                if let Part::Star(_, star) = part {
                    *star = span;
                }
            }
            return boxed(nodes::StarDisplay { kind, parts, span });
        }
        if kind == Display::Tuple && elements.iter().all(|element| matches!(element.kind, ExprKind::Constant(_))) {
            let items = elements.iter().map(|element| self.constant_of(element)).collect();
            let tuple = self.constant_value(crate::object::tuple::Tuple::new(items).into_value());
            return boxed(nodes::ConstGet(Const(tuple)));
        }
        let constant = kind == Display::Set && elements.iter().all(is_constant);
        let parts = elements.iter().map(|element| self.expr(element)).collect();
        let kind = if constant { Display::ConstantSet } else { kind };
        boxed(nodes::PlainDisplay { kind, parts, span })
    }

    fn constant_of(&mut self, expr: &ast::Expr) -> Value {
        match &expr.kind {
            ExprKind::Constant(constant) => self.constant(constant),
            _ => Value::NONE,
        }
    }

    fn string_part(&mut self, part: &ast::Expr) -> StringPart {
        if let Some(text) = self.substitute(part) {
            return StringPart::Field(text, Conversion::None, FieldSpec::Constant(Spec::EMPTY), part.span);
        }
        match &part.kind {
            ExprKind::Constant(constant) => StringPart::Text(self.constant(constant)),
            ExprKind::FormattedValue(node) => {
                let value = self.expr(&node.value);
                let conversion = match node.conversion {
                    ast::Conversion::None => Conversion::None,
                    ast::Conversion::Str => Conversion::Str,
                    ast::Conversion::Repr => Conversion::Repr,
                    ast::Conversion::Ascii => Conversion::Ascii,
                };
                let spec = self.field_spec(node.format_spec.as_ref());
                StringPart::Field(value, conversion, spec, part.span)
            }
            _ => StringPart::Field(self.expr(part), Conversion::None, FieldSpec::Constant(Spec::EMPTY), part.span),
        }
    }

    fn field_spec(&mut self, spec: Option<&ast::Expr>) -> FieldSpec {
        let text = match spec.map(|spec| &spec.kind) {
            None => Some(Vec::new()),
            Some(ExprKind::JoinedStr(node)) => constant_text(&node.elts),
            Some(_) => spec.and_then(|spec| constant_text(std::slice::from_ref(spec))),
        };
        match (text, spec) {
            (None, Some(spec)) => FieldSpec::Computed(self.expr(spec)),
            (text, _) => FieldSpec::Constant(Spec::parse(text.unwrap_or_default())),
        }
    }

    /// A list, set or dict comprehension. `element` lowers the innermost statement, which stores into the hidden local.
    fn comprehension(
        &mut self,
        kind: CompKind,
        scope: ScopeId,
        generators: &[ast::Comprehension],
        span: Span,
        element: impl FnOnce(&mut Self, u32) -> BoxStmt,
    ) -> BoxExpr {
        let slot = self.temp();
        // The first iterable belongs to the enclosing scope: evaluated before the comprehension's variables come into being.
        let first = self.expr(&generators[0].iter);
        let outer = std::mem::replace(&mut self.scope, scope);
        let body = self.comprehension_loops(generators, First::Made(first), |this| element(this, slot));
        let own = &self.scopes.all[scope];
        let cells = own.fresh_cells.clone();
        let locals = own.own_slots.clone();
        self.scope = outer;
        let _ = span;
        boxed(nodes::Comprehension { kind, slot, cells, locals, body })
    }

    /// The nested loops and conditions of a comprehension around its innermost statement.
    pub(super) fn comprehension_loops(
        &mut self,
        generators: &[ast::Comprehension],
        first: First,
        element: impl FnOnce(&mut Self) -> BoxStmt,
    ) -> BoxStmt {
        let Some((generator, rest)) = generators.split_first() else { return element(self) };
        let range = if matches!(first, First::Later) { self.range_call(&generator.iter, false) } else { None };
        let iterable = match (first, &range) {
            (First::Made(first), _) => Some(first),
            (First::Later, None) => Some(self.expr(&generator.iter)),
            (First::Later, Some(_)) | (First::Given, _) => None,
        };
        let target = self.target(&generator.target);
        let tests: Vec<Test> = generator.ifs.iter().map(|test| self.test(test)).collect();
        let mut body = self.comprehension_loops(rest, First::Later, element);
        for test in tests.into_iter().rev() {
            body = with_test!(test, |test| Box::new(nodes::IfStmt { test, body, orelse: None }));
        }
        match range {
            Some((range, args, call_span)) => Box::new(nodes::ForRange { target, range, args, body, orelse: None, call_span }),
            None => {
                let turns = nodes::Turns { target, body, span: generator.iter.span };
                match iterable {
                    Some(iterable) => Box::new(nodes::For { iterable, turns, orelse: None }),
                    None => Box::new(nodes::ForGiven(turns)),
                }
            }
        }
    }

    /// `range(...)` called by its global name with plain arguments. In the enclosing scope's terms only if `outer` is false.
    pub(super) fn range_call(&mut self, expr: &ast::Expr, outer: bool) -> Option<(nodes::GlobalGet, Vec<BoxExpr>, Span)> {
        let ExprKind::Call(call) = &expr.kind else { return None };
        let ExprKind::Name(symbol) = &call.func.kind else { return None };
        let name = self.name(*symbol);
        let plain = call.keywords.is_empty()
            && (1..=3).contains(&call.args.len())
            && !call.args.iter().any(|arg| matches!(arg.kind, ExprKind::Starred(_)) || self.suspends(arg));
        if outer || name.bytes() != b"range" || !plain || self.var(name) != Var::Global {
            return None;
        }
        let range = self.global(name, call.func.span);
        Some((range, call.args.iter().map(|arg| self.expr(arg)).collect(), expr.span))
    }
}

fn rare_binary<O: nodes::Operator>(left: AnyOperand, right: AnyOperand, span: Span) -> BoxExpr {
    boxed(nodes::Bin { left: Dyn::new(left.boxed()), right: Dyn::new(right.boxed()), span, op: PhantomData::<O> })
}

pub(super) fn any_cmp(op: ast::CmpOp) -> AnyCmp {
    match op {
        ast::CmpOp::Eq => AnyCmp::Rich(CmpOp::Eq),
        ast::CmpOp::NotEq => AnyCmp::Rich(CmpOp::Ne),
        ast::CmpOp::Lt => AnyCmp::Rich(CmpOp::Lt),
        ast::CmpOp::LtE => AnyCmp::Rich(CmpOp::Le),
        ast::CmpOp::Gt => AnyCmp::Rich(CmpOp::Gt),
        ast::CmpOp::GtE => AnyCmp::Rich(CmpOp::Ge),
        ast::CmpOp::Is => AnyCmp::Is,
        ast::CmpOp::IsNot => AnyCmp::IsNot,
        ast::CmpOp::In => AnyCmp::In,
        ast::CmpOp::NotIn => AnyCmp::NotIn,
    }
}

/// The text that parts of a string are together, if all are constants.
fn constant_text(parts: &[ast::Expr]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    for part in parts {
        match &part.kind {
            ExprKind::Constant(ast::Constant::Str(part)) => text.extend_from_slice(&part.bytes),
            _ => return None,
        }
    }
    Some(text)
}

/// Whether CPython's compiler sees a constant here.
fn is_constant(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(_) => true,
        ExprKind::UnaryOp(node) => is_constant(&node.operand),
        ExprKind::Tuple(node) => node.elts.iter().all(is_constant),
        _ => false,
    }
}
