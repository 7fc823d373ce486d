//! Lowering: from syntax tree to executable tree, names resolved, node instances picked by the shapes of their operands.

mod calls;
mod expr;
mod flat;
mod flat_expr;
mod flat_loops;
mod flat_stmt;
mod flat_try;
mod function;
mod outline;
mod pattern;
mod stmt;
mod suspensions;
mod target;

use super::nodes;
use super::operand::{AnyOperand, Const, Dyn, Field, Local};
use super::scope::{ScopeId, Scopes, Var};
use super::{BoxExpr, BoxStmt, Expr};
use crate::object::code::{Code, CodeInfo, NAMESPACE_SLOT, code_flag};
use crate::object::int;
use crate::object::slots::CmpOp;
use crate::object::str::{Name, Str, char_value};
use crate::object::tuple::Tuple;
use crate::object::value::{Object, Ref, Value};
use crate::source::{Source, Span};
use crate::syntax::ast::{self, Constant, ExprKind};
use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How a module's source is to be run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Statements.
    Exec,
    /// One expression whose value is the result.
    Eval,
    /// Statements; values of expression statements are shown.
    Single,
}

/// What is left out of code (`-O`, `-OO`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Optimize {
    Nothing,
    /// `assert` statements; `__debug__` is false.
    Assertions,
    /// Docstrings as well.
    Docstrings,
}

impl Optimize {
    pub(crate) fn of_level(level: u32) -> Optimize {
        match level {
            0 => Optimize::Nothing,
            1 => Optimize::Assertions,
            _ => Optimize::Docstrings,
        }
    }
}

/// How many texts of `exec`, `eval` and `compile` count as parts of the program like its modules: what they define becomes immortal when it is
/// shared, so that threads call it without counting. A program that makes more of them makes them all the time, and wants the memory back.
const LASTING_TEXTS: usize = 500;

/// Texts of `exec`, `eval` and `compile` so far. A number for a guess: no order is asked of it.
static TEXTS: AtomicUsize = AtomicUsize::new(0);

/// Lowers a parsed module. With `namespace`, top-level names live in a mapping given when the code runs; `at_run_time`: the text is one of
/// `exec`, `eval` or `compile`.
pub(crate) fn lower_module(
    module: &ast::Module,
    source: Arc<Source>,
    mode: Mode,
    namespace: bool,
    at_run_time: bool,
    optimize: Optimize,
) -> Ref<Code> {
    let scopes = Scopes::analyse(module, namespace);
    let mut lowerer = Lowerer::new(scopes, source, mode, module.future_annotations);
    lowerer.optimize = optimize;
    lowerer.passing = at_run_time && TEXTS.fetch_add(1, Relaxed) >= LASTING_TEXTS;
    let mut flags = lowerer.future_flag();
    if module.awaits {
        flags |= code_flag::COROUTINE;
        lowerer.flat = Some(flat::Flat::new());
        // Keeps the mapping alive that names are looked up in.
        lowerer.scopes.all[0].slots.push(Some(Name::new(NAMESPACE_SLOT)));
    }
    let (body, doc): (Box<dyn crate::object::code::Body>, Value) = match &module.body {
        ast::Body::Expr(expr) if module.awaits => (lowerer.flat_expr_body(expr), Value::NONE),
        ast::Body::Expr(expr) => (lowerer.expr(expr), Value::NONE),
        ast::Body::Stmts(stmts) => {
            let doc = if mode == Mode::Exec { lowerer.docstring(stmts) } else { Value::NONE };
            let mut body = Vec::new();
            if !doc.is_none() {
                body.push(lowerer.store_constant("__doc__", doc.clone()));
            }
            if has_annotations(stmts) {
                body.push(Box::new(nodes::SetupAnnotations) as BoxStmt);
            }
            if module.awaits {
                (lowerer.flat_module_body(body, stmts), doc)
            } else {
                body.extend(stmts.iter().map(|stmt| lowerer.stmt(stmt)));
                (function::body_of_statements(Box::new(nodes::ModuleBlock(body))), doc)
            }
        }
    };
    let name = Name::new("<module>");
    let end = lowerer.source.text().len() as u32;
    let block = lowerer.blocks.pop().expect("the module's block is open");
    let root = &lowerer.scopes.all[0];
    let info = CodeInfo {
        name,
        qualname: name,
        source: lowerer.source.clone(),
        span: Span { start: 0, end },
        flags,
        arg_count: 0,
        posonly_count: 0,
        kwonly_count: 0,
        varnames: root.slots.iter().map(|name| name.unwrap_or_else(|| Name::new(""))).collect(),
        frame_size: root.slots.len() as u32,
        cells: root.cells.clone().into(),
        freevars: Box::new([]),
        doc,
        names: block.names.into_inner().1.into(),
        consts: block.consts,
        hidden: block.hidden,
        pinned: false,
        lasting: false,
    };
    Code::new(info, body)
}

