//! `Dialect`: how a table is written, checked when it is made and never changed. Knows no rows.

use super::registry;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{self, Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::text::wtf8;

/// Which values stand in quotes, by the numbers that scripts know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Minimal,
    All,
    NonNumeric,
    None,
    Strings,
    NotNull,
}

impl Quoting {
    pub(super) const ALL: [Quoting; 6] =
        [Quoting::Minimal, Quoting::All, Quoting::NonNumeric, Quoting::None, Quoting::Strings, Quoting::NotNull];

    /// The name of the module's constant.
    pub(super) fn name(self) -> &'static str {
        match self {
            Quoting::Minimal => "QUOTE_MINIMAL",
            Quoting::All => "QUOTE_ALL",
            Quoting::NonNumeric => "QUOTE_NONNUMERIC",
            Quoting::None => "QUOTE_NONE",
            Quoting::Strings => "QUOTE_STRINGS",
            Quoting::NotNull => "QUOTE_NOTNULL",
        }
    }
}

/// What a byte of a text may be, or be the first of; more than one at once.
pub(super) mod class {
    /// Does not simply begin a field: a quote, an escape, a line end, a space that is skipped.
    pub(in super::super) const NO_START: u8 = 1;
    /// Ends a run of plain characters outside of quotes.
    pub(in super::super) const OUTSIDE: u8 = 2;
    /// Ends a run of plain characters between quotes.
    pub(in super::super) const INSIDE: u8 = 4;
    /// Needs quotes or an escape where it is written.
    pub(in super::super) const MARKED: u8 = 8;
}

/// A dialect's values.
pub(super) struct Rules {
    pub(super) delimiter: u32,
    pub(super) double_quote: bool,
    pub(super) escape: Option<u32>,
    /// A str.
    line_end: Value,
    pub(super) quote: Option<u32>,
    pub(super) quoting: Quoting,
    pub(super) skip_space: bool,
    pub(super) strict: bool,
    /// By [`class`].
    pub(super) classes: [u8; 256],
}

impl Payload for Rules {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.line_end);
    }
}

impl Rules {
    pub(super) fn of(dialect: &Value) -> &Rules {
        Native::<Rules>::of(dialect).expect("readers and writers keep dialects that `new` made")
    }

    /// What stands after a row.
    pub(super) fn line_end(&self) -> &Str {
        self.line_end.get::<Str>().expect("checked by `new`")
    }

    /// The quote, where a quote at the beginning of a field means something.
    pub(super) fn opening(&self) -> Option<u32> {
        self.quote.filter(|_| self.quoting != Quoting::None)
    }

    fn classify(&mut self) {
        let lead = |code: u32| usize::from(encoded(code)[0]);
        let mut mark = |code: u32, classes: u8| self.classes[lead(code)] |= classes;
        for end in [u32::from(b'\n'), u32::from(b'\r')] {
            mark(end, class::NO_START | class::OUTSIDE | class::MARKED);
        }
        mark(self.delimiter, class::OUTSIDE | class::MARKED);
        if let Some(escape) = self.escape {
            mark(escape, class::NO_START | class::OUTSIDE | class::INSIDE | class::MARKED);
        }
        if let Some(quote) = self.quote {
            mark(quote, class::INSIDE | class::MARKED | if self.quoting == Quoting::None { 0 } else { class::NO_START });
        }
        if self.skip_space {
            mark(u32::from(b' '), class::NO_START);
        }
        let ends: Vec<u32> = self.line_end.get::<Str>().map(|text| text.code_points().collect()).unwrap_or_default();
        ends.into_iter().for_each(|code| self.classes[lead(code)] |= class::MARKED);
    }

