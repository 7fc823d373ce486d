//! Reading a text file, and places in it. A place is the byte offset in the file below.

use super::access::{offset_arg, size_arg, unsupported};
use super::buffered;
use super::text::{State, open};
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::exceptions::OS_ERROR;
use crate::object::protocol;
use crate::object::room;
use crate::object::str::{Name, Str};
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use crate::text::wtf8;

impl State {
    fn readable(&self, cx: &Cx) -> R<()> {
        if self.decoder.is_some() { Ok(()) } else { Err(unsupported(cx, "not readable")) }
    }

    fn ahead(&self) -> &[u8] {
        &self.decoded[self.at..]
    }

    /// Reads and decodes one more chunk. False at the end of the file.
    fn fill(&mut self, cx: &Cx) -> R<bool> {
        let bytes = if buffered::exact(&self.buffer).is_some() {
            buffered::read_chunk(cx, &self.buffer, self.chunk_size)?
        } else {
            let has_read1 = crate::object::attr::lookup_optional(cx, &self.buffer, Name::new("read1"))?.is_some();
            let method = if has_read1 { "read1" } else { "read" };
            let piece = call_method(cx, &self.buffer, Name::new(method), &[crate::object::int::from_usize(self.chunk_size)])?;
            if piece.is_none() { Vec::new() } else { super::access::bytes_like(cx, &piece)? }
        };
        self.rereadable = self.telling && self.seekable;
        self.decode(cx, &bytes, bytes.is_empty())?;
        Ok(!bytes.is_empty())
    }

    fn decode(&mut self, cx: &Cx, bytes: &[u8], last: bool) -> R<()> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        if self.at == self.decoded.len() {
            // A new chunk starts here: with it what the decoder still holds.
            self.chunk.clear();
            if decoder.ends.pending_cr {
                self.chunk.push(b'\r');
            }
            room::append(cx, &mut self.chunk, &decoder.rest)?;
            self.decoded.clear();
            self.at = 0;
        } else if self.at > 0 {
            // What has been given out goes, or a file of many lines would gather in memory.
            let given = &self.decoded[..self.at];
            let consumed = decoder.bytes_of_chars(&self.chunk, given, wtf8::count(given));
            self.chunk.drain(..consumed);
            self.decoded.drain(..self.at);
            self.at = 0;
        }
        room::append(cx, &mut self.chunk, bytes)?;
        let text = decoder.decode(cx, bytes, last)?;
        if self.decoded.is_empty() {
            self.decoded = text;
        } else {
            room::append(cx, &mut self.decoded, &text)?;
        }
        Ok(())
    }

    /// Gives out `len` bytes of text.
    fn take(&mut self, len: usize) -> Value {
        let piece = Str::from_wtf8(&self.decoded[self.at..self.at + len]).into_value();
        self.at += len;
        piece
    }

    fn read_all(&mut self, cx: &Cx) -> R {
        if buffered::exact(&self.buffer).is_some() {
            let bytes = buffered::read_to_end(cx, &self.buffer)?;
            self.decode(cx, &bytes, true)?;
        } else {
            let rest = call_method(cx, &self.buffer, Name::new("read"), &[])?;
            let bytes = if rest.is_none() { Vec::new() } else { super::access::bytes_like(cx, &rest)? };
            self.decode(cx, &bytes, true)?;
        }
        let len = self.ahead().len();
        let text = self.take(len);
        self.forget();
        Ok(text)
    }

    fn read(&mut self, cx: &Cx, chars: usize) -> R {
        loop {
            if let Some(len) = wtf8::byte_offset(self.ahead(), chars) {
                return Ok(self.take(len));
            }
            if !self.fill(cx)? {
                let len = wtf8::byte_offset(self.ahead(), chars).unwrap_or(self.ahead().len());
                return Ok(self.take(len));
            }
            cx.safepoint()?;
        }
    }

    /// Bytes of text in the next line: 0 at the end.
    fn line(&mut self, cx: &Cx, limit: Option<usize>) -> R<usize> {
        let mut searched = 0;
        loop {
            // A line end of two characters may lie across the border of what was searched.
            let from = searched.min(self.ahead().len());
            let end = self.newline.line_end(&self.ahead()[from..]).map(|end| from + end);
            let most = limit.and_then(|limit| wtf8::byte_offset(self.ahead(), limit));
            match (end, most) {
                (Some(end), Some(most)) => return Ok(end.min(most)),
                (Some(end), None) => return Ok(end),
                (None, Some(most)) => return Ok(most),
                (None, None) => {}
            }
            searched = self.ahead().len().saturating_sub(1);
            if !self.fill(cx)? {
                let end = self.newline.line_end(self.ahead()).unwrap_or(self.ahead().len());
                return Ok(end);
            }
            cx.safepoint()?;
        }
    }
}

