//! Making functions, generator expressions and classes.

use super::At;
use super::displays::spread;
use super::functions::{Pending, run_code};
use super::keyword_calls::spread_keywords;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cell::Cell;
use crate::object::class::winning_metaclass;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::function::{Function, closure_of};
use crate::object::iter;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::{TYPE, Type, type_of};
use crate::object::value::{Object, R, Ref, Value};
use crate::tree::Expr;
use crate::tree::nodes::*;
use crate::tree::scope::Var;

/// The cell of a variable in a frame.
fn cell(fp: Fp, var: Var) -> Value {
    match var {
        Var::Cell(slot) => fp.local(slot).clone(),
        Var::Free(index) => fp.closure(index).clone(),
        _ => Cell::new(Value::UNSET).into_value(),
    }
}

impl MakeFunction {
    /// The closure's cells as they are in this frame.
    fn cells(&self, fp: Fp) -> Vec<Value> {
        self.closure.iter().map(|var| cell(fp, *var)).collect()
    }

    /// [`MakeFunction::cells`] for as long as `run` runs.
    pub(super) fn with_cells<T>(&self, fp: Fp, run: impl FnOnce(&[Value]) -> T) -> T {
        const FEW: usize = 4;
        if self.closure.len() > FEW {
            return run(&self.cells(fp));
        }
        let mut cells = [const { Value::UNSET }; FEW];
        for (place, var) in cells.iter_mut().zip(&self.closure) {
            *place = cell(fp, *var);
        }
        run(&cells[..self.closure.len()])
    }

    pub(crate) fn make(&self, cx: &Cx, fp: Fp) -> R<Ref<Function>> {
        let mut defaults = Vec::with_capacity(self.defaults.len());
        for default in &self.defaults {
            defaults.push(default.eval(cx, fp)?);
        }
        let defaults = if defaults.is_empty() { Value::NONE } else { Tuple::new(defaults).into_value() };
        let kw_defaults = if self.kw_defaults.is_empty() {
            Value::NONE
        } else {
            let dict = Dict::new();
            for (name, default) in &self.kw_defaults {
                dict.set_name(*name, default.eval(cx, fp)?);
            }
            dict.into_value()
        };
        let globals = fp.globals().value().get_ref::<Dict>().expect("globals are a dict");
        let function = Function::new(self.code.clone(), globals, defaults, kw_defaults, closure_of(self.cells(fp)));
        if !self.annotations.is_empty() {
            let dict = Dict::new();
            for (name, annotation) in &self.annotations {
                dict.set_name(*name, annotation.eval(cx, fp)?);
            }
            function.set_annotations(dict.into_value());
        }
        if let Some(params) = &self.type_params {
            function.set_type_params(params.eval(cx, fp)?);
        }
        Ok(function)
    }
}

impl Expr for MakeFunction {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        self.make(cx, fp).map(Ref::into_value)
    }
}

impl Expr for GeneratorExpr {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let iterable = self.iterable.eval(cx, fp)?;
        fp.stand_at(self.span);
        let iterator = if self.is_async {
            super::generators::async_iter(cx, &iterable).at(cx, self.span)?
        } else {
            iter::iter(cx, &iterable).at(cx, self.span)?
        };
        // It has no defaults and no parameters of its own: nothing but the closure needs the function.
        if self.function.code.info.cells.is_empty() {
            let closure = closure_of(self.function.cells(fp));
            return Ok(super::generators::make_of_expression(&self.function.code, fp.globals(), closure, iterator));
        }
        let function = self.function.make(cx, fp)?;
        let frame = Pending::open(cx, 1)?;
        frame.push(iterator);
        frame.run(&function)
    }

    fn as_generator(&self) -> Option<&GeneratorExpr> {
        Some(self)
    }
}

impl Expr for WithTypeParams {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        for slot in &self.cells {
            fp.set(*slot, Cell::new(Value::UNSET).into_value());
        }
        for stmt in &self.setup {
            stmt.exec(cx, fp)?;
        }
        self.value.eval(cx, fp)
    }
}

