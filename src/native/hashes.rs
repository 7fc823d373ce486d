//! Module `_hashlib`: hash objects. The SHA-2 family comes from a crate; MD5 and SHA-1 are here. Knows bytes only.

use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use parking_lot::Mutex;
use sha2::Digest;

/// A function that takes blocks of 64 bytes and keeps up to five words.
#[derive(Clone)]
struct Blocks {
    words: [u32; 5],
    held: Vec<u8>,
    len: u64,
    compress: fn(&mut [u32; 5], &[u8]),
    little: bool,
}

impl Blocks {
    fn update(&mut self, mut data: &[u8]) {
        self.len = self.len.wrapping_add(data.len() as u64);
        if !self.held.is_empty() {
            let wanted = (64 - self.held.len()).min(data.len());
            self.held.extend_from_slice(&data[..wanted]);
            data = &data[wanted..];
            if self.held.len() < 64 {
                return;
            }
            (self.compress)(&mut self.words, &self.held);
            self.held.clear();
        }
        let whole = data.len() / 64 * 64;
        data[..whole].chunks_exact(64).for_each(|block| (self.compress)(&mut self.words, block));
        self.held.extend_from_slice(&data[whole..]);
    }

    fn finish(mut self, size: usize) -> Vec<u8> {
        let bits = self.len.wrapping_mul(8);
        self.held.push(0x80);
        while self.held.len() % 64 != 56 {
            self.held.push(0);
        }
        self.held.extend_from_slice(&if self.little { bits.to_le_bytes() } else { bits.to_be_bytes() });
        let held = std::mem::take(&mut self.held);
        held.chunks_exact(64).for_each(|block| (self.compress)(&mut self.words, block));
        let bytes = self.words.iter().flat_map(|word| if self.little { word.to_le_bytes() } else { word.to_be_bytes() });
        bytes.take(size).collect()
    }
}

/// RFC 1321.
fn md5(state: &mut [u32; 5], block: &[u8]) {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let word = |at: usize| u32::from_le_bytes([block[4 * at], block[4 * at + 1], block[4 * at + 2], block[4 * at + 3]]);
    let [mut a, mut b, mut c, mut d, _] = *state;
    for step in 0..64 {
        let (mixed, at) = match step / 16 {
            0 => (b & c | !b & d, step),
            1 => (d & b | !d & c, (5 * step + 1) % 16),
            2 => (b ^ c ^ d, (3 * step + 5) % 16),
            _ => (c ^ (b | !d), 7 * step % 16),
        };
        let constant = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
        let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(word(at));
        (a, d, c) = (d, c, b);
        b = b.wrapping_add(sum.rotate_left(TURNS[step / 16][step % 4]));
    }
    for (old, new) in state.iter_mut().zip([a, b, c, d]) {
        *old = old.wrapping_add(new);
    }
}

/// RFC 3174.
fn sha1(state: &mut [u32; 5], block: &[u8]) {
    let mut words = [0u32; 80];
    for (at, word) in words.iter_mut().enumerate().take(16) {
        *word = u32::from_be_bytes([block[4 * at], block[4 * at + 1], block[4 * at + 2], block[4 * at + 3]]);
    }
    for at in 16..80 {
        words[at] = (words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16]).rotate_left(1);
    }
    let [mut a, mut b, mut c, mut d, mut e] = *state;
    for (step, word) in words.iter().enumerate() {
        let (mixed, constant) = match step / 20 {
            0 => (b & c | !b & d, 0x5A82_7999),
            1 => (b ^ c ^ d, 0x6ED9_EBA1),
            2 => (b & c | b & d | c & d, 0x8F1B_BCDC),
            _ => (b ^ c ^ d, 0xCA62_C1D6),
        };
        let sum = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e).wrapping_add(constant).wrapping_add(*word);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum);
    }
    for (old, new) in state.iter_mut().zip([a, b, c, d, e]) {
        *old = old.wrapping_add(new);
    }
}

#[derive(Clone)]
enum State {
    Md5(Blocks),
    Sha1(Blocks),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl State {
    fn new(name: &str) -> Option<State> {
        let words = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0];
        let blocks = |compress, little| Blocks { words, held: Vec::new(), len: 0, compress, little };
        Some(match name {
            "md5" => State::Md5(blocks(md5, true)),
            "sha1" => State::Sha1(blocks(sha1, false)),
            "sha224" => State::Sha224(sha2::Sha224::new()),
            "sha256" => State::Sha256(sha2::Sha256::new()),
            "sha384" => State::Sha384(sha2::Sha384::new()),
            "sha512" => State::Sha512(sha2::Sha512::new()),
            _ => return None,
        })
    }

