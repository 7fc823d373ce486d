//! Builtin functions over iterables: all, any, iter, next, aiter, anext, sorted.

use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::STOP_ITERATION;
use crate::object::feeding::Source;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::protocol::{truth, type_name};
use crate::object::str::Name;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};

/// Whether the truth of each item is `wanted`.
fn is_each(cx: &Cx, source: Source<'_>, wanted: bool) -> R<bool> {
    let mut is_so = true;
    source(&mut |item| {
        let truth = match item.as_bool() {
            Some(truth) => truth,
            None => truth(cx, &item)?,
        };
        is_so = truth == wanted;
        Ok(is_so)
    })?;
    Ok(is_so)
}

fn all_of(cx: &Cx, _: &[Value], source: Source<'_>) -> R {
    is_each(cx, source, true).map(Value::bool)
}

fn any_of(cx: &Cx, _: &[Value], source: Source<'_>) -> R {
    is_each(cx, source, false).map(|none| Value::bool(!none))
}

fn all(cx: &Cx, a: &[Value]) -> R {
    all_of(cx, &[], &mut |take| iter::each(cx, &a[0], take))
}

fn any(cx: &Cx, a: &[Value]) -> R {
    any_of(cx, &[], &mut |take| iter::each(cx, &a[0], take))
}

fn iter_(cx: &Cx, args: Args<'_>) -> R {
    match args.values {
        _ if !args.names.is_empty() => Err(cx.type_error("iter() takes no keyword arguments")),
        [object] => iter::iter(cx, object),
        [callable, sentinel] => {
            if type_of(callable).slots().call.is_none() {
                return Err(cx.type_error("iter(v, w): v must be callable"));
            }
            Ok(super::callable_iterator::make(callable.clone(), sentinel.clone()))
        }
        [] => Err(cx.type_error("iter expected at least 1 argument, got 0")),
        more => Err(cx.type_error(format!("iter expected at most 2 arguments, got {}", more.len()))),
    }
}

fn next(cx: &Cx, args: Args<'_>) -> R {
    let (iterator, default) = match args.values {
        _ if !args.names.is_empty() => return Err(cx.type_error("next() takes no keyword arguments")),
        [iterator] => (iterator, None),
        [iterator, default] => (iterator, Some(default)),
        [] => return Err(cx.type_error("next expected at least 1 argument, got 0")),
        more => return Err(cx.type_error(format!("next expected at most 2 arguments, got {}", more.len()))),
    };
    let Some(next) = type_of(iterator).slots().next else {
        return Err(cx.type_error(format!("'{}' object is not an iterator", type_name(iterator))));
    };
    // Script code says itself how it stops: the StopIteration's value is kept.
    if default.is_none()
        && type_of(iterator).is_heap()
        && let Some(item) = attr::call_special(cx, iterator, Name::new("__next__"), &[])?
    {
        return Ok(item);
    }
    cx.set_return(Value::NONE);
    match (next(cx, iterator), default) {
        (Ok(Some(item)), _) => Ok(item),
        (Ok(None), Some(default)) => Ok(default.clone()),
        (Ok(None), None) => Err(iter::stop(cx)),
        (Err(raised), Some(default)) if cx.pending_is(&STOP_ITERATION) => {
            drop(cx.take(raised));
            Ok(default.clone())
        }
        (Err(raised), _) => Err(raised),
    }
}

fn aiter(cx: &Cx, a: &[Value]) -> R {
    let Some(aiter) = type_of(&a[0]).slots().aiter else {
        return Err(cx.type_error(format!("'{}' object is not an async iterable", type_name(&a[0]))));
    };
    let iterator = aiter(cx, &a[0])?;
    if type_of(&iterator).slots().anext.is_none() {
        return Err(cx.type_error(format!("'{}' object is not an async iterator", type_name(&a[0]))));
    }
    Ok(iterator)
}

fn sorted_of(cx: &Cx, _: &[Value], source: Source<'_>) -> R {
    let mut items = iter::gather(cx, source)?;
    crate::object::list_sort::sort_values(cx, &mut items, &Value::NONE, false)?;
    Ok(List::new(items).into_value())
}

fn sorted(cx: &Cx, args: Args<'_>) -> R {
    let [iterable] = args.pos() else {
        return Err(cx.type_error(format!("sorted expected 1 argument, got {}", args.pos().len())));
    };
    let mut items = iter::collect(cx, iterable)?;
    if args.names.is_empty() {
        crate::object::list_sort::sort_values(cx, &mut items, &Value::NONE, false)?;
        return Ok(List::new(items).into_value());
    }
    let list = List::new(items).into_value();
    let method = crate::object::attr::getattr(cx, &list, Name::new("sort"))?;
    call::call(cx, &method, args.skip(1))?;
    Ok(list)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("all(iterable, /)", all).fold(all_of).doc("Return True if bool(x) is True for all values x in the iterable."),
    NativeDef::new("any(iterable, /)", any).fold(any_of).doc("Return True if bool(x) is True for any x in the iterable."),
    NativeDef::raw("iter(object, sentinel=?, /)", iter_).doc("Get an iterator from an object."),
    NativeDef::raw("next(iterator, default=?, /)", next).doc("Return the next item from the iterator."),
    NativeDef::new("aiter(async_iterable, /)", aiter).doc("Return an asynchronous iterator for an asynchronous iterable."),
    NativeDef::new("anext(async_iterator, default=?, /)", super::anext::anext).doc("Return the next item from the async iterator."),
    NativeDef::raw("sorted(iterable, /, *, key=None, reverse=False)", sorted)
        .fold(sorted_of)
        .doc("Return a new list containing all items from the iterable in ascending order."),
];
