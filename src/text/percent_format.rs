//! Templates of the `%` operator for `str` and `bytes`: their parser and the rendering of numbers and text. Knows no objects:
//! which argument goes where, and what `%s` makes of it, is the caller's business.

use super::float_repr::{FloatKind, FloatStyle, format_float};
use super::format_spec::FormatError;
use super::int_text::{IntRef, in_base};
use super::room::is_plausible;
use super::wtf8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Str,
    Bytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Literal(&'a [u8]),
    Conversion(Conversion<'a>),
}

/// `%(key)flags width.precision code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conversion<'a> {
    pub key: Option<&'a [u8]>,
    pub flags: Flags,
    pub width: Amount,
    pub precision: Amount,
    /// Any character: `unsupported` is the error for those that mean nothing, raised after the arguments are taken.
    pub code: u32,
    /// Where `code` stands in the template, in bytes.
    at: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub left: bool,
    pub plus: bool,
    pub blank: bool,
    pub alternate: bool,
    pub zero: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    Default,
    /// `*`: the next argument, which must be an `int` ("* wants int"), taken before the value.
    Argument,
    Given(usize),
}

/// A conversion with its width and precision known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub flags: Flags,
    pub width: usize,
    pub precision: Option<usize>,
}

impl Conversion<'_> {
    /// `width` and `precision` are the arguments that stand for stars; others are ignored.
    pub(crate) fn layout(&self, width: i64, precision: i64) -> Layout {
        let mut flags = self.flags;
        let width = match self.width {
            Amount::Default => 0,
            Amount::Given(width) => width,
            Amount::Argument => {
                flags.left |= width < 0;
                width.unsigned_abs() as usize
            }
        };
        let precision = match self.precision {
            Amount::Default => None,
            Amount::Given(precision) => Some(precision),
            Amount::Argument => Some(precision.max(0) as usize),
        };
        Layout { flags, width, precision }
    }

    /// The code as a character, if it is one of those that mean something.
    pub(crate) fn code_char(&self, dialect: Dialect) -> Option<char> {
        char::from_u32(self.code).filter(|c| "diuoxXeEfFgGcrsa".contains(*c) || *c == 'b' && dialect == Dialect::Bytes)
    }

    /// The error for a conversion of `template` whose code means nothing.
    #[cold]
    pub(crate) fn unsupported(&self, template: &[u8], dialect: Dialect) -> FormatError {
        let code = self.code;
        let index = match dialect {
            Dialect::Str => wtf8::index_of_offset(template, self.at),
            Dialect::Bytes => self.at,
        };
        if dialect == Dialect::Bytes && code > 0x7F {
            return FormatError::overflow("character argument not in range(0x110000)");
        }
        let shown = char::from_u32(code).filter(|_| dialect == Dialect::Bytes || matches!(code, 31..=126)).unwrap_or('?');
        FormatError::value(format!("unsupported format character '{shown}' ({code:#x}) at index {index}"))
    }
}

/// Yields pieces until the end or an error; `%%` is a literal.
#[derive(Clone, Debug)]
pub(crate) struct Pieces<'a> {
    template: &'a [u8],
    at: usize,
    dialect: Dialect,
}

pub(crate) fn pieces(template: &[u8], dialect: Dialect) -> Pieces<'_> {
    Pieces { template, at: 0, dialect }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.template.get(self.at..).filter(|rest| !rest.is_empty())?;
        let literal = rest.iter().position(|&b| b == b'%').unwrap_or(rest.len());
        if literal > 0 {
            self.at += literal;
            return Some(Ok(Piece::Literal(&rest[..literal])));
        }
        self.at += 1;
        if self.accept(b'%') {
            return Some(Ok(Piece::Literal(b"%")));
        }
        let conversion = self.conversion();
        if conversion.is_err() {
            self.at = self.template.len();
        }
        Some(conversion.map(Piece::Conversion))
    }
}

impl<'a> Pieces<'a> {
    fn byte(&self) -> Option<u8> {
        self.template.get(self.at).copied()
    }

    fn accept(&mut self, wanted: u8) -> bool {
        let found = self.byte() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn conversion(&mut self) -> Result<Conversion<'a>, FormatError> {
        let key = if self.accept(b'(') { Some(self.key()?) } else { None };
        let flags = self.flags();
        let width = self.amount(isize::MAX as usize, "width too big")?.unwrap_or(Amount::Default);
        let mut precision = Amount::Default;
        if self.accept(b'.') {
            let too_big = if self.dialect == Dialect::Str { "precision too big" } else { "prec too big" };
            precision = self.amount(i32::MAX as usize, too_big)?.unwrap_or(Amount::Given(0));
        }
        if matches!(self.byte(), Some(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        let code = match self.dialect {
            Dialect::Str => wtf8::decode_at(self.template, self.at),
            Dialect::Bytes => self.byte().map(|b| (u32::from(b), 1)),
        };
        let (code, size) = code.ok_or_else(|| FormatError::value("incomplete format"))?;
        let at = self.at;
        self.at += size;
        Ok(Conversion { key, flags, width, precision, code, at })
    }

    /// A mapping key, up to the parenthesis that closes it.
    fn key(&mut self) -> Result<&'a [u8], FormatError> {
        let start = self.at;
        let mut depth = 1;
        while let Some(b) = self.byte() {
            self.at += 1;
            depth += i32::from(b == b'(') - i32::from(b == b')');
            if depth == 0 {
                return Ok(&self.template[start..self.at - 1]);
            }
        }
        Err(FormatError::value("incomplete format key"))
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        loop {
            match self.byte() {
                Some(b'-') => flags.left = true,
                Some(b'+') => flags.plus = true,
                Some(b' ') => flags.blank = true,
                Some(b'#') => flags.alternate = true,
                Some(b'0') => flags.zero = true,
                _ => return flags,
            }
            self.at += 1;
        }
    }

    fn amount(&mut self, most: usize, too_big: &str) -> Result<Option<Amount>, FormatError> {
        if self.accept(b'*') {
            return Ok(Some(Amount::Argument));
        }
        let mut amount = None;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            let next = amount.unwrap_or(0usize).checked_mul(10).and_then(|n| n.checked_add(usize::from(digit - b'0')));
            amount = Some(next.filter(|&n| n <= most).ok_or_else(|| FormatError::value(too_big))?);
            self.at += 1;
        }
        Ok(amount.map(Amount::Given))
    }
}

