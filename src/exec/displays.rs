//! Displays, comprehensions and joined strings.

use super::At;
use crate::object::cell::Cell;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::dict_methods::iterates_plainly;
use crate::object::iter;
use crate::object::list::List;
use crate::object::protocol;
use crate::object::set::Set;
use crate::object::stack::Fp;
use crate::object::str::{Str, known_name};
use crate::object::str_builder::StrBuilder;
use crate::object::str_format::{self, Spec};
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use crate::source::Span;
use crate::tree::nodes::*;
use crate::tree::{Expr, Flow, Stmt};

fn finish(cx: &Cx, kind: Display, items: Vec<Value>) -> R {
    Ok(match kind {
        Display::List => List::new(items).into_value(),
        Display::Tuple => Tuple::new(items).into_value(),
        Display::Set => {
            let set = Set::new();
            for item in items {
                set.add(cx, item)?;
            }
            set.into_value()
        }
        Display::ConstantSet => Set::of_constants(cx, items)?.into_value(),
    })
}

impl Expr for PlainDisplay {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        // Short tuples are most frequent: no vector in between.
        match (self.kind, &self.parts[..]) {
            (Display::Tuple, [first, second]) => {
                return Ok(Tuple::of([first.eval(cx, fp)?, second.eval(cx, fp)?]).into_value());
            }
            (Display::Tuple, [first, second, third]) => {
                return Ok(Tuple::of([first.eval(cx, fp)?, second.eval(cx, fp)?, third.eval(cx, fp)?]).into_value());
            }
            (Display::Tuple, [a, b, c, d]) => {
                return Ok(Tuple::of([a.eval(cx, fp)?, b.eval(cx, fp)?, c.eval(cx, fp)?, d.eval(cx, fp)?]).into_value());
            }
            _ => {}
        }
        let mut items = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            items.push(part.eval(cx, fp)?);
        }
        fp.stand_at(self.span);
        finish(cx, self.kind, items).at(cx, self.span)
    }
}

/// Adds what a starred expression gives. Errors: TypeError "Value after * must be an iterable, not X".
pub(crate) fn extend_from_star(cx: &Cx, items: &mut Vec<Value>, value: &Value) -> R<()> {
    let iterable = type_of(value).slots().iter.is_some() || type_of(value).slots().getitem.is_some();
    if !iterable {
        return Err(cx.type_error(format!("Value after * must be an iterable, not {}", type_of(value).message_name())));
    }
    items.extend(iter::collect(cx, value)?);
    Ok(())
}

/// Evaluates parts, stars spread out.
pub(crate) fn spread(cx: &Cx, fp: Fp, parts: &[Part]) -> R<Vec<Value>> {
    let mut items = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::One(expr) => items.push(expr.eval(cx, fp)?),
            Part::Star(expr, span) => {
                let value = expr.eval(cx, fp)?;
                fp.stand_at(*span);
                extend_from_star(cx, &mut items, &value).at(cx, *span)?;
            }
        }
    }
    Ok(items)
}

/// A set with stars: what stands before the first is evaluated together, the rest is added as it comes.
fn spread_set(cx: &Cx, fp: Fp, parts: &[Part], span: Span) -> R {
    let set = Set::new();
    let before = parts.iter().take_while(|part| matches!(part, Part::One(_))).count();
    for item in spread(cx, fp, &parts[..before])? {
        set.add(cx, item).at(cx, span)?;
    }
    for part in &parts[before..] {
        match part {
            Part::One(expr) => {
                let item = expr.eval(cx, fp)?;
                set.add(cx, item).at(cx, span)?;
            }
            Part::Star(expr, span) => {
                let value = expr.eval(cx, fp)?;
                fp.stand_at(*span);
                let added = iter::each(cx, &value, |item| set.add(cx, item).map(|_| true));
                added.at(cx, *span)?;
            }
        }
    }
    Ok(set.into_value())
}

impl Expr for StarDisplay {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if let Display::Set = self.kind {
            return spread_set(cx, fp, &self.parts, self.span);
        }
        let items = spread(cx, fp, &self.parts)?;
        fp.stand_at(self.span);
        finish(cx, self.kind, items).at(cx, self.span)
    }
}

