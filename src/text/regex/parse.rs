//! The parser of regular expressions. Follows the order in which CPython's parser looks at things, so that the same error is found first
//! and at the same position.

use super::class::{Case, Category, Item, Set};
use super::flag;

/// Why a pattern is no regular expression, and where.
#[derive(Debug)]
pub(crate) struct PatternError {
    pub(crate) message: String,
    pub(crate) position: Option<usize>,
    /// A count that is too large: OverflowError instead of the usual class.
    pub(crate) overflow: bool,
}

pub(super) type P<T> = Result<T, PatternError>;

/// Most nested groups: each costs native stack in the parser.
const MOST_DEPTH: usize = 400;
pub(super) const INFINITE: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Char(u32, Case),
    Any {
        newline: bool,
    },
    Set(Box<Set>),
    /// `^`, `$`, `\A`, `\Z`, `\b`, `\B`.
    At(At),
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat {
        body: Box<Node>,
        least: u32,
        most: u32,
        greed: Greed,
    },
    Capture(usize, Box<Node>),
    /// `(?:...)`: keeps `a*` in it from being taken for a repeated item.
    Group(Box<Node>),
    Back(usize, Case),
    Look {
        ahead: bool,
        negated: bool,
        body: Box<Node>,
    },
    If {
        group: usize,
        yes: Box<Node>,
        no: Box<Node>,
    },
    Atomic(Box<Node>),
    Fail,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum At {
    Start,
    LineStart,
    End,
    LineEnd,
    AbsoluteEnd,
    Boundary { ascii: bool },
    NoBoundary { ascii: bool },
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a [u32],
    pub(super) at: usize,
    pub(super) flags: u32,
    pub(super) is_bytes: bool,
    /// Names and numbers of groups.
    pub(super) names: Vec<(String, usize)>,
    /// By number: whether the group is closed. Group 0 stands for the whole.
    pub(super) closed: Vec<bool>,
    /// Groups that conditions name, with the position of the name.
    pub(super) conditions: Vec<(usize, usize)>,
    /// In a look-behind: how many groups there were before it.
    pub(super) behind: Option<usize>,
    pub(super) depth: usize,
}

/// What a pattern says.
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) flags: u32,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
}

pub(super) fn parse(text: &[u32], flags: u32, is_bytes: bool) -> P<Parsed> {
    let mut parser =
        Parser { text, at: 0, flags, is_bytes, names: Vec::new(), closed: vec![false], conditions: Vec::new(), behind: None, depth: 0 };
    let node = parser.alternatives(flags, true)?;
    if parser.peek().is_some() {
        return Err(parser.error("unbalanced parenthesis", 0));
    }
    for (group, position) in &parser.conditions {
        if *group >= parser.closed.len() {
            return Err(PatternError { message: format!("invalid group reference {group}"), position: Some(*position), overflow: false });
        }
    }
    Ok(Parsed { node, flags: parser.flags, groups: parser.closed.len(), names: parser.names })
}

