//! Escapes of regular expressions, in and outside of sets.

use super::class::{Category, Item};
use super::parse::{At, Node, P, Parser};

impl Parser<'_> {
    /// Takes up to `most` characters for which `fits` holds.
    fn take_while(&mut self, most: usize, fits: fn(&char) -> bool) -> String {
        let mut taken = String::new();
        while taken.len() < most
            && let Some(c) = self.peek().filter(fits)
        {
            taken.push(c);
            self.at += 1;
        }
        taken
    }

    /// The escape read since `start`, as messages show it.
    fn shown(&self, start: usize) -> String {
        self.text[start..self.at].iter().map(|c| char::from_u32(*c).unwrap_or('\u{fffd}')).collect()
    }

    fn bad<T>(&self, what: &str, start: usize) -> P<T> {
        Err(self.error(format!("{what} {}", self.shown(start)), self.at - start))
    }

    /// `\x41`, `\u0041`, `\U00000041`, `\N{...}`, `\n` ...: escapes that mean one character wherever they stand. None: another one.
    fn character(&mut self, c: char, start: usize) -> P<Option<u32>> {
        let hex = |c: &char| c.is_ascii_hexdigit();
        let plain = match c {
            'a' => 7,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '\\' => 92,
            'x' => return self.hexadecimal(2, start, hex).map(Some),
            'u' if !self.is_bytes => return self.hexadecimal(4, start, hex).map(Some),
            'U' if !self.is_bytes => return self.hexadecimal(8, start, hex).map(Some),
            'N' if !self.is_bytes => return self.named(start).map(Some),
            _ => return Ok(None),
        };
        Ok(Some(plain))
    }

    fn hexadecimal(&mut self, digits: usize, start: usize, hex: fn(&char) -> bool) -> P<u32> {
        let text = self.take_while(digits, hex);
        if text.len() != digits {
            return self.bad("incomplete escape", start);
        }
        match u32::from_str_radix(&text, 16) {
            Ok(code) if code <= 0x10ffff => Ok(code),
            _ => self.bad("bad escape", start),
        }
    }

    fn named(&mut self, start: usize) -> P<u32> {
        if !self.eat('{') {
            return Err(self.error("missing {", 0));
        }
        let name = self.until('}', "character name")?;
        match unicode_names2::character(&name) {
            Some(c) => Ok(u32::from(c)),
            None => Err(self.error(format!("undefined character name '{name}'"), self.at - start)),
        }
    }

    /// Reads up to a terminator and takes it. Errors: nothing there, no terminator.
    pub(super) fn until(&mut self, terminator: char, what: &str) -> P<String> {
        let mut name = String::new();
        loop {
            match self.take_char() {
                None if name.is_empty() => return Err(self.error(format!("missing {what}"), 0)),
                None => {
                    let back = name.chars().count();
                    return Err(self.error(format!("missing {terminator}, unterminated name"), back));
                }
                Some(c) if c == terminator => {
                    if name.is_empty() {
                        return Err(self.error(format!("missing {what}"), 1));
                    }
                    return Ok(name);
                }
                Some(c) => name.push(c),
            }
        }
    }

    /// An escape outside of sets; the backslash at `start` was read.
    pub(super) fn escape(&mut self, flags: u32, start: usize) -> P<Node> {
        let case = Self::case(flags);
        let ascii = Self::is_ascii(flags);
        let Some(code) = self.take() else {
            return Err(self.error("bad escape (end of pattern)", 1));
        };
        let c = char::from_u32(code).unwrap_or('\u{fffd}');
        match c {
            'A' => return Ok(Node::At(At::Start)),
            'Z' => return Ok(Node::At(At::AbsoluteEnd)),
            'b' => return Ok(Node::At(At::Boundary { ascii })),
            'B' => return Ok(Node::At(At::NoBoundary { ascii })),
            'd' | 'D' => return Ok(self.category(Category::Digit, c == 'D', flags)),
            's' | 'S' => return Ok(self.category(Category::Space, c == 'S', flags)),
            'w' | 'W' => return Ok(self.category(Category::Word, c == 'W', flags)),
            '0' => {
                let digits = self.take_while(2, |c| matches!(c, '0'..='7'));
                return Ok(Node::Char(u32::from_str_radix(&digits, 8).unwrap_or(0), case));
            }
            '1'..='9' => return self.reference(c, start, case),
            _ => {}
        }
        if let Some(code) = self.character(c, start)? {
            return Ok(Node::Char(code, case));
        }
        if c.is_ascii_alphabetic() {
            return self.bad("bad escape", start);
        }
        Ok(Node::Char(code, case))
    }

    /// `\1` or an octal escape of three digits.
    fn reference(&mut self, first: char, start: usize, case: super::class::Case) -> P<Node> {
        let octal = |c: char| matches!(c, '0'..='7');
        if let Some(second) = self.peek().filter(char::is_ascii_digit) {
            self.at += 1;
            if octal(first)
                && octal(second)
                && let Some(third) = self.peek().filter(|c| octal(*c))
            {
                self.at += 1;
                let digits: String = [first, second, third].iter().collect();
                let code = u32::from_str_radix(&digits, 8).unwrap_or(0);
                if code > 0o377 {
                    let message = format!("octal escape value {} outside of range 0-0o377", self.shown(start));
                    return Err(self.error(message, self.at - start));
                }
                return Ok(Node::Char(code, case));
            }
        }
        let digits = self.shown(start + 1);
        let group: usize = digits.parse().unwrap_or(usize::MAX);
        if group >= self.closed.len() {
            return Err(self.error(format!("invalid group reference {digits}"), digits.len()));
        }
        self.back_reference(group, case, self.at - start)
    }

    /// A reference to a group that must be closed.
    pub(super) fn back_reference(&mut self, group: usize, case: super::class::Case, back: usize) -> P<Node> {
        if !self.closed[group] {
            return Err(self.error("cannot refer to an open group", back));
        }
        self.check_behind(group)?;
        Ok(Node::Back(group, case))
    }

    /// In a look-behind only groups before it may be named.
    pub(super) fn check_behind(&self, group: usize) -> P<()> {
        match self.behind {
            Some(_) if !self.closed.get(group).copied().unwrap_or(false) => Err(self.error("cannot refer to an open group", 0)),
            Some(before) if group >= before => Err(self.error("cannot refer to group defined in the same lookbehind subpattern", 0)),
            _ => Ok(()),
        }
    }

    /// An escape in a set; the backslash was read.
    pub(super) fn set_escape(&mut self) -> P<Item> {
        let start = self.at - 1;
        let Some(code) = self.take() else {
            return Err(self.error("bad escape (end of pattern)", 1));
        };
        let c = char::from_u32(code).unwrap_or('\u{fffd}');
        let one = |code| Ok(Item::Range(code, code));
        match c {
            'b' => return one(8),
            'd' | 'D' => return Ok(Item::Category(Category::Digit, c == 'D')),
            's' | 'S' => return Ok(Item::Category(Category::Space, c == 'S')),
            'w' | 'W' => return Ok(Item::Category(Category::Word, c == 'W')),
            '0'..='7' => {
                let digits = format!("{c}{}", self.take_while(2, |c| matches!(c, '0'..='7')));
                let code = u32::from_str_radix(&digits, 8).unwrap_or(0);
                if code > 0o377 {
                    let message = format!("octal escape value {} outside of range 0-0o377", self.shown(start));
                    return Err(self.error(message, self.at - start));
                }
                return one(code);
            }
            '8' | '9' => return self.bad("bad escape", start),
            _ => {}
        }
        if let Some(code) = self.character(c, start)? {
            return one(code);
        }
        if c.is_ascii_alphabetic() {
            return self.bad("bad escape", start);
        }
        one(code)
    }
}
