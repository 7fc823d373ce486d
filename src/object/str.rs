//! The `str` object: immutable WTF-8 text with an ASCII flag, a lazy index and a cached hash; interned names. Methods are in `str_methods`.

use super::cx::Cx;
use super::kinds::{Kind, Layout, adopt, object, reserve};
use super::room::is_plausible;
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use crate::text::wtf8;
use std::alloc::Layout as Block;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering::*};

/// Text. The bytes follow the struct; immutable, so strands share it without locks.
#[repr(C)]
pub(crate) struct Str {
    head: Header,
    /// 0 until computed.
    hash: AtomicU64,
    len: usize,
    /// For non-ASCII text, made when first asked for; whoever loses the race frees its own.
    index: AtomicPtr<Index>,
}

object!(Str, Str, super::ty::STR);

/// Character count, and the byte offset of every 64th character.
struct Index {
    chars: usize,
    offsets: Box<[usize]>,
}

const STEP: usize = 64;
const ASCII: u16 = flag::KIND_A;

impl Layout for Str {
    const TRACKED: bool = false;
    const LEAF: bool = true;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
    fn block(&self) -> Block {
        block(self.len).expect("the text exists, so its size fits")
    }
}

impl Drop for Str {
    fn drop(&mut self) {
        let index = *self.index.get_mut();
        if !index.is_null() {
            // SAFETY: made by `Box::into_raw` in `index`; the string is dead.
            drop(unsafe { Box::from_raw(index) });
        }
    }
}

/// Copies bytes, a few of which are copied without a call.
///
/// # Safety
/// `to` has room for them, apart from `from`.
#[inline(always)]
unsafe fn copy_short(from: &[u8], to: *mut u8) {
    let (start, len) = (from.as_ptr(), from.len());
    // SAFETY: passed on from the caller; words that overlap cover what is between one and two words long.
    unsafe {
        match len {
            0 => {}
            1 => *to = *start,
            2..=3 => {
                to.cast::<u16>().write_unaligned(start.cast::<u16>().read_unaligned());
                *to.add(len - 1) = *start.add(len - 1);
            }
            4..=7 => {
                let (first, last) = (start.cast::<u32>().read_unaligned(), start.add(len - 4).cast::<u32>().read_unaligned());
                to.cast::<u32>().write_unaligned(first);
                to.add(len - 4).cast::<u32>().write_unaligned(last);
            }
            8..=16 => {
                let (first, last) = (start.cast::<u64>().read_unaligned(), start.add(len - 8).cast::<u64>().read_unaligned());
                to.cast::<u64>().write_unaligned(first);
                to.add(len - 8).cast::<u64>().write_unaligned(last);
            }
            _ => to.copy_from_nonoverlapping(start, len),
        }
    }
}

/// Rounded up so that appending in place rarely moves: at most an eighth more than needed.
#[inline(always)]
fn block(len: usize) -> Option<Block> {
    if len <= 128 - size_of::<Str>() {
        return Block::from_size_align((size_of::<Str>() + len).next_multiple_of(8), 8).ok();
    }
    long_block(len)
}

fn long_block(len: usize) -> Option<Block> {
    let size = size_of::<Str>().checked_add(len).filter(|_| is_plausible(len))?;
    let step = (size / 8).next_power_of_two().min(1 << 20);
    Block::from_size_align(size.checked_next_multiple_of(step)?, 8).ok()
}

impl Str {
    /// Text from WTF-8 bytes. None when memory does not suffice.
    pub(crate) fn try_from_wtf8(bytes: &[u8]) -> Option<Ref<Str>> {
        Str::try_from_known(bytes, bytes.is_ascii())
    }

    /// Text from WTF-8 bytes that are ASCII if and only if `ascii`. None when memory does not suffice.
    #[inline]
    pub(crate) fn try_from_known(bytes: &[u8], ascii: bool) -> Option<Ref<Str>> {
        let (text, data) = Str::reserve_exact(bytes.len(), ascii)?;
        // SAFETY: there is room for as many bytes behind the struct.
        unsafe { copy_short(bytes, data) };
        Some(text)
    }

