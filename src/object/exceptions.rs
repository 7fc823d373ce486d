//! Exception classes with fields of their own, and what BaseException shows to scripts. Knows no raising and no tracebacks' contents.

use super::args::Args;
use super::cx::Cx;
use super::exception::{BASE_EXCEPTION, EXCEPTION, Exception, message};
use super::kinds::Kind;
use super::native::{GetSet, NativeDef};
use super::slots::Slots;
use super::str::Str;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Ref, Value};

pub(super) fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Exception> {
    value
        .get::<Exception>()
        .ok_or_else(|| cx.type_error(format!("descriptor requires an exception, not '{}'", type_of(value).message_name())))
}

fn get_args(cx: &Cx, e: &Value) -> R {
    Ok(this(cx, e)?.args())
}

fn set_args(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    let value = value.ok_or_else(|| cx.type_error("args may not be deleted"))?;
    let items = super::iter::collect(cx, &value)?;
    this(cx, e)?.set_args(Tuple::new(items));
    Ok(())
}

fn get_cause(cx: &Cx, e: &Value) -> R {
    Ok(this(cx, e)?.cause())
}

/// Checks that a value may stand in `__cause__` or `__context__`.
fn link(cx: &Cx, value: Option<Value>, what: &str) -> R {
    let value = value.ok_or_else(|| cx.type_error(format!("__{what}__ may not be deleted")))?;
    if value.is_none() || value.get::<Exception>().is_some() {
        return Ok(value);
    }
    Err(cx.type_error(format!("exception {what} must be None or derive from BaseException")))
}

fn set_cause(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    this(cx, e)?.set_cause(link(cx, value, "cause")?);
    Ok(())
}

fn get_context(cx: &Cx, e: &Value) -> R {
    Ok(this(cx, e)?.context())
}

fn set_context(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    this(cx, e)?.set_context(link(cx, value, "context")?);
    Ok(())
}

fn get_suppress(cx: &Cx, e: &Value) -> R {
    Ok(Value::bool(this(cx, e)?.suppress_context()))
}

fn set_suppress(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    let on = super::protocol::truth(cx, &value.unwrap_or(Value::FALSE))?;
    this(cx, e)?.set_suppress_context(on);
    Ok(())
}

fn get_traceback(cx: &Cx, e: &Value) -> R {
    Ok(this(cx, e)?.traceback())
}

fn set_traceback(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    let value = value.ok_or_else(|| cx.type_error("__traceback__ may not be deleted"))?;
    if !value.is_none() && value.get::<super::traceback::Traceback>().is_none() {
        return Err(cx.type_error("__traceback__ must be a traceback or None"));
    }
    this(cx, e)?.set_traceback(value);
    Ok(())
}

fn with_traceback(cx: &Cx, a: &[Value]) -> R {
    set_traceback(cx, &a[0], Some(a[1].clone()))?;
    Ok(a[0].clone())
}

fn add_note(cx: &Cx, a: &[Value]) -> R {
    if a[1].get::<Str>().is_none() {
        return Err(cx.type_error(format!("note must be a str, not '{}'", type_of(&a[1]).message_name())));
    }
    let name = super::str::Name::new("__notes__");
    let notes = match super::attr::lookup_optional(cx, &a[0], name)? {
        Some(notes) => notes,
        None => {
            let fresh = super::list::List::new(Vec::new()).into_value();
            super::attr::setattr(cx, &a[0], name, fresh.clone())?;
            fresh
        }
    };
    match notes.get::<super::list::List>() {
        Some(list) => list.push(a[1].clone()).map_err(|_| cx.memory_error())?,
        None => return Err(cx.type_error("Cannot add note: __notes__ is not a list")),
    }
    Ok(Value::NONE)
}

pub(crate) static BASE_METHODS: &[NativeDef] = &[
    NativeDef::new("with_traceback(self, tb, /)", with_traceback),
    NativeDef::new("add_note(self, note, /)", add_note),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("__setstate__(self, state, /)", setstate),
];

pub(crate) static BASE_GETSET: &[GetSet] = &[
    GetSet { name: "args", get: get_args, set: Some(set_args) },
    GetSet { name: "__cause__", get: get_cause, set: Some(set_cause) },
    GetSet { name: "__context__", get: get_context, set: Some(set_context) },
    GetSet { name: "__suppress_context__", get: get_suppress, set: Some(set_suppress) },
    GetSet { name: "__traceback__", get: get_traceback, set: Some(set_traceback) },
];

