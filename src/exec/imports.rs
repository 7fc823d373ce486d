//! `import`: the statements. Finding and loading modules is a hook that the layer above fills in (`Interp::import_hook`).

use super::At;
use super::functions::text_of;
use super::targets;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{self, KEY_ERROR};
use crate::object::exceptions::IMPORT_ERROR;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str};
use crate::object::value::{Object, R, Raised, Value};
use crate::tree::nodes::*;
use crate::tree::{Flow, Stmt};

/// `__import__(name, globals, locals, fromlist, level)` as the builtins have it now.
fn import_module(cx: &Cx, fp: Fp, name: Name, from: Value, level: u32) -> R {
    if let Some(given) = super::variables::given_builtins(cx, fp.globals()) {
        let import = super::variables::lookup_in_namespace(cx, &given, Name::new("__import__"))?;
        let Some(import) = import else { return Err(cx.error(&IMPORT_ERROR, "__import__ not found")) };
        let globals = fp.globals().value();
        return call::call_pos(cx, &import, &[name.value(), globals.clone(), globals, from, Value::int(i64::from(level))]);
    }
    (cx.interp.import_hook())(cx, &text_of(&name.value()), fp.globals(), &from, level)
}

impl Stmt for Import {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        fp.stand_at(self.span);
        let module = import_module(cx, fp, self.module, Value::NONE, 0).at(cx, self.span)?;
        let module = if self.bind_last { last_of(cx, module, self.module).at(cx, self.span)? } else { module };
        self.target.store(cx, fp, module)?;
        Ok(Flow::Next)
    }
}

/// `a.b.c` from `a`.
fn last_of(cx: &Cx, top: Value, path: Name) -> R {
    let text = text_of(&path.value());
    let mut module = top;
    let mut full = String::new();
    for (index, part) in text.split('.').enumerate() {
        if index > 0 {
            full.push('.');
        }
        full.push_str(part);
        if index == 0 {
            continue;
        }
        module = match attr::lookup_optional(cx, &module, Name::new(part))? {
            Some(inner) => inner,
            None => match cx.interp.modules().get_name(Name::new(&full)) {
                Some(inner) => inner,
                None => attr::getattr(cx, &module, Name::new(part))?,
            },
        };
    }
    Ok(module)
}

impl Stmt for ImportFrom {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let wanted: Vec<Value> =
            if self.star { vec![Name::new("*").value()] } else { self.names.iter().map(|(name, _, _)| name.value()).collect() };
        let from = crate::object::tuple::Tuple::new(wanted).into_value();
        fp.stand_at(self.span);
        let module = import_module(cx, fp, self.module, from, self.level).at(cx, self.span)?;
        if self.star {
            import_all(cx, fp, &module).at(cx, self.span)?;
        }
        for (name, target, _) in &self.names {
            let value = import_name(cx, &module, *name).at(cx, self.span)?;
            target.store(cx, fp, value)?;
        }
        Ok(Flow::Next)
    }
}

/// `from module import name`.
fn import_name(cx: &Cx, module: &Value, name: Name) -> R {
    if let Some(value) = attr::lookup_optional(cx, module, name)? {
        return Ok(value);
    }
    let own = match attr::lookup_optional(cx, module, Name::new("__name__"))? {
        Some(own) => text_of(&own),
        None => String::new(),
    };
    if let Some(inner) = cx.interp.modules().get_name(Name::new(&format!("{own}.{name}"))) {
        return Ok(inner);
    }
    Err(cannot_import(cx, module, &own, name))
}

#[cold]
fn cannot_import(cx: &Cx, module: &Value, own: &str, name: Name) -> Raised {
    let file = module.get::<Module>().and_then(|module| module.dict().get_name(Name::new("__file__"))).unwrap_or(Value::NONE);
    let initializing = module.get::<Module>().is_some_and(|module| module.dict().get_name(Name::new("__initializing__")).is_some());
    let place = if file.is_none() { "unknown location".to_string() } else { text_of(&file) };
    let message = if initializing {
        format!("cannot import name '{name}' from partially initialized module '{own}' (most likely due to a circular import) ({place})")
    } else {
        format!("cannot import name '{name}' from '{own}' ({place})")
    };
    let exception = exception::make(&IMPORT_ERROR, vec![Str::from_str(&message).into_value()]);
    exception::set_fields(&exception, vec![Name::new(own).value(), file, name.value(), Str::from_str(&message).into_value()]);
    cx.raise(exception)
}

/// `from module import *`.
fn import_all(cx: &Cx, fp: Fp, module: &Value) -> R<()> {
    let names = match attr::lookup_optional(cx, module, Name::new("__all__"))? {
        Some(all) => iter::collect(cx, &all)?,
        None => {
            let dict = attr::getattr(cx, module, Name::new("__dict__"))?;
            let keys = match dict.get::<Dict>() {
                Some(dict) => dict.keys(),
                None => iter::collect(cx, &dict)?,
            };
            keys.into_iter().filter(|key| key.get::<Str>().is_some_and(|key| !key.bytes().starts_with(b"_"))).collect()
        }
    };
    for name in names {
        let Some(text) = name.get::<Str>() else {
            return Err(cx.type_error("Item in __all__ must be str"));
        };
        let name = Name::of(text);
        let value = attr::getattr(cx, module, name)?;
        targets::bind(cx, fp, name, value)?;
    }
    let _ = (&KEY_ERROR, protocol::len);
    Ok(())
}
