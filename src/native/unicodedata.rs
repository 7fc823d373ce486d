//! Module `unicodedata`: names, categories, numbers and normal forms of characters. The tables are those of `text` and of crates.

use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::str::{self, Str};
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use crate::text::{numeric, unicode};
use unicode_general_category::GeneralCategory as Category;
use unicode_normalization::UnicodeNormalization;

/// The only character of an argument. Errors: TypeError.
fn character(cx: &Cx, value: &Value, function: &str) -> R<u32> {
    let Some(text) = value.get::<Str>() else {
        return Err(cx.type_error(format!("{function}() argument 1 must be a unicode character, not {}", type_of(value).message_name())));
    };
    match (text.len(), text.code_point(0)) {
        (1, Some(code)) => Ok(code),
        (len, _) => Err(cx.type_error(format!("{function}(): argument 1 must be a unicode character, not a string of length {len}"))),
    }
}

fn category_name(category: Category) -> &'static str {
    match category {
        Category::UppercaseLetter => "Lu",
        Category::LowercaseLetter => "Ll",
        Category::TitlecaseLetter => "Lt",
        Category::ModifierLetter => "Lm",
        Category::OtherLetter => "Lo",
        Category::NonspacingMark => "Mn",
        Category::SpacingMark => "Mc",
        Category::EnclosingMark => "Me",
        Category::DecimalNumber => "Nd",
        Category::LetterNumber => "Nl",
        Category::OtherNumber => "No",
        Category::ConnectorPunctuation => "Pc",
        Category::DashPunctuation => "Pd",
        Category::OpenPunctuation => "Ps",
        Category::ClosePunctuation => "Pe",
        Category::InitialPunctuation => "Pi",
        Category::FinalPunctuation => "Pf",
        Category::OtherPunctuation => "Po",
        Category::MathSymbol => "Sm",
        Category::CurrencySymbol => "Sc",
        Category::ModifierSymbol => "Sk",
        Category::OtherSymbol => "So",
        Category::SpaceSeparator => "Zs",
        Category::LineSeparator => "Zl",
        Category::ParagraphSeparator => "Zp",
        Category::Control => "Cc",
        Category::Format => "Cf",
        Category::Surrogate => "Cs",
        Category::PrivateUse => "Co",
        _ => "Cn",
    }
}

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

fn category(cx: &Cx, a: &[Value]) -> R {
    Ok(text(category_name(unicode::category(character(cx, &a[0], "category")?))))
}

/// `a[1]` if it was given, else an error.
fn or_default(cx: &Cx, default: &Value, found: Option<Value>, message: &str) -> R {
    match found {
        Some(found) => Ok(found),
        None if default.is_unset() => Err(cx.value_error(message)),
        None => Ok(default.clone()),
    }
}

fn name(cx: &Cx, a: &[Value]) -> R {
    let code = character(cx, &a[0], "name")?;
    let known = char::from_u32(code).filter(|_| !unicode::is_newer(code)).and_then(unicode_names2::name);
    or_default(cx, &a[1], known.map(|name| text(&name.to_string())), "no such name")
}

fn lookup(cx: &Cx, a: &[Value]) -> R {
    let Some(name) = a[0].get::<Str>() else {
        return Err(cx.type_error(format!("lookup() argument must be str, not {}", type_of(&a[0]).message_name())));
    };
    let name = name.to_str_lossy();
    match unicode_names2::character(&name).filter(|found| !unicode::is_newer(u32::from(*found))) {
        Some(found) => Ok(str::char_value(u32::from(found))),
        None => {
            let message = text(&format!("undefined character name '{name}'"));
            Err(cx.raise(exception::make(&exception::KEY_ERROR, vec![message])))
        }
    }
}

fn decimal(cx: &Cx, a: &[Value]) -> R {
    let found = numeric::decimal_value(character(cx, &a[0], "decimal")?);
    or_default(cx, &a[1], found.map(|n| Value::int(i64::from(n))), "not a decimal")
}

fn digit(cx: &Cx, a: &[Value]) -> R {
    let found = numeric::digit_value(character(cx, &a[0], "digit")?);
    or_default(cx, &a[1], found.map(|n| Value::int(i64::from(n))), "not a digit")
}

fn number(cx: &Cx, a: &[Value]) -> R {
    let found = numeric::numeric_value(character(cx, &a[0], "numeric")?);
    or_default(cx, &a[1], found.map(Value::float), "not a numeric character")
}

fn combining(cx: &Cx, a: &[Value]) -> R {
    let code = character(cx, &a[0], "combining")?;
    Ok(Value::int(char::from_u32(code).map_or(0, |c| i64::from(unicode_normalization::char::canonical_combining_class(c)))))
}

