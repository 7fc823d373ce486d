//! Matching, as CPython 3.13 does it.

use super::{Limits, Program};

fn search(pattern: &str, text: &str) -> Option<Vec<Option<(usize, usize)>>> {
    let pattern: Vec<u32> = pattern.chars().map(u32::from).collect();
    let text: Vec<u32> = text.chars().map(u32::from).collect();
    let program = Program::compile(&pattern, 0, false).expect("the pattern is right");
    let limits = Limits { start: 0, end: text.len(), anchored: false, full: false, not_empty: false };
    let found = program.find(&text[..], limits, &mut || true).expect("no limit is met")?;
    Some(found.positions.chunks(2).map(|pair| (pair[0] != usize::MAX && pair[1] != usize::MAX).then_some((pair[0], pair[1]))).collect())
}

fn check(pattern: &str, text: &str, expected: &[(usize, usize)]) {
    let found = search(pattern, text).map(|groups| groups.into_iter().map(|group| group.unwrap_or((99, 99))).collect::<Vec<_>>());
    assert_eq!(found.as_deref().unwrap_or(&[]), expected, "{pattern} on {text}");
}

#[test]
fn matches() {
    check("a+b", "xaaab", &[(1, 5)]);
    check("(a|b)*c", "ababc", &[(0, 5), (3, 4)]);
    check("a*?b", "aab", &[(0, 3)]);
    check("(?i)STRASSE", "strasse", &[(0, 7)]);
    check(r"(\w+) \1", "say hey hey", &[(4, 11), (4, 7)]);
    check("(?<=ab)c", "abc", &[(2, 3)]);
    check("(?<!ab)c", "abc", &[]);
    check("a(?=b)", "acab", &[(2, 3)]);
    check("(?:a|ab)(?:c|bcd)(d*)", "abcd", &[(0, 4), (4, 4)]);
    check("(a)?(?(1)b|c)", "c", &[(0, 1), (99, 99)]);
    check("(?>a*)ab", "aaab", &[]);
    check("a{2,3}", "aaaa", &[(0, 3)]);
    check("(a*)*", "b", &[(0, 0), (0, 0)]);
    check("(?:ab){2}", "abababab", &[(0, 4)]);
    check("x*$", "aa\n", &[(2, 2)]);
    check("[^a-c]+", "abcdef", &[(3, 6)]);
    check(r"\bfoo\b", "a foo", &[(2, 5)]);
    check("(a+)+$", "aaaaaaaaaaaaaaaab", &[]);
}

#[test]
fn errors() {
    let error = |pattern: &str| {
        let pattern: Vec<u32> = pattern.chars().map(u32::from).collect();
        let error = Program::compile(&pattern, 0, false).expect_err("the pattern is wrong");
        (error.message, error.position)
    };
    assert_eq!(error("(a"), ("missing ), unterminated subpattern".into(), Some(0)));
    assert_eq!(error("a)"), ("unbalanced parenthesis".into(), Some(1)));
    assert_eq!(error("*a"), ("nothing to repeat".into(), Some(0)));
    assert_eq!(error("a**"), ("multiple repeat".into(), Some(2)));
    assert_eq!(error("[a"), ("unterminated character set".into(), Some(0)));
    assert_eq!(error("[z-a]"), ("bad character range z-a".into(), Some(1)));
    assert_eq!(error(r"\q"), (r"bad escape \q".into(), Some(0)));
    assert_eq!(error("(?P<a>x)(?P<a>y)"), ("redefinition of group name 'a' as group 2; was group 1".into(), Some(12)));
    assert_eq!(error(r"(a)\2"), ("invalid group reference 2".into(), Some(4)));
    assert_eq!(error("a(?i)b"), ("global flags not at the start of the expression".into(), Some(1)));
}
