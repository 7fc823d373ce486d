//! The values of number literals, whose form the lexer has checked.

use super::exprs::leaf;
use super::{Build, Built, fault};
use crate::syntax::ast::{Constant, Digits, Expr, ExprKind};
use crate::syntax::token::Token;

/// `sys.int_info.default_max_str_digits`.
const MAX_DIGITS: usize = 4300;

impl Build<'_> {
    pub(in crate::syntax) fn number(&mut self, token: Token) -> Built<Expr> {
        let literal = &self.text[token.start as usize..token.end as usize];
        let plain: String;
        let text = if literal.contains('_') {
            plain = literal.replace('_', "");
            &plain
        } else {
            literal
        };
        let radix = match text.as_bytes() {
            [b'0', b'x' | b'X', ..] => 16,
            [b'0', b'o' | b'O', ..] => 8,
            [b'0', b'b' | b'B', ..] => 2,
            _ => 10,
        };
        let constant = if radix != 10 {
            integer(&text[2..], radix)
        } else if let Some(imaginary) = text.strip_suffix(['j', 'J']) {
            Constant::Imaginary(float(imaginary))
        } else if text.bytes().any(|b| matches!(b, b'.' | b'e' | b'E')) {
            Constant::Float(float(text))
        } else if text.len() > MAX_DIGITS {
            let message = format!(
                "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; use \
                 sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid \
                 decimal conversion limits.",
                text.len()
            );
            return fault(message, token.span());
        } else {
            integer(text, 10)
        };
        Ok(leaf(token.start, ExprKind::Constant(constant), token.end))
    }
}

fn integer(digits: &str, radix: u32) -> Constant {
    match i64::from_str_radix(digits, radix) {
        Ok(value) => Constant::Int(value),
        Err(_) => Constant::BigInt(Box::new(Digits { radix, text: digits.trim_start_matches('0').into() })),
    }
}

fn float(text: &str) -> f64 {
    text.parse().expect("the lexer lets only well-formed floats through")
}
