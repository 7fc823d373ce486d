//! Module `_sre`: pattern and match objects over the regular expressions of `text`. `re` is the public face.

use crate::object::attr;
use crate::object::buffer;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::OVERFLOW_ERROR;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::str::{Name, Str};
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Value};
use crate::text::regex::{PatternError, Program};

mod found;
mod pattern;
mod replace;
mod scan;
mod subject;
mod template;

/// `re.PatternError` for a mistake in `pattern`.
fn pattern_error(cx: &Cx, error: PatternError, pattern: &Value) -> Raised {
    if error.overflow {
        return cx.error(&OVERFLOW_ERROR, error.message);
    }
    let made = crate::native::importer::import_full(cx, "re").and_then(|re| {
        let class = attr::getattr(cx, &re, Name::new("PatternError"))?;
        let position = error.position.map_or(Value::NONE, |at| Value::int(at as i64));
        call::call_pos(cx, &class, &[Str::from_str(&error.message).into_value(), pattern.clone(), position])
    });
    match made {
        Ok(exception) => cx.raise(exception),
        Err(raised) => raised,
    }
}

/// `compile(pattern, flags)`.
fn compile(cx: &Cx, a: &[Value]) -> R {
    let flags = crate::object::int::to_i64(&crate::object::number::index(cx, &a[1])?).unwrap_or(0) as u32;
    let (points, is_bytes): (Vec<u32>, bool) = match a[0].get::<Str>() {
        Some(text) => (text.code_points().collect(), false),
        None if buffer::is_bytes_like(&a[0]) => (buffer::bytes_like(cx, &a[0])?.iter().map(|byte| u32::from(*byte)).collect(), true),
        None => return Err(cx.type_error("first argument must be string or compiled pattern")),
    };
    let program = match Program::compile(&points, flags, is_bytes) {
        Ok(program) => program,
        Err(error) => return Err(pattern_error(cx, error, &a[0])),
    };
    Ok(pattern::make(a[0].clone(), program, is_bytes))
}

fn template(cx: &Cx, a: &[Value]) -> R {
    let Some(pattern) = pattern::of(&a[0]) else {
        return Err(cx.type_error(format!("expected a pattern, not {}", type_of(&a[0]).message_name())));
    };
    template::parse(cx, pattern, &a[1])?;
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] =
    &[NativeDef::new("compile(pattern, flags, /)", compile), NativeDef::new("template(pattern, template, /)", template)];

/// Fills the namespace of `_sre`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    module.add_type(&pattern::PATTERN);
    module.add_type(&found::MATCH);
    scan::ITERATOR.make_ready();
    scan::SCANNER.make_ready();
    module.set("MAGIC", Value::int(20230502));
    module.set("MAXREPEAT", Value::int(4_294_967_295));
    module.set("MAXGROUPS", Value::int(1_073_741_823));
    Ok(())
}
