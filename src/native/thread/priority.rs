//! Priorities as scripts name them, and `thread.with_priority(name)`. Knows not what they change.

use super::handle;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::priority::Priority;

/// Errors: ValueError for a name that is none, TypeError for what is no name.
pub(crate) fn of(cx: &Cx, name: &Value) -> R<Priority> {
    let Some(text) = name.get::<Str>() else {
        return Err(cx.type_error(format!("priority must be a str, not {}", type_of(name).message_name())));
    };
    match Priority::from_name(&text.to_str_lossy()) {
        Some(priority) => Ok(priority),
        None => {
            let shown = protocol::repr(cx, name)?;
            Err(cx.value_error(format!("priority must be 'high', 'normal' or 'low', not {}", shown.to_str_lossy())))
        }
    }
}

/// What `thread.with_priority(name)` gives: starts threads of that priority.
struct Starter(Priority);

impl Payload for Starter {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

pub(super) fn starter(cx: &Cx, a: &[Value]) -> R {
    let priority = of(cx, &a[0])?;
    STARTER.make_ready();
    Ok(Native::make(&STARTER, Starter(priority)))
}

fn call(cx: &Cx, this: &Value, args: Args<'_>) -> R {
    handle::start_call(cx, args, super::body::<Starter>(cx, this)?.0)
}

fn repr(cx: &Cx, this: &Value) -> R {
    Ok(super::text(format!("thread.with_priority('{}')", super::body::<Starter>(cx, this)?.0.name())))
}

static DEF: TypeDef =
    TypeDef { name: "thread_starter", slots: Slots { call: Some(call), repr: Some(repr), ..Slots::NONE }, ..TypeDef::EMPTY };
static STARTER: Type = Type::from_def(&DEF);
