//! Matches one after the other: what `finditer` and `scanner` give.

use super::found;
use super::pattern;
use super::subject::Subject;
use crate::object::cx::Cx;
use crate::object::iter::itself;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::text::regex::Limits;
use parking_lot::Mutex;

struct Scanner {
    pattern: Value,
    subject: Subject,
    pos: usize,
    /// What the next match may be; None at the end.
    next: Mutex<Option<Limits>>,
}

impl Payload for Scanner {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pattern);
        visit(&self.subject.value);
    }
}

fn make(cx: &Cx, ty: &Type, a: &[Value]) -> R {
    let Some(pattern) = pattern::of(&a[0]) else { return Ok(Value::NONE) };
    let subject = Subject::new(cx, pattern, &a[1])?;
    let (start, end) = pattern::window(cx, subject.len(), &a[2], &a[3])?;
    let limits = Limits { start, end, anchored: false, full: false, not_empty: false };
    Ok(Native::make(ty, Scanner { pattern: a[0].clone(), subject, pos: start, next: Mutex::new(Some(limits)) }))
}

pub(super) fn finditer(cx: &Cx, a: &[Value]) -> R {
    make(cx, &ITERATOR, a)
}

pub(super) fn scanner(cx: &Cx, a: &[Value]) -> R {
    make(cx, &SCANNER, a)
}

/// Takes the next match. The search itself holds no lock, so of several strands that ask at the same time the first to find it gets it, and
/// the others look for the one after that.
fn advance(cx: &Cx, value: &Value, anchored: bool) -> R<Option<Value>> {
    let Some(this) = Native::<Scanner>::of(value) else { return Ok(None) };
    let Some(pattern) = pattern::of(&this.pattern) else { return Ok(None) };
    loop {
        let now = *this.next.lock();
        let Some(limits) = now else { return Ok(None) };
        let found = this.subject.find(cx, pattern, Limits { anchored, ..limits })?;
        let after = found.as_ref().map(|found| {
            let (start, end) = (found.positions[0], found.positions[1]);
            Limits { start: end, not_empty: start == end, ..limits }
        });
        let mut next = this.next.lock();
        if *next == now {
            *next = after;
            drop(next);
            return Ok(found.map(|found| found::make(&this.pattern, &this.subject.value, found, this.pos, limits.end)));
        }
    }
}

static ITERATOR_DEF: TypeDef = TypeDef {
    name: "callable_iterator",
    slots: Slots { iter: Some(itself), next: Some(|cx, value| advance(cx, value, false)), ..Slots::NONE },
    ..TypeDef::EMPTY
};
pub(super) static ITERATOR: Type = Type::from_def(&ITERATOR_DEF);

static SCANNER_DEF: TypeDef = TypeDef {
    name: "SRE_Scanner",
    module: "_sre",
    methods: &[
        NativeDef::new("match(self, /)", |cx, a| Ok(advance(cx, &a[0], true)?.unwrap_or(Value::NONE))),
        NativeDef::new("search(self, /)", |cx, a| Ok(advance(cx, &a[0], false)?.unwrap_or(Value::NONE))),
    ],
    getset: &[GetSet {
        name: "pattern",
        get: |_, value| Ok(Native::<Scanner>::of(value).map_or(Value::NONE, |this| this.pattern.clone())),
        set: None,
    }],
    ..TypeDef::EMPTY
};
pub(super) static SCANNER: Type = Type::from_def(&SCANNER_DEF);