impl Expr for DictDisplay {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let dict = Dict::new();
        for (key, value) in &self.entries {
            match key {
                Some(key) => {
                    let key = key.eval(cx, fp)?;
                    let value = value.eval(cx, fp)?;
                    fp.stand_at(self.span);
                    dict.set(cx, key, value).at(cx, self.span)?;
                }
                None => {
                    let mapping = value.eval(cx, fp)?;
                    fp.stand_at(self.span);
                    merge_mapping(cx, &dict, &mapping).at(cx, self.span)?;
                }
            }
        }
        Ok(dict.into_value())
    }
}

/// `**mapping` in a dict display.
fn merge_mapping(cx: &Cx, dict: &Dict, mapping: &Value) -> R<()> {
    let entries = mapping_entries(cx, mapping)?;
    let Some(entries) = entries else {
        return Err(cx.type_error(format!("'{}' object is not a mapping", type_of(mapping).message_name())));
    };
    for (key, value) in entries {
        dict.set(cx, key, value)?;
    }
    Ok(())
}

/// The entries of a mapping; None if the object has no `keys`.
pub(crate) fn mapping_entries(cx: &Cx, mapping: &Value) -> R<Option<Vec<(Value, Value)>>> {
    if let Some(dict) = mapping.get::<Dict>()
        && iterates_plainly(mapping)
    {
        return Ok(Some(dict.snapshot()));
    }
    let Some(keys) = crate::object::attr::lookup_optional(cx, mapping, known_name!("keys"))? else { return Ok(None) };
    let keys = crate::object::call::call_pos(cx, &keys, &[])?;
    let mut entries = Vec::new();
    for key in iter::collect(cx, &keys)? {
        let value = protocol::getitem(cx, mapping, &key)?;
        entries.push((key, value));
    }
    Ok(Some(entries))
}

impl Expr for JoinedString {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let mut out = StrBuilder::new();
        for part in &self.0 {
            match part {
                StringPart::Text(value) => out.push(value.get::<Str>().map_or(&[], Str::bytes)),
                StringPart::Field(value, conversion, spec, span) => {
                    let value = value.eval(cx, fp)?;
                    fp.stand_at(*span);
                    match spec {
                        FieldSpec::Constant(spec) => str_format::push_value(cx, &mut out, &value, *conversion, spec).at(cx, *span)?,
                        FieldSpec::Computed(spec) => {
                            let spec = spec.eval(cx, fp)?;
                            let spec = Spec::parse(spec.get::<Str>().map_or(&b""[..], Str::bytes));
                            str_format::push_value(cx, &mut out, &value, *conversion, &spec).at(cx, *span)?;
                        }
                    }
                }
            }
        }
        out.finish(cx)
    }
}

impl Expr for Comprehension {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let container = match self.kind {
            CompKind::List => List::new(Vec::new()).into_value(),
            CompKind::Set => Set::new().into_value(),
            CompKind::Dict => Dict::new().into_value(),
        };
        // A comprehension may run inside of itself (through a recursive call of the same frame it cannot), so what the slot holds is
        // only ours while the loops run.
        let before = fp.swap(self.slot, container);
        for slot in &self.cells {
            fp.set(*slot, Cell::new(Value::UNSET).into_value());
        }
        let result = self.body.exec(cx, fp);
        for slot in self.locals.iter().chain(&self.cells) {
            fp.set(*slot, Value::UNSET);
        }
        let container = fp.swap(self.slot, before);
        result.map(|_| container)
    }
}

impl Stmt for AppendTo {
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = self.value.eval(cx, fp)?;
        match fp.local(self.slot).get::<List>() {
            Some(list) => list.push(value).map_err(|_| cx.memory_error())?,
            None => return Err(cx.runtime_error("a comprehension lost its list")),
        }
        Ok(Flow::Next)
    }
}

impl Stmt for AddTo {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let value = self.value.eval(cx, fp)?;
        if let Some(set) = fp.local(self.slot).get::<Set>() {
            fp.stand_at(self.span);
            set.add(cx, value).at(cx, self.span)?;
        }
        Ok(Flow::Next)
    }
}

impl Stmt for StoreTo {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let key = self.key.eval(cx, fp)?;
        let value = self.value.eval(cx, fp)?;
        if let Some(dict) = fp.local(self.slot).get::<Dict>() {
            fp.stand_at(self.span);
            dict.set(cx, key, value).at(cx, self.span)?;
        }
        Ok(Flow::Next)
    }
}