/// What `copyreg` is told: class, arguments, attributes if there are any.
pub(super) fn reduced(cx: &Cx, e: &Value, args: Value) -> R {
    let mut parts = vec![super::cx::class_of(e), args];
    if e.header().and_then(super::instance::attrs_of).is_some_and(|attrs| attrs.shape() != super::attrs::NO_SHAPE) {
        let own = super::attr::instance_dict(cx, e)?;
        if own.get::<super::dict::Dict>().is_some_and(|own| own.len() > 0) {
            parts.push(own);
        }
    }
    Ok(Tuple::new(parts).into_value())
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    reduced(cx, &a[0], this(cx, &a[0])?.args())
}

fn setstate(cx: &Cx, a: &[Value]) -> R {
    if a[1].is_none() {
        return Ok(Value::NONE);
    }
    let Some(state) = a[1].get::<super::dict::Dict>() else {
        return Err(cx.type_error("state is not a dictionary"));
    };
    for (key, value) in state.snapshot() {
        if let Some(key) = key.get::<Str>() {
            super::attr::setattr(cx, &a[0], super::str::Name::of(key), value)?;
        }
    }
    Ok(Value::NONE)
}

/// Field `index`, or argument `arg` of an exception that was made without running `__init__`; Unset if there is neither.
pub(super) fn field_or_arg(exception: &Exception, index: usize, arg: usize) -> Value {
    let field = exception.field(index);
    if !field.is_unset() && (!field.is_none() || exception.has_fields()) {
        return field;
    }
    if exception.has_fields() {
        return field;
    }
    exception.args().get::<Tuple>().and_then(|args| args.get(arg).cloned()).unwrap_or(Value::UNSET)
}

fn get_arg_field<const N: usize>(cx: &Cx, e: &Value) -> R {
    let value = field_or_arg(this(cx, e)?, N, N);
    Ok(if value.is_unset() { Value::NONE } else { value })
}

/// A field that is filled from the argument at the same place.
pub(super) const fn arg_field<const N: usize>(name: &'static str) -> GetSet {
    GetSet { name, get: get_arg_field::<N>, set: Some(set_field::<N>) }
}

/// Getter and setter of field `N` of a special class.
fn get_field<const N: usize>(cx: &Cx, e: &Value) -> R {
    let value = this(cx, e)?.field(N);
    Ok(if value.is_unset() { Value::NONE } else { value })
}

fn set_field<const N: usize>(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    this(cx, e)?.set_field(N, value.unwrap_or(Value::NONE));
    Ok(())
}

pub(super) const fn field<const N: usize>(name: &'static str) -> GetSet {
    GetSet { name, get: get_field::<N>, set: Some(set_field::<N>) }
}

/// Takes the keyword-only fields `names` out of the arguments and stores them; the rest must be positional.
fn init_with_keywords(cx: &Cx, e: &Value, args: Args<'_>, names: &[&str]) -> R<()> {
    let exception = this(cx, e)?;
    let mut fields = vec![Value::NONE; names.len()];
    for (name, value) in args.keywords() {
        match names.iter().position(|n| n.as_bytes() == name.bytes()) {
            Some(index) => fields[index] = value.clone(),
            None => {
                return Err(cx.type_error(format!("{}() got an unexpected keyword argument '{name}'", type_of(e).message_name())));
            }
        }
    }
    exception.set_args(Tuple::from_slice(args.pos()));
    exception.set_fields(fields);
    Ok(())
}

/// Declares an exception class with slots, attributes and perhaps methods of its own.
macro_rules! special {
    ($static:ident $name:literal $base:ident $slots:expr, $getset:expr) => {
        special!($static $name $base $slots, $getset, &[]);
    };
    ($static:ident $name:literal $base:ident $slots:expr, $getset:expr, $methods:expr) => {
        pub(crate) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                base: Some(&$base),
                kind: Kind::Exception,
                subclassable: true,
                slots: $slots,
                getset: $getset,
                methods: $methods,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        };
    };
}
pub(super) use special;

fn attribute_error_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    init_with_keywords(cx, e, args, &["name", "obj"])
}
special!(ATTRIBUTE_ERROR "AttributeError" EXCEPTION Slots { init: Some(attribute_error_init), ..Slots::NONE }, &[field::<0>("name"), field::<1>("obj")],
&[NativeDef::new("__reduce__(self, /)", |cx, a| reduce_with_fields(cx, a, &[("name", 0)]))]);

