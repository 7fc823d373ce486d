//! Source text and places in it: byte spans, line starts, line and column. Knows nothing of tokens or syntax.

mod decode;

pub(crate) use decode::decode;

use std::fmt;

/// A half-open range of bytes in one [`Source`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) const fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// The part before `end`.
    pub(crate) const fn until(self, end: u32) -> Span {
        Span { start: self.start, end }
    }

    /// From the start of `self` to the end of `last`.
    pub(crate) const fn to(self, last: Span) -> Span {
        Span { start: self.start, end: last.end }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A line counted from 1 and a column counted in bytes from 0, as `ast` and tracebacks count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// The text of one file, `-c` command, `exec` string or REPL entry, with its name for messages.
#[derive(Debug)]
pub(crate) struct Source {
    name: Box<str>,
    text: Box<str>,
    line_starts: Box<[u32]>,
}

impl Source {
    pub(crate) fn new(name: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Source {
        let text = text.into();
        let line_starts = line_starts(text.as_bytes());
        Source { name: name.into(), text, line_starts }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The text of a span; empty if the span is not one of this source.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The line (from 1) on which the byte at `offset` stands.
    pub(crate) fn line_of(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= offset) as u32
    }

    /// Line and byte column of an offset.
    pub(crate) fn place(&self, offset: u32) -> Place {
        let line = self.line_of(offset);
        Place { line, column: offset - self.line_start(line) }
    }

    /// The column of `offset` counted in characters from 0, as carets and `SyntaxError.offset - 1` count it.
    pub(crate) fn char_column(&self, offset: u32) -> u32 {
        let start = self.line_start(self.line_of(offset)) as usize;
        let bytes = self.text.as_bytes();
        let end = (offset as usize).min(bytes.len());
        bytes[start.min(end)..end].iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
    }

    /// The offset at which a line (from 1) starts; the end of the text for lines past the last.
    pub(crate) fn line_start(&self, line: u32) -> u32 {
        let index = (line as usize).saturating_sub(1);
        self.line_starts.get(index).copied().unwrap_or(self.text.len() as u32)
    }

    /// The text of a line (from 1) without its line ending; empty if there is no such line.
    pub(crate) fn line_text(&self, line: u32) -> &str {
        if line == 0 || line > self.line_count() {
            return "";
        }
        let start = self.line_start(line) as usize;
        let end = self.line_start(line + 1) as usize;
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

/// A line ends at `\n`, `\r\n` or a lone `\r`.
fn line_starts(text: &[u8]) -> Box<[u32]> {
    let mut starts = vec![0];
    for (i, &byte) in text.iter().enumerate() {
        if byte == b'\n' || (byte == b'\r' && text.get(i + 1) != Some(&b'\n')) {
            starts.push(i as u32 + 1);
        }
    }
    starts.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let source = Source::new("x.py", "a\n\u{e9}b\r\nc");
        assert_eq!(source.place(0), Place { line: 1, column: 0 });
        assert_eq!(source.place(4), Place { line: 2, column: 2 });
        assert_eq!(source.char_column(4), 1);
        assert_eq!(source.place(7), Place { line: 3, column: 0 });
        assert_eq!(source.line_text(2), "\u{e9}b");
        assert_eq!(source.line_text(3), "c");
        assert_eq!(source.line_text(4), "");
    }
}
