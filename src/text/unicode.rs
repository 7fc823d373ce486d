//! The predicates of `str`, for one code point and for whole WTF-8 texts. Knows nothing of case mappings or numeric values.
//!
//! Categories come from crates that follow newer Unicode versions than CPython 3.13's 15.1, so code points assigned since
//! then are letters and printable here.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

use super::numeric::{decimal_value, digit_value, numeric_value};
use super::wtf8;

/// Characters of Unicode 16, which the tables know and version 15.1 does not.
const NEWER: &[(u32, u32)] = &[
    (0x897, 0x897),
    (0x1C89, 0x1C8A),
    (0xA7CB, 0xA7CD),
    (0xA7DA, 0xA7DC),
    (0x105C0, 0x105F3),
    (0x10D40, 0x10D8F),
    (0x10EC2, 0x10EC4),
    (0x10EFC, 0x10EFC),
    (0x11380, 0x113E2),
    (0x116D0, 0x116E3),
    (0x11BC0, 0x11BF9),
    (0x11F5A, 0x11F5A),
    (0x13460, 0x143FA),
    (0x16100, 0x16139),
    (0x16D40, 0x16D79),
    (0x18CFF, 0x18CFF),
    (0x1CC00, 0x1CCF9),
    (0x1CD00, 0x1CEB3),
    (0x1E5D0, 0x1E5FF),
    (0x1F8B2, 0x1F8BB),
    (0x1F8C0, 0x1F8C1),
    (0x1FA89, 0x1FA89),
    (0x1FA8F, 0x1FA8F),
    (0x1FABE, 0x1FABE),
    (0x1FAC6, 0x1FAC6),
    (0x1FADC, 0x1FADC),
    (0x1FADF, 0x1FADF),
    (0x1FAE9, 0x1FAE9),
    (0x1FBCB, 0x1FBEF),
];

pub(crate) fn is_newer(code_point: u32) -> bool {
    code_point >= 0x897 && NEWER.iter().any(|(first, last)| (*first..=*last).contains(&code_point))
}

pub(crate) fn category(code_point: u32) -> Category {
    if is_newer(code_point) {
        return Category::Unassigned;
    }
    char::from_u32(code_point).map_or(Category::Surrogate, get_general_category)
}

pub(crate) fn is_alpha(code_point: u32) -> bool {
    use Category::*;
    match u8::try_from(code_point) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphabetic(),
        _ => matches!(category(code_point), LowercaseLetter | UppercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter),
    }
}

pub(crate) fn is_decimal(code_point: u32) -> bool {
    decimal_value(code_point).is_some()
}

pub(crate) fn is_digit(code_point: u32) -> bool {
    digit_value(code_point).is_some()
}

pub(crate) fn is_numeric(code_point: u32) -> bool {
    numeric_value(code_point).is_some()
}

pub(crate) fn is_alnum(code_point: u32) -> bool {
    is_alpha(code_point) || is_numeric(code_point)
}

/// Blanks of `str.isspace`, `str.strip` and `str.split`. Besides Unicode's White_Space, the separators 0x1C to 0x1F.
#[inline]
pub(crate) fn is_space(code_point: u32) -> bool {
    match code_point {
        0x09..=0x0D | 0x1C..=0x20 => true,
        0..=0x7F => false,
        _ => char::from_u32(code_point).is_some_and(char::is_whitespace),
    }
}

/// Whether `repr` shows the code point as it is.
#[inline]
pub(crate) fn is_printable(code_point: u32) -> bool {
    use Category::*;
    match code_point {
        0x20..=0x7E => true,
        0..=0xA0 | 0xAD => false,
        0xA1..=0xFF => true,
        _ => !matches!(
            category(code_point),
            Control | Format | Surrogate | PrivateUse | Unassigned | LineSeparator | ParagraphSeparator | SpaceSeparator
        ),
    }
}

pub(crate) fn is_lower(code_point: u32) -> bool {
    char::from_u32(code_point).is_some_and(char::is_lowercase)
}

pub(crate) fn is_upper(code_point: u32) -> bool {
    char::from_u32(code_point).is_some_and(char::is_uppercase)
}

/// Title case letters: digraphs such as `ǅ` and Greek capitals with a following iota.
pub(crate) fn is_title(code_point: u32) -> bool {
    code_point > 0x7F && category(code_point) == Category::TitlecaseLetter
}

pub(crate) fn is_cased(code_point: u32) -> bool {
    is_lower(code_point) || is_upper(code_point) || is_title(code_point)
}

/// Unicode's Case_Ignorable: what may stand inside a word without ending it, as far as the final sigma is concerned.
pub(crate) fn is_case_ignorable(code_point: u32) -> bool {
    use Category::*;
    match code_point {
        0x27 | 0x2E | 0x3A | 0x5E | 0x60 => true,
        0..=0x7F => false,
        0xB7 | 0x387 | 0x55F | 0x5F4 | 0x2018 | 0x2019 | 0x2024 | 0x2027 => true,
        0xFE13 | 0xFE52 | 0xFE55 | 0xFF07 | 0xFF0E | 0xFF1A => true,
        _ => matches!(category(code_point), NonspacingMark | EnclosingMark | Format | ModifierLetter | ModifierSymbol),
    }
}

