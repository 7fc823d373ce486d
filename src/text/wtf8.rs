//! Code points of a Python string stored as WTF-8: UTF-8 in which lone surrogates have their three-byte form.
//! Knows no string object; a caller that holds valid text gets right answers, any other input gets some answer but no panic.
//!
//! A Python string is a sequence of code points, so a high surrogate followed by a low one stays two code points and is
//! never joined into the astral character it would mean in UTF-16.

use std::borrow::Cow;

/// The length in bytes of the encoded code point that starts with `lead`.
#[inline]
pub(crate) const fn width_of_lead(lead: u8) -> usize {
    match lead {
        0..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

/// The length in bytes of `code_point` when encoded.
#[inline]
pub(crate) const fn width_of(code_point: u32) -> usize {
    match code_point {
        0..=0x7F => 1,
        0x80..=0x7FF => 2,
        0x800..=0xFFFF => 3,
        _ => 4,
    }
}

#[inline]
pub(crate) const fn is_surrogate(code_point: u32) -> bool {
    code_point & 0xFFFF_F800 == 0xD800
}

#[inline]
const fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Decodes the code point that starts at byte `at`; `None` at the end. Returns it with its width in bytes.
#[inline]
pub(crate) fn decode_at(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let lead = *text.get(at)?;
    if lead < 0x80 {
        return Some((u32::from(lead), 1));
    }
    let tail = |i: usize| u32::from(text.get(at + i).copied().unwrap_or(0) & 0x3F);
    let width = width_of_lead(lead).min(text.len() - at);
    let lead = u32::from(lead);
    let code_point = match width {
        1 => lead,
        2 => (lead & 0x1F) << 6 | tail(1),
        3 => (lead & 0x0F) << 12 | tail(1) << 6 | tail(2),
        _ => ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)).min(0x10_FFFF),
    };
    Some((code_point, width))
}

/// Decodes the code point that ends just before byte `end`; `None` at the start.
#[inline]
pub(crate) fn decode_before(text: &[u8], end: usize) -> Option<(u32, usize)> {
    let mut at = end.checked_sub(1)?;
    while at > 0 && end - at < 4 && is_continuation(*text.get(at)?) {
        at -= 1;
    }
    decode_at(text.get(..end)?, at).map(|(code_point, _)| (code_point, end - at))
}

/// Appends `code_point`, which may be a surrogate, to `out`.
#[inline]
pub(crate) fn push(out: &mut Vec<u8>, code_point: u32) {
    if code_point < 0x80 {
        out.push(code_point as u8);
    } else {
        push_wide(out, code_point);
    }
}

fn push_wide(out: &mut Vec<u8>, code_point: u32) {
    let tail = |shift: u32| 0x80 | (code_point >> shift & 0x3F) as u8;
    match width_of(code_point) {
        2 => out.extend([0xC0 | (code_point >> 6) as u8, tail(0)]),
        3 => out.extend([0xE0 | (code_point >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend([0xF0 | (code_point >> 18 & 7) as u8, tail(12), tail(6), tail(0)]),
    }
}

/// Appends a `char`.
#[inline]
pub(crate) fn push_char(out: &mut Vec<u8>, c: char) {
    push(out, c as u32);
}

/// Encodes a sequence of code points.
pub(crate) fn from_code_points(code_points: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    for code_point in code_points {
        push(&mut out, code_point);
    }
    out
}

/// The code points of `text`, from either end.
#[inline]
pub(crate) fn code_points(text: &[u8]) -> CodePoints<'_> {
    CodePoints { text }
}

#[derive(Clone, Debug)]
pub(crate) struct CodePoints<'a> {
    text: &'a [u8],
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let (code_point, width) = decode_at(self.text, 0)?;
        self.text = &self.text[width..];
        Some(code_point)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.text.len().div_ceil(4), Some(self.text.len()))
    }

    fn count(self) -> usize {
        count(self.text)
    }
}

impl DoubleEndedIterator for CodePoints<'_> {
    fn next_back(&mut self) -> Option<u32> {
        let (code_point, width) = decode_before(self.text, self.text.len())?;
        self.text = &self.text[..self.text.len() - width];
        Some(code_point)
    }
}

/// The number of code points. One pass over the bytes that the compiler turns into vector code.
#[inline]
pub(crate) fn count(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| !is_continuation(byte)).count()
}