/// An empty text with room for so many bytes. Growth is refused before it happens.
fn room(parts: &[usize]) -> Result<Vec<u8>, FormatError> {
    let size = parts.iter().fold(0usize, |sum, part| sum.saturating_add(*part));
    let mut out = Vec::new();
    if !is_plausible(size) || out.try_reserve_exact(size).is_err() {
        return Err(FormatError::memory());
    }
    Ok(out)
}

/// `%d %i %u %o %x %X` of an `int`.
pub(crate) fn render_int(n: IntRef<'_>, code: char, layout: &Layout, max_digits: usize) -> Result<Vec<u8>, FormatError> {
    let base = match code {
        'o' => 8,
        'x' | 'X' => 16,
        _ => 10,
    };
    let mut digits = in_base(n, base, max_digits).map_err(|too_long| FormatError::value(too_long.message()))?;
    if *layout == Layout::PLAIN && code != 'X' {
        return Ok(digits.into_bytes());
    }
    let negative = digits.starts_with('-');
    if negative {
        digits.remove(0);
    }
    if code == 'X' {
        digits.make_ascii_uppercase();
    }
    let zeros = layout.precision.unwrap_or(0).saturating_sub(digits.len());
    let prefix = match code {
        'o' if layout.flags.alternate => "0o",
        'x' if layout.flags.alternate => "0x",
        'X' if layout.flags.alternate => "0X",
        _ => "",
    };
    layout.number(negative, prefix, zeros, &digits)
}

/// `%e %E %f %F %g %G` of a `float`.
pub(crate) fn render_float(x: f64, code: char, layout: &Layout) -> Result<Vec<u8>, FormatError> {
    let kind = match code.to_ascii_lowercase() {
        'e' => FloatKind::Exponent,
        'f' => FloatKind::Fixed,
        _ => FloatKind::General,
    };
    let text = format_float(
        x,
        FloatStyle {
            alternate: layout.flags.alternate,
            upper: code.is_ascii_uppercase(),
            ..FloatStyle::new(kind, layout.precision.unwrap_or(6))
        },
    )
    .map_err(|_| FormatError::memory())?;
    if layout.width == 0 && !layout.flags.plus && !layout.flags.blank {
        return Ok(text.into_bytes());
    }
    let magnitude = text.strip_prefix('-');
    layout.number(magnitude.is_some(), "", 0, magnitude.unwrap_or(&text))
}

/// `%s %r %a` of what `str()`, `repr()` or `ascii()` made: cut to the precision, padded to the width.
pub(crate) fn render_text(text: &[u8], layout: &Layout) -> Result<Vec<u8>, FormatError> {
    let cut = layout.precision.and_then(|precision| wtf8::byte_offset(text, precision)).unwrap_or(text.len());
    layout.pad(&text[..cut], if layout.width == 0 { 0 } else { wtf8::count(&text[..cut]) })
}

/// `%c` of a `str` template: one code point, not cut by a precision.
pub(crate) fn render_char(code_point: u32, layout: &Layout) -> Result<Vec<u8>, FormatError> {
    layout.pad(&wtf8::from_code_points([code_point]), 1)
}

/// `%s %b %r %a %c` of a `bytes` template.
pub(crate) fn render_bytes(bytes: &[u8], code: char, layout: &Layout) -> Result<Vec<u8>, FormatError> {
    let cut = layout.precision.filter(|_| code != 'c').unwrap_or(bytes.len()).min(bytes.len());
    layout.pad(&bytes[..cut], cut)
}

impl Layout {
    pub(crate) const PLAIN: Layout =
        Layout { flags: Flags { left: false, plus: false, blank: false, alternate: false, zero: false }, width: 0, precision: None };

    fn pad(&self, text: &[u8], length: usize) -> Result<Vec<u8>, FormatError> {
        let missing = self.width.saturating_sub(length);
        let mut out = room(&[text.len(), missing])?;
        if !self.flags.left {
            out.resize(missing, b' ');
        }
        out.extend_from_slice(text);
        out.resize(text.len() + missing, b' ');
        Ok(out)
    }

    /// A number of `more` zeros and `digits`, padded.
    fn number(&self, negative: bool, prefix: &str, more: usize, digits: &str) -> Result<Vec<u8>, FormatError> {
        let sign = match (negative, self.flags.plus, self.flags.blank) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        };
        let length = (sign.len() + prefix.len() + digits.len()).saturating_add(more);
        let missing = self.width.saturating_sub(length);
        let (left, zeros, right) = match (self.flags.left, self.flags.zero) {
            (true, _) => (0, 0, missing),
            (false, true) => (0, missing, 0),
            (false, false) => (missing, 0, 0),
        };
        let mut out = room(&[length, missing])?;
        out.resize(left, b' ');
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(prefix.as_bytes());
        out.resize(out.len() + zeros + more, b'0');
        out.extend_from_slice(digits.as_bytes());
        out.resize(out.len() + right, b' ');
        Ok(out)
    }
}
