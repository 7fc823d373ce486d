//! Finding, counting, replacing and splitting in sequences of bytes, which is what text in WTF-8 is too: an encoded needle can
//! only be found on boundaries of code points. Knows no objects.

use super::room::is_plausible;
use memchr::memmem;

/// Where the first `needle` starts.
#[inline]
pub(crate) fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [byte] if text.len() <= 16 => text.iter().position(|other| other == byte),
        [byte] => memchr::memchr(*byte, text),
        _ if text.len() <= SHORT => hits(text, needle).next(),
        _ => memmem::find(text, needle),
    }
}

/// Where the last `needle` starts.
pub(crate) fn rfind(text: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(text.len()),
        [byte] => memchr::memrchr(*byte, text),
        _ if needle.len() > text.len() => None,
        _ => memmem::rfind(text, needle),
    }
}

/// Starts of non-overlapping occurrences of a needle that is not empty.
#[allow(clippy::large_enum_variant, reason = "lives on the stack for one search; a box would cost more than the room")]
enum Hits<'a> {
    Byte(memchr::Memchr<'a>),
    /// In short texts preparing a search costs more than searching. Next offset to look at.
    Short(&'a [u8], &'a [u8], usize),
    Long(memmem::FindIter<'a, 'a>),
}

const SHORT: usize = 256;

fn hits<'a>(text: &'a [u8], needle: &'a [u8]) -> Hits<'a> {
    match needle {
        [byte] => Hits::Byte(memchr::memchr_iter(*byte, text)),
        _ if text.len() <= SHORT => Hits::Short(text, needle, 0),
        _ => Hits::Long(memmem::find_iter(text, needle)),
    }
}

impl Iterator for Hits<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        match self {
            Hits::Byte(iter) => iter.next(),
            Hits::Long(iter) => iter.next(),
            Hits::Short(text, needle, at) => {
                let first = *needle.first()?;
                loop {
                    let found = *at + memchr::memchr(first, text.get(*at..)?)?;
                    if text[found..].starts_with(needle) {
                        *at = found + needle.len();
                        return Some(found);
                    }
                    *at = found + 1;
                }
            }
        }
    }
}

/// Number of non-overlapping occurrences of `needle`, which is not empty; at most `most`.
pub(crate) fn count(text: &[u8], needle: &[u8], most: usize) -> usize {
    match needle {
        [byte] if text.len() <= most => text.iter().filter(|other| *other == byte).count(),
        _ => hits(text, needle).take(most).count(),
    }
}

/// Calls `f` with the pieces between up to `most` occurrences of `separator` (not empty), from the left.
pub(crate) fn split<'a, E>(text: &'a [u8], separator: &[u8], most: usize, mut f: impl FnMut(&'a [u8]) -> Result<(), E>) -> Result<(), E> {
    let mut start = 0;
    if let ([byte], true) = (separator, text.len() <= SHORT.min(most)) {
        // Pieces are short most often: a search for each costs more than a look at each byte.
        for (at, other) in text.iter().enumerate() {
            if other == byte {
                f(&text[start..at])?;
                start = at + 1;
            }
        }
        return f(&text[start..]);
    }
    for at in hits(text, separator).take(most) {
        f(&text[start..at])?;
        start = at + separator.len();
    }
    f(&text[start..])
}

/// The pieces between up to `most` occurrences of `separator` (not empty) counted from the right, in their order.
pub(crate) fn rsplit<'a>(text: &'a [u8], separator: &[u8], most: usize) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while pieces.len() < most
        && let Some(at) = rfind(rest, separator)
    {
        pieces.push(&rest[at + separator.len()..]);
        rest = &rest[..at];
    }
    pieces.push(rest);
    pieces.reverse();
    pieces
}

/// The replaced text would be larger than any memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Replaces up to `most` occurrences of `from`; None if there are none. An empty `from` stands before each unit and at the end,
/// `width` telling how many bytes the unit has that starts with a byte.
pub(crate) fn replace(text: &[u8], from: &[u8], to: &[u8], most: usize, width: fn(u8) -> usize) -> Result<Option<Vec<u8>>, TooLarge> {
    if most == 0 {
        return Ok(None);
    }
    if from.is_empty() {
        return interleave(text, to, most, width).map(Some);
    }
    if let ([a], [b]) = (from, to) {
        return Ok(replace_byte(text, *a, *b, most));
    }
    let mut found = hits(text, from).take(most).peekable();
    if found.peek().is_none() {
        return Ok(None);
    }
    let mut out = Vec::new();
    let growing = if to.len() > from.len() { count(text, from, most) } else { 0 };
    let size = growing.checked_mul(to.len().saturating_sub(from.len())).and_then(|more| more.checked_add(text.len()));
    reserve(&mut out, size)?;
    let mut start = 0;
    for at in found {
        out.extend_from_slice(&text[start..at]);
        out.extend_from_slice(to);
        start = at + from.len();
    }
    out.extend_from_slice(&text[start..]);
    Ok(Some(out))
}

fn replace_byte(text: &[u8], from: u8, to: u8, most: usize) -> Option<Vec<u8>> {
    let first = memchr::memchr(from, text)?;
    let mut out = text.to_vec();
    if most >= text.len() {
        out[first..].iter_mut().filter(|byte| **byte == from).for_each(|byte| *byte = to);
    } else {
        memchr::memchr_iter(from, text).take(most).for_each(|at| out[at] = to);
    }
    Some(out)
}

