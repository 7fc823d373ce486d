//! `threading.local`: attributes that each thread has of its own. They live in the strand's context, so nothing is shared and nothing
//! locked; a thread's attributes go when the thread ends or the object dies in that thread.

use super::body;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::native::GetSet;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::ty::{OBJECT, Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Ref, Value};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct LocalBody {
    /// Names the object's attributes in each context; never used twice, unlike an address.
    key: usize,
    /// What `__init__` is called with in each thread.
    values: Vec<Value>,
    names: Vec<Name>,
}

impl Payload for LocalBody {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.values.iter().for_each(visit);
    }
}

impl Drop for LocalBody {
    fn drop(&mut self) {
        let own = Cx::with_current(|cx| cx.remove_local(self.key));
        drop(own);
    }
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    // Keys of others are addresses of statics: odd numbers are free.
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let has_init = class.lookup(cx, Name::new("__init__")).zip(OBJECT.lookup(cx, Name::new("__init__"))).is_some_and(|(a, b)| !a.is(&b));
    if !args.is_empty() && !has_init {
        return Err(cx.type_error("Initialization arguments are not supported"));
    }
    let key = NEXT.fetch_add(2, Relaxed);
    let made = Native::make(class, LocalBody { key, values: args.values.to_vec(), names: args.names.to_vec() });
    // The thread that makes it gets its `__init__` from the class's call.
    cx.set_local(key, Dict::new().into_value());
    Ok(made)
}

/// The calling thread's attributes; a thread that comes first has them initialised.
fn attributes(cx: &Cx, this: &Value) -> R<Ref<Dict>> {
    let local = body::<LocalBody>(cx, this)?;
    if let Some(dict) = cx.local(local.key).and_then(|dict| dict.get_ref::<Dict>()) {
        return Ok(dict);
    }
    let dict = Dict::new();
    cx.set_local(local.key, dict.as_value().clone());
    if let Some(init) = type_of(this).slots().init
        && let Err(raised) = init(cx, this, Args { values: &local.values, names: &local.names })
    {
        // The next access tries again.
        drop(cx.remove_local(local.key));
        return Err(raised);
    }
    Ok(dict)
}

/// A descriptor of the class that comes before the object's own attributes.
fn is_data_descriptor(cx: &Cx, this: &Value, name: Name) -> bool {
    type_of(this).lookup(cx, name).is_some_and(|found| type_of(&found).slots().descr_set.is_some())
}

fn getattr(cx: &Cx, this: &Value, name: Name) -> R {
    let own = attributes(cx, this)?;
    // Also in a subclass, whose own `__dict__` would be that of an ordinary object.
    if name == Name::new("__dict__") {
        return Ok(own.into_value());
    }
    if !is_data_descriptor(cx, this, name)
        && let Some(value) = own.get_name(name)
    {
        return Ok(value);
    }
    match attr::generic_lookup(cx, this, name)? {
        Some(found) => Ok(found),
        None => Err(missing(cx, this, name)),
    }
}

/// The plain class goes by its full name in messages.
fn missing(cx: &Cx, this: &Value, name: Name) -> Raised {
    attr::attribute_error(cx, this, name, format!("'{}' object has no attribute '{name}'", shown_class(this)))
}

fn shown_class(this: &Value) -> String {
    let class = type_of(this);
    if std::ptr::eq(class, &LOCAL) { "_thread._local".to_string() } else { class.name() }
}

fn setattr(cx: &Cx, this: &Value, name: Name, value: Option<Value>) -> R<()> {
    let own = attributes(cx, this)?;
    if name == Name::new("__dict__") {
        let class = shown_class(this);
        return Err(attr::attribute_error(cx, this, name, format!("'{class}' object attribute '__dict__' is read-only")));
    }
    if is_data_descriptor(cx, this, name) {
        return attr::generic_setattr(cx, this, name, value);
    }
    match value {
        Some(value) => own.set_name(name, value),
        None => match own.remove_name(name) {
            Some(old) => drop(old),
            None => return Err(missing(cx, this, name)),
        },
    }
    Ok(())
}

static DEF: TypeDef = TypeDef {
    name: "_local",
    module: "_thread",
    doc: "An object whose attributes each thread has of its own.",
    subclassable: true,
    slots: Slots { new: Some(new), getattr: Some(getattr), setattr: Some(setattr), ..Slots::NONE },
    getset: &[GetSet { name: "__dict__", get: |cx, this| Ok(attributes(cx, this)?.into_value()), set: None }],
    ..TypeDef::EMPTY
};
pub(crate) static LOCAL: Type = Type::from_def(&DEF);