    /// Whether a character may be what it is asked to be. Errors: ValueError.
    fn check(&self, cx: &Cx, name: &str, code: Option<u32>, takes_space: bool) -> R<()> {
        let Some(code) = code else { return Ok(()) };
        if matches!(char::from_u32(code), Some('\r' | '\n')) || code == u32::from(b' ') && !takes_space {
            return Err(cx.value_error(format!("bad {name} value")));
        }
        if self.line_end().code_points().any(|end| end == code) {
            return Err(cx.value_error(format!("bad {name} or lineterminator value")));
        }
        Ok(())
    }
}

fn encoded(code: u32) -> Vec<u8> {
    wtf8::from_code_points([code])
}

/// The parameters, in CPython's order; all but the first are attributes.
const NAMES: [&str; 9] =
    ["dialect", "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"];

/// One value per parameter, Unset where none is given. Errors: TypeError.
fn bound(cx: &Cx, args: Args<'_>) -> R<[Value; NAMES.len()]> {
    if args.values.len() > NAMES.len() {
        let how = if args.pos().is_empty() { "keyword " } else { "" };
        return Err(cx.type_error(format!("function takes at most {} {how}arguments ({} given)", NAMES.len(), args.values.len())));
    }
    let mut bound = [const { Value::UNSET }; NAMES.len()];
    bound.iter_mut().zip(args.pos()).for_each(|(place, value)| *place = value.clone());
    for (name, value) in args.keywords() {
        let Some(index) = NAMES.iter().position(|own| name.bytes() == own.as_bytes()) else {
            return Err(cx.type_error(format!("this function got an unexpected keyword argument '{name}'")));
        };
        if index < args.pos().len() {
            return Err(cx.type_error(format!("argument for function given by name ('{name}') and position ({})", index + 1)));
        }
        bound[index] = value.clone();
    }
    Ok(bound)
}

/// `Dialect(...)`. Errors: TypeError, ValueError, OverflowError, `Error`.
pub(super) fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let mut bound = bound(cx, args)?;
    let mut dialect = std::mem::replace(&mut bound[0], Value::UNSET);
    if dialect.get::<Str>().is_some() {
        dialect = registry::find(cx, &dialect)?;
    }
    if Native::<Rules>::of(&dialect).is_some() && bound.iter().all(Value::is_unset) {
        return Ok(dialect);
    }
    if !dialect.is_unset() {
        for (value, name) in bound.iter_mut().zip(NAMES).skip(1).filter(|(value, _)| value.is_unset()) {
            let found = attr::lookup_optional(cx, &dialect, Name::new(name));
            *value = cx.absorb(found, &EXCEPTION)?.flatten().unwrap_or(Value::UNSET);
        }
    }
    Ok(Native::make(class, checked(cx, &bound)?))
}

fn checked(cx: &Cx, values: &[Value; NAMES.len()]) -> R<Rules> {
    let [_, delimiter, double_quote, escape, line_end, quote, quoting, skip_space, strict] = values;
    let mut rules = Rules {
        delimiter: match one_char(cx, "delimiter", delimiter, "string")? {
            Char::Given(code) => code,
            Char::Left => u32::from(b','),
        },
        double_quote: double_quote.is_unset() || protocol::truth(cx, double_quote)?,
        escape: char_or_none(cx, "escapechar", escape, None)?,
        line_end: match line_end {
            line_end if line_end.is_unset() => Str::from_str("\r\n").into_value(),
            line_end if line_end.is_none() || line_end.get::<Str>().is_some() => line_end.clone(),
            _ => return Err(cx.type_error("\"lineterminator\" must be a string")),
        },
        quote: char_or_none(cx, "quotechar", quote, Some(u32::from(b'"')))?,
        quoting: Quoting::Minimal,
        skip_space: false,
        strict: false,
        classes: [0; 256],
    };
    let number = quoting_number(cx, quoting)?;
    rules.skip_space = !skip_space.is_unset() && protocol::truth(cx, skip_space)?;
    rules.strict = !strict.is_unset() && protocol::truth(cx, strict)?;
    let known = usize::try_from(number).ok().and_then(|number| Quoting::ALL.get(number));
    rules.quoting = *known.ok_or_else(|| cx.type_error("bad \"quoting\" value"))?;
    if quote.is_none() && quoting.is_unset() {
        rules.quoting = Quoting::None;
    }
    if rules.opening().is_none() && rules.quoting != Quoting::None {
        return Err(cx.type_error("quotechar must be set if quoting enabled"));
    }
    if rules.line_end.is_none() {
        return Err(cx.type_error("lineterminator must be set"));
    }
    let chars = [("delimiter", Some(rules.delimiter)), ("escapechar", rules.escape), ("quotechar", rules.quote)];
    for (index, (name, code)) in chars.into_iter().enumerate() {
        rules.check(cx, name, code, index == 0 || !rules.skip_space)?;
    }
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        if chars[a].1.is_some() && chars[a].1 == chars[b].1 {
            return Err(cx.value_error(format!("bad {} or {} value", chars[a].0, chars[b].0)));
        }
    }
    rules.classify();
    Ok(rules)
}