/// Whether a block annotates a variable directly (not inside of functions or classes).
fn has_annotations(stmts: &[ast::Stmt]) -> bool {
    use ast::StmtKind;
    stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::AnnAssign(node) => node.simple,
        StmtKind::If(node) => has_annotations(&node.body) || has_annotations(&node.orelse),
        StmtKind::While(node) => has_annotations(&node.body) || has_annotations(&node.orelse),
        StmtKind::For(node) => has_annotations(&node.body) || has_annotations(&node.orelse),
        StmtKind::With(node) => has_annotations(&node.body),
        StmtKind::Try(node) | StmtKind::TryStar(node) => {
            has_annotations(&node.body)
                || has_annotations(&node.orelse)
                || has_annotations(&node.finalbody)
                || node.handlers.iter().any(|handler| has_annotations(&handler.body))
        }
        StmtKind::Match(node) => node.cases.iter().any(|case| has_annotations(&case.body)),
        _ => false,
    })
}

/// State of the block being lowered.
struct BlockState {
    /// Prefix for qualified names of what is defined inside, as `__qualname__` shows it.
    qualname: String,
    /// Constants that reference counted objects, nested code included: what sharing the code must publish.
    consts: Vec<Value>,
    /// Further code that is shared with the block, and not shown among its constants.
    hidden: Vec<Value>,
    /// Names looked up in namespaces.
    names: std::cell::RefCell<(std::collections::HashSet<Name>, Vec<Name>)>,
    is_function: bool,
    /// Depth of loops: definitions inside of loops are not pinned.
    loops: u32,
}

impl BlockState {
    fn new(qualname: String) -> BlockState {
        BlockState { qualname, consts: Vec::new(), hidden: Vec::new(), names: Default::default(), is_function: false, loops: 0 }
    }
}

struct Lowerer {
    scopes: Scopes,
    source: Arc<Source>,
    scope: ScopeId,
    blocks: Vec<BlockState>,
    mode: Mode,
    future_annotations: bool,
    optimize: Optimize,
    /// Nothing that is made becomes immortal, see [`LASTING_TEXTS`].
    passing: bool,
    /// The step list, while the body of a generator or coroutine is lowered.
    flat: Option<flat::Flat>,
    /// Whether generator expressions that are arguments are lowered for builtins to run, too.
    folds: bool,
    /// Of each class being lowered, the attributes of `self` that its functions store.
    self_attributes: Vec<BTreeSet<String>>,
}

impl Lowerer {
    fn new(scopes: Scopes, source: Arc<Source>, mode: Mode, future_annotations: bool) -> Lowerer {
        let blocks = vec![BlockState::new("<module>".to_string())];
        Lowerer {
            scopes,
            source,
            scope: 0,
            blocks,
            mode,
            future_annotations,
            optimize: Optimize::Nothing,
            passing: false,
            flat: None,
            folds: true,
            self_attributes: Vec::new(),
        }
    }

    fn block_state(&mut self) -> &mut BlockState {
        self.blocks.last_mut().expect("a block is open")
    }

    /// A name of the syntax tree, mangled.
    fn name(&self, symbol: ast::Symbol) -> Name {
        self.scopes.name(self.scope, symbol)
    }

    fn var(&self, name: Name) -> Var {
        let var = self.scopes.var(self.scope, name);
        if let (Var::Global | Var::Name, Some(block)) = (&var, self.blocks.last()) {
            let (seen, order) = &mut *block.names.borrow_mut();
            if seen.insert(name) {
                order.push(name);
            }
        }
        var
    }

    /// Whether values of expression statements are shown.
    fn shows_values(&self) -> bool {
        self.mode == Mode::Single && self.blocks.len() == 1
    }

    fn temp(&mut self) -> u32 {
        self.scopes.temp(self.scope)
    }

