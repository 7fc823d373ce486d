//! Writing objects by what they say of themselves. Containers and names are `save`'s.

use super::names::{self, pickling_error};
use super::ops;
use super::save::Saver;
use crate::object::attr;
use crate::object::call;
use crate::object::complex::COMPLEX;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::isinstance;
use crate::object::iter;
use crate::object::method::BoundMethod;
use crate::object::native::NativeFunction;
use crate::object::protocol;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::{TYPE, Type, type_of};
use crate::object::value::{Object, R, Value};

impl Saver<'_> {
    pub(super) fn save_reduced(&mut self, value: &Value) -> R<()> {
        let cx = self.cx;
        let ty = type_of(value);
        if let Some(asked) = &self.asking.reducer_override {
            let reduced = call::call_pos(cx, asked, std::slice::from_ref(value))?;
            if !reduced.is_not_implemented() {
                return self.save_reply(value, &reduced);
            }
        }
        if let Some(class) = value.get::<Type>()
            && std::ptr::eq(ty, &TYPE)
        {
            for singleton in [Value::NONE, Value::NOT_IMPLEMENTED, Value::ELLIPSIS] {
                if std::ptr::eq(type_of(&singleton), class) {
                    let args = Tuple::new(vec![singleton]).into_value();
                    return self.save_reduce(Reduced { function: TYPE.value(), args, ..Reduced::default() }, Some(value));
                }
            }
            return self.save_global(value, None);
        }
        if value.get_exact::<Function>().is_some() {
            return self.save_global(value, None);
        }
        if let Some(table) = &self.dispatch_table.clone() {
            let class = ty.value();
            let found = match table.get_exact::<Dict>() {
                Some(table) => table.get(cx, &class)?,
                None => {
                    let found = protocol::getitem(cx, table, &class);
                    cx.absorb(found, &crate::object::exception::KEY_ERROR)?
                }
            };
            if let Some(reduce) = found {
                let reduced = call::call_pos(cx, &reduce, std::slice::from_ref(value))?;
                return self.save_reply(value, &reduced);
            }
        }
        if ty.is_subtype(&TYPE) || isinstance::is_instance(cx, value, &TYPE.value()).unwrap_or(false) {
            return self.save_global(value, None);
        }
        if let Some(reduced) = self.builtin_reduction(value)? {
            return self.save_reply(value, &reduced);
        }
        if std::ptr::eq(ty, &COMPLEX) {
            let copyreg = crate::native::importer::import_full(cx, "copyreg")?;
            let reduced = call::call_method(cx, &copyreg, Name::new("pickle_complex"), std::slice::from_ref(value))?;
            return self.save_reply(value, &reduced);
        }
        let reduced = match attr::lookup_optional(cx, value, Name::new("__reduce_ex__"))? {
            Some(reduce) => call::call_pos(cx, &reduce, &[Value::int(i64::from(self.protocol))])?,
            None => match attr::lookup_optional(cx, value, Name::new("__reduce__"))? {
                Some(reduce) => call::call_pos(cx, &reduce, &[])?,
                None => return Err(pickling_error(cx, &format!("can't pickle '{}' object", ty.name()))),
            },
        };
        self.save_reply(value, &reduced)
    }

    /// Methods and builtin functions.
    pub(super) fn builtin_reduction(&self, value: &Value) -> R<Option<Value>> {
        let cx = self.cx;
        let getattr = |object: Value, name: Value| {
            let function = cx.interp.builtins().get_name(Name::new("getattr")).unwrap_or(Value::NONE);
            Some(Tuple::new(vec![function, Tuple::new(vec![object, name]).into_value()]).into_value())
        };
        if let Some(method) = value.get_exact::<BoundMethod>() {
            let name = attr::getattr(cx, method.function(), Name::new("__name__"))?;
            return Ok(getattr(method.this().clone(), name));
        }
        let Some(function) = value.get::<NativeFunction>() else { return Ok(None) };
        let this = function.this();
        let name = Name::new(function.def.name()).value();
        Ok(match function.owner {
            _ if !this.is_unset() => getattr(this, name),
            Some(owner) => getattr(owner.value(), name),
            None => Some(name),
        })
    }

    /// What a reducing function answered: the name of a global, or a tuple.
    pub(super) fn save_reply(&mut self, value: &Value, reply: &Value) -> R<()> {
        let cx = self.cx;
        if let Some(name) = names::text(reply) {
            return self.save_global(value, Some(&name));
        }
        let Some(parts) = reply.get::<Tuple>().map(Tuple::items) else {
            return Err(pickling_error(cx, "__reduce__ must return a string or tuple"));
        };
        if !(2..=6).contains(&parts.len()) {
            return Err(pickling_error(cx, "tuple returned by __reduce__ must contain 2 through 6 elements"));
        }
        let part = |index: usize| parts.get(index).filter(|part| !part.is_none()).cloned();
        if type_of(&parts[0]).slots().call.is_none() {
            return Err(pickling_error(cx, "first item of the tuple returned by __reduce__ must be callable"));
        }
        if parts[1].get::<Tuple>().is_none() {
            return Err(pickling_error(cx, "second item of the tuple returned by __reduce__ must be a tuple"));
        }
        for (index, place) in [(3, "fourth"), (4, "fifth")] {
            if let Some(items) = part(index)
                && type_of(&items).slots().next.is_none()
            {
                let class = type_of(&items).message_name();
                let message = format!("{place} element of the tuple returned by __reduce__ must be an iterator, not {class}");
                return Err(pickling_error(cx, &message));
            }
        }
        let reduced =
            Reduced { function: parts[0].clone(), args: parts[1].clone(), state: part(2), items: part(3), pairs: part(4), setter: part(5) };
        self.save_reduce(reduced, Some(value))
    }

    pub(super) fn save_reduce(&mut self, reduced: Reduced, object: Option<&Value>) -> R<()> {
        let cx = self.cx;
        let args = reduced.args.get::<Tuple>().map(Tuple::items).unwrap_or_default();
        let name = match self.protocol >= 2 {
            true => attr::lookup_optional(cx, &reduced.function, Name::new("__name__"))?.as_ref().and_then(names::text),
            false => None,
        };
        match (name.as_deref(), args) {
            (Some("__newobj_ex__"), [class, positional, keywords]) if self.protocol >= 4 => {
                self.save(class)?;
                self.save(positional)?;
                self.save(keywords)?;
                self.out.push(ops::NEWOBJ_EX);
            }
            (Some("__newobj_ex__"), [class, positional, keywords]) => {
                let partial = crate::native::importer::import_full(cx, "functools")?;
                let partial = attr::getattr(cx, &partial, Name::new("partial"))?;
                let new = attr::getattr(cx, class, Name::new("__new__"))?;
                let mut all = vec![new, class.clone()];
                all.extend(iter::collect(cx, positional)?);
                let keywords = keywords.get::<Dict>().map(Dict::snapshot).unwrap_or_default();
                let made = call::call_with_dict(cx, &partial, &all, &keywords)?;
                self.save(&made)?;
                self.save(&crate::object::tuple::empty())?;
                self.out.push(ops::REDUCE);
            }
            (Some("__newobj__"), [class, rest @ ..]) => {
                if attr::lookup_optional(cx, class, Name::new("__new__"))?.is_none() {
                    return Err(pickling_error(cx, "args[0] from __newobj__ args has no __new__"));
                }
                if let Some(object) = object {
                    let own = attr::getattr(cx, object, Name::new("__class__"))?;
                    if !own.is(class) {
                        return Err(pickling_error(cx, "args[0] from __newobj__ args has the wrong class"));
                    }
                }
                self.save(class)?;
                self.save(&Tuple::from_slice(rest).into_value())?;
                self.out.push(ops::NEWOBJ);
            }
            _ => {
                self.save(&reduced.function)?;
                self.save(&reduced.args)?;
                self.out.push(ops::REDUCE);
            }
        }
        if let Some(object) = object {
            match self.number_of(object) {
                // Reached again through its own arguments.
                Some(number) => {
                    self.out.push(ops::POP);
                    self.get(number)?;
                }
                None => self.memoize(object)?,
            }
        }
        if let Some(items) = reduced.items {
            let items = iter::collect(cx, &items)?;
            self.save_items(items)?;
        }
        if let Some(pairs) = reduced.pairs {
            let pairs = iter::collect(cx, &pairs)?;
            let pairs = pairs.iter().map(|pair| match pair.get::<Tuple>().map(Tuple::items) {
                Some([key, value]) => Ok((key.clone(), value.clone())),
                _ => Err(cx.type_error("dict items iterator must return 2-tuples")),
            });
            let pairs = pairs.collect::<R<Vec<_>>>()?;
            self.save_pairs(pairs, false)?;
        }
        match (reduced.state, reduced.setter, object) {
            (Some(state), Some(setter), Some(object)) => {
                self.save(&setter)?;
                self.save(object)?;
                self.save(&state)?;
                self.out.extend_from_slice(&[ops::TUPLE2, ops::REDUCE, ops::POP]);
            }
            (Some(state), ..) => {
                self.save_state(&state)?;
                self.out.push(ops::BUILD);
            }
            (None, ..) => {}
        }
        Ok(())
    }

    /// A state; the entries of a dict are attributes to whoever reads an error.
    pub(super) fn save_state(&mut self, state: &Value) -> R<()> {
        if let Some(dict) = state.get_exact::<Dict>()
            && self.number_of(state).is_none()
            && self.asking.persistent_id.is_none()
        {
            self.push(if self.bin() { &[ops::EMPTY_DICT] } else { &[ops::MARK, ops::DICT] })?;
            self.memoize(state)?;
            let pairs = dict.snapshot();
            let cx = self.cx;
            return cx.recursing(" while pickling an object", || self.save_pairs(pairs, true));
        }
        self.save(state)
    }
}

/// What an object is made of.
pub(super) struct Reduced {
    pub(super) function: Value,
    pub(super) args: Value,
    pub(super) state: Option<Value>,
    pub(super) items: Option<Value>,
    pub(super) pairs: Option<Value>,
    pub(super) setter: Option<Value>,
}

impl Default for Reduced {
    fn default() -> Reduced {
        Reduced { function: Value::NONE, args: Value::NONE, state: None, items: None, pairs: None, setter: None }
    }
}
