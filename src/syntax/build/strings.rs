//! String literals: prefixes, joining of neighbours, and the parts of f-strings. Escapes are read in `escapes`.

use super::exprs::leaf;
use super::{Build, Built, deepest, fault};
use crate::source::Span;
use crate::syntax::ast::{ByteString, Constant, Conversion, Elements, Expr, ExprKind, FormattedValue, Warning, Wtf8};
use crate::syntax::error::Stage;
use crate::syntax::escapes;
use crate::syntax::lexer::{MIDDLE_RAW, MIDDLE_SPEC};
use crate::syntax::token::Token;
use std::borrow::Cow;

/// One of the literals that stand next to each other.
pub(in crate::syntax) enum StringPart {
    Plain(Token),
    /// An f-string's parts.
    Format(Vec<Expr>),
}

/// A plain literal taken apart.
struct Literal<'t> {
    body: &'t str,
    bytes: bool,
    raw: bool,
}

impl Build<'_> {
    /// A lone plain literal.
    pub(in crate::syntax) fn string(&mut self, token: Token) -> Built<Expr> {
        let mut text = Vec::new();
        let bytes = self.decode(token, &mut text)?;
        Ok(constant(token.start, text, bytes, token.end))
    }

    pub(in crate::syntax) fn strings(&mut self, start: u32, parts: Vec<StringPart>, end: u32) -> Built<Expr> {
        let is_bytes = |part: &StringPart| match part {
            StringPart::Plain(token) => self.literal(*token).bytes,
            StringPart::Format(_) => false,
        };
        let bytes = parts.iter().filter(|part| is_bytes(part)).count();
        if bytes != 0 && bytes != parts.len() {
            return fault("cannot mix bytes and nonbytes literals", self.ahead());
        }
        let is_format = parts.iter().any(|part| matches!(part, StringPart::Format(_)));
        if is_format {
            return self.joined(start, parts, end);
        }
        let mut text = Vec::new();
        for part in parts {
            if let StringPart::Plain(token) = part {
                self.decode(token, &mut text)?;
            }
        }
        Ok(constant(start, text, bytes != 0, end))
    }

    /// f-strings among the literals: all become one `JoinedStr` in which no two constants are neighbours.
    fn joined(&mut self, start: u32, parts: Vec<StringPart>, end: u32) -> Built<Expr> {
        let mut values = Vec::new();
        for part in parts {
            match part {
                StringPart::Plain(token) => {
                    let constant = self.string(token)?;
                    values.push(constant);
                }
                StringPart::Format(inner) => values.extend(inner),
            }
        }
        let elts = merge(values);
        let below = deepest(&elts);
        self.node(start, below, ExprKind::JoinedStr(Box::new(Elements { elts })), end)
    }

    fn literal(&self, token: Token) -> Literal<'_> {
        let text = &self.text[token.start as usize..token.end as usize];
        let at = text.find(['\'', '"']).unwrap_or(0);
        let (prefix, quoted) = text.split_at(at);
        let quotes = if quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\"")) { 3 } else { 1 };
        let body = &quoted[quotes..quoted.len() - quotes];
        Literal { body, bytes: prefix.contains(['b', 'B']), raw: prefix.contains(['r', 'R']) }
    }

    /// Appends the value of a plain literal; tells whether it is one of bytes.
    fn decode(&mut self, token: Token, out: &mut Vec<u8>) -> Built<bool> {
        let literal = self.literal(token);
        let is_bytes = literal.bytes;
        if is_bytes && !literal.body.is_ascii() {
            return fault("bytes can only contain ASCII literal characters", token.span());
        }
        let mut warning = None;
        let decoded = match (literal.raw, is_bytes) {
            (true, _) => {
                escapes::raw(literal.body, out);
                Ok(())
            }
            (false, true) => escapes::bytes(literal.body, out, &mut warning),
            (false, false) => escapes::text(literal.body, escapes::Braces::Plain, out, &mut warning),
        };
        self.warn(warning, token);
        match decoded {
            Ok(()) => Ok(is_bytes),
            Err(message) => fault(message, token.span()),
        }
    }

    fn warn(&mut self, warning: Option<String>, token: Token) {
        if let Some(message) = warning {
            self.warnings.push(Warning { message, span: token.span(), stage: Stage::Parser });
        }
    }

    /// Literal text between the fields of an f-string.
    pub(in crate::syntax) fn middle(&mut self, mut values: Vec<Expr>, token: Token) -> Built<Vec<Expr>> {
        let body = &self.text[token.start as usize..token.end as usize];
        let flags = token.symbol.0;
        let braces = if flags & MIDDLE_SPEC != 0 { escapes::Braces::Plain } else { escapes::Braces::Doubled };
        let mut out = Vec::new();
        let mut warning = None;
        let decoded = if flags & MIDDLE_RAW != 0 {
            escapes::raw_braces(body, braces, &mut out);
            Ok(())
        } else {
            escapes::text(body, braces, &mut out, &mut warning)
        };
        self.warn(warning, token);
        if let Err(message) = decoded {
            return fault(message, self.ahead());
        }
        values.push(constant(token.start, out, false, token.end));
        Ok(values)
    }

    /// A replacement field; with `=` the source text of the expression comes first.
    #[allow(clippy::too_many_arguments)]
    pub(in crate::syntax) fn field(
        &mut self,
        mut values: Vec<Expr>,
        start: u32,
        value: Expr,
        debug: bool,
        conversion: Option<(u32, Conversion)>,
        format_spec: Option<Expr>,
        end: u32,
    ) -> Built<Vec<Expr>> {
        if debug {
            // The text reaches to what follows the `=`: conversion, format or brace.
            let spec_start = format_spec.as_ref().map(|spec| spec.span.start);
            let debug_end = conversion.map(|(at, _)| at).or(spec_start).unwrap_or(end - 1);
            let text = &self.text[start as usize + 1..debug_end as usize];
            let mut out = Vec::new();
            escapes::raw(&without_comments(text), &mut out);
            values.push(constant(start + 1, out, false, debug_end));
        }
        let default = if debug && format_spec.is_none() { Conversion::Repr } else { Conversion::None };
        let conversion = conversion.map_or(default, |(_, conversion)| conversion);
        let below = value.depth.max(super::depth_of(format_spec.as_ref()));
        let kind = ExprKind::FormattedValue(Box::new(FormattedValue { value, conversion, format_spec }));
        let expr = self.node(start, below, kind, end)?;
        values.push(expr);
        Ok(values)
    }

    pub(in crate::syntax) fn format_spec(&mut self, start: u32, values: Vec<Expr>, end: u32) -> Built<Expr> {
        let elts = merge(values);
        let below = deepest(&elts);
        self.node(start, below, ExprKind::JoinedStr(Box::new(Elements { elts })), end)
    }

    pub(in crate::syntax) fn conversion(&mut self, mark: Token, name: Token) -> Built<(u32, Conversion)> {
        if mark.end != name.start {
            let span = Span::new(mark.start, name.end);
            return fault("f-string: conversion type must come right after the exclamanation mark", span);
        }
        match self.symbols.text(name.symbol) {
            "s" => Ok((mark.start, Conversion::Str)),
            "r" => Ok((mark.start, Conversion::Repr)),
            "a" => Ok((mark.start, Conversion::Ascii)),
            other => {
                let message = format!("f-string: invalid conversion character '{other}': expected 's', 'r', or 'a'");
                fault(message, name.span())
            }
        }
    }
}

