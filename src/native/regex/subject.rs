//! The text that a pattern is applied to: checked against the pattern, indexable, and cut into pieces.

use super::pattern::Pattern;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::room;
use crate::object::str::Str;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use crate::text::regex::{Failure, Found, Limits};
use crate::text::wtf8;

pub(super) struct Subject {
    pub(super) value: Value,
    points: Points,
}

enum Points {
    /// The bytes of an ASCII text.
    Ascii,
    /// A copy: the object may change while the pattern is at work.
    Bytes(Vec<u8>),
    Wide(Vec<u32>),
}

impl Subject {
    /// Errors: TypeError if pattern and text do not go together.
    pub(super) fn new(cx: &Cx, pattern: &Pattern, value: &Value) -> R<Subject> {
        let points = if let Some(text) = value.get::<Str>() {
            if pattern.is_bytes {
                return Err(cx.type_error("cannot use a bytes pattern on a string-like object"));
            }
            if text.is_ascii() {
                Points::Ascii
            } else {
                {
                    let mut points = room::vec(cx, text.len())?;
                    points.extend(text.code_points());
                    Points::Wide(points)
                }
            }
        } else if buffer::is_bytes_like(value) {
            if !pattern.is_bytes {
                return Err(cx.type_error("cannot use a string pattern on a bytes-like object"));
            }
            Points::Bytes(buffer::bytes_like(cx, value)?.into_owned())
        } else {
            return Err(cx.type_error(format!("expected string or bytes-like object, got '{}'", type_of(value).message_name())));
        };
        Ok(Subject { value: value.clone(), points })
    }

    fn ascii(&self) -> &[u8] {
        self.value.get::<Str>().map_or(&[], Str::bytes)
    }

    pub(super) fn len(&self) -> usize {
        match &self.points {
            Points::Ascii => self.ascii().len(),
            Points::Bytes(bytes) => bytes.len(),
            Points::Wide(points) => points.len(),
        }
    }

    /// The first match within the limits. Errors: MemoryError, what a safepoint raises.
    pub(super) fn find(&self, cx: &Cx, pattern: &Pattern, limits: Limits) -> R<Option<Found>> {
        let mut raised = None;
        let mut check = || match cx.safepoint() {
            Ok(()) => true,
            Err(error) => {
                raised = Some(error);
                false
            }
        };
        let found = match &self.points {
            Points::Ascii => pattern.program.find(self.ascii(), limits, &mut check),
            Points::Bytes(bytes) => pattern.program.find(&bytes[..], limits, &mut check),
            Points::Wide(points) => pattern.program.find(&points[..], limits, &mut check),
        };
        match (found, raised) {
            (_, Some(raised)) => Err(raised),
            (Ok(found), None) => Ok(found),
            (Err(Failure::NoMemory | Failure::Stopped), None) => Err(cx.memory_error()),
        }
    }

    /// A piece of the text as an object.
    pub(super) fn piece(&self, cx: &Cx, start: usize, end: usize) -> R {
        let text = |found: Option<crate::object::value::Ref<Str>>| found.map(Into::into).ok_or_else(|| cx.memory_error());
        match &self.points {
            Points::Ascii if start == 0 && end == self.len() && self.value.get_exact::<Str>().is_some() => Ok(self.value.clone()),
            Points::Ascii => text(Str::try_from_wtf8(&self.ascii()[start..end])),
            Points::Bytes(all) => bytes::make(cx, &all[start..end]),
            Points::Wide(points) => text(Str::try_from_wtf8(&wtf8::from_code_points(points[start..end].iter().copied()))),
        }
    }

    /// Appends a piece to a buffer (WTF-8 or bytes).
    /// Errors: MemoryError.
    pub(super) fn append(&self, cx: &Cx, out: &mut Vec<u8>, start: usize, end: usize) -> R<()> {
        match &self.points {
            Points::Ascii => room::append(cx, out, &self.ascii()[start..end]),
            Points::Bytes(all) => room::append(cx, out, &all[start..end]),
            Points::Wide(points) => {
                // A code point has four bytes in UTF-8 at most.
                room::reserve(cx, out, 4 * (end - start))?;
                points[start..end].iter().for_each(|point| wtf8::push(out, *point));
                Ok(())
            }
        }
    }
}

/// A buffer as an object of the pattern's kind.
pub(super) fn finished(cx: &Cx, pattern: &Pattern, buffer: &[u8]) -> R {
    if pattern.is_bytes {
        return bytes::make(cx, buffer);
    }
    Str::try_from_wtf8(buffer).map(Into::into).ok_or_else(|| cx.memory_error())
}