    /// A constant: remembered so that sharing the code shares it; immortal from then on, unless the code is a passing text's.
    fn constant_value(&mut self, value: Value) -> Value {
        if let Some(header) = value.header()
            && header.is_local()
        {
            if !self.passing {
                header.set(crate::memory::header::flag::PINNED);
            }
            self.block_state().consts.push(value.clone());
        }
        value
    }

    fn constant(&mut self, constant: &Constant) -> Value {
        let value = match constant {
            Constant::None => Value::NONE,
            Constant::True => Value::TRUE,
            Constant::False => Value::FALSE,
            Constant::Ellipsis => Value::ELLIPSIS,
            Constant::Int(int) => Value::int(*int),
            Constant::BigInt(digits) => int::from_big(dashu_int::IBig::from_str_radix(&digits.text, digits.radix).unwrap_or_default()),
            Constant::Float(float) => Value::float(*float),
            Constant::Imaginary(imag) => crate::object::complex::Complex::new(0.0, *imag),
            Constant::Str(text) => text_constant(&text.bytes),
            Constant::Bytes(bytes) => crate::object::bytes::Bytes::try_new(&bytes.bytes).map_or(Value::NONE, Ref::into_value),
        };
        self.constant_value(value)
    }

    /// The docstring of a block, or None.
    fn docstring(&mut self, stmts: &[ast::Stmt]) -> Value {
        if self.optimize < Optimize::Docstrings
            && let Some(ast::Stmt { kind: ast::StmtKind::Expr(expr), .. }) = stmts.first()
            && let ExprKind::Constant(Constant::Str(text)) = &expr.kind
        {
            let cleaned = clean_doc(&text.bytes);
            let value = text_constant(&cleaned);
            return self.constant_value(value);
        }
        Value::NONE
    }

    /// `name = value` for a constant, in the current scope.
    fn store_constant(&mut self, name: &str, value: Value) -> BoxStmt {
        let target = self.store_name(Name::new(name));
        Box::new(nodes::Assign { targets: vec![target], value: Box::new(nodes::ConstGet(Const(value))) })
    }

    /// What code says of how its annotations are read, for code that it compiles.
    fn future_flag(&self) -> u32 {
        if self.future_annotations { code_flag::FUTURE_ANNOTATIONS } else { 0 }
    }

