//! Templates of `str.format`: literal text and replacement fields. A pure parser; what the names refer to and how values
//! are rendered is the caller's business, as is the rule that nesting goes two deep ("Max string recursion exceeded").

use super::format_spec::FormatError;
use super::numeric::decimal_value;
use super::wtf8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Literal(&'a [u8]),
    Field(Field<'a>),
}

/// `{name!conversion:spec}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    pub name: &'a [u8],
    /// Any character; `check_conversion` tells those that mean something.
    pub conversion: Option<u32>,
    pub spec: &'a [u8],
    /// The specification holds fields of its own and is a template.
    pub spec_is_template: bool,
}

/// Yields pieces until the end or an error. Errors come in their place, after the pieces before them, since those are
/// rendered first.
#[derive(Clone, Debug)]
pub(crate) struct Pieces<'a> {
    rest: &'a [u8],
    field_next: bool,
}

pub(crate) fn pieces(template: &[u8]) -> Pieces<'_> {
    Pieces { rest: template, field_next: false }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        let piece = self.advance();
        if let Some(Err(_)) = piece {
            *self = pieces(b"");
        }
        piece
    }
}

impl<'a> Pieces<'a> {
    fn advance(&mut self) -> Option<Result<Piece<'a>, FormatError>> {
        if self.field_next {
            self.field_next = false;
            return Some(self.field().map(Piece::Field));
        }
        if self.rest.is_empty() {
            return None;
        }
        let Some(at) = self.rest.iter().position(|b| matches!(b, b'{' | b'}')) else {
            return Some(Ok(Piece::Literal(std::mem::take(&mut self.rest))));
        };
        let (literal, from_brace) = self.rest.split_at(at);
        let with_brace = &self.rest[..=at];
        match from_brace {
            [b'{', b'{', after @ ..] | [b'}', b'}', after @ ..] => {
                self.rest = after;
                Some(Ok(Piece::Literal(with_brace)))
            }
            [b'}', ..] => Some(Err(FormatError::value("Single '}' encountered in format string"))),
            [_] => Some(Err(FormatError::value("Single '{' encountered in format string"))),
            _ => {
                self.rest = from_brace.get(1..).unwrap_or_default();
                self.field_next = true;
                if literal.is_empty() { self.advance() } else { Some(Ok(Piece::Literal(literal))) }
            }
        }
    }

    fn field(&mut self) -> Result<Field<'a>, FormatError> {
        let (name_end, stop) = self.field_name_end()?;
        let mut field = Field { name: &self.rest[..name_end], conversion: None, spec: b"", spec_is_template: false };
        self.rest = &self.rest[name_end + 1..];
        if stop == b'}' {
            return Ok(field);
        }
        if stop == b'!' {
            let Some((conversion, width)) = wtf8::decode_at(self.rest, 0) else {
                return Err(FormatError::value("end of string while looking for conversion specifier"));
            };
            field.conversion = Some(conversion);
            self.rest = &self.rest[width..];
            match self.rest {
                [b'}', after @ ..] => {
                    self.rest = after;
                    return Ok(field);
                }
                [b':', after @ ..] => self.rest = after,
                [] => {}
                _ => {
                    return Err(FormatError::value("expected ':' after conversion specifier"));
                }
            }
        }
        let mut depth = 1;
        for (at, &b) in self.rest.iter().enumerate() {
            match b {
                b'{' => {
                    field.spec_is_template = true;
                    depth += 1;
                }
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                field.spec = &self.rest[..at];
                self.rest = &self.rest[at + 1..];
                return Ok(field);
            }
        }
        Err(FormatError::value("unmatched '{' in format spec"))
    }

    /// Where the name ends and the byte that ends it. Inside brackets anything goes.
    fn field_name_end(&self) -> Result<(usize, u8), FormatError> {
        let mut in_brackets = false;
        for (at, &b) in self.rest.iter().enumerate() {
            match b {
                b']' => in_brackets = false,
                _ if in_brackets => {}
                b'[' => in_brackets = true,
                b'{' => return Err(FormatError::value("unexpected '{' in field name")),
                b'}' | b':' | b'!' => return Ok((at, b)),
                _ => {}
            }
        }
        Err(FormatError::value("expected '}' before end of string"))
    }
}

