//! Text as Python means it: what `str`, `bytes`, `int` and `float` have to do with characters, and nothing about objects.
//!
//! Everything here is a pure function of Rust types. Nothing knows a value, an exception or an interpreter: errors are plain
//! values that carry CPython's words, and the layers above turn them into exceptions. Other folders may use this one; it
//! uses none of them.
//!
//! A Python string is a sequence of code points that may be lone surrogates. It is held as *WTF-8*: UTF-8 plus the
//! three-byte form of surrogates, as `&[u8]`. Functions take such bytes, or anything else without a panic, and give such
//! bytes; text that is ASCII by nature, numbers above all, is a `String`.
//!
//! | files | what |
//! |---|---|
//! | `wtf8` | code points in bytes: decode, encode, count, index |
//! | `unicode`, `numeric`, `case` | predicates, numeric values, case mappings |
//! | `repr` | `repr()` and `ascii()` of text and bytes |
//! | `int_text` | integers in bases 2 to 36, both ways, with the digit limit |
//! | `huge` | integers of millions of bits: products, quotients, decimal text |
//! | `float_repr`, `float_parse`, `float_exact` | floats to text, from text; hexadecimal, fractions, rounding |
//! | `format_spec`, `format_apply` | `format()` of numbers and text |
//! | `str_format`, `percent_format` | templates of `str.format` and of `%` |
//! | `codecs`, `decode`, `encode` | encodings and their error handlers |
//! | `hash` | hashes with CPython's values; a seeded one for text |
//! | `search` | find, count, replace and split in bytes |
//! | `suggest` | "did you mean" |
//!
//! The tests are tables recorded from CPython 3.13. Where a file relies on Unicode data, the crates it uses follow newer
//! versions of Unicode than CPython 3.13's 15.1; the tables of our own follow 15.1.

pub(crate) mod case;
pub(crate) mod charmaps;
pub(crate) mod codecs;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod float_exact;
pub(crate) mod float_parse;
pub(crate) mod float_repr;
pub(crate) mod format_apply;
#[cfg(test)]
mod format_apply_tests;
pub(crate) mod format_spec;
pub(crate) mod hash;
pub(crate) mod huge;
pub(crate) mod int_text;
pub(crate) mod mail_codes;
pub(crate) mod numeric;
pub(crate) mod percent_format;
#[cfg(test)]
mod percent_format_tests;
pub(crate) mod regex;
pub(crate) mod repr;
pub(crate) mod room;
pub(crate) mod search;
pub(crate) mod str_format;
pub(crate) mod suggest;
pub(crate) mod unicode;
pub(crate) mod wtf8;
