//! The arguments of calls.

use super::{Class, Fit, Kind, N, Reader, Rule, need};
use std::rc::Rc;

impl Reader<'_> {
    /// Arguments up to a closing parenthesis, which is left.
    pub(super) fn arguments(&mut self) -> Fit {
        self.keep(Rule::Arguments, |r| {
            let first = r.mark;
            if let Some(args) = r.args()? {
                r.took(Kind::Comma)?;
                if r.is(Kind::Rpar)? {
                    return Ok(Some(args));
                }
            }
            r.mark = first;
            if r.explaining { r.explain_arguments() } else { Ok(None) }
        })
    }

    /// Positional arguments, then keywords. The parts are the positional ones; the class is `Named` if keywords follow.
    fn args(&mut self) -> Fit {
        self.keep(Rule::Args, |r| {
            let first = r.mark;
            if let Some(positional) = r.attempt(|r| r.list(Self::positional))? {
                let keywords = r.attempt(|r| {
                    need!(r.take(Kind::Comma));
                    r.keywords()
                })?;
                let class = if keywords.is_some() { Class::Named } else { Class::Other };
                let mut parts = positional;
                parts.extend(keywords.into_iter().flat_map(|node| node.parts.clone()));
                return Ok(Some(r.node(class, first, parts)));
            }
            let keywords = need!(r.keywords());
            Ok(Some(r.node(Class::Named, first, keywords.parts.clone())))
        })
    }

    fn positional(&mut self) -> Fit {
        let value = match self.attempt(Self::starred_argument)? {
            Some(star) => star,
            None => need!(self.assignment_or_expression()),
        };
        Ok(if self.is(Kind::Equal)? { None } else { Some(value) })
    }

    /// Keywords and starred ones, then keywords and double-starred ones.
    fn keywords(&mut self) -> Fit {
        let first = self.mark;
        let mut parts: Vec<N> = Vec::new();
        if let Some(simple) = self.attempt(|r| r.list(Self::keyword_or_starred))? {
            parts.extend(simple);
            let doubled = self.attempt(|r| {
                need!(r.take(Kind::Comma));
                r.list(Self::keyword_or_double_starred)
            })?;
            parts.extend(doubled.into_iter().flatten());
        } else {
            parts.extend(need!(self.list(Self::keyword_or_double_starred)));
        }
        Ok(Some(self.node(Class::Named, first, parts)))
    }

    fn keyword_or_starred(&mut self) -> Fit {
        if let Some(keyword) = self.keyword()? {
            return Ok(Some(keyword));
        }
        self.starred_argument()
    }

    fn keyword_or_double_starred(&mut self) -> Fit {
        if let Some(keyword) = self.keyword()? {
            return Ok(Some(keyword));
        }
        let first = self.mark;
        need!(self.take(Kind::DoubleStar));
        need!(self.expression());
        // The class tells unpacking from a keyword.
        Ok(Some(self.node(Class::Dict, first, Vec::new())))
    }

    fn keyword(&mut self) -> Fit {
        if self.explaining {
            let mark = self.mark;
            self.explain_keyword()?;
            self.mark = mark;
        }
        self.attempt(|r| {
            let first = need!(r.take(Kind::Name));
            need!(r.take(Kind::Equal));
            need!(r.expression());
            Ok(Some(r.node(Class::Named, first, Vec::new())))
        })
    }

    fn explain_keyword(&mut self) -> Fit {
        let mark = self.mark;
        let word = match self.kind()? {
            Kind::True => Some("True"),
            Kind::False => Some("False"),
            Kind::None => Some("None"),
            _ => None,
        };
        if let Some(word) = word {
            self.mark += 1;
            if let Some(equal) = self.take(Kind::Equal)? {
                return self.stop_range(mark, equal, format!("cannot assign to {word}"));
            }
            self.mark = mark;
        }
        if self.is(Kind::Name)? {
            self.mark += 1;
            if let Some(equal) = self.take(Kind::Equal)? {
                if self.expression()?.is_some() && self.for_clauses()?.is_some() {
                    let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                    return self.stop_range(mark, equal, message);
                }
                return Ok(None);
            }
            self.mark = mark;
        }
        if let Some(value) = self.expression()?
            && self.took(Kind::Equal)?
        {
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return self.stop_range(value.first, self.mark - 1, message);
        }
        self.mark = mark;
        need!(self.take(Kind::DoubleStar));
        need!(self.expression());
        need!(self.take(Kind::Equal));
        let value = need!(self.expression());
        self.stop_range(mark, value.last, "cannot assign to keyword argument unpacking")
    }

    /// `*` before any expression.
    pub(super) fn starred_argument(&mut self) -> Fit {
        let first = need!(self.take(Kind::Star));
        if let Some(value) = self.attempt(Self::expression)? {
            if self.explaining {
                let mark = self.mark;
                if self.took(Kind::Equal)?
                    && let Some(given) = self.expression()?
                {
                    return self.stop_range(first, given.last, "cannot assign to iterable argument unpacking");
                }
                self.mark = mark;
            }
            return Ok(Some(self.node(Class::Starred, first, vec![value])));
        }
        self.stop("Invalid star expression")
    }

    fn explain_arguments(&mut self) -> Fit {
        let mark = self.mark;
        const PARENTHESIZE: &str = "Generator expression must be parenthesized";

        if let Some(args) = self.args()?
            && args.class == Class::Named
            && let Some(comma) = self.take(Kind::Comma)?
            && self
                .attempt(|r| {
                    r.list(|r| {
                        need!(r.take(Kind::Star));
                        r.expression()
                    })
                })?
                .is_some()
        {
            return self.stop_from(comma, "iterable argument unpacking follows keyword argument unpacking");
        }
        self.mark = mark;
        if let Some(value) = self.attempt(Self::expression)?
            && let Some(clauses) = self.for_clauses()?
            && self.took(Kind::Comma)?
        {
            if self.attempt(Self::args)?.is_none() {
                self.attempt(|r| {
                    need!(r.expression());
                    r.for_clauses()
                })?;
            }
            return self.stop_range(value.first, clauses.last, PARENTHESIZE);
        }
        self.mark = mark;
        if let Some(name) = self.take(Kind::Name)?
            && let Some(equal) = self.take(Kind::Equal)?
            && self.expression()?.is_some()
            && self.for_clauses()?.is_some()
        {
            return self.stop_range(name, equal, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        }
        self.mark = mark;
        if self.attempt(Self::args)?.is_none() || !self.took(Kind::Comma)? {
            self.mark = mark;
        }
        if let Some(name) = self.take(Kind::Name)?
            && let Some(equal) = self.take(Kind::Equal)?
            && self.is_one(&[Kind::Comma, Kind::Rpar])?
        {
            return self.stop_range(name, equal, "expected argument value expression");
        }
        self.mark = mark;
        let args = need!(self.args());
        let after = self.mark;
        if let Some(clauses) = self.for_clauses()? {
            return self.explain_bare_generator(&args, &clauses);
        }
        self.mark = after;
        need!(self.take(Kind::Comma));
        let next = self.mark;
        if let Some(value) = self.attempt(Self::expression)?
            && let Some(clauses) = self.for_clauses()?
        {
            return self.stop_range(value.first, clauses.last, PARENTHESIZE);
        }
        self.mark = next;
        need!(self.args());
        let unpacking = args.parts.iter().any(|part| part.class == Class::Dict);
        let after = if unpacking { " unpacking" } else { "" };
        self.stop(format!("positional argument follows keyword argument{after}"))
    }

    /// `f(a, b for c in d)`: the last argument should have parentheses, if it is not the only one.
    fn explain_bare_generator(&mut self, args: &N, clauses: &N) -> Fit {
        let [.., last] = args.parts.as_slice() else {
            return Ok(None);
        };
        let positional = args.parts.iter().filter(|part| !matches!(part.class, Class::Named | Class::Dict)).count();
        if positional <= 1 && args.class != Class::Named {
            return Ok(None);
        }
        let last = Rc::clone(last);
        self.stop_range(last.first, clauses.last, "Generator expression must be parenthesized")
    }
}
