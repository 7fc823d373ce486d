//! The type `Event`. Knows arguments; waiting is the scheduler's.

use super::{body, text, timeout};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::park::{self, Waited};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::event::Event;

struct EventBody(Event);

impl Payload for EventBody {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Native::make(class, EventBody(Event::new())))
}

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    if args.is_empty() {
        return Ok(());
    }
    let given = args.values.len() + 1;
    let _ = this;
    Err(cx.type_error(format!("Event.__init__() takes 1 positional argument but {given} were given")))
}

fn is_set(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(body::<EventBody>(cx, &a[0])?.0.is_set()))
}

fn set(cx: &Cx, a: &[Value]) -> R {
    cx.settle();
    body::<EventBody>(cx, &a[0])?.0.set();
    Ok(Value::NONE)
}

fn clear(cx: &Cx, a: &[Value]) -> R {
    body::<EventBody>(cx, &a[0])?.0.clear();
    Ok(Value::NONE)
}

fn wait(cx: &Cx, a: &[Value]) -> R {
    let event = &body::<EventBody>(cx, &a[0])?.0;
    let deadline = timeout::if_any(cx, &a[1])?;
    cx.settle();
    if event.is_set() {
        return Ok(Value::TRUE);
    }
    let waited = park::wait(cx, deadline, |deadline| event.wait(&cx.strand, deadline))?;
    Ok(Value::bool(waited == Waited::Done))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let state = if body::<EventBody>(cx, value)?.0.is_set() { "set" } else { "unset" };
    Ok(text(format!("<{} at {:#x}: {state}>", super::class_name(value), value.identity())))
}

static DEF: TypeDef = TypeDef {
    name: "Event",
    module: "threading",
    doc: "A flag that threads wait for: set() makes it true, clear() false, wait() waits until it is true.",
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("is_set(self)", is_set),
        NativeDef::new("isSet(self)", is_set),
        NativeDef::new("set(self)", set),
        NativeDef::new("clear(self)", clear),
        NativeDef::new("wait(self, timeout=None)", wait),
    ],
    ..TypeDef::EMPTY
};
pub(crate) static EVENT: Type = Type::from_def(&DEF);