fn constant(start: u32, text: Vec<u8>, bytes: bool, end: u32) -> Expr {
    let bytes_of = text.into_boxed_slice();
    let constant =
        if bytes { Constant::Bytes(Box::new(ByteString { bytes: bytes_of })) } else { Constant::Str(Box::new(Wtf8 { bytes: bytes_of })) };
    leaf(start, ExprKind::Constant(constant), end)
}

/// Source text of an expression, without its comments.
fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut quote, mut comment) = (None, false);
    for c in text.chars() {
        match (c, quote) {
            ('\n', _) => comment = false,
            _ if comment => {}
            ('\'' | '"', None) => quote = Some(c),
            (_, Some(open)) if open == c => quote = None,
            ('#', None) => comment = true,
            _ => {}
        }
        if !comment {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Neighbouring constants become one, empty ones vanish.
fn merge(values: Vec<Expr>) -> Vec<Expr> {
    let mut merged: Vec<Expr> = Vec::with_capacity(values.len());
    for value in values {
        let ExprKind::Constant(Constant::Str(text)) = &value.kind else {
            merged.push(value);
            continue;
        };
        match merged.last_mut() {
            Some(Expr { kind: ExprKind::Constant(Constant::Str(before)), span, .. }) => {
                let mut bytes = std::mem::take(&mut before.bytes).into_vec();
                bytes.extend_from_slice(&text.bytes);
                before.bytes = bytes.into_boxed_slice();
                span.end = value.span.end;
            }
            _ => merged.push(value),
        }
    }
    merged.retain(|value| !matches!(&value.kind, ExprKind::Constant(Constant::Str(text)) if text.bytes.is_empty()));
    merged
}
