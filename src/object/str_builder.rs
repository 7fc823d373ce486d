//! Puts a string together from parts: on the native stack while it is short, one allocation at the end. Knows no formatting.

use super::cx::Cx;
use super::room::is_plausible;
use super::str::{self};
use super::value::R;
use crate::text::{int_text, wtf8};

/// Text up to this size costs no allocation but that of the finished string.
const INLINE: usize = 120;

/// WTF-8 text that grows. Failed growth is remembered and shown at the end.
pub(crate) struct StrBuilder {
    short: [u8; INLINE],
    /// Bytes used of `short`, while `long` is empty.
    used: usize,
    long: Vec<u8>,
    failed: bool,
}

impl StrBuilder {
    #[inline]
    pub(crate) fn new() -> StrBuilder {
        StrBuilder { short: [0; INLINE], used: 0, long: Vec::new(), failed: false }
    }

    /// What was appended so far.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        if self.long.is_empty() { &self.short[..self.used] } else { &self.long }
    }

    /// Appends WTF-8 bytes.
    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let end = self.used + bytes.len();
        if self.long.is_empty() && end <= INLINE {
            self.short[self.used..end].copy_from_slice(bytes);
            self.used = end;
        } else {
            self.push_long(bytes);
        }
    }

    #[inline(never)]
    fn push_long(&mut self, bytes: &[u8]) {
        if self.make_room(bytes.len()) {
            self.long.extend_from_slice(bytes);
        }
    }

    /// Moves to the heap and makes room; false (and failed) if memory does not suffice.
    fn make_room(&mut self, more: usize) -> bool {
        let len = self.bytes().len();
        let moving = self.long.is_empty();
        if len.checked_add(more).is_none_or(|total| !is_plausible(total))
            || self.long.try_reserve(if moving { len + more } else { more }).is_err()
        {
            // What is there already is of no use, and others may need the memory.
            (self.failed, self.long, self.used) = (true, Vec::new(), 0);
            return false;
        }
        if moving {
            self.long.extend_from_slice(&self.short[..self.used]);
        }
        true
    }

    /// Appends a code point.
    pub(crate) fn push_code_point(&mut self, code: u32) {
        let mut bytes = Vec::new();
        if code < 0x80 {
            self.push(&[code as u8]);
        } else {
            wtf8::push(&mut bytes, code);
            self.push(&bytes);
        }
    }

    /// Appends a code point `count` times.
    pub(crate) fn push_fill(&mut self, code: u32, count: usize) {
        if count == 0 {
            return;
        }
        let unit = wtf8::from_code_points([code]);
        let end = self.used.saturating_add(count);
        if let ([byte], true) = (&unit[..], self.long.is_empty() && end <= INLINE) {
            self.short[self.used..end].fill(*byte);
            self.used = end;
            return;
        }
        let Some(more) = count.checked_mul(unit.len()) else {
            self.failed = true;
            return;
        };
        if self.make_room(more) {
            let start = self.long.len();
            self.long.resize(start + more, 0);
            super::str_ops::repeat(&unit, &mut self.long[start..]);
        }
    }

    /// Appends an integer in decimal.
    #[inline]
    pub(crate) fn push_int(&mut self, int: i64) {
        self.push(int_text::decimal_in(&mut [0; int_text::DECIMAL_ROOM], int));
    }

    /// Whether memory has not sufficed: there is no need to go on.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// The finished string. Errors: MemoryError.
    #[inline]
    pub(crate) fn finish(self, cx: &Cx) -> R {
        if self.failed { Err(cx.memory_error()) } else { str::make(cx, self.bytes()) }
    }

    /// The bytes, for those who make something else of them. Errors: MemoryError.
    pub(crate) fn into_bytes(self, cx: &Cx) -> R<Vec<u8>> {
        match (self.failed, self.long.is_empty()) {
            (true, _) => Err(cx.memory_error()),
            (false, true) => Ok(self.short[..self.used].to_vec()),
            (false, false) => Ok(self.long),
        }
    }
}

impl std::fmt::Write for StrBuilder {
    #[inline]
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_past_the_inline_room() {
        let mut out = StrBuilder::new();
        let mut expected = String::new();
        for n in -40..200i64 {
            out.push_int(n);
            out.push_fill(0xE9, 2);
            out.push_fill(b'-'.into(), (n.rem_euclid(5)) as usize);
            expected += &format!("{n}éé{}", "-".repeat(n.rem_euclid(5) as usize));
            assert_eq!(out.bytes(), expected.as_bytes());
        }
        out.push_int(i64::MIN);
        assert!(out.bytes().ends_with(b"-9223372036854775808"));
        out.push_fill(b'x'.into(), usize::MAX);
        assert!(out.failed);
    }
}
