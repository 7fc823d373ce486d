//! Keyed hashes at once, keys made from passwords, and a comparison whose time does not tell where its operands differ.

use super::UNSUPPORTED;
use super::state::{Keyed, State};
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::protocol::{self, type_name};
use crate::object::room;
use crate::object::str::Str;
use crate::object::value::{R, Raised, Value};
use std::hint::black_box;

#[cold]
fn unsupported(cx: &Cx) -> Raised {
    cx.error(&UNSUPPORTED, "[digital envelope routines] unsupported")
}

/// The hash that a name asks for, for keyed use.
fn keyable(cx: &Cx, name: &str) -> R<State> {
    State::new(name).filter(|state| !state.is_extendable()).ok_or_else(|| unsupported(cx))
}

pub(super) fn hmac_digest(cx: &Cx, a: &[Value]) -> R {
    let Some(name) = a[2].get::<Str>() else {
        return Err(cx.error(&UNSUPPORTED, "Unsupported digestmod"));
    };
    let mut keyed = Keyed::new(&keyable(cx, &name.to_str_lossy())?, &buffer::bytes_like(cx, &a[0])?);
    keyed.update(&buffer::bytes_like(cx, &a[1])?);
    bytes::make(cx, &keyed.digest())
}

/// PKCS #5 (RFC 8018, section 5.2).
pub(super) fn pbkdf2(cx: &Cx, a: &[Value]) -> R {
    let Some(name) = a[0].get::<Str>() else {
        return Err(cx.type_error(format!("pbkdf2_hmac() argument 'hash_name' must be str, not {}", type_name(&a[0]))));
    };
    let (password, salt) = (buffer::bytes_like(cx, &a[1])?, buffer::bytes_like(cx, &a[2])?);
    let iterations = protocol::index(cx, &a[3])?;
    let state = keyable(cx, &name.to_str_lossy())?;
    if iterations < 1 {
        return Err(cx.value_error("iteration value must be greater than 0."));
    }
    let length = if a[4].is_none() { state.facts().1 as i64 } else { protocol::index(cx, &a[4])? };
    let Some(length) = usize::try_from(length).ok().filter(|length| *length > 0) else {
        return Err(cx.value_error("key length must be greater than 0."));
    };
    bytes::make(cx, &derived(cx, &state, &password, &salt, iterations, length)?)
}

fn derived(cx: &Cx, state: &State, password: &[u8], salt: &[u8], iterations: i64, length: usize) -> R<Vec<u8>> {
    let keyed = Keyed::new(state, password);
    let mut key = room::vec(cx, length.saturating_add(64))?;
    let mut block = 1u32;
    while key.len() < length {
        let mut first = keyed.clone();
        first.update(salt);
        first.update(&block.to_be_bytes());
        let mut piece = first.digest();
        let mut sum = piece.clone();
        for round in 1..iterations {
            let mut next = keyed.clone();
            next.update(&piece);
            piece = next.digest();
            sum.iter_mut().zip(&piece).for_each(|(sum, byte)| *sum ^= byte);
            if round % 1024 == 0 {
                cx.safepoint()?;
            }
        }
        room::append(cx, &mut key, &sum)?;
        block = block.wrapping_add(1);
        cx.safepoint()?;
    }
    key.truncate(length);
    Ok(key)
}

const MOST: i64 = i32::MAX as i64;

