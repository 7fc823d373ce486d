//! The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) with 53-bit floats, as CPython's `_random` arranges it. Knows no
//! objects.

const SIZE: usize = 624;
const MIDDLE: usize = 397;

#[derive(Clone)]
pub(super) struct Twister {
    state: [u32; SIZE],
    /// Words of the state already given out.
    used: usize,
}

impl Twister {
    pub(super) fn from_key(key: &[u32]) -> Twister {
        let mut twister = Twister { state: [0; SIZE], used: SIZE };
        twister.seed_with_word(19_650_218);
        twister.mix_in(if key.is_empty() { &[0] } else { key });
        twister
    }

    fn seed_with_word(&mut self, seed: u32) {
        self.state[0] = seed;
        for i in 1..SIZE {
            let before = self.state[i - 1];
            self.state[i] = 1_812_433_253u32.wrapping_mul(before ^ before >> 30).wrapping_add(i as u32);
        }
        self.used = SIZE;
    }

    fn mix_in(&mut self, key: &[u32]) {
        let mut i = 1;
        let mut step = |state: &mut [u32; SIZE], factor: u32, add: &dyn Fn(u32) -> u32| {
            let before = state[i - 1];
            state[i] = add(state[i] ^ (before ^ before >> 30).wrapping_mul(factor));
            if i == SIZE - 1 {
                state[0] = state[SIZE - 1];
                i = 0;
            }
            i += 1;
            i
        };
        let mut last = 1;
        for k in 0..SIZE.max(key.len()) {
            let j = k % key.len();
            last = step(&mut self.state, 1_664_525, &|word| word.wrapping_add(key[j]).wrapping_add(j as u32));
        }
        for _ in 0..SIZE - 1 {
            let at = last as u32;
            last = step(&mut self.state, 1_566_083_941, &|word| word.wrapping_sub(at));
        }
        self.state[0] = 0x8000_0000;
    }

    fn refill(&mut self) {
        let twist = |high: u32, low: u32| {
            let word = (high & 0x8000_0000) | (low & 0x7FFF_FFFF);
            word >> 1 ^ if word & 1 == 1 { 0x9908_B0DF } else { 0 }
        };
        for i in 0..SIZE {
            self.state[i] = self.state[(i + MIDDLE) % SIZE] ^ twist(self.state[i], self.state[(i + 1) % SIZE]);
        }
        self.used = 0;
    }

    /// The next 32 bits.
    pub(super) fn next_word(&mut self) -> u32 {
        if self.used >= SIZE {
            self.refill();
        }
        let mut word = self.state[self.used];
        self.used += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9D2C_5680;
        word ^= word << 15 & 0xEFC6_0000;
        word ^ word >> 18
    }

    /// A float in [0, 1) with 53 random bits.
    pub(super) fn next_float(&mut self) -> f64 {
        let (high, low) = (self.next_word() >> 5, self.next_word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// The state and how much of it is used up.
    pub(super) fn state(&self) -> (&[u32], usize) {
        (&self.state, self.used)
    }

    /// Continues from a state; None if it is none.
    pub(super) fn from_state(words: &[u32], used: usize) -> Option<Twister> {
        Some(Twister { state: words.try_into().ok()?, used: (used <= SIZE).then_some(used)? })
    }
}

#[cfg(test)]
mod tests {
    use super::Twister;

    #[test]
    fn sequence_is_cpythons() {
        let mut twister = Twister::from_key(&[42]);
        assert_eq!(twister.next_float(), 0.6394267984578837);
        assert_eq!(twister.next_float(), 0.025010755222666936);
        for _ in 0..1000 {
            twister.next_word();
        }
        let (words, used) = twister.state();
        let mut same = Twister::from_state(words, used).expect("a state");
        assert_eq!(same.next_word(), twister.next_word());
    }
}
