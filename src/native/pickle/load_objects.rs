//! Reading objects: names, calls, states. The machine is `load`'s.

use super::load::Loader;
use super::names::{self, unpickling_error};
use super::ops;
use crate::object::attr;
use crate::object::call;
use crate::object::dict::Dict;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, type_flag, type_of};
use crate::object::value::{R, Value};

impl Loader<'_> {
    pub(super) fn step_objects(&mut self, op: u8) -> R<()> {
        let cx = self.cx;
        match op {
            ops::STACK_GLOBAL => {
                let (name, module) = (self.pop()?, self.pop()?);
                let (Some(module), Some(name)) = (names::text(&module), names::text(&name)) else {
                    return Err(unpickling_error(cx, "STACK_GLOBAL requires str"));
                };
                let found = self.find_class(&module, &name)?;
                self.push(found)
            }
            ops::GLOBAL => {
                let (module, name) = (self.text_line()?, self.text_line()?);
                let found = self.find_class(&module, &name)?;
                self.push(found)
            }
            ops::REDUCE => {
                let (args, function) = (self.pop()?, self.pop()?);
                let made = self.apply(&function, &args)?;
                self.push(made)
            }
            ops::NEWOBJ => {
                let (args, class) = (self.pop()?, self.pop()?);
                let made = self.new_object(&class, &args, None)?;
                self.push(made)
            }
            ops::NEWOBJ_EX => {
                let (keywords, args, class) = (self.pop()?, self.pop()?, self.pop()?);
                let made = self.new_object(&class, &args, Some(&keywords))?;
                self.push(made)
            }
            ops::BUILD => {
                let state = self.pop()?;
                let object = self.top()?.clone();
                self.build(&object, state)
            }
            ops::BINPERSID => {
                let id = self.pop()?;
                self.persistent(id)
            }
            ops::PERSID => {
                let id = self.text_line()?;
                self.persistent(Str::from_str(&id).into_value())
            }
            ops::OBJ => {
                let mut items = self.pop_mark()?;
                if items.is_empty() {
                    return Err(self.underflow());
                }
                let class = items.remove(0);
                let made = self.instantiate(&class, &items)?;
                self.push(made)
            }
            ops::INST => {
                let (module, name) = (self.text_line()?, self.text_line()?);
                let class = self.find_class(&module, &name)?;
                let items = self.pop_mark()?;
                let made = self.instantiate(&class, &items)?;
                self.push(made)
            }
            ops::EXT1 | ops::EXT2 | ops::EXT4 => {
                let code = match op {
                    ops::EXT1 => self.u8()? as i64,
                    ops::EXT2 => i64::from(u16::from_le_bytes(self.array()?)),
                    _ => i64::from(i32::from_le_bytes(self.array()?)),
                };
                let found = self.extension(code)?;
                self.push(found)
            }
            ops::NEXT_BUFFER => {
                let Some(buffers) = &self.finding.buffers else {
                    return Err(unpickling_error(cx, "pickle stream refers to out-of-band data but no *buffers* argument was given"));
                };
                match crate::object::iter::next(cx, buffers)? {
                    Some(buffer) => self.push(buffer),
                    None => Err(unpickling_error(cx, "not enough out-of-band buffers")),
                }
            }
            ops::READONLY_BUFFER => self.top().map(drop),
            _ => self.step_text(op),
        }
    }

    /// An instance of a class of Python 2: without arguments it is made and not initialized.
    fn instantiate(&self, class: &Value, args: &[Value]) -> R {
        let cx = self.cx;
        let is_plain = class.get::<Type>().is_some() && attr::lookup_optional(cx, class, Name::new("__getinitargs__"))?.is_none();
        if args.is_empty() && is_plain {
            let new = attr::getattr(cx, class, Name::new("__new__"))?;
            return call::call_pos(cx, &new, std::slice::from_ref(class));
        }
        call::call_pos(cx, class, args)
    }

    fn find_class(&self, module: &str, name: &str) -> R {
        if let Some(find) = &self.finding.find_class {
            return call::call_pos(self.cx, find, &[Str::from_str(module).into_value(), Str::from_str(name).into_value()]);
        }
        let (module, name) = if self.protocol < 3 && self.finding.fix_imports { ops::to_new(module, name) } else { (module, name) };
        names::find_class(self.cx, module, name, self.protocol >= 4)
    }

    fn extension(&self, code: i64) -> R {
        if code <= 0 {
            return Err(unpickling_error(self.cx, "EXT specifies code <= 0"));
        }
        let copyreg = crate::native::importer::import_full(self.cx, "copyreg")?;
        let registry = attr::getattr(self.cx, &copyreg, Name::new("_inverted_registry"))?;
        let key = match registry.get::<Dict>() {
            Some(registry) => registry.get(self.cx, &Value::int(code))?,
            None => None,
        };
        match key.as_ref().and_then(Value::get::<Tuple>).map(Tuple::items) {
            Some([module, name]) => self.find_class(&names::text(module).unwrap_or_default(), &names::text(name).unwrap_or_default()),
            _ => Err(self.cx.value_error(format!("unregistered extension code {code}"))),
        }
    }

    fn persistent(&mut self, id: Value) -> R<()> {
        let Some(load) = &self.finding.persistent_load else {
            let message = "A load persistent id instruction was encountered, but no persistent_load function was specified.";
            return Err(unpickling_error(self.cx, message));
        };
        let found = call::call_pos(self.cx, load, &[id])?;
        self.push(found)
    }

    fn apply(&self, function: &Value, args: &Value) -> R {
        match args.get::<Tuple>() {
            Some(args) => call::call_pos(self.cx, function, args.items()),
            None => Err(self.cx.type_error("argument list must be a tuple")),
        }
    }

    fn new_object(&self, class: &Value, args: &Value, keywords: Option<&Value>) -> R {
        let cx = self.cx;
        let name = if keywords.is_some() { "NEWOBJ_EX" } else { "NEWOBJ" };
        let Some(ty) = class.get::<Type>() else {
            let message = format!("{name} class argument must be a type, not {}", type_of(class).message_name());
            return Err(unpickling_error(cx, &message));
        };
        let Some(args) = args.get::<Tuple>() else {
            return Err(unpickling_error(cx, &format!("{name} args argument must be a tuple, not {}", type_of(args).message_name())));
        };
        if ty.slots().new.is_none() {
            return Err(unpickling_error(cx, &format!("{name} class argument must have __new__, not type '{}'", ty.name())));
        }
        let new = attr::getattr(cx, class, Name::new("__new__"))?;
        let mut all = vec![class.clone()];
        all.extend_from_slice(args.items());
        match keywords {
            None => call::call_pos(cx, &new, &all),
            Some(keywords) => {
                let Some(keywords) = keywords.get::<Dict>() else {
                    return Err(unpickling_error(
                        cx,
                        &format!("{name} kwargs argument must be a dict, not {}", type_of(keywords).message_name()),
                    ));
                };
                call::call_with_dict(cx, &new, &all, &keywords.snapshot())
            }
        }
    }

    fn build(&self, object: &Value, state: Value) -> R<()> {
        let cx = self.cx;
        if let Some(set) = attr::lookup_optional(cx, object, Name::new("__setstate__"))? {
            return call::call_pos(cx, &set, &[state]).map(drop);
        }
        let (state, slots) = match state.get_exact::<Tuple>().map(Tuple::items) {
            Some([state, slots]) => (state.clone(), slots.clone()),
            _ => (state, Value::NONE),
        };
        if !state.is_none() {
            let Some(entries) = state.get::<Dict>() else { return Err(unpickling_error(cx, "state is not a dictionary")) };
            let has_own = type_of(object).has(type_flag::HAS_DICT);
            for (key, value) in entries.snapshot() {
                match key.get_exact::<Str>() {
                    Some(name) if has_own => attr::set_own_attribute(cx, object, Name::of(name), Some(value))?,
                    _ => {
                        let dict = attr::getattr(cx, object, Name::new("__dict__"))?;
                        protocol::setitem(cx, &dict, &key, value)?;
                    }
                }
            }
        }
        if !slots.is_none() {
            let Some(entries) = slots.get::<Dict>() else { return Err(unpickling_error(cx, "slot state is not a dictionary")) };
            for (key, value) in entries.snapshot() {
                let Some(name) = key.get::<Str>() else { return Err(cx.type_error("attribute name must be string")) };
                attr::setattr(cx, object, Name::of(name), value)?;
            }
        }
        Ok(())
    }
}
