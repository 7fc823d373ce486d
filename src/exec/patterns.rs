//! `match` (reference section 8.6).

use super::At;
use crate::object::attr;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::isinstance;
use crate::object::iter;
use crate::object::list::List;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str, known_name};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, type_flag, type_of};
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::nodes::*;
use crate::tree::{Flow, Stmt};

impl Stmt for MatchStmt {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let subject = self.subject.eval(cx, fp)?;
        for case in &self.cases {
            if !case.pattern.matches(cx, fp, &subject)? {
                continue;
            }
            if let Some(guard) = &case.guard
                && !guard.eval_bool(cx, fp)?
            {
                continue;
            }
            return case.body.exec(cx, fp);
        }
        Ok(Flow::Next)
    }
}

impl Pattern {
    /// Whether a subject matches; binds captures on the way.
    pub(crate) fn matches(&self, cx: &Cx, fp: Fp, subject: &Value) -> R<bool> {
        match self {
            Pattern::Wildcard => Ok(true),
            Pattern::Capture(target) => target.store(cx, fp, subject.clone()).map(|()| true),
            Pattern::Value(value, span) => {
                let value = value.eval(cx, fp)?;
                let result = compare::rich(cx, subject, &value, crate::object::slots::CmpOp::Eq).at(cx, *span)?;
                protocol::truth(cx, &result)
            }
            Pattern::Singleton(value) => Ok(subject.is(value)),
            Pattern::Sequence(patterns, star) => sequence(cx, fp, subject, patterns, *star),
            Pattern::Star(target) => match target {
                Some(target) => target.store(cx, fp, subject.clone()).map(|()| true),
                None => Ok(true),
            },
            Pattern::Mapping { keys, patterns, rest, span } => mapping(cx, fp, subject, keys, patterns, rest.as_ref(), *span),
            Pattern::Class { class, positional, keywords, span } => {
                let class = class.eval(cx, fp)?;
                class_pattern(cx, fp, subject, &class, positional, keywords, *span)
            }
            Pattern::As(inner, target) => {
                if !inner.matches(cx, fp, subject)? {
                    return Ok(false);
                }
                target.store(cx, fp, subject.clone()).map(|()| true)
            }
            Pattern::Or(patterns) => {
                for pattern in patterns {
                    if pattern.matches(cx, fp, subject)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}

fn sequence(cx: &Cx, fp: Fp, subject: &Value, patterns: &[Pattern], star: Option<usize>) -> R<bool> {
    if !type_of(subject).has(type_flag::SEQUENCE) {
        return Ok(false);
    }
    if star.is_some() && patterns.len() == 1 && matches!(patterns[0], Pattern::Star(None)) {
        return Ok(true);
    }
    let len = protocol::len(cx, subject)?;
    let fits = match star {
        Some(_) => len >= patterns.len() - 1,
        None => len == patterns.len(),
    };
    if !fits {
        return Ok(false);
    }
    let items = if patterns.iter().all(|pattern| matches!(pattern, Pattern::Wildcard | Pattern::Star(None))) {
        return Ok(true);
    } else if let Some(star) = star
        && matches!(patterns[star], Pattern::Star(None))
    {
        // Nobody wants what the star takes: only the ends are looked at.
        for (at, pattern) in patterns.iter().enumerate().filter(|(at, _)| *at != star) {
            let index = if at < star { at } else { len - (patterns.len() - at) };
            if !matches!(pattern, Pattern::Wildcard)
                && !pattern.matches(cx, fp, &protocol::getitem(cx, subject, &Value::int(index as i64))?)?
            {
                return Ok(false);
            }
        }
        return Ok(true);
    } else {
        match star {
            Some(_) => unpack_at_least(cx, subject, patterns.len() - 1)?,
            None => unpack(cx, subject, patterns.len())?,
        }
    };
    let Some(star) = star else {
        for (pattern, item) in patterns.iter().zip(&items) {
            if !pattern.matches(cx, fp, item)? {
                return Ok(false);
            }
        }
        return Ok(true);
    };
    let tail = patterns.len() - 1 - star;
    let end = items.len() - tail;
    for (pattern, item) in patterns[..star].iter().zip(&items) {
        if !pattern.matches(cx, fp, item)? {
            return Ok(false);
        }
    }
    if !patterns[star].matches(cx, fp, &List::new(items[star..end].to_vec()).into_value())? {
        return Ok(false);
    }
    for (pattern, item) in patterns[star + 1..].iter().zip(&items[end..]) {
        if !pattern.matches(cx, fp, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The items of a subject whose length says that there are `wanted`. One more is taken at the most: it may give items for ever.
fn unpack(cx: &Cx, subject: &Value, wanted: usize) -> R<Vec<Value>> {
    if subject.get_exact::<Tuple>().is_some() {
        return iter::collect(cx, subject);
    }
    let iterator = iter::iter(cx, subject)?;
    let mut items = Vec::with_capacity(wanted);
    while let Some(item) = iter::next(cx, &iterator)? {
        if items.len() == wanted {
            return Err(cx.value_error(format!("too many values to unpack (expected {wanted})")));
        }
        items.push(item);
    }
    if items.len() < wanted {
        return Err(cx.value_error(format!("not enough values to unpack (expected {wanted}, got {})", items.len())));
    }
    Ok(items)
}

/// All items of a subject whose length says that there are as many as `least`.
fn unpack_at_least(cx: &Cx, subject: &Value, least: usize) -> R<Vec<Value>> {
    let items = iter::collect(cx, subject)?;
    if items.len() < least {
        return Err(cx.value_error(format!("not enough values to unpack (expected at least {least}, got {})", items.len())));
    }
    Ok(items)
}

fn mapping(
    cx: &Cx,
    fp: Fp,
    subject: &Value,
    keys: &[crate::tree::BoxExpr],
    patterns: &[Pattern],
    rest: Option<&Target>,
    span: Span,
) -> R<bool> {
    if !type_of(subject).has(type_flag::MAPPING) || !keys.is_empty() && protocol::len(cx, subject)? < keys.len() {
        return Ok(false);
    }
    let mut sought: Vec<Value> = Vec::with_capacity(keys.len());
    let seen = Dict::new();
    for key in keys {
        let key = key.eval(cx, fp)?;
        if seen.get(cx, &key)?.is_some() {
            let text = protocol::repr(cx, &key)?;
            return Err(cx.value_error(format!("mapping pattern checks duplicate key ({})", text.to_str_lossy()))).at(cx, span);
        }
        seen.set(cx, key.clone(), Value::NONE)?;
        sought.push(key);
    }
    // `get` does not call `__missing__`. Without keys it need not be there.
    let get = if sought.is_empty() { Value::NONE } else { attr::getattr(cx, subject, known_name!("get"))? };
    let mut found = Vec::with_capacity(sought.len());
    for key in &sought {
        let value = crate::object::call::call_pos(cx, &get, &[key.clone(), Value::NOT_IMPLEMENTED])?;
        if value.is_not_implemented() {
            return Ok(false);
        }
        found.push(value);
    }
    for (pattern, value) in patterns.iter().zip(&found) {
        if !pattern.matches(cx, fp, value)? {
            return Ok(false);
        }
    }
    if let Some(rest) = rest {
        let left = Dict::new();
        for (key, value) in super::displays::mapping_entries(cx, subject)?.unwrap_or_default() {
            if seen.get(cx, &key)?.is_none() {
                left.set(cx, key, value)?;
            }
        }
        rest.store(cx, fp, left.into_value())?;
    }
    Ok(true)
}

/// Builtin classes whose single positional pattern matches the subject itself.
fn matches_itself(class: &Type) -> bool {
    const NAMES: [&str; 11] = ["bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"];
    let mro = class.mro();
    let builtin = mro.get::<Tuple>().and_then(|mro| mro.items().iter().find_map(|ty| ty.get::<Type>()?.def));
    builtin.is_some_and(|def| def.module == "builtins" && NAMES.contains(&def.name))
}

fn class_pattern(
    cx: &Cx,
    fp: Fp,
    subject: &Value,
    class: &Value,
    positional: &[Pattern],
    keywords: &[(Name, Pattern)],
    span: Span,
) -> R<bool> {
    let Some(ty) = class.get::<Type>() else {
        return Err(cx.type_error("called match pattern must be a class")).at(cx, span);
    };
    if !isinstance::is_instance(cx, subject, class).at(cx, span)? {
        return Ok(false);
    }
    let mut names: Vec<Name> = Vec::new();
    if !positional.is_empty() {
        let args = attr::lookup_optional(cx, class, known_name!("__match_args__"))?;
        match args {
            None if matches_itself(ty) => {
                if positional.len() > 1 {
                    let message = format!("{}() accepts 1 positional sub-pattern ({} given)", ty.name(), positional.len());
                    return Err(cx.type_error(message)).at(cx, span);
                }
                if !positional[0].matches(cx, fp, subject)? {
                    return Ok(false);
                }
            }
            args => {
                let args = args.unwrap_or_else(crate::object::tuple::empty);
                let Some(args) = args.get::<Tuple>() else {
                    let message = format!("{}.__match_args__ must be a tuple (got {})", ty.name(), type_of(&args).message_name());
                    return Err(cx.type_error(message)).at(cx, span);
                };
                if positional.len() > args.len() {
                    let plural = if args.len() == 1 { "" } else { "s" };
                    let message =
                        format!("{}() accepts {} positional sub-pattern{plural} ({} given)", ty.name(), args.len(), positional.len());
                    return Err(cx.type_error(message)).at(cx, span);
                }
                for (pattern, name) in positional.iter().zip(args.items()) {
                    let Some(text) = name.get::<Str>() else {
                        let message = format!("__match_args__ elements must be strings (got {})", type_of(name).message_name());
                        return Err(cx.type_error(message)).at(cx, span);
                    };
                    let name = Name::of(text);
                    if names.contains(&name) {
                        let message = format!("{}() got multiple sub-patterns for attribute '{name}'", ty.name());
                        return Err(cx.type_error(message)).at(cx, span);
                    }
                    names.push(name);
                    if !attribute_matches(cx, fp, subject, name, pattern)? {
                        return Ok(false);
                    }
                }
            }
        }
    }
    for (name, pattern) in keywords {
        if names.contains(name) {
            let message = format!("{}() got multiple sub-patterns for attribute '{name}'", ty.name());
            return Err(cx.type_error(message)).at(cx, span);
        }
        names.push(*name);
        if !attribute_matches(cx, fp, subject, *name, pattern)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn attribute_matches(cx: &Cx, fp: Fp, subject: &Value, name: Name, pattern: &Pattern) -> R<bool> {
    match attr::lookup_optional(cx, subject, name)? {
        Some(value) => pattern.matches(cx, fp, &value),
        None => Ok(false),
    }
}