/// RFC 7914.
pub(super) fn scrypt(cx: &Cx, a: &[Value]) -> R {
    let password = buffer::bytes_like(cx, &a[0])?;
    if a[1].is_none() {
        return Err(cx.type_error("salt is required"));
    }
    let salt = buffer::bytes_like(cx, &a[1])?;
    let number = |value: &Value, name: &str| match value.is_none() {
        true => Err(cx.type_error(format!("{name} is required and must be an unsigned int"))),
        false => protocol::index(cx, value),
    };
    let (n, r, p) = (number(&a[2], "n")?, number(&a[3], "r")?, number(&a[4], "p")?);
    let (maxmem, length) = (protocol::index(cx, &a[5])?, protocol::index(cx, &a[6])?);
    if n < 2 || n & (n - 1) != 0 {
        return Err(cx.value_error("n must be a power of 2."));
    }
    if !(0..=MOST).contains(&maxmem) {
        return Err(cx.value_error(format!("maxmem must be positive and smaller than {MOST}")));
    }
    if !(1..=MOST).contains(&length) {
        return Err(cx.value_error(format!("dklen must be greater than 0 and smaller than {MOST}")));
    }
    if r < 1 || p < 1 || r.checked_mul(p).is_none_or(|product| product >= 1 << 30) {
        return Err(cx.value_error("Invalid parameter combination for n, r, p, maxmem."));
    }
    let limit = if maxmem == 0 { 32 << 20 } else { maxmem };
    let needed = r.checked_mul(128).and_then(|block| block.checked_mul(n.checked_add(2)?.checked_add(p)?));
    if needed.is_none_or(|needed| needed > limit) {
        return Err(cx.value_error("[digital envelope routines] memory limit exceeded"));
    }
    let state = State::new("sha256").ok_or_else(|| unsupported(cx))?;
    let block = 128 * r as usize;
    let mut mixed = derived(cx, &state, &password, &salt, 1, block * p as usize)?;
    for part in mixed.chunks_exact_mut(block) {
        mix(cx, part, n as usize)?;
    }
    bytes::make(cx, &derived(cx, &state, &password, &mixed, 1, length as usize)?)
}

/// scryptROMix.
fn mix(cx: &Cx, part: &mut [u8], n: usize) -> R<()> {
    let mut words: Vec<u32> = part.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect();
    let len = words.len();
    let mut table: Vec<u32> = room::vec(cx, len * n)?;
    let mut other = vec![0; len];
    for _ in 0..n {
        table.extend_from_slice(&words);
        block_mix(&mut words, &mut other);
        cx.safepoint()?;
    }
    for _ in 0..n {
        let at = words[len - 16] as usize & (n - 1);
        words.iter_mut().zip(&table[at * len..(at + 1) * len]).for_each(|(word, old)| *word ^= old);
        block_mix(&mut words, &mut other);
        cx.safepoint()?;
    }
    part.chunks_exact_mut(4).zip(&words).for_each(|(place, word)| place.copy_from_slice(&word.to_le_bytes()));
    Ok(())
}

/// scryptBlockMix.
fn block_mix(words: &mut Vec<u32>, other: &mut Vec<u32>) {
    let count = words.len() / 16;
    let mut x = [0; 16];
    x.copy_from_slice(&words[words.len() - 16..]);
    for (index, block) in words.chunks_exact(16).enumerate() {
        x.iter_mut().zip(block).for_each(|(x, word)| *x ^= word);
        salsa(&mut x);
        let place = if index % 2 == 0 { index / 2 } else { count / 2 + index / 2 };
        other[place * 16..(place + 1) * 16].copy_from_slice(&x);
    }
    std::mem::swap(words, other);
}

/// Salsa20/8.
fn salsa(block: &mut [u32; 16]) {
    let mut x = *block;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
        x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
        x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
        x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
    };
    for _ in 0..4 {
        for (a, b, c, d) in [(0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)] {
            quarter(a, b, c, d);
        }
        for (a, b, c, d) in [(0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)] {
            quarter(a, b, c, d);
        }
    }
    block.iter_mut().zip(x).for_each(|(word, x)| *word = word.wrapping_add(x));
}

/// Looks at all bytes whatever the first ones were.
pub(super) fn compare_digest(cx: &Cx, a: &[Value]) -> R {
    if let (Some(x), Some(y)) = (a[0].get::<Str>(), a[1].get::<Str>()) {
        if !x.is_ascii() || !y.is_ascii() {
            return Err(cx.type_error("comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(Value::bool(same(x.bytes(), y.bytes())));
    }
    if !buffer::is_bytes_like(&a[0]) || !buffer::is_bytes_like(&a[1]) {
        let (x, y) = (type_name(&a[0]), type_name(&a[1]));
        return Err(cx.type_error(format!("unsupported operand types(s) or combination of types: '{x}' and '{y}'")));
    }
    Ok(Value::bool(same(&buffer::bytes_like(cx, &a[0])?, &buffer::bytes_like(cx, &a[1])?)))
}

fn same(x: &[u8], y: &[u8]) -> bool {
    // Of different lengths: as long as for equal ones, with a result that is false.
    let other = if x.len() == y.len() { x } else { y };
    let differences = other.iter().zip(y).fold(u8::from(x.len() != y.len()), |sum, (x, y)| black_box(sum | (x ^ y)));
    differences == 0
}
