//! The extent of number literals and the errors in them. Knows nothing of their values.

use super::{Kind, LexError, Lexed, Lexer};
use crate::source::Span;
use crate::syntax::ast::Warning;
use crate::syntax::error::Stage;

impl Lexer<'_> {
    /// A number starts at `start`: a digit, or a point before a digit.
    pub(super) fn number(&mut self, start: u32) -> Lexed {
        let end = match (self.byte(start), self.byte(start + 1)) {
            (b'0', b'x' | b'X') => self.radix_number(start + 2, "hexadecimal", |b| b.is_ascii_hexdigit()),
            (b'0', b'o' | b'O') => self.radix_number(start + 2, "octal", |b| (b'0'..=b'7').contains(&b)),
            (b'0', b'b' | b'B') => self.radix_number(start + 2, "binary", |b| (b'0'..=b'1').contains(&b)),
            (b'.', _) => self.fraction(start + 1),
            (b'0', _) => self.zeros(start),
            _ => {
                let at = self.decimal_digits(start)?;
                self.after_integer(at)
            }
        }?;
        if self.byte(end).is_ascii_alphabetic() {
            self.warn_of_keyword(start, end);
        }
        self.seek(end);
        self.push(Kind::Number, start, end);
        Ok(())
    }

    /// A keyword follows at once.
    #[cold]
    fn warn_of_keyword(&mut self, start: u32, end: u32) {
        let kind = match (self.byte(start + 1), self.byte(end - 1)) {
            (b'x' | b'X', _) => "hexadecimal",
            (b'o' | b'O', _) => "octal",
            (b'b' | b'B', _) => "binary",
            (_, b'j' | b'J') => "imaginary",
            _ => "decimal",
        };
        let span = Span::new(end - 1, end - 1);
        self.warnings.push(Warning { message: format!("invalid {kind} literal"), span, stage: Stage::Parser });
    }

    fn radix_number(&self, mut at: u32, name: &str, is_digit: fn(u8) -> bool) -> Lexed<u32> {
        loop {
            if self.byte(at) == b'_' {
                at += 1;
            }
            if !is_digit(self.byte(at)) {
                return Err(self.bad_digit(at, name));
            }
            while is_digit(self.byte(at)) {
                at += 1;
            }
            if self.byte(at) != b'_' {
                break;
            }
        }
        if self.byte(at).is_ascii_digit() {
            return Err(self.bad_digit(at, name));
        }
        self.end_of_number(at, name)
    }

    fn bad_digit(&self, at: u32, name: &str) -> Box<LexError> {
        let byte = self.byte(at);
        if byte.is_ascii_digit() {
            return self.error_at(format!("invalid digit '{}' in {name} literal", char::from(byte)), at);
        }
        self.error_at(format!("invalid {name} literal"), at - 1)
    }

    /// Digits with single underscores between them, from a digit on.
    fn decimal_digits(&self, mut at: u32) -> Lexed<u32> {
        loop {
            while self.byte(at).is_ascii_digit() {
                at += 1;
            }
            if self.byte(at) != b'_' {
                return Ok(at);
            }
            at += 1;
            if !self.byte(at).is_ascii_digit() {
                return Err(self.error_at("invalid decimal literal", at - 1));
            }
        }
    }

    /// A number that starts with 0: zero itself, or a float, else nothing may follow the zeros.
    fn zeros(&self, start: u32) -> Lexed<u32> {
        let mut at = start;
        loop {
            if self.byte(at) == b'_' {
                at += 1;
                if !self.byte(at).is_ascii_digit() {
                    return Err(self.error_at("invalid decimal literal", at - 1));
                }
            }
            if self.byte(at) != b'0' {
                break;
            }
            at += 1;
        }
        let zeros_end = at;
        if !self.byte(at).is_ascii_digit() {
            return self.after_integer(at);
        }
        at = self.decimal_digits(at)?;
        if matches!(self.byte(at), b'.' | b'e' | b'E' | b'j' | b'J') {
            return self.after_integer(at);
        }
        Err(self.error_in(
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
            start,
            zeros_end + 1,
        ))
    }

    fn after_integer(&self, at: u32) -> Lexed<u32> {
        match self.byte(at) {
            b'.' => self.fraction(at + 1),
            _ => self.exponent(at),
        }
    }

    fn fraction(&self, mut at: u32) -> Lexed<u32> {
        if self.byte(at).is_ascii_digit() {
            at = self.decimal_digits(at)?;
        }
        self.exponent(at)
    }

    fn exponent(&self, mut at: u32) -> Lexed<u32> {
        if matches!(self.byte(at), b'e' | b'E') {
            let signed = matches!(self.byte(at + 1), b'+' | b'-');
            let digits = at + 1 + u32::from(signed);
            if self.byte(digits).is_ascii_digit() {
                at = self.decimal_digits(digits)?;
            } else if signed {
                return Err(self.error_at("invalid decimal literal", digits - 1));
            } else {
                return self.end_of_number(at, "decimal");
            }
        }
        if matches!(self.byte(at), b'j' | b'J') {
            return self.end_of_number(at + 1, "imaginary");
        }
        self.end_of_number(at, "decimal")
    }

    /// A number must not run into a name; some keywords are let through (`1if x else y`).
    fn end_of_number(&self, at: u32, name: &str) -> Lexed<u32> {
        let byte = self.byte(at);
        if !(byte.is_ascii_alphanumeric() || byte == b'_') {
            return Ok(at);
        }
        let rest = &self.text.as_bytes()[at as usize..];
        let keywords: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"or", b"not"];
        if keywords.iter().any(|word| rest.starts_with(word)) {
            return Ok(at);
        }
        Err(self.error_at(format!("invalid {name} literal"), at - 1))
    }
}