/// The byte offset of code point number `index`; the length of the text when `index` is its count of code points,
/// `None` beyond that.
pub(crate) fn byte_offset(text: &[u8], index: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let (mut at, mut left) = (0, index);
    // Whole blocks first: counting the leads of a block is vector code, stepping is not.
    while left >= BLOCK && text.len() - at > BLOCK {
        let leads = count(&text[at..at + BLOCK]);
        left -= leads;
        at += BLOCK;
    }
    while at < text.len() && is_continuation(text[at]) {
        at += 1;
    }
    while left > 0 {
        at += decode_at(text, at)?.1;
        left -= 1;
    }
    Some(at)
}

/// The number of the code point at byte `offset`, which must be on a boundary.
#[inline]
pub(crate) fn index_of_offset(text: &[u8], offset: usize) -> usize {
    count(&text[..offset.min(text.len())])
}

#[cfg(test)]
#[inline]
pub(crate) fn is_boundary(text: &[u8], offset: usize) -> bool {
    text.get(offset).map_or(offset == text.len(), |&byte| !is_continuation(byte))
}

/// Whether `text` is WTF-8 as defined above.
#[cfg(test)]
pub(crate) fn is_valid(text: &[u8]) -> bool {
    let mut rest = text;
    loop {
        match std::str::from_utf8(rest) {
            Ok(_) => return true,
            Err(error) => match rest.get(error.valid_up_to()..) {
                Some([0xED, 0xA0..=0xBF, 0x80..=0xBF, after @ ..]) => rest = after,
                _ => return false,
            },
        }
    }
}

/// `text` as a Rust string if it holds no surrogate.
#[inline]
pub(crate) fn as_str(text: &[u8]) -> Option<&str> {
    std::str::from_utf8(text).ok()
}

/// For messages and logs: surrogates become U+FFFD.
pub(crate) fn to_lossy(text: &[u8]) -> Cow<'_, str> {
    match as_str(text) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(code_points(text).map(|c| char::from_u32(c).unwrap_or('\u{FFFD}')).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: &[&[u32]] =
        &[&[], &[0x61, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x1_0000, 0x10_FFFF], &[0xD83D, 0xDE00, 0x1_F600], &[0xDC80, 0x20, 0xD800]];

    #[test]
    fn round_trips_from_both_ends() {
        for &sample in SAMPLES {
            let text = from_code_points(sample.iter().copied());
            assert!(is_valid(&text));
            assert_eq!(code_points(&text).collect::<Vec<_>>(), sample);
            assert_eq!(code_points(&text).rev().collect::<Vec<_>>(), sample.iter().rev().copied().collect::<Vec<_>>());
            assert_eq!(count(&text), sample.len());
            for index in 0..=sample.len() {
                let offset = byte_offset(&text, index).expect("in range");
                assert!(is_boundary(&text, offset));
                assert_eq!(index_of_offset(&text, offset), index);
            }
            assert_eq!(byte_offset(&text, sample.len() + 1), None);
        }
    }

    #[test]
    fn long_texts_are_indexed_by_blocks() {
        let text = "aé€😀".repeat(100).into_bytes();
        let starts: Vec<usize> = (0..text.len()).filter(|&i| is_boundary(&text, i)).collect();
        for (index, &start) in starts.iter().enumerate() {
            assert_eq!(byte_offset(&text, index), Some(start));
        }
        assert_eq!(byte_offset(&text, 400), Some(text.len()));
        assert_eq!(byte_offset(&text, 401), None);
    }

    #[test]
    fn malformed_bytes_are_refused_and_do_not_panic() {
        for bad in [&b"\xFF"[..], b"\xC3", b"\xED\xA0", b"\x80abc", b"\xF4\x90\x80\x80", b"\xF7\xBF\xBF\xBF", b"\xC0\x80"] {
            assert!(!is_valid(bad));
            assert!(code_points(bad).count() <= bad.len());
            assert!(code_points(bad).all(|c| c <= 0x10_FFFF));
            assert!(code_points(bad).rev().all(|c| c <= 0x10_FFFF));
            assert!(byte_offset(bad, 9).is_none());
        }
    }

    #[test]
    fn lossy_text_replaces_surrogates() {
        assert_eq!(to_lossy(&from_code_points([0x61, 0xD800, 0x62])), "a\u{FFFD}b");
        assert_eq!(to_lossy(b"ok"), "ok");
    }
}
