//! Classes and functions by reference: which module and name they go by, and finding them again. Knows no opcodes.

use crate::native::importer::import_full;
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Raised, Value};

pub(super) fn text(value: &Value) -> Option<String> {
    value.get::<Str>().map(|text| text.to_str_lossy().into_owned())
}

#[cold]
pub(super) fn pickling_error(cx: &Cx, message: &str) -> Raised {
    super::PICKLING_ERROR.make_ready();
    cx.error(&super::PICKLING_ERROR, message)
}

#[cold]
pub(super) fn unpickling_error(cx: &Cx, message: &str) -> Raised {
    super::UNPICKLING_ERROR.make_ready();
    cx.error(&super::UNPICKLING_ERROR, message)
}

/// `object.a.b.c`; None if a part is missing. Errors: AttributeError for `<locals>`, with CPython's words.
pub(super) fn deep_attribute(cx: &Cx, object: &Value, path: &str) -> R<Option<Value>> {
    let mut found = object.clone();
    for part in path.split('.') {
        if part == "<locals>" {
            return Err(cx.error(&crate::object::exception::ATTRIBUTE_ERROR, format!("Can't get local object '{path}'")));
        }
        match attr::lookup_optional(cx, &found, Name::new(part))? {
            Some(next) => found = next,
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// The module in which `object` is found under `path`.
pub(super) fn which_module(cx: &Cx, object: &Value, path: &str) -> R<String> {
    if let Some(module) = attr::lookup_optional(cx, object, Name::new("__module__"))?
        && !module.is_none()
    {
        return text(&module).ok_or_else(|| pickling_error(cx, "__module__ is not a string"));
    }
    for (name, module) in cx.interp.modules().snapshot() {
        let Some(name) = text(&name).filter(|name| name != "__main__" && name != "__mp_main__") else { continue };
        if module.get::<Module>().is_none() || path.contains("<locals>") {
            continue;
        }
        let found = deep_attribute(cx, &module, path);
        if let Ok(Some(found)) = &found
            && found.is(object)
        {
            return Ok(name);
        }
        if let Err(raised) = found {
            drop(cx.take(raised));
        }
    }
    Ok("__main__".to_string())
}

/// The module and the dotted name of a class or function. Errors: PicklingError if it is not found there.
pub(super) fn of_global(cx: &Cx, object: &Value, given: Option<&str>) -> R<(String, String)> {
    let path = match given {
        Some(name) => name.to_string(),
        None => {
            let name = match attr::lookup_optional(cx, object, Name::new("__qualname__"))? {
                Some(name) => name,
                None => attr::getattr(cx, object, Name::new("__name__"))?,
            };
            text(&name).ok_or_else(|| pickling_error(cx, "__name__ is not a string"))?
        }
    };
    let module = which_module(cx, object, &path)?;
    let shown = |cx: &Cx| protocol::repr(cx, object).map(|text| text.to_str_lossy().into_owned());
    let imported = match import_full(cx, &module) {
        Ok(imported) => imported,
        Err(raised) => {
            drop(cx.take(raised));
            return Err(pickling_error(cx, &format!("Can't pickle {}: import of module '{module}' failed", shown(cx)?)));
        }
    };
    match deep_attribute(cx, &imported, &path)? {
        Some(found) if found.is(object) => Ok((module, path)),
        Some(_) => Err(pickling_error(cx, &format!("Can't pickle {}: it's not the same object as {module}.{path}", shown(cx)?))),
        None => Err(pickling_error(cx, &format!("Can't pickle {}: attribute lookup {path} on {module} failed", shown(cx)?))),
    }
}

/// The object that goes by a module and a name, as `Unpickler.find_class`.
pub(super) fn find_class(cx: &Cx, module: &str, name: &str, dotted: bool) -> R {
    let imported = import_full(cx, module)?;
    let found = if dotted { deep_attribute(cx, &imported, name)? } else { attr::lookup_optional(cx, &imported, Name::new(name))? };
    match found {
        Some(found) => Ok(found),
        None => {
            let shown = protocol::repr(cx, &imported)?;
            let message = format!("Can't get attribute '{name}' on {}", shown.to_str_lossy());
            Err(attr::attribute_error(cx, &imported, Name::new(name), message))
        }
    }
}
