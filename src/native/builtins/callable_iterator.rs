//! The iterator that `iter(callable, sentinel)` gives.

use crate::object::call::call_pos;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::exception::STOP_ITERATION;
use crate::object::iter::itself;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::Name;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

struct CallableIterator {
    callable: Value,
    sentinel: Value,
    done: AtomicBool,
}

impl Payload for CallableIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.callable);
        visit(&self.sentinel);
    }
}

pub(super) fn make(callable: Value, sentinel: Value) -> Value {
    CALLABLE_ITERATOR.make_ready();
    Native::make(&CALLABLE_ITERATOR, CallableIterator { callable, sentinel, done: AtomicBool::new(false) })
}

fn next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<CallableIterator>::of(iterator) else {
        return Ok(None);
    };
    if this.done.load(Relaxed) {
        return Ok(None);
    }
    let item = match call_pos(cx, &this.callable, &[]) {
        Ok(item) => item,
        Err(raised) if cx.pending_is(&STOP_ITERATION) => {
            drop(cx.take(raised));
            this.done.store(true, Relaxed);
            return Ok(None);
        }
        Err(raised) => return Err(raised),
    };
    if compare::equal(cx, &this.sentinel, &item)? {
        this.done.store(true, Relaxed);
        return Ok(None);
    }
    Ok(Some(item))
}

/// `(iter, (callable, sentinel))`, or an empty iterable once exhausted.
fn reduce(cx: &Cx, a: &[Value]) -> R {
    let function = cx.interp.builtins().get_name(Name::new("iter")).unwrap_or(Value::NONE);
    let arguments = match Native::<CallableIterator>::of(&a[0]) {
        Some(this) if !this.done.load(Relaxed) => vec![this.callable.clone(), this.sentinel.clone()],
        _ => vec![tuple::empty()],
    };
    Ok(Tuple::new(vec![function, Tuple::new(arguments).into_value()]).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "callable_iterator",
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: &[NativeDef::new("__reduce__(self, /)", reduce)],
    ..TypeDef::EMPTY
};
static CALLABLE_ITERATOR: Type = Type::from_def(&DEF);
