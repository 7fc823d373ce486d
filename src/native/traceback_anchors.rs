//! Which part of an expression's text a traceback points at: the operator, the brackets or the arguments. Works on text alone: the
//! text is that of one expression that was compiled, so only its outermost shape has to be found.

/// A range of the text, in bytes, to be marked with `^`; the rest gets `~`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchors {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A token outside of all brackets.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    /// A number or a text literal.
    Literal,
    Operator(&'a str),
    /// A bracketed group by its opening bracket.
    Group(u8),
}

#[derive(Clone, Copy, Debug)]
struct Placed<'a> {
    token: Token<'a>,
    start: usize,
    end: usize,
}

const OPERATORS: [&str; 33] = [
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=",
    "|=", "^=", "@=", "+", "-", "*", "/", "%", "&", "|", "^", "@",
];

/// Where a string literal that starts at `at` (its quote) ends.
fn string_end(text: &[u8], at: usize) -> Option<usize> {
    let quote = text[at];
    let triple = text.get(at..at + 3).is_some_and(|three| three == [quote; 3]);
    let mut i = at + if triple { 3 } else { 1 };
    while i < text.len() {
        match text[i] {
            b'\\' => i += 1,
            c if c == quote && !triple => return Some(i + 1),
            c if c == quote && text.get(i..i + 3).is_some_and(|three| three == [quote; 3]) => return Some(i + 3),
            b'\n' if !triple => return None,
            _ => {}
        }
        i += 1;
    }
    None
}

/// Where the bracket that opens at `at` is closed, exclusive.
fn group_end(text: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut i = at;
    while i < text.len() {
        match text[i] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            b'"' | b'\'' => {
                i = string_end(text, i)?;
                continue;
            }
            b'#' => i += text[i..].iter().position(|b| *b == b'\n').unwrap_or(text.len() - i - 1),
            _ => {}
        }
        i += 1;
    }
    None
}

fn tokens(text: &str) -> Option<Vec<Placed<'_>>> {
    let bytes = text.as_bytes();
    let mut list = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let start = i;
        let token = match bytes[i] {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'\\' => {
                i += 1;
                continue;
            }
            b'#' => {
                i += bytes[i..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len() - i);
                continue;
            }
            open @ (b'(' | b'[' | b'{') => {
                i = group_end(bytes, i)?;
                Token::Group(open)
            }
            b'"' | b'\'' => {
                i = string_end(bytes, i)?;
                Token::Literal
            }
            b'0'..=b'9' => {
                i += 1;
                while i < bytes.len()
                    && (bytes[i].is_ascii_alphanumeric()
                        || matches!(bytes[i], b'.' | b'_')
                        || (matches!(bytes[i], b'+' | b'-')
                            && matches!(bytes[i - 1], b'e' | b'E')
                            && !text[start..i].starts_with("0x")
                            && !text[start..i].starts_with("0X")))
                {
                    i += 1;
                }
                Token::Literal
            }
            c if c.is_ascii_alphabetic() || c == b'_' || c >= 0x80 => {
                while i < bytes.len() && (bytes[i].is_ascii_alphanumeric() || bytes[i] == b'_' || bytes[i] >= 0x80) {
                    i += 1;
                }
                match bytes.get(i) {
                    // The prefix of a string.
                    Some(b'"' | b'\'') if i - start <= 2 => {
                        i = string_end(bytes, i)?;
                        Token::Literal
                    }
                    _ => Token::Word(&text[start..i]),
                }
            }
            _ => match OPERATORS.iter().find(|op| text[i..].starts_with(**op)) {
                Some(op) => {
                    i += op.len();
                    Token::Operator(&text[start..i])
                }
                None => {
                    i += text[i..].chars().next().map_or(1, char::len_utf8);
                    Token::Operator(&text[start..i])
                }
            },
        };
        list.push(Placed { token, start, end: i });
    }
    Some(list)
}

/// How strongly a binary operator binds.
fn precedence(op: &str) -> Option<u8> {
    Some(match op {
        "|" => 1,
        "^" => 2,
        "&" => 3,
        "<<" | ">>" => 4,
        "+" | "-" => 5,
        "*" | "/" | "//" | "%" | "@" => 6,
        "**" => 8,
        _ => return None,
    })
}

/// Sign operators bind between products and powers.
const UNARY: u8 = 7;

fn ends_operand(token: Token<'_>) -> bool {
    !matches!(token, Token::Operator(op) if op != "...")
}

