//! Classes of characters: `[a-z]`, `\w` and their like, and what ignoring case means.

use crate::text::{case, unicode, wtf8};

/// Which characters a category such as `\w` has.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Category {
    Digit,
    Space,
    Word,
}

impl Category {
    pub(super) fn has(self, c: u32, ascii: bool) -> bool {
        let is_ascii = c < 128;
        match self {
            Category::Digit if is_ascii || ascii => is_ascii && (c as u8).is_ascii_digit(),
            Category::Digit => unicode::is_decimal(c),
            Category::Space if ascii => matches!(c, 9..=13 | 32),
            Category::Space => unicode::is_space(c),
            Category::Word => is_word(c, ascii),
        }
    }
}

pub(crate) fn is_word(c: u32, ascii: bool) -> bool {
    if c < 128 {
        return (c as u8).is_ascii_alphanumeric() || c == u32::from(b'_');
    }
    !ascii && unicode::is_alnum(c)
}

/// How letters of different case compare.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Case {
    Exact,
    Ascii,
    Unicode,
}

#[derive(Clone, Debug)]
pub(super) enum Item {
    Range(u32, u32),
    Category(Category, bool),
}

#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) items: Vec<Item>,
    pub(super) negated: bool,
    pub(super) ascii: bool,
    pub(super) case: Case,
    /// Answers for the first 128 characters.
    table: [u64; 2],
}

impl Set {
    pub(super) fn new(items: Vec<Item>, negated: bool, ascii: bool, case: Case) -> Set {
        let mut set = Set { items, negated, ascii, case, table: [0; 2] };
        for c in 0..128 {
            if set.decide(c) {
                set.table[(c >> 6) as usize] |= 1 << (c & 63);
            }
        }
        set
    }

    #[inline(always)]
    pub(super) fn has(&self, c: u32) -> bool {
        if c < 128 { self.table[(c >> 6) as usize] >> (c & 63) & 1 == 1 } else { self.decide(c) }
    }

    fn decide(&self, c: u32) -> bool {
        let found = match self.case {
            Case::Exact => self.lists(c),
            Case::Ascii => {
                self.lists(c) || (c < 128 && (self.lists(c | 32) || self.lists(upper_ascii(c))) && (c as u8).is_ascii_alphabetic())
            }
            Case::Unicode => {
                let folded = fold(c);
                self.lists(c)
                    || self.lists(folded)
                    || self.lists(simple(c, case::push_upper))
                    || self.lists(simple(folded, case::push_upper))
            }
        };
        found != self.negated
    }

    fn lists(&self, c: u32) -> bool {
        self.items.iter().any(|item| match item {
            Item::Range(low, high) => (*low..=*high).contains(&c),
            Item::Category(category, inverted) => category.has(c, self.ascii) != *inverted,
        })
    }
}

fn upper_ascii(c: u32) -> u32 {
    u32::from((c as u8).to_ascii_uppercase())
}

/// A case mapping if it gives one character, else the character itself.
fn simple(c: u32, map: fn(&mut Vec<u8>, u32)) -> u32 {
    if c < 128 {
        let mut mapped = Vec::with_capacity(4);
        map(&mut mapped, c);
        return u32::from(mapped[0]);
    }
    let mut mapped = Vec::with_capacity(4);
    map(&mut mapped, c);
    let mut points = wtf8::code_points(&mapped);
    match (points.next(), points.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// The character that stands for all its cases.
pub(crate) fn fold(c: u32) -> u32 {
    if c < 128 {
        return u32::from((c as u8).to_ascii_lowercase());
    }
    simple(simple(c, case::push_upper), case::push_lower)
}

pub(super) fn fold_by(c: u32, case: Case) -> u32 {
    match case {
        Case::Exact => c,
        Case::Ascii if c < 128 => u32::from((c as u8).to_ascii_lowercase()),
        Case::Ascii => c,
        Case::Unicode => fold(c),
    }
}
