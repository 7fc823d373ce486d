//! Module `_weakref`: references and proxies that do not keep their object alive. The table is `object::weak`.

use crate::memory::header::flag;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::kinds::Kind;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::{CmpOp, Slots};
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_flag, type_of};
use crate::object::value::{Object, R, Value};
use crate::object::weak::{self, Role, Target};
use parking_lot::Mutex;
use std::sync::Arc;

/// Body of references and proxies.
pub(super) struct WeakRef {
    target: Arc<Target>,
    /// None once called. The mutex protects the value.
    callback: Mutex<Value>,
    /// The target's hash once it was asked for.
    hash: Mutex<Option<i64>>,
}

impl Payload for WeakRef {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(callback) = self.callback.try_lock() {
            visit(&callback);
        }
    }
    fn clear(&self) {
        let old = std::mem::replace(&mut *self.callback.lock(), Value::NONE);
        drop(old);
    }
    fn weak_target(&self) -> Option<Value> {
        self.target.get()
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        weak::unwatch(&self.target);
    }
}

/// Whether objects like this one can be referred to weakly.
fn is_referable(object: &Value) -> bool {
    let ty = type_of(object);
    if object.header().is_none() {
        return false;
    }
    if ty.is_heap() && ty.has(type_flag::WEAKREFS) {
        return true;
    }
    if ty.kind() == Kind::Exception && !ty.is_heap() {
        // As in CPython: the exceptions of modules are made like those of programs, `ValueError` and its like are not.
        return ty.def.is_some_and(|def| def.module != "builtins");
    }
    // Native types can be referred to, but for the few that cannot in CPython either.
    if ty.kind() == Kind::Native && ty.def.is_some_and(|def| def.module == "_csv") {
        return false;
    }
    matches!(
        ty.kind(),
        Kind::Type
            | Kind::Set
            | Kind::Function
            | Kind::NativeFunction
            | Kind::BoundMethod
            | Kind::Module
            | Kind::Code
            | Kind::Generator
            | Kind::Native
    )
}

/// Makes a reference or proxy of class `class`.
fn make(cx: &Cx, class: &Type, object: &Value, callback: &Value) -> R {
    if !is_referable(object) {
        return Err(cx.type_error(format!("cannot create weak reference to '{}' object", type_of(object).message_name())));
    }
    let exact = std::ptr::eq(class, &REFERENCE) || std::ptr::eq(class, &PROXY) || std::ptr::eq(class, &CALLABLE_PROXY);
    let is_plain = exact && callback.is_none();
    if is_plain {
        let known = weak::references(object, cx.strand.id(), true);
        if let Some(found) = known.into_iter().find(|found| std::ptr::eq(type_of(found), class)) {
            return Ok(found);
        }
    }
    let Some(target) = Target::of(object) else {
        return Err(cx.type_error(format!("cannot create weak reference to '{}' object", type_of(object).message_name())));
    };
    let body = WeakRef { target: target.clone(), callback: Mutex::new(callback.clone()), hash: Mutex::new(None) };
    let made = Native::make(class, body);
    if let Some(header) = made.header() {
        header.set(flag::WEAK);
    }
    let role = match is_plain {
        _ if !callback.is_none() => Role::Caller,
        true => Role::Plain,
        false => Role::Other,
    };
    weak::watch(object, &target, &made, cx.strand.id(), role);
    Ok(made)
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a WeakRef> {
    Native::<WeakRef>::of(value).ok_or_else(|| cx.type_error("not a weak reference"))
}

/// The object, or None.
fn target(cx: &Cx, value: &Value) -> R<Option<Value>> {
    Ok(this(cx, value)?.target.get())
}

/// The interpreter's hook: the objects of these references are dead.
pub(crate) fn call_back(cx: &Cx, references: Vec<Value>) {
    for reference in references {
        let Some(body) = Native::<WeakRef>::of(&reference) else {
            continue;
        };
        let callback = std::mem::replace(&mut *body.callback.lock(), Value::NONE);
        if callback.is_none() {
            continue;
        }
        if let Err(raised) = call::call_pos(cx, &callback, std::slice::from_ref(&reference)) {
            let exception = cx.take(raised);
            (cx.interp.hooks().unraisable)(cx, "Exception ignored in", &callback, &exception);
        }
    }
}

/// The interpreter's hook: `object.__weakref__`.
pub(crate) fn first_reference(cx: &Cx, object: &Value) -> R {
    Ok(weak::references(object, cx.strand.id(), false).into_iter().next().unwrap_or(Value::NONE))
}

static NEW: NativeDef = NativeDef::new("__new__(object, callback=None, /)", |_, _| Ok(Value::NONE));

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let mut a = Vec::new();
    // Keyword arguments are for a subclass's `__init__`.
    let own = if std::ptr::eq(class, &REFERENCE) { args } else { Args::positional(args.pos()) };
    NEW.signature().bind(cx, own, false, &mut a)?;
    make(cx, class, &a[0], &a[1])
}