/// Brackets and signs that are mirrored in text from right to left, roughly.
fn mirrored(cx: &Cx, a: &[Value]) -> R {
    let code = character(cx, &a[0], "mirrored")?;
    let is_bracket = matches!(unicode::category(code), Category::OpenPunctuation | Category::ClosePunctuation)
        || matches!(code, 0x3C | 0x3E | 0xAB | 0xBB | 0x2039 | 0x203A | 0x2264 | 0x2265);
    Ok(Value::int(i64::from(is_bracket)))
}

/// Blocks of wide characters (Unicode Standard Annex 11).
const WIDE: &[(u32, u32)] = &[
    (0x1100, 0x115F),
    (0x231A, 0x231B),
    (0x2329, 0x232A),
    (0x23E9, 0x23EC),
    (0x25FD, 0x25FE),
    (0x2614, 0x2615),
    (0x2648, 0x2653),
    (0x26AA, 0x26AB),
    (0x2705, 0x2705),
    (0x270A, 0x270B),
    (0x2728, 0x2728),
    (0x274C, 0x274C),
    (0x2753, 0x2755),
    (0x2E80, 0x303E),
    (0x3041, 0x33FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0xA4C6),
    (0xA960, 0xA97C),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE6B),
    (0x16FE0, 0x18D08),
    (0x1AFF0, 0x1B2FB),
    (0x1F004, 0x1F004),
    (0x1F18E, 0x1F18E),
    (0x1F191, 0x1F19A),
    (0x1F200, 0x1F320),
    (0x1F32D, 0x1F335),
    (0x1F337, 0x1F37C),
    (0x1F37E, 0x1F393),
    (0x1F3A0, 0x1F3CA),
    (0x1F3E0, 0x1F3F0),
    (0x1F400, 0x1F43E),
    (0x1F440, 0x1F4FC),
    (0x1F4FF, 0x1F53D),
    (0x1F5FB, 0x1F64F),
    (0x1F680, 0x1F6C5),
    (0x1F90C, 0x1F9FF),
    (0x1FA70, 0x1FAF8),
    (0x20000, 0x3FFFD),
];

fn east_asian_width(cx: &Cx, a: &[Value]) -> R {
    let code = character(cx, &a[0], "east_asian_width")?;
    Ok(text(match code {
        0x20..=0x7E | 0xA2 | 0xA3 | 0xA5 | 0xA6 | 0xAC | 0xAF => "Na",
        0x3000 | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 => "F",
        0x20A9 | 0xFF61..=0xFFDC | 0xFFE8..=0xFFEE => "H",
        0xA1
        | 0xA4
        | 0xA7
        | 0xA8
        | 0xAA
        | 0xAD
        | 0xAE
        | 0xB0..=0xB4
        | 0xB6..=0xBA
        | 0xBC..=0xBF
        | 0x391..=0x3A9
        | 0x3B1..=0x3C9
        | 0x410..=0x44F => "A",
        _ if WIDE.iter().any(|(first, last)| (*first..=*last).contains(&code)) => "W",
        _ => "N",
    }))
}

/// The direction of a character, as far as its category and block tell.
fn bidirectional(cx: &Cx, a: &[Value]) -> R {
    let code = character(cx, &a[0], "bidirectional")?;
    Ok(text(match (code, unicode::category(code)) {
        (_, Category::Unassigned) => "",
        (0x30..=0x39, _) => "EN",
        (0x2B | 0x2D, _) => "ES",
        (0x23..=0x25 | 0xA2..=0xA5 | 0xB0 | 0xB1, _) => "ET",
        (0x2C | 0x2E | 0x2F | 0x3A | 0xA0, _) => "CS",
        (0x0A | 0x0D | 0x1C..=0x1E | 0x85 | 0x2029, _) => "B",
        (0x09 | 0x0B | 0x1F, _) => "S",
        (0x660..=0x669 | 0x66B | 0x66C | 0x6DD, _) => "AN",
        (_, Category::NonspacingMark | Category::EnclosingMark) => "NSM",
        (_, Category::Control | Category::Format) => "BN",
        (0x590..=0x5FF | 0x7C0..=0x85F | 0x10800..=0x10CFF | 0x1E800..=0x1E95F, _) => "R",
        (0x600..=0x7BF | 0x860..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF, _) => "AL",
        (_, Category::SpaceSeparator | Category::LineSeparator) => "WS",
        (0x21..=0x7E, category) if category_name(category).starts_with(['P', 'S']) => "ON",
        (_, Category::MathSymbol | Category::ModifierSymbol) => "ON",
        _ => "L",
    }))
}

