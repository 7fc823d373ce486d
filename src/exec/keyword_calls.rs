//! Calls with keyword arguments, `*args` and `**kwargs`.

use super::At;
use super::calls::{find_method, initialised, is_plainly_called, push_args};
use super::displays::{extend_from_star, mapping_entries, spread};
use super::functions::{Pending, call_function};
use crate::object::actuals::{Actuals, Placed};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::function::Function;
use crate::object::instance::Instance;
use crate::object::places::{Places, PlacesCache};
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str, known_name};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, type_of};
use crate::object::value::{Object, R, Value};
use crate::source::Span;
use crate::tree::Expr;
use crate::tree::nodes::*;

/// Calls a function whose arguments have their places.
#[inline(never)]
fn call_by_places(cx: &Cx, fp: Fp, function: &Function, this: Option<&Value>, call: &Named<'_>, places: &Places) -> R {
    let mut placed = Placed::new(places.count);
    if let Some(this) = this {
        placed.put(0, this.clone());
    }
    let given = &places.given[usize::from(this.is_some())..];
    for (arg, place) in call.args.iter().zip(given) {
        match arg.eval(cx, fp) {
            Ok(value) => placed.put(usize::from(*place), value),
            Err(raised) => {
                placed.discard();
                return Err(raised);
            }
        }
    }
    fp.stand_at(call.span);
    if places.fill(function, |place, value| placed.put(place, value)) {
        return call_function(cx, function, &mut placed);
    }
    // Some parameter has no value: binding in general knows what to say.
    let frame = match Pending::open(cx, places.count) {
        Ok(frame) => frame,
        Err(raised) => {
            placed.discard();
            return Err(raised);
        }
    };
    for place in &places.given {
        frame.push(placed.take(usize::from(*place)));
    }
    placed.discard();
    frame.run_bound(function, call.names)
}

/// The arguments of a call, the last of them named.
struct Named<'a> {
    args: &'a [Arg],
    names: &'a [Name],
    span: Span,
}

fn invoke_keywords(cx: &Cx, function: &Value, frame: Pending<'_>, names: &[Name]) -> R {
    match function.get::<Function>() {
        Some(function) => frame.run_bound(function, names),
        None => call::call(cx, function, Args { values: frame.args(), names }),
    }
}

/// The call of a function, or of a class that makes plain instances and whose `__init__` is one, with places for the arguments. None: the
/// general way.
fn by_places(cx: &Cx, fp: Fp, callee: &Value, call: &Named<'_>, places: &PlacesCache) -> Option<R> {
    let positional = call.args.len() - call.names.len();
    if let Some(function) = callee.get::<Function>() {
        return places.with(function, positional, call.names, |places| call_by_places(cx, fp, function, None, call, places));
    }
    let class = callee.get::<Type>().filter(|class| is_plainly_called(class))?;
    let init = class.lookup(cx, known_name!("__init__"))?;
    let function = init.get::<Function>()?;
    places.with(function, positional + 1, call.names, |places| {
        let this = Instance::new(class).into_value();
        let result = call_by_places(cx, fp, function, Some(&this), call, places)?;
        initialised(cx, this, &result)
    })
}

/// The call in general.
fn by_binding(cx: &Cx, fp: Fp, callee: &Value, call: &Named<'_>) -> R {
    let frame = Pending::open(cx, call.args.len())?;
    push_args(cx, fp, &frame, call.args)?;
    fp.stand_at(call.span);
    invoke_keywords(cx, callee, frame, call.names).at(cx, call.span)
}

impl Expr for CallKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.eval(cx, fp)?;
        let call = Named { args: &self.args, names: &self.names, span: self.span };
        match by_places(cx, fp, &function, &call, &self.places) {
            Some(result) => result.at(cx, self.span),
            None => by_binding(cx, fp, &function, &call),
        }
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Expr for CallMethodKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.eval(cx, fp)?;
        let place = self.span.until(self.name_end);
        let found = match self.caches.method.find(&object) {
            Some(function) => Some(function),
            None => find_method(cx, &object, self.name, &self.caches.method, self.args.len() + 1).at(cx, place)?,
        };
        let call = Named { args: &self.args, names: &self.names, span: self.span };
        if let Some(found) = found {
            let positional = self.args.len() - self.names.len() + 1;
            if let Some(function) = found.get::<Function>()
                && let Some(result) = self
                    .places
                    .with(function, positional, &self.names, |places| call_by_places(cx, fp, function, Some(&object), &call, places))
            {
                return result.at(cx, self.span);
            }
            let frame = Pending::open(cx, self.args.len() + 1)?;
            frame.push(object);
            push_args(cx, fp, &frame, &self.args)?;
            fp.stand_at(self.span);
            return invoke_keywords(cx, &found, frame, &self.names).at(cx, self.span);
        }
        let function = match self.caches.member.load(&object, self.name) {
            Some(function) => function,
            None => attr::getattr(cx, &object, self.name).at(cx, place)?,
        };
        match by_places(cx, fp, &function, &call, &self.places) {
            Some(result) => result.at(cx, self.span),
            None => by_binding(cx, fp, &function, &call),
        }
    }

    fn span(&self) -> Span {
        self.span
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
                    return Err(
                        cx.type_error(format!("{callee} argument after ** must be a mapping, not {}", type_of(&value).message_name()))
                    );
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
        fp.stand_at(self.span);
        cx.safepoint()?;
        call::call(cx, &function, Args { values: &values, names: &names }).at(cx, self.span)
    }

    fn span(&self) -> Span {
        self.span
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
            fp.stand_at(self.span);
            return frame.run(function);
        }
        let (names, values) = spread_keywords(cx, fp, &self.keywords, &function.value())?;
        frame.push_all(&values)?;
        drop(values);
        fp.stand_at(self.span);
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