/// Attributes and named fields in one dict, as the third part of what `copyreg` is told.
fn reduce_with_fields(cx: &Cx, a: &[Value], names: &[(&'static str, usize)]) -> R {
    let exception = this(cx, &a[0])?;
    let reduced = reduced(cx, &a[0], exception.args())?;
    let parts = reduced.get::<Tuple>().map(|parts| parts.items().to_vec()).unwrap_or_default();
    let state = super::dict::Dict::new();
    if let Some(own) = parts.get(2).and_then(|own| own.get::<super::dict::Dict>()) {
        for (key, value) in own.snapshot() {
            state.set(cx, key, value)?;
        }
    }
    for (name, field) in names.iter().filter(|_| exception.has_fields()) {
        let value = exception.field(*field);
        if !value.is_none() && !value.is_unset() {
            state.set_name(super::str::Name::new(name), value);
        }
    }
    let (class, args) = (parts[0].clone(), parts[1].clone());
    Ok(Tuple::new(if state.len() == 0 { vec![class, args] } else { vec![class, args, state.into_value()] }).into_value())
}

fn name_error_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    init_with_keywords(cx, e, args, &["name"])
}
special!(NAME_ERROR "NameError" EXCEPTION Slots { init: Some(name_error_init), ..Slots::NONE }, &[field::<0>("name")]);

fn stop_iteration_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    init_with_keywords(cx, e, args, &[])?;
    this(cx, e)?.set_fields(vec![args.pos().first().cloned().unwrap_or(Value::NONE)]);
    Ok(())
}
special!(STOP_ITERATION "StopIteration" EXCEPTION Slots { init: Some(stop_iteration_init), ..Slots::NONE }, &[arg_field::<0>("value")]);

fn key_error_str(cx: &Cx, e: &Value) -> R {
    let exception = this(cx, e)?;
    let args = exception.args();
    match args.get::<Tuple>().map(Tuple::items) {
        Some([only]) => super::protocol::repr(cx, only).map(Ref::into_value),
        _ => message(cx, exception).map(Ref::into_value),
    }
}
special!(KEY_ERROR "KeyError" LOOKUP_BASE Slots { str: Some(key_error_str), ..Slots::NONE }, &[]);
use super::exception::LOOKUP_ERROR as LOOKUP_BASE;

fn import_error_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    init_with_keywords(cx, e, args, &["name", "path", "name_from"])?;
    if let [message] = args.pos() {
        this(cx, e)?.set_field(MSG, message.clone());
    }
    Ok(())
}

const MSG: usize = 3;

fn import_error_msg(cx: &Cx, e: &Value) -> R {
    let exception = this(cx, e)?;
    let message = exception.field(MSG);
    if !message.is_none() || exception.has_fields() {
        return Ok(message);
    }
    Ok(exception.args().get::<Tuple>().filter(|args| args.len() == 1).and_then(|args| args.get(0).cloned()).unwrap_or(Value::NONE))
}

fn set_import_error_msg(cx: &Cx, e: &Value, value: Option<Value>) -> R<()> {
    this(cx, e)?.set_field(MSG, value.unwrap_or(Value::NONE));
    Ok(())
}

fn import_error_str(cx: &Cx, e: &Value) -> R {
    let message = import_error_msg(cx, e)?;
    if message.get_exact::<Str>().is_some() {
        return Ok(message);
    }
    super::exception::message(cx, this(cx, e)?).map(Ref::into_value)
}
special!(IMPORT_ERROR "ImportError" EXCEPTION Slots { init: Some(import_error_init), str: Some(import_error_str), ..Slots::NONE },
&[
    field::<0>("name"),
    field::<1>("path"),
    field::<2>("name_from"),
    GetSet { name: "msg", get: import_error_msg, set: Some(set_import_error_msg) },
],
&[NativeDef::new("__reduce__(self, /)", |cx, a| reduce_with_fields(cx, a, &[("name", 0), ("path", 1), ("name_from", 2)]))]);

fn system_exit_init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    init_with_keywords(cx, e, args, &[])?;
    let code = match args.pos() {
        [] => Value::NONE,
        [only] => only.clone(),
        several => Tuple::from_slice(several).into_value(),
    };
    this(cx, e)?.set_fields(vec![code]);
    Ok(())
}
special!(SYSTEM_EXIT "SystemExit" BASE_EXCEPTION Slots { init: Some(system_exit_init), ..Slots::NONE }, &[arg_field::<0>("code")]);

/// Classes with fields, for `builtins`.
pub(crate) static SPECIAL: &[&Type] = &[
    &ATTRIBUTE_ERROR,
    &NAME_ERROR,
    &STOP_ITERATION,
    &KEY_ERROR,
    &IMPORT_ERROR,
    &OS_ERROR,
    &SYNTAX_ERROR,
    &SYSTEM_EXIT,
    &UNICODE_DECODE_ERROR,
    &UNICODE_ENCODE_ERROR,
    &UNICODE_TRANSLATE_ERROR,
    &BASE_EXCEPTION_GROUP,
    &EXCEPTION_GROUP,
];

pub(crate) use super::exception_group::{BASE_EXCEPTION_GROUP, EXCEPTION_GROUP};
pub(crate) use super::os_error::OS_ERROR;
pub(crate) use super::text_errors::{
    SYNTAX_ERROR, SYNTAX_LINE, SYNTAX_TEXT, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR,
};
