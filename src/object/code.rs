//! Code objects: what a block of source became. Knows names, sizes and a body that the layer above runs.

use super::cx::Cx;
use super::feeding::Feeding;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::GetSet;
use super::slots::Slots;
use super::stack::Fp;
use super::stack::HEAD_SLOTS;
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::source::{Source, Span};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// What came of resuming a generator or another awaitable.
pub(crate) enum Step {
    /// It yielded.
    Yield(Value),
    /// It returned.
    Return(Value),
}

/// The executable tree of a block.
pub(crate) trait Body: Send + Sync {
    /// Runs a plain block in its frame.
    fn run(&self, cx: &Cx, fp: Fp) -> R;
    /// Runs a generator's block from where it stopped. `sent` is what its `yield` gives, or raises. Returns what it yields, or
    /// its result when the generator's `pc` is `DONE` afterwards.
    fn resume(&self, cx: &Cx, fp: Fp, _generator: &super::generator::Generator, sent: R) -> R {
        sent?;
        self.run(cx, fp)
    }
    /// Runs a generator's block on from where it stopped, handing over what it yields. Returns as [`Body::resume`] does, or anything
    /// if the generator has been left, see `feeding`.
    fn feed(&self, cx: &Cx, fp: Fp, generator: &super::generator::Generator, _feeding: &mut Feeding<'_, '_>) -> R {
        self.resume(cx, fp, generator, Ok(Value::NONE))
    }
    /// Whether a generator that is dropped must be closed first: something in it may want to clean up.
    fn must_close(&self) -> bool {
        false
    }
    /// Whether it only stands for a body that is made on demand.
    fn is_outline(&self) -> bool {
        false
    }
    /// For an outline: the code it stands for, made on demand. `outline` is the code with this body.
    fn whole(&self, _outline: &Code) -> Option<&Ref<Code>> {
        None
    }
    /// What [`Body::whole`] has made so far.
    fn made(&self) -> Option<&Ref<Code>> {
        None
    }
}

/// Flags as `co_flags` shows them.
pub(crate) mod code_flag {
    pub(crate) const OPTIMIZED: u32 = 1;
    pub(crate) const NEWLOCALS: u32 = 2;
    pub(crate) const VARARGS: u32 = 4;
    pub(crate) const VARKEYWORDS: u32 = 8;
    pub(crate) const NESTED: u32 = 16;
    pub(crate) const GENERATOR: u32 = 32;
    pub(crate) const COROUTINE: u32 = 128;
    pub(crate) const ITERABLE_COROUTINE: u32 = 256;
    pub(crate) const ASYNC_GENERATOR: u32 = 512;
    /// Annotations are texts.
    pub(crate) const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    /// Calling makes a generator, coroutine or async generator.
    pub(crate) const RESUMABLE: u32 = GENERATOR | COROUTINE | ASYNC_GENERATOR;
}

/// The slot of a module that is a coroutine which keeps the mapping alive that names are looked up in.
pub(crate) const NAMESPACE_SLOT: &str = ".namespace";

#[derive(Clone)]
pub(crate) struct CodeInfo {
    pub(crate) name: Name,
    pub(crate) qualname: Name,
    pub(crate) source: Arc<Source>,
    pub(crate) span: Span,
    pub(crate) flags: u32,
    /// Positional parameters, positional-only ones included.
    pub(crate) arg_count: u32,
    pub(crate) posonly_count: u32,
    pub(crate) kwonly_count: u32,
    /// Names of the first locals: parameters (positional, keyword-only, *args, **kwargs), then the others.
    pub(crate) varnames: Box<[Name]>,
    /// Locals and temporaries.
    pub(crate) frame_size: u32,
    /// Locals that live in cells, made when the frame starts.
    pub(crate) cells: Box<[u32]>,
    pub(crate) freevars: Box<[Name]>,
    /// The docstring or None.
    pub(crate) doc: Value,
    /// Names that the block loads as globals or attributes (`co_names`).
    pub(crate) names: Box<[Name]>,
    /// Constants that are counted objects, nested code among them: what sharing the code shares.
    pub(crate) consts: Vec<Value>,
    /// Code besides what `consts` shows: sharing the code shares it too. The blocks of generator expressions that hand over their items.
    pub(crate) hidden: Vec<Value>,
    /// The function is defined at module or class level: it becomes immortal when shared.
    pub(crate) pinned: bool,
    /// The code becomes immortal when shared: it is a function's, or pinned.
    pub(crate) lasting: bool,
}

#[repr(C)]
pub(crate) struct Code {
    head: Header,
    pub(crate) info: CodeInfo,
    pub(crate) body: Box<dyn Body>,
    /// Number of parameters if all are positional and the body runs at once (arguments only need counting), or [`NOT_SIMPLE`].
    pub(crate) simple_args: u32,
    /// Number of parameters if there are no `*args` and `**kwargs` and the body runs at once, or [`NOT_DIRECT`].
    pub(crate) direct_args: u32,
    /// No two code objects of the process have the same.
    pub(crate) serial: u64,
    /// How many functions or classes it has made, if it is pinned. A number for a guess: no order is asked of it.
    made: AtomicU32,
    /// Size of a frame on the value stack, head included.
    pub(crate) frame_bytes: usize,
    /// Some locals live in cells.
    pub(crate) has_cells: bool,
    /// The body stands for code that is made at the first call; parameters, flags and docstring are the function's own.
    pub(crate) is_outline: bool,
}