    /// Name, size of the digest, size of a block.
    fn facts(&self) -> (&'static str, usize, usize) {
        match self {
            State::Md5(_) => ("md5", 16, 64),
            State::Sha1(_) => ("sha1", 20, 64),
            State::Sha224(_) => ("sha224", 28, 64),
            State::Sha256(_) => ("sha256", 32, 64),
            State::Sha384(_) => ("sha384", 48, 128),
            State::Sha512(_) => ("sha512", 64, 128),
        }
    }

    fn update(&mut self, data: &[u8]) {
        match self {
            State::Md5(blocks) | State::Sha1(blocks) => blocks.update(data),
            State::Sha224(state) => state.update(data),
            State::Sha256(state) => state.update(data),
            State::Sha384(state) => state.update(data),
            State::Sha512(state) => state.update(data),
        }
    }

    fn digest(self) -> Vec<u8> {
        let size = self.facts().1;
        match self {
            State::Md5(blocks) | State::Sha1(blocks) => blocks.finish(size),
            State::Sha224(state) => state.finalize().to_vec(),
            State::Sha256(state) => state.finalize().to_vec(),
            State::Sha384(state) => state.finalize().to_vec(),
            State::Sha512(state) => state.finalize().to_vec(),
        }
    }
}

/// The body of a hash object. The mutex is held only while bytes are hashed.
struct Hash(Mutex<Box<State>>);

impl Payload for Hash {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a Hash> {
    Native::<Hash>::of(value).ok_or_else(|| cx.type_error("a hash object is required"))
}

fn new(cx: &Cx, a: &[Value]) -> R {
    let name = a[0].get::<Str>().map_or_else(String::new, |name| name.to_str_lossy().into_owned());
    let Some(mut state) = State::new(&name) else { return Err(cx.value_error(format!("unsupported hash type {name}"))) };
    if a[1].get::<Str>().is_some() {
        return Err(cx.type_error("Strings must be encoded before hashing"));
    }
    state.update(&buffer::bytes_like(cx, &a[1])?);
    Ok(Native::make(&HASH, Hash(Mutex::new(Box::new(state)))))
}

fn update(cx: &Cx, a: &[Value]) -> R {
    if a[1].get::<Str>().is_some() {
        return Err(cx.type_error("Strings must be encoded before hashing"));
    }
    let data = buffer::bytes_like(cx, &a[1])?;
    own(cx, &a[0])?.0.lock().update(&data);
    Ok(Value::NONE)
}

fn current(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    let state = State::clone(&own(cx, value)?.0.lock());
    Ok(state.digest())
}

fn hexdigest(cx: &Cx, a: &[Value]) -> R {
    let text: String = current(cx, &a[0])?.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Str::from_str(&text).into_value())
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    let state = State::clone(&own(cx, &a[0])?.0.lock());
    Ok(Native::make(&HASH, Hash(Mutex::new(Box::new(state)))))
}

fn facts(cx: &Cx, value: &Value) -> R<(&'static str, usize, usize)> {
    Ok(own(cx, value)?.0.lock().facts())
}

fn repr(cx: &Cx, value: &Value) -> R {
    Ok(Str::from_str(&format!("<{} _hashlib.HASH object @ {:#x}>", facts(cx, value)?.0, value.identity())).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "HASH",
    module: "_hashlib",
    doc: "A hash is an object used to calculate a checksum of a string of information.",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("update(self, obj, /)", update).doc("Update this hash object's state with the provided string."),
        NativeDef::new("digest(self)", |cx, a| bytes::make(cx, &current(cx, &a[0])?)).doc("Return the digest value as a bytes object."),
        NativeDef::new("hexdigest(self)", hexdigest).doc("Return the digest value as a string of hexadecimal digits."),
        NativeDef::new("copy(self)", copy).doc("Return a copy of the hash object."),
    ],
    getset: &[
        GetSet { name: "name", get: |cx, value| Ok(Str::from_str(facts(cx, value)?.0).into_value()), set: None },
        GetSet { name: "digest_size", get: |cx, value| Ok(Value::int(facts(cx, value)?.1 as i64)), set: None },
        GetSet { name: "block_size", get: |cx, value| Ok(Value::int(facts(cx, value)?.2 as i64)), set: None },
    ],
    ..TypeDef::EMPTY
};
static HASH: Type = Type::from_def(&DEF);

static FUNCTIONS: &[NativeDef] = &[NativeDef::new("new(name, string, /)", new).doc("A hash object of a name.")];

/// Fills the namespace of `_hashlib`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_type(&HASH);
    module.add_functions(FUNCTIONS);
    Ok(())
}
