//! "Did you mean": the nearest of some names to a wrong one, by the distance CPython's tracebacks use. Knows no scopes.

/// Costs: a change, an insertion or a removal; letters that differ in case only.
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// Longer names are not compared, and lists of so many names not searched.
const LONGEST_NAME: usize = 40;
const MOST_CANDIDATES: usize = 750;

/// The candidate nearest to `wrong`, the first of equals, if any is near enough: half of both names may differ at most.
pub(crate) fn closest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.chars().count() > LONGEST_NAME {
        return None;
    }
    let wrong_name: Vec<char> = wrong.chars().collect();
    let mut best: Option<(&str, usize)> = None;
    for (number, candidate) in candidates.into_iter().enumerate() {
        if number + 1 >= MOST_CANDIDATES {
            return None;
        }
        if candidate == wrong {
            continue;
        }
        let name: Vec<char> = candidate.chars().collect();
        let allowed = (wrong_name.len() + name.len() + 3) * MOVE_COST / 6;
        let allowed = best.map_or(allowed, |(_, distance)| allowed.min(distance.saturating_sub(1)));
        let distance = distance(&wrong_name, &name, allowed);
        if distance <= allowed && best.is_none_or(|(_, least)| distance < least) {
            best = Some((candidate, distance));
        }
    }
    best.map(|(candidate, _)| candidate)
}

fn substitution_cost(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.is_ascii() && a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The edit distance of `a` and `b`, or something greater than `most` if it is greater.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    if a.is_empty() || b.is_empty() {
        return MOVE_COST * (a.len() + b.len());
    }
    if a.len() > LONGEST_NAME || b.len() > LONGEST_NAME {
        return most + 1;
    }
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if (b.len() - a.len()) * MOVE_COST > most {
        return most + 1;
    }
    // One row of the matrix of distances between the beginnings of both names.
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE_COST).collect();
    let mut result = 0;
    for (b_index, &b_char) in b.iter().enumerate() {
        let mut diagonal = b_index * MOVE_COST;
        result = diagonal;
        let mut least = usize::MAX;
        for (cell, &a_char) in row.iter_mut().zip(a) {
            let substitute = diagonal + substitution_cost(b_char, a_char);
            diagonal = *cell;
            result = substitute.min(result.min(diagonal) + MOVE_COST);
            *cell = result;
            least = least.min(result);
        }
        if least > most {
            return most + 1;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_cpythons() {
        let cases: &[(&str, &[&str], Option<&str>)] = &[
            ("blech", &["noise", "more_noise", "a", "bluch"], Some("bluch")),
            ("bluch", &["blech", "abc"], Some("blech")),
            ("BLuch", &["blech"], Some("blech")),
            ("fist", &["first", "list", "fast"], Some("first")),
            ("pritn", &["print", "int"], Some("print")),
            ("x", &["y", "zz"], None),
            ("xyzzy", &["somethingverywrong"], None),
            ("somethingverywrong", &["a"], None),
            ("abc", &["abc"], None),
            ("Abc", &["abd", "abc"], Some("abc")),
            ("foo", &[], None),
            ("lenght", &["length", "len"], Some("length")),
        ];
        for &(wrong, candidates, expected) in cases {
            assert_eq!(closest(wrong, candidates.iter().copied()), expected, "{wrong}");
        }
        let long = "a".repeat(41);
        assert_eq!(closest(&long, [long[1..].as_ref()]), None);
        assert_eq!(closest("ab", std::iter::repeat_n("abc", 750)), None);
    }

    #[test]
    fn distances() {
        let distance = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 100);
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("", "a"), 2);
        assert_eq!(distance("a", "A"), 1);
        assert_eq!(distance("Apple", "Aple"), 2);
        assert_eq!(distance("Banana", "B@n@n@"), 6);
        assert_eq!(distance("Cherry", "Cherry!"), 2);
        assert_eq!(distance("abc", "cab"), 4);
    }
}
