//! Functions and closures of the host as callable objects. Knows conversions; nothing of what the closures do.

use super::convert::{FromValue, IntoValue};
use super::error::Error;
use super::interp::{Interp, WeakInterp};
use super::value::Value;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value as Object};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What can be registered as a function: functions and closures of up to eight parameters, each a [`FromValue`], that return an
/// [`IntoValue`]. `A` only tells the shapes apart.
pub trait HostFunction<A>: Send + Sync + 'static {
    /// How many arguments it takes.
    const ARITY: usize;
    /// Converts as many arguments, calls it and converts its result.
    fn invoke(&self, interp: &Interp, args: &[Value]) -> Result<Value, Error>;
}

macro_rules! host_functions {
    ($( $arity:literal: $($type:ident $index:tt),*; )*) => { $(
        impl<F, R, $($type),*> HostFunction<($($type,)*)> for F
        where
            F: Fn($($type),*) -> R + Send + Sync + 'static,
            R: IntoValue,
            $($type: FromValue,)*
        {
            const ARITY: usize = $arity;

            #[allow(unused_variables, reason = "no arguments, none used")]
            fn invoke(&self, interp: &Interp, args: &[Value]) -> Result<Value, Error> {
                self($( argument::<$type>(args, $index)? ),*).into_value(interp)
            }
        }
    )* };
}

host_functions! {
    0: ;
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, G 5;
    7: A 0, B 1, C 2, D 3, E 4, G 5, H 6;
    8: A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7;
}

fn argument<T: FromValue>(args: &[Value], index: usize) -> Result<T, Error> {
    let arg = args.get(index).ok_or_else(|| Error::new("TypeError", "missing argument"))?;
    T::from_value(arg).map_err(|error| Error::new(error.kind(), format!("argument {}: {}", index + 1, error.message())))
}

type Invoke = Box<dyn Fn(&Interp, &[Value]) -> Result<Value, Error> + Send + Sync>;

/// The body of the object.
struct HostCall {
    name: String,
    arity: usize,
    interp: WeakInterp,
    invoke: Invoke,
}

impl Payload for HostCall {
    fn traverse(&self, _: &mut dyn FnMut(&Object)) {}
}

/// A callable object around the host's function.
pub(super) fn make<A, F: HostFunction<A>>(interp: WeakInterp, name: &str, function: F) -> Object {
    let invoke: Invoke = Box::new(move |interp, args| function.invoke(interp, args));
    Native::make(&HOST_FUNCTION, HostCall { name: name.to_string(), arity: F::ARITY, interp, invoke })
}

fn call(cx: &Cx, this: &Object, args: Args<'_>) -> R {
    let Some(own) = Native::<HostCall>::of(this) else { return Err(cx.type_error("not a host function")) };
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{}() takes no keyword arguments", own.name)));
    }
    if args.values.len() != own.arity {
        let s = if own.arity == 1 { "" } else { "s" };
        return Err(cx.type_error(format!("{}() takes exactly {} argument{s} ({} given)", own.name, own.arity, args.values.len())));
    }
    let Some(interp) = own.interp.upgrade() else {
        return Err(cx.runtime_error(format!("{}(): the host has given the interpreter up", own.name)));
    };
    let values: Vec<Value> = args.values.iter().map(|value| interp.keep(value.clone())).collect();
    // What the closure shares with others is its own affair after a panic; nothing of ours is half done.
    match catch_unwind(AssertUnwindSafe(|| (own.invoke)(&interp, &values))) {
        Ok(Ok(value)) => Ok(value.object().clone()),
        Ok(Err(error)) => Err(error.raise(cx)),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(|text| text.to_string()).or_else(|| panic.downcast_ref::<String>().cloned());
            Err(cx.runtime_error(format!("host function {}() panicked: {}", own.name, text.unwrap_or_default())))
        }
    }
}

fn repr(_: &Cx, this: &Object) -> R {
    let name = Native::<HostCall>::of(this).map_or("", |own| own.name.as_str());
    Ok(Str::from_str(&format!("<host function {name}>")).into_value())
}

static DEF: TypeDef =
    TypeDef { name: "host_function", slots: Slots { call: Some(call), repr: Some(repr), ..Slots::NONE }, ..TypeDef::EMPTY };
pub(super) static HOST_FUNCTION: Type = Type::from_def(&DEF);
