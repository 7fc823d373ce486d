//! What `sys` says about coroutines and asynchronous generators: the hooks of the strand.

use super::structseq::{self, structseq};
use crate::exec::{async_generators, coroutines};
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};

structseq! {
    ASYNCGEN_HOOKS "asyncgen_hooks" of "sys", [0 "firstiter", 1 "finalizer"], []
}

fn set_hooks(cx: &Cx, a: &[Value]) -> R {
    let (first, last) = async_generators::hooks(cx);
    let chosen = |given: &Value, old: Value, what: &str| match () {
        () if given.is_unset() => Ok(old),
        () if given.is_none() || type_of(given).slots().call.is_some() => Ok(given.clone()),
        () => Err(cx.type_error(format!("callable {what} expected, got {}", protocol::type_name(given)))),
    };
    let finalizer = chosen(&a[1], last, "finalizer")?;
    let first_iter = chosen(&a[0], first, "firstiter")?;
    async_generators::set_hooks(cx, first_iter, finalizer);
    Ok(Value::NONE)
}

fn get_hooks(cx: &Cx, _: &[Value]) -> R {
    let (first_iter, finalizer) = async_generators::hooks(cx);
    structseq::make(cx, &ASYNCGEN_HOOKS, 2, vec![first_iter, finalizer])
}

fn set_depth(cx: &Cx, a: &[Value]) -> R {
    let depth = protocol::index(cx, &a[0])?;
    if depth < 0 {
        return Err(cx.value_error("depth must be >= 0"));
    }
    coroutines::set_origin_depth(cx, depth);
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("set_asyncgen_hooks(firstiter=?, finalizer=?)", set_hooks),
    NativeDef::new("get_asyncgen_hooks()", get_hooks),
    NativeDef::new("set_coroutine_origin_tracking_depth(depth)", set_depth),
    NativeDef::new("get_coroutine_origin_tracking_depth()", |cx, _| Ok(Value::int(coroutines::origin_depth(cx)))),
];

pub(super) fn fill(module: &Module) {
    structseq::ready(&ASYNCGEN_HOOKS, 2);
    module.add_functions(FUNCTIONS);
}
