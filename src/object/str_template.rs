//! `str.format` and `str.format_map`: finds the values that the fields of a template name. Knows no formatting of values.

use super::args::Args;
use super::attr;
use super::cx::Cx;
use super::protocol;
use super::str::{self, Name, Str};
use super::str_builder::StrBuilder;
use super::str_format::{Conversion, Spec, push_value, raised};
use super::str_ops::own;
use super::value::{R, Value};
use crate::text::str_format::{AutoNumber, Field, First, Piece, Step, check_conversion, pieces, split_name};

/// Where fields find their values.
enum Source<'a> {
    Arguments(Args<'a>),
    Mapping(&'a Value),
}

impl Source<'_> {
    fn by_position(&self, cx: &Cx, index: usize) -> R {
        match self {
            Source::Arguments(args) => args
                .pos()
                .get(index)
                .cloned()
                .ok_or_else(|| cx.index_error(format!("Replacement index {index} out of range for positional args tuple"))),
            Source::Mapping(_) => Err(cx.value_error("Format string contains positional fields")),
        }
    }

    fn by_name(&self, cx: &Cx, name: &[u8]) -> R {
        match self {
            Source::Arguments(args) => match args.keywords().find(|(key, _)| key.bytes() == name) {
                Some((_, value)) => Ok(value.clone()),
                None => Err(cx.key_error(&str::make(cx, name)?)),
            },
            Source::Mapping(mapping) => protocol::getitem(cx, mapping, &str::make(cx, name)?),
        }
    }
}

struct Renderer<'a> {
    cx: &'a Cx,
    source: Source<'a>,
    numbers: AutoNumber,
}

impl Renderer<'_> {
    /// `levels`: how deep templates may still nest.
    fn render(&mut self, template: &[u8], levels: u32, out: &mut StrBuilder) -> R<()> {
        if levels == 0 {
            return Err(self.cx.value_error("Max string recursion exceeded"));
        }
        for piece in pieces(template) {
            match piece.map_err(|error| raised(self.cx, error))? {
                Piece::Literal(text) => out.push(text),
                Piece::Field(field) => self.field(field, levels, out)?,
            }
        }
        Ok(())
    }

    fn field(&mut self, field: Field<'_>, levels: u32, out: &mut StrBuilder) -> R<()> {
        let value = self.value(field.name)?;
        let conversion = match field.conversion {
            None => Conversion::None,
            Some(code) => match check_conversion(code).map_err(|error| raised(self.cx, error))? {
                'r' => Conversion::Repr,
                'a' => Conversion::Ascii,
                _ => Conversion::Str,
            },
        };
        if !field.spec_is_template {
            let spec = if field.spec.is_empty() { Spec::EMPTY } else { Spec::parse(field.spec) };
            return push_value(self.cx, out, &value, conversion, &spec);
        }
        let mut spec = StrBuilder::new();
        self.render(field.spec, levels - 1, &mut spec)?;
        push_value(self.cx, out, &value, conversion, &Spec::parse(spec.bytes()))
    }

    fn value(&mut self, name: &[u8]) -> R {
        let cx = self.cx;
        let (first, steps) = split_name(name).map_err(|error| raised(cx, error))?;
        let mut value = match (self.numbers.position(first).map_err(|error| raised(cx, error))?, first) {
            (Some(index), _) => self.source.by_position(cx, index)?,
            (None, First::Name(name)) => self.source.by_name(cx, name)?,
            (None, _) => return Err(cx.value_error("Format string contains positional fields")),
        };
        for step in steps {
            value = match step.map_err(|error| raised(cx, error))? {
                Step::Attribute(name) => attr::getattr(cx, &value, Name::from_wtf8(name))?,
                Step::Index(index) => protocol::getitem(cx, &value, &Value::int(index as i64))?,
                Step::Key(key) => protocol::getitem(cx, &value, &str::make(cx, key)?)?,
            };
        }
        Ok(value)
    }
}

fn render(cx: &Cx, template: &Str, source: Source<'_>) -> R {
    let mut out = StrBuilder::new();
    Renderer { cx, source, numbers: AutoNumber::default() }.render(template.bytes(), 2, &mut out)?;
    out.finish(cx)
}

pub(super) fn format(cx: &Cx, args: Args<'_>) -> R {
    let Some(this) = args.pos().first() else {
        return Err(cx.type_error("unbound method str.format() needs an argument"));
    };
    let text = own(cx, this)?;
    if !text.bytes().iter().any(|byte| matches!(byte, b'{' | b'}')) {
        return Ok(this.clone());
    }
    render(cx, text, Source::Arguments(args.skip(1)))
}

pub(super) fn format_map(cx: &Cx, a: &[Value]) -> R {
    render(cx, own(cx, &a[0])?, Source::Mapping(&a[1]))
}
