//! The table of a module's identifiers: each distinct NFKC-normalised name is one small number. Knows nothing of scopes.

/// A name of one [`Symbols`] table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Symbol(pub(crate) u32);

impl Symbol {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Names by number and numbers by name. Symbol 0 is the empty name.
#[derive(Debug)]
pub(crate) struct Symbols {
    /// All names one after another.
    text: String,
    /// Where each name ends in `text`; it starts where the one before ends.
    ends: Vec<u32>,
    hashes: Vec<u32>,
    /// Open addressing with linear probing: symbol number + 1, 0 for a free place. Its length is a power of two.
    slots: Vec<u32>,
}

impl Default for Symbols {
    fn default() -> Symbols {
        let mut symbols = Symbols { text: String::new(), ends: Vec::new(), hashes: Vec::new(), slots: vec![0; 64] };
        symbols.intern("");
        symbols
    }
}

impl Symbols {
    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        let index = symbol.index();
        let Some(&end) = self.ends.get(index) else {
            return "";
        };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..end as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All names in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.text(Symbol(index as u32)))
    }

    pub(crate) fn find(&self, name: &str) -> Option<Symbol> {
        self.probe(name, hash(name)).ok()
    }

    pub(crate) fn intern(&mut self, name: &str) -> Symbol {
        let hash = hash(name);
        let slot = match self.probe(name, hash) {
            Ok(symbol) => return symbol,
            Err(slot) => slot,
        };
        let symbol = Symbol(self.ends.len() as u32);
        self.text.push_str(name);
        self.ends.push(self.text.len() as u32);
        self.hashes.push(hash);
        self.slots[slot] = symbol.0 + 1;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        symbol
    }

    /// The symbol of `name`, or the free slot where it belongs.
    fn probe(&self, name: &str, hash: u32) -> Result<Symbol, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return Err(slot),
                entry => {
                    let symbol = Symbol(entry - 1);
                    if self.hashes[symbol.index()] == hash && self.text(symbol) == name {
                        return Ok(symbol);
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 4 - 1;
        self.slots = vec![0; mask + 1];
        for (index, &hash) in self.hashes.iter().enumerate() {
            let mut slot = hash as usize & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = index as u32 + 1;
        }
    }
}

/// FNV-1a over the bytes, folded: names are short.
fn hash(name: &str) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for &byte in name.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interning() {
        let mut symbols = Symbols::default();
        let names: Vec<String> = (0..1000).map(|i| format!("name{i}")).collect();
        let first: Vec<Symbol> = names.iter().map(|n| symbols.intern(n)).collect();
        let again: Vec<Symbol> = names.iter().map(|n| symbols.intern(n)).collect();
        assert_eq!(first, again);
        assert_eq!(symbols.text(first[77]), "name77");
        assert_eq!(symbols.find("nobody"), None);
        assert_eq!(symbols.text(Symbol(0)), "");
    }
}
