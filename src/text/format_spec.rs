//! The format specification mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. Parses it; knows
//! not how values are rendered by it (`format_apply.rs` does).

use super::wtf8;

/// What went wrong, with CPython's words. `ErrorKind` names the exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormatError {
    pub kind: ErrorKind,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    Value,
    Overflow,
    /// The text asked for is larger than any memory.
    Memory,
}

impl FormatError {
    /// There is not enough memory for the text.
    #[cold]
    pub(crate) fn memory() -> FormatError {
        FormatError { kind: ErrorKind::Memory, message: String::new() }
    }

    #[cold]
    pub(crate) fn value(message: impl Into<String>) -> FormatError {
        FormatError { kind: ErrorKind::Value, message: message.into() }
    }

    #[cold]
    pub(crate) fn overflow(message: impl Into<String>) -> FormatError {
        FormatError { kind: ErrorKind::Overflow, message: message.into() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
    Center,
    /// Padding between the sign and the digits.
    AfterSign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignMode {
    /// Only negative numbers have a sign; the default.
    Minus,
    Plus,
    Space,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FormatSpec {
    pub fill: u32,
    pub align: Option<Align>,
    pub sign: Option<SignMode>,
    /// `z`: no minus zero.
    pub no_minus_zero: bool,
    pub alternate: bool,
    pub width: usize,
    /// `b','`, `b'_'` or zero for none.
    pub grouping: u8,
    pub precision: Option<usize>,
    /// Zero for none.
    pub code: u32,
}

impl FormatSpec {
    /// What an empty specification means.
    pub(crate) const PLAIN: FormatSpec = FormatSpec {
        fill: b' ' as u32,
        align: None,
        sign: None,
        no_minus_zero: false,
        alternate: false,
        width: 0,
        grouping: 0,
        precision: None,
        code: 0,
    };

    /// `default_align` is `Left` for text and `Right` for numbers: a `0` before the width pads numbers after their sign.
    /// `type_name` appears in errors only.
    pub(crate) fn parse(spec: &[u8], default_align: Align, type_name: &str) -> Result<FormatSpec, FormatError> {
        if spec.is_empty() {
            return Ok(FormatSpec::PLAIN);
        }
        let mut format = FormatSpec::PLAIN;
        let mut rest = Scanner { spec, at: 0 };
        let fill_given = rest.fill_and_align(&mut format);
        format.sign = match rest.byte() {
            Some(b'+') => rest.take(SignMode::Plus),
            Some(b'-') => rest.take(SignMode::Minus),
            Some(b' ') => rest.take(SignMode::Space),
            _ => None,
        };
        format.no_minus_zero = rest.accept(b'z');
        format.alternate = rest.accept(b'#');
        if !fill_given && rest.accept(b'0') {
            format.fill = u32::from(b'0');
            if format.align.is_none() && default_align == Align::Right {
                format.align = Some(Align::AfterSign);
            }
        }
        format.width = rest.number()?.unwrap_or(0);
        rest.grouping(&mut format)?;
        if rest.accept(b'.') {
            let precision = rest.number()?;
            format.precision = Some(precision.ok_or_else(|| FormatError::value("Format specifier missing precision"))?);
        }
        if let Some((code, width)) = wtf8::decode_at(spec, rest.at) {
            if rest.at + width != spec.len() {
                let spec = wtf8::to_lossy(spec);
                return Err(FormatError::value(format!("Invalid format specifier '{spec}' for object of type '{type_name}'")));
            }
            format.code = code;
        }
        // The default code of text is `s`, that of numbers allows grouping.
        let default_code = if default_align == Align::Left { b's' } else { 0 };
        format.check_grouping(u32::from(default_code))?;
        Ok(format)
    }

    fn check_grouping(&self, default_code: u32) -> Result<(), FormatError> {
        let code_point = if self.code == 0 { default_code } else { self.code };
        let code = char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER);
        let allowed = match self.grouping {
            0 => true,
            b'_' if matches!(code, 'b' | 'o' | 'x' | 'X') => true,
            _ => matches!(code, '\0' | 'd' | 'e' | 'f' | 'g' | 'E' | 'F' | 'G' | '%'),
        };
        if allowed {
            return Ok(());
        }
        let (grouping, code) = (self.grouping as char, shown_code(code_point));
        Err(FormatError::value(format!("Cannot specify '{grouping}' with '{code}'.")))
    }

    #[cold]
    pub(crate) fn unknown_code(&self, type_name: &str) -> FormatError {
        let code = shown_code(self.code);
        FormatError::value(format!("Unknown format code '{code}' for object of type '{type_name}'"))
    }
}

fn shown_code(code: u32) -> String {
    match u8::try_from(code) {
        Ok(byte @ 33..=127) => (byte as char).to_string(),
        _ => format!("\\x{code:x}"),
    }
}

struct Scanner<'a> {
    spec: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.spec.get(self.at).copied()
    }

    fn accept(&mut self, wanted: u8) -> bool {
        let found = self.byte() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn take<T>(&mut self, value: T) -> Option<T> {
        self.at += 1;
        Some(value)
    }

    /// Whether a fill was given.
    fn fill_and_align(&mut self, format: &mut FormatSpec) -> bool {
        let align_at = |at: usize| match self.spec.get(at)? {
            b'<' => Some(Align::Left),
            b'>' => Some(Align::Right),
            b'^' => Some(Align::Center),
            b'=' => Some(Align::AfterSign),
            _ => None,
        };
        let Some((fill, width)) = wtf8::decode_at(self.spec, 0) else {
            return false;
        };
        if let Some(align) = align_at(width) {
            format.fill = fill;
            format.align = Some(align);
            self.at = width + 1;
            return true;
        }
        if let Some(align) = align_at(0) {
            format.align = Some(align);
            self.at = 1;
        }
        false
    }

    fn grouping(&mut self, format: &mut FormatSpec) -> Result<(), FormatError> {
        let both = || Err(FormatError::value("Cannot specify both ',' and '_'."));
        if self.accept(b',') {
            format.grouping = b',';
        }
        if self.accept(b'_') {
            if format.grouping != 0 {
                return both();
            }
            format.grouping = b'_';
        }
        if self.byte() == Some(b',') && format.grouping == b'_' {
            return both();
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Option<usize>, FormatError> {
        let start = self.at;
        let mut number = 0usize;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            let next = number.checked_mul(10).and_then(|n| n.checked_add(usize::from(digit - b'0')));
            number =
                next.filter(|&n| n <= isize::MAX as usize).ok_or_else(|| FormatError::value("Too many decimal digits in format string"))?;
            self.at += 1;
        }
        Ok((self.at > start).then_some(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(spec: &str) -> String {
        FormatSpec::parse(spec.as_bytes(), Align::Right, "int").expect_err("bad spec").message
    }

    #[test]
    fn parses_every_part() {
        let parse = |spec: &str| FormatSpec::parse(spec.as_bytes(), Align::Right, "int").expect("good spec");
        assert_eq!(parse(""), FormatSpec::PLAIN);
        let full = parse("é^+z#012_.3f");
        assert_eq!(full.fill, 'é' as u32);
        assert_eq!((full.align, full.sign), (Some(Align::Center), Some(SignMode::Plus)));
        assert!(full.no_minus_zero && full.alternate);
        assert_eq!((full.width, full.grouping, full.precision, full.code), (12, b'_', Some(3), 'f' as u32));
        assert_eq!(parse("<<5").fill, '<' as u32);
        assert_eq!(parse("05").align, Some(Align::AfterSign));
        assert_eq!(FormatSpec::parse(b"05", Align::Left, "str").map(|f| (f.fill, f.align)), Ok(('0' as u32, None)));
    }

    #[test]
    fn errors_are_cpythons() {
        let cases = [
            ("dd", "Invalid format specifier 'dd' for object of type 'int'"),
            (",,", "Cannot specify ',' with ','."),
            (",_", "Cannot specify both ',' and '_'."),
            ("_,x", "Cannot specify both ',' and '_'."),
            (",x", "Cannot specify ',' with 'x'."),
            ("_s", "Cannot specify '_' with 's'."),
            (",\u{1}", "Cannot specify ',' with '\\x1'."),
            (",é", "Cannot specify ',' with '\\xe9'."),
            (".f", "Format specifier missing precision"),
            ("99999999999999999999", "Too many decimal digits in format string"),
        ];
        for (spec, message) in cases {
            assert_eq!(error(spec), message, "{spec}");
        }
    }
}
