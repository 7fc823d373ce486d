//! Identifiers, ASCII and Unicode, and what is left over. Knows nothing of which names are bound.

use super::{Kind, Lexed, Lexer};
use crate::syntax::symbols::{Symbol, Symbols};
use crate::syntax::token::Token;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

pub(in crate::syntax) const MATCH: Symbol = Symbol(1);
pub(in crate::syntax) const CASE: Symbol = Symbol(2);
pub(in crate::syntax) const TYPE: Symbol = Symbol(3);
pub(in crate::syntax) const UNDERSCORE: Symbol = Symbol(4);

/// A table in which the names the lexer must know have their fixed numbers.
pub(in crate::syntax) fn predefined_symbols() -> Symbols {
    let mut symbols = Symbols::default();
    for (name, symbol) in [("match", MATCH), ("case", CASE), ("type", TYPE), ("_", UNDERSCORE)] {
        let given = symbols.intern(name);
        debug_assert_eq!(given, symbol);
    }
    symbols
}

impl Lexer<'_> {
    /// Does the identifier that ends at `at` go on with letters outside ASCII?
    pub(super) fn continues_word(&self, at: u32) -> bool {
        self.byte(at) >= 0x80
    }

    /// An identifier starts at `start`, or a character that starts nothing.
    pub(super) fn word(&mut self, start: u32) -> Lexed {
        let mut end = self.raw.span().end as u32;
        let mut ascii = true;
        if self.continues_word(end) || self.byte(start) >= 0x80 {
            end = self.unicode_word(start)?;
            ascii = false;
            self.seek(end);
        }
        if self.byte(start).is_ascii_control() {
            return Err(self.invalid_character(char::from(self.byte(start)), start));
        }
        let text = &self.text[start as usize..end as usize];
        let symbol = if ascii || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
            self.symbols.intern(text)
        } else {
            let normal: String = text.nfkc().collect();
            self.symbols.intern(&normal)
        };
        self.tokens.push(Token { kind: Kind::Name, start, end, symbol });
        self.soft.name(&mut self.tokens);
        Ok(())
    }

    /// The end of the identifier that starts at `start`.
    fn unicode_word(&self, start: u32) -> Lexed<u32> {
        let text = &self.text[start as usize..];
        for (i, c) in text.char_indices() {
            if is_word_char(c, i == 0) {
                continue;
            }
            // Every character outside ASCII counts as part of a word until the word is checked.
            if c.is_ascii() && i > 0 {
                return Ok(start + i as u32);
            }
            return Err(self.invalid_character(c, start + i as u32));
        }
        Ok(start + text.len() as u32)
    }

    fn invalid_character(&self, c: char, at: u32) -> Box<super::LexError> {
        let code = c as u32;
        let message = if is_printable(c) {
            format!("invalid character '{c}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        self.error_at(message, at)
    }
}

/// Python's identifiers: XID and the underscore, also if only their compatibility form is one.
fn is_word_char(c: char, first: bool) -> bool {
    let fits = |c: char| {
        if first { c == '_' || unicode_ident::is_xid_start(c) } else { unicode_ident::is_xid_continue(c) }
    };
    if c.is_ascii() {
        return fits(c);
    }
    fits(c)
}

fn is_printable(c: char) -> bool {
    use unicode_general_category::{GeneralCategory as G, get_general_category};
    c == ' '
        || !matches!(
            get_general_category(c),
            G::Control
                | G::Format
                | G::Surrogate
                | G::PrivateUse
                | G::Unassigned
                | G::LineSeparator
                | G::ParagraphSeparator
                | G::SpaceSeparator
        )
}