impl Parser<'_> {
    /// An error `back` characters before the present position.
    pub(super) fn error(&self, message: impl Into<String>, back: usize) -> PatternError {
        PatternError { message: message.into(), position: Some(self.at.saturating_sub(back)), overflow: false }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text.get(self.at).map(|c| char::from_u32(*c).unwrap_or('\u{fffd}'))
    }

    pub(super) fn take(&mut self) -> Option<u32> {
        let c = self.text.get(self.at).copied();
        self.at += usize::from(c.is_some());
        c
    }

    pub(super) fn take_char(&mut self) -> Option<char> {
        self.take().map(|c| char::from_u32(c).unwrap_or('\u{fffd}'))
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    pub(super) fn case(flags: u32) -> Case {
        if flags & flag::IGNORECASE == 0 {
            Case::Exact
        } else if flags & flag::UNICODE != 0 && flags & flag::ASCII == 0 {
            Case::Unicode
        } else {
            Case::Ascii
        }
    }

    pub(super) fn is_ascii(flags: u32) -> bool {
        flags & flag::UNICODE == 0 || flags & flag::ASCII != 0
    }

    /// `a|b|c`. `first`: nothing of the pattern was read yet, so that global flags may come.
    pub(super) fn alternatives(&mut self, flags: u32, first: bool) -> P<Node> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(self.error("too many nested groups", 0));
        }
        let mut branches = vec![self.sequence(flags, first)?];
        while self.eat('|') {
            let flags = if first { self.flags } else { flags };
            branches.push(self.sequence(flags, false)?);
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 { branches.swap_remove(0) } else { Node::Either(branches) })
    }

    /// What stands between `|`, `(` and `)`.
    pub(super) fn sequence(&mut self, mut flags: u32, first: bool) -> P<Node> {
        let mut items: Vec<Node> = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let start = self.at;
            if flags & flag::VERBOSE != 0 {
                if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') {
                    self.at += 1;
                    continue;
                }
                if c == '#' {
                    while self.take().is_some_and(|c| c != 10) {}
                    continue;
                }
            }
            self.at += 1;
            match c {
                '\\' => items.push(self.escape(flags, start)?),
                '[' => items.push(self.set(flags, start)?),
                '*' | '+' | '?' | '{' => self.repeat(&mut items, c, start, flags)?,
                '.' => items.push(Node::Any { newline: flags & flag::DOTALL != 0 }),
                '^' => items.push(Node::At(if flags & flag::MULTILINE != 0 { At::LineStart } else { At::Start })),
                '$' => items.push(Node::At(if flags & flag::MULTILINE != 0 { At::LineEnd } else { At::End })),
                '(' => match self.group(flags, start)? {
                    super::groups::Opened::Item(node) => items.push(node),
                    super::groups::Opened::Nothing => {}
                    super::groups::Opened::Flags => {
                        if !first || !items.is_empty() {
                            let message = "global flags not at the start of the expression";
                            return Err(PatternError { message: message.into(), position: Some(start), overflow: false });
                        }
                        flags = self.flags;
                    }
                },
                _ => items.push(Node::Char(self.text[start], Self::case(flags))),
            }
        }
        Ok(if items.len() == 1 { items.swap_remove(0) } else { Node::Concat(items) })
    }

    fn repeat(&mut self, items: &mut Vec<Node>, c: char, start: usize, flags: u32) -> P<()> {
        let (least, most) = match c {
            '?' => (0, 1),
            '*' => (0, INFINITE),
            '+' => (1, INFINITE),
            _ => match self.counts()? {
                Some(counts) => counts,
                None => {
                    self.at = start + 1;
                    items.push(Node::Char(u32::from('{'), Self::case(flags)));
                    return Ok(());
                }
            },
        };
        let back = self.at - start;
        let body = match items.last() {
            None | Some(Node::At(_)) => return Err(self.error("nothing to repeat", back)),
            Some(Node::Repeat { .. }) => return Err(self.error("multiple repeat", back)),
            Some(_) => items.pop().unwrap_or(Node::Fail),
        };
        let greed = if self.eat('?') {
            Greed::Lazy
        } else if self.eat('+') {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        items.push(Node::Repeat { body: Box::new(body), least, most, greed });
        Ok(())
    }

    /// The counts after `{`; None if the brace stands for itself.
    fn counts(&mut self) -> P<Option<(u32, u32)>> {
        let here = self.at;
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let low = self.digits();
        let high = if self.eat(',') { self.digits() } else { low.clone() };
        if !self.eat('}') {
            return Ok(None);
        }
        let number = |digits: &str, default: u32| -> P<u32> {
            if digits.is_empty() {
                return Ok(default);
            }
            digits.parse::<u32>().ok().filter(|number| *number < INFINITE).ok_or_else(|| PatternError {
                message: "the repetition number is too large".into(),
                position: None,
                overflow: true,
            })
        };
        let (least, most) = (number(&low, 0)?, number(&high, INFINITE)?);
        if most < least {
            return Err(PatternError { message: "min repeat greater than max repeat".into(), position: Some(here), overflow: false });
        }
        Ok(Some((least, most)))
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        digits
    }

    /// `[...]`; the opening bracket at `start` was read.
    fn set(&mut self, flags: u32, start: usize) -> P<Node> {
        let unterminated = || PatternError { message: "unterminated character set".into(), position: Some(start), overflow: false };
        let negated = self.eat('^');
        let first = self.at;
        let mut items = Vec::new();
        loop {
            let from = self.at;
            let c = self.take().ok_or_else(unterminated)?;
            if c == u32::from(']') && from != first {
                break;
            }
            let low = self.set_item(c)?;
            if !self.eat('-') {
                items.push(low);
                continue;
            }
            let c = self.take().ok_or_else(unterminated)?;
            if c == u32::from(']') {
                items.push(low);
                items.push(Item::Range(u32::from('-'), u32::from('-')));
                break;
            }
            let high = self.set_item(c)?;
            match (&low, &high) {
                (Item::Range(low, _), Item::Range(high, _)) if low <= high => items.push(Item::Range(*low, *high)),
                _ => {
                    let text: String = self.text[from..self.at].iter().map(|c| char::from_u32(*c).unwrap_or('\u{fffd}')).collect();
                    return Err(self.error(format!("bad character range {text}"), self.at - from));
                }
            }
        }
        Ok(Node::Set(Box::new(Set::new(items, negated, Self::is_ascii(flags), Self::case(flags)))))
    }

    fn set_item(&mut self, c: u32) -> P<Item> {
        if c == u32::from('\\') { self.set_escape() } else { Ok(Item::Range(c, c)) }
    }

    pub(super) fn category(&self, category: Category, inverted: bool, flags: u32) -> Node {
        Node::Set(Box::new(Set::new(vec![Item::Category(category, inverted)], false, Self::is_ascii(flags), Case::Exact)))
    }
}
