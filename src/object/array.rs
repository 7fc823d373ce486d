//! The body of `array.array`: the code of its items and their bytes, kept in a `bytearray`, so that views and all that reads bytes
//! treat it like one. Knows no methods.

use super::bytearray::ByteArray;
use super::memory_item::Format;
use super::payload::{Native, Payload};
use super::value::{Ref, Value};

pub(crate) struct Array {
    /// `b`, `B`, `u`, `w`, `h` and so on.
    pub(crate) code: u8,
    pub(crate) storage: Ref<ByteArray>,
}

impl Payload for Array {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.storage.as_value());
    }
}

impl Array {
    pub(crate) fn of(value: &Value) -> Option<&Array> {
        Native::<Array>::of(value)
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.code, b'u' | b'w')
    }

    /// What its items are in memory; characters are seen as numbers.
    pub(crate) fn format(&self) -> Format {
        let code = if self.is_text() { b'I' } else { self.code };
        Format::from_name(&[code]).unwrap_or(Format::UNSIGNED_BYTE)
    }

    pub(crate) fn item_size(&self) -> usize {
        self.format().size()
    }

    /// Number of items.
    pub(crate) fn len(&self) -> usize {
        self.storage.with(|bytes| bytes.len()) / self.item_size()
    }

    /// The bytes of an item.
    pub(crate) fn raw(&self, index: usize) -> Option<[u8; 8]> {
        let size = self.item_size();
        self.storage.with(|bytes| {
            let item = bytes.get(index.checked_mul(size)?..)?.get(..size)?;
            let mut raw = [0; 8];
            raw[..size].copy_from_slice(item);
            Some(raw)
        })
    }
}