/// Finds the anchors of an expression, if it is a binary operation, a subscription or a call.
pub(super) fn anchors(text: &str) -> Option<Anchors> {
    let tokens = tokens(text)?;
    // Comparisons, boolean operations, conditionals, lambdas and statements have no anchors.
    for placed in &tokens {
        match placed.token {
            Token::Word(word) if is_keyword(word) => return None,
            Token::Operator(op) if precedence(op).is_none() && !matches!(op, "." | "~" | "...") => return None,
            _ => {}
        }
    }
    let mut lowest: Option<(usize, u8)> = None;
    for (index, placed) in tokens.iter().enumerate() {
        let Token::Operator(op) = placed.token else {
            continue;
        };
        let is_binary = index > 0 && ends_operand(tokens[index - 1].token);
        let level = match (is_binary, precedence(op)) {
            (true, Some(level)) => level,
            // Further in, a sign is part of an operand.
            (false, _) if index == 0 && matches!(op, "+" | "-" | "~") => UNARY,
            _ => continue,
        };
        // Left-associative: the last of the weakest decides; powers and signs: the first.
        let wins = lowest.is_none_or(|(_, least)| if level >= UNARY { level < least } else { level <= least });
        if wins {
            lowest = Some((index, level));
        }
    }
    if let Some((index, level)) = lowest {
        let Placed { start, end, .. } = tokens[index];
        return (level != UNARY).then(|| Anchors { start, end: end + usize::from(takes_parenthesis(text, &tokens[index..])) });
    }
    let last = tokens.last()?;
    let Token::Group(open) = last.token else {
        return None;
    };
    // Brackets after an operand: a call or a subscription; alone: a parenthesis or a display.
    let has_primary = tokens.len() >= 2 && ends_operand(tokens[tokens.len() - 2].token);
    (has_primary && open != b'{').then_some(Anchors { start: last.start, end: last.end })
}

/// Whether an operator of one character is shown with the parenthesis that follows it at once: one around all of the right operand, which
/// to CPython begins after it. Tuples and generator expressions begin with theirs.
fn takes_parenthesis(text: &str, from_operator: &[Placed<'_>]) -> bool {
    let [operator, Placed { token: Token::Group(b'('), start, end }] = from_operator else {
        return false;
    };
    if operator.end != *start || operator.end - operator.start != 1 {
        return false;
    }
    let inner = tokens(&text[start + 1..end - 1]).unwrap_or_default();
    !inner.is_empty() && !inner.iter().any(|placed| matches!(placed.token, Token::Operator(",") | Token::Word("for")))
}

fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 32] = [
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
        "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
        "yield",
    ];
    KEYWORDS.contains(&word)
}

/// Whether the text is a call of a plain name, `f(...)`.
pub(super) fn is_call_of_name(text: &str) -> bool {
    let Some(tokens) = tokens(text) else {
        return false;
    };
    matches!(tokens.as_slice(), [Placed { token: Token::Word(word), .. }, Placed { token: Token::Group(b'('), .. }] if !is_keyword(word))
}

/// Whether the text is a call of anything.
pub(super) fn is_call(text: &str) -> bool {
    anchors(text).is_some_and(|anchors| text.as_bytes().get(anchors.start) == Some(&b'(') && anchors.end == text.len())
}

/// Whether all brackets and strings that the text opens are closed in it.
pub(super) fn is_complete(text: &str) -> bool {
    tokens(text).is_some()
}

/// Whether the text is what precedes the value in an assignment to a name, `a =`.
pub(super) fn is_assignment_head(text: &str) -> bool {
    let Some(tokens) = tokens(text) else {
        return false;
    };
    matches!(tokens.as_slice(), [Placed { token: Token::Word(word), .. }, Placed { token: Token::Operator("="), .. }] if !is_keyword(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(anchors(text).map(|a| &text[a.start..a.end]), expected, "{text}");
    }

    #[test]
    fn outermost_shapes() {
        check("a + b", Some("+"));
        check("a + b * c", Some("+"));
        check("a * b // c", Some("//"));
        check("a ** -b ** c", Some("**"));
        check("-a ** b", None);
        check("-a * b", Some("*"));
        check("1e-3 - x", Some("-"));
        check("x[1]", Some("[1]"));
        check("f(x)[\"])\"](1)", Some("(1)"));
        check("a.b.c", None);
        check("(a + b)", None);
        check("a < b + c", None);
        check("x if y else z", None);
        check("(a)+(b)", Some("+("));
        check("a+(b).c", Some("+"));
        check("a+(b, c)", Some("+"));
        check("a +(x for x in y)", Some("+"));
        check("a//(b)", Some("//"));
        check("raise f(1)", None);
        check("f(a + b)", Some("(a + b)"));
        check("f'{x}' + y", Some("+"));
        check("[1, 2][5]", Some("[5]"));
        check("(1\n  + 2 +\n  'x')", None);
        check("1\n  + 2 +\n  'x'", Some("+"));
        assert!(is_assignment_head("x = ") && !is_assignment_head("a = b =") && !is_assignment_head("x += "));
        assert!(is_call_of_name("f(1)") && !is_call_of_name("a.f(1)") && is_call("a.f(1)"));
    }
}
