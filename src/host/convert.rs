//! Conversions between values of a script and Rust types. Knows no functions.

use super::error::Error;
use super::interp::Interp;
use super::value::Value;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::iter;
use crate::object::list::List;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::value::{V, Value as Object};
use std::collections::HashMap;
use std::hash::BuildHasher;

/// A Rust type that can be made from a value.
pub trait FromValue: Sized {
    /// Errors: TypeError, OverflowError.
    fn from_value(value: &Value) -> Result<Self, Error>;
}

/// A Rust type that can become a value. `Result` is one too: its `Err` is raised.
pub trait IntoValue {
    /// Errors: those of a `Result`, or of a part that is none.
    fn into_value(self, interp: &Interp) -> Result<Value, Error>;
}

/// Arguments of a call: a tuple, a vector of values, or `()`.
pub trait IntoArgs {
    /// One value per argument.
    fn into_args(self, interp: &Interp) -> Result<Vec<Value>, Error>;
}

#[cold]
fn expected(what: &str, value: &Value) -> Error {
    Error::new("TypeError", format!("expected {what}, not {}", value.type_name()))
}

impl FromValue for Value {
    fn from_value(value: &Value) -> Result<Value, Error> {
        Ok(value.clone())
    }
}

impl IntoValue for Value {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        let same = self.interp().is_same(interp);
        if same { Ok(self) } else { Err(Error::new("RuntimeError", "a value belongs to one interpreter")) }
    }
}

impl IntoValue for &Value {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        self.clone().into_value(interp)
    }
}

impl<T: IntoValue, E: Into<Error>> IntoValue for Result<T, E> {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        self.map_err(Into::into)?.into_value(interp)
    }
}

impl FromValue for () {
    fn from_value(value: &Value) -> Result<(), Error> {
        if value.is_none() { Ok(()) } else { Err(expected("None", value)) }
    }
}

impl IntoValue for () {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        Ok(interp.keep(Object::NONE))
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<bool, Error> {
        value.object().as_bool().ok_or_else(|| expected("bool", value))
    }
}

impl IntoValue for bool {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        Ok(interp.keep(Object::bool(self)))
    }
}

macro_rules! integers {
    ($($type:ident)*) => { $(
        impl FromValue for $type {
            fn from_value(value: &Value) -> Result<$type, Error> {
                let big = int::as_big(value.object()).filter(|_| value.object().as_bool().is_none()).ok_or_else(|| expected("int", value))?;
                <$type>::try_from(&*big).map_err(|_| Error::new("OverflowError", concat!("int does not fit ", stringify!($type))))
            }
        }

        impl IntoValue for $type {
            fn into_value(self, interp: &Interp) -> Result<Value, Error> {
                Ok(interp.with(|_| interp.keep(int::from_big(self.into()))))
            }
        }
    )* };
}

integers!(i8 i16 i32 u8 u16 u32 u64 isize usize i128 u128);

/// The type of small integers: no detour through big ones.
impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<i64, Error> {
        if let Some(small) = value.object().as_int() {
            return Ok(small);
        }
        let fits = i128::from_value(value)?;
        i64::try_from(fits).map_err(|_| Error::new("OverflowError", "int does not fit i64"))
    }
}

impl IntoValue for i64 {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        Ok(interp.keep(Object::int(self)))
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Result<f64, Error> {
        match value.object().unpack() {
            V::Float(float) => Ok(float),
            _ if int::is_int(value.object()) => value.interp().checked(|cx| int::to_f64(cx, value.object())),
            _ => Err(expected("float", value)),
        }
    }
}

impl IntoValue for f64 {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        Ok(interp.keep(Object::float(self)))
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<String, Error> {
        value.text().ok_or_else(|| expected("str", value))
    }
}

impl IntoValue for &str {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        Ok(interp.with(|_| interp.keep(Str::from_str(self).into_value())))
    }
}

impl IntoValue for String {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        self.as_str().into_value(interp)
    }
}

/// `bytes` or `bytearray`. (A `Vec<u8>` is a list of numbers, like any other vector.)
impl FromValue for Box<[u8]> {
    fn from_value(value: &Value) -> Result<Box<[u8]>, Error> {
        match (value.object().get::<Bytes>(), value.object().get::<ByteArray>()) {
            (Some(bytes), _) => Ok(bytes.bytes().into()),
            (None, Some(bytes)) => Ok(bytes.with(|bytes| Box::from(&*bytes))),
            (None, None) => Err(expected("bytes", value)),
        }
    }
}