/// What was given for a character.
enum Char {
    Left,
    Given(u32),
}

fn one_char(cx: &Cx, name: &str, value: &Value, kind: &str) -> R<Char> {
    if value.is_unset() {
        return Ok(Char::Left);
    }
    let Some(text) = value.get::<Str>() else {
        return Err(cx.type_error(format!("\"{name}\" must be {kind}, not {}", type_of(value).message_name())));
    };
    match text.code_point(0) {
        Some(code) if text.len() == 1 => Ok(Char::Given(code)),
        _ => Err(cx.type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

fn char_or_none(cx: &Cx, name: &str, value: &Value, default: Option<u32>) -> R<Option<u32>> {
    if value.is_none() {
        return Ok(None);
    }
    Ok(match one_char(cx, name, value, "string or None")? {
        Char::Left => default,
        Char::Given(code) => Some(code),
    })
}

fn quoting_number(cx: &Cx, value: &Value) -> R<i32> {
    if value.is_unset() {
        return Ok(Quoting::Minimal as i32);
    }
    if !std::ptr::eq(type_of(value), &int::INT) {
        return Err(cx.type_error("\"quoting\" must be an integer"));
    }
    let number = int::to_i64(value).and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| cx.overflow_error("Python int too large to convert to C int"))
}

fn reduce(cx: &Cx, args: Args<'_>) -> R {
    let name = args.pos().first().map(|this| type_of(this).name()).unwrap_or_default();
    Err(cx.type_error(format!("cannot pickle '{name}' instances")))
}

fn shown(code: Option<u32>) -> Value {
    code.map_or(Value::NONE, str::char_value)
}

static GETSET: &[GetSet] = &[
    GetSet { name: "delimiter", get: |_, this| Ok(shown(Some(Rules::of(this).delimiter))), set: None },
    GetSet { name: "doublequote", get: |_, this| Ok(Value::bool(Rules::of(this).double_quote)), set: None },
    GetSet { name: "escapechar", get: |_, this| Ok(shown(Rules::of(this).escape)), set: None },
    GetSet { name: "lineterminator", get: |_, this| Ok(Rules::of(this).line_end.clone()), set: None },
    GetSet { name: "quotechar", get: |_, this| Ok(shown(Rules::of(this).quote)), set: None },
    GetSet { name: "quoting", get: |_, this| Ok(Value::int(Rules::of(this).quoting as i64)), set: None },
    GetSet { name: "skipinitialspace", get: |_, this| Ok(Value::bool(Rules::of(this).skip_space)), set: None },
    GetSet { name: "strict", get: |_, this| Ok(Value::bool(Rules::of(this).strict)), set: None },
];

static DEF: TypeDef = TypeDef {
    name: "Dialect",
    module: "_csv",
    doc: "How a table is written, all checked.",
    subclassable: true,
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: &[NativeDef::raw("__reduce__(self, /, *args)", reduce), NativeDef::raw("__reduce_ex__(self, /, *args)", reduce)],
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static DIALECT: Type = Type::from_def(&DEF);
