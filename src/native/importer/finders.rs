//! `sys.meta_path`, and what is told of where modules come from. Both are made when a program first asks for them (`importlib` has the
//! classes); until then imports do not look at them.

use super::load_as_ever;
use crate::object::attr;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Value};

/// What `sys.meta_path` holds, if a program has put finders of its own into it.
pub(super) fn of_program(cx: &Cx) -> R<Option<Vec<Value>>> {
    let Some(sys) = cx.interp.modules().get_name(Name::new("sys")) else { return Ok(None) };
    let list = sys.get::<Module>().and_then(|sys| sys.dict().get_name(Name::new("meta_path")));
    let Some(list) = list else { return Ok(None) };
    let finders = iter::collect(cx, &list)?;
    for finder in &finders {
        if !is_ours(cx, finder)? {
            return Ok(Some(finders));
        }
    }
    // Without any of ours nothing would be found.
    Ok(finders.is_empty().then_some(finders))
}

/// Ours stand for what the importer does by itself; classes that are derived from them do not.
fn is_ours(cx: &Cx, finder: &Value) -> R<bool> {
    let marked = attr::lookup_optional(cx, finder, Name::new("_stands_for_importer"))?;
    Ok(marked.is_some_and(|marked| marked.is(finder)))
}

/// Asks the finders in turn. None: none of them knows the module.
pub(super) fn load(cx: &Cx, finders: &[Value], full: &str, path: Option<Value>) -> R<Option<Value>> {
    let name = Str::from_str(full).into_value();
    let mut is_ours_asked = false;
    for finder in finders {
        if is_ours(cx, finder)? {
            if !is_ours_asked && let Some(module) = load_as_ever(cx, full, path.clone())? {
                return Ok(Some(module));
            }
            is_ours_asked = true;
            continue;
        }
        if attr::lookup_optional(cx, finder, Name::new("find_spec"))?.is_none() {
            continue;
        }
        let args = [name.clone(), path.clone().unwrap_or(Value::NONE), Value::NONE];
        let spec = call_method(cx, finder, Name::new("find_spec"), &args)?;
        if !spec.is_none() {
            let util = super::import_full(cx, "importlib.util")?;
            return call_method(cx, &util, Name::new("_load"), &[spec]).map(Some);
        }
    }
    Ok(None)
}

/// Whether a module comes from somewhere; the program itself was not imported.
fn is_imported(module: &Module) -> bool {
    let has = |name: &&str| module.dict().get_name(Name::new(name)).is_some();
    let is_main = module.name().is_some_and(|name| name.is(&Name::new("__main__").value()));
    !is_main && ["__file__", "__path__", "__builtin_module__"].iter().any(has)
}

/// What a module has for a name that is not in its namespace yet, or not told yet.
pub(crate) fn late_member(cx: &Cx, value: &Value, name: Name) -> R<Option<Value>> {
    let Some(module) = value.get::<Module>() else { return Ok(None) };
    if name == Name::new("meta_path") {
        if cx.interp.modules().get_name(Name::new("sys")).is_some_and(|sys| sys.is(value)) {
            let machinery = super::import_full(cx, "importlib.machinery")?;
            module.set("meta_path", call_method(cx, &machinery, Name::new("_finders"), &[])?);
        }
    } else if is_imported(module) {
        let util = super::import_full(cx, "importlib.util")?;
        call_method(cx, &util, Name::new("_tell_origin"), std::slice::from_ref(value))?;
    }
    Ok(module.dict().get_name(name))
}
