//! Calls with keyword arguments, `*args` and `**kwargs`.

use super::At;
use super::calls::push_args;
use super::displays::{mapping_entries, spread};
use super::functions::Pending;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::function::Function;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str};
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use crate::tree::Expr;
use crate::tree::nodes::*;

fn invoke_keywords(cx: &Cx, function: &Value, frame: Pending<'_>, names: &[Name]) -> R {
    match function.get::<Function>() {
        Some(function) => frame.run_bound(function, names),
        None => call::call(cx, function, Args { values: frame.args(), names }),
    }
}

impl Expr for CallKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.eval(cx, fp)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke_keywords(cx, &function, frame, &self.names).at(cx, self.span)
    }
}

impl Expr for CallMethodKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.eval(cx, fp)?;
        let function = attr::getattr(cx, &object, self.name).at(cx, self.span)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke_keywords(cx, &function, frame, &self.names).at(cx, self.span)
    }
}

/// What a callable is called in messages about its arguments.
pub(crate) fn callee_text(cx: &Cx, function: &Value) -> R<String> {
    let name = Name::new("__qualname__");
    let Some(qualname) = attr::lookup_optional(cx, function, name)? else {
        return Ok(protocol::str(cx, function)?.to_str_lossy().into_owned());
    };
    let qualname = protocol::str(cx, &qualname)?.to_str_lossy().into_owned();
    let module = attr::lookup_optional(cx, function, Name::new("__module__"))?;
    Ok(match module {
        Some(module) if module.get::<Str>().is_some_and(|module| module.bytes() != b"builtins") => {
            format!("{}.{qualname}()", protocol::str(cx, &module)?.to_str_lossy())
        }
        _ => format!("{qualname}()"),
    })
}

/// Evaluates keyword arguments: names and values in order, `**mapping` spread out.
pub(crate) fn spread_keywords(
    cx: &Cx,
    fp: Fp,
    keywords: &[(Option<Name>, crate::tree::BoxExpr)],
    function: &Value,
) -> R<(Vec<Name>, Vec<Value>)> {
    let (mut names, mut values): (Vec<Name>, Vec<Value>) = (Vec::new(), Vec::new());
    let put = |name: Name, value: Value, names: &mut Vec<Name>, values: &mut Vec<Value>| {
        if names.contains(&name) {
            let callee = callee_text(cx, function)?;
            return Err(cx.type_error(format!("{callee} got multiple values for keyword argument '{name}'")));
        }
        names.push(name);
        values.push(value);
        Ok(())
    };
    for (name, expr) in keywords {
        let value = expr.eval(cx, fp)?;
        match name {
            Some(name) => put(*name, value, &mut names, &mut values)?,
            None => {
                let Some(entries) = mapping_entries(cx, &value)? else {
                    let callee = callee_text(cx, function)?;
                    return Err(cx.type_error(format!("{callee} argument after ** must be a mapping, not {}", type_of(&value).name())));
                };
                for (key, value) in entries {
                    let Some(key) = key.get::<Str>() else { return Err(cx.type_error("keywords must be strings")) };
                    put(Name::of(key), value, &mut names, &mut values)?;
                }
            }
        }
    }
    Ok((names, values))
}

impl Expr for CallStar {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.eval(cx, fp)?;
        let mut values = match spread(cx, fp, &self.args) {
            Ok(values) => values,
            Err(raised) => return Err(star_error(cx, &function, raised)).at(cx, self.span),
        };
        let (names, keyword_values) = spread_keywords(cx, fp, &self.keywords, &function).at(cx, self.span)?;
        values.extend(keyword_values);
        fp.head().position.set(self.span.start);
        if let Some(function) = function.get::<Function>() {
            let frame = Pending::open(cx, values.len()).at(cx, self.span)?;
            for value in values {
                frame.push(value);
            }
            let result = if names.is_empty() { frame.run(function) } else { frame.run_bound(function, &names) };
            return result.at(cx, self.span);
        }
        cx.safepoint()?;
        call::call(cx, &function, Args { values: &values, names: &names }).at(cx, self.span)
    }
}

/// "Value after * ..." says which function it was meant for.
fn star_error(cx: &Cx, function: &Value, raised: crate::object::value::Raised) -> crate::object::value::Raised {
    if !cx.pending_is(&EXCEPTION) {
        return raised;
    }
    let exception = cx.take(raised);
    let text = protocol::str(cx, &exception).map(|text| text.to_str_lossy().into_owned()).unwrap_or_default();
    match text.strip_prefix("Value after * must be an iterable, not ") {
        Some(what) => match callee_text(cx, function) {
            Ok(callee) => cx.type_error(format!("{callee} argument after * must be an iterable, not {what}")),
            Err(raised) => raised,
        },
        None => cx.reraise(exception),
    }
}
