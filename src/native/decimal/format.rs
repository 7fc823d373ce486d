//! `format(decimal, specification)`.

use super::number::{Kind, Number, digits, text};
use super::settings::{Rounding, Settings};
use super::text::place_point;
use super::work::Work;
use crate::object::cx::Cx;
use crate::object::value::{R, Raised};

struct Specification {
    fill: char,
    /// `<`, `>`, `=` or `^`; `z`: zeros between the sign and the digits.
    align: char,
    sign: char,
    no_minus_zero: bool,
    keeps_point: bool,
    width: usize,
    grouped: bool,
    precision: Option<usize>,
    /// One of `eEfFgG%`, or a blank.
    code: char,
}

fn invalid(cx: &Cx) -> Raised {
    cx.value_error("invalid format string")
}

fn read(cx: &Cx, source: &str) -> R<Specification> {
    let mut spec = Specification {
        fill: ' ',
        align: '>',
        sign: '-',
        no_minus_zero: false,
        keeps_point: false,
        width: 0,
        grouped: false,
        precision: None,
        code: ' ',
    };
    let chars: Vec<char> = source.chars().collect();
    let mut at = 0;
    let is_align = |c: Option<&char>| c.is_some_and(|c| matches!(c, '<' | '>' | '=' | '^'));
    let mut is_aligned = true;
    if is_align(chars.get(1)) {
        (spec.fill, spec.align, at) = (chars[0], chars[1], 2);
    } else if is_align(chars.first()) {
        (spec.align, at) = (chars[0], 1);
    } else {
        is_aligned = false;
    }
    let take = |at: &mut usize, wanted: &[char]| {
        let found = chars.get(*at).copied().filter(|c| wanted.contains(c));
        *at += usize::from(found.is_some());
        found
    };
    spec.sign = take(&mut at, &['+', '-', ' ']).unwrap_or('-');
    spec.no_minus_zero = take(&mut at, &['z']).is_some();
    spec.keeps_point = take(&mut at, &['#']).is_some();
    if take(&mut at, &['0']).is_some() {
        if is_aligned {
            return Err(invalid(cx));
        }
        spec.align = 'z';
    }
    let number = |at: &mut usize| -> R<Option<usize>> {
        let start = *at;
        while chars.get(*at).is_some_and(char::is_ascii_digit) {
            *at += 1;
        }
        let digits = chars[start..*at].iter().filter_map(|c| c.to_digit(10));
        let number = digits.map(|digit| digit as usize).try_fold(0usize, |n, digit| n.checked_mul(10)?.checked_add(digit));
        if start == *at { Ok(None) } else { number.map(Some).ok_or_else(|| invalid(cx)) }
    };
    spec.width = number(&mut at)?.unwrap_or(0);
    spec.grouped = take(&mut at, &[',']).is_some();
    if take(&mut at, &['.']).is_some() {
        spec.precision = Some(number(&mut at)?.ok_or_else(|| invalid(cx))?);
    }
    let code = take(&mut at, &['e', 'E', 'f', 'F', 'g', 'G', 'n', '%']);
    if at < chars.len() || (code == Some('n') && spec.grouped) {
        return Err(invalid(cx));
    }
    match code {
        // The C locale's.
        Some('n') => spec.code = 'g',
        Some(code) => spec.code = code,
        None => {}
    }
    Ok(spec)
}

pub(super) fn format(cx: &Cx, n: &Number, source: &str, set: Settings) -> R<String> {
    let spec = read(cx, source)?;
    let percent = if spec.code == '%' { "%" } else { "" };
    let (negative, body, is_special) = match n.kind {
        Kind::Finite => {
            let n = rounded(cx, n, &spec, set.rounding)?;
            let negative = n.negative && !(spec.no_minus_zero && n.c.is_zero());
            (negative, digits_of(cx, &n, &spec, set.capitals)?, false)
        }
        Kind::Infinite => (n.negative, (String::new(), format!("Infinity{percent}")), true),
        Kind::Quiet | Kind::Signaling => {
            let payload = if n.c.is_zero() { String::new() } else { text(cx, &n.c)? };
            let name = if n.kind == Kind::Quiet { "NaN" } else { "sNaN" };
            (n.negative, (String::new(), format!("{name}{payload}{percent}")), true)
        }
    };
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, '+') => "+",
        (false, ' ') => " ",
        _ => "",
    };
    let (mut whole, tail) = body;
    let fills_zeros = spec.align == 'z' && !is_special;
    if spec.grouped && !is_special {
        let room = if fills_zeros { spec.width.saturating_sub(sign.len() + tail.len()) } else { 0 };
        whole = grouped(cx, whole, room)?;
    }
    let length = sign.len() + whole.len() + tail.len();
    let padding = spec.width.saturating_sub(length);
    let mut out = String::new();
    if out.try_reserve(padding.saturating_mul(spec.fill.len_utf8()).saturating_add(length)).is_err() {
        return Err(cx.memory_error());
    }
    let pad = |out: &mut String, count: usize, fill: char| out.extend(std::iter::repeat_n(fill, count));
    match spec.align {
        '<' => {
            out.extend([sign, &whole, &tail]);
            pad(&mut out, padding, spec.fill);
        }
        '^' => {
            pad(&mut out, padding / 2, spec.fill);
            out.extend([sign, &whole, &tail]);
            pad(&mut out, padding - padding / 2, spec.fill);
        }
        '=' => {
            out.push_str(sign);
            pad(&mut out, padding, spec.fill);
            out.extend([whole.as_str(), &tail]);
        }
        'z' if fills_zeros => {
            out.push_str(sign);
            pad(&mut out, padding, '0');
            out.extend([whole.as_str(), &tail]);
        }
        _ => {
            pad(&mut out, padding, spec.fill);
            out.extend([sign, &whole, &tail]);
        }
    }
    Ok(out)
}

