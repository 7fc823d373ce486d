//! Binding arguments to parameters where the short ways of `functions` do not fit, and what is said when they do not.

use crate::object::args::Args;
use crate::object::cell::Cell;
use crate::object::code::{Code, code_flag};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Raised, Value};

/// Puts parameters that are captured into cells (frames on the stack do so when they start).
pub(super) fn wrap_cells(code: &Code, locals: &mut Vec<Value>) {
    for slot in &code.info.cells {
        let slot = *slot as usize;
        if slot >= locals.len() {
            locals.resize(slot + 1, Value::UNSET);
        }
        let value = std::mem::replace(&mut locals[slot], Value::UNSET);
        locals[slot] = Cell::new(value).into_value();
    }
}

/// Generator expressions have one parameter that no signature shows.
pub(super) fn is_generator_expression(code: &Code) -> bool {
    code.info.arg_count == 0 && code.info.varnames.first().is_some_and(|name| name.bytes() == b".0")
}

/// Binds arguments to parameters (reference section 8.7): `locals` gets one value per parameter in slot order.
/// Errors: TypeError as CPython words it.
pub(super) fn bind(cx: &Cx, function: &Function, args: Args<'_>, locals: &mut Vec<Value>) -> R<()> {
    let code = &*function.code;
    let info = &code.info;
    if is_generator_expression(code) {
        locals.extend_from_slice(args.values);
        return Ok(());
    }
    let positional = info.arg_count as usize;
    let named = positional + info.kwonly_count as usize;
    let given = args.pos();
    let has_varargs = code.has(code_flag::VARARGS);
    locals.extend(given.iter().take(positional).cloned());
    locals.resize(code.param_count(), Value::UNSET);
    if has_varargs {
        locals[named] = Tuple::from_slice(given.get(positional..).unwrap_or_default()).into_value();
    }
    let keywords = code.has(code_flag::VARKEYWORDS).then(Dict::new);
    let mut posonly_by_name = Vec::new();
    for (name, value) in args.keywords() {
        let slot = info.varnames[..named].iter().position(|param| *param == name);
        match slot {
            Some(slot) if slot >= info.posonly_count as usize => {
                if !locals[slot].is_unset() {
                    return Err(cx.type_error(format!("{}() got multiple values for argument '{name}'", function.qualname_text())));
                }
                locals[slot] = value.clone();
            }
            found => match &keywords {
                Some(dict) => dict.set_name(name, value.clone()),
                None if found.is_some() => posonly_by_name.push(name.to_string()),
                None => return Err(unexpected_keyword(cx, function, name, named)),
            },
        }
    }
    if !posonly_by_name.is_empty() {
        return Err(cx.type_error(format!(
            "{}() got some positional-only arguments passed as keyword arguments: '{}'",
            function.qualname_text(),
            posonly_by_name.join(", ")
        )));
    }
    if given.len() > positional && !has_varargs {
        return Err(too_many(cx, function, given.len(), locals));
    }
    if let Some(dict) = keywords {
        let last = locals.len() - 1;
        locals[last] = dict.into_value();
    }
    fill_missing(cx, function, locals)
}

/// Defaults for what was not given. Errors: TypeError naming what has none.
fn fill_missing(cx: &Cx, function: &Function, locals: &mut [Value]) -> R<()> {
    let info = &function.code.info;
    let positional = info.arg_count as usize;
    let defaults = function.defaults();
    let defaults = defaults.get::<Tuple>().map(Tuple::items).unwrap_or_default();
    let first_default = positional.saturating_sub(defaults.len());
    let mut missing = Vec::new();
    for slot in 0..positional {
        if locals[slot].is_unset() {
            match slot.checked_sub(first_default).and_then(|index| defaults.get(index + defaults.len().saturating_sub(positional))) {
                Some(value) => locals[slot] = value.clone(),
                None => missing.push(info.varnames[slot]),
            }
        }
    }
    if !missing.is_empty() {
        return Err(missing_error(cx, function, "positional", &missing));
    }
    let kw_defaults = function.kw_defaults();
    for slot in positional..positional + info.kwonly_count as usize {
        if locals[slot].is_unset() {
            match kw_defaults.get::<Dict>().and_then(|defaults| defaults.get_name(info.varnames[slot])) {
                Some(value) => locals[slot] = value,
                None => missing.push(info.varnames[slot]),
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(missing_error(cx, function, "keyword-only", &missing)) }
}

#[cold]
pub(super) fn missing_error(cx: &Cx, function: &Function, kind: &str, missing: &[Name]) -> Raised {
    let quoted: Vec<String> = missing.iter().map(|name| format!("'{name}'")).collect();
    let list = match &quoted[..] {
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [init @ .., last] => format!("{}, and {last}", init.join(", ")),
        [] => String::new(),
    };
    let plural = if missing.len() == 1 { "" } else { "s" };
    cx.type_error(format!("{}() missing {} required {kind} argument{plural}: {list}", function.qualname_text(), missing.len()))
}

#[cold]
fn too_many(cx: &Cx, function: &Function, given: usize, locals: &[Value]) -> Raised {
    let info = &function.code.info;
    let most = info.arg_count as usize;
    let defaults = function.defaults();
    let least = most - defaults.get::<Tuple>().map_or(0, Tuple::len).min(most);
    let takes = if least == most { format!("{most}") } else { format!("from {least} to {most}") };
    let plural = if most == 1 && least == most { "" } else { "s" };
    let kwonly = (most..most + info.kwonly_count as usize).filter(|slot| !locals[*slot].is_unset()).count();
    let were = if given == 1 && kwonly == 0 { "was" } else { "were" };
    let given = if kwonly > 0 {
        format!(
            "{given} positional argument{} (and {kwonly} keyword-only argument{})",
            if given == 1 { "" } else { "s" },
            if kwonly == 1 { "" } else { "s" }
        )
    } else {
        format!("{given}")
    };
    cx.type_error(format!("{}() takes {takes} positional argument{plural} but {given} {were} given", function.qualname_text()))
}

#[cold]
fn unexpected_keyword(cx: &Cx, function: &Function, name: Name, named: usize) -> Raised {
    let info = &function.code.info;
    let candidates: Vec<String> = info.varnames[info.posonly_count as usize..named].iter().map(Name::to_string).collect();
    let hint = crate::text::suggest::closest(&name.to_string(), candidates.iter().map(String::as_str))
        .map_or_else(String::new, |close| format!(". Did you mean '{close}'?"));
    cx.type_error(format!("{}() got an unexpected keyword argument '{name}'{hint}", function.qualname_text()))
}
