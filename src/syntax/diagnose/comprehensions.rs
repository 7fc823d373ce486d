//! Comprehensions and generator expressions.

use super::targets::TargetUse;
use super::{Class, Fit, Kind, Reader, Rule, need};

impl Reader<'_> {
    pub(super) fn generator(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lpar));
        need!(self.assignment_or_expression());
        need!(self.for_clauses());
        need!(self.take(Kind::Rpar));
        Ok(Some(self.node(Class::Generator, first, Vec::new())))
    }

    pub(super) fn generator_or_explain(&mut self) -> Fit {
        if let Some(generator) = self.attempt(Self::generator)? {
            return Ok(Some(generator));
        }
        self.explain_comprehension()
    }

    pub(super) fn list_comprehension(&mut self) -> Fit {
        self.comprehension(Kind::Lsqb, Kind::Rsqb, Class::ListComp)
    }

    pub(super) fn set_comprehension(&mut self) -> Fit {
        self.comprehension(Kind::Lbrace, Kind::Rbrace, Class::SetComp)
    }

    fn comprehension(&mut self, open: Kind, close: Kind, class: Class) -> Fit {
        let first = self.mark;
        let fit = self.attempt(|r| {
            need!(r.take(open));
            need!(r.named_expression());
            need!(r.for_clauses());
            need!(r.take(close));
            Ok(Some(r.node(class, first, Vec::new())))
        })?;
        if fit.is_some() {
            return Ok(fit);
        }
        self.explain_comprehension()
    }

    /// Without moving.
    pub(super) fn explain_comprehension_ahead(&mut self) -> Fit {
        let mark = self.mark;
        self.explain_comprehension()?;
        self.mark = mark;
        Ok(None)
    }

    fn explain_comprehension(&mut self) -> Fit {
        if !self.explaining {
            return Ok(None);
        }
        let is_paren = self.is(Kind::Lpar)?;
        self.mark += 1;
        let mark = self.mark;
        if let Some(star) = self.attempt(Self::starred_argument)?
            && self.for_clauses()?.is_some()
        {
            return self.stop_at(&star, "iterable unpacking cannot be used in comprehension");
        }
        self.mark = mark;
        if is_paren {
            return Ok(None);
        }
        let message = "did you forget parentheses around the comprehension target?";
        let item = need!(self.star_named());
        let comma = need!(self.take(Kind::Comma));
        let after = self.mark;
        if let Some(more) = self.attempt(Self::star_named_list)?
            && self.for_clauses()?.is_some()
        {
            let last = more.last().map_or(comma, |node| node.last);
            return self.stop_range(item.first, last, message);
        }
        self.mark = after;
        if self.for_clauses()?.is_some() {
            return self.stop_range(item.first, comma, message);
        }
        Ok(None)
    }

    pub(super) fn dict_comprehension(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lbrace));
        let mark = self.mark;
        if self.attempt(Self::pair)?.is_some() && self.for_clauses()?.is_some() && self.took(Kind::Rbrace)? {
            return Ok(Some(self.node(Class::DictComp, first, Vec::new())));
        }
        self.mark = mark;
        if self.explaining
            && let Some(star) = self.take(Kind::DoubleStar)?
            && self.bitwise_or()?.is_some()
            && self.for_clauses()?.is_some()
            && self.is(Kind::Rbrace)?
        {
            return self.stop_token(star, "dict unpacking cannot be used in dict comprehension");
        }
        Ok(None)
    }

    pub(super) fn for_clauses(&mut self) -> Fit {
        self.keep(Rule::ForClauses, |r| {
            let first = r.mark;
            need!(r.attempt(Self::for_clause));
            while r.attempt(Self::for_clause)?.is_some() {}
            Ok(Some(r.node(Class::Other, first, Vec::new())))
        })
    }

    fn for_clause(&mut self) -> Fit<()> {
        let first = self.mark;
        self.took(Kind::Async)?;
        if !self.took(Kind::For)? {
            return Ok(None);
        }
        if self.attempt(Self::star_targets)?.is_some() && self.took(Kind::In)? {
            // From here on no other reading is tried.
            need!(self.disjunction());
            while self.is(Kind::If)? {
                let mark = self.mark;
                self.mark += 1;
                if self.disjunction()?.is_none() {
                    self.mark = mark;
                    break;
                }
            }
            return Ok(Some(()));
        }
        if self.explaining {
            self.mark = first;
            self.took(Kind::Async)?;
            self.mark += 1;
            let mark = self.mark;
            if self.attempt(|r| r.list(Self::bitwise_or))?.is_some() {
                self.took(Kind::Comma)?;
                if !self.is(Kind::In)? {
                    return self.stop("'in' expected after for-loop variables");
                }
            }
            self.mark = mark;
            if let Some(target) = self.star_expressions()? {
                self.explain_target(TargetUse::For, &target)?;
            }
        }
        Ok(None)
    }
}
