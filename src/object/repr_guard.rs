//! Which containers the strand is showing right now, so that one that contains itself shows as `[...]`.

use super::cx::Cx;
use super::list::List;
use super::str::Str;
use super::value::{R, Value};

/// Runs `show` unless `object` is being shown already, in which case the answer is `again`.
pub(crate) fn guarded(cx: &Cx, object: &Value, again: &str, show: impl FnOnce(&mut Vec<u8>) -> R<()>) -> R {
    /// Its address names the strand's list of objects being shown.
    static KEY: u8 = 0;
    let key = std::ptr::from_ref(&KEY).addr();
    let shown = cx.local(key).unwrap_or_else(|| {
        let fresh = List::new(Vec::new()).into_value();
        cx.set_local(key, fresh.clone());
        fresh
    });
    let Some(list) = shown.get::<List>() else {
        return Ok(Str::from_str(again).into_value());
    };
    let id = Value::int(object.identity() as i64);
    if list.with(|items| items.iter().any(|seen| seen.is(&id))) {
        return Ok(Str::from_str(again).into_value());
    }
    list.push(id).map_err(|_| cx.memory_error())?;
    let mut text = Vec::new();
    let result = show(&mut text);
    drop(list.pop());
    result?;
    Str::try_from_wtf8(&text).map(Into::into).ok_or_else(|| cx.memory_error())
}

/// Appends the representations of items, separated by commas. `next` gives them one by one.
pub(crate) fn push_items(cx: &Cx, text: &mut Vec<u8>, mut next: impl FnMut() -> Option<Value>) -> R<()> {
    let mut first = true;
    while let Some(item) = next() {
        if !first {
            text.extend_from_slice(b", ");
        }
        first = false;
        push_repr(cx, text, &item)?;
    }
    Ok(())
}

/// Appends the representation of one value.
pub(crate) fn push_repr(cx: &Cx, text: &mut Vec<u8>, value: &Value) -> R<()> {
    let shown = super::protocol::repr(cx, value)?;
    text.try_reserve(shown.bytes().len() + 2).map_err(|_| cx.memory_error())?;
    text.extend_from_slice(shown.bytes());
    Ok(())
}