fn init(_: &Cx, _: &Value, _: Args<'_>) -> R<()> {
    Ok(())
}

fn call_ref(cx: &Cx, value: &Value, args: Args<'_>) -> R {
    if !args.is_empty() {
        return Err(cx.type_error(format!("{}() takes no arguments ({} given)", type_of(value).message_name(), args.values.len())));
    }
    Ok(target(cx, value)?.unwrap_or(Value::NONE))
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let body = this(cx, value)?;
    if let Some(known) = *body.hash.lock() {
        return Ok(known);
    }
    let Some(object) = body.target.get() else {
        return Err(cx.type_error("weak object has gone away"));
    };
    let hash = compare::hash(cx, &object)?;
    *body.hash.lock() = Some(hash);
    Ok(hash)
}

fn compare_refs(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || Native::<WeakRef>::of(b).is_none() || Native::<WeakRef>::of(a).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    // A dead one is told by itself: holding the other's object, perhaps as the last one, could run callbacks in the middle of this.
    if this(cx, a)?.target.is_dead() || this(cx, b)?.target.is_dead() {
        return Ok(Value::bool(a.is(b) == (op == CmpOp::Eq)));
    }
    match (target(cx, a)?, target(cx, b)?) {
        (Some(x), Some(y)) => compare::rich(cx, &x, &y, op),
        _ => Ok(Value::bool(a.is(b) == (op == CmpOp::Eq))),
    }
}

fn repr(cx: &Cx, value: &Value) -> R {
    let text = match target(cx, value)? {
        None => format!("<weakref at {:#x}; dead>", value.identity()),
        Some(object) => {
            let name = attr::lookup_optional(cx, &object, Name::new("__name__"))?;
            let name = name.and_then(|name| name.get::<Str>().map(|name| format!(" ({})", name.to_str_lossy()))).unwrap_or_default();
            format!("<weakref at {:#x}; to '{}' at {:#x}{name}>", value.identity(), type_of(&object).full_name(), object.identity())
        }
    };
    Ok(Str::from_str(&text).into_value())
}

fn get_callback(cx: &Cx, value: &Value) -> R {
    let callback = this(cx, value)?.callback.lock().clone();
    Ok(callback)
}

static REFERENCE_DEF: TypeDef = TypeDef {
    name: "ReferenceType",
    module: "weakref",
    subclassable: true,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        call: Some(call_ref),
        hash: Some(hash),
        compare: Some(compare_refs),
        repr: Some(repr),
        ..Slots::NONE
    },
    methods: &[NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem)],
    getset: &[GetSet { name: "__callback__", get: get_callback, set: None }],
    ..TypeDef::EMPTY
};
pub(super) static REFERENCE: Type = Type::from_def(&REFERENCE_DEF);

// ---- proxies ----

/// The object behind a proxy; other values as they are. Errors: ReferenceError.
pub(super) fn behind(cx: &Cx, value: &Value) -> R {
    match Native::<WeakRef>::of(value) {
        Some(body) if is_proxy(value) => body
            .target
            .get()
            .ok_or_else(|| cx.error(&crate::object::exception::REFERENCE_ERROR, "weakly-referenced object no longer exists")),
        _ => Ok(value.clone()),
    }
}

fn is_proxy(value: &Value) -> bool {
    let ty = type_of(value);
    std::ptr::eq(ty, &PROXY) || std::ptr::eq(ty, &CALLABLE_PROXY)
}

pub(super) use super::weakref_proxy::{CALLABLE_PROXY, PROXY};

fn proxy(cx: &Cx, a: &[Value]) -> R {
    let class: &Type = if type_of(&a[0]).slots().call.is_some() { &CALLABLE_PROXY } else { &PROXY };
    make(cx, class, &a[0], &a[1])
}

fn remove_dead(cx: &Cx, a: &[Value]) -> R {
    let Some(dict) = a[0].get::<crate::object::dict::Dict>() else {
        return Err(cx.type_error("_remove_dead_weakref() argument 1 must be dict"));
    };
    if let Some(found) = dict.get(cx, &a[1])?
        && Native::<WeakRef>::of(&found).is_some_and(|body| body.target.is_dead())
    {
        // By now another may stand there.
        dict.remove_if(cx, &a[1], &found)?;
    }
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("proxy(object, callback=None, /)", proxy),
    NativeDef::new("getweakrefcount(object, /)", |_, a| Ok(crate::object::int::from_usize(weak::count(&a[0])))),
    NativeDef::new("getweakrefs(object, /)", |cx, a| Ok(List::new(weak::references(&a[0], cx.strand.id(), false)).into_value())),
    NativeDef::new("_remove_dead_weakref(dct, key, /)", remove_dead),
];

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    for ty in [&REFERENCE, &PROXY, &CALLABLE_PROXY] {
        module.add_type(ty);
    }
    module.set("ref", REFERENCE.value());
    module.set("ProxyType", PROXY.value());
    module.set("CallableProxyType", CALLABLE_PROXY.value());
    Ok(())
}