    /// `a` followed by `b`. None when memory does not suffice.
    pub(crate) fn try_concat(a: &Str, b: &Str) -> Option<Ref<Str>> {
        let (text, data) = Str::reserve_exact(a.len.checked_add(b.len)?, a.is_ascii() && b.is_ascii())?;
        // SAFETY: there is room for both behind the struct.
        unsafe {
            copy_short(a.bytes(), data);
            copy_short(b.bytes(), data.add(a.len));
        }
        Some(text)
    }

    /// The `items`, which are strings, with `separator` between them: `len` bytes together, ASCII if and only if `ascii`. None when
    /// memory does not suffice.
    pub(crate) fn try_join(separator: &Str, items: &[Value], len: usize, ascii: bool) -> Option<Ref<Str>> {
        let (text, mut data) = Str::reserve_exact(len, ascii)?;
        let mut left = len;
        let mut put = |bytes: &[u8]| {
            left = left.checked_sub(bytes.len()).expect("the caller measured the items");
            // SAFETY: `left` says that there is room.
            unsafe {
                copy_short(bytes, data);
                data = data.add(bytes.len());
            }
        };
        for (index, item) in items.iter().enumerate() {
            if index > 0 && separator.len > 0 {
                put(separator.bytes());
            }
            put(item.get::<Str>().map_or(&[], Str::bytes));
        }
        assert!(left == 0, "the caller measured the items");
        Some(text)
    }

    /// A plain string whose `len` bytes the caller writes before anybody looks.
    #[inline(always)]
    fn reserve_exact(len: usize, ascii: bool) -> Option<(Ref<Str>, *mut u8)> {
        let start = reserve(block(len)?, false)?;
        // SAFETY: the block has room for the struct and `len` bytes.
        unsafe {
            let place = start.cast::<Str>();
            let head = Header::new(Kind::Str as u8, super::ty::STR.header(), if ascii { ASCII } else { 0 });
            place.write(Str { head, hash: AtomicU64::new(0), len, index: AtomicPtr::default() });
            Some((adopt(place), start.add(size_of::<Str>()).as_ptr()))
        }
    }

    /// Text from WTF-8 bytes.
    pub(crate) fn from_wtf8(bytes: &[u8]) -> Ref<Str> {
        match Str::try_from_wtf8(bytes) {
            Some(text) => text,
            None => std::alloc::handle_alloc_error(Block::new::<Str>()),
        }
    }

    #[allow(clippy::should_implement_trait)]
    pub(crate) fn from_str(text: &str) -> Ref<Str> {
        Str::from_wtf8(text.as_bytes())
    }

    /// One character.
    pub(crate) fn from_code_point(code: u32) -> Ref<Str> {
        let mut bytes = Vec::with_capacity(4);
        wtf8::push(&mut bytes, code);
        Str::from_wtf8(&bytes)
    }

    /// Text of type `class` (str or a subclass).
    pub(crate) fn of_class(class: &super::ty::Type, bytes: &[u8]) -> Option<Ref<Str>> {
        Str::try_parts(class, &[bytes], bytes.is_ascii())
    }

    /// The WTF-8 `parts` in a row; ASCII if and only if `ascii`.
    #[inline]
    pub(crate) fn try_parts(class: &super::ty::Type, parts: &[&[u8]], ascii: bool) -> Option<Ref<Str>> {
        let len = parts.iter().try_fold(0usize, |sum, part| sum.checked_add(part.len()))?;
        let (text, mut data) = Str::reserve(class, len, ascii)?;
        for part in parts {
            // SAFETY: the parts are `len` bytes together, and so is the room behind the struct.
            unsafe {
                data.copy_from_nonoverlapping(part.as_ptr(), part.len());
                data = data.add(part.len());
            }
        }
        Some(text)
    }