    /// The text of a span, for annotations under `from __future__ import annotations`.
    fn text_of(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    fn operand(&mut self, expr: &ast::Expr) -> AnyOperand {
        if let Some(value) = self.substitute(expr) {
            return AnyOperand::Dyn(value);
        }
        match &expr.kind {
            ExprKind::Name(symbol) => {
                let name = self.name(*symbol);
                match self.var(name) {
                    Var::Local(slot) => AnyOperand::Local(Local { slot, span: expr.span }),
                    Var::Free(index) => AnyOperand::Free(nodes::FreeGet { index, name, span: expr.span }),
                    Var::Global if name.bytes() != b"__debug__" => AnyOperand::Global(self.global(name, expr.span)),
                    _ => AnyOperand::Dyn(self.expr(expr)),
                }
            }
            ExprKind::Constant(constant) => AnyOperand::Const(self.constant(constant)),
            ExprKind::UnaryOp(node) if node.op == ast::UnaryOperator::USub => match &node.operand.kind {
                ExprKind::Constant(Constant::Int(int)) => AnyOperand::Const(Value::int(-int)),
                ExprKind::Constant(Constant::Float(float)) => AnyOperand::Const(Value::float(-float)),
                _ => AnyOperand::Dyn(self.expr(expr)),
            },
            // What is not a name goes through `expr`, which bounds the depth and knows suspensions.
            ExprKind::Attribute(node) if matches!(node.value.kind, ExprKind::Name(_)) => self.attribute(node, expr.span),
            _ => AnyOperand::Dyn(self.expr(expr)),
        }
    }

    /// What errors of `object.name`, or of a call of it, point to: the text from the name on, if the object begins on another line
    /// (codegen.c's update_start_location_to_match_attr).
    fn attribute_span(&self, node: &ast::Attribute, span: Span) -> Span {
        let name = node.attr.span;
        let before = self.source.slice(Span::new(span.start, name.start.max(span.start)));
        if before.contains(['\n', '\r']) { Span::new(name.start, span.end) } else { span }
    }

    /// `object.name`.
    fn attribute(&mut self, node: &ast::Attribute, span: Span) -> AnyOperand {
        let span = self.attribute_span(node, span);
        let name = self.name(node.attr.symbol);
        match self.operand(&node.value) {
            AnyOperand::Local(object) => AnyOperand::Field(nodes::Attr { object, name, cache: Default::default(), span }),
            object => with_object!(object, |object| AnyOperand::Dyn(boxed(nodes::Attr { object, name, cache: Default::default(), span }))),
        }
    }

    /// Operands of a node with two, safe to borrow.
    fn operands(&mut self, left: &ast::Expr, right: &ast::Expr) -> (AnyOperand, AnyOperand) {
        let mut first = self.operand(left);
        if matches!(first, AnyOperand::Local(_)) && binds_names(right) {
            first = first.pinned();
        }
        (first, self.operand(right))
    }
}

/// Text constants that look like identifiers are interned, as CPython does, and characters below U+0100 are the shared ones.
fn text_constant(bytes: &[u8]) -> Value {
    if let [byte] | [0xC2 | 0xC3, byte] = bytes {
        // The second byte of U+0080 to U+00FF is the character's, but for one bit that the first one has.
        let high = if bytes[0] == 0xC3 { 0x40 } else { 0 };
        return char_value(u32::from(*byte) | high);
    }
    let like_name = bytes.len() <= 64 && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    if like_name { Name::from_wtf8(bytes).value() } else { Str::from_wtf8(bytes).into_value() }
}

/// Whether evaluating an expression may bind a local of the same frame.
fn binds_names(expr: &ast::Expr) -> bool {
    let many = |exprs: &[ast::Expr]| exprs.iter().any(binds_names);
    match &expr.kind {
        ExprKind::NamedExpr(_) | ExprKind::Yield(_) | ExprKind::YieldFrom(_) | ExprKind::Await(_) => true,
        ExprKind::ListComp(_) | ExprKind::SetComp(_) | ExprKind::DictComp(_) => true,
        ExprKind::Constant(_) | ExprKind::Name(_) | ExprKind::Lambda(_) | ExprKind::GeneratorExp(_) => false,
        ExprKind::BoolOp(node) => many(&node.values),
        ExprKind::BinOp(node) => binds_names(&node.left) || binds_names(&node.right),
        ExprKind::UnaryOp(node) => binds_names(&node.operand),
        ExprKind::IfExp(node) => binds_names(&node.test) || binds_names(&node.body) || binds_names(&node.orelse),
        ExprKind::Dict(node) => node.keys.iter().flatten().any(binds_names) || many(&node.values),
        ExprKind::Set(node) | ExprKind::List(node) | ExprKind::Tuple(node) | ExprKind::JoinedStr(node) => many(&node.elts),
        ExprKind::Compare(node) => binds_names(&node.left) || many(&node.comparators),
        ExprKind::Call(node) => {
            binds_names(&node.func) || many(&node.args) || node.keywords.iter().any(|keyword| binds_names(&keyword.value))
        }
        ExprKind::FormattedValue(node) => binds_names(&node.value) || node.format_spec.as_ref().is_some_and(binds_names),
        ExprKind::Attribute(node) => binds_names(&node.value),
        ExprKind::Subscript(node) => binds_names(&node.value) || binds_names(&node.slice),
        ExprKind::Starred(inner) => binds_names(inner),
        ExprKind::Slice(node) => [&node.lower, &node.upper, &node.step].into_iter().flatten().any(binds_names),
    }
}

/// Takes the common indentation out of a docstring's continuation lines, as CPython 3.13's compiler does.
fn clean_doc(text: &[u8]) -> Vec<u8> {
    let expanded: Vec<u8> = text.to_vec();
    let mut lines = expanded.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&[u8]> = lines.collect();
    let indent_of = |line: &[u8]| line.iter().take_while(|byte| **byte == b' ').count();
    let margin = rest.iter().filter(|line| line.iter().any(|byte| *byte != b' ')).map(|line| indent_of(line)).min().unwrap_or(0);
    let mut clean = first[indent_of(first)..].to_vec();
    for line in rest {
        clean.push(b'\n');
        clean.extend_from_slice(&line[margin.min(indent_of(line))..]);
    }
    clean
}

/// Picks a node's instance by the shape of one operand.
macro_rules! with_operand {
    ($operand:expr, |$name:ident| $body:expr) => {
        match $operand {
            $crate::tree::operand::AnyOperand::Local($name) => $body,
            $crate::tree::operand::AnyOperand::Const(value) => {
                let $name = $crate::tree::operand::Const(value);
                $body
            }
            operand => {
                let $name = $crate::tree::operand::Dyn::new(operand.boxed());
                $body
            }
        }
    };
}
use with_operand;

/// [`with_operand`] for what is called or looked into: names of all sorts have their own instances, constants have none.
macro_rules! with_object {
    ($operand:expr, |$name:ident| $body:expr) => {
        match $operand {
            $crate::tree::operand::AnyOperand::Local($name) => $body,
            $crate::tree::operand::AnyOperand::Free(get) => {
                let $name = $crate::tree::operand::Free(get);
                $body
            }
            $crate::tree::operand::AnyOperand::Global(get) => {
                let $name = $crate::tree::operand::Global(get);
                $body
            }
            $crate::tree::operand::AnyOperand::Field(get) => {
                let $name = $crate::tree::operand::Field(get);
                $body
            }
            operand => {
                let $name = $crate::tree::operand::Dyn::new(operand.boxed());
                $body
            }
        }
    };
}
use with_object;

/// [`with_operand`] for right operands of operators: ints have their own instance.
macro_rules! with_right_operand {
    ($operand:expr, |$name:ident| $body:expr) => {
        match $operand {
            $crate::tree::operand::AnyOperand::Const(value) if value.as_int().is_some() => {
                let $name = $crate::tree::operand::IntConst(value.int_unchecked());
                $body
            }
            operand => with_operand!(operand, |$name| $body),
        }
    };
}
use with_right_operand;

/// Picks the instance of a node with two operands, the second one a right operand: attributes of locals have instances of their own.
macro_rules! with_operands {
    ($left:expr, $right:expr, |$l:ident, $r:ident| $body:expr) => {{
        use $crate::tree::operand::{AnyOperand as Any, Dyn, Field, IntConst};
        match ($left, $right) {
            (Any::Field(left), right) => {
                let $l = Field(left);
                match right {
                    Any::Local($r) => $body,
                    Any::Const(value) if value.as_int().is_some() => with_operands!(@ $r = IntConst(value.int_unchecked()), $body),
                    Any::Field(right) => with_operands!(@ $r = Field(right), $body),
                    right => with_operands!(@ $r = Dyn::new(right.boxed()), $body),
                }
            }
            (left, Any::Field(right)) => {
                let $r = Field(right);
                match left {
                    Any::Local($l) => $body,
                    left => with_operands!(@ $l = Dyn::new(left.boxed()), $body),
                }
            }
            (left, right) => with_operand!(left, |$l| with_right_operand!(right, |$r| $body)),
        }
    }};
    (@ $name:ident = $operand:expr, $body:expr) => {{
        let $name = $operand;
        $body
    }};
}
use with_operands;

/// Picks the instance of a node that looks into an object with a key.
macro_rules! with_item {
    ($object:expr, $key:expr, |$o:ident, $k:ident| $body:expr) => {{
        use $crate::tree::operand::AnyOperand as Any;
        match ($object, $key) {
            (object @ (Any::Local(_) | Any::Field(_) | Any::Dyn(_)), Any::Field(key)) => {
                let $k = $crate::tree::operand::Field(key);
                with_object!(object, |$o| $body)
            }
            (object, key) => with_object!(object, |$o| with_right_operand!(key, |$k| $body)),
        }
    }};
}
use with_item;

/// Picks the instance of `object.name` as a target.
macro_rules! with_attr_place {
    ($object:expr, $name:expr, $span:expr, |$place:ident| $body:expr) => {
        with_object!($object, |object| {
            let $place = $crate::tree::nodes::AttrPlace { object, name: $name, cache: Default::default(), span: $span };
            $body
        })
    };
}
use with_attr_place;

/// Picks the instance of `object[key]` as a target.
macro_rules! with_item_place {
    ($object:expr, $key:expr, $span:expr, |$place:ident| $body:expr) => {
        with_object!($object, |object| with_right_operand!($key, |key| {
            let $place = $crate::tree::nodes::ItemPlace { object, key, span: $span };
            $body
        }))
    };
}
use with_item_place;

/// [`with_operand`] for what is added to something: ints have their own instance, everything else is one.
macro_rules! with_number {
    ($operand:expr, |$name:ident| $body:expr) => {
        match $operand {
            $crate::tree::operand::AnyOperand::Const(value) if value.as_int().is_some() => {
                let $name = $crate::tree::operand::IntConst(value.int_unchecked());
                $body
            }
            operand => {
                let $name = $crate::tree::operand::Dyn::new(operand.boxed());
                $body
            }
        }
    };
}
use with_number;

/// Picks a node's instance by its condition: comparisons of a local with an int or another local are part of the node.
macro_rules! with_test {
    ($test:expr, |$name:ident| $body:expr) => {
        match $test {
            Test::Int(op, left, right, span) => {
                let right = $crate::tree::operand::IntConst(right);
                with_test!(@ op, left, right, span, $name, $body)
            }
            Test::Locals(op, left, right, span) => {
                with_test!(@ op, left, right, span, $name, $body)
            }
            Test::Dyn($name) => $body,
        }
    };
    (@ $op:ident, $left:ident, $right:ident, $span:ident, $name:ident, $body:expr) => {
        match $op {
            CmpOp::Lt => with_test!(@@ Lt, $left, $right, $span, $name, $body),
            CmpOp::Le => with_test!(@@ Le, $left, $right, $span, $name, $body),
            CmpOp::Eq => with_test!(@@ Eq, $left, $right, $span, $name, $body),
            CmpOp::Ne => with_test!(@@ Ne, $left, $right, $span, $name, $body),
            CmpOp::Gt => with_test!(@@ Gt, $left, $right, $span, $name, $body),
            CmpOp::Ge => with_test!(@@ Ge, $left, $right, $span, $name, $body),
        }
    };
    (@@ $op:ident, $left:ident, $right:ident, $span:ident, $name:ident, $body:expr) => {{
        let $name = nodes::Cmp { left: $left, right: $right, span: $span, op: PhantomData::<nodes::$op> };
        $body
    }};
}
use with_test;

/// A condition, by what instances of nodes exist for.
enum Test {
    Int(CmpOp, Local, i64, Span),
    Locals(CmpOp, Local, Local, Span),
    Dyn(BoxExpr),
}

impl Lowerer {
    /// A condition. Only comparisons whose result is used as truth may be taken apart.
    fn test(&mut self, expr: &ast::Expr) -> Test {
        if let ExprKind::Compare(node) = &expr.kind
            && let ([op], [right]) = (&node.ops[..], &node.comparators[..])
            && let Some(op) = rich_op(*op)
            && [expr, &node.left, right].iter().all(|part| !self.is_substituted(part))
            && [&node.left, right].iter().all(|part| matches!(part.kind, ExprKind::Name(_) | ExprKind::Constant(_)))
            && let (AnyOperand::Local(left), right) = self.operands(&node.left, right)
        {
            match right {
                AnyOperand::Const(value) if value.as_int().is_some() => return Test::Int(op, left, value.int_unchecked(), expr.span),
                AnyOperand::Local(right) => return Test::Locals(op, left, right, expr.span),
                _ => {}
            }
        }
        Test::Dyn(self.expr(expr))
    }
}

/// The operator if it is one of the six.
fn rich_op(op: ast::CmpOp) -> Option<CmpOp> {
    Some(match op {
        ast::CmpOp::Lt => CmpOp::Lt,
        ast::CmpOp::LtE => CmpOp::Le,
        ast::CmpOp::Eq => CmpOp::Eq,
        ast::CmpOp::NotEq => CmpOp::Ne,
        ast::CmpOp::Gt => CmpOp::Gt,
        ast::CmpOp::GtE => CmpOp::Ge,
        ast::CmpOp::Is | ast::CmpOp::IsNot | ast::CmpOp::In | ast::CmpOp::NotIn => return None,
    })
}

/// A binary operator's node.
fn binary<O: nodes::Operator>(left: AnyOperand, right: AnyOperand, span: Span) -> BoxExpr {
    with_operands!(left, right, |left, right| Box::new(nodes::Bin { left, right, span, op: PhantomData::<O> }))
}

/// A comparison's node.
fn comparison<O: nodes::Comparison>(left: AnyOperand, right: AnyOperand, span: Span) -> BoxExpr {
    with_operands!(left, right, |left, right| Box::new(nodes::Cmp { left, right, span, op: PhantomData::<O> }))
}

fn boxed(expr: impl Expr + 'static) -> BoxExpr {
    Box::new(expr)
}
