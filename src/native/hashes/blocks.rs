//! MD5 and SHA-1. Knows bytes only.

const START: [u32; 5] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0];

/// A function that takes blocks of 64 bytes and keeps up to five words.
#[derive(Clone)]
pub(super) struct Blocks {
    words: [u32; 5],
    held: Vec<u8>,
    len: u64,
    compress: fn(&mut [u32; 5], &[u8]),
    little: bool,
}

impl Blocks {
    pub(super) fn md5() -> Blocks {
        Blocks { words: START, held: Vec::new(), len: 0, compress: md5, little: true }
    }

    pub(super) fn sha1() -> Blocks {
        Blocks { words: START, held: Vec::new(), len: 0, compress: sha1, little: false }
    }

    pub(super) fn update(&mut self, mut data: &[u8]) {
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

    pub(super) fn finish(mut self, size: usize) -> Vec<u8> {
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
