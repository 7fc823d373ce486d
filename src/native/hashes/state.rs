//! The hash functions by their names, each from a crate. Knows bytes only.

use sha2::Digest as _;
use sha3::digest::{Digest as _, ExtendableOutput, XofReader};

/// A hash under way.
#[derive(Clone)]
pub(super) enum State {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
    Sha512Of224(sha2::Sha512_224),
    Sha512Of256(sha2::Sha512_256),
    Sha3Of224(sha3::Sha3_224),
    Sha3Of256(sha3::Sha3_256),
    Sha3Of384(sha3::Sha3_384),
    Sha3Of512(sha3::Sha3_512),
    Shake128(sha3::Shake128),
    Shake256(sha3::Shake256),
}

/// The two crates name the same thing in traits of their own.
trait Feed {
    fn feed(&mut self, data: &[u8]);
}

macro_rules! feeds {
    ($update:path: $($ty:ty),*) => {
        $( impl Feed for $ty {
            fn feed(&mut self, data: &[u8]) {
                $update(self, data);
            }
        } )*
    };
}

feeds!(sha2::Digest::update: md5::Md5, sha1::Sha1, sha2::Sha224, sha2::Sha256, sha2::Sha384, sha2::Sha512, sha2::Sha512_224, sha2::Sha512_256);
feeds!(sha3::digest::Update::update: sha3::Sha3_224, sha3::Sha3_256, sha3::Sha3_384, sha3::Sha3_512, sha3::Shake128, sha3::Shake256);

/// All that [`State::new`] knows.
pub(super) const NAMES: [&str; 14] = [
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha512_224",
    "sha512_256",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
    "shake_128",
    "shake_256",
];

/// Evaluates `$body` with whatever state is there as `$state`.
macro_rules! each {
    ($this:expr, $state:ident => $body:expr, $xof:expr) => {
        match $this {
            State::Md5($state) => $body,
            State::Sha1($state) => $body,
            State::Sha224($state) => $body,
            State::Sha256($state) => $body,
            State::Sha384($state) => $body,
            State::Sha512($state) => $body,
            State::Sha512Of224($state) => $body,
            State::Sha512Of256($state) => $body,
            State::Sha3Of224($state) => $body,
            State::Sha3Of256($state) => $body,
            State::Sha3Of384($state) => $body,
            State::Sha3Of512($state) => $body,
            other => $xof(other),
        }
    };
}

impl State {
    /// The hash of that name, in any of its spellings (`SHA-256`, `sha3-256`).
    pub(super) fn new(name: &str) -> Option<State> {
        let name = name.to_ascii_lowercase().replace('-', "_");
        let known = NAMES.iter().find(|known| **known == name || known.replace('_', "") == name.replace('_', ""))?;
        Some(match *known {
            "md5" => State::Md5(md5::Md5::new()),
            "sha1" => State::Sha1(sha1::Sha1::new()),
            "sha224" => State::Sha224(sha2::Sha224::new()),
            "sha256" => State::Sha256(sha2::Sha256::new()),
            "sha384" => State::Sha384(sha2::Sha384::new()),
            "sha512" => State::Sha512(sha2::Sha512::new()),
            "sha512_224" => State::Sha512Of224(sha2::Sha512_224::new()),
            "sha512_256" => State::Sha512Of256(sha2::Sha512_256::new()),
            "sha3_224" => State::Sha3Of224(sha3::Sha3_224::new()),
            "sha3_256" => State::Sha3Of256(sha3::Sha3_256::new()),
            "sha3_384" => State::Sha3Of384(sha3::Sha3_384::new()),
            "sha3_512" => State::Sha3Of512(sha3::Sha3_512::new()),
            "shake_128" => State::Shake128(sha3::Shake128::default()),
            _ => State::Shake256(sha3::Shake256::default()),
        })
    }

    /// Name, size of the digest, size of a block.
    pub(super) fn facts(&self) -> (&'static str, usize, usize) {
        match self {
            State::Md5(_) => ("md5", 16, 64),
            State::Sha1(_) => ("sha1", 20, 64),
            State::Sha224(_) => ("sha224", 28, 64),
            State::Sha256(_) => ("sha256", 32, 64),
            State::Sha384(_) => ("sha384", 48, 128),
            State::Sha512(_) => ("sha512", 64, 128),
            State::Sha512Of224(_) => ("sha512_224", 28, 128),
            State::Sha512Of256(_) => ("sha512_256", 32, 128),
            State::Sha3Of224(_) => ("sha3_224", 28, 144),
            State::Sha3Of256(_) => ("sha3_256", 32, 136),
            State::Sha3Of384(_) => ("sha3_384", 48, 104),
            State::Sha3Of512(_) => ("sha3_512", 64, 72),
            State::Shake128(_) => ("shake_128", 0, 168),
            State::Shake256(_) => ("shake_256", 0, 136),
        }
    }

    /// Whether the digest has as many bytes as one asks for.
    pub(super) fn is_extendable(&self) -> bool {
        matches!(self, State::Shake128(_) | State::Shake256(_))
    }

    pub(super) fn update(&mut self, data: &[u8]) {
        each!(self, state => Feed::feed(state, data), |other: &mut State| match other {
            State::Shake128(state) => Feed::feed(state, data),
            State::Shake256(state) => Feed::feed(state, data),
            _ => unreachable!("the others are above"),
        });
    }

    /// The digest; nothing for those that are asked for a length.
    pub(super) fn digest(self) -> Vec<u8> {
        each!(self, state => state.finalize().to_vec(), |_| Vec::new())
    }

    /// Fills `place` with the digest of an extendable function.
    pub(super) fn fill(self, place: &mut [u8]) {
        match self {
            State::Shake128(state) => state.finalize_xof().read(place),
            State::Shake256(state) => state.finalize_xof().read(place),
            _ => {}
        }
    }
}

/// A keyed hash (RFC 2104): the states after the key, of the inner and the outer hash.
#[derive(Clone)]
pub(super) struct Keyed {
    inner: State,
    outer: State,
}

impl Keyed {
    pub(super) fn new(state: &State, key: &[u8]) -> Keyed {
        let block = state.facts().2;
        let mut padded = if key.len() > block {
            let mut hash = state.clone();
            hash.update(key);
            hash.digest()
        } else {
            key.to_vec()
        };
        padded.resize(block, 0);
        let with = |pad: u8| {
            let mut hash = state.clone();
            hash.update(&padded.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>());
            hash
        };
        Keyed { inner: with(0x36), outer: with(0x5C) }
    }

    pub(super) fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    pub(super) fn digest(self) -> Vec<u8> {
        let mut outer = self.outer;
        outer.update(&self.inner.digest());
        outer.digest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn known_digests() {
        let cases = [
            ("md5", "900150983cd24fb0d6963f7d28e17f72"),
            ("SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("sha3-224", "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"),
        ];
        for (name, expected) in cases {
            let mut state = State::new(name).expect("known");
            state.update(b"abc");
            assert_eq!(hex(&state.digest()), expected, "{name}");
        }
    }

    #[test]
    fn keyed_as_in_rfc_2202() {
        let mut keyed = Keyed::new(&State::new("md5").expect("known"), b"Jefe");
        keyed.update(b"what do ya want for nothing?");
        assert_eq!(hex(&keyed.digest()), "750c783e6ab0b503eaa86e310a5db738");
    }
}
