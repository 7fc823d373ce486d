//! What `gi_frame`, `cr_frame` and `ag_frame` give: a look at a suspended frame.

use crate::object::cell::Cell;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::generator::{Generator, State};
use crate::object::native::GetSet;
use crate::object::payload::{Native, Payload};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

struct GeneratorFrame {
    generator: Value,
}

impl Payload for GeneratorFrame {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.generator);
    }
}

pub(super) fn make(value: &Value, _: &Generator, _: State) -> Value {
    Native::make(&GENERATOR_FRAME, GeneratorFrame { generator: value.clone() })
}

fn generator<'a>(cx: &Cx, value: &'a Value) -> R<&'a Generator> {
    Native::<GeneratorFrame>::of(value)
        .and_then(|frame| frame.generator.get::<Generator>())
        .ok_or_else(|| cx.type_error("descriptor requires a frame"))
}

/// The variables of a frame that does not run just now.
fn get_locals(cx: &Cx, value: &Value) -> R {
    let generator = generator(cx, value)?;
    let locals = Dict::new();
    let Ok(state) = generator.begin() else { return Ok(locals.into_value()) };
    let fp = generator.fp();
    for (slot, name) in generator.code.info.varnames.iter().enumerate() {
        let local = fp.local(slot as u32);
        let value = match local.get::<Cell>() {
            Some(cell) if generator.code.info.cells.contains(&(slot as u32)) => cell.get(),
            _ => local.clone(),
        };
        if !value.is_unset() && !name.bytes().is_empty() {
            locals.set_name(*name, value);
        }
    }
    generator.rest(state);
    Ok(locals.into_value())
}

/// Where the generator stands, or the line it begins at.
fn line(generator: &Generator) -> u32 {
    let position = generator.fp().head().position.get();
    match generator.state() {
        State::Created => generator.code.first_line(),
        _ if position == 0 => generator.code.first_line(),
        _ => generator.code.info.source.line_of(position),
    }
}

static GETSET: &[GetSet] = &[
    GetSet { name: "f_code", get: |cx, f| Ok(generator(cx, f)?.code.as_value().clone()), set: None },
    GetSet { name: "f_locals", get: get_locals, set: None },
    GetSet { name: "f_back", get: |_, _| Ok(Value::NONE), set: None },
    GetSet { name: "f_lineno", get: |cx, f| Ok(Value::int(i64::from(line(generator(cx, f)?)))), set: None },
];

static GENERATOR_FRAME_DEF: TypeDef = TypeDef { name: "frame", getset: GETSET, ..TypeDef::EMPTY };
pub(super) static GENERATOR_FRAME: Type = Type::from_def(&GENERATOR_FRAME_DEF);
