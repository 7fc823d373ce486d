//! Exception objects and the tree of exception classes. Knows the fields every exception has; special classes are in `exceptions`.

use super::args::Args;
use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::slot::Slot;
use super::slots::Slots;
use super::str::Str;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// An instance of BaseException or a class derived from it. Other attributes are in the block before the header.
#[repr(C)]
pub(crate) struct Exception {
    head: Header,
    /// A tuple.
    args: Slot,
    /// Traceback or None.
    traceback: Slot,
    /// `__cause__`, None if unset.
    cause: Slot,
    /// `__context__`, None if unset.
    context: Slot,
    /// Fields of special classes (AttributeError's name and obj, OSError's errno ...): a tuple, or Unset.
    fields: Slot,
    suppress_context: AtomicBool,
}

object!(Exception, Exception, BASE_EXCEPTION);

impl Layout for Exception {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for slot in [&self.args, &self.traceback, &self.cause, &self.context, &self.fields] {
            // SAFETY: visiting happens on the owner strand or with all others stopped.
            visit(unsafe { slot.borrow() });
        }
    }
    fn clear(&self) {
        for slot in [&self.traceback, &self.cause, &self.context, &self.fields] {
            drop(slot.put(&self.head, Value::NONE));
        }
    }
}

impl Exception {
    /// A fresh exception of `class`, which is derived from BaseException.
    pub(crate) fn new(class: &Type, args: Vec<Value>) -> Ref<Exception> {
        Exception::with_args(class, Tuple::new(args))
    }

    /// [`Exception::new`] with a tuple of arguments.
    fn with_args(class: &Type, args: Ref<Tuple>) -> Ref<Exception> {
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        alloc(Exception {
            head: Header::new(Kind::Exception as u8, class.header(), flags | flag::HAS_ATTRS),
            args: Slot::new(args.into_value()),
            traceback: Slot::new(Value::NONE),
            cause: Slot::new(Value::NONE),
            context: Slot::new(Value::NONE),
            fields: Slot::unset(),
            suppress_context: AtomicBool::new(false),
        })
    }

    /// The arguments: a tuple.
    pub(crate) fn args(&self) -> Value {
        self.args.get(&self.head)
    }

    pub(crate) fn set_args(&self, args: Ref<Tuple>) {
        drop(self.args.put(&self.head, args.into_value()));
    }

    pub(crate) fn traceback(&self) -> Value {
        self.traceback.get(&self.head)
    }

    pub(crate) fn set_traceback(&self, traceback: Value) {
        drop(self.traceback.put(&self.head, traceback));
    }

    pub(crate) fn cause(&self) -> Value {
        self.cause.get(&self.head)
    }

    /// Sets `__cause__`, which hides the context.
    pub(crate) fn set_cause(&self, cause: Value) {
        self.suppress_context.store(true, Relaxed);
        drop(self.cause.put(&self.head, cause));
    }

    pub(crate) fn context(&self) -> Value {
        self.context.get(&self.head)
    }

    pub(crate) fn set_context(&self, context: Value) {
        drop(self.context.put(&self.head, context));
    }

    pub(crate) fn suppress_context(&self) -> bool {
        self.suppress_context.load(Relaxed)
    }

    pub(crate) fn set_suppress_context(&self, on: bool) {
        self.suppress_context.store(on, Relaxed);
    }

    /// Field `index` of a special class; None if it was not set.
    pub(crate) fn field(&self, index: usize) -> Value {
        self.fields.get(&self.head).get::<Tuple>().and_then(|fields| fields.get(index).cloned()).unwrap_or(Value::NONE)
    }

    /// Whether fields were ever set.
    pub(crate) fn has_fields(&self) -> bool {
        self.fields.get(&self.head).get::<Tuple>().is_some()
    }

    pub(crate) fn set_fields(&self, fields: Vec<Value>) {
        drop(self.fields.put(&self.head, Tuple::new(fields).into_value()));
    }