/// Replaces bases that are no classes by what their `__mro_entries__` gives.
pub(crate) fn resolve_bases(cx: &Cx, bases: Vec<Value>) -> R<(Vec<Value>, bool)> {
    let original = Tuple::from_slice(&bases).into_value();
    let (mut resolved, mut changed) = (Vec::with_capacity(bases.len()), false);
    for base in bases {
        if base.get::<Type>().is_some() {
            resolved.push(base);
            continue;
        }
        match attr::lookup_optional(cx, &base, Name::new("__mro_entries__"))? {
            None => resolved.push(base),
            Some(method) => {
                changed = true;
                let entries = call::call_pos(cx, &method, std::slice::from_ref(&original))?;
                let Some(entries) = entries.get::<Tuple>() else { return Err(cx.type_error("__mro_entries__ must return a tuple")) };
                resolved.extend(entries.items().iter().cloned());
            }
        }
    }
    Ok((resolved, changed))
}

/// What a class with type parameters has as its last base: `Generic[...]`, as module `typing` makes it.
fn generic_base(cx: &Cx, params: &Value) -> R {
    let typing = (cx.interp.hooks().import)(cx, "typing", &Dict::new(), &Value::NONE, 0)?;
    call::call_method(cx, &typing, Name::new("_generic_base"), std::slice::from_ref(params))
}

impl MakeClass {
    fn build(&self, cx: &Cx, fp: Fp) -> R {
        let type_params = match &self.type_params {
            Some(params) => Some(params.eval(cx, fp)?),
            None => None,
        };
        let mut bases = spread(cx, fp, &self.bases)?;
        if let Some(params) = &type_params {
            bases.push(generic_base(cx, params)?);
        }
        let original = Tuple::from_slice(&bases).into_value();
        let (bases, changed) = resolve_bases(cx, bases)?;
        let name = self.name.value();
        let (mut names, mut values) = spread_keywords(cx, fp, &self.keywords, &name)?;
        let metaclass = match names.iter().position(|name| name.bytes() == b"metaclass") {
            Some(index) => {
                names.remove(index);
                values.remove(index)
            }
            None => bases.first().map_or_else(|| TYPE.value(), |base| type_of(base).value()),
        };
        let metaclass = match metaclass.get::<Type>() {
            Some(ty) => winning_metaclass(cx, ty, &bases)?.into_value(),
            None => metaclass,
        };
        let bases = Tuple::new(bases).into_value();
        let namespace = match attr::lookup_optional(cx, &metaclass, Name::new("__prepare__"))? {
            Some(prepare) if !std::ptr::eq(metaclass.get::<Type>().map_or(std::ptr::null(), std::ptr::from_ref), &TYPE) => {
                let mut args = vec![name.clone(), bases.clone()];
                args.extend(values.iter().cloned());
                let namespace = call::call(cx, &prepare, Args { values: &args, names: &names })?;
                if namespace.get::<Dict>().is_none() && type_of(&namespace).slots().getitem.is_none() {
                    let shown = metaclass.get::<Type>().map_or_else(|| "<metaclass>".to_string(), Type::name);
                    return Err(
                        cx.type_error(format!("{shown}.__prepare__() must return a mapping, not {}", type_of(&namespace).message_name()))
                    );
                }
                namespace
            }
            _ => Dict::new().into_value(),
        };
        let globals = fp.globals().value().get_ref::<Dict>().expect("globals are a dict");
        let closure = closure_of(self.body.cells(fp));
        run_code(cx, &self.body.code, &globals, Some(&namespace), &closure)?;
        if changed {
            protocol::setitem(cx, &namespace, &Name::new("__orig_bases__").value(), original)?;
        }
        if let Some(params) = type_params {
            protocol::setitem(cx, &namespace, &Name::new("__type_params__").value(), params)?;
        }
        let mut args = vec![name, bases, namespace];
        args.extend(values);
        call::call(cx, &metaclass, Args { values: &args, names: &names })
    }
}

impl Expr for MakeClass {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        fp.stand_at(self.span);
        let class = self.build(cx, fp).at(cx, self.span)?;
        if self.body.code.makes_lasting()
            && let Some(class) = class.get::<Type>()
        {
            class.pin();
        }
        Ok(class)
    }
}
