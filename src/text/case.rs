//! The case operations of `str` with Unicode's full mappings, over WTF-8 texts. Knows no locale, as Python knows none.

use super::unicode::{is_case_ignorable, is_cased, is_lower, is_upper};
use super::wtf8;

const CAPITAL_SIGMA: u32 = 0x3A3;
const SMALL_SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

/// `str.lower()`.
pub(crate) fn lower(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    each(text, |out, _, at, c| push_lower_in(out, text, at, c))
}

/// `str.upper()`.
pub(crate) fn upper(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    each(text, |out, _, _, c| push_upper(out, c))
}

/// `str.casefold()`.
pub(crate) fn casefold(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    each(text, |out, _, _, c| push_folded(out, c))
}

/// `str.swapcase()`.
pub(crate) fn swapcase(text: &[u8]) -> Vec<u8> {
    each(text, |out, _, at, c| {
        if is_upper(c) {
            push_lower_in(out, text, at, c);
        } else if is_lower(c) {
            push_upper(out, c);
        } else {
            wtf8::push(out, c);
        }
    })
}

/// `str.capitalize()`.
pub(crate) fn capitalize(text: &[u8]) -> Vec<u8> {
    each(text, |out, _, at, c| if at == 0 { push_title(out, c) } else { push_lower_in(out, text, at, c) })
}

/// `str.title()`: a word starts after anything that has no case.
pub(crate) fn title(text: &[u8]) -> Vec<u8> {
    each(text, |out, after_cased, at, c| if after_cased { push_lower_in(out, text, at, c) } else { push_title(out, c) })
}

/// Calls `push(out, whether the code point before has case, byte offset, code point)` for each code point.
fn each(text: &[u8], push: impl Fn(&mut Vec<u8>, bool, usize, u32)) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let (mut at, mut after_cased) = (0, false);
    while let Some((c, width)) = wtf8::decode_at(text, at) {
        push(&mut out, after_cased, at, c);
        after_cased = is_cased(c);
        at += width;
    }
    out
}

fn push_lower_in(out: &mut Vec<u8>, text: &[u8], at: usize, c: u32) {
    if c == CAPITAL_SIGMA {
        wtf8::push(out, if is_final(text, at) { FINAL_SIGMA } else { SMALL_SIGMA });
    } else {
        push_lower(out, c);
    }
}

/// Whether the sigma at byte `at` ends a word: some cased code point before it, none after it, case-ignorable ones apart.
fn is_final(text: &[u8], at: usize) -> bool {
    let before = wtf8::code_points(&text[..at]).rev().find(|&c| !is_case_ignorable(c));
    let after = wtf8::code_points(&text[at..]).skip(1).find(|&c| !is_case_ignorable(c));
    before.is_some_and(is_cased) && !after.is_some_and(is_cased)
}

fn push_mapped<I: Iterator<Item = char>>(out: &mut Vec<u8>, c: u32, map: fn(char) -> I) {
    match char::from_u32(c) {
        Some(c) => map(c).for_each(|c| wtf8::push_char(out, c)),
        None => wtf8::push(out, c),
    }
}

/// Appends the lower case of `c` outside any context.
pub(crate) fn push_lower(out: &mut Vec<u8>, c: u32) {
    push_mapped(out, c, char::to_lowercase);
}

pub(crate) fn push_upper(out: &mut Vec<u8>, c: u32) {
    push_mapped(out, c, char::to_uppercase);
}

/// The title case is the upper case of the first letter of the mapping, with the exceptions Unicode's data have: digraphs,
/// Georgian, which has no title case, and Greek letters with iota below.
pub(crate) fn push_title(out: &mut Vec<u8>, c: u32) {
    let single = match c {
        0x1C4..=0x1CC => 0x1C5 + (c - 0x1C4) / 3 * 3,
        0x1F1..=0x1F3 => 0x1F2,
        0x10D0..=0x10FA | 0x10FD..=0x10FF => c,
        0x1F80..=0x1FAF => c | 8,
        0x1FB3 | 0x1FBC => 0x1FBC,
        0x1FC3 | 0x1FCC => 0x1FCC,
        0x1FF3 | 0x1FFC => 0x1FFC,
        0x1FB2 => return push_all(out, &[0x1FBA, 0x345]),
        0x1FB4 => return push_all(out, &[0x386, 0x345]),
        0x1FB7 => return push_all(out, &[0x391, 0x342, 0x345]),
        0x1FC2 => return push_all(out, &[0x1FCA, 0x345]),
        0x1FC4 => return push_all(out, &[0x389, 0x345]),
        0x1FC7 => return push_all(out, &[0x397, 0x342, 0x345]),
        0x1FF2 => return push_all(out, &[0x1FFA, 0x345]),
        0x1FF4 => return push_all(out, &[0x38F, 0x345]),
        0x1FF7 => return push_all(out, &[0x3A9, 0x342, 0x345]),
        0x149 => return push_all(out, &[0x2BC, 0x4E]),
        _ => {
            let Some(c) = char::from_u32(c) else {
                return wtf8::push(out, c);
            };
            let mut mapped = c.to_uppercase();
            mapped.next().into_iter().for_each(|c| wtf8::push_char(out, c));
            return mapped.for_each(|c| push_lower(out, c as u32));
        }
    };
    wtf8::push(out, single);
}

fn push_all(out: &mut Vec<u8>, code_points: &[u32]) {
    code_points.iter().for_each(|&c| wtf8::push(out, c));
}

/// Full case folding: the lower case of the upper case, except that Cherokee folds to its capitals, the dotless i stays and
/// the capital sharp s has no upper case other than itself.
fn push_folded(out: &mut Vec<u8>, c: u32) {
    match c {
        0x13A0..=0x13F5 | 0x131 => wtf8::push(out, c),
        0x13F8..=0x13FD | 0xAB70..=0xABBF => push_upper(out, c),
        0x1E9E => out.extend(b"ss"),
        _ => match char::from_u32(c) {
            Some(c) => c.to_uppercase().for_each(|c| push_lower(out, c as u32)),
            None => wtf8::push(out, c),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(operation: fn(&[u8]) -> Vec<u8>, text: &str, expected: &str) {
        assert_eq!(String::from_utf8(operation(text.as_bytes())).as_deref(), Ok(expected), "{text}");
    }

    #[test]
    fn operations_are_cpythons() {
        check(lower, "ÀÉÎ ABC İ", "àéî abc i\u{307}");
        check(lower, "ΑΣ ΣΑ Σ ΑΣ. ΑΣ'Α", "ας σα σ ας. ασ'α");
        check(upper, "straße ﬁ ŉ", "STRASSE FI ʼN");
        check(title, "hello wORLD they're ßx ǆ ﬁn", "Hello World They'Re Ssx ǅ Fin");
        check(title, "ᾳ ა ᾷ 1a", "ᾼ ა Α\u{342}\u{345} 1A");
        check(capitalize, "ǆABC", "ǅabc");
        check(capitalize, "ΣΣ", "Σς");
        check(capitalize, "", "");
        check(swapcase, "aBcß ΑΣ ǅ", "AbCSS ας ǅ");
        check(casefold, "Straße ΣΑΣ ẞ ŉ ΐ Ꭰ ꭰ ı ǅ İ", "strasse σασ ss ʼn ι\u{308}\u{301} Ꭰ Ꭰ ı ǆ i\u{307}");
    }

    #[test]
    fn surrogates_stay() {
        for operation in [lower, upper, title, capitalize, swapcase, casefold] {
            assert_eq!(operation(b"\xED\xA0\x80"), b"\xED\xA0\x80");
        }
    }
}
