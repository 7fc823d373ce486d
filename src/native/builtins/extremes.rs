//! `min` and `max`.

use crate::object::args::Args;
use crate::object::call::call_pos;
use crate::object::compare::compare_bool;
use crate::object::cx::Cx;
use crate::object::feeding::Source;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::slots::CmpOp;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Raised, V, Value};

/// The keyword arguments.
struct Options<'a> {
    key: Option<&'a Value>,
    default: Option<&'a Value>,
}

fn options<'a>(cx: &Cx, name: &str, args: Args<'a>) -> R<Options<'a>> {
    let mut options = Options { key: None, default: None };
    for (keyword, value) in args.keywords() {
        match keyword.bytes() {
            b"key" => options.key = Some(value).filter(|key| !key.is_none()),
            b"default" => options.default = Some(value),
            _ => return Err(cx.type_error(format!("{name}() got an unexpected keyword argument '{keyword}'"))),
        }
    }
    Ok(options)
}

/// Whether `a op b` for the operands that are compared most.
#[inline(always)]
fn better(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R<bool> {
    match (a.unpack(), b.unpack()) {
        (V::Int(x), V::Int(y)) => Ok(if op == CmpOp::Lt { x < y } else { x > y }),
        (V::Float(x), V::Float(y)) => Ok(if op == CmpOp::Lt { x < y } else { x > y }),
        _ => compare_bool(cx, a, b, op),
    }
}

/// The best so far.
struct Best {
    item: Value,
    /// What `key` made of it.
    by: Option<Value>,
}

impl Best {
    /// What it is compared by.
    fn key(&self) -> &Value {
        self.by.as_ref().unwrap_or(&self.item)
    }
}

fn take(cx: &Cx, best: &mut Option<Best>, item: Value, key: Option<&Value>, op: CmpOp) -> R<()> {
    let by = key.map(|key| call_pos(cx, key, std::slice::from_ref(&item))).transpose()?;
    let other = Best { item, by };
    let is_better = match best {
        Some(current) => better(cx, other.key(), current.key(), op)?,
        None => true,
    };
    if is_better {
        *best = Some(other);
    }
    Ok(())
}

/// The extreme of a list or tuple of ints, or of floats; None if it is something else.
fn extreme_plain(iterable: &Value, op: CmpOp) -> Option<Value> {
    let among = |items: &[Value]| {
        let (first, rest) = items.split_first()?;
        let want_less = op == CmpOp::Lt;
        match first.unpack() {
            V::Int(mut best) => {
                for item in rest {
                    let int = item.as_int()?;
                    if if want_less { int < best } else { int > best } {
                        best = int;
                    }
                }
                Some(Value::int(best))
            }
            V::Float(mut best) => {
                for item in rest {
                    let float = item.as_float()?;
                    if if want_less { float < best } else { float > best } {
                        best = float;
                    }
                }
                Some(Value::float(best))
            }
            _ => None,
        }
    };
    match iterable.get_exact::<List>() {
        Some(list) => list.with(|items| among(items)),
        None => among(iterable.get_exact::<Tuple>()?.items()),
    }
}

fn extreme(cx: &Cx, args: Args<'_>, name: &str, op: CmpOp) -> R {
    let given = args.pos();
    if given.is_empty() {
        return Err(cx.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    let options = if args.names.is_empty() { Options { key: None, default: None } } else { options(cx, name, args)? };
    let mut best: Option<Best> = None;
    match given {
        // Two numbers: the commonest call.
        [a, b] if args.names.is_empty() => return Ok(if better(cx, b, a, op)? { b.clone() } else { a.clone() }),
        [iterable] => {
            if options.key.is_none()
                && let Some(found) = extreme_plain(iterable, op)
            {
                return Ok(found);
            }
            if options.key.is_none() && (iterable.get_exact::<List>().is_some() || iterable.get_exact::<Tuple>().is_some()) {
                let items = iter::collect(cx, iterable)?;
                let mut index = 0;
                for candidate in 1..items.len() {
                    if better(cx, &items[candidate], &items[index], op)? {
                        index = candidate;
                    }
                }
                if let Some(found) = items.get(index) {
                    return Ok(found.clone());
                }
            } else {
                best = best_of(cx, &mut |take| iter::each(cx, iterable, take), options.key, op)?;
            }
        }
        several => {
            if options.default.is_some() {
                return Err(cx.type_error(format!("Cannot specify a default for {name}() with multiple positional arguments")));
            }
            for item in several {
                take(cx, &mut best, item.clone(), options.key, op)?;
            }
        }
    }
    match (best, options.default) {
        (Some(best), _) => Ok(best.item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(is_empty(cx, name)),
    }
}

/// The best of the items that are handed over.
fn best_of(cx: &Cx, source: Source<'_>, key: Option<&Value>, op: CmpOp) -> R<Option<Best>> {
    let mut best = None;
    source(&mut |item| take(cx, &mut best, item, key, op).map(|()| true))?;
    Ok(best)
}

fn fold(cx: &Cx, source: Source<'_>, name: &str, op: CmpOp) -> R {
    best_of(cx, source, None, op)?.map(|best| best.item).ok_or_else(|| is_empty(cx, name))
}

#[cold]
fn is_empty(cx: &Cx, name: &str) -> Raised {
    cx.value_error(format!("{name}() iterable argument is empty"))
}

fn min(cx: &Cx, args: Args<'_>) -> R {
    extreme(cx, args, "min", CmpOp::Lt)
}

fn max(cx: &Cx, args: Args<'_>) -> R {
    extreme(cx, args, "max", CmpOp::Gt)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::raw("min(*args, key=None, default=?)", min)
        .fold(|cx, _, source| fold(cx, source, "min", CmpOp::Lt))
        .doc("With a single iterable argument, return its smallest item."),
    NativeDef::raw("max(*args, key=None, default=?)", max)
        .fold(|cx, _, source| fold(cx, source, "max", CmpOp::Gt))
        .doc("With a single iterable argument, return its biggest item."),
];
