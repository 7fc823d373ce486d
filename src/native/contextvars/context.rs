//! The type `Context`: a mapping of context variables that code can be run in.

use crate::object::args::Args;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::{CmpOp, Slots};
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

struct State {
    /// A tuple: variables and values in turn.
    entries: Value,
    is_entered: bool,
}

struct Context(Guarded<State>);

impl Payload for Context {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.inspect(|state| visit(&state.entries));
    }
}

fn make(entries: Value) -> Value {
    Native::make(&CONTEXT, Context(Guarded::new(State { entries, is_entered: false })))
}

pub(crate) fn is_context(value: &Value) -> bool {
    Native::<Context>::of(value).is_some()
}

/// The tuple behind what `Cx::variables` holds; Unset if there are none.
pub(super) fn entries_of(variables: &Value) -> Value {
    match Native::<Context>::of(variables) {
        Some(context) => context.0.with(variables, |state| state.entries.clone()),
        None => variables.clone(),
    }
}

/// A copy of the variables in force, as a tuple or Unset: no context object is made.
pub(crate) fn copy_current(cx: &Cx) -> Value {
    entries_of(&cx.variables())
}

/// A context object for variables that may not have one yet.
pub(crate) fn materialize(variables: Value) -> Value {
    match () {
        () if is_context(&variables) => variables,
        () if variables.is_unset() => make(tuple::empty()),
        () => make(variables),
    }
}

/// The context object in force, made if there is none yet.
pub(super) fn current(cx: &Cx) -> Value {
    let variables = cx.variables();
    if is_context(&variables) {
        return variables;
    }
    let context = materialize(variables);
    if let Some(body) = Native::<Context>::of(&context) {
        body.0.with(&context, |state| state.is_entered = true);
    }
    drop(cx.set_variables(context.clone()));
    context
}

/// The value of a variable in a tuple of entries.
pub(super) fn find(entries: &Value, variable: &Value) -> Option<Value> {
    let items = entries.get::<Tuple>()?.items();
    items.chunks_exact(2).find(|pair| pair[0].is(variable)).map(|pair| pair[1].clone())
}

/// Gives a variable a value in a context, or takes it away. Returns what it was.
pub(super) fn store(context: &Value, variable: &Value, value: Option<Value>) -> Option<Value> {
    let body = Native::<Context>::of(context)?;
    let before = entries_of(context);
    let old = find(&before, variable);
    let mut items = before.get::<Tuple>().map(|tuple| tuple.items().to_vec()).unwrap_or_default();
    let place = items.chunks_exact(2).position(|pair| pair[0].is(variable));
    match (place, value) {
        (Some(index), Some(value)) => items[index * 2 + 1] = value,
        (Some(index), None) => drop(items.drain(index * 2..index * 2 + 2).collect::<Vec<_>>()),
        (None, Some(value)) => items.extend([variable.clone(), value]),
        (None, None) => {}
    }
    let entries = Tuple::new(items).into_value();
    publish_into(context, &entries);
    let replaced = body.0.with(context, |state| std::mem::replace(&mut state.entries, entries));
    drop(replaced);
    old
}

/// Puts variables in force; gives back what `leave` needs. Errors: RuntimeError if a context object is in force somewhere already.
#[inline(always)]
pub(crate) fn enter(cx: &Cx, variables: Value) -> R {
    if let Some(body) = Native::<Context>::of(&variables)
        && body.0.with(&variables, |state| std::mem::replace(&mut state.is_entered, true))
    {
        let shown = protocol::repr(cx, &variables)?;
        return Err(cx.runtime_error(format!("cannot enter context: {} is already entered", shown.to_str_lossy())));
    }
    Ok(cx.set_variables(variables))
}

/// Takes variables out of force again and returns them: a context object may have been made for them meanwhile.
#[inline(always)]
pub(crate) fn leave(cx: &Cx, before: Value) -> Value {
    let variables = cx.set_variables(before);
    if let Some(body) = Native::<Context>::of(&variables) {
        body.0.with(&variables, |state| state.is_entered = false);
    }
    variables
}

