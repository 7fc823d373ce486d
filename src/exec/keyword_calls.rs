//! Calls with keyword arguments, `*args` and `**kwargs`.

use super::At;
use super::calls::{find_method, push_args};
use super::displays::{extend_from_star, mapping_entries, spread};
use super::functions::{Pending, Places};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::function::Function;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{Object, R, Value};
use crate::tree::Expr;
use crate::tree::nodes::*;

/// The most parameters of functions whose arguments go straight to their places.
const MOST_PARAMETERS: usize = 32;

fn invoke_keywords(cx: &Cx, function: &Value, frame: Pending<'_>, names: &[Name]) -> R {
    match function.get::<Function>() {
        Some(function) => frame.run_bound(function, names),
        None => call::call(cx, function, Args { values: frame.args(), names }),
    }
}

impl Expr for CallKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.eval(cx, fp)?;
        if let Some(function) = function.get::<Function>()
            && let Some(places) = Places::find(function, self.args.len() - self.names.len(), &self.names)
        {
            let frame = Pending::open(cx, MOST_PARAMETERS)?;
            fp.head().position.set(self.span.start);
            return frame.run_named(function, &places, |index| self.args[index].eval(cx, fp)).at(cx, self.span);
        }
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke_keywords(cx, &function, frame, &self.names).at(cx, self.span)
    }
}

impl Expr for CallMethodKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.eval(cx, fp)?;
        let found = match self.caches.method.find(&object) {
            Some(function) => Some(function),
            None => find_method(cx, &object, self.name, &self.caches.method).at(cx, self.span)?,
        };
        if let Some(found) = found {
            let positional = self.args.len() - self.names.len() + 1;
            let frame = Pending::open(cx, MOST_PARAMETERS.max(self.args.len() + 1))?;
            if let Some(function) = found.get::<Function>()
                && let Some(places) = Places::find(function, positional, &self.names)
            {
                fp.head().position.set(self.span.start);
                let mut object = Some(object);
                let eval = |index: usize| match object.take() {
                    Some(object) => Ok(object),
                    None => self.args[index - 1].eval(cx, fp),
                };
                return frame.run_named(function, &places, eval).at(cx, self.span);
            }
            frame.push(object);
            push_args(cx, fp, &frame, &self.args)?;
            fp.head().position.set(self.span.start);
            return invoke_keywords(cx, &found, frame, &self.names).at(cx, self.span);
        }
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
        if let Some(function) = function.get::<Function>() {
            return self.call_function(cx, fp, function).at(cx, self.span);
        }
        let mut values = match spread(cx, fp, &self.args) {
            Ok(values) => values,
            Err(raised) => return Err(star_error(cx, &function, raised)).at(cx, self.span),
        };
        let (names, keyword_values) = spread_keywords(cx, fp, &self.keywords, &function).at(cx, self.span)?;
        values.extend(keyword_values);
        fp.head().position.set(self.span.start);
        cx.safepoint()?;
        call::call(cx, &function, Args { values: &values, names: &names }).at(cx, self.span)
    }
}

impl CallStar {
    /// The arguments are spread where the function's frame will be.
    fn call_function(&self, cx: &Cx, fp: Fp, function: &Function) -> R {
        let frame = Pending::open(cx, self.args.len())?;
        for part in &self.args {
            let (Part::One(expr) | Part::Star(expr, _)) = part;
            let value = expr.eval(cx, fp)?;
            match part {
                Part::One(_) => frame.push_all(std::slice::from_ref(&value))?,
                Part::Star(_, span) => match value.get_exact::<Tuple>() {
                    Some(tuple) => frame.push_all(tuple.items())?,
                    None => {
                        let mut items = Vec::new();
                        if let Err(raised) = extend_from_star(cx, &mut items, &value).at(cx, *span) {
                            return Err(star_error(cx, &function.value(), raised));
                        }
                        frame.push_all(&items)?;
                    }
                },
            }
        }
        if self.keywords.is_empty() {
            fp.head().position.set(self.span.start);
            return frame.run(function);
        }
        let (names, values) = spread_keywords(cx, fp, &self.keywords, &function.value())?;
        frame.push_all(&values)?;
        drop(values);
        fp.head().position.set(self.span.start);
        if names.is_empty() { frame.run(function) } else { frame.run_bound(function, &names) }
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
