//! Module `_traceback`: the native half of `traceback`, exceptions and their entries as text.

use super::traceback_text::{exception_only, format_exception, format_stack, format_without_chain};
use crate::object::cx::Cx;
use crate::object::exception::Exception;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol::{self, type_name};
use crate::object::str::Str;
use crate::object::traceback::Traceback;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};

fn exception_arg(cx: &Cx, value: &Value) -> R<()> {
    if value.get::<Exception>().is_some() {
        return Ok(());
    }
    Err(cx.type_error(format!("Exception expected for value, {} found", type_name(value))))
}

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

fn report(cx: &Cx, a: &[Value]) -> R {
    exception_arg(cx, &a[0])?;
    let report = if protocol::truth(cx, &a[1])? { format_exception(cx, &a[0])? } else { format_without_chain(cx, &a[0])? };
    Ok(text(&report))
}

fn only(cx: &Cx, a: &[Value]) -> R {
    exception_arg(cx, &a[0])?;
    Ok(text(&exception_only(cx, &a[0])?))
}

fn entries(cx: &Cx, a: &[Value]) -> R {
    Ok(List::new(format_stack(cx, &a[0]).iter().map(|entry| text(entry)).collect()).into_value())
}

/// (file, line, function, last line, column, end column, text of the line) of each entry.
fn places(_: &Cx, a: &[Value]) -> R {
    let mut rows = Vec::new();
    let mut next = a[0].clone();
    while let Some(entry) = next.get_ref::<Traceback>() {
        let source = &entry.code.info.source;
        let (start, end) = (source.place(entry.span.start), source.place(entry.span.end.max(entry.span.start)));
        let number = |n: u32| Value::int(i64::from(n));
        rows.push(
            Tuple::new(vec![
                text(source.name()),
                number(start.line),
                entry.code.info.name.value(),
                number(end.line),
                number(start.column),
                number(end.column),
                text(source.line_text(start.line).trim()),
            ])
            .into_value(),
        );
        next = entry.next();
    }
    Ok(List::new(rows).into_value())
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("report(exc, chain=True, /)", report),
    NativeDef::new("only(exc, /)", only),
    NativeDef::new("entries(tb, /)", entries),
    NativeDef::new("places(tb, /)", places),
];

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    Ok(())
}
