//! The types `ContextVar` and `Token`.

use super::context::{self, entries_of, find, store};
use crate::native::construct::{bind, signature};
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::exception::{LOOKUP_ERROR, make};
use crate::object::generic_alias::class_getitem;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

struct Variable {
    name: Value,
    /// Unset: none.
    default: Value,
}

impl Payload for Variable {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.default);
    }
}

pub(super) fn is_variable(value: &Value) -> bool {
    Native::<Variable>::of(value).is_some()
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Variable> {
    Native::<Variable>::of(value)
        .ok_or_else(|| cx.type_error(format!("expected an instance of ContextVar, got '{}'", type_of(value).message_name())))
}

static NEW: NativeDef = signature("ContextVar(name, /, *, default=?)");

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    let mut a = bind(cx, &NEW, args)?;
    let (default, name) = (a.swap_remove(1), a.swap_remove(0));
    if name.get::<Str>().is_none() {
        return Err(cx.type_error("context variable name must be a str"));
    }
    Ok(Native::make(&VARIABLE, Variable { name, default }))
}

/// A variable without a default.
pub(super) fn named(name: &str) -> Value {
    Native::make(&VARIABLE, Variable { name: Name::new(name).value(), default: Value::UNSET })
}

fn get(cx: &Cx, a: &[Value]) -> R {
    let variable = this(cx, &a[0])?;
    if let Some(value) = find(&entries_of(&cx.variables()), &a[0]) {
        return Ok(value);
    }
    match (&a[1], &variable.default) {
        (given, _) if !given.is_unset() => Ok(given.clone()),
        (_, default) if !default.is_unset() => Ok(default.clone()),
        _ => Err(cx.raise(make(&LOOKUP_ERROR, vec![a[0].clone()]))),
    }
}

fn set(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?;
    let context = context::current(cx);
    let old = store(&context, &a[0], Some(a[1].clone())).unwrap_or(Value::UNSET);
    Ok(Native::make(&TOKEN, Token { context, variable: a[0].clone(), old, was_used: AtomicBool::new(false) }))
}

fn reset(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?;
    let shown = |value: &Value| protocol::repr(cx, value).map(|text| text.to_str_lossy().into_owned());
    let Some(token) = Native::<Token>::of(&a[1]) else {
        return Err(cx.type_error(format!("expected an instance of Token, got {}", shown(&a[1])?)));
    };
    if token.was_used.load(Relaxed) {
        return Err(cx.runtime_error(format!("{} has already been used once", shown(&a[1])?)));
    }
    if !token.variable.is(&a[0]) {
        return Err(cx.value_error(format!("{} was created by a different ContextVar", shown(&a[1])?)));
    }
    let context = context::current(cx);
    if !token.context.is(&context) {
        return Err(cx.value_error(format!("{} was created in a different Context", shown(&a[1])?)));
    }
    token.was_used.store(true, Relaxed);
    drop(store(&context, &a[0], (!token.old.is_unset()).then(|| token.old.clone())));
    Ok(Value::NONE)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let variable = this(cx, value)?;
    let mut text = format!("<ContextVar name={}", protocol::repr(cx, &variable.name)?.to_str_lossy());
    if !variable.default.is_unset() {
        text += &format!(" default={}", protocol::repr(cx, &variable.default)?.to_str_lossy());
    }
    text += &format!(" at {:#x}>", value.identity());
    Ok(Str::from_str(&text).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "ContextVar",
    module: "_contextvars",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("get(self, default=?, /)", get),
        NativeDef::new("set(self, value, /)", set),
        NativeDef::new("reset(self, token, /)", reset),
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", class_getitem),
    ],
    getset: &[GetSet { name: "name", get: |cx, v| Ok(this(cx, v)?.name.clone()), set: None }],
    ..TypeDef::EMPTY
};
pub(super) static VARIABLE: Type = Type::from_def(&DEF);

/// What `ContextVar.set` gives: the way back.
struct Token {
    context: Value,
    variable: Value,
    /// Unset: it had no value.
    old: Value,
    was_used: AtomicBool,
}

impl Payload for Token {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.context);
        visit(&self.variable);
        visit(&self.old);
    }
}

fn token<'a>(cx: &Cx, value: &'a Value) -> R<&'a Token> {
    Native::<Token>::of(value).ok_or_else(|| cx.type_error("a Token is needed"))
}

fn token_new(cx: &Cx, _: &Type, _: Args<'_>) -> R {
    Err(cx.runtime_error("Tokens can only be created by ContextVars"))
}

fn token_repr(cx: &Cx, value: &Value) -> R {
    let token = token(cx, value)?;
    let used = if token.was_used.load(Relaxed) { " used" } else { "" };
    let variable = protocol::repr(cx, &token.variable)?;
    Ok(Str::from_str(&format!("<Token{used} var={} at {:#x}>", variable.to_str_lossy(), value.identity())).into_value())
}

fn old_value(cx: &Cx, value: &Value) -> R {
    let old = &token(cx, value)?.old;
    Ok(if old.is_unset() { missing() } else { old.clone() })
}

/// `Token.MISSING`: there is one.
fn missing() -> Value {
    static ONE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| {
        MISSING.make_ready();
        let one = Native::make(&MISSING, Missing);
        one.header().expect("it is an object").mark_immortal();
        one
    });
    ONE.clone()
}

struct Missing;
impl Payload for Missing {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static MISSING_DEF: TypeDef = TypeDef {
    name: "Token.MISSING",
    slots: Slots { repr: Some(|_, _| Ok(Str::from_str("<Token.MISSING>").into_value())), ..Slots::NONE },
    ..TypeDef::EMPTY
};
static MISSING: Type = Type::from_def(&MISSING_DEF);

static TOKEN_DEF: TypeDef = TypeDef {
    name: "Token",
    module: "_contextvars",
    slots: Slots { new: Some(token_new), repr: Some(token_repr), ..Slots::NONE },
    methods: &[NativeDef::new("classmethod __class_getitem__(cls, item, /)", class_getitem)],
    getset: &[
        GetSet { name: "var", get: |cx, t| Ok(token(cx, t)?.variable.clone()), set: None },
        GetSet { name: "old_value", get: old_value, set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static TOKEN: Type = Type::from_def(&TOKEN_DEF);

/// Adds what the type has as plain members.
pub(super) fn finish() {
    TOKEN.make_ready();
    TOKEN.dict().set_name(crate::object::str::Name::new("MISSING"), missing());
}