/// What a conversion does; CPython's error for unknown ones.
pub(crate) fn check_conversion(conversion: u32) -> Result<char, FormatError> {
    match char::from_u32(conversion) {
        Some(known @ ('r' | 's' | 'a')) => Ok(known),
        Some(shown @ '!'..='~') => Err(FormatError::value(format!("Unknown conversion specifier {shown}"))),
        _ => Err(FormatError::value(format!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}

/// The first part of a field name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First<'a> {
    /// Nothing: the next positional argument.
    Auto,
    Index(usize),
    Name(&'a [u8]),
}

/// One step from a value to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    Attribute(&'a [u8]),
    Index(usize),
    Key(&'a [u8]),
}

/// Splits a field name into its first part and the steps after it.
pub(crate) fn split_name(name: &[u8]) -> Result<(First<'_>, Steps<'_>), FormatError> {
    let end = name.iter().position(|b| matches!(b, b'.' | b'[')).unwrap_or(name.len());
    let (first, rest) = name.split_at(end);
    let first = match index(first)? {
        Some(index) => First::Index(index),
        None if first.is_empty() => First::Auto,
        None => First::Name(first),
    };
    Ok((first, Steps { rest }))
}

#[derive(Clone, Debug)]
pub(crate) struct Steps<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Steps<'a> {
    type Item = Result<Step<'a>, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (&kind, rest) = self.rest.split_first()?;
        let step = match kind {
            b'.' => {
                let end = rest.iter().position(|b| matches!(b, b'.' | b'[')).unwrap_or(rest.len());
                self.rest = &rest[end..];
                Ok(Step::Attribute(&rest[..end]))
            }
            b'[' => match rest.iter().position(|&b| b == b']') {
                Some(end) => {
                    self.rest = &rest[end + 1..];
                    let key = &rest[..end];
                    index(key).map(|index| index.map_or(Step::Key(key), Step::Index))
                }
                None => Err(FormatError::value("Missing ']' in format string")),
            },
            _ => Err(FormatError::value("Only '.' or '[' may follow ']' in format field specifier")),
        };
        Some(match step {
            Ok(Step::Attribute(b"") | Step::Key(b"")) => Err(FormatError::value("Empty attribute in format string")),
            step => step,
        })
    }
}

/// `text` as an index if it is made of decimal digits only.
fn index(text: &[u8]) -> Result<Option<usize>, FormatError> {
    let mut index = None;
    for c in wtf8::code_points(text) {
        let Some(digit) = decimal_value(c) else {
            return Ok(None);
        };
        let next = index.unwrap_or(0usize).checked_mul(10).and_then(|n| n.checked_add(usize::from(digit)));
        let fits = next.filter(|&n| n <= isize::MAX as usize);
        index = Some(fits.ok_or_else(|| FormatError::value("Too many decimal digits in format string"))?);
    }
    Ok(index)
}

/// Numbers the fields of one template, nested ones included.
#[derive(Clone, Debug, Default)]
pub(crate) struct AutoNumber {
    next: usize,
    mode: Option<Numbering>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    Automatic,
    Manual,
}

impl AutoNumber {
    /// The number of the positional argument `first` stands for, `None` if it is a name.
    pub(crate) fn position(&mut self, first: First<'_>) -> Result<Option<usize>, FormatError> {
        let (wanted, other, position) = match first {
            First::Name(_) => return Ok(None),
            First::Auto => (Numbering::Automatic, "manual field specification to automatic field numbering", self.next),
            First::Index(index) => (Numbering::Manual, "automatic field numbering to manual field specification", index),
        };
        if *self.mode.get_or_insert(wanted) != wanted {
            return Err(FormatError::value(format!("cannot switch from {other}")));
        }
        self.next += usize::from(wanted == Numbering::Automatic);
        Ok(Some(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces as text: literals as they are, fields as `<name|conversion|spec|*>`.
    fn shown(template: &str) -> String {
        let mut out = String::new();
        for piece in pieces(template.as_bytes()) {
            match piece {
                Ok(Piece::Literal(text)) => out += &wtf8::to_lossy(text),
                Ok(Piece::Field(field)) => {
                    let (name, spec) = (wtf8::to_lossy(field.name), wtf8::to_lossy(field.spec));
                    let conversion = field.conversion.and_then(char::from_u32).map(String::from).unwrap_or_default();
                    out += &format!("<{name}|{conversion}|{spec}|{}>", if field.spec_is_template { "*" } else { "" });
                }
                Err(error) => out += &format!("!{}", error.message),
            }
        }
        out
    }

    #[test]
    fn templates() {
        let cases = [
            ("", ""),
            ("abc", "abc"),
            ("{{}}", "{}"),
            ("a{{b}}c", "a{b}c"),
            ("{}", "<|||>"),
            ("{0!r:>5}x", "<0|r|>5|>x"),
            ("{a.b[0]}", "<a.b[0]|||>"),
            ("{:{}}", "<||{}|*>"),
            ("{0[{]}", "<0[{]|||>"),
            ("{a[}:!]}", "<a[}:!]|||>"),
            ("{a}}}", "<a|||>}"),
            ("{:{{}}}", "<||{{}}|*>"),
            ("{!r}", "<|r||>"),
            ("x{0:a{1}b{2}c}y", "x<0||a{1}b{2}c|*>y"),
            ("{{{0}}}", "{<0|||>}"),
            ("{", "!Single '{' encountered in format string"),
            ("}", "!Single '}' encountered in format string"),
            ("a}b", "!Single '}' encountered in format string"),
            ("{0", "!expected '}' before end of string"),
            ("{0!", "!end of string while looking for conversion specifier"),
            ("{0!r", "!unmatched '{' in format spec"),
            ("{0!}", "!unmatched '{' in format spec"),
            ("{0!rr}", "!expected ':' after conversion specifier"),
            ("{0:", "!unmatched '{' in format spec"),
            ("{0[}", "!expected '}' before end of string"),
            ("{0:{}", "!unmatched '{' in format spec"),
            ("{0{}}", "!unexpected '{' in field name"),
            ("{0}{", "<0|||>!Single '{' encountered in format string"),
            ("{}}", "<|||>!Single '}' encountered in format string"),
        ];
        for (template, expected) in cases {
            assert_eq!(shown(template), expected, "{template}");
        }
    }

    #[test]
    fn names() {
        let split = |name: &'static str| {
            let (first, steps) = split_name(name.as_bytes()).map_err(|e| e.message)?;
            Ok::<_, String>((first, steps.collect::<Result<Vec<_>, _>>().map_err(|e| e.message)?))
        };
        assert_eq!(split(""), Ok((First::Auto, vec![])));
        assert_eq!(split("01"), Ok((First::Index(1), vec![])));
        assert_eq!(split("٣"), Ok((First::Index(3), vec![])));
        assert_eq!(split("-1"), Ok((First::Name(b"-1"), vec![])));
        assert_eq!(split("a.b[0].c"), Ok((First::Name(b"a"), vec![Step::Attribute(b"b"), Step::Index(0), Step::Attribute(b"c")])));
        assert_eq!(split("[k.x]"), Ok((First::Auto, vec![Step::Key(b"k.x")])));
        let cases = [
            ("a[]", "Empty attribute in format string"),
            ("a.", "Empty attribute in format string"),
            ("a..b", "Empty attribute in format string"),
            ("a[0", "Missing ']' in format string"),
            ("0[a]b", "Only '.' or '[' may follow ']' in format field specifier"),
            ("99999999999999999999", "Too many decimal digits in format string"),
        ];
        for (name, message) in cases {
            assert_eq!(split(name), Err(message.to_string()), "{name}");
        }
    }

    #[test]
    fn numbering() {
        let mut number = AutoNumber::default();
        assert_eq!(number.position(First::Auto), Ok(Some(0)));
        assert_eq!(number.position(First::Name(b"x")), Ok(None));
        assert_eq!(number.position(First::Auto), Ok(Some(1)));
        let error = number.position(First::Index(0)).expect_err("mixed");
        assert_eq!(error.message, "cannot switch from automatic field numbering to manual field specification");
        let mut number = AutoNumber::default();
        assert_eq!(number.position(First::Index(7)), Ok(Some(7)));
        let error = number.position(First::Auto).expect_err("mixed");
        assert_eq!(error.message, "cannot switch from manual field specification to automatic field numbering");
    }

    #[test]
    fn conversions() {
        assert_eq!(check_conversion('r' as u32), Ok('r'));
        assert_eq!(check_conversion('x' as u32).map_err(|e| e.message), Err("Unknown conversion specifier x".into()));
        assert_eq!(check_conversion(0xE9).map_err(|e| e.message), Err("Unknown conversion specifier \\xe9".into()));
    }
}
