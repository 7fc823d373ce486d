//! What parentheses mean in regular expressions.

use super::flag;
use super::parse::{Node, P, Parser, PatternError};
use crate::text::unicode;

/// What an opening parenthesis led to.
pub(super) enum Opened {
    Item(Node),
    /// A comment.
    Nothing,
    /// `(?i)`: the parser's flags have changed.
    Flags,
}

fn flag_of(c: char) -> Option<u32> {
    Some(match c {
        'i' => flag::IGNORECASE,
        'L' => flag::LOCALE,
        'm' => flag::MULTILINE,
        's' => flag::DOTALL,
        'x' => flag::VERBOSE,
        'a' => flag::ASCII,
        'u' => flag::UNICODE,
        _ => return None,
    })
}

const TYPES: u32 = flag::ASCII | flag::LOCALE | flag::UNICODE;

impl Parser<'_> {
    fn unexpected_end(&self) -> PatternError {
        self.error("unexpected end of pattern", 0)
    }

    /// The closing parenthesis of what began at `start`.
    fn close(&mut self, start: usize) -> P<()> {
        if self.eat(')') {
            return Ok(());
        }
        let message = "missing ), unterminated subpattern";
        Err(PatternError { message: message.into(), position: Some(start), overflow: false })
    }

    fn check_name(&self, name: &str) -> P<()> {
        let fits = if self.is_bytes {
            name.is_ascii() && unicode::text_is_identifier(name.as_bytes())
        } else {
            unicode::text_is_identifier(name.as_bytes())
        };
        if fits {
            return Ok(());
        }
        let shown = if self.is_bytes && !name.is_ascii() { format!("b'{}'", name.escape_default()) } else { format!("'{name}'") };
        Err(self.error(format!("bad character in group name {shown}"), name.chars().count() + 1))
    }

    fn group_named(&self, name: &str) -> P<usize> {
        match self.names.iter().find(|(own, _)| own == name) {
            Some((_, group)) => Ok(*group),
            None => Err(self.error(format!("unknown group name '{name}'"), name.chars().count() + 1)),
        }
    }

    /// A group; the parenthesis at `start` was read.
    pub(super) fn group(&mut self, flags: u32, start: usize) -> P<Opened> {
        if !self.eat('?') {
            return self.capture(None, flags, start);
        }
        let Some(c) = self.take_char() else { return Err(self.unexpected_end()) };
        match c {
            'P' => self.python_group(flags, start),
            ':' => {
                let body = self.alternatives(flags, false)?;
                self.close(start)?;
                Ok(Opened::Item(Node::Group(Box::new(body))))
            }
            '#' => loop {
                match self.take_char() {
                    Some(')') => return Ok(Opened::Nothing),
                    Some(_) => {}
                    None => {
                        let message = "missing ), unterminated comment";
                        return Err(PatternError { message: message.into(), position: Some(start), overflow: false });
                    }
                }
            },
            '=' | '!' => self.look(flags, start, true, c == '!'),
            '<' => match self.take_char() {
                None => Err(self.unexpected_end()),
                Some(c @ ('=' | '!')) => self.look(flags, start, false, c == '!'),
                Some(c) => Err(self.error(format!("unknown extension ?<{c}"), 3)),
            },
            '(' => self.condition(flags, start),
            '>' => {
                let body = self.alternatives(flags, false)?;
                self.close(start)?;
                Ok(Opened::Item(Node::Atomic(Box::new(body))))
            }
            '-' => self.inline_flags(c, flags, start),
            c if flag_of(c).is_some() => self.inline_flags(c, flags, start),
            c => Err(self.error(format!("unknown extension ?{c}"), 2)),
        }
    }

    fn capture(&mut self, name: Option<String>, flags: u32, start: usize) -> P<Opened> {
        let group = self.closed.len();
        if let Some(name) = name {
            if let Some((_, other)) = self.names.iter().find(|(own, _)| *own == name) {
                let message = format!("redefinition of group name '{name}' as group {group}; was group {other}");
                return Err(self.error(message, name.chars().count() + 1));
            }
            self.names.push((name, group));
        }
        self.closed.push(false);
        let body = self.alternatives(flags, false)?;
        self.close(start)?;
        self.closed[group] = true;
        Ok(Opened::Item(Node::Capture(group, Box::new(body))))
    }

    fn python_group(&mut self, flags: u32, start: usize) -> P<Opened> {
        if self.eat('<') {
            let name = self.until('>', "group name")?;
            self.check_name(&name)?;
            return self.capture(Some(name), flags, start);
        }
        if self.eat('=') {
            let name = self.until(')', "group name")?;
            self.check_name(&name)?;
            let group = self.group_named(&name)?;
            return self.back_reference(group, Self::case(flags), name.chars().count() + 1).map(Opened::Item);
        }
        match self.take_char() {
            None => Err(self.unexpected_end()),
            Some(c) => Err(self.error(format!("unknown extension ?P{c}"), 3)),
        }
    }

    fn look(&mut self, flags: u32, start: usize, ahead: bool, negated: bool) -> P<Opened> {
        let before = self.behind;
        if !ahead && before.is_none() {
            self.behind = Some(self.closed.len());
        }
        let body = self.alternatives(flags, false)?;
        self.behind = before;
        self.close(start)?;
        if negated && matches!(&body, Node::Concat(items) if items.is_empty()) {
            return Ok(Opened::Item(Node::Fail));
        }
        Ok(Opened::Item(Node::Look { ahead, negated, body: Box::new(body) }))
    }

    fn condition(&mut self, flags: u32, start: usize) -> P<Opened> {
        let name = self.until(')', "group name")?;
        let len = name.chars().count();
        let group = if name.bytes().all(|byte| byte.is_ascii_digit()) {
            let group: usize = name.parse().unwrap_or(usize::MAX);
            if group == 0 {
                return Err(self.error("bad group number", len + 1));
            }
            if group >= 1 << 30 {
                return Err(self.error(format!("invalid group reference {name}"), len + 1));
            }
            self.conditions.push((group, self.at - len - 1));
            group
        } else {
            self.check_name(&name)?;
            self.group_named(&name)?
        };
        self.check_behind(group)?;
        let yes = self.sequence(flags, false)?;
        let no = if self.eat('|') { self.sequence(flags, false)? } else { Node::Concat(Vec::new()) };
        if self.peek() == Some('|') {
            return Err(self.error("conditional backref with more than two branches", 0));
        }
        self.close(start)?;
        Ok(Opened::Item(Node::If { group, yes: Box::new(yes), no: Box::new(no) }))
    }

    /// `(?i)`, `(?i:...)`, `(?i-m:...)`; `c` is the first character after the question mark.
    fn inline_flags(&mut self, mut c: char, flags: u32, start: usize) -> P<Opened> {
        let (mut add, mut remove) = (0, 0);
        if c != '-' {
            loop {
                let bit = flag_of(c).unwrap_or(0);
                if c == 'L' && !self.is_bytes {
                    return Err(self.error("bad inline flags: cannot use 'L' flag with a str pattern", 0));
                }
                if c == 'u' && self.is_bytes {
                    return Err(self.error("bad inline flags: cannot use 'u' flag with a bytes pattern", 0));
                }
                add |= bit;
                if bit & TYPES != 0 && add & TYPES != bit {
                    return Err(self.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0));
                }
                c = self.take_char().ok_or_else(|| self.error("missing -, : or )", 0))?;
                if matches!(c, ')' | '-' | ':') {
                    break;
                }
                if flag_of(c).is_none() {
                    return Err(self.error(if c.is_alphabetic() { "unknown flag" } else { "missing -, : or )" }, 1));
                }
            }
        }
        if c == ')' {
            self.flags |= add;
            return Ok(Opened::Flags);
        }
        if c == '-' {
            c = self.take_char().ok_or_else(|| self.error("missing flag", 0))?;
            if flag_of(c).is_none() {
                return Err(self.error(if c.is_alphabetic() { "unknown flag" } else { "missing flag" }, 1));
            }
            loop {
                let bit = flag_of(c).unwrap_or(0);
                if bit & TYPES != 0 {
                    return Err(self.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0));
                }
                remove |= bit;
                c = self.take_char().ok_or_else(|| self.error("missing :", 0))?;
                if c == ':' {
                    break;
                }
                if flag_of(c).is_none() {
                    return Err(self.error(if c.is_alphabetic() { "unknown flag" } else { "missing :" }, 1));
                }
            }
        }
        if add & remove != 0 {
            return Err(self.error("bad inline flags: flag turned on and off", 1));
        }
        let base = if add & TYPES != 0 { flags & !TYPES } else { flags };
        let body = self.alternatives((base | add) & !remove, false)?;
        self.close(start)?;
        Ok(Opened::Item(Node::Group(Box::new(body))))
    }
}
