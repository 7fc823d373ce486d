//! Subscripts: `object[key]`, with fast paths for exact lists, tuples, dicts and strings.

use super::At;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::Str;
use crate::object::str_ops;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::Expr;
use crate::tree::nodes::*;
use crate::tree::operand::Operand;
use std::borrow::Borrow;

/// `object[key]`.
#[inline(always)]
pub(crate) fn load(cx: &Cx, object: &Value, key: &Value) -> R {
    if let Some(index) = key.as_int() {
        if let Some(list) = object.get_exact::<List>() {
            if let Some(item) = list.get_at(index) {
                return Ok(item);
            }
        } else if let Some(tuple) = object.get_exact::<Tuple>()
            && let Some(index) = protocol::position(index, tuple.len())
        {
            return Ok(tuple.items()[index].clone());
        } else if let Some(text) = object.get_exact::<Str>() {
            return str_ops::item(cx, text, index);
        }
    }
    if let Some(dict) = object.get_exact::<Dict>()
        && let Some(value) = dict.get(cx, key)?
    {
        return Ok(value);
    }
    protocol::getitem(cx, object, key)
}

impl<L: Operand, Rt: Operand> Expr for Item<L, Rt> {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if L::PEEKS && Rt::PEEKS {
            return match self.object.peek(fp, |object| self.key.peek(fp, |key| quick_item(object, key))) {
                Some(item) => Ok(item),
                None => self.peeked(cx, fp),
            };
        }
        if L::GLANCES
            && self.key.is_quick()
            && let Some(item) = self.key.quick(cx, fp, |key| self.object.glance(cx, fp, |object| plain_item(object, key)))
        {
            return Ok(item);
        }
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        let key = self.key.get(cx, fp).at(cx, self.span)?;
        match quick_item(object.borrow(), key.borrow()) {
            Some(item) => {
                // The key is an int: nothing to count down.
                std::mem::forget(key);
                Ok(item)
            }
            None => self.general(cx, fp, object, key),
        }
    }

    fn quick(&self, cx: &Cx, fp: Fp) -> Option<Value> {
        self.object.quick(cx, fp, |object| self.key.quick(cx, fp, |key| plain_item(object, key)))
    }

    fn is_quick(&self) -> bool {
        self.object.is_quick() && self.key.is_quick()
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl<L: Operand, Rt: Operand> Item<L, Rt> {
    #[inline(never)]
    fn peeked(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        let key = self.key.get(cx, fp).at(cx, self.span)?;
        fp.stand_at(self.span);
        load(cx, object.borrow(), key.borrow()).at(cx, self.span)
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, object: L::Out<'_>, key: Rt::Out<'_>) -> R {
        fp.stand_at(self.span);
        load(cx, object.borrow(), key.borrow()).at(cx, self.span)
    }
}

/// The item of a builtin container if no code of scripts is needed to find it.
#[inline(always)]
fn plain_item(object: &Value, key: &Value) -> Option<Value> {
    quick_item(object, key).or_else(|| other_plain_item(object, key))
}

#[inline(never)]
fn other_plain_item(object: &Value, key: &Value) -> Option<Value> {
    if let Some(dict) = object.get_exact::<Dict>() {
        return dict.get_by_plain(key);
    }
    let index = key.as_int()?;
    if let Some(tuple) = object.get_exact::<Tuple>() {
        // The tuple is not held: its items may be dying with it.
        return protocol::position(index, tuple.len()).and_then(|index| tuple.items()[index].try_clone());
    }
    let list = object.get_exact::<List>()?;
    list.get_at(index)
}

/// The item of a LOCAL list, or the character of ASCII text, at an index within.
#[inline(always)]
fn quick_item(object: &Value, key: &Value) -> Option<Value> {
    let index = key.as_int()?;
    match object.get_exact::<List>() {
        Some(list) => list.local_item(index),
        None => object.get_exact::<Str>()?.ascii_char(index),
    }
}

/// Stores an item into a LOCAL list at an index within, or gives it back.
#[inline(always)]
pub(super) fn store_in_list(object: &Value, key: &Value, value: Value) -> Result<(), Value> {
    match (object.get_exact::<List>(), key.as_int()) {
        (Some(list), Some(index)) => list.set_local_item(index, value),
        _ => Err(value),
    }
}

/// `object[key] = value`.
#[inline(always)]
pub(crate) fn store(cx: &Cx, object: &Value, key: &Value, value: Value) -> R<()> {
    let mut value = value;
    if let (Some(index), Some(list)) = (key.as_int(), object.get_exact::<List>()) {
        match list.set_at(index, value) {
            Ok(()) => return Ok(()),
            Err(back) => value = back,
        }
    } else if let Some(dict) = object.get_exact::<Dict>() {
        return dict.set(cx, key.clone(), value);
    }
    protocol::setitem(cx, object, key, value)
}

impl Expr for SliceExpr {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let part = |part: &Option<crate::tree::BoxExpr>| part.as_ref().map_or(Ok(Value::NONE), |part| part.eval(cx, fp));
        let (start, stop, step) = (part(&self.lower)?, part(&self.upper)?, part(&self.step)?);
        Ok(crate::object::slice::Slice::new(start, stop, step).into_value())
    }
}