    /// Text of `len` bytes that `fill` writes; it must be WTF-8, and ASCII if and only if `ascii`.
    pub(crate) fn try_build(class: &super::ty::Type, len: usize, ascii: bool, fill: impl FnOnce(&mut [u8])) -> Option<Ref<Str>> {
        let (text, data) = Str::reserve(class, len, ascii)?;
        // SAFETY: there is room for `len` bytes, which are zeroed before `fill` sees them.
        unsafe {
            data.write_bytes(0, len);
            fill(std::slice::from_raw_parts_mut(data, len));
        }
        Some(text)
    }

    /// A string whose `len` bytes the caller writes before anybody looks.
    fn reserve(class: &super::ty::Type, len: usize, ascii: bool) -> Option<(Ref<Str>, *mut u8)> {
        let (flags, with_attrs) = class.builtin_instance_flags();
        let start = reserve(block(len)?, with_attrs)?;
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        // SAFETY: the block has room for the struct and `len` bytes.
        unsafe {
            let place = start.cast::<Str>();
            let head = Header::new(Kind::Str as u8, class.header(), flags | if ascii { ASCII } else { 0 });
            place.write(Str { head, hash: AtomicU64::new(0), len, index: AtomicPtr::default() });
            let data = start.add(size_of::<Str>()).as_ptr();
            Some((adopt(place), data))
        }
    }

