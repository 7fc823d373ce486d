//! Bytes as lines of text that old mail carries: quoted-printable (RFC 1521, section 5.1) and uuencode. Knows no objects.

/// Characters of an encoded line, the sign that it goes on included.
const LINE: usize = 76;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

fn hex_digit(byte: Option<&u8>) -> Option<u8> {
    byte.and_then(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8)
}

/// What quoted-printable text stands for. What is no escape is taken as it is. In headers an underscore is a blank.
pub(crate) fn from_quoted(text: &[u8], is_header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        match (first, others.first()) {
            (b'=', None) => {}
            // The line goes on.
            (b'=', Some(b'\n' | b'\r')) => {
                let end = others.iter().position(|byte| *byte == b'\n').map_or(others.len(), |end| end + 1);
                rest = &others[end..];
            }
            (b'=', Some(b'=')) => {
                out.push(b'=');
                rest = &others[1..];
            }
            (b'=', high) => match (hex_digit(high), hex_digit(others.get(1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = &others[2..];
                }
                _ => out.push(b'='),
            },
            (b'_', _) if is_header => out.push(b' '),
            (byte, _) => out.push(*byte),
        }
    }
    out
}

/// How bytes become quoted-printable text.
pub(crate) struct Quoting {
    /// Blanks and tabs are quoted everywhere, not at the ends of lines alone.
    pub(crate) quotes_tabs: bool,
    /// Line ends are line ends.
    pub(crate) is_text: bool,
    pub(crate) is_header: bool,
}

pub(crate) fn to_quoted(data: &[u8], how: &Quoting) -> Vec<u8> {
    let ends_with_return = memchr::memchr(b'\n', data).is_some_and(|at| at > 0 && data[at - 1] == b'\r');
    let line_end: &[u8] = if ends_with_return { b"\r\n" } else { b"\n" };
    let mut out = Vec::with_capacity(data.len() + data.len() / LINE * 2);
    let mut length = 0;
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        let next = data.get(at + 1).copied();
        if must_be_quoted(byte, next, length == 0, how) {
            if length + 3 >= LINE {
                out.push(b'=');
                out.extend_from_slice(line_end);
                length = 0;
            }
            push_quoted(&mut out, byte);
            length += 3;
            at += 1;
        } else if how.is_text && (byte == b'\n' || byte == b'\r' && next == Some(b'\n')) {
            // A blank before it would get lost.
            if let Some(blank @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                push_quoted(&mut out, blank);
            }
            out.extend_from_slice(line_end);
            length = 0;
            at += if byte == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some_and(|next| next != b'\n') && length + 1 >= LINE {
                out.push(b'=');
                out.extend_from_slice(line_end);
                length = 0;
            }
            out.push(if how.is_header && byte == b' ' { b'_' } else { byte });
            length += 1;
            at += 1;
        }
    }
    out
}

fn must_be_quoted(byte: u8, next: Option<u8>, starts_line: bool, how: &Quoting) -> bool {
    match byte {
        127.. | b'=' => true,
        b'_' => how.is_header,
        // A line of one dot ends a mail.
        b'.' => starts_line && matches!(next, None | Some(b'\n' | b'\r' | 0)),
        b'\r' | b'\n' => !how.is_text,
        b' ' | b'\t' => how.quotes_tabs || next.is_none(),
        0..b' ' => true,
        _ => false,
    }
}

fn push_quoted(out: &mut Vec<u8>, byte: u8) {
    out.extend_from_slice(&[b'=', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
}

/// Bytes of one uuencoded line at most.
pub(crate) const MOST_OF_LINE: usize = 45;

/// The line for at most [`MOST_OF_LINE`] bytes. `zero`: what stands for six zero bits, a blank or a backtick.
pub(crate) fn to_uu(data: &[u8], zero: u8) -> Vec<u8> {
    let digit = |bits: u32| match bits as u8 & 63 {
        0 => zero,
        bits => b' ' + bits,
    };
    let mut out = vec![digit(data.len() as u32)];
    for group in data.chunks(3) {
        let bits = group.iter().enumerate().fold(0u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        out.extend([18, 12, 6, 0].map(|shift| digit(bits >> shift)));
    }
    out.push(b'\n');
    out
}

/// The bytes of a uuencoded line; blanks missing at its end are added. Errors: what is wrong with it.
pub(crate) fn from_uu(line: &[u8]) -> Result<Vec<u8>, &'static str> {
    // A line without its length counts as one that begins with a zero byte.
    let (length, mut rest) = line.split_first().map_or((0, line), |(first, rest)| (*first, rest));
    let wanted = usize::from(length.wrapping_sub(b' ') & 63);
    let mut out = Vec::with_capacity(wanted);
    let (mut bits, mut held) = (0u32, 0);
    while out.len() < wanted {
        let digit = match rest.split_first() {
            None | Some((b'\n' | b'\r', _)) => 0,
            Some((byte @ b' '..=b'`', _)) => u32::from(byte - b' ') & 63,
            Some(_) => return Err("Illegal char"),
        };
        rest = rest.get(1..).unwrap_or_default();
        bits = bits << 6 | digit;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    if rest.iter().any(|byte| !matches!(byte, b' ' | b'`' | b'\n' | b'\r')) {
        return Err("Trailing garbage");
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back() {
        let data: Vec<u8> = (0..=255).chain(*b" \t\r\n.\n=_").collect();
        for flags in 0..8 {
            let how = Quoting { quotes_tabs: flags & 1 != 0, is_text: flags & 2 != 0, is_header: flags & 4 != 0 };
            let text = to_quoted(&data, &how);
            assert!(text.split(|byte| *byte == b'\n').all(|line| line.len() <= LINE));
            if !how.is_text {
                assert_eq!(from_quoted(&text, how.is_header), data);
            }
        }
        for zero in [b' ', b'`'] {
            for part in data.chunks(MOST_OF_LINE) {
                assert_eq!(from_uu(&to_uu(part, zero)).as_deref(), Ok(part));
            }
        }
        assert_eq!(from_uu(b"#86)Cx"), Err("Trailing garbage"));
        assert_eq!(from_uu(b"!\x7f"), Err("Illegal char"));
    }
}
