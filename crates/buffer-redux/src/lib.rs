//! A reader whose buffer outlives it: what it has read ahead is there for the next one. The interface is the part of the published crate
//! of this name that the line editor asks for; `[patch]` in the binary's manifest puts this one in its place.

use std::io::{self, Read};

/// Bytes that were read and that nobody has taken yet.
#[derive(Debug, Default)]
pub struct Buffer {
    bytes: Box<[u8]>,
    /// `bytes[start..end]` wait.
    start: usize,
    end: usize,
}

impl Buffer {
    /// An empty buffer for `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Buffer {
        Buffer { bytes: vec![0; capacity].into(), start: 0, end: 0 }
    }

    fn waiting(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }
}

/// Reads by way of a [`Buffer`].
#[derive(Debug)]
pub struct BufReader<R> {
    inner: R,
    buffer: Buffer,
}

impl<R> BufReader<R> {
    pub fn with_capacity(capacity: usize, inner: R) -> BufReader<R> {
        BufReader::with_buffer(Buffer::with_capacity(capacity), inner)
    }

    /// A reader that gives what waits in `buffer` first.
    pub fn with_buffer(buffer: Buffer, inner: R) -> BufReader<R> {
        BufReader { inner, buffer }
    }

    /// What was read ahead.
    pub fn buffer(&self) -> &[u8] {
        self.buffer.waiting()
    }

    pub fn get_ref(&self) -> &R {
        &self.inner
    }

    /// The source, and the buffer with what was read ahead.
    pub fn into_inner_with_buffer(self) -> (R, Buffer) {
        (self.inner, self.buffer)
    }
}

impl<R: Read> Read for BufReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.buffer.waiting().is_empty() {
            if out.len() >= self.buffer.bytes.len() {
                return self.inner.read(out);
            }
            (self.buffer.start, self.buffer.end) = (0, 0);
            self.buffer.end = self.inner.read(&mut self.buffer.bytes)?;
        }
        let count = out.len().min(self.buffer.end - self.buffer.start);
        out[..count].copy_from_slice(&self.buffer.waiting()[..count]);
        self.buffer.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_ahead_is_there_for_the_next_reader() {
        let mut first = BufReader::with_capacity(8, &b"one\ntwo\nthree"[..]);
        let mut line = [0; 4];
        first.read_exact(&mut line).unwrap();
        assert_eq!((&line, first.buffer()), (b"one\n", &b"two\n"[..]));
        let (rest, buffer) = first.into_inner_with_buffer();
        let mut second = BufReader::with_buffer(buffer, rest);
        let mut text = String::new();
        second.read_to_string(&mut text).unwrap();
        assert_eq!(text, "two\nthree");
    }
}
