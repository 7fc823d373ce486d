//! The interned strings of the process: a table of names by the hash that strings keep anyway. Knows text only.

use super::str::Name;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by address: of names, which are interned, or of static tables. Nobody outside chooses addresses.
pub(crate) type ByAddress<K, V> = HashMap<K, V, BuildHasherDefault<AddressHasher>>;

#[derive(Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, _: &[u8]) {
        unreachable!("only addresses are hashed");
    }

    #[inline]
    fn write_usize(&mut self, address: usize) {
        self.0 = (address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(32);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

/// Names in a table of places, a power of two of which at most two thirds are in use: what is not where its hash says is in one of the
/// places that follow.
struct Shard {
    places: Vec<Option<Name>>,
    used: usize,
}

const SHARDS: usize = 16;
const FIRST_SIZE: usize = 256;

/// In shards by the low bits of the hash; each mutex protects its table.
static INTERNED: [Mutex<Shard>; SHARDS] = [const { Mutex::new(Shard { places: Vec::new(), used: 0 }) }; SHARDS];

impl Shard {
    /// The place of the name with these bytes, or the free place where it goes.
    fn place(&self, hash: i64, bytes: &[u8]) -> usize {
        let mask = self.places.len() - 1;
        let mut place = (hash as usize / SHARDS) & mask;
        while let Some(name) = self.places[place]
            && (name.hash() != hash || name.bytes() != bytes)
        {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(FIRST_SIZE);
        let names = std::mem::replace(&mut self.places, vec![None; size]);
        for name in names.into_iter().flatten() {
            let place = self.place(name.hash(), name.bytes());
            self.places[place] = Some(name);
        }
    }
}

/// The name with these bytes, whose hash is `hash`; `make` makes it if there is none.
pub(super) fn find_or_make(hash: i64, bytes: &[u8], make: impl FnOnce() -> Name) -> Name {
    let mut shard = INTERNED[hash as usize % SHARDS].lock();
    if shard.used * 3 >= shard.places.len() * 2 {
        shard.grow();
    }
    let place = shard.place(hash, bytes);
    if let Some(name) = shard.places[place] {
        return name;
    }
    let name = make();
    shard.places[place] = Some(name);
    shard.used += 1;
    name
}