fn interleave(text: &[u8], to: &[u8], most: usize, width: fn(u8) -> usize) -> Result<Vec<u8>, TooLarge> {
    let mut out = Vec::new();
    let units = text.len().saturating_add(1).min(most);
    reserve(&mut out, to.len().checked_mul(units).and_then(|more| more.checked_add(text.len())))?;
    let (mut at, mut left) = (0, most);
    while at < text.len() && left > 0 {
        out.extend_from_slice(to);
        let end = (at + width(text[at])).min(text.len());
        out.extend_from_slice(&text[at..end]);
        at = end;
        left -= 1;
    }
    if left > 0 {
        out.extend_from_slice(to);
    }
    out.extend_from_slice(&text[at..]);
    Ok(out)
}

fn reserve(out: &mut Vec<u8>, size: Option<usize>) -> Result<(), TooLarge> {
    let size = size.filter(|size| is_plausible(*size)).ok_or(TooLarge)?;
    out.try_reserve_exact(size).map_err(|_| TooLarge)
}

/// Calls `f` with each line of `text`, its end included if `keep_ends`. `ends` gives the length of the line end at a byte offset,
/// 0 if there is none; `\r\n` is one end.
pub(crate) fn lines<'a, E>(
    text: &'a [u8],
    keep_ends: bool,
    ends: impl Fn(&[u8], usize) -> usize,
    mut f: impl FnMut(&'a [u8]) -> Result<(), E>,
) -> Result<(), E> {
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let end = ends(text, at);
        if end == 0 {
            at += 1;
            continue;
        }
        let next = at + end;
        f(&text[start..if keep_ends { next } else { at }])?;
        start = next;
        at = next;
    }
    if start < text.len() { f(&text[start..]) } else { Ok(()) }
}

/// Line ends of bytes.
pub(crate) fn byte_line_end(text: &[u8], at: usize) -> usize {
    match text[at] {
        b'\n' => 1,
        b'\r' => 1 + usize::from(text.get(at + 1) == Some(&b'\n')),
        _ => 0,
    }
}

/// Line ends of text.
pub(crate) fn text_line_end(text: &[u8], at: usize) -> usize {
    match text[at] {
        b'\n' | 0x0B | 0x0C | 0x1C..=0x1E => 1,
        b'\r' => 1 + usize::from(text.get(at + 1) == Some(&b'\n')),
        0xC2 if text.get(at + 1) == Some(&0x85) => 2,
        0xE2 if matches!(text.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])) => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str, from: &str, to: &str, most: usize) -> Option<String> {
        replace(text.as_bytes(), from.as_bytes(), to.as_bytes(), most, crate::text::wtf8::width_of_lead)
            .expect("small")
            .map(|out| String::from_utf8(out).expect("text"))
    }

    #[test]
    fn replaces() {
        let cases = [
            ("aXbXc", "X", "--", usize::MAX, Some("a--b--c")),
            ("aXbXc", "X", "--", 1, Some("a--bXc")),
            ("aXbXc", "X", "", 9, Some("abc")),
            ("abab", "ab", "x", 9, Some("xx")),
            ("aaa", "aa", "b", 9, Some("ba")),
            ("aaa", "a", "b", 2, Some("bba")),
            ("éa", "", "-", usize::MAX, Some("-é-a-")),
            ("éa", "", "-", 2, Some("-é-a")),
            ("", "", "-", 1, Some("-")),
            ("abc", "d", "x", 9, None),
            ("abc", "a", "x", 0, None),
        ];
        for (text, from, to, most, expected) in cases {
            assert_eq!(replaced(text, from, to, most).as_deref(), expected, "{text} {from} {to} {most}");
        }
        assert_eq!(replace(&[b'a'; 1 << 22], b"a", &[b'b'; 1 << 22], usize::MAX, |_| 1), Err(TooLarge));
    }

    #[test]
    fn splits() {
        let left = |text: &'static str, separator: &str, most| {
            let mut pieces = Vec::new();
            split(text.as_bytes(), separator.as_bytes(), most, |piece| {
                pieces.push(piece);
                Ok::<(), ()>(())
            })
            .expect("never fails");
            pieces.iter().map(|piece| String::from_utf8_lossy(piece).into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(left("a,b,,c", ",", usize::MAX), ["a", "b", "", "c"]);
        assert_eq!(left("a--b--c", "--", 1), ["a", "b--c"]);
        assert_eq!(left("", ",", 9), [""]);
        assert_eq!(rsplit(b"a,b,c", b",", 1), [&b"a,b"[..], b"c"]);
        assert_eq!(rsplit(b"a,b,c", b",", 9), [&b"a"[..], b"b", b"c"]);
    }

    #[test]
    fn splits_lines() {
        let all = |text: &'static str, keep| {
            let mut out = Vec::new();
            lines(text.as_bytes(), keep, text_line_end, |line| {
                let _: () = out.push(String::from_utf8_lossy(line).into_owned());
                Ok::<(), ()>(())
            })
            .expect("never fails");
            out
        };
        assert_eq!(all("a\nb\r\nc\rd\x0be\u{85}f\u{2028}", false), ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(all("a\n\nb\r\n", true), ["a\n", "\n", "b\r\n"]);
        assert!(all("", false).is_empty());
    }
}
