//! What an interpreter's readers and writers have in common: dialects by name, and how long a field may be.

use super::dialect::DIALECT;
use super::{dialect, error, first};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::list::List;
use crate::object::str::Str;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// All strands use it at once: the dict is SHARED from the beginning, and locks itself.
pub(super) struct Settings {
    dialects: Value,
    /// Alone in what it says: no ordering.
    limit: AtomicI64,
}

impl Default for Settings {
    fn default() -> Settings {
        let dialects = Dict::new().into_value();
        dialects.publish();
        Settings { dialects, limit: AtomicI64::new(128 * 1024) }
    }
}

impl Settings {
    /// The most characters of a field.
    pub(super) fn limit(&self) -> i64 {
        self.limit.load(Relaxed)
    }
}

/// Names to dialects.
pub(super) fn dict(cx: &Cx) -> Value {
    cx.interp.extension::<Settings>().dialects.clone()
}

/// The dialect that has a name. Errors: `Error`, TypeError.
pub(super) fn find(cx: &Cx, name: &Value) -> R {
    let dialects = dict(cx);
    let found = dialects.get::<Dict>().map_or(Ok(None), |dialects| dialects.get(cx, name))?;
    found.ok_or_else(|| error(cx, "unknown dialect"))
}

pub(super) fn register(cx: &Cx, args: Args<'_>) -> R {
    let name = first(cx, args)?;
    if name.get::<Str>().is_none() {
        return Err(cx.type_error("dialect name must be a string"));
    }
    let dialect = dialect::new(cx, &DIALECT, args.skip(1))?;
    if let Some(dialects) = dict(cx).get::<Dict>() {
        dialects.set(cx, name.clone(), dialect)?;
    }
    Ok(Value::NONE)
}

pub(super) fn unregister(cx: &Cx, a: &[Value]) -> R {
    let removed = dict(cx).get::<Dict>().map_or(Ok(None), |dialects| dialects.remove(cx, &a[0]))?;
    removed.map(|_| Value::NONE).ok_or_else(|| error(cx, "unknown dialect"))
}

pub(super) fn names(cx: &Cx, _: &[Value]) -> R {
    let names = dict(cx).get::<Dict>().map(Dict::keys).unwrap_or_default();
    Ok(List::new(names).into_value())
}

pub(super) fn limit(cx: &Cx, a: &[Value]) -> R {
    let settings = cx.interp.extension::<Settings>();
    if a[0].is_unset() {
        return Ok(Value::int(settings.limit()));
    }
    if !std::ptr::eq(type_of(&a[0]), &int::INT) {
        return Err(cx.type_error("limit must be an integer"));
    }
    let limit = int::to_i64(&a[0]).ok_or_else(|| cx.overflow_error("Python int too large to convert to C long"))?;
    Ok(Value::int(settings.limit.swap(limit, Relaxed)))
}
