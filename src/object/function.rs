//! Function objects: code with its globals, defaults and closure. Calling them is the layer above's: it fills in the `call` slot.

use super::args::Args;
use super::attr;
use super::code::Code;
use super::cx::Cx;
use super::dict::Dict;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::{GetSet, NativeDef};
use super::slot::Slot;
use super::slots::Slots;
use super::str::{Str, known_name};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::ops::Deref;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A function's code: an outline until somebody needs more, then what the outline stands for.
pub(crate) struct CodeCell {
    given: Ref<Code>,
    /// `given`, or the code that it made and holds. Set once more at most, with Release: who finds it finds it complete.
    now: AtomicPtr<Code>,
}

impl CodeCell {
    fn new(given: Ref<Code>) -> CodeCell {
        CodeCell { now: AtomicPtr::new((&raw const *given).cast_mut()), given }
    }

    /// Code that can run and be looked at.
    pub(crate) fn complete(&self) -> Ref<Code> {
        let code = match self.given.is_outline.then(|| self.given.body.whole(&self.given)).flatten() {
            Some(whole) => {
                self.now.store((&raw const **whole).cast_mut(), Ordering::Release);
                whole
            }
            None => &self.given,
        };
        code.clone()
    }
}

impl Deref for CodeCell {
    type Target = Code;
    #[inline(always)]
    fn deref(&self) -> &Code {
        // SAFETY: it points to the code held here, or to code that is held by the body of that as long as it lives.
        unsafe { &*self.now.load(Ordering::Acquire) }
    }
}

#[repr(C)]
pub(crate) struct Function {
    head: Header,
    pub(crate) code: CodeCell,
    pub(crate) globals: Ref<Dict>,
    /// A tuple of cells, or None.
    pub(crate) closure: Value,
    /// The closure's cells, for frames: items of the tuple above; null without one.
    pub(crate) cells: *const Value,
    /// A tuple or None.
    defaults: Slot,
    /// A dict or None.
    kw_defaults: Slot,
    name: Slot,
    qualname: Slot,
    module: Slot,
    doc: Slot,
    /// A dict; Unset until asked for.
    annotations: Slot,
    type_params: Slot,
}

object!(Function, Function, FUNCTION);

impl Layout for Function {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.code.given.as_value());
        visit(self.globals.as_value());
        visit(&self.closure);
        for slot in self.slots() {
            // SAFETY: visiting happens on the owner strand or with all others stopped.
            visit(unsafe { slot.borrow() });
        }
    }
    fn clear(&self) {
        // A cycle through a function goes through its closure's cells, its globals, defaults or attributes; the cells and dicts are
        // cleared themselves.
        for slot in [&self.defaults, &self.kw_defaults, &self.annotations] {
            drop(slot.put(&self.head, Value::NONE));
        }
    }
}

impl Function {
    pub(crate) fn new(code: Ref<Code>, globals: Ref<Dict>, defaults: Value, kw_defaults: Value, closure: Value) -> Ref<Function> {
        let info = &code.info;
        let pinned = code.makes_lasting();
        let mut flags = flag::HAS_ATTRS;
        if pinned {
            flags |= flag::PINNED;
            for part in [&defaults, &closure] {
                if let Some(header) = part.header() {
                    header.set(flag::PINNED);
                }
            }
        }
        let module = globals.get_name(known_name!("__name__")).unwrap_or(Value::NONE);
        let (name, qualname, doc) = (info.name.value(), info.qualname.value(), info.doc.clone());
        alloc(Function {
            head: Header::new(Kind::Function as u8, FUNCTION.header(), flags),
            globals,
            cells: closure.get::<Tuple>().map_or(std::ptr::null(), |cells| cells.items().as_ptr()),
            closure,
            defaults: Slot::new(defaults),
            kw_defaults: Slot::new(kw_defaults),
            name: Slot::new(name),
            qualname: Slot::new(qualname),
            module: Slot::new(module),
            doc: Slot::new(doc),
            annotations: Slot::unset(),
            type_params: Slot::unset(),
            code: CodeCell::new(code),
        })
    }

    fn slots(&self) -> [&Slot; 8] {
        [&self.defaults, &self.kw_defaults, &self.name, &self.qualname, &self.module, &self.doc, &self.annotations, &self.type_params]
    }

    /// Default values of the last positional parameters: a tuple, or None.
    pub(crate) fn defaults(&self) -> Value {
        self.defaults.get(&self.head)
    }