    /// The WTF-8 bytes.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: `len` initialised bytes follow the struct.
        unsafe {
            let data = std::ptr::from_ref(self).cast::<u8>().add(size_of::<Str>());
            std::slice::from_raw_parts(data, self.len)
        }
    }

    #[inline(always)]
    pub(crate) fn is_ascii(&self) -> bool {
        self.head.has(ASCII)
    }

    /// As Rust text; lone surrogates are replaced.
    pub(crate) fn to_str_lossy(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// As Rust text, if there are no lone surrogates.
    pub(crate) fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes()).ok()
    }

    /// Number of characters.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        if self.is_ascii() { self.len } else { self.index().chars }
    }

    fn index(&self) -> &Index {
        let seen = self.index.load(Acquire);
        if !seen.is_null() {
            // SAFETY: set once, freed with the string.
            return unsafe { &*seen };
        }
        let bytes = self.bytes();
        let mut offsets = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut chars = 0;
        for (offset, byte) in bytes.iter().enumerate() {
            if byte & 0xC0 != 0x80 {
                if chars % STEP == 0 {
                    offsets.push(offset);
                }
                chars += 1;
            }
        }
        let fresh = Box::into_raw(Box::new(Index { chars, offsets: offsets.into() }));
        // Release publishes the index's contents to those who load the pointer with Acquire.
        match self.index.compare_exchange(std::ptr::null_mut(), fresh, AcqRel, Acquire) {
            // SAFETY: linked now, freed with the string.
            Ok(_) => unsafe { &*fresh },
            Err(winner) => {
                // SAFETY: ours was not linked; the winner's lives with the string.
                unsafe {
                    drop(Box::from_raw(fresh));
                    &*winner
                }
            }
        }
    }

    /// Byte offset of character `index`; `index == len()` gives the end.
    pub(crate) fn offset_of(&self, index: usize) -> usize {
        if self.is_ascii() {
            return index.min(self.len);
        }
        let table = self.index();
        if index >= table.chars {
            return self.len;
        }
        let bytes = self.bytes();
        let mut offset = table.offsets[index / STEP];
        for _ in 0..index % STEP {
            offset += 1;
            while offset < bytes.len() && bytes[offset] & 0xC0 == 0x80 {
                offset += 1;
            }
        }
        offset
    }

    /// Number of characters before byte `offset` (a character boundary).
    pub(crate) fn chars_before(&self, offset: usize) -> usize {
        if self.is_ascii() {
            return offset;
        }
        let table = self.index();
        let group = table.offsets.partition_point(|start| *start <= offset).saturating_sub(1);
        let Some(start) = table.offsets.get(group) else {
            return 0;
        };
        let extra = self.bytes()[*start..offset].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        group * STEP + extra
    }

    /// The character at `index`, counted from the start, of ASCII text.
    #[inline(always)]
    pub(crate) fn ascii_char(&self, index: i64) -> Option<Value> {
        if !self.is_ascii() {
            return None;
        }
        // A negative index is beyond the end.
        self.bytes().get(index as usize).map(|byte| char_value(u32::from(*byte)))
    }

    /// Code point of character `index`.
    #[inline]
    pub(crate) fn code_point(&self, index: usize) -> Option<u32> {
        if self.is_ascii() {
            return self.bytes().get(index).map(|byte| u32::from(*byte));
        }
        if index >= self.len() {
            return None;
        }
        wtf8::decode_at(self.bytes(), self.offset_of(index)).map(|(code, _)| code)
    }

    /// All code points in order.
    pub(crate) fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        wtf8::code_points(self.bytes())
    }

    /// The hash, never 0 or -1.
    #[inline(always)]
    pub(crate) fn hash(&self) -> i64 {
        match self.hash.load(Relaxed) {
            0 => self.compute_hash(),
            hash => hash as i64,
        }
    }

    #[cold]
    fn compute_hash(&self) -> i64 {
        let hash = content_hash(self.bytes());
        self.hash.store(hash as u64, Relaxed);
        hash
    }

    /// Equality of text.
    #[inline(always)]
    pub(crate) fn same(&self, other: &Str) -> bool {
        self.same_quickly(other).unwrap_or_else(|| self.bytes() == other.bytes())
    }

    /// Equality of text, if it can be told without a look at it.
    #[inline(always)]
    pub(crate) fn same_quickly(&self, other: &Str) -> Option<bool> {
        if std::ptr::eq(self, other) {
            return Some(true);
        }
        // Of interned strings there is one of each: characters and identifiers need no look at their bytes.
        if self.len != other.len || self.head.has(flag::INTERNED) && other.head.has(flag::INTERNED) {
            return Some(false);
        }
        None
    }

    /// Appends in place if `text` is the only reference to an exact LOCAL string; else gives it back.
    pub(crate) fn append_in_place(text: Value, more: &Str) -> Result<Value, Value> {
        let Some(this) = text.get::<Str>() else {
            return Err(text);
        };
        let unfit = !this.head.is_unique_local() || this.head.has(flag::HAS_ATTRS | flag::COUNTS_TYPE | flag::INTERNED);
        let Some(total) = this.len.checked_add(more.len) else {
            return Err(text);
        };
        let (Some(old), Some(new)) = (block(this.len), block(total)) else {
            return Err(text);
        };
        if unfit || std::ptr::eq(this, more) {
            return Err(text);
        }
        let old_len = this.len;
        let ascii = this.is_ascii() && more.is_ascii();
        let (_, bits) = text.into_raw();
        // SAFETY: we hold the only reference, so nobody sees the string while it moves and changes; the header stays as it is.
        unsafe {
            let mut start = bits.cast::<u8>();
            if new.size() != old.size() {
                start = std::alloc::realloc(start, old, new.size());
                if start.is_null() {
                    std::alloc::handle_alloc_error(new);
                }
            }
            start.add(size_of::<Str>() + old_len).copy_from_nonoverlapping(more.bytes().as_ptr(), more.len);
            let this = &mut *start.cast::<Str>();
            this.len = total;
            *this.hash.get_mut() = 0;
            let index = std::mem::replace(this.index.get_mut(), std::ptr::null_mut());
            if !index.is_null() {
                drop(Box::from_raw(index));
            }
            if !ascii {
                this.head.clear(ASCII);
            }
            Ok(Value::from_owned(NonNull::new_unchecked(start.cast())))
        }
    }
}

/// An interned, immortal string: equal names are the same pointer.
#[derive(Clone, Copy)]
pub(crate) struct Name(NonNull<Str>);

// SAFETY: names are immortal and immutable.
unsafe impl Send for Name {}
// SAFETY: as above.
unsafe impl Sync for Name {}

impl PartialEq for Name {
    #[inline(always)]
    fn eq(&self, other: &Name) -> bool {
        self.0 == other.0
    }
}
impl Eq for Name {}

impl std::hash::Hash for Name {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_usize(self.0.as_ptr().addr());
    }
}

