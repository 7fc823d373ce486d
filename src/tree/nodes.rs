//! The node types. What they do when they run is in `exec`; each group of structs names its file there.

mod calls;

use super::operand::{Const, Local, Operand};
use super::{BoxExpr, BoxStmt, Expr, Place};
use crate::object::code::Code;
use crate::object::entries::Entries;
use crate::object::method_cache::MethodCache;
use crate::object::number::UnOp;
use crate::object::places::PlacesCache;
use crate::object::slots::BinOp;
use crate::object::str::Name;
use crate::object::str_format::{Conversion, Spec};
use crate::object::value::{Ref, Value};
use crate::source::Span;
use crate::tree::scope::Var;
use std::marker::PhantomData;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU8, AtomicU64};

pub(crate) use calls::*;

// ---- variables and constants (exec/variables.rs) ----

pub(crate) struct LocalGet(pub(crate) Local);
pub(crate) struct ConstGet(pub(crate) Const);
/// A cell in a local slot.
pub(crate) struct CellGet {
    pub(crate) slot: u32,
    pub(crate) span: Span,
}
/// A cell of the closure.
pub(crate) struct FreeGet {
    pub(crate) index: u32,
    pub(crate) name: Name,
    pub(crate) span: Span,
}

/// Where a global name was last found: (key set of the globals, entry or MISSING), (key set of the builtins, entry).
pub(crate) struct GlobalCache {
    pub(crate) in_globals: AtomicU64,
    pub(crate) in_builtins: AtomicU64,
}

impl Default for GlobalCache {
    /// Names a key set that no dict has.
    fn default() -> GlobalCache {
        let nothing = || AtomicU64::new(u64::from(crate::object::dict::NO_VERSION) << 32);
        GlobalCache { in_globals: nothing(), in_builtins: nothing() }
    }
}

pub(crate) struct GlobalGet {
    pub(crate) name: Name,
    pub(crate) cache: GlobalCache,
    pub(crate) span: Span,
}
/// Namespace, then (closure cell or global), then builtin.
pub(crate) struct NameGet {
    pub(crate) name: Name,
    pub(crate) free: Option<u32>,
    pub(crate) span: Span,
}
pub(crate) struct NamedExpr {
    pub(crate) value: BoxExpr,
    pub(crate) target: Target,
    pub(crate) span: Span,
}

// ---- operators (exec/operators.rs) ----

/// A binary operator as a type, so that each has its own instance.
pub(crate) trait Operator: Send + Sync + 'static {
    const OP: BinOp;
}

macro_rules! operators {
    ($($name:ident),*) => { $(
        pub(crate) struct $name;
        impl Operator for $name {
            const OP: BinOp = BinOp::$name;
        }
    )* };
}
operators!(Add, Sub, Mul, MatMul, TrueDiv, FloorDiv, Mod, Pow, LShift, RShift, And, Or, Xor);

pub(crate) struct Bin<O: Operator, L: Operand, Rt: Operand> {
    pub(crate) left: L,
    pub(crate) right: Rt,
    pub(crate) span: Span,
    pub(crate) op: PhantomData<O>,
}

pub(crate) struct Unary {
    pub(crate) op: UnOp,
    pub(crate) operand: BoxExpr,
    pub(crate) span: Span,
}

/// A comparison operator as a type.
pub(crate) trait Comparison: Send + Sync + 'static {
    const OP: crate::object::slots::CmpOp;
}

macro_rules! comparisons {
    ($($name:ident),*) => { $(
        pub(crate) struct $name;
        impl Comparison for $name {
            const OP: crate::object::slots::CmpOp = crate::object::slots::CmpOp::$name;
        }
    )* };
}
comparisons!(Lt, Le, Eq, Ne, Gt, Ge);

pub(crate) struct Cmp<O: Comparison, L: Operand, Rt: Operand> {
    pub(crate) left: L,
    pub(crate) right: Rt,
    pub(crate) span: Span,
    pub(crate) op: PhantomData<O>,
}

/// `is`, `in` and their negations, and any operator in a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AnyCmp {
    Rich(crate::object::slots::CmpOp),
    Is,
    IsNot,
    In,
    NotIn,
}