    /// Default values of keyword-only parameters: a dict, or None.
    pub(crate) fn kw_defaults(&self) -> Value {
        self.kw_defaults.get(&self.head)
    }

    pub(crate) fn set_annotations(&self, annotations: Value) {
        drop(self.annotations.put(&self.head, annotations));
    }

    pub(crate) fn set_type_params(&self, params: Value) {
        drop(self.type_params.put(&self.head, params));
    }

    pub(crate) fn qualname(&self) -> Value {
        self.qualname.get(&self.head)
    }

    pub(crate) fn name(&self) -> Value {
        self.name.get(&self.head)
    }

    /// The qualified name as text, for messages.
    pub(crate) fn qualname_text(&self) -> String {
        self.qualname().get::<Str>().map_or_else(String::new, |name| name.to_str_lossy().into_owned())
    }
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Function> {
    value.get::<Function>().ok_or_else(|| cx.type_error("descriptor requires a function"))
}

fn repr(cx: &Cx, value: &Value) -> R {
    Ok(Str::from_str(&format!("<function {} at {:#x}>", this(cx, value)?.qualname_text(), value.identity())).into_value())
}

fn bind(_: &Cx, function: &Value, instance: &Value, _: &Value) -> R {
    Ok(if instance.is_unset() {
        function.clone()
    } else {
        super::method::BoundMethod::new(function.clone(), instance.clone()).into_value()
    })
}

/// Stores a value that must be an instance of `ty` (or None).
fn put_checked(cx: &Cx, function: &Value, slot: fn(&Function) -> &Slot, value: Option<Value>, what: &str, ty: &'static Type) -> R<()> {
    let value = value.unwrap_or(Value::NONE);
    if !value.is_none() && !type_of(&value).is_subtype(ty) {
        return Err(cx.type_error(format!("{what} must be set to a {} object", ty.name())));
    }
    let function = this(cx, function)?;
    drop(slot(function).put(&function.head, value));
    Ok(())
}

fn get_annotations(cx: &Cx, value: &Value) -> R {
    let function = this(cx, value)?;
    let seen = function.annotations.get(&function.head);
    if !seen.is_unset() && !seen.is_none() {
        return Ok(seen);
    }
    let fresh = Dict::new().into_value();
    function.set_annotations(fresh.clone());
    Ok(fresh)
}

fn name_setter(cx: &Cx, function: &Value, slot: fn(&Function) -> &Slot, value: Option<Value>, what: &str) -> R<()> {
    match value {
        Some(value) if value.get::<Str>().is_some() => {
            let function = this(cx, function)?;
            drop(slot(function).put(&function.head, value));
            Ok(())
        }
        _ => Err(cx.type_error(format!("{what} must be set to a string object"))),
    }
}

static GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: |cx, f| Ok(this(cx, f)?.name()), set: Some(|cx, f, v| name_setter(cx, f, |f| &f.name, v, "__name__")) },
    GetSet {
        name: "__qualname__",
        get: |cx, f| Ok(this(cx, f)?.qualname()),
        set: Some(|cx, f, v| name_setter(cx, f, |f| &f.qualname, v, "__qualname__")),
    },
    GetSet {
        name: "__module__",
        get: |cx, f| Ok(this(cx, f)?.module.get(&this(cx, f)?.head)),
        set: Some(|cx, f, v| {
            let function = this(cx, f)?;
            drop(function.module.put(&function.head, v.unwrap_or(Value::NONE)));
            Ok(())
        }),
    },
    GetSet {
        name: "__doc__",
        get: |cx, f| Ok(this(cx, f)?.doc.get(&this(cx, f)?.head)),
        set: Some(|cx, f, v| {
            let function = this(cx, f)?;
            drop(function.doc.put(&function.head, v.unwrap_or(Value::NONE)));
            Ok(())
        }),
    },
    GetSet {
        name: "__defaults__",
        get: |cx, f| Ok(this(cx, f)?.defaults()),
        set: Some(|cx, f, v| put_checked(cx, f, |f| &f.defaults, v, "__defaults__", &super::ty::TUPLE)),
    },
    GetSet {
        name: "__kwdefaults__",
        get: |cx, f| Ok(this(cx, f)?.kw_defaults()),
        set: Some(|cx, f, v| put_checked(cx, f, |f| &f.kw_defaults, v, "__kwdefaults__", &super::ty::DICT)),
    },
    GetSet {
        name: "__annotations__",
        get: get_annotations,
        set: Some(|cx, f, v| put_checked(cx, f, |f| &f.annotations, v, "__annotations__", &super::ty::DICT)),
    },
    GetSet {
        name: "__type_params__",
        get: |cx, f| {
            let params = this(cx, f)?.type_params.get(&this(cx, f)?.head);
            Ok(if params.is_unset() { super::tuple::empty() } else { params })
        },
        set: Some(|cx, f, v| put_checked(cx, f, |f| &f.type_params, v, "__type_params__", &super::ty::TUPLE)),
    },
    GetSet { name: "__code__", get: |cx, f| Ok(this(cx, f)?.code.complete().into_value()), set: None },
    GetSet { name: "__globals__", get: |cx, f| Ok(this(cx, f)?.globals.as_value().clone()), set: None },
    GetSet { name: "__builtins__", get: |cx, _| Ok(cx.interp.builtins().as_value().clone()), set: None },
    GetSet { name: "__closure__", get: |cx, f| Ok(this(cx, f)?.closure.clone()), set: None },
    GetSet { name: "__dict__", get: attr::instance_dict, set: Some(super::class::set_builtin_dict) },
];

