//! Modules `zlib` and `_bz2`: data made small and whole again. The methods of compression come from crates.

mod bz2;
mod pushed;
mod zlib;

pub(super) use bz2::fill as fill_bz2;
pub(super) use zlib::{crc32, fill as fill_zlib, low_bits};

/// Bytes that are made room for at once.
const CHUNK: usize = 1 << 16;