pub(crate) fn is_identifier_start(code_point: u32) -> bool {
    code_point == 0x5F || char::from_u32(code_point).is_some_and(unicode_ident::is_xid_start)
}

pub(crate) fn is_identifier_continue(code_point: u32) -> bool {
    char::from_u32(code_point).is_some_and(unicode_ident::is_xid_continue)
}

/// `str.isidentifier()`.
pub(crate) fn text_is_identifier(text: &[u8]) -> bool {
    let mut rest = wtf8::code_points(text);
    rest.next().is_some_and(is_identifier_start) && rest.all(is_identifier_continue)
}

/// `str.isprintable()`: true of the empty text too.
pub(crate) fn text_is_printable(text: &[u8]) -> bool {
    wtf8::code_points(text).all(is_printable)
}

/// The predicates that ask that there is a code point and that `holds` for each: `isalpha`, `isdigit`, `isspace` and so on.
pub(crate) fn all_and_some(text: &[u8], holds: fn(u32) -> bool) -> bool {
    !text.is_empty() && wtf8::code_points(text).all(holds)
}

/// `str.islower()`: some cased code point, and no upper or title case one.
pub(crate) fn text_is_lower(text: &[u8]) -> bool {
    wtf8::code_points(text).all(|c| !is_upper(c) && !is_title(c)) && wtf8::code_points(text).any(is_lower)
}

/// `str.isupper()`: some cased code point, and no lower or title case one.
pub(crate) fn text_is_upper(text: &[u8]) -> bool {
    wtf8::code_points(text).all(|c| !is_lower(c) && !is_title(c)) && wtf8::code_points(text).any(is_upper)
}

/// `str.istitle()`: upper and title case only at the start of words, lower case only inside them.
pub(crate) fn text_is_title(text: &[u8]) -> bool {
    let (mut inside_word, mut some) = (false, false);
    for c in wtf8::code_points(text) {
        if is_upper(c) || is_title(c) {
            if inside_word {
                return false;
            }
            (inside_word, some) = (true, true);
        } else if is_lower(c) {
            if !inside_word {
                return false;
            }
        } else {
            inside_word = false;
        }
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points() {
        let yes: [(fn(u32) -> bool, &str); 10] = [
            (is_alpha, "aZé中ǅªʰ"),
            (is_decimal, "0٣𝟗"),
            (is_digit, "²①"),
            (is_numeric, "½Ⅻ万"),
            (is_alnum, "a½"),
            (is_space, " \t\x1c\u{85}\u{a0}\u{3000}"),
            (is_printable, " aé中😀"),
            (is_lower, "aªⅰß"),
            (is_upper, "AⅠⒶ"),
            (is_title, "ǅᾈ"),
        ];
        for (holds, samples) in yes {
            assert!(samples.chars().all(|c| holds(c as u32)), "{samples}");
        }
        let no: [(fn(u32) -> bool, &str); 7] = [
            (is_alpha, "1Ⅻ\u{345}_"),
            (is_decimal, "²½"),
            (is_digit, "½"),
            (is_space, "\u{200b}\u{1b}"),
            (is_printable, "\n\u{7f}\u{a0}\u{ad}\u{200b}\u{e000}\u{378}\u{2028}"),
            (is_lower, "Aǅ1"),
            (is_upper, "aǅ1"),
        ];
        for (holds, samples) in no {
            assert!(!samples.chars().any(|c| holds(c as u32)), "{samples}");
        }
        assert!(!is_printable(0xD800) && !is_alpha(0xDFFF) && !is_alpha(u32::MAX));
    }

    #[test]
    fn texts() {
        assert!(text_is_identifier("_aé1".as_bytes()) && text_is_identifier("中".as_bytes()));
        assert!(!text_is_identifier(b"1a") && !text_is_identifier(b"") && !text_is_identifier(b"a-b"));
        assert!(text_is_lower("a1é".as_bytes()) && !text_is_lower(b"1") && !text_is_lower("aǅ".as_bytes()));
        assert!(text_is_upper(b"A1") && !text_is_upper(b"Aa"));
        for title in ["Hello World", "A1 B2", "ǅa", "They'Re"] {
            assert!(text_is_title(title.as_bytes()), "{title}");
        }
        for not in ["", "1", "hello", "HEllo", "A b"] {
            assert!(!text_is_title(not.as_bytes()), "{not}");
        }
        assert!(all_and_some(b"  ", is_space) && !all_and_some(b"", is_space));
        assert!(text_is_printable(b"") && !text_is_printable(b"a\n"));
    }
}