static NEW: NativeDef =
    NativeDef::new("function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", |_, _| Ok(Value::NONE));

/// `types.FunctionType(...)`: another function of the same code.
fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    let mut a = Vec::new();
    NEW.signature().bind(cx, args, false, &mut a)?;
    let wrong = |name: &str, want: &str, got: &Value| {
        cx.type_error(format!("function() argument '{name}' must be {want}, not {}", super::args::kind_of(got)))
    };
    let code = a[0].get_ref::<Code>().ok_or_else(|| wrong("code", "code", &a[0]))?;
    let globals = a[1].get_ref::<Dict>().ok_or_else(|| wrong("globals", "dict", &a[1]))?;
    if !a[2].is_none() && a[2].get::<Str>().is_none() {
        return Err(cx.type_error("arg 3 (name) must be None or string"));
    }
    if !a[3].is_none() && a[3].get::<Tuple>().is_none() {
        return Err(cx.type_error("arg 4 (defaults) must be None or tuple"));
    }
    check_closure(cx, &code, &a[4])?;
    if !a[5].is_none() && a[5].get::<Dict>().is_none() {
        return Err(cx.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    let function = Function::new(code, globals, a[3].clone(), a[5].clone(), a[4].clone());
    if !a[2].is_none() {
        drop(function.name.put(&function.head, a[2].clone()));
    }
    Ok(function.into_value())
}

/// A closure must have a cell for each free variable.
fn check_closure(cx: &Cx, code: &Code, closure: &Value) -> R<()> {
    let wanted = code.info.freevars.len();
    let Some(cells) = closure.get::<Tuple>() else {
        return match closure.is_none() {
            true if wanted == 0 => Ok(()),
            true => Err(cx.type_error("arg 5 (closure) must be tuple")),
            false => Err(cx.type_error("arg 5 (closure) must be None or tuple")),
        };
    };
    if cells.len() != wanted {
        return Err(cx.value_error(format!("{} requires closure of length {wanted}, not {}", code.info.name, cells.len())));
    }
    match cells.items().iter().find(|cell| cell.get::<super::cell::Cell>().is_none()) {
        Some(other) => Err(cx.type_error(format!("arg 5 (closure) expected cell, found {}", type_of(other).message_name()))),
        None => Ok(()),
    }
}

/// All but `call`, which the layer that runs code adds.
/// Stands in the slot until the layer that runs code has put its own there: functions have a `__call__` from the start.
fn not_yet(cx: &Cx, _: &Value, _: Args<'_>) -> R {
    Err(cx.type_error("functions cannot be called yet"))
}

pub(crate) const SLOTS: Slots = Slots { new: Some(new), repr: Some(repr), descr_get: Some(bind), call: Some(not_yet), ..Slots::NONE };

static FUNCTION_DEF: TypeDef =
    TypeDef { name: "function", kind: Kind::Function, has_dict: true, slots: SLOTS, getset: GETSET, ..TypeDef::EMPTY };
pub(crate) static FUNCTION: Type = Type::from_def(&FUNCTION_DEF);

/// The closure as a tuple, for building.
pub(crate) fn closure_of(cells: Vec<Value>) -> Value {
    if cells.is_empty() { Value::NONE } else { Tuple::new(cells).into_value() }
}