    /// Replaces one field.
    pub(crate) fn set_field(&self, index: usize, value: Value) {
        let mut fields = self.fields.get(&self.head).get::<Tuple>().map_or_else(Vec::new, |fields| fields.items().to_vec());
        if fields.len() <= index {
            fields.resize(index + 1, Value::NONE);
        }
        fields[index] = value;
        self.set_fields(fields);
    }
}

/// Makes an exception of a builtin class.
pub(crate) fn make(class: &Type, args: Vec<Value>) -> Value {
    Exception::new(class, args).into_value()
}

pub(crate) fn set_fields(exception: &Value, fields: Vec<Value>) {
    if let Some(exception) = exception.get::<Exception>() {
        exception.set_fields(fields);
    }
}

/// Makes `context` the `__context__` of `exception`, breaking a cycle that would arise (as CPython's errors.c does).
pub(crate) fn set_context(exception: &Value, context: &Value) {
    let Some(raised) = exception.get::<Exception>() else {
        return;
    };
    if context.is_none() || context.is(exception) {
        return;
    }
    let mut link = context.clone();
    // A chain longer than this is left alone: walking it again for every raise would be quadratic.
    for _ in 0..1000 {
        let Some(current) = link.get::<Exception>() else {
            break;
        };
        let next = current.context();
        if next.is(exception) {
            current.set_context(Value::NONE);
            break;
        }
        link = next;
    }
    raised.set_context(context.clone());
}

/// Turns what `raise` was given into an exception instance: calls classes. Errors: TypeError for anything else.
pub(crate) fn instantiate(cx: &Cx, value: &Value) -> R {
    if value.get::<Exception>().is_some() {
        return Ok(value.clone());
    }
    if let Some(class) = value.get::<Type>()
        && class.is_subtype(&BASE_EXCEPTION)
    {
        let made = super::call::call(cx, value, Args::NONE)?;
        if made.get::<Exception>().is_some() {
            return Ok(made);
        }
        return Err(cx.type_error(format!(
            "calling {} should have returned an instance of BaseException, not {}",
            super::protocol::repr(cx, value)?.to_str_lossy(),
            type_of(&made).message_name()
        )));
    }
    Err(cx.type_error("exceptions must derive from BaseException"))
}

/// `str()` of an exception as BaseException defines it.
pub(crate) fn message(cx: &Cx, exception: &Exception) -> R<Ref<Str>> {
    let args = exception.args();
    match args.get::<Tuple>().map(Tuple::items) {
        None | Some([]) => Ok(Str::from_str("")),
        Some([only]) => super::protocol::str(cx, only),
        Some(_) => super::protocol::repr(cx, &args),
    }
}

fn base_new(_: &Cx, class: &Type, args: Args<'_>) -> R {
    Ok(Exception::with_args(class, Tuple::from_slice(args.pos())).into_value())
}

fn base_init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{}() takes no keyword arguments", type_of(this).message_name())));
    }
    if let Some(exception) = this.get::<Exception>() {
        // `__new__` has set the same most often.
        let known = exception.args();
        let given = args.pos();
        let is_same = known
            .get_exact::<Tuple>()
            .is_some_and(|known| known.len() == given.len() && known.items().iter().zip(given).all(|(known, given)| known.is(given)));
        if !is_same {
            exception.set_args(Tuple::from_slice(given));
        }
    }
    Ok(())
}

fn base_str(cx: &Cx, this: &Value) -> R {
    this.get::<Exception>().map_or_else(|| Ok(Str::from_str("").into_value()), |e| message(cx, e).map(Ref::into_value))
}

fn base_repr(cx: &Cx, this: &Value) -> R {
    let Some(exception) = this.get::<Exception>() else {
        return Ok(Str::from_str("").into_value());
    };
    let args = exception.args();
    let name = type_of(this).name();
    let text = match args.get::<Tuple>().map(Tuple::items) {
        Some([only]) => format!("({})", super::protocol::repr(cx, only)?.to_str_lossy()),
        _ => super::protocol::repr(cx, &args)?.to_str_lossy().into_owned(),
    };
    Ok(Str::from_str(&(name + &text)).into_value())
}

