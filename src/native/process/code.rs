//! Code by place: where in which source a function's code stands, and making the function again from there. Knows no transport.

use crate::object::cell::Cell;
use crate::object::code::Code;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::native::NativeDef;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Ref, Value};
use std::collections::{HashMap, HashSet};

fn code_arg(cx: &Cx, value: &Value) -> R<Ref<Code>> {
    match value.get::<Function>() {
        Some(function) => Ok(function.code.complete()),
        None => value.get_ref::<Code>().ok_or_else(|| cx.type_error(format!("expected code, not '{}'", type_of(value).message_name()))),
    }
}

/// `place(code)`: (file, text, start, end, line).
fn place(cx: &Cx, a: &[Value]) -> R {
    let code = code_arg(cx, &a[0])?;
    let (source, span) = (&code.info.source, code.info.span);
    Ok(Tuple::new(vec![
        Str::from_str(source.name()).into_value(),
        Str::from_str(source.text()).into_value(),
        Value::int(i64::from(span.start)),
        Value::int(i64::from(span.end)),
        Value::int(i64::from(code.first_line())),
    ])
    .into_value())
}

fn walk(code: &Code, look: &mut dyn FnMut(&Ref<Code>) -> bool) -> bool {
    code.info.consts.iter().filter_map(Value::get_ref::<Code>).any(|inner| look(&inner) || walk(&inner, look))
}

/// `nested(code, start, end)`: the code inside `code` that stands there, or None.
fn nested(cx: &Cx, a: &[Value]) -> R {
    let outer = code_arg(cx, &a[0])?;
    let place = (crate::object::protocol::index(cx, &a[1])?, crate::object::protocol::index(cx, &a[2])?);
    let mut found = None;
    walk(&outer, &mut |code| {
        let span = code.info.span;
        let is_it = (i64::from(span.start), i64::from(span.end)) == place;
        if is_it {
            found = Some(code.as_value().clone());
        }
        is_it
    });
    Ok(found.unwrap_or(Value::NONE))
}

/// `named(code, qualname)`: places of the code inside `code` that goes by a qualified name.
fn named(cx: &Cx, a: &[Value]) -> R {
    let outer = code_arg(cx, &a[0])?;
    let Some(name) = a[1].get::<Str>() else { return Err(cx.type_error("a name must be str")) };
    let mut found = Value::NONE;
    walk(&outer, &mut |code| {
        if code.info.qualname.same(name) {
            found = code.as_value().clone();
        }
        false
    });
    Ok(found)
}

/// `names(code)`: what the code and the code inside it load by name.
fn names(cx: &Cx, a: &[Value]) -> R {
    let outer = code_arg(cx, &a[0])?;
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    let mut add = |code: &Code| {
        for name in &code.info.names {
            if seen.insert(*name) {
                found.push(name.value());
            }
        }
    };
    add(&outer);
    walk(&outer, &mut |code| {
        add(code);
        false
    });
    Ok(Tuple::new(found).into_value())
}

/// `binders(text)`: (name, start, end, line) of the statements that bind names of a module, in characters; the line counts from zero.
fn binders(cx: &Cx, a: &[Value]) -> R {
    let Some(text) = a[0].get::<Str>() else { return Err(cx.type_error("the text must be str")) };
    let text = text.to_str_lossy();
    let found = crate::exec::run::binders(&text);
    let mut places: Vec<usize> = found.iter().flat_map(|binder| [binder.start as usize, binder.end as usize]).collect();
    places.sort_unstable();
    places.dedup();
    // One walk over the text tells the characters and lines of all places.
    let (mut told, mut at, mut chars, mut lines) = (HashMap::new(), 0, 0, 0);
    for place in places {
        let piece = text.get(at..place).unwrap_or_default();
        chars += piece.chars().count();
        lines += piece.bytes().filter(|byte| *byte == b'\n').count();
        at = place;
        told.insert(place as u32, (chars as i64, lines as i64));
    }
    let place_of = |at: u32| told.get(&at).copied().unwrap_or_default();
    let tuples = found.iter().map(|binder| {
        let ((start, line), (end, _)) = (place_of(binder.start), place_of(binder.end));
        Tuple::new(vec![Str::from_str(&binder.name).into_value(), Value::int(start), Value::int(end), Value::int(line)]).into_value()
    });
    Ok(Tuple::new(tuples.collect()).into_value())
}

/// `function(code, globals, closure)`.
fn function(cx: &Cx, a: &[Value]) -> R {
    let code = code_arg(cx, &a[0])?;
    let Ok(globals) = Ref::<Dict>::from_value(a[1].clone()) else { return Err(cx.type_error("globals must be a dict")) };
    let cells = a[2].get::<Tuple>().map(Tuple::items).unwrap_or_default();
    if cells.len() != code.info.freevars.len() || cells.iter().any(|cell| cell.get::<Cell>().is_none()) {
        return Err(cx.value_error("the closure does not fit the code"));
    }
    let closure = if cells.is_empty() { Value::NONE } else { a[2].clone() };
    Ok(Function::new(code, globals, Value::NONE, Value::NONE, closure).into_value())
}

/// Deeper nested values count as not plain.
const DEEPEST: usize = 50;

/// Whether a value is made of builtin data alone, so that writing it needs to ask nobody.
fn is_plain(value: &Value, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    if let Some(tuple) = value.get_exact::<Tuple>() {
        return tuple.items().iter().all(|item| is_plain(item, depth + 1));
    }
    if let Some(list) = value.get_exact::<crate::object::list::List>() {
        return list.snapshot().iter().all(|item| is_plain(item, depth + 1));
    }
    if let Some(dict) = value.get_exact::<Dict>() {
        return dict.snapshot().iter().all(|(key, value)| is_plain(key, depth + 1) && is_plain(value, depth + 1));
    }
    let is_number = !type_of(value).is_heap() && crate::object::int::is_int(value);
    value.is_none()
        || value.as_float().is_some()
        || is_number
        || value.get_exact::<Str>().is_some()
        || value.get_exact::<crate::object::bytes::Bytes>().is_some()
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("is_plain(value, /)", |_, a| Ok(Value::bool(is_plain(&a[0], 0)))),
    NativeDef::new("place(code, /)", place),
    NativeDef::new("nested(code, start, end, /)", nested),
    NativeDef::new("named(code, qualname, /)", named),
    NativeDef::new("names(code, /)", names),
    NativeDef::new("binders(text, /)", binders),
    NativeDef::new("function(code, globals, closure, /)", function),
];
