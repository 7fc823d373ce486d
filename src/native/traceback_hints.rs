//! "Did you mean": what an exception's message gets for a name that is nearly right.

use super::builtins::dir_names;
use super::sys_info::STDLIB_NAMES;
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{ATTRIBUTE_ERROR, Exception, NAME_ERROR};
use crate::object::exceptions::IMPORT_ERROR;
use crate::object::str::{Name, Str};
use crate::object::traceback::Traceback;
use crate::object::ty::type_of;
use crate::object::value::{R, Ref, Value};
use crate::text::suggest::closest;

fn text(value: &Value) -> Option<String> {
    value.get::<Str>().map(|text| text.to_str_lossy().into_owned())
}

/// An attribute of an exception, if it is text.
fn text_attribute(cx: &Cx, exception: &Value, name: &str) -> R<Option<String>> {
    Ok(attr::lookup_optional(cx, exception, Name::new(name))?.as_ref().and_then(text))
}

/// The entry where the exception was raised.
fn innermost(exception: &Value) -> Option<Ref<Traceback>> {
    let mut current = exception.get::<Exception>()?.traceback().get_ref::<Traceback>()?;
    while let Some(inner) = current.next().get_ref::<Traceback>() {
        current = inner;
    }
    Some(current)
}

fn keys(dict: &Dict) -> Vec<String> {
    dict.keys().iter().filter_map(text).collect()
}

fn best(wrong: &str, names: &[String]) -> Option<String> {
    closest(wrong, names.iter().map(String::as_str)).map(str::to_string)
}

fn attribute_hint(cx: &Cx, exception: &Value, wrong: &str) -> R<Option<String>> {
    let object = attr::getattr(cx, exception, Name::new("obj"))?;
    let mut names = dir_names(cx, &object)?;
    let own_method = innermost(exception).is_some_and(|entry| {
        let frame = entry.frame.load();
        !frame.is_unset()
            && attr::lookup_optional(cx, &frame, Name::new("f_locals")).ok().flatten().is_some_and(|locals| {
                locals.get::<Dict>().and_then(|locals| locals.get_name(Name::new("self"))).is_some_and(|this| this.is(&object))
            })
    });
    if !wrong.starts_with('_') && !own_method {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(best(wrong, &names))
}

fn import_hint(cx: &Cx, exception: &Value, wrong: &str) -> R<Option<String>> {
    let Some(module) = text_attribute(cx, exception, "name")? else {
        return Ok(None);
    };
    let Some(module) = cx.interp.modules().get_name(Name::new(&module)) else {
        return Ok(None);
    };
    let mut names = dir_names(cx, &module)?;
    if !wrong.starts_with('_') {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(best(wrong, &names))
}

fn name_hint(cx: &Cx, exception: &Value, wrong: &str) -> R<Option<String>> {
    let Some(entry) = innermost(exception) else {
        return Ok(None);
    };
    // The instance whose method failed, kept when the exception was raised.
    let this = exception.get::<Exception>().map_or(Value::NONE, |e| e.field(1));
    if !this.is_none() && !this.is_unset() && attr::lookup_optional(cx, &this, Name::new(wrong))?.is_some() {
        return Ok(Some(format!("self.{wrong}")));
    }
    let info = &entry.code.info;
    let mut names: Vec<String> = info.varnames.iter().chain(info.freevars.iter()).map(ToString::to_string).collect();
    names.extend(keys(&entry.globals));
    names.extend(keys(cx.interp.builtins()));
    Ok(best(wrong, &names))
}

fn find(cx: &Cx, exception: &Value) -> R<Option<String>> {
    let ty = type_of(exception);
    if ty.is_subtype(&IMPORT_ERROR) {
        return match text_attribute(cx, exception, "name_from")? {
            Some(wrong) => Ok(import_hint(cx, exception, &wrong)?.map(|name| format!(". Did you mean: '{name}'?"))),
            None => Ok(None),
        };
    }
    let is_name_error = ty.is_subtype(&NAME_ERROR);
    if !is_name_error && !ty.is_subtype(&ATTRIBUTE_ERROR) {
        return Ok(None);
    }
    let Some(wrong) = text_attribute(cx, exception, "name")? else {
        return Ok(None);
    };
    let found = if is_name_error { name_hint(cx, exception, &wrong)? } else { attribute_hint(cx, exception, &wrong)? };
    let importable = is_name_error && STDLIB_NAMES.contains(&wrong.as_str());
    Ok(match (found, importable) {
        (Some(name), true) => Some(format!(". Did you mean: '{name}'? Or did you forget to import '{wrong}'?")),
        (Some(name), false) => Some(format!(". Did you mean: '{name}'?")),
        (None, true) => Some(format!(". Did you forget to import '{wrong}'?")),
        (None, false) => None,
    })
}

/// What to append to the message of an exception. Errors while looking mean that there is nothing to say.
pub(super) fn hint(cx: &Cx, exception: &Value) -> String {
    match find(cx, exception) {
        Ok(found) => found.unwrap_or_default(),
        Err(raised) => {
            drop(cx.take(raised));
            String::new()
        }
    }
}