fn this(cx: &Cx, value: &Value) -> R<Vec<Value>> {
    if !is_context(value) {
        return Err(cx.type_error(format!("a Context object is needed, not '{}'", type_of(value).message_name())));
    }
    Ok(entries_of(value).get::<Tuple>().map(|tuple| tuple.items().to_vec()).unwrap_or_default())
}

fn variable_key<'a>(cx: &Cx, key: &'a Value) -> R<&'a Value> {
    if super::variable::is_variable(key) {
        return Ok(key);
    }
    let shown = protocol::repr(cx, key)?;
    Err(cx.type_error(format!("a ContextVar key was expected, got {}", shown.to_str_lossy())))
}

fn getitem(cx: &Cx, context: &Value, key: &Value) -> R {
    let key = variable_key(cx, key)?;
    find(&entries_of(context), key).ok_or_else(|| cx.key_error(key))
}

fn get(cx: &Cx, a: &[Value]) -> R {
    let key = variable_key(cx, &a[1])?;
    Ok(find(&entries_of(&a[0]), key).unwrap_or_else(|| a[2].clone()))
}

fn contains(cx: &Cx, context: &Value, key: &Value) -> R<bool> {
    let key = variable_key(cx, key)?;
    Ok(find(&entries_of(context), key).is_some())
}

fn len(cx: &Cx, context: &Value) -> R<usize> {
    Ok(this(cx, context)?.len() / 2)
}

fn keys(cx: &Cx, context: &Value) -> R {
    let items = this(cx, context)?;
    let list = List::new(items.into_iter().step_by(2).collect()).into_value();
    iter::iter(cx, &list)
}

fn values(cx: &Cx, a: &[Value]) -> R {
    let items = this(cx, &a[0])?;
    let list = List::new(items.into_iter().skip(1).step_by(2).collect()).into_value();
    iter::iter(cx, &list)
}

fn items(cx: &Cx, a: &[Value]) -> R {
    let items = this(cx, &a[0])?;
    let list = List::new(items.chunks_exact(2).map(|pair| Tuple::from_slice(pair).into_value()).collect()).into_value();
    iter::iter(cx, &list)
}

fn equal(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || !is_context(b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (mine, theirs) = (this(cx, a)?, entries_of(b));
    let mut same = mine.len() == theirs.get::<Tuple>().map_or(0, |tuple| tuple.items().len());
    for pair in mine.chunks_exact(2) {
        same = same
            && match find(&theirs, &pair[0]) {
                Some(other) => compare::equal(cx, &pair[1], &other)?,
                None => false,
            };
    }
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn run(cx: &Cx, args: Args<'_>) -> R {
    let [context, function, ..] = args.pos() else {
        return Err(cx.type_error("run() missing 1 required positional argument"));
    };
    this(cx, context)?;
    let before = enter(cx, context.clone())?;
    let result = call::call(cx, function, args.skip(2));
    drop(leave(cx, before));
    result
}

fn new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    if !args.is_empty() {
        return Err(cx.type_error("Context() does not accept any arguments"));
    }
    Ok(materialize(Value::UNSET))
}

static DEF: TypeDef = TypeDef {
    name: "Context",
    module: "_contextvars",
    slots: Slots {
        new: Some(new),
        getitem: Some(getitem),
        contains: Some(contains),
        len: Some(len),
        iter: Some(keys),
        compare: Some(equal),
        ..Slots::NONE
    },
    methods: &[
        NativeDef::new("get(self, key, default=None, /)", get),
        NativeDef::new("keys(self, /)", |cx, a| keys(cx, &a[0])),
        NativeDef::new("values(self, /)", values),
        NativeDef::new("items(self, /)", items),
        NativeDef::new("copy(self, /)", |_, a| Ok(materialize(entries_of(&a[0])))),
        NativeDef::raw("run(self, /, *args, **kwargs)", run),
    ],
    ..TypeDef::EMPTY
};
pub(crate) static CONTEXT: Type = Type::from_def(&DEF);
