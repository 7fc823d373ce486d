//! `_string`: takes templates of `str.format` apart, for `string.Formatter`; names encodings, for `codecs`.

use crate::object::cx::Cx;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol::type_name;
use crate::object::str::{self, Str};
use crate::object::str_format::raised;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::text::codecs::Codec;
use crate::text::str_format::{First, Piece, Step, pieces, split_name};

fn text_arg<'a>(cx: &Cx, value: &'a Value) -> R<&'a Str> {
    value.get::<Str>().ok_or_else(|| cx.type_error(format!("expected str, got {}", type_name(value))))
}

/// (literal text, field name, specification, conversion); a literal without a field after it has None for them.
fn formatter_parser(cx: &Cx, a: &[Value]) -> R {
    let template = text_arg(cx, &a[0])?;
    let mut rows = Vec::new();
    let mut literal: Option<&[u8]> = None;
    let alone = |text: &[u8]| -> R { Ok(Tuple::new(vec![str::make(cx, text)?, Value::NONE, Value::NONE, Value::NONE]).into_value()) };
    for piece in pieces(template.bytes()) {
        match piece.map_err(|error| raised(cx, error))? {
            Piece::Literal(text) => {
                // A doubled brace ends its literal: what follows is no part of its row.
                if matches!(text.last(), Some(b'{' | b'}')) {
                    rows.push(alone(text)?);
                } else {
                    literal = Some(text);
                }
            }
            Piece::Field(field) => {
                let conversion = field.conversion.map_or(Value::NONE, str::char_value);
                rows.push(
                    Tuple::new(vec![
                        str::make(cx, literal.take().unwrap_or_default())?,
                        str::make(cx, field.name)?,
                        str::make(cx, field.spec)?,
                        conversion,
                    ])
                    .into_value(),
                );
            }
        }
    }
    if let Some(text) = literal {
        rows.push(alone(text)?);
    }
    crate::object::iter::iter(cx, &List::new(rows).into_value())
}

/// (first part, iterator of (whether it is an attribute, name or index)).
fn formatter_field_name_split(cx: &Cx, a: &[Value]) -> R {
    let name = text_arg(cx, &a[0])?;
    let (first, steps) = split_name(name.bytes()).map_err(|error| raised(cx, error))?;
    let first = match first {
        First::Auto => str::empty(),
        First::Index(index) => Value::int(index as i64),
        First::Name(name) => str::make(cx, name)?,
    };
    let mut rest = Vec::new();
    for step in steps {
        let (is_attribute, part) = match step.map_err(|error| raised(cx, error))? {
            Step::Attribute(name) => (true, str::make(cx, name)?),
            Step::Index(index) => (false, Value::int(index as i64)),
            Step::Key(key) => (false, str::make(cx, key)?),
        };
        rest.push(Tuple::new(vec![Value::bool(is_attribute), part]).into_value());
    }
    let rest = crate::object::iter::iter(cx, &List::new(rest).into_value())?;
    Ok(Tuple::new(vec![first, rest]).into_value())
}

/// The name of an encoding that is part of the interpreter, by any of its names; None for others.
fn encoding_name(cx: &Cx, a: &[Value]) -> R {
    let codec = Codec::from_name(&text_arg(cx, &a[0])?.to_str_lossy());
    Ok(codec.map_or(Value::NONE, |codec| Str::from_str(codec.name()).into_value()))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("encoding_name(name, /)", encoding_name).doc("The name of an encoding that is part of the interpreter, or None."),
    NativeDef::new("formatter_parser(template, /)", formatter_parser).doc("Take a template of str.format apart."),
    NativeDef::new("formatter_field_name_split(name, /)", formatter_field_name_split).doc("Take a field name of a template apart."),
];

/// Fills the module in.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    Ok(())
}
