//! Replacement texts: `\1`, `\g<name>` and escapes.

use super::found::Match;
use super::pattern::Pattern;
use super::pattern_error;
use crate::object::buffer;
use crate::object::cx::Cx;
use crate::object::room;
use crate::object::str::Str;
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Value};
use crate::text::regex::PatternError;
use crate::text::{unicode, wtf8};

enum Part {
    Literal(Vec<u8>),
    Group(usize),
}

pub(super) struct Template(Vec<Part>);

impl Template {
    /// The text if it names no group.
    pub(super) fn literal(&self) -> Option<&[u8]> {
        match &self.0[..] {
            [] => Some(&[]),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Appends the text with the groups of a match filled in.
    pub(super) fn fill(&self, cx: &Cx, found: &Match, out: &mut Vec<u8>) -> R<()> {
        for part in &self.0 {
            match part {
                Part::Literal(text) => room::append(cx, out, text)?,
                Part::Group(group) => {
                    let text = found.text(cx, *group, &Value::NONE)?;
                    match text.get::<Str>() {
                        Some(text) => room::append(cx, out, text.bytes())?,
                        None if text.is_none() => {}
                        None => room::append(cx, out, &buffer::bytes_like(cx, &text)?)?,
                    }
                }
            }
        }
        Ok(())
    }
}

struct Reader<'a> {
    cx: &'a Cx,
    pattern: &'a Pattern,
    template: &'a Value,
    points: Vec<u32>,
    at: usize,
    parts: Vec<Part>,
    literal: Vec<u8>,
}

pub(super) fn parse(cx: &Cx, pattern: &Pattern, template: &Value) -> R<Template> {
    let points: Vec<u32> = match template.get::<Str>() {
        Some(text) if !pattern.is_bytes => text.code_points().collect(),
        None if pattern.is_bytes && buffer::is_bytes_like(template) => {
            buffer::bytes_like(cx, template)?.iter().map(|byte| u32::from(*byte)).collect()
        }
        Some(_) => return Err(cx.type_error("expected a bytes-like object, str found")),
        None => return Err(cx.type_error(format!("expected str instance, {} found", type_of(template).message_name()))),
    };
    let mut reader = Reader { cx, pattern, template, points, at: 0, parts: Vec::new(), literal: Vec::new() };
    while let Some(c) = reader.take() {
        if c == '\\' { reader.escape()? } else { reader.push(reader.points[reader.at - 1]) }
    }
    reader.end_literal();
    Ok(Template(reader.parts))
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.points.get(self.at).map(|c| char::from_u32(*c).unwrap_or('\u{fffd}'))
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    fn push(&mut self, c: u32) {
        if self.pattern.is_bytes { self.literal.push(c as u8) } else { wtf8::push(&mut self.literal, c) }
    }

    fn end_literal(&mut self) {
        if !self.literal.is_empty() {
            self.parts.push(Part::Literal(std::mem::take(&mut self.literal)));
        }
    }

    /// An error `back` characters before the present position.
    fn error(&self, message: String, back: usize) -> Raised {
        let error = PatternError { message, position: Some(self.at.saturating_sub(back)), overflow: false };
        pattern_error(self.cx, error, self.template)
    }

    fn group(&mut self, group: usize, shown: &str, back: usize) -> R<()> {
        if group >= self.pattern.program.groups {
            return Err(self.error(format!("invalid group reference {shown}"), back));
        }
        self.end_literal();
        self.parts.push(Part::Group(group));
        Ok(())
    }

    fn shown(&self, start: usize) -> String {
        self.points[start..self.at].iter().map(|c| char::from_u32(*c).unwrap_or('\u{fffd}')).collect()
    }

    fn escape(&mut self) -> R<()> {
        let start = self.at - 1;
        let octal = |c: &char| matches!(c, '0'..='7');
        let Some(c) = self.take() else {
            return Err(self.error("bad escape (end of pattern)".into(), 1));
        };
        let plain = match c {
            'g' => return self.named(),
            '0' => {
                let mut code = 0;
                for _ in 0..2 {
                    if let Some(digit) = self.peek().filter(octal) {
                        code = code * 8 + digit.to_digit(8).unwrap_or(0);
                        self.at += 1;
                    }
                }
                code
            }
            '1'..='9' => {
                if let Some(second) = self.peek().filter(char::is_ascii_digit) {
                    self.at += 1;
                    if octal(&c) && octal(&second) && self.peek().is_some_and(|c| octal(&c)) {
                        self.at += 1;
                        let code = u32::from_str_radix(&self.shown(start + 1), 8).unwrap_or(0);
                        if code > 0o377 {
                            let message = format!("octal escape value {} outside of range 0-0o377", self.shown(start));
                            return Err(self.error(message, self.at - start));
                        }
                        self.push(code);
                        return Ok(());
                    }
                }
                let digits = self.shown(start + 1);
                return self.group(digits.parse().unwrap_or(usize::MAX), &digits, digits.len());
            }
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '\\' => 92,
            c if c.is_ascii_alphabetic() => return Err(self.error(format!("bad escape \\{c}"), 2)),
            _ => {
                self.push(u32::from('\\'));
                self.points[self.at - 1]
            }
        };
        self.push(plain);
        Ok(())
    }

    /// `\g<...>`.
    fn named(&mut self) -> R<()> {
        if self.peek() != Some('<') {
            return Err(self.error("missing <".into(), 0));
        }
        self.at += 1;
        let mut name = String::new();
        loop {
            match self.take() {
                None if name.is_empty() => return Err(self.error("missing group name".into(), 0)),
                None => return Err(self.error("missing >, unterminated name".into(), name.chars().count())),
                Some('>') if name.is_empty() => return Err(self.error("missing group name".into(), 1)),
                Some('>') => break,
                Some(c) => name.push(c),
            }
        }
        let back = name.chars().count() + 1;
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.group(name.parse().unwrap_or(usize::MAX), &name, back);
        }
        if !unicode::text_is_identifier(name.as_bytes()) {
            return Err(self.error(format!("bad character in group name '{name}'"), back));
        }
        match self.pattern.group_named(&name) {
            Some(group) => self.group(group, &name, back),
            None => Err(self.cx.index_error(format!("unknown group name '{name}'"))),
        }
    }
}
