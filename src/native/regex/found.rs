//! The match object.

use super::pattern;
use super::template;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::text::regex::Found;

pub(super) struct Match {
    pub(super) pattern: Value,
    pub(super) string: Value,
    pub(super) found: Found,
    pub(super) pos: usize,
    pub(super) endpos: usize,
}

impl Payload for Match {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pattern);
        visit(&self.string);
    }
}

pub(super) fn make(pattern: &Value, string: &Value, found: Found, pos: usize, endpos: usize) -> Value {
    Native::make(&MATCH, Match { pattern: pattern.clone(), string: string.clone(), found, pos, endpos })
}

pub(super) fn of<'a>(cx: &Cx, value: &'a Value) -> R<&'a Match> {
    Native::<Match>::of(value).ok_or_else(|| cx.type_error("expected a match object"))
}

impl Match {
    fn groups(&self) -> usize {
        self.found.positions.len() / 2
    }

    /// Start and end of a group; None if it took no part.
    pub(super) fn span(&self, group: usize) -> Option<(usize, usize)> {
        let (start, end) = (self.found.positions[group * 2], self.found.positions[group * 2 + 1]);
        (start != usize::MAX && end != usize::MAX && start <= end).then_some((start, end))
    }

    /// The text of a group, or `default`.
    pub(super) fn text(&self, cx: &Cx, group: usize, default: &Value) -> R {
        let Some((start, end)) = self.span(group) else { return Ok(default.clone()) };
        if let Some(text) = self.string.get::<Str>() {
            if start == 0 && end == text.len() && self.string.get_exact::<Str>().is_some() {
                return Ok(self.string.clone());
            }
            let piece = &text.bytes()[text.offset_of(start)..text.offset_of(end)];
            return Str::try_from_wtf8(piece).map(Into::into).ok_or_else(|| cx.memory_error());
        }
        let all = buffer::bytes_like(cx, &self.string)?;
        bytes::make(cx, all.get(start.min(all.len())..end.min(all.len())).unwrap_or(&[]))
    }

    /// The number of the group that an argument names. Errors: IndexError.
    fn number(&self, cx: &Cx, value: &Value) -> R<usize> {
        if let Some(name) = value.get::<Str>() {
            let found = pattern::of(&self.pattern).and_then(|pattern| pattern.group_named(&name.to_str_lossy()));
            return found.ok_or_else(|| cx.index_error("no such group"));
        }
        let index = crate::object::number::index(cx, value);
        let index = cx.absorb(index, &crate::object::exception::TYPE_ERROR)?;
        let index = index.as_ref().and_then(crate::object::int::to_i64).and_then(|int| usize::try_from(int).ok());
        index.filter(|group| *group < self.groups()).ok_or_else(|| cx.index_error("no such group"))
    }
}

fn group(cx: &Cx, args: crate::object::args::Args<'_>) -> R {
    let [this, wanted @ ..] = args.values else { return Err(cx.type_error("unbound method Match.group() needs an argument")) };
    if !args.names.is_empty() {
        return Err(cx.type_error("Match.group() takes no keyword arguments"));
    }
    let this = of(cx, this)?;
    match wanted {
        [] => this.text(cx, 0, &Value::NONE),
        [one] => this.text(cx, this.number(cx, one)?, &Value::NONE),
        many => {
            let texts = many.iter().map(|one| this.text(cx, this.number(cx, one)?, &Value::NONE)).collect::<R<Vec<_>>>()?;
            Ok(Tuple::new(texts).into_value())
        }
    }
}

fn groups(cx: &Cx, a: &[Value]) -> R {
    let this = of(cx, &a[0])?;
    Ok(Tuple::new((1..this.groups()).map(|group| this.text(cx, group, &a[1])).collect::<R<Vec<_>>>()?).into_value())
}

fn groupdict(cx: &Cx, a: &[Value]) -> R {
    let this = of(cx, &a[0])?;
    let dict = Dict::new();
    for (name, group) in pattern::of(&this.pattern).map(|pattern| &pattern.program.names[..]).unwrap_or_default() {
        dict.set_name(Name::new(name), this.text(cx, *group, &a[1])?);
    }
    Ok(dict.into_value())
}

fn position(value: Option<usize>) -> Value {
    Value::int(value.map_or(-1, |at| at as i64))
}

