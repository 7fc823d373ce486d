//! The pattern object.

use super::found;
use super::replace;
use super::scan;
use super::subject::Subject;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::mapping_proxy;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::sequence;
use crate::object::slots::{CmpOp, Slots};
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::text::regex::{Found, Limits, Program, flag};

pub(super) struct Pattern {
    source: Value,
    pub(super) program: Program,
    pub(super) is_bytes: bool,
}

impl Payload for Pattern {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.source);
    }
}

pub(super) fn make(source: Value, program: Program, is_bytes: bool) -> Value {
    Native::make(&PATTERN, Pattern { source, program, is_bytes })
}

pub(super) fn of(value: &Value) -> Option<&Pattern> {
    Native::<Pattern>::of(value)
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Pattern> {
    of(value).ok_or_else(|| cx.type_error("expected a pattern object"))
}

impl Pattern {
    pub(super) fn group_named(&self, name: &str) -> Option<usize> {
        self.program.names.iter().find(|(own, _)| own == name).map(|(_, group)| *group)
    }
}

/// `pos` and `endpos`, brought into the text.
pub(super) fn window(cx: &Cx, len: usize, pos: &Value, endpos: &Value) -> R<(usize, usize)> {
    let fit = |value: &Value| Ok(sequence::size_argument(cx, value)?.clamp(0, len as i64) as usize);
    let end = fit(endpos)?;
    Ok((fit(pos)?, end))
}

/// How the methods `match`, `fullmatch` and `search` differ.
#[derive(Clone, Copy)]
enum Mode {
    Match,
    Full,
    Search,
}

fn apply(cx: &Cx, a: &[Value], mode: Mode) -> R {
    let pattern = this(cx, &a[0])?;
    let subject = Subject::new(cx, pattern, &a[1])?;
    let (start, end) = window(cx, subject.len(), &a[2], &a[3])?;
    let (anchored, full) = match mode {
        Mode::Match => (true, false),
        Mode::Full => (true, true),
        Mode::Search => (false, false),
    };
    let found = subject.find(cx, pattern, Limits { start, end, anchored, full, not_empty: false })?;
    Ok(found.map_or(Value::NONE, |found| found::make(&a[0], &a[1], found, start, end)))
}

/// Calls `f` with each match until it answers false.
pub(super) fn each(cx: &Cx, pattern: &Pattern, subject: &Subject, start: usize, end: usize, mut f: impl FnMut(Found) -> R<bool>) -> R<()> {
    let mut limits = Limits { start, end, anchored: false, full: false, not_empty: false };
    while let Some(found) = subject.find(cx, pattern, limits)? {
        (limits.not_empty, limits.start) = (found.positions[0] == found.positions[1], found.positions[1]);
        if !f(found)? {
            break;
        }
        cx.safepoint()?;
    }
    Ok(())
}

fn empty_piece(cx: &Cx, subject: &Subject) -> R {
    subject.piece(cx, 0, 0)
}

/// The text of a group, or `missing`.
fn piece_of(cx: &Cx, subject: &Subject, found: &Found, group: usize, missing: impl FnOnce() -> R) -> R {
    match (found.positions[group * 2], found.positions[group * 2 + 1]) {
        (start, end) if start != usize::MAX && end != usize::MAX && start <= end => subject.piece(cx, start, end),
        _ => missing(),
    }
}

fn findall(cx: &Cx, a: &[Value]) -> R {
    let pattern = this(cx, &a[0])?;
    let subject = Subject::new(cx, pattern, &a[1])?;
    let (start, end) = window(cx, subject.len(), &a[2], &a[3])?;
    let mut all = Vec::new();
    each(cx, pattern, &subject, start, end, |found| {
        let text = |group| piece_of(cx, &subject, &found, group, || empty_piece(cx, &subject));
        room::reserve(cx, &mut all, 1)?;
        all.push(match pattern.program.groups {
            1 => text(0)?,
            2 => text(1)?,
            groups => Tuple::new((1..groups).map(text).collect::<R<Vec<_>>>()?).into_value(),
        });
        Ok(true)
    })?;
    Ok(List::new(all).into_value())
}

fn split(cx: &Cx, a: &[Value]) -> R {
    let pattern = this(cx, &a[0])?;
    let subject = Subject::new(cx, pattern, &a[1])?;
    let most = sequence::size_argument(cx, &a[2])?;
    let mut parts = Vec::new();
    let (mut last, mut count) = (0, 0);
    if most >= 0 {
        each(cx, pattern, &subject, 0, subject.len(), |found| {
            if most > 0 && count >= most {
                return Ok(false);
            }
            room::reserve(cx, &mut parts, pattern.program.groups + 1)?;
            parts.push(subject.piece(cx, last, found.positions[0])?);
            for group in 1..pattern.program.groups {
                parts.push(piece_of(cx, &subject, &found, group, || Ok(Value::NONE))?);
            }
            last = found.positions[1];
            count += 1;
            Ok(true)
        })?;
    }
    parts.push(subject.piece(cx, last, subject.len())?);
    Ok(List::new(parts).into_value())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let pattern = this(cx, value)?;
    let source = protocol::repr(cx, &pattern.source)?;
    let mut text = b"re.compile(".to_vec();
    text.extend_from_slice(&source.bytes()[..source.offset_of(source.len().min(200))]);
    let mut flags = pattern.program.flags;
    if !pattern.is_bytes && flags & (flag::LOCALE | flag::UNICODE | flag::ASCII) == flag::UNICODE {
        flags &= !flag::UNICODE;
    }
    let known = [
        (flag::IGNORECASE, "re.IGNORECASE"),
        (flag::LOCALE, "re.LOCALE"),
        (flag::MULTILINE, "re.MULTILINE"),
        (flag::DOTALL, "re.DOTALL"),
        (flag::UNICODE, "re.UNICODE"),
        (flag::VERBOSE, "re.VERBOSE"),
        (128, "re.DEBUG"),
        (flag::ASCII, "re.ASCII"),
    ];
    let mut shown: Vec<String> = Vec::new();
    for (bit, name) in known {
        if flags & bit != 0 {
            shown.push(name.into());
            flags &= !bit;
        }
    }
    if flags != 0 {
        shown.push(format!("{flags:#x}"));
    }
    if !shown.is_empty() {
        text.extend_from_slice(format!(", {}", shown.join("|")).as_bytes());
    }
    text.push(b')');
    Ok(Str::from_wtf8(&text).into_value())
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (of(a), of(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = x.is_bytes == y.is_bytes && x.program.flags == y.program.flags && compare::equal(cx, &x.source, &y.source)?;
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let pattern = this(cx, value)?;
    Ok(compare::hash(cx, &pattern.source)? ^ i64::from(pattern.program.flags))
}

fn group_index(cx: &Cx, value: &Value) -> R {
    let dict = Dict::new();
    for (name, group) in &this(cx, value)?.program.names {
        dict.set_name(Name::new(name), Value::int(*group as i64));
    }
    Ok(mapping_proxy::make(dict.into_value()))
}

fn itself(_: &Cx, a: &[Value]) -> R {
    Ok(a[0].clone())
}

static GETSET: &[GetSet] = &[
    GetSet { name: "pattern", get: |cx, value| Ok(this(cx, value)?.source.clone()), set: None },
    GetSet { name: "flags", get: |cx, value| Ok(Value::int(i64::from(this(cx, value)?.program.flags))), set: None },
    GetSet { name: "groups", get: |cx, value| Ok(Value::int(this(cx, value)?.program.groups as i64 - 1)), set: None },
    GetSet { name: "groupindex", get: group_index, set: None },
];

static METHODS: &[NativeDef] = &[
    NativeDef::new("match(self, /, string, pos=0, endpos=9223372036854775807)", |cx, a| apply(cx, a, Mode::Match)),
    NativeDef::new("fullmatch(self, /, string, pos=0, endpos=9223372036854775807)", |cx, a| apply(cx, a, Mode::Full)),
    NativeDef::new("search(self, /, string, pos=0, endpos=9223372036854775807)", |cx, a| apply(cx, a, Mode::Search)),
    NativeDef::new("findall(self, /, string, pos=0, endpos=9223372036854775807)", findall),
    NativeDef::new("finditer(self, /, string, pos=0, endpos=9223372036854775807)", scan::finditer),
    NativeDef::new("scanner(self, /, string, pos=0, endpos=9223372036854775807)", scan::scanner),
    NativeDef::new("split(self, /, string, maxsplit=0)", split),
    NativeDef::new("sub(self, /, repl, string, count=0)", replace::sub),
    NativeDef::new("subn(self, /, repl, string, count=0)", replace::subn),
    NativeDef::new("__copy__(self, /)", itself),
    NativeDef::new("__deepcopy__(self, memo, /)", itself),
    NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
];

static DEF: TypeDef = TypeDef {
    name: "Pattern",
    module: "re",
    doc: "Compiled regular expression object.",
    slots: Slots { repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::NONE },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(super) static PATTERN: Type = Type::from_def(&DEF);