/// `bytes`. Errors: MemoryError.
impl IntoValue for &[u8] {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        interp.checked(|cx| Bytes::try_new(self).ok_or_else(|| cx.memory_error())).map(|bytes| interp.keep(bytes.into_value()))
    }
}

/// `bytes`. Errors: MemoryError.
impl IntoValue for Box<[u8]> {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        (&*self).into_value(interp)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Option<T>, Error> {
        if value.is_none() { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        match self {
            Some(value) => value.into_value(interp),
            None => ().into_value(interp),
        }
    }
}

/// The items of any iterable but a text.
fn items(value: &Value) -> Result<Vec<Value>, Error> {
    if value.object().get::<Str>().is_some() {
        return Err(expected("a list", value));
    }
    let interp = value.interp();
    interp.checked(|cx| Ok(iter::collect(cx, value.object())?.into_iter().map(|item| interp.keep(item)).collect()))
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: &Value) -> Result<Vec<T>, Error> {
        value.interp().with(|_| items(value)?.iter().map(T::from_value).collect())
    }
}

fn objects<T: IntoValue>(items: impl IntoIterator<Item = T>, interp: &Interp) -> Result<Vec<Object>, Error> {
    items.into_iter().map(|item| Ok(item.into_value(interp)?.object().clone())).collect()
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        interp.with(|_| Ok(interp.keep(List::new(objects(self, interp)?).into_value())))
    }
}

impl<T: FromValue, S: BuildHasher + Default> FromValue for HashMap<String, T, S> {
    fn from_value(value: &Value) -> Result<Self, Error> {
        let interp = value.interp();
        interp.with(|_| {
            let Some(dict) = value.object().get::<Dict>() else { return Err(expected("dict", value)) };
            let convert = |(key, item): (Object, Object)| Ok((interp.keep(key).to()?, interp.keep(item).to()?));
            dict.snapshot().into_iter().map(convert).collect()
        })
    }
}

impl<T: IntoValue, S> IntoValue for HashMap<String, T, S> {
    fn into_value(self, interp: &Interp) -> Result<Value, Error> {
        interp.with(|_| {
            let dict = Dict::new();
            for (key, item) in self {
                let (key, item) = (key.into_value(interp)?, item.into_value(interp)?);
                interp.checked(|cx| dict.set(cx, key.object().clone(), item.object().clone()))?;
            }
            Ok(interp.keep(dict.into_value()))
        })
    }
}

macro_rules! tuples {
    ($( $count:literal: $($type:ident $index:tt),+; )*) => { $(
        impl<$($type: FromValue),+> FromValue for ($($type,)+) {
            fn from_value(value: &Value) -> Result<Self, Error> {
                value.interp().with(|_| {
                    let items = items(value)?;
                    if items.len() != $count {
                        return Err(Error::new("ValueError", format!("expected {} items, not {}", $count, items.len())));
                    }
                    Ok(($( <$type>::from_value(&items[$index])?, )+))
                })
            }
        }

        impl<$($type: IntoValue),+> IntoValue for ($($type,)+) {
            fn into_value(self, interp: &Interp) -> Result<Value, Error> {
                interp.with(|_| {
                    let items = vec![$( self.$index.into_value(interp)?.object().clone() ),+];
                    Ok(interp.keep(Tuple::new(items).into_value()))
                })
            }
        }

        impl<$($type: IntoValue),+> IntoArgs for ($($type,)+) {
            fn into_args(self, interp: &Interp) -> Result<Vec<Value>, Error> {
                Ok(vec![$( self.$index.into_value(interp)? ),+])
            }
        }
    )* };
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}

impl IntoArgs for () {
    fn into_args(self, _: &Interp) -> Result<Vec<Value>, Error> {
        Ok(Vec::new())
    }
}

impl IntoArgs for Vec<Value> {
    fn into_args(self, interp: &Interp) -> Result<Vec<Value>, Error> {
        self.into_iter().map(|value| value.into_value(interp)).collect()
    }
}