fn decomposition(cx: &Cx, a: &[Value]) -> R {
    let code = character(cx, &a[0], "decomposition")?;
    let Some(c) = char::from_u32(code) else { return Ok(text("")) };
    let parts: Vec<char> = std::iter::once(c).nfd().collect();
    if parts != [c] {
        // One step: all but the last mark stay composed.
        let (last, head) = (parts[parts.len() - 1], parts[..parts.len() - 1].iter().copied().nfc());
        let shown: Vec<String> = head.chain(std::iter::once(last)).map(|c| format!("{:04X}", u32::from(c))).collect();
        return Ok(text(&shown.join(" ")));
    }
    let parts: Vec<char> = std::iter::once(c).nfkd().collect();
    if parts == [c] {
        return Ok(text(""));
    }
    let shown: Vec<String> = parts.iter().map(|c| format!("{:04X}", u32::from(*c))).collect();
    Ok(text(&format!("<compat> {}", shown.join(" "))))
}

/// A text in a normal form; lone surrogates stay where they are.
fn normal(cx: &Cx, form: &Value, value: &Value, function: &str) -> R<Vec<u8>> {
    let (Some(form), Some(value)) = (form.get::<Str>(), value.get::<Str>()) else {
        return Err(cx.type_error(format!("{function}() arguments must be str")));
    };
    let run = |part: &str| -> Option<String> {
        Some(match form.bytes() {
            b"NFC" => part.nfc().collect(),
            b"NFD" => part.nfd().collect(),
            b"NFKC" => part.nfkc().collect(),
            b"NFKD" => part.nfkd().collect(),
            _ => return None,
        })
    };
    let invalid = |cx: &Cx| cx.value_error("invalid normalization form");
    if let Some(whole) = value.as_str() {
        return Ok(run(whole).ok_or_else(|| invalid(cx))?.into_bytes());
    }
    let mut out = Vec::new();
    let mut part = String::new();
    for code in value.code_points() {
        match char::from_u32(code) {
            Some(c) => part.push(c),
            None => {
                out.extend(run(&std::mem::take(&mut part)).ok_or_else(|| invalid(cx))?.into_bytes());
                out.extend_from_slice(Str::from_code_point(code).bytes());
            }
        }
    }
    out.extend(run(&part).ok_or_else(|| invalid(cx))?.into_bytes());
    Ok(out)
}

fn normalize(cx: &Cx, a: &[Value]) -> R {
    let bytes = normal(cx, &a[0], &a[1], "normalize")?;
    str::make(cx, &bytes)
}

fn is_normalized(cx: &Cx, a: &[Value]) -> R {
    let bytes = normal(cx, &a[0], &a[1], "is_normalized")?;
    Ok(Value::bool(a[1].get::<Str>().is_some_and(|text| text.bytes() == bytes)))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("category(chr, /)", category).doc("Returns the general category assigned to the character chr as string."),
    NativeDef::new("name(chr, default=?, /)", name).doc("Returns the name assigned to the character chr as a string."),
    NativeDef::new("lookup(name, /)", lookup).doc("Look up character by name."),
    NativeDef::new("decimal(chr, default=?, /)", decimal).doc("Converts a Unicode character into its equivalent decimal value."),
    NativeDef::new("digit(chr, default=?, /)", digit).doc("Converts a Unicode character into its equivalent digit value."),
    NativeDef::new("numeric(chr, default=?, /)", number).doc("Converts a Unicode character into its equivalent numeric value."),
    NativeDef::new("combining(chr, /)", combining).doc("Returns the canonical combining class assigned to the character chr as integer."),
    NativeDef::new("mirrored(chr, /)", mirrored).doc("Returns the mirrored property assigned to the character chr as integer."),
    NativeDef::new("east_asian_width(chr, /)", east_asian_width).doc("Returns the east asian width assigned to the character chr."),
    NativeDef::new("bidirectional(chr, /)", bidirectional).doc("Returns the bidirectional class assigned to the character chr as string."),
    NativeDef::new("decomposition(chr, /)", decomposition).doc("Returns the character decomposition mapping assigned to the character."),
    NativeDef::new("normalize(form, unistr, /)", normalize).doc("Return the normal form 'form' for the Unicode string unistr."),
    NativeDef::new("is_normalized(form, unistr, /)", is_normalized).doc("Return whether the Unicode string unistr is in the normal form."),
];

/// Fills the namespace of `unicodedata`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    module.set("unidata_version", text("15.1.0"));
    Ok(())
}
