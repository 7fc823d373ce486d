//! The descriptor behind the fields of named tuples.

use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::GetSet;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::sequence;
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use parking_lot::Mutex;

struct TupleGetter {
    index: usize,
    doc: Mutex<Value>,
}

impl Payload for TupleGetter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.doc.lock());
    }
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let [index, doc] = args.values else {
        return Err(cx.type_error(format!("_tuplegetter expected 2 arguments, got {}", args.values.len())));
    };
    let index = usize::try_from(sequence::size_argument(cx, index)?).map_err(|_| cx.value_error("index must not be negative"))?;
    Ok(Native::make(class, TupleGetter { index, doc: Mutex::new(doc.clone()) }))
}

fn get(cx: &Cx, getter: &Value, instance: &Value, _: &Value) -> R {
    let Some(this) = Native::<TupleGetter>::of(getter) else { return Ok(Value::NONE) };
    if instance.is_unset() || instance.is_none() {
        return Ok(getter.clone());
    }
    let Some(tuple) = instance.get::<Tuple>() else {
        return Err(cx.type_error(format!(
            "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
            this.index,
            type_of(instance).message_name()
        )));
    };
    tuple.get(this.index).cloned().ok_or_else(|| cx.index_error("tuple index out of range"))
}

fn set(cx: &Cx, _: &Value, _: &Value, value: Option<Value>) -> R<()> {
    Err(cx
        .error(&crate::object::exception::ATTRIBUTE_ERROR, if value.is_some() { "can't set attribute" } else { "can't delete attribute" }))
}

fn get_doc(_: &Cx, getter: &Value) -> R {
    Ok(Native::<TupleGetter>::of(getter).map_or(Value::NONE, |this| this.doc.lock().clone()))
}

fn set_doc(_: &Cx, getter: &Value, value: Option<Value>) -> R<()> {
    let value = value.unwrap_or(Value::NONE);
    publish_into(getter, &value);
    let old = Native::<TupleGetter>::of(getter).map(|this| std::mem::replace(&mut *this.doc.lock(), value));
    drop(old);
    Ok(())
}

static DEF: TypeDef = TypeDef {
    name: "_tuplegetter",
    module: "collections",
    slots: Slots { new: Some(new), descr_get: Some(get), descr_set: Some(set), ..Slots::NONE },
    getset: &[GetSet { name: "__doc__", get: get_doc, set: Some(set_doc) }],
    ..TypeDef::EMPTY
};
pub(super) static TUPLE_GETTER: Type = Type::from_def(&DEF);