/// The number that is shown: with as many digits as the precision says.
fn rounded(cx: &Cx, n: &Number, spec: &Specification, rounding: Rounding) -> R<Number> {
    let work = Work::new(cx, Settings::WIDEST);
    let mut n = n.clone();
    if spec.code == '%' {
        n.exp += 2;
    }
    if let Some(precision) = spec.precision {
        let precision = i64::try_from(precision).unwrap_or(i64::MAX).min(super::settings::MAX_PREC);
        match spec.code {
            'e' | 'E' => n = to_digits(&work, n, precision + 1, rounding)?,
            'f' | 'F' | '%' => n = work.rescale(&n, -precision, rounding)?,
            _ if digits(&n.c) > precision.max(1) => n = to_digits(&work, n, precision.max(1), rounding)?,
            _ => {}
        }
    }
    if n.c.is_zero() && n.exp > 0 && matches!(spec.code, 'f' | 'F' | '%') {
        n.exp = 0;
    }
    Ok(n)
}

/// With just so many digits.
fn to_digits(work: &Work<'_>, n: Number, count: i64, rounding: Rounding) -> R<Number> {
    if n.c.is_zero() {
        return Ok(n);
    }
    let result = work.rescale(&n, n.adjusted() + 1 - count, rounding)?;
    if digits(&result.c) == count { Ok(result) } else { work.rescale(&result, result.adjusted() + 1 - count, rounding) }
}

/// What stands before the point, and the rest.
fn digits_of(cx: &Cx, n: &Number, spec: &Specification, capitals: bool) -> R<(String, String)> {
    let digits = text(cx, &n.c)?;
    let left = n.exp + digits.len() as i64;
    let point = match spec.code {
        'e' | 'E' => match spec.precision {
            Some(precision) if n.c.is_zero() => 1 - precision as i64,
            _ => 1,
        },
        'f' | 'F' | '%' => left,
        _ if n.exp <= 0 && left > -6 => left,
        _ => 1,
    };
    crate::object::big::room(cx, (point.unsigned_abs()).saturating_mul(8))?;
    let mut shown = String::new();
    place_point(&mut shown, &digits, point, spec.keeps_point);
    let exponent = left - point;
    if exponent != 0 || matches!(spec.code, 'e' | 'E') {
        let letter = match spec.code {
            'E' | 'G' => 'E',
            'e' | 'g' => 'e',
            _ if capitals => 'E',
            _ => 'e',
        };
        shown.push(letter);
        shown.push_str(&format!("{exponent:+}"));
    }
    if spec.code == '%' {
        shown.push('%');
    }
    let end = shown.find(|c: char| !c.is_ascii_digit()).unwrap_or(shown.len());
    let tail = shown.split_off(end);
    Ok((shown, tail))
}

/// Digits in groups of three; zeros are put before them while there is room.
fn grouped(cx: &Cx, mut whole: String, room: usize) -> R<String> {
    let with_commas = |digits: usize| digits + (digits - 1) / 3;
    if with_commas(whole.len()) < room {
        let mut count = room - room / 4;
        while with_commas(count) < room {
            count += 1;
        }
        while count > whole.len() && with_commas(count - 1) >= room {
            count -= 1;
        }
        let zeros = count - whole.len();
        if whole.try_reserve(zeros).is_err() {
            return Err(cx.memory_error());
        }
        whole.insert_str(0, &"0".repeat(zeros));
    }
    let mut out = String::with_capacity(with_commas(whole.len()));
    let (first, mut groups) = whole.split_at((whole.len() - 1) % 3 + 1);
    out.push_str(first);
    while let Some((group, rest)) = groups.split_at_checked(3) {
        out.push(',');
        out.push_str(group);
        groups = rest;
    }
    Ok(out)
}