pub(crate) struct Is<L: Operand> {
    pub(crate) left: L,
    pub(crate) right: BoxExpr,
    pub(crate) negated: bool,
    pub(crate) span: Span,
}
/// `x is None`.
pub(crate) struct IsNone<L: Operand> {
    pub(crate) left: L,
    pub(crate) negated: bool,
    pub(crate) span: Span,
}
pub(crate) struct In<L: Operand, Rt: Operand> {
    pub(crate) item: L,
    pub(crate) container: Rt,
    pub(crate) negated: bool,
    pub(crate) span: Span,
}
/// `a < b < c`.
pub(crate) struct CompareChain {
    pub(crate) first: BoxExpr,
    pub(crate) rest: Vec<(AnyCmp, BoxExpr, Span)>,
}

pub(crate) struct Not {
    pub(crate) operand: BoxExpr,
    pub(crate) span: Span,
}
pub(crate) struct AndExpr {
    pub(crate) operands: Vec<BoxExpr>,
    pub(crate) span: Span,
}
pub(crate) struct OrExpr {
    pub(crate) operands: Vec<BoxExpr>,
    pub(crate) span: Span,
}
/// `body if test else orelse`, and `if` statements at the end of a function, whose branches are values.
pub(crate) struct IfExpr<T: Expr> {
    pub(crate) test: T,
    pub(crate) body: BoxExpr,
    pub(crate) orelse: BoxExpr,
}

// ---- attributes and items (exec/attributes.rs, exec/items.rs) ----

/// Shape << 32 | epoch << 16 | slot of the last instance attributes found, the latest first.
pub(crate) struct AttrCache(pub(crate) [AtomicU64; 4]);

impl Default for AttrCache {
    fn default() -> AttrCache {
        // No shape has this number.
        AttrCache([const { AtomicU64::new(u64::MAX) }; 4])
    }
}

/// Where a module's namespace last had the name: key set version << 32 | entry.
pub(crate) struct ModuleCache(pub(crate) AtomicU64);

impl Default for ModuleCache {
    fn default() -> ModuleCache {
        ModuleCache(AtomicU64::new(u64::from(crate::object::dict::NO_VERSION) << 32))
    }
}

/// What an attribute read found last.
#[derive(Default)]
pub(crate) struct ReadCaches {
    pub(crate) instance: AttrCache,
    pub(crate) member: ModuleCache,
    /// Properties and plain values of classes.
    pub(crate) class: MethodCache,
}

/// Where a store found its slot, and the transition when it added one.
#[derive(Default)]
pub(crate) struct StoreCache {
    pub(crate) replace: AtomicU64,
    /// Old shape << 32 | new shape.
    pub(crate) add: AtomicU64,
    pub(crate) add_slot: AtomicU64,
    /// What was found for objects of other shapes.
    pub(crate) others: Entries<KnownStore>,
}

/// What a store into an object of shape `before` does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownStore {
    pub(crate) before: u32,
    /// The shape afterwards << 32 | epoch << 16 | slot.
    pub(crate) place: u64,
}

pub(crate) struct Attr<L: Operand> {
    pub(crate) object: L,
    pub(crate) name: Name,
    pub(crate) cache: ReadCaches,
    pub(crate) span: Span,
}

pub(crate) struct Item<L: Operand, Rt: Operand> {
    pub(crate) object: L,
    pub(crate) key: Rt,
    pub(crate) span: Span,
}

pub(crate) struct SliceExpr {
    pub(crate) lower: Option<BoxExpr>,
    pub(crate) upper: Option<BoxExpr>,
    pub(crate) step: Option<BoxExpr>,
}

// ---- displays and strings (exec/displays.rs) ----