fn span_value(this: &Match, group: usize) -> Value {
    let span = this.span(group);
    Tuple::new(vec![position(span.map(|span| span.0)), position(span.map(|span| span.1))]).into_value()
}

fn start(cx: &Cx, a: &[Value]) -> R {
    let this = of(cx, &a[0])?;
    Ok(position(this.span(this.number(cx, &a[1])?).map(|span| span.0)))
}

fn end(cx: &Cx, a: &[Value]) -> R {
    let this = of(cx, &a[0])?;
    Ok(position(this.span(this.number(cx, &a[1])?).map(|span| span.1)))
}

fn span(cx: &Cx, a: &[Value]) -> R {
    let this = of(cx, &a[0])?;
    Ok(span_value(this, this.number(cx, &a[1])?))
}

fn expand(cx: &Cx, a: &[Value]) -> R {
    let this = of(cx, &a[0])?;
    let Some(pattern) = pattern::of(&this.pattern) else { return Ok(Value::NONE) };
    let template = template::parse(cx, pattern, &a[1])?;
    let mut out = Vec::new();
    template.fill(cx, this, &mut out)?;
    super::subject::finished(cx, pattern, &out)
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    let this = of(cx, value)?;
    this.text(cx, this.number(cx, key)?, &Value::NONE)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let this = of(cx, value)?;
    let (start, end) = this.span(0).unwrap_or_default();
    let text = this.text(cx, 0, &Value::NONE)?;
    let mut shown = format!("<re.Match object; span=({start}, {end}), match=").into_bytes();
    let quoted = protocol::repr(cx, &text)?;
    // Long matches are cut as in CPython: the first 50 characters of their repr.
    let cut = quoted.offset_of(quoted.len().min(50));
    shown.extend_from_slice(&quoted.bytes()[..cut]);
    shown.push(b'>');
    Ok(Str::from_wtf8(&shown).into_value())
}

fn itself(_: &Cx, a: &[Value]) -> R {
    Ok(a[0].clone())
}

fn last_group(cx: &Cx, value: &Value) -> R {
    let this = of(cx, value)?;
    let names = pattern::of(&this.pattern).map(|pattern| &pattern.program.names[..]).unwrap_or_default();
    let name = names.iter().find(|(_, group)| *group == this.found.last && this.found.last > 0);
    Ok(name.map_or(Value::NONE, |(name, _)| Name::new(name).value()))
}

static GETSET: &[GetSet] = &[
    GetSet { name: "string", get: |cx, value| Ok(of(cx, value)?.string.clone()), set: None },
    GetSet { name: "re", get: |cx, value| Ok(of(cx, value)?.pattern.clone()), set: None },
    GetSet { name: "pos", get: |cx, value| Ok(Value::int(of(cx, value)?.pos as i64)), set: None },
    GetSet { name: "endpos", get: |cx, value| Ok(Value::int(of(cx, value)?.endpos as i64)), set: None },
    GetSet {
        name: "lastindex",
        get: |cx, value| Ok(Some(of(cx, value)?.found.last).filter(|last| *last > 0).map_or(Value::NONE, |last| Value::int(last as i64))),
        set: None,
    },
    GetSet { name: "lastgroup", get: last_group, set: None },
    GetSet {
        name: "regs",
        get: |cx, value| {
            let this = of(cx, value)?;
            Ok(Tuple::new((0..this.groups()).map(|group| span_value(this, group)).collect()).into_value())
        },
        set: None,
    },
];

static DEF: TypeDef = TypeDef {
    name: "Match",
    module: "re",
    doc: "The result of re.match() and re.search().",
    slots: Slots { repr: Some(repr), getitem: Some(getitem), ..Slots::NONE },
    methods: &[
        NativeDef::raw("group(self, /, *args)", group),
        NativeDef::new("groups(self, /, default=None)", groups),
        NativeDef::new("groupdict(self, /, default=None)", groupdict),
        NativeDef::new("start(self, group=0, /)", start),
        NativeDef::new("end(self, group=0, /)", end),
        NativeDef::new("span(self, group=0, /)", span),
        NativeDef::new("expand(self, /, template)", expand),
        NativeDef::new("__copy__(self, /)", itself),
        NativeDef::new("__deepcopy__(self, memo, /)", itself),
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
    ],
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static MATCH: Type = Type::from_def(&DEF);