impl std::ops::Deref for Name {
    type Target = Str;
    #[inline(always)]
    fn deref(&self) -> &Str {
        // SAFETY: immortal.
        unsafe { self.0.as_ref() }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_str_lossy())
    }
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.to_str_lossy())
    }
}

/// One seed per process: the hash of text says nothing to the outside. The same for `bytes`.
pub(super) fn hash_bytes(bytes: &[u8]) -> i64 {
    static SEED: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| {
        use std::hash::{BuildHasher, Hasher};
        std::collections::hash_map::RandomState::new().build_hasher().finish()
    });
    crate::text::hash::hash_bytes(bytes, *SEED)
}

/// The hash of a string with these bytes, never 0 or -1.
fn content_hash(bytes: &[u8]) -> i64 {
    match hash_bytes(bytes) {
        0 => 1,
        -1 => -2,
        hash => hash,
    }
}

/// A name that we know ourselves: interned once, where it stands.
macro_rules! known_name {
    ($text:literal) => {{
        static NAME: std::sync::OnceLock<$crate::object::str::Name> = std::sync::OnceLock::new();
        *NAME.get_or_init(|| $crate::object::str::Name::new($text))
    }};
}
pub(crate) use known_name;

impl Name {
    pub(crate) fn new(text: &str) -> Name {
        Name::from_wtf8(text.as_bytes())
    }

    pub(crate) fn from_wtf8(bytes: &[u8]) -> Name {
        let hash = content_hash(bytes);
        super::interned::find_or_make(hash, bytes, || {
            let text = Str::from_wtf8(bytes);
            text.hash.store(hash as u64, Relaxed);
            text.head.set(flag::INTERNED);
            text.head.mark_immortal();
            Name(NonNull::from(&*text))
        })
    }

    /// The name equal to this string.
    #[inline(always)]
    pub(crate) fn of(text: &Str) -> Name {
        if text.head.has(flag::INTERNED) { Name(NonNull::from(text)) } else { Name::from_wtf8(text.bytes()) }
    }

    #[inline(always)]
    pub(crate) fn value(self) -> Value {
        // SAFETY: immortal objects are not counted.
        unsafe { Value::from_owned(self.0.cast()) }
    }

    /// For `__name__` style tests.
    pub(crate) fn is_dunder(self) -> bool {
        let bytes = self.bytes();
        bytes.len() > 4 && bytes.starts_with(b"__") && bytes.ends_with(b"__")
    }
}

/// The strings of one character below U+0100, immortal.
static CHARS: std::sync::OnceLock<[Name; 256]> = std::sync::OnceLock::new();

#[cold]
fn make_chars() -> [Name; 256] {
    std::array::from_fn(|code| {
        let mut bytes = Vec::new();
        wtf8::push(&mut bytes, code as u32);
        Name::from_wtf8(&bytes)
    })
}

/// The string of one character.
#[inline(always)]
pub(crate) fn char_value(code: u32) -> Value {
    match CHARS.get_or_init(make_chars).get(code as usize) {
        Some(name) => name.value(),
        None => Str::from_code_point(code).into_value(),
    }
}

/// The empty string.
pub(crate) fn empty() -> Value {
    static EMPTY: std::sync::LazyLock<Name> = std::sync::LazyLock::new(|| Name::new(""));
    EMPTY.value()
}

/// A `str` of WTF-8 bytes that are ASCII if and only if `ascii`; the shortest are shared. Errors: MemoryError.
#[inline]
pub(crate) fn make_known(cx: &Cx, bytes: &[u8], ascii: bool) -> R {
    match bytes {
        [] => Ok(empty()),
        [byte] => Ok(char_value(u32::from(*byte))),
        _ => Str::try_from_known(bytes, ascii).map(Ref::into_value).ok_or_else(|| cx.memory_error()),
    }
}

/// A `str` of WTF-8 bytes. Errors: MemoryError.
#[inline]
pub(crate) fn make(cx: &Cx, bytes: &[u8]) -> R {
    make_known(cx, bytes, bytes.is_ascii())
}
