//! What every object can do: the slots and methods of `object`.

use super::args::Args;
use super::attr;
use super::cx::Cx;
use super::dict::Dict;
use super::instance::Instance;
use super::kinds::Kind;
use super::native::{GetSet, NativeDef};
use super::slots::{CmpOp, Slots};
use super::str::{Name, Str};
use super::ty::{Type, type_flag, type_of};
use super::value::{Object, R, Ref, Value};
use std::ptr::NonNull;

pub(crate) fn repr(_: &Cx, value: &Value) -> R {
    Ok(Str::from_str(&format!("<{} object at {:#x}>", type_of(value).full_name(), value.identity())).into_value())
}

fn str(cx: &Cx, value: &Value) -> R {
    super::protocol::repr(cx, value).map(Ref::into_value)
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    match op {
        CmpOp::Eq if a.is(b) => Ok(Value::TRUE),
        CmpOp::Ne => match type_of(a).slots().compare {
            Some(compare) => {
                let equal = compare(cx, a, b, CmpOp::Eq)?;
                if equal.is_not_implemented() { Ok(equal) } else { Ok(Value::bool(!super::protocol::truth(cx, &equal)?)) }
            }
            None => Ok(Value::bool(!a.is(b))),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Whether a class uses `object`'s own `__new__` / `__init__`.
fn plain(ty: &Type, new: bool) -> bool {
    if new {
        ty.slots().new.is_some_and(|f| std::ptr::fn_addr_eq(f, object_new as fn(&Cx, &Type, Args<'_>) -> R))
    } else {
        ty.slots().init.is_some_and(|f| std::ptr::fn_addr_eq(f, init as fn(&Cx, &Value, Args<'_>) -> R<()>))
    }
}

/// Whether this is `object`'s own `__init__`, which does nothing for builtin types: their `__new__` has looked at the arguments.
#[inline(always)]
pub(super) fn is_inherited_init(slot: fn(&Cx, &Value, Args<'_>) -> R<()>) -> bool {
    std::ptr::fn_addr_eq(slot, init as fn(&Cx, &Value, Args<'_>) -> R<()>)
}

/// `object.__new__`: a fresh instance. Arguments are an error unless the class's `__init__` takes them.
pub(crate) fn object_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    if !args.is_empty() {
        if !plain(class, true) {
            return Err(cx.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if plain(class, false) {
            return Err(cx.type_error(format!("{}() takes no arguments", class.message_name())));
        }
    }
    if class.has(type_flag::ABSTRACT) {
        return Err(abstract_error(cx, class)?);
    }
    if class.kind() != Kind::Instance && !class.is_heap() {
        return Err(cx.type_error(format!("cannot create '{}' instances", class.message_name())));
    }
    if class.kind() != Kind::Instance {
        return Err(cx.type_error(format!("object.__new__({0}) is not safe, use {0}.__new__()", class.name())));
    }
    Ok(Instance::new(class).into_value())
}

fn abstract_error(cx: &Cx, class: &Type) -> R<super::value::Raised> {
    let missing = attr::getattr(cx, &class.value(), Name::new("__abstractmethods__"))?;
    let mut names: Vec<String> = Vec::new();
    for name in super::iter::collect(cx, &missing)? {
        names.push(super::protocol::str(cx, &name)?.to_str_lossy().into_owned());
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let names: Vec<String> = names.into_iter().map(|name| format!("'{name}'")).collect();
    Ok(cx.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} {}",
        class.message_name(),
        names.join(", ")
    )))
}

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    if !args.is_empty() {
        let ty = type_of(this);
        if !plain(ty, false) {
            return Err(cx.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if plain(ty, true) {
            return Err(cx.type_error(format!("{}.__init__() takes exactly one argument (the instance to initialize)", ty.name())));
        }
    }
    Ok(())
}

pub(crate) const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(str),
    hash: Some(super::compare::identity_hash),
    compare: Some(compare),
    getattr: Some(attr::generic_getattr),
    setattr: Some(attr::generic_setattr),
    new: Some(object_new),
    init: Some(init),
    ..Slots::NONE
};

fn format(cx: &Cx, a: &[Value]) -> R {
    let Some(spec) = a[1].get::<Str>() else {
        return Err(cx.type_error(format!("__format__() argument must be str, not {}", type_of(&a[1]).message_name())));
    };
    if !spec.bytes().is_empty() {
        return Err(cx.type_error(format!("unsupported format string passed to {}.__format__", type_of(&a[0]).message_name())));
    }
    super::protocol::str(cx, &a[0]).map(Ref::into_value)
}

fn dir(cx: &Cx, a: &[Value]) -> R {
    let names = Dict::new();
    if let Some(own) = attr::lookup_optional(cx, &a[0], Name::new("__dict__"))?
        && let Some(own) = own.get::<Dict>()
    {
        for key in own.keys() {
            names.set(cx, key, Value::NONE)?;
        }
    }
    super::class::class_names(cx, type_of(&a[0]), &names)?;
    Ok(super::list::List::new(names.keys()).into_value())
}

fn get_class(_: &Cx, value: &Value) -> R {
    Ok(super::cx::class_of(value))
}

fn set_class(cx: &Cx, value: &Value, class: Option<Value>) -> R<()> {
    let Some(class) = class else {
        return Err(cx.type_error("can't delete __class__ attribute"));
    };
    let Some(new) = class.get::<Type>() else {
        return Err(cx.type_error(format!("__class__ must be set to a class, not '{}' object", type_of(&class).message_name())));
    };
    let old = super::cx::class_of(value);
    let old = old.get::<Type>().unwrap_or(&super::ty::OBJECT);
    let (Some(header), true) = (value.header(), old.is_heap() && new.is_heap()) else {
        return Err(cx.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    };
    if old.kind() != new.kind() || old.has(type_flag::HAS_DICT) != new.has(type_flag::HAS_DICT) {
        return Err(cx.type_error(format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            new.message_name(),
            old.message_name()
        )));
    }
    // The attributes move to a dict: shapes belong to a class.
    if let Some(attrs) = super::instance::attrs_of(header) {
        super::attr::to_dict(cx, value, header, attrs);
    }
    if !header.is_local() {
        class.publish();
    }
    new.header().inc();
    // SAFETY: every instance of a heap class counts its class (`COUNTS_TYPE`). What comes out is the present old class, which another
    // strand may have put there a moment ago.
    let old = unsafe { NonNull::new(header.swap_ty(new.header()).cast_mut()).map(|old| Value::from_owned(old)) };
    if let Some(old) = old.as_ref().and_then(|old| old.get::<Type>()) {
        old.keep_for_ever();
    }
    if new.slots().finalize.is_some() {
        header.set(crate::memory::header::flag::HAS_FINALIZER);
    }
    Ok(())
}

pub(crate) static METHODS: &[NativeDef] = &[
    NativeDef::new("__format__(self, format_spec, /)", format),
    NativeDef::new("__dir__(self, /)", dir),
    NativeDef::new("__sizeof__(self, /)", |_, _| Ok(Value::int(size_of::<Instance>() as i64))),
    NativeDef::new("__reduce_ex__(self, protocol, /)", super::reduce::reduce_ex),
    NativeDef::new("__reduce__(self, /)", |cx, a| super::reduce::reduce_as(cx, &a[0], 0)),
    NativeDef::new("__getstate__(self, /)", |cx, a| super::reduce::state_of(cx, &a[0])),
    NativeDef::new("classmethod __subclasshook__(cls, subclass, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    NativeDef::new("classmethod __init_subclass__(cls, /)", |_, _| Ok(Value::NONE)),
];

pub(crate) static GETSET: &[GetSet] = &[GetSet { name: "__class__", get: get_class, set: Some(set_class) }];