/// Slots of BaseException; special classes override some.
pub(crate) const BASE_SLOTS: Slots =
    Slots { new: Some(base_new), init: Some(base_init), str: Some(base_str), repr: Some(base_repr), ..Slots::NONE };

static BASE_EXCEPTION_DEF: TypeDef = TypeDef {
    name: "BaseException",
    doc: "Common base class for all exceptions",
    kind: Kind::Exception,
    subclassable: true,
    slots: BASE_SLOTS,
    methods: super::exceptions::BASE_METHODS,
    getset: super::exceptions::BASE_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static BASE_EXCEPTION: Type = Type::from_def(&BASE_EXCEPTION_DEF);

macro_rules! exceptions {
    ($( $static:ident $name:literal $base:ident; )*) => {
        $( pub(crate) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                base: Some(&$base),
                kind: Kind::Exception,
                subclassable: true,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        }; )*
        /// Classes without fields of their own, for `builtins`.
        pub(crate) static PLAIN: &[&Type] = &[ &BASE_EXCEPTION, $( &$static, )* ];
    };
}

pub(crate) use super::exceptions::{ATTRIBUTE_ERROR, KEY_ERROR, NAME_ERROR, STOP_ITERATION};
use super::exceptions::{IMPORT_ERROR, OS_ERROR, SYNTAX_ERROR};

exceptions! {
    EXCEPTION "Exception" BASE_EXCEPTION;
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION;
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION;
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION;
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR;
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR;
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR;
    ASSERTION_ERROR "AssertionError" EXCEPTION;
    BUFFER_ERROR "BufferError" EXCEPTION;
    EOF_ERROR "EOFError" EXCEPTION;
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR;
    LOOKUP_ERROR "LookupError" EXCEPTION;
    INDEX_ERROR "IndexError" LOOKUP_ERROR;
    MEMORY_ERROR "MemoryError" EXCEPTION;
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR;
    BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR;
    CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR;
    CONNECTION_ERROR "ConnectionError" OS_ERROR;
    BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR;
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR;
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR;
    CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR;
    FILE_EXISTS_ERROR "FileExistsError" OS_ERROR;
    FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR;
    INTERRUPTED_ERROR "InterruptedError" OS_ERROR;
    IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR;
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR;
    PERMISSION_ERROR "PermissionError" OS_ERROR;
    PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR;
    TIMEOUT_ERROR "TimeoutError" OS_ERROR;
    REFERENCE_ERROR "ReferenceError" EXCEPTION;
    RUNTIME_ERROR "RuntimeError" EXCEPTION;
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR;
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR;
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR;
    STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION;
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR;
    TAB_ERROR "TabError" INDENTATION_ERROR;
    INCOMPLETE_INPUT_ERROR "_IncompleteInputError" SYNTAX_ERROR;
    SYSTEM_ERROR "SystemError" EXCEPTION;
    TYPE_ERROR "TypeError" EXCEPTION;
    VALUE_ERROR "ValueError" EXCEPTION;
    UNICODE_ERROR "UnicodeError" VALUE_ERROR;
    WARNING "Warning" EXCEPTION;
    BYTES_WARNING "BytesWarning" WARNING;
    DEPRECATION_WARNING "DeprecationWarning" WARNING;
    ENCODING_WARNING "EncodingWarning" WARNING;
    FUTURE_WARNING "FutureWarning" WARNING;
    IMPORT_WARNING "ImportWarning" WARNING;
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING;
    RESOURCE_WARNING "ResourceWarning" WARNING;
    RUNTIME_WARNING "RuntimeWarning" WARNING;
    SYNTAX_WARNING "SyntaxWarning" WARNING;
    UNICODE_WARNING "UnicodeWarning" WARNING;
    USER_WARNING "UserWarning" WARNING;
    DEADLOCK_ERROR "DeadlockError" RUNTIME_ERROR;
}