/// An element of a display or an argument: a value or a starred iterable.
pub(crate) enum Part {
    One(BoxExpr),
    Star(BoxExpr, Span),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Display {
    List,
    Tuple,
    Set,
    /// A set of constants: CPython adds its members in another order.
    ConstantSet,
}

/// A display without stars.
pub(crate) struct PlainDisplay {
    pub(crate) kind: Display,
    pub(crate) parts: Vec<BoxExpr>,
    pub(crate) span: Span,
}
pub(crate) struct StarDisplay {
    pub(crate) kind: Display,
    pub(crate) parts: Vec<Part>,
    pub(crate) span: Span,
}
/// Entries; a missing key stands for `**value`.
pub(crate) struct DictDisplay {
    pub(crate) entries: Vec<(Option<BoxExpr>, BoxExpr)>,
    pub(crate) span: Span,
}

pub(crate) enum StringPart {
    Text(Value),
    /// Value, conversion, format specification.
    Field(BoxExpr, Conversion, FieldSpec, Span),
}
/// The format specification of a replacement field.
pub(crate) enum FieldSpec {
    /// As written, parsed once.
    Constant(Spec<'static>),
    Computed(BoxExpr),
}
pub(crate) struct JoinedString(pub(crate) Vec<StringPart>);

/// A comprehension: makes the container in a hidden local, runs the loops, takes it out.
pub(crate) struct Comprehension {
    pub(crate) kind: CompKind,
    pub(crate) slot: u32,
    /// Locals that get fresh cells.
    pub(crate) cells: Vec<u32>,
    /// Locals that are cleared afterwards.
    pub(crate) locals: Vec<u32>,
    pub(crate) body: BoxStmt,
}
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CompKind {
    List,
    Set,
    Dict,
}
/// The innermost statement of a comprehension.
pub(crate) struct AppendTo {
    pub(crate) slot: u32,
    pub(crate) value: BoxExpr,
}
pub(crate) struct AddTo {
    pub(crate) slot: u32,
    pub(crate) value: BoxExpr,
    pub(crate) span: Span,
}
pub(crate) struct StoreTo {
    pub(crate) slot: u32,
    pub(crate) key: BoxExpr,
    pub(crate) value: BoxExpr,
    pub(crate) span: Span,
}

/// A class statement's value before decorators.
pub(crate) struct MakeClass {
    pub(crate) name: Name,
    pub(crate) body: MakeFunction,
    pub(crate) bases: Vec<Part>,
    pub(crate) keywords: Vec<(Option<Name>, BoxExpr)>,
    pub(crate) type_params: Option<BoxExpr>,
    pub(crate) span: Span,
}

/// Runs type parameter definitions, then an expression that uses them.
pub(crate) struct WithTypeParams {
    pub(crate) cells: Vec<u32>,
    pub(crate) setup: Vec<BoxStmt>,
    pub(crate) value: BoxExpr,
}

/// Calls a Rust function with evaluated operands: for rare constructs.
pub(crate) struct Intrinsic {
    pub(crate) run: fn(&crate::object::cx::Cx, &[Value]) -> crate::object::value::R,
    pub(crate) operands: Vec<BoxExpr>,
    pub(crate) span: Span,
}

// ---- statements (exec/statements.rs) ----

/// What a value can be stored into or deleted from (exec/targets.rs).
pub(crate) enum Target {
    Local(u32),
    Cell(u32),
    Free(u32),
    Global(GlobalStore),
    Name(Name),
    /// An attribute or item.
    Place(Box<dyn Place>),
    Unpack(Box<UnpackTarget>),
}
/// `object.name` as a target.
pub(crate) struct AttrPlace<L: Operand> {
    pub(crate) object: L,
    pub(crate) name: Name,
    pub(crate) cache: StoreCache,
    pub(crate) span: Span,
}
/// `object[key]` as a target.
pub(crate) struct ItemPlace<L: Operand, Rt: Operand> {
    pub(crate) object: L,
    pub(crate) key: Rt,
    pub(crate) span: Span,
}
pub(crate) struct GlobalStore {
    pub(crate) name: Name,
    pub(crate) cache: AtomicU64,
}
pub(crate) struct UnpackTarget {
    pub(crate) targets: Vec<Target>,
    /// Index of the starred one.
    pub(crate) star: Option<usize>,
    /// The slots, if there are two targets and both are locals.
    pub(crate) pair: Option<(u32, u32)>,
    pub(crate) span: Span,
}

impl UnpackTarget {
    pub(crate) fn new(targets: Vec<Target>, star: Option<usize>, span: Span) -> UnpackTarget {
        let pair = match (&targets[..], star) {
            ([Target::Local(first), Target::Local(second)], None) => Some((*first, *second)),
            _ => None,
        };
        UnpackTarget { targets, star, pair, span }
    }
}

pub(crate) struct ExprStmt(pub(crate) BoxExpr);
pub(crate) struct Pass;
pub(crate) struct BreakStmt;
pub(crate) struct ContinueStmt;
pub(crate) struct ReturnStmt(pub(crate) Option<BoxExpr>);
/// Statements in order, a few.
pub(crate) struct FewStmts<const N: usize>(pub(crate) [BoxStmt; N]);
/// Statements in order.
pub(crate) struct Block(pub(crate) Vec<BoxStmt>);
/// The statements of a module: after each one interrupts are noticed.
pub(crate) struct ModuleBlock(pub(crate) Vec<BoxStmt>);
/// `local = expr`, generic over the expression so that hot shapes are stored without a virtual call.
pub(crate) struct AssignLocal<E> {
    pub(crate) slot: u32,
    pub(crate) value: E,
}
/// `place = expr`, generic over the place for the same reason.
pub(crate) struct AssignPlace<P: Place> {
    pub(crate) place: P,
    pub(crate) value: BoxExpr,
}
/// `a, b = value` for two locals.
pub(crate) struct AssignUnpacked {
    pub(crate) target: UnpackTarget,
    pub(crate) value: BoxExpr,
}
/// `a = b = value`.
pub(crate) struct Assign {
    pub(crate) targets: Vec<Target>,
    pub(crate) value: BoxExpr,
}
/// `a, b = x, y` without building the tuple.
pub(crate) struct AssignPairwise<const N: usize> {
    pub(crate) targets: [Target; N],
    pub(crate) values: [BoxExpr; N],
}
/// `local op= value`.
pub(crate) struct AugLocal<O: Operator, Rt: Operand> {
    pub(crate) target: Local,
    pub(crate) value: Rt,
    pub(crate) span: Span,
    pub(crate) op: PhantomData<O>,
}
/// `variable op= value` where the variable lives in a cell, for the commonest operators.
pub(crate) struct AugCell<O: Operator, Rt: Operand> {
    pub(crate) cell: CellPlace,
    pub(crate) value: Rt,
    pub(crate) span: Span,
    /// Where the text of the variable, which starts the statement, ends.
    pub(crate) target_end: u32,
    pub(crate) op: PhantomData<O>,
}
/// Which cell: one of the function's own, by its slot, or one of its closure, by its index.
#[derive(Clone, Copy)]
pub(crate) enum CellPlace {
    Own(u32),
    Free(u32),
}
/// `object.name op= value` for the commonest operators.
pub(crate) struct AugAttr<O: Operator, L: Operand, Rt: Operand> {
    pub(crate) object: L,
    pub(crate) attribute: AttrAccess,
    pub(crate) value: Rt,
    pub(crate) span: Span,
    /// Where the text of the target, which starts the statement, ends.
    pub(crate) target_end: u32,
    pub(crate) op: PhantomData<O>,
}
/// `object[key] op= value` for the commonest operators.
pub(crate) struct AugItem<O: Operator, L: Operand, K: Operand, Rt: Operand> {
    pub(crate) object: L,
    pub(crate) key: K,
    pub(crate) value: Rt,
    pub(crate) span: Span,
    /// As for [`AugAttr`].
    pub(crate) target_end: u32,
    pub(crate) op: PhantomData<O>,
}
/// An attribute that is read and written.
pub(crate) struct AttrAccess {
    pub(crate) name: Name,
    pub(crate) load: ReadCaches,
    pub(crate) store: StoreCache,
}

impl AttrAccess {
    pub(crate) fn new(name: Name) -> AttrAccess {
        AttrAccess { name, load: ReadCaches::default(), store: StoreCache::default() }
    }
}
/// What any operator augments.
pub(crate) enum AugTarget {
    Variable(Target, Span),
    Attr(BoxExpr, AttrAccess, Span),
    Item(BoxExpr, BoxExpr, Span),
}
/// `target op= value` for every other target.
pub(crate) struct Aug {
    pub(crate) target: AugTarget,
    pub(crate) op: BinOp,
    pub(crate) value: BoxExpr,
    pub(crate) name: Option<GlobalGet>,
    pub(crate) span: Span,
}
pub(crate) struct Delete(pub(crate) Vec<(Target, Span)>);
/// The end of a function: statements, then the result.
pub(crate) struct TailBlock {
    pub(crate) stmts: Vec<BoxStmt>,
    pub(crate) result: BoxExpr,
}
/// A statement at the end of a function: the result is what it returns, or None.
pub(crate) struct TailStmt(pub(crate) BoxStmt);
pub(crate) struct IfStmt<T: Expr> {
    pub(crate) test: T,
    pub(crate) body: BoxStmt,
    pub(crate) orelse: Option<BoxStmt>,
}
pub(crate) struct Raise {
    pub(crate) exception: Option<BoxExpr>,
    pub(crate) cause: Option<BoxExpr>,
    pub(crate) span: Span,
}
pub(crate) struct Assert {
    pub(crate) test: BoxExpr,
    pub(crate) message: Option<BoxExpr>,
    pub(crate) span: Span,
}
pub(crate) struct Import {
    pub(crate) module: Name,
    /// With `as`: bind the whole dotted path's last module.
    pub(crate) bind_last: bool,
    pub(crate) target: Target,
    pub(crate) span: Span,
}
pub(crate) struct ImportFrom {
    pub(crate) module: Name,
    pub(crate) level: u32,
    pub(crate) names: Vec<(Name, Target, Span)>,
    pub(crate) star: bool,
    pub(crate) span: Span,
}
/// At module or class level: `print()`s nothing; in interactive mode shows the value.
pub(crate) struct DisplayStmt(pub(crate) BoxExpr);
/// Sets up `__annotations__` in a module or class.
pub(crate) struct SetupAnnotations;
pub(crate) struct Annotate {
    pub(crate) name: Name,
    pub(crate) annotation: BoxExpr,
}

// ---- loops (exec/loops.rs) ----

pub(crate) struct While<T: Expr> {
    pub(crate) test: T,
    pub(crate) body: BoxStmt,
    pub(crate) orelse: Option<BoxStmt>,
    pub(crate) test_span: Span,
}
pub(crate) struct For {
    pub(crate) iterable: BoxExpr,
    pub(crate) turns: Turns,
    pub(crate) orelse: Option<BoxStmt>,
}
/// What is done with each item of an iterable, whose text is `span`.
pub(crate) struct Turns {
    pub(crate) target: Target,
    pub(crate) body: BoxStmt,
    pub(crate) span: Span,
}
/// The first loop of a generator expression that a builtin runs: over what lies in the first local, an iterator, list or tuple.
pub(crate) struct ForGiven(pub(crate) Turns);
/// `for x in range(...)`.
pub(crate) struct ForRange {
    pub(crate) target: Target,
    pub(crate) range: GlobalGet,
    pub(crate) args: Vec<BoxExpr>,
    pub(crate) body: BoxStmt,
    pub(crate) orelse: Option<BoxStmt>,
    pub(crate) call_span: Span,
}

// ---- exceptions and contexts (exec/handlers.rs) ----

pub(crate) struct Handler {
    pub(crate) class: Option<BoxExpr>,
    pub(crate) target: Option<Target>,
    pub(crate) body: BoxStmt,
    pub(crate) span: Span,
}
pub(crate) struct Try {
    pub(crate) body: BoxStmt,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) orelse: Option<BoxStmt>,
}
pub(crate) struct TryStar {
    pub(crate) body: BoxStmt,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) orelse: Option<BoxStmt>,
}
pub(crate) struct Finally {
    pub(crate) body: BoxStmt,
    pub(crate) finalizer: BoxStmt,
}
pub(crate) struct With {
    pub(crate) context: BoxExpr,
    pub(crate) target: Option<Target>,
    pub(crate) body: BoxStmt,
    pub(crate) span: Span,
}

// ---- match (exec/patterns.rs) ----

pub(crate) struct MatchStmt {
    pub(crate) subject: BoxExpr,
    pub(crate) cases: Vec<Case>,
}
pub(crate) struct Case {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<BoxExpr>,
    pub(crate) body: BoxStmt,
}
pub(crate) enum Pattern {
    Wildcard,
    Capture(Target),
    Value(BoxExpr, Span),
    Singleton(Value),
    /// Patterns, index of the starred one.
    Sequence(Vec<Pattern>, Option<usize>),
    /// `*name` inside of a sequence.
    Star(Option<Target>),
    Mapping {
        keys: Vec<BoxExpr>,
        patterns: Vec<Pattern>,
        rest: Option<Target>,
        span: Span,
    },
    Class {
        class: BoxExpr,
        positional: Vec<Pattern>,
        keywords: Vec<(Name, Pattern)>,
        span: Span,
    },
    As(Box<Pattern>, Target),
    Or(Vec<Pattern>),
}