pub(super) fn read(cx: &Cx, a: &[Value]) -> R {
    let size = size_arg(cx, &a[1])?;
    let mut state = open(cx, &a[0])?;
    state.readable(cx)?;
    state.write_pending(cx)?;
    match size {
        None => state.read_all(cx),
        Some(chars) => state.read(cx, chars),
    }
}

pub(super) fn readline(cx: &Cx, a: &[Value]) -> R {
    let limit = size_arg(cx, &a[1])?;
    let mut state = open(cx, &a[0])?;
    state.readable(cx)?;
    state.write_pending(cx)?;
    let len = state.line(cx, limit)?;
    Ok(state.take(len))
}

pub(super) fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    if type_of(value).is_heap() {
        let line = call_method(cx, value, Name::new("readline"), &[])?;
        return Ok(if protocol::len(cx, &line)? == 0 { None } else { Some(line) });
    }
    let mut state = open(cx, value)?;
    state.readable(cx)?;
    state.write_pending(cx)?;
    state.telling = false;
    let len = state.line(cx, None)?;
    if len == 0 {
        state.telling = true;
        return Ok(None);
    }
    Ok(Some(state.take(len)))
}

/// The next line of a text file, for `input`; empty at the end.
pub(super) fn next_line(cx: &Cx, file: &Value) -> R {
    call_method(cx, file, Name::new("readline"), &[])
}

fn seekable(cx: &Cx, state: &State) -> R<()> {
    if super::access::ask(cx, &state.buffer, "seekable")? { Ok(()) } else { Err(unsupported(cx, "underlying stream is not seekable")) }
}

pub(super) fn tell(cx: &Cx, a: &[Value]) -> R {
    let mut state = open(cx, &a[0])?;
    seekable(cx, &state)?;
    if !state.telling {
        return Err(cx.error(&OS_ERROR, "telling position disabled by next() call"));
    }
    state.flush(cx)?;
    let at = call_method(cx, &state.buffer, Name::new("tell"), &[])?;
    let at = super::access::offset_result(cx, &at)?;
    let Some(decoder) = state.decoder.as_ref().filter(|_| !state.chunk.is_empty()) else {
        return Ok(Value::int(at));
    };
    let given = &state.decoded[..state.at];
    let consumed = decoder.bytes_of_chars(&state.chunk, given, wtf8::count(given));
    Ok(Value::int(at - (state.chunk.len() - consumed) as i64))
}

pub(super) fn seek(cx: &Cx, a: &[Value]) -> R {
    let (cookie, whence) = (offset_arg(cx, &a[1])?, offset_arg(cx, &a[2])?);
    let here = if whence == 1 && cookie == 0 { Some(tell(cx, &a[..1])?) } else { None };
    let mut state = open(cx, &a[0])?;
    seekable(cx, &state)?;
    let target = match whence {
        0 if cookie < 0 => return Err(cx.value_error(format!("negative seek position {cookie}"))),
        0 => Value::int(cookie),
        1 => match here {
            Some(here) => here,
            None => return Err(unsupported(cx, "can't do nonzero cur-relative seeks")),
        },
        2 if cookie != 0 => return Err(unsupported(cx, "can't do nonzero end-relative seeks")),
        2 => {
            state.flush(cx)?;
            state.forget();
            return call_method(cx, &state.buffer, Name::new("seek"), &[Value::int(0), Value::int(2)]);
        }
        _ => return Err(cx.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    state.flush(cx)?;
    state.forget();
    call_method(cx, &state.buffer, Name::new("seek"), std::slice::from_ref(&target))?;
    Ok(target)
}
