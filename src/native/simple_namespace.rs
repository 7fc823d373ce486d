//! `types.SimpleNamespace`: an object that is its attributes.

use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::{Cx, class_of};
use crate::object::dict::Dict;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::repr_guard;
use crate::object::slots::{CmpOp, Slots};
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

struct Namespace;

impl Payload for Namespace {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

/// Makes one with these attributes.
pub(crate) fn make(cx: &Cx, attributes: &[(&str, Value)]) -> R {
    SIMPLE_NAMESPACE.make_ready();
    let made = Native::make(&SIMPLE_NAMESPACE, Namespace);
    for (name, value) in attributes {
        attr::set_own_attribute(cx, &made, Name::new(name), Some(value.clone()))?;
    }
    Ok(made)
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, Namespace))
}

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    match args.pos() {
        [] => {}
        [mapping] => {
            let dict = match cx.interp.builtins().get_name(Name::new("dict")) {
                Some(class) => crate::object::call::call_pos(cx, &class, std::slice::from_ref(mapping))?,
                None => mapping.clone(),
            };
            for (key, value) in dict.get::<Dict>().map(|dict| dict.snapshot()).unwrap_or_default() {
                let Some(key) = key.get::<Str>() else {
                    return Err(cx.type_error("keywords must be strings"));
                };
                attr::set_own_attribute(cx, this, Name::of(key), Some(value))?;
            }
        }
        several => {
            return Err(cx.type_error(format!("{} expected at most 1 argument, got {}", type_of(this).message_name(), several.len())));
        }
    }
    for (name, value) in args.keywords() {
        attr::set_own_attribute(cx, this, name, Some(value.clone()))?;
    }
    Ok(())
}

fn repr(cx: &Cx, this: &Value) -> R {
    let name = if std::ptr::eq(type_of(this), &SIMPLE_NAMESPACE) { "namespace".to_string() } else { type_of(this).name() };
    repr_guard::guarded(cx, this, &format!("{name}(...)"), |text| {
        text.extend_from_slice(format!("{name}(").as_bytes());
        let mut first = true;
        for (key, value) in attr::instance_dict(cx, this)?.get::<Dict>().map(|dict| dict.snapshot()).unwrap_or_default() {
            let Some(key) = key.get::<Str>() else { continue };
            let separator: &[u8] = if first { b"" } else { b", " };
            first = false;
            for part in [separator, key.bytes(), b"="] {
                text.extend_from_slice(part);
            }
            repr_guard::push_repr(cx, text, &value)?;
        }
        text.push(b')');
        Ok(())
    })
}

fn compare_slot(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    if Native::<Namespace>::of(a).is_none() || Native::<Namespace>::of(b).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    compare::rich(cx, &attr::instance_dict(cx, a)?, &attr::instance_dict(cx, b)?, op)
}

/// How to make it again: empty, then with this as its state.
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let parts = vec![class_of(&a[0]), Tuple::new(Vec::new()).into_value(), attr::instance_dict(cx, &a[0])?];
    Ok(Tuple::new(parts).into_value())
}

/// A copy with some attributes replaced.
fn replace(cx: &Cx, args: Args<'_>) -> R {
    let [this] = args.pos() else {
        return Err(cx.type_error("__replace__() takes no positional arguments"));
    };
    let made = call::call_pos(cx, &class_of(this), &[])?;
    let (from, to) = (attr::instance_dict(cx, this)?, attr::instance_dict(cx, &made)?);
    if let (Some(from), Some(to)) = (from.get::<Dict>(), to.get::<Dict>()) {
        for (key, value) in from.snapshot() {
            to.set(cx, key, value)?;
        }
        for (name, value) in args.keywords() {
            to.set_name(name, value.clone());
        }
    }
    Ok(made)
}

static DEF: TypeDef = TypeDef {
    name: "SimpleNamespace",
    module: "types",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), compare: Some(compare_slot), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", reduce), NativeDef::raw("__replace__(self, /, **changes)", replace)],
    getset: &[crate::object::native::GetSet { name: "__dict__", get: attr::instance_dict, set: None }],
    ..TypeDef::EMPTY
};
pub(crate) static SIMPLE_NAMESPACE: Type = Type::from_def(&DEF);