/// `simple_args` of code with *args, **kwargs or keyword-only parameters, of generators and coroutines, and of outlines.
pub(crate) const NOT_SIMPLE: u32 = u32::MAX;

/// `direct_args` of code with *args or **kwargs, of generators and coroutines, and of outlines.
pub(crate) const NOT_DIRECT: u32 = u32::MAX;

static NEXT_SERIAL: AtomicU64 = AtomicU64::new(1);

object!(Code, Code, CODE);

impl Layout for Code {
    const TRACKED: bool = false;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.info.consts.iter().chain(&self.info.hidden).for_each(&mut *visit);
        visit(&self.info.doc);
        if let Some(whole) = self.body.made() {
            visit(whole.as_value());
        }
    }
}

impl Code {
    pub(crate) fn new(info: CodeInfo, body: Box<dyn Body>) -> Ref<Code> {
        // An outline never runs: it counts as not simple, and calls that are not simple complete it first.
        let is_outline = body.is_outline();
        let complex = code_flag::VARARGS | code_flag::VARKEYWORDS | code_flag::RESUMABLE;
        let is_direct = info.flags & complex == 0 && !is_outline;
        let direct_args = if is_direct { info.arg_count + info.kwonly_count } else { NOT_DIRECT };
        let simple_args = if is_direct && info.kwonly_count == 0 { info.arg_count } else { NOT_SIMPLE };
        let serial = NEXT_SERIAL.fetch_add(1, Relaxed);
        let frame_bytes = (HEAD_SLOTS + info.frame_size as usize) * size_of::<Value>();
        let has_cells = !info.cells.is_empty();
        let head = Header::new(Kind::Code as u8, CODE.header(), 0);
        let code =
            alloc(Code { head, info, body, simple_args, direct_args, serial, made: AtomicU32::new(0), frame_bytes, has_cells, is_outline });
        // Code is immutable; once shared it is not worth counting. Module code run once and dropped stays counted.
        if code.info.lasting {
            code.head.set(crate::memory::header::flag::PINNED);
        }
        code
    }

    /// Whether what the code makes now, a function or class, becomes immortal when it is shared. A statement at module level that runs again
    /// and again (`exec` of the same code) makes things that come and go.
    pub(crate) fn makes_lasting(&self) -> bool {
        const MOST: u32 = 100;
        self.info.pinned && self.made.fetch_add(1, Relaxed) < MOST
    }

    pub(crate) fn has(&self, flag: u32) -> bool {
        self.info.flags & flag != 0
    }

    /// Number of parameters of all kinds.
    pub(crate) fn param_count(&self) -> usize {
        let stars = u32::from(self.has(code_flag::VARARGS)) + u32::from(self.has(code_flag::VARKEYWORDS));
        (self.info.arg_count + self.info.kwonly_count + stars) as usize
    }

    pub(crate) fn first_line(&self) -> u32 {
        self.info.source.line_of(self.info.span.start)
    }
}

fn this(value: &Value) -> Option<&Code> {
    value.get::<Code>()
}

fn names(list: &[Name]) -> Value {
    Tuple::new(list.iter().map(|name| name.value()).collect()).into_value()
}

fn repr(_: &Cx, value: &Value) -> R {
    let Some(code) = this(value) else {
        return Ok(Value::NONE);
    };
    let text = format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        code.info.name,
        value.identity(),
        code.info.source.name(),
        code.first_line()
    );
    Ok(Str::from_str(&text).into_value())
}

macro_rules! getters {
    ($( $name:literal => |$code:ident| $value:expr; )*) => {
        &[ $( GetSet { name: $name, get: |_, value| Ok(match this(value) { Some($code) => $value, None => Value::NONE }), set: None } ),* ]
    };
}

static GETSET: &[GetSet] = getters! {
    "co_name" => |code| code.info.name.value();
    "co_qualname" => |code| code.info.qualname.value();
    "co_filename" => |code| Str::from_str(code.info.source.name()).into_value();
    "co_firstlineno" => |code| Value::int(i64::from(code.first_line()));
    "co_argcount" => |code| Value::int(i64::from(code.info.arg_count));
    "co_posonlyargcount" => |code| Value::int(i64::from(code.info.posonly_count));
    "co_kwonlyargcount" => |code| Value::int(i64::from(code.info.kwonly_count));
    "co_flags" => |code| Value::int(i64::from(code.info.flags));
    "co_varnames" => |code| names(&code.info.varnames);
    "co_nlocals" => |code| Value::int(code.info.varnames.len() as i64);
    "co_freevars" => |code| names(&code.info.freevars);
    "co_cellvars" => |code| names(&code.info.cells.iter().filter_map(|i| code.info.varnames.get(*i as usize).copied()).collect::<Vec<_>>());
    "co_names" => |code| names(&code.info.names);
    "co_consts" => |code| Tuple::new(std::iter::once(&code.info.doc).chain(&code.info.consts).cloned().collect()).into_value();
    "co_stacksize" => |code| Value::int(i64::from(code.info.frame_size));
};

static CODE_DEF: TypeDef = TypeDef {
    name: "code",
    kind: Kind::Code,
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: super::code_replace::METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static CODE: Type = Type::from_def(&CODE_DEF);
